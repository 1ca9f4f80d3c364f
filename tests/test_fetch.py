"""Pages from addresses: what is read, what is refused, and that nothing from the web leads into a private network.

A server of our own on this machine answers, so that no test needs a network.
"""

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from factsheet import fetch as room
from factsheet.fetch import MAX_BYTES, REDIRECTS, Page, fetch, is_address
from factsheet.model import Problem

HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = "<p>Ferry – a page made up for a test.</p>".encode()
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, HTML, BODY),
    "/xhtml": (200, {"Content-Type": "application/xhtml+xml"}, BODY),
    "/notes.md": (200, {"Content-Type": "text/plain"}, BODY),
    "/markdown": (200, {"Content-Type": "text/markdown"}, BODY),
    "/plain": (200, {"Content-Type": "text/plain; charset=iso-8859-1"}, "é".encode("latin-1")),
    "/packed": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(BODY)),
    "/moved": (301, {"Location": "/page"}, b""),
    "/moved-twice": (302, {"Location": "moved"}, b""),
    "/größe": (200, HTML, BODY),
    "/": (200, HTML, BODY),
    "/it's?a={b|c}": (200, HTML, BODY),
    "/round": (302, {"Location": "/round"}, b""),
    "/to-a-file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/to-a-login": (302, {"Location": "http://name:secret@127.0.0.1/"}, b""),
    "/nowhere": (302, {}, b""),
    "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/data": (200, {"Content-Type": "application/json"}, b"{}"),
    "/unsaid": (200, {}, BODY),
    "/brotli": (200, {**HTML, "Content-Encoding": "br"}, BODY),
    "/not-packed": (200, {**HTML, "Content-Encoding": "gzip"}, BODY),
    "/half-packed": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(BODY)[:-9]),
    "/large": (200, HTML, b"x" * (MAX_BYTES + 1)),
    "/large-unpacked": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x" * (MAX_BYTES + 1))),
    "/broken-off": (200, {**HTML, "Content-Length": "1000"}, BODY),
    **{f"/{status}": (status, HTML, b"") for status in (204, 401, 402, 403, 404, 410, 429, 451, 500, 503)},
}


@dataclass
class Site:
    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)  # (path, user agent)
    heard_enough: threading.Event = field(default_factory=threading.Event)  # lets a waiting answer end


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, self.headers["User-Agent"]))
            if self.path == "/silent":
                here.heard_enough.wait()
                return
            if self.path == "/no-http":
                self.wfile.write(b"this is no answer\r\n\r\n")
                return
            status, headers, body = ANSWERS[unquote(self.path)]
            self.send_response(status)
            for key, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:  # who asked has had enough
                here.asked.append(("hung up", ""))

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield here
    here.heard_enough.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "at", "kind"),
    [
        ("/page", "/page", "html"),
        ("/page#middle", "/page", "html"),
        ("/xhtml", "/xhtml", "html"),
        ("/notes.md", "/notes.md", "markdown"),
        ("/markdown", "/markdown", "markdown"),
        ("/packed", "/packed", "html"),
        ("/moved", "/page", "html"),
        ("/moved-twice", "/page", "html"),
        ("/größe", "/gr%C3%B6%C3%9Fe", "html"),
        ("", "/", "html"),
        ("/it's?a={b|c}", "/it%27s?a=%7Bb%7Cc%7D", "html"),
    ],
)
def test_a_page_is_read(path: str, at: str, kind: str, site: Site) -> None:
    page = fetch(site.address + path)
    assert isinstance(page, Page), page
    assert (page.data, page.address, page.kind) == (BODY, site.address + at, kind)


def test_a_page_comes_with_the_charset_that_the_site_gives(site: Site) -> None:
    page = fetch(f"{site.address}/plain")
    assert isinstance(page, Page) and page.charset == "iso-8859-1"
    page = fetch(f"{site.address}/page")
    assert isinstance(page, Page) and page.charset == "utf-8"


def test_the_site_is_told_who_asks_and_nothing_else(site: Site) -> None:
    fetch(f"{site.address}/page")
    path, agent = site.asked[-1]
    assert path == "/page" and agent.startswith("Factsheet/") and " " not in agent


