"""The review page of a week: everything that is to be decided, with its facts, findings and what is new in it.

One file without outside requests beside the editions it shows, ``outputs/weeks/2026-W48/index.html``; where that
would be longer than a person looks through, a list of editions there, and the parts of the review beside it. Their
look, script and words are those of the page of an edition.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from briefcast.catalogue import in_language
from briefcast.channels.platforms import platform
from briefcast.errors import BriefError
from briefcast.languages import Language, language, own_language, read_languages
from briefcast.ledger import Ledger, RecordedItem
from briefcast.ledger.brought_back import told_brought_back
from briefcast.ledger.changes import changes_of_people
from briefcast.ledger.comments import Comment, comments_on
from briefcast.ledger.people import People
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import AudienceEntry, FactEntry, Manifest
from briefcast.pages.frame import PAGE_NAME, page_environment, page_script, page_style
from briefcast.pages.view import Clip, Episode, Notice, arrange_clips, arrange_episode, arrange_notices, thumbnail_url
from briefcast.planner.plan import PlannedItem, Release
from briefcast.planner.weeks import days_of
from briefcast.products.table import PRODUCTS
from briefcast.publishing.orders import Order, choose
from briefcast.store.files import write_changed, write_whole
from briefcast.store.store import content_key, program_version
from briefcast.week.deciding import Review, Reviewed, seen_of
from briefcast.week.drawn import PARTING, Drawn
from briefcast.week.parts import PART_BEGINS
from briefcast.week.report import BatchReport
from briefcast.week.week import WeekPlan

SHOWN_NAME = "shown.json"
"""Beside the page: of each item what the page showed, its content and posts, when people were told to look at it."""
_BROUGHT_BACK = "ledger brought back"
"""There too: when the ledger had been brought back last. A page of before showed other people's decisions, which a copy
does not know; who approves all after that has not looked at what they had decided."""


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
    thumbnail_url: str
    """The small picture that a document holds of itself; empty for all else."""
    comments: tuple[Comment, ...] = ()
    """What was said about it, the earliest first."""

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """What nobody resolved of it."""
        return tuple(each for each in self.comments if each.is_open)


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
        items = [view.reviewed.item for view in self.of(product)]
        return tuple(post for (channel, _), found in together.items() for post in _post_views(channel, found, items))

    def nowhere(self, product: str) -> tuple[str, ...]:
        """Name the channels on which a product is planned and of which no account takes it for these readers."""
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


def _post_views(channel: str, found: Sequence[tuple[Item, Order]], items: Sequence[Item]) -> Iterator[PostView]:
    """Give the post of an account; none where nothing of all ``items`` of the product suits its channel."""
    row = platform(channel)
    # By the rule by which they are sent: a page on paper beside a picture is no size of it that a network gets.
    chosen, _ = choose(items, row)
    told = [order for item, order in found if item in chosen]
    files = (file.name for order in told if order.post for file in order.post.files)
    if told:
        yield PostView(
            order=told[0],
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
    sets = tuple(sets_of(week, review, ledger))
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
        "people_changes": changes_of_people(ledger),
        "parts": parts,
    }
    people = tuple(People(ledger).registered())
    week.review.mkdir(parents=True, exist_ok=True)
    render = _renderer(codes)
    drawn, common = Drawn(week.review), _common(week, review, report, values) if parts else ""
    for number, part in enumerate(parts):
        beside = {"before": parts[number - 1] if number else None, "after": (*parts, None)[number + 1]}
        ways = _ways(review, part, people)
        rests_on, stands = _rests_on(week, part, common, number, len(parts), ways), _stands(part)
        if drawn.stays(part.file, rests_on, stands):
            continue

        def standings(part: PartView = part) -> str:
            return render("review-standings.html.j2", part=part, parting=PARTING, **values)

        text = drawn.again(part.file, rests_on, standings) or render(
            "review.html.j2", part=part, **ways, **beside, **values
        )
        drawn.note(write_changed(week.review / part.file, text), rests_on, stands)
    drawn.save()
    _sweep(week.review, {part.file for part in parts})
    if parts:
        signers = _signers(review.items, people, "all")
        text = render("review-parts.html.j2", groups=groups_of(review), signers=signers, **values)
    else:
        whole = PartView(name="", sets=sets, items=review.items, notices=notices)
        text = render("review.html.j2", part=whole, **_ways(review, whole, people), **values)
    page = write_whole(week.review / PAGE_NAME, text)
    if to_look_at:
        shown = {r.item.key: r.seen_sha256 for r in review.items}
        shown |= {name: seen_of(items) for name, items in review.parts.items()}
        shown[_BROUGHT_BACK] = told_brought_back(ledger)
        write_whole(week.review / SHOWN_NAME, json.dumps(shown))
    return page


def _common(week: WeekPlan, review: Review, report: BatchReport, values: Mapping[str, object]) -> str:
    """Give one hash of what every part of a review rests on."""
    try:
        accounts = week.accounts.model_dump_json()
    except BriefError as error:
        accounts = str(error)
    return content_key(
        "review",
        program_version(),
        own_language(),
        [tongue.code for tongue in values["view_languages"]],  # type: ignore[attr-defined]
        week.week,
        review.seen_sha256,
        week.plan.model_dump_json(),
        accounts,
        report.wall_s,
        [str(audience) for audience in values["audiences"].values()],  # type: ignore[attr-defined]
        [str(change) for change in values["people_changes"]],  # type: ignore[attr-defined]
    )


def _rests_on(week: WeekPlan, part: PartView, common: str, number: int, of: int, ways: Mapping[str, object]) -> str:
    """Give one hash of all that a part rests on, decisions apart; empty where that is not known for sure."""
    rests_on: list[object] = [common, part.name, number, of, str(ways), part.seen_sha256]
    for folder in dict.fromkeys(each.folder for each in part.items):
        made = week.made(folder)
        if made.mark is None or any(r.manifest is not made.manifest for r in part.items if r.folder == folder):
            return ""
        rests_on.append([str(folder), list(made.mark)])
    for one in part.sets:
        difference = one.difference
        changes = [(change.id, change.before, change.now) for change in difference.figures]
        rests_on += [one.id, difference.before, changes, difference.words, [str(each) for each in one.releases]]
        for view in one.items:
            rests_on += [view.reviewed.item.key, str(view.clip), str(view.episode)]
            for order in view.reviewed.orders:
                post = order.post
                told = (post.title, post.text, post.link, post.warnings) if post else ()
                rests_on.append([order.channel, order.account.name, str(order.slot), order.refused, told])
    rests_on += [(one.id, [(kind, str(found)) for kind, found in notices]) for one, notices in part.notices]
    return hashlib.sha256(repr(rests_on).encode()).hexdigest()


def _stands(part: PartView) -> str:
    """Give one hash of all that decisions change in a part."""
    now = [
        (view.newness, view.reviewed.standing, view.reviewed.seen_sha256, view.comments)
        for one in part.sets
        for view in one.items
    ]
    return hashlib.sha256(repr((part.undecided, now)).encode()).hexdigest()


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


def _commands(review: Review, items: Sequence[Reviewed], part: str) -> tuple[tuple[str, str], ...]:
    """Give each approver with the command that approves what is theirs of a part, or of all, as it is shown."""
    found = []
    for approver in dict.fromkeys(each.planned.approver for each in items):
        mine = [each for each in items if each.planned.approver == approver]
        if part and len(mine) == len(items):
            names, seen = part, seen_of(mine)
        else:
            names, seen = " ".join(dict.fromkeys(each.item.brief for each in mine)), review.seen_sha256
        found.append((approver or "", f"{names} --who {approver or 'NAME'} --seen {seen[:12]}"))
    return tuple(found)


def _signers(items: Sequence[Reviewed], people: Iterable[str], whole: str) -> tuple[tuple[str, str], ...]:
    """Give each person who has a secret, with the names of what of some items is hers to decide, who has any first.

    ``whole`` is what they are called together.
    """
    found = []
    for name in people:
        mine = [each for each in items if each.planned.approver in (None, name)]
        named = " ".join(dict.fromkeys(each.item.brief for each in mine)) if len(mine) < len(items) else whole
        found.append((name, named))
    return tuple(sorted(found, key=lambda each: not each[1]))


def _ways(review: Review, part: PartView, people: Iterable[str]) -> Mapping[str, object]:
    """Give a page the ways in which its items are decided about: commands, and whose signature it takes."""
    return {
        "commands": _commands(review, part.items, part.name),
        "signers": _signers(part.items, people, part.name or "all"),
    }


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


def groups_of(review: Review) -> tuple[GroupView, ...]:
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


def not_shown(week: WeekPlan, items: Iterable[Reviewed], ledger: Ledger) -> tuple[Reviewed, ...]:
    """Give the items that are not as the page showed them when somebody was told to look: nobody can have seen them."""
    shown = _shown(week, ledger)
    return tuple(r for r in items if shown.get(r.item.key) != r.seen_sha256)


def parts_not_shown(week: WeekPlan, review: Review, names: Iterable[str], ledger: Ledger) -> tuple[str, ...]:
    """Give those of the names that are parts, and other ones than were shown under these names."""
    shown = _shown(week, ledger)
    parts = [name for name in review.groups(names) if name in review.parts]
    return tuple(name for name in parts if shown.get(name) != seen_of(review.parts[name]))


def _shown(week: WeekPlan, ledger: Ledger) -> Mapping[str, str]:
    try:
        shown = dict(json.loads((week.review / SHOWN_NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}
    return shown if shown.get(_BROUGHT_BACK, "") == told_brought_back(ledger) else {}


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """Write the hour of a moment in a time zone, with the zone where it is not the plan's."""
    local = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else zone
    named = f" ({local.key.rpartition('/')[2].replace('_', ' ')})" if local.key != zone.key else ""
    return f"{at.astimezone(local):%H:%M}{named}"


