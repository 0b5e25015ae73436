"""Correcting what is out: which posts said what a brief says otherwise now, one approval for all of them, what became.

    work = open_work(brief, ledger)            the brief, its week, how its edition is made
    wrong = find_wrong(work, ledger)           what readers were told otherwise, and where; nothing is written
    add_correction(…); make; then
    corrected = read_set(work, ledger, wrong)  what takes the place of what is out, under one hash
    let_out_set(corrected, ledger, who="lan")  approved, released, and let out as a correction

``briefcast publish`` does the rest, each channel by its ladder (`briefcast.publishing.publisher.replace_post`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from briefcast.brief.corrections import Correction, Kind, Pair, Said, read_corrections
from briefcast.brief.model import LanguageCode
from briefcast.brief.read import BriefFile, open_brief
from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class
from briefcast.edition.edition import facts_of, source_entries
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, BriefError, FactError, LedgerError, NotApproved
from briefcast.ledger import Ledger, Proof, RecordedItem, Release, ShownPost
from briefcast.ledger.corrected import (
    LetOut,
    ShownSet,
    corrections_let_out,
    let_out,
    note_shown,
    sets_shown,
)
from briefcast.ledger.ledger import Leaving
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.records import seen_with_posts
from briefcast.manifest.items import Item, Named, item_key, items_of
from briefcast.manifest.manifest import FactEntry, Manifest, ScriptEntry, read_manifest
from briefcast.manifest.printed import printed_beside
from briefcast.messages import Typed, joined, tell
from briefcast.paths import LEDGER_ENV
from briefcast.planner.folder import find_plan
from briefcast.planner.plan import NEWSLETTER, read_plan
from briefcast.products.table import default_products
from briefcast.publishing.accounts import Accounts, read_accounts
from briefcast.publishing.differing import as_said, differing, part_labels
from briefcast.publishing.orders import Earlier, planned_orders
from briefcast.publishing.posts import plain
from briefcast.publishing.ways import by_hand, way_on
from briefcast.week.batch import reopen_week
from briefcast.week.columns import numbered
from briefcast.week.quiet import plan_zone

SEEN_CHARS = 12
"""Of the hash of a set, enough to type."""
SEEN_MIN_CHARS = 6
"""Fewer are not taken for it."""
Way = Literal[
    "replaced",
    "mailed",
    "posted and taken back",
    "posted beside",
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

    @property
    def id(self) -> str:
        """Of the brief."""
        return self.file.brief.id

    @property
    def beside(self) -> Path:
        """Where the brief lies, and its corrections."""
        return self.file.path.parent


def way_of(channel: str, kind: Kind, *, out: bool) -> Way:
    """Give what is done with a post on a channel that is out, or that nobody has seen yet."""
    if not out:
        return "exchanged"
    abilities, mailed = platform(channel).abilities, channel_class(channel).corrects_beside
    if abilities.replace:
        return "replaced"
    if kind == "refile":
        return "stays"
    if mailed:
        return "mailed"
    if kind == "revision":
        return "posted beside"
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
        return way_of(self.channel, kind, out=self.out)

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
        return _by_readers((each.item, each.pairs) for each in self.posts if each.out and each.made)

    @cached_property
    def said_no_more(self) -> Said:
        """The same of what is made for its readers no more."""
        return _by_readers((each.item, each.pairs) for each in self.posts if not each.made)

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """In which something was said."""
        return tuple(dict.fromkeys(code for languages in self.said.values() for code in languages))


def _by_readers(said: Iterable[tuple[str, tuple[Pair, ...]]]) -> Said:
    """Put together by audience and language what items say otherwise."""
    found: dict[str, dict[LanguageCode, dict[tuple[str, str, str], Pair]]] = {}
    for item, pairs in said:
        named = Named.of(item)
        mine = found.setdefault(named.audience, {}).setdefault(named.language, {})
        for pair in pairs:
            # A headline is one thing that was said, with its full stop on one picture and without on another.
            mine.setdefault((pair.label, as_said(pair.was), as_said(pair.now)), pair)
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
        for edition in numbered(planned, ledger):
            if planned.brief_of(edition.item).brief.id == id:
                request = edition.request.model_copy(update={"brief": file.path})
                zone: dt.tzinfo = ZoneInfo(planned.plan.timezone)
                return Work(file=file, request=request, folder=folder, week=week, accounts=planned.accounts, zone=zone)
    manifest, out = read_manifest(folder), [Named.of(p.item) for p in _living(ledger, id)]
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
    posts = _living(ledger, work.id)
    waiting = tuple(_waiting(work, ledger, posts))
    if not posts and not waiting:
        return Wrong()
    tellings = _Tellings(work)
    now = Outbox(ledger, who="").now()
    found = []
    for post in posts:
        was = ledger.item_as(post.item, post.content_sha256)
        if was and (pairs := tellings.differing(was)):
            place = {"item": post.item, "channel": post.channel, "account": post.account}
            made = tellings.is_made(post.item)
            found.append(Concerned(**place, post=post, out=_is_seen(post, now), pairs=pairs, made=made))
    for release, account in waiting:
        was = ledger.item_as(release.item, release.content_sha256)
        if was and (pairs := tellings.differing(was)):
            made = tellings.is_made(release.item)
            place = {"item": release.item, "channel": release.channel, "account": account}
            found.append(Concerned(**place, post=None, out=False, pairs=pairs, made=made))
    wrong = Wrong(posts=tuple(found))
    return Wrong(posts=wrong.posts, letters=tuple(_letters(wrong, ledger))) if wrong.said else wrong


def _living(ledger: Ledger, brief: str) -> tuple[Publication, ...]:
    """Give what is out of a brief, may be, or was begun."""
    return Outbox(ledger, who="").publications("prepared", "sending", "sent", "unconfirmed", group=brief)


def _is_seen(post: Publication, now: dt.datetime) -> bool:
    """Say whether readers have a post, or may: neither begun alone, nor held by its platform until later."""
    return post.state in _MAY_BE_OUT and (post.scheduled_for is None or post.scheduled_for <= now)


def _waiting(work: Work, ledger: Ledger, posts: Iterable[Publication]) -> Iterator[tuple[Release, str]]:
    """Give what was given leave to go out and was not begun, with each account it is for; empty if none is."""
    begun = {(p.item, p.channel, p.account) for p in posts}
    newest: dict[tuple[str, str, str], Release] = {}
    for release in ledger.releases():
        if release.item.partition("/")[0] == work.id:
            newest[release.item, release.channel, release.account] = release
    for release in newest.values():
        if _is_done(release, posts, ledger):
            continue
        for name in _accounts_of(work, release):
            if (release.item, release.channel, name) not in begun:
                yield release, name


def _accounts_of(work: Work, release: Release) -> tuple[str, ...]:
    """Give the names of the accounts that leave was given for; an empty one where none is for its readers any more."""
    named = Named.of(release.item)
    entries = work.accounts.of(release.channel, audience=named.audience, language=named.language, name=release.account)
    return tuple(str(entry.name) for entry in entries) or (release.account,)


_LINE_MIN_CHARS = 12
"""Shorter words may stand in a letter without being those that were wrong."""


def _letters(wrong: Wrong, ledger: Ledger) -> Iterator[Publication]:
    """Give the issues of newsletters that are out and have a line that is said otherwise now."""
    for post in Outbox(ledger, who="").publications("sent"):
        named = Named.of(post.item)
        pairs = wrong.said.get(named.audience, {}).get(named.language, ())
        lines = [pair.was for pair in pairs if not pair.label and len(pair.was) >= _LINE_MIN_CHARS]
        if named.product == NEWSLETTER and lines and (letter := ledger.item_as(post.item, post.content_sha256)):
            told = plain(letter.told)
            if any(line.rstrip(".") in told for line in lines):
                yield post


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except BriefcastError:
        return None


class _Tellings:
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


# ---- the set that takes its place


@dataclass(frozen=True, kw_only=True)
class Place:
    """One account on which an item takes the place of what is there, or of what was to go there."""

    channel: str
    account: str
    old: Publication | None
    """What is there; None where only leave was given."""
    release: Release | None
    """By which that went out."""
    shown: ShownPost | None
    """As it will go out; None if it cannot."""
    out: bool = False
    """Whether readers have what is there, or may."""
    refused: str = ""
    """Why it cannot."""
    stays: bool = False
    """Whether what is there stays: a typing error where nothing can be changed."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """One item as it was made anew."""

    item: Item
    places: tuple[Place, ...]
    stopped: str = ""
    """``held`` or ``sent back``, if somebody stopped it; then nothing of it goes out."""

    @property
    def posts(self) -> tuple[ShownPost, ...]:
        """Its posts as whoever approves sees them."""
        return tuple(place.shown for place in self.places if place.shown and not place.stays)


@dataclass(frozen=True, kw_only=True)
class CorrectionSet:
    """Everything that takes the place of what is out, approved as one."""

    correction: Correction
    items: tuple[Corrected, ...]
    week: str
    gone: tuple[Publication, ...] = field(default=())
    """What is out of items that are made no more."""

    @property
    def concerned(self) -> tuple[Concerned, ...]:
        """Every place of it, and what is out and made no more, as whoever approves is shown them."""
        places = (
            Concerned(item=each.item.key, channel=p.channel, account=p.account, post=p.old, out=p.out)
            for each in self.items
            for p in each.places
        )
        gone = (
            Concerned(item=p.item, channel=p.channel, account=p.account, post=p, out=True, made=False)
            for p in self.gone
        )
        return (*places, *gone)

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What whoever approves is shown, by place: what becomes of what is there, and a hash of what goes out."""
        found: dict[str, str] = {each.where: each.way(self.correction.kind) for each in self.concerned}
        for each in self.items:
            content = each.item.content_sha256
            found[each.item.key] = f"{each.stopped} {content}"
            for place in each.places:
                where = where_of(each.item.key, place.channel, place.account)
                post = seen_with_posts(content, (place.shown,)) if place.shown and not place.stays else ""
                found[where] += f" {place.old.id if place.old else ''} {post}"
        return found

    @cached_property
    def seen(self) -> str:
        """One hash over the kind, the reasons, every item, every post and what becomes of what is there."""
        reasons = self.correction.model_dump_json()
        lines = (f"{where}: {what}" for where, what in sorted(self.shown.items()))
        return hashlib.sha256("\n".join((reasons, *lines)).encode()).hexdigest()

    @property
    def goes(self) -> tuple[Corrected, ...]:
        """What nobody stopped."""
        return tuple(each for each in self.items if not each.stopped)

    def covers(self, wrong: Wrong) -> bool:
        """Say whether it is of all that is said otherwise now: of the words, and of every post that has them."""
        said = self.correction.said
        places = {each.where for each in self.concerned}
        return all(
            set(pairs) <= set(said.get(audience, {}).get(code, ()))
            for audience, languages in wrong.said.items()
            for code, pairs in languages.items()
        ) and all(each.where in places for each in wrong.posts if each.made and each.out)


