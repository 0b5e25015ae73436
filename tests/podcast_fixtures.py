"""A short talk of two hosts for each language, from the example brief, and editions of small files for feeds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from briefcast.brief.audiences import Audience, PointLimits
from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.look.brand import read_brand
from briefcast.manifest.manifest import AudienceEntry, Manifest, OutputEntry, write_manifest
from briefcast.manifest.output import Output, Role
from briefcast.products.podcast.casting import speak_telling
from briefcast.products.podcast.episode import episode_guid, plan_episode
from briefcast.products.podcast.plan import EpisodePlan
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.settings import podcast_settings
from briefcast.products.podcast.telling import write_tellings
from briefcast.products.profiles import read_audience
from briefcast.store.store import Store
from briefcast.writing.facts import Facts, collect_facts
from tests import ROOT

LANGUAGES = ("vi", "en", "he")
AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")
SHOW = {"vi": "Chuyện từ những con số", "en": "What the Numbers Say", "he": "מה אומרים המספרים"}


@cache
def example() -> tuple[Brief, Facts]:
    """Give the example brief and its figures."""
    brief = read_brief(ROOT / "examples" / "egov-2024.yaml")
    return brief, collect_facts(brief)


@cache
def tellings(audience: str, language: str) -> tuple[EpisodeScript, ...]:
    """Give every telling of the example for one audience."""
    brief, facts = example()
    return write_tellings(brief, facts, read_audience(audience), language, show=SHOW[language])


def short_talk() -> Audience:
    """Give an audience that hears one or two points in a conversation."""
    citizens = read_audience("citizens")
    talk = PodcastProfile(format="conversation", seconds=45)
    return citizens.model_copy(
        update={"points": PointLimits(min=1, max=2), "products": {**citizens.products, "podcast": talk}}
    )


def plan_talk(language: str, store: Store, *, voice: str = "espeak", image: Path | None = None) -> EpisodePlan:
    """Plan a talk about one point, with a photo if one is given."""
    brief, facts = example()
    audience = short_talk()
    telling = next(
        t for t in write_tellings(brief, facts, audience, language, show=SHOW[language]) if len(t.parts) == 3
    )
    if image:
        opening, first, *rest = telling.parts
        telling = replace(telling, parts=(opening, replace(first, image=image), *rest))
    narrations = speak_telling(telling, audience, first=(voice,), store=store)
    return plan_episode(telling, narrations, read_brand("institutional"), audience, podcast_settings().shows)


@dataclass(frozen=True, kw_only=True)
class FakeEpisode:
    """What a feed needs of an episode, without its sound."""

    brief: str = "egov-2024"
    audience: str = "citizens"
    language: str = "vi"
    title: str = "Chính phủ số ngày càng gần dân hơn"
    issuer: str = "Ban Truyền thông"
    audio: bytes = b"\xff\xfb\x90\x00" * 500
    voice: str = "espeak:vi"
    made_at: dt.datetime = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


_FILES: Mapping[str, tuple[Role, str]] = {
    "episode.mp3": ("audio", "audio/mpeg"),
    "episode.m4a": ("audio", "audio/mp4"),
    "episode-cover.jpg": ("cover", "image/jpeg"),
    "transcript.vtt": ("transcript", "text/vtt"),
    "transcript.srt": ("transcript", "application/x-subrip"),
    "transcript.html": ("transcript", "text/html"),
    "transcript.json": ("transcript", "application/json"),
    "transcript.txt": ("transcript", "text/plain"),
    "chapters.json": ("chapters", "application/json+chapters"),
    "notes.html": ("notes", "text/html"),
    "episode.json": ("episode", "application/json"),
}


def write_fake_edition(out: Path, *episodes: FakeEpisode) -> Path:
    """Write an edition with episodes whose files are small, and give its folder."""
    first = episodes[0]
    folder = out / first.brief
    entries = []
    for episode in episodes:
        place = folder / episode.audience / episode.language
        place.mkdir(parents=True, exist_ok=True)
        card = {
            "guid": episode_guid(episode.brief, episode.audience, episode.language),
            "title": episode.title,
            "description": f"{episode.title}. ]]> <script>",
            "language": episode.language,
            "audience": episode.audience,
            "audience_name": {"vi": "Người dân", "en": "Citizens", "he": "הציבור הרחב"}[episode.language],
            "issuer": episode.issuer,
            "voices": [episode.voice],
            "notice": "Giọng đọc nhân tạo.",
            "link": "https://example.org/do",
        }
        chapters = {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "1", "img": "chapter-0.jpg"}]}
        content = {
            "episode.mp3": episode.audio,
            "episode.m4a": episode.audio[::-1],
            "episode.json": json.dumps(card).encode(),
            "chapters.json": json.dumps(chapters).encode(),
            "notes.html": f"<div><p>{episode.language}</p></div>".encode(),
        }
        for name, (role, media_type) in _FILES.items():
            (place / name).write_bytes(content.get(name, name.encode()))
            output = Output(
                name=name,
                product="podcast",
                role=role,
                media_type=media_type,
                language=episode.language,
                media={"duration_ms": 61_000} if role == "audio" else {},
            )
            entries.append(
                OutputEntry.of(
                    output,
                    folder=folder,
                    path=f"{episode.audience}/{episode.language}/{name}",
                    audience=episode.audience,
                )
            )
    manifest = Manifest(
        brief=first.brief,
        title={"vi": first.title},
        as_of=dt.date(2025, 10, 21),
        made_at=first.made_at,
        briefcast_version="0.1.0",
        code_version="0",
        audiences=tuple(AudienceEntry(id=id) for id in dict.fromkeys(e.audience for e in episodes)),
        languages=tuple(dict.fromkeys(e.language for e in episodes)),  # type: ignore[arg-type]
        outputs=tuple(entries),
    )
    write_manifest(manifest, folder)
    return folder
