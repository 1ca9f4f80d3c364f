"""`factsheet changes` and the day a fact last changed: from git, with an answer in plain words where git has none."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from factsheet.build import build
from factsheet.changes import changes, read_records
from factsheet.cli import main
from factsheet.history import NoHistory, files_at, last_changes
from factsheet.records import load


def git(root: Path, *words: str, day: str = "2030-11-05") -> str:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "E"), ("EMAIL", "e@e"))}
    when = {f"GIT_{role}_DATE": f"{day}T23:30:00 -0500" for role in ("AUTHOR", "COMMITTER")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(root), "-c", "init.defaultBranch=main", *words]
    return subprocess.run(command, env=os.environ | who | when | own, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(sample: Path) -> Path:
    git(sample, "init", "-q")
    commit(sample, "2030-11-05")
    return sample


def commit(root: Path, day: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", day=day)


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "content" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["-C", str(root), "changes", *words]) == 0
    return capsys.readouterr().out


def test_each_change_is_told_with_what_was_and_is(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, "ferry/figures.yml", "value: 1200", "value: 1300")
    edit(repository, "people.yml", "name: ", "name: Old ")
    edit(repository, "ferry/articles.yml", "title: ", "title: New ")
    edit(repository, "ferry/events.yml", "- id: second-boat", "- id: third-boat")
    edit(repository, "ferry/statements.yml", "- id: runs-all-winter", "- id: ferry-runs")
    edit(repository, "ferry/sheet.yml", "title: The winter ferry", "title: The ferry\nredirects: {runs-all-winter: ferry-runs}")
    rows = [json.loads(line) for line in said(repository, capsys, "HEAD", "--format", "json").splitlines()]
    told = {(row["change"], row["kind"], row["id"]) for row in rows}
    assert told == {
        ("changed", "person", "harbour-master"),
        ("changed", "person", "ferry-company"),
        ("changed", "sheet", "ferry"),
        ("changed", "article", "harbour-post"),
        ("changed", "figure", "passengers-a-week"),
        ("added", "event", "third-boat"),
        ("removed", "event", "second-boat"),
        ("moved", "statement", "runs-all-winter"),
    }
    by_id = {row["id"]: row for row in rows}
    assert by_id["passengers-a-week"]["fields"] == [{"field": "value", "was": "1200", "now": "1300"}]
    assert by_id["runs-all-winter"]["to"] == "ferry-runs"
    assert [field["field"] for field in by_id["ferry"]["fields"]] == ["title"], "the redirect is told by the move"
    text = said(repository, capsys, "HEAD")
    assert "content/ferry/figures.yml:1: changed figure passengers-a-week" in text
    assert "    value\n    - 1200\n    + 1300" in text
    assert "moved statement runs-all-winter to ferry-runs" in text
    commit(repository, "2030-11-06")
    assert said(repository, capsys, "HEAD~1..HEAD") == text
    assert said(repository, capsys, "HEAD~1..") == text
    assert "no record changed" in said(repository, capsys, "HEAD")
    assert "added event second-boat" in said(repository, capsys, "HEAD..HEAD~1")


def test_the_lines_at_a_glance_are_told_by_their_number(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, "ferry/sheet.yml", "The ferry runs all winter", "The ferry runs in winter, too")
    text = said(repository, capsys, "HEAD")
    assert text.endswith("at_a_glance[1].text\n    - The ferry runs all winter.\n    + The ferry runs in winter, too.\n")


def test_markdown_holds_hostile_text(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, "ferry/figures.yml", "unit: ", "unit: <script>[x](http://a) ~~")
    text = said(repository, capsys, "HEAD", "--format", "markdown")
    assert "**Changed** figure `passengers-a-week`" in text
    assert "<script>" not in text
    assert "](http" not in text


@pytest.mark.parametrize(
    "revision", ["--output=x", "-h", "nowhere", "nowhere..HEAD", "HEAD..nowhere", "HEAD...HEAD", "HEAD:content", ""]
)
def test_a_revision_that_is_none_is_refused(revision: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name for path in repository.iterdir()}
    assert main(["-C", str(repository), "changes", "--", revision]) == 1
    assert "revision" in capsys.readouterr().err
    assert {path.name for path in repository.iterdir()} == before


def test_a_revision_that_cannot_be_read_is_told_with_its_line(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = (repository / "content/ferry/events.yml").read_bytes()
    (repository / "content/ferry/events.yml").write_text("- id: [\n", encoding="utf-8")
    commit(repository, "2030-11-06")
    (repository / "content/ferry/events.yml").write_bytes(whole)
    assert main(["-C", str(repository), "changes", "HEAD"]) == 1
    assert "HEAD:content/ferry/events.yml:1:1: yaml" in capsys.readouterr().err


def test_without_a_repository_it_says_so(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(sample.parent))
    assert main(["-C", str(sample), "changes", "HEAD"]) == 1
    assert "is in no git repository" in capsys.readouterr().err
    assert last_changes(sample, _places(sample)) == {}
    monkeypatch.setenv("PATH", str(sample))
    assert main(["-C", str(sample), "changes", "HEAD"]) == 1
    assert "git is not installed" in capsys.readouterr().err
    assert last_changes(sample, _places(sample)) == {}


def test_a_project_in_a_folder_of_a_repository(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(sample.parent, "init", "-q")
    commit(sample.parent, "2030-11-05")
    edit(sample, "ferry/figures.yml", "value: 1200", "value: 1300")
    assert "changed figure passengers-a-week" in said(sample, capsys, "HEAD")
    assert len(last_changes(sample, _places(sample))) > 1
    with pytest.raises(NoHistory):
        files_at(sample, "HEAD:sample")


def test_records_of_another_shape_are_compared_all_the_same() -> None:
    text = "- id: a\n  reports:\n  - {article: b, quote: c}\n  - {article: b, quote: [d, e]}\n  new_key: {deep: [1, 2]}\n- 7\n"
    after = text.replace("quote: c", "quote: [c]").replace("e]", "f]")
    before_records, _ = read_records(
        {"content/s/statements.yml": text, "content/s/texts/x.yml": "- id: no", "content/.schema/a.yml": ""}
    )
    (change,) = changes(before_records, read_records({"content/s/statements/part.yml": after})[0])
    assert [(field.name, field.was, field.now) for field in change.fields] == [("reports[b 2].quote", "d … e", "d … f")]


def _places(root: Path) -> list[object]:
    return [fact.place for sheet in load(root)[0].sheets for fact in sheet.facts]


def _days(root: Path) -> dict[str, str]:
    days = last_changes(root, _places(root))
    return {fact.id: days[fact.place] for sheet in load(root)[0].sheets for fact in sheet.facts if fact.place in days}


def test_the_day_is_that_of_the_last_commit_that_touched_the_record(repository: Path) -> None:
    assert set(_days(repository).values()) == {"2030-11-05"}, "the day where it was committed"
    edit(repository, "ferry/figures.yml", "value: 1200", "value: 1300")
    days = _days(repository)
    assert "passengers-a-week" not in days, "it is not committed yet"
    assert days["fuel"] == "2030-11-05"
    commit(repository, "2030-11-08")
    assert _days(repository) == days | {"passengers-a-week": "2030-11-08"}
    edit(repository, "ferry/figures.yml", "- id: fuel", "# what it burns\n- id: fuel")
    commit(repository, "2030-11-09")
    assert _days(repository)["passengers-a-week"] == "2030-11-08", "a comment above the next record is not its own"
    assert _days(repository) == _days(repository)


def test_the_page_of_a_fact_shows_the_day(repository: Path) -> None:
    edit(repository, "ferry/figures.yml", "value: 1200", "value: 1200  # not committed")
    pages = {page.path: page.markdown for page in build(repository, []).pages}
    assert "This record last changed on 5 November 2030" in pages["ferry/fuel.md"]
    assert "last changed" not in pages["ferry/passengers-a-week.md"]


def test_a_shallow_clone_tells_no_day(repository: Path, tmp_path: Path) -> None:
    edit(repository, "ferry/figures.yml", "value: 1200", "value: 1300")
    commit(repository, "2030-11-08")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    assert load(tmp_path / "shallow")[0].sheets
    assert _days(tmp_path / "shallow") == {}
    shutil.rmtree(tmp_path / "shallow")
