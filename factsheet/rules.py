"""Every rule of `check`: one function each, and one table at the end. What each code means to people is in rulebook.yml.

What is wrong in the YAML itself (unknown keys, missing ones, no number where one belongs) is for placed.py and records.py to say.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from typing import get_args
from unicodedata import name as name_of

from factsheet.compare import LABELS, NOT_COUNTED, figures_in, label_reports
from factsheet.edtf import edtf_bounds, to_edtf
from factsheet.evidence import Evidence, published_on
from factsheet.extract.dates import find_dates
from factsheet.extract.units import CURRENCIES, ISO_4217, MEASURES, PERCENT, SIGNS, TIME_UNITS
from factsheet.model import (
    SURE,
    UNKNOWN_SPEAKER,
    Article,
    Event,
    EventStatus,
    Fact,
    Figure,
    FigureStatus,
    Lock,
    Person,
    Place,
    Problem,
    Project,
    Record,
    Report,
    Severity,
    Sheet,
    Statement,
    Topic,
)
from factsheet.records import closest, did_you_mean
from factsheet.text import clip, code_point, hidden, n1, paragraphs, printable

NARRATION_SHARE, WHOLE_SHARE = 0.15, 0.45  # of an article's words that a sheet may hold: its narration, and everything
FAIR_WORDS = 50  # so few are fair of any article, however short
RESERVED_IDS = frozenset("index statements figures timeline differences sources data corrections drafts".split())  # our pages
FRONT_PAGE = "index"  # of a sheet; where a redirect leads when no fact took the old one's place
WINDOWS = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")  # no file there can have such a name, whatever its ending
SHEET_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED_SHEETS = frozenset(("pages", "assets", "search", "browse", "method", "people", "problems", "data", "index"))

Found = Iterator[Problem]
_DATE_HINT = "dates read like 2025-04-03 (year, month, day), 2025-04, 2025, 2025-04-03~ (about), 2025-04-02/2025-04-03"


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at: one sheet, the project it is in, its evidence. Pages also show when each fact last changed."""

    sheet: Sheet
    project: Project
    evidence: Evidence
    changed: Mapping[Place, str] = field(default_factory=dict)  # where a fact stands -> the day, where git tells it

    @property
    def folder(self) -> str:
        return f"content/{self.sheet.id}"


def duplicate_id(case: Case) -> Found:
    """An id stands twice: facts of all kinds, articles, people and topics each have their own set."""
    sheet = case.sheet
    for records in (sheet.facts, sheet.articles, sheet.masthead.topics, case.project.people):
        yield from _twice(records)


def _twice(records: Iterable[Fact | Article | Topic | Person]) -> Found:
    first: dict[str, Place] = {}
    for record in records:
        place = record.place_of("id")
        if record.id in first:
            hint = "an id names one thing for ever; choose another one here"
            yield Problem(place, "duplicate-id", f"`{record.id}` is already the id of the record at {first[record.id]}", hint)
        first.setdefault(record.id, place)


def reserved_id(case: Case) -> Found:
    """An id that the site or the format uses for itself."""
    for fact in case.sheet.facts:
        if fact.id in RESERVED_IDS:
            yield Problem(fact.place_of("id"), "reserved-id", f"`{fact.id}` is a page of every sheet", "choose another id")
    for old in case.sheet.masthead.redirects:
        if old in RESERVED_IDS:
            place = case.sheet.masthead.place_of("redirects", old)
            yield Problem(place, "reserved-id", f"`{old}` is a page of every sheet", "take it out; it can lead nowhere else")
    for person in case.project.people:
        if person.id == UNKNOWN_SPEAKER:
            message = f"`{UNKNOWN_SPEAKER}` stands for a speaker whom no article names"
            yield Problem(person.place_of("id"), "reserved-id", message, "choose another id")
        if person.id == "index":
            yield Problem(person.place_of("id"), "reserved-id", "`index` is the page of all people", "choose another id")
    for record in (*case.sheet.facts, *case.sheet.articles, *case.project.people):
        if WINDOWS.fullmatch(record.id):
            message = f"Windows keeps the name `{record.id}` for itself"
            yield Problem(record.place_of("id"), "reserved-id", message, "choose another id")
    if case.sheet.id in RESERVED_SHEETS or WINDOWS.fullmatch(case.sheet.id) or not SHEET_ID.fullmatch(case.sheet.id):
        message = f"a sheet cannot be called `{case.sheet.id}`"
        yield Problem(case.sheet.masthead.place, "reserved-id", message, "rename the folder: lower-case letters, digits, hyphens")


