"""What a page of an edition shows, arranged for its template."""

from __future__ import annotations

import base64
import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast
from urllib.parse import quote

from briefcast.languages import Language, language
from briefcast.look.document import thumbnail_of
from briefcast.manifest.manifest import (
    AudienceEntry,
    FactEntry,
    FailureEntry,
    FallbackEntry,
    FindingEntry,
    Manifest,
    OutputEntry,
    ScriptEntry,
    SourceEntry,
)
from briefcast.pages.frame import clock
from briefcast.products.table import PRODUCTS


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One line of a transcript with the moment it is said."""

    start_s: float
    clock: str
    """The moment as people read it: ``1:05``."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One shape of a set's video with what belongs to it."""

    video: OutputEntry
    cover: OutputEntry | None
    captions_url: str
    """The captions themselves as a ``data:`` address: a track outside the page is blocked on ``file:``."""
    facts: tuple[FactEntry, ...]
    files: tuple[OutputEntry, ...]
    """Everything to download, the video first."""


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A set's podcast episode with what belongs to it."""

    audio: tuple[OutputEntry, ...]
    """The same sound in several encodings."""
    cover: OutputEntry | None
    cues: tuple[Cue, ...]
    transcript: str
    """The transcript as plain text, where there are no timed cues."""
    notes: str
    files: tuple[OutputEntry, ...]
    feed_url: str = ""
    """Where its show can be subscribed to, or the show's feed on this disk; empty without one."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture or document of a set with the facts it states."""

    output: OutputEntry
    facts: tuple[FactEntry, ...]
    left_out: tuple[str, ...] = ()
    """Labels of the figures it had no room for."""
    thumbnail_url: str = ""
    """The small picture that a document holds of itself; empty without one."""


@dataclass(frozen=True, kw_only=True)
class ProductView:
    """What one product gave for one audience in one language, by what its files are."""

    name: str
    pictures: tuple[Picture, ...]
    documents: tuple[Picture, ...]
    clips: tuple[Clip, ...]
    episode: Episode | None
    pages: tuple[OutputEntry, ...]
    """Web pages and plain texts, to open."""
    outputs: tuple[OutputEntry, ...]


@dataclass(frozen=True, kw_only=True)
class OutputSet:
    """Everything made for one audience in one language."""

    audience: AudienceEntry
    language: Language
    script: ScriptEntry | None
    products: tuple[ProductView, ...]
    """In the order of the table; what no longer is in it comes last."""
    outputs: tuple[OutputEntry, ...]

    @property
    def id(self) -> str:
        """The set's name in the page's addresses."""
        return f"{self.audience.id}-{self.language.code}"


@dataclass(frozen=True, kw_only=True)
class FallbackGroup:
    """One stand-in voice and every audience that hears it."""

    fallback: FallbackEntry
    audiences: tuple[AudienceEntry, ...]


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One figure as the page's table shows it."""

    fact: FactEntry
    attribute: str
    """What it is of its statistic: ``change``, ``target.by``; empty for the statistic itself."""
    files: int
    """How many outputs state it."""


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """One statistic with everything that is said of it."""

    statistic: FactEntry
    """The figure that carries the statistic's name, period and source."""
    source: SourceEntry | None
    rows: tuple[FactRow, ...]


NoticeKind = Literal["failure", "missing", "finding", "fallback", "captions"]
Notice = tuple[NoticeKind, FailureEntry | OutputEntry | FindingEntry | FallbackGroup]


@dataclass(frozen=True, kw_only=True)
class PageView:
    """Everything the template shows, in order."""

    manifest: Manifest
    languages: tuple[Language, ...]
    sets: tuple[OutputSet, ...]
    facts: tuple[FactGroup, ...]
    notices: tuple[Notice, ...]
    """What is to be looked at before publishing, the gravest first."""


Aside = Mapping[str, Path]
"""Where files of an edition lie that are not in their places yet, by path."""
NOTHING_ASIDE: Aside = MappingProxyType({})


def build_page(manifest: Manifest, folder: Path, *, aside: Aside = NOTHING_ASIDE) -> PageView:
    """Arrange an edition for its page; reads captions, transcripts and notes in ``folder``, or as they lie aside."""
    sets = (
        _arrange_set(manifest, audience, language(code), folder, aside)
        for audience in manifest.audiences
        for code in manifest.languages
    )
    return PageView(
        manifest=manifest,
        languages=tuple(language(code) for code in manifest.languages),
        sets=tuple(s for s in sets if s.outputs or s.script),
        facts=_arrange_facts(manifest),
        notices=arrange_notices(manifest, folder, aside=aside),
    )