@pytest.mark.parametrize(
    ("path", "code", "says"),
    [
        ("/round", "unreachable", f"more than {REDIRECTS} times"),
        ("/to-a-file", "bad-address", "file://"),
        ("/to-a-login", "bad-address", "password"),
        ("/nowhere", "no-page", "HTTP 302"),
        ("/pdf", "not-a-page", "a PDF"),
        ("/picture", "not-a-page", "a picture"),
        ("/data", "not-a-page", "application/json"),
        ("/unsaid", "not-a-page", "does not say what it is"),
        ("/brotli", "not-a-page", "br"),
        ("/not-packed", "unreachable", "broke off"),
        ("/half-packed", "unreachable", "broke off"),
        ("/large", "too-large", "10 MB"),
        ("/large-unpacked", "too-large", "10 MB"),
        ("/broken-off", "unreachable", "broke off"),
        ("/no-http", "unreachable", "broke off"),
        ("/401", "no-page", "login"),
        ("/404", "no-page", "no page at this address"),
        ("/410", "no-page", "taken away"),
        *((f"/{status}", "no-page", f"HTTP {status}") for status in (204, 402, 403, 429, 451, 500, 503)),
    ],
)
def test_what_is_no_page_is_said(path: str, code: str, says: str, site: Site) -> None:
    problem = fetch(site.address + path)
    assert isinstance(problem, Problem)
    assert problem.code == code and says in problem.message and problem.hint
    assert str(problem.place) == site.address + path


def test_a_site_that_is_silent_is_left(site: Site) -> None:
    problem = fetch(f"{site.address}/silent", seconds=0.2)
    assert isinstance(problem, Problem) and problem.code == "too-slow" and "0.2 seconds" in problem.message


@pytest.mark.parametrize(
    "address",
    [
        "ftp://harbour.example/ferry",
        "file:///etc/hostname",
        "gopher://127.0.0.1/",
        "https://name@harbour.example/",
        "https://name:secret@harbour.example/",
        "https://",
        "https:///ferry",
        "http://[::1",
        "http://harbour.example:port/",
        "http://harbour example/",
        "http://a..b/",
        f"http://{'ü' * 100}.example/",
        f"http://{'u' * 100}.example/",
    ],
)
def test_an_address_that_may_not_be_asked_is_not(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []
    monkeypatch.setattr(room.socket, "getaddrinfo", lambda host, *_, **__: looked_up.append(host) or [])
    problem = fetch(address)
    assert isinstance(problem, Problem) and problem.code == "bad-address"
    assert not looked_up


def test_no_network_is_told_from_a_site_that_is_down(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer(*_: object, **__: object) -> None:
        raise room.socket.gaierror(-3, "Temporary failure in name resolution")

    refused = fetch("http://127.0.0.1:1/")
    assert isinstance(refused, Problem) and (refused.code, "refused" in refused.message) == ("unreachable", True)
    monkeypatch.setattr(room.socket, "getaddrinfo", no_answer)
    problem = fetch("https://harbour.example/")
    assert isinstance(problem, Problem) and (problem.code, "network" in problem.hint) == ("unreachable", True)


def test_a_site_that_does_not_prove_who_it_is_is_not_read(site: Site) -> None:
    problem = fetch(site.address.replace("http://", "https://") + "/page")
    assert isinstance(problem, Problem) and problem.code == "unreachable"


# ------------------------------------------------------------------------------------------------ private networks


@pytest.mark.parametrize(
    "number",
    """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
    ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::""".split(),
)
def test_numbers_of_private_networks_are_known(number: str) -> None:
    assert not room._is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"])
def test_numbers_of_the_web_are_known(number: str) -> None:
    assert room._is_public(number)


@pytest.fixture
def web(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site as if it stood on the web under a name; another number of this machine stands for a private network."""
    port = int(site.address.rpartition(":")[2])
    numbers = {"harbour.example": "127.0.0.1", "inside.example": "127.0.0.2", "127.0.0.2": "127.0.0.2"}

    def looked_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(room.socket.AF_INET, room.socket.SOCK_STREAM, 6, "", (numbers[host], port))]

    monkeypatch.setattr(room.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(room, "_is_public", lambda number: room.ip_address(number) == room.ip_address("127.0.0.1"))
    site.asked.clear()
    return site


@pytest.mark.parametrize("host", ["127.0.0.2", "inside.example"])
def test_no_page_of_the_web_leads_into_a_private_network(host: str, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "/to-inside", (302, {"Location": f"http://{host}/secret"}, b""))
    assert isinstance(fetch("http://harbour.example/page"), Page)
    problem = fetch("http://harbour.example/to-inside")
    assert isinstance(problem, Problem) and problem.code == "private-address"
    assert [path for path, _ in web.asked] == ["/page", "/to-inside"]


def test_a_name_of_the_web_for_a_private_machine_is_not_asked(web: Site) -> None:
    problem = fetch("http://inside.example/secret")
    assert isinstance(problem, Problem) and problem.code == "private-address"
    assert not web.asked


def test_who_types_a_private_address_means_it(site: Site) -> None:
    assert isinstance(fetch(f"{site.address}/page"), Page)
    assert isinstance(fetch(f"{site.address.replace('127.0.0.1', 'localhost')}/page"), Page)


@pytest.mark.parametrize(
    ("given", "address"),
    [("https://a.example", True), ("HTTP://a.example", True), ("ftp://a", True), ("a/b.html", False), ("C:\\a.html", False)],
)
def test_addresses_are_told_from_files(given: str, address: bool) -> None:
    assert is_address(given) is address