def read_set(work: Work, ledger: Ledger, wrong: Wrong) -> CorrectionSet | None:
    """Give what takes the place of what is out and ``wrong``, as it lies there; None where nothing was written down.

    What waits for its slot is exchanged too wherever it was made anew: of an item that changed nothing else leaves.
    What is out and says the same stays as it is, however often it was made anew.
    """
    corrections = read_corrections(work.beside, work.id)
    if not corrections or not wrong.posts:
        return None
    last = corrections[-1]
    now = {item.key: item for item in items_of(read_manifest(work.folder))}
    posts = _living(ledger, work.id)
    old = [each.post for each in wrong.posts if each.post and each.post.state in _MAY_BE_OUT]
    out = [p for p in old if p.item in now and now[p.item].content_sha256 != p.content_sha256]
    releases = [r for r in ledger.releases() if r.item.partition("/")[0] == work.id]
    waits = [
        r
        for r in releases
        if r.item in now and r.content_sha256 != now[r.item].content_sha256 and not _is_done(r, posts, ledger)
    ]
    earlier, clock = Earlier(ledger), Outbox(ledger, who="").now()
    keys = dict.fromkeys((*(p.item for p in out), *(r.item for r in waits)))
    items = []
    for key in sorted(keys):
        item, mine = now[key], [r for r in releases if r.item == key]
        standing = ledger.standing(key, item.content_sha256).name
        give = partial(_place, work, item, earlier=earlier, kind=last.kind)
        places = (
            *(give(p.channel, p.account, old=p, out=_is_seen(p, clock), releases=mine) for p in out if p.item == key),
            *(
                give(r.channel, name, old=None, out=False, releases=[r])
                for r in waits
                if r.item == key
                for name in _accounts_of(work, r)
            ),
        )
        stopped = standing if standing in ("held", "sent back") else ""
        items.append(Corrected(item=item, places=_once(places), stopped=stopped))
    if not items:
        return None
    gone = tuple(p for p in old if p.item not in now)
    return CorrectionSet(correction=last, items=tuple(items), week=work.week, gone=gone)


