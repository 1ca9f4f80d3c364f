"""New articles, and new versions of known ones: texts go to texts/, what they state about themselves to articles.yml.

No text of a person's is lost: one that another takes the place of is kept in texts/earlier/, which nothing reads, and its hash
in evidence.lock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from factsheet.articles import KINDS, SUFFIXES, SourceKind, parse_source, read_article
from factsheet.build import read_witness
from factsheet.edtf import edtf_bounds
from factsheet.evidence import Witness, prove, with_text, without_held, witness
from factsheet.extract.damage import find_damage
from factsheet.extract.dates import article_date
from factsheet.fetch import fetch, is_address
from factsheet.lockfile import lock_text
from factsheet.metadata import same_page
from factsheet.model import ArticleText, Damage, Place, Problem, Project, Sheet
from factsheet.records import leads_out
from factsheet.rules import Case
from factsheet.splices import Refused, append_records, bytes_of, replace_file, splice_file
from factsheet.text import slug

EARLIER = "earlier"  # the folder in texts/ of texts that others took the place of
_STATED = ("outlet", "title", "authors", "published", "url", "language")
_COMPARED = ("outlet", "title", "published")
_FEW_WORDS = 80  # a text of fewer may be the beginning of one


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it was given to us, not yet anybody's."""

    given: str  # the file or the address, as it was typed
    article: ArticleText
    kind: SourceKind

    @property
    def file(self) -> Path | None:
        return None if is_address(self.given) else Path(self.given)

    @property
    def name(self) -> str:
        """What it may be called when it does not say who published it."""
        return self.file.stem if self.file else (urlsplit(self.given).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source."""

    given: str
    article: str  # its id
    outcome: Literal["new", "text", "known", "updated", "differs"]
    source: ArticleText
    unknown: tuple[str, ...] = ()  # what it does not state
    otherwise: tuple[tuple[str, str, str], ...] = ()  # (key, what the record says, what this text says)
    damage: tuple[tuple[str, str], ...] = ()  # (the words around the place, why)
    remarks: tuple[str, ...] = ()
    kept: Path | None = None  # where the text before it is now
    fallen: tuple[Problem, ...] = ()  # reports that stand no longer, each at its line


def read_source(given: str) -> Source | Problem:
    """The article in a file or at an address; nothing is written."""
    if is_address(given):
        return _read_page(given)
    path = Path(given)
    if path.suffix.lower() not in SUFFIXES and not path.is_dir():
        hint = f"articles are {', '.join(SUFFIXES)} files, or addresses that begin with https://"
        return Problem(Place(given), "unknown-format", f"`{path.suffix or path.name}` is not read", hint)
    article = read_article(path, given)
    return article if isinstance(article, Problem) else Source(given, article, KINDS[path.suffix.lower()])


def _read_page(address: str) -> Source | Problem:
    page = fetch(address)
    if isinstance(page, Problem):
        return page
    article = parse_source(page.data, page.kind, address, page.charset, page.address)
    if isinstance(article, Problem):
        return replace(article, place=Place(address, 0, 0))
    return Source(address, replace(article, url=article.url or page.address), page.kind)


def add_articles(root: Path, case: Case, sources: Iterable[Source | Problem], *, update: bool) -> Iterator[Added | Problem]:
    """Register one source after the other. Without `update` no text takes the place of another."""
    register = _Register(root, case)
    for source in sources:
        if isinstance(source, Problem):
            yield source
            continue
        try:
            yield register.add(source, update=update)
        except Refused as refusal:
            yield Problem(Place(source.given, 0, 0), "refused", str(refusal))


class _Register:
    """The articles of a sheet, as they grow during one run."""

    def __init__(self, root: Path, case: Case):
        self.root, self.folder = root, root / case.folder
        self.sheet: Sheet = case.sheet
        self.project: Project = case.project
        self.witnesses: dict[str, Witness] = dict(case.evidence.witnesses)
        self.known: dict[str, Mapping[str, Any]] = {
            article.id: article.model_dump(include=set(_STATED), exclude_none=True) for article in case.sheet.articles
        }

    def add(self, source: Source, *, update: bool) -> Added:
        name = self.find(source)
        if name is None:
            return self.register(source)
        text, held = source.article, self.witnesses.get(name)
        now = read_witness(self.sheet, name, text, self.project.people)
        if held and held.sha256 == now.sha256:
            return Added(source.given, name, "known", text)
        fallen = self.fallen(name, now)
        otherwise = tuple(_otherwise(self.known[name], text))
        if held and not update:
            return Added(source.given, name, "differs", text, otherwise=otherwise, fallen=fallen)
        remarks = tuple(self.remarks(name, source))
        kept = self.store(name, source, held)
        self.witnesses[name] = now
        outcome: Literal["updated", "text"] = "updated" if held else "text"
        return Added(source.given, name, outcome, text, (), otherwise, _damage(text), remarks, kept, fallen)

    def register(self, source: Source) -> Added:
        """An article that is not known yet: its text, then its record."""
        name = self.new_id(source)
        record, remarks = _record(name, source.article), tuple(self.remarks(name, source))
        self.store(name, source, None)
        splice_file(
            self.folder / "articles.yml", lambda text: append_records(text, [record]), lambda values: [*(values or []), record]
        )
        self.known[name], self.witnesses[name] = record, witness(source.article)
        unknown = tuple(key for key in _STATED if key not in record)
        return Added(source.given, name, "new", source.article, unknown, (), _damage(source.article), remarks)

    def find(self, source: Source) -> str | None:
        """The article that a source is: by its address, by its text, by the name of its file."""
        url = source.article.url
        urls = filter(None, (url, source.given if source.file is None else None))
        at = (name for mine in urls for name, record in self.known.items() if same_page(mine, record.get("url") or ""))
        if found := next(at, None):
            return found
        mine = witness(source.article).sha256
        alike = (name for name in self.known if mine in self.texts_of(name))
        if found := next((name for name in alike if not _from_another(self.known[name], source.article)), None):
            return found
        stem = source.file.stem if source.file else ""
        return stem if stem in self.known and not (url and self.known[stem].get("url")) else None

    def texts_of(self, name: str) -> set[str]:
        """The hashes of the texts that an article has and had, as far as they are known."""
        held, locked = self.witnesses.get(name), self.sheet.lock.articles.get(name)
        had = {locked.sha256, *(version.sha256 for version in locked.earlier)} if locked else set()
        return had | ({held.sha256} if held else set())

    def new_id(self, source: Source) -> str:
        lies_here = source.file is not None and source.file.resolve().parent == (self.folder / "texts").resolve()
        base = slug((None if lies_here else source.article.outlet) or source.name) or "article"
        return next(name for n in count(1) if (name := base if n == 1 else f"{base}-{n}") not in self.known)

    def fallen(self, name: str, now: Witness) -> tuple[Problem, ...]:
        """The reports of an article that stand now, and would not in this text of it."""
        if not any(report.article == name for fact in self.sheet.facts for report in fact.reports):
            return ()
        before = {problem.place for problem in self.problems(name, self.sheet, self.witnesses)}
        witnesses = {**self.witnesses, name: now}
        sheet = replace(self.sheet, lock=without_held(self.sheet.lock, witnesses))
        return tuple(problem for problem in self.problems(name, sheet, witnesses) if problem.place not in before)

    def problems(self, name: str, sheet: Sheet, witnesses: Mapping[str, Witness]) -> list[Problem]:
        proofs = prove(sheet, witnesses, self.project.people)
        return [proof.problem for proof in proofs if proof.problem and proof.report.article == name]

    def remarks(self, name: str, source: Source) -> Iterator[str]:
        yield from source.article.remarks
        words = len(source.article.text.split())
        if words < _FEW_WORDS:
            yield f"only {words} words: is this the whole article?"
        language = source.article.language or "en"
        if language.split("-")[0] != "en":
            yield f"it is in {language}; what is proposed from it is read as if it were English"
        mine = witness(source.article).sha256
        twins = [other for other, held in self.witnesses.items() if held.sha256 == mine and other != name]
        if twins:
            yield f"word for word the text of {', '.join(twins)}, published by another: they will count as one lineage"

    # ------------------------------------------------------------------------------------------------ onto the disk

    def store(self, name: str, source: Source, held: Witness | None) -> Path | None:
        """Write the text of an article; where the one before it is kept, if there was one."""
        path = self.folder / "texts" / f"{name}{'.md' if source.kind == 'markdown' else '.txt'}"
        if leads_out(path, self.root):
            raise Refused(f"{path} leads out of the project; nothing was written")
        there = {file: file.read_bytes() for suffix in SUFFIXES if (file := path.with_suffix(suffix)).is_file()}
        data = source.article.text.encode()
        if source.file and any(file.samefile(source.file) for file in there):
            return None  # it lies where it belongs
        if held is None and there and (list(there) != [path] or there[path] != data):
            raise Refused(
                f"{next(iter(there))} is there already with another text; move it away if {source.given} is to take its place"
            )
        kept = [self.keep(name, file, before, held) for file, before in there.items()] if held else []
        for file, before in there.items():
            if bytes_of(file) != before:
                raise Refused(f"{file.name} has changed meanwhile; run the command again")
            if file != path:
                file.unlink()  # first, as it is kept: there are never two texts of an article
        replace_file(path, data, there.get(path))
        return kept[0] if kept else None

    def keep(self, name: str, path: Path, data: bytes, held: Witness) -> Path:
        """Set a text aside, and note its hash in the lock, before another takes its place."""
        if not self.sheet.lock.readable:
            raise Refused(f"{self.folder / 'evidence.lock'} cannot be read; mend that first")
        stem = f"{name}.{held.sha256[:8]}"
        places = (path.parent / EARLIER / f"{stem}{'' if n == 1 else f'-{n}'}{path.suffix}" for n in count(1))
        place = next(file for file in places if bytes_of(file) in (None, data))
        replace_file(place, data, bytes_of(place))
        lock = with_text(self.sheet.lock, name, held)
        if lock != self.sheet.lock:
            file = self.folder / "evidence.lock"
            replace_file(file, lock_text(lock).encode(), bytes_of(file))
            self.sheet = replace(self.sheet, lock=lock)
        return place


def _from_another(record: Mapping[str, Any], article: ArticleText) -> bool:
    """Whether two articles with the same text are of two outlets, as when several print what an agency wrote."""
    if record.get("outlet") and article.outlet:
        return slug(record["outlet"]) != slug(article.outlet)
    return bool(record.get("url") and article.url) and urlsplit(record["url"]).netloc != urlsplit(article.url).netloc


def _otherwise(record: Mapping[str, Any], article: ArticleText) -> Iterator[tuple[str, str, str]]:
    """What a text states otherwise than the record of its article, which is a person's to change."""
    for key in _COMPARED:
        said, states = record.get(key), getattr(article, key)
        if said and states and said != states:
            yield key, said, states


def _damage(article: ArticleText) -> tuple[tuple[str, str], ...]:
    return tuple((_around(article.text, damage), damage.why) for damage in find_damage(article.text))


def _around(text: str, damage: Damage) -> str:
    return " ".join(text[max(0, damage.start - 25) : damage.end + 25].split())


def _record(name: str, article: ArticleText) -> dict[str, Any]:
    """Only what the article states, and only what a record may hold."""
    published = article.published if article.published and edtf_bounds(article.published) else article_date(article.text)
    stated = {"id": name, **{key: getattr(article, key) for key in _STATED}}
    stated |= {"authors": list(article.authors), "published": published}
    return {key: value for key, value in stated.items() if value}
