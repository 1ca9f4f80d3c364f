"""What the measurements share: what a command costs, what a piece of work costs, and a report that is printed as it grows."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float  # user and system seconds of the command and all that it waited for
    wall: float
    parent: float  # highest resident memory of the command itself in MB
    child: float  # and of any one of its processes


def command(words: Sequence[object], watch: Callable[[], None] = lambda: None) -> Cost:
    """Run a command to its good end; `watch` is called every tenth of a second on the way."""
    began = time.perf_counter()
    run = psutil.Popen([sys.executable, "-m", *map(str, words)], env=QUIET, stdout=subprocess.DEVNULL)
    before = os.times()
    parent = child = 0.0
    done = threading.Event()

    def sample() -> None:
        nonlocal parent, child
        while not done.wait(0.1):
            parent = max(parent, _resident(run))
            child = max([child, *(_resident(process) for process in _children(run))])
            watch()

    sampler = threading.Thread(target=sample)
    sampler.start()
    code = run.wait()
    done.set()
    sampler.join()
    after = os.times()
    if code:
        raise SystemExit(f"{' '.join(map(str, words))} ended with {code}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(cpu, time.perf_counter() - began, parent, child)


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / MB
    except psutil.Error:
        return 0.0


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the fastest of a few runs in this process."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


class Report:
    """Lines of Markdown, printed at once and kept in a file."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8")

    def line(self, text: str = "") -> None:
        print(text, flush=True)
        print(text, file=self.file, flush=True)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        rows = [head, *rows]
        widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
        for number, row in enumerate(rows):
            self.line("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
            if not number:
                self.line("|" + "|".join("-" * (width + 2) for width in widths) + "|")
        self.line()
