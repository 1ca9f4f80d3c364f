"""One target under atheris, in a process of its own: `python tests/fuzz_atheris.py TARGET [flags of libFuzzer] CORPUS`."""

import sys

import atheris

with atheris.instrument_imports(include=["factsheet"]):
    from targets import TARGETS

if __name__ == "__main__":
    program, target, *flags = sys.argv
    atheris.Setup([program, *flags], TARGETS[target])
    atheris.Fuzz()