def unknown_speaker(case: Case) -> Found:
    """A speaker who is not in people.yml."""
    known = _speakers(case)
    for statement in case.sheet.statements:
        for record, who in ((statement, statement.speaker), *((report, report.speaker) for report in statement.reports)):
            if who and who not in known:
                hint = did_you_mean(who, known) or "add a record to content/people.yml: `- id: …` and `name: …`"
                yield Problem(record.place_of("speaker"), "unknown-speaker", f"`{who}` is not in content/people.yml", hint)


def _speakers(case: Case) -> set[str]:
    return {person.id for person in case.project.people} | {UNKNOWN_SPEAKER} | case.project.unread


def idle_speaker(case: Case) -> Found:
    """A statement's speaker whom none of its reports has: each names another."""
    for statement in case.sheet.statements:
        if all(report.speaker not in (None, statement.speaker) for report in statement.reports):
            message = f"every report names another speaker than `{statement.speaker}`"
            hint = "name here whom most reports name, and leave it out there"
            yield Problem(statement.place_of("speaker"), "speaker-differs", message, hint)


def unknown_article(case: Case) -> Found:
    """An article that is not in articles.yml."""
    known = _articles(case)
    for _, report in _reports(case.sheet):
        if report.article not in known:
            hint = did_you_mean(report.article, known) or f"add it to {case.folder}/articles.yml"
            yield Problem(report.place_of("article"), "unknown-article", f"`{report.article}` is not in articles.yml", hint)


def _articles(case: Case) -> set[str]:
    return {article.id for article in case.sheet.articles} | case.project.unread


def unknown_topic(case: Case) -> Found:
    """A topic that sheet.yml does not list."""
    known = [topic.id for topic in case.sheet.masthead.topics]
    for fact in case.sheet.facts:
        if fact.topic and fact.topic not in known:
            hint = did_you_mean(fact.topic, known) or "add it to `topics` in sheet.yml"
            yield Problem(fact.place_of("topic"), "unknown-topic", f"`{fact.topic}` is not among the topics of sheet.yml", hint)


def unknown_anchor(case: Case) -> Found:
    """An anchor, or a lineage set by hand, that names no article it could mean."""
    for fact in case.sheet.facts:
        own = [report.article for report in fact.reports]
        if fact.anchor and fact.anchor not in own:
            message = f"`{fact.anchor}` is no article that reports this fact"
            hint = did_you_mean(fact.anchor, own) or f"it can be {', '.join(dict.fromkeys(own))}"
            yield Problem(fact.place_of("anchor"), "unknown-anchor", message, hint)
    known = _articles(case)
    for article in case.sheet.articles:
        if article.lineage and article.lineage not in known:
            message = f"`{article.lineage}` is not in articles.yml"
            hint = did_you_mean(article.lineage, known) or "name the article that it was copied from, or leave it out"
            yield Problem(article.place_of("lineage"), "unknown-article", message, hint)


def unknown_fact(case: Case) -> Found:
    """A redirect that leads to no fact, or away from one that is there."""
    masthead, ids = case.sheet.masthead, _facts(case)
    for old, new in masthead.redirects.items():
        place = masthead.place_of("redirects", old)
        if new not in ids | {FRONT_PAGE}:
            message = f"`{old}` leads to `{new}`, which is no fact of this sheet"
            hint = did_you_mean(new, ids) or f"where nothing took its place, lead it to `{FRONT_PAGE}`, the sheet's first page"
            yield Problem(place, "unknown-fact", message, hint)
        if old in ids:
            yield Problem(place, "unknown-fact", f"`{old}` is a fact and a redirect at once", "remove one of them")


