"""What was released and not seen yet is exchanged without a word; what readers have is corrected."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefcast.brief.corrections import Pair, read_corrections
from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger import Release, open_ledger
from briefcast.ledger.corrected import corrections_let_out
from briefcast.manifest.items import Item, Named, items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.paths import LEDGER_ENV
from briefcast.publishing.orders import Order
from briefcast.week import correcting
from briefcast.week.putting_right import approve, look, write_down
from briefcast.week.week import BatchRequest
from briefcast.week.wrong import Wrong, find_wrong, one_of_each, open_work
from tests.batch_fixtures import PLAN, make_week_quietly, write_plan
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on, printed

TOLD = [word for reason in REASONS for word in ("--reason", reason)]


def test_what_nobody_has_seen_is_exchanged_at_its_slot_and_without_a_word(tmp_path: Path) -> None:
    """Corrected where it was out and forgotten where it was due, the wrong figure went out a day later."""
    with out_on(tmp_path, ("folder", "mastodon")) as out:
        out.write(OLD)
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new", "--channel", "folder")
        ledger = open_ledger(tmp_path / "ledger.db")
        edition = tmp_path / "outputs" / "small"
        slot = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=3)
        items = items_of(read_manifest(edition))
        for item in items[:2]:
            ledger.release(item.key, item.content_sha256, channel="mastodon", account="", who="lan", slot=slot)
        out.write(NEW)
        listed = {(post["channel"], post["way"], post["out"]) for post in _posts(out)}
        assert listed == {("folder", "replaced", True), ("mastodon", "exchanged", False)}, (
            "what waits is listed as well"
        )
        told = out.run("correct", "small.yaml", "--kind", "correction", *TOLD).stderr
        assert told.count("→ mastodon:mastodon-team") == 2
        # What was not shown then is not approved by the code of then.
        ledger.release(items[2].key, items[2].content_sha256, channel="mastodon", account="", who="lan", slot=slot)
        refused = out.run("correct", "small.yaml", "--approve", _code(told), code=1).stderr
        assert "nothing was approved" in refused
        assert f"Not shown then: {items[2].key} → mastodon:mastodon-team." in refused
        told = out.run("correct", "small.yaml").stderr
        assert told.count("→ mastodon:mastodon-team") == 3
        out.run("correct", "small.yaml", "--approve", _code(told))
        out.run("publish")
        assert not out.emulators["mastodon"].posts(), "its slot stays"
        for release in ledger.releases():
            if release.channel == "mastodon" and (release.item, release.content_sha256) in corrections_let_out(ledger):
                assert release.slot == slot
                ledger.release(
                    release.item, release.content_sha256, channel="mastodon", account="", who="lan",
                    slot=slot - dt.timedelta(minutes=4),
                )  # fmt: skip
        out.run("publish")
        posts = out.emulators["mastodon"].posts()
        assert len(posts) == 3
        for post in posts:
            assert any(value in post.text for value in printed(NEW)) and not any(v in post.text for v in printed(OLD))
            assert not any(reason.partition("=")[2] in post.text for reason in REASONS), (
                "nobody was told it wrongly there"
            )
        assert all(reason.partition("=")[2] in str(out.emulators["folder"].posts()) for reason in REASONS)
        logged = [line for line in ledger.history("small") if line.what == "correction let out"]
        assert len(logged) == 3
        ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
        assert {(each["channel"], each["became"]) for each in ended} == {("folder", "corrected")}
        _lose_the_file(out)


def _lose_the_file(out: Out) -> None:
    """Without the file, what is made says nothing of the correction: nothing is made, until it is there again."""
    file = out.folder / "corrections" / "small.yaml"
    kept = file.read_text("utf-8")
    file.unlink()
    for words in (("check",), ("make",), ("correct",)):
        done = out.run(*words, "small.yaml", code=2)
        told = done.stdout + done.stderr
        assert "corrections/small.yaml" in told and "The correction that lan let out" in told, words
    out.run("correct", "small.yaml", "--restore")
    assert file.read_text("utf-8") == kept


def _code(told: str) -> str:
    return told.rpartition("--approve ")[2].split()[0]


def _posts(out: Out) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out.run("correct", "small.yaml", "--json").stdout)["posts"]
    return found


MORE = """\
  - id: schools
    label: {vi: Trường có mạng, en: Schools online, he: בתי ספר מקוונים}
    value: 1048
    unit: count
    target: {value: 1500, by: "2026"}
    period: "2025-10"
    source: most
