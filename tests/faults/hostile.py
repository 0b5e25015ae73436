"""Files as a stranger, a careless hand or a broken program makes them, each read in a process that is watched.

    report = run_hostile(seed=1, counts={"brief": 100, "workbook": 20})

A file is good at first and is then changed, at random but the same for each seed: as text (lines, bytes, pasted parts),
or as a tree (values, names, lists), or as the parts of a workbook. Every one has to be read or refused in words.
"""

from __future__ import annotations

import copy
import io
import json
import random
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Looked through before anything is watched: as it is first loaded it asks the linker for a library, whatever is read.
import asyncssh  # noqa: F401
from ruamel.yaml import YAML

from briefcast.brief.document import read_document
from briefcast.brief.model import LANGUAGES
from briefcast.brief.read import read_brief
from briefcast.brief.workbook import build_workbook
from briefcast.cli import main as command_line
from briefcast.cli.report import report_error
from briefcast.errors import BriefcastError
from briefcast.planner.plan import build_plan_workbook, read_plan
from tests import ROOT
from tests.faults.watched import Verdict, watch

BRIEFS = (
    ROOT / "tests" / "faults" / "briefs" / "good.yaml",
    *sorted((ROOT / "examples").glob("[!p]*-202?.yaml")),
    ROOT / "examples" / "pattern-book.yaml",
)
PLANS = (ROOT / "tests" / "faults" / "plans" / "good.yaml", ROOT / "examples" / "plan.yaml")
SETTINGS: Mapping[str, str] = {
    "series.yaml": "allowed_hosts: [stats.example.org]\nseries:\n"
    "  - {source: 'https://stats.example.org/x.csv', file: data/x.csv, period_column: period, value_column: value}\n",
    "podcast.yaml": "base_url: https://media.example.org/feeds\n",
    "channels.yaml": "posts: {hashtags: {vi: ['#So'], en: ['#Digital']}, campaign: digital}\naccounts:\n"
    "  - {name: folder, channel: folder, languages: [vi], audiences: [citizens]}\n"
    "  - {name: press, channel: mail, audiences: [press], settings: {to: press@example.org,\n"
    "     sender: news@example.org, host: mail.example.org}}\n"
    "  - {name: room, channel: webhook, audiences: [staff], settings: {flavour: teams}}\n",
}

NASTY: tuple[Any, ...] = (
    None, "", " ", "\u200b", "\u3164", 0, -1, 10**30, "1e400", "NaN", "-0", "0000", "0000-01", "0000-Q1",
    "9999-12-31", "2024-02-30", "2024-13", "true", True, [], {}, [[]], {"": ""}, {"en": None}, [None], ["en", "en"],
    "\x1b[31mred", "\u202egnp.exe", "\u2066open", "\ud800", "e" + "\u0301" * 3_000, "x" * 6_000, "A-" * 2_000 + "1",
    "1-" + "A" * 4_000, "{", "}", "{a}", "{online-share.change.size:zz}", "{online-share" + ".change" * 50 + "}",
    "{" * 300, "../secret.yaml", "/etc/passwd", "~/x", "file:///etc/passwd", "C:\\x", "link.png", "link.csv",
    "links/secret.png", "loop.png", "pipe.png", "secret\x00.png", "a" * 300 + ".png",
    "https://user:pass@example.org/", "javascript:alert(1)", "http://[::1", "http://h:abc/",
    "<script>alert(1)</script>", "#sys.read(\"/etc/passwd\")", "`rm -rf /`", "$(touch x)", "=cmd|' /C calc'!A0",
    "%s%n", ":x:", "[bold]x[/]", "\U0001f600", "\ufffd", "\u034f", "CON", "nul", ".", "..", "-", "2024" * 400,
    "1" * 5_000, "Ω" * 50, "שלום",
)  # fmt: skip
"""Values that somebody may write, or be made to write, where another belongs."""


# What is run, each in a process of its own. A function is named, so that it can be found there.


