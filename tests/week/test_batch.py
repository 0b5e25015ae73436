"""The batch of a week: made whole or named as partial, decided by whom the plan names, released by hash."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefcastError, BriefError, LedgerError
from briefcast.ledger import Batches, Ledger, open_ledger
from briefcast.planner.plan import read_plan
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import decide, expect_fit, read_review
from briefcast.week.making import Took, Week, finish_week, record_made, show_review
from briefcast.week.releasing import release_week
from briefcast.week.review import word_changes
from briefcast.week.week import BatchRequest, plan_week
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.html_tree import parse
from tests.parse_fixtures import count_parses
from tests.test_docs import ROOT, SERVERS, commands

W48 = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
"""A Tuesday in the week 2026-W48."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with a plan of two briefs in two weeks, and its own ledger."""
    folder = tmp_path_factory.mktemp("batch")
    write_plan(folder)
    before = os.environ.get("BRIEFCAST_LEDGER")
    os.environ["BRIEFCAST_LEDGER"] = str(folder / "ledger.db")
    yield folder
    if before is None:
        del os.environ["BRIEFCAST_LEDGER"]
    else:
        os.environ["BRIEFCAST_LEDGER"] = before


def make(home: Path, week: str, *, again: bool = False) -> Week:
    return make_week_quietly(BatchRequest(plan=home / "plan.yaml", week=week, out=home / "out", again=again))


@pytest.fixture(scope="module")
def story(home: Path) -> tuple[Week, Ledger]:
    """Make the first week and let all of it out; change a figure and a word of one brief; make the second week."""
    first, ledger = make(home, "2026-W47"), open_ledger()
    assert not first.report.partial
    decide(read_review(first.plan, ledger), ledger, ["all"], "approved", who="lan")
    leaves = release_week(first.plan, ledger, who="lan")
    finish_week(first.plan, first.report, ledger, leaves, run=Batches(ledger).owner("2026-W47"))
    change_brief(home, 0, "value: 99.3", "value: 99.4")
    change_brief(home, 0, "đã có mạng nhanh", "đã có Internet nhanh")
    return make(home, "2026-W48"), ledger


def test_a_week_that_was_released_is_not_made_again_unless_asked(story: tuple[Week, Ledger], home: Path) -> None:
    """A schedule that fires twice, or a catch-up after it, would ask and release everything twice."""
    with pytest.raises(BriefcastError, match="made and released"):
        make(home, "2026-W47")
    assert [release.week for release in story[1].releases()] == ["2026-W47"] * 4


def test_releases_carry_the_slot_of_their_audience_and_language(story: tuple[Week, Ledger]) -> None:
    slots = {release.item.split("/")[2]: release.slot for release in story[1].releases(week="2026-W47")}
    assert slots["vi"] == dt.datetime(2026, 11, 17, 2, tzinfo=dt.UTC), "9:00 in Ho Chi Minh City"
    assert slots["he"] == dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC), "18:00 in Jerusalem"


def test_what_changed_waits_for_a_new_approval_and_what_did_not_keeps_its_own(story: tuple[Week, Ledger]) -> None:
    """A figure changed after it was approved could leave; or nobody could keep up with approving the same again."""
    week, ledger = story
    states = {r.item.key: r.standing.name for r in read_review(week.plan, ledger).items}
    assert states == {
        "b0/neighbours/vi/infographic/1200x630": "changed",
        "b0/neighbours/he/infographic/1200x630": "changed",
        "b1/neighbours/vi/infographic/1200x630": "approved",
        "b1/neighbours/he/infographic/1200x630": "approved",
    }
    refused = [leave for leave in release_week(week.plan, ledger, who="lan") if leave.refused]
    before = {item.key: item.content_sha256 for item in ledger.items_before(["b0"], "2026-W48")["b0"]}
    for leave in refused:
        item = leave.reviewed.item
        assert item.key in leave.refused
        assert item.content_sha256[:12] in leave.refused and before[item.key][:12] in leave.refused
    assert {leave.reviewed.item.brief for leave in refused} == {"b0"}


