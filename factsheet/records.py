"""Placed YAML values <-> records: what the files under content/ say, and every problem in them at its place."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from factsheet.lockfile import read_lock
from factsheet.memo import Keep, anew
from factsheet.model import (
    Article,
    Event,
    Figure,
    Lock,
    Masthead,
    Person,
    Place,
    Problem,
    Project,
    Record,
    Rejection,
    Sheet,
    Statement,
)
from factsheet.placed import MAX_BYTES, YamlList, YamlMap, decode, parse_yaml
from factsheet.text import clip, slug

R = TypeVar("R", bound=Record)

# ------------------------------------------------------------------------------------------ placed values -> records

_CODES = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "literal_error": "unknown-value",
    "decimal_parsing": "not-a-number",
    "string_type": "wrong-shape",
    "model_type": "wrong-shape",
    "dict_type": "wrong-shape",
    "tuple_type": "wrong-shape",
    "list_type": "wrong-shape",
    "too_short": "empty-value",
    "string_too_short": "empty-value",
    "wording_too_long": "too-long",
}
_SHAPES = {"string_type": "a text", "model_type": "keys with values", "dict_type": "keys with values"}
_FIRST_VALUES = {"format": "1"}
_PATTERNS = {
    "url": ("bad-url", "starts with http:// or https:// and holds no blanks or quotation marks"),
    "wikidata": ("bad-value", "is a Q and a number"),
    "words": ("bad-value", "is 16 hexadecimal digits"),
}


def read_record(model: type[R], value: Any, place: Place) -> R | list[Problem]:
    """A record, or every problem of it, each at its own place."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        deeper = {detail["loc"][:size] for detail in details for size in range(len(detail["loc"]))}
        # a list is called too short, too, when all that stands in it is wrong
        problems = [_problem(model, value, place, d) for d in details if d["type"] != "too_short" or d["loc"] not in deeper]
        meant = {problem.hint for problem in problems if problem.code == "unknown-key"}
        return [p for p in problems if p.code != "missing-key" or f"did you mean {p.message.split()[0]}?" not in meant]


def _problem(model: type[Record], value: Any, place: Place, detail: ErrorDetails) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    where, found = _walk(value, place, loc)
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), model.__name__)
    code, message, hint = _CODES.get(kind, "bad-value"), f"`{name}`: {detail['msg']}", ""
    known = _keys_at(model, loc[:-1] if kind in ("missing", "extra_forbidden") else loc)
    if kind == "missing":
        message, hint = f"`{name}` is missing", f"add a line `{name}: {_FIRST_VALUES.get(name, '…')}`"
    elif kind == "extra_forbidden":
        owner = _walk(value, place, loc[:-1])[1]
        where = owner.keys_at.get(name, where) if isinstance(owner, YamlMap) else where
        message, hint = f"unknown key `{clip(name)}`", did_you_mean(name, known) or f"known here: {', '.join(sorted(known))}"
    elif kind == "literal_error":
        allowed = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
        message = f"`{name}` is {_shown(found)}; it can be {', '.join(allowed)}"
        hint = did_you_mean(str(found), allowed)
    elif kind in ("bool_parsing", "bool_type"):
        message, hint = f"`{name}` is {_shown(found)}; it can be true or false", ""
    elif kind == "too_long":
        message, hint = f"`{name}` has more entries than the {detail['ctx']['max_length']} it can have", ""
        hint = "one number, or the two ends of a range; a comma parts numbers, so that 2,000 is written 2000"
    elif kind == "decimal_parsing":
        message, hint = f"`{name}` is {_shown(found)}, which is no number", _number_hint(str(found))
    elif kind == "string_pattern_mismatch":
        code, rule = _PATTERNS.get(
            name, ("bad-id", "is lower-case letters and digits with hyphens between, like us-troops-in-europe")
        )
        message, hint = f"`{name}` is {_shown(found)}", f"it {rule}"
        if code == "bad-id" and slug(str(found)):
            hint = f"did you mean `{slug(str(found))}`? {hint}"
    elif kind in _SHAPES:
        message = f"`{name}` should be {_SHAPES[kind]}" if loc else f"the file should be {_SHAPES[kind]}"
        if kind == "string_type" and isinstance(found, (list, dict)):
            read_as = "a list" if isinstance(found, list) else "keys with values"
            message = f"`{name}` should be one text, and is read as {read_as}"
            hint = (
                "a text with `: ` in it, or that begins with [ or {, is written below `>-`, on lines of its own, set further in"
            )
        elif kind == "model_type":
            message = f"an entry of `{name}` should be {_SHAPES[kind]}" if loc and isinstance(loc[-1], int) else message
            hint = f"its keys are {', '.join(_keys_at(model, loc))}, each with a colon and a value"
    elif _CODES.get(kind) == "wrong-shape":
        message, hint = f"`{name}` should be a list", "put each entry on a line of its own, after a dash"
    elif kind == "wording_too_long":
        hint = "record the sentence or two that say it; who wants all of it opens the article"
    elif _CODES.get(kind) == "empty-value":
        message, hint = f"`{name}` is empty", "give it a value, or leave the key out"
    return Problem(where, code, message, hint)


