"""Gaps in a copied text: the table tests/tables/damage.yml."""

import re
from pathlib import Path

import pytest
import yaml

from factsheet.extract.damage import GAPS, find_damage

TABLE = yaml.load((Path(__file__).parent / "tables" / "damage.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
GAP = re.compile(r"\[([^\]]+)\]")


def _cases(section: str) -> list[tuple[str, str]]:
    return [(group, text) for group, texts in TABLE[section].items() for text in texts]


@pytest.mark.parametrize(("why", "marked"), _cases("must_find"))
def test_gaps_are_found(why: str, marked: str) -> None:
    text = GAP.sub(r"\1", marked)
    found = find_damage(text)
    assert [damage.text for damage in found] == GAP.findall(marked)
    assert all(text[damage.start : damage.end] == damage.text for damage in found)
    assert why.partition(",")[0] in {damage.why for damage in found}


@pytest.mark.parametrize(("group", "text"), _cases("must_not_fire"))
def test_sound_text_is_left_alone(group: str, text: str) -> None:
    assert find_damage(text) == []


@pytest.mark.parametrize(("why", "example"), [(why, example) for why, example, _ in GAPS])
def test_every_rule_finds_its_example(why: str, example: str) -> None:
    assert why in {damage.why for damage in find_damage(example)}


@pytest.mark.parametrize("piece", ["the ", " ,", ", ", "a ,", "( ", "“ ", "of of ", "\n", "in , ", "of by "])
def test_hostile_text_ends(piece: str) -> None:
    find_damage(piece * 100_000)
