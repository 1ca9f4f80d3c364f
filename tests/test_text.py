"""Normalised text and the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.text import normalise, paragraphs, sentences


@pytest.mark.parametrize(
    ("given_text", "normalised"),
    [
        ("“Curly” and ‘single’", "\"Curly\" and 'single'"),
        ("two  blanks,\n a line", "two blanks, a line"),
        ("  no blanks around \n", "no blanks around"),
        ("no\u00a0break", "no break"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("1–2 … « no »", "1–2 … « no »"),  # dashes, ellipses and guillemets stay
        ("", ""),
    ],
)
def test_normaliser_n1(given_text: str, normalised: str) -> None:
    assert normalise(given_text).text == normalised


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("e\u0301\u0323 \n“a")))
def test_every_normalised_character_knows_where_it_came_from(text: str) -> None:
    result = normalise(text)
    assert result.text == normalise(result.text).text
    assert len(result.offsets) == len(result.text) + 1
    assert list(result.offsets) == sorted(result.offsets)
    assert normalise(unicodedata.normalize("NFC", text)).text == result.text
    for at, char in enumerate(result.text):
        start, end = result.original(at, at + 1)
        assert start < end <= len(text)
        assert (char == " ") == text[start:end].isspace()


@given(st.text(alphabet="ab “”\n"))
def test_spans_go_there_and_back(text: str) -> None:
    result = normalise(text)
    for start in range(len(result.text)):
        for end in range(start + 1, len(result.text) + 1):
            assert result.span(*result.original(start, end)) == (start, end)


def test_a_line_is_a_paragraph() -> None:
    text = "One.\n\n  Two, \nthree.\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One.", "Two,", "three."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Mr. Hill of the U.S. board said no. He left.", ["Mr. Hill of the U.S. board said no.", "He left."]),
        ("“It rained.” She left.", ["“It rained.”", "She left."]),
        ("It cost 2.5 million. J. Hill paid.", ["It cost 2.5 million.", "J. Hill paid."]),
        ("No end", ["No end"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
