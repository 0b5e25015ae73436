"""Hebrew for the embedded voice: vowels restored, then every word spelled out in the voice's own sounds.

Hebrew is written without vowels, and the embedded voice alone reads the bare consonants ("Smvnim"
for shmonim). The optional package piper-tts carries Nakdimon, a model that restores the vowel
points; the rules here turn pointed words into sounds as Israelis say them. Words with sounds of
their own are listed in ``assets/pronunciation-he.yaml``. A word that the team points itself is read
as pointed.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from itertools import pairwise
from typing import Any

from briefcast.paths import ASSETS
from briefcast.store.files import file_sha256
from briefcast.tables import read_tree

_SHEVA, _HIRIQ, _TSERE, _SEGOL, _PATAH, _QAMATS, _HOLAM = (
    "\u05b0", "\u05b4", "\u05b5", "\u05b6", "\u05b7", "\u05b8", "\u05b9",
)  # fmt: skip
_DAGESH, _SIN_DOT = "\u05bc", "\u05c2"
_VOWELS = {
    "\u05b1": "e", "\u05b2": "a", "\u05b3": "o", _HIRIQ: "i", _TSERE: "e", _SEGOL: "e", _PATAH: "a", _QAMATS: "a",
    _HOLAM: "o", "\u05ba": "o", "\u05bb": "u", "\u05c7": "o",
}  # fmt: skip
_CONSONANTS = {
    "א": "", "ב": "v", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "X", "ט": "t", "י": "j", "כ": "X",
    "ך": "X", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "", "פ": "f", "ף": "f", "צ": "ts",
    "ץ": "ts", "ק": "k", "ר": "R", "ש": "S", "ת": "t",
}  # fmt: skip
_HARD = {"ב": "b", "כ": "k", "ך": "k", "פ": "p"}
"""Letters that a dagesh turns from v, kh, f into b, k, p."""
_WITH_GERESH = {"ג": "dZ", "ז": "Z", "צ": "tS", "ץ": "tS"}
_GUTTURALS = "חעה"
_OPEN_START = "בכלומנירת"
"""An initial sheva under these is said as e: prefixes, and consonants that do not begin a cluster."""
_SONORANTS = "מנלרי"
_UNSTRESSED = frozenset({"את", "של", "על", "עם", "אל", "מן", "כי", "או", "אם", "לא", "גם"})
"""Small words that lean on the next one."""
_PREFIXES = {"ו": "ve", "ב": "be", "ל": "le", "מ": "mi", "ה": "ha", "ש": "Se", "כ": "ke"}
_ENDINGS = ",.:;!?…"
_HEBREW_LETTER = re.compile("[א-ת]")
_POINT = re.compile("[\u0591-\u05c7]")
_PARTS = re.compile("([א-ת\u0591-\u05bd\u05bf-\u05c7'\"׳״’”]+)")


@dataclass(frozen=True, kw_only=True)
class _Letter:
    base: str
    marks: str
    """Its points, and a geresh."""

    @property
    def vowel(self) -> str:
        """The vowel written under or over it, as a point."""
        return next((mark for mark in self.marks if mark in _VOWELS), "")


@dataclass(kw_only=True)
class _Syllable:
    """A vowel with the consonants before it."""

    onset: str
    vowel: str
    point: str
    """The point that wrote the vowel; empty for a vowel letter or a spoken sheva."""
    letter: str


def has_vowels() -> bool:
    """Say whether vowels can be restored here."""
    return importlib.util.find_spec("piper") is not None


def version() -> str:
    """Give what decides the spelling of sounds: the model and the list of words."""
    model = metadata.version("piper-tts") if has_vowels() else "none"
    return f"vowels {model} {file_sha256(ASSETS / 'pronunciation-he.yaml')[:12]}"


def spell_sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give each word as the embedded voice is to read it: sounds in brackets, the rest as it stands."""
    if not has_vowels():
        return words
    plain = " ".join(words)
    own = plain.split()
    chosen = [o if _POINT.search(o) else found for o, found in zip(own, _restore(plain).split(), strict=True)]
    together = _spell_together(chosen)
    spelled, at = [], 0
    for word in words:
        parts = word.split()
        tokens = range(at, at + len(parts))
        at += len(parts)
        spelled.append(_spell_letters(parts) or " ".join(together.get(i) or _spell_token(chosen[i]) for i in tokens))
    return tuple(spelled)


