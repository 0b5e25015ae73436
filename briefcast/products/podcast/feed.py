"""Feeds: every show as a folder that any web server can carry, with each episode of every edition.

    shows = write_feeds(Path("outputs"), settings)

A show's folder, ``outputs/feeds/<show>/``, holds ``feed.xml``, its cover, a copy of every file the feed
names, and ``show.json``: what must never change once it was published (ids, dates, the show's guid).
Episodes stay when their edition is gone. An episode that was corrected keeps its guid and date and gets
new addresses, so that apps fetch it again (PSP-1; podcast namespace; help.prx.org on replacing audio).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filelock import FileLock

from briefcast import __version__
from briefcast.errors import BriefcastError, StoreDamage
from briefcast.look.brand import Brand
from briefcast.manifest.manifest import MANIFEST_NAME, Manifest, OutputEntry, read_manifest
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.products.base import Told
from briefcast.products.podcast.settings import ShowSettings
from briefcast.products.podcast.show import COVER, FEED, FOLDER, STATE, EpisodeEntry, FileEntry, ShowState
from briefcast.store.files import copy_hashed, write_changed
from briefcast.store.seen import SEEN_FOLDER, Seen
from briefcast.store.store import Store, content_key

_FEED_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of podcast:guid (podcast namespace, guid.md)."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One show that was written."""

    show: ShowState
    path: Path
    url: str
    """Where apps will find it; empty without a base address."""
    faults: tuple[str, ...]
    """What directories would refuse; nothing for a feed of which only the address is missing."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    """An episode in an edition."""

    card: Mapping[str, Any]
    """What its ``episode.json`` says."""
    manifest: Manifest
    folder: Path
    outputs: tuple[OutputEntry, ...]


def write_feeds(
    out: Path,
    settings: ShowSettings,
    *,
    brand: Callable[[str], Brand],
    settings_folder: Path | None = None,
    store: Store,
    verify: bool = False,
) -> tuple[Feed, ...]:
    """Write the feed of every show of which there is an episode in any edition under ``out``.

    Args:
        out: The folder of editions.
        settings: Names, addresses and the kind of enclosure.
        brand: Gives the brand of an audience, for the covers of shows.
        settings_folder: Where a cover of the team's own lies.
        store: Where covers are kept, and what is known of the files of shows.
        verify: Hash the files of shows again, also those that were not touched.

    Raises:
        MediaError: the team's cover is none that directories take.
    """
    home = out / FOLDER
    found: dict[str, list[_Found]] = {}
    for episode in _find_episodes(out):
        found.setdefault(settings.show_id(episode.card["audience"], episode.card["language"]), []).append(episode)
    if not found:
        return ()
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / ".lock"):
        seen = Seen(store.folder / SEEN_FOLDER / f"{FOLDER}.shows.json", trusted=not verify)
        feeds = tuple(
            _write_show(home / id, id, episodes, settings, brand, settings_folder, store, seen)
            for id, episodes in sorted(found.items())
        )
        seen.save()
        return feeds


def tell_feeds(feeds: Sequence[Feed]) -> tuple[Told, ...]:
    """Say where shows can be subscribed to, or what is missing for it; nothing without feeds."""
    if not feeds:
        return ()
    faults = [Told(text=f"{feed.show.id} {fault}", grave=True) for feed in feeds for fault in feed.faults]
    episodes = sum(len(feed.show.episodes) for feed in feeds)
    addresses = tuple(f"{feed.show.id} {feed.url}" for feed in feeds)
    shows = tell(
        "{number} podcast shows, {episodes} episodes: {folder}",
        number=len(feeds),
        episodes=episodes,
        folder=feeds[0].path.parent.parent,
    )
    told = [Told(text=shows, beside=addresses)]
    if not all(feed.url for feed in feeds):
        text = tell(
            "The feeds have no address yet and are for preview: give one with base_url in podcast.yaml ({page}).",
            page=doc("publish-a-podcast"),
        )
        told.append(Told(text=text, grave=True))
    return (*faults, *told)


def _find_episodes(out: Path) -> Iterator[_Found]:
    """Find every whole episode; drafts in silence are none."""
    for path in sorted(out.glob(f"*/{MANIFEST_NAME}")):
        try:
            manifest = read_manifest(path)
        except BriefcastError:
            continue
        tellings = dict.fromkeys((o.audience, o.language) for o in manifest.outputs if o.role == "episode")
        for audience, language in tellings:
            outputs = tuple(
                o for o in manifest.outputs if (o.product, o.audience, o.language) == ("podcast", audience, language)
            )
            card = next(o for o in outputs if o.role == "episode")
            if not all((path.parent / o.path).is_file() for o in outputs):
                continue
            said = json.loads((path.parent / card.path).read_text("utf-8"))
            if not all(voice.startswith("silent:") for voice in said["voices"]):
                yield _Found(card=said, manifest=manifest, folder=path.parent, outputs=outputs)


def _write_show(
    folder: Path,
    id: str,
    found: list[_Found],
    settings: ShowSettings,
    brand: Callable[[str], Brand],
    settings_folder: Path | None,
    store: Store,
    seen: Seen,
) -> Feed:
    folder.mkdir(exist_ok=True)
    before = _read_state(folder)
    first = found[0].card
    base_url = settings.base_url or (before.base_url if before else "")
    url = f"{base_url}/{id}/{FEED}" if base_url else ""
    known = {episode.guid: episode for episode in before.episodes} if before else {}
    for episode in found:
        known[episode.card["guid"]] = _keep_episode(
            episode, folder, known.get(episode.card["guid"]), seen, url=f"{base_url}/{quote(id)}" if base_url else ""
        )
    language = str(first["language"])
    audience = str(first["audience_name"]) if settings.by == "audience" else ""
    show = ShowState(
        id=id,
        title=settings.title(audience, language),
        language=language,
        author=str(first["issuer"]) or settings.spoken_name(language),
        guid=(before.guid if before else "") or (feed_guid(url) if url else ""),
        base_url=base_url,
        episodes=tuple(sorted(known.values(), key=lambda e: (e.published, e.guid), reverse=True)),
    )
    own = brand(str(first["audience"]))
    _put_cover(
        folder / COVER,
        settings_folder / settings.cover if settings.cover and settings_folder else None,
        {
            "brand": own,
            "theme": own.theme_name(str(first["audience"])),
            "language": language,
            "kicker": "",
            "title": settings.spoken_name(language),
            "audience": audience,
            "issuer": str(first["issuer"]),
        },
        store,
        seen,
    )
    state = show.model_dump_json(indent=1) + "\n"

    def build(aside: Path) -> tuple[str, ...]:
        # Here, not above: a feed in which nothing changed is not written again.
        from briefcast.products.podcast.feed_check import check_feed
        from briefcast.products.podcast.rss import build_feed

        text = build_feed(show, settings).encode()
        (aside / FEED).write_bytes(text)
        return check_feed(text, preview=not base_url)

    key = content_key("feed", state, settings, __version__)
    store.claim(f"feed {id}", [key])
    _remove_unused(folder, show)
    write_changed(folder / STATE, state)
    faults = _put(folder / FEED, key, build, store, seen)
    return Feed(show=show, path=folder / FEED, url=url, faults=tuple(faults))


def _put_cover(target: Path, own: Path | None, shown: Mapping[str, Any], store: Store, seen: Seen) -> None:
    """Put a show's cover into its place: the team's own, or one drawn with what is to be shown."""

    def build(aside: Path) -> None:
        # Drawing takes a second to load, and most covers were drawn before.
        from briefcast.products.podcast.cover import draw_cover, read_cover, to_jpeg

        (aside / target.name).write_bytes(to_jpeg(read_cover(own) if own else draw_cover(**shown)))

    # A cover that is not there is refused when it is read.
    decides = (own if own.is_file() else str(own)) if own else shown
    _put(target, content_key("show cover", decides), build, store, seen)


def _put(target: Path, key: str, build: Callable[[Path], Any], store: Store, seen: Seen) -> Any:
    """Give what was built, found in the store or built now, with its file of the target's name in its place."""
    while True:
        entry = store.make(key, build, shared=False)
        try:
            if seen.sha256(target) != store.sums(key)[target.name]:
                seen.note(target, store.copy_out(key, target.name, target))
            return entry.meta
        except StoreDamage:
            if entry.fresh:
                raise
            store.drop(key)


