"""``briefcast import``: what it writes, what it says, and that nothing unconfirmed can go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.brief.read import open_brief
from briefcast.brief.workbook import build_workbook
from briefcast.cli.main import app
from briefcast.errors import BriefError
from briefcast.messages import LANGUAGE_ENV
from tests import ROOT

EXAMPLE = ROOT / "examples" / "nine-months-2025.html"


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.output


def test_a_draft_and_its_report_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour of confirming must not be lost to a second import."""
    monkeypatch.setenv(LANGUAGE_ENV, "vi")
    out = tmp_path / "draft.yaml"
    said = run("import", str(EXAMPLE), "-o", str(out))
    assert "Số liệu: 12, trong 6 ý" in said
    assert out.read_text("utf-8").startswith("# Bản nháp lập từ nine-months-2025.html.")
    assert "khoảng giữa hai số" in (tmp_path / "draft.left-out.txt").read_text("utf-8")
    with pytest.raises(BriefError, match="already"):
        run("import", str(EXAMPLE), "-o", str(out))


def test_what_nobody_confirmed_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that a machine read and nobody looked at must not reach a poster."""
    monkeypatch.chdir(tmp_path)
    run("import", str(EXAMPLE), "-o", "draft.yaml")
    checked = CliRunner().invoke(app, ["check", "draft.yaml"])
    assert checked.exit_code == 2
    assert "unconfirmed" in checked.output
    with pytest.raises(BriefError) as caught:
        run("make", "draft.yaml", "--product", "infographic")
    assert all(problem.field.endswith("unconfirmed") for problem in caught.value.problems[:12])
    assert not (tmp_path / "outputs" / "draft" / "manifest.json").exists()


def test_confirmed_it_is_a_brief_like_any_other(tmp_path: Path) -> None:
    """When every line is ticked and every period said, nothing of the import stands in the way."""
    out = tmp_path / "draft.yaml"
    run("import", str(EXAMPLE), "-o", str(out))
    text = "\n".join(line for line in out.read_text("utf-8").splitlines() if "unconfirmed: true" not in line)
    out.write_text(f"{text}\nintended: [old]\n", "utf-8")
    checked = CliRunner().invoke(app, ["check", str(out)])
    assert "is guessed" in checked.output
    assert checked.exit_code == 2, checked.output
    out.write_text(f"{text.replace(', period]', ']')}\nintended: [old]\n", "utf-8")
    checked = CliRunner().invoke(app, ["check", str(out)])
    assert checked.exit_code == 0, checked.output


def test_one_ticked_figure_is_judged_while_others_wait(tmp_path: Path) -> None:
    """What the check holds back of an unconfirmed figure must come as soon as that is confirmed, or it never comes."""
    out = tmp_path / "draft.yaml"
    run("import", str(EXAMPLE), "-o", str(out))
    text = out.read_text("utf-8").replace("value: 81.3", "value: 1081.3")
    out.write_text(text, "utf-8")
    assert "impossible-value" not in CliRunner().invoke(app, ["check", "--json", str(out)]).output
    head, _, rest = text.partition("value: 1081.3")
    rest = rest.replace("    unconfirmed: true\n", "    measure: share\n", 1)
    out.write_text(f"{head}value: 1081.3{rest}", "utf-8")
    assert "impossible-value" in CliRunner().invoke(app, ["check", "--json", str(out)]).output


def test_a_draft_goes_through_a_workbook(tmp_path: Path) -> None:
    """Whoever confirms in a spreadsheet has the sentence beside the figure there too."""
    out, book = tmp_path / "draft.yaml", tmp_path / "draft.xlsx"
    run("import", str(EXAMPLE), "-o", str(out))
    brief = open_brief(out).brief
    build_workbook(brief).save(book)
    assert open_brief(book).brief.statistics == brief.statistics


def test_a_language_that_is_not_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="Documents are not read in the language 'fr'"):
        run("import", str(EXAMPLE), "--language", "fr", "-o", str(tmp_path / "a.yaml"))
