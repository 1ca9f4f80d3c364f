"""The geometry of the pictures, as values that a template draws: number lines, timelines, counts of quotations.

Across, places are percentages, so that a picture fits any width while its letters keep their size; down, they are pixels.
What may stand beside what is worked out for a phone and a wide font: wherever there is more room, there is only more room.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Literal

from factsheet.edtf import edtf_bounds
from factsheet.model import Bound, Event, Figure
from factsheet.views import FactView, SheetHead, SheetView, Source, Witness, amount, date_words, number_words

PHONE = 320  # pixels: the narrowest a picture gets, in a card on a phone
LEFT, RIGHT = 3.0, 97.0  # percent: where an axis begins and ends, so that marks at its ends are whole
ARROW = 9.0  # percent: how far "up to" and "more than" point
ROWS = 30  # how many facts one picture shows; the table beside it holds them all
_LABEL, _AMOUNT, _MARK, _SMALL = 13, 15, 12, 11  # pixels: sizes of letters, the same as in the style sheet
_GAP = 10  # pixels between a mark and its words

Anchor = Literal["start", "middle", "end"]
Shape = Literal["dot", "ring", "diamond", "unread"]  # closed, open (the number itself is not meant), between quotation marks


@dataclass(frozen=True, slots=True)
class Words:
    """Some words in one line. `who` names the outlets behind them, as they are marked in the key."""

    words: str
    y: int
    x: float = 0
    dx: int = 0
    anchor: Anchor = "start"
    who: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One mark on an axis: points, a bar from one to another, an arrow, and the words beside it."""

    y: int
    shape: Shape
    points: tuple[float, ...]
    bar: tuple[float, float] | None
    arrow: tuple[float, float] | None  # from the mark to the head
    soft: bool  # about, probably: nothing is exact
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and how the articles give it."""

    fact: str  # its id; empty where the page is about nothing else
    label: tuple[Words, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    words: Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows over a shared axis, with what it needs when it stands alone: a title, a key to its marks, its source."""

    title: str
    head: tuple[Words, ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    top: int  # where the lines of the grid begin
    axis: int
    foot: tuple[Words, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The quotations of one article as small squares, one path for each way in which they count."""

    label: tuple[Words, ...]
    squares: tuple[tuple[str, str], ...]  # (how they count, the squares as a path)


@dataclass(frozen=True, slots=True)
class Counts:
    title: str
    tallies: tuple[Tally, ...]
    foot: tuple[Words, ...]
    height: int


# --------------------------------------------------------------------------------------------------------- pictures


def number_line(figures: Sequence[FactView], sheet: SheetView) -> Picture:
    """Figures of one unit over one axis."""
    unit = _unit_words(_figure(figures[0]))
    scale = _number_scale(figures, 6)
    return _picture(unit, figures, sheet, scale, _figure_marks, with_labels=True)


def hedge_line(figure: FactView, sheet: SheetHead) -> Picture | None:
    """How the articles hedge one figure; None where all do it in the same way."""
    if figure.kind != "figure" or len({hedge for _, hedge in figure.hedges}) < 2:
        return None
    return _picture(figure.heading, [figure], sheet, _number_scale([figure], 2), _figure_marks, with_labels=False)


def timeline(events: Sequence[FactView], sheet: SheetView) -> Picture | None:
    """Events over one axis of time; None where no date can be placed."""
    dated = [event for event in events if edtf_bounds(_event(event).date)]
    if not dated:
        return None
    return _picture("When it happens", dated, sheet, _time_scale(dated), _event_marks, with_labels=True)


def counts(sheet: SheetView, witnesses: Sequence[Witness]) -> Counts:
    """How the quotations of these articles count: a square is one quotation, in the order in which the sheet lists them."""
    y = 0
    tallies: list[Tally] = []
    for witness in witnesses:
        found = [(kind, words, len(getattr(witness, kind))) for kind, words in COUNTED if getattr(witness, kind)]
        said = ", ".join(f"{number} {words}" for _, words, number in found) or "none to compare"
        label = _lines(f"{witness.source.name}: {said}", _LABEL, y)
        y += _down(label, _LABEL) + 2
        kinds = [kind for kind, _, number in found for _ in range(number)]
        paths = {kind: "".join(_square(at, y, kind) for at, own in enumerate(kinds) if own == kind) for kind, _, _ in found}
        tallies.append(Tally(label, tuple(paths.items())))
        y += -(-len(kinds) // _IN_A_ROW) * _PITCH + 10
    key = _lines(_KEY, _SMALL, y)
    foot = (*key, *_lines(_source(sheet), _SMALL, y + _down(key, _SMALL)))
    return Counts("Quotations held against the others", tuple(tallies), foot, y + _down(foot, _SMALL))


# How a quotation counts, and what that is called beside its squares.
COUNTED = (("faithful", "faithful"), ("changed", "changed"), ("undecided", "undecided"), ("measure", "fullest"))
_KEY = (
    "One square is one quotation that can be compared. Full: faithful; crossed: changed. Where nothing decides between "
    "wordings, an empty square differs from the fullest one, and one with a dot is the fullest one itself."
)
_SIDE, _PITCH = 10, 14
_IN_A_ROW = PHONE // _PITCH


def _square(at: int, top: int, kind: str) -> str:
    down, across = divmod(at, _IN_A_ROW)
    inside = {"changed": f"l{_SIDE} {_SIDE}m0-{_SIDE}l-{_SIDE} {_SIDE}", "measure": "m4 4h2v2h-2z"}.get(kind, "")
    return f"M{across * _PITCH + 1} {top + down * _PITCH}h{_SIDE}v{_SIDE}h-{_SIDE}z{inside}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one lane says, before it has a place: values on the axis, an arrow down (-1) or up (1) it, words, outlets."""

    shape: Shape
    points: tuple[float, ...]
    bar: tuple[float, float] | None
    arrow: Literal[-1, 0, 1]
    soft: bool
    words: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    place: Callable[[float], float]  # a value in percent of the width
    ticks: tuple[tuple[float, str], ...]


def _picture(
    title: str,
    facts: Sequence[FactView],
    sheet: SheetHead,
    scale: _Scale,
    marks: Callable[[FactView], Iterable[_Mark]],
    *,
    with_labels: bool,
) -> Picture:
    shown = facts[:ROWS]
    head = _lines(title + ("" if len(shown) == len(facts) else f" (the first {ROWS} of {len(facts)})"), _SMALL, 0)
    head = head if with_labels else ()
    y = top = _down(head, _SMALL)
    rows: list[Row] = []
    named: dict[str, Source] = {}
    for fact in shown:
        label = _lines(fact.heading, _LABEL, y + 6) if with_labels else ()
        y += _down(label, _LABEL) + (6 if label else 0)
        lanes: list[Lane] = []
        for mark in marks(fact):
            lane, y = _lane(mark, scale, y)
            lanes.append(lane)
            named |= {source.article.id: source for source in mark.sources}
        rows.append(Row(fact.fact.id if with_labels else "", label, tuple(lanes)))
        y += 6
    ticks = tuple(_tick(scale.place(value), words, y + 16) for value, words in scale.ticks)
    order = [source for source in sheet.sources if source.article.id in named]
    key = _lines(" · ".join(f"{source.siglum}\N{NO-BREAK SPACE}{source.name}" for source in order), _SMALL, y + 30)
    foot = (*key, *_lines(_source(sheet), _SMALL, y + 30 + _down(key, _SMALL)))
    return Picture(title, head, tuple(rows), ticks, top, y, foot, y + 30 + _down(foot, _SMALL))


def _source(sheet: SheetHead) -> str:
    checked = f", checked {sheet.checked}" if sheet.checked else ""
    return f"Source: fact sheet “{sheet.masthead.title}”{checked}"


def _lane(mark: _Mark, scale: _Scale, top: int) -> tuple[Lane, int]:
    """The lane and where the next one begins."""
    points = tuple(scale.place(value) for value in mark.points)
    bar = (scale.place(mark.bar[0]), scale.place(mark.bar[1])) if mark.bar else None
    ends = (*points, *(bar or ()))
    low, high = min(ends), max(ends)
    arrow = None
    if mark.arrow:
        arrow = (low, max(low - ARROW, 0.8)) if mark.arrow < 0 else (high, min(high + ARROW, 99.2))
        low, high = min(low, arrow[1]), max(high, arrow[1])
    y = top + 12
    words = _beside(mark, low, high, y)
    below = words[-1].y - y - 5
    lane = Lane(y, mark.shape, points, bar, arrow, mark.soft, words)
    return lane, top + 24 + max(below, 0)


def _beside(mark: _Mark, low: float, high: float, y: int) -> tuple[Words, ...]:
    """The words of a mark at its right, else at its left, else below it in as many lines as they need."""
    for who in (" ".join(source.siglum for source in mark.sources), f"{len(mark.sources)} outlets"):
        wide = width(mark.words, _AMOUNT) + _GAP + width(who, _MARK)
        if (100 - high) / 100 * PHONE - _GAP >= wide:
            return (Words(mark.words, y + 5, high, _GAP, "start", who),)
        if low / 100 * PHONE - _GAP >= wide:
            return (Words(mark.words, y + 5, low, -_GAP, "end", who),)
    who = " ".join(source.siglum for source in mark.sources)
    wide = width(mark.words, _AMOUNT) + _GAP + width(who, _MARK)
    if wide <= PHONE:
        return (Words(mark.words, y + 24, low if low / 100 * PHONE + wide <= PHONE else 0, who=who),)
    lines = [*_wrap(mark.words, _AMOUNT), *_wrap(who, _AMOUNT)]
    return tuple(Words(line, y + 24 + 18 * at) for at, line in enumerate(lines))


def _tick(at: float, words: str, y: int) -> Tick:
    """A tick with its words under it; where they would stick out of the picture, they begin or end at its side."""
    half = width(words, _SMALL) / 2 / PHONE * 100
    x, anchor = (0.0, "start") if at < half else (100.0, "end") if at + half > 100 else (at, "middle")
    return Tick(at, Words(words, y, x, anchor=anchor))  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------------- figures

_POINTS: dict[Bound, Literal[-1, 0, 1]] = {"up to": -1, "less than": -1, "nearly": -1, "at least": 1, "more than": 1}
_OPEN: frozenset[Bound] = frozenset(("less than", "nearly", "more than"))


def _figure_marks(fact: FactView) -> Iterator[_Mark]:
    """One mark for each hedge, and for the same between quotation marks; last the words whose number cannot be read."""
    figure = _figure(fact)
    lanes: dict[tuple[Bound | None, bool], dict[str, Source]] = {}
    for wording in fact.wordings:
        for report in wording.reports:
            lanes.setdefault((report.hedge, wording.form == "quote"), {})[report.source.article.id] = report.source
    values = tuple(map(float, figure.value))
    bar = (min(values), max(values)) if len(values) > 1 else None
    for (hedge, quoted), sources in sorted(lanes.items(), key=lambda lane: lane[0][0] is None):
        words = _short_amount(figure, hedge) if hedge else "number not read in the words"
        yield _Mark(
            shape="unread" if hedge is None else "diamond" if quoted else "ring" if hedge in _OPEN else "dot",
            points=values,
            bar=bar if hedge else None,
            arrow=_POINTS.get(hedge, 0) if hedge else 0,
            soft=hedge == "about",
            words=f"{words}, quoted" if quoted and hedge else words,  # the amount is in our words, so it has no quotation marks
            sources=tuple(sources.values()),
        )


def _figure(fact: FactView) -> Figure:
    assert isinstance(fact.fact, Figure)
    return fact.fact


def _unit_words(figure: Figure) -> str:
    unit = figure.unit
    return unit[:1].upper() + unit[1:]


def _short_amount(figure: Figure, hedge: Bound) -> str:
    """The amount without the words of its unit, which stand over the picture."""
    unit = figure.unit.partition(" ")[0]
    bare = figure.unit if unit == "percent" or re.fullmatch("[A-Z]{3}|year", figure.unit) else ""
    return amount(figure.model_copy(update={"bound": hedge, "unit": bare.partition(" of ")[0]})).strip()


def _number_scale(figures: Sequence[FactView], most: int) -> _Scale:
    """An axis in at most so many steps, from zero, so that lengths can be compared; one of years begins where they do."""
    values = [value for fact in figures for value in _figure(fact).value]
    unit = _figure(figures[0]).unit
    low, high = min(values), max(values)
    if unit != "year":
        low, high = min(low, Decimal()), max(high, Decimal())
    if low == high:
        high = low + 1

    def words(value: Decimal) -> str:
        return f"{value:f}" if unit == "year" else number_words(value) + ("%" if unit.split()[0] == "percent" else "")

    hedges = {
        (_POINTS.get(hedge, 0), value) for fact in figures for _, hedge in fact.hedges if hedge for value in _figure(fact).value
    }
    for step in _steps(high - low, most):
        first, last = _floor(low, step), -_floor(-high, step)
        first -= (-1, first * step) in hedges and first < 0  # so that there is room for its arrow
        last += (1, last * step) in hedges
        ticks = [(float(step * at), words(_plain(step * at))) for at in range(first, last + 1)]
        place = _linear(ticks[0][0], ticks[-1][0])
        if _fits(ticks, place):
            break
    return _Scale(place, tuple(ticks))


def _floor(value: Decimal, step: Decimal) -> int:
    """How many whole steps lie below a value; Decimal's own division cuts towards zero."""
    return int((value / step).to_integral_value(ROUND_FLOOR))


def _steps(span: Decimal, most: int) -> Iterator[Decimal]:
    """Round steps over an axis, the smallest first; the last is as long as the axis."""
    power = Decimal(10) ** (span.adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        if power * factor * most >= span:
            yield power * factor


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _linear(first: float, last: float) -> Callable[[float], float]:
    return lambda value: round(LEFT + (value - first) / (last - first) * (RIGHT - LEFT), 2)


def _fits(ticks: Sequence[tuple[float, str]], place: Callable[[float], float]) -> bool:
    """Whether the words of the ticks stand clear of each other on a phone."""
    spans = []
    for value, words in ticks:
        mark, wide = _tick(place(value), words, 0).words, width(words, _SMALL)
        start = mark.x / 100 * PHONE - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
        spans.append((start, start + wide))
    return all(one[1] + 6 <= other[0] for one, other in pairwise(spans))


# ----------------------------------------------------------------------------------------------------------- events


def _event(fact: FactView) -> Event:
    assert isinstance(fact.fact, Event)
    return fact.fact


def _event_marks(fact: FactView) -> Iterator[_Mark]:
    """A day is a point, a longer time a bar, an open end an arrow; what is to come is open, what is not certain dashed."""
    event = _event(fact)
    first, last = edtf_bounds(event.date) or (date.min, date.max)
    opens, closes = first == date.min, last == date.max
    days = (float((last if opens else first).toordinal()), float((first if closes else last).toordinal()))
    to_come = event.status in ("scheduled", "expected")
    yield _Mark(
        shape="ring" if to_come else "dot",
        points=days[:1] if days[0] == days[1] else (),
        bar=days if days[0] != days[1] else None,
        arrow=-1 if opens else 1 if closes else 0,
        soft=any(sign in event.date for sign in "~?%") or event.status == "expected",
        words=(date_words(event.date) or event.date) + (f", {event.status}" if to_come else ""),
        sources=fact.sources,
    )


_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def _time_scale(events: Sequence[FactView]) -> _Scale:
    bounds = [day for event in events for day in edtf_bounds(_event(event).date) or () if day not in (date.min, date.max)]
    low, high = min(bounds), max(bounds)
    place = _linear(low.toordinal() - 1, high.toordinal() + 1)
    found: list[tuple[float, str]] = []
    for days in _calendars(low, high):
        found = [(float(day.toordinal()), words) for day, words in days if low <= day <= high]
        if len(found) <= 8 and _fits(found, place):
            break
    return _Scale(place, tuple(found))


def _calendars(low: date, high: date) -> Iterator[list[tuple[date, str]]]:
    """Days, months or years to mark on an axis of time, from the finest on; those that would be too many are not tried."""
    span = (high - low).days + 1
    if span <= 60:
        for step in (1, 2, 7, 14):
            days = (date.fromordinal(low.toordinal() + at) for at in range(0, span, step))
            yield [(day, f"{day.day} {_MONTH_NAMES[day.month - 1]}") for day in days]
    years = range(low.year, high.year + 1)
    if span <= 3 * 366:
        for step in (1, 3, 6):
            months = (date(year, month, 1) for year in years for month in range(1, 13, step))
            yield [(day, f"{_MONTH_NAMES[day.month - 1]} {day.year}") for day in months]
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000):
        yield [(date(year, 1, 1), str(year)) for year in years if year % step == 0]
    yield [(low, date_words(low.isoformat()) or "")]


# ------------------------------------------------------------------------------------------------- words in a place

_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] /-·“”’"), frozenset("mwMW@%—…")


def width(words: str, size: int) -> float:
    """About how many pixels some words are wide, rather too many than too few."""
    return size * sum(map(_em, words))


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.41
    if char in _WIDE or ord(char) >= 0x1100:  # scripts that are set in squares
        return 1.0
    return 0.76 if char.isupper() or not char.isascii() else 0.62


def _wrap(words: str, size: int) -> Iterator[str]:
    """Lines that fit a phone; a word that fits none is cut."""
    line = ""
    for word in re.split(r"[ \n]+", words.strip()):
        *whole, word = _pieces(word, size)
        if whole and line:
            yield line
            line = ""
        yield from whole
        if line and width(f"{line} {word}", size) > PHONE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _pieces(word: str, size: int) -> Iterator[str]:
    """A word in pieces that each fit a phone, read once from its start to its end."""
    begin, wide = 0, 0.0
    for at, char in enumerate(word):
        wide += _em(char)
        if size * wide > PHONE:
            yield word[begin:at]
            begin, wide = at, _em(char)
    yield word[begin:]


def _lines(words: str, size: int, top: int) -> tuple[Words, ...]:
    return tuple(Words(line, top + _leading(size) * (at + 1) - 4) for at, line in enumerate(_wrap(words, size)))


def _leading(size: int) -> int:
    return size + 5


def _down(lines: Sequence[Words], size: int) -> int:
    return len(lines) * _leading(size)
