"""What somebody who means ill may put into a pull request, or into an article: it is refused, or shown as what it is.

Pages in a browser are in test_site.py, texts in test_nasty.py, files of YAML in tests/cases/, what regular expressions take in
test_expressions.py, pages from the web in test_fetch.py.
"""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import CASES, ROOT

from factsheet import plugin
from factsheet.build import build, checked
from factsheet.cli import main
from factsheet.model import Place, Problem
from factsheet.placed import MAX_BYTES

SECRET = "the-secret-of-another"
ARTICLE = "The new ferry\n\nBy a Reporter\n4 November 2030\n\n“The boat is as good as new,” Ann Hill said on Monday.\n"
COMMANDS = (
    ("check",), ("check", "--format", "json"), ("coverage", "--open"), ("changes", "HEAD"), ("propose",), ("review",),
    ("accept", "--all"), ("reject", "--all", "--reason", "no"), ("lock",), ("upgrade",), ("schema", "--write"),
    ("render", "--to", "out"),
)  # fmt: skip


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def obeyed(text: str) -> set[str]:
    """What in a text a terminal may take for a command: all that is neither seen nor of private use, but the ends of lines."""
    unseen = {char for char in text if not char.isprintable() and unicodedata.category(char) != "Co"}
    return {ascii(char) for char in unseen - {"\n"}}


def git(root: Path) -> None:
    """A repository of what is there; a pipe is not taken in."""
    for words in (["init", "-q"], ["add", "--all", "--ignore-errors", "."]):
        subprocess.run(["git", "-C", str(root), *words], check=False, capture_output=True)
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *author, "commit", "-qm", "a"], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _nobody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)


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
        ("content/ferry/texts/earlier", "ferry"),
        ("content/.schema", "ferry"),
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
    before = files(secret)
    (sample / "new-one.txt").write_text(ARTICLE, encoding="utf-8")
    git(sample)
    done = build(sample, [sample / "site_templates"])
    assert "outside-project" in {problem.code for problem in done.problems if problem.place.path.startswith(place)}
    assert done.pages == ()
    for words in (*COMMANDS, ("add", "ferry", str(sample / "new-one.txt"))):
        assert main(["-C", str(sample), *words]) in (0, 1), words
        shown = capsys.readouterr()
        assert SECRET not in shown.out + shown.err, words
    assert files(secret) == before


@pytest.mark.parametrize("name", ["", "/.schema", "/island"])
def test_nothing_is_written_through_a_link_out_of_the_project(name: str, sample: Path, secret: Path, tmp_path: Path) -> None:
    """content/ itself; the schemas; a new sheet whose folder is not there yet."""
    place = sample / f"content{name}"
    if place.exists():
        shutil.rmtree(place)
    place.symlink_to(secret / "not-yet" if name == "/island" else secret)
    (tmp_path / "new-one.txt").write_text(ARTICLE, encoding="utf-8")
    before = files(secret)
    for words in (*COMMANDS, ("add", "island", str(tmp_path / "new-one.txt"))):
        assert main(["-C", str(sample), *words]) in (0, 1), words
    assert files(secret) == before


