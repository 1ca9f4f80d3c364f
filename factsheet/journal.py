"""What a walk through an inbox has done, kept on disk so that a later walk can undo it and go on with what was being edited.

The journal lies in .factsheet/ of the project, which git ignores. Losing it loses nothing but the way back.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.records import leads_out
from factsheet.splices import Change, Refused, bytes_of, replace_file, write_file

_KEPT = 50  # steps that can be taken back
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, and the files that it changed."""

    what: str
    files: tuple[Change, ...]


@dataclass(slots=True)
class Journal:
    """The steps of the walks through one sheet's inbox, oldest first, and the records that were edited and not yet answered."""

    root: Path
    sheet: str
    steps: list[Step] = field(default_factory=list)
    edited: dict[str, str] = field(default_factory=dict)  # proposal -> its record as the person's editor gave it back

    @property
    def wants_lock(self) -> bool:
        """Whether something was answered that no lock has taken yet, as after a walk that was killed."""
        begun = _path(self.root, f"{self.sheet}.begun").exists()
        return begun or (bool(self.steps) and self.steps[-1].what != LOCKED)

    def do(self, what: str, *works: Callable[[], Iterable[Change]]) -> None:
        """Do it, and keep what is needed to undo it: what was written, and not what a person may have saved meanwhile.

        While it is done, a mark tells a later walk of one that was killed.
        """
        begun, changes = _path(self.root, f"{self.sheet}.begun"), list[Change]()
        _make_room(begun.parent)
        write_file(begun, b"")
        try:
            for work in works:
                changes += [(path, before, after) for path, before, after in work() if before != after]
        finally:
            if changes:
                self.steps.append(Step(what, tuple(changes)))
                self.save()
            begun.unlink()

    def undo(self) -> str:
        """Take back the last answer, and the lock that followed it; only while every file is as it was left.

        The inbox comes back first: in a walk that is killed in between, the proposal waits again, and undo goes on.
        """
        behind = [step for step in self.steps if step.what != LOCKED]
        if not behind:
            raise Refused("there is nothing to undo")
        first = self.steps.index(behind[-1])
        changes = [change for step in self.steps[first:] for change in step.files]
        left = {path: after for path, _, after in changes}
        found = {path: before for path, before, _ in reversed(changes)}
        there = {path: bytes_of(path) for path in sorted(found, key=lambda path: (path.name != "inbox.yml", path))}
        for path, data in there.items():
            if data not in (left[path], found[path]):
                raise Refused(f"{path.name} has changed since; nothing was undone")
        for path, data in there.items():
            before = found[path]
            if before is None:
                path.unlink(missing_ok=True)
            elif data != before:
                replace_file(path, before, data)
        del self.steps[first:]
        self.save()
        return behind[-1].what

    def save(self) -> None:
        self.steps = self.steps[-_KEPT:]
        path = _path(self.root, f"{self.sheet}.json")
        _make_room(path.parent)
        steps = [[step.what, [[self._name(path), _text(b), _text(a)] for path, b, a in step.files]] for step in self.steps]
        data = json.dumps({"steps": steps, "edited": self.edited}, ensure_ascii=False).encode()
        replace_file(path, data, bytes_of(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def read_journal(root: Path, sheet: str) -> Journal:
    """The journal of a sheet; an empty one when there is none, or none that can be read."""
    try:
        kept: Any = json.loads(bytes_of(_path(root, f"{sheet}.json")) or b"")
        steps = [
            Step(what, tuple((_inside(root, name), _data(before), _data(after)) for name, before, after in files))
            for what, files in kept["steps"]
        ]
        return Journal(root, sheet, steps, dict(kept["edited"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Journal(root, sheet)


def _path(root: Path, name: str) -> Path:
    folder = root / ".factsheet"
    if leads_out(folder, root):
        raise Refused(f"{folder} leads out of the project; move it away")
    return folder / f"review-{name}"


def _make_room(folder: Path) -> None:
    """The journals' folder, hidden from git before anything is in it."""
    if not (folder / ".gitignore").exists():
        replace_file(folder / ".gitignore", b"*\n", None)


def _inside(root: Path, name: str) -> Path:
    path = root / name
    if not path.resolve().is_relative_to((root / "content").resolve()):
        raise ValueError(name)
    return path


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8")


def _data(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")
