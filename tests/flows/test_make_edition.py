"""The Prefect flow: runs on the embedded server, leaves artifacts, can be deployed and scheduled."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests import ROOT
from tests.edition_fixtures import write_small_brief
from tests.flows.conftest import CLIENT, flow_settings, free_port, serving
from tests.sending_fixtures import board, whole_brief


@pytest.mark.parametrize("module", sorted(path.stem for path in (ROOT / "flows").glob("[a-z]*.py")))
def test_every_flow_file_can_be_loaded_alone(module: str) -> None:
    """A missing import would show up only when a run starts, as a name that is not defined."""
    subprocess.run([sys.executable, "-c", f"import flows.{module}"], cwd=ROOT, check=True, capture_output=True)


def test_the_library_never_loads_prefect() -> None:
    pattern = re.compile(r"^\s*(from|import) (prefect|flows)\b", re.MULTILINE)
    assert not [p.name for p in (ROOT / "briefcast").rglob("*.py") if pattern.search(p.read_text("utf-8"))]


def test_the_deployments_name_flows_and_files_that_exist() -> None:
    for deployment in YAML(typ="safe").load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]:
        file, function = deployment["entrypoint"].split(":")
        assert f"def {function}(" in (ROOT / file).read_text("utf-8")
        [step] = deployment["build"]
        [begins] = step.values()
        assert begins["deployment"].endswith(f"/{deployment['name']}")
        assert set(begins["parameters"]) == set(deployment["parameters"]), "what is not named again is lost"
        for name in ("brief", "plan"):
            path = begins["parameters"].get("request", {}).get(name, "prefect.yaml")
            assert (ROOT / path).is_file()


def test_the_flow_runs_on_the_embedded_server_and_names_the_page(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    words = [sys.executable, "-m", "flows.make_edition", str(brief), "--language", "vi", "--out", str(tmp_path / "out")]
    settings = flow_settings(tmp_path / "prefect")
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
        env=flow_settings(tmp_path / "prefect", BRIEFCAST_VOICES=str(tmp_path / "none")),
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
        words,
        cwd=ROOT,
        env=flow_settings(tmp_path / "prefect"),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 2
    assert "broken.yaml" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.server
def test_a_deployed_flow_has_a_form(server: tuple[str, dict[str, str]]) -> None:
    api, _ = server
    deployment = CLIENT.get(f"{api}/deployments/name/make-edition/default").json()
    form = str(deployment["parameter_openapi_schema"])
    for field in ("brief", "audiences", "languages", "products", "voices", "strict"):
        assert f"'{field}'" in form, f"the form does not ask for {field}"


@pytest.mark.server
def test_a_brief_is_sent_and_made_where_the_server_is(server: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    """She has no path on the server, and no way to get a file there."""
    api, settings = server
    team = tmp_path / "team"
    settings = settings | {"BRIEFCAST_BRIEFS": str(team / "briefs"), "BRIEFCAST_BOARD_AUTH": "team:secret"}
    brief = whole_brief(tmp_path / "hers")
    asked = ["--product", "infographic", "--language", "vi", "--out", str(team / "outputs")]
    with board(team, "--briefs", str(team / "briefs"), BRIEFCAST_BOARD_AUTH="team:secret") as address:
        submitted = subprocess.run(
            [sys.executable, "-m", "briefcast", "make", str(brief), "--submit", *asked],
            cwd=tmp_path,
            env=settings | {"BRIEFCAST_BOARD_URL": address},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert submitted.returncode == 0, submitted.stderr
    run = submitted.stdout.strip().rpartition("/")[2]
    request = CLIENT.get(f"{api}/flow_runs/{run}").json()["parameters"]["request"]
    assert request["brief"] == "small" and str(tmp_path / "hers") not in str(request)
    deployment = CLIENT.get(f"{api}/deployments/name/make-edition/default").json()
    offered = deployment["parameter_openapi_schema"]["definitions"]["EditionForm"]["properties"]["brief"]["enum"]
    assert offered[0] == "small" and "examples/egov-2024.yaml" in offered

    for file in (tmp_path / "hers").rglob("*"):
        if file.is_file():
            file.unlink()  # her machine is off
    words = [sys.executable, "-m", "prefect", "flow-run", "execute", run]
    subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, timeout=300, check=False)
    state = CLIENT.get(f"{api}/flow_runs/{run}").json()["state"]
    assert state["type"] == "COMPLETED", state["message"]
    assert list((team / "outputs/small/neighbours/vi").glob("infographic*.png"))
    wanted = {"artifacts": {"flow_run_id": {"any_": [run]}, "type": {"any_": ["progress"]}}}
    [bar] = CLIENT.post(f"{api}/artifacts/filter", json=wanted).json()
    assert bar["key"] == "small-progress" and bar["data"] == 100.0, "whoever watches the run sees how far it is"


@pytest.mark.server
def test_a_run_goes_on_while_the_server_is_down_and_tells_it_afterwards(tmp_path: Path) -> None:
    """A server that is upgraded on a Monday morning would cost the edition that is just made."""
    home, port, out = tmp_path / "prefect", free_port(), tmp_path / "out"
    home.mkdir()
    words = [sys.executable, "-m", "flows.make_edition", str(write_small_brief(tmp_path)), "--out", str(out)]
    with serving(home, port) as api:
        settings = flow_settings(home, PREFECT_API_URL=api)
        with (tmp_path / "log").open("w") as log:
            run = subprocess.Popen(words, cwd=ROOT, env=settings, stdout=log, stderr=log)
        for _ in range(1200):
            if CLIENT.post(f"{api}/task_runs/filter", json={}).json():
                break
            time.sleep(0.1)
        assert run.poll() is None, (tmp_path / "log").read_text()
    time.sleep(5)
    assert run.poll() is None, "it went on while the server was down, and was not done"
    with serving(home, port) as api:
        assert run.wait(300) == 0, (tmp_path / "log").read_text()
        [flow_run] = CLIENT.post(f"{api}/flow_runs/filter", json={}).json()
        assert flow_run["state"]["type"] == "COMPLETED"
    assert (out / "small/index.html").is_file()


WEEK = """import sys, time
from pathlib import Path
from prefect import flow
from briefcast.edition.request import read_request
import flows.make_edition as made_by

