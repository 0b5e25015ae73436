"""Starting a brief: what ``briefcast new`` writes can be read, checked and made as it stands."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefcast.brief.kinds import KINDS as PARTS
from briefcast.brief.kinds import part_of
from briefcast.brief.model import Brief, Point, Source, Statistic
from briefcast.brief.read import open_brief, read_brief
from briefcast.brief.start import EXAMPLE, EXAMPLES_OF, write_start
from briefcast.brief.workbook import SHEETS
from briefcast.edition.check import check_brief
from briefcast.errors import BriefError

YEARS_LATER = dt.date(2040, 1, 1)


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_new_brief_reads_and_passes_the_check_today_and_years_later(tmp_path: Path, xlsx: bool) -> None:
    path = write_start("roads-2027", tmp_path / "new" / "folder", xlsx=xlsx, today=YEARS_LATER)
    assert path == tmp_path / "new" / "folder" / f"roads-2027.{'xlsx' if xlsx else 'yaml'}"
    file = open_brief(path)
    assert file.brief.id == "roads-2027"
    assert check_brief(file, today=YEARS_LATER) == ()


KINDS = tuple(EXAMPLES_OF)


@pytest.mark.parametrize("languages", [(), ("he",), ("he", "vi", "en")], ids=lambda codes: "-".join(codes) or "none")
@pytest.mark.parametrize("kind", KINDS)
def test_a_start_of_every_kind_reads_and_passes_the_check_in_the_languages_asked_for(
    tmp_path: Path, kind: str, languages: tuple[str, ...]
) -> None:
    """Whoever begins with a list of complaints does not begin."""
    file = open_brief(write_start("one", tmp_path, kind=kind, languages=languages, today=YEARS_LATER))
    assert check_brief(file, today=YEARS_LATER) == ()
    assert file.brief.languages == (languages or ("vi", "en"))
    assert file.brief.kind == ("progress" if kind == "press" else kind)
    asked = {"kind": kind, "languages": languages, "today": YEARS_LATER}
    workbook = read_brief(write_start("one", tmp_path, xlsx=True, **asked))
    assert workbook == file.brief
    if kind in PARTS:
        assert all(part_of(file.brief, name).keys() == set(file.brief.languages) for name in PARTS[kind])
    if kind == "press":
        assert "press-release" in file.brief.products
        assert file.brief.place and file.brief.limits and file.brief.contact


@pytest.mark.parametrize("kind", ["progress", "event"])
@pytest.mark.parametrize(
    ("today", "as_of"),
    [
        (dt.date(2026, 6, 29), dt.date(2025, 6, 30)),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        (dt.date(2026, 12, 31), dt.date(2026, 6, 30)),
        (dt.date(2028, 2, 29), dt.date(2027, 6, 30)),
    ],
)
def test_a_start_is_never_old_and_its_event_never_over(
    tmp_path: Path, kind: str, today: dt.date, as_of: dt.date
) -> None:
    """Whoever begins is told first that the example is out of date."""
    file = open_brief(write_start("one", tmp_path, kind=kind, languages=("vi", "en", "he"), today=today))
    assert file.brief.as_of == as_of
    assert check_brief(file, today=today) == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "rebutal"}, "briefcast new --kind: There is no kind of brief 'rebutal'. Write 'rebuttal'."),
        ({"languages": ("vn",)}, "briefcast new --language: There is no example 'vn'. Write one of: vi, en, he."),
    ],
)
def test_a_kind_or_a_language_that_is_not_there_is_named(tmp_path: Path, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(BriefError, match=re.escape(said)):
        write_start("one", tmp_path, **asked)
    assert list(tmp_path.iterdir()) == []


def test_a_step_keeps_its_dash_whatever_language_comes_first(tmp_path: Path) -> None:
    told = [read_brief(write_start(code, tmp_path, kind="explainer", languages=(code,))) for code in ("vi", "en", "he")]
    assert [[len(point.steps) for point in brief.points] for brief in told] == [[0, 3]] * 3


def test_the_text_file_and_the_workbook_hold_the_same_brief(tmp_path: Path) -> None:
    assert read_brief(write_start("a", tmp_path)) == read_brief(write_start("a", tmp_path, xlsx=True))


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path, xlsx: bool) -> None:
    path = tmp_path / f"mine.{'xlsx' if xlsx else 'yaml'}"
    path.write_text("a week of work")
    with pytest.raises(BriefError, match="already"):
        write_start("mine", tmp_path, xlsx=xlsx)
    assert path.read_text() == "a week of work"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Roads 2027", "roads-2027"),
        ("../up", "up"),
        ("đường", "ng"),
        ("", "my-brief"),
        ("a/b", "a-b"),
        ("x" * 65, "x" * 64),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused_with_one_that_can(tmp_path: Path, name: str, suggestion: str) -> None:
    with pytest.raises(BriefError, match=f"such as {suggestion}\\.") as caught:
        write_start(name, tmp_path)
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_text_file_shows_every_field_a_writer_fills_by_hand() -> None:
    """A field that the example does not show is one that nobody finds."""
    text = EXAMPLE.read_text("utf-8")
    seldom = {
        "brand",
        "audience_brands",
        "layouts",
        "kicker",
        "short",
        "currency",
        "gender",
        "rate_of",
        "singular",
        "of",
        "compare",
        "unit_word",
        "estimate",
        "member",
        "icon",
        "growth_percent",
        "change_points",
        "visual",
        "quote",
        "intended",
        "titles",
        "hooks",
        "news",
        "credit",
        "place",
        "places",
        "contact",
        "embargo",
        "online_voices",
        "limits",
        "cited",
        "answer_lead",
        "rebuttal",
        "event",
        "explainer",
        "spotlight",
        # A draft of a document has them, and nobody types them.
        "unconfirmed",
        "origin",
    }
    for model in (Brief, Source, Statistic, Point):
        for name in set(model.model_fields) - seldom:
            assert f"{name}:" in text, name


def test_the_workbook_helps_to_fill_it_in(tmp_path: Path) -> None:
    workbook = load_workbook(write_start("roads", tmp_path, xlsx=True))
    assert workbook.sheetnames == ["How to", *(sheet.name for sheet in SHEETS)]
    assert workbook.active is workbook["How to"]
    for sheet in SHEETS:
        for cell in workbook[sheet.name][1]:
            assert cell.comment is not None, f"{sheet.name}: no note on {cell.value}"
    statistics = workbook["statistics"]
    unit = next(cell.column_letter for cell in statistics[1] if cell.value == "unit")
    offered = {str(v.sqref): v.formula1 for v in statistics.data_validations.dataValidation}
    assert "percent,count,rank" in offered[f"{unit}2:{unit}200"]
    source = next(cell.column_letter for cell in statistics[1] if cell.value == "source")
    assert offered[f"{source}2:{source}200"] == "sources!$A$2:$A$200"
    by = next(cell for cell in statistics[1] if cell.value == "target.by")
    assert statistics.cell(2, by.column).number_format == "@"