def run_command(*words: str) -> None:
    """Run a command line as a shell would."""
    import sys

    sys.argv = ["briefcast", *words]
    command_line.main()


def run_settings(folder: str) -> None:
    """Read everything that may lie beside a brief or plan, as the commands do that need it."""
    from briefcast.brief.audiences import list_audiences
    from briefcast.look.brand import read_brand
    from briefcast.products.podcast.settings import read_show_settings
    from briefcast.products.profiles import read_audience
    from briefcast.publishing.accounts import read_accounts
    from briefcast.week.series import check_series, read_series_sources

    here, failed = Path(folder), 0
    readers: tuple[Callable[[], object], ...] = (
        lambda: [read_audience(id, folder=here) for id in list_audiences(folder=here)],
        lambda: [read_brand(path.stem, folder=here) for path in sorted((here / "brand").glob("*.yaml"))],
        lambda: read_show_settings(here),
        lambda: read_accounts(here),
        lambda: (read_series_sources(here), check_series(here)) if (here / "series.yaml").exists() else None,
    )
    for read in readers:
        try:
            read()
        except BriefcastError as error:
            failed = max(failed, report_error(error))
    raise SystemExit(failed)


# Changes to a file.


def change_text(text: str, chance: random.Random) -> bytes:
    """Change a text as a slip of the hand, a merge or a broken disk does."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(9):
            case 0:
                del lines[at : at + chance.randint(1, 3)]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))] if lines else "")
            case 2:
                lines[at : at + 2] = reversed(lines[at : at + 2])
            case 3:
                place = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:place] + str(chance.choice(NASTY)) + lines[at][place:]
            case 4:
                lines[at] = " " * chance.randint(0, 9) + lines[at].lstrip()
            case 5:
                lines[at] = lines[at].replace(chance.choice(":,{}[]\"'-"), chance.choice(["", ":", "{", '"', "\t"]), 1)
            case 6:
                name, colon, _ = lines[at].partition(":")
                lines[at] = f"{name}{colon} {chance.choice(NASTY)}"
            case 7:
                lines[at:at] = lines[at : at + 5] * chance.choice([2, 20])
            case 8:
                lines = lines[:at]
        lines = lines or [""]
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1 and raw:
        at = chance.randrange(len(raw))
        raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
    return raw


def change_tree(tree: Any, chance: random.Random) -> Any:
    """Change values, names and lists of a tree as a form or a program that got it wrong does."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        places = list(places_of(tree))
        if not places:
            break
        texts = [(holder, key) for holder, key in places if key in LANGUAGES and isinstance(holder[key], str)]
        if texts and chance.random() < 0.5:
            # What is still a brief comes further than what is none.
            holder, key = chance.choice(texts)
            word, words = str(chance.choice(NASTY)), holder[key].split(" ")
            words.insert(chance.randint(0, len(words)), word)
            holder[key] = " ".join(words)
            continue
        holder, key = chance.choice(places)
        match chance.randrange(6):
            case 0 | 1 | 2:
                holder[key] = copy.deepcopy(chance.choice(NASTY))
            case 3:
                del holder[key]
            case 4 if isinstance(holder, list):
                holder[:] = holder * chance.choice([2, 30])
            case 4:
                holder[str(chance.choice(NASTY))] = holder.pop(key)
            case 5:
                other, name = chance.choice(places)
                try:
                    holder[key] = copy.deepcopy(other[name])
                except (KeyError, IndexError):
                    continue
    return tree


def places_of(tree: Any) -> list[tuple[Any, Any]]:
    """Give every place of a tree, what is around before what is in it: what holds it, and under which name."""
    found: list[tuple[Any, Any]] = []
    for key, value in list(
        tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    ):
        found += [(tree, key), *places_of(value)]
    return found


