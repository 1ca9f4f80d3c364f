"""How long an edit takes to show in `mkdocs serve`, beside a whole `mkdocs build` in the same run.

    python benchmarks/serve.py [FACTS]

CPU seconds of the same builds that `serve` makes, without its server and the half second in which it notices a change. The sheet
comes from generate.py, with its texts. "nothing" is a file saved as it was. The whole is built over a site that is there, as each
rebuild is: to make files anew where others were just deleted costs some disks much more than to make them.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

from generate import sheet
from measure import ROOT
from mkdocs.commands.build import build
from mkdocs.config import load_config

ADDRESS = "http://127.0.0.1:8000/"
FACTS = 1000


def rebuild(root: Path, *, fresh: bool = False) -> float:
    began = time.process_time()
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    config.site_url = ADDRESS
    if fresh:
        config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url=ADDRESS)
    return time.process_time() - began


def main() -> None:
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else FACTS
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sheet(facts, root)
        (root / "content/pages").mkdir()
        (root / "mkdocs.yml").write_text(f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: content/pages\n", encoding="utf-8")
        rebuild(root, fresh=True)
        whole = rebuild(root, fresh=True)
        print(f"a sheet of {facts:,} facts, built whole: {whole:.1f} CPU s")
        edits = (
            ("nothing", "statements.yml", "speaks of", "speaks of"),
            ("a summary", "statements.yml", "speaks of", "talks of"),
            ("the subject of a figure", "figures.yml", "subject: ", "subject: All "),
            ("a date", "events.yml", "status: scheduled", "status: expected"),
            ("the title of the sheet", "sheet.yml", "A made-up town", "The made-up town"),
        )
        for what, name, before, after in edits:
            path = root / "content/town" / name
            path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
            took = rebuild(root)
            print(f"{what}: {took:.1f} CPU s, {took / whole:.2f} of the whole")


if __name__ == "__main__":
    main()
