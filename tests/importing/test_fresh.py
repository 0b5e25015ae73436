"""Ten documents that no rule was written for, and tables of PDFs: nothing wrong, nothing lost without a word."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import typst

from briefcast.drafting.draft import Draft, draft_brief
from briefcast.look.fonts import font_folders
from tests.conftest import find_chromium
from tests.importing.documents import typst_text
from tests.importing.fresh import DOCUMENTS, Fresh, write
from tests.importing.strangers import STRANGERS

TODAY = dt.date(2031, 12, 1)


def values(draft: Draft) -> Counter[tuple[Decimal, str]]:
    """Give the figures of a draft, each with its unit."""
    return Counter(
        (Decimal(s["value"]), s.get("currency") or s.get("per") or s["unit"]) for s in draft.data["statistics"]
    )


def digits(texts: list[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isdigit())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: f"{document.name}.{document.kind}")
def test_no_figure_of_a_fresh_document_is_wrong_and_no_digit_is_lost(document: Fresh, tmp_path: Path) -> None:
    """Whoever ticks what was read has only the sentence to go by: a number in the wrong column looks right."""
    if document.kind == "chromium" and not find_chromium():
        pytest.skip("there is no browser")
    draft = draft_brief(write(document, tmp_path), today=TODAY)
    assert draft.language == document.language
    gold = Counter(document.gold)
    assert values(draft) - gold == Counter()
    told = [s["origin"]["written"] for s in draft.data["statistics"]] + [one.written for one in draft.left]
    assert digits(list(document.lines)) - digits(told) == Counter()
    # What was passed over is listed with its reason.
    assert sum((gold - values(draft)).values()) <= 1


@pytest.mark.parametrize("document", STRANGERS, ids=lambda document: f"{document.name}.{document.kind}")
def test_every_figure_of_a_short_release_is_found_and_what_is_to_come_is_asked(document: Fresh, tmp_path: Path) -> None:
    draft = draft_brief(write(document, tmp_path), today=TODAY)
    assert draft.language == document.language
    assert values(draft) == Counter(document.gold)
    told = [s["origin"]["written"] for s in draft.data["statistics"]] + [one.written for one in draft.left]
    assert digits(list(document.lines)) - digits(told) == Counter()
    aims = [s for s in draft.data["statistics"] if "target" in s["origin"]["asks"]]
    assert all("???" in str(s["label"]) and int(s["period"]) > 2031 for s in aims)
    # A time that is still to come is that of no other figure.
    others = [s for s in draft.data["statistics"] if s not in aims]
    assert not [s for s in others if int(s.get("period", "2030")[:4]) > 2031]


def test_the_short_releases_tell_of_what_is_to_come_in_each_language() -> None:
    """A measure of nothing would pass."""
    figures = {code: sum(len(each.gold) for each in STRANGERS if each.language == code) for code in ("vi", "en", "he")}
    assert all(count >= 17 for count in figures.values()) and len(STRANGERS) == 10


def test_a_wrong_column_is_seen(tmp_path: Path) -> None:
    """The measure has to tell a reader that takes one year for the other, or a share for a length."""
    document = next(each for each in DOCUMENTS if each.name == "regional-rail")
    draft = draft_brief(write(document, tmp_path), today=TODAY)
    draft.data["statistics"][-2]["unit"] = "percent"
    assert values(draft) - Counter(document.gold)


def rows(draft: Draft) -> list[tuple[str, str, str]]:
    return [(next(iter(s["label"].values())), s["value"], s["period"]) for s in draft.data["statistics"]]


def printed(path: Path, source: str, font: str = "Noto Sans", code: str = "en", direction: str = "ltr") -> Path:
    """Print a page of Typst."""
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    head = f"#set text(font: {typst_text(font)}, size: 10pt, lang: {typst_text(code)}, dir: {direction})\n"
    path.write_bytes(typst.Compiler((head + source).encode(), font_paths=held).compile())
    return path


FIRST = "#block[Results of the county, 2030]\n\n#block[Marlow, 12 March 2031]\n\n"


def test_names_on_several_lines_go_with_their_own_numbers(tmp_path: Path) -> None:
    """The second line of a name under the next row's number would give that number another name."""
    table = (
        "#table(columns: (90pt, auto, auto), align: horizon, [Branch], [2029], [2030],"
        " [Old Quay and the whole Harbour district], [120], [131], [East], [88], [86],"
        " [North Fen with all of its villages], [90], [95])"
    )
    found = rows(draft_brief(printed(tmp_path / "a.pdf", FIRST + table), today=TODAY))
    assert [(value, period) for _, value, period in found] == [
        ("120", "2029"), ("131", "2030"), ("88", "2029"), ("86", "2030"), ("90", "2029"), ("95", "2030"),
    ]  # fmt: skip
    assert found[0][0].startswith("Old Quay and the whole Harbour district")
    assert found[2][0].startswith("East")
    assert found[4][0].startswith("North Fen with all of its villages")


@pytest.mark.parametrize(
    "table",
    [
        # One heading over two columns: which of the two is of which year, the page does not say.
        "#table(columns: 3, [Branch], table.cell(colspan: 2, align: center)[Loans to readers in both 2029 and 2030],"
        " [Marlow], [120], [131], [East], [88], [86])",
        "#table(columns: 3, stroke: none, [Marlow], [120], [131], [East], [88], [86], [North], [90], [95])",
    ],
    ids=["one heading over two", "no heading"],
)
def test_a_table_that_cannot_be_read_is_named_with_its_page_and_its_numbers(table: str, tmp_path: Path) -> None:
    """A table that is passed over without a word is taken for read."""
    source = f"{FIRST}#block[The county opened 12 libraries in 2030.]\n\n#pagebreak()\n\n{table}"
    draft = draft_brief(printed(tmp_path / "a.pdf", source), today=TODAY)
    assert [value for _, value, _ in rows(draft)] == ["12"]
    told = [one for one in draft.left if "columns cannot be told apart" in str(one.reason)]
    assert told
    assert {one.place.page for one in told} == {2}
    assert all(number in " ".join(one.written for one in told) for number in ("120", "131", "88", "86"))
    assert "page 2" in str(told[0].reason)


def test_a_table_goes_on_under_the_headings_of_the_page_before(tmp_path: Path) -> None:
    """Its second half has no headings of its own; under none, its years would be guessed."""
    half = "#table(columns: (120pt, 60pt, 60pt), {head} [Marlow], [120], [131], [East], [88], [86])"
    first, second = half.format(head="[Branch], [2029], [2030],"), half.format(head="")
    source = f"{FIRST}{first}\n\n#pagebreak()\n\n{second.replace('Marlow', 'North').replace('East', 'South')}"
    found = rows(draft_brief(printed(tmp_path / "a.pdf", source), today=TODAY))
    assert [(value, period) for _, value, period in found] == [
        ("120", "2029"),
        ("131", "2030"),
        ("88", "2029"),
        ("86", "2030"),
    ] * 2


def test_text_in_columns_is_no_table(tmp_path: Path) -> None:
    """Two columns of text side by side hold sentences, and they stay such."""
    said = "The county lent 412,880 books in 2030. Readers came to 96 branches in 2030. All of them stayed open. "
    source = f"#set page(width: 420pt)\n{FIRST}#columns(2)[{said * 3}]"
    draft = draft_brief(printed(tmp_path / "a.pdf", source), today=TODAY)
    assert {value for _, value, _ in rows(draft)} == {"412880", "96"}
    assert not [one for one in draft.left if "columns cannot be told apart" in str(one.reason)]
