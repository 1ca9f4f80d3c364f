"""What somebody is reported to have said without quotation marks.

It reads the same story as speakers.py: the words outside the quotation marks, with verbs of saying and their subjects
as tags. Each tag whose verb is in `FAMILIES` is asked, by the shapes of `SHAPES` in order, where the words stand that
it reports: before it ("The ferry was late, Hill said"), around it ("The ferry, said Hill, was late") or after it ("Hill
said that the ferry was late"). What was not said for certain (`NO_STATEMENTS`) is left out, and so is whatever one
report holds of another: only the outermost speaker answers for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import NamedTuple

from factsheet.extract.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    CUES,
    DEMONYMS,
    DETERMINERS,
    MONTHS,
    PEOPLE,
    PERSONAL,
    PREPOSITIONS,
    SPANS,
    VERBS,
    WEEKDAYS,
    forms,
    wordset,
)
from factsheet.extract.speakers import (
    LIKELY,
    Cast,
    Directory,
    Grammar,
    Mention,
    Resolver,
    Sentence,
    Story,
    Tag,
    Token,
    cast_of,
    is_headline,
    is_role,
    narrate,
)
from factsheet.model import Indirect, Person

# --------------------------------------------------------------------------------------------- what verbs may take


class Takes(Flag):
    """What a verb of saying may have with it."""

    THAT = auto()  # said that the ferry was late
    BARE = auto()  # said the ferry was late
    HOW = auto()  # explained how the ferry had sunk
    TO = auto()  # vowed to leave
    WHOM = auto()  # told the crew that the ferry was late
    WHOM_TO = auto()  # urged the crew to leave
    DOING = auto()  # admitted leaving early
    ASIDE = auto()  # The ferry, Hill said, was late.


_CLAUSE = Takes.THAT | Takes.BARE
_FULL = _CLAUSE | Takes.HOW | Takes.ASIDE


class Family(NamedTuple):
    """Verbs that take the same, and how sure it is that what follows them are somebody's words."""

    verbs: str
    takes: Takes
    sure: float


FAMILIES = (
    Family("say", _FULL, 0.99),
    Family("tell", _FULL | Takes.WHOM | Takes.WHOM_TO, 0.98),
    Family(
        """add note argue insist announce acknowledge explain contend maintain assert declare state stress emphasize emphasise
        reiterate concede observe remark testify reply respond write tweet complain claim report reveal disclose allege confirm
        conclude estimate boast proclaim lament affirm counter joke repeat protest retort clarify specify elaborate
        opine quip confess comment""",
        _FULL,
        0.97,
    ),
    Family("recall recount highlight underscore underline", Takes.THAT | Takes.HOW | Takes.ASIDE, 0.96),
    Family("point make", _FULL, 0.97),
    Family("suggest indicate admit deny predict imply hint mention", _FULL | Takes.DOING, 0.95),
    Family("warn caution advise promise", _FULL | Takes.WHOM | Takes.WHOM_TO | Takes.TO, 0.97),
    Family("remind assure reassure inform notify", _CLAUSE | Takes.WHOM, 0.97),
    Family("vow pledge threaten swear", _FULL | Takes.TO, 0.97),
    Family("urge order instruct implore beg exhort", Takes.THAT | Takes.WHOM_TO, 0.92),
    Family("propose recommend demand", Takes.THAT | Takes.DOING, 0.92),
    Family("believe think hope fear expect", _CLAUSE, 0.85),
)
_FAMILY_OF: Mapping[str, tuple[str, Family]] = {
    form: (verb, family) for family in FAMILIES for verb in family.verbs.split() for form, _ in forms(verb)
}
_PARTICLES: Mapping[str, tuple[str, ...]] = {"point": ("out",), "make": ("clear", "plain")}  # without which they say nothing

# ------------------------------------------------------------------------------------------------- the small words

_NEVER = wordset(
    """not never n't no without cannot don't doesn't didn't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't isn't
    aren't wasn't weren't"""
)
_IMAGINED = wordset("would could may might should must can ought let let's")
_GOES_ON = wordset(  # before "to say"
    """go goes went gone going continue continues continued continuing appear appears appeared appearing seem seems seemed
    rise rose proceed proceeds proceeded begin begins began start starts started come came return returned use used"""
)
_CONDITIONS = wordset("if whether unless")
_SUBORDINATE = wordset("when after as while although though because since before once where until")
_CLAUSE_OPENERS = wordset("who which that whose when as while although though because once where until")
_NOT_MAIN = _SUBORDINATE | _CONDITIONS | PREPOSITIONS
_SIDE_PREPOSITIONS = PREPOSITIONS - _SUBORDINATE
_CONTRAST = wordset("but although though while whereas")
_JOINING = _CONTRAST | {"and"}
_WHAT = wordset("what how why where who whom which than everything anything whatever")
_NO_BARE = VERBS | _SUBORDINATE | _CONDITIONS | wordset("to and or but so who whom whose which with")
_OBJECTS = wordset("me us him them you")
_NO_BASE = DETERMINERS | PERSONAL | _OBJECTS | {"her"}
_ONE_MORE = wordset("the a an his her its their this these those")  # which begin a noun phrase of their own
_CAUSES = wordset("let lets make makes made help helps helped have see sees saw hear hears heard watch watched")
_SUBJECT_PRONOUNS = wordset("he she they it we i you there")
_AFTER_HER = _SUBJECT_PRONOUNS | {"that", "to", "the"}  # where "her" is nobody's: told her that, told her mother that
_NO_CLAUSE = wordset(
    "something anything nothing so yes no as it thanks goodbye sorry hello much little more less that those these same which"
)
_NO_SPEAKERS = wordset("i we you")
_NO_ADJUNCTS = wordset("than like as out per without despite")
_GOVERNED = wordset("of for from at by with about")  # prepositions after which no subject can stand
_OPENS_CLAUSE = wordset("there all both most even here just only family early nearly roughly")  # no adverb of saying
_TIMES = SPANS | WEEKDAYS | MONTHS | {"fall", "quarter", "decade"}
_SHARES = wordset("percent half third thirds quarter majority most many some several all two three four five six seven eight")
_FINITE = VERBS - wordset("be been being made paid left held taken led met built brought bought sold sent lost won hit hid")
_NO_VERB_AFTER = DETERMINERS | {"and", "or"}
_NUMBERS = wordset("two three four five six seven eight nine ten eleven twelve twenty thirty hundreds dozens thousands half most")
_DASHES = frozenset(("—", "–", "-", "―", "--"))
_PAUSES = _DASHES | {","}


