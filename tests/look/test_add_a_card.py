"""Who follows docs/add-a-card.md to the letter gets a card that readers see: on a page, in a film, on the proof."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

PAGE = ROOT / "docs" / "add-a-card.md"
ROW_BEFORE = '    Card(name="number"'


def block(kind: str) -> str:
    """The one block of a language on the page."""
    [found] = re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return found


def put(row: str, table: Path) -> None:
    """Write a row into the table, after that of the number."""
    lines = table.read_text("utf-8").splitlines(keepends=True)
    [at] = [place for place, line in enumerate(lines) if line.startswith(ROW_BEFORE)]
    table.write_text("".join([*lines[: at + 1], row, *lines[at + 1 :]]), "utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as somebody has it who adds a card: code and templates of their own."""
    for folder in ("briefcast", "templates", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("assets", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    brief = tmp_path / "examples" / "pattern-book.yaml"
    text = brief.read_text("utf-8")
    assert text.count("    visual: series\n") == 1
    brief.write_text(text.replace("    visual: series\n", block("yaml")), "utf-8")
    return tmp_path


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )


def test_the_page_adds_a_card_that_readers_see(copy: Path) -> None:
    name = re.search(r'Card\(name="([a-z-]+)"', block("text"))[1]  # type: ignore[index]
    drawing = copy / "templates" / "cards" / f"{name}.typ"
    assert f"Make `{drawing.relative_to(copy)}`" in PAGE.read_text("utf-8") and not drawing.exists()
    drawing.write_text(block("typst"), "utf-8")
    put(block("text"), copy / "briefcast" / "cards.py")
    (copy / "out").mkdir()
    done = python(copy, "-m", "tests.look.new_card", name, "examples/pattern-book.yaml", "out")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["page"] == name
    assert "11.5 percentage points to go" in seen["page texts"][:2], "it is not what is said largest"
    assert name in seen["carousel"]
    assert {"0:detail", "0:number", "0:still"} <= set(seen["film"])
    assert seen["proof"] == [f"en {name} on a page", f"en {name} in a film"]
    assert seen["refused"] == []
    assert name in seen["schema"]


def test_without_its_row_the_brief_is_refused_and_told_what_there_is(copy: Path) -> None:
    """The steps of the page are all needed: a drawing alone is not a card."""
    done = python(copy, "-m", "briefcast", "check", "examples/pattern-book.yaml")
    assert done.returncode != 0
    said = " ".join((done.stdout + done.stderr).split())
    assert "points[trend].visual" in said and "not one of" in said and "progress" in said
