"""The command line: the only file that prints. Exit 0 clean, 1 problems, 2 wrong usage."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import asdict
from difflib import unified_diff
from functools import partial
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path
from textwrap import indent
from typing import NoReturn, TextIO

from factsheet.answer import Inbox, Unfit, accept, read_inbox, reject, take_out, write_inbox
from factsheet.build import Build, build, checked, write_pages
from factsheet.changes import FORMS, Records, changes, read_records
from factsheet.corpus import Answer, Manner, Source, answers, appending, find_sources, in_chunks, lost, progress, total_size
from factsheet.coverage import Coverage, coverage
from factsheet.edtf import edtf_bounds
from factsheet.history import NoHistory, files_at, files_now
from factsheet.journal import LOCKED, read_journal
from factsheet.lockfile import lock_text
from factsheet.model import Person, Problem, Proposal, Severity
from factsheet.pages import templates_folder
from factsheet.placed import MAX_BYTES, decode
from factsheet.problems import github_line, in_colour, json_line, most_often, plain, problem_lines, summary, visible
from factsheet.propose import propose
from factsheet.records import did_you_mean, leads_out, links_out, read_list
from factsheet.register import Added, add_articles, read_source
from factsheet.review import Terminal, review
from factsheet.rulebook import rulebook
from factsheet.rules import Case, renamed
from factsheet.scaffold import new_project, new_sheet, write_schemas
from factsheet.schema import FILES, FOLDER, json_schema
from factsheet.splices import Change, Refused, bytes_of, locked, replace_file
from factsheet.spread import Answers, here, on_cluster, on_cores
from factsheet.text import escaped
from factsheet.upgrade import FORMAT, plan_upgrade, write_upgrade

OK, PROBLEMS, USAGE = 0, 1, 2
_REVERSED = "7"  # on a terminal: light on dark for dark on light


def main(argv: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    args = _parser().parse_args(argv)
    args.project = _project(args.project)
    try:
        return int(args.run(args))
    except Refused as refusal:
        say(f"factsheet: {refusal}", file=sys.stderr)
        return PROBLEMS
    except NoHistory as refusal:  # what git says may have several lines
        say(*f"factsheet: {refusal}".split("\n"), file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:  # the reader of our output has had enough
        sys.stderr.close()
        return PROBLEMS
    except OSError as error:
        say(f"factsheet: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        say("factsheet: interrupted; every file is whole", file=sys.stderr)
        return 130


def _project(named: Path | None) -> Path:
    """The folder that was named, or the nearest one upwards that is a project, or this one."""
    if named is not None:
        return named
    here = Path().resolve()
    inside = (folder for folder in here.parents if (folder / "content").is_dir() and (folder / "mkdocs.yml").is_file())
    return Path() if (here / "content").is_dir() else next(inside, Path())


# ---------------------------------------------------------------------------------------------------------- commands


def run_new(args: argparse.Namespace) -> int:
    say(f"{args.dir}: {_counted(new_project(args.dir), 'file')}, with a sample sheet that is checked and locked. Next:")
    say(f"  cd {args.dir}")
    say("  mkdocs serve        # and open http://127.0.0.1:8000", "  factsheet check     # after every edit")
    return OK


def run_add(args: argparse.Namespace) -> int:
    sources = [read_source(given) for given in args.sources]  # before the desk is ours: a site may take its time
    unread = [source for source in sources if isinstance(source, Problem)]
    if len(unread) == len(sources):
        for problem in unread:
            report(Path(), [problem], "text", sys.stderr)
        return PROBLEMS
    with _desk(args):
        if new_sheet(args.project, args.sheet):
            say(f"content/{args.sheet}/sheet.yml: a new sheet; give it a title, a date and a summary")
        (case,) = _chosen(args, _readable(args))
        done = True
        for item in add_articles(args.project, case, sources, update=args.update):
            if isinstance(item, Problem):
                report(Path(), [item], "text", sys.stderr)
                done = False
            else:
                _say_what_became(args, case, item)
                done = done and item.outcome != "differs" and not item.fallen
    return OK if done else PROBLEMS


def _say_what_became(args: argparse.Namespace, case: Case, item: Added) -> None:
    said = {
        "new": f"{item.article}, in texts/ and articles.yml",
        "text": f"{item.article}, in texts/, for the record that is there",
        "known": f"the same text as {item.article}, which is known",
        "updated": f"{item.article}, a new text of it; the one before is kept: {item.kept}",
        "differs": f"another text of {item.article}; nothing was written. With --update it takes the place of the one that is "
        "there, which is kept",
    }
    say(f"{item.given}: {said[item.outcome]}")
    source = item.source
    if item.outcome in ("new", "text", "updated"):
        stated = ", ".join(filter(None, [source.title and f"“{source.title}”", source.outlet, *source.authors, source.published]))
        say(f"    {_counted(len(source.text.split()), 'word')}" + (f"; {stated}" if stated else ""))
        if item.unknown:
            say(f"    it does not state: {', '.join(item.unknown)}")
        _say_some("set apart, as no part of the article", [source.text[slice(*span)] for span in source.boilerplate])
        _say_some("the copy may have lost words", [f"… {words} … ({why})" for words, why in item.damage])
    for key, record, text in item.otherwise:
        say(f"    its record says {key}: {record}; this text says {text}")
    for remark in item.remarks:
        say(f"    {remark}")
    if item.fallen:
        would = "would no longer stand in it" if item.outcome == "differs" else "no longer stand in it; mend them, then lock"
        say(f"    parts of reports of {case.folder} that {would}: {len(item.fallen)}")
    report(args.project, item.fallen, "text")


_SHOWN = 3


def _say_some(what: str, lines: Sequence[str]) -> None:
    """The first of some lines, and how many there are."""
    if lines:
        more = f", of which the first {_SHOWN}" if len(lines) > _SHOWN else ""
        say(f"    {what}: {len(lines)}{more}")
    for line in lines[:_SHOWN]:
        say(f"        {' '.join(line.split())[:100]}")


def run_check(args: argparse.Namespace) -> int:
    if args.rules is not None:
        return _show_rules(args.rules)
    done = checked(args.project)
    report(args.project, done.problems, args.format)
    if args.format == "text":
        facts = sum(len(case.sheet.facts) for case in done.cases)
        held = sum(len(case.evidence.witnesses) for case in done.cases)
        articles = sum(len(case.sheet.articles) for case in done.cases)
        say(f"{_counted(facts, 'fact')}, {_counted(articles, 'article')} ({held} with their texts): {summary(done.problems)}")
        if often := most_often(done.problems):
            say(f"  most often: {often}; `factsheet check --rules CODE` says why, and how to mend it")
    worst = {Severity.ERROR} | ({Severity.WARNING} if args.strict else set())
    return PROBLEMS if any(problem.severity in worst for problem in done.problems) else OK


def _show_rules(codes: Sequence[str]) -> int:
    """Every rule, by what it is about, or those of some codes."""
    known = {rule.code: rule for rule in rulebook()}
    for code in codes:
        if code not in known:
            say(f"factsheet: `{code}` is no rule; {did_you_mean(code, known) or 'check --rules lists them'}", file=sys.stderr)
            return USAGE
    for group, rules in groupby((known[code] for code in codes or known), key=lambda rule: rule.group):
        if not codes:
            say(f"── {group}", "")
        for rule in rules:
            where = f", in {rule.file}" if rule.file else ""
            say(f"{rule.code} ({rule.severity})", f"    {rule.finds}", f"    {rule.why}")
            for head, example in ((f"Wrong{where}", rule.wrong), ("Right", rule.right)):
                say(f"    {head}:", *indent(example, " " * 8).split("\n"))
            say("")
    return OK


def run_lock(args: argparse.Namespace) -> int:
    with _desk(args):
        return _lock(args)


def _lock(args: argparse.Namespace, sheets: Collection[str] | None = None) -> int:
    """Lock every sheet that stands (or those that are named); one that does not is shown, and keeps the lock it has."""
    locks = {path: bytes_of(path) for path in (args.project / "content").glob("*/evidence.lock")}
    done = checked(args.project, trust_lock=False)
    errors = [problem for problem in done.problems if problem.severity is Severity.ERROR]
    whole = (case for case in done.cases if len(case.evidence.witnesses) == len(case.sheet.articles))
    made_anew = {f"{case.folder}/evidence.lock" for case in whole}  # with all texts here, nothing of the old lock is needed
    errors = [problem for problem in errors if problem.place.path not in made_anew or problem.code == "outside-project"]
    report(args.project, errors, "text", sys.stderr)
    for case in done.cases:
        path = args.project / case.folder / "evidence.lock"
        if sheets is not None and case.sheet.id not in sheets:
            continue
        if any(problem.place.path.startswith((f"{case.folder}/", "content/people")) for problem in errors):
            say(f"{case.folder}/evidence.lock: nothing was locked while the sheet has problems", file=sys.stderr)
            continue
        before = locks.get(path)
        for problem in renamed(case):
            say(f"{problem.place}: locked with the new name: {problem.message}")
        text = lock_text(case.evidence.lock).encode()
        count = sum(len(article.receipts) for article in case.evidence.lock.articles.values())
        if text != before:
            replace_file(path, text, before)
        say(f"{case.folder}/evidence.lock: {_counted(count, 'receipt')}, {'as it was' if text == before else 'written'}")
    return PROBLEMS if errors else OK


def run_render(args: argparse.Namespace) -> int:
    target: Path = args.to
    content = (args.project / "content").resolve()
    inside = target.resolve() == content or content in target.resolve().parents or target.resolve() in content.parents
    if inside or (target / "content").is_dir() or (target / "mkdocs.yml").exists():
        say(f"factsheet: {target} is where people's files are; choose another folder", file=sys.stderr)
        return USAGE
    own = args.project / "site_templates"
    done = build(args.project, [own] if own.is_dir() else [], args.site_url or "")
    if _failed(args, done):
        return PROBLEMS
    written = write_pages(target, done.pages, templates_folder() / "assets")
    say(f"{_counted(len(done.pages), 'page')} in {target}, {written} of them new or changed")
    return OK


def run_extract(args: argparse.Namespace) -> int:
    if wrong := _wrong_extract(args):
        say(f"factsheet: {wrong}", file=sys.stderr)
        return USAGE
    people, problems = _people(args.people)
    manner = Manner(people, args.published, args.min_confidence, "jsonl" if args.to else args.format or "table")
    sources = find_sources(args.paths, sys.stdin.buffer)
    if args.to is None:
        problems += _extract(args, manner, sources, sys.stdout.write)
    else:
        with appending(args.to, sources, resume=args.resume) as out:
            problems += out.problems
            problems += _extract(args, manner, sources, out.write, out.size)
    report(Path(), problems, "text", sys.stderr)
    return PROBLEMS if problems else OK


def _wrong_extract(args: argparse.Namespace) -> str | None:
    """Options that do not go together."""
    if args.resume and not args.to:
        return "--resume goes on with the file that --to names"
    if args.to and args.format == "table":
        return "--to writes JSON lines; leave --format out"
    if args.to and args.to.resolve() in {Path(path).resolve() for path in args.paths}:
        return f"{args.to} is what is to be read; choose another file to write to"
    if args.dask and args.jobs:
        return "a cluster has its own processes; leave --jobs out"
    return None


def _extract(
    args: argparse.Namespace,
    manner: Manner,
    sources: Iterator[Source | Problem],
    write: Callable[[str], object],
    size_before: int = 0,
) -> list[Problem]:
    """Write what is read, in the order of the sources; the problems that the others are."""
    work, chunks, jobs = partial(answers, manner), in_chunks(sources), args.jobs or os.cpu_count() or 1
    if args.dask:
        done = on_cluster(work, lost, chunks, args.dask)
    else:
        done = here(work, chunks) if jobs == 1 else on_cores(work, lost, chunks, jobs)
    if sys.stderr.isatty() and (args.to or not sys.stdout.isatty()):
        done = _watched(done, total_size(args.paths) - size_before)
    problems = []
    with closing(done):
        for answer in chain.from_iterable(done):
            if isinstance(answer.said, Problem):
                problems.append(answer.said)
            else:
                write(answer.said)
    return problems


def _watched(done: Answers[Answer], total: int) -> Answers[Answer]:
    """The same, with a line on stderr that says how far it is."""
    count, size, began, shown = 0, 0, time.monotonic(), 0.0
    try:
        for chunk in done:
            yield chunk
            count, size, now = count + len(chunk), size + sum(answer.size for answer in chunk), time.monotonic()
            if now - shown >= 0.5:
                shown = now
                print(f"\r{progress(count, size, total, now - began):60}", end="", file=sys.stderr, flush=True)
    finally:
        took = time.monotonic() - began
        print(f"\r{progress(count, size, 0, took):60}", file=sys.stderr)


def run_propose(args: argparse.Namespace) -> int:
    with _desk(args):
        done = _readable(args)
        for case in _chosen(args, done):
            entries = propose(case.sheet, case.evidence, done.project.people)
            changed = write_inbox(read_inbox(args.project, case.sheet.id), entries)
            kinds = Counter(str(entry["kind"]) for entry in entries)
            counts = ", ".join(_counted(kinds[kind], kind) for kind in ("statement", "figure", "event"))
            state = "written" if changed else "as it was"
            say(f"{case.folder}/inbox.yml: {_counted(len(entries), 'proposal')} ({counts}), {state}")
            _say_what_is_missing(case, "read")
            undated = [a.id for a in case.sheet.articles if not a.published and not case.sheet.masthead.date]
            if undated:
                hint = "give them `published`, or the sheet a `date`"
                say(f"  no day is known for {', '.join(undated)}, so that Thursday means nothing there: {hint}")
    return OK


def run_accept(args: argparse.Namespace) -> int:
    return _answer(args, "accepted")


def run_reject(args: argparse.Namespace) -> int:
    return _answer(args, "rejected")


def _answer(args: argparse.Namespace, verb: str) -> int:
    if bool(args.ids) == args.all:
        say("factsheet: name the proposals by their ids, or say --all", file=sys.stderr)
        return USAGE
    worst, locked_too, answered = OK, set(), []
    with _desk(args):
        unknown = set(args.ids)
        for name in [case.sheet.id for case in _chosen(args, _readable(args))]:
            done = checked(args.project)  # anew: the sheet before may have brought people
            case = next(case for case in done.cases if case.sheet.id == name)
            inbox = read_inbox(args.project, name)
            if inbox.problems:
                report(args.project, inbox.problems, "text", sys.stderr)
                raise Refused("mend the inbox first; nothing was written")
            named = [p for p in inbox.proposals if args.all or p.id in args.ids]
            chosen: Sequence[Proposal] = [p for p in named if p.confidence >= getattr(args, "min_confidence", 0)]
            unknown -= {proposal.id for proposal in inbox.proposals}
            if verb == "rejected":
                reject(args.project, case.sheet, chosen, args.reason)
            else:
                fit = _accept(args, case, inbox, chosen)
                worst = max(worst, PROBLEMS if len(fit) < len(chosen) else OK)
                chosen = fit
                locked_too |= {name} if fit and not done.failed else set()
            answered.append((inbox, chosen))
            if chosen or args.all:
                say(f"{case.folder}: {len(chosen)} {verb}, {_counted(len(inbox.proposals) - len(chosen), 'proposal')} left")
        if locked_too:  # what a person accepts from a text is proven by it; what was wrong before is not, and stays unlocked
            worst = max(worst, _lock(args, locked_too))
        for inbox, chosen in answered:  # last, so that a run that is stopped before is seen by them, and can be run again
            take_out(inbox, chosen)
    for name in sorted(unknown):
        say(f"factsheet: no proposal is called {name}; inbox.yml lists them", file=sys.stderr)
    return PROBLEMS if unknown else worst


def _accept(args: argparse.Namespace, case: Case, inbox: Inbox, chosen: Sequence[Proposal]) -> Sequence[Proposal]:
    """Accept what can be accepted; what cannot is shown at its line in the inbox and stays there."""
    while chosen:
        try:
            accept(args.project, case, inbox, chosen)
        except Unfit as unfit:
            report(args.project, unfit.problems, "text", sys.stderr)
            lines = {problem.place.line for problem in unfit.problems}
            chosen = [proposal for proposal in chosen if not lines & set(inbox.lines_of(proposal))]
        else:
            break
    return chosen


def run_review(args: argparse.Namespace) -> int:
    mark = partial(in_colour, colour=_REVERSED) if _has_colours(sys.stdout) else "▸{}◂".format
    terminal = Terminal(print, input, _in_editor, mark)
    with _desk(args):
        done = _readable(args)
        for case in _chosen(args, done):
            if not review(args.project, case.sheet.id, terminal):
                continue
            if done.failed:
                say("not locked: the project had problems before; mend them and run `factsheet lock`", file=sys.stderr)
                continue
            read_journal(args.project, case.sheet.id).do(LOCKED, partial(_lock_after, args, case))
    return OK


def _lock_after(args: argparse.Namespace, case: Case) -> list[Change]:
    """Lock what a walk has answered; what that changed."""
    path = args.project / case.folder / "evidence.lock"
    before = bytes_of(path)
    _lock(args, {case.sheet.id})
    return [(path, before, bytes_of(path))]


def _in_editor(text: str) -> str:
    """The text as the person's $EDITOR gives it back."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise Refused("set $EDITOR to the editor you use")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.yml"
        path.write_text(text, encoding="utf-8")
        if subprocess.run([*shlex.split(editor), str(path)], check=False).returncode:
            raise Refused(f"{editor} ended with an error; the record is as it was")
        return path.read_text(encoding="utf-8")


