"""The guides for editors: what they say to type is typed, what they show is what one sees, what they call good is clean.

The blocks of a page are steps, taken in order in a folder of their own:

- ```sh: command lines, each of which has to succeed;
- ```console: `$ ` command lines with what they print; `…` stands for any words, and alone on a line for any lines. What
  stands after `> ` is what somebody answers when the command asks;
- a block under a line that ends with "`path`:" is a file, written as it stands;
- a block under "In the editor:" is what somebody makes of a record that a command gave to $EDITOR.
"""

import builtins
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest
from conftest import ROOT
from reference import EXAMPLES, PAGES, commands

from factsheet.build import checked
from factsheet.cli import _parser, main
from factsheet.scaffold import SAMPLE

EDITORS = ROOT / "content/pages/editors"
GUIDES = sorted(EDITORS.glob("*.md"))
DOCS = [*GUIDES, ROOT / "README.md", ROOT / "CONTRIBUTING.md", SAMPLE / "README.md"]

# Lines that no test types, by how they begin, and why. Those of our own commands have to be understood all the same.
NOT_RUN = {
    "python3 -m venv": "makes a virtual environment",
    ". .venv/bin/activate": "is of one shell",
    "pip install": "meets the network",
    "pre-commit": "is another tool, which the project may do without",
    "make": "makes a virtual environment from the network; its targets are held below",
    "mkdocs serve": "runs until it is stopped",
    "factsheet add lantern-fair https://": "meets the network",
}
REPORT = "A fourth report\n\nA sample text of these tests.\n\n“Magnificent desolation,” said Aldrin. The walk took 2 hours.\n"


@dataclass(frozen=True)
class Step:
    line: int
    kind: str
    text: str
    above: str  # the last line over the block

    @property
    def file(self) -> str | None:
        """The path under which it is to be written."""
        named = re.search(r"`([^`\s]+)`:$", self.above)
        return named[1] if named and not self.above.startswith("**") else None


def steps(page: Path) -> Iterator[Step]:
    text = page.read_text(encoding="utf-8")
    for found in re.finditer(r"(?ms)^```(\w*)\n(.*?)^```$", text):
        above = text[: found.start()].rstrip().rpartition("\n")[2]
        yield Step(text[: found.start()].count("\n") + 2, found[1], found[2], above)


def typed(step: Step) -> Iterator[tuple[str, str]]:
    """Each command line of a block, with what it prints."""
    if step.kind == "sh":
        yield from ((line, "") for line in step.text.splitlines() if line.strip() and not line.startswith("#"))
    elif step.kind == "console":
        assert step.text.startswith("$ "), f"line {step.line}: a console block begins with a command"
        for part in re.split(r"(?m)^\$ ", step.text)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


@dataclass
class Desk:
    """Where somebody types what a page says."""

    folder: Path
    edits: list[str] = field(default_factory=list)

    def walk(self, page: Path) -> None:
        taken = list(steps(page))
        self.edits = [step.text for step in taken if step.above.endswith("In the editor:")]
        for step in taken:
            if step.file:
                self._write(self.folder / step.file, step.text)
            for command, printed in typed(step):
                self._hold(f"{page.name}:{step.line}", step.kind, command, printed)
        assert not self.edits, f"{page.name}: nothing opened the editor for these"

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _hold(self, place: str, kind: str, command: str, printed: str) -> None:
        if any(command.startswith(begin) for begin in NOT_RUN):
            return
        code, said = self._type(command, re.findall(r"(?m)^> (.*)$", printed))
        assert code == 0 or (kind == "console" and code == 1), f"{place}: {command} ended with {code}\n{said}"
        assert not printed or like(said, printed), f"{place}: {command} prints\n{said}\nand the page says\n{printed}"

    def _type(self, command: str, answers: list[str]) -> tuple[int, str]:
        words = shlex.split(command, comments=True)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return (0, "") if self.folder.is_dir() else (1, f"no folder {self.folder}")
        if words[0] == "factsheet" and not set(words) & {"|", ">", ">>"}:
            return self._ours(words[1:], answers)
        beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=os.environ | {"PATH": beside}, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def _ours(self, words: list[str], answers: list[str]) -> tuple[int, str]:
        """In this process, which is quicker than another one for each line."""
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)

        def answer(question: str) -> str:
            if not answers:
                raise EOFError
            said = answers.pop(0)
            sys.stdout.write(f"{question}{said}\n")
            return said

        with pytest.MonkeyPatch.context() as patch, contextlib.chdir(self.folder):
            patch.setattr(builtins, "input", answer)
            patch.setattr("factsheet.cli._in_editor", lambda record: self.edits.pop(0))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = main(words)
        return code, out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def like(said: str, shown: str) -> bool:
    """Whether a page shows what was said; … stands for any words, alone on a line for any lines."""
    parts = (
        ["(?:.*\n)*?"] if line == "…" else [".*?".join(map(re.escape, line.split("…"))), "\n"] for line in shown.splitlines()
    )
    return re.fullmatch("".join(chain.from_iterable(parts)), re.sub("(?m) +$", "", said)) is not None


@pytest.mark.parametrize(
    ("shown", "is_like"), [("a b\nc\n", True), ("a …\nc\n", True), ("…\nc\n", True), ("a b\n", False), ("c\n…\n", False)]
)
def test_what_is_shown_is_what_was_said(shown: str, is_like: bool) -> None:
    assert like("a b\nc\n", shown) is is_like


