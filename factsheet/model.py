"""The nouns of a fact sheet: frozen values, with no behaviour beyond their own meaning.

Records that people write are pydantic models, so that one definition gives the types, the checks and the JSON
Schema; everything the tool works out for itself is a plain dataclass. Offsets are Python string offsets, half open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

# ---------------------------------------------------------------------------------------------- places and problems


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: path relative to the project, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(StrEnum):
    ERROR = "error"  # `check` and the build fail
    WARNING = "warning"  # they fail with --strict
    NOTE = "note"  # never fails


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.message}"


# ----------------------------------------------------------------------------------------------- what people write

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s\"'<>\\^`{|}]+$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
OtherPart = Annotated[str, Field(pattern=r"^[0-9a-f]{16}-[1-9]\d{0,3}$")]
Bound = Literal["exactly", "about", "up to", "at least", "more than", "less than", "nearly"]
FigureStatus = Literal["actual", "target", "demand", "pledge", "estimate", "forecast", "speculation"]
EventStatus = Literal["happened", "scheduled", "expected"]
Kind = Literal["statement", "figure", "event"]
SURE = 0.9  # the documented level: a reading at or above it may be shown without a person's look
UNKNOWN_SPEAKER = "unknown"  # a statement whose articles do not say, or not clearly enough, who spoke


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), Field(min_length=1)]
Number = Annotated[Decimal, Field(ge=-(10**18), le=10**18, max_digits=30, allow_inf_nan=False)]
Numbers = Annotated[tuple[Number, ...], BeforeValidator(_one_or_many), Field(min_length=1, max_length=2)]


class Record(BaseModel):
    """Something a person wrote in YAML. It knows the place of itself and of each of its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _written: Any = PrivateAttr(default=None)  # the placed YAML mapping that it was read from

    @model_validator(mode="wrap")
    @classmethod
    def _keep_places(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        record = handler(data)
        record._written = data if hasattr(data, "places") else None
        return record

    @property
    def place(self) -> Place:
        return Place("?") if self._written is None else cast(Place, self._written.place)

    def place_of(self, key: str, item: int | None = None) -> Place:
        """Where the value of a key stands, or one item of it when it is a list; the record itself when the key is left out."""
        if self._written is None or key not in self._written:
            return self.place
        value = self._written[key]
        in_list = item is not None and not isinstance(value, str) and item < len(value)
        return cast(Place, value.places[item] if in_list else self._written.places[key])


class Role(Record):
    title: Text
    since: Text | None = Field(None, alias="from")
    until: Text | None = None


class Person(Record):
    id: Id
    name: Text
    aliases: Texts = ()
    roles: tuple[Role, ...] = ()
    wikidata: Annotated[str, Field(pattern=r"^Q[1-9]\d*$")] | None = None


class Article(Record):
    """The bibliographic record of one article, saying only what its text states."""

    id: Id
    outlet: Text | None = None
    title: Text | None = None
    authors: Texts = ()
    published: Text | None = None
    url: Url | None = None
    language: Text = "en"
    lineage: Id | None = None
    note: Text | None = None


class Topic(Record):
    id: Id
    title: Text


class GlanceLine(Record):
    text: Text
    facts: Texts = ()


class Masthead(Record):
    """What sheet.yml says about the event as a whole."""

    format: Literal["1"]
    title: Text
    summary: Text | None = None
    at_a_glance: tuple[GlanceLine, ...] = ()
    date: Text | None = None
    where: Text | None = None
    checked: Text | None = None
    topics: tuple[Topic, ...] = ()
    redirects: dict[Id, Id] = {}


class Outside(Record):
    """Something from beyond the articles, shown as such."""

    says: Text
    source: Text
    url: Url | None = None
    checked: Text | None = None


class Correction(Record):
    date: Text
    was: Text
    now: Text
    why: Text | None = None


class Report(Record):
    """One wording of a fact in one article: exactly one of `quote`, `indirect`, `text`; the rest is what it says differently."""

    article: Id
    quote: Texts | None = None
    indirect: Texts | None = None
    text: Texts | None = None
    cue: Text | None = None
    speaker: Id | None = None
    subject: Text | None = None
    status: Text | None = None
    said_by: Text | None = None
    horizon: Text | None = None
    said: Text | None = None
    where: Text | None = None
    date: Text | None = None
    damaged: bool = False
    label: Text | None = None
    response: Text | None = None
    note: Text | None = None

    @property
    def form(self) -> Literal["quote", "indirect", "text"]:
        return "quote" if self.quote else "indirect" if self.indirect else "text"

    @property
    def parts(self) -> tuple[str, ...]:
        """The article's words, one part for each stretch."""
        return self.quote or self.indirect or self.text or ()


Reports = Annotated[tuple[Report, ...], Field(min_length=1)]


class Fact(Record):
    """What statements, figures and events have in common."""

    id: Id
    topic: Id | None = None
    summary: Text | None = None
    reports: Reports
    note: Text | None = None
    differs: Text | None = None
    outside: tuple[Outside, ...] = ()
    corrections: tuple[Correction, ...] = ()
    anchor: Id | None = None

    @property
    def heading(self) -> str:
        """The summary, or the first words of the first report."""
        if self.summary:
            return self.summary
        words = " … ".join(self.reports[0].parts).split()
        return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


class Statement(Fact):
    speaker: Id
    said: Text | None = None
    where: Text | None = None


class Figure(Fact):
    subject: Text
    value: Numbers
    unit: Text
    bound: Bound = "exactly"
    status: FigureStatus | None = None
    said_by: Text | None = None
    horizon: Text | None = None
    date: Text | None = None


class Event(Fact):
    date: Text
    status: EventStatus | None = None
    where: Text | None = None


class Rejection(Record):
    """A proposal a person said no to: the article, the kind, and the hash of its words at their nth occurrence."""

    article: Id
    kind: Kind
    words: Digest
    nth: Annotated[int, Field(ge=1)] = 1
    reason: Text | None = None


class Proposal(Record):
    """An extracted fact that nobody has answered yet. Where a fact with the record's id exists, its report joins that fact."""

    id: Id
    article: Id
    kind: Kind
    words: Digest
    nth: Annotated[int, Field(ge=1)] = 1
    also: tuple[OtherPart, ...] = ()  # the other parts of a quotation that the article interrupts: hash and nth of each
    confidence: float
    where: Text
    suggests: Text | None = None  # a fact that its report may belong to, and the label it would get there
    person: Person | None = None
    record: Any  # the fact as it would be written, read by the model of its kind when it is accepted


# ------------------------------------------------------------------------------------------- what the tool reads


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted stretch of one paragraph, without its marks, and who said it; `speaker` is None when unsure."""

    start: int
    end: int
    text: str
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Indirect:
    """Words that somebody is reported to have said; the span holds the attribution where that interrupts them.

    `speaker` is None when unsure; `cue` is the verb as it stands in the text.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it. `value` holds one number or the two ends of a range; the span is number and unit."""

    start: int
    end: int
    text: str
    value: tuple[Decimal, ...]
    unit: str | None = None
    of: str | None = None
    bound: Bound = "exactly"
    kind: str = "count"
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression with its TIMEX3 value and type."""

    start: int
    end: int
    text: str
    value: str
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    bound: Literal["since", "by", "until", "before", "after"] | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the copy seems to have lost words."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the extractor reads in one text."""

    quotations: tuple[Quotation, ...] = ()
    indirect: tuple[Indirect, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    damage: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's text, the spans of it that are not the article (captions, related stories, footers), and what it states."""

    text: str
    boilerplate: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None


# ------------------------------------------------------------------------------------------------------- receipts


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that some words stand in an article: their hash and their place in its normalised text."""

    words: str
    start: int
    end: int
    quoted: bool = False
    speaker: str | None = None  # whom the extractor surely read
    named: str | None = None  # whom the record named when it was locked, where that is another or nobody was read


@dataclass(frozen=True, slots=True)
class ArticleReceipts:
    sha256: str
    words: int
    lineage: str
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    published: tuple[str, ...] = ()
    articles: Mapping[str, ArticleReceipts] = field(default_factory=dict)
    readable: bool = True  # false: there is a lock, and what it says is not known


# --------------------------------------------------------------------------------------------------- all together


@dataclass(frozen=True, slots=True)
class Sheet:
    """One event: everything that stands in its folder but the article texts."""

    id: str
    masthead: Masthead
    articles: tuple[Article, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    lock: Lock = Lock()

    @property
    def facts(self) -> tuple[Statement | Figure | Event, ...]:
        return (*self.statements, *self.figures, *self.events)


@dataclass(frozen=True, slots=True)
class Project:
    people: tuple[Person, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    unread: frozenset[str] = frozenset()  # files with problems and the ids in them: known to be there, though not what they say
