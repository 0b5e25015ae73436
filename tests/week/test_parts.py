"""A long week: looked through by parts, decided in groups, and nothing lost or let go by the way."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.places import Place, set_up
from briefcast.cli.main import app
from briefcast.errors import LedgerError
from briefcast.ledger import Ledger, Standing, open_ledger
from briefcast.manifest.items import items_of
from briefcast.planner.plan import PlannedItem
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import Review, Reviewed, decide, read_review, seen_of, still_stopped
from briefcast.week.making import expect_shown, show_review
from briefcast.week.parts import PART_MAX_PX, Extent, part_into
from tests.ledger_fixtures import edition_of, ledger  # noqa: F401

EDITIONS = 30


@pytest.fixture
def review(tmp_path: Path, ledger: Ledger) -> Review:  # noqa: F811
    """Give a week of thirty editions of a picture and a film each, as they were recorded."""
    found = []
    for number in range(EDITIONS):
        folder = tmp_path / f"homes-{number}"
        manifest = edition_of(folder).model_copy(update={"brief": folder.name})
        ledger.record_edition(manifest, folder=folder, who="test", week="2026-W48")
        planned = PlannedItem(id=f"w48-{number}", week="2026-W48", brief="a.yaml", channels=("folder",), approver="lan")
        found += [
            Reviewed(
                item=item,
                planned=planned,
                folder=folder,
                manifest=manifest,
                standing=Standing(decision=None, approved_before=None),
            )
            for item in items_of(manifest)
        ]
    return Review(week="2026-W48", items=tuple(found))


def test_each_item_is_in_exactly_one_part_and_no_part_is_too_long(review: Review) -> None:
    """What no part shows is never looked at; what two show is looked at as if it were two."""
    assert len(review.parts) > 1
    shown = [each.item.key for mine in review.parts.values() for each in mine]
    assert sorted(shown) == sorted(each.item.key for each in review.items)


def test_an_edition_stays_whole_where_it_fits_and_is_parted_where_it_does_not() -> None:
    small = [Extent(id=f"{e}/{s}", edition=str(e), items=3, posts=1) for e in range(9) for s in range(2)]
    for part in part_into(small):
        assert all(f"{id.split('/')[0]}/{other}" in part for id in part for other in range(2))
    large = [Extent(id=str(number), edition="one", items=9, posts=0) for number in range(12)]
    parts = part_into(large)
    assert len(parts) > 1 and sum(parts, ()) == tuple(extent.id for extent in large)
    heights = {extent.id: extent.height_px for extent in (*small, *large)}
    assert all(sum(heights[id] for id in part) <= PART_MAX_PX for part in (*part_into(small), *parts))
    # What alone is too long has a part to itself, and is not lost.
    assert part_into([Extent(id="film", edition="a", items=99, posts=9)]) == (("film",),)


def test_a_short_week_has_no_parts(review: Review) -> None:
    assert not Review(week=review.week, items=review.items[:4]).parts


@pytest.mark.parametrize(
    ("name", "count"),
    [("all", 60), ("homes-7", 2), ("homes-7/citizens/en/video", 1), ("w48-7", 2), ("citizens", 60), ("citizens/en", 60),
     ("video", 30), ("infographic", 30)],
)  # fmt: skip
def test_a_name_means_an_edition_or_a_group(review: Review, name: str, count: int) -> None:
    assert len(review.chosen([name])) == count


@pytest.mark.parametrize("name", ["citizen", "en", "part-0", "part-999", "homes", "homes-7/video", "1x1", ""])
def test_a_name_that_means_nothing_is_refused_and_not_guessed(review: Review, name: str) -> None:
    """A mistyped group that matched by the way would let out what nobody meant."""
    with pytest.raises(LedgerError):
        review.chosen([name])


def test_an_edition_that_is_called_like_an_audience_is_meant_by_its_name(review: Review) -> None:
    first = review.items[0]
    own = dataclasses.replace(
        first, item=dataclasses.replace(first.item, key="citizens/staff/en/video", brief="citizens")
    )
    assert Review(week=review.week, items=(*review.items, own)).chosen(["citizens"]) == (own,)


def test_all_means_all_even_where_an_edition_is_called_so(review: Review) -> None:
    """``hold … all`` that held one edition alone would let the others go out."""
    first = review.items[0]
    own = dataclasses.replace(first, item=dataclasses.replace(first.item, key="all/staff/en/video", brief="all"))
    assert len(Review(week=review.week, items=(*review.items, own)).chosen(["all"])) == len(review.items) + 1


@pytest.mark.parametrize("name", ["all", "citizens", "infographic", "part-1"])
def test_no_group_lets_go_what_was_held(review: Review, ledger: Ledger, name: str) -> None:  # noqa: F811
    key, content = review.items[0].item.key, review.items[0].item.content_sha256
    held = ledger.decide(key, content, "held", who="lan")
    standing = Standing(decision=held, approved_before=None)
    items = (dataclasses.replace(review.items[0], standing=standing), *review.items[1:])
    now = Review(week=review.week, items=items)
    assert [each.item.key for each in still_stopped(now, [name])] == [key]
    assert key not in {one.item for one in decide(now, ledger, [name], "approved", who="lan")}
    # By its own name it goes.
    assert not still_stopped(now, [name, key])
    assert [one.item for one in decide(now, ledger, [key], "approved", who="lan")] == [key]


def test_a_decision_about_a_part_holds_for_what_it_showed(review: Review, ledger: Ledger) -> None:  # noqa: F811
    part = review.parts["part-2"]
    with pytest.raises(LedgerError, match="not what lies there"):
        decide(review, ledger, ["part-2"], "approved", who="lan", seen=seen_of(review.parts["part-1"])[:12])
    done = decide(review, ledger, ["part-2"], "approved", who="lan", seen=seen_of(part)[:12])
    assert {one.item for one in done} == {each.item.key for each in part}


def test_many_are_decided_about_or_none(review: Review, ledger: Ledger) -> None:  # noqa: F811
    """One that the ledger does not know stops all: half a group approved would be known to nobody."""
    asked = [(each.item.key, each.item.content_sha256, ()) for each in review.items]
    with pytest.raises(LedgerError, match="knows no"):
        ledger.decide_all([*asked, (review.items[0].item.key, "0" * 64, ())], "approved", who="lan")
    assert all(each.decision is None for each in ledger.standings((key, sha) for key, sha, _ in asked).values())
    assert not ledger.history(review.items[0].item.key)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Make a week of nine places, of which one is made and the others are copies."""
    return set_up(tmp_path_factory.mktemp("places"), 9)


