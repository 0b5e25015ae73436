"""Measure an edition that is made again with nothing changed: wall and CPU seconds of five runs of the command.

python -m bench.again examples/egov-2024.yaml --out outputs

The folder of outputs is copied and the copy worked on; what is not made in it yet is made first, which takes
minutes. Figures are of the whole command, the start of Python included.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def make(brief: Path, out: Path, *options: str) -> tuple[float, float]:
    """Run the command once and give its wall and CPU seconds; its last words if it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "briefcast", "make", str(brief), "--out", str(out), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall_s, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brief", type=Path)
    parser.add_argument("--out", type=Path, default=Path("outputs"), help="where it was made before")
    parser.add_argument("--verify", action="store_true", help="measure runs that hash every file")
    asked = parser.parse_args()
    options = ["--verify"] if asked.verify else []
    with tempfile.TemporaryDirectory(prefix="briefcast-again-") as folder:
        copy = Path(folder) / "outputs"
        if asked.out.is_dir():
            shutil.copytree(asked.out, copy)
        # Copies are other files: their sums are taken once, and known from then on.
        print("first  {:6.2f} s wall  {:6.2f} s CPU".format(*make(asked.brief, copy)))
        runs = [make(asked.brief, copy, *options) for _ in range(RUNS)]
    for number, (wall_s, cpu_s) in enumerate(runs, 1):
        print(f"{number:5}  {wall_s:6.2f} s wall  {cpu_s:6.2f} s CPU")
    least = [min(column) for column in zip(*runs, strict=True)]
    print("least  {:6.2f} s wall  {:6.2f} s CPU".format(*least))
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
