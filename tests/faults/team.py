"""A team's busy week: people stop, move, take back and correct things while posts go out on failing platforms.

    report = run_week(seed=1, posts=1000, acts=200)

Editions of pictures for citizens and for staff, in three languages, are approved and released to public accounts, one
for each channel and language. Between the runs of the publisher, between two posts of a run and between a post's
upload and its publishing call people decide otherwise. What they decided last is kept here as well, apart from the
ledger; at each publishing call it is asked whether the post may go, and in the end readers are asked what they see.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from briefcast.channels.base import Account, Channel, Kept, Post, Receipt
from briefcast.channels.table import open_channel
from briefcast.errors import LedgerError, NotApproved
from briefcast.ledger import Ledger, open_ledger
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import AudienceEntry, Manifest, OutputEntry, read_manifest, write_manifest
from briefcast.publishing import sending
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.posts import PostSettings
from briefcast.publishing.publisher import Patience
from briefcast.publishing.sending import Outcome, publish_orders, recall_posts, still_sent
from briefcast.publishing.settling import Settled, settle_left
from briefcast.store.store import Store
from tests.channel_fixtures import TEXTS, picture
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator, Fault
from tests.ledger_fixtures import edition_of
from tests.publishing_fixtures import posts_of

CHANNELS = ("folder", "mastodon", "bluesky", "telegram", "facebook", "x", "linkedin", "wordpress")
LANGUAGES = ("vi", "en", "he")
AUDIENCES = ("citizens", "staff")

Act = Literal[
    "held", "sent back", "approved", "moved away", "moved here", "taken back", "mourning", "corrected", "other link"
]
_ACTS: tuple[Act, ...] = (
    "held", "held", "sent back", "approved", "moved away", "moved here", "taken back", "mourning", "corrected",
    "other link",
)  # fmt: skip
_LINKS = ("https://example.org/", "https://example.org/other")
WAIT_MAX_S = 1_860
"""How long posts may wait for a quota in the end: the longest of a platform is half an hour."""
_FAULTS = ("answer lost", "unavailable", "failed after all", "too many")


@dataclass(kw_only=True)
class Wish:
    """What the team decided last about one item on one channel."""

    content: str = ""
    decision: str = ""
    link: str = ""
    """The page of the posts that were shown when it was decided."""
    released: bool = False
    slot: dt.datetime | None = None
    since: float = 0
    """When that was decided, by the clock that only goes forward."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of a week."""

    seed: int
    released: int
    acts: Counter[str]
    states: Counter[str]
    """Of the publications in the ledger, in the end."""
    unapproved: tuple[str, ...]
    """Calls that published what was stopped, moved or forbidden before they were taken up."""
    astray: tuple[str, ...]
    """Posts on an account for other people, or in another language."""
    twice: tuple[str, ...]
    lost: tuple[str, ...]
    """What should be out, or at its platform until its slot, and is neither there nor listed for a person."""
    kept: tuple[str, ...]
    """What platforms still hold although it was stopped, and nobody was told."""
    left: tuple[str, ...]
    """What nobody works on and no run settled."""
    deaths: int
    """How often a publisher stopped in the middle of a post."""
    seconds: float

    @property
    def bad(self) -> tuple[str, ...]:
        """Everything that should not be."""
        return (*self.unapproved, *self.astray, *self.twice, *self.lost, *self.kept, *self.left)

    def __str__(self) -> str:
        acts = ", ".join(f"{count} {act}" for act, count in sorted(self.acts.items()))
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"seed {self.seed}: {self.released} released, {sum(self.acts.values())} acts ({acts})\n"
            f"publications: {states}\n"
            f"unapproved or at the wrong time {len(self.unapproved)}, astray {len(self.astray)}, "
            f"twice {len(self.twice)}, lost {len(self.lost)}, kept by a platform {len(self.kept)}, "
            f"left in the middle {len(self.left)} after {self.deaths} deaths; {self.seconds:.0f} s"
        )


