"""Correcting what is out: which posts said what a brief says otherwise now, one approval for all of them, what became.

    work = open_work(brief, ledger)            the brief, its week, how its edition is made
    found = find_wrong(work, ledger)           what readers were told otherwise, and where; nothing is written
    add_correction(…); make; then
    corrected = read_set(work, ledger)         what takes the place of what is out, under one hash
    let_out_set(corrected, ledger, who="lan")  approved, released, and let out as a correction

``briefcast publish`` does the rest, each channel by its ladder (`briefcast.publishing.publisher.replace_post`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefcast.brief.corrections import Correction, Kind, Pair, Said, read_corrections
from briefcast.brief.model import LanguageCode
from briefcast.brief.read import BriefFile, open_brief
from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class
from briefcast.edition.edition import facts_of, source_entries
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, LedgerError, NotApproved
from briefcast.ledger import Ledger, Proof, RecordedItem, Release, ShownPost
from briefcast.ledger.corrected import LetOut, corrections_let_out, let_out
from briefcast.ledger.ledger import Leaving
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.records import seen_with_posts
from briefcast.manifest.items import Item, Named, items_of
from briefcast.manifest.manifest import FactEntry, Manifest, ScriptEntry, read_manifest
from briefcast.manifest.printed import printed_beside
from briefcast.messages import Typed, joined, tell
from briefcast.planner.plan import NEWSLETTER
from briefcast.publishing.accounts import Accounts, read_accounts
from briefcast.publishing.differing import as_said, differing, part_labels
from briefcast.publishing.orders import Earlier, planned_orders
from briefcast.publishing.posts import plain
from briefcast.publishing.ways import by_hand
from briefcast.week.batch import reopen_week
from briefcast.week.columns import numbered

SEEN_CHARS = 12
"""Of the hash of a set, enough to type."""
Way = Literal[
    "replaced", "mailed", "posted and taken back", "posted beside", "posted, then by hand", "stays", "exchanged"
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

    @property
    def id(self) -> str:
        """Of the brief."""
        return self.file.brief.id

    @property
    def beside(self) -> Path:
        """Where the brief lies, and its corrections."""
        return self.file.path.parent


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """One post of an item that says what is said otherwise now."""

    post: Publication
    out: bool
    """Whether readers have it, or may; else nobody has seen it."""
    pairs: tuple[Pair, ...]
    """What it says otherwise than the brief now."""

    def way(self, kind: Kind) -> Way:
        """Give what is done with it."""
        if not self.out:
            return "exchanged"
        abilities, mailed = platform(self.post.channel).abilities, channel_class(self.post.channel).corrects_beside
        if abilities.replace:
            return "replaced"
        if kind == "refile":
            return "stays"
        if mailed:
            return "mailed"
        if kind == "revision":
            return "posted beside"
        return "posted and taken back" if abilities.withdraw else "posted, then by hand"


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What of a brief is out and is said otherwise now."""

    posts: tuple[Concerned, ...] = ()
    letters: tuple[Publication, ...] = ()
    """Issues of a newsletter that said it, too: they stay with their readers, and the next says what was put right."""

    @cached_property
    def said(self) -> Said:
        """What readers were told otherwise, by audience and language, of what they have or may have."""
        return _by_readers((each.post.item, each.pairs) for each in self.posts if each.out)

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
                "The ledger {place} knows no edition of {brief}: nothing of it went out from here.",
                place=ledger.place,
                brief=id,
            )
        )
    if week:
        planned, _ = reopen_week(week, ledger)
        for edition in numbered(planned, ledger):
            if planned.brief_of(edition.item).brief.id == id:
                request = edition.request.model_copy(update={"brief": file.path})
                return Work(file=file, request=request, folder=folder, week=week, accounts=planned.accounts)
    manifest = read_manifest(folder)
    asked = EditionRequest(
        brief=file.path,
        audiences=tuple(a.id for a in manifest.audiences if a.id in file.brief.audiences),
        languages=tuple(code for code in manifest.languages if code in file.brief.languages),
        products=tuple(dict.fromkeys(o.product for o in manifest.outputs)),
        out=folder.parent,
    )
    return Work(file=file, request=asked, folder=folder, week=week, accounts=read_accounts(settings))


def briefs_of(week: str, ledger: Ledger) -> tuple[Path, ...]:
    """Give the briefs of a week that was made.

    Raises:
        LedgerError: it was not.
    """
    planned, _ = reopen_week(week, ledger)
    return tuple(dict.fromkeys(planned.brief_of(edition.item).path for edition in planned.editions))


# ---- what is wrong


def find_wrong(work: Work, ledger: Ledger) -> Wrong:
    """Find every post that says what the brief says otherwise now, in all languages and products; nothing is made."""
    outbox = Outbox(ledger, who="")
    posts = [p for p in outbox.publications(group=work.id) if _lives(p)]
    if not posts:
        return Wrong()
    telling = _Telling(plan_edition(work.request, file=work.file), _manifest(work.folder))
    found = []
    for post in posts:
        was = ledger.item_as(post.item, post.content_sha256)
        if was and (pairs := telling.differing(was)):
            seen = post.scheduled_for is None or post.scheduled_for <= outbox.now()
            out = post.state in _MAY_BE_OUT and seen
            found.append(Concerned(post=post, out=out, pairs=pairs))
    wrong = Wrong(posts=tuple(found))
    return Wrong(posts=wrong.posts, letters=tuple(_letters(wrong, ledger))) if wrong.said else wrong


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


