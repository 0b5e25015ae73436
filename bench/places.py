"""Plan, decide, release and publish a week of many places, and measure what grows with them.

python -m bench.places                       63 and 630 places, as a table
python -m bench.places --places 63 --screens  also how long the pages are, in a browser

A plan names one brief as a pattern, with one table of figures: a line for each place. The first edition is made; the
others are its manifest with another place's name, figures and small files of their own, as only what comes after the
making is measured. Seconds are of the processor and of whole commands, the start of Python included.
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
import subprocess
import sys
import tempfile
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
COMPILED = Path(tempfile.gettempdir()) / "briefcast-compiled"
WIDE_PX, SCREEN_PX = 1400, 900

PATTERN = """\
id: digital
places: places.csv
kind: progress
languages: [vi]
audiences: [citizens, youth]
products: [infographic]
as_of: 2025-10-21
title: {vi: "Chuyển đổi số ở {place}"}
issuer: {vi: Ban Truyền thông Chuyển đổi số}
sources:
  - id: report
    title: {vi: Báo cáo chuyển đổi số các địa phương}
    publisher: {vi: Bộ Khoa học và Công nghệ}
    url: https://example.org/report
    date: 2025-10-21
statistics:
  - {id: fibre, label: {vi: Hộ gia đình có cáp quang}, unit: percent, period: "2025-09", source: report}
  - {id: online, label: {vi: Hồ sơ nộp trực tuyến}, unit: percent, period: "2025-09", source: report}
  - {id: teams, label: {vi: Tổ công nghệ số cộng đồng}, unit: count, period: "2025-09", source: report}
  - {id: villages, label: {vi: Thôn có băng rộng}, unit: percent, period: "2025-09", source: report}
points:
  - id: fibre
    statistics: [fibre]
    headline: {vi: "{fibre} hộ gia đình có cáp quang"}
    text: {vi: "Ở {place}, {fibre} hộ gia đình đã có internet cáp quang."}
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
"""

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
            "place": " ".join(("xã", *_syllables(number))),
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


def write_plan(folder: Path, week: str) -> Path:
    """Write the pattern and the plan that names all places of its table, and give the plan's path."""
    (folder / "pattern.yaml").write_text(PATTERN, "utf-8")
    path = folder / "plan.yaml"
    line = f"  - {{id: places, week: {week}, brief: pattern.yaml, places: all, "
    path.write_text(f"{PLAN}{line}channels: [folder], owner: minh, approver: lan}}\n", "utf-8")
    return path


def copy_edition(first: Path, model: Mapping[str, str], row: Mapping[str, str]) -> None:
    """Write the edition of a place as the first one is, with its own name and figures and small files."""
    text = (first / "manifest.json").read_text("utf-8")
    for field in ("id", "place"):
        text = text.replace(model[field], row[field])
    manifest, folder = json.loads(text), first.parent / f"digital-{row['id']}"
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
        # As where it is installed: compiled once, and not by each command.
        settings |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(COMPILED)}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "briefcast", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.home, env=settings, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode and not may_fail:
            sys.exit(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
        cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Took(cpu_s=cpu_s, told=done.stdout + done.stderr)


def set_up(home: Path, count: int) -> Place:
    """Write the plan of next week with a brief for all places, make the first edition, and copy the others from it."""
    week = week_of(dt.date.today() + dt.timedelta(days=7))
    rows = write_places(home, count)
    plan, out = write_plan(home, week), home / "outputs"
    make_edition(EditionRequest(brief=home / f"pattern.yaml@{rows[0]['id']}", out=out)).raise_failures()
    for row in reversed(rows):
        copy_edition(out / f"digital-{rows[0]['id']}", rows[0], row)
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
    # What a second of the processor does here and now: a ratio to it says more than the second.
    place.run("--version")
    found["the command itself, CPU s"] = place.run("--version").cpu_s
    found["plan check, CPU s"] = place.run("plan", "check", "plan.yaml", may_fail=True).cpu_s
    found["approve all, CPU s"] = place.run("approve", place.week, "all", "--who", "lan").cpu_s
    found["release, CPU s"] = place.run("release", place.week, "--who", "lan").cpu_s
    place.run("publish")  # writes down the machine
    found["publish, looks at all that waits, CPU s"] = place.run("publish").cpu_s
    found["publish, nothing changed since, CPU s"] = place.run("publish").cpu_s
    send_all(place)
    found["publish, all is out, CPU s"] = place.run("publish").cpu_s
    found["publish, still all is out, CPU s"] = place.run("publish").cpu_s
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
        ledger.note(connection, who="bench", what="sent", about="every item")


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
    with tempfile.TemporaryDirectory(prefix="briefcast-places-") as warm:
        # Whatever a command loads is compiled when it is first loaded, and not each time.
        measure(set_up(Path(warm), 2), screens=False)
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
