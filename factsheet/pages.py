"""A sheet -> {path: Markdown} through the templates.

Every `{{ value }}` in a template passes `escape`, which makes a text harmless in Markdown, in HTML and in an attribute alike.
What is markup already (a macro's result, a front matter line) says so with its type.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from markupsafe import escape as escape_html

from factsheet.compare import LABELS, NOT_COUNTED
from factsheet.links import report
from factsheet.model import Place
from factsheet.rules import NARRATION_SHARE, WHOLE_SHARE, Case
from factsheet.views import FactView, SheetView, date_words, neighbours, view

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Page:
    path: str  # relative to docs_dir, with /
    markdown: str
    title: str
    section: str = ""  # the sheet it belongs to
    in_nav: bool = True
    source: Place | None = None  # the record that the page shows


# Each sheet's pages in reading order: template, file, title in the navigation.
SHEET_PAGES = (
    ("sheet", "index", "Overview"),
    ("differences", "differences", "Where outlets differ"),
    ("statements", "statements", "Who said what"),
    ("figures", "figures", "Figures"),
    ("timeline", "timeline", "Timeline"),
    ("sources", "sources", "Sources"),
    ("corrections", "corrections", "Corrections"),
)

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~!&\"'$^]")
_AT_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)  # may stand in no HTML page


def templates_folder() -> Path:
    """The package's own templates: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "site_templates"
    return inside if inside.is_dir() else PACKAGE.parent / "site_templates"


def escape(value: Any) -> Markup:
    """A value as text that no Markdown or HTML reader takes for anything else, on one line. Markup stays what it is."""
    if isinstance(value, Markup):
        return value
    line = " ".join(_NO_TEXT.sub("\ufffd", str(value)).split())
    safe = _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", line)
    return Markup(_AT_START.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), safe))


def _front_matter(value: str) -> Markup:
    """A text as a YAML value, HTML-escaped: Material puts it into <title> and the page header as it is."""
    text = str(escape_html(_NO_TEXT.sub("\ufffd", " ".join(value.split()))))
    plain = "".join(char if char.isascii() else f"\\U{ord(char):08x}" for char in text.replace("\\", "\\\\"))
    return Markup(f'"{plain}"')  # no quotation mark is left in it: escape_html takes them all


def environment(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Templates from the project's own folder first, then the package's; sandboxed, as a pull request may bring some."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([*folders, templates_folder()]),
        undefined=StrictUndefined,
        finalize=escape,
        autoescape=True,  # so that a macro gives markup; what is not markup has passed `escape` before
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["front_matter"] = _front_matter
    env.filters["date"] = date_words
    env.filters["anchor"] = lambda name: name.replace(" ", "-")  # of our own words only
    return env


def render(cases: Sequence[Case], folders: Sequence[Path], site_url: str = "", report_to: str = "") -> tuple[Page, ...]:
    """Every page of every sheet. `site_url` ends with / and stands in citations; without it they name the path alone.

    `report_to` is a mail address or a page for reports of errors; without it they are sent to the method page.
    """
    env = environment(folders)
    env.globals["site_url"] = site_url
    env.globals["report_to"] = report_to
    env.globals["says"] = {label: sentence for label, *_, sentence in (*LABELS, *NOT_COUNTED)}
    sheets = [view(case) for case in cases]
    pages = [_page(env, "home", "index.md", "Home", sheets=sheets)]
    for sheet in sheets:
        pages += _sheet_pages(env, sheet)
    shares = {"narration_share": f"{NARRATION_SHARE:.0%}", "whole_share": f"{WHOLE_SHARE:.0%}"}
    pages.append(_page(env, "method", "method.md", "Method", labels=LABELS, not_counted=NOT_COUNTED, **shares))
    return tuple(pages)


def _sheet_pages(env: ImmutableSandboxedEnvironment, sheet: SheetView) -> Iterator[Page]:
    section = sheet.masthead.title
    for template, name, title in SHEET_PAGES:
        page_title = section if name == "index" else f"{title}: {section}"
        page = _page(env, template, f"{sheet.id}/{name}.md", title, sheet=sheet, page_title=page_title)
        yield replace(page, section=section)
    around = neighbours(sheet)
    for fact in sheet.facts:
        name = fact.fact.id
        context = {"sheet": sheet, "fact": fact, "around": around[name], "report": _report(env, sheet, fact)}
        page = _page(env, "fact", f"{sheet.id}/{name}.md", fact.heading, **context)
        yield replace(page, section=section, in_nav=False, source=fact.fact.place)
    for old, new in sheet.masthead.redirects.items():
        page = _page(env, "redirect", f"{sheet.id}/{old}.md", "Moved", target=_fact_of(sheet, new))
        yield replace(page, section=section, in_nav=False)


def _fact_of(sheet: SheetView, name: str) -> FactView:
    return next(fact for fact in sheet.facts if fact.fact.id == name)


def _report(env: ImmutableSandboxedEnvironment, sheet: SheetView, fact: FactView) -> str | None:
    """Where to report an error in a fact, with its page and its record filled in; None where nobody is named."""
    to, address, record = env.globals["report_to"], env.globals["site_url"], fact.fact.place
    body = f"Page: {address}{sheet.id}/{fact.fact.id}.html\nRecord: {record.path}:{record.line}\n\n"
    body += "What is wrong:\n\nWhere one can see it (article and sentence):\n"
    return report(str(to), f"Error in {sheet.id}/{fact.fact.id}", body) if to else None


def _page(env: ImmutableSandboxedEnvironment, template: str, path: str, title: str, **context: Any) -> Page:
    return Page(path, env.get_template(f"{template}.md.j2").render(title=title, **context), title)
