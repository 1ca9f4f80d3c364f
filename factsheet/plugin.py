"""MkDocs asks, `build` answers; `live` and `kept` while serving. The only file that imports mkdocs."""

import gc
import logging
import os
import posixpath
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from jinja2 import Environment
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from factsheet.browse import IN_PIECES
from factsheet.build import build, in_project
from factsheet.kept import Kept
from factsheet.links import new_issue
from factsheet.live import Live, Shown, bar
from factsheet.model import Problem, Severity
from factsheet.pages import Page, template_problem, templates_folder
from factsheet.policy import inline_scripts, policy
from factsheet.problems import visible
from factsheet.search import FOLDER, search_files
from factsheet.text import printable

log = get_plugin_logger("factsheet")
_LEVEL = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}
_TEMPLATES = {"browse.md": "browse.html"}  # of the theme overrides, for pages in the navigation


class FactsheetConfig(Config):
    enabled = opt.Type(bool, default=True)
    templates = opt.Type(str, default="site_templates")
    """The project's own templates, which go before the package's; relative to mkdocs.yml."""
    report_to = opt.Type(str, default="")
    """Where readers report errors: a mail address or a page. Without it, the issues of `repo_url` if its host has some."""
    in_pieces = opt.Type(int, default=IN_PIECES)
    """A site of more facts than this is searched and filtered in pieces that are loaded when they are needed; the
    sections of a sheet of more are cut into pages."""