"""
POINT = """\
  - id: classes
    statistics: [schools]
    headline: {vi: "{schools} trường có mạng", en: "{schools} schools are online", he: "{schools} בתי ספר מקוונים"}
    text: {vi: "{schools} trường đã có mạng.", en: "{schools} schools work online.", he: "{schools} בתי ספר מחוברים."}
"""
SHORT = "    short: {vi: Bộ KHCN, en: The ministry, he: המשרד}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Out]:
    """Send a brief to one channel, once for every test that only looks."""
    with out_on(tmp_path_factory.mktemp("published"), ("folder",)) as out:
        out.write(OLD)
        text = out.brief.read_text("utf-8")
        text = text.replace("    date: 2025-10-21\n", f"    date: 2025-10-21\n{SHORT}")
        text = text.replace("points:\n", f"{MORE}points:\n").replace("calls_to_action:", f"{POINT}calls_to_action:")
        out.brief.write_text(text, "utf-8")
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new")
        yield out


def _wrong(out: Out) -> Wrong:
    ledger = open_ledger(out.folder / "ledger.db")
    return find_wrong(open_work(out.brief, ledger, settings=out.folder), ledger)


def _said(out: Out) -> dict[str, tuple[Pair, ...]]:
    return dict(_wrong(out).said.get("neighbours", {}))


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('period: "2025-10"', 'period: "2025-09"',
         Pair(label="Villages with broadband (period)", was="October 2025", now="September 2025")),
        ("en: Villages with broadband", "en: Hamlets with broadband",
         Pair(was="Villages with broadband", now="Hamlets with broadband")),
        ("as_of: 2025-10-21", "as_of: 2025-10-12",
         Pair(label="As of", was="October 21, 2025", now="October 12, 2025")),
        ("en: Communications Team", "en: Press Team", Pair(was="Communications Team", now="Press Team")),
        ("en: The ministry", "en: The bureau", Pair(was="The ministry", now="The bureau")),
        ("    date: 2025-10-21", "    date: 2025-10-20",
         Pair(was="Broadband, Ministry of Science, October 21, 2025",
              now="Broadband, Ministry of Science, October 20, 2025")),
    ],
)  # fmt: skip
def test_what_stands_beside_the_words_is_compared_too(published: Out, was: str, now: str, told: Pair) -> None:
    """A picture gave the wrong year under a number, and it was claimed that nothing that is out is wrong."""
    text = published.brief.read_text("utf-8")
    assert was in text and not _said(published)
    try:
        published.brief.write_text(text.replace(was, now), "utf-8")
        said = _said(published)
        assert told in said["en"]
        # What one language alone has is wrong there alone.
        assert set(said) == ({"en"} if "en: " in was else {"vi", "en", "he"})
    finally:
        published.brief.write_text(text, "utf-8")


def test_a_day_in_the_order_of_its_country_was_told_to_nobody_otherwise(tmp_path: Path) -> None:
    """To every reader in Britain "20 November 2026" was to be put right as "November 20, 2026"."""
    with out_on(tmp_path, ("folder",)) as out:
        out.write(OLD)
        out.brief.write_text(out.brief.read_text("utf-8") + "locales: {en: en-GB}\n", "utf-8")
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new")
        assert not _said(out)
        out.brief.write_text(out.brief.read_text("utf-8").replace("as_of: 2025-10-21", "as_of: 2025-10-12"), "utf-8")
        assert Pair(label="As of", was="21 October 2025", now="12 October 2025") in _said(out)["en"]


def test_of_a_typing_error_one_reason_is_enough(published: Out) -> None:
    """Whoever put a letter right in three languages had to say why in three, and no reader is ever told."""
    text = published.brief.read_text("utf-8")
    ledger = open_ledger(published.folder / "ledger.db")
    try:
        published.brief.write_text(text.replace(f"value: {OLD}", f"value: {NEW}"), "utf-8")
        work = open_work(published.brief, ledger, settings=published.folder)
        wrong, why = find_wrong(work, ledger), {"en": "A letter was missing."}
        assert len(wrong.languages) == 3
        with pytest.raises(BriefcastError, match="It lacks: he, vi"):
            write_down(work, ledger, wrong, kind="revision", reasons=why, who="lan")
        with pytest.raises(BriefcastError, match="It lacks: en, he, vi"):
            write_down(work, ledger, wrong, kind="refile", reasons={}, who="lan")
        file = write_down(work, ledger, wrong, kind="refile", reasons=why, who="lan")
        [written] = read_corrections(published.folder, "small")
        assert written.reason == why
        file.unlink()
    finally:
        published.brief.write_text(text, "utf-8")


def test_it_is_found_also_when_all_was_made_again(published: Out) -> None:
    """Compared with what lies in the folder, a wrong period was found once, and all was well as soon as it was made."""
    text = published.brief.read_text("utf-8")
    try:
        published.brief.write_text(text.replace('period: "2025-10"', 'period: "2025-09"'), "utf-8")
        before = _said(published)
        published.run("make", "small.yaml")
        assert _said(published) == before and before
    finally:
        published.brief.write_text(text, "utf-8")


ONLINE = Pair(label="Schools online", was="1,048", now="1,049")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        # Nobody reads the id of a figure, or in which order two points come.
        ({"schools": "academies", "academies are": "schools are", "academies work": "schools work"}, ()),
        ({POINT: "", "points:\n": f"points:\n{POINT}"}, ()),
        ({"id: schools": "id: academies", "{schools}": "{academies}", "[schools]": "[academies]", "1048": "1049"},
         (ONLINE,)),
        ({"value: 1048": "value: 1049"}, (ONLINE,)),
        ({POINT: ""}, (Pair(was="1,048 schools are online"), Pair(was="1,048 schools work online."))),
        ({POINT: "", MORE: ""}, (Pair(label="Schools online", was="1,048"),)),
        ({"value: 1500": "value: 1600"}, (Pair(label="Schools online (target)", was="1,500", now="1,600"),)),
        ({'by: "2026"': 'by: "2027"'}, (Pair(label="Schools online (target, period)", was="2026", now="2027"),)),
        ({"en: Schools online": "en: Classes online"}, (Pair(was="Schools online", now="Classes online"),)),
        ({f"value: {OLD}": "value: 1", "value: 1048": "value: 97", "value: 1\n": "value: 1048\n"},
         (Pair(label="Schools online", was="1,048", now="97"),)),
        # What one language alone says otherwise is told in that one.
        ({"he: בתי ספר מקוונים}": "he: בתי ספר מחוברים}"}, ()),
    ],
)  # fmt: skip
def test_what_readers_read_otherwise_is_listed_and_nothing_else(
    published: Out, change: dict[str, str], told: tuple[Pair, ...]
) -> None:
    """Two points that changed places were a correction of all they say; a figure under another id was none."""
    text = now = published.brief.read_text("utf-8")
    for was, new in change.items():
        assert was in now, was
        now = now.replace(was, new)
    try:
        published.brief.write_text(now, "utf-8")
        said = _said(published).get("en", ())
        plain = {(pair.label, pair.was.replace("\xa0", " "), pair.now.replace("\xa0", " ")) for pair in said}
        assert {(pair.label, pair.was, pair.now) for pair in told} <= plain
        assert bool(said) == bool(told)
    finally:
        published.brief.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("languages: [vi, en, he]", "languages: [vi, en]", "he"),
        ("audiences: [neighbours]", "audiences: [citizens]", ""),
    ],
)
def test_what_is_out_of_readers_who_are_told_no_more_stays_on_the_list(
    published: Out, old: str, new: str, gone: str
) -> None:
    """A language was taken out of the brief: its wrong post stayed out, and was said to be as the brief is."""
    text = published.brief.read_text("utf-8")
    text_now = text.replace(old, new).replace("calls_to_action:\n", f"calls_to_action:\n{ASKED}")
    try:
        published.brief.write_text(text_now, "utf-8")
        assert not _wrong(published).posts, "what it says still holds"
        published.brief.write_text(text_now.replace(OLD, NEW), "utf-8")
        wrong = _wrong(published)
        ended = [post for post in wrong.posts if not post.made]
        assert {post.item.split("/")[2] for post in ended} == ({gone} if gone else {"vi", "en", "he"})
        assert all("briefcast outbox withdraw" in post.told("correction") for post in ended)
        values = {(pair.was, pair.now) for said in wrong.said_no_more["neighbours"].values() for pair in said}
        assert (f"{OLD}%", f"{NEW}%") in values and gone not in wrong.languages
        if gone:
            # Its texts are gone as well: what cannot be compared is no less out.
            bare = re.sub(r", he: [^,{}]*(?:\{\w+\}[^,{}]*)?(?=\})", "", text_now)
            published.brief.write_text("\n".join(x for x in bare.split("\n") if "      he: " not in x), "utf-8")
            [post] = _wrong(published).posts
            assert not post.made and post.item.split("/")[2] == "he" and post.pairs[0].was
    finally:
        published.brief.write_text(text, "utf-8")


ASKED = "  citizens: {text: {vi: Mời dùng thử., en: Try it today., he: נסו כבר היום.}}\n"


def test_made_for_one_language_since_the_others_are_found_as_well(published: Out) -> None:
    """The edition that lay there was of one language, and the wrong figure in the two others was not looked for."""
    text = published.brief.read_text("utf-8")
    try:
        published.brief.write_text(text.replace(OLD, NEW), "utf-8")
        published.run("make", "small.yaml", "--language", "en")
        assert set(_said(published)) == {"vi", "en", "he"}
    finally:
        published.brief.write_text(text, "utf-8")
        published.run("make", "small.yaml")


def test_a_correction_is_of_the_day_that_it_is_where_the_plan_is(published: Out) -> None:
    """Written in Hà Nội in the morning, it bore the day before."""
    plan = published.folder / "plan.yaml"
    ledger = open_ledger(published.folder / "ledger.db")
    assert open_work(published.brief, ledger, settings=published.folder).zone is dt.UTC
    try:
        item = "  - {id: one, week: 2031-W48, brief: small.yaml, channels: [folder], owner: lan, approver: minh}\n"
        plan.write_text(PLAN + item, "utf-8")
        zone = open_work(published.brief, ledger, settings=published.folder).zone
        assert zone == ZoneInfo("Asia/Ho_Chi_Minh")
    finally:
        plan.unlink()


def test_only_whom_the_plan_names_approves_what_its_week_made(
    published: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one had to approve, anybody could let out as soon as it was called a correction."""
    ledger = open_ledger(published.folder / "ledger.db")
    work = open_work(published.brief, ledger, settings=published.folder)
    assert work.approvers == (), "outside a plan nobody is named"
    with pytest.raises(LedgerError, match="small is for minh to decide by the plan, not for lan"):
        approve(dataclasses.replace(work, approvers=("minh",)), ledger, seen="0" * 12, who="lan")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LEDGER_ENV, str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, briefs=1, weeks=("2031-W48",))
    make_week_quietly(BatchRequest(plan=plan, week="2031-W48", out=tmp_path / "outputs", settings=tmp_path))
    assert open_work(tmp_path / "b0.yaml", open_ledger(), settings=tmp_path).approvers == ("lan",)


