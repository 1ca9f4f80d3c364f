"""An address -> the page there: only http and https, only so large and so slow, and never from the web into a private network."""

import re
import socket
import ssl
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from factsheet.articles import SourceKind, too_large
from factsheet.model import Place, Problem

SECONDS = 30.0  # for all of it: names, redirects, the last byte
MAX_BYTES = 10_000_000
REDIRECTS = 5

_TYPES: Mapping[str, SourceKind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
}
_HEADERS = {
    "User-Agent": f"Factsheet/{version('factsheet')}",
    "Accept": ", ".join(_TYPES),
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_IN_A_BROWSER = "open the page in a browser, save it as HTML or text, and add the file"
_SHOWS_ITSELF = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.I)  # a name or an IPv4 number, or an IPv6 number
_AS_IT_IS = "/%:@!$&()*+,;=~"  # what may stand in an address; the rest is sent in %XX
_NAT64 = IPv6Network("64:ff9b::/96")  # IPv4 addresses as an IPv6-only network sees them


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address, as it was sent."""

    address: str  # where the last redirect led
    data: bytes
    kind: SourceKind
    charset: str | None


class _Failed(Exception):
    """Why there is no page: (code, message, hint)."""


def is_address(given: str) -> bool:
    """Whether somebody means an address rather than a file."""
    return bool(_SHOWS_ITSELF.match(given))


def fetch(address: str, seconds: float = SECONDS) -> Page | Problem:
    """The page at an address. What takes longer is left to itself: a look-up of a name cannot be stopped from here."""
    answers: SimpleQueue[Page | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(_follow(address.strip(), monotonic() + seconds))
        except Exception as error:
            answers.put(error)

    Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        answer = TimeoutError()
    return answer if isinstance(answer, Page) else _problem(answer, address, seconds)


def _problem(error: Exception, address: str, seconds: float) -> Problem:
    place = Place(address, 0, 0)
    if isinstance(error, _Failed):
        return Problem(place, *error.args)
    if isinstance(error, _TooLarge):
        return too_large(place, MAX_BYTES)
    if isinstance(error, TimeoutError):
        return Problem(place, "too-slow", f"the page was not there after {seconds:g} seconds", _IN_A_BROWSER)
    if isinstance(error, socket.gaierror):
        hint = "look at how it is spelt, and whether this machine has a network"
        return Problem(place, "unreachable", "no machine of this name was found", hint)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(place, "unreachable", f"the site does not prove who it is: {error.verify_message}", _IN_A_BROWSER)
    if isinstance(error, OSError):
        message = f"the site cannot be reached: {error.strerror or error}"
        return Problem(place, "unreachable", message, "is this machine on a network that lets it out?")
    if isinstance(error, (HTTPException, zlib.error)):
        return Problem(place, "unreachable", "the site's answer broke off, or is none that a browser knows", _IN_A_BROWSER)
    raise error


class _TooLarge(Exception):
    pass


# ------------------------------------------------------------------------------------------------------ from hop to hop


def _follow(address: str, deadline: float) -> Page:
    parts = _parts(address)
    inside = _means_inside(parts.hostname or "")
    for _ in range(REDIRECTS + 1):
        with closing(_connection(parts, deadline, inside=inside)) as connection:
            connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=_HEADERS)
            answer = connection.getresponse()
            to = answer.getheader("Location") if answer.status in (301, 302, 303, 307, 308) else None
            if to is None:
                return _page(parts.geturl(), answer, deadline)
            address = urljoin(parts.geturl(), to.encode("latin-1", "replace").decode("utf-8", "replace"))
            parts = _parts(address)
    raise _Failed("unreachable", f"the site sends the reader on more than {REDIRECTS} times", _IN_A_BROWSER)


def _parts(address: str) -> SplitResult:
    """The parts of an address that may be asked, as they are sent; its fragment, which is the reader's, is left out."""
    try:
        parts = urlsplit(address)._replace(fragment="")
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise _no_address(address) from None
    if parts.scheme not in ("http", "https"):
        raise _Failed("bad-address", f"{parts.scheme}:// is not read; http:// and https:// are", _IN_A_BROWSER)
    if parts.username is not None or parts.password is not None:
        message = "an address with a name or password in it is not read: it would stand in the records"
        raise _Failed("bad-address", message, "leave out what stands before the @")
    if not _HOST.fullmatch(host):
        raise _no_address(address)
    shown = f"[{host}]" if ":" in host else host
    netloc, path = f"{shown}:{port}" if port is not None else shown, quote(parts.path or "/", safe=_AS_IT_IS)
    return parts._replace(netloc=netloc, path=path, query=quote(parts.query, safe=_AS_IT_IS + "?"))


