"""One function over many chunks of items, answered in their order: in this process, on all cores, or on a Dask cluster.

The work has to be a pure function that never raises; then it makes no difference where it runs, or how often. A process may die
all the same, of what an item makes it do or of nothing to do with it: its chunks are done again, and `lost` answers for the item
that kills every process it meets. However long the input is, only a few chunks are on their way at a time.
"""

import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from importlib.metadata import version
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Handle = TypeVar("Handle")
Work = Callable[[Sequence[Item]], list[Answer]]
Lost = Callable[[Item], Answer]
Chunks = Iterable[Sequence[Item]]
Answers = Generator[list[Answer], None, None]  # one list for each chunk, in their order

_PATIENCE = 60  # seconds in which a first worker has to come
AHEAD = 2  # chunks on their way for each process: one in work, one at its door


def here(work: Work[Item, Answer], chunks: Chunks[Item]) -> Answers[Answer]:
    """In this process, which nothing can save from an item that kills it."""
    for chunk in chunks:
        yield work(chunk)


def on_cores(work: Work[Item, Answer], lost: Lost[Item, Answer], chunks: Chunks[Item], jobs: int) -> Answers[Answer]:
    """In processes of this machine; what is one chunk only is not worth their start."""
    chunks = iter(chunks)
    first = list(islice(chunks, 2))
    if len(first) < 2:
        yield from here(work, first)
        return
    pool = _pool(jobs)

    def submit(chunk: Sequence[Item]) -> Any:
        nonlocal pool
        try:
            return _submit(pool, work, chunk)
        except BrokenProcessPool:
            pool.shutdown()
            pool = _pool(jobs)
            return _submit(pool, work, chunk)

    def result(chunk: Sequence[Item], future: Any) -> list[Answer]:
        try:
            answers: list[Answer] = future.result()
        except BrokenProcessPool:
            return _again(work, lost, chunk)
        return answers

    try:
        yield from _in_order(submit, result, chain(first, chunks), lambda: AHEAD * jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def on_cluster(work: Work[Item, Answer], lost: Lost[Item, Answer], chunks: Chunks[Item], scheduler: str) -> Answers[Answer]:
    """On the workers of a Dask scheduler, which may come, go and die; a chunk that killed several is done again here."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise OSError(0, "a cluster needs an extra: pip install 'factsheet[cluster]'", "--dask") from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise OSError(0, f"no Dask scheduler answers there ({error})", scheduler) from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what it would say in pages, we say in a sentence
    with closing(client):
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise OSError(0, f"no worker has joined this scheduler in {_PATIENCE} seconds", scheduler) from None
        _same_version(client, scheduler)

        def submit(chunk: Sequence[Item]) -> Any:
            return client.submit(work, chunk, pure=False)

        def result(chunk: Sequence[Item], future: Any) -> list[Answer]:
            try:
                answers: list[Answer] = future.result()
            except KilledWorker:
                return _again(work, lost, chunk)
            except (CancelledError, OSError):
                raise OSError(0, "the scheduler went away; what was read before is written", scheduler) from None
            except ImportError as error:
                raise OSError(0, f"a worker cannot import what it needs ({error})", scheduler) from None
            return answers

        yield from _in_order(submit, result, chunks, lambda: AHEAD * max(2, sum(client.nthreads().values())))


def _in_order(
    submit: Callable[[Sequence[Item]], Handle],
    result: Callable[[Sequence[Item], Handle], list[Answer]],
    chunks: Chunks[Item],
    most: Callable[[], int],
) -> Answers[Answer]:
    """Answers in the order of the chunks, of which at most so many are on their way."""
    waiting: deque[tuple[Sequence[Item], Handle]] = deque()
    for chunk in chunks:
        waiting.append((chunk, submit(chunk)))
        while len(waiting) >= most():
            yield result(*waiting.popleft())
    while waiting:
        yield result(*waiting.popleft())


def _again(work: Work[Item, Answer], lost: Lost[Item, Answer], chunk: Sequence[Item]) -> list[Answer]:
    """A chunk whose process died, in a process of its own; if that dies too, its halves, down to the item that does it."""
    with _pool(1) as pool:
        try:
            return _submit(pool, work, chunk).result()
        except BrokenProcessPool:
            pass
    if len(chunk) == 1:
        return [lost(chunk[0])]
    half = len(chunk) // 2
    return _again(work, lost, chunk[:half]) + _again(work, lost, chunk[half:])


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that begin empty on every system, and so hold nothing of this one's."""
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin)


def _submit(pool: ProcessPoolExecutor, work: Work[Item, Answer], chunk: Sequence[Item]) -> Future[list[Answer]]:
    """A process that this starts is deaf to an interrupt from its first moment; it is this one's to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return pool.submit(work, chunk)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(work, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In each process: interrupts are not for it, and it ends when the process that began it ends, however that does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _same_version(client: Any, scheduler: str) -> None:
    """Another version may read otherwise, and then the results would depend on which worker had which article."""
    ours = version("factsheet")
    for worker, theirs in client.run(version, "factsheet", on_error="return").items():
        if theirs != ours:
            has = f"factsheet {theirs}" if isinstance(theirs, str) else "no factsheet"
            raise OSError(0, f"the worker {worker} has {has}; install {ours} there", scheduler)
