"""What must hold of every input, however odd: one function for each target, fed by test_nasty.py, fuzz.py and fuzz_atheris.py.

A target takes bytes, as a fuzzer makes them. Bad input may be a problem with a place; whatever an assertion or a traceback
tells is a finding.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import markdown
import yaml
from conftest import ROOT
from test_pages import EXTENSIONS, Skeleton, body, shown

from factsheet.align import align, same, words_of
from factsheet.articles import KINDS, parse_source
from factsheet.compare import LABELS, verdict
from factsheet.evidence import digest, gather
from factsheet.extract import read
from factsheet.extract.figures import find_figures
from factsheet.model import (
    Article,
    Event,
    Figure,
    Masthead,
    Person,
    Place,
    Problem,
    Project,
    Rejection,
    Sheet,
    Statement,
    is_too_long,
)
from factsheet.pages import Page, environment, render
from factsheet.placed import YamlList, YamlMap, decode, lines_of, parse_yaml
from factsheet.records import read_list, read_record
from factsheet.rules import Case
from factsheet.splices import append_records
from factsheet.text import normalise

SPLIT = "\f"  # between the two texts of a target that takes two


def told(data: bytes) -> str:
    """Any bytes as a text; what is no UTF-8 becomes lone surrogates, which JSON can bring in as well."""
    return data.decode("utf-8", "surrogateescape")


def two(data: bytes) -> tuple[str, str]:
    one, _, other = told(data).partition(SPLIT)
    return one, other


# ------------------------------------------------------------------------------------------------------------- records


def yaml_reader(data: bytes) -> None:
    """Problems lie in the file; what has none reads as it does to the YAML library, each value at its place."""
    text = decode(data, "file.yml")
    if isinstance(text, Problem):
        lines = lines_of(data.decode("utf-8-sig", "replace"))
        assert 1 <= text.place.column <= len(lines[text.place.line - 1])
        return
    lines = lines_of(text)
    value, problems = parse_yaml(text, "file.yml")
    if not problems:
        assert value == yaml.load(text, Loader=yaml.CBaseLoader)
    for written, place in _placed(value):
        line = lines[place.line - 1][place.column - 1 :]
        assert line.startswith((re.split("[ \n]", written)[0], "'", '"', "|", ">", "!"))
    for model in (Person, Article, Statement, Figure, Event, Rejection):
        problems += read_list(model, text, "file.yml")[1]
    masthead = read_record(Masthead, {} if value is None else value, Place("file.yml"))
    problems += masthead if isinstance(masthead, list) else []
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines), problem
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1, problem


def _placed(value: object) -> Iterator[tuple[str, Place]]:
    """Every text in a value, keys too, with its place."""
    inside: Sequence[tuple[Any, Place]] = ()
    if isinstance(value, YamlMap):
        yield from value.keys_at.items()
        inside = [(value[key], place) for key, place in value.places.items()]
    elif isinstance(value, YamlList):
        inside = list(zip(value, value.places, strict=True))
    for item, place in inside:
        if isinstance(item, str):
            yield item, place
        else:
            yield from _placed(item)


def yaml_writer(data: bytes) -> None:
    """A record that is added to a list reads back as it is, and so does all that was there."""
    before, text = (some.encode("utf-8", "replace").decode() for some in two(data))
    values, problems = parse_yaml(before, "")
    if problems or not isinstance(values, YamlList) or not values.block:
        before, values = "- id: there\n", [{"id": "there"}]
    record = {"id": "new", "note": text or "x", "reports": [{"quote": [text or "x", text or "x"]}]}
    after = append_records(before, [record])
    assert after.startswith(before)
    assert parse_yaml(after, "") == ([*values, record], [])


# ------------------------------------------------------------------------------------------------------------ articles


def article_reader(data: bytes) -> None:
    """Plain text stays word for word; what is set apart lies in it, in order; its hash does not depend on how it is written."""
    for kind in dict.fromkeys(KINDS.values()):
        article = parse_source(data, kind, "file")
        if isinstance(article, Problem):
            continue
        if kind != "html" and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            assert article.text == data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        apart = [0, *(at for span in article.boilerplate for at in span), len(article.text)]
        assert apart == sorted(apart)
        assert article.url is None or article.url.startswith(("http://", "https://"))
        normalised = normalise(article.text)
        assert len(normalised.offsets) == len(normalised.text) + 1
        assert list(normalised.offsets) == sorted(normalised.offsets)
        assert normalise(normalised.text).text == normalised.text
        assert digest(article.text) == digest(normalised.text)


def extractor(data: bytes) -> None:
    """Whatever is read stands in the text, word for word."""
    text = told(data)
    reading = read(text, "2030-11-04")
    for found in (reading.quotations, reading.indirect, reading.quantities, reading.times, reading.damage):
        assert all(text[item.start : item.end] == item.text and 0 <= item.start < item.end <= len(text) for item in found)
        if found is not reading.indirect:  # which stands in the order of who says it
            assert [item.start for item in found] == sorted(item.start for item in found)
    for said in (*reading.quotations, *reading.indirect):
        assert said.speaker_start is None or 0 <= said.speaker_start < (said.speaker_end or 0) <= len(text)
        assert 0 <= said.confidence <= 1
    assert all("\n" not in quotation.text for quotation in reading.quotations)
    assert all(number.is_finite() for quantity in reading.quantities for number in quantity.value)
    assert all(quantity.value for quantity in reading.quantities)
    assert all(time.value for time in reading.times)


# ---------------------------------------------------------------------------------------------------------- comparison

_LABELS = {label for label, *_ in LABELS}


def comparer(data: bytes) -> None:
    """A wording is verbatim to itself; what two share and do not share makes up both of them."""
    one, other = ([part for part in text.split("\v") if part] for text in two(data))
    if is_too_long(one) or is_too_long(other):
        assert verdict(one, other).label == "undetermined"
        return
    reference, own = words_of(one), words_of(other)
    for parts, words in ((one, reference), (other, own)):
        if words:
            assert verdict(parts, parts).label == "verbatim"
            assert not [kind for kind, _ in verdict(parts, parts).changes if kind != "same"]
    if not reference or not own:
        return
    found, alignment = verdict(one, other), align(reference, own)
    assert found.label in _LABELS
    assert all(same(reference[at], own[there]) for at, there in alignment.pairs)
    rows, columns = zip(*alignment.pairs, strict=True) if alignment.pairs else ((), ())
    for words, matched, gaps in (
        (reference, rows, [gap.reference for gap in alignment.gaps]),
        (own, columns, [gap.other for gap in alignment.gaps]),
    ):
        assert list(matched) == sorted(set(matched))
        assert sorted([*matched, *(at for gap in gaps for at in range(*gap))]) == list(range(len(words)))
    put = "".join(words for kind, words in found.changes if kind != "left out")
    assert "".join(put.split()) == "".join("".join(word.written.split()) for word in own)


# --------------------------------------------------------------------------------------------------------------- pages


def renderer(data: bytes) -> None:
    """A text that stands in every field brings no tag into a page, and stands on it as text. One page for each input is read."""
    words = " ".join(data.decode("utf-8", "replace").split())[:400].strip()
    if not shown(words) or find_figures(f"{words} {words}"):  # of a number more is made than text; parts stand in a row
        return
    hostile, plain = _pages(words), _plain(len(words.split()))
    assert [page.path for page in hostile] == [page.path for page in plain]
    number = sum(data) % len(plain)
    found, was = _read(hostile[number]), _read(plain[number])
    assert _tags(found) == _tags(was), plain[number].path
    assert shown(words) in found.text or _PLAIN not in was.text, plain[number].path
    front = yaml.load(hostile[number].markdown.split("---\n")[1], Loader=yaml.BaseLoader)
    assert {tag for value in front.values() for tag, _ in Skeleton(f"{value}").tags} == set()
    for name, text in (file for page in hostile for file in page.files.items()):
        _check_file(name, text)


def _pages(words: str) -> tuple[Page, ...]:
    """The pages of a sheet of four facts in which every text is the same one."""
    texts: dict[str, Any] = {name: words for name in ("summary", "note", "differs")}
    texts |= {"topic": "one", "corrections": [{name: words for name in ("date", "was", "now", "why")}]}
    texts |= {"outside": [{"says": words, "source": words, "url": "https://example.org/?a=1&b=_2_*3*#a"}]}
    report = {"article": "gazette", "note": words, "response": words, "where": words, "cue": words}
    figure = {"subject": words, "value": "7316", "unit": words, "said_by": words, "horizon": words}
    said = [words[:2_000].strip()] * 2  # what a report may have at most
    quoted, told = {**report, "quote": said}, {**report, "text": said}
    masthead: dict[str, Any] = {
        "format": "1",
        "checked": "2030-11-20",
        "title": words,
        "summary": words,
        "where": words,
        "topics": [{"id": "one", "title": words}],
    }
    masthead |= {"at_a_glance": [{"text": words, "facts": ["a", "b", "c"]}]}
    article = {"id": "gazette", "url": "https://gazette.example/", "authors": [words, words]}
    statement = {"id": "a", "speaker": "ann-example", "where": words, **texts, "reports": [quoted]}
    figures = [{"id": "b", **figure, **texts, "reports": [told]}]
    figures += [{"id": "d", **figure, **texts, "reports": [told, {"article": "gazette", "text": "about 7316"}]}]
    event = {"id": "c", "date": "2030", "where": words, **texts, "reports": [told]}
    sheet = Sheet(
        "ferry",
        Masthead.model_validate(masthead),
        (Article.model_validate({**article, "outlet": words, "title": words, "note": words}),),
        (Statement.model_validate(statement),),
        tuple(map(Figure.model_validate, figures)),
        (Event.model_validate(event),),
    )
    people = (Person.model_validate({"id": "ann-example", "name": words, "roles": [{"title": words}]}),)
    with patch("factsheet.pages.environment", _environment):
        return render([Case(sheet, Project(people, (sheet,)), gather(sheet, {}, people))], (), "https://example.org/")


def pages_of_any_length(data: bytes) -> None:
    _pages(" ".join(data.decode("utf-8", "replace").split()) or "x")


_environment = lru_cache(environment)  # templates are compiled once: it takes ten times as long as to make the pages


_PLAIN = "plainly"  # a word that no template has


@lru_cache(maxsize=100)
def _plain(count: int) -> tuple[Page, ...]:
    """The same with plain words, and as many of them, as what is long may be shortened."""
    return _pages(" ".join([_PLAIN] * count))


_MARKDOWN = markdown.Markdown(extensions=EXTENSIONS)


def _read(page: Page) -> Skeleton:
    return Skeleton(_MARKDOWN.reset().convert(body(page)))


def _tags(found: Skeleton) -> list[tuple[str, tuple[str, ...]]]:
    """All tags but those of lines in pictures: a longer text takes more lines."""
    return [tag for tag in found.tags if tag[0] not in ("text", "tspan")]


def _check_file(name: str, text: str) -> None:
    """A file for others is whole to those who read it, and no spreadsheet finds a formula in it."""
    if name.endswith(".json"):
        json.loads(text)
    elif name.endswith(".xml"):
        ElementTree.fromstring(text)
    elif name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1, name
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml-reader": yaml_reader,
    "yaml-writer": yaml_writer,
    "article-reader": article_reader,
    "extractor": extractor,
    "comparer": comparer,
    "renderer": renderer,
}

# What may take no more time than its length warrants: the pages made, as the renderer reads short texts only.
GROWING = {**TARGETS, "renderer": pages_of_any_length}

# --------------------------------------------------------------------------------------------------------------- seeds


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _table(path: Path) -> list[str]:
    return list(filter(None, _texts(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))))


TABLES = sorted((ROOT / "tests/tables").glob("*.yml"))
TOLD = list(dict.fromkeys(text for path in TABLES for text in _table(path)))
FILES = [
    path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((ROOT / "tests/cases").rglob("*"))
    if path.suffix in (".yml", ".lock", ".txt", ".html")
]
