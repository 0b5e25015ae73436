"""Programs that play a sound: the first there is on this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from briefcast.errors import ToolError
from briefcast.messages import tell

PLAYERS = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
)
"""Of PipeWire, PulseAudio, ALSA, macOS and ffmpeg, with what makes each play one file and end."""


def find_player() -> tuple[str, ...]:
    """Give the command that plays a file named behind it; empty if there is none, as on a server."""
    return next(((found, *options) for name, *options in PLAYERS if (found := shutil.which(name))), ())


def play(sound: Path) -> bool:
    """Play a WAV file to its end; False if this machine has nothing to play it with.

    Raises:
        ToolError: the program failed.
    """
    player = find_player()
    if not player:
        return False
    done = subprocess.run([*player, str(sound)], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise ToolError(tell("{program} could not play it: {reason}", program=Path(player[0]).name, reason=last))
    return True
