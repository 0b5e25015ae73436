"""A slot that was put off in the plan is kept; what the plan has earlier, or no more, is told with the command."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.cli.main import app
from briefcast.errors import LedgerError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.planner.weeks import week_meant
from briefcast.week import moved as moved_module
from briefcast.week import releasing
from briefcast.week.batch import named_in_ledger, reopen_week
from briefcast.week.deciding import decide, read_review
from briefcast.week.moved import Moved, follow_plan, moved_slots, tell_moved
from briefcast.week.releasing import Leave, find_doubles, release_week, slot_ahead
from briefcast.week.typed import AsTyped
from briefcast.week.week import BatchRequest
from tests import ROOT
from tests.batch_fixtures import make_week_quietly, write_plan


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A week of one picture, made, approved and released."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=("2097-W02",), languages="[vi]")
    plan = tmp_path / "plan.yaml"
    week = make_week_quietly(BatchRequest(plan=plan, week="2097-W02", out=tmp_path / "outputs")).plan
    ledger = open_ledger()
    decide(read_review(week, ledger), ledger, ["all"], "approved", who="lan")
    assert [leave.refused for leave in release_week(week, ledger, who="lan")] == [""]
    return ledger


def change_plan(folder: Path, old: str, new: str) -> None:
    plan = folder / "plan.yaml"
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), "utf-8")


def publish(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "BRIEFCAST_WHO": "mai"}
    command = [sys.executable, "-m", "briefcast", "publish"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_slot_that_the_plan_puts_off_is_kept_without_a_word(released: Ledger, tmp_path: Path) -> None:
    """Somebody puts a post off in the plan, believes it done, and readers get it at the old hour."""
    assert moved_slots(AsTyped(released)) == ()
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    run = publish(tmp_path)
    told = " ".join(run.stderr.split())
    assert run.returncode == 0, run.stderr
    assert "released for Tue, Jan 8, 2097, 09:00, and the plan says Tue, Jan 8, 2097, 11:00. It goes out then." in told
    [release] = released.releases()
    assert f"{release.slot:%H:%M}" == "04:00" and release.who == "mai"
    assert moved_slots(AsTyped(released)) == () and "differ" not in publish(tmp_path).stderr


def test_a_slot_that_goes_back_to_the_hour_people_released_needs_nobody(released: Ledger, tmp_path: Path) -> None:
    """Put off and put back within a minute: the post kept the later hour, and waited for a release nobody knew of."""
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    [off] = follow_plan(AsTyped(released), who="mai")
    change_plan(tmp_path, "day: tue, at: 11:00", "day: tue, at: 9:00")
    [moved] = moved_slots(AsTyped(released))
    assert moved.back and str(moved).endswith("It goes out then.") and off.followed
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert moved.followed and f"{released.releases()[0].slot:%H:%M}" == "02:00"
    # Earlier than that nobody gave leave for, however often it was put off.
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 8:00")
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert not moved.follows and f"{released.releases()[0].slot:%H:%M}" == "02:00"


def test_what_a_platform_holds_until_its_slot_is_put_off_as_well(released: Ledger, tmp_path: Path) -> None:
    """The sizes that had not gone were put off alone, and one of them went out in the place of the one that had."""
    [release] = released.releases()
    outbox = Outbox(released, who="run")
    given = {"item": release.item, "content_sha256": release.content_sha256, "channel": "folder", "account": "here"}
    made = outbox.prepare(**given, marker="m", slot=release.slot)  # type: ignore[arg-type]
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="u", scheduled_for=release.slot)
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert moved.followed and f"{released.releases()[0].slot:%H:%M}" == "04:00"


def test_a_slot_that_the_plan_has_earlier_waits_until_it_is_released_again(released: Ledger, tmp_path: Path) -> None:
    """Leave is given by a person: a plan alone lets nothing out before the hour that was released."""
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 8:00")
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert "released for 2097-01-08 02:00 UTC, and the plan says 2097-01-08 01:00 UTC" in str(moved)
    assert str(moved).endswith("briefcast release 2097-W02 b0/neighbours/vi/infographic/1200x630 --channel folder")
    assert f"{released.releases()[0].slot:%H:%M}" == "02:00"
    week, _ = reopen_week("2097-W02", released)
    [leave] = release_week(week, released, who="lan", names=["b0"])
    assert not leave.refused and moved_slots(AsTyped(released)) == ()


@pytest.mark.parametrize(
    ("then", "goes"), [("8:00", "02:00"), ("9:00", "02:00"), ("10:00", "03:00"), ("12:00", "05:00")]
)
def test_what_was_put_off_and_brought_forward_goes_out_at_no_hour_that_nobody_set(
    released: Ledger, tmp_path: Path, then: str, goes: str
) -> None:
    """Released for 21:45, put off to 21:58, then typed to 21:20: it went out at 21:58, which nobody wanted any more."""
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    assert follow_plan(AsTyped(released), who="mai")[0].followed
    change_plan(tmp_path, "day: tue, at: 11:00", f"day: tue, at: {then}")
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert f"{released.releases()[0].slot:%H:%M}" == goes
    assert moved.agrees == (then != "8:00")
    later = moved_slots(AsTyped(released))
    if then == "8:00":
        [told] = tell_moved(later, AsTyped(released))
        assert "released for 2097-01-08 02:00 UTC, and the plan says 2097-01-08 01:00 UTC. It goes out at" in str(told)
        assert "It goes out at 2097-01-08 02:00 UTC. To move it: briefcast release 2097-W02" in str(told)
    else:
        assert later == ()


def test_what_was_stopped_is_not_let_go_by_a_plan_that_puts_it_off(released: Ledger, tmp_path: Path) -> None:
    released.take_back(released.releases(), who="lan", why="Embargo")
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    assert follow_plan(AsTyped(released), who="mai") == () and released.releases() == ()


def test_a_slot_that_is_gone_from_the_plan_is_told_with_the_way_to_take_it_back(
    released: Ledger, tmp_path: Path
) -> None:
    change_plan(tmp_path, "day: tue, at: 9:00", "audience: staff, day: tue, at: 9:00")
    [moved] = follow_plan(AsTyped(released), who="mai")
    assert "no slot for it any more. It does not go out." in str(moved)
    assert "briefcast outbox drop b0/neighbours/vi/infographic/1200x630 --channel folder" in str(moved)


def test_a_language_without_a_slot_is_named_when_the_week_is_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slot for Hebrew alone: "1 of 1 may go out", and nobody in Viet Nam ever read it."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=("2097-W02",))
    change_plan(tmp_path, "  - {channel: folder, day: tue, at: 9:00}\n", "")
    week = make_week_quietly(BatchRequest(plan=tmp_path / "plan.yaml", week="2097-W02", out=tmp_path / "out")).plan
    decide(read_review(week, open_ledger()), open_ledger(), ["all"], "approved", who="lan")
    given, stays = release_week(week, open_ledger(), who="lan")
    assert "/he/" in given.reviewed.item.key and not given.refused
    assert stays.at is None and "b0/neighbours/vi/infographic/1200x630: The plan has no slot" in stays.refused
    assert "languages: [vi]" in stays.refused
    # Where the channel has accounts and none in Vietnamese, nothing is missing.
    (tmp_path / "channels.yaml").write_text("accounts: [{name: he, channel: folder, languages: [he]}]\n", "utf-8")
    [leave] = release_week(dataclasses.replace(week), open_ledger(), who="lan")
    assert "/he/" in leave.reviewed.item.key


def test_what_no_slot_is_for_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six blocks of the same on the terminal, one for each group and language, and nobody read the seventh line."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=("2097-W02",))
    change_plan(tmp_path, "channel: folder", "audience: staff, channel: folder")
    week = make_week_quietly(BatchRequest(plan=tmp_path / "plan.yaml", week="2097-W02", out=tmp_path / "out")).plan
    decide(read_review(week, open_ledger()), open_ledger(), ["all"], "approved", who="lan")
    stays = release_week(week, open_ledger(), who="lan", look=True)
    assert len(stays) == 2 and open_ledger().releases() == ()
    [why] = {leave.why for leave in stays}
    assert "neighbours (vi, folder)" in why and "neighbours (he, folder)" in why


def test_many_posts_of_one_cause_are_one_line_with_one_command(released: Ledger) -> None:
    """A day moved in the plan: thirty lines, each with a command for one item, hide the one that says another thing."""
    [release] = released.releases()
    assert release.slot
    every = [replace(release, item=f"b0/neighbours/vi/infographic/{n}x{n}") for n in range(12)]
    earlier = release.slot - dt.timedelta(hours=1)
    typed = AsTyped(released)
    some = [Moved(release=r, planned=earlier) for r in every[:3]]
    gone = [Moved(release=r, planned=None) for r in every[3:5]]
    told = tell_moved([*some, *gone], typed)
    begin = "b0/neighbours/vi/infographic"
    assert [str(line).partition(" are")[0] for line in told] == [f"{begin} → folder: {n} posts" for n in (3, 2)]
    assert str(told[0]).endswith(
        "the plan says 2097-01-08 01:00 UTC. They go out at 2097-01-08 02:00 UTC. To move them: "
        "briefcast release 2097-W02 b0/neighbours/vi --channel folder"
    )
    assert str(told[1]).endswith(f"briefcast outbox drop {every[3].item} {every[4].item} --channel folder")
    [many] = tell_moved([Moved(release=r, planned=earlier) for r in every], typed)
    assert str(many).endswith("briefcast release 2097-W02 b0/neighbours/vi --channel folder")
    two = [Moved(release=replace(r, channel=on), planned=earlier) for r in every[:3] for on in ("folder", "webhook")]
    assert [str(line).rpartition(" ")[2] for line in tell_moved(two, typed)] == ["folder", "webhook"]


def test_a_command_for_many_releases_nothing_that_was_taken_back(released: Ledger) -> None:
    """What was stopped is let go by its own name alone, never by the name of a whole group."""
    [release] = released.releases()
    released.take_back([release], who="lan", why="Embargo")
    every = [replace(release, item=f"b0/neighbours/vi/infographic/{n}x{n}") for n in range(12)]
    [told] = tell_moved([Moved(release=r, planned=release.slot) for r in every], AsTyped(released))
    assert str(told).endswith(" ".join(["briefcast release 2097-W02", *(r.item for r in every), "--channel folder"]))


def test_what_a_plan_stops_is_told_before_it_is_due(released: Ledger, tmp_path: Path) -> None:
    """Whoever types days of mourning in a hurry has to see that they hold what waits, and for how long."""
    run = publish(tmp_path)
    assert "wait" in run.stderr and "does not go out" not in run.stderr
    mourning = "mourning:\n  - {starts: 2097-01-07, ends: 2097-01-09, name: {en: A flood, vi: Lũ lụt}}\n"
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text("utf-8") + mourning, "utf-8")
    told = " ".join(publish(tmp_path).stderr.split())
    assert "held b0/neighbours/vi/infographic/1200x630 → folder:published" in told
    assert "A flood, Mon, Jan 7, 2097 to Wed, Jan 9, 2097" in told and "Its slot is Tue, Jan 8, 2097, 09:00." in told
    assert "waits for its slot" not in told


def test_the_plans_own_ids_name_what_is_told_and_what_is_dropped(released: Ledger, tmp_path: Path) -> None:
    """The team knows its plan's ids: ``history`` of one printed nothing at all, ``outbox drop`` knew of no release."""
    reopened, _ = reopen_week("2097-W02", released)
    [line] = reopened.editions
    [release] = released.releases()
    brief = release.item.partition("/")[0]
    named = line.item.id
    assert named_in_ledger(named, released) == brief
    assert named_in_ledger(f"{named}/citizens", released) == f"{brief}/citizens"
    assert named_in_ledger("2097-W02", released) == "2097-W02"
    told = CliRunner().invoke(app, ["history", named]).output
    assert release.item in told
    assert "knows nothing of 'nonsense'" in CliRunner().invoke(app, ["history", "nonsense"]).output
    dropped = CliRunner().invoke(app, ["outbox", "drop", named, "--why", "It is old."])
    assert dropped.exit_code == 0, dropped.output
    assert released.releases() == ()