# ------------------------------------------------------------------------------------------------ where words stand


class Content(NamedTuple):
    """Tokens first to last (one past) that somebody is reported to have said, and how sure it is that they are.

    `then` is the cue of a second verb of the same subject that ends them: Hill said it was late and blamed the fog.
    """

    first: int
    last: int
    sure: float
    then: int = -1


@dataclass(slots=True)
class Scene:
    """One verb of saying in its sentence."""

    story: Story
    grammar: Grammar
    sentence: Sentence
    tags: list[Tag]  # all of the sentence
    tag: Tag
    helpers: list[str] = field(init=False)  # the words between subject and verb

    def __post_init__(self) -> None:
        self.take(self.tag)

    def take(self, tag: Tag) -> None:
        self.tag = tag
        first = tag.subject.last if tag.subject.last <= tag.cue else self.sentence.first
        at = max(first - 1, self.grammar.skip_back(tag.cue - 1, self.sentence.first))
        self.helpers = [token.word for token in self.tokens[at + 1 : tag.cue]]

    @property
    def tokens(self) -> list[Token]:
        return self.story.tokens

    @property
    def cue(self) -> int:
        return self.tag.cue

    @property
    def by_source(self) -> bool:
        """Whether the tag is no verb but "according to"."""
        return self.tokens[self.cue].word == "according"

    @property
    def verb(self) -> str:
        return _FAMILY_OF[self.tokens[self.cue].word][0]

    @property
    def family(self) -> Family:
        return _FAMILY_OF[self.tokens[self.cue].word][1]

    @property
    def form(self) -> str:
        return "" if self.by_source else CUES[self.tokens[self.cue].word].form

    @property
    def is_participle(self) -> bool:
        """Whether it is "adding", and not "is adding"."""
        return self.form == "ing" and not any(word in BE for word in self.helpers)

    @property
    def inverted(self) -> bool:
        return self.tag.subject.first > self.cue

    @property
    def left(self) -> int:
        """The token before subject and verb."""
        return min(self.cue, self.tag.subject.first) - 1

    @property
    def end(self) -> int:
        """One past the last token before the full stop."""
        end = self.sentence.last
        while end > self.sentence.first and self.tokens[end - 1].text in (".", "!", "?", "…", ")", "]"):
            end -= 1
        return end

    def text_at(self, at: int) -> str:
        return self.tokens[at].text if self.sentence.first <= at < self.sentence.last else ""

    def word_at(self, at: int) -> str:
        return self.tokens[at].word if self.sentence.first <= at < self.sentence.last else ""

    def is_quoted(self, at: int) -> bool:
        return at < self.sentence.last and self.tokens[at].quote >= 0

    def words(self, first: int, last: int) -> int:
        return sum(token.is_word for token in self.tokens[first:last])

    @property
    def before_helpers(self) -> int:
        return self.cue - len(self.helpers) - 1

    @property
    def attached(self) -> bool:
        """Whether the subject stands beside its verb, or beside what commas set off."""
        between = self.tokens[self.tag.subject.last : self.before_helpers + 1]
        apposed = bool(between) and between[0].text in _PAUSES and between[-1].text in _PAUSES
        parted = any(not token.is_word or token.word in VERBS or token.word.endswith("ed") for token in between)
        return self.inverted or apposed or not parted

    @property
    def follows_quotation(self) -> bool:
        """Whether the verb belongs to a quotation that opens the sentence: “We won,” Hill told reporters."""
        if self.form == "ing":
            return False
        left = self.left - (self.text_at(self.left) == ",")
        opens = all(not token.is_word for token in self.tokens[self.sentence.first : max(left, self.sentence.first)])
        return left >= self.sentence.first and self.tokens[left].quote >= 0 and opens

    def evidence(self, first: int, last: int) -> int:
        """How plainly a finite verb shows: 2 by a pronoun as subject or an auxiliary, 1 by "-ed", which may be a participle."""
        tokens = self.tokens
        if tokens[first].word in _SUBJECT_PRONOUNS:
            return 2
        found = 0
        for at in range(first + 1, last):
            word = tokens[at].word
            if word in _CLAUSE_OPENERS:
                break
            if word in _FINITE and tokens[at - 1].word != "to":
                return 2
            if word.endswith("ed") and not tokens[at].capital and tokens[at - 1].word not in _NO_VERB_AFTER:
                found = 1
        return found

    def is_main(self, first: int, last: int) -> bool:
        """Whether it can stand alone: not "When the ferry came" and not "At the harbour"."""
        while first < last and (self.word_at(first) in ("and", "but", "so", "yet", "still") or self.text_at(first) == ","):
            first += 1
        if any(self.text_at(at) in _PAUSES for at in range(first, last)):
            return True
        word = self.word_at(first)
        finite = any(self.word_at(at) in VERBS for at in range(first, last))
        return word not in _NOT_MAIN or word in _SIDE_PREPOSITIONS and finite

    def is_base(self, at: int) -> bool:
        """Whether "to" before a token makes an infinitive: to leave, not: to the crew, to Hill, to reporters."""
        token = self.tokens[at] if at < self.sentence.last else None
        return (
            token is not None
            and token.is_word
            and not token.capital
            and token.word not in _NO_BASE
            and not token.word.endswith(("ers", "ors", "ists", "als"))
        )


# -- after the verb


