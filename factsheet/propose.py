"""What the articles say that the records have not answered yet.

A proposal is (article, kind, hash of its words, nth occurrence of them). It is answered by a report of its kind that overlaps it
in the text, by one that holds its words and stands in the text no longer, or by a rejection with the same hash in the same
sentence. Answered ones never come back, also when the article gets another text.
"""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, groupby
from typing import Any

from factsheet.align import words_of
from factsheet.articles import in_boilerplate
from factsheet.compare import tokens, verdict
from factsheet.edtf import to_edtf
from factsheet.evidence import Evidence, Witness, digest, published_on
from factsheet.extract.dates import find_dates
from factsheet.extract.figures import find_figures
from factsheet.extract.speakers import person_of
from factsheet.model import (
    KIND_FILES,
    SURE,
    UNKNOWN_SPEAKER,
    Indirect,
    Kind,
    Person,
    Quantity,
    Quotation,
    Rejection,
    Sheet,
    Statement,
    TimeExpression,
)
from factsheet.schema import modeline
from factsheet.splices import record_lines
from factsheet.text import Span, n1, paragraphs, sentences, slug

_WORDS_BEFORE, _WORDS_AFTER, _WORDS_ENOUGH = 7, 6, 4  # the few words around a number or date that make it readable
_CLAUSE = re.compile(r"[;:—–()“”\"]|, ")
_MARK = re.compile(r"[“”\"«»]")
_DATELINE = re.compile(r"(?: ?\([^)\n]{1,40}\))? ?[-–—] ")
_LIKELY = 0.8  # indirect speech is proposed when it is sure, and from here on when a quotation bears it out
_BYLINE_WORDS = 8
_JOINING = re.compile(r"^(?:(?:and|but|or|while|as|which|that|who|where) )+")
_SHARED, _SHARED_WORDS = 0.5, 2  # of the content words: from here on a wording may belong to a fact that is there
_SAME_UTTERANCE = 6  # tokens: shorter wordings that are alike may well be two utterances
# What takes a month or years is told elsewhere as taking time: for finding the same matter these are one word.
_SPANS_OF_TIME = frozenset("time minute hour day week month year decade minutes hours days weeks months years decades".split())


Read = tuple[Quotation, ...] | Indirect | Quantity | TimeExpression


@dataclass(frozen=True, slots=True)
class Found:
    """Something that an article says, at its place, whether or not it is answered. Spans are of the text as given."""

    article: str
    kind: Kind
    spans: tuple[Span, ...]
    reading: Read
    answer: str | None  # the id of the fact that answers it, "rejected", or None
    words: str
    nth: int
    also: tuple[str, ...] = ()  # hash and nth of the other parts


def findings(sheet: Sheet, evidence: Evidence) -> list[Found]:
    """Everything quoted, counted and dated in the articles at hand, boilerplate left out, in text order per article."""
    return [found for article in sheet.articles for found in _in_article(article.id, sheet, evidence)]


def _in_article(name: str, sheet: Sheet, evidence: Evidence) -> Iterator[Found]:
    held = evidence.witnesses.get(name)
    if held is None:
        return
    published = published_on(sheet, name, held.article)
    text = held.article.text
    readings: list[tuple[Kind, Read]] = []
    readings += [("statement", (quotation,)) for quotation in held.quotations]
    readings += [("statement", indirect) for indirect in held.indirect if _is_reported(indirect, held)]
    readings += [("figure", quantity) for quantity in find_figures(text)]
    readings += [("event", time) for time in find_dates(text, published) if _is_an_event(time, held)]
    seen: Counter[tuple[str, str]] = Counter()
    every: list[Found] = []
    for kind, reading in sorted(readings, key=lambda item: (item[1][0] if isinstance(item[1], tuple) else item[1]).start):
        first = reading[0] if isinstance(reading, tuple) else reading
        if in_boilerplate(held.article, first.start, first.end):
            continue
        words = digest(first.text)
        seen[kind, words] += 1
        every.append(Found(name, kind, ((first.start, first.end),), reading, None, words, seen[kind, words]))
    said_no = _rejected(every, [rejection for rejection in sheet.rejections if rejection.article == name], held)
    for at, found in enumerate(every):
        yield replace(found, answer="rejected" if at in said_no else _answer(found, held, evidence))


