"""What pages show: records, evidence and comparison of one sheet, for readers. Decisions stand here, words in templates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby, islice, pairwise
from typing import Literal, Self

from factsheet.compare import (
    DROPS_QUALIFIER,
    LABELS,
    NOT_COUNTED,
    Compared,
    Verdict,
    compare,
    differences,
    fidelity,
    figures_in,
    lineage_count,
    read_figure,
    tokens,
)
from factsheet.edtf import edtf_bounds
from factsheet.extract.units import ONES, TENS
from factsheet.links import at_words
from factsheet.memo import Keep, anew
from factsheet.model import (
    UNKNOWN_SPEAKER,
    Article,
    Bound,
    Correction,
    Event,
    Fact,
    Figure,
    Masthead,
    Person,
    Place,
    Report,
    Role,
    Sheet,
    Statement,
)
from factsheet.rules import Case

_CHANGED = tuple(label for label, counts_as, _ in reversed(LABELS) if counts_as == "changed")
_COUNTED = tuple(label for label, _, _ in LABELS)
_NOT_COUNTED = tuple(label for label, _ in NOT_COUNTED)
_MARKED = ("bracketed", "elided", "resumed", DROPS_QUALIFIER)  # faithful, but readers should see where
# The ways in which articles differ, the weightiest first: the labels of changed quotations, then what fields and flags show.
TOLD_DIFFERENTLY, NAMED_DIFFERENTLY = "told differently", "named differently"
_NAMING = frozenset(("subject", "unit", "horizon"))  # fields in which another word may well mean the same
CLASHES = (*_CHANGED, TOLD_DIFFERENTLY, DROPS_QUALIFIER, NAMED_DIFFERENTLY)

# How many the first page of a sheet shows, of statements how many of each speaker; and how many articles the front page names.
KEY_FIGURES, KEY_CLASHES, KEY_STATEMENTS, KEY_EVENTS = 8, 6, 3, 8
NAMED = 50
PERSON = 200  # facts: of somebody with more, their page shows the first ones of each list


@dataclass(frozen=True, eq=False)
class Source:
    """An article as readers meet it."""

    article: Article
    name: str
    siglum: str  # two or three letters for places where the name is too long
    published: str | None
    lineage: str
    same_lineage: tuple[str, ...]  # names of the other articles that share its narration
    words: int | None  # None when neither the text nor a receipt tells
    place: int  # in the order of articles.yml


@dataclass(frozen=True, eq=False)
class ReportView:
    """One report: who has it, and what it says differently from its fact."""

    report: Report
    source: Source
    hedge: Bound | None  # how its words limit a figure; None when it is none, or cannot be read
    own: tuple[tuple[str, str], ...]  # (field, what the report has)
    primary: bool  # the article is the primary transcript
    opens: str | None  # the article opened at these words; None where it has no address, or our copy of it lost some


Short = tuple[str, ...]  # some words; the start and the end of them where the middle may be left to the full quotation


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a wording and its reference in one row."""

    kind: str  # "same" | "left out" | "put in"
    words: Short
    joined: bool  # goes on a word: 's, n't


@dataclass(frozen=True, slots=True)
class Edit:
    """What a wording has in the place of its reference's words; one of the two may be empty."""

    where: Literal["start", "inside", "end"]
    left_out: Short
    put_in: Short


@dataclass(frozen=True, eq=False)
class WordingView:
    """One wording and everyone who has it."""

    form: Literal["quote", "indirect", "text"]
    damaged: bool
    parts: tuple[str, ...]
    reports: tuple[ReportView, ...]
    sources: tuple[Source, ...]
    lineages: int
    verdict: Verdict | None  # None unless it is a statement's
    is_reference: bool = False
    settled: bool = True  # False where nothing but its fullness speaks for the reference

    @cached_property
    def changed(self) -> bool:
        return self.verdict is not None and self.verdict.label in _CHANGED

    @cached_property
    def counted(self) -> bool:
        return self.verdict is not None and self.verdict.label in _COUNTED

    @cached_property
    def word(self) -> str:
        """Its label as readers meet it: where nothing settles which wording is the closer one, none is called changed."""
        if not self.settled and (self.is_reference or self.changed):
            return "fullest" if self.is_reference else "differs"
        return self.verdict.label if self.verdict else ""

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """What else holds of it. That small words differ too is not worth saying where great ones do."""
        found = self.verdict.flags if self.verdict else ()
        return tuple(flag for flag in found if flag != "altered slightly")  # as a flag it stands beside `altered` only

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Reference and wording in one row; none for a wording that is only shorter, as a sentence says it better."""
        if not self.changed and not any(name in self.flags or name == self.word for name in _MARKED):
            return ()
        return tuple(_runs(self.verdict)) if self.verdict else ()

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(_edits(self.verdict)) if self.verdict else ()


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the sources say in a field in which they differ."""

    words: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False)
