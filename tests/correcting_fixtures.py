"""A brief that is out on many channels in three languages, and one figure of it that turns out to be wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from briefcast.secrecy import variable_name
from tests import ROOT
from tests.edition_fixtures import BRIEF, PROFILE
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator, Seen

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


@dataclass(kw_only=True)
class Out:
    """A folder in which a team works, and the platforms that its posts are on."""

    folder: Path
    emulators: Mapping[str, Emulator]
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
    folder: Path, channels: Sequence[str], *, audiences: Sequence[str] = ("neighbours",), **more: Any
) -> Iterator[Out]:
    """Begin a team's folder with an account on each of some channels."""
    with ExitStack() as stack:
        emulators = {name: stack.enter_context(EMULATORS[name]()) for name in channels}
        rows, secrets = [], {}
        for name, emulator in emulators.items():
            account = emulator.account()
            settings = {key: str(v) if isinstance(v, Path) else v for key, v in account.settings.items()}
            rows.append({"name": f"{name}-team", "channel": name, "audiences": [*audiences], "settings": settings})
            for secret, value in account.secrets.items():
                secrets[variable_name(f"{name}-team", secret)] = value.get_secret_value()
        with (folder / "channels.yaml").open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump({"posts": {"link": "https://example.org/"}, "accounts": rows}, file)
        yield Out(folder=folder, emulators=emulators, secrets=secrets, audiences=audiences, **more)
