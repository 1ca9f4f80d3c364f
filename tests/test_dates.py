"""Time expressions: the table tests/tables/dates.yml, EDTF, and the dates that articles state."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factsheet.edtf import edtf_bounds, to_edtf
from factsheet.extract.dates import RULES, article_date, find_dates
from factsheet.model import SURE

TABLE = yaml.load((Path(__file__).parent / "tables" / "dates.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
MARKED = re.compile(r"\[([^\]=]+) = ([^\]]+)\]")
TYPES = ("DATE", "TIME", "DURATION", "SET")


def _cases(section: str) -> list[str]:
    return [text for texts in TABLE[section].values() for text in texts]


def _expected(marks: str) -> tuple[str, str, str | None]:
    """Value, type and bound of the words in brackets: "2017 since", "P1W SET"."""
    value, *words = marks.split()
    guess = "DURATION" if re.match("P[^AR]", value) else "TIME" if re.search(r"T(?:\d|MO|AF|EV|NI)", value) else "DATE"
    return value, next((w for w in words if w in TYPES), guess), next((w for w in words if w not in TYPES), None)


@pytest.mark.parametrize("marked", _cases("must_find"))
def test_time_expressions_are_read(marked: str) -> None:
    text = MARKED.sub(r"\1", marked)
    found = find_dates(text, TABLE["published"])
    assert [(t.text, t.value, t.type, t.bound) for t in found] == [
        (words, *_expected(marks)) for words, marks in MARKED.findall(marked)
    ]
    assert all(text[t.start : t.end] == t.text for t in found)


@pytest.mark.parametrize("text", _cases("must_not_fire"))
def test_other_words_are_left_alone(text: str) -> None:
    assert [(t.text, t.value) for t in find_dates(text, TABLE["published"])] == []


@pytest.mark.parametrize("text", _cases("unsure"))
def test_what_is_ambiguous_is_not_sure(text: str) -> None:
    assert find_dates(text, TABLE["published"])[-1].confidence < SURE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_reads_its_example(rule) -> None:  # type: ignore[no-untyped-def]
    assert find_dates(f"In May 2010, {rule.example}", TABLE["published"])[1:]


UNDATED = {
    "They met on Thursday.": "XXXX-XX-XX",
    "They met on April 3.": "XXXX-04-03",
    "They met in April.": "XXXX-04",
    "They met last week.": "XXXX-WXX",
    "They met two years ago.": "XXXX",
    "They met on April 3, 2025.": "2025-04-03",
}


@pytest.mark.parametrize(("text", "value"), UNDATED.items())
def test_nothing_is_guessed_without_a_day_of_publication(text: str, value: str) -> None:
    (found,) = find_dates(text)
    assert found.value == value
    assert ("X" in value) == (found.confidence < 0.9) == (to_edtf(value) is None)


STATED = {
    "date 2025-04-03 Ferry sinks in harbour\n\nThe ferry sank.": "2025-04-03",
    "Ferry sinks\n\nApril 3, 2025\n\nThe ferry sank.": "2025-04-03",
    "Ferry sinks\nPublished: Thursday 3 April 2025 at 10:30\nThe ferry sank.": "2025-04-03",
    "PORT TOWN, April 3, 2025 (Harbour News) - The ferry sank.": "2025-04-03",
    "PORT TOWN, Maine, April 3, 2025 — The ferry sank.": "2025-04-03",
    "Port Town (April 3, 2025) – The ferry sank.": None,
    "The ferry in the harbour of Port Town, April 3, 2025.": None,
    "The ferry sank on April 3, 2025.": None,
    "PORT TOWN, April 3 (Harbour News) - The ferry sank.": None,
    "": None,
}


@pytest.mark.parametrize(("text", "value"), STATED.items())
def test_the_date_an_article_states(text: str, value: str | None) -> None:
    assert article_date(text) == value


def test_a_stated_date_is_what_thursday_means() -> None:
    assert [t.value for t in find_dates("April 4, 2025\n\nThey met on Thursday.")] == ["2025-04-04", "2025-04-03"]


EDTF = {
    "2025-04-03": "2025-04-03",
    "2025-04-03T10:30": "2025-04-03",
    "2025-06": "2025-06",
    "2025": "2025",
    "2025-W14": "2025-03-31/2025-04-06",
    "2025-W14-WE": "2025-04-05/2025-04-06",
    "2025-Q2": "2025-04/2025-06",
    "2025-H2": "2025-07/2025-12",
    "2024-WI": "2024-12/2025-02",
    "199": "199X",
    "18": "18XX",
    "1998/2002": "1998/2002",
    "2025-04-02/2025-04-04": "2025-04-02/2025-04-04",
    "P5Y": None,
    "XXXX-WXX-1": None,
    "2025-XX-XX": None,
    "PAST_REF": None,
    "FY2013": None,
    "2025-13": None,
    "2025-W60": None,
}


@pytest.mark.parametrize(("value", "edtf"), EDTF.items())
def test_timex_as_edtf(value: str, edtf: str | None) -> None:
    assert to_edtf(value) == edtf


BOUNDS = {
    "2025-04-03": ("2025-04-03", "2025-04-03"),
    "2025-04-03~": ("2025-04-03", "2025-04-03"),
    "2025-06": ("2025-06-01", "2025-06-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2025?": ("2025-01-01", "2025-12-31"),
    "199X": ("1990-01-01", "1999-12-31"),
    "18XX": ("1800-01-01", "1899-12-31"),
    "2025-XX": ("2025-01-01", "2025-12-31"),
    "2025-22": ("2025-06-01", "2025-08-31"),
    "2025-04-02/2025-04-03": ("2025-04-02", "2025-04-03"),
    "2025-04/2025-06~": ("2025-04-01", "2025-06-30"),
    "2025-04-03/..": ("2025-04-03", "9999-12-31"),
    "../2025": ("0001-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("edtf", "bounds"), BOUNDS.items())
def test_first_and_last_day_of_an_edtf_date(edtf: str, bounds: tuple[str, str]) -> None:
    found = edtf_bounds(edtf)
    assert found and tuple(map(str, found)) == bounds


@pytest.mark.parametrize(
    "edtf", ["", "/", "../..", "yesterday", "2025-13", "2025-02-30", "2025-4-3", "2025/2024", "2025-04-03/x", "20255"]
)
def test_what_is_no_edtf(edtf: str) -> None:
    assert edtf_bounds(edtf) is None


@given(
    st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)),
    st.sampled_from(_cases("must_find") + _cases("must_not_fire")),
)
def test_any_day_of_publication_will_do(day: date, text: str) -> None:
    for found in find_dates(text, day.isoformat()):
        edtf = to_edtf(found.value)
        assert edtf is None or edtf_bounds(edtf)


@given(st.text(alphabet="0123456789 /-.:'’ApriyMondtheofQ\n", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(text[t.start : t.end] == t.text for t in find_dates(text, "2024-02-29") + find_dates(text))


@pytest.mark.parametrize(
    "piece",
    ["1", "a ", ", ", "and ", "April 3 ", "in the ", "last ", "2 ", "two ", "Monday, ", "1,", "the end of ", "\n", "Monday and "]
    + ["by Friday ", "to be planned on Friday ", "2012 boats ", "Jane May ", "not before 2012 ", "the last year "],
)
def test_hostile_text_ends(piece: str) -> None:
    find_dates(piece * 20_000, "2025-04-03")