def _facts(case: Case) -> set[str]:
    return {fact.id for fact in case.sheet.facts} | case.project.unread


def lost_glance(case: Case) -> Found:
    """A line at a glance names a fact that is not there; the line is shown without its mark."""
    ids = _facts(case)
    for line in case.sheet.masthead.at_a_glance:
        for number, name in enumerate(line.facts):
            if name not in ids:
                hint = did_you_mean(name, ids) or "take the id out, or bring the fact back"
                place = line.place_of("facts", number)
                yield Problem(place, "lost-glance", f"`{name}` is no fact of this sheet", hint, Severity.WARNING)


def lost_id(case: Case) -> Found:
    """A published id has gone without a redirect: links to it would break."""
    masthead, ids, published = case.sheet.masthead, _facts(case), case.sheet.lock.published
    for name in published if not case.project.unread else ():
        if name not in ids | set(masthead.redirects):
            message = f"`{name}` was published, and is no fact any more: links to it would break"
            line = f"{name}: {closest(name, ids - set(published)) or closest(name, ids) or FRONT_PAGE}"
            add = f"add a line to `redirects`: `{line}`" if masthead.redirects else f"add to sheet.yml: `redirects: {{{line}}}`"
            hint = f"{add}; where nothing took its place, it leads to `{FRONT_PAGE}`, the sheet's first page"
            yield Problem(masthead.place_of("redirects"), "lost-id", message, hint)


def bad_date(case: Case) -> Found:
    """A date that is none."""
    sheet = case.sheet
    dated: list[tuple[Record, str]] = [(sheet.masthead, "date"), (sheet.masthead, "checked")]
    dated += [(article, "published") for article in sheet.articles]
    dated += [(role, name) for person in case.project.people for role in person.roles for name in ("since", "until")]
    for fact in sheet.facts:
        dated += [(fact, name) for name in ("said", "date") if hasattr(fact, name)]
        dated += [(report, name) for report in fact.reports for name in ("said", "date")]
        dated += [(correction, "date") for correction in fact.corrections]
        dated += [(outside, "checked") for outside in fact.outside]
    for record, name in dated:
        value = getattr(record, name)
        if value is not None and edtf_bounds(value) is None:
            key = "from" if name == "since" else name
            yield Problem(
                record.place_of(key), "bad-date", f"`{key}` is {clip(value)!r}, which is no date", _date_meant(value) + _DATE_HINT
            )


def _date_meant(text: str) -> str:
    """A date that is written as newspapers write it, or that lacks a nought."""
    padded = re.sub(r"(?<=-)\d(?!\d)", r"0\g<0>", text)
    read = [edtf for time in find_dates(text) if time.confidence >= SURE and (edtf := to_edtf(time.value))]
    meant = padded if edtf_bounds(padded) else read[0] if len(read) == 1 else None
    return f"did you mean `{meant}`?" if meant else ""


def hidden_character(case: Case) -> Found:
    """A text with a character that nobody sees, or that orders what stands behind it otherwise than it is written."""
    sheet = case.sheet
    records: tuple[Record, ...] = (sheet.masthead, *case.project.people, *sheet.articles, *sheet.facts, *sheet.rejections)
    for place, text in (found for record in records for found in record.texts):
        if found := hidden(text):
            names = sorted({f"{code_point(char)} {name_of(char, 'a control character').lower()}" for _, char in found})
            around = text[max(0, found[0][0] - 20) :]
            message = f"{', '.join(names[:3])}{' and others' if names[3:] else ''} in {clip(printable(around))!r}"
            yield Problem(place, "hidden-character", message, _UNHIDE, Severity.WARNING)


_UNHIDE = "type these words anew; where the article's own text has it, take it out there as well"


