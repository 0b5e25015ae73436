"""Channels beside an account's own: nothing goes out on them that nobody named them for."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.errors import BriefError
from briefcast.ledger import open_ledger
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account, read_accounts
from briefcast.publishing.orders import edition_orders
from briefcast.publishing.sending import approve_edition
from tests.edition_fixtures import make_once, write_small_brief

ZALO = """accounts:
  - name: oa
    channel: zalo
    audiences: [citizens]
    settings: {author: Bộ Thông tin}
    also: %s
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_once(write_small_brief(folder), folder / "outputs")
    return folder / "outputs" / "small"


def test_a_broadcast_goes_out_only_where_it_is_named(edition: Path) -> None:
    """Zalo allows a few in a month: an edition that is published whole must not use them up."""
    entry = AccountEntry(name="oa", channel="zalo", settings={"author": "B"}, also={"zalo-broadcast": {}})
    accounts = Accounts(accounts=(entry,))
    orders, _ = edition_orders(edition, accounts, None)
    assert {order.channel for order in orders} == {"zalo"}
    orders, _ = edition_orders(
        edition,
        accounts,
        None,
        wanted=lambda _, channel: channel == "zalo-broadcast",
        named=["zalo-broadcast"],
    )
    assert orders and {order.channel for order in orders} == {"zalo-broadcast"}
    assert {order.account.name for order in orders} == {"oa"}


def test_who_approves_an_article_has_not_approved_its_broadcast(edition: Path, tmp_path: Path) -> None:
    """Two posts on one account: each is approved by its own channel and settings, and one does not change the other."""
    entry = AccountEntry(
        name="oa", channel="zalo", settings={"author": "B"}, also={"zalo-broadcast": {"to": {"cities": "9"}}}
    )
    accounts, ledger = Accounts(accounts=(entry,)), open_ledger(tmp_path / "ledger.db")
    both = ["zalo-broadcast"]

    def standings() -> dict[str, set[str]]:
        orders, _ = edition_orders(edition, accounts, None, ledger=ledger, named=both)
        return {channel: {o.standing for o in orders if o.channel == channel} for channel in ("zalo", *both)}

    approve_edition(edition, ledger, accounts=accounts, who="lan", wanted=lambda *_: True)
    assert standings() == {"zalo": {"approved"}, "zalo-broadcast": {"changed"}}
    approve_edition(edition, ledger, accounts=accounts, who="lan", wanted=lambda *_: True, named=both)
    assert standings() == {"zalo": {"approved"}, "zalo-broadcast": {"approved"}}


def test_an_account_says_what_goes_beside_it(tmp_path: Path) -> None:
    (tmp_path / "channels.yaml").write_text(ZALO % "{zalo-broadcast: {to: {cities: '9'}}}", "utf-8")
    accounts = read_accounts(tmp_path)
    (entry,) = accounts.of("zalo-broadcast", audience="citizens", language="vi")
    account = open_account(entry).on("zalo-broadcast")
    assert account.channel == "zalo-broadcast" and account.settings["to"] == {"cities": "9"}
    assert accounts.of("zalo-broadcast", audience="staff", language="vi") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ZALO % "{mastodon: {}}", "mastodon does not go through an account on zalo"),
        (ZALO % "{zalo-broadcast: {towns: 9}}", "There is no field 'towns' here"),
        (
            "accounts:\n  - name: oa\n    channel: zalo-broadcast\n    audiences: [citizens]\n"
            "    settings: {author: B}\n",
            r"also: {zalo-broadcast: {}}",
        ),
    ],
)
def test_a_channel_in_the_wrong_place_is_refused_with_where_it_belongs(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "channels.yaml").write_text(text, "utf-8")
    with pytest.raises(BriefError) as raised:
        read_accounts(tmp_path)
    assert told in str(raised.value)
