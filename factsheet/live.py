"""What `mkdocs serve` shows while people edit: their mistakes as a page, proposals as the cards they would become, and beside
these the last good pages. Only what an edit touched is read again.

Nothing that people write makes this raise: an exception in a rebuild would leave every open page of the browser hanging.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from factsheet.answer import Inbox, read_inbox, would_be
from factsheet.build import Build, build, in_project
from factsheet.memo import Memo
from factsheet.model import Place, Problem, Proposal, Severity
from factsheet.pages import Page, environment, fact_body, template_problem
from factsheet.problems import by_file, summary
from factsheet.rules import Case
from factsheet.views import FactView, view

PROBLEMS, DRAFTS = "problems", "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as the fact it would become, or what stands in its way."""

    proposal: Proposal
    fact: FactView | None
    body: Markup | None
    joins: bool  # a fact that is there already
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A sheet whose inbox waits for answers."""

    sheet: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen after an edit."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    waiting: tuple[Wait, ...] = ()
    facts: int = 0
    stale: bool = False  # the pages are those before the mistake

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class Live:
    """One run of `serve`: what it has read, and the last pages without an error."""

    def __init__(self) -> None:
        self._keep = Memo()
        self._good: Shown | None = None

    def build(self, root: Path, templates: Sequence[Path], site_url: str, report_to: str, in_pieces: int) -> Shown:
        try:
            result = build(root, templates, site_url, report_to, in_pieces, self._keep)
            shown = Shown(result.pages, result.problems) if result.failed else _with_drafts(root, templates, result)
        except Exception as error:  # whatever it is: the pages have to answer
            problem = template_problem(error)
            shown = Shown((), (in_project(problem, root) if problem else _fault(error),))
        if not shown.failed:
            self._good = shown
        elif self._good:
            shown = replace(self._good, problems=shown.problems, stale=True)
        return replace(shown, pages=(*shown.pages, *_problem_pages(root, shown)))


def _fault(error: Exception) -> Problem:
    hint = "this is a fault of factsheet itself: please report it with what you wrote last"
    return Problem(Place("content"), "fault", f"{type(error).__name__}: {error}", hint)


def bar(shown: Shown, page: str, to: Callable[[str], str]) -> str:
    """What stands over a page while something waits for a person; `to` makes addresses of pages, as seen from that page."""
    here = [wait for wait in shown.waiting if page.startswith(f"{wait.sheet}/")] or shown.waiting
    if not shown.problems and not here:
        return ""
    waiting = [{"to": to(f"{wait.sheet}/{DRAFTS}.md"), "count": wait.count, "title": wait.title} for wait in here]
    stale = shown.stale and page != f"{PROBLEMS}.md"
    return _template("bar.html.j2").render(
        is_stale=stale,
        shown=shown,
        first=_first(shown),
        to=to(f"{PROBLEMS}.md"),
        summary=summary(shown.problems),
        waiting=waiting,
    )


@lru_cache
def _template(name: str) -> Template:
    """A template of the package, whatever the project's own are like: these pages have to work."""
    return environment(()).get_template(name)


def _first(shown: Shown) -> Problem | None:
    return next((problem for problem in shown.problems if problem.severity is Severity.ERROR), None)


def _problem_pages(root: Path, shown: Shown) -> Iterator[Page]:
    """The page of all problems; the front page too, where there is none yet. Made by the package's own template: that works."""
    if not shown.problems:
        return
    title = summary(shown.problems)
    text = _template("problems.md.j2").render(title=title, shown=shown, files=by_file(root, shown.problems))
    yield Page(f"{PROBLEMS}.md", text, title, in_nav=False)
    if not shown.pages:
        yield Page("index.md", text, title)


def _with_drafts(root: Path, templates: Sequence[Path], result: Build) -> Shown:
    """The pages with one more for each sheet whose inbox holds proposals. What is wrong in an inbox stops nothing."""
    pages, problems, waiting = list(result.pages), list(result.problems), []
    for case in result.cases:
        inbox = read_inbox(root, case.sheet.id)
        unreadable = [replace(problem, severity=Severity.WARNING) for problem in inbox.problems]
        problems += unreadable
        if inbox.proposals and not unreadable:
            pages.append(_drafts_page(templates, case, inbox))
            waiting.append(Wait(case.sheet.id, case.sheet.masthead.title, len(inbox.proposals)))
    return Shown(tuple(pages), tuple(sorted(problems)), tuple(waiting), result.facts)


def _drafts_page(templates: Sequence[Path], case: Case, inbox: Inbox) -> Page:
    draft, unfit = would_be(case, inbox)
    sheet, there = view(draft), {fact.id for fact in case.sheet.facts}
    facts, env = {fact.fact.id: fact for fact in sheet.facts}, environment(templates)
    bodies = {name: fact_body(env, sheet, fact) for name, fact in facts.items()}
    drafts = [
        Draft(proposal, None, None, False, problems) if problems else Draft(proposal, facts[name], bodies[name], name in there)
        for proposal in inbox.proposals
        for name, problems in [(proposal.record["id"], unfit.get(proposal.id, ()))]
    ]
    section = case.sheet.masthead.title
    context = {"title": "Drafts", "page_title": f"Drafts: {section}", "sheet": sheet, "drafts": drafts, "inbox": inbox.name}
    text = env.get_template("drafts.md.j2").render(**context)
    return Page(f"{case.sheet.id}/{DRAFTS}.md", text, "Drafts", section=section, in_nav=False)
