"""The project's own sheets: they stand, and no slip in them passes, with the article texts at hand or without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from factsheet.build import checked
from factsheet.model import Place, Severity, Statement
from factsheet.propose import findings, propose
from factsheet.records import load
from factsheet.rules import Case


def _errors(root: Path) -> set[tuple[str, int, str]]:
    problems = checked(root).problems
    return {(p.place.path, p.place.line, p.code) for p in problems if p.severity is Severity.ERROR}


@pytest.mark.parametrize("state", ["clone", "desk"])
def test_the_content_has_no_problems(state: str, request: pytest.FixtureRequest) -> None:
    problems = checked(request.getfixturevalue(state)).problems
    assert [str(problem) for problem in problems] == []


def test_everything_in_the_articles_is_answered(desk: Path) -> None:
    for case in checked(desk).cases:
        found = findings(case.sheet, case.evidence)
        assert found
        assert [(item.article, item.kind, item.reading) for item in found if item.answer is None] == []
        assert propose(case.sheet, case.evidence, case.project.people) == []


def test_every_rejection_has_a_reason_and_something_to_reject(desk: Path) -> None:
    for case in checked(desk).cases:
        assert all(rejection.reason for rejection in case.sheet.rejections)
        assert sorted(_rejected(case)) == sorted((r.article, r.kind, r.words, r.nth) for r in case.sheet.rejections)


def _rejected(case: Case) -> Iterator[tuple[str, str, str, int]]:
    for item in findings(case.sheet, case.evidence):
        if item.answer == "rejected":
            yield item.article, item.kind, item.words, item.nth


def test_what_a_reason_of_a_rejection_names_is_there(clone: Path) -> None:
    """A reason often names the record that holds the words already: an id with a hyphen."""
    for sheet in load(clone)[0].sheets:
        ids = {fact.id for fact in sheet.facts}
        for rejection in sheet.rejections:
            named = re.findall(r"(?:statement|figure|event) ([a-z0-9]+(?:-[a-z0-9]+)+)", rejection.reason or "")
            assert set(named) <= ids, rejection.reason


@pytest.mark.parametrize("state", ["clone", "desk"])
def test_a_changed_word_is_found_at_its_line(state: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(state)
    places = list(_parts(root))
    assert len(places) > 50
    for place in places:
        path = root / place.path
        before = path.read_text(encoding="utf-8")
        lines = before.split("\n")
        at = place.line if lines[place.line - 1].rstrip().endswith(">-") else place.line - 1
        changed = re.sub(r"\w+(\W*)$", r"otherwise\1", lines[at])
        assert changed != lines[at]
        path.write_text("\n".join([*lines[:at], changed, *lines[at + 1 :]]), encoding="utf-8")
        assert (place.path, place.line) in {(name, line) for name, line, _ in _errors(root)}, f"{place}: {changed}"
        path.write_text(before, encoding="utf-8")


def _parts(root: Path) -> Iterator[Place]:
    project, _ = load(root)
    for sheet in project.sheets:
        for fact in sheet.facts:
            for report in fact.reports:
                for number in range(len(report.parts)):
                    yield report.place_of(report.form, number)


@pytest.mark.parametrize("state", ["clone", "desk"])
def test_a_changed_speaker_is_found_at_its_line(state: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(state)
    project, _ = load(root)
    statements = [fact for sheet in project.sheets for fact in sheet.facts if isinstance(fact, Statement)]
    assert len(statements) > 20
    for statement in statements:
        if all(report.speaker for report in statement.reports):
            continue  # each report names its own
        place = statement.place_of("speaker")
        path = root / place.path
        before = path.read_text(encoding="utf-8")
        other = next(person.id for person in project.people if person.id != statement.speaker)
        lines = before.split("\n")
        lines[place.line - 1] = f"  speaker: {other}"
        path.write_text("\n".join(lines), encoding="utf-8")
        assert (place.path, place.line, "speaker-differs") in _errors(root), statement.id
        path.write_text(before, encoding="utf-8")


def test_narration_given_as_a_quotation_is_found(clone: Path) -> None:
    path = next((clone / "content").glob("*/figures.yml"))
    before = path.read_text(encoding="utf-8")
    line = before.split("\n").index("      text: >-") + 1
    path.write_text(before.replace("      text: >-", "      quote: >-", 1), encoding="utf-8")
    assert (path.relative_to(clone).as_posix(), line, "not-quoted") in _errors(clone)


def test_the_lock_holds_no_word_of_an_article(clone: Path) -> None:
    for path in (clone / "content").glob("*/evidence.lock"):
        rows = re.findall(r"\{.*\}", path.read_text(encoding="utf-8"))
        assert rows
        shape = r"\{words: [0-9a-f]{16}, at: \d+-\d+, of: (quote|text)(, speaker: [a-z0-9-]+)?(, named: [a-z0-9-]+)?\}"
        assert [row for row in rows if not re.fullmatch(shape, row)] == []
