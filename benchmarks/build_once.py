"""Builds a site in a process of its own and says as JSON what that cost.

    python benchmarks/build_once.py MKDOCS_YML

`cpu` is all CPU time of the process, from its start; `ours` the part of it that passes inside the hooks of our plugin: reading
and checking the records, comparing, making Markdown. What MkDocs then does with that Markdown is its own. `peak` is in MB.
"""

import functools
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from factsheet.plugin import FactsheetPlugin

ours = 0.0


def timed(hook: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(hook)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        global ours
        began = time.process_time()
        try:
            return hook(*args, **kwargs)
        finally:
            ours += time.process_time() - began

    return wrapper


for name, hook in list(vars(FactsheetPlugin).items()):
    if name.startswith("on_"):
        setattr(FactsheetPlugin, name, timed(hook))
build(load_config(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps({"cpu": time.process_time(), "ours": ours, "peak": peak}))
