"""Who said what, measured on the articles in quotations.yml, beside a simple rule. Prints; asserts nothing.

    python benchmarks/quotations.py [--errors] [--family "split"]

One unit is a quoted stretch in one paragraph. A reading has found it when the two share at least 80 % of the characters they
cover; it has the person when the name is one of those the file lists (a title more or less, or a surname that is nobody
else's, will do). End to end, a hit is both: precision is over all readings, recall over all quotations that somebody said.
Where nobody is to be named, a quotation counts for the stretch only.
The wrong-name rate is what would mislead a reader: of the names given, the share that are somebody else's.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from factsheet.extract.speakers import attribute
from factsheet.model import SURE, Quotation

ARTICLES = Path(__file__).with_suffix(".yml")
KINDS = ("name", "pronoun", "noun", "organisation", "none")
PLACES = ("same", "before", "after", "other")
OVERLAP = 0.8  # of the characters of either
LEAST = 3  # words; shorter stretches are optional
BANDS = (0.0, 0.5, 0.7, 0.8, SURE, 0.95, 1.0)
MARKS = "\"“”„'‘’«»"
TITLES = frozenset(
    """the a an mr mrs ms dr prof sir lord lady judge cllr alderman sgt capt captain inspector detective constable rev reverend
    ambassador mayor rector deputy coach chief executive""".split()
)
HEAD_ENDS = re.compile(r",| (?:for|of|from|at|in|on|to|who|with|close)\b")
Reader = Callable[[str], list[Quotation]]


# ------------------------------------------------------------------------------------------------------------ articles


@dataclass(frozen=True)
class Said:
    """One quotation as the file has it."""

    start: int
    end: int
    kind: str
    place: str
    speakers: tuple[str, ...]
    vague: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    family: str
    text: str
    said: list[Said]
    optional: list[tuple[int, int]]
    not_said: list[tuple[int, int]]


def load(path: Path) -> list[Article]:
    """The articles of a file; leaves with a message where the words of an entry do not stand in its text."""
    entries = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return [article(f"{path.name}, article {n} ({entry['family']})", entry) for n, entry in enumerate(entries, 1)]


def article(where: str, entry: dict) -> Article:
    text, said, optional, at = entry["text"], [], [], 0
    for quote in entry["quotes"]:
        start, at = find(where, text, quote["words"], at)
        if quote["kind"] not in KINDS or quote["place"] not in PLACES:
            sys.exit(f"{where}: kind is one of {', '.join(KINDS)}, place one of {', '.join(PLACES)}: {quote['words']}")
        if len(quote["words"].split()) < LEAST:
            optional.append((start, at))
        else:
            said.append(Said(start, at, quote["kind"], quote["place"], several(quote, "speaker"), several(quote, "vague")))
    optional += [find(where, text, words) for words in entry.get("optional", [])]
    return Article(entry["family"], text, said, optional, [find(where, text, words) for words in entry.get("not_quotes", [])])


def several(quote: dict, key: str) -> tuple[str, ...]:
    value = quote.get(key, ())
    return (value,) if isinstance(value, str) else tuple(value)


def find(where: str, text: str, words: str, after: int = 0) -> tuple[int, int]:
    found = re.compile(rf"(?<=[{MARKS}]){re.escape(words)}(?=\W|$)").search(text, after)
    if not found:
        sys.exit(f"{where}: these words do not stand in the text after a quotation mark, or not in this order: {words}")
    return found.span()


# ------------------------------------------------------------------------------------------------------------ baseline


def nearest_name(text: str) -> list[Quotation]:
    """The simple rule to compare with: what stands between two marks, said by the nearest capitalised words outside of them."""
    spans = [found.span(1) for found in re.finditer(r"(?:[\"“«]|'')([^\"“”«»\n]{3,2000}?)(?:[\"”»]|'')", text)]
    outside = list(text)
    for start, end in spans:
        outside[start:end] = " " * (end - start)
    names = list(re.finditer(r"(?<![.\n] )\b[A-Z][\w-]+(?: [A-Z][\w-]+)*", "".join(outside)))
    quotations = []
    for start, end in spans:
        near = min(names, key=lambda name: max(start - name.end(), name.start() - end), default=None)
        quotations.append(Quotation(start, end, text[start:end], near and near[0], confidence=1.0))
    return quotations


# ------------------------------------------------------------------------------------------------------------- scoring


def words_of(name: str) -> list[str]:
    """The words that tell a name from others, up to its head: no titles, nothing after the head of a noun phrase."""
    words = [re.sub(r"['’]s?$", "", word.strip('.,:()"“”')).lower() for word in HEAD_ENDS.split(name, maxsplit=1)[0].split()]
    return [word for word in words if word and word not in TITLES]


def same_person(name: str, form: str, text: str) -> bool:
    """Same head, no other given name; without a given name only where nobody else in the text has the surname."""
    given, wanted = words_of(name), words_of(form)
    if given[-1:] != wanted[-1:] or not given:
        return False
    if given == wanted:
        return True
    if len(given) > 1 and len(wanted) > 1:
        return bool(set(given[:-1]) & set(wanted[:-1]))
    before = re.findall(rf"\b([A-Z][\w-]+)\.? (?i:{re.escape(given[-1])})\b", text)
    return len({word.lower() for word in before} - TITLES) < 2


def pieces(text: str, quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """Readings as units: cut at line breaks, without blanks and marks at the ends."""
    for quotation in quotations:
        for line in re.finditer(r"[^\n]+", text[quotation.start : quotation.end]):
            start, end = trim(text, quotation.start + line.start(), quotation.start + line.end())
            if start < end:
                yield replace(quotation, start=start, end=end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in MARKS + " ":
        start += 1
    while end > start and text[end - 1] in MARKS + " ":
        end -= 1
    return start, end


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def inside(reading: Quotation, spans: Iterable[tuple[int, int]]) -> bool:
    return any(2 * (min(reading.end, end) - max(reading.start, start)) >= reading.end - reading.start for start, end in spans)


@dataclass
class Score:
    counts: Counter = field(default_factory=Counter)
    asked: Counter = field(default_factory=Counter)  # (table, row) -> quotations; of a confidence, names given
    right: Counter = field(default_factory=Counter)
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)  # family, words, expected, got

    def __getitem__(self, count: str) -> int:
        return self.counts[count]


def add(score: Score, art: Article, quotations: list[Quotation]) -> None:
    """Count one article: quotations paired with readings, best overlap first."""
    readings = list(pieces(art.text, quotations))
    spans = [trim(art.text, said.start, said.end) for said in art.said]
    pairs = ((overlap(span, (r.start, r.end)), i, j) for i, span in enumerate(spans) for j, r in enumerate(readings))
    found: dict[int, int] = {}
    for share, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if share >= OVERLAP and i not in found and j not in found.values():
            found[i] = j
    for i, said in enumerate(art.said):
        count(score, art, said, readings[found[i]] if i in found else None)
    for j, reading in enumerate(readings):
        if j not in found.values() and not inside(reading, art.optional):
            score.counts["readings"] += 1
            what = "nothing: a title or a scare quote" if inside(reading, art.not_said) else "nothing, or with other limits"
            score.errors.append((art.family, art.text[reading.start : reading.end], what, reading.speaker or "a quotation"))


def count(score: Score, art: Article, said: Said, reading: Quotation | None) -> None:
    words = art.text[said.start : said.end]
    name = reading.speaker if reading else None
    right = any(same_person(name or "", form, art.text) for form in said.speakers)
    wrong = bool(name) and not right and not any(words_of(name or "") == words_of(form) for form in said.vague)
    somebody = said.kind != "none"
    score.counts.update(quotations=1, spoken=somebody, found=bool(reading), readings=bool(reading), named=bool(name))
    score.counts.update(matched=bool(reading) and somebody, persons=right and somebody, nobodys=bool(reading) and not somebody)
    score.counts.update(wrong=wrong)
    if reading and (right or wrong):
        band = max(low for low in BANDS if low <= reading.confidence)
        score.asked["confidence", band] += 1
        score.right["confidence", band] += right
    for group in (("kind", said.kind), ("place", said.place), ("family", art.family)):
        score.asked[group] += 1
        score.right[group] += right or (not somebody and bool(reading) and not name)
    if not reading or wrong or (somebody and not right):
        got = "no such stretch" if not reading else f"{name} ({reading.confidence:.2f})" if name else "nobody"
        score.errors.append((art.family, words, " / ".join(said.speakers[:2]) or "nobody", got))


def measure(articles: list[Article], reader: Reader, least: float = 0.0) -> Score:
    """`least` is the confidence under which a reading is left out."""
    score = Score()
    for art in articles:
        add(score, art, [q for q in reader(art.text) if q.confidence >= least])
    return score


# ------------------------------------------------------------------------------------------------------------- report


def rate(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def prf(hits: int, given: int, asked: int) -> str:
    return f"{rate(hits, given):5.1f} / {rate(hits, asked):5.1f} / {rate(2 * hits, given + asked):5.1f}"


def row(what: str, score: Score) -> None:
    spans = prf(score["found"], score["readings"], score["quotations"])
    whole = prf(score["persons"], score["readings"] - score["nobodys"], score["spoken"])
    person, wrong = rate(score["persons"], score["matched"]), rate(score["wrong"], score["named"])
    print(f"{what:24} {spans}   {person:6.1f}   {wrong:10.1f}   {whole}")


def table(title: str, score: Score, keys: Iterable[object], floor: Score | None = None) -> None:
    print(f"\n{title:36} right of asked" + ("   nearest name" if floor else ""))
    for key in keys:
        group = (title, key)
        if score.asked[group]:
            shown = f"{key:.2f} and over" if isinstance(key, float) else str(key)
            compared = f"{rate(floor.right[group], floor.asked[group]):12.1f}" if floor else ""
            print(f"  {shown:34} {rate(score.right[group], score.asked[group]):5.1f} of {score.asked[group]:4} {compared}")


def report(articles: list[Article], errors: bool) -> None:
    began = time.process_time()
    for art in articles:
        attribute(art.text)
    seconds = time.process_time() - began
    ours, sure, floor = measure(articles, attribute), measure(articles, attribute, SURE), measure(articles, nearest_name)
    words = sum(len(art.text.split()) for art in articles)
    print(f"{len(articles)} articles, {words} words, {ours['quotations']} quotations, {ours['spoken']} of them with a speaker\n")
    print(f"{'':24} {'span P / R / F1':21}   person   wrong name   end to end P / R / F1")
    row("factsheet", ours)
    row(f"... confidence >= {SURE}", sure)
    row("nearest name", floor)
    table("confidence", ours, BANDS)
    table("kind", ours, KINDS, floor)
    table("place", ours, PLACES, floor)
    table("family", ours, dict.fromkeys(art.family for art in articles), floor)
    print(f"\n{len(articles) / seconds:,.0f} articles a second ({words / seconds:,.0f} words)")
    if errors:
        print("\nerrors")
        for family, quoted, expected, got in ours.errors:
            print(f"  {family}: {quoted if len(quoted) < 70 else quoted[:67] + '...'}\n      expected {expected}; got {got}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list every disagreement")
    parser.add_argument("--family", help="only the articles of the families whose name holds this")
    args = parser.parse_args()
    articles = [art for art in load(ARTICLES) if not args.family or args.family in art.family]
    if not articles:
        families = dict.fromkeys(art.family for art in load(ARTICLES))
        sys.exit(f"no such family; there are: {', '.join(families)}")
    report(articles, args.errors)


if __name__ == "__main__":
    main()