class FactView:
    fact: Statement | Figure | Event
    kind: Literal["statement", "figure", "event"]
    section: str  # the page of the sheet that lists it
    label: str  # a few words for places where the heading is too long
    topic: str | None
    speaker: str | None
    person: str | None  # the id of a speaker who has a page
    role: str | None
    by: Person | None  # whoever says it or gives the number
    amount: str | None  # a figure in words: "up to 5% of GDP"
    when: str | None
    where: str | None
    details: tuple[tuple[str, str], ...]  # (field, value) of what holds for all reports of a figure
    compared: Compared | None  # of a statement
    wordings: tuple[WordingView, ...]
    differences: tuple[tuple[str, tuple[Side, ...]], ...]
    sources: tuple[Source, ...]
    lineages: int
    also: tuple[str, ...]  # its numbers as readers may type them into the search box
    changed: str | None  # when its record last changed, where git tells it

    @cached_property
    def heading(self) -> str:
        return self.fact.heading

    @cached_property
    def against(self) -> Literal["anchor", "majority", "fullest"] | None:
        """What makes the reference of a statement's wordings."""
        return _against(self.compared) if self.compared else None

    @cached_property
    def said_by(self) -> frozenset[str | None]:
        """To whom the articles lay a figure: ids of people, or the articles' own words."""
        own = self.fact.said_by if isinstance(self.fact, Figure) else None
        return frozenset((own, *(report.said_by for report in self.fact.reports)))

    @cached_property
    def hedges(self) -> tuple[tuple[Source, Bound | None], ...]:
        """Each source with each of its hedges."""
        return tuple(dict.fromkeys((report.source, report.hedge) for wording in self.wordings for report in wording.reports))

    @cached_property
    def quoted(self) -> tuple[WordingView, ...]:
        """A statement's wordings between quotation marks that can be compared. A figure's words are held by its fields."""
        return tuple(w for w in self.wordings if w.verdict and w.form == "quote" and not w.damaged)

    @cached_property
    def is_compared(self) -> bool:
        """Whether there are wordings between quotation marks to set side by side."""
        return len(self.quoted) > 1

    @cached_property
    def agreement(self) -> Literal["same", "shorter", "different", "undetermined", "single", "unquoted"] | None:
        """How a statement is quoted: in the same words, shortened or marked, in different words; by one article, by none."""
        if self.kind != "statement":
            return None
        if len({source.article.id for wording in self.quoted for source in wording.sources}) < 2:
            return "single" if self.quoted else "unquoted"
        counted = [wording for wording in self.quoted if wording.counted]
        if any(wording.changed for wording in counted):
            return "different"
        if len(counted) > 1:
            return "shorter"
        return "same" if counted and len(counted[0].sources) > 1 else "undetermined"

    @cached_property
    def tally(self) -> tuple[tuple[str, int], ...]:
        """How many quotations go under each label, in the order of the labels."""
        counts = dict.fromkeys(("fullest", *_COUNTED, "differs", *_NOT_COUNTED), 0)
        for wording in self.wordings:
            if wording.form == "quote" and wording.word:
                counts[wording.word] += len(wording.reports)
        return tuple((word, number) for word, number in counts.items() if number)

    @cached_property
    def clash(self) -> str | None:
        """The weightiest way in which articles differ on this fact: one of CLASHES. Being shorter alone is none."""
        labels = {wording.verdict.label for wording in self.wordings if wording.verdict}
        flags = {flag for wording in self.wordings for flag in wording.flags}
        fields = {name for name, _ in self.differences}
        found = {
            **{label: label in labels for label in _CHANGED},
            TOLD_DIFFERENTLY: bool(self.fact.differs) or not fields <= _NAMING,
            DROPS_QUALIFIER: DROPS_QUALIFIER in flags,
            NAMED_DIFFERENTLY: bool(fields),
        }
        return next((name for name in CLASHES if found[name]), None)

    @cached_property
    def telling(self) -> WordingView | None:
        """The first wording that makes a statement's clash."""
        own = (w for w in self.wordings if w.verdict and self.clash in (w.verdict.label, *w.verdict.flags))
        return next(own, None)


@dataclass(frozen=True, slots=True)
class SpeakerView:
    id: str
    name: str
    role: str | None
    statements: tuple[FactView, ...]

    @property
    def first(self) -> tuple[FactView, ...]:
        return self.statements[:KEY_STATEMENTS]


