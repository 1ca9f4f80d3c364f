"""A new project, from the sample that the package carries; a new sheet in a project."""

import json
from importlib.metadata import distribution
from pathlib import Path

from factsheet.rules import RESERVED_SHEETS, SHEET_ID
from factsheet.schema import FILES, FOLDER, modeline, schema_text
from factsheet.splices import Refused, replace_file

SAMPLE = Path(__file__).resolve().parent / "sample"
_NAMES = {"gitignore": ".gitignore"}  # under its own name it would hide the sample's texts from the package


def new_project(target: Path) -> list[Path]:
    """Copy the sample into a folder that is new or empty; the files that were written."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is there already and not empty; choose another folder")
    written = []
    for source in sorted(path for path in SAMPLE.rglob("*") if path.is_file()):
        name = source.relative_to(SAMPLE)
        path = target / name.with_name(_NAMES.get(name.name, name.name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        written.append(path)
    requirements = target / "requirements.txt"
    requirements.write_text(_requirement(), encoding="utf-8")
    return [*written, requirements, *write_schemas(target)]


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
        before, text = path.read_bytes() if path.is_file() else None, schema_text(kind).encode()
        if text != before:
            replace_file(path, text, before)
            written.append(path)
    return written


def new_sheet(root: Path, name: str) -> bool:
    """Make a sheet that is not there yet; whether it was made."""
    folder = root / "content" / name
    if folder.is_dir():
        return False
    if not SHEET_ID.fullmatch(name) or name in RESERVED_SHEETS:
        raise Refused(f"a sheet cannot be called {name!r}: lower-case letters, digits and hyphens, like winter-ferry-2030")
    title = name.replace("-", " ").capitalize()
    texts = {
        "sheet.yml": f"# What this sheet is about.\nformat: 1\ntitle: {title}\n",
        "articles.yml": "# One record for each article, saying only what its text states.\n",
    }
    for file, text in texts.items():
        replace_file(folder / file, (modeline(f"{name}/{file}") + text).encode(), None)
    return True