def sets_of(week: WeekPlan, review: Review, ledger: Ledger) -> Iterable[SetView]:
    """Give everything that is to be decided, by edition, audience and language, with what is new in it."""
    before = ledger.items_before((reviewed.item.brief for reviewed in review.items), week.week)
    said: dict[str, list[Comment]] = {}
    for comment in comments_on(ledger, (reviewed.item.key for reviewed in review.items)):
        said.setdefault(comment.item, []).append(comment)
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
            items=tuple(_item_view(reviewed, told_before, said.get(reviewed.item.key, ())) for reviewed in mine),
            facts=tuple(facts.values()),
            difference=difference_of(mine, told_before),
            releases=tuple(
                r
                for r in week.plan.releases(first.planned, week.asked_of(first.planned))
                if (r.audience, r.language) == (audience, code)
            ),
        )


def _item_view(reviewed: Reviewed, told_before: Sequence[RecordedItem], comments: Sequence[Comment]) -> ItemView:
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
        thumbnail_url=thumbnail_url(reviewed.folder / item.main.path) if item.main.role == "document" else "",
        comments=tuple(comments),
    )


def difference_of(mine: Sequence[Reviewed], told_before: Sequence[RecordedItem]) -> Difference:
    """Compare what items say with what was recorded of them before."""
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
        "scripts": {"page": page_script("sign.js", "page.js"), "parts": page_script("sign.js", "parts.js")},
        "products": tuple(PRODUCTS),
        "tongues": read_languages(),
    }
    return lambda template, /, **values: environment.get_template(template).render(**shared, **values).lstrip()
