"""The pages of reference for editors: every field, every rule, every command, written from what the tool itself knows.

They are committed Markdown in content/pages/editors/; `pytest --update tests/test_guides.py` writes them anew.
"""

import argparse
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import yaml

from factsheet.cli import _parser
from factsheet.rulebook import rulebook
from factsheet.schema import FILES, json_schema

HEAD = """---
title: {title}
search:
  boost: 0.2
---
<!-- Written by tests/test_guides.py, when it is told to update. Do not edit. -->
# {title}

{lead}
"""
FIELDS = """Every key that a record can have, file by file, with what it means and an example. Your editor shows the same while
you type, and `factsheet schema` prints it for programs. What need not be given is left out where there is nothing to say; a key
that is not listed here is an [error](reference-rules.md#unknown-key). Values are read as text: `no`, `2030-11-05` and `1.20` stay
what you type."""
RULES = """What `factsheet check` finds, why it is a problem, and how it looks before and after. An *error* stops the build, a
*warning* stops it with `--strict`, a *note* never does. `factsheet check --rules CODE` shows the same in the terminal."""
COMMANDS = """All of them take `-C DIR`, the project, which is otherwise the folder you are in, or the nearest one above it.
`factsheet --version` says which version you have, `factsheet COMMAND --help` what stands here.

Exit codes: **0** all is well; **1** there are problems, and they are shown; **2** the command was not understood; **130** you
stopped it with Ctrl-C. Whatever stops a command, every file is left whole."""


def fields_page() -> str:
    parts = [HEAD.format(title="Every field", lead=FIELDS)]
    seen: set[str] = set()
    for kind in FILES:
        parts += _file(kind, seen)
    return "\n".join(parts)


_ABOUT_FILES = {
    "people": "Everyone who may speak in a sheet; one file for all sheets.",
    "sheet": "One for each sheet.",
    "articles": "One record for each article.",
    "statements": "Who said what. A folder `statements/` with several files does as well.",
    "figures": "Numbers, with what they count.",
    "events": "What happened, or is to happen, on a date.",
    "rejected": "What a person said no to. `factsheet reject` and `review` write it.",
    "inbox": "What nobody has answered yet. `factsheet propose` writes it anew; git ignores it.",
}
_NAMES = {  # the records inside records, which several files share
    "Report": "Reports: the wordings of a fact",
    "Outside": "What stands under `outside`",
    "Correction": "What stands under `corrections`",
    "Role": "What stands under `roles`",
    "Topic": "What stands under `topics`",
    "GlanceLine": "What stands under `at_a_glance`",
}


def _file(kind: str, seen: set[str]) -> Iterator[str]:
    schema = json_schema(kind)
    record = schema.get("items", schema)
    yield f"## {kind}.yml {{ #{kind} }}\n\n{_prose(record['description'].splitlines()[0])} {_ABOUT_FILES[kind]}\n"
    yield from _fields(record, kind, schema["definitions"])
    for name, heading in _NAMES.items():
        if name in schema["definitions"] and name not in seen:
            seen.add(name)
            inner = schema["definitions"][name]
            yield f"## {heading} {{ #{name.lower()} }}\n\n{_prose(inner['description'])}\n"
            yield from _fields(inner, name.lower(), schema["definitions"])


def _fields(record: Mapping[str, Any], prefix: str, definitions: Mapping[str, Any]) -> Iterator[str]:
    for name, field in record["properties"].items():
        must = "Has to be given." if name in record.get("required", ()) else ""
        takes = _AS_ON_THE_FACT if (prefix, name) == ("report", "status") else _takes(field, definitions)
        said = " ".join(filter(None, [_prose(field["description"]), must, takes]))
        yield f"### `{name}` {{ #{prefix}--{name} }}\n\n{said}\n"
        yield "\n".join(f"```yaml\n{_as_yaml(name, example)}```\n" for example in field["examples"])


_AS_ON_THE_FACT = "Takes what `status` of the fact takes."  # which is one thing for figures and another for events


