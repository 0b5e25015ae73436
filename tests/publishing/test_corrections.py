"""A correction that goes out beside what readers have says that it is one, and of what; that is what was approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefcast.catalogue import in_zone
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import NoticeEntry, read_manifest, write_manifest
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import Earlier, planned_orders
from briefcast.publishing.posts import as_correction, noticed_whole, once_each
from briefcast.publishing.shown import shown_post
from tests.channel_fixtures import make_post
from tests.emulators.mail import MailEmulator
from tests.publishing.test_gate import Team

SENT = dt.date(2026, 11, 24)
MAIL = {"host": "mail.example.org", "sender": "news@example.org", "to": "press@example.org"}


class Letters(Team):
    """A team whose picture has the size that goes out by mail."""

    def record(self, **change: str) -> Item:
        super().record(**change)
        manifest = read_manifest(self.edition)
        outputs = (o.model_copy(update={"variant": "1080x1350"}) if o.role == "image" else o for o in manifest.outputs)
        manifest = manifest.model_copy(update={"outputs": tuple(outputs)})
        write_manifest(manifest, self.edition)
        self.ledger.record_edition(manifest, folder=self.edition, who="batch", week="2026-W48")
        return next(item for item in items_of(manifest) if item.product == "infographic")


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("vi", "Đính chính: Hạng 71", "Ngày 24/11/2026, chúng tôi đã gửi “Hạng 71”."),
        ("en", "Correction: Hạng 71", "On November 24, 2026 we sent you “Hạng 71”."),
        ("he", "תיקון: Hạng 71", "ב־24 בנובמבר 2026 שלחנו את ההודעה ״Hạng 71״."),
    ],
)
def test_a_correction_says_so_in_the_language_of_its_readers(
    tmp_path: Path, language: Any, subject: str, says: str
) -> None:
    """Readers had two mails that contradicted each other, and nothing said which of them held."""
    post = make_post(tmp_path, language=language)
    corrected = as_correction(post, title="Hạng 71", day=SENT)
    assert corrected.title == subject and corrected.text.startswith(says)
    assert corrected.text.endswith(post.text), "its own words follow, as they are"
    again = as_correction(post, title=corrected.title, day=SENT)
    assert again.title == subject and again.text == corrected.text, "a correction of a correction is called one, once"


def test_a_second_correction_names_what_was_sent_last(tmp_path: Path) -> None:
    """Readers had had 898 put right an hour before, and were told that 898 is corrected."""
    post = make_post(tmp_path, language="en")
    first = as_correction(post, title="898 are simpler", day=SENT, said="898 are simpler")
    second = as_correction(post, title=first.title, day=SENT, said="889 are simpler")
    assert second.title == first.title and "“889 are simpler”" in second.text and "“898" not in second.text


def test_an_approval_holds_whatever_clock_tells_the_day(tmp_path: Path) -> None:
    """Approved in Hà Nội, published by a server in UTC: the day of a morning's mail is another one there."""
    post, entry = make_post(tmp_path, language="en"), AccountEntry(name="press", channel="mail")
    one, two = (as_correction(post, title="Rank 71", day=SENT + dt.timedelta(days=day)) for day in (0, 1))
    assert one.text != two.text and shown_post(one, entry) == shown_post(two, entry)
    other = replace(one, text=one.text.replace("Rank 71", "Rank 72"))
    assert shown_post(one, entry) != shown_post(other, entry)


