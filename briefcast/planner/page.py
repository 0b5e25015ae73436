"""The page of a plan: its months, what is to be looked at, who answers for what and when each group is told.

One file a language, ``vi.html``, ``en.html``, ``he.html``, without script and without outside requests. The words
come from ``templates/plan/labels.yaml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from babel.dates import get_day_names
from markupsafe import Markup

from briefcast.catalogue import in_language
from briefcast.errors import BriefError
from briefcast.language.written import write_date, write_period
from briefcast.languages import Language, language, read_languages
from briefcast.pages.frame import templates_of, web_url
from briefcast.paths import TEMPLATES
from briefcast.planner.check import Outlook
from briefcast.planner.days import lunar_day
from briefcast.planner.month import Hour, arrange_month, months_of, told_by_day
from briefcast.planner.plan import PlannedItem
from briefcast.planner.quiet import place_of
from briefcast.planner.weeks import WEEKDAYS, days_of
from briefcast.products.profiles import read_audience
from briefcast.products.table import title as title_of_product
from briefcast.store.files import write_whole
from briefcast.tables import Tree, read_tree

_FOLDER = TEMPLATES / "plan"


def write_plan_pages(outlook: Outlook, folder: Path) -> tuple[Path, ...]:
    """Write the plan's page in every language into a folder and give the paths, the title's first language first."""
    folder.mkdir(parents=True, exist_ok=True)
    titled = list(outlook.plan.title)
    order = sorted(read_languages(), key=lambda code: titled.index(code) if code in titled else len(titled))
    return tuple(write_whole(folder / f"{code}.html", render_plan_page(outlook, code)) for code in order)


def render_plan_page(outlook: Outlook, code: str) -> str:
    """Render the page of a plan in one language."""
    plan, tongue = outlook.plan, language(code)
    first, last = days_of(plan.weeks[0])[0], days_of(plan.weeks[-1])[-1]
    styles = [(TEMPLATES / "page" / "page.css").read_text("utf-8"), (_FOLDER / "plan.css").read_text("utf-8")]

    def name(names: Mapping[Any, str]) -> str:
        return names.get(code) or next(iter(names.values()), "")

    @cache
    def audience_name(id: str) -> str:
        try:
            return name(read_audience(id, folder=outlook.path.parent).name)
        except BriefError:
            return id

    def title_of(items: Sequence[PlannedItem]) -> str:
        brief = outlook.brief(items[0])
        title = name(brief.title) if brief else items[0].line
        more = len(items) - 1
        return str(_labels()[code]["and_places"]).format(title=title, number=more) if more else title

    return (
        _template()
        .render(
            plan=plan,
            outlook=outlook,
            code=code,
            direction=tongue.direction,
            tongues=tuple(read_languages().values()),
            style=Markup("\n".join(styles)),  # noqa: S704 - our own files
            months=[arrange_month(outlook, month) for month in months_of(outlook)],
            weekdays=_weekdays(tongue),
            home=str(place_of(code).timezone).rpartition("/")[2].replace("_", " "),
            say=lambda text: in_language(text, code),
            findings=[finding for finding in outlook.findings if finding.severity != "idea"],
            marked={plan.item(id).line for f in outlook.findings if f.severity != "idea" for id in f.items},
            told=_told(outlook),
            days=[day for day in outlook.days if first <= day.date <= last and day.kind != "observance"],
            occasions={day.id: day for day in outlook.days},
            phases={phase.id: phase for phase in plan.phases},
            groups={group.id: group for group in plan.task_groups},
            label=lambda key: _labels()[code][key],
            product_title=lambda product: title_of_product(product, code),
            name=name,
            audience_name=audience_name,
            title_of=title_of,
            week_name=lambda week: _labels()[code]["week"].format(number=int(week[-2:])),
            date=lambda day: write_date(day, code),
            short=lambda day: write_date(day, code, style="short"),
            period=lambda period: _capital(write_period(period, code)),
            lunar=lunar_day,
            lunar_days=tongue.lunar_days,
            web_url=web_url,
        )
        .lstrip()
    )


def _told(outlook: Outlook) -> dict[str, list[tuple[dt.date, tuple[Hour, ...]]]]:
    """Give the days and hours of each line, by its id."""
    found: dict[str, list[tuple[dt.date, tuple[Hour, ...]]]] = {line: [] for line in outlook.lines}
    for day, items in sorted(told_by_day(outlook.releases).items()):
        for told in items:
            found[told.item.line].append((day, told.hours))
    return found


def _weekdays(tongue: Language) -> list[dict[str, Any]]:
    """Give the days of the week, Monday first: short for a column, long for a list, and whether they are free."""
    weekend = place_of(tongue.code).weekend
    short = get_day_names("abbreviated", context="stand-alone", locale=tongue.locale)
    long = get_day_names("wide", context="stand-alone", locale=tongue.locale)
    return [{"short": short[n], "long": long[n], "weekend": day in weekend} for n, day in enumerate(WEEKDAYS)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _template() -> jinja2.Template:
    return templates_of(_FOLDER).get_template("plan.html.j2")


@cache
def _labels() -> Tree:
    return read_tree(_FOLDER / "labels.yaml")
