"""Wordings and figures side by side: which outlets say the same, what one of them changed, and in which field they differ.

The labels are those of a wording against a reference. They describe fidelity between witnesses, not truth, and where no
majority decides between differing wordings the reference is only the fullest one: then outlets differ, and none is at fault.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from factsheet.align import Alignment, Gap, Word, align, stem, words_of
from factsheet.extract.figures import find_figures
from factsheet.model import Event, Figure, Quantity, Report, Statement, is_too_long

TRIMMED_WORDS = 6  # a part that stands alone from this many words on; a shorter one is a fragment

# Of the labels that apply to a wording, the last in this table is its label and the others are flags.
LABELS: tuple[tuple[str, Literal["faithful", "changed"], str], ...] = (
    ("verbatim", "faithful", "The same words."),
    ("normalised", "faithful", "The same words but for contractions, spelling variants or numerals."),
    ("trimmed", "faithful", "A whole stretch of the words, with nothing left out inside it."),
    ("fragment", "faithful", "A few of the words, in their order."),
    ("resumed", "faithful", "Words are left out where the article interrupts the quotation."),
    ("bracketed", "faithful", "The difference stands in brackets, where a reader sees it."),
    ("elided", "faithful", "Words are left out inside, and dots show where."),
    ("elided silently", "changed", "Words are left out inside, and nothing shows it."),
    ("altered slightly", "changed", "Small words or endings differ."),
    ("altered", "changed", "Words that carry the meaning differ."),
)
# Labels outside that order: nothing is counted for or against an outlet.
NOT_COUNTED: tuple[tuple[str, str], ...] = (
    ("damaged", "Our copy of the article has lost words here."),
    ("indirect", "Told without quotation marks."),
    ("undetermined", "It may be another utterance; a person says so."),
    ("single", "There is no second wording to compare."),
)
_ORDER = {label: place for place, (label, _, _) in enumerate(LABELS)}
DROPS_QUALIFIER, FULLER = "drops qualifier", "fuller"  # flags beside the labels
_QUALIFIERS = frozenset(
    "but although though however unless except not n't never if may might could would perhaps maybe probably".split()
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a wording is against its reference."""

    label: str
    flags: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # the two together, in order: ("same" | "left out" | "put in", words)


def tokens(words: str) -> tuple[str, ...]:
    """What makes two wordings the same words."""
    return tuple(word.key for word in words_of([words]))


def verdict(reference_parts: Sequence[str], parts: Sequence[str]) -> Verdict:
    """The label of a wording against a reference, with flags and changes. Longer ones than a report may have are not compared."""
    if is_too_long(reference_parts) or is_too_long(parts):
        return Verdict("undetermined")
    reference, own = words_of(reference_parts), words_of(parts)
    if own and [word.written for word in own] == [word.written for word in reference]:
        return Verdict("verbatim", (), (("same", _written(own)),))  # most quotations: there is nothing to align
    alignment = align(reference, own)
    found = {"verbatim"}
    if any(reference[at].key != own[there].key for at, there in alignment.pairs):
        found.add("normalised")
    for gap in alignment.inner:
        found.add(_inner_label(reference, own, gap))
    for gap in {alignment.head, alignment.tail}:
        found |= _end_labels(reference, own, gap)
    flags = {DROPS_QUALIFIER} if "fragment" not in found and _drops_qualifier(reference, alignment) else set()
    if any(gap.other[0] < gap.other[1] and gap.reference[0] == gap.reference[1] for gap in (alignment.head, alignment.tail)):
        flags.add(FULLER)
    *others, label = sorted(found, key=_ORDER.__getitem__)
    return Verdict(label, (*(o for o in others if o != "verbatim"), *sorted(flags)), _changes(reference, own, alignment))


def _inner_label(reference: Sequence[Word], own: Sequence[Word], gap: Gap) -> str:
    left_out, put_in = reference[slice(*gap.reference)], own[slice(*gap.other)]
    if put_in:
        return _substitution(left_out, put_in)
    behind = own[gap.other[1]]
    if behind.after_cut:
        return "elided"
    if behind.after_break:
        return "resumed"
    return "elided silently" if any(word.is_content for word in left_out) else "altered slightly"


def _end_labels(reference: Sequence[Word], own: Sequence[Word], gap: Gap) -> set[str]:
    left_out, put_in = reference[slice(*gap.reference)], own[slice(*gap.other)]
    if left_out and put_in:
        return {_substitution(left_out, put_in)}
    if left_out:
        return {"trimmed" if len(own) >= TRIMMED_WORDS else "fragment"}
    return {"bracketed"} if put_in and all(word.bracketed for word in put_in) else set()


