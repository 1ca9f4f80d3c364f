"""Numbers in a text, each with its unit, its bound, and what it counts or is a share of.

How a line is read, from the bottom of this file upwards: `find_figures` cuts the text into lines; `_read` masks what only
looks like a figure (dates, times, scores, identifiers: `MASKS`), makes a draft of every number that is left (`_DRAFTS`, the
first rule that fits), joins neighbours (`_JOINS`: ranges, shared scales, units and hedges), gives bare counts the noun that
stands elsewhere in their sentence (`_ELISIONS`), and adds the bounds (`_BEFORE`, `_AFTER`; `_COMPANY` tells "about" the hedge
from "about" the preposition). The words that the rules look up are in `units`.

What the fields of a `Quantity` hold:

* `unit` is "percent", "percentage point", an ISO 4217 code ("USD", "USD per share"; "cent" and "penny" for small change), a
  measure or a stretch of time in the singular ("kilometre", "barrel per day", "year"), "times" for multiples and repetitions,
  or the counted noun as in the text ("troops", "member states"). None: the text names none.
* `of` is the base of a percentage, a fraction or a multiple, without its article: "a third of the budget" has "budget". A base
  that has a usual short form gets it: "5% of its gross domestic product" has "GDP".
* `kind` is percent, points, money, count, measure, duration, age, ratio or multiple. "A quarter" is the ratio 0.25, "nine out
  of ten" 0.9; "23 of the 31 states" are two counts.
* `confidence` falls with the distance between number and noun, and with what the words around leave open: value, unit or bound.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from factsheet.extract.units import (
    AFTER_STRETCH,
    AUXILIARIES,
    BEFORE_DOLLAR,
    CALENDAR,
    CENTRED,
    CLIMBING,
    CODES,
    COMPOUND_FIRST,
    CONJUNCTIONS,
    COVERED,
    CURRENCIES,
    DENOMINATORS,
    DETERMINERS,
    DISPUTES,
    EXTENT,
    FALLING_OUT,
    FOCUS,
    GLUED_MEASURES,
    HURT,
    LASTING,
    LETTER_SCALES,
    MEASURES,
    MONTHS,
    MOTION,
    MULTIPLES,
    NEGATORS,
    NOUNS_TOO,
    NUMBER_WORDS,
    ONES,
    PENALTIES,
    PEOPLE,
    PERCENT,
    PERSONS,
    PLURAL_ENDINGS,
    PLURAL_MODIFIERS,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    QUIET,
    RATE_NOUNS,
    REACHING,
    SCALES,
    SERVING,
    SIGNS,
    SINGULAR_ENDINGS,
    SINGULARS,
    SMALL_CHANGE,
    SPREAD,
    STOP,
    STRETCH_ADJECTIVES,
    TELLING,
    TEMPERATURES,
    TENS,
    TIME_UNITS,
    TOPICS,
    VERB_TOO,
    VERBS_TOO,
    VULGAR,
    WHOLES,
    vocabulary,
)
from factsheet.model import Bound, Quantity

# ---------------------------------------------------------------------------------------------------------- hedges

_Hedge = tuple[tuple[str, ...], Bound]


def _hedges(place: int, table: dict[Bound, str]) -> dict[str, tuple[_Hedge, ...]]:
    """Phrases by their first (0) or last (-1) word, the longest first: "no more than" is seen before "more than"."""
    phrases = [(tuple(phrase.split()), bound) for bound, text in table.items() for phrase in text.split(",")]
    phrases.sort(key=lambda item: -len(item[0]))
    return {key: tuple(item for item in phrases if item[0][place] == key) for key in {words[place] for words, _ in phrases}}


_BEFORE = _hedges(
    -1,
    {
        "about": """about, around, roughly, approximately, approx, approx ., some, circa, ca ., ~, ≈, estimated, in the region of,
        in the neighbourhood of, in the neighborhood of, in the vicinity of, on the order of, of the order of, in the
        order of, something like, more or less, give or take""",
        "nearly": """nearly, almost, close to, just short of, approaching, approaches, approached, nearing, not quite, virtually,
        near""",
        "more than": """
        more than, over, above, exceeding, exceeds, exceed, exceeded, in excess of, north of, upwards of, upward of, greater than,
        higher than, larger than, bigger than, longer than, older than, better than, taller than, heavier than, wider than,
        deeper than, faster than, hotter than, warmer than, further than, farther than, beyond, surpass, surpassing, surpassed,
        topped, topping, tops, >""",
        "at least": """
        at least, at the very least, minimum of, minimum, starting at, starting from, starts at, as few as, as little as, as low
        as, as young as, ≥, > =""",
        "up to": """
        up to, as much as, as many as, as high as, as old as, as long as, as large as, as far as, as hot as, as tall as, as heavy
        as, as deep as, as fast as, at most, at the most, maximum of, maximum, capped at, limited to, ≤, < =""",
        "less than": """
        less than, fewer than, under, below, lower than, smaller than, shorter than, younger than, lighter than, narrower than,
        slower than, cheaper than, colder than, cooler than, nearer than, closer than, south of, shy of, <""",
    },
)
_AFTER = _hedges(
    0,
    {
        "about": """or so, or thereabouts, - odd, odd, - ish, give or take, more or less, approximately""",
        "at least": """or more, or greater, or higher, or over, or above, or older, or longer, or better, or later, and over, and
        above, and up, and upwards, and more, and higher, and older, - plus, plus, +, at least, at a minimum, at the very
        least, at minimum, minimum, if not more""",
        "up to": """or less, or fewer, or under, or lower, or below, or younger, or shorter, and under, and below, and younger,
        and less, at most, at the most, maximum, at a maximum, max""",
    },
)
_NEGATED: dict[Bound, Bound] = {"more than": "up to", "less than": "at least"}  # "not more than", "may not fall below"
# Words between a hedge and its number: "up to an additional 50", "more than a total of 20".
_TRANSPARENT = vocabulary("a an another additional further extra total whole whopping of \" “ ‘ ' « (")

# ----------------------------------------------------------------------------------------------------------- masks

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:\s?(?:-|–|to|and|or)\s?{_DAY})?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|E[SD]T|C[SD]T|P[SD]T)\b"
_SMALL = r"(?:\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_LABEL = (
    r"(?:article|chapter|section|version|page|paragraph|phase|route|highway|interstate|flight|episode|category|exit|clause|annex"
    r"|appendix|footnote|psalm|verse|room|resolution|amendment|title|rule|type|level|stage|grade|district|formula|channel|act"
    r"|generation|platform|terminal|runway|gate|junction)s?"
)
_IS_AMOUNT = r"(?![,.]?\d|\s?[%°]| (?:percent|per cent|hundred|thousand|million|billion)\b)"
# What looks like a figure and is none: (name, pattern, example). A number that starts inside a match is left out.
MASKS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (name, re.compile(pattern), example)
    for name, pattern, example in (
        ("address on the net", r"\b(?:https?://|www\.)\S{1,2000}|\b[\w.+-]{1,64}@[\w.-]{1,200}", "www.ferry.example/2024/12"),
        ("ISO date", r"\b\d{4}-\d{2}-\d{2}(?!\d)", "2025-04-03"),
        ("date in digits", r"\b\d{1,2}([/.])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)", "3/4/2025"),
        ("version", r"\b\d{1,5}(?:\.\d{1,5}){2,5}", "1.1.1"),
        ("month and day", rf"\b{_MONTH} {_DAYS}(?:,? \d{{4}})?{_IS_AMOUNT}\b", "May 5"),
        ("day and month", rf"\b{_DAYS}(?: day)?(?: of)? {_MONTH}(?:,? \d{{4}})?", "5 May 2024"),
        ("month and year", rf"\b{_MONTH},? (?:of )?\d{{4}}\b(?!,\d)", "May 2024"),
        (
            "clock",
            rf"\b\d{{1,2}}[:.]\d{{2}}\s?(?:[ap]\.?m\b|hours\b|hrs\b|{_ZONE}|local)|\b\d{{1,2}}(?::\d{{2}}){{1,2}}(?!\d)",
            "12:30",
        ),
        (
            "hour",
            rf"\b(?:{_CLOCK_HOUR}\s?(?:-|–|to|and|or) ?)?{_CLOCK_HOUR}(?:\s?[ap]\.m\b\.?|\s?[ap]m\b| o['’]clock)",
            "6 to 8 p.m.",
        ),
        ("spoken time", r"\b(?:half|quarter) (?:past|to) (?:\d|\w{3,6}\b)", "half past six"),
        (
            "minutes to the hour",
            rf"(?i)\b(?:{_CLOCK_HOUR}|twenty|twenty-five)(?: minutes?)? (?:past (?:{_CLOCK_HOUR}\b|midnight|noon|midday)"
            r"|to (?:midnight|noon|midday))",
            "ten past nine",
        ),
        (
            "opening hours",
            r"(?i)\b(?:open|opens|opened|opening|closed|shut|work|works|worked|working|shift|hours|daily|weekdays)"
            rf"(?: [a-z]{{2,9}}){{0,2}} (?:from |between )?{_CLOCK_HOUR} ?(?:-|–|to|until|till|and) ?{_CLOCK_HOUR}\b"
            r"(?! ?[a-z%°$£€\d-]| (?:to|and)\b)",
            "open from 9 to 5",
        ),
        ("group of states", r"\bGroup of (?:\d{1,2}|[A-Z][a-z]{2,6})\b", "the Group of Seven"),
        ("four-digit clock", rf"\b\d{{4}}\s?(?:{_ZONE}|hrs\b|hours (?:local|on)\b)", "1430 GMT"),
        ("decade", r"\b(?:1[5-9]|20)?\d0['’]?s\b|(?<![\w'’])['’]\d0s\b", "the 1990s"),
        ("short year", r"(?<![\w'’])['’]\d\d\b(?! [a-z]{3,20}s\b)", "the class of '98"),
        ("ordinal", r"\b\d{1,4}(?:,\d{3})?(?:st|nd|rd|th)\b", "21st"),
        ("verse, ratio", r"\b\d{1,3}:\d{1,3}(?:[-–]\d{1,3})?\b", "3:1"),
        (
            "odds",
            rf"(?<![\d.,]){_SMALL}[ -]to[ -](?:1|one)\b"
            r"(?=[ -]?(?:[.,;:!?)”\"]|$|against|favou?rite|odds|in |on|margin|majority|ratio|shot|vote|chance))",
            "10 to one",
        ),
        ("size", r"\b\d{1,5} ?[x×] ?\d{1,5}\b|\b\d['’′] ?\d{1,2}(?:[\"”″]|['’′]{2})", "320x240"),
        ("formation", r"(?<![\d.,$£€-])\d{1,3}(?:[-–]\d{1,3}){2,4}(?![\d%])", "4-3-3"),
        (
            "telephone",
            r"(?<!\w)\+\d[\d ().-]{6,18}\d|\b(?:1-)?\d{3}[-.]\d{3}[-.]\d{4}\b|\(\d{3,5}\) ?\d{3,4}[ -]?\d{3,4}|\b\d{3}-\d{4}\b"
            r"|\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b",
            "555-0123",
        ),
        (
            "set phrase",
            r"(?i)\b(?:24/7|9/11|7/7|50[/-]50|20/20|fifty-fifty|nine-to-five|one[- ]on[- ]one|one another|no one|ground zero"
            r"|square one|zero[- ]sum|zero tolerance|911 calls?|back to zero|one by one|two by two|catch-22|high[- ]five)\b",
            "24/7",
        ),
        (
            "street address",
            r"\b\d{1,5} (?:[NSEW]\.? )?(?:[A-Z0-9][\w.'’]{1,20} ){1,3}"
            r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Lane|Square|Terrace|Crescent|Parkway)\b",
            "12 Harbour Street",
        ),
        ("post code", r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b(?!,)", "ZZ 20500"),
        ("reference mark", r"\[\d{1,3}\]|^\s{0,20}\(?\d{1,2}[.)]\s|(?<=\s)\(?\d{1,2}\)\s", "[3]"),
        (
            "numbered",
            rf"\b(?:Nos?\.?|nos?\.|(?:Nr|pp|p|[Vv]ol|ch|[Ff]ig|op|cap)\.) ?\d[\d.,-]{{0,9}}|\b[Nn]umber {_SMALL}\b"
            r"|[#№§] ?\d[\d.,]{0,9}",
            "No. 1",
        ),
        (
            "label",
            rf"(?i)\b{_LABEL}\.? {_SMALL}(?:\.\d{{1,3}})?(?:\(\w{{1,3}}\))?{_IS_AMOUNT}\b(?:(?:-|–| (?:and|to|or) )\d{{1,6}}\b)?",
            "Article 5",
        ),
        ("years", rf"\b{_YEAR} ?[-–/] ?(?:{_YEAR}|\d\d)\b(?! ?%| (?:percent|per cent|people|million))", "2012-13"),
    )
)
# "3-1" is a result beside one of these words, when it does not rise, or when nothing is counted.
_RESULT_WORDS = vocabulary(
    """win won wins victory beat beats beaten defeat defeated loss lose lost draw drew tie tied lead led score scored vote voted
    votes ruling ruled majority decision record match game final aggregate verdict split"""
)

# -------------------------------------------------------------------------------------------------- tokens of a line

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # 1,234.5
    r"|(?<![\w.,])\.\d+"  # .5
    r"|(?:[^\W\d_]\.){2,6}(?=\W|$)"  # U.S.
    r"|(?:[A-Z]{3}|Rs)(?=\d)"  # EUR5
    r"|[^\W\d_]+\d\w*"  # A320s
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*['’]?(?<![^s]['’])"  # words; "members'"
    r"|\S"
)
_NUMERAL = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:,\d{2})+,\d{3}|\d+)?(?:\.\d+)?")
_PADDING = 24  # more tokens than any rule looks ahead
_LONGEST_NUMERAL = 24  # characters; longer ones are identifiers
_LONGEST_BARE = 6  # digits of a numeral that has neither separator nor unit
_HYPHENS = vocabulary("- – ‑ ‐ −")
_OPENERS = vocabulary("\" “ ‘ « ( [ : . ! ? ; ' • … — – | ―")


class _Line:
    """The tokens of a stretch of text, with what the rules ask of them.

    Empty words follow the last token, so that a rule may look some tokens ahead, and back from the first one: Python takes
    small negative indices from the end.
    """

    __slots__ = ("ends", "lower", "masked", "quotes", "size", "starts", "text", "title", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_TOKEN.finditer(text))
        self.size = len(found)
        self.words = [match[0] for match in found] + [""] * _PADDING
        self.lower = [word.lower() for word in self.words]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.masked = bytearray(len(text))
        for _, pattern, _ in MASKS:
            for match in pattern.finditer(text):
                self.masked[match.start() : match.end()] = b"\1" * len(match[0])
        self.quotes = [at for at, word in enumerate(self.words) if word == '"' and not (at and self.words[at - 1][-1].isdigit())]
        long = [word for word in self.words if len(word) > 2 and word[0].isalpha()]
        self.title = len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)  # capitals mean nothing

    def word(self, at: int) -> str:
        return self.lower[at]

    def raw(self, at: int) -> str:
        return self.words[at]

    def between(self, start: int, end: int) -> str:
        """The text of the tokens from `start` up to `end`."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def says(self, at: int, *words: str) -> bool:
        return self.lower[at] == words[0] and all(self.lower[at + step] == word for step, word in enumerate(words))

    def glued(self, at: int) -> bool:
        """No white space stands between this token and the one before."""
        return 0 < at < self.size and self.starts[at] == self.ends[at - 1]

    def closes(self, at: int) -> bool:
        """No letter or digit follows the token at once: "m" in "5m-6m"."""
        return not (self.glued(at + 1) and self.words[at + 1][0].isalnum())

    def hyphened(self, at: int) -> bool:
        """The token is a hyphen that ties its two neighbours: "75-year"."""
        return self.word(at) in _HYPHENS and self.glued(at) and self.glued(at + 1)

    def capital(self, at: int) -> bool:
        return self.raw(at)[:1].isupper()

    def opens(self, at: int) -> bool:
        """The token is the first of a sentence or of a quotation."""
        return at == 0 or self.words[at - 1] in _OPENERS

    def hides(self, at: int) -> bool:
        return bool(self.masked[self.starts[at]])

    def quoting(self, at: int) -> bool:
        """A straight quotation mark before the token waits to be closed; marks behind digits are taken for inches."""
        return bisect_left(self.quotes, at) % 2 == 1