def test_a_week_that_was_typed_wrong_is_named_as_it_is_meant(released: Ledger) -> None:
    """'Make it: briefcast batch PLAN --week 2026-48', said hold, with the mistyped week as if it were one."""
    for typed, way in (
        ("2097-02", "Write '2097-W02'."),
        ("2097w2", "Write '2097-W02'."),
        ("next week", "Write it as 2026-W48"),
        ("2097-W03", "briefcast batch plan.yaml --week 2097-W03"),
    ):
        with pytest.raises(LedgerError) as refused:
            reopen_week(typed, released)
        assert way in str(refused.value).replace(f"{Path.cwd()}/", "") and "PLAN" not in str(refused.value)
    assert [week_meant(week) for week in ("2097-W02", "2097-W99", "W02")] == ["2097-W02", "", ""]


def test_an_example_of_a_slot_lies_ahead() -> None:
    """'Such as day: tue', it said on the Sunday of that week: what is typed so is late at once."""
    sunday = dt.datetime(2026, 11, 29, 20, 0, tzinfo=dt.UTC)
    assert slot_ahead("2026-W48", sunday) == ("sun", "23:30")
    assert slot_ahead("2026-W48", sunday - dt.timedelta(days=9)) == ("tue", "19:30")
    assert slot_ahead("2026-W48", sunday + dt.timedelta(days=9)) == ("tue", "19:30")


