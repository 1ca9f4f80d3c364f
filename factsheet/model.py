"""The nouns of a fact sheet: frozen values, with no behaviour beyond their own meaning.

Records that people write are pydantic models, so that one definition gives the types, the checks and the JSON
Schema; everything the tool works out for itself is a plain dataclass. Offsets are Python string offsets, half open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

# ---------------------------------------------------------------------------------------------- places and problems


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: path relative to the project, line and column counted from 1; 0 for all of it."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


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
KIND_FILES: Mapping[Kind, str] = {"statement": "statements", "figure": "figures", "event": "events"}
SURE = 0.9  # the documented level: a reading at or above it may be shown without a person's look
UNKNOWN_SPEAKER = "unknown"  # a statement whose articles do not say, or not clearly enough, who spoke


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


_SomeTexts = Annotated[tuple[Text, ...], Field(min_length=1)]
Texts = Annotated[_SomeTexts, BeforeValidator(_one_or_many, json_schema_input_type=Text | _SomeTexts)]
LONGEST_WORDING = 5_000  # characters, some 800 words: the comparison of two wordings grows with the length of both


def _short_enough(parts: tuple[str, ...]) -> tuple[str, ...]:
    if is_too_long(parts):
        raise PydanticCustomError("wording_too_long", "it has more than {most} characters", {"most": f"{LONGEST_WORDING:,}"})
    return parts


def is_too_long(parts: Iterable[str]) -> bool:
    """Whether a wording is longer than any report may have it."""
    return sum(map(len, parts)) > LONGEST_WORDING


Words = Annotated[Texts, AfterValidator(_short_enough)]
Number = Annotated[Decimal, Field(ge=-(10**18), le=10**18, max_digits=30, allow_inf_nan=False)]
_OneOrTwo = Annotated[tuple[Number, ...], Field(min_length=1, max_length=2)]
Numbers = Annotated[_OneOrTwo, BeforeValidator(_one_or_many, json_schema_input_type=Number | _OneOrTwo)]


def means(sentence: str, *examples: Any) -> FieldInfo:
    """What a field holds, for the people who fill it in, with values as YAML has them. Editors and guides show both."""
    field: FieldInfo = Field(description=sentence, examples=list(examples))
    return field


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
        written = self._written
        return Place("?") if written is None else cast(Place, written.place)

    @property
    def texts(self) -> Iterator[tuple[Place, str]]:
        """Every text in it as it was written, with its place."""
        return _texts(self.place, self._written)

    def place_of(self, key: str, item: int | str | None = None) -> Place:
        """Where the value of a key stands, or an item of it when it is a list or has keys; without the key, the record."""
        written = self._written
        if written is None or key not in written:
            return self.place
        value, place = written[key], written.places[key]
        if isinstance(item, int):
            inside = not isinstance(value, str) and item < len(value)
            return cast(Place, value.places[item] if inside else place)
        return cast(Place, value.keys_at[item] if item is not None else place)


def _texts(place: Place, written: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(written, str):
        yield place, written
    elif written is not None:
        keys = written if isinstance(written, dict) else range(len(written))
        for key in keys:
            yield from _texts(written.places[key], written[key])


class Role(Record):
    """An office or a task of a person."""

    title: Annotated[Text, means("What the person is or was, as the articles call it.", "head of the harbour office")]
    since: Annotated[Text | None, means("When it began, as a date of any exactness.", "2024-10")] = Field(None, alias="from")
    until: Annotated[Text | None, means("When it ended; left out while it lasts.", "2029")] = None


class Person(Record):
    """Somebody who may speak in a sheet, or whom a figure names."""

    id: Annotated[Id, means("What the records call this person. It is chosen once and never used again.", "harbour-master")]
    name: Annotated[Text, means("The name as readers see it.", "The harbour master")]
    aliases: Annotated[
        Texts, means("What articles call the person besides the name.", "the head of the port", ["the port chief"])
    ] = ()
    roles: Annotated[
        tuple[Role, ...], means("Offices, the present one first; readers see it beside the name.", [{"title": "harbour master"}])
    ] = ()
    wikidata: Annotated[
        Annotated[str, Field(pattern=r"^Q[1-9]\d*$")] | None,
        means("The person's number in Wikidata, which tells namesakes apart.", "Q42"),
    ] = None


class Article(Record):
    """The bibliographic record of one article, saying only what its text states."""

    id: Annotated[Id, means("What the records call this article; its text is texts/<id>.txt.", "coast-radio")]
    outlet: Annotated[Text | None, means("Who published it.", "Coast Radio")] = None
    title: Annotated[Text | None, means("Its headline.", "Ferry to run all winter")] = None
    authors: Annotated[Texts, means("Who wrote it.", "A reporter of the harbour desk", ["The newsroom", "an agency"])] = ()
    published: Annotated[
        Text | None, means("The day it appeared. It says what “Thursday” means in this article.", "2030-11-05")
    ] = None
    url: Annotated[Url | None, means("Where it stands on the web.", "https://news.example/ferry")] = None
    language: Annotated[Text, means("The language of its text, as a BCP 47 code.", "en", "pt-BR")] = "en"
    lineage: Annotated[
        Id | None, means("The article whose text this one copies, only to overrule what the texts show.", "harbour-post")
    ] = None
    note: Annotated[Text | None, means("What readers should know about this copy.", "Our copy has lost its last lines.")] = None


class Topic(Record):
    """One of the subjects that a sheet's facts are sorted under."""

    id: Annotated[Id, means("What `topic` of a fact names.", "timetable")]
    title: Annotated[Text, means("The heading that readers see.", "The timetable")]


