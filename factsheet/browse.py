"""What the browse page shows: the facts of all sheets in rows, and what they can be filtered by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from factsheet.compare import DROPS_QUALIFIER, LABELS, NOT_COUNTED
from factsheet.edtf import edtf_bounds
from factsheet.model import UNKNOWN_SPEAKER, Figure, Person, Statement
from factsheet.shards import pieces, script, word_pieces
from factsheet.text import printable
from factsheet.views import NAMED_DIFFERENTLY, TOLD_DIFFERENTLY, FactView, SheetView, Source, in_order

_KINDS = ("statement", "figure", "event")
# As readers meet them on the fact's page; what is only the measure of the others is no label.
_LABELS = (
    *(label for label, *_ in LABELS), "differs", DROPS_QUALIFIER, TOLD_DIFFERENTLY, NAMED_DIFFERENTLY,
    *(label for label, _ in NOT_COUNTED),
)  # fmt: skip

Values = Mapping[str, str]  # value -> name


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to filter, and its values in the order in which readers choose among them."""

    name: str
    values: tuple[tuple[str, str], ...]  # as in the address of a view, and as readers know it


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with the places of its values among those of each facet."""

    fact: FactView
    places: tuple[tuple[str, str], ...]  # "0 3": its values are the first and the fourth
    first: str  # the days between which it lies, in ISO 8601; empty where it has no date
    last: str
    also: tuple[str, ...]  # words by which it is found, and which the row does not show

    @property
    def text(self) -> str:
        """All words by which it is found."""
        fact = self.fact
        own = (fact.heading, fact.amount, fact.speaker, fact.when, *(source.name for source in fact.sources))
        return " ".join((*filter(None, own), *fact.wordings[0].parts, *self.also))


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one sheet that follow each other in the list."""

    sheet: SheetView
    rows: tuple[Row, ...]
    goes_on: bool  # the section before is of the same sheet

    @property
    def sources(self) -> tuple[Source, ...]:
        return in_order(source for row in self.rows for source in row.fact.sources)


@dataclass(frozen=True, slots=True)
class Browse:
    facets: tuple[Facet, ...]
    first: tuple[Section, ...]
    rest: tuple[Section, ...]  # what no browser has to lay out before it is asked for; nothing where the list is in pieces
    total: int
    pages: tuple[tuple[Section, ...], ...] = ()  # of a list in pieces, the rest for readers without JavaScript
    rows: tuple[tuple[SheetView, Row], ...] = ()  # of a list in pieces, all

    @property
    def first_link(self) -> str:
        """The sheet and fact of the first row, whose address shows how those of the others are made."""
        section = self.first[0]
        return f"{section.sheet.id}/{section.rows[0].fact.fact.id}"


FIRST = 100
IN_PIECES = 1000  # a list of more facts is loaded in pieces
_PAGE = 300  # rows of a plain page of such a list
_PIECE = 50  # rows of a piece


def browse(sheets: Sequence[SheetView], people: Iterable[Person], most: int = IN_PIECES) -> Browse:
    """The facts of every sheet in its own order. A facet in which all facts are alike is none."""
    names = {person.id: person.name for person in people}
    found = {(sheet.id, fact.fact.id): _values(sheet, fact, names) for sheet in sheets for fact in sheet.facts}
    facets = tuple(facet for name in ("sheet", *_OWN) if len((facet := _facet(name, found.values())).values) > 1)
    places = {facet.name: {value: place for place, (value, _) in enumerate(facet.values)} for facet in facets}
    rows = tuple((sheet, _row(fact, found[sheet.id, fact.fact.id], places)) for sheet in sheets for fact in sheet.facts)
    first = min(FIRST, most)
    if len(rows) <= most:
        rest = tuple(_sections(rows[first:], after=rows[first - 1 : first]))
        return Browse(facets, tuple(_sections(rows[:first])), rest, len(rows))
    size = min(_PAGE, most)
    pages = tuple(tuple(_sections(rows[at : at + size])) for at in range(first, len(rows), size))
    return Browse(facets, tuple(_sections(rows[:first])), (), len(rows), pages, rows)


