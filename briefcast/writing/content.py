"""What a piece of its kind says before all: the truth of a rebuttal, day and place of an event, a question's answer.

A rebuttal keeps the order in which people remember the truth (Lewandowsky et al., "The Debunking Handbook 2020"): the
fact as the title, then the claim once, with its verdict before it and the reason after it, and the fact again at the
end. The claim never stands alone: not in a title, on a page, in a headline or in the first sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from briefcast.brief.kinds import part_of
from briefcast.brief.model import Brief
from briefcast.language.phrases import ended, fill, phrases
from briefcast.language.sentences import unstopped
from briefcast.language.written import join_prefix, write_date

SAYS_ITSELF_WORDS = {False: 5, True: 8}
"""Words from which a part is told without what it is, by whether blanks part syllables."""
RESULT = "spotlight-after"
"""The passage of a good example that tells what came of it: before, and now."""
_DOTTED = re.compile(r"[\u2066-\u2068]?(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])\u2069?")
"""A day in figures; with dots it is the day that comes first in every language."""
LARGE_MAX_CHARS = 100
"""Longest text that is set large by itself; of a longer one its first sentence, or what it is."""

_CLAIM_SHARE = 0.6
"""Part of a title's words that make it the claim where they are words of it: "About the fee for VNeID" is none."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line for pictures, its figures still referred to."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One moment of the telling, its figures still referred to."""

    id: str
    headline: str
    text: str
    label: str = ""
    note: str = ""
    large: str = ""
    """What a film shows large while its first sentence is said, if not the headline."""
    after: str = ""
    """What stands under the headline from then on."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a brief of its kind says, in one language."""

    title: str = ""
    """The message, where the kind has one: the truth, the question."""
    passages: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()
    last: str = ""
    """What is said once more at the end: the truth."""


def content_of(brief: Brief, language: str, labels: Mapping[str, str], *, to_bodies: bool = True) -> Content:
    """Give what a brief of its kind says in a language; nothing for a brief without such parts.

    ``to_bodies``: to who may do as the body of a good example did; nobody else is told how.
    """
    reader = _Reader(brief=brief, language=language, labels=labels, to_bodies=to_bodies)
    write = {
        "rebuttal": reader.rebuttal,
        "event": reader.event,
        "explainer": reader.explainer,
        "spotlight": reader.spotlight,
    }.get(brief.kind)
    return write() if write else Content()