class GlanceLine(Record):
    """One line of what a reader should take away."""

    text: Annotated[Text, means("The line, in your own words.", "The ferry runs all winter, the harbour master says.")]
    facts: Annotated[Texts, means("The ids of the facts that bear it out.", "ferry-runs-all-winter", ["fares", "winter"])] = ()


class Masthead(Record):
    """What sheet.yml says about the event as a whole."""

    format: Annotated[Literal["1"], means("The version of the record format. `factsheet upgrade` keeps it up to date.", 1)]
    title: Annotated[Text, means("The name of the event, as the heading of the sheet.", "The winter ferry, November 2030")]
    summary: Annotated[Text | None, means("Two or three sentences on what happened, in your own words.", "The ferry stays.")] = (
        None
    )
    at_a_glance: Annotated[
        tuple[GlanceLine, ...],
        means("Up to five lines that a reader should take away.", [{"text": "The ferry runs all winter.", "facts": "winter"}]),
    ] = ()
    date: Annotated[
        Text | None, means("The day of the event. It says what “Thursday” means in an article without a date.", "2030-11-05")
    ] = None
    where: Annotated[Text | None, means("Where it happened.", "The harbour office")] = None
    checked: Annotated[
        Text | None, means("The day on which a person last held the whole sheet against its articles.", "2030-11-08")
    ] = None
    license: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]+$")] | None,
        means("The licence of the records, as its id in the SPDX list.", "CC-BY-4.0"),
    ] = None
    topics: Annotated[
        tuple[Topic, ...],
        means("The subjects of the sheet, in reading order.", [{"id": "timetable", "title": "The timetable"}]),
    ] = ()
    redirects: Annotated[
        dict[Id, Id], means("Ids that were published and are gone, each with the fact that took its place.", {"old-id": "new-id"})
    ] = {}


class Outside(Record):
    """Something from beyond the articles, shown as such."""

    says: Annotated[Text, means("What it says, in your own words.", "The timetable of 2029 had a winter break.")]
    source: Annotated[Text, means("Who says so.", "Timetable of the ferry company, 2029")]
    url: Annotated[Url | None, means("Where that stands on the web.", "https://ferry.example/2029")] = None
    checked: Annotated[Text | None, means("The day on which somebody looked it up.", "2030-11-07")] = None


class Correction(Record):
    """A mistake of this sheet that readers may have seen, and what stands there now."""

    date: Annotated[Text, means("The day of the correction.", "2030-11-09")]
    was: Annotated[Text, means("What the fact said before.", "The ferry runs until Christmas.")]
    now: Annotated[Text, means("What it says now.", "The ferry runs all winter.")]
    why: Annotated[Text | None, means("How the mistake came about.", "We had read an older article.")] = None


