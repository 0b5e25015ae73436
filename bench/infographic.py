"""How long one infographic takes: as briefcast draws it, as HTML in headless Chromium, as a matplotlib figure.

All three show the same texts, the same chart and the same code at 1080 x 1350, warm, and give a PNG. They
take turns in one run. ``python -m bench.infographic`` prints the table and writes nothing else.
"""

from __future__ import annotations

import argparse
import base64
import html
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import mean, median
from typing import Any

from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import read_request
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.draw import make_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.product import as_shown
from briefcast.products.infographic.profile import InfographicProfile

EXAMPLE = Path("examples/egov-2024.yaml")
SIZE = "1080x1350"

Draw = Callable[[], bytes]


def briefcast_page(page: Page) -> Draw:
    """Draw with Typst: lay out, shape, paint, encode."""
    data = page_data(page)
    # Another number each time: nothing of the page is remembered from the last one.
    count = iter(range(1_000_000))

    def draw() -> bytes:
        fresh = {**data, "title": f"{data['title']} {next(count) % 10}"}
        return drawing.draw(page.template, fresh)[0]

    return draw


@contextmanager
def chromium_page(page: Page) -> Iterator[Draw | None]:
    """Draw as HTML in one warm tab of headless Chromium; None where there is none."""
    from shutil import which

    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := which(name))), None)
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        tab = browser.new_page(viewport={"width": 1080, "height": 1350})
        written = _html(page)
        count = iter(range(1_000_000))

        def draw() -> bytes:
            tab.set_content(written.replace("TITLE", f"{page.title} {next(count) % 10}"))
            return tab.screenshot(type="png")

        yield draw
        browser.close()


def _html(page: Page) -> str:
    """Write the page as one would by hand: a flex column, the chart and the code as SVG."""
    data = page_data(page)
    c, p, hero = data["look"]["colours"], data["look"]["panel_colours"], data["hero"]
    safe = html.escape
    rows = "".join(
        f"<div class=row><b>{safe(d['number'] + d['suffix'])}</b><span>{safe(d['label'])}</span></div>"
        for d in data["cards"][: data["fillings"][0]["count"]]
    )
    layers = [data["chart"].get(part, "") for part in ("axes", "target", "data", "labels")]
    chart = "".join(f"<div class=layer>{layer}</div>" for layer in layers)
    logo = base64.b64encode(data["look"]["logo"].encode()).decode()
    return f"""<!doctype html><meta charset=utf-8><style>
* {{ margin: 0; box-sizing: border-box }}
body {{ width: 1080px; height: 1350px; font: 500 40px 'Be Vietnam Pro', sans-serif; background: {c["background"]};
  color: {c["ink"]}; display: flex; flex-direction: column }}
header, main, footer {{ padding: 40px 64px }} header img {{ height: 78px; float: left; margin-right: 22px }}
h1 {{ font-size: 60px; margin-top: 40px }}
.panel {{ background: {p["background"]}; color: {p["ink"]}; padding: 40px 64px }}
.big {{ font-size: 180px; font-weight: 800; color: {p["accent"]} }} .chart {{ position: relative; height: 240px }}
.layer {{ position: absolute; inset: 0 }} .layer svg {{ width: 100%; height: 100% }}
.row {{ border-top: 3px solid {c["line"]}; padding: 24px 0; display: flex; gap: 36px }}
.row b {{ font-size: 76px }} footer {{ margin-top: auto; border-top: 3px solid {c["line"]}; font-size: 35px }}
</style><header><img src="data:image/svg+xml;base64,{logo}"><b>{safe(data["issuer"])}</b><br>{safe(data["kicker"])}
<h1>TITLE</h1></header><div class=panel><span class=big>{safe(hero["number"])}</span>{safe(hero["suffix"])}
{safe(hero["label"])} {safe(hero["change"])}<div class=chart>{chart}</div></div><main>{rows}</main>
<footer><b>{safe(data["action"]["text"])}</b><br>{safe(hero["source"])}. {safe(data["sources"]["as_of"])}</footer>"""


