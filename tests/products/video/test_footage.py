"""Films and photos of a brief: upright, trimmed, whole where it matters, and refused by name where they are none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from briefcast.brief.model import Footage
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief
from briefcast.errors import MediaError
from briefcast.look.brand import contrast, read_brand
from briefcast.products.video.compositor import frame_to_rgb
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.footage import crop_box, keep_films, loop_frame, open_footage, prepare_film, read_film
from briefcast.products.video.render import render_frame
from briefcast.products.video.storyboard import Storyboard
from briefcast.script import Shot
from briefcast.store.store import Store
from briefcast.tools import ffmpeg as tool
from tests.video_fixtures import make_script, narrate_silently


def board(folder: Path, language: str, *, image: Path) -> Storyboard:
    script = make_script(language, image=image)
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), "9x16")


BRIEF = """\
id: clip
title: {en: A clip}
languages: [en]
audiences: [citizens]
as_of: 2025-02-06
points:
  - id: desk
    text: {en: The desk is open.}
    image_alt: {en: A desk}
    footage: FILM
"""


def _film(path: Path, *, seconds: float = 1.0, size: tuple[int, int] = (1280, 720), turned: int = 0) -> Path:
    """Write a film whose left upper corner is red, whose brightness grows; held upright as phones note it."""
    width, height = size
    lying = path.with_name(f"lying-{path.name}") if turned else path
    with av.open(str(lying), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "10"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        count = round(seconds * 25)
        for number in range(count):
            picture = np.full((height, width, 3), 60 + number * 150 // max(count - 1, 1), np.uint8)
            picture[: height // 4, : width // 4] = (220, 20, 20)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    if turned:
        held = ffmpeg.input(str(lying), display_rotation=turned).output(str(path), c="copy")
        tool.run(held)
    return path


def _shown(shot: Shot, *, frames: int = 10, width_px: int = 270, height_px: int = 480) -> list[NDArray[np.uint8]]:
    return [
        frame_to_rgb(frame)
        for frame in open_footage(shot, width_px=width_px, height_px=height_px, frames=frames, fps=30)
    ]


def _red(picture: NDArray[np.uint8]) -> tuple[float, float]:
    """Give the middle of what is red, as shares of width and height."""
    found = (picture[..., 0].astype(int) - picture[..., 1] > 90).nonzero()
    assert len(found[0]), "the red corner is not to be seen"
    return float(found[1].mean() / picture.shape[1]), float(found[0].mean() / picture.shape[0])


@pytest.mark.parametrize(("turned", "corner"), [(90, (0.125, 0.875)), (-90, (0.875, 0.125)), (180, (0.875, 0.875))])
def test_a_film_is_shown_as_the_phone_was_held(tmp_path: Path, turned: int, corner: tuple[float, float]) -> None:
    """People would lie on their side, or be squashed."""
    path = _film(tmp_path / "held.mp4", turned=turned, seconds=0.4)
    film = read_film(path)
    assert (film.width_px, film.height_px) == ((1280, 720) if turned == 180 else (720, 1280))
    size = {"width_px": 480, "height_px": 270} if turned == 180 else {}
    assert _red(_shown(Shot(file=path), frames=3, **size)[1]) == pytest.approx(corner, abs=0.02)


def test_what_matters_stays_in_the_picture(tmp_path: Path) -> None:
    """A wide film in a tall frame would cut off whoever speaks at its edge."""
    path = _film(tmp_path / "wide.mp4", seconds=0.3)
    assert _red(_shown(Shot(file=path, focus=(0.1, 0.1)), frames=1)[0])[0] == pytest.approx(0.4, abs=0.1)
    with pytest.raises(AssertionError, match="not to be seen"):
        _red(_shown(Shot(file=path), frames=1)[0])
    whole = _shown(Shot(file=path, fit="fit"), frames=1)[0]
    assert _red(whole)[0] == pytest.approx(0.125, abs=0.02)
    assert crop_box(1600, 900, 9 / 16, (0.5, 0.5)) == (1600 / 2 - 253.125, 0, 1600 / 2 + 253.125, 900)
    assert crop_box(1600, 900, 9 / 16, (1, 0))[2] == 1600


def test_a_photo_is_cropped_about_its_focus(tmp_path: Path) -> None:
    """The face at the edge of a photo would be cut off."""
    picture = np.full((600, 1200, 3), 90, np.uint8)
    picture[:150, :200] = (220, 20, 20)
    Image.fromarray(picture).save(tmp_path / "wide.png")
    assert _red(_shown(Shot(file=tmp_path / "wide.png", focus=(0, 0)), frames=2)[0])[0] < 0.5
    with pytest.raises(AssertionError, match="not to be seen"):
        _red(_shown(Shot(file=tmp_path / "wide.png"), frames=1)[0])


@pytest.mark.parametrize("name", ["wide.png", "wide.mp4"])
def test_where_moviepy_is_not_installed_it_is_said_what_to_install(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback would stop whoever installed the package without the extra for footage."""
    path = tmp_path / name
    if path.suffix == ".mp4":
        _film(path, seconds=0.3)
    else:
        Image.new("RGB", (600, 600)).save(path)
    monkeypatch.setitem(sys.modules, "moviepy", None)
    with pytest.raises(MediaError, match=rf"{name} .*MoviePy is not installed.* pip install 'briefcast\[footage\]'"):
        _shown(Shot(file=path), frames=1)


