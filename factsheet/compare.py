"""Wordings and figures side by side: which outlets say the same, and in which field they differ."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factsheet.extract.figures import find_figures
from factsheet.model import Article, Event, Figure, Quantity, Report, Statement

_ONE_SPELLING = str.maketrans({**dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("‐‑‒–—―", "-")})
_TOKEN = re.compile(r"\w+(?:['.,-]\w+)*%?|\[|\]|…|\S")


def tokens(words: str) -> tuple[str, ...]:
    """What is compared: NFKC, straight quotes, one dash, one ellipsis, casefold, without one closing comma or full stop."""
    plain = unicodedata.normalize("NFKC", words).translate(_ONE_SPELLING).replace("...", "…").casefold().strip()
    return tuple(_TOKEN.findall(plain[:-1] if plain.endswith((",", ".")) else plain))


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which an utterance is quoted, and the reports that have it."""

    report: Report
    reports: tuple[Report, ...]
    lineages: int


def wordings(statement: Statement, lineage: Mapping[str, str]) -> tuple[Wording, ...]:
    """The different wordings between quotation marks; the one that most lineages have comes first, then the longest.

    Damaged copies are left out: what our copy has lost is no wording of the outlet.
    """
    groups: dict[tuple[str, ...], list[Report]] = {}
    for report in statement.reports:
        if report.quote and not report.damaged:
            groups.setdefault(tokens(" ".join(report.quote)), []).append(report)
    found = [Wording(group[0], tuple(group), len({lineage[r.article] for r in group})) for group in groups.values()]
    return tuple(sorted(found, key=lambda w: (-w.lineages, -len(" ".join(w.report.parts)), w.report.article)))


def read_figure(figure: Figure, report: Report) -> Quantity | None:
    """The number in the report's words that has the figure's value."""
    found = find_figures(" ".join(report.parts))
    return next((q for q in found if q.value == figure.value), None)


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
            said = getattr(report, name) or (getattr(fact, name, None) if name in ("subject", "status", "date") else None)
            if said:
                fields.setdefault(name, []).append((said, report))
        quantity = read_figure(fact, report) if isinstance(fact, Figure) else None
        if quantity:
            fields.setdefault("bound", []).append((quantity.bound, report))
    found = (Difference(name, _sides(said)) for name, said in fields.items())
    return tuple(difference for difference in found if len(difference.sides) > 1)


def _sides(said: Iterable[tuple[str, Report]]) -> tuple[tuple[str, tuple[Report, ...]], ...]:
    sides: dict[str, tuple[str, list[Report]]] = {}
    for words, report in said:
        sides.setdefault(words.casefold(), (words, []))[1].append(report)
    return tuple((words, tuple(reports)) for words, reports in sides.values())


def lineage_count(reports: Iterable[Report], lineage: Mapping[str, str]) -> int:
    return len({lineage[report.article] for report in reports})


def in_lineages(articles: Sequence[Article], lineage: Mapping[str, str]) -> tuple[tuple[Article, ...], ...]:
    """The articles, those of one lineage together."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(lineage[article.id], []).append(article)
    return tuple(tuple(group) for group in groups.values())