def change_workbook(raw: bytes, chance: random.Random) -> bytes:
    """Change the parts of a workbook: cells and ranges, or its files."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(
            [n for n in parts if n.startswith("xl/worksheets/")] if chance.random() < 0.7 else list(parts)
        )
        text = parts[name].decode("utf-8", "replace")
        match chance.randrange(8):
            case 0:
                text = text.replace(
                    "</sheetData>",
                    f'</sheetData><mergeCells count="1"><mergeCell ref="{_reach(chance)}"/></mergeCells>',
                )
            case 1:
                text = text.replace(
                    "</sheetData>",
                    f'</sheetData><hyperlinks><hyperlink ref="{_reach(chance)}" display="x"/></hyperlinks>',
                )
            case 2:
                cells = text.split("<c ")
                at = chance.randrange(len(cells))
                value = str(chance.choice(NASTY)).encode("utf-8", "ignore").decode()
                cells[at] = (
                    f'r="{chance.choice(["A2", "ZZ9", "XFD1048576", "B3"])}" t="inlineStr">'
                    f"<is><t>{value[:5_000]}</t></is></c>"
                )
                text = "<c ".join(cells)
            case 3:
                at = chance.randrange(max(len(text), 1))
                text = text[:at] + chance.choice(["<", ">", "&", '"', "<!DOCTYPE x [<!ENTITY a 'b'>]>"]) + text[at:]
            case 4:
                text = text.replace('t="', f't="{chance.choice("nbedsf")}', 1).replace(
                    "<v>", f"<v>{chance.choice(['9', '-1', 'x', '1e999'])}", 1
                )
            case 5:
                text = text[: len(text) // 2]
            case 6:
                rows = text.partition("<sheetData>")[2].partition("</sheetData>")[0]
                text = text.replace("</sheetData>", rows * chance.choice([1, 50]) + "</sheetData>")
            case 7:
                parts.pop(name, None)
                continue
        parts[name] = text.encode("utf-8", "surrogatepass")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _reach(chance: random.Random) -> str:
    return chance.choice(["A1:XFD1048576", "A:C", "A1:A1048576", "B2:D9", "ZZ1:A1", ":", ""])


# Cases.


@dataclass
class Case:
    """One file and what reads it."""

    name: str
    act: str
    arguments: tuple[str, ...]


def beside(folder: Path) -> None:
    """Lay what a brief may name into its folder: links out of it and to themselves, a pipe, broken pictures."""
    import os

    for ending, content in ((".yaml", "id: secret\n"), (".png", "x"), (".csv", "period,value\n2024,1\n")):
        (folder.parent / f"secret{ending}").write_text(content)
    (folder.parent / "secrets").mkdir(exist_ok=True)
    (folder.parent / "secrets" / "secret.png").write_bytes(b"x")
    for link, to in (
        ("link.png", "../secret.png"),
        ("link.csv", "../secret.csv"),
        ("links", "../secrets"),
        ("loop.png", "loop.png"),
    ):
        (folder / link).symlink_to(to)
    os.mkfifo(folder / "pipe.png")


def _yaml(tree: Any) -> bytes:
    out = io.BytesIO()
    try:
        YAML(typ="safe", pure=True).dump(tree, out)
    except Exception:  # what YAML cannot hold is written as JSON, which YAML is nearly a superset of
        return json.dumps(tree, ensure_ascii=True, default=str).encode()
    return out.getvalue()


def _tree(path: Path) -> Any:
    return read_document(path).data


def make_case(kind: str, folder: Path, chance: random.Random) -> Case:
    """Write one changed file into an empty folder, and say what is to read it."""
    beside(folder)
    source = chance.choice(PLANS if kind.startswith("plan") else BRIEFS[:1] if kind == "make" else BRIEFS)
    if kind == "settings":
        return _settings_case(folder, chance)
    if kind.startswith("plan"):
        # A plan whose briefs are not there is refused whatever else it says.
        for brief in (BRIEFS[0], *(ROOT / "examples").glob("*-202?.yaml")):
            shutil.copy(brief, folder / ("brief.yaml" if brief == BRIEFS[0] else brief.name))
    if kind.endswith("workbook"):
        workbook = (
            build_plan_workbook(read_plan(source)) if kind == "plan workbook" else build_workbook(read_brief(source))
        )
        raw = io.BytesIO()
        workbook.save(raw)
        name, content = "x.xlsx", change_workbook(raw.getvalue(), chance)
    elif chance.random() < 0.35:
        name, content = "x.yaml", change_text(source.read_text("utf-8"), chance)
    else:
        tree = change_tree(_tree(source), chance)
        name, content = (
            (
                "x.json",
                json.dumps(tree, ensure_ascii=chance.random() < 0.5, default=str).encode("utf-8", "surrogatepass"),
            )
            if chance.random() < 0.4
            else ("x.yaml", _yaml(tree))
        )
    (folder / name).write_bytes(content)
    words = ("plan", "check", name) if kind.startswith("plan") else ("check", name)
    if kind == "make":
        words = ("make", name, "--product", "infographic", "--out", "out", "--with-errors")
    return Case(name=f"{source.stem} as {name}", act="tests.faults.hostile:run_command", arguments=words)


def _settings_case(folder: Path, chance: random.Random) -> Case:
    texts = dict(SETTINGS)
    texts["audiences/citizens.yaml"] = (ROOT / "templates" / "audiences" / "citizens.yaml").read_text("utf-8")
    texts["brand/own.yaml"] = (ROOT / "assets" / "brand" / "institutional.yaml").read_text("utf-8")
    name = chance.choice(list(texts))
    for each, text in texts.items():
        (folder / each).parent.mkdir(exist_ok=True)
        content = text.encode()
        if each == name:
            content = (
                change_text(text, chance)
                if chance.random() < 0.5
                else _yaml(change_tree(json.loads(json.dumps(YAML(typ="safe").load(text), default=str)), chance))
            )
        (folder / each).write_bytes(content)
    for logo in (ROOT / "assets" / "brand").glob("*.svg"):
        (folder / "brand" / logo.name).write_bytes(logo.read_bytes())
    return Case(name=name, act="tests.faults.hostile:run_settings", arguments=(".",))


@dataclass
class Report:
    """What a campaign found."""

    cases: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    largest_mb: float = 0.0
    bad: list[tuple[str, int, str, Verdict]] = field(default_factory=list)
    """Kind of case, its number, its name and what it did."""

    def __str__(self) -> str:
        lines = [f"{kind}: {count} read, {self.refused[kind]} of them refused" for kind, count in self.cases.items()]
        kinds = Counter(kind for _, _, _, verdict in self.bad for kind in verdict.kinds)
        found = ", ".join(f"{count} × {kind}" for kind, count in kinds.items()) or "nothing"
        return "\n".join([*lines, f"slowest {self.slowest_s:.1f} s, largest {self.largest_mb:.0f} MB; found: {found}"])


KINDS = ("brief", "workbook", "plan", "plan workbook", "settings", "make")


def run_hostile(*, seed: int, counts: Mapping[str, int], keep: Path | None = None, tell: bool = False) -> Report:
    """Read changed files, so many of each kind; the same for each seed. Folders of bad ones are kept in ``keep``."""
    report = Report()
    for kind, count in counts.items():
        for number in range(count):
            with tempfile.TemporaryDirectory(prefix="hostile-") as parent:
                folder = Path(parent) / "case"
                folder.mkdir()
                case = make_case(kind, folder, random.Random(f"{seed} {kind} {number}"))
                verdict = watch(case.act, case.arguments, folder)
                report.cases[kind] += 1
                report.refused[kind] += bool(verdict.exit_code)
                report.slowest_s = max(report.slowest_s, verdict.seconds)
                report.largest_mb = max(report.largest_mb, verdict.memory_mb)
                if verdict.bad:
                    report.bad.append((kind, number, case.name, verdict))
                    if tell:
                        print(f"{kind} {number} ({case.name}): {verdict.bad[:3]}", flush=True)
                    if keep is not None:
                        _keep(folder, keep / f"{kind.replace(' ', '-')}-{number}")
    return report


def _keep(folder: Path, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            (to / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            (to / path.relative_to(folder)).write_bytes(path.read_bytes())
