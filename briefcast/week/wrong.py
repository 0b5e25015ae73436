"""What is out, or waits to go out, and is said otherwise now: which posts of a brief told their readers something else.

    work = open_work(brief, ledger)            the brief, its week, how its edition is made
    wrong = find_wrong(work, ledger)           what readers were told otherwise, and where; nothing is written

What takes its place is `briefcast.week.correcting`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from briefcast.brief.corrections import Kind, Pair, Said
from briefcast.brief.model import LanguageCode
from briefcast.brief.read import BriefFile, open_brief
from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class
from briefcast.edition.edition import facts_of, source_entries
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, BriefError, FactError
from briefcast.languages import written_in
from briefcast.ledger import Ledger, RecordedItem, Release
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Item, Named, item_key, items_of
from briefcast.manifest.manifest import FactEntry, Manifest, ScriptEntry, read_manifest
from briefcast.manifest.printed import printed_beside
from briefcast.messages import Typed, joined, tell
from briefcast.paths import LEDGER_ENV
from briefcast.planner.folder import find_plan
from briefcast.planner.plan import read_plan
from briefcast.products.table import default_products
from briefcast.publishing.accounts import Accounts, read_accounts
from briefcast.publishing.differing import as_said, differing, part_labels
from briefcast.publishing.orders import the_one_of
from briefcast.publishing.posts import plain
from briefcast.publishing.ways import can_replace, way_on
from briefcast.week.batch import reopen_week
from briefcast.week.columns import numbered
from briefcast.week.letters import issues_that_said
from briefcast.week.quiet import plan_zone

Way = Literal[
    "replaced",
    "mailed",
    "posted and taken back",
    "posted beside",
    "answered",
    "posted, then by hand",
    "stays",
    "exchanged",
    "told no more",
    "dropped",
]
"""What is done with a post: see `WAYS`."""
WAYS: Mapping[Way, str] = {
    "replaced": tell("the new one takes its place, at the same address"),
    "mailed": tell("a new mail goes out under its subject"),
    "posted and taken back": tell("a new post names the error, and this one is taken back"),
    "posted beside": tell("a new post has the better figures; this one stays"),
    "answered": tell("an answer below it has the better figures; this one stays"),
    "posted, then by hand": tell("a new post names the error; a person deletes this one"),
    "stays": tell("it stays as it is: nothing can be changed there, and a typing error is no news"),
    "exchanged": tell("nobody has seen it: the new one goes out in its stead, at its slot"),
    "told no more": tell("nothing of it is made any more, so no new one takes its place."),
    "dropped": tell("nobody has seen it, and nothing of it is made any more."),
}


@dataclass(frozen=True, kw_only=True)
class Work:
    """A brief that is out, and how its edition is made."""

    file: BriefFile
    request: EditionRequest
    folder: Path
    """Of its edition."""
    week: str
    """The week of a plan it was made for; empty outside a plan."""
    accounts: Accounts
    zone: dt.tzinfo = dt.UTC
    """Of the plan: a correction is of the day that it is there."""
    approvers: tuple[str, ...] = ()
    """Whom the plan names to decide about what is made of it in its week; none where anybody may."""

    @property
    def id(self) -> str:
        """Of the brief."""
        return self.file.brief.id

    @property
    def beside(self) -> Path:
        """Where the brief lies, and its corrections."""
        return self.file.path.parent


def way_of(channel: str, kind: Kind, *, out: bool, post: Publication | None = None) -> Way:
    """Give what is done with a post on a channel that is out, or that nobody has seen yet."""
    if not out:
        return "exchanged"
    abilities, own = platform(channel).abilities, channel_class(channel)
    if can_replace(post) if post else abilities.replace:
        return "replaced"
    if kind == "refile":
        return "stays"
    if own.corrects_beside:
        return "mailed"
    if kind == "revision":
        return "answered" if own.answers else "posted beside"
    return "posted and taken back" if abilities.withdraw else "posted, then by hand"


def where_of(item: str, channel: str, account: str) -> str:
    """Give what is posted where, as people are told."""
    return f"{item} → {channel}:{account}" if account else f"{item} → {channel}"


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """An item on one account that says what is said otherwise now, or is to be exchanged with what does."""

    item: str
    channel: str
    account: str
    """Empty where no account is for it any more."""
    post: Publication | None
    """None where leave was given alone: no run has begun it."""
    out: bool
    """Whether readers have it, or may; else nobody has seen it."""
    pairs: tuple[Pair, ...] = ()
    """What it says otherwise than the brief now."""
    made: bool = True
    """Whether it is still made of the brief: new content can take its place."""

    @property
    def where(self) -> str:
        """What is posted where, as people are told."""
        return where_of(self.item, self.channel, self.account)

    def way(self, kind: Kind) -> Way:
        """Give what is done with it."""
        if not self.made:
            return "told no more" if self.out else "dropped"
        return way_of(self.channel, kind, out=self.out, post=self.post)

    def told(self, kind: Kind) -> str:
        """Say what is done with it, and how a person ends it where nothing takes its place."""
        return joined(WAYS[self.way(kind)], "" if self.made else self._end())

    def _end(self) -> str:
        if not self.out or self.post is None:
            command = Typed(f"briefcast outbox drop {self.item} --channel {self.channel}")
            return tell("To be done with it: {command}", command=command)
        if self.post.state == "sent" and channel_class(self.channel).corrects_beside:
            command = Typed(f"briefcast outbox deleted {self.post.id}")
            return tell("It stays with those who have it. Write to them yourself, then: {command}", command=command)
        return way_on(self.post)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What of a brief is out and is said otherwise now."""

    posts: tuple[Concerned, ...] = ()
    letters: tuple[Publication, ...] = ()
    """Issues of a newsletter that said it, too: they stay with their readers, and the next says what was put right."""

    @cached_property
    def said(self) -> Said:
        """What readers were told otherwise, by audience and language, of what they have or may have.

        Of what is made for readers still: others cannot be told in what is made.
        """
        return by_readers((each.item, each.pairs) for each in self.posts if each.out and each.made)

    @cached_property
    def said_no_more(self) -> Said:
        """The same of what is made for its readers no more."""
        return by_readers((each.item, each.pairs) for each in self.posts if not each.made)

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """In which something was said."""
        return tuple(dict.fromkeys(code for languages in self.said.values() for code in languages))