def _after(scene: Scene) -> Content | None:
    if scene.inverted or scene.follows_quotation or scene.by_source:
        return None
    at = _past_particle(scene)
    if at is None:
        return None
    told = _past_whom(scene, at)
    if told and Takes.WHOM_TO in scene.family.takes and _is_infinitive(scene, told):
        return _content(scene, told, scene.family.sure)
    if told and Takes.WHOM in scene.family.takes:
        clause = _clause(scene, _past_adjuncts(scene, told), told=True)
        if clause or scene.verb == "tell":
            return clause
    if scene.verb == "tell":
        return None
    return _infinitive(scene, at) or _clause(scene, _past_adjuncts(scene, at))


def _past_particle(scene: Scene) -> int | None:
    at = scene.cue + 1
    particles = _PARTICLES.get(scene.verb)
    if particles is None:
        return at
    return next((i + 1 for i in range(at, min(at + 3, scene.end)) if scene.word_at(i) in particles), None)


def _past_whom(scene: Scene, at: int) -> int | None:
    """Where the phrase for whom something is told ends."""
    if not scene.family.takes & (Takes.WHOM | Takes.WHOM_TO):
        return None
    word, following = scene.word_at(at), scene.word_at(at + 1)
    if word in _OBJECTS or word == "her" and following in _AFTER_HER:
        return at + 1
    phrase = scene.grammar.phrase_after(at, scene.sentence.last)
    if phrase is None or phrase.kind == "pronoun":
        return None
    for second in range(at + 1, phrase.last):  # reporters | the ferry
        if scene.word_at(second) in _ONE_MORE and scene.word_at(second - 1) not in DETERMINERS | PREPOSITIONS:
            return second
    return scene.grammar.whole(phrase).last


def _is_infinitive(scene: Scene, at: int) -> bool:
    at += scene.word_at(at) in ("not", "never")
    return scene.word_at(at) == "to" and scene.is_base(at + 1)


def _infinitive(scene: Scene, at: int) -> Content | None:
    if Takes.TO in scene.family.takes and _is_infinitive(scene, at):
        return _content(scene, at, scene.family.sure)
    if scene.verb == "announce" and scene.word_at(at) == "plans" and scene.word_at(_past_adjuncts(scene, at + 1)) == "to":
        return _content(scene, at, scene.family.sure)
    return None


def _clause(scene: Scene, at: int, told: bool = False) -> Content | None:
    """What begins with "that", without it, or with "how"."""
    takes, sure, word = scene.family.takes, scene.family.sure, scene.word_at(at)
    if at >= scene.end or not (scene.tokens[at].is_word or scene.text_at(at) == "$"):
        return None
    if word == "that" and Takes.THAT in takes:
        return _content(scene, at, sure)
    if word in ("how", "why", "what") and Takes.HOW in takes:
        return _content(scene, at, sure - 0.05)
    if word.endswith("ing") and Takes.DOING in takes:
        return _content(scene, at, sure - 0.1)
    if Takes.BARE not in takes or word in _NO_BARE:
        return None
    pause = next((i for i in range(at, scene.end) if scene.text_at(i) in (",", ";", ":")), scene.end)
    evidence = scene.evidence(at, pause)
    if evidence:
        return _content(scene, at, sure - (0.02 if evidence == 2 or scene.verb == "say" else 0.07))
    if (scene.verb == "say" or told) and word not in _NO_CLAUSE and scene.word_at(at + 1) != "same":
        return _content(scene, at, sure - 0.05)
    return None


def _past_adjuncts(scene: Scene, at: int) -> int:
    """Past what may stand between a verb and its words: adverbs, days, "in a speech on Monday", "however" between commas."""
    while at < scene.sentence.last:
        after = _past_adjunct(scene, at)
        if after is None:
            return at
        at = after
    return at


def _past_adjunct(scene: Scene, at: int) -> int | None:
    token, following = scene.tokens[at], scene.word_at(at + 1)
    if token.word in ("last", "this", "next", "earlier") and following in _TIMES:
        return at + 2
    if token.word in WEEKDAYS or token.word in MONTHS or token.word in SPANS and scene.word_at(at - 1) in WEEKDAYS:
        return at + 2 if following[:1].isdigit() else at + 1
    if token.word in ADVERBS:
        return None if token.word in _OPENS_CLAUSE else at + 1
    if token.word.endswith("ly") and not token.capital:
        return None if token.word in _OPENS_CLAUSE else at + 1
    if token.word in PREPOSITIONS and token.word not in _NO_ADJUNCTS:
        return _past_preposition(scene, at)
    if token.text == ",":
        close = next((i for i in range(at + 1, min(at + 15, scene.end)) if scene.text_at(i) == ","), at)
        return close + 1 if scene.word_at(close + 1) == "that" else None
    return None


def _past_preposition(scene: Scene, at: int) -> int | None:
    """Where a prepositional phrase ends; None where it is none: "to leave", "about 20 people"."""
    word, following = scene.word_at(at), scene.tokens[at + 1] if at + 1 < scene.sentence.last else None
    if following is None or following.quote >= 0 or word == "to" and scene.is_base(at + 1):
        return None
    if following.text[:1].isdigit():
        return at + 2 if word in ("in", "since", "until", "by", "on", "at") and len(following.text) == 4 else None
    if following.word in MONTHS or following.word in WEEKDAYS:
        return at + 1
    phrase = scene.grammar.phrase_after(at + 1, scene.sentence.last)
    if phrase is None:
        return None
    after = scene.grammar.whole(phrase).last
    return after + (phrase.kind == "name" and scene.word_at(after + 1) == "that")  # in his Herald column that


def _content(scene: Scene, first: int, sure: float) -> Content | None:
    last, then = _clause_end(scene, first)
    return Content(first, last, sure, then) if scene.words(first, last) >= 3 else None