# --------------------------------------------------------------------------------------------------- reading numbers


@dataclass(frozen=True, slots=True)
class _Number:
    """Tokens from `first` up to `end`; `scale` is the part of the value that came from words like "million"."""

    first: int
    end: int
    value: Decimal
    form: str  # "digits", "words" or "part": a fraction
    scale: Decimal = Decimal(1)


def _scale(line: _Line, at: int) -> tuple[Decimal, int]:
    """The product of the scale words at a token or, after a hyphen, behind it; and the token after them."""
    factor, end = Decimal(1), at
    while factor < 10**6 and (scale := SCALES.get(line.word(after := end + line.hyphened(end)))) and line.closes(after):
        factor, end = factor * scale, after + 1
    return factor, end


def _and_part(line: _Line, at: int) -> tuple[Decimal, int]:
    """ "and a half", "-and-a-half", "and three quarters": the share and the token after it, or nothing."""
    start = at + line.hyphened(at)
    if line.word(start) != "and":
        return Decimal(0), at
    part = _part_in_words(line, start + 2 if line.hyphened(start + 1) else start + 1)
    return (part.value, part.end) if part else (Decimal(0), at)


def _numeral(token: str) -> Decimal | None:
    if token[:1] == "0" and token[1:2].isdigit():
        return None  # "007"
    if 0 < len(token) <= _LONGEST_NUMERAL and token.isascii() and token[-1].isdigit() and _NUMERAL.fullmatch(token):
        return Decimal(token.replace(",", ""))
    return None


def _number_in_digits(line: _Line, at: int) -> _Number | None:
    value, end = _numeral(line.words[at]), at + 1
    if value is None:
        return None
    if line.word(end) == "/" and line.glued(end):
        below = _numeral(line.raw(end + 1)) if line.glued(end + 1) else None
        return _Number(at, end + 2, _rounded(value / below), "part") if below in WHOLES and value < below else None
    if line.word(end) in VULGAR:
        value, end = value + VULGAR[line.word(end)], end + 1
    elif line.word(end + 1) == "/" and line.glued(end + 1) and (part := _number_in_digits(line, end)):
        value, end = value + part.value, part.end
    else:
        if line.words[at].isdigit():
            value, end = _spaced_groups(line, value, end)
        part_value, end = _and_part(line, end)
        value += part_value
    scale, end = _scale(line, end)
    return _Number(at, end, value * scale, "digits", scale)


_THIN = ("\u00a0", "\u2009", "\u202f")  # blanks that keep the groups of a number on one line


def _spaced_groups(line: _Line, value: Decimal, at: int) -> tuple[Decimal, int]:
    """ "80 000", "18 342 seals" and, with unbreakable blanks, "1 234 567". Between two figures stands a comma or a word."""
    groups, plain, whole = at, False, value == int(value) and len(line.words[at - 1]) <= 3
    while whole and value > 0 and groups < at + 4 and _is_group(line.words[groups]) and line.closes(groups):
        gap = line.text[line.ends[groups - 1] : line.starts[groups]]
        if gap not in (" ", *_THIN):
            break
        plain = plain or gap == " "
        value, groups = value * 1000 + Decimal(line.words[groups]), groups + 1
    two = plain and (line.words[groups][:1].isdigit() or line.words[at - 2][:1].isdigit() or line.word(at - 2) in _ORDERED)
    return (Decimal(line.words[at - 1]), at) if two else (value, groups)


def _is_group(token: str) -> bool:
    return len(token) == 3 and token.isascii() and token.isdigit()


def _rounded(value: Decimal) -> Decimal:
    """Fractions to ten places: "a third" is 0.3333333333."""
    return round(value, 10)


def _under_hundred(line: _Line, at: int) -> tuple[Decimal, int] | None:
    word = line.word(at)
    if word in ONES:
        return ONES[word], at + 1
    if word not in TENS:
        return None
    ones = at + 2 if line.hyphened(at + 1) else at + 1
    below_ten = ONES.get(line.word(ones), Decimal(0))
    return (TENS[word] + below_ten, ones + 1) if 0 < below_ten < 10 else (TENS[word], at + 1)


def _number_in_words(line: _Line, at: int) -> _Number | None:
    """ "twenty-five", "two hundred and fifty thousand", "two and a half million"."""
    total, end, scale = Decimal(0), at, Decimal(1)
    while group := _under_hundred(line, end):
        value, end = group
        if line.word(end) == "hundred":
            value, end = value * 100, end + 1
            if rest := _under_hundred(line, end + 1 if line.word(end) == "and" else end):
                value, end = value + rest[0], rest[1]
        part, end = _and_part(line, end)
        scale, end = _scale(line, end)
        total += (value + part) * scale
        if scale < 1000:
            break
        end += line.word(end) == "and" and scale == 1000 and line.word(end + 1) in ONES and line.word(end + 2) != "of"
    return _Number(at, end, total, "words", scale) if end > at else None


_LEADS = (  # what stands for a number before a scale word, longest first
    (("a", "quarter", "of", "a"), Decimal("0.25")),
    (("half", "of", "a"), Decimal("0.5")),
    (("half", "a"), Decimal("0.5")),
    (("a", "quarter"), Decimal("0.25")),
    (("a", "half"), Decimal("0.5")),
    (("quarter",), Decimal("0.25")),
    (("half",), Decimal("0.5")),
    (("a",), Decimal(1)),
)


def _number_by_scale(line: _Line, at: int) -> _Number | None:
    """ "a million", "half a dozen", "a quarter-million", "a hundred and twenty"."""
    for words, lead in _LEADS:
        start = at + len(words)
        scale, end = _scale(line, start)
        if end == start or not line.says(at, *words):
            continue
        value = lead * scale
        rest = _under_hundred(line, end + 1) if scale == 100 and line.word(end) == "and" else None
        if rest:
            return _Number(at, rest[1], value + rest[0], "words")
        part, end = _and_part(line, end)
        return _Number(at, end, value + part * scale, "words", scale)
    return None


