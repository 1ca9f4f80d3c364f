"""The first sheet, from its records alone: every number is read with bound and unit, and every wording gets its label."""

import yaml
from conftest import ROOT

from factsheet.compare import differences, label_reports, read_figure
from factsheet.model import Quantity
from factsheet.records import load

TABLE = yaml.load((ROOT / "tests/tables/first-sheet.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
VERDICTS = yaml.load((ROOT / "tests/tables/first-sheet-verdicts.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
LABELS = yaml.load((ROOT / "tests/tables/first-sheet-labels.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_every_figure_is_read_as_the_table_says() -> None:
    project, problems = load(ROOT)
    assert not problems
    figures = [figure for sheet in project.sheets for figure in sheet.figures]
    read = {figure.id: [{r.article: _words(read_figure(figure, r))} for r in figure.reports] for figure in figures}
    assert read == TABLE


def _words(quantity: Quantity | None) -> str:
    if quantity is None:
        return "nothing"
    value = " to ".join(f"{number:,f}" for number in quantity.value)
    return f"{quantity.bound} {value} {quantity.unit or '-'}" + (f" of {quantity.of}" if quantity.of else "")


def test_every_wording_gets_its_label() -> None:
    project, _ = load(ROOT)
    found = {}
    for sheet in project.sheets:
        lineage = {name: article.lineage for name, article in sheet.lock.articles.items()}
        for statement in sheet.statements:
            verdicts = label_reports(statement, lineage)
            found[statement.id] = [v.label + (f" ({', '.join(v.flags)})" if v.flags else "") for v in verdicts]
    assert {name: found[name] for name in LABELS} == LABELS


def test_every_comparable_number_gets_its_verdict() -> None:
    project, _ = load(ROOT)
    figures = {figure.id: figure for sheet in project.sheets for figure in sheet.figures if len(figure.reports) > 1}
    found = {name: {d.field: [words for words, _ in d.sides] for d in differences(figure)} for name, figure in figures.items()}
    assert found == VERDICTS