@dataclass(frozen=True, kw_only=True)
class _Reader:
    brief: Brief
    language: str
    labels: Mapping[str, str]
    to_bodies: bool

    def __call__(self, name: str) -> str:
        """Give one part without its full stop."""
        return unstopped(part_of(self.brief, name).get(self.language, ""), self.language)

    def rebuttal(self) -> Content:
        truth, claim = self("truth"), begun(self("claim"))
        if not truth:
            # Without the truth before it the claim is not told at all.
            return Content()
        verdict, why = self("verdict") or self.labels["untrue"], self("why")
        marks = self.labels["quotes"]
        told = self._denied(verdict) if claim else ""
        # A sentence, for it is said aloud: "Seen on: Zalo." is a field of a form.
        seen = fill(self.labels["seen_in"], where=self("seen_in")) if self("seen_in") else ""
        text = " ".join(ended(begun(part)) for part in (told, seen, why) if part)
        lines = [Line(label=verdict, text=f"{marks[0]}{claim}{marks[1]}")] if claim else []
        # Whoever watches without sound reads the verdict as long as the claim is told, the claim small below it.
        below = f"{marks[0]}{claim}{marks[1]}" if claim else why
        # Under "misleading" nobody gives the reason why something is false; alone "why" reads as a question.
        label = "why_untrue" if verdict.casefold() == self.labels["untrue"].casefold() else "why"
        lines += [Line(label=self.labels[label], text=why)] if why else []
        passage = Passage(
            id="rebuttal-claim",
            headline=truth,
            text=text,
            note=below if len(below) <= LARGE_MAX_CHARS + 2 else "",
            large=verdict if claim else "",
            after=why if claim else "",
        )
        return Content(title=truth, passages=(passage,) if text else (), lines=tuple(lines), last=ended(begun(truth)))

    def _denied(self, verdict: str) -> str:
        """Tell the claim in a sentence that denies it: what is heard has no quotation marks.

        A claim that is more than one sentence, or a question, stands behind its verdict.
        """
        marks, claim = self.labels["quotes"], self("claim")
        if re.search(r"[.!?…]\s|[!?…]$", claim):
            return f"{verdict}: {marks[0]}{begun(claim)}{marks[1]}"
        false = verdict.casefold() == self.labels["untrue"].casefold()
        pattern = self.labels["claim_untrue" if false else "claim_told"]
        return fill(pattern, verdict=begun(verdict), claim=f"{marks[0]}{claim}{marks[1]}")

    def event(self) -> Content:
        parts = ("when", "where", "for", "register")
        return Content(
            passages=tuple(self._event_passages()),
            lines=tuple(Line(label=self.labels[name], text=self(name)) for name in parts if self(name)),
        )

    def _event_passages(self) -> Iterator[Passage]:
        """Tell when and where, and then for whom and how, in sentences; what is shown has its labels."""
        told = phrases(self.language).event
        when, where = self("when"), self("where")
        where = phrases(self.language).within(where)
        says_when = told.says(long_dates(when, self.language), where) if when or where else ""
        says_who = [ended(told.says_who(self("for")))] if self("for") else []
        says_how = [ended(begun(told.says_how(self("register"))))] if self("register") else []
        sentences = {"when": says_when, "where": says_when, "register": " ".join((*says_how, *says_who))}
        sentences["for"] = sentences["register"]
        for passage in self._passages("event", ("when", "where"), ("register", "for")):
            yield replace(passage, text=sentences[passage.id.removeprefix("event-")])

    def explainer(self) -> Content:
        question, answer = self("question"), self("answer")
        if not answer:
            return Content(title=question)
        passage = Passage(
            id="explainer-answer", headline=large(answer) or self.labels["answer"], text=ended(begun(answer))
        )
        line = Line(label=self.labels["answer"] if not question else "", text=ended(answer))
        return Content(title=question, passages=(passage,), lines=(line,))

    def spotlight(self) -> Content:
        who, where, before, after = (self(name) for name in ("who", "where", "before", "after"))
        passages = []
        if who or where:
            of = phrases(self.language).within(phrases(self.language).with_article(who or where))
            text = join_prefix(fill(self.labels["example_of"], who=self._in_line(of, where if who else "")))
            text = ended(begun(text))
            note = self._in_line("", *self._beside(who, where)) if who else ""
            passages.append(Passage(id="spotlight-who", headline=who or where, text=text, note=note))
        passages += self._passages("spotlight", ("problem",), ("done",))
        if after:
            run_on = phrases(self.language).run_on
            said = [labelled(self.labels["before"], run_on(before))] if before else []
            said.append(labelled(self.labels["after"], run_on(after)))
            passages.append(
                Passage(
                    id=RESULT,
                    headline=large(after) or self.labels["after"],
                    text=" ".join(map(ended, said)),
                    label=self.labels["after"],
                    note=said[0] if before else "",
                )
            )
        how = ("how_to_copy",) if self.to_bodies else ()
        passages += self._passages("spotlight", how)
        lines = [Line(label=self.labels["who"], text=self._in_line(who, where))] if who else []
        names = ("problem", "done", "before", "after", *how)
        lines += [Line(label=self.labels[name], text=self(name)) for name in names if self(name)]
        return Content(passages=tuple(passages), lines=tuple(lines))

    def _told(self, name: str) -> str:
        """Say a part behind what it is; a problem or a deed in so many words says that by itself."""
        text = self(name)
        least = SAYS_ITSELF_WORDS[phrases(self.language).blanks_part_syllables]
        alone = name in ("problem", "done") and len(text.split()) >= least
        return begun(text) if alone else labelled(self.labels[name], phrases(self.language).run_on(text))

    def _in_line(self, first: str, *others: str) -> str:
        """Set parts one behind the other: xã Ví Dụ, tỉnh Ví Dụ; no place twice."""
        within = phrases(self.language).within
        told = self._beside(first, *others) if first else others
        return ", ".join(filter(None, (first, *(within(place) if first else place for place in told))))

    def _beside(self, first: str, *others: str) -> tuple[str, ...]:
        """Give the places of others that a first one does not name."""
        places = (place for other in others for place in other.split(", "))
        return tuple(place for place in places if place.casefold() not in first.casefold())

    def _passages(self, kind: str, *groups: tuple[str, ...]) -> Iterator[Passage]:
        """Tell parts in groups: the first is set large, what follows stands under it."""
        for group in groups:
            names = [name for name in group if self(name)]
            if not names:
                continue
            first = self(names[0])
            yield Passage(
                id=f"{kind}-{names[0].replace('_', '-')}",
                headline=large(first) or self.labels[names[0]],
                text=" ".join(ended(self._told(name)) for name in names),
                label=self.labels[names[0]],
                note="; ".join(
                    labelled(self.labels[name], phrases(self.language).run_on(self(name))) for name in names[1:]
                ),
            )


