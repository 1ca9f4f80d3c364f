"""Where each report's words stand in its article; receipts; lineages.

A report's words are compared after normaliser n1 (factsheet.text). With the article's text at hand they are looked up in it;
without, their hash is looked up in evidence.lock. Either way a changed word, a changed speaker, or narration turned into a
quotation is a problem at its line.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from factsheet.articles import in_boilerplate
from factsheet.extract.quotations import find_quotations
from factsheet.extract.speakers import Directory
from factsheet.memo import Keep, anew
from factsheet.model import (
    SURE,
    Article,
    ArticleReceipts,
    ArticleText,
    Fact,
    Indirect,
    Lock,
    Person,
    Place,
    Problem,
    Quotation,
    Receipt,
    Report,
    Sheet,
    Statement,
    Version,
)
from factsheet.text import Normalised, Span, clip, n1, normalise

SAME_NARRATION = 0.2  # share of five-word runs of one article that stand in another: above it they are one lineage
_RUN = 5
_PLACES = 50  # of words that stand in an article more often than this, the first places are looked at
_NEAR_WORDS = 60  # of a wrong quotation, to find the passage that it may mean
_MARKS_BETWEEN = 3  # characters between two paragraphs of one quotation: a mark, a blank, a mark


@dataclass(frozen=True, slots=True)
class Witness:
    """An article whose text is at hand, as given and normalised, and what stands between quotation marks in it."""

    article: ArticleText
    normalised: Normalised
    quotations: tuple[Quotation, ...]  # with their speakers; spans in the text as given
    indirect: tuple[Indirect, ...]  # likewise
    quoted: tuple[Span, ...]  # every stretch between marks, titles and scare quotes too; spans in the normalised text

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.normalised.text.encode()).hexdigest()

    @property
    def version(self) -> Version:
        return Version(self.sha256, len(self.article.text.split()))


def witness(article: ArticleText, quotations: Sequence[Quotation] = (), indirect: Sequence[Indirect] = ()) -> Witness:
    normalised = normalise(article.text)
    spans = tuple(normalised.span(stretch.start, stretch.end) for stretch in find_quotations(article.text))
    return Witness(article, normalised, tuple(quotations), tuple(indirect), spans)


@dataclass(frozen=True, slots=True)
class Proof:
    """One part of a report, and the receipt that proves it, or the problem."""

    fact: Fact
    report: Report
    part: str
    receipt: Receipt | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a sheet's evidence: the texts at hand, every proof, and the lock that fits."""

    witnesses: Mapping[str, Witness]
    proofs: tuple[Proof, ...]
    lock: Lock


def without_held(lock: Lock, witnesses: Mapping[str, Witness]) -> Lock:
    """A lock that proves nothing about articles whose text is at hand: for what a person writes now with the text in view."""
    articles = {name: replace(known, receipts=()) if name in witnesses else known for name, known in lock.articles.items()}
    return replace(lock, articles=articles)


def with_text(lock: Lock, article: str, held: Witness) -> Lock:
    """A lock that knows of a text that an article has, before another takes its place. What it proves stays as it was."""
    version, known = held.version, lock.articles.get(article)
    if known is None:
        known = ArticleReceipts(version.sha256, version.words, article)
    elif version.sha256 not in {known.sha256, *(earlier.sha256 for earlier in known.earlier)}:
        known = replace(known, earlier=(*known.earlier, version))
    return replace(lock, articles={**lock.articles, article: known})


def gather(sheet: Sheet, witnesses: Mapping[str, Witness], people: Sequence[Person], keep: Keep = anew) -> Evidence:
    proofs = tuple(prove(sheet, witnesses, people))
    recorded = {name: known.lineage for name, known in sheet.lock.articles.items()}
    groups = keep(f"{sheet.id}: lineages", lineages, sheet.articles, witnesses, recorded)
    return Evidence(witnesses, proofs, make_lock(sheet, witnesses, proofs, people, groups))


def digest(words: str) -> str:
    """The hash of some words after n1: 64 bits, as receipts guard against slips and not against forgers."""
    return hashlib.sha256(n1(words).encode()).hexdigest()[:16]


# ------------------------------------------------------------------------------------------------- with the text


Taken = set[tuple[str, str, int]]  # places that reports stand at already: (article, kind of fact, start)


def prove(sheet: Sheet, witnesses: Mapping[str, Witness], people: Sequence[Person]) -> list[Proof]:
    """Every part of every report, in the order of the records: by the text where it is at hand, else by the lock."""
    proofs: list[Proof] = []
    known, taken = Directory(people), Taken()
    for fact in sheet.facts:
        for report in fact.reports:
            if report.article in witnesses:
                found = _by_text(fact, report, witnesses[report.article], sheet.lock, known, taken)
            else:
                found = _by_lock(fact, report, sheet.lock, taken)
            for proof in found:
                proofs.append(proof)
                if proof.receipt:
                    taken.add((report.article, type(fact).__name__, proof.receipt.start))
    return proofs


