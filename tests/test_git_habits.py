"""What a project brings along for git: a hook, a workflow, and the line that installs the tool; ours are held to the same."""

import json
import re
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT

from factsheet import scaffold
from factsheet.cli import main
from factsheet.scaffold import SAMPLE
from factsheet.schema import FILES

WORKFLOWS = [*ROOT.glob(".github/workflows/*.yml"), *SAMPLE.glob(".github/workflows/*.yml")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=str)
def test_workflows_pin_what_they_use_and_may_do_little(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    for action in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action), action
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_a_new_project_brings_hook_workflow_and_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "mine"
    assert main(["new", str(root)]) == 0
    assert {path.stem for path in (root / "content/.schema").iterdir()} == set(FILES)
    (job,) = yaml.safe_load((root / ".github/workflows/check.yml").read_text(encoding="utf-8"))["jobs"].values()
    (hook,) = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    commands = [step["run"] for step in job["steps"] if step.get("run", "").startswith("factsheet ")]
    assert len(commands) == 1
    statements = root / "content/moon-landing/statements.yml"
    whole = statements.read_text(encoding="utf-8")
    for command in (*commands, hook["entry"], ours["entry"]):
        words = ["-C", str(root), *shlex.split(command)[1:]]
        assert main(words) == 0
        statements.write_text(whole.replace("topic: words", "topic: wrods", 1), encoding="utf-8")
        assert main(words) == 1
        statements.write_text(whole, encoding="utf-8")
    line = whole[: whole.index("topic: words")].count("\n") + 1
    assert f"::error file=content/moon-landing/statements.yml,line={line},col=10," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "factsheet==9.9\n"),
        ({"url": "file:///here", "dir_info": {}}, "# Factsheet was installed from a file here"),
        (
            {"url": "https://h.example/f", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "factsheet @ git+https://h.example/f@abc\n",
        ),
    ],
)
def test_the_requirement_says_where_the_tool_came_from(origin: object, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = SimpleNamespace(version="9.9", read_text=lambda name: json.dumps(origin) if origin else None)
    monkeypatch.setattr(scaffold, "distribution", lambda name: here)
    assert scaffold._requirement().startswith(line)
