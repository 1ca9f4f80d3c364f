"""From articles to records: proposals, answers, coverage."""

from pathlib import Path

import pytest
import yaml
from conftest import CASES, ROOT

from factsheet.build import build, checked
from factsheet.cli import main
from factsheet.coverage import coverage
from factsheet.model import Severity
from factsheet.pages import templates_folder
from factsheet.placed import parse_yaml
from factsheet.propose import findings
from factsheet.records import load
from factsheet.text import slug


def run(root: Path, *words: str) -> int:
    return main(["-C", str(root), *words])


def inbox(root: Path) -> list[dict[str, object]]:
    values, problems = parse_yaml(next((root / "content").glob("*/inbox.yml")).read_text(encoding="utf-8"), "inbox.yml")
    assert not problems
    return list(values or [])


def empty(root: Path) -> None:
    """Take out all facts, as somebody would who begins with the articles alone."""
    for kind in ("statements", "figures", "events"):
        for path in (root / "content").glob(f"*/{kind}.yml"):
            path.write_text("# none yet\n", encoding="utf-8")
    for path in (root / "content").glob("*/evidence.lock"):
        path.unlink()  # in which the ids are published


def test_what_the_records_answer_is_not_proposed(sample: Path) -> None:
    assert run(sample, "propose") == 0
    assert {entry["kind"] for entry in inbox(sample)} <= {"figure", "event"}
    assert not [entry for entry in inbox(sample) if "1,200" in str(entry["record"])]


