"""The walk through the inbox, played as a person would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_propose import empty, inbox, run

from factsheet.build import checked
from factsheet.records import load
from factsheet.review import Terminal, review


def play(root: Path, *answers: str, editor: str | None = None) -> str:
    """What the walk shows when a person gives these answers and then leaves."""
    shown: list[str] = []
    waiting: Iterator[str] = iter(answers)

    def ask(prompt: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    def edit(text: str) -> str:
        return editor if editor is not None else text.replace("id: the-ferry", "id: our-ferry")

    review(root, "ferry", Terminal(shown.append, ask, edit, "▸{}◂".format))
    return "\n".join(shown)


@pytest.fixture
def desk_with_inbox(sample: Path) -> Path:
    empty(sample)
    run(sample, "propose")
    return sample


def files(root: Path) -> dict[Path, bytes]:
    """Every file but the journal of the walk, which git ignores."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".factsheet" not in path.parts}


def test_each_proposal_is_shown_in_its_paragraph_with_what_would_be_written(desk_with_inbox: Path) -> None:
    shown = play(desk_with_inbox)
    assert "▸The ferry will run on every day of the winter,◂” the harbour master said on Tuesday" in " ".join(shown.split())
    assert "as a fact of its own: single" in shown
    assert f"{len(inbox(desk_with_inbox))} to answer" in shown
    assert "speaker: harbour-master" in shown


def test_answers_are_written_one_by_one_and_the_walk_goes_on_where_it_was(desk_with_inbox: Path) -> None:
    total = len(inbox(desk_with_inbox))
    play(desk_with_inbox, "a")
    assert len(inbox(desk_with_inbox)) == total - 1
    assert len(load(desk_with_inbox)[0].sheets[0].facts) == 1
    play(desk_with_inbox, "l", "r no fact of ours")
    assert len(inbox(desk_with_inbox)) == total - 2
    assert len(load(desk_with_inbox)[0].sheets[0].rejections) == 1


def test_undo_brings_every_file_back(desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    shown = play(desk_with_inbox, "a", "r no", "u", "u", "u")
    assert "nothing to undo" in shown
    assert files(desk_with_inbox) == before


def test_undo_leaves_a_file_alone_that_a_person_changed_meanwhile(desk_with_inbox: Path) -> None:
    statements = desk_with_inbox / "content/ferry/statements.yml"
    shown: list[str] = []
    turns = iter(["a", "touch", "u"])

    def ask(prompt: str) -> str:
        try:
            turn = next(turns)
        except StopIteration:
            raise KeyboardInterrupt from None
        if turn == "touch":
            statements.write_text(statements.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
            return "l"
        return turn

    review(desk_with_inbox, "ferry", Terminal(shown.append, ask, lambda text: text, "▸{}◂".format))
    assert "has changed since" in "\n".join(shown)
    assert statements.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_record_can_be_edited_before_it_is_accepted(desk_with_inbox: Path) -> None:
    play(desk_with_inbox, "e", "a")
    assert load(desk_with_inbox)[0].sheets[0].facts[0].id.startswith("our-ferry")


@pytest.mark.parametrize("text", ["", "- id: [\n", "- id: a\n", "id: a\n", "- id: a\n- id: b\n"])
def test_an_edit_that_is_no_record_is_refused_and_nothing_is_written(text: str, desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    assert "Not done" in play(desk_with_inbox, "e", editor=text)
    assert files(desk_with_inbox) == before


def test_joining_shows_the_label_that_the_wording_would_get(sample: Path) -> None:
    statements = sample / "content/ferry/statements.yml"
    kept = statements.read_text(encoding="utf-8").split("    - article: coast-radio")[0]
    statements.write_text(kept, encoding="utf-8")
    radio = sample / "content/ferry/texts/coast-radio.txt"
    radio.write_text(radio.read_text(encoding="utf-8").replace("every day", "each day"), encoding="utf-8")
    run(sample, "propose")
    shown = play(sample, "j runs-all-wintr", "j runs-all-winter", "a")
    assert "did you mean `runs-all-winter`?" in shown
    assert "joins: The ferry runs all winter." in shown
    assert "label it would get: altered slightly" in shown
    (sheet,) = load(sample)[0].sheets
    assert [report.article for report in sheet.statements[0].reports] == ["harbour-post", "coast-radio"]


@pytest.mark.parametrize("answer", ["", "x", "accept", "r", "j", "j nobody"])
def test_what_is_no_answer_changes_nothing(answer: str, desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    assert "Not done" in play(desk_with_inbox, answer)
    assert files(desk_with_inbox) == before


def test_a_later_walk_undoes_what_an_earlier_one_did(desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    play(desk_with_inbox, "a", "r no")
    assert "Undone: rejected" in play(desk_with_inbox, "u")
    assert "Undone: accepted" in play(desk_with_inbox, "u")
    assert files(desk_with_inbox) == before
    assert (desk_with_inbox / ".factsheet/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_later_walk_takes_back_the_lock_as_well(desk_with_inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(desk_with_inbox)
    for answers in (["a"], ["a"], ["u", "u"]):
        turns = iter(answers)
        monkeypatch.setattr("builtins.input", lambda _, turns=turns: next(turns, "q"))
        assert run(desk_with_inbox, "review") == 0
    assert files(desk_with_inbox) == before


def test_what_a_killed_walk_answered_is_locked_by_the_next(desk_with_inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(desk_with_inbox, "a")  # written, and then nothing more
    monkeypatch.setattr("builtins.input", lambda _: "q")
    assert "stale-lock" in {problem.code for problem in checked(desk_with_inbox).problems}
    assert run(desk_with_inbox, "review") == 0
    assert "stale-lock" not in {problem.code for problem in checked(desk_with_inbox).problems}


def test_an_edit_outlives_the_walk(desk_with_inbox: Path) -> None:
    play(desk_with_inbox, "e")
    play(desk_with_inbox, "a")
    assert load(desk_with_inbox)[0].sheets[0].facts[0].id.startswith("our-ferry")


def test_words_that_an_edit_makes_up_are_not_accepted(desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    made_up = "- id: x\n  speaker: harbour-master\n  reports:\n    - article: harbour-post\n      quote: The ferry will sink\n"
    assert "not-in-article" in play(desk_with_inbox, "e", "a", editor=made_up)
    assert files(desk_with_inbox) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"steps": [["x", [["../../etc/passwd", null, "x"]]]], "edited": {}}'])
def test_a_journal_that_is_none_is_passed_over(text: str, desk_with_inbox: Path) -> None:
    before = files(desk_with_inbox)
    (desk_with_inbox / ".factsheet").mkdir()
    (desk_with_inbox / ".factsheet/review-ferry.json").write_text(text, encoding="utf-8")
    assert "nothing to undo" in play(desk_with_inbox, "u")
    assert files(desk_with_inbox) == before
