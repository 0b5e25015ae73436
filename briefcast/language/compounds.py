"""Compounds: which syllables of a Vietnamese line make one word.

Vietnamese writes blanks between syllables, not words: a line that breaks at any blank parts ``phục | vụ``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

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


@lru_cache(maxsize=4096)
def _ends(line: str) -> frozenset[int]:
    """Give where words end, counted in characters without blanks; everywhere if the segmenter changed the text."""
    # Here, not above: it takes most of a second, and only Vietnamese needs it.
    from underthesea.pipeline.word_tokenize import word_tokenize

    words = ["".join(word.split()) for word in word_tokenize(line, use_token_normalize=False)]
    length = len("".join(line.split()))
    ends = frozenset(accumulate(map(len, words)))
    return ends if max(ends, default=0) == length else frozenset(range(1, length + 1))
