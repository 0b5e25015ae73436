"""The review page of a week: everything that is to be decided, with its facts, findings and what is new in it.

One file without outside requests beside the editions it shows, ``outputs/weeks/2026-W48/index.html``; where that
would be longer than a person looks through, a list of editions there, and the parts of the review beside it. Their
look, script and words are those of the page of an edition.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from briefcast.catalogue import in_language
from briefcast.channels.platforms import platform
from briefcast.languages import Language, language, own_language, read_languages
from briefcast.ledger import Ledger, RecordedItem
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import AudienceEntry, FactEntry, Manifest
from briefcast.pages.frame import PAGE_NAME, page_environment, page_script, page_style
from briefcast.pages.view import Clip, Episode, Notice, arrange_clips, arrange_episode, arrange_notices
from briefcast.planner.plan import PlannedItem, Release
from briefcast.planner.weeks import days_of
from briefcast.products.table import PRODUCTS
from briefcast.publishing.orders import Order
from briefcast.store.files import write_changed, write_whole
from briefcast.week.deciding import Review, Reviewed, seen_of
from briefcast.week.parts import PART_BEGINS
from briefcast.week.report import BatchReport
from briefcast.week.week import WeekPlan

SHOWN_NAME = "shown.json"
"""Beside the page: of each item what the page showed, its content and posts, when people were told to look at it."""


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """A figure that is not what it was."""

    fact: FactEntry | None
    """None for one that is not told any more."""
    id: str
    before: str
    now: str


WordChange = tuple[Literal["same", "gone", "new"], str]
"""Some words, and whether they were there before and are there now."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is new in what one audience is told in one language."""

    before: bool
    """Whether it was ever told before this week."""
    figures: tuple[FigureChange, ...] = ()
    words: tuple[tuple[WordChange, ...], ...] = ()
    """Line by line, only lines that changed."""


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One item with what it takes to show it."""

    reviewed: Reviewed
    newness: Literal["item_new", "item_same", "item_changed"]
    clip: Clip | None
    episode: Episode | None


@dataclass(frozen=True, kw_only=True)
class PostView:
    """One post as it will go out on one account."""

    order: Order
    """Of the size that the channel gets, if it is approved."""
    platform: str
    """The channel's name for readers."""
    files: tuple[str, ...]
    """Names of its files; of a channel that gets every size, those of all sizes."""
    titled: bool
    """Whether readers there see its title, too."""


@dataclass(frozen=True, kw_only=True)
class SetView:
    """Everything of one planned edition for one audience in one language."""

    id: str
    planned: PlannedItem
    manifest: Manifest
    home: str
    """The edition's folder as the page names it."""
    audience: AudienceEntry
    language: Language
    items: tuple[ItemView, ...]
    facts: tuple[FactEntry, ...]
    difference: Difference
    releases: tuple[Release, ...]

    def of(self, product: str) -> tuple[ItemView, ...]:
        """Give the items of one product."""
        return tuple(view for view in self.items if view.reviewed.item.product == product)

    def posts(self, product: str) -> tuple[PostView, ...]:
        """Give what goes out of one product, a post for each account."""
        together: dict[tuple[str, str], list[tuple[Item, Order]]] = {}
        for view in self.of(product):
            for order in view.reviewed.orders:
                key = (order.channel, order.account.name)
                together.setdefault(key, []).append((view.reviewed.item, order))
        return tuple(_post_view(channel, found) for (channel, _), found in together.items())

    def nowhere(self, product: str) -> tuple[str, ...]:
        """Name the channels on which a product is planned and no account is for these readers."""
        told = {post.order.channel for post in self.posts(product)}
        planned = dict.fromkeys(release.channel for release in self.releases if release.product == product)
        return tuple(channel for channel in planned if channel not in told)


