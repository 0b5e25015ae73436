"""What people read of publishing: the hours of the plan's clock, one word for one thing, sums that agree."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefcast.catalogue import in_language, in_zone
from briefcast.errors import Refused
from briefcast.ledger.ledger import Leaving
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import short_names
from briefcast.messages import tell
from briefcast.publishing.orders import released_orders
from briefcast.publishing.publisher import Patience
from briefcast.publishing.sending import Outcome, PutOff, after_quiet, foresee, publish_orders, summarize
from briefcast.week.moved import Moved, tell_moved
from briefcast.week.typed import AsTyped
from briefcast.week.waits import find_due
from tests import ROOT
from tests.publishing.test_gate import SIZES, Kits

LANGUAGES = ("en", "vi", "he")


def in_h(hours: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(second=0, microsecond=0) + dt.timedelta(hours=hours)


def hour_there(at: dt.datetime) -> str:
    return f"{at.astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%H:%M}"


def test_a_kit_is_told_at_once_by_the_clock_of_the_plan_and_as_what_a_person_has_to_do(tmp_path: Path) -> None:
    """Handed over for 20:00 in Ha Noi, told as "13:00 UTC": whoever posts by hand is seven hours early."""
    in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    kits, slot = Kits(tmp_path), in_h(9)
    kits.release(slot=slot)
    orders, _ = released_orders(kits.ledger, kits.accounts, None)
    heard: list[str] = []

    def hears(outcome: Outcome) -> None:
        if outcome.fresh:
            heard.extend(in_language(outcome.detail, code) for code in LANGUAGES)

    outcomes = publish_orders(orders, kits.ledger, who="run", patience=Patience(tries=1), hears=hears)
    assert len(heard) == len(LANGUAGES) and all(hour_there(slot) in told and "UTC" not in told for told in heard)
    assert heard[0].startswith("It is to be posted by hand at ")
    assert summarize(outcomes).startswith("0 sent, 1 handed over")


def test_what_waits_is_listed_by_the_clock_of_the_plan(tmp_path: Path) -> None:
    in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    kits, slot = Kits(tmp_path), in_h(40)
    kits.release(slot=slot)
    dues = find_due(kits.accounts, kits.ledger, now=Outbox(kits.ledger, who="").now())
    told = {in_language(due.why, code) for due in dues for code in LANGUAGES if due.state == "waiting"}
    assert told and all(hour_there(slot) in each and "UTC" not in each for each in told)


def test_what_mourning_stops_is_held_in_every_list_with_the_day_on_which_it_lapses(tmp_path: Path) -> None:
    """The kit was "prepared", the posts "in a quiet time", and the list of what is held was empty."""
    mourning = lambda *_: "Days of mourning."  # noqa: E731
    kits, slot = Kits(tmp_path), in_h(9)
    kits.release(slot=slot)
    orders, _ = released_orders(kits.ledger, kits.accounts, None)
    outcomes = publish_orders(orders, kits.ledger, who="run", patience=Patience(tries=1), quiet=mourning)
    [order] = orders
    assert [outcome.state for outcome in outcomes] == ["held"]
    fate = foresee(order, kits.ledger, quiet=mourning)
    assert (fate.state, fate.quiet) == ("held", True)
    for told in (outcomes[0].detail, after_quiet(order)):
        assert f"it lapses at {slot + dt.timedelta(days=1):%Y-%m-%d %H:%M} UTC." in told
        assert told.endswith(f"briefcast release 2026-W48 {order.item}")


def test_a_sum_counts_what_is_stopped_as_held_and_knows_what_was_taken_back(tmp_path: Path) -> None:
    """Four posts wait, it said, of which two had no slot; and nothing was to be done when a kit was just taken away."""
    kits = Kits(tmp_path)
    kits.release(slot=in_h(40))
    [order, *_], _ = released_orders(kits.ledger, kits.accounts, None)
    waits = Outcome(order=order, state="waiting")
    assert "1 wait," in summarize([waits]) and "held" not in summarize([waits])
    stopped = summarize([waits], stopped=[order])
    assert "1 held" in stopped and "wait" not in stopped
    assert stopped.startswith("Nothing to do") and not summarize([waits], recalled=1).startswith("Nothing to do")


@pytest.mark.parametrize(
    ("code", "told"),
    [("vi", "chưa đăng bài nào, không có việc nào cần xử lý"), ("he", "לא פורסם דבר, אין מה שדורש טיפול")],
)
def test_nothing_is_said_in_words(code: str, told: str) -> None:
    assert in_language(summarize([]), code).endswith(told)


@pytest.mark.parametrize(("decision", "way"), [("held", " briefcast approve 2026-W48 "), ("sent back", "")])
def test_who_has_just_decided_is_not_asked_to_decide(tmp_path: Path, decision: str, way: str) -> None:
    """After hold it said: look at it again, and decide: approve, hold or send-back."""
    kits = Kits(tmp_path)
    kits.decide(decision)
    item = kits.items[SIZES[0]]
    asked = Leaving(item=item.key, content_sha256=item.content_sha256, channel="handoff", account="", slot=None)
    [refused] = kits.ledger.why_no_leave([asked])
    assert refused is not None
    told = refused.told
    assert way in told and "decide" not in told and "send-back" not in told
    assert told.endswith(f"{way}{item.key}" if way else "it does not leave.")


def test_many_items_are_named_by_what_they_begin_with_and_nothing_else() -> None:
    """A command that names too much lets out what nobody looked at; one that names each size fills the screen."""
    sizes = [f"vneid/citizens/en/infographic/{size}" for size in SIZES]
    assert short_names(sizes) == ("vneid/citizens/en",)
    assert short_names(sizes, others=[*sizes, "vneid/citizens/en/video/9x16"]) == ("vneid/citizens/en/infographic",)
    assert short_names(sizes[:2], others=sizes) == tuple(sizes[:2])
    assert short_names(sizes[:1]) == (sizes[0],)
    assert short_names([*sizes, "homes/citizens/vi/text"]) == ("vneid/citizens/en", "homes/citizens/vi/text")


def formatted_moments(source: str) -> list[int]:
    """Give the lines of a module where a moment is written into a text that people are told, by a form of its own."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FormattedValue)
        and node.format_spec
        and ("%H:" in ast.unparse(node.format_spec) or "%Z" in ast.unparse(node.format_spec))
    ]


