"""What several test files share: the project's own content, with and without the article texts."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).parent / "cases"


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
