"""Checking a plan of content: what a careful editor would query before the weeks begin.

`briefcast.planner.plan` refuses what makes a plan unreadable; here is everything else, as findings. An error is to be
put right, a warning to be looked at, an idea to be taken or left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal

from babel.dates import get_day_names

from briefcast.brief.document import FieldPath, pattern_of
from briefcast.brief.findings import Finding, Found, Severity, find, in_order
from briefcast.brief.model import LANGUAGES, Brief, LanguageCode
from briefcast.brief.read import Briefs, open_briefs
from briefcast.brief.references import near_word
from briefcast.channels.table import CHANNELS
from briefcast.edition.check import find_unmakeable
from briefcast.errors import BriefError, Problem
from briefcast.language.written import write_date
from briefcast.languages import language
from briefcast.messages import Message, Name, joined, tell
from briefcast.planner.days import CalendarDay, known_days, list_days
from briefcast.planner.plan import Asked, ContentPlan, PlanFile, PlannedItem, Release, in_english
from briefcast.planner.quiet import Quiet, QuietKind, place_of, quiet_at
from briefcast.planner.reach import Reaches, anybody, lost_products, lost_readers
from briefcast.planner.weeks import WEEKDAYS, days_of
from briefcast.products.profiles import read_audience
from briefcast.products.table import PRODUCTS, products

Code = Literal[
    "no-brief",
    "broken-brief",
    "not-in-brief",
    "no-owner",
    "no-approver",
    "own-approver",
    "unknown-channel",
    "no-slot",
    "not-taken",
    "no-account",
    "unused-slot",
    "before-as-of",
    "stale-on-release",
    "too-close",
    "same-day",
    "mourning",
    "own-quiet-day",
    "holy-day",
    "memorial",
    "night",
    "day-off",
    "never-reached",
    "long-silence",
    "week-missed",
    "outside-phase",
    "no-phase",
    "no-task-group",
    "unserved-task-group",
    "unknown-occasion",
    "not-on-occasion",
    "column-name",
    "not-on-column-day",
    "tie-in",
]
"""What kind of thing a finding is; docs/plan-the-weeks.md explains each."""

SILENCE_MAX_WEEKS = 1
"""Most weeks in a row in which a group of the plan is told nothing."""
FREE_HOUR_WITHIN_DAYS = 14
"""How far ahead a better hour is looked for."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A plan with everything around it that its check and its page look at."""

    file: PlanFile
    briefs: Briefs
    """Those that its items name."""
    days: tuple[CalendarDay, ...]
    """Days of the calendar, from a week before the plan to a month after it."""
    findings: tuple[Finding, ...] = ()
    is_meant: Callable[[str, str, str], bool] = lambda _channel, _audience, _language: True
    """Whether something for some readers may be meant for a channel, by the accounts there."""
    reaches: Reaches = anybody
    """Whether an account is for some readers; where no accounts are known, one is for everybody."""

    @property
    def plan(self) -> ContentPlan:
        """The plan itself."""
        return self.file.plan

    @property
    def path(self) -> Path:
        """Its file, beside which the briefs lie."""
        return self.file.path

    @cached_property
    def lines(self) -> Mapping[str, Sequence[PlannedItem]]:
        """The items of each line of the plan, by its id: more than one where its brief is a pattern."""
        found: dict[str, list[PlannedItem]] = {}
        for item in self.plan.items:
            found.setdefault(item.line, []).append(item)
        return found

    def brief(self, item: PlannedItem) -> Brief | None:
        """Give the brief of an item; nothing if it cannot be read."""
        file = self.briefs.files.get(item.brief)
        return file.brief if file else None

    def asked(self, item: PlannedItem) -> Asked | None:
        """Give what an item makes; nothing if its brief cannot be read and it does not say itself."""
        if brief := self.brief(item):
            return item.asked_of(brief)
        if item.audiences and item.languages and item.products:
            return Asked(audiences=item.audiences, languages=item.languages, products=item.products)
        return None

    def gets(self, audience: str, product_name: str) -> bool:
        """Say whether an audience gets a product at all: its profile may ask for none of it."""
        known = self._gets.get((audience, product_name))
        if known is None:
            try:
                profile = read_audience(audience, folder=self.path.parent)
                known = product_name not in PRODUCTS or bool(products()[product_name].pieces(profile))
            except BriefError:
                known = True  # What is wrong with the profile is told where its brief is checked.
            self._gets[audience, product_name] = known
        return known

    @cached_property
    def _gets(self) -> dict[tuple[str, str], bool]:
        return {}

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """Everything that goes out, earliest first."""
        found = [
            release
            for item in self.plan.items
            if (asked := self.asked(item))
            for release in self.plan.releases(item, asked)
            if self.gets(release.audience, release.product)
        ]
        return tuple(sorted(found, key=lambda release: release.at))

    @cached_property
    def releases_of(self) -> Mapping[str, Sequence[Release]]:
        """What goes out of each item, by its id, earliest first."""
        found: dict[str, list[Release]] = {}
        for release in self.releases:
            found.setdefault(release.item.id, []).append(release)
        return found

    def quiet(self, release: Release, at: dt.datetime | None = None) -> tuple[Quiet, ...]:
        """Give every reason not to release something at its hour, or at another one."""
        return quiet_at(
            at or release.at,
            audience=release.audience,
            language=release.language,
            days=self.days,
            mourning=self.plan.mourning,
        )