def matplotlib_page(page: Page) -> Draw:
    """Draw as a matplotlib figure, as many teams do: texts, a line with its labels, rectangles."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    from briefcast.look.fonts import register_fonts

    register_fonts()
    data = page_data(page)
    c, p, hero = data["look"]["colours"], data["look"]["panel_colours"], data["hero"]
    marks = next(iter(page.charts.values())).marks
    count = iter(range(1_000_000))

    def draw() -> bytes:
        with mpl.rc_context({"font.family": data["look"]["fonts"]}):
            figure = plt.figure(figsize=(10.8, 13.5), dpi=100, facecolor=c["background"])
            write: Callable[..., Any] = figure.text
            write(0.15, 0.955, data["issuer"], size=25, weight=700, color=c["ink"])
            write(0.15, 0.925, data["kicker"], size=25, weight=600, color=c["accent_2"])
            write(0.06, 0.85, f"{page.title} {next(count) % 10}", size=40, weight=800, color=c["ink"])
            ground = Rectangle((0, 0.35), 1, 0.4, color=p["background"], transform=figure.transFigure, zorder=-1)
            figure.add_artist(ground)
            write(0.06, 0.63, hero["number"], size=120, weight=800, color=p["accent"])
            write(0.4, 0.68, hero["label"], size=32, weight=600, color=p["ink"])
            write(0.4, 0.65, hero["change"], size=27, weight=600, color=p["accent"])
            axes = figure.add_axes((0.08, 0.42, 0.84, 0.18), facecolor="none")
            axes.plot([float(mark.value) for mark in marks], color=p["accent"], marker="o")
            axes.set_xticks(range(len(marks)), [mark.label for mark in marks], color=p["muted"], size=25)
            axes.set_yticks([])
            for at, mark in enumerate(marks):
                axes.annotate(mark.written, (at, float(mark.value)), color=p["ink"], size=25)
            for row, d in enumerate(data["cards"][: data["fillings"][0]["count"]]):
                write(0.06, 0.28 - row * 0.06, d["number"] + d["suffix"], size=54, weight=800, color=c["ink"])
                write(0.4, 0.285 - row * 0.06, d["label"], size=26, color=c["ink"])
            write(0.06, 0.1, data["action"]["text"], size=28, weight=700, color=c["ink"])
            write(0.06, 0.06, f"{hero['source']}. {data['sources']['as_of']}", size=25, color=c["muted"])
            buffer = io.BytesIO()
            figure.savefig(buffer, format="png")
            plt.close(figure)
        return buffer.getvalue()

    return draw


def cpu_s() -> float:
    """Give the processor seconds of this process and of every one under it: a browser works in many."""
    ticks = os.sysconf("SC_CLK_TCK")
    parents, used = dict[int, int](), dict[int, float]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            parents[pid], used[pid] = int(fields[1]), (int(fields[11]) + int(fields[12])) / ticks
    below = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(used[pid] for pid in below if pid != os.getpid()) + time.process_time()


def time_in_turn(draws: Mapping[str, Draw], *, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Let every way draw in turn, after one drawing that warms it; wall and processor milliseconds of each."""
    for draw in draws.values():
        draw()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in draws}
    for _ in range(rounds):
        for name, draw in draws.items():
            start, used = time.perf_counter(), cpu_s()
            draw()
            wall = time.perf_counter() - start
            taken[name].append((wall * 1000, (cpu_s() - used) * 1000))
    return taken


def whole_set(plan: Plan) -> tuple[int, float]:
    """Make every page of every audience and language in this process; how many, and seconds in all."""
    made, start = 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as aside:
        for (audience, _), script in plan.read.items():
            for size in plan.audiences[audience].profile("infographic", InfographicProfile).sizes:
                make_infographic(as_shown(script, plan.audiences[audience]), plan.brand_of(audience), size, Path(aside))
                made += 1
    return made, time.perf_counter() - start


def charted_page(plan: Plan) -> Page:
    """Lay out the page that every way draws: one with a chart, so that none is spared it."""
    return lay_out(plan.read["leaders", "en"].drawn(), read_brand("institutional"), SIZE, layout="timeline")


def main(argv: list[str] | None = None) -> int:
    """Print how long one page takes in each way."""
    parser = argparse.ArgumentParser(prog="python -m bench.infographic", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="Pages drawn in each way (20).")
    parser.add_argument("--set", action="store_true", help="Also make every page of the example.")
    parser.add_argument("--keep", type=Path, help="Folder for one picture of each way, to look at.")
    asked = parser.parse_args(argv)
    plan = plan_edition(read_request(brief=EXAMPLE, products=("infographic",)))
    page = charted_page(plan)
    rows = []
    with chromium_page(page) as chromium:
        draws = {"briefcast (Typst)": briefcast_page(page), "matplotlib": matplotlib_page(page)}
        if chromium:
            draws["HTML in headless Chromium"] = chromium
        else:
            print("There is no Chromium here: the page as HTML was not drawn.")
        taken = time_in_turn(draws, rounds=asked.rounds)
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            for name, draw in draws.items():
                (asked.keep / f"{name.split()[0].lower()}.png").write_bytes(draw())
    ours = mean(cpu for _, cpu in taken["briefcast (Typst)"])
    for name, each in taken.items():
        walls, cpus = [wall for wall, _ in each], [cpu for _, cpu in each]
        rows.append(f"| {name} | {median(walls):.0f} | {min(walls):.0f} | {mean(cpus):.0f} | {mean(cpus) / ours:.1f} |")
    heading = ["| one page, warm | ms, median | ms, best | CPU ms | × CPU of briefcast |", "|---|---|---|---|---|"]
    print("\n".join([*heading, *rows, "", f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]))
    if asked.set:
        made, seconds = whole_set(plan)
        print(f"{made} pages in {seconds:.1f} s in one process, {seconds / made * 1000:.0f} ms each, files written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
