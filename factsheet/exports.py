"""A sheet as data for others: the records whole as JSON with their schema, a table a kind as CSV, citations as CSL-JSON."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, PlainSerializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from factsheet.cite import address, csl_article, csl_fact
from factsheet.evidence import Proof
from factsheet.model import Article, Digest, Event, Figure, Id, Masthead, Person, Report, Statement
from factsheet.rules import Case
from factsheet.schema import NoNull
from factsheet.text import escaped, printable
from factsheet.views import FactView, ReportView, SheetView, Source, WordingView

FACTS, SCHEMA = "facts.json", "facts.schema.json"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that stands beside the pages of a sheet."""

    name: str
    media_type: str
    text: str

    @property
    def size(self) -> str:
        """For readers: 3 kB."""
        return f"{-(-len(self.text.encode()) // 1000)} kB"


def downloads(case: Case, sheet: SheetView, site_url: str) -> tuple[Download, ...]:
    names = {person.id: person.name for person in case.project.people}
    return (
        Download(FACTS, "application/json", facts_json(case, sheet, site_url)),
        Download(SCHEMA, "application/schema+json", schema_json()),
        Download("statements.csv", "text/csv", csv_table("statement", sheet.statements, names, sheet, site_url)),
        Download("figures.csv", "text/csv", csv_table("figure", sheet.figures, names, sheet, site_url)),
        Download("events.csv", "text/csv", csv_table("event", sheet.events, names, sheet, site_url)),
        Download("citations.csl.json", "application/vnd.citationstyles.csl+json", csl_json(sheet, site_url)),
    )


# ------------------------------------------------------------------------------------------------------- facts.json
# The records as people wrote them, and beside their fields what the tool works out. One definition gives file and schema.