class Watched(Channel):
    """A channel beside which people act before a post is published; each publishing call is held against their wish."""

    def __init__(self, channel: Channel, week: Week) -> None:
        self._channel, self._week = channel, week
        self.name = channel.name  # type: ignore[misc]
        self.account = channel.account

    def check(self) -> str:
        return self._channel.check()

    def check_post(self, post: Post) -> Any:
        return self._channel.check_post(post)

    def upload(self, post: Post, kept: Kept) -> None:
        self._channel.upload(post, kept)
        self._week.interrupt(post.item)
        self._week.perhaps_die()

    def send(self, post: Post, kept: Kept) -> Receipt:
        self._week.note_call(post, self.name)
        receipt = self._channel.send(post, kept)
        self._week.perhaps_die()
        return receipt

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        self._week.note_call(post, self.name)
        return self._channel.replace(receipt, post, kept)

    def withdraw(self, receipt: Receipt) -> None:
        self._channel.withdraw(receipt)

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        return self._channel.find(post, kept)

    def close(self) -> None:
        self._channel.close()


@dataclass(kw_only=True)
class Week:
    """The team, its ledger, its accounts, and what readers see of them."""

    folder: Path
    chance: random.Random
    emulators: dict[str, Emulator]
    acts_left: int
    ledger: Ledger = field(init=False)
    accounts: Accounts = field(init=False)
    store: Store = field(init=False)
    items: dict[str, tuple[Path, Item]] = field(default_factory=dict)
    wishes: dict[tuple[str, str], Wish] = field(default_factory=dict)
    posts: dict[tuple[str, str, str], Post] = field(default_factory=dict)
    """Every post that was ever ordered, by item, account and content."""
    mourning: bool = False
    mourning_since: float = 0
    link_since: float = 0
    acts: Counter[str] = field(default_factory=Counter)
    unapproved: list[str] = field(default_factory=list)
    outcomes: Sequence[Outcome] = ()
    """Of the last run."""
    settled: Sequence[Settled] = ()
    """By the last run."""
    dying: bool = True
    deaths: int = 0
    told: list[str] = field(default_factory=list)
    """What people were told they have to do at a platform."""
    lock: Any = field(default_factory=threading.RLock)
    asked: Any = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self.ledger, self.store = open_ledger(self.folder / "ledger.db"), Store(self.folder / "store")
        # Readers' copies are told by the mark in their link.
        self.accounts = Accounts(
            posts=PostSettings(link=_LINKS[0]),
            accounts=tuple(
                AccountEntry(
                    name=name,
                    channel=emulator.channel,
                    audiences=("citizens",),
                    languages=(name.rpartition("-")[2],),  # type: ignore[arg-type]
                    settings=dict(emulator.account().settings),
                )
                for name, emulator in self.emulators.items()
            ),
        )

    # ---- what people do

    def add_edition(self, number: int) -> None:
        """Make an edition, approve most of it, and release it to every channel, now or for soon."""
        folder = self.folder / "outputs" / f"brief-{number}"
        manifest = edition(folder, number)
        self.ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
        for item in items_of(manifest):
            self.items[item.key] = (folder, item)
            self.decide(item, "approved" if self.chance.random() < 0.9 else "held")
            for channel in CHANNELS:
                self.release(item, channel, seconds=self.chance.choice((-60, -1, -1, 2, 900)))

    def decide(self, item: Item, decision: Any) -> None:
        posts = posts_of(item, self.items[item.key][0], self.accounts)
        self.ledger.decide(item.key, item.content_sha256, decision, who="lan", why="Because.", posts=posts)
        for channel in CHANNELS:
            wish = self.wish(item.key, channel)
            wish.content, wish.decision, wish.since = item.content_sha256, decision, time.monotonic()
            wish.link = self.accounts.posts.link

    def release(self, item: Item, channel: str, *, seconds: float) -> None:
        slot = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
        with suppress(NotApproved):
            self.ledger.release(
                item.key, item.content_sha256, channel=channel, account="", who="lan", slot=slot, week="2026-W48"
            )
            wish = self.wish(item.key, channel)
            wish.released, wish.slot, wish.since = True, slot, time.monotonic()

    def wish(self, item: str, channel: str) -> Wish:
        return self.wishes.setdefault((item, channel), Wish())

    def act(self, key: str) -> None:
        """Do something to an item, as a person would who was just called."""
        with self.lock:
            if self.acts_left <= 0:
                return
            self.acts_left -= 1
            folder, item = self.items[key]
            act, channel = self.chance.choice(_ACTS), self.chance.choice(CHANNELS)
            self.acts[act] += 1
            if act in ("held", "sent back", "approved"):
                self.decide(item, act)
            elif act == "moved away":
                self.release(item, channel, seconds=900)
            elif act == "moved here":
                self.release(item, channel, seconds=-1)
            elif act == "taken back":
                self.take_back(item)
            elif act == "mourning":
                self.mourning, self.mourning_since = not self.mourning, time.monotonic()
            elif act == "corrected":
                self.correct(folder, item)
            else:
                self.change_link(_LINKS[self.accounts.posts.link == _LINKS[0]])

    def change_link(self, link: str) -> None:
        """Let all posts lead to another page: what was approved with the old one has to be approved again."""
        self.accounts = self.accounts.model_copy(update={"posts": PostSettings(link=link)})
        self.link_since = time.monotonic()

    def take_back(self, item: Item) -> None:
        self.ledger.take_back([r for r in self.ledger.releases() if r.item == item.key], who="mai")
        for channel in CHANNELS:
            wish = self.wish(item.key, channel)
            wish.released, wish.since = False, time.monotonic()

    def correct(self, folder: Path, item: Item) -> None:
        """Make an edition anew with one picture drawn otherwise; approve and release that one."""
        manifest = edition(folder, int(folder.name.rpartition("-")[2]), anew=item.key)
        self.ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
        for other in items_of(manifest):
            self.items[other.key] = (folder, other)
        _, corrected = self.items[item.key]
        self.decide(corrected, "approved")
        for channel in CHANNELS:
            self.release(corrected, channel, seconds=-1)

    def interrupt(self, item: str) -> None:
        """Act now and then while something is on its way: on itself, or on anything else."""
        with self.lock:
            if self.chance.random() < 0.08:
                self.act(item if self.chance.random() < 0.7 else self.chance.choice(list(self.items)))

    def perhaps_die(self) -> None:
        """Lose the ledger now and then while something is on its way: what was begun stays as it is, for the next run.

        Raises:
            LedgerError: as where another program holds it.
        """
        with self.lock:
            if self.dying and self.chance.random() < 0.05:
                self.deaths += 1
                raise LedgerError("The ledger is locked.")

    # ---- what the publisher does

    def quiet(self, _at: dt.datetime, _audience: str, _language: str) -> str:
        """Say whether there is mourning; it is the last thing asked before a call, so the time is noted."""
        # Asked within a write of the ledger: whoever acts holds the lock and waits for that write.
        self.asked.at = time.monotonic()
        return "Days of mourning." if self.mourning else ""

    def run(self, *, again: bool = False) -> None:
        """Let go out what may, as a run of the flow does, and take back what platforms may not show any more."""
        orders, _ = released_orders(self.ledger, self.accounts, self.store)
        for order in orders:
            if order.post is not None:
                self.posts[order.item, order.account.name, order.content_sha256] = order.post
        quick = Patience(tries=2, wait_s=0.01, wait_max_s=0.05, looks_after_s=(0.01, 0.05), sleep=lambda _: None)
        with mock.patch.object(sending, "open_channel", self.open):
            self.settled = settle_left(
                self.accounts,
                self.ledger,
                who="run",
                ordered=still_sent(orders),
                sources=(self.secret,),
                patience=quick,
            )
            self.outcomes = publish_orders(
                orders, self.ledger, who="run", sources=(self.secret,), again=again, patience=quick, quiet=self.quiet
            )
            recalled = recall_posts(self.accounts, self.ledger, who="run", sources=(self.secret,), quiet=self.quiet)
        self.told += [r.publication.item + r.publication.account for r in recalled if r.failed]

    @contextmanager
    def open(self, account: Account) -> Iterator[Channel]:
        with open_channel(account) as channel:
            yield Watched(channel, self)

    def secret(self, name: str) -> str | None:
        """Give an account's secret by its name."""
        for account, emulator in self.emulators.items():
            if name.startswith(f"briefcast-{account}-"):
                found = emulator.account().secrets.get(name.removeprefix(f"briefcast-{account}-"))
                return found.get_secret_value() if found else None
        return None

    def note_call(self, post: Post, channel: str) -> None:
        """Hold a publishing call against what was wished when it was taken up."""
        with self.lock:
            wish, asked_at = self.wish(post.item, channel), getattr(self.asked, "at", time.monotonic())
            why = self.forbidden(post, wish)
            if why and max(wish.since, self.mourning_since) <= asked_at:
                self.unapproved.append(f"{post.item} on {channel}: {why}")

    def forbidden(self, post: Post, wish: Wish) -> str:
        """Say why a post may not go out now; empty if it may."""
        if wish.content != post.content_sha256:
            return "other content was approved since"
        if wish.decision != "approved":
            return wish.decision
        if not (post.link or "").startswith(wish.link) or (wish.link == _LINKS[0] and _LINKS[1] in post.link):
            return f"it was approved with {wish.link}, and leads to {post.link}"
        if not wish.released:
            return "its release was taken back"
        if wish.slot and wish.slot > dt.datetime.now(dt.UTC) and post.publish_at != wish.slot:
            return f"its slot is {wish.slot}, it would be seen at {post.publish_at}"
        return "mourning" if self.mourning else ""

    def waits_for_room(self) -> bool:
        """Whether a post waits for its quota: what a platform takes in a minute goes out in the next runs."""
        return any(o.state == "prepared" and ("quota" in o.detail or "Not tried" in o.detail) for o in self.outcomes)

    # ---- what readers see

    def copies(self, item: str, account: str) -> int:
        """Count the copies of an item on an account, whatever its content."""
        emulator = self.emulators[account]
        markers = {post.marker for (key, name, _), post in self.posts.items() if (key, name) == (item, account)}
        return sum(seen.marker in markers for seen in emulator.posts())

    def report(self, seed: int, seconds: float) -> Report:
        """Look at every account, and at the ledger."""
        publications = self.ledger_publications()
        listed = {(p.item, p.account) for p in publications if p.state in ("unconfirmed", "refused")}
        why = {(o.order.item, o.order.account.name): f"{o.state}, {o.detail}" for o in self.outcomes}
        astray, twice, lost, kept = [], [], [], []
        for name, emulator in self.emulators.items():
            language = name.rpartition("-")[2]
            for key in self.items:
                _, audience, spoken, *_ = key.split("/")
                copies, wish = self.copies(key, name), self.wish(key, emulator.channel)
                where = f"{key} on {name}"
                if copies and (audience, spoken) != ("citizens", language):
                    astray.append(where)
                if copies > 1:
                    twice.append(f"{where}: {copies}")
                mine = (audience, spoken) == ("citizens", language)
                wished = wish.decision == "approved" and wish.released
                as_shown = wish.link == self.accounts.posts.link
                due = wish.slot is not None and wish.slot <= dt.datetime.now(dt.UTC)
                if mine and wished and as_shown and due and not copies and (key, name) not in listed:
                    lost.append(f"{where}: {why.get((key, name), 'nothing was said of it')}")
                waits = [
                    p for p in publications
                    if (p.item, p.account, p.state) == (key, name, "sent")
                    and p.scheduled_for and p.scheduled_for > dt.datetime.now(dt.UTC)
                ]  # fmt: skip
                if waits and not wished and key + name not in self.told:
                    kept.append(where)
        return Report(
            seed=seed,
            released=len(self.ledger.releases()),
            acts=self.acts,
            states=Counter(p.state for p in publications),
            unapproved=tuple(self.unapproved),
            astray=tuple(astray),
            twice=tuple(twice),
            lost=tuple(lost),
            kept=tuple(kept),
            left=tuple(f"{p.item} on {p.account} is left in {p.step}" for p in publications if p.state == "sending"),
            deaths=self.deaths,
            seconds=seconds,
        )

    def ledger_publications(self) -> Sequence[Any]:
        from briefcast.ledger.outbox import Outbox

        return Outbox(self.ledger, who="").publications()


