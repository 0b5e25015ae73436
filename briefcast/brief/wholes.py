"""The whole of a rate: what a figure is "per 1,000" of, where that is not people."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefcast.brief.model import Statistic

_LABELLED = re.compile(
    r"(?:\b(?:per|for every|in every|trên|cho|mỗi|tính trên)\s|/\s?|(?<!\w)לכל\s|(?<!\w)ל[־-]?)"
    r"(?P<digits>\d{1,3}(?:[.,\u00a0]?000)*)?\s?(?P<scale>nghìn|ngàn|vạn|thousand|אלף|אלפי)?\s"
    r"(?P<whole>[^\d\W][^,;:()]*)",
    re.IGNORECASE,
)
_SCALES = {"nghìn": 1000, "ngàn": 1000, "thousand": 1000, "אלף": 1000, "אלפי": 1000, "vạn": 10_000}
_PEOPLE = re.compile(
    r"dân(?: số)?|người(?: dân)?|people|persons?|inhabitants?|residents?|citizens?|population|capita"
    r"|נפש|נפשות|תושבים|איש|אנשים|בני אדם",
    re.IGNORECASE,
)


class Per(NamedTuple):
    """What a label says a rate is per: 1,000 live births."""

    number: int
    whole: str
    """As the label writes it."""


def per_in_label(s: Statistic, language: str) -> Per | None:
    """Read what the label of a rate says that it is per, or nothing."""
    label = s.member.label if s.member else s.label
    return per_in(label.get(language, ""))


def per_in(text: str) -> Per | None:
    """Read what a text says that a rate is per, or nothing."""
    for found in _LABELLED.finditer(text):
        if found["digits"] or found["scale"]:
            digits = int(re.sub(r"\D", "", found["digits"] or "1"))
            number = digits * _SCALES.get((found["scale"] or "").lower(), 1)
            if number >= min(POWERS.values()):
                return Per(number, found["whole"].strip())
    return None


def tells_per(s: Statistic, behind: str) -> bool:
    """Say whether the clause behind a rate says itself what the rate is per: "31.2 hospital beds per 10,000 people"."""
    power = POWERS.get(s.unit_word or "")
    per = per_in(_CLAUSE_END.split(behind, maxsplit=1)[0]) if power else None
    return per is not None and per.number == power


_CLAUSE_END = re.compile(r"[,;:.!?–—()](?=\s|$)|\{")
POWERS = {"per-1000": 1000, "per-10000": 10_000, "per-100000": 100_000}
"""The units of rates, by how many of the whole they are per."""


def named_whole(s: Statistic, language: str) -> str:
    """Give what a brief says a rate is per, in one language: ``live births``; nothing where that is people."""
    if s.unit_word not in POWERS:
        return ""
    if s.rate_of:
        return s.rate_of.get(language, "")
    per = per_in_label(s, language)
    return per.whole if per and not is_people(per.whole) else ""


def is_people(whole: str) -> bool:
    """Say whether a whole is everybody."""
    return _PEOPLE.fullmatch(whole) is not None