def _by_text(fact: Fact, report: Report, held: Witness, lock: Lock, people: Directory, taken: Taken) -> Iterator[Proof]:
    after = 0
    for number, part in enumerate(report.parts):
        place = report.place_of(report.form, number)
        words = n1(part)
        named = _speaker_named(fact, report)
        places = _places(words, held, quoted=report.form == "quote")
        following = [span for span in places if span[0] >= after]
        if not following:
            wrong = _out_of_order(report, place) if places else _missing(words, report, held, place)
            yield Proof(fact, report, part, None, wrong)
            continue
        found = _meant_place(following, fact, report, held, people, taken)
        after = found[1]
        read = _speaker_read(fact, found, held, people)
        quoted = _is_quoted(found, held)
        receipt = Receipt(digest(part), *found, quoted, read, named if named != read else None)
        problem = _wrong_speaker(fact, report, read, _locked(receipt.words, report.article, lock))
        if quoted and report.form == "indirect":
            problem = _is_a_quotation(report, place)
        yield Proof(fact, report, part, receipt, problem)


def _meant_place(places: Sequence[Span], fact: Fact, report: Report, held: Witness, people: Directory, taken: Taken) -> Span:
    """The place that a record most likely means: in the article, said by the one it names, told as speech and not as a title,
    and no other report's."""
    named = _speaker_named(fact, report)

    def rank(span: Span) -> tuple[bool, bool, bool, bool, int]:
        apart = in_boilerplate(held.article, *held.normalised.original(*span))
        other = _speaker_read(fact, span, held, people) not in (None, named)
        untold = named is not None and _said_at(span, held, quoted=_is_quoted(span, held)) is None
        return apart, other, untold, _in_use(fact, report, span[0], taken), span[0]

    return min(places[:_PLACES], key=rank)


def _in_use(fact: Fact, report: Report, start: int, taken: Taken) -> bool:
    return (report.article, type(fact).__name__, start) in taken


