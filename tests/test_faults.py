"""Faults: a command that is killed, a disk that is full, folders that may not be written. Files are old or new, never half.

Each writing command is really killed: at every one of its touches of the disk, one after the other, and at random moments
(FACTSHEET_KILLS says how many). Then every file is as before or as after a whole run, and the same command, run again,
ends where the whole run ended (after accept also `lock`, as `check` then says).
"""

import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from factsheet.build import checked
from factsheet.cli import main
from factsheet.splices import UNFINISHED

KILLS = int(os.environ.get("FACTSHEET_KILLS", "40"))

_WRITES = os.O_WRONLY | os.O_RDWR
_TOUCHES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.chmod", "os.rmdir", "os.truncate"))


def start_process(root: Path, words: tuple[str, ...], kill_at: int = 0, prepare: Callable[[], None] | None = None) -> int:
    """The command in a process of its own, which kills itself at its nth touch of the disk; the id of the process."""
    process = os.fork()
    if process:
        return process
    left = kill_at

    def touched(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in _TOUCHES or (event == "open" and isinstance(args[2], int) and args[2] & _WRITES):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 70  # of a traceback
    try:
        os.chdir(root)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        sys.addaudithook(touched)
        if prepare:
            prepare()
        code = main(list(words))
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Its exit code, or the signal that ended it, as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@dataclass(frozen=True)
class Command:
    """A writing command, the commands before it that bring the project to where it begins, and what to run again after a kill."""

    before: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    after: tuple[tuple[str, ...], ...] = ()


PROPOSED = (("propose",),)
COMMANDS = {
    "propose": Command((), ("propose",)),
    "accept": Command(PROPOSED, ("accept", "--all"), (("lock",),)),
    "reject": Command(PROPOSED, ("reject", "--all", "--reason", "not for this sheet")),
    "lock": Command((*PROPOSED, ("accept", "--all"), ("#", "content/ferry/evidence.lock")), ("lock",)),
    "add": Command((), ("add", "ferry", "new-one.txt")),
    "upgrade": Command((("-", "content/ferry/sheet.yml", "format: 1\n"),), ("upgrade",)),
    "schema --write": Command((), ("schema", "--write")),
    "add --update": Command((), ("add", "ferry", "--update", "harbour-post.md")),
}
ARTICLE = "The new ferry\n\nBy a Reporter\n4 November 2030\n\n“The boat is as good as new,” Ann Hill said on Monday.\n"


@pytest.fixture(params=sorted(COMMANDS))
def command(request: pytest.FixtureRequest) -> Command:
    return COMMANDS[request.param]


@pytest.fixture
def start(sample: Path, command: Command) -> Path:
    """The sample without facts, and with an article to add, brought to where the command begins."""
    for kind in ("statements", "figures", "events"):
        (sample / f"content/ferry/{kind}.yml").write_text("# none yet\n", encoding="utf-8")
    (sample / "new-one.txt").write_text(ARTICLE, encoding="utf-8")
    (sample / "harbour-post.md").write_text(ARTICLE, encoding="utf-8")
    for words in command.before:
        if words[0] == "#":
            (sample / words[1]).unlink()
        elif words[0] == "-":
            path = sample / words[1]
            path.write_text(path.read_text(encoding="utf-8").replace(words[2], ""), encoding="utf-8")
        else:
            assert main(["-C", str(sample), *words]) == 0
    return sample


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def whole_run(start: Path, command: Command, folder: Path) -> dict[str, bytes]:
    whole = Path(shutil.copytree(start, folder))
    assert ended(start_process(whole, command.words)) == 0
    return files(whole)


def copies(start: Path, folder: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield Path(shutil.copytree(start, folder / str(number)))


def assert_old_or_new(root: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    for name, data in files(root).items():
        if UNFINISHED.fullmatch(Path(name).name):
            continue
        assert data in (old.get(name), new.get(name)), f"{name} is neither as before nor as after"
    assert old.keys() <= files(root).keys() | (old.keys() - new.keys()), "a file is gone"
    told = [str(problem) for problem in checked(root).unread]
    assert [line for line in told if not line.endswith("`format` is missing")] == []  # that is what `upgrade` begins with


def assert_goes_on(root: Path, command: Command, new: dict[str, bytes]) -> None:
    for words in (command.words, *command.after):
        assert ended(start_process(root, words)) in (0, 1)
    assert files(root) == new


def test_killed_at_each_touch_of_the_disk(start: Path, command: Command, tmp_path: Path) -> None:
    old, new = files(start), whole_run(start, command, tmp_path / "whole")
    folders = copies(start, tmp_path / "runs")
    assert new != old
    for touch in range(1, 200):
        root = next(folders)
        if ended(start_process(root, command.words, kill_at=touch)) != -signal.SIGKILL:
            break
        assert_old_or_new(root, old, new)
        assert_goes_on(root, command, new)
    assert touch > 3, "nothing was killed"
    assert files(root) == new


def test_killed_at_random_moments(start: Path, command: Command, tmp_path: Path) -> None:
    begun = time.monotonic()
    old, new = files(start), whole_run(start, command, tmp_path / "whole")
    long = time.monotonic() - begun
    folders = copies(start, tmp_path / "runs")
    moments = random.Random(7)
    for _ in range(KILLS // len(COMMANDS)):
        root = next(folders)
        process = start_process(root, command.words)
        time.sleep(moments.uniform(0, 1.1) * long)
        os.kill(process, signal.SIGKILL)
        assert ended(process) in (-signal.SIGKILL, 0)
        assert_old_or_new(root, old, new)
        assert_goes_on(root, command, new)


# ------------------------------------------------------------------------------------- the disk, the folder, the other


@pytest.mark.parametrize("size", [0, 10, 150])
def test_a_full_disk_leaves_whole_files(start: Path, command: Command, size: int, tmp_path: Path) -> None:
    """A disk that takes no more than so many bytes a file; then there is room again."""
    old, new = files(start), whole_run(start, command, tmp_path / "whole")

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    assert ended(start_process(start, command.words, prepare=fill)) == 1, "a traceback, or success that is none"
    assert [name for name in files(start) if UNFINISHED.fullmatch(Path(name).name)] == []
    assert_old_or_new(start, old, new)
    assert_goes_on(start, command, new)


def test_a_folder_that_may_not_be_written(start: Path, command: Command, tmp_path: Path) -> None:
    old, new = files(start), whole_run(start, command, tmp_path / "whole")
    place = Path(shutil.copytree(start, Path(tempfile.mkdtemp()) / "project"))  # where another user may look
    place.parent.chmod(0o755)
    folders = [path for path in (place, *place.rglob("*")) if path.is_dir()]
    try:
        for folder in folders:
            folder.chmod(0o555)
        drop = (lambda: os.setuid(65534)) if os.getuid() == 0 else None
        assert ended(start_process(place, command.words, prepare=drop)) == 1
        assert files(place) == old
        for folder in folders:
            folder.chmod(0o755)
        assert_goes_on(place, command, new)
    finally:
        shutil.rmtree(place.parent)


def test_two_at_once(start: Path, command: Command, tmp_path: Path) -> None:
    old, new = files(start), whole_run(start, command, tmp_path / "whole")
    both = [start_process(start, command.words) for _ in range(2)]
    codes = [ended(process) for process in both]
    assert 0 in codes
    assert set(codes) <= {0, 1}
    assert_old_or_new(start, old, new)
    assert_goes_on(start, command, new)


def test_a_clock_that_lies(start: Path, command: Command, tmp_path: Path) -> None:
    """Files from the year 2100 and from 1970: what is written hangs on no time of the machine."""
    new = whole_run(start, command, tmp_path / "whole")
    for number, path in enumerate(start.rglob("*")):
        os.utime(path, (number % 2 * 4_102_444_800,) * 2)
    assert ended(start_process(start, command.words)) == 0
    assert files(start) == new
