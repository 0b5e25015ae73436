"""Publish a thousand items on every channel while things go wrong, and count what readers see.

python -m bench.channels                     1,000 trials on every channel's emulator
python -m bench.channels --trials 100 --seed 7 --channel mail --channel sftp
python -m bench.channels --week 200           a team's week: 1,000 posts while people decide otherwise 200 times

Exit code 1 if an item is out twice, or neither out nor listed for a person, or a secret was written down; of a week
also if something went out that was stopped, moved or for other people.
"""

from __future__ import annotations

import argparse
import sys
import warnings

from tests.emulators import EMULATORS
from tests.faults.campaign import run_campaign
from tests.faults.team import run_week


def main() -> int:
    """Run the campaign and print a line for each channel."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--channel", action="append", choices=list(EMULATORS), default=[])
    parser.add_argument("--week", type=int, metavar="ACTS", help="So many decisions between and during the runs.")
    given = parser.parse_args()
    if given.week is not None:
        week = run_week(seed=given.seed, posts=given.trials, acts=given.week)
        print(week)
        for fault in week.bad:
            print(fault)
        return 1 if week.bad else 0
    report = run_campaign(seed=given.seed, trials=given.trials, channels=given.channel, tell=True)
    print(report)
    for verdict in report.bad:
        print(verdict)
    return 1 if report.bad or report.leaks else 0


if __name__ == "__main__":
    sys.exit(main())
