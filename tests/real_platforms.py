"""Real servers as readers see them: fetched as anybody may, without signing in.

Each has what `tests.emulators.base.Emulator` has for a drill: the account that leads there, and the posts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from briefcast.channels.base import Account
from tests.emulators.base import Seen
from tests.emulators.bluesky import see_record
from tests.emulators.s3 import seen_in
from tests.emulators.wordpress import see_page
from tests.server_fixtures import Server, WordPressSite


@dataclass(frozen=True, kw_only=True)
class RealPlatform:
    """A server that was started for the tests."""

    leads_there: Account
    look: Callable[[], list[Seen]]

    def account(self) -> Account:
        """Give the account that leads there."""
        return self.leads_there

    def posts(self) -> list[Seen]:
        """Give what readers see."""
        return self.look()


def bluesky_platform(account: Account) -> RealPlatform:
    """Give a Bluesky server as its readers see it."""

    def look() -> list[Seen]:
        records = read_records(account)
        return [see_record(each["uri"], each["value"], blobs_of(account, each)) for each in records]

    return RealPlatform(leads_there=account, look=look)


def wordpress_platform(site: WordPressSite) -> RealPlatform:
    """Give a WordPress site as its readers see it."""

    def look() -> list[Seen]:
        wanted: dict[str, str | int] = {"rest_route": "/wp/v2/posts", "per_page": 100}
        listed = httpx.get(str(site.account.settings["api_url"]), params=wanted, trust_env=False).json()
        # What was there before anybody published anything is no post of ours.
        return [see(each["link"]) for each in listed if '<div lang="' in read_page(each["link"])]

    return RealPlatform(leads_there=site.account, look=look)


def file_platform(server: Server) -> RealPlatform:
    """Give a server of files as those see it who fetch them."""
    return RealPlatform(leads_there=server.account, look=lambda: seen_in(server.files()))


def read_records(account: Account) -> list[dict[str, Any]]:
    """Read an account's posts on a Bluesky server."""
    api = f"{account.settings['api_url']}/xrpc"
    wanted = {"repo": account.settings["handle"], "collection": "app.bsky.feed.post", "limit": "100"}
    return httpx.get(f"{api}/com.atproto.repo.listRecords", params=wanted, trust_env=False).json()["records"]  # type: ignore[no-any-return]


def blobs_of(account: Account, record: dict[str, Any]) -> Callable[[str], bytes]:
    """Give what reads a file of a record by its link."""
    did = record["uri"].split("/")[2]
    api = f"{account.settings['api_url']}/xrpc/com.atproto.sync.getBlob"
    return lambda link: httpx.get(api, params={"did": did, "cid": link}, trust_env=False).content


def read_page(url: str) -> str:
    """Read what a site shows of one post."""
    page = httpx.get(url, trust_env=False, follow_redirects=True)
    return page.text if page.status_code == 200 else ""


def see(url: str) -> Seen:
    """See the post's own part of its page."""
    page = read_page(url)
    start = page.index('<div lang="')
    return see_page(url, page[start : page.index("</div>", start)], lambda at: httpx.get(at, trust_env=False).content)
