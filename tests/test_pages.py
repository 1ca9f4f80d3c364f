"""The pages, without a browser: no text leaves its cage, every kind of sheet renders, words read as people write them."""

import html
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import markdown
import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from factsheet.build import checked
from factsheet.compare import LABELS, NOT_COUNTED, verdict
from factsheet.extract.figures import find_figures
from factsheet.model import Figure, Person
from factsheet.pages import Page, environment, escape, render
from factsheet.rules import RESERVED_SHEETS
from factsheet.text import printable
from factsheet.views import CLASHES, amount, date_words, number_words, role_at, view

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and its text without data blocks."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def read(source: str) -> Skeleton:
    return Skeleton(markdown.markdown(source, extensions=EXTENSIONS))


def body(page: Page) -> str:
    return page.markdown.split("---\n", 2)[2]


# --------------------------------------------------------------------------------------------------------- escape


def shown(text: str) -> str:
    """What a reader sees of a text: white space as one space, and a mark for each hidden character (test_text.py says which)."""
    return printable(text)


NASTY = yaml.load((ROOT / "tests/tables/nasty.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
HOSTILE = tuple(text for texts in NASTY.values() for text in texts if shown(text))

PLACES = {
    "a paragraph": "{}",
    "the middle of one": "before {} after",
    "a heading": "# {} {{ #fixed }}",
    "a link": "[{}](fact.md)",
    "a table": "| head |\n|---|\n| {} |",
    "a list": "- {}",
    "an HTML block": "<div><p>{}</p></div>",
    "Markdown in HTML": "<div markdown>\n\n{}\n\n</div>",
}


def _check(text: str) -> None:
    for place, template in PLACES.items():
        plain, found = read(template.format("x")), read(template.format(escape(text)))
        assert found.tags == plain.tags, place
        assert found.text == plain.text.replace("x", shown(text)), place
    assert shown(text) in read(f'<p title="{escape(text)}">x</p>').attributes


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text(text: str) -> None:
    _check(text)


@given(st.text(min_size=1).filter(shown))
def test_any_text_stays_text(text: str) -> None:
    _check(text)


@given(st.text(alphabet="\\`*_{}[]<>#|~!&\"'$^-+=:.()1 \nax/;", min_size=1).filter(shown))
def test_any_markup_stays_text(text: str) -> None:
    _check(text)


@given(st.text(min_size=1).filter(shown))
def test_a_title_reaches_the_page_head_as_text(text: str) -> None:
    line = environment([]).from_string("{{ title|front_matter }}").render(title=text)
    assert line.isascii()
    title = yaml.safe_load(f"title: {line}")["title"]
    found = Skeleton(f"<title>{title}</title><p>{title}</p>")
    assert found.tags == [("title", ()), ("p", ())]
    assert found.text == shown(text) * 2


# --------------------------------------------------------------------------------------------------------- sheets

Records = list[dict[str, object]]
STATEMENT = {
    "id": "ferry-on-time",
    "speaker": "ann-example",
    "reports": [{"article": "gazette", "quote": "The ferry is on time"}],
}
FIGURE = {
    "id": "fares",
    "subject": "Fares",
    "value": "20",
    "unit": "percent",
    "reports": [{"article": "gazette", "text": "fares rise by about 20%"}],
}
EVENT = {"id": "opening", "date": "2030-05", "reports": [{"article": "gazette", "text": "opens in May 2030"}]}
SHEET: dict[str, object] = {"format": "1", "title": "A ferry line"}
PEOPLE: Records = [{"id": "ann-example", "name": "Ann Example"}]
ARTICLES: Records = [{"id": "gazette"}]
PAGE = "https://gazette.example/ferry"
NO_MATTER = {
    "hidden-character",
    "no-receipt",
    "no-summary",
    "no-number",
    "stale-lock",
    "bad-date",
}  # a page does not depend on these


class _Plain(yaml.SafeDumper):
    """YAML in which a value that comes again is written again: aliases are refused."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(records: object) -> str:
    return yaml.dump(records, Dumper=_Plain)


def pages(
    root: Path, sheet: object = SHEET, people: object = PEOPLE, articles: object = ARTICLES, **facts: object
) -> tuple[Page, ...]:
    """The pages of one sheet that is written down here, whether its evidence stands or not."""
    folder = root / "content" / "ferry"
    folder.mkdir(parents=True)
    (folder.parent / "people.yml").write_text(written(people), encoding="utf-8")
    for name, records in {"sheet": sheet, "articles": articles, **facts}.items():
        (folder / f"{name}.yml").write_text(written(records), encoding="utf-8")
    done = checked(root)
    assert {problem.code for problem in done.problems} <= NO_MATTER, done.problems
    return render(done.cases, [])


def test_a_sheet_without_facts_renders(tmp_path: Path) -> None:
    assert {page.path for page in pages(tmp_path)} > {"index.md", "ferry/index.md", "ferry/figures.md", "method.md"}


@pytest.mark.parametrize("kind", ["statements", "figures", "events"])
def test_a_sheet_with_one_kind_of_fact_renders(kind: str, tmp_path: Path) -> None:
    record = {"statements": STATEMENT, "figures": FIGURE, "events": EVENT}[kind]
    found = {page.path: read(body(page)).text for page in pages(tmp_path, **{kind: [record]})}
    assert "Outlet not named" in found[f"ferry/{record['id']}.md"]
    assert "1 outlet, 1 lineage" in found["index.md"]


def test_a_sheet_without_articles_renders(tmp_path: Path) -> None:
    assert "0 outlets" in read(body(pages(tmp_path, articles=[])[0])).text


def test_300_statements_render(tmp_path: Path) -> None:
    found = pages(tmp_path, statements=[{**STATEMENT, "id": f"statement-{number}"} for number in range(300)])
    assert sum(name.endswith(".card.html") for page in found for name in page.files) == 300
    assert sum(page.path.startswith("ferry/statement-") and not page.in_nav for page in found) == 300
    listed = [page for page in found if page.path.startswith("ferry/statements.")]
    assert [page.markdown.count("### [") for page in listed] == [0, 100, 100, 100]


def test_each_page_has_one_title_and_fixed_anchors(tmp_path: Path) -> None:
    for page in pages(tmp_path, statements=[STATEMENT], figures=[FIGURE], events=[EVENT]):
        headings = re.findall(r"^(#+) .*?(\{ #[a-z0-9-]+[^{}]*\})?$", page.markdown, re.MULTILINE)
        assert [level for level, _ in headings].count("#") == 1, page.path
        assert all(anchor for _, anchor in headings), page.path


def _full(words: str, root: Path) -> tuple[Page, ...]:
    """A sheet in which every text is the same one."""
    report = {"article": "gazette", "note": words, "response": words, "where": words, "cue": words}
    everything = {
        **{name: words for name in ("summary", "note", "differs")},
        "topic": "one",
        "corrections": [{name: words for name in ("date", "was", "now", "why")}],
        "outside": [{"says": words, "source": words, "url": "https://example.org/?a=1&b=_2_*3*#a"}],
    }
    quoted, told = {**report, "quote": [words, words]}, {**report, "text": [words, words]}
    figure = {"subject": words, "value": "2", "unit": words, "said_by": words, "horizon": words}
    return pages(
        root,
        sheet={
            **SHEET,
            **{name: words for name in ("title", "summary", "where")},
            "topics": [{"id": "one", "title": words}],
            "at_a_glance": [{"text": words, "facts": ["a", "b", "c"]}],
        },
        people=[{"id": "ann-example", "name": words, "roles": [{"title": words}]}],
        articles=[
            {"id": "gazette", "url": PAGE, "authors": [words, words], **{name: words for name in ("outlet", "title", "note")}}
        ],
        statements=[{"id": "a", "speaker": "ann-example", "where": words, **everything, "reports": [quoted]}],
        figures=[
            {"id": "b", **figure, **everything, "reports": [told]},
            {"id": "d", **figure, **everything, "reports": [told, {"article": "gazette", "text": "about 2"}]},
        ],
        events=[{"id": "c", "date": "2030", "where": words, **everything, "reports": [told]}],
    )


@pytest.mark.parametrize("group", NASTY)
def test_hostile_records_change_no_tag(group: str, tmp_path: Path) -> None:
    """Where every text is markup that wants out, the pages have the tags that they have with plain words."""
    letters = [re.sub(r"\d", "x", text) for text in NASTY[group] if shown(text)]  # of a number more is made than text
    words = " ".join(text for text in letters if not find_figures(text))
    plain = _full(" ".join("words" for _ in words.split()), tmp_path / "plain")  # as long, as what is long may be shortened
    hostile = _full(words, tmp_path / "hostile")
    for one, other in zip(plain, hostile, strict=True):
        found = read(body(other))
        assert _blocks(found) == _blocks(read(body(one))), one.path
        assert one.path == "method.md" or shown(words) in found.text, one.path


def test_a_card_has_outlet_and_words_and_no_tag_from_a_record(tmp_path: Path) -> None:
    """The plain page beside a fact's page, for other sites."""
    plain, hostile = (_full(words, tmp_path / name) for name, words in (("plain", "words"), ("hostile", HOSTILE[0])))
    cards = [
        [Skeleton(text) for page in pages for name, text in page.files.items() if name.endswith(".card.html")]
        for pages in (plain, hostile)
    ]
    assert len(cards[0]) == 4
    for one, other in zip(*cards, strict=True):
        assert _blocks(one) == _blocks(other)
        assert other.text.count(shown(HOSTILE[0])) > 5
        assert "script" not in dict(other.tags)


def _blocks(found: Skeleton) -> list[tuple[str, tuple[str, ...]]]:
    """All tags but those of lines in pictures: a longer text takes more lines."""
    return [tag for tag in found.tags if tag[0] not in ("text", "tspan")]


def test_pages_are_the_same_twice(clone: Path) -> None:
    assert render(checked(clone).cases, []) == render(checked(clone).cases, [])


def test_no_sheet_can_be_called_like_a_page_or_folder_of_ours(clone: Path) -> None:
    cases = checked(clone).cases
    ours = {page.path.partition("/")[0].removesuffix(".md") for page in render(cases, [])} - {case.sheet.id for case in cases}
    assert ours >= {"index", "browse", "people"}
    assert ours <= RESERVED_SHEETS


def test_links_between_pages_lead_somewhere(clone: Path) -> None:
    found = {page.path: page.markdown for page in render(checked(clone).cases, [])}
    anchors = {path: set(re.findall(r"\{ #([a-z0-9-]+)[^{}]*\}", text)) for path, text in found.items()}
    links = [(path, link) for path, text in found.items() for link in re.findall(r"\]\(([^)]*\.md(?:#[^)]*)?)\)", text)]
    assert len(links) > len(found)
    for path, link in links:
        name, _, anchor = link.partition("#")
        target = (Path("/") / path).parent.joinpath(name).resolve().relative_to("/").as_posix()
        assert target in found, f"{path}: {link}"
        assert not anchor or anchor in anchors[target], f"{path}: {link}"


def test_every_fact_has_its_page_and_stands_in_its_list(clone: Path) -> None:
    done = checked(clone)
    found = {page.path: page.markdown for page in render(done.cases, [])}
    for sheet in done.project.sheets:
        lists = "".join(found[f"{sheet.id}/{name}.md"] for name in ("statements", "figures", "timeline"))
        for fact in sheet.facts:
            assert f"{sheet.id}/{fact.id}.md" in found
            assert lists.count(f"]({fact.id}.md) {{ #{fact.id} }}") == 1


def test_citations_name_the_address_of_the_page(clone: Path) -> None:
    cases = checked(clone).cases
    fact = next(fact for case in cases for fact in case.sheet.facts)
    for site in ("", "https://example.org/facts/"):
        page = next(page for page in render(cases, [], site) if page.path.endswith(f"/{fact.id}.md"))
        (citation,) = re.findall(r'<p id="citation">.*</p>', page.markdown)
        assert read(citation).text.endswith(f" {site}{page.path.removesuffix('.md')}.html")


def test_a_wording_opens_in_its_article(tmp_path: Path) -> None:
    """Where the article has an address, and our copy has all of its words."""
    articles: Records = [{"id": "gazette", "url": PAGE}, {"id": "herald"}, {"id": "post", "url": "https://post.example/1"}]
    reports = [
        {"article": "gazette", "quote": ["The late-night ferry", "is on time, at last"]},
        {"article": "herald", "quote": "The ferry is on time"},
        {"article": "post", "quote": "The is on time", "damaged": "true"},
    ]
    found = pages(tmp_path, articles=articles, statements=[{**STATEMENT, "reports": reports}])
    page = next(read(body(page)) for page in found if page.path == "ferry/ferry-on-time.md")
    out = [value for value in page.attributes if value.startswith("https://")]
    assert out == [f"{PAGE}#:~:text=The%20late%2Dnight%20ferry&text=is%20on%20time%2C%20at%20last"]


def test_errors_are_reported_where_the_site_says(clone: Path) -> None:
    """To whom it says, with page and record filled in; nobody named, to the method page."""
    case = checked(clone).cases[0]
    fact = case.sheet.facts[0]
    for to, start in (("", "../method.md"), ("desk@example.org", "mailto:desk@example.org?subject=Error")):
        found = render([case], [], "https://example.org/facts/", to)
        (page,) = (page for page in found if page.path == f"{case.sheet.id}/{fact.id}.md")
        link = re.search(r"\[Report an error\]\(([^)]*)|href=\"([^\"]*)\">Report an error", page.markdown)
        assert link
        address = html.unescape(link[1] or link[2])
        assert address.startswith(start)
        assert not to or f"https://example.org/facts/{case.sheet.id}/{fact.id}.html\nRecord: {fact.place.path}" in unquote(
            address
        )


# ----------------------------------------------------------------------------------------------- wordings side by side

SHARED = "The old ferry will run through the whole winter, but not at night"
OUTLETS = ("gazette", "herald", "tribune", "post", "echo", "mail")
NAMED: Records = [{"id": name, "outlet": name.capitalize()} for name in OUTLETS]
QUOTED: Records = [
    {"article": "gazette", "quote": SHARED},
    {"article": "herald", "quote": f"{SHARED}."},
    {"article": "tribune", "quote": "The new ferry will run through the whole winter, but not at night"},
    {"article": "post", "quote": "the whole winter"},
    {"article": "echo", "quote": "The old will run through the whole winter", "damaged": "true"},
    {"article": "mail", "indirect": "the ferry would run in winter"},
]


def side_by_side(root: Path, reports: Records, **more: object) -> dict[str, str]:
    """The pages of a sheet with one statement, by their names."""
    statement = {"id": "runs-on", "speaker": "ann-example", "summary": "The ferry runs on.", "reports": reports, **more}
    found = pages(root, people=PEOPLE, articles=NAMED, statements=[statement])
    return {page.path.rpartition("/")[2]: body(page) for page in found if page.path.startswith("ferry/")}


def rows(markdown_text: str) -> list[str]:
    return markdown_text.split('<li class="fs-wording')[1:]


def test_wordings_stand_side_by_side_with_their_labels(tmp_path: Path) -> None:
    page = side_by_side(tmp_path, QUOTED)["runs-on.md"]
    text = read(page).text
    assert "2 verbatim, 1 fragment, 1 altered, 1 damaged" in text
    reference, *others = (read(row).text for row in rows(page))
    assert "most shared wording" in reference
    assert "2 outlets, 2 lineages: same words" in reference
    assert "Gazette" in reference
    assert "Herald" in reference
    altered, fragment, damaged, told = others
    assert "altered" in altered
    assert "[left out: old] [put in: new]" in altered
    assert "This wording has “new” where the other has “old”." in altered
    assert "fragment" in fragment
    assert "Damaged copy" in damaged
    assert "Told without quotation marks" in told
    assert not any("[left out" in row or "[put in" in row for row in (reference, fragment, damaged, told))


def test_each_wording_stands_in_full_and_once(tmp_path: Path) -> None:
    page = side_by_side(tmp_path, QUOTED)["runs-on.md"]
    quotations = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)
    assert [read(quotation).text for quotation in quotations] == [
        f"“{SHARED}”",
        "“The new ferry will run through the whole winter, but not at night”",
        "“the whole winter”",
        "“The old will run through the whole winter”",
        "the ferry would run in winter",
    ]


def test_without_a_majority_nobody_is_at_fault(tmp_path: Path) -> None:
    found = side_by_side(tmp_path, QUOTED[1:4])
    text = read(found["runs-on.md"]).text
    assert "Outlets differ: 1 with the fullest wording, 1 fragment, 1 in other words" in text
    assert "none is at fault" in text
    assert not re.search(r"fs-chip[^>]*>(altered|elided silently)", found["runs-on.md"])
    assert not re.search(r"left out|leaves out|put in|puts in", text)
    assert "[only there: old] [only here: new]" in text
    assert (
        "0 changed 1 where outlets differ and nothing decides: “The new ferry will run …” (altered)"
        in read(found["sources.md"]).text
    )


def test_a_primary_transcript_is_the_reference(tmp_path: Path) -> None:
    page = side_by_side(tmp_path, QUOTED[:3], anchor="tribune")["runs-on.md"]
    reference, other = (read(row).text for row in rows(page))
    assert "primary transcript" in reference
    assert "Tribune" in reference
    assert "[left out: new] [put in: old]" in other
    assert "2 outlets, 2 lineages: same words" in other


def test_what_is_marked_is_text(tmp_path: Path) -> None:
    """A word may be put into a quotation with any markup around it: the marks stay, and nothing else comes."""
    hostile = "__bold__ <b>new</b> {{ x }} `code` [link](https://example.org) *a*"
    pair = [
        side_by_side(
            tmp_path / name, [*QUOTED[:2], {"article": "tribune", "quote": f"The {words} ferry will run through the winter"}]
        )
        for name, words in (("hostile", hostile), ("plain", "bold b new b x code [link] https example.org a"))
    ]
    for name, page in pair[0].items():
        assert read(page).tags == read(pair[1][name]).tags, name
    assert "__bold__" in read(re.findall(r"<ins>.*?</ins>", pair[0]["runs-on.md"])[0]).text


def test_only_what_differs_stands_among_the_differences(tmp_path: Path) -> None:
    trimmed = {"article": "tribune", "quote": "The old ferry will run through the whole winter"}
    short = {"article": "tribune", "quote": "the whole winter"}
    for name, report, group in (
        ("altered", QUOTED[2], "Words that carry the meaning differ"),
        ("qualifier", trimmed, "A shorter quotation is without a qualifier"),
        ("fragment", short, "Shorter or marked quotations"),
    ):
        page = read(side_by_side(tmp_path / name, [*QUOTED[:2], report])["differences.md"]).text
        assert group in page
        assert ("do not differ" in page) == (name == "fragment")
    page = side_by_side(tmp_path / "damaged", [*QUOTED[:2], QUOTED[4]])["differences.md"]
    assert "do not differ" in page
    assert "Shorter or marked" not in page


def test_each_count_stands_with_its_quotations(tmp_path: Path) -> None:
    page = side_by_side(tmp_path, QUOTED)["sources.md"]
    tribune = page.partition("## Tribune")[2].partition("## Post")[0]
    assert "1 comparable" in tribune
    assert "**0 faithful**" in tribune
    assert read(tribune.partition("**1 changed**")[2].partition("\n")[0]).text == ": “The new ferry will run …” (altered)"
    assert "](runs-on.md)" in tribune
    assert "%" not in read(page).text


def test_the_weightiest_differences_go_first(clone: Path) -> None:
    for case in checked(clone).cases:
        places = [CLASHES.index(fact.clash or "") for fact in view(case).clashes]
        assert places == sorted(places)
        assert places


def test_figures_say_where_they_agree_and_differ(tmp_path: Path) -> None:
    reports = [
        {"article": "gazette", "text": "fares rise by about 20%", "said_by": "the council"},
        {"article": "herald", "text": "fares rise by 20%", "said_by": "the ferry line"},
    ]
    found = pages(tmp_path, articles=NAMED, figures=[{**FIGURE, "reports": reports}])
    text = next(read(body(page)).text for page in found if page.path == "ferry/fares.md")
    assert "They agree on the value; they differ on who says it and the hedge." in text
    assert "the council Gazette the ferry line Herald" in text


def test_a_figure_may_quote_and_is_compared_by_its_fields(tmp_path: Path) -> None:
    reports = [
        {"article": "gazette", "quote": "fares rise by about 20%"},
        {"article": "herald", "quote": "fares rise by 20%"},
        {"article": "post", "quote": "by 20%", "damaged": "true"},
    ]
    found = pages(tmp_path, articles=NAMED, figures=[{**FIGURE, "reports": reports}])
    page = next(body(page) for page in found if page.path == "ferry/fares.md")
    assert "“fares rise by about 20%”" in read(page).text
    assert "they differ on the hedge" in read(page).text
    assert "fs-label" not in page
    sources = next(read(body(page)).text for page in found if page.path == "ferry/sources.md")
    assert sources.count("0 quotations, 1 other report") == len(reports), "a figure's words are no quotation of their own"


def test_corrections_stand_in_one_list_the_newest_first(tmp_path: Path) -> None:
    def corrected(number: int, *days: str) -> dict[str, object]:
        said = [{"date": day, "was": f"wrong on {day}", "now": "right", "why": "misread"} for day in days]
        return {**STATEMENT, "id": f"fact-{number}", "summary": f"Fact {number}.", "corrections": said}

    found = pages(tmp_path, statements=[corrected(1, "2030-05-01", "2030-07"), corrected(2, "2030-06-30")])
    page = next(read(body(page)).text for page in found if page.path == "ferry/corrections.md")
    headings = re.findall(r"((?:\d+ )?\w+ 2030): Fact (\d)", page)
    assert headings == [("July 2030", "1"), ("30 June 2030", "2"), ("1 May 2030", "1")]
    assert page.index("wrong on 2030-06-30") > page.index("wrong on 2030-07")
    assert "No correction" not in page
    own = next(read(body(page)).text for page in found if page.path == "ferry/fact-2.md")
    assert "Corrected on 30 June 2030 It said: wrong on 2030-06-30 It now says: right Why: misread" in own


def test_a_sheet_without_corrections_says_so(tmp_path: Path) -> None:
    page = next(page for page in pages(tmp_path, statements=[STATEMENT]) if page.path == "ferry/corrections.md")
    assert "No correction so far." in read(body(page)).text


def test_the_method_shows_each_label_with_an_example_that_gets_it(tmp_path: Path) -> None:
    page = next(page.markdown for page in pages(tmp_path) if page.path == "method.md")
    (reference,) = re.findall(r'fs-example-of"[^>]*>“(.*?)”', page)
    shown_labels = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)(?: <span.*?)?</dd>\s*<dd class=\"fs-example\"[^>]*>(.*?)</dd>", page)
    assert [(label, read(says).text) for label, says, _ in shown_labels] == [
        *((label, says) for label, _, says in LABELS),
        *NOT_COUNTED,
    ]
    for label, _, example in shown_labels[: len(LABELS)]:
        parts = re.findall("“(.*?)”", read(example).text)
        assert verdict([read(reference).text], parts).label == label