def report_form(case: Case) -> Found:
    """A report has exactly one of quote, indirect, text; a statement's is a quote or indirect."""
    for fact, report in _reports(case.sheet):
        given = [name for name in ("quote", "indirect", "text") if getattr(report, name)]
        if not given and report.place.path in case.project.unread:
            continue  # the words may be what could not be read
        if len(given) != 1:
            has = f"it has {' and '.join(given)}" if given else "it has none"
            message = f"a report needs exactly one of `quote`, `indirect`, `text`; {has}"
            yield Problem(report.place, "report-form", message, "words between quotation marks are a `quote`")
        elif isinstance(fact, Statement) and report.form == "text":
            message = "what somebody said is a `quote`, or `indirect` when it has no quotation marks"
            yield Problem(report.place_of("text"), "report-form", message, "write one of these keys for `text`")


def unknown_status(case: Case) -> Found:
    """A report's own status is none of its kind."""
    for fact, report in _reports(case.sheet):
        allowed = get_args(EventStatus if isinstance(fact, Event) else FigureStatus)
        if report.status and report.status not in allowed:
            message = f"`status` is {clip(report.status)!r}; it can be {', '.join(allowed)}"
            yield Problem(report.place_of("status"), "unknown-value", message, did_you_mean(report.status, allowed))


def evidence(case: Case) -> Found:
    """A report's words do not stand in its article, or not between quotation marks, or another person said them."""
    articles, speakers = {article.id for article in case.sheet.articles}, _speakers(case)
    for proof in case.evidence.proofs:
        who = proof.report.speaker or (proof.fact.speaker if isinstance(proof.fact, Statement) else UNKNOWN_SPEAKER)
        if proof.problem and proof.report.article in articles and who in speakers:  # else another rule speaks of it
            yield proof.problem


def unknown_unit(case: Case) -> Found:
    """A figure's unit that is nearly one that the tool knows: misspelt, another form of it, or no code of a currency."""
    for figure in case.sheet.figures:
        head, of, rest = figure.unit.partition(" of ")
        words = " ".join(part for report in figure.reports for part in report.parts).casefold()
        said = re.search(rf"\b{re.escape(head.casefold())}\b", words) is not None
        meant = _unit_meant(head, said=said)
        no_code = re.fullmatch(r"[A-Z]{3}", head) and head not in ISO_4217 and not said
        if meant or no_code:
            hint = f"did you mean `{meant}{of}{rest}`?" if meant else "money is given by its code of ISO 4217, like `EUR`"
            message = f"`{clip(figure.unit)}` is {'no code of a currency' if no_code else 'not how this unit is written'}"
            yield Problem(figure.place_of("unit"), "unknown-unit", message, hint, Severity.WARNING)


_OTHER_FORMS = {form: name for form, name in (PERCENT | CURRENCIES | SIGNS).items() if form not in (name, f"{name}s")}
_COUNTED_TOO = TIME_UNITS | MEASURES  # each form is fine: it may be what is counted
_UNITS = frozenset((*_COUNTED_TOO, *PERCENT.values(), "percentage points", *CURRENCIES.values(), *ISO_4217, "times", "number"))


def _unit_meant(head: str, *, said: bool) -> str | None:
    """The unit that a word may be meant for; what is counted may have any name, if the article has it."""
    lower = head.casefold()
    form = next((_OTHER_FORMS[key] for key in (head, lower, lower.removesuffix("s")) if key in _OTHER_FORMS), None)
    if head in _UNITS or form:
        return form if head not in _UNITS else None
    if said:
        return None
    if len(head) == 3:
        known = [head.upper()] if head.upper() in ISO_4217 else get_close_matches(head, ISO_4217, 1) if head.isupper() else []
    else:
        known = get_close_matches(lower, [name for name in (*_UNITS, *_OTHER_FORMS) if len(name) > 3], 1, _NEARLY)
    return next((_OTHER_FORMS.get(name, name) for name in known), None)


