"""Addresses that lead out of the site."""

from urllib.parse import parse_qs, urlsplit

import pytest

from factsheet.links import at_words, new_issue, report

PAGE = "https://news.example/ferry"


@pytest.mark.parametrize(
    ("parts", "directives"),
    [
        (["The ferry runs"], "text=The%20ferry%20runs"),
        (["a twenty-two-year-old ferry, they say"], "text=a%20twenty%2Dtwo%2Dyear%2Dold%20ferry%2C%20they%20say"),
        (["salt & vinegar; 5% off?"], "text=salt%20%26%20vinegar%3B%205%25%20off%3F"),
        (["the harbour’s “new” café"], "text=the%20harbour%E2%80%99s%20%E2%80%9Cnew%E2%80%9D%20caf%C3%A9"),
        (["one\n two  three"], "text=one%20two%20three"),
        (["The ferry", "will run"], "text=The%20ferry&text=will%20run"),
        (["a b c d e f g h i j k l"], "text=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l"),
        (["a b c d e f-f g h i j k, l m"], "text=a%20b%20c%20d%20e,i%20j%20k%2C%20l%20m"),
    ],
)
def test_an_article_opens_at_the_words(parts: list[str], directives: str) -> None:
    assert at_words(PAGE, parts) == f"{PAGE}#:~:{directives}"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        (f"{PAGE}?page=2", f"{PAGE}?page=2#:~:text="),
        (f"{PAGE}#comments", f"{PAGE}#comments:~:text="),
        (f"{PAGE}#:~:text=other", f"{PAGE}#:~:text="),
        (f"{PAGE}#comments:~:text=other", f"{PAGE}#comments:~:text="),
    ],
)
def test_what_the_address_has_already_stays_but_for_another_text(url: str, start: str) -> None:
    assert at_words(url, ["ferry"]) == start + "ferry"


@pytest.mark.parametrize(
    ("repository", "page"),
    [
        ("https://github.com/example/facts", "https://github.com/example/facts/issues/new"),
        ("https://github.com/example/facts.git", "https://github.com/example/facts/issues/new"),
        ("https://gitlab.com/example/facts/", "https://gitlab.com/example/facts/-/issues/new"),
        ("https://codeberg.org/example/facts", "https://codeberg.org/example/facts/issues/new"),
        ("https://code.example/x/y", None),
        ("https://github.com.evil.example/x/y", None),
        ("", None),
    ],
)
def test_new_issues_are_opened_where_the_host_is_known(repository: str, page: str | None) -> None:
    assert new_issue(repository) == page


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("https://github.com/example/facts/issues/new", ("title", "body")),
        ("https://git.example/facts/-/issues/new", ("issue[title]", "issue[description]")),
        ("desk@example.org", ("subject", "body")),
    ],
)
def test_a_report_is_filled_in(to: str, names: tuple[str, str]) -> None:
    link = report(to, "Error in ferry/fuel", "Page: ferry/fuel.html\n\nWhat & why + how:\n")
    assert urlsplit(link).path.removeprefix("/") in to
    assert "+" not in link  # mail programs would show it
    filled = parse_qs(urlsplit(link).query)
    assert filled == {names[0]: ["Error in ferry/fuel"], names[1]: ["Page: ferry/fuel.html\n\nWhat & why + how:\n"]}


def test_a_page_that_we_know_nothing_of_stays_as_it_is() -> None:
    assert report("https://example.org/contact?to=desk", "title", "body") == "https://example.org/contact?to=desk"