class FactsheetPlugin(BasePlugin[FactsheetConfig]):
    def __init__(self) -> None:
        self.live: Live | None = None  # while serving
        self.kept = Kept()
        self.shown = Shown(())
        self.pages: dict[str, Page] = {}  # those of the site, by path
        self.inline: set[str] = set()  # the scripts that stand in pages

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.live = Live() if command == "serve" and self.config.enabled else None
        self.kept = Kept()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self.config.enabled:
            return config
        self.inline.clear()
        root = Path(config.config_file_path).resolve().parent
        own = root / self.config.templates
        self.shown = self._build(root, own, config)
        overrides = (folder / "overrides" for folder in (own, templates_folder()))
        ours = dict.fromkeys(str(folder) for folder in overrides if folder.is_dir())
        config.theme.dirs[:0] = [folder for folder in ours if folder not in config.theme.dirs]  # before the theme's own
        config.extra_css.insert(0, "assets/factsheet.css")
        config.watch += [str(path) for path in (root / "content", own) if path.is_dir()]
        if self.live:
            self.kept.begin((_settings(config), self._in_pieces()))
        if not config.repo_url:  # a site without a repository has no edit links
            config.edit_uri = ""
        if config.nav is None:
            config.nav = _nav(self.shown.pages, Path(config.docs_dir))
        return config

    def _report_to(self, config: MkDocsConfig) -> str:
        to = self.config.report_to
        if to and not re.fullmatch(r"https?://\S+|[^\s@:/]+@[^\s@:/]+", to):
            raise PluginError(f"report_to: {to!r} is neither a mail address nor a page; write it as you@example.org or https://…")
        return to or new_issue(config.repo_url or "") or ""

    def _build(self, root: Path, own: Path, config: MkDocsConfig) -> Shown:
        templates = [own] if own.is_dir() else []
        asked = (root, templates, config.site_url or "", self._report_to(config), self.config.in_pieces)
        if self.live:
            with _undisturbed():
                shown = self.live.build(*asked)
            for problem in shown.problems:  # in a strict `serve`, anything above INFO would end in an exception
                log.log(logging.INFO if config.strict else _LEVEL[problem.severity], _line(problem))
            return shown
        with _undisturbed():
            result = build(*asked)
        for problem in result.problems:
            log.log(_LEVEL[problem.severity], _line(problem))
        if result.failed:
            errors = sum(problem.severity is Severity.ERROR for problem in result.problems)
            plural = "s" if errors != 1 else ""
            raise PluginError(f"{errors} problem{plural} in content/; `factsheet check` shows them with their lines")
        return Shown(result.pages, facts=result.facts)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if not self.config.enabled:
            return files
        self.pages = {page.path: page for page in self.shown.pages}
        project = os.path.relpath(Path(config.config_file_path).resolve().parent, config.docs_dir)
        ours = [_file(page, config, project) for page in self.shown.pages]
        for page in self.shown.pages:
            ours += [File.generated(config, path, content=text) for path, text in page.files.items()]
        for asset in sorted((templates_folder() / "assets").iterdir()):
            ours.append(File.generated(config, f"assets/{asset.name}", content=asset.read_bytes()))
        for file in ours:
            if files.get_file_from_path(file.src_uri) is None:  # what is written by hand goes before ours
                files.append(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        for file in files.documentation_pages() if self.live else ():
            assert file.page
            file.page.render = self.kept.conversion(file.page)  # type: ignore[assignment, method-assign]

    def on_env(self, env: Environment, *, config: MkDocsConfig, **_: object) -> None:
        env.globals["in_pieces"] = self._in_pieces()
        if not self.live:
            return
        self.kept.theme(env)
        for name in ("search", "material/search"):
            if index := getattr(config.plugins.get(name), "search_index", None):
                index.add_entry_from_context = self.kept.indexing(index)

    def _in_pieces(self) -> bool:
        """Whether the site is so big that its search index is cut into pieces."""
        return self.shown.facts > self.config.in_pieces

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The template of a page is named here and not in the page: other generators have no such file.
        The sitemap gets the day on which a page last changed, which is not the day on which it was built."""
        if page.file.generated_by == "factsheet":
            template = "fact.html" if page.file.inclusion is InclusionLevel.NOT_IN_NAV else _TEMPLATES.get(page.file.src_uri)
            if template:
                page.meta["template"] = template
        page.update_date = page.meta.get("updated", page.update_date)
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: object) -> str:
        """What is HTML already was not read as Markdown, which took most of the time, and comes in its place now."""
        ours = self.pages.get(page.file.src_uri) if page.file.generated_by == "factsheet" else None
        return ours.filled(html) if ours else html

    @event_priority(-100)  # when other plugins have done what they do to pages
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        if self.live:
            return re.sub(r"<body[^>]*>", lambda match: match[0] + self._bar(page, config), output, count=1)
        if page.file.generated_by == "factsheet":
            output = _without_indentation(output, page.content or "")
        self.inline |= inline_scripts(output)
        return output

    def _bar(self, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Over each page, while serving, what waits for a person."""
        root = Path(config.config_file_path).resolve().parent
        broken = {in_project(problem, root) for error in self.kept.broken.values() if (problem := template_problem(error))}
        shown = replace(self.shown, problems=(*self.shown.problems, *sorted(broken)))

        def address(path: str) -> str:
            return get_relative_url(File(path, None, "", config.use_directory_urls).url, page.url)

        return bar(shown, page.file.src_uri, address)

    @event_priority(-100)
    def on_post_template(self, output_content: str, **_: object) -> str:
        self.inline |= inline_scripts(output_content)
        return output_content

    @event_priority(-100)  # when the index is written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir) / FOLDER
        if self._in_pieces() and (index := folder / "search_index.json").is_file():
            for name, text in search_files(index.read_text(encoding="utf-8")):
                (folder / name).write_text(text, encoding="utf-8")
        if self.config.enabled and not self.live:
            log.info(f"the site works under Content-Security-Policy: {policy(self.inline)}")


def _line(problem: Problem) -> str:
    return visible(f"{problem}" + (f" ({problem.hint})" if problem.hint else ""))


# What comes with Python-Markdown, and whatever else makes the same of the same text: these two read other files.
_PURE = frozenset(
    """abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta nl2br
    sane_lists smarty tables toc wikilinks""".split()
)
_READS_FILES = ("pymdownx.b64", "pymdownx.snippets")
_OURS = frozenset(("search", "material/search", "factsheet"))


def _settings(config: MkDocsConfig) -> object:
    """All that a page depends on besides itself. Where that cannot be known (another plugin, an extension that reads files, a
    layout that shows the time), it is never the same, so that every page is made anew."""
    theme = {path: path.read_bytes() for folder in config.theme.dirs for path in _theme_files(Path(folder))}
    extensions = [name.removeprefix("markdown.extensions.") for name in config.markdown_extensions]
    pure = all(name in _PURE or (name.startswith("pymdownx.") and name not in _READS_FILES) for name in extensions)
    timed = any(b"build_date_utc" in text for path, text in theme.items() if not _installed(path))
    if not pure or config.hooks or not _OURS.issuperset(config.plugins) or timed:
        return object()
    plugins = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    return {name: repr(value) for name, value in config.items() if name != "plugins"}, repr(plugins), theme


def _theme_files(folder: Path) -> list[Path]:
    """Of an installed theme the templates; it may have thousands of icons."""
    if _installed(folder):
        return [path for pattern in ("*.html", "partials/**/*.html", "blocks/**/*.html") for path in sorted(folder.glob(pattern))]
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _installed(path: Path) -> bool:
    return "site-packages" in path.parts


def _file(page: Page, config: MkDocsConfig, project: str) -> File:
    inclusion = InclusionLevel.INCLUDED if page.in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, page.path, content=page.draft, inclusion=inclusion)
    if page.source:
        path = posixpath.normpath(Path(project, page.source.path).as_posix())
        file.edit_uri = f"{quote(path)}#L{page.source.line}"  # Material puts it into the page as it is
    return file


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What is made here is kept, so the collector of garbage need not search it now; what the first build makes, never. Of later
    ones of `serve` something goes."""
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()


def _without_indentation(output: str, content: str) -> str:
    """A page without blank lines and indentation around its content: the theme has so many that they are a part of each page."""
    before, found, after = output.partition(content)
    return _INDENTATION.sub("\n", before) + found + _INDENTATION.sub("\n", after) if found else output


_INDENTATION = re.compile(r"\n\s+")


def _nav(pages: tuple[Page, ...], docs_dir: Path) -> list[str | dict[str, object]]:
    """Home, the pages of each sheet, method, then the pages written by hand."""
    nav: list[str | dict[str, object]] = []
    sections: dict[str, list[dict[str, str]]] = {}
    for page in pages:
        if not page.in_nav:
            continue
        sheet, _, name = page.path.rpartition("/")
        if not sheet:
            nav.append({page.title: page.path})
            continue
        if sheet not in sections:
            sections[sheet] = []
            nav.append({escape(printable(page.section)): sections[sheet]})  # Material puts it into the page as it is
        sections[sheet].append({page.title: page.path})
    ours = {page.path for page in pages}
    return [*nav, *_own_nav(docs_dir, docs_dir, ours)]


def _own_nav(folder: Path, docs_dir: Path, ours: Collection[str]) -> list[str | dict[str, object]]:
    """Pages written by hand, by the names of their files, the first page of a folder first. A folder in it is a section."""
    nav: list[str | dict[str, object]] = []
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name != "index.md", path.name)):
        name = path.relative_to(docs_dir).as_posix()
        if path.is_dir() and (inside := _own_nav(path, docs_dir, ours)):
            nav.append({escape(_heading(path)): inside})
        elif path.suffix == ".md" and name not in ours:
            nav.append(name)
    return nav


def _heading(folder: Path) -> str:
    """What a section is called: the heading of its first page, or the folder's name in words."""
    first = folder / "index.md"
    found = re.search(r"(?m)^# +(.+?)(?: *\{.*\})? *$", first.read_text(encoding="utf-8-sig")) if first.is_file() else None
    return found[1] if found else folder.name.replace("-", " ").replace("_", " ").capitalize()
