"""Figures: the table tests/tables/figures.yml, and what must hold for any text."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factsheet.extract.figures import MASKS, find_figures
from factsheet.model import Quantity

TABLE = yaml.load((Path(__file__).parent / "tables" / "figures.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
MARKED = re.compile(r"\[([^\]=]+) = ([^\]]+)\]")


def _cases(section: str) -> list[str]:
    return [text for texts in TABLE[section].values() for text in texts]


def _written(figure: Quantity) -> str:
    """The figure as the table writes it: "5..10 percent of GDP, up to"."""
    value = "..".join(format(number, "f") for number in figure.value)
    unit, of = figure.unit and f" {figure.unit}", figure.of and f" of {figure.of}"
    return f"{value}{unit or ''}{of or ''}{'' if figure.bound == 'exactly' else f', {figure.bound}'}"


@pytest.mark.parametrize("marked", _cases("must_find"))
def test_figures_are_read(marked: str) -> None:
    text = MARKED.sub(r"\1", marked)
    found = find_figures(text)
    assert [(figure.text, _written(figure)) for figure in found] == MARKED.findall(marked)
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize("text", _cases("must_not_fire"))
def test_other_numbers_are_left_alone(text: str) -> None:
    assert [(figure.text, _written(figure)) for figure in find_figures(text)] == []


@pytest.mark.parametrize(("name", "example"), [(name, example) for name, _, example in MASKS])
def test_every_mask_hides_its_example(name: str, example: str) -> None:
    assert find_figures(f"The lamp {example}, the lamp.") == []


KINDS = {
    "5% of turnover": "percent",
    "two percentage points": "points",
    "$5": "money",
    "five lamps": "count",
    "5 km": "measure",
    "five years": "duration",
    "five years old": "age",
    "a fifth of the town": "ratio",
    "five times": "multiple",
}


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_kinds(text: str, kind: str) -> None:
    (figure,) = find_figures(text)
    assert figure.kind == kind


def test_a_figure_reads_the_same_alone_in_its_sentence_and_in_its_article() -> None:
    words = "up to 20,000 lamps"
    sentence = f"The council will buy {words} by May."
    article = f"Lamps for 12 towns\n\n{sentence}\n\nIt met on 3 May 2024."
    (alone,), (within,), (_, last) = find_figures(words), find_figures(sentence), find_figures(article)
    assert {(q.text, q.value, q.unit, q.bound) for q in (alone, within, last)} == {
        ("20,000 lamps", (Decimal(20000),), "lamps", "up to")
    }
    assert article[last.start : last.end] == last.text


def test_numbers_are_exact() -> None:
    (figure,) = find_figures("0.1 + 0.2 = 0.3000000000000000000001 percent")[-1:]
    assert figure.value == (Decimal("0.3000000000000000000001"),)


def test_a_figure_with_a_clear_unit_is_surer_than_a_bare_number() -> None:
    clear, bare = find_figures("They paid 5 euros, and 7 later.")
    assert clear.confidence >= 0.9 > bare.confidence


@given(st.text(alphabet="0123456789 .,-–/$%€'’\"“”()aofnthemilyewupd\n", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = find_figures(text)
    assert all(text[figure.start : figure.end] == figure.text for figure in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))
    assert all(len(figure.value) == 1 or figure.value[0] < figure.value[1] for figure in found)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1,",
        "1-",
        "and ",
        "a half ",
        "five hundred ",
        "$",
        '5"',
        "(",
        "5% of a b c ",
        "up to ",
        "x@",
        "between 1 and 2 ",
    ],
)
def test_hostile_text_ends(piece: str) -> None:
    find_figures(piece * 20_000)
