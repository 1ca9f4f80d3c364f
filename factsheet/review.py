"""The walk through an inbox in a terminal: one proposal after the other, each answered at once and able to be undone.

What it shows and asks goes through the functions it is given, so that it runs in a test as it does in a terminal. Every answer
is written before the next question: a walk that is interrupted goes on where it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factsheet.answer import MODELS, Inbox, Unfit, accept, read_inbox, reject
from factsheet.build import checked
from factsheet.compare import find_reference, verdict
from factsheet.model import Place, Proposal, Statement
from factsheet.placed import YamlList, parse_yaml
from factsheet.records import did_you_mean, read_record
from factsheet.rules import Case
from factsheet.splices import Refused, record_lines, replace_file

KEYS = "a accept · e edit · j FACT join · r REASON reject · l later · u undo · q quit"


@dataclass(frozen=True, slots=True)
class Terminal:
    show: Callable[[str], None]
    ask: Callable[[str], str]  # raises EOFError or KeyboardInterrupt when the person leaves
    edit: Callable[[str], str]  # a text, as the person's editor gives it back


Files = tuple[tuple[Path, bytes | None, bytes | None], ...]  # (path, bytes before, bytes after); None where there was no file


@dataclass(frozen=True, slots=True)
class Step:
    """One answer and the files that it changed."""

    what: str
    files: Files


@dataclass(slots=True)
class _Walk:
    """Where a walk stands."""

    later: set[str]
    steps: list[Step]
    edited: dict[str, dict[str, Any]]  # records that the person has changed and not yet answered


def review(root: Path, sheet: str, terminal: Terminal) -> int:
    """Walk through the inbox of a sheet until it is empty or the person leaves; how many proposals were answered."""
    walk = _Walk(set(), [], {})
    answered = 0
    while True:
        project = checked(root)
        case = next(case for case in project.cases if case.sheet.id == sheet)
        inbox = read_inbox(root, sheet)
        if inbox.problems:
            raise Refused(f"{inbox.problems[0]}; mend the inbox first")
        waiting = [proposal for proposal in inbox.proposals if proposal.id not in walk.later]
        if not waiting:
            left = len(inbox.proposals)
            terminal.show(f"Nothing is left to answer; {left} kept for later." if left else "Nothing is left to answer.")
            return answered
        terminal.show(_card(waiting[0], _record(waiting[0], walk), case, len(waiting)))
        try:
            word, _, rest = terminal.ask(f"{KEYS}\n> ").strip().partition(" ")
        except (EOFError, KeyboardInterrupt):
            word, rest = "q", ""
        if word == "q":
            terminal.show(f"{len(inbox.proposals)} proposals wait; run `factsheet review {sheet}` to go on.")
            return answered
        try:
            answered += _answer(word, rest.strip(), waiting[0], root, case, inbox, walk, terminal)
        except Refused as refusal:
            terminal.show(f"Not done: {refusal}")
        except Unfit as unfit:
            terminal.show("\n".join(f"Not done: {problem} ({problem.hint})" for problem in unfit.problems))


def _record(proposal: Proposal, walk: _Walk) -> dict[str, Any]:
    return walk.edited.get(proposal.id) or dict(proposal.record)


def _answer(
    word: str, rest: str, proposal: Proposal, root: Path, case: Case, inbox: Inbox, walk: _Walk, terminal: Terminal
) -> int:
    """Do what the person said; by how much the number of answers changes."""
    record = _record(proposal, walk)
    if word == "a":
        chosen = proposal.model_copy(update={"record": record})
        done = _doing(root, case, lambda: accept(root, case, inbox, [chosen]))
        walk.steps.append(Step(f"accepted {proposal.id}", done))
        return 1
    if word == "r":
        if not rest:
            raise Refused("say why, in the same line: r an age, not a fact of this event")
        done = _doing(root, case, lambda: reject(root, case.sheet, inbox, [proposal], rest))
        walk.steps.append(Step(f"rejected {proposal.id}", done))
        return 1
    if word == "j":
        facts = {fact.id for fact in case.sheet.facts if isinstance(fact, MODELS[proposal.kind])}
        if rest not in facts:
            raise Refused(did_you_mean(rest, facts) or f"{rest or 'nothing'} is no {proposal.kind} of this sheet")
        walk.edited[proposal.id] = {**record, "id": rest}
    elif word == "e":
        walk.edited[proposal.id] = _edited(proposal, terminal.edit("\n".join(record_lines(record)) + "\n"))
    elif word == "l":
        walk.later.add(proposal.id)
    elif word == "u":
        if not walk.steps:
            raise Refused("there is nothing to undo")
        step = walk.steps[-1]
        _undo(step)
        walk.steps.pop()
        terminal.show(f"Undone: {step.what}.")
        return -1
    else:
        raise Refused(f"{word or 'an empty line'} is no answer")
    return 0


def _edited(proposal: Proposal, text: str) -> dict[str, Any]:
    values, problems = parse_yaml(text, "the record")
    if problems:
        raise Refused(str(problems[0]))
    if not isinstance(values, YamlList) or len(values) != 1 or not isinstance(values[0], dict):
        raise Refused("keep it one record, which begins with a dash")
    record = read_record(MODELS[proposal.kind], values[0], Place("the record"))
    if isinstance(record, list):
        raise Refused(f"{record[0]} ({record[0].hint})")
    return dict(values[0])


def _doing(root: Path, case: Case, work: Callable[[], None]) -> Files:
    """Do it, and keep what is needed to undo it."""
    folders = [root / "content", root / "content" / case.sheet.id]
    before = {path: path.read_bytes() for folder in folders for path in folder.rglob("*.yml") if path.is_file()}
    work()
    after = {path: path.read_bytes() for folder in folders for path in folder.rglob("*.yml") if path.is_file()}
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return tuple((path, before.get(path), after.get(path)) for path in changed)


def _undo(step: Step) -> None:
    for path, _, after in step.files:
        if (path.read_bytes() if path.exists() else None) != after:
            raise Refused(f"{path.name} has changed since; nothing was undone")
    for path, before, after in step.files:
        if before is None:
            path.unlink()
        else:
            replace_file(path, before, after)


def _card(proposal: Proposal, record: dict[str, Any], case: Case, waiting: int) -> str:
    """A proposal as the person sees it: where it stands, what would be written, what it would join."""
    lines = [
        f"\n── {proposal.kind} in {proposal.article} · {waiting} to answer · read with confidence {proposal.confidence:.2f}",
        "",
    ]
    lines += [f"    {proposal.where}", "", *record_lines(record, "  ")]
    if proposal.suggests:
        lines.append(f"\n  may belong to: {proposal.suggests}; j FACT joins it")
    fact = next((fact for fact in case.sheet.facts if fact.id == record["id"]), None)
    if fact:
        lines.append(f"\n  joins: {fact.heading}")
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
