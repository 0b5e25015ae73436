"""The campaign of faults: many posts on every channel while things go wrong, then a count of what readers see.

    report = run_campaign(seed=1, trials=1000)

Each trial publishes one item on one channel with one trouble. Then everything is in order again and the item is
published a few more times, as the next runs of the flow would. Readers must see it exactly once; where nobody
can know whether they do, it must be listed as unconfirmed, and they must not see it twice.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any, Literal

from briefcast.channels.base import Account, Channel, Kept, Post, Receipt
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform, products_taken
from briefcast.channels.table import open_channel
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.publishing.publisher import Patience, publish
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator, Fault

Stumble = Literal["before upload", "before send", "after send"]
STUMBLES: tuple[Stumble, ...] = ("before upload", "before send", "after send")
ROUNDS = 3
"""How often an item is published again after the trouble."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What goes wrong in one trial."""

    name: str
    fault: Fault | None = None
    """On the platform's side or the way there."""
    stumble: Stumble | None = None
    """Where the publisher dies by itself: between two lines of the ledger."""
    publishers: int = 1
    processes: bool = False
    jump_s: int = 0
    """How far the clock jumps after the first run."""

    @property
    def kills(self) -> bool:
        """Whether a publisher dies, and so needs a process of its own."""
        return self.stumble is not None or (self.fault is not None and self.fault.kind.startswith("killed"))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one trial."""

    number: int
    channel: str
    item: str
    trouble: str
    states: tuple[str, ...]
    """After each run."""
    copies: int
    """That readers see."""
    detail: str = ""

    @property
    def once(self) -> bool:
        """Whether it is out exactly once and the ledger says so."""
        return self.copies == 1 and self.states[-1] == "sent"

    @property
    def listed(self) -> bool:
        """Whether it is listed for a person, and not out twice."""
        return self.copies <= 1 and self.states[-1] == "unconfirmed"

    @property
    def good(self) -> bool:
        """Whether it went as promised."""
        return self.once or self.listed


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of all trials."""

    seed: int
    verdicts: tuple[Verdict, ...]
    seconds: float
    leaks: tuple[str, ...] = ()
    """Accounts whose secret was found in the ledger, in its history or in a message."""

    @property
    def twice(self) -> int:
        """How many items readers see more than once."""
        return sum(v.copies > 1 for v in self.verdicts)

    @property
    def bad(self) -> tuple[Verdict, ...]:
        """What did not go as promised."""
        return tuple(v for v in self.verdicts if not v.good)

    def __str__(self) -> str:
        lines = [f"{'channel':12}{'trials':>8}{'once':>8}{'listed':>8}{'twice':>8}{'lost':>8}"]
        for channel in dict.fromkeys(v.channel for v in self.verdicts):
            own = [v for v in self.verdicts if v.channel == channel]
            twice, lost = sum(v.copies > 1 for v in own), sum(not v.good and v.copies <= 1 for v in own)
            once, listed = sum(v.once for v in own), sum(v.listed for v in own)
            lines.append(f"{channel:12}{len(own):8}{once:8}{listed:8}{twice:8}{lost:8}")
        troubles = Counter(v.trouble for v in self.verdicts)
        lines.append("")
        lines += [f"{count:6}  {name}" for name, count in sorted(troubles.items(), key=lambda pair: -pair[1])]
        lines.append(f"secrets found in the ledger or in messages: {', '.join(self.leaks) or 0}")
        lines.append(f"seed {self.seed}, {len(self.verdicts)} trials in {self.seconds:.0f} s")
        return "\n".join(lines)


class Clock:
    """A clock that goes on when somebody waits, and can be set wrong."""

    def __init__(self, offset_s: float = 0) -> None:
        self.offset_s = offset_s

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.offset_s)

    def sleep(self, seconds: float) -> None:
        self.offset_s += seconds
        time.sleep(min(seconds, 0.02))  # A look that is too early must still be able to come too early.


