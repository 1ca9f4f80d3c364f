"""A file -> article text with boilerplate marked, and what its metadata states. Text, Markdown, HTML as a browser saves it."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from factsheet.model import ArticleText, Place, Problem
from factsheet.placed import YamlMap, decode, parse_yaml
from factsheet.text import Span, paragraphs

SUFFIXES = (".txt", ".md", ".html", ".htm")

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
        data = path.read_bytes()
    except OSError as error:
        return Problem(Place(name), "unreadable", error.strerror or str(error))
    return parse_file(data, path.suffix, name)


def parse_file(data: bytes, suffix: str, name: str) -> ArticleText | Problem:
    """The article in the bytes of a file whose name ends so."""
    text = decode(data, name)
    if isinstance(text, Problem):
        return text
    if not text.strip():
        return Problem(
            Place(name), "empty-article", "the file holds no text", "put the article's text into it, or remove the file"
        )
    if "\0" in text:
        return Problem(Place(name), "not-text", "the file holds NUL bytes, so it is no text", "save the article as plain text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix in (".html", ".htm"):
        return parse_html(text, name)
    return parse_markdown(text) if suffix == ".md" else parse_article(text)


def parse_article(text: str) -> ArticleText:
    """Plain text: its first line is the headline when it reads like one."""
    spans = paragraphs(text)
    boilerplate = find_boilerplate(text, spans)
    apart = set(boilerplate)
    stated = _STATED_DATE.match(text)
    if stated:
        return ArticleText(text, tuple(boilerplate), stated[2].strip(), None, stated[1])
    first = next((text[start:end] for start, end in spans if (start, end) not in apart), "")
    headline = first if len(first.split()) <= 20 and not _SENTENCE_END.search(first) else None
    origin = _REPUBLISHED.search(text)
    if origin:
        return ArticleText(text, tuple(boilerplate), origin[1], origin[2])
    return ArticleText(text, tuple(boilerplate), headline)


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
        outlet=stated.get("outlet"),
        published=stated.get("published") or stated.get("date") or article.published,
        authors=(stated["author"],) if "author" in stated else (),
        url=stated.get("url"),
        language=stated.get("language"),
    )


def parse_html(html: str, name: str) -> ArticleText | Problem:
    """A saved web page: its main text by trafilatura (an extra), what it states about itself from its meta tags."""
    try:
        from trafilatura import extract
    except ImportError:
        hint = "pip install 'factsheet[html]', or save the article as text"
        return Problem(Place(name), "needs-extra", "reading HTML needs an extra library", hint)
    text = extract(html, include_comments=False, favor_recall=True)
    if not text:
        return Problem(
            Place(name), "empty-article", "no article was found in this page", "save the article's text as a .txt file"
        )
    page = _Meta()
    page.feed(html)
    stated = page.stated
    article = parse_article(text)
    return replace(
        article,
        title=stated.get("og:title") or stated.get("title") or article.title,
        outlet=stated.get("og:site_name"),
        published=(stated.get("article:published_time") or stated.get("datepublished") or "")[:10] or article.published,
        authors=(stated["author"],) if "author" in stated else (),
        url=stated.get("canonical") or stated.get("og:url"),
        language=stated.get("lang"),
    )


class _Meta(HTMLParser):
    """What a page states about itself: meta tags by name, property or itemprop, the canonical link, the language, the title."""

    def __init__(self) -> None:
        super().__init__()
        self.stated: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: (value or "").strip() for key, value in attrs}
        if tag == "meta":
            self._state(given.get("property") or given.get("name") or given.get("itemprop") or "", given.get("content", ""))
        elif tag == "link" and given.get("rel") == "canonical":
            self._state("canonical", given.get("href", ""))
        elif tag == "html":
            self._state("lang", given.get("lang", ""))
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._state("title", data.strip())
            self._in_title = False

    def _state(self, key: str, value: str) -> None:
        if key and value:
            self.stated.setdefault(key.lower(), " ".join(value.split()))


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