def test_a_film_is_trimmed(tmp_path: Path) -> None:
    """Viewers would see the seconds the team cut away."""
    path = _film(tmp_path / "long.mp4", seconds=2)
    shown = _shown(Shot(file=path, from_s=1.0, to_s=1.5), frames=15)
    assert [int(f[400, 200].mean()) for f in (shown[0], shown[-1])] == pytest.approx([136, 173], abs=6)


def test_a_short_film_begins_again_without_a_jump(tmp_path: Path) -> None:
    """The picture would jump, or freeze, in the middle of a sentence."""
    path = _film(tmp_path / "short.mp4", seconds=2.4)
    levels = np.array([float(f[400, 200].mean()) for f in _shown(Shot(file=path), frames=160)])
    assert levels.max() - levels.min() > 100
    assert np.abs(np.diff(levels)).max() < 15
    # It does begin again, and twice.
    assert ((levels[1:] < levels[:-1] - 3).sum()) > 10
    # A very short one would pulse: it is held.
    held = _film(tmp_path / "held.mp4", seconds=0.6)
    levels = np.array([float(f[400, 200].mean()) for f in _shown(Shot(file=held), frames=60)])
    assert (np.diff(levels) > -2).all()
    # Cut hard, it would jump by the whole way.
    assert loop_frame(57, 72) == (57, 0, pytest.approx(1 / 16))
    assert loop_frame(72, 72)[1] == 15 or loop_frame(72, 72)[2] == 0


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(50_000_000))


def _no_frames(path: Path) -> None:
    with av.open(str(path), "w") as out:
        out.add_stream("libx264", rate=25, width=64, height=64, pix_fmt="yuv420p")
        sound = out.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        out.mux(sound.encode(frame))
        out.mux(sound.encode(None))