def _substitution(left_out: Sequence[Word], put_in: Sequence[Word]) -> str:
    if any(word.bracketed for word in put_in):
        put_in = [word for word in put_in if not word.bracketed]
        if not put_in:
            return "bracketed"
    stems = [sorted(stem(word.key) for word in words if word.is_content) for words in (left_out, put_in)]
    return "altered slightly" if stems[0] == stems[1] else "altered"


def _drops_qualifier(reference: Sequence[Word], alignment: Alignment) -> bool:
    """Whether but, not, if, may, up to ... is left out inside, or in the rest of the sentences at the wording's ends."""
    head, tail = alignment.head.reference, alignment.tail.reference
    before = range(head[0], head[1])
    begins = max((at + 1 for at in before if reference[at].ends_sentence), default=head[0])
    ends = next((at + 1 for at in range(max(tail[0] - 1, 0), tail[1]) if reference[at].ends_sentence), tail[1])
    cuts = [(begins, head[1]), (tail[0], ends), *(gap.reference for gap in alignment.inner)]
    keys = [[word.key for word in reference[start:end]] for start, end in cuts]
    return any(_QUALIFIERS & set(cut) or ("up", "to") in zip(cut, cut[1:], strict=False) for cut in keys)


def _changes(reference: Sequence[Word], own: Sequence[Word], alignment: Alignment) -> tuple[tuple[str, str], ...]:
    """Both wordings in one row, for readers: runs of words that are the same, left out, or put in."""
    runs: list[tuple[str, list[Word]]] = []

    def add(kind: str, words: Sequence[Word]) -> None:
        if words and runs and runs[-1][0] == kind:
            runs[-1][1].extend(words)
        elif words:
            runs.append((kind, list(words)))

    for gap, pair in zip(alignment.gaps, [*alignment.pairs, None], strict=True):
        add("left out", reference[slice(*gap.reference)])
        add("put in", own[slice(*gap.other)])
        if pair:
            add("same", [own[pair[1]]])
    return tuple((kind, _written(words)) for kind, words in runs)


def _written(words: Sequence[Word]) -> str:
    """Words in a row as they were written; a contraction is one word again."""
    text = ""
    for word in words:
        text += word.written if word.key.startswith("'") or word.key == "n't" else f" {word.written}"
    return text.strip()


# ---------------------------------------------------------------------------------------------------- one statement


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which an utterance is quoted, and the reports that have it."""

    report: Report
    reports: tuple[Report, ...]
    lineages: int

    @property
    def size(self) -> int:
        return len(words_of(self.report.parts))


@dataclass(frozen=True, slots=True)
class Reference:
    """The wording that the others are held against, and whether anything but its fullness speaks for it."""

    wording: Wording
    decided: bool


def wordings(statement: Statement, lineage: Mapping[str, str]) -> tuple[Wording, ...]:
    """The different wordings between quotation marks: those of most lineages first, then the longest, then by article.

    Damaged copies are left out: what our copy has lost is no wording of the outlet.
    """
    groups: dict[tuple[str, ...], list[Report]] = {}
    for report in sorted(statement.reports, key=lambda report: report.article):
        if report.quote and not report.damaged:
            groups.setdefault(tokens(" ".join(report.quote)), []).append(report)
    found = [Wording(group[0], tuple(group), len({lineage[r.article] for r in group})) for group in groups.values()]
    return tuple(sorted(found, key=lambda w: (-w.lineages, -w.size, w.report.article, w.report.parts)))


def find_reference(statement: Statement, lineage: Mapping[str, str]) -> Reference | None:
    """The anchor; else the wording of most lineages; else the fullest without brackets and marked cuts."""
    return _reference(statement, wordings(statement, lineage))


def _reference(statement: Statement, quoted: Sequence[Wording]) -> Reference | None:
    found = [w for w in quoted if any(_is_comparable(report) for report in w.reports)]
    anchored = [w for w in found if statement.anchor and any(report.article == statement.anchor for report in w.reports)]
    if anchored:
        return Reference(max(anchored, key=lambda w: w.size), decided=True)
    whole = [w for w in found if w.size >= TRIMMED_WORDS] or found
    if not whole:
        return None
    most = whole[0].lineages
    if most > 1 and (len(whole) == 1 or whole[1].lineages < most):
        return Reference(whole[0], decided=True)
    plain = [w for w in whole if not any(word.bracketed or word.after_cut for word in words_of(w.report.parts))] or whole
    return Reference(min(plain, key=lambda w: (-w.size, w.report.article, w.report.parts)), decided=False)


def _is_comparable(report: Report) -> bool:
    return bool(report.quote) and not report.damaged and report.label != "undetermined"


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement's wordings side by side: worked out once, as every page and count stands on it."""

    statement: Statement
    wordings: tuple[Wording, ...]
    reference: Reference | None
    verdicts: tuple[Verdict, ...]  # on each report, in their order


