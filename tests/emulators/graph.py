"""What the emulators of Facebook and Instagram have in common: the Graph API's ways, and the upload server."""

from __future__ import annotations

import itertools
import json
from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import ClassVar

from tests.emulators.base import HttpEmulator, Reply, Request
from tests.emulators.forms import is_film

TOKEN = "EAAGcanaryGraphToken0123456789"
VERSION = "v26.0"


@dataclass(kw_only=True)
class Film:
    """A film on its way, or there."""

    id: str
    content: bytearray = field(default_factory=bytearray)
    size: int = 0
    looks: int = 0
    """How often it was asked for since it arrived: the first time it is not ready."""

    @property
    def arrived(self) -> bool:
        """Whether every byte is there."""
        return bool(self.size) and len(self.content) == self.size


def refuse(code: int, message: str, *, status: int = 400, subcode: int | None = None, **more: object) -> Reply:
    """Give an error as the Graph API writes it."""
    error: dict[str, object] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Az"}
    if subcode:
        error["error_subcode"] = subcode
    return Reply(status=status, body={"error": error | more})


def missing(id: str) -> Reply:
    """Say that there is no such object, or none for this token.

    Meta's own words for 100/33, as clients report them: one text for three causes.
    """
    cause = "does not exist, cannot be loaded due to missing permissions, or does not support this operation"
    return refuse(100, f"Unsupported post request. Object with ID '{id}' {cause}", subcode=33)


class GraphEmulator(HttpEmulator):
    """Checks what holds for every call: a token in a header and nowhere else, a version in the path."""

    upload_path: ClassVar[str]
    """Where films are sent on the upload server: ``video-upload``."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(1001)
        self.films: dict[str, Film] = {}
        self.cut_after: int | None = None
        """Take so many bytes of the next film, then break off."""
        self.may_read_figures = True
        self.given_up: set[str] = set()
        """Names of figures that Meta no longer knows: it gives some up every year."""
        self.permitted = True
        """Whether the token may bring anything: without its permission Meta says that there is no such Page."""

    def answer_signed_out(self) -> Reply:
        return refuse(190, "Error validating access token: Session has expired", status=401, subcode=463)

    def answer_too_many(self) -> Reply:
        usage = {"17841": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 0}]}
        reply = refuse(80001, "There have been too many calls to this Page account.")
        return Reply(status=reply.status, body=reply.body, headers={"X-Business-Use-Case-Usage": json.dumps(usage)})

    def handle(self, request: Request) -> Reply:
        if "access_token" in request.query or b"access_token" in request.body[:2000]:
            return refuse(104, "The token was in an address or a body, where it is logged")
        path = request.path.strip("/")
        if path.startswith(f"{self.upload_path}/{VERSION}/"):
            if request.headers.get("authorization") != f"OAuth {TOKEN}":
                return Reply(status=401, body={"debug_info": {"retriable": False, "message": "Not authorized"}})
            return self._receive(path.rpartition("/")[2], request)
        if request.bearer != TOKEN:
            return refuse(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        version, _, rest = path.partition("/")
        if version != VERSION:
            return refuse(2635, f"You are calling a deprecated version of the API ({version})")
        if not self.permitted and request.method in ("POST", "DELETE"):
            return missing(rest.partition("/")[0])
        return self.answer(rest, request)

    def insights(self, id: str, request: Request, known: Collection[str]) -> Reply:
        """Give figures with their descriptions; one unknown name refuses all, and what has no figure is left out.

        developers.facebook.com, Page Insights and Instagram Media Insights (of 18 June 2026).
        """
        if not self.may_read_figures:
            return refuse(10, "This endpoint requires a permission to read insights", status=403)
        names = request.query.get("metric", "").split(",")
        if not set(names) <= set(known) - self.given_up:
            return refuse(100, "The value must be a valid insights metric")
        own = self.figures.get(id, {})
        data = [
            {"name": name, "period": "lifetime", "values": [{"value": own[name]}], "description": f"Meta: {name}"}
            for name in names
            if name in own
        ]
        return Reply(body={"data": data})

    @abstractmethod
    def answer(self, path: str, request: Request) -> Reply:
        """Answer a call to the Graph API, signed for and of the right version."""

    def _receive(self, id: str, request: Request) -> Reply:
        film = self.films.get(id)
        if film is None:
            return Reply(status=404, body={"debug_info": {"retriable": False, "message": "No such session"}})
        offset, size = int(request.headers["offset"]), int(request.headers["file_size"])
        if offset != len(film.content) or (film.size and film.size != size):
            message = f"OffsetInvalidError: Request starting offset is invalid, {len(film.content)} expected"
            return Reply(
                status=412,
                body={"debug_info": {"retriable": False, "type": "OffsetInvalidError", "message": message}},
            )
        film.size = size
        if self.cut_after is not None:
            film.content += request.body[: self.cut_after]
            self.cut_after = None
            return Reply(
                status=500,
                body={"debug_info": {"retriable": True, "type": "PartialRequestError", "message": "Partial request"}},
            )
        if offset + len(request.body) != size:
            return Reply(status=400, body={"debug_info": {"retriable": False, "message": "Wrong file_size"}})
        film.content += request.body
        if not is_film(bytes(film.content)):
            return Reply(status=400, body={"debug_info": {"retriable": False, "message": "Not a film"}})
        return Reply(body={"success": True})