def _outside(path: Path) -> None:
    beyond = _film(path.parent.parent / "beyond.mp4", seconds=0.3)
    path.symlink_to(beyond)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "zeros": _zeros,
    "text": lambda path: path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"),
    "no frames": _no_frames,
    "half a file": lambda path: path.write_bytes(_film(path.with_name("w.mp4")).read_bytes()[:3000]),
    "a link that leads out": _outside,
    "missing": lambda path: None,
    "a sliver": lambda path: _film(path, seconds=0.2, size=(4096, 8)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_film_is_refused_by_name_and_line(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A render would break off after minutes, or worse, read what it must not."""
    from briefcast.cli.main import main

    folder = tmp_path / "brief"
    folder.mkdir()
    HOSTILE[kind](folder / "desk.mp4")
    brief = folder / "clip.yaml"
    brief.write_text(BRIEF.replace("FILM", "desk.mp4"))
    monkeypatch.setattr(sys, "argv", ["briefcast", "check", str(brief)])
    with pytest.raises(SystemExit) as done:
        main()
    printed = capsys.readouterr()
    told = " ".join((printed.out + printed.err).split())
    assert done.value.code == 2, told
    assert "desk.mp4" in told and "clip.yaml:10" in told


@pytest.mark.parametrize(
    ("film", "code"),
    [
        ("{file: desk.mp4, from: 3}", "footage-short"),
        ("{file: desk.mp4, to: 9}", "footage-short"),
        ("desk.txt", "footage-unreadable"),
    ],
)
def test_a_trim_beyond_the_end_is_told(film: str, code: str, tmp_path: Path) -> None:
    """The scene would be black."""
    _film(tmp_path / "desk.mp4")
    shutil.copy(tmp_path / "desk.mp4", tmp_path / "desk.txt")
    (tmp_path / "clip.yaml").write_text(BRIEF.replace("FILM", film))
    import datetime as dt

    found = check_brief(open_brief(tmp_path / "clip.yaml"), today=dt.date(2025, 3, 1))
    assert code in [f.code for f in found if f.severity == "error"]


def test_a_good_film_passes(tmp_path: Path) -> None:
    """Every film would be refused."""
    import datetime as dt

    _film(tmp_path / "desk.mp4", seconds=2, turned=90)
    (tmp_path / "clip.yaml").write_text(
        BRIEF.replace("FILM", "{file: desk.mp4, from: 0.5, to: 1.5, focus: [0.2, 0.3], fit: fit}")
    )
    file = open_brief(tmp_path / "clip.yaml")
    assert not [f.code for f in check_brief(file, today=dt.date(2025, 3, 1)) if "footage" in f.code]
    assert file.brief.points[0].footage == Footage(file="desk.mp4", from_s=0.5, to_s=1.5, focus=(0.2, 0.3), fit="fit")


def test_a_film_is_prepared_once_for_all_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition in three languages would decode every film three times."""
    path = _film(tmp_path / "desk.mp4")
    store = Store(tmp_path / "store")
    made = [keep_films(board(tmp_path, language, image=path), store).scenes[1].photo for language in ("vi", "en")]
    assert store.made == 1
    assert made[0] == made[1] and made[0] is not None and made[0].file != path
    copy = tmp_path / "other" / "same.mp4"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    keep_films(board(tmp_path, "he", image=copy), store)
    assert store.made == 1, "the content counts, not the name"
    again = tmp_path / "again"
    again.mkdir()
    size = {"width_px": 1080, "height_px": 1920, "fps": 30}
    assert prepare_film(Shot(file=path), again, **size).read_bytes() == made[0].file.read_bytes()
    with pytest.raises(MediaError, match=r"desk\.mp4 is 1 s long and is to begin at 5 s"):
        prepare_film(Shot(file=path, from_s=5), again, **size)


def test_captions_over_a_film_stay_legible(tmp_path: Path) -> None:
    """Over a film that turns bright nobody could read the caption."""
    storyboard = board(tmp_path, "he", image=_film(tmp_path / "desk.mp4"))
    scene = storyboard.scenes[1]
    cue = max(scene.cues, key=lambda cue: len(cue.lines))
    frame = render_frame(storyboard, round(cue.start_ms * 30 / 1000) + 3)
    left, top, right, bottom = 120, 1000, 880, 1248
    inside = frame[top:bottom, left:right].reshape(-1, 3)
    colours = storyboard.look["colours"]
    paper, ink = colours["background"], colours["ink"]
    assert contrast(paper, ink) >= 4.5 and contrast(colours["accent"], paper) >= 4.5
    wanted = np.array([int(paper[i : i + 2], 16) for i in (1, 3, 5)])
    # The ground of the captions is the paper itself: nothing shines through.
    assert (np.abs(inside.astype(int) - wanted).max(axis=1) <= 3).mean() > 0.2