def look_at_plan(
    file: PlanFile,
    *,
    is_meant: Callable[[str, str, str], bool] = lambda _channel, _audience, _language: True,
    reaches: Reaches = anybody,
) -> Outlook:
    """Read the briefs and the calendar around a plan, and check it.

    ``is_meant`` says whether something for an audience in a language may be meant for a channel: where it has accounts,
    and none for them, the plan needs no slot for them there. ``reaches`` says which readers an account is for: what has
    an hour and reaches nobody is told before anything is made.
    """
    plan = file.plan
    briefs = open_briefs(file.path.parent, (item.brief for item in plan.items))
    first, last = days_of(plan.weeks[0])[0], days_of(plan.weeks[-1])[-1]
    days = list_days(first - dt.timedelta(days=7), last + dt.timedelta(days=31), own=plan.days)
    outlook = Outlook(file=file, briefs=briefs, days=days, is_meant=is_meant, reaches=reaches)
    check = _Check(outlook=outlook)
    found = (found for rule in _RULES for found in _once(rule(check)))
    return replace(outlook, findings=in_order(found, file.document))


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Tell what holds for many places of a line once: for the first of them, with how many more there are."""
    groups: dict[tuple[object, ...], list[Found]] = {}
    for path, finding in found:
        alone = len(finding.items) != 1 or path[:1] != ("items",)
        key = (id(finding),) if alone else (path, finding.code, *_alike(finding))
        groups.setdefault(key, []).append((path, finding))
    for (path, first), *others in groups.values():
        if others:
            more = tell("The same holds for {count} more items of this line.", count=len(others))
            items = tuple(dict.fromkeys(item for _, each in [(path, first), *others] for item in each.items))
            first = replace(first, message=joined(first.message, more), items=items)
        yield path, first


def _alike(finding: Finding) -> tuple[object, ...]:
    """Give what is the same in a finding of two places: all that it says but for their names."""
    values = dict(finding.message.values) if isinstance(finding.message, Message) else {}
    said = tuple(str(value) for name, value in values.items() if name not in ("item", "place", "brief"))
    pattern = finding.message.pattern if isinstance(finding.message, Message) else finding.message
    return pattern, *said, finding.week


@dataclass(frozen=True, kw_only=True)
class _Check:
    """One check of one plan: what the rules look at."""

    outlook: Outlook

    @property
    def plan(self) -> ContentPlan:
        return self.outlook.plan

    @property
    def items(self) -> Iterator[tuple[FieldPath, PlannedItem]]:
        for item in self.plan.items:
            yield self.path_of(item), item

    def path_of(self, item: PlannedItem) -> FieldPath:
        """Give where the line of an item stands: all places of a pattern have one."""
        return ("items", self._numbers[item.line])

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {item.id: index for index, item in enumerate(self.outlook.file.typed.items)}

    def finding(
        self,
        code: Code,
        severity: Severity,
        path: FieldPath,
        message: str,
        remedy: str,
        *,
        items: Sequence[str] = (),
        week: str = "",
    ) -> Found:
        return find(self.outlook.file.document, path, code, severity, message, remedy, items=items, week=week)


# Briefs


def _briefs(check: _Check) -> Iterator[Found]:
    for path, item in check.items:
        wrong = _what_stops(check.outlook, item)
        if not wrong:
            continue
        file, _ = pattern_of(check.outlook.path.parent / item.brief)
        if not file.is_file():
            beside = [p.name for p in file.parent.glob("*") if p.suffix in (".yaml", ".yml", ".json", ".xlsx")]
            near = near_word(file.name, beside)
            remedy = (
                tell("Write '{near}'.", near=near)
                if near
                else tell("Start it with: {command}", command=f"briefcast new {file.stem}")
            )
            message = tell("'{item}' names the brief {brief}, which is not there.", item=item.id, brief=item.brief)
            yield check.finding("no-brief", "error", (*path, "brief"), message, remedy, items=[item.id])
        else:
            more = tell(" There are {count} more.", count=len(wrong) - 1) if len(wrong) > 1 else ""
            message = tell(
                "The brief of '{item}' cannot be made: {place}: {message}{more}",
                item=item.id,
                place=wrong[0].place,
                message=wrong[0].message,
                more=more,
            )
            remedy = tell("See all of it with: {command}", command=f"briefcast check {item.brief}")
            yield check.finding("broken-brief", "error", (*path, "brief"), message, remedy, items=[item.id])


def _what_stops(outlook: Outlook, item: PlannedItem) -> Sequence[Problem | Finding]:
    """Give everything for which the brief of an item cannot be read, or not be made in its languages."""
    if error := outlook.briefs.unread.get(item.brief):
        return error.problems
    file = outlook.briefs.files[item.brief]
    return find_unmakeable(file, item.asked_of(file.brief).languages)


def _asked(check: _Check) -> Iterator[Found]:
    """Find what an item asks for and its brief does not offer: it would stop the batch."""
    for path, item in check.items:
        if brief := check.outlook.brief(item):
            for name in ("audiences", "languages", "products"):
                offered = getattr(brief, name)
                for index, word in enumerate(getattr(item, name)):
                    if word not in offered:
                        yield check.finding(
                            "not-in-brief",
                            "error",
                            (*path, name, index),
                            tell(
                                "'{item}' asks for '{word}', which {brief} does not list under {field}.",
                                item=item.id,
                                word=word,
                                brief=item.brief,
                                field=name,
                            ),
                            tell("Take it out, or add it to {field} in {brief}.", field=name, brief=item.brief),
                            items=[item.id],
                        )


def _freshness(check: _Check) -> Iterator[Found]:
    for path, item in check.items:
        brief = check.outlook.brief(item)
        releases = _of(check, item)
        if not brief or not releases:
            continue
        first, last = _day(releases[0]), max(_day(release) for release in releases)
        if first < brief.as_of:
            message = tell(
                "'{item}' goes out on {day}, but its figures are of {as_of}.",
                item=item.id,
                day=_write(first),
                as_of=_write(brief.as_of),
            )
            remedy = tell("Move it to a day after that, or correct as_of in the brief.")
            yield check.finding("before-as-of", "error", path, message, remedy, items=[item.id])
        stale = [s.id for s in brief.statistics if s.stale_after and s.stale_after < last]
        if stale:
            message = tell(
                "On {day}, when '{item}' is out, {stale} can no longer be told as current.",
                day=_write(last),
                item=item.id,
                stale=tuple(stale),
            )
            remedy = tell("Put newer figures into {brief}, or move the item to an earlier week.", brief=item.brief)
            yield check.finding("stale-on-release", "warning", path, message, remedy, items=[item.id])


# People


def _people(check: _Check) -> Iterator[Found]:
    people = tuple(person.id for person in check.plan.people)
    choose = tell("Add one of {people}", people=people) if people else tell("Add people, and name one of them")
    for path, item in check.items:
        if item.owner is None:
            message = tell("Nobody owns '{item}'.", item=item.id)
            yield check.finding(
                "no-owner", "error", path, message, tell("{choose}: owner: …", choose=choose), items=[item.id]
            )
        if item.approver is None:
            message = tell("Nobody approves '{item}': it can never be released.", item=item.id)
            yield check.finding(
                "no-approver", "error", path, message, tell("{choose}: approver: …", choose=choose), items=[item.id]
            )
        elif item.approver == item.owner:
            message = tell(
                "{person} would approve what is their own: '{item}'.",
                person=_named(check.plan.person(item.approver).name),
                item=item.id,
            )
            remedy = tell("Name another person as approver.")
            yield check.finding("own-approver", "error", (*path, "approver"), message, remedy, items=[item.id])


# Channels and slots


def _channels(check: _Check) -> Iterator[Found]:
    named: list[tuple[FieldPath, str, str]] = [
        ((*path, "channels", index), channel, item.id)
        for path, item in check.items
        for index, channel in enumerate(item.channels)
    ]
    named.extend((("slots", index, "channel"), slot.channel, "") for index, slot in enumerate(check.plan.slots))
    for path, channel, item in named:
        if channel not in CHANNELS:
            near = near_word(channel, tuple(CHANNELS))
            remedy = (
                tell("Write '{near}'.", near=near)
                if near
                else tell("Name one of: {channels}.", channels=tuple(CHANNELS))
            )
            items = [item] if item else []
            yield check.finding(
                "unknown-channel",
                "error",
                path,
                tell("There is no channel '{channel}'.", channel=channel),
                remedy,
                items=items,
            )


def _slots(check: _Check) -> Iterator[Found]:
    used = {id(release.slot) for release in (*check.outlook.releases, *_releases_of_newsletter(check.plan))}
    complete = all(check.outlook.asked(item) for item in check.plan.items)
    for path, item in check.items:
        asked = check.outlook.asked(item)
        if asked is None:
            continue
        lacking = [
            (channel, audience, language)
            for channel in item.channels
            for audience in asked.audiences
            for language in asked.languages
            if check.outlook.is_meant(channel, audience, language)
            and not all(
                check.plan.slot_for(item, audience=audience, language=language, product=product, channel=channel)
                for product in asked.products
                if check.outlook.gets(audience, product)
            )
        ]
        for channel, parts in groupby(lacking, key=lambda part: part[0]):
            missing = [(audience, language) for _, audience, language in parts]
            groups = _write_groups(missing)
            message = tell(
                "'{item}' has no hour on {channel} for {groups}.", item=item.id, channel=channel, groups=groups
            )
            remedy = tell(
                "Add a slot, such as {{channel: {channel}, audience: {audience}, day: tue, at: 19:30}}.",
                channel=channel,
                audience=missing[0][0],
            )
            yield check.finding("no-slot", "error", path, message, remedy, items=[item.id])
    for index, slot in enumerate(check.plan.slots):
        if complete and id(slot) not in used and slot.channel in CHANNELS:
            message = tell("No item goes out at this hour: nothing fits, or other slots say more.")
            remedy = tell("Delete it, or check its audience, languages, products and item.")
            yield check.finding("unused-slot", "warning", ("slots", index), message, remedy)


def _releases_of_newsletter(plan: ContentPlan) -> Iterator[Release]:
    for issue in plan.newsletter.issues if plan.newsletter else ():
        if item := plan.issue_of(plan.goes_out_in(issue)):
            asked = Asked(audiences=item.audiences, languages=item.languages, products=item.products)
            yield from plan.releases(item, asked)


def _nowhere(check: _Check) -> Iterator[Found]:
    """Find what has an hour and goes nowhere, whatever people decide: releasing the week would say so, too late."""
    for path, item in check.items:
        releases = _of(check, item)
        remedy = tell("Take it out of the channels or products of '{item}', or change its slot.", item=item.id)
        for message in lost_products(releases):
            yield check.finding("not-taken", "warning", (*path, "channels"), message, remedy, items=[item.id])
        remedy = tell("Add an account for them, or its audience or language to one, or take the slot out.")
        for message in lost_readers(releases, check.outlook.reaches):
            yield check.finding("no-account", "warning", (*path, "channels"), message, remedy, items=[item.id])


# Collisions


def _collisions(check: _Check) -> Iterator[Found]:
    """Find two items that one group gets on one day, or on one channel within the gap."""
    close: dict[tuple[str, str, Code], list[tuple[Release, Release]]] = {}
    for group in _readers(check.outlook.releases):
        for first, second in _neighbours(group):
            hours = (second.at - first.at).total_seconds() / 3600
            code: Code | None = None
            if _local(first).date() == _local(second).date():
                code = "same-day"
            elif first.channel == second.channel and hours < check.plan.gap_hours:
                code = "too-close"
            if code:
                close.setdefault((first.item.line, second.item.line, code), []).append((first, second))
    for (one, other, code), pairs in close.items():
        groups = _write_groups((first.audience, first.language) for first, _ in pairs)
        first, second = pairs[0]
        path = check.path_of(second.item)
        when = tell("{first} and {last}", first=_write_moment(_local(first)), last=_write_moment(_local(second)))
        if code == "same-day":
            message = tell(
                "'{one}' and '{other}' reach {groups} on the same day: {when}.",
                one=one,
                other=other,
                groups=groups,
                when=when,
            )
        else:
            message = tell(
                "'{one}' and '{other}' reach {groups} on {channel} less than {hours} hours apart: {when}.",
                one=one,
                other=other,
                groups=groups,
                channel=first.channel,
                hours=check.plan.gap_hours,
                when=when,
            )
        remedy = tell("Move one of the two to another day, with a slot of its own or in another week.")
        items = [first.item.id, second.item.id]
        yield check.finding(code, "warning", path, message, remedy, items=items, week=second.item.in_week)


def _readers(releases: Iterable[Release]) -> Iterator[list[Release]]:
    """Give what each group of readers gets, earliest first: in each place what is told of it, and what is told to all.

    Each place has readers of its own: what is told of others is not told to them.
    """
    groups: dict[tuple[str, str], dict[str, list[Release]]] = {}
    for release in releases:
        groups.setdefault((release.audience, release.language), {}).setdefault(release.item.place, []).append(release)
    for places in groups.values():
        to_all = places.pop("", [])
        for own in [*places.values()] or [[]]:
            yield sorted([*to_all, *own], key=lambda release: release.at)


def _neighbours(releases: list[Release]) -> Iterator[tuple[Release, Release]]:
    """Give each two releases of different items that follow each other, on any channel and on each one."""
    seen: set[tuple[str, str, dt.datetime, dt.datetime]] = set()
    by_channel = sorted(releases, key=lambda r: (r.channel, r.at))
    for order in (releases, by_channel):
        for first, second in pairwise(order):
            key = (first.item.id, second.item.id, first.at, second.at)
            same_list = order is releases or first.channel == second.channel
            if first.item.id != second.item.id and same_list and key not in seen:
                seen.add(key)
                yield first, second


# Quiet times

_QUIET: Mapping[QuietKind, tuple[Code, Severity]] = {
    "mourning": ("mourning", "error"),
    "own": ("own-quiet-day", "error"),
    "holy": ("holy-day", "error"),
    "memorial": ("memorial", "warning"),
    "night": ("night", "warning"),
    "day-off": ("day-off", "warning"),
}


def _quiet(check: _Check) -> Iterator[Found]:
    for path, item in check.items:
        found: dict[tuple[QuietKind, str], tuple[Quiet, list[Release]]] = {}
        for release in _of(check, item):
            for quiet in check.outlook.quiet(release):
                found.setdefault((quiet.kind, in_english(quiet.name)), (quiet, []))[1].append(release)
        for (kind, _), (quiet, releases) in found.items():
            code, severity = _QUIET[kind]
            groups = _write_groups((release.audience, release.language) for release in releases)
            when = _write_moment(_local(releases[0]))
            message = tell(
                "'{item}' goes out to {groups} on {when}: {reason}.",
                item=item.id,
                groups=groups,
                when=when,
                reason=_reason(quiet),
            )
            remedy = _tone(check, item, releases) if kind == "memorial" else _better(check, releases[0])
            yield check.finding(code, severity, path, message, remedy, items=[item.id], week=item.in_week)


def _reason(quiet: Quiet) -> str:
    name = _named(quiet.name)
    return {
        "mourning": tell("{name}, when nothing is released", name=name),
        "own": tell("{name}, a quiet day of the plan", name=name),
        "holy": tell("{name}, when these readers are not reached", name=name),
        "memorial": tell("{name}, a day of remembrance", name=name),
        "night": tell("their night ({name})", name=name),
        "day-off": tell("{name}, when they are not at work", name=name),
    }[quiet.kind]


def _better(check: _Check, release: Release) -> str:
    """Name the next full hour at which nothing speaks against it, by the readers' clock."""
    local = _local(release)
    hour = local.replace(minute=0) + dt.timedelta(hours=1)
    for _ in range(24 * FREE_HOUR_WITHIN_DAYS):
        if 8 <= hour.hour <= 20 and not check.outlook.quiet(release, hour):
            return tell("The next good hour for them is {hour}.", hour=_write_moment(hour))
        hour += dt.timedelta(hours=1)
    return tell("Move it to another week.")


