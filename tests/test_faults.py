"""Faults: a command that is killed, a disk that is full, folders that may not be written. Files are old or new, never half.

Each writing command is really killed: at its touches of the disk, one after the other, and at random moments (FACTSHEET_KILLS
says how many; with many, at every touch). Then every file is as it was at some point of a whole run, and the same command, run
again, ends where the whole run ended.
"""

import argparse
import json
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from conftest import CASES

from factsheet import cli
from factsheet.build import checked
from factsheet.cli import main
from factsheet.placed import parse_yaml
from factsheet.splices import UNFINISHED

KILLS = int(os.environ.get("FACTSHEET_KILLS", "40"))
AT_ONCE = KILLS // 8  # about so many places in one run of a command at which it is disturbed, one after the other

_WRITES = os.O_WRONLY | os.O_RDWR
_TOUCHES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.chmod", "os.rmdir", "os.truncate"))


def _is_touch(event: str, args: tuple[object, ...]) -> bool:
    if event == "open" and not isinstance(args[0], int):  # a number is what is open already
        return isinstance(args[2], int) and bool(args[2] & _WRITES)
    return event in _TOUCHES


def start_process(root: Path, words: tuple[str, ...], typed: str = "", prepare: Callable[[], None] = lambda: None) -> int:
    """The command in a process of its own, with what somebody types; the id of the process."""
    process = os.fork()
    if process:
        return process
    code = 70  # of a traceback
    try:
        os.chdir(root)
        sys.dont_write_bytecode = True
        keyboard, there = os.pipe()
        os.write(there, typed.encode())
        os.close(there)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number, stream in enumerate((keyboard, nowhere, nowhere)):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        prepare()
        code = main(list(words))
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Its exit code, or the signal that ended it, as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def at_touch(number: int, then: Callable[[], None]) -> Callable[[], None]:
    """What to prepare, so that something is done just before the nth touch of the disk."""
    left = number

    def touched(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if _is_touch(event, args):
            left -= 1
            if left == 0:
                then()

    return lambda: sys.addaudithook(touched)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# --------------------------------------------------------------------------------------------------------- the commands

Step = Callable[[Path], object]  # on the way to where a command begins


def ran(*words: str) -> Step:
    return lambda root: main(["-C", str(root), *words])


def gone(name: str) -> Step:
    return lambda root: (root / name).unlink()


def without(name: str, words: str) -> Step:
    def step(root: Path) -> None:
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace(words, ""), encoding="utf-8")

    return step


def rendered(root: Path) -> None:
    """Pages of an earlier run, of which one is none any more and one is another now."""
    with_facts(root)
    main(["-C", str(root), "render", "--to", str(root / "pages")])
    (root / "pages/old.md").write_text("# Old\n", encoding="utf-8")
    (root / "pages/index.md").write_text("# Old\n", encoding="utf-8")
    with (root / "pages/.factsheet-pages").open("a", encoding="utf-8") as manifest:
        manifest.write("old.md\n")


def with_facts(root: Path) -> None:
    for kind in ("statements", "figures", "events"):
        shutil.copy(CASES / f"clean/content/ferry/{kind}.yml", root / f"content/ferry/{kind}.yml")


