"""Pictures and films that are dropped into the form: what is taken in, what is refused, what the field says then."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from briefcast.brief.read import read_brief
from briefcast.desk.form import part_at, places_for_files
from briefcast.languages import read_languages
from briefcast.tools.strangers import PICTURE_MAX_BYTES
from tests.channel_media import film
from tests.desk_fixtures import VIEW, ask, change, inside, outside, put, send_file, write_brief
from tests.edition.test_taking_in import picture

FIELD = "points.0.image"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    team = tmp_path / "offices" / "team"
    team.mkdir(parents=True)
    write_brief(team)
    return team


def drop(
    browser: Any, content: bytes | Iterator[bytes], name: str = "x.jpg", *, field: str = FIELD, **headers: str
) -> Any:
    return send_file(browser, content, name=name, field=field, **headers)


def nothing_came(folder: Path) -> bool:
    kept = {"my-plan.yaml", "my-plan.yaml.jsonl"}
    found = [path for path in folder.rglob("*") if path.is_file() and path.name not in kept]
    # What the brief itself was is kept as soon as it is opened.
    return not [path for path in found if "versions" not in path.parts]


def test_a_picture_that_is_dropped_is_in_the_brief_when_it_is_saved(folder: Path) -> None:
    with inside(folder) as browser:
        told = drop(browser, picture(size=(1200, 1400)), "Phòng khám, tầng 2.JPG").json()
        assert (told["value"], told["address"]) == ("photos/Phòng-khám-tầng-2.jpg", FIELD)
        drawn = change(browser, put(FIELD, told["value"]), view=VIEW).json()
        assert drawn["pictures"]
        settled = ask(browser, "settle", client="one", seq=2, view=VIEW).json()
        # What it shows is asked for, at the field where it is written.
        [asked] = [each for each in settled["faults"] if each["address"] == "points.0.image_alt"]
        assert asked["severity"] == "warning"
        assert read_brief(folder / "my-plan.yaml").points[0].image is None
        change(browser, put("points.0.image_alt.en", "A waiting room."), put("points.0.image_focus", ["0.25", "0.7"]))
        assert ask(browser, "save").status_code == 200
    point = read_brief(folder / "my-plan.yaml").points[0]
    assert (point.image, point.image_focus) == (told["value"], (0.25, 0.7))
    assert "image_focus: [0.25, 0.7]" in (folder / "my-plan.yaml").read_text("utf-8")


@pytest.mark.parametrize("code", list(read_languages()))
def test_what_is_refused_is_told_in_her_language(folder: Path, code: str) -> None:
    with inside(folder) as browser:
        browser.get(f"/?language={code}")
        said = drop(browser, b"GIF89a" + bytes(40), "vui.gif")
        assert said.status_code == 422
        wanted = {"vi": "đây là ảnh kiểu GIF", "en": "the kind GIF", "he": "תמונה מסוג"}[code]
        assert wanted in said.json()["message"]
    assert nothing_came(folder)


def test_a_body_that_does_not_end_is_cut(folder: Path) -> None:
    """One request would fill the disk of the team."""
    sent = 0

    def pieces(head: bytes) -> Iterator[bytes]:
        nonlocal sent
        yield head
        for _ in range(200):
            sent += 1
            yield bytes(1_000_000)

    with inside(folder) as browser:
        for head in (b"\xff\xd8\xff\xe0", b"", b"<svg>"):
            sent = 0
            refused = drop(browser, pieces(head))
            assert refused.status_code == 422
            assert "30 MB" in refused.json()["message"]
    assert nothing_came(folder)


def test_what_came_before_it_was_too_much_is_all_that_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole body lay on the disk before anybody looked at its size."""
    most = 0
    unlink = Path.unlink

    def seen(path: Path, *, missing_ok: bool = False) -> None:
        nonlocal most
        if path.exists():
            most = max(most, path.stat().st_size)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", seen)
    with inside(folder) as browser:
        assert drop(browser, (bytes(1_000_000) for _ in range(200))).status_code == 422
    assert most <= PICTURE_MAX_BYTES


@pytest.mark.parametrize("name", ["../../x.jpg", "/etc/x.jpg", "..\\..\\x.jpg", "photos/../../x.jpg", "x\0.jpg", ""])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    with inside(folder) as browser:
        told = drop(browser, picture(), name).json()
    assert (folder / "photos" / Path(told["value"]).name).is_file()
    assert len([*folder.parent.parent.rglob("*.jpg")]) == 1


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"<html><script>", picture()[:-99], b""])
def test_what_is_no_picture_under_the_name_of_one_leaves_nothing(folder: Path, content: bytes) -> None:
    with inside(folder) as browser:
        assert drop(browser, content).status_code == 422
    assert nothing_came(folder)


