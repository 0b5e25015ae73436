"""A brief for which wordings are proposed: in three languages, with a text that two of them lack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefcast.brief.read import BriefFile, open_brief
from briefcast.proposing.wanted import Kind, Wanted, find_wanted

TODAY = dt.date(2031, 10, 6)
BRIEF = """\
# The quarter, as the department reports it.
id: health-q3
title: {vi: Y tế quý III, en: Health in the third quarter, he: בריאות ברבעון השלישי}
issuer: {vi: Sở Y tế, en: Health Department, he: מחלקת הבריאות}
as_of: 2031-10-05
languages: [vi, en, he]
audiences: [leaders, citizens, youth, press]
sources:
  - id: report
    title: {vi: Báo cáo quý, en: Quarterly report, he: דוח רבעוני}
    publisher: {vi: Sở Y tế, en: Health Department, he: מחלקת הבריאות}
    url: "https://example.org/q3"
    date: 2031-10-04
statistics:
  - id: waits
    label: {vi: Thời gian chờ khám, en: Waiting time for a visit, he: זמן המתנה לביקור}
    value: 24
    unit: duration
    per: minute
    period: 2031-Q3
    baseline: {value: 31, period: 2030-Q3}
    better: lower
    source: report
  - id: vaccinated
    label: {vi: Trẻ được tiêm đủ, en: Children fully vaccinated, he: ילדים מחוסנים במלואם}
    value: 88.4
    unit: percent
    period: 2031-Q3
    target: {value: 95, by: 2031}
    source: report
  - id: cases
    label: {vi: Ca sốt xuất huyết, en: Dengue cases, he: מקרי דנגי}
    value: 1240
    unit: count
    qualifier: over
    period: 2031-Q3
    baseline: {value: 980, period: 2030-Q3}
    better: lower
    source: report
  - id: men
    label: {vi: Nam giới khám định kỳ, en: Men with a yearly check-up, he: גברים בבדיקה שנתית}
    value: 41.5
    unit: percent
    period: 2031-Q3
    source: report
  - id: women
    label: {vi: Phụ nữ khám định kỳ, en: Women with a yearly check-up, he: נשים בבדיקה שנתית}
    value: 63.2
    unit: percent
    period: 2031-Q3
    source: report
points:
  - id: waiting   # Told first.
    text:
      en: Waiting for a visit took {waits}, down from {waits.baseline} a year before.
      vi: Thời gian chờ khám là {waits}, giảm so với {waits.baseline} của cùng kỳ năm trước.
      he: ההמתנה לביקור ארכה {waits}, ירידה לעומת {waits.baseline} שנה קודם לכן.
    statistics: [waits]
  - id: vaccines
    text:
      en: "{vaccinated} of children are fully vaccinated; the target of {vaccinated.target} has not been reached."
      vi: "{vaccinated} trẻ được tiêm đủ; mục tiêu {vaccinated.target} chưa đạt."
      he: "{vaccinated} מהילדים מחוסנים במלואם; היעד של {vaccinated.target} לא הושג."
    statistics: [vaccinated]
  - id: checks
    text:
      en: "{men} of men and {women} of women had a yearly check-up."
      vi: "{men} nam giới và {women} phụ nữ khám định kỳ."
      he: "{men} מהגברים ו־{women} מהנשים נבדקו בבדיקה שנתית."
    statistics: [men, women]
  - id: dengue
    text: {en: "{cases} dengue cases were recorded, more than {cases.baseline} a year before."}
    statistics: [cases]
"""


def write_brief(folder: Path, text: str = BRIEF) -> Path:
    path = folder / "health.yaml"
    path.write_text(text, "utf-8")
    return path


def opened(folder: Path, text: str = BRIEF) -> BriefFile:
    return open_brief(write_brief(folder, text))


def wanted(file: BriefFile, kind: Kind, point: str, language: str, audience: str = "youth") -> Wanted:
    """Give the one text of a kind that may be proposed for a point."""
    audiences = (audience,) if kind == "wording" else ()
    (found,) = find_wanted(file.brief, kinds=(kind,), points=(point,), languages=(language,), audiences=audiences)
    return found
