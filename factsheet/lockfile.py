"""evidence.lock: its text <-> what it proves. A lock that `factsheet lock` cannot have written is told at its line.

That is: one that is cut off, of another normaliser, or at odds with itself. Whether it fits the records and the articles is for
evidence.py and rules.py to say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from factsheet.model import ArticleReceipts, Lock, Place, Problem, Receipt, Version
from factsheet.placed import YamlList, YamlMap, parse_yaml
from factsheet.text import NORMALISER, clip

_NAME, _NUMBER, _SPAN = r"[a-z0-9-]+", r"[0-9]{1,9}", r"[0-9]{1,9}-[0-9]{1,9}"
_DIGEST, _SHA256 = r"[0-9a-f]{16}", r"[0-9a-f]{64}"


class _Broken(Exception):
    """Leaves a lock that cannot be believed; carries the problem."""

    def __init__(self, place: Place, message: str, hint: str = ""):
        hint = hint or "take the file back from git, or run `factsheet lock` where the article texts are"
        self.problem = Problem(place, "bad-lock", message, hint)


def read_lock(text: str, name: str) -> tuple[Lock, list[Problem]]:
    """What a lock says; nothing when something is wrong with it."""
    value, problems = parse_yaml(text, name)
    if problems:
        return Lock(readable=False), problems
    try:
        if not isinstance(value, YamlMap):
            raise _Broken(Place(name), "this is not a lock that `factsheet lock` wrote")
        if not text.endswith("\n"):
            raise _Broken(Place(name, text.count("\n") + 1), "the file is cut off: its last line has no end")
        return _lock(value), []
    except _Broken as broken:
        return Lock(readable=False), [broken.problem]


def _lock(value: YamlMap) -> Lock:
    _word(value, "format", "1")
    if _word(value, "normaliser", r"n\d+") != NORMALISER:
        message = f"it was written with the normaliser {value['normaliser']}; this version of factsheet has {NORMALISER}"
        raise _Broken(value.places["normaliser"], message, "run `factsheet lock` where the article texts are")
    published = _value(value, "published", YamlList)
    for name, place in zip(published, published.places, strict=True):
        _fits(name, place, "published", _NAME)
    _in_order(published, published.places, "published ids are not in the order of the alphabet, each once")
    articles = _value(value, "articles", YamlMap)
    lock = Lock(
        tuple(published),
        {_fits(name, articles.keys_at[name], "articles", _NAME): _article(_value(articles, name, YamlMap)) for name in articles},
        _word(value, "sheet", _NAME) if "sheet" in value else None,
        _digests(value, "people"),
        _digests(value, "outlets"),
    )
    _same_words_are_as_long(lock, articles)
    return lock


def _article(entry: YamlMap) -> ArticleReceipts:
    receipts = _value(entry, "receipts", YamlList)
    found = tuple(_receipt(item, place) for item, place in zip(receipts, receipts.places, strict=True))
    _in_order([(receipt.start, receipt.end) for receipt in found], receipts.places, "receipts are not in text order", twice=True)
    for (one, other), place in zip(pairwise(found), receipts.places[1:], strict=False):
        if (one.start, one.end) == (other.start, other.end) and (one.words != other.words or one == other):
            raise _Broken(place, "two receipts for one place")
    words, length = int(_word(entry, "words", _NUMBER)), int(_word(entry, "length", _NUMBER)) if "length" in entry else None
    if length is not None and length < 2 * words - 1:
        raise _Broken(entry.places["length"], f"{words} words do not go into {length} characters")
    for receipt, place in zip(found, receipts.places, strict=True):
        if length is not None and receipt.end > length:
            raise _Broken(place, f"a receipt ends at {receipt.end}, behind the end of the article at {length}")
    earlier = tuple(
        Version(_word(item, "sha256", _SHA256), int(_word(item, "words", _NUMBER)))
        for item in (_value(entry, "earlier", YamlList) if "earlier" in entry else ())
    )
    return ArticleReceipts(_word(entry, "sha256", _SHA256), words, _word(entry, "lineage", _NAME), found, earlier, length)


def _receipt(item: Any, place: Place) -> Receipt:
    if not isinstance(item, YamlMap):
        raise _Broken(place, "a receipt is `words`, `at` and `of`")
    start, end = (int(number) for number in _word(item, "at", _SPAN).split("-"))
    if start >= end:
        raise _Broken(item.places["at"], f"a receipt ends at {end}, before it begins at {start}")
    who = [_word(item, key, _NAME) if key in item else None for key in ("speaker", "named")]
    return Receipt(_word(item, "words", _DIGEST), start, end, _word(item, "of", "quote|text") == "quote", *who)


def _digests(value: YamlMap, key: str) -> Mapping[str, str]:
    names = _value(value, key, YamlMap) if key in value else YamlMap()
    return {_fits(name, names.keys_at[name], key, _NAME): _word(names, name, _DIGEST) for name in names}


def _same_words_are_as_long(lock: Lock, articles: YamlMap) -> None:
    """A hash stands for the same words in every article."""
    lengths: dict[str, int] = {}
    for name, article in lock.articles.items():
        for number, receipt in enumerate(article.receipts):
            length = receipt.end - receipt.start
            if lengths.setdefault(receipt.words, length) != length:
                place = articles[name]["receipts"].places[number]
                raise _Broken(place, f"the same words are {length} characters long here and {lengths[receipt.words]} elsewhere")


def _in_order(values: Iterable[Any], places: Iterable[Place], message: str, *, twice: bool = False) -> None:
    for (one, other), (_, place) in zip(pairwise(values), pairwise(places), strict=True):
        if other < one or (one == other and not twice):
            raise _Broken(place, message)


def _value(holder: YamlMap, key: str, kind: type[Any]) -> Any:
    if key not in holder:
        raise _Broken(holder.place, f"`{key}` is missing; the file may be cut off")
    if not isinstance(holder[key], kind):
        raise _Broken(holder.places[key], f"`{clip(key)}` is not what `factsheet lock` writes there")
    return holder[key]


def _word(holder: Any, key: str, pattern: str) -> str:
    return _fits(_value(holder, key, str), holder.places[key], key, pattern)


def _fits(word: Any, place: Place, key: str, pattern: str) -> str:
    if not isinstance(word, str) or not re.fullmatch(pattern, word):
        raise _Broken(place, f"`{clip(key)}` is {clip(repr(word))}, which `factsheet lock` never writes")
    return word


# --------------------------------------------------------------------------------------------------------- to text


def lock_text(lock: Lock) -> str:
    """evidence.lock as `factsheet lock` writes it: the same lock gives the same bytes."""
    return "\n".join(_lines(lock)) + "\n"


def _lines(lock: Lock) -> Iterator[str]:
    yield "# Written by `factsheet lock`. Do not edit."
    yield "format: 1"
    yield f"normaliser: {NORMALISER}"
    if lock.sheet:
        yield f"sheet: {lock.sheet}"
    yield f"published: [{', '.join(lock.published)}]"
    for key, names in (("people", lock.people), ("outlets", lock.outlets)):
        if names:
            yield f"{key}:"
            yield from (f"  {name}: {words}" for name, words in sorted(names.items()))
    yield "articles:" if lock.articles else "articles: {}"
    for name, article in sorted(lock.articles.items()):
        yield f"  {name}:"
        yield from (f"    {line}" for line in _article_lines(article))


def _article_lines(article: ArticleReceipts) -> Iterator[str]:
    yield f"sha256: {article.sha256}"
    yield f"words: {article.words}"
    if article.length is not None:
        yield f"length: {article.length}"
    yield f"lineage: {article.lineage}"
    if article.earlier:
        yield "earlier:"
        yield from (f"  - {{sha256: {version.sha256}, words: {version.words}}}" for version in article.earlier)
    yield "receipts:" if article.receipts else "receipts: []"
    for receipt in article.receipts:
        who = "".join(f", {key}: {id_}" for key, id_ in (("speaker", receipt.speaker), ("named", receipt.named)) if id_)
        kind = "quote" if receipt.quoted else "text"
        yield f"  - {{words: {receipt.words}, at: {receipt.start}-{receipt.end}, of: {kind}{who}}}"
