"""How well figures and dates are read, beside the libraries that people would otherwise take. Prints; asserts nothing.

    python benchmarks/figures_and_dates.py [--errors]

Measured on the sentences of figures.yml and dates.yml, in which anyone can add a case. The libraries are optional
(`pip install quantulum3 dateparser`, best into an environment of their own); without them only our numbers are printed.

A reading and an expected one are paired when they overlap, the best pairs first. All numbers in columns are F1 in percent unless
they say otherwise:
  value   the number is right, a range with both ends
  +unit   value and unit; a counted noun may keep its adjectives
  +bound  value and bound; about = nearly, more than = at least, less than = up to
  full    value, unit and bound
  found   a day, week, month, season, year ... is read where one stands; times of day count as their day
  right   and it is the same stretch of the calendar; "wrong" of 100 readings are another one
  of right, bounds, lengths   of those found, resp. of all lengths of time and sets ("every Tuesday"), the share that is right
  traps/100   readings in 100 sentences that hold none
The calendar's columns neither ask for lengths and sets nor blame them. The libraries know neither counted nouns nor bounds:
their fair columns are `value` and `right`. dateparser takes weekdays and months as in the current period, its best setting here.
"""

import argparse
import re
import sys
import time
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from factsheet.extract.dates import find_dates
from factsheet.extract.figures import find_figures
from factsheet.model import SURE

HERE = Path(__file__).resolve().parent
KEYS = {"words", "value", "unit", "of", "bound", "type", "optional"}
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)  # lower ends


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of gold, placed in its sentence; every key of `want` holds the accepted answers."""

    start: int
    end: int
    words: str
    want: dict[str, list[str]]

    @property
    def optional(self) -> bool:
        return "optional" in self.want

    def __str__(self) -> str:
        return f"{self.words!r} " + ", ".join(f"{key} {' | '.join(value)}" for key, value in self.want.items())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says. A figure's value is its numbers, a date's its TIMEX3 value."""

    start: int
    end: int
    words: str
    value: tuple[Fraction, ...] | str
    unit: str | None = None
    of: str | None = None
    bound: str | None = None
    type: str | None = None
    confidence: float = 1.0

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, str) else "..".join(f"{float(number):.10g}" for number in self.value)
        others = {"unit": self.unit, "of": self.of, "bound": self.bound, "type": self.type}
        rest = "".join(f", {what} {said}" for what, said in others.items() if said)
        return f"{self.words!r} value {value}{rest} ({self.confidence:.2f})"


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    family: str
    published: str
    expected: tuple[Expected, ...]


Levels = dict[str, bool]
Reader = Callable[[Case], list[Answer]]
Judge = Callable[[Expected, Answer], Levels]


# --------------------------------------------------------------------------------------------------------- the sentences


def load(path: Path, key: str) -> list[Case]:
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [Case(case["text"], case["family"], case.get("published", ""), tuple(placed(path, case, key))) for case in cases]


def placed(path: Path, case: dict[str, Any], key: str) -> Iterable[Expected]:
    """The expected readings, which the file lists in the order of the text."""
    at = 0
    for line in case.get(key, ()):
        if unknown := line.keys() - KEYS:
            sys.exit(f"{path.name}: {', '.join(sorted(unknown))} of {case['text']!r} is none of {', '.join(sorted(KEYS))}")
        found = re.compile(rf"(?<!\w){re.escape(line['words'])}(?!\w)").search(case["text"], at)
        if not found:
            sys.exit(f"{path.name}: {line['words']!r} does not stand in {case['text']!r}, or not in this order")
        at = found.end()
        want = {what: value if isinstance(value, list) else [value] for what, value in line.items() if what != "words"}
        yield Expected(found.start(), found.end(), line["words"], want)


# ------------------------------------------------------------------------------------------------------------ the readers


def our_figures(case: Case) -> list[Answer]:
    return [
        Answer(q.start, q.end, q.text, tuple(map(Fraction, q.value)), q.unit, q.of, q.bound, confidence=q.confidence)
        for q in find_figures(case.text)
    ]


