"""The preview: one audience in one language, drawn from what stands in a draft.

    drawn = Drawing().draw(draft, view)        at each key: the picture, as fast as can be
    settled = settle(...)                      when the keys rest, in a process of its own: the check, what is spoken,
                                               and the picture as it will be made, alike in every language

A picture is laid out in hundreds of ways before one is chosen. While somebody types, the way that was chosen last is
kept as long as it fits, so that a key costs one drawing; what is chosen anew shows when the keys rest.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefcast.brief.document import Document, FieldPath
from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.channels.counting import count
from briefcast.channels.platforms import Platform, read_platforms
from briefcast.edition.plan import Plan, making_of, plan_edition, told_in_film
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, BriefError, FactError, LayoutError
from briefcast.language.pacing import narration_seconds
from briefcast.languages import written_in
from briefcast.look import drawing
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.product import agreed_on, as_shown
from briefcast.products.infographic.sizes import SIZES
from briefcast.publishing.accounts import FILE_NAME, read_accounts
from briefcast.publishing.posts import PostSettings, write_post

if TYPE_CHECKING:
    from briefcast.manifest.items import Item
    from briefcast.products.base import Making
    from briefcast.products.infographic.agree import Agreed
    from briefcast.script import Script

SHOWN_PX = 540
"""How wide a picture is drawn while somebody types: as wide as it stands beside the form."""
_KEPT = 60
"""How many choices of layouts are kept."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What is looked at."""

    audience: str
    language: str
    size: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """One scene of what is told, with its place in time."""

    id: str
    start_s: float
    seconds: float
    sentences: tuple[tuple[tuple[str, str], ...], ...]
    """Words of each sentence, with the figure that each states, if any."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What stands in the way of a preview, at its field."""

    field: str
    message: str
    remedy: str = ""
    severity: str = "error"
    code: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What there is to see and to hear."""

    pictures: tuple[bytes, ...] = ()
    alt_texts: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    faults: tuple[Fault, ...] = ()
    agreed: Agreed | None = None
    stale: bool = False
    """Whether something newer was asked for meanwhile; nothing of this one is to be shown."""


class Drawing:
    """Who draws while somebody types, one after the other; the ways chosen last are kept."""

    def __init__(self, out: Path) -> None:
        """Draw with what is kept in a folder of the desk's own."""
        self._out = out
        self._chosen: OrderedDict[tuple[str, View], Agreed] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, brief: Path, view: View, agreed: Agreed | None) -> None:
        """Keep what was chosen for a view."""
        with self._lock:
            self._chosen.pop((str(brief), view), None)
            if agreed is not None:
                self._chosen[str(brief), view] = agreed
            while len(self._chosen) > _KEPT:
                self._chosen.popitem(last=False)

    def draw(self, brief: Path, data: Mapping[str, Any], view: View, *, is_stale: Callable[[], bool]) -> Drawn:
        """Draw one view; what cannot be is named at its field.

        Args:
            brief: the file, beside which what it names is looked for.
            data: what stands in the draft.
            view: what is looked at.
            is_stale: whether something newer is asked for: asked between the steps, and then the rest is left.
        """
        if is_stale():
            return Drawn(stale=True)
        try:
            plan = plan_of(brief, data, view, self._out)
        except (BriefError, FactError) as error:
            return Drawn(faults=faults_of(error))
        if is_stale():
            return Drawn(stale=True)
        with written_in(plan.brief.locales):
            making = making_of(plan, view.audience, view.language, to_read=True)
            with self._lock:
                agreed = self._chosen.get((str(brief), view))
            try:
                pictures, alt_texts, agreed = _drawn_quickly(making, view, agreed)
            except BriefcastError as error:
                return Drawn(faults=faults_of(error))
        self.keep(brief, view, agreed)
        return Drawn(pictures=pictures, alt_texts=alt_texts, agreed=agreed)


def settle(brief: Path, data: Mapping[str, Any], view: View, out: Path, today: dt.date) -> Drawn:
    """Check a draft, and draw one view of it as it will be made: alike in every language, in its full size."""
    try:
        file = open_brief(brief, typed=data)
        from briefcast.edition.check import check_brief

        found = check_brief(file, today=today)
        faults = tuple(map(_fault, found))
        plan = plan_edition(_request(brief, view, out), file=file, found=found)
    except (BriefError, FactError) as error:
        return Drawn(faults=faults_of(error))
    with written_in(plan.brief.locales):
        told = _told(plan, view)
        making = making_of(plan, view.audience, view.language, to_read=True)
        try:
            script = as_shown(making.script, making.audience)
            agreed = agreed_on(making, script, view.size)
            pictures, alt_texts = _pictures(script, making, view, agreed, scale=1)
        except BriefcastError as error:
            return Drawn(told=told, faults=(*faults, *faults_of(error)))
    return Drawn(pictures=pictures, alt_texts=alt_texts, told=told, faults=faults, agreed=agreed)


