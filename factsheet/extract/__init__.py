"""What an article says: quotations and indirect speech with speakers, figures, dates, lost words. Pure functions."""

from collections.abc import Sequence

from factsheet.extract.damage import find_damage
from factsheet.extract.dates import find_dates
from factsheet.extract.figures import find_figures
from factsheet.extract.indirect import find_indirect
from factsheet.extract.speakers import attribute, narrate
from factsheet.model import Person, Reading


def read(text: str, published: str | None = None, people: Sequence[Person] = ()) -> Reading:
    """All readings of one text. `published` (an ISO date) is what "Thursday" is resolved against; `people` may speak in it."""
    story = narrate(text)
    return Reading(
        quotations=tuple(attribute(text, people, published, story)),
        indirect=tuple(find_indirect(text, people, published, story)),
        quantities=tuple(find_figures(text)),
        times=tuple(find_dates(text, published)),
        damage=tuple(find_damage(text)),
    )
