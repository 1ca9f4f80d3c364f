"""Who said each quoted stretch.

The way from a text to its speakers: the words outside the quotation marks become tokens, each quoted stretch being one
token among them (`Story`); capitalised runs become the people and bodies named (`Cast`); verbs of saying with their
subjects become tags ("said the mayor", "Hill told reporters"). Each stretch takes its speaker from the first rule of
`RULES` that fits (`find_tags`), and the phrase found there ("she", "the mayor", "Hill") is resolved to whoever is meant
(`Resolver`). `attribute` runs all of it. The words that the rules know stand in lexicon.py.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from factsheet.extract.lexicon import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    BODIES,
    BY_NOBODY,
    CONJUNCTIONS,
    CUE_NOUNS,
    CUES,
    DEMONYMS,
    DETERMINERS,
    DISOWNING,
    FAMILIES,
    FEMALE,
    FEMININE,
    GIVEN,
    HONORIFICS,
    INVERTING,
    MALE,
    MASCULINE,
    MONTHS,
    NO_SUBJECT,
    OFTEN_NOUNS,
    PARTICLES,
    PEOPLE,
    PERSONAL,
    PLACES,
    POSTNOMINALS,
    PREPOSITIONS,
    ROLES,
    SAME_ROLE,
    SIGNS,
    SPANS,
    STARTERS,
    SUFFIXES,
    TITLE_WORDS,
    VERBS,
    WEEKDAYS,
    WRITTEN,
    wordset,
)
from factsheet.extract.quotations import Stretch, find_quotations
from factsheet.model import Person, Quotation
from factsheet.text import paragraphs

# ------------------------------------------------------------------------------------------------------- the story


class Token(NamedTuple):
    """A word, a mark, or a whole quoted stretch; `word` is in lower case, without a possessive ending or last full stop."""

    start: int
    end: int
    text: str
    word: str
    quote: int = -1  # which stretch
    possessive: bool = False
    capital: bool = False
    is_word: bool = False


def _token(start: int, shown: str, word: str, possessive: bool = False) -> Token:
    return Token(start, start + len(shown), shown, word, -1, possessive, shown[0].isupper(), shown[0].isalnum())


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first to last (one past): a sentence of the narration together with the stretches quoted in it."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Story:
    """The narration of a text: what is left between the quoted stretches."""

    text: str
    stretches: list[Stretch]
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)  # for each token
    token_of: dict[int, int] = field(default_factory=dict)  # for each stretch
    breaks: list[int] = field(default_factory=list)  # sentences that begin another story, as in a live blog
    nicknames: dict[int, str] = field(default_factory=dict)  # in small letters, for the token behind each

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


_TOKEN = re.compile(
    r"(?:[A-Z]-)?(?:[A-Z]\.){2,}|"
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Hon|St|Prof|Jr|Sr|Del)\.(?=\s)|"
    r"(?:Inc|Corp|Ltd|Bros|[A-Z])\.(?=\s)|"
    r"[^\W\d_]+\.(?:com|org|net|info|(?i:az|ge|ru|ua|kz|uk|eu|tv))\b|[^\W\d_]+(?:[-'’&][^\W_]+)*['’]?|\d+(?:[.,:/]\d+)*(?:-[^\W_]+){0,4}|\S"
)
_POSSESSIVE = re.compile(r"(?:(?<=s)['’]|['’]s)$")
_CONTRACTED = wordset("he's she's it's who's that's there's who's what's here's let's how's where's")
_LONGEST_SENTENCE = 150  # tokens; longer ones are cut, so that no rule looks further than this
_LONGEST_APPOSITION = 50  # tokens
_BREAK = re.compile(r"[\W_]{3,}$|\d{1,2}[:.]\d\d ?[ap]\.?m\.?|\d{1,2} ?[ap]\.?m\.?$", re.I)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        shown = match[0]
        word = shown.lower().replace("’", "'")
        possessive = word.endswith(("'s", "s'")) and word not in _CONTRACTED
        if possessive:
            shown = _POSSESSIVE.sub("", shown)
            word = _POSSESSIVE.sub("", word)
        elif word.endswith("'") and len(word) > 1:
            shown, word = shown[:-1], word[:-1]
        if len(word) > 1 and word.endswith("."):
            word = word.replace(".", "")
        pronoun, mark, _ = word.partition("'")
        if mark and pronoun in PERSONAL:
            cut = match.start() + len(pronoun)
            yield _token(match.start(), shown[: len(pronoun)], pronoun)
            yield _token(cut, shown[len(pronoun) :], "is")
        else:
            yield _token(match.start(), shown, word, possessive)


def narrate(text: str) -> Story:
    """The story of a text. A title in quotation marks is one word of it, a nickname none."""
    story = Story(text, find_quotations(text))
    following = 0
    for number, (start, end) in enumerate(paragraphs(text)):
        first, at = len(story.tokens), start
        while following < len(story.stretches) and story.stretches[following].outer_start < end:
            stretch = story.stretches[following]
            story.tokens.extend(_tokens(text, at, stretch.outer_start))
            if stretch.kind == "quote":
                story.token_of[following] = len(story.tokens)
                story.tokens.append(Token(stretch.outer_start, stretch.outer_end, "", "", following))
            elif stretch.kind in ("title", "label"):
                title = text[stretch.start : stretch.end]
                story.tokens.append(_token(stretch.start, title, title.lower()))
                if title[-1] in ",.":
                    story.tokens.append(_token(stretch.end - 1, title[-1], title[-1]))
            else:
                story.nicknames[len(story.tokens)] = text[stretch.start : stretch.end].lower()
            at = stretch.outer_end
            following += 1
        story.tokens.extend(_tokens(text, at, end))
        if _BREAK.match(text, start, end):
            story.breaks.append(len(story.sentences))
        _cut(story, first, number)
    return story


def _cut(story: Story, first: int, paragraph: int) -> None:
    """Cut the tokens of a paragraph into sentences."""
    begin = first
    for at in range(first, len(story.tokens)):
        if at + 1 < len(story.tokens) and at - begin < _LONGEST_SENTENCE and not _ends_sentence(story, at):
            continue
        story.sentence_of.extend([len(story.sentences)] * (at + 1 - begin))
        story.sentences.append(Sentence(begin, at + 1, paragraph))
        begin = at + 1


def _ends_sentence(story: Story, at: int) -> bool:
    token, following = story.tokens[at], story.tokens[at + 1]
    if token.quote >= 0:
        last = story.text[story.stretches[token.quote].end - 1]
        if following.quote >= 0:
            return last in ".!?…"
        return following.capital and (last in "!?" and not _is_tag(story, at + 1) or last in ".…")
    if token.text.count(".") > 1 and token.text.endswith("."):  # He left the U.S. He never came back.
        return following.capital and following.word in PERSONAL | DETERMINERS | CONJUNCTIONS
    if token.text in (".", "!", "?", "…"):
        return following.text not in (".", "!", "?", "…", ")", ",", ";") and not following.text[:1].islower()
    return False


def _is_tag(story: Story, at: int) -> bool:
    """Whether a verb of saying follows within a few words, or a name and any verb: "Why?" Ann Hill asked. "No!" Hill snorts."""
    following = story.tokens[at : at + 6]
    if any(token.word in INVERTING for token in following):
        return True
    verb = next((number for number, token in enumerate(following) if not token.capital), 0)
    if not 0 < verb < len(following) - 1:
        return False
    return following[verb].word.endswith(("s", "ed")) and not following[verb + 1].is_word


# ------------------------------------------------------------------------------------------------------- the cast


@dataclass(slots=True, eq=False)
class Character:
    """Somebody or something named in the text, under the fullest form of the name."""

    names: list[str]
    count: int = 0
    male: float = 0.0
    female: float = 0.0
    place: float = 0.0
    roles: Counter[str] = field(default_factory=Counter)
    unnamed: bool = False

    @property
    def name(self) -> str:
        return " ".join(self.names)

    @property
    def sex(self) -> str | None:
        return "m" if self.male - self.female >= 1 else "f" if self.female - self.male >= 1 else None

    def fits(self, sex: str) -> float:
        """How well somebody can be meant by he ("m") or she ("f"): 0 is well, less is worse."""
        lean = self.male - self.female if sex == "m" else self.female - self.male
        return 0.0 if lean >= 1 else -0.7 if lean > 0 else -1.5 if lean == 0 else -3.0

    @property
    def body(self) -> bool:
        acronym = len(self.names) == 1 and self.names[0].isupper()
        return acronym or any(word.lower() in BODIES for word in self.names) or len(self.names) > 4

    @property
    def person(self) -> bool:
        """Whether it can be one."""
        first, last = self.names[0].lower(), self.names[-1].lower().rpartition("-")[2]
        if self.body or last.removesuffix("s") in DEMONYMS:
            return False
        if last in PLACES or first in PLACES and first not in GIVEN:
            return len(self.names) > 1 and first in GIVEN
        return self.sex is not None or self.place < self.count / 4

    @property
    def surely_person(self) -> bool:
        return self.male + self.female >= 2 or bool(self.roles)


class Name(NamedTuple):
    """A name in the text: tokens first to last (one past), the titles before it, and whose it is."""

    first: int
    last: int
    titles: tuple[str, ...]


@dataclass(slots=True)
class Cast:
    characters: list[Character] = field(default_factory=list)
    names: list[tuple[Name, Character]] = field(default_factory=list)
    at: dict[int, tuple[Name, Character]] = field(default_factory=dict)  # for each token of a name


def cast_of(story: Story) -> Cast:
    """Everybody named. Full names are read first, since a surname may stand before them."""
    cast = Cast()
    names = list(_names(story))
    known = _Known()
    full = [_full_name(story, cast, known, name) for name in names]
    for number in range(len(names) - 1):
        full[number] = full[number] or _sibling(story, cast, known, names[number], names[number + 1])
    for name, who in zip(names, full, strict=True):
        if who is None:
            who = _short_name(story, cast, known, name)
        else:
            known.latest[who.names[-1].lower()] = name.first, who
        if name.first:
            who.place += _PLACING.get(story.tokens[name.first - 1].word, 0)
        cast.names.append((name, who))
        cast.at.update(dict.fromkeys(range(name.first, name.last), (name, who)))
    for who in cast.characters:
        given = who.names[0].lower()
        if len(who.names) > 1 or given not in PLACES:
            who.male += 2 * (given in MALE)
            who.female += 2 * (given in FEMALE)
        if len(who.names) > 1 and who.sex is None and not who.body:
            who.male += 0.5 * given.endswith(("o", "us"))
            who.female += 0.5 * given.endswith(("a", "ine"))
    _read_sex(story, cast)
    _read_roles(story, cast)
    return cast


_PLACING = {"in": 1, "near": 1, "across": 1, "at": 0.25}  # how much a word before a name makes it a place's


@dataclass(slots=True)
class _Known:
    """The characters met so far by surname and by given name, and where a surname last stood in a full name."""

    surnames: dict[str, list[Character]] = field(default_factory=dict)
    givens: dict[str, list[Character]] = field(default_factory=dict)
    latest: dict[str, tuple[int, Character]] = field(default_factory=dict)


_MOST_NAMESAKES = 20  # more bearers of one name are not told apart
_STILL_FRESH = 150  # tokens after "Ann Hill" in which "Hill" is rather she than a more frequent Hill


def _full_name(story: Story, cast: Cast, known: _Known, name: Name) -> Character | None:
    """Whose a name of two words or more is; None for a shorter one."""
    words = [story.tokens[at].text for at in range(name.first, name.last)]
    words = [word for word in words if word.lower() not in POSTNOMINALS] or words
    core = [word.lower() for word in words if word.lower().rstrip(".") not in SUFFIXES]
    if len(core) < 2:
        return None
    namesakes = known.surnames.setdefault(core[-1], [])
    who = next((other for other in namesakes[:_MOST_NAMESAKES] if _same_given(other.names[0].lower(), core[0])), None)
    if who is None:
        who = Character(words)
        cast.characters.append(who)
        namesakes.append(who)
        known.givens.setdefault(core[0], []).append(who)
    elif len(words) > len(who.names):
        who.names = words
    for at in range(name.first + 1, name.last):
        if at in story.nicknames:
            known.givens.setdefault(story.nicknames[at], []).append(who)
    _note(who, name)
    return who


def _sibling(story: Story, cast: Cast, known: _Known, name: Name, following: Name) -> Character | None:
    """Karl Dahl, of whom only "the brothers Karl and Jens Dahl" tells the surname."""
    tokens = story.tokens
    joined = following.first == name.last + 1 and tokens[name.last].word == "and" and following.last - following.first == 2
    family = {*name.titles, tokens[name.first - 1].word if name.first else ""} & FAMILIES
    if not joined or not family or name.last - name.first > 1:
        return None
    who = Character([tokens[name.first].text, tokens[following.last - 1].text])
    cast.characters.append(who)
    known.surnames.setdefault(tokens[following.last - 1].word, []).append(who)
    known.givens.setdefault(tokens[name.first].word, []).append(who)
    _note(who, name)
    return who


def _short_name(story: Story, cast: Cast, known: _Known, name: Name) -> Character:
    """Whose a surname or a given name alone is: that of the most frequent bearer, or of one named in full just before."""
    word = story.tokens[name.first].word
    options = (known.surnames.get(word) or known.givens.get(word) or [])[:_MOST_NAMESAKES]
    sex = next((HONORIFICS[title] for title in name.titles if title in HONORIFICS), None)
    options = [who for who in options if sex is None or who.sex in (None, sex)] or options
    if options:
        at, latest = known.latest.get(word, (-_STILL_FRESH, None))
        fresh = name.first - at < _STILL_FRESH
        who = max(options, key=lambda one: one.count + (3 if fresh and one is latest else 0))
    else:
        who = Character([story.tokens[name.first].text])
        cast.characters.append(who)
        known.surnames.setdefault(word, []).append(who)
    _note(who, name)
    return who


def _read_roles(story: Story, cast: Cast) -> None:
    """What somebody is said to be: finance minister Ann Hill; her boss, Ann Hill; Ann Hill, the minister; Hill was minister."""
    tokens = story.tokens
    for name, who in cast.names:
        before = name.first - 1
        if before > 0 and tokens[before].text == ",":
            before -= 1
        first = _first_of_role(tokens, before)
        words = [_role(token.word) for token in tokens[first : before + 1]]
        apposed = before < name.first - 1
        determined = first and (tokens[first - 1].possessive or tokens[first - 1].word in DETERMINERS)
        if words and words[-1] not in PREPOSITIONS and (determined or not apposed):
            _take_roles(who, words)
        if name.last + 1 < len(tokens):
            after = name.last + 1 if tokens[name.last].text == "," else _past_copula(tokens, name.last)
            if tokens[name.last].text == "," and tokens[after].word not in ("the", "a", "an", "former"):
                continue
            _take_roles(who, list(_role_words(tokens, after)) if after else [])


def _first_of_role(tokens: list[Token], before: int) -> int:
    """Where the words begin that may tell the role of somebody whose name follows."""
    at = before
    while at >= 0 and before - at < 8 and tokens[at].is_word and not tokens[at].possessive:
        if tokens[at].word in _BEFORE_ROLE or tokens[at].word in CUES:
            break
        at -= 1
    return at + 1


def _past_copula(tokens: list[Token], at: int) -> int:
    """Behind "is", "was", "has been" or "became"; 0 where none of them stands."""
    first = at
    while at < len(tokens) and at - first < 3 and tokens[at].word in _COPULAS:
        at += 1
    return at if at > first and at < len(tokens) and tokens[at - 1].word not in ("has", "had") else 0


_COPULAS = wordset("is was has had been became")


def _role_words(tokens: list[Token], at: int) -> Iterator[str]:
    """The words of a noun phrase that tells a role: a former captain of the team."""
    for token in tokens[at : at + 8]:
        if not token.is_word or token.word in AUXILIARIES or token.word in ("who", "which", "that", "and", "by", "in", "with"):
            return
        yield _role(token.word)


def _take_roles(who: Character, words: list[str]) -> None:
    head = next((at for at, word in enumerate(words) if word in ("of", "for", "from")), len(words)) - 1
    if head >= 0 and words[head] in PEOPLE:
        who.roles.update(words)
        who.male += words[head] in MASCULINE
        who.female += words[head] in FEMININE


_BEFORE_ROLE = (DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES) - {"of", "for"}


def _role(word: str) -> str:
    return SAME_ROLE.get(word, word.rpartition("-")[2])


def _same_given(one: str, other: str) -> bool:
    one, other = one.strip("."), other.strip(".")
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return one == other or len(short) in (1, 3, 4, 5, 6) and long.startswith(short)


def _note(who: Character, name: Name) -> None:
    who.count += 1
    for title in name.titles:
        who.roles[title] += 1
        who.male += 4 * (HONORIFICS.get(title) == "m")
        who.female += 4 * (HONORIFICS.get(title) == "f")


def _read_sex(story: Story, cast: Cast) -> None:
    """What the pronouns after a name say, where neither a title nor the given name tells the sex."""
    for number, (name, who) in enumerate(cast.names):
        if who.sex or who.body:
            continue
        until = cast.names[number + 1][0].first if number + 1 < len(cast.names) else len(story.tokens)
        for at in range(name.last, min(until, name.last + 25)):
            word = story.tokens[at].word
            if word in ("he", "his", "him", "himself"):
                who.male += 0.5
                break
            if word in ("she", "her", "herself"):
                who.female += 0.5
                break


def _names(story: Story) -> Iterator[Name]:
    """Capitalised runs that may name somebody, without the titles before them."""
    tokens = story.tokens
    starts = {sentence.first for sentence in story.sentences}
    starts |= {at + 1 for at in story.token_of.values()}
    common = {token.word for token in tokens if token.text[:1].islower()} | _quoted_small_words(story)
    proper = {token.text for at, token in enumerate(tokens) if token.capital and at not in starts}
    quoting = {story.sentence_of[at] for at in story.token_of.values()}
    headlines = {
        number
        for number, sentence in enumerate(story.sentences)
        if number not in quoting and is_headline(story, sentence) and not _has_small_verb(story, sentence)
    }
    places = _datelines(story)
    at = 0
    while at < len(tokens):
        if at in places:
            at = places[at]
            continue
        token, initial = tokens[at], at in starts
        if not token.capital or story.sentence_of[at] in headlines or _is_common(tokens, at, initial):
            at += 1
            continue
        end = _run(tokens, at, starts)
        lone = end == at + 1 and (token.word in common or _qualifies(tokens, end) or _is_plural_subject(tokens, at))
        if initial and (lone or token.word.endswith("ly")) and token.text not in proper and token.word not in GIVEN:
            at += 1
            continue
        first = _after_titles(tokens, at, end)
        shouted = end - first > 2 and all(token.text.isupper() for token in tokens[first:end])
        if first < end and not shouted:
            titles = [token.word for token in tokens[at:first]]
            while at and at not in starts and tokens[at - 1].word in ROLES:
                at -= 1
                titles.append(tokens[at].word)
            yield Name(first, end, tuple(titles))
        at = end


def _quoted_small_words(story: Story) -> set[str]:
    """The words in small letters inside the quoted stretches: one of them at the head of a sentence is no name."""
    return {word for number in story.token_of for word in _quoted_words(story, story.stretches[number]) if word[:1].islower()}


def _datelines(story: Story) -> dict[int, int]:
    """Where a paragraph begins with the place it was written in (WEST PIER — ..., LEEDS, May 3 (Wire) — ...), and its dash."""
    found, paragraph = {}, -1
    for sentence in story.sentences:
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        if not story.tokens[sentence.first].text.isupper() or len(story.tokens[sentence.first].text) < 3:
            continue
        for at in range(sentence.first + 1, min(sentence.last, sentence.first + _LONGEST_DATELINE)):
            token = story.tokens[at]
            if token.text in _DASHES:
                found[sentence.first] = at
                break
            if token.quote >= 0 or token.is_word and not token.capital and not token.text[:1].isdigit():
                break
    return found


_LONGEST_DATELINE = 12  # tokens
_DASHES = frozenset(("—", "–", "-", "―"))


def _is_common(tokens: list[Token], at: int, initial: bool) -> bool:
    """Whether a word has its capital from its place or its kind: the first one of a sentence, a day, a month."""
    if tokens[at].word in MONTHS:
        return not _speaks(tokens, at)
    return tokens[at].word in (STARTERS if initial else _NEVER_NAMES)


_NEVER_NAMES = DETERMINERS | CONJUNCTIONS | PERSONAL | WEEKDAYS


def _is_date(tokens: list[Token], at: int) -> bool:
    """Whether the name of a month is one: May 3, but not Ann May."""
    return tokens[at].word in MONTHS and at + 1 < len(tokens) and tokens[at + 1].text[:1].isdigit()


def _speaks(tokens: list[Token], at: int) -> bool:
    """Whether a verb of saying or another name follows: then even May or April is somebody."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.capital or following.word in INVERTING and CUES[following.word].form in ("past", "third")