def _keep_episode(found: _Found, folder: Path, before: EpisodeEntry | None, seen: Seen, *, url: str) -> EpisodeEntry:
    """Copy an episode's files into the show's folder; changed content gets a new place, and so new addresses.

    ``url`` is the folder's address, or empty: pictures of chapters are named by their whole address.
    """
    audio = [o for o in found.outputs if o.role == "audio"]
    version = uuid.uuid5(_FEED_GUIDS, "".join(sorted(o.sha256 for o in found.outputs))).hex[:10]
    card = found.card
    place = f"episodes/{found.manifest.brief}-{card['audience']}-{card['language']}/{version}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    files = []
    for output in found.outputs:
        name = Path(output.path).name
        target = folder / place / name
        if output.role == "chapters":
            write_changed(target, _with_addresses(found.folder / output.path, f"{url}/{quote(place)}/" if url else ""))
        elif seen.sha256(target) != output.sha256:
            aside = target.with_name(f".{name}.part")
            sha256 = copy_hashed(found.folder / output.path, aside)
            aside.replace(target)
            seen.note(target, sha256)
        files.append(
            FileEntry(path=f"{place}/{name}", media_type=output.media_type, role=output.role, bytes=output.bytes)
        )
    notes = next(o for o in found.outputs if o.role == "notes" and o.media_type == "text/html")
    return EpisodeEntry(
        guid=str(card["guid"]),
        published=before.published if before else found.manifest.made_at,
        title=str(card["title"]),
        description="\n".join(text for text in (str(card["description"]), str(card["notice"])) if text),
        notes=(found.folder / notes.path).read_text("utf-8"),
        language=str(card["language"]),
        issuer=str(card["issuer"]),
        link=str(card["link"]),
        duration_s=round((audio[0].media.duration_ms or 0) / 1000),
        files=tuple(files),
    )


def _with_addresses(chapters: Path, url: str) -> str:
    """Give the chapters of an episode with the addresses of their pictures."""
    data = json.loads(chapters.read_text("utf-8"))
    for chapter in data["chapters"]:
        if "img" in chapter:
            chapter["img"] = url + quote(chapter["img"])
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _read_state(folder: Path) -> ShowState | None:
    path = folder / STATE
    if not path.is_file():
        return None
    try:
        return ShowState.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise BriefcastError(
            f"{path} cannot be read, and it holds the ids of what was published. Restore it from a backup."
        ) from error


def _remove_unused(folder: Path, show: ShowState) -> None:
    """Remove files of earlier versions of episodes: the feed names them no more."""
    used = {file.path for episode in show.episodes for file in episode.files}
    for path in sorted((folder / "episodes").rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in used:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def feed_guid(url: str) -> str:
    """Give the podcast:guid of a feed: UUIDv5 of its address without scheme and trailing slash (guid.md)."""
    return str(uuid.uuid5(_FEED_GUIDS, url.partition("://")[2].rstrip("/")))