def _rejected(every: Sequence[Found], rejections: Sequence[Rejection], held: Witness) -> set[int]:
    """Which findings were said no to: by their words and sentence; where the sentence is gone, by their words alone, the nth."""
    answered = {(rejection.kind, rejection.words) for rejection in rejections}
    places = {
        at: (found, digest(sentence_around(held.article.text, found.spans[0][0])))
        for at, found in enumerate(every)
        if (found.kind, found.words) in answered
    }
    said_no: set[int] = set()
    left = list(rejections)
    for by_sentence, by_number in ((True, True), (True, False), (False, True)):
        for rejection in tuple(left):
            for at, (found, within) in places.items():
                same = (found.kind, found.words) == (rejection.kind, rejection.words) and at not in said_no
                here = not by_sentence or within == rejection.within
                if same and here and (not by_number or found.nth == rejection.nth):
                    said_no.add(at)
                    left.remove(rejection)
                    break
    return said_no


def _is_reported(indirect: Indirect, held: Witness) -> bool:
    """Indirect speech that is well read, and more than the headline."""
    first_line = held.article.text.partition("\n")[0]
    in_headline = indirect.start < len(first_line) and first_line.strip() == held.article.title
    return indirect.speaker is not None and indirect.confidence >= _LIKELY and not in_headline


def _is_an_event(time: TimeExpression, held: Witness) -> bool:
    return _is_a_day(time) and not _tells_when_it_was_written(time, held) and not _beside_a_quotation(time, held)


def _is_a_day(time: TimeExpression) -> bool:
    return time.type == "DATE" and time.confidence >= SURE and to_edtf(time.value) is not None


def _tells_when_it_was_written(time: TimeExpression, held: Witness) -> bool:
    """The date of a dateline ("LINDOW, 5 May (agency) - ...") or of a line that is little more than a date."""
    text = held.article.text
    line = text[text.rfind("\n", 0, time.start) + 1 : time.end + 60].split("\n")[0]
    return len(line.split()) <= _BYLINE_WORDS or bool(_DATELINE.match(text, time.end))


def _beside_a_quotation(time: TimeExpression, held: Witness) -> bool:
    """A date in a sentence that quotes somebody tells when it was said, or is quoted itself: it is no event of its own."""
    start, end = _sentence_span(held.article.text, time.start)
    return any(quotation.start < end and start < quotation.end for quotation in held.quotations)


def _answer(found: Found, held: Witness, evidence: Evidence) -> str | None:
    """The fact whose report stands here, or holds these words and stands nowhere: that one is to be mended, not written again."""
    start, end = held.normalised.span(*found.spans[0])
    words = held.normalised.text[start:end]
    fallen = None
    for proof in evidence.proofs:
        if type(proof.fact).__name__.lower() != found.kind or proof.report.article != found.article:
            continue
        if proof.receipt is None:
            fallen = fallen or (proof.fact.id if words in n1(proof.part) else None)
        elif proof.receipt.start < end and start < proof.receipt.end:
            return proof.fact.id
    return fallen


# --------------------------------------------------------------------------------------------------------- proposals


def propose(sheet: Sheet, evidence: Evidence, people: Sequence[Person]) -> list[dict[str, Any]]:
    """The open findings as inbox entries: each with the fact as it would be written."""
    namer = _Namer(sheet, evidence)
    entries = []
    for found in _joined(_once([f for f in findings(sheet, evidence) if f.answer is None]), evidence):
        held = evidence.witnesses[found.article]
        record: dict[str, Any] | None
        person = None
        if isinstance(found.reading, Quantity):
            record = _figure(found, held, namer)
        elif isinstance(found.reading, TimeExpression):
            record = _event(found, held, namer)
        elif isinstance(found.reading, Indirect):
            record, person = _told(found, people, namer)
        else:
            record, person = _statement(found, held, sheet, people, namer)
        unsure = isinstance(found.reading, Indirect) and found.reading.confidence < SURE
        if record and not (unsure and namer.alike(record) is None):
            entries.append(_entry(found, record, person, held, namer))
    return entries


def _once(found: Sequence[Found]) -> list[Found]:
    """Without the indirect speech around a quotation with a speaker: that it cannot be done "in a year" is one statement."""
    named = [item for item in found if isinstance(item.reading, tuple) and item.reading[0].speaker]

    def is_told_again(item: Found) -> bool:
        return isinstance(item.reading, Indirect) and any(
            quoted.article == item.article and quoted.spans[0][0] < item.spans[0][1] and item.spans[0][0] < quoted.spans[0][1]
            for quoted in named
        )

    return [item for item in found if not is_told_again(item)]


