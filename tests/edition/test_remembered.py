"""What was found and written before: read again while nothing changed, and never once something did."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.catalogue import in_language
from briefcast.edition.check import check_brief
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.remembered import Remembered, _beside
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.script import Numbered
from briefcast.store import files
from briefcast.store.store import STORE_NAME
from tests import ROOT

PROFILE = "templates/audiences/citizens.yaml"
TODAY = dt.date(2026, 11, 20)
BRIEF = """
id: small
title: {en: "Nine in ten have it"}
issuer: {en: "Registry"}
languages: [en]
audiences: [citizens]
brand: own
as_of: 2026-11-01
sources:
  - {id: r, title: {en: "Yearbook"}, publisher: {en: "Registry"}, date: 2026-10-30, url: "https://example.org/r"}
statistics:
  - {id: reach, label: {en: "Homes with GovBot"}, value: 91.5, unit: percent, period: "2026-10", source: r}
points:
  - id: reach
    statistics: [reach]
    image: desk.jpg
    image_alt: {en: "A desk."}
    headline: {en: "{reach} have GovBot"}
    text: {en: "{reach} of homes have GovBot today."}
"""


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """A brief with everything beside it that a team may put there, none of it touched just now."""
    folder = tmp_path / "team"
    for name in ("audiences", "brand"):
        (folder / name).mkdir(parents=True)
    (folder / "small.yaml").write_text(BRIEF, "utf-8")
    shutil.copy(ROOT / PROFILE, folder / "audiences" / "citizens.yaml")
    shutil.copytree(ROOT / "assets" / "brand", folder / "brand", dirs_exist_ok=True)
    (folder / "brand" / "institutional.yaml").rename(folder / "brand" / "own.yaml")
    shutil.copy(ROOT / "examples" / "photos" / "service-desk.jpg", folder / "desk.jpg")
    (folder / "pronunciation.yaml").write_text("en: {GovBot: gov bot}\n", "utf-8")
    (folder / "podcast.yaml").write_text('base_url: "https://example.org/shows"\n', "utf-8")
    return folder / "small.yaml"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written a moment ago count as old; `test_a_file_touched_just_now…` has its own clock."""
    monkeypatch.setattr(files, "SETTLED_NS", -(10**12))


def plan(brief: Path, *, today: dt.date = TODAY) -> Plan:
    """Plan it, and keep what was found and written as a run does at its end."""
    planned = plan_edition(EditionRequest(brief=brief, out=brief.parent.parent / "out"), today=today)
    planned.writer.remembered.keep()
    return planned


def kept(brief: Path) -> Path:
    return brief.parent.parent / "out" / STORE_NAME / ".known" / "plan-small.json"


def test_what_was_kept_is_what_would_be_written(brief: Path) -> None:
    """Keys of everything made come from these: one comma lost, and an edition is made anew without a reason."""
    first = plan(brief)
    before = kept(brief).stat()
    again = plan(brief)
    assert kept(brief).stat() == before
    assert again.scripts == first.scripts
    assert again.findings == first.findings
    assert repr(again.scripts) == repr(first.scripts), "a list or a float is equal to what it is not"


def test_a_script_is_kept_with_the_number_of_its_column(brief: Path) -> None:
    """Another number is another head: the script of before must not stand in for it."""

    def heads(number: int) -> list[str]:
        column = Numbered(id="wednesday", name=dict.fromkeys(("vi", "en", "he"), "Figure"), number=number)
        request = EditionRequest(brief=brief, out=brief.parent.parent / "out", column=column)
        planned = plan_edition(request, today=TODAY)
        planned.writer.remembered.keep()
        assert all(script.kicker.startswith(script.column.line) for script in planned.scripts.values() if script.column)
        return sorted({script.column.written[-2:] for script in planned.scripts.values() if script.column})

    assert [heads(12), heads(12), heads(13)] == [["12"], ["12"], ["13"]]
    assert not any(script.column for script in plan(brief).scripts.values())


def test_findings_keep_their_words_in_every_language(brief: Path) -> None:
    """They are told in the team's language, whenever they were found."""
    wrong = BRIEF.replace("have GovBot today", "(about 3 of 7) have GovBot").replace("issuer:", "kicker:")
    brief.write_text(wrong.replace('image_alt: {en: "A desk."}', "icon: nothing-like-it"), "utf-8")
    first = Remembered(brief.parent, open_brief(brief), today=TODAY)
    found = first.findings(lambda: check_brief(open_brief(brief), today=dt.date(2030, 1, 1)))
    first.keep()
    again = Remembered(brief.parent, open_brief(brief), today=TODAY).findings(tuple)
    assert len(found) > 3
    assert repr(again) == repr(found)
    for code in ("vi", "en", "he"):
        assert [in_language(f.message, code) + in_language(f.remedy, code) for f in again] == [
            in_language(f.message, code) + in_language(f.remedy, code) for f in found
        ]


