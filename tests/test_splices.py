"""Machine writes: what is added reads back the same, and no byte that was there changes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.placed import parse_yaml
from factsheet.splices import Refused, append_records, append_report, locked, replace_file, splice_file

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)
reports = st.fixed_dictionaries({"article": words, "quote": words | st.lists(words, min_size=1)}, optional={"note": words})
records = st.fixed_dictionaries({"id": words, "reports": st.lists(reports, min_size=1)}, optional={"summary": words})

BY_HAND = """\
# My records.   Two blanks and a tab:\t here.
- id:   one      # odd spacing
  reports:
      - {article: a, quote: 'single'}
      - article: b
        quote: >-
          # not a comment

          two paragraphs

  # a comment inside a record


- {id: two, reports: [{article: a, quote: flow}]}
"""


@given(st.lists(records, min_size=1))
def test_what_is_appended_reads_back(added: list[dict[str, Any]]) -> None:
    text = append_records(BY_HAND, added)
    assert text.startswith(BY_HAND)
    values, problems = parse_yaml(text, "")
    assert not problems
    assert values == [*parse_yaml(BY_HAND, "")[0], *added]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@given(reports)
def test_a_report_joins_its_fact(newline: str, report: dict[str, Any]) -> None:
    before = BY_HAND.replace("\n", newline)
    after = append_report(before, "one", report)
    values, problems = parse_yaml(after, "")
    assert not problems
    assert values[0]["reports"][2:] == [report]
    assert values[1:] == parse_yaml(before, "")[0][1:]
    kept = iter(after.splitlines(keepends=True))
    assert all(line in kept for line in before.splitlines(keepends=True)), "a line was changed or moved"


@pytest.mark.parametrize("fact", ["two", "three"])
def test_a_report_is_refused_where_no_line_can_be_added(fact: str) -> None:
    with pytest.raises(Refused, match=fact):
        append_report(BY_HAND, fact, {"article": "b", "quote": "x"})


@pytest.mark.parametrize("text", ["", "# only a comment", "[]\n", "# none yet\n[]\n", "\ufeff- id: a\n", "- id: a"])
def test_any_list_file_can_be_added_to(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(text.encode())
    splice_file(path, lambda before: append_records(before, [{"id": "new"}]), lambda values: [*(values or []), {"id": "new"}])
    assert path.read_bytes().startswith(text.replace("[]", "").rstrip("\n").encode())
    assert parse_yaml(path.read_text(encoding="utf-8-sig"), "")[0][-1] == {"id": "new"}


@pytest.mark.parametrize("text", ["- id: a\n  b: [\n", "a: b\n", "- id: a\n...\n", "- id: \xff\n"])
def test_nothing_is_written_into_a_file_that_cannot_take_it(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused):
        splice_file(path, lambda before: append_records(before, [{"id": "new"}]), lambda values: [*values, {"id": "new"}])
    assert path.read_bytes() == text.encode("latin-1")
    assert [file.name for file in tmp_path.iterdir()] == ["x.yml"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"theirs")
    with pytest.raises(Refused, match="changed meanwhile"):
        replace_file(path, b"ours", b"what we read")
    assert path.read_bytes() == b"theirs"


def test_a_splice_that_would_change_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"- id: a\n")
    with pytest.raises(Refused, match="would change"):
        splice_file(path, lambda before: "- id: b\n", lambda values: values)
    assert path.read_bytes() == b"- id: a\n"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(Refused, match="another"), locked(tmp_path):
        pass
