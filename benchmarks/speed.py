"""How fast the stages are, as ratios against a floor measured in the same run. Prints; asserts nothing.

    python benchmarks/speed.py [--facts 300] [--articles 100] [--pairs 10000]

The texts and records are made from the sample in tests/cases/clean, so that any clone can run it.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from factsheet.articles import read_article
from factsheet.build import build, write_pages
from factsheet.compare import verdict
from factsheet.extract import read
from factsheet.model import ArticleText
from factsheet.pages import templates_folder
from factsheet.records import load

SAMPLE = Path(__file__).resolve().parent.parent / "tests/cases/clean"
CONFIG = """\
site_name: Benchmark
docs_dir: {docs}
site_dir: {site}
use_directory_urls: false
theme: {{name: material, font: false{custom}}}
plugins: [search{plugin}]
markdown_extensions: [attr_list, md_in_html, tables, {{toc: {{permalink: true}}}}]
"""


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the fastest of a few runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def line(what: str, seconds: float, floor: str, floor_seconds: float, amount: str) -> None:
    print(f"{what:34} {seconds:8.3f} s  {amount:28} {seconds / floor_seconds:6.1f} times {floor} ({floor_seconds:.3f} s)")


def extraction(count: int) -> None:
    articles = [read_article(path, path.name) for path in sorted(SAMPLE.glob("content/*/texts/*.txt"))]
    text = "\n".join(article.text for article in articles if isinstance(article, ArticleText))
    text = text * max(1, 750 // len(text.split()))
    words = len(text.split()) * count
    ours = cpu(lambda: [read(text, "2030-11-05") for _ in range(count)])
    floor = cpu(lambda: [re.findall(r"\w+|[^\w\s]", text) for _ in range(count)])
    line("extract, all families", ours, "splitting into words", floor, f"{count / ours:,.0f} articles/s")
    print(f"{'':34} {words / ours:,.0f} words a second on one core")


def comparing(count: int) -> None:
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
    line("align and label two wordings", ours, "difflib's opcodes", floor, f"{count / ours:,.0f} pairs of 40 words/s")


def many_facts(root: Path, count: int) -> None:
    """A project with the sample's sheet, its statements again and again under other ids."""
    shutil.copytree(SAMPLE / "content", root / "content")
    path = root / "content/ferry/statements.yml"
    one = path.read_text(encoding="utf-8")
    path.write_text("".join(one.replace("- id: runs-all-winter", f"- id: fact-{n}") for n in range(count)), encoding="utf-8")
    masthead = root / "content/ferry/sheet.yml"
    masthead.write_text(masthead.read_text(encoding="utf-8").split("at_a_glance")[0], encoding="utf-8")


def loading(root: Path, count: int) -> None:
    files = [path.read_text(encoding="utf-8") for path in sorted((root / "content").rglob("*.yml"))]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    ours = cpu(lambda: load(root))
    floor = cpu(lambda: [list(yaml.parse(text, Loader=loader)) for text in files])
    line("read the records", ours, "bare YAML parsing", floor, f"{count / ours:,.0f} facts/s")


def building(root: Path, count: int) -> None:
    ours = cpu(lambda: build(root, []), 1)
    pages = build(root, []).pages
    plain, docs = root / "plain.yml", root / "docs"
    write_pages(docs, pages, templates_folder() / "assets")
    custom = f", custom_dir: {templates_folder() / 'overrides'}"
    plain.write_text(CONFIG.format(docs=docs, site=root / "plain", custom=custom, plugin=""), encoding="utf-8")
    (root / "content/pages").mkdir(exist_ok=True)
    config = CONFIG.format(docs="content/pages", site=root / "site", custom="", plugin=", factsheet")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    whole, bare = run(root, root / "mkdocs.yml"), run(root, plain)
    line("mkdocs build with the plugin", whole, "the same pages as plain Markdown", bare, f"{len(pages)} pages")
    line("... of it records to Markdown", ours, "the whole build", whole, f"{count / ours:,.0f} facts/s")


def run(root: Path, config: Path) -> float:
    began = time.perf_counter()
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)], cwd=root, env=quiet, check=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=300)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=10_000)
    args = parser.parse_args()
    extraction(args.articles)
    comparing(args.pairs)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        many_facts(root, args.facts)
        loading(root, args.facts)
        building(root, args.facts)


if __name__ == "__main__":
    main()
