"""Probing: what the manifest says about a file is what is in it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from briefcast.errors import MediaError
from briefcast.tools.probe import has_edit_list, is_faststart, probe


def write(path: Path, *, frames: int = 50, options: dict[str, str] | None = None, gop: int = 12) -> Path:
    with av.open(str(path), "w", options=options or {}) as container:
        video = container.add_stream(
            "libx264", rate=25, options={"g": str(gop), "bf": "2", "preset": "ultrafast", "sc_threshold": "0"}
        )
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="mono")
        for number in range(frames):
            picture = np.full((48, 64, 3), number * 4 % 255, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 1920 * frames), np.float32), format="fltp", layout="mono")
        sound.sample_rate = 48_000
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
        container.mux(video.encode(None))
    return path


def test_facts_of_a_film(tmp_path: Path) -> None:
    """A platform would refuse a file that the manifest calls fit."""
    facts = probe(write(tmp_path / "a.mp4"))
    assert (facts.width_px, facts.height_px, facts.fps, facts.frames) == (64, 48, 25.0, 50)
    assert (facts.video_codec, facts.audio_codec, facts.pixel_format) == ("h264", "aac", "yuv420p")
    assert (facts.audio_rate_hz, facts.audio_channels) == (48_000, 1)
    assert facts.gop_max_frames == 12
    assert facts.video_duration_ms == 2000
    assert facts.container == "mp4"
    assert "audio_bitrate_bps" in facts.as_dict()


def test_index_last_and_edit_lists_are_found(tmp_path: Path) -> None:
    """Instagram refuses such files, after the upload."""
    plain = write(tmp_path / "plain.mp4")
    assert not is_faststart(plain)
    assert has_edit_list(plain)
    options = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}
    fit = write(tmp_path / "fit.mp4", options=options)
    assert is_faststart(fit)
    assert not has_edit_list(fit)


def test_a_sound_has_no_picture_facts(tmp_path: Path) -> None:
    """An episode would be described with the facts of a film."""
    path = tmp_path / "a.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 24_000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
    facts = probe(path)
    assert facts.width_px is None
    assert facts.faststart is None
    assert facts.audio_duration_ms == 500


@pytest.mark.parametrize("content", [b"", b"not a film at all", b"\x00\x00\x00\x18ftypmp42" + bytes(64)])
def test_what_is_no_media_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """Someone would search for the broken file among hundreds."""
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"broken\.mp4"):
        probe(path)
