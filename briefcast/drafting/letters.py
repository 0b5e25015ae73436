"""Whether the letters of a document are what they look like.

Old Vietnamese fonts (TCVN3, VNI) put their own letters in the places of others, and a PDF may carry no table of its
letters at all: what is read then is not what is seen. Such a document is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import Passages
from briefcast.drafting.words import every_reading
from briefcast.messages import tell

_WORD = re.compile(r"[^\W\d_]+(?:[·¸µ¶¹¨»¾¼½®©§ª«¬­][^\W\d_]*)*|[·¸µ¶¹¨»¾¼½®©§ª«¬­]\w+")
_TCVN3 = re.compile(r"[A-Za-z][·¸µ¶¹¨»¾¼½®©§ª«¬­ßÜÖÒÞÐ]|[®©][a-z·¸µ¶¹¨»¾¼½]|[a-zA-Z]*[Ææø÷×Ëéèêëäåæç][a-z]*[·¸µ¶¹]")
_VNI = re.compile(r"[aeouyAEOUY][äåãõïûùüøáàâèëêñ](?=[a-z]?\b|[ngchmtip])|ñ[aeiouöôù]|[öô][ôùøûõïn]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0102\u0103\u0110\u0111]")
_OLD_FONTS = re.compile(r"^\.?Vn[A-Z]|^VNI[- ]|^\.Vn|^ABC[- ]|^VK Sans", re.IGNORECASE)
_LEAST_WORDS = 25
_FALSE_SHARE = 0.08
_COMMON_SHARE = 0.05
"""Share of the commonest words below which a text is in no language: they are a quarter and more of any."""


def refuse_false_letters(path: Path, passages: Passages, *, fonts: Collection[str] = ()) -> None:
    """Refuse a document whose letters are not what is seen.

    Raises:
        BriefError: they are those of an old font, or make words of no language.
    """
    text = "\n".join(passages.texts())
    words = _WORD.findall(text)
    if len(words) < 5:
        return
    old = bool(fonts) and any(_OLD_FONTS.search(font.rpartition("+")[2]) for font in fonts)
    if is_old_font(text, words, named=old):
        remedy = tell(
            "Convert it to Unicode first (UniKey: 'Chuyển mã', from TCVN3 or VNI Windows to Unicode), and name the "
            "result; a PDF: have its text recognised (OCR)."
        )
        raise refuse(path, tell("Its letters are those of an old Vietnamese font (TCVN3 or VNI), not Unicode."), remedy)
    if len(words) >= _LEAST_WORDS and not _speaks(words):
        raise refuse(
            path,
            tell("What can be read of it makes no words: its letters are others than those that are seen."),
            tell(
                "Save it again from the program it was written in, as .docx or PDF; or have its text recognised (OCR)."
            ),
        )


def is_old_font(text: str, words: Collection[str], *, named: bool = False) -> bool:
    """Say whether Vietnamese stands in a text in letters of TCVN3 or VNI."""
    if len(_VIETNAMESE.findall(text)) > len(words) * 0.1:
        return False
    false = sum(bool(_TCVN3.search(word) or _VNI.search(word)) for word in words)
    return false > len(words) * (_FALSE_SHARE / 4 if named else _FALSE_SHARE)


def _speaks(words: Collection[str]) -> bool:
    """Say whether enough of the commonest words of some language are among these."""
    lowered = [word.casefold() for word in words]
    for row in every_reading().values():
        common = frozenset(row.common.split())
        joined = row.joined
        known = sum(word in common or bool(joined and "\u05d0" <= word[0] <= "\u05ea") for word in lowered)
        if known >= len(lowered) * _COMMON_SHARE:
            return True
    return False
