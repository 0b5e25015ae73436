"""Taking in a brief that somebody sends to the team's server: file by file, by content, and then all at once.

    POST /briefs/offer          a bundle: which of its files are not here yet
    PUT  /briefs/files/SHA256   one of them
    POST /briefs/take           the bundle again: it is put together, looked at, and takes its place

Until the last step nothing of it lies where a run would find it, and that step is one switch: what breaks on the way
leaves the brief of before. The board takes briefs because every team has one, where its folder is, and it asks for a
password; Prefect keeps a parameter of at most 512 kB, for ever and in clear, and not each team has a shared store.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.brief.bundle import FILM_MAX_BYTES, Bundle, Part
from briefcast.brief.read import open_brief
from briefcast.brief.team import SENT_NAME
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import keep, tell
from briefcast.store.files import copy_hashed, file_sha256, sync
from briefcast.store.switch import Switch, settle

OWN_HEADER = "x-briefcast"
"""What only a program sends: a page of somebody else, open in the browser of whoever is signed in, cannot."""
_COMING = ".coming"
"""Folder of files on their way."""
_COMING_MAX_BYTES = 4_000_000_000
"""What may be on its way at once; more is refused, so that nobody fills the disk."""
_KEPT_S = 86_400
"""How long a file waits for the rest of its brief."""
_OFFER_MAX_BYTES = 500_000
_PART_WITHIN_S = 30
"""How long a sender may say nothing in the middle of a file."""


class Offer(BaseModel):
    """What somebody wants to send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bundle: Bundle
    who: str = Field("", max_length=100)
    """Who sends it, as she says."""
    replace: bool = False
    """Whether it takes the place of another one of the same id."""


