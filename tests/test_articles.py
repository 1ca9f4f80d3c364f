"""Articles as people have them: boilerplate set apart, metadata read, new ones registered."""

from pathlib import Path

import pytest

from factsheet.articles import parse_article, parse_html, parse_markdown, parse_source, read_article
from factsheet.metadata import same_page
from factsheet.model import ArticleText, Problem
from factsheet.placed import MAX_BYTES
from factsheet.text import paragraphs

SAVED = Path(__file__).parent / "saved"
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


@pytest.mark.parametrize("page", sorted(path.name for path in SAVED.glob("*.html")))
def test_what_is_read_in_a_saved_page(page: str, request: pytest.FixtureRequest) -> None:
    said = _as_text(read_article(SAVED / page, page))
    expected = (SAVED / page).with_suffix(".txt")
    if request.config.getoption("--update"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def _as_text(article: ArticleText | Problem) -> str:
    """What a page states, then its text; `-` marks the lines that are set apart."""
    if isinstance(article, Problem):
        return f"{article}\n"
    stated = [(key, getattr(article, key)) for key in ("title", "outlet", "published", "url", "language")]
    stated += [("author", name) for name in article.authors] + [("remark", remark) for remark in article.remarks]
    lines = [f"{key}: {value}" for key, value in stated if value] + [""]
    apart = set(article.boilerplate)
    lines += [f"{'-' if span in apart else ' '} {article.text[slice(*span)]}" for span in paragraphs(article.text)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("html", ["", "<p>", "<html><body><script>x</script></body></html>", "<" * 1000])
def test_a_page_without_an_article_is_a_problem(html: str) -> None:
    found = parse_html(html, "x.html")
    assert isinstance(found, ArticleText) or found.code == "empty-article"


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"%PDF-1.7 \xe2\xe3", "not-text", "a PDF"),
        (b"PK\3\4\0\0", "not-text", "a Word document"),
        (b"\x89PNG\r\n", "not-text", "a picture"),
        (b"\x1f\x8b\x08", "not-text", "a compressed file"),
        (b"Ferry\0runs", "not-text", "NUL"),
        (b"\xff\xfe\xfa", "not-utf-8", "0xff"),
        (b"caf\xe9", "not-utf-8", "0xe9"),
        (b" \n\t", "empty-article", "no text"),
    ],
)
def test_what_is_no_text_is_said_in_plain_words(data: bytes, code: str, says: str) -> None:
    found = parse_source(data, "text", "ferry.txt")
    assert isinstance(found, Problem) and found.code == code and says in found.message and found.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_it_was_saved(encoding: str) -> None:
    found = parse_source("The café ferry runs.\r\nIt does.".encode(encoding), "text", "ferry.txt")
    assert isinstance(found, ArticleText) and found.text == "The café ferry runs.\nIt does."


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_file_that_is_too_large_is_not_read(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    found = read_article(path, path.name)
    assert isinstance(found, Problem) and (found.code, "20 MB" in found.message) == ("too-large", True)


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    found = read_article(tmp_path, "texts")
    assert isinstance(found, Problem) and found.code == "unreadable" and "folder" in found.message


@pytest.mark.parametrize(
    ("canonical", "address", "url"),
    [
        ("https://harbour.example/ferry", None, "https://harbour.example/ferry"),
        ("https://harbour.example/ferry?id=7&utm_source=feed#top", None, "https://harbour.example/ferry?id=7"),
        ("/ferry", "https://harbour.example/ferry?print=1", "https://harbour.example/ferry"),
        ("/ferry", None, None),
        ("https://harbour.example/", "https://harbour.example/ferry", "https://harbour.example/ferry"),
        ("https://harbour.example/", "https://harbour.example/", "https://harbour.example/"),
        ("javascript:alert(1)", None, None),
        ("http://[::1", None, None),
        ("https://harbour.example/a b", None, None),
        ("", "https://harbour.example/ferry", "https://harbour.example/ferry"),
    ],
)
def test_a_page_names_its_own_address(canonical: str, address: str | None, url: str | None) -> None:
    page = PAGE.replace("https://harbour.example/ferry", canonical)
    found = parse_html(page, "ferry.html", address)
    assert isinstance(found, ArticleText) and found.url == url


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/b", "http://www.a.example/b/", True),
        ("https://a.example/b?id=1", "https://a.example/b?id=1&utm_medium=x#c", True),
        ("https://a.example/b?id=1", "https://a.example/b?id=2", False),
        ("https://a.example/b", "https://b.example/b", False),
        ("https://a.example/b", "https://a.example/B", False),
        ("http://[x", "http://[x", True),
    ],
)
def test_addresses_of_one_page_are_known(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same