@dataclass(frozen=True, slots=True)
class TopicView:
    id: str
    title: str | None  # None for the facts without a topic
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class GlanceView:
    text: str
    facts: tuple[FactView, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    fact: FactView
    entry: Correction


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of one article, and how it counts."""

    fact: str
    words: str
    label: str
    settled: bool  # whether more than its fullness speaks for the reference that it was held against

    @property
    def is_measure(self) -> bool:
        """Whether it is that reference, and so is faithful to nothing but itself."""
        return self.label == "verbatim" and not self.settled


@dataclass(frozen=True, slots=True)
class Witness:
    """An article with what stands behind each of its counts."""

    source: Source
    quotations: int  # of statements: what a figure or date quotes is mostly part of one
    others: int
    faithful: tuple[Quoted, ...]
    changed: tuple[Quoted, ...]
    undecided: tuple[Quoted, ...]  # would be changed, but nothing settles which of the wordings is the closer one
    measure: tuple[Quoted, ...]  # the fullest wordings that the others are held against, so that they are held against none
    not_counted: tuple[Quoted, ...]

    @property
    def comparable(self) -> int:
        return len(self.faithful) + len(self.changed) + len(self.undecided) + len(self.measure)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says in one sheet: in quotation marks, told without them, and the figures that are laid to them."""

    sheet: "SheetView"
    quoted: tuple[FactView, ...]
    told: tuple[FactView, ...]
    figures: tuple[FactView, ...]

    @property
    def facts(self) -> tuple[FactView, ...]:
        return (*self.quoted, *self.told, *self.figures)

    @property
    def statements(self) -> int:
        return len(self.quoted) + len(self.told)

    @property
    def sources(self) -> tuple[Source, ...]:
        return in_order(source for fact in self.facts for source in fact.sources)


@dataclass(frozen=True, slots=True)
class PersonView:
    person: Person
    said: tuple[Said, ...]

    @property
    def most(self) -> int:
        """How many facts of a list their page shows."""
        facts = sum(len(said.facts) for said in self.said)
        return facts if facts <= PERSON else max(KEY_STATEMENTS, PERSON // (3 * len(self.said)))


@dataclass(frozen=True, slots=True)
class Around:
    """Where a reader of one fact may go on: the facts before and after it in its list, the others on its topic, the page of its
    section that has its card, and each of its articles with the page that has that."""

    before: FactView | None = None
    after: FactView | None = None
    topic: tuple[FactView, ...] = ()
    section: str = ""
    sources: tuple[tuple[Source, str], ...] = ()


@dataclass(frozen=True, eq=False)
class SheetHead:
    """What the page of a single fact shows of its sheet: nothing that an edit of another fact could change."""

    id: str
    masthead: Masthead
    when: str | None
    checked: str | None
    sources: tuple[Source, ...]
    outlets: int
    lineages: int


@dataclass(frozen=True, eq=False)
class SheetView(SheetHead):
    head: SheetHead  # the same without the facts
    witnesses: tuple[Witness, ...]  # the sources with their quotations
    statements: tuple[FactView, ...]
    figures: tuple[FactView, ...]
    events: tuple[FactView, ...]
    speakers: tuple[SpeakerView, ...]
    topics: tuple[TopicView, ...]  # of the figures
    glance: tuple[GlanceView, ...]

    @property
    def named(self) -> tuple[Source, ...]:
        return self.sources[:NAMED]

    @cached_property
    def facts(self) -> tuple[FactView, ...]:
        return (*self.statements, *self.figures, *self.events)

    @cached_property
    def clashes(self) -> tuple[FactView, ...]:
        """The facts on which articles differ, the weightiest first: among equals where a reference is settled, then where
        somebody wrote a sentence, then those of most lineages."""
        found = [(CLASHES.index(fact.clash), fact) for fact in self.facts if fact.clash]

        def rank(item: tuple[int, FactView]) -> tuple[int, bool, bool, int]:
            weight, fact = item
            return weight, fact.against == "fullest", not fact.fact.differs, -fact.lineages

        return tuple(fact for _, fact in sorted(found, key=rank))

    @cached_property
    def clash_groups(self) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
        groups = ((clash, tuple(fact for fact in self.clashes if fact.clash == clash)) for clash in CLASHES)
        return tuple((clash, facts) for clash, facts in groups if facts)

    @cached_property
    def key_clashes(self) -> tuple[FactView, ...]:
        return self.clashes[:KEY_CLASHES]

    @cached_property
    def shorter(self) -> tuple[FactView, ...]:
        """The facts whose quotations differ in nothing but what readers expect of one: where it starts, ends and is marked."""
        return tuple(fact for fact in self.facts if fact.agreement == "shorter" and not fact.clash)

    @cached_property
    def key_figures(self) -> tuple[FactView, ...]:
        """Those named at a glance, then those of several lineages, then the others."""
        named = {fact.fact.id for line in self.glance for fact in line.facts}
        ranked = sorted(self.figures, key=lambda figure: (figure.fact.id not in named, figure.lineages < 2))
        return tuple(ranked[:KEY_FIGURES])

    @cached_property
    def corrections(self) -> tuple[Corrected, ...]:
        """What was corrected in this sheet, the newest first."""
        found = [Corrected(fact, entry) for fact in self.facts for entry in fact.fact.corrections]
        return tuple(sorted(found, key=lambda corrected: _sort_key(corrected.entry.date), reverse=True))

    @cached_property
    def key_units(self) -> tuple[tuple[FactView, ...], ...]:
        """The key figures with others of their units, unit by unit, so that they can stand over one axis; the smallest first."""
        units: dict[str, list[FactView]] = {}
        for figure in sorted(self.figures, key=lambda figure: figure not in self.key_figures):
            units.setdefault(unit_of(figure), []).append(figure)
        groups = (units[name] for name in dict.fromkeys(map(unit_of, self.key_figures)))
        return tuple(tuple(sorted(group[:KEY_FIGURES], key=_value)) for group in groups)

    @cached_property
    def key_events(self) -> tuple[FactView, ...]:
        """In the order of their dates: those named at a glance, those of most lineages, as many as the page has room for."""
        named = {fact.fact.id for line in self.glance for fact in line.facts}
        ranked = sorted(self.events, key=lambda event: (event.fact.id not in named, -event.lineages))[:KEY_EVENTS]
        return tuple(event for event in self.events if event in ranked)

    @cached_property
    def damaged(self) -> tuple[FactView, ...]:
        return tuple(fact for fact in self.facts if any(wording.damaged for wording in fact.wordings))


@dataclass(frozen=True, eq=False)
class _Known:
    """What the facts of a sheet are shown with, by id: looked up for each of them, and never walked through."""

    sources: Mapping[str, Source]
    lineage: Mapping[str, str]
    people: Mapping[str, Person]
    topics: Mapping[str, str]
    when: str | None  # the date of the event

    @classmethod
    def of(cls, head: SheetHead, people: Sequence[Person]) -> Self:
        return cls(
            sources={source.article.id: source for source in head.sources},
            lineage={source.article.id: source.lineage for source in head.sources},
            people={person.id: person for person in people},
            topics={topic.id: topic.title for topic in head.masthead.topics},
            when=head.masthead.date,
        )


def view(case: Case, keep: Keep = anew) -> SheetView:
    """`keep` gives a fact again as the same value while nothing changed that it shows."""
    sheet, name = case.sheet, case.sheet.id
    read = {article: (known.lineage, known.words) for article, known in case.evidence.lock.articles.items()}
    head = keep(f"{name}: head", _head, name, sheet.masthead, sheet.articles, read)
    known = keep(f"{name}: known", _Known.of, head, case.project.people)
    facts = {
        fact.id: keep(f"{name}/{fact.id}: view", _fact, fact, fact.place, known, case.changed.get(fact.place))
        for fact in sheet.facts
    }
    figures = tuple(facts[figure.id] for figure in sheet.figures)
    return SheetView(
        **{field.name: getattr(head, field.name) for field in fields(head)},
        head=head,
        witnesses=tuple(_witnesses(known.sources, facts.values())),
        statements=tuple(facts[statement.id] for statement in sheet.statements),
        figures=figures,
        events=tuple(facts[event.id] for event in sorted(sheet.events, key=lambda event: _sort_key(event.date))),
        speakers=_speakers(sheet, facts),
        topics=_by_topic(known.topics, figures),
        glance=tuple(
            _glance(line.text, [facts[name] for name in line.facts if name in facts]) for line in sheet.masthead.at_a_glance
        ),
    )


def _head(name: str, masthead: Masthead, articles: Sequence[Article], read: Mapping[str, tuple[str, int]]) -> SheetHead:
    sources = tuple(_sources(articles, read))
    named = [article.outlet for article in articles if article.outlet]
    return SheetHead(
        id=name,
        masthead=masthead,
        when=date_words(masthead.date),
        checked=date_words(masthead.checked),
        sources=sources,
        outlets=len(set(named)) + len(articles) - len(named),
        lineages=len({source.lineage for source in sources}),
    )


def people(persons: Sequence[Person], sheets: Sequence[SheetView]) -> tuple[PersonView, ...]:
    """Everyone to whom some sheet lays words or figures, by name."""
    said: dict[str, list[Said]] = {}
    for sheet in sheets:
        for person, own in _said(sheet).items():
            said.setdefault(person, []).append(own)
    found = (PersonView(person, tuple(said[person.id])) for person in persons if person.id in said)
    return tuple(sorted(found, key=lambda view: view.person.name.casefold()))


def _said(sheet: SheetView) -> Mapping[str, Said]:
    """By the id of each person to whom the sheet lays words or figures, and by the articles' own words for the others."""
    statements = {speaker.id: speaker.statements for speaker in sheet.speakers}
    figures: dict[str, list[FactView]] = {}
    for figure in sheet.figures:
        for person in figure.said_by:
            if person:
                figures.setdefault(person, []).append(figure)
    return {
        person: Said(
            sheet=sheet,
            quoted=tuple(fact for fact in own if any(wording.form == "quote" for wording in fact.wordings)),
            told=tuple(fact for fact in own if all(wording.form != "quote" for wording in fact.wordings)),
            figures=tuple(figures.get(person, ())),
        )
        for person in {**statements, **figures}
        for own in [statements.get(person, ())]
    }


def neighbours(sheet: SheetView) -> Mapping[str, Around]:
    """For each fact where to go on: statements of the same speaker, figures on the same topic, events before and after."""
    lists = (*(speaker.statements for speaker in sheet.speakers), *(topic.facts for topic in sheet.topics), sheet.events)
    before: dict[str, FactView] = {}
    after: dict[str, FactView] = {}
    for facts in lists:
        for one, next_one in pairwise(facts):
            after[one.fact.id], before[next_one.fact.id] = next_one, one
    topics: dict[str, list[FactView]] = {}
    for fact in sheet.facts:
        topics.setdefault(fact.fact.topic or "", []).append(fact)
    return {
        fact.fact.id: _around((before.get(fact.fact.id), after.get(fact.fact.id)), facts if topic else [fact], at if topic else 0)
        for topic, facts in topics.items()
        for at, fact in enumerate(facts)
    }


_OTHERS = 3


def _around(beside: tuple[FactView | None, FactView | None], on_topic: Sequence[FactView], at: int) -> Around:
    """Its neighbours, and the facts that follow in its topic, from the start again after the last: so each is on some page."""
    following = (on_topic[(at + step) % len(on_topic)] for step in range(1, len(on_topic)))
    return Around(*beside, tuple(islice((other for other in following if other not in beside), _OTHERS)))


def _sources(articles: Sequence[Article], read: Mapping[str, tuple[str, int]]) -> Iterator[Source]:
    """`read` tells the lineage and the length of each article that was read: that may have been elsewhere."""
    lineage = {article.id: read[article.id][0] if article.id in read else article.id for article in articles}
    names, sigla = _names(articles), _sigla(articles)
    alike: dict[str, list[str]] = {}
    for name, first in lineage.items():
        alike.setdefault(first, []).append(name)
    for place, article in enumerate(articles):
        name = article.id
        yield Source(
            article=article,
            name=names[name],
            siglum=sigla[name],
            published=date_words(article.published),
            lineage=lineage[name],
            same_lineage=tuple(names[other] for other in alike[lineage[name]] if other != name),
            words=read[name][1] if name in read else None,
            place=place,
        )


def _names(articles: Sequence[Article]) -> dict[str, str]:
    """What an article is called: its outlet; its id too where that alone would not tell it from another."""
    outlets = Counter(article.outlet for article in articles)
    return {
        a.id: f"{a.outlet or 'Outlet not named'} ({a.id})" if outlets[a.outlet] > 1 else a.outlet or "Outlet not named"
        for a in articles
    }


def _sigla(articles: Sequence[Article]) -> dict[str, str]:
    """A short mark for each article: the initials of its outlet, or its first two letters; a number where that is taken."""
    found: dict[str, str] = {}
    often: Counter[str] = Counter()
    taken: set[str] = set()
    for article in articles:
        words = re.findall(r"[^\W_]+", article.outlet or "")
        letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else "".join(words)[:2]
        mark = letters.upper() or "?"
        siglum = mark
        while siglum in taken:
            often[mark] += 1
            siglum = f"{mark}{often[mark] + 1}"
        taken.add(siglum)
        found[article.id] = siglum
    return found


_SECTIONS: Mapping[str, str] = {"statement": "statements", "figure": "figures", "event": "timeline"}


def _fact(fact: Statement | Figure | Event, _: Place, known: _Known, changed: str | None) -> FactView:
    """Its place is no part of what a record says, but its page names it."""
    person = known.people.get(fact.speaker) if isinstance(fact, Statement) else None
    giver = known.people.get(fact.said_by or "") if isinstance(fact, Figure) else None
    when = fact.said if isinstance(fact, Statement) else fact.date
    kind: Literal["statement", "figure", "event"] = (
        "statement" if isinstance(fact, Statement) else "figure" if isinstance(fact, Figure) else "event"
    )
    views = {id(report): _report(fact, report, known) for report in fact.reports}
    compared = compare(fact, known.lineage) if isinstance(fact, Statement) else None
    return FactView(
        fact=fact,
        kind=kind,
        section=_SECTIONS[kind],
        label=_label(fact),
        topic=known.topics.get(fact.topic) if fact.topic else None,
        speaker=(person.name if person else "Speaker not named") if isinstance(fact, Statement) else None,
        person=person.id if person else None,
        role=role_at(person, when or known.when) if person else None,
        by=person or giver,
        amount=amount(fact) if isinstance(fact, Figure) else None,
        when=date_words(when),
        where=None if isinstance(fact, Figure) else fact.where,
        details=_details(fact, known.people),
        compared=compared,
        wordings=tuple(_wordings(fact, compared, views, known)),
        differences=tuple(_differences(fact, known)),
        sources=in_order(known.sources[name] for name in {report.article for report in fact.reports}),
        lineages=lineage_count(fact.reports, known.lineage),
        also=tuple(_also(fact)),
        changed=date_words(changed),
    )


def _report(fact: Statement | Figure | Event, report: Report, known: _Known) -> ReportView:
    quantity = read_figure(fact, report) if isinstance(fact, Figure) else None
    return ReportView(
        report=report,
        source=known.sources[report.article],
        hedge=quantity.bound if quantity else None,
        own=_own(report, known.people),
        primary=fact.anchor == report.article,
        opens=at_words(url, report.parts) if (url := known.sources[report.article].article.url) and not report.damaged else None,
    )


def _wordings(fact: Fact, compared: Compared | None, views: Mapping[int, ReportView], known: _Known) -> Iterator[WordingView]:
    """The reference first, then the other quotations as `compare` orders them, damaged ones, what has no quotation marks."""
    reference, quoted = (compared.reference, compared.wordings) if compared else (None, ())
    labels = compared.verdicts if compared else [None] * len(fact.reports)
    verdicts = {id(report): found for report, found in zip(fact.reports, labels, strict=True)}
    first = sorted(quoted, key=lambda wording: reference is None or wording != reference.wording)
    compared_first = [report for wording in first for report in wording.reports]
    done = {id(report) for report in compared_first}
    rest = (report for report in fact.reports if id(report) not in done)
    groups: dict[object, list[Report]] = {}
    for report in (*compared_first, *sorted(rest, key=lambda report: (report.form != "quote", report.damaged))):
        found = verdicts[id(report)]
        key = (report.form, report.damaged, found and (found.label, found.flags), tokens(" ".join(report.parts)))
        groups.setdefault(key, []).append(report)
    for group in groups.values():
        yield WordingView(
            form=group[0].form,
            damaged=group[0].damaged,
            parts=group[0].parts,
            reports=tuple(views[id(report)] for report in group),
            sources=in_order(known.sources[name] for name in {report.article for report in group}),
            lineages=lineage_count(group, known.lineage),
            verdict=verdicts[id(group[0])],
            is_reference=reference is not None and any(report is group[0] for report in reference.wording.reports),
            settled=reference is not None and reference.decided,
        )


def _against(compared: Compared) -> Literal["anchor", "majority", "fullest"] | None:
    reference, anchor = compared.reference, compared.statement.anchor
    if reference is None:
        return None
    if not reference.decided:
        return "fullest"
    return "anchor" if any(report.article == anchor for report in reference.wording.reports) else "majority"


_EQUAL_WORDS, _EDITED_WORDS = 8, 10  # how many words in a row stand in full in a comparison, and in a sentence on it


def _runs(verdict: Verdict) -> Iterator[Run]:
    for kind, words in verdict.changes:
        yield Run(kind, _short(words, _EQUAL_WORDS) if kind == "same" else (words,), _is_joined(words))


def _edits(verdict: Verdict) -> Iterator[Edit]:
    """The changes, what is left out together with what is put in for it; a mere 's gets the word that it stands on."""
    blocks = [dict(runs) for _, runs in groupby(verdict.changes, key=lambda run: run[0] == "same")]
    before = ""
    for at, words in enumerate(blocks):
        if "same" in words:
            before = words["same"].rpartition(" ")[2]
            continue
        where: Literal["start", "inside", "end"] = "start" if at == 0 else "end" if at == len(blocks) - 1 else "inside"
        yield _edit(where, words.get("left out", ""), words.get("put in", ""), before)


def _edit(where: Literal["start", "inside", "end"], left_out: str, put_in: str, before: str) -> Edit:
    if before and (_is_joined(left_out) or _is_joined(put_in)):
        left_out, put_in = (before + ("" if _is_joined(words) or not words else " ") + words for words in (left_out, put_in))
    return Edit(where, _short(left_out, _EDITED_WORDS), _short(put_in, _EDITED_WORDS))


def _is_joined(words: str) -> bool:
    return words.startswith(("'", "n't"))


def _short(words: str, most: int) -> Short:
    each = words.split()
    if len(each) <= most:
        return (words,) if words else ()
    end = most // 2 - 1
    return (" ".join(each[: most - end]), " ".join(each[-end:]))


def _witnesses(sources: Mapping[str, Source], facts: Iterable[FactView]) -> Iterator[Witness]:
    is_quoted: dict[str, list[bool]] = {name: [] for name in sources}
    own: dict[str, list[FactView]] = {name: [] for name in sources}
    for fact in facts:
        for report in fact.fact.reports:
            is_quoted[report.article].append(fact.kind == "statement" and report.form == "quote")
        for source in fact.sources if fact.compared else ():
            own[source.article.id].append(fact)
    return (_witness(source, is_quoted[name], own[name]) for name, source in sources.items())


def _witness(source: Source, is_quoted: Sequence[bool], own: Sequence[FactView]) -> Witness:
    settled = {fact.fact.id: fact.against != "fullest" for fact in own}
    found = fidelity(source.article.id, [fact.compared for fact in own if fact.compared])
    faithful, differing, not_counted = (
        tuple(Quoted(statement.id, _first_words(report), label.label, settled[statement.id]) for statement, report, label in part)
        for part in (found.faithful, found.changed, found.not_counted)
    )
    return Witness(
        source=source,
        quotations=is_quoted.count(True),
        others=is_quoted.count(False),
        faithful=tuple(quoted for quoted in faithful if not quoted.is_measure),
        changed=tuple(quoted for quoted in differing if quoted.settled),
        undecided=tuple(quoted for quoted in differing if not quoted.settled),
        measure=tuple(quoted for quoted in faithful if quoted.is_measure),
        not_counted=not_counted,
    )


def _differences(fact: Statement | Figure | Event, known: _Known) -> Iterator[tuple[str, tuple[Side, ...]]]:
    if isinstance(fact, Statement):
        return
    for found in differences(fact):
        yield (
            found.field,
            tuple(
                Side(
                    _shown(found.field, words, known.people),
                    in_order(known.sources[name] for name in {report.article for report in reports}),
                )
                for words, reports in found.sides
            ),
        )


def in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each once, in the order of articles.yml."""
    return tuple(sorted(set(sources), key=lambda source: source.place))


def _own(report: Report, people: Mapping[str, Person]) -> tuple[tuple[str, str], ...]:
    """What a report says differently from its fact."""
    fields = ("speaker", "subject", "status", "said_by", "horizon", "said", "where", "date")
    return tuple((name, _shown(name, value, people)) for name in fields if (value := getattr(report, name)))


def _details(fact: Statement | Figure | Event, people: Mapping[str, Person]) -> tuple[tuple[str, str], ...]:
    if not isinstance(fact, Figure):
        return ()
    return tuple(
        (name, _shown(name, value, people))
        for name in ("subject", "status", "said_by", "horizon")
        if (value := getattr(fact, name))
    )


def _shown(field: str, value: str, people: Mapping[str, Person]) -> str:
    if field in ("said", "date"):
        return date_words(value) or value
    return people[value].name if field in ("speaker", "said_by") and value in people else value


_LABEL_WORDS = 5


def _label(fact: Statement | Figure | Event) -> str:
    """A statement's first words, a figure's amount, an event's date."""
    if isinstance(fact, Figure):
        return amount(fact)
    if isinstance(fact, Event):
        return date_words(fact.date) or fact.date
    return _first_words(fact.reports[0])


def _first_words(report: Report) -> str:
    words = report.parts[0].split()
    start = " ".join(words[:_LABEL_WORDS]) + (" …" if len(words) > _LABEL_WORDS else "")
    return f"“{start}”" if report.quote else start


_NAMES = {value: name for name, value in {**ONES, **TENS}.items()}
# A digit that begins neither a year nor a part of a name, or a number in words that somebody may type in digits.
_WORDS = "|".join(sorted({*_NAMES.values()} - {"one"}))
_MAY_BE_SPELLED = re.compile(rf"(?<![\w.,-])(?!(?:1[5-9]|20)\d\d\b)\d|\b(?:{_WORDS})", re.IGNORECASE)


def _also(fact: Fact) -> Iterator[str]:
    """The numbers of a fact in the other spelling: 5 percent for 5%, 100000 for 100,000."""
    texts = dict.fromkeys(((fact.heading,), *(report.parts for report in fact.reports)))
    there = " ".join(part for parts in texts for part in parts)
    read = (quantity for parts in texts if any(map(_MAY_BE_SPELLED.search, parts)) for quantity in figures_in(parts))
    found = dict.fromkeys(spelling for quantity in read for spelling in _spellings(quantity.value, quantity.unit))
    return (spelling for spelling in found if spelling not in there)


def _spellings(value: Sequence[Decimal], unit: str | None) -> Iterator[str]:
    for number in value:
        if unit == "percent":
            yield from (f"{number:f}%", f"{number:f} percent", *(f"{name} percent" for name in _named(number)))
        elif number >= 1000:
            yield from (f"{number:f}", f"{number:,f}")
        else:
            yield from (f"{number:f}", *_named(number))


def _named(number: Decimal) -> Iterator[str]:
    """A whole number under a hundred as a word: five, thirty-two."""
    one = number % 10
    if number in _NAMES:
        yield _NAMES[number]
    elif number - one in _NAMES and one in _NAMES:
        yield f"{_NAMES[number - one]}-{_NAMES[one]}"


def _speakers(sheet: Sheet, facts: Mapping[str, FactView]) -> tuple[SpeakerView, ...]:
    """Everyone who says something, in the order in which the records first name them; the unnamed last."""
    groups: dict[str, list[FactView]] = {}
    for statement in sheet.statements:
        groups.setdefault(statement.speaker, []).append(facts[statement.id])
    order = sorted(groups, key=lambda speaker: speaker == UNKNOWN_SPEAKER)
    return tuple(SpeakerView(who, groups[who][0].speaker or "", groups[who][0].role, tuple(groups[who])) for who in order)


def _by_topic(topics: Mapping[str, str], facts: Sequence[FactView]) -> tuple[TopicView, ...]:
    groups: dict[str, list[FactView]] = {name: [] for name in (*topics, "")}
    for fact in facts:
        groups[fact.fact.topic or ""].append(fact)
    return tuple(TopicView(name, topics.get(name), tuple(group)) for name, group in groups.items() if group)


def _glance(text: str, facts: Sequence[FactView]) -> GlanceView:
    return GlanceView(text, tuple(facts), in_order(source for fact in facts for source in fact.sources))


# ------------------------------------------------------------------------------------------------------ in words

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PARTS_OF_YEAR = {f"{number:02}": name for number, name in enumerate(_MONTHS, 1)} | {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
}  # fmt: skip
_HEDGES: Mapping[str, str] = {"~": "about ", "?": "probably ", "%": "probably about "}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def date_words(edtf: str | None) -> str | None:
    """An EDTF date as readers write it: 3 April 2025, 2–3 April 2025, spring 2025, about 2025. As it is where it is none."""
    if edtf is None or edtf_bounds(edtf) is None:
        return edtf
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point_words(edtf)
    if first in ("", ".."):
        return f"until {_point_words(last)}"
    if last in ("", ".."):
        return f"since {_point_words(first)}" if last else f"{_point_words(first)} to an unknown date"
    return _stretch_words(first, last)


def _point_words(edtf: str) -> str:
    hedge = _HEDGES.get(edtf[-1], "")
    year, *rest = edtf.rstrip("~?%").replace("-XX", "").split("-")
    if year.endswith("X"):
        years = f"the {year[:3]}0s" if year[2] != "X" else f"the years {year[:2]}00 to {year[:2]}99"
        return hedge + years
    return hedge + " ".join([*(str(int(day)) for day in rest[1:]), *(_PARTS_OF_YEAR[month] for month in rest[:1]), year])


def _stretch_words(first: str, last: str) -> str:
    """Two dates; what both have in common is said once."""
    whole = first.isascii() and (first + last).replace("-", "").isdigit() and len(first) == len(last)
    begin, end = _point_words(first), _point_words(last)
    if whole and len(first) == 10 and first[:7] == last[:7]:
        return f"{int(first[8:])}–{end}"
    if whole and len(first) > 4 and first[:4] == last[:4]:
        return f"{begin.removesuffix(' ' + first[:4])} to {end}"
    return f"{begin} to {end}"


def number_words(value: Decimal) -> str:
    """Digits in groups of three; whole thousandths of a million, billion or trillion with that word."""
    for scale, name in _SCALES:
        if abs(value) >= scale and value % (scale / 1000) == 0:
            return f"{(value / scale).normalize():,f} {name}"
    return f"{value:,f}"


def amount(figure: Figure) -> str:
    """A figure in words, with its bound: up to 5% of GDP, 20,000 to 50,000 troops, EUR 700 billion."""
    number = " to ".join(number_words(value) for value in figure.value)
    hedge = "" if figure.bound == "exactly" else f"{figure.bound} "
    first, space, rest = figure.unit.partition(" ")
    if figure.unit == "year":
        return hedge + " to ".join(f"{value:f}" for value in figure.value)
    if first == "percent":
        return f"{hedge}{number}%{space}{rest}"
    if len(first) == 3 and first.isupper() and not rest:
        return f"{hedge}{first} {number}"
    return f"{hedge}{number} {figure.unit}"


def unit_of(figure: FactView) -> str:
    """What makes two figures fit one axis."""
    assert isinstance(figure.fact, Figure)
    return figure.fact.unit.casefold()


def _value(figure: FactView) -> tuple[Decimal, ...]:
    assert isinstance(figure.fact, Figure)
    return figure.fact.value


def role_at(person: Person, when: str | None) -> str | None:
    """The first role that a person had at a date; a role without dates is held to be that of any."""
    day = edtf_bounds(when) if when else None
    return next((role.title for role in person.roles if day is None or _held(role, *day)), None)


def _held(role: Role, first: date, last: date) -> bool:
    since, until = edtf_bounds(role.since or ""), edtf_bounds(role.until or "")
    return (since is None or since[0] <= last) and (until is None or first <= until[1])


def _sort_key(edtf: str) -> tuple[date, date]:
    return edtf_bounds(edtf) or (date.max, date.max)
