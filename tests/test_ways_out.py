"""The ways out: what the project publishes does not hang on the generator of today."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from factsheet.cli import main

_GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


def run(folder: Path, *command: str, **environment: str) -> None:
    own = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "REPO_URL": "", "SOURCE_DATE_EPOCH": "1900000000"}
    program = str(Path(sys.executable).parent / command[0])
    env = os.environ | own | environment
    done = subprocess.run([program, *command[1:]], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): _GENERATOR.sub(b"", path.read_bytes()) for path in paths}


def test_properdocs_builds_the_same_site(clone: Path) -> None:
    shutil.copy(ROOT / "mkdocs.yml", clone)
    run(clone, "mkdocs", "build", "--strict", "--site-dir", "by-mkdocs")
    run(clone, "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", "by-properdocs")
    ours, theirs = files_of(clone / "by-mkdocs"), files_of(clone / "by-properdocs")
    assert len(ours) > 50
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_zensical_builds_every_rendered_page(clone: Path) -> None:
    """It leaves out in silence what it cannot build, so the pages are counted."""
    assert main(["-C", str(clone), "render", "--to", str(clone / "rendered")]) == 0
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("content/pages", "rendered")
    config = re.sub(r"(?m)^  - factsheet$\n", "", config)
    (clone / "mkdocs.yml").write_text(config, encoding="utf-8")
    run(clone, "zensical", "build", "--strict", "-f", "mkdocs.yml")
    pages = {path.relative_to(clone / "rendered").with_suffix(".html") for path in (clone / "rendered").rglob("*.md")}
    built = {path.relative_to(clone / "site") for path in (clone / "site").rglob("*.html")}
    assert len(pages) > 50
    assert pages - built == set()
    words = (clone / "site/nato-brussels-2025/hysteria-and-hyperbole.html").read_text(encoding="utf-8")
    assert "Some of the speculation about NATO" in words


def test_two_builds_in_two_places_are_the_same(clone: Path) -> None:
    """Another folder, time zone and language: the same bytes, and no path of the machine in them."""
    shutil.copy(ROOT / "mkdocs.yml", clone)
    other = clone.parent / "another place"
    shutil.copytree(clone, other)
    run(clone, "mkdocs", "build", "--strict", TZ="UTC", LC_ALL="C", SITE_URL="https://example.org/")
    run(other, "mkdocs", "build", "--strict", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", SITE_URL="https://example.org/")
    one, two = files_of(clone / "site"), files_of(other / "site")
    assert len(one) > 50
    assert one == two
    assert [name for name, data in one.items() if str(clone).encode() in data] == []


def test_render_writes_what_the_plugin_builds_byte_for_byte(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, data files and assets: the same names, the same bytes."""
    for name in ("SITE_URL", "REPO_URL", "EDIT_URI"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(ROOT / "mkdocs.yml", clone)
    config = load_config(str(clone / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(Files([]), config=config)
    assert main(["-C", str(clone), "render", "--to", str(clone / "rendered")]) == 0
    written = {path.relative_to(clone / "rendered").as_posix() for path in (clone / "rendered").rglob("*") if path.is_file()}
    assert {file.src_uri for file in files} == written - {".factsheet-pages"}
    assert len(files) > 100
    pages = {name: page.markdown.encode() for name, page in config.plugins["factsheet"].pages.items()}  # with their blocks
    built = {file.src_uri: pages.get(file.src_uri, file.content_bytes) for file in files}
    assert [name for name, data in built.items() if data != (clone / "rendered" / name).read_bytes()] == []
