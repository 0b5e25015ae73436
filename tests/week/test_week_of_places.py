"""A week of many places: each is made, decided about and released by itself; a table that changes counts at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.edition.origin import read_origin
from briefcast.errors import BriefError
from briefcast.ledger import Ledger, open_ledger
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.sending import Going
from briefcast.week.deciding import decide, read_review
from briefcast.week.living import Living
from briefcast.week.making import Week
from briefcast.week.releasing import release_week
from briefcast.week.typed import AsTyped
from briefcast.week.week import BatchRequest, plan_week
from tests.batch_fixtures import make_week_quietly
from tests.place_fixtures import TABLE, write_places

NEXT = dt.datetime.now(dt.UTC) + dt.timedelta(days=7)
WEEK = f"{NEXT:%G-W%V}"
TWO = "".join(TABLE.splitlines(keepends=True)[:3])
"""Hue and Dien Bien."""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Week:
    """Make a week of two places in one language for one audience."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    few = ("places: all", "places: all\n    languages: [vi]\n    audiences: [youth]")
    plan = write_places(tmp_path, ("2025-W44", WEEK), few, table=TWO)
    (tmp_path / "channels.yaml").write_text("accounts:\n  - {name: here, channel: folder}\n", "utf-8")
    week = make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=tmp_path / "outputs", settings=tmp_path))
    assert [edition.failures for edition in week.report.editions] == [(), ()]
    return week


def release(made: Week, ledger: Ledger) -> None:
    decide(read_review(made.plan, ledger), ledger, ["all"], "approved", who="lan")
    assert {leave.refused for leave in release_week(made.plan, ledger, who="lan")} == {""}


def why_not(ledger: Ledger, place: str) -> str:
    """Say why the first post of a place may not go out by what is typed now."""
    item = next(r for r in ledger.releases() if r.item.startswith(f"digital-{place}/"))
    going = Going(item=item.item, channel="folder", account="", week=WEEK, heard_at=item.slot or NEXT, folder=None)
    return AsTyped(ledger).why_not(going)


def test_a_line_taken_out_of_the_table_holds_its_own_posts_alone(made: Week, tmp_path: Path) -> None:
    ledger = open_ledger()
    release(made, ledger)
    assert why_not(ledger, "hue") == why_not(ledger, "dien-bien") == ""
    before = read_review(made.plan, ledger).items
    (tmp_path / "provinces.csv").write_text("".join(TWO.splitlines(keepends=True)[:2]), "utf-8")
    assert "no slot for it any more" in why_not(ledger, "dien-bien")
    assert why_not(ledger, "hue") == ""
    # Whoever makes the week again finds Hue as it was approved; nothing that was made is removed.
    again = plan_week(made.plan.request)
    assert [edition.item.id for edition in again.editions] == ["digital-hue"]
    hue = [each for each in before if each.item.brief == "digital-hue"]
    now = read_review(again, ledger).items
    assert [(r.item.key, r.item.content_sha256, r.standing.name) for r in now] == [
        (r.item.key, r.item.content_sha256, "approved") for r in hue
    ]
    assert (tmp_path / "outputs" / "digital-dien-bien" / "manifest.json").is_file()


def test_a_figure_that_changes_in_the_table_is_told_of_its_place_alone(made: Week, tmp_path: Path) -> None:
    ledger = open_ledger()
    release(made, ledger)
    assert AsTyped(ledger).told() == ()
    (tmp_path / "provinces.csv").write_text(TWO.replace("66.2", "67.2"), "utf-8")
    told = AsTyped(ledger).told()
    assert [(trouble.where, trouble.what) for trouble in told] == [("digital-dien-bien", "brief changed")]
    assert "province.yaml@dien-bien" in told[0].why


def test_a_table_that_cannot_be_told_apart_holds_everything_with_its_line(made: Week, tmp_path: Path) -> None:
    ledger = open_ledger()
    release(made, ledger)
    typed = AsTyped(ledger)
    typed.expect_plans()
    (tmp_path / "provinces.csv").write_text(TWO + TWO.splitlines()[1], "utf-8")
    with pytest.raises(BriefError, match=r"provinces\.csv:4, column id"):
        typed.expect_plans()
    assert "cannot be read" in why_not(ledger, "hue")
    (tmp_path / "provinces.csv").write_text(TWO, "utf-8")
    typed.expect_plans()


def test_what_a_place_was_made_from_is_known_and_another_brief_does_not_take_its_folder(
    made: Week, tmp_path: Path
) -> None:
    origin = read_origin(tmp_path / "outputs" / "digital-hue")
    assert origin and origin.file == (tmp_path / "province.yaml@hue").resolve()
    other = tmp_path / "other.yaml"
    other.write_text((tmp_path / "province.yaml").read_text("utf-8"), "utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("brief: province.yaml", "brief: other.yaml"), "utf-8")
    report = make_week_quietly(made.plan.request.model_copy(update={"again": True})).report
    assert all("have the same id, digital-" in edition.failures[0] for edition in report.editions)


def test_orders_of_places_are_those_of_their_own_editions(made: Week, tmp_path: Path) -> None:
    ledger = open_ledger()
    release(made, ledger)
    accounts = Accounts(accounts=(AccountEntry(name="here", channel="folder"),))
    orders, left_out = released_orders(ledger, accounts, None)
    assert not left_out
    texts = {order.item.partition("/")[0]: order.post.text for order in orders if order.post}
    assert "thành phố Huế" in texts["digital-hue"] and "Điện Biên" not in texts["digital-hue"]
    assert "66%" in texts["digital-dien-bien"] and "Huế" not in texts["digital-dien-bien"]


def test_a_living_file_is_read_again_when_what_belongs_to_it_changes(tmp_path: Path) -> None:
    plan, table = tmp_path / "plan", tmp_path / "table"
    plan.write_text("table", "utf-8")
    table.write_text("one", "utf-8")
    living = Living(plan, lambda path: (tmp_path / path.read_text("utf-8")).read_text("utf-8"), lambda _: (plan, table))
    assert living.now() == "one"
    table.write_text("another", "utf-8")
    assert living.now() == "another"
