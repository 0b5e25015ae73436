"""Build the topic site of a ledger of many items, and measure what one more costs.

python -m bench.site                 2,000 items in 3 languages, as a table
python -m bench.site --items 200     a smaller one

The first item is made by nobody: it is written as an edition would be, with a small picture; the others are its copies
with figures and words of their own, as only what the site does is measured. Seconds are of the processor, those of
Pagefind among them; the last item more is built by the command, from the start of Python on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

from PIL import Image

from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger import tables as t
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import (
    AudienceEntry,
    FactEntry,
    Manifest,
    OutputEntry,
    SceneEntry,
    ScriptEntry,
    SourceEntry,
    write_manifest,
)
from briefcast.site.build import BuiltSite, build_site

CODES = ("vi", "en", "he")
FIRST = dt.datetime(2022, 1, 3, 8, tzinfo=dt.UTC)
TOLD_AGAIN = 10
"""How many items state the same figure."""
NOW = dt.datetime(2026, 11, 18, 3, tzinfo=dt.UTC)
PLAN = """\
id: many
title: Many
audiences: [citizens]
slots:
  - {channel: folder, day: wed, at: 19:30}
items:
  - {id: first, week: 2026-W47, brief: b0.yaml, channels: [folder]}
site:
  name: {vi: Tin, en: News, he: חדשות}
  about: {vi: Tin mới., en: What is new., he: מה חדש.}
  contact: {vi: an@example.org, en: an@example.org, he: an@example.org}
  address: https://news.example.org/
  languages: [vi, en, he]
  audiences: [citizens]
  channels: [folder]
"""
WORDS = {"vi": "hộ gia đình có cáp quang", "en": "of homes have fibre", "he": "מהבתים מחוברים לסיב"}


def write_item(
    out: Path, number: int, audiences: tuple[str, ...] = ("citizens",), words: Mapping[str, str] = WORDS
) -> tuple[Manifest, Path]:
    """Write an edition of one brief for some audiences in three languages, with a picture for each."""
    brief, value, statistic = f"b{number}", f"{60 + number * 7 % 390 / 10:.1f}", f"fibre-{number // TOLD_AGAIN}"
    folder = out / brief
    outputs, scripts = [], []
    for audience, code in product(audiences, CODES):
        path = f"{audience}/{code}/infographic-1200x630.png"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (1200, 630), (number % 256, number // 256, len(audience))).save(folder / path)
        content = (folder / path).read_bytes()
        said = f"{value}% {words[code]}, {brief} ({audience})"
        scene = SceneEntry(id="fibre", headline=said, text=f"{said}.", facts=(statistic,))
        scripts.append(ScriptEntry(audience=audience, language=code, title=said, scenes=(scene,)))
        outputs.append(
            OutputEntry(
                path=path,
                product="infographic",
                role="image",
                audience=audience,
                language=code,
                variant="1200x630",
                media_type="image/png",
                sha256=hashlib.sha256(content).hexdigest(),
                bytes=len(content),
                alt_text=said,
                facts=(statistic,),
            )
        )
    fact = FactEntry(
        id=statistic,
        statistic=statistic,
        label=dict(words),
        written=dict.fromkeys(CODES, f"{value}%"),
        value=value,
        unit="percent",
        period="2026-09",
        source="report",
    )
    source = SourceEntry(id="report", title=dict.fromkeys(CODES, "Report"), url="https://example.org/report")
    manifest = Manifest(
        brief=brief,
        title=dict(words),
        issuer=dict.fromkeys(CODES, "Team"),
        as_of=FIRST.date(),
        made_at=FIRST,
        briefcast_version="bench",
        code_version="bench",
        audiences=tuple(AudienceEntry(id=id, name=dict.fromkeys(CODES, id.capitalize())) for id in audiences),
        languages=CODES,
        outputs=tuple(outputs),
        facts=(fact,),
        sources=(source,),
        scripts=tuple(scripts),
    )
    write_manifest(manifest, folder)
    return manifest, folder


def put_out(ledger: Ledger, manifests: Iterable[tuple[Manifest, Path]], begins: int) -> None:
    """Write down that editions were made, approved and sent, an item each four hours."""
    asked, rows = [], []
    for number, (manifest, folder) in enumerate(manifests, start=begins):
        ledger.record_edition(manifest, folder=folder, who="bench", week="2026-W47")
        at = FIRST + dt.timedelta(hours=4 * number)
        for item in items_of(manifest):
            asked.append((item.key, item.content_sha256, ()))
            rows.append(
                {
                    "item": item.key,
                    "channel": "folder",
                    "account": "here",
                    "content_sha256": item.content_sha256,
                    "state": "sent",
                    "marker": f"bench-{number}-{item.language}",
                    "prepared_at": at,
                    "sending_at": at,
                    "ended_at": at,
                }
            )
    ledger.decide_all(asked, "approved", who="bench")
    with ledger.writing() as connection:
        connection.execute(t.publications.insert(), rows)


def build(home: Path, ledger: Ledger) -> tuple[BuiltSite, float]:
    """Build the site and say how many seconds of the processor that took."""
    began = _spent_s()
    built = build_site(home / "plan.yaml", home / "site", ledger, now=NOW)
    return built, _spent_s() - began


def build_by_command(home: Path) -> float:
    """Build the site as a person does, in a process of its own; gives its seconds of the processor."""
    began = _spent_s()
    command = ["briefcast", "site", str(home / "plan.yaml"), "--out", str(home / "site")]
    environment = {**os.environ, "BRIEFCAST_LEDGER": str(home / "ledger.db")}
    subprocess.run([sys.executable, "-m", *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    return _spent_s() - began


def _spent_s() -> float:
    """Give the seconds of the processor that this process and those that it started and that ended have spent."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(home: Path, items: int) -> dict[str, float]:
    """Give what the site costs, cold, unchanged and with one more item."""
    (home / "plan.yaml").write_text(PLAN, "utf-8")
    ledger, out = open_ledger(home / "ledger.db"), home / "outputs"
    put_out(ledger, (write_item(out, number) for number in range(items)), 0)
    built, cold_s = build(home, ledger)
    assert built.items == items * len(CODES) and not built.left, built.left[:3]
    size = sum(path.stat().st_size for path in built.public.rglob("*") if path.is_file())
    same, same_s = build(home, ledger)
    assert same.fresh == 0
    put_out(ledger, [write_item(out, items)], items)
    more, more_s = build(home, ledger)
    assert more.items == (items + 1) * len(CODES)
    put_out(ledger, [write_item(out, items + 1)], items + 1)
    command_s = build_by_command(home)
    assert len(list((home / "site/public/he/items").iterdir())) == items + 2
    return {
        "files": built.files,
        "size, MB": size / 1e6,
        "cold, CPU s": cold_s,
        "nothing new, CPU s": same_s,
        "one more item, CPU s": more_s,
        "one more item by the command, CPU s": command_s,
        "one more item, files written": more.fresh,
        "cold to one more, ratio": cold_s / more_s,
    }


def main() -> None:
    """Print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2000, help="how many items, each in three languages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefcast-site-") as home:
        for name, figure in measure(Path(home), given.items).items():
            print(f"| {name} | {figure:,.2f} |")
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