def _number_hint(text: str) -> str:
    """How to write a number that is given as newspapers give it: 1,200 or 8,5 or 5%."""
    digits = text.strip("%$€£¥ ")
    for thousands in (r"[ ,](?=\d{3}(?!\d))", r"\.(?=\d{3}\.)|(?<=\.\d{3})\.(?=\d{3}$)"):
        digits = re.sub(thousands, "", digits)
    plain = digits.replace(",", ".")
    if re.fullmatch(r"-?\d+(?:\.\d+)?", plain):
        return f"did you mean `{plain}`?"
    return "digits and a point, without a unit: 20000, 3.5, 2000000 for 2 million; a range is [20000, 50000]"


def _shown(found: Any) -> str:
    return clip(repr(found))


def _walk(value: Any, place: Place, loc: Sequence[int | str]) -> tuple[Place, Any]:
    """The place that a pydantic path leads to, as deep as the YAML goes, and what stands there."""
    for part in loc:
        if isinstance(value, YamlMap) and part in value:
            place = value.places[str(part)] if isinstance(value[str(part)], str) else value.keys_at[str(part)]
            value = value[str(part)]
        elif isinstance(value, YamlList) and isinstance(part, int) and part < len(value):
            place, value = value.places[part], value[part]
    return place, value


def _keys_at(model: type[Record], loc: Sequence[int | str]) -> list[str]:
    """The keys that a record may have at a pydantic path."""
    for part in loc:
        if isinstance(part, str):
            field = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
            model = next(iter(_models_in(field.annotation)), model) if field else model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def closest(word: str, known: Iterable[str]) -> str | None:
    """What is known and spelt nearly like a word."""
    return next(iter(get_close_matches(word, sorted(known), n=1)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = closest(word, known)
    return f"did you mean `{close}`?" if close else ""


def read_list(model: type[R], text: str, path: str) -> tuple[tuple[R, ...], list[Problem]]:
    """The records of a file that is a list of them. A bad one does not hide the others."""
    root, problems = parse_yaml(text, path)
    if root is None:
        return (), problems
    if not isinstance(root, YamlList):
        problems.append(Problem(Place(path), "wrong-shape", "the file should be a list", "begin each record with `- id: …`"))
        return (), problems
    records = []
    for value, place in zip(root, root.places, strict=True):
        record = read_record(model, value, place)
        if isinstance(record, list):
            problems += record
        else:
            records.append(record)
    return tuple(records), problems


# --------------------------------------------------------------------------------------------------- disk -> records


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path, or a link on the way to it, ends outside a folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def links_out(folder: Path, root: Path) -> list[Problem]:
    """What in a folder, however deep, nobody may read: links that lead out of the project, where pages and problems would show
    what they find, and what is neither file nor folder, where a reader may wait for ever."""
    found = []
    for parent, folders, files in os.walk(folder):  # which follows no link
        links = [path for name in (*folders, *files) if (path := Path(parent, name)).is_symlink() and leads_out(path, root)]
        found += [_outside(path.relative_to(root).as_posix()) for path in links]
        pipes = [path for name in files if not (path := Path(parent, name)).is_file() and path.exists() and path not in links]
        found += [no_file(path.relative_to(root).as_posix()) for path in pipes]
    return found


def no_file(name: str) -> Problem:
    message = "this is no file, but a pipe, a socket or a device"
    return Problem(Place(name, 0, 0), "unreadable", message, "take it away")


def _outside(name: str) -> Problem:
    message = "this is a link that leads out of the project"
    return Problem(Place(name, 0, 0), "outside-project", message, "put what it leads to here itself")


def _read(root: Path, path: Path) -> tuple[str, str, list[Problem]]:
    """Text, path as problems name it, problems."""
    name = path.relative_to(root).as_posix()
    if leads_out(path, root):
        return "", name, [_outside(name)]
    if path.exists() and not (path.is_file() or path.is_dir()):
        return "", name, [no_file(name)]
    try:
        with path.open("rb") as file:
            text = decode(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        return "", name, [Problem(Place(name), "unreadable", error.strerror or str(error))]
    return ("", name, [text]) if isinstance(text, Problem) else (text, name, [])


def record_files(folder: Path, name: str) -> list[Path]:
    """statements.yml, or the *.yml of a folder statements/, or both."""
    single = folder / f"{name}.yml"
    return ([single] if single.is_file() else []) + sorted((folder / name).glob("*.yml"))


class _Reader:
    """Reads the files of one project, and gathers the problems and the ids of records that could not be read."""

    def __init__(self, root: Path, keep: Keep):
        self.root = root
        self.keep = keep
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def all(self, model: type[R], files: Iterable[Path]) -> tuple[R, ...]:
        return tuple(record for path in files for record in self._file(model, path))

    def _file(self, model: type[R], path: Path) -> tuple[R, ...]:
        text, name, problems = _read(self.root, path)
        records, wrong = self.keep(name, read_list, model, text, name) if not problems else ((), [])
        self.problems += problems + wrong
        if problems or wrong:
            self.unread |= {name, *_ID_LINE.findall(text)}
        return records


_ID_LINE = re.compile(r"(?m)^[ \t{-]*id:[ \t]*['\"]?([\w-]+)")


def sheet_folders(root: Path) -> list[Path]:
    content = root / "content"
    folders = sorted(content.iterdir()) if content.is_dir() else []
    sheets = [f for f in folders if f.is_dir() and f.name != "pages" and not f.name.startswith((".", "_"))]
    return [folder for folder in sheets if not leads_out(folder, root)]


def load(root: Path, keep: Keep = anew) -> tuple[Project, list[Problem]]:
    """Everything under content/ but the article texts; `keep` may have read a file of the same text before."""
    if not (root / "content").is_dir():
        return Project(), [
            Problem(Place("content"), "missing-folder", "there is no folder content/ here", "run this in a project")
        ]
    reader = _Reader(root, keep)
    reader.problems += links_out(root / "content", root)
    people = reader.all(Person, record_files(root / "content", "people"))
    sheets = tuple(sheet for folder in sheet_folders(root) if (sheet := _load_sheet(reader, folder)))
    if not sheets and not reader.problems:
        hint = "a sheet is a folder in content/ with a sheet.yml"
        reader.problems.append(Problem(Place("content"), "missing-folder", "content/ holds no sheet", hint))
    return Project(people, sheets, frozenset(reader.unread)), reader.problems


def _load_sheet(reader: _Reader, folder: Path) -> Sheet | None:
    """All that the folder says; None when it has no masthead, but its other files are read for their problems all the same."""
    masthead, problems = _load_masthead(reader.root, folder)
    lock, bad_lock = _load_lock(reader.root, folder)
    reader.problems += problems + bad_lock + _stray_files(reader.root, folder)
    articles = record_files(folder, "articles")
    if not articles:
        place = Place((folder / "articles.yml").relative_to(reader.root).as_posix())
        hint = "it holds one record per article: `- id: …`"
        reader.problems.append(Problem(place, "missing-file", "the file is missing", hint))
    parts = (
        reader.all(Article, articles),
        reader.all(Statement, record_files(folder, "statements")),
        reader.all(Figure, record_files(folder, "figures")),
        reader.all(Event, record_files(folder, "events")),
        reader.all(Rejection, record_files(folder, "rejected")),
    )
    return Sheet(folder.name, masthead, *parts, lock) if masthead else None


_FILES = ("sheet", "articles", "statements", "figures", "events", "rejected", "inbox")


def _stray_files(root: Path, folder: Path) -> list[Problem]:
    """YAML files that nothing reads: a record in one would vanish from the site without a word."""
    stray = [path for path in sorted(folder.iterdir()) if path.suffix in (".yml", ".yaml")]
    stray = [path for path in stray if path.suffix == ".yaml" or path.stem not in _FILES or not path.is_file()]
    hint = f"the files of a sheet are {', '.join(f'{name}.yml' for name in _FILES)}"
    return [
        Problem(
            Place(path.relative_to(root).as_posix()),
            "unknown-file",
            "nothing reads this file",
            did_you_mean(f"{path.stem}.yml", [f"{name}.yml" for name in _FILES]) or hint,
        )
        for path in stray
    ]


def _load_masthead(root: Path, folder: Path) -> tuple[Masthead | None, list[Problem]]:
    path = folder / "sheet.yml"
    place = Place(path.relative_to(root).as_posix())
    if not path.is_file():
        return None, [Problem(place, "missing-file", "the file is missing", "it needs at least `format: 1` and `title: …`")]
    text, name, problems = _read(root, path)
    value, wrong = parse_yaml(text, name) if not problems else (None, [])
    problems += wrong
    if problems and value is None:
        return None, problems
    record = read_record(Masthead, {} if value is None else value, place)
    return (None, problems + record) if isinstance(record, list) else (record, problems)


def _load_lock(root: Path, folder: Path) -> tuple[Lock, list[Problem]]:
    path = folder / "evidence.lock"
    if not path.is_file():
        return Lock(), []
    text, name, problems = _read(root, path)
    return (Lock(readable=False), problems) if problems else read_lock(text, name)
