"""The script: what one audience is told in one language, scene by scene.

A script is complete: a card, a frame, a voice or a page needs nothing but the script (and the
brand) to be made. Every number in it was written by `briefcast.writing.facts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word as it is shown, and the same word as it is said.

    A number with its unit is one word (``55,25 triệu``, joined by a no-break space), so that no
    line is ever broken inside it.
    """

    shown: str
    """With its punctuation: ``71,`` or ``87,5%``."""
    spoken: str
    """What the voice says: ``bảy mươi mốt,``. Punctuation stays, for the pauses."""
    fact: str = ""
    """Fact id when the word is a number of the brief: ``egdi-rank.change``."""
    glue: bool = False
    """Never break a line after this word (a Vietnamese compound, a name, an article with its noun)."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence: what is said in one breath and cached as one piece of sound."""

    words: tuple[Word, ...]

    @property
    def shown(self) -> str:
        """The sentence as it is read."""
        return " ".join(word.shown for word in self.words)

    @property
    def spoken(self) -> str:
        """The sentence as it is said."""
        return " ".join(word.spoken for word in self.words)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it states, in order, each once."""
        return tuple(dict.fromkeys(word.fact for word in self.words if word.fact))


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One value on a chart's axis: a year of a series, a target, a baseline."""

    value: Decimal
    written: str
    """The value as this language and audience write it: ``86``, ``82,4%``."""
    label: str
    """What stands beside it: ``2022``, ``Mục tiêu 2025``."""
    fact: str = ""
    period: str = ""
    """Sortable period of the value: ``2022``, ``2024-10``."""
    estimate: bool = False
    """Whether the value is an estimate: charts draw it hatched or dashed."""


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """What a figure is among those that tell the same of other places, groups or parts."""

    group: str
    """Id of the figure that they all tell."""
    label: str
    """What they all measure."""
    name: str
    """The place, group or part."""
    place: int
    """Where it stands among them as typed, from 0."""
    written: str
    """Its value as it stands beside the others: exact, in digits."""
    typed: bool = False
    """Whether they keep the order typed; else the largest stands first."""
    parts: bool = False
    """Whether they add up to a whole."""
    split: int = 0
    """Which of several ways of parting that whole they belong to."""
    share: str = ""
    """Of a part of an amount, its percentage."""
    shares_rounded: bool = False
    """Whether those of all parts miss a hundred as they are written: then it is said that they are rounded."""
    whole: Mark | None = None
    """The value of all of them together, labelled with what it stands for, if that has a name."""
    target: Mark | None = None
    """What all of them together are to reach, unless its day was over before they were measured."""
    missing: tuple[str, ...] = ()
    """Places of which there is no value."""
    dimension: str = "group"
    """What they are: province, district, sector, …"""
    tile: str = ""
    """Where it lies on a map: ``viet-nam/hue``; empty where that is not known, or a place without a value is none of
    that map."""
    home: bool = False
    """Whether it is that of those whom it is told to."""
    classes: tuple[Mark, ...] = ()
    """Where the classes of a map begin, the first one aside."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One statistic as this audience sees it in this language."""

    statistic: str
    """Id of the statistic."""
    label: str
    value: Decimal
    unit: str
    """percent | count | rank | index | currency | duration | ratio."""
    written: str
    """Complete, with qualifier and unit: ``hơn 55,25 triệu``."""
    qualifier: str
    """``hơn``, ``gần``, ``khoảng`` or nothing."""
    number: str
    """The digits alone, to be set large: ``55,25``."""
    suffix: str
    """What follows the digits: ``triệu``, ``%``, ``/193``; may be empty."""
    prefix: str = ""
    """What stands before the digits: ``₫``, ``$``; may be empty."""
    plain: str = ""
    """The plain form for lay readers, where there is one: ``gần 9 trên 10``."""
    better: Literal["higher", "lower", ""] = ""
    out_of: Mark | None = None
    target: Mark | None = None
    baseline: Mark | None = None
    change: str = ""
    """Change against the baseline, written: ``tăng 15 bậc``."""
    compared: str = ""
    """The same with what it is compared with: ``tăng 15 bậc so với năm 2022``."""
    growth: str = ""
    """The same in percent of the earlier amount, where it is an amount: ``tăng 37,8%``."""
    change_is_good: bool | None = None
    gap: str = ""
    """Gap to the target, written: ``cần thêm 1 bậc`` or ``vượt 2,4 điểm phần trăm``."""
    target_met: bool | None = None
    series: tuple[Mark, ...] = ()
    period: str = ""
    """When the value holds, as the language writes it: ``tháng 10 năm 2024``."""
    when: str = ""
    """The same as it stands beside a number: ``tháng 10/2024``."""
    when_narrow: str = ""
    """The same as shortly as an axis says it, for a card that has no more room."""
    then_and_now: str = ""
    """The same with the time of its earlier value, where both stand in one line: ``Q3 2025 v. Q3 2024``."""
    estimate: bool = False
    source: str = ""
    """Id of the source."""
    source_short: str = ""
    """One line to print under it: ``Khảo sát CPĐT của LHQ 2024``."""
    measure: str = ""
    """What it measures: share | growth | change | level | …; empty for a percentage of which that is not certain."""
    unit_word: str = ""
    """What it is counted in, as the brief names it: km, tonne; empty for things."""
    of: str = ""
    """``people`` where it may be drawn as people."""
    icon: str = ""
    grouped: Grouped | None = None
    """What it is among the places, groups or parts of one figure, if it is one of them."""
    facts: tuple[str, ...] = ()
    """Ids of every fact this figure can show."""

    @property
    def told(self) -> str:
        """Its label with its value: ``Deaths: 87``."""
        return labelled(self.label, self.written)