_Noticed = tuple[SetView, tuple[Notice, ...]]


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One page of a review: a part of it, or all of it."""

    name: str
    """``part-3``; empty where one page shows all."""
    sets: tuple[SetView, ...]
    items: tuple[Reviewed, ...]
    notices: tuple[_Noticed, ...]

    @property
    def file(self) -> str:
        """Name of its page."""
        return f"{self.name}.html"

    @property
    def undecided(self) -> int:
        """How many of its items wait."""
        return sum(each.open for each in self.items)

    @property
    def seen_sha256(self) -> str:
        """Over all that it shows."""
        return seen_of(self.items)

    @property
    def editions(self) -> tuple[SetView, ...]:
        """The first set of each edition in it."""
        return tuple({one.planned.id: one for one in reversed(self.sets)}.values())[::-1]

    @property
    def problems(self) -> tuple[tuple[SetView, int, int], ...]:
        """Editions of which something was found, with the number of errors and of what else is to be looked at."""
        counted = ((one, sum(map(_is_error, found)), len(found)) for one, found in self.notices)
        return tuple((one, errors, every - errors) for one, errors, every in counted)


def _is_error(notice: Notice) -> bool:
    kind, found = notice
    return kind in ("failure", "missing") or getattr(found, "severity", "") == "error"


def _post_view(channel: str, found: Sequence[tuple[Item, Order]]) -> PostView:
    row = platform(channel)
    shapes = row.shapes.get(found[0][0].main.role)
    ranked = sorted(found, key=lambda pair: shapes.index(pair[0].variant)) if shapes else list(found)
    told = ranked[:1] if shapes else ranked
    files = (file.name for _, order in told if order.post for file in order.post.files)
    return PostView(
        order=ranked[0][1],
        platform=row.title,
        files=tuple(dict.fromkeys(files)),
        titled="title" in row.texts or row.extras,
    )


def write_review(
    week: WeekPlan, review: Review, report: BatchReport, ledger: Ledger, *, to_look_at: bool = False
) -> Path:
    """Write the review page of a week and give its path.

    ``to_look_at`` says that a person is told to look at it now: what it shows counts as looked at when it is approved.
    A page that is drawn anew by the way shows nobody what changed.
    """
    sets = tuple(_sets(week, review, ledger))
    used = {s.language.code for s in sets}
    tongues = tuple(language(code) for code in read_languages() if code in used) or (language(own_language()),)
    codes = [tongue.code for tongue in tongues]
    notices = tuple(_notices(sets))
    parts = _parts(review, sets, notices)
    values = {
        "week": week,
        "days": days_of(week.week),
        "review": review,
        "report": report,
        "view_languages": tongues,
        "audiences": {s.audience.id: s.audience for s in sets},
        "people": {person.id: person.name for person in week.plan.people},
        "zone": ZoneInfo(week.plan.timezone),
        "moment": _moment,
        "told": in_language,
        "in_each": lambda told: {code: in_language(told, code) for code in codes},
        "page_name": PAGE_NAME,
        "parts": parts,
    }
    week.review.mkdir(parents=True, exist_ok=True)
    render = _renderer(codes)
    for number, part in enumerate(parts):
        beside = {"before": parts[number - 1] if number else None, "after": (*parts, None)[number + 1]}
        text = render("review.html.j2", part=part, commands=_commands(review, part.items), **beside, **values)
        write_changed(week.review / part.file, text)
    _sweep(week.review, {part.file for part in parts})
    if parts:
        text = render("review-parts.html.j2", groups=_groups(review), **values)
    else:
        whole = PartView(name="", sets=sets, items=review.items, notices=notices)
        text = render("review.html.j2", part=whole, commands=_commands(review, review.items), **values)
    page = write_whole(week.review / PAGE_NAME, text)
    if to_look_at:
        shown = {r.item.key: r.seen_sha256 for r in review.items}
        shown |= {name: seen_of(items) for name, items in review.parts.items()}
        write_whole(week.review / SHOWN_NAME, json.dumps(shown))
    return page


def _parts(review: Review, sets: Sequence[SetView], notices: Sequence[_Noticed]) -> tuple[PartView, ...]:
    """Give the parts of a review, each edition's findings with the first of its sets."""
    by_id = {one.id: one for one in sets}
    noticed = {one.id: (one, found) for one, found in notices}
    parts = []
    for name, items in review.parts.items():
        ids = tuple(dict.fromkeys(map(_set_id, items)))
        found = tuple(noticed[id] for id in ids if id in noticed)
        parts.append(PartView(name=name, sets=tuple(by_id[id] for id in ids), items=items, notices=found))
    return tuple(parts)