def our_dates(case: Case) -> list[Answer]:
    return [
        Answer(t.start, t.end, t.text, t.value, bound=t.bound, type=t.type, confidence=t.confidence)
        for t in find_dates(case.text, case.published)
    ]


def quantulum3() -> Reader:
    from quantulum3 import parser

    def read(case: Case) -> list[Answer]:
        answers = []
        for quantity in parser.parse(case.text):
            middle, spread = Fraction(str(quantity.value)), Fraction(str(quantity.uncertainty or 0))
            value = (middle - spread, middle + spread) if spread else (middle,)  # it reads "3-5" as 4, give or take 1
            answers.append(Answer(*quantity.span, quantity.surface, value, quantity.unit.name))
        return answers

    return read


def dateparser() -> Reader:
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def settings(published: str) -> dict[str, Any]:
        return {"PREFER_DATES_FROM": "current_period", "RELATIVE_BASE": datetime.fromisoformat(published)}

    @cache
    def form(words: str, published: str) -> str:
        """The search gives a moment only; a second look says if a month or year is meant. Kept out of the timed rounds."""
        period = DateDataParser(languages=["en"], settings=settings(published)).get_date_data(words).period
        return {"week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}.get(period, "%Y-%m-%d")

    def read(case: Case) -> list[Answer]:
        answers, at = [], 0
        for words, moment in search_dates(case.text, languages=["en"], settings=settings(case.published)) or ():
            start = max(case.text.find(words, at), 0)
            at = start + len(words)
            answers.append(Answer(start, at, words, moment.strftime(form(words, case.published))))
        return answers

    return read


def peer(name: str, make: Callable[[], Reader]) -> Reader | None:
    """The library's reader, or None with a word on how to install it."""
    try:
        return make()
    except ImportError as error:
        print(f"{name} cannot be loaded ({error}): pip install {name}")
        return None


# ------------------------------------------------------------------------------------------------------------- judgement

SAME_BOUND = {"nearly": "about", "at least": "more than", "up to": "less than"}
IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "geese": "goose"}


def singular(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def folded(unit: str | None) -> str:
    return " ".join(singular(word) for word in (unit or "none").lower().replace("-", " ").split())


def same_unit(wanted: str, said: str) -> bool:
    return said == wanted or (" per " not in said and said.endswith(f" {wanted}"))


def judge_figure(gold: Expected, answer: Answer) -> Levels:
    numbers = tuple(map(Fraction, gold.want["value"]))
    value = len(numbers) == len(answer.value) and all(
        abs(float(a) - float(b)) <= 1e-6 * abs(a) for a, b in zip(numbers, answer.value, strict=True)
    )
    unit = any(same_unit(folded(wanted), folded(answer.unit)) for wanted in gold.want.get("unit", ["none"]))
    said = answer.bound or "exactly"
    bound = SAME_BOUND.get(said, said) in {SAME_BOUND.get(wanted, wanted) for wanted in gold.want.get("bound", ["exactly"])}
    of = "of" not in gold.want or any(folded(wanted) in folded(answer.of) for wanted in gold.want["of"])
    return {"full": value and unit and bound, "+unit": value and unit, "+bound": value and bound, "value": value, "of": of}


def stretch(value: str) -> tuple[date, date] | None:
    """First and last day that a TIMEX3 value stands for; None when that is not a known stretch of the calendar."""
    if "/" in value and not value.startswith("P"):
        first, last = (stretch(end) for end in value.split("/"))
        return (first[0], last[1]) if first and last else None
    for form, ends in STRETCHES:
        if found := re.fullmatch(form, value.split("T")[0]):
            return ends(*found.groups())
    return None


def months(year: str, first: int, count: int) -> tuple[date, date]:
    last_year, last = int(year) + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    return date(int(year), first, 1), date(last_year, last, monthrange(last_year, last)[1])


def week(year: str, number: str, weekend: str | None) -> tuple[date, date]:
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday + timedelta(5 if weekend else 0), monday + timedelta(6)


STRETCHES: tuple[tuple[str, Callable[..., tuple[date, date]]], ...] = (
    (r"(\d{4}-\d\d-\d\d)", lambda day: (date.fromisoformat(day), date.fromisoformat(day))),
    (r"(\d{4})-W(\d\d)(-WE)?", week),
    (r"(\d{4})-(\d\d)", lambda year, month: months(year, int(month), 1)),
    (r"(\d{4})-Q(\d)", lambda year, quarter: months(year, 3 * int(quarter) - 2, 3)),
    (r"(\d{4})-H(\d)", lambda year, half: months(year, 6 * int(half) - 5, 6)),
    (r"(\d{4})-(SP|SU|FA|WI)", lambda year, season: months(year, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season], 3)),
    (r"(\d{4})", lambda year: months(year, 1, 12)),
    (r"(\d{3})", lambda decade: months(f"{decade}0", 1, 120)),
    (r"(\d\d)", lambda century: months(f"{century}00", 1, 1200)),
)


