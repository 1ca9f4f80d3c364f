"""The walk through an inbox in a terminal: one proposal after the other, each answered at once and able to be undone.

What it shows and asks goes through the functions it is given, so that it runs in a test as it does in a terminal. Every answer
is written before the next question: a walk that is interrupted goes on where it was, and a later walk can still undo.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any

from factsheet.answer import MODELS, Inbox, Unfit, accept, parts_of, read_inbox, reject, take_out
from factsheet.build import checked
from factsheet.compare import find_reference, verdict
from factsheet.journal import Journal, read_journal
from factsheet.model import Place, Proposal, Statement
from factsheet.placed import YamlList, parse_yaml
from factsheet.problems import visible
from factsheet.propose import findings, propose
from factsheet.records import did_you_mean, read_record
from factsheet.rules import Case
from factsheet.splices import Refused, record_lines
from factsheet.text import paragraphs, printable

KEYS = "a accept · e edit · j FACT join · r REASON reject · l later · u undo · q quit"
EDITED = "the record"  # what problems call a record that comes from the person's editor


@dataclass(frozen=True, slots=True)
class Terminal:
    show: Callable[[str], None]  # lines in which nothing is left that a terminal would obey
    ask: Callable[[str], str]  # raises EOFError or KeyboardInterrupt when the person leaves
    edit: Callable[[str], str]  # a text, as the person's editor gives it back
    mark: Callable[[str], str]  # the words of the proposal, told from the paragraph around them


@dataclass(slots=True)
class _Walk:
    """Where a walk stands."""

    journal: Journal
    later: set[str] = field(default_factory=set)
    answered: int = 0


def review(root: Path, sheet: str, terminal: Terminal) -> bool:
    """Walk through the inbox of a sheet until it is empty or the person leaves; whether its lock has something to take."""
    walk = _Walk(read_journal(root, sheet))
    while True:
        project = checked(root)
        case = next(case for case in project.cases if case.sheet.id == sheet)
        inbox = read_inbox(root, sheet)
        if inbox.problems:
            raise Refused(f"{inbox.problems[0]}; mend the inbox first")
        waiting = [proposal for proposal in inbox.proposals if proposal.id not in walk.later]
        if waiting:
            terminal.show(_card(waiting[0], _record(waiting[0], walk), case, walk, len(waiting), terminal))
            question = f"{KEYS}\n> "
        else:
            left = len(inbox.proposals)
            terminal.show(f"Nothing is left to answer; {left} kept for later." if left else "Nothing is left to answer.")
            if not walk.answered:
                return walk.journal.wants_lock
            question = "u undo · q quit\n> "
        try:
            word, _, rest = terminal.ask(question).strip().partition(" ")
        except (EOFError, KeyboardInterrupt):
            word, rest = "q", ""
        if word == "q" or (not waiting and word != "u"):
            if inbox.proposals:
                terminal.show(f"{len(inbox.proposals)} proposals wait; run `factsheet review {sheet}` to go on.")
            return walk.journal.wants_lock
        try:
            if word == "u":
                terminal.show(visible(f"Undone: {walk.journal.undo()}."))
                walk.answered -= 1
            else:
                _answer(word, rest.strip(), waiting[0], root, case, inbox, walk, terminal)
        except Refused as refusal:
            terminal.show(visible(f"Not done: {refusal}"))
        except Unfit as unfit:
            terminal.show("\n".join(visible(f"Not done: {problem} ({problem.hint})") for problem in unfit.problems))


def _record(proposal: Proposal, walk: _Walk) -> dict[str, Any]:
    """The record as it would be written: as the person has edited it, or as it was proposed."""
    text = walk.journal.edited.get(proposal.id)
    return _read_edited(proposal, text) if text else dict(proposal.record)


def _answer(
    word: str, rest: str, proposal: Proposal, root: Path, case: Case, inbox: Inbox, walk: _Walk, terminal: Terminal
) -> None:
    """Do what the person said."""
    record, journal = _record(proposal, walk), walk.journal
    if word == "a":
        chosen = [proposal.model_copy(update={"record": record})]
        journal.do(f"accepted {proposal.id}", lambda: accept(root, case, inbox, chosen), lambda: take_out(inbox, chosen))
        walk.answered += 1
    elif word == "r":
        if not rest:
            raise Refused("say why, in the same line: r an age, not a fact of this event")
        chosen = [proposal]
        journal.do(f"rejected {proposal.id}", lambda: reject(root, case.sheet, chosen, rest), lambda: take_out(inbox, chosen))
        walk.answered += 1
    elif word == "j":
        facts = {fact.id for fact in case.sheet.facts if isinstance(fact, MODELS[proposal.kind])}
        if rest not in facts:
            raise Refused(did_you_mean(rest, facts) or f"{rest or 'nothing'} is no {proposal.kind} of this sheet")
        _edit(proposal, "\n".join(record_lines({**record, "id": rest})) + "\n", journal)
    elif word == "e":
        _edit(proposal, terminal.edit("\n".join(record_lines(record)) + "\n"), journal)
    elif word == "l":
        walk.later.add(proposal.id)
    else:
        raise Refused(f"{word or 'an empty line'} is no answer")


def _edit(proposal: Proposal, text: str, journal: Journal) -> None:
    _read_edited(proposal, text)
    journal.edited[proposal.id] = text
    journal.save()


def _read_edited(proposal: Proposal, text: str) -> dict[str, Any]:
    values, problems = parse_yaml(text, EDITED)
    if problems:
        raise Refused(str(problems[0]))
    if not isinstance(values, YamlList) or len(values) != 1 or not isinstance(values[0], dict):
        raise Refused("keep it one record, which begins with a dash")
    record = read_record(MODELS[proposal.kind], values[0], Place(EDITED))
    if isinstance(record, list):
        raise Refused(f"{record[0]} ({record[0].hint})")
    return values[0]


def _paragraph(proposal: Proposal, case: Case, mark: Callable[[str], str]) -> str:
    """The paragraph that a proposal stands in, its words marked; its sentence, when the article's text is not at hand."""
    held = case.evidence.witnesses.get(proposal.article)
    wanted = {(proposal.article, proposal.kind, *part) for part in parts_of(proposal)}
    found = (item for item in findings(case.sheet, case.evidence) if (item.article, item.kind, item.words, item.nth) in wanted)
    spans = sorted(span for item in found for span in item.spans)
    if held is None or not spans:
        return fill(printable(proposal.where), 110, initial_indent="    ", subsequent_indent="    ")
    text = held.article.text.translate(_NO_MARKS)
    around = [(start, end) for start, end in paragraphs(text) if any(start < last and first < end for first, last in spans)]
    shown = [_marked(text, start, end, spans) for start, end in around]
    wrapped = "\n\n".join(fill(printable(part), 110, initial_indent="    ", subsequent_indent="    ") for part in shown)
    parts = re.split(f"[{_BEGIN}{_END}]", wrapped)
    return "".join(mark(part) if number % 2 else part for number, part in enumerate(parts))


