"""YAML text -> values that know their places, from the events of the C parser.

String-only: `no`, `2025-04-03`, `10:30` and `1.20` stay text. Aliases, tags, duplicate keys, empty values and deep nesting
are problems with a place; `yaml.load` would resolve, overwrite or crash on them without a word.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from factsheet.model import Place, Problem
from factsheet.text import clip

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


_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ends a line to YAML


def lines_of(text: str) -> list[str]:
    """The lines that places count: as YAML has them, in every file and every message."""
    return _BREAK.split(text)


def _end_of(before: str, path: str) -> Place:
    """The place behind some text, from the start of its file on."""
    *above, line = lines_of(before)
    return Place(path, len(above) + 1, len(line) + 1)


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

    def line_of(self, event: Any) -> str:
        return self.lines[int(event.start_mark.line)]

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
            hint = _as_block(self.line_of(event))
            raise _Stop(Problem(self.place(event), "yaml-depth", f"brackets or lists nested over {MAX_DEPTH} deep", hint))
        self.refuse_names(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.value:
                self.find_cut(event)
            end: Any = event.end_mark
            return event.value, max(self.place(event).line, end.line + (1 if end.column else 0))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, events, depth)
        return self.mapping(event, events, depth)

    def refuse_names(self, event: Any, is_key: bool = False) -> None:
        """What stands for something else, or is given a name or a type."""
        for code, sign, name in (
            ("yaml-alias", "*", event.anchor if isinstance(event, yaml.AliasEvent) else None),
            ("yaml-anchor", "&", event.anchor),
            ("yaml-tag", "!", getattr(event, "tag", None)),
        ):
            if name not in (None, "!"):
                what, here = "key" if is_key else "text", clip(name if sign == "!" else f"{sign}{name}")
                hint = "put the key in quotes" if is_key else _as_block(self.line_of(event))
                raise _Stop(Problem(self.place(event), code, f"a {what} cannot begin with {sign} (here {here})", hint))

    def find_cut(self, event: Any, behind: int = 0) -> bool:
        """A comment behind a value that may have been meant as text: people leave a blank behind the `#` of a comment."""
        if event.style not in (None, "") or event.end_mark.line >= len(self.lines):
            return False
        number, column = event.end_mark.line, event.end_mark.column + behind
        rest = self.lines[number][column:]
        blanks = len(rest) - len(rest.lstrip())
        if not blanks or not re.match(r"#[^\s!]", rest.lstrip()):
            return False
        message = "from here on the line is a comment, and no part of the text"
        hint = f"is it text? {_as_block(self.lines[number])}; is it a comment? leave a blank behind the #"
        self.problems.append(Problem(Place(self.path, number + 1, column + blanks + 1), "cut-by-comment", message, hint))
        return True

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
            self.refuse_names(event, is_key=True)
            key, key_at, value_event = event.value, self.place(event), next(events)
            value, last = self.value(value_event, events, depth + 1)
            if key in result:
                message = f"`{clip(key)}` stands here again; first on line {result.keys_at[key].line}"
                self.problems.append(Problem(key_at, "duplicate-key", message, "keep one of them"))
            elif _is_empty(value_event) and self.find_cut(event, 1):
                continue
            elif _is_empty(value_event):
                hint = "give it one, or leave the key out"
                self.problems.append(Problem(key_at, "empty-value", f"`{clip(key)}` has no value", hint))
            else:
                result[key] = value
                result.keys_at[key], result.places[key] = key_at, self.place(value_event)
        return result, event.end_mark.line + 1 if start.flow_style else last


def _is_empty(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.style in (None, "")


def decode(data: bytes, path: str) -> str | Problem:
    """UTF-8 text, or a problem at the first byte that is none."""
    if len(data) > MAX_BYTES:
        return Problem(
            Place(path), "too-large", f"more than {MAX_BYTES:,} bytes, which is the most that is read", "split the file"
        )
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        where = _end_of(error.object[: error.start].decode(), path)
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        return Problem(where, "not-utf-8", message, "save the file as UTF-8")


def parse_yaml(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Placed values (YamlMap, YamlList, str) and the problems; None when the file is empty or cannot be read at all."""
    problems: list[Problem] = []
    conflict = re.search(r"(?m)^(?:<{7}|={7}|>{7})(?: .*)?$", text)
    if conflict:
        hint = "keep one, and delete the marks of git"
        where = _end_of(text[: conflict.start()], path)
        return None, [Problem(where, "merge-conflict", "two versions of these lines stand here", hint)]
    try:
        return _Composer(path, lines_of(text), problems).document(yaml.parse(text, Loader=_Parser)), problems
    except _Stop as stop:
        problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        stopped = _told(error, lines_of(text), path)
        problems = [problem for problem in problems if problem.place.line != stopped.place.line]  # they follow from it
        problems.append(stopped)
    except yaml.reader.ReaderError as error:
        where = _end_of(text[: max(0, text.find(chr(error.character)))] if isinstance(error.character, int) else "", path)
        problems.append(Problem(where, "yaml", f"the character U+{int(error.character):04X} is not allowed", "delete it"))
    return None, problems


