"""Extract over many articles: files, folders, JSON-lines corpora, standard input."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from factsheet.articles import SUFFIXES, parse_article, read_article
from factsheet.edtf import edtf_bounds
from factsheet.extract import read
from factsheet.extract.dates import article_date
from factsheet.model import ArticleText, Indirect, Person, Place, Problem, Quotation, Reading

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one article."""

    id: str
    article: ArticleText
    published: str | None
    reading: Reading


def read_corpus(
    paths: Sequence[str], stdin: TextIO, people: Sequence[Person] = (), published: str | None = None
) -> Iterator[Read | Problem]:
    """One reading per article, in the order of the paths; a bad article is a problem and does not stop the others."""
    for item in _articles(paths, stdin):
        if isinstance(item, Problem):
            yield item
            continue
        name, article, given = item
        stated = given or article.published or published or article_date(article.text)
        yield Read(name, article, stated, read(article.text, stated, people))


def _articles(paths: Sequence[str], stdin: TextIO) -> Iterator[tuple[str, ArticleText, str | None] | Problem]:
    """(id, article, the date that the corpus gives it)."""
    for given in paths:
        path = Path(given)
        if given == STDIN:
            yield from _text("stdin", stdin)
        elif path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
            if not files:
                yield Problem(Place(given), "no-articles", f"the folder holds no {' or '.join(SUFFIXES)} file")
            yield from (_file(file) for file in files)
        elif path.suffix == ".jsonl":
            yield from _lines(path)
        else:
            yield _file(path)


def _file(path: Path) -> tuple[str, ArticleText, str | None] | Problem:
    article = read_article(path, str(path))
    return article if isinstance(article, Problem) else (str(path), article, None)


def _text(name: str, stream: TextIO) -> Iterator[tuple[str, ArticleText, str | None] | Problem]:
    try:
        text = stream.read()
    except UnicodeDecodeError:
        yield Problem(Place(name), "not-utf-8", "the input is not UTF-8")
        return
    yield (name, parse_article(text), None) if text.strip() else Problem(Place(name), "empty-article", "the input holds no text")


def _lines(path: Path) -> Iterator[tuple[str, ArticleText, str | None] | Problem]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(line, Place(str(path), number))
    except OSError as error:
        yield Problem(Place(str(path)), "unreadable", error.strerror or str(error))


def _line(line: bytes, place: Place) -> tuple[str, ArticleText, str | None] | Problem:
    hint = 'a line is one article: {"id": "…", "text": "…", "published": "2025-04-03"}'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(place, "not-json", str(error), hint)
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("id"), (str, int)):
        return Problem(place, "not-an-article", "`id` or `text` is missing, or is no text", hint)
    published = row.get("published")
    if published is not None and (not isinstance(published, str) or edtf_bounds(published) is None):
        return Problem(place, "bad-date", f"`published` is {published!r}, which is no date", "dates read like 2025-04-03")
    return str(row["id"]), ArticleText(row["text"]), published


# ---------------------------------------------------------------------------------------------------------- results


def at_least(reading: Reading, confidence: float) -> Reading:
    """Only what is read with this confidence: a quotation keeps its place and loses its speaker, the rest goes."""
    return replace(
        reading,
        quotations=tuple(
            q if q.confidence >= confidence else replace(q, speaker=None, speaker_start=None, speaker_end=None, cue=None)
            for q in reading.quotations
        ),
        indirect=tuple(i for i in reading.indirect if i.confidence >= confidence),
        quantities=tuple(q for q in reading.quantities if q.confidence >= confidence),
        times=tuple(t for t in reading.times if t.confidence >= confidence),
    )


def as_json(read: Read) -> dict[str, Any]:
    """One object per article; offsets count in the text as given."""
    reading = read.reading
    return {
        "article": read.id,
        "title": read.article.title,
        "published": read.published,
        "quotes": [_said(quotation) for quotation in reading.quotations],
        "indirect": [_said(indirect) for indirect in reading.indirect],
        "figures": [
            {
                **_span(q),
                "value": f"{q.value[0]:f}" if len(q.value) == 1 else [f"{number:f}" for number in q.value],
                "unit": q.unit,
                "of": q.of,
                "bound": q.bound,
                "kind": q.kind,
                "confidence": round(q.confidence, 2),
            }
            for q in reading.quantities
        ],
        "dates": [
            {**_span(t), "value": t.value, "type": t.type, "bound": t.bound, "confidence": round(t.confidence, 2)}
            for t in reading.times
        ],
        "damage": [{**_span(d), "why": d.why} for d in reading.damage],
    }


def _said(item: Quotation | Indirect) -> dict[str, Any]:
    who = {"speaker": item.speaker, "speaker_start": item.speaker_start, "speaker_end": item.speaker_end}
    return {**_span(item), **who, "cue": item.cue, "confidence": round(item.confidence, 2)}


def _span(item: Any) -> dict[str, Any]:
    return {"start": item.start, "end": item.end, "text": item.text}


def as_table(read: Read) -> Iterable[str]:
    """The same for a person at a terminal."""
    reading = read.reading
    yield f"{read.id}: {read.article.title or 'no title'}, {read.published or 'no date'}"
    yield from _table(
        "Quotations",
        ("speaker", "cue", "sure", "words"),
        [(q.speaker or "?", q.cue or "", f"{q.confidence:.2f}" if q.speaker else "", q.text) for q in reading.quotations],
    )
    yield from _table(
        "Said without quotation marks",
        ("speaker", "cue", "sure", "words"),
        [(i.speaker or "?", i.cue, f"{i.confidence:.2f}" if i.speaker else "", i.text) for i in reading.indirect],
    )
    yield from _table(
        "Figures",
        ("value", "unit", "of", "bound", "sure", "words"),
        [
            (" to ".join(f"{v:,f}" for v in q.value), q.unit or "", q.of or "", q.bound, f"{q.confidence:.2f}", q.text)
            for q in reading.quantities
        ],
    )
    yield from _table(
        "Dates",
        ("value", "type", "sure", "words"),
        [("unknown day" if "X" in t.value else t.value, t.type, f"{t.confidence:.2f}", t.text) for t in reading.times],
    )
    yield from _table("Places where the copy may have lost words", ("why", "words"), [(d.why, d.text) for d in reading.damage])
    yield ""


_WIDEST = {"words": 60, "speaker": 32, "why": 40}


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    if not rows:
        return
    clipped = [[_clip(cell, _WIDEST.get(name, 28)) for name, cell in zip(head, row, strict=True)] for row in rows]
    widths = [max(len(row[at]) for row in [list(head), *clipped]) for at in range(len(head))]
    yield f"\n  {title} ({len(rows)})"
    for row in [list(head), *clipped]:
        yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _clip(text: str, width: int) -> str:
    """One line without control characters, which a terminal would obey."""
    line = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    return line if len(line) <= width else line[: width - 1] + "…"