def _qualifies(tokens: list[Token], at: int) -> bool:
    """Whether the word after a capitalised one at the beginning of a sentence shows that it is an adjective: Health worries."""
    if at >= len(tokens) or not tokens[at].text[:1].islower():
        return False
    word = tokens[at].word
    return not (word in CUES or word in _FOLLOWS_NAME or word.endswith(("ed", "ly")))


def _is_plural_subject(tokens: list[Token], at: int) -> bool:
    """Whether a capitalised word is a plural: Swimmers were less sure. Lawyers for the club agreed."""
    word = tokens[at].word
    plural = word.endswith("s") and at + 1 < len(tokens)
    return plural and (word.removesuffix("s") in PEOPLE or tokens[at + 1].word in ("are", "were", "have", "do"))


_FOLLOWS_NAME = VERBS | ADVERBS | PREPOSITIONS | CONJUNCTIONS


def is_role(token: Token) -> bool:
    return token.word in ROLES or token.word.rpartition("-")[2] in ROLES


def _after_titles(tokens: list[Token], at: int, end: int) -> int:
    """Where the name begins in a capitalised run: after its last title; at its end if it is nothing but a title."""
    before_last = tokens[end - 2].word if end - at > 1 else ""
    if is_role(tokens[end - 1]) and before_last not in HONORIFICS and before_last not in GIVEN:
        return end
    first = at
    if end - at == 2 and tokens[end - 1].word in BODIES and tokens[at].word not in DEMONYMS:  # General Motors
        return at
    for i in range(at, end - 1):
        word = tokens[i].word
        leading = word in DEMONYMS or word.removesuffix("s") in PEOPLE or word in TITLE_WORDS and i + 2 < end
        if is_role(tokens[i]) or i == first and leading:
            first = i + 1
    return first


