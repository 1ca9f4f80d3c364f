"""What several test files share: the project's own content, with and without the article texts."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # no test depends on how busy the machine is
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).parent / "cases"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what the cases give now into their expected.txt")


def texts_at_hand() -> bool:
    return any((ROOT / "content").glob("*/texts/*.txt"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of this project's content as a public clone has it: without article texts and inbox."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("texts", "inbox.yml"))
    return tmp_path


@pytest.fixture
def desk(clone: Path) -> Path:
    """The same with the article texts, where this machine has them."""
    if not texts_at_hand():
        if os.environ.get("FACTSHEET_TEXTS") == "required":
            pytest.fail("the article texts should be in content/*/texts/ here")
        pytest.skip("needs the article texts in content/*/texts/, which are not in the repository")
    for folder in (ROOT / "content").glob("*/texts"):
        shutil.copytree(folder, clone / "content" / folder.parent.name / "texts")
    return clone


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project tests/cases/clean, with its texts."""
    shutil.copytree(CASES / "clean", tmp_path / "sample")
    return tmp_path / "sample"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    missing = "" if CHROMIUM else "no Chromium on this machine"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = missing or "Playwright for Python is not installed"
    if missing:
        (pytest.fail if os.environ.get("FACTSHEET_BROWSER") == "required" else pytest.skip)(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
