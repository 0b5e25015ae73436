"""The loop: whole from its first frame on, closed without a seam, light enough for where it goes, and silent."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from briefcast.brief.read import read_brief
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefError, MediaError
from briefcast.look.brand import read_brand
from briefcast.manifest.items import items_of
from briefcast.products.loop import moving
from briefcast.products.loop.board import FRAMES, build_loop
from briefcast.products.loop.moving import KINDS, frames_of, write_moving
from briefcast.products.profiles import read_audience
from briefcast.products.video.blocks import leading_scene
from briefcast.products.video.storyboard import Storyboard, Track
from briefcast.script import Script
from briefcast.tools.probe import probe
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.flashes import count_flashes
from tests.picture_fixtures import EXAMPLE

BRAND = read_brand("institutional")


@cache
def script(audience: str, language: str) -> Script:
    brief = read_brief(EXAMPLE)
    return write_script(brief, collect_facts(brief), read_audience(audience), language, to_read=True)


def with_number_alone(told: Script) -> Script:
    """Give a script whose leading point shows its figure as a number."""
    scene = leading_scene(told)
    alone = replace(scene, visual=replace(scene.visual, kind="number", figures=scene.visual.figures[:1]))
    return replace(told, scenes=tuple(alone if each is scene else each for each in told.scenes))


def closes(storyboard: Storyboard) -> tuple[bool, bool]:
    """Say whether the last frame is the first, and whether something moves between them."""
    first, *between, last = (np.asarray(frame, np.uint8) for frame in frames_of(storyboard))
    return bool((first == last).all()), any((first != frame).any() for frame in between)


@pytest.mark.parametrize("shape", ["1x1", "9x16"])
@pytest.mark.parametrize(("audience", "language"), [("leaders", "vi"), ("citizens", "en"), ("citizens", "he")])
def test_it_moves_and_closes_on_itself(audience: str, language: str, shape: str) -> None:
    """A jump every five seconds is all that one sees of a picture that stands in a feed for a minute."""
    storyboard = build_loop(script(audience, language), BRAND, shape)  # type: ignore[arg-type]
    assert 4_000 <= storyboard.duration_ms <= 6_000
    assert closes(storyboard) == (True, True)


def test_one_that_ends_elsewhere_is_seen_not_to_close() -> None:
    """What the test above measures is measured on something bad, too."""
    storyboard = build_loop(script("citizens", "en"), BRAND, "1x1")
    [scene] = storyboard.scenes
    once = Track(property="reveal", keys=((0, 0.0), (FRAMES - 1, 1.0)))
    layers = tuple(replace(y, tracks=(once,)) if y.name.endswith(":bar") else y for y in scene.layers)
    assert closes(replace(storyboard, scenes=(replace(scene, layers=layers),)))[0] is False


def test_the_first_frame_is_whole_and_every_word_stands_on_all_of_them() -> None:
    """Where nothing plays, the first frame is the picture; a paused frame must be as true as any."""
    [scene] = build_loop(script("citizens", "vi"), BRAND, "9x16").scenes
    for layer in scene.layers:
        moved = {track.property for track in layer.tracks}
        if layer.name.endswith(":bar"):
            # A bar that fills is for a moment that of half the figure: it fades, whole, and comes back.
            assert moved == {"opacity"} and layer.value("opacity", 0) == layer.value("opacity", FRAMES - 1) == 1
            assert len(layer.steps) == 1
        elif layer.name.startswith("scene-"):
            assert moved <= {"shift_x_px"}
        else:
            assert moved <= {"scale"} and len(layer.steps) == 1 and layer.steps[0][0] == 0
    names = {layer.name for layer in scene.layers}
    assert {"headline", "0:number", "0:bar", "source"} <= names


def test_nothing_flashes() -> None:
    """A loop would flash for as long as the page is open; WCAG 2.2 allows three a second (2.3.1)."""
    frames = [
        np.asarray(frame.resize((270, 270))) for frame in frames_of(build_loop(script("youth", "en"), BRAND, "1x1"))
    ]
    # The stress on the number is counted as one.
    assert count_flashes([*frames, *frames[:20]], fps=15) <= 1


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_number_with_nothing_that_opens_has_a_picture_beside_it(language: str) -> None:
    """Else nothing would move but a stress of half a second."""
    told = with_number_alone(script("citizens", language))
    [scene] = build_loop(told, BRAND, "1x1").scenes
    drifting = [layer for layer in scene.layers if layer.name.startswith("scene-") and layer.tracks]
    assert drifting and all(layer.value("shift_x_px", 0) == layer.value("shift_x_px", FRAMES - 1) for layer in drifting)
    [picture, *_] = [page for page in scene.pages if page.data["part"] == "picture"]
    [number, *_] = [page for page in scene.pages if page.data["part"] == "figure"]
    on_the_left = picture.box[0] < number.box[0]
    assert on_the_left == (language == "he")


def test_reduced_motion_slides_and_grows_nothing() -> None:
    [scene] = build_loop(script("citizens", "en"), BRAND, "9x16", reduced_motion=True).scenes
    assert {track.property for layer in scene.layers for track in layer.tracks} == {"opacity"}


def test_a_script_without_a_figure_shows_its_words() -> None:
    told = script("citizens", "en")
    bare = replace(
        told, scenes=tuple(replace(s, visual=replace(s.visual, kind="text", figures=())) for s in told.scenes)
    )
    storyboard = build_loop(bare, BRAND, "1x1")
    assert storyboard.title == leading_scene(bare).headline and not storyboard.facts
    assert closes(storyboard)[0]


def test_what_is_written_of_it_is_what_it_shows() -> None:
    """Who does not see it reads the finding, the figure with its time, and where it comes from."""
    told = script("citizens", "en")
    storyboard = build_loop(told, BRAND, "1x1")
    figure = told.figure(leading_scene(told).visual.figures[0])
    assert storyboard.title in storyboard.description and figure.written in storyboard.description
    assert figure.statistic in storyboard.facts and "Source: " in storyboard.transcript


@pytest.mark.parametrize("kind", KINDS)
def test_a_moving_picture_begins_anew_for_ever_and_is_light(kind: str, tmp_path: Path) -> None:
    frames = frames_of(build_loop(script("leaders", "en"), BRAND, "1x1"))
    path = tmp_path / f"loop.{kind}"
    size = write_moving(frames, path, fps=30)
    assert path.stat().st_size <= KINDS[kind].most_bytes
    with Image.open(path) as moving_picture:
        assert moving_picture.size == size and moving_picture.info["loop"] == 0
        assert getattr(moving_picture, "n_frames", 1) > 20
        first = np.asarray(moving_picture.convert("RGB"), np.int16)
        moving_picture.seek(moving_picture.n_frames - 1)  # type: ignore[attr-defined]
        last = np.asarray(moving_picture.convert("RGB"), np.int16)
    assert np.abs(first - last).mean() < 1


def test_one_that_is_too_heavy_at_its_smallest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be refused after the upload, by a message nobody understands."""
    monkeypatch.setattr(moving, "KINDS", {"webp": replace(KINDS["webp"], most_bytes=2_000, short_side_px=(64,))})
    noise = np.random.default_rng(1).integers(0, 255, (4, 64, 64, 3), np.uint8)
    with pytest.raises(MediaError, match="heavier than 2 kB"):
        write_moving([Image.fromarray(frame) for frame in noise], tmp_path / "loop.webp", fps=30)


