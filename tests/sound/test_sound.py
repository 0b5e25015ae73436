"""The master and its measure: loudness that apps expect, on exactly the timeline that was planned."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import get_args

import ffmpeg
import numpy as np
import pytest

from briefcast.errors import MediaError, ToolError
from briefcast.sound import mixing
from briefcast.sound.choice import Bed, SoundChoice
from briefcast.sound.master import Loudness, Piece, master_track, measure_loudness
from briefcast.sound.mixing import lay_music
from briefcast.sound.mixing import spoken_spans as spans_of_levels
from briefcast.sound.music import FOLDER, Music, Sting, choose_music, sting_times
from briefcast.sound.samples import RATE_HZ, frame_levels_dbfs, read_wav, voiced_frames, write_wav
from briefcast.sound.track import BLOCK, write_track
from briefcast.speech.narrate import narrate
from briefcast.store.store import Store
from briefcast.tools import ffmpeg as tool
from tests.sound_fixtures import make_script


def _tone(path: Path, *, level_dbfs: float = -20.0, seconds: float = 4.0, hz: float = 997.0) -> Path:
    wave = np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    write_wav(path, (wave * 10 ** (level_dbfs / 20)).astype(np.float32))
    return path


def _stereo(path: Path) -> np.ndarray:
    raw = tool.run(ffmpeg.input(str(path)).output("-", format="f32le", acodec="pcm_f32le")).stdout
    return np.frombuffer(raw, "<f4").reshape(-1, 2)


def test_the_meter_reads_a_known_tone(tmp_path: Path) -> None:
    """BS.1770: 997 Hz at full scale on one channel reads −3.01 LKFS; its peak is what it is."""
    measured = measure_loudness(_tone(tmp_path / "tone.wav", level_dbfs=-20))
    assert measured.integrated_lufs == pytest.approx(-23.01, abs=0.15)
    assert measured.true_peak_dbtp == pytest.approx(-20.0, abs=0.15)


def test_the_meter_sees_peaks_between_samples(tmp_path: Path) -> None:
    """At a quarter of the rate, 45° off, samples read 3 dB less than the wave: it would clip in players."""
    wave = np.sin(2 * np.pi * 0.25 * np.arange(RATE_HZ * 2) + np.pi / 4) * 0.99
    write_wav(tmp_path / "between.wav", wave.astype(np.float32))
    assert np.abs(read_wav(tmp_path / "between.wav")).max() < 0.71
    assert measure_loudness(tmp_path / "between.wav").true_peak_dbtp > -0.5


def test_the_meter_tells_a_loud_and_clipped_file(tmp_path: Path) -> None:
    """The limits below would mean nothing if the measure passed everything."""
    wave = np.clip(np.sin(2 * np.pi * 220 * np.arange(RATE_HZ * 3) / RATE_HZ) * 4, -1, 1)
    write_wav(tmp_path / "loud.wav", wave.astype(np.float32))
    measured = measure_loudness(tmp_path / "loud.wav")
    assert measured.integrated_lufs > -5
    assert measured.true_peak_dbtp > -1


def test_silence_and_what_is_no_sound(tmp_path: Path) -> None:
    write_wav(tmp_path / "silence.wav", np.zeros(RATE_HZ, np.float32))
    assert measure_loudness(tmp_path / "silence.wav").integrated_lufs == -math.inf
    (tmp_path / "text.wav").write_text("not a sound")
    with pytest.raises(MediaError, match=r"text\.wav"):
        measure_loudness(tmp_path / "text.wav")


def test_loudness_is_reached_in_what_is_delivered(tmp_path: Path) -> None:
    """An encoder that takes off a little would leave every film too soft."""
    narration = narrate(make_script("en"), voices=["espeak"], store=Store(tmp_path / "store"))
    pieces = [Piece(start_ms=200, audio=narration.scenes[1].audio)]
    out = tmp_path / "master.wav"
    given: list[float] = []

    def deliver(master: Path) -> Loudness:
        measured = measure_loudness(master)
        given.append(measured.integrated_lufs)
        return replace(measured, integrated_lufs=measured.integrated_lufs - 0.4)

    duration_ms = narration.scenes[1].duration_ms + 700
    reached = master_track(pieces, duration_ms=duration_ms, out=out, deliver=deliver)
    assert reached.integrated_lufs == pytest.approx(-16.0, abs=0.2)
    assert given[-1] == pytest.approx(-15.6, abs=0.2) and len(given) > 1
    assert len(_stereo(out)) == duration_ms * RATE_HZ // 1000
    with pytest.raises(MediaError, match="dBTP"):
        master_track(
            pieces,
            duration_ms=duration_ms,
            out=out,
            deliver=lambda master: replace(measure_loudness(master), true_peak_dbtp=-0.5),
        )


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_speech_is_mastered_within_limits(language: str, tmp_path: Path) -> None:
    """Too soft is not heard on a bus; too loud is turned down or distorted by the app."""
    narration = narrate(make_script(language), voices=["espeak"], store=Store(tmp_path / "store"))
    starts = np.cumsum([500, *(scene.duration_ms for scene in narration.scenes)]).tolist()
    pieces = [Piece(start_ms=at, audio=scene.audio) for at, scene in zip(starts, narration.scenes, strict=False)]
    out = tmp_path / "master.wav"
    reached = master_track(pieces, duration_ms=starts[-1] + 1234, out=out)
    again = measure_loudness(out)
    assert again.integrated_lufs == pytest.approx(reached.integrated_lufs, abs=0.02)
    assert again.true_peak_dbtp == pytest.approx(reached.true_peak_dbtp, abs=0.02)
    short = measure_loudness(out, alike=True)
    assert short.integrated_lufs == pytest.approx(again.integrated_lufs, abs=0.02)
    assert short.true_peak_dbtp == pytest.approx(again.true_peak_dbtp, abs=0.02)
    assert reached.integrated_lufs == pytest.approx(-16.0, abs=0.2)
    assert reached.true_peak_dbtp <= -1.5
    samples = _stereo(out)
    assert len(samples) == (starts[-1] + 1234) * RATE_HZ // 1000
    assert np.array_equal(samples[:, 0], samples[:, 1])
    assert np.abs(samples[: RATE_HZ // 2 - 500]).max() < 1e-3


def test_a_piece_stays_where_it_was_put(tmp_path: Path) -> None:
    """The limiter looks ahead: without correction every word would come late against the picture."""
    rng = np.random.default_rng(1)
    voice = (rng.standard_normal(RATE_HZ * 3) * 0.02).astype(np.float32)
    voice[RATE_HZ :: RATE_HZ // 4] = 0.8
    voice[:RATE_HZ] = 0
    write_wav(tmp_path / "peaks.wav", voice)
    out = tmp_path / "out.wav"
    master_track([Piece(start_ms=250, audio=tmp_path / "peaks.wav")], duration_ms=3500, out=out)
    peaks = np.flatnonzero(np.abs(_stereo(out)[:, 0]) > 0.6)
    assert len(peaks)
    late = (peaks - 1.25 * RATE_HZ) % (RATE_HZ // 4)
    assert np.minimum(late, RATE_HZ // 4 - late).max() <= 3


def test_even_speech_is_only_turned_up(tmp_path: Path) -> None:
    """A limiter that works where none is needed costs clarity."""
    _tone(tmp_path / "tone.wav", level_dbfs=-30)
    out = tmp_path / "out.wav"
    master_track([Piece(start_ms=0, audio=tmp_path / "tone.wav")], duration_ms=4000, out=out)
    before, after = read_wav(tmp_path / "tone.wav"), _stereo(out)[:, 0]
    gain = np.abs(after).max() / np.abs(before).max()
    assert np.abs(after - before * gain).max() < 1e-3


def test_the_same_pieces_give_the_same_bytes(tmp_path: Path) -> None:
    narration = narrate(make_script("vi"), voices=["espeak"], store=Store(tmp_path / "store"))
    piece = Piece(start_ms=100, audio=narration.scenes[0].audio)
    for name in ("a.wav", "b.wav"):
        master_track([piece], duration_ms=narration.scenes[0].duration_ms + 200, out=tmp_path / name)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_silence_stays_silence(tmp_path: Path) -> None:
    write_wav(tmp_path / "silence.wav", np.zeros(RATE_HZ, np.float32))
    out = tmp_path / "out.wav"
    reached = master_track([Piece(start_ms=0, audio=tmp_path / "silence.wav")], duration_ms=1000, out=out)
    assert reached.integrated_lufs == -math.inf
    assert not _stereo(out).any()


def test_a_piece_on_the_border_of_two_blocks_is_whole(tmp_path: Path) -> None:
    """Long pieces are laid block by block: a word on a border would click or vanish."""
    piece = _tone(tmp_path / "tone.wav", seconds=1)
    begin_ms = BLOCK * 1000 // RATE_HZ - 400
    out = tmp_path / "out.wav"
    master_track([Piece(start_ms=begin_ms, audio=piece)], duration_ms=12_000, out=out)
    heard, tone = _stereo(out)[begin_ms * RATE_HZ // 1000 :, 0][:RATE_HZ], read_wav(piece)
    assert np.abs(heard / np.abs(heard).max() - tone / np.abs(tone).max()).max() < 1e-3


def test_pieces_that_overlap_add_up_and_one_too_long_is_refused(tmp_path: Path) -> None:
    piece = _tone(tmp_path / "tone.wav", seconds=1)
    out = tmp_path / "out.wav"
    master_track([Piece(start_ms=0, audio=piece), Piece(start_ms=500, audio=piece)], duration_ms=1500, out=out)
    with pytest.raises(MediaError, match=r"runs from 600 to 1600 ms, the track to 1500"):
        master_track([Piece(start_ms=600, audio=piece)], duration_ms=1500, out=out)
    (tmp_path / "no.wav").write_bytes(b"RIFF")
    with pytest.raises(MediaError, match=r"no\.wav"):
        master_track([Piece(start_ms=0, audio=tmp_path / "no.wav")], duration_ms=1500, out=out)


def test_a_single_click_cannot_be_brought_to_speech_level(tmp_path: Path) -> None:
    """What cannot be mastered is refused, not published too soft."""
    click = np.zeros(RATE_HZ * 2, np.float32)
    click[RATE_HZ] = 0.9
    write_wav(tmp_path / "click.wav", click)
    with pytest.raises(MediaError, match="too uneven"):
        master_track([Piece(start_ms=0, audio=tmp_path / "click.wav")], duration_ms=2000, out=tmp_path / "out.wav")


def test_a_failing_graph_shows_what_the_program_said(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"No such file|nowhere"):
        tool.run(ffmpeg.input(str(tmp_path / "nowhere.wav")).output("-", format="null"))


def test_a_program_of_ones_own_is_used_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tool.ffmpeg_version()[0].isdigit() or tool.ffmpeg_version()
    monkeypatch.setenv("BRIEFCAST_FFMPEG", "no-such-ffmpeg")
    with pytest.raises(ToolError, match="no-such-ffmpeg"):
        tool.ffmpeg_path()


# -- music ------------------------------------------------------------------------------------------------

BEDS = get_args(Bed)


def _read(path: Path) -> np.ndarray:
    raw = tool.run(ffmpeg.input(str(path)).output("-", format="f32le", acodec="pcm_f32le", ar=RATE_HZ, ac=1)).stdout
    return np.frombuffer(raw, "<f4")


def spoken_spans(voice: np.ndarray, *, join_ms: int) -> tuple[tuple[int, int], ...]:
    return spans_of_levels(frame_levels_dbfs(voice), join_ms=join_ms)


def _music(music: Music, voice: np.ndarray, folder: Path) -> np.ndarray:
    """Give the samples of the music that lies under a voice."""
    blocks = (voice[start : start + BLOCK] for start in range(0, len(voice), BLOCK))
    track = write_track(folder / "voice.f32", blocks)
    return np.concatenate(list(lay_music(music, track, folder / "music.f32").blocks()))


def _spoken(folder: Path, *, lead_ms: int = 1200, tail_ms: int = 2600) -> tuple[list[Piece], np.ndarray, int]:
    """Give the pieces of a short telling, their sum and the end of the last word."""
    narration = narrate(make_script("en"), voices=["espeak"], store=Store(folder / "store"))
    starts = np.cumsum([lead_ms, *(scene.duration_ms + 1800 for scene in narration.scenes)]).tolist()
    pieces = [Piece(start_ms=at, audio=scene.audio) for at, scene in zip(starts, narration.scenes, strict=False)]
    voice = np.zeros((starts[-1] + tail_ms) * RATE_HZ // 1000, np.float32)
    for piece in pieces:
        sound = read_wav(piece.audio)
        voice[piece.start_ms * RATE_HZ // 1000 :][: len(sound)] += sound
    return pieces, voice, spoken_spans(voice, join_ms=250)[-1][1]


def nearest_db(voice: np.ndarray, music: np.ndarray) -> float:
    """Give how far the music lies under the voice, in dB, in the phrase in which they are nearest.

    A phrase is speech without a pause of a quarter second; one shorter than 0.3 s is a word. The
    music counts with its loudest 0.4 s in the phrase, the voice with its mean where it is voiced.
    """
    distances = []
    for start_ms, end_ms in spoken_spans(voice, join_ms=250):
        if end_ms - start_ms < 300:
            continue
        part = slice(start_ms * RATE_HZ // 1000, end_ms * RATE_HZ // 1000)
        spoken = voice[part].astype(np.float64)
        power = np.mean(10 ** (frame_levels_dbfs(voice[part])[voiced_frames(voice[part])] / 10))
        size = min(len(spoken), RATE_HZ * 400 // 1000)
        sums = np.cumsum(np.r_[0.0, music[part].astype(np.float64) ** 2])
        loudest = (sums[size:] - sums[:-size]).max() / size
        distances.append(10 * np.log10(power / max(loudest, 1e-12)))
    return float(min(distances))


@pytest.mark.parametrize("bed", BEDS)
def test_music_lies_20_db_under_whoever_speaks(bed: str, tmp_path: Path) -> None:
    """Who hears badly would lose the words behind the music (WCAG 2.2, 1.4.7)."""
    _, voice, end_ms = _spoken(tmp_path)
    chosen = choose_music(SoundChoice(bed=bed, stings=True), speech_end_ms=end_ms, accents_ms=[5000, 9000, 12000])
    assert chosen is not None
    music = _music(chosen, voice, tmp_path)
    assert len(music) == len(voice)
    assert nearest_db(voice, music) >= 20
    # Where nobody speaks it is there to be heard.
    pause = spoken_spans(voice, join_ms=1200)[0][1] + 1000
    heard = 10 ** (frame_levels_dbfs(music) / 10)
    assert heard[pause // 10 :][:50].mean() > 4 * heard[200:300].mean()
    # It begins and ends without a click.
    assert np.abs(music[-20:]).max() < 1e-3


def heard_on_a_phone_db(samples: np.ndarray) -> float:
    """Give how much of a sound is left above 400 Hz, in dB: below, a phone's speaker gives hardly anything."""
    power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    return float(10 * np.log10(power[hz >= 400].sum() / power.sum()))


