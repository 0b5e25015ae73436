"""The plan of a week in the life: a brief for many places, one that is broken at first, one in days of mourning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bench.places import PATTERN, write_places
from bench.week_judged import Wanted
from briefcast.planner.weeks import week_of
from tests.edition_fixtures import BRIEF, PROFILE

BROKEN, MENDED = "unit: percents", "unit: percent\n"
MOURNING = {"vi": "Quốc tang", "en": "State mourning", "he": "אבל ממלכתי"}
_YAML = YAML(typ="safe")
PLACES_MAX = 200
"""With more, the name of one place would stand in that of another."""


@dataclass(frozen=True, kw_only=True)
class TeamWeek:
    """What a team planned for a week, and what readers should see of it in the end."""

    folder: Path
    week: str
    places: tuple[str, ...]
    """Editions of the pattern, in the order of its table."""
    held: str
    """The one that somebody holds."""
    wanted: tuple[Wanted, ...]

    def mend(self) -> None:
        """Put the broken brief right."""
        path = self.folder / "office.yaml"
        path.write_text(path.read_text("utf-8").replace(f"{BROKEN}\n", MENDED), "utf-8")

    def mourn(self) -> None:
        """Add days of mourning to the plan, for readers of English alone."""
        path, today = self.folder / "plan.yaml", dt.datetime.now(dt.UTC).date()
        plan = _YAML.load(path)
        plan["mourning"] = [
            {
                "starts": today - dt.timedelta(days=1),
                "ends": today + dt.timedelta(days=1),
                "name": MOURNING,
                "languages": ["en"],
                "source": "https://example.org/announcement",
            }
        ]
        _write(path, plan)


def write_week(folder: Path, count: int, network: str, settings: Mapping[str, Any]) -> TeamWeek:
    """Write plan, briefs, profile and table of places, and the accounts beside them; everything is due now.

    Args:
        folder: of the team, where ``channels.yaml`` lies; the rest goes into ``plans``.
        count: how many places.
        network: a channel beside the folder, with one account of these ``settings``.
        settings: of that account.
    """
    plans = folder / "plans"
    (folder / "audiences").mkdir(parents=True)
    (folder / "audiences/neighbours.yaml").write_text(PROFILE, "utf-8")
    (plans / "audiences").mkdir(parents=True)
    (plans / "audiences/neighbours.yaml").write_text(PROFILE, "utf-8")
    rows = write_places(plans, count)
    pattern = _YAML.load(PATTERN)
    pattern["audiences"] = ["neighbours"]
    pattern["calls_to_action"] = {"neighbours": pattern["calls_to_action"]["citizens"]}
    _write(plans / "pattern.yaml", pattern)
    for name, value in (("office", "91.3"), ("news", "88.7")):
        brief = BRIEF.replace("id: small", f"id: {name}").replace("99.3", value)
        (plans / f"{name}.yaml").write_text(brief, "utf-8")
    broken = plans / "office.yaml"
    broken.write_text(broken.read_text("utf-8").replace(MENDED, f"{BROKEN}\n"), "utf-8")
    zone = _zone_of_noon()
    now = dt.datetime.now(ZoneInfo(zone))
    slot = {"day": now.strftime("%a").lower(), "at": (now - dt.timedelta(minutes=10)).strftime("%H:%M")}
    week = week_of(now.date())
    plan = {
        "id": "week-in-the-life",
        "title": {"vi": "Một tuần", "en": "A week"},
        "timezone": zone,
        "audiences": ["neighbours"],
        "people": [{"id": "lan", "name": "Lê Thị Lan"}, {"id": "minh", "name": "Trần Minh"}],
        "slots": [{"channel": channel, **slot} for channel in ("folder", network)],
        "items": [
            {"id": "places", "brief": "pattern.yaml", "places": "all", **_common(week, network)},
            {
                "id": "office",
                "brief": "office.yaml",
                "languages": ["vi"],
                "products": ["infographic"],
                **_common(week, network),
            },
            {
                "id": "news",
                "brief": "news.yaml",
                "languages": ["en"],
                "products": ["infographic"],
                **_common(week, network),
            },
        ],
    }
    _write(plans / "plan.yaml", plan)
    accounts = [
        {"name": "published", "channel": "folder"},
        {"name": "network", "channel": network, "audiences": ["neighbours"], "settings": dict(settings)},
    ]
    _write(folder / "channels.yaml", {"accounts": accounts})
    held = f"digital-{rows[count // 2]['id']}"
    wanted = [_of_place(row, held) for row in rows]
    wanted += [
        Wanted(name="office", group="the brief that was broken", words="91,3% thôn", figure="91,3%"),
        Wanted(name="news", group="in days of mourning", words="88.7% of villages", out=False),
    ]
    places = tuple(f"digital-{row['id']}" for row in rows)
    return TeamWeek(folder=plans, week=week, places=places, held=held, wanted=tuple(wanted))


def _of_place(row: Mapping[str, str], held: str) -> Wanted:
    name = f"digital-{row['id']}"
    figure = f"{float(row['fibre']):g}%".replace(".", ",")
    group = "held" if name == held else "places"
    return Wanted(name=name, group=group, words=row["place"], figure=figure, out=name != held)


def _common(week: str, network: str) -> dict[str, Any]:
    return {"week": week, "channels": ["folder", network], "owner": "minh", "approver": "lan"}


def _zone_of_noon() -> str:
    """Give a time zone in which it is about noon: no slot of ten minutes ago lies on another day."""
    hours = 12 - dt.datetime.now(dt.UTC).hour
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def _write(path: Path, data: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        _YAML.dump(dict(data), file)
