"""The calendar: what a team would print on the wrong day, or send while its readers mourn, pray or sleep."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays

from briefcast.brief.audiences import list_audiences
from briefcast.brief.model import LANGUAGES
from briefcast.languages import read_languages
from briefcast.planner.days import YEARS, days_of_year, hebrew_date, known_days, list_days, lunar_day
from briefcast.planner.plan import Mourning, OwnDay
from briefcast.planner.quiet import night_falls, place_of, quiet_at, sabbath_begins

HA_NOI, JERUSALEM = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Asia/Jerusalem")


def dates_of(id: str, year: int) -> list[dt.date]:
    return sorted(day.date for day in days_of_year(year) if day.id == id)


def kinds(at: dt.datetime, *, audience: str = "citizens", language: str = "vi", **plan: tuple) -> list[str]:
    days = list_days(at.date() - dt.timedelta(days=2), at.date() + dt.timedelta(days=3), own=plan.get("own", ()))
    mourning = plan.get("mourning", ())
    return [q.kind for q in quiet_at(at, audience=audience, language=language, days=days, mourning=mourning)]


# --- lunar dates


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        # Where Viet Nam and China part: Viet Nam reckons at UTC+7. Published for each of these years.
        (1985, dt.date(1985, 1, 21)),
        (2007, dt.date(2007, 2, 17)),
        (2030, dt.date(2030, 2, 2)),
        (2053, dt.date(2053, 2, 18)),
        # Where they agree.
        (2020, dt.date(2020, 1, 25)),
        (2023, dt.date(2023, 1, 22)),
        (2024, dt.date(2024, 2, 10)),
        (2025, dt.date(2025, 1, 29)),
        (2026, dt.date(2026, 2, 17)),
        (2027, dt.date(2027, 2, 6)),
    ],
)
def test_the_lunar_new_year_is_that_of_viet_nam(year: int, new_year: dt.date) -> None:
    assert lunar_day(new_year) == "1/1"
    full_moon = next(day for day in list_days(*_year(year)) if day.id == "vn-first-full-moon") if year > 1989 else None
    assert full_moon is None or full_moon.date == new_year + dt.timedelta(days=14)


def test_lunar_dates_agree_with_the_holidays_that_the_state_keeps() -> None:
    """Two libraries that know nothing of each other: the new year and the tenth of the third month, sixty years."""
    known = country_holidays("VN", years=range(2000, 2060), language="en_US")
    new_years = [date for date in known if "Lunar New Year" in known.get_list(date)]
    kings = [date for date in known if "Hung Kings' Commemoration Day" in known.get_list(date)]
    assert len(new_years) == 60
    assert len(kings) == 53, "a public holiday since 2007"
    assert {lunar_day(date) for date in new_years} == {"1/1"}
    assert {lunar_day(date) for date in kings} == {"10/3"}


@pytest.mark.parametrize(
    ("id", "date"),
    [
        ("vn-mid-autumn", dt.date(2025, 10, 6)),
        ("vn-mid-autumn", dt.date(2026, 9, 25)),
        ("vn-vu-lan", dt.date(2025, 9, 6)),  # after a leap month
        ("vn-first-full-moon", dt.date(2026, 3, 3)),
        ("vn-digital-transformation-day", dt.date(2025, 10, 10)),
        ("vn-entrepreneurs-day", dt.date(2025, 10, 13)),
        ("il-yom-kippur", dt.date(2025, 10, 2)),
        ("il-holocaust-remembrance", dt.date(2025, 4, 24)),  # 27 Nisan was a Friday: kept on Thursday
        ("il-holocaust-remembrance", dt.date(2024, 5, 6)),  # a Sunday: kept on Monday
        ("il-holocaust-remembrance", dt.date(2026, 4, 14)),
        ("il-remembrance-day", dt.date(2025, 4, 30)),  # moved by a day, as published
        ("vn-lunar-new-year", dt.date(2027, 2, 6)),
    ],
)
def test_days_fall_where_they_were_published(id: str, date: dt.date) -> None:
    assert dates_of(id, date.year) == [date]


def test_a_leap_month_is_named_so() -> None:
    assert lunar_day(dt.date(2025, 8, 1)) == "8/6 nhuận"


def test_hebrew_dates_are_those_of_the_hebrew_calendar() -> None:
    assert hebrew_date(5786, "tishri", 1) == dt.date(2025, 9, 23)
    assert hebrew_date(5784, "adar-1", 1) == dt.date(2024, 2, 10)


def test_a_day_is_not_told_of_before_it_was_set() -> None:
    assert dates_of("vn-digital-transformation-day", 2021) == []
    assert dates_of("vn-digital-transformation-day", 2022) == [dt.date(2022, 10, 10)]


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


# --- the tables


def test_every_day_of_thirty_years_is_named_in_every_language_with_its_source() -> None:
    for year in range(2015, 2045):
        for day in days_of_year(year):
            assert set(day.name) == set(LANGUAGES), day
            assert all(day.name.values()), day
            assert day.source, day
            assert not day.idea or set(day.idea) == set(LANGUAGES), day
            assert set(day.audiences) <= set(list_audiences()), day


def test_every_day_of_the_public_holidays_is_one_the_table_knows() -> None:
    """A holiday that the library learns of later shows in its English words until the table has it."""
    for year in range(2020, 2045):
        for day in days_of_year(year):
            if day.source.startswith("holidays") and day.country == "VN":
                assert day.name["vi"] != day.name["en"], day


def test_each_language_has_a_place_and_each_place_its_clock() -> None:
    for code in read_languages():
        assert place_of(code).weekend
    assert place_of("he").weekend == ("fri", "sat")


def test_years_without_a_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="1990 to 2099"):
        list_days(dt.date(YEARS[-1], 12, 1), dt.date(YEARS[-1] + 1, 1, 31))


def test_known_days_are_those_an_item_can_name() -> None:
    known = known_days()
    assert {"vn-digital-transformation-day", "il-yom-kippur", "vn-mid-autumn"} <= set(known)
    assert len(known) == len(set(known))


# --- quiet times


@pytest.mark.parametrize(
    ("eve", "sunset", "nightfall"),
    [
        # As the library hdate 1.2.2 gives them for Jerusalem; it counts the height of the city, about four minutes.
        (dt.date(2025, 10, 3), "18:24", "19:01"),
        (dt.date(2025, 12, 19), "16:42", "17:23"),
        (dt.date(2025, 6, 20), "19:51", "20:35"),
    ],
)
def test_the_sabbath_begins_and_ends_with_the_sun_over_jerusalem(eve: dt.date, sunset: str, nightfall: str) -> None:
    begins, ends = sabbath_begins(eve), night_falls(eve + dt.timedelta(days=1))
    for moment, expected in ((begins + dt.timedelta(minutes=40), sunset), (ends, nightfall)):
        hours, minutes = (int(part) for part in expected.split(":"))
        assert abs(moment.hour * 60 + moment.minute - hours * 60 - minutes) <= 6, (moment, expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (dt.datetime(2025, 10, 31, 15, 0, tzinfo=JERUSALEM), []),  # Friday afternoon, sunset at 16:52
        (dt.datetime(2025, 10, 31, 16, 30, tzinfo=JERUSALEM), ["holy"]),  # candles are lit
        (dt.datetime(2025, 11, 1, 10, 0, tzinfo=JERUSALEM), ["holy"]),
        (dt.datetime(2025, 11, 1, 17, 45, tzinfo=JERUSALEM), ["holy"]),  # three stars are out, phones are still off
        (dt.datetime(2025, 11, 1, 18, 30, tzinfo=JERUSALEM), []),
        (dt.datetime(2025, 10, 1, 19, 0, tzinfo=JERUSALEM), ["holy"]),  # eve of Yom Kippur
        (dt.datetime(2025, 10, 2, 12, 0, tzinfo=JERUSALEM), ["holy"]),
        (dt.datetime(2025, 10, 8, 12, 0, tzinfo=JERUSALEM), []),  # the days between the first and last of Sukkot
        (dt.datetime(2025, 9, 24, 12, 0, tzinfo=JERUSALEM), ["holy"]),  # second day of Rosh Hashanah
        (dt.datetime(2025, 4, 29, 21, 0, tzinfo=JERUSALEM), ["memorial"]),  # Remembrance Day begins in the evening
        (dt.datetime(2025, 4, 30, 10, 0, tzinfo=JERUSALEM), ["memorial"]),
        # The sender's clock does not matter: 22:00 on Friday in Ha Noi is 17:00 in Jerusalem.
        (dt.datetime(2025, 10, 31, 22, 0, tzinfo=HA_NOI), ["holy"]),
    ],
)
def test_readers_of_hebrew_are_left_alone_on_the_sabbath_and_holy_days(at: dt.datetime, expected: list[str]) -> None:
    assert kinds(at, language="he") == expected
    assert "holy" not in kinds(at, language="vi")


def test_who_mourns_is_told_nothing_and_others_are() -> None:
    state = dt.datetime(2024, 7, 25, 19, 30, tzinfo=HA_NOI)
    assert kinds(state) == ["mourning"]
    assert kinds(state, language="he") == []
    own = Mourning(starts=dt.date(2026, 3, 2), ends=dt.date(2026, 3, 3), name="Flood victims", languages=("vi",))
    assert kinds(dt.datetime(2026, 3, 3, 12, 0, tzinfo=HA_NOI), mourning=(own,)) == ["mourning"]
    assert kinds(dt.datetime(2026, 3, 4, 12, 0, tzinfo=HA_NOI), mourning=(own,)) == []
    assert kinds(dt.datetime(2026, 3, 3, 12, 0, tzinfo=HA_NOI), language="en", mourning=(own,)) == []


def test_a_day_of_remembrance_asks_for_a_sober_tone() -> None:
    assert kinds(dt.datetime(2026, 7, 27, 12, 0, tzinfo=HA_NOI)) == ["memorial"]


def test_a_quiet_day_of_the_plan_is_kept() -> None:
    own = OwnDay(id="audit", date=dt.date(2026, 3, 3), name="Audit", kind="quiet")
    assert kinds(dt.datetime(2026, 3, 3, 12, 0, tzinfo=HA_NOI), own=(own,)) == ["own"]


@pytest.mark.parametrize(
    ("hour", "audience", "expected"),
    [
        (21, "citizens", []),
        (22, "citizens", ["night"]),
        (6, "citizens", ["night"]),
        (7, "citizens", []),
        (6, "press", []),
        (3, "press", ["night"]),
    ],
)
def test_nobody_is_woken(hour: int, audience: str, expected: list[str]) -> None:
    assert kinds(dt.datetime(2026, 3, 3, hour, 0, tzinfo=HA_NOI), audience=audience) == expected


def test_groups_that_read_at_work_are_told_on_working_days() -> None:
    saturday = dt.datetime(2026, 3, 7, 9, 0, tzinfo=HA_NOI)
    assert kinds(saturday, audience="staff") == ["day-off"]
    assert kinds(saturday, audience="youth") == []
    national_day = dt.datetime(2026, 9, 2, 9, 0, tzinfo=HA_NOI)
    assert kinds(national_day, audience="leaders") == ["day-off"]
    friday = dt.datetime(2026, 3, 6, 9, 0, tzinfo=JERUSALEM)
    assert kinds(friday, audience="staff", language="he") == ["day-off"]
    assert kinds(friday.replace(tzinfo=HA_NOI), audience="staff") == []
