"""The Atom feed (RFC 4287) of new facts and corrections. The same records give the same bytes: every date is one of theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from factsheet.cite import address, describe_fact, fact_title
from factsheet.edtf import edtf_bounds
from factsheet.model import Correction
from factsheet.text import printable
from factsheet.views import FactView, SheetHead, SheetView

FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    link: str
    title: str
    text: str
    day: date


def feed(sheets: Sequence[SheetView], site_url: str) -> str | None:
    """None without the site's address, which the ids are made of, and where no fact has a date."""
    found = [entry for sheet in sheets for entry in _entries(sheet, site_url)] if site_url else []
    if not found:
        return None
    entries = sorted(found, key=lambda entry: entry.day, reverse=True)  # of one day, in the order of the records
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _text(root, "id", site_url)
    _text(root, "title", "New facts and corrections" + (f": {sheets[0].masthead.title}" if len(sheets) == 1 else ""))
    _text(root, "updated", _instant(entries[0].day))
    _text(SubElement(root, "author"), "name", urlsplit(site_url).hostname or site_url)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": site_url + FEED})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": site_url})
    for entry in entries:
        _add(root, entry)
    indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def changed_on(fact: FactView, checked: date | None) -> date | None:
    """The day of a fact's last correction, or on which its sheet was last checked, whichever is later."""
    days = [_day(correction.date) for correction in fact.fact.corrections]
    return max((day for day in (*days, checked) if day), default=None)


def checked_on(sheet: SheetHead) -> date | None:
    """When the sheet was last checked; where nobody says, when its last article appeared."""
    published = (_day(source.article.published) for source in sheet.sources)
    return _day(sheet.masthead.checked) or max((day for day in published if day), default=_day(sheet.masthead.date))


def _entries(sheet: SheetView, site_url: str) -> Iterator[Entry]:
    checked = checked_on(sheet)
    for fact in sheet.facts:
        link = address(sheet.id, fact.fact.id, site_url)
        if day := changed_on(fact, checked):
            yield Entry(link, link, fact_title(fact), describe_fact(fact), day)
        yield from _corrections(fact, link)


def _corrections(fact: FactView, link: str) -> Iterator[Entry]:
    for number, correction in enumerate(fact.fact.corrections, 1):
        if day := _day(correction.date):
            yield Entry(f"{link}#correction-{number}", link, f"Corrected: {fact_title(fact)}", _told(correction), day)


def _told(correction: Correction) -> str:
    why = f" Why: {correction.why}" if correction.why else ""
    return f"The page said: {correction.was} It now says: {correction.now}{why}"


def _day(edtf: str | None) -> date | None:
    """The first day of a date; an open beginning has none."""
    bounds = edtf_bounds(edtf) if edtf else None
    return bounds[0] if bounds and bounds[0] != date.min else None


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(root: Element, entry: Entry) -> None:
    element = SubElement(root, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", _instant(entry.day))
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.link})
    _text(element, "summary", entry.text)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = printable(text)
