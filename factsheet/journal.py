"""What a walk through an inbox has done, kept on disk so that a later walk can undo it and go on with what was being edited.

The journal lies in .factsheet/ of the project, which git ignores. Losing it loses nothing but the way back.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.splices import Refused, replace_file

_KEPT = 50  # steps that can be taken back
LOCKED = "locked"

Change = tuple[Path, bytes | None, bytes | None]  # path, bytes before, bytes after; None where there was no file


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
        return bool(self.steps) and self.steps[-1].what != LOCKED

    def do(self, what: str, folders: Collection[Path], work: Callable[[], object]) -> None:
        """Do it, and keep what is needed to undo it."""
        before = _contents(folders)
        work()
        after = _contents(folders)
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        if changed:
            self.steps.append(Step(what, tuple((path, before.get(path), after.get(path)) for path in changed)))
            self.save()

    def undo(self) -> str:
        """Take back the last answer, and the lock that followed it; only while every file is still as it was left."""
        behind = [step for step in self.steps if step.what != LOCKED]
        if not behind:
            raise Refused("there is nothing to undo")
        first = self.steps.index(behind[-1])
        changes = [change for step in self.steps[first:] for change in step.files]
        left = {path: after for path, _, after in changes}
        found = {path: before for path, before, _ in reversed(changes)}
        for path, after in left.items():
            if (path.read_bytes() if path.exists() else None) != after:
                raise Refused(f"{path.name} has changed since; nothing was undone")
        for path, before in found.items():
            if before is None:
                path.unlink(missing_ok=True)
            else:
                replace_file(path, before, left[path])
        del self.steps[first:]
        self.save()
        return behind[-1].what

    def save(self) -> None:
        self.steps = self.steps[-_KEPT:]
        path = _path(self.root, self.sheet)
        if not path.parent.exists():
            replace_file(path.parent / ".gitignore", b"*\n", None)
        steps = [[step.what, [[self._name(path), _text(b), _text(a)] for path, b, a in step.files]] for step in self.steps]
        data = json.dumps({"steps": steps, "edited": self.edited}, ensure_ascii=False).encode()
        replace_file(path, data, path.read_bytes() if path.exists() else None)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def read_journal(root: Path, sheet: str) -> Journal:
    """The journal of a sheet; an empty one when there is none, or none that can be read."""
    try:
        kept: Any = json.loads(_path(root, sheet).read_bytes())
        steps = [
            Step(what, tuple((_inside(root, name), _data(before), _data(after)) for name, before, after in files))
            for what, files in kept["steps"]
        ]
        return Journal(root, sheet, steps, dict(kept["edited"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Journal(root, sheet)


def _path(root: Path, sheet: str) -> Path:
    return root / ".factsheet" / f"review-{sheet}.json"


def _inside(root: Path, name: str) -> Path:
    path = root / name
    if not path.resolve().is_relative_to((root / "content").resolve()):
        raise ValueError(name)
    return path


def _contents(folders: Collection[Path]) -> dict[Path, bytes]:
    """The files that commands write, by path."""
    files = (path for folder in folders for pattern in ("*.yml", "*.lock") for path in folder.rglob(pattern))
    return {path: path.read_bytes() for path in files if path.is_file()}


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8")


def _data(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")
