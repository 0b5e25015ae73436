"""Read files as strangers make them, by the thousand, and count what must never happen.

python -m bench.hostile                                     some of each kind
python -m bench.hostile --brief 8000 --plan 4000 --seed 7   so many of these alone
python -m bench.hostile --brief 100 --keep bad              and keep what was read badly

Counted are tracebacks, refusals without a word, runs over 30 s or 1 GB, files read or written outside the folder,
programs started, sockets, and control characters written to the terminal. Exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.faults.hostile import KINDS, run_hostile


def main() -> int:
    """Run the campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in KINDS:
        parser.add_argument(f"--{kind.replace(' ', '-')}", type=int, default=0, metavar="COUNT", dest=kind)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep", type=Path, help="Folder for the files that were read badly.")
    given = parser.parse_args()
    counts = {kind: count for kind in KINDS if (count := getattr(given, kind))} or dict.fromkeys(KINDS, 20)
    report = run_hostile(seed=given.seed, counts=counts, keep=given.keep, tell=True)
    print(report)
    return 1 if report.bad else 0


if __name__ == "__main__":
    sys.exit(main())
