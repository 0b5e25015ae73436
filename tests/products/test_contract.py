"""A product is one package and one line: the rest of the house takes it in by the contract alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.channels.platforms import read_platforms
from briefcast.cli.schema import brief_schema
from briefcast.edition.check import check_brief
from briefcast.edition.edition import Edition
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.products.table import PRODUCTS, products
from briefcast.publishing.accounts import AccountEntry, Accounts, read_accounts
from briefcast.publishing.orders import edition_orders, released_orders
from briefcast.publishing.preview import write_preview
from briefcast.publishing.quota import plan_quotas
from briefcast.publishing.sending import Foreseen, publish_orders
from briefcast.week.deciding import decide, read_review
from briefcast.week.making import Week
from briefcast.week.releasing import release_week
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import PLAN, make_week_quietly
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.emulators.folder import read_folder
from tests.emulators.s3 import seen_in
from tests.html_tree import parse

WEEK = "2026-W48"


@pytest.fixture(autouse=True)
def leaflets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the one line."""
    monkeypatch.setitem(PRODUCTS, "leaflet", "tests.products.leaflet.product:Leaflet")


def _write_brief(folder: Path) -> Path:
    brief = write_small_brief(folder, BRIEF.replace("products: [infographic, podcast]", "products: [leaflet]"))
    profile = folder / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  leaflet: {widths: [40, 60]}\n", "utf-8")
    return brief


def _make_week(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Week, Ledger]:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
    _write_brief(folder)
    items = f"  - {{id: one, week: {WEEK}, brief: small.yaml, channels: [folder], owner: minh, approver: lan}}\n"
    (folder / "plan.yaml").write_text(PLAN + items, "utf-8")
    request = BatchRequest(plan=folder / "plan.yaml", week=WEEK, out=folder / "outputs")
    return make_week_quietly(request), open_ledger()


def _make(folder: Path) -> Edition:
    return make_edition(EditionRequest(brief=_write_brief(folder), out=folder / "outputs"))


def test_a_brief_may_ask_for_it_and_a_misspelt_one_is_named(tmp_path: Path) -> None:
    brief = _write_brief(tmp_path)
    today = dt.date(2025, 10, 22)
    assert not [f for f in check_brief(open_brief(brief), today=today) if f.code == "unknown-product"]
    assert "leaflet" in brief_schema()["properties"]["products"]["items"]["enum"]
    brief.write_text(brief.read_text("utf-8").replace("products: [leaflet]", "products: [leaflets]"), "utf-8")
    found = check_brief(open_brief(brief), today=today)
    assert [(f.code, f.severity, f.remedy) for f in found if f.code == "unknown-product"] == [
        ("unknown-product", "error", "Write 'leaflet'.")
    ]
    with pytest.raises(BriefError, match="no product called 'leaflets'"):
        make_edition(EditionRequest(brief=brief, out=tmp_path / "outputs"))


def test_a_profile_that_says_something_else_of_it_is_refused_by_line(tmp_path: Path) -> None:
    brief = _write_brief(tmp_path)
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8").replace("widths: [40, 60]", "width: 40"), "utf-8")
    with pytest.raises(BriefError, match=r"neighbours.yaml:\d+.*no such field"):
        make_edition(EditionRequest(brief=brief, out=tmp_path / "outputs"))


def test_it_is_made_listed_shown_and_told(tmp_path: Path) -> None:
    edition = _make(tmp_path)
    manifest = read_manifest(edition.folder)
    assert {o.path for o in manifest.outputs} == {
        f"neighbours/{code}/leaflet-{width}.txt" for code in ("vi", "en", "he") for width in (40, 60)
    }
    assert "99,3%" in (edition.folder / "neighbours/vi/leaflet-40.txt").read_text("utf-8")
    assert [told.text for told in edition.told] == ["6 leaflets."]
    assert "leaflet-long" in {finding.code for finding in manifest.findings} or all(
        output.bytes <= 300 for output in manifest.outputs
    )
    page = edition.page.read_text("utf-8")
    assert 'data-product="leaflet"' in page and "Tờ rơi" in page and "עלון" in page
    assert 'href="neighbours/he/leaflet-60.txt"' in page
    assert {item.product for item in items_of(manifest)} == {"leaflet"}
    again = make_edition(EditionRequest(brief=tmp_path / "small.yaml", out=tmp_path / "outputs"))
    assert again.fresh == 0 and again.manifest.outputs == manifest.outputs


def test_it_is_reviewed_approved_released_and_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The week takes it from the plan to readers; a product that must be named in one more place would stop here."""
    channels = f"accounts:\n  - {{name: here, channel: folder, settings: {{path: {tmp_path}/published}}}}\n"
    (tmp_path / "channels.yaml").write_text(channels, "utf-8")
    week, ledger = _make_week(tmp_path, monkeypatch)
    assert not week.report.failures
    assert "Tờ rơi" in week.page.read_text("utf-8")
    review = read_review(week.plan, ledger)
    decide(review, ledger, ["all"], "approved", who="lan", seen=review.seen_sha256)
    leaves = release_week(week.plan, ledger, who="lan")
    assert leaves and not [leave.refused for leave in leaves if leave.refused]
    orders, left_out = released_orders(ledger, read_accounts(tmp_path), None, week=WEEK)
    assert orders and not left_out
    assert plan_quotas(orders, Outbox(ledger, who="lan")).uploads == len(orders)
    for order in orders:  # at once, whatever day it is
        given = {"channel": order.channel, "account": "", "week": WEEK}
        ledger.release(order.item, order.content_sha256, **given, who="lan", slot=None)
    sent = publish_orders([replace(order, slot=None) for order in orders], ledger, who="lan")
    assert {outcome.state for outcome in sent} == {"sent"}, [outcome.detail for outcome in sent]
    posts = seen_in(read_folder(tmp_path / "published"))
    assert {post.id for post in posts} == {order.item for order in orders}
    original = (tmp_path / "outputs/small/neighbours/vi/leaflet-40.txt").read_bytes()
    assert any(original in post.files.values() for post in posts)


def test_channels_that_take_no_text_leave_it_out_and_say_so(tmp_path: Path) -> None:
    edition = _make(tmp_path)
    names = [name for name in read_platforms() if name != "podcast"]
    accounts = Accounts(accounts=tuple(AccountEntry(name=name, channel=name) for name in names))
    orders, _ = edition_orders(edition.folder, accounts, None)
    assert {order.channel for order in orders} == {"folder", "s3", "sftp"}
    ledger = open_ledger(tmp_path / "ledger.db")
    plan = plan_quotas(orders, Outbox(ledger, who="lan"))
    page = write_preview(
        orders,
        (),
        plan,
        tmp_path / "preview",
        now=dt.datetime.now(dt.UTC),
        foreseen=[Foreseen(state="would be sent")] * len(orders),
    )
    (option,) = parse(page.read_text("utf-8")).find_all("option", value="leaflet")
    assert option.text == "Leaflet"


def test_the_manifest_of_a_product_that_is_gone_can_still_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive outlives the table: who takes a product out must not lose what it made."""
    edition = _make(tmp_path)
    monkeypatch.delitem(PRODUCTS, "leaflet")
    manifest = read_manifest(edition.folder)
    assert {item.product for item in items_of(manifest)} == {"leaflet"}
    assert "leaflet" not in products()
    assert json.loads(manifest.model_dump_json())["outputs"][0]["product"] == "leaflet"
