"""Plan, decide, release and publish a week of many places, and measure what grows with them.

python -m bench.places                       63 and 630 places, as a table
python -m bench.places --places 63 --screens  also how long the pages are, in a browser

One brief as a pattern and one table of figures give a brief for each place. The first edition is made; the others
are its manifest with another place's name, figures and small files of their own, as only what comes after the making
is measured. Seconds are of whole commands, the start of Python included; of the plan's check, of the processor.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import os
import resource
import shutil
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefcast.edition.origin import note_origin
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.ledger import Batches, open_ledger
from briefcast.planner.weeks import week_of
from briefcast.week.batch import begin_week
from briefcast.week.making import make_week
from briefcast.week.week import BatchRequest, plan_week

ROOT = Path(__file__).resolve().parent.parent
WIDE_PX, SCREEN_PX = 1400, 900

PATTERN = string.Template("""\
id: $id
kind: progress
languages: [vi]
audiences: [citizens, youth]
products: [infographic]
as_of: 2025-10-21
title: {vi: "Chuyển đổi số ở $name"}
issuer: {vi: Ban Truyền thông Chuyển đổi số}
sources:
  - id: report
    title: {vi: Báo cáo chuyển đổi số các địa phương}
    publisher: {vi: Bộ Khoa học và Công nghệ}
    url: https://example.org/report
    date: 2025-10-21
statistics:
  - {id: fibre, label: {vi: Hộ gia đình có cáp quang}, value: $fibre, unit: percent, period: "2025-09", source: report}
  - {id: online, label: {vi: Hồ sơ nộp trực tuyến}, value: $online, unit: percent, period: "2025-09", source: report}
  - {id: teams, label: {vi: Tổ công nghệ số cộng đồng}, value: $teams, unit: count, period: "2025-09", source: report}
  - {id: villages, label: {vi: Thôn có băng rộng}, value: $villages, unit: percent, period: "2025-09", source: report}
points:
  - id: fibre
    statistics: [fibre]
    headline: {vi: "{fibre} hộ gia đình có cáp quang"}
    text: {vi: "Ở $name, {fibre} hộ gia đình đã có internet cáp quang."}
  - id: online
    statistics: [online]
    headline: {vi: "{online} hồ sơ nộp trực tuyến"}
    text: {vi: "{online} hồ sơ được nộp trực tuyến, không phải đi lại."}
  - id: teams
    statistics: [teams, villages]
    headline: {vi: "{teams} tổ công nghệ số đến tận nhà"}
    text: {vi: "{teams} tổ công nghệ số cộng đồng giúp bà con; {villages} thôn đã có băng rộng."}
calls_to_action:
  citizens: {text: {vi: Mời bà con dùng thử dịch vụ công trực tuyến.}, url: "https://example.org/"}
  youth: {text: {vi: Thử ngay và giúp ông bà cùng dùng.}, url: "https://example.org/"}
""")

_FIRST = ("An", "Bình", "Cẩm", "Đông", "Gia", "Hải", "Kim", "Long", "Minh", "Nam", "Phú", "Quang", "Tân", "Vĩnh", "Yên")
_SECOND = ("Bắc", "Châu", "Cường", "Đức", "Giang", "Hà", "Khê", "Lâm", "Lộc", "Mỹ", "Ninh", "Phong", "Sơn", "Thái")
_THIRD = ("Thượng", "Trung", "Hạ")
"""Syllables of names, as no name has a figure in it."""

PLAN = """\
id: places
title: {vi: Chuyển đổi số ở các địa phương}
audiences: [citizens, youth]
people:
  - {id: lan, name: Lê Thị Lan}
  - {id: minh, name: Trần Minh}
slots:
  - {channel: folder, audience: citizens, day: wed, at: 19:30}
  - {channel: folder, audience: youth, day: thu, at: 19:30}
items:
"""


def _syllables(number: int) -> tuple[str, ...]:
    rest, second = divmod(number, len(_SECOND))
    third, first = divmod(rest, len(_FIRST))
    return _FIRST[first], _SECOND[second], *_THIRD[third % len(_THIRD) : third % len(_THIRD) + bool(third)]


def write_places(folder: Path, count: int) -> tuple[Mapping[str, str], ...]:
    """Write a table of figures, and give its rows: a place each, with what the pattern asks for."""
    rows = tuple(
        {
            "id": f"so-{number:04}",
            "name": " ".join(("xã", *_syllables(number))),
            "fibre": f"{60 + number * 7 % 390 / 10:.1f}",
            "online": f"{40 + number * 11 % 550 / 10:.1f}",
            "teams": str(20 + number * 13 % 900),
            "villages": f"{80 + number * 3 % 190 / 10:.1f}",
        }
        for number in range(1, count + 1)
    )
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return rows


def write_plan(folder: Path, rows: Iterable[Mapping[str, str]], week: str) -> Path:
    """Write a brief for each place and the plan that names them, and give the plan's path."""
    items = ""
    for row in rows:
        (folder / f"{row['id']}.yaml").write_text(PATTERN.substitute(row), "utf-8")
        items += f"  - {{id: {row['id']}-{week[5:].lower()}, week: {week}, brief: {row['id']}.yaml, "
        items += "channels: [folder], owner: minh, approver: lan}\n"
    path = folder / "plan.yaml"
    path.write_text(PLAN + items, "utf-8")
    return path