def test_nothing_leaves_on_days_of_mourning_that_were_announced_after_it_was_approved(
    story: tuple[Week, Ledger], home: Path
) -> None:
    """The team adds one line to the plan; whoever approved yesterday need not remember each item."""
    week, ledger = story
    mourning = "mourning:\n  - {starts: 2026-11-24, ends: 2026-11-24, name: State mourning, languages: [vi]}\n"
    changed = home / "plan-in-mourning.yaml"
    changed.write_text((home / "plan.yaml").read_text("utf-8") + mourning, "utf-8")
    leaves = release_week(dataclasses.replace(week.plan, plan=read_plan(changed)), ledger, who="lan")
    refused = {leave.reviewed.item.key: leave.refused for leave in leaves if "quiet time" in leave.refused}
    assert set(refused) == {f"b{n}/neighbours/vi/infographic/1200x630" for n in range(2)}
    assert "State mourning" in refused["b1/neighbours/vi/infographic/1200x630"]


def test_the_review_page_shows_what_is_new_since_last_week(story: tuple[Week, Ledger]) -> None:
    page = parse(story[0].page.read_text("utf-8"))
    text = page.text
    assert "99,3%" in text and "99,4%" in text
    words = story[0].page.read_text("utf-8")
    assert "<del>mạng</del>" in words and "<ins>Internet</ins>" in words
    assert "briefcast approve 2026-W48" in text and "--who lan --seen" in text
    assert "Không nhập" not in text
    for link in (*page.find_all("img"), *page.find_all("a")):
        target = link.attributes.get("src") or link.attributes.get("href") or ""
        if target.startswith("../"):
            assert (story[0].page.parent / target.partition("#")[0]).exists(), target


def test_only_the_approver_decides_and_only_about_what_was_seen(story: tuple[Week, Ledger]) -> None:
    week, ledger = story
    review = read_review(week.plan, ledger)
    with pytest.raises(LedgerError, match="for lan to decide"):
        decide(review, ledger, ["b0"], "approved", who="minh")
    with pytest.raises(LedgerError, match="is not what lies there now"):
        decide(review, ledger, ["b0"], "approved", who="lan", seen="000000")
    with pytest.raises(LedgerError, match="no item 'b2'"):
        decide(review, ledger, ["b2"], "approved", who="lan")
    with pytest.raises(LedgerError, match="Give a reason"):
        decide(review, ledger, ["b0"], "sent back", who="lan")
    decided = decide(
        review, ledger, ["b0/neighbours/vi"], "sent back", who="lan", why="99,3?", seen=review.seen_sha256[:8]
    )
    assert [d.item for d in decided] == ["b0/neighbours/vi/infographic/1200x630"]
    assert (
        decide(read_review(week.plan, ledger), ledger, ["b0/neighbours/vi"], "sent back", who="lan", why="99,3?") == ()
    )


def test_all_of_a_week_is_what_is_ones_own_to_approve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run told people to type ``approve WEEK all``, which a week with two approvers refused to either of them."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, weeks=("2026-W48",))
    head, _, last = plan.read_text("utf-8").rpartition("approver: lan")
    text = f"{head}approver: minh{last}".replace("owner: minh", "owner: hoa")
    plan.write_text(text.replace("people:\n", "people:\n  - {id: hoa, name: Hoa}\n"), "utf-8")
    week, ledger = make(tmp_path, "2026-W48"), open_ledger()
    for who, brief in (("lan", "b0"), ("minh", "b1")):
        decided = decide(read_review(week.plan, ledger), ledger, ["all"], "approved", who=who)
        assert decided and {each.item.partition("/")[0] for each in decided} == {brief}
    with pytest.raises(LedgerError, match="to decide"):
        decide(read_review(week.plan, ledger), ledger, ["all"], "approved", who="hoa")
    with pytest.raises(LedgerError, match="for minh to decide"):
        decide(read_review(week.plan, ledger), ledger, ["all"], "held", who="lan")
    with pytest.raises(LedgerError, match="for minh to decide"):
        decide(read_review(week.plan, ledger), ledger, ["b0", "b1"], "approved", who="lan")


