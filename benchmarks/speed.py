"""What our work costs, as ratios against a floor or a peer measured in the same run. Prints, and writes benchmarks/report.md.

    python benchmarks/speed.py [--sizes 50,500] [--articles 40] [--pairs 10000]

Articles are those of quotations.yml, put together to the length of news. Sheets come from generate.py; they are built as CI
builds them, without article texts. Everything is CPU time of one process.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import yaml
from generate import sheet
from measure import MB, QUIET, ROOT, Report, cpu

from factsheet.build import build, write_pages
from factsheet.compare import verdict
from factsheet.extract import read
from factsheet.extract.dates import find_dates
from factsheet.extract.figures import find_figures
from factsheet.pages import templates_folder
from factsheet.records import load

HERE = Path(__file__).resolve().parent
WORDS = 700  # of an article
DAY = "2030-11-05"
Row = tuple[str, str, str, str]


def row(what: str, seconds: float, beside: str, beside_seconds: float, rate: str) -> Row:
    return what, rate, beside, f"{seconds / beside_seconds:.2f}"


# ---------------------------------------------------------------------------------------------------------- extraction


def news(count: int) -> list[str]:
    """Texts of about the length of an article, no two the same."""
    texts = [entry["text"] for entry in yaml.safe_load((HERE / "quotations.yml").read_text(encoding="utf-8"))]
    choice, made = random.Random(11), []
    for _ in range(count):
        text = ""
        while len(text.split()) < WORDS:
            text += f"{choice.choice(texts)}\n\n"
        made.append(text)
    return made


def extraction(count: int) -> list[Row]:
    texts = news(count)
    everything = cpu(lambda: [read(text, DAY) for text in texts])
    figures = cpu(lambda: [find_figures(text) for text in texts])
    dates = cpu(lambda: [find_dates(text, DAY) for text in texts])
    rate = f"{count / everything:,.0f} articles/s"
    split = cpu(lambda: [re.findall(r"\w+|[^\w\s]", text) for text in texts])
    rows = [row("extract everything", everything, "splitting into words by a pattern", split, rate)]
    for beside, ours, name, make in (
        ("spaCy's blank English tokenizer", everything, "extract everything", spacy_reader),
        ("quantulum3", figures, "figures alone", quantulum_reader),
        ("dateparser's search", dates, "dates alone", dateparser_reader),
    ):
        try:
            peer = make()
        except ImportError as error:
            print(f"{beside} is not measured: {error}")
            continue
        peer(texts[0])  # loads what loads late
        few = texts if beside.startswith("spaCy") else texts[:5]  # the others need seconds
        theirs = cpu(lambda: [peer(text) for text in few], 3 if few is texts else 1) * count / len(few)  # noqa: B023
        rows.append(row(name, ours, beside, theirs, f"{count / ours:,.0f} articles/s"))
    return rows


def spacy_reader() -> Callable[[str], object]:
    import spacy

    return spacy.blank("en")


def quantulum_reader() -> Callable[[str], object]:
    from quantulum3 import parser

    return lambda text: parser.parse(text)


def dateparser_reader() -> Callable[[str], object]:
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=["en"])


# ----------------------------------------------------------------------------------------------------------- wordings


def comparing(count: int) -> Row:
    """Pairs of wordings of 40 words: half of them with a few words changed, half with nothing in common but small words."""
    choice = random.Random(40)
    vocabulary = "the of and to in a is that for it".split() + [f"word{n}" for n in range(60)]
    pairs = []
    for number in range(count):
        one = choice.choices(vocabulary, k=40)
        other = choice.choices(vocabulary, k=40) if number % 2 else [w if choice.random() > 0.1 else "other" for w in one]
        pairs.append(([" ".join(one)], [" ".join(other)]))
    ours = cpu(lambda: [verdict(one, other) for one, other in pairs], 1)
    floor = cpu(lambda: [SequenceMatcher(None, a[0].split(), b[0].split(), False).get_opcodes() for a, b in pairs], 1)
    return row("align and label two wordings", ours, "difflib's opcodes", floor, f"{count / ours:,.0f} pairs/s")


# -------------------------------------------------------------------------------------------------------------- sheets


@dataclass(frozen=True, slots=True)
class Site:
    """What one sheet costs."""

    facts: int
    cpu: float
    ours: float
    peak: float  # MB
    size: float  # MB
    search: float  # MB
    page: float  # KB of a fact page
    plain: float  # CPU seconds of the same pages as plain Markdown
    load: float
    c_events: float
    c_loader: float


def site(root: Path, facts: int) -> Site:
    print(f"a sheet of {facts} facts ...", file=sys.stderr)
    sheet(facts, root)
    shutil.rmtree(root / "content/town/texts")  # a public clone has none
    files = [path.read_text(encoding="utf-8") for path in sorted((root / "content").rglob("*.yml"))]
    loading = cpu(lambda: load(root))
    c_events = cpu(lambda: [list(yaml.parse(text, Loader=yaml.CSafeLoader)) for text in files])
    c_loader = cpu(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in files], 1)
    (root / "content/pages").mkdir()
    ours = built(root, "site", {"docs_dir": "content/pages"})
    pages = build(root, []).pages
    write_pages(root / "docs", pages, templates_folder() / "assets")
    overview = [{page.title: page.path} for page in pages if page.in_nav]
    same_look = {"theme": {"custom_dir": str(templates_folder() / "overrides")}}
    plain = built(root, "plain", {"docs_dir": "docs", "plugins": ["search"], "nav": overview, **same_look})
    fact_pages = [path.stat().st_size for path in (root / "site/town").glob("fact-*.html") if ".card." not in path.name]
    return Site(
        facts,
        ours["cpu"],
        ours["ours"],
        ours["peak"],
        size_of(root / "site"),
        size_of(root / "site", "search/**/*"),
        sum(fact_pages) / len(fact_pages) / 1000,
        plain["cpu"],
        loading,
        c_events,
        c_loader,
    )


def built(root: Path, name: str, settings: dict[str, object]) -> dict[str, float]:
    """What `build_once.py` says of a build with this project's settings and those."""
    config = root / f"{name}.yml"
    config.write_text(yaml.safe_dump({"INHERIT": str(ROOT / "mkdocs.yml"), "site_dir": name, **settings}), encoding="utf-8")
    words = [sys.executable, str(HERE / "build_once.py"), str(config)]
    done = subprocess.run(words, cwd=root, env=QUIET, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    cost: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return cost


def size_of(folder: Path, pattern: str = "**/*") -> float:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file()) / MB


