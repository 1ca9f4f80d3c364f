"""A person's answers to proposals go into the person's files: accept adds facts and people, reject adds to rejected.yml.

Every file is spliced, never rewritten. People come first and the inbox last, so that a run that is stopped in between
leaves whole files, and the next run goes on: a report that stands already is not added again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factsheet.evidence import digest
from factsheet.model import Event, Fact, Figure, Kind, Place, Problem, Project, Proposal, Sheet, Statement
from factsheet.propose import KIND_FILES, inbox_text, inbox_without, is_edited
from factsheet.records import read_list, read_record, record_files
from factsheet.splices import Refused, append_records, append_report, replace_file, splice_file

MODELS: dict[Kind, type[Statement] | type[Figure] | type[Event]] = {"statement": Statement, "figure": Figure, "event": Event}


@dataclass(frozen=True, slots=True)
class Inbox:
    path: Path
    name: str  # as problems name it
    text: str
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_inbox(root: Path, sheet: str) -> Inbox:
    """The proposals of a sheet, each with a record that its kind's model accepts, or the problems."""
    path = root / "content" / sheet / "inbox.yml"
    name = path.relative_to(root).as_posix()
    if not path.is_file():
        return Inbox(path, name, "")
    text = path.read_text(encoding="utf-8")
    proposals, problems = read_list(Proposal, text, name)
    for proposal in proposals:
        record = read_record(MODELS[proposal.kind], proposal.record, proposal.place_of("record"))
        problems += record if isinstance(record, list) else []
    return Inbox(path, name, text, proposals, tuple(problems))


def write_inbox(inbox: Inbox, entries: Sequence[dict[str, Any]]) -> bool:
    """Whether inbox.yml changed. An inbox that a person has edited is left as it is."""
    if inbox.text and is_edited(inbox.text):
        raise Refused(f"{inbox.name} has been edited; accept or reject what is in it, or delete the file, and propose again")
    text = inbox_text(entries)
    if text == inbox.text:
        return False
    replace_file(inbox.path, text.encode(), inbox.text.encode() if inbox.text else None)
    return True


def accept(root: Path, project: Project, sheet: Sheet, inbox: Inbox, chosen: Sequence[Proposal]) -> None:
    """Write the records of the chosen proposals where they belong, and take them out of the inbox."""
    folder = root / "content" / sheet.id
    known = {person.id for person in project.people}
    people = {p.person.id: p.person for p in chosen if p.person and p.person.id not in known}
    if people:
        _append(root / "content" / "people.yml", [{"id": person.id, "name": person.name} for person in people.values()])
    facts: dict[str, Fact] = {fact.id: fact for fact in sheet.facts}
    for kind, name in KIND_FILES.items():
        own = [p for p in chosen if p.kind == kind and not _stands(p, facts)]
        _check_ids(own, facts, kind)
        new: dict[str, dict[str, Any]] = {}
        for proposal in own:
            record = proposal.record
            if record["id"] in new:
                new[record["id"]]["reports"] = [*new[record["id"]]["reports"], *record["reports"]]
            elif record["id"] not in facts:
                new[record["id"]] = dict(record)
        joining = [p for p in own if p.record["id"] in facts]
        for path in record_files(folder, name) or [folder / f"{name}.yml"]:
            here = [p for p in joining if facts[p.record["id"]].place.path == path.relative_to(root).as_posix()]
            for proposal in here:
                _join(path, proposal)
        if new:
            _append((record_files(folder, name) or [folder / f"{name}.yml"])[-1], list(new.values()))
    _take_out(inbox, chosen)


def reject(root: Path, sheet: Sheet, inbox: Inbox, chosen: Sequence[Proposal], reason: str) -> None:
    there = {(r.article, r.kind, r.words, r.nth) for r in sheet.rejections}
    fresh = [p for p in chosen if (p.article, p.kind, p.words, p.nth) not in there]
    records = [
        {"article": p.article, "kind": p.kind, "words": p.words} | ({"nth": str(p.nth)} if p.nth > 1 else {}) | {"reason": reason}
        for p in fresh
    ]
    if records:
        _append(root / "content" / sheet.id / "rejected.yml", records)
    _take_out(inbox, chosen)


def _check_ids(proposals: Sequence[Proposal], facts: dict[str, Fact], kind: Kind) -> None:
    for proposal in proposals:
        fact = facts.get(proposal.record["id"])
        if fact and not isinstance(fact, MODELS[kind]):
            raise Refused(f"{proposal.id}: `{fact.id}` is a fact of another kind, at {fact.place}; give the record another id")


def _stands(proposal: Proposal, facts: dict[str, Fact]) -> bool:
    """Whether the very report is in the records already, as after a run that was stopped before it emptied the inbox."""
    record = read_record(MODELS[proposal.kind], proposal.record, Place(""))
    if isinstance(record, list) or record.id not in facts:
        return False
    mine = {(report.article, digest(" ".join(report.parts))) for report in record.reports}
    return mine <= {(report.article, digest(" ".join(report.parts))) for report in facts[record.id].reports}


def _append(path: Path, records: Sequence[dict[str, Any]]) -> None:
    splice_file(path, lambda text: append_records(text, records), lambda values: [*(values or []), *records])


def _join(path: Path, proposal: Proposal) -> None:
    fact, reports = proposal.record["id"], proposal.record["reports"]

    def with_reports(values: Any) -> Any:
        return [v | {"reports": [*v["reports"], *reports]} if v.get("id") == fact else v for v in values]

    def splice(text: str) -> str:
        for report in reports:
            text = append_report(text, fact, report)
        return text

    splice_file(path, splice, with_reports)


def _take_out(inbox: Inbox, chosen: Sequence[Proposal]) -> None:
    """The answered entries' lines leave the inbox; a person's edits to the others stay."""
    gone = {proposal.id for proposal in chosen}
    starts = [proposal.place.line for proposal in inbox.proposals]
    lines = [range(start, end) for start, end in zip(starts, [*starts[1:], inbox.text.count("\n") + 2], strict=True)]
    taken = [own for proposal, own in zip(inbox.proposals, lines, strict=True) if proposal.id in gone]
    replace_file(inbox.path, inbox_without(inbox.text, taken).encode(), inbox.text.encode())