def test_a_correction_by_mail_is_approved_as_it_goes_out(tmp_path: Path) -> None:
    """The second mail had a subject of its own like any news, and nobody who approved it saw how it would arrive."""
    team = Letters(tmp_path)
    in_zone(None)
    with MailEmulator() as emulator:
        settings = {**emulator.account().settings, "user": ""}
        team.accounts = Accounts(accounts=(AccountEntry(name="press", channel="mail", settings=settings),))

        def shown() -> dict[str, str]:
            earlier = Earlier(team.ledger)
            [order] = planned_orders(team.item, team.edition, "mail", team.accounts, earlier=earlier)
            assert order.shown
            return dict(order.shown.parts)

        def send(*, again: bool = False) -> list[str]:
            team.ledger.release(team.item.key, team.item.content_sha256, channel="mail", account="", who="lan")
            return [outcome.state for outcome in team.run(again=again)]

        first = shown()["title"]
        assert not first.startswith("Correction")
        team.decide("approved")
        assert send() == ["sent"]
        assert shown()["title"] == first, "what went out is no correction of itself"
        team.item = team.record(words="Most homes have fibre now.")
        approved = shown()
        assert approved["title"] == f"Correction: {first}" and "we sent you" in approved["text"]
        team.decide("approved")
        assert send(again=True) == ["sent"]
        old, new = emulator.taken
        assert new["Subject"] == approved["title"] and new["In-Reply-To"] == old["Message-ID"]
        body = new.get_body(("plain",)).get_content()
        assert f"we sent you “{first}”" in body.partition("\n\n")[0] and "fibre now" in body
        assert shown() == approved, "it reads so still when it is out: nobody is asked to approve it again"
        assert [outcome.state for outcome in team.run(again=True)] == ["sent"] and len(emulator.taken) == 2


def notice(kind: Any, reason: str, *said: tuple[str, str, str]) -> NoticeEntry:
    return NoticeEntry(kind=kind, on=dt.date(2031, 12, 1), reason=reason, said=said)


def test_what_was_put_right_twice_is_told_once_as_who_never_read_the_first_needs_it() -> None:
    """An issue said "41, not 38" and below it "40, previously 41": nobody who reads it ever had the 41."""
    wait, change = "Average wait", "Average wait (change)"
    first = notice("correction", "We left one clinic out", (wait, "38 min", "41 min"), (change, "down 14", "down 11"))
    second = notice(
        "revision", "All clinics have reported.", (wait, "41 min", "40 min"), (change, "down 11", "down 12")
    )
    [both] = once_each([first, second])
    told = noticed_whole(both, "en")
    assert told.endswith("We left one clinic out. All clinics have reported. Average wait: 40 min, not 38 min.")
    assert "41" not in told and "down" not in told, "what follows from the figure says nothing more"
    back = notice("correction", "It was right", (wait, "41 min", "38 min"))
    [none] = once_each([first, back])
    assert "min" not in noticed_whole(none, "en"), "38 was said, and is so"
    alone = notice("correction", "The change was wrong", (change, "down 14", "down 11"))
    assert "down 11, not down 14" in noticed_whole(alone, "en"), "where it alone was wrong, it is told"


def test_better_figures_stand_apart_from_what_was_wrong() -> None:
    """A letter said of a figure that was right until a province reported late: "54.1%, not 52.7%"."""
    whole, place = "Homes with fibre", "Homes with fibre: Lai Chau"
    wrong = notice("correction", "One province was counted twice", (whole, "72.6%", "71.6%"))
    wronger = notice("correction", "So was another", (whole, "71.6%", "71.2%"))
    better = notice("revision", "Lai Chau has reported", (place, "52.7%", "54.1%"))
    told = [noticed_whole(each, "en") for each in once_each([wrong, better, wronger])]
    late = notice("revision", "Lai Chau has looked again", (place, "52.7%", "54.3%"), (place, "54.1%", "54.3%"))
    [both] = once_each([better, late])
    assert noticed_whole(both, "en").endswith("Homes with fibre – Lai Chau: 54.3%, previously 52.7%.")
    assert sorted(told) == [
        "Correction, December 1, 2031: One province was counted twice. So was another. "
        "Homes with fibre: 71.2%, not 72.6%.",
        "Revised figures, December 1, 2031: Lai Chau has reported. "
        "Homes with fibre – Lai Chau: 54.1%, previously 52.7%.",
    ]


