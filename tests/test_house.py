"""The house: imports point one way, stages between the ends touch no disk, and the tool knows no event."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from conftest import ROOT

from factsheet.records import load

PACKAGE = ROOT / "factsheet"

# Read from top to bottom: a module imports only from modules above it.
ROOMS = (
    "memo",
    "model",
    "text",
    "edtf",
    "placed",
    "problems",
    "lockfile",
    "records",
    "rulebook",
    "splices",
    "metadata",
    "articles",
    "fetch",
    "extract.lexicon",
    "extract.quotations",
    "extract.speakers",
    "extract.units",
    "extract.figures",
    "extract.dates",
    "extract.indirect",
    "extract.damage",
    "extract",
    "evidence",
    "align",
    "compare",
    "schema",
    "propose",
    "coverage",
    "rules",
    "links",
    "views",
    "pictures",
    "sections",
    "shards",
    "search",
    "browse",
    "cite",
    "exports",
    "linked",
    "feed",
    "pages",
    "changes",
    "history",
    "build",
    "answer",
    "live",
    "kept",
    "journal",
    "review",
    "register",
    "readings",
    "corpus",
    "spread",
    "scaffold",
    "upgrade",
    "policy",
    "cli",
    "plugin",
)
# The ends, which may meet the disk; everything between them is pure.
DOORS = set("problems records rulebook splices articles fetch pages history build answer live journal review".split())
DOORS |= set("register corpus spread scaffold upgrade cli plugin".split())
DISK = {"os", "pathlib", "tempfile", "shutil", "io", "subprocess"}
NET = {"socket", "ssl", "http.client", "urllib.request", "requests", "urllib3"}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _modules() -> dict[str, ast.Module]:
    found = {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    return {name: tree for name, tree in found.items() if name not in ("", "__main__")}


def _imports(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    plain = (alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names)
    return {*plain, *(node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module)}


def test_the_list_of_rooms_is_whole() -> None:
    assert set(_modules()) == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_up(room: str) -> None:
    above = set(ROOMS[: ROOMS.index(room)])
    ours = {name.removeprefix("factsheet").lstrip(".") for name in _imports(_modules()[room]) if name.startswith("factsheet")}
    assert ours <= above


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in DOORS])
def test_stages_between_the_ends_are_pure(room: str) -> None:
    tree = _modules()[room]
    assert not _imports(tree) & DISK
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert not {"open", "print", "input"} & set(calls)


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "fetch"])
def test_only_one_room_meets_the_network(room: str) -> None:
    assert not _imports(_modules()[room]) & NET


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "plugin"])
def test_only_the_plugin_meets_mkdocs(room: str) -> None:
    assert not any(name.split(".")[0] == "mkdocs" for name in _imports(_modules()[room]))


def test_the_tool_knows_no_event() -> None:
    project, _ = load(ROOT)
    people = chain.from_iterable((person.id, person.name, *person.aliases) for person in project.people)
    sheets = chain.from_iterable((sheet.id, sheet.masthead.title) for sheet in project.sheets)
    articles = (article for sheet in project.sheets for article in sheet.articles)
    outlets = chain.from_iterable((article.id, article.outlet or article.id) for article in articles)
    names = {*people, *sheets, *outlets} - {"unsigned"}  # the one id that is an everyday word
    assert len(names) > 20
    known = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)))
    places = [*PACKAGE.rglob("*.py"), *(path for path in (ROOT / "site_templates").rglob("*") if path.is_file())]
    found = [f"{path}: {match[0]}" for path in places for match in known.finditer(path.read_text(encoding="utf-8"))]
    assert not found
