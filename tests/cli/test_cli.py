"""The command line: one clear message and the right exit code, never a traceback."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.brief.findings import Finding
from briefcast.brief.read import read_brief
from briefcast.cli.main import app
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import items_of
from tests import ROOT
from tests.batch_fixtures import write_plan
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.ledger_fixtures import edition_of
from tests.parse_fixtures import count_parses


def briefcast(*words: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "briefcast", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"} | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_brief_can_be_started_checked_and_made(tmp_path: Path) -> None:
    write_small_brief(tmp_path)
    assert briefcast("check", "small.yaml", cwd=tmp_path).returncode == 0
    made = briefcast("make", "small.yaml", "--product", "infographic", "--language", "vi", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert Path(made.stdout.strip()).is_file(), "the answer is the page to open"
    assert "Traceback" not in made.stderr


def test_the_answer_can_be_read_by_a_program(tmp_path: Path) -> None:
    write_small_brief(tmp_path)
    made = briefcast("make", "small.yaml", "--product", "infographic", "--language", "vi", "--json", cwd=tmp_path)
    assert [o["path"] for o in json.loads(made.stdout)["outputs"]] == ["neighbours/vi/infographic-1200x630.png"]
    reasons = briefcast("make", "small.yaml", "--language", "vi", "--explain", "--json", cwd=tmp_path)
    assert {row["point"] for row in json.loads(reasons.stdout)} == {"reach"}


@pytest.mark.parametrize("command", ["check", "make"])
@pytest.mark.parametrize(
    ("wrong", "place", "remedy"),
    [
        (BRIEF.replace("as_of:", "asof:"), "small.yaml:7", "as_of"),
        (BRIEF.replace("value: 99.3", "value: many"), "small.yaml", "number"),
        (BRIEF.replace("{villages} of villages have", "{village} of villages have"), "small.yaml", "villages"),
        ("", "small.yaml", "briefcast new"),
    ],
    ids=["wrong key", "wrong type", "unknown reference", "empty"],
)
def test_a_broken_brief_is_refused_with_place_and_remedy(
    tmp_path: Path, command: str, wrong: str, place: str, remedy: str
) -> None:
    write_small_brief(tmp_path, wrong)
    refused = briefcast(command, "small.yaml", cwd=tmp_path)
    assert refused.returncode == 2, refused.stderr
    assert place in refused.stderr
    assert remedy in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "outputs").exists()


def test_a_missing_brief_is_refused_by_name(tmp_path: Path) -> None:
    refused = briefcast("make", "nowhere.yaml", cwd=tmp_path)
    assert refused.returncode == 2
    assert "nowhere.yaml" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_feed_without_a_voice_says_which_episodes_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "outputs").mkdir()
    refused = briefcast("feed", cwd=tmp_path)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    assert "silent ones are left out" in refused.stderr and "--product podcast" in refused.stderr


def test_whole_names_are_readable_on_a_narrow_screen(tmp_path: Path) -> None:
    """An item whose name is cut can neither be copied into the next command nor told from its neighbour."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    manifest = edition_of(tmp_path / "homes")
    ledger.record_edition(manifest, folder=tmp_path / "homes", who="batch", week="2026-W48")
    item = items_of(manifest)[0]
    Outbox(ledger, who="lan").prepare(
        item=item.key, channel="folder", account="x", content_sha256=item.content_sha256, marker="m"
    )
    settings = {"BRIEFCAST_LEDGER": f"sqlite:///{tmp_path / 'ledger.db'}", "COLUMNS": "80"}
    for words in (("says", "fibre"), ("outbox",)):
        told = briefcast(*words, cwd=tmp_path, **settings)
        assert told.returncode == 0, told.stderr
        assert item.key in told.stdout
        assert "…" not in told.stdout


def test_strict_fails_where_another_voice_would_stand_in(tmp_path: Path) -> None:
    write_small_brief(tmp_path)
    words = ("make", "small.yaml", "--language", "vi", "--product", "podcast", "--voice", "piper:nobody")
    lenient = briefcast(*words, cwd=tmp_path, BRIEFCAST_VOICES=str(tmp_path / "none"))
    assert lenient.returncode == 0, lenient.stderr
    assert "Another voice stood in" in lenient.stderr
    strict = briefcast(*words, "--strict", cwd=tmp_path, BRIEFCAST_VOICES=str(tmp_path / "none"))
    assert strict.returncode == 1
    assert "piper" in strict.stderr
    assert "Traceback" not in strict.stderr