def test_beside_a_post_that_said_it_a_correction_is_not_said_again(tmp_path: Path) -> None:
    """Who was mailed a correction got it once more, whole, before the better figures that the next mail was for."""
    team = Letters(tmp_path)
    team.accounts = Accounts(accounts=(AccountEntry(name="press", channel="mail", settings=MAIL),))
    first = notice("correction", "We took the wrong year.", ("Rank", "71", "86"))
    second = notice("revision", "The survey was revised.", ("Rank", "86", "85"))
    with_first = _noticed(team, first)
    outbox = Outbox(team.ledger, who="lan")
    for item in (team.item, with_first):
        [order] = planned_orders(item, team.edition, "mail", team.accounts, earlier=Earlier(team.ledger))
        assert order.shown
        team.ledger.decide_all([(item.key, item.content_sha256, (order.shown,))], "approved", who="lan")
        if item is with_first:
            assert first.reason in order.shown.parts["text"]
        _out(outbox, item, "mail", "press")
    with_both = _noticed(team, first, second)
    untold = Earlier(team.ledger).untold(with_both, "mail", "press")
    assert untold == (second,)
    [order] = planned_orders(with_both, team.edition, "mail", team.accounts, earlier=Earlier(team.ledger))
    assert order.shown
    text = order.shown.parts["text"]
    assert second.reason in text and first.reason not in text and "revised figures" in text
    # What takes the place of a post says all of it, for good: nobody sees the one before.
    _out(outbox, team.item, "folder", "press")
    assert Earlier(team.ledger).untold(with_both, "folder", "press") == (first, second)


@pytest.mark.parametrize(("scheduled", "told"), [(dt.timedelta(days=2), 0), (dt.timedelta(days=-2), 1), (None, 1)])
def test_what_a_platform_holds_nobody_has_seen(tmp_path: Path, scheduled: dt.timedelta | None, told: int) -> None:
    """Approved with a notice that its readers did not need, it was taken back and went out no more."""
    team = Letters(tmp_path)
    outbox = Outbox(team.ledger, who="lan")
    at = outbox.now() + scheduled if scheduled is not None else None
    _out(outbox, team.item, "facebook", "page", scheduled_for=at)
    put_right = _noticed(team, notice("correction", "We took the wrong year.", ("Rank", "71", "86")))
    before = Earlier(team.ledger).untold(put_right, "facebook", "page")
    assert len(before) == told
    if at and at > outbox.now():
        [there] = outbox.publications("sent", item=team.item.key)
        outbox.withdrawn(there.id, "It was held until its slot.")
        assert Earlier(team.ledger).untold(put_right, "facebook", "page") == before, "taken back, it reads the same"


def _noticed(team: Letters, *notices: NoticeEntry) -> Item:
    """Make an item anew with notices of what was put right."""
    team.record(words=f"Made anew {len(notices)} times.")
    manifest = read_manifest(team.edition)
    scripts = tuple(each.model_copy(update={"notices": notices}) for each in manifest.scripts)
    manifest = manifest.model_copy(update={"scripts": scripts})
    write_manifest(manifest, team.edition)
    team.ledger.record_edition(manifest, folder=team.edition, who="batch", week="2026-W48")
    return next(item for item in items_of(manifest) if item.product == "infographic")


def _out(outbox: Outbox, item: Item, channel: str, account: str, **more: Any) -> None:
    """Write down that an item is out there, in the place of what was."""
    for old in outbox.publications("sent", item=item.key):
        if old.channel == channel:
            outbox.corrected(old.id, item.content_sha256)
    place = {"item": item.key, "channel": channel, "account": account, "content_sha256": item.content_sha256}
    made = outbox.prepare(**place, marker=f"{channel}{item.content_sha256[:6]}", slot=None, beside=True)
    claim = outbox.claim(made.id, beside=True)
    assert claim
    outbox.sent(claim, remote_id=f"{made.id}", url="", **more)
