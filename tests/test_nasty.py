"""Inputs that have broken tools of this kind stay text on their way in: article readers, the extractor, YAML, the terminal."""

from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from factsheet.align import words_of
from factsheet.articles import parse_article, parse_html, parse_markdown
from factsheet.build import checked
from factsheet.cli import main
from factsheet.compare import verdict
from factsheet.evidence import digest
from factsheet.extract import read
from factsheet.model import Problem
from factsheet.placed import parse_yaml
from factsheet.splices import append_records
from factsheet.text import normalise, slug

GROUPS = yaml.load((ROOT / "tests/tables/nasty.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
NASTY = [text for texts in GROUPS.values() for text in texts]


def test_there_are_many_and_each_once() -> None:
    assert len(NASTY) >= 200
    assert len(set(NASTY)) == len(NASTY)


@pytest.mark.parametrize("text", NASTY)
def test_the_extractor_reads_it(text: str) -> None:
    for words in (
        text,
        f"The ferry\n\nAnn Hill said “{text}” on Monday.",
        f"Ann Hill said that {text} would cost {text} in May.",
    ):
        reading = read(words, "2030-11-04")
        found = (*reading.quotations, *reading.indirect, *reading.quantities, *reading.times, *reading.damage)
        assert all(words[item.start : item.end] == item.text for item in found)
        assert all(0 <= item.start < item.end <= len(words) for item in found)


@pytest.mark.parametrize("text", NASTY)
def test_the_article_readers_read_it(text: str) -> None:
    for words in (text, f"A title\n\n{text}\n", f"---\ntitle: {text}\n---\n{text}\n"):
        for article in (parse_article(words), parse_markdown(words)):
            assert all(0 <= start <= end <= len(article.text) for start, end in article.boilerplate)
    page = parse_html(
        f"<html><head><title>{text}</title></head><body><article><p>{text}</p></article></body></html>", "page.html"
    )
    assert isinstance(page, Problem) or page.text.strip()


@pytest.mark.parametrize("text", NASTY)
def test_it_is_compared_with_itself(text: str) -> None:
    normalised = normalise(text)
    assert len(normalised.offsets) == len(normalised.text) + 1
    assert digest(text) == digest(normalised.text)
    if words_of([text]):
        assert verdict([text], [text]).label == "verbatim"


@pytest.mark.parametrize("text", NASTY)
def test_a_record_with_it_reads_back(text: str) -> None:
    before = "- id: there\n  note: as it was\n"
    values, problems = parse_yaml(append_records(before, [{"id": "new", "note": text, "reports": [{"quote": [text, text]}]}]), "")
    assert not problems
    assert values == [{"id": "there", "note": "as it was"}, {"id": "new", "note": text, "reports": [{"quote": [text, text]}]}]


@pytest.mark.parametrize("text", NASTY)
def test_it_names_nothing_outside_the_project(text: str) -> None:
    assert slug(text).replace("-", "a").isalnum() or not slug(text)
    assert slug(text).isascii()


def test_no_file_of_it_breaks_the_check(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each as a whole file, as an id, as a date and as an address: problems with their lines, and nothing else."""
    statements = sample / "content/ferry/statements.yml"
    articles = sample / "content/ferry/articles.yml"
    known = articles.read_bytes()
    for text in NASTY:
        statements.write_text(text, encoding="utf-8")
        articles.write_text(append_records(known.decode(), [{"id": text, "url": text, "published": text}]), encoding="utf-8")
        assert all(problem.place.path.startswith("content/") for problem in checked(sample).problems)
        assert main(["-C", str(sample), "check"]) == 1
        shown = capsys.readouterr().out
        assert [char for char in shown if not char.isprintable() and char != "\n"] == []
