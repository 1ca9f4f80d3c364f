"""The whole flow on one page: content/ -> problems and pages. What it writes, it writes outside content/."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factsheet.articles import SUFFIXES, read_article
from factsheet.browse import IN_PIECES
from factsheet.evidence import Witness, gather, published_on, without_held, witness
from factsheet.extract.indirect import find_indirect
from factsheet.extract.speakers import attribute
from factsheet.history import last_changes
from factsheet.memo import Keep, anew
from factsheet.model import ArticleText, Person, Place, Problem, Project, Severity, Sheet
from factsheet.pages import BadTemplate, Page, render
from factsheet.records import leads_out, links_out, load
from factsheet.rules import Case, check
from factsheet.splices import Refused, bytes_of, locked, write_file


@dataclass(frozen=True, slots=True)
class Build:
    project: Project
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]
    pages: tuple[Page, ...] = ()
    unread: tuple[Problem, ...] = ()  # those of the problems for which some record could not be read

    @property
    def facts(self) -> int:
        return sum(len(case.sheet.facts) for case in self.cases)

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def checked(root: Path, *, trust_lock: bool = True, keep: Keep = anew) -> Build:
    """Records, evidence and every problem; no pages. Untrusted, the lock speaks only for articles whose text is not at hand."""
    project, problems = load(root, keep)
    unread = tuple(problems)
    cases = []
    for sheet in project.sheets:
        witnesses, bad_texts = read_witnesses(root, sheet, project, keep)
        if not trust_lock:
            sheet = replace(sheet, lock=without_held(sheet.lock, witnesses))
        case = Case(sheet, project, gather(sheet, witnesses, project.people, keep))
        cases.append(case)
        problems += bad_texts + check(case)
    return Build(project, tuple(cases), tuple(sorted(set(problems))), (), unread)


def build(
    root: Path,
    templates: Sequence[Path],
    site_url: str = "",
    report_to: str = "",
    in_pieces: int = IN_PIECES,
    keep: Keep = anew,
) -> Build:
    """Pages too, when no problem is an error: nothing is published that does not stand. What else is given is for `render`."""
    done = checked(root, keep=keep)
    own = (folder for folder in templates if folder.is_relative_to(root))
    done = replace(done, problems=(*done.problems, *(problem for folder in own for problem in links_out(folder, root))))
    if done.failed:
        return done
    cases = tuple(replace(case, changed=last_changes(root, (fact.place for fact in case.sheet.facts))) for case in done.cases)
    try:
        return replace(done, cases=cases, pages=render(cases, templates, site_url, report_to, in_pieces, keep))
    except BadTemplate as bad:
        return replace(done, problems=(*done.problems, in_project(bad.problem, root)))


def in_project(problem: Problem, root: Path) -> Problem:
    """A problem of a template, whose path is told from the project's folder on, as others are."""
    return replace(problem, place=replace(problem.place, path=os.path.relpath(problem.place.path, root)))


def read_witnesses(root: Path, sheet: Sheet, project: Project, keep: Keep = anew) -> tuple[Mapping[str, Witness], list[Problem]]:
    """The articles of a sheet whose texts are at hand in its folder texts/."""
    witnesses: dict[str, Witness] = {}
    problems: list[Problem] = []
    records = {article.id: article for article in sheet.articles}
    for path in sorted((root / "content" / sheet.id / "texts").glob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(".") or leads_out(path, root):
            continue  # of a link that leads out, `load` tells
        if path.stem in witnesses:
            message = f"a second text of {path.stem}"
            problems.append(Problem(Place(name), "unknown-file", message, "keep one of them"))
            continue
        if path.stem not in records and path.stem not in project.unread:
            hint = f"add `- id: {path.stem}` to content/{sheet.id}/articles.yml, or rename the file"
            problems.append(
                Problem(Place(name), "unknown-article", "no article of articles.yml has this text", hint, Severity.WARNING)
            )
        article = read_article(path, name)
        if isinstance(article, Problem):
            problems.append(article)
        elif path.stem in records:
            published = published_on(sheet, path.stem, article)
            witnesses[path.stem] = keep(name, _attributed, article, project.people, published)
    return witnesses, problems


def read_witness(sheet: Sheet, name: str, article: ArticleText, people: Sequence[Person]) -> Witness:
    """A text of an article of the sheet, with who says what in it."""
    return _attributed(article, people, published_on(sheet, name, article))


def _attributed(article: ArticleText, people: Sequence[Person], published: str | None) -> Witness:
    return witness(article, attribute(article.text, people, published), find_indirect(article.text, people, published))


_MANIFEST = ".factsheet-pages"


def write_pages(target: Path, pages: Sequence[Page], assets: Path) -> int:
    """Pages and assets as files; how many are new or changed. Files of an earlier run that are no pages any more go.

    What is ours is noted before it is written, so that the run after one that was stopped knows it.
    """
    texts = [(page.path, page.markdown) for page in pages] + [file for page in pages for file in page.files.items()]
    files = {name: text.encode() for name, text in texts}
    files |= {f"assets/{path.name}": path.read_bytes() for path in sorted(assets.iterdir())}
    target.mkdir(parents=True, exist_ok=True)
    with locked(target):
        earlier = (bytes_of(target / _MANIFEST) or b"").decode("utf-8", "replace").splitlines()
        for name in (_MANIFEST, *files, *earlier):
            if leads_out(target / name, target):
                raise Refused(f"{target / name} leads out of {target}; choose an empty folder")
        there = {name: bytes_of(target / name) for name in files}
        theirs = [name for name in files if name not in earlier and there[name] not in (None, files[name])]
        if theirs:
            raise Refused(f"{target / theirs[0]} is there already and not ours; choose an empty folder")
        changed = [name for name in files if files[name] != there[name]]
        _note(target, {*files, *earlier})
        for name in changed:
            write_file(target / name, files[name])
        for name in set(earlier) - set(files):
            (target / name).unlink(missing_ok=True)
        _note(target, files)
    return len(changed)


def _note(target: Path, names: Iterable[str]) -> None:
    """Write down which files are ours."""
    write_file(target / _MANIFEST, "".join(f"{name}\n" for name in sorted(names)).encode())