def _no_address(address: str) -> _Failed:
    return _Failed("bad-address", f"this is no address: {address[:200]}", "it reads like https://harbour.example/news")


def _means_inside(host: str) -> bool:
    """Whether who types this means a machine of their own network: its number, localhost, or a name without a dot."""
    try:
        return not _is_public(host)
    except ValueError:
        return "." not in host.rstrip(".") or host.rstrip(".").endswith(".localhost")


def _is_public(number: str) -> bool:
    ip: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    if isinstance(ip, IPv6Address):
        nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or nat64 or ip
    return ip.is_global and not ip.is_multicast


def _connection(parts: SplitResult, deadline: float, *, inside: bool) -> HTTPConnection:
    """A connection to a number that has been looked at, so that no second look-up of the name can lead elsewhere."""
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    private = next((str(number[0]) for *_, number in found if not _is_public(str(number[0]))), None)
    if private and not inside:
        message = f"{host} leads to {private}, which is inside a private network"
        raise _Failed("private-address", message, "if you mean that machine, give its own address; if not, leave it alone")
    raw = _connected(found, deadline)
    if not secure:
        connection = HTTPConnection(host, port)
        connection.sock = raw
        return connection
    context = ssl.create_default_context()
    connection = HTTPSConnection(host, port, context=context)
    try:
        connection.sock = context.wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    return connection


def _connected(found: Sequence[tuple[Any, ...]], deadline: float) -> socket.socket:
    """A socket to the first of the numbers of a host that answers."""
    error = OSError("it has no address")
    for family, kind, protocol, _, number in found:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(_left(deadline))
            sock.connect(number)
        except OSError as failure:
            sock.close()
            error = failure
        else:
            return sock
    raise error


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# ------------------------------------------------------------------------------------------------------ what is answered

_NO_PAGE = {
    401: "the site wants a login",
    402: "the site wants to be paid",
    403: "the site does not give this page to programs",
    404: "there is no page at this address",
    410: "the page was there, and has been taken away",
    429: "the site wants fewer questions from here",
    451: "the site may not show this page",
}


def _page(address: str, answer: HTTPResponse, deadline: float) -> Page:
    if answer.status != 200:
        said = _NO_PAGE.get(answer.status, "the site is in trouble" if answer.status >= 500 else "the site sent no page")
        hint = "look at the address" if answer.status in (404, 410) else _IN_A_BROWSER
        raise _Failed("no-page", f"{said} (HTTP {answer.status})", hint)
    kind = _TYPES.get(answer.headers.get_content_type()) if "Content-Type" in answer.headers else None
    if kind is None:
        hint = "if it holds an article, save its words as a .txt file"
        raise _Failed("not-a-page", f"this is {_what(answer)}, and no page", hint)
    data = b"".join(_chunks(answer, deadline))
    packed = (answer.getheader("Content-Encoding") or "identity").lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        data = _unpacked(data)
    elif packed != "identity":
        raise _Failed("not-a-page", f"the site packs its pages in a way that is not read: {packed[:40]}", _IN_A_BROWSER)
    kind = "markdown" if kind == "text" and urlsplit(address).path.endswith(".md") else kind
    return Page(address, data, kind, answer.headers.get_content_charset())


def _what(answer: HTTPResponse) -> str:
    if "Content-Type" not in answer.headers:
        return "something that does not say what it is"
    kind = answer.headers.get_content_type()
    if kind == "application/pdf":
        return "a PDF"
    family = kind.partition("/")[0]
    return {"image": "a picture", "video": "a film", "audio": "a recording"}.get(family, f"a file of the type {kind[:60]}")


def _chunks(answer: HTTPResponse, deadline: float) -> Iterator[bytes]:
    size = 0
    while chunk := answer.read1(65536):
        size += len(chunk)
        _left(deadline)
        if size > MAX_BYTES:
            raise _TooLarge
        yield chunk
    if answer.length:  # read1 does not tell that bytes are missing
        raise HTTPException


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, by its head
    whole = unpacker.decompress(data, MAX_BYTES + 1)
    if len(whole) > MAX_BYTES:
        raise _TooLarge
    if not unpacker.eof:
        raise HTTPException
    return whole
