"""The newsletter of a week: what was approved, once, as it was approved, to those who read mail and to the archive."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner

from briefcast.brief.corrections import Correction, Pair, add_correction
from briefcast.channels.table import open_channel
from briefcast.cli.main import app
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.corrected import let_out
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import Item, Named, items_of
from briefcast.manifest.manifest import manifest_text, read_manifest
from briefcast.planner.check import look_at_plan
from briefcast.planner.plan import open_plan, read_plan
from briefcast.publishing.accounts import open_account, read_accounts
from briefcast.publishing.orders import Order, released_orders
from briefcast.publishing.posts import as_correction
from briefcast.publishing.publisher import publish
from briefcast.store.store import STORE_NAME, open_store
from briefcast.week.deciding import decide, read_review
from briefcast.week.making import Week, show_review
from briefcast.week.newsletter import week_of_issue, write_issue
from briefcast.week.releasing import Leave, release_week, told_leaves
from briefcast.week.review import not_shown
from briefcast.week.typed import AsTyped
from briefcast.week.week import BatchRequest, WeekPlan, plan_week
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.emulators.mail import PASSWORD, USER, MailEmulator
from tests.products.newsletter.lint import faults

WEEK, NEXT = "2026-W47", "2026-W48"
ISSUE = "newsletter-2026-w47"
CHANNELS = (("folder", "page"), ("mail", "mail"))
SECTION = """\
newsletter:
  name: {vi: Bản tin thôn bản, en: Village Letter, he: ידיעון הכפרים}
  languages: [vi, en, he]
  channels: [mail, folder]
  owner: minh
  approver: lan
  first_number: 7
  issues:
    - week: 2026-W47
      opening: {text: {vi: Tuần này có mạng., en: This week we went online.}, by: Lê Thị Lan}
    - week: 2026-W48
"""
SLOTS = """\
  - {channel: folder, item: newsletter, day: fri, at: 9:30}
  - {channel: mail, item: newsletter, day: fri, at: 10:00}
"""


def write_week(folder: Path, *, port: int = 25, more: str = "", plan: str = SECTION) -> BatchRequest:
    """Write a plan of two weeks with a newsletter, and the accounts it goes out on."""
    path = write_plan(folder, languages="[vi, en, he]")
    change_brief(folder, 1, "value: 99.3", "value: 64.5")
    change_brief(folder, 1, "{villages} thôn có băng rộng", "{villages} thôn có cáp quang")
    text = path.read_text("utf-8").replace("items:\n", f"{SLOTS}items:\n", 1)
    announced = "    announced: {vi: Tuần sau nói về trường học, en: Schools come next, he: בתי הספר בשבוע הבא}\n"
    text = text.replace("    week: 2026-W48\n", f"    week: 2026-W48\n{announced}", 1)
    path.write_text(text + plan, "utf-8")
    mail = f"host: 127.0.0.1, port: {port}, security: none, user: {USER}, sender: {USER}, to: list@example.org"
    (folder / "channels.yaml").write_text(
        "accounts:\n"
        f"  - {{name: here, channel: folder, settings: {{path: {folder}/out, public_url: https://n.example.org/}}}}\n"
        f"  - {{name: letter, channel: mail, settings: {{{mail}{more}}}}}\n",
        "utf-8",
    )
    return BatchRequest(plan=path, week=WEEK, out=folder / "outputs", settings=folder)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the week, drawn once for all tests."""
    folder = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        make(write_week(folder))
    return folder / "outputs" / STORE_NAME