def _spell_together(tokens: list[str]) -> dict[int, str]:
    """Spell words that are said otherwise together than apart, like the numbers from eleven; by their place."""
    phrases, found = _lexicon("phrases"), dict[int, str]()
    for place, (first, second) in enumerate(pairwise(tokens)):
        name = _bare(second).rstrip(_ENDINGS)
        letters, word = _read(first), _bare(first)
        for count in (0, 1, 2):
            sounds = phrases.get(f"{word[count:]} {name}", "").split()
            if len(sounds) == 2 and all(letter in _PREFIXES for letter in word[:count]):
                head = "".join(_prefix(letter) for letter in letters[:count])
                found[place] = f"[[{head}{sounds[0]}]]"
                found[place + 1] = f"[[{sounds[1]}]]{_bare(second)[len(name) :]}"
                break
    return found


@cache
def _model() -> Any:
    from piper.hebrew import NakdimonDiacritizer

    return NakdimonDiacritizer()


def _restore(text: str) -> str:
    return str(_model().diacritize(unicodedata.normalize("NFC", text)))


@cache
def _lexicon(section: str = "words") -> dict[str, str]:
    """Read one section of the list: ``words``, ``letters`` (names of Latin letters) or ``phrases``."""
    table = read_tree(ASSETS / "pronunciation-he.yaml")
    return {_bare(word): str(sounds) for word, sounds in table[section].items()}


def _spell_letters(parts: list[str]) -> str:
    """Spell a word that is several names of Latin letters, like the five of VNeID; empty for any other."""
    if len(parts) < 2:
        return ""
    last = _bare(parts[-1])
    names = [*(_bare(part) for part in parts[:-1]), last.rstrip(_ENDINGS)]
    ending = last[len(names[-1]) :]
    letters, phrases = _lexicon("letters"), _lexicon("phrases")
    if all(name in letters for name in names) and (sounds := phrases.get(" ".join(names))):
        return " ".join(f"[[{sound}]]" for sound in sounds.split()) + ending
    if all(name in letters for name in names):
        return " ".join(f"[[{letters[name]}]]" for name in names) + ending
    return ""


def _bare(word: str) -> str:
    return re.sub("['\"׳״’”]", "", _POINT.sub("", word))


def _spell_token(token: str) -> str:
    """Spell the Hebrew parts of one token (a maqaf may join several), leaving punctuation, Latin and digits."""
    pieces = []
    for piece in _PARTS.split(token):
        if not _HEBREW_LETTER.search(piece):
            pieces.append(" " if piece in ("־", "-") else piece)
            continue
        sounds = _look_up(piece) or spell_word(piece)
        pieces.append(f"[[{sounds}]]" if sounds else "")
    return "".join(pieces)


def _look_up(pointed: str) -> str:
    """Find a word in the list, with up to two prefixes before it; their vowels are those of the points."""
    lexicon, word, letters = _lexicon(), _bare(pointed), _read(pointed)
    for count in (0, 1, 2):
        head, rest = word[:count], word[count:]
        if rest in lexicon and all(letter in _PREFIXES for letter in head):
            return "".join(_prefix(letter) for letter in letters[:count]) + lexicon[rest]
    return ""


def _prefix(letter: _Letter) -> str:
    usual = _PREFIXES[letter.base]
    if letter.base == "ו" and _DAGESH in letter.marks and not letter.vowel:
        return "u"
    return usual[0] + _VOWELS[letter.vowel] if letter.vowel else usual


def spell_word(pointed: str) -> str:
    """Spell one pointed word in sounds, with its stress: ``Smon'im``."""
    letters = _read(pointed)
    syllables: list[_Syllable] = []
    onset = ""
    for place, letter in enumerate(letters):
        consonant, vowel, point = _sound(letters, place, syllables, onset)
        if place == len(letters) - 1 and vowel == "a" and point == _PATAH and letter.base in _GUTTURALS and syllables:
            # A patah under a final guttural is said before it: shavu'a, lishlo-akh.
            syllables.append(_Syllable(onset=onset, vowel="a", point="furtive", letter=letter.base))
            onset = consonant if letter.base != "ה" else "h"
            continue
        if vowel:
            if letter.base in "אע" and place and (onset or (syllables and syllables[-1].vowel == vowel)):
                consonant = "?"
            syllables.append(_Syllable(onset=onset + consonant, vowel=vowel, point=point, letter=letter.base))
            onset = ""
        else:
            onset += consonant
    if not syllables:
        return onset
    stressed = -1 if _bare(pointed) in _UNSTRESSED else _stress(letters, syllables)
    return (
        "".join(
            f"{syllable.onset}{chr(39) if index == stressed else ''}{syllable.vowel}"
            for index, syllable in enumerate(syllables)
        )
        + onset
    )