def _joined(found: Sequence[Found], evidence: Evidence) -> Iterator[Found]:
    """Stretches that one attribution interrupts ("A," she said. "B") become one finding in parts."""

    def utterance(item: Found) -> tuple[object, ...]:
        quotation = item.reading[0] if isinstance(item.reading, tuple) else None
        if quotation is None or quotation.speaker_start is None:
            return (item.article, item.kind, item.spans)
        paragraph = evidence.witnesses[item.article].article.text.count("\n", 0, quotation.start)
        return (item.article, item.kind, quotation.speaker, quotation.speaker_start, paragraph)

    # Quotations come before indirect speech, which may belong to one of them; else articles and text order stay.
    by_kind = sorted(found, key=lambda item: (list(KIND_FILES).index(item.kind), isinstance(item.reading, Indirect)))
    for _, group in groupby(by_kind, key=utterance):
        parts = list(group)
        quotations = tuple(q for part in parts if isinstance(part.reading, tuple) for q in part.reading)
        spans = tuple(span for part in parts for span in part.spans)
        first = parts[0]
        also = tuple(f"{part.words}-{part.nth}" for part in parts[1:])
        yield Found(first.article, first.kind, spans, quotations or first.reading, None, first.words, first.nth, also)


def _entry(found: Found, record: dict[str, Any], person: dict[str, str] | None, held: Witness, namer: "_Namer") -> dict[str, Any]:
    first = found.reading[0] if isinstance(found.reading, tuple) else found.reading
    entry: dict[str, Any] = {
        "id": f"{found.article}-{found.kind[0]}-{found.words[:8]}" + (f"-{found.nth}" if found.nth > 1 else ""),
        "kind": found.kind,
        "article": found.article,
        "words": found.words,
        "nth": str(found.nth),
        **({"also": list(found.also)} if found.also else {}),
        "confidence": f"{first.confidence:.2f}",
        "where": sentence_around(held.article.text, first.start),
    }
    known = namer.alike(record) if found.kind == "statement" else None
    entry |= {"suggests": known} if known else {}
    if isinstance(found.reading, tuple):
        quote = record["reports"][0]["quote"]
        parts = tuple(quote) if isinstance(quote, list) else (quote,)
        namer.quoted.append(_Known(record["id"], record["speaker"], parts, _told_around(found.spans[0], held)))
    return entry | ({"person": person} if person else {}) | {"record": record}


def sentence_around(text: str, at: int) -> str:
    start, end = _sentence_span(text, at)
    return " ".join(text[start:end].split())


@lru_cache(maxsize=64)
def _sentences_of(text: str) -> tuple[Span, ...]:
    return tuple(span for paragraph in paragraphs(text) for span in sentences(text, *paragraph))


def _sentence_span(text: str, at: int) -> Span:
    """The sentence that an offset lies in, or the nearest one before it."""
    spans = _sentences_of(text)
    return spans[max(0, bisect_right(spans, (at, len(text))) - 1)]


def _statement(
    found: Found, held: Witness, sheet: Sheet, people: Sequence[Person], namer: "_Namer"
) -> tuple[dict[str, Any], dict[str, str] | None]:
    quotations = found.reading if isinstance(found.reading, tuple) else ()
    parts = [_without_comma(" ".join(q.text.split())) for q in quotations]
    who, person = _person(quotations[0].speaker, people)
    report: dict[str, Any] = {"article": found.article, "quote": parts if len(parts) > 1 else parts[0]}
    if quotations[0].cue:
        report["cue"] = quotations[0].cue
    id_ = namer.utterance(parts, who) or namer.new(" ".join(parts))
    namer.remember(parts, who, id_)
    said = _said(quotations[0], held, published_on(sheet, found.article, held.article))
    return {"id": id_, "speaker": who} | ({"said": said} if said else {}) | {"reports": [report]}, person


def _said(quotation: Quotation, held: Witness, published: str | None) -> str | None:
    """The day right behind the attribution ("Hill said on Friday"); None when there is none or it may mean something else."""
    if quotation.speaker_end is None:
        return None
    behind = held.article.text[quotation.speaker_end : quotation.speaker_end + 60]
    for time in find_dates(behind, published):
        if _is_a_day(time) and time.start <= 30 and not re.search(r"[^\w\s]|\bwho\b", behind[: time.start]):
            return to_edtf(time.value)
    return None