def troubles(emulator: Emulator) -> list[Trouble]:
    """Give everything that can go wrong on a channel."""
    found = [Trouble(name="nothing")]
    for kind in sorted(emulator.faults):
        for step in emulator.steps:
            for skip in (0, 1) if step == "upload" else (0,):
                fault = Fault(kind=kind, step=step, skip=skip)
                found.append(Trouble(name=f"{kind}, {step}", fault=fault))
                if (kind, step) == ("answer lost", "publish"):
                    found += [
                        Trouble(name="answer lost, then clock forward", fault=fault, jump_s=7 * 86400),
                        Trouble(name="answer lost, then clock back", fault=fault, jump_s=-2 * 86400),
                        Trouble(name="answer lost, two publishers", fault=fault, publishers=2),
                    ]
                if (kind, step) == ("killed", "publish"):
                    found += [
                        Trouble(name="killed, then clock forward", fault=fault, jump_s=7 * 86400),
                        Trouble(name="killed, then clock back", fault=fault, jump_s=-2 * 86400),
                    ]
    found += [Trouble(name=f"dies {where}", stumble=where) for where in STUMBLES]
    found += [
        Trouble(name="two publishers", publishers=2),
        Trouble(name="two processes", publishers=2, processes=True),
        Trouble(name="four publishers", publishers=4),
    ]
    return found


class Stumbling(Channel):
    """A channel whose publisher dies at a chosen place; otherwise the channel itself."""

    def __init__(self, channel: Channel, where: Stumble) -> None:
        self._channel, self._where = channel, where
        self.name = channel.name  # type: ignore[misc]
        self.account = channel.account

    def _die(self, where: Stumble) -> None:
        if where == self._where:
            os.kill(os.getpid(), signal.SIGKILL)

    def check(self) -> str:
        return self._channel.check()

    def upload(self, post: Post, kept: Kept) -> None:
        self._die("before upload")
        self._channel.upload(post, kept)

    def send(self, post: Post, kept: Kept) -> Receipt:
        self._die("before send")
        receipt = self._channel.send(post, kept)
        self._die("after send")
        return receipt

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        return self._channel.find(post, kept)

    def close(self) -> None:
        self._channel.close()


@dataclass(kw_only=True)
class Bench:
    """What all trials share: a ledger, a store, emulators that run."""

    folder: Path
    emulators: dict[str, Emulator]
    clock: Clock = field(default_factory=Clock)

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    def publish(self, account: Account, post: Post) -> Publication:
        """Publish in this process."""
        return publish_once(account, post, self.ledger, self.clock, None)


def publish_once(account: Account, post: Post, ledger: Path, clock: Clock, stumble: Stumble | None) -> Publication:
    """Publish a post once, as one run of the flow does."""
    outbox = Outbox(open_ledger(ledger), who="campaign", clock=clock.now)
    patience = Patience(wait_s=0.05, wait_max_s=90_000, looks_after_s=(0.01, 0.2, 1), sleep=clock.sleep)
    with open_channel(account) as channel:
        used = Stumbling(channel, stumble) if stumble else channel
        return publish(post, used, outbox, patience=patience)


def publish_in_process(
    ready: Connection, account: Account, post: Post, ledger: Path, offset_s: float, stumble: Stumble | None
) -> None:
    """Publish in a process of its own, which may be killed; begins when told to."""
    ready.recv()
    publish_once(account, post, ledger, Clock(offset_s), stumble)


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.campaign", "briefcast.ledger.ledger", "briefcast.channels.s3"])
    return context


