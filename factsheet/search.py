"""The search index of a big site in pieces, so that a search fetches a few of them and not the words of all pages."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby
from typing import Any

from factsheet.shards import pieces, script, word_pieces

FOLDER = "search"
_PIECE = 20  # pages of a piece
_TAG = re.compile(r"<[^>]+>")
_SHOWN = 2000  # characters of a page's text in its result, around the words that were looked for


def search_files(index: str) -> Iterator[tuple[str, str]]:
    """Files for the folder of the index: its pieces, and the index itself without its pages, which the theme asks for."""
    found = json.loads(index)
    pages, boosts = _pages(found["docs"])
    yield from ((f"{name}.js", text) for name, text in pieces("pages", [(*page[:2], page[2][:_SHOWN]) for page in pages], _PIECE))
    firsts, words = word_pieces("index", [(title, text) for _, title, text in pages], boosts)
    yield from ((f"{name}.js", text) for name, text in words.items())
    yield "search.js", script("search", {"pages": len(pages), "piece": _PIECE, "words": firsts})
    empty = json.dumps({**found, "docs": []})
    yield "search_index.json", empty
    yield "search_index.js", f"var __index = {empty}\n"  # what the theme asks for where pages are read from a folder


def _pages(docs: Iterable[Mapping[str, Any]]) -> tuple[list[tuple[str, str, str]], Mapping[int, float]]:
    """Address, title and text of each page, and the boosts of some; the index has the sections of a page apart."""
    pages: list[tuple[str, str, str]] = []
    boosts: dict[int, float] = {}
    for address, group in groupby(docs, key=lambda doc: doc["location"].partition("#")[0]):
        first, *sections = group
        texts = (first["text"], *(f"{section['title']} {section['text']}" for section in sections))
        if "boost" in first:
            boosts[len(pages)] = first["boost"]
        pages.append((address, _text(first["title"]), _text(" ".join(texts))))
    return pages, boosts


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
