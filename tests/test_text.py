"""Normalised text and the way back to the original."""

import json
import unicodedata

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from factsheet.text import clip, escaped, hidden, n1, normalise, paragraphs, printable, sentences

HIDDEN = yaml.load((ROOT / "tests/tables/hidden.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


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
    assert n1(text) == result.text
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


@pytest.mark.parametrize("case", HIDDEN["marked"], ids=lambda case: case["as"])
def test_what_readers_do_not_see_is_marked(case: dict[str, str]) -> None:
    assert printable(case["text"]) == case["as"]
    assert not hidden(case["as"])


@pytest.mark.parametrize("text", HIDDEN["kept"])
def test_what_has_a_use_stays(text: str) -> None:
    assert hidden(text) == []
    assert printable(text) == " ".join(text.split())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("\u202e\u200d\U000e0041\ufe0fa \x1b\x9b")))
def test_escaped_json_reads_the_same_and_is_seen_whole(text: str) -> None:
    data = escaped(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(data) == {"text": text}
    assert hidden(data) == []


def test_long_texts_are_clipped_between_words() -> None:
    assert clip("one two three", 9) == "one two …"
    assert clip("x" * 100) == "x" * 60 + " …"
    assert clip("short") == "short"