_NEARLY = 0.84  # of two spellings: "precent" and "percent", but not "rounds" and "pounds"


def wrong_value(case: Case) -> Found:
    """A figure's value or bound that the words of its reports do not have, or a range that runs backwards."""
    for figure in case.sheet.figures:
        if sorted(figure.value) != list(figure.value):
            yield Problem(figure.place_of("value"), "wrong-value", "the range runs backwards", "write the lower end first")
        read_in = [figures_in(report.parts) for report in figure.reports]
        if not any(read_in):
            hint = "give the few words that carry the number"
            yield Problem(
                figure.place_of("value"), "no-number", "no report of this figure gives a number", hint, Severity.WARNING
            )
        bounds = {q.bound for found in read_in for q in found if q.value == figure.value and q.confidence >= SURE}
        if bounds and figure.bound not in ("exactly", *bounds):
            message = f"the bound is {figure.bound}; the words say {', '.join(sorted(bounds))}"
            yield Problem(figure.place_of("bound"), "wrong-bound", message, "leave it out where no article has it")
        for report, found in zip(figure.reports, read_in, strict=True):
            read = [quantity.value for quantity in found]
            if read and figure.value not in read and not _parts_of_a_range(figure, read):
                said = ", ".join(" to ".join(map(str, value)) for value in read)
                message = f"the value is {' to '.join(map(str, figure.value))}; the words say {said}"
                yield Problem(report.place_of(report.form), "wrong-value", message, f"see `value` at {figure.place_of('value')}")


def _parts_of_a_range(figure: Figure, read: Sequence[tuple[Decimal, ...]]) -> bool:
    """Two ends that the words give as two numbers."""
    return len(figure.value) > 1 and all((end,) in read for end in figure.value)


def wrong_date(case: Case) -> Found:
    """An event's date that contradicts every date its report's words surely give."""
    texts = {name: held.article for name, held in case.evidence.witnesses.items()}
    for event in case.sheet.events:
        for report in event.reports:
            stated = edtf_bounds(report.date or event.date)
            words = " ".join(report.parts)
            day = published_on(case.sheet, report.article, texts.get(report.article))
            sure = [time for time in find_dates(words, day) if time.confidence >= SURE]
            spans = [bounds for time in sure if (edtf := to_edtf(time.value)) and (bounds := edtf_bounds(edtf))]
            if stated and spans and not any(first <= stated[1] and stated[0] <= last for first, last in spans):
                said = ", ".join(to_edtf(time.value) or time.value for time in sure)
                message = f"the date is {report.date or event.date}; the words say {said}"
                yield Problem(report.place_of(report.form), "wrong-date", message, f"see `date` at {event.place_of('date')}")


def wrong_label(case: Case) -> Found:
    """A label that a person gave and the comparison does not find, without a note that says why."""
    lineage = {name: article.lineage for name, article in case.evidence.lock.articles.items()}
    known = [*(label for label, _, _ in LABELS), *(label for label, _ in NOT_COUNTED)]
    for statement in case.sheet.statements:
        if not any(report.label for report in statement.reports):
            continue
        if any(report.article not in lineage for report in statement.reports):
            continue
        for report, found in zip(statement.reports, label_reports(statement, lineage), strict=True):
            if report.label and report.label not in known:
                message = f"`label` is {clip(report.label)!r}; it can be {', '.join(known)}"
                yield Problem(report.place_of("label"), "unknown-value", message, did_you_mean(report.label, known))
            elif report.label and report.label != found.label and not report.note:
                marks = {"left out": "[-{}-]", "put in": "{{+{}+}}", "same": "{}"}
                difference = " ".join(marks[kind].format(words) for kind, words in found.changes)
                message = f"the label is {report.label}; the comparison finds {found.label}"
                hint = f"say in `note` why, or take the label out: {difference}".removesuffix(": ")
                yield Problem(report.place_of("label"), "wrong-label", message, hint)


