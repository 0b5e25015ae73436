"""Those who follow a feed through a hub are told of what is new: once, and of nothing else."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import feedparser
import pytest

from bench.site import PLAN, build, put_out, write_item
from briefcast.errors import BriefcastError, BriefError, TryLater
from briefcast.ledger import Ledger, open_ledger
from briefcast.planner.plan import Site, open_plan, read_plan
from briefcast.site.announcing import announce
from briefcast.site.build import site_of


class Hub:
    """A hub after the protocol of pubsubhubbub.appspot.com: an emulator, in the open as a test has no certificate."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.fails_after = 10_000


@pytest.fixture
def hub() -> Iterator[tuple[Hub, str]]:
    state = Hub()

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            if given["hub.mode"] != ["publish"] or len(state.told) >= state.fails_after:
                self.send_response(503)
            else:
                state.told += given["hub.url"]
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield state, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def home(tmp_path: Path) -> tuple[Path, Ledger]:
    plan = PLAN.replace("  languages: [vi", "  hub: https://hub.example.org/\n  languages: [vi")
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    ledger = open_ledger(tmp_path / "ledger.db")
    put_out(ledger, [write_item(tmp_path / "outputs", 0)], 0)
    build(tmp_path, ledger)
    return tmp_path, ledger


def site(home: Path, hub: str) -> Site:
    return site_of(read_plan(home / "plan.yaml")).model_copy(update={"hub": hub})


def test_each_feed_names_its_hub_in_its_own_way(home: tuple[Path, Ledger]) -> None:
    public = home[0] / "site/public"
    for name in ("feed.xml", "atom.xml"):
        links = feedparser.parse((public / "vi" / name).read_bytes()).feed.links
        assert [link.href for link in links if link.rel == "hub"] == ["https://hub.example.org/"]
        assert len([link for link in links if link.rel == "self"]) == 1
    feed = json.loads((public / "he/feed.json").read_text("utf-8"))
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]


def test_the_hub_is_told_of_what_is_new_once(home: tuple[Path, Ledger], hub: tuple[Hub, str]) -> None:
    """Readers would be told nothing, or the same again and again until they leave."""
    folder, ledger = home
    state, address = hub
    first = announce(site(folder, address), folder / "site")
    # Everything and corrections, in three languages and three formats.
    assert first == len(state.told) == 18
    assert "https://news.example.org/vi/atom.xml" in state.told
    assert announce(site(folder, address), folder / "site") == 0
    put_out(ledger, [write_item(folder / "outputs", 1)], 1)
    build(folder, ledger)
    assert announce(site(folder, address), folder / "site") == 9
    assert all("/corrections/" not in each for each in state.told[18:])


def test_what_could_not_be_told_is_told_with_the_next_run(home: tuple[Path, Ledger], hub: tuple[Hub, str]) -> None:
    folder, _ = home
    state, address = hub
    state.fails_after = 5
    with pytest.raises(TryLater):
        announce(site(folder, address), folder / "site")
    state.fails_after = 100
    assert announce(site(folder, address), folder / "site") == 13
    assert len(state.told) == len(set(state.told)) == 18


def test_without_a_hub_the_command_says_what_to_write(home: tuple[Path, Ledger]) -> None:
    folder, _ = home
    with pytest.raises(BriefcastError, match="hub: https://"):
        announce(site(folder, "").model_copy(update={"hub": None}), folder / "site")
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("https://hub", "http://hub"), "utf-8")
    with pytest.raises(BriefError) as caught:
        open_plan(plan)
    assert "no address of a hub" in caught.value.problems[0].message and caught.value.problems[0].line