def test_what_could_not_go_then_and_can_now_is_approved_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It "is let out, to send it: publish", people were told for ever, and the wrong figure stayed on that channel."""
    orders = correcting.planned_orders

    def too_long(item: Item, folder: Path, channel: str, *given: Any, **more: Any) -> tuple[Order, ...]:
        found = orders(item, folder, channel, *given, **more)
        return tuple(
            dataclasses.replace(o, shown=None, refused="too long") if channel == "mastodon" else o for o in found
        )

    with out_on(tmp_path, ("folder", "mastodon")) as out:
        out.write(OLD)
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new")
        out.write(NEW)
        out.run("correct", "small.yaml", "--kind", "correction", *TOLD)
        ledger = open_ledger(tmp_path / "ledger.db")
        work = open_work(out.brief, ledger, settings=tmp_path)
        with monkeypatch.context() as then:
            then.setattr(correcting, "planned_orders", too_long)
            found = look(work, ledger).found
            assert found and set(found.cannot.values()) == {"too long"}
            approve(work, ledger, seen=found.seen, who="lan")
            assert look(work, ledger).is_let_out
        now = look(work, ledger)
        assert now.found and not now.is_let_out
        approve(work, ledger, seen=now.found.seen, who="lan")
        assert look(work, ledger).is_let_out
        out.run("publish")
        assert look(work, ledger).found is None


def test_sizes_of_which_a_channel_gets_one_wait_as_one(tmp_path: Path) -> None:
    """Six of 21 posts that "go out in its stead" never went: by mail one size of a picture goes."""
    releases = [_leave(size, "mail") for size in ("1080x1080", "1080x1350", "1200x630")]
    waiting = [(each, "list") for each in releases]
    assert [Named.of(r.item).variant for r, _ in one_of_each(waiting, set())] == ["1080x1350"]
    assert list(one_of_each(waiting, {("small/neighbours/en/infographic", "mail", "list")})) == []
    everywhere = [(_leave(size, "folder"), "here") for size in ("1080x1080", "1080x1350", "1200x630")]
    assert list(one_of_each(everywhere, set())) == everywhere


def _leave(size: str, channel: str) -> Release:
    return Release(
        id=1,
        item=f"small/neighbours/en/infographic/{size}",
        content_sha256="0" * 64,
        channel=channel,
        account="",
        slot=None,
        decision_id=1,
        week=None,
        who="lan",
        at=dt.datetime(2031, 12, 1, tzinfo=dt.UTC),
    )
