"""What an audience is told, as a Word document to speak from: large, a sentence a line, every figure in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from briefcast.errors import BriefcastError
from briefcast.handouts.opened import Opened, nothing_approved, put_right_first
from briefcast.handouts.press import source_line
from briefcast.language.sentences import split_sentences
from briefcast.language.written import write_period
from briefcast.look.word import WordText, w
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import FactEntry, ScriptEntry
from briefcast.messages import tell
from briefcast.pages.frame import clock, label

_SAID_HALF_POINTS = 32
"""Read at arm's length on a lectern."""


def write_speech(opened: Opened, audience: str, code: str, *, drafts: bool = False) -> bytes:
    """Write the script of one audience in one language for who speaks it.

    Args:
        opened: the edition.
        audience: whom it is told.
        code: in which language.
        drafts: also what nobody approved, or says what was wrong; it says so above its title.

    Raises:
        BriefcastError: nothing is told them, or nothing that they are told is approved.
    """
    script = opened.manifest.script(audience, code)
    if script is None:
        raise BriefcastError(
            tell(
                "{edition} tells {audience} nothing in {language}.",
                edition=opened.manifest.brief,
                audience=audience,
                language=code,
            )
        )
    mine = [item for item in opened.items if (item.audience, item.language) == (audience, code)]
    approved = any(map(opened.is_approved, mine))
    if not (approved or drafts):
        raise nothing_approved(opened)
    if not drafts and (days := list(filter(None, map(opened.put_right_since, mine)))):
        raise put_right_first(opened, max(days))
    return _Speech(opened, script, mine, approved=approved).file()


class _Speech(WordText):
    """Builds the document."""

    def __init__(self, opened: Opened, script: ScriptEntry, mine: Sequence[Item], *, approved: bool) -> None:
        super().__init__(script.language)
        self.opened, self.script, self.code = opened, script, script.language
        self.mine, self.approved = mine, approved
        self.facts = {fact.id: fact for fact in opened.manifest.facts}

    def file(self) -> bytes:
        """Give the whole file."""
        body = w.body(*self._paragraphs(), self.sheet())
        issuer = self.opened.manifest.issuer.get(self.code, "")
        return self.whole(
            w.document(body), title=self.script.title_alone, creator=issuer, day=self.opened.manifest.as_of
        )

    def own_styles(self) -> tuple[etree._Element, ...]:
        """Give the style of what is spoken."""
        return (self.style("Said", "Said", size=_SAID_HALF_POINTS, after=240),)

    def _paragraphs(self) -> Iterator[etree._Element]:
        script, manifest = self.script, self.opened.manifest
        if issuer := manifest.issuer.get(self.code, ""):
            yield self.paragraph(issuer, "Issuer")
        yield self.paragraph(label(self.code, "handouts.speech"), "Kind")
        for line in self.opened.lines_above(self.code, self.mine, approved=self.approved):
            yield self.paragraph(line, "Embargo")
        yield self.paragraph(script.title_alone, "Heading1")
        if script.subtitle:
            yield self.paragraph(script.subtitle, "Subtitle")
        if script.duration_ms:
            yield self.paragraph(label(self.code, "handouts.length", clock=clock(script.duration_ms)), "")
        for number, scene in enumerate(script.scenes, start=1):
            yield self.paragraph(f"{number}. {scene.headline}" if scene.headline else f"{number}.", "Heading2")
            for sentence in split_sentences(scene.text, self.code):
                yield self._said(sentence, [self.facts[id] for id in scene.facts if id in self.facts])
        if script.call_to_action and script.call_to_action not in script.scenes[-1].text:
            yield self.paragraph(label(self.code, "call_to_action"), "Heading2")
            yield self._said(script.call_to_action, [])
        yield from self._figures()

    def _said(self, sentence: str, facts: Sequence[FactEntry]) -> etree._Element:
        """Give a sentence with its figures in bold, as they are written for this audience."""
        paragraph = self.paragraph("", "Said")
        forms = sorted(filter(None, map(self._written, facts)), key=len, reverse=True)
        if not forms:
            paragraph.extend(self.runs(sentence))
            return paragraph
        for piece in re.split(rf"(?<!\w)({'|'.join(map(re.escape, forms))})(?!\w)", sentence):
            if piece:
                paragraph.extend(self.runs(piece, bold=piece in forms))
        return paragraph

    def _figures(self) -> Iterator[etree._Element]:
        """Give every figure that is said, with its period and where it was published: for what she is asked."""
        said = list(dict.fromkeys(id for scene in self.script.scenes for id in scene.facts if id in self.facts))
        if not said:
            return
        sources = {source.id: source for source in self.opened.manifest.sources}
        yield self.paragraph(label(self.code, "facts"), "Heading2")
        for id in said:
            fact = self.facts[id]
            name = fact.label.get(self.code) or self.script.figures.get(fact.statistic) or id
            source = sources.get(fact.source or "")
            period = write_period(fact.period, self.code) if fact.period else ""
            behind = (period, source_line(source, self.code) if source else "")
            paragraph = self.paragraph("", "")
            paragraph.extend((*self.runs(f"{name}: "), *self.runs(self._written(fact), bold=True)))
            if told := "; ".join(filter(None, behind)):
                paragraph.extend(self.runs(f" ({told})"))
            yield paragraph

    def _written(self, fact: FactEntry) -> str:
        return fact.written_for.get(self.script.audience, {}).get(self.code) or fact.written.get(self.code, "")