def _part_in_words(line: _Line, at: int) -> _Number | None:
    """ "a third", "two-thirds", "three quarters", "half": a share of a whole."""
    word = line.word(at)
    if word in VULGAR or word == "half":
        return _Number(at, at + 1, VULGAR.get(word, Decimal("0.5")), "part")
    top = Decimal(1) if word == "a" else ONES.get(word, Decimal(0))
    under = at + 2 if line.hyphened(at + 1) else at + 1
    name = line.word(under)
    below = DENOMINATORS.get(name if top == 1 else "half" if name == "halves" else name.removesuffix("s"))
    if not below or not 0 < top < below or (top > 1 and not name.endswith("s")):
        return None
    return _Number(at, under + 1, _rounded(top / below), "part")


_ORDINALS = vocabulary(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
    seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth
    thousandth millionth"""
)


def _after_ordinal(line: _Line, number: _Number) -> int | None:
    """The token after "twenty-first", "one hundred and third", "two-hundredth"; "a twenty-second film" lasts so long."""
    if number.form != "words":
        return None
    at = number.end + line.hyphened(number.end)
    tied = at > number.end or (line.word(at) == "and" and number.value >= 100) or number.value >= 100
    at += line.word(at) == "and"
    lasts = line.word(at) == "second" and line.word(number.first - 1) in ("a", "an")
    scale = line.word(at) in ("hundredth", "thousandth", "millionth")
    return at + 1 if line.word(at) in _ORDINALS and (tied or scale) and not lasts else None


def _number_at(line: _Line, at: int) -> _Number | None:
    word = line.word(at)
    if word[:1].isdigit() or (word[:1] == "." and len(word) > 1):
        return _number_in_digits(line, at)
    if word in ("a", "half", "quarter"):
        return _number_by_scale(line, at) or _part_of_something(line, at) or _one_and_part(line, at)
    if word == "an":
        return _one_and_part(line, at)
    if word in NUMBER_WORDS or word in VULGAR:
        return _part_in_words(line, at) or _number_in_words(line, at)
    return None


def _one_and_part(line: _Line, at: int) -> _Number | None:
    """The article of "an hour and a half"."""
    more = line.word(at + 1) in TIME_UNITS and _and_part(line, at + 2)[1] > at + 2
    return _Number(at, at + 1, Decimal(1), "words") if more else None


def _part_of_something(line: _Line, at: int) -> _Number | None:
    """ "a third" is a share only of something, behind a hedge, or in "fell by a third"; "half" nearly always is."""
    part = _part_in_words(line, at)
    if not part or line.word(at) != "a" or line.word(part.end) == "of" or _left_bound(line, at)[0]:
        return part
    if line.hyphened(part.end) and _time_unit(line, part.end + 1):
        return part  # "a quarter-century"
    ends = not line.word(part.end)[:1].isalpha() or line.word(part.end) in STOP
    return part if ends and line.word(at - 1) in ("by", "to") else None


# ------------------------------------------------------------------------------------------------------ noun phrases


@dataclass(frozen=True, slots=True)
class _Noun:
    """What is counted: its words, the token after it, how many words stand before it, whether it follows without "of"."""

    name: str
    end: int
    distance: int
    direct: bool


def _plural(line: _Line, at: int) -> bool:
    word = line.word(at)
    if word == "s":
        return line.glued(at) and line.words[at - 1].isdigit()  # "737s"
    if word in PLURALS or (word.endswith(PLURAL_ENDINGS) and word not in SINGULARS):
        return True
    ends = word.removesuffix("'").removesuffix("’")  # "two companies' leaders"
    return len(word) > 2 and ends.endswith("s") and not ends.endswith((*SINGULAR_ENDINGS, *POSSESSIVES)) and ends not in SINGULARS


def _noun(line: _Line, at: int) -> _Noun | None:
    """The noun counted from a token on: the first plural that no other plural follows, within eight words."""
    direct = line.word(at) != "of"
    if not direct:
        at = _after_owner(line, at + 1)
    if line.word(at) == "or" and line.word(at + 1) in ("so", "more", "fewer", "less"):
        at += 2
    at += line.word(at) in ("plus", "odd", "+")
    start, quiet = at, 0
    for at in range(start, min(start + 8, line.size)):
        word = line.lower[at]
        tied = line.hyphened(at + 1) or (at > start and line.hyphened(at - 1))  # "in-person", "laid-off"
        if word in QUIET:
            quiet += 1
        elif word in ("and", "or") and at > start + quiet:
            continue  # "past and current employees"
        elif (word in STOP or word in NUMBER_WORDS or (word in CALENDAR and at == start + quiet)) and not tied:
            return None
        elif _plural(line, at) and not _before_noun(line, at):
            begin = _name_start(line, at, start)
            name = line.between(begin, at + 1).rstrip("'’")
            name = "people" if word in HURT else name.lower() if line.title or at == start == 0 else name
            return _Noun(name, at + 1, begin - start - quiet, direct and not SIGNS.keys() & set(line.words[start:at]))
        elif not (word[0].isalpha() or _inside_name(line, at, start)):
            return None
    return None


def _name_start(line: _Line, at: int, start: int) -> int:
    """Where the name of the thing counted starts: "member states", "front-runners", "Kestrel 747-400s"."""
    model = line.word(at) == "s"
    at -= model
    while at - 1 > start and line.hyphened(at - 1):
        at -= 2
    return at - 1 if at > start and (line.words[at - 1] in COMPOUND_FIRST or (model and line.capital(at - 1))) else at


def _inside_name(line: _Line, at: int, start: int) -> bool:
    """Hyphens and numerals that belong to the phrase: "Boeing 787 jets", "20 737s", "11 of the 525-seat jets"."""
    if line.word(at) in _HYPHENS:
        return line.glued(at) and at > start
    if line.words[at] in SIGNS:
        return line.glued(at + 1)  # "nine $2,500 donations"
    named = at > start and (line.capital(at - 1) or line.hyphened(at - 1))
    return line.words[at][0].isdigit() and (named or line.word(at + 1) == "s" or line.hyphened(at + 1))


def _after_owner(line: _Line, at: int) -> int:
    """The token after "the", "its", "the company's": what a number of something may have between "of" and the noun."""
    at = _skip(line, at, DETERMINERS)
    for owner in (at, at + 1):
        if line.word(owner).endswith(POSSESSIVES):
            return owner + 1
    return at


def _before_noun(line: _Line, at: int) -> bool:
    """A plural that only describes the noun behind it: "sports cars", "teachers unions", "plain-clothes officers"."""
    after = line.word(at + 1)
    if line.hyphened(at + 1):
        return True
    if line.word(at).endswith(("s'", "s’")):
        return False  # "the two towns' mayors"
    if not after[:1].isalpha() or after in STOP or line.lower[at] in HURT:
        return False
    if _plural(line, at + 1) or (at > 0 and line.hyphened(at - 1)):
        return True
    far = line.lower[at] in PLURAL_MODIFIERS and at + 2 < line.size and line.lower[at + 2] not in STOP
    return far and not after.endswith(("ed", "ing")) and _plural(line, at + 2)


_SHORT_BASES = (("gross domestic product", "GDP"), ("gross national product", "GNP"), ("gross national income", "GNI"))
_LONGEST_BASE = 8  # words
_IN_CLAUSE = vocabulary("what is are was were it he she they we you has have had can will would must should")


def _base(line: _Line, at: int) -> str | None:
    """What a share is of: "of its gross domestic product", "of what is needed", or "GDP" at once."""
    at += line.word(at) in ("”", '"', "’", ",") and line.word(at + 1) == "of"
    if line.word(at) in ("gdp", "gnp", "gni"):
        return line.word(at).upper()
    return _phrase(line, at + 1) if line.word(at) == "of" else None


def _phrase(line: _Line, at: int) -> str | None:
    """The noun phrase at a token, without its first articles: "size of its library", "state's 10 million voters"."""
    if line.word(at) == "what":
        end = _clause_end(line, at)
    elif line.word(at) == "those" and (line.word(at + 1) in STOP or line.word(at + 1).endswith(("ed", "ing"))):
        end = at + 3 if line.word(at + 1) == "who" else _clause_end(line, at + 1)  # "those who came", "those asked"
    else:
        at = _skip(line, at, DETERMINERS)
        end = _phrase_end(line, at)
    if end == at:
        return None
    phrase = line.between(at, end)
    folded = phrase.lower()
    for long, short in _SHORT_BASES:
        if folded.startswith((long, short.lower() + " ")) or folded.endswith((long, short.lower())):
            return short
    return phrase


def _skip(line: _Line, at: int, words: frozenset[str]) -> int:
    while line.word(at) in words:
        at += 1
    return at


def _clause_end(line: _Line, at: int) -> int:
    """ "what is needed", "what they have": five words at most, none of them twice."""
    end = at
    while end < at + 5 and line.word(end)[:1].isalpha() and line.word(end) not in line.lower[at:end]:
        if line.word(end) in STOP - _IN_CLAUSE:
            break
        end += 1
    return end


def _phrase_end(line: _Line, at: int) -> int:
    """Up to the first plural, over "of" while none has come, and at most eight words."""
    end, solid, plural = at, at, False  # `solid` is where the phrase may end
    while end < min(at + _LONGEST_BASE, line.size):
        word = line.lower[end]
        if word == "of" and end > at and not plural:
            end = _skip(line, end + 1, DETERMINERS)
            continue
        joins = line.hyphened(end) or word in SIGNS or word == "%" or word[0].isalnum()
        one = word in ("one", "ones") and end > at  # "the old one"
        verb = word.endswith("ed") and end > at and not _plural(line, end + 1) and not line.lower[end - 1].endswith("ly")
        over = plural and not _plural(line, end) and not line.hyphened(end)
        if over or verb or not joins or ((word in STOP or word in CALENDAR) and not one):
            break
        plural = plural or (_plural(line, end) and word[-1] not in "'’")
        end = solid = end + 1
    return solid


# ------------------------------------------------------------------------------------------------------------ drafts


@dataclass(slots=True)
class _Draft:
    """A figure in the making: tokens from `first` up to `end`; `value` is the number's, or twice it for "double"."""

    first: int
    end: int
    number: _Number
    kind: str
    unit: str | None
    confidence: float
    of: str | None = None
    bound: Bound = "exactly"
    low: Decimal | None = None  # the lower end of a range
    value: Decimal = Decimal(0)
    noun_end: int = 0  # the token after a counted noun

    def __post_init__(self) -> None:
        self.value = self.value or self.number.value

    @property
    def bare(self) -> bool:
        """A count of nobody knows what: its neighbours may tell."""
        return self.kind == "count" and not self.unit


_Rule = Callable[[_Line, _Number], _Draft | None]


def _draft(number: _Number, end: int, kind: str, unit: str | None, confidence: float) -> _Draft:
    return _Draft(number.first, end, number, kind, unit, confidence)


def _unit_start(line: _Line, number: _Number) -> int:
    """The token at which a unit may stand: past a hyphen, past the article of "half a mile", past a bracket in "20 (kg)"."""
    at = number.end
    if number.form == "part" and line.says(at, "of") and line.word(at + 1) in ("a", "an") and _is_unit(line, at + 2):
        return at + 2
    if line.hyphened(at) and line.word(at + 1) in ("plus", "odd"):
        return at + 2
    if line.hyphened(at) or (number.form == "part" and line.word(at) in ("a", "an")):
        return at + 1
    if line.word(at) in ("”", '"') and line.word(at + 1) in PERCENT:
        return at + 1
    return at + 1 if line.word(at) in ("(", "[") and line.word(at + 2) in (")", "]") else at


_LONGEST_UNIT = 4  # tokens: "Hong Kong dollars", "square-mile"
_UNIT_WORDS = frozenset(  # the first tokens of all units, so that most words cost one look
    first + ending
    for table in (CURRENCIES, TIME_UNITS, MEASURES, PERCENT)
    for form in table
    for first in _TOKEN.findall(form)[:1]
    for ending in ("", "s")
)


def _lookup(line: _Line, at: int, table: dict[str, str]) -> tuple[str, int] | None:
    """The longest form of a table at a token: its name, and the token after it."""
    if line.word(at) not in _UNIT_WORDS:
        return None
    for end in range(min(at + _LONGEST_UNIT, line.size), at, -1):
        form = " ".join(line.lower[at:end]).replace(" - ", " ")
        singular = form.removesuffix("s") if len(form) > 4 else form
        for spelling in (form, singular, form.replace(" ", "") if line.glued(end - 1) else form):
            if spelling in table:
                return table[spelling], end
    return None


def _is_unit(line: _Line, at: int) -> bool:
    return any(_lookup(line, at, table) for table in (PERCENT, TIME_UNITS, MEASURES))


def _rate(line: _Line, at: int) -> tuple[str, int] | None:
    """ "per share", "a day", "-a-share", "/year": the noun of a rate, and the token after it."""
    if line.hyphened(at) and line.word(at + 1) in ("a", "per") and line.hyphened(at + 2):
        return line.word(at + 3), at + 4
    word, noun = line.word(at), line.word(at + 1)
    if word == "per" and noun.isalpha() and noun != "cent":
        return {"annum": "year", "capita": "person"}.get(noun, TIME_UNITS.get(noun, noun)), at + 2
    if word in ("a", "an", "each", "every", "/") and noun in RATE_NOUNS and line.word(at + 2) not in AFTER_STRETCH:
        return noun, at + 2
    return None


def _with_rate(line: _Line, draft: _Draft) -> _Draft:
    ends = [draft.end]
    if line.word(draft.end) == "of" and line.word(draft.end + 1).isalpha():
        ends += [draft.end + 2, draft.end + 3]  # "barrels of oil a day", "barrels of crude oil a day"
    for end in ends:
        if rate := _rate(line, end):
            draft.confidence = draft.confidence if end == draft.end else 0.85
            draft.unit, draft.end = f"{draft.unit} per {rate[0]}", rate[1]
            break
    return draft


def _sign_before(line: _Line, at: int) -> tuple[str, int] | None:
    """The currency written before a number: its code, and where it starts."""
    sign = at - 1
    if line.word(sign) in _HYPHENS and line.word(sign - 1) in SIGNS and line.glued(at):
        sign -= 1
    word, before = line.word(sign), line.word(sign - 1)
    if word == "$" and before in BEFORE_DOLLAR and (line.glued(sign) or (len(before) > 1 and line.raw(sign - 1).isupper())):
        return BEFORE_DOLLAR[before], sign - 1
    if word in SIGNS and not (line.glued(sign) and line.word(sign - 1)[:1].isdigit()):  # not of "5€ 20"
        return SIGNS[word], sign
    if line.raw(sign) in CODES:
        return line.raw(sign), sign
    if word == "rs" or (word == "." and before == "rs"):
        return "INR", sign - (word == ".")
    return None


_OTHER_DOLLARS = {"canadian": "CAD", "australian": "AUD"}  # "$5 million Canadian"


def _money(line: _Line, number: _Number) -> _Draft | None:
    """ "$5", "US$5bn", "EUR 5 million", "five dollars", "12-cent", "$249 USD", "$5 a share"."""
    first, end, value = number.first, number.end, number.value
    code, first = _sign_before(line, first) or (None, first)
    letter = end + line.hyphened(end)
    if code and number.scale == 1 and line.word(letter) in LETTER_SCALES and line.closes(letter):
        value, end = value * LETTER_SCALES[line.word(letter)], letter + 1
    at = end + line.hyphened(end)
    named = _lookup(line, at, CURRENCIES)
    if named and line.word(named[1] - 1) in VERB_TOO and value < 1000:
        named = None
    if line.raw(at) in CODES:
        code, end = line.raw(at), at + 1
    elif named:
        code, end = (named[0] if code in (None, "USD") else code), named[1]
    elif code == "USD" and line.word(at) in _OTHER_DOLLARS:
        code, end = _OTHER_DOLLARS[line.word(at)], at + 1
    elif not code and line.word(at) in ("pound", "pounds") and number.scale >= 1000:
        code, end = "GBP", at + 1
    elif not code and at == number.end and line.glued(at) and number.form == "digits" and line.closes(at):
        code = SIGNS.get(line.word(at)) or ("penny" if line.word(at) == "p" else None)
        end = at + 1
    if not code:
        return None
    draft = _draft(number, end, "money", code, 0.98)
    draft.first, draft.value = first, value
    return _with_rate(line, draft)


def _percent(line: _Line, number: _Number) -> _Draft | None:
    """ "5%", "five per cent", "0.2 percentage points", "half a percent"."""
    at = _unit_start(line, number)
    found = _lookup(line, at, PERCENT)
    if not found or (line.word(at) in ("pc", "pp") and number.form != "digits"):
        return None
    unit, end = found
    draft = _draft(number, end, "percent" if unit == "percent" else "points", unit, 0.99)
    _take_minus(line, draft)
    draft.of = _base(line, end) if unit == "percent" else None
    return draft


def _take_minus(line: _Line, draft: _Draft) -> None:
    sign = draft.first - 1
    bare = line.word(sign) in _HYPHENS and line.glued(draft.first) and not line.glued(sign)
    if (line.word(sign) == "minus" and line.word(sign - 1) != "or") or (bare and not line.says(sign - 1, "+", "/")):
        draft.first, draft.value = sign, -draft.value


def _time_unit(line: _Line, at: int) -> str | None:
    return TIME_UNITS.get(line.word(at).rstrip("'’"))  # "two years' work"


def _age(line: _Line, number: _Number) -> _Draft | None:
    """ "63-year-old", "three weeks old", "aged 12", "at the age of 56", "Ann Miller, 43, …"."""
    at = _unit_start(line, number)
    unit = _time_unit(line, at)
    old = at + 2 if line.hyphened(at + 1) else at + 1
    if unit and line.word(old) in ("old", "olds"):
        return _draft(number, old + 1, "age", unit, 0.98)
    if unit and line.says(at + 1, "of", "age"):
        return _draft(number, at + 3, "age", unit, 0.98)
    if line.word(at) == "yo":
        return _draft(number, at + 1, "age", "year", 0.95)
    if unit or number.value > 120 or number.value % 1 or number.form == "part":
        return None
    confidence = _stated_age(line, number)
    return _draft(number, number.end, "age", "year", confidence) if confidence else None


_AGE_WORDS = vocabulary("aged age ages")


_SINGLE = vocabulary("anyone everyone nobody someone person child")  # a word in -s after "anyone over 70" is a verb
_GROUPS = PEOPLE | vocabulary("girls boys adults those pupils students players patients pensioners")


def _age_by_words(line: _Line, number: _Number) -> float:
    """How sure is the age in "she is 70", "turned 18", "people under 30", "voters 45 and older", "as young as 17"; 0: none."""
    first, end, before = number.first, number.end, line.word(number.first - 1)
    after, last = line.word(end), line.word(end + 1)
    noun = None if line.word(first - 2) in _SINGLE else _noun(line, end)
    counts = line.hyphened(end) or _is_unit(line, end) or (noun and noun.distance == 0) or (line.glued(end) and after.isalnum())
    if number.form == "part" or number.value < 4 or counts or after in SIGNS:
        return 0
    if after in ("and", "or") and last in ("older", "younger"):
        return 0.92
    if after in ("and", "or") and last in ("over", "under", "above", "up"):
        goes_on = line.word(end + 2)[:1].isdigit() or line.word(end + 2) in DETERMINERS | NUMBER_WORDS
        return 0.9 if _plural(line, first - 1) and not goes_on and number.form == "digits" else 0
    if before in ("under", "over") and line.word(first - 2) in _GROUPS | _SINGLE:
        return 0.92
    if after.isalpha() and after not in STOP:
        return 0
    if line.says(first - 3, "as", "young", "as") or line.says(first - 3, "as", "old", "as"):
        return 0.85
    if before == "than" and line.word(first - 2) in ("younger", "older"):
        return 0.85
    if before in ("turned", "turns", "turning") or (before in ("is", "was") and line.word(first - 2) in ("who", "he", "she")):
        return 0.85 if after not in ("of", "to", "-") else 0
    return 0


def _stated_age(line: _Line, number: _Number) -> float:
    """How sure a bare number is somebody's age, by the words before it and the punctuation around it; 0 when it is none."""
    first, before = number.first, line.word(number.first - 1)
    if before in _AGE_WORDS or line.says(first - 2, "age", "of") or line.says(first - 2, "aged", "between"):
        return 0.97
    if worded := _age_by_words(line, number):
        return worded
    if number.form != "digits" or number.value < 1:
        return 0
    after, person = line.word(number.end), first - 2
    closed = after in (",", ".", ";", ")", "", "—", "–", "―")
    if before == "," and closed and line.word(person)[:1].isalpha() and line.word(person) not in MONTHS:
        if line.capital(person) and line.word(person) not in STOP:
            return 0.92
        return 0.75 if after == "," and number.value > 4 and not line.title else 0
    if before == "(" and after == ")" and line.capital(person) and 10 <= number.value <= 110:
        return 0.7
    return 0


def _duration(line: _Line, number: _Number) -> _Draft | None:
    """ "five years", "two full days", "30-second", "half an hour"."""
    at = _unit_start(line, number)
    if line.word(at) in STRETCH_ADJECTIVES and line.word(at + 1) in TIME_UNITS:
        at += 1
    word, unit = line.word(at), _time_unit(line, at)
    if not unit or (number.form != "digits" and len(word) < 4 and word != "day"):
        return None
    if word in ("second", "quarter") and not line.glued(at) and (word == "quarter" or number.form != "digits"):
        return None  # "two second homes", "the two quarter finals"
    half_year = number.form == "part" and line.hyphened(number.end) and word == "year"
    if half_year or number.value == 0:
        return None  # "half-year results", "zero day"
    one_day = number.value == 1 and word == "day" and not line.glued(at)  # "one day it will"
    part, end = _and_part(line, at + 1)
    named = line.capital(at) and not line.title and not line.glued(at)  # "Seven Days", a paper
    draft = _draft(number, end, "duration", unit, 0.7 if one_day or named else 0.95)
    draft.value += part
    return draft


_WEATHER = re.compile(
    r"\b(?:temperatur|heat|hot|cold|cool|warm|thermometer|weather|fever|degree|mercury|forecast|summer|frost|celsius|fahrenheit)",
    re.IGNORECASE,
)
_AT_LEVEL = vocabulary("at to of as reach reached reaches hit hits topped above below between than and about around over under")


_RACES = vocabulary("hurdles races sprints heats finals runners swimmers sprinters records titles")  # "the 400m hurdles"
_SEATS = vocabulary("in seat flat room row gate class")


def _is_temperature(line: _Line, number: _Number) -> bool:
    """ "31C" is one behind a preposition of level, and elsewhere in a line about the weather; "Flat 31C" never is."""
    before = number.first - 2 if line.word(number.first - 1) in _HYPHENS else number.first - 1
    if number.form != "digits" or line.capital(before) and not line.opens(before) or line.word(before) in _SEATS:
        return False
    return (line.word(before) in _AT_LEVEL and number.value < 60) or _WEATHER.search(line.text) is not None


def _measure(line: _Line, number: _Number) -> _Draft | None:
    """ "20 km", "13.3-inch", "500,000 barrels a day", "30°C", "-5 degrees"."""
    at = _unit_start(line, number)
    raw, glued, confidence = line.raw(at), line.glued(at), 0.95
    found = _lookup(line, at, MEASURES)
    if number.form == "digits" and line.closes(at) and (glued or raw == "m") and raw in GLUED_MEASURES and not found:
        noun = _noun(line, at + 1)
        if raw == "m" and (noun and noun.name not in _RACES or not glued and line.capital(at + 1)):
            return None
        found = GLUED_MEASURES[raw], at + 1
    elif glued and raw in TEMPERATURES and line.closes(at) and _is_temperature(line, number):
        found = TEMPERATURES[raw], at + 1
    elif line.word(at) == "in" and _after_feet(line, number):
        found = "inch", at + 1
    elif raw == '"' and glued and number.form == "digits" and number.value < 1000 and not line.quoting(at):
        found, confidence = ("inch", at + 1), 0.85
    before = line.word(number.first - 2) if line.word(number.first - 1) == "of" else line.word(number.first - 1)
    richter = before == "magnitude" or line.says(number.end, "on", "the", "richter")
    if richter and number.form == "digits" and not found:
        return _draft(number, number.end, "measure", "magnitude", 0.9)
    if not found or (len(raw) < 3 and raw.isalpha() and number.form == "words"):
        return None
    unit, end = found
    if number.value == 1 and line.word(at) in ("bit", "point"):
        return None  # "one bit", "at one point"
    modifies = line.word(end - 1) in NOUNS_TOO and number.value > 1 and not line.hyphened(at - 1)
    if modifies and end < line.size and _plural(line, end):
        return None
    if unit == "pound":
        confidence = 0.85  # of weight, or of money
    bracketed = line.word(number.end) in ("(", "[")
    draft = _draft(number, end + bracketed, "measure", unit, confidence)
    if unit in ("celsius", "fahrenheit", "degree"):
        _take_minus(line, draft)
    return _with_rate(line, draft) if unit != "point" else draft


def _after_feet(line: _Line, number: _Number) -> bool:
    """ "3 ft 6 in long", but not "rose 3 ft 6 in the end"."""
    after = number.end + 1
    feet = line.word(number.first - 1) in ("ft", "feet", "foot")
    return feet and line.word(after) not in DETERMINERS and not line.capital(after)


_COMPARED = vocabulary("the its his her their our your my that this what as these those last")
_AFTER_DOUBLE = _COMPARED | vocabulary(
    """from to in by over since within on at for and or but , . ; : ? ! ) ” " increase growth rise previous current normal usual
    size number amount"""
)


_NOUN_TOO = vocabulary("double triple treble quadruple doubles triples")


def _multiple_word(line: _Line, at: int) -> _Draft | None:
    """ "twice", "doubled", "double the", "tenfold"."""
    word, after = line.word(at), line.word(at + 1)
    if word.endswith("fold") and (value := ONES.get(word[:-4]) or TENS.get(word[:-4])):
        return _Draft(at, at + 1, _Number(at, at + 1, value, "words"), "multiple", "times", 0.95)
    if word not in MULTIPLES or after == "down" or line.hides(at):
        return None
    if word in _NOUN_TOO and ((after and after not in _AFTER_DOUBLE) or line.word(at - 1) in _HYPHENS):
        return None  # "a double room"
    if word in ("doubles", "triples") and after not in _COMPARED:
        return None  # "the mixed doubles"
    sure = word != "twice" or after in _COMPARED or after == "more"
    draft = _Draft(at, at + 1, _Number(at, at + 1, MULTIPLES[word], "words"), "multiple", "times", 0.92 if sure else 0.75)
    draft.of = _compared(line, at + 1)
    return draft


def _compared(line: _Line, at: int) -> str | None:
    """The base of a multiple: "the current 2% target", "as many as last year"."""
    if line.word(at) == "as" and line.word(at + 2) == "as":
        return _phrase(line, at + 3)
    when = line.word(at) in ("this", "last") and _time_unit(line, at + 1)  # "doubled last year"
    return _phrase(line, at) if line.word(at) in _COMPARED - {"as"} and not when else None


def _multiple(line: _Line, number: _Number) -> _Draft | None:
    """ "four times", "100-fold", "3x", "half the price"."""
    at = _unit_start(line, number)
    word = line.word(at)
    folds = word in ("times", "fold") or (word == "x" and line.glued(at) and line.closes(at))
    if number.form != "part" and (folds or (word == "time" and at > number.end and number.value > 1)):
        draft = _draft(number, at + 1, "multiple", "times", 0.93)
        draft.of = _compared(line, at + 1)
        return draft
    if number.form == "part" and number.value == Decimal("0.5") and line.word(number.end) in _COMPARED:
        of = _compared(line, number.end)
        scaled = of is not None and of.split()[0].lower() in _DIMENSIONS
        draft = _draft(number, number.end, "multiple" if scaled else "ratio", "times" if scaled else None, 0.7)
        draft.of = of
        return draft
    return None


_DIMENSIONS = vocabulary(  # "half the price" is 0.5 times; "half the states" is a share of them
    "price prices size speed cost costs rate number amount length width height weight distance time level age pay salary value"
)


_OUT_OF = (("out", "of", "every"), ("out", "of"), ("in", "every"), ("of", "every"), ("-", "in", "-"), ("in",), ("of",))


def _share(line: _Line, number: _Number) -> _Draft | None:
    """ "a quarter of its dealers", "two-thirds", "nine out of 10 voters", "one in five"."""
    if number.form == "part":
        return _fraction(line, number)
    link = next((words for words in _OUT_OF if line.says(number.end, *words)), None)
    whole = _number_at(line, number.end + len(link)) if link else None
    if not link or not whole or whole.form == "part" or not number.value < whole.value:
        return None
    if len(link) == 1 and (whole.value not in WHOLES or _time_unit(line, whole.end)):
        return None  # "3 in 10 days"
    if link == ("of",) and (whole.value < 10 or number.value == 1):
        return None  # "two of five men" are counts
    noun = _noun(line, whole.end)
    clear = link != ("of",) and whole.value in WHOLES and line.word(whole.end) != "of" and (noun is None or noun.distance < 2)
    draft = _draft(number, whole.end, "ratio", noun.name if noun else None, 0.92 if clear else 0.7)
    if noun and number.value == 1 and _plural(line, noun.end - 2) and noun.end - 2 >= whole.end:
        draft.unit = line.raw(noun.end - 2)  # "one in five farms owns"
    draft.value = _rounded(number.value / whole.value)
    return draft


_HALVES = vocabulary("first second latter other final last top bottom back front better")  # "the second half of March"


def _fraction(line: _Line, number: _Number) -> _Draft | None:
    first, end = number.first, number.end
    base = _base(line, end)
    if line.words[first].isdigit() and line.word(end) != "of":
        return None  # "5/12" alone is a date
    if line.word(first - 1) in _HALVES:
        return None
    alone = number.value == Decimal("0.5") and line.word(first) == "half" and line.word(end) != "of"
    if alone and not _left_bound(line, first)[0] and not line.says(first - 1, "in"):
        return None  # "the first half"
    if line.hyphened(end) and line.word(end + 1).isalpha():
        return None  # "half-brother"
    draft = _draft(number, end, "ratio", None, 0.85)
    draft.of = base
    return draft


# "two-way", "five-star", "787-class": they count nothing.
_IDIOMS = vocabulary("way fold faced sided star time handed piece tier dimensional pronged fifths class series type style model")


_POINTING = vocabulary("the these those latter former")


def _points_back(line: _Line, number: _Number) -> bool:
    """ "the two said", "between the three", "a goal or two": a pronoun, no figure."""
    before = line.word(number.first - 1)
    idiom = before == "or" and line.word(number.first - 3) in ("a", "an")
    return number.value <= 10 and number.end == number.first + 1 and (idiom or before in _POINTING)


_INDEFINITE = vocabulary("this that the which no every any each another")


def _count(line: _Line, number: _Number) -> _Draft | None:
    """ "31 member states", "2 million of the rounds", "32-member", "six dead", "1,100", "will appoint six"."""
    value, end = number.value, number.end
    if number.form == "part" or _is_name(line, number):
        return None
    if line.glued(end) and line.word(end) in LETTER_SCALES and line.closes(end) and number.form == "digits":
        if line.raw(end).isupper() and not _noun(line, end + 1):
            return None  # "4K"
        value, end = value * LETTER_SCALES[line.word(end)], end + 1
    elif line.glued(end) and line.word(end)[:1].isalpha() and line.word(end) != "s":
        return None
    if line.hyphened(end) and not line.word(end + 1)[0].isdigit():
        return _compound(line, number)
    noun = None if line.hyphened(end) else _noun(line, end)
    if number.form == "digits" and _is_year_or_id(line, number, noun):
        return None
    if value == 1 and number.scale == 1 and (number.form == "words" or not noun):
        return _one(line, number)
    draft = _draft(number, end, "count", None, 0.75 if number.scale > 1 or value > 100 else 0.6)
    draft.value = value
    if not noun:
        _take_minus(line, draft)
    if noun:
        draft.unit, draft.noun_end = noun.name, noun.end
        draft.end = noun.end if noun.direct else end
        draft.confidence = 0.96 if noun.distance < 1 else 0.93 if noun.distance < 3 else 0.86
        plain = line.words[number.first].isdigit() and number.scale == 1
        named = line.capital(number.first) and noun.distance == 0 and line.capital(noun.end - 1) and not line.title
        if named and not plain and not noun.name.endswith(("ans", "ats")):
            draft.confidence = _NOT_SURE  # "Nine Elms", a place, or "Nine Danes"
        if line.word(noun.end - 1).endswith(("'", "’")):
            draft.confidence = 0.8  # "three teachers' unions" may be three unions
        elif noun.distance == 0 and line.word(noun.end - 1) in VERBS_TOO and _object_follows(line, noun.end):
            draft.confidence = 0.8
        elif plain and (_like_a_year(line, number) or (line.title and line.capital(number.first - 1))):
            draft.confidence = 0.8  # may be a year or a name after all
    elif line.word(end) in HURT:
        draft.unit, draft.confidence = "people", 0.8
    elif number.form == "words" and (value == 0 or _points_back(line, number)):
        return None
    return draft


def _object_follows(line: _Line, at: int) -> bool:
    """ "A pack of 12 costs $5" counts no costs."""
    word = line.word(at)
    return word in DETERMINERS or word in SIGNS or word in NUMBER_WORDS or word[:1].isdigit()


def _compound(line: _Line, number: _Number) -> _Draft | None:
    """ "32-member", "three-judge", "20-odd boats", "a 1,500-strong crowd"."""
    word = line.word(number.end + 1)
    if word in ("plus", "odd", "ish", "strong"):
        noun = _noun(line, number.end + 2)
        return _draft(number, number.end, "count", noun.name if noun else None, 0.85)
    if line.capital(number.end + 1) and not line.title:
        return None
    if word in ("to", "or") and line.hyphened(number.end + 2):
        return _draft(number, number.end, "count", None, 0.6)  # "10-to-15-year"
    if not word.isalpha() or len(word) < 3 or word in STOP or word in _IDIOMS or number.value < 2:
        return None
    return _draft(number, number.end + 2, "count", word, 0.8)


def _numbers(line: _Line, start: int, end: int) -> bool:
    return any(word in NUMBER_WORDS or word[:1].isdigit() for word in line.lower[max(0, start) : max(0, end)])


def _one(line: _Line, number: _Number) -> _Draft | None:
    """ "one" counts in "one person was hurt", "at least one attempt", "two men and one woman"; else it points."""
    at = number.end
    if line.word(at) in ("or", "to") and _number_at(line, at + 1):
        return _draft(number, at, "count", None, 0.6)  # "one or two days"
    if _echoes(line, number):
        return _draft(number, at, "count", None, 0.6)
    listed = line.word(number.first - 1) in ("and", ",") and _numbers(line, number.first - 5, number.first - 1)
    hedged = number.form == "digits" or listed or _left_bound(line, number.first)[0] is not None
    if line.word(number.first - 1) in _INDEFINITE or not line.word(at).isalpha() or line.word(at) in STOP:
        return None
    if line.capital(at) and number.form == "digits" and not line.title:
        return None  # "1 Samuel"
    head = next((at + step for step in range(3) if line.word(at + step) in PERSONS), None)
    if head is None and line.opens(number.first) and _suffered(line, at + 1):
        return _draft(number, at + 1, "count", line.raw(at), _NOT_SURE)
    if head is None and not hedged:
        return None
    while head is None:
        head = at if not line.word(at + 1).isalpha() or line.word(at + 1) in STOP or at > number.end + 1 else None
        at += 1
    confidence = 0.9 if hedged else 0.8
    return _draft(number, head + 1, "count", line.raw(head), confidence)


def _echoes(line: _Line, number: _Number) -> bool:
    """ "four on the second and one on the third": the words behind an earlier number again."""
    pair = line.lower[number.end : number.end + 2]
    if line.word(number.first - 1) not in ("and", ",") or pair[0] not in PREPOSITIONS - {"of"}:
        return False
    places = range(max(1, number.first - 12), number.first)
    return any(line.lower[at : at + 2] == pair and _numbers(line, at - 1, at) for at in places)


def _suffered(line: _Line, at: int) -> bool:
    """ "One tram was damaged": the verb is a passive."""
    done = line.word(at + (2 if line.word(at) in ("has", "had") else 1))
    return line.word(at) in ("was", "is", "has", "had") and (done.endswith("ed") or done in _DONE)


_DONE = vocabulary("lost sunk hit hurt found built sold stolen torn blown broken burnt cut shut driven taken left held won shot")

_BEFORE_YEARS = STOP | vocabulary("early late mid fiscal spring summer autumn fall winter year season")
_YEAR_HEDGES = vocabulary("around circa over above under below beyond near")  # of a time or level as often as of an amount
_YEARLY = vocabulary(
    """levels sales results elections olympics games figures polls earnings profits revenues prices standards models talks
    championships awards finals riots floods fires attacks accords estimates forecasts budgets rates campaigns primaries"""
)


def _like_a_year(line: _Line, number: _Number) -> bool:
    return len(line.words[number.first]) == 4 and 1500 <= number.value <= 2199 and number.end == number.first + 1


def _is_year_or_id(line: _Line, number: _Number, noun: _Noun | None) -> bool:
    """ "in 2003", "the 1991 agreement", "above 2005 levels"; and long bare numerals with nothing to count."""
    token = line.words[number.first]
    if not token.isdigit() or number.end > number.first + 1:
        return False
    if len(token) > _LONGEST_BARE:
        return noun is None
    if not _like_a_year(line, number):
        return False
    before, hedged = line.word(number.first - 1), _left_bound(line, number.first)[0] is not None
    if noun is None or noun.distance > 0 or noun.name in _YEARLY:
        return not hedged or before in _YEAR_HEDGES or (before == "some" and noun is not None)
    return not hedged and before in _BEFORE_YEARS


def _is_name(line: _Line, number: _Number) -> bool:
    """The number belongs to a name: "F-16", "Nikkei 225", "the Big Three"."""
    first, token, before = number.first, line.words[number.first], line.raw(number.first - 1)
    if before == "." and line.glued(first) and line.glued(first - 1):
        return True  # "PM2.5"
    if line.glued(first) and (before[-1].isalnum() or before in ("/", "_", "@", "\\", "=", "&", "#")):
        return True
    if token[0].isdigit() and (line.word(first - 1) in NUMBER_WORDS or (line.word(first + 1) == "s" and line.glued(first + 1))):
        return True  # "four 747 jets", "12 767s"
    if line.hyphened(first - 1) and line.word(first - 2) in ("to", "or") and line.hyphened(first - 3):
        return False  # "10-to-15-year"
    if line.hyphened(first - 1) and line.word(first - 2) not in ONES:
        return not line.raw(first - 2)[0].isdigit() or _ends_name(line, first - 3, number.end)  # "Covid-19", "Kestrel 737-800"
    if token[0].isalpha():
        named = not line.opens(first) or _names(line, number.end)
        return token[0].isupper() and named and not line.title  # "the Big Three", "Three Mills is a village"
    return number.scale == 1 and "," not in token and _ends_name(line, first - 1, number.end)


def _names(line: _Line, at: int) -> bool:
    """A capital plural that a verb in the singular follows: "Three Mills is", but "Two Danes are"."""
    return line.capital(at) and _plural(line, at) and line.word(at + 1) in ("is", "was", "has", "'s", "’s")


_LABELS = vocabulary(  # nouns that a numeral names: "bus 17 leaves", but "the bus 17 people took" and "after the game 12 fans"
    """lap game round item bus tram train ferry line floor unit lot heat race part step ward zone question release pier berth bay
    seat track table flat apartment suite hangar dock build patch update box group class tier wing block plot pitch court studio
    squad route room platform episode"""
)
_ORDERED = _LABELS | vocabulary("day week year season")


def _ends_name(line: _Line, at: int, after: int) -> bool:
    """The token before a numeral is the last of a name; `after` is the token behind the numeral."""
    word, lower = line.raw(at), line.word(at)
    if not word[:1].isalpha() or lower in STOP or lower in _BEFORE or lower.endswith(POSSESSIVES):
        return False
    if lower in _LABELS and line.word(at - 1) not in DETERMINERS:
        return True
    if lower in _ORDERED:
        return not _noun(line, after)  # "on day 100", but "last week 12 men left"
    if any(char.isupper() for char in word[1:]) and not word.isupper():
        return True  # "iPad 4"
    if not word[0].isupper():
        return False
    if line.title:
        return not _noun(line, after)  # "Apollo 11 Lands", but "Police Hold 12 Men"
    return not (line.opens(at) and word.endswith(("ing", "ed", "ly")))  # "Killing 12", "Only 12"


_DRAFTS: tuple[_Rule, ...] = (_money, _percent, _age, _multiple, _duration, _measure, _share, _count)

# ---------------------------------------------------------------------------------------------------------- bounds


def _left_bound(line: _Line, first: int) -> tuple[Bound | None, int]:
    """The bound that the words before a token give, and where they start."""
    at = first - 1
    for _ in range(4):
        word = line.word(at)
        for words, bound in _BEFORE.get(word, ()):
            start = at - len(words) + 1
            if start >= 0 and line.says(start, *words):
                return bound, start
        if word not in _TRANSPARENT or (word == "of" and line.word(at - 1) != "total"):
            break
        at -= 1
    return None, first


def _right_bound(line: _Line, at: int) -> Bound | None:
    """The bound that the words from a token on give, over a comma only when they end there: "5 tonnes, more or less"."""
    comma = line.word(at) == ","
    at += comma
    for words, bound in _AFTER.get(line.word(at), ()):
        if line.says(at, *words):
            after = line.word(at + len(words))
            goes_on = after in DETERMINERS or after in SIGNS or after in NUMBER_WORDS or after in ("to", "than")
            goes_on = goes_on or after[:1].isdigit() or (comma and after[:1].isalpha())
            return None if goes_on else bound  # "20 men and over 30 women", "5 plus the driver"
    return None


# How sure a word before a number modifies it: 1 is a hedge; 0 a preposition or a verb of its own ("a row over two islands");
# between them both readings are open, and the more likely one counts.
_MODIFIES, _OPEN, _RELATES = 1.0, 0.6, 0.0
_NOT_SURE = 0.85  # the confidence of a figure whose bound is open
_Company = Callable[["_Line", "_Draft", int], float]


def _small(draft: _Draft) -> bool:
    """Few things that one may well name, and hardly ever hedges: "over two islands", "over a cup of tea"."""
    return (draft.kind == "count" or draft.unit == "cup") and draft.number.value < 10


def _things(draft: _Draft, large: float) -> float:
    """After a word that relates to things as often as it hedges: amounts are hedged, a few things are not."""
    return _RELATES if _small(draft) else large if draft.kind == "count" else _MODIFIES


def _few(line: _Line, draft: _Draft, at: int) -> bool:
    """ "cagey about two bids", "loops around four ponds": so few are seldom guessed, unless "there are about five"."""
    return _small(draft) and at > 0 and line.word(at - 1) not in STOP and line.word(at - 1).isalpha()


def _after_noun(line: _Line, at: int) -> bool:
    """The token is a noun behind its article: "a play about", "the town about"; "the fire killed about" is none."""
    return line.word(at - 1) in DETERMINERS and line.word(at) not in STOP and line.word(at) not in TIME_UNITS


def _about(line: _Line, draft: _Draft, at: int) -> float:
    before = line.word(at - 1)
    if before in TOPICS:
        return _RELATES
    if before in TELLING:
        return _RELATES if _small(draft) else 1 - _OPEN
    if before in ("is", "was", "are", "were", "be", "all") and _small(draft) and line.word(at - 2) != "there":
        return 1 - _OPEN  # "It is about two brothers"
    if before in ("brought", "bring", "brings", "bringing", "come", "came", "set"):
        return _things(draft, _OPEN)
    if draft.kind == "count" and _after_noun(line, at - 1):
        return _things(draft, _OPEN)
    return _OPEN if _few(line, draft, at) else _MODIFIES


def _around(line: _Line, draft: _Draft, at: int) -> float:
    before = line.word(at - 1)
    if before in CENTRED:
        return _RELATES
    if before in MOTION or before in EXTENT or _after_noun(line, at - 1):
        return _things(draft, 1 - _OPEN)
    return 1 - _OPEN if _few(line, draft, at) else _MODIFIES


def _over(line: _Line, draft: _Draft, at: int) -> float:
    before = line.word(at - 1)
    if draft.kind == "duration":
        counted = line.word(draft.end) in ("ago", "since", "later", "old", "before")
        return _MODIFIES if before in LASTING or before in DETERMINERS or before.endswith(POSSESSIVES) or counted else _RELATES
    if before in DISPUTES or before in SPREAD or (before == "out" and line.word(at - 2) in FALLING_OUT):
        return _RELATES
    if before in EXTENT:
        return 1 - _OPEN  # "stretches over 20 km"
    if before in PENALTIES:
        return _things(draft, _OPEN if draft.unit in PEOPLE else 1 - _OPEN) if draft.kind == "count" else _OPEN
    quarrel = DISPUTES & set(line.lower[max(0, at - 6) : max(0, at - 1)])
    if quarrel and draft.kind in ("count", "money") and before not in PREPOSITIONS | AUXILIARIES:
        return _things(draft, 1 - _OPEN) if draft.kind == "count" else _OPEN  # "A row broke out over 15 lamps"
    if before in MOTION or before in ("took", "take", "takes", "taken", "taking", "win", "wins", "won"):
        return _things(draft, 1 - _OPEN)
    return _MODIFIES if before == "just" else _things(draft, _MODIFIES)


def _under(line: _Line, draft: _Draft, at: int) -> float:
    before = line.word(at - 1)
    if before in COVERED:
        return _RELATES
    if draft.kind == "measure" and line.word(draft.end) == "of":
        return 1 - _OPEN  # "lies under 3 metres of water"
    if before in SERVING or before in MOTION:
        return _things(draft, 1 - _OPEN)
    return _MODIFIES if before == "just" else _things(draft, _MODIFIES)


def _up_to(line: _Line, draft: _Draft, at: int) -> float:
    before = line.word(at - 1)
    if before in CLIMBING:
        return _RELATES
    if before in MOTION:
        return _things(draft, _OPEN)
    return 1 - _OPEN if before in ("is", "was", "'s") and _small(draft) else _MODIFIES  # "It is up to two judges"


def _near(line: _Line, draft: _Draft, at: int) -> float:
    return _MODIFIES if draft.kind in ("percent", "money", "points") else _RELATES


def _close(line: _Line, draft: _Draft, at: int) -> float:
    return _things(draft, _MODIFIES)  # "close to two farms"


def _amounts_only(line: _Line, draft: _Draft, at: int) -> float:
    """ "approached two men", "topped two lists", "north of five villages", "bigger than two fields"."""
    return _things(draft, _OPEN)


def _as_much(line: _Line, draft: _Draft, at: int) -> float:
    """ "twice as much as 5 tonnes" compares."""
    return _RELATES if line.word(at - 1) in ("twice", "times", "half") else _MODIFIES


# By the first word of the phrase; all others always hedge.
_COMPANY: dict[str, _Company] = {
    "about": _about,
    "around": _around,
    "over": _over,
    **dict.fromkeys(("under", "below", "above", "beyond"), _under),
    "up": _up_to,
    "near": _near,
    "close": _close,
    "as": _as_much,
    **dict.fromkeys(
        """approaching approaches approached nearing topped topping tops north south starting starts larger bigger longer
        higher older better smaller shorter lower taller""".split(),
        _amounts_only,
    ),
}


def _negated(line: _Line, at: int) -> float:
    """How sure a "not" turns the bound behind it round: "may not exceed", "would not fall below", "no boat longer than"."""
    plain = True
    for before in range(at - 1, at - 6, -1):
        word = line.word(before)
        if word in NEGATORS or word.endswith(("n't", "n’t")):
            return 0.0 if line.word(before - 1) == "or" else 1.0 if plain else _OPEN
        if word in FOCUS:
            return 0.0  # "not only more than 20"
        if not word.isalpha() or (word in STOP and word not in REACHING):
            return 0.0  # "not seen for more than 20 years"
        plain = plain and word in REACHING
    return 0.0


def _bound(line: _Line, draft: _Draft) -> tuple[Bound, bool]:
    """The bound of a figure, and whether no other reading is open."""
    bound, start = _left_bound(line, draft.first)
    if bound:
        company = _COMPANY.get(line.word(start))
        belongs = company(line, draft, start) if company else _MODIFIES
        turned = _negated(line, start) if bound in _NEGATED else 0.0
        if turned >= _OPEN:
            return _NEGATED[bound], turned == 1
        if belongs >= 0.5:
            return bound, belongs == _MODIFIES
        if belongs > _RELATES:
            return draft.bound, False
    ends = [draft.number.end, draft.end, draft.noun_end or draft.end]
    if line.word(ends[-1]) == "plus" and line.word(ends[-1] + 1).isalpha():
        ends = [end for end in ends if end < ends[-1]]  # "$20 plus tax"
    return next((bound for end in ends if (bound := _right_bound(line, end))), draft.bound), True


# ------------------------------------------------------------------------------------------------------------ joins

_Join = Callable[[_Line, _Draft, _Draft], bool]  # true when the right draft has swallowed the left one
_LINKS = {
    "to": (("to",), ("-",), ("–",), ("-", "to", "-")),
    "and": (("and",),),
    "or": (("or",), ("-", "or", "-")),
    "list": (("and",), ("or",), (",",), (",", "and"), (",", "or")),
}
_RANGING = vocabulary("ranging range ranged ranges anywhere varying vary varies")


def _link(line: _Line, left: _Draft, right: _Draft) -> tuple[str, ...]:
    """The few words between two drafts."""
    start = left.noun_end or left.end
    if line.word(start) in _HYPHENS and not line.hyphened(start) and line.glued(start):
        start += 1  # "two- or three-year"
    return tuple(line.lower[start : right.first]) if 0 <= right.first - start <= 4 else ("…",)


def _between(line: _Line, draft: _Draft) -> bool:
    return "between" in (line.word(draft.first - 1), line.word(draft.first - 2))


def _share_scale(left: _Draft, right: _Draft) -> Decimal:
    """The left value with the right one's "million", when "1.5 to 2 million" leaves it out."""
    scale = right.value / right.number.value * right.number.scale if right.number.value else Decimal(1)
    bare = left.value == left.number.value and left.number.scale == 1
    return left.value * scale if scale > 1 and bare and left.value < right.value / scale else left.value


_CHANGES = vocabulary(
    """rose rise rises risen rising fell fall falls fallen falling up down gained gain gains lost lose loses dropped drop drops
    climbed climbs jumped jumps slipped slips slid added adds declined declines increased increases decreased decreases grew
    grows grown surged surges soared plunged tumbled sank shed edged advanced"""
)


def _changes(line: _Line, left: _Draft, low: Decimal, right: _Draft) -> bool:
    """ "from 5% to 7%", "rose $2m to $12m", "rose by 17,000 to 2.5 million": two figures and no range."""
    before = line.word(left.first - 1)
    if before == "from":
        return line.word(left.first - 2) not in _RANGING and line.word(left.first - 3) not in _RANGING
    far = right.value >= 10 * low
    return before in ("by", "of") and far or before in _CHANGES and (far or left.unit is not None or right.unit is None)


def _join_range(line: _Line, left: _Draft, right: _Draft) -> bool:
    """ "20 to 30", "between 60 and 90 days", "$10m-$12m", "$10-12 million", "five or six"."""
    link = _link(line, left, right)
    if left.low is not None or right.low is not None or "ratio" in (left.kind, right.kind):
        return False
    either = link in _LINKS["or"] and left.bare and right.value == left.value + 1  # "five or six"
    if not (link in _LINKS["to"] or (link in _LINKS["and"] and _between(line, left)) or either):
        return False
    same = left.kind == right.kind and (left.unit == right.unit or (right.unit or "").startswith(f"{left.unit} per "))
    takes_unit = right.bare and (left.first < left.number.first or left.kind == "age")  # "$10-12 million", "aged 5 to 11"
    low = _share_scale(left, right)
    if not (same or left.bare or takes_unit) or not low < right.value or _changes(line, left, low, right):
        return False
    if takes_unit:
        right.kind, right.unit, right.confidence = left.kind, left.unit, left.confidence
    right.first, right.low, right.bound = left.first, low, left.bound
    right.confidence = min(right.confidence, 0.7) if either else right.confidence
    return True


def _join_change(line: _Line, left: _Draft, right: _Draft) -> bool:
    """ "from 1.5 to 2 million members", "from 54 seats to 31": what one end of a change leaves out, the other says."""
    link = _link(line, left, right)
    if right.bare and left.unit and left.kind in ("money", "count", "percent", "measure") and _compares(link):
        grown = left.kind != "count" and left.number.scale > 1 and right.number.scale == 1 and right.value < 1000
        if not grown and not (left.kind == "money" and left.number.scale == 1 < right.number.scale):
            right.kind, right.unit, right.confidence = left.kind, left.unit.partition(" per ")[0], 0.92
        return False
    if link not in _LINKS["to"]:
        return False
    if left.kind == "count" and not left.bare and right.bare:
        right.unit, right.confidence = left.unit, 0.8
    elif line.word(left.first - 1) == "from" and (left.bare or left.unit == right.unit):
        left.value = _share_scale(left, right)
        if left.bare:
            left.kind, left.unit, left.confidence = right.kind, right.unit, min(0.85, right.confidence)
    elif left.bare and right.kind == "count":
        left.unit, left.confidence = right.unit, min(left.confidence, 0.8)
    return False


_COMPARISONS = (("from",), ("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), ("against",))


def _compares(link: tuple[str, ...]) -> bool:
    """ "12 boats, up from 10", "to 48 million euros from 43 million": the same things at another time."""
    return link[link[:1] == (",",) :] in _COMPARISONS


def _join_amount(line: _Line, left: _Draft, right: _Draft) -> bool:
    """ "three dollars and fifty cents" is one amount, "half of one percent" too."""
    link = _link(line, left, right)
    if left.number.form == "part" and link == ("of",) and right.kind == "percent" and right.value == 1:
        right.value = left.value
    elif left.kind == right.kind == "money" and link in ((), ("and",)) and right.value < 100 and right.unit in SMALL_CHANGE:
        if left.unit in SMALL_CHANGE:
            return False
        right.unit, right.value = left.unit, left.value + right.value / 100
    else:
        return False
    right.first, right.number = left.first, left.number
    return True


_LISTED = vocabulary("count measure duration percent age")


def _join_list(line: _Line, left: _Draft, right: _Draft) -> bool:
    """ "500 and 1,000 songs", "1.83 and 2 GHz", "one year or two": what one figure says, its neighbour may leave out."""
    link = _link(line, left, right)
    if link in _LINKS["list"] and left.bare and right.unit and right.kind in _LISTED:
        left.kind, left.unit, left.confidence = right.kind, right.unit, min(0.85, right.confidence)
    elif right.bare and left.unit and (link in _LINKS["or"] or (left.kind == "age" and link in _LINKS["list"] + _LINKS["to"])):
        right.kind, right.unit, right.confidence = left.kind, left.unit, 0.7
    if link in _LINKS["or"]:
        right.bound = _bound(line, left)[0]
    return False


def _join_parts(line: _Line, left: _Draft, right: _Draft) -> bool:
    """ "23 of the 31 states", "37 of the party's 120 seats": one noun for both."""
    link = _link(line, left, right)
    owned = link[:1] == ("of",) and (link[-1] in DETERMINERS or link[-1].endswith(POSSESSIVES))
    owner = owned or (link[-1:] == ("of",) and all(word.isalpha() for word in link))
    if owner and left.bare and right.kind == "count" and right.unit and not line.hyphened(right.number.end):
        left.unit, left.confidence = right.unit, right.confidence
        if link == ("of",) and right.value < 10:
            left.confidence = right.confidence = min(right.confidence, 0.8)  # "three of four men" may be a share
    return False


_JOINS: tuple[_Join, ...] = (_join_range, _join_amount, _join_change, _join_list, _join_parts)

# ------------------------------------------------------------------------------------------------------ nouns left out


_Elision = Callable[[_Line, _Draft, _Draft], bool]  # true when the bare draft means the things of the head


def _part_of_all(line: _Line, head: _Draft, draft: _Draft) -> bool:
    inner = line.word(draft.first - 1) not in PREPOSITIONS or _left_bound(line, draft.first)[0] is not None
    return _fronted(line, head) and inner and draft.value <= head.value and _closed(line, draft)


def _fronted(line: _Line, draft: _Draft) -> bool:
    """ "Of 80 goats, ...", "Of the 80 goats"."""
    start = draft.first - 2 if line.word(draft.first - 1) in DETERMINERS else draft.first - 1
    return line.word(start) == "of" and (line.opens(start) or line.word(start - 1) == ",")


def _of_them(line: _Line, head: _Draft, draft: _Draft) -> bool:
    if line.word(draft.first - 2) == "of" and line.word(draft.first - 1) in ("which", "whom"):
        return _closed(line, draft)
    listed = line.word(draft.first - 1) in _LISTING
    return listed and line.word(draft.end) == "of" and line.word(draft.end + 1) in ("which", "whom", "them", "these", "those")


def _by_place(line: _Line, head: _Draft, draft: _Draft) -> bool:
    if line.word(draft.first - 1) not in _LISTING:
        return False
    at = draft.end
    named = line.capital(at + 1) or line.says(at + 1, "the") or (line.word(at + 1).isdigit() and len(line.word(at + 1)) == 4)
    placed = line.word(at) in ("in", "at", "from", "for", "on") and named
    return placed or line.word(at) in ("abroad", "elsewhere", "overseas", "nearby", "here", "there")


def _one_more(line: _Line, head: _Draft, draft: _Draft) -> bool:
    added = line.word(draft.first - 1) in ("another", "further") or line.says(draft.first - 2, "an", "additional")
    more = line.word(draft.end) == "more" and not (line.word(draft.end + 1) == "than" and _number_at(line, draft.end + 2))
    return (added or more) and _closed(line, draft, draft.end + more)


def _other_holder(line: _Line, head: _Draft, draft: _Draft) -> bool:
    """The same verb with another subject, or none: "Lindry has nine", "Ostrey only two"."""
    verb = draft.first - 1
    only = line.word(verb) in ("only", "just")
    verb -= only
    word, after = line.word(verb), line.word(draft.end)
    again = line.lower[head.first - 1] == word and word.isalpha() and word not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS
    ends = not after[:1].isalnum() or after in ("and", "but", "while")
    gap = draft.number.form == "words" and line.word(verb - 1) in (",", "and")  # "Selby four"
    return ends and (again or ((only or gap) and line.capital(verb)))


def _closed(line: _Line, draft: _Draft, at: int | None = None) -> bool:
    """No noun of its own can follow: "12 were", "75 turned away", "12 in Arden", "nine."."""
    word = line.word(draft.end if at is None else at)
    return not word[:1].isalnum() or word in STOP or word.endswith("ed")


# Counts whose noun stands earlier in the sentence: how a bare number shows that it means it, and how sure that is.
_ELISIONS: tuple[tuple[str, _Elision, float], ...] = (
    ("of the 640 lamps, 12 were broken", _part_of_all, 0.92),
    ("987 firms, 537 of which are shut", _of_them, 0.93),
    ("950 jobs: 600 in Arden, 250 in Selby and 100 abroad", _by_place, 0.9),
    ("30 families in Arden and another 12 in Selby", _one_more, 0.92),
    ("Arden has 14 parks, Selby has nine and Thorpe only two", _other_holder, 0.92),
)


def _fill_elided(line: _Line, drafts: list[_Draft]) -> None:
    """Give bare counts the noun that stands once, at the head of the list; and "another 15 million" the currency before it."""
    head: _Draft | None = None
    paid: _Draft | None = None
    for draft in drafts:
        if draft.bare and paid and draft.number.scale > 1 and _one_more(line, paid, draft) and _one_sentence(line, paid, draft):
            draft.kind, draft.unit, draft.confidence = "money", paid.unit, 0.92
        elif draft.bare and draft.value < 10**6 and _were_hurt(line, draft.end):
            draft.unit, draft.confidence = "people", 0.92 if not head or head.unit in PEOPLE else 0.7
        elif draft.bare and head and _one_sentence(line, head, draft):
            sure = next((sure for _, test, sure in _ELISIONS if head and test(line, head, draft)), None)
            if sure:
                draft.unit, draft.confidence = head.unit, sure
        elif draft.kind == "count" and draft.unit not in (None, "others") and not _placed(line, draft):
            head = draft
        elif draft.kind == "money" and draft.number.scale > 1:
            paid = draft


def _were_hurt(line: _Line, at: int) -> bool:
    """ "nine people died and 12 were injured"."""
    done = at + (2 if line.word(at + 1) == "been" else 1)
    return line.word(at) in ("was", "were", "has", "have", "had", "are", "is") and line.word(done) in HURT


def _one_sentence(line: _Line, left: _Draft, right: _Draft) -> bool:
    return right.first - left.end < 40 and not {".", "?", "!", ";"} & set(line.words[left.end : right.first])


def _placed(line: _Line, draft: _Draft) -> bool:
    """ "1,204 people in 31 towns, 17 of them": the towns head no list."""
    return line.word(draft.first - 1) in ("in", "at", "from", "across", "of") and not _fronted(line, draft)


_LISTING = vocabulary(", and only just : including against with or ( –")


# ---------------------------------------------------------------------------------------------------------- a line


def _after_result(line: _Line, number: _Number) -> int | None:
    """The token after "52-35", "3–1" or "92 to 0", a result and no range."""
    tied = line.hyphened(number.end) or line.word(number.end) == "to"
    if number.form != "digits" or not tied or line.word(number.first - 1) in (*SIGNS, "from"):
        return None
    other = _number_at(line, number.end + 1)
    if not other or other.form != "digits":
        return None
    unit = line.word(other.end)
    if unit in PERCENT or unit in SIGNS or line.hyphened(other.end) or (line.glued(other.end) and unit.isalpha()):
        return None
    nearby = {*line.lower[max(0, number.first - 4) : number.first], *line.lower[other.end : other.end + 3]}
    falls = other.value <= number.value and other.scale == 1
    if line.word(number.end) == "to":
        closed = not unit[:1].isalpha() or unit in STOP
        return other.end if falls and closed and (nearby & _RESULT_WORDS or line.word(number.first - 1) == "(") else None
    bare = other.scale == 1 and (not unit[:1].isalpha() or unit in STOP) and max(other.value, number.value) < 200
    return other.end if falls or bare or nearby & _RESULT_WORDS else None


def _drafts(line: _Line) -> Iterator[_Draft]:
    at = taken = 0
    while at < line.size:
        number = _number_at(line, at)
        if number is None:
            draft = _multiple_word(line, at)
            at += 1
        elif line.hides(number.first):
            draft, at = None, at + 1
        elif after := _after_result(line, number) or _after_ordinal(line, number):
            draft, at = None, after
        else:
            draft = next((draft for rule in _DRAFTS if (draft := rule(line, number))), None)
            at = draft.end if draft and not draft.noun_end else number.end
        if draft and draft.first >= taken:
            yield draft
            taken = max(at, draft.number.end)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without trailing zeros: 1200000, not 1.2E+6 or 1200000.0."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


_TABLE_TOKENS = 200


def _is_table(text: str) -> bool:
    """A long stretch with hardly a word: columns of numbers, which say nothing without their heads."""
    tokens = _TOKEN.findall(text) if len(text) > _TABLE_TOKENS else []
    return len(tokens) > _TABLE_TOKENS and sum(token[0].isalpha() for token in tokens) < 0.1 * len(tokens)


def _read(text: str, offset: int) -> Iterator[Quantity]:
    if _is_table(text):
        return
    line = _Line(text)
    drafts: list[_Draft] = []
    for draft in _drafts(line):
        if drafts and any(join(line, drafts[-1], draft) for join in _JOINS):
            drafts.pop()
        if drafts and draft.first < drafts[-1].end:
            drafts[-1].end = drafts[-1].number.end  # "20 5-year bonds": two figures, two spans
        drafts.append(draft)
    _fill_elided(line, drafts)
    for draft in drafts:
        start, end = line.starts[draft.first], line.ends[draft.end - 1]
        bound, clear = _bound(line, draft)
        values = (draft.value,) if draft.low is None else (draft.low, draft.value)
        yield Quantity(
            start=offset + start,
            end=offset + end,
            text=text[start:end],
            value=tuple(_plain(value) for value in values),
            unit=draft.unit,
            of=draft.of,
            bound=bound,
            kind=draft.kind,
            confidence=draft.confidence if clear else min(draft.confidence, _NOT_SURE),
        )


_ANCHORS = sorted({*ONES, *TENS, *SCALES, *MULTIPLES, *DENOMINATORS})
_HAS_NUMBER = re.compile(rf"\d|[{''.join(VULGAR)}]|\b(?:{'|'.join(_ANCHORS)})|fold\b", re.IGNORECASE)
_LONGEST_LINE = 4000  # characters; a longer line is cut, so that no rule ever looks further


def _soft_cut(text: str, start: int, end: int) -> int:
    """The end of the last sentence between two places, or else of the last word."""
    for mark in (". ", " "):
        if (at := text.rfind(mark, start, end)) > 0:
            return at + len(mark) - 1
    return end


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        cut = min(at + _LONGEST_LINE, len(text))
        end = text.find("\n", at, cut)
        if end < 0:
            end = cut if cut == len(text) else _soft_cut(text, at + _LONGEST_LINE // 2, cut)
        yield at, text[at:end]
        at = end if end > at else at + 1


def find_figures(text: str) -> list[Quantity]:
    """Every figure of a text, in its order. Dates, times, years, ordinals, identifiers and scores are none."""
    return [quantity for offset, line in _lines(text) if _HAS_NUMBER.search(line) for quantity in _read(line, offset)]
