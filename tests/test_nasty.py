"""Inputs that have broken tools of this kind stay text on their way in: article readers, the extractor, YAML, the terminal."""

from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from targets import TARGETS

from factsheet.build import checked
from factsheet.cli import main
from factsheet.splices import append_records
from factsheet.text import slug

GROUPS = yaml.load((ROOT / "tests/tables/nasty.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
NASTY = [text for texts in GROUPS.values() for text in texts]


def test_there_are_many_and_each_once() -> None:
    assert len(NASTY) >= 200
    assert len(set(NASTY)) == len(NASTY)


# An input for each target: the text alone, and where texts stand.
FORMS: dict[str, tuple[str, ...]] = {
    "yaml-reader": ("{}", "- id: {}\n  reports:\n    - quote: >-\n        {}\n"),
    "yaml-writer": ("- id: there\n  note: as it was\n\f{}", "- id: there\r\n\f{}"),
    "article-reader": (
        "{}",
        "A title\n\n{}\n",
        "---\ntitle: {}\n---\n{}\n",
        "<html><head><title>{}</title></head><body><article><p>{}</p></article></body></html>",
    ),
    "extractor": ("{}", "The ferry\n\nAnn Hill said “{}” on Monday.", "Ann Hill said that {} would cost {} in May."),
    "comparer": ("{}\f{}", "The boat {} is late\fThe boat is {} late", "{}\vand {}\f{} [and]"),
    "renderer": ("{}",),
}


@pytest.mark.parametrize(("target", "form"), [(name, form) for name, forms in FORMS.items() for form in forms])
@pytest.mark.parametrize("text", NASTY)
def test_what_must_hold_of_every_input_holds(target: str, form: str, text: str) -> None:
    TARGETS[target](form.replace("{}", text).encode("utf-8", "surrogatepass"))


def test_every_target_is_fed() -> None:
    assert set(FORMS) == set(TARGETS)


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