def test_a_long_week_is_a_list_and_parts_none_of_them_too_large(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(places.home / "ledger.db"))
    monkeypatch.chdir(places.home)
    ledger = open_ledger()  # noqa: F811
    week, report = reopen_week(places.week, ledger)
    review = read_review(week, ledger)
    pages = {page.name: page.read_text("utf-8") for page in week.review.glob("*.html")}
    assert set(pages) == {"index.html", *(f"{name}.html" for name in review.parts)} and len(pages) > 2
    assert all(len(text.encode()) < 1_000_000 for text in pages.values())
    for name, items in review.parts.items():
        assert f'href="{name}.html"' in pages["index.html"]
        # Its page shows all of it and nothing else, and how to decide about it.
        shown = set(re.findall(r'<p class="key" dir="ltr"><bdi>([^<]+)</bdi>', pages[f"{name}.html"]))
        assert shown == {each.item.key for each in items}
        assert f"approve {places.week} {name} --who lan --seen {seen_of(items)[:12]}" in pages[f"{name}.html"]
    # Every link of the list leads to something.
    for page, place in re.findall(r'href="(part-\d+\.html)#([^"]+)"', pages["index.html"]):
        assert f'id="{place}"' in pages[page]

    told = CliRunner().invoke(app, ["approve", places.week, "part-1", "--who", "lan"])
    assert told.exit_code == 0, told.output
    standings = {each.item.key: each.standing.name for each in read_review(week, ledger).items}
    approved = {key for key, name in standings.items() if name == "approved"}
    assert approved == {each.item.key for each in review.parts["part-1"]}

    # What a part showed under its name counts: where the parts came out otherwise since, nobody has looked.
    shorter = Review(week=review.week, items=review.items[6:])
    with pytest.raises(LedgerError, match="did not show"):
        expect_shown(week, report, shorter, ledger, ["part-1"])

    # A week that became shorter leaves no old part behind.
    (week.review / "part-99.html").write_text("old", "utf-8")
    (week.review / "part-of-mine.html").write_text("mine", "utf-8")
    show_review(week, report, ledger)
    assert not (week.review / "part-99.html").exists() and (week.review / "part-of-mine.html").exists()
