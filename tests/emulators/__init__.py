"""One emulator for each channel. A new one is one line here; see ``briefcast/channels/base.py``."""

from __future__ import annotations

from tests.emulators.base import Emulator
from tests.emulators.folder import FolderEmulator

EMULATORS: dict[str, type[Emulator]] = {
    "folder": FolderEmulator,
}
