"""A person's answers to proposals go into the person's files: accept adds facts and people, reject adds to rejected.yml.

Every file is spliced, never rewritten. People come first and the inbox last, behind the lock, so that a run that is stopped in
between leaves whole files, and the next run goes on: a report that stands already is not added again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from factsheet.evidence import digest, gather, without_held
from factsheet.model import KIND_FILES, Event, Figure, Kind, Person, Place, Problem, Proposal, Severity, Sheet, Statement
from factsheet.placed import MAX_BYTES, decode
from factsheet.propose import inbox_text, inbox_without, is_edited
from factsheet.records import read_list, read_record, record_files
from factsheet.rules import Case, check
from factsheet.schema import modeline
from factsheet.splices import Change, Reading, Refused, Splice, append_records, append_report, plan_splices, replace_file

AnyFact = Statement | Figure | Event
MODELS: dict[Kind, type[Statement] | type[Figure] | type[Event]] = {"statement": Statement, "figure": Figure, "event": Event}


@dataclass(frozen=True, slots=True)
class Inbox:
    path: Path
    name: str  # as problems name it
    data: bytes | None = None  # as it is on disk; None where there is none
    text: str = ""
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()

    def lines_of(self, proposal: Proposal) -> range:
        """The lines of a proposal in the inbox, counted from 1."""
        ends = [other.place.line for other in self.proposals if other.place.line > proposal.place.line]
        return range(proposal.place.line, min(ends, default=self.text.count("\n") + 2))


def read_inbox(root: Path, sheet: str) -> Inbox:
    """The proposals of a sheet, each with a record that its kind's model accepts, or the problems."""
    path = root / "content" / sheet / "inbox.yml"
    name = path.relative_to(root).as_posix()
    if not path.is_file():
        return Inbox(path, name)
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)  # one byte too many is one
    text = decode(data, name)
    if isinstance(text, Problem):
        return Inbox(path, name, data, "", (), (text,))
    proposals, problems = read_list(Proposal, text, name)
    for proposal in proposals:
        record = read_record(MODELS[proposal.kind], proposal.record, proposal.place_of("record"))
        problems += record if isinstance(record, list) else []
    return Inbox(path, name, data, text, proposals, tuple(problems))


def write_inbox(inbox: Inbox, entries: Sequence[dict[str, Any]]) -> bool:
    """Whether inbox.yml changed. An inbox that a person has edited is left as it is."""
    if inbox.data and is_edited(inbox.text):
        raise Refused(f"{inbox.name} has been edited; accept or reject what is in it, or delete the file, and propose again")
    text = inbox_text(entries)
    if text == inbox.text:
        return False
    replace_file(inbox.path, text.encode(), inbox.data)
    return True