# ------------------------------------------------------------------------- what the parser says, in the words of people


def _told(error: yaml.MarkedYAMLError, lines: list[str], path: str) -> Problem:
    """A fault that the parser stops at: at the line that is to be mended, and how."""
    said = " ".join(part for part in (error.context, error.problem) if part)
    began = any(
        words in said for words in ("end of stream", "expected ':'", "scanning an a", "flow mapping", "flow sequence")
    )  # look where it was begun
    mark: Any = (error.context_mark if began else None) or error.problem_mark or error.context_mark
    if mark is None or mark.line >= len(lines) or "flow node" in said:  # the file ends in the middle of something
        last = max((number for number, line in enumerate(lines) if re.search(r"[\[{,][^\]}]*$", line)), default=0)
        return Problem(Place(path, last + 1), "yaml", "a bracket is opened here and not closed", _CLOSE.format())
    number, column = mark.line, mark.column
    line = lines[number]

    def here(at: int, message: str, hint: str, number: int = number) -> Problem:
        return Problem(Place(path, number + 1, at + 1), "yaml", message, hint)

    for near in range(number, max(-1, number - 3), -1):
        if dash := re.match(r"\s*-(?=[\w-]+:(?:\s|$))", lines[near]):
            return here(dash.end(), "a blank is missing behind the dash", "write `- id: …`, with a blank", near)
    if hard := re.match(r"[ ]*(?=[^\S \t])", line):
        message = "what looks like a blank here is another character"
        return here(hard.end(), message, "delete what stands before the first word, and indent with the space bar")
    if "mapping values are not allowed" in said:
        key = re.match(r"(\s*(?:- +)*)[\w-]+(?=:(?:\s|$))", line)
        if key and key.end() == column:
            return here(len(key[1]), "this line is set further in than the one above", _FITS)
        return here(column, "a colon and a blank stand in the text", _as_block(line))
    if number and re.search(r"[>|]-?\s*$", lines[number - 1]) and line.strip():
        return here(column, "a text under >- has to be set further in than its key", "put two more blanks before it")
    opened = re.match(r"\s*(?:- +)*(?:[\w-]+:\s+)?([\"'\[{])", line)
    if opened and opened.end() <= column and re.search(_GOES_ON, said):
        above = (near for near in range(number - 1, -1, -1) if lines[near].count(opened[1]) % 2)
        if opened.end() == column and (begun := next(above, None)) is not None:  # its first mark ends what was begun above
            at = lines[begun].index(opened[1])
            return here(at, "a quotation mark is opened here and not closed in its line", _as_block(lines[begun]), begun)
        return here(column, f"a text that begins with {opened[1]} goes on behind {_CLOSING[opened[1]]}", _as_block(line))
    char = line[column : column + 1]
    if char == "\t":
        said = "tab"
    message, hint = next(((message, hint) for pattern, message, hint in _SAID_PLAINLY if re.search(pattern, said)), (said, _FITS))
    return here(column, message.format(char), (hint or "{}").format(_as_block(line)))


def _as_block(line: str) -> str:
    """How a text that is special to YAML is written so that it is none."""
    key = re.match(r"\s*((?:- +)?(?:[\w-]+:)?)", line)
    begun = f"{key[1].strip()} " if key and key[1].strip() else ""
    return f"write `{begun}>-`, and the text on lines of its own below, set further in"


_FITS = "keys of one record stand one exactly under the other, and each record begins with `- `"
_GOES_ON = r"block (?:mapping|collection|sequence|node)|<block end>|block entries|sequence entries|<document start>"
_CLOSE = (
    "close it: [ with ] and {{ with }}; a text that begins with one is written below `>-`, on lines of its own, set further in"
)
_CLOSING = {'"': "the closing quotation mark", "'": "the closing quotation mark", "[": "the ]", "{": "the }"}
# (pattern, message, hint); the first that fits. {} is the character in the message, and in the hint how to write the text.
_SAID_PLAINLY = (
    (r"\btab\b|'\\t'", "a tab stands where blanks belong", "take it out, and indent with blanks"),
    (
        r"quoted scalar.*(?:end of stream|document indicator)",
        "a quotation mark is opened here and never closed",
        "close it, or {}",
    ),
    (r"scanning an? (?:alias|anchor)", "a text cannot begin with {}", ""),
    (r"block scalar", "behind > or | nothing else can stand in the line", "begin the text on the next line, set further in"),
    (r"scanning a tag|parsing a tag|tag handle", "a text cannot begin with !", ""),
    (r"scanning a directive", "a line cannot begin with %", "write it as the text of a key"),
    (r"cannot start any token", "a text cannot begin with {}", ""),
    (r"expected ':'", "this line has no colon with a blank behind it", "a key and its value are written `key: value`"),
    (_GOES_ON, "this line does not fit the lines above it", _FITS),
    (r"flow (?:mapping|sequence)", "a bracket is opened here and not closed as it should be", _CLOSE),
)
