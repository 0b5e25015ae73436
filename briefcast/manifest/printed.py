"""What stands beside the words of an item: what figures are called and when they hold, their sources, issuer, date.

No sentence says it, and readers have it all the same: under a number, at the foot of a picture, in its description.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefcast.brief.model import LanguageCode
from briefcast.language.written import write_date, write_period
from briefcast.languages import written_in
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import FactEntry, SourceEntry

ISSUER, AS_OF = "issuer", "as_of"
LABEL, PERIOD, SOURCE, SHORT, RESTS_ON = "label", "period", "source", "short", "rests_on"
OWN_TIMES = ("target", "baseline")
"""What of a statistic holds at another time than its value."""


def printed_beside(item: Item) -> Mapping[str, str]:
    """Give what stands beside the words of an item, by what it is: ``period fibre``, ``source fibre``, ``issuer``.

    Each as its readers read it; a label under the id of its statistic, a period under that of its figure.
    """
    script = item.script
    with written_in({script.language: script.locale} if script and script.locale else {}):
        return {name: text for name, text in _printed(item) if text}


def _printed(item: Item) -> Iterator[tuple[str, str]]:
    code = item.language
    yield ISSUER, item.issuer
    if item.as_of:
        yield AS_OF, write_date(item.as_of, code)
    known = {source.id: source for source in item.sources}
    for fact in item.facts:
        called = item.script.figures.get(fact.statistic) if item.script else ""
        yield f"{LABEL} {fact.statistic}", called or fact.label.get(code, "")
        if name := _timed(fact):
            yield f"{PERIOD} {name}", write_period(fact.period, code) if fact.period else ""
        if source := known.get(fact.source or ""):
            yield f"{SOURCE} {fact.statistic}", cited(source, code)
            yield f"{SHORT} {fact.statistic}", source.short.get(code, "")
    for id in item.script.rests_on if item.script else ():
        if source := known.get(id):
            yield f"{RESTS_ON} {id}", cited(source, code)


def _timed(fact: FactEntry) -> str:
    """Give under what the period of a figure is known; nothing of a value of a series, whose name it is."""
    attribute = fact.id.partition(".")[2]
    if attribute in OWN_TIMES:
        return fact.id
    return fact.statistic if attribute in ("", "exact", "plain") else ""


def cited(source: SourceEntry, code: LanguageCode) -> str:
    """Give a source as it is cited in a language: title, publisher, day."""
    day = write_date(source.date, code) if source.date else ""
    return ", ".join(part for part in (source.title.get(code, ""), source.publisher.get(code, ""), day) if part)
