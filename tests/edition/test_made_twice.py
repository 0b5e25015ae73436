"""The same brief gives the same bytes, whoever makes it, where and when: else what was approved seems changed."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.sums import sums
from tests import ROOT
from tests.edition_fixtures import BRIEF, PROFILE, write_small_brief

PRODUCTS = "[infographic, podcast, video, press-release]"
SIZES = "[1080x1080, a4]"


def make_at(place: str, brief: Path, out: Path, *, seed: str) -> dict[str, str]:
    """Make a brief in a process of its own, with the clock of another place; the sha256 of every file by its path."""
    environment = os.environ | {"TZ": place, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "briefcast", "make", str(brief), "--out", str(out)]
    subprocess.run(command, cwd=brief.parent, env=environment, check=True, capture_output=True)
    return dict(sums(out))


def test_two_processes_in_two_time_zones_make_the_same_files(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF.replace("[infographic, podcast]", PRODUCTS))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    releases = "products: {press-release: {files: [docx, html]}}\n"
    profile.write_text(PROFILE.replace("[1200x630]", SIZES) + releases, "utf-8")
    here = make_at("UTC", brief, tmp_path / "here", seed="1")
    time.sleep(1.1)  # What carries the second it was made in differs.
    # Half a day apart, and of one day: an old brief is told with the day on which it is.
    place = "Pacific/Noumea" if dt.datetime.now(dt.UTC).hour < 12 else "Pacific/Niue"
    there = make_at(place, brief, tmp_path / "there", seed="2")
    kinds = {Path(name).suffix for name in here}
    assert kinds >= {".png", ".jpg", ".pdf", ".mp4", ".mp3", ".docx", ".html", ".vtt"}
    differing = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    assert not differing, differing


def test_a_file_that_differs_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"1")
    before = dict(sums(tmp_path))
    (tmp_path / "a.jpg").write_bytes(b"2")
    assert dict(sums(tmp_path)) != before
