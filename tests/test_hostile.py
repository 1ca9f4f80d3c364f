"""What somebody who means ill may put into a pull request, or into an article: it is refused, or shown as what it is.

Pages in a browser are in test_site.py, texts in test_nasty.py, files of YAML in tests/cases/, what regular expressions take in
test_expressions.py, pages from the web in test_fetch.py.
"""

import json
import shutil
from pathlib import Path

import pytest
from conftest import CASES

from factsheet.build import build, checked
from factsheet.cli import main
from factsheet.placed import MAX_BYTES

SECRET = "the-secret-of-another"

# ------------------------------------------------------------------------------------------- links out of the project


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder beside the project, with files that a project could read."""
    folder = tmp_path / "elsewhere"
    shutil.copytree(CASES / "clean/content/ferry", folder / "ferry")
    for path in (folder / "note.yml", folder / "ferry/statements.yml"):
        path.write_text(f"- {SECRET}: {SECRET}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("place", "to"),
    [
        ("content/people.yml", "note.yml"),
        ("content/people", "ferry"),
        ("content/ferry/sheet.yml", "note.yml"),
        ("content/ferry/articles.yml", "note.yml"),
        ("content/ferry/statements.yml", "note.yml"),
        ("content/ferry/statements/more.yml", "note.yml"),
        ("content/ferry/statements", "ferry"),
        ("content/ferry/rejected.yml", "note.yml"),
        ("content/ferry/inbox.yml", "note.yml"),
        ("content/ferry/evidence.lock", "note.yml"),
        ("content/ferry/texts/coast-radio.txt", "note.yml"),
        ("content/ferry/texts", "ferry"),
        ("content/island", "ferry"),
        ("content/pages/about.md", "note.yml"),
        ("content/pages/deep/picture.png", "note.yml"),
        ("content/pages/all", "ferry"),
        ("site_templates/method.md.j2", "note.yml"),
        ("site_templates/overrides/main.html", "note.yml"),
    ],
)
def test_a_link_out_of_the_project_is_not_followed(
    place: str, to: str, sample: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sample / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(secret / to)
    before = (secret / to).read_bytes() if (secret / to).is_file() else b""
    done = build(sample, [sample / "site_templates"])
    assert "outside-project" in {problem.code for problem in done.problems if problem.place.path.startswith(place)}
    assert done.pages == ()
    for words in (
        ["check"],
        ["check", "--format", "json"],
        ["propose"],
        ["accept", "--all"],
        ["lock"],
        ["render", "--to", "out"],
    ):
        main(["-C", str(sample), *words])
        shown = capsys.readouterr()
        assert SECRET not in shown.out + shown.err, words
    assert not (secret / to).is_file() or (secret / to).read_bytes() == before


def test_a_link_within_the_project_is_followed(sample: Path) -> None:
    (sample / "shared.yml").write_bytes((sample / "content/people.yml").read_bytes())
    (sample / "content/people.yml").unlink()
    (sample / "content/people.yml").symlink_to("../shared.yml")
    assert not checked(sample).problems


def test_a_link_in_a_circle_ends(sample: Path) -> None:
    (sample / "content/ferry/statements").symlink_to(sample / "content")
    (sample / "content/people").symlink_to("people")
    checked(sample)


# --------------------------------------------------------------------------------------------------- names and sizes


@pytest.mark.parametrize(
    "name", ["..", "../people", "/etc/passwd", "C:\\x", "con", "nul", "aux", "com1", "A", "a/b", "a.", "ferry\n"]
)
def test_no_id_names_a_file_elsewhere(name: str, sample: Path) -> None:
    for file in ("statements", "articles"):
        path = sample / f"content/ferry/{file}.yml"
        old = "id: runs-all-winter" if file == "statements" else "id: coast-radio"
        path.write_text(path.read_text(encoding="utf-8").replace(old, f"id: {json.dumps(name)}"), encoding="utf-8")
        done = build(sample, [])
        assert {problem.code for problem in done.problems} & {"bad-id", "reserved-id"}
        assert done.pages == ()


@pytest.mark.parametrize("name", ["con", "nul", "Ferry", "..x", "a b", "<b>", "search", "assets"])
def test_no_sheet_has_such_a_name(name: str, sample: Path) -> None:
    (sample / "content/ferry").rename(sample / "content" / name)
    assert "reserved-id" in {problem.code for problem in checked(sample).problems} or not checked(sample).cases


@pytest.mark.parametrize("name", ["content/people.yml", "content/ferry/sheet.yml", "content/ferry/evidence.lock"])
def test_what_is_too_large_is_told_with_its_name(name: str, sample: Path) -> None:
    with (sample / name).open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    (told,) = [problem for problem in checked(sample).problems if problem.code == "too-large"]
    assert told.place.path == name
    assert f"{MAX_BYTES:,}" in told.message


def test_long_values_are_clipped_in_messages(sample: Path) -> None:
    """Whatever is wrong with a long text, nobody has to read all of it to learn what."""
    long = "so-long " * 1000
    files = {
        "people.yml": {"id": long, "name": long, long: long, "wikidata": long},
        "ferry/articles.yml": {"id": "gazette", "published": long, "url": long, "language": long, "lineage": long},
        "ferry/statements.yml": {
            "id": "a",
            "speaker": long,
            "said": long,
            "topic": long,
            "anchor": long,
            "reports": [{"article": "gazette", "quote": long, "label": long, "cue": long}, {"article": long, long: long}],
        },
        "ferry/figures.yml": {
            "id": "b",
            **dict.fromkeys(("subject", "value", "unit", "bound", "status", "said_by", "date"), long),
            "reports": [{"article": "gazette", "text": f"{long} 5", "status": long}],
        },
        "ferry/events.yml": {"id": "c", "date": long, "summary": long, "reports": [{"article": "gazette", "text": long}]},
    }
    for name, record in files.items():
        (sample / "content" / name).write_text(json.dumps([record]), encoding="utf-8")
    whole = checked(sample).problems
    (sample / "content/ferry/figures.yml").write_text(
        json.dumps([{**files["ferry/figures.yml"], "value": "5"}]), encoding="utf-8"
    )
    problems = {*whole, *checked(sample).problems}
    assert len(problems) > 12
    assert [problem for problem in problems if len(problem.message) > 250 or len(problem.hint) > 400] == []


# ----------------------------------------------------------------------------------------------------- own templates


@pytest.mark.parametrize(
    ("attack", "says"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "SecurityError"),
        ("{{ sheets.__init__.__globals__ }}", "SecurityError"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "SecurityError"),
        ("{{ ''.format.__globals__ }}", "SecurityError"),
        ("{{ '{0.__class__}'.format('') }}", "SecurityError"),
        ("{% set x = sheets.append('x') %}{{ x }}", ""),
        ("{% include '../../elsewhere/note.yml' %}", "TemplateNotFound"),
        ("{% include '/etc/passwd' %}", "TemplateNotFound"),
        ("{% import 'secret.j2' as x %}", "TemplateNotFound"),
        ("{% for i in range(1000000000) %}x{% endfor %}", "OverflowError"),
        ("{{ 1 // 0 }}", "ZeroDivisionError"),
        ("{{ sheet.titel }}", "UndefinedError"),
        ("{% for %}", "TemplateSyntaxError"),
    ],
)
def test_a_template_of_somebodys_own_runs_in_a_sandbox(
    attack: str, says: str, sample: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = sample / "site_templates"
    own.mkdir()
    (own / "method.md.j2").write_text(f"# Method\n\n{attack}\n", encoding="utf-8")
    assert main(["-C", str(sample), "render", "--to", str(sample / "out")]) == 1
    told = capsys.readouterr().err
    assert "site_templates/method.md.j2:3:1: bad-template:" in told or "method.md.j2: bad-template:" in told
    assert says in told
    assert SECRET not in told
    assert not (sample / "out").exists()


def test_what_a_template_shows_is_escaped(sample: Path) -> None:
    own = sample / "site_templates"
    own.mkdir()
    (own / "method.md.j2").write_text("# Method\n\n{{ '<script>alert(1)</script>' }}\n", encoding="utf-8")
    pages = {page.path: page.markdown for page in build(sample, [own]).pages}
    assert "<script>alert" not in pages["method.md"]


# ---------------------------------------------------------------------------------------------------------- terminals

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31m \u202e \u200b \x9b2J"


def test_no_command_sends_a_text_to_the_terminal_as_it_is(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escapes, bells and marks of direction in records, articles, names of files and arguments are shown and not obeyed."""
    monkeypatch.chdir(sample)
    ferry = sample / "content/ferry"
    text = f"The {HOSTILE} boat\n\n“The boat {HOSTILE} is here,” Ann {HOSTILE} Hill said on Monday. It costs 5 {HOSTILE} euros.\n"
    article = sample / f"new {HOSTILE}.txt"
    article.write_text(text, encoding="utf-8")
    (ferry / "texts/coast-radio.txt").write_text((ferry / "texts/coast-radio.txt").read_text("utf-8") + text, encoding="utf-8")
    (sample / "corpus.jsonl").write_text(json.dumps({"id": HOSTILE, "text": text}) + f'\n{{"id": "{HOSTILE}"\n', encoding="utf-8")
    record = {"id": "bad", "speaker": "harbour-master", "summary": HOSTILE, "note": HOSTILE, "said": HOSTILE, HOSTILE: HOSTILE}
    (ferry / "statements").mkdir()
    (ferry / f"statements/a{HOSTILE.replace('/', '')}.yml").write_text(json.dumps([record]), encoding="utf-8")

    def shown(*words: str) -> str:
        main(list(words))
        said = capsys.readouterr()
        return said.out + said.err

    def runs() -> dict[str, str]:
        commands = (
            ("check",), ("check", "--format", "github"), ("check", "--format", "json"), ("check", "--rules", HOSTILE), ("lock",),
            ("propose",), ("coverage", "--open"), ("coverage", "--format", "json"), ("accept", HOSTILE),
            ("reject", HOSTILE, "--reason", HOSTILE), ("accept", "--all"),
            ("render", "--to", f"out {HOSTILE}"), ("render", "--to", "content"),
            ("extract", str(article)), ("extract", "corpus.jsonl"), ("extract", "corpus.jsonl", "--format", "table"),
            ("extract", f"no such {HOSTILE}"), ("extract", "corpus.jsonl", "--to", f"to {HOSTILE}.jsonl"),
            ("extract", "corpus.jsonl", "--to", f"to {HOSTILE}.jsonl"),
            ("add", "ferry", str(article)), ("add", HOSTILE, str(article)), ("add", "ferry", f"no such {HOSTILE}"),
            ("-C", HOSTILE, "check"), ("new", f"new {HOSTILE}"), ("changes", HOSTILE), ("upgrade",),
        )  # fmt: skip
        return {" ".join(map(ascii, words)): shown(*words) for words in commands}

    said = runs()
    (ferry / f"statements/a{HOSTILE.replace('/', '')}.yml").unlink()
    said |= {f"{words} (records whole)": text for words, text in runs().items()}
    assert sum(map(len, said.values())) > 5000
    bad = {
        words: sorted({ascii(char) for char in text if not (char.isprintable() or char == "\n")}) for words, text in said.items()
    }
    assert {words: chars for words, chars in bad.items() if chars} == {}
