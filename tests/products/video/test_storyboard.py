"""The storyboard: what is seen follows what is said, in every language and shape."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from briefcast.captions.check import check_cues
from briefcast.captions.cue import spoken_together
from briefcast.languages import language as read_language
from briefcast.look.brand import contrast, read_brand
from briefcast.products.video.arrangement import ARRANGEMENTS, arrange
from briefcast.products.video.compositor import Box
from briefcast.products.video.counting import count_steps
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.grounds import mix, veils
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.stage import place_layer
from briefcast.products.video.storyboard import FPS, Layer, SceneBoard, Storyboard, Track
from briefcast.script import Mark, Script, Sentence, SourceNote, Visual, Word
from briefcast.store.store import content_key
from tests.video_fixtures import make_script, narrate_silently

SHAPES = ("9x16", "1x1", "16x9")
LANGUAGES = ("vi", "en", "he")


def board(folder: Path, language: str = "vi", shape: str = "9x16", **options: object) -> Storyboard:
    script = make_script(language)
    return build_storyboard(script, narrate_silently(script, folder, **options), read_brand("institutional"), shape)  # type: ignore[arg-type]


def layer(scene: SceneBoard, name: str) -> Layer:
    return next(found for found in scene.layers if found.name == name)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_keep_their_limits(tmp_path: Path, language: str, shape: str) -> None:
    """Someone could not read along."""
    made = board(tmp_path, language, shape)
    assert check_cues(made.cues, language, shape) == ()
    assert " ".join(w.text for cue in made.cues for w in cue.words) == " ".join(
        word.shown for scene in make_script(language).scenes for s in scene.sentences for word in s.words
    )


def test_scenes_follow_one_another_and_hold_their_sound(tmp_path: Path) -> None:
    """A scene would begin over the last words of the one before."""
    script = make_script("vi")
    narration = narrate_silently(script, tmp_path)
    made = build_storyboard(script, narration, read_brand("institutional"), "9x16")
    at = 0
    for scene, piece, sound in zip(made.scenes, made.sounds, narration.scenes, strict=True):
        assert scene.start_frame == at
        at += scene.frames
        assert piece.start_ms >= round(scene.start_frame * 1000 / FPS)
        assert piece.start_ms + sound.duration_ms <= round(at * 1000 / FPS)
    assert at == made.frames
    assert made.duration_ms == round(at * 1000 / FPS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_appears_with_the_word_that_names_it(tmp_path: Path, language: str) -> None:
    """The number would stand there before anyone speaks of it, or come when the voice is elsewhere."""
    made = board(tmp_path, language)
    for scene, fact in ((made.scenes[1], "vneid-accounts"), (made.scenes[2], "egdi-rank")):
        said = next(w for cue in scene.cues for w in cue.words if w.fact == fact)
        said_frame = said.start_ms * FPS / 1000 - scene.start_frame
        shown = layer(scene, "0:number").steps[0][0]
        assert shown - said_frame <= 8
        # An empty place waits for its word two seconds at the most.
        assert shown - said_frame >= -8 or shown >= 2 * FPS


def test_the_marked_word_is_the_one_being_said(tmp_path: Path) -> None:
    """People who read along would lose the place."""
    made = board(tmp_path)
    for scene in made.scenes:
        marked = layer(scene, "spoken word")
        for number, cue in enumerate(scene.cues):
            for index, group in enumerate(g for line in cue.lines for g in spoken_together(line, made.language)):
                middle = round((group[0].start_ms + group[-1].end_ms) / 2 * FPS / 1000) - scene.start_frame
                if middle < scene.frames and middle < round(cue.end_ms * FPS / 1000) - scene.start_frame:
                    assert marked.page(middle) == f"cue{number}.{index}"


def test_a_late_caption_would_be_seen(tmp_path: Path) -> None:
    """The check of the captions would pass whatever the times are."""
    made = board(tmp_path)
    late = [replace(cue, start_ms=cue.start_ms + 500, end_ms=cue.end_ms + 500) for cue in made.cues]
    assert any("late" in fault for fault in check_cues(late, "vi", "9x16"))


def test_a_film_says_itself_where_its_captions_break_the_limits(tmp_path: Path) -> None:
    """Who looks through it would not hear of captions that nobody can read in their time."""
    assert board(tmp_path).caption_faults == ()
    hurried = board(tmp_path, letters_per_s=60)
    assert any("characters a second" in fault for fault in hurried.caption_faults)


def test_the_title_is_whole_on_the_first_frame(tmp_path: Path) -> None:
    """Platforms take the first frame as the cover: it would be empty."""
    scene = board(tmp_path).scenes[0]
    title = layer(scene, "title")
    assert title.page(0) == "title"
    assert title.value("opacity", 0) == 1
    assert title.value("reveal", 0) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_something_is_to_be_seen_on_every_frame(tmp_path: Path, shape: str) -> None:
    """A viewer would look at an empty ground and scroll on."""
    made = board(tmp_path, "vi", shape)
    for scene in made.scenes:
        heads = [found for found in scene.layers if found.name in ("title", "headline", "text", "0:tile")]
        for frame in range(scene.frames):
            before = 1 - (frame + 1) / (scene.enter.frames + 1) if frame < scene.enter.frames else 0.0
            own = max((found.value("opacity", frame) for found in heads if found.page(frame)), default=0.0)
            assert max(before, own) >= 0.3, f"{scene.id}: frame {frame}"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_drawn_stays_in_its_place_and_apart(tmp_path: Path, language: str, shape: str) -> None:
    """Text would be cropped, run under a player's buttons or over other text."""
    made = board(tmp_path, language, shape)
    left, top, right, bottom = arrange(made.shape, rtl=read_language(language).rtl).safe
    # Rounded letters reach a few pixels over the edge they stand on.
    safe = Box(left - 4, top - 4, right + 4, bottom + 4)
    assert {page.key for page in made.shared} == draw_pages(made.shared, made.look).keys()
    frame_box = Box(0, 0, made.width_px, made.height_px)
    for scene in made.scenes:
        bitmaps = draw_pages(scene.pages, made.look)
        last = {}
        for found in scene.layers:
            for start, key in found.steps:
                if key in bitmaps:
                    box = place_layer(found, bitmaps[key], max(start, scene.frames - 8), frame_box).visible
                    assert frame_box.join(box) == frame_box
                    # What has no words may lie under the texts of players.
                    if found.name not in ("progress", "kicker") and not found.name.startswith("scene-"):
                        assert safe.join(box) == safe, f"{scene.id}: {found.name} reaches {box}"
                    last[found.name] = last.get(found.name, box).join(box)
        captions = last["caption"]
        for name, box in last.items():
            if name not in ("caption", "spoken word", "progress") and not name.startswith("scene-"):
                assert box.meet(captions).empty, f"{scene.id}: {name} under the captions"
        for one, other in (("headline", "0:number"), ("headline", "0:still"), ("source", "0:number")):
            if one in last and other in last:
                assert last[one].meet(last[other]).empty, f"{scene.id}: {one} over {other}"