def places_of(wrong: Wrong, found: CorrectionSet | None) -> tuple[Concerned, ...]:
    """Give every place of what is wrong, and what is exchanged beside it: it waits, and was made anew as well."""
    known = {each.where for each in wrong.posts}
    return (*wrong.posts, *(each for each in (found.concerned if found else ()) if each.where not in known))


def _is_done(release: Release, posts: Iterable[Publication], ledger: Ledger) -> bool:
    """Say whether what was released is out, or was."""
    mine = (release.item, release.content_sha256, release.channel)
    ended = Outbox(ledger, who="").publications("withdrawn", item=release.item)
    every = (*(p for p in posts if p.state != "prepared"), *(p for p in ended if not p.made_way))
    return any((p.item, p.content_sha256, p.channel) == mine and release.account in ("", p.account) for p in every)


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        found.setdefault((place.channel, place.account), place)
    return tuple(found.values())


def _place(
    work: Work,
    item: Item,
    channel: str,
    account: str,
    *,
    earlier: Earlier,
    kind: Kind,
    old: Publication | None,
    out: bool,
    releases: Iterable[Release],
) -> Place:
    """Give what becomes of an item on one account, and the release by which what is there went out."""
    release = next((r for r in reversed(list(releases)) if r.channel == channel and r.account in ("", account)), None)
    orders = planned_orders(item, work.folder, channel, work.accounts, name=account, earlier=earlier)
    order = orders[0] if orders else None
    lacks = tell("No account on {channel} is for it any more: see channels.yaml.", channel=channel)
    return Place(
        channel=channel,
        account=account,
        old=old,
        release=release,
        shown=order.shown if order else None,
        out=out,
        refused=order.refused if order else lacks,
        stays=old is not None and way_of(channel, kind, out=out) == "stays",
    )


