"""Send a brief to the team's server: what it has not yet, file by file, and then the order to put it in its place."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from briefcast.brief.bundle import Bundle
from briefcast.brief.read import open_brief
from briefcast.edition.packing import pack
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, joined, kept, tell
from briefcast.pages.address import BOARD_URL_ENV
from briefcast.pages.board import SIGN_IN_ENV
from briefcast.pages.intake import OWN_HEADER

_PIECE_BYTES = 1 << 18
_PATIENCE_S = 60
"""For an answer; a film itself may take as long as it takes."""
_TRIES = 30


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A brief that is on the server now."""

    id: str
    """By which the server knows it."""
    files: int
    """Of its files, those that were sent; the others were there."""
    bytes: int


def send_brief(path: Path, *, who: str, replace: bool = False) -> Sent:
    """Send a brief with all that it names to the board that ``BRIEFCAST_BOARD_URL`` names.

    Args:
        path: the brief.
        who: whom the server names as the sender.
        replace: whether it takes the place of another brief of its id.

    Raises:
        BriefError: the brief cannot be read, or names what cannot be sent.
        BriefcastError: no board is named, it does not answer, takes no briefs, or has another brief of this id.
    """
    board = os.environ.get(BOARD_URL_ENV, "").strip().rstrip("/")
    if not board:
        raise BriefcastError(
            tell(
                "{variable} is not set. Name the board of the server, which takes briefs: {command}",
                variable=BOARD_URL_ENV,
                command=Typed("briefcast board outputs --briefs briefs"),
            )
        )
    bundle = pack(open_brief(path))
    offer = {"bundle": bundle.model_dump(mode="json"), "who": who, "replace": replace}
    with _speak_to_board(board) as client:
        wants = _answer(client.post("/briefs/offer", json=offer))["wants"]
        parts = {part.sha256: part for part in bundle.parts if part.sha256 in wants}
        for sha256, part in parts.items():
            _send_file(client, bundle, sha256, path.parent / part.name)
        _answer(client.post("/briefs/take", json=offer))
    return Sent(id=bundle.id, files=len(parts), bytes=sum(part.bytes for part in parts.values()))


def _send_file(client: httpx.Client, bundle: Bundle, sha256: str, file: Path) -> None:
    size = next(part.bytes for part in bundle.parts if part.sha256 == sha256)
    if file.stat().st_size != size:
        raise BriefcastError(tell("{file} changed while it was sent: send the brief again.", file=file))
    for _ in range(_TRIES):
        with file.open("rb") as content:
            pieces = iter(lambda: content.read(_PIECE_BYTES), b"")
            headers = {"content-length": str(size)}
            answer = client.put(f"/briefs/files/{sha256}", content=pieces, headers=headers)
        if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        # A proxy lets so many questions through in a second.
        time.sleep(1)
    _answer(answer)


def _answer(answer: httpx.Response) -> dict[str, Any]:
    """Give what the board answers; BriefcastError with what it says, or what its answer means."""
    if answer.is_success:
        return dict(answer.json()) if answer.content else {}
    try:
        told = [kept(str(each)) for each in answer.json()["told"]]
    except (ValueError, KeyError, TypeError):
        told = []
    if told:
        raise BriefcastError(joined(*told))
    board = str(answer.request.url.copy_with(path="/", query=None))
    if answer.status_code in (401, 403):
        raise BriefcastError(
            tell(
                "The board {board} asks who sends. Set {variable} to user:password.", board=board, variable=SIGN_IN_ENV
            )
        )
    if answer.status_code in (404, 405):
        raise BriefcastError(
            tell(
                "The board {board} takes no briefs. Start it with a folder for them: {command}",
                board=board,
                command=Typed("briefcast board outputs --briefs briefs"),
            )
        )
    raise BriefcastError(tell("The board {board} refused ({status}).", board=board, status=answer.status_code))


@contextmanager
def _speak_to_board(board: str) -> Iterator[httpx.Client]:
    user, _, password = os.environ.get(SIGN_IN_ENV, "").partition(":")
    auth = (user.encode(), password.encode()) if user else None
    try:
        with httpx.Client(base_url=board, auth=auth, timeout=_PATIENCE_S, headers={OWN_HEADER: "1"}) as client:
            yield client
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BriefcastError(
            tell(
                "The board {board} does not answer ({error}). Nothing took the place of what is there; send it again.",
                board=board,
                error=error,
            )
        ) from error