def by_readers(said: Iterable[tuple[str, tuple[Pair, ...]]]) -> Said:
    """Put together by audience and language what items say otherwise."""
    found: dict[str, dict[LanguageCode, dict[tuple[str, str, str], Pair]]] = {}
    for item, pairs in said:
        named = Named.of(item)
        mine = found.setdefault(named.audience, {}).setdefault(named.language, {})
        for pair in pairs:
            # A headline is one thing that was said, with its full stop on one picture and without on another.
            mine.setdefault((as_said(pair.label), as_said(pair.was), as_said(pair.now)), pair)
    return {
        audience: {code: tuple(every.values()) for code, every in languages.items() if every}
        for audience, languages in found.items()
        if any(languages.values())
    }


def open_work(brief: Path, ledger: Ledger, *, settings: Path = Path()) -> Work:
    """Read a brief whose edition is in the ledger, and how that was made.

    Raises:
        BriefError: the brief is wrong.
        BriefcastError: nothing of it is known.
    """
    file = open_brief(brief)
    id = file.brief.id
    folder, week = ledger.folder_of(id), ledger.week_of(id)
    if folder is None:
        raise BriefcastError(
            tell(
                "The ledger {place} knows no edition of {brief}: nothing of it went out from here. Go to the folder "
                "whose ledger does, or name that one in {variable}.",
                place=ledger.place,
                brief=id,
                variable=LEDGER_ENV,
            )
        )
    if week:
        planned, _ = reopen_week(week, ledger)
        mine = [edition for edition in numbered(planned, ledger) if planned.brief_of(edition.item).brief.id == id]
        for edition in mine:
            return Work(
                file=file,
                request=edition.request.model_copy(update={"brief": file.path}),
                folder=folder,
                week=week,
                accounts=planned.accounts,
                zone=ZoneInfo(planned.plan.timezone),
                approvers=tuple(dict.fromkeys(each.item.approver for each in mine if each.item.approver)),
            )
    manifest, out = read_manifest(folder), [Named.of(p.item) for p in living(ledger, id)]
    # What is out counts as well: made for one language since, the edition says nothing of the others.
    asked = EditionRequest(
        brief=file.path,
        audiences=_both((a.id for a in manifest.audiences), (n.audience for n in out), file.brief.audiences),
        languages=_both(manifest.languages, (n.language for n in out), file.brief.languages),
        products=_both(
            (o.product for o in manifest.outputs),
            (n.product for n in out),
            file.brief.products or default_products(),
        ),
        out=folder.parent,
    )
    zone = _zone(file.path.parent, ledger)
    return Work(file=file, request=asked, folder=folder, week=week, accounts=read_accounts(settings), zone=zone)


def _zone(folder: Path, ledger: Ledger) -> dt.tzinfo:
    """Give the time zone of the plan that weeks were made with, or that lies in the folder; UTC if there is none."""
    if known := plan_zone(ledger):
        return known
    plan, _ = find_plan(folder)
    try:
        return ZoneInfo(read_plan(plan).timezone) if plan else dt.UTC
    except BriefcastError:
        return dt.UTC


def _both(made: Iterable[str], out: Iterable[str], offered: Iterable[str]) -> tuple[str, ...]:
    """Give what was made, or is out, of what a brief offers, in its order."""
    asked = {*made, *out}
    return tuple(each for each in offered if each in asked)