_NOT_IN_NAMES = DETERMINERS | WEEKDAYS


def _run(tokens: list[Token], at: int, starts: set[int]) -> int:
    """Where the capitalised run that begins at a token ends (one past)."""
    end = at + 1
    while end < len(tokens) and end not in starts and end - at < 8 and not tokens[end - 1].possessive:
        token = tokens[end]
        if token.capital and (token.text[-1] == "." or token.word not in _NOT_IN_NAMES) and not _is_date(tokens, end):
            end += 1
        elif token.text == "&" and end + 1 < len(tokens) and tokens[end + 1].capital:
            end += 2
        elif token.word == "of" and tokens[end - 1].word in BODIES and end + 1 < len(tokens) and tokens[end + 1].capital:
            end += 2  # Bank of Leeds
        elif token.word in PARTICLES:
            last = next((i for i in range(end, min(end + 4, len(tokens))) if tokens[i].word not in PARTICLES), end)
            if last == end or last in starts or not tokens[last].capital:
                break
            end = last + 1
        else:
            break
    return end


def _has_small_verb(story: Story, sentence: Sentence) -> bool:
    """Whether a short verb in small letters shows that a sentence full of names is no headline: Ann Hill met Tom Reed."""
    tokens = story.tokens[sentence.first : sentence.last]
    return any(token.word in VERBS and token.word not in AUXILIARIES and not token.capital for token in tokens)


def is_headline(story: Story, sentence: Sentence, least: int = 5) -> bool:
    """A short line in which most longer words begin with a capital letter: nothing can be read from its capitals."""
    tokens = story.tokens[sentence.first : sentence.last]
    long = [token.capital for token in tokens if token.is_word and len(token.text) > 3]
    return len(tokens) <= 30 and len(long) >= least and sum(long) >= 0.85 * len(long)


# ------------------------------------------------------------------------------------------------- subjects and tags

Kind = Literal["name", "pronoun", "noun"]


class Mention(NamedTuple):
    """A phrase that stands for somebody: tokens first to last (one past). For a name, `name` is its last token."""

    first: int
    last: int
    kind: Kind
    name: int = -1
    also: int = -1  # the last token of a name joined to it: Hill and Poe


class Tag(NamedTuple):
    """A verb of saying with its subject; together tokens first to last (one past)."""

    first: int
    last: int
    subject: Mention
    cue: int
    weight: int


_SETTING_OFF = frozenset((",", "—", "–", "-"))
_OPENING = wordset("and but so yet or")
_INTRODUCING = PREPOSITIONS | CONJUNCTIONS
_TRAILING = wordset("close familiar responsible aware loyal")  # adjectives that follow their noun: a person close to the sale
_FOLLOWS_SUBJECT = PREPOSITIONS | CONJUNCTIONS | ADVERBS | _TRAILING | {"who"}
_WORDY = WRITTEN | CUE_NOUNS
_ISSUING = wordset("issued issues released releases published publishes posted posts sent sends wrote writes gave made put read")
_OFFICES = wordset("secretary minister speaker chief director attorney chancellor president head")
_NO_HEAD = PREPOSITIONS | CONJUNCTIONS | NO_SUBJECT | wordset("the a an my your our its every no")  # no phrase ends with these
_BEFORE_PHRASE = (ADVERBS | MONTHS) - DETERMINERS


_NO_ADVERBS = wordset("family ally bully assembly anomaly monopoly daily weekly")


def _is_manner(token: Token) -> bool:
    return token.word.endswith("ly") and not token.capital and len(token.word) > 4 and token.word not in _NO_ADVERBS