@pytest.fixture(autouse=True, scope="module")  # before the projects that are walked through once
def nobody_in_particular() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        who = {"NAME": "An editor", "EMAIL": "editor@example.org", "DATE": "2030-10-10T12:00:00+0000"}
        for name, value in who.items():
            patch.setenv(f"GIT_AUTHOR_{name}", value)
            patch.setenv(f"GIT_COMMITTER_{name}", value)
        for name in ("SITE_URL", "REPO_URL", "EDITOR", "VISUAL"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        yield


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the guide to the first sheet ends with."""
    desk = Desk(tmp_path_factory.mktemp("fair"))
    desk.walk(EDITORS / "first-sheet.md")
    return desk.folder


@pytest.fixture
def more(fair: Path, tmp_path: Path) -> Desk:
    """The same with the article that the page on good records brings along."""
    desk = Desk(tmp_path / "more")
    shutil.copytree(fair / "content", desk.folder / "content")
    desk.walk(EDITORS / "good-records.md")
    return desk


def test_the_first_sheet_ends_with_a_site(fair: Path) -> None:
    fact = (fair / "site/lantern-fair/fair-moves-to-the-quay.html").read_text(encoding="utf-8")
    assert all(words in fact for words in ("The Hill Gazette", "Valley Radio", "River Weekly", "trimmed", "fragment"))
    assert checked(fair).problems == ()


@pytest.mark.parametrize(
    "page",
    [page for page in DOCS if page.name not in ("first-sheet.md", "good-records.md")],
    ids=lambda page: page.parent.name + "/" + page.name,
)
def test_what_a_page_says_to_type_works(page: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "fourth-report.txt").write_text(REPORT, encoding="utf-8")
    for command in ("factsheet new my-sheets", "cd my-sheets", "git init --quiet --initial-branch main", "git add ."):
        assert desk._type(command, [])[0] == 0
    assert desk._type("git commit --quiet --message 'The sample'", [])[0] == 0
    shutil.move(tmp_path / "fourth-report.txt", desk.folder)
    desk.walk(page)


def _lines() -> list[tuple[str, str]]:
    blocks = [(page.name, command) for page in DOCS for step in steps(page) for command, _ in typed(step)]
    inline = [(page.name, words) for page in DOCS for words in re.findall(r"`((?:factsheet|make) [^`]+)`", _prose(page))]
    return blocks + inline


def _prose(page: Path) -> str:
    return re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))


def test_every_command_that_a_page_names_is_there() -> None:
    """With its options; and each make has its target."""
    lines, known = _lines(), commands()
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert len(lines) > 60
    for page, line in lines:
        words = line.split()
        if words[0] == "make":
            assert words[1] in targets, f"{page}: {line}"
        elif words[0] == "factsheet" and words[1].isalpha() and words[1].islower():
            assert words[1] in known, f"{page}: {line}"
            options = {option for action in known[words[1]]._actions for option in action.option_strings}
            assert {word.partition("=")[0] for word in words[2:] if word.startswith("-") and len(word) > 1} <= options, (
                f"{page}: {line}"
            )


def test_lines_that_no_test_types_are_understood() -> None:
    lines = [line for page in DOCS for step in steps(page) for line, _ in typed(step)]
    for begin in NOT_RUN:
        found = [line for line in lines if line.startswith(begin)]
        assert found, f"{begin}: no page has it any more"
        for line in found:
            if line.startswith("factsheet "):
                _parser().parse_args(shlex.split(line, comments=True)[1:])


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_up_to_date(name: str, request: pytest.FixtureRequest) -> None:
    page = EDITORS / name
    if request.config.getoption("--update"):
        page.write_text(PAGES[name](), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == PAGES[name]()


def test_every_command_has_an_example() -> None:
    assert EXAMPLES.keys() == commands().keys()


RECORD = re.compile(r"\*\*(Good|Bad|Poor)\*\*, in `([a-z]+\.yml)`(?:, found as \[`([a-z-]+)`\]\(reference-rules\.md#\3\))?.*:$")


def _records() -> list[Step]:
    return [step for step in steps(EDITORS / "good-records.md") if step.kind == "yaml" and not step.file]


@pytest.mark.parametrize("step", _records(), ids=lambda step: f"line {step.line}")
def test_an_example_is_what_it_is_called(step: Step, more: Desk) -> None:
    """Good ones are clean, and poor ones too, as no rule can see what is poor in them; bad ones give the code that is named."""
    said = RECORD.fullmatch(step.above)
    assert said, f"line {step.line}: {step.above}"
    verdict, file, code = said.groups()
    content = more.folder / "content"
    sheet = content / "lantern-fair"
    if file in ("statements.yml", "figures.yml", "events.yml"):  # alone in the sheet: no id is there twice
        for name in ("statements.yml", "figures.yml", "events.yml", "rejected.yml", "evidence.lock"):
            (sheet / name).unlink()
    (content / file if file == "people.yml" else sheet / file).write_text(step.text, encoding="utf-8")
    codes = [problem.code for problem in checked(more.folder).problems if problem.place.path.endswith(f"/{file}")]
    assert codes == [] if verdict != "Bad" else code in codes
