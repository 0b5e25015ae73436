"""Every page that a person opens, made small: what is true of all pages is tested on these."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from briefcast.channels.files import draw_page
from briefcast.channels.table import open_channel
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.messages import LANGUAGE_ENV
from briefcast.pages.board import make_app
from briefcast.pages.edition import write_page
from briefcast.planner.check import look_at_plan
from briefcast.planner.page import write_plan_pages
from briefcast.planner.plan import open_plan
from briefcast.publishing.accounts import Accounts
from briefcast.publishing.orders import edition_orders
from briefcast.publishing.preview import write_preview
from briefcast.publishing.quota import plan_quotas
from briefcast.publishing.sending import every_account, foresee
from briefcast.week.making import show_review
from briefcast.week.parts import part_into
from briefcast.week.week import BatchRequest
from tests import ROOT
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.channels.test_handoff import hand_over
from tests.edition_fixtures import BRIEF, PROFILE, make_once, write_small_brief
from tests.emulators.handoff import HandoffEmulator
from tests.page_fixtures import make_edition

CODES = tuple(read_languages())
_SHOWN = ("folder", "facebook", "instagram", "telegram", "tiktok", "youtube", "mail")
"""Channels whose posts the page of what would be sent shows: one of each look."""


def write_pages(folder: Path) -> dict[str, Path]:
    """Write a page of each kind in each language into a folder and give them by name.

    Pages that hold several languages stand there once, as they open; `speak` turns them.
    """
    edition = folder / "outputs" / "egov"
    pages = {"edition": write_page(make_edition(edition), edition)}
    small = _make_small(folder)
    pages["small"] = small / "index.html"
    for page in sorted(small.rglob("*.html")):
        if page.parent != small and page.stem != "notes":  # notes stand within other pages
            pages[f"{page.stem}-{page.parent.name}"] = page
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        pages |= _write_weeks(folder / "week", patch)
        pages |= _write_previews(folder, small, patch)
        pages |= _write_boards(folder, patch)
    pages |= {f"plan-{page.stem}": page for page in _write_plan(folder)}
    pages |= _write_posts(folder, small)
    return pages


def _make_small(folder: Path) -> Path:
    brief = write_small_brief(
        folder, BRIEF.replace("[infographic, podcast]", "[infographic, video, podcast, press-release]")
    )
    profile = folder / "audiences" / "neighbours.yaml"
    asked = (
        "  infographic: {sizes: [1080x1350, a4]}\n  video: {shapes: [1x1]}\n  press-release: {files: [docx, html]}\n"
    )
    own = PROFILE.replace("infographic_sizes: [1200x630]\nvideo_shapes: [1x1]\n", f"products:\n{asked}")
    profile.write_text(own, "utf-8")
    return make_once(brief, folder / "outputs").folder


def _write_weeks(folder: Path, patch: pytest.MonkeyPatch) -> dict[str, Path]:
    plan = write_plan(folder, briefs=2, weeks=("2026-W48",), languages="[vi, en, he]")
    made = make_week_quietly(BatchRequest(plan=plan, week="2026-W48", out=folder / "out"))
    people = People(open_ledger())
    people.add("lan", public_key(new_secret()), by="lan")
    people.add("minh", public_key(new_secret()), by="lan")
    pages = {"week": show_review(made.plan, made.report, open_ledger()).rename(made.page.with_name("whole.html"))}
    patch.setattr("briefcast.week.deciding.part_into", partial(part_into, most_px=1))
    pages["week-parts"] = show_review(made.plan, made.report, open_ledger())
    return pages | {"week-part": made.page.with_name("part-1.html")}


def _write_previews(folder: Path, small: Path, patch: pytest.MonkeyPatch) -> dict[str, Path]:
    orders, left_out = edition_orders(small, every_account(Accounts()), None)
    orders = tuple(order for order in orders if order.channel in _SHOWN)
    ledger = open_ledger()
    pages = {}
    for code in CODES:
        patch.setenv(LANGUAGE_ENV, code)
        page = write_preview(
            orders,
            left_out,
            plan_quotas(orders, Outbox(ledger, who="lan")),
            folder / "outputs",
            now=dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC),
            foreseen=[foresee(order, ledger) for order in orders],
        )
        pages[f"publish-{code}"] = page.rename(page.with_name(f"publish-{code}.html"))
    return pages


def _write_boards(folder: Path, patch: pytest.MonkeyPatch) -> dict[str, Path]:
    pages = {}
    for code in CODES:
        patch.setenv(LANGUAGE_ENV, code)
        pages[f"board-{code}"] = folder / "outputs" / f"board-{code}.html"
        pages[f"board-{code}"].write_bytes(TestClient(make_app(folder / "outputs")).get("/").content)
    return pages


def _write_plan(folder: Path) -> tuple[Path, ...]:
    return write_plan_pages(look_at_plan(open_plan(ROOT / "examples" / "plan.yaml")), folder / "plan")


def _write_posts(folder: Path, small: Path) -> dict[str, Path]:
    """Write the pages beside what is published: one for readers, one for whoever posts by hand."""
    orders, _ = edition_orders(small, every_account(Accounts()), None)
    pages = {}
    with HandoffEmulator() as emulator:
        for order in orders:
            if not order.post:
                continue
            _, _, code, product, *_ = order.item.split("/")
            home = order.post.main.path.parent
            if order.channel == "folder":
                pages[f"post-{product}-{code}"] = home / f"post-{product}.html"
                pages[f"post-{product}-{code}"].write_text(draw_page(order.post), "utf-8")
            elif order.channel == "handoff":
                with open_channel(emulator.account()) as channel:
                    hand_over(channel, order.post)
                pages[f"handoff-{product}-{code}"] = home / f"handoff-{product}.html"
                page = emulator.read(f"{order.post.item}/index.html")
                pages[f"handoff-{product}-{code}"].write_text(page, "utf-8")
    return pages
