"""What must not pass: edits that make a record say more, less or other than its article, with the texts at hand and without."""

import shutil
from pathlib import Path

import pytest
import yaml
from conftest import CASES, ROOT

from factsheet.build import checked
from factsheet.cli import main
from factsheet.model import Severity

POST = "content/ferry/texts/harbour-post.txt"
EXTRA = """\
“We can't sail in a storm,” the harbour master said. The company carried 1,200 passengers, 3.5 percent more, at -5 degrees.
“It is a good boat,” a spokesman for the ferry company said. “It is a good boat,” the harbour master said later.
Costs rose by 20-50 euros, of which 90 days were fuel.
"""


@pytest.fixture(params=["with texts", "without texts"])
def project(request: pytest.FixtureRequest, sample: Path) -> tuple[Path, bool]:
    """The sample with a longer article, locked; afterwards with its texts or without."""
    post = sample / POST
    post.write_text(post.read_text(encoding="utf-8") + EXTRA, encoding="utf-8")
    assert main(["-C", str(sample), "lock"]) == 0
    return sample, request.param == "with texts"


def codes(root: Path, *, texts: bool) -> set[str]:
    if not texts:
        for path in root.glob("content/*/texts/*"):
            path.unlink()
    return {problem.code for problem in checked(root).problems if problem.severity is Severity.ERROR}


def statement(words: str, **more: str) -> str:
    keys = "".join(f"      {key}: {value}\n" for key, value in more.items())
    return (
        f"- id: new\n  speaker: harbour-master\n  summary: New.\n  reports:\n    - article: harbour-post\n      {words}\n{keys}"
    )


def figure(words: str, value: str, unit: str = "passengers") -> str:
    head = f"- id: new\n  summary: New.\n  subject: New\n  value: {value}\n  unit: {unit}\n"
    return f"{head}  reports:\n    - article: harbour-post\n      text: {words}\n"


def add(root: Path, kind: str, record: str) -> None:
    with (root / f"content/ferry/{kind}.yml").open("a", encoding="utf-8") as file:
        file.write(record)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("figures", figure("200 passengers", "200")),
        ("figures", figure("5 percent more", "5", "percent")),
        ("figures", figure("5 degrees", "5", "degrees")),
        ("figures", figure("50 euros", "50", "euros")),
        ("figures", figure("carried 1", "1")),
        ("statements", statement("quote: We can")),
        ("statements", statement("quote: e can't sail in a storm")),
    ],
)
def test_words_are_whole(kind: str, record: str, project: tuple[Path, bool]) -> None:
    root, texts = project
    add(root, kind, record)
    assert codes(root, texts=texts) & {"not-in-article", "no-receipt"}


def test_words_proven_as_a_figure_prove_no_speaker(project: tuple[Path, bool]) -> None:
    root, texts = project
    add(root, "statements", statement("quote: fuel for up to 90 days", speaker="ferry-company"))
    assert codes(root, texts=texts) & {"speaker-differs", "no-receipt"}


def test_parts_stand_in_the_order_of_the_article(project: tuple[Path, bool]) -> None:
    root, texts = project
    path = root / "content/ferry/statements.yml"
    first, second = "The ferry will run on every day of the winter", "We have fuel for up to 90 days."
    swapped = path.read_text(encoding="utf-8").replace(
        f"        - {first}\n        - >-\n          {second}", f"        - {second}\n        - {first}"
    )
    assert swapped != path.read_text(encoding="utf-8")
    path.write_text(swapped, encoding="utf-8")
    assert codes(root, texts=texts) == {"not-in-article"}


def test_a_quotation_is_not_passed_off_as_narration(project: tuple[Path, bool]) -> None:
    root, texts = project
    path = root / "content/ferry/statements.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("quote: The ferry", "indirect: The ferry"), encoding="utf-8")
    assert codes(root, texts=texts) == {"is-quoted"}


def test_a_bound_that_no_article_has(project: tuple[Path, bool]) -> None:
    root, texts = project
    path = root / "content/ferry/figures.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("bound: up to", "bound: at least"), encoding="utf-8")
    assert codes(root, texts=texts) == {"wrong-bound"}


