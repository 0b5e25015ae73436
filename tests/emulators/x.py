"""X, as far as its OpenAPI description and guides say how it works."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from urllib.parse import unquote

from oauthlib.oauth1.rfc5849 import signature
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header
from pydantic import SecretStr

from briefcast.channels.base import Account
from briefcast.channels.counting import count
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film, picture_kind, read_form

USER = "2244994945"
SECRETS = {
    "api-key": "canaryConsumerKey000000001",
    "api-key-secret": "canaryConsumerSecret00000000000000000000001",
    "access-token": f"{USER}-canaryAccessToken00000001",
    "access-token-secret": "canaryAccessSecret000000000000000000001",
}
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_LINK = re.compile(r"https?://\S+")
_LIMITS = {"tweet_image": 5_000_000, "tweet_video": 512_000_000, "subtitles": 5_000_000}


@dataclass(kw_only=True)
class _Media:
    id: str
    media_type: str
    category: str
    size: int
    segments: dict[int, bytes] = field(default_factory=dict)
    finalized: bool = False
    looks: int = 0
    alt_text: str = ""
    subtitles: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return b"".join(self.segments[number] for number in sorted(self.segments))


@dataclass(kw_only=True)
class _Post:
    text: str
    media: list[_Media]
    made_with_ai: bool
    answers: str = ""


class XEmulator(HttpEmulator):
    """One account; signatures are checked as RFC 5849 says."""

    channel = "x"
    segment_bytes = 40_000

    def __init__(self) -> None:
        super().__init__()
        self.owner = (USER, "BoThongTin")
        self.numbers = itertools.count(1_880_028_106_020_515_840)
        self.media: dict[str, _Media] = {}
        self.tweets: dict[str, _Post] = {}
        self.credits = 1000
        self.old: set[str] = set()
        """Posts of more than 30 days ago."""

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="x",
            settings={
                "api_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
                "segment_bytes": self.segment_bytes,
            },
            secrets={name: SecretStr(value) for name, value in SECRETS.items()},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/2/tweets"

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=id,
                marker=_marker(post.text),
                text=post.text,
                alt_texts=tuple(media.alt_text for media in post.media if media.alt_text),
                files={media.id: media.content for media in post.media},
                captions={
                    language: self.media[id].content for media in post.media for language, id in media.subtitles.items()
                },
                synthetic=post.made_with_ai,
                answers=post.answers,
            )
            for id, post in self.tweets.items()
        ]

    def answer_signed_out(self) -> Reply:
        return _problem(401, "Unauthorized", "Unauthorized")

    def answer_too_many(self) -> Reply:
        reply = _problem(429, "Too Many Requests", "Too Many Requests")
        headers = {
            "x-rate-limit-limit": "100",
            "x-rate-limit-remaining": "0",
            "x-rate-limit-reset": str(int(time.time())),
        }
        return Reply(status=429, body=reply.body, headers=headers)

    def handle(self, request: Request) -> Reply:
        if not self._is_signed(request):
            return _problem(401, "Unauthorized", "Could not authenticate you")
        method, path = request.method, request.path
        if (method, path) == ("GET", "/2/users/me"):
            # docs.x.com, Get my User: "Retrieves details of the authenticated user".
            id, name = self.owner
            return Reply(body={"data": {"id": id, "name": "Bộ Thông tin", "username": name}})
        if (method, path) == ("GET", f"/2/users/{USER}/tweets"):
            return self._timeline(request)
        if (method, path) == ("POST", "/2/tweets"):
            return self._post(request.json())
        if method == "DELETE" and (found := re.fullmatch(r"/2/tweets/(\d+)", path)):
            self.tweets.pop(found[1], None)
            return Reply(body={"data": {"deleted": True}})
        if method == "GET" and (found := re.fullmatch(r"/2/tweets/(\d+)", path)):
            return self._measure(found[1], request.query.get("tweet.fields", "").split(","))
        if path.startswith("/2/media/"):
            return self._media(method, path.removeprefix("/2/media/"), request)
        return _problem(404, "Not Found Error", "Not Found")

    def _is_signed(self, request: Request) -> bool:
        header = request.headers.get("authorization", "")
        if not header.startswith("OAuth "):
            return False
        given = {name: unquote(value) for name, value in parse_authorization_header(header)}
        wanted = {"oauth_consumer_key": SECRETS["api-key"], "oauth_token": SECRETS["access-token"]}
        if any(given.get(name) != value for name, value in wanted.items()):
            return False
        if abs(int(given["oauth_timestamp"]) - time.time()) > 300:
            return False
        signed = [*request.query.items(), *((n, v) for n, v in given.items() if n not in ("oauth_signature", "realm"))]
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            signed += request.form().items()
        base = signature.signature_base_string(
            request.method,
            signature.base_string_uri(f"{self.url}{request.path}"),
            signature.normalize_parameters(signed),
        )
        expected = signature.sign_hmac_sha1_with_client(base, _Keys())
        return bool(expected == given["oauth_signature"])

    def _media(self, method: str, path: str, request: Request) -> Reply:
        if (method, path) == ("POST", "upload/initialize"):
            return self._initialize(request.json())
        if (method, path) == ("GET", "upload") and request.query.get("command") == "STATUS":
            return self._status(request.query.get("media_id", ""))
        if (method, path) == ("POST", "metadata"):
            return self._describe(request.json())
        if (method, path) == ("POST", "subtitles"):
            return self._subtitle(request.json())
        found = re.fullmatch(r"upload/(\d+)/(append|finalize)", path)
        if method != "POST" or not found:
            return _problem(404, "Not Found Error", "Not Found")
        media = self.media.get(found[1])
        if media is None:
            return _problem(404, "Not Found Error", f"Could not find media with id: [{found[1]}]")
        return self._append(media, request) if found[2] == "append" else self._finalize(media)

    def _initialize(self, body: dict[str, object]) -> Reply:
        if set(body) != {"media_type", "total_bytes", "media_category"}:
            return _invalid(f"Unexpected or missing fields: {sorted(body)}")
        category, size = str(body["media_category"]), body["total_bytes"]
        if category not in _LIMITS or not isinstance(size, int) or not 0 < size <= _LIMITS[category]:
            return _invalid("Media category or total_bytes is not valid")
        id = str(next(self.numbers))
        self.media[id] = _Media(id=id, media_type=str(body["media_type"]), category=category, size=size)
        return Reply(body={"data": {"id": id, "media_key": f"13_{id}", "expires_after_secs": 1_295_999}})

    def _append(self, media: _Media, request: Request) -> Reply:
        # OpenAPI 2.167, MediaUploadAppendRequest: multipart/form-data with media and segment_index, 0 to 999.
        form = read_form(request)
        number, file = int(form.fields.get("segment_index", "-1")), form.files.get("media")
        if not 0 <= number <= 999 or media.finalized:
            return _invalid("segment_index is not valid")
        content = file.content if file else b""
        if not content or len(content) > 5_000_000:
            return _problem(413, "Payload Too Large", "A segment has at most 5 MB")
        media.segments[number] = content
        return Reply(body={"data": {"expires_at": int(time.time()) + 86400}})

    def _finalize(self, media: _Media) -> Reply:
        if media.finalized:
            return _invalid("The media is finalized already")
        if sorted(media.segments) != list(range(len(media.segments))) or len(media.content) != media.size:
            return _invalid("Segments do not add up to provided total file size.")
        readable = {
            "tweet_video": is_film(media.content),
            "tweet_image": picture_kind(media.content) == media.media_type,
            "subtitles": media.media_type in ("text/srt", "text/vtt"),
        }
        if not readable[media.category]:
            return _invalid("media type unrecognized.")
        media.finalized = True
        data: dict[str, object] = {"id": media.id, "media_key": f"13_{media.id}", "size": media.size}
        if media.category == "tweet_video":
            data["processing_info"] = {"state": "pending", "check_after_secs": 1}
        return Reply(body={"data": data})

    def _status(self, id: str) -> Reply:
        media = self.media.get(id)
        if media is None or not media.finalized:
            return _problem(404, "Not Found Error", f"Could not find media with id: [{id}]")
        media.looks += 1
        done = media.category != "tweet_video" or media.looks > 2
        info = {"state": "succeeded", "progress_percent": 100} if done else {"state": "in_progress"}
        return Reply(body={"data": {"id": id, "processing_info": info}})

    def _describe(self, body: dict[str, object]) -> Reply:
        media = self.media.get(str(body.get("id")))
        metadata = body.get("metadata")
        text = metadata["alt_text"]["text"] if isinstance(metadata, dict) else ""
        if media is None or not media.finalized or media.category == "subtitles":
            return _problem(404, "Not Found Error", "Could not find media")
        if media.category == "tweet_video":
            # docs.x.com, data dictionary: "Alt text can only be added to images at the moment".
            return _invalid("alt_text can only be added to images")
        if not 0 < count(text, "utf16") <= 1000:
            return _invalid("alt_text has at most 1000 characters")
        media.alt_text = text
        return Reply(body={"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": text}}}})

    def _subtitle(self, body: dict[str, object]) -> Reply:
        media, about = self.media.get(str(body.get("id"))), body.get("subtitles")
        if not isinstance(about, dict) or set(about) != {"id", "language_code", "display_name"}:
            return _invalid("subtitles: id, language_code and display_name are needed")
        track = self.media.get(str(about["id"]))
        if media is None or track is None or track.category != "subtitles" or not track.finalized:
            return _problem(404, "Not Found Error", "Could not find media")
        if body.get("media_category") != "TweetVideo" or media.category != "tweet_video":
            return _invalid("media_category is not valid")
        if not re.fullmatch(r"[A-Z]{2}", about["language_code"]):
            return _invalid("language_code is two capital letters")
        media.subtitles[about["language_code"].lower()] = track.id
        return Reply(body={"data": {"id": media.id, "media_category": "TweetVideo", "associated_subtitles": [about]}})

    def _post(self, body: dict[str, object]) -> Reply:
        if set(body) - {"text", "media", "made_with_ai", "reply"}:
            return _invalid(f"Unexpected fields: {sorted(body)}")
        text, media = str(body.get("text", "")), body.get("media")
        ids = media.get("media_ids", []) if isinstance(media, dict) else []
        if count(text, "weighted") > 280:
            return _invalid("Your Tweet text is too long. You are not allowed to create a Tweet this long.")
        chosen = [self.media.get(id) for id in ids]
        if any(m is None or not m.finalized or m.category == "subtitles" for m in chosen):
            return _invalid("Your media IDs are invalid.")
        found = [m for m in chosen if m is not None]
        films = [m for m in found if m.category == "tweet_video"]
        if len(found) > 4 or len(films) > 1 or (films and len(found) > 1):
            return _invalid("A post has up to four pictures, or one film")
        if any(m.looks < 3 for m in films):
            return _invalid("The media is still being processed")
        tracks = [self.media[id] for m in films for id in m.subtitles.values()]
        if any(b"-->" not in t.content or not t.content.lstrip()[:1].isdigit() for t in tracks):
            # github.com/twitter-dart/twitter-api-v2, issue 437: what is no SRT is taken, and the post fails.
            return _problem(503, "Service Unavailable", "Service Unavailable")
        if any(post.text == text for post in self.tweets.values()):
            return _problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        reply = body.get("reply")
        answers = str(reply["in_reply_to_tweet_id"]) if isinstance(reply, dict) else ""
        if answers and answers not in self.tweets:
            # docs.x.com, TweetCreateRequest.reply: a post that is gone cannot be answered.
            return _problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible.")
        if self.credits <= 0:
            detail = "Your enrolled account does not have any credits to fulfill this request."
            return _problem(402, "CreditsDepleted", detail)
        self.credits -= 1
        id = str(next(self.numbers))
        self.tweets[id] = _Post(text=text, media=found, made_with_ai=body.get("made_with_ai") is True, answers=answers)
        return Reply(status=201, body={"data": {"id": id, "text": _LINK.sub("https://t.co/x", text)}})

    def _measure(self, id: str, wanted: list[str]) -> Reply:
        """Give a post's figures; its own ones are given for 30 days (docs.x.com, Metrics)."""
        own = self.figures.get(id, {})
        if id not in self.tweets or ("non_public_metrics" in wanted and id in self.old):
            return Reply(body={"errors": [{"title": "Not Found Error", "resource_id": id}]})
        private = {"url_link_clicks", "user_profile_clicks"}
        figures = {
            "public_metrics": {name: value for name, value in own.items() if name not in private},
            "non_public_metrics": {name: value for name, value in own.items() if name in private},
        }
        return Reply(body={"data": {"id": id, "text": "…"} | {name: figures[name] for name in wanted}})

    def _timeline(self, request: Request) -> Reply:
        limit = int(request.query.get("max_results", "10"))
        if not 5 <= limit <= 100:
            return _invalid("max_results is between 5 and 100")
        wanted = request.query.get("tweet.fields", "").split(",")
        entries = []
        for id, post in list(reversed(self.tweets.items()))[:limit]:
            entry: dict[str, object] = {"id": id, "text": _LINK.sub("https://t.co/x", post.text)}
            if "attachments" in wanted and post.media:
                entry["attachments"] = {"media_keys": [f"13_{media.id}" for media in post.media]}
            if "entities" in wanted:
                urls = [{"url": "https://t.co/x", "expanded_url": link} for link in _LINK.findall(post.text)]
                entry["entities"] = {"urls": urls}
            entries.append(entry)
        return Reply(body={"meta": {"result_count": len(entries)}, **({"data": entries} if entries else {})})


class _Keys:
    """What a signature is made with, as oauthlib wants it."""

    client_secret = SECRETS["api-key-secret"]
    resource_owner_secret = SECRETS["access-token-secret"]


def _problem(status: int, title: str, detail: str) -> Reply:
    return Reply(status=status, body={"title": title, "type": "about:blank", "status": status, "detail": detail})


def _invalid(message: str) -> Reply:
    body = {
        "errors": [{"message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.x.com/2/problems/invalid-request",
    }
    return Reply(status=400, body=body)


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
