"""Write down every build of the content store, in any process that has this folder on its ``PYTHONPATH``.

``BUILD_LOG`` names the file; each line is ``begun KEY`` or ``made KEY``, appended whole.
"""

import os

if _LOG := os.environ.get("BUILD_LOG"):
    from briefcast.store import store

    def _note(word: str, key: str) -> None:
        handle = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(handle, f"{word} {key}\n".encode())
        os.close(handle)

    _make = store.Store.make

    def _logged(self, key, build):
        def begun(folder):
            _note("begun", key)
            return build(folder)

        entry = _make(self, key, begun)
        if entry.fresh:
            _note("made", key)
        return entry

    store.Store.make = _logged
