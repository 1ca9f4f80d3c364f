"""`factsheet add`: new articles, articles that are known, and new versions of them. Nothing of a person's is lost."""

import re
from pathlib import Path

import pytest
from test_articles import PAGE

from factsheet.build import checked
from factsheet.cli import main
from factsheet.fetch import Page
from factsheet.model import Place, Problem
from factsheet.records import load
from factsheet.splices import locked

POST = "content/ferry/texts/harbour-post.txt"
LOCK = "content/ferry/evidence.lock"
MENDS = (  # file, words of the sample's text, the same in the newer one
    ("statements", "  - The ferry will run on every", "  - The ferry will run on each"),
    ("figures", "about 1", "some 1"),
)


def add(root: Path, *sources: Path | str) -> int:
    return main(["-C", str(root), "add", "ferry", *map(str, sources)])


def articles(root: Path) -> list[str]:
    (sheet,) = load(root)[0].sheets
    return [article.id for article in sheet.articles]


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def page(folder: Path, name: str, **changes: str) -> Path:
    html = PAGE
    for old, new in changes.items():
        old = {"url": "https://harbour.example/ferry", "outlet": "The Harbour Post", "words": "about <b>1,200</b>"}[old]
        html = html.replace(old, new)
    return saved(folder, name, html)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def newer(sample: Path, tmp_path: Path) -> Path:
    """Another text of an article that is known: one quotation and one figure read otherwise in it."""
    text = (sample / POST).read_text(encoding="utf-8")
    return saved(tmp_path, "harbour-post.txt", text.replace("every day", "each day").replace("about 1,200", "some 1,200"))


# ---------------------------------------------------------------------------------------------------- new articles


