"""Normalised text with a map back to the original offsets; paragraphs, sentences, ids out of words."""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NORMALISER = "n1"  # NFC, one space for white space, straight quotes; nothing else. A change here needs a new name.
_STRAIGHT = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")


Span = tuple[int, int]

# What is in a text and not seen in it, or orders it otherwise than it is written: control characters, what may stand in no
# HTML or XML document, marks of direction, characters of no width, tags. Some have a use: they join emoji, letters of Persian or
# of India, write flags, and keep a point or a bracket on its side of Hebrew or Arabic words.
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
_LATIN = "\x00-\u024f\u2000-\u206f\ufeff"  # letters, signs, punctuation: nothing here is written joined
_FORMS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # of emoji and of Chinese characters
_BARE = f" ,.0-9A-Za-z\u00c0-\u024f{_FORMS}"  # what has no other form
_NEVER_SEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"{_FLAG}|(?<![^{_LATIN}])[\u200c\u200d](?![^{_LATIN}])|(?<=[{_BARE}])[{_FORMS}](?!\u20e3)|[{_NEVER_SEEN}]")
_MAY_BE_HIDDEN = re.compile(f"[\u200c\u200d{_FORMS}{_NEVER_SEEN}]")  # without a look around, which costs ten times as much
_LINE_END = re.compile("[\x85\u2028\u2029]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MARKS_OF_DIRECTION = "\u061c\u200e\u200f"
_NEAR = 40  # characters from a mark of direction to a word that is written from right to left


def hidden(text: str) -> list[tuple[int, str]]:
    """The characters of a text that readers do not see, each with its offset."""
    if (text.isascii() and text.isprintable()) or not _MAY_BE_HIDDEN.search(text):
        return []
    return [(match.start(), match[0]) for match in _HIDDEN.finditer(text) if not _has_a_use(match)]


def _has_a_use(match: re.Match[str]) -> bool:
    if match[0] in _MARKS_OF_DIRECTION:
        return bool(_RIGHT_TO_LEFT.search(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR))
    return len(match[0]) > 1


def printable(text: str) -> str:
    """The text on one line, with a mark like [U+202E] in the place of each character that readers would not see."""
    return " ".join(_marked(text, lambda char: f"[{code_point(char)}]").split())


def escaped(data: str) -> str:
    """JSON in which hidden characters, and those that end a line to some, are written as escapes: it reads the same."""
    return _LINE_END.sub(lambda match: json.dumps(match[0])[1:-1], _marked(data, lambda char: json.dumps(char)[1:-1]))


def _marked(text: str, mark: Callable[[str], str]) -> str:
    """The text with a mark in the place of each hidden character."""
    kept, at = [], 0
    for start, char in hidden(text):
        kept += [text[at:start], mark(char)]
        at = start + 1
    return "".join([*kept, text[at:]])


def code_point(char: str) -> str:
    """U+202E"""
    return f"U+{ord(char):04X}"


def clip(text: str, length: int = 60) -> str:
    """A text that fits into a message, cut between words where it is long."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


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


def n1(text: str) -> str:
    """The text of `normalise`, which costs much more, as it tells where each character came from."""
    if not unicodedata.is_normalized("NFC", text):
        return normalise(text).text
    return " ".join(text.split()).translate(_STRAIGHT)


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