@pytest.mark.parametrize("bed", BEDS)
def test_a_bed_is_there_on_a_phone(bed: str, tmp_path: Path) -> None:
    """Music that only a loudspeaker plays is none for those who hold a phone: it lay in the bass, 26 dB down."""
    assert heard_on_a_phone_db(_read(FOLDER / f"bed-{bed}.flac")) >= -3.5
    deep = np.sin(2 * np.pi * 130 * np.arange(RATE_HZ) / RATE_HZ) + 0.5 * np.sin(
        2 * np.pi * 390 * np.arange(RATE_HZ) / RATE_HZ
    )
    assert heard_on_a_phone_db(deep) < -3.5
    _, voice, end_ms = _spoken(tmp_path)
    chosen = choose_music(SoundChoice(bed=bed), speech_end_ms=end_ms)
    assert chosen is not None
    assert nearest_db(voice, _music(chosen, voice, tmp_path)) <= 22


def digital_silence(samples: np.ndarray) -> float:
    """Give the share of a sound that no recording of a room would hold: below −80 dBFS."""
    return float(np.mean(frame_levels_dbfs(samples.astype(np.float32)) < -80))


def test_a_room_is_heard_where_nobody_speaks(tmp_path: Path) -> None:
    """Digital silence between two sentences sounds as if the line had dropped: a quarter of some films was that."""
    pieces, voice, end_ms = _spoken(tmp_path)
    out = tmp_path / "out.wav"
    master_track(pieces, duration_ms=len(voice) * 1000 // RATE_HZ, out=out, room=True)
    heard = _stereo(out)[:, 0]
    assert digital_silence(heard) == 0
    assert digital_silence(voice) > 0.1
    quiet = heard[(end_ms + 500) * RATE_HZ // 1000 :]
    # Nobody hears it as hiss either.
    assert -72 < 10 * np.log10(np.mean(quiet.astype(np.float64) ** 2)) < -55


def test_the_distance_of_a_mix_without_automation_is_too_small(tmp_path: Path) -> None:
    """The limit above would mean nothing if every mix passed."""
    _, voice, _ = _spoken(tmp_path)
    bed = np.resize(_read(FOLDER / "bed-calm.flac"), len(voice))
    assert nearest_db(voice, bed * 0.3) < 20


@pytest.mark.parametrize("bed", BEDS)
def test_the_whole_mix_is_as_loud_as_apps_ask(bed: str, tmp_path: Path) -> None:
    """Music would push the voice out of the limits."""
    pieces, voice, end_ms = _spoken(tmp_path)
    chosen = choose_music(SoundChoice(bed=bed, stings=True), speech_end_ms=end_ms)
    out = tmp_path / "out.wav"
    duration_ms = len(voice) * 1000 // RATE_HZ
    for _ in range(2):
        master_track(pieces, duration_ms=duration_ms, out=out, music=chosen)
        measured = measure_loudness(out)
        assert measured.integrated_lufs == pytest.approx(-16, abs=0.5)
        assert measured.true_peak_dbtp <= -1
    again = tmp_path / "again.wav"
    master_track(pieces, duration_ms=duration_ms, out=again, music=chosen)
    assert out.read_bytes() == again.read_bytes()


def test_nobody_speaks_nothing_plays(tmp_path: Path) -> None:
    """A silent draft would be music alone, brought to the loudness of a voice."""
    write_wav(tmp_path / "silence.wav", np.zeros(RATE_HZ, np.float32))
    chosen = choose_music(SoundChoice(bed="calm", stings=True), speech_end_ms=0)
    out = tmp_path / "out.wav"
    reached = master_track([Piece(start_ms=0, audio=tmp_path / "silence.wav")], duration_ms=4000, out=out, music=chosen)
    assert reached.integrated_lufs == -math.inf
    assert not _stereo(out).any()


def roughest_step(samples: np.ndarray, joint: int) -> float:
    """Give how much rougher a line is at a joint than anywhere else within a second of it: 1 is as rough."""
    bend = np.abs(np.diff(samples.astype(np.float64), 3))
    near = bend[joint - 8 : joint + 8].max()
    around = np.r_[bend[joint - RATE_HZ : joint - 100], bend[joint + 100 : joint + RATE_HZ]]
    return float(near / around.max())


@pytest.mark.parametrize("bed", BEDS)
def test_a_bed_repeats_without_a_click(bed: str, tmp_path: Path) -> None:
    """Every twenty seconds there would be a tick."""
    samples = _read(FOLDER / f"bed-{bed}.flac")
    assert 15 * RATE_HZ < len(samples) < 30 * RATE_HZ
    once = len(samples)
    quiet = np.zeros(RATE_HZ * 30, np.float32)
    quiet[RATE_HZ // 2 : RATE_HZ] = 0.1 * np.sin(np.arange(RATE_HZ // 2) / 30)
    laid = _music(Music(bed=FOLDER / f"bed-{bed}.flac"), quiet, tmp_path)
    assert roughest_step(laid, once) <= 1
    # The measure hears a joint that is one.
    cut = samples[: len(samples) - 7000]
    assert max(roughest_step(np.r_[cut[:-n], cut], len(cut) - n) for n in (1, 1500, 3100)) > 1.5


def test_the_sounds_are_the_ones_their_script_composes(tmp_path: Path) -> None:
    """A file nobody can make again could not be changed, nor its origin shown."""
    from assets.sounds.synthesise import RATE_HZ as RATE
    from assets.sounds.synthesise import opening, write_flac

    write_flac(tmp_path / "sting.flac", opening())
    assert np.array_equal(_read(tmp_path / "sting.flac"), _read(FOLDER / "sting-opening.flac"))
    assert RATE == 24_000


def test_stings_stand_where_there_is_room(tmp_path: Path) -> None:
    """Notes would ring into the first word."""
    chosen = choose_music(SoundChoice(stings=True), speech_end_ms=9000)
    assert chosen is not None and chosen.bed is None
    assert [sting.start_ms for sting in chosen.stings] == [0, 9000 + sting_times().closing_after_ms]
    assert choose_music(SoundChoice(), speech_end_ms=9000) is None
    notes = _read(chosen.stings[0].audio)
    heard = frame_levels_dbfs(notes)
    assert heard[: sting_times().opening_ms // 10].max() > heard[sting_times().opening_ms // 10 :].max() + 6
    (tmp_path / "no.flac").write_text("no sound")
    with pytest.raises(MediaError, match=r"no\.flac"):
        _music(
            Music(stings=(Sting(start_ms=0, audio=tmp_path / "no.flac"),)), np.full(RATE_HZ, 0.1, np.float32), tmp_path
        )


def test_music_that_was_replaced_under_its_name_is_heard_anew(tmp_path: Path) -> None:
    audio = _tone(tmp_path / "bed.wav", level_dbfs=-20)
    louder = mixing._loudest_dbfs(audio)
    assert mixing._loudest_dbfs(_tone(audio, level_dbfs=-40)) == pytest.approx(louder - 20, abs=0.1)


def test_a_series_of_pieces_does_not_keep_every_sound_in_memory(tmp_path: Path) -> None:
    for number in range(20):
        mixing._read_sound(_tone(tmp_path / f"{number}.wav", seconds=0.1, hz=200 + number))
    assert mixing._decode.cache_info().currsize <= 8