PlainNumber = Annotated[Decimal, PlainSerializer(lambda number: f"{number:f}", Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")])]


class Stretch(BaseModel):
    """Where one part of a report stands in its article: offsets in the text after normaliser n1, and the hash of the words."""

    start: int
    end: int
    words: Digest


class Comparison(BaseModel):
    """What a wording is against the reference among the quotations of its statement."""

    label: str
    flags: tuple[str, ...]
    is_reference: bool
    settled: Annotated[bool, Field(description="false where nothing but its fullness speaks for the reference")]


class PublishedReport(Report):
    """One wording of a fact in one article; exactly one of `quote`, `indirect` and `text` is there."""

    stands_at: tuple[Stretch, ...]
    compared: Comparison | None = None


class Side(BaseModel):
    says: str
    articles: tuple[Id, ...]


class FieldDifference(BaseModel):
    """A field in which articles differ."""

    field: str
    sides: tuple[Side, ...]


class Published(BaseModel):
    """What the tool adds to every fact."""

    url: Annotated[str, Field(description="its permalink; relative to this file where the site's address is not known")]
    reports: tuple[PublishedReport, ...]
    lineages: Annotated[int, Field(description="how many articles have it, those that copy one text counted once")]
    clash: Annotated[str | None, Field(description="the weightiest way in which articles differ on it")] = None
    differences: tuple[FieldDifference, ...]


class PublishedStatement(Published, Statement):
    """Something that somebody said."""


class PublishedFigure(Published, Figure):
    """A number with what it counts; `value` holds it, or the two ends of a range, in plain digits."""

    value: tuple[PlainNumber, ...]


class PublishedEvent(Published, Event):
    """Something with a date."""


class PublishedArticle(Article):
    """An article as far as its own text states; `sha256` is that of the text after normaliser n1."""

    words: int | None = None
    sha256: str | None = None


class FactsFile(BaseModel):
    """All records of one fact sheet, and what was worked out from them. Dates are EDTF level 1."""

    schema_name: Annotated[str, Field(alias="$schema")] = SCHEMA
    format: Literal["1"] = "1"
    generator: str
    id: Id
    url: Annotated[str, Field(description="the sheet's first page; relative to this file where the site's address is not known")]
    sheet: Masthead
    articles: tuple[PublishedArticle, ...]
    people: tuple[Person, ...]
    statements: tuple[PublishedStatement, ...]
    figures: tuple[PublishedFigure, ...]
    events: tuple[PublishedEvent, ...]


class _ForReaders(NoNull):
    """A list that nobody filled in is there, and empty."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = super().default_schema(schema)
        return {key: value for key, value in inner.items() if key != "minItems"} if schema.get("default") == () else inner


@cache
def schema_json() -> str:
    """The JSON Schema of facts.json, out of the models that write it."""
    schema = FactsFile.model_json_schema(mode="serialization", schema_generator=_ForReaders)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    return json.dumps(head | schema, ensure_ascii=False, indent=1) + "\n"


def facts_json(case: Case, sheet: SheetView, site_url: str) -> str:
    proofs: dict[str, list[Proof]] = {}
    for proof in case.evidence.proofs:
        proofs.setdefault(proof.fact.id, []).append(proof)
    named = _named(case)

    def published(facts: Iterable[FactView]) -> tuple[Any, ...]:
        return tuple(_published(fact, proofs.get(fact.fact.id, ()), _link(sheet, fact.fact.id, site_url)) for fact in facts)

    file = FactsFile.model_construct(
        generator=f"factsheet {version('factsheet')}",
        id=sheet.id,
        url=_link(sheet, "index", site_url),
        sheet=sheet.masthead,
        articles=tuple(_article(article, case) for article in case.sheet.articles),
        people=tuple(person for person in case.project.people if person.id in named),
        statements=published(sheet.statements),
        figures=published(sheet.figures),
        events=published(sheet.events),
    )
    return escaped(file.model_dump_json(by_alias=True, exclude_none=True, indent=1)) + "\n"


def _published(view: FactView, proofs: Sequence[Proof], url: str) -> Published:
    """A fact with its proofs, of which there is one for each part of each report."""
    fact, proven = view.fact, iter(proofs)
    wording = {id(report.report): wording for wording in view.wordings for report in wording.reports}
    fields = dict(fact) | {
        "url": url,
        "reports": tuple(_report(report, wording[id(report)], islice(proven, len(report.parts))) for report in fact.reports),
        "lineages": view.lineages,
        "clash": view.clash,
        "differences": tuple(
            FieldDifference(field=name, sides=tuple(Side(says=side.words, articles=_ids(side.sources)) for side in sides))
            for name, sides in view.differences
        ),
    }
    return _MODELS[view.kind].model_construct(**fields)


_MODELS: Mapping[str, type[Published]] = {
    "statement": PublishedStatement,
    "figure": PublishedFigure,
    "event": PublishedEvent,
}


def _report(report: Report, wording: WordingView, proofs: Iterable[Proof]) -> PublishedReport:
    found = [proof.receipt for proof in proofs if proof.receipt]
    compared = None
    if verdict := wording.verdict:
        reference = {"is_reference": wording.is_reference, "settled": wording.settled}
        compared = Comparison(label=verdict.label, flags=verdict.flags, **reference)
    stands_at = tuple(Stretch(start=receipt.start, end=receipt.end, words=receipt.words) for receipt in found)
    return PublishedReport.model_construct(**dict(report), stands_at=stands_at, compared=compared)


def _article(article: Article, case: Case) -> PublishedArticle:
    known = case.evidence.lock.articles.get(article.id)
    seen = {"lineage": known.lineage, "words": known.words, "sha256": known.sha256} if known else {}
    return PublishedArticle.model_construct(**dict(article) | seen)


def _named(case: Case) -> set[str]:
    """Everyone whom the records of a sheet name."""
    records = [record for fact in case.sheet.facts for record in (fact, *fact.reports)]
    return {who for record in records for field in ("speaker", "said_by") if (who := getattr(record, field, None))}


def _ids(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(source.article.id for source in sources)


def _link(sheet: SheetView, page: str, site_url: str) -> str:
    return address(sheet.id, page, site_url) if site_url else f"{page}.html"


# -------------------------------------------------------------------------------------------------------------- CSV
# One row a report. Where a report says something of its own, that stands in its row, else what the fact says.


_ARTICLE = "article outlet published article_url lineage form words"
_COLUMNS: Mapping[str, str] = {
    "statement": "id url speaker speaker_name said where topic summary ARTICLE cue label flags note",
    "figure": "id url subject value value_to unit bound status said_by horizon date topic summary ARTICLE hedge note",
    "event": "id url date status where topic summary ARTICLE note",
}
_OWN = "speaker said where subject unit bound status said_by horizon date note".split()


def csv_table(kind: str, facts: Iterable[FactView], names: Mapping[str, str], sheet: SheetView, site_url: str) -> str:
    """The reports of facts of one kind: RFC 4180, with the mark by which spreadsheets know UTF-8; no cell is a formula."""
    columns = _COLUMNS[kind].replace("ARTICLE", _ARTICLE).split()
    rows = (
        _cells(view, report, wording, names, _link(sheet, view.fact.id, site_url))
        for view in facts
        for wording in view.wordings
        for report in wording.reports
    )
    lines = [columns, *([cells[column] for column in columns] for cells in rows)]
    return "\ufeff" + "".join(",".join(_quoted(cell) for cell in line) + "\r\n" for line in lines)


def _cells(view: FactView, told: ReportView, wording: WordingView, names: Mapping[str, str], url: str) -> Mapping[str, str]:
    fact, report, article = view.fact, told.report, told.source.article
    own = {field: getattr(report, field, None) or getattr(fact, field, None) for field in _OWN}
    numbers = [f"{number:f}" for number in getattr(fact, "value", ())]
    cells = own | {
        "id": fact.id,
        "url": url,
        "speaker_name": names.get(own["speaker"] or ""),
        "value": numbers[0] if numbers else None,
        "value_to": numbers[1] if numbers[1:] else None,
        "topic": fact.topic,
        "summary": fact.summary,
        "article": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "article_url": article.url,
        "lineage": told.source.lineage,
        "form": report.form,
        "words": " … ".join(report.parts),
        "cue": report.cue,
        "label": wording.verdict.label if wording.verdict else None,
        "flags": ", ".join(wording.verdict.flags) if wording.verdict else None,
        "hedge": told.hedge,
    }
    return {name: value or "" for name, value in cells.items()}


_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")  # what spreadsheets take for one, of either width
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@lru_cache(maxsize=10_000)  # articles, topics and speakers stand in many rows
def _quoted(text: str) -> str:
    """A cell, on one line. One that would start a formula gets a ' before it; who wants the text takes one away again."""
    line = " ".join(printable(text).split())
    if _FORMULA.match(line) and not _NUMBER.fullmatch(line):
        line = f"'{line}"
    return '"' + line.replace('"', '""') + '"'


# -------------------------------------------------------------------------------------------------------- citations


def csl_json(sheet: SheetView, site_url: str) -> str:
    """Every fact and every article of a sheet, as reference managers read them."""
    items = [*(csl_fact(fact, sheet, site_url) for fact in sheet.facts), *(csl_article(one, sheet) for one in sheet.sources)]
    return escaped(json.dumps(items, ensure_ascii=False, indent=1)) + "\n"
