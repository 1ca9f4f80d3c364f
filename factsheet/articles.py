"""A file -> article text with boilerplate marked, and what its metadata states. Text, Markdown, HTML as a browser saves it."""

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from factsheet.metadata import own_address, read_metadata
from factsheet.model import ArticleText, Place, Problem
from factsheet.placed import MAX_BYTES, YamlMap, decode, parse_yaml
from factsheet.records import no_file
from factsheet.text import Span, paragraphs

SourceKind = Literal["text", "markdown", "html"]
KINDS: Mapping[str, SourceKind] = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html"}
SUFFIXES = tuple(KINDS)

# How files begin that people take for text.
_NO_TEXT = (
    (b"%PDF", "a PDF"),
    (b"PK\3\4", "a Word document or another kind of archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_WESTERN = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252")  # one, to browsers

# Parts of a page that are no part of its article. What may be a wrapper of everything has to be short and without a headline.
_BLOCK = "[self::div or self::section or self::aside or self::form][string-length(normalize-space(.)) < 800][not(.//h1)]"
_NOT_THE_ARTICLE = (
    "//figcaption",
    "//*[contains(@class, 'wp-caption-text')]",
    "//noscript",
    "//*[@role='dialog']",
    "//button",
    f"//*{_BLOCK}[contains(@class, 'paywall')][.//button or .//a]",
    *(f"//*{_BLOCK}[contains(concat(@class, ' ', @id), '{word}')]" for word in ("newsletter", "cookie", "consent", "gdpr")),
)

# Lines that no outlet means as part of the article. Each pattern has to match at the start of a line.
BOILERPLATE = (
    ("rule", re.compile(r"[-–—_*=•. ]{3,}$")),
    (
        "credit",
        re.compile(r"(?:with assistance from|edited by|editing by|reporting by|additional reporting|compiled by)\b", re.I),
    ),
    ("copyright", re.compile(r"(?:©|\(c\)|copyright\b|all rights reserved)", re.I)),
    (
        "republished",
        re.compile(r"(?:the post\b.{1,300}\bappeared first on\b|distributed by\b|this article (?:was )?originally)", re.I),
    ),
    (
        "invitation",
        re.compile(r"(?:subscribe|sign up|log in|sign in)\b.{0,60}\b(?:read|reading|access|newsletter|letter|account)\b", re.I),
    ),
    ("section", re.compile(r"(?:published|posted|filed) (?:in|under)\b[^.]{1,60}$", re.I)),
    (
        "page",
        re.compile(
            r"(?:comments?|share(?: this)?|advertisement|subscribe|sign up|follow us|read more|see also)\b[^.!?]{0,60}$", re.I
        ),
    ),
    (
        "related",
        re.compile(
            r"(?:related (?:stories|articles|news|topics|content)|no stories found|more (?:stories|news)|recommended)\b", re.I
        ),
    ),
    ("address", re.compile(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S{0,200})?$")),
)
_CAPTION = re.compile(
    r"\b(?:photo(?:graph)?|image|picture)(?: by|:| credit| courtesy)"
    r"|\b(?:getty images|file photo|handout)\b|/(?:AP|AFP|Reuters)\b",
    re.I,
)
_REPUBLISHED = re.compile(r"(?m)^the post (.{1,300}?) appeared first on (.{1,100}?)\.?$", re.I)  # states title and outlet
_STATED_DATE = re.compile(r"[ \t]*(?:date|published)[: ][ \t]{0,3}(\d{4}-\d\d-\d\d)[ \t]+(\S[^\n]{0,300})")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*$")


def read_article(path: Path, name: str) -> ArticleText | Problem:
    """The article in a file; `name` is what a problem calls it."""
    try:
        if path.is_dir():
            return Problem(Place(name), "unreadable", "this is a folder", "name the files in it")
        if path.exists() and not path.is_file():
            return no_file(name)
        if path.stat().st_size > MAX_BYTES:
            return too_large(Place(name), MAX_BYTES)
        data = path.read_bytes()
    except OSError as error:
        return Problem(Place(name), "unreadable", error.strerror or str(error))
    return parse_source(data, KINDS.get(path.suffix.lower(), "text"), name)


def parse_source(
    data: bytes, kind: SourceKind, name: str, charset: str | None = None, address: str | None = None
) -> ArticleText | Problem:
    """The article in the bytes of a file, or of an answer from `address` that gave the charset."""
    if len(data) > MAX_BYTES:
        return too_large(Place(name), MAX_BYTES)
    what = next((what for magic, what in _NO_TEXT if data.startswith(magic)), None)
    if what:
        return Problem(Place(name), "not-text", f"this is {what}, not text", "open it, and save its words as a .txt file")
    remarks: tuple[str, ...] = ()
    if kind == "html":
        text, remarks = _decode_page(data, charset)
    else:
        decoded = _decode_text(data, name, charset)
        if isinstance(decoded, Problem):
            return decoded
        text = decoded
    if not text.strip():
        hint = "put the article's text into it, or remove the file"
        return Problem(Place(name), "empty-article", "the file holds no text", hint)
    if "\0" in text:
        message = "it holds NUL bytes, which no text does: it is a program's file, a picture, or a damaged copy"
        return Problem(Place(name), "not-text", message, "save the article as plain text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "html":
        page = parse_html(text, name, address)
        return page if isinstance(page, Problem) else replace(page, remarks=(*page.remarks, *remarks))
    return parse_markdown(text) if kind == "markdown" else parse_article(text)


def too_large(place: Place, limit: int) -> Problem:
    hint = "an article is text: save its words as a .txt file"
    return Problem(place, "too-large", f"more than {limit // 1_000_000} MB, which is the most that is read", hint)


def _decode_text(data: bytes, name: str, charset: str | None) -> str | Problem:
    """What a mark at the head of the file says, else UTF-8, else what the server says."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (mark, "utf-8-sig", charset):
        with suppress(LookupError, UnicodeError):
            if encoding:
                return data.decode(encoding)
    return decode(data, name)


def _decode_page(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """A page as browsers read it, and a remark where the bytes are not what it says. Text that reads as UTF-8 always is UTF-8."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    with suppress(UnicodeError):
        return data.decode(mark or "utf-8-sig"), ()
    found = _CHARSET.search(data[:4096])
    stated = (mark or charset or (found[1].decode("ascii", "replace") if found else "")).lower()
    encoding = "cp1252" if stated in _WESTERN else stated
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # a name that nobody knows
        text, stated = data.decode("cp1252", "replace"), ""
    remarks = [] if stated else ["the page does not say how its letters are encoded; they were read as Windows-1252"]
    lost = text.count("\ufffd")
    return text, (*remarks, *([f"letters that could not be read, shown as \ufffd: {lost}"] if lost else []))


def parse_article(text: str) -> ArticleText:
    """Plain text: its first line is the headline when it reads like one."""
    spans = paragraphs(text)
    boilerplate = find_boilerplate(text, spans)
    apart = set(boilerplate)
    stated = _STATED_DATE.match(text)
    if stated:
        return ArticleText(text, tuple(boilerplate), title=stated[2].strip(), published=stated[1])
    first = next((text[start:end] for start, end in spans if (start, end) not in apart), "")
    headline = first if len(first.split()) <= 20 and not _SENTENCE_END.search(first) else None
    origin = _REPUBLISHED.search(text)
    if origin:
        return ArticleText(text, tuple(boilerplate), title=origin[1], outlet=origin[2])
    return ArticleText(text, tuple(boilerplate), title=headline)


def parse_markdown(text: str) -> ArticleText:
    """Markdown with front matter (title, outlet, published, author, url, language), which is set apart like other boilerplate."""
    front = re.match(r"---\n(.{0,10000}?)\n---(?:\n|$)", text, re.S)
    if not front:
        return parse_article(text)
    values, _ = parse_yaml(front[1], "")
    stated = {key: value for key, value in values.items() if isinstance(value, str)} if isinstance(values, YamlMap) else {}
    article = parse_article(text[front.end() :])
    shifted = tuple((start + front.end(), end + front.end()) for start, end in article.boilerplate)
    return replace(
        article,
        text=text,
        boilerplate=((0, front.end()), *shifted),
        title=stated.get("title") or article.title,
        outlet=stated.get("outlet") or article.outlet,
        published=stated.get("published") or stated.get("date") or article.published,
        authors=(stated["author"],) if "author" in stated else (),
        url=own_address(stated.get("url", "")),
        language=stated.get("language"),
    )


def parse_html(html: str, name: str, address: str | None = None) -> ArticleText | Problem:
    """A web page: its main text by trafilatura (an extra), without captions and notices; what it states by its metadata."""
    try:
        from trafilatura import extract, load_html
    except ImportError:
        hint = "pip install 'factsheet[html]', or save the article as text"
        return Problem(Place(name), "needs-extra", "reading HTML needs an extra library", hint)
    text = extract(html, include_comments=False, favor_recall=True, prune_xpath=list(_NOT_THE_ARTICLE))
    if not text:
        hint = "some pages are filled in by the browser: save the article's text as a .txt file"
        return Problem(Place(name), "empty-article", "no article was found in this page", hint)
    article, stated = parse_article(text), read_metadata(load_html(html), address)
    return replace(
        article,
        title=stated.title or article.title,
        outlet=stated.outlet or article.outlet,
        published=stated.published or article.published,
        authors=stated.authors,
        url=stated.url,
        language=stated.language,
        remarks=stated.remarks,
    )


def find_boilerplate(text: str, spans: list[Span]) -> list[Span]:
    """The lines that are captions, footers, page furniture or links to other stories, in text order."""
    if not spans:
        return []
    lines = [text[start:end] for start, end in spans]
    times = Counter(lines)
    apart = [
        _is_caption(line, following) or _is_repeated(line, times) or any(pattern.match(line) for _, pattern in BOILERPLATE)
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    if any(apart):  # headlines of other stories among the furniture below the last paragraph
        for at in range(len(lines) - 1, -1, -1):
            if not apart[at] and _SENTENCE_END.search(lines[at][-20:]):
                break
            apart[at] = True
    return [span for span, mark in zip(spans, apart, strict=True) if mark]


def _is_caption(line: str, following: str) -> bool:
    """A line with a photo credit, or the same words without it on the line before."""
    return bool(_CAPTION.search(line) or (following.startswith(line) and _CAPTION.search(following[len(line) :])))


def _is_repeated(line: str, times: Counter[str]) -> bool:
    """Page furniture comes again and again; a paragraph somebody said something in may have been copied twice."""
    return times[line] > 1 and len(line.split()) <= 40 and not re.search(r"[\"“”«»]", line)


def in_boilerplate(article: ArticleText, start: int, end: int) -> bool:
    return any(begin < end and start < stop for begin, stop in article.boilerplate)