@pytest.mark.parametrize(("preset", "stops"), [("draft", True), ("standard", False)])
def test_a_draft_is_not_approved(tmp_path: Path, preset: str, stops: bool) -> None:
    """A film to look through, half as wide and high, would go out in the place of the film."""
    write_plan(tmp_path, weeks=("2026-W48",))
    week = make(tmp_path, "2026-W48")
    each = read_review(week.plan, open_ledger()).items[0]
    main, *others = each.item.outputs
    media = main.media.model_copy(update={"preset": preset})
    film = dataclasses.replace(each.item, outputs=(main.model_copy(update={"media": media}), *others))
    if stops:
        with pytest.raises(LedgerError, match=r"is a draft, half as wide and high .* without --preset draft"):
            expect_fit(film, each.folder)
    else:
        expect_fit(film, each.folder)


def test_a_file_changed_by_hand_does_not_leave(story: tuple[Week, Ledger], home: Path) -> None:
    week, ledger = story
    picture = home / "out/b1/neighbours/vi/infographic-1200x630.png"
    whole = picture.read_bytes()
    picture.write_bytes(whole + b"x")
    leave = next(
        x for x in release_week(week.plan, ledger, who="lan") if x.reviewed.item.key.startswith("b1/neighbours/vi")
    )
    assert "infographic-1200x630.png is not what was made and approved" in leave.refused
    with pytest.raises(LedgerError, match="is not what was made"):
        decide(read_review(week.plan, ledger), ledger, ["b1/neighbours/vi"], "approved", who="lan")
    [stopped] = decide(read_review(week.plan, ledger), ledger, ["b1/neighbours/vi"], "held", who="lan")
    assert stopped.decision == "held", "a file that somebody tampered with keeps nobody from stopping it"
    picture.write_bytes(whole)


def test_later_commands_need_only_the_week(story: tuple[Week, Ledger], home: Path) -> None:
    week, report = reopen_week("2026-W47", story[1])
    assert week.request.plan == home / "plan.yaml" and week.week == report.week == "2026-W47"
    with pytest.raises(LedgerError, match="no batch of 2026-W01; it has 2026-W47"):
        reopen_week("2026-W01", story[1])


def test_a_broken_brief_among_others_is_named_and_the_rest_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One typing mistake on Monday morning would cost the whole week."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, briefs=3, weeks=("2026-W48",), languages="[vi]")
    change_brief(tmp_path, 1, "unit: percent", "unit: percents")
    made = make_week_quietly(BatchRequest(plan=plan, out=tmp_path / "out", week="2026-W48"))
    assert [edition.state for edition in made.report.editions] == ["made", "failed", "made"]
    assert made.report.partial and "partial" in made.report.summary()
    (failure,) = made.report.failures
    assert failure.startswith("b1-w48 (b1.yaml): b1.yaml:18: statistics[villages].unit:")
    assert "b1.yaml:18" in made.page.read_text("utf-8")
    assert {r.item.brief for r in read_review(made.plan, open_ledger()).items} == {"b0", "b2"}
    # Put right and run again: only the one that failed is made.
    change_brief(tmp_path, 1, "unit: percents", "unit: percent")
    again = make_week_quietly(BatchRequest(plan=plan, out=tmp_path / "out", week="2026-W48"))
    assert not again.report.partial and len(read_review(again.plan, open_ledger()).items) == 3


