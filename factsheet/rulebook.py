"""The rules of `check` as people read them: what each code finds, why, and how it looks before and after.

They are written in rulebook.yml beside this file. A code that is not there is not given (a test holds it), and every example is
laid over a sample and gives the code.
"""

from functools import lru_cache
from pathlib import Path

from factsheet.model import Record, Severity, Text
from factsheet.records import read_list

_FILE = Path(__file__).with_name("rulebook.yml")


class Rule(Record):
    code: Text
    group: Text
    severity: Severity
    finds: Text
    why: Text
    wrong: Text
    right: Text
    file: Text | None = None  # of a sheet, where the example stands


@lru_cache(maxsize=1)
def rulebook() -> tuple[Rule, ...]:
    """Every rule, in the order in which people meet them: what stops the reading first, housekeeping last."""
    rules, problems = read_list(Rule, _FILE.read_text(encoding="utf-8"), _FILE.name)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return rules
