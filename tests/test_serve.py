"""`mkdocs serve` while people edit: a browser sees each edit, each mistake and its end, and no page is ever a stale one."""

import os
import random
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from test_plugin import CONFIG

from factsheet.cli import main

ADDRESS = "http://127.0.0.1:8000/"
STATEMENTS, FIGURES = "content/ferry/statements.yml", "content/ferry/figures.yml"


@pytest.fixture
def project(sample: Path) -> Path:
    (sample / "content/pages").mkdir()
    (sample / "content/pages/about.md").write_text("# About us\n\n[Fuel](ferry/fuel.md#fact)\n", encoding="utf-8")
    (sample / "site_templates/overrides").mkdir(parents=True)
    (sample / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return sample


def change(root: Path, name: str, before: str, after: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


class Serving:
    """What `serve` does, without its server: one run of the plugin over many builds."""

    def __init__(self, root: Path) -> None:
        self.root, self.site = root, root / "shown"
        self._config().plugins.on_startup(command="serve", dirty=False)

    def _config(self) -> Any:
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(self.site))
        config.site_url = ADDRESS
        return config

    def rebuild(self) -> dict[str, bytes]:
        build(self._config(), serve_url=ADDRESS)
        files = (path for path in self.site.rglob("*") if path.is_file() and path.suffix != ".gz")  # holds a time
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in files}

    def page(self, name: str) -> str:
        return unescape(self.rebuild()[name].decode())


# ------------------------------------------------------------------------------------------------------ never stale

LONGER = """- id: fuel-again
  summary: How long the fuel lasts, once more
  subject: Fuel
  value: 90
  unit: days
  reports:
    - article: coast-radio
      text: fuel for 90 days
"""
# Each turns something into something else, and back: file, before, after. An empty "before" is a file that is not there.
EDITS = (
    (STATEMENTS, "summary: The ferry runs all winter.", "summary: It runs the whole winter."),
    (FIGURES, "- id: passengers-a-week", f"{LONGER}- id: passengers-a-week"),
    (FIGURES, "- id: passengers-a-week", "\n# The lines below are not where they were.\n- id: passengers-a-week"),
    ("content/ferry/events.yml", "status: expected", "status: scheduled"),
    ("content/ferry/sheet.yml", "title: The winter ferry", "title: The ferry in winter"),
    ("content/ferry/sheet.yml", "The winter timetable", "Winter"),
    ("content/ferry/articles.yml", "outlet: Coast Radio", "outlet: Radio Coast"),
    ("content/people.yml", "name: ", "name: Old "),
    ("content/pages/about.md", "# About us", "# About them"),
    ("content/pages/about.md", "ferry/fuel.md", "ferry/second-boat.md"),
    ("content/pages/later.md", "", "---\ntitle: Later\n---\n# Later\n"),
    ("site_templates/body.md.j2", "", "Own: {{ fact.heading }}\n"),
    ("site_templates/method.md.j2", "", "# How {#-#} we work\n"),
    ("site_templates/overrides/fact.html", "", '{% extends "main.html" %}{% block footer %}<p>Own.</p>{% endblock %}'),
    ("site_templates/overrides/main.html", "", '{% extends "base.html" %}{% block footer %}{{ pages | length }}{% endblock %}'),
    ("mkdocs.yml", "site_name: Sample", "site_name: Another"),
    ("mkdocs.yml", "{toc: {permalink: true}}", "{toc: {permalink: false}}"),
)


def turn(root: Path, edit: tuple[str, str, str], *, back: bool) -> None:
    name, before, after = edit
    if not before:
        (root / name).unlink() if back else (root / name).write_text(after, encoding="utf-8")
    else:
        change(root, name, *((after, before) if back else (before, after)))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_site_is_that_of_a_fresh_build(seed: int, project: Path) -> None:
    choice, done, states = random.Random(seed), set[int](), []
    serving = Serving(project)
    series = [choice.randrange(len(EDITS)) for _ in range(10)]
    for at in series:
        turn(project, EDITS[at], back=at in done)
        done ^= {at}
        states.append(serving.rebuild())
    for at, shown in zip(reversed(series), reversed(states), strict=True):
        assert Serving(project).rebuild() == shown
        turn(project, EDITS[at], back=at in done)
        done ^= {at}


