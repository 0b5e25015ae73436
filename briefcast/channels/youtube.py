"""The channel YouTube, through Google's own client: a film with its captions, cover and playlist.

The film is brought as private, in pieces, and goes on where it stopped. Publishing is an update of its state and
nothing else, so that doing it again changes nothing. The discovery document that comes with the client is used:
nothing is looked up.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import httplib2
import httpx
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest, MediaFileUpload

from briefcast.channels.base import (
    Account,
    AccountSettings,
    Channel,
    Kept,
    Owner,
    Post,
    PostFile,
    Reading,
    Receipt,
    readings_of,
)
from briefcast.channels.http import NOT_REACHED, retry_after_s
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.secrecy import redact
from briefcast.tools.lost import told_lost

_CHUNK_BYTES = 8 * 1024 * 1024
"""A multiple of 256 KiB, as the protocol asks."""
_REMEDIES = {
    "quotaExceeded": "Today's quota is used up; it is renewed at midnight in California.",
    "uploadLimitExceeded": "The channel has uploaded as many films as it may today; it goes on tomorrow.",
    "rateLimitExceeded": "Too many calls at once.",
    "youtubeSignupRequired": "The Google account has no YouTube channel: open youtube.com with it and make one.",
    "forbidden": "The account may not do this: for covers of one's own, confirm its telephone at youtube.com/verify.",
    "invalidTitle": "Shorten the title, or take < and > out of it.",
    "invalidDescription": "Shorten the text, or take < and > out of it.",
    "invalidTags": "Shorten the hashtags.",
    "invalidPublishAt": "Choose a later slot.",
    "playlistNotFound": "Check `playlist` of the account: it is the part after list= in the playlist's address.",
    "mediaBodyRequired": "The file is empty: make the film again.",
    "invalidImage": "Make the cover a JPEG or PNG of at least 640 pixels' width.",
}
_LATER = ("quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "uploadLimitExceeded")
_FIGURES = {
    "viewCount": "times the film was viewed",
    "likeCount": "likes",
    "commentCount": "comments",
}
"""developers.google.com/youtube, Videos: statistics."""
_SESSION_OVER = (404, 410)
_TESTING = (
    "If it was made a week ago, the app's audience says Testing, where every sign-in dies after seven days: press "
    "Publish app under Google Auth Platform, Audience."
)


class YouTube(Channel):
    """One YouTube channel."""

    name = "youtube"
    secrets: ClassVar = {
        "client-id": f"See {doc('channels-accounts')}, YouTube: Google Cloud console, Credentials, OAuth client ID.",
        "client-secret": "It stands beside the client ID in the Google Cloud console, under Credentials.",
        "refresh-token": "Sign in again and allow briefcast to manage the channel: "
        f"{doc('channels-accounts')}, YouTube.",
    }

    class Settings(AccountSettings):
        """How films are shown."""

        privacy: Literal["public", "unlisted", "private"] = "public"
        """What a film becomes when it is published; always said, for YouTube's own default changes."""
        category: str = "25"
        """25 is News & Politics, 29 Nonprofits & Activism, 27 Education."""
        playlist: str = ""
        """Number of a playlist every film is added to: the part after ``list=`` in its address."""
        made_for_kids: bool = False
        api_url: str = "https://youtube.googleapis.com/"
        token_url: str = "https://oauth2.googleapis.com/token"  # noqa: S105

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._http = _Once(self.settings.timeout_s)
        self._client: Any = None

    def check(self) -> str:
        """Sign in and give the channel's name."""
        found = self._run(self._api.channels().list(part="snippet", mine=True)).get("items", [])
        if not found:
            answer = _REMEDIES["youtubeSignupRequired"]
            raise Refused(tell("{account}: {answer}", account=str(self.account), answer=answer))
        return str(found[0]["snippet"]["title"])

    def owner(self) -> Owner | None:
        """Give the channel of the token: ``channels.list`` with ``mine``, one unit of quota (developers.google.com)."""
        found = self._run(self._api.channels().list(part="snippet", mine=True)).get("items", [])
        return Owner(id=str(found[0]["id"]), name=str(found[0]["snippet"]["title"])) if found else None

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse times that a private film cannot be held for."""
        if post.publish_at is not None and self.settings.privacy != "public":
            return (
                tell(
                    "YouTube holds a film for its time only where it becomes public then; the account says "
                    "privacy: {privacy}. Change it, or release the film without a slot.",
                    privacy=self.settings.privacy,
                ),
            )
        return ()

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring the film as private, then its captions, its cover, and put it into the playlist."""
        if "video" not in kept:
            kept["video"] = self._upload_film(post, kept)
        for file in post.files:
            if f"done {file.sha256}" in kept:
                continue
            if file.role == "captions" and "captions" not in kept:
                self._upload_captions(file, kept["video"])
                kept["captions"] = file.language
            elif file.role == "cover":
                self._upload_cover(file, kept["video"])
            kept[f"done {file.sha256}"] = "yes"
        if self.settings.playlist and "playlist" not in kept:
            self._add_to_playlist(kept["video"])
            kept["playlist"] = self.settings.playlist

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Let the film be seen, at once or at its time."""
        body = {"id": kept["video"], "status": self._status(post)}
        self._run(self._api.videos().update(part="status", body=body), publishing=True)
        return _receipt(kept["video"], post.publish_at)

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look at the film's state; without its number, for the marker among the newest uploads."""
        id = kept.get("video") or self._find_by_marker(post)
        if id is None:
            return None
        found = self._run(self._api.videos().list(part="status", id=id)).get("items", [])
        if not found:
            return None
        status = found[0]["status"]
        if at := status.get("publishAt"):
            return _receipt(id, dt.datetime.fromisoformat(at))
        return _receipt(id, None) if status["privacyStatus"] == self.settings.privacy else None

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read the film's figures; what its owner hides is left out."""
        found = self._run(self._api.videos().list(part="statistics", id=post_id)).get("items", [])
        if not found:
            raise _Gone(
                tell("{account}: YouTube has no film {post_id} (any more).", account=str(self.account), post_id=post_id)
            )
        return readings_of(found[0].get("statistics", {}), _FIGURES, "since it was published")

    def withdraw(self, receipt: Receipt) -> None:
        """Make the film private: nobody but the channel sees it any more, and its figures are kept."""
        status = {"privacyStatus": "private", "selfDeclaredMadeForKids": self.settings.made_for_kids}
        try:
            self._run(self._api.videos().update(part="status", body={"id": receipt.id, "status": status}))
        except _Gone:
            return

    def close(self) -> None:
        """Close connections."""
        self._http.close()

    @property
    def _api(self) -> Any:
        if self._client is None:
            credentials = Credentials(
                token=None,
                refresh_token=self.secret("refresh-token"),
                client_id=self.secret("client-id"),
                client_secret=self.secret("client-secret"),
                token_uri=self.settings.token_url,
            )
            document = json.loads(get_static_doc("youtube", "v3"))
            document["rootUrl"] = document["baseUrl"] = self.settings.api_url.rstrip("/") + "/"
            document.pop("mtlsRootUrl", None)
            self._client = build_from_document(document, http=AuthorizedHttp(credentials, http=self._http))
        return self._client

    def _status(self, post: Post) -> dict[str, Any]:
        """Give the whole state: an update clears what it does not name."""
        status: dict[str, Any] = {
            "privacyStatus": self.settings.privacy,
            "containsSyntheticMedia": post.synthetic_voice,
            "selfDeclaredMadeForKids": self.settings.made_for_kids,
            "embeddable": True,
        }
        if post.publish_at is not None:
            at = post.publish_at.astimezone(dt.UTC).replace(microsecond=0)
            status |= {"privacyStatus": "private", "publishAt": at.isoformat().replace("+00:00", "Z")}
        return status

    def _upload_film(self, post: Post, kept: Kept) -> str:
        """Bring the film in pieces, from where an earlier attempt stopped; give its number."""
        media = _Pieces(str(post.main.path), post.main.media_type, chunksize=_CHUNK_BYTES, resumable=True)
        body = {
            "snippet": {
                "title": post.title,
                "description": post.text,
                "tags": list(post.tags),
                "categoryId": self.settings.category,
                "defaultLanguage": post.language,
                "defaultAudioLanguage": post.language,
            },
            "status": self._status(post) | {"privacyStatus": "private"},
        }
        body["status"].pop("publishAt", None)
        request = self._api.videos().insert(part="snippet,status", body=body, media_body=media)
        if "session" in kept:
            # As after an error of its own, the client then first asks how much has arrived.
            request.resumable_uri, request._in_error_state = kept["session"], True
        answer = None
        while answer is None:
            try:
                _, answer = request.next_chunk(num_retries=0)
            except Exception as error:
                self._keep_session(request, kept)
                if isinstance(error, HttpError) and error.status_code in _SESSION_OVER and "session" in kept:
                    del kept["session"]
                    raise TryLater(
                        tell("{account}: the upload was begun too long ago; it begins anew.", account=str(self.account))
                    ) from None
                raise self._explain(error, publishing=False) from None
            self._keep_session(request, kept)
        return str(answer["id"])

    def _keep_session(self, request: HttpRequest, kept: Kept) -> None:
        if request.resumable_uri and kept.get("session") != request.resumable_uri:
            kept["session"] = request.resumable_uri

    def _upload_captions(self, file: PostFile, video: str) -> None:
        snippet = {"videoId": video, "language": file.language, "name": "", "isDraft": False}
        media = MediaFileUpload(str(file.path), "application/octet-stream")
        try:
            self._run(self._api.captions().insert(part="snippet", body={"snippet": snippet}, media_body=media))
        except _Exists:
            return  # An earlier attempt brought them, and its answer was lost.

    def _upload_cover(self, file: PostFile, video: str) -> None:
        media = MediaFileUpload(str(file.path), file.media_type)
        self._run(self._api.thumbnails().set(videoId=video, media_body=media))

    def _add_to_playlist(self, video: str) -> None:
        items, playlist = self._api.playlistItems(), self.settings.playlist
        if self._run(items.list(part="id", playlistId=playlist, videoId=video)).get("items"):
            return
        resource = {"kind": "youtube#video", "videoId": video}
        self._run(items.insert(part="snippet", body={"snippet": {"playlistId": playlist, "resourceId": resource}}))

    def _find_by_marker(self, post: Post) -> str | None:
        channels = self._run(self._api.channels().list(part="contentDetails", mine=True)).get("items", [])
        for channel in channels:
            uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
            newest = self._api.playlistItems().list(part="snippet", playlistId=uploads, maxResults=50)
            for item in self._run(newest).get("items", []):
                if post.marker in item["snippet"]["description"]:
                    return str(item["snippet"]["resourceId"]["videoId"])
        return None

    def _run(self, request: HttpRequest, *, publishing: bool = False) -> Any:
        try:
            return request.execute(num_retries=0)
        except Exception as error:
            raise self._explain(error, publishing=publishing) from None

    def _explain(self, error: Exception, *, publishing: bool) -> Exception:
        """Say what a failure of the client means for the post; anything unknown stays as it is."""
        who = self.account
        if isinstance(error, NOT_REACHED):
            return TryLater(
                tell("{account}: YouTube could not be reached ({error}).", account=who, error=told_lost(error))
            )
        if isinstance(error, httpx.TransportError):
            message = tell(
                "{account}: the connection broke before an answer came ({error}).",
                account=who,
                error=told_lost(error),
            )
            return AnswerLost(message) if publishing else TryLater(message)
        if isinstance(error, RefreshError) and not error.retryable:
            return SignedOut(
                tell(
                    "{account}: Google does not take the sign-in any more. {why} {way}",
                    account=who,
                    why=_TESTING,
                    way=self.secrets["refresh-token"],
                )
            )
        if isinstance(error, GoogleAuthError):
            return TryLater(tell("{account}: Google's sign-in did not answer.", account=who))
        return self._explain_answer(error, publishing=publishing) if isinstance(error, HttpError) else error

    def _explain_answer(self, error: HttpError, *, publishing: bool) -> ChannelError:
        status, reason = error.status_code, _reason(error)
        said = redact(error.reason or "").strip().rstrip(".")
        message = tell(
            "{account}: YouTube answered {status}{what}.",
            account=str(self.account),
            status=status,
            what=f" ({said})" if said else "",
        )
        wait_s = retry_after_s(httpx.Response(status, headers=dict(error.resp)))
        if status == 401:
            return SignedOut(f"{message} {self.secrets['refresh-token']}")
        if status == 429 or reason in _LATER:
            return TryLater(f"{message} {_REMEDIES.get(reason, '')}".strip(), after_s=wait_s)
        if status >= 500:
            return AnswerLost(message) if publishing else TryLater(message, after_s=wait_s)
        kind = _Exists if status == 409 else _Gone if status == 404 and reason != "playlistNotFound" else Refused
        return kind(f"{message} {_REMEDIES.get(reason, '')}".strip())