def _clause_end(scene: Scene, first: int) -> tuple[int, int]:
    """Where the words after a verb end: with the sentence, or where the next verb or clause on the same level begins."""
    end, then = scene.end, -1
    if _is_subordinate(scene):
        end = next((at for at in range(first + 3, end) if scene.text_at(at) == ","), end)
    for tag in scene.tags:
        if first < tag.cue < end and (scene.tokens[tag.cue].word in _FAMILY_OF):
            cut, shared = _same_level(scene, tag)
            if cut > first:
                end, then = cut, tag.cue if shared else -1
                break
    for at in range(first, end):
        text = scene.text_at(at)
        colon = text == ":" and scene.is_quoted(at + 1)
        following = scene.word_at(at + 1)
        new = following in _CONTRAST or following == "and" and scene.word_at(at + 2) in _SUBORDINATE
        contrast = text in _PAUSES and at > first + 2 and new
        if text == ";" or colon or contrast:
            end, then = at, -1
            break
    while end > first and scene.tokens[end - 1].text in _PAUSES:
        end -= 1
    return end, then


def _is_subordinate(scene: Scene) -> bool:
    """Whether the report stands in a side clause that a comma ends: "When Hill said it was late, they left"."""
    if scene.inverted:
        return False
    before, at = scene.word_at(scene.left), scene.before_helpers
    return before in _SUBORDINATE or scene.word_at(at) in ("who", "which") and scene.text_at(at - 1) == ","


def _same_level(scene: Scene, tag: Tag) -> tuple[int, bool]:
    """Where to cut before a second verb of the same subject ("and added") or a second main clause (", and Reed said").

    The first token to leave out, 0 for none; and whether the subject is the same.
    """
    tokens, form = scene.tokens, CUES[scene.tokens[tag.cue].word].form
    at = scene.grammar.skip_back(tag.cue - 1, scene.sentence.first)
    if form == "ing":
        if tokens[at].quote >= 0:
            return at + 1, True
        return (at, True) if tokens[at].text in _PAUSES else (0, False)
    if tokens[at].word in ("and", "but", "then"):
        return (at - (tokens[at - 1].text in _PAUSES), True) if form == scene.form else (0, False)
    left = tag.subject.first - 1
    if (
        tag.subject.first < tag.cue
        and scene.text_at(left) in _PAUSES
        and (tag.cue + 1 >= scene.end or scene.text_at(tag.cue + 1) in _PAUSES)
    ):
        return left, False  # ..., the paper reports
    joined = scene.word_at(left) in _JOINING and scene.text_at(left - 1) in _PAUSES
    return (left - 1, False) if tag.subject.first < tag.cue and joined else (0, False)


# -- around the verb


def _aside(scene: Scene) -> Content | None:
    if scene.by_source or Takes.ASIDE not in scene.family.takes or not scene.attached or scene.is_participle:
        return None
    if scene.inverted and scene.tag.subject.kind == "noun" and scene.verb not in ("say", "add"):
        return None
    left = scene.left
    if scene.word_at(left) == "as":
        left -= 1
        if left < scene.sentence.first:
            return _opening_as(scene)
    if left <= scene.sentence.first or scene.text_at(left) not in _PAUSES:
        return None
    right = _past_attribution(scene)
    if scene.verb == "tell" and not _is_told(scene):
        return None
    begin = _begin(scene, left)
    if scene.is_quoted(begin) and any(begin < tag.cue < left for tag in scene.tags):
        return None  # “We won,” Hill said to the crew, papers report
    main = scene.words(begin, left) >= 3 and scene.is_main(begin, left)
    if right >= scene.end or scene.text_at(right) == ";" or scene.text_at(right) == ":" and not scene.is_quoted(right + 1):
        return Content(begin, left, 0.97) if main else None
    if scene.text_at(right) not in _PAUSES or not scene.words(begin, left) or _opens_quotation(scene, right + 1):
        return None
    if main and _leaves_the_words(scene, right + 1):
        return Content(begin, left, 0.93)
    if scene.word_at(right + 1) in ("who", "which", "that"):
        return None
    end, then = _clause_end(scene, right + 1)
    return Content(begin, end, 0.93, then) if scene.words(right + 1, end) >= 2 else None


def _is_told(scene: Scene) -> bool:
    """Whether "told" has somebody after it, and not the story of the city."""
    whom = scene.grammar.phrase_after(max(scene.cue + 1, scene.tag.last), scene.sentence.last)
    return whom is not None and (whom.kind != "noun" or _is_people(scene.word_at(whom.last - 1)) or whom.last - whom.first == 1)


def _opens_quotation(scene: Scene, at: int) -> bool:
    """Whether a quotation begins, and not one that carries on: “The ferry”, not “and a ferry”."""
    quote = scene.tokens[at].quote if at < scene.end else -1
    return quote >= 0 and scene.story.text[scene.story.stretches[quote].start].isupper()


def _opening_as(scene: Scene) -> Content | None:
    """As Hill said, the ferry was late."""
    right = _past_attribution(scene)
    if scene.text_at(right) != "," or scene.words(right + 1, scene.end) < 3 or scene.is_quoted(right + 1):
        return None
    return Content(right + 1, scene.end, 0.9)


def _past_attribution(scene: Scene) -> int:
    """Past subject, verb, addressee and adjuncts."""
    at = max(scene.tag.last, scene.cue + 1)
    if scene.inverted:
        at = max(at, scene.grammar.whole(scene.tag.subject).last)
    else:
        at = _past_particle(scene) or at
        at = _past_whom(scene, at) or at
    return _past_adjuncts(scene, at)


def _leaves_the_words(scene: Scene, at: int) -> bool:
    """Whether what follows the attribution tells of the saying: ", adding", ", as she left", ", “and”", ", a clerk"."""
    token = scene.tokens[at] if at < scene.end else None
    if token is None or token.word.endswith("ing") or token.word in _SUBORDINATE:
        return True
    return token.word in ("who", "which") or scene.inverted and token.word in ("a", "an", "the")


def _begin(scene: Scene, left: int) -> int:
    """Where what stands before the verb begins: the sentence, without a mark or a conjunction."""
    if scene.word_at(left - 1) == "which":  # the park, which, Hill said, was full
        return left - 1
    begin = scene.sentence.first
    while begin < left and not scene.tokens[begin].is_word and scene.tokens[begin].quote < 0:
        begin += 1
    return begin


# -- according to