def _set_id(reviewed: Reviewed) -> str:
    return "-".join((reviewed.planned.id, reviewed.item.audience, reviewed.item.language))


def _commands(review: Review, items: Sequence[Reviewed]) -> tuple[tuple[str, str], ...]:
    """Give each approver with the command that approves what is theirs of some items, as it is shown."""
    found = []
    part = next((name for name, mine in review.parts.items() if mine == tuple(items)), "")
    for approver in dict.fromkeys(each.planned.approver for each in items):
        mine = [each for each in items if each.planned.approver == approver]
        if part and len(mine) == len(items):
            names, seen = part, seen_of(mine)
        else:
            names, seen = " ".join(dict.fromkeys(each.item.brief for each in mine)), review.seen_sha256
        found.append((approver or "", f"{names} --who {approver or 'NAME'} --seen {seen[:12]}"))
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """Items that are decided about together, whatever they are of."""

    kind: Literal["all", "audience", "product"]
    name: str
    items: tuple[Reviewed, ...]

    @property
    def undecided(self) -> int:
        """How many of them wait."""
        return sum(each.open for each in self.items)

    @property
    def asked(self) -> str:
        """What a command names them by, and that they were seen."""
        approvers = {each.planned.approver for each in self.items}
        who = next(iter(approvers)) if len(approvers) == 1 else None
        return f"{self.name} --who {who or 'NAME'} --seen {seen_of(self.items)[:12]}"


def _groups(review: Review) -> tuple[GroupView, ...]:
    """Give the groups of a review that are more than nothing and less than all, and all of it."""
    of_item: dict[tuple[Literal["audience", "product"], str], list[Reviewed]] = {}
    for each in review.items:
        of_item.setdefault(("audience", each.item.audience), []).append(each)
        of_item.setdefault(("product", each.item.product), []).append(each)
    found = [
        GroupView(kind=kind, name=name, items=tuple(items))
        for (kind, name), items in of_item.items()
        if len(items) < len(review.items)
    ]
    return (GroupView(kind="all", name="all", items=review.items), *sorted(found, key=lambda group: group.kind))


def _sweep(folder: Path, kept: Collection[str]) -> None:
    """Remove parts of an earlier, longer review: nobody is to decide from them."""
    for page in folder.glob(f"{PART_BEGINS}*.html"):
        if page.name not in kept and page.stem.removeprefix(PART_BEGINS).isdigit():
            page.unlink(missing_ok=True)


