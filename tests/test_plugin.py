"""`mkdocs build` through the plugin: the same pages as `factsheet render`, and the same problems as `factsheet check`."""

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from conftest import ROOT

from factsheet.cli import main

CONFIG = "site_name: Sample\ndocs_dir: content/pages\nuse_directory_urls: false\ntheme: {name: material, font: false}\n"
CONFIG += "plugins: [search, factsheet]\nmarkdown_extensions: [attr_list, md_in_html, tables, {toc: {permalink: true}}]\n"


def mkdocs(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", *words]
    own = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "REPO_URL": "", **environment}
    return subprocess.run(command, cwd=root, env=os.environ | own, capture_output=True, text=True, check=False)


@pytest.fixture
def project(sample: Path) -> Path:
    (sample / "content/pages").mkdir(exist_ok=True)
    (sample / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return sample


def test_a_new_project_needs_no_template_of_its_own(project: Path) -> None:
    done = mkdocs(project, "--strict")
    assert done.returncode == 0, done.stderr
    front = (project / "site/index.html").read_text(encoding="utf-8")
    assert "The winter ferry" in front
    assert "Coast Radio" in front
    assert (project / "site/ferry/fuel.html").is_file()
    assert not [path for path in (project / "content").rglob("*") if path.suffix in (".html", ".css")]


def test_a_project_made_by_new_is_clean_and_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mine"
    assert main(["new", str(target)]) == 0
    assert main(["-C", str(target), "check", "--strict"]) == 0
    assert (target / ".gitignore").is_file()
    done = mkdocs(target, "--strict")
    assert done.returncode == 0, done.stderr
    assert "small step" in (target / "site/moon-landing/one-small-step.html").read_text(encoding="utf-8")
    assert main(["new", str(target)]) == 1
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize("folders", ["false", "true"])
def test_old_addresses_lead_on_without_a_script(folders: str, project: Path) -> None:
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("urls: false", f"urls: {folders}"), encoding="utf-8")
    with (project / "content/ferry/sheet.yml").open("a", encoding="utf-8") as masthead:
        masthead.write("redirects: {diesel: fuel, taken-out: index}\n")
    done = mkdocs(project, "--strict")
    assert done.returncode == 0, done.stderr
    name = "{}.html" if folders == "false" else "{}/index.html"
    for old, new, said in (("diesel", "fuel", "now stands at"), ("taken-out", "index", "none took its place")):
        page = project / "site/ferry" / name.format(old)
        text = page.read_text(encoding="utf-8")
        assert said in text
        assert text.count('<meta name="robots" content="noindex">') == 1
        (address,) = re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', text)
        target = page.parent / address
        target = target / "index.html" if target.is_dir() else target
        expected = "index.html" if new == "index" else name.format(new)
        assert target.resolve() == (project / "site/ferry" / expected).resolve()
        assert f'href="{address}"' in text
    assert "http-equiv" not in (project / "site/ferry" / name.format("fuel")).read_text(encoding="utf-8")
    assert "diesel" not in (project / "site/search/search_index.json").read_text(encoding="utf-8")


def test_a_page_written_by_hand_goes_before_ours(project: Path) -> None:
    (project / "content/pages/index.md").write_text("# By hand\n", encoding="utf-8")
    (project / "content/pages/about.md").write_text("# About us\n", encoding="utf-8")
    done = mkdocs(project, "--strict")
    assert done.returncode == 0, done.stderr
    assert "By hand" in (project / "site/index.html").read_text(encoding="utf-8")
    assert "About us" in (project / "site/about.html").read_text(encoding="utf-8")


def test_the_build_stops_with_the_lines_that_check_prints(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statements = project / "content/ferry/statements.yml"
    changed = statements.read_text(encoding="utf-8").replace("every day", "each day").replace("said:", "sayd:")
    statements.write_text(changed, encoding="utf-8")
    assert main(["-C", str(project), "check"]) == 1
    said = re.findall(r"(?m)^content/\S+: [a-z-]+: .*?(?= \(warning\)$|$)", capsys.readouterr().out)
    done = mkdocs(project)
    assert done.returncode != 0
    assert said
    assert [line for line in said if line not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()


def test_a_warning_stops_only_a_strict_build(project: Path) -> None:
    figures = project / "content/ferry/figures.yml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("  summary: How long the fuel lasts\n", ""), encoding="utf-8")
    assert mkdocs(project).returncode == 0
    assert mkdocs(project, "--strict").returncode == 1


def test_rendered_pages_build_the_same_site(project: Path, tmp_path: Path) -> None:
    """The way out of the plugin: the same Markdown on disk, with no plugin at all."""
    mkdocs(project)
    assert main(["-C", str(project), "render", "--to", str(tmp_path / "pages")]) == 0
    bare = tmp_path / "bare"
    bare.mkdir()
    config = CONFIG.replace("[search, factsheet]", "[search]").replace("content/pages", str(tmp_path / "pages"))
    (bare / "mkdocs.yml").write_text(config.replace("font: false}", "font: false, custom_dir: over}"), encoding="utf-8")
    shutil.copytree(ROOT / "site_templates" / "overrides", bare / "over")
    done = mkdocs(bare)
    assert done.returncode == 0, done.stderr

    def words(path: Path) -> str:
        article = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.S)
        assert article
        return " ".join(re.sub(r"<[^>]+>", " ", article[0]).split())

    pages = [path.relative_to(project / "site") for path in (project / "site/ferry").glob("*.html")]
    assert pages
    assert [page for page in pages if words(project / "site" / page) != words(bare / "site" / page)] == []


def test_the_edit_link_leads_to_the_line(project: Path) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("repo_url: https://code.example/x/y\nedit_uri: edit/main/content/pages/\n")
        file.write("extra: {generator: false}\n")
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        text.replace("font: false}", "font: false, features: [content.action.edit]}"), encoding="utf-8"
    )
    assert mkdocs(project, "--strict").returncode == 0
    page = (project / "site/ferry/fuel.html").read_text(encoding="utf-8")
    line = (project / "content/ferry/figures.yml").read_text(encoding="utf-8").split("\n").index("- id: fuel") + 1
    assert f"https://code.example/x/y/edit/main/content/ferry/figures.yml#L{line}" in page


@pytest.mark.parametrize(
    ("report_to", "start"),
    [
        ("", "https://github.com/example/facts/issues/new?title=Error%20in%20ferry%2Ffuel&"),
        ("report_to: desk@example.org", "mailto:desk@example.org?"),
        ("report_to: 'https://example.org/contact'", "https://example.org/contact"),
    ],
)
def test_errors_are_reported_to_the_repository_or_whom_the_project_names(report_to: str, start: str, project: Path) -> None:
    config = CONFIG.replace("factsheet]", f"factsheet: {{{report_to}}}]") + "repo_url: https://github.com/example/facts\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert mkdocs(project, "--strict").returncode == 0
    page = (project / "site/ferry/fuel.html").read_text(encoding="utf-8")
    (link,) = re.findall(r'href="([^"]*)">Report an error', page)
    assert unescape(link).startswith(start)


def test_what_is_no_address_is_not_reported_to(project: Path) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("factsheet]", "factsheet: {report_to: 'javascript:alert(1)'}]"))
    done = mkdocs(project)
    assert done.returncode == 1
    assert "neither a mail address nor a page" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_real_site_builds_strictly_and_leaves_content_alone(tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "content").rglob("*")}
    done = mkdocs(ROOT, "--strict", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "content").rglob("*")} == before
