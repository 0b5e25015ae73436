"""From a narration to an episode: one mastered recording in two formats, with everything apps show.

The plan says what is heard when and what is written where; the render masters the sound, encodes it
twice, measures both files, and writes transcripts and notes from the same word times.
"""

from __future__ import annotations

import math
import re
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from briefcast.brand import Brand
from briefcast.errors import MediaError
from briefcast.output import Output
from briefcast.podcast.cover import draw_cover, read_cover
from briefcast.podcast.encode import encode_m4a, encode_mp3
from briefcast.podcast.plan import Chapter, EpisodePlan
from briefcast.podcast.settings import podcast_settings
from briefcast.podcast.tags import tag_m4a, tag_mp3
from briefcast.podcast.transcript import (
    Stretch,
    plain_transcript,
    sentences_of,
    srt_transcript,
    vtt_transcript,
)
from briefcast.script import Script
from briefcast.sound import (
    MASTER_PEAK_DBTP,
    PEAK_MAX_DBTP,
    TARGET_LUFS,
    TOLERANCE_LU,
    Loudness,
    Piece,
    master_track,
    measure_loudness,
)
from briefcast.speech.base import RATE_HZ, Narration, SceneSound

M4A, MP3, COVER = "episode.m4a", "episode.mp3", "episode-cover.png"
_ATTEMPTS = 4
_LOSS_MAX_DB = 0.1
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


def plan_episode(
    script: Script,
    narration: Narration,
    brand: Brand,
    *,
    notice: SceneSound | None = None,
    cover: Path | None = None,
) -> EpisodePlan:
    """Lay the scenes of a narration on a timeline and write what goes with them.

    Args:
        script: What is told.
        narration: The script, spoken.
        brand: For the cover.
        notice: The script's voice notice, spoken (`briefcast.speech.narrate.narrate_text`): it is then
            heard first. It is written into notes, tags and transcript in any case.
        cover: A square picture to use instead of the drawn cover.

    Raises:
        MediaError: If the narration is not one of this script.
    """
    if [scene.id for scene in script.scenes] != [sound.scene for sound in narration.scenes]:
        raise MediaError(f"the narration does not belong to the script {script.title!r}: narrate the script again")
    times = podcast_settings().timeline
    notice_text = script.voice_notice if narration.voice.synthetic else ""
    at_ms = times.lead
    pieces: list[Piece] = []
    stretches: list[Stretch] = []
    starts: list[int] = []
    if notice is not None and notice_text:
        pieces.append(Piece(start_ms=at_ms, audio=notice.audio))
        stretches.append(_shift(notice, at_ms))
        at_ms += notice.duration_ms + times.after_notice
    for sound in narration.scenes:
        starts.append(at_ms)
        pieces.append(Piece(start_ms=at_ms, audio=sound.audio))
        if sound.words:
            stretches.append(_shift(sound, at_ms))
        at_ms += sound.duration_ms + times.between_scenes
    duration_ms = at_ms - times.between_scenes + times.tail
    chapters = tuple(
        Chapter(start_ms=start, end_ms=end, title=_plain(scene.headline))
        for scene, start, end in zip(script.scenes, [0, *starts[1:]], [*starts[1:], duration_ms], strict=True)
    )
    description = _describe(script, narration)
    return EpisodePlan(
        brief=script.brief,
        audience=script.audience,
        audience_name=script.audience_name,
        language=script.language,
        title=_plain(script.title),
        show=" · ".join(part for part in (_plain(script.kicker or script.issuer), script.audience_name) if part),
        issuer=_plain(script.issuer),
        kicker=script.kicker,
        description=description,
        notes=_write_notes(script, chapters, description, notice_text),
        notice=notice_text,
        voiced=narration.voice.engine != "silent",
        year=found[0] if (found := re.search(r"\b(19|20)\d\d\b", script.as_of)) else "",
        pieces=tuple(pieces),
        chapters=chapters,
        stretches=tuple(stretches),
        duration_ms=duration_ms,
        facts=script.facts,
        brand=brand,
        cover=cover,
    )


def render_episode(plan: EpisodePlan, folder: Path) -> tuple[Output, ...]:
    """Write an episode's files into a folder: two recordings, a cover, three transcripts, notes.

    Both recordings are measured after encoding: within 0.5 LU of −16 LUFS and at most −1 dBTP, or
    MediaError.
    """
    cover = (
        read_cover(plan.cover)
        if plan.cover
        else draw_cover(
            brand=plan.brand,
            theme=plan.brand.theme_name(plan.audience),
            language=plan.language,
            kicker=plan.kicker,
            title=plan.title,
            audience=plan.audience_name,
            issuer=plan.issuer,
        )
    )
    (folder / COVER).write_bytes(cover)
    loudness = _write_recordings(plan, folder, cover)
    texts = {
        "transcript.vtt": vtt_transcript(plan.stretches, plan.language, speaker=plan.issuer),
        "transcript.srt": srt_transcript(plan.stretches, plan.language),
        "transcript.txt": _transcript_text(plan),
        "notes.txt": plan.notes,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return tuple(_describe_outputs(plan, loudness))


def _shift(sound: SceneSound, by_ms: int) -> Stretch:
    return tuple(replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms) for word in sound.words)


def _plain(text: str) -> str:
    """Free a text of direction marks: tags are shown alone, where they do nothing but confuse search."""
    return " ".join(_ISOLATES.sub("", text).split())


