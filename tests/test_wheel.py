"""Who installs the package and has no checkout gets all of briefcast: the program, its data and its docs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import briefcast
from briefcast.store.store import code_version
from tests import ROOT

TOLD = """
import importlib.metadata, json
from briefcast import __version__, paths
from briefcast.store.store import code_version
print(json.dumps({
    "version": [__version__, importlib.metadata.version("briefcast")],
    "places": [str(place) for place in (paths.PACKAGE, paths.TEMPLATES, paths.ASSETS, paths.DOCS)],
    "doc": paths.doc("add-a-voice"),
    "code_version": code_version(),
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and borrows what it depends on from ours."""
    home = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    (site,) = (home / "lib").glob("python*/site-packages")
    ours = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    # A folder named by a .pth is searched last, and its own .pth files, which lead to the checkout, are not read.
    (site / "dependencies.pth").write_text("\n".join(ours))
    return home / "bin"


def _run(*words: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "BRIEFCAST_DATA")}
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_wheel_holds_all_that_people_read_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "briefcast/py.typed" in names
    assert {f"briefcast/docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= names
    for folder in ("templates", "assets", "docs"):
        here = {path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        assert {f"briefcast/{path.relative_to(ROOT).as_posix()}" for path in here} <= names
    assert {name.split("/")[0] for name in names} == {
        "briefcast",
        "flows",
        f"briefcast-{briefcast.__version__}.dist-info",
    }


def test_an_installed_package_finds_its_own_data_and_docs(installed: Path, tmp_path: Path) -> None:
    told = json.loads(_run(installed / "python", "-c", TOLD, cwd=tmp_path))
    assert told["version"] == [briefcast.__version__] * 2
    for place in told["places"]:
        assert Path(place).is_relative_to(installed.parent) and Path(place).is_dir()
    assert Path(told["doc"]).read_text("utf-8").startswith("# Add a voice")
    # Machines share what they make, whichever way each got the same code.
    assert told["code_version"] == code_version()


def test_an_installed_package_makes_an_edition(installed: Path, tmp_path: Path) -> None:
    program = installed / "briefcast"
    assert _run(program, "--version").strip() == briefcast.__version__
    _run(program, "new", "plan", cwd=tmp_path)
    asked = ("--audience", "citizens", "--language", "en", "--product", "infographic", "--product", "podcast")
    _run(program, "make", "plan.yaml", *asked, "--voice", "silent", "--strict", "--out", "made", cwd=tmp_path)
    (manifest,) = (tmp_path / "made").glob("*/manifest.json")
    outputs = json.loads(manifest.read_text("utf-8"))["outputs"]
    assert {output["product"] for output in outputs} == {"infographic", "podcast"}
    assert all((manifest.parent / output["path"]).stat().st_size for output in outputs)
    assert (manifest.parent / "index.html").is_file()