def _places(words: str, held: Witness, *, quoted: bool) -> list[Span]:
    """Where the words stand whole, in text order; between quotation marks if they are given as a quotation."""
    text, found = held.normalised.text, []
    at = text.find(words) if words else -1  # nothing but white space stands nowhere
    while at >= 0:
        span = (at, at + len(words))
        if _whole_words(text, *span) and (not quoted or _is_quoted(span, held)):
            found.append(span)
        at = text.find(words, at + 1)
    return found


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether a span cuts no word, contraction or number in two, and leaves no sign behind."""
    signed = start > 0 and text[start : start + 1].isdigit() and text[start - 1] in "-−" and not text[max(0, start - 2)].isalpha()
    return not signed and not _cuts(text, start) and not _cuts(text, end)


def _cuts(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after) or (before.isalnum() and after.isalnum()):
        return True
    if after in ".,":  # 3|.5, 1|,200
        return before.isdigit() and text[at + 1 : at + 2].isdigit()
    if before in ".,":  # 3.|5, 1,|200
        return text[max(0, at - 2)].isdigit() and after.isdigit()
    return text[at : at + 2] == "'t" and before == "n"  # can|'t; what 's leaves behind means the same


def _out_of_order(report: Report, place: Place) -> Problem:
    message = f"in {report.article} these words stand before those of the part above"
    return Problem(place, "not-in-article", message, "give the parts in the order of the article, or as two reports")


def _is_a_quotation(report: Report, place: Place) -> Problem:
    message = f"these words stand between quotation marks in {report.article}"
    return Problem(place, "is-quoted", message, "give them as `quote`")


def _is_quoted(span: Span, held: Witness) -> bool:
    """Whether a span lies between marks. A quotation over several paragraphs is several stretches; one span may join them."""
    touched = [(start, end) for start, end in held.quoted if start < span[1] and span[0] < end]
    outside = span[1] - span[0] - sum(min(span[1], end) - max(span[0], start) for start, end in touched)
    return bool(touched) and outside <= _MARKS_BETWEEN * (len(touched) - 1)


def _said_at(span: Span, held: Witness, *, quoted: bool) -> Quotation | Indirect | None:
    """The reading of who said the words at a span: of a quotation, or of what is told without marks."""
    start, end = held.normalised.original(*span)
    readings: Sequence[Quotation | Indirect] = held.quotations if quoted else held.indirect
    touched = [reading for reading in readings if reading.start < end and start < reading.end]
    return max(touched, key=lambda reading: min(end, reading.end) - max(start, reading.start), default=None)


def _speaker_read(fact: Fact, found: Span, held: Witness, people: Directory) -> str | None:
    """Whom the extractor surely reads as the speaker, as an id of people.yml."""
    if not isinstance(fact, Statement):
        return None
    reading = _said_at(found, held, quoted=_is_quoted(found, held))
    return people.id_of(reading.speaker) if reading and reading.speaker and reading.confidence >= SURE else None


def _speaker_named(fact: Fact, report: Report) -> str | None:
    return report.speaker or fact.speaker if isinstance(fact, Statement) else None


def _wrong_speaker(fact: Fact, report: Report, read: str | None, locked: Sequence[Receipt]) -> Problem | None:
    """A record that names another than the article does and has no note why, or another than it did when it was locked."""
    who = _speaker_named(fact, report)
    if who is None or who == read:
        return None
    place = report.place_of("speaker") if report.speaker else fact.place_of("speaker")
    if read and not report.note:
        message = f"{report.article} gives these words to {read}, not to {who}"
        return Problem(place, "speaker-differs", message, f"write `speaker: {read}`, or say in `note` why it is {who}")
    then = {receipt.named or receipt.speaker for receipt in locked} - {None}
    if not then or who in then:
        return None
    other = " or ".join(sorted(name for name in then if name))
    message = f"these words of {report.article} were locked as said by {other}, not by {who}"
    hint = f"write `speaker: {other}`, or look into the article again and then run `factsheet lock` where its text is"
    return Problem(place, "speaker-differs", message, hint)


def _missing(words: str, report: Report, held: Witness, place: Place) -> Problem:
    bare = words.strip("\"' ,")
    if report.form == "quote" and bare != words and _places(bare, held, quoted=True):
        message = f"quotation marks, or the comma before them, stand in the words of {report.article}"
        return Problem(place, "not-in-article", message, f"leave them out: {clip(bare)}")
    if report.form == "quote" and _places(words, held, quoted=False):
        message = f"these words stand in {report.article}, but not between quotation marks"
        return Problem(place, "not-quoted", message, "give them as `indirect`, or quote only what stands between the marks")
    near = _nearest(words, held.normalised.text).strip("\"' ,")
    copy = "copy the words from the article; white space and the kind of quotation marks do not matter"
    hint = f"did you mean: {near}" if near else copy
    return Problem(place, "not-in-article", f"these words do not stand in {report.article}: {clip(words)}", hint)


def _nearest(words: str, text: str) -> str:
    """The passage of the article around the longest run of words that it shares with the given ones."""
    wanted, there = words.split()[:_NEAR_WORDS], list(re.finditer(r"\S+", text))
    match = SequenceMatcher(None, wanted, [token[0] for token in there], autojunk=False).find_longest_match()
    if match.size < min(3, len(wanted)):
        return ""
    first = max(0, match.b - match.a)
    last = min(len(there), first + len(wanted)) - 1
    return clip(text[there[first].start() : there[last].end()], 240)


# ---------------------------------------------------------------------------------------------- without the text


def _locked(words: str, article: str, lock: Lock) -> tuple[Receipt, ...]:
    receipts = lock.articles[article].receipts if article in lock.articles else ()
    return tuple(receipt for receipt in receipts if receipt.words == words)


def _by_lock(fact: Fact, report: Report, lock: Lock, taken: Taken) -> Iterator[Proof]:
    after, named = 0, _speaker_named(fact, report)
    for number, part in enumerate(report.parts if lock.readable else ()):
        place = report.place_of(report.form, number)
        receipts = _locked(digest(part), report.article, lock)
        about_speech = [receipt for receipt in receipts if receipt.speaker or receipt.named]
        fitting = about_speech if named else [r for r in receipts if r not in about_speech] or list(receipts)
        following = [receipt for receipt in fitting if receipt.start >= after]
        receipt = _meant_receipt(following, fact, report, taken)
        if receipt is None:
            yield Proof(fact, report, part, None, _unproven(report, part, place, receipts, fitting))
            continue
        after = receipt.end
        problem = _wrong_speaker(fact, report, None, receipts)
        if report.form == "quote" and not receipt.quoted:
            message = f"these words stand in {report.article}, but not between quotation marks"
            problem = Problem(place, "not-quoted", message, "give them as `indirect`")
        elif report.form == "indirect" and receipt.quoted:
            problem = _is_a_quotation(report, place)
        yield Proof(fact, report, part, receipt, problem)


def _meant_receipt(receipts: Sequence[Receipt], fact: Fact, report: Report, taken: Taken) -> Receipt | None:
    """Of several receipts of the same words, the one that a record most likely means."""
    named = _speaker_named(fact, report)

    def rank(receipt: Receipt) -> tuple[bool, bool, bool, int]:
        other = (receipt.named or receipt.speaker) != named
        return other, receipt.quoted != (report.form == "quote"), _in_use(fact, report, receipt.start, taken), receipt.start

    return min(receipts, key=rank, default=None)


def _unproven(report: Report, part: str, place: Place, receipts: Sequence[Receipt], fitting: Sequence[Receipt]) -> Problem:
    if fitting:
        return _out_of_order(report, place)
    message = f"no receipt proves that these words stand in {report.article}: {clip(part)}"
    if receipts:
        message = f"these words are proven to stand in {report.article}, but not who said them: {clip(part)}"
    hint = f"restore the record, or put the article into texts/{report.article}.txt and run `factsheet lock`"
    return Problem(place, "no-receipt", message, hint)


# ------------------------------------------------------------------------------------------------------- the lock


def make_lock(
    sheet: Sheet,
    witnesses: Mapping[str, Witness],
    proofs: Sequence[Proof],
    people: Sequence[Person],
    groups: Mapping[str, str],
) -> Lock:
    """The lock that fits the records. Receipts of articles whose text is not at hand are kept as they are needed."""
    articles, proven = {}, {article.id: set[Receipt]() for article in sheet.articles}
    for proof in proofs:
        if proof.receipt and proof.report.article in proven:
            proven[proof.report.article].add(proof.receipt)
    for article in sheet.articles:
        receipts = proven[article.id]
        if article.id not in witnesses and article.id in sheet.lock.articles:
            receipts |= set(sheet.lock.articles[article.id].receipts)  # what cannot be proven again here is kept
        in_order = tuple(sorted(receipts, key=_order))
        if article.id in witnesses:
            now = witnesses[article.id].version
            earlier = _earlier(sheet.lock.articles.get(article.id), now)
            length = len(witnesses[article.id].normalised.text)
            articles[article.id] = ArticleReceipts(now.sha256, now.words, groups[article.id], in_order, earlier, length)
        elif article.id in sheet.lock.articles:
            articles[article.id] = replace(sheet.lock.articles[article.id], lineage=groups[article.id], receipts=in_order)
    published = sorted({*sheet.lock.published, *(fact.id for fact in sheet.facts)})
    named = _people_named(sheet)
    return Lock(
        tuple(published),
        articles,
        sheet.id,
        {person.id: digest(person.name) for person in people if person.id in named},
        {article.id: digest(article.outlet) for article in sheet.articles if article.outlet},
    )


def _people_named(sheet: Sheet) -> set[str | None]:
    """The ids whose names the pages of a sheet show."""
    said = {statement.speaker for statement in sheet.statements} | {figure.said_by for figure in sheet.figures}
    return said | {name for fact in sheet.facts for report in fact.reports for name in (report.speaker, report.said_by)}


def _earlier(known: ArticleReceipts | None, now: Version) -> tuple[Version, ...]:
    """The texts that an article had before the one it has now."""
    had = (*known.earlier, Version(known.sha256, known.words)) if known else ()
    return tuple(version for version in had if version.sha256 != now.sha256)


def _order(receipt: Receipt) -> tuple[int, int, str, bool, str, str]:
    return (receipt.start, receipt.end, receipt.words, receipt.quoted, receipt.speaker or "", receipt.named or "")


def published_on(sheet: Sheet, article: str, held: ArticleText | None = None) -> str | None:
    """The day that "Thursday" is resolved against in an article: its record's, its text's own, the event's."""
    record = next((record.published for record in sheet.articles if record.id == article), None)
    return record or (held.published if held else None) or sheet.masthead.date