class Grammar:
    """Reads subjects and verbs of saying out of the tokens of one sentence at a time."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story, self.cast, self.tokens = story, cast, story.tokens

    # -- noun phrases

    def phrase_before(self, at: int, floor: int) -> Mention | None:
        """The noun phrase whose last token is given; of "a friend of Ann" it is "a friend"."""
        if at < floor:
            return None
        token, named = self.tokens[at], self.cast.at.get(at)
        if token.word in PERSONAL:
            return Mention(at, at + 1, "pronoun")
        if not token.is_word or token.possessive or not named and (token.word in _NO_HEAD or self._is_infinitive(at)):
            return None
        first = self._left_edge(named[0].first if named else at, floor)
        while first < at and self.tokens[first].word in _BEFORE_PHRASE:
            first += 1
        mention = Mention(first, at + 1, "name", at) if named else Mention(first, at + 1, "noun")
        return self._joined(mention, floor) or self._governor(mention, floor) or mention

    def _is_infinitive(self, at: int) -> bool:
        """Whether a verb of saying stands behind "to", "would" and the like: would answer calls."""
        cue, before = CUES.get(self.tokens[at].word), self.tokens[at - 1].word if at else ""
        return cue is not None and cue.form == "base" and (before == "to" or before in AUXILIARIES - BE)

    def _left_edge(self, first: int, floor: int) -> int:
        """Where the noun phrase begins that has a token inside."""
        for at in range(first - 1, max(floor, first - 12) - 1, -1):
            token, before = self.tokens[first], self.tokens[at]
            determined = token.word in DETERMINERS and not (before.word in DETERMINERS or before.possessive)
            if determined or not self._inside_phrase(at):
                break
            first = at
        return first

    def _joined(self, mention: Mention, floor: int) -> Mention | None:
        """Two phrases joined by "and": Ann Hill and Tom Reed; the chair and treasurer. In a list of more, nothing is joined."""
        first, tokens = mention.first, self.tokens
        if first - 2 < floor or tokens[first - 1].word != "and":
            return None
        if mention.kind == "name":
            if not self._is_person(mention) or first - 2 not in self.cast.at:
                return None
            other = self.phrase_before(first - 2, floor)
            if other is None or not self._is_person(other):
                return None
            listed = other.first - 2 >= floor and tokens[other.first - 1].text == "," and other.first - 2 in self.cast.at
            return None if listed else Mention(other.first, mention.last, "name", mention.name, other.name)
        if tokens[first].word in DETERMINERS:
            return None
        other = self.phrase_before(first - 2, floor)
        return other if other and other.kind == "noun" and tokens[other.first].word in ("the", "a", "an") else None

    def _governor(self, mention: Mention, floor: int) -> Mention | None:
        """The friend in "a friend of Ann"; but there is none in "Minister of Trade Ann"."""
        first, tokens = mention.first, self.tokens
        if first - 2 < floor or tokens[first - 1].word not in ("of", "for", "from", "at", "in", "with", "to", "on"):
            return None
        if mention.kind == "name" and first < self.cast.at[mention.name][0].first and self._is_title(first - 2):
            return None
        near = tokens[first - 2].word in _TRAILING  # a friend close to Ann
        governor = self.phrase_before(first - 2 - near, floor)
        if governor is None:
            return None
        countable = tokens[governor.first].word in DETERMINERS or tokens[governor.last - 1].word.endswith("s")
        return governor if governor.kind == "name" or countable else None

    def _inside_phrase(self, at: int) -> bool:
        """Whether a token can be part of a noun phrase to the left of its last word."""
        token = self.tokens[at]
        if not token.is_word:
            return False
        if at in self.cast.at:
            return True
        if token.word in _NO_HEAD or token.word in PERSONAL:
            return token.word in DETERMINERS
        cue = CUES.get(token.word)
        if cue is None or token.capital:
            return True
        before = self.tokens[at - 1] if at else token
        return cue.form in ("base", "third") and (before.possessive or before.word in DETERMINERS)

    def _is_title(self, at: int) -> bool:
        """Whether a title runs on over "of": Secretary of State, Minister for Trade, Speaker of the House."""
        return self.tokens[at].word in _OFFICES

    def phrase_after(self, at: int, end: int) -> Mention | None:
        """The noun phrase that begins with the token given."""
        tokens = self.tokens
        if at >= end:
            return None
        if tokens[at].word in PERSONAL:
            return Mention(at, at + 1, "pronoun")
        last = at
        while last < end and last - at < 14:
            named = self.cast.at.get(last)
            if named:
                last = named[0].last
            elif self._ends_phrase(last, at):
                break
            else:
                last += 1
        if last == at or tokens[last - 1].possessive:
            return None
        return Mention(at, last, "name", last - 1) if last - 1 in self.cast.at else Mention(at, last, "noun")

    def _ends_phrase(self, at: int, first: int) -> bool:
        """Whether a token that is no name stands behind the noun phrase that begins at `first`."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if not token.is_word or token.word in CONJUNCTIONS or token.word in NO_SUBJECT or token.word in PERSONAL:
            return True
        if token.word in PREPOSITIONS:
            return not (token.word in ("of", "for") and at > first and before.capital and self._is_title(at - 1))
        if at == first or token.capital:
            return False
        if token.word in _TRAILING:
            return at + 1 < len(self.tokens) and self.tokens[at + 1].word in ("to", "with", "for", "of")
        if token.word in ADVERBS or token.word.endswith("ly"):
            return token.word not in ("family", "first")
        after_name = at - 1 in self.cast.at and not before.possessive
        cue = CUES.get(token.word)
        if cue and before.word not in DETERMINERS and not before.possessive:
            return after_name or cue.form in ("past", "ing")
        return after_name and token.word.endswith("ed")

    def whole(self, mention: Mention) -> Mention:
        """A phrase with what "of" or "for" adds to it: a spokesman for the council."""
        last = mention.last
        if last + 1 < len(self.tokens) and self.tokens[last].word in ("of", "for"):
            added = self.phrase_after(last + 1, self.story.sentences[self.story.sentence_of[last]].last)
            if added and added.kind != "pronoun":
                return mention._replace(last=added.last)
        return mention

    def words_of(self, mention: Mention) -> str:
        whole = self.whole(mention)
        return self.story.words(whole.first, whole.last)

    # -- subjects

    def skip_back(self, at: int, floor: int) -> int:
        """Past adverbs, auxiliaries, "last year" and brackets, leftwards."""
        tokens = self.tokens
        while at >= floor:
            token = tokens[at]
            before = tokens[at - 1].word if at > floor else ""
            dated = token.word in WEEKDAYS and before == "on" and at - 1 > floor  # Hill on Monday said
            if dated or token.word in SPANS and before in ("last", "this", "next", "that", "every", "one"):
                at -= 2
            elif at in self.cast.at:
                break
            elif token.word in AUXILIARIES or token.word in ADVERBS or _is_manner(token):
                at -= 1
            elif token.text in (")", "]"):
                while at > floor and tokens[at].text not in ("(", "["):
                    at -= 1
                at -= 1
            else:
                break
        return at

    def subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject of a verb, from what stands before it."""
        tokens = self.tokens
        at = max(floor, self.skip_back(cue - 1, floor))
        if at == cue:
            return None
        form, helpers = CUES[tokens[cue].word].form, {token.word for token in tokens[at + 1 : cue]} & AUXILIARIES
        if form == "ing" and tokens[at].word == "as":
            quoted = self._quoted_subject(at, floor)
            if quoted:
                return quoted
        if form == "ing" and not helpers & BE:
            return self._participle_subject(at, cue, floor, tags)
        token = tokens[at]
        if token.text in _SETTING_OFF:
            participle = form == "past" and not helpers and tokens[cue].word not in INVERTING  # the ferry, described as old, sank
            return self.before_apposition(at, floor) or (None if participle else self.clause_subject(cue, floor, tags))
        if token.word in ("and", "or", "but", "then", "to"):
            return self.clause_subject(cue, floor, tags)
        if token.word in ("who", "which") and at > floor:
            comma = tokens[at - 1].text == ","
            return self.phrase_before(self.skip_back(at - 1 - comma, floor), floor)
        if not token.is_word or token.word in PREPOSITIONS or token.word in CONJUNCTIONS:
            return None
        if token.word in CUES and CUES[token.word].form == "past" and not token.capital:  # a report released last year said
            at -= 1
        mention = self.phrase_before(at, floor)
        if mention:
            mention = self.before_relative(mention, floor) or self._before_office(mention, floor) or mention
        if mention is None or form == "base" and not (helpers or self._is_plural(mention) or self._is_heard(mention)):
            return None
        return self._no_object(mention, cue, floor, tags)

    def _is_written(self, mention: Mention) -> bool:
        return self.tokens[mention.last - 1].word in _WORDY

    def _quoted_subject(self, at: int, floor: int) -> Mention | None:
        """Who was quoted by somebody as saying; whom a paper quoted as saying."""
        for verb in range(at - 1, max(floor, at - 12), -1):
            if self.tokens[verb].word in ("quoted", "quotes", "cited", "reported"):
                before = self.skip_back(verb - 1, floor)
                if any(token.word in BE for token in self.tokens[before + 1 : verb]):
                    comma = self.tokens[before].text == ","
                    return self.before_apposition(before, floor) if comma else self.phrase_before(before, floor)
                return self.phrase_after(verb + 1, at)
        return None

    def _participle_subject(self, at: int, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """Who does what a verb in -ing says: Hill saying; with the owners saying; ..., saying."""
        phrase, named = self.phrase_before(at, floor), self.cast.at.get(at)
        if phrase and phrase.kind == "noun" and self._is_written(phrase):  # a banner reading
            issued = phrase.first > floor and self.tokens[phrase.first - 1].word in _ISSUING  # Hill sent a letter saying
            return self.sentence_subject(cue, floor, tags) if issued else phrase
        if phrase and phrase.kind == "noun" and named and named[1].person:  # footage of Hill saying
            return Mention(named[0].first, at + 1, "name", at)
        if phrase and (self._is_person(phrase) or phrase.first > floor and self.tokens[phrase.first - 1].word == "with"):
            return phrase
        if at <= floor and self.tokens[at].word in PREPOSITIONS:
            return self.following_subject(cue)
        return self.sentence_subject(cue, floor, tags)

    def _no_object(self, mention: Mention, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """A phrase before a verb, unless it is the object of a preposition or another verb: then the subject is further left."""
        if mention.first == floor or mention.kind != "noun":
            return mention
        before = self.tokens[mention.first - 1].word
        if before in PREPOSITIONS and before not in ("as", "after", "before", "since", "until", "like", "than"):
            return self.clause_subject(cue, floor, tags)
        if before in CUES and CUES[before].weight == 1:
            return self.clause_subject(cue, floor, tags)
        return mention

    def before_relative(self, mention: Mention, floor: int) -> Mention | None:
        """The subject before a relative clause that ends with a phrase: an official who asked for leave said."""
        if mention.kind == "pronoun" or self.tokens[mention.first - 1].word in CONJUNCTIONS:
            return None
        for who in range(mention.first - 1, max(floor, mention.first - _LONGEST_APPOSITION), -1):
            if not self.tokens[who].is_word:
                return None
            if self.tokens[who].word == "who":
                own_subject = mention.first - who == 1 and (mention.kind == "name" or self.tokens[who + 1].word in DETERMINERS)
                return None if own_subject else self.phrase_before(who - 1, floor)
        return None

    def _before_office(self, mention: Mention, floor: int) -> Mention | None:
        """Who holds an office whose second comma is missing: Ann Hill, head and founder of Hill Ferries said."""
        first, tokens = mention.first, self.tokens
        if mention.kind != "name" or first - 2 <= floor or tokens[first - 1].word not in ("of", "at", "for"):
            return None
        for at in range(first - 2, max(floor, first - 10), -1):
            if tokens[at].text == ",":
                holder = self.phrase_before(at - 1, floor)
                return holder if holder and self._is_person(holder) and tokens[first - 2].word in PEOPLE else None
            if not tokens[at].is_word:
                return None
        return None

    def _is_heard(self, mention: Mention) -> bool:
        """Whether somebody is heard to say: Reed heard Hill say."""
        return mention.kind == "name" and self.tokens[mention.first - 1].word in ("hear", "hears", "heard", "hearing")

    def _is_plural(self, mention: Mention) -> bool:
        word = self.tokens[mention.last - 1].word
        counted = word in ("they", "we", "i", "you", "who", "police", "people", "women", "men", "children") or mention.also >= 0
        return counted or word.endswith("s") and not self._is_person(mention)

    def _is_person(self, mention: Mention) -> bool:
        return mention.kind == "name" and self.cast.at[mention.name][1].person

    def before_apposition(self, comma: int, floor: int) -> Mention | None:
        """The subject before what commas set off: Ann Hill, 43, a teacher from Leeds, said."""
        tokens, best, inner = self.tokens, None, comma
        for at in range(comma - 1, max(floor, comma - _LONGEST_APPOSITION), -1):
            if tokens[at].word in ("what", "how", "why"):  # for what the clerk, Ann Hill, called
                break
            if tokens[at].text not in _SETTING_OFF or at + 1 == inner:
                continue
            mention = self.phrase_before(self.skip_back(at - 1, floor), floor)
            set_off, inner = inner, at
            if mention is None or mention.kind == "pronoun" or self._is_place(mention):
                continue
            before = tokens[mention.first - 1]
            free = mention.first == floor or not before.is_word or before.word in CONJUNCTIONS | {"as", "including"}
            if free and mention.kind == "name":
                return mention
            added = self.cast.at.get(self._past_titles(at + 1, set_off))  # the clerk, Ms. Ann Hill, said
            if best:
                continue
            if added and added[1].person and added[0].last <= set_off and not tokens[added[0].last - 1].possessive:
                best = Mention(mention.first if free else at + 1, added[0].last, "name", added[0].last - 1)
            elif free and (tokens[mention.first].word in DETERMINERS or tokens[mention.last - 1].word.endswith("s")):
                best = mention
        return best

    def _past_titles(self, at: int, last: int) -> int:
        """Past the titles before a name."""
        while at < last and at not in self.cast.at and self.tokens[at].word in ROLES:
            at += 1
        return at

    def _is_place(self, mention: Mention) -> bool:
        return mention.kind == "name" and self.cast.at[mention.name][1].names[-1].lower() in PLACES

    def clause_subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject a verb shares with an earlier one: that of the last verb of saying, else of the sentence."""
        strong = [tag for tag in tags if tag.weight == 2]
        if strong:
            return strong[-1].subject
        commas = [at + 1 for at in range(floor, cue) if self.tokens[at].text == ","]
        for first in reversed(commas[-4:]):
            subject = self.main_subject(first, cue)
            if subject and subject.kind != "noun" and subject.first - first <= 1 and not self._is_place(subject):
                return subject
        return tags[-1].subject if tags else self.main_subject(floor, cue)

    def sentence_subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject of what is set off at the end of a sentence: ..., Hill said, adding that."""
        if tags and tags[-1].weight == 2 and tags[-1].last in (cue - 1, cue - 2):
            return tags[-1].subject
        subject = self.main_subject(floor, cue)
        return subject if subject and (subject.kind != "noun" or not tags) else tags[0].subject if tags else None

    def following_subject(self, cue: int) -> Mention | None:
        """The subject of the clause after an introduction: After calling it “a farce”, she left."""
        end = self.story.sentences[self.story.sentence_of[cue]].last
        pause = next((at for at in range(cue, end) if self.tokens[at].text == "," or self.tokens[at].quote >= 0), end) + 1
        while pause < end and not self.tokens[pause].is_word:
            pause += 1
        subject = self.phrase_after(pause, end)
        return subject if subject and subject.kind != "noun" else None

    def main_subject(self, first: int, last: int) -> Mention | None:
        """The first noun phrase of a sentence after what may be set before it."""
        tokens, at = self.tokens, self._past_introduction(first, last)
        if at >= last:
            return None
        named = self.cast.at.get(at)
        if named and not tokens[named[0].last - 1].possessive:
            following = named[0].last
            if following >= last or tokens[following].word.endswith(("s", "ed")):
                return Mention(at, following, "name", following - 1)
        mention = self.phrase_after(at, last)
        if mention is None or tokens[mention.last - 1].word in NO_SUBJECT:
            return None
        if first < mention.first and mention.last < last and tokens[mention.last].text == "," and self._is_set_off(mention):
            return self.main_subject(mention.last + 1, last)
        return self.with_apposed_name(mention, last)

    def _past_introduction(self, at: int, last: int) -> int:
        """Past conjunctions, adverbs, and what a preposition or a participle introduces up to its comma."""
        while at < last and at not in self.cast.at:
            token = self.tokens[at]
            if not token.is_word or token.word in _OPENING or token.word in ADVERBS or token.word.endswith("ly"):
                at += 1
            elif token.word in _INTRODUCING or token.word in CUES or token.word.endswith(("ing", "ed")):
                at = next((i for i in range(at, last) if self.tokens[i].text == ","), last) + 1
            else:
                break
        return at

    def _is_set_off(self, mention: Mention) -> bool:
        """Whether a phrase between commas is a place or a day: At a rally in Leeds, Ohio, on Monday, Hill said."""
        return (
            self._is_place(mention)
            or self.tokens[mention.first].word in WEEKDAYS | MONTHS
            or not self.tokens[mention.first].text.isalpha()
        )

    # -- tags

    def tags(self, sentence: Sentence) -> list[Tag]:
        """The verbs of saying of a sentence with their subjects."""
        found: list[Tag] = []
        for at in range(sentence.first, sentence.last):
            word = self.tokens[at].word
            if word == "according":
                tag = self._according(at, sentence)
            elif word in CUES and not self._is_noun(at, sentence.first):
                tag = self._tag(at, sentence, found)
            else:
                continue
            if tag:
                found.append(tag)
        return found

    def _according(self, at: int, sentence: Sentence) -> Tag | None:
        if at + 2 < sentence.last and self.tokens[at + 1].word == "to":
            subject = self.phrase_after(at + 2, sentence.last)
            if subject:
                return Tag(at, subject.last, subject, at, 2)
        return None

    def _is_noun(self, at: int, floor: int) -> bool:
        """Whether what looks like a verb of saying is a noun or an adjective here: "a report", "late tweets"."""
        token, form = self.tokens[at], CUES[self.tokens[at].word].form
        if at == floor or token.capital:
            return at != floor or form != "past"
        before = self.tokens[at - 1]
        nominal = form in ("base", "third")
        if before.possessive or before.word in (DETERMINERS if nominal else ARTICLES):
            return True
        if not nominal or before.capital:
            return False
        if token.word in OFTEN_NOUNS and before.word in CUES and CUES[before.word].form == "past":  # rejected claims
            return True
        verbal = form == "third" and token.word not in OFTEN_NOUNS  # another ranking says
        qualified = not verbal and (before.word[:1].isdigit() or before.word.endswith(("ing", "al", "ic", "ous", "ive")))
        return qualified or before.word in PREPOSITIONS and before.word != "to"

    def _tag(self, at: int, sentence: Sentence, found: list[Tag]) -> Tag | None:
        """The tag of one verb: what somebody is said by, what follows it, or what stands before it."""
        tokens, cue, first, last = self.tokens, CUES[self.tokens[at].word], sentence.first, sentence.last
        if cue.form == "past":
            passive = any(token.word in BE for token in tokens[self.skip_back(at - 1, first) + 1 : at])
            if passive and tokens[at].word in ("quoted", "cited", "reported"):
                return None  # was quoted by a paper as saying
            if at + 1 < last and tokens[at + 1].word == "by" and tokens[at].word not in INVERTING:
                subject = self.phrase_after(at + 2, last)
                return Tag(at, subject.last, subject, at, cue.weight) if subject else None
            if passive:
                return None
        inverted = self._inverted(at, first, last)
        opens = at == first or tokens[at - 1].quote >= 0
        if inverted and (opens or inverted.kind == "name"):
            return Tag(at, inverted.last, inverted, at, cue.weight)
        if opens:
            return None
        subject = self.subject(at, first, found)
        if subject is None:
            return Tag(at, inverted.last, inverted, at, cue.weight) if inverted else None
        nominal = (
            not self._is_person(subject)
            and subject.kind != "pronoun"
            and cue.form in ("base", "third")
            and tokens[at].word in OFTEN_NOUNS
        )
        if tokens[subject.last - 1].word in BY_NOBODY or nominal and not self._opens_speech(at + 1):
            return None
        return Tag(min(subject.first, at), at + 1, subject, at, cue.weight)

    def _inverted(self, at: int, first: int, last: int) -> Mention | None:
        """The subject after a verb that stands behind a mark: "...", said Hill."""
        tokens = self.tokens
        if tokens[at].word not in INVERTING or CUES[tokens[at].word].form == "ing" or at > first and tokens[at - 1].is_word:
            return None
        subject = self.with_apposed_name(self.phrase_after(at + 1, last), last)
        both = subject and self.with_partner(subject)
        if both and self._may_follow(both, last):
            subject = both
        if subject is None or not self._may_follow(subject, last):
            return None
        if at > first and tokens[at - 1].text == ",":  # Ann Hill, a friend of the mayor, said Tom Reed ...
            left = self.before_apposition(at - 1, first)
            if left and left.kind == "name" and left.first - first < 4:
                return None
        return subject

    def _opens_speech(self, at: int) -> bool:
        return at < len(self.tokens) and (self.tokens[at].quote >= 0 or self.tokens[at].text in ("that", ",", ":"))

    def with_apposed_name(self, mention: Mention | None, end: int) -> Mention | None:
        """A noun phrase, or the name that a comma adds to it: said one of the officials, Ann Hill."""
        if mention is None or mention.kind != "noun":
            return mention
        comma = self.whole(mention).last
        if comma < end and self.tokens[comma].word in _REFLEXIVES:
            comma += 1
        late = comma < end and self.tokens[comma].word in PREPOSITIONS  # the owner at the time, Ann Hill, was
        while late and comma < end and self.tokens[comma].is_word and comma - mention.last < 6:
            comma += 1
        if comma + 1 < end and self.tokens[comma].text == ",":
            added = self.phrase_after(comma + 1, end)
            closed = added and added.last < end and self.tokens[added.last].text == ","
            if added and self._is_person(added) and not self._is_place(added) and (closed or not late):
                return Mention(mention.first, added.last, "name", added.name)
        return mention

    def with_partner(self, subject: Mention) -> Mention | None:
        """A name with the one that "and" joins to it: Ann Hill and Tom Reed."""
        if subject.kind != "name" or subject.also >= 0:
            return subject if subject.also >= 0 else None
        added = self.cast.at.get(subject.last + 1)
        if added is None or not added[1].person or self.tokens[subject.last].word != "and" or not self._is_person(subject):
            return None
        return Mention(subject.first, added[0].last, "name", added[0].last - 1, subject.name)

    def _may_follow(self, subject: Mention, end: int) -> bool:
        """Whether what follows an inverted subject can follow one: said Hill, said Hill on Monday; not: said Hill would."""
        if subject.kind == "pronoun" and self.tokens[subject.first].word in ("it", "you"):
            return False
        if subject.last >= end:
            return True
        token = self.tokens[subject.last]
        if token.quote >= 0:
            return False
        return not token.is_word or token.word in _FOLLOWS_SUBJECT or token.word.endswith("ly")

    # -- nouns of saying

    def owner(self, first: int, at: int) -> tuple[Mention, int] | None:
        """Whose words a noun announces: "Hill's claim that", "the promise of Hill to"; with the place of the noun."""
        for noun in range(at - 1, max(first - 1, at - _LONGEST_ANNOUNCEMENT), -1):
            if self.tokens[noun].word in CUE_NOUNS and not self.tokens[noun].capital:
                owner = self.owner_of(noun, first, at)
                if owner:
                    return owner, noun
        return None

    def owner_of(self, noun: int, first: int, last: int) -> Mention | None:
        """Whose a noun of saying is: Hill's answer, her answer; the answer of Hill; a letter from the owner, Ann Hill."""
        tokens = self.tokens
        for at in range(noun - 1, max(first - 1, noun - 5), -1):
            if tokens[at].word in ("his", "her", "their", "its"):
                return Mention(at, at + 1, "pronoun")
            if tokens[at].possessive:
                named = self.cast.at.get(at)
                edge = self._left_edge(named[0].first if named else at, first)
                return Mention(named[0].first, at + 1, "name", at) if named else Mention(edge, at + 1, "noun")
            if not tokens[at].is_word:
                break
        if noun + 2 < last and tokens[noun + 1].word in ("of", "by", "from"):
            giver = self.with_apposed_name(self.phrase_after(noun + 2, last), last)
            if giver and self.can_speak(giver):
                return giver
        return None

    def speaker_of(self, mention: Mention) -> Mention:
        """Who speaks where a thing is said to: "Hill's letter reads", "the announcement by Hill was"."""
        head = mention.last - 1
        if mention.kind != "noun" or self.tokens[head].word not in CUE_NOUNS:
            return mention
        sentence = self.story.sentences[self.story.sentence_of[head]]
        return self.owner_of(head, sentence.first, sentence.last) or mention

    def can_speak(self, mention: Mention) -> bool:
        """Whether a phrase is that of people or a body."""
        if mention.kind == "name":
            who = self.cast.at[mention.name][1]
            return who.body or who.person
        head = self.tokens[mention.last - 1].word
        return head in PEOPLE or head.removesuffix("s") in PEOPLE or head in BODIES


