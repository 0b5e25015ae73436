"""The master and its measure: loudness that apps expect, on exactly the timeline that was planned."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import ffmpeg
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sound_fixtures import make_script

from briefcast.errors import MediaError, ToolError
from briefcast.sound import Piece, master_track, measure_loudness
from briefcast.speech.acoustics import read_wav, write_wav
from briefcast.speech.base import RATE_HZ
from briefcast.speech.narrate import narrate
from briefcast.store import Store
from briefcast.tools import ffmpeg as tool


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


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_speech_is_mastered_within_limits(language: str, tmp_path: Path) -> None:
    """Too soft is not heard on a bus; too loud is turned down or distorted by the app."""
    narration = narrate(make_script(language), voices=["espeak"], store=Store(tmp_path / "store"))
    starts = np.cumsum([500, *(scene.duration_ms for scene in narration.scenes)]).tolist()
    pieces = [Piece(start_ms=at, audio=scene.audio) for at, scene in zip(starts, narration.scenes, strict=False)]
    out = tmp_path / "master.wav"
    reached = master_track(pieces, duration_ms=starts[-1] + 1234, out=out)
    assert measure_loudness(out) == reached
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
