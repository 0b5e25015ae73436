"""Voices fetched by name, from the table ``assets/voices-to-get.yaml``: whole and as they were published.

    voice = get_voice("vi_VN-vais1000-medium", agree=…)

What comes is held against the size and the sha256 of the table, whoever sent it; then the voice is tried as
`briefcast.speech.voices.add_voice` tries every other. A download that breaks off goes on where it was.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from briefcast.brief.references import near_word
from briefcast.errors import VoiceError
from briefcast.messages import Typed, joined, tell
from briefcast.speech.base import Voice
from briefcast.speech.offers import Expected, Offer, addresses, offers, refuse_persons
from briefcast.speech.piper import voices_folder
from briefcast.speech.voices import add_voice
from briefcast.store.files import file_sha256
from briefcast.tools.lost import told_lost

_TRIES = 3
"""Times an address that breaks off is asked to go on, before the next one is."""
_RETRY_AFTER_S = 1.0
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_ROOM_BYTES = 1_000_000
"""What must be free beside the files themselves."""


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """How files come."""

    mirror: str = ""
    """The address that stands for that of every file up to its revision: ``https://mirror.example.org/piper``."""
    folder: Path | None = None
    """Where the files lie already, as on a USB stick; nothing is fetched then."""
    watch: Callable[[int, int], object] = lambda _done, _all: None
    """Told how many bytes of how many are there."""


def get_voice(
    name: str, *, agree: Callable[[Offer], bool], accept_licence: bool = False, fetching: Fetching | None = None
) -> Voice:
    """Fetch a voice of the table, check it, try it, and put it where it is found.

    Args:
        name: of the table: ``vi_VN-vais1000-medium``.
        agree: shows the licence and asks.
        accept_licence: whether a licence that forbids commercial use was accepted beforehand, by name.
        fetching: from where.

    Raises:
        VoiceError: there is no such voice, its licence was not accepted, or what came is not what was published.
    """
    refuse_persons(name)
    offer = _find(name)
    if offer.use == "non-commercial" and not accept_licence:
        raise VoiceError(
            tell(
                "{name} may not be used commercially ({licence}). If what you make is not, say so: {option}",
                name=name,
                licence=offer.licence,
                option=Typed("--accept-licence"),
            )
        )
    if not agree(offer):
        raise VoiceError(tell("The licence of {name} was not accepted: nothing was fetched.", name=name))
    how = fetching or Fetching()
    aside = voices_folder() / f".get-{name}"
    if how.folder:
        for file, expected in offer.files(name).items():
            _check(_find_file(how.folder, file), expected)
        return add_voice(_find_file(how.folder, f"{name}.onnx"), gender=offer.gender, licence=offer.licence)
    aside.mkdir(parents=True, exist_ok=True)
    _refuse_scarce(aside, offer, name)
    done = 0
    for file, expected in offer.files(name).items():
        _fetch(aside / file, expected, list(_addresses(offer, file, how.mirror)), how.watch, done, offer.bytes)
        done += expected.bytes
    voice = add_voice(aside / f"{name}.onnx", gender=offer.gender, licence=offer.licence)
    shutil.rmtree(aside)
    return voice


def _find(name: str) -> Offer:
    known = offers()
    if name in known:
        return known[name]
    near = near_word(name, known)
    raise VoiceError(
        joined(
            tell("There is no voice {name} to get.", name=name),
            tell("Write '{near}'.", near=near) if near else tell("There are: {names}.", names=tuple(known)),
        )
    )


def _find_file(folder: Path, name: str) -> Path:
    found = next((path for path in sorted(folder.rglob(name)) if path.is_file()), None)
    if found is None:
        raise VoiceError(
            tell("{name} is not in {folder}: lay both files of the voice there.", name=name, folder=folder)
        )
    return found


def _addresses(offer: Offer, file: str, mirror: str) -> Iterator[str]:
    values = {"revision": offer.revision, "folder": offer.folder, "file": file}
    patterns = (f"{mirror.rstrip('/')}/{{revision}}/{{folder}}/{{file}}",) if mirror else addresses()
    yield from (pattern.format(**values) for pattern in patterns)


