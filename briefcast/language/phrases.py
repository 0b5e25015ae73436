"""Phrases: how each language opens, attributes and closes, and its words on pictures and pages.

They are data, ``templates/scripts/<language>.yaml``: patterns with ``{placeholders}`` and no code. A
pattern with a placeholder that nothing fills is refused when the file is read. What opens and closes a
piece is said only where what it says is carried: each sentence names its conditions.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from briefcast.brief.audiences import Tone
from briefcast.brief.model import STEPS_MAX, Kind
from briefcast.paths import ASSETS, TEMPLATES
from briefcast.tables import read_table

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_PIECE = frozenset({"title", "address", "issuer", "as_of", "action", "place", "embargo", "limits", "contact"})
_SAID = frozenset(
    {
        "target",
        "goal",
        "goal_reached",
        "goal_is",
        "gap",
        "size",
        "publisher",
        "publishers",
        "date",
        "month",
        "period",
        "year",
        "label",
        "figure",
        "title",
        "by",
        "text",
        "step",
    }
)
Condition = (
    Kind
    | Literal[
        "good",
        "announced",
        "credit",
        "unharmed",
        "achieved",
        "remains",
        "sources",
        "action",
        "link",
        "place",
        "embargo",
        "limits",
        "contact",
    ]
)
"""What carries a sentence of the frame, besides the kind of the brief:

good: the news is good · announced: good, and the brief itself says so (``news: good``) · credit: the brief gives
credit (``credit: true``), the news is not bad, and it is no good example of others · achieved: a figure that is told
became better or met its target · remains: what is missing to a target is told · sources: a source is named or
listed · action: the brief asks something of this audience · link: the brief says where to do it · place, embargo,
limits, contact: the brief has them, and the piece is for the press.
"""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def fill(pattern: str, **values: str) -> str:
    """Put values in the places of a pattern; what a value holds in braces is left as it stands."""
    return _PLACEHOLDER.sub(lambda place: values.get(place[1], place[0]), pattern)


def _checked(pattern: str, allowed: frozenset[str]) -> str:
    unknown = set(_PLACEHOLDER.findall(pattern)) - allowed
    if unknown:
        known = ", ".join(sorted(allowed))
        raise ValueError(f"{pattern!r} holds {', '.join(sorted(unknown))}; only {known} are filled")
    return pattern


class FrameLine(_Data):
    """A sentence that opens or closes a piece, and what must be so for it to be said."""

    say: str
    when: tuple[Condition, ...] = ()
    """All of them must hold; always said if there are none."""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, data: Any) -> Any:
        return {"say": data} if isinstance(data, str) else data


Frame = tuple[FrameLine, ...]


def carried(lines: Frame, conditions: Collection[str]) -> tuple[str, ...]:
    """Give the patterns of those sentences whose conditions all hold."""
    return tuple(line.say for line in lines if set(line.when) <= set(conditions))


def ended(text: str) -> str:
    """Give a text with a mark at its end: its own, or a full stop."""
    text = text.rstrip()
    bare = text.rstrip("\"'”’»)]״\u2069")
    return text if bare.endswith((".", "!", "?", "…")) or not text else f"{text.rstrip(':;,')}."


GapCase = Literal[
    "met",
    "above",
    "below",
    "ahead",
    "short",
    "short_rank",
    "short_yet",
    "short_rank_yet",
    "excess",
    "excess_yet",
    "missed",
    "rest",
    "part",
    "to_come",
    "over",
    "under",
    "equal",
]
"""above, ahead (a rank) and below (less is better): better than the target; short, short_rank and excess: not there;
short_yet, short_rank_yet and excess_yet: nor has its day come, so that nothing is missed;
rest: what is left of a whole; missed: its day is over; part: how much of it is reached; to_come: its day tells;
over, under, equal: beside a ceiling or a forecast."""


class Says(_Data):
    """Single sentences and lines."""

    gaps: dict[GapCase, str]
    """Behind the sentence of a figure, how that stands to its ``{target}`` for ``{period}``: the ``{gap}``, its
    ``{size}`` or the ``{rest}``;
    ``{goal}`` is what the target is called, ``{goal_reached}`` a verb that agrees with it."""
    source: str
    """Who published a figure, and when: ``{publisher}``, ``{month}`` or ``{date}``."""
    attributed: str
    """The same at the end of a sentence, after a comma: ``{publisher}``."""
    attributed_before: str
    """The same of another year than the piece's: ``{publisher}``, ``{month}``."""
    source_heard: str
    """A source of the piece's year where nothing is seen of it: ``{publisher}``."""
    dated: str
    """When a figure is of another year than the piece, where it is first heard: ``{period}``."""
    sources: str
    """Who published the figures, where a piece has nothing else to close with: ``{publishers}``."""
    issued: str = "{publisher}."
    """Who publishes the piece, where it has nothing else to close with and its sources were said: ``{publisher}``."""
    """A headline made from the leading figure: ``{label}``, ``{figure}``."""
    corrected: str
    """First in sound and film, that what is told was wrong before, when it was put right and why: ``{date}``,
    ``{text}``."""
    revised: str
    """The same where better figures came, as was to be expected."""
    source_note: str
    """A source as it is printed: ``{title}``, ``{publisher}``, ``{date}``."""

    quote: str
    """Somebody's words: ``{by}``, ``{text}``."""
    steps: Annotated[tuple[str, ...], Field(min_length=STEPS_MAX)]
    """How each of several steps is told, by its number, whether or not they have to be taken in turn: ``{step}``."""

    @field_validator("*")
    @classmethod
    def _known(cls, pattern: str | dict[GapCase, str] | tuple[str, ...]) -> str | dict[GapCase, str] | tuple[str, ...]:
        several = pattern.values() if isinstance(pattern, dict) else pattern
        for one in [pattern] if isinstance(pattern, str) else several:
            _checked(one, _SAID)
        return pattern