def test_a_week_parses_each_brief_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made, recorded and reviewed from one reading: all three say the same, whatever is saved meanwhile."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, weeks=("2026-W48",))
    parses = count_parses(monkeypatch)
    made = make_week_quietly(BatchRequest(plan=plan, out=tmp_path / "out", week="2026-W48"))
    assert not made.report.partial
    assert {name: parses[name] for name in ("plan.yaml", "b0.yaml", "b1.yaml")} == {
        "plan.yaml": 1,
        "b0.yaml": 1,
        "b1.yaml": 1,
    }
    parses.clear()
    again, report = reopen_week("2026-W48", open_ledger())
    decide(read_review(again, open_ledger()), open_ledger(), ["all"], "approved", who="lan")
    show_review(again, report, open_ledger())
    leaves = release_week(again, open_ledger(), who="lan")
    assert len(leaves) == 4
    assert {name: parses[name] for name in ("plan.yaml", "b0.yaml", "b1.yaml")} == {
        "plan.yaml": 1,
        "b0.yaml": 1,
        "b1.yaml": 1,
    }


def test_a_week_tells_the_figures_that_series_were_brought_up_to(tmp_path: Path) -> None:
    """Read before the series were refreshed, and held: the week would tell last month's figures."""
    week = plan_week(BatchRequest(plan=write_plan(tmp_path, weeks=("2026-W48",)), out=tmp_path / "out"), now=W48)
    change_brief(tmp_path, 0, "value: 99.3", "value: 99.4")
    assert str(week.brief_of(week.editions[0].item).brief.statistics[0].value) == "99.4"


def test_two_plans_do_not_share_the_weeks_of_a_ledger(story: tuple[Week, Ledger], home: Path, tmp_path: Path) -> None:
    """The second plan's week would be passed over in silence, as made already."""
    other = write_plan(tmp_path)
    other.write_text(other.read_text("utf-8").replace("id: villages-plan", "id: other-plan"), "utf-8")
    with pytest.raises(LedgerError, match="by the plan 'villages-plan', and this plan is 'other-plan'"):
        make_week_quietly(BatchRequest(plan=other, week="2026-W48", out=home / "out"))


def test_this_week_is_that_of_the_plans_time_zone(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, briefs=1)
    sunday_evening_utc = dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)  # Monday in Ho Chi Minh City
    assert plan_week(BatchRequest(plan=plan), now=sunday_evening_utc).week == "2026-W48"
    with pytest.raises(BriefError, match=r"Nothing is planned for 2026-W50; there is for 2026-W47, 2026-W48"):
        plan_week(BatchRequest(plan=plan, week="2026-W50"))


def test_words_are_compared_line_by_line_and_word_by_word() -> None:
    (line,) = word_changes(["Same.", "82% of homes have fibre."], ["Same.", "83% of homes have fibre."])
    assert line == (("gone", "82%"), ("new", "83%"), ("same", "of homes have fibre."))
    assert list(word_changes(["a b"], ["a b"])) == []


SMALLER = {
    "examples/plan.yaml": "plan.yaml",
    "2025-W42": "2031-W48",
    "digital-economy-2024/press": "b0/neighbours",
    "digital-economy-2024": "b0",
    "services-at-home-2024/youth": "b1/neighbours/he",
    "services-at-home-2024/citizens": "b1/neighbours",
    "duc-long": "lan",
    "digital-signatures": "villages",
}
"""What the docs say of the example plan, said of a plan that takes seconds."""


def test_the_commands_of_the_docs_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_plan(tmp_path, weeks=("2031-W48",))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFCAST_LEDGER", raising=False)
    told = ""
    for command in commands(ROOT / "docs/run-the-week.md"):
        if command.startswith(SERVERS) or command.endswith("--submit"):
            continue
        for words, smaller in SMALLER.items():
            command = command.replace(words, smaller)
        done = CliRunner().invoke(app, shlex.split(command)[1:])
        assert done.exit_code == 0, f"$ {command}\n{done.output}\n{done.exception}"
        told += done.output
    assert (tmp_path / "outputs/weeks/2031-W48/index.html").is_file()
    assert "Tue, Nov 25, 2031, 09:00  folder  b0/neighbours/vi/infographic/1200x630" in told
    assert "b1/neighbours/vi/infographic/1200x630 was sent back by lan (The second sentence is too long.)" in told
    assert "2 of 4 may go out" in told
    assert {release.item.split("/")[0] for release in open_ledger().releases()} == {"b0"}