def test_proposing_twice_changes_nothing(sample: Path) -> None:
    empty(sample)
    run(sample, "propose")
    before = {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    assert run(sample, "propose") == 0
    assert {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()} == before


def test_accepting_all_gives_records_that_stand(sample: Path) -> None:
    empty(sample)
    run(sample, "propose")
    assert run(sample, "accept", "--all") == 0
    assert inbox(sample) == []
    done = build(sample, [templates_folder()])
    assert [str(p) for p in done.problems if p.severity is Severity.ERROR] == []
    assert done.pages
    run(sample, "propose")
    assert inbox(sample) == []


def test_the_same_words_by_the_same_speaker_become_one_statement(sample: Path) -> None:
    empty(sample)
    run(sample, "propose")
    run(sample, "accept", "--all")
    (sheet,) = load(sample)[0].sheets
    both = [s for s in sheet.statements if {r.article for r in s.reports} == {"harbour-post", "coast-radio"}]
    assert [statement.speaker for statement in both] == ["harbour-master"]


def test_accept_leaves_every_byte_that_was_there(sample: Path) -> None:
    empty(sample)
    files = {path: path.read_bytes() for path in (sample / "content").rglob("*.yml")}
    run(sample, "propose")
    run(sample, "accept", "--all")
    changed = {path for path, before in files.items() if path.read_bytes() != before}
    assert {path.name for path in changed} >= {"statements.yml", "figures.yml"}
    assert all(path.read_bytes().startswith(files[path]) for path in changed)


def test_an_accepted_report_joins_the_fact_that_the_inbox_names(sample: Path) -> None:
    statements = sample / "content/ferry/statements.yml"
    statements.write_text(statements.read_text(encoding="utf-8").split("    - article: coast-radio")[0], encoding="utf-8")
    before = statements.read_text(encoding="utf-8")
    run(sample, "propose")
    (entry,) = [entry for entry in inbox(sample) if entry["kind"] == "statement"]
    assert entry["record"]["id"] == "runs-all-winter"  # type: ignore[index]
    assert run(sample, "accept", str(entry["id"])) == 0
    assert statements.read_text(encoding="utf-8").startswith(before)
    (sheet,) = load(sample)[0].sheets
    assert [report.article for report in sheet.statements[0].reports] == ["harbour-post", "coast-radio"]


def test_a_wording_that_may_belong_to_a_fact_is_said_to_with_its_label(sample: Path) -> None:
    statements = sample / "content/ferry/statements.yml"
    statements.write_text(statements.read_text(encoding="utf-8").split("    - article: coast-radio")[0], encoding="utf-8")
    radio = sample / "content/ferry/texts/coast-radio.txt"
    radio.write_text(radio.read_text(encoding="utf-8").replace("every day", "each day"), encoding="utf-8")
    run(sample, "propose")
    (entry,) = [entry for entry in inbox(sample) if entry["kind"] == "statement"]
    assert str(entry["suggests"]).startswith("runs-all-winter (")
    assert entry["record"]["id"] != "runs-all-winter", "it was joined without asking"  # type: ignore[index]


SUGGESTIONS = yaml.load((ROOT / "tests/tables/suggestions.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("case", "fires"),
    [(case, part == "must_find") for part, cases in SUGGESTIONS.items() for case in cases],
    ids=lambda value: value["name"] if isinstance(value, dict) else "",
)
def test_what_one_article_quotes_and_another_tells(tmp_path: Path, case: dict[str, str], fires: bool) -> None:
    texts = tmp_path / "content/ferry/texts"
    texts.mkdir(parents=True)
    (tmp_path / "content/people.yml").write_text("# nobody yet\n", encoding="utf-8")
    (texts.parent / "sheet.yml").write_text("format: 1\ntitle: Ferry\ndate: 2030-11-04\n", encoding="utf-8")
    (texts.parent / "articles.yml").write_text("- id: one\n- id: two\n", encoding="utf-8")
    (texts / "one.txt").write_text(f"The ferry\n\n{case['quotes']}\n", encoding="utf-8")
    (texts / "two.txt").write_text(f"The boat\n\n{case['tells']}\n", encoding="utf-8")
    assert run(tmp_path, "propose") == 0
    statements = [entry for entry in inbox(tmp_path) if entry["kind"] == "statement"]
    (known,) = [entry for entry in statements if entry["article"] == "one"]
    (told,) = [entry for entry in statements if entry["article"] == "two"]
    assert told.get("suggests") == (f"{known['record']['id']} (indirect)" if fires else None)  # type: ignore[index]


def test_a_dateline_is_no_event(sample: Path) -> None:
    radio = sample / "content/ferry/texts/coast-radio.txt"
    head = "Coast Radio, 4 November 2030\nCOASTTOWN, November 4, 2030 (Agency) — The ferry was inspected by the harbour.\n"
    radio.write_text(head + radio.read_text(encoding="utf-8"), encoding="utf-8")
    (case,) = checked(sample).cases
    assert [f for f in findings(case.sheet, case.evidence) if f.kind == "event" and f.article == "coast-radio"] == []


def test_a_rejected_proposal_does_not_come_back(sample: Path) -> None:
    empty(sample)
    run(sample, "propose")
    name = str(inbox(sample)[0]["id"])
    assert run(sample, "reject", name, "--reason", "no fact of this sheet") == 0
    assert name not in [entry["id"] for entry in inbox(sample)]
    run(sample, "propose")
    assert name not in [entry["id"] for entry in inbox(sample)]
    assert not [p for p in checked(sample).problems if "rejected" in p.place.path]


def test_an_edited_inbox_is_kept(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty(sample)
    run(sample, "propose")
    path = sample / "content/ferry/inbox.yml"
    edited = path.read_text(encoding="utf-8").replace("id: the-ferry-will-run-on-every-day", "id: my-own-id")
    path.write_text(edited, encoding="utf-8")
    assert run(sample, "propose") == 1
    assert "has been edited" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == edited
    assert run(sample, "accept", "--all") == 0
    (sheet,) = load(sample)[0].sheets
    assert "my-own-id" in {statement.id for statement in sheet.statements}
    assert run(sample, "propose") == 0, "an inbox with nothing left in it was taken for edited"


def test_a_fault_in_the_inbox_is_shown_and_nothing_is_written(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty(sample)
    run(sample, "propose")
    path = sample / "content/ferry/inbox.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("      speaker:", "      spaeker:", 1), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("    speaker:", "    spaeker:", 1), encoding="utf-8")
    before = (sample / "content/ferry/statements.yml").read_bytes()
    assert run(sample, "accept", "--all") == 1
    assert "content/ferry/inbox.yml:" in capsys.readouterr().err
    assert (sample / "content/ferry/statements.yml").read_bytes() == before


def test_a_run_that_was_stopped_before_the_inbox_was_emptied_goes_on(sample: Path) -> None:
    empty(sample)
    run(sample, "propose")
    path = sample / "content/ferry/inbox.yml"
    before = path.read_bytes()
    run(sample, "accept", "--all")
    files = {file: file.read_bytes() for file in (sample / "content").rglob("*.yml") if file != path}
    path.write_bytes(before)
    assert run(sample, "accept", "--all") == 0
    assert {file: file.read_bytes() for file in files} == files


def test_boilerplate_is_never_proposed(sample: Path) -> None:
    text = sample / "content/ferry/texts/coast-radio.txt"
    furniture = (
        "Photo by the coast guard, 3 May 2029: “Waves” of 9 metres\nRelated stories\n“No” to 55 boats\n© 2030 Coast Radio\n"
    )
    text.write_text(text.read_text(encoding="utf-8") + furniture, encoding="utf-8")
    (case,) = checked(sample).cases
    body = len(text.read_text(encoding="utf-8")) - len(furniture)
    assert all(end <= body for f in findings(case.sheet, case.evidence) if f.article == "coast-radio" for _, end in f.spans)


def test_coverage_counts_what_is_answered(sample: Path) -> None:
    (case,) = checked(sample).cases
    rows = {(row.article, row.kind): row for row in coverage(case.sheet, case.evidence, ()).rows}
    assert (rows["harbour-post", "statement"].found, rows["harbour-post", "statement"].recorded) == (2, 2)
    assert all(row.found == row.recorded + row.rejected + row.open for row in rows.values())
    assert rows["harbour-post", "figure"].recorded == 2


def test_all_quoted_stretches_of_the_articles_become_records(desk: Path) -> None:
    import re

    empty(desk)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in desk.glob("content/*/texts/*.txt")}
    stretches = [(name, m[1] or m[2]) for name, text in texts.items() for m in re.finditer('“([^”\n]*)”|"([^"\n]*)"', text)]
    run(desk, "propose")
    assert run(desk, "accept", "--all") == 0
    done = build(desk, [templates_folder()])
    assert [str(p) for p in done.problems if p.severity is Severity.ERROR] == []
    said = [
        (report.article, part)
        for case in done.cases
        for statement in case.sheet.statements
        for report in statement.reports
        for part in report.quote or ()
    ]
    assert sorted(said) == sorted((name, words.removesuffix(",")) for name, words in stretches)


@pytest.mark.parametrize(
    ("words", "id_"),
    [("Über 5% more!", "uber-5-more"), ("  ", ""), ("Ночь", ""), ("a" * 90, "a" * 60), ("“Quoted” – words", "quoted-words")],
)
def test_slug(words: str, id_: str) -> None:
    assert slug(words) == id_


def test_the_clean_case_is_clean() -> None:
    assert checked(CASES / "clean").problems == ()


# ------------------------------------------------------------------------------- answers that cannot be taken as they are


def answered(
    root: Path, capsys: pytest.CaptureFixture[str], edit: tuple[str, str], *words: str
) -> tuple[int, str, dict[Path, bytes]]:
    """Propose for an empty sheet, edit the inbox, answer; (exit code, what was said, the files before the answer)."""
    empty(root)
    run(root, "propose")
    path = root / "content/ferry/inbox.yml"
    text = path.read_text(encoding="utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), encoding="utf-8")
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    capsys.readouterr()
    code = run(root, *(words or ("accept", "--all")))
    return code, capsys.readouterr().err, before


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("value: 90", "value: 80"), "wrong-value"),
        (("quote: The ferry will run", "quote: The ferry may run"), "not-in-article"),
        (("subject: ", "topic: nowhere\n    subject: "), "unknown-topic"),
        (("speaker: harbour-master", "speaker: harbor-master"), "unknown-speaker"),
        (("id: plans-a-second-boat-for-june-2031", "id: timeline"), "reserved-id"),
    ],
)
def test_a_proposal_that_would_not_stand_stays_in_the_inbox(
    edit: tuple[str, str], code: str, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, said, _ = answered(sample, capsys, edit)
    assert exit_code == 1
    assert f"content/ferry/inbox.yml:{_line(said)}" in said
    assert f": {code}: " in said
    assert inbox(sample), "it has left the inbox"
    assert [str(p) for p in checked(sample).problems if p.severity is Severity.ERROR] == []


def _line(said: str) -> str:
    return said.split("content/ferry/inbox.yml:")[1].split(":")[0]


@pytest.mark.parametrize("broken", ["- id: a\n  speaker harbour-master\n", "- id: a\n  reports: x\n"])
@pytest.mark.parametrize("command", [("propose",), ("accept", "--all"), ("coverage",)])
def test_nothing_is_proposed_or_answered_while_a_record_cannot_be_read(
    command: tuple[str, ...], broken: str, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty(sample)
    run(sample, "propose")
    (sample / "content/ferry/statements.yml").write_text(broken, encoding="utf-8")
    before = {file: file.read_bytes() for file in sample.rglob("*") if file.is_file()}
    assert run(sample, *command) == 1
    assert "content/ferry/statements.yml:" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in sample.rglob("*") if file.is_file()} == before


def test_a_report_that_cannot_be_added_by_lines_is_refused_before_anything_is_written(sample: Path) -> None:
    flow = "- {id: flow, speaker: harbour-master, reports: [{article: coast-radio, quote: every day of the winter}]}\n"
    (sample / "content/ferry/statements.yml").write_text(flow, encoding="utf-8")
    run(sample, "propose")
    entry = next(entry for entry in inbox(sample) if entry["kind"] == "statement")
    path = sample / "content/ferry/inbox.yml"
    mine = f"id: {entry['record']['id']}\n"  # type: ignore[index]
    path.write_text(path.read_text(encoding="utf-8").replace(mine, "id: flow\n"), encoding="utf-8")
    before = {file: file.read_bytes() for file in sample.rglob("*") if file.is_file()}
    assert run(sample, "accept", str(entry["id"])) == 1
    assert {file: file.read_bytes() for file in sample.rglob("*") if file.is_file()} == before


def test_another_speakers_words_do_not_join_a_statement(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit = (
        "record:\n    id: the-ferry-will-run-on-every-day\n    speaker: harbour-master",
        "record:\n    id: taken\n    speaker: unknown",
    )
    empty(sample)
    run(sample, "propose")
    path = sample / "content/ferry/inbox.yml"
    text = path.read_text(encoding="utf-8").replace(*edit, 1).replace("id: the-ferry-will-run-on-every-day", "id: taken")
    path.write_text(text, encoding="utf-8")
    assert run(sample, "accept", "--all") == 1
    assert "cannot-join" in capsys.readouterr().err


def test_a_person_whom_the_record_does_not_name_is_not_added(sample: Path) -> None:
    (sample / "content/people.yml").write_text("- {id: ferry-company, name: the ferry company}\n", encoding="utf-8")
    empty(sample)
    run(sample, "propose")
    path = sample / "content/ferry/inbox.yml"
    text = path.read_text(encoding="utf-8")
    assert "person:" in text
    path.write_text(text.replace("    speaker: harbour-master", "    speaker: unknown"), encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace("    speaker: the-harbour-master", "    speaker: unknown"), encoding="utf-8"
    )
    assert run(sample, "accept", "--all") == 0
    assert [person.id for person in load(sample)[0].people] == ["ferry-company"]


def test_an_empty_reason_is_no_reason(sample: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        run(sample, "reject", "--all", "--reason", " ")
    assert stop.value.code == 2


# ------------------------------------------------------------------------------------- when the article has another text

STORY = (
    "Ferry news\n“The boat is blue and it will stay blue,” the harbour master said.\n"
    "The fare rises by 5 percent. The ferry carries 1,200 passengers a week.\n"
)
LATER = {
    "as it was": STORY,
    "something before it": "A correction: wages rise by 5 percent, and 1,200 passengers wrote to us.\n" + STORY,
    "something behind it": STORY + "In the town prices rose by 5 percent.\n",
    "sentences in another order": STORY.replace("The fare rises by 5 percent. ", "") + "The fare rises by 5 percent.\n",
    "other words around": STORY.replace("The fare rises", "From May the fare rises").replace("carries", "now carries"),
    "other quotation marks": STORY.replace("“", '"').replace("”", '"'),
}


def proposed(root: Path) -> list[str]:
    """What is proposed from the harbour post, by kind and words."""
    assert run(root, "propose") == 0
    return [f"{entry['kind']} {entry['words']}" for entry in inbox(root) if entry["article"] == "harbour-post"]


def with_story(root: Path, text: str) -> None:
    (root / "content/ferry/texts/harbour-post.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("answer", ["accept --all", "reject --all --reason no"])
def test_what_was_answered_stays_answered_when_the_text_changes(answer: str, later: str, sample: Path) -> None:
    empty(sample)
    with_story(sample, STORY)
    answered = proposed(sample)
    assert len(answered) == 3
    assert run(sample, *answer.split()) == 0
    with_story(sample, LATER[later])
    new = {"something before it": 2, "something behind it": 1}.get(later, 0)
    back = proposed(sample)
    assert len(back) == new
    shown = " ".join(str(entry["where"]) for entry in inbox(sample) if entry["article"] == "harbour-post")
    assert "The fare rises by 5 percent" not in shown and "carries" not in shown


def test_a_rejection_in_a_sentence_is_told_from_the_same_words_before_it(sample: Path) -> None:
    empty(sample)
    with_story(sample, STORY)
    proposed(sample)
    run(sample, "reject", "--all", "--reason", "not here")
    with_story(sample, LATER["something before it"])
    assert len(proposed(sample)) == 2
    assert run(sample, "reject", "--all", "--reason", "nor here") == 0
    assert proposed(sample) == []


def test_a_rejection_without_its_sentence_counts_by_its_number(sample: Path) -> None:
    empty(sample)
    with_story(sample, STORY)
    proposed(sample)
    run(sample, "reject", "--all", "--reason", "not here")
    path = sample / "content/ferry/rejected.yml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "within:" not in line]
    path.write_text("".join(kept), encoding="utf-8")
    assert proposed(sample) == []


def test_the_report_that_fell_is_mended_not_proposed_again(sample: Path) -> None:
    empty(sample)
    with_story(sample, STORY)
    proposed(sample)
    run(sample, "accept", "--all")
    with_story(sample, STORY.replace("carries 1,200 passengers a week", "carried 1,200 passengers each week"))
    assert proposed(sample) == []
    assert run(sample, "check") == 1
