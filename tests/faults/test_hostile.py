"""Files of strangers: each is read or refused in words, and reaches nothing else; and what watches that does see it."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rich.console import Console
from rich.markup import escape

from briefcast.brief.document import read_document
from briefcast.brief.read import read_brief
from briefcast.brief.workbook import build_workbook
from briefcast.cli.terminal import Terminal, answer, answer_json
from tests import ROOT
from tests.faults.hostile import run_hostile
from tests.faults.watched import watch

HERE = "tests.faults.test_hostile"


def fall() -> None:
    raise ValueError("an index out of range")


def refuse_silently() -> None:
    raise SystemExit(2)


def end_oddly() -> None:
    raise SystemExit(77)


def steer() -> None:
    print("\x1b[2Jgone")


def take_time() -> None:
    while True:
        sum(range(10_000))


def take_memory() -> None:
    (b"x" * 1_200_000_000).count(b"y")


def read_outside() -> None:
    Path("../secret.yaml").read_bytes()


def read_by_a_link() -> None:
    Path("link").read_bytes()


def read_the_system() -> None:
    Path("/etc/passwd").read_bytes()


def write_outside() -> None:
    (Path.home() / "briefcast-was-here").touch()


def remove_outside() -> None:
    (Path.home() / "briefcast-was-never-here").unlink(missing_ok=True)


def start() -> None:
    subprocess.run([sys.executable, "-c", ""], check=False)


def start_by_a_shell() -> None:
    os.system("true")


def connect() -> None:
    with socket.socket() as opened:
        opened.settimeout(0.1)
        opened.connect_ex(("127.0.0.1", 9))


def look_up() -> None:
    socket.getaddrinfo("localhost", 80)


def behave() -> None:
    Path("inside").write_text("x")
    print("all is well")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    (tmp_path / "secret.yaml").write_text("x")
    (tmp_path / "case" / "link").symlink_to("../secret.yaml")
    return tmp_path / "case"


@pytest.mark.parametrize(
    ("act", "kinds"),
    [
        (fall, ("traceback",)),
        (refuse_silently, ("silent",)),
        (end_oddly, ("silent", "wrong exit code")),
        (steer, ("control character",)),
        (take_memory, ("memory",)),
        (read_outside, ("read outside",)),
        (read_by_a_link, ("read outside",)),
        (read_the_system, ("read outside",)),
        (write_outside, ("written outside",)),
        (remove_outside, ("written outside",)),
        (start, ("program",)),
        (start_by_a_shell, ("program",)),
        (connect, ("socket",)),
        (look_up, ("socket",)),
        (behave, ()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_must_not_happen_is_seen(case: Path, act: object, kinds: tuple[str, ...]) -> None:
    """A campaign that finds nothing would say nothing."""
    verdict = watch(f"{HERE}:{getattr(act, '__name__', '')}", (), case)
    (Path.home() / "briefcast-was-here").unlink(missing_ok=True)
    assert verdict.kinds == kinds, verdict


def test_what_does_not_end_is_ended(case: Path) -> None:
    assert watch(f"{HERE}:take_time", (), case, alarm_s=8).kinds == ("time",)


def test_files_of_strangers_are_read_or_refused_in_words() -> None:
    """A traceback, a refusal without a word, a minute's wait, a file of somebody else's on the page."""
    report = run_hostile(
        seed=12, counts={"brief": 8, "workbook": 6, "plan": 4, "plan workbook": 2, "settings": 4, "make": 1}
    )
    assert not report.bad, report.bad
    assert report.refused.total() > 5


def test_half_a_character_is_refused_by_its_line(case: Path) -> None:
    """An escape can write what nothing can store: the check ended in a traceback."""
    good = (ROOT / "tests" / "faults" / "plans" / "good.yaml").read_text("utf-8")
    (case / "plan.yaml").write_text(good.replace("at: 7:30", 'at: "\\uD800"'), "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("plan", "check", "plan.yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert "plan.yaml:12: The line holds U+D800" in verdict.said


def test_a_name_that_no_file_has_is_refused_in_a_kit(case: Path) -> None:
    good = (ROOT / "assets" / "brand" / "institutional.yaml").read_text("utf-8")
    (case / "own.yaml").write_text(re.sub(r"light: \S+\.svg", lambda _: 'light: "a\\0b.svg"', good, count=1), "utf-8")
    assert "a\\0b" in (case / "own.yaml").read_text("utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("brand", "check", "own.yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert "is outside the kit's folder" in verdict.said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - id: online\n", f"  - id: online\n    image: {'a' * 300}.jpg\n"),
        ("  - id: online\n", f"  - id: online\n    image: {'ả' * 100}.jpg\n"),
        ("  - id: online\n", '  - id: online\n    image: "a\\0b.jpg"\n'),
        ("    source: report\n", f"    source: report\n    series: {'a' * 300}.csv\n"),
    ],
)
def test_a_name_longer_than_a_file_can_have_is_told_by_its_place(case: Path, old: str, new: str) -> None:
    """It ended with "[Errno 36]" and code 1, and nobody knew which of 150 points it was."""
    good = (ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_text("utf-8")
    assert old in good
    (case / "x.yaml").write_text(good.replace(old, new, 1), "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert re.search(r"x\.yaml:\d+", verdict.said)
    assert "is longer than the name of a file can be" in " ".join(verdict.said.split())


def test_a_brief_that_no_file_can_be_called_is_not_there(case: Path) -> None:
    verdict = watch("tests.faults.hostile:run_command", ("check", "a" * 300 + ".yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert "There is no file" in verdict.said


@pytest.mark.parametrize("text", ['" "', '"\\u200b"', '""', '"\\u00ad \\u2060"'])
def test_a_text_of_nothing_to_be_seen_is_refused_in_words(case: Path, text: str) -> None:
    """From a web page such a cell is likely, and the check ended with code 2 and no word."""
    good = (ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_text("utf-8")
    (case / "x.yaml").write_text(good.replace("en: Online public services", f"en: {text}"), "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert "x.yaml:2" in verdict.said
    assert "is empty" in verdict.said


@pytest.mark.parametrize("id", ["weeks", "feeds", "plans", "con", "lpt1"])
def test_a_brief_is_not_called_as_a_folder_that_is_taken(case: Path, id: str) -> None:
    """Its edition would be laid among the feeds or weeks, and swept with them; Windows has no such folder."""
    good = (ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_text("utf-8")
    (case / "x.yaml").write_text(good.replace("id: services-2025", f"id: {id}"), "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.yaml"), case)
    assert verdict.exit_code == 2
    assert f"x.yaml:1: id: '{id}' is the name of a folder or device that is taken." in verdict.said


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("loop.png", "image: loop.png"),
        ("link.png", "image: link.png"),
        ("links/x.png", "image: links/x.png"),
        ("link.csv", ""),
    ],
)
def test_a_link_out_of_the_folder_is_not_followed(case: Path, name: str, line: str) -> None:
    """What lies elsewhere on the machine would be told, or shown."""
    (case / "loop.png").symlink_to("loop.png")
    (case / "link.png").symlink_to("../secret.png")
    (case / "link.csv").symlink_to("../secret.csv")
    (case / "links").symlink_to("..")
    (case.parent / "secret.csv").write_text("period,value\n2024,1\n")
    good = (ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_text("utf-8")
    changed = (
        good.replace("  - id: online\n", f"  - id: online\n    {line}\n")
        if line
        else good.replace("    source: report\n", f"    source: report\n    series: {name}\n")
    )
    (case / "x.yaml").write_text(changed, "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.yaml"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 2)
    assert "is a link that leads out of its folder" in verdict.said


@pytest.mark.parametrize("linked", ["audiences", "brand", "pronunciation.yaml"])
def test_profiles_kits_and_words_beside_a_brief_are_no_links_out(case: Path, linked: str) -> None:
    """A folder of somebody else's would say how a team speaks, and its values would be printed."""
    other = case.parent / "secrets"
    (other / "audiences").mkdir(parents=True)
    (other / "brand").mkdir()
    profile = (ROOT / "templates" / "audiences" / "citizens.yaml").read_text("utf-8")
    (other / "audiences" / "citizens.yaml").write_text(profile, "utf-8")
    for file in (file for file in (ROOT / "assets" / "brand").iterdir() if file.is_file()):
        (other / "brand" / file.name).write_bytes(file.read_bytes())
    (other / "pronunciation.yaml").write_text("en: {GovBot: gov bot}\n", "utf-8")
    (case / linked).symlink_to(f"../secrets/{linked}")
    good = (ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_text("utf-8")
    (case / "x.yaml").write_text(good + "brand: institutional\n", "utf-8")
    verdict = watch(
        "tests.faults.hostile:run_command",
        ("make", "x.yaml", "--audience", "citizens", "--language", "en", "--product", "infographic", "--out", "out"),
        case,
    )
    assert verdict.exit_code == 2, verdict
    assert "is a link that leads out of its folder" in verdict.said
    assert "read outside" not in verdict.kinds


def slow(name: str) -> dict[str, object]:
    """Give a brief made to be slow: each part costs the square of its length where it is read carelessly."""
    brief: dict[str, object] = dict(read_document(ROOT / "tests" / "faults" / "briefs" / "good.yaml").data)
    (figure,), (point,) = brief["statistics"], brief["points"]  # type: ignore[misc]

    def told(text: str) -> list[dict[str, object]]:
        return [{**point, "id": f"p{n}", "text": {"vi": text, "en": text}} for n in range(60)]

    match name:
        case "a language many times":
            brief["languages"] = ["en"] * 100_000
        case "many wrong names among many":
            brief["statistics"] = [{**figure, "id": f"some-number-{n}"} for n in range(1_500)]
            brief["points"] = [{**point, "id": f"p{n}", "text": {"en": f"{{some-numbre-{n}x}}."}} for n in range(1_500)]
        case "one long run of marks":
            brief["title"] = {"vi": "e", "en": "e" + "\u0301" * 400_000}
        case "many days":
            brief["points"] = told("1.1." * 490 + ".")
        case "many numbers":
            brief["points"] = told("12 " * 640 + ".")
        case "letters and digits":
            brief["points"] = told("1-" + "A" * 1_900 + ".")
        case "control characters":
            brief["title"] = {"vi": "e", "en": "\x07" * 150_000}
    return brief


@pytest.mark.parametrize(
    "name",
    [
        "a language many times",
        "many wrong names among many",
        "one long run of marks",
        "many days",
        "many numbers",
        "letters and digits",
        "control characters",
    ],
)
def test_a_brief_made_to_be_slow_is_checked_in_seconds(case: Path, name: str) -> None:
    """One file of a megabyte held the check, and whoever waited for it, for minutes."""
    (case / "x.json").write_text(json.dumps(slow(name), ensure_ascii=name == "control characters"), "utf-8")
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.json"), case)
    assert verdict.kinds == (), verdict
    # Three times what it takes on an idle machine.
    assert verdict.seconds < 15
    assert verdict.memory_mb < 500


@pytest.mark.parametrize(
    "reach",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A:XFD"/></hyperlinks>',
    ],
    ids=["merged", "linked"],
)
def test_a_range_over_a_whole_sheet_is_not_built(case: Path, reach: str) -> None:
    """A workbook of 9 kB took three gigabytes and a minute."""
    raw = io.BytesIO()
    build_workbook(read_brief(ROOT / "tests" / "faults" / "briefs" / "good.yaml")).save(raw)
    with zipfile.ZipFile(raw) as archive, zipfile.ZipFile(case / "x.xlsx", "w") as out:
        for part in archive.namelist():
            content = archive.read(part)
            out.writestr(part, content.replace(b"</sheetData>", b"</sheetData>" + reach.encode()))
    verdict = watch("tests.faults.hostile:run_command", ("check", "x.xlsx"), case)
    assert (verdict.kinds, verdict.exit_code) == ((), 0), verdict
    assert verdict.seconds < 10


