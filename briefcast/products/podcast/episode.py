"""From a telling to an episode: one mastered recording in two formats, with everything apps show.

The plan says what is heard when and what is written where; the render masters the sound, encodes it
twice, measures both files, and writes transcripts, chapters and notes from the same word times.
"""

from __future__ import annotations

import json
import math
import re
import uuid
import wave
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from briefcast.brief.audiences import Audience
from briefcast.errors import MediaError, quoted
from briefcast.language.written import without_marks
from briefcast.look.brand import Brand
from briefcast.look.figures import theme_for
from briefcast.look.illustration import cheers_over
from briefcast.manifest.output import Output
from briefcast.products.podcast.cover import draw_cover, read_chapter_picture, read_cover, to_jpeg
from briefcast.products.podcast.encode import encode_m4a, encode_mp3
from briefcast.products.podcast.notes import html_notes, json_chapters, text_notes
from briefcast.products.podcast.phrases import Role
from briefcast.products.podcast.plan import Chapter, EpisodePlan, NoteRow, Stretch
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.podcast.script import EpisodeScript, Part
from briefcast.products.podcast.settings import ShowSettings, podcast_settings
from briefcast.products.podcast.tags import tag_m4a, tag_mp3
from briefcast.products.podcast.telling import HOOK, NOTICE, notice_of, turns_of
from briefcast.products.podcast.transcript import (
    html_transcript,
    json_transcript,
    plain_transcript,
    sentences_of,
    srt_transcript,
    vtt_transcript,
)
from briefcast.script import Script
from briefcast.sound.master import (
    MASTER_PEAK_DBTP,
    PEAK_MAX_DBTP,
    TARGET_LUFS,
    TOLERANCE_LU,
    Loudness,
    Piece,
    master_track,
    measure_loudness,
)
from briefcast.sound.music import choose_music, music_table
from briefcast.sound.samples import RATE_HZ, Samples, write_wav
from briefcast.speech.base import Narration, SceneSound
from briefcast.store.working import working_folder

M4A, MP3, COVER, EPISODE = "episode.m4a", "episode.mp3", "episode-cover.jpg", "episode.json"
_ATTEMPTS = 4
_LOSS_MAX_DB = 0.1
_GUIDS = uuid.UUID("5b2f3f5e-6f3b-5a06-9d0c-0c6f1f1a8f10")
"""Namespace of the ids of episodes; never to be changed."""


