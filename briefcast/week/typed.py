"""Plans and briefs as they lie there now: what somebody typed since a week was made counts when it is sent.

    typed = AsTyped(ledger)
    typed.expect_plans()                          a plan that cannot be read stops the run, with its line
    follow_plan(typed, who="lan")                 what the plan puts off is released for then
    publish_orders(…, typed=typed.why_not)        an embargo, a slot, a line that is gone
    typed.told()                                  what a person should know of it

An approval is of content, so other changes of a brief hold nothing: they are told.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from briefcast.brief.document import pattern_of
from briefcast.brief.read import BriefFile, open_brief
from briefcast.channels.table import channel_class
from briefcast.edition.origin import Origin, brief_sha256, origin_file, read_origin
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Batches, Ledger, Release
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.manifest.manifest import embargo_ends
from briefcast.messages import Message, Typed, joined, tell
from briefcast.planner.plan import PlanFile, open_plan
from briefcast.publishing.accounts import FILE_NAME
from briefcast.publishing.orders import sizes_of
from briefcast.publishing.sending import Going, Lapsing, PutOff
from briefcast.publishing.ways import way_back
from briefcast.states import OUT_UNDER_EMBARGO
from briefcast.week.living import Living
from briefcast.week.troubles import Trouble
from briefcast.week.week import BatchRequest, PlannedEdition, WeekPlan, week_of_plan

_WAITS_FOR_DAYS = 8
"""How long after its slot a release may still wait: slots of a week lie within it, and a day later it is too late."""
_OUT_FOR_DAYS = 28
"""How long after it went out a post is held against an embargo that was typed later."""

_LOOKED_AROUND_S = 1.0
"""For how long it is taken as known, at least, which file of a week holds which brief; that one is looked at anew."""

Kind = tuple[str, str, str]
"""What a slot is for: brief, audience, language and product; the channel; the account, if the plan names one."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of a week's plan that asks for a brief, with the brief as it is now."""

    slots: Mapping[Kind, dt.datetime]
    file: BriefFile


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """Which lines of a week's plan ask for which brief."""

    week: WeekPlan
    made: Mapping[str, str]
    """The brief that each line was made from, by the line's id."""
    of: Mapping[str, Sequence[PlannedEdition]]
    """Lines that were made from a brief or name it now, by the brief's id; in the plan's order."""
    until_s: float
    """Until when it is taken as known."""


