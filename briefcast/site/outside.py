"""What is out where readers of the site see it, and what is left out of the site, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.trust import read_trust
from briefcast.manifest.items import Item, Named, items_of
from briefcast.manifest.manifest import Manifest, embargo_ends, read_manifest
from briefcast.messages import tell
from briefcast.planner.plan import HANDOFF, NEWSLETTER, ContentPlan, Site
from briefcast.planner.quiet import why_not
from briefcast.products.newsletter.product import MAIL
from briefcast.site.kept import Note, Shelf, State
from briefcast.states import called


@dataclass(frozen=True, kw_only=True)
class Left:
    """An item that the site does not show, or not as it is out."""

    item: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An item that the site shows."""

    kept: Note
    first_at: dt.datetime
    """When anything of it was out first."""
    before: tuple[tuple[str, dt.datetime], ...] = ()
    """Contents that were out before this one, the oldest first, each with the moment at which the next took its
    place."""
    earlier: tuple[Note, ...] = ()
    """Those of them that the site has a copy of."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the site has to show."""

    shown: tuple[Shown, ...]
    left: tuple[Left, ...]
    withdrawn: tuple[Note, ...]
    """What it showed once, and must not show any more."""
    notes: tuple[Note, ...]
    """On all that it keeps."""


def look_outside(
    plan: ContentPlan,
    site: Site,
    ledger: Ledger,
    shelf: Shelf,
    state: State,
    *,
    notes: Mapping[str, Note],
    beside: Path,
    now: dt.datetime,
) -> Outside:
    """See what is out now, and keep what the site has no copy of yet.

    Args:
        plan: of the team.
        site: of the plan.
        ledger: knows what is out.
        shelf: what the site keeps.
        state: what must not change.
        notes: on what it kept before, by file.
        beside: the folder of the plan.
        now: the moment.

    Raises:
        BriefcastError: what is kept cannot be read.
    """
    return _Look(plan, site, ledger, shelf, state, notes, beside, now).look()


@dataclass(frozen=True, kw_only=True)
class _Out:
    """One content of an item, and since when it is or was out."""

    content_sha256: str
    at: dt.datetime
    is_out: bool