def _takes(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What values a field can have, where that is more than a text."""
    field = _resolved(field, definitions)
    words = [str(word) for word in field.get("enum", ())]
    if {"true", "false"} <= set(words):
        return "Takes `true`; absent means no."
    said = ""
    if words:
        said = f"Takes one of: {', '.join(f'`{word}`' for word in dict.fromkeys(words))}."
    elif "anyOf" in field:
        said = "Takes one value or a list of them."
    elif field.get("type") == "array":
        said = "Takes a list."
    if "default" in field:
        said += f" Left out, it means `{field['default']}`."
    return said.strip()


def _resolved(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    for part in field.get("allOf", [field]):
        if "$ref" in part:
            return definitions[part["$ref"].rsplit("/", 1)[1]] | field
    return field


def _as_yaml(name: str, value: Any) -> str:
    style = None if isinstance(value, list) else False  # short lists on one line
    return yaml.dump(
        {name: _as_text(value)}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100, default_flow_style=style
    )


class _Plain(yaml.SafeDumper):
    """Texts without quotation marks where they look like numbers or days, as records are read as text."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    return [_as_text(item) for item in value] if isinstance(value, list) else str(value).lower() if value is True else str(value)


def _prose(text: str) -> str:
    """A sentence as Markdown that shows it as it is; what stands between backticks is code already."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([*_])", r"\\\1", part).replace("<", "&lt;") for part in parts[::2]]
    return "`".join(parts)


def rules_page() -> str:
    parts = [HEAD.format(title="Every rule", lead=RULES)]
    for group, rules in groupby(rulebook(), key=lambda rule: rule.group):
        parts.append(f"## {group} {{ #{group.lower().replace(' ', '-')} }}\n")
        for rule in rules:
            said = f"*{rule.severity.capitalize()}.* {_prose(rule.finds)} {_prose(rule.why)}"
            where = f", in `{rule.file}`" if rule.file else ""
            parts.append(f"### `{rule.code}` {{ #{rule.code} }}\n\n{said}\n")
            parts.append(f"Wrong{where}:\n\n{_example(rule.wrong)}\nRight:\n\n{_example(rule.right)}")
    return "\n".join(parts)


def _example(lines: str) -> str:
    return f"```yaml\n{lines.rstrip()}\n```\n"


# One for each command, in an order in which they can be run in a new project beside the files that they name.
EXAMPLES = {
    "new": "factsheet new my-other-sheets",
    "add": "factsheet add moon-landing fourth-report.txt",
    "extract": "factsheet extract fourth-report.txt --published 1969-07-22",
    "propose": "factsheet propose moon-landing",
    "review": "factsheet review moon-landing",
    "accept": "factsheet accept --all --sheet moon-landing --min-confidence 0.98",
    "reject": 'factsheet reject --all --sheet moon-landing --reason "beside the point"',
    "check": "factsheet check --format github",
    "coverage": "factsheet coverage moon-landing --open",
    "lock": "factsheet lock",
    "changes": "factsheet changes HEAD --format markdown",
    "upgrade": "factsheet upgrade --dry-run",
    "schema": "factsheet schema figures",
    "render": "factsheet render --to pages --site-url https://facts.example/",
}


def commands_page() -> str:
    parts = [HEAD.format(title="Every command", lead=COMMANDS)]
    for name, command in commands().items():
        about = _sentence(_prose(command.description or ""))
        parts.append(f"## factsheet {name} {{ #{name} }}\n\n{about}\n\n`{_usage(name, command)}`\n")
        parts += ["\n".join(map(_option, _own(command))) + "\n"] if _own(command) else []
        parts.append(f"```sh\n{EXAMPLES[name]}\n```\n")
    return "\n".join(parts)


def commands() -> Mapping[str, argparse.ArgumentParser]:
    (choices,) = (action.choices for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return choices


def _own(command: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in command._actions if action.dest not in ("help", "project")]


def _usage(name: str, command: argparse.ArgumentParser) -> str:
    return " ".join(["factsheet", name, *map(_in_usage, _own(command))])


def _in_usage(action: argparse.Action) -> str:
    word = _metavar(action)
    several = {"+": f"{word} …", "*": f"[{word} …]", "?": f"[{word}]", 0: ""}
    values = several.get(action.nargs, word)  # type: ignore[arg-type]
    if not action.option_strings:
        return values
    option = f"{action.option_strings[-1]} {values}".strip()
    return option if action.required else f"[{option}]"


def _metavar(action: argparse.Action) -> str:
    if action.metavar:
        return str(action.metavar)
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _option(action: argparse.Action) -> str:
    name = " ".join([*action.option_strings[-1:], *([] if action.nargs == 0 else [_metavar(action)])])
    said = action.help or "; ".join(f"`{choice}` {_FORMATS[choice]}" for choice in action.choices or ()) or _TOLD[name]
    return f"- `{name}`: {_prose(said)}"


_FORMATS = {
    "text": "for people",
    "json": "for programs",
    "github": "marks the lines on GitHub",
    "markdown": "for a message or a page",
}
_TOLD = {  # what has no help in the terminal, as its name says it there
    "DIR": "the folder, which is new or empty",
    "SHEET": "the name of the sheet's folder in content/",
    "ID": "a proposal's id, which inbox.yml shows",
    "--reason TEXT": "why not, in a few words; kept in rejected.yml",
    "--to DIR": "the folder to write to",
}


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


PAGES = {"reference-fields.md": fields_page, "reference-rules.md": rules_page, "reference-commands.md": commands_page}
