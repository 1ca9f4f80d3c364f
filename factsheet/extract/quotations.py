"""Quoted stretches: what stands between quotation marks, whatever the marks are, one stretch for each paragraph of it.

Marks are read by what stands around them first and by their shape second, because texts mix “ ”, " and '' and get
single ones wrong. A stretch never reaches past its paragraph, so a missing mark costs one paragraph at most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from factsheet.text import Span, paragraphs

Kind = Literal["quote", "title", "nickname", "label"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two marks of one paragraph.

    `start` and `end` leave the marks out, `outer_start` and `outer_end` take them in. `closed` is false where the
    closing mark is missing, as in all paragraphs but the last of a long quotation. `kind` is what its form alone says:
    a title and a nickname are nobody's words.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True
    kind: Kind = "quote"


def find_quotations(text: str) -> list[Stretch]:
    """The quoted stretches of a text, in order; stretches inside another are part of it.

    Either the double marks count or the single ones, whichever the text uses for speech: the others are nested, or make
    a headline shorter.
    """
    found = []
    pairs = _single_pairs if _prefers_single(text) else _pairs
    for paragraph in paragraphs(text):
        for opening, closing in pairs(text, paragraph):
            label = _LABEL.match(text, opening.end, closing.start)
            outer_start = label.end() if label else opening.start
            inner = _inner(text, label.end() if label else opening.end, closing.start)
            if inner:
                start, end = inner
                kind = _kind(text, start, end, outer_start, closing.end)
                found.append(Stretch(start, end, outer_start, closing.end, closing.start < closing.end, kind))
    return found


_LABEL = re.compile(r"(?:[A-Z][A-Z.'’-]+ ){0,3}[A-Z][A-Z.'’-]+:\s")  # "HILL: We won." in a transcript
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]\.?")


def _inner(text: str, start: int, end: int) -> Span | None:
    """The span without white space around it; None when it holds no letter or digit."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(char.isalnum() for char in text[start:end]) and not _ASIDE.fullmatch(text, start, end) else None


# ------------------------------------------------------------------------------------------------------------- marks

Role = Literal["opens", "closes", "either"]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    shape: str
    role: Role


_DOUBLE = re.compile(r"''|``|‘‘|’’|[\"“”„‟«»″]")
_SINGLE = re.compile(r"[‘’']")
_INCHES = re.compile(r"\d['’] ?\d{1,2}$")  # 6'2" and 6' 2"
_NEUTRAL = frozenset(('"', "''", "″", "‟"))
_OPENERS = frozenset(("“", "„", "«", "``", "‘‘"))
_BEFORE_OPENING = frozenset("([{—–-/…‘'“«\"")  # after these, as after a space, a mark opens
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…’'”»\"")


_SINGLE_SPEECH = re.compile(r"[.,!?…][’'](?=\s|$)")


def _prefers_single(text: str) -> bool:
    """Whether single marks end more speech than double ones begin and end."""
    doubles = len(_DOUBLE.findall(text))
    return doubles == 0 or 2 * len(_SINGLE_SPEECH.findall(text)) > doubles


def _role(text: str, start: int, end: int, paragraph: Span) -> Role:
    """What the characters around a mark say about it."""
    before = text[start - 1] if start > paragraph[0] else " "
    after = text[end] if end < paragraph[1] else " "
    free_before = before.isspace() or before in _BEFORE_OPENING
    free_after = after.isspace() or after in _AFTER_CLOSING
    if before.isspace() and after in ".,;:!?)" and text[start:end] in "”»":
        return "closes"
    if before.isspace() and not after.isspace():
        return "opens"
    if after.isspace() and not before.isspace():
        return "closes"
    if free_before and not free_after:
        return "opens"
    if free_after and not free_before:
        return "closes"
    return "either"


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    for match in _DOUBLE.finditer(text, *paragraph):
        if match[0] == '"' and (text[match.start() - 1 : match.start()] == "=" or text[match.end() : match.end() + 1] == ">"):
            continue  # markup: <a href="...">
        if match[0] in '"″' and _INCHES.search(text, max(paragraph[0], match.start() - 5), match.start()):
            continue
        role = _role(text, match.start(), match.end(), paragraph)
        if role == "either" and match[0] not in _NEUTRAL:
            role = "opens" if match[0] in _OPENERS else "closes"
        marks.append(_Mark(match.start(), match.end(), match[0], role))
    return marks


def _pairs(text: str, paragraph: Span) -> Iterator[tuple[_Mark, _Mark]]:
    """Opening and closing marks; a closing mark that is missing is an empty one where the stretch ends."""
    marks = _marks(text, paragraph)
    opening: _Mark | None = None
    nested = False  # whether a mark has opened inside the stretch
    for at, mark in enumerate(marks):
        if opening is None:
            if mark.role != "closes":
                opening = mark
        elif mark.role == "opens":
            if _is_nested(opening, marks, at):
                nested = True
            else:
                yield opening, _Mark(mark.start, mark.start, "", "closes")
                opening, nested = mark, False
        elif nested and (mark.shape != opening.shape or opening.shape != '"'):
            nested = False
        else:
            yield opening, mark
            opening, nested = None, False
    if opening is not None:
        yield opening, _Mark(paragraph[1], paragraph[1], "", "closes")