def test_a_note_to_readers_does_not_switch_the_speaker_check_off(project: tuple[Path, bool]) -> None:
    root, texts = project
    path = root / "content/ferry/statements.yml"
    text = path.read_text(encoding="utf-8").replace("speaker: harbour-master", "speaker: ferry-company\n  note: For readers.")
    path.write_text(text, encoding="utf-8")
    assert codes(root, texts=texts) == {"speaker-differs"}


def test_the_same_words_of_two_people_in_one_article(sample: Path) -> None:
    post = sample / POST
    post.write_text(post.read_text(encoding="utf-8") + EXTRA, encoding="utf-8")
    add(sample, "statements", statement("quote: It is a good boat").replace("id: new", "id: one"))
    add(sample, "statements", statement("quote: It is a good boat").replace("harbour-master", "ferry-company"))
    assert main(["-C", str(sample), "lock"]) == 0
    lock = (sample / "content/ferry/evidence.lock").read_bytes()
    assert main(["-C", str(sample), "check", "--strict"]) == 0
    assert codes(sample, texts=False) == set()
    assert main(["-C", str(sample), "check", "--strict"]) == 0
    assert main(["-C", str(sample), "lock"]) == 0
    assert (sample / "content/ferry/evidence.lock").read_bytes() == lock


def test_a_clone_keeps_receipts_that_it_cannot_make_again(sample: Path) -> None:
    lock = (sample / "content/ferry/evidence.lock").read_bytes()
    codes(sample, texts=False)
    figures = sample / "content/ferry/figures.yml"
    before = figures.read_bytes()
    figures.write_bytes(before.split(b"- id: fuel")[0])
    main(["-C", str(sample), "lock"])
    figures.write_bytes(before)
    assert main(["-C", str(sample), "check", "--strict"]) == 0
    assert (sample / "content/ferry/evidence.lock").read_bytes() == lock


@pytest.mark.parametrize(
    "damage",
    [
        ("words: 6722a9ce03579ea4", "words: [x]"),
        ("lineage: coast-radio", "lineage: [a]"),
        ("published: [", "published: fuel # ["),
        ("at: 112-157", "at: 900000-5"),
        ("of: quote, speaker", "of: rumour, speaker"),
        ("format: 1", "format: 2"),
        ("articles:", "<<<<<<< HEAD\narticles:"),
    ],
)
def test_a_lock_that_is_none_is_told_and_made_anew_from_the_texts(damage: tuple[str, str], sample: Path) -> None:
    lock = sample / "content/ferry/evidence.lock"
    before = lock.read_text(encoding="utf-8")
    assert damage[0] in before
    lock.write_text(before.replace(*damage, 1), encoding="utf-8")
    problems = [problem for problem in checked(sample).problems if problem.severity is Severity.ERROR]
    assert {problem.place.path for problem in problems} == {"content/ferry/evidence.lock"}
    assert main(["-C", str(sample), "lock"]) == 0
    assert lock.read_text(encoding="utf-8").split("published")[1].split("articles")[1] == before.split("articles")[1]


@pytest.mark.parametrize("words", ["' '", "'\u00a0'"])
def test_white_space_is_no_evidence(words: str, sample: Path) -> None:
    add(sample, "statements", statement(f"quote: {words}"))
    assert codes(sample, texts=True) == {"not-in-article"}


@pytest.mark.parametrize("name", ["statements.yaml", "statement.yml", "notes.yml"])
def test_a_file_that_nothing_reads_is_told(name: str, sample: Path) -> None:
    (sample / "content/ferry" / name).write_text("- id: lost\n", encoding="utf-8")
    assert codes(sample, texts=True) == {"unknown-file"}


def test_two_texts_of_one_article(sample: Path) -> None:
    (sample / "content/ferry/texts/coast-radio.md").write_text("Another text.\n", encoding="utf-8")
    assert "unknown-file" in codes(sample, texts=True)


def test_a_link_stays_a_link(sample: Path) -> None:
    real = sample / "shared-people.yml"
    (sample / "content/people.yml").rename(real)
    (sample / "content/people.yml").symlink_to(real)
    (sample / "content/ferry/statements.yml").write_text("# none\n", encoding="utf-8")
    real.write_text("- {id: ferry-company, name: the ferry company}\n", encoding="utf-8")
    main(["-C", str(sample), "propose"])
    assert main(["-C", str(sample), "accept", "--all"]) == 0
    assert (sample / "content/people.yml").is_symlink()
    assert "harbour-master" in real.read_text(encoding="utf-8")