folder, make = Path(sys.argv[1]), made_by.make

def made(request):
    edition = make(request)
    (folder / "made").touch()
    while not (folder / "gone").exists():
        time.sleep(0.1)
    return edition

@flow
def week():
    made_by.make = made
    made_by.make_edition(read_request(brief=folder / "small.yaml", out=folder / "out"))

week()
"""
"""Makes an edition within itself as the run of a week does; the server is gone in the moment when it is made."""


@pytest.mark.server
def test_a_server_that_restarts_costs_no_edition_of_a_week(tmp_path: Path) -> None:
    """An edition that was whole was red with "All connection attempts failed", and missing in the week."""
    home, port = tmp_path / "prefect", free_port()
    home.mkdir()
    write_small_brief(tmp_path)
    with serving(home, port) as api:
        settings = flow_settings(home, PREFECT_API_URL=api)
        with (tmp_path / "log").open("w") as log:
            run = subprocess.Popen([sys.executable, "-c", WEEK, str(tmp_path)], cwd=ROOT, env=settings, stderr=log)
        for _ in range(1200):
            if (tmp_path / "made").exists() or run.poll() is not None:
                break
            time.sleep(0.1)
        assert run.poll() is None, (tmp_path / "log").read_text()
    (tmp_path / "gone").touch()
    time.sleep(5)
    with serving(home, port) as api:
        assert run.wait(300) == 0, (tmp_path / "log").read_text()
        runs = CLIENT.post(f"{api}/flow_runs/filter", json={}).json()
        assert [run["state"]["type"] for run in runs] == ["COMPLETED"] * 2


@pytest.mark.server
def test_deployed_again_a_deployment_keeps_what_the_team_set(server: tuple[str, dict[str, str]]) -> None:
    """After each upgrade the example's week would be asked for, and everything paused would go out again."""
    api, settings = server
    own = {"request": {"plan": "plans/tet.yaml", "preset": "draft"}, "spread": {"how": "workers"}}
    deployment = CLIENT.get(f"{api}/deployments/name/weekly-batch/default").json()
    assert deployment["parameters"] == {"request": {"plan": "examples/plan.yaml"}, "spread": {"how": "here"}}
    address = f"{api}/deployments/{deployment['id']}"
    monday = next(each for each in deployment["schedules"] if each["slug"] == "monday-morning")
    _set(address, parameters=own)
    _set(f"{address}/schedules/{monday['id']}", active=False)
    try:
        # From a script that is told the folder another way than by a shell.
        deploy = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
        subprocess.run(deploy, cwd=ROOT, env=settings | {"PWD": "/"}, check=True, capture_output=True, timeout=120)
        again = CLIENT.get(address).json()
        assert again["parameters"] == own
        assert {each["slug"]: each["active"] for each in again["schedules"]} == {
            "monday-morning": False,
            "catch-up": True,
        }
        [pull] = again["pull_steps"]
        assert list(pull.values()) == [{"directory": str(ROOT)}]
    finally:
        _set(address, parameters=deployment["parameters"])
        _set(f"{address}/schedules/{monday['id']}", active=True)


def _set(address: str, **what: object) -> None:
    """Set something as the UI does."""
    CLIENT.patch(address, json=what).raise_for_status()