def _is_nested(opening: _Mark, marks: list[_Mark], at: int) -> bool:
    """Whether an opening mark inside a stretch opens another within it, and not one after a closing mark that is missing.

    Its own closing mark and one more must follow. Between straight marks a curly pair is enough: the outer stretch may run
    on into the next paragraph.
    """
    following = marks[at + 1 : at + 3]
    if not following or following[0].role != "closes":
        return False
    curly_in_straight = opening.shape == '"' != marks[at].shape and following[0].shape != '"'
    return curly_in_straight or len(following) == 2 and following[1].role == "closes"


def _single_pairs(text: str, paragraph: Span) -> Iterator[tuple[_Mark, _Mark]]:
    """Pairs of single marks. A mark that could be an apostrophe closes when no mark beside other punctuation does."""
    opening: _Mark | None = None
    closing: _Mark | None = None  # the best so far
    for match in _SINGLE.finditer(text, *paragraph):
        role = _role(text, match.start(), match.end(), paragraph)
        mark = _Mark(match.start(), match.end(), match[0], role)
        if role == "opens" and match[0] != "’":
            if opening and closing:
                yield opening, closing
            opening, closing = mark, None
        elif role == "closes" and opening and match[0] != "‘":
            firm = text[match.start() - 1] in ".,!?…" or text[match.end() : match.end() + 1] in (".", ",", ";", ":", ")", "")
            if firm:
                yield opening, mark
                opening, closing = None, None
            elif closing is None:
                closing = mark
    if opening and closing:
        yield opening, closing


# -------------------------------------------------------------------------------------------------------- what it is

_WORD = re.compile(r"[^\W_][\w’'&.-]*")
_SMALL = frozenset("a an and as at but by for from in is of on or the to with vs de la le el".split())
_NAMED_WORK = re.compile(
    r"\b(?:titled|entitled|headlined|dubbed|nicknamed|book|novel|memoir|film|movie|documentary|song|single|album|anthem|show|sitcom|"
    r"series|episode of|episode|podcast|programme|program|play|musical|opera|poem|painting|essay|magazine|game|exhibition|"
    r"hashtag)[,:]? $"
)
_INTRODUCED = re.compile(
    r"[,:—–-] ?$|\b(?:chants?|cries|shouts|calls?|words?|chanting|chanted|shouting|shouted|said|says|saying|tweeted|wrote|"
    r"that|as|singing|called|[a-z]+(?:ed|ing) (?:him|her|it|them|\w+ as)) $"
)
_ATTRIBUTIVE = re.compile(
    r"\b(?:the|an?|this|that|these|those|its|his|her|their|another|notorious|original|so-called)(?: [\w-]+)? $", re.I
)
_NOUN_FOLLOWS = re.compile(
    r" (?!(?:and|or|but|as|in|on|at|of|to|for|from|by|with|is|was|are|were|that|which|who|he|she|it|they|off|if|"
    r"when|while)\b)[a-z]{3}"
)


def _kind(text: str, start: int, end: int, outer_start: int, outer_end: int) -> Kind:
    """What the form of a stretch says: a title has capitals, a nickname stands in a name, a label before a noun."""
    if end - start > 80:
        return "quote"
    words = [match[0].strip(".,'’") for match in _WORD.finditer(text, start, end)]
    before = text[max(0, outer_start - 30) : outer_start]
    after = text[outer_end : outer_end + 8]
    if (
        len(words) == 1
        and words[0][:1].isupper()
        and _inside_a_name(before, after)
        and _LOWER.search(before + text[outer_end : outer_end + 60].partition("\n")[0])
    ):
        return "nickname"
    if not words or text[end - 1] in "!?" or ". " in text[start:end]:
        return "quote"
    capitalised = all(word[:1].isupper() or word[:1].isdigit() or word in _SMALL for word in words) and not words[-1].islower()
    if capitalised and not words[0][:1].islower() and _NAMED_WORK.search(before):
        return "title"
    shouted = all(word.isupper() for word in words)
    if (
        len(words) >= 2
        and capitalised
        and not shouted
        and words[0][:1].isupper()
        and before[-1:] == " "
        and not _INTRODUCED.search(before)
    ):
        return "title"
    if len(words) <= 2 and text[end - 1].isalnum() and _ATTRIBUTIVE.search(before) and _NOUN_FOLLOWS.match(after):
        return "label"
    return "quote"


_LOWER = re.compile(r"\b[a-z]{3}")  # a headline in capitals has no such words


def _inside_a_name(before: str, after: str) -> bool:
    """Whether capitalised words stand on both sides: Ann "Nan" Hill."""
    last = (before.split() or [""])[-1]
    named = last[:1].isupper() and (last[-1].isalpha() or len(last) == 2)  # a word or an initial
    return named and after[:1] == " " and after[1:2].isupper()