def browse_pieces(found: Browse, shown: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """A list in pieces, each a script with its name: what filters need of all facts, the facts as they are shown, their words."""
    lines = [
        (f"{sheet.id}/{row.fact.fact.id}", printable(row.fact.heading), shown[sheet.id, row.fact.fact.id])
        for sheet, row in found.rows
    ]
    yield from pieces("rows", lines, _PIECE)
    firsts, words = word_pieces("words", [[row.text] for _, row in found.rows])
    yield from words.items()
    dates = {days: at for at, days in enumerate(dict.fromkeys((row.first, row.last) for _, row in found.rows))}
    facts = {
        "piece": _PIECE,
        "words": firsts,
        "sheets": [[sheet.id, sheet.masthead.title, len(rows)] for sheet, rows in _runs(found.rows)],
        "dates": list(dates),
        "date": [dates[row.first, row.last] for _, row in found.rows],
        "places": {facet.name: "|".join(dict(row.places).get(facet.name, "") for _, row in found.rows) for facet in found.facets},
    }
    yield "facts", script("facts", facts)


def _sections(rows: Sequence[tuple[SheetView, Row]], after: Sequence[tuple[SheetView, Row]] = ()) -> Iterator[Section]:
    before = {sheet.id for sheet, _ in after}
    for sheet, own in _runs(rows):
        yield Section(sheet, own, sheet.id in before)


def _runs(rows: Sequence[tuple[SheetView, Row]]) -> Iterator[tuple[SheetView, tuple[Row, ...]]]:
    for _, group in groupby(rows, key=lambda row: row[0].id):
        sheets, own = zip(*group, strict=True)
        yield sheets[0], own


def _values(sheet: SheetView, fact: FactView, people: Values) -> Mapping[str, Values]:
    return {"sheet": {sheet.id: sheet.masthead.title}} | {name: dict(values(fact, people)) for name, values in _OWN.items()}


def _kind(fact: FactView, _: Values) -> Iterator[tuple[str, str]]:
    yield fact.kind, fact.kind


def _speaker(fact: FactView, people: Values) -> Iterator[tuple[str, str]]:
    """Who said it, or gave the number; where articles name several, each of them."""
    own = fact.fact.speaker if isinstance(fact.fact, Statement) else fact.fact.said_by if isinstance(fact.fact, Figure) else None
    for who in (own, *(report.speaker or report.said_by for report in fact.fact.reports)):
        if who == UNKNOWN_SPEAKER:
            yield who, "Speaker not named"
        elif who and who in people:
            yield who, people[who]


def _topic(fact: FactView, _: Values) -> Iterator[tuple[str, str]]:
    if fact.fact.topic and fact.topic:
        yield fact.fact.topic, fact.topic


def _outlet(fact: FactView, _: Values) -> Iterator[tuple[str, str]]:
    for source in fact.sources:
        yield source.article.outlet or "not named", source.article.outlet or "Outlet not named"


def _label(fact: FactView, _: Values) -> Iterator[tuple[str, str]]:
    found = {fact.clash, *(name for wording in fact.wordings for name in (wording.word, *wording.flags))}
    yield from ((label, label) for label in _LABELS if label in found)


_OWN = {"kind": _kind, "speaker": _speaker, "topic": _topic, "outlet": _outlet, "label": _label}


def _facet(name: str, found: Iterable[Mapping[str, Values]]) -> Facet:
    """The values that facts have: kinds and labels in their own order, sheets and topics in that of the sheets, names by name."""
    values = {value: shown for each in found for value, shown in each[name].items()}
    order = {"kind": _KINDS, "label": _LABELS}.get(name)
    if order:
        return Facet(name, tuple((value, values[value]) for value in order if value in values))
    if name in ("speaker", "outlet"):
        return Facet(name, tuple(sorted(values.items(), key=lambda item: (item[1].casefold(), item[0]))))
    return Facet(name, tuple(values.items()))


def _row(fact: FactView, values: Mapping[str, Values], places: Mapping[str, Mapping[str, int]]) -> Row:
    when = fact.fact.said if isinstance(fact.fact, Statement) else fact.fact.date
    bounds = edtf_bounds(when) if when else None
    first, last = (day.isoformat() for day in bounds) if bounds else ("", "")
    own = ((name, " ".join(str(at[value]) for value in values[name])) for name, at in places.items())
    return Row(fact, tuple((name, numbers) for name, numbers in own if numbers), first, last, _also(fact))


def _also(fact: FactView) -> tuple[str, ...]:
    """The words of its other wordings, and its numbers in other spellings."""
    shown = set(" ".join((fact.heading, *fact.wordings[0].parts)).split())
    words = " ".join((*(part for wording in fact.wordings[1:] for part in wording.parts), *fact.also)).split()
    return tuple(word for word in dict.fromkeys(words) if word not in shown)
