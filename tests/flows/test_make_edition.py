"""The Prefect flow: runs on the embedded server, leaves artifacts, can be deployed and scheduled."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from ruamel.yaml import YAML

from tests.edition_fixtures import write_small_brief

ROOT = Path(__file__).resolve().parents[2]


def _settings(home: Path, **more: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        **more,
    }


@pytest.mark.parametrize("module", ["make_edition", "cli", "local", "submit", "doctor", "explain"])
def test_every_flow_file_can_be_loaded_alone(module: str) -> None:
    """A missing import would show up only when a run starts, as a name that is not defined."""
    subprocess.run([sys.executable, "-c", f"import flows.{module}"], cwd=ROOT, check=True, capture_output=True)


def test_the_library_never_loads_prefect() -> None:
    pattern = re.compile(r"^\s*(from|import) (prefect|flows)\b", re.MULTILINE)
    assert not [p.name for p in (ROOT / "briefcast").rglob("*.py") if pattern.search(p.read_text("utf-8"))]


def test_the_deployment_names_the_flow_that_exists() -> None:
    deployment = YAML(typ="safe").load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"][0]
    file, function = deployment["entrypoint"].split(":")
    assert f"def {function}(" in (ROOT / file).read_text("utf-8")
    assert (ROOT / deployment["parameters"]["request"]["brief"]).is_file()


def test_the_flow_runs_on_the_embedded_server_and_names_the_page(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    words = [sys.executable, "-m", "flows.make_edition", str(brief), "--language", "vi", "--out", str(tmp_path / "out")]
    settings = _settings(tmp_path / "prefect")
    settings.pop("PREFECT_API_URL", None)
    run = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip().splitlines()[-1]) == tmp_path / "out" / "small" / "index.html"


def test_a_step_that_fails_is_named_and_what_does_not_need_it_is_made(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    asked = ["--language", "vi", "--voice", "piper:nobody", "--strict", "--out", str(tmp_path / "out")]
    run = subprocess.run(
        [sys.executable, "-m", "flows.make_edition", str(brief), *asked],
        cwd=ROOT,
        env=_settings(tmp_path / "prefect", BRIEFCAST_VOICES=str(tmp_path / "none")),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert "podcast" in run.stderr
    assert "piper" in run.stderr
    assert "Traceback" not in run.stderr
    assert (tmp_path / "out/small/neighbours/vi/infographic-1200x630.png").is_file()
    assert (tmp_path / "out/small/index.html").is_file()


def test_a_broken_brief_fails_the_flow_with_one_clear_message(tmp_path: Path) -> None:
    brief = tmp_path / "broken.yaml"
    brief.write_text("id: broken\n", "utf-8")
    words = [sys.executable, "-m", "flows.make_edition", str(brief), "--out", str(tmp_path / "out")]
    run = subprocess.run(
        words, cwd=ROOT, env=_settings(tmp_path / "prefect"), capture_output=True, text=True, timeout=180, check=False
    )
    assert run.returncode == 2
    assert "broken.yaml" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Start a Prefect server of our own on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    api = f"http://127.0.0.1:{port}/api"
    settings = _settings(home, PREFECT_API_URL=api)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=home, env=settings, stdout=log, stderr=log)
    try:
        for _ in range(240):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{api}/health").status_code == 200:
                    break
            time.sleep(0.25)
        else:
            pytest.fail((home / "log").read_text())
        yield api, settings
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.server
def test_a_deployed_flow_has_a_form_and_its_schedule_makes_runs(
    server: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    """With the wrong versions of Prefect's dependencies the server looks healthy and never schedules anything."""
    api, settings = server
    run = [sys.executable, "-m", "prefect", "--no-prompt"]
    for words in (
        ["work-pool", "create", "--type", "process", "local"],
        ["deploy", "--all"],
        [
            "deployment",
            "schedule",
            "create",
            "make-edition/default",
            "--cron",
            "0 6 * * 1",
            "--timezone",
            "Asia/Ho_Chi_Minh",
        ],
    ):
        done = subprocess.run(
            [*run, *words], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=90, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    deployment = httpx.get(f"{api}/deployments/name/make-edition/default").json()
    form = str(deployment["parameter_openapi_schema"])
    for field in ("brief", "audiences", "languages", "products", "voices", "strict"):
        assert f"'{field}'" in form, f"the form does not ask for {field}"
    wanted = {
        "deployments": {"id": {"any_": [deployment["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    for _ in range(120):
        if runs := httpx.post(f"{api}/flow_runs/filter", json=wanted).json():
            break
        time.sleep(0.5)
    assert runs, "the schedule made no runs"

    submitted = subprocess.run(
        [sys.executable, "-m", "flows.cli", "make", str(write_small_brief(tmp_path)), "--submit"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert submitted.returncode == 0, submitted.stderr
    run_id = submitted.stdout.strip().rpartition("/")[2]
    assert httpx.get(f"{api}/flow_runs/{run_id}").json()["parameters"]["request"]["brief"].endswith("small.yaml")
