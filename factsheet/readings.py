"""What was read in one article, as a JSON object or as a table for a person at a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factsheet.model import ArticleText, Indirect, Quotation, Reading


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one article."""

    id: str
    article: ArticleText
    published: str | None
    reading: Reading


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
        "quotes": [_spoken(quotation) for quotation in reading.quotations],
        "indirect": [_spoken(indirect) for indirect in reading.indirect],
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


def _spoken(item: Quotation | Indirect) -> dict[str, Any]:
    who = {"speaker": item.speaker, "speaker_start": item.speaker_start, "speaker_end": item.speaker_end}
    return {**_span(item), **who, "cue": item.cue, "confidence": round(item.confidence, 2)}


def _span(item: Any) -> dict[str, Any]:
    return {"start": item.start, "end": item.end, "text": item.text}


def as_table(read: Read) -> Iterable[str]:
    """The same for a person at a terminal."""
    reading = read.reading
    yield _clip(f"{read.id}: {read.article.title or 'no title'}, {read.published or 'no date'}", 300)
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
