"""Places where the copy of an article has lost words, typically because every phrase that was a link was dropped.

A gap is named only where English has no reading for what is left. One that leaves a good sentence behind cannot be seen.
"""

import re

from factsheet.model import Damage

_START = r"(?<![\w'’.*(\[-])"  # of a word that is not part of a name, a list mark or a word quoted as such
_THE = _START + r"[Tt]he\s"
_NUMBER = r"\s(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|\w{2,6}teen|\w{2,5}ty|hundred)\b)"

# why, an example, what it looks like
GAPS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("determiner before a verb", "The is as busy as ever.",
     re.compile(_START + r"(?:[Tt]he|[Aa]n|[Ii]ts|[Tt]heir|[Oo]ur|[Yy]our)\s(?:is|are|was|were|has|had|does|says)\b(?![-'’])")),
    ("determiner before a preposition", "The with its old ferries is closed.",
     re.compile(_THE + r"(?:of|with|from|into|against|and|or|but|which)\b(?![-'’,]|\s(?:by|when|now|then)\b)")),
    ("determiner before a determiner", "In the some clubs paid more.",
     re.compile(_THE + rf"(?:some|his|their|these|those)\b(?![-'’]|{_NUMBER})")),
    ("determiner before punctuation", "They voted for the.",
     re.compile(_START + r"(?:the|an|their|our|your)\s?[,.;:!?](?![\w.…)])")),
    ("preposition without its noun", "According to, the harbour is closed.",
     re.compile(r"(?i)\b(?:(?:according to|because of|due to|instead of)[,.;:]|(?:such as|including|despite)[.;])(?![\w.…])")),
    ("preposition before a preposition", "The head of by the sea spoke.",
     re.compile(r"\b(?:of (?:by|to|from)|by (?:of|from)|from (?:of|by)|with (?:of|by|to))\b")),
    ("auxiliary without its verb", "The club had by 700 million euros.",
     re.compile(r"\b(?:had|has|have)\sby\s[$£€]?\d[\d.,]{0,12}\s(?:million|billion|trillion|percent|per cent)\b")),
    ("paragraph without its subject", "is expected to meet on Monday.",
     re.compile(r"(?m)^(?:is|are|was|were|has|had)\s(?=[a-z])")),
    ("remnant of a word", "They arrived o Thursday.",
     re.compile(r"(?<=[a-z]{2}\s)[bhotw](?=\s(?:[A-Z][a-z]|(?:the|an?|his|her|their)\b))")),
    ("empty brackets or quotation marks", "The council () met.", re.compile(r"\(\s?\)|“\s?”")),
    ("punctuation twice", "The mayor, , resigned.", re.compile(r",\s?[,.](?![\w.,…'’\"”])")),
)  # fmt: skip

_SPACED_MARK = re.compile(r"(?<=[\w’'])[^\S\n]{1,9}[,.;:](?![\w.…]|\s\.)")
_MARK = re.compile(r"[,.;:](?=\s)")
_PREPOSITION = re.compile(r"\b(?:of|in|on|at|by|to|from|with|for|against|between|about|into|over|under)\Z")
_LONGEST_PREPOSITION = 8
_BEFORE = {True: "preposition", False: "white space"}
_HABIT = (5, 0.1)  # who sets white space before so many marks, and such a share of all, always does


def _spaced_marks(text: str, others: int) -> list[Damage]:
    """White space before a comma or full stop: a gap behind a preposition, or in a text with at least two other gaps."""
    spaced = list(_SPACED_MARK.finditer(text))
    if len(spaced) >= _HABIT[0] and len(spaced) > _HABIT[1] * sum(1 for _ in _MARK.finditer(text)):
        return []
    places = (m.start() for m in spaced)
    open_ended = {at for at in places if _PREPOSITION.search(text, max(0, at - _LONGEST_PREPOSITION), at)}
    sure = [m for m in spaced if others + len(open_ended) > 1 or m.start() in open_ended]
    return [Damage(m.start(), m.end(), m[0], f"{_BEFORE[m.start() in open_ended]} before punctuation") for m in sure]


def find_damage(text: str) -> list[Damage]:
    """The gaps of a text, in order."""
    found = [Damage(m.start(), m.end(), m[0], why) for why, _, pattern in GAPS for m in pattern.finditer(text)]
    return sorted(found + _spaced_marks(text, len(found)), key=lambda damage: (damage.start, damage.end))
