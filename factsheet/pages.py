"""A sheet -> {path: Markdown} through the templates.

Every `{{ value }}` in a template passes `escape`, which makes a text harmless in Markdown, in HTML and in an attribute alike.
What is markup already (a macro's result, a front matter line) says so with its type.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from markupsafe import escape as escape_html

from factsheet.browse import IN_PIECES, Browse, browse, browse_pieces
from factsheet.cite import cite_fact, cite_sheet, csl_fact, describe_fact, describe_page, describe_sheet, license_url
from factsheet.compare import LABELS, NOT_COUNTED
from factsheet.exports import Download, downloads
from factsheet.feed import FEED, changed_on, checked_on, feed
from factsheet.linked import Node, of_all, of_fact, of_page, of_sheet, script
from factsheet.links import report
from factsheet.memo import Keep, anew
from factsheet.model import Place, Problem
from factsheet.pictures import counts, hedge_line, number_line, timeline
from factsheet.rules import NARRATION_SHARE, WHOLE_SHARE, Case
from factsheet.sections import LISTED, Section, Sections, cut
from factsheet.text import clip, escaped, printable
from factsheet.views import Around, FactView, SheetHead, SheetView, Source, date_words, people, view

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Page:
    path: str  # relative to docs_dir, with /
    draft: str  # Markdown in which marks stand for its blocks
    title: str
    blocks: Mapping[str, str] = field(default_factory=dict)  # HTML that no Markdown has to read, by what its mark names
    section: str = ""  # the sheet it belongs to
    in_nav: bool = True
    source: Place | None = None  # the record that the page shows
    beside: tuple[Download, ...] = ()  # files in its folder

    @property
    def markdown(self) -> str:
        """The page as any generator reads it."""
        return self.filled(self.draft)

    def filled(self, text: str) -> str:
        """The draft, or what was made of it, with the blocks in the places of their marks."""
        return _MARK.sub(lambda match: self.blocks.get(match[1], match[0]), text)

    @property
    def files(self) -> Mapping[str, str]:
        """What stands beside the page, by path."""
        folder = self.path.rpartition("/")[0]
        return {f"{folder}/{file.name}".lstrip("/"): file.text for file in self.beside}


class BadTemplate(Exception):
    """A template that no page can be made of; carries the problem."""

    def __init__(self, problem: Problem):
        self.problem = problem


_MARK = re.compile(r"<!--block:([a-z0-9-]+)-->")  # of ours alone: no value of a record brings a < into a page
_DATA = "data"  # an id that no fact has


def _mark(name: str) -> Markup:
    return Markup(f"<!--block:{name}-->")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to those that do not show it: search engines, chats, machines."""

    description: str = ""
    updated: date | None = None
    node: Node | None = None


_SILENT = Head()


# Each sheet's pages in reading order: template, file, title in the navigation.
SHEET_PAGES = (
    ("sheet", "index", "Overview"),
    ("differences", "differences", "Where outlets differ"),
    ("statements", "statements", "Who said what"),
    ("figures", "figures", "Figures"),
    ("timeline", "timeline", "Timeline"),
    ("sources", "sources", "Sources"),
    ("corrections", "corrections", "Corrections"),
    ("data", "data", "Data"),
)

PIECES = "assets/facts"  # the folder of the list of all facts in pieces

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~!&\"'$^]")
_AT_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")


def templates_folder() -> Path:
    """The package's own templates: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "site_templates"
    return inside if inside.is_dir() else PACKAGE.parent / "site_templates"


def escape(value: Any) -> Markup:
    """A value as text that no Markdown or HTML reader takes for anything else, on one line. Markup stays what it is."""
    if isinstance(value, Markup):
        return value
    return _escaped(str(value))


@lru_cache(maxsize=20_000)  # names, dates and words stand on many pages
def _escaped(text: str) -> Markup:
    return Markup(_AT_START.sub(_entity, _SPECIAL.sub(_entity, printable(text))))


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])


def _front_matter(value: str) -> Markup:
    """A text as a YAML value, HTML-escaped: Material puts it into <title> and the page header as it is."""
    text = str(escape_html(printable(value)))
    plain = "".join(char if char.isascii() else f"\\U{ord(char):08x}" for char in text.replace("\\", "\\\\"))
    return Markup(f'"{plain}"')  # no quotation mark is left in it: escape_html takes them all


class _Finalized(CodeGenerator):
    """What `finalize` gives is markup, and is not escaped once more."""

    def _output_child_pre(self, node: object, frame: object, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(finalize.src or "(")

    def _output_child_post(self, node: object, frame: object, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """What a template may ask of a value is looked up each time, but for the plain fields of our own frozen ones."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute[:1] != "_" and type(obj).__module__ in _OURS:
            value = getattr(obj, attribute, None)
            if value is not None and not callable(value):
                return value
        return super().getattr(obj, attribute)