def _tone(check: _Check, item: PlannedItem, releases: Sequence[Release]) -> str:
    """Name the texts that would sound wrong on a day of remembrance."""
    brief = check.outlook.brief(item)
    lively = []
    if brief:
        languages = {release.language for release in releases}
        audiences = {release.audience for release in releases}
        for point in brief.points:
            texts = [point.text, point.headline]
            texts += [
                text
                for audience, wording in point.variants.items()
                if audience in audiences
                for text in (wording.text, wording.headline)
            ]
            if any("!" in text.get(language, "") for text in texts for language in languages):
                lively.append(point.id)
    calm = tell("Keep the tone sober: no exclamation marks, no bright music")
    return (
        tell("{calm}; look at points {lively}, or move it.", calm=calm, lively=tuple(lively))
        if lively
        else tell("{calm}, or move it.", calm=calm)
    )


# Coverage


def _coverage(check: _Check) -> Iterator[Found]:
    yield from _missed_weeks(check)
    if not all(check.outlook.asked(item) for item in check.plan.items):
        # Whom the unread briefs would reach is not known.
        return
    reached: dict[str, set[str]] = {}
    for item in check.plan.items:
        if asked := check.outlook.asked(item):
            for audience in asked.audiences:
                reached.setdefault(audience, set()).add(item.in_week)
    for index, audience in enumerate(check.plan.audiences):
        path: FieldPath = ("audiences", index)
        if audience not in reached:
            message = tell("The plan tells {audience} nothing at all.", audience=audience)
            remedy = tell("Add {audience} to an item, or take it out of audiences.", audience=audience)
            yield check.finding("never-reached", "error", path, message, remedy)
            continue
        for silent, weeks in groupby(check.plan.weeks, key=lambda week: week not in reached[audience]):
            row = list(weeks)
            if silent and len(row) > SILENCE_MAX_WEEKS:
                message = tell(
                    "{audience} are told nothing for {count} weeks: {first} to {last}.",
                    audience=audience.capitalize(),
                    count=len(row),
                    first=row[0],
                    last=row[-1],
                )
                remedy = tell("Add {audience} to an item of one of these weeks.", audience=audience)
                yield check.finding("long-silence", "warning", path, message, remedy)