def run_trial(bench: Bench, number: int, channel: str, trouble: Trouble, post: Post) -> Verdict:
    """Publish one item with one trouble, then until it is out or listed, and count what readers see."""
    emulator = bench.emulators[channel]
    emulator.disarm()
    account = emulator.account()
    if trouble.fault:
        emulator.arm(trouble.fault)
    states = []
    if trouble.kills or trouble.processes:
        states.append(_run_processes(bench, emulator, account, post, trouble))
    else:
        states.append(_run_threads(bench, account, post, trouble))
    emulator.disarm()
    bench.clock.offset_s += trouble.jump_s
    last: Publication | None = None
    for _ in range(ROUNDS):
        last = bench.publish(account, post)
        states.append(last.state)
    # The next trial begins at an honest time, days later: quotas are another test's matter.
    bench.clock.offset_s += abs(trouble.jump_s) * 2 + 40 * 86400
    return Verdict(
        number=number,
        channel=channel,
        item=post.item,
        trouble=trouble.name,
        states=tuple(states),
        copies=len(emulator.seen(post)),
        detail=last.detail if last else "",
    )


def _run_threads(bench: Bench, account: Account, post: Post, trouble: Trouble) -> str:
    barrier = Barrier(trouble.publishers)

    def one() -> str:
        barrier.wait()
        return bench.publish(account, post).state

    with ThreadPoolExecutor(trouble.publishers) as pool:
        return "+".join(future.result() for future in [pool.submit(one) for _ in range(trouble.publishers)])


def _run_processes(bench: Bench, emulator: Emulator, account: Account, post: Post, trouble: Trouble) -> str:
    context, started = _context(), []
    for _ in range(trouble.publishers):
        ours, theirs = context.Pipe()
        process = context.Process(
            target=publish_in_process,
            args=(theirs, account, post, bench.ledger, bench.clock.offset_s, trouble.stumble),
        )
        process.start()
        started.append((process, ours))
    emulator.pid = started[0][0].pid
    for _, ours in started:
        ours.send("go")
    for process, _ in started:
        process.join(60)
    return "+".join("killed" if p.exitcode == -signal.SIGKILL else f"exit {p.exitcode}" for p, _ in started)


@contextmanager
def open_bench(channels: Sequence[str]) -> Iterator[Bench]:
    """Start the emulators of some channels, with a ledger of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        emulators = {name: stack.enter_context(EMULATORS[name]()) for name in channels}
        yield Bench(folder=folder, emulators=emulators)


def run_campaign(*, seed: int, trials: int, channels: Sequence[str] = (), tell: bool = False) -> Report:
    """Run so many trials, every channel and trouble in turn, in an order that the seed decides."""
    chance, began = random.Random(seed), time.monotonic()
    names = list(channels or EMULATORS)
    verdicts = []
    with open_bench(names) as bench:
        store = Store(bench.folder / "store")
        decks = {name: _deck(bench.emulators[name], chance) for name in names}
        for number in range(trials):
            channel = names[number % len(names)]
            products = products_taken(platform(channel))
            post = make_post(
                bench.folder / "files",
                product=chance.choice(products),
                channel=channel,
                language=chance.choice(("vi", "en", "he")),
                item=f"trial-{number}/citizens/vi/item",
                content=f"trial {seed}/{number}".encode(),
            )
            post = fit(bench.emulators[channel].ready(post), platform(channel), store)
            verdict = run_trial(bench, number, channel, next(decks[channel]), post)
            verdicts.append(verdict)
            if tell and (not verdict.good or number % 50 == 49):
                print(f"{number + 1}/{trials}", "" if verdict.good else verdict, file=sys.stderr, flush=True)
        leaks = tuple(_leaks(bench, verdicts))
    return Report(seed=seed, verdicts=tuple(verdicts), seconds=time.monotonic() - began, leaks=leaks)


def _leaks(bench: Bench, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Give the accounts whose secret is in anything that was written down."""
    told = repr(verdicts).encode() + b"".join(path.read_bytes() for path in bench.folder.glob("ledger.db*"))
    for emulator in bench.emulators.values():
        account = emulator.account()
        if any(secret.get_secret_value().encode() in told for secret in account.secrets.values()):
            yield str(account)


def _deck(emulator: Emulator, chance: random.Random) -> Iterator[Trouble]:
    """Deal every trouble of a channel, shuffled, again and again."""
    while True:
        cards = troubles(emulator)
        chance.shuffle(cards)
        yield from cards