def _according(scene: Scene) -> Content | None:
    if not scene.by_source:
        return None
    right = scene.grammar.whole(scene.tag.subject).last
    if scene.words(scene.sentence.first, scene.cue) > 1:
        left = scene.cue - (scene.text_at(scene.cue - 1) in _PAUSES)
        begin = _begin(scene, left)
        if scene.text_at(right) == "," and not scene.evidence(begin, left) and scene.words(right + 1, scene.end) >= 2:
            return Content(begin, scene.end, 0.93)
        return Content(begin, left, 0.98) if scene.words(begin, left) >= 3 else None
    comma = next((at for at in range(right, scene.end) if scene.text_at(at) == ","), None)
    if comma is None or scene.words(comma + 1, scene.end) < 3 or scene.text_at(scene.end - 1) == ":":
        return None
    return Content(comma + 1, scene.end, 0.93)


class Shape(NamedTuple):
    """A way in which a sentence gives somebody's words."""

    name: str
    example: str
    read: Callable[[Scene], Content | None]


SHAPES = (
    Shape("according to", "According to Hill, the ferry was late. The ferry was late, according to Hill.", _according),
    Shape("aside", "The ferry was late, Hill said. The ferry, said Hill, was late. As Hill said, it was late.", _aside),
    Shape("after the verb", "Hill said that it was late. Hill vowed to leave at once. Hill told Reed to leave at once.", _after),
)


# ---------------------------------------------------------------------------------------------------- whose words


class Correction(NamedTuple):
    """A subject that the tag has only in part or wrong, since for a quotation nearness counts more than grammar."""

    name: str
    example: str
    subject: Callable[[Scene], Mention | None]


def _after_verb(scene: Scene) -> Mention | None:
    """A comma before the verb, and nothing after it but a noun phrase: the subject stands there."""
    at, end = scene.cue, scene.end
    if scene.inverted or scene.verb != "say" or scene.text_at(at - 1) != ",":
        return None
    phrase = scene.grammar.phrase_after(at + 1, end)
    if phrase is None or phrase.kind == "pronoun":
        return None
    right = _past_adjuncts(scene, scene.grammar.whole(phrase).last)
    apposed = scene.text_at(scene.grammar.whole(scene.tag.subject).last) in _PAUSES
    return phrase if right >= end and not apposed else None


def _before_verb(scene: Scene) -> Mention | None:
    """No inversion after all: a clause follows, and the subject stands before the comma."""
    if not scene.inverted or scene.by_source or scene.text_at(scene.cue - 1) != ",":
        return None
    right = _past_adjuncts(scene, scene.grammar.whole(scene.tag.subject).last)
    if right >= scene.end or not scene.tokens[right].is_word:
        return None
    return scene.grammar.before_apposition(scene.cue - 1, scene.sentence.first)


def _without_verb(scene: Scene) -> Mention | None:
    """A noun phrase that ran on into its verb: "the board voted" before "..., saying"."""
    subject = scene.tag.subject
    if subject.kind != "noun" or subject.last >= scene.cue - 1:
        return None
    least = subject.first + 1 + (scene.word_at(subject.first) in DETERMINERS)
    for at in range(least, subject.last):
        word, before = scene.word_at(at), scene.tokens[at - 1]
        verb = word in VERBS or word.endswith("ed") and "-" not in word and not scene.tokens[at].capital
        if verb and not before.possessive:
            return subject._replace(last=at)
    return None


def _contact(scene: Scene) -> Mention | None:
    """The noun that "I asked" belongs to, with or without "whom": the two words together end before the verb."""
    at = scene.cue - 2 - len(scene.helpers)
    verb = scene.word_at(at + 1)
    if scene.inverted or scene.word_at(at) not in PERSONAL - {"who"} or not (verb.endswith("ed") or verb in VERBS - AUXILIARIES):
        return None
    return scene.grammar.phrase_before(at - 1, scene.sentence.first) if at > scene.sentence.first else None


def _partitive(scene: Scene) -> Mention | None:
    """How many of them: 40 percent of drivers."""
    at = scene.before_helpers
    if scene.word_at(at) in ("who", "which") or scene.is_participle:
        return None
    while at > scene.sentence.first and scene.tokens[at].is_word and scene.word_at(at) != "of" and scene.before_helpers - at < 4:
        at -= 1
    if scene.inverted or scene.word_at(at) != "of" or scene.word_at(at - 1) not in _SHARES:
        return None
    first = at - 1 - (scene.word_at(at - 2)[:1].isdigit() or scene.word_at(at - 2) in DETERMINERS)
    return Mention(first, scene.before_helpers + 1, "noun")


def _inner(scene: Scene) -> Mention | None:
    """The phrase beside the verb, where the tag passed over it as set off: the idea, a clerk said, is good."""
    phrase = scene.grammar.phrase_before(scene.before_helpers, scene.sentence.first)
    if scene.inverted or scene.is_participle or phrase is None or phrase.kind == "pronoun":
        return None
    if phrase.first <= scene.tag.subject.last:
        return None
    closed = scene.cue + 1 >= scene.end or scene.text_at(scene.cue + 1) in _PAUSES
    return phrase if closed and scene.text_at(phrase.first - 1) == "," else None


def _titled(scene: Scene) -> Mention | None:
    """A name with a title of several words before it: Director of Public Affairs Tom Reed."""
    subject, at = scene.tag.subject, scene.left - 1
    if scene.inverted or subject.kind != "name" or scene.word_at(at + 1) not in ("of", "for") or at < scene.sentence.first:
        return None
    if not is_role(scene.tokens[at]) or not scene.grammar.cast.at[subject.name][1].person:
        return None
    title = scene.grammar.phrase_before(at, scene.sentence.first)
    return subject._replace(first=title.first) if title else None


