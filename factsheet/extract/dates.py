"""Time expressions read against the article's own date, as TIMEX3 values.

Read it from the bottom: `find_dates` looks at every word that can begin a time expression, tries the rules that begin so in the
order of `RULES`, and takes the first that reads something. A rule is a pattern and a reader. What a reader must know besides its
own words (the day of publication, the tense around them, the date named last) it asks of the `Context`.

Stretches stay stretches: "last week" is 2025-W13, never one of its days. What depends on a day of publication that nobody
states keeps X in its value (XXXX-04-03), so that nobody takes it for a date.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple, cast

from factsheet.edtf import SEASON_MONTH, Stretch, stretch
from factsheet.model import TimeExpression
from factsheet.text import paragraphs, sentences

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Bound = Literal["since", "by", "until", "before", "after"]

# -------------------------------------------------------------------------------------------------------------- vocabulary


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbered(words: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {word: first + step * at for at, word in enumerate(words.split())}


_MONTHS = _numbered("jan feb mar apr may jun jul aug sep oct nov dec")
_WEEKDAYS = _numbered("mon tue wed thu fri sat sun")
_SMALL = _numbered(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen"""
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_ORDINALS = _numbered(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"""
)
_DECADES = _numbered("twenties thirties forties fifties sixties seventies eighties nineties", 2)
_PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_SHIFTS = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_ANCHORED_SHIFTS = {
    "previous": -1, "prior": -1, "preceding": -1, "before": -1, "earlier": -1, "following": 1, "next": 1, "after": 1,
    "that": 0, "same": 0, "entire": 0, "whole": 0, "full": 0,
}  # fmt: skip
_DAY_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_UNITS = {
    "second": ("TS", 1), "minute": ("TM", 1), "hour": ("TH", 1), "day": ("D", 1), "night": ("D", 1), "week": ("W", 1),
    "weekend": ("WE", 1), "fortnight": ("W", 2), "month": ("M", 1), "quarter": ("M", 3), "year": ("Y", 1), "decade": ("Y", 10),
    "century": ("Y", 100), "centurie": ("Y", 100),
}  # fmt: skip
_FREQUENCIES = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M",
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y",
}  # fmt: skip
_REFERENCES = {
    **dict.fromkeys(("now", "right now", "currently", "current", "nowadays", "at present", "at the moment", "presently",
                     "these days", "the present", "at the present time", "at this time"), "PRESENT_REF"),
    **dict.fromkeys(("recently", "more recently", "most recently", "recent", "lately", "previously", "the past",
                     "the recent past"), "PAST_REF"),
    **dict.fromkeys(("soon", "very soon", "the future", "the near future", "the foreseeable future", "the long term",
                     "the short term"), "FUTURE_REF"),
}  # fmt: skip


def _easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(nth: int, weekday: str, month: int, later: int = 0) -> Callable[[int], date]:
    """The nth such weekday of the month (-1: the last), or some days later."""
    return lambda year: _weekdays_of(year, month, _WEEKDAYS[weekday])[nth - 1 if nth > 0 else nth] + timedelta(later)


def _easter_and(days: int) -> Callable[[int], date]:
    return lambda year: _easter(year) + timedelta(days)


def _weekdays_of(year: int, month: int, weekday: int) -> list[date]:
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return [day for day in days if day.isoweekday() == weekday]


_HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1), "new year's eve": _fixed(12, 31), "martin luther king day": _nth(3, "mon", 1),
    "martin luther king jr. day": _nth(3, "mon", 1), "groundhog day": _fixed(2, 2), "valentine's day": _fixed(2, 14),
    "presidents' day": _nth(3, "mon", 2), "presidents day": _nth(3, "mon", 2), "international women's day": _fixed(3, 8),
    "st. patrick's day": _fixed(3, 17), "st patrick's day": _fixed(3, 17), "april fools' day": _fixed(4, 1),
    "earth day": _fixed(4, 22), "anzac day": _fixed(4, 25), "ash wednesday": _easter_and(-46), "palm sunday": _easter_and(-7),
    "maundy thursday": _easter_and(-3), "good friday": _easter_and(-2), "easter sunday": _easter_and(0),
    "easter monday": _easter_and(1), "easter": _easter_and(0), "whit monday": _easter_and(50), "may day": _fixed(5, 1),
    "memorial day": _nth(-1, "mon", 5), "juneteenth": _fixed(6, 19), "canada day": _fixed(7, 1),
    "independence day": _fixed(7, 4), "the fourth of july": _fixed(7, 4), "bastille day": _fixed(7, 14), "labor day": _nth(1,
    "mon", 9), "columbus day": _nth(2, "mon", 10), "halloween": _fixed(10, 31), "all saints' day": _fixed(11, 1),
    "veterans day": _fixed(11, 11), "armistice day": _fixed(11, 11), "remembrance day": _fixed(11, 11),
    "thanksgiving day": _nth(4, "thu", 11), "thanksgiving": _nth(4, "thu", 11), "black friday": _nth(4, "thu", 11, 1),
    "cyber monday": _nth(4, "thu", 11, 4), "christmas eve": _fixed(12, 24), "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25), "boxing day": _fixed(12, 26),
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    """An alternation, longest word first."""
    return "|".join(sorted(words, key=len, reverse=True))


_PIECES = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![:.,]\d|%)",
    "year": r"(?:1\d{3}|20\d\d)\b(?![.,:]\d|%)",
    "month": r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?",
    "dayname": r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    "weekday": r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?",
    "dayword": _any(_DAY_WORDS),
    "number": rf"(?:\d{{1,4}}(?:,\d{{3}})?(?:\.\d)?(?![\d%])|{_any(_SMALL)}"
    rf"|(?:{_any(_TENS)})(?:~(?:{_any(list(_SMALL)[:9])}))?)\b",
    "some": r"a few|several|many|some|a couple of|a couple|a number of|few|hundreds of|thousands of|dozens of|countless|recent",
    "unit": rf"{_any(_UNITS)}",
    "part": _any(_PARTS_OF_DAY),
    "season": _any(_SEASONS),
    "shift": _any(_SHIFTS),
    "ordinal": rf"{_any(list(_ORDINALS)[:5])}|1st|2nd|3rd|4th|5th|last|final",
    "holiday": _any(_HOLIDAYS).replace(".", r"\.").replace("'", "['’]"),
}
_PIECES["count"] = rf"an?|{_PIECES['number']}"
_GAP = r"(?:[^\S\n]{1,3}|\n)"  # between two words: a line may be wrapped, a paragraph may not
_PIECE = re.compile(r"\{([a-z]+)(?::([a-z]+))?\}")


def _pattern(pattern: str) -> re.Pattern[str]:
    """A rule's pattern: {day} is the piece of that name, {last:day} the same named "last", ~ a space or hyphen."""
    pattern = _PIECE.sub(lambda m: f"(?P<{m[1]}>{_PIECES[m[2] or m[1]]})", pattern)
    return re.compile(pattern.replace("~", "(?: |[-–‑])").replace(" ", _GAP), re.I)


# ------------------------------------------------------------------------------------------------------------------- tense


class Tense(NamedTuple):
    """Where the words around a day point: -1 back, 1 ahead, 0 nowhere; and how sure that makes the day."""

    way: int
    sure: float


_BACK, _AHEAD, _UNTOLD = Tense(-1, 0.97), Tense(1, 0.95), Tense(0, 0.8)
_PERHAPS_BACK, _PERHAPS_AHEAD, _PRESENT_PLAN = Tense(-1, 0.8), Tense(1, 0.8), Tense(1, 0.85)
_ONCE_AHEAD = Tense(1, 0.75)  # "was due to": ahead of a day that may be past by now

_MODALS = _words("will shall would won't wouldn't won’t wouldn’t may might could should must can")
_PLANNED = _words("due scheduled slated expected planned supposed booked billed poised")
_INTENDS = _words("plans hopes wants aims intends")
_COMING = _words("upcoming forthcoming deadline")
_FORESEEN = _words("likely unlikely certain possible forecast")  # behind "is"
_PAST_HELPERS = _words("was were had wasn't weren't wasn’t weren’t")
_PAST_FORMS = _words(
    """was were had did didn't didn’t has have hasn't hasn’t haven't haven’t hadn't hadn’t been said told met won lost took made
    came went began held left saw gave found got became sent built fell rose grew hit cut put paid spoke wrote ran led kept felt
    brought bought caught taught thought fought sold struck shot broke chose drew drove flew forgot hid knew rode shook sank sang
    sat slept stood stole swore threw understood withdrew woke wore beat dealt meant sought spent swept swung since ate bled blew
    burst clung crept drank dug fed fled flung froze hung laid lent lit overcame quit rang shone shrank slid sprang spun stuck
    stung swam tore wept heard upheld withheld overthrew undertook overtook rebuilt bit bent forbade forgave sped strove
    beaten taken stolen shown written driven thrown broken chosen frozen seen fallen hidden drawn flown"""
)
_SAME_IN_PAST = _words("cut put hit read beat burst quit")
_PRESENT_HELPERS = _words("is are am being to stay stays remain remains get gets keep keeps")
_NO_PAST = _words("need speed indeed feed seed hundred shed breed exceed proceed succeed united sacred")
_SCHEDULED = _words(
    """be begin start meet hold vote discuss open close take visit travel launch release decide sign join attend speak deliver
    host face resume return announce present publish report hear appear testify play leave arrive come go continue end expire
    give make run send receive finish complete fly show move debate invite sail sing reopen depart"""
)
_DONE_WITH = _words(  # "failed to meet on Friday", "voted to close it on Friday", "gathered to hear it on Friday"
    """failed refused declined managed had able unable forced used began started continued helped happened voted came went met
    gathered returned travelled traveled rushed flocked"""
)
_OF_PLANS = _words(  # "announced a strike on Friday": the day of the words or that of the strike
    """announced called proposed planned scheduled organised organized booked promised vowed pledged threatened cancelled canceled
    postponed scrapped delayed skipped boycotted missed previewed"""
)
_URGES = _words(
    "urged asked told ordered warned advised encouraged begged invited instructed allowed wanted agreed decided hoped"
)
_AFTER = _words("after following from")
_EVENTS = _words(
    """strike walkout protest march rally parade vote election ballot referendum meeting session summit hearing trial debate talks
    conference match game race final concert show festival fair launch opening closure visit trip tour speech"""
)
_MOVED = _words("moved postponed delayed rescheduled shifted adjourned deferred put pushed brought extended suspended closed")
_FIXES = _words(
    """called set fixed convened arranged announced proposed planning plans plan calls sets schedule organised organized tickets
    forecast ready ordered warned warning warnings alert"""
)
_TELLING = _words("say comment confirm discuss disclose elaborate answer speculate identify name respond reply")
_COULD_NOT = _words("couldn't couldn’t")
_DROPPED = _words("but until before yet instead although though")  # "was due to leave on Friday but stayed"

# The timetable's present: "plays its last match on Saturday", "doors open Friday". Many of these are nouns, too.
_TIMETABLE = _words(
    """begin start open reopen meet end close expire resume arrive leave depart return take debut premiere host play vote face
    launch kick sail fly travel visit hold run stage celebrate compete shut"""
)
_TIMETABLE_FORMS = frozenset(f"{verb}es" if verb == "launch" else f"{verb}s" for verb in _TIMETABLE) | {"goes"}
_NOUNLIKE = _words("votes faces starts ends launches debuts hosts plays runs visits returns stages leaves")
_DETERMINERS = _words("a an the its his her their our my your")
_NO_SUBJECT = _DETERMINERS | _words("of in on for with by to from this these those no two three four five six some many all")
_IS = _words("is are am we're we’re they're they’re i'm i’m") | frozenset(
    f"{pronoun}{mark}s" for pronoun in ("it", "he", "she", "that", "there", "who", "what", "here", "let") for mark in "'’"
)
_DAYNAMES = _words("monday tuesday wednesday thursday friday saturday sunday")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BESIDE = 3  # words
_WINDOW = 160  # characters of the sentence looked at on each side for a verb


def _describes(words: list[str], at: int) -> bool:
    """Whether a participle only describes what follows it: "the revised plan", "the club's newly planned stand"."""
    before = words[max(0, at - 2) : at]
    helper = before[0] if len(before) > 1 and before[-1].endswith("ly") else "".join(before[-1:])
    return helper in _DETERMINERS or (helper.endswith(("'s", "’s")) and helper not in _IS)


def _once(words: list[str], at: int) -> Tense:
    """What a word of planning says: with a past helper before it, the plan is past."""
    return _ONCE_AHEAD if _PAST_HELPERS & set(words[max(0, at - 3) : at]) else _AHEAD


def _clause(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "If it wins in November"; "On Friday, the man who stole it will ...": the relative clause of a subject dates nothing."""
    if subject:
        return _UNTOLD if {"who", "which", "that"} & set(words[max(0, at - 2) : at]) else None
    return _PERHAPS_AHEAD if words[at] in ("if", "unless") else None


def _plan(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "due", "set to", "is likely", "plans to"; what only describes a subject ("On Friday, the planned strike") says nothing."""
    word, last, then = words[at], "".join(words[max(0, at - 1) : at]), "".join(words[at + 1 : at + 2])
    if word in _COMING or (word in _PLANNED and _describes(words, at)):
        return _UNTOLD if subject else _PERHAPS_AHEAD
    if word in _PLANNED and then in _DETERMINERS:  # "expected a crowd"
        return _PERHAPS_BACK
    if word in _PLANNED or (word == "set" and then in ("to", "for")):
        return _once(words, at)
    if word in ("was", "were", "is", "are") and then == "to":  # "was to race"
        return _ONCE_AHEAD if word.startswith("w") else _AHEAD
    if word in _URGES and "to" in words[at + 1 :] and not subject:  # "urged people to stay at home on Friday"
        return _PERHAPS_AHEAD
    if word in _FORESEEN:
        return _once(words, at) if last in _IS or last in _PAST_HELPERS else _UNTOLD
    if word in _INTENDS and (then == "to" or then in _DETERMINERS):
        return _UNTOLD if _describes(words, at) else _AHEAD
    return _AHEAD if word == "going" or words[at : at + 2] == ["ahead", "of"] else None


def _modal(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "will meet"; but "could not be reached" and "would not say" are past, and of "could have met" "have" tells."""
    word, behind = words[at], words[at + 1 : at + 3]
    if word in _COULD_NOT or words[at : at + 2] == ["could", "not"]:
        return _BACK
    if word.endswith(("'ll", "’ll")):
        return _AHEAD
    if word not in _MODALS:
        return None
    if "have" in behind:
        return _UNTOLD
    refused = word.startswith("would") and _TELLING & set(behind) and (behind[0] == "not" or word != "would")
    return _BACK if refused else _AHEAD


def _infinitive(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "to meet", by the word that governs it: "failed to meet", "was due to meet", "plans to meet"."""
    if words[at] not in _SCHEDULED or words[max(0, at - 1) : at] != ["to"]:
        return None
    governor = "".join(words[max(0, at - 2) : at - 1])
    if governor in _DONE_WITH:
        return _BACK
    if governor in _PAST_HELPERS or governor in ("hoped", "wanted", "intended", "meant"):
        return _ONCE_AHEAD
    return _once(words, at - 2) if governor in _PLANNED else _AHEAD


def _have(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "has to play", "has a match", "could have played"."""
    then = "".join(words[at + 1 : at + 2])
    if words[at] not in ("has", "have"):
        return None
    if then == "to" or then in _DETERMINERS:
        return _AHEAD if then == "to" else _PERHAPS_AHEAD
    modal = _MODALS & set(words[max(0, at - 2) : at])
    return None if not modal else _AHEAD if modal & {"will", "shall"} else _PERHAPS_BACK


def _present(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "is meeting", "there is a vote", "the team plays", "doors open", unless the word is a noun."""
    word, last = words[at], "".join(words[max(0, at - 1) : at])
    if (word.endswith("ing") and word != "being" and last in _IS) or (word in _IS and "there" in (last, word[:5])):
        return _PRESENT_PLAN
    if word in _TIMETABLE_FORMS:
        noun = last in _NO_SUBJECT or last.endswith(("'s", "’s", "ed")) or last in _PAST_FORMS
        return _UNTOLD if noun else _PERHAPS_AHEAD if word in _NOUNLIKE else _AHEAD
    plural = len(last) > 2 and last.endswith("s") and not last.endswith(("ss", "is", "us", "'s", "’s"))
    return _PRESENT_PLAN if word in _TIMETABLE and (plural or last in ("we", "they", "who", "you")) else None


def _past(words: list[str], at: int, subject: bool) -> Tense | None:
    """ "met", "opened", but not "to be opened", "is opened", "may cut", "the opened door"."""
    word, before = words[at], words[max(0, at - 4) : at]
    if word not in _PAST_FORMS and (not word.endswith("ed") or len(word) < 4 or word in _NO_PAST):
        return None
    helper = "".join(before[-2:-1] if before[-1:] and before[-1].endswith("ly") else before[-1:])
    if helper == "be":
        could_not = _COULD_NOT & set(before) or {"could", "not"} <= set(before)
        return _BACK if could_not else _infinitive(words, at - 1, subject) or _AHEAD
    present = helper in _PRESENT_HELPERS or (helper in _MODALS and word in _SAME_IN_PAST)
    return None if present or _describes(words, at) else _BACK


_KNOWN = frozenset({"if", "unless", "set", "going", "ahead"}).union(
    _COMING,
    _PLANNED,
    _FORESEEN,
    _INTENDS,
    _URGES,
    _COULD_NOT,
    _MODALS,
    _SCHEDULED,
    _IS,
    _TIMETABLE,
    _TIMETABLE_FORMS,
    _PAST_FORMS,
)
_KNOWN_ENDS = ("ed", "ing", "'ll", "’ll")
_CUES = (_clause, _plan, _modal, _infinitive, _have, _present, _past)  # the first that knows a word tells its tense


def _cue(words: list[str], at: int, subject: bool) -> Tense | None:
    """Where a word points, None when nowhere. A subject's words stand behind the day: "On Friday, the planned strike ..."."""
    if words[at] not in _KNOWN and not words[at].endswith(_KNOWN_ENDS):  # most words
        return None
    known = next((tense for cue in _CUES if (tense := cue(words, at, subject))), _UNTOLD)
    return known if known.way else None


def _by_preposition(before: list[str]) -> Tense | None:
    """ "by Friday", "until Friday", "a walkout for Friday", "moved to Friday"."""
    preposition, near = "".join(before[-1:]), before[-7:-1]
    once = bool(_PAST_HELPERS & set(near))
    if preposition in ("by", "until", "till"):
        if once:
            return _PERHAPS_AHEAD if {"to", *_MOVED, *_PLANNED} & set(near) else _PERHAPS_BACK
        if _by_verb(before[:-1], [], after_first=False).way > 0 or {"is", "are", *_MOVED} & set(near):
            return _AHEAD
        return _PERHAPS_AHEAD  # "promised it by Friday", "kept going until Friday"
    if preposition == "for" and (_PLANNED | _MOVED | _FIXES) & set(near):
        return _ONCE_AHEAD if once else Tense(1, 0.92)
    if preposition == "to" and _MOVED & set(near):
        return Tense(1, 0.85 if once else 0.92)
    if {"is", "are"} & set(before[-3:]) and preposition in ("is", "are", "on", "this"):  # "is Friday", "is now on Friday"
        return Tense(1, 0.92 if {"is", "are"} & set(before[-2:]) else 0.85)
    return None


def _by_verb(before: list[str], after: list[str], after_first: bool) -> Tense:
    """Where the nearest word with a tense points, less sure when it is far away or when the day may be its object's.

    A plan in the present ("is preparing") reaches no further than the words beside it, but leaves a doubt.
    """
    doubt = 1.0
    sides = [(before, range(len(before) - 1, -1, -1)), (after, range(len(after)))]
    for words, places in reversed(sides) if after_first else sides:
        for away, at in enumerate(places):
            if words is before and away > 2 and words[at] in _DAYNAMES:  # "arrived on Tuesday for a match on Saturday"
                doubt = 0.8
            if not (tense := _cue(words, at, subject=words is after)):
                continue
            near = away < (_BESIDE if tense.way < 0 else 2 * _BESIDE)
            if not near and tense.way > 0 and tense.sure <= 0.85:
                doubt = 0.8
                continue
            of_plan = words is before and words[at] in _OF_PLANS and _EVENTS & set(words[at + 1 :])
            # "will resign after a vote on Friday"
            afterwards = words is before and tense.way > 0 and _AFTER & set(words[at + 1 : -1])
            far = 0.92 if tense.way < 0 else 0.8
            return tense._replace(sure=min(tense.sure, doubt, 0.8 if of_plan or afterwards else 1 if near else far))
    return _PERHAPS_BACK if _AFTER & set(before[-6:]) else _UNTOLD


# ----------------------------------------------------------------------------------------------------------------- context


class Value(NamedTuple):
    value: str
    type: Kind = "DATE"
    confidence: float = 0.95


@dataclass
class Context:
    """What a reader may ask besides its own words."""

    text: str
    today: date
    named: tuple[str, int] = ("", 0)  # the calendar value read last, and where it ended

    @cached_property
    def _sentences(self) -> list[int]:
        return [start for span in paragraphs(self.text) for start, _ in sentences(self.text, *span)]

    def sentence(self, at: int, back: int = 0) -> tuple[int, int]:
        """The sentence at a place, begun some sentences earlier."""
        index = bisect_right(self._sentences, at)
        begin = self._sentences[max(index - 1 - back, 0)] if index else 0
        return begin, self._sentences[index] if index < len(self._sentences) else len(self.text)

    def words(self, start: int, end: int) -> list[str]:
        """The words of a stretch in lower case, without the month that is spelled like a verb."""
        return [m[0].lower() for m in _WORD.finditer(self.text, start, end) if m[0] != "May"]

    def words_before(self, at: int) -> list[str]:
        return self.words(max(self.sentence(at)[0], at - _WINDOW), at)

    def words_after(self, at: int) -> list[str]:
        return self.words(at, min(self.sentence(at - 1)[1], at + _WINDOW))

    @cached_property
    def persons(self) -> frozenset[str]:
        """Months that are somebody's name here: "Jane May", "June Carter"."""
        return frozenset(m["month"].lower() for m in _NAMED_LIKE_A_MONTH.finditer(self.text) if self._is_person(m))

    def _is_person(self, found: re.Match[str]) -> bool:
        before = self.text[max(0, found.start() - 16) : found.start()]
        word = re.search(r"[\w.]+(?= $)", before)
        if word and word[0].lower() in _MONTH_CUES:
            return False
        surname = word and word[0][0].isupper() and found["month"] in ("May", "March", "August")
        return bool(surname or found["surname"])


_NAMED_LIKE_A_MONTH = re.compile(r"\b(?P<month>May|March|August|April|June)\b(?! \d| Day)(?P<surname> [A-Z][a-z])?")
_LINK = re.compile(r",?\s(?:(?P<and>and|or)|to|through)\s(?:on\s)?|[-–]", re.I)
_LEADING = _words("on in by at over during late early until till before after from this")
_CLAUSE_BEFORE = re.compile(
    r"[,;:–—(]\s?(?:(?:and|but|so|then|while|when|as|because)\s)?(?:(?:on|in|by|at|over|during|late|early)\s){0,2}$", re.I
)


@dataclass(frozen=True, slots=True)
class Hit:
    """The words that a rule matched. Its parts by name, in lower case; a part that is not there is empty."""

    match: re.Match[str]
    context: Context

    def __getitem__(self, part: str) -> str:
        return self.raw(part).lower()

    def raw(self, part: str) -> str:
        return self.match[part] or "" if part in self.match.re.groupindex else ""

    @property
    def today(self) -> date:
        return self.context.today

    @property
    def text(self) -> str:
        return self.match[0]

    def before(self, length: int = 16) -> str:
        return self.context.text[max(0, self.match.start() - length) : self.match.start()]

    def behind(self, length: int = 16) -> str:
        return self.context.text[self.match.end() : self.match.end() + length]

    def word_before(self) -> str:
        words = self.before().lower().replace("-", " ").split()
        return words[-1].lstrip("(\"“'‘") if words else ""

    def direction(self) -> Tense:
        """Where the verb nearest to a day points; those before it come first, unless a clause begins with it."""
        before, after = self.context.words_before(self.match.start()), self.context.words_after(self.match.end())
        opens = _LEADING.issuperset(before) or bool(_CLAUSE_BEFORE.search(self.before(24)))
        tense = (None if opens else _by_preposition(before)) or _by_verb(before, after, opens)
        return Tense(-1, tense.sure) if tense == _ONCE_AHEAD and _DROPPED & set(after) else tense

    def is_title(self) -> bool:
        """Capitalised and alone between quotation marks: a programme or a paper."""
        quoted = re.search(r"[\"“‘']$", self.before(1)) and re.match(r"[.,]?[\"”’'](?!s\b)", self.behind(3))
        return bool(quoted) and self.text[0].isupper()

    def named(self, form: str) -> Stretch | None:
        """The date named last, in this sentence or the one before, when its value has this form."""
        value, end = self.context.named
        near = end > self.context.sentence(self.match.start(), back=1)[0]
        return stretch(value) if near and re.match(form, value) else None

    def listed(self, weekday: int) -> int | None:
        """How far a weekday is that follows the day before it: the Friday of "Thursday and Friday", of "Monday to Friday"."""
        value, end = self.context.named
        link = _LINK.fullmatch(self.context.text, end, self.match.start()) if 0 < self.match.start() - end < 10 else None
        days = stretch(value) if link else None
        if not link or not days or days[0] != days[1]:
            return None
        gap = (weekday - days[0].isoweekday()) % 7
        return (days[0] - self.today).days + gap if gap < (3 if link["and"] else 7) else None

    def in_years(self, day: Callable[[int], date], reach: int = 1) -> list[date]:
        """A day of the year in the years around the article's, where the calendar has it."""
        found = []
        for year in range(self.today.year - reach, self.today.year + reach + 1):
            with suppress(ValueError):
                found.append(day(year))
        return found

    def nearest(self, days: list[date], tensed: bool = True) -> tuple[date, float]:
        """The day nearest to the article's, those on the wrong side of the tense counting as farther; how sure that is."""
        way, sure = self.direction() if tensed else _UNTOLD

        def distance(day: date) -> float:
            away = (day - self.today).days
            return abs(away) * ((6 if sure > 0.92 else 3) if away * way < 0 else 1.2 if away > 0 and not way else 1)

        first, *others = sorted(days, key=distance)
        against = (first - self.today).days * way < -28  # a day of this month needs no tense: "New York's April 19 primary"
        if against or (others and distance(first) > (0.5 if sure > 0.9 else 0.3) * distance(others[0])):
            return first, 0.8
        return first, 0.95 if sure > 0.92 else 0.92


def _number(word: str) -> float | None:
    """ "25", "1,200", "two", "twenty-five", "a" as a number; None when it is none ("several")."""
    word = word.replace(",", "")
    if word[:1].isdigit():
        return float(word)
    tens, _, small = re.sub(r"[\s‑–]", "-", word).partition("-")
    return 1 if word in ("a", "an") else _TENS[tens] + _SMALL.get(small, 0) if tens in _TENS else _SMALL.get(word)


def _ordinal(word: str) -> int:
    """ "first", "1st" as 1; -1 for "last" and "final"."""
    return int(re.sub(r"\D", "", word)) if word[0].isdigit() else _ORDINALS.get(word, -1)


def _month(name: str) -> int:
    return _MONTHS[name[:3]]


def _shifted(day: date, amount: float, unit: str) -> str | None:
    """The TIMEX3 value so many units from a day, as fine as the unit."""
    try:
        if unit == "Y":
            return f"{date(day.year + int(amount), 1, 1).year:04d}"
        if unit in ("M", "Q"):
            years, month = divmod(day.month - 1 + int(amount) * (3 if unit == "Q" else 1), 12)
            start = date(day.year + years, month + 1, 1)
            return f"{start.year:04d}-Q{month // 3 + 1}" if unit == "Q" else start.isoformat()[:7]
        if unit in ("W", "WE"):
            year, week, _ = (day + timedelta(7 * amount)).isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
        return str(day + timedelta(amount if unit == "D" else 0))
    except (ValueError, OverflowError):
        return None


def _period(amount: float | None, unit: str, size: int = 1) -> str:
    count = "X" if amount is None else f"{amount * size:g}"
    return f"PT{count}{unit[1]}" if unit[0] == "T" else f"P{count}{unit}"


# ----------------------------------------------------------------------------------------------------------------- readers


def _day(year: int, month: int, day: int, confidence: float) -> Value | None:
    try:
        return Value(str(date(year, month, day)), "DATE", confidence)
    except ValueError:
        return None


def _in_day(day: str | None, part: str, confidence: float) -> Value | None:
    """A day, or a part of it."""
    code = _PARTS_OF_DAY.get(part)
    return Value(f"{day}T{code}" if code else day, "TIME" if code else "DATE", confidence) if day else None


def _full_year(year: str, today: date) -> int:
    """Two digits stand for the last such year, or one of the ten to come."""
    full = int(year) + (2000 if len(year) == 2 else 0)
    return full if len(year) == 4 or full <= today.year + 10 else full - 100


def read_iso(hit: Hit) -> Value | None:
    found = _day(int(hit["year"]), int(hit["month"]), int(hit["day"]), 0.99)
    return Value(f"{found.value}T{hit['clock'][1:6]}", "TIME", 0.99) if found and hit["clock"] else found


def read_numeric(hit: Hit) -> Value | None:
    """4/3/2025 is two dates: only a number over 12 tells which."""
    first, second, year = int(hit["first"]), int(hit["second"]), _full_year(hit["year"], hit.today)
    readings = {value for value in (_day(year, first, second, 0.95), _day(year, second, first, 0.95)) if value}
    if len(readings) == 2:
        return Value(f"{year}-XX-XX", "DATE", 0.5)
    return readings.pop() if readings else None


def _is_month(hit: Hit) -> bool:
    """Months are capitalised. In lower case only a word that is nothing else counts."""
    return hit.raw("month")[0].isupper() or (len(hit["month"]) > 5 and hit["month"] not in ("march", "august"))


def read_month_day(hit: Hit) -> Value | None:
    if not _is_month(hit):
        return None
    month, day, confidence = _month(hit["month"]), _ordinal(hit["day"]), 0.99
    if hit["year"]:
        year = int(hit["year"])
    elif hit["shift"]:
        year = hit.today.year + _SHIFTS[hit["shift"]]
    else:
        days = hit.in_years(_fixed(month, day), reach=4)  # the nearest 29 February may be that far
        days = [found for found in days if found.isoweekday() == _WEEKDAYS.get(hit["weekday"][:3])] or days
        if not days:
            return None
        nearest, confidence = hit.nearest(days)
        year = nearest.year
    found = _day(year, month, day, confidence)
    if found and hit["weekday"] and date.fromisoformat(found.value).isoweekday() != _WEEKDAYS[hit["weekday"][:3]]:
        found = found._replace(confidence=0.6)
    if found and hit["until"]:
        last = _day(year, month, _ordinal(hit["until"]), confidence)
        in_order = last and last.value > found.value and (not hit["and"] or _ordinal(hit["until"]) == day + 1)
        return found._replace(value=f"{found.value}/{last.value}") if last and in_order else None
    return found


def read_month_of_year(hit: Hit) -> Value | None:
    if not _is_month(hit):
        return None
    month = _month(hit["month"])
    if hit["way"]:
        named = hit.named(r"\d{4}")
        year = named[0].year + _ANCHORED_SHIFTS[hit["way"]] if named else 0
        return Value(f"{year or 'XXXX'}-{month:02d}", "DATE", 0.8 if named else 0.4)
    year = int(hit["year"]) if hit["year"] else hit.today.year + _SHIFTS[hit["shift"]]
    return Value(f"{year}-{month:02d}", "DATE", 0.99 if hit["year"] else 0.95)


def read_day_of_month(hit: Hit) -> Value | None:
    """ "on the 15th"."""
    number = _ordinal(hit["day"])
    if hit.word_before() not in ("on", "by", "until", "since") or not 0 < number < 29:
        return None
    months = (_shifted(hit.today, months, "M") for months in (-1, 0, 1))
    nearest, _ = hit.nearest([date.fromisoformat(f"{month}-{number:02d}") for month in months if month])
    return Value(str(nearest), "DATE", 0.75)


_MONTH_CUES = _words(
    "in since by until till from of during early late mid last next this before after through throughout between for every each"
)
_BEFORE_NOUNS = _words("a an the its his her their this that")  # "at a March meeting"
_ALSO_WORDS = ("may", "march", "april", "june", "august")  # verbs and names besides months
_MONTH_AS_SUBJECT = re.compile(
    r"['’]s\s[a-z]|\s(?:was|is|were|has been|had been|will be|saw|brought|began|begins|ended|ends|marked|marks|proved)\b"
)


def read_month(hit: Hit) -> Value | None:
    """A month alone. One that is also a verb or a name needs a preposition before or a predicate behind it, and no surname."""
    if not _is_month(hit):
        return None
    name, shift, before = hit["month"].rstrip("."), hit["shift"], hit.word_before()
    attributive = before in _BEFORE_NOUNS and re.match(r"\s(?!(?:for|on|of|to|and|in|was|is|has)\b)[A-Za-z]{3}", hit.behind())
    possessive, subject = hit.behind(2) in ("'s", "’s"), False
    if not shift and before not in _MONTH_CUES:
        listed = re.search(r"(?:,| and| or| to|[-–/])\s?$", hit.before()) and hit.context.named[1] >= hit.match.start() - 7
        subject = bool(_MONTH_AS_SUBJECT.match(hit.behind()))
        if not (listed or attributive or subject) and (name in _ALSO_WORDS or len(name) < 4 or name == "sept"):
            return None
    if name in _ALSO_WORDS and re.match(r" [A-Z][a-z]", hit.behind(3)) and not shift:
        return None
    if name in hit.context.persons and before not in ("in", "since", "until", "early", "late", "mid") and not shift:
        return None
    month, year, now = _month(name), hit.today.year, hit.today.month
    if shift in ("last", "past"):  # in April, "last March" may be that of last month or of last year
        year, confidence = year - (month >= now), 0.9 if month >= now else 0.7
    elif shift in ("next", "coming"):
        year, confidence = year + (month <= now), 0.9 if month <= now else 0.7
    elif shift or month == now:
        confidence = 0.95 if shift else 0.88
    else:
        undated = attributive or possessive  # the verb need not date "her March speech"
        nearest, confidence = hit.nearest(hit.in_years(_fixed(month, 15)), tensed=not undated)
        year, confidence = nearest.year, min(confidence, 0.88) if undated or subject else confidence
    return Value(f"{year}-{month:02d}", "DATE", confidence)


def read_part_of_month(hit: Hit) -> Value | None:
    """ "the last week of March": weeks are counted from the 4th, the day that belongs to the first ISO week of any month."""
    if not _is_month(hit):
        return None
    month, nth, unit = _month(hit["month"]), _ordinal(hit["ordinal"]), hit["unit"]
    year = int(hit["year"]) if hit["year"] else hit.nearest(hit.in_years(_fixed(month, 15)))[0].year
    last = monthrange(year, month)[1]
    if unit == "day":
        return _day(year, month, last if nth < 0 else nth, 0.9)
    if unit == "week":
        week = _shifted(date(year, month, last - 3 if nth < 0 else min(7 * nth - 3, last)), 0, "W")
        return Value(week, "DATE", 0.85) if week else None
    days = _weekdays_of(year, month, _WEEKDAYS["sat" if unit == "weekend" else unit[:3]])
    if nth > len(days):
        return None
    found = _shifted(days[nth - 1 if nth > 0 else nth], 0, "WE" if unit == "weekend" else "D")
    return Value(found, "DATE", 0.9) if found else None


_NO_DAY_BEFORE = _words(
    """black super bloody cyber news casual freaky sheffield giving fat holy ruby blue good ash palm maundy easter whit shrove
    pancake tgi"""
)
_AFTER_A_DAY = re.compile(
    r"[^\w\s]|\s?$|\s(?:in|on|at|and|or|to|is|was|will|this|next|last|when|with|for|as|because|but|after|before|by|of|that|the"
    r"|he|she|they|we|it|has|had|would|could|than|since|from)\b"
)
_SOME_DAY = _words("a any one some no each")
_ANOTHER_DAY_BEFORE = re.compile(
    r"\bthe\s(?:previous|prior|preceding|following|next|same|entire|whole|full)\s$|\b(?:on|later)\sthat\s$", re.I
)
_NO_DAY_BEHIND = re.compile(  # papers, programmes, clubs; "Friday the 13th"
    r"\s(?:Times|Telegraph|Mirror|Mail|Express|Herald|Post|World|Star|Sun|School|Courier|Gazette|Tribune|Chronicle|Journal|News"
    r"|Club|League|Football|Market|Live|Show|Night [A-Z]|the \d|best\b|roast\b|drivers?\b)"
)
_NAME_BEHIND = re.compile(r"\s[A-Z][a-z]")
_A_WEEK_ON = re.compile(r"\ba week (?:from|on)\s$", re.I)
_WEEKS_AWAY = re.compile(r"\b(?:fortnight|week|weeks|days|months|years)\s(?:from|ago|ago on)\s$", re.I)
_TO_ANOTHER_DAY = re.compile(rf"(?:\sto\s|\sthrough\s|[-–])(?:{_PIECES['dayname']})\b", re.I)


def _names_no_day(hit: Hit) -> bool:
    """A weekday in a name ("the Monday Club"), or one of many ("a Monday in spring", "the first Monday", "the same Monday")."""
    before, behind, part = hit.word_before(), hit.behind(), hit.raw("part")
    if before in _NO_DAY_BEFORE or _NO_DAY_BEHIND.match(hit.context.text, hit.match.end("weekday")):
        return True
    if part[:1].isupper() and not part.isupper():  # "Sunday Morning Serenade"
        return True
    if before in _SOME_DAY:
        return bool(_AFTER_A_DAY.match(behind))
    if before == "the":
        return bool(_NAME_BEHIND.match(behind) or re.match(r"\s(?:after|before|following)\b", behind))
    return before in _ORDINALS or bool(_ANOTHER_DAY_BEFORE.search(hit.before()))


def read_weekday(hit: Hit) -> Value | None:
    """A weekday is the last one in a sentence that looks back, the next in one that looks ahead; on that day itself, today."""
    if _names_no_day(hit):
        return None
    before, today, weekday = hit.word_before(), hit.today.isoweekday(), _WEEKDAYS[hit["weekday"][:3]]
    back, ahead = (today - weekday) % 7, (weekday - today) % 7
    if hit["week"]:
        days, confidence = weekday - today + 7 * _SHIFTS[hit["week"]], 0.95
    elif hit["shift"] in ("last", "past"):
        days, confidence = -(back or 7), 0.7 if hit["shift"] == "last" and 0 < back < today else 0.92
    elif hit["shift"] in ("next", "coming"):
        days = 7 - today + weekday
        confidence = 0.92 if 1 < days < 8 else 0.7
    else:
        way, confidence = _BACK if before == "earlier" else hit.direction()  # "earlier Tuesday"
        if (before == "the" and _AFTER_A_DAY.match(hit.behind())) or (way >= 0 and _TO_ANOTHER_DAY.match(hit.behind())):
            confidence = min(confidence, 0.8)  # "on the Tuesday" of what is told; "open Monday to Friday" of any week
        if hit.behind(2) in ("'s", "’s") and before not in ("following", "since", "until"):
            # "preview Monday's debate": the verb need not date the day, and the nearer one is likelier
            firm = way if confidence > 0.85 else 0
            way, confidence = -1 if back * (2 if firm > 0 else 1) <= ahead * (2 if firm < 0 else 1) else 1, 0.88
        days = -back if way < 0 else ahead  # a sentence without any past speaks of what is to come
        if _A_WEEK_ON.search(hit.before()):
            days, confidence = ahead + 7, 0.92
        elif _WEEKS_AWAY.search(hit.before()):
            confidence = 0.5
        elif not back:  # the day of publication; "since Friday" and "by Friday" may be a week away
            confidence = 0.8 if before in ("since", "by", "until", "till") else 0.97
        elif (listed := hit.listed(weekday)) is not None:
            days = listed
    return _in_day(_shifted(hit.today, days, "D"), hit["part"], confidence)


def _sure_of_day_word(hit: Hit) -> float:
    """Less for what is said of all time: "the sailors of tomorrow", "even today", "Today the bridge is a museum"."""
    if hit.word_before() in ("of", "even", "than", "still") and not re.match("['’]s", hit.behind()):
        return 0.6
    opens = hit.context.sentence(hit.match.start())[0] == hit.match.start()
    nowadays = re.match(r"\s(?:is|are)\b", hit.behind()) or (opens and not hit.direction().way)
    return 0.85 if hit["dayword"] == "today" and nowadays else 0.97


def read_day_word(hit: Hit) -> Value | None:
    if hit.is_title() or (hit.raw("dayword")[0].isupper() and re.search(r"\b[A-Z]\w+ $", hit.before())):  # "City Today"
        return None
    step = -1 if "before" in hit["step"] else 1 if hit["step"] else 0
    part = "night" if hit["dayword"] == "tonight" else hit["part"]
    return _in_day(_shifted(hit.today, _DAY_WORDS[hit["dayword"]] + step, "D"), part, _sure_of_day_word(hit))


def read_part_of_day(hit: Hit) -> Value | None:
    if hit.is_title() or hit.raw("part")[0].isupper():
        return None
    return _in_day(_shifted(hit.today, _SHIFTS[hit["shift"]], "D"), hit["part"], 0.95)


_TWO_AWAY = {"after next": 2, "before last": -2}
_UNIT_CODES = {"week": "W", "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y"}


def read_deictic(hit: Hit) -> Value | None:
    """ "last week", "this year". "This weekend" in a look back on a Monday is the one before. "The last week" is of something."""
    if hit.is_title() or _is_title(hit):
        return None
    if hit["shift"] and hit["unit"] != "weekend" and hit.word_before() == "the":
        return None
    unit, shift = hit["unit"], _TWO_AWAY.get(hit["after"]) or _SHIFTS.get(hit["shift"], 0)
    if unit in ("decade", "century"):
        value = f"{hit.today.year // 10 + shift:03d}" if unit == "decade" else f"{hit.today.year // 100 + shift:02d}"
        return Value(value, "DATE", 0.8 if shift else 0.92)
    if unit == "weekend" and not shift and hit.today.isoweekday() < 3 and hit.direction().way < 0:
        shift = -1
    found = _shifted(hit.today, shift, _UNIT_CODES[unit])
    return Value(found) if found else None


_OF_THE = re.compile(
    r"\b(?:(?:end|beginning|start|middle|rest|close|remainder|much|most|half) of|(?:early|late|later|earlier) in)\s$", re.I
)


def read_whole(hit: Hit) -> Value | None:
    """ "the end of the year", "later in the week": the one that is running."""
    return read_deictic(hit) if _OF_THE.search(hit.before()) else None


def read_weekend(hit: Hit) -> Value | None:
    """ "over the weekend"."""
    ahead = hit.direction().way > 0 or hit.today.isoweekday() > 5
    found = _shifted(hit.today, 0 if ahead else -1, "WE")
    return Value(found, "DATE", 0.9) if found else None


_AS_FINE_AS = {  # the values that are at least as fine as a unit
    "year": r"\d{4}", "month": r"\d{4}-\d\d", "week": r"\d{4}-(?:\d\d-\d\d|W\d\d)$", "weekend": r"\d{4}-(?:\d\d-\d\d|W\d\d)",
    "day": r"\d{4}-\d\d-\d\d",
}  # fmt: skip


def read_anchored(hit: Hit) -> Value | None:
    """ "the following year", "that day": counted from the date named last, which must be at least as fine as the unit."""
    unit = "day" if hit["part"] else hit["unit"]
    named = hit.named(_AS_FINE_AS[unit])
    found = named and _shifted(named[0], _ANCHORED_SHIFTS[hit["way"]], _UNITS[unit][0])
    return _in_day(found, hit["part"], 0.8) if found else None


def read_season(hit: Hit) -> Value | None:
    code = _SEASONS[hit["season"]]
    if hit["year"]:
        return Value(f"{hit['year']}-{code}", "DATE", 0.97)
    year, month, first = hit.today.year, hit.today.month, SEASON_MONTH[code]
    if code == "WI" and month < 3:
        year, month = year - 1, month + 12
    if hit["shift"] in ("last", "past"):
        year -= month < first + 3
    elif hit["shift"] in ("next", "coming"):
        year += month >= first
    return Value(f"{year}-{code}", "DATE", 0.92 if hit["shift"] == "this" else 0.85)


_IN_SEASON = re.compile(r"\b(?:in|into|during|over|throughout|by|until|since)\s$", re.I)


def read_this_season(hit: Hit) -> Value | None:
    """ "in the summer": the one that the tense asks for. Fall is a season only as "the fall"."""
    if not _IN_SEASON.search(hit.before()) or hit.text.lower() == "fall":
        return None
    code = _SEASONS[hit["season"]]
    nearest, confidence = hit.nearest(hit.in_years(_fixed(SEASON_MONTH[code] % 12 + 1, 15)))
    return Value(f"{nearest.year - (code == 'WI')}-{code}", "DATE", min(confidence, 0.85))


_GAMES = _words("points touchdown touchdowns goal goals yards score scored lead game quarterback halftime rebounds")


def read_quarter(hit: Hit) -> Value | None:
    """A quarter or half of a year; without the year, the one that the tense asks for. A game has quarters too."""
    letter, count = ("H", 2) if hit["unit"] == "half" else ("Q", 4)
    nth = _ordinal(hit["ordinal"])
    if nth > count:
        return None
    if hit.word_before() in ("fiscal", "financial"):
        return Value(f"XXXX-{letter}{nth}", "DATE", 0.5) if nth > 0 else None
    if hit["year"] or hit["of"]:
        year = _full_year(hit["year"], hit.today) if hit["year"] else hit.today.year + _SHIFTS.get(hit["shift"], 0)
        return Value(f"{year}-{letter}{count if nth < 0 else nth}", "DATE", 0.97)
    around = {*hit.context.words_before(hit.match.start()), *hit.context.words_after(hit.match.end())}
    if letter == "H" or _GAMES & around:
        return None
    if nth < 0:
        found = _shifted(hit.today, -1, "Q")
        return Value(found, "DATE", 0.85) if found else None
    nearest, confidence = hit.nearest(hit.in_years(_fixed(nth * 3 - 1, 15)))
    return Value(f"{nearest.year}-Q{nth}", "DATE", min(confidence, 0.88))


def read_fiscal(hit: Hit) -> Value | None:
    """A fiscal year is a stretch of the calendar only for those who know whose it is."""
    if hit["year"]:
        return Value(f"FY{hit['year']}")
    return Value(f"FY{hit.today.year + _SHIFTS[hit['shift']]}", "DATE", 0.7) if hit["shift"] else None


def read_same_period(hit: Hit) -> Value | None:
    """ "the same period last year": the month or quarter named last, in that year."""
    year = hit["year"] or str(hit.today.year - 1)
    value, _ = hit.context.named
    return Value(year + value[4:], "DATE", 0.85) if hit.named(r"\d{4}-(?:\d\d|[QH]\d)$") else Value(f"{year}-XX", "DATE", 0.4)


def read_ago(hit: Hit) -> Value | None:
    """ "two years ago" is as fine as its unit; of "an hour ago" only the day is said."""
    amount, (unit, size) = _number(hit["number"]), _UNITS[hit["unit"]]
    ahead = hit["way"] != "ago"
    if amount is None:
        return Value("FUTURE_REF" if ahead else "PAST_REF", "DATE", 0.9)
    found = _shifted(hit.today, amount * size if ahead else -amount * size, unit)
    return Value(found, "DATE", 0.92) if found else None


def read_later(hit: Hit) -> Value | None:
    """ "two days later": counted from the date named last, when that is as fine as the unit."""
    amount, (unit, size) = _number(hit["number"]), _UNITS[hit["unit"]]
    named = hit.named(_AS_FINE_AS.get(hit["unit"], "$")) if amount else None
    found = named and amount and _shifted(named[0], (-amount if hit["way"] == "earlier" else amount) * size, unit)
    return Value(found, "DATE", 0.8) if found else Value("XXXX-XX-XX", "DATE", 0.4)


_AGE_OR_HEAT = re.compile(
    r"\b(?:his|her|their|my|your|our|whose|\w['’]s)\s(?:(?:early|mid|late)[\s-])?(?:\d0s(?:,|\s(?:and|or|to))\s){0,3}$"
    r"|\b(?:low|lower|high|upper)[\s-]$",
    re.I,
)


def read_decade(hit: Hit) -> Value | None:
    """The 1990s, the '90s; the 1800s are a century; "in her thirties" is an age, "in the low 80s" a temperature."""
    if _AGE_OR_HEAT.search(hit.before(30)):
        return None
    digits = hit["digits"]
    if len(digits) == 4 and hit["apostrophe"] and hit.word_before() not in ("the", "early", "mid", "late"):  # "2010's best film"
        return None
    if len(digits) == 4:
        return Value(digits[:2] if digits.endswith("00") and digits < "1900" else digits[:3], "DATE", 0.97)
    tens = digits[0] if digits else str(_DECADES[hit["word"]])
    return Value(("20" if int(tens) * 10 < hit.today.year - 2000 else "19") + tens, "DATE", 0.9 if digits else 0.85)


def read_century(hit: Hit) -> Value | None:
    number = _ordinal(hit["nth"])
    name = "Century" in hit.text and re.match(r"\s[A-Z]", hit.behind())  # of a film company
    if name or not 1 < number < 31 or re.match(r"\sB\.?C", hit.behind()):
        return None
    return Value(f"{number - 1:02d}")


_YEAR_CUES = _words(
    """in since by until till from of during before after late early mid through throughout circa between and for to year
    spring summer autumn fall winter season back than"""
)
_CODE_BEFORE = re.compile(
    r"[$£€¥#№]\s?$|\b(?:no\.?|number|windows|flight|room|route|pages?|pp?\.|line|bus|train|tram|gate|lot|box|model|section|article"
    r"|chapter|verse|more than|fewer than|less than)\s$",
    re.I,
)
_NO_YEAR_BEFORE = re.compile(r"[/,.:+–-]\s?$")
_YEAR_BEFORE_ALL_THE_SAME = re.compile(r"\bca?\. $|[^\W\d]{3}-$|[^\d\W][,.:]\s$|\d, $|['’”\"][,.]? $|\d{4}[-–/]$")
_NO_YEAR_BEHIND = re.compile(
    r"[-–]?\w|[-–/]\d|°|\s?B\.?C\b|[ -](?:people|troops|men|women|children|feet|met(?:re|er)s|miles|kilomet|tons|tonnes|dollars"
    r"|euros|pounds|points|hours|GMT|UTC|jobs|words|votes|[A-Z]\w+ (?:Street|Avenue|Road|Drive|Lane|Boulevard))\b"
)
_COUNTED = re.compile(
    r"\s(?:(?!was|is|has|as|its|his|this|us|across|perhaps|always|towards|sees|marks|brings)[a-z]{2,}s|geese|sheep|cattle|people)\b"
)
_OF_A_YEAR = re.compile(  # what plural nouns a year describes: "won 2012 elections"
    r"\s(?:elections|polls|primaries|midterms|campaigns|conventions|races|candidates|contenders|hopefuls|players|games|finals"
    r"|championships|talks|riots|protests|attacks|floods|fires|levels|figures|results|targets|goals|models|sales|earnings|profits"
    r"|revenues|prices|budgets|forecasts|estimates|taxes|rates)\b"
)
_BEFORE_A_YEARS_NOUN = _words("the a an in since until from by of during before after late early mid this their its his her our")
_PLAIN_YEAR_CUES = _words("in since until from by before after circa c. ca. of year")


def read_year(hit: Hit) -> Value | None:
    """Four digits are a year by a preposition or a bracket; those of our times, unless round, when nothing speaks against it."""
    year, before, behind, word = int(hit["year"]), hit.before(), hit.behind(30), hit.word_before()
    if _CODE_BEFORE.search(before) or (_NO_YEAR_BEFORE.search(before) and not _YEAR_BEFORE_ALL_THE_SAME.search(before)):
        return None
    if _NO_YEAR_BEHIND.match(behind) and not re.match(r"-[a-z]|[-–/](?:1\d|20)\d\d\b", behind):
        return None
    modern, round_number = 1900 <= year <= 2099, year % 100 == 0
    bracket, possessive = before.endswith("("), word.endswith(("'s", "’s", "s'", "s’"))
    cued = bracket or word in _YEAR_CUES
    counted = _COUNTED.match(behind) and not _OF_A_YEAR.match(behind) and word not in _BEFORE_A_YEARS_NOUN and not possessive
    if counted and before.strip()[-1:].isalpha():  # "makes 2020 lamps"; a sentence may begin with "2020 sees"
        return None
    if (word == "at" and not _OF_A_YEAR.match(behind)) or (before[-1:] in ('"', "“") and behind[:1] in ('"', "”")):
        return None  # "left at 1945", the book “1984”
    if modern and not round_number:
        return Value(str(year), "DATE", 0.97 if cued else 0.95)
    if re.match(r"\s[a-z]+s\b", behind) and word != "the" and not possessive:  # "in 2000 cases"
        return None
    if modern:
        return Value(str(year), "DATE", 0.95) if cued or possessive or word == "the" else None
    attributive = word in ("the", "a", "an") and not round_number and re.match(r"\s[A-Za-z]", behind)
    return Value(str(year), "DATE", 0.9) if bracket or attributive or word in _PLAIN_YEAR_CUES else None


def read_short_year(hit: Hit) -> Value | None:
    if hit.word_before() not in ("in", "since", "until", "by", "from", "and", "of"):
        return None
    return Value(str(_full_year(hit["year"], hit.today)), "DATE", 0.85)


def read_years(hit: Hit) -> Value | None:
    """ "2012-13"; "2024-07" can only be a month. Of "1998-2002" both ends are years of their own."""
    first, last = hit["first"], hit["last"]
    if first[2:] < last:
        return Value(f"{first}/{first[:2]}{last}", "DATE", 0.9)
    return Value(hit.text, "DATE", 0.85) if "01" <= last <= "12" and hit.text[4] == "-" else None


def read_holiday(hit: Hit) -> Value | None:
    """A named day is capitalised; before a noun it is none (Christmas sales). Without a year, the nearest."""
    when, name = _HOLIDAYS[hit["holiday"].replace("’", "'")], hit.raw("holiday")
    if not (name[0].isupper() or name.endswith("July")) or not _AFTER_A_DAY.match(hit.behind()):
        return None
    if hit["year"]:
        return Value(str(when(int(hit["year"]))))
    days = hit.in_years(when)
    if shift := _SHIFTS.get(hit["shift"], 0):
        days = [day for day in days if (day > hit.today) == (shift > 0)] or days
    nearest, confidence = hit.nearest(days)
    return Value(str(nearest), "DATE", 0.9 if shift else min(confidence, 0.9))


def read_september_11(hit: Hit) -> Value | None:
    """Without a year it means 2001, unless the article is of a September itself and speaks of no attack."""
    attack = hit.text == "9/11" or re.match(r"\s(?:terror|attack|hijack)", hit.behind())
    if hit.today.year < 2001 or (hit.today.month in (8, 9, 10) and not attack):
        return None
    return Value("2001-09-11", "DATE", 0.9)


_CLOCK_CUES = _words("at by from until till before after around about to since between and")


def read_clock(hit: Hit) -> Value | None:
    """A time of day, on the day named last in the sentence, else the article's."""
    half, zone = hit["half"][:1], hit["zone"].upper()
    if not (hit["named"] or half or zone or hit.word_before() in _CLOCK_CUES):
        return None
    hour, minute = int(hit["hour"] or hit["hours"] or 0), int(hit["minute"] or hit["minutes"] or 0)
    if hour > (12 if half else 24) or minute > 59:
        return None
    if hit["named"]:
        hour = {"noon": 12, "midnight": 24}[hit["named"]]
    elif half in ("a", "p") or (hit["dayword"] == "tonight" and hour < 12):
        hour = hour % 12 + (0 if half == "a" else 12)
    day, confidence = _day_of_clock(hit)
    return Value(f"{day}T{hour:02d}:{minute:02d}{'Z' if zone in ('GMT', 'UTC') else ''}", "TIME", confidence)


def _day_of_clock(hit: Hit) -> tuple[str, float]:
    """The day that is said with a time, else the one named last in the sentence, else the article's; see also `_dated`."""
    read = read_weekday if hit["weekday"] else read_day_word if hit["dayword"] else None
    if read and (day := read(hit)):
        return day.value[:10], day.confidence
    value, end = hit.context.named
    if end > hit.context.sentence(hit.match.start())[0] and re.match(r"\d{4}-\d\d-\d\d", value):
        return value[:10], 0.85
    return str(hit.today), 0.7


def _is_title(hit: Hit) -> bool:
    """ "60 Minutes", "the Thirty Years' War": a unit with a capital belongs to a name."""
    return hit.raw("unit")[:1].isupper()


def read_duration(hit: Hit) -> Value | None:
    """So many units, X if vague. "Second" alone is an ordinal, quarters are parts of anything, "one day" is some day."""
    unit, many = hit["unit"], hit["plural"]
    if _is_title(hit) or (unit == "second" and not many and "-" not in hit.text) or (unit == "quarter" and not hit["shift"]):
        return None
    if hit.text.lower() == "one day" and not re.match(r"\s(?:after|before|of|in)\b|-", hit.behind()):
        return None
    code, size = _UNITS[unit]
    amount = None if hit["some"] else _number(hit["number"]) if hit["number"] else None if many else 1
    return Value(_period(None if amount is None else amount + (0.5 if hit["half"] else 0), code, size), "DURATION")


_BEFORE_UNITS = re.compile(
    r"\b(?:for|in|within|after|of|over|took|takes?|taking|spent|spend|spending|last(?:s|ed|ing)?)(?: the)?\s$", re.I
)
_UNITS_OF = re.compile(r"\s(?:of|before|after)\b")


def read_units(hit: Hit) -> Value | None:
    """ "for years": a bare plural needs a word that measures time."""
    return read_duration(hit) if _BEFORE_UNITS.search(hit.before()) or _UNITS_OF.match(hit.behind()) else None


_RATE_BEFORE = re.compile(
    r"(?:[\d%]|once|twice|times|thousand|million|billion|percent|hours|days|miles|barrels|people|dollars|euros|cents|tons)\s$",
    re.I,
)
_ALSO_HAPPENINGS = _words("day night weekend minute")  # "a day to remember" measures nothing
_MEASURED_BEFORE = re.compile(
    r"\b(?:for|in|within|after|than|about|almost|nearly|just|only|over|least|takes?|took|lasted|spent|half)\s$", re.I
)
_MEASURED_BEHIND = re.compile(r"\s(?:before|after|ago|away|long|in advance)\b")


def read_one(hit: Hit) -> Value | None:
    """ "a year": a set behind a number ("twice a year"), a duration elsewhere."""
    code, size = _UNITS[hit["unit"]]
    if _is_title(hit) or hit["unit"] in ("second", "quarter") or hit.behind(1) == "-":
        return None
    if _RATE_BEFORE.search(hit.before()):
        return Value(_period(1, code, size), "SET", 0.85)
    if hit["unit"] in _ALSO_HAPPENINGS and not (_MEASURED_BEFORE.search(hit.before()) or _MEASURED_BEHIND.match(hit.behind())):
        return None
    return Value(_period(1.5 if hit["half"] else 1, code, size), "DURATION", 0.92)


_MEASURED_THE = re.compile(r"\b(?:in|over|for|during|within|through|throughout|across)\sthe\s$", re.I)


def read_the_last(hit: Hit) -> Value | None:
    """ "over the last year" is a length; "the last week of the race" is counted from the race."""
    measured = _MEASURED_THE.search(hit.before()) and not re.match(r"\sof\b", hit.behind())
    return read_duration(hit) if measured else None


_FRACTIONS = {
    "half": {"hour": "PT30M", "day": "PT12H", "month": "P15D", "year": "P6M", "decade": "P5Y", "century": "P50Y"},
    "quarter": {"hour": "PT15M", "century": "P25Y"},
}


def read_half(hit: Hit) -> Value | None:
    period = _FRACTIONS[hit["part"]].get(hit["unit"])
    return Value(period, "DURATION") if period else None


def read_set(hit: Hit) -> Value | None:
    if hit["weekday"]:
        return Value(f"XXXX-WXX-{_WEEKDAYS[hit['weekday'][:3]]}", "SET", 0.92)
    code, size = _UNITS[hit["unit"]]
    every_other = 2 if hit["other"] else 1
    return Value(_period(_number(hit["number"]) if hit["number"] else every_other, code, size), "SET", 0.92)


def read_frequency(hit: Hit) -> Value | None:
    """With a capital inside a sentence it is a name: the Daily something."""
    if hit.before(1) == "-":  # biannual
        return None
    if hit.text[0].isupper() and hit.context.sentence(hit.match.start())[0] != hit.match.start():
        return None
    return Value(_FREQUENCIES[hit["word"]], "SET", 0.9)


def read_reference(hit: Hit) -> Value | None:
    if hit["word"] in ("the past", "the present") and re.match(r"\s(?!and|or|but|is|was|of|to|in|on|when)\w", hit.behind()):
        return None
    return Value(_REFERENCES[hit["word"]], "DATE", 0.9)


# ------------------------------------------------------------------------------------------------------------------- rules


@dataclass(frozen=True, slots=True)
class Rule:
    """`begins` names the kinds of word of `_BEGINNINGS` that it can begin with; `noun` rules take "the" into the expression."""

    name: str
    example: str
    begins: str
    pattern: re.Pattern[str]
    read: Callable[[Hit], Value | None]
    noun: bool = False


def _rule(name: str, example: str, begins: str, pattern: str, read: Callable[[Hit], Value | None], noun: bool = False) -> Rule:
    return Rule(name, example, begins, _pattern(pattern), read, noun)


_BEGINNINGS = {  # kinds of word; the first that fits is the kind of a word
    "digit": r"['‘’]?\d",
    "month": rf"(?:{_PIECES['month']})(?!\w)",
    "weekday": rf"(?:{_PIECES['weekday']})s?(?!\w)",
    "shift": rf"(?:{_any([*_SHIFTS, *_ANCHORED_SHIFTS, *list(_ORDINALS)[:5], 'final'])})\b",
    "day": r"(?:today|tonight|yesterday|tomorrow|noon|midnight)\b",
    "season": rf"(?:{_any(_SEASONS)})\b",
    "holiday": rf"(?:{_any({name.split()[0].partition(chr(39))[0] for name in _HOLIDAYS} - {'the'})})\b",
    "number": rf"(?:an?|half|quarter|several|many|some|few|hundreds|thousands|dozens|countless"
    rf"|{_any([*_SMALL, *_TENS, *list(_ORDINALS)[5:], *_DECADES])})\b",
    "unit": rf"(?:{_any(_UNITS)})s?\b",
    "word": r"(?:the|every|each|once|twice|q[1-4]|fiscal|financial|now|right|at|presently|these|more|most|recent|recently|lately"
    rf"|currently|nowadays|previously|soon|very|{_any(_FREQUENCIES)})\b",
}
_KINDS = "|".join(f"(?P<{kind}>{words})" for kind, words in _BEGINNINGS.items())
_START = re.compile(rf"(?<![\w$€£¥])(?=['‘’\w])(?:{_KINDS})", re.I)

RULES: tuple[Rule, ...] = (
    # days
    _rule("ISO date", "2025-04-03", "digit",
          r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?P<clock>T\d\d:\d\d(?::\d\d)?Z?)?\b", read_iso),
    _rule("date in numbers", "25/12/2024", "digit",
          r"(?P<first>\d{1,2})(?P<point>[/.])(?P<second>\d{1,2})(?P=point)(?P<year>\d{4}|\d\d)\b(?!\.\d)", read_numeric),
    _rule("11 September", "the Sept. 11 attacks", "month digit",
          r"sept(?:\.|ember)? 11(?:th)?(?!\w|:|,? \d)|9/11\b(?!/)", read_september_11),
    _rule("holiday", "Christmas Eve 2019", "holiday shift month word",
          r"(?:{shift} )?{holiday}(?!\w)(?:,? (?:of )?{year})?", read_holiday),
    _rule("days of a month", "April 2-4, 2025", "month weekday",
          r"(?:{weekday},? )?{month} {day}(?: ?[-–] ?| to | (?P<and>and) ){until:day}(?:,? {year})?(?! [a-z]+s\b)",
          read_month_day),
    _rule("days before a month", "2-4 April 2025", "digit",
          r"{day}(?: ?[-–] ?| to | (?P<and>and) ){until:day} {month}(?!\w)(?:,? {year})?", read_month_day),
    _rule("month and day", "Thursday, April 3, 2025", "month weekday",
          r"(?:{weekday},? )?{month} (?:the )?{day}(?:(?:,| of)? {year}|,? (?:of )?{shift} year\b)?", read_month_day),
    _rule("day and month", "Thursday 3 April 2025", "digit weekday word",
          r"(?:{weekday},? )?(?:the (?=\w+ of\b))?{day}(?: of)?~{month}(?!\w)(?:,? {year}|,? (?:of )?{shift} year\b)?",
          read_month_day),
    _rule("day of a month", "on the 15th", "word",
          r"the (?P<day>[123]?(?:1st|2nd|3rd|\dth))(?![\w-]| [A-Za-z])", read_day_of_month),
    _rule("weekdays", "on Sundays", "weekday", r"{weekday:dayname}(?: {part})?s\b", read_set),
    _rule("weekday", "last Thursday evening", "weekday shift",
          r"(?:(?:this )?{shift} )?{weekday:dayname}(?: {part}\b)?(?!\w)(?:(?: of)? (?P<week>last|this|next) week\b)?",
          read_weekday),
    _rule("day word", "yesterday morning", "day word",
          r"(?:(?P<step>the day (?:before|after)) )?{dayword}\b(?: {part}\b)?", read_day_word),
    _rule("part of a day", "this morning", "shift", r"(?P<shift>this|last) {part}\b", read_part_of_day),
    _rule("clock time", "8 p.m. on Thursday", "digit day",
          r"(?:(?P<named>noon|midnight)\b|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap]\.?m\b\.?|o['’]clock\b)"
          r"|(?P<hours>[012]?\d)(?::|(?=\d\d ?(?:GMT|UTC)\b))(?P<minutes>\d\d)\b(?![:.]\d))"
          r"(?: ?(?P<zone>(?-i:GMT|UTC|[ECMP][SD]?T|CES?T|BST)|local time)\b)?"
          r"(?:,? (?:on )?(?:{weekday:dayname}|{dayword})\b)?", read_clock),
    # months, weeks, quarters, seasons
    _rule("part of a month", "the last week of March 2025", "shift",
          r"{ordinal} (?P<unit>day|week|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day) (?:of|in) "
          r"{month}(?!\w)(?:,? {year})?",
          read_part_of_month, noun=True),
    _rule("month of a year", "October of next year", "month",
          r"{month}(?:,? (?:of )?{year}|,? (?:of )?{shift} year\b| of (?:the )?(?P<way>that|same|previous|following) year\b)",
          read_month_of_year),
    _rule("month", "last June", "month shift", r"(?:(?:this )?{shift} )?{month}(?![\w-]|['’](?!s\b))", read_month),
    _rule("quarter", "the second quarter of 2013", "shift digit",
          r"{ordinal}~(?P<unit>quarter|half)\b(?P<of>(?: of| in|,)? (?:{year}|(?:the )?{shift} year\b|the year\b))?",
          read_quarter, noun=True),
    _rule("quarter behind its year", "last year's third quarter", "digit shift",
          r"(?P<of>{year}|{shift} year['’]s) {ordinal}~(?P<unit>quarter|half)\b", read_quarter),
    _rule("quarter in short", "Q3 2013", "word",
          r"Q(?P<ordinal>[1-4])(?: of)? ?['’]?(?P<year>(?:20|19)\d\d|\d\d)\b", read_quarter),
    _rule("season of a year", "the summer of 2008", "season",
          r"{season},?(?: of)? {year}(?:[/–-]\d\d\b)?", read_season, noun=True),
    _rule("season", "last winter", "shift", r"(?:this )?{shift} {season}\b", read_season),
    _rule("the season", "in the summer", "word season", r"(?:the )?{season}\b(?! of)", read_this_season),
    _rule("the weekend", "over the weekend", "word", r"the weekend\b", read_weekend),
    # by their distance from the article or from the date named last
    _rule("stretch of one", "the past year", "shift",
          r"(?:past|coming) (?P<unit>year|month|week|day|century)\b", read_duration, noun=True),
    _rule("stretch of ten", "the next decade", "shift",
          r"(?:past|coming|last|next) (?P<unit>decade)\b", read_duration, noun=True),
    _rule("the last or next one", "over the last year", "shift",
          r"(?:last|next) (?P<unit>year|month|week|century)\b", read_the_last, noun=True),
    _rule("deictic", "last week", "shift",
          r"(?:this )?{shift} (?P<unit>weekend|week|month|quarter|year|decade|century)\b", read_deictic),
    _rule("the one after", "the week after next", "word",
          r"the (?P<unit>weekend|week|month|year) (?P<after>after next|before last)\b", read_deictic),
    _rule("the year", "the end of the year", "word", r"the (?P<unit>year|month|week)\b", read_whole),
    _rule("year's end", "by year-end", "unit word", r"(?:the )?(?P<unit>year)(?:['’]s end|~end)\b(?! {year})", read_deictic),
    _rule("same period", "the same period last year", "word",
          r"the same (?:period|month|quarter|time)(?: (?:of|in))? "
          r"(?:last year|a year (?:ago|earlier)|the (?:previous|prior) year|{year})",
          read_same_period),
    _rule("anchored", "the following year", "shift",
          r"(?P<way>previous|prior|preceding|that|same|following|next) (?:(?P<unit>day|week|weekend|month|year)|{part})\b",
          read_anchored, noun=True),
    _rule("all of it", "the entire year", "word", r"the (?P<way>entire|whole|full) (?P<unit>week|month|year)\b", read_anchored),
    _rule("anchored behind", "the year before", "word",
          r"the (?P<unit>day|week|month|year) (?P<way>before|previous|earlier|after)\b(?=[^\w\s]|$| (?:and|or|in|on|at|with)\b)",
          read_anchored),
    _rule("ago", "two years ago", "number digit unit",
          r"(?:{number:count} |{some} |){unit}(?:s? (?P<way>ago|from now|from today)|(?:s['’]|['’]s) time)\b", read_ago),
    _rule("later", "two days later", "number digit unit",
          r"(?:{number:count} |{some} |){unit}s? (?P<way>later|earlier)\b", read_later),
    # years and more
    _rule("fiscal year", "fiscal 2013", "word shift",
          r"(?:fiscal|financial)(?: year)? (?P<year>(?:19|20)\d\d)\b|{shift} (?:fiscal|financial) year\b",
          read_fiscal, noun=True),
    _rule("decade", "the 1990s", "digit number",
          rf"['‘’]?(?P<digits>1\d\d0|20\d0|[1-9]0)(?P<apostrophe>['’])?s\b|(?P<word>{_any(_DECADES)})\b", read_decade, noun=True),
    _rule("century", "the 19th century", "digit number",
          rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_any(list(_ORDINALS)[5:])})~century\b", read_century, noun=True),
    _rule("years", "the 2012-13 season", "digit",
          r"(?P<first>1[5-9]\d\d|20\d\d)[-–/](?P<last>\d\d)\b(?![-/.]\d)", read_years),
    # durations and sets
    _rule("every", "every second Monday, each year", "word",
          r"(?:every|each) (?:(?P<other>other|second) |single |{number} )?(?:{weekday:dayname}|{unit}s?)\b", read_set),
    _rule("how often", "twice a week", "word", r"(?:once|twice) (?:a|an|every|each) {unit}\b", read_set),
    _rule("short year", "in '98", "digit", r"['‘’](?P<year>\d\d)\b(?!['’]|\s?s\b)", read_short_year),
    _rule("frequency", "annual", "word", rf"(?P<word>{_any(_FREQUENCIES)})\b", read_frequency),
    _rule("stretch", "the past five years", "shift",
          r"(?P<shift>past|last|next|coming|previous|first|final|following) (?:{number}|{some}) {unit}(?P<plural>s)?\b",
          read_duration, noun=True),
    _rule("vague stretch", "the coming weeks", "shift",
          r"(?P<shift>past|last|next|coming|following) {unit}(?P<plural>s)\b", read_duration, noun=True),
    _rule("half", "half an hour", "number", r"(?P<part>half|quarter)~(?:an? |of an? )?{unit}\b", read_half),
    _rule("duration", "five years", "number digit",
          r"{number}(?P<half> and a half)?~{unit}(?P<plural>s)?\b(?:~old\b)?", read_duration),
    _rule("one", "a year", "number", r"an? {unit}\b(?P<half> and a half\b)?", read_one),
    _rule("vague duration", "several years", "number word", r"{some} {unit}(?P<plural>s)\b", read_duration),
    _rule("long", "decades-long", "unit", r"{unit}(?P<plural>s)?-(?:long|old)\b", read_duration),
    _rule("some units", "for years", "unit", r"{unit}(?P<plural>s)\b", read_units),
    _rule("year", "2008", "digit", r"{year}", read_year),
    _rule("reference", "now, recently, the future", "word shift", rf"(?P<word>{_any(_REFERENCES)})\b", read_reference),
)  # fmt: skip
_RULES_BY_BEGINNING = {kind: tuple(rule for rule in RULES if kind in rule.begins.split()) for kind in _BEGINNINGS}

# --------------------------------------------------------------------------------------------------------------- the flow

_NARROWED = re.compile(
    r"(?:\bthe )?(?:\bvery )?\b(?:early|late|mid|end)(?:[- ]in)?[- ]?$"
    r"|(?:\bthe )?(?:\bvery )?\b(?:beginning|start|end|close|middle|rest|course) of (?:the )?$"
    r"|\b(?:earlier|later) (?:in )?(?:the )?$",
    re.I,
)
_BOUND = re.compile(
    r"\b(?:(?P<by>by|no later than|not later than|on or before)|(?P<until>until|till)|(?P<before>before|prior to|ahead of)"
    r"|(?P<since>since)|(?P<after>after))\s$",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.I)  # "will not open until Friday": from then on
_CLAUSE = re.compile(r"[,;:.!?–—]")


def _bound(text: str, floor: int, begin: int) -> Bound | None:
    """The bound that the words before a date set to it, none when a negation turns it round."""
    if not (found := _BOUND.search(text[max(floor, begin - 16) : begin])):
        return None
    kind = cast(Bound, found.lastgroup)
    clause = _CLAUSE.split(text[max(floor, begin - 60) : begin - len(found[0])])[-1]
    return None if kind in ("until", "before") and _DENIED.search(clause) else kind


_ARBITRARY_DAYS = (date(2004, 5, 6), date(1991, 11, 23))  # alike in no digit


def _begin(text: str, start: int, floor: int, rule: Rule, value: Value) -> int:
    """The start of an expression with the words that narrow it ("early", "the end of") or, before a noun, "the"."""
    before = text[max(floor, start - 24) : start]
    if value.type in ("DATE", "TIME") and not value.value.endswith("REF") and (narrowed := _NARROWED.search(before)):
        return start - len(narrowed[0])
    return start - 4 if rule.noun and re.search(r"\bthe\s$", before, re.I) else start


def _read(context: Context, start: re.Match[str]) -> tuple[Rule, Value, int] | None:
    for rule in _RULES_BY_BEGINNING[start.lastgroup or ""]:
        if (match := rule.pattern.match(context.text, start.start())) and (value := rule.read(Hit(match, context))):
            return rule, value, match.end()
    return None


def _agreed(values: list[Value]) -> Value:
    """One value, with X for what differs between values read on different days."""
    first, *others = values
    if all(other.value == first.value for other in others):
        return first
    chars = ("".join(set(column)) for column in zip(*(value.value for value in values), strict=False))
    return first._replace(value="".join(char if len(char) == 1 else "X" for char in chars), confidence=0.5)


_TO_A_DAY = re.compile(r",?\s(?:on\s)?(?:the\s)?")


def _dated(clock: TimeExpression, day: Value) -> TimeExpression:
    """ "10:30 on 5 May": a time of day whose day comes behind it."""
    if not re.search(r"T\d\d:", clock.value) or not re.fullmatch(r"\d{4}-\d\d-\d\d", day.value):
        return clock
    return replace(clock, value=f"{day.value}T{clock.value.rpartition('T')[2]}", confidence=day.confidence)


def find_dates(text: str, published: str | None = None) -> list[TimeExpression]:
    """The time expressions of a text in order, read against the day it was published."""
    stated = stretch(published or article_date(text) or "")
    known = stated is not None and stated[0] == stated[1]  # a month of publication does not say what "today" is
    contexts = [Context(text, day) for day in (stated[:1] if known and stated else _ARBITRARY_DAYS)]
    found: list[TimeExpression] = []
    end = 0
    for start in _START.finditer(text):
        if start.start() < end:
            continue
        readings = [reading for context in contexts if (reading := _read(context, start))]
        if len(readings) < len(contexts):
            continue
        rule, _, stop = readings[0]
        for context, (_, value, _) in zip(contexts, readings, strict=True):
            if stretch(value.value):
                context.named = (value.value, stop)
        value = _agreed([value for _, value, _ in readings])
        if found and _TO_A_DAY.fullmatch(text, end, start.start()):
            found[-1] = _dated(found[-1], value)
        begin = _begin(text, start.start(), end, rule, value)
        bound = _bound(text, end, begin) if value.type in ("DATE", "TIME") else None
        found.append(TimeExpression(begin, stop, text[begin:stop], value.value, value.type, bound, value.confidence))
        end = stop
    return found


_HEAD_LINES = 8  # an article states its date before its story begins
_LABEL = re.compile(
    r"(?:date|dated|published|posted|updated|last updated|first published|publication date)(?: on| at)?:?\s", re.I
)
_PLACE = re.compile(
    r"[A-Z][\w.'’-]+(?:[ /][A-Z][\w.'’-]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z]\w+)?)??,? [-–—(]?"
    rf"(?=\d|(?i:{_PIECES['month']}|{_PIECES['weekday']}))"
)
_AGENCY = re.compile(r"\s?(?:\([A-Z][\w .]+\)\s?)?[-–—]")
_LINE_END = re.compile(r"[.,]?\s?(?:(?:at|[-–—|])?\s?\d{1,2}[:.]\d\d.{0,20})?$")
_WITH_YEAR = tuple(rule for rule in RULES if rule.name in ("ISO date", "month and day", "day and month"))


def _stated(line: str, at: int) -> tuple[str, int] | None:
    """A day with its year that stands at this place of a line, and where it ends."""
    for rule in _WITH_YEAR:
        if (match := rule.pattern.match(line, at)) and match["year"]:
            value = rule.read(Hit(match, Context(line, _ARBITRARY_DAYS[0])))
            return (value.value[:10], match.end()) if value else None
    return None


def article_date(text: str) -> str | None:
    """The date that the head of an article or its dateline states; None when the head only mentions one."""
    lines = [line for line in map(str.strip, text[:2000].split("\n")) if line][:_HEAD_LINES]
    for line in lines:
        label, place = _LABEL.match(line), _PLACE.match(line)
        if label and (found := _stated(line, label.end())):
            return found[0]
        if (found := _stated(line, 0)) and (_LINE_END.match(line, found[1]) or _AGENCY.match(line, found[1])):
            return found[0]
        if place and (found := _stated(line, place.end())) and _AGENCY.match(line, found[1]):
            return found[0]
    return None