def _told(found: Found, people: Sequence[Person], namer: "_Namer") -> tuple[dict[str, Any], dict[str, str] | None]:
    """What somebody is reported to have said: a statement whose report is indirect."""
    told = found.reading
    assert isinstance(told, Indirect) and told.speaker
    words = " ".join(told.text.split()).removeprefix("that ").rstrip(".,")
    who, person = _person(told.speaker, people)
    report = {"article": found.article, "indirect": words, "cue": told.cue}
    return {"id": namer.new(words), "speaker": who, "reports": [report]}, person


def _person(name: str | None, people: Sequence[Person]) -> tuple[str, dict[str, str] | None]:
    """The id of a speaker, and the person to propose for it when people.yml does not know the name."""
    known = person_of(name, people) if name else None
    if known or not name or not slug(name):
        return known or UNKNOWN_SPEAKER, None
    return slug(name), {"id": slug(name), "name": name}


def _without_comma(words: str) -> str:
    return words[:-1].rstrip() if words.endswith(",") else words


def _figure(found: Found, held: Witness, namer: "_Namer") -> dict[str, Any] | None:
    quantity = found.reading
    assert isinstance(quantity, Quantity)
    for words in _few_words(held.article.text, quantity.start, quantity.end):
        if quantity.value in [read.value for read in find_figures(words)]:
            break
    else:
        return None
    value = [f"{number:f}" for number in quantity.value]
    unit = (quantity.unit or "number") + (f" of {quantity.of}" if quantity.of and quantity.unit == "percent" else "")
    record: dict[str, Any] = {
        "id": namer.new(words),
        "subject": words,
        "value": value if len(value) > 1 else value[0],
        "unit": unit,
    }
    if quantity.bound != "exactly":
        record["bound"] = quantity.bound
    return record | {"reports": [{"article": found.article, "text": words}]}


def _event(found: Found, held: Witness, namer: "_Namer") -> dict[str, Any]:
    time = found.reading
    assert isinstance(time, TimeExpression)
    words = next(_few_words(held.article.text, time.start, time.end))
    return {
        "id": namer.new(words),
        "date": to_edtf(time.value),
        "summary": words,
        "reports": [{"article": found.article, "text": words}],
    }


def _few_words(text: str, start: int, end: int) -> Iterator[str]:
    """Words around a span, from few to many: those of its clause, those near it in its sentence, the whole sentence."""
    sentence = _sentence_span(text, start)
    left = max((m.end() for m in _CLAUSE.finditer(text, sentence[0], start)), default=sentence[0])
    right = next((m.start() for m in _CLAUSE.finditer(text, end, sentence[1])), sentence[1])
    clause = _near(text, (left, right), start, end)
    if len(clause.split()) >= _WORDS_ENOUGH:
        yield clause
    within = _marks_around(text, sentence, start, end)
    yield _near(text, within, start, end)
    yield " ".join(text[slice(*sentence)].split())


def _marks_around(text: str, sentence: Span, start: int, end: int) -> Span:
    """The sentence as far as the nearest quotation marks: half a quotation carries nothing."""
    left = max((m.end() for m in _MARK.finditer(text, sentence[0], start)), default=sentence[0])
    return left, next((m.start() for m in _MARK.finditer(text, end, sentence[1])), sentence[1])


def _near(text: str, within: Span, start: int, end: int) -> str:
    before = [m.start() for m in re.finditer(r"\S+", text[within[0] : start])][-_WORDS_BEFORE:]
    after = [m.end() for m in re.finditer(r"\S+", text[end : within[1]])][:_WORDS_AFTER]
    words = text[within[0] + before[0] if before else start : end + after[-1] if after else end]
    return _JOINING.sub("", " ".join(words.split()).rstrip(".,"))


@dataclass(frozen=True, slots=True)
class _Known:
    """A quotation that is known, and what it is about: its words, or those of the sentence part that tells them as its own."""

    fact: str
    speaker: str
    parts: tuple[str, ...]
    told: str | None

    def matter(self, *, as_told: bool) -> frozenset[str]:
        return _matter([self.told] if as_told and self.told else self.parts)


def _matter(parts: Sequence[str]) -> frozenset[str]:
    """The content words of a wording."""
    return frozenset("time" if word.key in _SPANS_OF_TIME else word.key for word in words_of(parts) if word.is_content)


def _telling(words: Iterable[str]) -> int:
    """How much some content words tell of what is spoken about: a number as much as two others."""
    return sum(2 if any(map(str.isdigit, word)) else 1 for word in words)


