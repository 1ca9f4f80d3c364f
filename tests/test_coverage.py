"""What coverage says is open is all that is open, and what a person recorded beside the extractor is counted too."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES
from test_propose import empty, inbox, run

from factsheet.cli import main


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["-C", str(root), "coverage", "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_open_item_is_a_proposal_or_says_how_to_refuse_it(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty(sample)
    found = told(sample, capsys)
    assert sum(row["open"] for row in found["rows"]) == len(found["open"]) > 0
    run(sample, "propose")
    assert {item["proposal"] for item in found["open"]} - {None} == {entry["id"] for entry in inbox(sample)}
    text = {path.stem: path.read_text(encoding="utf-8") for path in (sample / "content/ferry/texts").iterdir()}
    for item in found["open"]:
        assert " ".join(text[item["article"]][item["start"] : item["end"]].split()) == item["text"]
        assert text[item["article"]].splitlines()[item["line"] - 1][item["column"] - 1 :].startswith(item["text"].split()[0])
        refusal = ", ".join(f"{key}: {value}" for key, value in item["rejection"].items())
        rejected = sample / "content/ferry/rejected.yml"
        before = rejected.read_text(encoding="utf-8") if rejected.exists() else ""
        rejected.write_text(f"{before}- {{{refusal}, reason: not of this sheet}}\n", encoding="utf-8")
    assert not told(sample, capsys)["open"]


def test_what_is_recorded_without_being_found_is_not_lost(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = sample / "content/ferry/events.yml"
    more = "- id: harbour\n  date: 2030\n  summary: A harbour.\n  reports: [{article: coast-radio, text: Winter ferry is safe}]\n"
    events.write_text(events.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = told(sample, capsys)
    assert [(item["fact"], item["text"]) for item in found["besides"]] == [("harbour", "Winter ferry is safe")]
    (row,) = [row for row in found["rows"] if (row["article"], row["kind"]) == ("coast-radio", "event")]
    assert (row["found"], row["besides"]) == (0, 1)


def test_what_the_title_quotes_as_well_is_recorded_where_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "moon")]) == 0
    found = told(tmp_path / "moon", capsys)
    assert not [item for item in found["open"] if item["text"].startswith("Magnificent desolation")]
    assert not [item for item in found["besides"] if item["kind"] == "statement"]


def test_the_list_has_place_sentence_and_what_to_do(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty(sample)
    where = ["-C", str(sample), "coverage"]
    assert main([*where, "ferry"]) == 0
    assert "--open` lists them" in capsys.readouterr().out
    assert main([*where, "ferry", "--open"]) == 0
    shown = capsys.readouterr().out
    assert "content/ferry/texts/coast-radio.txt:4:26: figure: 90 days" in shown
    assert "    The harbour has fuel for 90 days." in shown
    assert "factsheet accept coast-radio-f-" in shown


def test_strict_is_for_scripts(sample: Path) -> None:
    assert main(["-C", str(CASES / "clean"), "coverage", "--strict"]) == 0
    (sample / "content/ferry/texts/coast-radio.txt").unlink()
    assert main(["-C", str(sample), "coverage"]) == 0
    assert main(["-C", str(sample), "coverage", "--strict"]) == 1