_REFLEXIVES = wordset("himself herself itself themselves")
_LONGEST_ANNOUNCEMENT = 20  # tokens


# -------------------------------------------------------------------------------------------------------- the rules


class Found(NamedTuple):
    """The phrase that names the speaker of a stretch, its cue, the rule that found it and how sure that is."""

    mention: Mention
    cue: int  # -1 for a mark instead of a verb
    confidence: float
    rule: str = ""


@dataclass(slots=True)
class Scene:
    """What the rules look at: one quoted stretch and everything read so far."""

    story: Story
    grammar: Grammar
    tags: list[list[Tag]]  # for each sentence
    found: dict[int, Found]  # for the stretches before
    number: int = 0

    @property
    def stretch(self) -> Stretch:
        return self.story.stretches[self.number]

    @property
    def at(self) -> int:
        return self.story.token_of[self.number]

    @property
    def where(self) -> int:
        return self.story.sentence_of[self.at]

    @property
    def sentence(self) -> Sentence:
        return self.story.sentences[self.where]

    @property
    def before(self) -> Sentence | None:
        """The sentence before, of the same paragraph."""
        previous = self.story.sentences[self.where - 1] if self.where else None
        return previous if previous and previous.paragraph == self.sentence.paragraph else None

    @property
    def following(self) -> Sentence | None:
        """The sentence after the stretch, of the same paragraph, when nothing follows it in its own."""
        if self.at + 1 != self.sentence.last or self.where + 1 == len(self.story.sentences):
            return None
        following = self.story.sentences[self.where + 1]
        return following if following.paragraph == self.sentence.paragraph else None

    @property
    def alone(self) -> bool:
        """Whether the sentence holds nothing but quoted stretches."""
        return not any(token.is_word for token in self.story.tokens[self.sentence.first : self.sentence.last])


_PAUSES = frozenset((",", "—", "–", "-", "―", ".", ":", ";", "…"))


def _transcript(scene: Scene) -> Found | None:
    tokens, at, first = scene.story.tokens, scene.at, scene.sentence.first
    while first < at and not tokens[first].is_word:
        first += 1
    if at - 1 > first and tokens[at - 1].text == ":" and at - first < 8:
        mention = scene.grammar.phrase_before(scene.grammar.skip_back(at - 2, first), first)
        if mention and mention.first == first and (mention.kind == "name" or tokens[first].text.isupper()):
            return Found(mention, -1, 0.95)
    return None


def _signature(scene: Scene) -> Found | None:
    tokens, at, sentences = scene.story.tokens, scene.at, scene.story.sentences
    if at + 2 < len(tokens) and tokens[at + 1].text in ("—", "–", "-", "―"):
        last = sentences[scene.story.sentence_of[at + 1]].last
        mention = scene.grammar.phrase_after(at + 2, last)
        if mention and mention.kind == "name" and (mention.last >= last or not tokens[mention.last].is_word):
            return Found(mention, -1, 0.95)
    return None


def _past_pauses(scene: Scene) -> int:
    """The first token behind a stretch that is no comma, dash or full stop."""
    at = scene.at + 1
    while at < scene.sentence.last and scene.story.tokens[at].text in _PAUSES:
        at += 1
    return at


def _noun_after(scene: Scene) -> Found | None:
    """A noun of saying behind a stretch: “No,” came the reply from Hill. “No” was Hill's answer. “No,” came the reply."""
    tokens, verb, last = scene.story.tokens, _past_pauses(scene), scene.sentence.last
    if verb >= last or tokens[verb].word not in ("came", "comes", "was", "were", "is", "ran", "runs"):
        return None
    for noun in range(verb + 1, min(last, verb + 8)):
        if tokens[noun].word in CUE_NOUNS and not tokens[noun].capital:
            owner = scene.grammar.owner_of(noun, verb + 1, last)
            return Found(owner or Mention(noun, noun + 1, "noun"), noun, 0.85 if owner else 0.0)
        if not tokens[noun].is_word:
            break
    return None


def _tag_after(scene: Scene) -> Found | None:
    at = _past_pauses(scene)
    ends = scene.story.text[scene.stretch.end - 1]
    for tag in scene.tags[scene.where]:
        if tag.first == at and (ends == "," or tag.weight == 2):
            return Found(tag.subject, tag.cue, 0.97 if ends in ",?!…—-" else 0.9)
    return _any_verb_after(scene, at) if ends in ",?!" else None


def _any_verb_after(scene: Scene, at: int) -> Found | None:
    """Whatever verb right behind a stretch with somebody before or behind it: “Never,” Hill snorts. “Never!” snorted Hill."""
    tokens, named, last = scene.story.tokens, scene.grammar.cast.at.get(at), scene.sentence.last
    if at >= last:
        return None
    if named or tokens[at].word in ("he", "she", "they"):
        verb = named[0].last if named else at + 1
        if verb < last and not tokens[verb - 1].possessive and tokens[verb].word.endswith(("ed", "s")):
            return Found(Mention(at, verb, "name", verb - 1) if named else Mention(at, verb, "pronoun"), verb, 0.85)
    elif tokens[at].word.endswith("ed") and not tokens[at].capital:
        subject = scene.grammar.phrase_after(at + 1, last)
        ends = subject and (subject.last >= last or tokens[subject.last].text in (",", ".", "—", "–"))
        if subject and ends and subject.kind == "name":
            return Found(subject, at, 0.9)
    return None