_BEGIN, _END = "\ue000", "\ue001"  # of marked words, while lines are broken
_NO_MARKS = str.maketrans(_BEGIN + _END, "\ufffd\ufffd")


def _marked(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    parts, at = [], start
    for first, last in spans:
        if first < end and start < last:
            parts += [text[at : max(at, first)], _BEGIN, text[max(at, first) : min(last, end)], _END]
            at = min(last, end)
    return "".join([*parts, text[at:end]])


def _suggested(proposal: Proposal, case: Case) -> str | None:
    """The fact that a statement may belong to, by the id that it was accepted under, which may be another than was proposed."""
    facts = {fact.id for fact in case.sheet.facts}
    if proposal.kind != "statement" or (proposal.suggests or proposal.record["id"]).partition(" ")[0] in facts:
        return proposal.suggests
    by_now = {entry["id"]: entry for entry in propose(case.sheet, case.evidence, case.project.people)}.get(proposal.id)
    if by_now is None:  # its text is not at hand
        return proposal.suggests
    return str(by_now["record"]["id"]) if by_now["record"]["id"] in facts else by_now.get("suggests")


def _card(proposal: Proposal, record: dict[str, Any], case: Case, walk: _Walk, waiting: int, terminal: Terminal) -> str:
    """A proposal as the person sees it: where it stands, what would be written, what it would join."""
    progress = f"{waiting} to answer" + (f", {walk.answered} answered" if walk.answered > 0 else "")
    lines = [
        f"\n── {proposal.kind} in {printable(proposal.article)} · {progress} · read with confidence {proposal.confidence:.2f}",
        "",
        _paragraph(proposal, case, terminal.mark),
        "",
        *record_lines(record, "  "),
    ]
    if suggested := _suggested(proposal, case):
        lines.append(f"\n  may belong to: {printable(suggested)}; j FACT joins it")
    fact = next((fact for fact in case.sheet.facts if fact.id == record["id"]), None)
    if fact:
        lines.append(f"\n  joins: {printable(fact.heading)}")
    elif "quote" in record["reports"][0]:
        lines.append("\n  label it would get as a fact of its own: single")
    if isinstance(fact, Statement):
        lineage = {name: article.lineage for name, article in case.evidence.lock.articles.items()}
        known = all(report.article in lineage for report in fact.reports)
        reference = find_reference(fact, lineage) if known else None
        quote = record["reports"][0].get("quote")
        if reference and quote:
            found = verdict(reference.wording.report.parts, [quote] if isinstance(quote, str) else quote)
            flags = f" ({', '.join(found.flags)})" if found.flags else ""
            lines.append(f"  label it would get: {found.label}{flags}")
    return "\n".join(lines)