def check(brief: Path, data: Mapping[str, Any] | None, today: dt.date) -> tuple[Fault, ...]:
    """Check a brief as it stands in its file, or in a draft; what it cannot be read for is a fault like the others."""
    from briefcast.edition.check import check_brief

    try:
        return tuple(map(_fault, check_brief(open_brief(brief, typed=data), today=today)))
    except BriefError as error:
        return faults_of(error)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A post as one channel would show it."""

    channel: str
    title: str = ""
    text: str = ""
    used: int = 0
    most: int = 0
    """Of the characters a text may have there; nothing where there is no limit."""
    notes: tuple[str, ...] = ()
    """What whoever posts should know, or why it cannot be posted."""


def posts(brief: Path, data: Mapping[str, Any], view: View, out: Path) -> tuple[Posted, ...]:
    """Write the post of a picture for each channel that the team speaks on to this audience; for all, if it says none.

    Its pictures are made, in every language: what a post says depends on them, and on what is said in the others.

    Raises:
        BriefcastError: the picture cannot be made.
    """
    from briefcast.edition.walk import make_plan
    from briefcast.manifest.items import items_of

    wanted = EditionRequest(
        brief=brief, audiences=(view.audience,), products=("infographic",), out=out, with_errors=True
    )
    edition = make_plan(plan_edition(wanted, file=open_brief(brief, typed=data)))
    mine = [item for item in items_of(edition.manifest) if item.language == view.language]
    item = next((each for each in mine if each.variant == view.size), mine[0] if mine else None)
    if item is None:
        edition.raise_failures()
        return ()
    accounts = read_accounts(brief.parent) if (brief.parent / FILE_NAME).is_file() else None
    rows = [
        row
        for name, row in read_platforms().items()
        if row.images and (accounts is None or accounts.of(name, audience=view.audience, language=view.language))
    ]
    settings = accounts.posts if accounts else PostSettings()
    return tuple(_posted(item, out / edition.manifest.brief, row, settings) for row in rows)


def _posted(item: Item, folder: Path, row: Platform, settings: PostSettings) -> Posted:
    try:
        post = write_post(item, folder, row, settings)
    except BriefcastError as error:
        return Posted(channel=row.name, notes=(error.told,))
    limit = row.texts.get("text")
    return Posted(
        channel=row.name,
        title=post.title if "title" in row.texts else "",
        text=post.text,
        used=count(post.text, limit.unit) if limit else 0,
        most=limit.max if limit else 0,
        notes=post.warnings,
    )


def faults_of(error: BriefcastError) -> tuple[Fault, ...]:
    """Give what an error says as faults, each at its field where it has one."""
    if isinstance(error, BriefError):
        return tuple(
            Fault(field=problem.field, message=problem.message, remedy=problem.remedy) for problem in error.problems
        )
    return (Fault(field="", message=error.told),)


def addresses(document: Document) -> dict[str, FieldPath]:
    """Give the path of every field by the name that findings have for it: ``points[rank].text.vi``."""
    found: dict[str, FieldPath] = {}

    def walk(node: Any, path: FieldPath) -> None:
        if path:
            found.setdefault(document.name(path), path)
        if isinstance(node, Mapping):
            for key, held in node.items():
                walk(held, (*path, str(key)))
        elif isinstance(node, list):
            for number, held in enumerate(node):
                walk(held, (*path, number))

    walk(document.data, ())
    return found


def address_of(field: str, known: Mapping[str, FieldPath]) -> str:
    """Give the address of the field that a finding names, or of the nearest entry around it that there is.

    A field that was left empty has an address all the same: the form shows it.
    """
    whole = field
    while field and field not in known:
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    lacking = whole[len(field) :]
    if re.fullmatch(r"(\.?[a-z_]+)(\.[a-z_]+)*", lacking):
        return f"{'.'.join(map(str, known[field]))}{lacking}" if field else lacking
    return ".".join(map(str, known[field])) if field else ""


def _request(brief: Path, view: View, out: Path) -> EditionRequest:
    return EditionRequest(brief=brief, audiences=(view.audience,), languages=(view.language,), out=out)


def plan_of(brief: Path, data: Mapping[str, Any], view: View, out: Path) -> Plan:
    """Plan what is looked at, from what stands in a draft; nothing is checked or made."""
    return plan_edition(_request(brief, view, out), file=open_brief(brief, typed=data), found=(), heard=False)


def shown_of(sentence: Iterable[tuple[str, str]]) -> str:
    """Give a sentence as it is read, from its words and the figures they state."""
    return " ".join(shown for shown, _ in sentence)


def _told(plan: Plan, view: View) -> tuple[Told, ...]:
    script = told_in_film(plan, view.audience, view.language)
    pace, at_s, told = plan.audiences[view.audience].pace, 0.0, []
    for scene in script.scenes:
        takes_s = narration_seconds(scene.sentences, view.language, pace=pace)
        words = tuple(tuple((word.shown, word.fact) for word in sentence.words) for sentence in scene.sentences)
        told.append(Told(id=scene.id, start_s=at_s, seconds=takes_s, sentences=words))
        at_s += takes_s
    return tuple(told)


def _drawn_quickly(
    making: Making, view: View, agreed: Agreed | None
) -> tuple[tuple[bytes, ...], tuple[str, ...], Agreed | None]:
    script = as_shown(making.script, making.audience)
    scale = SHOWN_PX / SIZES[view.size].width_px
    if agreed is not None:
        try:
            return (*_pictures(script, making, view, agreed, scale=scale), agreed)
        except (LayoutError, KeyError, IndexError, ValueError):
            # The way chosen last does not hold what is told now: another one is chosen.
            agreed = None
    alone = replace(making, others=tuple)
    if SIZES[view.size].shape != "carousel":
        agreed = agreed_on(alone, script, view.size)
    return (*_pictures(script, making, view, agreed, scale=scale), agreed)


def _pictures(
    script: Script, making: Making, view: View, agreed: Agreed | None, *, scale: float
) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    page = lay_out(script, making.brand, view.size, agreed=agreed)
    least = SHOWN_PX / SIZES[view.size].width_px
    most = 1080 / SIZES[view.size].width_px
    pictures = drawing.draw(page.template, page_data(page), scale=least if scale < 1 else min(max(scale, least), most))
    return tuple(pictures), tuple(leaf.description.alt_text for leaf in page.leaves)


def _fault(finding: Finding) -> Fault:
    return Fault(
        field=finding.field,
        message=finding.message,
        remedy=finding.remedy,
        severity=finding.severity,
        code=finding.code,
        language=finding.language,
    )
