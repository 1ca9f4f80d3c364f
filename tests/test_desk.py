"""Whatever a person and the commands do in turn: no human byte changes, nothing is lost, nothing answered comes back."""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_propose import empty, inbox, run

from factsheet.records import load

FILES = ("statements.yml", "figures.yml", "events.yml", "articles.yml", "rejected.yml")
HAND = (
    "\n# a note of mine: nothing [special] in it\n",
    "\n\n",
    "- id: mine-{n}\n  speaker:   harbour-master   # odd   spacing\n  summary: 'Mine'\n"
    "  reports:\n  - {{article: coast-radio, quote: every day}}\n",
)


class Desk:
    """A project, what a person has written in it by hand, and what has been answered."""

    def __init__(self, root: Path):
        self.root, self.folder = root, root / "content/ferry"
        self.by_hand = {path: path.read_text(encoding="utf-8") for path in self.folder.glob("*.yml") if path.name in FILES}
        self.answered: set[str] = set()
        self.count = 0

    def edit(self, choice: random.Random) -> None:
        """A person adds lines at the end of statements.yml; from then on they are the person's."""
        path = self.folder / "statements.yml"
        self.count += 1
        text = path.read_text(encoding="utf-8")
        text += ("" if text.endswith("\n") else "\n") + choice.choice(HAND).format(n=self.count)
        path.write_text(text, encoding="utf-8")
        self.by_hand[path] = text

    def propose(self, choice: random.Random) -> None:
        run(self.root, "propose")
        assert not self.answered & {str(entry["id"]) for entry in inbox(self.root)}, "an answered proposal came back"

    def accept(self, choice: random.Random) -> None:
        self._answer(choice, "accept")

    def reject(self, choice: random.Random) -> None:
        self._answer(choice, "reject", "--reason", "not here")

    def _answer(self, choice: random.Random, *command: str) -> None:
        if not (self.folder / "inbox.yml").exists() or not inbox(self.root):
            return
        name = str(choice.choice(inbox(self.root))["id"])
        before = len(inbox(self.root))
        run(self.root, command[0], name, *command[1:])
        if len(inbox(self.root)) < before:
            self.answered.add(name)

    def check(self) -> None:
        for path, text in self.by_hand.items():
            kept = iter(path.read_text(encoding="utf-8").splitlines(keepends=True))
            assert all(line in kept for line in text.splitlines(keepends=True)), f"a line of {path.name} changed, moved or went"
        problems = load(self.root)[1]
        assert not problems, problems


SEQUENCES = int(os.environ.get("FACTSHEET_SEQUENCES", "150"))


@settings(max_examples=SEQUENCES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(["edit", "propose", "accept", "accept", "reject"]), max_size=8), seed=st.integers(0, 10**6))
def test_any_sequence_of_edits_and_commands(steps: list[str], seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("desk") / "sample"
    shutil.copytree(CASES / "clean", root)
    empty(root)
    desk, choice = Desk(root), random.Random(seed)
    for step in ["propose", *steps, "propose"]:
        act: Callable[[random.Random], None] = getattr(desk, step)
        act(choice)
        desk.check()
    assert not list(root.rglob(".*.yml.*")), "a temporary file was left"
    assert re.search(r"(?m)^# none yet$", (desk.folder / "statements.yml").read_text(encoding="utf-8"))