def said_since(work: Work, ledger: Ledger) -> Said:
    """Give what the brief says otherwise by now than what was made of it to be let out, by audience and language."""
    tellings = _Tellings(work)
    keys = {p.item for p in _living(ledger, work.id)}
    keys |= {r.item for r in ledger.releases() if r.item.partition("/")[0] == work.id}
    made = (item for item in items_of(read_manifest(work.folder)) if item.key in keys and tellings.is_made(item.key))
    recorded = ((item.key, ledger.item_as(item.key, item.content_sha256)) for item in made)
    return _by_readers((key, tellings.differing(item)) for key, item in recorded if item)


def let_out_set(found: CorrectionSet, ledger: Ledger, *, who: str, proof: Proof = "") -> tuple[NotApproved, ...]:
    """Approve everything of a set, release it, and let it out as a correction; done again, it is the same.

    Broken off between these, it is typed once more. What may not leave is given with the reason.

    Raises:
        LedgerError: a part of it cannot be approved.
    """
    goes = [each for each in found.goes if each.posts]
    asked = [(each.item.key, each.item.content_sha256, each.posts) for each in goes]
    why = next(iter(found.correction.reason.values()), "")
    fresh = [each for each in asked if not _is_approved(ledger, *each)]
    ledger.decide_all(fresh, "approved", who=who, why=why, proof=proof)
    # Kept whole: if the file beside the brief is lost, it is written again from here.
    if goes:
        show_set(found, ledger, goes[0].item.brief, who=who)
    # Before it is released: a run that comes between must know what it corrects.
    let_out(
        ledger,
        [pair[:2] for pair in asked],
        kind=found.correction.kind,
        seen=found.seen[:SEEN_CHARS],
        who=who,
        correction=found.correction.mark,
    )
    refused: list[NotApproved] = []
    by_week: dict[str | None, list[Leaving]] = {}
    for each in goes:
        for place in each.places:
            if place.stays or place.shown is None:
                continue
            leave = Leaving(
                item=each.item.key,
                content_sha256=each.item.content_sha256,
                channel=place.channel,
                account=place.release.account if place.release else place.account,
                slot=place.release.slot if place.release else None,
            )
            week = (place.release.week if place.release else None) or found.week or None
            if leave not in by_week.setdefault(week, []):  # One leave may be for several accounts.
                by_week[week].append(leave)
    for week, leaves in by_week.items():
        given = ledger.release_all(leaves, who=who, week=week)
        refused += [each for each in given if isinstance(each, NotApproved)]
    return tuple(refused)


def _is_approved(ledger: Ledger, item: str, content: str, posts: tuple[ShownPost, ...]) -> bool:
    stands = ledger.standing(item, content).name == "approved"
    return stands and not any(ledger.posts_changed((item, content, post) for post in posts))


def marks_let_out(ledger: Ledger, brief: str) -> frozenset[str]:
    """Give the marks of the corrections of a brief that were let out."""
    known = corrections_let_out(ledger)
    return frozenset(each.correction for (item, _), each in known.items() if item.partition("/")[0] == brief)