def _governor(scene: Scene) -> Mention | None:
    """The noun before a preposition, or before "released by": a name after it is no subject."""
    subject, at = scene.tag.subject, scene.left - 1
    if subject.kind == "name" and scene.word_at(scene.before_helpers) in ("who", "which"):
        return None
    relative = scene.word_at(scene.before_helpers) == "who" and not _is_people(scene.word_at(subject.last - 1))
    prepositions = PREPOSITIONS if relative and subject.kind == "noun" else _GOVERNED
    if scene.inverted or scene.is_participle or subject.kind == "pronoun" or at < scene.sentence.first:
        return None
    if scene.word_at(at + 1) not in prepositions and not (scene.word_at(at + 1) == "to" and is_role(scene.tokens[at])):
        return None
    if scene.word_at(at).endswith("ed") and scene.word_at(at + 1) in ("by", "from", "for", "with"):
        at -= 1
    phrase = scene.grammar.phrase_before(at, scene.sentence.first)
    return phrase if phrase and phrase.kind == "noun" else None


def _joined(scene: Scene) -> Mention | None:
    """Two nouns with "and": companies and fishermen."""
    subject, floor = scene.tag.subject, scene.sentence.first
    if scene.inverted or subject.kind != "noun" or scene.word_at(subject.first - 1) != "and" or subject.first - 2 < floor:
        return None
    other = scene.grammar.phrase_before(subject.first - 2, floor)
    if other is None or other.kind == "pronoun":
        return None
    before = scene.word_at(other.first - 1)
    return Mention(other.first, subject.last, "noun") if not before[:1].isalnum() or before in CONJUNCTIONS else None


def _apposed(scene: Scene) -> Mention | None:
    """The name before what is set off and carries the verb: Ann Hill, a clerk who said."""
    subject, cast = scene.tag.subject, scene.grammar.cast
    before = subject.first - 2
    if subject.kind != "noun" or scene.word_at(subject.first) not in ("a", "an", "the") or scene.text_at(before + 1) != ",":
        return None
    relative = scene.word_at(scene.before_helpers) == "who"
    if not relative or before not in cast.at or not cast.at[before][1].person:
        return None
    return Mention(cast.at[before][0].first, before + 1, "name", before)


def _with_noun(scene: Scene) -> Mention | None:
    """A name that is but an adjective: East Danish drivers."""
    subject = scene.tag.subject
    following = scene.word_at(subject.last)
    if subject.kind != "name" or scene.word_at(subject.last - 1) not in DEMONYMS or not _is_people(following):
        return None
    return Mention(subject.first, subject.last + 1, "noun")


def _is_people(word: str) -> bool:
    return word in PEOPLE or word.removesuffix("s") in PEOPLE or word.endswith(("men", "women"))


CORRECTIONS = (
    Correction("after the verb", "The mood was poor, and the ferry was late, said one man on the quay.", _after_verb),
    Correction("before the verb", "One of the crew, Ann Hill, said the pictures show Reed slowly rowing.", _before_verb),
    Correction("without its verb", "The board voted for the ferry, saying that it was late.", _without_verb),
    Correction("contact clause", "All the drivers I asked said that the ferry was late.", _contact),
    Correction("partitive", "She met people of whom 40 percent of drivers say that the ferry was late.", _partitive),
    Correction("inner", "The idea, a clerk said, is to sell the ferry.", _inner),
    Correction("titled", "Director of Public Affairs Tom Reed said that the ferry was late.", _titled),
    Correction("governor", "A study released by the Harbour Board says that the ferry was late.", _governor),
    Correction("joined", "Companies and drivers say that the ferry was late.", _joined),
    Correction("with its noun", "East Danish drivers met at sea, saying that the ferry was late.", _with_noun),
    Correction("apposed", "It was Ann Hill, a clerk who said that the ferry was late.", _apposed),
)


def _corrected(scene: Scene) -> None:
    """Put right the subject of a tag, by the first correction that applies."""
    for correction in CORRECTIONS:
        subject = correction.subject(scene)
        if subject:
            first, last = min(subject.first, scene.cue), max(subject.last, scene.cue + 1)
            scene.take(scene.tag._replace(subject=subject, first=first, last=last))
            return


class Doubt(NamedTuple):
    """What makes it less likely that the subject of a tag is who spoke, and by how much."""

    name: str
    example: str
    share: float
    holds: Callable[[Scene], bool]


def _is_garbled(scene: Scene) -> bool:
    """Whether a noun phrase holds what none can hold: a verb, or "that" at its beginning."""
    subject = scene.tag.subject
    words = [scene.word_at(at) for at in range(subject.first, subject.last)]
    odd = words[0] == "that" or words[-1].endswith("ed") or any(word in VERBS for word in words)
    return subject.kind == "noun" and (odd or len(words) > 9)


def _is_bare(scene: Scene) -> bool:
    """A singular noun that nothing determines."""
    subject, tokens = scene.tag.subject, scene.tokens
    if subject.kind != "noun":
        return False
    first, head = tokens[subject.first], tokens[subject.last - 1]
    determined = first.word in DETERMINERS or first.possessive or first.text[:1].isdigit() or first.word in _NUMBERS
    plural = head.word.endswith("s") and not head.word.endswith("ss")
    return not determined and not plural and head.word not in ("police", "people") and head.word not in PEOPLE


def _is_odd_name(scene: Scene) -> bool:
    """A single word that a sentence begins with and that looks like a verb: Having said that."""
    subject = scene.tag.subject
    word = scene.word_at(subject.first)
    alone = subject.kind == "name" and subject.last - subject.first == 1 and subject.first <= scene.sentence.first + 1
    return alone and word.endswith(("ing", "ed"))


def _is_far(scene: Scene) -> bool:
    """A participle with somebody else between it and its subject."""
    cast, subject = scene.grammar.cast, scene.tag.subject
    between = range(subject.last, scene.cue)
    return scene.is_participle and any(at in cast.at and cast.at[at][1].person for at in between)


def _is_gerund(scene: Scene) -> bool:
    return scene.is_participle and scene.word_at(scene.cue - 1) in PREPOSITIONS


def _is_listed(scene: Scene) -> bool:
    """The last of several names: only it was read."""
    subject = scene.tag.subject
    return not scene.inverted and subject.kind == "name" and subject.also < 0 and scene.word_at(scene.left) == "and"