def labelled(label: str, text: str) -> str:
    """Say what a text is before it; behind a label that lists a place or part with a colon a dash parts them."""
    return f"{label} – {text}" if ": " in label.replace("\u00a0", " ") else f"{label}: {text}"


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A photo or film of the brief as a scene shows it."""

    file: Path
    from_s: float = 0
    to_s: float | None = None
    """Where it ends; its own end if absent. Photos have neither."""
    focus: tuple[float, float] = (0.5, 0.5)
    """What stays in the picture where it is cropped, as shares of its width and height."""
    fit: Literal["fill", "fit"] = "fill"


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """Somebody's words as they are shown."""

    text: str
    """Without quotation marks."""
    by: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Visual:
    """What a scene shows beside its headline."""

    kind: str
    """The card that shows it (a name of `briefcast.cards.CARDS`), or ``text``: the headline alone."""
    form: str = ""
    """The form of that card that the brief asks for on pages (`briefcast.cards.FORMS`), or the card's own name where it
    asks for that one; else it is chosen from the figures."""
    figures: tuple[str, ...] = ()
    """Ids of the statistics, the first one leading."""
    asked: bool = False
    """Whether the brief asks for this card itself (``visual:``)."""
    image: Path | None = None
    """A photo of the brief to stand behind it."""
    image_alt: str = ""
    """What the photo shows, for those who do not see it; in the script's language."""
    icon: str = ""
    """Name of a symbol to show with it."""
    label: str = ""
    """What stands above the headline where words stand alone: ``When``."""
    note: str = ""
    """What stands under it there."""
    large: str = ""
    """What stands there in place of the headline, where what is said needs another word above it: a verdict."""
    after: str = ""
    """What stands under the headline once the first sentence was said, where something else stood large so long."""
    steps: tuple[str, ...] = ()
    """What to do, in order, as it is shown."""
    quote: Quotation | None = None
    named: tuple[str, ...] = ()
    """Ids of the figures among them that its words name, where those words are not kept (`Script.drawn`)."""
    shot: Shot | None = None
    """What moves behind the scene in videos: the film of the brief, or else its photo."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One moment of the telling: what is said, what is shown."""

    id: str
    """``opening``, the point's id, or ``closing``."""
    kind: Literal["opening", "point", "closing"]
    headline: str
    """Short and whole: the finding, not the topic."""
    sentences: tuple[Sentence, ...]
    visual: Visual
    headline_aloud: tuple[Sentence, ...] = ()
    """The headline as it is said, where the brief has one for the point."""
    question: tuple[Sentence, ...] = ()
    """What is asked before it in a conversation, where the brief has a question for it."""
    answer_lead: tuple[Sentence, ...] = ()
    """What answers that question in a word before the sentences."""
    stated: tuple[str, ...] = ()
    """Ids of the statistics that its headline, steps and quote state in words."""
    leads: tuple[str, ...] = ()
    """Ids of those of its figures that its own headline states: without the others they say what it says."""
    weight: int = 0
    """How much the audience is meant to hear of it; 0 where the brief does not say."""
    due: str = ""
    """The sentence with the day until or on which to do what it says, where neither headline nor steps have that."""

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the figures it shows that its words name."""
        said = {fact.partition(".")[0] for fact in self.facts} | {*self.stated, *self.visual.named}
        return tuple(id for id in self.visual.figures if id in said)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it states, in order, each once."""
        return tuple(dict.fromkeys(f for sentence in self.sentences for f in sentence.facts))


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a piece for the press has besides its points; any of it may be empty."""

    place: str = ""
    embargo: str = ""
    """The day before which nobody is to publish it, as the language writes it."""
    limits: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class ContentLine:
    """One line of what a piece of its kind says before all: when, where, the claim and its verdict."""

    label: str
    """What it is; a number for a step; may be empty."""
    text: str
    stated: tuple[str, ...] = ()
    """Ids of the statistics it states in words."""


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """A source as it is printed under a picture and listed on the page."""

    id: str
    written: str
    """Title, publisher and date as the language writes them."""
    url: str = ""
    publisher: str = ""
    """The publisher alone, as it is said aloud."""
    short: str = ""
    """The source in one line, as it stands under a figure."""


@dataclass(frozen=True, kw_only=True)
class CallToAction:
    """What the audience is asked to do."""

    text: str
    url: str = ""
    about: str = ""
    """Id of the point it belongs to; empty where it belongs to none, or nobody can tell."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Why one point was taken, dropped or reworded."""

    point: str
    decision: Literal["taken", "dropped", "reworded"]
    reason: str
    name: str = ""
    """What the point is called where readers see it: its headline, or its figure."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What was said before a correction, and what is said since."""

    label: str
    """What a figure is called; empty for words."""
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """That what is told was corrected after it was out, and why: it stays for good."""

    kind: Literal["correction", "revision"]
    on: str
    """The day: ``2031-12-01``."""
    reason: str
    said: tuple[Changed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """Which piece of a column an edition is, in all languages."""

    id: str
    """Of the column."""
    name: Mapping[str, str]
    """What readers know the column by, by language."""
    number: int


@dataclass(frozen=True, kw_only=True)
class ColumnHead:
    """The same as readers of one language see it."""

    id: str
    name: str
    number: int
    written: str
    """``No. 12``, as the language writes it."""

    @property
    def line(self) -> str:
        """The line above a title."""
        return f"{self.name} · {self.written}"


@dataclass(frozen=True, kw_only=True)
class Script:
    """What one audience is told in one language."""

    brief: str
    audience: str
    audience_name: str
    """The audience as the language names it: ``Người dân``."""
    language: str
    title: str
    subtitle: str
    kicker: str
    """The line above the title: what the finding belongs to, the programme or the kind of piece; may be empty."""
    as_of: str
    """The date of the data, as the language writes it."""
    scenes: tuple[Scene, ...]
    """Opening, points in the order they are told, closing."""
    figures: tuple[Figure, ...]
    """Every statistic that the scenes show or say, in order of importance to the audience."""
    sources: tuple[SourceNote, ...]
    call_to_action: CallToAction
    voice_notice: str
    """Plain notice for a synthetic voice, in the language."""
    issuer: str
    """The body that publishes: printed beside the logo."""
    kind: str
    """progress | explainer | spotlight | rebuttal | event."""
    labels: dict[str, str]
    """The language's words on pictures and pages: ``source``, ``target``, ``as_of``, ``estimate``…"""
    choices: tuple[Choice, ...] = ()
    release: Release = Release()
    """What the press is told besides; empty for others."""
    content: tuple[ContentLine, ...] = ()
    """What a piece of its kind says before all, as pictures show it."""
    named: tuple[Sentence, ...] = ()
    """What the finding in the title belongs to, as it is said, and where; empty where the title is that itself."""
    lede: tuple[Sentence, ...] = ()
    """What is said first: the title or the audience's hook, its figures known as facts."""
    news: Literal["good", "bad", "mixed", "neutral"] = "neutral"
    """What the figures that are told come to."""
    announced: bool = False
    """Whether the brief itself calls it good news."""
    credit: bool = False
    """Whether the brief gives credit to those who did the work."""
    title_stated: tuple[str, ...] = ()
    """Ids of the statistics that the title states."""
    name: str = ""
    """The title of the brief, where `title` is one of its findings and says neither where nor when; empty elsewhere."""
    rests_on: tuple[SourceNote, ...] = ()
    """Sources of what a rebuttal says is true; none for other kinds."""
    layout: str = ""
    """The layout the brief asks for; chosen if empty."""
    layouts: tuple[str, ...] = ()
    """What is tried for this audience where the piece reports progress, best first."""
    dense: bool = False
    """Whether pictures show changes, targets and bars on every figure before they show fewer figures."""
    notices: tuple[Notice, ...] = ()
    """What was corrected in it, the earliest first."""
    noticed: str = ""
    """The same in a line, as it stands above the title of all that is made: ``[correction] 1 May 2031``."""
    noticed_aloud: tuple[Sentence, ...] = ()
    """The same in sentences, as sound and film say it before all else; empty where nothing was corrected."""
    as_of_short: str = ""
    """The date of the data where there is room for a line; `as_of` if empty."""
    leads: str = ""
    """What a picture sets large of its leading figure, where its title states the value; the value if empty."""
    column: ColumnHead | None = None
    """The column that it is a piece of, and its number there."""

    @property
    def corrected(self) -> str:
        """Say whole that it was corrected, and why the last time; empty where nothing was."""
        reason = self.notices[-1].reason if self.notices else ""
        return f"{self.noticed}: {reason}" if reason else self.noticed

    @property
    def says_first(self) -> bool:
        """Whether the line above its title has what no page goes without: an embargo, or that it was corrected."""
        return bool(self.release.embargo or self.noticed)

    @property
    def is_headed(self) -> bool:
        """Whether the line above its title is to be seen: with what no page goes without, or its place in a column."""
        return self.says_first or self.column is not None

    @property
    def title_alone(self) -> str:
        """The title where no line above it says what it belongs to: in a feed, in a mailbox, over a release."""
        return self.name or self.title

    @property
    def occasion(self) -> tuple[str, ...]:
        """When and where an event is, as it says that itself; nothing for any other piece."""
        told = {line.label: line.text for line in self.content} if self.kind == "event" else {}
        labels = (self.labels.get(name, "") for name in ("when", "where"))
        return tuple(told[label] for label in labels if told.get(label))

    def figure(self, statistic: str) -> Figure:
        """Give the figure of one statistic; KeyError if the script does not hold it."""
        for figure in self.figures:
            if figure.statistic == statistic:
                return figure
        raise KeyError(statistic)

    def highlighted(self, scene: Scene) -> tuple[str, ...]:
        """Give the ids of the figures that stand out in a chart of a scene.

        Those that its headline names or states; where it names none, those that its words name.
        """
        headline = f" {_plain(scene.headline)} "
        entries = {id: figure.grouped for id in scene.visual.figures if (figure := self.figure(id)).grouped}
        own = tuple(id for id, entry in entries.items() if f" {_plain(entry.name)} " in headline)
        home = tuple(id for id, entry in entries.items() if entry.home)
        return tuple(dict.fromkeys((*(own or scene.leads or scene.named), *home)))

    def drawn(self) -> Script:
        """Give the script without what is only said or moves: where the pictures are the same, so are the scripts."""

        def shown(scene: Scene) -> tuple[Sentence, ...]:
            """Give the words of a point that no figure tells, or not alone: they stand on its picture."""
            worded = self.kind == "rebuttal" or scene.visual.kind in ("text", "steps", "quote")
            if scene.kind != "point" or not worded:
                return ()
            unsaid = (tuple(replace(word, spoken="") for word in sentence.words) for sentence in scene.sentences)
            return tuple(
                replace(sentence, words=words) for sentence, words in zip(scene.sentences, unsaid, strict=True)
            )

        scenes = tuple(
            replace(
                s,
                sentences=shown(s),
                visual=replace(s.visual, shot=None, named=s.named),
                headline_aloud=(),
                question=(),
                answer_lead=(),
            )
            for s in self.scenes
        )
        return replace(self, scenes=scenes, choices=(), voice_notice="", lede=(), named=())

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of every fact the script states, in order, each once."""
        return tuple(dict.fromkeys(f for scene in self.scenes for f in scene.facts))


def _plain(text: str) -> str:
    """Give the words of a text without its marks, as names are looked for in it."""
    return " ".join(re.sub(r"[^\w–-]+", " ", text).casefold().split())


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever blanks they are set with."""
    return one.replace("\u00a0", " ").rstrip(".") == other.replace("\u00a0", " ").rstrip(".")