def test_whose_release_was_taken_back_is_said_once_with_one_command(released: Ledger) -> None:
    released.take_back(released.releases(), who="lan", why="Embargo")
    told = " ".join(CliRunner().invoke(app, ["release", "2097-W02"], env={"COLUMNS": "400"}).output.split())
    assert "1 post: lan took its release back (Embargo). To let it go out again, release it by name:" in told
    assert "briefcast release 2097-W02 b0/neighbours/vi/infographic/1200x630" in told
    assert told.count("lan took") == 1 and "0 of 1" in told


def test_what_goes_nowhere_gets_no_leave_and_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Release promised 105 posts of which 18 went nowhere; each run said so 18 times, and refusals drowned in it."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=3, weeks=("2097-W02",))
    plan = tmp_path / "plan.yaml"
    slots = "  - {channel: telegram, day: tue, at: 9:00}\nitems:\n"
    text = plan.read_text("utf-8").replace("items:\n", slots)
    plan.write_text(text.replace("channels: [folder]", "channels: [folder, telegram]"), "utf-8")
    (tmp_path / "channels.yaml").write_text(
        "accounts:\n  - {name: here, channel: folder}\n"
        "  - {name: t, channel: telegram, audiences: [neighbours], languages: [en], settings: {chat: '@a'}}\n"
    )
    request = BatchRequest(plan=plan, week="2097-W02", out=tmp_path / "outputs", settings=tmp_path)
    week = make_week_quietly(request).plan
    ledger = open_ledger()
    decide(read_review(week, ledger), ledger, ["all"], "approved", who="lan")
    run = CliRunner().invoke(app, ["release", "2097-W02"])
    told = " ".join(run.output.split())
    assert told.count("No account on telegram is for neighbours (vi), neighbours (he)") == 1, run.output
    assert {each.channel for each in ledger.releases()} == {"folder"} and "6 of 12 may go out" in told
    run = CliRunner().invoke(app, ["publish", "--new"])
    assert run.exit_code == 0 and "No account" not in run.output, run.output


