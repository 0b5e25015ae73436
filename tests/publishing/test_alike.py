"""What is told of many items for one reason is told once: sixty lines that say the same hide the one that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from briefcast.catalogue import in_language
from briefcast.messages import Typed, tell
from briefcast.publishing.accounts import AccountEntry
from briefcast.publishing.alike import FEW, group_alike
from briefcast.publishing.orders import Order
from briefcast.publishing.sending import group_stopped


def late(number: int, *, hour: int = 7) -> tuple[str, str, str]:
    item = f"egov-2024/citizens/vi/infographic/{number}x{number}"
    why = tell(
        "Its slot was {slot}. To send it all the same: {late}; to be done with it: {drop}",
        slot=dt.datetime(2026, 11, 20, hour, number % 60, tzinfo=dt.UTC),
        late=Typed("briefcast publish --late"),
        drop=Typed(f"briefcast outbox drop {item} --channel folder"),
    )
    return tell("late"), f"{item} → folder:here", why


def test_sixty_items_of_one_reason_are_one_line_with_a_few_names() -> None:
    [told] = group_alike(late(number) for number in range(60))
    assert told.told.startswith("60 posts: Its slot was 2026-11-20 07:00 UTC – 2026-11-20 07:59 UTC.")
    assert len(told.named) == FEW and told.named[0] == "egov-2024/citizens/vi/infographic/0x0 → folder:here"
    assert told.more == 57
    assert "60 bài: Giờ đăng 07:00–07:59, Thứ Sáu, 20/11/2026 UTC" in in_language(told.told, "vi")


def test_another_reason_stays_a_line_of_its_own() -> None:
    other = (tell("late"), "egov-2024/press/en/text → mail:press", tell("It went out."))
    many = [late(number) for number in range(10)]
    [same, differs] = group_alike([*many, other])
    assert len(same.where) == 10
    assert differs.told == "egov-2024/press/en/text → mail:press: It went out." and not differs.named


def test_what_is_said_of_items_is_not_said_of_posts() -> None:
    """One item is a post on each of its accounts: '12 items' of an edition of four looks like another edition."""
    [posts] = group_alike((tell("late"), f"a/press/en/text/{n} → folder:x", "") for n in range(5))
    [items] = group_alike((tell("approved"), f"a/press/en/text/{n}  3f2a", "") for n in range(5))
    assert (posts.told, items.told) == ("5 posts", "5 items")
    assert in_language(posts.label, "he") == "איחרו את מועדם"


def test_a_few_are_told_one_by_one_each_with_its_own_command() -> None:
    told = group_alike(late(number) for number in range(FEW))
    assert [each.where for each in told] == [(late(number)[1],) for number in range(FEW)]
    assert all(f"drop egov-2024/citizens/vi/infographic/{n}x{n} " in each.why for n, each in enumerate(told))


@pytest.mark.parametrize("count", [FEW + 1, 20])
def test_a_command_names_every_item_and_never_one_that_is_not_told_of(count: int) -> None:
    """In the hour of an embargo a command that ends in dots has twenty numbers hunted for by hand."""
    [many] = group_alike(late(number) for number in range(count))
    names = " ".join(f"egov-2024/citizens/vi/infographic/{number}x{number}" for number in range(count))
    assert many.why.endswith(f"briefcast outbox drop {names} --channel folder")


@pytest.mark.parametrize(
    ("commands", "whole"),
    [
        ([f"briefcast outbox withdraw {n}" for n in range(20)], f"withdraw {' '.join(map(str, range(20)))}"),
        ([f"briefcast outbox missing {n}" for n in range(4)], "missing 0 1 2 3"),
        ([f"briefcast release 2026-W4{n} a/b" for n in range(4)], "W40 a/b && briefcast release 2026-W41 a/b && "),
        ([f"briefcast publish outputs/{n} --approve" for n in range(4)], "outputs/0 --approve && briefcast publish "),
        ([f"briefcast outbox found {n}" for n in range(4)], "found 0 1 2 3"),
        ([f"briefcast outbox found {n} URL" for n in range(4)], "found 0 URL && briefcast outbox found 1 URL && "),
    ],
)
def test_a_command_is_whole_whatever_it_is(commands: list[str], whole: str) -> None:
    told = ((tell("out"), f"a/{n} → folder:x", tell("Do: {way}", way=Typed(each))) for n, each in enumerate(commands))
    said = str([str(each.why) for each in group_alike(told)])
    assert whole in said and "…" not in said


def test_what_is_told_twice_of_one_item_is_told_once() -> None:
    assert len(group_alike([late(1), late(1)])) == 1


def test_what_a_day_of_mourning_stops_is_one_line_whoever_it_is_for() -> None:
    """Four languages and two audiences are one day of mourning, and one thing to see at a glance."""

    def stopped(language: str, day: int) -> tuple[Order, str]:
        at = dt.datetime(2026, 11, day, 13, tzinfo=dt.UTC)
        here = AccountEntry(name="here", channel="folder")
        order = Order(
            item=f"a/press/{language}/text",
            content_sha256="1",
            channel="folder",
            account=here,
            slot=at,
            post=None,
            week="2026-W48",
        )
        pattern = tell(
            "{moment} is a quiet time for {audience} ({language}): {name}.",
            moment=at,
            audience="press",
            language=language,
            name="A flood",
        )
        return order, pattern

    embargo = (stopped("he", 28)[0], tell("It is under embargo until {day}.", day=dt.date(2026, 12, 1)))
    [flood, held] = group_stopped([stopped("vi", 29), stopped("en", 30), embargo])
    assert flood.told == (
        "2 posts: quiet time: A flood. Their slots are 2026-11-29 13:00 UTC – 2026-11-30 13:00 UTC. "
        "Unless it is moved, it lapses at 2026-11-30 13:00 UTC – 2026-12-01 13:00 UTC. "
        "To move it: its slot in the plan, then: briefcast release 2026-W48"
    )
    assert held.told.startswith("a/press/he/text → folder:here: It is under embargo until 2026-12-01. Its slot is")


def test_the_reason_agrees_with_how_many_it_is_of() -> None:
    """'4 posts: it is out', in Hebrew: the headline agreed with their number, and the sentence behind it did not."""
    why = tell("It is out, and {file} says an embargo until {day}.", file="b.yaml", day=dt.date(2026, 12, 2))
    [many] = group_alike((tell("late"), f"a/press/en/text/{n} → folder:x", why) for n in range(4))
    assert "הם פורסמו" in in_language(many.told, "he") and "4 posts: They are out" in in_language(many.told, "en")
    [one] = group_alike([(tell("late"), "a/press/en/text → folder:x", why)])
    assert "הוא פורסם" in in_language(one.told, "he") and "It is out" in in_language(one.told, "en")
