"""A big corpus of short articles, read by one process, by two, and by a Dask cluster that loses one of its two workers.

    python benchmarks/corpus.py [--articles 100000]

Says whether all write the same bytes, whether time grows with the number of articles and memory does not, and how much each way
costs. A tenth of the corpus is read first; against it growth is measured.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client, LocalCluster
from generate import corpus
from measure import QUIET, Cost, Report, command


def write_corpus(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in corpus(count))
    return path


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


@contextmanager
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on this machine and two worker processes that nobody starts again."""
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as scheduler:
        address = scheduler.scheduler_address
        words = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard", "--nthreads", "1"]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        workers = [subprocess.Popen([*words, "--name", str(number)], env=QUIET, **pipes) for number in range(2)]
        try:
            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=120)
            yield address, workers
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    args = parser.parse_args()
    report = Report(Path(__file__).parent / "report-corpus.md")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = write_corpus(folder / "small.jsonl", args.articles // 10)
        big = write_corpus(folder / "big.jsonl", args.articles)
        report.line(f"{args.articles:,} articles, {big.stat().st_size / args.articles:.0f} bytes each\n")
        costs: dict[str, Cost] = {}
        costs["a tenth, 1 process"] = command(["factsheet", "extract", small, "--to", folder / "small", "--jobs", 1])
        costs["1 process"] = command(["factsheet", "extract", big, "--to", folder / "one", "--jobs", 1])
        costs["2 processes"] = command(["factsheet", "extract", big, "--to", folder / "two", "--jobs", 2])
        half = (folder / "one").stat().st_size // 2
        with cluster() as (address, workers):

            def kill_one_half_way() -> None:
                if workers[0].poll() is None and (folder / "three").exists() and (folder / "three").stat().st_size > half:
                    workers[0].kill()

            words = ["factsheet", "extract", big, "--to", folder / "three", "--dask", address]
            costs["Dask, 1 of 2 workers killed"] = command(words, kill_one_half_way)
            killed = workers[0].poll() is not None
            began = os.times()
        ended = os.times()  # the workers are counted when they have ended
        workers_cpu = ended.children_user + ended.children_system - began.children_user - began.children_system
        report.table(
            ("run", "wall s", "CPU s", "articles/s", "peak MB", "peak MB of a worker"),
            [
                (
                    run,
                    f"{cost.wall:.1f}",
                    f"{cost.cpu:.1f}",
                    f"{(args.articles // 10 if 'tenth' in run else args.articles) / cost.wall:,.0f}",
                    f"{cost.parent:.0f}",
                    f"{cost.child:.0f}" if cost.child else "",
                )
                for run, cost in costs.items()
            ],
        )
        tenth, one = costs["a tenth, 1 process"], costs["1 process"]
        more_time, more_memory = one.cpu / tenth.cpu, one.parent / tenth.parent
        same = len({digest(folder / run) for run in ("one", "two", "three")}) == 1
        report.line(f"- 10 times the articles take {more_time:.2f} times the CPU time and {more_memory:.2f} times the memory")
        report.line(f"- of the cluster's workers one {'was killed half way' if killed else 'WAS NOT KILLED'};")
        report.line(f"  the other used {workers_cpu:.1f} CPU s")
        report.line(f"- all three wrote {'the same bytes' if same else 'DIFFERENT BYTES'}: {digest(folder / 'one')}")


if __name__ == "__main__":
    main()
