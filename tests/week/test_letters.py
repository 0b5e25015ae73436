"""Issues that told what was put right since: whoever corrects it hears of them until the next is out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.corrections import Correction, Pair, Said, add_correction
from briefcast.ledger import Ledger, RecordedItem
from briefcast.ledger.corrected import let_out
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.week.letters import issues_that_said, tells_any

LETTER = RecordedItem(
    key="newsletter-2031-w48/citizens/en/newsletter/mail",
    content_sha256="0" * 64,
    audience="citizens",
    language="en",
    product="newsletter",
    variant="mail",
    brief="newsletter-2031-w48",
    edition=1,
    folder="outputs/newsletter-2031-w48",
    told="Lam Son Letter 2: Waits are shorter\nPatients wait 38 minutes on average. The target is 30 minutes.",
    figures={"wait": "38\xa0minutes", "wait.target": "30\xa0minutes"},
    printed={
        "label wait": "Average wait",
        "period wait": "November 22, 2031",
        "source wait": "Report on the third quarter, Lam Son Department of Health, October 15, 2031",
    },
)


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        (Pair(label="Average wait", was="38 minutes", now="41 minutes"), True),
        (Pair(label="Average wait (target)", was="30 minutes", now="35 minutes"), True),
        (Pair(label="Average wait (period)", was="November 22, 2031", now="November 15, 2031"), True),
        (Pair(was="Patients wait 38 minutes on average.", now="Patients wait 41 minutes on average."), True),
        (Pair(was="Report on the third quarter, Lam Son Department of Health, October 15, 2031", now="…"), True),
        (Pair(label="Visits booked ahead", was="38 minutes", now="41 minutes"), False),
        (Pair(label="Average wait (change)", was="down 26.9%", now="down 21.2%"), False),
        (Pair(was="wait", now="waits"), False),
        (Pair(was="Patients wait 52 minutes on average.", now=""), False),
    ],
)
def test_an_issue_is_found_by_words_figures_and_what_stands_beside_them(pair: Pair, *, found: bool) -> None:
    """With a changed day or source no issue was listed: readers kept the wrong one, and nobody was told."""
    assert tells_any(LETTER, [pair]) == found


WAS: Said = {"citizens": {"en": (Pair(label="Average wait", was="38 minutes", now="41 minutes"),)}}
DAY = dt.date(2031, 12, 1)


def sent(item: str, on: dt.date, ledger: Ledger) -> Publication:
    """Send an issue at noon of a day."""
    box = Outbox(ledger, who="lan", clock=lambda: dt.datetime.combine(on, dt.time(12), dt.UTC))
    made = box.prepare(item=item, channel="mail", account="list", content_sha256="0" * 64, marker=item[:18])
    claim = box.claim(made.id)
    assert claim is not None
    return box.sent(claim, remote_id=item, url="")


def test_it_stays_on_the_list_until_the_next_issue_is_out(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the posts were corrected all looked done, while every subscriber had the old figure in the last mail."""
    monkeypatch.setattr(Ledger, "item_as", lambda _, item, content: LETTER)
    assert issues_that_said(tmp_path, "waits", WAS, ledger, zone=dt.UTC) == ()
    first = sent(LETTER.key, DAY - dt.timedelta(days=3), ledger)
    assert [each.id for each in issues_that_said(tmp_path, "waits", WAS, ledger, zone=dt.UTC)] == [first.id]
    # Let out, nothing is wrong any more but in what was sent.
    assert issues_that_said(tmp_path, "waits", {}, ledger, zone=dt.UTC) == ()
    given = {"on": DAY, "kind": "correction", "who": "lan", "reason": {"en": "We left one clinic out"}, "said": WAS}
    correction = Correction.model_validate(given)
    add_correction(tmp_path, "waits", correction)
    pair = ("waits/citizens/en/infographic/1080x1080", "1" * 64)
    let_out(ledger, [pair], kind="correction", seen="0" * 12, who="lan", correction=correction.mark)
    assert [each.id for each in issues_that_said(tmp_path, "waits", {}, ledger, zone=dt.UTC)] == [first.id]
    # Another correction of the same figure: the issue said neither of the two, and what it said is known still.
    again: Said = {"citizens": {"en": (Pair(label="Average wait", was="41 minutes", now="40 minutes"),)}}
    assert [each.id for each in issues_that_said(tmp_path, "waits", again, ledger, zone=dt.UTC)] == [first.id]
    sent(LETTER.key.replace("w48", "w49"), DAY + dt.timedelta(days=4), ledger)
    assert issues_that_said(tmp_path, "waits", {}, ledger, zone=dt.UTC) == ()


def test_the_day_of_a_correction_is_that_of_the_plan(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent at two in the morning in Hà Nội, an issue of after the correction was one of the day before it."""
    monkeypatch.setattr(Ledger, "item_as", lambda _, item, content: LETTER)
    given = {"on": DAY, "kind": "correction", "who": "lan", "reason": {"en": "We left one clinic out"}, "said": WAS}
    correction = Correction.model_validate(given)
    add_correction(tmp_path, "waits", correction)
    pair = ("waits/citizens/en/infographic/1080x1080", "1" * 64)
    let_out(ledger, [pair], kind="correction", seen="0" * 12, who="lan", correction=correction.mark)
    first = sent(LETTER.key, DAY, ledger)
    assert [each.id for each in issues_that_said(tmp_path, "waits", {}, ledger, zone=dt.UTC)] == [first.id]
    eastern = dt.timezone(dt.timedelta(hours=13))
    assert issues_that_said(tmp_path, "waits", {}, ledger, zone=eastern) == ()
