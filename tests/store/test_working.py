"""Folders to work in: a machine that is killed every week does not fill with what it was making."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from briefcast.store.working import sweep_working_folders, working_folder
from tests import ROOT

_KILLED = """
import os, signal
from briefcast.store.working import working_folder
with working_folder("film") as folder:
    (folder / "half.mp4").write_bytes(b"half")
    os.utime(folder, (0, 0))
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_with_its_work(own: Path) -> None:
    with working_folder("film") as folder:
        assert folder.parent == own
    assert not folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_what_a_killed_process_left_is_swept(own: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(own)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = Path(ran.stdout.strip())
    assert (left / "half.mp4").exists()
    sweep_working_folders()
    assert not left.exists()


def test_what_is_in_use_or_somebody_elses_stays(own: Path) -> None:
    foreign = own / "briefcast-notes-mine"
    foreign.mkdir()
    os.utime(foreign, (0, 0))
    with working_folder("film") as folder:
        os.utime(folder, (0, 0))
        sweep_working_folders()
        assert folder.exists()
    assert foreign.exists()
