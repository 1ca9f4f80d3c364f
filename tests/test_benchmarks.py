"""The generated inputs of the benchmarks: the same every time, and sound."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from conftest import ROOT

from factsheet.cli import main


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import generate

    yield generate
    del sys.modules["generate"]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_generated_sheet_stands(generate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    for name in ("one", "other"):
        generate.sheet(40, tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "other")
    capsys.readouterr()
    assert main(["-C", str(tmp_path / "one"), "check", "--strict"]) == 0
    assert capsys.readouterr().out.startswith("40 facts, 4 articles (4 with their texts): no problems")


def test_a_generated_corpus_is_the_same_however_long_it_is(generate) -> None:  # type: ignore[no-untyped-def]
    short = list(generate.corpus(50))
    assert short == list(islice(generate.corpus(1000), 50))
    assert len({row["id"] for row in short}) == 50
    assert all(row["text"].endswith("\n") for row in short)