def test_the_monday_of_the_docs_works_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types the page from top to bottom has a week released, and its first run of publish."""
    write_plan(tmp_path, weeks=("2031-W48",))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFCAST_LEDGER", raising=False)
    page = (ROOT / "docs/run-the-week.md").read_text("utf-8").partition("## A Monday")[2].partition("```text\n")[2]
    lines = [line.partition("#")[0].strip() for line in page.partition("```")[0].splitlines()]
    assert [line.split()[1] for line in lines] == [
        "batch", "approve", "release", "release", "publish", "publish", "outbox",
    ]  # fmt: skip
    for line in lines:
        command = line
        for words, smaller in SMALLER.items():
            command = command.replace(words, smaller)
        if command.startswith("briefcast publish"):
            command += " --new"  # the first time of all
        done = CliRunner().invoke(app, shlex.split(command)[1:])
        assert done.exit_code == 0, f"$ {command}\n{done.output}\n{done.exception}"
    assert open_ledger().releases()


def test_the_last_line_says_what_comes_of_what_was_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a hold of everything it said "Let it go out", and nothing could."""
    write_plan(tmp_path, weeks=("2031-W48",))
    monkeypatch.chdir(tmp_path)
    for name in ("BRIEFCAST_LEDGER", "BRIEFCAST_WHO"):
        monkeypatch.delenv(name, raising=False)

    def told(command: str, language: str = "") -> str:
        words = shlex.split(command)
        return CliRunner().invoke(app, words, env={"BRIEFCAST_LANGUAGE": language}).output.rstrip()

    told("batch plan.yaml --week 2031-W48")
    held = told("hold 2031-W48 all --who lan --why Later.")
    assert held.endswith("Everything is decided: held: 4. Nothing goes out.")
    one = "b0/neighbours/vi/infographic/1200x630"
    assert "--who lan\n" in held and "briefcast approve 2031-W48 b0/neighbours/he" in held
    approved = told(f"approve 2031-W48 {one} --who lan")
    assert approved.endswith("Let what is approved go out: briefcast release 2031-W48")
    page = (tmp_path / "outputs/weeks/2031-W48/index.html").read_text("utf-8")
    code = re.search(rf"approved  {one}  (\w+)", approved)
    assert code and f"<bdi>{one}</bdi> · {code[1]}" in page, "what was typed is found on the page"
    released = told("release 2031-W48 --who lan", "vi")
    assert released.endswith("2031-W48: 1 trên 4 bài được phép đăng. 'briefcast publish' sẽ đăng đúng giờ.")
    taken = told(f"take-back 2031-W48 {one} --who lan")
    assert f"released by its name: briefcast release 2031-W48 {one} --who lan" in taken
    again = told("release 2031-W48 --who lan")
    assert f"release it by name: briefcast release 2031-W48 {one}" in again and "WEEK" not in again


def test_what_was_made_elsewhere_is_told_with_what_it_took_there(tmp_path: Path) -> None:
    """The table of a week said 0 seconds of computing for what other machines had made."""
    plan = write_plan(tmp_path, briefs=1, weeks=("2026-W48",), languages="[vi]")
    week = plan_week(BatchRequest(plan=plan, week="2026-W48", out=tmp_path / "out"))
    ledger = open_ledger(tmp_path / "ledger.db")
    [edition] = week.editions

    def elsewhere() -> Took:
        make_edition(edition.request).raise_failures()
        return Took(wall_s=90.0, cpu_s=40.0)

    there = record_made(week, edition, elsewhere, ledger, run="a run")
    assert (there.wall_s, there.cpu_s, there.failures) == (90.0, 40.0, ())
    here = record_made(week, edition, lambda: make_edition(edition.request), ledger, run="a run")
    assert 0 < here.wall_s < 90 and here.cpu_s is not None
