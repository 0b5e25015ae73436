"""The audiogram: whole sentences, the best figure among them, whose voice it is, and nothing made anew for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest

from briefcast.captions.check import check_cues
from briefcast.edition.plan import making_of, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefError
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import OutputEntry
from briefcast.products.audiogram.board import PLACES, build_audiogram, levels
from briefcast.products.audiogram.cutting import cut_sound
from briefcast.products.audiogram.excerpt import Excerpt, best_figure, choose_excerpt
from briefcast.products.audiogram.product import Audiogram, bed_of
from briefcast.products.audiogram.profile import LEAST_MS, MOST_MS, AudiogramProfile
from briefcast.products.podcast.plan import EpisodePlan, Stretch
from briefcast.products.podcast.product import lay_out
from briefcast.products.podcast.telling import Laid
from briefcast.products.profiles import read_audience
from briefcast.products.video.storyboard import Storyboard
from briefcast.sound.samples import RATE_HZ, read_wav, write_wav
from briefcast.speech.base import TimedWord
from briefcast.store.store import content_key
from briefcast.tools.probe import probe
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.picture_fixtures import EXAMPLE
from tests.sound.test_sound import _music as laid_under
from tests.sound.test_sound import _spoken as spoken
from tests.sound.test_sound import nearest_db

AUDIENCES, LANGUAGES = ("citizens", "leaders", "press"), ("vi", "en", "he")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@cache
def laid_out(audience: str, language: str, out: Path) -> Laid:
    """Lay out an episode of the example, of the right length and without a sound."""
    asked = EditionRequest(brief=EXAMPLE, out=out, audiences=(audience,), products=("podcast",), voices=("silent",))
    return lay_out(making_of(plan_edition(asked), audience, language))


def sentences(stretches: Sequence[Stretch]) -> list[tuple[TimedWord, ...]]:
    return [tuple(words) for turn in stretches for _, words in groupby(turn.words, key=lambda word: word.sentence)]


def drawn(laid: Laid, folder: Path, shape: str = "9x16", excerpt: Excerpt | None = None) -> Storyboard:
    excerpt = excerpt or choose_excerpt(laid.plan)
    sound = folder / "sound.wav"
    write_wav(sound, np.zeros((excerpt.end_ms - excerpt.start_ms) * RATE_HZ // 1000, np.float32))
    return build_audiogram(laid.telling, laid.plan, excerpt, sound, shape)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_tells_the_best_figure_in_whole_sentences(audience: str, language: str, out: Path) -> None:
    """Who is cut off in the middle of a sentence sounds as if something were hidden."""
    plan = laid_out(audience, language, out).plan
    excerpt = choose_excerpt(plan)
    assert LEAST_MS <= excerpt.said_ms <= MOST_MS
    assert best_figure(plan) in excerpt.statistics
    said = [[word.shown for word in words] for words in sentences(excerpt.turns)]
    whole = [[word.shown for word in words] for words in sentences(plan.stretches)]
    assert any(whole[n : n + len(said)] == said for n in range(len(whole)))
    # Somebody begins to speak with it, and no question stays without its answer.
    assert any(turn.words[0].shown == said[0][0] for turn in plan.stretches)
    assert not said[-1][-1].endswith("?")
    first, last = excerpt.turns[0].words[0], excerpt.turns[-1].words[-1]
    assert 0 <= first.start_ms <= 150 and last.end_ms <= excerpt.end_ms - excerpt.start_ms


def test_the_notice_of_the_voices_is_shown_and_not_heard(out: Path) -> None:
    """Three of thirty seconds would go to it, and it is on the screen all the time."""
    plan = laid_out("leaders", "en", out).plan
    best = choose_excerpt(plan)
    said = " ".join(word.shown for word in best.lines[1].words)
    without = choose_excerpt(replace(plan, notice=said))
    assert said not in [" ".join(word.shown for word in line.words) for line in without.lines]


def as_one(plan: EpisodePlan, *, length_ms: int) -> EpisodePlan:
    """Let an episode be one sentence of some length, which says its best figure."""
    fact = plan.facts[0]
    words = [
        TimedWord(shown=f"w{n}", start_ms=n * length_ms // 10, end_ms=(n + 1) * length_ms // 10, sentence=0, fact=fact)
        for n in range(10)
    ]
    turn = replace(plan.stretches[0], words=tuple(words))
    chapter = replace(plan.chapters[0], start_ms=0, end_ms=length_ms)
    return replace(plan, stretches=(turn,), chapters=(chapter,), duration_ms=length_ms + 900, notice="")


@pytest.mark.parametrize(("length_ms", "remedy"), [(42_000, "two"), (9_000, "more words")])
def test_a_sentence_that_is_too_long_or_short_is_heard_whole_and_reported(
    length_ms: int, remedy: str, out: Path
) -> None:
    """Nobody is cut off to keep a limit, and whoever posts it knows before it is posted."""
    excerpt = choose_excerpt(as_one(laid_out("leaders", "en", out).plan, length_ms=length_ms))
    assert len(excerpt.lines) == 1 and excerpt.said_ms == length_ms
    [found] = Audiogram().findings([film_of(excerpt.end_ms - excerpt.start_ms)])
    assert found.code == "audiogram-length" and f"{length_ms // 1000} s" in found.message and remedy in found.remedy
    assert not list(Audiogram().findings([film_of(MOST_MS + 500), film_of(LEAST_MS)]))


def film_of(duration_ms: int) -> OutputEntry:
    return OutputEntry.model_validate(
        {
            "path": "citizens/en/audiogram-1x1.mp4",
            "product": "audiogram",
            "role": "video",
            "media_type": "video/mp4",
            "audience": "citizens",
            "language": "en",
            "variant": "1x1",
            "bytes": 1,
            "sha256": "0" * 64,
            "media": {"duration_ms": duration_ms},
        }
    )


@pytest.mark.parametrize("shape", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_a_caption_and_the_machine_is_named(language: str, shape: str, out: Path, tmp_path: Path) -> None:
    """It is watched without sound more often than with it; and nobody is to take the voices for people."""
    laid = laid_out("citizens", language, out)
    laid = replace(laid, plan=replace(laid.plan, notice="A machine speaks."))
    board = drawn(laid, tmp_path, shape)
    [scene] = board.scenes
    told = [word.text for cue in scene.cues for word in cue.words]
    assert told == [word.shown for turn in choose_excerpt(laid.plan).turns for word in turn.words]
    assert not check_cues(scene.cues, language, shape)
    assert all(cue.end_ms <= board.duration_ms for cue in scene.cues)
    [ground] = board.shared
    assert board.voice_notice == ground.data["notice"] == "A machine speaks."
    assert ground.data["notice-short"] == laid.telling.script.labels["synthetic_voice"]


def test_who_speaks_is_named_when_she_speaks_and_time_runs_to_the_right(out: Path, tmp_path: Path) -> None:
    laid = laid_out("citizens", "he", out)
    [scene] = drawn(laid, tmp_path).scenes
    layers = {layer.name: layer for layer in scene.layers}
    pages = {page.key: page.data for page in scene.pages}
    shown = [pages[key]["names"][pages[key]["active"]] for _, key in layers["speakers"].steps]
    turns = choose_excerpt(laid.plan).turns
    assert shown == [turn.speaker for turn in turns]
    assert layers["speakers"].steps[1][0] == round(turns[1].words[0].start_ms * 30 / 1000)
    heard = layers["wave heard"]
    assert heard.reveal_from == "left" and heard.value("reveal", 0) == 0 and heard.value("reveal", scene.frames) == 1


def test_a_body_that_speaks_in_its_own_name_is_not_named_twice(out: Path, tmp_path: Path) -> None:
    laid = laid_out("leaders", "en", out)
    laid = replace(laid, plan=replace(laid.plan, hosts=(laid.plan.issuer,)))
    assert "speakers" not in {layer.name for layer in drawn(laid, tmp_path).scenes[0].layers}


def test_a_figure_is_seen_from_when_it_is_said_and_the_first_at_once(out: Path, tmp_path: Path) -> None:
    """The first frame is what many platforms show before anything plays."""
    laid = laid_out("citizens", "vi", out)
    board = drawn(laid, tmp_path)
    figures = [layer for layer in board.scenes[0].layers if layer.name.startswith("figure")]
    assert figures[0].steps[0][0] == 0 and figures[0].value("opacity", 0) == 1
    ids = choose_excerpt(laid.plan).statistics
    assert 1 <= len(figures) <= len(ids)
    for layer, after in pairwise(figures):
        begin = after.steps[0][0]
        assert layer.value("opacity", begin) == 0 and not layer.page(begin)
        assert begin - layer.steps[0][0] >= 45


def test_another_word_elsewhere_in_the_episode_films_nothing_anew(out: Path, tmp_path: Path) -> None:
    """An edit of the goodbye would cost a minute of encoding for a film in which it is not heard."""
    laid = laid_out("citizens", "en", out)
    excerpt = choose_excerpt(laid.plan)
    *turns, goodbye = laid.plan.stretches
    assert goodbye.words[0].start_ms > excerpt.end_ms
    other = replace(goodbye, words=(replace(goodbye.words[0], shown="Cheers"), *goodbye.words[1:]))
    changed = replace(laid, plan=replace(laid.plan, stretches=(*turns, other), description="Another one."))
    assert content_key("board", drawn(laid, tmp_path)) == content_key("board", drawn(changed, tmp_path))
    said = excerpt.lines[0].turn
    inside = [*laid.plan.stretches]
    inside[said] = replace(
        inside[said], words=(replace(inside[said].words[0], shown="Whether"), *inside[said].words[1:])
    )
    changed = replace(laid, plan=replace(laid.plan, stretches=tuple(inside)))
    assert content_key("board", drawn(laid, tmp_path)) != content_key("board", drawn(changed, tmp_path))


def test_the_sound_is_cut_where_the_excerpt_begins_and_ends(tmp_path: Path) -> None:
    loud, soft = tmp_path / "loud.wav", tmp_path / "soft.wav"
    write_wav(loud, np.full(RATE_HZ, 0.5, np.float32))
    write_wav(soft, np.full(RATE_HZ, 0.1, np.float32))
    cut_sound([(-500, loud), (700, soft), (5_000, loud)], length_ms=1_000, out=tmp_path / "cut.wav")
    cut = read_wav(tmp_path / "cut.wav")
    assert len(cut) == RATE_HZ and abs(cut[RATE_HZ // 4] - 0.5) < 0.01
    assert cut[int(0.6 * RATE_HZ)] == 0 and abs(cut[int(0.8 * RATE_HZ)] - 0.1) < 0.01
    assert cut[0] == cut[-1] == 0


def test_the_bed_of_the_films_lies_under_it(out: Path, tmp_path: Path) -> None:
    """Half a minute of bare voice was passed by; the notes belong to chapters it does not have."""
    excerpt, sound = choose_excerpt(laid_out("citizens", "vi", out).plan), tmp_path / "sound.wav"
    laid = laid_out("citizens", "vi", out)
    write_wav(sound, np.zeros((excerpt.end_ms - excerpt.start_ms) * RATE_HZ // 1000, np.float32))
    beds = {name: bed_of(read_audience(name)) for name in AUDIENCES}
    assert beds == {"citizens": "calm", "leaders": "steady", "press": "none"}
    citizens = read_audience("citizens")
    silent = {**citizens.products, "audiogram": AudiogramProfile(bed="none")}
    assert bed_of(citizens.model_copy(update={"products": silent})) == "none"
    music = build_audiogram(laid.telling, laid.plan, excerpt, sound, "1x1", bed="calm").music
    assert music is not None and music.bed is not None and not music.stings
    assert build_audiogram(laid.telling, laid.plan, excerpt, sound, "1x1").music is None
    pieces, voice, _ = spoken(tmp_path)
    assert pieces and 20 <= nearest_db(voice, laid_under(music, voice, tmp_path)) <= 22
    loud = np.resize(np.full(RATE_HZ, 0.1, np.float32), len(voice))
    assert nearest_db(voice, loud) < 20


def test_the_wave_is_the_sound(tmp_path: Path) -> None:
    """A drawn wave that has nothing to do with what is heard is a lie, if a small one."""
    loud, silence = np.full(RATE_HZ, 0.5, np.float32), np.zeros(RATE_HZ, np.float32)
    assert levels(np.concatenate([loud, silence, loud * 0.5, silence]), 4) == [1.0, 0.0, 0.81, 0.0]
    assert levels(silence, 3) == [0.0, 0.0, 0.0] or max(levels(silence, 3)) == 1.0


def test_it_is_made_listed_and_shown(tmp_path: Path) -> None:
    """One brief, one command: the film with captions and cover is in the edition, its page and its items."""
    words = BRIEF.replace("products: [infographic, podcast]", "products: [audiogram]").replace("[vi, en, he]", "[he]")
    brief = write_small_brief(tmp_path, words)
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  audiogram: {shapes: [1x1]}\n", "utf-8")
    asked = EditionRequest(brief=brief, out=tmp_path / "out", voices=("silent",), preset="draft", languages=("he",))
    edition = make_edition(asked)
    assert not edition.manifest.failures
    made = {output.path.rpartition("/")[2]: output for output in edition.manifest.outputs}
    assert {"audiogram-1x1.mp4", "audiogram-1x1.vtt", "audiogram-1x1.srt", "audiogram-cover-1x1.png"} <= set(made)
    film = made["audiogram-1x1.mp4"]
    assert film.alt_text and film.long_description and film.facts and film.role == "video"
    facts = probe(edition.folder / film.path)
    assert (facts.width_px, facts.height_px, facts.audio_codec) == (540, 540, "aac"), "a draft is half as wide and high"
    assert [item.key for item in items_of(edition.manifest)] == ["small/neighbours/he/audiogram/1x1"]
    page = edition.page.read_text("utf-8")
    assert 'data-product="audiogram"' in page and "audiogram-1x1.mp4" in page
    again = make_edition(asked)
    assert again.fresh == 0


def test_a_profile_that_asks_for_a_shape_there_is_not_is_refused_by_line(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [audiogram]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  audiogram: {shapes: [4x5]}\n", "utf-8")
    with pytest.raises(BriefError, match=r"neighbours.yaml:\d+.*4x5"):
        plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))
