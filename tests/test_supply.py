"""What the project is built from, and what the machines that build it may do."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MAY_WRITE = {("publish.yml", "publish"): {"pages", "id-token"}}  # the job that runs no program of ours


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def locked() -> list[str]:
    """Each requirement with its hashes, on one line."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_every_version_is_locked_with_its_hashes() -> None:
    lines = locked()
    assert len(lines) > 50
    for line in lines:
        assert re.match(r"[a-z0-9.-]+==[0-9][^ ]*", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
    assert "--require-hashes" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_what_the_project_needs_is_locked() -> None:
    names = {line.split("==")[0] for line in locked()}
    needed = re.findall(
        r'(?m)^  "([a-z0-9-]+)[><=!~" ]', (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("audit = [")[0]
    )
    assert len(needed) > 10
    assert set(needed) - names - {"factsheet"} == set()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_do_as_little_as_they_can(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        writes = {what for what, may in job.get("permissions", {}).items() if may == "write"}
        assert writes == MAY_WRITE.get((path.name, name), set())
        if writes:
            assert not [step for step in job["steps"] if "run" in step or "checkout" in step["uses"]]
    assert "pull_request_target" not in workflow["on"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_program_of_the_build_sees_a_token(path: Path) -> None:
    assert "secrets." not in path.read_text(encoding="utf-8")
    assert "github.token" not in path.read_text(encoding="utf-8")
    for job in read(path)["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_those_of_github_at_a_commit(path: Path) -> None:
    used = [step["uses"] for job in read(path)["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)  # a tag can be moved, a commit cannot
