"""Publish one wrong figure on every channel, put it right while publishers are killed, and ask readers what they see.

python -m bench.corrections                    18 items in three languages, every channel's emulator, 20 kills
python -m bench.corrections --seed 7 --kills 5 --channel mail --channel folder --products "[infographic]"

Exit code 1 if somebody finds the old figure where it can be replaced, sees a correction twice, if a post is neither
corrected nor withdrawn nor listed, or if the site, its log and feeds or the next issue of the newsletter say otherwise.
"""

from __future__ import annotations

import argparse
import sys
import warnings

from tests.emulators import EMULATORS
from tests.faults.correcting import run_drill


def main() -> int:
    """Run the drill and print a line for each channel."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--channel", action="append", choices=list(EMULATORS), default=[])
    parser.add_argument("--products", default="[infographic, video, podcast]")
    given = parser.parse_args()
    report = run_drill(seed=given.seed, kills=given.kills, channels=given.channel, products=given.products)
    print(report)
    for fault in report.bad:
        print(fault)
    return 1 if report.bad else 0


if __name__ == "__main__":
    sys.exit(main())
