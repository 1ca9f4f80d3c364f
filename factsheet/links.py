"""Addresses that lead out of the site: to the words in their article, and to whoever keeps the records."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

_WHOLE = 12  # words; of a longer stretch a browser is told how it starts and ends, and marks all that lies between
_END = 5


def at_words(url: str, parts: Sequence[str]) -> str:
    """An article opened at some of its words, each part a text fragment. A browser that knows none opens the article."""
    page, _, anchor = url.partition("#")
    return f"{page}#{anchor.partition(':~:')[0]}:~:" + "&".join(f"text={_directive(part.split())}" for part in parts)


def _directive(words: Sequence[str]) -> str:
    if len(words) <= _WHOLE:
        return _encoded(words)
    return f"{_encoded(words[:_END])},{_encoded(words[-_END:])}"


def _encoded(words: Sequence[str]) -> str:
    """In a text fragment hyphen, comma and ampersand divide its parts."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


_NEW_ISSUE: Mapping[str, str] = {"github.com": "/issues/new", "codeberg.org": "/issues/new", "gitlab.com": "/-/issues/new"}


def new_issue(repository: str) -> str | None:
    """Where one opens an issue in a public repository, if its host is known to have such a page."""
    page = _NEW_ISSUE.get(urlsplit(repository).hostname or "")
    return repository.rstrip("/").removesuffix(".git") + page if page else None


def report(to: str, title: str, body: str) -> str:
    """A report to a mail address or a page for new issues, with title and text filled in. Any other page stays as it is."""
    if not to.startswith(("https://", "http://")):
        return f"mailto:{quote(to, safe='@')}?" + urlencode({"subject": title, "body": body}, quote_via=quote)
    if to.endswith("/-/issues/new"):
        return f"{to}?" + urlencode({"issue[title]": title, "issue[description]": body}, quote_via=quote)
    if to.endswith("/issues/new"):
        return f"{to}?" + urlencode({"title": title, "body": body}, quote_via=quote)
    return to
