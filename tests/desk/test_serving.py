"""The desk as somebody starts it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from briefcast.desk.app import serve
from briefcast.errors import BriefcastError
from tests import ROOT
from tests.desk_fixtures import write_brief


@pytest.mark.server
def test_the_address_on_the_terminal_opens_the_desk_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    write_brief(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "briefcast", "desk", str(tmp_path), "--no-browser", "--port", "0"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as desk:
        try:
            assert desk.stdout
            address = re.search(r"http://\S+", desk.stdout.readline())
            assert address
            with httpx.Client(follow_redirects=True, timeout=60) as browser:
                assert "my-plan.yaml" in browser.get(address[0]).text
                origin = address[0].partition("/enter")[0]
                begun = time.monotonic()
                shown = browser.post(
                    f"{origin}/briefs/my-plan.yaml/change",
                    json={
                        "client": "a",
                        "seq": 1,
                        "view": {"audience": "citizens", "language": "vi", "size": "1080x1350"},
                    },
                    headers={"origin": origin},
                )
                assert shown.json()["pictures"], time.monotonic() - begun
                # A check is under way when she ends it.
                with contextlib.suppress(httpx.TimeoutException):
                    asked = {"client": "a", "seq": 1, "view": {"audience": "citizens", "language": "vi", "size": "a4"}}
                    browser.post(
                        f"{origin}/briefs/my-plan.yaml/settle", json=asked, headers={"origin": origin}, timeout=0.5
                    )
        finally:
            os.killpg(desk.pid, signal.SIGINT)
        _, told = desk.communicate(timeout=60)
        assert desk.returncode == 0
        assert told == ""


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BriefcastError, match="there is no such folder"):
        serve(tmp_path / "nothing", out=tmp_path, open_browser=False)
