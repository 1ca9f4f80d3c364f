"""The content security policy under which a built site works: its own files, and the scripts that the theme writes into pages."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_INLINE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?(?!module|text/javascript)", re.IGNORECASE)  # a file, or data


def inline_scripts(page: str) -> frozenset[str]:
    return frozenset(script for attributes, script in _SCRIPT.findall(page) if not _NOT_INLINE.search(attributes))


def policy(scripts: Iterable[str]) -> str:
    """A Content-Security-Policy that lets these scripts run, and else only what is a file of the site."""
    hashes = sorted(b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    return "; ".join(
        ("default-src 'self'", "img-src 'self' data:", "script-src 'self'" + "".join(f" 'sha256-{h}'" for h in hashes))
    )
