"""Wordings side by side: alignment, labels, references."""

import random
from itertools import permutations

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from factsheet.align import AT_AN_END, INSIDE, Alignment, Word, align, same, weight, words_of
from factsheet.compare import LABELS, Verdict, find_reference, label_reports, verdict
from factsheet.model import LONGEST_WORDING, Statement

TABLE = yaml.load((ROOT / "tests/tables/labels.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = [(group["reference"], wording) for group in TABLE for wording in group["wordings"]]


@pytest.mark.parametrize(("reference", "wording"), CASES, ids=[w.get("words") or " | ".join(w["parts"]) for _, w in CASES])
def test_labels(reference: str, wording: dict[str, object]) -> None:
    parts = wording.get("parts") or [wording["words"]]
    found = verdict([reference], parts)  # type: ignore[arg-type]
    assert found.label == wording["label"]
    if "flags" in wording:
        assert sorted(found.flags) == sorted(wording["flags"])  # type: ignore[call-overload]


def test_every_label_has_a_case() -> None:
    assert {wording["label"] for _, wording in CASES} == {label for label, _, _ in LABELS}


vocabulary = st.sampled_from("the a of to not harbour boat boats winter council says old new [it] … it's it is".split())
texts = st.lists(vocabulary, min_size=1, max_size=25).map(" ".join)


def test_what_is_longer_than_a_report_may_have_is_not_compared() -> None:
    fair, long = "word " * (LONGEST_WORDING // 5), "word " * (LONGEST_WORDING // 5) + "!"
    assert verdict([fair], [fair]).label == "verbatim"
    assert verdict([long], [fair]) == verdict([fair], ["word", long]) == Verdict("undetermined")


@given(texts)
def test_a_wording_against_itself_is_verbatim(text: str) -> None:
    found = verdict([text], [text])
    if words_of([text]):
        assert (found.label, found.flags) == ("verbatim", ())
        assert all(kind == "same" for kind, _ in found.changes)


@given(texts, texts)
def test_the_changes_turn_one_wording_into_the_other(one: str, other: str) -> None:
    reference, own = words_of([one]), words_of([other])
    alignment = align(reference, own)
    assert all(same(reference[a], own[b]) for a, b in alignment.pairs)
    rebuilt: list[Word] = []
    left: list[Word] = []
    for gap, pair in zip(alignment.gaps, [*alignment.pairs, None], strict=True):
        left += reference[slice(*gap.reference)]
        rebuilt += own[slice(*gap.other)]
        if pair:
            left.append(reference[pair[0]])
            rebuilt.append(own[pair[1]])
    assert (tuple(left), tuple(rebuilt)) == (reference, own)


def cost(reference: tuple[Word, ...], own: tuple[Word, ...], alignment: Alignment) -> int:
    total = 0
    for gap in alignment.gaps:
        for (start, end), words, other, size in (
            (gap.reference, reference, gap.other, len(own)),
            (gap.other, own, gap.reference, len(reference)),
        ):
            # A word is at an end when nothing of the other wording stands before it, or nothing after it.
            for at in range(start, end):
                outside = other[0] == 0 and gap is alignment.gaps[0] or other[1] == size and gap is alignment.gaps[-1]
                total += weight(words[at]) * (AT_AN_END if outside else INSIDE)
    return total


@given(st.lists(vocabulary.filter(lambda w: w.isalpha()), min_size=3, max_size=20), st.randoms(use_true_random=False))
def test_the_alignment_costs_no_more_than_the_edits_that_were_made(words: list[str], choice: random.Random) -> None:
    edited, made = list(words), 0
    for _ in range(choice.randint(0, 4)):
        at = choice.randrange(len(edited) + 1)
        if choice.random() < 0.5 and at < len(edited) and len(edited) > 1:
            made += weight(words_of([edited.pop(at)])[0]) * INSIDE
        else:
            edited.insert(at, "interposed")
            made += weight(words_of(["interposed"])[0]) * INSIDE
    reference, own = words_of([" ".join(words)]), words_of([" ".join(edited)])
    assert cost(reference, own, align(reference, own)) <= made


def _statement(reports: list[dict[str, object]], **more: object) -> Statement:
    return Statement.model_validate({"id": "x", "speaker": "s", "reports": reports, **more})


REPORTS: list[dict[str, object]] = [
    {"article": "a", "quote": "The ferry will run on every day of the winter"},
    {"article": "b", "quote": "The ferry will run on every day of the winter."},
    {"article": "c", "quote": "The boat will run on every day of the winter"},
    {"article": "d", "quote": "the winter"},
    {"article": "e", "indirect": "the ferry would run"},
    {"article": "f", "quote": "The will run on every day of the", "damaged": "true"},
    {"article": "g", "quote": "run in winter", "label": "undetermined"},
]
ALONE = {name: name for name in "abcdefg"}


def test_each_report_gets_its_label() -> None:
    labels = [found.label for found in label_reports(_statement(REPORTS), ALONE)]
    assert labels == ["verbatim", "verbatim", "altered", "fragment", "indirect", "damaged", "undetermined"]


def test_labels_do_not_depend_on_the_order_of_the_reports() -> None:
    expected = {str(r): v.label for r, v in zip(REPORTS, label_reports(_statement(REPORTS), ALONE), strict=True)}
    for order in permutations(REPORTS[:5]):
        found = label_reports(_statement(list(order)), ALONE)
        assert {str(r): v.label for r, v in zip(order, found, strict=True)} == {str(r): expected[str(r)] for r in order}


@pytest.mark.parametrize(
    ("lineage", "more", "article", "decided"),
    [
        (ALONE, {}, "a", True),  # two lineages against one
        (ALONE | {"b": "a"}, {}, "a", False),  # one lineage is one witness, however many outlets have it
        (ALONE, {"anchor": "c"}, "c", True),
    ],
)
def test_the_reference(lineage: dict[str, str], more: dict[str, object], article: str, decided: bool) -> None:
    reference = find_reference(_statement(REPORTS, **more), lineage)
    assert reference is not None
    assert (reference.wording.report.article, reference.decided) == (article, decided)


def test_a_single_wording_has_nothing_to_be_compared_with() -> None:
    assert [found.label for found in label_reports(_statement(REPORTS[4:6] + REPORTS[:1]), ALONE)] == [
        "indirect",
        "damaged",
        "single",
    ]