def _refuse_scarce(aside: Path, offer: Offer, name: str) -> None:
    """Refuse to begin where the disk cannot hold it: the files, and the copy that is tried."""
    there = sum(path.stat().st_size for path in aside.iterdir() if path.is_file())
    needed, free = 2 * offer.bytes - there + _ROOM_BYTES, shutil.disk_usage(aside).free
    if free < needed:
        raise VoiceError(
            tell(
                "{name} needs {needed} MB in {folder}, where {free} MB are free: make room, or name another folder in"
                " BRIEFCAST_VOICES.",
                name=name,
                needed=-(-needed // 1_000_000),
                folder=aside.parent,
                free=free // 1_000_000,
            )
        )


def _fetch(
    file: Path, expected: Expected, places: list[str], watch: Callable[[int, int], object], before: int, total: int
) -> None:
    """Fetch one file, going on where an earlier try broke off; the next address is asked where one does not serve."""
    if file.is_file() and _is(file, expected):
        watch(before + expected.bytes, total)
        return
    part = file.with_name(f"{file.name}.part")
    told: str = ""
    for address in places:
        for _ in range(_TRIES):
            went_on = part.exists()
            try:
                _go_on(part, expected, address, lambda done: watch(before + done, total))
            except (httpx.HTTPError, VoiceError) as error:
                told = _why(address, error)
                if isinstance(error, VoiceError):
                    break
                time.sleep(_RETRY_AFTER_S)
                continue
            try:
                _check(part, expected, name=file.name)
            except VoiceError as error:
                part.unlink()
                told = _why(address, error)
                if went_on:
                    continue  # what came before may have been something else
                break
            part.replace(file)
            return
    again = tell("What came is kept: run it again to go on.") if part.exists() else ""
    raise VoiceError(joined(told, again))


def _why(address: str, error: Exception) -> str:
    host = urlsplit(address).netloc
    if isinstance(error, VoiceError):
        return tell("{host}: {reason}", host=host, reason=error.told)
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return tell(
            "{host} cannot be reached: name a mirror with {mirror}, or take the files from a stick with {stick}.",
            host=host,
            mirror=Typed("--mirror"),
            stick=Typed("--from"),
        )
    return tell("{host}: the download broke off ({error}).", host=host, error=told_lost(error))


def _go_on(part: Path, expected: Expected, address: str, watch: Callable[[int], object]) -> None:
    """Take what is missing of a file from one address."""
    there = part.stat().st_size if part.exists() else 0
    if there > expected.bytes:
        part.unlink()
        there = 0
    if there == expected.bytes:
        return
    headers = {"accept-encoding": "identity", **({"range": f"bytes={there}-"} if there else {})}
    with httpx.stream("GET", address, headers=headers, follow_redirects=True, timeout=_TIMEOUT) as answer:
        _refuse_open(answer.url, expected)
        if answer.status_code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise VoiceError(tell("it answers with HTTP {status}.", status=answer.status_code))
        goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
        done = there if goes_on else 0
        if int(answer.headers.get("content-length", expected.bytes - done)) != expected.bytes - done:
            part.unlink(missing_ok=True)
            raise VoiceError(_other_file(part.name.removesuffix(".part")))
        with part.open("ab" if goes_on else "wb") as file:
            for piece in answer.iter_bytes():
                file.write(piece)
                done += len(piece)
                watch(done)
                if done > expected.bytes:
                    break
    if done < expected.bytes:
        raise httpx.RemoteProtocolError("fewer bytes than were told")


def _refuse_open(url: httpx.URL, expected: Expected) -> None:
    """Refuse an address without encryption for a file of which only the size is known: anybody could send another."""
    if url.scheme != "https" and not expected.sha256:
        raise VoiceError(tell("it is no https address, and the file has no checksum to be known by."))


def _is(path: Path, expected: Expected) -> bool:
    return path.stat().st_size == expected.bytes and expected.sha256 in ("", file_sha256(path))


def _check(path: Path, expected: Expected, name: str = "") -> None:
    if not _is(path, expected):
        raise VoiceError(_other_file(name or path.name))


def _other_file(name: str) -> str:
    return tell("{name} is not the file that was published: it has another size or checksum.", name=name)
