"""The film itself: what a platform, a player and a viewer find in the file."""

from __future__ import annotations

import os
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from briefcast.captions.cue import spoken_together
from briefcast.errors import BriefcastError, LayoutError, MediaError
from briefcast.look.brand import read_brand
from briefcast.manifest.output import Output
from briefcast.products.video import segments
from briefcast.products.video.arrangement import arrange
from briefcast.products.video.compositor import push
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.encoder import Segment, encode_segment, encode_sound, join_film, read_preset
from briefcast.products.video.footage import open_footage
from briefcast.products.video.render import render_frame, render_video
from briefcast.products.video.segments import plan_segments
from briefcast.products.video.stage import Shown, Stage
from briefcast.products.video.storyboard import Storyboard, Track, Transition
from briefcast.script import Shot
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.base import Narration
from briefcast.store.store import Store
from briefcast.tools.probe import probe
from tests import ROOT
from tests.video_fixtures import make_script, narrate_silently

GOLDEN = ROOT / "tests" / "golden" / "video"


def board(folder: Path, language: str = "vi", shape: str = "9x16", image: Path | None = None) -> Storyboard:
    script = make_script(language, image=image)
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), shape)  # type: ignore[arg-type]


def short(storyboard: Storyboard) -> Storyboard:
    """Take the opening and the first point."""
    return replace(storyboard, scenes=storyboard.scenes[:2], sounds=storyboard.sounds[:2])