def test_an_inbox_with_other_line_ends_can_be_answered(sample: Path) -> None:
    (sample / "content/ferry/statements.yml").write_text("# none\n", encoding="utf-8")
    main(["-C", str(sample), "propose"])
    inbox = sample / "content/ferry/inbox.yml"
    inbox.write_bytes(inbox.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["-C", str(sample), "accept", "--all"]) == 0
    assert "harbour-master" in (sample / "content/ferry/statements.yml").read_text(encoding="utf-8")


def test_an_inbox_that_is_no_text_is_told(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sample / "content/ferry/inbox.yml").write_bytes(b"- id: \xff\n")
    assert main(["-C", str(sample), "accept", "--all"]) == 1
    assert "inbox.yml:1:7: not-utf-8" in capsys.readouterr().err


def test_a_speaker_of_two_sheets_is_added_once(sample: Path) -> None:
    import shutil

    (sample / "content/people.yml").write_text("- {id: ferry-company, name: the ferry company}\n", encoding="utf-8")
    (sample / "content/ferry/statements.yml").write_text("# none\n", encoding="utf-8")
    shutil.copytree(sample / "content/ferry", sample / "content/ferry-again")
    main(["-C", str(sample), "propose"])
    assert main(["-C", str(sample), "accept", "--all"]) == 0
    assert (sample / "content/people.yml").read_text(encoding="utf-8").count("id: the-harbour-master") == 1


def test_accepting_does_not_lock_what_was_wrong_before(sample: Path) -> None:
    path = sample / "content/ferry/statements.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("speaker: harbour-master", "speaker: ferry-company"), encoding="utf-8"
    )
    lock = (sample / "content/ferry/evidence.lock").read_bytes()
    post = sample / POST
    post.write_text(post.read_text(encoding="utf-8") + EXTRA, encoding="utf-8")
    main(["-C", str(sample), "propose"])
    main(["-C", str(sample), "accept", "--all"])
    assert (sample / "content/ferry/evidence.lock").read_bytes() == lock
    assert "speaker-differs" in codes(sample, texts=True)


LOCKS = yaml.load((ROOT / "tests/tables/locks.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("case", LOCKS, ids=lambda case: case["name"])
def test_a_lock_that_nobody_wrote_so_is_found_without_the_texts(
    case: dict[str, str], sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(sample / "content/ferry/texts")
    lock = sample / "content/ferry/evidence.lock"
    before, was, after = lock.read_text(encoding="utf-8").partition(case["was"])
    assert was
    lock.write_text(before + (case["now"] + after if "now" in case else was), encoding="utf-8")
    assert main(["-C", str(sample), "check", "--strict"]) == 1
    assert case["says"] in capsys.readouterr().out


def test_a_forged_receipt_is_found_with_the_texts_and_not_without(tmp_path: Path) -> None:
    """What the documents say of receipts: they guard against slips; against forgers only the text does."""
    project = shutil.copytree(CASES / "forged-lock", tmp_path / "forged")
    assert {problem.code for problem in checked(project).problems} >= {"not-in-article"}
    shutil.rmtree(project / "content/ferry/texts")
    assert not checked(project).failed


def test_a_forged_lock_is_not_taken_over(tmp_path: Path) -> None:
    project = shutil.copytree(CASES / "forged-lock", tmp_path / "forged")
    forged = (project / "content/ferry/evidence.lock").read_bytes()
    assert main(["-C", str(project), "lock"]) == 1
    assert (project / "content/ferry/evidence.lock").read_bytes() == forged
    text = project / "content/ferry/statements.yml"
    text.write_text(
        text.read_text(encoding="utf-8").replace("stay in the harbour every winter", "run on every day of the winter"), "utf-8"
    )
    assert main(["-C", str(project), "lock"]) == 0
    assert (project / "content/ferry/evidence.lock").read_bytes() == (CASES / "clean/content/ferry/evidence.lock").read_bytes()