Joints = tuple[tuple[str, str], ...]
"""What joins a text to the sentence it stands in, by a pattern of how it begins; the first that fits holds."""


class EventWords(_Data):
    """How an event is told in sentences: nobody says "When: … Where: …" to another."""

    named: Joints
    """The event by its ``{name}``, by a pattern of that."""
    it: str
    """The event where its name was just told."""
    takes_place: str
    """``{what}`` takes place ``{when}``, ``{where}``."""
    takes_place_when: str
    """The same without a place."""
    takes_place_where: str
    """The same without a time."""
    before_when: Joints = ()
    before_where: Joints = ()
    before_who: Joints
    """Of those for whom it is, and the words before them."""
    who: str
    """For whom it is: ``{who}``."""
    before_how: Joints = ()
    """Of how to take part, where that is no sentence: "by phone"."""
    times: Joints = ()
    """Patterns of hours and days as people type them, and how they stand in a sentence."""

    def says(self, when: str, where: str, *, name: str = "") -> str:
        """Give the sentence that says what takes place, when and where; one of the two may be missing."""
        for typed, told in self.times:
            when = re.sub(typed, told, when)
        pattern = self.takes_place if when and where else self.takes_place_when if when else self.takes_place_where
        what = next((told for begins, told in self.named if re.search(begins, name)), self.it) if name else self.it
        joined = {"when": _joined(when, self.before_when), "where": _joined(where, self.before_where)}
        said = fill(pattern, what=fill(what, name=name), **joined)
        # The stop of "42 Herzl St." ends the sentence too.
        said = f"{said.rstrip('.')}." if said.endswith("..") else said
        return said[:1].upper() + said[1:]

    def says_how(self, how: str) -> str:
        """Give the sentence that says how to take part."""
        bare = how.lstrip("\u2066\u2067\u2068")
        first = how.partition(" ")[0]
        small = how if first[1:] != first[1:].lower() else how[:1].lower() + how[1:]
        return next((f"{told}{small}" for begins, told in self.before_how if re.match(begins, bare)), how)

    def says_who(self, who: str) -> str:
        """Give the sentence that says for whom it is."""
        first = who.partition(" ")[0]
        small = who if first[1:] != first[1:].lower() or first[:1].isdigit() else who[:1].lower() + who[1:]
        bare = small.lstrip("\u2066\u2067\u2068")
        return next(
            (f"{told}{small}" for begins, told in self.before_who if re.match(begins, bare)), fill(self.who, who=small)
        )