def run_schema(args: argparse.Namespace) -> int:
    if args.write:
        with _desk(args):
            changed = write_schemas(args.project)
        say(f"content/{FOLDER}: {_counted(len(FILES), 'schema')}, {len(changed)} of them new or changed")
        return OK
    every = {kind: json_schema(kind) for kind in FILES}
    print(escaped(json.dumps(every[args.kind] if args.kind else every, ensure_ascii=False, indent=1)))
    return OK


def run_changes(args: argparse.Namespace) -> int:
    earlier, dots, later = args.revisions.partition("..")
    before = _records_at(args, earlier or ("HEAD" if dots else ""))
    after = _records_at(args, later or "HEAD") if dots else _records_at(args)
    found = changes(before, after)
    for change in found:
        lines = FORMS[args.format](change)
        (print if args.format == "json" else say)(*lines)
    if not found and args.format != "json":
        say("no record changed")
    return OK


def _records_at(args: argparse.Namespace, revision: str | None = None) -> Records:
    """The records at a revision, or those of the files here; one that cannot be read stops it, as its records would seem gone."""
    files = files_now(args.project) if revision is None else files_at(args.project, revision)
    records, problems = read_records(files)
    if problems:
        raise NoHistory("\n".join(visible(f"{revision}:{problem}" if revision else str(problem)) for problem in problems))
    return records