def judge_date(gold: Expected, answer: Answer) -> Levels:
    said = stretch(str(answer.value))
    right = answer.value in gold.want["value"] and answer.type in gold.want.get("type", ["DATE"])
    right = right or (said is not None and said in map(stretch, gold.want["value"]))
    return {"right": right, "found": True, "bound": answer.bound in gold.want.get("bound", [answer.bound])}


def on_calendar(gold: Expected | None, answer: Answer | None) -> bool:
    """Whether a pair counts in the calendar's columns. Nobody asks for "recently" or a length of time where none is expected."""
    if gold:
        return any(map(stretch, gold.want["value"]))
    return answer is not None and stretch(str(answer.value)) is not None


# --------------------------------------------------------------------------------------------------------------- scoring


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair, an expected reading that was missed, or an answer that nobody asked for."""

    case: Case
    gold: Expected | None
    answer: Answer | None
    levels: Levels = field(default_factory=dict)


def compare(case: Case, answers: Sequence[Answer], judge: Judge) -> list[Outcome]:
    pairs = []
    for gold in case.expected:
        for answer in answers:
            overlap = min(gold.end, answer.end) - max(gold.start, answer.start)
            if overlap > 0:
                levels = judge(gold, answer)
                pairs.append(((*levels.values(), not gold.optional, overlap), gold, answer, levels))
    pairs.sort(key=lambda pair: pair[0], reverse=True)
    outcomes, answered, used = [], set(), set()
    excused = {answer.start for _, gold, answer, _ in pairs if gold.optional}
    for _, gold, answer, levels in pairs:
        if gold.start not in answered and answer.start not in used:
            answered.add(gold.start)
            used.add(answer.start)
            if not gold.optional:
                outcomes.append(Outcome(case, gold, answer, levels))
    missed = [gold for gold in case.expected if gold.start not in answered and not gold.optional]
    extra = [answer for answer in answers if answer.start not in used | excused]
    return [*outcomes, *(Outcome(case, gold, None) for gold in missed), *(Outcome(case, None, answer) for answer in extra)]


@dataclass(frozen=True, slots=True)
class Run:
    name: str
    outcomes: list[Outcome]
    rate: float  # sentences a second


def run(name: str, read: Reader, cases: list[Case], judge: Judge) -> Run:
    """What a reader makes of the cases, and the fastest of three rounds. A library's crash is an answer without figures."""

    def attempt(case: Case) -> list[Answer]:
        try:
            return read(case)
        except Exception as error:
            crashes.append(f"{name} fails on {case.text!r}: {type(error).__name__}: {error}")
            return []

    crashes: list[str] = []
    outcomes = [outcome for case in cases for outcome in compare(case, attempt(case), judge)]  # loads what loads late, too
    print("".join(f"{crash}\n" for crash in crashes), end="")
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for case in cases:
            attempt(case)
        best = min(best, time.process_time() - began)
    return Run(name, outcomes, len(cases) / best)


