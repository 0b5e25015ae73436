"""What tests need beside Python, and what happens where it is missing.

A test that needs a browser, OCR, a podcast client or speech recognition carries a marker. Where
the tool is missing the test is skipped and listed; with BRIEFCAST_TEST_ALL=1 a missing tool is a failure instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from briefcast.catalogue import in_zone
from briefcast.speech.listening import listener_folder
from briefcast.speech.online import ENV, NEVER
from tests.edition_fixtures import MADE_ENV
from tests.ledger_fixtures import find_postgresql, ledger, postgresql, postgresql_server
from tests.server_fixtures import bluesky_account, missing_server, wordpress_site

__all__ = ["bluesky_account", "ledger", "postgresql", "postgresql_server", "wordpress_site"]


AXE = Path(__file__).parent / "browser/axe/node_modules/axe-core/axe.min.js"
VNU = Path(__file__).parent / "browser/vnu/node_modules/vnu-jar/build/dist/vnu.jar"

os.environ.setdefault(ENV, NEVER)
"""No test asks a service, unless it stands one up itself and takes this away."""


def pytest_configure(config: pytest.Config) -> None:
    """Lay the folder in which a run keeps editions that many tests need (`made_once`), for all its workers."""
    if not hasattr(config, "workerinput"):
        os.environ[MADE_ENV] = tempfile.mkdtemp(prefix="briefcast-made-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take it away with all that is in it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(MADE_ENV), ignore_errors=True)


LONG = ("test_bench.py", "test_docs.py", "test_image.py", "test_wheel.py")
"""Files with single tests that take a minute or more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first: begun last, it runs alone while the other worker is idle."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(autouse=True)
def _no_zone() -> None:
    """Tell moments in UTC, whatever a command of an earlier test told them by."""
    in_zone(None)


@cache
def find_chromium() -> str | None:
    """Path of a Chromium or Chrome to drive, or None."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


@cache
def _missing_ocr() -> str | None:
    if not shutil.which("tesseract"):
        return "tesseract is not installed"
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    lacking = {"eng", "vie", "heb"} - set(listed)
    return f"tesseract lacks {', '.join(sorted(lacking))}" if lacking else None


def _missing(item: pytest.Item) -> str | None:
    if item.get_closest_marker("browser") and not find_chromium():
        return "no Chromium is installed"
    if item.get_closest_marker("axe") and not AXE.is_file():
        return "axe-core is not there (make servers)"
    if item.get_closest_marker("vnu") and not (VNU.is_file() and shutil.which("java")):
        return "the checker of HTML is not there (make servers), or no Java is installed"
    if item.get_closest_marker("podcatcher") and not (shutil.which("gpo") and shutil.which("podget")):
        return "gpodder and podget are not installed"
    if item.get_closest_marker("postgresql") and not (find_postgresql() and find_spec("psycopg")):
        return "PostgreSQL is not installed"
    if server := item.get_closest_marker("server"):
        return next((reason for name in server.args if (reason := missing_server(name))), None)
    if item.get_closest_marker("asr") and not (find_spec("faster_whisper") and listener_folder().is_dir()):
        return "faster-whisper or its model is not installed (make asr)"
    if item.get_closest_marker("ocr"):
        return _missing_ocr()
    return None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing, or fail it where nothing may be skipped."""
    takes_minutes = item.get_closest_marker("campaign") or item.get_closest_marker("image")
    if takes_minutes and os.environ.get("BRIEFCAST_TEST_ALL") != "1":
        pytest.skip("takes minutes: BRIEFCAST_TEST_ALL=1 runs it")
    if reason := _missing(item):
        if os.environ.get("BRIEFCAST_TEST_ALL") == "1":
            pytest.fail(f"nothing may be skipped here, but {reason}", pytrace=False)
        pytest.skip(reason)
