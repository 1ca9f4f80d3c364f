"""Extract over many articles: the same lines, however many processes read them, whatever is bad among them, however it stops."""

import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT

from factsheet import corpus
from factsheet.cli import main
from factsheet.corpus import CHUNK_ARTICLES, Manner, Source, answers, find_sources, in_chunks, lost, progress
from factsheet.model import Problem
from factsheet.placed import MAX_BYTES
from factsheet.spread import AHEAD, here, on_cluster, on_cores

COUNT = 6 * CHUNK_ARTICLES + 5


def row(number: int) -> str:
    text = f"“The bridge stays shut for {number} days,” said the town clerk on Monday. It costs up to {number}% of the budget."
    return json.dumps({"id": f"a{number}", "text": text, "published": "2030-11-05"}) + "\n"


def write(path: Path, rows: Iterable[str]) -> Path:
    path.write_text("".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A corpus with a bad line at its beginning, in its middle and at its end."""
    rows = [row(number) for number in range(COUNT)]
    return write(tmp_path / "articles.jsonl", ["{\n", *rows[:50], '{"id": "x"}\n', *rows[50:], "[]\n"])


@pytest.fixture
def whole(articles: Path, tmp_path: Path) -> bytes:
    """What one process makes of it."""
    target = tmp_path / "whole.jsonl"
    assert main(["extract", str(articles), "--to", str(target), "--jobs", "1"]) == 1
    return target.read_bytes()


def told(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Place and code of the problems on stderr."""
    return [line.split(": ")[:2] for line in capsys.readouterr().err.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]


def bad_lines(articles: Path) -> list[list[str]]:
    codes = {1: "not-json", 52: "not-an-article", COUNT + 3: "not-an-article"}
    return [[f"{articles}:{number}:1", code] for number, code in codes.items()]


# ---------------------------------------------------------------------------------------------------- the same result


def test_two_processes_read_what_one_reads(
    articles: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "two.jsonl"
    assert main(["extract", str(articles), "--to", str(target), "--jobs", "2"]) == 1
    assert target.read_bytes() == whole
    assert told(capsys) == bad_lines(articles)
    assert [json.loads(line)["article"] for line in whole.splitlines()] == [f"a{number}" for number in range(COUNT)]


def test_standard_output_gets_the_same(articles: Path, whole: bytes, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", str(articles), "--format", "jsonl", "--jobs", "2"]) == 1
    assert capsysbinary.readouterr().out == whole


def test_standard_input_may_be_a_corpus(articles: Path, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = articles.read_bytes().split(b"\n", 1)[1]  # its first line is no JSON
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + lines)))
    target = tmp_path / "stdin.jsonl"
    assert main(["extract", "-", "--to", str(target)]) == 1
    assert target.read_bytes() == whole


def test_folders_are_read_by_name_and_all_the_way_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.txt", "a/z.md", "c/d/e.txt", "notes.pdf"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("It costs 5%.", encoding="utf-8")
    (tmp_path / "in/c/round").symlink_to(tmp_path / "in")
    assert main(["extract", str(tmp_path / "in"), "--format", "jsonl"]) == 0
    names = [json.loads(line)["article"] for line in capsys.readouterr().out.splitlines()]
    assert names == [str(tmp_path / "in" / name) for name in ("a/z.md", "b.txt", "c/d/e.txt")]


# ----------------------------------------------------------------------------------------------------- bad articles


def test_a_line_without_end_is_one_bad_article() -> None:
    stream = io.BytesIO(b'{"id": "a' + b"a" * (2 * MAX_BYTES) + b"\n" + row(1).encode())
    bad, good = find_sources(["-"], stream)
    assert bad.code == "too-large"  # type: ignore[union-attr]
    assert (good.place.line, good.data) == (2, row(1).encode())  # type: ignore[union-attr]


def test_a_line_of_200_megabytes_takes_little_memory(tmp_path: Path) -> None:
    """The articles before and behind it are read; the process has not even room for the half of it."""
    source, target = write(tmp_path / "in.jsonl", [row(1), '{"id": "']), tmp_path / "out.jsonl"
    with source.open("r+b") as file:
        file.seek(200_000_000)  # and nothing between: a hole, which takes no room on the disk
        file.write(b"\n" + row(2).encode())
    process = os.fork()
    if not process:
        code = 70
        try:
            most = int(re.search(r"VmSize:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[1]) * 1024  # type: ignore[index]
            resource.setrlimit(resource.RLIMIT_AS, (most + 100_000_000,) * 2)
            code = main(["extract", str(source), "--to", str(target), "--jobs", "1"])
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 1
    assert [json.loads(line)["article"] for line in target.read_bytes().splitlines()] == ["a1", "a2"]


def test_a_fault_of_the_extractor_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str, *others: object) -> object:
        if " 1 days" in text:
            raise ZeroDivisionError("so to say")
        return real(text)

    real = corpus.read
    monkeypatch.setattr(corpus, "read", fails)
    sources = list(find_sources(["-"], io.BytesIO("".join(row(number) for number in range(3)).encode())))
    said = [answer.said for answer in corpus.answers(corpus.Manner(), sources)]
    assert [isinstance(text, str) for text in said] == [True, False, True]
    assert str(said[1]) == "stdin:2:1: extractor-failed: the extractor failed: ZeroDivisionError: so to say"


def test_half_a_surrogate_pair_is_written_as_json(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [r'{"id": "a\ud800", "text": "It costs 5\ud800 and 5%."}'])
    target = tmp_path / "out.jsonl"
    assert main(["extract", str(source), "--to", str(target)]) == 0
    assert json.loads(target.read_bytes())["article"] == "a\ud800"


# ------------------------------------------------------------------------------------------------- stopping, going on


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 1])
def test_a_run_goes_on_where_one_was_killed(
    share: float, articles: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "cut.jsonl"
    target.write_bytes(whole[: int(len(whole) * share)])
    before = target.read_bytes()
    assert main(["extract", str(articles), "--to", str(target), "--resume", "--jobs", "1"]) == 1
    assert target.read_bytes() == whole
    assert target.read_bytes().startswith(before)
    assert told(capsys) == bad_lines(articles)  # also of what the earlier run met


def test_what_failed_before_is_told_and_not_read_again(
    articles: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    lines = whole.splitlines(keepends=True)
    target = tmp_path / "gap.jsonl"
    target.write_bytes(b"".join(lines[:3] + lines[4:6]))
    assert main(["extract", str(articles), "--to", str(target), "--resume", "--jobs", "1"]) == 1
    assert target.read_bytes() == b"".join(lines[:3] + lines[4:])
    assert f"{articles}:5:1: failed-before" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [b"people's notes", b"a line\n", b'{"article": 1\n', b'{"article": "other"}\n', b'{"article": "a0"}\n{"ar']
)
def test_a_file_that_is_not_of_this_input_stays_as_it_is(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.jsonl", [row(number) for number in range(1, 4)])
    target = tmp_path / "theirs.jsonl"
    target.write_bytes(data)
    for words in (["--resume"], []):
        assert main(["extract", str(source), "--to", str(target), *words]) == 1
        assert target.read_bytes() == data
    assert "--resume goes on with it" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--resume"], ["--to", "x", "--format", "table"], ["--to", "a.jsonl"], ["--dask", "x", "--jobs", "2"], ["--jobs", "0"]],
)
def test_options_that_do_not_go_together(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.jsonl", [row(1)])
    try:
        code = main(["extract", "a.jsonl", *words])
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle(ending: signal.Signals, jobs: int, articles: Path, whole: bytes, tmp_path: Path) -> None:
    """The input does not end before the signal comes; no process outlives the run; the rest is as if it had not been stopped."""
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "factsheet", "extract", "-", "--to", str(target), "--jobs", str(jobs)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes: dict[str, object] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    pipes |= {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}  # tests in the background ignore it
    with subprocess.Popen(command, **pipes, env=environment, start_new_session=True) as run:  # type: ignore[call-overload]
        run.stdin.write(articles.read_bytes())
        run.stdin.flush()
        while not (target.exists() and target.stat().st_size) and run.poll() is None:
            time.sleep(0.01)
        if ending == signal.SIGINT:
            os.killpg(run.pid, ending)  # as a terminal does
        else:
            run.send_signal(ending)
        said = run.stdout.read()  # ends when nobody is left who could write to it
    if ending == signal.SIGINT:
        assert (run.returncode, said) == (130, b"factsheet: interrupted; every file is whole\n")
        assert target.read_bytes().endswith(b"\n")
    assert 0 < target.stat().st_size < len(whole)
    assert whole.startswith(target.read_bytes())
    assert main(["extract", str(articles), "--to", str(target), "--resume", "--jobs", "1"]) == 1
    assert target.read_bytes() == whole


def workers(run: int) -> list[int]:
    """The processes of a run that read articles."""
    children = Path(f"/proc/{run}/task/{run}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc, to find a process of another")
@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_worker_that_is_killed_costs_nothing(all_of_them: bool, articles: Path, whole: bytes, tmp_path: Path) -> None:
    """Killed from outside, as by a system that has no memory left, while the input has not come to its end."""
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "factsheet", "extract", "-", "--to", str(target), "--jobs", "2"]
    environment, quiet = os.environ | {"PYTHONPATH": str(ROOT)}, subprocess.DEVNULL
    lines = articles.read_bytes().split(b"\n", 1)[1].splitlines(keepends=True)  # its first line is no JSON
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment) as run:
        assert run.stdin
        run.stdin.writelines(lines[:-50])
        run.stdin.flush()
        while not (target.exists() and target.stat().st_size) and run.poll() is None:
            time.sleep(0.01)
        for worker in workers(run.pid)[: None if all_of_them else 1]:
            os.kill(worker, signal.SIGKILL)
        run.stdin.writelines(lines[-50:])
        run.stdin.close()
        assert run.wait() == 1  # of the bad lines
    assert target.read_bytes() == whole