def briefs_of(week: str, ledger: Ledger) -> tuple[Path, ...]:
    """Give the briefs of a week that was made.

    Raises:
        LedgerError: it was not.
    """
    planned, _ = reopen_week(week, ledger)
    return tuple(dict.fromkeys(planned.brief_of(edition.item).path for edition in planned.editions))


# ---- what is wrong


def find_wrong(work: Work, ledger: Ledger) -> Wrong:
    """Find every post that says what the brief says otherwise now, in all languages and products; nothing is made.

    So is what was given leave to go out and is not out yet, and what is out of readers and sizes for which the brief is
    made no more: it stays among them until it is taken back, or a person says that it is gone.
    """
    posts = living(ledger, work.id)
    waiting = tuple(_waiting(work, ledger, posts))
    if not posts and not waiting:
        return Wrong(letters=issues_that_said(work.beside, work.id, {}, ledger, zone=work.zone))
    tellings = Tellings(work)
    now = Outbox(ledger, who="").now()
    found = []
    for post in posts:
        was = ledger.item_as(post.item, post.content_sha256)
        if was and (pairs := tellings.differing(was)):
            place = {"item": post.item, "channel": post.channel, "account": post.account}
            made = tellings.is_made(post.item)
            found.append(Concerned(**place, post=post, out=is_seen(post, now), pairs=pairs, made=made))
    for release, account in waiting:
        was = ledger.item_as(release.item, release.content_sha256)
        if was and (pairs := tellings.differing(was)):
            made = tellings.is_made(release.item)
            place = {"item": release.item, "channel": release.channel, "account": account}
            found.append(Concerned(**place, post=None, out=False, pairs=pairs, made=made))
    wrong = Wrong(posts=tuple(found))
    return replace(wrong, letters=issues_that_said(work.beside, work.id, wrong.said, ledger, zone=work.zone))


def living(ledger: Ledger, brief: str) -> tuple[Publication, ...]:
    """Give what is out of a brief, may be, or was begun."""
    return Outbox(ledger, who="").publications("prepared", "sending", "sent", "unconfirmed", group=brief)


MAY_BE_OUT = ("sending", "sent", "unconfirmed")
"""States of a post that readers may have."""


def is_seen(post: Publication, now: dt.datetime) -> bool:
    """Say whether readers have a post, or may: neither begun alone, nor held by its platform until later."""
    return post.state in MAY_BE_OUT and (post.scheduled_for is None or post.scheduled_for <= now)


def is_done(release: Release, posts: Iterable[Publication], ledger: Ledger) -> bool:
    """Say whether what was released is out, or was."""
    mine = (release.item, release.content_sha256, release.channel)
    ended = Outbox(ledger, who="").publications("withdrawn", item=release.item)
    every = (*(p for p in posts if p.state != "prepared"), *(p for p in ended if not p.made_way))
    return any((p.item, p.content_sha256, p.channel) == mine and release.account in ("", p.account) for p in every)


def _waiting(work: Work, ledger: Ledger, posts: Iterable[Publication]) -> Iterator[tuple[Release, str]]:
    """Give what was given leave to go out and was not begun, with each account it is for; empty if none is."""
    begun = {(p.item, p.channel, p.account) for p in posts}
    newest: dict[tuple[str, str, str], Release] = {}
    for release in ledger.releases():
        if release.item.partition("/")[0] == work.id:
            newest[release.item, release.channel, release.account] = release
    waiting = [
        (release, name)
        for release in newest.values()
        if not is_done(release, posts, ledger)
        for name in accounts_of(work, release)
        if (release.item, release.channel, name) not in begun
    ]
    yield from one_of_each(waiting, {(Named.of(item).group, *place) for item, *place in begun})


def one_of_each(
    waiting: Iterable[tuple[Release, str]], begun: Collection[tuple[str, ...]]
) -> Iterator[tuple[Release, str]]:
    """Give of all sizes of a thing the one that goes, where a platform gets one; none where another one went."""
    together: dict[tuple[str, str, str], list[tuple[Release, str]]] = {}
    for release, name in waiting:
        together.setdefault((Named.of(release.item).group, release.channel, name), []).append((release, name))
    for place, every in together.items():
        goes = the_one_of(every, place[1], lambda each: each[0].item)
        if goes is every or place not in begun:
            yield from goes


def accounts_of(work: Work, release: Release) -> tuple[str, ...]:
    """Give the names of the accounts that leave was given for; an empty one where none is for its readers any more."""
    named = Named.of(release.item)
    entries = work.accounts.of(release.channel, audience=named.audience, language=named.language, name=release.account)
    return tuple(str(entry.name) for entry in entries) or (release.account,)


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except BriefcastError:
        return None