def test_it_is_made_silent_listed_and_shown(tmp_path: Path) -> None:
    words = BRIEF.replace("products: [infographic, podcast]", "products: [loop]")
    brief = write_small_brief(tmp_path, words)
    profile = tmp_path / "audiences" / "neighbours.yaml"
    asked_for = "products:\n  loop: {shapes: [1x1], files: [mp4, webp]}\n"
    profile.write_text(profile.read_text("utf-8") + asked_for, "utf-8")
    asked = EditionRequest(brief=brief, out=tmp_path / "out", preset="draft", languages=("he",))
    edition = make_edition(asked)
    assert not edition.manifest.failures
    made = {output.path.rpartition("/")[2]: output for output in edition.manifest.outputs}
    assert set(made) == {"loop-1x1.mp4", "loop-cover-1x1.png", "loop-1x1.webp"}
    facts = probe(edition.folder / made["loop-1x1.mp4"].path)
    assert not facts.audio_codec and 5_000 <= facts.duration_ms <= 5_100
    assert made["loop-1x1.webp"].role == "image" and made["loop-1x1.webp"].alt_text and made["loop-1x1.webp"].facts
    assert {item.variant for item in items_of(edition.manifest)} == {"1x1", "1x1-webp"}
    page = edition.page.read_text("utf-8")
    assert 'data-product="loop"' in page and "loop-1x1.mp4" in page and "loop-1x1.webp" in page
    assert make_edition(asked).fresh == 0


def test_a_profile_that_asks_for_a_file_there_is_not_is_refused_by_line(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [loop]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  loop: {files: [apng]}\n", "utf-8")
    with pytest.raises(BriefError, match=r"neighbours.yaml:\d+.*apng"):
        plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))
