"""A new project, from the sample that the package carries; a new sheet in a project."""

import json
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

from factsheet.rules import RESERVED_SHEETS, SHEET_ID
from factsheet.schema import FILES, FOLDER, modeline, schema_text
from factsheet.splices import UNFINISHED, Refused, bytes_of, locked, replace_file

SAMPLE = Path(__file__).resolve().parent / "sample"
_NAMES = {"gitignore": ".gitignore"}  # under its own name it would hide the sample's texts from the package


def new_project(target: Path) -> int:
    """Copy the sample into a folder that is new or empty, or holds what a stopped run left there; how many files it is."""
    files = _project_files()
    if target.exists() and not (target.is_dir() and _goes_on(target, files)):
        raise Refused(f"{target} is there already and not empty; choose another folder")
    target.mkdir(parents=True, exist_ok=True)
    with locked(target):
        for name, data in files.items():
            if not (target / name).exists():
                replace_file(target / name, data, None)
    return len(files)


def _goes_on(target: Path, files: Mapping[Path, bytes]) -> bool:
    """Whether some of the files are still missing in a folder, and nothing else is there."""
    there = (path for path in target.rglob("*") if not path.is_dir() and not UNFINISHED.fullmatch(path.name))
    ours = all(path.is_file() and path.read_bytes() == files.get(path.relative_to(target)) for path in there)
    return ours and any(not (target / name).exists() for name in files)


def _project_files() -> dict[Path, bytes]:
    """All that a new project holds."""
    sources = sorted(path for path in SAMPLE.rglob("*") if path.is_file())
    names = {source: source.relative_to(SAMPLE) for source in sources}
    files = {name.with_name(_NAMES.get(name.name, name.name)): source.read_bytes() for source, name in names.items()}
    files[Path("requirements.txt")] = _requirement().encode()
    return files | {Path("content", FOLDER, f"{kind}.json"): schema_text(kind).encode() for kind in FILES}


def _requirement() -> str:
    """Where this factsheet came from, as pip takes it. A folder of this machine is no address for others."""
    here = distribution("factsheet")
    origin = json.loads(here.read_text("direct_url.json") or "{}")
    if "vcs_info" in origin:
        return f"factsheet @ {origin['vcs_info']['vcs']}+{origin['url']}@{origin['vcs_info']['commit_id']}\n"
    if origin:
        return "# Factsheet was installed from a file here. Write where others find it, like: factsheet @ git+https://…\n"
    return f"factsheet=={here.version}\n"


def write_schemas(root: Path) -> list[Path]:
    """The schema of each kind of file into content/, for editors; the files that are new or changed."""
    written = []
    for kind in FILES:
        path = root / "content" / FOLDER / f"{kind}.json"
        before, text = bytes_of(path), schema_text(kind).encode()
        if text != before:
            replace_file(path, text, before)
            written.append(path)
    return written


def new_sheet(root: Path, name: str) -> bool:
    """Make a sheet that is not there yet, or was made in part by a run that was stopped; whether it was made."""
    folder = root / "content" / name
    if (folder / "sheet.yml").exists():
        return False
    if not SHEET_ID.fullmatch(name) or name in RESERVED_SHEETS:
        raise Refused(f"a sheet cannot be called {name!r}: lower-case letters, digits and hyphens, like winter-ferry-2030")
    title = name.replace("-", " ").capitalize()
    texts = {
        "articles.yml": "# One record for each article, saying only what its text states.\n",
        "sheet.yml": f"# What this sheet is about.\nformat: 1\ntitle: {title}\n",  # last: with it, the sheet is there
    }
    for file, text in texts.items():
        if not (folder / file).exists():
            replace_file(folder / file, (modeline(f"{name}/{file}") + text).encode(), None)
    return True
