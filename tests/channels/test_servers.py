"""Real servers: the example in three languages is published, read back whole, and published again without a trace."""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import feedparser
import httpx
import pytest
from aiosmtpd.controller import Controller

from briefcast.channels.base import Account, Post, PostFile
from briefcast.channels.files import Item
from briefcast.channels.fit import fit
from briefcast.channels.s3 import PART_BYTES, S3Shelf
from briefcast.channels.table import open_channel
from briefcast.errors import Refused, SignedOut
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.look.brand import read_brand
from briefcast.products.podcast.feed import write_feeds
from briefcast.products.podcast.settings import read_show_settings
from briefcast.publishing.publisher import publish, replace_post, withdraw_post
from briefcast.secrecy import keep_secret
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.emulators.s3 import S3Emulator, seen_in
from tests.podcast_fixtures import FakeEpisode, write_fake_edition
from tests.server_fixtures import Server, free_port, s3_server, ssh_server

LANGUAGES = ("vi", "en", "he")


@pytest.fixture(scope="module")
def s3() -> Iterator[Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(scope="module")
def sftp() -> Iterator[Server]:
    with ssh_server() as server:
        yield server


def _publish(post: Post, account: Account, outbox: Outbox, store: Store) -> str:
    with open_channel(account) as channel:
        return publish(fit(post, channel.platform, store), channel, outbox).state


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.server({"s3": "s3rver", "sftp": "sshd"}[n])) for n in ("s3", "sftp")]
)
def test_posts_in_three_languages_are_there_whole_and_only_once(
    name: str, request: pytest.FixtureRequest, outbox: Outbox, tmp_path: Path
) -> None:
    server: Server = request.getfixturevalue(name)
    store = Store(tmp_path / "store")
    posts = [make_post(tmp_path, product="video", language=language) for language in LANGUAGES]
    assert [_publish(post, server.account, outbox, store) for post in posts] == ["sent"] * 3
    there = server.files()
    seen = {post.marker: post for post in seen_in(there)}
    for post in posts:
        readers = seen[post.marker]
        assert readers.language == post.language and readers.synthetic
        assert post.main.alt_text in readers.alt_texts
        for file in (f for f in post.files if f.name in readers.files):
            assert hashlib.sha256(readers.files[file.name]).hexdigest() == file.sha256
        assert set(readers.captions) == {post.language}
        page = there[f"{post.item}/index.html"].decode()
        assert f'lang="{post.language}" dir="{post.direction}"' in page and f'srclang="{post.language}"' in page
    assert [_publish(post, server.account, outbox, store) for post in posts] == ["sent"] * 3
    assert server.files() == there, "published again, something changed"

    corrected = make_post(tmp_path, product="video", language="vi", item=posts[0].item, content=b"corrected")
    with open_channel(server.account) as channel:
        fitted = fit(corrected, channel.platform, store)
        with pytest.raises(Refused, match="--replace"):
            publish(fitted, channel, outbox)
        assert replace_post(fitted, channel, outbox).state == "sent"
        markers = {post.marker for post in seen_in(server.files())}
        assert markers == {corrected.marker, posts[1].marker, posts[2].marker}
        for publication in outbox.publications("sent"):
            withdraw_post(publication, channel, outbox)
    assert server.files() == {}


@pytest.mark.server("s3rver")
def test_a_wrong_key_is_named_with_what_to_do(s3: Server) -> None:
    wrong = Account(
        name="media",
        channel="s3",
        settings=s3.account.settings,
        secrets={"access-key-id": keep_secret("AKIA-of-another"), "secret-access-key": keep_secret("S3RVER")},
    )
    with open_channel(wrong) as channel, pytest.raises(SignedOut, match="Make a key"):
        channel.check()