def _read(pointed: str) -> list[_Letter]:
    """Split a word into letters with their points; quotation marks inside acronyms are not said."""
    letters: list[_Letter] = []
    for character in unicodedata.normalize("NFC", pointed):
        if _HEBREW_LETTER.match(character):
            letters.append(_Letter(base=character, marks=""))
        elif letters and character in "'׳’" and letters[-1].base in _WITH_GERESH:
            letters[-1] = _Letter(base=letters[-1].base, marks=letters[-1].marks + "׳")
        elif letters and _POINT.match(character):
            letters[-1] = _Letter(base=letters[-1].base, marks=letters[-1].marks + character)
    return letters


def _sound(letters: list[_Letter], place: int, before: list[_Syllable], onset: str) -> tuple[str, str, str]:
    """Give a letter's consonant, its vowel and the point that wrote the vowel."""
    letter = letters[place]
    last = place == len(letters) - 1
    previous = letters[place - 1] if place else None
    follows_consonant = bool(onset) or (previous is not None and not previous.vowel and previous.base in "אע")
    if letter.base == "ו":
        if letter.vowel == _HOLAM and (follows_consonant or not previous):
            return "", "o", ""
        if not letter.vowel and _DAGESH in letter.marks and (follows_consonant or not previous):
            return "", "u", ""
    if letter.base == "י" and not letter.marks and previous:
        doubled = previous.base == "י" and (bool(previous.vowel) or not previous.marks)
        after_front_vowel = not onset and bool(before) and before[-1].vowel in "ie"
        before_final_vav = place == len(letters) - 2 and letters[-1].base == "ו" and not letters[-1].marks
        if doubled or after_front_vowel or before_final_vav:
            return "", "", ""
    if letter.base == "ה" and last and not letter.marks:
        return "", "", ""
    return _consonant(letter), *_vowel(letters, place)


def _consonant(letter: _Letter) -> str:
    if "׳" in letter.marks:
        return _WITH_GERESH[letter.base]
    if letter.base == "ש" and _SIN_DOT in letter.marks:
        return "s"
    if _DAGESH in letter.marks and letter.base in _HARD:
        return _HARD[letter.base]
    return _CONSONANTS[letter.base]


def _vowel(letters: list[_Letter], place: int) -> tuple[str, str]:
    letter = letters[place]
    following = letters[place + 1] if place + 1 < len(letters) else None
    if following is None and letter.vowel and letter.vowel != _QAMATS and letter.base not in "אהוחיע":
        # Only -ta, -kha and -na end in a vowel without a letter for it; any other is a slip of the model.
        return "", ""
    if letter.vowel:
        return _VOWELS[letter.vowel], letter.vowel
    if _SHEVA not in letter.marks or following is None:
        return "", ""
    previous = letters[place - 1] if place else None
    if previous is None:
        return ("e", "") if letter.base in _OPEN_START or following.base in "אעה" else ("", "")
    if letter.base == following.base or (letter.base in _SONORANTS and _DAGESH in letter.marks):
        return "e", ""
    if _SHEVA in previous.marks and place > 1:
        cluster = letter.base in "טתדקכגפב" and following.base in "רל"
        return ("", "") if cluster else ("e", "")
    return "", ""


def _stress(letters: list[_Letter], syllables: list[_Syllable]) -> int:
    """Find the stressed syllable: the last one, but for the known patterns with stress before it."""
    final = len(syllables) - 1
    if not final:
        return 0
    before, last = syllables[-2], syllables[-1]
    closed = letters[-1].base not in "הא" or bool(letters[-1].marks)
    ends_in_consonant = closed and not letters[-1].vowel and letters[-1].base not in "וי"
    segolate = (
        last.point in (_SEGOL, _PATAH)
        and before.point in (_SEGOL, _TSERE, _HOLAM, "")
        and before.vowel in "eo"
        and ends_in_consonant
        and (len(last.onset) <= 1 or last.onset in ("ts", "tS", "dZ"))
        and (last.point == _SEGOL or letters[-1].base in "חע")
    )
    guttural = last.point == before.point == _PATAH and last.letter in _GUTTURALS and ends_in_consonant
    dual = last.point == _HIRIQ and last.letter == "י" and before.vowel == "a" and before.point in (_PATAH, _QAMATS)
    suffixed = (
        "".join(letter.base for letter in letters).endswith(("תי", "נו"))
        and last.vowel in "iu"
        and not (last.vowel == "i" and before.vowel == "i")
    )
    if last.point == "furtive" or segolate or guttural or dual or suffixed:
        return final - 1
    return final