class AsTyped:
    """The plans and briefs of what a ledger lets out, each read again when it changes."""

    def __init__(self, ledger: Ledger) -> None:
        """Read nothing yet."""
        self.ledger = ledger
        self._plans: dict[Path, Living[PlanFile]] = {}
        self._briefs: dict[Path, Living[BriefFile]] = {}
        self._reports: dict[str, Mapping[str, Any]] = {}
        self._requests: dict[str, BatchRequest] = {}
        self._weeks: dict[str, WeekPlan] = {}
        self._asking: dict[str, _Asking] = {}
        self._looked: set[Path] = set()
        self._written: dict[tuple[str, str], tuple[PlannedEdition, BriefFile, _Line]] = {}

    def expect_plans(self) -> None:
        """Read the plan of the newest week, and of each week of which something waits.

        Raises:
            BriefError: one of them is not there, or something is wrong in it.
        """
        newest = [week for week in Batches(self.ledger).weeks() if self._report(week)][-1:]
        for week in dict.fromkeys((*newest, *(release.week or "" for release in self.waiting))):
            self.week(week)

    @cached_property
    def waiting(self) -> tuple[Release, ...]:
        """Releases that may still go out, or that a platform still holds, as they were when first asked for."""
        outbox = Outbox(self.ledger, who="")
        now = outbox.now()
        past = [
            p
            for p in outbox.publications("sending", "sent", "unconfirmed", "withdrawn")
            if not (p.state == "sent" and p.scheduled_for and p.scheduled_for > now) and not p.made_way
        ]
        done = {(p.item, p.content_sha256, p.channel) for p in past}
        sizes = {
            (named.group, p.channel): p.item
            for p in past
            if p.state == "sent" and (named := Named.of(p.item)).variant in sizes_of(p.channel)
        }

        def is_another_size(each: Release) -> bool:
            # An account has one living post of all sizes.
            named = Named.of(each.item)
            return sizes.get((named.group, each.channel), each.item) != each.item

        since = now - dt.timedelta(days=_WAITS_FOR_DAYS)
        return tuple(
            each
            for each in self.ledger.releases()
            if (each.slot is None or each.slot > since)
            and (each.item, each.content_sha256, each.channel) not in done
            and not is_another_size(each)
        )

    def week(self, week: str) -> WeekPlan | None:
        """Give a week as its plan says now; None if it was made without one.

        Raises:
            BriefError: the plan cannot be read.
        """
        if not week or not (report := self._report(week)):
            return None
        if week not in self._requests:
            self._requests[week] = BatchRequest.model_validate({**report["request"], "week": week})
        request = self._requests[week]
        plan = self._plans.setdefault(request.plan, Living(request.plan, open_plan, lambda plan: plan.files)).now().plan
        known = self._weeks.get(week)
        if known is None or known.plan is not plan:
            known = self._weeks[week] = week_of_plan(request, plan, week)
        return known

    def made_with_other_accounts(self, settings: Path) -> Mapping[str, Path]:
        """Give weeks of which something waits and that people decide about by another folder's channels.yaml."""
        found, here = {}, settings.resolve()
        for week in dict.fromkeys(release.week or "" for release in self.waiting):
            planned = self.week(week)
            theirs = planned.request.settings.resolve() if planned else here
            if theirs != here and _text(theirs / FILE_NAME) != _text(here / FILE_NAME):
                found[week] = theirs
        return found

    def planned(self, release: Release) -> dt.datetime | None:
        """Give the slot that the plan has for a release now; None if it has none any more.

        Raises:
            BriefcastError: the plan or the brief cannot be read.
        """
        week = self.week(release.week or "")
        if week is None:
            return release.slot
        return _slot(self._lines(week, release.item), release.item, release.channel, release.account)

    def why_not(self, going: Going) -> str:
        """Say why a post may not go out by what plan and brief say now; empty if it may."""
        try:
            week = self.week(going.week)
        except BriefError as error:
            return tell("What the plan says now is not known, for it cannot be read: {problem}", problem=error.told)
        try:
            if week is None:
                return self._embargo_alone(going)
            lines = self._lines(week, going.item)
        except BriefcastError as error:
            return Lapsing.of(error.told) if isinstance(error.told, Message) else error.told
        slot = _slot(lines, going.item, going.channel, going.account)
        if slot is None:
            return tell(
                "The plan has no slot for it any more. Put the slot back, or be done with it: {command}",
                command=Typed(f"briefcast outbox drop {going.item} --channel {going.channel}"),
            )
        if slot > going.heard_at:
            return PutOff.of(
                tell("The plan says {slot} now: the next run moves it there.", slot=slot.astimezone(dt.UTC))
            )
        return next(filter(None, (_embargo(line.file, going.heard_at) for line in lines)), "")

    def unread(self, week_id: str, items: Iterable[str]) -> Iterator[str]:
        """Say of the briefs behind items of a week which cannot be read, with file, line and remedy; each once.

        A plan that cannot be read says nothing here.
        """
        with suppress(BriefError):
            week = self.week(week_id)
            if week is None:
                return
            of = self._asking_of(week).of
            briefs = {each.request.brief for item in items for each in of.get(item.partition("/")[0], ())}
            for file in sorted(briefs):
                try:
                    self._brief(file)
                except BriefError as error:
                    yield error.told

    def files(self) -> frozenset[Path]:
        """Give every file that was looked at: plans, briefs, and what belongs to them."""
        plans, briefs = self._plans.values(), self._briefs.values()
        return frozenset(self._looked.union(*(plan.files for plan in plans), *(brief.files for brief in briefs)))

    def settings(self) -> frozenset[Path]:
        """Give the folders of accounts by which people decide about the weeks that were looked at."""
        return frozenset(week.request.settings for week in self._weeks.values())

    def told(self) -> tuple[Trouble, ...]:
        """Give what a person should know once: briefs that changed or cannot be read, posts out under an embargo."""
        return (*self._of_briefs(), *self._troubles_of_embargoes())

    # ---- inside

    def _report(self, week: str) -> Mapping[str, Any]:
        if week not in self._reports:
            batch = Batches(self.ledger).get(week)
            self._reports[week] = batch.report if batch and "request" in batch.report else {}
        return self._reports[week]

    def _brief(self, file: Path) -> BriefFile:
        return self._briefs.setdefault(file, Living(file, open_brief, lambda brief: brief.files)).now()

    def _lines(self, week: WeekPlan, item: str) -> tuple[_Line, ...]:
        """Give the lines of a week that ask for the brief of an item.

        Raises:
            BriefcastError: the brief cannot be read, so nobody knows what it says.
        """
        id = item.partition("/")[0]
        if week.issue and week.issue.item.brief == id:
            return tuple(self._lines_of_issue(week, week.issue))
        asking = self._asking_of(week)
        found = []
        for edition in asking.of.get(id, ()):
            try:
                file = self._brief(edition.request.brief)
            except BriefError as error:
                if asking.made.get(edition.item.id) == id:
                    raise BriefcastError(_unread(edition.request.brief, error)) from error
                continue
            if file.brief.id == id:
                found.append(self._line(week, edition, file))
        return tuple(found)

    def _lines_of_issue(self, week: WeekPlan, issue: PlannedEdition) -> Iterator[_Line]:
        """Give the slots of an issue of the newsletter, once with each brief that it tells of.

        Raises:
            BriefcastError: one of them cannot be read, or the issue itself.
        """
        slots: dict[Kind, dt.datetime] = {}
        for slot in week.plan.releases(issue.item, week.asked_of(issue.item)):
            kind = f"{issue.item.brief}/{slot.audience}/{slot.language}/{slot.product}"
            slots.setdefault((kind, slot.channel, slot.slot.account or ""), slot.at)
        told = {
            key.partition("/")[0] for each in week.made(week.edition_folder(issue)).items for key, _ in each.tells_of
        }
        told_of = week.plan.issue_in(week.week)
        others = (each for each in (told_of.weeks if told_of else ()) if each != week.week)
        weeks = (week, *(other for each in others if (other := self.week(each))))
        for id in told:
            for edition in (edition for each in weeks for edition in self._asking_of(each).of.get(id, ())):
                yield _Line(slots=slots, file=self._brief(edition.request.brief))

    def _asking_of(self, week: WeekPlan) -> _Asking:
        """Give which lines of a week ask for which brief, by what all its briefs said a moment ago."""
        known, begun_s = self._asking.get(week.week), time.monotonic()
        if known and known.week is week and begun_s < known.until_s:
            return known
        editions = self._report(week.week).get("editions", ())
        made = {each["item"]: Path(each["folder"]).name for each in editions}
        of: dict[str, list[PlannedEdition]] = {}
        for edition in week.editions:
            ids = {made.get(edition.item.id, "")}
            with suppress(BriefError):
                ids.add(self._brief(edition.request.brief).brief.id)
            for id in ids:
                of.setdefault(id, []).append(edition)
        # To look at hundreds of briefs takes a while: not more than a tenth of the time goes into it.
        took_s = time.monotonic() - begun_s
        until_s = time.monotonic() + max(_LOOKED_AROUND_S, 10 * took_s)
        asking = _Asking(week=week, made=made, of=of, until_s=until_s)
        self._asking[week.week] = asking
        return asking

    def _line(self, week: WeekPlan, edition: PlannedEdition, file: BriefFile) -> _Line:
        key = (week.week, edition.item.id)
        known = self._written.get(key)
        if known and known[0] is edition and known[1] is file:
            return known[2]
        slots: dict[Kind, dt.datetime] = {}
        for slot in week.plan.releases(edition.item, edition.item.asked_of(file.brief)):
            kind = f"{file.brief.id}/{slot.audience}/{slot.language}/{slot.product}"
            slots.setdefault((kind, slot.channel, slot.slot.account or ""), slot.at)
        line = _Line(slots=slots, file=file)
        self._written[key] = edition, file, line
        return line

    def _embargo_alone(self, going: Going) -> str:
        """Say that the brief of an edition outside a plan says an embargo now, as far as it is known."""
        origin = read_origin(going.folder) if going.folder else None
        return _embargo(self._own(origin, going.item), going.heard_at) if origin else ""

    def _own(self, origin: Origin, item: str) -> BriefFile:
        id = item.partition("/")[0]
        again = tell(
            "Or make the edition again from where the brief lies now: {command}", command=Typed("briefcast make BRIEF")
        )
        try:
            file = self._brief(origin.file)
        except BriefError as error:
            raise BriefcastError(joined(_unread(origin.file, error), again)) from error
        if file.brief.id != id:
            told = tell("{file} is another brief now: {id}.", file=origin.file, id=file.brief.id)
            raise BriefcastError(joined(told, again))
        return file

    def _of_briefs(self) -> Iterator[Trouble]:
        asked: dict[tuple[str, str], None] = {}
        now = dt.datetime.now(dt.UTC)
        for release in self.waiting:
            asked.setdefault((release.item.partition("/")[0], release.week or ""))
        folders = self.ledger.folders() if asked else {}
        for id, week_id in asked:
            folder = folders.get(id)
            origin = read_origin(folder) if folder else None
            try:
                week = self.week(week_id)
                if week is None:
                    files = [self._own(origin, id)] if origin else []
                    again = Typed(f"briefcast make {origin.file if origin else id}")
                else:
                    files = [line.file for line in self._lines(week, id)]
                    again = Typed(f"briefcast batch {week.request.plan} --week {week_id} --again")
            except BriefcastError as error:
                yield Trouble(where=id, what="brief cannot be read", why=error.told)
                continue
            if origin and any(brief_sha256(file.brief) != origin.sha256 for file in files):
                embargo = next((file.brief.embargo for file in files if file.brief.embargo), None)
                if embargo and embargo_ends(embargo) > now:
                    goes = tell("It goes out as it was approved, and not before {day}.", day=embargo)
                else:
                    goes = tell("It goes out as it was approved.")
                why = tell(
                    "{file}: {goes} To bring the change in, make it again, look at it, approve it, and release it: "
                    "{command}",
                    file=files[0].path.name,
                    goes=goes,
                    command=again,
                )
                yield Trouble(where=id, what="brief changed", why=why)

    def _troubles_of_embargoes(self) -> Iterator[Trouble]:
        for p, why in self.out_under_embargo():
            # What is sent by mail stays: it is told, once a day, and no run fails for it over and over.
            mends = not channel_class(p.channel).corrects_beside
            yield Trouble(where=f"{p.where} {p.url or ''}".rstrip(), what=OUT_UNDER_EMBARGO, why=why, mends=mends)

    def out_under_embargo(self) -> Iterator[tuple[Publication, str]]:
        """Give what is out while its brief says an embargo that lasts, and how it is taken back."""
        outbox = Outbox(self.ledger, who="")
        now = outbox.now()
        embargoes: dict[str, tuple[Path, dt.date] | None] = {}
        may_say: dict[str, tuple[Path, ...]] = {}
        weeks = self.ledger.weeks_of_briefs()
        for p in outbox.publications("sent", since=now - dt.timedelta(days=_OUT_FOR_DAYS)):
            seen_at = p.scheduled_for or p.ended_at
            if seen_at is None or not now - dt.timedelta(days=_OUT_FOR_DAYS) < seen_at <= now:
                continue
            id = p.item.partition("/")[0]
            if id not in embargoes:
                embargoes[id] = self._embargo_now(id, weeks.get(id, ""), may_say, now)
            if found := embargoes[id]:
                out = tell("It is out, and {file} says an embargo until {day}.", file=found[0].name, day=found[1])
                yield p, joined(out, way_back(p))

    def _that_may_say_embargo(self, files: Iterable[Path]) -> Iterator[Path]:
        """Give those briefs that may have an embargo; a pattern of hundreds of places is looked into once."""
        found: dict[Path, bool] = {}
        for file in files:
            written, _ = pattern_of(file)
            if written not in found:
                found[written] = _may_say_embargo(written)
            if found[written]:
                yield file
        self._looked.update(found)

    def _embargo_now(
        self, id: str, week_id: str, may_say: MutableMapping[str, tuple[Path, ...]], now: dt.datetime
    ) -> tuple[Path, dt.date] | None:
        """Give the embargo of a brief that lasts now, and its file; a brief that cannot be read says none here.

        ``may_say`` holds the files of weeks that may have one, and is added to.
        """
        try:
            week = self.week(week_id)
        except BriefcastError:
            return None
        if week is None:
            folder = self.ledger.folder_of(id)
            origin = read_origin(folder) if folder else None
            if folder:
                self._looked.add(origin_file(folder))
            files = tuple(self._that_may_say_embargo([origin.file] if origin else []))
        else:
            if week_id not in may_say:
                named = dict.fromkeys(edition.request.brief for edition in week.editions)
                may_say[week_id] = tuple(self._that_may_say_embargo(named))
            files = may_say[week_id]
        for file in files:
            try:
                brief = self._brief(file).brief
            except BriefError:
                continue
            if brief.id == id and brief.embargo and embargo_ends(brief.embargo) > now:
                return file, brief.embargo
        return None


def _slot(lines: tuple[_Line, ...], item: str, channel: str, account: str) -> dt.datetime | None:
    """Give the slot of an item on a channel: of the first line that has one, as when it is released."""
    kind = Named.of(item).group
    names = dict.fromkeys((account, ""))
    return next(
        (at for line in lines for name in names if (at := line.slots.get((kind, channel, name)))),
        None,
    )


def _embargo(file: BriefFile, heard_at: dt.datetime) -> str:
    embargo = file.brief.embargo
    if embargo is None or heard_at >= embargo_ends(embargo):
        return ""
    return Lapsing.of(
        tell(
            "{file} says an embargo until {day}. To let it go out before, take the embargo out of the brief.",
            file=file.path.name,
            day=embargo,
        )
    )


def _unread(file: Path, error: BriefError) -> str:
    return tell(
        "Nobody knows whether it is under embargo, for its brief cannot be read: {problem} Put {file} right.",
        problem=error.told,
        file=file,
    )


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _may_say_embargo(written: Path) -> bool:
    """Say whether a brief may have an embargo: most have none, and are not read for it."""
    try:
        return written.suffix == ".xlsx" or b"embargo" in written.read_bytes()
    except OSError:
        return False