def _is_indefinite(scene: Scene) -> bool:
    """A name with "a" before it, which belongs to a noun: a Harbour Board/Herald poll."""
    return scene.tag.subject.kind == "name" and scene.word_at(scene.tag.subject.first) in ("a", "an")


def _is_no_person(scene: Scene) -> bool:
    """A noun before "who" that stands for nobody: calls from the crew who said."""
    head = scene.word_at(scene.tag.subject.last - 1)
    return scene.tag.subject.kind == "noun" and scene.word_at(scene.before_helpers) == "who" and not _is_people(head)


def _is_own_thing(scene: Scene) -> bool:
    """What somebody has, and nobody who speaks: according to his passport."""
    subject = scene.tag.subject
    owned = scene.word_at(subject.first) in ("his", "her", "its", "their", "my", "our")
    return scene.by_source and owned and not _is_people(scene.word_at(subject.last - 1))


def _is_loose(scene: Scene) -> bool:
    """A base form after "and" without an auxiliary before both: rather a noun."""
    loose = scene.form == "base" and not scene.helpers and scene.word_at(scene.before_helpers) in ("and", "or")
    return loose and not any(word in AUXILIARIES or word == "to" for word in _governing(scene))


def _is_passed_over(scene: Scene) -> bool:
    """A subject with another verb and a noun between it and its own verb."""
    at = scene.before_helpers
    adjoining = scene.word_at(at) not in ("and", "or", "but", "then", "who", "which", "to", "that") and scene.tokens[at].is_word
    return adjoining and not scene.attached and not scene.is_participle and not scene.by_source


def _is_which(scene: Scene) -> bool:
    return scene.word_at(scene.before_helpers) == "which"


DOUBTS = (
    Doubt("garbled", "That the ship said that the ferry was late.", 0.7, _is_garbled),
    Doubt("bare", "Fog on the river and nuclear waste said that the ferry was late.", 0.8, _is_bare),
    Doubt("odd name", "Having said that, there are ferries that run late.", 0.5, _is_odd_name),
    Doubt("far", "Hill went to the harbour to meet Tom Reed, saying that it was late.", 0.9, _is_far),
    Doubt("gerund", "Hill was to answer for saying that the ferry was late.", 0.9, _is_gerund),
    Doubt("listed", "Ann Hill, Tom Reed and Sue Poe said that the ferry was late.", 0.9, _is_listed),
    Doubt("indefinite", "The ferry was late, according to a Harbour Board/Herald poll.", 0.9, _is_indefinite),
    Doubt("no person", "He took calls from some of the crew who said that the ferry was late.", 0.93, _is_no_person),
    Doubt("own thing", "Reed is too old for the crew according to his passport.", 0.9, _is_own_thing),
    Doubt("loose", "Some seek shelter and argue that the ferry was late.", 0.6, _is_loose),
    Doubt("passed over", "A report issued earlier this year reported that the ferry was late.", 0.85, _is_passed_over),
    Doubt("which", "The order came from the Harbour Board, which argued that the ferry was late.", 0.9, _is_which),
)

# ------------------------------------------------------------------------------------------- what was not said at all


class NoStatement(NamedTuple):
    """A reason why a verb of saying reports no words."""

    name: str
    example: str
    holds: Callable[[Scene], bool]


def _is_negated(scene: Scene) -> bool:
    return any(word in _NEVER for word in (*_governing(scene), scene.word_at(scene.before_helpers)))


def _is_imagined(scene: Scene) -> bool:
    return any(word in _IMAGINED for word in _governing(scene))


def _governing(scene: Scene) -> list[str]:
    """The auxiliaries of a verb, or for "did not come out and say" those of the first."""
    at = scene.before_helpers
    if scene.form != "base" or scene.word_at(at) not in ("and", "or"):
        return scene.helpers
    return [scene.word_at(before) for before in range(max(scene.sentence.first, at - 5), at)]


def _is_wished(scene: Scene) -> bool:
    """An infinitive, but for "went on to say"."""
    at = scene.before_helpers
    if scene.word_at(at) != "to":
        return False
    governor = scene.word_at(scene.grammar.skip_back(at - 1, scene.sentence.first))
    return governor not in _GOES_ON and not (governor == "on" and scene.word_at(at - 2) in _GOES_ON)


def _is_condition(scene: Scene) -> bool:
    return not scene.inverted and scene.word_at(scene.left) in _CONDITIONS


def _is_asked(scene: Scene) -> bool:
    opening = next((token.word for token in scene.tokens[scene.sentence.first : scene.cue] if token.is_word), "")
    question = scene.tokens[scene.sentence.last - 1].text == "?"
    return question and (opening in AUXILIARIES or opening in ("who", "what", "why", "how", "when", "where", "which"))


def _is_object(scene: Scene) -> bool:
    if scene.inverted:
        return False
    if scene.word_at(scene.left) in ("which", "whom") and scene.word_at(scene.left - 1) in PREPOSITIONS:
        return False  # a speech in which Hill said
    return scene.word_at(scene.left) in _WHAT or scene.word_at(scene.tag.subject.first) in _WHAT - {"who", "which"}


def _is_caused(scene: Scene) -> bool:
    return not scene.inverted and scene.form == "base" and scene.word_at(scene.left) in _CAUSES


def _is_impersonal(scene: Scene) -> bool:
    return scene.word_at(scene.before_helpers) == "worth" or scene.word_at(scene.tag.subject.last - 1) in _NO_SPEAKERS


def _is_noun(scene: Scene) -> bool:
    """Form of a verb that is far more often a noun."""
    verb = scene.word_at(scene.cue) in ("state", "states", "reports", "estimates", "claims")
    names_somebody = scene.tag.subject.kind == "pronoun" or scene.tag.subject.kind == "name" and scene.form == "third"
    return verb and not names_somebody and scene.word_at(scene.cue + 1) != "that"