def edition(folder: Path, number: int, *, anew: str = "") -> Manifest:
    """Write an edition of a picture for each audience and language; one of them is drawn otherwise if it is anew."""
    before = read_manifest(folder) if anew else None
    manifest = before or edition_of(folder)
    brief = f"brief-{number}"
    outputs = []
    for audience in AUDIENCES:
        for language in LANGUAGES:
            path = f"{audience}/{language}/infographic-1080x1080.png"
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if before is None or anew == f"{brief}/{audience}/{language}/infographic/1080x1080":
                file.write_bytes(picture() + f"{brief} {path} {time.monotonic_ns() if anew else ''}".encode())
            content = file.read_bytes()
            outputs.append(
                OutputEntry(
                    path=path,
                    product="infographic",
                    role="image",
                    audience=audience,  # type: ignore[arg-type]
                    language=language,  # type: ignore[arg-type]
                    variant="1080x1080",
                    media_type="image/png",
                    sha256=hashlib.sha256(content).hexdigest(),
                    bytes=len(content),
                    alt_text=TEXTS[language][1],
                    facts=(),
                )
            )
    [script] = manifest.scripts[:1]
    script = script.model_copy(update={"scenes": tuple(s.model_copy(update={"facts": ()}) for s in script.scenes)})
    manifest = manifest.model_copy(
        update={
            "brief": brief,
            "title": {language: f"{TEXTS[language][0]} {number}" for language in LANGUAGES},
            "languages": LANGUAGES,
            "audiences": tuple(AudienceEntry(id=audience) for audience in AUDIENCES),  # type: ignore[arg-type]
            "outputs": tuple(outputs),
            "scripts": tuple(
                script.model_copy(
                    update={"audience": audience, "language": language, "title": f"{TEXTS[language][0]} {number}"}
                )
                for audience in AUDIENCES
                for language in LANGUAGES
            ),
        }
    )
    write_manifest(manifest, folder)
    return manifest