def _lives(post: Publication) -> bool:
    return post.state in ("prepared", "sending", "sent", "unconfirmed")


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except BriefcastError:
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
        known = {statistic.id for statistic in plan.brief.statistics}
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
        return differing(self._with_printed(was), lines, figures, labels, beside)

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

    @cached_property
    def seen(self) -> str:
        """One hash over the kind, the reasons, every item and every post."""
        reasons = self.correction.model_dump_json()
        lines = (f"{each.item.key} {seen_with_posts(each.item.content_sha256, each.posts)}" for each in self.items)
        return hashlib.sha256("\n".join((reasons, *lines)).encode()).hexdigest()

    @property
    def goes(self) -> tuple[Corrected, ...]:
        """What nobody stopped."""
        return tuple(each for each in self.items if not each.stopped)


def read_set(work: Work, ledger: Ledger) -> CorrectionSet | None:
    """Give what takes the place of what is out, as it lies there; None where nothing was written down or differs."""
    corrections = read_corrections(work.beside, work.id)
    if not corrections:
        return None
    last = corrections[-1]
    now = {item.key: item for item in items_of(read_manifest(work.folder))}
    posts = [p for p in Outbox(ledger, who="").publications(group=work.id) if _lives(p)]
    old = [p for p in posts if p.item not in now or now[p.item].content_sha256 != p.content_sha256]
    out = [p for p in old if p.state != "prepared"]
    releases = [r for r in ledger.releases() if r.item.partition("/")[0] == work.id]
    waits = [
        r
        for r in releases
        if r.item in now and r.content_sha256 != now[r.item].content_sha256 and not _is_done(r, posts, ledger)
    ]
    earlier = Earlier(ledger)
    keys = dict.fromkeys((*(p.item for p in out if p.item in now), *(r.item for r in waits)))
    items = []
    for key in sorted(keys):
        item, mine = now[key], [r for r in releases if r.item == key]
        standing = ledger.standing(key, item.content_sha256).name
        places = (
            *(
                _place(work, item, p.channel, p.account, earlier, last.kind, old=p, releases=mine)
                for p in out
                if p.item == key
            ),
            *(_waiting(work, item, earlier, last.kind, r) for r in waits if r.item == key),
        )
        stopped = standing if standing in ("held", "sent back") else ""
        items.append(Corrected(item=item, places=_once(places), stopped=stopped))
    if not items:
        return None
    gone = tuple(p for p in out if p.item not in now)
    return CorrectionSet(correction=last, items=tuple(items), week=work.week, gone=gone)


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


def _waiting(work: Work, item: Item, earlier: Earlier, kind: Kind, release: Release) -> Place:
    return _place(work, item, release.channel, release.account, earlier, kind, old=None, releases=[release])


def _place(
    work: Work,
    item: Item,
    channel: str,
    account: str,
    earlier: Earlier,
    kind: Kind,
    *,
    old: Publication | None,
    releases: Iterable[Release],
) -> Place:
    """Give what becomes of an item on one account, and the release by which what is there went out."""
    release = next((r for r in reversed(list(releases)) if r.channel == channel and r.account in ("", account)), None)
    orders = planned_orders(item, work.folder, channel, work.accounts, name=account, earlier=earlier)
    order = orders[0] if orders else None
    lacks = tell("No account on {channel} is for it any more: see channels.yaml.", channel=channel)
    stays = kind == "refile" and old is not None and not platform(channel).abilities.replace
    return Place(
        channel=channel,
        account=account,
        old=old,
        release=release,
        shown=order.shown if order else None,
        refused=order.refused if order else lacks,
        stays=stays,
    )


def said_since(work: Work, found: CorrectionSet, ledger: Ledger) -> Said:
    """Give what the brief says otherwise by now than what was made of it to be let out, by audience and language."""
    telling = _Telling(plan_edition(work.request, file=work.file), _manifest(work.folder))
    made = ((each.item.key, ledger.item_as(each.item.key, each.item.content_sha256)) for each in found.items)
    return _by_readers((key, telling.differing(item)) for key, item in made if item)


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
            by_week.setdefault(week, []).append(leave)
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


def expect_seen(found: CorrectionSet, said: str) -> None:
    """Refuse to let out another set than the one that was looked at.

    Raises:
        LedgerError: it is another one now, or too little of its hash was typed.
    """
    if len(said) >= 6 and found.seen.startswith(said):
        return
    raise LedgerError(
        tell(
            "What was looked at ({said}) is not what lies there now ({now}). Look again, then type the new one: "
            "nothing was approved.",
            said=said,
            now=found.seen[:SEEN_CHARS],
        )
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


def endings(ledger: Ledger, brief: str = "") -> tuple[Ending, ...]:
    """Give what became of everything that was corrected of a brief, or of all: corrected, withdrawn, or listed."""
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
                found.append(_ending(known, new, old[-1], old))
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