NO_STATEMENTS = (
    NoStatement("negated", "Hill did not say that the ferry was late.", _is_negated),
    NoStatement("imagined", "Hill may say that the ferry was late.", _is_imagined),
    NoStatement("wished", "Hill declined to say that the ferry was late.", _is_wished),
    NoStatement("condition", "We go if Hill says the ferry was late.", _is_condition),
    NoStatement("asked", "Did Hill say that the ferry was late?", _is_asked),
    NoStatement("object", "It is not what Hill says the ferry costs.", _is_object),
    NoStatement("caused", "Reed let Hill tell them the ferry was late.", _is_caused),
    NoStatement("noun", "Smaller states, too, have ferries that are late.", _is_noun),
    NoStatement("impersonal", "It is worth noting that the ferry was late.", _is_impersonal),
)

# ---------------------------------------------------------------------------------------------------- all together


def _readings(story: Story, grammar: Grammar, sentence: Sentence, tags: list[Tag]) -> Iterator[tuple[Tag, Content]]:
    """The reported words of one sentence with their tags, outermost speakers only: what stands around a verb goes first."""
    scenes = [Scene(story, grammar, sentence, tags, tag) for tag in tags]
    scenes = [scene for scene in scenes if scene.by_source or scene.tokens[scene.cue].word in _FAMILY_OF]
    for scene in scenes:
        _corrected(scene)
    scenes = [scene for scene in scenes if scene.by_source or not any(reason.holds(scene) for reason in NO_STATEMENTS)]
    taken: list[Content] = []
    shared: dict[int, Mention] = {}
    for shape in SHAPES:
        for scene in scenes:
            if any(content.first <= scene.cue < content.last for content in taken):
                continue
            if scene.cue in shared:
                scene.take(scene.tag._replace(subject=shared[scene.cue]))
            content = shape.read(scene)
            if content and not any(content.first < other.last and other.first < content.last for other in taken):
                if content.then >= 0:
                    shared[content.then] = scene.tag.subject
                if not _mostly_quoted(story, content):
                    taken.append(content)
                    doubts = [doubt.share for doubt in DOUBTS if doubt.holds(scene)]
                    yield scene.tag, content._replace(sure=content.sure * min(doubts, default=1.0))


def _mostly_quoted(story: Story, content: Content) -> bool:
    """Whether hardly anything of it stands outside the quotation marks: then it is the quotation that counts."""
    tokens = story.tokens[content.first : content.last]
    quoted = sum(token.end - token.start for token in tokens if token.quote >= 0)
    return quoted > 0.75 * (tokens[-1].end - tokens[0].start)


_LEAP = 0.15  # what is lost on the way from "they" to a plural
_SELF = 0.3  # "Hill is no friend of ours, he said": who speaks does not give his own name
_LINK = 0.05  # by how much the second "he" of a row may be surer than the first


def _meant_by_they(story: Story, grammar: Grammar, tags: Sequence[list[Tag]], mention: Mention) -> Mention | None:
    """The plural that "they" stands for: who spoke, or what the clause is about, in this sentence or the two before."""
    if story.tokens[mention.first].word != "they":
        return None
    here = story.sentence_of[mention.first]
    for number in range(here, max(here - 3, -1), -1):
        sentence = story.sentences[number]
        candidates: list[Mention | None] = [tag.subject for tag in tags[number] if tag.weight == 2]
        candidates.append(grammar.main_subject(sentence.first, sentence.last))
        for subject in candidates:
            if subject and subject.last <= mention.first and _is_plural(story, subject):
                return subject
    return None


def _is_plural(story: Story, subject: Mention) -> bool:
    head = story.tokens[subject.last - 1]
    if subject.kind == "pronoun":
        return False
    plural = head.word in ("police", "people") or head.word.endswith(("s", "men", "women")) and not head.possessive
    return subject.also >= 0 or plural


def find_indirect(
    text: str, people: Sequence[Person] = (), published: str | None = None, story: Story | None = None
) -> list[Indirect]:
    """What a text reports without quotation marks, sentence by sentence, with who said it.

    Speakers are given as `attribute` gives them. A `story` of the text that is there already saves telling it again.
    """
    story = story or narrate(text)
    cast = cast_of(story)
    grammar = Grammar(story, cast)
    tags = [grammar.tags(sentence) for sentence in story.sentences]
    resolver = Resolver(story, cast, [tag for of_sentence in tags for tag in of_sentence], grammar)
    directory = Directory(people, published)
    found = []
    last_meant: tuple[str | None, float] = None, 1.0  # by a pronoun, and how sure that was
    for sentence, of_sentence in zip(story.sentences, tags, strict=True):
        if not of_sentence or is_headline(story, sentence):
            continue
        readings = _readings(story, grammar, sentence, of_sentence)
        for tag, content in sorted(readings, key=lambda entry: entry[0].subject.first):
            meant = _meant_by_they(story, grammar, tags, tag.subject)
            speaker, share = resolver.resolve(meant or tag.subject)
            if meant:
                share -= _LEAP
            elif tag.subject.kind == "pronoun" and speaker == last_meant[0]:
                share = min(share, last_meant[1] + _LINK)
            if tag.subject.kind == "pronoun" and speaker in _named(cast, content.first, tag.subject.first):
                share -= _SELF
            last_meant = (speaker, share) if tag.subject.kind == "pronoun" else (None, 1.0)
            confidence = round(content.sure * share, 2)
            likely = speaker if confidence >= LIKELY else None
            found.append(_indirect(story, cast, tag, content, directory.name_of(likely) if likely else None, confidence))
    return found


def _named(cast: Cast, first: int, last: int) -> set[str]:
    return {cast.at[at][1].name for at in range(first, last) if at in cast.at}


def _indirect(story: Story, cast: Cast, tag: Tag, content: Content, speaker: str | None, confidence: float) -> Indirect:
    tokens, subject = story.tokens, tag.subject
    start, end = tokens[content.first].start, tokens[content.last - 1].end
    named = cast.at.get(subject.also if subject.also >= 0 else subject.name)
    return Indirect(
        start,
        end,
        story.text[start:end],
        speaker,
        speaker_start=tokens[named[0].first if named else subject.first].start,
        speaker_end=tokens[subject.last - 1].end,
        cue=tokens[tag.cue].text,
        confidence=confidence if speaker else 0.0,
    )
