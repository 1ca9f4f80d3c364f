"""What a web page states about itself: JSON-LD first, then meta tags, then its headline. What it does not state is left out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from factsheet.model import Metadata

Tree = Any  # of lxml, which has no types
Node = Mapping[str, Any]  # of JSON-LD

LIVE = "a live page, which changes while it is read: this is a copy of one moment"
NOT_FREE = "the page says that it is not free to read: the copy may end early"

_ARTICLE = re.compile(r"\w*(?:Article|BlogPosting)$")
_LONGEST = 400  # characters of a title or name; what is longer is something else
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|at_\w+|cmp|ocid|smid)$", re.I)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")  # which Chromium writes at the head of a page it saves
_ISO_DAY = re.compile(r"(\d{4})([-/]?)(\d\d)\2(\d\d)(?!\d)")
_DAY_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher")
_DATES = """article:published_time og:published_time datepublished date pubdate publishdate publish-date publication_date
    parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.date dcterms.issued dcterms.created""".split()
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_LANGUAGES = ("og:locale", "content-language", "language", "dc.language")


def read_metadata(tree: Tree, address: str | None = None) -> Metadata:
    """What the page says of itself; `address` is where it was found, for a page that does not name its own."""
    nodes = list(_nodes(tree))
    about = next((node for node in nodes if _is_article(node)), {})
    meta = _meta(tree)
    outlet = _first([*_names(about.get("publisher"), nodes), *_of(meta, _OUTLETS)])
    return Metadata(
        title=_without_outlet(_first([*_texts(about.get("headline")), *_of(meta, _TITLES), *_headings(tree)], outlet), outlet),
        outlet=outlet,
        published=next(filter(None, map(_day, [*_texts(about.get("datePublished")), *_of(meta, _DATES), *_times(tree)])), None),
        authors=_authors([*_names(about.get("author"), nodes)] or _of(meta, _AUTHORS), outlet),
        url=next(filter(None, (own_address(found, address) for found in _addresses(tree, about, meta))), address),
        language=next(filter(None, map(_language, _languages(tree, about, meta))), None),
        remarks=tuple(_remarks(about)),
    )


# -------------------------------------------------------------------------------------------------------- what there is


def _nodes(tree: Tree) -> Iterator[Node]:
    """The JSON-LD nodes of a page that may be the page itself, in order."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        source = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*;?\s*$", "", str(script))
        with suppress(ValueError, RecursionError):  # what no JSON parser reads states nothing
            yield from _nodes_in(json.loads(source, strict=False), depth=0)


def _nodes_in(value: Any, depth: int) -> Iterator[Node]:
    if isinstance(value, list) and depth < 3:
        for item in value:
            yield from _nodes_in(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        if depth < 3:
            for key in ("@graph", "mainEntity"):
                yield from _nodes_in(value.get(key), depth + 1)


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.fullmatch(kind) for kind in _texts(node.get("@type")))


