"""Makes big inputs from a few sentences of our own: the same seed gives the same bytes. Nobody and nothing in them is real.

    python benchmarks/generate.py corpus 100000 > corpus.jsonl     # short articles, one a line
    python benchmarks/generate.py sheet 5000 FOLDER                # a project with one sheet of so many facts, texts and lock

The corpus says things in the ways news says them: quotations with a speaker before, between and after, indirect speech, figures
with and without a bound, days that depend on the date of the article. The sheet has statements, figures and events, most of them
in two articles, every third time in other words, and an article for every ten facts.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from factsheet.cli import main as factsheet
from factsheet.splices import record_lines

SEED = 11
FIRST_DAY = date(2030, 1, 1)

GIVEN = (
    "Aldra Bero Calia Dorvin Elska Fenno Gilda Harro Ilsa Joren Kerla Lumo Mirel Nando Orsa Pelle Runa Stello Tilda Varo".split()
)
BEGIN, END = (
    "Bar Cor Dun Fal Gor Hol Kel Lin Mar Nor Pen Ras Sel Tor Val Wen".split(),
    "baker dale field grave holm kirk low mond".split(),
)
OFFICES = "mayor|harbour master|head of the ferry company|town clerk|head teacher|chief engineer|keeper of the lock".split("|")
PLACES = [
    f"{one}{two}"
    for one in ("Amber", "Birk", "Crow", "Elm", "Gull", "Heron", "Otter", "Reed")
    for two in ("bridge", "ford", "ness", "wick")
]
THINGS = "ferry bridge harbour library market lighthouse tram school reservoir canal quay orchard mill depot clinic".split()
MANY = "passengers boats visitors pupils tickets lamps tonnes workers trees houses".split()
DOES = "reopen|close for repairs|run all winter|stay open|be rebuilt|move to the other bank|cost less than it does now".split("|")
WHY = """the ice is thin|the money is there|nobody has asked for more|the old pumps still work|the council wants it so|
the winter was mild|the tide leaves no choice|we have waited long enough""".replace("\n", "").split("|")
BOUNDS = {"about": "about", "some": "about", "up to": "up to", "at least": "at least", "more than": "more than", "": "exactly"}
UNIT_OF = {"tonnes": "tonne"}  # measures are recorded in the singular
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday".split()
SAYINGS = (
    "“{What},” said {who}, the {office} of {place}.",
    "{who}, the {office} of {place}, said on {weekday}: “{What}.”",
    "“{What},” {who} said. “{Also}.”",
    "The {office} of {place} said that {what}.",
    "According to {who}, {what}.",
)
COUNTS = (
    "The {thing} carried {bound} {number} {many} in {month} {year}.",
    "It costs €{number}, {percent}% more than a year ago.",
    "By {month} {year} {bound} {number} {many} had come to {place}.",
    "The {thing} of {place} opens on {day} {month} {year}.",
)


# -------------------------------------------------------------------------------------------------------------- corpus


def corpus(count: int, seed: int = SEED) -> Iterator[dict[str, str]]:
    """Articles of a headline and one to three sentences."""
    choice = random.Random(seed)
    for number in range(count):
        kinds = [choice.choice((SAYINGS, COUNTS)) for _ in range(choice.randint(1, 3))]
        sentences = [_sentence(choice, choice.choice(kind)) for kind in kinds]
        place, thing = choice.choice(PLACES), choice.choice(THINGS)
        published = FIRST_DAY + timedelta(choice.randrange(3650))
        text = f"News of the {thing} of {place}\n{' '.join(sentences)}\n"
        yield {"id": f"article-{number:07}", "text": text, "published": published.isoformat()}


def _sentence(choice: random.Random, template: str) -> str:
    what, also = _claim(choice), _claim(choice)
    words = {
        "what": what,
        "What": _capital(what),
        "Also": _capital(also),
        "who": _name(choice),
        "office": choice.choice(OFFICES),
        "place": choice.choice(PLACES),
        "thing": choice.choice(THINGS),
        "many": choice.choice(MANY),
        "bound": choice.choice(list(BOUNDS)),
        "number": f"{choice.randrange(100, 90_000):,}",
        "percent": choice.randrange(2, 60),
        "day": choice.randrange(1, 29),
        "weekday": choice.choice(WEEKDAYS),
        "month": choice.choice(MONTHS),
        "year": choice.randrange(2028, 2045),
    }
    return " ".join(template.format_map(words).split())


def _claim(choice: random.Random) -> str:
    return f"the {choice.choice(THINGS)} in {choice.choice(PLACES)} will {choice.choice(DOES)}, as {choice.choice(WHY)}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _name(choice: random.Random) -> str:
    return f"{choice.choice(GIVEN)} {choice.choice(BEGIN)}{choice.choice(END)}"


# --------------------------------------------------------------------------------------------------------------- sheet


def sheet(count: int, root: Path, seed: int = SEED) -> None:
    """A project with one sheet of so many facts, its texts, and the lock that `factsheet lock` makes of them."""
    choice = random.Random(seed)
    names = sorted({_name(choice) for _ in range(count)}, key=lambda name: (name.split()[1], name))
    people = list({name.split()[1]: name for name in names}.values())  # nobody shares a surname
    articles: dict[str, list[str]] = {f"paper-{number:04}": [] for number in range(max(3, count // 10))}
    records: dict[str, list[Mapping[str, Any]]] = {"statements": [], "figures": [], "events": []}
    for number in range(count):
        kind, make = choice.choices((("statements", _statement), ("figures", _figure), ("events", _event)), (6, 3, 1))[0]
        record, sentences = make(choice, f"fact-{number:05}", people)
        where = choice.sample(list(articles), len(sentences))
        for report, article, sentence in zip(record["reports"], where, sentences, strict=True):
            report["article"] = article
            articles[article].append(sentence)
        records[kind].append(record)
    folder = root / "content" / "town"
    (folder / "texts").mkdir(parents=True)
    for number, (article, sentences) in enumerate(articles.items()):
        (folder / "texts" / f"{article}.txt").write_text(_text(choice, number, sentences), encoding="utf-8")
    everyone = [{"id": _id(name), "name": name} for name in people]
    bibliography = [{"id": article, "outlet": f"Paper {article[6:]}", "published": "2030-01-01"} for article in articles]
    for path, listed in (
        (root / "content" / "people.yml", everyone),
        (folder / "articles.yml", bibliography),
        *((folder / f"{kind}.yml", listed) for kind, listed in records.items() if listed),
    ):
        path.write_text("".join(f"{line}\n" for record in listed for line in record_lines(record)), encoding="utf-8")
    topics = "".join(f"  - {{id: {thing}, title: The {thing}}}\n" for thing in THINGS)
    glance = "".join(f"  - {{text: Line {number}., facts: [fact-{number:05}]}}\n" for number in range(5))
    masthead = f"format: 1\ntitle: A made-up town in {count} facts\ndate: 2030-01-01\ntopics:\n{topics}at_a_glance:\n{glance}"
    (folder / "sheet.yml").write_text(masthead, encoding="utf-8")
    if factsheet(["--project", str(root), "lock"]):
        raise SystemExit("the generated sheet has problems")


Made = tuple[dict[str, Any], list[str]]  # a record, and the sentence that each of its reports stands in


def _statement(choice: random.Random, name: str, people: Sequence[str]) -> Made:
    who, thing = choice.choice(people), choice.choice(THINGS)
    words = [
        "the",
        thing,
        "in",
        choice.choice(PLACES),
        "will",
        *choice.choice(DOES).split(),
        "in",
        str(choice.randrange(2028, 2045)),
    ]
    words += ["as", *choice.choice(WHY).split(), "and", *choice.choice(WHY).split()]
    said = _capital(" ".join(words))
    other = said
    if choice.random() < 1 / 3:
        other = choice.choice((said.split(" and ")[0], said.replace(" will ", " may "), _capital(said.split(" as ", 1)[1])))
    wordings = [said, other][: choice.choice((1, 2, 2))]
    record = {
        "id": name,
        "speaker": _id(who),
        "said": "2030-01-01",
        "topic": thing,
        "summary": f"{who} speaks of the {thing} ({name}).",
        "reports": [{"article": "", "quote": wording, "cue": "said"} for wording in wordings],
    }
    return record, [f"“{wording},” {who} said." for wording in wordings]


def _figure(choice: random.Random, name: str, people: Sequence[str]) -> Made:
    thing, place, many, value = choice.choice(THINGS), choice.choice(PLACES), choice.choice(MANY), choice.randrange(100, 90_000)
    bounds = [choice.choice(list(BOUNDS)) for _ in range(choice.choice((1, 2, 2)))]
    texts = [f"{bound} {value:,} {many} at {place}".strip() for bound in bounds]
    record = {
        "id": name,
        "topic": thing,
        "summary": f"How many {many} the {thing} has ({name})",
        "subject": f"{_capital(many)} of the {thing} at {place}",
        "value": str(value),
        "unit": UNIT_OF.get(many, many),
        "bound": BOUNDS[bounds[0]],
        "status": "actual",
        "reports": [{"article": "", "text": text} for text in texts],
    }
    return record, [f"The {thing} counted {text}." for text in texts]


def _event(choice: random.Random, name: str, people: Sequence[str]) -> Made:
    thing, place, day = choice.choice(THINGS), choice.choice(PLACES), FIRST_DAY + timedelta(choice.randrange(3650))
    texts = [f"{place} opens a {thing} on {day.day} {MONTHS[day.month - 1]} {day.year}"] * choice.choice((1, 2))
    record = {
        "id": name,
        "topic": thing,
        "date": day.isoformat(),
        "status": "scheduled",
        "summary": f"A {thing} opens in {place} ({name}).",
        "reports": [{"article": "", "text": text} for text in texts],
    }
    return record, [f"{text}." for text in texts]


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _text(choice: random.Random, number: int, sentences: Sequence[str]) -> str:
    """The sentences in paragraphs of their own, with enough words between them that quoting all of them is fair."""
    paragraphs = [line for sentence in sentences for line in (sentence, _filler(choice), _filler(choice))]
    return (
        "\n".join(
            [f"What paper {number} has to say", "Made up for a measurement.", *paragraphs, _filler(choice), _filler(choice)]
        )
        + "\n"
    )


def _filler(choice: random.Random) -> str:
    vocabulary = [*THINGS, *MANY, *"old new wide quiet narrow grey near far under over beside without along across".split()]
    return f"The {' '.join(choice.choices(vocabulary, k=18))} of {choice.choice(PLACES)} is as it was."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind in ("corpus", "sheet"):
        sub = kinds.add_parser(kind)
        sub.add_argument("count", type=int)
        sub.add_argument("--seed", type=int, default=SEED)
    sub.add_argument("folder", type=Path)
    args = parser.parse_args()
    if args.kind == "sheet":
        sheet(args.count, args.folder, args.seed)
    else:
        sys.stdout.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in corpus(args.count, args.seed))


if __name__ == "__main__":
    main()