def test_the_first_sheet_side_by_side(clone: Path) -> None:
    found = {page.path.rpartition("/")[2]: body(page) for page in render(checked(clone).cases, [])}
    hysteria = found["hysteria-and-hyperbole.md"]
    altered = next(row for row in rows(hysteria) if "Inter Bellum" in row)
    assert re.search(r'fs-chip--changed">altered<', altered)
    assert "hysteria and hyperbole" in read(re.findall(r"<del>.*?</del>", altered)[0]).text
    assert "speculation" in read(re.findall(r"<ins>.*?</ins>", altered)[0]).text
    assert "2 verbatim, 2 fragments, 1 altered" in read(hysteria).text
    damaged = next(row for row in rows(found["as-active-as-ever.md"]) if "Deutsche Welle" in row)
    assert "Damaged copy" in damaged
    assert "fs-chip" not in damaged
    assert "Same words in 2 outlets, 1 lineage: they are one witness" in read(found["one-year-or-two.md"]).text


# ---------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025-04-03", "3 April 2025"),
        ("2025-06", "June 2025"),
        ("2025", "2025"),
        ("2025-21", "spring 2025"),
        ("2025-04-03~", "about 3 April 2025"),
        ("2025?", "probably 2025"),
        ("2025-04%", "probably about April 2025"),
        ("2025-04-XX", "April 2025"),
        ("2025-XX", "2025"),
        ("201X", "the 2010s"),
        ("19XX", "the years 1900 to 1999"),
        ("2025-04-02/2025-04-03", "2–3 April 2025"),
        ("2025-03-30/2025-04-02", "30 March to 2 April 2025"),
        ("2025-01/2025-04", "January to April 2025"),
        ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
        ("2024/2025", "2024 to 2025"),
        ("2025-04-02/..", "since 2 April 2025"),
        ("../2025-04", "until April 2025"),
        ("2025-04/", "April 2025 to an unknown date"),
        ("Thursday", "Thursday"),
        ("2025-02-30", "2025-02-30"),
        (None, None),
    ],
)
def test_dates_in_words(edtf: str | None, words: str | None) -> None:
    assert date_words(edtf) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("5", "5"), ("2.70", "2.70"), ("100000", "100,000"), ("2000000", "2 million"), ("1250000", "1.25 million"),
     ("1234567", "1,234,567"), ("700000000000", "700 billion"), ("3e12", "3 trillion"), ("-4000000", "-4 million"),
     ("1e18", "1,000,000 trillion")],
)  # fmt: skip
def test_numbers_in_words(value: str, words: str) -> None:
    assert number_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ({"value": "5", "unit": "percent of GDP", "bound": "up to"}, "up to 5% of GDP"),
        ({"value": "20", "unit": "percent"}, "20%"),
        ({"value": "2", "unit": "percentage points", "bound": "nearly"}, "nearly 2 percentage points"),
        ({"value": ["20000", "50000"], "unit": "passengers"}, "20,000 to 50,000 passengers"),
        ({"value": "700000000000", "unit": "EUR", "bound": "about"}, "about EUR 700 billion"),
        ({"value": "75", "unit": "years", "bound": "at least"}, "at least 75 years"),
    ],
)
def test_amounts_in_words(figure: dict[str, object], words: str) -> None:
    reports = [{"article": "gazette", "text": "so many"}]
    assert amount(Figure.model_validate({"id": "a", "subject": "Something", "reports": reports, **figure})) == words


@pytest.mark.parametrize(
    ("when", "title"),
    [("2030-05", "Mayor"), ("2020-05", "Harbour master"), ("2010", None), (None, "Mayor")],
)
def test_the_role_is_that_of_the_day(when: str | None, title: str | None) -> None:
    roles = [{"title": "Mayor", "from": "2025"}, {"title": "Harbour master", "from": "2015", "until": "2024"}]
    assert role_at(Person.model_validate({"id": "ann-example", "name": "Ann Example", "roles": roles}), when) == title
