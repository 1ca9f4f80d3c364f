"""A newcomer with three saved pages of their own: from nothing to a site, by the commands of the README."""

from pathlib import Path

from test_plugin import mkdocs

from factsheet.cli import main

PAGE = """<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="2030-05-14"></head><body><article><h1>{title}</h1>
<p>This page was made up for a test; nothing in it happened, and nobody in it exists.</p>{paragraphs}</article></body></html>"""
PAGES = {
    "a.html": (
        "The Hill Gazette",
        "Museum moves to the old mill",
        "“The museum will move to the old mill before the winter comes,” the museum's director said on Monday.",
        "The move costs up to 3.5 million euros, and about 12,000 objects have to be carried over the river.",
    ),
    "b.html": (
        "Valley Radio",
        "Old mill to become a museum",
        "“The museum will move to the old mill before the winter comes,” the museum's director told reporters.",
        "The museum has 12,000 objects. The council pays 3.5 million euros for the move.",
    ),
    "c.html": (
        "River Weekly",
        "A mill for the museum",
        "The director called the mill “a home for the next hundred years” when she spoke to the council.",
        "It opens in June 2031, after a move that more than 40 volunteers will help with, the council said.",
    ),
}


def test_from_nothing_to_a_site(tmp_path: Path) -> None:
    files = []
    for name, (outlet, title, *paragraphs) in PAGES.items():
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        (tmp_path / name).write_text(PAGE.format(title=title, outlet=outlet, paragraphs=text), encoding="utf-8")
        files.append(str(tmp_path / name))
    site = tmp_path / "site of mine"
    run = ["-C", str(site)]
    assert main(["new", str(site)]) == 0
    assert main([*run, "add", "museum-moves", *files]) == 0
    assert main([*run, "propose", "museum-moves"]) == 0
    assert main([*run, "accept", "--all"]) == 0
    assert main([*run, "check"]) == 0
    done = mkdocs(site)
    assert done.returncode == 0, done.stderr
    front = (site / "site/museum-moves/index.html").read_text(encoding="utf-8")
    assert all(outlet in front for outlet, *_ in PAGES.values())
    statements = (site / "site/museum-moves/statements.html").read_text(encoding="utf-8")
    assert "will move to the old mill" in statements
    figures = (site / "site/museum-moves/figures.html").read_text(encoding="utf-8")
    assert "12,000 objects" in figures


def test_a_sheet_with_an_impossible_name_is_not_made(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Ferry runs\nThe ferry runs all winter.\n", encoding="utf-8")
    for name in ("../outside", "Upper", "a b", "pages", "method", ""):
        assert main(["-C", str(sample), "add", name, str(tmp_path / "x.txt")]) == 1
    assert {path.name for path in (sample / "content").iterdir()} - {"pages"} == {"ferry", "people.yml"}