def _joined(text: str, joints: Joints) -> str:
    """Give a text with what joins it to the words before it."""
    bare = text.lstrip("\u2066\u2067\u2068")
    return next((f"{joint}{text}" for begins, joint in joints if re.match(begins, bare)), text)


class Bodies(_Data):
    """How a language names public bodies, in small letters."""

    short: dict[str, str]
    """What a name may have in short, as a regular expression, with what that is in full."""
    small: tuple[str, ...] = ()
    """Words of a name that make no other body of it: *of*, *the*."""
    kinds: dict[str, str] = {}
    """Words of a name, as a regular expression, with what its bearer calls itself: *the municipality*, as a pattern."""


class Topics(BaseModel):
    """By what a headline is known that names a topic and tells no news of it: regular expressions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    periods: str
    """Times: a topic has one, and its digits are no figure."""
    names: str
    """Names of documents and places with digits: 749/QĐ-TTg."""
    joins: str = r"(?!)"
    """What is left at the end of a headline of which a period was taken: *in*."""
    documents: str
    """How a headline begins or ends that names a document or what one is about."""
    fields: str
    """What a whole headline is, beside a period, that names a field: the labour market."""
    news: str
    """Words of which each makes it a finding: verbs, comparisons."""
    no_news: str = r"(?!)"
    """What is none of them although it looks like one: *giảm nghèo* is the name of a programme."""


class Phrases(_Data):
    """All phrases of one language."""

    openings: dict[Tone, Frame]
    """By tone, one pattern a sentence: ``{title}`` and what may stand around it."""
    closings: dict[Tone, Frame]
    says: Says
    event: EventWords
    voice_notice: str
    """Plain notice for a synthetic voice."""
    kinds: dict[Kind, str]
    """The kinds of pieces as a line above a title."""
    labels: dict[str, str]
    """Words on pictures and pages."""
    foretold: str = ""
    """Pattern (a regular expression) of the words of a label that say by themselves that it is an estimate."""
    letters_per_s: float
    """Letters and blanks of spoken text the embedded voice says in a second at pace 1.0, measured on the
    example brief and rounded down: how long a text will take."""
    blanks_part_syllables: bool = False
    """Whether a word may hold blanks, as in Vietnamese."""
    glue_capitals: bool = False
    """Whether neighbouring words with a capital are a name that no line breaks."""
    cites_names: bool = False
    """Whether a publisher's name can stand in a sentence as it is; else only where the brief says how (``cited``)."""
    article: str = ""
    """What such a name has before it in a sentence if one of `takes_article` is in it: ``the``."""
    takes_article: tuple[str, ...] = ()
    """Words of public bodies' names that surely ask for the article."""
    article_of: str = ""
    """How such names begin, a regular expression: *City of* Nof Yam."""
    bodies: Bodies
    plain_in_place: bool = False
    """Whether ``more than 8 in 10`` can stand where ``82%`` stood in a sentence."""
    plain_drops: tuple[str, ...] = ()
    """Words that go when it does: ``82% of households``, ``more than 8 in 10 households``."""
    plain_keeps: tuple[str, ...] = ()
    """Words before which they stay: ``more than 8 in 10 of these households``."""
    together: tuple[str, ...] = ()
    """Patterns (regular expressions) of dates and ranges that are one word, read aloud as one."""
    harm: str = ""
    """Pattern (a regular expression) of the words for people who were killed or hurt; nothing matches none."""
    topics: Topics | None = None
    """By what a headline is known that is a topic and no finding; nothing is one if absent."""
    light: frozenset[str] = frozenset()
    """Words, in small letters, that say nothing of what a line is about: *of*, *the*, *tháng*."""
    before_number: frozenset[str] = frozenset()
    """Words, in small letters, that no line parts from the number after them: *tháng* 10, *under* 16."""
    leaning: frozenset[str] = frozenset()
    """Words, in small letters, that lean on what follows: no line of a title ends with one where it can be helped."""
    inside: Joints = ()
    """Patterns of words that have a capital at the beginning of a line alone, and how they stand within it."""
    contrast: frozenset[str] = frozenset()
    """Words, in small letters, that hold what follows against what was said before a comma: *but*."""
    public: str = ""
    """Whom a piece for the press speaks of where it would address them: they pass on what the public is told."""
    small: frozenset[str] | None = None
    """Words, in small letters, that begin with a small letter within a sentence, beside those that say nothing; of a
    language whose words are syllables, every one is such a word before another in small letters, but `capital`."""
    capital: frozenset[str] = frozenset()
    """Names with a capital at their beginning alone, in small letters, by their first or first two syllables: *Huế*,
    *Chính phủ*."""
    behind_number: frozenset[str] = frozenset()
    """Words, in small letters, that a number counts even where a name stands before it: Trường Giang 9 *tháng*."""

    def within(self, text: str) -> str:
        """Give a text as it stands behind others in a line: *tỉnh* Lâm Đồng."""
        for typed, told in self.inside:
            text = re.sub(rf"^{typed}", told, text)
        return text

    def run_on(self, text: str) -> str:
        """Give a text that goes on behind a colon or a comma: with a small letter, where its first word is no name."""
        first, _, rest = text.partition(" ")
        word = first.lower()
        if first[1:] != first[1:].lower() or self.small is None:
            return text
        if self.blanks_part_syllables and not rest[:1].isupper():
            second = rest.partition(" ")[0].strip(",;:.")
            sure = word not in self.capital and f"{word} {second}" not in self.capital
        else:
            word = word.strip(",;:")
            sure = word in self.light | self.leaning or (word in self.small and not rest[:1].isupper())
        return text[:1].lower() + text[1:] if sure else text

    def behind_name(self, role: str) -> str:
        """Give what somebody is as it follows the name and a comma: *resident of Sa Dec ward*."""
        first, _, rest = role.partition(" ")
        if first[1:] != first[1:].lower() or self.small is None:
            return role
        if self.blanks_part_syllables:
            return self.run_on(role)
        return role if rest[:1].isupper() else role[:1].lower() + role[1:]

    def in_sentence(self, name: str) -> str:
        """Give a public body's name as it stands in a sentence, or nothing where that is not sure."""
        if self.cites_names or not self.article or "," in name:
            return name if self.cites_names else ""
        articled = self.with_article(name)
        return articled if articled.startswith(f"{self.article} ") else ""

    def with_article(self, name: str) -> str:
        """Give a public body's name with the article it takes, if it surely takes one."""
        if not self.article:
            return name
        first, _, rest = name.partition(" ")
        if first.lower() == self.article:
            return f"{self.article} {rest}"
        takes = set(re.findall(r"\w+", name)) & set(self.takes_article) or re.match(self.article_of or r"(?!)", name)
        return f"{self.article} {name}" if takes else name

    @field_validator("openings", "closings")
    @classmethod
    def _filled(cls, by_tone: dict[Tone, Frame]) -> dict[Tone, Frame]:
        for line in (line for lines in by_tone.values() for line in lines):
            _checked(line.say, _PIECE)
        return by_tone


@cache
def phrases(language: str) -> Phrases:
    """Read the phrases of one language; TableError if it has none."""
    return read_table(TEMPLATES / "scripts" / f"{language}.yaml", Phrases)


@cache
def kept_together(language: str) -> frozenset[tuple[str, ...]]:
    """Read what no line may break: ``assets/lexicon/<language>-together.txt``, one phrase a line, in small letters.

    ``*`` stands for any word: ``the *`` keeps the article with what follows.
    """
    path = ASSETS / "lexicon" / f"{language}-together.txt"
    lines = (line.partition("#")[0].split() for line in path.read_text("utf-8").splitlines())
    return frozenset(tuple(word.lower() for word in words) for words in lines if len(words) > 1)


@cache
def begin_together(language: str) -> frozenset[str]:
    """Give the words with which a phrase begins that no line may break; most words begin none."""
    return frozenset(phrase[0] for phrase in kept_together(language))


def names_harm(text: str, language: str) -> bool:
    """Say whether a text names people killed or hurt, whatever blanks hold its words together."""
    harm = phrases(language).harm
    return bool(harm) and re.search(harm, " ".join(text.split()), re.IGNORECASE) is not None