def _told_around(quotation: Span, held: Witness) -> str | None:
    """The indirect speech that a quoted fragment stands in: that it cannot be done "in a year"."""
    around = (told.text for told in held.indirect if told.start < quotation[1] and quotation[0] < told.end)
    return next(around, None)


class _Namer:
    """Ids for new facts, and the ids of the utterances that are known already."""

    def __init__(self, sheet: Sheet, evidence: Evidence):
        self.taken = {fact.id for fact in sheet.facts} | set(sheet.masthead.redirects) | set(sheet.lock.published)
        self.utterances: dict[tuple[tuple[str, ...], str], str] = {}
        self.quoted: list[_Known] = []
        for proof in evidence.proofs:
            fact, report = proof.fact, proof.report
            if not isinstance(fact, Statement) or proof.part != report.parts[0]:
                continue
            self.remember(report.parts, fact.speaker, fact.id)
            if report.quote:
                held = evidence.witnesses.get(report.article)
                at = proof.receipt and held and held.normalised.original(proof.receipt.start, proof.receipt.end)
                told = _told_around(at, held) if at and held else None
                self.quoted.append(_Known(fact.id, fact.speaker, report.parts, told))

    def utterance(self, parts: Sequence[str], speaker: str) -> str | None:
        """The fact in which this speaker says one of these parts, word for word."""
        return next((id_ for part in parts if (id_ := self.utterances.get((tokens(part), speaker)))), None)

    def remember(self, parts: Sequence[str], speaker: str, id_: str) -> None:
        for key in map(tokens, parts):
            if len(key) >= _SAME_UTTERANCE and speaker != UNKNOWN_SPEAKER:
                self.utterances.setdefault((key, speaker), id_)

    def alike(self, record: Mapping[str, Any]) -> str | None:
        """A fact of this speaker that shares half of the content words, with its label; whether it is the one, a person says."""
        report = record["reports"][0]
        quote = report.get("quote") or report["indirect"]
        parts = quote if isinstance(quote, list) else [quote]
        mine = _matter(parts)
        best, most = None, 0.0
        for known in self.quoted if record["speaker"] != UNKNOWN_SPEAKER else ():
            if known.speaker != record["speaker"] or known.fact == record["id"]:
                continue
            theirs = known.matter(as_told="indirect" in report)
            shared = mine & theirs
            share = _telling(shared) / max(1, min(_telling(mine), _telling(theirs)))
            if len(shared) >= _SHARED_WORDS and share >= _SHARED and share > most:
                best, most = known, share
        if best is None:
            return None
        label = verdict(best.parts, parts).label if "quote" in report else "indirect"
        return f"{best.fact} ({label})"

    def new(self, words: str) -> str:
        base = slug(" ".join(words.split()[:7])) or "fact"
        id_ = next(name for n in count(1) if (name := base if n == 1 else f"{base}-{n}") not in self.taken)
        self.taken.add(id_)
        return id_


# ------------------------------------------------------------------------------------------------------- inbox.yml

_HEADER = "# Written by `factsheet propose`. Edit a record here before you accept it, or answer as it is:\n"
_HELP = '# factsheet accept ID | --all, factsheet reject ID --reason "…"\n'


def inbox_text(entries: Iterable[Mapping[str, Any]]) -> str:
    """inbox.yml, with a hash of its own so that a later `propose` knows whether a person has edited it."""
    return _sealed("\n".join("\n".join(record_lines(entry)) + "\n" for entry in entries))


def _sealed(entries: str) -> str:
    body = modeline("sheet/inbox.yml") + (entries if entries.strip() else "[]\n")
    return f"{_HEADER}{_HELP}# {_seal(body)}\n{body}"


def _seal(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def inbox_without(inbox: str, entries: Sequence[range]) -> str:
    """An inbox less the lines (counted from 1) of some entries. What a person has edited stays, and stays told as edited
    until the last of it is answered."""
    gone = {number for lines in entries for number in lines}
    kept = [line for number, line in enumerate(inbox.splitlines(keepends=True), 1) if number not in gone]
    body = "".join(kept[3:]).removeprefix(modeline("sheet/inbox.yml"))
    return "".join(kept) if is_edited(inbox) and body.strip() else _sealed(body)


def is_edited(inbox: str) -> bool:
    """Whether a person has changed an inbox since the tool wrote it."""
    lines = inbox.split("\n", 3)
    return len(lines) < 4 or lines[2] != f"# {_seal(lines[3])}"
