"""How long a reader of a big site waits, beside a small one: the first search result, and the first filter. Prints ratios.

    python benchmarks/reading.py SMALL_SITE BIG_SITE     # two built sites, as of generate.py's sheets
    python benchmarks/reading.py                         # makes sheets of 50 and 5,000 facts, builds them and measures

Both sites are served by this machine without compression and opened by the system's Chromium, in turns, each as a first visit. A
time runs from the last key, or the choice in the form, on a page that has just been opened, to what the reader then sees.
"""

import argparse
import functools
import http.server
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generate import sheet
from measure import MB, QUIET, ROOT
from playwright.sync_api import sync_playwright

SIZES = (50, 5000)
FACTOR, MORE = 1.5, 0.5  # a big site may take so much longer
WORDS = "harbour"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> str:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def built(folder: Path, facts: int) -> Path:
    """The site of a made-up sheet of so many facts."""
    sheet(facts, folder)
    (folder / "content/pages").mkdir()
    (folder / "mkdocs.yml").write_text(f"INHERIT: {ROOT}/mkdocs.yml\ndocs_dir: content/pages\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, env=QUIET, check=True)
    return folder / "site"


def first_result(page: Any) -> None:
    page.click("input.md-search__input")
    page.fill("input.md-search__input", WORDS[:-1])
    page.press("input.md-search__input", WORDS[-1])  # Material waits for a key
    page.wait_for_selector(".md-search-result__item", timeout=120_000)


def first_filter(page: Any) -> None:
    page.select_option("[name=kind]", "event")
    page.wait_for_function("document.querySelector('.fs-chips button')", timeout=120_000)


def first_words(page: Any) -> None:
    page.fill("[name=text]", WORDS)
    page.wait_for_function("document.querySelector('.fs-chips button')", timeout=120_000)


MEASURED: dict[str, tuple[str, Callable[[Any], None]]] = {
    "first search result": ("index.html", first_result),
    "first filter": ("browse.html", first_filter),
    "first filter by words": ("browse.html", first_words),
}


def waited(browser: Any, address: str, act: Callable[[Any], None]) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="load")
    began = time.perf_counter()
    act(page)
    took = time.perf_counter() - began
    context.close()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", type=Path, nargs="*", help="two built sites, the small one first")
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    late = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = args.sites or [built(Path(folder) / str(size), size) for size in SIZES]
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        addresses = [serve(site) for site in sites]
        for site in sites:
            size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / MB
            print(f"{site}: {size:.1f} MB")
        for name, (path, act) in MEASURED.items():
            turns = [[waited(browser, address + path, act) for address in addresses] for _ in range(args.times)]
            small, big = (statistics.median(times) for times in zip(*turns, strict=True))
            allowed = FACTOR * small + MORE
            late |= big > allowed
            print(f"{name}: {small:.2f} s and {big:.2f} s, {big / small:.2f} times; {allowed:.2f} s are allowed")
        browser.close()
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