def test_what_a_template_includes_is_read_again(project: Path) -> None:
    (project / "site_templates/parts").mkdir()
    part = project / "site_templates/parts/how.txt"
    part.write_text("First words.\n", encoding="utf-8")
    text = '---\ntitle: "Own"\n---\n# Own\n\n{% include "parts/how.txt" %}\n'
    (project / "site_templates/method.md.j2").write_text(text, encoding="utf-8")
    serving = Serving(project)
    assert "First words." in serving.page("method.html")
    part.write_text("Other words.\n", encoding="utf-8")
    assert "Other words." in serving.page("method.html")


def test_only_what_an_edit_shows_on_is_made_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jinja2 import Template
    from markdown import Markdown

    converted, laid_out = [], []
    convert, render = Markdown.convert, Template.render
    monkeypatch.setattr(Markdown, "convert", lambda self, text: [converted.append(text), convert(self, text)][1])

    def noted(self: Template, *args: Any, **kwargs: Any) -> str:
        if page := dict(*args, **kwargs).get("page"):
            laid_out.append(page.file.src_uri)
        return render(self, *args, **kwargs)

    monkeypatch.setattr(Template, "render", noted)
    serving = Serving(project)
    serving.rebuild()
    everything = len(converted)
    assert everything == len(laid_out)
    converted.clear()
    laid_out.clear()
    serving.rebuild()
    assert not converted
    assert not laid_out
    change(project, "content/ferry/events.yml", "A second boat is planned.", "A second boat is hoped for.")
    assert "A second boat is hoped for." in serving.page("ferry/second-boat.html")
    assert 0 < len(converted) < everything
    assert "ferry/second-boat.md" in laid_out
    assert "ferry/fuel.md" not in laid_out


# --------------------------------------------------------------------------------------------------------- mistakes


def test_a_mistake_is_a_page_with_what_check_prints(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    serving = Serving(project)
    before = serving.rebuild()
    change(project, STATEMENTS, "on every day of the winter", "on each <b>day</b> of the winter")
    after = serving.rebuild()
    page = after["problems.html"].decode()
    assert main(["-C", str(project), "check"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if re.match(r"content/| {4}", line)]
    said = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert len(lines) > 4
    assert [line for line in lines if " ".join(line.split()) not in said] == []
    assert "<b>day</b>" not in page
    pages = [name for name in before if name.endswith(".html") and name != "404.html" and not name.endswith(".card.html")]
    for name in pages:
        text = after[name].decode()
        assert "fs-bar--failed" in text, name
        assert "problems.html" in text, name
        assert re.sub(r'(?s)<div class="fs-bar.*?</div>\n?', "", text) == before[name].decode(), name
    change(project, STATEMENTS, "on each <b>day</b> of the winter", "on every day of the winter")
    assert serving.rebuild() == before


def test_mistakes_that_are_there_at_the_start_are_the_front_page(project: Path) -> None:
    change(project, STATEMENTS, "speaker:", "speakr:")
    serving = Serving(project)
    assert f"{STATEMENTS}:2:" in serving.page("index.html")
    change(project, STATEMENTS, "speakr:", "speaker:")
    assert "The winter ferry" in serving.page("index.html")
    assert "problems.html" not in serving.rebuild()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("site_templates/fact.md.j2", "# Own\n{% if %}\n", "site_templates/fact.md.j2:2:1"),
        ("site_templates/fact.md.j2", "# Own\n\n{{ fact.nothing_of_it }}\n", "site_templates/fact.md.j2:3:1"),
        (
            "site_templates/overrides/fact.html",
            "{% extends 'main.html' %}\n{% block %}",
            "site_templates/overrides/fact.html:2:1",
        ),
        ("site_templates/overrides/main.html", "\n{{ page.no.such }}", "site_templates/overrides/main.html:2:1"),
    ],
)
def test_a_mistake_in_a_template_hangs_nothing(name: str, text: str, told: str, project: Path) -> None:
    serving = Serving(project)
    before = serving.rebuild()
    (project / name).write_text(text, encoding="utf-8")
    page = serving.page("ferry/second-boat.html")
    assert told in page
    assert "A second boat is planned." in page
    (project / name).unlink()
    assert serving.rebuild() == before


