"""What lies beside a brief, and what no font draws: the check finds it before making does."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from PIL import Image

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief
from briefcast.errors import MediaError
from briefcast.languages import language
from briefcast.look.fonts import undrawable
from briefcast.look.pictures import photo_svg
from tests import ROOT

GOOD = ROOT / "tests" / "faults" / "briefs" / "good.yaml"


def check(folder: Path, *changes: tuple[str, str]) -> list[Finding]:
    text = GOOD.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "brief.yaml"
    path.write_text(text, "utf-8")
    file = open_brief(path)
    return list(check_brief(file, today=file.brief.as_of))


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("audiences/citizens.yaml", "id: citizens\npoints: [1, 9]\n", "citizens.yaml"),
        ("brand/institutional.yaml", "name: Ours\n", "institutional.yaml"),
        ("pronunciation.yaml", "en: {GovBot: gov 7}\n", "pronunciation.yaml:1"),
        ("podcast.yaml", 'base_url: "https://example.org/a b"\n', "podcast.yaml:1"),
    ],
)
def test_a_broken_file_beside_the_brief_is_found(tmp_path: Path, name: str, content: str, place: str) -> None:
    """Making would stop there, after everything else was planned."""
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, "utf-8")
    found = check(tmp_path)
    assert found
    assert {(f.code, f.severity) for f in found} == {("broken-file", "error")}
    assert all(f.place.startswith(place) and f.remedy for f in found)


def test_a_brief_without_files_beside_it_has_no_such_finding(tmp_path: Path) -> None:
    assert check(tmp_path) == []


LONG = (
    "Tiếng nói của chính quyền số và dịch vụ công trực tuyến dành cho mọi gia đình ở mọi miền của đất nước, "
    "tuần này qua tuần khác, năm này qua năm khác"
)


@pytest.mark.parametrize(
    ("show", "wrong"),
    [
        (f"name: {{vi: '{LONG}', en: Good morning}}", ["name.vi"]),
        ("name: {vi: Chào buổi sáng, en: Bundesministeriumsverwaltungsdigitalisierungsnachrichten}", ["name.en"]),
        ("name: {vi: Tiếng nói của chính quyền số mỗi tuần, en: The weekly voice of government}", []),
        (f"name: {{vi: '{LONG}', en: Good morning}}\ncover: own.png", []),
    ],
)
def test_a_name_of_a_show_without_room_on_its_cover_is_found(tmp_path: Path, show: str, wrong: list[str]) -> None:
    """It was found when everything else was made, and then the page of the edition was not written."""
    (tmp_path / "podcast.yaml").write_text(show, "utf-8")
    found = check(tmp_path, ("as_of:", "products: [podcast]\nas_of:"))
    assert [f.field for f in found] == wrong
    assert all(f.severity == "error" and f.place.startswith("podcast.yaml") for f in found)
    assert check(tmp_path, ("as_of:", "products: [infographic]\nas_of:")) == [], "no show is made"


def test_so_is_a_name_of_an_audience(tmp_path: Path) -> None:
    (tmp_path / "audiences").mkdir()
    profile = (ROOT / "templates/audiences/citizens.yaml").read_text("utf-8")
    name = next(line for line in profile.split("\n") if line.startswith("name:"))
    long = "name: {vi: Công dân, en: Neighbourhoodcommitteemembersandfriends, he: תושבים}"
    (tmp_path / "audiences/citizens.yaml").write_text(profile.replace(name, long), "utf-8")
    found = check(tmp_path, ("as_of:", "products: [podcast]\nas_of:"))
    assert [(f.code, f.field) for f in found] == [("broken-file", "name.en")]


def test_a_kit_that_is_not_there_is_found(tmp_path: Path) -> None:
    found = check(tmp_path, ("as_of:", "brand: nowhere\nas_of:"))
    assert [f.code for f in found] == ["broken-file"]


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("See you on Saturday 🎉!", "🎉"),
        ("Portal → account.", "→"),
        ("Ms Cohen (כהן) came.", "כ"),
        ("Open ✓.", "✓"),
    ],
)
def test_what_no_font_can_draw_is_found(tmp_path: Path, text: str, character: str) -> None:
    told = check(tmp_path, ('"{online-share} of applications are filed online."', f'"{text}"'))
    (found,) = (f for f in told if f.code != "figure-in-one-language")
    assert (found.code, found.severity, found.place) == ("cannot-be-drawn", "error", "brief.yaml:21")
    assert f"'{character}'" in found.message


def test_letters_that_are_taken_for_sure_are_in_every_font() -> None:
    """They are not looked for, so that a check need not wait for fonts."""
    latin = (
        "".join(map(chr, [*range(0xA0, 0x17F), *range(0x1EA0, 0x1EFA)])) + string.printable.strip() + "–—‘’“”…₫€ƠơƯư"
    )
    assert list(undrawable(latin, language("vi").fonts)) == []
    hebrew = "".join(map(chr, range(0x5D0, 0x5EB))) + "־׳״"
    assert list(undrawable(latin + hebrew, language("he").fonts)) == []
    assert list(undrawable("א→", language("vi").fonts)) == ["א", "→"]


def test_pictures_of_other_kinds_are_not_opened(tmp_path: Path) -> None:
    """A picture that is named JPEG and is something else reaches no other reader, whatever the check said."""
    path = tmp_path / "x.jpg"
    Image.new("RGB", (20, 20)).save(path, "TIFF")
    with pytest.raises(MediaError, match=r"x\.jpg"):
        photo_svg(path, width_px=10, height_px=10)
