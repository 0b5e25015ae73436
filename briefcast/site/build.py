"""The site, built beside the one that readers see and put in its place at once.

    built = build_site(plan_path, out, ledger)

    out/index       what readers search with, by language; made anew if it is not there
    out/told        what was told last, so that it need not be read again; made anew if it is not there
    out/kept        copies of what went out, and what must not change; keep it
    out/versions    the site as it is, and as it was before
    out/public      leads to the version that readers see: what a web server serves

A file that says what it said is the same file in the next version, so a new item among many costs its own pages and
those that list it. Cut short at any moment, ``public`` leads to the old version or to the new one, each whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.look.brand import read_brand
from briefcast.messages import Typed, tell
from briefcast.planner.plan import ContentPlan, Site, read_plan
from briefcast.products.newsletter.draw import PAPER_NAME
from briefcast.site.draft import Draft
from briefcast.site.finding import Index
from briefcast.site.kept import Shelf, State
from briefcast.site.outside import Left, look_outside
from briefcast.site.pages import Pages
from briefcast.site.stories import Memory, Told, tell_all
from briefcast.site.versions import PUBLIC, Versions
from briefcast.tools.pagefind import pagefind_path

_KEPT, _INDEX, _TOLD = "kept", "index", "told"


@dataclass(frozen=True, kw_only=True)
class BuiltSite:
    """What became of a site."""

    public: Path
    """What a web server serves."""
    items: int
    figures: int
    files: int
    fresh: int
    """How many of its files were written; the others are as they were."""
    left: tuple[Left, ...]
    """What it does not show, and why."""
    can_search: bool
    """Whether readers can search it: not where Pagefind is not installed."""


def site_of(plan: ContentPlan) -> Site:
    """Give the site of a plan; BriefcastError with what to write if there is none."""
    if plan.site is None:
        sample = Typed(
            "site: {name: {en: Our News}, about: {en: Who we are}, contact: {en: press@example.org}, "
            "address: 'https://news.example.org/', languages: [en], audiences: [citizens]}"
        )
        raise BriefcastError(tell("The plan has no site. Add one, such as: {sample}", sample=sample))
    return plan.site


def build_site(plan_file: Path, out: Path, ledger: Ledger, *, now: dt.datetime | None = None) -> BuiltSite:
    """Build the site of a plan of what is out now, and put it in the place of the one before.

    Raises:
        BriefcastError: the plan has no site, or what the site keeps cannot be read.
        ToolError: Pagefind failed.
        BriefError: the plan or the brand kit cannot be read.
    """
    plan = read_plan(plan_file)
    site = site_of(plan)
    brand = read_brand(site.brand, folder=plan_file.parent)
    _expect_own(out)
    kept = out / _KEPT
    kept.mkdir(parents=True, exist_ok=True)
    with FileLock(out / ".lock"):
        shelf, state = Shelf(kept), State.read(kept)
        if state.shown and ledger.is_empty():
            raise BriefcastError(
                tell(
                    "The ledger {place} is new, and the site shows what another one knows. Run the command where the "
                    "ledger of the team is, or name it: {variable}",
                    place=ledger.place,
                    variable=Typed("BRIEFCAST_LEDGER"),
                )
            )
        memory = Memory(out / _TOLD)
        outside = look_outside(
            plan,
            site,
            ledger,
            shelf,
            state,
            notes=memory.notes,
            beside=plan_file.parent,
            now=now or dt.datetime.now(dt.UTC),
        )
        told, state = tell_all(plan, site, outside, ledger, state, shelf, memory)
        # What must not change is on the disk before readers see it.
        state.write(kept)
        program = pagefind_path()
        index = Index(out / _INDEX, program) if program else None
        pages = Pages(plan, site, brand, told, index=index)
        drafts = (*pages.drafts(), *_files(told, shelf, pages))
        fresh = Versions(out).put(drafts)
    return BuiltSite(
        public=out / PUBLIC,
        items=len(told.stories),
        figures=len(told.figures),
        files=len({draft.path for draft in drafts}),
        fresh=fresh,
        left=outside.left,
        can_search=index is not None,
    )


def _expect_own(out: Path) -> None:
    """Refuse a folder that holds something else: a site takes away what it does not know."""
    if out.is_dir() and not (out / _KEPT).is_dir() and any(out.iterdir()):
        told = tell("{folder} holds something that is no site. Name a folder of its own: --out", folder=out)
        raise BriefcastError(told)


def _files(told: Told, shelf: Shelf, pages: Pages) -> tuple[Draft, ...]:
    """Give every file of what is shown, under the name that it has on the pages; issues of the newsletter whole."""
    names = dict.fromkeys(name for story in told.stories for name in story.files)
    places = [(f"assets/{name}", name) for name in names]
    for issue in told.issues:
        folder = f"{issue.language}/{issue.path}"
        places += [(f"{folder}{PAPER_NAME}", issue.paper)] if issue.paper else []
    issues = (
        pages.issue_page(issue, f"{issue.language}/{issue.path}index.html", shelf.path(issue.page))
        for issue in told.issues
        if issue.page
    )
    return (
        *(Draft(path=path, key=name, draw=shelf.path(name).read_bytes, file=shelf.path(name)) for path, name in places),
        *issues,
    )
