"""What is reported without quotation marks, and who said it: the cases stand in tables/indirect.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from factsheet.extract.indirect import CORRECTIONS, DOUBTS, NO_STATEMENTS, SHAPES, find_indirect
from factsheet.extract.speakers import narrate
from factsheet.model import SURE, Person

TABLE = yaml.load((Path(__file__).parent / "tables" / "indirect.yml").read_text("utf-8"), Loader=yaml.BaseLoader)


def _rows(section: str) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in TABLE[section]]


@pytest.mark.parametrize("row", _rows("must_find"))
def test_reports(row: dict[str, Any]) -> None:
    people = [Person.model_validate(person) for person in row.get("people", [])]
    assert [[found.speaker or "", found.text] for found in find_indirect(row["text"], people)] == row["finds"]


@pytest.mark.parametrize("row", _rows("must_not_fire"))
def test_nothing_is_reported(row: dict[str, Any]) -> None:
    assert [found.text for found in find_indirect(row["text"])] == []


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_reads_its_own_example(shape: Any) -> None:
    for sentence in shape.example.split(". "):
        assert find_indirect(sentence.rstrip(".") + "."), sentence


@pytest.mark.parametrize("reason", NO_STATEMENTS, ids=lambda reason: reason.name)
def test_what_was_not_said_is_left_out(reason: Any) -> None:
    assert find_indirect(reason.example) == []


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda correction: correction.name)
def test_a_corrected_subject_is_named(correction: Any) -> None:
    found = find_indirect(correction.example)
    assert found and found[-1].speaker


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.name)
def test_what_is_doubtful_is_not_sure(doubt: Any) -> None:
    found = find_indirect(doubt.example)
    assert found and all(one.confidence < SURE for one in found)


def test_each_report_stands_where_it_says() -> None:
    text = "Ann Hill said the ferry was late. The crew, she added, was tired.\nAccording to Tom Reed, nobody was hurt."
    found = find_indirect(text)
    assert [one.cue for one in found] == ["said", "added", "According"]
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.speaker_start is not None
        assert text[one.speaker_start : one.speaker_end] in ("Ann Hill", "she", "Tom Reed")
        assert one.speaker in ("Ann Hill", "Tom Reed")
        assert 0.5 <= one.confidence <= 1


def test_nobody_is_surely_the_one_whom_he_names() -> None:
    text = "Tom Reed runs the ferry.\nReed is no friend of the clerk, he said."
    assert all(one.confidence < SURE for one in find_indirect(text))


def test_a_pronoun_is_no_surer_than_the_one_it_hangs_on() -> None:
    text = "Tom Reed met Bob Hill at the harbour. He said that the ferry was late. He said that the crew was tired."
    first, second = find_indirect(text)
    assert second.speaker != first.speaker or second.confidence <= first.confidence + 0.05


def test_a_story_told_before_gives_the_same() -> None:
    text = "Ann Hill said the ferry was late. She denied that the crew was tired."
    assert find_indirect(text, story=narrate(text)) == find_indirect(text)


def test_reading_twice_gives_the_same() -> None:
    text = "Ann Hill said the ferry was late. Tom Reed denied that. It would, he said, never be late."
    assert find_indirect(text) == find_indirect(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "said",
        "said that " * 3000,
        "Ann said the ferry was late, and " * 2000,
        ", Ann said, " * 3000,
        "according to " * 3000,
        "Ann told Tom to tell Sue to " * 1000,
        "“a” Ann said b " * 2000,
        "who said " * 3000,
        ", who said the ferry, which said, " * 1000,
        "and " * 5000,
        "“" * 3000,
    ],
    ids=lambda text: text[:9],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    for found in find_indirect(text):
        assert text[found.start : found.end] == found.text