def bare_page(root: Path) -> float:
    """KB of a page of one line in the theme as it comes."""
    (root / "docs").mkdir(parents=True)
    for name in ("index", "bare"):
        (root / f"docs/{name}.md").write_text("# One line\n", encoding="utf-8")
    built(root, "site", {"docs_dir": "docs", "plugins": ["search"], "nav": [{"Home": "index.md"}]})
    return (root / "site/bare.html").stat().st_size / 1000


def growth(report: Report, sites: Sequence[Site]) -> None:
    head = ("facts", "CPU s", "ours", "ours ms/fact", "plain CPU s", "ratio", "peak MB", "site MB", "search MB", "KB/fact page")
    report.table(
        head,
        [
            (
                f"{site.facts:,}",
                f"{site.cpu:.1f}",
                f"{100 * site.ours / site.cpu:.0f} %",
                f"{1000 * site.ours / site.facts:.1f}",
                f"{site.plain:.1f}",
                f"{site.cpu / site.plain:.2f}",
                f"{site.peak:.0f}",
                f"{site.size:.1f}",
                f"{site.search:.2f}",
                f"{site.page:.1f}",
            )
            for site in sites
        ],
    )
    for one, other in zip(sites, sites[1:], strict=False):
        times = f"{other.cpu / one.cpu:.1f} times the CPU time, {other.ours / one.ours:.1f} times ours"
        sizes = f"{other.size / one.size:.1f} times the site, {other.peak / one.peak:.1f} times the memory"
        report.line(f"- {other.facts / one.facts:g} times the facts: {times}, {sizes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="50,500", help="facts of the sheets that are built")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=10_000)
    args = parser.parse_args()
    report = Report(HERE / "report.md")
    with tempfile.TemporaryDirectory() as folder:
        sites = [site(Path(folder) / str(size), size) for size in sorted(map(int, args.sizes.split(",")))]
        bare = bare_page(Path(folder) / "bare")
    biggest = sites[-1]
    rate = f"{biggest.facts / biggest.load:,.0f} facts/s"
    report.line("## Ratios\n")
    report.table(
        ("ours", "rate", "beside", "times its time"),
        [
            *extraction(args.articles),
            comparing(args.pairs),
            row("read the records", biggest.load, "PyYAML's C parser, events only", biggest.c_events, rate),
            row("read the records", biggest.load, "PyYAML's C loader", biggest.c_loader, rate),
        ],
    )
    report.line("## Sites\n")
    growth(report, sites)
    report.line(f"- a bare page of the theme as it comes: {bare:.1f} KB")


if __name__ == "__main__":
    main()
