"""Names that somebody types to publish only some of what is due."""

from __future__ import annotations

from pathlib import Path

from briefcast.errors import BriefcastError
from briefcast.messages import joined, tell


def expect_known(
    channels: list[str] | None,
    audiences: list[str] | None,
    languages: list[str] | None,
    products: list[str] | None,
    folder: Path,
) -> None:
    """Refuse a name that there is not: it would pick nothing, which looks like nothing to do."""
    from briefcast.brief.references import near_word
    from briefcast.channels.platforms import read_platforms
    from briefcast.languages import read_languages
    from briefcast.products.table import PRODUCTS
    from briefcast.publishing.typos import known_audiences, no_audience, write_near

    for name in channels or ():
        if name not in read_platforms():
            told = tell("There is no channel '{channel}'.", channel=name)
            raise BriefcastError(joined(told, write_near(name, tuple(read_platforms()))))
    for name in audiences or ():
        if name not in (known := known_audiences(folder)) and near_word(name, known):
            raise BriefcastError(joined(*no_audience(name, known)))
    for name in languages or ():
        if name not in read_languages():
            told = tell("There is no language '{language}'.", language=name)
            raise BriefcastError(joined(told, write_near(name, tuple(read_languages()))))
    for name in products or ():
        if name not in PRODUCTS:
            told = tell("There is no product called {name}.", name=name)
            raise BriefcastError(joined(told, write_near(name, tuple(PRODUCTS))))
