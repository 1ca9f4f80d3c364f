"""YAML text -> values that know their places, from the events of the C parser.

String-only: `no`, `2025-04-03`, `10:30` and `1.20` stay text. Aliases, tags, duplicate keys, empty values and deep nesting
are problems with a place; `yaml.load` would resolve, overwrite or crash on them without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from factsheet.model import Place, Problem

MAX_DEPTH = 20
MAX_BYTES = 20_000_000
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is about ten times faster, but not built everywhere


class YamlMap(dict[str, Any]):
    """A mapping that knows where it and the values of its keys stand."""

    place: Place
    places: dict[str, Place]  # of the values
    keys_at: dict[str, Place]


class YamlList(list[Any]):
    place: Place
    places: list[Place]
    block: bool  # written with dashes on lines of their own
    last_line: int  # the last line that holds something of it


class _Stop(Exception):
    """Leaves a file that cannot be read further; carries the problem."""

    def __init__(self, problem: Problem):
        self.problem = problem


Events = Iterator[Any]  # of yaml; their marks are there whenever the C parser made them, which its type hints do not know


@dataclass
class _Composer:
    """Events -> values. Each method takes the event that begins a value and gives the value and the last line that holds it."""

    path: str
    lines: list[str]
    problems: list[Problem]

    def place(self, event: Any) -> Place:
        return Place(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def document(self, events: Events) -> Any:
        """The value of the first document; None when the file holds none."""
        root = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _Stop(Problem(self.place(event), "yaml", "a second document in one file", "remove the line `---`"))
                root, _ = self.value(next(events), events, 0)
        return root

    def value(self, event: Any, events: Events, depth: int) -> tuple[Any, int]:
        if depth > MAX_DEPTH:
            raise _Stop(Problem(self.place(event), "yaml-depth", f"nested deeper than {MAX_DEPTH} levels"))
        if isinstance(event, yaml.AliasEvent):
            message, hint = f"an alias (*{event.anchor})", "a text that begins with * belongs in quotes, or in a >- block"
            raise _Stop(Problem(self.place(event), "yaml-alias", message, hint))
        if event.anchor is not None:
            message, hint = f"an anchor (&{event.anchor})", "a text that begins with & belongs in quotes, or in a >- block"
            raise _Stop(Problem(self.place(event), "yaml-anchor", message, hint))
        if event.tag not in (None, "!"):
            hint = "put the text in quotes, or into a >- block"
            raise _Stop(Problem(self.place(event), "yaml-tag", f"a tag ({event.tag})", hint))
        if isinstance(event, yaml.ScalarEvent):
            self.find_cut(event)
            end: Any = event.end_mark
            return event.value, max(self.place(event).line, end.line + (1 if end.column else 0))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, events, depth)
        return self.mapping(event, events, depth)

    def find_cut(self, event: Any) -> None:
        """A text that ends where a `#` was read as the beginning of a comment. People leave a blank behind a comment's `#`."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if event.style in (None, "") and end.line < len(self.lines) else ""
        blanks = len(rest) - len(rest.lstrip())
        if event.value and blanks and re.match(r"#\S", rest.lstrip()) and not rest.lstrip().startswith("#!"):
            place = Place(self.path, end.line + 1, end.column + blanks + 1)
            hint = "put the text into quotes or a >- block, or leave a blank behind the # of a comment"
            self.problems.append(
                Problem(place, "cut-by-comment", "from here on the line is a comment, and no part of the text", hint)
            )

    def sequence(self, start: Any, events: Events, depth: int) -> tuple[YamlList, int]:
        items = YamlList()
        items.place, items.places, items.block = self.place(start), [], not start.flow_style
        items.last_line = items.place.line
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            value, items.last_line = self.value(event, events, depth + 1)
            if _is_empty(event):
                self.problems.append(Problem(self.place(event), "empty-value", "a `-` with nothing after it", "delete it"))
                continue
            items.append(value)
            items.places.append(self.place(event))
        if start.flow_style:
            items.last_line = event.end_mark.line + 1
        return items, items.last_line

    def mapping(self, start: Any, events: Events, depth: int) -> tuple[YamlMap, int]:
        result = YamlMap()
        result.place, result.places, result.keys_at = self.place(start), {}, {}
        last = result.place.line
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(Problem(self.place(event), "yaml-key", "a key that is not a plain word", "put it in quotes"))
            key, key_at, value_event = event.value, self.place(event), next(events)
            value, last = self.value(value_event, events, depth + 1)
            if key in result:
                message = f"`{key}` stands here again; first on line {result.keys_at[key].line}"
                self.problems.append(Problem(key_at, "duplicate-key", message, "keep one of them"))
            elif _is_empty(value_event):
                hint = "give it one, or leave the key out"
                self.problems.append(Problem(key_at, "empty-value", f"`{key}` has no value", hint))
            else:
                result[key] = value
                result.keys_at[key], result.places[key] = key_at, self.place(value_event)
        return result, event.end_mark.line + 1 if start.flow_style else last


