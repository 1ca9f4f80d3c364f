"""The JSON Schema: all of it is explained, it marks what is wrong, and it marks nothing that `check` takes."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from conftest import CASES, ROOT
from jsonschema import Draft7Validator
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from referencing import Registry, Resource

from factsheet.build import checked
from factsheet.cli import main
from factsheet.model import Record, Severity
from factsheet.records import sheet_folders
from factsheet.scaffold import SAMPLE
from factsheet.schema import FILES, FOLDER, json_schema, modeline

TABLE = yaml.safe_load((ROOT / "tests/tables/schema.yml").read_text(encoding="utf-8"))


def _cases(table: str) -> list[Any]:
    return [
        pytest.param(kind, text, id=f"{kind}: {name}") for kind, cases in TABLE[table].items() for name, text in cases.items()
    ]


class _Yaml11(yaml.SafeLoader):
    """As many editors read YAML: 2025 is a number, `no` is false; dates are texts."""


_Yaml11.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LOADERS = (_Yaml11, yaml.BaseLoader)  # the other end: everything is a text


@cache
def _validator(kind: str) -> Draft7Validator:
    schemas = {f"{name}.json": Resource.from_contents(json_schema(name)) for name in FILES}
    return Draft7Validator(json_schema(kind), registry=Registry().with_resources(schemas.items()))


def _faults(kind: str, value: Any) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in _validator(kind).iter_errors(value)]


@pytest.mark.parametrize("kind", FILES)
def test_it_is_draft_07(kind: str) -> None:
    schema = json_schema(kind)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    assert "$defs" not in json.dumps(schema)
    for part in _parts(schema):
        assert "$ref" not in part or len(part) == 1, f"in draft-07 nothing counts that stands beside $ref: {part}"
        assert part.get("type") != "object" or part["additionalProperties"] is False, part
        assert "null" not in str(part.get("type")) or part["items"], "only a whole file may be empty"


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(inner)


def _fields() -> Iterator[Any]:
    models = [Record]
    for model in models:
        models += model.__subclasses__()
    for model in (model for model in models if model.__module__ == Record.__module__):  # what people write
        for name, field in model.model_fields.items():
            yield pytest.param(field, id=f"{model.__name__}.{name}")


@pytest.mark.parametrize("field", list(_fields()))
def test_every_field_is_described_with_an_example_that_holds(field: FieldInfo) -> None:
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    for example in field.examples:
        TypeAdapter(Annotated[(field.annotation, *field.metadata, None)]).validate_python(_as_text(example))


def _as_text(value: Any) -> Any:
    """A value as records are read: text, lists and mappings."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()} | (
            {"reports": [{"article": "a", "quote": "b"}]} if value.keys() == {"id"} else {}
        )
    return [_as_text(item) for item in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("kind", FILES)
def test_every_key_that_an_editor_offers_is_explained_and_its_example_fits(kind: str) -> None:
    schema = json_schema(kind)
    objects = [part for part in _parts(schema) if "properties" in part and part.get("type") == "object"]
    assert objects
    for part in objects:
        assert part["description"]
        for name, field in part["properties"].items():
            assert field["description"], name
            for example in field["examples"]:
                assert Draft7Validator(field | {"definitions": schema["definitions"]}).is_valid(example), (name, example)


@pytest.mark.parametrize(("kind", "text"), _cases("must_fire"))
@pytest.mark.parametrize("loader", LOADERS)
def test_what_an_editor_marks(kind: str, text: str, loader: type[Any]) -> None:
    assert _faults(kind, yaml.load(text, loader))


@pytest.mark.parametrize(("kind", "text"), _cases("must_not_fire"))
@pytest.mark.parametrize("loader", LOADERS)
def test_what_an_editor_leaves_alone(kind: str, text: str, loader: type[Any]) -> None:
    assert _faults(kind, yaml.load(text, loader)) == []


def _projects() -> list[Any]:
    return [pytest.param(root, id=root.name) for root in (ROOT, SAMPLE, *sorted(CASES.iterdir())) if (root / "content").is_dir()]


@pytest.mark.parametrize("root", _projects())
def test_the_schema_takes_what_check_takes(root: Path) -> None:
    wrong = {problem.place.path for problem in checked(root).problems if problem.severity is Severity.ERROR}
    for path in [root / "content/people.yml", *(path for sheet in sheet_folders(root) for path in sheet.glob("*.yml"))]:
        if path.stem in FILES and path.is_file() and path.relative_to(root).as_posix() not in wrong:
            for loader in LOADERS:
                assert _faults(path.stem, yaml.load(path.read_text(encoding="utf-8"), loader)) == [], path


def test_the_schemas_of_this_project_are_up_to_date() -> None:
    assert {path.name for path in (ROOT / "content" / FOLDER).iterdir()} == {f"{kind}.json" for kind in FILES}
    for kind in FILES:
        assert json.loads((ROOT / "content" / FOLDER / f"{kind}.json").read_text(encoding="utf-8")) == json_schema(kind)


@pytest.mark.parametrize("root", [ROOT, SAMPLE], ids=["the first sheet", "the sample"])
def test_every_file_names_its_schema(root: Path) -> None:
    content = root / "content"
    files = [path for path in content.rglob("*.yml") if path.name != "inbox.yml"]
    assert len(files) > 4
    for path in files:
        assert path.read_text(encoding="utf-8").startswith(modeline(path.relative_to(content).as_posix()))


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("people.yml", ".schema/people.json"),
        ("people/north.yml", "../.schema/people.json"),
        ("ferry/sheet.yml", "../.schema/sheet.json"),
        ("ferry/statements/part-one.yml", "../../.schema/statements.json"),
    ],
)
def test_the_line_leads_from_the_file_to_the_schema(path: str, schema: str) -> None:
    assert modeline(path) == f"# yaml-language-server: $schema={schema}\n"


def test_what_the_commands_write_is_completed_too(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("statements.yml", "figures.yml", "events.yml", "evidence.lock"):
        (sample / "content/ferry" / name).unlink()
    run = ["-C", str(sample)]
    assert main([*run, "schema", "--write"]) == 0
    assert main([*run, "schema", "--write"]) == 0
    assert "0 of them new or changed" in capsys.readouterr().out
    assert main([*run, "propose"]) == 0
    inbox = yaml.load((sample / "content/ferry/inbox.yml").read_text(encoding="utf-8"), _Yaml11)
    assert len(inbox) > 3
    assert _faults("inbox", inbox) == []
    assert main([*run, "accept", "--all"]) == 0
    for name in ("statements", "figures", "inbox"):
        path = sample / f"content/ferry/{name}.yml"
        assert modeline(f"ferry/{name}.yml") in path.read_text(encoding="utf-8")
    assert main([*run, "check"]) == 0


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "figures"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema("figures")
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out).keys() == FILES.keys()
