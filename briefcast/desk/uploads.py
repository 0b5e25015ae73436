"""Pictures, films, maps and tables that are dropped into the form: received, put beside the brief, shown there.

What a file may be is said by `briefcast.edition.taking_in`. The field is set by the page, as a change of the draft.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.atlas import plain_name
from briefcast.brief.document import FieldPath, inside, read_text
from briefcast.brief.groups import parse_entries
from briefcast.catalogue import in_language
from briefcast.desk.drafts import Draft
from briefcast.desk.editing import value_at
from briefcast.desk.form import path_of, places_for_files
from briefcast.desk.pages import expect_person, language_of
from briefcast.desk.shelf import EDITED, find_brief
from briefcast.desk.words import word
from briefcast.edition.taking_in import HEAD_BYTES, Taken, most_bytes, shown_name, take_in, too_large
from briefcast.errors import BriefcastError, MediaError
from briefcast.messages import tell
from briefcast.tools.strangers import Unusable, film_frame, open_picture

FOLDER = Path(".desk") / "arriving"
"""Where files lie while they are received."""
_LEFT_S = 24 * 3600
"""So old is what a desk that was killed left there."""
_SHOWN_PX = 640
"""Longest side of a picture as it stands in the form."""
_NAME_MAX = 2000
_NAMES_TOLD = 8
"""Properties of a map that are told."""


class Uploads:
    """The files that the briefs of a folder name."""

    def __init__(self, folder: Path, draft: Callable[[Path], Draft]) -> None:
        """Receive them for a folder; ``draft`` gives what somebody changes."""
        self._folder, self._draft = folder, draft

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/briefs/{name}/files", self._receive, methods=["POST"]),
            Route("/briefs/{name}/shown/{address}", self._show),
        ]

    async def _receive(self, request: Request) -> Response:
        """Take a file in, and give what the brief calls it and at which field it belongs."""
        code = language_of(request)
        try:
            expect_person(request)
            file = find_brief(self._folder, request.path_params["name"])
            places = places_for_files(path_of(request.query_params.get("field", "")))
            if not places or file.suffix.lower() not in EDITED:
                return JSONResponse({"message": word(code, "not_understood")}, 400)
            await run_in_threadpool(self._expect_room, file, places)
            asked = request.query_params.get("name", "")[:_NAME_MAX]
            taken = await self._taken(request, asked, file.parent, places)
        except MediaError as error:
            return JSONResponse({"message": in_language(error.told, code)}, 422)
        except BriefcastError as error:
            return JSONResponse({"message": in_language(error.told, code)}, 400)
        except ClientDisconnect:
            return Response(status_code=400)
        except OSError as error:
            reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
            return JSONResponse({"message": in_language(reason, code)}, 507)
        place = places[taken.kind]
        if taken.kind == "map":
            told = word(code, "put_in_map", name=taken.name, properties=", ".join(list(taken.names)[:_NAMES_TOLD]))
            also = await run_in_threadpool(self._named_by, file, place, taken.names)
        else:
            said = "put_in" if taken.kind in ("picture", "film") else "put_in_table"
            told, also = word(code, said, name=taken.name), {}
        return JSONResponse({"value": taken.name, "address": ".".join(map(str, place)), "told": told, "also": also})

    def _expect_room(self, file: Path, places: Mapping[str, FieldPath]) -> None:
        """Refuse a table where values are typed: they would be gone."""
        data = self._draft(file).data
        if any(
            isinstance(value_at(data, places[kind]), (dict, list)) for kind in ("series", "entries") if kind in places
        ):
            raise BriefcastError(tell("Values are typed in the file there: take them out of it first."))

    def _named_by(self, file: Path, place: FieldPath, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Give the property of a map that calls most places of its figure as the figure does, and its field."""
        values = value_at(self._draft(file).data, (*place[:-2], "values"))
        wanted = {plain_name(called) for called in _called(values, file.parent)}
        hits = {name: sum(plain_name(one) in wanted for one in called) for name, called in names.items()}
        best = max(hits, key=lambda name: hits[name])
        return {".".join(map(str, (*place[:-1], "name"))): best} if hits[best] or len(names) == 1 else {}

    async def _taken(self, request: Request, asked: str, folder: Path, kinds: Collection[str]) -> Taken:
        """Receive a file piece by piece, never more than what begins like it may have, and put it beside the brief."""
        arrived = await run_in_threadpool(_room, folder)
        try:
            head, size = b"", 0
            with arrived.open("wb") as file:
                async for piece in request.stream():
                    head += piece[: HEAD_BYTES - len(head)]
                    size += len(piece)
                    if size > most_bytes(head):
                        raise too_large(head, shown_name(asked))
                    await run_in_threadpool(file.write, piece)
            return await run_in_threadpool(take_in, arrived, asked, folder, kinds)
        finally:
            arrived.unlink(missing_ok=True)

    async def _show(self, request: Request) -> Response:
        """Give the picture that a field of the draft names, or the first one of its film, as it stands in the form."""
        try:
            file = find_brief(self._folder, request.path_params["name"])
            draft = await run_in_threadpool(self._draft, file)
            path = path_of(request.path_params["address"])
            named = value_at(draft.data, path) if places_for_files(path) else None
            content = await run_in_threadpool(_small, inside(file.parent, str(named or "")))
        except (BriefcastError, ValueError, Unusable, OSError):
            return Response(status_code=404)
        return Response(content, media_type="image/jpeg")


def _called(values: Any, folder: Path) -> Iterator[str]:
    """Give what the places of a figure are called: their ids, and their names in each language."""
    if isinstance(values, str):
        with contextlib.suppress(BriefcastError, ValueError):
            table = inside(folder, values)
            values = {id: entry for id, entry, _ in parse_entries(table, read_text(table))}
    for id, entry in values.items() if isinstance(values, dict) else ():
        yield str(id)
        name = entry.get("name") if isinstance(entry, dict) else None
        yield from map(str, name.values() if isinstance(name, dict) else filter(None, [name]))


def _room(folder: Path) -> Path:
    """Give an empty file for what arrives, on the disk of the briefs; what was left there long ago goes."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    for left in place.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > _LEFT_S:
                left.unlink()
    handle, name = tempfile.mkstemp(prefix=".", dir=place)
    os.close(handle)
    return Path(name)


def _small(path: Path) -> bytes:
    from PIL import Image

    try:
        picture = open_picture(path)
    except MediaError:
        with Image.open(io.BytesIO(film_frame(path)), formats=["JPEG"]) as frame:
            picture = frame.convert("RGB")
    picture.thumbnail((_SHOWN_PX, _SHOWN_PX))
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
