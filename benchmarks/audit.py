"""What other people's tools say of the built site: Lighthouse, the Nu HTML checker, LinkChecker, and the bytes of a first visit.

The site is served from this machine as a public host would: compressed, under the policy that the build prints. Lighthouse's
performance counts this machine's load too, so it is told and never held; all else is held.
"""

import contextlib
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv" / "audit" / "node_modules"
HELD = {"accessibility": 100, "best-practices": 100, "seo": 100}  # Lighthouse's scores on a phone
LIMIT = 250_000  # bytes over the wire of a first visit
KNOWN = (  # Material's own lines: toggles that are checkboxes, and their labels in the navigation
    r"Attribute “autocomplete” is only allowed when the input type is",
    r"Bad value “” for attribute “tabindex” on element “label”",
    r"The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control",
)


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Files as a host gives them: compressed, to be kept for a year, under a policy."""

    protocol_version = "HTTP/1.1"
    policy = ""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        packed = self.guess_type(path).startswith(("text/", "application/j", "image/svg"))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionResetError):  # a browser that has seen enough
            super().handle()

    def log_message(self, *_: object) -> None:
        pass


def build(to: Path, address: str) -> str:
    """The site, and the policy that its build prints."""
    settings = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": address, "REPO_URL": "https://github.com/example/facts"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(to)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=True)
    return re.findall(r"Content-Security-Policy: (.*)", done.stderr)[0]


def lighthouse(address: str, report: Path) -> tuple[dict[str, int], dict[str, int]]:
    """The scores of a page, and the bytes of each file that a first visit fetches."""
    command = ["node", str(TOOLS / "lighthouse/cli/index.js"), address, "--quiet", "--output=json", f"--output-path={report}"]
    command.append("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
    subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium}, check=True, capture_output=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    fetched = {item["url"]: item["transferSize"] for item in found["audits"]["network-requests"]["details"]["items"]}
    return {name: round(100 * category["score"]) for name, category in found["categories"].items()}, fetched


def html_errors(site: Path) -> Iterator[str]:
    command = [
        "java",
        "-Xss2m",
        "-jar",
        str(TOOLS / "vnu-jar/build/dist/vnu.jar"),
        "--skip-non-html",
        "--format",
        "gnu",
        str(site),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    known = re.compile("|".join(KNOWN))
    return (line for line in done.stderr.splitlines() if line and not known.search(line))


def main() -> int:
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(site)))
        address = f"http://127.0.0.1:{server.server_port}/"
        Compressed.policy = build(site, address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        fact = min(path for path in site.glob("*/*.html") if "fs-alone" in path.read_text(encoding="utf-8"))
        for name in ("index.html", fact.relative_to(site).as_posix(), "browse.html"):
            scores, fetched = lighthouse(address + name, Path(folder) / "report.json")
            size = sum(fetched.values())
            print(f"{name}: {scores}, {size:,} bytes in {len(fetched)} requests")
            faults += [f"{name}: {what} {scores[what]}" for what, least in HELD.items() if scores[what] < least]
            if size > LIMIT or any("search_index" in url for url in fetched):
                faults.append(f"{name}: a first visit fetches {size:,} bytes: {' '.join(fetched)}")
        errors = list(html_errors(site))
        print(f"Nu HTML checker: {len(errors)} lines beyond the theme's own")
        faults += errors
        checker = [str(Path(sys.executable).with_name("linkchecker")), "--no-status", "--ignore-url", rf"^(?!{address})", address]
        links = subprocess.run(checker, capture_output=True, text=True, check=False)
        print(f"LinkChecker: {links.stdout.strip().splitlines()[-2]}")
        faults += [links.stdout] if links.returncode else []
        server.shutdown()
    print("\n".join(faults) or "nothing to complain about")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