def _describe(script: Script, narration: Narration) -> str:
    """Say in a paragraph what is said: the subtitle, or the first scene's sentences."""
    if script.subtitle:
        return _plain(script.subtitle)
    first = next((sound.words for sound in narration.scenes if sound.words), ())
    return _plain(" ".join(sentences_of(first))) or _plain(script.title)


def _write_notes(script: Script, chapters: tuple[Chapter, ...], description: str, notice: str) -> str:
    words = podcast_settings().words[script.language]
    blocks = [
        _plain(script.title),
        description,
        "\n".join([words.chapters, *(f"{_clock(chapter.start_ms)} {chapter.title}" for chapter in chapters)]),
    ]
    action = script.call_to_action
    if action.text:
        blocks.append("\n".join(part for part in (_plain(action.text), action.url) if part))
    if script.sources:
        listed = (f"- {_plain(s.written)}{f' {s.url}' if s.url else ''}" for s in script.sources)
        blocks.append("\n".join([words.sources, *listed]))
    if script.as_of:
        blocks.append(f"{words.as_of}: {_plain(script.as_of)}")
    blocks += [text for text in (notice, _plain(script.issuer)) if text]
    return "\n\n".join(blocks) + "\n"


def _clock(ms: int) -> str:
    """Write a time as Spotify and YouTube read it in a description: ``0:00``, ``12:05``."""
    seconds = ms // 1000
    hours = f"{seconds // 3600}:" if seconds >= 3600 else ""
    return f"{hours}{seconds // 60 % 60:{'02' if hours else ''}}:{seconds % 60:02}"


def _transcript_text(plan: EpisodePlan) -> str:
    return "\n\n".join(part for part in (plan.title, plan.notice, plain_transcript(plan.stretches)) if part)


def _write_recordings(plan: EpisodePlan, folder: Path, cover: bytes) -> dict[str, Loudness]:
    """Master the sound and encode it, lower under its ceiling if an encoder raised the peaks too far."""
    peak_dbtp = MASTER_PEAK_DBTP
    with tempfile.TemporaryDirectory(prefix="briefcast-episode-") as aside:
        master = Path(aside) / "master.wav"
        for _ in range(_ATTEMPTS):
            mastered = master_track(plan.pieces, duration_ms=plan.duration_ms, out=master, peak_dbtp=peak_dbtp)
            measured = _encode(plan, master, folder, mastered)
            over_db = max(loudness.true_peak_dbtp for loudness in measured.values()) - PEAK_MAX_DBTP
            if over_db <= 0:
                break
            peak_dbtp -= over_db + 0.1
        else:
            raise MediaError(f"the peaks of {plan.title!r} stay above {PEAK_MAX_DBTP} dBTP after encoding")
    for name, loudness in measured.items():
        if plan.voiced and abs(loudness.integrated_lufs - TARGET_LUFS) > TOLERANCE_LU:
            raise MediaError(f"{name} came out at {loudness.integrated_lufs:.1f} LUFS: its encoder changed the sound")
    tag_m4a(plan, folder / M4A, cover)
    tag_mp3(plan, folder / MP3, cover)
    return measured


def _encode(plan: EpisodePlan, master: Path, folder: Path, mastered: Loudness) -> dict[str, Loudness]:
    """Encode the master twice and measure both files; what an encoder takes off is given back."""
    encode_m4a(plan, master, folder / M4A)
    encode_mp3(master, folder / MP3)
    measured = {name: measure_loudness(folder / name) for name in (M4A, MP3)}
    lost_db = mastered.integrated_lufs - measured[MP3].integrated_lufs
    if math.isfinite(lost_db) and abs(lost_db) > _LOSS_MAX_DB:
        # LAME turns the sound down a little at low bit rates, to keep its own peaks off full scale.
        encode_mp3(master, folder / MP3, gain_db=lost_db)
        measured[MP3] = measure_loudness(folder / MP3)
    return measured


def _describe_outputs(plan: EpisodePlan, loudness: dict[str, Loudness]) -> list[Output]:
    plain = partial(Output, product="podcast", language=plan.language, facts=plan.facts)
    recordings = [
        plain(
            name=name,
            role="audio",
            media_type=media_type,
            alt_text=plan.title,
            long_description=plain_transcript(plan.stretches),
            variant=name.rpartition(".")[2],
            media={
                "duration_ms": plan.duration_ms,
                "loudness_lufs": _rounded(loudness[name].integrated_lufs),
                "true_peak_dbtp": _rounded(loudness[name].true_peak_dbtp),
                "loudness_range_lu": _rounded(loudness[name].range_lu),
                "audio_codec": codec,
                "sample_rate_hz": RATE_HZ,
                "channels": 2,
                "chapters": len(plan.chapters),
            },
        )
        for name, media_type, codec in ((M4A, "audio/mp4", "aac"), (MP3, "audio/mpeg", "mp3"))
    ]
    return [
        *recordings,
        plain(name=COVER, role="cover", media_type="image/png", alt_text=plan.title, variant="podcast"),
        plain(name="transcript.vtt", role="transcript", media_type="text/vtt", variant="vtt"),
        plain(name="transcript.srt", role="transcript", media_type="application/x-subrip", variant="srt"),
        plain(name="transcript.txt", role="transcript", media_type="text/plain", variant="txt"),
        plain(name="notes.txt", role="notes", media_type="text/plain"),
    ]


def _rounded(value: float) -> float | None:
    """Two decimals; None for the loudness of silence, which JSON cannot write."""
    return round(value, 2) if math.isfinite(value) else None