def test_the_captions_of_a_vertical_video_stay_clear_of_the_players_buttons(tmp_path: Path) -> None:
    """TikTok, Reels and Shorts lay their buttons over the captions: x 120–880, y 288–1248 is free on all."""
    assert ARRANGEMENTS["9x16"].safe == (120, 288, 880, 1248)
    left, top, right, bottom = ARRANGEMENTS["9x16"].captions
    assert left >= 120 and top >= 288 and right <= 880 and bottom <= 1248


def test_a_film_stopped_on_the_way_shows_no_other_figure() -> None:
    """A paused frame that says 13.115 while the voice says 14.236 billion is a wrong figure."""
    accounts, rank = make_script("vi").figures
    steps = count_steps(accounts, steps=14)
    assert steps == ("5·,··", "55,··", "55,2·")
    whole = Mark(value=Decimal(100), written="100", label="")
    assert count_steps(rank, steps=14) == ()
    assert count_steps(replace(accounts, out_of=whole), steps=14) == ()
    assert count_steps(replace(accounts, suffix="", qualifier=""), steps=14) == ()
    grouped = replace(accounts, number="1,084", suffix="km")
    assert count_steps(grouped, steps=14) == ("1,···", "1,0··", "1,08·")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_ends_on_the_figure_as_the_script_writes_it(tmp_path: Path, language: str) -> None:
    """The last thing seen would be a number on the way, not the figure."""
    scene = board(tmp_path, language).scenes[1]
    number = layer(scene, "0:number")
    pages = {page.key: page for page in scene.pages}
    *way, last = (pages[key] for _, key in number.steps)
    written = make_script(language).figures[0].number
    assert last.key == number.page(scene.frames - 1)
    assert last.data["step"] is None
    assert last.data["blocks"][0]["d"]["number"] == written
    # On its way it has the digits and the sign of the language, and a dot for each digit that is still to come.
    sign = written[2]
    steps = [page.data["step"] for page in way]
    assert steps and all(sign in step and len(step) == len(written) for step in steps)
    assert all(written.startswith(step.rstrip("·" + sign)) for step in steps)