def lineages(articles: Sequence[Article], witnesses: Mapping[str, Witness], recorded: Mapping[str, str]) -> dict[str, str]:
    """Article id -> the first article of its lineage: by hand, else by the texts, else as the lock recorded it."""
    runs = {name: _runs(_narration(held)) for name, held in witnesses.items()}
    found: dict[str, str] = {}
    for article in articles:
        name = article.id
        alike = (found[other] for other in found if name in runs and other in runs and _share_narration(runs[name], runs[other]))
        then = recorded.get(name) if name not in runs else None
        by_hand = found.get(article.lineage, article.lineage) if article.lineage else None
        found[name] = by_hand or next(alike, None) or then or name
    return found


def _narration(held: Witness) -> str:
    """What the outlet tells in its own words: no boilerplate, and no quotations, which many outlets share."""
    apart = sorted([*held.article.boilerplate, *((quotation.start, quotation.end) for quotation in held.quotations)])
    kept, at = [], 0
    for start, end in apart:
        kept.append(held.article.text[at:start])
        at = max(at, end)
    return "\n".join([*kept, held.article.text[at:]])


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", n1(text).casefold())
    return frozenset(zip(*(words[at:] for at in range(_RUN)), strict=False))


def _share_narration(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) / smaller >= SAME_NARRATION
