"""Sections of a big sheet as pages: what stands where, what leads there, and what a reader meets."""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from test_pictures import sheet
from test_site import build, check_links, fits, serve, visit  # noqa: F401  # a fixture is found by its name

from factsheet.build import checked
from factsheet.pages import Page, render
from factsheet.sections import KEY_SOURCES, KEY_SPEAKERS, LISTED, PAGE, SQUARES, WHOLE, cut
from factsheet.views import PERSON, SheetView, view

FACTS, MOST = 160, 12  # of a made-up sheet, and how many of them count as too many for a page
SECTIONS = {"statement": "statements", "figure": "figures", "event": "timeline"}


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a big sheet."""
    root = tmp_path_factory.mktemp("town")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import generate
    finally:
        sys.path.pop(0)
    generate.sheet(FACTS, root)
    del sys.modules["generate"]
    (root / "content/pages").mkdir()
    settings = {"INHERIT": str(ROOT / "mkdocs.yml"), "docs_dir": "content/pages"}
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    plugins = [config["plugins"][0], {"factsheet": {"in_pieces": MOST}}]
    (root / "mkdocs.yml").write_text(json.dumps({**settings, "plugins": plugins}), encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def made(town: Path) -> SheetView:
    (case,) = checked(town).cases
    return view(case)


@pytest.fixture(scope="session")
def written(town: Path) -> Mapping[str, Page]:
    pages = render(checked(town).cases, [], in_pieces=MOST)
    assert len({page.path for page in pages}) == len(pages)
    return {page.path.removeprefix("town/").removesuffix(".md"): page for page in pages}


@pytest.fixture(scope="session")
def built(town: Path) -> Path:
    done = build(town, town / "site", "--strict")  # which would tell of a link or an anchor that leads nowhere
    assert done.returncode == 0, done.stdout + done.stderr
    return town / "site"


def cards(page: Page) -> list[str]:
    return re.findall(r"(?m)^###? \[.*\{ #([a-z0-9-]+) \}$", page.markdown)


def parts(written: Mapping[str, Page], section: str) -> dict[str, Page]:
    return {name: page for name, page in written.items() if name.startswith(f"{section}.")}


# ------------------------------------------------------------------------------------------------------ what is cut


def test_a_small_sheet_is_as_it_was(clone: Path) -> None:
    for case in checked(clone).cases:
        found = cut(view(case), 1000)
        assert not any(section.is_cut for section in found.by_name.values())
        assert [part.name for section in found.by_name.values() for part in section.parts] == list(found.by_name)


def talk(root: Path, speakers: list[str], articles: tuple[str, ...] = ("gazette",)) -> SheetView:
    """One statement of each of these speakers."""
    people = [{"id": who, "name": who.replace("-", " ").title()} for who in dict.fromkeys(speakers)]
    statements: list[dict[str, object]] = [
        {"id": f"said-{at}", "speaker": who, "reports": [{"article": name, "quote": f"All {at} is well"} for name in articles]}
        for at, who in enumerate(speakers)
    ]
    sheet(root, statements=statements)
    (root / "content/people.yml").write_text(json.dumps(people), encoding="utf-8")
    (case,) = checked(root).cases
    return view(case)


def test_a_sheet_is_cut_when_it_is_bigger_than_that(tmp_path: Path) -> None:
    for facts, pages in ((WHOLE, ["statements"]), (WHOLE + 1, ["statements.ann", "statements.ann.2", "statements.ann.3"])):
        found = cut(talk(tmp_path / str(facts), ["ann"] * facts), 1000).by_name["statements"]
        assert [part.name for part in found.parts] == pages
    assert [part.title for part in found.parts] == ["Ann (1 of 3)", "Ann (2 of 3)", "Ann (3 of 3)"]
    assert [len(group.facts) for part in found.parts for group in part.groups] == [67, 67, 67]
    assert [group.goes_on for part in found.parts for group in part.groups] == [False, True, True]


def test_many_who_speak_once_share_pages(tmp_path: Path) -> None:
    names = [f"ann-{at:04}" for at in range(LISTED + 1)]
    shown = talk(tmp_path, names[::-1])
    found = cut(shown, 1000).by_name["statements"]
    assert len(found.parts) == -(-len(names) // PAGE)
    assert found.parts[1].name == f"statements.{names[PAGE]}"
    assert found.parts[1].title == "Ann 0100 to Ann 0199"
    assert found.lists_parts  # more names than one looks through
    assert [entry.title for entry in found.entries] == [part.title for part in found.parts]
    assert [anchor for entry in found.entries for anchor in entry.anchors] == [f"by--{name}" for name in names]


def test_a_full_year_is_cut_into_months(tmp_path: Path) -> None:
    dates = [f"2030-{month:02}-{day:02}" for month in (1, 2, 5, 12) for day in range(1, 11)] + ["../2028", "2029", "2031-03"]
    events: list[dict[str, object]] = [
        {"id": f"at-{at}", "date": date, "summary": "It opens", "reports": [{"article": "gazette", "text": "it opens"}]}
        for at, date in enumerate(dates)
    ]
    found = cut(sheet(tmp_path, events=events), 20).by_name["timeline"]
    assert [(part.name, part.title) for part in found.parts] == [
        ("timeline.0001", "Without a beginning to 2029"),
        ("timeline.2030-01", "January 2030 to February 2030"),
        ("timeline.2030-05", "May 2030 to December 2030"),
        ("timeline.2031", "2031"),
    ]
    assert found.at["at-25"] == found.at["in--2030-05"] == "timeline.2030-05"


def test_an_article_of_many_quotations_goes_on(tmp_path: Path) -> None:
    found = cut(talk(tmp_path, ["ann"] * 250, ("gazette", "tribune")), 20).by_name["sources"]
    pages = [part for part in found.parts if part.groups[0].anchor == "gazette"]
    assert [part.name for part in pages] == ["sources.gazette", "sources.gazette.2"]
    shown = [group.shown for part in pages for group in part.groups if group.shown]
    assert [one.fact for each in shown for one in each.faithful] == [f"said-{at}" for at in range(250)]
    assert {group.witness.comparable for part in pages for group in part.groups if group.witness} == {250}


@pytest.mark.parametrize("most", [1, 7, MOST, PAGE, FACTS - 1])
def test_each_fact_stands_on_one_page_of_its_section(most: int, made: SheetView) -> None:
    found = cut(made, most)
    for facts, name in ((made.statements, "statements"), (made.figures, "figures"), (made.events, "timeline")):
        section = found.by_name[name]
        stands = {fact.fact.id: part.name for part in section.parts for group in part.groups for fact in group.facts}
        listed = Counter(fact.fact.id for part in section.parts for group in part.groups for fact in group.facts)
        assert listed == Counter(fact.fact.id for fact in facts)
        assert all(section.at[fact] == page for fact, page in stands.items())
        assert max(sum(len(group.facts) for group in part.groups) for part in section.parts) <= min(most, PAGE)
    differing = [fact for part in found.by_name["differences"].parts for group in part.groups for fact in group.facts]
    assert Counter(differing) == Counter((*made.clashes, *made.shorter, *made.damaged))
    articles = {group.anchor for part in found.by_name["sources"].parts for group in part.groups}
    assert articles == {source.article.id for source in made.sources}
    names = [part.name for section in found.by_name.values() for part in section.parts]
    assert len(set(names)) == len(names)


# ------------------------------------------------------------------------------------------------- what is on pages


def test_each_card_is_where_its_fact_says(made: SheetView, written: Mapping[str, Page]) -> None:
    for name in SECTIONS.values():
        assert cards(written[name]) == []
        assert len(parts(written, name)) > 1
    listed = [(card, name.partition(".")[0]) for name, page in written.items() if "." in name for card in cards(page)]
    for fact in made.facts:
        assert listed.count((fact.fact.id, SECTIONS[fact.kind])) == 1
        (page,) = re.findall(rf"› \[[^]]*\]\(([^)]*)\.md#{fact.fact.id}\)", written[fact.fact.id].markdown)
        assert fact.fact.id in cards(written[page])
        sources = re.findall(r"\]\((sources[^)]*)\.md#([^)]*)\)", written[fact.fact.id].markdown)
        assert [article for _, article in sources] == [source.article.id for source in fact.sources]
        assert all(f"{{ #{article} }}" in written[page].markdown for page, article in sources)


def test_the_first_page_of_a_section_keeps_its_anchors(made: SheetView, written: Mapping[str, Page]) -> None:
    kept = {
        "statements": [f"by--{speaker.id}" for speaker in made.speakers],
        "figures": [f"on--{topic.id}" for topic in made.topics],
        "differences": ["shorter-or-marked", *(clash.replace(" ", "-") for clash, _ in made.clash_groups)],
        "sources": [source.article.id for source in made.sources],
    }
    for section, anchors in kept.items():
        assert sorted(re.findall(r'<span id="([^"]*)">', written[section].markdown)) == sorted(anchors)


def test_parts_lead_to_each_other_and_are_not_in_the_navigation(written: Mapping[str, Page]) -> None:
    for section in ("statements", "figures", "timeline", "differences", "sources"):
        assert written[section].in_nav
        name = next(iter(parts(written, section)))
        seen = []
        while name:
            seen.append(name)
            assert not written[name].in_nav
            assert f"]({section}.md)\n" in written[name].markdown
            after = re.search(r"(?m)^Next: \[.*\]\((.*)\.md\)$", written[name].markdown)
            name = after[1] if after else ""
        assert seen == list(parts(written, section))


def test_parts_have_titles_and_name_their_articles(made: SheetView, written: Mapping[str, Page]) -> None:
    titles = [page.title for page in written.values() if not page.in_nav and "." in page.path.removesuffix(".md")]
    assert len(set(titles)) == len(titles)
    for section in ("statements", "sources"):
        for page in parts(written, section).values():
            (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.markdown)
            cited = {article["@id"].partition("#")[2] for article in json.loads(data)["citation"]}
            assert 0 < len(cited) <= len(made.sources)
            assert section == "statements" or cited == set(re.findall(r"(?m)^## .* \{ #(.*) \}$", page.markdown))


def test_the_first_page_of_a_big_sheet_shows_some(made: SheetView, written: Mapping[str, Page]) -> None:
    found = cut(made, MOST)
    most = sorted((len(speaker.statements) for speaker in made.speakers), reverse=True)
    assert [len(speaker.statements) for speaker, _ in found.speakers] == most[:KEY_SPEAKERS]
    assert len(found.witnesses) == KEY_SOURCES < len(made.sources)
    page = written["index"].markdown
    assert f"[All {len(made.speakers)} speakers" in page
    assert len(re.findall(r"\]\(statements\.[^)]*#by--", page)) >= KEY_SPEAKERS
    assert f"[All {len(made.sources)} sources" in page
    shown = set(re.findall(r'<abbr title="([^"]*)"', page))
    assert shown <= {source.name for source in found.key}


def test_what_is_too_much_for_a_picture_is_told_in_numbers(tmp_path: Path) -> None:
    talk(tmp_path, ["bea"] + ["ann"] * (SQUARES // 3), ("gazette", "evening-herald", "tribune"))
    page = next(page for page in render(checked(tmp_path).cases, []) if page.path == "ferry/index.md").markdown
    _, _, sources = page.partition("## Sources")
    assert "<svg" not in sources
    assert '<details class="fs-twin" markdown open>' in sources
    assert f"| Gazette | {SQUARES // 3 + 1} |" in sources


def test_a_section_that_is_not_cut_is_shown_as_ever(tmp_path: Path) -> None:
    events: list[dict[str, object]] = [
        {"id": f"at-{at}", "date": "2030", "summary": "It opens", "reports": [{"article": "gazette", "text": "it opens"}]}
        for at in range(WHOLE)
    ]
    talk(tmp_path, ["bea", "ann"])
    (tmp_path / "content/ferry/events.yml").write_text(json.dumps(events), encoding="utf-8")
    (case,) = checked(tmp_path).cases
    found = cut(view(case), 1000)
    assert found.by_name["timeline"].is_cut
    assert [group.key for group in found.by_name["statements"].parts[0].groups] == ["bea", "ann"]
    assert [speaker.id for speaker, _ in found.speakers] == ["bea", "ann"]
    assert [source.article.id for source in found.key] == ["gazette", "evening-herald", "tribune", "unsigned"]


def test_somebody_who_says_much_is_led_to_the_statements(tmp_path: Path) -> None:
    talk(tmp_path, ["ann"] * (PERSON + 1) + ["bea"])
    pages = {page.path: page.markdown for page in render(checked(tmp_path).cases, [])}
    page = pages["people/ann.md"]
    assert page.count("](../ferry/said-") == PERSON // 3
    assert f"[All {PERSON + 1} statements, with the articles’ words](../ferry/statements.ann.md#by--ann)" in page
    assert "statements" not in pages["people/bea.md"].partition("---\n")[2].partition("<script")[0].partition("# ")[2]


def test_very_many_people_stand_on_several_pages(tmp_path: Path) -> None:
    names = [f"ann-{at:04}" for at in range(LISTED + 2)]
    talk(tmp_path, names)
    pages = {page.path: page for page in render(checked(tmp_path).cases, [])}
    listed = [re.findall(r"\[\*\*.*\*\*\]\((.*)\.md\)", pages[f"people/{name}.md"].markdown) for name in ("index", "index.2")]
    assert [len(found) for found in listed] == [LISTED, 2]
    assert listed[0] + listed[1] == names
    assert [pages[f"people/{name}.md"].in_nav for name in ("index", "index.2")] == [True, False]


# ---------------------------------------------------------------------------------------------------- on the site


def test_every_link_of_a_big_site_leads_somewhere(built: Path) -> None:
    check_links(built)


def test_no_page_is_too_big(built: Path) -> None:
    sizes = {path.relative_to(built).as_posix(): path.stat().st_size for path in built.rglob("*.html")}
    frame = sizes["method.html"] + 30_000  # bytes of the theme, of navigation and of what a page says of itself
    assert {name: size for name, size in sizes.items() if "town/" in name and size > frame + MOST * 2_000} == {}


def test_parts_are_not_searched(built: Path) -> None:
    documents = json.loads((built / "search/search_index.json").read_text(encoding="utf-8"))
    assert documents  # in pieces
    searched = "".join(path.read_text(encoding="utf-8") for path in (built / "search").glob("pages-*.js"))
    assert "town/fact-00000.html" in searched
    assert not re.findall(r"town/(?:statements|figures|timeline|differences)\b", searched)


KINDS = (
    "town/statements.html", "town/differences.html", "town/sources.html", "town/index.html", "browse.2.html",
    "town/statements.*.html", "town/differences.*.html", "town/sources.*.html", "town/figures.*.html", "town/timeline.*.html",
)  # fmt: skip


def one(built: Path, kind: str) -> str:
    return min(built.glob(kind)).relative_to(built).as_posix()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_a_big_sheet_fits_and_all_can_use_it(kind: str, built: Path, visit: Any) -> None:  # noqa: F811
    fits(visit(built, one(built, kind)))


@pytest.mark.parametrize(("section", "folder"), [("statements", False), ("differences", True)], ids=["server", "folder"])
def test_an_older_address_still_finds_the_fact(
    section: str,
    folder: bool,
    built: Path,
    made: SheetView,
    visit: Any,  # noqa: F811
) -> None:
    fact = made.clashes[0] if section == "differences" else made.statements[-1]
    address = built.as_uri() + "/" if folder else serve(built)
    page = visit(built, f"town/{section}.html#{fact.fact.id}", address=address)
    page.wait_for_url(f"**/town/{fact.fact.id}.html")
    assert fact.heading in page.inner_text("h1")


def test_an_older_address_of_a_speaker_finds_their_line(built: Path, made: SheetView, visit: Any) -> None:  # noqa: F811
    who = made.speakers[-1]
    page = visit(built, f"town/statements.html#by--{who.id}")
    assert who.name in page.inner_text("li:has(:target)")
    page.click("li:has(:target) a")
    page.wait_for_url(f"**#by--{who.id}")
    assert page.inner_text("h2:target") == who.name


def test_nothing_but_an_id_leads_on(built: Path, visit: Any) -> None:  # noqa: F811
    page = visit(built, "town/statements.html")
    for end in ("//evil.example/", "../people/index", "a.b", "%2e%2e", "A", "by--x", "__search", "javascript:1", ""):
        page.evaluate("end => { location.hash = end; sendOn() }", end)
        page.wait_for_load_state("networkidle")
        assert "/town/statements.html" in page.url, end
    page.evaluate("location.hash = 'fact-00000'")  # as a link on the page does
    page.wait_for_url("**/town/fact-00000.html")


def test_on_paper_a_part_has_its_cards_alone(built: Path, visit: Any) -> None:  # noqa: F811
    page = visit(built, one(built, "town/statements.*.html"))
    page.emulate_media(media="print")
    for part in (".md-header", ".fs-path", ".fs-between"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator(".fs-card").first.is_visible()