def _resumed(scene: Scene) -> Found | None:
    """The second half of a sentence that was broken off for its tag."""
    story, at = scene.story, scene.at
    if at < 2 or story.tokens[at - 1].text not in _SETTING_OFF or story.tokens[at - 2].word in CUES:
        return None
    earlier = story.token_of.get(scene.number - 1, -1)
    hit = scene.found.get(scene.number - 1)
    if hit is None or hit.rule != "tag after" or story.sentence_of[earlier] != scene.where:
        return None
    broken = story.text[story.stretches[scene.number - 1].end - 1] in ",—–-"
    return hit._replace(confidence=hit.confidence * 0.98) if broken and story.text[scene.stretch.start].islower() else None


def _tag_before(scene: Scene) -> Found | None:
    before = [tag for tag in scene.tags[scene.where] if tag.last <= scene.at and tag.cue < scene.at]
    strong = [tag for tag in before if tag.weight == 2]
    owner = scene.grammar.owner(scene.sentence.first, scene.at)
    if owner and (owner[1] >= scene.at - 2 or not strong):
        return Found(owner[0], owner[1], _announcement(scene, *owner))
    for tag in reversed(strong):
        itself = scene.story.tokens[tag.subject.last - 1].word in ("it", "we", "i", "you")
        if _is_disowned(scene, tag):
            return Found(tag.subject, tag.cue, 0.4)
        if not itself or tag is strong[0]:
            return Found(tag.subject, tag.cue, 0.7 if _turned(scene, tag) else 0.94 if len(strong) == 1 else 0.91)
    return _weak_tag(scene, before[-1]) if before else None


def _announcement(scene: Scene, owner: Mention, noun: int) -> float:
    """How sure it is that a noun announces a stretch: surest with a colon or in "in her words"."""
    tokens, before = scene.story.tokens, scene.story.tokens[owner.first - 1].word
    if tokens[scene.at - 1].text == ":" or before == "in" and tokens[noun].word == "words":
        return 0.9
    if tokens[scene.at - 1].word not in ("is", "was", "were", "that"):
        return 0.65
    return 0.5 if before == "that" else 0.8  # Hill replied that her statement was “nonsense”


def _weak_tag(scene: Scene, tag: Tag) -> Found:
    """A verb that need not be one of saying, surer before a colon and of people: A spokesman rejected the claim: “...”"""
    tokens, subject = scene.story.tokens, tag.subject
    if tokens[scene.at - 1].text == ":":
        return Found(subject, tag.cue, 0.85)
    thing = subject.kind == "noun" and tokens[subject.last - 1].word not in PEOPLE
    return Found(subject, tag.cue, 0.45 if thing else 0.7)


def _is_disowned(scene: Scene, tag: Tag) -> bool:
    """Whether the words are somebody else's: Hill dismissed claims that she was “asleep”; would not say whether it was “fun”."""
    tokens, following = scene.story.tokens, scene.story.tokens[tag.cue + 1 : scene.at]
    if tokens[tag.cue].word in DISOWNING:
        nouns = [at for at, token in enumerate(following) if token.word in CUE_NOUNS | {"reports"}]
        return any(token.word in ("that", "of") for at in nouns for token in following[at + 1 : at + 2])
    return tokens[tag.cue].word == "say" and following[:1] != [] and following[0].word in ("whether", "if")


def _turned(scene: Scene, tag: Tag) -> bool:
    """Whether a tag belongs to an earlier stretch and the sentence has gone on: “Yes,” she said, but as Hill spoke of “tea”."""
    tokens, before = scene.story.tokens, tag.first - 1
    while before > scene.sentence.first and tokens[before].text in _PAUSES:
        before -= 1
    went_on = any(token.word in ("but", "and", "as", "while", "when") for token in tokens[tag.last : scene.at])
    return went_on and before >= scene.sentence.first and tokens[before].quote >= 0


def _colon_here(scene: Scene) -> Found | None:
    """A colon before the stretch in its own sentence, without a verb of saying: Hill has one wish: “peace”."""
    tokens, first = scene.story.tokens, scene.sentence.first
    colon = next((at for at in range(scene.at - 1, max(first, scene.at - 4), -1) if tokens[at].text == ":"), None)
    if colon is None or any(token.capital for token in tokens[colon : scene.at]):
        return None
    named = scene.grammar.cast.at.get(scene.at - 2)
    if colon == scene.at - 1 and named and named[1].person and not tokens[colon - 1].possessive:
        name = named[0]
        if tokens[name.first - 1].word not in PREPOSITIONS:
            return Found(Mention(name.first, name.last, "name", name.last - 1), -1, 0.8)
    subject = scene.grammar.main_subject(first, scene.at)
    return Found(subject, -1, 0.8) if subject else None


def _tag_later(scene: Scene) -> Found | None:
    later = [tag for tag in scene.tags[scene.where] if tag.first > scene.at]
    later = [tag for tag in later if tag.weight == 2] or later
    return Found(later[0].subject, later[0].cue, 0.8) if later else None


def _own_words(scene: Scene) -> Found | None:
    """Whose words a stretch before or behind is said to be: “a farce”, in Hill's words. For Hill, it was “a farce”."""
    tokens, first, last = scene.story.tokens, scene.sentence.first, scene.sentence.last
    for noun in range(scene.at + 2, min(last, scene.at + 10)):
        if tokens[noun].word == "words":
            owner = scene.grammar.owner_of(noun, scene.at + 1, last)
            return Found(owner, noun, 0.85) if owner else None
    if tokens[first].word in ("for", "to") and first + 1 < scene.at:
        named = scene.grammar.cast.at.get(first + 1)
        if named and named[1].person and tokens[named[0].last].text == "," and not tokens[named[0].last - 1].possessive:
            return Found(Mention(first + 1, named[0].last, "name", named[0].last - 1), -1, 0.75)
    return None


def _next_sentence(scene: Scene) -> Found | None:
    sentences, where = scene.story.sentences, scene.where
    if where + 1 == len(sentences) or scene.at + 1 != scene.sentence.last:
        return None
    following = sentences[where + 1]
    if following.paragraph == scene.sentence.paragraph:
        for tag in scene.tags[where + 1][:1]:
            if tag.first == following.first and following.last - tag.last <= 2:
                return Found(tag.subject, tag.cue, 0.85)
    return None


def _split(scene: Scene) -> Found | None:
    if not scene.before or scene.at != scene.sentence.first:
        return None
    quotes = [token.quote for token in scene.story.tokens[scene.before.first : scene.before.last] if token.quote >= 0]
    hit = scene.found.get(quotes[-1]) if quotes else None
    return hit and Found(hit.mention, hit.cue, hit.confidence * (0.98 if scene.alone else 0.75))


def _announced(scene: Scene) -> Found | None:
    """The last sentence before, in this paragraph or, with a colon, in the one before."""
    if not scene.where or not scene.alone:
        return None
    tokens, where = scene.story.tokens, scene.where - 1
    previous = scene.story.sentences[where]
    colon = tokens[previous.last - 1].text == ":"
    if not scene.before and not colon:
        return None
    strong = [tag for tag in scene.tags[where] if tag.weight == 2]
    if strong:
        return Found(strong[-1 if colon else 0].subject, strong[-1].cue, 0.9 if colon else 0.8)
    subject = scene.grammar.main_subject(previous.first, previous.last)
    return Found(subject, -1, 0.85 if colon else 0.7) if subject else None


def _introduced(scene: Scene) -> Found | None:
    """A paragraph that brings somebody in, without a quotation at its end, before a paragraph that is a quotation."""
    if not scene.where or scene.before or not scene.alone:
        return None
    where, grammar = scene.where - 1, scene.grammar
    previous = scene.story.sentences[where]
    quotes = [token.quote for token in scene.story.tokens[previous.first : previous.last] if token.quote >= 0]
    if quotes or scene.sentence.paragraph - previous.paragraph > 1 or scene.following:
        return None
    announced = grammar.owner(previous.first, previous.last)
    if announced and announced[0].kind == "name":
        return Found(announced[0], announced[1], 0.8)
    strong = [tag for tag in scene.tags[where] if tag.weight == 2]
    subject = strong[0].subject if strong else grammar.main_subject(previous.first, previous.last)
    if subject and (subject.kind == "pronoun" or grammar.can_speak(subject)):
        return Found(subject, -1, 0.85 if strong else 0.8)
    return None


def _sentence_after(scene: Scene) -> Found | None:
    """A paragraph that begins with a quotation and goes on with a sentence about whoever said it."""
    following, tokens, grammar = scene.following, scene.story.tokens, scene.grammar
    before = scene.before and tokens[scene.before.first : scene.before.last]
    if not following or not scene.alone or before and any(token.is_word for token in before):
        return None
    opening = [token.word for token in tokens[following.first : following.first + 2]]
    if opening[0] in _POINTING_BACK or opening[0] in ("with", "in") and opening[1:] in (["these"], ["those"]):
        return _pointed_back(scene, following)
    if any(token.quote >= 0 for token in tokens[following.first : following.last]):
        return None
    subject = grammar.main_subject(following.first, following.last)
    subject = subject and grammar.speaker_of(subject)
    if subject and subject.kind == "name" and subject.first - following.first < 8:
        return Found(subject, -1, 0.75 if grammar.can_speak(subject) else 0.5)
    return None


_POINTING_BACK = wordset("that those these this so thus such")


def _pointed_back(scene: Scene, following: Sentence) -> Found | None:
    """That was the promise of Hill. So began the speech of Hill. With these words Hill opened the fair."""
    for at in range(following.first + 1, min(following.first + 9, following.last)):
        word = scene.story.tokens[at].word
        owner = scene.grammar.owner_of(at, following.first, following.last) if word in CUE_NOUNS else None
        if owner:
            return Found(owner, at, 0.85)
        named = scene.grammar.cast.at.get(at)
        if named and named[1].person and not scene.story.tokens[named[0].last - 1].possessive:
            return Found(Mention(named[0].first, named[0].last, "name", named[0].last - 1), -1, 0.85)
    return None


def _still_speaking(scene: Scene) -> Found | None:
    """Nothing in the sentence names a speaker, but the sentence before does."""
    if not scene.before or scene.stretch.end - scene.stretch.start < 15:
        return None
    quotes = [token.quote for token in scene.story.tokens[scene.before.first : scene.before.last] if token.quote >= 0]
    hit = scene.found.get(quotes[-1]) if quotes else None
    if hit:
        return Found(hit.mention, hit.cue, hit.confidence * 0.8)
    strong = [tag for tag in scene.tags[scene.where - 1] if tag.weight == 2]
    return Found(strong[0].subject, strong[0].cue, 0.65) if strong else None


def _carried_on(scene: Scene) -> Found | None:
    hit = scene.found.get(scene.number - 1)
    if hit and scene.alone and not scene.story.stretches[scene.number - 1].closed:
        return Found(hit.mention, hit.cue, hit.confidence * 0.95)
    return None


def _last_speaker(scene: Scene) -> Found | None:
    hit = scene.found.get(scene.number - 1)
    if hit and scene.alone:
        story = scene.story
        where = story.sentence_of[story.token_of[scene.number - 1]]
        new_story = bisect_right(story.breaks, scene.where) > bisect_right(story.breaks, where)
        if not new_story and scene.sentence.paragraph - story.sentences[where].paragraph <= 1:
            return Found(hit.mention, hit.cue, 0.75 * hit.confidence)
    return None


