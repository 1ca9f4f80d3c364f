"""What leaves the site as data: it is whole, it is valid, and no text in it becomes anything but text."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_pages import HOSTILE, body, read, shown, written

from factsheet.build import build, checked
from factsheet.cite import license_url
from factsheet.exports import _quoted
from factsheet.linked import script
from factsheet.model import Event, Fact, Figure, Statement
from factsheet.pages import Page, render
from factsheet.records import load

SITE = "https://example.org/facts/"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
ATOM = "{http://www.w3.org/2005/Atom}"


def files(pages: tuple[Page, ...]) -> dict[str, str]:
    return {path: text for page in pages for path, text in page.files.items()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, ...]:
    return render(checked(_hostile(tmp_path_factory.mktemp("hostile"))).cases, [], SITE)


@pytest.fixture(params=["the sample", "hostile records", "our own sheets"])
def exported(request: pytest.FixtureRequest, sample: Path, tmp_path: Path, clone: Path) -> tuple[Path, tuple[Page, ...]]:
    """A project and its pages."""
    root = {"the sample": sample, "our own sheets": clone}.get(request.param) or _hostile(tmp_path / "hostile")
    return root, render(checked(root).cases, [], SITE)


CORRECTION = {"date": "2030-12", "was": "Ten days.", "now": "Twelve days.", "why": "We misread."}


def _hostile(root: Path) -> Path:
    """A project in which every text is one that wants out, each fact has another of them first, and one has a correction."""
    folder = root / "content" / "ferry"
    folder.mkdir(parents=True)
    words = [*HOSTILE, "=cmd|'/c calc'!A1", "@SUM(1)", "+1-2", "-2+3", "'=1", "\u202eright to left", "\u2028\u2029</script>"]
    texts = [f"{first} and {second}" for first, second in zip(words, [*words[1:], words[0]], strict=True)]
    reports = [{"article": "gazette", "quote": [text, text], "note": text, "cue": text} for text in texts]
    records: dict[str, Any] = {
        "../people": [{"id": "ann-example", "name": texts[-4], "roles": [{"title": texts[0]}]}],
        "sheet": {"format": "1", "title": texts[0], "summary": texts[1], "where": texts[2], "checked": "2030-11-30"},
        "articles": [{"id": "gazette", "outlet": texts[-5], "title": texts[3], "authors": [texts[4]], "note": texts[5]}],
        "statements": [
            {
                "id": f"fact-{number}",
                "speaker": "ann-example",
                "summary": report["note"],
                "where": report["note"],
                "reports": [report],
            }
            for number, report in enumerate(reports)
        ],
        "figures": [
            {
                "id": "number",
                "subject": text,
                "value": ["-5", "1e3"],
                "unit": text,
                "reports": [{"article": "gazette", "text": text}],
            }
            | {"said_by": text, "corrections": [CORRECTION]}
            for text in texts[:1]
        ],
        "events": [{"id": "day", "date": "2030-05~", "where": texts[1], "reports": [{"article": "gazette", "text": texts[1]}]}],
    }
    for name, record in records.items():
        (folder / f"{name}.yml").write_text(written(record), encoding="utf-8")
    return root


# ------------------------------------------------------------------------------------------------------- facts.json


def test_facts_json_fits_its_schema(exported: tuple[Path, tuple[Page, ...]]) -> None:
    _, pages = exported
    found = files(pages)
    for path in (path for path in found if path.endswith("/facts.json")):
        schema = json.loads(found[path.replace("facts.json", "facts.schema.json")])
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads(found[path]))
        assert schema["$id"] == json.loads(found[path])["$schema"] == "facts.schema.json"


def test_a_file_that_lacks_something_does_not_fit(sample: Path) -> None:
    found = files(render(checked(sample).cases, []))
    validator = Draft202012Validator(json.loads(found["ferry/facts.schema.json"]))
    facts = json.loads(found["ferry/facts.json"])
    del facts["statements"][0]["reports"][0]["article"]
    facts["figures"][0]["value"] = [5]
    assert {".".join(str(key) for key in error.path) for error in validator.iter_errors(facts)} >= {
        "statements.0.reports.0",
        "figures.0.value.0",
    }


def test_facts_json_has_every_record_whole(clone: Path) -> None:
    """Whatever a person wrote stands in the file under the same name."""
    project, _ = load(clone)
    found = files(render(checked(clone).cases, [], SITE))
    for sheet in project.sheets:
        facts = json.loads(found[f"{sheet.id}/facts.json"])
        rows = {row["id"]: row for kind in ("articles", "people", "statements", "figures", "events") for row in facts[kind]}
        people = [person for person in project.people if person.id in rows]
        assert len(rows) == len(sheet.articles) + len(people) + len(sheet.facts)
        for record in (*sheet.articles, *people, *sheet.facts):
            written = record.model_dump(mode="json", by_alias=True, exclude_none=True)
            assert _without(rows[record.id], written) == []
        for fact in sheet.facts:
            assert rows[fact.id]["url"] == f"{SITE}{sheet.id}/{fact.id}.html"


def _without(row: Any, written: Any, path: str = "") -> list[str]:
    """Where a row of the file has other values than the record."""
    if isinstance(written, dict):
        return [place for key, value in written.items() for place in _without(row.get(key), value, f"{path}.{key}")]
    if isinstance(written, list):
        return [place for one, other in zip(row, written, strict=True) for place in _without(one, other, path)]
    return [] if row == written or path.endswith(".lineage") else [path]


def test_facts_json_says_where_each_report_stands(clone: Path) -> None:
    for case in checked(clone).cases:
        facts = json.loads(files(render([case], []))[f"{case.sheet.id}/facts.json"])
        reports = [report for kind in ("statements", "figures", "events") for fact in facts[kind] for report in fact["reports"]]
        parts = sum(len(report.get("quote") or report.get("indirect") or report["text"]) for report in reports)
        assert parts == sum(len(report["stands_at"]) for report in reports) == len(case.evidence.proofs)


def test_statements_have_their_labels_and_figures_plain_digits(pages: tuple[Page, ...], sample: Path) -> None:
    facts = json.loads(files(pages)["ferry/facts.json"])
    assert facts["figures"][0]["value"] == ["-5", "1000"]
    assert {report["compared"]["label"] for fact in facts["statements"] for report in fact["reports"]} == {"single"}


def test_without_an_address_links_lead_on_from_the_file(sample: Path) -> None:
    found = files(render(checked(sample).cases, []))
    assert "fuel.html" in [figure["url"] for figure in json.loads(found["ferry/facts.json"])["figures"]]
    assert "feed.xml" not in found


# -------------------------------------------------------------------------------------------------------------- CSV


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def plain(cell: str) -> str:
    """The text of a cell, as the page on the data tells readers to get it."""
    return cell[1:] if re.match(r"'+[=+\-@＝＋－＠]", cell) else cell


def test_csv_reads_back_as_the_records(exported: tuple[Path, tuple[Page, ...]]) -> None:
    root, pages = exported
    project, _ = load(root)
    kinds: dict[str, type] = {"statements": Statement, "figures": Figure, "events": Event}
    for sheet in project.sheets:
        for name, kind in kinds.items():
            rows = table(files(pages)[f"{sheet.id}/{name}.csv"])
            told = {(row["id"], row["article"], row["form"], plain(row["words"]), plain(row["summary"])) for row in rows}
            facts = [fact for fact in sheet.facts if isinstance(fact, kind)]
            assert len(rows) == sum(len(fact.reports) for fact in facts)
            assert told == {
                (fact.id, report.article, report.form, shown(" … ".join(report.parts)), shown(fact.summary or ""))
                for fact in facts
                for report in fact.reports
            }


def test_no_cell_is_a_formula(exported: tuple[Path, tuple[Page, ...]]) -> None:
    _, pages = exported
    for path, text in files(pages).items():
        if path.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]
            assert [cell for cell in cells if cell.startswith(FORMULA) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []


@given(st.text(alphabet="=+-@'\"\t\r\n,;ab12.＝", max_size=12))
def test_any_cell_stays_text_and_comes_back(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(_quoted(text), newline=""), strict=True)
    assert not cell.startswith(FORMULA) or re.fullmatch(r"-?\d+(\.\d+)?", cell)
    assert plain(cell) == shown(text)


def test_a_report_that_says_something_else_has_it_in_its_row(clone: Path) -> None:
    project, _ = load(clone)
    found = files(render(checked(clone).cases, []))
    own = [
        (sheet.id, figure.id, report.article, name, getattr(report, name))
        for sheet in project.sheets
        for figure in sheet.figures
        for report in figure.reports
        for name in ("subject", "status", "said_by", "horizon")
        if getattr(report, name)
    ]
    assert own
    for sheet_id, fact, article, name, value in own:
        rows = table(found[f"{sheet_id}/figures.csv"])
        assert value in [row[name] for row in rows if (row["id"], row["article"]) == (fact, article)]


# -------------------------------------------------------------------------------------------------------- citations


def test_citations_are_csl_items(exported: tuple[Path, tuple[Page, ...]]) -> None:
    root, pages = exported
    project, _ = load(root)
    for sheet in project.sheets:
        items = json.loads(files(pages)[f"{sheet.id}/citations.csl.json"])
        assert [item["type"] for item in items] == ["webpage"] * len(sheet.facts) + ["article-newspaper"] * len(sheet.articles)
        assert len({item["id"] for item in items}) == len(items)
        for item in items:
            assert set(item) <= set("id type genre title container-title author issued URL language".split())
            assert set(item.get("issued", {"literal": ""})) <= {"date-parts", "literal"}
        cited = {item["URL"] for item in items if item["type"] == "webpage"}
        assert cited == {f"{SITE}{sheet.id}/{fact.id}.html" for fact in sheet.facts}


def test_a_fact_page_has_its_citations(clone: Path) -> None:
    pages = render(checked(clone).cases, [], SITE)
    items = {
        item["URL"]: item
        for path, text in files(pages).items()
        if path.endswith("csl.json")
        for item in json.loads(text)
        if "genre" in item
    }
    assert items
    for url, item in items.items():
        page = next(page for page in pages if f"{SITE}{page.path.removesuffix('.md')}.html" == url)
        code = re.search(r'<code id="csl">(.*?)</code>', page.markdown)
        assert code
        assert json.loads(read(code[1]).text) == item


@pytest.mark.parametrize(
    ("spdx", "url"),
    [
        (None, None),
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0.html"),
    ],
)
def test_licences_have_an_address(spdx: str | None, url: str | None) -> None:
    assert license_url(spdx) == url


# ---------------------------------------------------------------------------------------------------------- JSON-LD


def blocks(page: Page) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.markdown)
    assert page.markdown.count("application/ld+json") == len(found)
    return [json.loads(text) for text in found]


def nodes(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("@type") == kind:
            yield value
        value = list(value.values())
    for part in value if isinstance(value, list) else []:
        yield from nodes(part, kind)


def articles_of(path: str, fact: Fact) -> set[tuple[str, str]]:
    return {(path.rpartition("/")[0], report.article) for report in fact.reports}


def speakers(fact: Fact) -> set[str | None]:
    """Whose page lists a fact."""
    if isinstance(fact, Statement):
        return {fact.speaker}
    return {giver.said_by for giver in (fact, *fact.reports)} if isinstance(fact, Figure) else set()


def test_every_block_parses_and_names_its_articles(exported: tuple[Path, tuple[Page, ...]]) -> None:
    root, pages = exported
    project, _ = load(root)
    articles = {(sheet.id, article.id): article for sheet in project.sheets for article in sheet.articles}
    facts = {f"{sheet.id}/{fact.id}.md": fact for sheet in project.sheets for fact in sheet.facts}
    seen = 0
    for page in pages:
        if page.path == "method.md" or "robots: noindex" in page.markdown:
            assert blocks(page) == []
            continue
        (block,) = blocks(page)
        seen += 1
        assert block["@context"] == "https://schema.org"
        named = {node["@id"]: node for node in nodes(block, "NewsArticle")}
        fact, sheet = facts.get(page.path), page.path.rpartition("/")[0]
        wanted = articles_of(page.path, fact) if fact else {key for key in articles if key[0] == (sheet or key[0])}
        if sheet == "people":  # made of all sheets
            person = page.path.removeprefix("people/").removesuffix(".md")
            own = {key for name, fact in facts.items() for key in articles_of(name, fact) if person in speakers(fact)}
            wanted = set(articles) if person == "index" else own
        assert set(named) == {f"{SITE}{name}/sources.html#{article}" for name, article in wanted}
        for name, article in wanted:
            node, record = named[f"{SITE}{name}/sources.html#{article}"], articles[name, article]
            assert node.get("headline") == record.title
            assert node.get("publisher", {}).get("name") == record.outlet
            assert node.get("datePublished") == record.published
            assert node.get("url") == record.url
    assert seen > len(facts)


def test_each_kind_of_fact_has_its_type(clone: Path) -> None:
    project, _ = load(clone)
    found = {page.path: blocks(page) for page in render(checked(clone).cases, [], SITE)}
    for sheet in project.sheets:
        people = {person.id: person.name for person in project.people}
        for statement in sheet.statements:
            (block,) = found[f"{sheet.id}/{statement.id}.md"]
            quotes = [report for report in statement.reports if report.quote]
            assert block["@type"] == ("Quotation" if quotes else "Claim")
            assert block.get("creator", {}).get("name") == people.get(statement.speaker)
            words = {" … ".join(report.parts) for report in quotes}
            assert {node["text"] for node in block.get("workExample", [])} <= words
        for figure in sheet.figures:
            assert found[f"{sheet.id}/{figure.id}.md"][0]["@type"] == "Claim"
        for event in sheet.events:
            (about,) = nodes(found[f"{sheet.id}/{event.id}.md"], "Event")
            assert about["name"] == event.heading
        (data_set,) = found[f"{sheet.id}/index.md"]
        assert data_set["@type"] == "Dataset"
        assert len(data_set["distribution"]) == 6


def test_a_correction_stands_in_its_block(pages: tuple[Page, ...]) -> None:
    (block,) = blocks(next(page for page in pages if page.path == "ferry/number.md"))
    (correction,) = nodes(block, "CorrectionComment")
    assert correction["text"] == "Was: Ten days. Now: Twelve days. Why: We misread."
    assert correction["datePublished"] == "2030-12"


def test_a_hedged_date_is_none_for_machines(pages: tuple[Page, ...]) -> None:
    (event,) = nodes(blocks(next(page for page in pages if page.path == "ferry/day.md")), "Event")
    assert "startDate" not in event


@given(st.text())
def test_no_text_ends_a_data_block(text: str) -> None:
    block = script({"name": text, text: ["x"]})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert inside.isascii()
    assert not set("<>&\n\r") & set(inside)
    assert json.loads(inside)["name"] == text


# ------------------------------------------------------------------------------------------------------------- feed


def test_the_feed_is_atom(exported: tuple[Path, tuple[Page, ...]]) -> None:
    """What RFC 4287 asks of a feed and its entries, and an entry for each fact and each correction."""
    root, pages = exported
    project, _ = load(root)
    feed = ElementTree.fromstring(files(pages)["feed.xml"])
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert (element.findtext(f"{ATOM}id") or "").startswith(SITE)
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        assert len([link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"{SITE}feed.xml"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    facts = [(sheet.id, fact) for sheet in project.sheets for fact in sheet.facts]
    assert len(entries) == len(facts) + sum(len(fact.corrections) for _, fact in facts)
    assert {f"{SITE}{sheet}/{fact.id}.html" for sheet, fact in facts} <= set(ids)
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]


def test_a_correction_comes_by_feed_and_moves_its_fact(pages: tuple[Page, ...]) -> None:
    feed = ElementTree.fromstring(files(pages)["feed.xml"])
    days = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")}
    assert days[f"{SITE}ferry/number.html#correction-1"] == days[f"{SITE}ferry/number.html"] == "2030-12-01T00:00:00Z"
    assert days[f"{SITE}ferry/day.html"] == "2030-11-30T00:00:00Z"


# ------------------------------------------------------------------------------------------------- pages and heads


def test_the_data_page_links_every_file(exported: tuple[Path, tuple[Page, ...]]) -> None:
    _, pages = exported
    for page in pages:
        if page.path.endswith("/data.md"):
            assert page.files
            linked = re.findall(r"- \*\*\[[^\]]*\]\(([^)]*)\)", page.markdown)
            assert [f"{page.path.rpartition('/')[0]}/{name}" for name in linked] == list(page.files)


def description(pages: tuple[Page, ...], path: str) -> str:
    page = next(page for page in pages if page.path == path)
    return unescape(yaml.safe_load(page.markdown.split("---\n")[1])["description"])


def test_a_description_has_speaker_date_words_and_outlets(sample: Path) -> None:
    found = render(checked(sample).cases, [])
    assert description(found, "ferry/runs-all-winter.md") == (
        "the harbour master, 5 November 2030: “The ferry will run on every day of the winter … We have fuel for up to 90 days.”"
        " (The Harbour Post)"
    )
    assert description(found, "ferry/fuel.md").startswith("up to 90 days: ")


def test_data_is_the_same_twice(clone: Path) -> None:
    one, other = (files(render(checked(clone).cases, [], SITE)) for _ in range(2))
    assert one == other
    assert len(one) > 6


def test_a_sheet_without_records_has_data_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "ferry"
    folder.mkdir(parents=True)
    (folder / "sheet.yml").write_text("format: 1\ntitle: A ferry line\n", encoding="utf-8")
    (folder / "articles.yml").write_text("", encoding="utf-8")
    done = build(tmp_path, [], SITE)
    found = files(done.pages)
    assert json.loads(found["ferry/facts.json"])["statements"] == []
    assert table(found["ferry/figures.csv"]) == []
    assert "feed.xml" not in found
    assert all(body(page) for page in done.pages)
