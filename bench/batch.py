"""Batches under trouble: killed again and again, killed while placing, made by two workers, with broken neighbours.

python -m bench.batch kills --number 30
python -m bench.batch placing --number 20
python -m bench.batch workers
python -m bench.batch faults
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefcast.ledger import Batches, open_ledger
from briefcast.manifest.manifest import damaged, read_manifest
from briefcast.store.switch import JOURNAL
from briefcast.week.deciding import read_review
from briefcast.week.week import BatchRequest, plan_week
from tests.batch_fixtures import change_brief, write_plan

ROOT = Path(__file__).resolve().parent.parent
WEEK = "2026-W48"


@dataclass(frozen=True)
class Place:
    """A folder with a plan, what is made from it, its ledger and its log of builds."""

    home: Path

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def settings(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": f"{ROOT / 'bench/buildlog'}{os.pathsep}{ROOT}",
            "BUILD_LOG": str(self.home / "builds"),
            "BRIEFCAST_LEDGER": str(self.home / "ledger.db"),
            "BRIEFCAST_OUTPUTS": str(self.home),
            "NO_COLOR": "1",
            "COLUMNS": "200",
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "briefcast", *words]

    def batch(self, *more: str) -> list[str]:
        asked = ["--week", WEEK, "--out", str(self.out), "--voice", "silent", "--preset", "draft", *more]
        return self.command("batch", str(self.home / "plan.yaml"), *asked)

    def start(self, words: list[str], **more: object) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(words, cwd=ROOT, **{"env": self.settings, **pipes, **more})  # type: ignore[call-overload,no-any-return]

    def run(self, words: list[str], **more: object) -> tuple[int, str]:
        process = self.start(words, **more)
        out, told = process.communicate()
        return process.returncode, told + out

    def builds(self) -> tuple[Counter[str], Counter[str]]:
        """Count builds begun and builds made, by content key."""
        counts: dict[str, Counter[str]] = {"begun": Counter(), "made": Counter()}
        log = self.home / "builds"
        for line in log.read_text().splitlines() if log.exists() else ():
            word, _, key = line.partition(" ")
            counts[word][key] += 1
        return counts["begun"], counts["made"]

    def files(self) -> dict[str, str]:
        """Hash every output of every edition by its path; manifests and pages name the moment and are left out."""
        found = {}
        for manifest in self.out.glob("*/manifest.json"):
            for output in read_manifest(manifest).outputs:
                path = manifest.parent / output.path
                found[f"{manifest.parent.name}/{output.path}"] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def items(self) -> dict[str, str]:
        """Give every item that waits for a decision, with its content."""
        week = plan_week(BatchRequest(plan=self.home / "plan.yaml", week=WEEK, out=self.out))
        review = read_review(week, open_ledger(self.home / "ledger.db"))
        return {reviewed.item.key: reviewed.item.content_sha256 for reviewed in review.items}

    def leftovers(self) -> list[str]:
        """Name everything half-written: asides of the store, parts of editions, manifests that are not whole."""
        asides = [p for p in self.out.rglob(".*-*") if p.name != ".store" and ".claims" not in p.parts]
        parts = list(self.out.rglob("*.part"))
        broken = [p for m in self.out.glob("*/manifest.json") for p in damaged(read_manifest(m), m.parent)]
        return [str(p.relative_to(self.out)) for p in (*asides, *parts, *broken)]


@contextmanager
def place(products: str = "[infographic, video]", briefs: int = 2, languages: str = "[vi, he]") -> Iterator[Place]:
    home = Path(tempfile.mkdtemp(prefix="briefcast-bench-"))
    write_plan(home, briefs=briefs, weeks=(WEEK,), products=products, languages=languages)
    for number in range(briefs):
        change_brief(home, number, "products: [infographic, podcast]", "products: [infographic, video, podcast]")
        # Else all would share their entries of the store.
        change_brief(home, number, "value: 99.3", f"value: 9{number}.3")
    try:
        yield Place(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def kills(number: int, seed: int, products: str) -> int:
    """Kill a batch at random moments, start it again each time, and compare with one that nobody disturbed."""
    chance = random.Random(seed)
    with place(products, languages="[vi]") as calm:
        started = time.monotonic()
        code, told = calm.run(calm.batch())
        whole_s = time.monotonic() - started
        assert code == 0, told
        wanted, (_, calm_made), items = calm.files(), calm.builds(), calm.items()
    killed = rounds = begun_again = 0
    faults: list[str] = []
    while killed < number:
        rounds += 1
        with place(products, languages="[vi]") as struck:
            while True:
                process = struck.start(struck.batch(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                try:
                    # Most of a run's time is in its middle: the moment is any of it, the start included.
                    process.wait(chance.uniform(0.3, whole_s) if killed < number else None)
                    break
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    killed += 1
            begun, made = struck.builds()
            begun_again += sum(begun.values()) - sum(made.values())
            if process.returncode != 0:
                faults.append(f"round {rounds}: ended with {process.returncode}")
            if struck.files() != wanted:
                faults.append(f"round {rounds}: other files than an undisturbed batch")
            if twice := [key for key, count in made.items() if count > 1]:
                faults.append(f"round {rounds}: made twice: {twice}")
            if set(made) - set(calm_made):
                faults.append(f"round {rounds}: made what nobody asked for")
            if left := struck.leftovers():
                faults.append(f"round {rounds}: left half-written: {left}")
            ledger = open_ledger(struck.home / "ledger.db")
            made_events = Counter(event.about for event in ledger.history() if event.what == "made")
            if any(count > 1 for count in made_events.values()) or len(made_events) != 2:
                faults.append(f"round {rounds}: editions recorded {dict(made_events)}")
            state = Batches(ledger).get(WEEK)
            if not state or state.state != "waiting" or struck.items() != items:
                faults.append(f"round {rounds}: the batch is {state and state.state}, or lacks items")
            print(f"round {rounds}: {killed} kills", file=sys.stderr, flush=True)
    print(
        f"{killed} kills in {rounds} batches of {len(wanted)} files, {len(calm_made)} content keys each "
        f"({whole_s:.1f} s undisturbed): {begun_again} builds cut off and begun again, none made twice, no fault"
        if not faults
        else "\n".join(faults)
    )
    return bool(faults)


FIGURES = {"old": "90,3", "new": "91,7"}
"""What the page of an edition says before and after the brief was changed."""


def placing(number: int, seed: int, products: str) -> int:
    """Kill a run while it puts a changed edition into its place, and look at what lies there, again and again.

    Every second time it is killed once the switch itself has begun, else anywhere from the first file laid aside on.
    """
    chance, faults = random.Random(seed), []
    with place(products, briefs=1, languages="[vi]") as struck:
        folder, before = struck.out / "b0", struck.home / "before"
        asked = ["--language", "vi", "--out", str(struck.out), "--voice", "silent", "--preset", "draft"]
        make = struck.command("make", str(struck.home / "b0.yaml"), *asked)
        code, told = struck.run(make)
        assert code == 0, told
        old = struck.files()
        shutil.copytree(folder, before)
        change_brief(struck.home, 0, "value: 90.3", "value: 91.7")
        placed_s, switched_s = _until_placed(struck.start(make), folder)
        new = struck.files()
        assert new.keys() == old.keys() and new != old
        seen: Counter[tuple[str, str, str]] = Counter()
        while seen.total() < number:
            shutil.rmtree(folder)
            shutil.copytree(before, folder)
            process = struck.start(make, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _wait_for_part(process, folder)
            if seen.total() % 2:
                _wait_for_switch(process, folder)
                time.sleep(chance.uniform(0, switched_s))
            else:
                time.sleep(chance.uniform(0, placed_s))
            process.send_signal(signal.SIGKILL)
            if process.wait() == 0:
                continue  # It was done before it could be killed.
            begun = "while switching" if (folder / JOURNAL).exists() else "before or after"
            lay = {path: hashlib.sha256((struck.out / path).read_bytes()).hexdigest() for path in old}
            # Read as the board and every command reads it.
            shown, page = struck.files(), (folder / "index.html").read_text("utf-8")
            whole = not damaged(read_manifest(folder), folder) and _which(shown, old, new)
            if not whole or FIGURES[whole] not in page:
                faults.append(f"kill {seen.total() + 1}: neither the old edition nor the new one")
            seen[begun, _which(lay, old, new) or "some of both", whole or "mixed"] += 1
            code, told = struck.run(make)
            if code or struck.files() != new or struck.leftovers():
                faults.append(f"kill {seen.total()}: not put right: {told} {struck.leftovers()}")
            print(f"{seen.total()} kills", file=sys.stderr, flush=True)
    print(f"{number} kills while {len(new)} files were placed ({placed_s:.2f} s, of it {switched_s:.3f} s switching)")
    for (begun, lies, shown_as), count in sorted(seen.items()):
        print(f"{count} killed {begun}: lying there {lies}, shown the {shown_as}")
    print("\n".join(faults) or "each shown whole, and put right by the next run")
    return bool(faults)


def _which(files: dict[str, str], old: dict[str, str], new: dict[str, str]) -> str:
    return "old" if files == old else "new" if files == new else ""


def _wait_for_part(process: subprocess.Popen[str], folder: Path) -> None:
    while process.poll() is None and not any(folder.rglob("*.part")):
        time.sleep(0.0005)


def _wait_for_switch(process: subprocess.Popen[str], folder: Path) -> None:
    # It takes some thousandths of a second: whoever slept here would miss it.
    while process.poll() is None and not (folder / JOURNAL).exists():
        pass


def _until_placed(process: subprocess.Popen[str], folder: Path) -> tuple[float, float]:
    """Wait for a run; give how long it took from the first file laid aside to the last placed, and of it switching."""
    _wait_for_part(process, folder)
    begun = time.monotonic()
    _wait_for_switch(process, folder)
    switches = time.monotonic()
    while (folder / JOURNAL).exists():
        pass
    ended = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return ended - begun, ended - switches


def workers(products: str) -> int:
    """Let two processes make the same editions at the same time, one from each end, and compare with one process."""
    orders = {"one worker": [[0, 1, 2]], "two workers": [[0, 1, 2], [2, 1, 0]]}
    seen: dict[str, dict[str, str]] = {}
    for name, hands in orders.items():
        with place(products, briefs=3) as shared:
            asked = ["--out", str(shared.out), "--voice", "silent", "--preset", "draft"]
            scripts = [
                " && ".join(
                    " ".join(shared.command("make", str(shared.home / f"b{n}.yaml"), "--language", "vi", *asked))
                    for n in order
                )
                for order in hands
            ]
            started = time.monotonic()
            running = [shared.start(["sh", "-c", script]) for script in scripts]
            for process in running:
                _, told = process.communicate()
                assert process.returncode == 0, told
            took = time.monotonic() - started
            begun, made = shared.builds()
            seen[name] = shared.files()
            print(
                f"{name}: {len(seen[name])} files, {sum(begun.values())} builds of {len(made)} distinct keys, "
                f"{len(shared.leftovers())} left half-written, {took:.1f} s"
            )
            if sum(begun.values()) != len(made):
                return 1
    same = seen["one worker"] == seen["two workers"]
    print("byte for byte the same" if same else "NOT the same")
    return not same


def faults() -> int:
    """Break one thing after another beside healthy briefs, and print what the team sees."""
    failed = 0
    for name, (arrange, exit_code, said) in FAULTS.items():
        with place("[infographic]", briefs=3) as week:
            code, told = arrange(week)
            right = code == exit_code and said in told
            failed += not right
            lines = [line for line in told.splitlines() if not re.match(r"\d+/\d+ |b\d-w48 b|/|Open|$", line)]
            print(f"\n## {name}: exit code {code}{'' if right else f'  WRONG, expected {exit_code} and {said!r}'}")
            print("\n".join(line.replace(str(week.home), "~") for line in lines))
    print(f"\n{len(FAULTS)} cases, {failed} not as expected")
    return bool(failed)


def _brief_wrong(week: Place) -> tuple[int, str]:
    change_brief(week.home, 1, "unit: percent", "unit: percents")
    return week.run(week.batch())


def _table_gone(week: Place) -> tuple[int, str]:
    change_brief(week.home, 1, "    source: most\npoints", "    series: data/gone.csv\n    source: most\npoints")
    return week.run(week.batch())


def _address_dead(week: Place) -> tuple[int, str]:
    change_brief(week.home, 1, "    source: most\npoints", "    series: data/net.csv\n    source: most\npoints")
    (week.home / "data").mkdir()
    (week.home / "data/net.csv").write_text("period,value\n2024,88\n2025-10,91.3\n")
    source = "allowed_hosts: [127.0.0.1]\nseries:\n  - file: data/net.csv\n    source: http://127.0.0.1:9/net.csv\n"
    (week.home / "series.yaml").write_text(source)
    return week.run(week.batch())


def _voice_dead(week: Place) -> tuple[int, str]:
    plan = week.home / "plan.yaml"
    plan.write_text(plan.read_text().replace("products: [infographic]", "products: [infographic, podcast]", 1))
    profile = week.home / "audiences/neighbours.yaml"
    profile.write_text(profile.read_text().replace("[silent]", "[piper:nobody]"))
    words = [w for w in week.batch() if w not in ("--voice", "silent")] + ["--strict"]
    return week.run(words, env=week.settings | {"BRIEFCAST_VOICES": str(week.home / "none")})


def _picture_broken(week: Place) -> tuple[int, str]:
    (week.home / "desk.jpg").write_bytes(b"no picture")
    change_brief(week.home, 1, "    statistics: [villages]", "    statistics: [villages]\n    image: desk.jpg")
    plan = week.home / "plan.yaml"
    before, item, after = plan.read_text().partition("  - id: b1")
    plan.write_text(before + item + after.replace("[infographic]", "[infographic, video]", 1))
    return week.run(week.batch())


def _disk_full(week: Place) -> tuple[int, str]:
    """A file system of its own, too small for one edition; then there is room, and the batch goes on."""
    week.out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", week.out], check=True)
    try:
        code, told = week.run(week.batch())
        subprocess.run(["mount", "-o", "remount,size=50m", week.out], check=True)
        again, went_on = week.run(week.batch())
        assert (again, week.leftovers()) == (0, []), went_on
        return code, f"{told}With room again:\n{went_on}"
    finally:
        subprocess.run(["umount", week.out], check=True)


def _ledger_locked(week: Place) -> tuple[int, str]:
    open_ledger(week.home / "ledger.db")
    other = sqlite3.connect(week.home / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        return week.run(week.batch())
    finally:
        other.close()


def _ledger_unreachable(week: Place) -> tuple[int, str]:
    return week.run(week.batch(), env=week.settings | {"BRIEFCAST_LEDGER": "postgresql://lan:secret@127.0.0.1:9/x"})


def _two_at_once(week: Place) -> tuple[int, str]:
    first = week.start(week.batch())
    while not (week.home / "builds").exists():
        time.sleep(0.05)
    code, told = week.run(week.batch())
    first.communicate()
    assert first.returncode == 0
    return code, told


def _manifest_broken(week: Place) -> tuple[int, str]:
    assert week.run(week.batch())[0] == 0
    (week.out / "b1/manifest.json").write_text("{")
    (week.out / "b1/neighbours/vi/infographic-1200x630.png").write_bytes(b"half")
    return week.run(week.batch())


def _word_changed(week: Place) -> tuple[int, str]:
    for words in (week.batch(), week.command("approve", WEEK, "all", "--who", "lan")):
        assert week.run(words)[0] == 0
    change_brief(week.home, 1, "đã có mạng nhanh", "đã có Internet nhanh")
    made = week.run(
        week.command("make", str(week.home / "b1.yaml"), "--product", "infographic", "--out", str(week.out))
    )
    assert made[0] == 0, made[1]
    return week.run(week.command("release", WEEK, "--who", "lan"))


FAULTS: dict[str, tuple[Callable[[Place], tuple[int, str]], int, str]] = {
    "one brief wrong": (_brief_wrong, 1, "Write 'percent'"),
    "a table of a series gone": (_table_gone, 1, "data/gone.csv"),
    "an address of a series dead": (_address_dead, 1, "stays as it was"),
    "a voice dead, none may stand in": (_voice_dead, 1, "piper"),
    "a picture of a point broken": (_picture_broken, 1, "desk.jpg"),
    "the disk full": (_disk_full, 1, "No space left"),
    "the ledger locked": (_ledger_locked, 1, "Another program holds it"),
    "the ledger's server gone": (_ledger_unreachable, 1, "127.0.0.1"),
    "two batches of the week at once": (_two_at_once, 1, "Another run works on the batch"),
    "an edition's files damaged before a rerun": (_manifest_broken, 0, "3 of 3 editions whole"),
    "one word changed after approval": (_word_changed, 1, "changed after lan approved it"),
}
"""What is broken, the exit code that is right, and what the team must be told."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.batch", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("campaign", choices=["kills", "placing", "workers", "faults"])
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--products", default="[infographic, video]")
    asked = parser.parse_args()
    match asked.campaign:
        case "kills":
            return kills(asked.number, asked.seed, asked.products)
        case "placing":
            return placing(asked.number, asked.seed, asked.products)
        case "workers":
            return workers(asked.products)
        case _:
            return faults()


if __name__ == "__main__":
    sys.exit(main())
