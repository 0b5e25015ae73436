"""What was let out as a correction is in the file beside the brief; the ledger knows where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.corrections import add_correction, corrections_file, put_back, read_corrections
from briefcast.brief.read import open_brief
from briefcast.edition.lost import find_lost_corrections
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.corrected import ShownSet, let_out, lost_corrections, note_shown
from tests.brief.test_corrections import correction
from tests.edition_fixtures import write_small_brief

ITEM = ("small/neighbours/en/infographic/1200x630", "0" * 64)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A correction of a small brief that was let out."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    write_small_brief(tmp_path)
    add_correction(tmp_path, "small", correction())
    ledger = open_ledger()
    [known] = read_corrections(tmp_path, "small")
    note_shown(ledger, "small", ShownSet(seen="1" * 64, places={}, correction=known), who="lan")
    let_out(ledger, [ITEM], kind="correction", seen="1" * 12, who="lan", correction=known.mark)
    return ledger


@pytest.mark.parametrize("left", [None, "", "# Nothing here.\n", "corrections: []\n", "said otherwise"])
def test_no_item_is_made_without_the_notice_that_was_let_out(tmp_path: Path, ledger: Ledger, left: str | None) -> None:
    """The file was not copied to the next machine: pictures and posts said nothing of the correction any more."""
    brief, file = tmp_path / "small.yaml", corrections_file(tmp_path, "small")
    request = EditionRequest(brief=brief, out=tmp_path / "outputs")
    assert not plan_edition(request).errors and not find_lost_corrections(open_brief(brief))
    kept = file.read_text("utf-8")
    if left is None:
        file.unlink()
    else:
        file.write_text(kept.replace("wrong share", "share") if left == "said otherwise" else left, "utf-8")
    [finding] = plan_edition(request).errors
    assert finding.code == "correction-lost" and finding.place == "corrections/small.yaml"
    assert "--restore" in finding.remedy
    [lost] = lost_corrections(ledger, tmp_path, "small")
    assert lost.correction == correction()
    put_back(tmp_path, "small", [lost.correction])
    assert not plan_edition(request).errors and correction() in read_corrections(tmp_path, "small")


def test_where_nothing_was_decided_nothing_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking made a ledger in every folder in which a brief was checked."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "none.db"))
    assert not find_lost_corrections(open_brief(write_small_brief(tmp_path)))
    assert not (tmp_path / "none.db").exists()
