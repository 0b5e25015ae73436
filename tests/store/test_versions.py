"""Keys rest on the code and data that make outputs: a mended channel makes nothing anew, a mended card everything."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.house import arrows
from briefcast.store import store
from tests import ROOT


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all code and data, which keys are made from."""
    for name, folder in (("PACKAGE", "briefcast"), ("TEMPLATES", "templates"), ("ASSETS", "assets")):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.ttf", "*.wav", "*.flac")
        )
        monkeypatch.setattr(store, name, tmp_path / folder)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for kept in (store._code, store.code_version, store.program_version):
        kept.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "briefcast/channels/mail.py",
        "briefcast/publishing/posts.py",
        "briefcast/week/review.py",
        "briefcast/cli/main.py",
        "briefcast/edition/claims.py",
        "briefcast/pages/board.py",
        "briefcast/ledger/outbox.py",
        "templates/posts/vi.yaml",
        "templates/page/page.css",
        "assets/findings/he.yaml",
        "assets/platforms.yaml",
    ],
)
def test_what_makes_no_output_orphans_nothing(program: Path, name: str) -> None:
    key, version, whole = store.content_key("film", 1), store.code_version(), store.program_version()
    with (program / name).open("a", encoding="utf-8") as file:
        file.write("\n# mended\n")
    _forget()
    assert (store.content_key("film", 1), store.code_version()) == (key, version)
    assert store.program_version() != whole, "what is found and told is found and told anew"


@pytest.mark.parametrize(
    "name",
    [
        "briefcast/products/video/scenes.py",
        "briefcast/speech/narrate.py",
        "briefcast/messages.py",
        "templates/cards/number.typ",
        "templates/audiences/citizens.yaml",
        "assets/lexicon/vi.yaml",
    ],
)
def test_what_makes_outputs_makes_them_anew(program: Path, name: str) -> None:
    key = store.content_key("film", 1)
    with (program / name).open("a", encoding="utf-8") as file:
        file.write("\n// mended\n")
    _forget()
    assert store.content_key("film", 1) != key


def test_nothing_that_makes_outputs_imports_what_counts_as_apart() -> None:
    """A film made by changed code would be found under the key of the old one."""
    apart = store._APART
    assert not [(here, there) for here, there in arrows() if there in apart and here not in {*apart, "flows", "bench"}]


def test_nothing_that_makes_outputs_reads_the_data_that_counts_as_apart() -> None:
    named = re.compile(rf'(?:TEMPLATES|ASSETS) / "(?:{"|".join(map(re.escape, store._DATA_APART))})"')
    readers = {
        path.relative_to(ROOT / "briefcast").parts[0]
        for path in (ROOT / "briefcast").rglob("*.py")
        if named.search(path.read_text("utf-8"))
    }
    # The docstring of tables.py shows how a table is read; the catalogue translates what is told, and no output.
    assert readers - store._APART == {"tables.py", "catalogue.py"}
    assert readers & store._APART


def test_data_that_counts_as_apart_is_there() -> None:
    assert {path.name for root in ("templates", "assets") for path in (ROOT / root).iterdir()} >= store._DATA_APART
    assert {path.name for path in (ROOT / "briefcast").iterdir()} >= store._APART
