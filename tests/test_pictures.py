"""The geometry of the pictures: what a mark means, where it stands, and that no words stand over others on a phone."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.build import checked
from factsheet.pictures import PHONE, ROWS, Lane, Picture, Words, _wrap, counts, hedge_line, number_line, timeline, width
from factsheet.views import SheetView, view

Records = list[dict[str, object]]
OUTLETS: Records = [{"id": name, "outlet": name.title()} for name in ("gazette", "evening-herald", "tribune")] + [
    {"id": "unsigned"}
]


def sheet(root: Path, articles: Records = OUTLETS, **facts: Records) -> SheetView:
    folder = root / "content" / "ferry"
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "people.yml").write_text("- id: ann-example\n  name: Ann Example\n", encoding="utf-8")
    for name, records in {"sheet": {"format": "1", "title": "A ferry line"}, "articles": articles, **facts}.items():
        (folder / f"{name}.yml").write_text(json.dumps(records), encoding="utf-8")
    (case,) = checked(root).cases
    return view(case)


def figure(value: object, *texts: str, unit: str = "percent", **more: object) -> dict[str, object]:
    reports = [{"article": str(outlet["id"]), "text": text} for outlet, text in zip(OUTLETS, texts, strict=False)]
    return {"id": "fares", "subject": "Fares", "value": value, "unit": unit, "reports": reports, **more}


def lanes(root: Path, *figures: dict[str, object]) -> list[Lane]:
    found = sheet(root, figures=[{**record, "id": f"figure-{at}"} for at, record in enumerate(figures)])
    return [lane for row in number_line(found.figures, found).rows for lane in row.lanes]


# ------------------------------------------------------------------------------------------------- what a mark means


@pytest.mark.parametrize(
    ("text", "shape", "arrow", "soft", "words"),
    [
        ("fares rise by 20%", "dot", 0, False, "20%"),
        ("fares rise by about 20%", "dot", 0, True, "about 20%"),
        ("fares rise by up to 20%", "dot", -1, False, "up to 20%"),
        ("fares rise by at least 20%", "dot", 1, False, "at least 20%"),
        ("fares rise by more than 20%", "ring", 1, False, "more than 20%"),
        ("fares rise by less than 20%", "ring", -1, False, "less than 20%"),
        ("fares rise by nearly 20%", "ring", -1, False, "nearly 20%"),
        ("fares rise by a fifth", "unread", 0, False, "number not read in the words"),
    ],
)
def test_a_hedge_has_its_mark_and_its_words(text: str, shape: str, arrow: int, soft: bool, words: str, tmp_path: Path) -> None:
    (lane,) = lanes(tmp_path, figure("20", text))
    way = 0 if lane.arrow is None else 1 if lane.arrow[1] > lane.arrow[0] else -1
    assert (lane.shape, way, lane.soft, lane.words[0].words) == (shape, arrow, soft, words)
    assert lane.words[0].who == "GA"


def test_a_number_between_quotation_marks_is_a_diamond(tmp_path: Path) -> None:
    quoted = {"article": "tribune", "quote": "by 20%"}
    record = figure("20", "fares rise by 20%")
    said, told = lanes(tmp_path, {**record, "reports": [*record["reports"], quoted]})  # type: ignore[misc]
    assert (told.shape, told.words[0].words) == ("dot", "20%")
    assert (said.shape, said.words[0].words, said.words[0].who) == ("diamond", "20%, quoted", "TR")


def test_a_range_is_a_bar(tmp_path: Path) -> None:
    (lane,) = lanes(tmp_path, figure(["20", "50"], "fares rise by 20 to 50%"))
    assert lane.bar == lane.points
    assert lane.words[0].words == "20 to 50%"


@pytest.mark.parametrize(
    ("value", "unit", "text", "words", "ticks"),
    [
        ("700000000000", "EUR", "about 700 billion euros", "about EUR 700 billion", ("0", "1 trillion")),
        ("-4", "degrees", "minus 4 degrees", None, ("-4", "0")),
        ("0", "percent", "0%", "0%", ("0%", "1%")),
        ("0.35", "percent", "0.35%", "0.35%", ("0%", "0.4%")),
        ("1000000000000000000", "boats", "1000000000000000000 boats", "1,000,000 trillion", ("0", None)),
    ],
)
def test_any_number_has_its_place(
    value: str, unit: str, text: str, words: str | None, ticks: tuple[str, str], tmp_path: Path
) -> None:
    found = sheet(tmp_path, figures=[figure(value, text, unit=unit)])
    picture = number_line(found.figures, found)
    (lane,) = picture.rows[0].lanes
    assert words is None or lane.words[0].words == words
    shown = [tick.words.words for tick in picture.ticks]
    assert shown[0] == ticks[0]
    assert ticks[1] is None or shown[-1] == ticks[1]
    assert_clear(picture)


def test_years_do_not_begin_at_zero(tmp_path: Path) -> None:
    years = [figure(year, f"in the year {year}", unit="year") | {"id": f"in-{year}"} for year in ("1912", "2030")]
    found = sheet(tmp_path, figures=years)
    picture = number_line(found.figures, found)
    assert [tick.words.words for tick in picture.ticks][0] == "1900"
    assert_clear(picture)


def test_larger_numbers_stand_further_right(tmp_path: Path) -> None:
    points = [lane.points[0] for lane in lanes(tmp_path, *(figure(value, f"{value}%") for value in ("2", "2.7", "3.5", "5")))]
    assert points == sorted(points)
    assert points[0] / points[3] == pytest.approx(2 / 5, abs=0.05)


def test_figures_are_told_apart_by_their_hedges_only_where_these_differ(tmp_path: Path) -> None:
    same = sheet(tmp_path / "same", figures=[figure("20", "up to 20%", "up to 20%")])
    differ = sheet(tmp_path / "differ", figures=[figure("20", "up to 20%", "20%", "20%")])
    assert hedge_line(same.figures[0], same) is None
    picture = hedge_line(differ.figures[0], differ)
    assert picture
    (row,) = picture.rows
    assert [(lane.words[0].words, lane.words[0].who) for lane in row.lanes] == [("up to 20%", "GA"), ("20%", "EH TR")]
    assert any("EH\N{NO-BREAK SPACE}Evening" in line.words for line in picture.foot)  # a mark stays with its name
    assert any("A ferry line" in line.words for line in picture.foot)


# ----------------------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("date", "points", "bar", "arrow", "soft"),
    [
        ("2030-05-04", 1, False, False, False),
        ("2030-05", 0, True, False, False),
        ("2030-05~", 0, True, False, True),
        ("2030-05-01/2030-05-09", 0, True, False, False),
        ("2030-05-04/..", 1, False, True, False),
        ("../2030-05-04", 1, False, True, False),
    ],
)
def test_a_date_has_its_mark(date: str, points: int, bar: bool, arrow: bool, soft: bool, tmp_path: Path) -> None:
    event = {"id": "opening", "date": date, "reports": [{"article": "gazette", "text": "opens"}]}
    found = sheet(tmp_path, events=[event])
    picture = timeline(found.events, found)
    assert picture
    (lane,) = picture.rows[0].lanes
    assert (len(lane.points), bool(lane.bar), bool(lane.arrow), lane.soft) == (points, bar, arrow, soft)
    assert picture.ticks
    assert_clear(picture)


def test_a_sheet_without_dates_has_no_timeline(tmp_path: Path) -> None:
    found = sheet(tmp_path)
    assert timeline(found.events, found) is None


def test_300_events_are_too_many_for_one_picture(tmp_path: Path) -> None:
    report = {"article": "gazette", "text": "opens"}
    events: Records = [{"id": f"day-{at}", "date": f"{1700 + at}", "reports": [report]} for at in range(300)]
    found = sheet(tmp_path, events=events)
    picture = timeline(found.events, found)
    assert picture
    assert len(picture.rows) == ROWS
    assert f"(the first {ROWS} of 300)" in " ".join(line.words for line in picture.head)


# ---------------------------------------------------------------------------------------------------------- counts


def test_each_square_is_one_quotation(tmp_path: Path) -> None:
    shared = "The old ferry will run through the whole winter, but not at night"
    reports = [
        {"article": "gazette", "quote": shared},
        {"article": "evening-herald", "quote": shared},
        {"article": "tribune", "quote": shared.replace("old", "new")},
    ]
    statements: Records = [{"id": f"runs-{at}", "speaker": "ann-example", "reports": reports} for at in range(40)]
    shown = sheet(tmp_path, statements=statements)
    found = counts(shown, shown.witnesses)
    squares = [{kind: path.count("z") for kind, path in tally.squares} for tally in found.tallies]
    assert squares == [{"faithful": 40}, {"faithful": 40}, {"changed": 40}, {}]
    assert "40 changed" in found.tallies[2].label[0].words
    assert "none to compare" in found.tallies[3].label[0].words


def test_the_measure_is_faithful_to_nothing_but_itself(tmp_path: Path) -> None:
    reports = [{"article": "gazette", "quote": "The old ferry runs all through the winter"}]
    reports.append({"article": "tribune", "quote": "The new ferry runs through the winter"})
    shown = sheet(tmp_path, statements=[{"id": "runs", "speaker": "ann-example", "reports": reports}])
    found = counts(shown, shown.witnesses)
    assert [[kind for kind, _ in tally.squares] for tally in found.tallies] == [["measure"], [], ["undecided"], []]


# ------------------------------------------------------------------------------------------------ room on a phone


def box(line: Words, size: int) -> tuple[float, float]:
    wide = width(line.words, size) + (10 + width(line.who, 12) if line.who else 0)
    at = line.x / 100 * PHONE + line.dx
    start = at - {"start": 0, "middle": wide / 2, "end": wide}[line.anchor]
    return start, start + wide


def assert_clear(picture: Picture) -> None:
    """Nothing sticks out at a side, and no words stand over a mark or over other words."""
    ticks = [box(tick.words, 11) for tick in picture.ticks]
    assert all(one[1] < other[0] for one, other in pairwise(ticks))
    lines = [(line, 13) for row in picture.rows for line in row.label]
    lines += [(line, 15) for row in picture.rows for lane in row.lanes for line in lane.words]
    lines += [(line, 11) for line in (*picture.foot, *picture.head)]
    for line, size in lines:
        assert -0.01 <= box(line, size)[0] <= box(line, size)[1] <= PHONE + 0.01, line
    for row in picture.rows:
        for lane in row.lanes:
            marks = [*lane.points, *(lane.bar or ()), *(lane.arrow or ())]
            assert all(0 <= mark <= 100 for mark in marks)
            low, high = min(marks) / 100 * PHONE, max(marks) / 100 * PHONE
            for line in lane.words:
                start, end = box(line, 15)
                assert line.y > lane.y + 12 or end <= low - 5 or start >= high + 5, line
    below = sorted(line.y for row in picture.rows for line in (*row.label, *(w for lane in row.lanes for w in lane.words)))
    assert all(other - one >= 14 for one, other in pairwise(below))
    assert not below or below[-1] < picture.axis


def test_a_word_without_end_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are measured in proportion to the word's length, and not for each of its ends again."""
    measured = Counter[str]()
    monkeypatch.setattr("factsheet.pictures._em", lambda char: measured.update((char,)) or 0.6)
    lines = list(_wrap("x" * 20_000, 13))
    assert "".join(lines) == "x" * 20_000
    assert measured["x"] < 30_000


