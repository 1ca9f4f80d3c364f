"""Feed the readers, the writer, the comparer and the pages what no person would write: `make fuzz MINUTES=5 ENGINE=hypothesis`.

hypothesis   puts pieces of nasty.yml, of tables and cases and of YAML, HTML and news together and changes some bytes of them
atheris      changes the same pieces wherever that reaches new lines of the product (an extra: pip install '.[fuzz]')
doubling     repeats pieces: what takes four times as long for twice the length is a finding

What targets.py says must hold. Each finding is printed as small as it can be made, and belongs into tests/tables/nasty.yml
or tests/cases/ with its mending.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from targets import FILES, GROWING, SPLIT, TARGETS, TOLD

HERE = Path(__file__).resolve().parent
LONGEST = 5.0  # seconds for an input of a few thousand characters
ENOUGH = 5  # findings of one target

PARTS = [text for text in TOLD if len(text) < 200]

# ---------------------------------------------------------------------------------------------------------- hypothesis

_pieces = st.one_of(st.sampled_from(PARTS), st.sampled_from(FILES).map(lambda text: text[:1500]), st.text(max_size=8))
_QUICK = settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@st.composite
def inputs(draw: st.DrawFn) -> bytes:
    data = bytearray("".join(draw(st.lists(_pieces, max_size=30))).encode())
    for _ in range(draw(st.integers(0, 6)) if data else 0):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(("change", "cut", "double")))
        if how == "change":
            data[at : at + 1] = bytes([draw(st.integers(0, 255))])
        elif how == "cut":
            del data[at : at + draw(st.integers(1, 20))]
        else:
            data[at:at] = data[at : at + 200]
    return bytes(data)


def by_hypothesis(name: str, seconds: float) -> tuple[int, list[str]]:
    until, findings, tried, faulty = time.monotonic() + seconds, list[str](), 0, list[bytes]()

    @_QUICK
    @given(inputs())
    def feed(data: bytes) -> None:
        nonlocal tried
        tried += 1
        if _fault(name, data):
            faulty.append(data)
            raise AssertionError

    while time.monotonic() < until and len(findings) < ENOUGH:
        with suppress(AssertionError):
            feed()
        if faulty:
            findings.append(_smallest(faulty[0], lambda data: _fault(name, data)))
            faulty.clear()
    return tried, findings


# ------------------------------------------------------------------------------------------------------------- atheris


def by_atheris(name: str, seconds: float) -> tuple[int, list[str]]:
    """In processes of its own, as it ends with the first finding; what it has learnt is kept from one to the next."""
    until, findings, tried = time.monotonic() + seconds, list[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, text in enumerate((*TOLD, *FILES)):
            (corpus / str(number)).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        words.write_text("".join(_entry(part) for part in PARTS if len(part.encode()) <= 64))
        while (left := until - time.monotonic()) > 1 and len(findings) < ENOUGH:
            flags = [f"-max_total_time={int(left)}", f"-dict={words}", "-max_len=4000", "-timeout=20", "-print_final_stats=1"]
            command = [
                sys.executable,
                str(HERE / "fuzz_atheris.py"),
                name,
                *flags,
                f"-artifact_prefix={folder}/found-",
                str(corpus),
            ]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace")
            counts = re.findall(r"(?m)^(?:stat::number_of_executed_units: |#)(\d+)", done.stderr)
            tried += max(map(int, counts), default=0)
            found = list(Path(folder).glob("found-*"))
            if done.returncode and not found:
                raise SystemExit(done.stderr[-3000:])
            for path in found:
                findings.append(_smallest(path.read_bytes(), lambda data: _fault(name, data)))
                path.unlink()
    return tried, findings


def _entry(part: str) -> str:
    """A line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in part.encode("utf-8", "surrogatepass")) + '"\n'


def _fault(name: str, data: bytes) -> str:
    """What is wrong with an input; nothing when all holds."""
    begun = time.process_time()
    try:
        TARGETS[name](data)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "slow" if time.process_time() - begun > LONGEST else ""


def _smallest(data: bytes, fault: Callable[[bytes], str]) -> str:
    """An input with all taken out that its fault, of whatever wording, does not need."""
    kind, size = fault(data).partition(":")[0], len(data) // 2
    while size:
        at = 0
        while at < len(data):
            less = data[:at] + data[at + size :]
            if kind and fault(less).partition(":")[0] == kind:
                data = less
            else:
                at += size
        size //= 2
    return f"{fault(data) or 'it did not fail again'}\n{data!r}"


# ------------------------------------------------------------------------------------------------------------ doubling


def by_doubling(name: str, seconds: float) -> tuple[int, list[str]]:
    """Each input is two halves, of some pieces first and then others over and over."""
    until, findings, tried = time.monotonic() + seconds, list[str](), 0
    chance = random.Random(time.time_ns())
    while time.monotonic() < until and len(findings) < ENOUGH:
        start, one, middle, other = ("".join(chance.choices(PARTS, k=chance.randrange(least, 4))) for least in (0, 1, 0, 1))

        def made(length: int, start: str = start, one: str = one, middle: str = middle, other: str = other) -> bytes:
            half = length // 2
            return f"{start}{one * (half // len(one) + 1)}{SPLIT}{middle}{other * (half // len(other) + 1)}".encode()

        tried += 1
        if steep := _steep(GROWING[name], made):
            findings.append(f"{steep}\n{start!r} {one!r} * n {SPLIT!r} {middle!r} {other!r} * n")
    return tried, findings


def _steep(target: Callable[[bytes], None], made: Callable[[int], bytes]) -> str:
    """How the time grows with the length; nothing where the one does much as the other."""
    few, many = (_time(target, made(length)) for length in (4_000, 32_000))
    if many < max(0.1, 16 * few):
        return ""
    twice = _time(target, made(64_000))
    return f"{few:.2f} s for 4,000 characters, {many:.2f} s for 32,000, {twice:.2f} s for 64,000" if twice > 3 * many else ""


def _time(target: Callable[[bytes], None], data: bytes) -> float:
    begun = time.process_time()
    target(data)
    return time.process_time() - begun


ENGINES = {"hypothesis": by_hypothesis, "atheris": by_atheris, "doubling": by_doubling}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1, help="for all targets together")
    parser.add_argument("--engine", choices=ENGINES, default="hypothesis")
    parser.add_argument("--only", choices=TARGETS, action="append", help="one target; may come several times")
    args = parser.parse_args()
    names, inputs, faults = args.only or list(TARGETS), 0, 0
    for name in names:
        begun = time.monotonic()
        tried, findings = ENGINES[args.engine](name, args.minutes * 60 / len(names))
        inputs, faults = inputs + tried, faults + len(findings)
        print(f"{name}: {(time.monotonic() - begun) / 60:.1f} minutes, {tried:,} inputs, {len(findings)} findings", flush=True)
        for finding in findings:
            print(finding[:3000], flush=True)
    print(f"{args.engine}: {inputs:,} inputs, {faults} findings")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