def run_upgrade(args: argparse.Namespace) -> int:
    with _desk(args):
        upgrades = plan_upgrade(args.project)
        for upgrade in upgrades:
            name = upgrade.path.relative_to(args.project).as_posix()
            was, now = ((data or b"").decode("utf-8-sig").splitlines() for data in (upgrade.before, upgrade.after))
            say(*(unified_diff(was, now, name, name, lineterm="", n=1) if args.dry_run else [f"{name}: format {FORMAT}"]))
        if not args.dry_run:
            write_upgrade(upgrades)
    if not upgrades:
        say(f"nothing to do: every sheet has format {FORMAT}")
    return OK


def run_coverage(args: argparse.Namespace) -> int:
    done, wanting = _readable(args), False
    for case in _chosen(args, done):
        counted = coverage(case.sheet, case.evidence, done.project.people)
        wanting = wanting or bool(counted.open or counted.uncounted)
        if args.format == "json":
            print(escaped(json.dumps({"sheet": case.sheet.id} | asdict(counted), ensure_ascii=False)))
        else:
            say(*_coverage_lines(args, case, counted))
            _say_what_is_missing(case, "counted")
    return PROBLEMS if args.strict and wanting else OK


def _coverage_lines(args: argparse.Namespace, case: Case, counted: Coverage) -> Iterator[str]:
    columns = ("found", "recorded", "rejected", "open", "besides")
    yield case.folder
    yield f"  {'article':20} {'kind':10}" + "".join(f"{name:>9}" for name in columns)
    for row in counted.rows:
        yield f"  {row.article:20} {row.kind:10}" + "".join(f"{getattr(row, name):9}" for name in columns)
    totals = (sum(getattr(row, name) for row in counted.rows) for name in columns)
    yield f"  {'together':31}" + "".join(f"{total:9}" for total in totals)
    if counted.besides:
        yield "  (besides: recorded, though the extractor did not find it)"
    if counted.open and not args.open:
        yield f"  {len(counted.open)} open: `factsheet coverage {case.sheet.id} --open` lists them"
    for item in counted.open if args.open else ():
        file = next((args.project / case.folder / "texts").glob(f"{item.article}.*"))
        at = f"{item.line}:{item.column}" if file.suffix in (".txt", ".md") else "1:1"  # a web page has no such lines
        yield from ("", f"{case.folder}/texts/{file.name}:{at}: {item.kind}: {item.text}", f"    {item.where}")
        if item.proposal:
            yield f"    run `factsheet propose`, then `factsheet accept {item.proposal}`, or reject it with a --reason"
        else:
            rejection = ", ".join(f"{key}: {value}" for key, value in item.rejection.items())
            yield f"    write it down by hand, or say no to it in rejected.yml: - {{{rejection}, reason: …}}"


