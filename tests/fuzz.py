"""Feed the readers what no person would write, for as long as one likes: `make fuzz MINUTES=5`.

Pieces of nasty.yml, of the cases and of YAML, HTML and Markdown are put together at random, and some bytes of them are changed.
Bad input may be a problem with a place. A traceback, a text that reads back as another, a tag that a text brought into a page,
and an input that takes seconds are findings: each is printed as small as hypothesis can make it, and belongs into
tests/tables/nasty.yml or tests/cases/ with its mending.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from test_nasty import NASTY
from test_pages import body, pages, read, shown

from factsheet.align import words_of
from factsheet.articles import parse_file
from factsheet.compare import verdict
from factsheet.extract import read as extract
from factsheet.extract.figures import find_figures
from factsheet.model import Article, Event, Figure, Masthead, Person, Place, Problem, Rejection, Statement
from factsheet.placed import decode, parse_yaml
from factsheet.records import read_list, read_record
from factsheet.splices import append_records
from factsheet.text import normalise

ROOT = Path(__file__).resolve().parent.parent
QUICK = settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
SLOW = 5.0  # seconds for one input of a few thousand characters

_YAML = ["- id: a\n", "  ", "- ", ": ", ">-\n", "|\n", "&a ", "*a", "!!x ", "[", "]", "{", "}", "#", "---\n", "...\n", "%", "? "]
_YAML += ["<<: ", "\t", "'", '"', ",", "\n", "reports:\n", "quote: ", "value: [1, 2]\n"]
_HTML = ["<p>", "</p>", "<article>", "<meta property='article:published_time' content='2030'>", "<title>", "<!--", "]]>", "&amp;"]
_HTML += ["<a href=x>", "---\ntitle: x\n---\n", "# ", "> ", "“", "”", '"', "‘", "’", "« ", " »", "„"]
_NEWS = [
    "said Ann Hill on Monday.",
    " he added, ",
    "Mr. Smith told reporters",
    "20,000 to 50,000 troops",
    "up to 5% of GDP",
    "not",
]
_NEWS += [
    "$3.5 billion",
    "in April 2025",
    "on Thursday",
    "two-thirds",
    "The is as",
    "\n\n",
    " ",
    "according to the ministry",
    "up to",
]
_NEWS += ["late 2024", "half a million", "-1.5", "1 1/2", "10:30 p.m.", "the 1990s"]
_CASES = [
    path.read_text(encoding="utf-8", errors="replace")[:1500]
    for path in sorted((ROOT / "tests/cases").rglob("*"))
    if path.suffix in (".yml", ".lock", ".txt")
]

pieces = st.one_of(st.sampled_from([*NASTY, *_YAML, *_HTML, *_NEWS]), st.sampled_from(_CASES), st.text(max_size=8))
texts = st.lists(pieces, max_size=30).map("".join)


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(texts).encode("utf-8", "surrogatepass"))
    for _ in range(draw(st.integers(0, 6)) if data else 0):
        at = draw(st.integers(0, len(data) - 1))
        how = draw(st.sampled_from(("change", "cut", "double")))
        if how == "change":
            data[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + draw(st.integers(1, 20))]
        else:
            data[at:at] = data[at : at + 200]
        if not data:
            break
    return bytes(data)


def yaml_reader(data: bytes) -> None:
    text = decode(data, "file.yml")
    if isinstance(text, Problem):
        return
    value, problems = parse_yaml(text, "file.yml")
    assert all(problem.place.line <= text.count("\n") + text.count("\r") + 2 + len(text) for problem in problems)
    for model in (Person, Article, Statement, Figure, Event, Rejection):
        read_list(model, text, "file.yml")
    read_record(Masthead, {} if value is None else value, Place("file.yml"))


def yaml_writer(text: str) -> None:
    text = text.replace("\r", "\n").encode("utf-8", "ignore").decode()
    record = {"id": "new", "note": text, "reports": [{"quote": [text, text]}]}
    if text:
        values, problems = parse_yaml(append_records("- id: there\n", [record]), "")
        assert not problems, problems
        assert values == [{"id": "there"}, record]


def article_reader(data: bytes) -> None:
    for suffix in (".txt", ".md", ".html"):
        article = parse_file(data, suffix, "file")
        if not isinstance(article, Problem):
            assert all(0 <= start <= end <= len(article.text) for start, end in article.boilerplate)
            assert len(normalise(article.text).offsets) == len(normalise(article.text).text) + 1


def extractor(text: str) -> None:
    reading = extract(text, "2030-11-04")
    found = (*reading.quotations, *reading.indirect, *reading.quantities, *reading.times, *reading.damage)
    assert all(text[item.start : item.end] == item.text and item.start < item.end for item in found)


def comparer(two: tuple[str, str]) -> None:
    one, other = two
    if words_of([one]) and words_of([other]):
        verdict([one], [other])
        assert verdict([one], [one]).label == "verbatim"


def renderer(text: str) -> None:
    """A sheet in which a text stands in every place has the tags that it has with plain words."""
    words = shown(text)[:400].strip() or "x"
    if find_figures(words):  # of a number more is made than text
        return

    def tags(words: str) -> list[object]:
        with tempfile.TemporaryDirectory() as folder:
            report = {"article": "gazette", "quote": "as it was", "note": words, "response": words}
            fact = {"summary": words, "note": words, "differs": words, "reports": [report]}
            found = pages(
                Path(folder),
                sheet={"format": "1", "title": words, "summary": words, "at_a_glance": [{"text": words, "facts": ["a"]}]},
                people=[{"id": "ann-example", "name": words, "roles": [{"title": words}]}],
                articles=[{"id": "gazette", "outlet": words, "title": words, "authors": [words]}],
                statements=[{"id": "a", "speaker": "ann-example", **fact}],
            )
            return [read(body(page)).tags for page in found]

    assert tags(words) == tags("words")


TARGETS: dict[str, tuple[st.SearchStrategy[object], Callable[..., None]]] = {
    "YAML reader": (changed_bytes(), yaml_reader),
    "YAML writer": (texts, yaml_writer),
    "article reader": (changed_bytes(), article_reader),
    "extractor": (texts, extractor),
    "comparer": (st.tuples(texts, texts), comparer),
    "renderer": (st.lists(st.sampled_from(NASTY), max_size=4).map(" ".join), renderer),
}


def fuzz(name: str, seconds: float, counts: Counter[str]) -> list[str]:
    """Feed one target for some seconds; what it could not bear."""
    strategy, target = TARGETS[name]
    until, findings, run = time.monotonic() + seconds, [], 0
    while time.monotonic() < until and len(findings) < 5:
        run += 1

        @seed(run + int(time.time()))
        @settings(QUICK)
        @given(strategy)
        def feed(value: object) -> None:
            counts[name] += 1
            begun = time.monotonic()
            target(value)
            assert time.monotonic() - begun < SLOW, "slow"

        try:
            feed()
        except Exception as error:
            told = "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])
            findings.append(told[:3000])
    return findings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1, help="for all targets together")
    parser.add_argument("--only", choices=TARGETS, action="append", help="one target; may come several times")
    args = parser.parse_args()
    names, counts, worst = args.only or list(TARGETS), Counter[str](), 0
    for name in names:
        findings = fuzz(name, args.minutes * 60 / len(names), counts)
        worst += len(findings)
        print(f"{name}: {counts[name]:,} inputs, {len(findings)} findings", flush=True)
        for told in findings:
            print(told, flush=True)
    print(f"{args.minutes:g} minutes, {counts.total():,} inputs, {worst} findings")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