def test_submitting_without_a_server_says_how_to_start_one(tmp_path: Path) -> None:
    write_small_brief(tmp_path)
    refused = briefcast("make", "small.yaml", "--submit", cwd=tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert refused.returncode == 1
    assert "prefect server start" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "words", [["check"], ["make", "--explain"], ["make", "--product", "infographic"]], ids=" ".join
)
def test_a_brief_is_parsed_once(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long brief takes seconds to parse, and whoever writes it waits for each of them."""
    path = write_small_brief(tmp_path)
    parses = count_parses(monkeypatch)
    ran = CliRunner().invoke(app, [*words, str(path), *(["--out", str(tmp_path / "out")] if "make" in words else [])])
    assert ran.exit_code == 0, ran.output
    assert parses["small.yaml"] == 1
    read_brief(path)
    assert parses["small.yaml"] == 2, "a second reading would be seen"


def test_the_findings_of_briefs_and_plans_are_the_same_kind_of_data(tmp_path: Path) -> None:
    """A program that reads one reads the other."""
    plan, brief = write_plan(tmp_path, approver="minh"), tmp_path / "small.yaml"
    brief.write_text(BRIEF.replace("{villages} of villages", "12 of {villages} villages"), "utf-8")
    rows = [
        row
        for words in (["check", str(brief)], ["plan", "check", str(plan)])
        for row in json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    ]
    assert {"typed-digit", "own-approver"} <= {row["code"] for row in rows}
    assert {tuple(row) for row in rows} == {tuple(field.name for field in dataclasses.fields(Finding))}


DRAWS = {"matplotlib", "av", "typst", "moviepy", "numpy", "PIL"}
"""What draws, films and computes."""
SENDS = {"prefect", "sqlalchemy", "alembic", "apprise", "httpx", "jinja2"}
"""What keeps and sends."""
READS = {"pydantic", "ruamel", "babel", "icu"}
"""What reads a brief and writes its figures."""


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], DRAWS | SENDS | READS | {"openpyxl", "briefcast.brief", "briefcast.language"}),
        (
            ["--version"],
            DRAWS | SENDS | {"ruamel", "babel", "icu", "openpyxl", "briefcast.brief", "briefcast.language"},
        ),
        (["check", "examples/egov-2024.yaml"], DRAWS | SENDS | {"openpyxl", "briefcast.edition.plan"}),
        (["plan", "check", "examples/plan.yaml"], DRAWS | SENDS | {"openpyxl", "briefcast.edition.plan"}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_an_answer_comes_at_once_because_nothing_is_loaded_that_it_does_not_need(
    words: list[str], unwanted: set[str]
) -> None:
    """A writer runs the check after each sentence."""
    loaded = _loaded_by(*words)
    assert "typer" in loaded
    assert not unwanted & loaded


def test_what_a_command_loads_is_seen() -> None:
    assert {"briefcast.edition.plan", "pydantic", "ruamel"} <= _loaded_by(
        "make", "examples/egov-2024.yaml", "--explain"
    )


def _loaded_by(*words: str) -> set[str]:
    """Run a command and give the modules it loads."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "briefcast", *words],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stderr
    return {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}


def test_doctor_says_which_voice_speaks_which_language(tmp_path: Path) -> None:
    told = briefcast("doctor", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    for word in ("espeak", "Vietnamese", "Hebrew", "ffmpeg"):
        assert word in told.stdout


def test_stopping_by_hand_says_what_is_kept_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [infographic, video]"))
    process = subprocess.Popen(
        [sys.executable, "-m", "briefcast", "make", "small.yaml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stderr=subprocess.PIPE,
        text=True,
        # Who is started in the background has it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    process.stderr.readline()  # the first step is done
    process.send_signal(signal.SIGINT)
    told = process.stderr.read()
    assert process.wait(60) == 130, told
    assert "Stopped." in told
    assert "Traceback" not in told
    assert not [p for p in (tmp_path / "outputs").rglob(".*-*") if p.is_dir()]
    again = briefcast("make", "small.yaml", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "steps were made already" in again.stderr


def test_checking_loads_nothing_that_only_making_needs() -> None:
    """A writer checks after each sentence; what speaks, draws or encodes would make her wait."""
    heavy = ("PIL", "av", "icu", "lxml", "matplotlib", "openpyxl", "prefect", "typst", "underthesea")
    code = (
        "import sys; from pathlib import Path; import datetime as dt\n"
        "from briefcast.cli import main; from briefcast.brief.read import open_brief\n"
        "from briefcast.edition.check import check_brief\n"
        "check_brief(open_brief(Path('examples/egov-2024.yaml')), today=dt.date(2026, 1, 1))\n"
        "print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_publishing_loads_nothing_that_only_making_needs() -> None:
    """A schedule publishes every five minutes; charts and sound would cost it more than all it looks at."""
    heavy = ("av", "matplotlib", "numpy", "openpyxl", "prefect", "typst")
    code = (
        "import sys\n"
        "from briefcast.week import run; from briefcast.publishing import orders, sending\n"
        "print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
