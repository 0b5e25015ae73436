"""The forms of Prefect's UI: words a communications officer knows, in her language, and nothing to break by them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.edition.request import EditionRequest
from briefcast.script import Numbered
from flows.forms import BatchForm, EditionForm, refuse_outside
from tests import ROOT

SCHEMA = """
import json, sys
from prefect.utilities.callables import parameter_schema
from flows.make_edition import make_edition
from flows.weekly_batch import weekly_batch
print(json.dumps([parameter_schema(flow).model_dump()["definitions"] for flow in (make_edition, weekly_batch)]))
"""


def _forms(language: str, cwd: Path = ROOT) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    settings = os.environ | {"BRIEFCAST_LANGUAGE": language, "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", SCHEMA], cwd=cwd, env=settings, check=True, capture_output=True)
    edition, batch = json.loads(told.stdout)
    return edition["EditionForm"]["properties"], batch["BatchForm"]["properties"]


def test_every_field_is_told_in_words_of_the_team() -> None:
    """She would ask what "strict" is, and who "Out" belongs to."""
    english, vietnamese = _forms("en"), _forms("vi")
    for ours, theirs in zip(english, vietnamese, strict=True):
        for name in ours:
            assert ours[name]["title"].lower() != name.replace("_", " ") or name in ("brief", "plan", "week")
            for what in ("title", "description"):
                assert ours[name][what] != theirs[name][what], f"{name} is English in a Vietnamese form"


def test_what_can_be_chosen_is_offered_the_team_s_own_audiences_too(tmp_path: Path) -> None:
    """'citizen' failed after twelve seconds, and 'Công dân' showed a regular expression."""
    (tmp_path / "plans" / "audiences").mkdir(parents=True)
    (tmp_path / "plans" / "audiences" / "provinces.yaml").write_text("id: provinces\n", "utf-8")
    edition, batch = _forms("en", cwd=tmp_path)
    assert {"citizens", "provinces"} <= set(edition["audiences"]["items"]["enum"])  # type: ignore[index]
    assert "vi" in edition["languages"]["items"]["enum"]  # type: ignore[index]
    assert "video" in edition["products"]["items"]["enum"]  # type: ignore[index]
    assert batch["week"]["type"] == "string", "a box to type in"


def test_a_form_takes_what_a_command_asks_for_and_an_empty_box_for_nothing() -> None:
    asked = EditionRequest(brief=Path("b.yaml"), audiences=("press",), preset="draft")
    assert EditionForm.model_validate(asked).model_dump() == asked.model_dump()
    numbered = asked.model_copy(update={"column": Numbered(id="wednesday", name={"en": "Figure"}, number=12)})
    assert EditionForm.model_validate(numbered.model_dump(mode="json")).column == numbered.column
    assert BatchForm.model_validate({"plan": "plan.yaml", "week": ""}).week is None


def test_a_run_of_a_server_writes_below_the_folder_of_the_team_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever can fill in the form could write anywhere on the worker."""
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "a-deployment")
    monkeypatch.setenv("BRIEFCAST_OUTPUTS", str(tmp_path))
    refuse_outside(tmp_path / "outputs")
    for out in (Path("/etc"), tmp_path / ".." / "elsewhere", Path("outputs")):
        with pytest.raises(Exception, match="outside the folder of the team"):
            refuse_outside(out)
    monkeypatch.delenv("PREFECT__RUNTIME__DEPLOYMENT__ID")
    refuse_outside(Path("/etc"))