def test_a_synthetic_voice_is_labelled_and_a_human_one_is_not(tmp_path: Path) -> None:
    """The law asks for the label before or at exposure (Decree 142/2026, Article 18)."""
    made = board(tmp_path)
    assert made.voice_notice == make_script("vi").voice_notice
    used = {scene.ground for scene in made.scenes}
    for page in made.shared:
        if page.key in used:
            assert page.data["notice"] == made.voice_notice
    assert all(scene.ground in {page.key for page in made.shared} for scene in made.scenes)
    silent = board(tmp_path, synthetic=False)
    assert silent.voice_notice == ""


def test_hebrew_is_mirrored_and_wiped_from_the_right(tmp_path: Path) -> None:
    """Bars would grow against the reading direction."""
    made = board(tmp_path, "he")
    assert layer(made.scenes[1], "0:bar").reveal_from == "right"
    # Time runs to the right in every language.
    assert layer(made.scenes[2], "0:bar").reveal_from == "left"
    wide = board(tmp_path, "he", "16x9")
    assert layer(wide.scenes[1], "headline").steps[0][1] == "headline"
    assert next(p for p in wide.scenes[1].pages if p.key == "headline").box[0] > 960


def test_a_point_without_figures_shows_its_words_large(tmp_path: Path) -> None:
    """A slogan would leave an empty panel."""
    script = make_script("en")
    words = replace(script.scenes[1], visual=Visual(kind="text"))
    script = replace(script, scenes=(script.scenes[0], words, script.scenes[3]))
    made = build_storyboard(script, narrate_silently(script, tmp_path), read_brand("institutional"), "9x16")
    assert made.scenes[1].ground == "ground-full"
    assert not any(found.name.startswith("0:") for found in made.scenes[1].layers)


def test_veils_over_photos_keep_every_text_legible(tmp_path: Path) -> None:
    """White letters would stand on a white shirt."""
    made = board(tmp_path)
    opacities = veils(made.look)
    assert all(0.8 <= opacity <= 1 for opacity in opacities.values())
    colours = made.look["colours"]
    for name, ground, ink in (("page", "background", "muted"), ("panel", "panel", "panel_accent")):
        for photo in ("#FFFFFF", "#000000"):
            assert contrast(mix(colours[ground], photo, opacities[name]), colours[ink]) >= 4.5
    # A thinner veil would not do for every kit: there it grows.
    pale = {**made.look, "colours": {**colours, "panel_muted": "#8090B0"}}
    assert veils(pale)["panel"] > 0.8


def test_the_same_inputs_give_the_same_key_and_another_word_another_one(tmp_path: Path) -> None:
    """Unchanged videos would be rendered again every week, or changed ones not at all."""
    assert content_key("video", board(tmp_path)) == content_key("video", board(tmp_path))
    script = make_script("vi")
    other = replace(script, title=script.title + "!")
    made = build_storyboard(other, narrate_silently(other, tmp_path), read_brand("institutional"), "9x16")
    assert content_key("video", made) != content_key("video", board(tmp_path))


def test_a_narration_of_another_script_is_refused(tmp_path: Path) -> None:
    """Pictures would be set to words of another piece."""
    script = make_script("vi")
    narration = narrate_silently(script, tmp_path)
    with pytest.raises(ValueError, match="narrate this script"):
        build_storyboard(replace(script, scenes=script.scenes[:2]), narration, read_brand("institutional"), "9x16")


def test_tracks_rest_before_and_after_their_keys() -> None:
    """Layers would jump at the ends of their motion."""
    track = Track(property="opacity", keys=((10, 0.0), (20, 1.0)))
    values = [track.value(frame) for frame in range(0, 31)]
    assert values[0] == values[10] == 0 and values[20] == values[30] == 1
    assert np.all(np.diff(values) >= 0)


def with_steps(language: str, *steps: str) -> Script:
    """Give the telling with a point that says what to do instead of its first figure."""
    script = make_script(language)
    said = ("Do this now.", *(f"Then, {step[:1].lower()}{step[1:]}." for step in steps))
    sentences = tuple(Sentence(words=tuple(Word(shown=w, spoken=w) for w in text.split())) for text in said)
    point = replace(script.scenes[1], visual=Visual(kind="steps", steps=steps), sentences=sentences)
    return replace(script, scenes=(script.scenes[0], point, *script.scenes[2:]))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_comes_as_it_is_said_and_stays(tmp_path: Path, language: str, shape: str) -> None:
    """Only the headline stood there for ten seconds, and whoever watches without sound saw no step."""
    steps = ("Send no money", "Take a picture", "Tell the nearest station")
    script = with_steps(language, *steps)
    made = build_storyboard(script, narrate_silently(script, tmp_path), read_brand("institutional"), shape)  # type: ignore[arg-type]
    scene = made.scenes[1]
    assert not made.stood_in
    said = [w for cue in scene.cues for w in cue.words if w.text == "Then,"]
    for number, word in enumerate(said):
        [(begins, page)] = layer(scene, f"{number}:step").steps
        assert -8 <= begins - (word.start_ms * FPS / 1000 - scene.start_frame) <= 8
        assert page in draw_pages(scene.pages, made.look)
    long = with_steps(language, *(f"{'Another very long thing to do in the town hall ' * 3}{n}" for n in range(6)))
    made = build_storyboard(long, narrate_silently(long, tmp_path), read_brand("institutional"), shape)  # type: ignore[arg-type]
    assert made.stood_in and layer(made.scenes[1], "headline"), "a film was refused for its steps"


