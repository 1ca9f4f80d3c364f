"""Problems as people and programs read them: grouped by file with a caret, JSON lines, GitHub annotations.

In every form a problem is found by `path:line:column: code: message` in text, or by one line of its own for programs.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from factsheet.model import Problem, Severity
from factsheet.placed import MAX_BYTES, decode
from factsheet.text import escaped

_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_RED, _YELLOW, _BLUE, _BOLD = "31", "33", "34", "1"  # of a terminal
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTE: _BLUE}
_SHOWN_BEFORE, _SHOWN = 60, 110  # characters of a long line: before the place, and in all
_MOST = 5  # codes that are named at the end

Paint = Callable[[str, str], str]  # a text and a colour -> the text as it is shown


def in_colour(text: str, colour: str) -> str:
    return f"\033[{colour}m{text}\033[0m"


def plain(text: str, colour: str) -> str:
    return text


# ------------------------------------------------------------------------------------------------------- for people


def problem_lines(root: Path, problems: Sequence[Problem], paint: Paint = plain) -> Iterator[str]:
    """Each problem at its place, by file; those that say the same stand together, with one caret and one hint."""
    for path, group in groupby(problems, key=lambda problem: problem.place.path):
        of_file = list(group)
        if len(problems) > 1:
            yield f"{paint(f'── {visible(path)}', _BOLD)}: {summary(of_file)}"
        lines = _lines(root / path)
        for alike in _alike(of_file):
            for problem in alike:
                kind = "" if problem.severity is Severity.ERROR else f" ({problem.severity})"
                code = paint(problem.code, _COLOURS[problem.severity])
                yield f"{visible(str(problem.place))}: {code}: {visible(problem.message)}{kind}"
            yield from _excerpt(lines, alike[0], paint)
            if alike[0].hint:
                yield f"    {visible(alike[0].hint)}"
        if len(problems) > 1:
            yield ""


def _alike(problems: Iterable[Problem]) -> Iterable[list[Problem]]:
    """Problems that say the same, together where the first of them stands: who mends one mends them all."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.message, problem.hint), []).append(problem)
    return groups.values()


def _excerpt(lines: Sequence[str], problem: Problem, paint: Paint) -> Iterator[str]:
    """The line of a problem, and a caret under its column."""
    number, column = problem.place.line, problem.place.column
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if line.strip():
        start = max(0, column - _SHOWN_BEFORE)
        yield f"    {visible(line[start : start + _SHOWN])}"
        yield "    " + " " * (column - 1 - start) + paint("^", _COLOURS[problem.severity])


def visible(text: str) -> str:
    """Nothing that a terminal would take for a command; a tab is seen as one."""
    return "".join(char if char.isprintable() else "→" if char == "\t" else "�" for char in text)


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            text = decode(file.read(MAX_BYTES + 1), "")  # of what is larger, no line is shown
    except OSError:
        return []
    return [line.rstrip("\r") for line in text.split("\n")] if isinstance(text, str) else []


def summary(problems: Iterable[Problem]) -> str:
    """3 errors, 1 warning"""
    counts = Counter(problem.severity for problem in problems)
    said = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in Severity if counts[level]]
    return ", ".join(said) or "no problems"


def most_often(problems: Iterable[Problem]) -> str:
    """What there is several times, most frequent first."""
    counts = Counter(problem.code for problem in problems).most_common(_MOST)
    return ", ".join(f"{code} ({count})" for code, count in counts if count > 1)


# ----------------------------------------------------------------------------------------------------- for programs


def json_line(problem: Problem) -> str:
    place = problem.place
    row = {"path": place.path, "line": place.line, "column": place.column, "code": problem.code}
    return escaped(
        json.dumps(row | {"severity": problem.severity, "message": problem.message, "hint": problem.hint}, ensure_ascii=False)
    )


def github_line(problem: Problem) -> str:
    """A workflow command, which GitHub shows at the line in a pull request."""
    place = problem.place
    where = f"file={_escaped(place.path, ',:')},line={place.line or 1},col={place.column or 1},title={problem.code}"
    text = problem.message + (f" ({problem.hint})" if problem.hint else "")
    return visible(f"::{_GITHUB_LEVELS[problem.severity]} {where}::{_escaped(text)}")


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + also else char for char in text)
