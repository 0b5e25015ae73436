"""A Zalo Official Account, as far as Zalo's own SDK and those who wrote its documentation down say how it works."""

from __future__ import annotations

import html
import itertools
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film, picture_kind, read_form

TOKEN = "canaryZaloToken0123456789"
REFRESH = {
    "refresh-token": "canaryZaloRefresh0123456789",
    "client-id": "1234567890canary",
    "client-secret": "canaryZaloSecret0123",
}
WEB = "https://media.example.org/"
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_FIELDS = {"type", "title", "author", "cover", "description", "body", "status", "comment"}


@dataclass(kw_only=True)
class _Film:
    content: bytes
    id: str
    looks: int = 0


@dataclass(kw_only=True)
class _Article:
    id: str
    about: dict[str, object]
    files: dict[str, bytes] = field(default_factory=dict)


class ZaloEmulator(HttpEmulator):
    """One account; what is fetched lies in a folder that stands for the web."""

    channel = "zalo"

    def __init__(self) -> None:
        super().__init__()
        self.owner = ("4318657068771012646", "Bộ Thông tin")
        self._web = tempfile.TemporaryDirectory()
        self.numbers = itertools.count(1)
        self.films: dict[str, _Film] = {}
        self.articles: dict[str, _Article] = {}
        self.tokens: dict[str, tuple[str, int]] = {}
        self.refresh_token = REFRESH["refresh-token"]

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="zalo",
            settings={
                "author": "Bộ Thông tin",
                "api_url": self.url,
                "oauth_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
                "through": "folder",
                "store": {"path": self._web.name, "public_url": WEB},
            },
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return request.path == "/v2.0/article/update"

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=article.id,
                marker=_marker(_text(article)),
                text=_text(article),
                files=dict(article.files),
                alt_texts=tuple(_captions(article)),
            )
            for article in self.articles.values()
            if article.about["status"] == "show"
        ]

    def answer_signed_out(self) -> Reply:
        return _no(-216, "Access token is invalid")

    def answer_too_many(self) -> Reply:
        return _no(-32, "Application reached the limit of calls per minute")

    def handle(self, request: Request) -> Reply:
        if request.path == "/v4/oa/access_token":
            return self._give_token(request)
        if request.headers.get("access_token") != TOKEN:
            return self.answer_signed_out()
        call = (request.method, request.path.removeprefix("/v2.0/"))
        if call == ("GET", "oa/getoa"):
            # zalo-java-sdk, oa/GetOAInfo: the account of the access token.
            id, name = self.owner
            return _ok({"oa_id": id, "name": name})
        if call == ("POST", "article/upload_video/preparevideo"):
            return self._film(request)
        if call == ("GET", "article/upload_video/verify"):
            return self._film_state(request.headers.get("token", ""))
        if call == ("POST", "article/create"):
            return self._write(request.json(), None)
        if call == ("POST", "article/update"):
            about = request.json()
            article = self.articles.get(about.pop("id", ""))
            return self._write(about, article) if article else _no(-201, "id is invalid")
        if call == ("POST", "article/verify"):
            return self._verify(request.json().get("token", ""))
        if call == ("GET", "article/getdetail"):
            article = self.articles.get(request.query.get("id", ""))
            return _ok(self._detail(article)) if article else _no(-201, "id is invalid")
        if call == ("GET", "article/getslice"):
            return self._slice(request)
        if call == ("POST", "article/remove"):
            gone = self.articles.pop(request.json().get("id", ""), None)
            return _ok({}) if gone else _no(-201, "id is invalid")
        return _no(-101, "No such call")

    def _give_token(self, request: Request) -> Reply:
        form = request.form()
        wanted = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token,
            "app_id": REFRESH["client-id"],
        }
        if request.headers.get("secret_key") != REFRESH["client-secret"] or form != wanted:
            return Reply(body={"error": -14014, "error_name": "Invalid refresh token", "error_description": ""})
        self.refresh_token = f"canaryZaloRefresh{next(self.numbers):010}"
        return Reply(body={"access_token": TOKEN, "refresh_token": self.refresh_token, "expires_in": "90000"})

    def _film(self, request: Request) -> Reply:
        file = read_form(request).files.get("file")
        if file is None or not is_film(file.content) or len(file.content) > 50_000_000:
            return _no(-201, "file is no MP4 of at most 50 MB")
        token = f"video-token-{next(self.numbers)}"
        self.films[token] = _Film(content=file.content, id=f"video{next(self.numbers)}")
        return _ok({"token": token})

    def _film_state(self, token: str) -> Reply:
        film = self.films.get(token)
        if film is None:
            return _no(-201, "token is invalid")
        film.looks += 1
        if film.looks < 2:
            return _ok({"status": 3, "status_message": "processing", "convert_percent": 40, "video_id": ""})
        return _ok({"status": 1, "status_message": "ready", "convert_percent": 100, "video_id": film.id})

    def _write(self, about: dict[str, object], article: _Article | None) -> Reply:
        if set(about) != _FIELDS or about["type"] != "normal":
            return _no(-201, f"fields are missing or unknown: {sorted(_FIELDS ^ set(about))}")
        for name, most in (("title", 150), ("description", 300), ("author", 50)):
            if not 0 < len(str(about[name])) <= most:
                return _no(-210, f"{name} has at most {most} characters")
        if about["status"] not in ("show", "hide") or about["comment"] not in ("show", "hide"):
            return _no(-201, "status or comment is invalid")
        files: dict[str, bytes] = {}
        cover, body = about["cover"], about["body"]
        assert isinstance(cover, dict) and isinstance(body, list)
        if cover.get("cover_type") == "video":
            film = next((film for film in self.films.values() if film.id == cover.get("video_id")), None)
            if film is None or film.looks < 2 or cover.get("cover_view") not in ("horizontal", "vertical", "square"):
                return _no(-201, "cover.video_id or cover_view is invalid")
            files["film"] = film.content
        urls = [str(cover.get("photo_url"))] if cover.get("cover_type") == "photo" else []
        urls += [part["url"] for part in body if part["type"] == "image"]
        for url in urls:
            content = self._fetch(url)
            if not picture_kind(content) or len(content) > 1_000_000:
                return _no(-201, "a picture cannot be fetched, or has more than 1 MB")
            files[url] = content
        if not body or any(part["type"] == "text" and re.search(r"[<>]", part["content"]) for part in body):
            return _no(-201, "body is invalid")
        if article is None:
            article = _Article(id=f"a{next(self.numbers):019}", about=about, files=files)
            self.articles[article.id] = article
        article.about, article.files = about, files
        token = f"article-token-{next(self.numbers)}"
        self.tokens[token] = (article.id, 0)
        return _ok({"token": token})

    def _verify(self, token: str) -> Reply:
        if token not in self.tokens:
            return _no(-201, "token is invalid")
        id, looks = self.tokens[token]
        self.tokens[token] = (id, looks + 1)
        return _ok({"id": id}) if looks else _ok({})

    def _detail(self, article: _Article) -> dict[str, object]:
        return {"id": article.id, **article.about, "link_view": f"https://rd.zapps.vn/detail/{article.id}"}

    def _slice(self, request: Request) -> Reply:
        limit = int(request.query.get("limit", "10"))
        if request.query.get("type") not in ("normal", "video") or not 0 < limit <= 10:
            # "Article list: max 10 items per request" (@warriorteam/redai-zalo-sdk, article.service).
            return _no(-201, "type or limit is invalid")
        offset = int(request.query.get("offset", "0"))
        entries = [
            {"id": article.id, "type": "normal", "title": article.about["title"], "status": article.about["status"]}
            for article in reversed(self.articles.values())
        ]
        return _ok({"total": len(entries), "medias": entries[offset : offset + limit]})

    def _fetch(self, url: str) -> bytes:
        path = Path(self._web.name) / url.removeprefix(WEB)
        return path.read_bytes() if url.startswith(WEB) and path.is_file() else b""

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)  # type: ignore[arg-type]
        self._web.cleanup()


def _text(article: _Article) -> str:
    body = article.about["body"]
    assert isinstance(body, list)
    texts = [html.unescape(part["content"]) for part in body if part["type"] == "text"]
    return "\n".join((str(article.about["description"]), *texts))


def _captions(article: _Article) -> list[str]:
    body = article.about["body"]
    assert isinstance(body, list)
    return [part["caption"] for part in body if part["type"] == "image"]


def _ok(data: dict[str, object]) -> Reply:
    return Reply(body={"error": 0, "message": "Success", "data": data})


def _no(code: int, message: str) -> Reply:
    return Reply(body={"error": code, "message": message})


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
