"""What readers meet on a very big sheet, shown on a small one that counts as big: lists and the search index come in pieces."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_site import (  # noqa: F401  # fixtures are found by their names
    FILTERS,
    SEARCHES,
    build,
    fact_pages,
    find,
    headings,
    pages,
    serve,
    visit,
)

from factsheet.shards import folded, pieces, word_pieces

BIG = 20  # facts


def built(to: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The project's own site, as if so many facts were very many."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    search, _ = config["plugins"]
    plugins = [search, {"factsheet": {"in_pieces": BIG}}]
    own = {"INHERIT": str(ROOT / "mkdocs.yml"), "docs_dir": str(ROOT / "content/pages"), "plugins": plugins}
    path = ROOT / f".big-{to.name}.yml"  # the content stands beside it
    path.write_text(json.dumps(own), encoding="utf-8")
    try:
        return build(ROOT, to, "--strict", "-f", str(path), **settings)
    finally:
        path.unlink()


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("big")
    done = built(to)
    assert done.returncode == 0, done.stdout + done.stderr
    return to


def taken(script: str) -> Any:
    """What a piece hands on."""
    found = re.fullmatch(r'factsheet\.take\("[a-z0-9-]+",(.*)\)\n', script)
    assert found
    return json.loads(found[1])


# ------------------------------------------------------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jean-Noël’s 5% of 100,000, about 2.7.", ["jean", "noel", "s", "5%", "of", "100,000", "about", "2.7"]),
        ("snake_case ½ Ⅳ", ["snake", "case", "1", "2", "iv"]),
        ("…", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert folded(text) == words


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=20))
def test_each_word_is_found_where_it_stands(texts: list[tuple[str, str]]) -> None:
    firsts, files = word_pieces("words", texts)
    assert len(firsts) == len(files)
    found = set()
    for first, script in zip(firsts, files.values(), strict=True):
        words = taken(script)
        assert next(iter(words)) == first
        for word, steps in words.items():
            at = 0
            for step in steps:
                at += step // 100
                found.add((word, at, step % 100 >= 32))
    expected = {
        (word, at, word in folded(title)) for at, (title, text) in enumerate(texts) for word in (*folded(title), *folded(text))
    }
    assert found == expected


def test_pieces_are_bounded() -> None:
    firsts, files = word_pieces("words", [[f"word{at} and"] for at in range(20_000)])
    assert max(map(len, files.values())) < 160_000  # `and` has 20,000 places
    assert sorted(map(len, files.values()))[-2] < 60_000
    assert list(firsts) == sorted(firsts)
    assert [len(taken(text)) for _, text in pieces("rows", [*range(120)], 50)] == [50, 50, 20]


# ------------------------------------------------------------------------------------------------------------- browse


def test_all_facts_stand_on_plain_pages(big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "browse.html", java_script_enabled=False)
    found: list[str] = []
    while True:
        found += page.eval_on_selector_all("li:has(.fs-row-meta) > a", "links => links.map(link => link.getAttribute('href'))")
        assert page.locator("li:has(.fs-row-meta)").count() <= BIG
        after = page.locator(".fs-pages [aria-current] + a")
        if not after.count():
            break
        after.click()
    assert sorted(found) == sorted(name for name in fact_pages(big) if name.partition("/")[0] in SHEETS)
    assert len(found) == len(set(found))


SHEETS = [path.parent.name for path in (ROOT / "content").glob("*/sheet.yml")]


@pytest.mark.parametrize("folder", [False, True], ids=["server", "folder"])
def test_filters_work_in_pieces(folder: bool, big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "browse.html", address=big.as_uri() + "/" if folder else serve(big))
    page.wait_for_function("document.querySelector('.fs-found').innerText")
    total = len(list(page.evaluate("factsheet.load(new URL('assets/facts/', location.href), 'facts')").pop("date")))
    assert page.inner_text(".fs-found") == f"{total} of {total} facts"
    assert len(headings(page)) == BIG
    page.focus(".fs-next")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.fs-row-meta').length == {2 * BIG}")
    page.select_option("[name=kind]", "event")
    page.wait_for_function(f"!document.querySelector('.fs-found').innerText.startsWith('{total} ')")
    events = int(page.inner_text(".fs-found").split()[0])
    assert 0 < events < total
    assert page.url.endswith("browse.html?kind=event")
    page.locator(".fs-facts li a").last.click()
    page.locator("#fact").wait_for()  # the page of the fact that was chosen
    page.go_back()
    page.wait_for_function(f"document.querySelector('.fs-found').innerText.startsWith('{events} ')")


@pytest.mark.parametrize(("query", "fact"), FILTERS)
def test_filters_find_the_fact_in_pieces(query: str, fact: str, big: Path, site_links: Any) -> None:
    small, many = site_links(query)
    assert fact in [Path(link).stem for link in many]
    assert small == many


@pytest.fixture
def site_links(big: Path, tmp_path_factory: pytest.TempPathFactory, visit: Any, plain: Path) -> Any:  # noqa: F811
    def links(query: str) -> list[list[str]]:
        both = []
        for site in (plain, big):
            page = visit(site, f"browse.html?{query}")
            page.wait_for_function("document.querySelector('.fs-found').innerText")
            both.append(
                page.eval_on_selector_all("li:has(.fs-row-meta) > a", "links => links.map(link => link.getAttribute('href'))")
            )
        return both

    return links


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("plain")
    assert build(ROOT, to, "--strict").returncode == 0
    return to


def test_a_row_is_the_same_from_a_piece(big: Path, plain: Path, visit: Any) -> None:  # noqa: F811
    rows = []
    for site in (plain, big):
        page = visit(site, "browse.html?kind=figure")
        page.wait_for_function("document.querySelector('.fs-found').innerText")
        rows.append(page.eval_on_selector_all(".fs-facts li", "items => items.map(item => item.innerText)")[:BIG])
    assert rows[0] == rows[1]


def test_a_site_that_is_not_big_has_no_pieces(plain: Path) -> None:
    assert not list(plain.glob("assets/facts/*"))
    assert not list(plain.glob("browse.*.html"))
    assert not any("search_pieces" in text for text in pages(plain).values())


# ------------------------------------------------------------------------------------------------------------- search


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["words"])
def test_search_in_pieces_leads_to_the_fact(search: dict[str, str], big: Path, visit: Any) -> None:  # noqa: F811
    wanted = f"{search['first']}.html"
    others = {path.name for path in (big / "people").glob("*.html")} - {wanted}  # a name may lead to the person's page first
    found = find(visit(big, "index.html"), search["words"])
    assert next(name for name in found if name not in others) == wanted


def test_search_works_from_a_folder(big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "index.html", address=big.as_uri() + "/")
    assert find(page, "hysteria") == ["hysteria-and-hyperbole.html"]
    page.click(".md-search-result__item > a")
    page.wait_for_function("document.querySelector('mark')")


def test_few_pieces_are_fetched_and_not_before_they_are_needed(big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "method.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload(wait_until="networkidle")
    assert not [name for name in asked if name.startswith(("search_index", "index-", "pages-"))]
    page.click("input.md-search__input")
    page.fill("input.md-search__input", "hysteri")
    page.press("input.md-search__input", "a")
    page.wait_for_selector(".md-search-result__item")
    assert len([name for name in asked if name.startswith("pages-")]) == 1
    assert (big / "search/search_index.json").stat().st_size < 1000


LAST_ITEM = """() => new Promise(resolve => {  // Material shows it to who scrolls down
  const worker = new Worker("")
  worker.addEventListener("message", ({ data }) => resolve(data.data.items.at(-1)[0]))
  worker.postMessage({ type: 2, data: "the" })
})"""


def test_what_is_found_is_marked_and_the_rest_is_listed(big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "index.html", 390)
    page.click("label[for=__search]")
    find(page, "the")
    assert page.inner_text(".md-search-result__item mark >> nth=0").lower() == "the"
    assert page.inner_text(".md-search-result__meta") == "31 matching documents"
    last = page.evaluate(LAST_ITEM)
    assert last["title"] == "All facts with these words"
    page.goto(serve(big) + last["location"])
    page.wait_for_function("document.querySelector('.fs-found')?.innerText")
    assert page.input_value("[name=text]") == "the"


def test_no_result_is_said(big: Path, visit: Any) -> None:  # noqa: F811
    page = visit(big, "index.html")
    page.click("input.md-search__input")
    page.locator("input.md-search__input").press_sequentially("xylophonist")
    page.wait_for_function("document.querySelector('.md-search-result__meta').innerText.startsWith('No matching')")


def test_a_big_site_works_under_its_policy(tmp_path: Path, visit: Any) -> None:  # noqa: F811
    done = built(tmp_path)
    (policy,) = re.findall(r"Content-Security-Policy: (.*)", done.stdout + done.stderr)
    assert "unsafe" not in policy
    page = visit(tmp_path, "browse.html?kind=event", address=serve(tmp_path, policy))
    assert page.inner_text(".fs-found").split()[0] != page.inner_text(".fs-found").split()[2]
    assert find(page, "hysteria") == ["hysteria-and-hyperbole.html"]