def _missed_weeks(check: _Check) -> Iterator[Found]:
    for week in check.plan.weeks:
        if not check.plan.items_of(week):
            days = days_of(week)
            message = tell(
                "Nothing is planned for {week} ({first} to {last}).",
                week=week,
                first=_write(days[0]),
                last=_write(days[-1]),
            )
            yield check.finding(
                "week-missed", "warning", ("items",), message, tell("Add an item, or leave it so."), week=week
            )


def _programme(check: _Check) -> Iterator[Found]:
    phases = {phase.id: phase for phase in check.plan.phases}
    served = {item.task_group for item in check.plan.items}
    for path, item in check.items:
        if item.phase is None and phases:
            message, remedy = (
                tell("'{item}' serves no phase of the programme.", item=item.id),
                tell("Add phase: one of {phases}.", phases=tuple(phases)),
            )
            yield check.finding("no-phase", "warning", path, message, remedy, items=[item.id])
        elif item.phase is not None:
            phase = phases[item.phase]
            days = (item.date,) if item.date else days_of(item.in_week)
            if not any(phase.holds(day) for day in days):
                span = tell("{first} to {last}", first=_write(phase.starts), last=_write(phase.ends))
                message = tell(
                    "'{item}' lies outside the phase '{phase}' ({span}).", item=item.id, phase=phase.id, span=span
                )
                remedy = tell("Move the item, name another phase, or correct its days.")
                yield check.finding("outside-phase", "warning", (*path, "phase"), message, remedy, items=[item.id])
        if item.task_group is None and check.plan.task_groups:
            groups = tuple(group.id for group in check.plan.task_groups)
            message, remedy = (
                tell("'{item}' serves no group of tasks.", item=item.id),
                tell("Add task_group: one of {groups}.", groups=groups),
            )
            yield check.finding("no-task-group", "warning", path, message, remedy, items=[item.id])
    for index, group in enumerate(check.plan.task_groups):
        if group.id not in served:
            message, remedy = (
                tell("No item serves '{group}'.", group=group.id),
                tell("Plan an item for it, or delete the group."),
            )
            yield check.finding("unserved-task-group", "warning", ("task_groups", index), message, remedy)


