"""YAML as people write it: string-only, every value with its place, every fault a problem with a hint."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.model import Figure, Person, Statement
from factsheet.placed import YamlList, decode, parse_yaml
from factsheet.records import read_list

STATEMENT = "- id: a\n  speaker: {speaker}\n  reports:\n    - article: b\n      quote: {quote}\n"


@pytest.mark.parametrize(
    "text", ["no", "yes", "NO", "on", "~", "null", "2025-04-03", "10:30", "1.20", "100_000", "0123", "1e5", "5%"]
)
def test_scalars_stay_text(text: str) -> None:
    root, problems = parse_yaml(f"- {text}\n", "x.yml")
    assert (root, problems) == ([text], [])


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("- a: 1\n  a: 2\n", "x.yml:2:3", "duplicate-key"),
        ("- &x a\n- *x\n", "x.yml:1:3", "yaml-anchor"),
        ("- *x\n", "x.yml:1:3", "yaml-alias"),
        ("- quote: Magnificent #desolation\n", "x.yml:1:22", "cut-by-comment"),
        ("- a: b\n<<<<<<< HEAD\n- a: c\n", "x.yml:2:1", "merge-conflict"),
        ("- !!python/object:os.system a\n", "x.yml:1:3", "yaml-tag"),
        ("- a:\n", "x.yml:1:3", "empty-value"),
        ("- a\n-\n", "x.yml:2:2", "empty-value"),
        ("- text: [Hill] is here\n", "x.yml:1:16", "yaml"),
        ("- text: he said: no\n", "x.yml:1:16", "yaml"),
        ("- a\n---\n- b\n", "x.yml:2:1", "yaml"),
        ("- ? [a]\n  : b\n", "x.yml:1:5", "yaml-key"),
        ("[" * 30 + "]" * 30, "x.yml:1:22", "yaml-depth"),
        ("a: \x01\n", "x.yml:1:4", "yaml"),
        ('<<: {a: b}\na: "unclosed\n', "x.yml:2:4", "yaml"),
    ],
)
def test_faults_of_yaml_have_a_place(text: str, place: str, code: str) -> None:
    _, problems = parse_yaml(text, "x.yml")
    assert [(str(problem.place), problem.code) for problem in problems] == [(place, code)]


@pytest.mark.parametrize(
    "text", ["- a: b # a comment", "- a: b   #", "- a: b#c", "- a: '#b #c'", "- a: >-\n    #b #c\n", "# a\n- b"]
)
def test_what_is_a_comment_or_none_is_no_fault(text: str) -> None:
    assert parse_yaml(text, "x.yml")[1] == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("- a: b\n\tc: d\n", "blanks"),
        ("- a: 'b\n", "close it"),
        ("- a: @b\n", "write `- a: >-`"),
        ("- a: *b c*\n", "write `- a: >-`"),
        ("- a: b\n   c: d\n", "under the other"),
        ("- a: b\n c: d\n", "exactly under the other"),
        ("- a: b\n  c\n  d: e\n", "key: value"),
        ("- a: [b] c\n", ">-"),
        ("- a: b: c\n", ">-"),
        ("-a: b\n- c: d\n", ""),
        ("- a: [b\n", "close it"),
    ],
)
def test_every_fault_of_yaml_has_a_hint_for_people(text: str, hint: str) -> None:
    _, (problem, *_) = parse_yaml(text, "x.yml")
    assert hint in problem.hint
    assert not re.search(r"while (parsing|scanning)|did not find", problem.message), problem.message


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parse_yaml("<<: {a: b}\n", "x.yml")[0] == {"<<": {"a": "b"}}


@pytest.mark.parametrize(
    ("text", "place", "code", "hint"),
    [
        ("- id: a\n  nmae: x\n", "x.yml:2:3", "unknown-key", "`name`"),
        ("- id: a\n", "x.yml:1:3", "missing-key", "name: …"),
        ("- id: A b\n  name: x\n", "x.yml:1:7", "bad-id", "lower-case"),
        ("- id: a\n  name: {x: y}\n", "x.yml:2:3", "wrong-shape", ">-"),
        ("- id: a\n  name: x\n  roles: boss\n", "x.yml:3:10", "wrong-shape", "dash"),
        ("- id: a\n  name: ''\n", "x.yml:2:9", "empty-value", "leave the key out"),
        ("id: a\n", "x.yml:1:1", "wrong-shape", "- id"),
        ("- just words\n", "x.yml:1:3", "wrong-shape", ""),
        ("- id: a\n  name: x\n  wikidata: 7\n", "x.yml:3:13", "bad-value", "Q"),
    ],
)
def test_faults_of_records_have_a_place_and_a_hint(text: str, place: str, code: str, hint: str) -> None:
    records, problems = read_list(Person, text, "x.yml")
    assert [(str(problem.place), problem.code) for problem in problems] == [(place, code)]
    assert hint in problems[0].hint
    assert not records


def test_one_bad_record_does_not_hide_the_others() -> None:
    records, problems = read_list(Person, "- {id: a, name: x}\n- {id: b, nmae: y}\n- {id: c, nmae: z}\n", "x.yml")
    assert [record.id for record in records] == ["a"]
    assert [problem.place.line for problem in problems] == [2, 3]


def test_one_or_many() -> None:
    (one,), _ = read_list(Statement, STATEMENT.format(speaker="s", quote="A word"), "x.yml")
    (many,), _ = read_list(Statement, STATEMENT.format(speaker="s", quote="[A word, Another]"), "x.yml")
    assert one.reports[0].quote == ("A word",)
    assert many.reports[0].quote == ("A word", "Another")
    assert str(many.reports[0].place_of("quote", 1)) == "x.yml:5:23"


def test_numbers_are_decimal_and_keep_their_value() -> None:
    text = "- {id: a, subject: s, value: [0.1, 100000000000000000.1], unit: u, reports: [{article: b, text: t}]}"
    (figure,), _ = read_list(Figure, text, "x.yml")
    assert [str(number) for number in figure.value] == ["0.1", "100000000000000000.1"]


@pytest.mark.parametrize(
    ("data", "place"), [(b"a\nb\xff", "x:2:2"), (b"\xff\xfea\x00", "x:1:1"), (b"\xef\xbb\xbfa\xff", "x:1:2")]
)
def test_what_is_not_utf8_has_a_place(data: bytes, place: str) -> None:
    problem = decode(data, "x")
    assert not isinstance(problem, str)
    assert (str(problem.place), problem.code) == (place, "not-utf-8")


@given(st.text(alphabet="-: []{}#&*!|>'\"%@`,?\n\t ab\x00\u0085"))
def test_any_text_gives_values_or_problems(text: str) -> None:
    root, problems = parse_yaml(text, "x.yml")
    assert isinstance(root, (YamlList, dict, str)) or root is None
    assert all(problem.message and problem.place.path == "x.yml" for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "- a: x\r- b: *c\r",
        "\r\r\r- b: &c d\r",
        "\x85- *x\n",
        "- a: 'x\r\r",
        "- a: [\r\r",
        "- a: {\n\n",
        "- a: \u2028  !t",
        "- !<x\n",
        "- a\n%b\n",
        "%b c",
    ],
)
def test_a_fault_is_told_whatever_ends_the_lines(text: str) -> None:
    _, problems = parse_yaml(text, "x.yml")
    assert problems
    assert not re.search(r"while (parsing|scanning)|did not find", problems[0].message), problems[0].message
