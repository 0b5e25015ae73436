"""What was released and not seen yet is exchanged without a word; what readers have is corrected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from briefcast.ledger import open_ledger
from briefcast.ledger.corrected import corrections_let_out
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from tests.correcting_fixtures import NEW, OLD, REASONS, out_on, printed

TOLD = [word for reason in REASONS for word in ("--reason", reason)]


def test_what_nobody_has_seen_is_exchanged_at_its_slot_and_without_a_word(tmp_path: Path) -> None:
    """Corrected where it was out and forgotten where it was due, the wrong figure went out a day later."""
    with out_on(tmp_path, ("folder", "mastodon")) as out:
        out.write(OLD)
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new", "--channel", "folder")
        ledger = open_ledger(tmp_path / "ledger.db")
        edition = tmp_path / "outputs" / "small"
        slot = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=3)
        for item in items_of(read_manifest(edition)):
            ledger.release(item.key, item.content_sha256, channel="mastodon", account="", who="lan", slot=slot)
        out.write(NEW)
        told = out.run("correct", "small.yaml", "--kind", "correction", *TOLD).stderr
        out.run("correct", "small.yaml", "--approve", told.rpartition("--approve ")[2].split()[0])
        out.run("publish")
        assert not out.emulators["mastodon"].posts(), "its slot stays"
        for release in ledger.releases():
            if release.channel == "mastodon" and (release.item, release.content_sha256) in corrections_let_out(ledger):
                assert release.slot == slot
                ledger.release(
                    release.item, release.content_sha256, channel="mastodon", account="", who="lan",
                    slot=slot - dt.timedelta(minutes=4),
                )  # fmt: skip
        out.run("publish")
        posts = out.emulators["mastodon"].posts()
        assert len(posts) == 3
        for post in posts:
            assert any(value in post.text for value in printed(NEW)) and not any(v in post.text for v in printed(OLD))
            assert not any(reason.partition("=")[2] in post.text for reason in REASONS), (
                "nobody was told it wrongly there"
            )
        assert all(reason.partition("=")[2] in str(out.emulators["folder"].posts()) for reason in REASONS)
        logged = [line for line in ledger.history("small") if line.what == "correction let out"]
        assert len(logged) == 3
        ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
        assert {(each["channel"], each["became"]) for each in ended} == {("folder", "corrected")}