class _Look:
    def __init__(
        self,
        plan: ContentPlan,
        site: Site,
        ledger: Ledger,
        shelf: Shelf,
        state: State,
        notes: Mapping[str, Note],
        beside: Path,
        now: dt.datetime,
    ) -> None:
        self._plan, self._site, self._ledger, self._shelf = plan, site, ledger, shelf
        self._state, self._beside, self._now = state, beside, now
        self._kept = {(each.key, each.content_sha256): each for each in shelf.notes(notes)}
        self._posts = Outbox(ledger, who="").publications("sent", "withdrawn")
        self._left: list[Left] = []
        self._lying = cache(_lying)
        self._quiet = cache(self._why_quiet)

    def look(self) -> Outside:
        contents = self._contents()
        newest = {key: out for key, every in contents.items() if (out := _newest(every))}
        standings = self._ledger.standings_of_contents((key, out.content_sha256) for key, out in newest.items())
        trust = read_trust(self._ledger, ((key, out.content_sha256) for key, out in newest.items()))
        shown: list[Shown] = []
        for key, out in newest.items():
            standing = standings[key, out.content_sha256]
            if standing.name != "approved":
                why = tell("It is out, and it is {state} now.", state=called(standing.name))
                self._left.append(Left(item=key, why=why))
            elif not trust.decision(standing.decision):
                self._left.append(Left(item=key, why=trust.why(week=self._ledger.week_of(Named.of(key).brief))))
            elif kept := self._to_show(key, out):
                first = min(each.at for each in contents[key])
                before = _before(contents[key], kept.content_sha256)
                copies = (self._kept.get((key, content)) for content, _ in before)
                earlier = tuple(copy for copy in copies if copy)
                shown.append(Shown(kept=kept, first_at=first, before=before, earlier=earlier))
        self._left += self._not_out(contents, set(newest))
        on_it = {each.kept.key for each in shown}
        stays = {key: self._kept.get((key, content)) for key, content in self._state.shown.items() if key not in on_it}
        return Outside(
            shown=tuple(sorted(shown, key=lambda each: (each.first_at, each.kept.key))),
            left=tuple(self._left),
            withdrawn=tuple(kept for kept in stays.values() if kept),
            notes=tuple(self._kept.values()),
        )

    def _contents(self) -> dict[str, list[_Out]]:
        """Give by item, for the readers of the site, every content that is or was out, the earliest first."""
        found: dict[str, dict[str, _Out]] = {}
        for each in self._posts:
            if not (self._site.is_read(each.channel) and self._is_for_readers(each.item)):
                continue
            at = _out_at(each)
            if at is None or at > self._now:
                continue
            mine = found.setdefault(each.item, {})
            other, is_out = mine.get(each.content_sha256), each.state == "sent"
            mine[each.content_sha256] = _Out(
                content_sha256=each.content_sha256,
                at=min(at, other.at) if other else at,
                is_out=is_out or bool(other and other.is_out),
            )
        return {key: sorted(every.values(), key=lambda out: out.at) for key, every in found.items()}

    def _is_for_readers(self, key: str) -> bool:
        named = Named.of(key)
        return (
            named.audience in self._site.audiences
            and named.language in self._site.languages
            and (named.product, named.variant) != (NEWSLETTER, MAIL)
        )

    def _to_show(self, key: str, out: _Out) -> Note | None:
        """Give what the site shows of an item; why it shows nothing, or what it showed before, is noted."""
        kept = self._keep(key, out)
        if kept is None:
            return None
        if kept.embargo and self._now < embargo_ends(kept.embargo):
            self._left.append(Left(item=key, why=tell("It is under embargo until {day}.", day=kept.embargo)))
            return None
        before = self._state.shown.get(key)
        if before != kept.content_sha256 and (why := self._quiet(kept.audience, kept.language)):
            self._left.append(Left(item=key, why=why))
            return self._kept.get((key, before)) if before else None
        return kept

    def _why_quiet(self, audience: str, language: str) -> str:
        return why_not(self._plan, self._now, audience=audience, language=language)

    def _keep(self, key: str, out: _Out) -> Note | None:
        """Give the copy of a content that is out, made now if there is none and it still lies in its edition."""
        if kept := self._kept.get((key, out.content_sha256)):
            return kept
        recorded = self._ledger.item_as(key, out.content_sha256)
        try:
            manifest, items = self._lying(Path(recorded.folder)) if recorded else (None, {})
            item = items.get(key)
            if manifest is None or item is None or item.content_sha256 != out.content_sha256 or item.script is None:
                raise BriefcastError(tell("Its edition was made anew since it went out, and the site has no copy."))
            kept = self._shelf.keep(
                item, Path(recorded.folder if recorded else ""), manifest, sent_at=out.at, beside=self._beside
            )
        except (BriefcastError, OSError) as error:
            why = error.told if isinstance(error, BriefcastError) else str(error.strerror or error)
            self._left.append(Left(item=key, why=why))
            return None
        self._kept[key, out.content_sha256] = kept
        return kept

    def _not_out(self, contents: Mapping[str, list[_Out]], out: set[str]) -> Iterator[Left]:
        """Say of every item that was made in a week for readers of the site, and is not out, why it is not shown."""
        made = dict.fromkeys(key for _, key, _ in self._ledger.newest_of_weeks("") if self._is_for_readers(key))
        elsewhere = {each.item for each in self._posts if each.state == "sent"}
        for key in {**made, **dict.fromkeys(contents)}:
            if key in out:
                continue
            if key in contents:
                yield Left(item=key, why=tell("It was withdrawn."))
            elif key in elsewhere:
                yield Left(item=key, why=tell("It is out on no channel that readers of the site see."))
            else:
                yield Left(item=key, why=tell("It is not out."))


def _out_at(post: Publication) -> dt.datetime | None:
    """Give since when readers see, or saw, a post; None of one that was never out, as far as is known."""
    if post.made_way or (post.channel == HANDOFF and not post.url):
        return None
    at = post.sending_at
    if at is None and (post.state == "sent" or post.was_out):
        # Put in the place of another, it was never sent itself; once it makes way, its end is that of the next.
        at = post.ended_at if post.state == "sent" else post.prepared_at
    return max(at, post.scheduled_for) if at and post.scheduled_for else at


def _newest(every: Iterable[_Out]) -> _Out | None:
    return max((each for each in every if each.is_out), key=lambda each: each.at, default=None)


def _before(every: list[_Out], content: str) -> tuple[tuple[str, dt.datetime], ...]:
    """Give the contents that were out before one, each with the moment at which the next took its place."""
    found: list[tuple[str, dt.datetime]] = []
    for one, following in pairwise(every):
        if one.content_sha256 == content:
            break
        found.append((one.content_sha256, following.at))
    return tuple(found)


def _lying(folder: Path) -> tuple[Manifest, dict[str, Item]]:
    manifest = read_manifest(folder)
    return manifest, {item.key: item for item in items_of(manifest)}