def test_a_warning_is_told_and_stops_nothing(project: Path) -> None:
    change(project, FIGURES, "  summary: How long the fuel lasts\n", "")
    page = Serving(project).page("index.html")
    assert "1 warning" in page
    assert "fs-bar--failed" not in page


def test_what_is_built_has_neither_problems_nor_drafts(project: Path) -> None:
    empty_but_proposed(project)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=os.environ | QUIET)
    assert done.returncode == 0, done.stderr
    pages = {path.name: path.read_text(encoding="utf-8") for path in (project / "site").rglob("*.html")}
    assert not {"drafts.html", "problems.html"} & set(pages)
    assert not [name for name, text in pages.items() if 'class="fs-bar' in text]


# ----------------------------------------------------------------------------------------------------------- drafts

QUIET = {"NO_MKDOCS_2_WARNING": "1"}


def empty_but_proposed(root: Path) -> None:
    for name in ("figures.yml", "events.yml", "evidence.lock"):
        (root / "content/ferry" / name).unlink()
    assert main(["-C", str(root), "propose"]) == 0


def test_proposals_are_shown_as_the_cards_they_would_become(project: Path) -> None:
    empty_but_proposed(project)
    serving = Serving(project)
    inbox = (project / "content/ferry/inbox.yml").read_text(encoding="utf-8")
    names = re.findall(r"(?m)^- id: (\S+)", inbox)
    shown = serving.rebuild()
    page = unescape(shown["ferry/drafts.html"].decode())
    assert len(names) > 2
    assert [name for name in names if f"factsheet accept {name}" not in page] == []
    assert page.count(">draft</b>") == len(names)
    assert f"{len(names)} proposals wait" in shown["index.html"].decode()
    assert b"drafts" not in shown["search/search_index.json"]
    assert main(["-C", str(project), "reject", *names, "--reason", "no fact of ours"]) == 0
    shown = serving.rebuild()
    assert "ferry/drafts.html" not in shown
    assert "proposals wait" not in shown["index.html"].decode()


def test_a_proposal_that_cannot_be_accepted_says_why(project: Path) -> None:
    empty_but_proposed(project)
    change(project, "content/ferry/inbox.yml", "text: ", "text: not ")
    page = Serving(project).page("ferry/drafts.html")
    assert "It cannot be accepted as it is. content/ferry/inbox.yml:" in page


# -------------------------------------------------------------------------------------------------------- a browser


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    """A real `mkdocs serve` on this machine, ended with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    process = subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True, env=os.environ | QUIET)
    said: list[str] = []
    try:
        assert process.stderr
        for line in process.stderr:
            said.append(line)
            if "Serving on" in line:
                break
        else:
            pytest.fail("".join(said))
        yield f"http://{address}/"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_browser_sees_the_edit_the_mistake_and_its_end(served: str, project: Path, browser: Any) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{served}ferry/runs-all-winter.html")
        page.wait_for_selector("text=The ferry runs all winter.")
        change(project, STATEMENTS, "summary: The ferry runs all winter.", "summary: It runs the whole winter.")
        page.wait_for_selector("h1:has-text('It runs the whole winter.')")
        change(project, STATEMENTS, "on every day of the winter", "on each day of the winter")
        page.wait_for_selector(".fs-bar--failed")
        page.wait_for_selector("h1:has-text('It runs the whole winter.')")
        page.click(".fs-bar a")
        page.wait_for_selector(f".fs-problem:has-text('{STATEMENTS}:')")
        page.goto(f"{served}index.html")
        page.wait_for_selector(".fs-bar--failed")
        change(project, STATEMENTS, "on each day of the winter", "on every day of the winter")
        page.wait_for_selector(".fs-bar--failed", state="detached")
        page.wait_for_selector("article :text('The winter ferry')")
    finally:
        page.close()
