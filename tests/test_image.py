"""The image: what goes into it, and that what its Dockerfile says makes an edition in Vietnamese.

Where no builder of images is at hand, the lines of the Dockerfile are carried out one after another: RUN in an
environment that begins empty, COPY past .dockerignore, ENV and WORKDIR as they stand. What only root may do (a user,
the owner of files) is left out. Python is that of the tests where the image's own is not installed.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests import ROOT
from tests.server_fixtures import free_port, running

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
ROOTS_ALONE = ("useradd", "chown")


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Give every instruction of a Dockerfile with the rest of its line, long lines in one."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), rest.strip()


def is_ignored(path: Path, patterns: list[str]) -> bool:
    """Tell whether .dockerignore keeps a path of the checkout out, by itself or by a folder above it."""
    names = [path.as_posix(), *(above.as_posix() for above in path.parents if above.name)]
    return any(
        fnmatch(name, pattern) or (pattern.startswith("**/") and fnmatch(name.rpartition("/")[2], pattern[3:]))
        for name in names
        for pattern in patterns
    )


def copy_in(given: str, here: Path, context: Path) -> None:
    """Carry out a COPY: one file, or the whole context past .dockerignore."""
    source, place = (word for word in given.split() if not word.startswith("--"))
    patterns = (ROOT / ".dockerignore").read_text("utf-8").split()
    if source != ".":
        (here / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(context / source, here / place)
        return
    for folder, folders, files in os.walk(context):
        inside = Path(folder).relative_to(context)
        folders[:] = [n for n in folders if not is_ignored(inside / n, patterns) and not Path(folder, n).is_symlink()]
        for name in files:
            path = inside / name
            if not is_ignored(path, patterns) and not (context / path).is_symlink():
                (here / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(context / path, here / path)


def test_the_image_holds_the_program_and_nothing_of_the_team(tmp_path: Path) -> None:
    """Passwords, plans that are not public and the ledger would travel with every copy of it."""
    context = tmp_path / "context"
    secret = ("deploy/.env", ".env", "deploy/.env.old", "plans/2026.yaml", "ledger.db", "ledger.db-wal", ".git/config")
    made = ("outputs/homes/index.html", ".briefcast/kept", ".venv/bin/python", "briefcast/__pycache__/a.pyc")
    program = ("briefcast/cli/main.py", "deploy/Dockerfile", "locks/run.txt", "examples/plan.yaml", "docs/publish.md")
    for name in (*secret, *made, *program):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text("x")
    copy_in(". .", tmp_path / "image", context)
    held = {p.relative_to(tmp_path / "image").as_posix() for p in (tmp_path / "image").rglob("*") if p.is_file()}
    assert held == set(program)


def test_an_ignore_file_that_forgets_the_passwords_is_found() -> None:
    assert not is_ignored(Path("deploy/.env"), [".git", ".venv", "outputs"])


def test_base_images_can_be_held_fast_by_their_digest() -> None:
    """A tag is another image tomorrow; a team that wants the same one each time names its digest in one place."""
    said = dict(instructions(DOCKERFILE.read_text("utf-8")))
    assert said["FROM"] == "${PYTHON_IMAGE}" and said["ARG"].startswith("PYTHON_IMAGE=python:3.12")
    compose = YAML(typ="safe").load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
    assert compose["services"]["database"]["image"] == "${POSTGRES_IMAGE:-postgres:17}"
    assert all("PYTHON_IMAGE" in s["build"]["args"] for s in compose["services"].values() if "build" in s)


def test_every_service_that_stays_says_whether_it_is_well() -> None:
    """One that hangs would count as running for ever."""
    services = YAML(typ="safe").load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]
    staying = {name: service for name, service in services.items() if service.get("restart") != "no"}
    assert set(staying) == {"database", "server", "worker", "board"}
    for name, service in staying.items():
        check = service["healthcheck"]
        assert check["test"][0] == "CMD" and check["interval"] and check["retries"], name


def test_the_board_is_well_while_it_answers_and_not_when_it_is_gone(tmp_path: Path) -> None:
    """A check that fails on the question for a password would have a good board started again for ever."""
    service = YAML(typ="safe").load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]["board"]
    _, program, *words = service["healthcheck"]["test"]
    assert program == "python"
    port = free_port()
    check = [sys.executable, *(word.replace("8200", str(port)) for word in words)]

    def is_well() -> bool:
        return subprocess.run(check, capture_output=True, check=False, timeout=30).returncode == 0

    assert not is_well()
    (tmp_path / "outputs").mkdir()
    board = [sys.executable, "-m", "briefcast", *service["command"][1:], "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "BRIEFCAST_BOARD_AUTH": "team:a long password"}
    with running(board, tmp_path / "log", is_well, cwd=tmp_path, env=environment):
        assert is_well()
    assert not is_well()


@pytest.mark.image
def test_what_the_dockerfile_says_makes_an_edition_in_vietnamese(tmp_path: Path) -> None:
    """An image was built that could not: its lock lacked what finds the words of a Vietnamese sentence."""
    # A shim of a version manager may stand where no Python is behind it.
    asked = ("python3.12", "-c", "import sys; print(sys.executable)")
    found = subprocess.run(asked, capture_output=True, text=True, check=False) if shutil.which(asked[0]) else None
    python = found.stdout.strip() if found and found.returncode == 0 else sys.executable
    venv = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", str(venv)], check=True)
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in ROOTS_ALONE:
        (stubs / name).write_text("#!/bin/sh\n")
        (stubs / name).chmod(0o755)
    left_out = ("PYTHONPATH", "VIRTUAL_ENV", "BRIEFCAST_DATA", "BRIEFCAST_LEDGER", "BRIEFCAST_STORE")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {"PATH": f"{venv / 'bin'}:{stubs}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    here = tmp_path
    for word, rest in instructions(DOCKERFILE.read_text("utf-8")):
        if word == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "WORKDIR":
            here = tmp_path / rest.lstrip("/")
            here.mkdir()
        elif word == "COPY":
            copy_in(rest, here, ROOT)
        elif word == "RUN":
            # The image's folder is ours here.
            _run(["sh", "-ec", rest.replace(" /briefcast", f" {here}")], here, environment)
        else:
            assert word in ("FROM", "ARG", "USER", "CMD"), word
    told = _run(["briefcast", "doctor"], here, environment)
    assert "underthesea" in told and "not installed" not in told and "Doubtful: Packages" not in told, told
    chosen = ("--audience", "citizens", "--language", "vi", "--product", "infographic")
    _run(["briefcast", "make", "examples/services-at-home-2024.yaml", *chosen], here, environment)
    (manifest,) = (here / "outputs").glob("*/manifest.json")
    made = [output for output in json.loads(manifest.read_text("utf-8"))["outputs"] if output["language"] == "vi"]
    assert made and all((manifest.parent / output["path"]).stat().st_size for output in made)


def _run(words: list[str], here: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(words, cwd=here, env=environment, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout + done.stderr