def beep(path: Path, at_ms: int) -> None:
    """Lay a short tone into a silent WAV."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).copy()
    begin = at_ms * RATE_HZ // 1000
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE_HZ // 5) / RATE_HZ) * 20_000
    samples[begin : begin + len(tone)] = tone[: len(samples) - begin]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())


@pytest.fixture(scope="module")
def film(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Storyboard, Narration, Path, tuple[Output, ...], list[float]]:
    """A short vertical film with a tone in each scene, rendered once."""
    folder = tmp_path_factory.mktemp("film")
    script = make_script("vi")
    narration = narrate_silently(script, folder)
    for sound in narration.scenes:
        beep(sound.audio, sound.words[0].start_ms)
    storyboard = short(build_storyboard(script, narration, read_brand("institutional"), "9x16"))
    done: list[float] = []
    outputs = render_video(storyboard, folder / "out", progress=done.append)
    return storyboard, narration, folder / "out", outputs, done


def test_the_file_is_what_platforms_ask_for(film) -> None:  # type: ignore[no-untyped-def]
    """Instagram, YouTube and Facebook refuse other files, after the upload."""
    storyboard, _, folder, outputs, _ = film
    facts = probe(folder / "video-9x16.mp4")
    assert (facts.width_px, facts.height_px, facts.fps) == (1080, 1920, 30.0)
    assert (facts.video_codec, facts.video_profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour == "1/1/1/1"
    assert facts.frames == storyboard.frames
    assert facts.gop_max_frames is not None and facts.gop_max_frames <= 60
    assert facts.b_frames is not None and facts.b_frames <= 2
    assert (facts.audio_codec, facts.audio_rate_hz, facts.audio_channels) == ("aac", 48_000, 2)
    assert facts.faststart is True
    assert facts.edit_list is False
    assert facts.languages == ("vie", "vie")
    assert facts.metadata["title"] == storyboard.title
    assert facts.metadata["comment"] == storyboard.voice_notice
    assert "example.org/survey" in facts.metadata["description"]
    assert outputs[0].media["video_codec"] == "h264"
    assert outputs[0].media["loudness_lufs"] == pytest.approx(-16, abs=0.6)


def test_sound_and_picture_begin_and_end_together(film) -> None:  # type: ignore[no-untyped-def]
    """Players would hold the last picture, or cut off the last word."""
    _, _, folder, _, _ = film
    facts = probe(folder / "video-9x16.mp4")
    assert facts.video_start_ms == 0 and facts.audio_start_ms == 0
    assert abs(facts.video_duration_ms - facts.audio_duration_ms) <= 1000 / 30


def test_the_voice_is_in_step_with_the_picture(film) -> None:  # type: ignore[no-untyped-def]
    """Lips would not matter here, captions would: they light up with the word."""
    storyboard, narration, folder, _, _ = film
    with av.open(str(folder / "video-9x16.mp4")) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    loud = np.flatnonzero(np.abs(sound) > 0.05)
    starts = loud[np.concatenate([[True], np.diff(loud) > RATE_HZ // 2])] / RATE_HZ * 1000
    wanted = [
        piece.start_ms + scene.words[0].start_ms
        for piece, scene in zip(storyboard.sounds, narration.scenes[:2], strict=True)
    ]
    assert starts == pytest.approx(wanted, abs=6)
    assert [scene.cues[0].start_ms for scene in storyboard.scenes] == pytest.approx(wanted, abs=1)


def test_frames_of_the_file_are_the_frames_of_the_storyboard(film) -> None:  # type: ignore[no-untyped-def]
    """The encoder reads frames from memory that is painted on: one could be torn or late."""
    storyboard, _, folder, _, _ = film
    wanted = {5, 60, storyboard.scenes[1].start_frame + 70}
    with av.open(str(folder / "video-9x16.mp4")) as container:
        for number, frame in enumerate(container.decode(video=0)):
            assert frame.pts * frame.time_base * 30 == number
            if number in wanted:
                seen = frame.to_ndarray(format="yuv420p")[:1920].astype(int)
                scene = storyboard.scenes[0 if number < storyboard.scenes[1].start_frame else 1]
                with Stage(storyboard) as stage:
                    drawn = stage.still(scene, number - scene.start_frame)[:1920].astype(int)
                    other = stage.still(scene, number - scene.start_frame + 25)[:1920].astype(int)
                assert np.abs(seen - drawn).mean() < 0.8
                assert np.abs(seen - other).mean() > np.abs(seen - drawn).mean()


def test_captions_and_cover_lie_beside_the_film(film) -> None:  # type: ignore[no-untyped-def]
    """There would be nothing to upload with the film."""
    storyboard, _, folder, outputs, done = film
    assert [output.name for output in outputs] == [
        "video-9x16.mp4",
        "video-9x16.srt",
        "video-9x16.vtt",
        "video-9x16.ass",
        "cover-9x16.png",
    ]
    assert (folder / "video-9x16.srt").read_text("utf-8").count("-->") == len(storyboard.cues)
    assert (folder / "video-9x16.vtt").read_text("utf-8").startswith("WEBVTT\n")
    assert (folder / "video-9x16.ass").read_text("utf-8").count("\nDialogue: ") == len(storyboard.cues)
    with Image.open(folder / "cover-9x16.png") as cover:
        assert cover.size == (1080, 1920)
        assert len(np.unique(np.asarray(cover).reshape(-1, 3)[::97], axis=0)) > 8
    assert done == sorted(done) and done[-1] == 1.0


def test_the_marked_word_moves_through_the_caption_as_the_language_is_read(tmp_path: Path) -> None:
    """In Hebrew the marked word would run backwards."""
    for language, sign in (("vi", 1), ("he", -1)):
        storyboard = board(tmp_path, language)
        scene = storyboard.scenes[1]
        accent = np.array([15, 76, 156])
        left, top, right, bottom = 120, 1000, 880, 1248
        seen = []
        lines = (spoken_together(line, language) for cue in scene.cues for line in cue.lines)
        for group in next(line for line in lines if len(line) > 1):
            frame = render_frame(storyboard, round((group[0].start_ms + group[-1].end_ms) / 2 * 30 / 1000))
            part = frame[top:bottom, left:right].astype(int)
            columns = np.flatnonzero((np.abs(part - accent).sum(axis=-1) < 30).any(axis=0))
            seen.append(columns.mean())
        assert np.all(np.diff(seen) * sign > 0)


@pytest.mark.parametrize(
    ("language", "shape", "scene", "frame"), [("vi", "9x16", 1, 88), ("he", "16x9", 2, 96), ("en", "1x1", 0, 40)]
)
def test_frames_look_as_approved(tmp_path: Path, language: str, shape: str, scene: int, frame: int) -> None:
    """A change of the templates would alter every video without anyone having looked.

    Approve new looks with BRIEFCAST_UPDATE_GOLDEN=1 after looking at them.
    """
    storyboard = board(tmp_path, language, shape)
    seen = render_frame(storyboard, storyboard.scenes[scene].start_frame + frame)
    size = (storyboard.width_px // 4, storyboard.height_px // 4)
    small = np.asarray(Image.fromarray(seen).resize(size, Image.Resampling.BOX))
    path = GOLDEN / f"{language}-{shape}-{scene}.png"
    if os.environ.get("BRIEFCAST_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(small).save(path, optimize=True)
    with Image.open(path) as golden:
        difference = np.abs(np.asarray(golden).astype(int) - small)
    assert difference.max() <= 2, f"{(difference.max(axis=-1) > 2).sum()} of {size[0] * size[1]} pixels differ"


def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    """A ten-minute explainer would exhaust the machine."""
    storyboard = board(tmp_path)
    with Stage(storyboard) as stage:
        alive = []
        draw = stage._draw

        def counted(number):  # type: ignore[no-untyped-def]
            import weakref

            drawn = draw(number)
            alive.append(weakref.ref(drawn.bitmaps[drawn.board.pages[0].key]))
            return drawn

        stage._draw = counted  # type: ignore[method-assign]
        most = 0
        for _ in stage.frames():
            most = max(most, sum(ref() is not None for ref in alive))
    assert len(alive) == 4
    assert most <= 3


@pytest.mark.parametrize(("kind", "to"), [("dissolve", "left"), ("push", "left"), ("push", "right")])
def test_a_scene_takes_over_from_the_one_before(tmp_path: Path, kind: str, to: str) -> None:
    """A transition would jump, leave the old scene standing, or carry the captions away."""
    whole = board(tmp_path, "en")
    enter = Transition(kind=kind, frames=10, push_to=to)  # type: ignore[arg-type]
    standing = [layer.name for layer in whole.scenes[1].layers if layer.steady]
    progress = ("progress", "progress track")
    steady = tuple(replace(layer, steady=layer.name in progress) for layer in whole.scenes[2].layers)
    third = replace(whole.scenes[2], layers=steady, enter=Transition())
    cut = replace(whole, scenes=(*whole.scenes[:2], third, whole.scenes[3]))
    changing = replace(cut, scenes=(*cut.scenes[:2], replace(cut.scenes[2], enter=enter), cut.scenes[3]))
    with Stage(cut) as plain, Stage(changing) as stage:
        before = plain.still(whole.scenes[1], whole.scenes[1].frames - 1, without=standing)
        seen = [shown.buffer.copy() for _, shown in zip(range(12), stage.scene(2), strict=False)]
        wanted = [shown.buffer.copy() for _, shown in zip(range(12), plain.scene(2), strict=False)]
    left, top, _, bottom = arrange("9x16", rtl=False).progress
    lit = slice(top + 4, bottom - 4), slice(left + 4, left + 190)
    for number, (frame, after) in enumerate(zip(seen, wanted, strict=True)):
        assert np.array_equal(frame[lit], after[lit]), "progress was carried away"
        t = (number + 1) / 11
        if number >= 10:
            way = after
        elif kind == "dissolve":
            way = (before * (1 - t) + after * t).round().astype(np.uint8)
        else:
            way = push(before, after, t * t * (3 - 2 * t), to=to)  # type: ignore[arg-type]
        difference = np.abs(frame[bottom + 1 : 1920].astype(int) - way[bottom + 1 : 1920])
        assert difference.max() <= 1, f"frame {number} is not on its way"
        assert number < 10 or np.array_equal(frame, after)


def test_a_layer_pops_in_on_the_film(tmp_path: Path) -> None:
    """What directing asks to grow would stand there at once."""
    whole = board(tmp_path, "en")
    scene = whole.scenes[0]
    grows = (Track(property="scale", keys=((0, 0.5), (10, 1.0))),)
    assert [layer.name for layer in scene.layers].count("title") == 1
    layers = tuple(replace(layer, tracks=grows) if layer.name == "title" else layer for layer in scene.layers)
    grown = replace(scene, layers=layers)
    with Stage(whole) as stage:
        first, last = stage.still(grown, 0), stage.still(grown, 10)
        assert np.array_equal(last, stage.still(scene, 10))
        assert not np.array_equal(first, stage.still(scene, 0))
        inks = [np.count_nonzero(np.abs(f[384:976].astype(int) - np.median(f[384:976])) > 60) for f in (first, last)]
    assert inks[0] == pytest.approx(inks[1] / 4, rel=0.2)


def test_a_text_that_does_not_fit_is_refused_by_name(tmp_path: Path) -> None:
    """A cropped headline would be published."""
    script = make_script("en")
    long = replace(script.scenes[1], headline="An incomprehensibly long headline " * 12)
    script = replace(script, scenes=(script.scenes[0], long, *script.scenes[2:]))
    storyboard = build_storyboard(script, narrate_silently(script, tmp_path), read_brand("institutional"), "9x16")
    with pytest.raises(LayoutError, match="headline"):
        render_frame(storyboard, storyboard.scenes[1].start_frame + 5)


def _photo(path: Path) -> Path:
    y, x = np.mgrid[0:600, 0:900]
    picture = np.stack([x / 900 * 255, y / 600 * 255, np.full_like(x, 90)], axis=-1).astype(np.uint8)
    picture[250:350, 400:500] = 255
    Image.fromarray(picture).save(path)
    return path


def test_a_photo_fills_the_frame_and_drifts_closer(tmp_path: Path) -> None:
    """A photo would stand still, or leave bars at the sides."""
    frames = list(
        open_footage(Shot(file=_photo(tmp_path / "desk.jpg")), width_px=270, height_px=480, frames=20, fps=30)
    )
    assert len(frames) == 20 and all(frame.shape == (720, 270) for frame in frames)
    bright = [int((frame[:480] > 225).sum()) for frame in (frames[0], frames[-1])]
    assert bright[1] > bright[0] * 1.08
    assert frames[0][:480, :4].min() > 16 and frames[0][:4, :270].min() > 16
    still = list(
        open_footage(
            Shot(file=_photo(tmp_path / "desk.jpg")), width_px=270, height_px=480, frames=3, fps=30, drift=False
        )
    )
    assert np.array_equal(still[0], still[2])


def test_text_over_a_photo_stays_legible(tmp_path: Path) -> None:
    """Over a bright or busy photo nobody could read the headline."""
    y, x = np.mgrid[0:800, 0:600]
    stripes = np.where((x // 12 + y // 12) % 2, 255, 0).astype(np.uint8)
    path = tmp_path / "busy.png"
    Image.fromarray(np.stack([stripes] * 3, axis=-1)).save(path)
    storyboard = board(tmp_path, "vi", image=path)
    assert storyboard.scenes[1].photo == Shot(file=path)
    frame = render_frame(storyboard, storyboard.scenes[1].start_frame + 60)
    head = frame[356:544, 120:880].reshape(-1, 3)
    grounds = head[(head.astype(int).sum(axis=-1) > 450)]
    assert min(_contrast(colour, (16, 29, 56)) for colour in np.unique(grounds[::53], axis=0)) >= 4.5


def _contrast(one: NDArray[np.uint8], other: tuple[int, int, int]) -> float:
    from briefcast.look.brand import contrast

    return contrast(*("#" + "".join(f"{int(c):02X}" for c in colour) for colour in (one, other)))


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_broken_photo_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """Someone would search for the broken picture among hundreds."""
    path = tmp_path / "broken.jpg"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"broken\.jpg"):
        next(iter(open_footage(Shot(file=path), width_px=108, height_px=192, frames=2, fps=30)))


def test_a_picture_made_to_exhaust_memory_is_refused(tmp_path: Path) -> None:
    """One small file could bring the machine down."""
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(path)
    with pytest.raises(MediaError, match=r"bomb\.png"):
        next(iter(open_footage(Shot(file=path), width_px=108, height_px=192, frames=2, fps=30)))


def _grey(count: int, *, width_px: int = 128, height_px: int = 72) -> list[Shown]:
    return [Shown(np.full((height_px * 3 // 2, width_px), 100 + n % 100, np.uint8), True) for n in range(count)]


def _segment(path: Path, frames: list[Shown], count: int, preset: str = "standard", **x264: str) -> Path:
    chosen = read_preset(preset)
    chosen = chosen.model_copy(update={"x264": {**chosen.x264, **x264}})
    tall, width = frames[0].buffer.shape
    encode_segment(path, frames, width_px=width, height_px=tall * 2 // 3, fps=30, frame_count=count, preset=chosen)
    return path


def test_a_segment_that_comes_out_too_short_is_an_error(tmp_path: Path) -> None:
    """Half a film would be published as a whole one."""
    with pytest.raises(MediaError, match="render the film again"):
        _segment(tmp_path / "a.mp4", _grey(3), 30)


def test_a_film_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    """ "Permission denied" alone helps nobody."""
    with pytest.raises(MediaError, match="nowhere"):
        _segment(tmp_path / "nowhere" / "a.mp4", _grey(1), 1)


@pytest.mark.parametrize("preset", ["standard", "draft"])
def test_segments_join_to_the_frame(tmp_path: Path, preset: str) -> None:
    """A joined film would stutter, drift from its sound or show wrong pictures after a border."""
    levels = [60, 100, 140, 180]
    lengths = [31, 60, 1, 47]
    parts, start = [], 0
    for number, (level, length) in enumerate(zip(levels, lengths, strict=True)):
        frames = [Shown(np.full((108, 128), level + n % 30, np.uint8), n % 3 == 0) for n in range(length)]
        if preset == "draft":
            for n in range(length):
                frames[n].buffer[:] = level + n // 3 * 3 % 30
        path = _segment(tmp_path / f"{number}.mp4", frames, length, preset)
        parts.append(Segment(path, start, length))
        start += length
    _join(tmp_path, parts, start)
    facts = probe(tmp_path / "film.mp4")
    assert facts.faststart is True and facts.edit_list is False
    assert facts.gop_max_frames is not None and facts.gop_max_frames <= 60
    assert facts.video_start_ms == 0 and facts.video_duration_ms == round(start * 1000 / 30)
    with av.open(str(tmp_path / "film.mp4")) as container:
        shown = [
            (round(f.pts * f.time_base * 30), f.key_frame, f.to_ndarray()[:72].mean())
            for f in container.decode(video=0)
        ]
    begins = [part.start_frame for part in parts]
    assert [time for time, key, _ in shown if key] == begins
    if preset == "standard":
        assert [time for time, _, _ in shown] == list(range(start))
    else:
        assert [time for time, _, _ in shown] == [
            b + n for b, c in zip(begins, lengths, strict=True) for n in range(0, c, 3)
        ]
    for time, _, light in shown:
        number = max(n for n, begin in enumerate(begins) if begin <= time)
        n = time - begins[number]
        assert light == pytest.approx(levels[number] + (n % 30 if preset == "standard" else n // 3 * 3 % 30), abs=2)


def _join(folder: Path, parts: list[Segment], frames: int) -> None:
    encode_sound(folder / "sound.mp4", None, duration_ms=round(frames * 1000 / 30), bitrate_bps=128_000)
    join_film(folder / "film.mp4", parts, folder / "sound.mp4", fps=30, frame_count=frames, language="en", metadata={})


def test_packets_are_stored_in_the_order_in_which_they_are_decoded(tmp_path: Path) -> None:
    """Players that trust the file's order would stop at the first border."""
    parts = [Segment(_segment(tmp_path / f"{n}.mp4", _grey(40), 40), 40 * n, 40) for n in range(3)]
    _join(tmp_path, parts, 120)
    with av.open(str(tmp_path / "film.mp4")) as container:
        packets = [p for p in container.demux(video=0) if p.pts is not None]
    decoded = [p.dts for p in packets]
    assert np.diff(decoded).min() == np.diff(decoded).max() > 0
    assert all(p.dts <= p.pts for p in packets)