class Tellings:
    """What a brief tells now, and what it would tell readers for whom it is made no more."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._plan = plan_edition(work.request, file=work.file)
        self._before = _manifest(work.folder)
        self._now = _Telling(self._plan, self._before)
        self._more: dict[tuple[str, str], _Telling | None] = {}
        self._pieces: dict[str, set[str]] = {}
        for step in self._plan.steps:
            group = item_key(work.id, step.audience, step.language, step.kind)
            self._pieces.setdefault(group, set()).add(step.variant)

    def is_made(self, key: str) -> bool:
        """Say whether an item is made of the brief as it is, for these readers and in this size."""
        named = Named.of(key)
        variants = self._pieces.get(named.group, set())
        return named.variant in variants or variants == {""}

    def differing(self, was: RecordedItem) -> tuple[Pair, ...]:
        """Give what an item says otherwise now; of what cannot be told any more, its title is gone."""
        mine = (was.audience, was.language)
        if mine in self._plan.read:
            return self._now.differing(was)
        if mine not in self._more:
            self._more[mine] = self._for_readers(*mine)
        telling = self._more[mine]
        return telling.differing(was) if telling else (Pair(was=plain(was.told.partition("\n")[0])),)

    def _for_readers(self, audience: str, language: LanguageCode) -> _Telling | None:
        """Tell readers what the brief would tell them, if its texts still can; None if they cannot."""
        brief = self._work.file.brief
        more = {
            "audiences": tuple(dict.fromkeys((*brief.audiences, audience))),
            "languages": tuple(dict.fromkeys((*brief.languages, language))),
        }
        asked = self._work.request.model_copy(update={"audiences": (audience,), "languages": (language,)})
        try:
            file = replace(self._work.file, brief=brief.model_copy(update=more))
            return _Telling(plan_edition(asked, file=file, found=()), self._before)
        except (BriefError, FactError):
            return None


class _Telling:
    """What a brief tells now, as its items would."""

    def __init__(self, plan: Plan, before: Manifest | None) -> None:
        self._plan = plan
        self._items = {item.key: item for item in items_of(before)} if before else {}
        self._before = {item.content_sha256: item for item in self._items.values()}
        # What differs in a day's order of words alone, no reader was told.
        with written_in(plan.brief.locales):
            self._tell(plan)

    def _tell(self, plan: Plan) -> None:
        heard = {id: ScriptEntry.of(script, read=plan.read[id]) for id, script in plan.scripts.items()}
        self._heard, self._read = heard, {id: entry.to_read() for id, entry in heard.items()}
        said = (fact for each in heard.values() for scene in (*each.scenes, *each.read) for fact in scene.facts)
        known = self._known = {statistic.id for statistic in plan.brief.statistics}
        shown = (f for item in self._items.values() for o in item.outputs for f in o.facts)
        facts = facts_of(plan, said=said, shown=(f for f in shown if f.partition(".")[0] in known))
        self._facts: Mapping[str, FactEntry] = {fact.id: fact for fact in facts}
        self._brief, self._sources = plan.brief, source_entries(plan.brief)

    def differing(self, was: RecordedItem) -> tuple[Pair, ...]:
        """Give what an item says otherwise now; nothing where the brief tells its readers nothing any more."""
        script = self._script(was)
        if script is None:
            return ()
        with written_in(self._plan.brief.locales):
            return self._differing(was, script)

    def _differing(self, was: RecordedItem, script: ScriptEntry) -> tuple[Pair, ...]:
        language: LanguageCode = script.language
        figures = {
            id: fact.written_for.get(was.audience, {}).get(language) or fact.written[language]
            for id, fact in self._facts.items()
        }
        labels = part_labels(self._facts.values(), language)
        told = Item(
            key=was.key,
            content_sha256="",
            brief=was.brief,
            audience=was.audience,
            language=language,
            product=was.product,
            variant=was.variant,
            outputs=(),
            facts=tuple(self._facts.values()),
            sources=self._sources,
            script=script,
            issuer=self._brief.issuer.get(language, ""),
            as_of=self._brief.as_of,
        )
        lines, beside = "\n".join(told.told).splitlines(), printed_beside(told)
        return differing(self._with_printed(was), lines, figures, labels, beside, known=self._known)

    def _script(self, was: RecordedItem) -> ScriptEntry | None:
        mine = (was.audience, was.language)
        before = self._items.get(was.key)
        heard = any(o.role in ("video", "audio") for o in before.outputs) if before else False
        return (self._heard if heard else self._read).get(mine)

    def _with_printed(self, was: RecordedItem) -> RecordedItem:
        """Give what stood beside the words, too, where an earlier version recorded it and its edition lies there."""
        item = self._before.get(was.content_sha256)
        return was if was.printed or item is None else replace(was, printed=printed_beside(item))
