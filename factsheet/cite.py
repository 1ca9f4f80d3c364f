"""How a fact is cited: as plain text, as CSL-JSON for reference managers, and in the line that a shared link shows."""

import re
from collections.abc import Mapping
from typing import Any

from factsheet.text import clip
from factsheet.views import FactView, SheetHead, SheetView, Source, WordingView, date_words

Json = Mapping[str, Any]

_DESCRIPTION, _QUOTED = 300, 180  # characters: what chats and search engines show of a page, and of a quotation in it
_NAMED = 3  # outlets that stand in a description by name


def address(sheet: str, page: str, site_url: str) -> str:
    """Where a page of a sheet stands. `site_url` ends with /; without it the address is that within the site."""
    return f"{site_url}{sheet}/{page}.html"


def fact_title(fact: FactView) -> str:
    """The heading of a fact as its page has it: a figure's with the amount."""
    return f"{fact.heading} – {fact.amount}" if fact.amount else fact.heading


def cite_fact(fact: FactView, sheet: SheetHead, site_url: str) -> str:
    amount = f" ({fact.amount})" if fact.amount else ""
    return f"“{fact.heading}”{amount} In: {_cite(sheet)}. {address(sheet.id, fact.fact.id, site_url)}"


def cite_sheet(sheet: SheetView, site_url: str) -> str:
    return f"{_cite(sheet)}. {address(sheet.id, 'index', site_url)}"


def _cite(sheet: SheetHead) -> str:
    return f"{sheet.masthead.title}, fact sheet" + (f", checked {sheet.checked}" if sheet.checked else "")


def license_url(spdx: str | None) -> str | None:
    """Where a licence of the SPDX list can be read."""
    if spdx is None:
        return None
    if found := re.fullmatch(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)", spdx):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if spdx == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://spdx.org/licenses/{spdx}.html"


# --------------------------------------------------------------------------------------------------------- CSL-JSON


def csl_fact(fact: FactView, sheet: SheetHead, site_url: str) -> Json:
    """A fact's page as an item of CSL-JSON."""
    return _told(
        id=f"{sheet.id}/{fact.fact.id}",
        type="webpage",
        genre="fact sheet",
        title=fact_title(fact).removesuffix("."),
        container_title=sheet.masthead.title,
        issued=_csl_date(sheet.masthead.checked),
        URL=address(sheet.id, fact.fact.id, site_url) if site_url else None,
    )


def csl_article(source: Source, sheet: SheetHead) -> Json:
    """An article as an item of CSL-JSON, for those who cite where the words come from."""
    article = source.article
    return _told(
        id=f"{sheet.id}/sources#{article.id}",
        type="article-newspaper",
        title=article.title,
        container_title=article.outlet,
        author=[{"literal": name} for name in article.authors],
        issued=_csl_date(article.published),
        URL=article.url,
        language=article.language,
    )


def _told(**fields: Any) -> Json:
    """What is known, under the names of the format."""
    return {name.replace("_", "-"): value for name, value in fields.items() if value}


_PLAIN_DATES = re.compile(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")


def _csl_date(edtf: str | None) -> Json | None:
    if not edtf:
        return None
    if _PLAIN_DATES.fullmatch(edtf):
        return {"date-parts": [[int(part) for part in day.split("-")] for day in edtf.split("/")]}
    return {"literal": date_words(edtf)}


# ------------------------------------------------------------------------------------------------ what a link shows


def describe_fact(fact: FactView) -> str:
    """Who, when, the words and who has them: what a chat shows beside the heading when the page is shared."""
    wording = fact.wordings[0]
    lead = ", ".join(words for words in (fact.speaker or fact.amount, fact.when) if words)
    return f"{lead}: {_words(wording)} ({_outlets(wording)})"


def _words(wording: WordingView) -> str:
    words = _clip(" … ".join(wording.parts), _QUOTED)
    return f"“{words}”" if wording.form == "quote" else words


def _outlets(wording: WordingView) -> str:
    names = list(dict.fromkeys(source.name for source in wording.sources))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def describe_sheet(sheet: SheetView) -> str:
    return _clip(sheet.masthead.summary or sheet.masthead.title, _DESCRIPTION)


def describe_page(title: str, sheet: SheetHead) -> str:
    """A page of a sheet that is not its first one."""
    return _clip(f"{title}. {sheet.masthead.summary or ''}", _DESCRIPTION)


def _clip(text: str, length: int) -> str:
    return clip(" ".join(text.split()), length)
