"""The fonts: where they are, which letters they hold, and how matplotlib comes to know them.

They come as Python packages, so that every machine draws with the same files.
"""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from matplotlib import font_manager

from briefcast.errors import LayoutError, ToolError, quoted
from briefcast.languages import language, read_languages

PACKAGES: dict[str, str] = {
    "Be Vietnam Pro": "fontpkg_be_vietnam_pro",
    "Heebo": "fontpkg_heebo",
    "Noto Sans": "fontpkg_noto_sans",
}
"""Font family and the Python package that carries it."""

WEIGHTS: tuple[int, ...] = (500, 600, 700, 800, 900)
"""The weights that pictures use: text, emphasis, figures."""

_INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}
"""Unicode categories that draw nothing: controls, direction marks, separators."""


@cache
def font_folder(family: str) -> Path:
    """Give the folder of a family's font files; ToolError if its package is not installed."""
    package = PACKAGES.get(family)
    # find_spec finds the place without running the package.
    spec = find_spec(package) if package else None
    if spec is None or spec.origin is None:
        name = (package or family).replace("_", "-")
        raise ToolError(f"The font {family} is not installed. Install its package: pip install {name}")
    return Path(spec.origin).parent / "files"


def font_folders() -> tuple[Path, ...]:
    """Give the folders of every family."""
    return tuple(font_folder(family) for family in PACKAGES)


@cache
def font_files(family: str) -> tuple[Path, ...]:
    """Give the upright font files of a family, in order of their names."""
    return tuple(sorted(p for p in font_folder(family).glob("*.ttf") if "Italic" not in p.name))


@cache
def _letters(family: str) -> frozenset[int]:
    # Every upright file of these families holds the same letters; the first one speaks for all.
    with TTFont(font_files(family)[0], lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _held(families: tuple[str, ...]) -> frozenset[int]:
    return frozenset[int]().union(*(_letters(family) for family in families if family in PACKAGES))


def check_glyphs(texts: Iterable[str], language_code: str, *, fonts: Sequence[str] | None = None) -> None:
    """Refuse a text with a character that none of the language's fonts can draw.

    ``fonts`` are the families to look in; those of the language if absent. A letter and its mark
    typed apart count as the one letter they make. Raises LayoutError that names the character and
    the text.
    """
    families = tuple(fonts) if fonts is not None else language(language_code).fonts
    for text in texts:
        for character in undrawable(text, families):
            name = unicodedata.name(character, "without a name")
            raise LayoutError(
                f"No font of {language(language_code).english_name} has the character {quoted(character)} "
                f"(U+{ord(character):04X}, {name}) in the text {quoted(text)}. "
                f"Replace it, or name a font that has it in the brand kit."
            )


def undrawable(text: str, fonts: Sequence[str]) -> Iterator[str]:
    """Give the characters of a text that none of these families has, in order."""
    held = _held(tuple(fonts))
    for character in unicodedata.normalize("NFC", text):
        if ord(character) not in held and unicodedata.category(character) not in _INVISIBLE:
            yield character


@cache
def register_fonts() -> None:
    """Make every family known to matplotlib, in the weights that pictures use.

    matplotlib draws a variable font in its first weight only, so the first choice of a language, if
    it has one variable file, is cut into fixed weights once, in matplotlib's own cache folder.
    A family that only steps in for a rare letter keeps its regular weight.
    """
    first_choices = {entry.fonts[0] for entry in read_languages().values()}
    for family in PACKAGES:
        files = font_files(family)
        if len(files) > 1:
            for path in files:
                font_manager.fontManager.addfont(path)
            continue
        for weight in WEIGHTS:
            path = _cut(files[0], weight) if family in first_choices else files[0]
            entry = font_manager.FontEntry(fname=str(path), name=family, weight=weight, size="scalable")
            font_manager.fontManager.ttflist.append(entry)


def _cut(variable: Path, weight: int) -> Path:
    """Give a file with one weight of a variable font, made at the first call on a machine."""
    mark = hashlib.sha256(variable.read_bytes()).hexdigest()[:12]
    path = Path(matplotlib.get_cachedir()) / f"briefcast-{mark}-{weight}-named.ttf"
    if not path.exists():
        with TTFont(variable) as font:
            axes = {axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in font["fvar"].axes}
            instancer.instantiateVariableFont(font, axes, inplace=True)
            # matplotlib names each glyph of an SVG after its font: two weights need two names.
            font["name"].setName(path.stem, 6, 3, 1, 0x409)
            font["name"].setName(path.stem, 6, 1, 0, 0)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as aside:
                font.save(aside)
        Path(aside.name).replace(path)
    return path