@pytest.fixture
def ledger(tmp_path: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    shutil.copytree(drawn, tmp_path / "outputs" / STORE_NAME)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BRIEFCAST_LETTER_PASSWORD", PASSWORD)
    return open_ledger()


def approve(week: WeekPlan, ledger: Ledger, *names: str) -> None:
    decide(read_review(week, ledger), ledger, names or ["all"], "approved", who="lan")


def make(request: BatchRequest) -> Week:
    made = make_week_quietly(request)
    assert not made.report.failures and not made.unshown
    return made


def mails(folder: Path) -> dict[str, str]:
    """The mail of each language, without pictures."""
    items = items_of(read_manifest(folder))
    return {item.language: item.main.long_description for item in items if item.variant == "mail"}


def test_it_tells_what_is_approved_and_nothing_else(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    with pytest.raises(BriefcastError, match=r"Nothing of 2026-W47 .* is approved"):
        write_issue(week, ledger, who="minh")
    assert not (tmp_path / "outputs" / ISSUE / "manifest.json").exists()
    approve(week, ledger, "b0/neighbours/vi", "b0/neighbours/en", "b1/neighbours/vi")
    issue = write_issue(week, ledger, who="minh")
    told = mails(issue.folder)
    assert set(told) == {"vi", "en"}
    assert "99,3%" in told["vi"] and "64,5%" in told["vi"] and "64" not in told["en"]
    assert issue.left_out == (
        "b1 is not approved. For neighbours (en), neighbours (he).",
        "b0 is not approved. For neighbours (he).",
    )


def test_the_command_tells_what_is_left_out_and_which_page_to_open(tmp_path: Path, ledger: Ledger) -> None:
    made = make(write_week(tmp_path))
    approve(made.plan, ledger, "b0")
    done = CliRunner().invoke(app, ["newsletter", WEEK, "--who", "minh"])
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert "b1 is not approved. For neighbours (vi), neighbours (en), neighbours (he)." in told
    assert str(made.page.resolve()) in done.output.replace("\n", "")
    # What it showed was looked at: it can be approved.
    assert not not_shown(made.plan, read_review(made.plan, ledger).items, ledger)


def test_it_says_what_number_it_has_who_speaks_and_what_comes_next(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    issue = write_issue(week, ledger, who="minh")
    told = mails(issue.folder)
    assert told["en"].startswith("Village Letter\nNo. 7 · Week 47, 2026 (Nov 16–22, 2026)\n")
    assert "This week we went online.\n\n– Lê Thị Lan\n" in told["en"] and "Lê Thị Lan" not in told["he"]
    assert "The opening is not written in this language. For neighbours (he)." in issue.left_out
    assert "• Schools come next" in told["en"] and "• בתי הספר בשבוע הבא" in told["he"]
    assert "(Nov 23–29, 2026)" in told["en"]
    assert f"https://n.example.org/{ISSUE}/neighbours/en/newsletter/page/newsletter-page.html" in told["en"]
    subjects = {script.language: script.title for script in issue.manifest.scripts}
    assert subjects["vi"] == "Bản tin thôn bản – số 7: 99,3% thôn có băng rộng"
    assert subjects["he"].startswith("ידיעון הכפרים, גיליון 7: ")
    assert subjects["en"].startswith("Village Letter, no. 7: ")


def test_every_figure_is_the_one_of_the_brief_with_its_time_and_source(tmp_path: Path, ledger: Ledger) -> None:
    """Two briefs call a figure alike and mean another one: each is kept, with what published it."""
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    manifest = write_issue(week, ledger, who="minh").manifest
    figures = {fact.id: (fact.value, fact.written["vi"], fact.period, fact.source) for fact in manifest.facts}
    assert figures["villages"] == ("99.3", "99,3%", "2025-10", "most")
    assert figures["villages-2"] == ("64.5", "64,5%", "2025-10", "most")
    assert [source.id for source in manifest.sources] == ["most"]
    for code, text in mails(tmp_path / "outputs" / ISSUE).items():
        known = {fact.written[code] for fact in manifest.facts}  # type: ignore[index]
        plain = re.sub("[\u2066-\u2069\u200e\u200f]", "", text)
        assert set(re.findall(r"\d+[.,]\d+%", plain)) == {re.sub("[\u2066-\u2069\u200e\u200f]", "", w) for w in known}
    said = ledger.posts_saying("villages")
    assert f"{ISSUE}/neighbours/vi/newsletter/mail" in {each.item for each in said}


def test_what_is_made_again_of_the_same_keeps_its_approval(tmp_path: Path, ledger: Ledger) -> None:
    request = write_week(tmp_path)
    week = make(request).plan
    approve(week, ledger)
    first = write_issue(week, ledger, who="minh").manifest
    approve(week, ledger, ISSUE)
    assert write_issue(plan_week(request), ledger, who="minh").manifest == first
    review = read_review(plan_week(request), ledger)
    mine = [each for each in review.items if each.item.brief == ISSUE]
    assert len(mine) == 6 and {each.standing.name for each in mine} == {"approved"}
    assert {each.item.product for each in mine} == {"newsletter"}
    assert {each.planned.approver for each in mine} == {"lan"}


def test_people_see_it_on_the_page_of_the_week_with_its_alternative_text(tmp_path: Path, ledger: Ledger) -> None:
    made = make(write_week(tmp_path))
    approve(made.plan, ledger)
    issue = write_issue(made.plan, ledger, who="minh")
    page = show_review(made.plan, made.report, ledger, to_look_at=True).read_text("utf-8")
    for path in ("newsletter.html", "newsletter-page.html"):
        assert f"../../{ISSUE}/neighbours/he/{path}" in page
    assert "Bản tin thôn bản – số 7" in page and 'data-product="newsletter"' in page
    pictures = [output for output in issue.manifest.outputs if output.role == "image"]
    assert len(pictures) == 6 and all(output.alt_text for output in pictures)
    assert "Mô tả đầy đủ" not in " ".join(output.alt_text for output in pictures)
    assert (issue.folder / "index.html").is_file()


MONTH = (
    SECTION[: SECTION.index("    - week:")]
    + """\
    - month: 2026-10
    - month: 2026-11
      opening: {text: {vi: Tháng này có mạng., en: This month we went online.}, by: Lê Thị Lan}
"""
)


def write_month(folder: Path) -> BatchRequest:
    """Write a plan with an issue for the month: its first brief is of one week, its second of the next."""
    request = write_week(folder, plan=MONTH)
    text = request.plan.read_text("utf-8")
    for id in ("b0-w48", "b1-w47"):
        text = re.sub(rf"  - id: {id}\n(    .*\n)+", "", text)
    coming = re.search(r"  - id: b1-w48\n(    .*\n)+", text)
    assert coming
    later = coming[0].replace("b1-w48", "b2-w49").replace("2026-W48", "2026-W49").replace("b1.yaml", "b2.yaml")
    later += "    announced: {vi: Trường học, en: Schools come next, he: בתי ספר}\n"
    request.plan.write_text(text.replace(coming[0], coming[0] + later), "utf-8")
    (folder / "b2.yaml").write_text((folder / "b1.yaml").read_text("utf-8").replace("id: b1", "id: b2"), "utf-8")
    return request


def test_an_issue_of_a_month_tells_of_all_its_weeks_once(tmp_path: Path, ledger: Ledger) -> None:
    request = write_month(tmp_path)
    plan = read_plan(request.plan)
    assert plan.newsletter and [plan.goes_out_in(issue) for issue in plan.newsletter.issues] == ["2026-W44", "2026-W48"]
    last = make(request.model_copy(update={"week": NEXT})).plan
    approve(last, ledger)
    alone = write_issue(last, ledger, who="minh")
    assert alone.folder.name == "newsletter-2026-11"
    assert "2026-W47 is not made. For neighbours (vi), neighbours (en), neighbours (he)." in alone.left_out
    first = make(request).plan
    approve(first, ledger, "b0/neighbours/vi", "b0/neighbours/en")
    done = CliRunner().invoke(app, ["newsletter", "2026-11", "--who", "minh"])
    assert done.exit_code == 0, done.output
    assert "b0 is not approved. For neighbours (he)." in " ".join(done.output.split())
    told = mails(alone.folder)
    assert "99,3%" in told["vi"] and "64,5%" in told["vi"] and "99.3" not in told["he"]
    # The issue of October was never made: no reader missed a number.
    assert told["vi"].startswith("Bản tin thôn bản\nSố 7 · Tháng 11 năm 2026")
    assert "== In figures ==" in told["en"] and "== Coming in December 2026 ==" in told["en"]
    assert "Schools come next" in told["en"].split("== Coming in")[1]
    # It is decided about in the week in which it goes out, and holds only as long as what it tells of.
    approve(last, ledger, "newsletter-2026-11")
    leaves = _mailed(release_week(last, ledger, who="lan"))
    mail = "newsletter-2026-11/neighbours/vi/newsletter/mail"
    assert not leaves[mail].why and str(leaves[mail].at).startswith("2026-11-27")
    decide(read_review(first, ledger), ledger, ["b0/neighbours/vi"], "held", who="lan")
    again = _mailed(release_week(last, ledger, who="lan"))
    assert "It tells of b0/neighbours/vi/" in again[mail].why


def _mailed(leaves: Sequence[Leave]) -> dict[str, Leave]:
    return {leave.reviewed.item.key: leave for leave in leaves if leave.channel == "mail"}


def test_a_month_without_an_issue_says_how_to_have_one(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(BriefcastError, match=r"has no week of 2026-11: make them first"):
        week_of_issue("2026-11", ledger)
    make(write_week(tmp_path))
    with pytest.raises(BriefcastError, match=r"has no issue for 2026-11\. Add one: issues: \[\{month: 2026-11\}\]"):
        week_of_issue("2026-11", ledger)
    assert week_of_issue(WEEK, ledger) == WEEK


def test_the_pdf_lies_beside_the_page_which_leads_to_it(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    issue = write_issue(week, ledger, who="minh")
    items = {item.language: item for item in items_of(issue.manifest) if item.variant == "page"}
    for item in items.values():
        assert [(output.role, Path(output.path).name) for output in item.outputs] == [
            ("page", "newsletter-page.html"),
            ("document", "newsletter.pdf"),
        ]
        page = lxml_html.fromstring((issue.folder / item.main.path).read_bytes())
        assert "newsletter.pdf" in page.xpath("//a/@href")
    # The same again is the same file: it keeps its approval.
    sums = [output.sha256 for output in issue.manifest.outputs]
    assert [output.sha256 for output in write_issue(week, ledger, who="minh").manifest.outputs] == sums
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    send(week, ledger, [each for each in released(week, ledger).values() if each.channel == "folder"])
    beside = {file.parent for file in (tmp_path / "out").rglob("newsletter.pdf")}
    assert len(beside) == 3 and all((folder / "newsletter-page.html").is_file() for folder in beside)


def send(week: WeekPlan, ledger: Ledger, orders: Sequence[Order]) -> None:
    """Send every order at once, whatever its slot is."""
    accounts = read_accounts(week.request.settings)
    for order in orders:
        assert order.post, order.refused
        channel = open_channel(open_account(accounts.named(order.account.name)))
        publish(order.post, channel, Outbox(ledger, who="lan"))


def released(week: WeekPlan, ledger: Ledger) -> dict[str, Order]:
    orders, _ = released_orders(ledger, week.accounts, open_store(week.request.out), week=WEEK)
    return {f"{order.channel} {order.item}": order for order in orders if order.item.startswith(ISSUE)}


def test_it_is_released_mailed_and_read_back(tmp_path: Path, ledger: Ledger) -> None:
    lists = ", list_id: letter.example.org, unsubscribe_url: https://lists.example.org/u"
    with MailEmulator() as emulator:
        week = make(write_week(tmp_path, port=emulator.port, more=lists)).plan
        approve(week, ledger)
        write_issue(week, ledger, who="minh")
        waiting = {
            leave.refused for leave in release_week(week, ledger, who="lan") if leave.reviewed.item.brief == ISSUE
        }
        assert any("not approved yet" in why for why in waiting) and not released(week, ledger)
        approve(week, ledger, ISSUE)
        leaves = [each for each in release_week(week, ledger, who="lan") if not each.refused]
        assert {(each.channel, each.reviewed.item.variant) for each in leaves if each.reviewed.item.brief == ISSUE} == {
            ("mail", "mail"),
            ("folder", "page"),
        }
        orders = released(week, ledger)
        assert len(orders) == 6
        page, mail = (orders[f"{on} {ISSUE}/neighbours/vi/newsletter/{kind}"] for on, kind in CHANNELS)
        assert page.slot and mail.slot and page.slot < mail.slot, "the mail links to the page"
        send(week, ledger, list(orders.values()))
        found = {
            message["Content-Language"]: (message, raw)
            for message, raw in zip(emulator.taken, emulator.raw, strict=True)
        }
    assert set(found) == {"vi", "en", "he"}
    items = {item.key: item for item in items_of(read_manifest(tmp_path / "outputs" / ISSUE))}
    for code, (message, raw) in found.items():
        item = items[f"{ISSUE}/neighbours/{code}/newsletter/mail"]
        expect_as_approved(message, raw, item)
    page = tmp_path / "out" / ISSUE / "neighbours/vi/newsletter/page/newsletter-page.html"
    assert "cid:" not in page.read_text("utf-8") and "data:image/jpeg" in page.read_text("utf-8")


def expect_as_approved(message: EmailMessage, raw: bytes, item: Item) -> None:
    assert item.script
    assert message["Subject"] == item.script.title
    assert message["List-Id"] == "<letter.example.org>"
    assert message["List-Unsubscribe"] == "<https://lists.example.org/u>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and html is not None
    text, drawn = plain.get_content().replace("\r\n", "\n"), html.get_content()
    assert text == item.main.long_description
    assert plain["Content-Transfer-Encoding"] == html["Content-Transfer-Encoding"] == "base64"
    assert faults(drawn) == set()
    tree = lxml_html.document_fromstring(drawn)
    numbers = set(re.findall(r"\d+(?:[.,]\d+)*", tree.body.text_content()))
    assert numbers <= set(re.findall(r"\d+(?:[.,]\d+)*", text))
    assert "utm_" not in drawn, "nobody is counted"
    within = {
        part["Content-ID"].strip("<>"): part.get_payload(decode=True) for part in message.walk() if part["Content-ID"]
    }
    shown = {image.get("src").removeprefix("cid:") for image in tree.iter("img")}
    assert shown == set(within) and len(shown) == 2 and all(data[:3] == b"\xff\xd8\xff" for data in within.values())
    assert len(html.get_payload()) < 102_000 and max(map(len, raw.split(b"\r\n"))) <= 998


def test_what_is_held_after_it_was_told_keeps_the_issue_back(tmp_path: Path, ledger: Ledger) -> None:
    """The issue was approved and released, then somebody held one of those it tells of: readers would have had it."""
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    assert all(order.post for order in released(week, ledger).values())
    decide(read_review(week, ledger), ledger, ["b1/neighbours/en"], "held", who="lan")
    orders = released(week, ledger)
    stopped = {key for key, order in orders.items() if order.refused}
    assert stopped == {
        f"{channel} {ISSUE}/neighbours/en/newsletter/{kind}" for channel, kind in (("mail", "mail"), ("folder", "page"))
    }
    assert (
        "It tells of b1/neighbours/en/infographic/1200x630"
        in orders[f"mail {ISSUE}/neighbours/en/newsletter/mail"].refused
    )
    refused = [each.why for each in release_week(week, ledger, who="lan", names=[f"{ISSUE}/neighbours/en"])]
    assert refused and all(refused)
    # Made again it tells the rest, is another content, and waits for a decision.
    again = write_issue(week, ledger, who="minh")
    assert "64" not in mails(again.folder)["en"] and "64,5%" in mails(again.folder)["vi"]


def test_a_figure_that_is_put_right_keeps_back_the_issue_that_tells_the_old_one(tmp_path: Path, ledger: Ledger) -> None:
    request = write_week(tmp_path)
    week = make(request).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    change_brief(tmp_path, 1, "value: 64.5", "value: 65.4")
    again = make(request.model_copy(update={"again": True})).plan
    approve(again, ledger)
    assert {order.post for order in released(again, ledger).values()} == {None}
    told = mails(write_issue(again, ledger, who="minh").folder)["vi"]
    assert "65,4%" in told and "64,5%" not in told


def put_right(folder: Path, week: WeekPlan, ledger: Ledger) -> WeekPlan:
    """Correct a figure of the second brief, and let it out."""
    reason = {"vi": "Chúng tôi ghi nhầm năm.", "en": "We gave the wrong year", "he": "ציינו שנה שגויה."}
    pair = Pair(label="Villages", was="64.5%", now="65.4%")
    said = {"neighbours": dict.fromkeys(("vi", "en", "he"), (pair,))}
    today = dt.datetime.now(ZoneInfo(week.plan.timezone)).date()
    given = {"on": today, "kind": "correction", "who": "lan", "reason": reason, "said": said}
    add_correction(folder, "b1", Correction.model_validate(given))
    again = make(week.request.model_copy(update={"again": True})).plan
    approve(again, ledger)
    items = [each.item for each in read_review(again, ledger).items if each.item.brief == "b1"]
    corrected = [(item.key, item.content_sha256) for item in items]
    let_out(ledger, corrected, kind="correction", seen="0" * 12, who="lan")
    return again


def test_the_next_issue_says_what_was_put_right(tmp_path: Path, ledger: Ledger) -> None:
    """A mail stays with its readers: whoever read the wrong figure in one finds it put right in the next."""
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    told = mails(write_issue(week, ledger, who="minh").folder)
    assert "== Corrections ==" not in told["en"]
    again = put_right(tmp_path, week, ledger)
    folder = write_issue(again, ledger, who="minh").folder
    told = mails(folder)
    assert "== Corrections ==" in told["en"] and "== Đính chính ==" in told["vi"] and "== תיקונים ==" in told["he"]
    assert "We gave the wrong year. Villages: 65.4%, not 64.5%." in told["en"]
    page = (folder / "neighbours/he/newsletter.html").read_text("utf-8")
    assert "תיקונים</h2>" in page and "ציינו שנה שגויה." in page


def test_who_had_no_issue_is_told_later_what_was_put_right(tmp_path: Path, ledger: Ledger) -> None:
    """Readers for whom nothing was made in a week would never hear that the issue before had a wrong figure."""
    request = write_week(tmp_path, plan=SECTION + "    - week: 2026-W49\n")
    text = request.plan.read_text("utf-8")
    block = re.search(r"  - id: b0-w48\n(    .*\n)+", text)
    assert block
    later = block[0].replace("b0-w48", "b0-w49").replace("2026-W48", "2026-W49")
    request.plan.write_text(text.replace(block[0], block[0] + later), "utf-8")
    week = make(request).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    put_right(tmp_path, week, ledger)
    after = make(request.model_copy(update={"week": NEXT})).plan
    approve(after, ledger)
    english = ["b0/neighbours/en", "b1/neighbours/en"]
    decide(read_review(after, ledger), ledger, english, "held", who="lan")
    some = write_issue(after, ledger, who="minh")
    assert set(mails(some.folder)) == {"vi", "he"} and "== Đính chính ==" in mails(some.folder)["vi"]
    # As if it had been written days after the correction.
    days_later = some.manifest.model_copy(update={"made_at": some.manifest.made_at + dt.timedelta(days=3)})
    (some.folder / "manifest.json").write_text(manifest_text(days_later), "utf-8")
    last = make(request.model_copy(update={"week": "2026-W49"})).plan
    approve(last, ledger, "b0/neighbours/en", "b0/neighbours/vi")
    told = mails(write_issue(last, ledger, who="minh").folder)
    assert "We gave the wrong year" in told["en"], "who read no issue since is told"
    assert "== Đính chính ==" not in told["vi"], "who read it last time is not told again"


def test_what_was_never_made_of_a_month_is_named(tmp_path: Path, ledger: Ledger) -> None:
    """A brief that the check refused would be missing from the month's issue without a word."""
    request = write_month(tmp_path)
    (tmp_path / "b0.yaml").write_text(
        (tmp_path / "b0.yaml").read_text("utf-8").replace("as_of: 2025-10-21\n", ""), "utf-8"
    )
    first = make_week_quietly(request)
    assert first.report.failures
    last = make(request.model_copy(update={"week": NEXT})).plan
    approve(last, ledger)
    alone = write_issue(last, ledger, who="minh")
    assert "b0.yaml is not made. For neighbours (vi), neighbours (en), neighbours (he)." in alone.left_out


def test_an_issue_keeps_its_number_and_none_is_passed_over(tmp_path: Path, ledger: Ledger) -> None:
    """The first issue that readers got was the second, as one before was planned and never made."""
    week = make(write_week(tmp_path)).plan
    after = make(week.request.model_copy(update={"week": NEXT})).plan
    approve(after, ledger)
    first = write_issue(after, ledger, who="minh")
    assert mails(first.folder)["en"].startswith("Village Letter\nNo. 7 · Week 48")
    approve(week, ledger)
    late = write_issue(week, ledger, who="minh")
    assert mails(late.folder)["en"].startswith("Village Letter\nNo. 8 · Week 47"), "no number is given twice"
    assert mails(write_issue(after, ledger, who="minh").folder)["en"].startswith("Village Letter\nNo. 7 ")


def test_forms_of_an_issue_that_another_channel_takes_are_no_news(tmp_path: Path, ledger: Ledger) -> None:
    """Each release said twice that six items stay and nothing is to be done: what stays for a reason stood below."""
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    leaves = [each for each in release_week(week, ledger, who="lan") if each.reviewed.item.product == "newsletter"]
    told = told_leaves(leaves)
    assert any("in other sizes" in each.why for each in leaves)
    assert told and not any(each.why for each in told)
    assert {Named.of(each.reviewed.item.key).variant for each in told} == {"mail", "page"}
    alone = [each for each in leaves if each.why]
    assert told_leaves(alone) == tuple(alone), "where nothing of it goes there, it is told"


def test_an_embargo_keeps_a_brief_out_of_an_issue_that_goes_out_before(tmp_path: Path, ledger: Ledger) -> None:
    request = write_week(tmp_path)
    change_brief(tmp_path, 1, "as_of: 2025-10-21", "as_of: 2025-10-21\nembargo: 2026-11-23")
    week = make(request).plan
    approve(week, ledger)
    issue = write_issue(week, ledger, who="minh")
    assert "64" not in mails(issue.folder)["vi"] and issue.manifest.embargo is None
    assert any(left.startswith("b1 is under embargo until") for left in issue.left_out)


def test_an_embargo_that_is_said_later_holds_back_the_issue_that_tells_of_it(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    typed, order = AsTyped(ledger), released(week, ledger)[f"mail {ISSUE}/neighbours/vi/newsletter/mail"]
    assert order.slot == dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
    release = next(each for each in ledger.releases() if (each.item, each.channel) == (order.item, "mail"))
    assert typed.planned(release) == order.slot
    change_brief(tmp_path, 1, "as_of: 2025-10-21", "as_of: 2025-10-21\nembargo: 2026-12-01")
    from briefcast.publishing.sending import Going

    fields = {name: getattr(order, name) for name in ("item", "channel", "folder", "week")}
    going = Going(**fields, account="letter", heard_at=order.slot)
    assert "embargo until" in AsTyped(ledger).why_not(going)


def test_the_check_of_the_plan_knows_its_hours(tmp_path: Path) -> None:
    """It called the hour of the newsletter one at which nothing goes out, and asked to delete it."""
    path = write_week(tmp_path).plan

    def unused() -> list[str]:
        return [finding.place for finding in look_at_plan(open_plan(path)).findings if finding.code == "unused-slot"]

    assert unused() == []
    path.write_text(path.read_text("utf-8").replace("channels: [mail, folder]", "channels: [folder]"), "utf-8")
    assert len(unused()) == 1, "that of the mail"


def test_an_issue_that_corrects_one_says_so_in_both_its_forms(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    order = released(week, ledger)[f"mail {ISSUE}/neighbours/en/newsletter/mail"]
    assert order.post
    post = as_correction(order.post, title="Village Letter 7: 46.5%", day=dt.date(2026, 11, 20))
    channel = open_channel(open_account(order.account))
    message = channel.compose(post)  # type: ignore[attr-defined]
    parts = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert all("Village Letter 7: 46.5%" in part and "November 20" in part for part in parts), parts[0][:300]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("approver: lan\n  first", "approver: nga\n  first", "There is no person 'nga' in this plan."),
        ("en: Village Letter, ", "", "The newsletter has no name in 'en'."),
        ("    - week: 2026-W48\n", "    - week: 2026-W47\n", "Two issues of the newsletter are for 2026-W47."),
        ("    - week: 2026-W48\n", "    - month: 2026-11\n", "Two issues of the newsletter are for 2026-W47."),
        ("    - week: 2026-W48\n", "    - month: 11/2026\n", "'11/2026' is not a month. Write '2026-11'."),
        (
            "    - week: 2026-W48\n",
            "    - opening: {text: {vi: A}, by: B}\n",
            "An issue tells of one week or of one month.",
        ),
        ("  languages:", "  audiences: [nobodies]\n  languages:", "There is no audience group 'nobodies'."),
    ],
)
def test_what_is_wrong_in_the_plan_is_told_by_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SECTION
    request = write_week(tmp_path, plan=SECTION.replace(old, new))
    with pytest.raises(BriefError) as error:
        read_plan(request.plan)
    assert told in str(error.value) and re.search(r"plan.yaml:\d+", str(error.value))


def test_a_week_without_an_issue_says_how_to_have_one(tmp_path: Path, ledger: Ledger) -> None:
    request = write_week(tmp_path, plan="")
    lines = request.plan.read_text("utf-8").splitlines()
    request.plan.write_text("\n".join(line for line in lines if "item: newsletter" not in line), "utf-8")
    week = make(request).plan
    approve(week, ledger)
    with pytest.raises(BriefcastError, match=r"The plan has no newsletter\. Add one, such as: newsletter: \{"):
        write_issue(week, ledger, who="minh")


def test_an_issue_that_gmail_would_cut_is_refused_before_it_is_sent(tmp_path: Path, ledger: Ledger) -> None:
    week = make(write_week(tmp_path)).plan
    approve(week, ledger)
    issue = write_issue(week, ledger, who="minh")
    item = next(item for item in items_of(issue.manifest) if (item.language, item.variant) == ("he", "mail"))
    file = issue.folder / item.main.path
    whole = file.read_text("utf-8")
    approve(week, ledger, ISSUE)
    release_week(week, ledger, who="lan")
    order = released(week, ledger)[f"mail {item.key}"]
    assert order.post
    channel = open_channel(open_account(order.account))
    assert channel.check_post(order.post) == ()
    file.write_text(whole.replace("</body>", f"<p>{'א' * 36_000}</p></body>"), "utf-8")
    (told,) = channel.check_post(order.post)
    assert "Gmail shows no more than 102,000. Tell fewer items" in told
    manifest = json.loads((issue.folder / "manifest.json").read_text("utf-8"))
    for output in manifest["outputs"]:
        if output["path"] == item.main.path:
            output["bytes"] = 85_001
    (issue.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (large,) = [each for each in read_review(plan_week(week.request), ledger).items if each.item.key == item.key]
    assert [order.refused for order in large.orders if "85,000" in order.refused]