def _is_empty(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.style in (None, "")


def decode(data: bytes, path: str) -> str | Problem:
    """UTF-8 text, or a problem at the first byte that is none."""
    if len(data) > MAX_BYTES:
        return Problem(Place(path), "too-large", f"{len(data):,} bytes; at most {MAX_BYTES:,} are read", "split the file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        return Problem(
            Place(path, line, column), "not-utf-8", f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        )


def parse_yaml(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Placed values (YamlMap, YamlList, str) and the problems; None when the file is empty or cannot be read at all."""
    problems: list[Problem] = []
    conflict = re.search(r"(?m)^(?:<{7}|={7}|>{7})(?: .*)?$", text)
    if conflict:
        place = Place(path, text.count("\n", 0, conflict.start()) + 1)
        return None, [
            Problem(place, "merge-conflict", "two versions of these lines stand here", "keep one, and delete the marks of git")
        ]
    try:
        return _Composer(path, text.split("\n"), problems).document(yaml.parse(text, Loader=_Parser)), problems
    except _Stop as stop:
        problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        runs_on = "end of stream" in str(error.problem)  # what was opened and never closed is where to look
        mark = (error.context_mark if runs_on else None) or error.problem_mark or error.context_mark
        where = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        problems.append(Problem(where, "yaml", _plain(error), _yaml_hint(error)))
    except yaml.reader.ReaderError as error:
        before = text[: max(0, text.find(chr(error.character)) if isinstance(error.character, int) else 0)]
        where = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems.append(Problem(where, "yaml", f"the character U+{int(error.character):04X} is not allowed", "delete it"))
    return None, problems


def _plain(error: yaml.MarkedYAMLError) -> str:
    said = " ".join(part for part in (error.context, error.problem) if part)
    return next((message for pattern, message, _ in _SAID_PLAINLY if re.search(pattern, said)), said)


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    said = " ".join(part for part in (error.context, error.problem) if part)
    return next((hint for pattern, _, hint in _SAID_PLAINLY if re.search(pattern, said)), "")


_IN_A_BLOCK = "put the text into quotes, or into a >- block"
# What the parser says, in the words of people: (pattern, message, hint); the first that fits.
_SAID_PLAINLY = (
    (r"\btab\b|'\\t'", "a tab stands where blanks belong", "indent with blanks only"),
    (r"quoted scalar.*end of stream", "a quotation mark is opened here and never closed", f"close it, or {_IN_A_BLOCK}"),
    (r"scanning an? (?:alias|anchor)", "a text cannot begin with * or &", _IN_A_BLOCK),
    (r"cannot start any token", "a text cannot begin with this character", _IN_A_BLOCK),
    (r"expected ':'", "a line without a colon stands here, or just above", "a key and its value are written `key: value`"),
    (
        r"mapping values are not allowed",
        "a colon stands where none can",
        f"a text with `: ` in it: {_IN_A_BLOCK}; else look at the indentation, and for a blank behind the dash",
    ),
    (
        r"block (?:mapping|collection|sequence)|<block end>|block entries|sequence entries",
        "this line does not fit the lines above it",
        f"keys of one record stand one under the other, and each record begins with `- `; a text that begins with [ {{ or a "
        f"quotation mark: {_IN_A_BLOCK}",
    ),
    (
        r"flow (?:mapping|sequence)",
        "a bracket is not closed as it was opened",
        f"close it; a text that begins with [ or {{: {_IN_A_BLOCK}",
    ),
    (
        r"<document start>",
        "the file does not read as one list of records",
        "each record begins with `- `, at the beginning of a line",
    ),
)