def renamed(case: Case) -> Found:
    """A name that pages show, or that their addresses begin with, is another than when the sheet was locked."""
    there, fits = case.sheet.lock, case.evidence.lock
    hint = "take the old name back; or, if the new one is meant, run `factsheet lock`"
    for person in case.project.people:
        if person.id in there.people and fits.people.get(person.id, there.people[person.id]) != there.people[person.id]:
            message = f"`{person.id}` had another name when {case.sheet.id} was locked"
            yield Problem(person.place_of("name"), "renamed", message, hint, Severity.WARNING)
    for article in case.sheet.articles:
        if article.id in there.outlets and fits.outlets.get(article.id) != there.outlets[article.id]:
            message = f"`{article.id}` had another outlet when it was locked"
            yield Problem(article.place_of("outlet"), "renamed", message, hint, Severity.WARNING)
    if there.sheet not in (None, case.sheet.id):
        message = f"the folder was called `{there.sheet}` when it was locked; links to its pages would break"
        yield Problem(case.sheet.masthead.place, "renamed", message, hint, Severity.WARNING)


def not_beside(case: Case) -> Found:
    """A `cue`, or the words of a `said_by`, that do not stand near the report's words in its article."""
    people = _speakers(case)
    for _, group in groupby(case.evidence.proofs, key=lambda proof: id(proof.report)):
        proofs = list(group)
        fact, report = proofs[0].fact, proofs[0].report
        held = case.evidence.witnesses.get(report.article)
        proven = [n1(proof.part) for proof in proofs if proof.receipt] if held else []
        if not held or not proven:
            continue
        near = _near(held.article.text, tuple(proven))
        by = [(report, report.said_by)] if report.said_by else [(fact, getattr(fact, "said_by", None))]
        given = [(report, "cue", report.cue), *((record, "said_by", words) for record, words in by if words not in people)]
        for record, key, words in given:
            if words and not re.search(rf"(?<!\w){re.escape(n1(words).casefold())}(?!\w)", near):
                message = f"`{clip(words)}` does not stand near these words in {report.article}"
                hint = did_you_mean(words, people) if key == "said_by" else ""
                hint = hint or f"give `{key}` as the article has it, or leave it out"
                yield Problem(record.place_of(key), "not-beside", message, hint, Severity.WARNING)


@lru_cache(maxsize=20_000)  # while serving, asked again after every edit
def _near(article: str, wordings: tuple[str, ...]) -> str:
    """The paragraphs of an article that have one of the wordings, and those beside them; in lower case."""
    there = _lines(article)
    having = {number for number, text in enumerate(there) if any(words in text for words in wordings)}
    having = having or set(range(len(there)))  # the words run over paragraphs
    return "\n".join(text for number, text in enumerate(there) if having & {number - 1, number, number + 1}).casefold()