def run_week(*, seed: int, posts: int, acts: int) -> Report:
    """Release about so many posts while so many acts and faults come in between, and tell what came of it."""
    chance, began = random.Random(seed), time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        emulators = {
            f"{channel}-{language}": stack.enter_context(EMULATORS[channel]())
            for channel in CHANNELS
            for language in LANGUAGES
        }
        week = Week(folder=folder, chance=chance, emulators=emulators, acts_left=acts)
        editions = max(1, posts // (len(CHANNELS) * len(LANGUAGES)))
        per_run = max(1, acts // (2 * editions))
        for number in range(editions):
            week.add_edition(number)
            for _ in range(per_run):
                week.act(chance.choice(list(week.items)))
            for emulator in emulators.values():
                if (faults := sorted(emulator.faults & set(_FAULTS))) and chance.random() < 0.3:
                    emulator.arm(Fault(kind=chance.choice(faults), step="publish"))  # type: ignore[arg-type]
            week.run(again=chance.random() < 0.3)
        while week.acts_left:
            week.act(chance.choice(list(week.items)))
        for emulator in emulators.values():
            emulator.disarm()
        week.dying = False
        week.mourning, week.mourning_since = False, time.monotonic()
        week.change_link(_LINKS[0])
        time.sleep(2.1)  # What waited for a slot in two seconds is due.
        for again in (False, True, False):
            week.run(again=again)
        until = time.monotonic() + WAIT_MAX_S
        while week.waits_for_room() and time.monotonic() < until:
            time.sleep(5)
            week.run()
        return week.report(seed, time.monotonic() - began)