class _Exists(Refused):
    """It is there already."""


class _Gone(Refused):
    """It is not there any more."""


class _Pieces(MediaFileUpload):  # type: ignore[misc]  # the client has no types
    """A film read piece by piece: a piece that was half read could not be sent again with a new token."""

    def has_stream(self) -> bool:
        return False


class _Once:
    """What Google's client makes its calls with, in the place of httplib2: each call is made once.

    httplib2 makes a call again by itself where the connection breaks before an answer, and would add a film to a
    playlist twice.
    """

    def __init__(self, timeout_s: float) -> None:
        self._client = httpx.Client(timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 10)))

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> tuple[httplib2.Response, bytes]:
        response = self._client.request(method, uri, content=body, headers=dict(headers or {}))
        answer = httplib2.Response(dict(response.headers) | {"status": str(response.status_code)})
        answer.reason = response.reason_phrase
        return answer, response.content

    def close(self) -> None:
        self._client.close()


def _receipt(id: str, at: dt.datetime | None) -> Receipt:
    return Receipt(id=id, url=f"https://www.youtube.com/watch?v={id}", scheduled_for=at)


def _reason(error: HttpError) -> str:
    """Give the name of a failure, ``quotaExceeded``."""
    details = error.error_details
    first = details[0] if isinstance(details, list) and details else {}
    return str(first.get("reason", "")) if isinstance(first, dict) else ""