_HOOK = """\
import os, sys
def hook(event, arguments, log=os.environ["AUDIT_LOG"], here=("localhost", "127.0.0.1", "::1", "", None)):
    if event == "socket.getaddrinfo" and arguments[0] not in here:
        found = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], tuple):
        found = arguments[-1][0]
        if found in here:
            return
    else:
        return
    with open(log, "a") as file:
        file.write(f"{found}\\n")
sys.addaudithook(hook)
"""


def asked_outside(folder: Path, *command: str) -> str:
    """Run a program of Python, and give the hosts it and its children asked outside this machine."""
    (folder / "hook").mkdir(exist_ok=True)
    (folder / "hook" / "sitecustomize.py").write_text(_HOOK)
    log = folder / "asked.txt"
    log.write_text("")
    environment = {**os.environ, "PYTHONPATH": f"{folder / 'hook'}{os.pathsep}{ROOT}", "AUDIT_LOG": str(log)}
    # Prefect keeps what it knows in a folder of its own; a voice that asks a service is for others to try.
    environment |= {"PREFECT_HOME": str(folder / "prefect"), "BRIEFCAST_ONLINE_VOICES": "never"}
    done = subprocess.run([sys.executable, *command], env=environment, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-800:]
    return log.read_text()


@pytest.mark.parametrize("walk", [("briefcast", "make"), ("flows.make_edition",)], ids=["by hand", "on Prefect"])
def test_making_asks_nobody_outside(tmp_path: Path, walk: tuple[str, ...]) -> None:
    """What a team prepares would be known, by a look-up or a beat, before it is public; `make demo` runs on Prefect."""
    (tmp_path / "x.yaml").write_bytes((ROOT / "tests" / "faults" / "briefs" / "good.yaml").read_bytes())
    words = ("--audience", "citizens", "--language", "en", "--product", "infographic", "--product", "podcast")
    assert asked_outside(tmp_path, "-m", *walk, "x.yaml", *words) == ""
    # Known bad: by a child, and by a name.
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    ask = "import socket; s = socket.socket(); s.settimeout(0.01); s.connect_ex(('192.0.2.1', 9))"
    assert asked_outside(tmp_path, "-c", child, ask) == "192.0.2.1\n"
    look = "import socket\ntry: socket.getaddrinfo('telemetry.invalid', 443)\nexcept OSError: pass"
    assert asked_outside(tmp_path, "-c", look) == "telemetry.invalid\n"


def test_no_text_steers_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """A brief could clear the screen, turn what is read round, or put an account's name behind a picture."""
    Terminal().print(escape("\x1b[2J red :x: \u202egnp.exe \x9b1m a\rb"))
    answer("a\x1b]0;title\x07b")
    answer_json({"title": "\x1b[31m \u202e שלום"})
    shown, _ = capfd.readouterr()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert ":x:" in shown
    assert "␛[2J red" in shown
    assert json.loads(shown[shown.index("{") :]) == {"title": "\x1b[31m \u202e שלום"}
    # Known bad.
    Console().print(escape("\x1b[2J red :x:"))
    shown, _ = capfd.readouterr()
    assert "\x1b" in shown
    assert ":x:" not in shown