def test_two_audiences_of_one_account_are_told_before_it_posts_twice() -> None:
    """One account for citizens and youth posted the same question and answer twice within a minute."""
    tuesday = dt.datetime(2097, 1, 8, 2, tzinfo=dt.UTC)

    def leave(audience: str, *, at: dt.datetime = tuesday, language: str = "vi") -> Leave:
        item = f"b0/{audience}/{language}/infographic/1080x1350"
        order = SimpleNamespace(item=item, channel="mastodon", account=SimpleNamespace(name="masto"))
        reviewed = SimpleNamespace(item=SimpleNamespace(key=item), orders=(order,))
        return Leave(reviewed=reviewed, channel="mastodon", at=at)  # type: ignore[arg-type]

    [double] = find_doubles([leave("citizens"), leave("youth"), leave("citizens")], dt.UTC)
    assert double.items == ("b0/citizens/vi/infographic", "b0/youth/vi/infographic")
    assert "mastodon:masto" in in_language(double.told, "vi") and "פעמיים" in in_language(double.told, "he")
    assert not find_doubles([leave("citizens"), leave("youth", language="he")], dt.UTC)
    assert not find_doubles([leave("citizens"), leave("youth", at=tuesday + dt.timedelta(days=1))], dt.UTC)
    assert not find_doubles([leave("citizens"), replace(leave("youth"), why="Held.")], dt.UTC)


