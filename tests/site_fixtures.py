"""A week with a site: made, approved, released and sent to a folder that its readers see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from briefcast.channels.table import open_channel
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.accounts import open_account, read_accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.publisher import replace_post
from briefcast.site.build import BuiltSite, build_site
from briefcast.store.store import open_store
from briefcast.week.deciding import decide, read_review
from briefcast.week.releasing import release_week
from briefcast.week.week import BatchRequest, WeekPlan
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan

WEEK = "2026-W47"
NOW = dt.datetime(2026, 11, 18, 3, 0, tzinfo=dt.UTC)
"""A Wednesday on which nobody rests or mourns."""
CODES = ("vi", "en", "he")
SITE = """\
site:
  name: {vi: Mạng về thôn bản, en: Village News, he: חדשות הכפרים}
  about: {vi: Trang tin của chương trình., en: News of the programme., he: חדשות התוכנית.}
  contact: {vi: "Lê Thị Lan, lan@example.org", en: "Le Thi Lan, lan@example.org", he: "לה טי לאן, lan@example.org"}
  address: https://villages.example.org/news/
  languages: [vi, en, he]
  audiences: [neighbours]
  channels: [folder]
  topics:
    - {id: fibre, name: {vi: Cáp quang, en: Fibre, he: סיב אופטי}, items: [b1-w47]}
"""


def write_site_plan(
    folder: Path, *, briefs: int = 2, products: str = "[infographic]", topic: str = "b1-w47"
) -> BatchRequest:
    """Write a plan of a week with a site, and the account that its items go out on."""
    path = write_plan(folder, briefs=briefs, weeks=(WEEK,), languages="[vi, en, he]", products=products)
    if briefs > 1:
        change_brief(folder, 1, "id: villages", "id: fibre")
        change_brief(folder, 1, "statistics: [villages]", "statistics: [fibre]")
        for words in ("{villages} thôn có băng rộng", '{villages} of villages"', '{villages} מהכפרים"'):
            change_brief(folder, 1, words, words.replace("villages}", "fibre}"))
        text = (folder / "b1.yaml").read_text("utf-8").replace("{villages}", "{fibre}").replace("99.3", "64.5")
        (folder / "b1.yaml").write_text(text, "utf-8")
    for number in range(briefs):
        change_brief(folder, number, "products: [infographic, podcast]", f"products: {products}")
    path.write_text(path.read_text("utf-8") + SITE.replace("b1-w47", topic), "utf-8")
    account = f"{{name: here, channel: folder, settings: {{path: {folder}/out, public_url: https://n.example.org/}}}}"
    (folder / "channels.yaml").write_text(f"accounts:\n  - {account}\n", "utf-8")
    return BatchRequest(plan=path, week=WEEK, out=folder / "outputs", settings=folder)


def make_week(request: BatchRequest) -> WeekPlan:
    """Make the week."""
    made = make_week_quietly(request)
    assert not made.report.failures, made.report.failures
    return made.plan


def approve(week: WeekPlan, ledger: Ledger, *names: str) -> None:
    """Approve items of a week and let them go."""
    decide(read_review(week, ledger), ledger, names or ["all"], "approved", who="lan")
    release_week(week, ledger, who="lan")


def send(week: WeekPlan, ledger: Ledger, *, at: dt.datetime = NOW, begins: Sequence[str] = ("",)) -> int:
    """Send what is released and begins with one of these names, as if it were that moment."""
    orders, _ = released_orders(ledger, week.accounts, open_store(week.request.out), week=WEEK)
    accounts, sent = read_accounts(week.request.settings), 0
    for order in orders:
        if order.post and str(order.item).startswith(tuple(begins)):
            channel = open_channel(open_account(accounts.named(order.account.name)))
            replace_post(order.post, channel, Outbox(ledger, who="lan", clock=lambda: at))
            sent += 1
    return sent


def build(week: WeekPlan, ledger: Ledger, *, now: dt.datetime = NOW, out: Path | None = None) -> BuiltSite:
    """Build the site of a week's plan beside it."""
    return build_site(week.request.plan, out or week.request.plan.parent / "site", ledger, now=now)