@pytest.mark.parametrize("shape", SHAPES)
def test_two_ordinary_names_of_sources_leave_a_film_whole(tmp_path: Path, shape: str) -> None:
    """The film of a rebuttal could not be made, and the check had said nothing."""
    notes = ("Trung tâm Kiểm soát bệnh tật Hải Vân, 2026", "Bệnh viện Đa khoa Hải Vân, 2026")
    made = claim_board(tmp_path, notes, shape)
    page = next(page for page in made.scenes[1].pages if page.key == "source")
    assert all(note in page.data["text"].replace("\u00a0", " ") for note in notes)
    assert draw_pages(made.scenes[1].pages, made.look)["source"].box.bottom <= ARRANGEMENTS[shape].captions[1]  # type: ignore[index]


def test_sources_without_end_leave_out_the_last_ones(tmp_path: Path) -> None:
    """One name too many would take the whole film with it."""
    names = tuple(f"Trung tâm Kiểm soát bệnh tật tỉnh số {number}, 2026" for number in range(12))
    page = next(page for page in claim_board(tmp_path, names, "9x16").scenes[1].pages if page.key == "source")
    assert names[0] in page.data["text"].replace("\u00a0", " ")
    assert names[-1] not in page.data["text"].replace("\u00a0", " ")


def claim_board(folder: Path, notes: tuple[str, ...], shape: str) -> Storyboard:
    """Give a film whose first point shows a claim in large words that rests on some sources."""
    script = make_script("vi")
    opening, point, *rest = script.scenes
    claim = replace(point, visual=Visual(kind="text", large="Sai sự thật", note="Nước máy nhiễm asen"))
    rests_on = tuple(SourceNote(id=note, written=note, short=note) for note in notes)
    script = replace(script, scenes=(opening, claim, *rest), rests_on=rests_on)
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), shape)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_point_in_words_shows_its_day_and_its_place(tmp_path: Path, shape: str) -> None:
    """An open day whose hours are heard once and stand nowhere is missed."""
    script = make_script("en")
    opening, point, *others = script.scenes
    told = "On Tuesday, 8 December, from 2 pm to 7 pm, come to the community centre."
    spoken = Sentence(words=tuple(Word(shown=word, spoken=word) for word in told.split()))
    plain = Sentence(words=tuple(Word(shown=word, spoken=word) for word in ["All", "are", "welcome."]))

    def written(*sentences: Sentence) -> str:
        words = replace(point, headline="Open day", sentences=sentences, visual=Visual(kind="text"))
        piece = replace(script, scenes=(opening, words, *others))
        made = build_storyboard(piece, narrate_silently(piece, tmp_path), read_brand("institutional"), shape)  # type: ignore[arg-type]
        return " ".join(str(page.data.get("subtitle", "")) for page in made.scenes[1].pages)

    assert told in written(spoken, plain)
    assert "welcome" not in written(plain), "what is only said is not written twice"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_that_is_said_and_not_shown_is_told(tmp_path: Path, language: str) -> None:
    """The voice told seven deaths since January, the picture showed two, and nobody was told."""
    script = make_script(language)
    assert board(tmp_path, language).only_said == ()
    opening, point, *others = script.scenes
    said = Sentence(words=(*point.sentences[0].words, Word(shown="71", spoken="71", fact="egdi-rank")))
    more = replace(script, scenes=(opening, replace(point, sentences=(said,)), *others))
    made = build_storyboard(more, narrate_silently(more, tmp_path), read_brand("institutional"), "9x16")
    assert made.only_said == ("vneid: egdi-rank",)
    stated = replace(more, scenes=(opening, replace(point, sentences=(said,), stated=("egdi-rank",)), *others))
    narration = narrate_silently(stated, tmp_path)
    assert build_storyboard(stated, narration, read_brand("institutional"), "9x16").only_said == (), "in its headline"