@lru_cache(maxsize=256)
def _lines(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, normalised: each is asked for once for every report in it."""
    return tuple(n1(text[start:end]) for start, end in paragraphs(text))


def no_summary(case: Case) -> Found:
    """A fact without a summary is headed by its first words."""
    for fact in case.sheet.facts:
        if not fact.summary:
            hint = "add `summary:` with one sentence of your own"
            yield Problem(fact.place_of("id"), "no-summary", f"`{fact.id}` has no summary", hint, Severity.WARNING)


def too_much_text(case: Case) -> Found:
    """The records hold more of an article than a fact sheet may."""
    kept: dict[str, set[tuple[str, str]]] = {}
    for _, report in _reports(case.sheet):
        kept.setdefault(report.article, set()).update((report.form, part) for part in report.parts)
    for article in case.sheet.articles:
        total, parts = _word_count(case, article.id), kept.get(article.id, set())
        narration = sum(len(part.split()) for form, part in parts if form != "quote")
        whole = sum(len(part.split()) for _, part in parts)
        for what, words, share in (("its own narration", narration, NARRATION_SHARE), ("it in all", whole, WHOLE_SHARE)):
            if total and words > max(share * total, FAIR_WORDS):
                message = f"the records hold {words} of {total} words of {what}; at most {share:.0%} is fair"
                hint = "keep the few words that carry each fact"
                yield Problem(article.place, "too-much-text", f"{article.id}: {message}", hint, Severity.WARNING)


def _word_count(case: Case, article: str) -> int:
    if article in case.evidence.witnesses:
        return len(case.evidence.witnesses[article].article.text.split())
    return case.sheet.lock.articles[article].words if article in case.sheet.lock.articles else 0


def stale_lock(case: Case) -> Found:
    """evidence.lock is not what `factsheet lock` would write."""
    fits, there = case.evidence.lock, case.sheet.lock
    place, hint = Place(f"{case.folder}/evidence.lock"), "run `factsheet lock`"
    wanted, have = _proven(fits), _proven(there)
    if not there.readable or case.project.unread or any(proof.problem for proof in case.evidence.proofs):
        return  # what else is wrong comes first; this may only follow from it
    new = sorted(set(fits.articles) - set(there.articles))
    if new and there.articles:
        yield Problem(place, "stale-lock", f"it does not know {', '.join(new)}", hint, Severity.WARNING)
    elif wanted - have:
        message = f"{len(wanted - have)} of {len(wanted)} receipts are missing"
        yield Problem(place, "stale-lock", message, hint, Severity.WARNING)
    elif have - wanted:
        yield Problem(place, "stale-lock", f"receipts without a report: {len(have - wanted)}", hint, Severity.WARNING)
    elif set(fits.published) - set(there.published):
        message = f"not in `published` yet: {', '.join(sorted(set(fits.published) - set(there.published)))}"
        yield Problem(place, "stale-lock", message, hint, Severity.WARNING)
    named = {*there.articles, *(article.lineage for article in there.articles.values())}
    strange = named - {article.id for article in case.sheet.articles}
    if strange:
        hint_there = "run `factsheet lock` where the article texts are"
        message = f"it names {', '.join(sorted(strange))}, which articles.yml does not"
        yield Problem(place, "stale-lock", message, hint_there, Severity.WARNING)
    moved = [name for name in case.evidence.witnesses if name in there.articles and _counted(there, name) != _counted(fits, name)]
    if moved:
        yield Problem(place, "stale-lock", f"words or lineage are others now: {', '.join(moved)}", hint, Severity.WARNING)
    for name, held in case.evidence.witnesses.items():
        if name in there.articles and there.articles[name].sha256 != held.sha256:
            message = f"the text of {name} is another copy than the one that was locked; every report was held against it"
            yield Problem(place, "other-copy", message, "nothing needs doing", Severity.NOTE)


def _counted(lock: Lock, article: str) -> tuple[int, str]:
    return lock.articles[article].words, lock.articles[article].lineage


def _proven(lock: Lock) -> set[tuple[str, str, bool, str | None]]:
    """What a lock proves: offsets depend on the copy, and whether the extractor was sure of a speaker on the extractor."""
    return {(name, r.words, r.quoted, r.named or r.speaker) for name, article in lock.articles.items() for r in article.receipts}


def _reports(sheet: Sheet) -> Iterator[tuple[Fact, Report]]:
    return ((fact, report) for fact in sheet.facts for report in fact.reports)


RULES: tuple[Callable[[Case], Found], ...] = (
    duplicate_id,
    reserved_id,
    unknown_speaker,
    idle_speaker,
    unknown_article,
    unknown_topic,
    unknown_anchor,
    unknown_fact,
    unknown_status,
    report_form,
    bad_date,
    hidden_character,
    evidence,
    unknown_unit,
    wrong_value,
    wrong_date,
    wrong_label,
    not_beside,
    lost_id,
    renamed,
    lost_glance,
    no_summary,
    too_much_text,
    stale_lock,
)


def check(case: Case) -> list[Problem]:
    """Every problem that the rules find, each once, in the order of the files."""
    return sorted({problem for rule in RULES for problem in rule(case)})
