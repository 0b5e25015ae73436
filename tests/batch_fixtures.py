"""A plan of small briefs: quick to make, with everything a week has."""

from __future__ import annotations

from pathlib import Path

from briefcast.edition.walk import make_edition
from briefcast.week.making import Week, make_week_here
from briefcast.week.week import BatchRequest
from tests.edition_fixtures import BRIEF, made_once, write_small_brief

PLAN = """\
id: villages-plan
title: {vi: Mạng về thôn bản, en: Internet for villages, he: אינטרנט לכפרים}
audiences: [neighbours]
people:
  - {id: lan, name: Lê Thị Lan, email: lan@example.org}
  - {id: minh, name: Trần Minh, email: minh@example.org}
slots:
  - {channel: folder, day: tue, at: 9:00}
  - {channel: folder, languages: [he], day: wed, at: 18:00, timezone: Asia/Jerusalem}
items:
"""


def write_plan(
    folder: Path, *, briefs: int = 2, weeks: tuple[str, ...] = ("2026-W47", "2026-W48"), **item: str
) -> Path:
    """Write a plan that tells the same briefs, ``b0``, ``b1``…, in each of some weeks, and give its path."""
    more = {"products": "[infographic]", "languages": "[vi, he]", "owner": "minh", "approver": "lan", **item}
    lines = "".join(f"    {key}: {value}\n" for key, value in more.items())
    items = ""
    write_small_brief(folder)
    for number in range(briefs):
        (folder / f"b{number}.yaml").write_text(BRIEF.replace("id: small", f"id: b{number}"), "utf-8")
        for week in weeks:
            items += f"  - id: b{number}-{week[5:].lower()}\n    week: {week}\n    brief: b{number}.yaml\n"
            items += f"    channels: [folder]\n{lines}"
    path = folder / "plan.yaml"
    path.write_text(PLAN + items, "utf-8")
    return path


def change_brief(folder: Path, number: int, old: str, new: str) -> None:
    """Change words of one of the briefs."""
    path = folder / f"b{number}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def make_week_quietly(request: BatchRequest) -> Week:
    """Make a week in this process, as the command does, from what other tests made; tell nobody how far it is."""
    with made_once():
        return make_week_here(
            request, make=lambda edition, file: make_edition(edition.request, file=file).raise_failures()
        )
