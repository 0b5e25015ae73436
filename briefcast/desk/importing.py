"""Importing at the desk: a document that is dropped on the page becomes a draft in the team's folder."""

from __future__ import annotations

import asyncio
import base64
import binascii
import datetime as dt
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.desk.pages import language_of
from briefcast.desk.words import word
from briefcast.drafting.aside import draft_aside
from briefcast.drafting.draft import Draft, slug
from briefcast.drafting.opening import FILE_MAX_BYTES
from briefcast.drafting.passages import showable
from briefcast.drafting.writing import Written, draft_report, report_of, write_draft
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell

_BODY_MAX_BYTES = FILE_MAX_BYTES * 4 // 3 + 10_000
"""A document in the letters of base64, and its name."""
_NAMES_MAX = 100
"""Most drafts of one name."""


class Dropped(BaseModel):
    """A document as a page sends it: as JSON, for nothing else is taken from a page (`briefcast.desk.doors`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(max_length=500)
    content: str
    """The file, in base64."""


class Importing:
    """Where documents become drafts."""

    def __init__(self, folder: Path) -> None:
        """Take documents for a folder of briefs."""
        self.folder = folder
        # One at a time: each takes the memory of its document.
        self._one = asyncio.Lock()

    @property
    def routes(self) -> list[Route]:
        """What it answers."""
        return [Route("/import", self._import, methods=["POST"])]

    async def _import(self, request: Request) -> Response:
        code = language_of(request)
        async with self._one:
            try:
                dropped = Dropped.model_validate_json(await _body(request))
                content = base64.b64decode(dropped.content, validate=True)
                answer = await run_in_threadpool(self._draft, dropped.name, content, code)
            except (ValidationError, binascii.Error):
                return JSONResponse({"message": word(code, "not_understood")}, 400)
            except BriefError as error:
                said = (f"{in_language(p.message, code)} {in_language(p.remedy, code)}" for p in error.problems)
                return JSONResponse({"message": " ".join(said)}, 422)
            except BriefcastError as error:
                return JSONResponse({"message": in_language(error.told, code)}, 413)
            except OSError as error:
                reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
                return JSONResponse({"message": in_language(reason, code)}, 507)
        return JSONResponse(answer)

    def _draft(self, name: str, content: bytes, code: str) -> dict[str, object]:
        """Draft a brief from what was dropped, and lay it into the folder; the document itself is not kept."""
        shown = _safe_name(name)
        with tempfile.TemporaryDirectory(prefix="briefcast-import-") as aside:
            document = Path(aside) / shown
            document.write_bytes(content)
            draft = draft_aside(document, today=dt.date.today())
        written = self._write(draft, code)
        told = tell(
            "{figures} figures in {points} points, all unconfirmed. Left out, each with its reason: {left} numbers "
            "({report}).",
            figures=len(draft.data["statistics"]),
            points=len(draft.data["points"]),
            left=len(draft.left),
            report=written.report.name,
        )
        return {
            "page": f"/briefs/{written.brief.name}",
            "told": in_language(told, code),
            "left": draft_report(draft, told_in=code),
        }

    def _write(self, draft: Draft, code: str) -> Written:
        """Write a draft under its name, or under the next one that is free."""
        id = draft.data["id"]
        for number in range(1, _NAMES_MAX + 1):
            draft.data["id"] = id if number == 1 else f"{id}-{number}"
            path = self.folder / f"{draft.data['id']}.yaml"
            if not path.exists() and not report_of(path).exists():
                break
        return write_draft(draft, path, told_in=code)


def _safe_name(name: str) -> str:
    """Give the name of a document as it can stand in a folder: its last part, with nothing that leads elsewhere."""
    last = showable(name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    last = "".join(c for c in last if c not in '<>:"|?*')[-80:].lstrip(". ")
    return last if slug(Path(last).stem) or Path(last).stem else f"document{Path(last).suffix}"


async def _body(request: Request) -> bytes:
    """Read what a page sends, up to the size of a document; BriefcastError where it is more."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > _BODY_MAX_BYTES:
            raise BriefcastError(tell("A document of more than {most} MB is not read.", most=FILE_MAX_BYTES // 10**6))
        pieces.append(piece)
    return b"".join(pieces)
