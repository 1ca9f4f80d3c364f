"""What git knows of the records: how their files stood at a revision, and when each record last changed."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from factsheet.model import Place
from factsheet.placed import MAX_BYTES, decode
from factsheet.records import leads_out


class NoHistory(Exception):
    """Git cannot say what was asked for, with the reason for the person."""


def _git(root: Path, *words: str, given: bytes = b"") -> bytes:
    command, own = ["git", "-C", str(root), *words], os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, input=given, env=own, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoHistory("git is not installed here; the changes of records are read from it") from None
    if done.returncode:
        raise NoHistory(done.stderr.decode("utf-8", "replace").strip() or "git failed")
    return done.stdout


# --------------------------------------------------------------------------------------------------- files as they were


def files_at(root: Path, revision: str) -> Mapping[str, str]:
    """The YAML files under content/ as a commit has them: path in the project -> text."""
    commit = _commit(root, revision)
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", "content").decode("utf-8", "replace").split("\0")
    blobs = {}
    for entry in filter(None, listed):
        about, path = entry.split("\t", 1)
        mode, _, name = about.split(" ")
        if path.endswith(".yml") and mode in ("100644", "100755"):  # no links
            blobs[path] = name
    given = "".join(f"{name}\n" for name in blobs.values()).encode()
    return dict(zip(blobs, _texts(_git(root, "cat-file", "--batch", given=given), revision, list(blobs)), strict=True))


def _commit(root: Path, revision: str) -> str:
    try:
        _git(root, "rev-parse", "--show-prefix")
    except NoHistory as error:
        unsafe = "dubious ownership" in str(error)
        raise NoHistory(str(error) if unsafe or "git is" in str(error) else f"{root.resolve()} is in no git repository") from None
    if not revision or revision.startswith("-"):  # git would take it for an option
        raise NoHistory(f"{revision!r} is no revision; name a commit, a branch or a tag, like HEAD~1")
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except NoHistory:
        raise NoHistory(f"git knows no revision {revision!r}; `git log --oneline` lists them") from None


def _texts(batch: bytes, revision: str, paths: Sequence[str]) -> Iterable[str]:
    """The contents in the answer of `git cat-file --batch`: a line that ends with the size, that many bytes, a newline."""
    at = 0
    for path in paths:
        head = batch.index(b"\n", at)
        size = int(batch[at:head].rsplit(b" ", 1)[1])
        text = decode(batch[head + 1 : head + 1 + size], f"{revision}:{path}")
        if not isinstance(text, str):
            raise NoHistory(str(text))
        yield text
        at = head + size + 2


def files_now(root: Path) -> Mapping[str, str]:
    """The same of the working tree."""
    found = {}
    for path in sorted((root / "content").rglob("*.yml")):
        name = path.relative_to(root).as_posix()
        if leads_out(path, root):
            raise NoHistory(f"{name} is a link that leads out of the project")
        text = decode(_beginning(path), name) if path.is_file() else ""
        if not isinstance(text, str):
            raise NoHistory(str(text))
        found[name] = text
    return found


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)  # one byte too many is one


# ------------------------------------------------------------------------------------------------------- last changed

_Line = tuple[tuple[int, str] | None, str]  # when a line was committed (seconds, and the day where that was), and the line


def last_changes(root: Path, records: Iterable[Place]) -> Mapping[Place, str]:
    """The day of the last commit that touched a line of each record; the records that git cannot tell it of are left out.

    One `git blame` per file. A line that only went away is not seen, and a line that is not committed leaves its record out. In
    a shallow clone every line would seem to be as new as the clone, so nothing is told there.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return {}
    except NoHistory:
        return {}
    found: dict[Place, str] = {}
    for path, places in groupby(sorted(records), key=lambda place: place.path):
        try:
            lines = _blame(_git(root, "blame", "--porcelain", "--", path))
        except NoHistory:  # not in git yet
            continue
        starts = list(places)
        for place, end in pairwise([*starts, Place(path, len(lines) + 1)]):
            times = [time for time, text in _without_tail(lines[place.line - 1 : end.line - 1])]
            if times and None not in times:
                found[place] = max(filter(None, times))[1]
    return found


def _blame(porcelain: bytes) -> list[_Line]:
    """What `git blame --porcelain` says of each line; it tells about a commit once, where it names it first."""
    times: dict[str, tuple[int, str] | None] = {}
    lines: list[_Line] = []
    commit, seconds = "", 0
    for line in porcelain.decode("utf-8", "replace").split("\n"):
        if line.startswith("\t"):
            lines.append((times[commit], line[1:]))
        elif match := re.match(r"([0-9a-f]{40,64}) \d+ \d+", line):
            commit = match[1]
            times.setdefault(commit, None)
        elif line.startswith("author-time "):
            seconds = int(line.split(" ")[1])
        elif line.startswith("author-tz ") and commit.strip("0"):  # all noughts: not committed yet
            times[commit] = (seconds, _day(seconds, line.split(" ")[1]))
    return lines


def _day(seconds: int, zone: str) -> str:
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
    return (datetime.fromtimestamp(seconds, UTC) + (-away if zone[0] == "-" else away)).date().isoformat()


def _without_tail(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Without the blank lines and comments at the end: they belong to what follows."""
    end = len(lines)
    while end and (not lines[end - 1][1].strip() or lines[end - 1][1].startswith("#")):
        end -= 1
    return lines[:end]