_OURS = frozenset(f"factsheet.{room}" for room in ("model", "compare", "views", "browse", "pictures", "sections", "exports"))


def environment(folders: Sequence[Path]) -> Environment:
    """Templates from the project's own folders first, then the package's; sandboxed if there are such, as a pull request may
    bring some."""
    own = [folder for folder in folders if folder != templates_folder()]
    env = (Sandbox if own else Environment)(
        loader=FileSystemLoader([*own, templates_folder()]),
        auto_reload=False,  # nobody edits a template while pages are made
        undefined=StrictUndefined,
        finalize=escape,
        autoescape=True,  # so that a macro gives markup; what is not markup has passed `escape` before
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.code_generator_class = _Finalized
    env.filters["front_matter"] = _front_matter
    env.filters["exact"] = lambda text: Markup(_SPECIAL.sub(_entity, text).replace(" ", "&#32;"))  # a caret's line
    env.filters["date"] = date_words
    env.filters["at"] = lambda place: Markup(f"{float(place):g}")  # where something stands in a picture: a number, no text
    env.filters["anchor"] = lambda name: name.replace(" ", "-")  # of our own words only
    return env


def render(
    cases: Sequence[Case],
    folders: Sequence[Path],
    site_url: str = "",
    report_to: str = "",
    in_pieces: int = IN_PIECES,
    keep: Keep = anew,
) -> tuple[Page, ...]:
    """Every page of every sheet. `site_url` ends with / and stands in citations; without it they name the path alone.

    `report_to` is a mail address or a page for reports of errors; without it they are sent to the method page. A list of more
    facts than `in_pieces` is loaded in pieces, and the sections of a sheet of more are cut into pages.
    """
    env = keep("templates", _environment_of, folders, _templates(folders), site_url, report_to)
    try:
        return tuple(_pages(env, cases, site_url, in_pieces, keep))
    except Exception as error:  # a template of somebody's own may bring about any
        if problem := template_problem(error):
            raise BadTemplate(problem) from error
        raise


def _templates(folders: Sequence[Path]) -> Mapping[Path, bytes]:
    """What every template says, and every file that one may include."""
    files = (path for folder in (*folders, templates_folder()) for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: path.read_bytes() for path in files}


def _environment_of(folders: Sequence[Path], _: Mapping[Path, bytes], site_url: str, report_to: str) -> Environment:
    env = environment(folders)
    env.globals["site_url"] = site_url
    env.globals["report_to"] = report_to
    env.globals["says"] = {label: sentence for label, *_, sentence in (*LABELS, *NOT_COUNTED)}
    return env


def _pages(env: Environment, cases: Sequence[Case], site_url: str, in_pieces: int, keep: Keep) -> Iterator[Page]:
    sheets = [view(case, keep) for case in cases]
    updated = max((day for sheet in sheets if (day := checked_on(sheet))), default=None)

    def head(path: str, own: Mapping[str, Sequence[Source]] | None = None) -> Head:
        return Head("", updated, of_all(sheets, site_url, path, own) if sheets else None)

    news = feed(sheets, site_url)
    atom = (Download(FEED, "application/atom+xml", news),) if news else ()
    yield replace(_page(env, "home", "index.md", "Home", head(""), sheets=sheets), beside=atom)
    cuts = {sheet.id: cut(sheet, in_pieces) for sheet in sheets}
    for case, sheet in zip(cases, sheets, strict=True):
        yield from _sheet_pages(env, case, sheet, cuts[sheet.id], site_url, keep)
    yield from _people_pages(env, cases, sheets, cuts, head)
    yield from _browse_pages(env, len(sheets), browse(sheets, cases[0].project.people if cases else (), in_pieces), head)
    shares = {"narration_share": f"{NARRATION_SHARE:.0%}", "whole_share": f"{WHOLE_SHARE:.0%}"}
    yield _page(env, "method", "method.md", "Method", Head(updated=updated), labels=LABELS, not_counted=NOT_COUNTED, **shares)


def _sheet_pages(env: Environment, case: Case, sheet: SheetView, sections: Sections, site_url: str, keep: Keep) -> Iterator[Page]:
    section = sheet.masthead.title
    files = downloads(case, sheet, site_url)
    bodies = {fact.fact.id: keep(f"{sheet.id}/{fact.fact.id}: body", fact_body, env, sheet.head, fact) for fact in sheet.facts}
    data = {
        "downloads": files,
        "citation": cite_sheet(sheet, site_url),
        "license_url": license_url(sheet.masthead.license),
        "bodies": {name: _mark(name) for name in bodies},
        "pictures": _pictures(sheet, sections),
        "sections": sections,
    }
    for template, name, title in SHEET_PAGES:
        shown = sections.by_name.get(name)
        if shown and shown.is_cut:
            yield from _cut_pages(env, sheet, shown, title, bodies, data)
            continue
        page_title = section if name == "index" else f"{title}: {section}"
        head = _sheet_head(page_title, sheet, files if name == "index" else (), site_url, sheet.sources)
        context = {**data, "section_title": title, "part": shown.parts[0] if shown else None}
        page = _page(env, template, f"{sheet.id}/{name}.md", title, head, sheet=sheet, page_title=page_title, **context)
        page = replace(page, blocks={**bodies, **page.blocks})
        yield replace(page, section=section, beside=files if name == "data" else ())
    around, checked = sections.ways(sheet), checked_on(sheet)
    for fact in sheet.facts:
        name = fact.fact.id
        yield keep(f"{sheet.id}/{name}: page", _fact_page, env, sheet.head, fact, bodies[name], around[name], checked)
    for old, new in sheet.masthead.redirects.items():
        page = _page(env, "redirect", f"{sheet.id}/{old}.md", "Moved", sheet=sheet, target=_fact_of(sheet, new))
        yield replace(page, section=section, in_nav=False)


def _cut_pages(
    env: Environment,
    sheet: SheetView,
    section: Section,
    title: str,
    bodies: Mapping[str, Markup],
    data: Mapping[str, Any],
) -> Iterator[Page]:
    """The first page of a section, which lists the others, and these."""
    name = sheet.masthead.title

    def made(path: str, own: str, template: str, sources: Sequence[Source], **shown: Any) -> Page:
        page_title = f"{own}: {name}"
        head = _sheet_head(page_title, sheet, (), str(env.globals["site_url"]), sources)
        context = {**data, "sheet": sheet, "section": section, "section_title": title, "page_title": page_title, **shown}
        return replace(_page(env, template, f"{sheet.id}/{path}.md", own, head, **context), section=name)

    yield made(section.name, title, "parts", sheet.sources)
    for before, part, after in zip((None, *section.parts), section.parts, (*section.parts[1:], None), strict=False):
        page = made(part.name, f"{title}: {part.title}", section.name, part.sources, part=part, before=before, after=after)
        shown = {fact.fact.id: str(bodies[fact.fact.id]) for group in part.groups for fact in group.facts}
        yield replace(page, in_nav=False, blocks={**shown, **page.blocks})


def _fact_page(env: Environment, sheet: SheetHead, fact: FactView, body: Markup, around: Around, checked: date | None) -> Page:
    """The page of a fact, and beside it the same as a card without anything around it."""
    site_url, name = str(env.globals["site_url"]), fact.fact.id
    shown = {"sheet": sheet, "fact": fact, "body": body}
    card = env.get_template("card.html.j2").render(title=fact.heading, **shown)
    context = {**shown, "body": _mark(name), "around": around, "report": _report(env, sheet, fact)}
    context["citation"] = cite_fact(fact, sheet, site_url)
    context["csl"] = escaped(json.dumps(csl_fact(fact, sheet, site_url), ensure_ascii=False))
    head = Head(describe_fact(fact), changed_on(fact, checked), of_fact(fact, sheet, site_url))
    page = _page(env, "fact", f"{sheet.id}/{name}.md", fact.heading, head, **context)
    return replace(
        page,
        blocks={name: str(body), **page.blocks},
        section=sheet.masthead.title,
        in_nav=False,
        source=fact.fact.place,
        beside=(Download(f"{name}.card.html", "text/html", card),),
    )


def fact_body(env: Environment, sheet: SheetHead, fact: FactView) -> Markup:
    """What is shown of a fact wherever it is shown; rendered once."""
    return Markup(env.get_template("body.md.j2").render(fact=fact, picture=hedge_line(fact, sheet)))


def _pictures(sheet: SheetView, sections: Sections) -> Mapping[str, object]:
    """The pictures of the pages that list facts; figures of one unit stand together, those of one hedge alone need no picture."""
    return {
        "units": [(number_line(group, sheet) if _is_worth_a_picture(group) else None, group) for group in sheet.key_units],
        "first_events": timeline(sheet.key_events, sheet),
        "all_events": timeline(sheet.events, sheet),
        "counts": counts(sheet, sections.drawn) if sections.drawn else None,
    }


def _is_worth_a_picture(figures: Sequence[FactView]) -> bool:
    return len(figures) > 1 or len({hedge for figure in figures for _, hedge in figure.hedges}) > 1


def _browse_pages(env: Environment, sheets: int, found: Browse, head: Callable[..., Head]) -> Iterator[Page]:
    """The list of all facts. Where it is in pieces, these stand beside it, and plain pages go on without JavaScript."""
    row = env.get_template("macros.md.j2").module.row  # type: ignore[attr-defined]
    shown = {(sheet.id, fact.fact.fact.id): str(row(fact.fact)) for sheet, fact in found.rows}
    pieces = browse_pieces(found, shown) if found.rows else ()
    beside = tuple(Download(f"{PIECES}/{name}.js", "text/javascript", text) for name, text in pieces)
    page = _page(env, "browse", "browse.md", "Browse", head("browse.html"), sheets=sheets, browse=found)
    yield replace(page, beside=beside)
    last = len(found.pages) + 1
    for number, sections in enumerate(found.pages, 2):
        context = {"sections": sections, "number": number, "last": last, "total": found.total}
        path = f"browse.{number}"
        cited = {section.sheet.id: section.sources for section in sections}
        page = _page(env, "browse_page", f"{path}.md", f"All facts, page {number}", head(f"{path}.html", cited), **context)
        yield replace(page, in_nav=False)


def _people_pages(
    env: Environment,
    cases: Sequence[Case],
    sheets: Sequence[SheetView],
    cuts: Mapping[str, Sections],
    head: Callable[..., Head],
) -> Iterator[Page]:
    """Everyone who says something in any sheet. Each page leads to the facts and repeats none of their words."""
    found = people(cases[0].project.people if cases else (), sheets)
    pages = [found[at : at + LISTED] for at in range(0, max(len(found), 1), LISTED)]
    for number, listed in enumerate(pages, 1):
        name, title, address = "index", "People", "people/"
        if number > 1:
            name, title, address = f"index.{number}", f"People, page {number}", f"people/index.{number}.html"
        context = {"people": listed, "number": number, "last": len(pages)}
        page = _page(env, "people", f"people/{name}.md", title, head(address), **context)
        yield replace(page, section="People", in_nav=number == 1)
    for person in found:
        path = f"people/{person.person.id}"
        cited = {said.sheet.id: said.sources for said in person.said}
        at = {said.sheet.id: cuts[said.sheet.id].by_name["statements"].at.get(f"by--{person.person.id}") for said in person.said}
        page = _page(env, "person", f"{path}.md", person.person.name, head(f"{path}.html", cited), person=person, pages=at)
        yield replace(page, section="People", in_nav=False, source=person.person.place)


def _sheet_head(title: str, sheet: SheetView, files: Sequence[Download], site_url: str, sources: Sequence[Source]) -> Head:
    if files:
        return Head(describe_sheet(sheet), checked_on(sheet), of_sheet(sheet, files, site_url))
    return Head(describe_page(title, sheet), checked_on(sheet), of_page(title, sheet, site_url, sources))


def _fact_of(sheet: SheetView, name: str) -> FactView | None:
    """The fact that a redirect leads to; None where it leads to the first page of the sheet."""
    return next((fact for fact in sheet.facts if fact.fact.id == name), None)


def _report(env: Environment, sheet: SheetHead, fact: FactView) -> str | None:
    """Where to report an error in a fact, with its page and its record filled in; None where nobody is named."""
    to, address, record = env.globals["report_to"], env.globals["site_url"], fact.fact.place
    body = f"Page: {address}{sheet.id}/{fact.fact.id}.html\nRecord: {record.path}:{record.line}\n\n"
    body += "What is wrong:\n\nWhere one can see it (article and sentence):\n"
    return report(str(to), f"Error in {sheet.id}/{fact.fact.id}", body) if to else None


def _page(env: Environment, template: str, path: str, title: str, head: Head = _SILENT, **context: Any) -> Page:
    blocks = {_DATA: str(script(head.node))} if head.node else {}
    return Page(path, _with_head(env.get_template(f"{template}.md.j2").render(title=title, **context), head), title, blocks)


def template_problem(error: Exception) -> Problem | None:
    """What stops a template, at its own line as far as that is known; None for what has nothing to do with templates."""
    place, frame = None, error.__traceback__
    while frame:  # Jinja puts the lines of templates into the traceback
        if frame.tb_frame.f_code.co_filename.endswith((".j2", ".html")):
            place = Place(frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    if isinstance(error, TemplateSyntaxError) and error.filename:
        place = Place(error.filename, error.lineno)
    hint = "mend the template, or take it out of your folder: that of the package stands in for it"
    return Problem(place, "bad-template", clip(f"{type(error).__name__}: {error}", 200), hint) if place else None


def _with_head(markdown: str, head: Head) -> str:
    """The page with its description and date in the front matter, and the mark of its data at the end."""
    start = "---\n"
    said = f"description: {_front_matter(head.description)}\n" if head.description else ""
    said += f'updated: "{head.updated}"\n' if head.updated else ""
    block = f"\n{_mark(_DATA)}\n" if head.node else ""
    return f"{start}{said}{markdown.removeprefix(start)}{block}"
