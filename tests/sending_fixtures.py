"""A brief with every kind of file that one can name, and a board that takes it."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests import ROOT
from tests.edition_fixtures import BRIEF, write_small_brief


def whole_brief(folder: Path, **change: str) -> Path:
    """Write a brief that names a picture, a table, a profile and a kit with its logos, beside much that it does not."""
    folder.mkdir(parents=True, exist_ok=True)
    text = BRIEF.replace("id: small\n", "id: small\nbrand: village\n")
    text = text.replace(
        "  - id: reach\n", "  - id: reach\n    image: photos/desk.png\n    image_alt: {vi: Bàn., en: Desk.}\n"
    )
    text = text.replace("    value: 99.3\n", "    value: 99.3\n    series: data/villages.csv\n")
    for old, new in change.items():
        text = text.replace(old, new)
    for place in ("photos", "data", "brand"):
        (folder / place).mkdir(exist_ok=True)
    Image.effect_noise((720, 720), 50).save(folder / "photos/desk.png")
    (folder / "data/villages.csv").write_text("period,value\n2024-10,98.1\n2025-10,99.3\n", "utf-8")
    (folder / "brand/village.yaml").write_bytes((ROOT / "assets/brand/institutional.yaml").read_bytes())
    for name in ("mark.svg", "mark-on-dark.svg"):
        (folder / "brand" / name).write_bytes((ROOT / "assets/brand" / name).read_bytes())
    (folder / "pronunciation.yaml").write_text("en: {GovBot: gov bot}\n", "utf-8")
    path = write_small_brief(folder, text)
    for name in ("audiences/others.yaml", "brand/other.yaml", "photos/private.png", "notes.txt", "channels.yaml"):
        (folder / name).write_text("not named", "utf-8")
    return path


def files(place: Path) -> dict[str, str]:
    """What a person sees in a folder: names and hashes."""
    return {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(place).parts)
    }


@contextmanager
def board(home: Path, *words: str, **settings: str) -> Iterator[str]:
    """Start the board in a folder, as a team does, and give its address."""
    (home / "outputs").mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "briefcast", "board", "outputs", "--port", "0", *words],
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        yield process.stdout.readline().split()[3].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
