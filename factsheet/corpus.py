"""Extract over many articles: files, folders, JSON-lines corpora, standard input.

`answer` is one pure function: an article as it came in, what was read in it out, or the problem it is. Before it stands where
articles come from, after it a file that an interrupted run can go on with. Where it runs is none of its business.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from factsheet.articles import KINDS, SUFFIXES, parse_source
from factsheet.edtf import edtf_bounds
from factsheet.extract import read
from factsheet.extract.dates import article_date
from factsheet.model import ArticleText, Person, Place, Problem
from factsheet.placed import MAX_BYTES
from factsheet.readings import Read, as_json, as_table, at_least
from factsheet.splices import Refused, locked
from factsheet.text import escaped

STDIN = "-"
LINE = ".jsonl"
CHUNK_ARTICLES, CHUNK_BYTES = 32, 250_000  # about half a second of work on articles of usual length


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it came."""

    place: Place
    suffix: str  # of its file; LINE when it is one line of a corpus
    data: bytes


@dataclass(frozen=True, slots=True)
class Manner:
    """How articles are read and shown."""

    people: Sequence[Person] = ()
    published: str | None = None  # for an article that states no date
    confidence: float = 0
    form: Literal["table", "jsonl"] = "jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one source: lines to write, or a problem."""

    size: int  # bytes of the source
    said: str | Problem


# ---------------------------------------------------------------------------------------------------------- articles


def find_sources(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Source | Problem]:
    """Every article of the paths, in their order, one at a time."""
    for given in paths:
        path = Path(given)
        if given == STDIN:
            yield from _stream(stdin)
        elif path.is_dir():
            files = (_file(file) if isinstance(file, Path) else file for file in _walk(path))
            first = next(files, Problem(Place(given), "no-articles", f"the folder holds no {' or '.join(SUFFIXES)} file"))
            yield from chain([first], files)
        elif path.suffix == LINE:
            yield from _corpus(path)
        else:
            yield _file(path)


def total_size(paths: Sequence[str]) -> int:
    """Bytes of all articles, to tell how long it will take; 0 when nobody can know."""
    sizes = []
    for given in paths:
        path = Path(given)
        if given == STDIN or not path.exists() or not (path.is_file() or path.is_dir()):
            return 0
        files = [file for file in _walk(path) if isinstance(file, Path)] if path.is_dir() else [path]
        sizes += [file.stat().st_size for file in files]
    return sum(sizes)