def _append(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        file.write_bytes(file.read_bytes() + text.encode())

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "small.yaml").write_text(BRIEF.replace("today", "now"), "utf-8"),
        lambda folder: (folder / "small.yaml").write_text(f"# one line more\n{BRIEF}", "utf-8"),
        _append("pronunciation.yaml", "vi: {GovBot: góp bót}\n"),
        lambda folder: (folder / "pronunciation.yaml").unlink(),
        _append("audiences/citizens.yaml", "\n"),
        _append("brand/own.yaml", "\n"),
        lambda folder: (folder / "brand" / "new.svg").touch(),
        lambda folder: (folder / "desk.jpg").unlink(),
        _append("podcast.yaml", "\n"),
    ],
)
def test_whatever_changes_beside_a_brief_is_seen(brief: Path, change: Callable[[Path], None]) -> None:
    """A finding that is not found any more because it was not there yesterday is published."""
    plan(brief)
    before = kept(brief).read_bytes()
    change(brief.parent)
    plan(brief)
    assert kept(brief).read_bytes() != before


def test_another_day_is_asked_about_anew(brief: Path) -> None:
    """What is old today was not last year."""
    assert "old" not in {finding.code for finding in plan(brief).findings}
    assert "old" in {finding.code for finding in plan(brief, today=dt.date(2029, 1, 1)).findings}


def test_no_file_beside_a_brief_is_read_that_is_not_watched(brief: Path) -> None:
    """A file that a plan reads, and that is not part of what it is known by, could change unseen."""
    opened: set[Path] = set()
    listening = True

    def hear(event: str, args: tuple[object, ...]) -> None:
        if listening and event == "open" and isinstance(args[0], (str, Path)):
            opened.add(Path(args[0]))
        elif listening and event == "subprocess.Popen" and isinstance(args[1], list):
            # Pictures are opened by a process of their own, which is told where they are.
            opened.update(Path(str(word)) for word in args[1])

    sys.addaudithook(hear)
    plan(brief)
    listening = False
    own = {path for path in opened if brief.parent in path.parents}
    assert {path.name for path in own} >= {"small.yaml", "citizens.yaml", "own.yaml", "desk.jpg", "pronunciation.yaml"}
    assert own <= {brief, *_beside(open_brief(brief))}


def test_a_file_touched_just_now_is_not_relied_on(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writes within one tick of the clock leave the same times."""
    monkeypatch.setattr(files, "SETTLED_NS", 10**12)
    plan(brief)
    assert not kept(brief).exists()


@pytest.mark.parametrize("text", [b"", b"[]", b'{"Popen":["ls"]}', b'["x",{"Script":[1]},[]]', b"\xff"])
def test_a_file_that_somebody_else_wrote_counts_as_none(brief: Path, text: bytes) -> None:
    first = plan(brief)
    whole = kept(brief).read_bytes()
    kept(brief).write_bytes(text)
    assert plan(brief).scripts == first.scripts
    assert kept(brief).read_bytes() == whole


_ONLY_WHERE_NEEDED = ("briefcast.edition.check", "briefcast.edition.digits", "briefcast.writing.writing")


def test_a_run_that_changes_nothing_loads_neither_rules_nor_what_writes(tmp_path: Path) -> None:
    """They were most of the time that a run with nothing to do took."""
    request = EditionRequest(brief=ROOT / "examples" / "vneid-2024.yaml", out=tmp_path, products=("infographic",))
    make_edition(request.model_copy(update={"audiences": ("citizens",), "languages": ("en",)}))
    code = (
        "import sys; from briefcast.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(*sys.modules)"
    )
    asked = ["make", str(request.brief), "--out", str(tmp_path), "--product", "infographic"]
    asked += ["--audience", "citizens", "--language", "en"]
    told = subprocess.run([sys.executable, "-c", code, *asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "briefcast.edition.plan" in told.stdout
    assert not [name for name in _ONLY_WHERE_NEEDED if name in told.stdout.split()]
    assert "steps were made already" in told.stderr
