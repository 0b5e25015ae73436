"""Measure how long documents take to be drafted, and how many of their figures are right.

python -m bench.importing

Documents are those of ``tests/importing``, as Word document, PDF and web page. The long one has the text of one of them
over and over, each paragraph a little other than the last. Seconds are those of the whole command with the start of
Python, and those of processor time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf

from tests.importing.documents import BLIND, KNOWN, LATER, as_docx, as_html, as_pdf, as_plain, read_text, texts

TIMES = 15
"""How often the text of the long document stands in it: twenty pages."""


def seconds(document: Path, out: Path) -> tuple[float, float]:
    """Draft a document once and give the wall and CPU seconds of the command."""
    out.unlink(missing_ok=True)
    out.with_name(f"{out.stem}.left-out.txt").unlink(missing_ok=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "briefcast", "import", str(document), "-o", str(out)]
    subprocess.run(command, capture_output=True, check=True)
    wall_s, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def counted(folder: Path) -> tuple[int, int]:
    """Give how many figures the documents of a folder have, and how many of their drafts' values are not among them."""
    import datetime as dt

    from briefcast.drafting.draft import draft_brief

    figures = wrong = 0
    with tempfile.TemporaryDirectory() as aside:
        for text in texts(folder):
            values = {gold.value for gold in text.gold}
            figures += len(text.gold)
            draft = draft_brief(as_plain(text, Path(aside)), today=dt.date.today())
            wrong += sum(Decimal(statistic["value"]) not in values for statistic in draft.data["statistics"])
    return figures, wrong


def main() -> None:
    """Print the figures."""
    text = read_text(KNOWN / "province-nine-months.vi.txt")
    lines = tuple(f"{line} {'abcdefghijklmnop'[n]}." for n in range(TIMES) for line in text.lines)
    long = replace(text, name="long", lines=lines)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = len(pikepdf.open(as_pdf(long, folder)).pages)
        for make in (as_docx, as_pdf, as_html):
            document = make(long, folder)
            wall_s, cpu_s = seconds(document, folder / "out.yaml")
            print(f"{document.suffix[1:]:5} {pages} pages  {wall_s:.1f} s, {cpu_s:.1f} s of processor time")
    for each in (KNOWN, BLIND, LATER):
        figures, wrong = counted(each)
        print(f"{each.name:6} {figures} figures, {wrong} wrong")


if __name__ == "__main__":
    main()
