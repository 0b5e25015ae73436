"""What stays says the same after a correction: the site, its log and feeds, and the next issue of the newsletter.

plan_beside(out)                 a plan with a site and a newsletter, and another brief that its issue tells
disagreeing(out)                 what of them does not say what was put right, or says the old figure as if it held
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
from lxml import html as lxml_html

from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.planner.weeks import week_of
from tests.batch_fixtures import PLAN
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, printed
from tests.site_fixtures import SITE

_LETTER = """\
newsletter:
  name: {{vi: Bản tin thôn bản, en: Village Letter, he: ידיעון הכפרים}}
  languages: [vi, en, he]
  channels: [folder]
  owner: minh
  approver: minh
  first_number: 7
  issues:
    - week: {week}
      opening: {{text: {{vi: Tuần này có mạng., en: We went online., he: השבוע התחברנו.}}, by: Lê Thị Lan}}
"""
_FEEDS = ("atom.xml", "feed.xml")


def plan_beside(out: Out) -> None:
    """Write a plan with a site and an issue of this week beside the brief, which tells another brief of the team."""
    week = week_of(dt.datetime.now(dt.UTC).date())
    plan = PLAN.replace("items:\n", "  - {channel: folder, item: newsletter, day: fri, at: 9:30}\nitems:\n")
    plan += f"  - {{id: one, week: {week}, brief: other.yaml, channels: [folder], languages: [vi, en, he], "
    plan += "audiences: [neighbours], products: [infographic], owner: lan, approver: minh}\n"
    (out.folder / "plan.yaml").write_text(plan + SITE.partition("  topics:")[0] + _LETTER.format(week=week), "utf-8")
    other = out.brief.read_text("utf-8").replace("id: small", "id: other").replace(OLD, "64.5")
    (out.folder / "other.yaml").write_text(other, "utf-8")
    out.run("site", "plan.yaml")


def disagreeing(out: Out) -> tuple[str, ...]:
    """Build the site and write the next issue, and give what of them does not say what was put right."""
    out.run("site", "plan.yaml")
    public = Path(out.folder / "site" / "public").resolve()
    week = week_of(dt.datetime.now(dt.UTC).date())
    out.run("batch", "plan.yaml", "--week", week)
    out.run("approve", week, "all", "--who", "minh")
    out.run("newsletter", week, "--who", "minh")
    letter = next((out.folder / "outputs").glob("newsletter-*"))
    return (*_site(public), *_letter(letter))


def _site(public: Path) -> Iterator[str]:
    for page in sorted(public.rglob("*.html")):
        told = lxml_html.fromstring(page.read_bytes())
        for old in told.xpath("//del"):
            old.drop_tree()
        if any(figure in told.text_content() for figure in printed(OLD)):
            yield f"site: {page.relative_to(public)} says the old figure as if it held"
    for reason in REASONS:
        code, _, text = reason.partition("=")
        log = (public / code / "corrections" / "index.html").read_text("utf-8")
        if not (text in log and _has(log, OLD) and _has(log, NEW)):
            yield f"site: the log of {code} does not say what was put right, and why"
        for name in _FEEDS:
            entries = feedparser.parse((public / code / "corrections" / name).read_bytes()).entries
            if not any(text in entry.summary and _has(entry.summary, NEW) for entry in entries):
                yield f"site: {code}/corrections/{name} does not say what was put right, and why"
        rows = json.loads((public / code / "corrections" / "feed.json").read_text("utf-8"))["items"]
        if not any(text in json.dumps(row, ensure_ascii=False) for row in rows):
            yield f"site: {code}/corrections/feed.json does not say what was put right, and why"
        figure = lxml_html.fromstring((public / code / "figures" / "villages" / "index.html").read_bytes())
        if not _has(" ".join(figure.xpath("//p[@class='value']//text()")), NEW):
            yield f"site: the page of the figure in {code} has the old one"


def _letter(folder: Path) -> Iterator[str]:
    told = {
        item.language: item.main.long_description
        for item in items_of(read_manifest(folder))
        if item.audience == "neighbours" and item.variant in ("mail", "page")
    }
    for reason in REASONS:
        code, _, text = reason.partition("=")
        if text.rstrip(".") not in _bare(told.get(code, "")):
            yield f"newsletter: the next issue in {code} does not say what was put right"


def _has(text: str, value: str) -> bool:
    return any(figure in _bare(text) for figure in printed(value))


def _bare(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text).replace("\xa0", " ")
