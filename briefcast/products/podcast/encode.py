"""The two encodings of an episode: AAC in MP4 for those who take it, MP3 for all others."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import ffmpeg

from briefcast.languages import language as find_language
from briefcast.products.podcast.plan import EpisodePlan
from briefcast.tools.ffmpeg import Stream, run

AAC_BITRATE = "128k"
"""Apple Podcasts: 128 to 256 kbit/s for AAC in stereo."""
MP3_BITRATE = "128k"
"""Constant, for players that seek by bytes; Spotify takes 96 to 320."""


def encode_m4a(plan: EpisodePlan, master: Path, out: Path) -> None:
    """Encode a master as AAC-LC in MP4 with the plan's chapters, its index before its sound."""
    chapters = out.with_suffix(".ffmetadata")
    chapters.write_text(_ffmetadata(plan), "utf-8")
    sound = ffmpeg.input(str(master)).audio
    # The file of chapters has no stream to map; "s?" names one that need not exist, which brings the file in.
    table: Stream = ffmpeg.input(str(chapters), format="ffmetadata")["s?"]
    options = {
        "format": "ipod",
        "acodec": "aac",
        "audio_bitrate": AAC_BITRATE,
        "ar": 48_000,
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
        "metadata:s:a:0": f"language={find_language(plan.language).iso_639_2}",
    }
    try:
        draft = ffmpeg.output(sound, table, str(out), **options)
        inputs = [value for flag, value in _pairs(ffmpeg.get_args(draft)) if flag == "-i"]
        run(ffmpeg.output(sound, table, str(out), map_chapters=inputs.index(str(chapters)), **options))
    finally:
        chapters.unlink()


def _pairs(arguments: list[str]) -> list[tuple[str, str]]:
    return list(pairwise(arguments))


def _ffmetadata(plan: EpisodePlan) -> str:
    def escape(text: str) -> str:
        return re.sub(r"([=;#\\\n])", r"\\\1", text)

    lines = [";FFMETADATA1"]
    for chapter in plan.chapters:
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={chapter.start_ms}",
            f"END={chapter.end_ms}",
            f"title={escape(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def encode_mp3(master: Path, out: Path, *, gain_db: float = 0.0) -> None:
    """Encode a master as MP3, louder or softer by ``gain_db``."""
    run(
        ffmpeg.input(str(master))
        .audio.filter("volume", f"{gain_db:.3f}dB")
        .output(
            str(out),
            format="mp3",
            acodec="libmp3lame",
            audio_bitrate=MP3_BITRATE,
            ar=48_000,
            map_metadata=-1,
            id3v2_version=0,
            fflags="+bitexact",
            **{"flags:a": "+bitexact"},
        )
    )
