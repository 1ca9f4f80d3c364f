"""The sections of a sheet as pages: one page each while the sheet is small, else as many as readers can use.

A section that is cut has a first page, which lists what stands where, and parts. The decision is made here for every place that
leads to a card: `at` tells the page on which it stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import ceil, inf

from factsheet.edtf import edtf_bounds
from factsheet.model import UNKNOWN_SPEAKER, Event
from factsheet.views import Around, FactView, SheetView, Source, SpeakerView, Witness, date_words, in_order, neighbours

WHOLE = 200  # facts: no section of a sheet with as many is cut
PAGE = 100  # cards of a page: what one still scrolls through, and about 200 KB
LISTED = 500  # speakers, topics, articles: where there are more, the first page of their section lists its parts
KEY_SPEAKERS, KEY_SOURCES = 12, 12  # how many the first page of a sheet shows where it cannot show all
SQUARES = 1000  # quotations that are drawn one by one: what has more is told in numbers

_CARD = 2_000  # characters of HTML that a card may have to count as one
_LINE = 200  # of a link in a list


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one heading, or the part of it that a page has room for."""

    key: str  # in the names of pages
    anchor: str
    title: str
    facts: tuple[FactView, ...] = ()
    role: str | None = None  # of a speaker
    in_lines: bool = False  # its facts stand there as links, not as cards
    witness: Witness | None = None  # an article
    shown: Witness | None = None  # the same with as many quotations as stand on the page
    shelf: str = ""  # only groups of the same may share a page
    goes_on: bool = False  # it began on the page before


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a section."""

    name: str  # of its file
    title: str  # of what it has; empty where that is the whole section
    groups: tuple[Group, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The articles that stand on it, in the order of articles.yml."""
        cited = {group.witness.source for group in self.groups if group.witness}
        return in_order(cited.union(*(fact.sources for group in self.groups for fact in group.facts)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the first page of a section that is cut: a group, or a part where there are too many groups."""

    title: str
    anchors: tuple[str, ...]  # where older links to the section lead
    pages: tuple[str, ...]  # where it begins, and where it goes on
    groups: tuple[Group, ...]  # whole

    @property
    def facts(self) -> int:
        return sum(len(group.facts) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    parts: tuple[Part, ...]  # one of its own name while it is whole
    entries: tuple[Entry, ...]  # none while it is whole
    at: Mapping[str, str]  # the page of each fact and of the start of each group, by id and anchor

    @property
    def is_cut(self) -> bool:
        return bool(self.entries)

    @property
    def lists_parts(self) -> bool:
        return any(len(entry.anchors) > 1 for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Sections:
    by_name: Mapping[str, Section]
    # What the first page of the sheet shows:
    speakers: tuple[tuple[SpeakerView, str], ...]  # with the page of their statements
    witnesses: tuple[tuple[Witness, str], ...]  # with the page of the article
    drawn: tuple[Witness, ...]  # those of the articles whose quotations are counted in a picture
    key: tuple[Source, ...]  # what marks of articles stand for

    def ways(self, sheet: SheetView) -> Mapping[str, Around]:
        """From each fact: its neighbours, its card in its section, its articles."""
        around, sources = neighbours(sheet), self.by_name["sources"].at
        return {
            fact.fact.id: replace(
                around[fact.fact.id],
                section=self.by_name[fact.section].at[fact.fact.id],
                sources=tuple((source, sources[source.article.id]) for source in fact.sources),
            )
            for fact in sheet.facts
        }


def cut(sheet: SheetView, most: int) -> Sections:
    """How a sheet is cut. A sheet of more facts than `most` is cut in any case, into parts of no more cards than that."""
    page = min(PAGE, most) * _CARD if len(sheet.facts) > min(WHOLE, most) else inf
    found = {name: _section(name, tuple(groups(sheet, page)), page) for name, groups in _GROUPS.items()}
    speakers, witnesses, key = sheet.speakers, sheet.witnesses, sheet.sources
    if found["statements"].is_cut:
        speakers = tuple(sorted(speakers, key=lambda speaker: -len(speaker.statements))[:KEY_SPEAKERS])
    drawn = witnesses
    if found["sources"].is_cut:
        witnesses = tuple(sorted(witnesses, key=lambda witness: -witness.comparable)[:KEY_SOURCES])
        drawn = witnesses if sum(witness.comparable for witness in witnesses) <= SQUARES else ()
        key = _marked(sheet)
    by_speaker, by_article = found["statements"].at, found["sources"].at
    return Sections(
        by_name=found,
        speakers=tuple((speaker, by_speaker[f"by--{speaker.id}"]) for speaker in speakers),
        witnesses=tuple((witness, by_article[witness.source.article.id]) for witness in witnesses),
        drawn=drawn,
        key=key,
    )


def _marked(sheet: SheetView) -> tuple[Source, ...]:
    """The articles behind the lines at a glance and the key figures; a picture has a key of its own."""
    named = (*(line.sources for line in sheet.glance), *(figure.sources for figure in sheet.key_figures))
    return in_order(source for sources in named for source in sources)


# ------------------------------------------------------------------------------------------------------------ groups


def _by_speaker(sheet: SheetView, _: float) -> Iterator[Group]:
    for one in sheet.speakers:
        yield Group(one.id, f"by--{one.id}", one.name, one.statements, one.role)


def _by_topic(sheet: SheetView, _: float) -> Iterator[Group]:
    for topic in sheet.topics:  # no id has two hyphens
        yield Group(topic.id or "no--topic", f"on--{topic.id}", topic.title or "Other figures", topic.facts)


def _by_time(sheet: SheetView, page: float) -> Iterator[Group]:
    """Years; months where a year has more than a page."""
    for year, events in groupby(sheet.events, key=lambda event: f"{_first(event).year:04}"):
        facts = tuple(events)
        if sum(map(_letters, facts)) <= page:
            yield Group(year, f"in--{year}", _period(year), facts)
            continue
        for month, own in groupby(facts, key=lambda event: f"{_first(event):%Y-%m}"):
            yield Group(month, f"in--{month}", _period(month), tuple(own), shelf=year)


def _first(event: FactView) -> date:
    """The day from which it stands in the timeline."""
    assert isinstance(event.fact, Event)
    bounds = edtf_bounds(event.fact.date)
    return bounds[0] if bounds else date.max


def _period(edtf: str) -> str:
    return "Without a beginning" if edtf.startswith("0001") else date_words(edtf) or edtf


def _by_clash(sheet: SheetView, _: float) -> Iterator[Group]:
    for clash, facts in sheet.clash_groups:
        name = clash.replace(" ", "-")
        yield Group(name, name, clash, facts)
    for name, facts in (("shorter or marked", sheet.shorter), ("damaged copies", sheet.damaged)):
        if facts:
            key = name.replace(" ", "-")
            yield Group(key, key, name, facts, in_lines=True, shelf="lines")


def _by_source(sheet: SheetView, _: float) -> Iterator[Group]:
    for witness in sheet.witnesses:
        source = witness.source
        yield Group(source.article.id, source.article.id, source.name, witness=witness, shown=witness)


_GROUPS: Mapping[str, Callable[[SheetView, float], Iterator[Group]]] = {
    "statements": _by_speaker,
    "figures": _by_topic,
    "timeline": _by_time,
    "differences": _by_clash,
    "sources": _by_source,
}


def _in_order(name: str, groups: Sequence[Group]) -> Sequence[Group]:
    """Names in the order of the alphabet, as the titles of parts say from whom to whom they go; who is not named last."""
    if name not in ("statements", "sources"):
        return groups
    return sorted(groups, key=lambda group: (group.key == UNKNOWN_SPEAKER, group.title.casefold()))


# ------------------------------------------------------------------------------------------------------------- pages


def _section(name: str, groups: tuple[Group, ...], page: float) -> Section:
    if sum(sum(_sizes(group)) for group in groups) <= page:
        anchors = (anchor for group in groups for anchor in (group.anchor, *(fact.fact.id for fact in group.facts)))
        return Section(name, (Part(name, "", groups),), (), dict.fromkeys(anchors, name))
    return _cut(name, _in_order(name, groups), page)


def _cut(name: str, groups: Sequence[Group], page: float) -> Section:
    parts = tuple(_parts(name, groups, page))
    begins = {group.anchor: part.name for part in reversed(parts) for group in part.groups}
    facts = {fact.fact.id: part.name for part in parts for group in part.groups for fact in group.facts}
    entries = _by_group(groups, parts) if len(groups) <= LISTED else _by_part(groups, parts, begins)
    return Section(name, parts, tuple(entries), begins | facts)


def _by_group(groups: Sequence[Group], parts: Sequence[Part]) -> Iterator[Entry]:
    pages: dict[str, list[str]] = {}
    for part in parts:
        for group in part.groups:
            pages.setdefault(group.anchor, []).append(part.name)
    for group in groups:
        yield Entry(group.title, (group.anchor,), tuple(pages[group.anchor]), (group,))


def _by_part(groups: Sequence[Group], parts: Sequence[Part], begins: Mapping[str, str]) -> Iterator[Entry]:
    titles = {part.name: part.title for part in parts}
    for page, own in groupby(groups, key=lambda group: begins[group.anchor]):
        begun = tuple(own)
        yield Entry(titles[page], tuple(group.anchor for group in begun), (page,), begun)


def _parts(name: str, groups: Sequence[Group], page: float) -> Iterator[Part]:
    """Small groups beside each other on one page, one that fits none on pages of its own."""
    shared: list[Group] = []
    room = page
    for group in groups:
        size = sum(_sizes(group))
        if shared and (size > room or group.shelf != shared[0].shelf):
            yield _shared(name, shared)
            shared, room = [], page
        if size <= page:
            shared.append(group)
            room -= size
            continue
        pieces = tuple(_pieces(group, page))
        for number, piece in enumerate(pieces, 1):
            own = f"{name}.{group.key}" + (f".{number}" if number > 1 else "")
            title = f"{group.title} ({number} of {len(pieces)})" if len(pieces) > 1 else group.title  # one huge card
            yield Part(own, title, (piece,))
    if shared:
        yield _shared(name, shared)


def _shared(name: str, groups: Sequence[Group]) -> Part:
    first, last = groups[0], groups[-1]
    title = first.title if first is last else f"{first.title} to {last.title}"
    return Part(f"{name}.{first.key}", title, tuple(groups))


def _pieces(group: Group, page: float) -> Iterator[Group]:
    """Pages that are about as long as each other: a last one of two cards would be no help."""
    start = size = 0
    sizes = _sizes(group)
    fair = sum(sizes) / ceil(sum(sizes) / page)
    for at, own in enumerate(sizes):
        if size >= fair or (size and size + own > page):
            yield _from_to(group, start, at)
            start, size = at, 0
        size += own
    yield _from_to(group, start, len(sizes))


def _from_to(group: Group, first: int, last: int) -> Group:
    """The things of a group whose sizes stand there in `_sizes`."""
    if group.witness:
        shown = _quoted(group.witness, first, last)
        return replace(group, shown=shown, goes_on=first > 0)
    return replace(group, facts=group.facts[first:last], goes_on=first > 0)


def _quoted(witness: Witness, first: int, last: int) -> Witness:
    """An article with some of its quotations."""
    found = {}
    before = 0
    for kind in ("faithful", "changed", "undecided", "measure", "not_counted"):
        own = getattr(witness, kind)
        found[kind] = own[max(first - before, 0) : max(last - before, 0)]
        before += len(own)
    return replace(witness, **found)


def _sizes(group: Group) -> Sequence[int]:
    """About how many characters each of its facts or quotations takes on a page; the first also what stands over all."""
    if group.witness:
        quotations = group.witness.comparable + len(group.witness.not_counted)
        return (_CARD + _LINE, *(_LINE for _ in range(quotations - 1)))
    return [_LINE if group.in_lines else _letters(fact) for fact in group.facts]


def _letters(fact: FactView) -> int:
    """About how many characters its card has; a wording that is laid over another has most of its words again."""
    found = 600 + 1_000 * (len(fact.hedges) > 1) + 200 * sum(len(sides) for _, sides in fact.differences)
    for wording in fact.wordings:
        words = sum(map(len, wording.parts))
        found += 300 + words + (3 * words if wording.runs else 0) + 200 * len(wording.reports)
    return max(found, _CARD)
