"""Machine writes into people's files: text is spliced in, and no byte that was there changes.

One process at a time writes in a project: read, splice, parse, require that all that was there reads as before, write a
temporary file beside it, and replace only if the bytes on disk are still those that were read.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from factsheet.placed import YamlList, decode, parse_yaml

WIDTH = 120
UNFINISHED = re.compile(r"\..+\.\w+\.unfinished")  # the name of a file that is being written, or was when its writer was killed
_PLAIN = re.compile(r"[^\W_][\w .,%/()$€£&+’'–—-]*", re.ASCII)  # never special to YAML, wherever it stands
_WORD_OF_YAML = frozenset("y n yes no on off true false null".split())  # text to us, but not to every other reader


Change = tuple[Path, bytes | None, bytes | None]  # path, bytes before, bytes after; None where there was no file


class Refused(Exception):
    """A write that did not happen, with the reason for the person; every file is as it was."""


# ----------------------------------------------------------------------------------------------------- values -> YAML


def record_lines(record: Mapping[str, Any], indent: str = "") -> list[str]:
    """A record as the lines of one list item. Values are texts, lists and mappings; keys without a value are left out."""
    lines = _mapping_lines(record, indent + "  ")
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]]


def _mapping_lines(mapping: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}:", *_mapping_lines(value, indent + "  ")]
        elif isinstance(value, (list, tuple)):
            lines.append(f"{indent}{key}:")
            for item in value:
                if isinstance(item, Mapping):
                    lines += record_lines(item, indent + "  ")
                else:
                    lines += _scalar_lines(f"{indent}  -", str(item), indent + "    ")
        else:
            lines += _scalar_lines(f"{indent}{key}:", str(value), indent + "  ")
    return lines


def _scalar_lines(key: str, text: str, indent: str) -> list[str]:
    if _PLAIN.fullmatch(text) and text == text.strip() and len(key) + len(text) < WIDTH and text.lower() not in _WORD_OF_YAML:
        return [f"{key} {text}"]
    if text.isprintable() and text == " ".join(text.split()):
        return [f"{key} >-", *_folded(text, indent)]
    return [f"{key} {_quoted(text)}"]


def _folded(text: str, indent: str) -> list[str]:
    """Lines of a >- block: broken at single blanks, which is what folding puts back."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(indent) + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [indent + line for line in lines]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped) + '"'


# ------------------------------------------------------------------------------------------------ text -> longer text


def append_records(text: str, records: Sequence[Mapping[str, Any]]) -> str:
    """The text of a list file with records added at its end."""
    root, _ = parse_yaml(text.removeprefix("\ufeff"), "")
    if isinstance(root, YamlList) and not root and not root.block:
        text = text.replace("[]", "", 1)  # an empty list written out cannot be added to line by line
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * (root.place.column - 1) if isinstance(root, YamlList) and root.block else ""
    added = [newline.join(record_lines(record, indent)) + newline for record in records]
    gap = newline if text and not text.endswith(("\n", "\r")) else ""
    return text + gap + (newline if text.strip() and isinstance(root, YamlList) and root else "") + newline.join(added)


def append_report(text: str, fact: str, report: Mapping[str, Any]) -> str:
    """The text of a fact file with one more report under the fact of that id."""
    root, _ = parse_yaml(text.removeprefix("\ufeff"), "")
    found = [item for item in root or () if isinstance(item, dict) and item.get("id") == fact]
    reports = found[0].get("reports") if len(found) == 1 else None
    if not isinstance(reports, YamlList) or not reports.block:
        raise Refused(f"`reports` of {fact} is not written line by line, so nothing can be added to it; add the report by hand")
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    at = reports.last_line
    while at > 1 and not lines[at - 1].strip():  # a block scalar's end takes in the blank lines behind it
        at -= 1
    indent = re.match(r"[ ]*", lines[reports.places[0].line - 1])[0]  # type: ignore[index]
    if not lines[at - 1].endswith("\n"):
        lines[at - 1] += newline
    added = [line + newline for line in record_lines(report, indent)]
    return "".join(lines[:at] + added + lines[at:])


# ----------------------------------------------------------------------------------------------------- text -> disk


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer at a time in a folder. The system locks the folder itself, so the lock goes with the process however it ends.

    What a killed writer left unfinished is cleared away: nothing reads it, and its command will be run again.
    """
    try:
        import fcntl
    except ImportError:  # Windows cannot lock a folder: there the look at the bytes before replacing has to do
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise Refused(f"{folder}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("another factsheet command is writing here; try again when it has ended") from None
        for path in folder.rglob(".*.unfinished"):
            if UNFINISHED.fullmatch(path.name):
                path.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


Splice = Callable[[str], str]  # a text with something added
Reading = Callable[[Any], Any]  # the values that stood there -> those that must stand there after


def plan_splices(path: Path, steps: Sequence[tuple[Splice, Reading]]) -> tuple[bytes | None, bytes]:
    """The bytes of a file (None: there is none) and what they become. Nothing that was there may read otherwise."""
    before = bytes_of(path)
    text = decode(before or b"", path.name)
    if not isinstance(text, str):
        raise Refused(f"{text}; mend that first")
    text = (before or b"").decode("utf-8")  # with the byte order mark, if it has one
    for splice, reading in steps:
        values, problems = parse_yaml(text.removeprefix("\ufeff"), path.name)
        if problems:
            raise Refused(f"{problems[0]}; mend that first")
        text = splice(text)
        after, problems = parse_yaml(text.removeprefix("\ufeff"), path.name)
        if problems or after != reading(values):
            raise Refused(f"{path.name}: the addition would change how the rest of the file reads; add it by hand")
    return before, text.encode("utf-8")


def splice_file(path: Path, splice: Splice, reading: Reading) -> None:
    """Replace a file by its spliced text."""
    before, after = plan_splices(path, [(splice, reading)])
    replace_file(path, after, before)


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None when there is none. What is no file could keep its reader waiting for ever."""
    if not path.exists():
        return None
    if not path.is_file():
        raise Refused(f"{path} is no file; move it away")
    return path.read_bytes()


def replace_file(path: Path, data: bytes, before: bytes | None) -> None:
    """Write whole or not at all, and only over the bytes that were read (None: no file). A link stays a link."""
    path = path.resolve()
    with _in_place_of(path) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        if bytes_of(path) != before:
            raise Refused(f"{path.name} has changed meanwhile; nothing was written into it, run the command again")


def write_file(path: Path, data: bytes) -> None:
    """Write whole or not at all what is ours alone and can be made again, so that the disk need not be waited for."""
    with _in_place_of(path) as file:
        file.write(data)


@contextmanager
def _in_place_of(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of another when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".unfinished")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
