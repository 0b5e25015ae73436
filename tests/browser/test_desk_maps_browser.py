"""A map at the desk in a real browser: chosen at its figure, named, seen on the picture and saved."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from briefcast.brief.read import read_brief
from briefcast.desk.words import read_words
from briefcast.languages import read_languages
from tests.browser.served_desk import PATIENCE_MS, served
from tests.browser.test_page_browser import browser
from tests.outlines_fixtures import NAMES, geojson, told

__all__ = ["browser"]
pytestmark = pytest.mark.browser

FILE, NAME = "statistics.0.by.map.file", "statistics.0.by.map.name"
VALUES = "statistics.0.by.values"


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_map_is_chosen_named_and_drawn(browser: Browser, tmp_path: Path, code: str) -> None:
    """From a file on her disk to districts on the poster, without a folder, a property or a line of YAML."""
    brief = tmp_path / "homes.yaml"
    brief.write_text(told(file="", more="map: {credit: Survey Department}", visual="map"), "utf-8")
    with served(browser, tmp_path, warm=False) as (context, address):
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{address}/briefs/homes.yaml?language={code}")
        page.locator('[data-item="statistics.0"] > summary').click()
        field = page.locator(f'[data-drop="{FILE}"]')
        choose = field.locator("[data-choose]")
        expect(choose).to_contain_text(read_words()[code]["choose_file"]["map"])
        with page.expect_file_chooser() as chooser:
            choose.click()
        content = json.dumps(geojson(), ensure_ascii=False).encode()
        chooser.value.set_files({"name": "Quận huyện.geojson", "mimeType": "application/geo+json", "buffer": content})
        expect(page.locator(f'[data-set="{FILE}"]')).to_have_value("maps/Quận-huyện.geojson", timeout=PATIENCE_MS)
        # The property that calls the places as the figure does stands in its field, for her to see.
        expect(page.locator(f'[data-set="{NAME}"]')).to_have_value("TEN_HUYEN", timeout=PATIENCE_MS)
        expect(field.locator("[data-drop-told]")).to_contain_text("TEN_HUYEN")
        expect(page.locator("[data-pictures] img").first).to_be_visible(timeout=PATIENCE_MS)
        page.keyboard.press("Control+s")
        expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
        kept = re.sub(r"\s+", " ", brief.read_text("utf-8"))
        assert "file: maps/Quận-huyện.geojson" in kept and "name: TEN_HUYEN" in kept
        assert "credit: Survey Department" in kept
        # The brief is whole: with these districts each place of the figure has its outline.
        assert read_brief(brief).statistics[0].id == "online"
        assert not troubles


def test_a_plain_figure_becomes_one_of_many_places(browser: Browser, tmp_path: Path) -> None:
    """A spreadsheet of districts and their outlines, from two files on her disk, with nothing but the form."""
    brief = tmp_path / "homes.yaml"
    whole = told(file="")
    start, end = whole.index("    by:"), whole.index("points:")
    brief.write_text(whole[:start] + whole[end:].replace("{online.dong-ha}", "{online}"), "utf-8")
    names = [(id, name) for id, (name, *_) in NAMES.items()]
    table = "id,name,value\n" + "".join(f"{id},{name},{60 + n}\n" for n, (id, name) in enumerate(names))
    with served(browser, tmp_path, warm=False) as (context, address):
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{address}/briefs/homes.yaml?language=en")
        page.locator('[data-item="statistics.0"] > summary').click()
        page.locator('[data-more="statistics.0"]').select_option("by")
        page.locator('[data-set="statistics.0.by.dimension"]').select_option("district")
        for field, name, content, kind in (
            (VALUES, "Districts 2031.csv", table.encode(), "text/csv"),
            (FILE, "Districts.geojson", json.dumps(geojson(), ensure_ascii=False).encode(), "application/geo+json"),
        ):
            if field == FILE:
                page.locator('[data-more="statistics.0.by"]').select_option("map")
            with page.expect_file_chooser() as chooser:
                page.locator(f'[data-drop="{field}"] [data-choose]').click()
            chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})
            expect(page.locator(f'[data-set="{field}"]')).not_to_have_value("", timeout=PATIENCE_MS)
        expect(page.locator(f'[data-set="{NAME}"]')).to_have_value("TEN_HUYEN", timeout=PATIENCE_MS)
        page.keyboard.press("Control+s")
        expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
        kept = brief.read_text("utf-8")
        assert "data/Districts-2031.csv" in kept and "maps/Districts.geojson" in kept
        read = read_brief(brief)
        # The figure itself, and one for each place.
        assert {one.value for one in read.statistics} >= {60 + n for n in range(len(names))}
        assert not troubles
