"""Every regular expression of the product meets the inputs that are worst for it, made from the expression itself.

For each pattern: what its repeated parts match, over and over, and then nothing that lets it end. A pattern that goes back
over its input for each place would need hours for these; the alarm is there so that it fails instead of hanging.
"""

import dataclasses
import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import signal
from collections.abc import Iterator
from typing import Any

import pytest

import factsheet
from factsheet.align import words_of
from factsheet.articles import parse_article, parse_markdown
from factsheet.extract import read
from factsheet.pages import escape
from factsheet.text import normalise

LENGTH = 20_000
ALARM = 120  # seconds for what takes a tenth of one: a bound for hanging, and no measure


def patterns() -> dict[re.Pattern[str], str]:
    """Every compiled pattern that a module of the product holds, alone or in its tables, with the name it stands under."""
    found: dict[re.Pattern[str], str] = {}

    def look(value: Any, name: str, depth: int = 0) -> None:
        if isinstance(value, re.Pattern):
            found.setdefault(value, name)
        elif depth > 4:
            return
        elif isinstance(value, (tuple, list, set, frozenset)):
            for item in value:
                look(item, name, depth + 1)
        elif isinstance(value, dict):
            look([*value.keys(), *value.values()], name, depth + 1)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            look([getattr(value, field.name) for field in dataclasses.fields(value)], name, depth + 1)

    for module in pkgutil.walk_packages(factsheet.__path__, "factsheet."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                look(value, f"{module.name.removeprefix('factsheet.')}.{name}")
    return {pattern: name for pattern, name in found.items() if isinstance(pattern.pattern, str)}


_CANDIDATES = "x 5,Y.\n\t\"'“”-–%$€:;()/&#"


def matching(tree: Any, repeated: set[str]) -> str:
    """A short text that a parsed pattern matches; what its repeated parts match is added to `repeated`."""
    text = ""
    for kind, value in tree:
        match str(kind):
            case "LITERAL":
                text += chr(value)
            case "ANY":
                text += "x"
            case "NOT_LITERAL":
                text += "x" if value != ord("x") else "y"
            case "IN":
                text += one_of(value)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = value
                part = matching(inner, repeated)
                repeated |= {part} if most > 1 else set()
                text += part * max(least, 1)
            case "SUBPATTERN":
                text += matching(value[3], repeated)
            case "ATOMIC_GROUP":
                text += matching(value, repeated)
            case "BRANCH":
                text += [matching(branch, repeated) for branch in value[1]][0]
    return text


def one_of(value: Any) -> str:
    """A character of a class: one that is common in text, where there is one."""
    parsed = re.compile(_class_source(value))
    return next((char for char in _CANDIDATES if parsed.match(char)), "x")


def _class_source(value: Any) -> str:
    categories = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}
    source = ""
    for kind, item in value:
        match str(kind):
            case "NEGATE":
                source = "^"
            case "LITERAL":
                source += re.escape(chr(item))
            case "RANGE":
                source += f"{re.escape(chr(item[0]))}-{re.escape(chr(item[1]))}"
            case "CATEGORY":
                source += categories[str(item).removeprefix("CATEGORY_")]
    return f"[{source}]"


def attacks(pattern: re.Pattern[str]) -> Iterator[str]:
    repeated: set[str] = set()
    whole = matching(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), repeated)
    for part in sorted({whole, *repeated} - {""})[:4]:
        yield f"Ann Hill said {part * (LENGTH // len(part))}\0"


PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 150
    assert {name.split(".")[0] for name in PATTERNS.values()} >= {"text", "articles", "align", "edtf", "extract", "pages"}


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.values())
def test_its_worst_input_is_read_to_its_end(pattern: re.Pattern[str]) -> None:
    def hangs(*_: object) -> None:
        pytest.fail(f"still at work after {ALARM} seconds")

    before = signal.signal(signal.SIGALRM, hangs)
    try:
        for text in attacks(pattern):
            signal.alarm(ALARM)
            read(parse_article(text).text, "2030-11-04")
            parse_markdown(text)
            normalise(text)
            words_of([text])
            escape(text)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
