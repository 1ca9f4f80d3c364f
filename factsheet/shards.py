"""Lists cut into pieces that a browser loads one by one, when it needs them.

A piece is a script that hands its data on, as scripts may be read from a folder too. Words are indexed in the order of their
UTF-16 units, in which browsers compare strings; each piece holds the words between its first one and that of the next.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

SIZE = 30_000  # characters of a piece of the index
_BETWEEN = re.compile(r"[^\w%.,]+|_|[.,](?!\d)")


def script(name: str, data: object) -> str:
    """A piece as `take` in assets/shards.js receives it."""
    return f"factsheet.take({json.dumps(name)},{json.dumps(data, separators=(',', ':'))})\n"


def folded(text: str) -> list[str]:
    """The words of a text as they are compared: without accents and capitals, 2.7 and 5% in one piece."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _BETWEEN.sub(" ", text.lower()).split()


def pieces(name: str, rows: Sequence[object], size: int) -> Iterator[tuple[str, str]]:
    """Rows in pieces of so many; the row n stands in the piece n // size."""
    for at in range(0, len(rows), size):
        yield f"{name}-{at // size}", script(f"{name}-{at // size}", rows[at : at + size])


def word_pieces(
    name: str, texts: Sequence[Sequence[str]], boosts: Mapping[int, float] | None = None
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Where each word stands: the first words of the pieces, and the pieces.

    A text may come in parts, its title first. A word has the numbers of its texts, each as the distance to the one before, times
    a hundred, and how much it weighs there; in some texts a word weighs more than in others.
    """
    places: dict[str, list[int]] = {}
    for number, parts in enumerate(texts):
        title, *rest = (Counter(folded(part)) for part in parts)
        boost = (boosts or {}).get(number, 1)
        for word, often in sum(rest, title).items():
            places.setdefault(word, []).append(100 * number + _weight(often, word in title, boost))
    found: list[dict[str, list[int]]] = []
    room = 0
    for word in sorted(places, key=lambda word: word.encode("utf-16-be", "surrogatepass")):
        steps = list(_steps(places[word]))
        length = len(word) + len(str(steps))
        if room < length:
            found.append({})
            room = SIZE
        found[-1][word] = steps
        room -= length
    files = {f"{name}-{at}": script(f"{name}-{at}", words) for at, words in enumerate(found)}
    return tuple(next(iter(words)) for words in found), files


def _weight(often: int, is_title: bool, boost: float) -> int:
    """From 0 to 99: more for a word that stands in the title, and for one that stands there often."""
    return min(99, round(16 * boost * (2 * is_title + often / (often + 1))))


def _steps(places: Sequence[int]) -> Iterator[int]:
    for before, place in pairwise((0, *places)):
        yield place - before // 100 * 100
