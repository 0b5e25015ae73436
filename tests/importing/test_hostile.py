"""Documents that are broken, locked, false or made to do harm: one clear message each, and nothing else happens."""

from __future__ import annotations

import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path

import pikepdf
import pytest
import typst
from PIL import Image

from briefcast.drafting import packed as packing
from briefcast.drafting.aside import draft_aside
from briefcast.drafting.draft import Draft, draft_brief
from briefcast.errors import BriefError
from briefcast.look.fonts import font_folders
from tests.importing.documents import KNOWN, as_pdf, read_text, write_docx

TODAY = dt.date(2031, 12, 1)
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def draft(path: Path) -> Draft:
    return draft_brief(path, today=TODAY, day=TODAY)


def refused(path: Path) -> str:
    with pytest.raises(BriefError) as caught:
        draft(path)
    (problem,) = caught.value.problems
    assert problem.remedy, "what to do is always said"
    return str(problem.message)


def values(made: Draft) -> list[str]:
    return [s["value"] for s in made.data["statistics"]]


# False letters


@pytest.mark.parametrize(
    "said",
    [
        "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc. B¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô "
        "ph¸t triÓn kinh tÕ x· héi 9 th¸ng ®Çu n¨m 2026: tæng thu ng©n s¸ch ®¹t 14.832 tû ®ång.",
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc. Baùo caùo keát quaû thöïc hieän "
        "nhieäm vuï phaùt trieån kinh teá xaõ hoäi: toång thu ngaân saùch ñaït 14.832 tyû ñoàng.",
    ],
    ids=["TCVN3", "VNI"],
)
def test_letters_of_old_fonts_are_refused(said: str, tmp_path: Path) -> None:
    """ "Céng hßa x· héi" on a poster of a ministry; its figures have lost the words that say what they are."""
    path = write_docx(tmp_path / "old.docx", PARAGRAPH.format(said))
    assert "TCVN3" in refused(path)
    text = tmp_path / "old.txt"
    text.write_text(said, "utf-8")
    assert "TCVN3" in refused(text)