def _meta(tree: Tree) -> dict[str, list[str]]:
    """The contents of meta tags by property, name, itemprop or http-equiv, in lower case."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        key = next((tag.get(name) for name in ("property", "name", "itemprop", "http-equiv") if tag.get(name)), "")
        if clean := _clean(tag.get("content")):
            found.setdefault(key.lower(), []).append(clean)
    return found


def _of(meta: Mapping[str, Sequence[str]], keys: Sequence[str]) -> list[str]:
    return [value for key in keys for value in meta.get(key, ())]


def _headings(tree: Tree) -> list[str]:
    """The headline, if there is but one; the title of the window."""
    headlines = [_clean(" ".join(tag.itertext())) for tag in tree.iter("h1")]
    return (headlines if len(headlines) == 1 else []) + [_clean(" ".join(tag.itertext())) for tag in tree.iter("title")][:1]


def _times(tree: Tree) -> list[str]:
    """<time> marked as the day of publication, or the only one there is."""
    tags = [tag for tag in tree.iter("time") if tag.get("datetime")]
    marked = [tag for tag in tags if tag.get("pubdate") is not None or tag.get("itemprop") == "datePublished"]
    return [_clean(tag.get("datetime")) for tag in marked or (tags if len(tags) == 1 else [])]


def _addresses(tree: Tree, about: Node, meta: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield _clean(link.get("href"))
    yield from meta.get("og:url", ())
    for key in ("mainEntityOfPage", "url", "@id"):
        value = about.get(key)
        yield from _texts(value.get("@id") if isinstance(value, dict) else value)
    for comment in tree.xpath("/comment()|/html/preceding-sibling::comment()|//head/comment()"):
        if saved := _SAVED_FROM.search(comment.text or ""):
            yield saved[1]


def _languages(tree: Tree, about: Node, meta: Mapping[str, Sequence[str]]) -> list[str]:
    roots = [_clean(tag.get("lang") or tag.get("xml:lang")) for tag in tree.iter("html")]
    return [*roots, *_texts(about.get("inLanguage")), *_of(meta, _LANGUAGES)]


def _remarks(about: Node) -> Iterator[str]:
    if "LiveBlogPosting" in _texts(about.get("@type")):
        yield LIVE
    if str(about.get("isAccessibleForFree")).lower() == "false":
        yield NOT_FREE


# ---------------------------------------------------------------------------------------------------------- what it means


def _clean(text: Any) -> str:
    """One line without control characters."""
    line = unescape(text) if isinstance(text, str) else ""
    return " ".join("".join(char if char.isprintable() else " " for char in line).split())


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [clean for item in items if (clean := _clean(item))]


def _names(value: Any, nodes: Sequence[Node]) -> list[str]:
    """Names of people or organisations: texts, nodes with a name, or references to such nodes."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        node: Node = item if isinstance(item, dict) else {"name": item}
        if "name" not in node and "@id" in node:
            node = next((other for other in nodes if other.get("@id") == node["@id"] and "name" in other), node)
        found += _texts(node.get("name"))
    return found


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not re.match(r"(?:https?:)?//|@|www\.", text)


def _first(texts: Sequence[str], but: str | None = None) -> str | None:
    return next((text for text in texts if _is_name(text) and text != but), None)


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """ "Ferry runs - The Harbour Post" is how windows and shared links are titled."""
    if title and outlet:
        title = re.sub(rf"\s+[|·•–—-]+\s+{re.escape(outlet)}$", "", title, flags=re.I)
    return title


def _authors(names: Sequence[str], outlet: str | None) -> tuple[str, ...]:
    people = [re.sub(r"^by\s+", "", name, flags=re.I) for name in names if _is_name(name)]
    return tuple(dict.fromkeys(name for name in people if name and name != outlet))


def _day(text: str) -> str | None:
    """A day as it is written down by machines and people: 2031-01-27T06:30Z, Mon, 27 Jan 2031 08:00 GMT, 27 January 2031."""
    if iso := _ISO_DAY.match(text):
        with suppress(ValueError):
            return date(int(iso[1]), int(iso[3]), int(iso[4])).isoformat()
        return None
    for form in _DAY_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=UTC).date().isoformat()
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(text).date().isoformat()
    return None


def _language(text: str) -> str | None:
    tag = text.split(",")[0].strip().replace("_", "-")
    tag = tag.split("-", 1)[0].lower() + tag[len(tag.split("-", 1)[0]) :]
    return tag if _LANGUAGE.fullmatch(tag) else None


def own_address(found: str, address: str | None = None) -> str | None:
    """An address a page gives as its own. Some name the front page on every page: that is none."""
    with suppress(ValueError):
        url = plain_address(urljoin(address or "", found))
        inner = urlsplit(url).path.strip("/") or urlsplit(url).query
        if _ADDRESS.fullmatch(url) and (inner or (address and plain_address(address) == url)):
            return url
    return None


def plain_address(url: str) -> str:
    """An address without what only tells where a reader came from."""
    parts = urlsplit(url)
    if any(_TRACKING.match(key) for key, _ in parse_qsl(parts.query, keep_blank_values=True)):
        kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
        parts = parts._replace(query=urlencode(kept))
    return parts._replace(fragment="").geturl()


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are of one page: with or without https, www and a slash at the end."""
    with suppress(ValueError):
        return _bare(one) == _bare(other)
    return one == other


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(plain_address(url))
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