class Rule(NamedTuple):
    name: str
    example: str
    apply: Callable[[Scene], Found | None]


RULES = (
    Rule("transcript", "Hill: “We won.”", _transcript),
    Rule("signature", "“We won.” — Ann Hill", _signature),
    Rule("noun after", "“No,” came the answer of Hill. “No” was Hill’s reply.", _noun_after),
    Rule("tag after", "“We won,” said Hill. “We won,” Hill, the captain, told reporters.", _tag_after),
    Rule("resumed", "“We won,” said Hill, who told the press to wait, “at last.”", _resumed),
    Rule("tag before", "Hill said that it was “a great day”. Her promise to “win at any price”.", _tag_before),
    Rule("colon", "Hill has one wish: “peace”.", _colon_here),
    Rule("tag later", "It was a “great day” for the club, Hill said.", _tag_later),
    Rule("own words", "It was “peace”, in Hill’s words. For Hill, it was “peace”.", _own_words),
    Rule("tag in the next sentence", "“We won.” Hill said.", _next_sentence),
    Rule("split quotation", "“We won,” Hill said. “At last.”", _split),
    Rule("long quotation", "“We won,” said Hill. “We sang. ¶ “We drank.”", _carried_on),
    Rule("announced", "Hill disagreed. “We lost.” Hill went on: ¶ “We lost.”", _announced),
    Rule("still speaking", "“We won,” Hill said. And now, “we will go on and on”.", _still_speaking),
    Rule("introduced", "Hill was glad. ¶ “We won.”", _introduced),
    Rule("sentence after", "“We won.” Hill was glad. “We won.” With these words Hill sat down.", _sentence_after),
    Rule("last speaker", "“We won,” Hill said. ¶ “We drank.”", _last_speaker),
)


# Rules that say too little for a stretch of one or two words, which may be no quotation at all.
_GUESSES = frozenset(("introduced", "sentence after", "last speaker", "still speaking", "tag later"))


def find_tags(story: Story, grammar: Grammar, tags: list[list[Tag]]) -> dict[int, Found]:
    """For each stretch the phrase that names its speaker."""
    scene = Scene(story, grammar, tags, {})
    for number in story.token_of:
        scene.number = number
        for rule in RULES:
            hit = rule.apply(scene)
            if hit:
                scene.found[number] = hit._replace(rule=rule.name, mention=grammar.speaker_of(hit.mention))
                break
    _read_backwards(scene)
    return scene.found


_SAID_INSIDE = re.compile(r"[,?!] (?:(?:said|says|added) [A-Z]|(?:[A-Z][\w’'-]+ ){1,3}(?:said|says|added)\b)")


def _read_backwards(scene: Scene) -> None:
    """Give the paragraphs of a long quotation whose speaker is only named behind its last one to that speaker."""
    for number in sorted(scene.story.token_of, reverse=True):
        hit = scene.found.get(number)
        if hit is None or number - 1 not in scene.story.token_of:
            continue
        scene.number = number
        opens = scene.at == scene.sentence.first and not scene.before
        scene.number = number - 1
        earlier = scene.found.get(number - 1)
        said = _SAID_INSIDE.search(scene.story.text, scene.stretch.start, scene.stretch.end)  # its closing mark is missing
        if not opens or scene.stretch.closed or said or not scene.alone or earlier and earlier.rule not in _GUESSES:
            continue
        if hit.rule not in _GUESSES:
            scene.found[number - 1] = hit._replace(confidence=hit.confidence * 0.92)


# ----------------------------------------------------------------------------------------------------- who is meant


@dataclass(slots=True)
class Sighting:
    """A place where a character is in view, and how much: a subject more than an owner."""

    sentence: int
    who: Character
    weight: float


class Resolver:
    """Finds who a phrase stands for. Phrases are given to it in the order of the text."""

    def __init__(self, story: Story, cast: Cast, tags: Sequence[Tag], grammar: Grammar) -> None:
        self.story, self.cast, self.grammar = story, cast, grammar
        self.tags = [tag for tag in tags if tag.weight == 2]
        self.cues = [tag.cue for tag in self.tags]
        self.speakers = {id(cast.at[tag.subject.name][1]) for tag in self.tags if tag.subject.kind == "name"}
        self.phrases: dict[int, Mention] = {}  # of those without a name
        self.distance: list[int] = []  # for each sentence, how many before it are not mere quotations
        told = 0
        for sentence in story.sentences:
            self.distance.append(told)
            told += any(token.is_word for token in story.tokens[sentence.first : sentence.last])
        seen = sorted(self._sightings(tags), key=lambda entry: entry[0])
        self.starts = [at for at, _ in seen]
        self.sightings = [sighting for _, sighting in seen]
        self.spoken: list[tuple[int, Sighting]] = []  # phrases resolved so far
        self.latest = -1  # where the last of them begins

    def _sightings(self, tags: Sequence[Tag]) -> Iterator[tuple[int, Sighting]]:
        """All places where somebody is in view: as the subject of a verb of saying or of a sentence, or in passing."""
        story, subjects = self.story, {tag.subject.name: 0.5 + tag.weight for tag in tags if tag.subject.kind == "name"}
        for number, sentence in enumerate(story.sentences):
            subject = self.grammar.main_subject(sentence.first, sentence.last)
            opens = number == 0 or story.sentences[number - 1].paragraph != sentence.paragraph
            if subject and subject.kind == "name":
                subjects[subject.name] = max(2.5 if opens else 2.2, subjects.get(subject.name, 0))
            elif subject:
                yield from self._unnamed(subject, 1.5)
        for tag in tags:
            yield from self._unnamed(tag.subject, 2.5)
        met: set[int] = set()
        for name, who in self.cast.names:
            introduced = id(who) not in met and name.last - name.first > 1
            met.add(id(who))
            yield name.first, Sighting(story.sentence_of[name.first], who, self._weight(name, subjects) + 1.0 * introduced)

    def _weight(self, name: Name, subjects: Mapping[int, float]) -> float:
        if name.last - 1 in subjects:
            return subjects[name.last - 1]
        if self._opens_clause(name):
            return 2.0
        if self.story.tokens[name.last - 1].possessive:
            return -0.5
        before = self.story.tokens[name.first - 1].word if name.first else ""
        return -0.3 if before in PREPOSITIONS else 0.0

    def _opens_clause(self, name: Name) -> bool:
        """Whether a name is the subject of a later clause: Hill cooks; Reed sings. His friend, Tom Reed, was glad."""
        tokens = self.story.tokens
        before = tokens[name.first - 1].text if name.first else ""
        if name.last + 1 >= len(tokens) or tokens[name.last - 1].possessive or before not in (";", ",", "and", "but", "while"):
            return False
        set_off = before == "," and tokens[name.last].text == ","
        if before == "," and not set_off:
            return False
        verb = tokens[name.last + set_off].word
        return verb in VERBS or before == ";" and verb.endswith(("s", "ed"))

    def _unnamed(self, subject: Mention, weight: float) -> Iterator[tuple[int, Sighting]]:
        """A sighting of one person without a name: a spokeswoman for the council."""
        first, head = self.story.tokens[subject.first], self.story.tokens[subject.last - 1].word
        one = first.possessive or first.word in ("a", "an", "the", "another", "my", "one", "his", "her", "their")
        if subject.kind == "noun" and head in PEOPLE and one:
            who = Character([self.grammar.words_of(subject)], 1, 2.0 * (head in MASCULINE), 2.0 * (head in FEMININE))
            who.unnamed = True
            self.phrases[id(who)] = subject
            who.roles[head] += 1
            yield subject.first, Sighting(self.story.sentence_of[subject.first], who, weight)

    def resolve(self, mention: Mention) -> tuple[str | None, float]:
        """The name to print, or the phrase itself, and how sure that is."""
        found = self._resolved(mention)
        self.latest = mention.first
        return found

    def _resolved(self, mention: Mention) -> tuple[str | None, float]:
        if mention.kind == "name":
            who = self.cast.at[mention.name][1]
            self._saw(mention, who)
            if mention.also >= 0:
                return f"{self.cast.at[mention.also][1].name} and {who.name}", 0.85
            return who.name, 1.0
        if mention.kind == "noun":
            named = self._by_role(mention) or self._by_age(mention) or self._by_kind(mention)
            if named:
                self._saw(mention, named)
                return named.name, 0.85
            head = self.story.tokens[mention.last - 1].word
            if head in BY_NOBODY or head in SIGNS:
                return None, 0.0
            related = self.story.tokens[mention.first].word in ("his", "her", "their")
            return self.grammar.words_of(mention), 0.85 if related else 0.93
        return self._pronoun(mention)

    def _by_role(self, mention: Mention) -> Character | None:
        """Who is meant by "the senator", when somebody was introduced as one."""
        tokens = self.story.tokens
        if tokens[mention.first].word not in ("the", "this", "that"):
            return None
        words = {_role(token.word) for token in tokens[mention.first + 1 : mention.last]}
        head = _role(tokens[mention.last - 1].word)
        if head not in PEOPLE:
            return None
        here, upto = self.story.sentence_of[mention.first], bisect_right(self.starts, mention.first)
        best: tuple[float, Character] | None = None
        for sighting in self.sightings[max(0, upto - 60) : upto]:
            who = sighting.who
            if who.unnamed or who.body or not who.roles[head] or not words - _ANYBODYS <= who.roles.keys():
                continue
            if any(who.roles[lesser] >= who.roles[head] for lesser in _LESSER - words if lesser != head and who.roles[lesser]):
                continue
            score = min(who.roles[head], 3) - 0.2 * (here - sighting.sentence) + 0.3 * sighting.weight
            if best is None or score > best[0]:
                best = score, who
        return best[1] if best else None

    def _by_age(self, mention: Mention) -> Character | None:
        """Who is meant by "the 29-year-old": whoever has that age, else the person last spoken of."""
        tokens = self.story.tokens
        if tokens[mention.first].word != "the" or not tokens[mention.last - 1].word.endswith("-year-old"):
            return None
        age = tokens[mention.last - 1].word.partition("-")[0]
        best: tuple[float, Character] | None = None
        upto, here = bisect_right(self.starts, mention.first), self.story.sentence_of[mention.first]
        for at, sighting in zip(self.starts[max(0, upto - 40) : upto], self.sightings[max(0, upto - 40) : upto], strict=True):
            who = sighting.who
            if who.unnamed or not who.person:
                continue
            name = self.cast.at[at][0]
            said = name.last + 1 < len(tokens) and tokens[name.last].text == "," and tokens[name.last + 1].text == age
            score = 10.0 * said + sighting.weight - 0.8 * (here - sighting.sentence) - 2.0 * (not who.surely_person)
            if best is None or score > best[0]:
                best = score, who
        return best[1] if best else None

    def _by_kind(self, mention: Mention) -> Character | None:
        """Which body is meant by "the company": the one whose name says so, else the one that last spoke or acted."""
        tokens, head = self.story.tokens, self.story.tokens[mention.last - 1].word
        if mention.last - mention.first != 2 or tokens[mention.first].word != "the" or head not in _SOME_BODY:
            return None
        upto, here = bisect_right(self.starts, mention.first), self.story.sentence_of[mention.first]
        for sighting in reversed(self.sightings[max(0, upto - 20) : upto]):
            who = sighting.who
            if who.unnamed or who.surely_person:
                continue
            acted = head in _ANY_BODY and sighting.weight > 2 and here - sighting.sentence < 4
            if acted or head in (word.lower() for word in who.names):
                return who
        return None

    def _saw(self, mention: Mention, who: Character) -> None:
        self.spoken.append((mention.first, Sighting(self.story.sentence_of[mention.first], who, 2.2)))

    def _pronoun(self, mention: Mention) -> tuple[str | None, float]:
        """Who he or she is: of those in view the one with the highest score, as sure as the next one is behind."""
        word, here = self.story.tokens[mention.first].word, self.story.sentence_of[mention.first]
        if word in ("it", "its"):
            return self._thing(here, mention.first)
        if word in ("they", "their"):
            return self._group(here, mention.first)
        if word not in ("he", "his", "she", "her"):
            return None, 0.0
        sex = "m" if word in ("he", "his") else "f"
        upto = bisect_right(self.starts, mention.first)
        in_view = self.sightings[max(0, upto - 40) : upto] + [sighting for at, sighting in self.spoken[-8:] if at < mention.first]
        answering = self._answering(mention)
        scores: dict[int, tuple[float, Character]] = {}
        for sighting in in_view:
            who = sighting.who
            if who.person and who.sex in (None, sex):
                score = self._score(sighting, sex, here) - answering * self._spoke_last(who)
                if id(who) not in scores or score > scores[id(who)][0]:
                    scores[id(who)] = score, who
        if not scores:
            return None, 0.0
        (top, who), *others = sorted(scores.values(), key=lambda entry: -entry[0])
        margin = top - others[0][0] if others else 3.0
        known = who.sex is not None or margin > 2 and (who.surely_person or id(who) in self.speakers)
        sure = min(0.97, 0.6 + 0.23 * margin) - (0.0 if who.sex else 0.03 if known else 0.15)
        if margin >= _CLEARLY and who.sex is None:  # what a clear case says of somebody's sex holds for the next one
            who.male += 0.5 * (sex == "m")
            who.female += 0.5 * (sex == "f")
        if who.unnamed:
            who = self._by_role(self.phrases[id(who)]) or who
        self._saw(mention, who)
        return who.name, sure

    def _answering(self, mention: Mention) -> float:
        """How much a pronoun must be somebody else than the last speaker: “Who won?” Hill asked. “You,” she replied."""
        tokens, stretches = self.story.tokens, self.story.stretches
        if mention.last >= len(tokens) or tokens[mention.last].word not in _ANSWERING:
            return 0.0
        answer = tokens[mention.first - 1].quote if mention.first else -1
        asked = answer > 0 and self.story.text[stretches[answer - 1].end - 1] == "?"
        return 3.0 if asked else 1.5

    def _spoke_last(self, who: Character) -> bool:
        """Whether somebody was the last one to speak: nobody answers himself."""
        if who.unnamed:
            return self.phrases[id(who)].first == self.latest
        return bool(self.spoken) and self.spoken[-1][1].who is who

    def _score(self, sighting: Sighting, sex: str, here: int) -> float:
        """How likely a pronoun in a sentence stands for somebody seen in it or before. The constants are set by hand."""
        who = sighting.who
        score = sighting.weight + who.fits(sex)
        score -= 0.8 * (self.distance[here] - self.distance[sighting.sentence])
        score -= 4.0 * (bisect_right(self.story.breaks, here) - bisect_right(self.story.breaks, sighting.sentence))
        score += 0.1 * min(who.count, 10)
        sentences = self.story.sentences
        score -= 0.4 * (sentences[here].paragraph != sentences[sighting.sentence].paragraph)
        score -= 0.7 * (not who.surely_person and id(who) not in self.speakers)
        score += 2.0 * (sighting.sentence == here and sighting.weight >= 2)
        return score

    def _thing(self, here: int, at: int) -> tuple[str | None, float]:
        """What "it" stands for: the body or the paper that spoke or acted in one of the sentences before."""
        for subject in self._subjects_before(here, at):
            head = self.story.tokens[subject.last - 1].word
            if subject.kind == "name":
                name, who = self.cast.at[subject.name]
                letter = any(token.word in CUE_NOUNS for token in self.story.tokens[subject.first : name.first])
                if letter or not who.surely_person:  # the answer of the owner, Ann Hill, came at noon
                    return who.name, 0.75
            elif subject.kind == "noun" and head in CUE_NOUNS:
                giver = self.grammar.speaker_of(subject)
                return self.resolve(giver) if giver.kind == "name" else (None, 0.0)
            elif subject.kind == "noun" and head not in PEOPLE:
                return self.grammar.words_of(subject), 0.7
        return None, 0.0

    def _group(self, here: int, at: int) -> tuple[str | None, float]:
        """Who "they" are: the people or the two that spoke or acted in one of the sentences before."""
        for subject in self._subjects_before(here, at):
            both = self.grammar.with_partner(subject)
            if both:
                return self.resolve(both)
            head = self.story.tokens[subject.last - 1].word
            if subject.kind == "noun" and (head in _SEVERAL or head.endswith("s") and head.removesuffix("s") in _SPEAKING):
                return self.grammar.words_of(subject), 0.8
        return None, 0.0

    def _subjects_before(self, here: int, at: int) -> Iterator[Mention]:
        """The subjects of the verbs of saying and of the sentences just before a token, last ones first."""
        until = bisect_right(self.cues, at - 1)
        for number in range(here, max(-1, here - 4), -1):
            sentence = self.story.sentences[number]
            since = bisect_right(self.cues, sentence.first - 1)
            yield from (tag.subject for tag in reversed(self.tags[since:until]) if tag.subject.kind != "pronoun")
            until = since
            subject = self.grammar.main_subject(sentence.first, sentence.last)
            if subject and subject.kind != "pronoun" and subject.last <= at:
                yield subject