def test_a_segment_with_other_settings_is_refused(tmp_path: Path) -> None:
    """Half of the film would be shown as noise."""
    parts = [
        Segment(_segment(tmp_path / "a.mp4", _grey(10), 10), 0, 10),
        Segment(_segment(tmp_path / "b.mp4", _grey(10), 10, refs="4"), 10, 10),
    ]
    with pytest.raises(MediaError, match=r"b\.mp4 was encoded with other settings"):
        _join(tmp_path, parts, 20)


def test_a_segment_out_of_place_or_missing_is_refused(tmp_path: Path) -> None:
    """A scene would be lost, and sound and picture would part."""
    path = _segment(tmp_path / "a.mp4", _grey(10), 10)
    with pytest.raises(MediaError, match="begins with frame 15, not 10"):
        _join(tmp_path, [Segment(path, 0, 10), Segment(path, 15, 10)], 25)
    with pytest.raises(MediaError, match="10 frames where 20 were planned"):
        _join(tmp_path, [Segment(path, 0, 10)], 20)
    with pytest.raises(MediaError, match="no whole group of 5 frames"):
        _join(tmp_path, [Segment(path, 0, 5)], 5)


def _no_more_than(storyboard: Storyboard, frames: int) -> Storyboard:
    """Cut every scene short, small work for tests that count."""
    scenes, start = [], 0
    for scene in storyboard.scenes:
        scenes.append(replace(scene, start_frame=start, frames=min(scene.frames, frames)))
        start += scenes[-1].frames
    return replace(storyboard, scenes=tuple(scenes), sounds=(), music=None)


