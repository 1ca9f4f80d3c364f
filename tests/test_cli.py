"""The command line as people and scripts meet it."""

import io
import json
import shutil
from pathlib import Path

import pytest
from conftest import CASES

from factsheet.cli import main

ARTICLE = """\
The bridge stays shut
A sample that was written for this test.
“The bridge stays shut until June,” said the town clerk on Monday. It costs up to 5% of the town's budget.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_extract_prints_one_object_per_article(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article), "--format", "jsonl", "--published", "2030-11-05"]) == 0
    (row,) = rows(capsys)
    assert list(row) == ["article", "title", "published", "quotes", "indirect", "figures", "dates", "damage"]
    assert (row["article"], row["title"], row["published"]) == (str(article), "The bridge stays shut", "2030-11-05")
    quote, figure, date = row["quotes"][0], row["figures"][0], row["dates"][-1]  # type: ignore[index]
    for item in (quote, figure, date):
        assert ARTICLE[item["start"] : item["end"]] == item["text"]
        assert 0 <= item["confidence"] <= 1
    assert ARTICLE[quote["speaker_start"] : quote["speaker_end"]] in ("town clerk", "the town clerk")
    assert quote["cue"] == "said"
    assert (figure["text"], figure["value"], figure["unit"], figure["bound"]) == ("5%", "5", "percent", "up to")
    assert (date["value"], date["type"]) == ("2030-11-04", "DATE")


def test_extract_prints_a_table(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article)]) == 0
    out = capsys.readouterr().out
    assert "Quotations (1)" in out
    assert "The bridge stays shut until June" in out
    assert "up to" in out


def test_extract_reads_folders_corpora_and_standard_input(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "x", "text": ARTICLE, "published": "2030-11-05"}) + "\n\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert main(["extract", str(article.parent), str(corpus), "-", "--format", "jsonl"]) == 0
    found = rows(capsys)
    assert [row["article"] for row in found] == [str(article), "x", "stdin"]
    assert len({len(row["quotes"]) for row in found}) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"caf\xe9", "not-utf-8"),
        ("a.txt", b" \n", "empty-article"),
        ("a.txt", b"a\0b", "not-text"),
        ("a.jsonl", b"{", "not-json"),
        ("a.jsonl", b"[]", "not-an-article"),
        ("a.jsonl", b'{"id": "a", "text": "b", "published": "soon"}', "bad-date"),
        ("a.jsonl", b"[" * 100_000, "not-json"),
        ("a.jsonl", b"\xff\n", "not-json"),
    ],
)
def test_a_bad_article_does_not_stop_the_others(
    name: str, data: bytes, code: str, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    assert main(["extract", str(bad), str(tmp_path / "none.txt"), str(article), "--format", "jsonl"]) == 1
    captured = capsys.readouterr()
    assert f"{bad}:1:" in captured.err
    assert code in captured.err
    assert "none.txt:1:1: unreadable" in captured.err
    assert json.loads(captured.out)["article"] == str(article)


def test_what_is_not_sure_can_be_left_out(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article), "--format", "jsonl", "--min-confidence", "1"]) == 0
    (row,) = rows(capsys)
    assert [quote["speaker"] for quote in row["quotes"]] == [None]  # type: ignore[attr-defined]
    assert row["figures"] == []


@pytest.mark.parametrize("words", [["check", "--format", "xml"], ["nonsense"], [], ["extract"], ["accept"], ["reject", "x"]])
def test_wrong_usage_is_told_apart(words: list[str]) -> None:
    try:
        code = main(["-C", str(CASES / "clean"), *words])
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2


def test_check_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    where = ["-C", str(CASES / "every-fault"), "check", "--format"]
    assert main([*where, "json"]) == 1
    found = rows(capsys)
    assert {"path", "line", "column", "code", "severity", "message", "hint"} == set(found[0])
    assert main([*where, "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(found)
    assert lines[0].startswith(f"::error file={found[0]['path']},line={found[0]['line']},col={found[0]['column']},")


def test_strict_makes_a_warning_a_problem() -> None:
    where = ["-C", str(CASES / "hand-kept"), "check"]
    assert main(where) == 0
    assert main([*where, "--strict"]) == 1


def test_lock_writes_nothing_while_an_error_stands(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statements = sample / "content/ferry/statements.yml"
    statements.write_text(statements.read_text(encoding="utf-8").replace("every day", "each day"), encoding="utf-8")
    before = (sample / "content/ferry/evidence.lock").read_bytes()
    assert main(["-C", str(sample), "lock"]) == 1
    assert "nothing was locked" in capsys.readouterr().err
    assert (sample / "content/ferry/evidence.lock").read_bytes() == before


def test_lock_keeps_the_receipts_of_articles_it_does_not_hold(sample: Path) -> None:
    lock = sample / "content/ferry/evidence.lock"
    before = lock.read_bytes()
    (sample / "content/ferry/texts/coast-radio.txt").unlink()
    assert main(["-C", str(sample), "lock"]) == 0
    assert lock.read_bytes() == before


def test_render_writes_pages_and_takes_away_its_own_old_ones(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "pages"
    target.mkdir()
    (target / "theirs.md").write_text("kept", encoding="utf-8")
    assert main(["-C", str(sample), "render", "--to", str(target)]) == 0
    assert (target / "ferry" / "fuel.md").is_file()
    figures = sample / "content/ferry/figures.yml"
    figures.write_text(figures.read_text(encoding="utf-8").split("- id: fuel")[0], encoding="utf-8")
    (sample / "content/ferry/evidence.lock").unlink()  # in which it is published
    assert main(["-C", str(sample), "render", "--to", str(target)]) == 0
    assert not (target / "ferry" / "fuel.md").exists()
    assert (target / "theirs.md").read_text(encoding="utf-8") == "kept"


def test_render_never_writes_where_people_write(sample: Path) -> None:
    for folder in ("content", "content/ferry", "."):
        assert main(["-C", str(sample), "render", "--to", str(sample / folder)]) == 2


def test_what_is_mended_together_stands_together(capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem keeps its own line for grep and click; caret and hint of those that say the same stand once."""
    where = ["-C", str(CASES / "many-of-one-kind"), "check"]
    assert main(where) == 1
    lines = capsys.readouterr().out.splitlines()
    own = [line for line in lines if line.startswith("content/s/statements.yml:")]
    assert main([*where, "--format", "json"]) == 1
    assert len(own) == len(rows(capsys)) == 10
    assert len([line for line in lines if line.strip() == "^"]) == 2


@pytest.mark.parametrize(
    ("terminal", "variables", "colour"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals(
    terminal: bool, variables: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert main(["-C", str(CASES / "misspelt-ids"), "check"]) == 1
    assert ("\033[" in capsys.readouterr().out) == colour


def test_a_new_name_is_one_lock_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any text: whoever has looked at the new names takes them with one command, which says what it takes."""
    shutil.copytree(CASES / "renamed", tmp_path / "project")
    where = ["-C", str(tmp_path / "project")]
    assert main([*where, "check", "--strict"]) == 1
    assert main([*where, "lock"]) == 0
    assert capsys.readouterr().out.count("locked with the new name") == 3
    assert main([*where, "check", "--strict"]) == 0