def arrange_notices(manifest: Manifest, folder: Path, *, aside: Aside = NOTHING_ASIDE) -> tuple[Notice, ...]:
    """Put together what is to be looked at: failures, then what stood in, then remarks."""
    audiences = {audience.id: audience for audience in manifest.audiences}
    groups: dict[tuple[str, str, str, str], list[FallbackEntry]] = {}
    for fallback in manifest.fallbacks:
        groups.setdefault((fallback.language, fallback.wanted, fallback.used, fallback.reason), []).append(fallback)
    fallbacks = (
        FallbackGroup(
            fallback=group[0], audiences=tuple(audiences[f.audience] for f in group if f.audience in audiences)
        )
        for group in groups.values()
    )
    notices: list[Notice] = []
    notices += [("failure", failure) for failure in manifest.failures]
    notices += [("missing", output) for output in manifest.outputs if not _at(folder, output, aside).is_file()]
    notices += [("finding", finding) for finding in manifest.findings if finding.severity == "error"]
    notices += [("fallback", group) for group in fallbacks]
    notices += [("captions", output) for output in manifest.outputs if output.media.caption_faults]
    notices += [("finding", finding) for finding in manifest.findings if finding.severity != "error"]
    return tuple(notices)


def _arrange_facts(manifest: Manifest) -> tuple[FactGroup, ...]:
    """Put the figures of one statistic together, the statistic itself first."""
    uses = Counter(fact for output in manifest.outputs for fact in output.facts)
    sources = {source.id: source for source in manifest.sources}
    groups: list[FactGroup] = []
    for statistic in dict.fromkeys(fact.statistic for fact in manifest.facts):
        figures = sorted(
            (fact for fact in manifest.facts if fact.statistic == statistic), key=lambda fact: fact.id != statistic
        )
        own = figures[0]
        # Growth told as growth is the figure itself.
        figures = [
            f for f in figures if not (f.id == f"{own.id}.growth" and (f.value, f.unit) == (own.value, own.unit))
        ]
        rows = tuple(
            FactRow(fact=fact, attribute=fact.id.removeprefix(statistic).removeprefix("."), files=uses[fact.id])
            for fact in figures
        )
        groups.append(FactGroup(statistic=figures[0], source=sources.get(figures[0].source or ""), rows=rows))
    return tuple(groups)


def _arrange_set(
    manifest: Manifest, audience: AudienceEntry, tongue: Language, folder: Path, aside: Aside
) -> OutputSet:
    outputs = tuple(o for o in manifest.outputs if (o.audience, o.language) == (audience.id, tongue.code))
    names = [*PRODUCTS, *(o.product for o in outputs)]
    made = {name: [o for o in outputs if o.product == name] for name in dict.fromkeys(names)}
    return OutputSet(
        audience=audience,
        language=tongue,
        script=manifest.script(audience.id, tongue.code),
        products=tuple(
            _arrange_product(name, own, manifest, tongue, folder, aside) for name, own in made.items() if own
        ),
        outputs=outputs,
    )


def _arrange_product(
    name: str, outputs: list[OutputEntry], manifest: Manifest, tongue: Language, folder: Path, aside: Aside
) -> ProductView:
    facts = {fact.id: fact for fact in manifest.facts}
    labels = {fact.statistic: fact.label.get(tongue.code, "") for fact in manifest.facts}
    script = manifest.script(outputs[0].audience, tongue.code)
    labels = {**(script.figures if script else {}), **labels}

    def pictures(role: str) -> tuple[Picture, ...]:
        return tuple(
            Picture(
                output=o,
                facts=tuple(facts[f] for f in o.facts if f in facts),
                left_out=tuple(labels.get(id, id) for id in o.media.left_out or ()),
                thumbnail_url=thumbnail_url(_at(folder, o, aside)) if role == "document" else "",
            )
            for o in outputs
            # The JPEG twin of a picture is for networks that take nothing else.
            if o.role == role and o.media_type != "image/jpeg"
        )

    return ProductView(
        name=name,
        pictures=pictures("image"),
        documents=pictures("document"),
        clips=arrange_clips(outputs, folder, facts, aside=aside),
        episode=arrange_episode(outputs, folder, aside=aside),
        pages=tuple(o for o in outputs if o.role in ("page", "text")),
        outputs=tuple(outputs),
    )