def not_shown(week: WeekPlan, items: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    """Give the items that are not as the page showed them when somebody was told to look: nobody can have seen them."""
    shown = _shown(week)
    return tuple(r for r in items if shown.get(r.item.key) != r.seen_sha256)


def parts_not_shown(week: WeekPlan, review: Review, names: Iterable[str]) -> tuple[str, ...]:
    """Give those of the names that are parts, and other ones than were shown under these names."""
    shown = _shown(week)
    parts = [name for name in review.groups(names) if name in review.parts]
    return tuple(name for name in parts if shown.get(name) != seen_of(review.parts[name]))


def _shown(week: WeekPlan) -> Mapping[str, str]:
    try:
        return dict(json.loads((week.review / SHOWN_NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """Write the hour of a moment in a time zone, with the zone where it is not the plan's."""
    local = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else zone
    named = f" ({local.key.rpartition('/')[2].replace('_', ' ')})" if local.key != zone.key else ""
    return f"{at.astimezone(local):%H:%M}{named}"


def _sets(week: WeekPlan, review: Review, ledger: Ledger) -> Iterable[SetView]:
    before = ledger.items_before((reviewed.item.brief for reviewed in review.items), week.week)
    groups: dict[tuple[str, str, str], list[Reviewed]] = {}
    for reviewed in review.items:
        item = reviewed.item
        groups.setdefault((reviewed.planned.id, item.audience, item.language), []).append(reviewed)
    for (_, audience, code), mine in groups.items():
        first = mine[0]
        manifest, brief = first.manifest, first.item.brief
        told_before = [b for b in before.get(brief, ()) if (b.audience, b.language) == (audience, code)]
        facts = {fact.id: fact for reviewed in mine for fact in reviewed.item.facts}
        yield SetView(
            id=_set_id(first),
            planned=first.planned,
            manifest=manifest,
            home=f"../../{first.folder.name}",
            audience=next((a for a in manifest.audiences if a.id == audience), AudienceEntry(id=audience)),
            language=language(code),
            items=tuple(_item_view(reviewed, told_before) for reviewed in mine),
            facts=tuple(facts.values()),
            difference=_difference(mine, told_before),
            releases=tuple(
                r
                for r in week.plan.releases(first.planned, week.asked_of(first.planned))
                if (r.audience, r.language) == (audience, code)
            ),
        )


def _item_view(reviewed: Reviewed, told_before: Sequence[RecordedItem]) -> ItemView:
    item, outputs = reviewed.item, list(reviewed.item.outputs)
    same = next((b for b in told_before if b.key == item.key), None)
    facts = {fact.id: fact for fact in item.facts}
    clips = arrange_clips(outputs, reviewed.folder, facts) if item.main.role == "video" else ()
    return ItemView(
        reviewed=reviewed,
        newness="item_new"
        if not same
        else "item_same"
        if same.content_sha256 == item.content_sha256
        else "item_changed",
        clip=clips[0] if clips else None,
        episode=arrange_episode(outputs, reviewed.folder) if item.main.role == "audio" else None,
    )


def _difference(mine: Sequence[Reviewed], told_before: Sequence[RecordedItem]) -> Difference:
    if not told_before:
        return Difference(before=False)
    facts = {fact.id: fact for reviewed in mine for fact in reviewed.item.facts}
    now = {id: mine[0].item.written(fact) for id, fact in facts.items()}
    old = {id: written for item in told_before for id, written in item.figures.items()}
    words_now = mine[0].item.told
    return Difference(
        before=True,
        figures=tuple(
            FigureChange(fact=facts.get(id), id=id, before=old.get(id, ""), now=now.get(id, ""))
            for id in dict.fromkeys((*now, *old))
            if old.get(id) != now.get(id)
        ),
        words=tuple(word_changes(told_before[0].told.split("\n"), words_now)),
    )


def word_changes(before: Sequence[str], now: Sequence[str]) -> Iterable[tuple[WordChange, ...]]:
    """Compare what was told with what is told, line by line and then word by word; lines that stayed are left out."""
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = (
            zip(before[i:j], now[k:m], strict=True) if j - i == m - k else [(" ".join(before[i:j]), " ".join(now[k:m]))]
        )
        for old, new in pairs:
            yield tuple(_compare_words(old.split(), new.split()))


def _compare_words(old: Sequence[str], new: Sequence[str]) -> Iterable[WordChange]:
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(new[k:m])
            continue
        if i < j:
            yield "gone", " ".join(old[i:j])
        if k < m:
            yield "new", " ".join(new[k:m])


def _notices(sets: Iterable[SetView]) -> Iterable[_Noticed]:
    """Give what the checks found in each edition, once an edition."""
    seen: set[str] = set()
    for one in sets:
        if one.home not in seen:
            seen.add(one.home)
            if found := arrange_notices(one.manifest, one.items[0].reviewed.folder):
                yield one, found


class _Render(Protocol):
    def __call__(self, template: str, /, **values: object) -> str: ...


def _renderer(languages: Sequence[str]) -> _Render:
    """Give what renders the pages of a week in some languages; values are what the templates name."""
    environment = page_environment(languages)
    shared = {
        "style": page_style("page.css", "review.css"),
        "scripts": {"page": page_script("page.js"), "parts": page_script("parts.js")},
        "products": tuple(PRODUCTS),
        "tongues": read_languages(),
    }
    return lambda template, /, **values: environment.get_template(template).render(**shared, **values).lstrip()
