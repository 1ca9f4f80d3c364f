"""A file -> article text with boilerplate marked, and what its head states. Text and Markdown."""

import re
from collections import Counter
from pathlib import Path

from factsheet.model import ArticleText, Place, Problem
from factsheet.placed import YamlMap, decode, parse_yaml
from factsheet.text import Span, paragraphs

SUFFIXES = (".txt", ".md")

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
_STATED_DATE = re.compile(r"[ \t]*(?:date|published)[: ][ \t]{0,3}(\d{4}-\d\d-\d\d)[ \t]+(\S[^\n]{0,300})")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*$")


def read_article(path: Path, name: str) -> ArticleText | Problem:
    """The article in a file; `name` is what a problem calls it."""
    try:
        text = decode(path.read_bytes(), name)
    except OSError as error:
        return Problem(Place(name), "unreadable", error.strerror or str(error))
    if isinstance(text, Problem):
        return text
    if not text.strip():
        return Problem(
            Place(name), "empty-article", "the file holds no text", "put the article's text into it, or remove the file"
        )
    if "\0" in text:
        return Problem(Place(name), "not-text", "the file holds NUL bytes, so it is no text", "save the article as plain text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return parse_markdown(text) if path.suffix == ".md" else parse_article(text)


def parse_article(text: str) -> ArticleText:
    """Plain text: its first line is the headline when it reads like one."""
    spans = paragraphs(text)
    boilerplate = find_boilerplate(text, spans)
    stated = _STATED_DATE.match(text)
    if stated:
        return ArticleText(text, tuple(boilerplate), stated[2].strip(), None, stated[1])
    first = next((text[start:end] for start, end in spans if (start, end) not in boilerplate), "")
    headline = first if len(first.split()) <= 20 and not _SENTENCE_END.search(first) else None
    return ArticleText(text, tuple(boilerplate), headline)


def parse_markdown(text: str) -> ArticleText:
    """Markdown with front matter (title, outlet, published), which is set apart like other boilerplate."""
    front = re.match(r"---\n(.{0,10000}?)\n---(?:\n|$)", text, re.S)
    if not front:
        return parse_article(text)
    values, _ = parse_yaml(front[1], "")
    stated = {key: value for key, value in values.items() if isinstance(value, str)} if isinstance(values, YamlMap) else {}
    article = parse_article(text[front.end() :])
    shifted = tuple((start + front.end(), end + front.end()) for start, end in article.boilerplate)
    published = stated.get("published") or stated.get("date") or article.published
    return ArticleText(text, ((0, front.end()), *shifted), stated.get("title") or article.title, stated.get("outlet"), published)


def find_boilerplate(text: str, spans: list[Span]) -> list[Span]:
    """The lines that are captions, footers, page furniture or links to other stories, in text order."""
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
