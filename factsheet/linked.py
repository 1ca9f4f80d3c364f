"""JSON-LD in the words of schema.org: what a page is about, for machines. Every block names the articles it stands on."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from factsheet.cite import describe_sheet, fact_title, license_url
from factsheet.edtf import edtf_bounds
from factsheet.exports import Download
from factsheet.model import Correction, Event, Figure, Person, Statement
from factsheet.views import FactView, SheetHead, SheetView, Source, WordingView, role_at

Node = Mapping[str, Any]


def script(node: Node) -> Markup:
    """A node as a data block, which no browser executes. It is ASCII, and no character in it can end the block."""
    text = json.dumps({"@context": "https://schema.org", **node}, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{safe}</script>')


# Each page's node. Addresses of pages are whole where the site's own is known; else they lead on from the page itself.


CITED = 100  # articles that a page names: of more articles, each names those that stand on it, and the data files name all


def of_all(sheets: Sequence[SheetView], site_url: str, path: str = "", own: Mapping[str, Sequence[Source]] | None = None) -> Node:
    """A page on all sheets, as the first one; or on those of which some articles stand on it: `own`, by the id of their sheet."""
    shown = [(sheet, sheet.sources if own is None else own[sheet.id]) for sheet in sheets if own is None or sheet.id in own]
    parts = [_data_set(sheet, f"{site_url}{sheet.id}/", sources) for sheet, sources in shown]
    return _node("CollectionPage", url=f"{site_url}{path}", hasPart=parts)


def of_sheet(sheet: SheetView, downloads: Iterable[Download], site_url: str) -> Node:
    """The sheet as a set of data, with the files beside its pages."""
    base = _base(sheet, site_url)
    files = [
        _node("DataDownload", name=file.name, encodingFormat=file.media_type, contentUrl=base + file.name) for file in downloads
    ]
    return {**_data_set(sheet, base, sheet.sources), "distribution": files}


def of_page(title: str, sheet: SheetView, site_url: str, sources: Sequence[Source]) -> Node:
    """A page that lists facts of a sheet in one way or another, with the articles that stand on it."""
    base = _base(sheet, site_url)
    return _node("WebPage", name=title, isPartOf=_part(sheet, base), citation=_articles(sources[:CITED], base))


def of_fact(view: FactView, sheet: SheetHead, site_url: str) -> Node:
    """A statement as a quotation, a figure as a claim, an event as what its page is about."""
    fact, base = view.fact, _base(sheet, site_url)
    articles = _articles(view.sources, base)
    page = {
        "url": f"{base}{fact.id}.html",
        "name": fact_title(view),
        "isPartOf": _part(sheet, base),
        "correction": [_correction(correction) for correction in fact.corrections],
    }
    if isinstance(fact, Event):
        return _node("WebPage", **page, citation=articles, mainEntity=_event(fact))
    if isinstance(fact, Figure):
        return _node("Claim", **page, text=view.amount, creator=_person(view.by, fact.date), appearance=articles)
    return _statement(fact, view, base, page)


def _base(sheet: SheetHead, site_url: str) -> str:
    return f"{site_url}{sheet.id}/" if site_url else ""


# ------------------------------------------------------------------------------------------------------------ nodes


def _node(kind: str, **properties: Any) -> Node:
    """A node with those of its properties that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def _data_set(sheet: SheetView, base: str, sources: Sequence[Source]) -> Node:
    masthead = sheet.masthead
    return _node(
        "Dataset",
        name=masthead.title,
        url=f"{base}index.html",
        description=describe_sheet(sheet),
        temporalCoverage=_day(masthead.date),
        spatialCoverage=masthead.where,
        dateModified=_day(masthead.checked),
        license=license_url(masthead.license),
        isAccessibleForFree=True,
        keywords=[topic.title for topic in masthead.topics],
        citation=_articles(sources[:CITED], base),
    )


def _part(sheet: SheetHead, base: str) -> Node:
    return _node("Dataset", name=sheet.masthead.title, url=f"{base}index.html")


def _articles(sources: Iterable[Source], base: str) -> list[Node]:
    return [
        {
            "@id": _article_id(source, base),
            **_node(
                "NewsArticle",
                name=None if source.article.title else source.name,
                headline=source.article.title,
                publisher=_node("Organization", name=source.article.outlet) if source.article.outlet else None,
                author=[_node("Person", name=name) for name in source.article.authors],
                datePublished=_day(source.article.published),
                inLanguage=source.article.language,
                url=source.article.url,
            ),
        }
        for source in sources
    ]


def _article_id(source: Source, base: str) -> str:
    return f"{base}sources.html#{source.article.id}"


def _statement(fact: Statement, view: FactView, base: str, page: Node) -> Node:
    """The utterance, with each wording between quotation marks as one of the ways in which articles have it."""
    quoted = [wording for wording in view.wordings if wording.form == "quote"]
    return _node(
        "Quotation" if quoted else "Claim",
        **page,
        text=_text((quoted or view.wordings)[0]),
        creator=_person(view.by, fact.said),
        dateCreated=_day(fact.said),
        locationCreated=_node("Place", name=fact.where) if fact.where else None,
        citation=_articles(view.sources, base),
        workExample=[
            _node("Quotation", text=_text(wording), isPartOf=[{"@id": _article_id(source, base)} for source in wording.sources])
            for wording in quoted
        ],
    )


def _event(fact: Event) -> Node:
    first, _, last = fact.date.partition("/")
    where = _node("Place", name=fact.where) if fact.where else None
    return _node("Event", name=fact.heading, startDate=_day(first), endDate=_day(last), location=where)


def _person(person: Person | None, when: str | None) -> Node | None:
    if person is None:
        return None
    wikidata = f"https://www.wikidata.org/entity/{person.wikidata}" if person.wikidata else None
    return _node("Person", name=person.name, jobTitle=role_at(person, when), sameAs=wikidata)


def _correction(correction: Correction) -> Node:
    text = f"Was: {correction.was} Now: {correction.now}" + (f" Why: {correction.why}" if correction.why else "")
    return _node("CorrectionComment", text=text, datePublished=_day(correction.date))


def _text(wording: WordingView) -> str:
    return " … ".join(wording.parts)


_ISO = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?")


def _day(edtf: str | None) -> str | None:
    """A date that is one for ISO 8601 too; one with a hedge or an open end would say more there than it does here."""
    return edtf if edtf and _ISO.fullmatch(edtf) and edtf_bounds(edtf) else None