def test_what_stays_is_listed_whole_and_its_reason_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty equal lines: nobody read the one that said another thing."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=3, weeks=("2097-W02",))
    make_week_quietly(BatchRequest(plan=tmp_path / "plan.yaml", week="2097-W02", out=tmp_path / "outputs"))
    told = CliRunner().invoke(app, ["release", "2097-W02", "--dry-run"]).output
    assert told.count("not approved yet") == 1
    for brief in ("b0", "b1", "b2"):
        for language in ("vi", "he"):
            assert f"    {brief}/neighbours/{language}/infographic/1200x630 (folder)" in told


def at(released: Ledger, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the plan be followed at a moment."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return moment

    monkeypatch.setattr(moved_module, "dt", SimpleNamespace(**{**vars(dt), "datetime": Clock}))


@pytest.mark.parametrize(
    ("now", "then", "goes"), [("3:00", "8:00", "02:00"), ("3:00", "9:30", "04:00"), ("1:00", "8:00", "02:00")]
)
def test_a_slot_before_the_released_one_ends_what_was_put_off(
    released: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: str, then: str, goes: str
) -> None:
    """Released for 9:00, put off to 11:00, typed to 8:00 at ten: it waited for eleven, which nobody wanted any more."""
    change_plan(tmp_path, "day: tue, at: 9:00", "day: tue, at: 11:00")
    assert follow_plan(AsTyped(released), who="mai")[0].followed
    change_plan(tmp_path, "day: tue, at: 11:00", f"day: tue, at: {then}")
    hour, minute = map(int, now.split(":"))
    at(released, dt.datetime(2097, 1, 8, hour, minute, tzinfo=dt.UTC), monkeypatch)
    assert follow_plan(AsTyped(released), who="mai")
    assert f"{released.releases()[0].slot:%H:%M}" == goes


def test_a_slot_that_is_long_past_is_no_way_on(
    released: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run named a command to move a post; the release said "may go out at its slot"; the next run: late."""
    change_plan(tmp_path, "day: tue, at: 9:00", "day: mon, at: 8:00")
    [told] = tell_moved(moved_slots(AsTyped(released)), AsTyped(released))
    assert "briefcast release" in told
    at(released, dt.datetime(2097, 1, 8, 1, 30, tzinfo=dt.UTC), monkeypatch)
    [told] = tell_moved(moved_slots(AsTyped(released)), AsTyped(released))
    assert "past by more than a day" in told and "briefcast release" not in told
    week, _ = reopen_week("2097-W02", released)
    monkeypatch.setattr(releasing, "LATE_AFTER_H", -24 * 366 * 200)
    [leave] = release_week(week, released, who="lan", look=True)
    assert not leave.goes and "briefcast publish --late" in leave.unsent


def test_what_is_held_while_its_brief_is_broken_says_where(released: Ledger, tmp_path: Path) -> None:
    """ "It does not lie there any more … --again" was said of editions that were whole; a line of the brief was not."""
    brief = tmp_path / "b0.yaml"
    brief.write_text(brief.read_text("utf-8").replace("id: b0", "id: b0\nnonsense: 1"), "utf-8")
    held = CliRunner().invoke(app, ["hold", "2097-W02", "b0", "--who", "lan", "--why", "Wait."])
    told = " ".join(held.output.split())
    assert held.exit_code == 0 and "b0.yaml:2" in told and "does not lie there any more" not in told
    [release] = released.releases()
    assert released.standing(release.item, release.content_sha256).name == "held"