def plan_episode(
    telling: EpisodeScript,
    narrations: Mapping[Role, Narration],
    brand: Brand,
    audience: Audience,
    show: ShowSettings,
    *,
    cover: Path | None = None,
) -> EpisodePlan:
    """Lay what the hosts say on a timeline and write what goes with it.

    Args:
        telling: Who says what.
        narrations: What each host says, spoken turn by turn (`briefcast.products.podcast.telling.host_scripts`).
        brand: For the cover.
        audience: For length and music.
        show: The show it belongs to.
        cover: A square picture to use instead of the drawn cover.

    Raises:
        MediaError: If a narration is not one of this telling.
    """
    script = telling.script
    sounds = {sound.scene: sound for narration in narrations.values() for sound in narration.scenes}
    notice = notice_of(telling, narrations)
    turns = {id for id, _ in turns_of(telling) if id != NOTICE or notice}
    if set(narrations) != set(telling.hosts) or set(sounds) != turns:
        raise MediaError(f"the narration does not belong to the episode {quoted(script.title)}: narrate it again")
    voices = [narrations[host].voice for host in telling.hosts]
    profile = audience.profile("podcast", PodcastProfile)
    music, times, rings = profile.sound, podcast_settings().timeline, music_table().times
    at_ms = rings.opening_ms if music.stings else times.lead
    pieces: list[Piece] = []
    stretches: list[Stretch] = []
    starts: list[int] = []

    said_until_ms = 0

    def say(sound: SceneSound, host: Role, *, quiet_ms: int) -> None:
        """Lay one turn so that there is so much quiet from the last word before it to its first."""
        nonlocal at_ms, said_until_ms
        if sound.words:
            if said_until_ms:
                at_ms = max(said_until_ms + quiet_ms - sound.words[0].start_ms, 0)
            said_until_ms = at_ms + sound.words[-1].end_ms
        pieces.append(Piece(start_ms=at_ms, audio=sound.audio))
        if sound.words:
            words = tuple(replace(w, start_ms=w.start_ms + at_ms, end_ms=w.end_ms + at_ms) for w in sound.words)
            stretches.append(Stretch(speaker=telling.hosts[host], words=words))
        at_ms += sound.duration_ms

    if telling.hook:
        say(sounds[HOOK], telling.hook.host, quiet_ms=0)
    if notice:
        say(sounds[NOTICE], notice.host, quiet_ms=times.after_hook)
    for part in telling.parts:
        for number, turn in enumerate(part.turns):
            quiet_ms = times.between_turns if number or not starts else times.between_parts
            say(sounds[f"{part.id}.{number}"], turn.host, quiet_ms=quiet_ms)
            if not number:
                starts.append(pieces[-1].start_ms)
    speech_end_ms = at_ms
    tail_ms = rings.closing_after_ms + rings.closing_ms if music.stings else times.tail
    duration_ms = speech_end_ms + tail_ms
    return EpisodePlan(
        brief=script.brief,
        audience=script.audience,
        audience_name=script.audience_name,
        language=script.language,
        format=telling.format,
        seconds=profile.seconds,
        title=_plain(script.title_alone),
        show=show.title(script.audience_name, script.language),
        show_id=show.show_id(script.audience, script.language),
        issuer=_plain(script.issuer),
        kicker=script.kicker,
        description=_describe(script, stretches),
        action=replace(script.call_to_action, text=_plain(script.call_to_action.text)),
        figures=_figures(telling),
        sources=tuple(replace(source, written=_plain(source.written)) for source in script.sources),
        as_of=_plain(script.as_of),
        contact=_plain(script.release.contact),
        embargo=_plain(f"{script.labels['embargo']} {script.release.embargo}") if script.release.embargo else "",
        corrected=_plain(script.corrected),
        notice=_plain(" ".join(s.shown for s in notice.sentences)) if notice else "",
        voiced=any(voice.engine != "silent" for voice in voices),
        voices=tuple(str(voice) for voice in voices),
        hosts=tuple(telling.hosts.values()),
        year=found[0] if (found := re.search(r"\b(19|20)\d\d\b", script.as_of)) else "",
        pieces=tuple(pieces),
        music=choose_music(music, speech_end_ms=speech_end_ms),
        chapters=_chapters(telling.parts, starts, duration_ms),
        stretches=tuple(stretches),
        duration_ms=duration_ms,
        facts=telling.facts,
        untold=_untold(telling),
        brand=brand,
        theme=theme_for(brand, script),
        symbol=_symbol(telling),
        cover=cover,
    )


def episode_guid(brief: str, audience: str, language: str) -> str:
    """Give the id of an episode: the same for ever, whatever is corrected in it."""
    return str(uuid.uuid5(_GUIDS, f"{brief}/{audience}/{language}"))


def _chapters(parts: tuple[Part, ...], starts: list[int], duration_ms: int) -> tuple[Chapter, ...]:
    """Give a chapter for each part; the first one begins with the recording."""
    return tuple(
        Chapter(start_ms=start, end_ms=end, title=_plain(part.title), image=part.image)
        for part, start, end in zip(parts, [0, *starts[1:]], [*starts[1:], duration_ms], strict=True)
    )


def _figures(telling: EpisodeScript) -> tuple[NoteRow, ...]:
    """Give the figures that are said as rows: what the notes show can be checked against what is heard."""
    said = {fact.partition(".")[0] for fact in telling.facts}
    return tuple(
        NoteRow(
            label=_plain(figure.label),
            written=_plain(figure.written),
            period=_plain(figure.period),
            source=_plain(figure.source_short),
        )
        for figure in telling.script.figures
        if figure.statistic in said
    )


def _untold(telling: EpisodeScript) -> tuple[str, ...]:
    """Give the points that an episode does not tell, and the figures that those it tells list and do not say."""
    said = {fact.partition(".")[0] for fact in telling.facts}
    points = (choice.point for choice in telling.script.choices if choice.decision == "dropped")
    figures = (figure.statistic for figure in telling.script.figures if figure.statistic not in said)
    return (*points, *figures)


