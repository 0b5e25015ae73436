"""A Drupal site: the routes of JSON:API that publishing needs, as drupal.org and Drupal's core describe them.

No Drupal was run: what core checks (who may set ``status``, how a file is named, which text format a user has) is
written down here from its documentation and sources.
"""

from __future__ import annotations

import base64
import itertools
import re
import uuid
from html import unescape
from typing import Any

from pydantic import SecretStr

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import picture_kind

USER, PASSWORD = "desk", "canary emulated drupal password"
CLIENT = {"client-id": "canary-consumer-0123", "client-secret": "canaryConsumerSecret0123"}
JSON = "application/vnd.api+json"
_ALLOWED = {"p", "br", "a", "strong", "em", "ul", "ol", "li", "h2", "h3"}
"""What the text format basic_html lets readers see, of what matters here."""


class DrupalEmulator(HttpEmulator):
    """One site with one content type, and an account on it."""

    channel = "drupal"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: dict[str, dict[str, Any]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.media: dict[str, dict[str, Any]] = {}
        self.numbers = itertools.count(7)
        self.read_only = False
        self.administers = True
        """Whether the user has the permission Administer content, without which nobody sets ``status``."""
        self.moderated = False
        self.media_library = False
        self.languages = {"vi", "en", "he"}
        self.fields = {"title", "body", "status", "langcode"}
        self.tokens: list[str] = []

    def account(self, **settings: object) -> Account:
        return Account(
            name="portal",
            channel="drupal",
            settings={"api_url": self.url, "user": USER, "timeout_s": self.timeout_s} | settings,
            secrets={"password": keep_secret(PASSWORD)},
        )

    def consumer(self, **settings: object) -> Account:
        """Give an account that signs in as a consumer of Simple OAuth."""
        secrets = {name: SecretStr(value) for name, value in CLIENT.items()}
        plain = {"api_url": self.url, "timeout_s": self.timeout_s}
        return Account(name="portal", channel="drupal", settings=plain | settings, secrets=secrets)

    def publishing(self, request: Request) -> bool:
        return request.method == "PATCH" and (b'"status":true' in _packed(request) or b'"published"' in request.body)

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def answer_signed_out(self) -> Reply:
        return _no(401, "Unauthorized", "The provided credentials are invalid.")

    def handle(self, request: Request) -> Reply:
        if request.path == "/oauth/token":
            return self._give_token(request)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        signed = request.headers.get("authorization", "")
        if signed and signed != f"Basic {login}" and signed.removeprefix("Bearer ") not in self.tokens:
            return self.answer_signed_out()
        if request.headers.get("accept") != JSON:
            return _no(406, "Not Acceptable", "Send the accept header")
        _, _, *parts = request.path.split("/")
        if request.method != "GET" and self.read_only:
            # jsonapi/src/EventSubscriber: "JSON:API is configured to accept only read operations."
            return _no(405, "Method Not Allowed", "JSON:API is configured to accept only read operations.")
        if not parts:
            me = {"me": {"meta": {"id": "u-1"}, "href": f"{self.url}/jsonapi/user/user/u-1"}}
            return Reply(body={"data": [], "meta": {"links": me if signed else {}}})
        if parts[:2] == ["user", "user"]:
            return Reply(body={"data": {"type": "user--user", "id": "u-1", "attributes": {"display_name": "Desk"}}})
        if not signed and request.method != "GET":
            return _no(403, "Forbidden", "The following permissions are required: 'create article content'.")
        upload = "media/image/field_media_image" if self.media_library else "node/article/field_image"
        if request.method == "POST" and "/".join(parts) == upload:
            return self._take_file(request)
        if request.method == "POST" and parts == ["media", "image"] and self.media_library:
            return self._take_media(request)
        if parts[:2] == ["node", "article"] and len(parts) == 3 and request.method == "POST":
            return _no(405, "Method Not Allowed", "No route found: Method Not Allowed (Allow: GET, PATCH, DELETE)")
        if parts[:2] == ["node", "article"] and len(parts) <= 3:
            return self._node(request, parts[2] if len(parts) == 3 else "")
        return _no(404, "Not Found", "No route found")

    def _give_token(self, request: Request) -> Reply:
        wanted = {
            "grant_type": "client_credentials",
            "client_id": CLIENT["client-id"],
            "client_secret": CLIENT["client-secret"],
        }
        if request.form() != wanted:
            return Reply(
                status=401, body={"error": "invalid_client", "error_description": "Client authentication failed"}
            )
        self.tokens.append(f"canaryDrupalToken{next(self.numbers):06}")
        return Reply(body={"token_type": "Bearer", "expires_in": 300, "access_token": self.tokens[-1]})

    # ---- files: change record 3024331

    def _take_file(self, request: Request) -> Reply:
        if request.headers.get("content-type") != "application/octet-stream":
            return _no(415, "Unsupported Media Type", "No route found that matches the content type")
        found = re.search(r'\bfilename(\*?)="(.+)"', request.headers.get("content-disposition", ""))
        if not found or found[1]:
            message = (
                'No filename found in "Content-Disposition" header. The extended "filename*" format is not supported.'
            )
            return _no(400, "Bad Request", message)
        if not re.fullmatch(r"[\x20-\x7e]+\.(png|gif|jpe?g|webp)", found[2]):
            return _no(
                422, "Unprocessable Content", "Only files with the following extensions are allowed: png gif jpg."
            )
        if not picture_kind(request.body):
            return _no(422, "Unprocessable Content", "The image file is invalid or the image type is not allowed.")
        id = self._id()
        self.files[id] = (found[2], request.body)
        attributes = {"filename": found[2], "uri": {"url": f"/sites/default/files/{found[2]}"}, "status": False}
        return Reply(status=201, body={"data": {"type": "file--file", "id": id, "attributes": attributes}})

    def _take_media(self, request: Request) -> Reply:
        data = request.json()["data"]
        if refusal := self._wrong_file(data["relationships"]["field_media_image"]["data"]):
            return refusal
        id = self._id()
        self.media[id] = data
        return Reply(status=201, body={"data": {**data, "id": id}})

    def _wrong_file(self, data: dict[str, Any]) -> Reply | None:
        if data.get("type") != "file--file" or data.get("id") not in self.files:
            return _no(404, "Not Found", f"The resource identified by `file--file:{data.get('id')}` was not found.")
        alt = data.get("meta", {}).get("alt", "")
        if not alt:
            return _no(422, "Unprocessable Content", "field_image.0.alt: Alternative text field is required.")
        if len(alt) > 512:
            return _no(422, "Unprocessable Content", "field_image.0.alt: may not be longer than 512 characters.")
        return None

    # ---- articles

    def _node(self, request: Request, id: str) -> Reply:
        if request.method == "GET" and not id:
            return self._search(request)
        if id and id not in self.nodes:
            return _no(404, "Not Found", "The node does not exist.")
        if request.method == "GET":
            return Reply(body={"data": self.nodes[id]})
        if request.headers.get("content-type") != JSON:
            return _no(415, "Unsupported Media Type", "Send application/vnd.api+json")
        data = request.json()["data"]
        if data.get("type") != "node--article" or (id and data.get("id") != id) or (not id and "id" in data):
            return _no(409, "Conflict", "The type or id of the resource is not that of the route")
        if refusal := self._wrong(data, request.method, id):
            return refusal
        if not id:
            id = self._id()
            about = {"drupal_internal__nid": next(self.numbers), "status": True, "langcode": "en"}
            self.nodes[id] = {"type": "node--article", "id": id, "attributes": about, "relationships": {}}
        node = self.nodes[id]
        node["attributes"] |= data.get("attributes", {})
        node["relationships"] |= data.get("relationships", {})
        if self.moderated:
            node["attributes"]["status"] = node["attributes"].get("moderation_state", "draft") == "published"
        return Reply(status=201 if request.method == "POST" else 200, body={"data": node})

    def _wrong(self, data: dict[str, Any], method: str, id: str) -> Reply | None:
        attributes = data.get("attributes", {})
        known = self.fields | ({"moderation_state"} if self.moderated else set())
        if unknown := set(attributes) - known:
            return _no(422, "Unprocessable Content", f"The attribute {sorted(unknown)[0]} does not exist on the type.")
        if "status" in attributes and (not self.administers or self.moderated):
            # NodeAccessControlHandler::checkFieldAccess: uid, status, created, promote, sticky want administer nodes.
            return _no(403, "Forbidden", f"The current user is not allowed to {method} the selected field (status).")
        if len(attributes.get("title", "x")) not in range(1, 256):
            return _no(422, "Unprocessable Content", "title: may not be longer than 255 characters.")
        if "langcode" in attributes and attributes["langcode"] not in self.languages:
            return _no(422, "Unprocessable Content", "langcode: The value you selected is not a valid choice.")
        if "langcode" in attributes and id and attributes["langcode"] != self.nodes[id]["attributes"]["langcode"]:
            return _no(422, "Unprocessable Content", "langcode: the translation exists already.")
        if "body" in attributes and attributes["body"].get("format") != "basic_html":
            return _no(403, "Forbidden", "The current user may not use the text format.")
        shown = data.get("relationships", {}).get("field_image", {}).get("data")
        if shown is None:
            return None
        if not self.media_library:
            return self._wrong_file(shown)
        if shown["type"] != "media--image" or shown["id"] not in self.media:
            return _no(404, "Not Found", f"The resource identified by `{shown['type']}:{shown['id']}` was not found.")
        return None

    def _search(self, request: Request) -> Reply:
        query, found = request.query, []
        path, value = query["filter[marked][condition][path]"], query["filter[marked][condition][value]"]
        contains = query["filter[marked][condition][operator]"] == "CONTAINS"
        name, _, part = path.partition(".")
        if name not in self.fields:
            return _no(400, "Bad Request", f"Invalid nested filtering. The field `{name}` does not exist.")
        for node in self.nodes.values():
            held = node["attributes"].get(name, "")
            held = held.get(part, "") if part else held
            if node["attributes"]["status"] == (query["filter[status]"] == "1"):
                found += [node] if (value in held if contains else value == held) else []
        return Reply(body={"data": found})

    def _id(self) -> str:
        return str(uuid.UUID(int=next(self.numbers)))

    def posts(self) -> list[Seen]:
        return [self._see(id, node) for id, node in self.nodes.items() if node["attributes"]["status"]]

    def _see(self, id: str, node: dict[str, Any]) -> Seen:
        """See an article as its readers do: through the text format's filter, which drops what it does not allow."""
        html = node["attributes"]["body"]["value"]
        shown = re.sub(r"<(/?)([a-z0-9]+)([^>]*)>", lambda tag: tag[0] if tag[2] in _ALLOWED else "", html)
        picture = node["relationships"]["field_image"]["data"]
        if picture["type"] == "media--image":
            picture = self.media[picture["id"]]["relationships"]["field_media_image"]["data"]
        text = unescape(re.sub(r"<[^>]+>", "", shown.replace("<br>", "\n")))
        return Seen(
            id=id,
            marker=unescape(html).partition("utm_content=")[2][:10],
            text=f"{node['attributes']['title']}\n{text}",
            language=node["attributes"]["langcode"],
            alt_texts=(picture["meta"]["alt"],),
            files=dict([self.files[picture["id"]]]),
        )


def _packed(request: Request) -> bytes:
    return request.body.replace(b" ", b"")


def _no(status: int, title: str, detail: str) -> Reply:
    error = {"title": title, "status": str(status), "detail": detail}
    return Reply(status=status, body={"jsonapi": {"version": "1.0"}, "errors": [error]}, headers={"content-type": JSON})