def prf(outcomes: Iterable[Outcome], level: str) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    outcomes = list(outcomes)
    right = sum(outcome.levels.get(level, False) for outcome in outcomes)
    said, asked = sum(o.answer is not None for o in outcomes), sum(o.gold is not None for o in outcomes)
    return 100 * right / max(said, 1), 100 * right / max(asked, 1), 200 * right / max(said + asked, 1)


def share(marks: Iterable[bool]) -> str:
    marks = list(marks)
    return f"{100 * sum(marks) / len(marks):.1f}%" if marks else "-"


def traps_per_hundred(outcomes: Iterable[Outcome], cases: Iterable[Case]) -> float:
    traps = [case for case in cases if not case.expected]
    return 100 * sum(not outcome.case.expected for outcome in outcomes) / max(len(traps), 1)


# -------------------------------------------------------------------------------------------------------------- the report


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    widths = [max(11, len(cell) + 2) for cell in head[1:]]
    for row in (head, *rows):
        print(f"  {row[0]:27}" + "".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths, strict=True)))
    print()


def by_family(cases: list[Case], runs: list[Run], columns: Sequence[tuple[int, str]]) -> None:
    """One row a family: the number asked for and F1 of a level of a run for each column; of traps, how many were read."""
    head = ["family", "expected", *(f"{level}, {runs[i].name.split()[0]}" for i, level in columns)]
    rows = []
    for family in dict.fromkeys(case.family for case in cases):
        of_runs = [[outcome for outcome in each.outcomes if outcome.case.family == family] for each in runs]
        asked = sum(outcome.gold is not None for outcome in of_runs[0])
        cells = [f"{prf(of_runs[i], level)[2]:.1f}" if asked else f"{len(of_runs[i])} read" for i, level in columns]
        rows.append([family, str(asked) if asked else f"0 in {sum(case.family == family for case in cases)}", *cells])
    table(head, rows)


def confidence_table(outcomes: list[Outcome], level: str) -> None:
    """Band of confidence -> how often such a reading is right; then what the level of "sure" keeps."""
    answers = [(o.answer.confidence, o.levels.get(level, False)) for o in outcomes if o.answer]
    bands = defaultdict(list)
    for confidence, right in answers:
        bands[max(band for band in BANDS if band <= confidence)].append(right)
    rows = [
        [f"{low:.2f} to {high:.2f}", str(len(bands[low])), share(bands[low])]
        for low, high in zip(BANDS, (*BANDS[1:], 1.0), strict=True)
        if bands[low]
    ]
    table([f"confidence ({level})", "readings", "right"], rows)
    sure = [right for confidence, right in answers if confidence >= SURE]
    asked = sum(outcome.gold is not None for outcome in outcomes)
    print(f"  sure ({SURE} and above): {share(sure)} right, covering {100 * sum(sure) / max(asked, 1):.1f}% of what is there\n")


def ratios(runs: list[Run]) -> str:
    return "".join(f"; {runs[0].rate / other.rate:.1f} times the speed of {other.name}" for other in runs[1:])


def errors(outcomes: list[Outcome], *levels: str) -> None:
    wrong = [outcome for outcome in outcomes if not all(outcome.levels.get(level) for level in levels)]
    for family in dict.fromkeys(outcome.case.family for outcome in wrong):
        print(f"  {family}")
        for outcome in wrong:
            if outcome.case.family == family:
                print(f"    {outcome.case.text}  [{outcome.case.published}]".replace("  []", ""))
                print(f"      expected {outcome.gold or 'nothing'}\n      got      {outcome.answer or 'nothing'}")
    print()