def _say_what_is_missing(case: Case, what: str) -> None:
    missing = [article.id for article in case.sheet.articles if article.id not in case.evidence.witnesses]
    if missing:
        say(f"  not {what}, as their texts are not in {case.folder}/texts/: {', '.join(missing)}")


# ------------------------------------------------------------------------------------------------------------ shared


def say(*lines: str, file: TextIO | None = None) -> None:
    """Lines for people, with nothing in them that a terminal would obey, another line included: names and texts hold anything."""
    for line in lines:
        print(visible(line), file=file or sys.stdout)


def report(root: Path, problems: Sequence[Problem], form: str, stream: TextIO | None = None) -> None:
    """Problems as text (by file, with the line and a caret), JSON lines, or GitHub annotations."""
    out = stream or sys.stdout
    if form == "text":
        lines = problem_lines(root, problems, in_colour if _has_colours(out) else plain)
    else:
        lines = map(json_line if form == "json" else github_line, problems)
    for line in lines:
        print(line, file=out)


def _has_colours(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _failed(args: argparse.Namespace, done: Build) -> bool:
    if done.failed:
        report(args.project, [problem for problem in done.problems if problem.severity is Severity.ERROR], "text", sys.stderr)
    return done.failed


def _desk(args: argparse.Namespace) -> AbstractContextManager[None]:
    """One writer at a time in a project."""
    content = args.project / "content"
    if not content.is_dir():
        raise Refused("there is no folder content/ here; run this in a project, or name one with -C")
    if leads_out(content, args.project):
        raise Refused("content/ leads out of the project; nothing was written")
    if strange := links_out(content, args.project):
        report(args.project, strange, "text", sys.stderr)
        raise Refused("mend these first; nothing was written")
    return locked(content)


def _readable(args: argparse.Namespace) -> Build:
    """The project, when every record of it can be read: else what is recorded already would look as if it were not."""
    done = checked(args.project)
    if done.unread:
        report(args.project, done.unread, "text", sys.stderr)
        raise Refused("mend these records first; nothing was written")
    return done


def _chosen(args: argparse.Namespace, done: Build) -> list[Case]:
    cases = [case for case in done.cases if args.sheet in (None, case.sheet.id)]
    if not cases:
        _failed(args, done)
        raise Refused(f"there is no sheet {args.sheet} in content/" if args.sheet else "there is no sheet in content/")
    return cases


def _people(path: Path | None) -> tuple[Sequence[Person], list[Problem]]:
    if path is None:
        return (), []
    try:
        with path.open("rb") as file:
            text = decode(file.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from error
    return read_list(Person, text, str(path)) if isinstance(text, str) else ((), [text])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# ------------------------------------------------------------------------------------------------------------ parser


def _date(text: str) -> str:
    if edtf_bounds(text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2025-04-03")
    return text


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")
    return int(text)


def _address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text!r} is no address like https://example.org/facts/")
    return text.rstrip("/") + "/"


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say it in a few words")
    return " ".join(text.split())


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value


class _Parser(argparse.ArgumentParser):
    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """What was typed may be the name of a file, which may hold anything."""
        super().exit(status, message and visible(message.rstrip("\n")) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="factsheet", description="Fact sheets from news: records, evidence, pages.")
    parser.add_argument("--version", action="version", version=f"factsheet {version('factsheet')}")
    where = "the project; by default this folder, or the nearest one above it"
    parser.add_argument("-C", "--project", type=Path, metavar="DIR", help=where)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("-C", "--project", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=where)
        return sub

    sub = command("new", run_new, "make a new project with a small sample sheet that builds at once")
    sub.add_argument("dir", type=Path, metavar="DIR")

    sub = command("add", run_add, "register articles: what they state to articles.yml, their texts to texts/")
    sub.add_argument("sheet", metavar="SHEET")
    sub.add_argument("sources", nargs="+", metavar="FILE-OR-URL", help="text, Markdown or HTML files, or http(s) addresses")
    sub.add_argument(
        "--update", action="store_true", help="a new text of a known article takes the place of the old one, which is kept"
    )

    sub = command("extract", run_extract, "print what the extractor reads in articles; no project needed")
    sub.add_argument(
        "paths", nargs="+", metavar="PATH", help="a text or Markdown file, a folder, a *.jsonl corpus, or - for stdin (either)"
    )
    sub.add_argument("--format", choices=("table", "jsonl"), help="a table, unless you say --to")
    sub.add_argument("--to", type=Path, metavar="FILE", help="write JSON lines to this new file")
    sub.add_argument("--resume", action="store_true", help="go on with the file of a run that was stopped, with the same input")
    sub.add_argument("--jobs", type=_positive, metavar="N", help="processes; by default one for each core")
    sub.add_argument("--dask", metavar="SCHEDULER", help="read on a Dask cluster, such as tcp://host:8786 (an extra: cluster)")
    sub.add_argument("--people", type=Path, metavar="FILE", help="a people.yml, so that aliases and roles are known")
    sub.add_argument("--published", type=_date, metavar="DATE", help="what Thursday means where an article states no date")
    sub.add_argument("--min-confidence", type=_share, default=0, metavar="X", help="leave out what is less sure; 0.9 is sure")

    sub = command("propose", run_propose, "write to inbox.yml what the articles say and the records do not answer")
    sub.add_argument("sheet", nargs="?", metavar="SHEET")

    sub = command("review", run_review, "walk through the inbox in the terminal: accept, edit, join, reject, later, undo")
    sub.add_argument("sheet", nargs="?", metavar="SHEET")

    sub = command("accept", run_accept, "write proposals into the records")
    sub.add_argument("ids", nargs="*", metavar="ID")
    sub.add_argument("--all", action="store_true", help="every proposal in the inbox")
    sub.add_argument("--sheet", metavar="SHEET", help="of this sheet only")
    sub.add_argument("--min-confidence", type=_share, default=0, metavar="X", help="only what is at least so sure")

    sub = command("reject", run_reject, "say no to proposals, so that they do not come back")
    sub.add_argument("ids", nargs="*", metavar="ID")
    sub.add_argument("--all", action="store_true", help="every proposal in the inbox")
    sub.add_argument("--sheet", metavar="SHEET", help="of this sheet only")
    sub.add_argument("--reason", required=True, type=_words, metavar="TEXT")

    sub = command("check", run_check, "hold every record against every rule and its evidence")
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub.add_argument("--strict", action="store_true", help="warnings are problems too")
    help_rules = "list the rules, each with its reason and an example; or show those of some codes"
    sub.add_argument("--rules", nargs="*", metavar="CODE", help=help_rules)

    sub = command("coverage", run_coverage, "count what each article quotes, counts and dates, and what of it is recorded")
    sub.add_argument("sheet", nargs="?", metavar="SHEET")
    sub.add_argument("--open", action="store_true", help="list what is open, with its sentence and what to do")
    sub.add_argument("--format", choices=("text", "json"), default="text", help="json: one object for each sheet, with all of it")
    help_strict = "exit 1 when something is open, or could not be counted as its text is not here"
    sub.add_argument("--strict", action="store_true", help=help_strict)

    command("lock", run_lock, "verify the records against the texts at hand and write evidence.lock")

    sub = command("changes", run_changes, "tell what changed in the records between two commits, fact by fact")
    sub.add_argument(
        "revisions", metavar="REV..REV", help="two commits, branches or tags; one alone is held against the files here"
    )
    sub.add_argument("--format", choices=sorted(FORMS), default="text")

    sub = command("upgrade", run_upgrade, "bring sheets of an older format up to date, by additions alone")
    sub.add_argument("--dry-run", action="store_true", help="show what would be written")

    sub = command("schema", run_schema, "print the JSON Schema of a kind of file, for completion and hover in editors")
    sub.add_argument("kind", nargs="?", choices=sorted(FILES), metavar="KIND", help=", ".join(FILES))
    sub.add_argument("--write", action="store_true", help=f"write all of them to content/{FOLDER}, where the files look for them")

    sub = command("render", run_render, "write the Markdown pages to a folder, for any site generator")
    sub.add_argument("--to", type=Path, required=True, metavar="DIR")
    sub.add_argument("--site-url", type=_address, metavar="URL", help="where they will stand")
    return parser
