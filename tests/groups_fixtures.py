"""A brief with one figure in many places, one over time for several groups, and one in parts."""

from __future__ import annotations

from pathlib import Path

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

LANGUAGES = ("vi", "en", "he")

HEAD = """
id: places
title: {vi: Dịch vụ công ở các tỉnh, en: Services in the provinces, he: שירותים במחוזות}
issuer: {vi: Cục Thống kê, en: Statistics Office, he: לשכת הסטטיסטיקה}
kind: progress
languages: [vi, en, he]
audiences: [press]
products: [infographic, video]
as_of: 2026-01-15
sources:
  - id: s
    title: {vi: Niên giám, en: Yearbook, he: שנתון}
    publisher: {vi: Cục Thống kê, en: Statistics Office, he: לשכת הסטטיסטיקה}
    url: https://example.org/yearbook
    date: 2026-01-10
statistics:
"""
ONLINE = """
  - id: online
    label: {vi: Hồ sơ trực tuyến, en: Files online, he: בקשות ברשת}
    value: 81.4
    unit: percent
    measure: share
    period: "2025-12"
    source: s
    by:
      dimension: province
      whole: {vi: Cả nước, en: Whole country, he: כל המדינה}
      values:
        ha-noi: {name: {vi: Hà Nội, en: Ha Noi, he: האנוי}, value: 94.2}
        Huế: 90.7
        "Đắk Lắk": 77.1
        lai-chau: {name: {vi: Lai Châu, en: Lai Chau, he: לאי צ׳או}, value: 66.2}
        son-la: {name: {vi: Sơn La, en: Son La, he: סון לה}}
"""
JOBS = """
  - id: jobs
    label: {vi: Tỷ lệ thất nghiệp, en: Unemployment, he: שיעור האבטלה}
    unit: percent
    measure: level
    period: "2025"
    source: s
    by:
      dimension: sex
      values:
        men: {name: {vi: Nam, en: Men, he: גברים}, series: {2023: 2.4, 2024: 2.1, 2025: 2}}
        women: {name: {vi: Nữ, en: Women, he: נשים}, series: {2023: 2.8, 2024: 2.5, 2025: 2.3}}
"""
BUDGET = """
  - id: budget
    label: {vi: Chi ngân sách, en: Budget, he: התקציב}
    value: 1400000000000000
    unit: currency
    currency: VND
    period: "2025"
    source: s
    by:
      dimension: sector
      parts: true
      values:
        roads: {name: {vi: Giao thông, en: Roads, he: תחבורה}, value: 530000000000000}
        schools: {name: {vi: Giáo dục, en: Schools, he: חינוך}, value: 418000000000000}
        health: {name: {vi: Y tế, en: Health, he: בריאות}, value: 262000000000000}
        other: {name: {vi: Các khoản khác, en: The rest, he: כל השאר}, value: 190000000000000}
"""
POINTS = """
points:
  - id: a
    statistics: [online]
    audiences: {press: 4}
    headline: {vi: "Lai Châu {online.lai-chau}", en: "Lai Chau {online.lai-chau}", he: "לאי צ׳או {online.lai-chau}"}
    text:
      vi: "Huế {online.hue}, Lai Châu {online.lai-chau}, cả nước {online}."
      en: "Hue {online.hue}, Lai Chau {online.lai-chau}, the country {online}."
      he: "הואה {online.hue}, לאי צ׳או {online.lai-chau}, המדינה {online}."
  - id: b
    statistics: [jobs]
    text: {vi: "Nữ {jobs.women}.", en: "Women {jobs.women}.", he: "נשים {jobs.women}."}
  - id: c
    statistics: [budget]
    text: {vi: "Giao thông {budget.roads}.", en: "Roads {budget.roads}.", he: "תחבורה {budget.roads}."}
"""
GOOD = HEAD + ONLINE + JOBS + BUDGET + POINTS


def write(folder: Path, *changes: tuple[str, str], text: str = GOOD) -> Path:
    """Write the brief into a folder with some of its words changed."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "places.yaml"
    path.write_text(text, "utf-8")
    return path


def many(count: int, *, named: int) -> str:
    """Give a brief of one figure in so many provinces, the text of which names one of them by its place from above."""
    values = "\n".join(f"        Tỉnh {n:02}: {95 - n}.5" for n in range(1, count + 1))
    by = ONLINE[: ONLINE.index("        ha-noi:")] + values + "\n"
    point = f"""
points:
  - id: a
    statistics: [online]
    text: {{vi: "{{online.tinh-{named:02}}}.", en: "{{online.tinh-{named:02}}}.", he: "{{online.tinh-{named:02}}}."}}
"""
    return GOOD[: GOOD.index(ONLINE)] + by + point


_SHARES = (
    ("trained", "Lao động qua đào tạo", "Workers with training", "עובדים בעלי הכשרה", 28.4),
    ("informal", "Lao động phi chính thức", "Workers in informal jobs", "מועסקים באופן לא פורמלי", 63.4),
    ("insured", "Lao động có bảo hiểm", "Insured workers", "עובדים מבוטחים", 42.7),
    ("farm", "Lao động nông nghiệp", "Farm workers", "עובדי חקלאות", 25.9),
    ("young", "Thanh niên có việc làm", "Young people with jobs", "צעירים מועסקים", 55.1),
    ("towns", "Lao động ở thành thị", "Workers in towns", "עובדים בערים", 38.6),
)


def shares(count: int, *, compared: bool = False) -> str:
    """Give a brief of so many shares of one kind; ahead of them one figure of two groups, where it is ``compared``."""
    statistics, points = "", "\npoints:\n"
    if compared:
        statistics = (
            JOBS.replace("    measure: level\n", "    measure: level\n    value: 2.1\n")
            .replace("series: {2023: 2.4, 2024: 2.1, 2025: 2}", "value: 2")
            .replace("series: {2023: 2.8, 2024: 2.5, 2025: 2.3}", "value: 2.3")
        )
        points += """
  - id: jobs
    audiences: {press: 5}
    statistics: [jobs]
    headline: {vi: Nữ thất nghiệp nhiều hơn, en: More women are jobless, he: יותר נשים מובטלות}
    text: {vi: "Nam {jobs.men}, nữ {jobs.women}.", en: "Men {jobs.men}, women {jobs.women}.",
      he: "גברים {jobs.men}, נשים {jobs.women}."}
"""
    for id, vi, en, he, value in _SHARES[:count]:
        statistics += f"""
  - id: {id}
    label: {{vi: {vi}, en: {en}, he: {he}}}
    value: {value}
    unit: percent
    measure: share
    period: "2025"
    source: s
"""
        points += f"""
  - id: {id}
    audiences: {{press: 3}}
    statistics: [{id}]
    text: {{vi: "{{{id}}}.", en: "{{{id}}}.", he: "{{{id}}}."}}
"""
    return HEAD + statistics + points


def brief(folder: Path, text: str = GOOD) -> Brief:
    """Read the brief."""
    return read_brief(write(folder, text=text))


def script(folder: Path, language: str, text: str = GOOD) -> Script:
    """Write what the press is told in one language."""
    read = brief(folder, text)
    return write_script(read, collect_facts(read), read_audience("press"), language)