class Report(Record):
    """One wording of a fact in one article: exactly one of `quote`, `indirect`, `text`; the rest is what it says differently."""

    article: Annotated[Id, means("The article that has this wording: an id of articles.yml.", "coast-radio")]
    quote: Annotated[
        Words | None,
        means(
            "The words between the article's quotation marks, without the marks; a list where “he said” interrupts them.",
            "The ferry will run on every day of the winter",
            ["The ferry will run", "on every day of the winter"],
        ),
    ] = None
    indirect: Annotated[
        Words | None,
        means(
            "The article's own words for what somebody said, without quotation marks.", "that the ferry would not stop this year"
        ),
    ] = None
    text: Annotated[
        Words | None, means("The few words of the article that carry a figure or a date.", "up to 1,200 passengers a day")
    ] = None
    cue: Annotated[Text | None, means("The verb by which the article names the speaker.", "told")] = None
    speaker: Annotated[
        Id | None, means("Whom this article names, where it names another than the fact does.", "ferry-company")
    ] = None
    subject: Annotated[
        Text | None, means("What this article says is counted, where that is something else.", "Passengers and cars")
    ] = None
    status: Annotated[Text | None, means("What the figure or event is in this article, where it differs.", "estimate")] = None
    said_by: Annotated[
        Text | None, means("Whom this article has the figure from: an id of people.yml, or its own words.", "two officials")
    ] = None
    horizon: Annotated[Text | None, means("By when, in this article's words.", "by the end of the decade")] = None
    said: Annotated[Text | None, means("When it was said, where this article gives another day.", "2030-11-04")] = None
    where: Annotated[Text | None, means("Where it was said or happened, where this article differs.", "On the pier")] = None
    date: Annotated[Text | None, means("The date that this article gives, where it is another.", "2030-11-06")] = None
    damaged: Annotated[
        bool, means("Whether our copy of the article has lost words here; such a wording is not compared.", True)
    ] = False
    label: Annotated[
        Text | None,
        means("A person's verdict on this wording. Where the comparison finds another, `note` has to say why.", "trimmed"),
    ] = None
    response: Annotated[
        Text | None, means("What the outlet answers, shown beside the label.", "The full quotation came later.")
    ] = None
    note: Annotated[
        Text | None, means("What readers should know about this wording; also why it may overrule a check.", "A translation.")
    ] = None

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

    id: Annotated[
        Id,
        means(
            "The address of the fact's page: chosen once, never changed, unique among all facts of the sheet.",
            "ferry-runs-all-winter",
        ),
    ]
    topic: Annotated[Id | None, means("The subject it belongs to: an id under `topics` of sheet.yml.", "timetable")] = None
    summary: Annotated[
        Text | None,
        means("One sentence of your own: the heading that readers see.", "The ferry is to run on all days of the winter."),
    ] = None
    reports: Annotated[
        Reports,
        means("Each wording of it, in each article that has it.", [{"article": "coast-radio", "quote": "The ferry will run"}]),
    ]
    note: Annotated[
        Text | None, means("What readers should know about this fact.", "The harbour master spoke in two interviews.")
    ] = None
    differs: Annotated[
        Text | None,
        means("One sentence on how the articles clash where no field shows it.", "One article has it the other way round."),
    ] = None
    outside: Annotated[
        tuple[Outside, ...],
        means("What sources beyond the articles say, shown as such.", [{"says": "It ran in 2029, too.", "source": "Timetable"}]),
    ] = ()
    corrections: Annotated[
        tuple[Correction, ...],
        means("Mistakes that readers may have seen.", [{"date": "2030-11-09", "was": "until Christmas", "now": "all winter"}]),
    ] = ()
    anchor: Annotated[
        Id | None, means("The article that is the primary transcript; the other wordings are held against it.", "harbour-post")
    ] = None

    @property
    def heading(self) -> str:
        """The summary, or the first words of the first report."""
        if self.summary:
            return self.summary
        words = " … ".join(self.reports[0].parts).split()
        return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


class Statement(Fact):
    """One utterance, with each article's wording of it."""

    speaker: Annotated[
        Id, means("Who said it: an id of people.yml, or `unknown` where no article says it clearly.", "harbour-master", "unknown")
    ]
    said: Annotated[Text | None, means("When it was said, as a date of any exactness.", "2030-11-05", "2030-11")] = None
    where: Annotated[Text | None, means("Where it was said.", "The harbour office")] = None


class Figure(Fact):
    """A number: its value, its unit and what is counted, with the words of each article that carry it."""

    subject: Annotated[Text, means("What is counted, so that figures of the same name meet.", "Passengers of the winter ferry")]
    value: Annotated[Numbers, means("One number in digits, or the two ends of a range.", 1200, [20000, 50000])]
    unit: Annotated[
        Text, means("What it counts: “percent of …”, an ISO 4217 code for money, a measure, or a noun.", "passengers", "EUR")
    ]
    bound: Annotated[Bound, means("How the articles limit the number.", "up to")] = "exactly"
    status: Annotated[FigureStatus | None, means("Whether it is measured, wished for or guessed.", "forecast")] = None
    said_by: Annotated[
        Text | None,
        means("Whom the articles have it from: an id of people.yml, or their own words.", "harbour-master", "two officials"),
    ] = None
    horizon: Annotated[Text | None, means("By when, in the articles' words.", "by 2032")] = None
    date: Annotated[Text | None, means("The day for which the number holds.", "2030")] = None