class Unfit(Exception):
    """Proposals that cannot become records as they are; nothing was written."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = problems


def accept(root: Path, case: Case, inbox: Inbox, chosen: Sequence[Proposal]) -> list[Change]:
    """Write the records of the chosen proposals where they belong; what was written. `take_out` is what ends it.

    The sheet with them is checked before a byte is written, and every file's new text is made before the first is replaced.
    """
    before = {fact.id: fact for fact in case.sheet.facts}
    fresh = [proposal for proposal in chosen if not _stands(proposal, before)]
    after = _with(before, fresh)
    people = _people_of(fresh, case)
    _test(case, after, people, inbox)
    additions = _Additions()
    if people:
        additions.append(root / "content" / "people.yml", [{"id": person.id, "name": person.name} for person in people])
    folder = root / "content" / case.sheet.id
    for kind, name in KIND_FILES.items():
        files = record_files(folder, name) or [folder / f"{name}.yml"]
        own = [proposal for proposal in fresh if proposal.kind == kind]
        for proposal in own:
            if proposal.record["id"] in before:
                path = root / before[proposal.record["id"]].place.path
                additions.join(path, proposal.record["id"], _joining(proposal, before[proposal.record["id"]]))
        additions.append(files[-1], _new_records(own, before))
    return additions.write()


def would_be(case: Case, inbox: Inbox) -> tuple[Case, Mapping[str, tuple[Problem, ...]]]:
    """The sheet with no other facts than those that the proposals would make or join; and by proposal why one cannot be taken."""
    before = {fact.id: fact for fact in case.sheet.facts}
    fit, unfit = list(inbox.proposals), dict[str, tuple[Problem, ...]]()
    while True:
        people = _people_of(fit, case)
        try:
            after = _with(before, fit)
            touched = {proposal.record["id"]: after[proposal.record["id"]] for proposal in fit}
            _test(case, touched, people, inbox)
        except Unfit as error:
            bad = {proposal.id: found for proposal in fit if (found := _of(proposal, inbox, error.problems))}
            unfit |= bad or {proposal.id: tuple(error.problems) for proposal in fit}
            fit = [proposal for proposal in fit if proposal.id not in unfit]
        else:
            project = replace(case.project, people=(*case.project.people, *people))
            return replace(case, sheet=_of_facts(case.sheet, touched), project=project), unfit


def _of(proposal: Proposal, inbox: Inbox, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.place.line in inbox.lines_of(proposal))


def _of_facts(sheet: Sheet, facts: Mapping[str, AnyFact]) -> Sheet:
    return replace(
        sheet,
        statements=tuple(fact for fact in facts.values() if isinstance(fact, Statement)),
        figures=tuple(fact for fact in facts.values() if isinstance(fact, Figure)),
        events=tuple(fact for fact in facts.values() if isinstance(fact, Event)),
    )


def _with(facts: Mapping[str, AnyFact], proposals: Sequence[Proposal]) -> dict[str, AnyFact]:
    """The facts as they will be; each new report knows its place in the inbox."""
    after = dict(facts)
    for proposal in proposals:
        record = read_record(MODELS[proposal.kind], proposal.record, proposal.place_of("record"))
        if isinstance(record, list):
            raise Unfit(record)
        known = after.get(record.id)
        if known is None:
            after[record.id] = record
            continue
        if problem := _cannot_join(proposal, record, known):
            raise Unfit([problem])
        reports = read_record(MODELS[proposal.kind], {**proposal.record, "reports": _joining(proposal, known)}, record.place)
        joined = record.reports if isinstance(reports, list) else reports.reports
        placed = tuple(new.model_copy(update=dict(other)) for new, other in zip(record.reports, joined, strict=True))
        after[record.id] = known.model_copy(update={"reports": (*known.reports, *placed)})
    return after


def _cannot_join(proposal: Proposal, record: AnyFact, fact: AnyFact) -> Problem | None:
    """Why a record cannot be one more report of a fact: it says something that no report can carry."""
    place = proposal.place_of("record")
    hint = "give the record an id of its own"
    if type(record) is not type(fact):
        return Problem(place, "cannot-join", f"`{fact.id}` is a fact of another kind, at {fact.place}", hint)
    for name in ("speaker", "value"):
        mine, theirs = getattr(record, name, None), getattr(fact, name, None)
        if mine != theirs:
            shown = [" to ".join(map(str, said)) if isinstance(said, tuple) else str(said) for said in (mine, theirs)]
            return Problem(place, "cannot-join", f"`{fact.id}` has `{name}: {shown[1]}`, this record {shown[0]}", hint)
    return None


_ON_A_REPORT = ("said", "date", "status", "said_by", "horizon", "where")


def _joining(proposal: Proposal, fact: AnyFact) -> list[dict[str, Any]]:
    """The reports of a record that joins a fact, each with what the record says differently from it."""
    record = proposal.record
    differs = {key: record[key] for key in _ON_A_REPORT if key in record and record[key] != getattr(fact, key, None)}
    return [{**report, **differs} for report in record["reports"]]


def _new_records(proposals: Sequence[Proposal], facts: Mapping[str, AnyFact]) -> list[dict[str, Any]]:
    """Records for facts that are not there yet; proposals of one id are one record."""
    new: dict[str, dict[str, Any]] = {}
    for proposal in proposals:
        record = proposal.record
        if record["id"] in new:
            new[record["id"]]["reports"] = [*new[record["id"]]["reports"], *record["reports"]]
        elif record["id"] not in facts:
            new[record["id"]] = dict(record)
    return list(new.values())


def _people_of(proposals: Sequence[Proposal], case: Case) -> list[Person]:
    """The proposed people whom the records really name and nobody knows yet."""
    known = {person.id for person in case.project.people}
    named = {p.person.id: p.person for p in proposals if p.person and p.record.get("speaker") == p.person.id}
    return [person for name, person in named.items() if name not in known]


def _test(case: Case, facts: Mapping[str, AnyFact], people: Sequence[Person], inbox: Inbox) -> None:
    """Check the sheet as it would be; what is wrong with a proposal is told at its line in the inbox."""
    sheet = replace(_of_facts(case.sheet, facts), lock=without_held(case.sheet.lock, case.evidence.witnesses))
    project = replace(case.project, people=(*case.project.people, *people))
    problems = check(Case(sheet, project, gather(sheet, case.evidence.witnesses, project.people)))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    mine = [p for p in errors if p.place.path == inbox.name or not p.place.path.startswith("content/")]  # or just edited
    if mine:
        raise Unfit(mine)


class _Additions:
    """What is to be added to which files: made and read back for all of them before the first is written."""

    def __init__(self) -> None:
        self.splices: dict[Path, list[tuple[Splice, Reading]]] = {}

    def append(self, path: Path, records: Sequence[dict[str, Any]]) -> None:
        if records:
            head = modeline("people.yml" if path.stem == "people" else f"sheet/{path.name}")
            steps = self.splices.setdefault(path, [])
            steps.append((lambda text: append_records(text or head, records), lambda values: [*(values or []), *records]))

    def join(self, path: Path, fact: str, reports: Sequence[dict[str, Any]]) -> None:
        def splice(text: str) -> str:
            for report in reports:
                text = append_report(text, fact, report)
            return text

        def reading(values: Any) -> Any:
            return [v | {"reports": [*v["reports"], *reports]} if v.get("id") == fact else v for v in values]

        self.splices.setdefault(path, []).append((splice, reading))

    def write(self) -> list[Change]:
        planned = [(path, *plan_splices(path, steps)) for path, steps in self.splices.items()]
        for path, before, after in planned:
            replace_file(path, after, before)
        return list(planned)


def reject(root: Path, sheet: Sheet, chosen: Sequence[Proposal], reason: str) -> list[Change]:
    """Write down that the chosen proposals are none of ours; what was written. `take_out` is what ends it."""
    there = {(r.article, r.kind, r.words, r.nth, r.within) for r in sheet.rejections}
    records = []
    for proposal in chosen:
        within: str | None = digest(proposal.where)  # the sentence of its first part; the others go by their number
        for words, nth in parts_of(proposal):
            key = (proposal.article, proposal.kind, words, nth, within)
            stated = {"article": proposal.article, "kind": proposal.kind, "words": words}
            stated |= ({"nth": str(nth)} if nth > 1 else {}) | ({"within": within} if within else {})
            records += [stated | {"reason": reason}] if key not in there else []
            there.add(key)
            within = None
    additions = _Additions()
    additions.append(root / "content" / sheet.id / "rejected.yml", records)
    return additions.write()


def parts_of(proposal: Proposal) -> list[tuple[str, int]]:
    """(hash, nth) of each part of a proposal."""
    others = (part.split("-") for part in proposal.also)
    return [(proposal.words, proposal.nth), *((words, int(nth)) for words, nth in others)]


def _stands(proposal: Proposal, facts: Mapping[str, AnyFact]) -> bool:
    """Whether the very report is in the records already, as after a run that was stopped before it emptied the inbox."""
    record = read_record(MODELS[proposal.kind], proposal.record, Place(""))
    if isinstance(record, list) or record.id not in facts:
        return False
    mine = {(report.article, digest(" ".join(report.parts))) for report in record.reports}
    return mine <= {(report.article, digest(" ".join(report.parts))) for report in facts[record.id].reports}


def take_out(inbox: Inbox, chosen: Sequence[Proposal]) -> list[Change]:
    """The answered entries' lines leave the inbox; a person's edits to the others stay."""
    taken = [inbox.lines_of(proposal) for proposal in chosen]
    if not taken:
        return []
    after = inbox_without(inbox.text, taken).encode()
    replace_file(inbox.path, after, inbox.data)
    return [(inbox.path, inbox.data, after)]
