"""An issue for paper: what it says, read aloud and pressed, in every language."""

from __future__ import annotations

import dataclasses
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefcast.brief.model import LanguageCode
from briefcast.errors import LayoutError
from briefcast.languages import read_languages
from briefcast.look.brand import read_brand
from briefcast.products.newsletter.document import draw_document
from briefcast.products.newsletter.issue import ColumnPart, Entry, Issue, Opening
from briefcast.products.newsletter.words import issue_words
from tests.pdf_tree import tags_of
from tests.products.newsletter.test_issue import HOSTILE, issue_of

BRAND = read_brand("institutional")


def written(issue: Issue, folder: Path) -> Path:
    file = folder / "issue.pdf"
    file.write_bytes(draw_document(issue, BRAND))
    return file


@pytest.mark.parametrize("code", read_languages())
def test_it_is_heard_in_order_and_its_links_can_be_pressed(code: LanguageCode, tmp_path: Path) -> None:
    piece = Entry(finding="One in two.", number="No. 12")
    issue = issue_of(tmp_path, code, columns=(ColumnPart(name="Figure of the Wednesday", entries=(piece,)),))
    file = written(issue, tmp_path)
    tags = tags_of(file)
    names = [name for name, _ in tags]
    # Its name, the parts (figures, items, column, what comes) and the three findings.
    assert [name for name in names if name in ("H1", "H2", "H3")] == ["H1", "H2", "H2", "H3", "H3", "H2", "H3", "H2"]
    assert [alt for name, alt in tags if name == "Figure"] == ["Fibre: 82,4%"]
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == code
        assert str(pdf.docinfo["/Title"]) == issue.subject
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        links = [str(each.A.URI) for page in pdf.pages for each in page.get("/Annots", [])]
        assert links == ["https://example.org/archive", "https://example.org/a?b=1&c=2"]
        # Nothing in it is fetched, run or asked for when it is opened.
        assert "/OpenAction" not in pdf.Root and "/AcroForm" not in pdf.Root and "/Names" not in pdf.Root
    assert issue_words(code).page_of.count("{") == 2


def test_a_text_is_a_text_whatever_it_holds(tmp_path: Path) -> None:
    hostile = HOSTILE + ' #panic("x") $x$ *b* @ref <label> \\u{41} // no'
    entry = Entry(finding=hostile, kicker=hostile, sentences=(hostile,), source=hostile, link=hostile, number=hostile)
    issue = issue_of(tmp_path, name=hostile, entries=(entry,), corrections=(hostile,), coming=(hostile,))
    with pikepdf.open(written(issue, tmp_path)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(hostile)


def test_a_long_issue_goes_on_over_pages_and_leaves_no_heading_behind(tmp_path: Path) -> None:
    issue = issue_of(tmp_path)
    many = tuple(dataclasses.replace(issue.entries[0], finding=f"Finding {n} of the month.") for n in range(12))
    same = [draw_document(dataclasses.replace(issue, entries=many), BRAND) for _ in range(2)]
    assert same[0] == same[1]
    (tmp_path / "long.pdf").write_bytes(same[0])
    with pikepdf.open(tmp_path / "long.pdf") as pdf:
        assert 2 <= len(pdf.pages) <= 6
        assert sum(len(page.get("/Annots", [])) for page in pdf.pages) == 13


@pytest.mark.parametrize("code", read_languages())
@pytest.mark.parametrize("name", ["נועה לוי", "Nguyễn Thị Hường", "Noa Levi"])
def test_who_speaks_has_her_name_in_her_own_letters(code: LanguageCode, name: str, tmp_path: Path) -> None:
    """One name in Hebrew letters at the head stopped the issue in all languages."""
    issue = issue_of(tmp_path, code, opening=Opening(text="…", by=name))
    with pypdfium2.PdfDocument(written(issue, tmp_path)) as pdf:
        text = unicodedata.normalize("NFC", "".join(page.get_textpage().get_text_range() for page in pdf))
    assert set(name.replace(" ", "")) <= set(text)


def test_a_letter_that_no_language_has_a_font_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="天"):
        written(issue_of(tmp_path, opening=Opening(text="…", by="天")), tmp_path)