@pytest.mark.parametrize("said", ["Naïve café owners in Zürich paid about 14,500 dollars; the façade of an old hôtel."])
def test_words_of_other_languages_are_no_old_font(said: str, tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text(said, "utf-8")
    assert values(draft(path)) == ["14500"]


def test_a_pdf_that_does_not_say_what_its_letters_are_is_refused(tmp_path: Path) -> None:
    """Copied from such a PDF, "14.832" may come out as "36.054": every digit looks like one, and none is right."""
    path = as_pdf(read_text(KNOWN / "province-nine-months.vi.txt"), tmp_path)
    mute = tmp_path / "mute.pdf"
    with pikepdf.open(path) as document:
        for page in document.pages:
            for font in page["/Resources"]["/Font"].values():
                if "/ToUnicode" in font:
                    del font["/ToUnicode"]
        document.save(mute)
    assert "does not say what its letters are" in refused(mute)


def test_a_text_in_shifted_letters_is_refused(tmp_path: Path) -> None:
    """A table of letters may be there and be wrong; words of no language give it away."""
    said = " ".join(read_text(KNOWN / "council.en.txt").lines)
    shifted = "".join(chr(ord(c) + 3) if c.isalpha() and c.isascii() and c.lower() < "x" else c for c in said)
    path = tmp_path / "shifted.txt"
    path.write_text(shifted, "utf-8")
    assert "makes no words" in refused(path)


def test_scanned_pages_are_refused(tmp_path: Path) -> None:
    """A picture of a page has no letters; an empty draft would say that there was nothing to say."""
    picture = tmp_path / "scan.pdf"
    Image.new("L", (800, 1100), 200).save(picture, "PDF")
    assert "scanned" in refused(picture)


def test_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.docx"
    Image.new("L", (8, 8)).save(path, "PNG")
    assert "picture" in refused(path)


# Digits that are not what they look like


def test_marks_of_notes_are_no_digits_of_a_number(tmp_path: Path) -> None:
    """82,4 with a note behind it is not 82,42."""
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    body = (
        "<w:p><w:r><w:t>Tỷ lệ hộ có nước sạch đạt 82,4</w:t></w:r>" + raised.format("2") + "<w:r><w:t> trong năm, "
        "diện tích 125 km</w:t></w:r>" + raised.format("2") + "<w:r><w:t>, có 1.246 hộ mới.</w:t></w:r></w:p>"
    )
    made = draft(write_docx(tmp_path / "notes.docx", body))
    assert values(made) == ["125", "1246"]
    assert made.data["statistics"][0]["unit"] == "km²"
    page = tmp_path / "notes.html"
    page.write_text(
        "<html><body><p>The rate was 82.4<sup>2</sup> in all, and 125 km<sup>2</sup> burnt.</p></body></html>"
    )
    assert values(draft(page)) == ["125"]


def test_a_note_in_a_pdf_is_no_digit_of_a_number(tmp_path: Path) -> None:
    """There it only stands higher and smaller."""
    source = "The share of homes with water was 82.4#super[2] in the year, and 1,246 homes were new to it. " * 4
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    path = tmp_path / "note.pdf"
    path.write_bytes(typst.Compiler(f'#set text(font: "Noto Sans")\n{source}'.encode(), font_paths=held).compile())
    assert set(values(draft(path))) == {"1246"}


def test_deleted_and_hidden_text_says_nothing(tmp_path: Path) -> None:
    """A figure that was struck out before the release went out is the one that must not be published."""
    body = (
        "<w:p><w:r><w:t>Tổng thu đạt </w:t></w:r><w:del><w:r><w:delText>9.999 tỷ đồng</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>1.246 tỷ đồng</w:t></w:r></w:ins><w:r><w:t>, bằng 81,3% dự toán của năm.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Nội bộ: 777 tỷ đồng.</w:t></w:r></w:p>"
    )
    made = draft(write_docx(tmp_path / "tracked.docx", body))
    assert values(made) == ["1246000000000", "81.3"]
    assert [one.written for one in made.left if "hidden" in str(one.reason)] == ["Nội bộ: 777 tỷ đồng."]


def test_two_numbers_of_two_lines_are_not_made_one(tmp_path: Path) -> None:
    """A PDF breaks its lines anywhere: "1.234." and "567" are one number or two, and nobody can say."""
    source = "Trong tháng có 1.234. \\\n567 hộ được cấp nước sạch theo báo cáo của tỉnh về các xã trong năm."
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    path = tmp_path / "torn.pdf"
    path.write_bytes(typst.Compiler(f'#set text(font: "Noto Sans")\n{source}'.encode(), font_paths=held).compile())
    assert "holds a figure" in refused(path)


def test_what_stands_around_the_article_is_told_and_not_drafted(tmp_path: Path) -> None:
    """The headline of another article beside this one is not the ministry's news of today."""
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><nav><a href='/'>Top 500</a></nav><article><h1>Water for all homes in the province</h1>"
        "<p>In 2031 the province connected 1,246 homes to the water of the plant, which is more than in any year.</p>"
        "<p style='display:none'>Secret: 999 homes.</p></article><aside>Most read: 7,000 roads</aside></body></html>"
    )
    made = draft(page)
    assert values(made) == ["1246"]
    assert {one.written for one in made.left} >= {"Top 500", "Most read: 7,000 roads", "Secret: 999 homes."}


# Made to do harm


def test_a_bomb_is_measured_before_it_is_unpacked(tmp_path: Path) -> None:
    """A file of 40 kB that unpacks to gigabytes would take the desk of the whole team down."""
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (packing.PART_MAX_BYTES + 1))
    tracemalloc.start()
    assert "unpacks to" in refused(path)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """An entity may be a file of this machine, or a billion laughs."""
    path = tmp_path / "entity.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml",
            '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org'
            '/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a; 1,246 homes.</w:t></w:r></w:p></w:body>'
            "</w:document>",
        )
    assert "holds what no document needs" in refused(path)


