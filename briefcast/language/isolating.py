"""What keeps its own order inside a line from right to left: codes, telephones, degrees, negative numbers.

The bidirectional algorithm (UAX #9) turns digits, hyphens and Latin letters around one another in a
Hebrew line: 57-NQ/TW would be printed NQ/TW-57, -5°C as 5°C-. Isolates keep them as they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from briefcast.language.phrasebook import phrasebook
from briefcast.language.written import FSI, PDI
from briefcast.script import Grouped, Script, Visual

_BLANK = "[ \u00a0]"
_ORDERED = re.compile(
    rf"{FSI}[^{PDI}]*{PDI}"
    r"|(?<![\w*+])(?:"
    rf"\+\d+(?:[-\s()\u00a0]+\d+)*|\*\d{{3,6}}(?!\d)|\(0\d{{1,3}}\){_BLANK}?\d+(?:[- \u00a0]\d+)*"
    r"|\d+(?:[-/]\d+)*[-/][A-Za-zĐđƯư][\w]*(?:[-/][\w]+)*"
    rf"|[-\u2212]\d[\d.,]*\d?(?:{_BLANK}?[°%‰₪$€][CF]?)?(?!\w)|\d+(?:[.,]\d+)*{_BLANK}?°[CF]?"
    rf"|\d{{1,4}}(?:{_BLANK}\d{{3,4}})+(?!\d)"
    r")|°[CF](?!\w)"
)
"""Isolates that stand already, and what needs one."""


def isolate_codes(text: str, language: str) -> str:
    """Isolate the codes of a text in U+2068…U+2069 where the language runs from right to left."""
    if phrasebook(language).marks != "rtl":
        return text
    return _ORDERED.sub(_isolated, text)


def _isolated(match: re.Match[str]) -> str:
    if match[0].startswith(FSI):
        return match[0]
    code = match[0].rstrip(".,")
    return f"{FSI}{code}{PDI}{match[0][len(code) :]}"


def isolate_script(script: Script) -> Script:
    """Isolate the codes in everything a script shows."""
    if phrasebook(script.language).marks != "rtl":
        return script

    def own(text: str) -> str:
        return isolate_codes(text, script.language)

    return replace(
        script,
        title=own(script.title),
        name=own(script.name),
        subtitle=own(script.subtitle),
        kicker=own(script.kicker),
        issuer=own(script.issuer),
        scenes=tuple(
            replace(scene, headline=own(scene.headline), visual=_visual(scene.visual, own)) for scene in script.scenes
        ),
        figures=tuple(
            replace(
                figure,
                label=own(figure.label),
                source_short=own(figure.source_short),
                grouped=_grouped(figure.grouped, own),
            )
            for figure in script.figures
        ),
        sources=tuple(
            replace(source, written=own(source.written), publisher=own(source.publisher)) for source in script.sources
        ),
        call_to_action=replace(script.call_to_action, text=own(script.call_to_action.text)),
    )


def _grouped(grouped: Grouped | None, own: Callable[[str], str]) -> Grouped | None:
    if grouped is None:
        return None
    missing = tuple(own(name) for name in grouped.missing)
    return replace(grouped, label=own(grouped.label), name=own(grouped.name), missing=missing)


def _visual(visual: Visual, own: Callable[[str], str]) -> Visual:
    quote = visual.quote
    return replace(
        visual,
        image_alt=own(visual.image_alt),
        steps=tuple(own(step) for step in visual.steps),
        quote=replace(quote, text=own(quote.text), by=own(quote.by), role=own(quote.role)) if quote else None,
    )
