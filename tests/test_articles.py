"""Articles as people have them: boilerplate set apart, metadata read, new ones registered."""

from pathlib import Path

import pytest

from factsheet.articles import parse_article, parse_html, parse_markdown
from factsheet.cli import main
from factsheet.model import ArticleText
from factsheet.records import load

PAGE = """\
<!doctype html><html lang="en-GB"><head><title>Ferry - The Harbour Post</title>
<meta property="og:title" content="Ferry to run all winter"><meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2030-11-05T10:00:00Z"><meta name="author" content="the night desk">
<link rel="canonical" href="https://harbour.example/ferry"></head>
<body><nav>Home News Sport</nav><article><h1>Ferry to run all winter</h1>
<p>“The ferry will run on every day of the winter,” the <a href="/hm">harbour master</a> said. A page made up for a test.</p>
<p>The ferry company carries about <b>1,200</b> passengers a week, and it says so in every letter that it writes to the town.</p>
</article><aside><h3>Related stories</h3></aside><footer>© 2030 The Harbour Post</footer></body></html>
"""

APART = [
    "Photo by the coast guard: a boat.",
    "A boat at sea. Photo: Harbour Post",
    "© 2030 Coast Radio",
    "All rights reserved.",
    "With assistance from the night desk.",
    "Edited by: the night desk",
    "The post Ferry runs appeared first on Coast Radio.",
    "----------",
    "Related Stories",
    "Comments",
    "coast-radio.example",
    "Published in Harbour News",
]
ARTICLE = [
    "The ferry runs all winter, the harbour says.",
    "“We comment on nothing,” a spokeswoman said.",
    "Comments by readers followed.",
]


@pytest.mark.parametrize("line", APART)
def test_boilerplate_is_set_apart(line: str) -> None:
    text = "\n".join([*ARTICLE, line])
    assert [text[start:end] for start, end in parse_article(text).boilerplate] == [line]


@pytest.mark.parametrize("line", ARTICLE)
def test_what_the_article_says_is_not_boilerplate(line: str) -> None:
    text = "\n".join(
        [line, *ARTICLE, "A line that comes again", "Something else is told here.", "A line that comes again", "It ends."]
    )
    apart = [text[start:end] for start, end in parse_article(text).boilerplate]
    assert line not in apart or text.count(line) > 1
    assert "Something else is told here." not in apart


def test_a_caption_and_its_shorter_twin_are_set_apart() -> None:
    text = "A boat at sea.\nA boat at sea. Photo: Harbour Post\nFerry runs all winter\nThe harbour says so.\n"
    article = parse_article(text)
    assert [text[start:end] for start, end in article.boilerplate] == ["A boat at sea.", "A boat at sea. Photo: Harbour Post"]
    assert article.title == "Ferry runs all winter"


@pytest.mark.parametrize(
    ("text", "title", "outlet", "published"),
    [
        ("Ferry runs all winter\nIt does.\n", "Ferry runs all winter", None, None),
        ("The ferry runs all winter.\nIt does.\n", None, None, None),
        (" date 2030-11-05 Ferry runs all winter\nIt does.\n", "Ferry runs all winter", None, "2030-11-05"),
        ("It does run.\nThe post Ferry runs appeared first on Coast Radio.\n", "Ferry runs", "Coast Radio", None),
        ("---\ntitle: Ferry\noutlet: Coast Radio\ndate: 2030-11-05\n---\nIt does.\n", "Ferry", "Coast Radio", "2030-11-05"),
        ("---\n- no: mapping\n---\nIt does.\n", None, None, None),
    ],
)
def test_what_an_article_states(text: str, title: str | None, outlet: str | None, published: str | None) -> None:
    article = parse_markdown(text)
    assert (article.title, article.outlet, article.published) == (title, outlet, published)
    assert all(0 <= start < end <= len(text) for start, end in article.boilerplate)


def test_a_saved_page_gives_its_text_and_what_it_states() -> None:
    article = parse_html(PAGE, "ferry.html")
    assert isinstance(article, ArticleText)
    assert "the harbour master said" in article.text
    assert "about 1,200 passengers" in article.text
    assert "Home News Sport" not in article.text
    assert (article.title, article.outlet, article.published) == ("Ferry to run all winter", "The Harbour Post", "2030-11-05")
    assert (article.authors, article.url, article.language) == (("the night desk",), "https://harbour.example/ferry", "en-GB")


@pytest.mark.parametrize("html", ["", "<p>", "<html><body><script>x</script></body></html>", "<" * 1000])
def test_a_page_without_an_article_is_a_problem(html: str) -> None:
    found = parse_html(html, "x.html")
    assert isinstance(found, ArticleText) or found.code == "empty-article"


def test_add_registers_what_is_new_and_notices_what_is_not(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = sample / "content/ferry/articles.yml"
    before = articles.read_bytes()
    (tmp_path / "ferry.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "island.txt").write_text("The island hears of it\nThe is as quick as it was.\n", encoding="utf-8")
    (tmp_path / "again.txt").write_text((tmp_path / "island.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    files = [str(tmp_path / name) for name in ("ferry.html", "island.txt", "again.txt", "bad.txt", "none.txt", "picture.png")]
    assert main(["-C", str(sample), "add", "ferry", *files]) == 1
    captured = capsys.readouterr()
    assert articles.read_bytes().startswith(before)
    (sheet,) = load(sample)[0].sheets
    added = {article.id: article for article in sheet.articles[2:]}
    assert list(added) == ["the-harbour-post", "island"]
    assert (added["the-harbour-post"].published, added["island"].outlet) == ("2030-11-05", None)
    assert (sample / "content/ferry/texts/island.txt").is_file()
    assert "the same text as island" in captured.out
    assert "may have lost words" in captured.out
    assert "it does not state: outlet, authors" in captured.out
    assert [code in captured.err for code in ("not-utf-8", "unreadable", "unknown-format")] == [True] * 3


def test_add_gives_a_known_article_its_text_and_never_replaces_one(sample: Path, tmp_path: Path) -> None:
    text = sample / "content/ferry/texts/coast-radio.txt"
    kept = tmp_path / "coast-radio.txt"
    text.rename(kept)
    articles = (sample / "content/ferry/articles.yml").read_bytes()
    assert main(["-C", str(sample), "add", "ferry", str(kept)]) == 0
    assert text.read_bytes() == kept.read_bytes()
    assert (sample / "content/ferry/articles.yml").read_bytes() == articles
    kept.write_text("Another text altogether.\n", encoding="utf-8")
    assert main(["-C", str(sample), "add", "ferry", str(kept)]) == 1
    assert text.read_text(encoding="utf-8") != kept.read_text(encoding="utf-8")
