"""What is written in ``channels.yaml`` and cannot be meant: each told with its line and the word that comes near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import regex

from briefcast.brief.audiences import list_audiences
from briefcast.brief.document import Document, FieldPath
from briefcast.brief.references import near_word
from briefcast.errors import Problem
from briefcast.messages import tell

_HASHTAG = regex.compile(r"#(?=.*\p{L})[\p{L}\p{M}\p{N}_]+")
"""What platforms make a hashtag of: one word after the sign, with a letter in it."""
_IN_WORD = regex.compile(r"[^\p{L}\p{M}\p{N}_]+")
_SERVER = r"[\w.-]+|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,}"
"""The name of a server, or its address; a single colon would be that of a port."""
_HOST = regex.compile(r"localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-f:]+\]", regex.IGNORECASE)


def typed_wrong(document: Document, *, every_audience: bool = False) -> Iterator[Problem]:
    """Give what is of the right shape, and is no audience, hashtag or address.

    A team's own audience may have its profile where its briefs are, which a machine that only publishes need not have:
    one that resembles none is refused only if ``every_audience`` is asked about.
    """
    known = known_audiences(document.file.parent)
    for number, entry in enumerate(_list(document.data.get("accounts"))):
        if not isinstance(entry, Mapping):
            continue
        place: FieldPath = ("accounts", number)
        for at, audience in enumerate(_list(entry.get("audiences"))):
            if not isinstance(audience, str) or audience in known:
                continue
            if every_audience or near_word(audience.lower(), known):
                yield document.problem((*place, "audiences", at), *no_audience(audience, known))
        yield from _addresses(document, (*place, "settings"), entry.get("settings"))
        for name, settings in _mapping(entry.get("also")).items():
            yield from _addresses(document, (*place, "also", name), settings)
    posts = _mapping(document.data.get("posts"))
    for code, tags in _mapping(posts.get("hashtags")).items():
        for at, tag in enumerate(_list(tags)):
            if isinstance(tag, str) and not _HASHTAG.fullmatch(tag):
                yield document.problem(("posts", "hashtags", code, at), *_no_hashtag(tag))
    if isinstance(link := posts.get("link"), str) and link and (fault := _no_address(link)):
        yield document.problem(("posts", "link"), *fault)


def no_audience(audience: str, known: Sequence[str]) -> tuple[str, str]:
    """Say that there is no such audience, and what may be meant."""
    return tell("There is no audience group '{audience}'.", audience=audience), write_near(audience, known)


def write_near(word: str, known: Sequence[str]) -> str:
    """Say what to write in the place of a word: the known one that comes near, or any of them."""
    if near := near_word(word.lower(), tuple(known)):
        return tell("Write '{near}'.", near=near)
    return tell("Write one of: {choices}.", choices=tuple(known))


def known_audiences(folder: Path) -> tuple[str, ...]:
    """List the audiences of briefcast, and those of profiles beside the file or the briefs in folders under it."""
    places = (folder, *(place.parent for place in folder.glob("*/audiences")))
    return tuple(dict.fromkeys(id for place in places for id in list_audiences(folder=place)))


def _addresses(document: Document, place: FieldPath, settings: Any) -> Iterator[Problem]:
    """Give addresses and hosts among the settings of an account that are none, by the names of the fields."""
    for name, value in _mapping(settings).items():
        at = (*place, name)
        if isinstance(value, Mapping):
            yield from _addresses(document, at, value)
        elif not isinstance(value, str) or not value.strip():
            continue
        elif str(name) == "url" or str(name).endswith("_url"):
            if fault := _no_address(value):
                yield document.problem(at, *fault)
        elif str(name) == "host" and not regex.fullmatch(_SERVER, value):
            message = tell("'{value}' is not the name of a server.", value=value)
            yield document.problem(at, message, _server_alone(value))


def _server_alone(value: str) -> str:
    """Say how a server is written that was typed with what does not belong to its name."""
    try:
        parts = urlsplit(value if "//" in value else f"//{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host:
        return tell("Write its name alone, such as mail.example.org.")
    if port and "//" not in value:
        return tell("Write '{near}', and '{port}' on a line of its own.", near=host, port=f"port: {port}")
    return tell("Write '{near}'.", near=host)


def _no_hashtag(tag: str) -> tuple[str, str]:
    near = "#" + _IN_WORD.sub("", tag.lstrip("#"))
    message = tell("'{tag}' is no hashtag: one is a sign # and one word of letters, digits and _.", tag=tag)
    return message, tell("Write '{near}'.", near=near) if _HASHTAG.fullmatch(near) else tell("Delete it.")


def _no_address(value: str) -> tuple[str, str] | None:
    """Say why a text is no address on the web, and what to write; None if it is one."""
    if _is_address(value):
        return None
    whole = f"https://{value.strip().partition('://')[2] or value.strip().lstrip('/')}"
    message = tell("'{value}' is not a web address.", value=value)
    if not _is_address(whole):
        return message, tell("Write it in full, such as https://example.org/report.")
    return message, tell("Write '{near}'.", near=whole)


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and not regex.search(r"\s", value) and bool(_HOST.fullmatch(host))


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}
