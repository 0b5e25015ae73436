"""Characters as each platform counts them, over text in NFC."""

from __future__ import annotations

import unicodedata

import regex

from briefcast.channels.little_text import little_text
from briefcast.channels.platforms import CountingUnit, counting
from briefcast.messages import tell

_LINK = regex.compile(r"https?://[^\s<>\u2066-\u2069]+")
_DOMAIN = regex.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])", regex.IGNORECASE)
"""An address without https://, which X makes a link of all the same."""
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
_CLUSTER = regex.compile(r"\X")


_UNITS = {"bytes": tell("bytes"), "weighted": tell("weighted characters")}


def unit_told(unit: CountingUnit) -> str:
    """Give what a person is told that was counted; most units are characters in one way or another."""
    return _UNITS.get(unit, tell("characters"))


def count(text: str, unit: CountingUnit) -> int:
    """Count a text in a platform's unit: ``count("Việt Nam", "weighted")`` is 9, for ệ weighs two."""
    text = unicodedata.normalize("NFC", text)
    if unit == "characters":
        return len(text)
    if unit == "little_text":
        return len(little_text(text).encode("utf-16-le")) // 2
    if unit == "utf16":
        return len(text.encode("utf-16-le")) // 2
    if unit == "bytes":
        return len(text.encode())
    if unit == "graphemes":
        return len(_CLUSTER.findall(text))
    if unit == "weighted":
        return _weigh(text)
    if unit == "characters_emoji_bytes":
        clusters = _CLUSTER.findall(text)
        return sum(len(each.encode()) if _EMOJI.search(each) else len(each) for each in clusters)
    links = _LINK.findall(text)
    return len(_CLUSTER.findall(_LINK.sub("", text))) + len(links) * counting().short_link


def _weigh(text: str) -> int:
    """Weigh as twitter-text does: an address 23, an emoji two, most scripts of East Asia and much of Vietnamese two."""
    table = counting().weighted
    links = _LINK.findall(text)
    rest = _LINK.sub("", text)
    weight = len(links) * table.link * table.scale
    # Whether X knows the last part as a domain decides how it counts: the larger of the two is safe.
    weight += sum(max(0, table.link - len(domain)) * table.scale for domain in _DOMAIN.findall(rest))
    for cluster in _CLUSTER.findall(rest):
        if _EMOJI.search(cluster):
            weight += table.default
            continue
        for character in cluster:
            light = any(first <= ord(character) <= last for first, last in table.light)
            weight += table.light_weight if light else table.default
    return weight // table.scale