# Occasions


def _occasions(check: _Check) -> Iterator[Found]:
    known = tuple(sorted({*known_days(), *(day.id for day in check.outlook.days)}))
    for path, item in check.items:
        if item.occasion is None:
            continue
        field_path: FieldPath = (*path, "occasion")
        if item.occasion not in known:
            near = near_word(item.occasion, known)
            remedy = (
                tell("Write '{near}'.", near=near)
                if near
                else tell("Name a day that the page of 'briefcast plan show' lists, or add it under days.")
            )
            message = tell("The calendar knows no day '{occasion}'.", occasion=item.occasion)
            yield check.finding("unknown-occasion", "error", field_path, message, remedy, items=[item.id])
            continue
        dates = [day.date for day in check.outlook.days if day.id == item.occasion]
        week = days_of(item.in_week)
        if not any(week[0] <= date <= week[-1] for date in dates):
            when = tell("is on {day}", day=_write(dates[0])) if dates else tell("is in none of these weeks")
            message = tell(
                "'{item}' is told for '{occasion}', which {when}, not in {week}.",
                item=item.id,
                occasion=item.occasion,
                when=when,
                week=item.in_week,
            )
            remedy = tell("Move the item to that week, or take the occasion out.")
            yield check.finding("not-on-occasion", "warning", field_path, message, remedy, items=[item.id])