def _reworded(storyboard: Storyboard, number: int) -> Storyboard:
    """Change one word of one scene, as an editor would."""
    scene = storyboard.scenes[number]
    pages = tuple(
        replace(page, data={**page.data, "text": "Another word"}) if page.data["part"] == "headline" else page
        for page in scene.pages
    )
    assert pages != scene.pages
    scenes = (*storyboard.scenes[:number], replace(scene, pages=pages), *storyboard.scenes[number + 1 :])
    return replace(storyboard, scenes=scenes)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the segments that are encoded, in frames."""
    seen: list[int] = []
    encode = segments.encode_segment

    def counted(*args: object, frame_count: int, **more: object) -> None:
        seen.append(frame_count)
        encode(*args, frame_count=frame_count, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(segments, "encode_segment", counted)
    return seen


def test_only_the_scene_that_changed_is_encoded_again(tmp_path: Path, encoded: list[int]) -> None:
    """A correction of one word would cost as much as the whole film."""
    storyboard = _no_more_than(board(tmp_path, "en"), 62)
    store = Store(tmp_path / "store")

    def render(film: Storyboard) -> bytes:
        encoded.clear()
        render_video(film, tmp_path / "out", preset="draft", store=store, film="a film")
        return (tmp_path / "out" / "video-9x16.mp4").read_bytes()

    whole = render(storyboard)
    assert len(encoded) == 8 and sum(encoded) == storyboard.frames
    assert render(storyboard) == whole and encoded == [], "nothing changed, so no encoder may start"
    changed = render(_reworded(storyboard, 1))
    passing = storyboard.scenes[2].enter.frames > 0
    assert changed != whole and len(encoded) == (3 if passing else 2)
    assert render(storyboard) == whole and encoded == [], "taking an edit back must cost nothing"
    kept = {path.parent for path in (tmp_path / "store").glob("??/*/segment.mp4")}
    assert len(kept) == 8 + (3 if passing else 2)
    render(_reworded(replace(storyboard, title="Another title"), 2))
    held = {path.parent for path in (tmp_path / "store").glob("??/*/segment.mp4")}
    assert len(encoded) == len(held - kept) <= 3 and kept - held, "what only the version before last had is let go"


def test_a_segment_does_not_know_its_place_in_the_film(tmp_path: Path) -> None:
    """One sentence more at the beginning would have every later scene encoded again."""
    storyboard = _no_more_than(board(tmp_path, "vi"), 90)
    preset = read_preset("standard")
    later = replace(
        storyboard,
        scenes=tuple(
            replace(scene, start_frame=scene.start_frame + 37, id=f"{scene.id}-moved") for scene in storyboard.scenes
        ),
    )
    keys = [part.key for part in plan_segments(storyboard, preset)]
    assert [part.key for part in plan_segments(later, preset)] == keys and len(set(keys)) == len(keys)
    others = [part.key for part in plan_segments(storyboard, read_preset("archive"))]
    assert not set(keys) & set(others)


def test_two_renderings_at_once_make_each_segment_once(tmp_path: Path, encoded: list[int]) -> None:
    """Two people who make the same edition would break each other's films."""
    storyboard = _no_more_than(board(tmp_path, "en"), 20)
    names = ["one", "two"]
    with ThreadPoolExecutor(2) as pool:
        work = [
            pool.submit(
                render_video, storyboard, tmp_path / name, preset="draft", store=Store(tmp_path / "store"), film=name
            )
            for name in names
        ]
        for future in work:
            future.result()
    films = {(tmp_path / name / "video-9x16.mp4").read_bytes() for name in names}
    assert len(films) == 1 and sum(encoded) == storyboard.frames


def test_a_scene_that_cannot_be_drawn_fails_the_film_and_keeps_the_rest(tmp_path: Path, encoded: list[int]) -> None:
    """A film would hang or come out without its scene; or all would have to be made again."""
    storyboard = _no_more_than(board(tmp_path, "en"), 20)
    scene = storyboard.scenes[3]
    far = replace(scene, pages=tuple(replace(p, data={**p.data, "part": "nothing"}) for p in scene.pages))
    store = Store(tmp_path / "store")
    with pytest.raises(BriefcastError):
        render_video(replace(storyboard, scenes=(*storyboard.scenes[:3], far)), tmp_path / "out", store=store)
    encoded.clear()
    render_video(storyboard, tmp_path / "out", store=store)
    assert len(encoded) < 4
