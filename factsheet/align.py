"""Two wordings word by word: what is compared, and the alignment that keeps the most of both.

A wording is compared by its words: NFKC, straight quotes, one dash, one ellipsis, casefold. Punctuation is the writer's, not the
speaker's, and is left out, but for three things that say what was done to a quotation: brackets, an ellipsis, and the break where
the article interrupts it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

_ONE_SPELLING = str.maketrans(
    {**dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("‐‑", "-"), **dict.fromkeys("‒–—―", " - ")}
)
_TOKEN = re.compile(r"(?P<word>(?:[^\W\d_]\.){2,}|\w+(?:['.,-]\w+)*%?)|(?P<cut>\.\.\.+|…)|(?P<bracket>[\[\]])|(?P<end>[.!?])")

# Words that carry grammar more than content: changing one is a small change, and they weigh little in an alignment.
# Negations are not among them.
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its he she they we you i him her them us me his their our your my who whom whose
    which what and or so as of to in on at by for with from into than then there here is are was were be been being am do
    does did done has have had having will would shall should can could may might must 's 're 've 'll 'd 'm very just also
    too both some any all each every if but though although because while when where how up out about over under again
    more most""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a wording, as written and as compared."""

    written: str
    key: str
    bracketed: bool = False  # stands between [ ]
    after_cut: bool = False  # an ellipsis stands before it
    after_break: bool = False  # the article interrupts the quotation before it
    ends_sentence: bool = False

    @property
    def is_content(self) -> bool:
        return self.key not in FUNCTION_WORDS


def words_of(parts: Sequence[str]) -> tuple[Word, ...]:
    """The words of a wording in parts; a contraction is two words ("we're": we, are)."""
    return _words_of(tuple(parts))


@lru_cache(maxsize=10_000)  # every wording is compared with each of the others, and counted for its outlet again
def _words_of(parts: tuple[str, ...]) -> tuple[Word, ...]:
    found: list[Word] = []
    for number, part in enumerate(parts):
        bracketed = cut = False
        broken = number > 0
        for match in _TOKEN.finditer(unicodedata.normalize("NFKC", part).translate(_ONE_SPELLING)):
            if match["cut"]:
                cut = True
            elif match["bracket"]:
                bracketed = match[0] == "["
            elif match["end"]:
                if found:
                    found[-1] = replace(found[-1], ends_sentence=True)
            else:
                for piece in _pieces(match[0]):
                    found.append(Word(piece, piece.casefold(), bracketed, cut, broken))
                    cut = broken = False
    return tuple(found)


_CONTRACTION = re.compile(r"(?i)(\w+)(n't|'(?:s|re|ve|ll|d|m))")


def _pieces(word: str) -> tuple[str, ...]:
    match = _CONTRACTION.fullmatch(word)
    return (match[1], match[2]) if match else (word,)


# ------------------------------------------------------------------------------------------------- closed lists

_LONG = {
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
    "n't": "not",
    "ca": "can",
    "wo": "will",
    "gonna": "going",
    "gotta": "got",
}
_NUMERALS = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""".split(),
        map(str, range(21)),
        strict=True,
    )
)
_SPELLINGS = (
    (re.compile(r"(?<=\w{3})is(e|es|ed|ing|ation|ations)$"), r"iz\1"),  # organise, organize
    (re.compile(r"^(\w{2,})our(s|ed|ing|able|ful|ite)?$"), r"\1or\2"),  # labour, labor
    (re.compile(r"^(defen|offen|licen|preten)ce(s)?$"), r"\1se\2"),
    (re.compile(r"^(theat|cent|met|kilomet|fib|calib|lit)re(s)?$"), r"\1er\2"),
    (re.compile(r"^(\w{3,})ll(ed|ing|er|ers)$"), r"\1l\2"),  # travelled, traveled
    (re.compile(r"^(toward|afterward|forward|backward|upward)s$"), r"\1"),
)


@lru_cache(maxsize=100_000)
def normal(key: str) -> str:
    """A word with what only a closed list tells apart folded: contractions, spelling variants, numerals."""
    key = key if key[:1].isdigit() else key.replace(".", "")  # "u.s" is "us", but "2.7" is not "27"
    key = _NUMERALS.get(key, _LONG.get(key, key))
    for pattern, american in _SPELLINGS:
        key = pattern.sub(american, key)
    return key


def stem(key: str) -> str:
    """A word without its inflection, roughly: enough to see that "capability" and "capabilities" are one word."""
    key = normal(key)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if key.endswith(ending) and len(key) - len(ending) + len(instead) >= 3:
            return key[: len(key) - len(ending)] + instead
    return key


_AMBIGUOUS = frozenset(("'s", "'d"))


def same(one: Word, other: Word) -> bool:
    """The same word but for the closed lists. 's is short for is and has, and also the possessive."""
    a, b = normal(one.key), normal(other.key)
    return a == b or (a == "'s" and b in ("is", "has")) or (b == "'s" and a in ("is", "has")) or {a, b} == {"'d", "would"}


