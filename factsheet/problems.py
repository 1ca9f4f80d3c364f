"""Problems as people and programs read them: grouped by file with a caret, JSON lines, GitHub annotations.

In every form a problem is found by `path:line:column: code: message` in text, or by one line of its own for programs.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from factsheet.model import Problem, Severity
from factsheet.placed import MAX_BYTES, decode, lines_of
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


@dataclass(frozen=True, slots=True)
class Told:
    """Problems that say the same, and the line that the first of them stands in: who mends one mends them all."""

    problems: tuple[Problem, ...]
    line: str = ""  # or what is shown of it
    indent: int = 0  # of the caret under it

    @property
    def hint(self) -> str:
        return self.problems[0].hint

    @property
    def severity(self) -> Severity:
        return self.problems[0].severity

    @property
    def caret(self) -> str:
        return " " * self.indent + "^"


def by_file(root: Path, problems: Iterable[Problem]) -> Iterator[tuple[str, str, list[Told]]]:
    """For each file that has some: its path, how many of which kind, and what is told of them."""
    for path, group in groupby(problems, key=lambda problem: problem.place.path):
        of_file, alike = list(group), dict[tuple[str, str, str], list[Problem]]()
        for problem in of_file:
            alike.setdefault((problem.code, problem.message, problem.hint), []).append(problem)
        lines = _lines(root / path)
        yield path, summary(of_file), [Told(tuple(same), *_excerpt(lines, same[0])) for same in alike.values()]


def problem_lines(root: Path, problems: Sequence[Problem], paint: Paint = plain) -> Iterator[str]:
    """Each problem at its place, by file; those that say the same stand together, with one caret and one hint."""
    for path, counts, told in by_file(root, problems):
        if len(problems) > 1:
            yield f"{paint(f'── {visible(path)}', _BOLD)}: {counts}"
        for alike in told:
            for problem in alike.problems:
                kind = "" if problem.severity is Severity.ERROR else f" ({problem.severity})"
                code = paint(problem.code, _COLOURS[problem.severity])
                yield f"{visible(str(problem.place))}: {code}: {visible(problem.message)}{kind}"
            if alike.line:
                yield f"    {alike.line}"
                yield f"    {' ' * alike.indent}{paint('^', _COLOURS[alike.severity])}"
            if alike.hint:
                yield f"    {visible(alike.hint)}"
        if len(problems) > 1:
            yield ""


def _excerpt(lines: Sequence[str], problem: Problem) -> tuple[str, int]:
    """The line of a problem, and how far in its column stands there."""
    number, column = problem.place.line, problem.place.column
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    start = max(0, column - _SHOWN_BEFORE)
    return (visible(line[start : start + _SHOWN]), column - 1 - start) if line.strip() else ("", 0)


def visible(text: str) -> str:
    """Nothing that a terminal would take for a command; a tab is seen as one."""
    return "".join(char if char.isprintable() else "→" if char == "\t" else "�" for char in text)


def _lines(path: Path) -> list[str]:
    if not path.is_file():  # a pipe could keep us waiting for ever
        return []
    try:
        with path.open("rb") as file:
            text = decode(file.read(MAX_BYTES + 1), "")  # of what is larger, no line is shown
    except OSError:
        return []
    return lines_of(text) if isinstance(text, str) else []


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
