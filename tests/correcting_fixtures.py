"""A brief that is out on many channels in three languages, and one figure of it that turns out to be wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import feedparser

from briefcast.secrecy import variable_name
from tests import ROOT
from tests.edition_fixtures import BRIEF, PROFILE
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator, Seen
from tests.emulators.podcast import BASE, PodcastEmulator
from tests.real_platforms import RealPlatform

OLD, NEW = "97.3", "99.3"
"""The share of villages, as it was typed and as it is."""
REASONS = (
    "vi=Chúng tôi ghi nhầm tỷ lệ thôn có băng rộng.",
    "en=We gave the wrong share of villages with broadband.",
    "he=פרסמנו שיעור שגוי של כפרים עם פס רחב.",
)


def printed(value: str) -> tuple[str, str]:
    """Give a share as readers of the three languages read it."""
    return f"{value}%", f"{value.replace('.', ',')}%"


class Feeds(PodcastEmulator):
    """Every show of a team, looked at through the feeds alone."""

    def posts(self) -> list[Seen]:
        found = []
        for feed in sorted(self.store.glob("*/feed.xml")):
            for entry in feedparser.parse(feed.read_bytes()).entries:
                path = urlsplit(entry.enclosures[0].href).path.removeprefix("/feeds/")
                assert (self.store / path).is_file(), f"{path} is named in a feed, and is not there"
                found.append(Seen(id=entry.id, marker="", text=f"{entry.title} {entry.get('summary', '')}"))
        return found


@dataclass(kw_only=True)
class Out:
    """A folder in which a team works, and the platforms that its posts are on."""

    folder: Path
    emulators: Mapping[str, Emulator | RealPlatform]
    secrets: Mapping[str, str] = field(default_factory=dict)
    products: str = "[infographic]"
    audiences: Sequence[str] = ("neighbours",)

    @property
    def brief(self) -> Path:
        return self.folder / "small.yaml"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(ROOT), "BRIEFCAST_WHO": "lan"} | dict(self.secrets)

    def write(self, value: str) -> None:
        """Write the brief with a share of villages."""
        text = BRIEF.replace("value: 99.3", f"value: {value}")
        text = text.replace("products: [infographic, podcast]", f"products: {self.products}")
        text = text.replace("audiences: [neighbours]", f"audiences: [{', '.join(self.audiences)}]")
        self.brief.write_text(text, "utf-8")
        (self.folder / "audiences").mkdir(exist_ok=True)
        for audience in self.audiences:
            profile = PROFILE.replace("id: neighbours", f"id: {audience}")
            profile = profile.replace("[1200x630]", "[1080x1350]").replace("[1x1]", "[9x16]")
            # No feed holds an episode in which nobody speaks.
            profile = profile.replace("[silent]", "[espeak]") if "podcast" in self.emulators else profile
            (self.folder / "audiences" / f"{audience}.yaml").write_text(profile, "utf-8")

    def run(self, *words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Type a command of briefcast in the folder."""
        done = subprocess.run(
            self.command(*words), cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "briefcast", *words]

    def seen(self) -> dict[str, list[Seen]]:
        """Give what readers of each channel see."""
        return {name: emulator.posts() for name, emulator in self.emulators.items()}


@contextmanager
def out_on(
    folder: Path,
    channels: Sequence[str],
    *,
    audiences: Sequence[str] = ("neighbours",),
    real: Mapping[str, RealPlatform] = MappingProxyType({}),
    **more: Any,
) -> Iterator[Out]:
    """Begin a team's folder with an account on each of some channels, and on ``real`` servers by their channel."""
    with ExitStack() as stack:
        kinds = {**EMULATORS, "podcast": Feeds}
        emulators: dict[str, Emulator | RealPlatform] = {**real}
        emulators |= {name: stack.enter_context(kinds[name]()) for name in channels}
        rows, secrets = [], {}
        for name, emulator in emulators.items():
            account = emulator.account()
            settings = dict(account.settings)
            if name == "podcast":
                settings |= {"feeds": str(folder / "outputs" / "feeds"), "folder": str(folder)}
                (folder / "podcast.yaml").write_text(f"base_url: {BASE}\n", "utf-8")
            rows.append({"name": f"{name}-team", "channel": name, "audiences": [*audiences], "settings": settings})
            for secret, value in account.secrets.items():
                secrets[variable_name(f"{name}-team", secret)] = value.get_secret_value()
        accounts = {"posts": {"link": "https://example.org/"}, "accounts": rows}
        # What is JSON is YAML.
        (folder / "channels.yaml").write_text(json.dumps(accounts, default=str), "utf-8")
        yield Out(folder=folder, emulators=emulators, secrets=secrets, audiences=audiences, **more)
