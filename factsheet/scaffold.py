"""A new project: the sample that the package carries, copied to where a person wants it."""

from pathlib import Path

from factsheet.splices import Refused

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
