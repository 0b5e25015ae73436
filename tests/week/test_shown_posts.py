"""The page that people decide from shows the posts that go out, whatever sizes and kinds an edition has."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.channels.platforms import read_platforms
from briefcast.languages import language
from briefcast.ledger import Standing
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import AudienceEntry, Manifest
from briefcast.planner.plan import PlannedItem
from briefcast.products.infographic.sizes import SIZES
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import edition_orders, planned_orders
from briefcast.week.deciding import Reviewed
from briefcast.week.review import Difference, ItemView, SetView
from tests.ledger_fixtures import edition_of, write_manifest

OF_PRESS = ("1200x630", "a4", "1080x1350")


def edition_in(folder: Path, sizes: tuple[str, ...]) -> Manifest:
    """An edition of one picture in some sizes, each as its product writes it: those on paper are documents."""
    made = edition_of(folder)
    [drawn, *_] = made.outputs
    outputs = tuple(
        drawn.model_copy(update={"variant": size, "role": "document" if SIZES[size].pdf else "image"}) for size in sizes
    )
    manifest = made.model_copy(update={"outputs": outputs})
    write_manifest(manifest, folder)
    return manifest


def shown(manifest: Manifest, folder: Path, channel: str, accounts: Accounts) -> list[str]:
    """The items whose posts the page of a week shows."""
    planned = PlannedItem(id="w48", week="2026-W48", brief="a.yaml", channels=(channel,), approver="lan")
    standing = Standing(decision=None, approved_before=None)
    views = tuple(
        ItemView(
            reviewed=Reviewed(
                item=item,
                planned=planned,
                folder=folder,
                manifest=manifest,
                standing=standing,
                orders=planned_orders(item, folder, channel, accounts),
            ),
            newness="item_new",
            clip=None,
            episode=None,
            thumbnail_url="",
        )
        for item in items_of(manifest)
    )
    page = SetView(
        id="w48-citizens-en",
        planned=planned,
        manifest=manifest,
        home="",
        audience=AudienceEntry(id="citizens"),
        language=language("en"),
        items=views,
        facts=(),
        difference=Difference(before=False),
        releases=(),
    )
    return [post.order.item for post in page.posts("infographic")]


@pytest.mark.parametrize("sizes", [OF_PRESS, ("a4",), ("a4", "carousel"), tuple(SIZES)])
@pytest.mark.parametrize("channel", read_platforms())
def test_the_page_of_a_week_shows_of_each_picture_what_is_sent(
    channel: str, sizes: tuple[str, ...], tmp_path: Path
) -> None:
    """A page on paper beside the pictures cost the page of the whole week: nobody could look, or decide."""
    manifest = edition_in(tmp_path, sizes)
    accounts = Accounts(accounts=(AccountEntry(name="here", channel=channel, audiences=("citizens",)),))
    row = read_platforms()[channel]
    told = shown(manifest, tmp_path, channel, accounts)
    goes, _ = edition_orders(tmp_path, accounts, None)
    if row.shapes:
        assert told == [order.item for order in goes]
    else:
        assert bool(told) == bool(goes)


def test_a_rule_of_its_own_for_the_page_would_be_seen(tmp_path: Path) -> None:
    """Known bad: a page that shows the first of the sizes shows one that is not sent."""
    manifest = edition_in(tmp_path, ("1080x1080", "1080x1350"))
    accounts = Accounts(accounts=(AccountEntry(name="here", channel="mail", audiences=("citizens",)),))
    told = shown(manifest, tmp_path, "mail", accounts)
    assert told and told[0] != items_of(manifest)[0].key