def test_add_registers_what_is_new_and_notices_what_is_not(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = sample / "content/ferry/articles.yml"
    before = articles.read_bytes()
    (tmp_path / "ferry.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "island.txt").write_text("The island hears of it\nThe is as quick as it was.\n", encoding="utf-8")
    (tmp_path / "again.txt").write_text((tmp_path / "island.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    files = [str(tmp_path / name) for name in ("ferry.html", "island.txt", "again.txt", "bad.txt", "none.txt", "picture.png")]
    assert main(["-C", str(sample), "add", "ferry", *files]) == 1
    captured = capsys.readouterr()
    assert articles.read_bytes().startswith(before)
    (sheet,) = load(sample)[0].sheets
    added = {article.id: article for article in sheet.articles[2:]}
    assert list(added) == ["the-harbour-post", "island"]
    assert (added["the-harbour-post"].published, added["island"].outlet) == ("2030-11-05", None)
    assert (sample / "content/ferry/texts/island.txt").is_file()
    assert "the same text as island" in captured.out
    assert "may have lost words" in captured.out
    assert "it does not state: outlet, authors" in captured.out
    assert [code in captured.err for code in ("not-utf-8", "unreadable", "unknown-format")] == [True] * 3


def test_add_gives_a_known_article_its_text_and_never_replaces_one(sample: Path, tmp_path: Path) -> None:
    text = sample / "content/ferry/texts/coast-radio.txt"
    kept = tmp_path / "coast-radio.txt"
    text.rename(kept)
    articles = (sample / "content/ferry/articles.yml").read_bytes()
    assert main(["-C", str(sample), "add", "ferry", str(kept)]) == 0
    assert text.read_bytes() == kept.read_bytes()
    assert (sample / "content/ferry/articles.yml").read_bytes() == articles
    kept.write_text("Another text altogether.\n", encoding="utf-8")
    assert main(["-C", str(sample), "add", "ferry", str(kept)]) == 1
    assert text.read_text(encoding="utf-8") != kept.read_text(encoding="utf-8")


def test_an_article_without_a_file_of_its_own_is_fetched(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {
        "https://harbour.example/ferry?utm_source=feed": Page("https://harbour.example/ferry", PAGE.encode(), "html", None),
        "https://www.coast.example/n": Page("https://coast.example/notice", b"A notice\nThe boat is blue.", "text", None),
        "https://harbour.example/pdf": Page("https://harbour.example/pdf", b"%PDF-1.7", "html", None),
    }
    gone = Problem(Place("https://harbour.example/gone", 0, 0), "no-page", "there is no page at this address (HTTP 404)")
    monkeypatch.setattr("factsheet.register.fetch", lambda address: pages.get(address, gone))
    assert add(sample, *pages, "https://harbour.example/gone") == 1
    assert articles(sample)[2:] == ["the-harbour-post", "coast-example"]
    (sheet,) = load(sample)[0].sheets
    assert [article.url for article in sheet.articles[2:]] == ["https://harbour.example/ferry", "https://coast.example/notice"]
    said = capsys.readouterr().err
    assert "https://harbour.example/gone: no-page: there is no page" in said
    assert "https://harbour.example/pdf: not-text: this is a PDF" in said


def test_an_address_in_the_records_is_known_whatever_the_page_calls_itself(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = "- id: notice\n  url: https://harbour.example/short\n"
    path = sample / "content/ferry/articles.yml"
    path.write_text(path.read_text(encoding="utf-8") + record, encoding="utf-8")
    monkeypatch.setattr("factsheet.register.fetch", lambda address: Page(address, PAGE.encode(), "html", None))
    assert add(sample, "https://harbour.example/short") == 0
    assert "notice, in texts/, for the record that is there" in capsys.readouterr().out
    assert articles(sample)[2:] == ["notice"]


def test_a_sheet_is_not_made_for_nothing(sample: Path) -> None:
    assert main(["-C", str(sample), "add", "other", "nowhere.txt"]) == 1
    assert not (sample / "content/other").exists()


def test_a_file_that_lies_in_texts_is_registered_where_it_lies(sample: Path) -> None:
    text = "---\noutlet: Island Herald\n---\nThe island has a boat.\n"
    path = saved(sample / "content/ferry/texts", "island.md", text)
    assert add(sample, path) == 0
    assert articles(sample)[2:] == ["island"]
    assert sorted(file.name for file in path.parent.iterdir()) == ["coast-radio.txt", "harbour-post.txt", "island.md"]


def test_what_is_set_apart_is_shown(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "A boat. Photo by the harbour\nThe ferry runs.\n" + "".join(f"© 2030 Printer {number}\n" for number in range(4))
    add(sample, saved(tmp_path, "mine.txt", text))
    said = capsys.readouterr().out
    assert "set apart, as no part of the article: 5, of which the first 3\n        A boat. Photo by the harbour\n" in said
    assert "Printer 1" in said and "Printer 2" not in said


def test_what_a_person_should_know_of_a_copy_is_said(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = PAGE.replace('lang="en-GB"', 'lang="de"')
    add(sample, saved(tmp_path, "kurz.html", german.replace("<h1>", "<h1>Made up: ")))
    said = capsys.readouterr().out
    assert re.search(r"only \d\d words: is this the whole article\?", said)
    assert "it is in de" in said
    assert "“Ferry to run all winter”, The Harbour Post, the night desk, 2030-11-05" in said


# ------------------------------------------------------------------------------------------------ the same article


def test_the_same_address_is_the_same_article(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = page(tmp_path, "a.html")
    again = page(tmp_path, "b.html", url="http://www.harbour.example/ferry/?utm_campaign=x")
    assert add(sample, first, again) == 0
    assert "the same text as the-harbour-post" in capsys.readouterr().out
    assert articles(sample)[2:] == ["the-harbour-post"]


def test_the_same_text_from_another_outlet_is_another_article(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = page(tmp_path, "a.html")
    elsewhere = page(tmp_path, "b.html", url="https://island.example/x", outlet="Island Herald")
    assert add(sample, first, elsewhere) == 0
    assert articles(sample)[2:] == ["the-harbour-post", "island-herald"]
    assert "they will count as one lineage" in capsys.readouterr().out
    lock = checked(sample).cases[0].evidence.lock
    assert lock.articles["island-herald"].lineage == lock.articles["the-harbour-post"].lineage


def test_a_text_that_is_nearly_the_same_is_another_article(sample: Path, tmp_path: Path) -> None:
    first = page(tmp_path, "a.html")
    near = page(tmp_path, "b.html", url="https://harbour.example/second", words="some <b>1,200</b>")
    assert add(sample, first, near) == 0
    assert articles(sample)[2:] == ["the-harbour-post", "the-harbour-post-2"]


def test_a_file_called_like_an_article_at_another_address_is_another_article(sample: Path, tmp_path: Path) -> None:
    assert add(sample, page(tmp_path, "a.html")) == 0
    other = page(tmp_path, "the-harbour-post.html", url="https://harbour.example/second", words="some <b>1,200</b>")
    assert add(sample, other) == 0
    assert articles(sample)[2:] == ["the-harbour-post", "the-harbour-post-2"]


def test_a_text_that_the_lock_knows_is_known_by_any_name(sample: Path, tmp_path: Path) -> None:
    text = (sample / POST).read_text(encoding="utf-8")
    (sample / POST).unlink()
    assert add(sample, saved(tmp_path, "mine.txt", text.replace("“", '"').replace("\n", "\r\n"))) == 0
    assert articles(sample) == ["harbour-post", "coast-radio"]
    assert (sample / POST).is_file()
    assert main(["-C", str(sample), "check", "--strict"]) == 0


# ------------------------------------------------------------------------------------------------- another version


def test_another_text_of_a_known_article_is_not_taken_unasked(
    sample: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(sample)
    assert add(sample, newer) == 1
    assert files(sample) == before
    said = capsys.readouterr().out
    assert "another text of harbour-post; nothing was written" in said and "--update" in said
    assert "parts of reports of content/ferry that would no longer stand in it: 2" in said
    assert "content/ferry/statements.yml:9:11: not-in-article: " in said
    assert "content/ferry/figures.yml:10:13: not-in-article: " in said
    assert "did you mean: some 1,200 passengers a week" in said


def test_another_text_takes_the_place_of_the_old_one_which_is_kept(
    sample: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(sample)
    assert add(sample, "--update", newer) == 1  # as two reports do not stand any more
    said = capsys.readouterr().out
    kept = "content/ferry/texts/earlier/harbour-post.980fb844.txt"
    assert kept in said and "no longer stand in it; mend them, then lock: 2" in said
    assert files(sample) == before | {POST: newer.read_bytes(), kept: before[POST]}
    assert add(sample, newer) == 0  # known now
    assert main(["-C", str(sample), "check"]) == 1
    for name, old, new in MENDS:
        path = sample / f"content/ferry/{name}.yml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert main(["-C", str(sample), "lock"]) == 0
    assert main(["-C", str(sample), "check", "--strict"]) == 0
    (entry,) = [entry for name, entry in load(sample)[0].sheets[0].lock.articles.items() if name == "harbour-post"]
    assert [version.sha256[:8] for version in entry.earlier] == ["980fb844"]
    assert entry.sha256 != entry.earlier[0].sha256


def test_the_hash_of_a_text_that_was_never_locked_is_kept_too(sample: Path, newer: Path, tmp_path: Path) -> None:
    (sample / LOCK).unlink()
    third = saved(tmp_path, "third.txt", newer.read_text(encoding="utf-8") + "It rains.\n").rename(tmp_path / "x.txt")
    for text in (newer.read_text(encoding="utf-8"), third.read_text(encoding="utf-8")):
        add(sample, "--update", saved(tmp_path, "harbour-post.txt", text))
    lock = load(sample)[0].sheets[0].lock
    hashes = [lock.articles["harbour-post"].sha256, *(version.sha256 for version in lock.articles["harbour-post"].earlier)]
    kept = sorted(path.name.split(".")[1] for path in (sample / "content/ferry/texts/earlier").iterdir())
    assert sorted(name[:8] for name in hashes) == kept and len(kept) == 2


def test_earlier_hashes_stay_in_the_lock_without_the_text_and_with_it(sample: Path, newer: Path) -> None:
    text = (sample / POST).read_text(encoding="utf-8")
    (sample / POST).write_text(text + "It rains.\n", encoding="utf-8")
    for _ in range(2):
        assert main(["-C", str(sample), "lock"]) == 0
        assert (sample / LOCK).read_text(encoding="utf-8").count("980fb844") == 1
    (sample / POST).unlink()
    before = (sample / LOCK).read_bytes()
    assert main(["-C", str(sample), "lock"]) == 0
    assert (sample / LOCK).read_bytes() == before
    (sample / POST).write_text(text, encoding="utf-8")  # the first text again: the other one is the earlier one now
    assert main(["-C", str(sample), "lock"]) == 0
    entry = load(sample)[0].sheets[0].lock.articles["harbour-post"]
    assert (entry.sha256[:8], len(entry.earlier)) == ("980fb844", 1)
    assert main(["-C", str(sample), "check", "--strict"]) == 0


def test_a_new_version_in_another_format_leaves_one_text(sample: Path, newer: Path) -> None:
    add(sample, "--update", newer.rename(newer.with_suffix(".md")))
    names = {path.name for path in (sample / "content/ferry/texts").iterdir()}
    assert names == {"coast-radio.txt", "earlier", "harbour-post.md"}


def test_a_new_version_is_known_by_its_address(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(sample, page(tmp_path, "a.html")) == 0
    later = page(tmp_path, "later.html", words="some <b>1,200</b>")
    later.write_text(
        later.read_text(encoding="utf-8").replace("Ferry to run all winter", "Ferry to run for ever"), encoding="utf-8"
    )
    assert add(sample, "--update", later) == 0  # no report was of it
    assert "its record says title: Ferry to run all winter; this text says Ferry to run for ever" in capsys.readouterr().out
    assert "title: Ferry to run all winter\n" in (sample / "content/ferry/articles.yml").read_text(encoding="utf-8")
    assert articles(sample)[2:] == ["the-harbour-post"]


def test_a_lock_that_cannot_be_read_is_not_written_over(sample: Path, newer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sample / LOCK).write_text("format: 1\n", encoding="utf-8")
    before = files(sample)
    assert add(sample, "--update", newer) == 1
    assert files(sample) == before
    assert "evidence.lock" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------------ guard rails


def test_a_text_that_is_a_link_out_of_the_project_is_neither_read_nor_written(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = saved(tmp_path, "secret.txt", "A secret\nNobody may read it.\n")
    (sample / "content/ferry/texts/island.txt").symlink_to(outside)
    assert main(["-C", str(sample), "check"]) == 1
    said = capsys.readouterr().out
    assert "content/ferry/texts/island.txt: outside-project:" in said and "secret" not in said.lower()
    assert add(sample, saved(tmp_path, "island.txt", "The island\nIt has a boat.\n")) == 1
    assert outside.read_text(encoding="utf-8") == "A secret\nNobody may read it.\n"
    assert "leads out of the project" in capsys.readouterr().err
    assert articles(sample) == ["harbour-post", "coast-radio"]


def test_texts_that_lead_out_of_the_project_as_a_whole_are_not_read(sample: Path, tmp_path: Path) -> None:
    texts = sample / "content/ferry/texts"
    texts.rename(tmp_path / "texts")
    texts.symlink_to(tmp_path / "texts")
    assert {problem.code for problem in checked(sample).problems} == {"outside-project"}


def test_one_command_writes_at_a_time(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(sample)
    with locked(sample / "content"):
        assert add(sample, page(tmp_path, "a.html")) == 1
    assert files(sample) == before
    assert "another factsheet command is writing here" in capsys.readouterr().err
