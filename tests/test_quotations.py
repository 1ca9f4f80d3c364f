"""Quoted stretches and their speakers: the cases stand in tables/quotations.yml and tables/speakers.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from factsheet.extract.quotations import find_quotations
from factsheet.extract.speakers import RULES, Grammar, attribute, cast_of, find_tags, narrate, person_of
from factsheet.model import Person

TABLES = Path(__file__).parent / "tables"


def _rows(table: str, section: str) -> list[Any]:
    rows = yaml.load((TABLES / table).read_text("utf-8"), Loader=yaml.BaseLoader)[section]
    return [pytest.param(row, id=row["name"]) for row in rows]


def _quoted(text: str) -> list[str]:
    return [text[stretch.start : stretch.end] for stretch in find_quotations(text) if stretch.kind == "quote"]


@pytest.mark.parametrize("row", _rows("quotations.yml", "must_find") + _rows("quotations.yml", "must_not_fire"))
def test_stretches(row: dict[str, Any]) -> None:
    assert _quoted(row["text"]) == row["finds"]


@pytest.mark.parametrize("row", _rows("speakers.yml", "must_find"))
def test_speakers(row: dict[str, Any]) -> None:
    people = [Person.model_validate(person) for person in row.get("people", [])]
    read = attribute(row["text"], people, row.get("published"))
    assert [quotation.speaker or "" for quotation in read] == row["speakers"]


@pytest.mark.parametrize("row", _rows("speakers.yml", "must_not_fire"))
def test_nobody_is_named(row: dict[str, Any]) -> None:
    named = [quotation.speaker for quotation in attribute(row["text"]) if quotation.speaker]
    assert not set(named) & set(row["never"])


def test_each_quotation_stands_where_it_says() -> None:
    text = "“We open at nine,” said Ann Hill, the clerk. “Bring tea.”\nShe called the ferry “dangerously slow”."
    for quotation in attribute(text):
        assert text[quotation.start : quotation.end] == quotation.text
        assert quotation.speaker == "Ann Hill"
        assert quotation.speaker_start is not None
        assert text[quotation.speaker_start : quotation.speaker_end] in ("Ann Hill", "She")
        assert quotation.cue in ("said", "called")
        assert 0.5 <= quotation.confidence <= 1


def test_reading_twice_gives_the_same() -> None:
    text = "“No,” said Ann Hill. Tom Reed agreed. “Never,” he said. “Ever.”"
    assert attribute(text) == attribute(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_its_own_example(rule: Any) -> None:
    story = narrate(rule.example.replace(" ¶ ", "\n"))
    grammar = Grammar(story, cast_of(story))
    found = find_tags(story, grammar, [grammar.tags(sentence) for sentence in story.sentences])
    assert rule.name in {hit.rule for hit in found.values()}


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        "“" * 3000,
        "”" * 3000,
        "''" * 3001,
        '"a" ' * 3000,
        "said " * 5000,
        ", said" * 3000,
        "“a” said b " * 3000,
        "Ann " * 5000,
        "(" * 5000,
        "“\n" * 3000,
        "“a b c\n" * 3000,
        "AB, " * 5000,
        "Hill; " * 5000,
        "a man who " * 3000,
        "the answer of " * 3000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    for quotation in attribute(text):
        assert text[quotation.start : quotation.end] == quotation.text


PEOPLE = [
    Person.model_validate({"id": "ann-hill", "name": "Ann Hill", "aliases": ["the harbour chief"]}),
    Person.model_validate({"id": "tom-reed", "name": "Tom Reed"}),
    Person.model_validate({"id": "sue-reed", "name": "Sue Reed"}),
]


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Ann Hill", "ann-hill"),
        ("ann hill", "ann-hill"),
        ("Hill", "ann-hill"),
        ("Ann B. Hill", "ann-hill"),
        ("The harbour chief", "ann-hill"),
        ("Tom Reed", "tom-reed"),
        ("Reed", None),
        ("Bob Hill", None),
        ("officials", None),
    ],
)
def test_person_of(speaker: str, found: str | None) -> None:
    assert person_of(speaker, PEOPLE) == found