def show_set(found: CorrectionSet, ledger: Ledger, brief: str, *, who: str) -> None:
    """Write down what is shown under the code of a set: if it changes, people are told what of it did."""
    shown = ShownSet(seen=found.seen, places=found.shown, correction=found.correction)
    note_shown(ledger, brief, shown, who=who)


def expect_seen(found: CorrectionSet, ledger: Ledger, brief: str, said: str) -> None:
    """Refuse to let out another set than the one that was looked at.

    Raises:
        LedgerError: it is another one now, or too little of its hash was typed; says what of it is not as it was shown.
    """
    if len(said) >= SEEN_MIN_CHARS and found.seen.startswith(said):
        return
    before = [each for each in sets_shown(ledger, brief) if each.seen.startswith(said)]
    changed = _changed(before[-1].places, found.shown) if before and len(said) >= SEEN_MIN_CHARS else ""
    told = tell(
        "What was looked at ({said}) is not what lies there now ({now}): nothing was approved.",
        said=said,
        now=found.seen[:SEEN_CHARS],
    )
    raise LedgerError(joined(told, changed, tell("Look at all of it again, then type the new code.")))


def _changed(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say what of a set is not as it was shown."""
    come = tuple(where for where in now if where not in was)
    gone = tuple(where for where in was if where not in now)
    other = tuple(where for where in now if where in was and was[where] != now[where])
    return joined(
        tell("Not shown then: {items}.", items=come) if come else "",
        tell("Not there any more: {items}.", items=gone) if gone else "",
        tell("Otherwise than it was shown: {items}.", items=other) if other else "",
        "" if come or gone or other else tell("The kind or a reason was written otherwise."),
    )


# ---- what became of it

Became = Literal["corrected", "withdrawn", "listed"]
_MAY_BE_OUT = ("sending", "sent", "unconfirmed")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What became of one post that said something wrong."""

    item: str
    channel: str
    account: str
    url: str
    became: Became
    kind: Kind
    why: str = ""
    """What a person has still to do, or what it waits for, where it is listed."""
    sent: bool = False
    """Whether what puts it right is out."""


def endings(ledger: Ledger, brief: str = "", *, wrong: Wrong | None = None) -> tuple[Ending, ...]:
    """Give what became of everything that was corrected of a brief, or of all: corrected, withdrawn, or listed.

    What is ``wrong`` and made no more does not wait for a run: it is listed with what ends it.
    """
    ends = {each.where: each for each in wrong.posts if not each.made} if wrong else {}
    told: dict[str, LetOut] = {}
    for (item, _), each in corrections_let_out(ledger).items():
        if not brief or item.partition("/")[0] == brief:
            told[item] = each
    found = []
    for item, known in sorted(told.items()):
        mine: dict[tuple[str, str], list[Publication]] = {}
        for p in Outbox(ledger, who="").publications(item=item):
            mine.setdefault((p.channel, p.account), []).append(p)
        for every in mine.values():
            new = next((p for p in every if p.content_sha256 == known.content_sha256), None)
            old = [p for p in every if p is not new and (p.was_out or p.state in _MAY_BE_OUT)]
            if old:
                ended = _ending(known, new, old[-1], old)
                no_more = ends.get(f"{item} → {ended.channel}:{ended.account}") if ended.became == "listed" else None
                found.append(replace(ended, why=no_more.told(known.kind)) if no_more else ended)
    return tuple(found)


def _ending(known: LetOut, new: Publication | None, last: Publication, old: Iterable[Publication]) -> Ending:
    there = next((p for p in old if p.state in _MAY_BE_OUT), None)
    shown = new or last
    became: Became = "listed"
    why = ""
    if new and new.state == "sent" and there is None:
        became = "corrected"
    elif there is None and (new is None or new.state != "unconfirmed"):
        became = "withdrawn"
    elif new and new.state == "sent" and there:
        why = joined(
            tell("What it corrects is still to be seen: {where}.", where=there.url or there.where), by_hand(there)
        )
    elif known.kind == "refile" and there and not platform(there.channel).abilities.replace:
        why = WAYS["stays"]
    elif new and new.detail:
        why = new.detail
    else:
        why = tell("It waits: {command}", command=Typed("briefcast publish"))
    return Ending(
        item=known.item,
        channel=shown.channel,
        account=shown.account,
        url=shown.url or "",
        became=became,
        kind=known.kind,
        why=why,
        sent=new is not None and new.state == "sent",
    )
