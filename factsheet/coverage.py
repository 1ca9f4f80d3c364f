"""What of each article the records answer: in numbers, as the list of what is open, and what the extractor did not find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet.evidence import Evidence, Proof
from factsheet.model import KIND_FILES, Kind, Person, Sheet
from factsheet.propose import Found, findings, propose, sentence_around
from factsheet.text import Span


@dataclass(frozen=True, slots=True)
class Row:
    """One article, one kind: how much of what it quotes, counts or dates the records answer."""

    article: str
    kind: Kind
    found: int
    recorded: int
    rejected: int
    open: int
    besides: int  # reports of what the extractor did not find


@dataclass(frozen=True, slots=True)
class Open:
    """Something that an article says and nobody has answered. The span is of the article's text as given."""

    article: str
    kind: Kind
    start: int
    end: int
    line: int
    column: int
    text: str
    where: str  # the sentence around it
    proposal: str | None  # the id under which `propose` offers it
    rejection: dict[str, Any]  # what rejected.yml needs, to say no to it


@dataclass(frozen=True, slots=True)
class Besides:
    """Words of a report that overlap nothing that the extractor found."""

    fact: str
    article: str
    kind: Kind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    rows: tuple[Row, ...]  # of the articles whose texts are at hand
    open: tuple[Open, ...]
    besides: tuple[Besides, ...]
    uncounted: tuple[str, ...]  # articles whose texts are not


def coverage(sheet: Sheet, evidence: Evidence, people: Sequence[Person]) -> Coverage:
    every = findings(sheet, evidence)
    besides = tuple(_besides(evidence, every))
    held = [article.id for article in sheet.articles if article.id in evidence.witnesses]
    rows = tuple(_row(article, kind, every, besides) for article in held for kind in KIND_FILES)
    proposals = _proposals(sheet, evidence, people)
    unanswered = tuple(_open(found, evidence, proposals) for found in every if found.answer is None)
    return Coverage(rows, unanswered, besides, tuple(a.id for a in sheet.articles if a.id not in evidence.witnesses))


def _row(article: str, kind: Kind, every: Sequence[Found], besides: Sequence[Besides]) -> Row:
    own = [found for found in every if (found.article, found.kind) == (article, kind)]
    rejected = sum(found.answer == "rejected" for found in own)
    recorded = sum(found.answer is not None for found in own) - rejected
    beside = {(item.fact, item.text) for item in besides if (item.article, item.kind) == (article, kind)}
    return Row(article, kind, len(own), recorded, rejected, len(own) - recorded - rejected, len(beside))


def _open(found: Found, evidence: Evidence, proposals: dict[tuple[str, ...], str]) -> Open:
    text = evidence.witnesses[found.article].article.text
    start, end = found.spans[0][0], found.spans[-1][1]
    column = start - text.rfind("\n", 0, start)
    words = " ".join(text[start:end].split())
    rejection = {"article": found.article, "kind": found.kind, "words": found.words, "nth": str(found.nth)}
    proposal = proposals.get((found.article, found.kind, f"{found.words}-{found.nth}"))
    where = sentence_around(text, start)
    line = text.count("\n", 0, start) + 1
    return Open(found.article, found.kind, start, end, line, column, words, where, proposal, rejection)


def _proposals(sheet: Sheet, evidence: Evidence, people: Sequence[Person]) -> dict[tuple[str, ...], str]:
    """The proposal that each finding is part of."""
    parts: dict[tuple[str, ...], str] = {}
    for entry in propose(sheet, evidence, people):
        for part in (f"{entry['words']}-{entry['nth']}", *entry.get("also", ())):
            parts[entry["article"], entry["kind"], part] = entry["id"]
    return parts


def _besides(evidence: Evidence, every: Sequence[Found]) -> Iterator[Besides]:
    for proof in evidence.proofs:
        held = evidence.witnesses.get(proof.report.article)
        if not held or not proof.receipt:
            continue
        start, end = held.normalised.original(proof.receipt.start, proof.receipt.end)
        kind = _kind(proof)
        if not any(
            _overlaps(found, (start, end)) for found in every if (found.article, found.kind) == (proof.report.article, kind)
        ):
            yield Besides(proof.fact.id, proof.report.article, kind, start, end, proof.part)


def _kind(proof: Proof) -> Kind:
    return next(kind for kind in KIND_FILES if kind == type(proof.fact).__name__.lower())


def _overlaps(found: Found, span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in found.spans)