def arrange_clips(
    outputs: list[OutputEntry], folder: Path, facts: Mapping[str, FactEntry], *, aside: Aside = NOTHING_ASIDE
) -> tuple[Clip, ...]:
    """Put together each shape of a film with its cover, captions and other files."""
    videos = [o for o in outputs if o.role == "video"]

    def belongs(output: OutputEntry, video: OutputEntry) -> bool:
        """Tell whether a file is of this shape; one that names no shape is of all."""
        named = [v for v in videos if output.variant == v.variant or output.variant.startswith(f"{v.variant}-")]
        return video in named or not named

    clips = []
    for video in videos:
        files = (video, *(o for o in outputs if o.role != "video" and belongs(o, video)))
        captions = _first(files, "captions", "text/vtt")
        clips.append(
            Clip(
                video=video,
                cover=_first(files, "cover"),
                captions_url=captions_url(_at(folder, captions, aside)) if captions else "",
                facts=tuple(facts[f] for f in video.facts if f in facts),
                files=files,
            )
        )
    return tuple(clips)


def arrange_episode(outputs: list[OutputEntry], folder: Path, *, aside: Aside = NOTHING_ASIDE) -> Episode | None:
    """Put together an episode with its cover, transcript and notes; None if there is no sound."""
    audio = tuple(o for o in outputs if o.role == "audio")
    if not audio:
        return None
    timed = next((o for o in outputs if o.media_type == "text/vtt"), None)
    transcript = _first(tuple(outputs), "transcript", "text/plain")
    notes = next((o for o in outputs if o.role == "notes" and o.media_type in ("text/plain", "text/markdown")), None)
    cues = read_cues(_read_text(_at(folder, timed, aside))) if timed else ()
    return Episode(
        audio=audio,
        cover=_first(tuple(outputs), "cover"),
        cues=cues,
        transcript=_read_text(_at(folder, transcript, aside)) if transcript and not cues else "",
        notes=_read_text(_at(folder, notes, aside)) if notes else "",
        files=(*audio, *(o for o in outputs if o.role != "audio")),
        feed_url=_find_feed(outputs, folder, aside),
    )


def _find_feed(outputs: list[OutputEntry], folder: Path, aside: Aside) -> str:
    """Give the address of the show an episode belongs to, or the place of its feed beside the editions."""
    card = next((o for o in outputs if o.role == "episode"), None)
    try:
        show = json.loads(_read_text(_at(folder, card, aside)))["show"] if card else ""
        state = json.loads(_read_text(folder.parent / "feeds" / show / "show.json"))
    except (ValueError, KeyError):
        return ""
    base_url = str(state.get("base_url", ""))
    return f"{base_url}/{quote(show)}/feed.xml" if base_url else f"../feeds/{quote(show)}/feed.xml"


def _at(folder: Path, output: OutputEntry, aside: Aside) -> Path:
    return aside.get(output.path) or folder / output.path


def _first(outputs: tuple[OutputEntry, ...], role: str, media_type: str = "") -> OutputEntry | None:
    return next((o for o in outputs if o.role == role and o.media_type.startswith(media_type)), None)


def _read_text(path: Path) -> str:
    """Read a text file; nothing if it is missing, which the page says elsewhere."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def thumbnail_url(path: Path) -> str:
    """Give the small picture of a document as an address that holds it; empty if it has none."""
    picture = thumbnail_of(path) if path.suffix == ".pdf" else b""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" if picture else ""


def captions_url(path: Path) -> str:
    """Give captions as an address that holds them: a track outside the page is blocked where it lies on a disk."""
    text = _read_text(path)
    return f"data:text/vtt;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}" if text else ""


_CUE_TIME = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})[ \t]+-->")


def read_cues(vtt: str) -> tuple[Cue, ...]:
    """Read the cues of a WebVTT text: start in seconds, lines joined, tags taken away."""
    cues = []
    for block in re.split(r"\n[ \t]*\n", vtt.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((i for i, line in enumerate(lines) if _CUE_TIME.match(line)), None)
        if at is None:
            continue
        hours, minutes, seconds, milliseconds = (
            int(g or 0) for g in cast(re.Match[str], _CUE_TIME.match(lines[at])).groups()
        )
        start_s = hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
        text = html.unescape(re.sub(r"<[^>]*>", "", " ".join(lines[at + 1 :]))).strip()
        if text:
            cues.append(Cue(start_s=start_s, clock=clock(start_s * 1000), text=text))
    return tuple(cues)
