"""Each folder of tests/cases/ is a project; `check` says about it what its expected.txt says.

A new case is a folder with a content/ and an expected.txt (`pytest --update` writes the latter; read it before you commit).
"""

from pathlib import Path

import pytest
from conftest import CASES

from factsheet.build import checked
from factsheet.cli import main


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_check_says_what_is_expected(case: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    before = _files(CASES / case)
    code = main(["-C", str(CASES / case), "check"])
    said = f"exit {code}\n{capsys.readouterr().out}"
    expected = CASES / case / "expected.txt"
    if request.config.getoption("--update"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert _files(CASES / case) == before, "check wrote or removed something"


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "expected.txt")
    return {str(path): path.read_bytes() for path in files}


def test_every_problem_says_what_to_do() -> None:
    """A hint, or all that the value can be."""
    problems = [problem for case in CASES.iterdir() for problem in checked(case).problems]
    assert len(problems) > 100
    assert [str(problem) for problem in problems if not problem.hint and "it can be" not in problem.message] == []