@pytest.mark.parametrize("name", ["ferry", "ferry/fuel.md", ".factsheet-pages"])
def test_pages_are_written_through_no_link(name: str, sample: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sample / "pages" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(secret / "ferry" if name == "ferry" else secret / "note.yml")
    before = files(secret)
    assert main(["-C", str(sample), "render", "--to", str(sample / "pages")]) == 1
    assert "leads out of" in capsys.readouterr().err
    assert files(secret) == before


def test_a_walk_keeps_no_journal_elsewhere(sample: Path, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample / ".factsheet").symlink_to(secret)
    before = files(secret)
    main(["-C", str(sample), "propose"])
    monkeypatch.setattr("builtins.input", lambda _: "a")
    assert main(["-C", str(sample), "review"]) == 1
    assert files(secret) == before


# --------------------------------------------------------------------------------------------------- what is no file


@pytest.mark.parametrize("kind", ["pipe", "folder"])
@pytest.mark.parametrize(
    "place",
    [
        "content/people.yml",
        "content/people/more.yml",
        "content/ferry/sheet.yml",
        "content/ferry/articles.yml",
        "content/ferry/statements.yml",
        "content/ferry/statements/more.yml",
        "content/ferry/rejected.yml",
        "content/ferry/inbox.yml",
        "content/ferry/evidence.lock",
        "content/ferry/texts/coast-radio.txt",
        "content/pages/about.md",
        "content/.schema/people.json",
        "site_templates/method.md.j2",
        ".factsheet/review-ferry.json",
        "out/index.md",
    ],
)
def test_a_pipe_or_a_folder_in_the_place_of_a_file_keeps_nobody_waiting(
    kind: str, place: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    (path.mkdir if kind == "folder" else lambda: os.mkfifo(path))()
    (sample / "new-one.txt").write_text(ARTICLE, encoding="utf-8")
    git(sample)
    monkeypatch.chdir(sample)
    signal.alarm(60)  # for whoever does wait: the test ends
    try:
        for words in (*COMMANDS, ("add", "ferry", "new-one.txt"), ("add", "ferry", place), ("extract", "content")):
            assert main(list(words)) in (0, 1), words
    finally:
        signal.alarm(0)
    assert path.is_fifo() or path.is_dir()


@pytest.mark.parametrize("name", [b"a\nb", b"a\x1b[2Jb", b"a\xffb", "a\u202eb".encode(), b"-a", b" "])
def test_no_name_of_a_file_breaks_a_command(name: bytes, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "- id: [\n"
    names = ("content/%s.yml", "content/ferry/%s.yml", "content/ferry/statements/%s.yml", "content/ferry/texts/%s.txt", "%s.txt")
    for place in (*names, "content/%s/sheet.yml", "content/pages/%s.md", "site_templates/%s.j2"):
        path = Path(os.fsdecode(os.fsencode(sample) + b"/" + place.encode() % name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if path.suffix == ".yml" else ARTICLE, encoding="utf-8")
    new = os.fsdecode(os.fsencode(sample) + b"/" + name + b".txt")
    git(sample)
    for broken in (True, False):
        if not broken:
            for found in sample.rglob("*.yml"):
                if found.read_text(encoding="utf-8") == text:
                    found.unlink()
        more = (("add", "ferry", new), ("extract", new, "--to", f"{new}.jsonl"), ("check", "--format", "github"))
        for words in (*COMMANDS, *more):
            assert main(["-C", str(sample), *words]) in (0, 1), words
        said = capsys.readouterr()
        assert obeyed(said.out + said.err) == set()


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

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31m\x1b[7m\x1b[0m \u202e \u200b \x9b2J \ue000 \ue001"
LINES = f"{HOSTILE} \x85 \u2028 \r all is well \nall is well"  # where it may hold the end of a line, too


@pytest.fixture
def hostile(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in whose articles, records and names of files are escapes, bells, marks of direction and ends of lines."""
    monkeypatch.chdir(sample)
    git(sample)
    ferry = sample / "content/ferry"
    text = f"The {HOSTILE} boat\n\n“The boat {HOSTILE} is here,” Ann {HOSTILE} Hill said on Monday. It costs 5 {HOSTILE} euros.\n"
    (sample / f"new {LINES}.txt").write_text(text, encoding="utf-8")
    (sample / "coast-radio.txt").write_text(text, encoding="utf-8")
    page = f"<html><head><title>{LINES}</title></head><body><article><p>{text}</p></article></body></html>"
    (sample / f"page {LINES}.html").write_text(page, encoding="utf-8")
    with (ferry / "texts/coast-radio.txt").open("a", encoding="utf-8") as file:
        file.write(text)
    (sample / "corpus.jsonl").write_text(json.dumps({"id": LINES, "text": text}) + f'\n{{"id": "{HOSTILE}"\n', encoding="utf-8")
    (ferry / "sheet.yml").write_text(
        (ferry / "sheet.yml").read_text("utf-8") + f"note: {json.dumps(LINES)}\n".replace("note", "summary"), encoding="utf-8"
    )
    record = {"id": "bad", "speaker": "harbour-master", "summary": LINES, "note": LINES, "said": LINES, HOSTILE: LINES}
    (ferry / "statements").mkdir()
    (ferry / f"statements/a{LINES.replace('/', '')}.yml").write_text(json.dumps([record]), encoding="utf-8")
    return sample


def test_no_command_sends_a_text_to_the_terminal_as_it_is(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a terminal would obey in records, articles, names of files and arguments is shown, and begins no line."""
    article, page, target = f"new {LINES}.txt", f"page {LINES}.html", f"to {LINES}.jsonl"

    def shown(*words: str) -> str:
        with suppress(SystemExit):
            main(list(words))
        said = capsys.readouterr()
        return said.out + said.err

    def runs() -> dict[str, str]:
        commands = (
            ("check",), ("check", "--format", "github"), ("check", "--format", "json"), ("check", "--rules", LINES),
            ("check", LINES), ("lock",), ("propose",), ("coverage", "--open"), ("coverage", "--format", "json"),
            ("accept", LINES), ("reject", LINES, "--reason", LINES), ("accept", "--all"), ("changes", "HEAD"), ("changes", LINES),
            ("changes", "HEAD", "--format", "json"), ("changes", "HEAD", "--format", "markdown"),
            ("render", "--to", f"out {LINES}"), ("render", "--to", "content"),
            ("extract", article), ("extract", page), ("extract", "corpus.jsonl"), ("extract", f"no such {LINES}"),
            ("extract", "corpus.jsonl", "--format", "jsonl"), ("extract", "corpus.jsonl", "--to", target),
            ("add", "ferry", article), ("add", "ferry", page), ("add", LINES, article), ("add", "ferry", f"no such {LINES}"),
            ("add", "ferry", "coast-radio.txt"), ("add", "ferry", "--update", "coast-radio.txt"),
            ("-C", LINES, "check"), ("new", f"new {LINES}"), ("new", f"new {LINES}"), ("upgrade", "--dry-run"), ("upgrade",),
        )  # fmt: skip
        return {" ".join(map(ascii, words)): shown(*words) for words in commands}

    said = runs()
    next((hostile / "content/ferry/statements").iterdir()).unlink()
    said |= {f"{words} (records whole)": text for words, text in runs().items()}
    assert sum(map(len, said.values())) > 5000
    assert {words: chars for words, text in said.items() if (chars := obeyed(text))} == {}
    forged = [words for words, text in said.items() if any(line.startswith("all is well") for line in text.split("\n"))]
    assert forged == []


def test_no_build_sends_a_text_to_the_terminal_as_it_is() -> None:
    line = plugin._line(Problem(Place(f"a {LINES}.yml"), "yaml", LINES, LINES))
    assert obeyed(line) == set()
    assert "\n" not in line


@pytest.mark.parametrize("colours", [True, False])
def test_a_walk_in_a_terminal_shows_what_it_would_obey(colours: bool, hostile: Path) -> None:
    """In a real one, of which it knows that it is one; the only escapes are those that mark the words of a proposal."""
    next((hostile / "content/ferry/statements").iterdir()).unlink()
    main(["propose"])
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "VISUAL": "true"}
    environment |= {} if colours else {"NO_COLOR": "1"}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "factsheet", "review"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as run:
        os.write(ours, b"x\na\nr no\ne\nj nobody\nl\na\nl\nl\nl\nl\nl\nu\nq\n")
        os.close(theirs)
        said = b""
        try:
            while read := os.read(ours, 65536):
                said += read
        except OSError:  # how a terminal ends on Linux
            pass
    os.close(ours)
    assert run.returncode == 0
    text = said.decode("utf-8").replace("\r\n", "\n")
    assert "[U+202E]" in text
    if colours:
        marked = re.findall("\x1b\\[7m([^\x1b]*)\x1b\\[0m", text)
        assert len(marked) > 5
        text = re.sub("\x1b\\[7m([^\x1b]*)\x1b\\[0m", r"\1", text)
    assert obeyed(text) == set()