def _symbol(telling: EpisodeScript) -> str:
    """Name what the first figure that is said is about; nothing where it would cheer over bad news."""
    script, said = telling.script, {fact.partition(".")[0] for fact in telling.facts}
    name = next((figure.icon for figure in script.figures if figure.statistic in said), "")
    return "" if cheers_over(name, script) else name


def render_episode(plan: EpisodePlan, folder: Path) -> tuple[Output, ...]:
    """Write an episode's files into a folder: two recordings, pictures, transcripts, chapters, notes.

    Both recordings are measured after encoding: within 0.5 LU of −16 LUFS and at most −1 dBTP, or
    MediaError.
    """
    cover = (
        read_cover(plan.cover)
        if plan.cover
        else draw_cover(
            brand=plan.brand,
            theme=plan.theme,
            language=plan.language,
            kicker=plan.kicker,
            title=plan.title,
            audience=plan.audience_name,
            issuer=plan.issuer,
            figure=(plan.figures[0].written, plan.figures[0].label) if plan.figures else ("", ""),
            symbol=plan.symbol,
        )
    )
    (folder / COVER).write_bytes(to_jpeg(cover))
    inside = to_jpeg(cover, side_px=podcast_settings().cover.inside_px)
    pictures = {n: to_jpeg(read_chapter_picture(c.image)) for n, c in enumerate(plan.chapters) if c.image}
    names = {number: f"chapter-{number}.jpg" for number in pictures}
    for number, picture in pictures.items():
        (folder / names[number]).write_bytes(picture)
    loudness, difference_lu = _write_recordings(plan, folder, inside, pictures)
    first = "\n\n".join(filter(None, (plan.embargo, plan.corrected)))
    texts = {
        "transcript.vtt": vtt_transcript(plan.stretches, plan.language),
        "transcript.srt": srt_transcript(plan.stretches, plan.language),
        "transcript.html": html_transcript(plan.stretches, plan.language, title=plan.title, held=first),
        "transcript.json": json_transcript(plan.stretches),
        "transcript.txt": "\n\n".join(filter(None, (first, plan.title, plain_transcript(plan.stretches)))),
        "chapters.json": json_chapters(plan.chapters, title=plan.title, images=names),
        "notes.txt": text_notes(plan),
        "notes.html": html_notes(plan),
        EPISODE: _card(plan),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return tuple(_describe_outputs(plan, loudness, difference_lu, names))


def _card(plan: EpisodePlan) -> str:
    """Write what a feed says of the episode."""
    card = {
        "guid": episode_guid(plan.brief, plan.audience, plan.language),
        "show": plan.show_id,
        "show_title": plan.show,
        "title": plan.title,
        "description": "\n".join(filter(None, (plan.corrected, plan.description))),
        "language": plan.language,
        "audience": plan.audience,
        "audience_name": plan.audience_name,
        "issuer": plan.issuer,
        "format": plan.format,
        "hosts": plan.hosts,
        "voices": plan.voices,
        "notice": plan.notice,
        "link": plan.action.url,
    }
    return json.dumps(card, ensure_ascii=False, indent=1) + "\n"


def _plain(text: str) -> str:
    """Free a text of direction marks: tags are shown alone, where they do nothing but confuse search."""
    return " ".join(without_marks(text).split())


def _describe(script: Script, stretches: list[Stretch]) -> str:
    """Say in a paragraph what is said: the subtitle, or the first sentences."""
    if script.subtitle:
        return _plain(script.subtitle)
    first = next((stretch for stretch in stretches if stretch.words), None)
    said = _plain(" ".join(sentences_of(first)) if first else "")
    # That it was corrected stands in a line of its own.
    noticed = _plain(" ".join(sentence.shown for sentence in script.noticed_aloud))
    return said.removeprefix(noticed).strip() or _plain(script.title)


def _write_recordings(
    plan: EpisodePlan, folder: Path, cover: bytes, pictures: Mapping[int, bytes]
) -> tuple[dict[str, Loudness], float | None]:
    """Master the sound and encode it, lower under its ceiling if an encoder raised the peaks too far."""
    peak_dbtp = MASTER_PEAK_DBTP
    with working_folder("episode") as aside:
        master = aside / "master.wav"
        for _ in range(_ATTEMPTS):
            mastered = master_track(
                plan.pieces, duration_ms=plan.duration_ms, out=master, peak_dbtp=peak_dbtp, music=plan.music, room=True
            )
            measured = _encode(plan, master, folder, mastered)
            over_db = max(loudness.true_peak_dbtp for loudness in measured.values()) - PEAK_MAX_DBTP
            if over_db <= 0:
                break
            peak_dbtp -= over_db + 0.1
        else:
            raise MediaError(f"the peaks of {quoted(plan.title)} stay above {PEAK_MAX_DBTP} dBTP after encoding")
        difference_lu = measure_hosts(plan, master) if len(plan.hosts) > 1 and plan.voiced else None
    for name, loudness in measured.items():
        if plan.voiced and abs(loudness.integrated_lufs - TARGET_LUFS) > TOLERANCE_LU:
            raise MediaError(f"{name} came out at {loudness.integrated_lufs:.1f} LUFS: its encoder changed the sound")
    tag_m4a(plan, folder / M4A, cover)
    tag_mp3(plan, folder / MP3, cover, pictures)
    return measured, difference_lu


def measure_hosts(plan: EpisodePlan, recording: Path) -> float:
    """Give the difference between the loudest and the softest host of a recording, in LU.

    Each host is measured on what lies between the first and last word of the turns; ``recording`` is a
    mono or stereo 16-bit WAV at `RATE_HZ` with the plan's times.
    """
    sound = _read_left(recording)
    levels = []
    with working_folder("hosts") as aside:
        for host in plan.hosts:
            turns = [
                sound[s.words[0].start_ms * RATE_HZ // 1000 : s.words[-1].end_ms * RATE_HZ // 1000]
                for s in plan.stretches
                if s.speaker == host
            ]
            alone = aside / "host.wav"
            write_wav(alone, np.concatenate(turns))
            levels.append(measure_loudness(alone).integrated_lufs)
    return max(levels) - min(levels)


def _read_left(recording: Path) -> Samples:
    """Read the left channel of a recording whose channels are the same."""
    with wave.open(str(recording)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
    return np.asarray(data[:, 0] / np.float32(32768), np.float32)


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


def _describe_outputs(
    plan: EpisodePlan, loudness: dict[str, Loudness], difference_lu: float | None, pictures: Mapping[int, str]
) -> list[Output]:
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
                "asked_ms": plan.seconds * 1000,
                **({"left_out": list(plan.untold)} if plan.untold else {}),
                "format": plan.format,
                "voices": list(plan.voices),
                "loudness_lufs": _rounded(loudness[name].integrated_lufs),
                "true_peak_dbtp": _rounded(loudness[name].true_peak_dbtp),
                "loudness_range_lu": _rounded(loudness[name].range_lu),
                **({} if difference_lu is None else {"host_difference_lu": _rounded(difference_lu)}),
                "audio_codec": codec,
                "sample_rate_hz": RATE_HZ,
                "channels": 2,
                "chapters": len(plan.chapters),
            },
        )
        for name, media_type, codec in ((M4A, "audio/mp4", "aac"), (MP3, "audio/mpeg", "mp3"))
    ]
    transcript = partial(plain, role="transcript")
    return [
        *recordings,
        plain(name=COVER, role="cover", media_type="image/jpeg", alt_text=plan.title, variant="podcast"),
        *(
            plain(name=name, role="cover", media_type="image/jpeg", alt_text=plan.chapters[n].title, variant="chapter")
            for n, name in pictures.items()
        ),
        transcript(name="transcript.vtt", media_type="text/vtt", variant="vtt"),
        transcript(name="transcript.srt", media_type="application/x-subrip", variant="srt"),
        transcript(name="transcript.html", media_type="text/html", variant="html"),
        transcript(name="transcript.json", media_type="application/json", variant="json"),
        transcript(name="transcript.txt", media_type="text/plain", variant="txt"),
        plain(name="chapters.json", role="chapters", media_type="application/json+chapters"),
        plain(name="notes.txt", role="notes", media_type="text/plain", variant="txt"),
        plain(name="notes.html", role="notes", media_type="text/html", variant="html"),
        plain(name=EPISODE, role="episode", media_type="application/json"),
    ]


def _rounded(value: float) -> float | None:
    """Two decimals; None for the loudness of silence, which JSON cannot write."""
    return round(value, 2) if math.isfinite(value) else None
