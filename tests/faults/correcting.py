"""A correction that is killed again and again: one wrong figure on every channel, in three languages.

    report = run_drill(seed=1, kills=20)

A brief is made, approved and published with the real commands. Then a figure of it turns out to be wrong; it is put
right, let out as a correction by one approval, and the publisher is killed at random moments. In the end readers are
asked what they see on every platform, and the ledger what became of each post.
"""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on, printed
from tests.emulators import EMULATORS
from tests.emulators.base import Seen
from tests.faults.lasting import disagreeing, plan_beside
from tests.real_platforms import RealPlatform

AUDIENCES = ("neighbours", "villagers")
RUNS_MAX = 12
"""Runs of the publisher after the last kill, within which everything has to be done."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of a drill."""

    seed: int
    items: int
    posts: int
    kills: int
    runs: int
    became: Mapping[str, Counter[str]]
    """What the ledger says of each post, by channel."""
    old: tuple[str, ...]
    """Posts on channels that can be replaced that say the old figure still."""
    twice: tuple[str, ...]
    """Items that readers of a channel see twice with the new figure."""
    lost: tuple[str, ...]
    """Posts that are neither corrected nor withdrawn nor listed."""
    moved: tuple[str, ...]
    """Posts on channels that can be replaced whose address changed."""
    lasting: tuple[str, ...]
    """What the site, its log and feeds and the next issue of the newsletter do not say as the posts do."""
    seconds: float

    @property
    def bad(self) -> tuple[str, ...]:
        """Everything that should not be."""
        return (*self.old, *self.twice, *self.lost, *self.moved, *self.lasting)

    def __str__(self) -> str:
        lines = [f"{'channel':16}{'corrected':>10}{'withdrawn':>10}{'listed':>8}"]
        for channel, count in self.became.items():
            lines.append(f"{channel:16}{count['corrected']:10}{count['withdrawn']:10}{count['listed']:8}")
        lines.append(
            f"seed {self.seed}: {self.items} items, {self.posts} posts, {self.kills} kills, {self.runs} runs after "
            f"them; old figure seen {len(self.old)}, twice {len(self.twice)}, lost {len(self.lost)}, "
            f"moved {len(self.moved)}, site and newsletter otherwise {len(self.lasting)}; {self.seconds:.0f} s"
        )
        return "\n".join(lines)


def run_drill(
    *,
    seed: int,
    kills: int,
    channels: Sequence[str] = (),
    products: str = "[infographic]",
    real: Mapping[str, RealPlatform] = MappingProxyType({}),
) -> Report:
    """Publish a wrong figure everywhere, put it right while the publisher is killed so often, and ask readers.

    Where ``real`` servers are given, and no channels, it is published on them alone.
    """
    began, chance = time.monotonic(), random.Random(seed)
    # What goes through the account of another channel has no account of its own to be asked.
    names = list(channels or (name for name in EMULATORS if not channel_class(name).beside and not real))
    with (
        tempfile.TemporaryDirectory() as folder,
        out_on(Path(folder), names, audiences=AUDIENCES, products=products, real=real) as out,
    ):
        out.write(OLD)
        out.run("make", "small.yaml")
        _until_quiet(out, "publish", "outputs/small", "--approve", "--new")
        # The site shows what is out in the folder that everybody reads.
        stays = "folder" in names
        if stays:
            plan_beside(out)
        before = {name: {seen.id for seen in posts} for name, posts in out.seen().items()}
        out.write(NEW)
        reasons = [word for reason in REASONS for word in ("--reason", reason)]
        told = out.run("correct", "small.yaml", "--kind", "correction", *reasons).stderr
        [code] = re.findall(r"--approve (\w+)", told)
        out.run("correct", "small.yaml", "--approve", code)
        killed = sum(_kill_one(out, chance) for _ in range(kills))
        runs = _until_quiet(out, "publish")
        ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
        seen = out.seen()
        lasting = disagreeing(out) if stays else ()
        return _judge(
            seen, before, ended, seed=seed, kills=killed, runs=runs, lasting=lasting, seconds=time.monotonic() - began
        )


def _kill_one(out: Out, chance: random.Random) -> bool:
    """Begin to publish, and kill the publisher at some moment of its work; False where it had ended before."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(out.command("publish"), cwd=out.folder, env=out.environment, **quiet)  # type: ignore[call-overload]
    # It says which ledger it writes to just before it looks what is to be done.
    process.stderr.readline()
    try:
        process.wait(chance.uniform(0.0, 2.5))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return bool(process.returncode == -signal.SIGKILL)


def _until_quiet(out: Out, *words: str) -> int:
    """Publish until nothing changes any more, and give how many runs that took."""
    before: object = None
    for number in range(1, RUNS_MAX + 1):
        out.run(*words, code=None)
        now = {name: sorted(seen.id for seen in posts) for name, posts in out.seen().items()}, _states(out)
        if now == before:
            return number
        before = now
    return RUNS_MAX


def _states(out: Out) -> Counter[str]:
    rows = json.loads(out.run("outbox", "--json", code=None).stdout)
    rows = rows["posts"] if isinstance(rows, dict) else rows
    return Counter(str(row["state"]) for row in rows)


def _judge(
    shown: Mapping[str, Sequence[Seen]],
    before: Mapping[str, set[str]],
    ended: Sequence[Mapping[str, Any]],
    **more: Any,
) -> Report:
    old, twice, moved = list[str](), list[str](), list[str]()
    became: dict[str, Counter[str]] = {}
    for name, posts in shown.items():
        became[name] = Counter(each["became"] for each in ended if each["channel"] == name)
        fresh = Counter(seen.marker or seen.id for seen in posts)
        twice += [f"{name}: {marker}" for marker, count in fresh.items() if count > 1]
        if platform(name).abilities.replace:
            old += [f"{name}: {seen.id}" for seen in posts if _says(seen, printed(OLD))]
            if {seen.id for seen in posts} != before[name]:
                moved.append(name)
        elif platform(name).abilities.withdraw and not channel_class(name).corrects_beside:
            listed = became[name]["listed"]
            left = before[name] & {seen.id for seen in posts}
            old += [f"{name}: {id}" for id in left][listed:]
    posts_out = sum(len(ids) for ids in before.values())
    told = sum(sum(count.values()) for count in became.values())
    lost = [f"{posts_out - told} posts of which nothing is said"] if told < posts_out else []
    items = {each["item"] for each in ended}
    return Report(
        items=len(items), posts=posts_out, became=became, old=tuple(old), twice=tuple(twice), lost=tuple(lost),
        moved=tuple(moved), **more,
    )  # fmt: skip


def _says(seen: Seen, figures: Sequence[str]) -> bool:
    """Say whether readers read one of these figures in a post, its descriptions or its captions."""
    files = (
        content.decode("utf-8", "ignore")
        for name, content in seen.files.items()
        if name.endswith((".html", ".vtt", ".srt", ".json"))
    )
    captions = (content.decode("utf-8", "ignore") for content in seen.captions.values())
    told = " ".join((seen.text, *seen.alt_texts, *files, *captions))
    return any(figure in told for figure in figures)
