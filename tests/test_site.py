"""The site as `mkdocs build --strict` makes it: its links, its sizes, and what a real browser does with it.

The browser is the system's Chromium, driven by Playwright; nothing is downloaded. Where one of them is missing these tests are
skipped, unless FACTSHEET_BROWSER=required.
"""

import csv
import functools
import html
import http.server
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest
import yaml
from conftest import ROOT

FACT_PAGE = 18_000  # bytes that one has on the whole; there may be thousands of them
FACT_PAGE_LIMIT = 20 * 1024


def build(project: Path, to: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    unset = ("SITE_URL", "REPO_URL", "EDIT_URI")
    environment = (
        {name: value for name, value in os.environ.items() if name not in unset} | {"NO_MKDOCS_2_WARNING": "1"} | settings
    )
    command = [sys.executable, "-m", "mkdocs", "build", *options, "--site-dir", str(to)]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("site")
    done = build(ROOT, to, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return to


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an address and a repository."""
    to = tmp_path_factory.mktemp("published")
    done = build(ROOT, to, "--strict", SITE_URL="https://example.org/facts/", REPO_URL="https://github.com/example/facts")
    assert done.returncode == 0, done.stdout + done.stderr
    return to


def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


def whole_pages(site: Path) -> dict[str, str]:
    """All but the cards, which stand in other people's pages."""
    return {name: text for name, text in pages(site).items() if not name.endswith(".card.html")}


def fact_pages(site: Path) -> dict[str, str]:
    alone = {name: text for name, text in whole_pages(site).items() if "fs-alone" in text and name.count(".") == 1}  # no part
    return {name: text for name, text in alone.items() if not name.startswith("people/")}


# ------------------------------------------------------------------------------------------------ without a browser


def test_every_link_leads_somewhere(site: Path) -> None:
    check_links(site)


def check_links(site: Path) -> None:
    anchors = {name: set(re.findall(r'\bid="?([^"\s>]+)', text)) for name, text in pages(site).items()}
    for name, text in pages(site).items():
        if name == "404.html":  # its links start at the site's root, wherever that is
            continue
        for target in re.findall(r'\b(?:href|src)="([^"]*)"', text):
            address, anchor = urldefrag(html.unescape(target))
            if re.match(r"[a-z]+:", address):
                assert address.startswith(("https://", "http://")), f"{name}: {target}"
                continue
            path = (site / name).parent.joinpath(unquote(address)).resolve() if address else site / name
            assert path.is_file() or (path / "index.html").is_file(), f"{name}: {target}"
            there = path.relative_to(site.resolve()).as_posix() if path.suffix == ".html" else None
            assert not anchor or there not in anchors or anchor in anchors[there], f"{name}: {target}"


def test_the_first_pages_answer(site: Path) -> None:
    found = pages(site)
    home = found.pop("index.html")
    for name, text in found.items():
        if name.endswith("/index.html") and not name.startswith(("people/", "editors/")):
            title = re.search(r'<h1 id="sheet">(.*?)</h1>', text)[1]  # type: ignore[index]
            assert title in home
            counts = re.search(r"\d+ outlets?, \d+ lineages?", text)[0]  # type: ignore[index]
            assert counts in home


def test_facts_have_small_pages_without_navigation(site: Path) -> None:
    facts = fact_pages(site)
    assert len(facts) > 30
    for name, text in facts.items():
        assert len(text.encode()) <= FACT_PAGE_LIMIT, name
        assert "md-sidebar" not in text, name


def test_fact_pages_are_small_on_the_whole(site: Path, published: Path) -> None:
    for built in (site, published):
        sizes = [len(text.encode()) for text in fact_pages(built).values()]
        assert sum(sizes) / len(sizes) <= FACT_PAGE


def test_each_fact_is_indexed_once(site: Path) -> None:
    documents = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    places = [document["location"] for document in documents]
    for name in fact_pages(site):
        assert [place for place in places if place.partition("#")[0] == name] == [name]
    assert not [
        place
        for place in places
        if place.partition("#")[0].endswith(("browse.html", "statements.html", "figures.html", "differences.html"))
    ]


def test_without_an_address_no_page_claims_one(site: Path) -> None:
    for name, text in pages(site).items():
        assert 'rel="canonical"' not in text, name
        assert 'rel="edit"' not in text, name


def test_with_an_address_pages_name_it_and_lead_to_their_records(published: Path) -> None:
    found = pages(published)
    for name in (name for name in found if name != "404.html"):
        page = name.replace(".card.html", ".html")  # a card is another form of its fact
        assert f'<link rel="canonical" href="https://example.org/facts/{page}">' in found[name], name
    for name, text in fact_pages(published).items():
        link = re.search(r'<a href="https://github.com/example/facts/blob/main/(content/[^"#]*)#L(\d+)"[^>]*rel="edit"', text)
        assert link, name
        record = (ROOT / link[1]).read_text(encoding="utf-8").splitlines()[int(link[2]) - 1 :][:1]
        assert record[0].lstrip("- ").startswith("id:"), name


def test_the_build_is_the_same_twice(site: Path, tmp_path: Path) -> None:
    assert build(ROOT, tmp_path, "--strict").returncode == 0
    assert pages(tmp_path) == pages(site)


def heads(text: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', text)
    assert len(dict(found)) == len(found)
    return {name: html.unescape(value) for name, value in found}


def data_blocks(text: str) -> list[Any]:
    return [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)]


def test_a_shared_fact_shows_its_words_and_who_has_them(published: Path) -> None:
    for name, text in fact_pages(published).items():
        said = heads(text)
        shown = re.search(r'<blockquote class="fs-words">(.*?)</blockquote>', text, re.S)
        assert shown, name
        start = html.unescape(re.sub(r"<[^>]+>", "", shown[1])).strip("“” ").split("”")[0][:60]
        assert start in said["og:description"], name
        assert said["og:description"] == said["description"]
        assert said["og:url"] == f"https://example.org/facts/{name}"
        assert said["og:title"] in html.unescape(re.search(r"<title>(.*?)</title>", text)[1]), name  # type: ignore[index]
        assert any(outlet in said["og:description"] for outlet in re.findall(r"<cite>([^<]*)<", text)), name


def test_every_page_but_those_of_no_articles_has_a_data_block(published: Path) -> None:
    for name, text in whole_pages(published).items():
        found = data_blocks(text)
        assert len(found) == (name not in ("method.html", "404.html") and not name.startswith("editors/")), name
        assert all("NewsArticle" in json.dumps(block) for block in found), name


def test_data_blocks_are_not_searched(site: Path) -> None:
    assert "schema.org" not in (site / "search" / "search_index.json").read_text(encoding="utf-8")


def test_the_sitemap_lists_each_page_once(published: Path, site: Path) -> None:
    listed = re.findall(r"<loc>(.*?)</loc><lastmod>(.*?)</lastmod>", (published / "sitemap.xml").read_text(encoding="utf-8"))
    names = [address.removeprefix("https://example.org/facts/") for address, _ in listed]
    assert sorted(names) == sorted(name for name in whole_pages(published) if name != "404.html")
    assert "<url>" not in (site / "sitemap.xml").read_text(encoding="utf-8")  # nothing to say without an address


def test_the_feed_is_linked_where_there_is_one(published: Path, site: Path) -> None:
    assert (published / "feed.xml").is_file()
    assert not (site / "feed.xml").exists()
    assert all("application/atom+xml" in text for text in whole_pages(published).values())
    assert not any("application/atom+xml" in text or "feed.xml" in text for text in pages(site).values())


def test_a_moved_fact_is_not_offered_to_search_engines(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("inbox.yml", "texts"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    sheet = next((tmp_path / "content").glob("*/sheet.yml"))
    fact = next(name for name in fact_ids(sheet.parent))
    with sheet.open("a", encoding="utf-8") as file:
        file.write(f"redirects: {{moved-away: {fact}}}\n")
    done = build(tmp_path, tmp_path / "site", SITE_URL="https://example.org/")
    assert done.returncode == 0, done.stderr
    moved = (tmp_path / "site" / sheet.parent.name / "moved-away.html").read_text(encoding="utf-8")
    assert heads(moved)["robots"] == "noindex"
    assert "moved-away" not in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")


def fact_ids(folder: Path) -> list[str]:
    return re.findall(r"(?m)^- id: (\S+)", (folder / "statements.yml").read_text(encoding="utf-8"))


# Whatever of it runs sets a word that the browser is asked for; whatever of it loads asks another host.
HOSTILE = (
    "</script></style></title><script>window.owned=1;alert(1)</script><img src=//evil.example/x onerror=owned=1>"
    "\"onmouseover=owned=1 autofocus onfocus=owned=1 x='{{ 7*7 }}{% raw %}[a](javascript:owned=1)![b](//evil.example/y) "
    "{: onclick=owned=1 #top .md-overlay } <svg onload=owned=1> =1+1 \u202e"
)
SAID = HOSTILE.replace('"', "'")  # a quotation ends at its mark
ATTACK = f"=cmd|'/c calc'!A0 {HOSTILE}"


def hostile_records() -> dict[str, object]:
    """Every field of every kind of record, each an attack as far as its kind of value lets it be one."""
    everything: dict[str, object] = {
        **dict.fromkeys(("summary", "note", "differs"), ATTACK),
        "topic": "time",
        "corrections": [{"date": "2030-11-07", "was": ATTACK, "now": ATTACK, "why": ATTACK}],
        "outside": [
            {"says": ATTACK, "source": ATTACK, "url": "https://example.org/?a=javascript:b&c=1#x", "checked": "2030-11-06"}
        ],
    }
    said = f"The ferry is on time {SAID} today"
    own = {"note": ATTACK, "response": ATTACK, "where": ATTACK}
    quoted = [{"article": name, "quote": said, "cue": "said", **own} for name in ("gazette", "herald")]
    number = {
        "article": "gazette",
        "text": f"a fare of 5 {HOSTILE} euros",
        "said_by": ATTACK,
        "horizon": ATTACK,
        "subject": ATTACK,
    }
    figure = {"subject": ATTACK, "value": "5", "unit": ATTACK, "said_by": "ann-example", "horizon": ATTACK, "status": "demand"}
    dated = {"article": "gazette", "text": f"in May 2030 {HOSTILE}", **own}
    return {
        "../people": [
            {
                "id": "ann-example",
                "name": ATTACK,
                "aliases": [ATTACK],
                "roles": [{"title": ATTACK, "from": "2030"}],
                "wikidata": "Q1",
            }
        ],
        "sheet": {
            "format": "1",
            **dict.fromkeys(("title", "summary", "where"), ATTACK),
            "date": "2030-11-05",
            "checked": "2030-11-06",
            "license": "CC-BY-4.0",
            "topics": [{"id": "time", "title": ATTACK}],
            "at_a_glance": [{"text": ATTACK, "facts": ["on-time", "fare", "opening"]}],
            "redirects": {"old-time": "on-time"},
        },
        "articles": [
            {
                "id": name,
                **dict.fromkeys(("outlet", "title", "language", "note"), ATTACK),
                "authors": [ATTACK],
                "published": "2030-11-05",
                "url": "https://example.org/?q=javascript:x&y=1",
            }
            for name in ("gazette", "herald")
        ],
        "statements": [{"id": "on-time", "speaker": "ann-example", "where": ATTACK, **everything, "reports": quoted}],
        "figures": [{"id": "fare", **figure, **everything, "reports": [number]}],
        "events": [{"id": "opening", "date": "2030-05", "where": ATTACK, **everything, "reports": [dated]}],
    }


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, with an address and a repository, in whose records every text is an attack; so is the name of a file."""
    project = tmp_path_factory.mktemp("hostile")
    folder = project / "content" / "ferry"
    (folder / "texts").mkdir(parents=True)
    (folder / "events").mkdir()
    (project / "content" / "pages").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", project)
    for name, record in hostile_records().items():
        path = folder / ("events/<img src=x onerror=owned=1>\"'.yml" if name == "events" else f"{name}.yml")
        path.write_text(json.dumps(record), encoding="utf-8")
    text = f"“The ferry is on time {SAID} today,” she said. It opens in May 2030 {HOSTILE}.\n"
    text += f"They want a fare of 5 {HOSTILE} euros.\n"
    for article in ("gazette", "herald"):
        (folder / "texts" / f"{article}.txt").write_text(text, encoding="utf-8")
    done = build(project, project / "site", SITE_URL="https://example.org/", REPO_URL="https://github.com/example/facts")
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


def test_no_file_of_a_hostile_site_is_more_than_what_it_is(hostile: Path) -> None:
    """CSV without a formula, JSON and JSON-LD that parse, a feed that is XML, no file beside the site."""
    files = [path for path in hostile.rglob("*") if path.is_file()]
    assert {path.parent.parent.name for path in hostile.parent.glob("content/*/*.yml")} <= {"content"}
    tables = [path for path in files if path.suffix == ".csv"]
    assert len(tables) == 3
    for path in tables:
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [cell for cell in row if re.match(r"[=+@\t\r]|-(?!\d)", cell)], path.name
    assert len([json.loads(path.read_text(encoding="utf-8")) for path in files if path.suffix == ".json"]) > 2
    feed = ElementTree.parse(hostile / "feed.xml").getroot()
    assert {element.tag.rpartition("}")[2] for element in feed.iter()} <= set(
        "feed id title updated author name link entry summary".split()
    )
    for name, text in pages(hostile).items():
        assert all("@context" in block for block in data_blocks(text)), name
    assert not [path for path in files if "\u202e" in path.name or "<" in path.name]
    assert not [
        path for path in files if path.suffix in (".html", ".csv", ".xml", ".json") and "\u202e" in path.read_text("utf-8")
    ]


def test_no_record_brings_a_tag_into_a_page(hostile: Path) -> None:
    for name, text in pages(hostile).items():
        assert "alert(1)" in text or name in ("404.html", "method.html", "ferry/old-time.html"), name
        assert "<script>window.owned" not in text, name
        assert "<img" not in text, name
        assert "{{ 7*7 }}" in html.unescape(text) or "alert(1)" not in text, name


# --------------------------------------------------------------------------------------------------- with a browser


class _Quiet(http.server.SimpleHTTPRequestHandler):
    policy = ""

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


@functools.cache
def serve(folder: Path, policy: str = "") -> str:
    """The folder's address on this machine, as long as the tests run; its pages are served under a policy, if one is given."""
    handler = type("_Handler", (_Quiet,), {"policy": policy})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens a page of a site; in the end no page has asked another host for anything or complained."""
    contexts, asked, said = [], [], []

    def opened(folder: Path, name: str, width: int = 1280, address: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.goto((address or serve(folder)) + name, wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "file:", "data:"))] == []
    assert said == []


def find(page: Any, words: str) -> list[str]:
    """The pages that the search gives for some words, best first."""
    page.click("input.md-search__input")
    page.locator("input.md-search__input").press_sequentially(words)
    page.locator(".md-search-result__meta", has_text="match").wait_for()
    found: list[str] | None = None
    for _ in range(50):  # results follow each key: wait until they stay
        before = found
        found = page.eval_on_selector_all(".md-search-result__item > a", "links => links.map(link => link.pathname)")
        if found == before:
            break
        page.wait_for_timeout(250)
    return [link.rpartition("/")[2] for link in found or []]


SEARCHES = yaml.safe_load((Path(__file__).parent / "tables" / "search.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["words"])
def test_search_leads_to_the_fact(search: dict[str, str], site: Path, visit: Any) -> None:
    found = find(visit(site, "index.html"), search["words"])
    assert found[0] == f"{search['first']}.html"
    facts = [name for name in found if any(page.endswith(f"/{name}") for page in fact_pages(site))]
    assert len(facts) == len(set(facts))


def test_the_index_is_fetched_when_the_reader_turns_to_the_search(site: Path, visit: Any) -> None:
    page = visit(site, "method.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert any("/bundle." in url for url in asked)
    assert not any("search_index" in url for url in asked)
    assert find(page, "hysteria") == ["hysteria-and-hyperbole.html"]
    assert sum("search_index" in url for url in asked) == 1
    page.click(".md-search-result__item > a")  # the words are marked on the page that it leads to
    assert page.locator("mark").first.inner_text().lower().startswith("hysteria")


def test_search_finds_what_a_person_said(site: Path, visit: Any) -> None:
    found = find(visit(site, "index.html"), "Rutte")
    facts = {name.rpartition("/")[2]: text for name, text in fact_pages(site).items()}
    assert all("Rutte" in facts[name] for name in found[:5])


KINDS = (
    "index.html", "method.html", "browse.html",
    "nato-brussels-2025/index.html", "*/differences.html", "*/statements.html", "*/figures.html", "*/timeline.html",
    "*/sources.html", "*/corrections.html", "*/data.html",
    "*/hysteria-and-hyperbole.html", "*/spending-goal.html", "*/as-active-as-ever.html", "*/nato-member-states.html",
    "*/no-sudden-drawdown.html", "*/coordinated-manner.html", "*/possible-troop-cut.html",
    "editors/first-sheet.html", "editors/good-records.html", "editors/reference-commands.html", "editors/reference-fields.html",
    "people/index.html", "people/marco-rubio.html", "*/spending-goal.card.html", "*/hysteria-and-hyperbole.card.html",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_and_all_can_use_it(kind: str, site: Path, visit: Any) -> None:
    """On wide and narrow screens, light and dark: nothing is cut off, and axe finds nothing to complain about."""
    fits(visit(site, next(site.glob(kind)).relative_to(site).as_posix()), is_card=kind.endswith(".card.html"))


def fits(page: Any, *, is_card: bool = False) -> None:
    for width, scheme in itertools.product((1280, 390), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if not is_card:  # a card has no script and follows its reader at once
            page.wait_for_function(f"(document.body.dataset.mdColorScheme == 'slate') == {str(scheme == 'dark').lower()}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = (
            "[...document.querySelectorAll('.md-content *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
        )
        assert page.evaluate(cut) == 0
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(int(part) for part in re.findall(r"\d+", paper)[:3]) < 384) == (scheme == "dark")
        assert _violations(page) == [], (width, scheme)


STANDS_OVER = """() => {
  const place = element => element.getBoundingClientRect()
  const boxes = [...document.querySelectorAll(".fs-picture")].flatMap((picture, at) =>
    [...picture.querySelectorAll("text")].map(text => [at, text.textContent, place(text), place(picture)]))
  const over = (one, other) => one[0] == other[0] && one[2].left < other[2].right - 1 && other[2].left < one[2].right - 1
    && one[2].top + 3 < other[2].bottom - 3 && other[2].top + 3 < one[2].bottom - 3
  const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other => over(one, other)).map(other => [one[1], other[1]]))
  const out = boxes.filter(([, , box, picture]) => box.left < picture.left - 1 || box.right > picture.right + 1)
  return [boxes.length, ...pairs, ...out.map(box => box[1])]
}"""


@pytest.mark.parametrize(
    "kind", ["nato-brussels-2025/index.html", "*/timeline.html", "*/sources.html", "*/figures.html", "*/spending-goal.card.html"]
)
def test_no_words_of_a_picture_stand_over_others(kind: str, site: Path, visit: Any) -> None:
    page = visit(site, next(path for path in site.glob(kind) if path.parent.name != "people").relative_to(site).as_posix(), 390)
    found, *bad = page.evaluate(STANDS_OVER)
    assert found > 3
    assert bad == []


def test_a_card_needs_no_script_and_is_kept_out_of_searches(published: Path, visit: Any) -> None:
    page = visit(
        published,
        next(published.glob("*/spending-goal.card.html")).relative_to(published).as_posix(),
        390,
        java_script_enabled=False,
    )
    assert page.locator("script").count() == 0
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"
    text = page.locator("article").inner_text()
    for words in ("up to 5% of GDP", "Bloomberg", "hedge: up to", "checked 22 November 2026", "https://example.org/facts/"):
        assert words.casefold() in text.casefold(), words
    assert "card.html" not in (published / "sitemap.xml").read_text(encoding="utf-8")


def test_people_lead_to_what_they_said(site: Path) -> None:
    found = pages(site)
    person = found["people/mark-rutte.html"]
    quoted, told = person.split("Told without quotation marks")
    assert "no-sudden-drawdown.html" in quoted
    assert "largest-spending-rise.html" in told
    assert all(
        f'href="{path.name}"' in found["people/index.html"] for path in (site / "people").glob("*.html") if path.stem != "index"
    )


def _violations(page: Any) -> list[tuple[str, str]]:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:  # the rest of the test holds without it
        return []
    found = Axe().run(page).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found]


def test_changes_are_read_out_and_searched_once(site: Path, visit: Any) -> None:
    """Where a wording is laid over another, the words "left out" and "put in" are there for ears and not for eyes."""
    name = next(name for name in fact_pages(site) if name.endswith("/hysteria-and-hyperbole.html"))
    page = visit(site, name, 390)
    assert " ".join(page.locator("del").first.inner_text().split()).startswith("[left out: Some of this hysteria")
    assert page.locator("del .fs-hidden").first.bounding_box()["width"] <= 1
    for mark, line in (("del", "line-through"), ("ins", "underline")):
        assert line in page.locator(mark).first.evaluate("mark => getComputedStyle(mark).textDecorationLine")
    documents = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    (text,) = [document["text"] for document in documents if document["location"].partition("#")[0] == name]
    assert "left out" not in text


def test_labels_can_be_read_on_paper(site: Path, visit: Any) -> None:
    page = visit(site, next(name for name in fact_pages(site) if name.endswith("/hysteria-and-hyperbole.html")))
    page.emulate_media(media="print")
    style = page.locator(".fs-reference .fs-chip").evaluate(
        "chip => [getComputedStyle(chip).color, getComputedStyle(chip).backgroundColor]"
    )
    assert style == ["rgb(31, 35, 40)", "rgba(0, 0, 0, 0)"]  # printers leave out what stands behind


def test_citations_open_without_javascript(site: Path, visit: Any) -> None:
    name = next(iter(fact_pages(site)))
    page = visit(site, name, java_script_enabled=False)
    citation = page.locator("#citation")
    assert not citation.is_visible()
    page.click("details.fs-cite summary")
    assert name in citation.inner_text()


def test_a_data_block_stands_under_a_policy_without_inline_scripts(tmp_path: Path, published: Path, browser: Any) -> None:
    """Browsers execute no data block, so that `script-src 'self'` has nothing to say about one."""
    block = re.search(r'<script type="application/ld\+json">.*?</script>', next(iter(fact_pages(published).values())))
    assert block
    (tmp_path / "page.html").write_text(
        f"<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\"><title>x</title>{block[0]}", encoding="utf-8"
    )
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(serve(tmp_path) + "page.html")
    assert json.loads(page.locator("script").inner_text())["@context"] == "https://schema.org"
    page.close()
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


# ------------------------------------------------------------------------------------------------ finding and using


def headings(page: Any) -> list[str]:
    """The facts that the browse page shows."""
    return page.eval_on_selector_all(".fs-row-meta", "rows => rows.map(row => row.closest('li'))"
        ".filter(item => !item.hidden).map(item => item.querySelector('a').textContent)")  # fmt: skip


def test_facts_are_listed_without_javascript(site: Path, visit: Any) -> None:
    page = visit(site, "browse.html", java_script_enabled=False)
    links = page.eval_on_selector_all("li:has(.fs-row-meta) > a", "links => links.map(link => link.getAttribute('href'))")
    assert sorted(links) == sorted(fact_pages(site))
    assert not page.locator(".fs-filters").is_visible()
    assert page.locator(".fs-row-meta").first.is_visible()


@pytest.mark.parametrize("folder", [False, True], ids=["server", "folder"])
def test_filters_stand_in_the_address(folder: bool, site: Path, visit: Any) -> None:
    """From a server and from a folder: each filter is a step back, and the address opens the same facts again."""
    address = site.as_uri() + "/" if folder else serve(site)
    page = visit(site, "browse.html", address=address)
    everything = headings(page)
    page.select_option("[name=topic]", "troops")
    on_topic = headings(page)
    page.select_option("[name=kind]", "figure")
    figures = headings(page)
    assert len(everything) > len(on_topic) > len(figures) > 0
    assert page.inner_text(".fs-found") == f"{len(figures)} of {len(everything)} facts"
    assert page.url.endswith("browse.html?kind=figure&topic=troops")
    assert headings(visit(site, "browse.html?kind=figure&topic=troops", address=address)) == figures
    page.go_back()
    assert headings(page) == on_topic
    assert page.input_value("[name=kind]") == ""
    page.go_back()
    assert headings(page) == everything
    assert page.url.endswith("browse.html")
    page.go_forward()
    assert headings(page) == on_topic


FILTERS = (
    ("text=five+percent&kind=figure", "spending-goal"),
    ("text=100000", "us-troops-in-europe"),
    ("text=JEAN-NOEL", "unity-being-tested"),
    ("text=5%25&kind=figure", "spending-goal"),
    ("speaker=mark-rutte&text=drawdown", "no-sudden-drawdown"),
    ("outlet=Deutsche+Welle&label=damaged&text=active", "as-active-as-ever"),
    ("kind=event&from=2025-06-15&until=2025-06-20", "hague-summit"),
)


@pytest.mark.parametrize(("query", "fact"), FILTERS)
def test_filters_find_the_fact(query: str, fact: str, site: Path, visit: Any) -> None:
    page = visit(site, f"browse.html?{query}")
    shown = "a => !a.closest('li').hidden && a.getAttribute('href')"
    links = page.eval_on_selector_all("li:has(.fs-row-meta) > a", f"links => links.map({shown}).filter(Boolean)")
    assert fact in [Path(link).stem for link in links]
    assert len(links) < 4


def test_words_are_one_step_back(site: Path, visit: Any) -> None:
    page = visit(site, "browse.html")
    page.locator("[name=text]").press_sequentially("hysteria")
    assert len(headings(page)) == 1
    assert page.url.endswith("?text=hysteria")
    page.go_back()
    assert page.input_value("[name=text]") == ""
    assert page.url.endswith("browse.html")


def test_filters_work_by_keyboard(site: Path, visit: Any) -> None:
    page = visit(site, "browse.html", 390)
    everything = len(headings(page))
    page.focus("[name=text]")
    page.keyboard.type("Europe")
    page.keyboard.press("Tab")
    page.keyboard.type("Fig")
    assert page.evaluate("document.activeElement.name") == "kind"
    assert page.input_value("[name=kind]") == "figure"
    few = len(headings(page))
    assert 0 < few < everything
    page.focus("[name=until]")
    for _ in range(5):  # day, month, year, calendar, then the first of the filters in use
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").startswith("fs-button"):
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove the filter Words: Europe"
    page.keyboard.press("Enter")
    assert len(headings(page)) > few
    assert page.evaluate("document.activeElement.textContent") == "Kind: Figures"
    page.keyboard.press("Enter")
    assert len(headings(page)) == everything
    assert page.evaluate("document.activeElement.name") == "text"


def test_where_nothing_fits_the_page_says_how_to_go_on(site: Path, visit: Any) -> None:
    page = visit(site, "browse.html?text=zzzz&kind=figure", 390)
    assert headings(page) == []
    assert page.inner_text(".fs-found").startswith("0 of")
    assert page.get_attribute(".fs-found", "role") == "status"
    page.click(".fs-none button:has-text('Words: zzzz')")
    assert len(headings(page)) > 5
    assert not page.locator(".fs-none").is_visible()
    assert _violations(visit(site, "browse.html?text=zzzz&kind=figure")) == []


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with more facts than the browse page shows at once, on two sheets."""
    project = tmp_path_factory.mktemp("many")
    (project / "content" / "pages").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "content" / "people.yml").write_text('[{"id": "ann-example", "name": "Ann Example"}]', encoding="utf-8")
    for sheet, number in (("first", 70), ("second", 80)):
        folder = project / "content" / sheet
        (folder / "texts").mkdir(parents=True)
        words = [f"The ferry number {at} of the {sheet} line is late today" for at in range(number)]
        text = "\n\n".join(f"“{line},” she said." for line in words)
        (folder / "texts" / "gazette.txt").write_text(text, encoding="utf-8")
        statements = [
            {"id": f"late-{at}", "speaker": "ann-example", "summary": line, "reports": [{"article": "gazette", "quote": line}]}
            for at, line in enumerate(words)
        ]
        records = {
            "sheet": {"format": "1", "title": f"The {sheet} line"},
            "articles": [{"id": "gazette"}],
            "statements": statements,
        }
        for name, record in records.items():
            (folder / f"{name}.yml").write_text(json.dumps(record), encoding="utf-8")
    done = build(project, project / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


def test_a_long_list_is_shown_in_steps_and_searched_whole(many: Path, visit: Any) -> None:
    page = visit(many, "browse.html")
    assert (len(headings(page)), page.inner_text(".fs-found")) == (100, "150 of 150 facts")
    page.focus(".fs-next")
    page.keyboard.press("Enter")
    assert len(headings(page)) == 150
    assert page.evaluate("document.activeElement.textContent") == headings(page)[100]
    assert not page.locator(".fs-next").is_visible()
    page.fill("[name=text]", "number 75 second")
    assert headings(page) == ["The ferry number 75 of the second line is late today"]
    assert page.locator("h2").all_inner_texts() == ["The second line"]
    plain = visit(many, "browse.html", java_script_enabled=False)
    assert plain.locator("li:has(.fs-row-meta) > a").count() == 150
    assert plain.locator("h2").count() == 2


def test_every_page_opens_from_a_folder(site: Path, visit: Any) -> None:
    for kind in KINDS:
        name = next(site.glob(kind)).relative_to(site).as_posix()
        page = visit(site, name, address=site.as_uri() + "/")
        assert page.locator("h1").is_visible(), name
        assert not page.locator("input.md-search__input").is_visible(), name


def test_links_and_citations_are_copied(published: Path, visit: Any) -> None:
    name = next(iter(fact_pages(published)))
    page = visit(published, name, permissions=["clipboard-read", "clipboard-write"])
    page.focus("[data-fs-copy='#permalink']")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.md-dialog').innerText.includes('Copied')")
    assert page.get_attribute(".md-dialog", "role") == "status"
    assert page.evaluate("navigator.clipboard.readText()") == serve(published) + name
    page.click("details.fs-cite summary")
    page.click("[data-fs-copy='#citation']")
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('fact sheet'))")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"https://example.org/facts/{name}")


def test_without_javascript_no_button_is_offered(site: Path, visit: Any) -> None:
    page = visit(site, next(iter(fact_pages(site))), java_script_enabled=False)
    page.click("details.fs-cite summary")
    assert page.locator("[data-fs-copy]").count() > 1
    assert not any(button.is_visible() for button in page.locator("[data-fs-copy]").all())


def test_the_site_works_under_the_policy_that_the_build_prints(tmp_path: Path, visit: Any) -> None:
    """No script but its own files and Material's inline ones, no style in a tag: else the console would tell."""
    done = build(ROOT, tmp_path, "--strict")
    (policy,) = re.findall(r"Content-Security-Policy: (.*)", done.stdout + done.stderr)
    assert policy.startswith("default-src 'self'; img-src 'self' data:; script-src 'self' 'sha256-")
    assert "unsafe" not in policy
    address = serve(tmp_path, policy)
    for kind in KINDS:
        visit(tmp_path, next(tmp_path.glob(kind)).relative_to(tmp_path).as_posix(), address=address)
    page = visit(tmp_path, "browse.html?kind=event", address=address)
    assert all(item in headings(visit(tmp_path, "browse.html", address=address)) for item in headings(page))
    page.click("label[for=__palette_1]")
    assert page.evaluate("document.body.dataset.mdColorMedia") == "(prefers-color-scheme: light)"
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorMedia") == "(prefers-color-scheme: light)"
    assert find(page, "hysteria") == ["hysteria-and-hyperbole.html"]


def test_the_repository_is_linked_and_not_called(published: Path, visit: Any) -> None:
    page = visit(published, "index.html")
    assert page.locator("header a.md-source").get_attribute("href") == "https://github.com/example/facts"


def test_wide_tables_scroll_by_keyboard(tmp_path: Path, visit: Any) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("inbox.yml"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    head = "| " + " | ".join(f"column number {number}" for number in range(20)) + " |\n"
    (tmp_path / "content" / "pages" / "wide.md").write_text(f"# Wide\n\n{head}{'|---' * 20}|\n{head}", encoding="utf-8")
    assert build(tmp_path, tmp_path / "site").returncode == 0
    page = visit(tmp_path / "site", "wide.html", 390)
    assert page.locator(".md-typeset__scrollwrap").get_attribute("tabindex") == "0"


def test_a_hostile_site_runs_no_script(hostile: Path, visit: Any) -> None:
    for name in pages(hostile):
        page = visit(hostile, name, 390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        handlers = (
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).length"
        )
        assert page.evaluate(handlers) == 0, name
        assert page.evaluate("typeof owned") == "undefined", name
        links = page.eval_on_selector_all(
            "a", "links => links.map(link => new URL(link.getAttribute('href') ?? '', document.baseURI).href)"
        )
        assert [link for link in links if link and not link.startswith(("http:", "https:"))] == [], name
        assert [link for link in links if "evil.example" in link.partition("?")[0]] == [], name
    page = visit(hostile, "index.html")
    assert find(page, "ferry") == ["on-time.html"]
    assert page.locator(".md-search-result__item script, .md-search-result__item img").count() == 0


def test_print_leaves_out_what_only_a_screen_needs(site: Path, visit: Any) -> None:
    page = visit(site, next(iter(fact_pages(site))))
    page.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-footer", ".fs-path", ".fs-more"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("#citation").is_visible()