def copy_edition(first: Path, model: Mapping[str, str], row: Mapping[str, str]) -> None:
    """Write the edition of a place as the first one is, with its own name and figures and small files."""
    text = (first / "manifest.json").read_text("utf-8")
    for field in ("id", "name"):
        text = text.replace(model[field], row[field])
    manifest, folder = json.loads(text), first.parent / row["id"]
    for fact in manifest["facts"]:
        fact["value"] = row.get(fact["id"], fact["value"])
    for output in manifest["outputs"]:
        content = f"{row['id']} {output['path']}".encode()
        path = folder / output["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        output["bytes"], output["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


@dataclass(frozen=True, kw_only=True)
class Took:
    """What one command took."""

    wall_s: float
    cpu_s: float
    told: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A folder with a week of many places, its ledger and its settings."""

    home: Path
    week: str

    def run(self, *words: str, may_fail: bool = False) -> Took:
        """Run a command there and say what it took."""
        settings = os.environ | {"PYTHONPATH": str(ROOT), "BRIEFCAST_LEDGER": str(self.home / "ledger.db")}
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", "briefcast", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.home, env=settings, check=False)
        wall_s, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode and not may_fail:
            sys.exit(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
        cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Took(wall_s=wall_s, cpu_s=cpu_s, told=done.stdout + done.stderr)


def set_up(home: Path, count: int) -> Place:
    """Write the plan of next week with a brief for each place, make the first edition, and copy the others from it."""
    week = week_of(dt.date.today() + dt.timedelta(days=7))
    rows = write_places(home, count)
    plan, out = write_plan(home, rows, week), home / "outputs"
    make_edition(EditionRequest(brief=home / f"{rows[0]['id']}.yaml", out=out)).raise_failures()
    for row in reversed(rows):
        copy_edition(out / rows[0]["id"], rows[0], row)
    ledger = open_ledger(home / "ledger.db")
    request = BatchRequest(plan=plan, week=week, out=out, refresh=False, settings=home)
    planned = plan_week(request)
    for edition in planned.editions:
        file = planned.brief_of(edition.item)
        note_origin(file.brief, file.path, out)
    begin_week(planned, ledger, run="bench")
    make_week(planned, ledger, run="bench", begin=lambda _edition: lambda: None)
    assert Batches(ledger).get(week)
    return Place(home=home, week=week)


def measure(place: Place, *, screens: bool) -> dict[str, float]:
    """Give what each step takes, in seconds, bytes, and screens of 1400 × 900 pixels, by name."""
    found: dict[str, float] = {}
    pages = sorted((place.home / "outputs/weeks" / place.week).glob("*.html"))
    found["pages of the review"] = len(pages)
    found["largest page, MB"] = max(page.stat().st_size for page in pages) / 1e6
    if screens:
        found["longest page, screens"] = max(longest(pages)) / SCREEN_PX
    found["plan check, CPU s"] = place.run("plan", "check", "plan.yaml", may_fail=True).cpu_s
    found["approve all, s"] = place.run("approve", place.week, "all", "--who", "lan").wall_s
    found["release, s"] = place.run("release", place.week, "--who", "lan").wall_s
    found["publish, nothing due, s"] = place.run("publish").wall_s
    found["publish, once more, s"] = place.run("publish").wall_s
    send_all(place)
    found["publish, all is out, s"] = place.run("publish").wall_s
    return found


def send_all(place: Place) -> None:
    """Write down that everything went out, as if its slots had passed; nothing is sent."""
    from briefcast.ledger import tables as t

    ledger = open_ledger(place.home / "ledger.db")
    now = dt.datetime.now(dt.UTC)
    with ledger.writing() as connection:
        rows = [
            {
                "item": release.item,
                "content_sha256": release.content_sha256,
                "channel": release.channel,
                "account": "published",
                "slot": release.slot,
                "state": "sent",
                "marker": f"bench-{release.id}",
                "prepared_at": now,
                "sending_at": now,
                "ended_at": now,
            }
            for release in ledger.releases()
        ]
        connection.execute(t.publications.insert(), rows)


def longest(pages: Iterable[Path]) -> list[float]:
    """Give how high each page is at a width of 1400 pixels."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": WIDE_PX, "height": SCREEN_PX})
        heights = []
        for page in pages:
            window.goto(page.as_uri())
            heights.append(float(window.evaluate("document.documentElement.scrollHeight")))
        browser.close()
    return heights


def main() -> None:
    """Print a table: a line for each step, a column for each number of places, and what the last is of the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, action="append", default=[], help="how many, several times")
    parser.add_argument("--screens", action="store_true", help="measure how long the pages are, too")
    parser.add_argument("--keep", type=Path, help="leave the folders of each number of places there")
    given = parser.parse_args()
    counts, columns = given.places or [63, 630], []
    for count in counts:
        home = Path(tempfile.mkdtemp(prefix="briefcast-places-"))
        if given.keep:
            home = given.keep / str(count)
            home.mkdir(parents=True)
        try:
            columns.append(measure(set_up(home, count), screens=given.screens))
        finally:
            if not given.keep:
                shutil.rmtree(home)
    print(f"| | {' | '.join(f'{count} places' for count in counts)} | ratio |")
    print(f"|---|{'---|' * len(counts)}---|")
    for name, first in columns[0].items():
        figures = [column[name] for column in columns]
        print(f"| {name} | {' | '.join(f'{one:.2f}' for one in figures)} | {figures[-1] / (first or 1):.1f} |")
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