@pytest.mark.parametrize("room", ["publishing", "ledger", "cli"])
def test_moments_are_told_as_moments(room: str) -> None:
    """One that was written out beforehand keeps the hour of its own zone, whatever the plan's is."""
    assert formatted_moments("why = f'Its slot is {slot:%Y-%m-%d %H:%M %Z}.'") == [1]
    known = {"plan_report.py"}  # the hours of one day, each with its city
    modules = [file for file in (ROOT / "briefcast" / room).glob("*.py") if file.name not in known]
    found = {file.name: lines for file in modules if (lines := formatted_moments(file.read_text("utf-8")))}
    assert modules and found == {}


def test_a_kit_that_was_handed_over_is_no_post_that_is_out(tmp_path: Path) -> None:
    """Nobody may post it before 20:00, and the run said that it was out before."""
    kits = Kits(tmp_path)
    kits.release(slot=in_h(9))
    for _ in range(2):
        orders, _ = released_orders(kits.ledger, kits.accounts, None)
        outcomes = publish_orders(orders, kits.ledger, who="run", patience=Patience(tries=1))
    told = in_language(summarize(outcomes), "en")
    assert "1 was handed over before" in told and "out before" not in told
    looked, _ = released_orders(kits.ledger, kits.accounts, None, to_look_at=True)
    assert [foresee(order, kits.ledger).state for order in looked] == ["handed over"]
    outbox = Outbox(kits.ledger, who="lan")
    [post] = outbox.publications("sent")
    with pytest.raises(Refused, match=f"Publication {post.id} is handed over: it cannot be dropped"):
        outbox.drop(post.id)


def test_what_the_plan_puts_off_waits_and_is_counted_as_posts(tmp_path: Path) -> None:
    """One kit exists of all sizes; and nobody released it for the hour that the plan alone put it off to."""
    kits, slot = Kits(tmp_path), in_h(9)
    kits.release(slot=slot)
    off = slot + dt.timedelta(hours=2)
    put_off = PutOff.of(tell("The plan says {slot} now: the next run moves it there.", slot=off))
    [order], _ = released_orders(kits.ledger, kits.accounts, None)
    assert foresee(order, kits.ledger, typed=lambda _: put_off).state == "waits for its slot"
    releases, typed = kits.ledger.releases(), AsTyped(kits.ledger)
    [told] = tell_moved([Moved(release=each, planned=off) for each in releases], typed)
    assert "handoff: 1 post is released for" in in_language(told, "en")
    [told] = tell_moved([Moved(release=releases[0], planned=off, given=in_h(8))], typed)
    assert f"released for {in_h(8):%Y-%m-%d %H:%M} UTC" in str(told)
    back = [Moved(release=each, planned=slot, back=True, followed=True) for each in releases]
    assert tell_moved(back, typed) == ()


def test_an_edition_that_is_lost_is_told_as_that_once_for_each_post_and_as_held_where_it_is(tmp_path: Path) -> None:
    """Four posts would go, "16 need a person", and each had "no destination"."""
    kits = Kits(tmp_path)
    kits.release(slot=in_h(40))
    kits.edition.rename(tmp_path / "elsewhere")
    now = Outbox(kits.ledger, who="").now()
    [due] = find_due(kits.accounts, kits.ledger, now=now)
    assert due.state == "not there" and "the manifest is not there" in due.why and "1080x1350" in due.item
    for item in kits.items.values():
        kits.ledger.decide(item.key, item.content_sha256, "held", who="lan", why="Wait.", posts=[])
    assert {each.state for each in find_due(kits.accounts, kits.ledger, now=now)} == {"held"}
