"""Normalised text with a map back to the original offsets; paragraphs, sentences, ids out of words."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

NORMALISER = "n1"  # NFC, one space for white space, straight quotes; nothing else. A change here needs a new name.
_STRAIGHT = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Span = tuple[int, int]


def printable(text: str) -> str:
    """The text on one line, with a sign in the place of each character that may stand in no HTML or XML document."""
    return " ".join(_NO_TEXT.sub("\ufffd", text).split())


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` after n1, and for each of its characters (and its end) the offset in the text it came from."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> Span:
        """The span of the original text behind a span of the normalised one."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def span(self, start: int, end: int) -> Span:
        """The span of the normalised text that a span of the original one became."""
        return bisect_right(self.offsets, start - 1), bisect_right(self.offsets, end - 1)


def _clusters(text: str) -> list[Span]:
    """Spans that NFC may change only as a whole: a character and what combines with it."""
    starts, cluster = [], ""
    for at, char in enumerate(text):
        joins = cluster and not cluster[-1].isspace() and not char.isspace()
        if joins and (unicodedata.combining(char) or _nfc(cluster + char) != _nfc(cluster) + _nfc(char)):
            cluster += char
        else:
            starts.append(at)
            cluster = char
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def normalise(text: str) -> Normalised:
    chars: list[str] = []
    offsets: list[int] = []
    pieces: Iterable[tuple[int, str]] = enumerate(text)
    if not unicodedata.is_normalized("NFC", text):
        clusters = ((start, _nfc(text[start:end])) for start, end in _clusters(text))
        pieces = ((start, char) for start, cluster in clusters for char in cluster)
    for at, char in pieces:
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                offsets.append(at)
        else:
            chars.append(char)
            offsets.append(at)
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    offsets.append(offsets[-1] + 1 if offsets else 0)
    return Normalised("".join(chars).translate(_STRAIGHT), tuple(offsets))


def paragraphs(text: str) -> list[Span]:
    """Spans of the lines that hold something, without the white space around them: in news texts a line is a paragraph."""
    spans, at = [], 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + len(line) - len(line.lstrip())
            spans.append((start, start + len(body)))
        at += len(line) + 1
    return spans


# Words that a full stop shortens rather than ends. All but the last few only with a capital: "sat." and "mass." end a sentence.
_ABBREVIATIONS = frozenset(
    """Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Sgt Capt Maj Cmdr Adm Rev Hon St Jr Sr Mt Ft Inc Corp Co Ltd Dept Fig Art
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    Ariz Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt
    Wash Wis Wyo
    vs etc e.g i.e a.m p.m approx est""".split()
)
_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"”’'»)\]]*+\s++(?=[\"“‘'«(\[]*+[^\W_a-z])")
_LAST_WORD = re.compile(r"[\w.’']+$")
_DOTTED = re.compile(r"(?:\w\.)*[A-Z]")  # the end of "U.S." or of an initial, before its last full stop


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentence spans of one paragraph. A full stop after a title, an initial or an abbreviation ends none."""
    end = len(text.rstrip()) if end is None else end
    spans, begin = [], start
    for match in _END.finditer(text, start, end):
        before = _LAST_WORD.search(text, max(begin, match.start() - 20), match.start())
        word = before[0] if before else ""
        numbered = word == "No" and text[match.end() : match.end() + 1].isdigit()
        if match[1] == "." and (numbered or word in _ABBREVIATIONS or _DOTTED.fullmatch(word)):
            continue
        spans.append((begin, match.start() + len(match[0].rstrip())))
        begin = match.end()
    if begin < end:
        spans.append((begin, end))
    return spans


def slug(words: str) -> str:
    """Words as an id: lower-case ASCII letters and digits with hyphens between."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