def _columns(check: _Check) -> Iterator[Found]:
    """Find pieces of a column that it has no name for, and those whose date is another day of the week than its own."""
    for path, item in check.items:
        column, asked = check.plan.column_of(item), check.outlook.asked(item)
        if column is None:
            continue
        missing = [code for code in (asked.languages if asked else ()) if code not in column.name]
        if missing:
            message = tell(
                "'{item}' is made in {languages}, in which the column '{column}' has no name.",
                item=item.id,
                languages=tuple(missing),
                column=column.id,
            )
            remedy = tell("Add the name under 'columns', or name the languages of the item.")
            yield check.finding("column-name", "error", (*path, "column"), message, remedy, items=[item.id])
        if item.date and WEEKDAYS[item.date.weekday()] != column.day:
            message = tell(
                "'{item}' goes out on {day}, and '{column}' is a column of another day of the week.",
                item=item.id,
                day=_write(item.date),
                column=column.id,
            )
            remedy = tell("Give it a week instead of a date, if that is not meant.")
            yield check.finding("not-on-column-day", "warning", (*path, "date"), message, remedy, items=[item.id])


def _tie_ins(check: _Check) -> Iterator[Found]:
    """Suggest the days of the plan's weeks that have a story and no item."""
    taken = {item.occasion for item in check.plan.items}
    first, last = days_of(check.plan.weeks[0])[0], days_of(check.plan.weeks[-1])[-1]
    for day in check.outlook.days:
        if first <= day.date <= last and day.idea and day.id not in taken:
            message = tell("{day} is {name}.", day=_write(day.date), name=_named(day.name))
            if day.audiences:
                remedy = tell(
                    "It could be told for {audiences}: {idea} (occasion: {day})",
                    audiences=tuple(day.audiences),
                    idea=_named(day.idea),
                    day=day.id,
                )
            else:
                remedy = tell("It could be told: {idea} (occasion: {day})", idea=_named(day.idea), day=day.id)
            yield check.finding("tie-in", "idea", (), message, remedy)