def half_extracted(root: Path) -> None:
    main(["extract", str(root / "corpus.jsonl"), "--to", str(root / "out.jsonl"), "--jobs", "1"])
    data = (root / "out.jsonl").read_bytes()
    (root / "out.jsonl").write_bytes(data[: len(data) * 2 // 3])


@dataclass(frozen=True)
class Command:
    """A writing command, and the steps before it that bring the project to where it begins."""

    words: tuple[str, ...]
    before: tuple[Step, ...] = ()
    again: tuple[str, ...] = ()  # what to run after it was stopped, where that is not the same
    answers: tuple[str, ...] = ()  # what somebody types at each proposal, in their order
    grows: str = ""  # a file that is written line by line
    splices: bool = True  # into files that people write

    def typed(self, root: Path) -> str:
        """The answers to the proposals that wait."""
        path = root / "content/ferry/inbox.yml"
        waiting = len(parse_yaml(path.read_text(encoding="utf-8"), "")[0] or ()) if self.answers and path.exists() else 0
        return "".join(f"{answer}\n" for answer in self.answers[-waiting:] if waiting)

    def run(self, root: Path, prepare: Callable[[], None] = lambda: None) -> int:
        return start_process(root, self.words, self.typed(root), prepare)

    def run_again(self, root: Path) -> int:
        return start_process(root, self.again or self.words, self.typed(root))


PROPOSED = ran("propose")
EXTRACT = ("extract", "corpus.jsonl", "--to", "out.jsonl", "--jobs", "1")
COMMANDS = {
    "new": Command(("new", "fresh"), splices=False),
    "add": Command(("add", "ferry", "new-one.txt")),
    "add, a new sheet": Command(("add", "island", "new-one.txt", "harbour-post.md")),
    "add --update": Command(("add", "ferry", "--update", "harbour-post.md")),
    "propose": Command(("propose",)),
    "review": Command(("review",), (PROPOSED,), answers=("a", "r not for this sheet", "e\na\nu\na", "a", "r no", "a", "a")),
    "accept": Command(("accept", "--all"), (PROPOSED,)),
    "reject": Command(("reject", "--all", "--reason", "not for this sheet"), (PROPOSED,)),
    "lock": Command(("lock",), (PROPOSED, ran("accept", "--all"), gone("content/ferry/evidence.lock"))),
    "upgrade": Command(("upgrade",), (without("content/ferry/sheet.yml", "format: 1\n"),)),
    "schema --write": Command(("schema", "--write")),
    "render": Command(("render", "--to", "pages"), (with_facts,), splices=False),
    "render again": Command(("render", "--to", "pages"), (rendered,), splices=False),
    "extract --to": Command(EXTRACT, again=(*EXTRACT, "--resume"), grows="out.jsonl", splices=False),
    "extract --resume": Command((*EXTRACT, "--resume"), (half_extracted,), grows="out.jsonl", splices=False),
}
READING = (
    ("check",), ("coverage",), ("changes", "HEAD"), ("schema",), ("upgrade", "--dry-run"),
    ("extract", "corpus.jsonl", "--jobs", "1"),
)  # fmt: skip
NO_OTHER_WRITES = frozenset(
    "-h --help -C --project --format --jobs --dask --people --published --min-confidence --all --sheet --reason --strict --rules "
    "--open --dry-run --site-url".split()
)  # options that make no command write anything else
ARTICLE = "The new ferry\n\nBy a Reporter\n4 November 2030\n\n“The boat is as good as new,” Ann Hill said on Monday.\n"


def test_every_command_that_writes_is_killed_here() -> None:
    """A new command or option has to go into one of the tables above."""
    (found,) = (action for action in cli._parser()._actions if isinstance(action, argparse._SubParsersAction))
    killed = {word for command in COMMANDS.values() for word in (*command.words, *command.again)}
    assert set(found.choices) == {words[0] for words in READING} | {command.words[0] for command in COMMANDS.values()}
    options = {option for sub in found.choices.values() for action in sub._actions for option in action.option_strings}
    assert options <= killed | NO_OTHER_WRITES


@pytest.mark.parametrize("words", READING)
def test_the_other_commands_write_nothing(words: tuple[str, ...], sample: Path) -> None:
    (sample / "corpus.jsonl").write_text(json.dumps({"id": "a", "text": ARTICLE}) + "\n", encoding="utf-8")
    for git in (["init", "-q"], ["add", "."], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", str(sample), *git], check=True)
    assert ended(start_process(sample, words, prepare=at_touch(1, die))) == 0


@pytest.fixture(params=sorted(COMMANDS))
def command(request: pytest.FixtureRequest) -> Command:
    return COMMANDS[request.param]


@pytest.fixture
def start(sample: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample without facts, and with articles to add and to read, brought to where the command begins."""
    monkeypatch.setenv("VISUAL", "true")  # an editor that leaves a record as it is
    for kind in ("statements", "figures", "events"):
        (sample / f"content/ferry/{kind}.yml").write_text("# none yet\n", encoding="utf-8")
    for name in ("new-one.txt", "harbour-post.md"):
        (sample / name).write_text(ARTICLE, encoding="utf-8")
    rows = (json.dumps({"id": f"a{number}", "text": f"{ARTICLE}It costs {number}%.\n"}) for number in range(40))
    (sample / "corpus.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    for step in command.before:
        step(sample)
    return sample


Files = Mapping[str, bytes]


def files(root: Path) -> Files:
    """Every file but the journal of the walks, which nobody needs for anything but to undo."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and ".factsheet" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@dataclass(frozen=True)
class Course:
    """How the files stand in a run that nothing disturbs: at its beginning, at each of its touches of the disk, at its end."""

    states: tuple[Files, ...]
    grows: str

    @property
    def begin(self) -> Files:
        return self.states[0]

    @property
    def end(self) -> Files:
        return self.states[-1]

    @property
    def touches(self) -> int:
        return len(self.states) - 2

    def assert_whole(self, root: Path) -> None:
        """Every file is as it was at some point; one that grows is the beginning of what it becomes."""
        there = {name: data for name, data in files(root).items() if not UNFINISHED.fullmatch(Path(name).name)}
        for name, data in there.items():
            if name == self.grows:
                assert self.end[name].startswith(data)
            else:
                assert data in [state.get(name) for state in self.states], f"{name} is neither as before nor as after"
        assert self.begin.keys() <= there.keys() | (self.begin.keys() - self.end.keys()), "a file is gone"
        told = [str(problem) for problem in checked(root).unread]
        assert [line for line in told if not line.endswith(("`format` is missing", "the file is missing"))] == []
        for journal in root.glob(".factsheet/*.json"):
            json.loads(journal.read_bytes())

    def assert_goes_on(self, root: Path, command: Command) -> None:
        assert ended(command.run_again(root)) in (0, 1)
        assert files(root) == self.end


_COURSES: dict[Command, Course] = {}  # every test begins with the same files


def course(start: Path, command: Command, folder: Path) -> Course:
    if command not in _COURSES:
        _COURSES[command] = _run_whole(start, command, folder)
    return _COURSES[command]


def _run_whole(start: Path, command: Command, folder: Path) -> Course:
    whole, seen = Path(shutil.copytree(start, folder / "whole")), folder / "seen"
    log = os.open(seen, os.O_WRONLY | os.O_CREAT)

    def touched(event: str, args: tuple[object, ...]) -> None:
        if _is_touch(event, args):
            os.write(log, pickle.dumps(files(whole)))

    assert ended(command.run(whole, lambda: sys.addaudithook(touched))) == 0
    os.close(log)
    with seen.open("rb") as file:
        states = []
        while file.tell() < seen.stat().st_size:
            states.append(pickle.load(file))
    return Course((files(start), *states, files(whole)), command.grows)


def copies(start: Path, folder: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield Path(shutil.copytree(start, folder / str(number)))


def spread(most: int) -> range:
    """Numbers from 1: every one where they are few, else about as many as we take the time for."""
    return range(1, most + 1, 1 if most <= KILLS // 2 else 1 + most // AT_ONCE)


def test_killed_at_each_touch_of_the_disk(start: Path, command: Command, tmp_path: Path) -> None:
    undisturbed, folders = course(start, command, tmp_path), copies(start, tmp_path / "runs")
    assert undisturbed.end != undisturbed.begin
    for touch in spread(undisturbed.touches):
        root = next(folders)
        assert ended(command.run(root, at_touch(touch, die))) == -signal.SIGKILL
        undisturbed.assert_whole(root)
        undisturbed.assert_goes_on(root, command)


def test_killed_at_random_moments(start: Path, command: Command, tmp_path: Path) -> None:
    undisturbed, folders = course(start, command, tmp_path), copies(start, tmp_path / "runs")
    begun = time.monotonic()
    assert ended(command.run(next(folders))) == 0
    long, moments = time.monotonic() - begun, random.Random(7)
    wanted, killed = -(-KILLS // len(COMMANDS)), 0
    while killed < wanted:
        root = next(folders)
        process = command.run(root)
        time.sleep(moments.uniform(0, long))
        os.kill(process, signal.SIGKILL)
        code = ended(process)
        assert code in (-signal.SIGKILL, 0)
        killed += code != 0
        long *= 1 if code else 0.9  # it ends sooner than it seemed
        undisturbed.assert_whole(root)
        undisturbed.assert_goes_on(root, command)
        shutil.rmtree(root)
    sys.stdout.write(f"{' '.join(command.words)}: killed {killed} times; every file whole, nothing lost, each next run went on\n")


# ------------------------------------------------------------------------------------- the disk, the folder, the others


@pytest.mark.parametrize("size", [0, 150])
def test_a_full_disk_leaves_whole_files(start: Path, command: Command, size: int, tmp_path: Path) -> None:
    """A disk that takes no more than so many bytes a file; then there is room again."""
    undisturbed = course(start, command, tmp_path)

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    assert ended(command.run(start, fill)) == 1, "a traceback, or success that is none"
    assert [name for name in files(start) if UNFINISHED.fullmatch(Path(name).name)] == []
    undisturbed.assert_whole(start)
    undisturbed.assert_goes_on(start, command)


def test_a_folder_that_may_not_be_written(start: Path, command: Command, tmp_path: Path) -> None:
    undisturbed = course(start, command, tmp_path)
    place = Path(shutil.copytree(start, Path(tempfile.mkdtemp()) / "project"))  # where another user may look
    place.parent.chmod(0o755)
    folders = [path for path in (place, *place.rglob("*")) if path.is_dir()]
    try:
        for folder in folders:
            folder.chmod(0o555)

        def drop() -> None:
            if os.getuid() == 0:
                os.setuid(65534)

        assert ended(command.run(place, drop)) == 1
        assert files(place) == undisturbed.begin
        for folder in folders:
            folder.chmod(0o755)
        undisturbed.assert_goes_on(place, command)
    finally:
        shutil.rmtree(place.parent)


def test_two_at_once(start: Path, command: Command, tmp_path: Path) -> None:
    undisturbed = course(start, command, tmp_path)
    both = [command.run(start) for _ in range(2)]
    codes = [ended(process) for process in both]
    assert 0 in codes
    assert set(codes) <= {0, 1}
    undisturbed.assert_whole(start)
    undisturbed.assert_goes_on(start, command)


def test_a_clock_that_lies(start: Path, command: Command, tmp_path: Path) -> None:
    """Files from the year 2100 and from 1970: what is written hangs on no time of the machine."""
    undisturbed = course(start, command, tmp_path)
    for number, path in enumerate(start.rglob("*")):
        os.utime(path, (number % 2 * 4_102_444_800,) * 2)
    assert ended(command.run(start)) == 0
    assert files(start) == undisturbed.end


# ------------------------------------------------------------------------------- somebody who writes at the same time

_MINE = "# mine\n"


def opened(number: int, then: Callable[[], None]) -> Callable[[], None]:
    """What to prepare, so that something is done just before a file of the records is opened for the nth time."""
    left = number

    def opens(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event == "open" and "content/" in str(args[0]) and str(args[0]).endswith((".yml", ".unfinished")):
            left -= 1
            if left == 0:
                then()

    return lambda: sys.addaudithook(opens)


def saves(root: Path) -> None:
    """What an editor does: another file in the place of each that a person may have open."""
    for path in (root / "content/people.yml", *root.glob("content/ferry/*.yml")):
        text = path.read_bytes().decode()
        changed = _MINE + text if path.name == "inbox.yml" else text + _MINE  # what stands below a proposal goes with it
        (root / "saved").write_text(changed, encoding="utf-8")
        (root / "saved").replace(path)


def kept(root: Path) -> dict[str, bool]:
    ours = (root / "content/people.yml", *root.glob("content/ferry/*.yml"))
    return {path.name: _MINE in path.read_text(encoding="utf-8") for path in ours}


@pytest.mark.parametrize("command", sorted(name for name, command in COMMANDS.items() if command.splices), indirect=True)
def test_what_a_person_saves_meanwhile_is_kept(start: Path, command: Command, tmp_path: Path) -> None:
    """Whenever it is: before a file is read, between its reading and its writing, and before it is read once more."""
    folders, number = copies(start, tmp_path / "runs"), 0
    while True:
        root, number = next(folders), number + 1 + 4 * number // AT_ONCE
        assert ended(command.run(root, opened(number, partial(saves, root)))) in (0, 1)
        if not any(kept(root).values()):
            break  # it does not open so many
        mine = [path.name for path in start.glob("content/ferry/*.yml")]
        assert [name for name in mine if not kept(root)[name]] == []
        assert ended(command.run_again(root)) in (0, 1)
        assert [name for name in mine if not kept(root)[name]] == []
        assert [str(problem) for problem in checked(root).unread if "format" not in problem.message] == []
    assert number > 5


@pytest.mark.parametrize("number", range(1, 9))
def test_a_text_that_a_person_saves_meanwhile_is_kept(number: int, sample: Path) -> None:
    """`add --update` sets the text before it aside, whatever stands there by then."""
    text, left = sample / "content/ferry/texts/harbour-post.txt", number
    (sample / "harbour-post.md").write_text(ARTICLE, encoding="utf-8")

    def opens(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event == "open" and str(args[0]).endswith(("harbour-post.txt", ".unfinished")):
            left -= 1
            if left == 0:
                text.write_text(text.read_text(encoding="utf-8") + "Mine.\n", encoding="utf-8")

    words = ("add", "ferry", "--update", "harbour-post.md")
    assert ended(start_process(sample, words, prepare=lambda: sys.addaudithook(opens))) in (0, 1)
    texts = [path.read_text(encoding="utf-8") for path in (sample / "content/ferry/texts").rglob("*") if path.is_file()]
    assert left > 0 or any("Mine." in text for text in texts)
    assert ended(start_process(sample, words)) in (0, 1)
    texts = [path.read_text(encoding="utf-8") for path in (sample / "content/ferry/texts").rglob("*") if path.is_file()]
    assert left > 0 or any("Mine." in text for text in texts)
    assert ARTICLE in texts


def test_both_texts_of_an_article_are_kept(sample: Path) -> None:
    (sample / "content/ferry/texts/harbour-post.md").write_text("Another one.\n", encoding="utf-8")
    (sample / "harbour-post.txt").write_text(ARTICLE, encoding="utf-8")
    before = {path.read_bytes() for path in (sample / "content/ferry/texts").glob("harbour-post.*")}
    main(["-C", str(sample), "add", "ferry", "--update", str(sample / "harbour-post.txt")])
    assert before <= {path.read_bytes() for path in (sample / "content/ferry/texts").rglob("*") if path.is_file()}