numbers = st.decimals(min_value=-(10**18), max_value=10**18, allow_nan=False, places=2) | st.integers(-50, 50)


@given(st.lists(st.tuples(numbers, st.sampled_from(("", "up to ", "more than ", "about "))), min_size=1, max_size=6))
def test_numbers_of_any_size_stay_in_their_place(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[object, str]]
) -> None:
    root = tmp_path_factory.mktemp("numbers")
    figures = [figure(str(value), f"{hedge}{value:,}", unit="EUR") | {"id": f"f-{at}"} for at, (value, hedge) in enumerate(found)]
    drawn = sheet(root, figures=figures)
    picture = number_line(drawn.figures, drawn)
    assert_clear(picture)
    assert len(picture.rows) == len(found)


def test_twenty_outlets_and_a_long_word_find_room(tmp_path: Path) -> None:
    outlets: Records = [{"id": f"paper-{at}", "outlet": f"The {chr(65 + at)} Daily Paper"} for at in range(20)]
    reports = [{"article": str(outlet["id"]), "text": "fares rise by 20 to 50%"} for outlet in outlets]
    record = {**figure(["20", "50"]), "reports": reports, "summary": "x" * 200}
    found = sheet(tmp_path, articles=outlets, figures=[record])
    picture = number_line(found.figures, found)
    assert_clear(picture)
    assert "".join(line.words for line in picture.rows[0].label) == "x" * 200


def test_marks_of_outlets_are_short_and_differ(tmp_path: Path) -> None:
    outlets: Records = [
        {"id": f"a-{at}", "outlet": name} for at, name in enumerate(("Post", "The Post", "Pony", "新聞", "7 Days"))
    ]
    marks = [source.siglum for source in sheet(tmp_path, articles=[*outlets, {"id": "x"}, {"id": "y"}]).sources]
    assert marks == ["PO", "TP", "PO2", "新聞", "7D", "?", "?2"]