def report_figures(show_errors: bool) -> None:
    cases = load(HERE / "figures.yml", "figures")
    runs = [run("factsheet", our_figures, cases, judge_figure)]
    if reader := peer("quantulum3", quantulum3):
        runs.append(run(f"quantulum3 {version('quantulum3')}", reader, cases, judge_figure))
    traps = sum(not case.expected for case in cases)
    asked = sum(not gold.optional for case in cases for gold in case.expected)
    print(f"FIGURES: {asked} in {len(cases)} sentences, {traps} of them traps\n")
    rows = []
    for each in runs:
        scores = [f"{prf(each.outcomes, level)[2]:.1f}" for level in ("value", "+unit", "+bound", "full")]
        precision, recall, _ = prf(each.outcomes, "full")
        of = share(o.levels["of"] for o in each.outcomes if o.levels.get("value") and o.gold and "of" in o.gold.want)
        scores += [f"{precision:.1f}/{recall:.1f}", of]
        if each is not runs[0]:
            scores[1:] = "-" * len(scores[1:])
        rows.append([each.name, *scores, f"{traps_per_hundred(each.outcomes, cases):.1f}", f"{each.rate:,.0f}"])
    table(["F1", "value", "+unit", "+bound", "full", "full P/R", "of right", "traps/100", "sent./s"], rows)
    by_family(cases, runs, [(0, "full"), *((i, "value") for i in range(len(runs)))])
    confidence_table(runs[0].outcomes, "+unit")
    print(f"  speed: {runs[0].rate:,.0f} sentences a second on one core{ratios(runs)}\n")
    if show_errors:
        errors(runs[0].outcomes, "full", "of")


def report_dates(show_errors: bool) -> None:
    cases = load(HERE / "dates.yml", "dates")
    runs = [run("factsheet", our_dates, cases, judge_date)]
    if reader := peer("dateparser", dateparser):
        runs.append(run(f"dateparser {version('dateparser')}", reader, cases, judge_date))
    traps = sum(not case.expected for case in cases)
    calendar = [[o for o in each.outcomes if on_calendar(o.gold, o.answer)] for each in runs]
    lengths = [[o for o in each.outcomes if o.gold and not on_calendar(o.gold, o.answer)] for each in runs]
    asked = sum(outcome.gold is not None for outcome in calendar[0])
    print(f"DATES: {asked} and {len(lengths[0])} lengths and sets in {len(cases)} sentences, {traps} of them traps\n")
    rows = []
    for each, days, others in zip(runs, calendar, lengths, strict=True):
        precision, recall, right = prf(days, "right")
        answers = [outcome for outcome in days if outcome.answer]
        wrong = 100 * sum(outcome.gold is not None and not outcome.levels["right"] for outcome in answers) / max(len(answers), 1)
        bounds = share(o.levels["bound"] for o in answers if o.gold and "bound" in o.gold.want)
        spans = share(outcome.levels.get("right", False) for outcome in others)
        if each is not runs[0]:
            spans = bounds = "-"
        hits = f"{traps_per_hundred(days, cases):.1f}"
        scores = [f"{prf(days, 'found')[2]:.1f}", f"{right:.1f}", f"{precision:.1f}/{recall:.1f}", f"{wrong:.1f}"]
        rows.append([each.name, *scores, spans, bounds, hits, f"{each.rate:,.0f}"])
    table(["F1", "found", "right", "right P/R", "wrong/100", "lengths", "bounds", "traps/100", "sent./s"], rows)
    kept = [Run(each.name, [*days, *others], each.rate) for each, days, others in zip(runs, calendar, lengths, strict=True)]
    by_family(cases, kept, [(i, "right") for i in range(len(runs))])
    confidence_table(kept[0].outcomes, "right")
    print(f"  speed: {runs[0].rate:,.0f} sentences a second on one core{ratios(runs)}\n")
    if show_errors:
        errors(kept[0].outcomes, "right", "bound")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what we read otherwise than expected")
    args = parser.parse_args()
    report_figures(args.errors)
    report_dates(args.errors)


if __name__ == "__main__":
    main()
