"""A pattern for many places with the table of them, in three languages, as a ministry would write it."""

from __future__ import annotations

from pathlib import Path

PATTERN = """\
id: digital
languages: [vi, en, he]
audiences: [citizens, youth]
products: [infographic]
as_of: 2025-10-21
intended: [old]
places: provinces.csv
title: {vi: "Chuyển đổi số ở {place}", en: "Digital life in {place}", he: "חיים דיגיטליים ב{place}"}
subtitle: {vi: "Gọi {office}", en: "Call {office}", he: "חייגו אל {office}"}
issuer: {vi: Ban Chuyển đổi số, en: Digital Board, he: מועצת הדיגיטל}
sources:
  - id: report
    title: {vi: Báo cáo, en: Report, he: דוח}
    publisher: {vi: Bộ Khoa học, en: Ministry of Science, he: משרד המדע}
    url: https://example.org/report
    date: 2025-10-21
statistics:
  - id: fibre
    label: {vi: Hộ có cáp quang, en: Homes with fibre, he: בתים עם סיב}
    unit: percent
    period: 2025-09
    source: report
  - id: teams
    label: {vi: Tổ công nghệ số, en: Community teams, he: צוותים קהילתיים}
    unit: count
    period: 2025-09
    source: report
points:
  - id: fibre
    statistics: [fibre]
    text:
      vi: "Ở {place}, {fibre} hộ có cáp quang."
      en: "In {place}, {fibre} of homes have fibre."
      he: "ב{place} יש סיב ב־{fibre} מהבתים."
  - id: teams
    statistics: [teams]
    text:
      vi: "{place} có {teams} tổ công nghệ số."
      en: "{place} has {teams} community teams."
      he: "ב{place} פועלים {teams} צוותים קהילתיים."
"""
TABLE = """\
id,place.vi,place.en,place.he,fibre,fibre.target.value,fibre.target.by,teams,office
hue,thành phố Huế,Hue,הואה,90.7,95,2026,1084,Sở Khoa học
dien-bien,tỉnh Điện Biên,Dien Bien,דיין ביין,66.2,,,87,Sở Khoa học
quan-1,Quận 1,District 1,רובע 1,99.1,100,2026,12,"Phòng ""Số"", lầu ba"
"""
PLAN = """\
id: provinces
title: {vi: Các tỉnh, en: Provinces}
audiences: [citizens, youth]
people:
  - {id: lan, name: Lê Thị Lan}
  - {id: minh, name: Trần Minh}
slots:
  - {channel: folder, audience: citizens, day: wed, at: 19:30}
  - {channel: folder, audience: youth, day: thu, at: 19:30}
items:
  - id: digital
    week: 2025-W44
    brief: province.yaml
    places: all
    channels: [folder]
    owner: minh
    approver: lan
"""


def write_places(folder: Path, *changes: tuple[str, str], table: str = TABLE) -> Path:
    """Write pattern, table and plan with some words changed, and give the plan's path."""
    texts = {"province.yaml": PATTERN, "provinces.csv": table, "plan.yaml": PLAN}
    for old, new in changes:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new, 1) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "plan.yaml"
