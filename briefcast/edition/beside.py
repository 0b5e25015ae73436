"""The team's own files beside a brief, and what no font can draw: what would stop an output that the brief asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from briefcast.brief.corrections import read_corrections
from briefcast.brief.document import FieldPath
from briefcast.brief.model import Brief
from briefcast.brief.read import WrittenText
from briefcast.edition.words import editor_words
from briefcast.errors import BriefError, Problem
from briefcast.messages import Message, tell


def find_broken_files(brief: Brief, folder: Path) -> Iterator[tuple[FieldPath, Problem]]:
    """Give what is wrong in profiles, brand kits, ``pronunciation.yaml`` and ``podcast.yaml``, and what names them."""
    # Each of them takes a moment to come, and a check of one brief may be the only work of a command.
    from briefcast.products.podcast.settings import read_show_settings
    from briefcast.products.profiles import read_audience
    from briefcast.writing.pronunciation import read_pronunciation

    for index, audience in enumerate(brief.audiences):
        if (folder / "audiences" / f"{audience}.yaml").is_file():
            yield from _problems(("audiences", index), partial(read_audience, audience, folder=folder))
            kit = brief.audience_brands.get(audience, brief.brand)
            yield from _problems(("audiences", index), partial(_find_look, audience, kit, folder))
    for path, name in _brands(brief):
        yield from _problems(path, partial(_read_brand, name, folder))
    yield from _problems(("id",), partial(read_pronunciation, folder))
    yield from _problems(("id",), partial(read_corrections, folder, brief.id))
    yield from _problems(("id",), partial(read_show_settings, folder))


SURE_CHARS, SURE_WORD_CHARS = 30, 12
"""Names that are no longer, and have no longer word, have room on a cover."""


def find_long_names(brief: Brief, folder: Path) -> Iterator[tuple[FieldPath, Problem]]:
    """Give names of shows and audiences that have no room on a cover: found late, nothing of the edition is shown."""
    from briefcast.products.podcast.settings import FILE_NAME, PRODUCT, read_show_settings
    from briefcast.products.profiles import read_audience
    from briefcast.products.table import default_products

    if PRODUCT not in (brief.products or default_products()):
        return
    try:
        show = read_show_settings(folder)
        audiences = {id: read_audience(id, folder=folder).name for id in brief.audiences}
    except BriefError:
        return  # told by itself
    remedy = tell("Write a shorter one.")
    for language in brief.languages:
        if not show.cover and not _has_room(brief, folder, language, title=show.spoken_name(language)):
            told = tell("The name of the show has no room on its cover: {name}", name=show.spoken_name(language))
            yield ("id",), Problem(file=folder / FILE_NAME, field=f"name.{language}", message=told, remedy=remedy)
        for index, (id, names) in enumerate(audiences.items()):
            name = names.get(language, "")
            if not _has_room(brief, folder, language, audience=name):
                file = folder / "audiences" / f"{id}.yaml"
                told = tell("The name of the audience has no room on a cover: {name}", name=name)
                yield ("audiences", index), Problem(file=file, field=f"name.{language}", message=told, remedy=remedy)


def _has_room(brief: Brief, folder: Path, language: str, *, title: str = "", audience: str = "") -> bool:
    text = title or audience
    if len(text) <= SURE_CHARS and max(map(len, text.split()), default=0) <= SURE_WORD_CHARS:
        return True
    # Drawing takes a moment to come: only long names wait for it.
    from briefcast.look.brand import read_brand
    from briefcast.products.podcast.cover import fits_cover

    try:
        brand = read_brand(brief.brand, folder=folder)
    except BriefError:
        return True  # told by itself
    return fits_cover(brand=brand, language=language, title=title, audience=audience)


def _brands(brief: Brief) -> Iterator[tuple[FieldPath, str]]:
    yield ("brand",), brief.brand
    yield from ((("audience_brands", audience), name) for audience, name in brief.audience_brands.items())


def _read_brand(name: str, folder: Path) -> object:
    from briefcast.look.brand import list_brands, read_brand

    built_in = name in list_brands() and not (folder / "brand" / f"{name}.yaml").is_file()
    return None if built_in else read_brand(name, folder=folder)


def _find_look(audience: str, kit: str, folder: Path) -> None:
    """Refuse a look that the kit an audience is drawn with does not have."""
    from briefcast.look.brand import read_brand
    from briefcast.products.profiles import read_audience

    try:
        asked, looks = read_audience(audience, folder=folder).look, read_brand(kit, folder=folder).looks
    except BriefError:
        # What is wrong with the profile or the kit itself is told of it.
        return
    if asked and asked not in looks:
        message = tell("The brand kit {kit} has no look {look}.", kit=repr(kit), look=repr(asked))
        file = folder / "audiences" / f"{audience}.yaml"
        remedy = tell("Use {choices}.", choices=tuple(looks))
        raise BriefError([Problem(file=file, field="look", message=message, remedy=remedy)])


def _problems(path: FieldPath, read: Callable[[], object]) -> Iterator[tuple[FieldPath, Problem]]:
    try:
        read()
    except BriefError as error:
        yield from ((path, problem) for problem in error.problems)


def find_undrawable(brief: Brief, texts: Iterable[WrittenText], folder: Path) -> Iterator[tuple[WrittenText, str]]:
    """Give the texts with a character that no font of their language has, each with the first such character."""
    doubtful = [written for written in texts if not _is_sure(written)]
    if not doubtful:
        return
    # Fonts take a moment to come: only texts with rare characters wait for them.
    from briefcast.look.fonts import undrawable

    families = _families(brief, folder)
    for written in doubtful:
        for fonts in families(written.language):
            if character := next(undrawable(written.text, fonts), None):
                yield written, character
                break


def _is_sure(written: WrittenText) -> bool:
    """Say whether every font has its characters: Latin letters with marks, common punctuation, letters of its own."""
    own = editor_words(written.language).letters
    return all(
        0x20 <= ord(character) < 0x7F
        or 0xA0 <= ord(character) < 0x17F
        or 0x1EA0 <= ord(character) <= 0x1EF9
        or character in "\u01a0\u01a1\u01af\u01b0–—‘’“”…₫€"
        or character in own
        for character in written.text
    )


def _families(brief: Brief, folder: Path) -> Callable[[str], Iterator[Sequence[str]]]:
    from briefcast.look.brand import read_brand

    kits = []
    for name in dict.fromkeys(name for _, name in _brands(brief)):
        try:
            kits.append(read_brand(name, folder=folder))
        except BriefError:
            continue
    return lambda language: (kit.fonts[language] for kit in kits)


def name_character(character: str) -> Message:
    """Name a character for people: ``'→' (rightwards arrow)``."""
    if name := unicodedata.name(character, "").lower():
        return tell("'{character}' ({name})", character=character, name=name)
    return tell("'{character}' (without a name)", character=character)
