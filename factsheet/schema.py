"""JSON Schema (draft-07) of every file that people edit, from the models of the records.

Editors read YAML with types, and we read it as text: so the schema takes a number or a `true` wherever a text may stand. What it
finds wrong, `check` finds wrong too; it is there for completion and hover while somebody types.
"""

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from factsheet.compare import LABELS, NOT_COUNTED
from factsheet.model import (
    KIND_FILES,
    Article,
    Event,
    EventStatus,
    Figure,
    FigureStatus,
    Masthead,
    Person,
    Proposal,
    Record,
    Rejection,
    Statement,
)

FOLDER = ".schema"  # in content/, so that editors need no network
FILES: Mapping[str, type[Record]] = {
    "people": Person,
    "sheet": Masthead,
    "articles": Article,
    "statements": Statement,
    "figures": Figure,
    "events": Event,
    "rejected": Rejection,
    "inbox": Proposal,
}
_DIALECT = "http://json-schema.org/draft-07/schema#"
_LABELS = [label for label, *_ in (*LABELS, *NOT_COUNTED)]
_ONE_FORM = [{"required": [form]} for form in ("quote", "indirect", "text")]


class NoNull(GenerateJsonSchema):
    """A key without a value is left out, so there is no null, and only a default that says something is given."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        return inner | {"default": schema["default"]} if schema.get("default") else inner

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _ForEditors(NoNull):
    """A text may look like a number or a truth value."""

    schema_dialect = _DIALECT

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return super().str_schema(schema) | {"type": ["string", "number", "boolean"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": "^[1-9][0-9]*$"}  # ours count from 1

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": ["number", "string"], "pattern": r"^[+-]?[0-9][0-9_]*(\.[0-9]+)?$"}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        return super().float_schema(schema) | {"type": ["number", "string"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return {"enum": [True, False, "true", "false", "yes", "no"]}  # `yes` and `no` are texts in YAML 1.2

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return super().dict_schema(schema) | {"additionalProperties": False}  # keys have a pattern

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        words = schema["expected"]
        return {"enum": [*words, *(int(word) for word in words if word.isdecimal())]}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file, named as in FILES."""
    model = FILES[kind]
    record = model.model_json_schema(schema_generator=_ForEditors, ref_template="#/definitions/{model}")
    definitions = record.pop("$defs", {})
    if "Report" in definitions:
        fields = definitions["Report"]["properties"]
        fields["label"] |= {"enum": _LABELS}
        statuses = get_args(EventStatus if model is Event else FigureStatus)
        fields["status"] |= {"enum": list(statuses), "examples": [statuses[-1]]}
        definitions["Report"]["oneOf"] = _ONE_FORM
    if model is Proposal:
        record["allOf"] = [_record_of(*kind_and_file) for kind_and_file in KIND_FILES.items()]
    about = {"description": record["description"], "definitions": definitions}
    whole = record | about if model is Masthead else about | {"type": ["array", "null"], "items": record}
    return {"$schema": _DIALECT, **_described(whole), "title": f"{kind}.yml"}


def _record_of(kind: str, file: str) -> dict[str, Any]:
    """What a proposal of a kind proposes is a record of that kind's file."""
    then = {"properties": {"record": {"$ref": f"{file}.json#/items"}}}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": then}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """In draft-07 nothing counts that stands beside a `$ref`: where it has a description, it goes into an `allOf`."""
    if "$ref" in schema and len(schema) > 1:
        schema = {key: value for key, value in schema.items() if key != "$ref"} | {"allOf": [{"$ref": schema["$ref"]}]}
    return {key: _described(value) if isinstance(value, dict) else value for key, value in schema.items()}


def schema_text(kind: str) -> str:
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


def modeline(path: str) -> str:
    """The line by which an editor finds the schema of a file; `path` is relative to content/."""
    *folders, name = path.split("/")
    in_parts = len(folders) > 1 or folders == ["people"]  # statements/part-one.yml
    kind = folders[-1] if in_parts else name.removesuffix(".yml")
    return f"# yaml-language-server: $schema={'../' * len(folders)}{FOLDER}/{kind}.json\n"