_RULES = (
    *(_briefs, _asked, _freshness, _people, _channels, _slots, _nowhere),
    *(_collisions, _quiet, _coverage, _programme, _occasions, _columns, _tie_ins),
)


# How things are written here


def _of(check: _Check, item: PlannedItem) -> Sequence[Release]:
    return check.outlook.releases_of.get(item.id, ())


def _local(release: Release) -> dt.datetime:
    """Give the hour of a release by its readers' clock."""
    return release.at.astimezone(place_of(release.language).timezone)


def _day(release: Release) -> dt.date:
    return _local(release).date()


def _named(names: Mapping[LanguageCode, str] | Mapping[str, str]) -> Name:
    """Give a name as messages tell it, in every language it has."""
    return Name(in_english(names), {str(code): name for code, name in names.items()})


def _write(day: dt.date) -> Name:
    """Write a day in every language."""
    return _named({code: write_date(day, code, style="short") for code in LANGUAGES})


def _write_moment(at: dt.datetime) -> Name:
    """Write a day and an hour in every language: ``Tue Oct 7, 19:30 (Jerusalem)``."""
    city = str(at.tzinfo).rpartition("/")[2].replace("_", " ")
    weekdays = {code: get_day_names("abbreviated", locale=language(code).locale)[at.weekday()] for code in LANGUAGES}
    days = _write(at.date()).others
    return _named({code: f"{weekdays[code]} {days[code]}, {at:%H:%M} ({city})" for code in LANGUAGES})


def _write_groups(groups: Iterable[tuple[str, str]]) -> object:
    """Write readers as ``citizens (vi, en) and youth (he)``."""
    languages: dict[str, list[str]] = {}
    for audience, code in groups:
        known = languages.setdefault(audience, [])
        if code not in known:
            known.append(code)
    *before, last = [
        f"{audience} ({', '.join(sorted(known, key=LANGUAGES.index))})" for audience, known in languages.items()
    ]
    return tell("{first} and {last}", first=tuple(before), last=last) if before else last
