"""New articles: their text goes to texts/, what they state about themselves to articles.yml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from factsheet.articles import SUFFIXES, read_article
from factsheet.edtf import edtf_bounds
from factsheet.evidence import Witness, witness
from factsheet.extract.damage import find_damage
from factsheet.extract.dates import article_date
from factsheet.model import ArticleText, Damage, Place, Problem, Sheet
from factsheet.splices import Refused, append_records, replace_file, splice_file
from factsheet.text import slug

_STATED = ("outlet", "title", "authors", "published", "url", "language")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file."""

    file: str
    article: str  # its id
    new_record: bool
    new_text: bool
    unknown: tuple[str, ...] = ()  # what it does not state
    damage: tuple[tuple[str, str], ...] = ()  # (the words around the place, why)
    boilerplate: int = 0  # stretches set apart
    twin: str | None = None  # an article that has the same text already


def add_articles(root: Path, sheet: Sheet, witnesses: Mapping[str, Witness], files: Sequence[Path]) -> list[Added | Problem]:
    """Register files one after the other. A file named like a known article gives that article its text."""
    known = {article.id for article in sheet.articles}
    texts = {held.sha256: name for name, held in witnesses.items()}
    found: list[Added | Problem] = []
    for file in files:
        if file.suffix not in SUFFIXES:
            hint = f"articles are {', '.join(SUFFIXES)} files"
            found.append(Problem(Place(str(file)), "unknown-format", f"`{file.suffix or file.name}` is not read", hint))
            continue
        article = read_article(file, str(file))
        if isinstance(article, Problem):
            found.append(article)
            continue
        twin = texts.get(witness(article).sha256)
        if twin:
            found.append(Added(str(file), twin, new_record=False, new_text=False, twin=twin))
            continue
        name = file.stem if file.stem in known else _new_id(article, file, known)
        added = _add(root / "content" / sheet.id, file, name, article, new=name not in known)
        known.add(name)
        texts[witness(article).sha256] = name
        found.append(added)
    return found


def _new_id(article: ArticleText, file: Path, known: set[str]) -> str:
    base = slug(article.outlet or file.stem) or "article"
    return next(name for n in count(1) if (name := base if n == 1 else f"{base}-{n}") not in known)


def _add(folder: Path, file: Path, name: str, article: ArticleText, *, new: bool) -> Added:
    path = folder / "texts" / f"{name}{'.md' if file.suffix == '.md' else '.txt'}"
    data = article.text.encode()
    if path.exists() and path.read_bytes() != data:
        raise Refused(f"{path} is there already with another text; move it away if {file} is to take its place")
    replace_file(path, data, data if path.exists() else None)  # the same text may be there from a run that was stopped
    record = _record(name, article)
    if new:
        splice_file(
            folder / "articles.yml", lambda text: append_records(text, [record]), lambda values: [*(values or []), record]
        )
    unknown = tuple(key for key in _STATED if key not in record)
    return Added(
        str(file),
        name,
        new,
        True,
        unknown,
        tuple((_around(article.text, d), d.why) for d in find_damage(article.text)),
        len(article.boilerplate),
    )


def _around(text: str, damage: Damage) -> str:
    return " ".join(text[max(0, damage.start - 25) : damage.end + 25].split())


def _record(name: str, article: ArticleText) -> dict[str, Any]:
    """Only what the article states, and only what a record may hold."""
    published = article.published if article.published and edtf_bounds(article.published) else article_date(article.text)
    url = article.url if article.url and article.url.startswith(("http://", "https://")) else None
    stated = {
        "id": name,
        "outlet": article.outlet,
        "title": article.title,
        "authors": list(article.authors),
        "published": published,
        "url": url,
        "language": article.language,
    }
    return {key: value for key, value in stated.items() if value}