@pytest.mark.parametrize("field", ["title", "points.0.text", "nothing", "", "points.0.image.x", "points", "." * 999])
def test_only_fields_that_name_a_file_take_one(folder: Path, field: str) -> None:
    with inside(folder) as browser:
        assert drop(browser, picture(), field=field).status_code == 400
        assert browser.get(f"/briefs/my-plan.yaml/shown/{field or 'x'}").status_code == 404
    assert nothing_came(folder)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_page_of_somebody_else_puts_nothing_beside_a_brief(folder: Path, origin: str) -> None:
    """Any page that she opens in another tab could fill the folder."""
    with inside(folder) as browser:
        assert drop(browser, picture(), origin=origin).status_code == 403
        for kind in ("multipart/form-data; boundary=x", "text/plain", "image/jpeg", ""):
            assert drop(browser, picture(), **{"content-type": kind}).status_code == 403
    with outside(folder) as stranger:
        assert drop(stranger, picture()).status_code == 403
        assert stranger.get(f"/briefs/my-plan.yaml/shown/{FIELD}").status_code == 403
    assert nothing_came(folder)


def test_a_film_that_is_dropped_on_a_picture_goes_to_the_film(folder: Path) -> None:
    with inside(folder) as browser:
        told = drop(browser, film(), "clip.mp4").json()
        assert (told["value"], told["address"]) == ("clips/clip.mp4", "points.0.footage.file")
        change(browser, put(told["address"], told["value"]))
        shown = browser.get("/briefs/my-plan.yaml/shown/points.0.footage.file")
        with Image.open(io.BytesIO(shown.content)) as frame:
            assert (frame.format, frame.size) == ("JPEG", (108, 192))
        form = ask(browser, "part", path=["points", 0]).text
        assert 'data-focus="points.0.footage.focus"' in form
        assert 'data-set="points.0.image_alt.en"' in form
        assert ask(browser, "save").status_code == 200
    footage = read_brief(folder / "my-plan.yaml").points[0].footage
    assert footage
    assert footage.file == "clips/clip.mp4"


def test_a_film_that_is_named_in_short_stands_in_its_field(folder: Path) -> None:
    """The form showed an empty field, and what was chosen beside it broke the file."""
    data = {"points": [{"id": "a", "text": {"en": "x"}, "footage": "clips/old.mp4"}]}
    part = part_at(data, ("points", 0, "footage"))
    assert part
    assert next((each.name, each.value) for each in part.fields) == ("file", "clips/old.mp4")
    assert places_for_files(("points", 0, "footage", "file")) == {
        "picture": ("points", 0, "image"),
        "film": ("points", 0, "footage", "file"),
    }
    brief = folder / "my-plan.yaml"
    typed = brief.read_text("utf-8")
    brief.write_text(typed.replace("    text:", "    footage: a.mp4\n    text:", 1), "utf-8")
    with inside(folder) as browser:
        assert change(browser, put("points.0.footage.from", "2.5")).status_code == 200
        assert ask(browser, "save").status_code == 200
    footage = read_brief(brief).points[0].footage
    assert footage
    assert (footage.file, footage.from_s) == ("a.mp4", 2.5)


def test_what_is_shown_in_the_form_is_what_the_draft_names_and_nothing_else(folder: Path) -> None:
    """An address that leads out of the folder would show whatever lies on the machine."""
    (folder / "photos").mkdir()
    (folder / "photos" / "in.jpg").write_bytes(picture(size=(1800, 900)))
    elsewhere = folder.parent / "secret.jpg"
    elsewhere.write_bytes(picture())
    (folder / "photos" / "link.jpg").symlink_to(elsewhere)
    with inside(folder) as browser:
        for name, status in (
            ("photos/in.jpg", 200), ("../secret.jpg", 404), (str(elsewhere), 404), ("photos/link.jpg", 404),
            ("my-plan.yaml", 404), ("photos", 404), ("none.jpg", 404),
        ):  # fmt: skip
            change(browser, put(FIELD, name))
            answer = browser.get(f"/briefs/my-plan.yaml/shown/{FIELD}")
            assert answer.status_code == status, name
            if status == 200:
                with Image.open(io.BytesIO(answer.content)) as image:
                    assert image.size == (640, 320)


def test_what_a_killed_desk_was_receiving_goes(folder: Path) -> None:
    import os

    place = folder / ".desk" / "arriving"
    place.mkdir(parents=True)
    for name, age_s in ((".old", 3 * 86_400), (".new", 60)):
        (place / name).write_bytes(b"x")
        then = (place / name).stat().st_mtime - age_s
        os.utime(place / name, (then, then))
    with inside(folder) as browser:
        drop(browser, picture())
    assert [path.name for path in place.iterdir()] == [".new"]
