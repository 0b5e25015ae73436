"""Loaded once into the process that watched ones are forked from: a good file of each kind is read there first.

What a command loads before it reads anything, whatever it reads, took three quarters of each of thousands of runs.
"""

from __future__ import annotations

import contextlib
import io
import sys

from tests.faults.hostile import BRIEFS, PLANS, run_command

_SAID = (sys.argv, sys.stdout, sys.stderr)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for _words in (*(("check", str(_file)) for _file in BRIEFS[:2]), ("plan", "check", str(PLANS[0]))):
        with contextlib.suppress(SystemExit):
            run_command(*_words)
sys.argv, sys.stdout, sys.stderr = _SAID
