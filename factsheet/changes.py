"""What changed in the records between two states of the files, record by record and field by field."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from factsheet.model import Place, Problem
from factsheet.pages import escape
from factsheet.placed import YamlList, YamlMap, parse_yaml
from factsheet.text import escaped

KINDS: Mapping[str, str] = {
    "people": "person",
    "sheet": "sheet",
    "articles": "article",
    "statements": "statement",
    "figures": "figure",
    "events": "event",
}
_FACTS = ("statement", "figure", "event")
Key = tuple[str, str, str]  # sheet ("" for people), kind, id
Records = Mapping[Key, YamlMap]


@dataclass(frozen=True, slots=True)
class Field:
    name: str  # as in `reports[coast-radio].quote`
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Change:
    what: Literal["added", "removed", "changed", "moved"]
    sheet: str
    kind: str
    id: str
    heading: str
    place: Place  # in the later state; of what is gone, in the earlier one
    fields: tuple[Field, ...] = ()
    to: str | None = None  # where a redirect leads


def read_records(files: Mapping[str, str]) -> tuple[Records, list[Problem]]:
    """The records of every file that holds some, as their YAML has them: a later version of the format reads as well."""
    records: dict[Key, YamlMap] = {}
    problems: list[Problem] = []
    for path, text in sorted(files.items()):
        holds = _holds(path)
        if holds is None:
            continue
        sheet, kind = holds
        root, wrong = parse_yaml(text, path)
        problems += wrong
        items = [root] if kind == "sheet" else root if isinstance(root, YamlList) else []
        for number, item in enumerate(items, 1):
            if isinstance(item, YamlMap):
                name = sheet if kind == "sheet" else str(item.get("id", f"number-{number}"))
                records[sheet, kind, name] = item
    return records, problems


def _holds(path: str) -> tuple[str, str] | None:
    """Sheet and kind of the records in a file; None when it holds none."""
    folders = path.removesuffix(".yml").split("/")[1:]
    if folders[0] == "people":
        return "", "person"
    sheet, name, *_ = [*folders, ""]
    hidden = sheet.startswith((".", "_")) or sheet == "pages"
    return None if hidden or name not in KINDS or name == "people" else (sheet, KINDS[name])


def changes(before: Records, after: Records) -> list[Change]:
    """Every difference. A fact that a redirect leads away from has moved, and what is new at its end is shown there."""
    moved = {key: to for key in before if key not in after and (to := _leads_to(key, after))}
    there = {to: key for key, to in moved.items() if to not in before}  # where it is the same fact under a new id
    found = [_moved(key, to, before, after) for key, to in moved.items()]
    for key, record in after.items():
        fields = _differences(before.get(key, {}), record)
        fields = tuple(field for field in fields if not _is_told(field, key, moved))
        if key not in before and key not in there:
            found.append(_change("added", key, record))
        elif key in before and fields:
            found.append(_change("changed", key, record, fields))
    found += [_change("removed", key, record) for key, record in before.items() if key not in after and key not in moved]
    order = {kind: place for place, kind in enumerate(KINDS.values())}
    return sorted(found, key=lambda change: (change.sheet, order[change.kind], change.place, change.id))


def _leads_to(key: Key, after: Records) -> Key | None:
    """The record that a redirect of the sheet names in the place of one that is gone."""
    sheet, kind, name = key
    masthead = after.get((sheet, "sheet", sheet), YamlMap())
    redirects = masthead.get("redirects")
    to = redirects.get(name) if kind in _FACTS and isinstance(redirects, YamlMap) else None
    return next(((sheet, other, to) for other in _FACTS if to and (sheet, other, to) in after), None)


def _moved(key: Key, to: Key, before: Records, after: Records) -> Change:
    record = after[to]
    own = _differences(before[key], record) if to not in before else ()
    fields = tuple(field for field in own if field.name != "id")
    return Change("moved", key[0], key[1], key[2], heading(record), record.place, fields, to[2])


def _is_told(field: Field, key: Key, moved: Mapping[Key, Key]) -> bool:
    """A redirect that a move tells of already."""
    return key[1] == "sheet" and any(field.name == f"redirects.{old}" for sheet, _, old in moved if sheet == key[0])


def _change(what: Literal["added", "removed", "changed"], key: Key, record: YamlMap, fields: tuple[Field, ...] = ()) -> Change:
    return Change(what, *key, heading(record), record.place, fields)


def heading(record: Mapping[str, Any]) -> str:
    """What a reader knows a record by."""
    own = next((record[key] for key in ("name", "title", "summary", "outlet") if isinstance(record.get(key), str)), "")
    return own or next((text for name, text in _flat(record) if name.startswith("reports")), "")


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Field, ...]:
    was, now = dict(_flat(before)), dict(_flat(after))
    names = dict.fromkeys((*was, *now))
    return tuple(Field(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name))


_NAMED_BY = ("article", "id", "date", "source")  # what tells the entries of a list apart, else their number


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a record with the way to it. A list of texts is one; one text and a list of one are the same."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
        seen: Counter[str] = Counter()
        for number, item in enumerate(value, 1):
            label = next((str(item[key]) for key in _NAMED_BY if isinstance(item, dict) and key in item), str(number))
            seen[label] += 1
            yield from _flat(item, f"{name}[{label} {seen[label]}]" if seen[label] > 1 else f"{name}[{label}]")
    elif isinstance(value, list):
        yield name, (" … " if name.endswith(("quote", "indirect", "text")) else ", ").join(value)
    else:
        yield name, str(value)


# ------------------------------------------------------------------------------------------------------ for people


def text_lines(change: Change) -> Iterator[str]:
    to = f" to {change.to}" if change.to else ""
    yield f"{change.place.path}:{change.place.line}: {change.what} {change.kind} {change.id}{to}"
    if change.what in ("added", "removed"):
        yield f"    {change.heading}"
    for field in change.fields:
        yield f"    {field.name}"
        yield from (f"    {sign} {words}" for sign, words in (("-", field.was), ("+", field.now)) if words is not None)


def markdown_lines(change: Change) -> Iterator[str]:
    """A list item, for a pull request or release notes."""
    to = f" to `{escape(change.to)}`" if change.to else ""
    yield f"- **{change.what.capitalize()}** {change.kind} `{escape(change.id)}`{to}: {escape(change.heading)}"
    for field in change.fields:
        sides = [f"{side} “{escape(words)}”" for side, words in (("was", field.was), ("now", field.now)) if words is not None]
        yield f"    - {escape(field.name)}: {'; '.join(sides)}"


def json_lines(change: Change) -> Iterator[str]:
    fields = [{"field": field.name, "was": field.was, "now": field.now} for field in change.fields]
    row: dict[str, Any] = {"change": change.what, "sheet": change.sheet, "kind": change.kind, "id": change.id, "to": change.to}
    row |= {"heading": change.heading, "path": change.place.path, "line": change.place.line}
    yield escaped(json.dumps(row | {"fields": fields}, ensure_ascii=False))


FORMS: Mapping[str, Callable[[Change], Iterator[str]]] = {"text": text_lines, "json": json_lines, "markdown": markdown_lines}