class Intake:
    """A folder in which briefs are taken in, each in a folder of its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def routes(self) -> list[Route]:
        """What the board answers."""
        return [
            Route("/briefs/offer", _told(self._offer), methods=["POST"]),
            Route("/briefs/files/{sha256}", _told(self._file), methods=["PUT"]),
            Route("/briefs/take", _told(self._take), methods=["POST"]),
        ]

    async def _offer(self, request: Request) -> Response:
        offer = await _read_offer(request)
        return JSONResponse({"wants": await run_in_threadpool(self.wants, offer)})

    async def _file(self, request: Request) -> Response:
        await self.keep(request.path_params["sha256"], request.stream())
        return Response(status_code=204)

    async def _take(self, request: Request) -> Response:
        offer = await _read_offer(request)
        await run_in_threadpool(self.take, offer)
        return JSONResponse({"brief": offer.bundle.id})

    def wants(self, offer: Offer) -> list[str]:
        """Name the files of a bundle that are not here, by their hashes.

        Raises:
            BriefcastError: another brief of this id is here, and it is not said that this one takes its place.
        """
        self._expect_free(offer)
        self._sweep()
        here = self._here(offer.bundle)
        wanted = {part.sha256 for part in offer.bundle.parts}
        return sorted(sha256 for sha256 in wanted - here.keys() if not (self._coming / sha256).is_file())

    async def keep(self, sha256: str, content: AsyncIterator[bytes]) -> None:
        """Keep a file that comes, until its brief is taken; BriefcastError if it is not what its name says."""
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise BriefcastError(tell("This is no sha256: {name}.", name=sha256[:80]))
        self._coming.mkdir(parents=True, exist_ok=True)
        room = _COMING_MAX_BYTES - sum(file.stat().st_size for file in self._coming.iterdir() if file.is_file())
        aside = self._coming / f"{sha256}.{secrets.token_hex(4)}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with aside.open("wb") as file:
                async for piece in _in_time(content):
                    size += len(piece)
                    if size > min(FILM_MAX_BYTES, room):
                        raise BriefcastError(tell("The file is too large, or too much is on its way already."))
                    digest.update(piece)
                    await run_in_threadpool(file.write, piece)
                await run_in_threadpool(sync, file)
            if digest.hexdigest() != sha256:
                raise BriefcastError(tell("The file did not arrive whole: send the brief again."))
            aside.replace(self._coming / sha256)
        finally:
            aside.unlink(missing_ok=True)

    def take(self, offer: Offer) -> None:
        """Put a brief together from what arrived and what was here, look at it, and let it take its place.

        Raises:
            BriefcastError: a file is missing or not what it was said to be, or another brief of this id is here.
            BriefError: what is wrong in the brief.
        """
        bundle = offer.bundle
        place = self._folder / bundle.id
        self._coming.mkdir(parents=True, exist_ok=True)
        with FileLock(self._coming / "take.lock"):
            self._expect_free(offer)
            here, built = self._here(bundle), self._coming / f"whole-{secrets.token_hex(4)}"
            switch = Switch(place)
            try:
                for part in bundle.parts:
                    self._put(part, here.get(part.sha256, self._coming / part.sha256), built)
                _expect_brief(built / bundle.brief, bundle.id)
                place.mkdir(parents=True, exist_ok=True)
                for part in bundle.parts:
                    (built / part.name).replace(switch.lay(part.name))
                names = {part.name for part in bundle.parts}
                # What a person put there by hand stays.
                for gone in _files_of(place) & set(_note(place).get("files", ())) - names:
                    switch.remove(gone)
                at = datetime.now(UTC).isoformat(timespec="seconds")
                note = {
                    "brief": bundle.brief,
                    "sha256": bundle.sha256,
                    "by": offer.who,
                    "at": at,
                    "files": sorted(names),
                }
                switch.write(SENT_NAME, json.dumps(note, ensure_ascii=False))
                switch.carry_out()
            finally:
                switch.discard()
                shutil.rmtree(built, ignore_errors=True)
            for part in bundle.parts:
                (self._coming / part.sha256).unlink(missing_ok=True)

    @property
    def _coming(self) -> Path:
        return self._folder / _COMING

    def _put(self, part: Part, source: Path, built: Path) -> None:
        target = built / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            right = source.stat().st_size == part.bytes and copy_hashed(source, target) == part.sha256
        except FileNotFoundError:
            right = False
        if not right:
            raise BriefcastError(tell("{name} did not arrive whole: send the brief again.", name=part.name))

    def _expect_free(self, offer: Offer) -> None:
        place = self._folder / offer.bundle.id
        settle(place)
        if offer.replace or not place.exists():
            return
        note = _note(place)
        if note.get("sha256") != offer.bundle.sha256:
            at = (
                datetime.fromisoformat(note["at"])
                if "at" in note
                else datetime.fromtimestamp(place.stat().st_mtime, UTC)
            )
            raise OtherBriefError(
                tell(
                    "The server has another brief {id}, of {time}, sent by {who}. If yours is to take its place, add "
                    "--replace; if it is another one, give yours an id of its own.",
                    id=offer.bundle.id,
                    time=at,
                    who=note.get("by") or tell("somebody"),
                )
            )

    def _here(self, bundle: Bundle) -> dict[str, Path]:
        """Give what lies in the place of a brief already, by its hash: of sizes that its files have."""
        place, sizes = self._folder / bundle.id, {part.bytes for part in bundle.parts}
        files = (place / name for name in _files_of(place))
        return {file_sha256(file): file for file in files if file.stat().st_size in sizes}

    def _sweep(self) -> None:
        """Remove what came a day ago or longer, and of which no brief became anything."""
        for left in self._coming.glob("*") if self._coming.is_dir() else ():
            with contextlib.suppress(OSError):
                if left.name == "take.lock" or time.time() - left.stat().st_mtime < _KEPT_S:
                    continue
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _expect_brief(file: Path, id: str) -> None:
    """Refuse what is no brief of this id: it never takes the place of one that can be made."""
    try:
        found = open_brief(file).brief
    except BriefError as error:
        # The sender knows the file by its name, and not where it lies here.
        raise BriefError([dataclasses.replace(each, file=Path(each.file.name)) for each in error.problems]) from error
    if found.id != id:
        raise BriefcastError(tell("The brief has another id than it was sent under: send it again."))


class OtherBriefError(BriefcastError):
    """Another brief has the id."""


def _note(place: Path) -> dict[str, Any]:
    """Give what was written down of a brief when it was taken in; nothing of one that was not."""
    try:
        return dict(json.loads((place / SENT_NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _files_of(place: Path) -> set[str]:
    """Name the files of a brief that was taken in, without what is hidden."""
    names = (path.relative_to(place) for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    return {name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts)}


async def _in_time(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give what comes, piece by piece, as long as it does come."""
    pieces = content.__aiter__()
    while True:
        try:
            yield await asyncio.wait_for(pieces.__anext__(), _PART_WITHIN_S)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise BriefcastError(tell("Nothing came any more: send the brief again.")) from error


async def _read_offer(request: Request) -> Offer:
    text = b""
    async for piece in _in_time(request.stream()):
        text += piece
        if len(text) > _OFFER_MAX_BYTES:
            raise BriefcastError(tell("This is no list of the files of a brief."))
    try:
        return Offer.model_validate_json(text)
    except ValidationError as error:
        raise BriefcastError(tell("This is no list of the files of a brief.")) from error


Answer = Callable[[Request], Awaitable[Response]]


def _told(answer: Answer) -> Answer:
    """Let an answer say in words what is wrong, so that the sender's terminal says it in her language."""

    async def answered(request: Request) -> Response:
        if OWN_HEADER not in request.headers:
            return JSONResponse({}, 403)
        try:
            return await answer(request)
        except BriefError as error:
            return _refusal(422, *(problem.told for problem in error.problems))
        except OtherBriefError as error:
            return _refusal(409, error.told)
        except BriefcastError as error:
            return _refusal(400, error.told)
        except ClientDisconnect:
            return Response(status_code=400)
        except OSError as error:
            return _refusal(507, tell("The server cannot keep it: {error}.", error=error.strerror or error))

    return answered


def _refusal(status: int, *told: str) -> JSONResponse:
    content: dict[str, Any] = {"told": [keep(each) for each in told]}
    return JSONResponse(content, status)
