"""Old records spliced forward to the format that is read now; what people wrote stays.

A step leads from one format to the next. It names, for each kind of file, a splice and what the file must say after it; a file
that would read otherwise is refused, and every new text is made before the first is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from factsheet.model import Masthead
from factsheet.placed import YamlMap, parse_yaml
from factsheet.records import record_files, sheet_folders
from factsheet.splices import Reading, Refused, Splice, plan_splices, replace_file

FORMAT: str = get_args(Masthead.model_fields["format"].annotation)[0]


@dataclass(frozen=True, slots=True)
class Step:
    """From one format to the next: splices for the files that hold records of some kind, by the name of the file."""

    to: str
    files: Mapping[str, tuple[Splice, Reading]] = field(default_factory=dict)


STEPS: Mapping[str, Step] = {}  # format -> the step that leads from it; there has been one format so far


@dataclass(frozen=True, slots=True)
class Upgrade:
    path: Path
    before: bytes | None
    after: bytes


def plan_upgrade(root: Path, steps: Mapping[str, Step] = STEPS, target: str = FORMAT) -> list[Upgrade]:
    """What would be written, for every sheet; nothing where all are up to date."""
    return [upgrade for folder in sheet_folders(root) for upgrade in _plan_sheet(folder, steps, target)]


def write_upgrade(upgrades: list[Upgrade]) -> None:
    """The mastheads last: a run that is stopped in between is seen by their format, and goes on."""
    for upgrade in sorted(upgrades, key=lambda upgrade: upgrade.path.name == "sheet.yml"):
        replace_file(upgrade.path, upgrade.after, upgrade.before)


def _plan_sheet(folder: Path, steps: Mapping[str, Step], target: str) -> list[Upgrade]:
    masthead = folder / "sheet.yml"
    if not masthead.is_file():
        return []
    values, problems = parse_yaml(masthead.read_text(encoding="utf-8-sig"), masthead.name)
    if problems or not isinstance(values, YamlMap):
        raise Refused(f"{masthead}: this cannot be read; `factsheet check` says why")
    splices: dict[Path, list[tuple[Splice, Reading]]] = {masthead: []}
    have = values.get("format")
    if have is None:
        have = "1"  # the first format is the only one that could be left out
        splices[masthead].append((_add_format, lambda values: {"format": "1", **values}))
    while have != target:
        step = steps.get(have)
        if step is None:
            raise Refused(
                f"{masthead}: format {have} is not known to this version, which reads format {target}; install a newer one"
            )
        for kind, splice in step.files.items():
            for path in record_files(folder, kind):
                splices.setdefault(path, []).append(splice)
        splices[masthead].append((_set_format(step.to), _format_is(step.to)))
        have = step.to
    return [Upgrade(path, *plan_splices(path, steps)) for path, steps in splices.items() if steps]


def _add_format(text: str) -> str:
    """`format: 1` on a line of its own, above the first key."""
    values, _ = parse_yaml(text.removeprefix("\ufeff"), "")
    first = min(place.line for place in values.keys_at.values())
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    mark = "\ufeff" if first == 1 and text.startswith("\ufeff") else ""
    return "".join([*lines[: first - 1], f"{mark}format: 1{newline}", lines[first - 1].removeprefix(mark), *lines[first:]])


def _set_format(to: str) -> Splice:
    def splice(text: str) -> str:
        values, _ = parse_yaml(text.removeprefix("\ufeff"), "")
        place, lines = values.places["format"], text.splitlines(keepends=True)
        line = lines[place.line - 1]
        at = line.index(values["format"], place.column - 1)  # behind a quotation mark, where there is one
        lines[place.line - 1] = line[:at] + to + line[at + len(values["format"]) :]
        return "".join(lines)

    return splice


def _format_is(to: str) -> Reading:
    def reading(values: Any) -> Any:
        return values | {"format": to}

    return reading