def test_a_large_file_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against moto, which needs nothing else; s3rver cannot list the parts it has."""
    content = os.urandom(PART_BYTES) * 3
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    item = Item(name=path.name, media_type="video/mp4", source=path, sha256=hashlib.sha256(content).hexdigest())
    kept: dict[str, str] = {}
    with S3Emulator() as emulator, open_channel(emulator.account()) as channel:
        shelf = channel.shelf  # type: ignore[attr-defined]
        assert isinstance(shelf, S3Shelf)
        upload, sent = shelf._client.upload_part, []

        def count(**given: object) -> object:
            if sent == [1, 2]:
                sent.append("cut")
                raise ConnectionError("the line is cut")
            sent.append(given["PartNumber"])
            return upload(**given)

        monkeypatch.setattr(shelf._client, "upload_part", count)
        with pytest.raises(ConnectionError):
            shelf.put("big/film.mp4", item, kept)
        shelf.put("big/film.mp4", item, kept)
        assert sent == [1, 2, "cut", 3] and not kept
        assert shelf.read("big/film.mp4") == content


@pytest.mark.server("sshd")
def test_a_server_with_another_key_is_refused_before_the_password_is_said(sftp: Server) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    account = Account(
        name="web",
        channel="sftp",
        settings={**sftp.account.settings, "host_key": other},
        secrets=sftp.account.secrets,
    )
    with open_channel(account) as channel, pytest.raises(Refused, match="is not the one that is pinned"):
        channel.check()


def test_a_message_arrives_with_picture_description_language_and_files(outbox: Outbox, tmp_path: Path) -> None:
    """A mail server is Python: this needs nothing else."""
    taken: list[bytes] = []

    class Keeper:
        async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
            taken.append(envelope.content)  # type: ignore[attr-defined]
            return "250 Taken"

    port = free_port()
    server = Controller(Keeper(), hostname="127.0.0.1", port=port, data_size_limit=10**8)
    server.start()
    try:
        where = {"host": "127.0.0.1", "port": port, "security": "none"}
        settings = {**where, "sender": "desk@example.org", "to": "press@example.org"}
        account = Account(name="press", channel="mail", settings=settings)
        store = Store(tmp_path / "store")
        posts = [make_post(tmp_path, language=language) for language in LANGUAGES]
        posts.append(make_post(tmp_path, product="video"))
        for _ in range(2):
            assert {_publish(post, account, outbox, store) for post in posts} == {"sent"}
    finally:
        server.stop()
    assert len(taken) == 4, "published again, a second message went out"
    for post, content in zip(posts, taken, strict=True):
        message = email.message_from_bytes(content, policy=email.policy.default)
        html, plain = message.get_body(("html",)), message.get_body(("plain",))
        assert html and plain
        assert message["Subject"] == post.title and message["Content-Language"] == post.language
        assert plain.get_content().replace("\r\n", "\n").startswith(post.text)
        assert f'<html lang="{post.language}" dir="{post.direction}">' in html.get_content()
        parts = {part.get_filename(): part for part in message.walk() if part.get_filename()}
        assert parts[post.main.name].get_payload(decode=True) == post.main.path.read_bytes()
        if post.product == "infographic":
            assert f'alt="{post.main.alt_text}"' in html.get_content()
            assert parts[post.main.name]["Content-ID"] == f"<picture@{post.marker}>"
        else:
            assert {"captions.vtt", "captions.srt", "cover.png"} <= set(parts)


def _episode_post(folder: Path, edition: Path, brief: str, language: str) -> Post:
    """Give the post of an episode that a feed holds."""
    place = edition / "citizens" / language
    content = (place / "episode.mp3").read_bytes()
    main = PostFile(
        path=place / "episode.mp3",
        role="audio",
        media_type="audio/mpeg",
        language=language,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        duration_ms=61_000,
    )
    item = f"{brief}/citizens/{language}/podcast"
    return make_post(folder, product="podcast", language=language, item=item, files=(main,))  # type: ignore[arg-type]


@pytest.mark.server("s3rver")
def test_a_feed_holds_what_was_published_and_a_podcatcher_fetches_it(
    s3: Server, outbox: Outbox, tmp_path: Path
) -> None:
    """Two episodes lie in the feed on this disk; readers get the one that was published, then both."""
    out, base = tmp_path / "outputs", f"{s3.account.settings['public_url']}/feeds"
    editions = {
        brief: write_fake_edition(out, FakeEpisode(brief=brief, audio=brief.encode() * 3000))
        for brief in ("egov-2024", "second")
    }
    write_feeds(
        out,
        read_show_settings(None, base_url=base),
        brand=lambda _: read_brand("institutional"),
        store=Store(out / ".store"),
    )
    account = Account(
        name="shows",
        channel="podcast",
        settings={
            "through": "s3",
            "store": {**s3.account.settings, "prefix": "feeds"},
            "feeds": out / "feeds",
            "folder": tmp_path,
        },
        secrets=s3.account.secrets,
    )
    posts = {brief: _episode_post(tmp_path / brief, edition, brief, "vi") for brief, edition in editions.items()}

    def episodes() -> list[str]:
        parsed = feedparser.parse(s3.files()["feeds/citizens-vi/feed.xml"])
        return sorted(entry.enclosures[0].href for entry in parsed.entries)

    with open_channel(account) as channel:
        assert publish(posts["egov-2024"], channel, outbox).state == "sent"
        assert len(episodes()) == 1 and "/egov-2024-" in episodes()[0]
        assert publish(posts["second"], channel, outbox).state == "sent"
        assert len(episodes()) == 2
        there = s3.files()
        assert {publish(post, channel, outbox).state for post in posts.values()} == {"sent"}
        assert s3.files() == there, "published again, something changed"
        for href in episodes():
            fetched = httpx.get(href, trust_env=False)
            assert fetched.headers["content-type"] == "audio/mpeg"
            assert fetched.content in [post.main.path.read_bytes() for post in posts.values()]
        if shutil.which("gpo"):
            home = tmp_path / "gpodder"
            environment = os.environ | {"GPODDER_HOME": str(home), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
            for command in (["subscribe", f"{base}/citizens-vi/feed.xml"], ["update"], ["download"]):
                subprocess.run(["gpo", *command], env=environment, check=True, capture_output=True, timeout=90)
            got = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in home.rglob("*.mp3"))
            assert got == sorted(post.main.sha256 for post in posts.values())
        first = next(p for p in outbox.publications("sent") if p.item.startswith("egov-2024"))
        withdraw_post(first, channel, outbox)
    assert len(episodes()) == 1 and "/second-" in episodes()[0]
