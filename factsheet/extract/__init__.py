"""What an article says: quotations with speakers, figures, dates, and places where the copy lost words. Pure functions."""

from collections.abc import Sequence

from factsheet.extract.damage import find_damage
from factsheet.extract.dates import find_dates
from factsheet.extract.figures import find_figures
from factsheet.extract.speakers import attribute
from factsheet.model import Person, Reading


def read(text: str, published: str | None = None, people: Sequence[Person] = ()) -> Reading:
    """All readings of one text. `published` (an ISO date) is what "Thursday" is resolved against; `people` may speak in it."""
    return Reading(
        quotations=tuple(attribute(text, people, published)),
        quantities=tuple(find_figures(text)),
        times=tuple(find_dates(text, published)),
        damage=tuple(find_damage(text)),
    )