# ---------------------------------------------------------------------------------------------------------- alignment


@dataclass(frozen=True, slots=True)
class Gap:
    """Words of the one wording against words of the other, between two matches or at an end; half-open index ranges."""

    reference: tuple[int, int]
    other: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matched pairs of indices, in order, and the gaps between them; the first gap is the head, the last the tail."""

    pairs: tuple[tuple[int, int], ...]
    gaps: tuple[Gap, ...]

    @property
    def head(self) -> Gap:
        return self.gaps[0]

    @property
    def tail(self) -> Gap:
        return self.gaps[-1]

    @property
    def inner(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps[1:-1] if gap.reference[0] < gap.reference[1] or gap.other[0] < gap.other[1])


INSIDE, AT_AN_END = 4, 3  # what an unmatched word costs for each unit of its weight
CONTENT, FUNCTION = 4, 1  # the weight of a word


def weight(word: Word) -> int:
    return CONTENT if word.is_content else FUNCTION


def align(reference: Sequence[Word], other: Sequence[Word]) -> Alignment:
    """The alignment of least cost: an unmatched word costs its weight, a little less before the first and after the last match.

    Overlap alignment by dynamic programming over prefixes. A longest-run matcher would anchor on "the"; here one content word
    counts as much as four function words. Among alignments of one cost, always the same one is taken.
    """
    if [word.key for word in reference] == [word.key for word in other]:
        straight = [(at, at) for at in range(len(other))]
        return Alignment(tuple(straight), _gaps(straight, len(reference), len(other)))
    table = _costs(reference, other)
    pairs: list[tuple[int, int]] = []
    row, column = len(reference), len(other)
    while row and column:
        here = table[row][column]
        if same(reference[row - 1], other[column - 1]) and here == table[row - 1][column - 1]:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif here == table[row - 1][column] + weight(reference[row - 1]) * (INSIDE if column < len(other) else AT_AN_END):
            row -= 1
        else:
            column -= 1
    pairs.reverse()
    return Alignment(tuple(pairs), _gaps(pairs, len(reference), len(other)))


def _costs(reference: Sequence[Word], other: Sequence[Word]) -> list[list[int]]:
    """The least cost for each pair of prefixes.

    A row is the running minimum of "from above" and "diagonally" once the cost of the insertions so far is taken off, so that
    the inner loop is the standard library's; it runs for every pair of words.
    """
    fits: dict[str, list[int]] = {}
    for column, word in enumerate(other):
        fits.setdefault(normal(word.key), []).append(column)
    loose = bool(_AMBIGUOUS & {*fits, *(normal(word.key) for word in reference)})
    inside = [0, *accumulate(weight(word) * INSIDE for word in other)]
    at_an_end = [0, *accumulate(weight(word) * AT_AN_END for word in other)]
    table = [at_an_end]
    for row, word in enumerate(reference):
        inserted = inside if row + 1 < len(reference) else at_an_end
        above, deleted = table[row], weight(word) * INSIDE
        best = [up + deleted - taken for up, taken in zip(above, inserted, strict=True)]
        for end in {0, len(other)}:
            best[end] = above[end] + weight(word) * AT_AN_END - inserted[end]
        for column in (c for c, there in enumerate(other) if same(word, there)) if loose else fits.get(normal(word.key), ()):
            best[column + 1] = min(best[column + 1], above[column] - inserted[column + 1])
        table.append([least + taken for least, taken in zip(accumulate(best, min), inserted, strict=True)])
    return table


def _gaps(pairs: Sequence[tuple[int, int]], rows: int, columns: int) -> tuple[Gap, ...]:
    starts = [(0, 0), *((row + 1, column + 1) for row, column in pairs)]
    ends = [*pairs, (rows, columns)]
    return tuple(Gap((a, c), (b, d)) for (a, b), (c, d) in zip(starts, ends, strict=True))
