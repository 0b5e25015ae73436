"""Compounds: which syllables of a Vietnamese line make one word.

Vietnamese writes blanks between syllables, not words: a line that breaks at any blank parts ``phục | vụ``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from importlib import metadata
from itertools import accumulate
from pathlib import Path

from briefcast.store.files import write_whole

COMPOUNDS_NAME = ".known/compounds-vi.json"
"""Where a store keeps what the segmenter found."""
_KEPT_MAX = 4096
"""Lines whose words are known at once; a brief of 30 points for six audiences has about 300."""
_SYLLABLES_MAX = 4
"""Longer finds are phrases or mistakes; what is a name stands in the list of phrases."""


def inside_compounds(words: Sequence[str], *, max_chars: int) -> frozenset[int]:
    """Give the indexes of the words (as written between blanks) after which a compound goes on.

    A compound of more than ``max_chars`` characters does not count.
    """
    ends = _ends(" ".join(words))
    found: set[int] = set()
    start = 0
    for index, end in enumerate(accumulate(len("".join(word.split())) for word in words)):
        if end in ends:
            if index - start < _SYLLABLES_MAX and len(" ".join(words[start : index + 1])) <= max_chars:
                found.update(range(start, index))
            start = index + 1
    return frozenset(found)


_SEGMENTING = threading.Lock()
"""The segmenter names its model before it is loaded: a second thread would ask one that is not there yet."""
_known: dict[str, frozenset[int]] = {}
"""Where the words of lines end, the oldest first."""


def know_compounds(file: Path) -> None:
    """Take from a file where the words of lines end, as an earlier run kept it (`keep_compounds`).

    The segmenter takes most of a second to load, and is not loaded for lines that the same version of it
    has seen. A file that cannot be read counts as empty.
    """
    for line, ends in _read_kept(file).items():
        _know(line, ends)


def keep_compounds(file: Path) -> None:
    """Keep in a file where the words of lines end, unless it says so already."""
    known = _known.copy()
    if known.keys() != _read_kept(file).keys():
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = {line: sorted(ends) for line, ends in known.items()}
        write_whole(file, json.dumps({"version": _version(), "ends": rows}, ensure_ascii=False))


def _version() -> str:
    return metadata.version("underthesea")


def _read_kept(file: Path) -> dict[str, frozenset[int]]:
    try:
        data = json.loads(file.read_bytes())
        same = data["version"] == _version()
        return {line: frozenset(map(int, ends)) for line, ends in data["ends"].items()} if same else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _ends(line: str) -> frozenset[int]:
    """Give where words end, counted in characters without blanks; everywhere if the segmenter changed the text."""
    known = _known.get(line)
    if known is not None:
        return known
    # Here, not above: it takes most of a second, and only Vietnamese needs it.
    from underthesea.pipeline.word_tokenize import word_tokenize

    with _SEGMENTING:
        words = ["".join(word.split()) for word in word_tokenize(line, use_token_normalize=False)]
    length = len("".join(line.split()))
    ends = frozenset(accumulate(map(len, words)))
    return _know(line, ends if max(ends, default=0) == length else frozenset(range(1, length + 1)))


def _know(line: str, ends: frozenset[int]) -> frozenset[int]:
    while len(_known) >= _KEPT_MAX:
        _known.pop(next(iter(_known)), None)
    return _known.setdefault(line, ends)