def _walk(folder: Path) -> Iterator[Path | Problem]:
    """The articles in a folder and those below it, by name."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Problem(Place(str(folder)), "unreadable", error.strerror or str(error))
        return
    for entry in entries:
        if entry.is_dir():
            if not entry.is_symlink():  # it may lead in a circle
                yield from _walk(entry)
        elif entry.suffix in SUFFIXES and entry.is_file():
            yield entry


def _file(path: Path) -> Source | Problem:
    try:
        with path.open("rb") as file:
            return Source(Place(str(path)), path.suffix, file.read(MAX_BYTES + 1))  # one byte too many is one
    except OSError as error:
        return Problem(Place(str(path)), "unreadable", error.strerror or str(error))


def _stream(stream: BinaryIO) -> Iterator[Source | Problem]:
    """Standard input: JSON lines when it begins like them, else one text."""
    first = stream.readline(MAX_BYTES + 1)
    if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from _lines(stream, "stdin", first)
    else:
        yield Source(Place("stdin"), ".txt", first + stream.read(MAX_BYTES))


def _corpus(path: Path) -> Iterator[Source | Problem]:
    try:
        with path.open("rb") as file:
            yield from _lines(file, str(path), file.readline(MAX_BYTES + 1))
    except OSError as error:
        yield Problem(Place(str(path)), "unreadable", error.strerror or str(error))


def _lines(stream: BinaryIO, name: str, line: bytes) -> Iterator[Source | Problem]:
    number = 0
    while line:
        number += 1
        if len(line) > MAX_BYTES:
            message = f"the line has more than {MAX_BYTES:,} bytes"
            yield Problem(Place(name, number), "too-large", message, "one article is one line; is this a corpus?")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
        elif line.strip():
            yield Source(Place(name, number), LINE, line)
        line = stream.readline(MAX_BYTES + 1)


def in_chunks(sources: Iterable[Source | Problem]) -> Iterator[list[Source | Problem]]:
    """A few at a time, so that sending them to another process costs little beside reading them."""
    chunk: list[Source | Problem] = []
    size = 0
    for source in sources:
        chunk.append(source)
        size += _size(source)
        if len(chunk) >= CHUNK_ARTICLES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _size(source: Source | Problem) -> int:
    return len(source.data) if isinstance(source, Source) else 0


# ----------------------------------------------------------------------------------------------------------- reading


def answers(manner: Manner, sources: Sequence[Source | Problem]) -> list[Answer]:
    return [answer(manner, source) for source in sources]


def answer(manner: Manner, source: Source | Problem) -> Answer:
    """What is read in an article, as lines of text; whatever it does to the extractor, the next one is read."""
    try:
        said = source if isinstance(source, Problem) else _said(manner, source)
    except Exception as error:
        message = f"the extractor failed: {type(error).__name__}: {error}"
        said = Problem(source.place, "extractor-failed", message, "this is a fault of factsheet")
    return Answer(_size(source), said)


def lost(source: Source | Problem) -> Answer:
    """For an article that no process survives."""
    hint = "it may need more memory than there is"
    return Answer(_size(source), Problem(source.place, "worker-died", "the process that read this article died", hint))


def _said(manner: Manner, source: Source) -> str | Problem:
    opened = _opened(source)
    if isinstance(opened, Problem):
        return opened
    name, article, given = opened
    published = given or article.published or manner.published or article_date(article.text)
    reading = at_least(read(article.text, published, manner.people), manner.confidence)
    shown = Read(name, article, published, reading)
    if manner.form == "jsonl":
        return escaped(json.dumps(as_json(shown), ensure_ascii=False)) + "\n"
    return "".join(f"{line}\n" for line in as_table(shown))


def _opened(source: Source) -> tuple[str, ArticleText, str | None] | Problem:
    """(id, article, the date that the corpus gives it)."""
    if source.suffix == LINE:
        return _line(source.data, source.place)
    article = parse_source(source.data, KINDS.get(source.suffix, "text"), source.place.path)
    return article if isinstance(article, Problem) else (source.place.path, article, None)


def _line(line: bytes, place: Place) -> tuple[str, ArticleText, str | None] | Problem:
    hint = 'a line is one article: {"id": "…", "text": "…", "published": "2025-04-03"}'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(place, "not-json", str(error), hint)
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("id"), (str, int)):
        return Problem(place, "not-an-article", "`id` or `text` is missing, or is no text", hint)
    published = row.get("published")
    if published is not None and (not isinstance(published, str) or edtf_bounds(published) is None):
        return Problem(place, "bad-date", f"`published` is {published!r}, which is no date", "dates read like 2025-04-03")
    return str(row["id"]), ArticleText(row["text"]), published


def progress(count: int, size: int, total: int, seconds: float) -> str:
    """How far a run is: articles, rate, and the time left when the size of all is known."""
    said = f"{count:,} articles, {count / seconds:,.0f} a second" if seconds else f"{count:,} articles"
    if not size or total <= size:
        return said
    left = round(seconds * (total - size) / size)
    return f"{said}, {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"


# -------------------------------------------------------------------------------------------------------- going on

_BEGIN = b'{"article": '  # of every line we write


@dataclass(frozen=True, slots=True)
class Output:
    """Where lines are written, and what became of the sources that earlier runs are done with."""

    write: Callable[[str], None]
    size: int  # bytes of those sources
    problems: list[Problem]


@contextmanager
def appending(path: Path, sources: Iterator[Source | Problem], *, resume: bool) -> Iterator[Output]:
    """A new file, or one to go on with: what it holds is taken from the sources.

    However the run ends, short of being killed, the last line of the file is whole.
    """
    if path.exists() and not path.is_file():
        raise Refused(f"{path} is no file; choose another to write to")
    try:
        path.open("xb").close()
    except FileExistsError:
        if not resume:
            raise Refused(f"{path} is there already; --resume goes on with it") from None
    with locked(path):
        skipped = list(_skip_done(path, sources))
        _cut_half_line(path)
        try:
            with path.open("ab") as file:

                def write(text: str) -> None:
                    file.write(text.encode("utf-8", "backslashreplace"))  # half a surrogate pair is an escape in JSON
                    file.flush()

                problems = [answer.said for answer in skipped if isinstance(answer.said, Problem)]
                yield Output(write, sum(answer.size for answer in skipped), problems)
        finally:
            _cut_half_line(path)


def _skip_done(path: Path, sources: Iterator[Source | Problem]) -> Iterator[Answer]:
    for name in _done(path):
        for source in sources:
            found = _name(source)
            if found == name:
                yield Answer(_size(source), "")
                break
            failed = Problem(source.place, "failed-before", "an earlier run could not read this article", "try it by itself")
            yield Answer(_size(source), found if isinstance(found, Problem) else failed)
        else:
            raise Refused(f"{path} holds {name!r}, which does not come next in this input; go on with the same one")


def _done(path: Path) -> Iterator[str]:
    """The articles of the whole lines."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            ours = line.startswith(_BEGIN) or _BEGIN.startswith(line)
            try:
                name = str(json.loads(line)["article"]) if ours and line.endswith(b"\n") else None
            except (ValueError, RecursionError):
                ours = False
            if not ours:
                raise Refused(f"{path}:{number}: `factsheet extract` wrote no such line; choose another file")
            if name is not None:
                yield name


def _name(source: Source | Problem) -> str | Problem:
    """What the line of an article calls it; a problem, when that could be seen without reading it."""
    if isinstance(source, Problem) or source.suffix != LINE:
        return source if isinstance(source, Problem) else source.place.path
    line = _line(source.data, source.place)
    return line if isinstance(line, Problem) else line[0]


def _cut_half_line(path: Path) -> None:
    with path.open("rb+") as file:
        end = whole = file.seek(0, 2)
        while end and whole == end:  # no line has ended in what was looked at
            start = max(0, end - 65_536)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            end, whole = start, start + found + 1
        file.truncate(whole)
