"""What `mkdocs serve` keeps of one build for the next: the HTML of every page that an edit does not show on.

A page is converted anew when its Markdown changed or a place that its links lead to, indexed anew when its content did, and laid
out anew when its content, the navigation, the theme or mkdocs.yml did. All is compared by content, so that no page can be stale.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from jinja2 import BytecodeCache, Environment, Template, TemplateSyntaxError
from jinja2.bccache import Bucket

log = logging.getLogger("mkdocs.plugins.factsheet")


@dataclass(frozen=True, slots=True)
class _Converted:
    """What a page's Markdown became, and where its links led then."""

    settings: object
    markdown: str
    led: Mapping[str, object]
    content: str
    title: str | None
    toc: Any
    anchors: set[str]
    links: Mapping[str, dict[str, str]]


class _Links:
    """The files of a site, noting which of them a page asks for."""

    def __init__(self, files: Any) -> None:
        self.files = files
        self.led: dict[str, object] = {}

    def get_file_from_path(self, path: str) -> Any:
        self.led[path] = _place(self.files, path)
        return self.files.get_file_from_path(path)


def _place(files: Any, path: str) -> object:
    file = files.get_file_from_path(path)
    return file and (file.url, file.inclusion)


class _Compiled(BytecodeCache):
    """The theme's templates, each as long as its source is the same."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


class Kept:
    """`settings` is all that any page depends on besides itself; every build begins by saying what it is."""

    def __init__(self) -> None:
        self.settings: object = None
        self.broken: dict[str, Exception] = {}  # pages that the theme could not lay out this time
        self._compiled = _Compiled()
        self._converted: dict[str, _Converted] = {}
        self._indexed: dict[str, tuple[object, list[Any]]] = {}
        self._laid_out: dict[str, tuple[object, str]] = {}
        self._nav: tuple[object, object] = (None, None)

    def begin(self, settings: object) -> None:
        if settings != self.settings:  # the same value again would be compared at length for every page
            self.settings = settings
        self.broken = {}

    # ------------------------------------------------------------------------------------------ Markdown -> content

    def conversion(self, page: Any) -> Callable[[Any, Any], None]:
        """In the place of a page's own `render`."""
        convert = page.render

        def render(config: Any, files: Any) -> None:
            kept = self._converted.get(page.file.src_uri)
            asked = (self.settings, page.markdown)
            if kept and (kept.settings, kept.markdown) == asked and all(_place(files, to) == at for to, at in kept.led.items()):
                page.content, page.toc, page._title_from_render = kept.content, kept.toc, kept.title
                page.present_anchor_ids = kept.anchors
                page.links_to_anchors = {files.get_file_from_path(path): links for path, links in kept.links.items()}
                return
            links = _Links(files)
            convert(config, links)
            if None not in links.led.values():  # a link that leads nowhere is to be told every time
                found = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
                made = (page.content, page._title_from_render, page.toc, page.present_anchor_ids, found)
                self._converted[page.file.src_uri] = _Converted(*asked, links.led, *made)

        return render

    # -------------------------------------------------------------------------------------- content -> search index

    def indexing(self, index: Any) -> Callable[[Any], None]:
        """In the place of what puts a page into the search index."""
        add = index.add_entry_from_context

        def add_entry_from_context(page: Any) -> None:
            asked = (self.settings, page.content, page.toc, page.url, page.title, page.meta)
            kept = self._indexed.get(page.file.src_uri)
            if kept and kept[0] == asked:
                index.entries += kept[1]
                return
            before = len(index.entries)
            add(page)
            self._indexed[page.file.src_uri] = (asked, index.entries[before:])

        return add_entry_from_context

    # ---------------------------------------------------------------------------------------------- content -> page

    def theme(self, env: Environment) -> None:
        """Have pages laid out by `lay_out`, also where a template cannot even be read."""
        kept = self

        class Keeping(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                return kept._lay_out(self.name or "", dict(*args, **kwargs), super().render)

        class Unread:
            def __init__(self, name: str, error: Exception) -> None:
                self.name, self.error = name, error

            def render(self, context: Mapping[str, Any]) -> str:
                return kept._lay_out(self.name, context, self._raise)

            def _raise(self, context: Mapping[str, Any]) -> str:
                raise self.error

        get_template = env.get_template

        def get(name: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return get_template(name, *args, **kwargs)
            except TemplateSyntaxError as error:
                return Unread(name, error)

        env.bytecode_cache = self._compiled
        env.template_class = Keeping
        env.get_template = get  # type: ignore[method-assign]

    def _lay_out(self, template: str, context: Mapping[str, Any], render: Callable[[Mapping[str, Any]], str]) -> str:
        """A page in the theme. An exception of a template would leave the browser hanging: the page stays as it was."""
        page = context.get("page")
        name = page.file.src_uri if page else template
        asked = (self.settings, template, self._around(context["nav"]), *_seen(page)) if page else None
        kept = self._laid_out.get(name)
        if page and kept and kept[0] == asked:
            return kept[1]
        others = _Others(context["pages"])
        try:
            html = render({**context, "pages": others})
        except Exception as error:
            log.error("%s: %s", name, error)
            self.broken[name] = error
            bare = f"<!doctype html><title>{escape(name)}</title><body>{page.content}</body>" if page else ""
            return kept[1] if kept else bare
        self._laid_out[name] = (asked if not others.shown else object(), html)
        return html

    def _around(self, nav: Any) -> object:
        """What pages show of the navigation."""
        if self._nav[0] is not nav:
            self._nav = (nav, [_item(item) for item in nav.items])
        return self._nav[1]


class _Others(Sequence[Any]):
    """The pages of the site, noting whether a layout shows any: such a page is laid out anew every time."""

    def __init__(self, pages: Sequence[Any]) -> None:
        self.pages, self.shown = pages, False

    def __getitem__(self, at: Any) -> Any:
        self.shown = True
        return self.pages[at]

    def __len__(self) -> int:
        self.shown = True
        return len(self.pages)


def _seen(page: Any) -> tuple[object, ...]:
    """What a layout shows of its page. The table of contents is the same as long as the conversion is."""
    return page.content, page.toc, page.title, page.meta, page.edit_url, page.canonical_url, page.update_date


def _item(item: Any) -> object:
    shown = (item.url, dict(item.meta), item.edit_url) if item.is_page else getattr(item, "url", None)
    return item.title, shown, [_item(child) for child in item.children or ()]