def compare(statement: Statement, lineage: Mapping[str, str]) -> Compared:
    """A person's `undetermined` stands; other labels are computed."""
    quoted = wordings(statement, lineage)
    reference = _reference(statement, quoted)
    verdicts = tuple(_label(report, statement, reference) for report in statement.reports)
    return Compared(statement, quoted, reference, verdicts)


def label_reports(statement: Statement, lineage: Mapping[str, str]) -> tuple[Verdict, ...]:
    """The verdict on each report of a statement, in their order."""
    return compare(statement, lineage).verdicts


def _label(report: Report, statement: Statement, reference: Reference | None) -> Verdict:
    if report.damaged:
        return Verdict("damaged")
    if not report.quote:
        return Verdict("indirect")
    if report.label == "undetermined":
        return Verdict("undetermined")
    if reference is None or sum(map(_is_comparable, statement.reports)) < 2:
        return Verdict("single")
    return verdict(reference.wording.report.parts, report.parts)


# ------------------------------------------------------------------------------------------------------- one outlet


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How one article's quotations stand against the others': counts that a reader can follow to each quotation, and no grade."""

    faithful: tuple[tuple[Statement, Report, Verdict], ...] = ()
    changed: tuple[tuple[Statement, Report, Verdict], ...] = ()
    not_counted: tuple[tuple[Statement, Report, Verdict], ...] = ()

    @property
    def comparable(self) -> int:
        return len(self.faithful) + len(self.changed)


_COUNTS_AS = {label: counts_as for label, counts_as, _ in LABELS}


def fidelity(article: str, statements: Iterable[Compared]) -> Fidelity:
    """Quotations of an article by how they count; indirect reports are no quotations and stand in none of the lists."""
    lists: dict[str, list[tuple[Statement, Report, Verdict]]] = {"faithful": [], "changed": [], "not counted": []}
    for compared in statements:
        for report, found in zip(compared.statement.reports, compared.verdicts, strict=True):
            if report.article == article and report.quote:
                lists[_COUNTS_AS.get(found.label, "not counted")].append((compared.statement, report, found))
    return Fidelity(tuple(lists["faithful"]), tuple(lists["changed"]), tuple(lists["not counted"]))


# ------------------------------------------------------------------------------------------------ figures and events


def read_figure(figure: Figure, report: Report) -> Quantity | None:
    """The number in the report's words that has the figure's value."""
    return next((q for q in figures_in(report.parts) if q.value == figure.value), None)


@lru_cache(maxsize=100_000)  # the rules read the same words as the pages do
def figures_in(parts: tuple[str, ...]) -> tuple[Quantity, ...]:
    """Every number in a report's words."""
    return tuple(find_figures(" ".join(parts)))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which reports of one fact differ: (what is said, by which reports), in the order of the reports."""

    field: str
    sides: tuple[tuple[str, tuple[Report, ...]], ...]


_SAID = ("subject", "status", "said_by", "horizon", "date", "where")


def differences(fact: Figure | Event) -> tuple[Difference, ...]:
    """The fields in which reports differ. Silence contradicts nothing: a report that says nothing of a field is on no side."""
    fields: dict[str, list[tuple[str, Report]]] = {}
    for report in fact.reports:
        for name in _SAID:
            if said := getattr(report, name) or getattr(fact, name, None):
                fields.setdefault(name, []).append((said, report))
        quantity = read_figure(fact, report) if isinstance(fact, Figure) else None
        if quantity:
            fields.setdefault("bound", []).append((quantity.bound, report))
        if quantity and quantity.unit:
            fields.setdefault("unit", []).append((quantity.unit, report))
    found = (Difference(name, _sides(said)) for name, said in fields.items())
    return tuple(difference for difference in found if len(difference.sides) > 1)


def _sides(said: Iterable[tuple[str, Report]]) -> tuple[tuple[str, tuple[Report, ...]], ...]:
    sides: dict[str, tuple[str, list[Report]]] = {}
    for words, report in said:
        sides.setdefault(stem(words.casefold()), (words, []))[1].append(report)  # one soldier or many is one unit
    return tuple((words, tuple(reports)) for words, reports in sides.values())


def lineage_count(reports: Iterable[Report], lineage: Mapping[str, str]) -> int:
    return len({lineage[report.article] for report in reports})
