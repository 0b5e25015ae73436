"""An issue of the newsletter: what it says, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefcast.brief.model import LanguageCode
from briefcast.products.newsletter.words import IssueWords, issue_words


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a person says at its head."""

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure, as its readers read it."""

    written: str
    label: str
    period: str
    """Empty where it holds for none."""
    source: str
    """``Source: UN DESA``; empty where nobody is named."""

    @property
    def note(self) -> str:
        """When it holds, and who published it, in one line."""
        return " · ".join(part for part in (self.period, self.source) if part)


@dataclass(frozen=True, kw_only=True)
class IssuePicture:
    """A picture that was approved."""

    file: Path
    name: str
    """Of its copy beside the mail."""
    alt_text: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of the week, told once."""

    finding: str
    kicker: str = ""
    """What the finding belongs to."""
    sentences: tuple[str, ...] = ()
    source: str = ""
    link: str = ""
    """What readers are asked to do."""
    url: str = ""
    """Where they do it; empty if nowhere."""
    picture: IssuePicture | None = None
    number: str = ""
    """Of a piece of a column: ``No. 12``."""

    @property
    def above(self) -> str:
        """The line above the finding."""
        return " · ".join(part for part in (self.number, self.kicker) if part)


@dataclass(frozen=True, kw_only=True)
class ColumnPart:
    """What an issue tells of one column."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One issue for one audience in one language."""

    language: LanguageCode
    direction: Literal["ltr", "rtl"]
    name: str
    """Of the newsletter."""
    number: int
    when: str
    """Its week with its days, or its month, as readers read it."""
    entries: tuple[Entry, ...]
    """But those of columns."""
    columns: tuple[ColumnPart, ...] = ()
    opening: Opening | None = None
    figures: tuple[Figure, ...] = ()
    corrections: tuple[str, ...] = ()
    """What was put right since the issue before, one after the other."""
    coming: tuple[str, ...] = ()
    coming_title: str = ""
    issuer: str = ""
    view_url: str = ""
    """Where its page is."""
    unsubscribe_url: str = ""

    @property
    def sections(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """What it tells: the items under a heading of their own, then each column under its name."""
        items = issue_words(self.language).items
        every = ((items, self.entries), *((each.name, each.entries) for each in self.columns))
        return tuple((head, entries) for head, entries in every if entries)

    @property
    def told(self) -> tuple[Entry, ...]:
        """Everything that it tells, in the order in which it stands there."""
        return tuple(entry for _, entries in self.sections for entry in entries)

    @property
    def numbered(self) -> str:
        """``No. 3``."""
        return issue_words(self.language).number.format(number=self.number)

    @property
    def subject(self) -> str:
        """Subject of its mail: what is new in it, behind the name by which readers know it."""
        words = issue_words(self.language)
        finding = self.told[0].finding.rstrip(".")
        return words.subject.format(name=self.name, number=self.number, finding=finding)

    @property
    def preview(self) -> str:
        """What mail programs show behind the subject: what else is in it."""
        return " · ".join(each.finding.rstrip(".") for each in self.told[1:]) or self.when


def plain_text(issue: Issue) -> str:
    """Write an issue as the mail without pictures: whoever reads it, or hears it, misses nothing."""
    words = issue_words(issue.language)
    blocks = ["\n".join((issue.name, f"{issue.numbered} · {issue.when}"))]
    if issue.view_url:
        blocks.append(f"{words.view}: {issue.view_url}")
    if issue.opening:
        blocks += [issue.opening.text, f"– {issue.opening.by}"]
    if issue.figures:
        blocks.append("\n".join((_head(words.figures), *(f"• {_line(each, issue)}" for each in issue.figures))))
    for head, entries in issue.sections:
        blocks += [_head(head), *(_told(each, words) for each in entries)]
    if issue.corrections:
        blocks.append("\n".join((_head(words.corrections), *(f"• {each}" for each in issue.corrections))))
    if issue.coming:
        blocks.append("\n".join((_head(issue.coming_title), *(f"• {each}" for each in issue.coming))))
    foot = [issue.issuer, issue.unsubscribe_url and f"{words.unsubscribe}: {issue.unsubscribe_url}"]
    blocks.append("\n".join(line for line in foot if line))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _told(each: Entry, words: IssueWords) -> str:
    lines = (each.above, each.finding, " ".join(each.sentences), each.source)
    way = f"{each.link.rstrip('.') or words.more}: {each.url}" if each.url else each.link
    return "\n".join(line for line in (*lines, way) if line)


def _head(text: str) -> str:
    return f"== {text} =="


def _line(figure: Figure, issue: Issue) -> str:
    words = issue_words(issue.language)
    pattern = words.text_figure if figure.period else words.text_figure_alone
    given = {"written": figure.written, "label": figure.label, "period": figure.period, "source": figure.source}
    return pattern.format(**given).strip()
