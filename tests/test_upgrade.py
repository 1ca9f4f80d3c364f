"""Formats: a sheet of an older one is spliced forward, one of a later one is refused, and no byte that a person wrote goes."""

from pathlib import Path
from typing import Any

import pytest

from factsheet.cli import main
from factsheet.splices import Refused
from factsheet.upgrade import Step, plan_upgrade, write_upgrade


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _masthead(root: Path) -> Path:
    return root / "content/ferry/sheet.yml"


def test_what_is_up_to_date_is_left_alone(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _files(sample)
    assert main(["-C", str(sample), "upgrade"]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert _files(sample) == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("above", ["", "# What this is about.\n\n", "\ufeff"])
def test_a_format_that_is_left_out_is_put_in(above: str, newline: str, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rest = "title: The winter ferry   # odd\ndate: 2030-11-05\ntopics: [{id: winter, title: W}]\n"
    _masthead(sample).write_bytes((above + rest).replace("\n", newline).encode())
    before = _files(sample)
    assert main(["-C", str(sample), "check"]) == 1
    assert main(["-C", str(sample), "upgrade", "--dry-run"]) == 0
    assert "+format: 1" in capsys.readouterr().out
    assert _files(sample) == before
    assert main(["-C", str(sample), "upgrade"]) == 0
    assert _masthead(sample).read_bytes() == (above + "format: 1\n" + rest).replace("\n", newline).encode()
    assert main(["-C", str(sample), "check"]) == 0
    assert {path for path, data in _files(sample).items() if before[path] != data} == {_masthead(sample)}


def test_a_later_format_is_refused(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _masthead(sample).write_text("format: 9\ntitle: T\n", encoding="utf-8")
    before = _files(sample)
    assert main(["-C", str(sample), "upgrade"]) == 1
    assert "format 9 is not known" in capsys.readouterr().err
    assert _files(sample) == before


def test_a_masthead_that_cannot_be_read_is_refused(sample: Path) -> None:
    _masthead(sample).write_text("title: [\n", encoding="utf-8")
    assert main(["-C", str(sample), "upgrade"]) == 1


def _renamed(values: Any) -> Any:
    return [{("spoken" if key == "said" else key): value for key, value in item.items()} for item in values]


STEPS = {"1": Step("2", {"statements": (lambda text: text.replace("  said:", "  spoken:"), _renamed)}), "2": Step("3")}


def test_steps_lead_from_format_to_format(sample: Path) -> None:
    statements = sample / "content/ferry/statements.yml"
    before = statements.read_text(encoding="utf-8")
    assert "  said:" in before
    _masthead(sample).write_text("# By hand\nformat: '1' # odd\ntitle: T\n", encoding="utf-8")
    write_upgrade(plan_upgrade(sample, STEPS, "3"))
    assert statements.read_text(encoding="utf-8") == before.replace("  said:", "  spoken:")
    assert _masthead(sample).read_text(encoding="utf-8") == "# By hand\nformat: '3' # odd\ntitle: T\n"
    assert plan_upgrade(sample, STEPS, "3") == []


def test_a_step_that_would_change_something_else_is_refused(sample: Path) -> None:
    before = _files(sample)
    wrong = {"1": Step("2", {"statements": (lambda text: text.replace("winter", "summer"), lambda values: values)})}
    with pytest.raises(Refused, match="would change"):
        plan_upgrade(sample, wrong, "2")
    assert _files(sample) == before
