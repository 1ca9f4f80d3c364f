"""Every code that `check` gives is explained, and every example gives its code."""

import ast
import inspect
import shutil
from pathlib import Path

import pytest
from conftest import CASES, ROOT

from factsheet import rules
from factsheet.build import checked
from factsheet.cli import main
from factsheet.model import Problem
from factsheet.rulebook import Rule, rulebook

ROOMS_OF_CHECK = ("placed", "lockfile", "records", "articles", "evidence", "rules", "build")
NEEDS_NO_LOOKING_UP = {"needs-extra"}  # it says which command installs what is missing
# Examples that no text can show, and the project that shows them.
SHOWN_BY = {
    "no-receipt": "locked-words",
    "missing-folder": "no-content",
    "missing-file": "every-fault",
    "unknown-file": "misnamed-file",
}
SHOWN_BY |= {"not-utf-8": "every-fault", "empty-article": "every-fault"}
BY_CODE = {rule.code: rule for rule in rulebook()}


def codes_in_the_code() -> set[str]:
    """What stands as the code of a Problem in the rooms that `check` goes through."""
    found: set[str] = set()
    for room in ROOMS_OF_CHECK:
        for node in ast.walk(ast.parse((ROOT / f"factsheet/{room}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                found |= {arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return {code for code in found if code.replace("-", "").isalnum()}


def test_every_code_is_explained_and_none_is_made_up() -> None:
    in_tables = {"unknown-key", "missing-key", "not-a-number", "bad-value", "bad-url", "bad-id", "too-long"}  # of records.py
    in_tables |= {"yaml-alias", "yaml-anchor", "yaml-tag"}  # of placed.py
    assert codes_in_the_code() | in_tables == set(BY_CODE) | NEEDS_NO_LOOKING_UP


def test_every_rule_is_in_the_table() -> None:
    written = {
        function for _, function in inspect.getmembers(rules, inspect.isfunction) if "Case" in str(function.__annotations__)
    }
    found = {function for function in written if "Iterator" in str(function.__annotations__.get("return"))}
    assert found == set(rules.RULES)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "every-key", tmp_path / "project")
    return tmp_path / "project"


def given(root: Path) -> list[Problem]:
    return list(checked(root).problems)


def test_the_sample_of_the_examples_is_clean() -> None:
    assert not given(CASES / "every-key")


@pytest.mark.parametrize("rule", [rule for rule in rulebook() if rule.file], ids=lambda rule: rule.code)
def test_every_example_gives_its_code(rule: Rule, project: Path) -> None:
    assert rule.file
    (path,) = [path for path in (project / "content").rglob(Path(rule.file).name) if path.as_posix().endswith(rule.file)]
    text = path.read_text(encoding="utf-8")
    assert rule.right in text
    path.write_text(text.replace(rule.right, rule.wrong, 1), encoding="utf-8")
    found = [problem for problem in given(project) if problem.code == rule.code]
    assert found
    assert {problem.severity for problem in found} == {rule.severity}


@pytest.mark.parametrize("code", [rule.code for rule in rulebook() if not rule.file])
def test_what_no_text_can_show_is_found_too(code: str, project: Path) -> None:
    sheet = project / "content/ferry"
    if code == "too-large":
        (sheet / "figures.yml").write_bytes(b"#" * 20_000_001)
    elif code == "too-long":
        path = sheet / "statements.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("quote: ", f"quote: {'word ' * 1_001}", 1), encoding="utf-8")
    elif code == "unreadable":
        (sheet / "statements/june.yml").mkdir(parents=True)
    elif code == "outside-project":
        (sheet / "texts/coast-radio.md").symlink_to("/etc/hostname")
    elif code == "not-text":
        (sheet / "texts/coast-radio.txt").write_bytes(b"PK\0\0")
    elif code == "outside-project":
        (project / "elsewhere.txt").write_text("Another text", encoding="utf-8")
        (sheet / "texts/coast-radio.txt").unlink()
        (sheet / "texts/coast-radio.txt").symlink_to(project / "elsewhere.txt")
    elif code == "too-much-text":
        words = (sheet / "texts/coast-radio.txt").read_text(encoding="utf-8").splitlines()[1]
        long = f"- id: long\n  date: 2030\n  summary: Long.\n  reports:\n    - article: coast-radio\n      text: {words}\n"
        (sheet / "events.yml").write_text(long, encoding="utf-8")
    else:
        project = CASES / SHOWN_BY[code]
    assert {BY_CODE[code].severity} == {problem.severity for problem in given(project) if problem.code == code}


def test_the_rules_are_shown_whole_or_by_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rules"]) == 0
    shown = capsys.readouterr().out
    assert all(f"{rule.code} ({rule.severity})" in shown and rule.why in shown for rule in rulebook())
    assert main(["check", "--rules", "unknown-speaker"]) == 0
    assert capsys.readouterr().out.startswith("unknown-speaker (error)")


def test_a_code_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rules", "unknown-speker"]) == 2
    assert "did you mean `unknown-speaker`?" in capsys.readouterr().err
