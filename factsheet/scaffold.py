"""A new project, from the sample that the package carries; a new sheet in a project."""

from pathlib import Path

from factsheet.rules import RESERVED_SHEETS, SHEET_ID
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
    return written


def new_sheet(root: Path, name: str) -> bool:
    """Make a sheet that is not there yet; whether it was made."""
    folder = root / "content" / name
    if folder.is_dir():
        return False
    if not SHEET_ID.fullmatch(name) or name in RESERVED_SHEETS:
        raise Refused(f"a sheet cannot be called {name!r}: lower-case letters, digits and hyphens, like winter-ferry-2030")
    title = name.replace("-", " ").capitalize()
    replace_file(folder / "sheet.yml", f"# What this sheet is about.\nformat: 1\ntitle: {title}\n".encode(), None)
    replace_file(folder / "articles.yml", b"# One record for each article, saying only what its text states.\n", None)
    return True