# -------------------------------------------------------------------------------------------- processes that may die


def double(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def double_or_die(numbers: Sequence[int]) -> list[int]:
    if 7 in numbers:
        os._exit(3)
    return double(numbers)


def negative(number: int) -> int:
    return -number


CHUNKS = [[at, at + 1] for at in range(0, 20, 2)]


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    found = [number for chunk in on_cores(double_or_die, negative, CHUNKS, 2) for number in chunk]
    assert found == [-7 if number == 7 else 2 * number for number in range(20)]


def test_only_a_few_chunks_are_on_their_way() -> None:
    taken = 0

    def chunks() -> Iterator[list[int]]:
        nonlocal taken
        for chunk in CHUNKS:
            taken += 1
            yield chunk

    for given, _ in enumerate(on_cores(double, negative, chunks(), 2)):
        assert taken - given <= AHEAD * 2


def test_a_chunk_is_bounded_by_articles_and_by_bytes() -> None:
    def sources(size: int) -> Iterator[Source]:
        return (Source(corpus.Place("x", n), ".jsonl", b"x" * size) for n in range(70))

    assert [len(chunk) for chunk in in_chunks(sources(1))] == [CHUNK_ARTICLES, CHUNK_ARTICLES, 70 - 2 * CHUNK_ARTICLES]
    assert {len(chunk) for chunk in in_chunks(sources(corpus.CHUNK_BYTES))} == {1}


def test_a_cluster_reads_the_same_though_a_worker_dies(articles: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra: pip install 'factsheet[cluster]'")
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        address = cluster.scheduler_address
        options = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--name"]
        start = [sys.executable, "-m", "distributed.cli.dask_worker", address, *options]
        quiet = subprocess.DEVNULL
        workers = [subprocess.Popen([*start, name], env=environment, stdout=quiet, stderr=quiet) for name in ("one", "two")]
        try:
            with distributed.Client(address, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=60)

            def chunks() -> Iterator[list[Source | Problem]]:
                for number, chunk in enumerate(in_chunks(find_sources([str(articles)], io.BytesIO()))):
                    if number == 4:  # the chunks before it are on their way
                        workers[0].kill()
                    yield chunk

            found = list(on_cluster(partial(answers, Manner()), lost, chunks(), address))
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    assert workers[0].returncode == -signal.SIGKILL
    assert found == list(here(partial(answers, Manner()), in_chunks(find_sources([str(articles)], io.BytesIO()))))


def test_no_scheduler_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed", reason="needs the extra: pip install 'factsheet[cluster]'")
    source = write(tmp_path / "in.jsonl", [row(1)])
    assert main(["extract", str(source), "--dask", "nonsense://"]) == 1
    assert capsys.readouterr().err.startswith("factsheet: nonsense://: no Dask scheduler answers there")


# ------------------------------------------------------------------------------------------------------------ progress


@pytest.mark.parametrize(
    ("count", "size", "total", "seconds", "said"),
    [
        (0, 0, 100, 0, "0 articles"),
        (2000, 50, 100, 10, "2,000 articles, 200 a second, 0:00:10 left"),
        (2000, 1, 100, 100, "2,000 articles, 20 a second, 2:45:00 left"),
        (2000, 50, 0, 10, "2,000 articles, 200 a second"),
    ],
)
def test_progress(count: int, size: int, total: int, seconds: float, said: str) -> None:
    assert progress(count, size, total, seconds) == said


def test_progress_is_for_a_terminal_only(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: stream is sys.stderr, raising=False)
    main(["extract", str(articles), "--to", str(tmp_path / "a"), "--jobs", "1"])
    assert f"\r{COUNT + 3} articles, " in capsys.readouterr().err
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: False, raising=False)
    main(["extract", str(articles), "--to", str(tmp_path / "b"), "--jobs", "1"])
    assert "\r" not in capsys.readouterr().err