@pytest.mark.parametrize("name", ["xl/workbook.xml", "content.xml"])
def test_a_broken_spreadsheet_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, "<a><b></a>")
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old kind"),
        (b"{\\rtf1\\ansi 1,246 homes}", "rtf"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mhtml"),
        (b"PK\x03\x04 and no more of it", "unpacked"),
        (b"%PDF-1.7 and no more of it", "broken"),
        (b"\x00\x01\x02\x03 bytes", "no document"),
        ("Có 1.246 hộ".encode("cp1258", "replace"), "UTF-8"),
        (b"Nothing to count here.", "no sentence"),
    ],
)
def test_what_is_no_document_is_said_in_one_message(content: bytes, said: str, tmp_path: Path) -> None:
    """A trace of Python tells an officer nothing; what to do with the file does."""
    path = tmp_path / "file.docx"
    path.write_bytes(content)
    assert said.casefold() in refused(path).casefold()


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    path = as_pdf(read_text(KNOWN / "council.en.txt"), tmp_path)
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(path) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="one", user="two"))
    assert "password" in refused(locked)


def test_deep_pages_and_long_runs_end(tmp_path: Path) -> None:
    """A page nested without end, or a line of digits without end, must not hold the reader up."""
    page = tmp_path / "deep.html"
    page.write_text("<html><body>" + "<div><span>" * 5000 + "The town has 1,246 homes.</body></html>")
    path = tmp_path / "long.txt"
    path.write_text("The town has 1,246 homes. " + "1" * 5000 + " and " + "9.9" * 3000 + "\n\nIt has 12 roads.")
    assert values(draft(path)) == ["1246", "12"]
    path.write_text("năm 2026 " * 20_000 + "\n\nTỉnh có 1.246 hộ của xã và người.", "utf-8")
    assert values(draft(path)) == ["1246"]
    try:
        draft(page)
    except BriefError as error:
        assert len(error.problems) == 1


def test_a_book_is_read_as_far_as_a_brief_has_room(tmp_path: Path) -> None:
    """A book dropped by mistake must not keep the desk for minutes, and its digits are told all the same."""
    path = tmp_path / "book.txt"
    path.write_text(
        "\n\n".join(f"In the town {n} of the year there were {n + 1_000} homes." for n in range(900)), "utf-8"
    )
    made = draft(path)
    assert len(made.data["points"]) == 150
    told = " ".join([s["origin"]["sentence"] for s in made.data["statistics"]] + [one.written for one in made.left])
    assert all(f" {n + 1_000} homes" in told for n in range(900))


def test_signs_of_a_document_are_no_syntax_of_a_brief(tmp_path: Path) -> None:
    """Braces, quotation marks and tags in a document are its text, and never a reference or a field."""
    path = tmp_path / "signs.txt"
    path.write_text(
        "The team said: \"{online} # no: [x] \\ 'y' & <b>1,246</b> homes\" and 12% more.\n\n- id: x\u202e 88 homes.",
        "utf-8",
    )
    from briefcast.brief.read import open_brief
    from briefcast.drafting.writing import write_draft

    written = write_draft(draft(path), tmp_path / "b.yaml", told_in="en")
    brief = open_brief(written.brief).brief
    assert {f"{s.value}" for s in brief.statistics} >= {"12", "88"}
    assert "(online)" in next(iter(brief.points)).text["en"]


def test_a_document_that_exhausts_memory_ends_its_own_process(tmp_path: Path) -> None:
    """A page made of a million small pieces takes a hundred times its size; the desk of the team goes on."""
    path = tmp_path / "large.txt"
    path.write_text("The town has 1,246 homes.\n\n" * 20, "utf-8")
    assert len(draft_aside(path, today=TODAY, memory_bytes=450_000_000).data["statistics"]) == 20
    page = tmp_path / "large.html"
    page.write_text("<html><body>" + "<p>The town <b>has</b> <i>many</i> homes.</p>" * 300_000 + "</body></html>")
    with pytest.raises(BriefError, match="more memory or time"):
        draft_aside(page, today=TODAY, memory_bytes=450_000_000)