class Event(Fact):
    """Something that happened or is to happen on a date."""

    date: Annotated[Text, means("When: a date of any exactness, or a span.", "2030-11-05", "2030-11", "2030-11-05/2030-11-07")]
    status: Annotated[EventStatus | None, means("Whether it is over, fixed or only awaited.", "scheduled")] = None
    where: Annotated[Text | None, means("Where it happens.", "The island pier")] = None


class Rejection(Record):
    """A proposal a person said no to: the article, the kind, and the hash of its words at their nth occurrence."""

    article: Annotated[Id, means("The article that has the words.", "coast-radio")]
    kind: Annotated[Kind, means("What they were proposed as.", "figure")]
    words: Annotated[Digest, means("The hash of the words, as `factsheet reject` writes it.", "77ab0c4de1f20934")]
    nth: Annotated[int, Field(ge=1), means("Which of several places in the article that have the same words.", 2)] = 1
    within: Annotated[Digest | None, means("The hash of the sentence they stand in.", "9c41d0f2a7b35e68")] = None
    reason: Annotated[Text | None, means("Why not.", "the age of the boat")] = None


class Proposal(Record):
    """An extracted fact that nobody has answered yet. Where a fact with the record's id exists, its report joins that fact."""

    id: Annotated[Id, means("What `factsheet accept` and `reject` call it.", "the-ferry-will-run")]
    article: Annotated[Id, means("The article that it was read in.", "coast-radio")]
    kind: Annotated[Kind, means("What it would become.", "statement")]
    words: Annotated[Digest, means("The hash of its words, by which an answer is remembered.", "77ab0c4de1f20934")]
    nth: Annotated[int, Field(ge=1), means("Which of several places in the article that have the same words.", 2)] = 1
    also: Annotated[
        tuple[OtherPart, ...],
        means("The other parts of a quotation that the article interrupts: hash and place of each.", ["9c41aa03bd5e6f72-1"]),
    ] = ()
    confidence: Annotated[float, means("How sure the extractor is, from 0 to 1.", 0.93)]
    where: Annotated[Text, means("The sentence of the article that it was read in.", "“The ferry will run all winter,” he said.")]
    suggests: Annotated[
        Text | None, means("A fact that it may belong to, and the label it would get there.", "ferry-runs-all-winter (trimmed)")
    ] = None
    person: Annotated[
        Person | None,
        means("A speaker whom people.yml does not have yet.", {"id": "harbour-master", "name": "The harbour master"}),
    ] = None
    record: Annotated[
        Any,  # read by the model of its kind when it is accepted
        means("The fact as it would be written. Edit it here before you accept it.", {"id": "the-ferry-will-run"}),
    ]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an article states about itself."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    remarks: tuple[str, ...] = ()  # what a person should know about this copy


@dataclass(frozen=True, slots=True)
class ArticleText(Metadata):
    """An article's text, the spans of it that are not the article (captions, related stories, footers), and what it states."""

    text: str
    boilerplate: tuple[tuple[int, int], ...] = ()


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
class Version:
    """A text that an article had: the hash of it after normalisation, and how many words it counts."""

    sha256: str
    words: int


@dataclass(frozen=True, slots=True)
class ArticleReceipts:
    sha256: str
    words: int
    lineage: str
    receipts: tuple[Receipt, ...] = ()
    earlier: tuple[Version, ...] = ()  # the texts it had before this one, oldest first
    length: int | None = None  # characters of the normalised text, in which receipts count; older locks do not tell


@dataclass(frozen=True, slots=True)
class Lock:
    published: tuple[str, ...] = ()
    articles: Mapping[str, ArticleReceipts] = field(default_factory=dict)
    sheet: str | None = None  # the folder that was locked: its name is the address of every page
    people: Mapping[str, str] = field(default_factory=dict)  # id -> hash of the name that pages show
    outlets: Mapping[str, str] = field(default_factory=dict)  # article -> hash of its outlet's name
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