_ANSWERING = wordset("replied replies answered answers responded responds retorted countered")
_CLEARLY = 0.5  # by how much the best candidate must be ahead
_ANY_BODY = wordset("company firm club group organisation organization agency charity union party team business retailer airline")
_SOME_BODY = _ANY_BODY | BODIES
_SPEAKING = PEOPLE | BODIES
_SEVERAL = wordset("people police staff crew family couple pair men women children twins researchers residents parents")
# Words that do not tell one bearer of a role from another.
_LESSER = wordset("former deputy vice assistant ex late acting")  # the deputy mayor is not the mayor
_ANYBODYS = wordset("former top then new current outgoing first chief own longtime")


# ------------------------------------------------------------------------------------------------------ all together


LIKELY = 0.6  # below this a name is about as likely wrong as right, and none is given


def attribute(
    text: str, people: Sequence[Person] = (), published: str | None = None, story: Story | None = None
) -> list[Quotation]:
    """The quotations of a text with their speakers; titles and scare quotes are left out.

    A speaker is given as the text's fullest form of the name, as the noun phrase where nobody is named, or, where it is
    one of `people`, as the name given there. `published` (an ISO date) decides which roles of theirs hold.
    A `story` of the text that is there already saves telling it again.
    """
    story = story or narrate(text)
    cast = cast_of(story)
    grammar = Grammar(story, cast)
    tags = [grammar.tags(sentence) for sentence in story.sentences]
    found = find_tags(story, grammar, tags)
    resolver = Resolver(story, cast, [tag for of_sentence in tags for tag in of_sentence], grammar)
    directory = Directory(people, published)
    longer = _words_of_longer_stretches(story)
    quotations = []
    for number in story.token_of:
        stretch, hit = story.stretches[number], found.get(number)
        if not _worth_listing(story, number, hit, longer):
            continue
        quotation = Quotation(stretch.start, stretch.end, text[stretch.start : stretch.end])
        if hit:
            speaker, share = resolver.resolve(hit.mention)
            confidence = round(hit.confidence * share, 2)
            if confidence < LIKELY:
                speaker = None
            named = cast.at.get(hit.mention.also if hit.mention.also >= 0 else hit.mention.name)
            first = named[0].first if named else hit.mention.first
            quotation = replace(
                quotation,
                speaker=directory.name_of(speaker) if speaker else None,
                speaker_start=story.tokens[first].start,
                speaker_end=story.tokens[hit.mention.last - 1].end,
                cue=story.tokens[hit.cue].text if hit.cue >= 0 else None,
                confidence=confidence if speaker else 0.0,
            )
        quotations.append(quotation)
    return quotations


def _worth_listing(story: Story, number: int, hit: Found | None, longer: frozenset[str]) -> bool:
    """A short stretch that nobody is said to have said is a scare quote, unless a headline takes it from a longer one."""
    stretch = story.stretches[number]
    words = _quoted_words(story, stretch)
    if len(words) > 2 or hit is not None and hit.confidence >= 0.75 and hit.rule not in _GUESSES:
        return True
    sentence = story.sentences[story.sentence_of[story.token_of[number]]]
    return longer.issuperset(words) and is_headline(story, sentence, 3)


def _quoted_words(story: Story, stretch: Stretch) -> list[str]:
    return [word.strip(".,!?") for word in story.text[stretch.start : stretch.end].lower().split()]


def _words_of_longer_stretches(story: Story) -> frozenset[str]:
    found: set[str] = set()
    for number in story.token_of:
        words = _quoted_words(story, story.stretches[number])
        if len(words) > 2:
            found.update(words)
    return frozenset(found)


# ----------------------------------------------------------------------------------------------- people of a sheet


class Directory:
    """The people of a sheet under all that they may be called: names, aliases, and the roles they held on a date."""

    def __init__(self, people: Sequence[Person], date: str | None = None) -> None:
        self.people = {person.id: person for person in people}
        self._ids: dict[str, set[str]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._given = {person.id: _plain(person.name).partition(" ")[0] for person in people}
        for person in people:
            held = [role.title for role in person.roles if _held(role.since, role.until, date)]
            for name in (person.name, *person.aliases, *held):
                self._ids.setdefault(_plain(name), set()).add(person.id)
            self._surnames.setdefault(_plain(person.name).rpartition(" ")[2], set()).add(person.id)

    def id_of(self, speaker: str) -> str | None:
        """Whose name, alias or role it is. A surname alone, or a middle name more, will do where nobody else is meant by it."""
        plain = _plain(speaker)
        given, _, surname = plain.rpartition(" ")
        bearers = self._surnames.get(surname, set())
        ids = self._ids.get(plain) or {one for one in bearers if not given or self._given[one] == given.partition(" ")[0]}
        return next(iter(ids)) if len(ids) == 1 else None

    def name_of(self, speaker: str) -> str:
        found = self.id_of(speaker)
        return self.people[found].name if found else speaker


def _plain(name: str) -> str:
    """A name without article, full stops and capitals: "The U.S. envoy" and "US envoy" are the same."""
    plain = name.casefold().replace(".", "").replace("-", " ").replace("’", "'")
    return plain.removeprefix("the ").strip()


def _held(since: str | None, until: str | None, date: str | None) -> bool:
    """Whether a role was held on a date. All three may be as short as a year: only what they share is compared."""
    if not date:
        return until is None
    begun = since is None or since[: len(date)] <= date[: len(since)]
    return begun and (until is None or date[: len(until)] <= until[: len(date)])


def person_of(speaker: str, people: Sequence[Person]) -> str | None:
    """The id of the person that a speaker's name, alias or present role stands for."""
    return Directory(people).id_of(speaker)