def states(title: str, claim: str) -> bool:
    """Say whether a title tells the claim itself, or asks for it: most of its words are words of the claim."""
    words, claimed = (re.findall(r"[^\W\d_]+", text.casefold()) for text in (title, claim))
    told = sum(word in claimed for word in words)
    return title.rstrip().endswith("?") or told >= _CLAIM_SHARE * len(words)


def claimed_titles(brief: Brief) -> tuple[str, ...]:
    """Give the languages in which the title of a rebuttal tells the claim itself, which never stands alone.

    A title that is the truth has most words of the claim, and denies it. What both speak of may stand in a title:
    "Da Nang's tap water" has no word that the claim alone has.
    """
    if brief.kind != "rebuttal":
        return ()
    claim, truth = part_of(brief, "claim"), part_of(brief, "truth")
    return tuple(
        code
        for code, title in brief.title.items()
        if states(title, claim.get(code, ""))
        and _bare(title) != _bare(truth.get(code, ""))
        and (
            title.rstrip().endswith("?") or _words(title) & (_words(claim.get(code, "")) - _words(truth.get(code, "")))
        )
    )


def asked_titles(brief: Brief) -> tuple[str, ...]:
    """Give the languages in which the title of an explainer is its question, or has no word beside it."""
    question = part_of(brief, "question")
    return tuple(
        code
        for code, title in brief.title.items()
        if title.rstrip().endswith("?") or _words(title) <= _words(question.get(code, ""))
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _bare(text: str) -> str:
    return " ".join(text.rstrip(" .!").casefold().split())


def long_dates(text: str, language: str) -> str:
    """Write days that were typed in figures as a sentence has them: ``15.12.2026``; what is no day stays as it is."""

    def long(typed: re.Match[str]) -> str:
        try:
            day = dt.date(int(typed[3]), int(typed[2]), int(typed[1]))
        except ValueError:
            return typed[0]
        return write_date(day, language)

    return _DOTTED.sub(long, text)


def labelled(label: str, text: str) -> str:
    """Say what a text is before it; a text with a colon of its own gets no second one."""
    if not text:
        return ""
    return f"{label}. {text}" if ": " in text or not label else f"{label}: {text}"


def begun_small(text: str) -> str:
    """Give words that stand within others their small first letter, unless they begin with a name in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def begun(text: str) -> str:
    """Give a phrase its capital, for it stands alone or begins a sentence: unless its first word is one like iPhone."""
    first = text.partition(" ")[0]
    return text if first[1:] != first[1:].lower() else text[:1].upper() + text[1:]


def large(text: str) -> str:
    """Give a text, or its first sentence, if it can be set large."""
    if len(text) <= LARGE_MAX_CHARS:
        return text
    first, _, rest = text.partition(". ")
    return first if rest and len(first) <= LARGE_MAX_CHARS else ""
