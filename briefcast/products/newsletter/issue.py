"""An issue of the newsletter: what it says, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefcast.brief.model import LanguageCode
from briefcast.products.newsletter.words import issue_words


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a person says at its head."""

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of the week, as its readers read it."""

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


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One issue for one audience in one language."""

    language: LanguageCode
    direction: Literal["ltr", "rtl"]
    name: str
    """Of the newsletter."""
    number: int
    week: str
    """As readers read it, with its days."""
    entries: tuple[Entry, ...]
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
    def numbered(self) -> str:
        """``No. 3``."""
        return issue_words(self.language).number.format(number=self.number)

    @property
    def subject(self) -> str:
        """Subject of its mail: what is new in it, behind the name by which readers know it."""
        words = issue_words(self.language)
        finding = self.entries[0].finding.rstrip(".")
        return words.subject.format(name=self.name, number=self.number, finding=finding)

    @property
    def preview(self) -> str:
        """What mail programs show behind the subject: what else is in it."""
        return " · ".join(each.finding.rstrip(".") for each in self.entries[1:]) or self.week


def plain_text(issue: Issue) -> str:
    """Write an issue as the mail without pictures: whoever reads it, or hears it, misses nothing."""
    words = issue_words(issue.language)
    blocks = ["\n".join((issue.name, f"{issue.numbered} · {issue.week}"))]
    if issue.view_url:
        blocks.append(f"{words.view}: {issue.view_url}")
    if issue.opening:
        blocks += [issue.opening.text, f"– {issue.opening.by}"]
    if issue.figures:
        blocks.append("\n".join((_head(words.figures), *(f"• {_line(each, issue)}" for each in issue.figures))))
    blocks.append(_head(words.items))
    for each in issue.entries:
        told = "\n".join(line for line in (each.kicker, each.finding, " ".join(each.sentences), each.source) if line)
        way = f"{each.link.rstrip('.') or words.more}: {each.url}" if each.url else each.link
        blocks.append("\n".join(line for line in (told, way) if line))
    if issue.corrections:
        blocks.append("\n".join((_head(words.corrections), *(f"• {each}" for each in issue.corrections))))
    if issue.coming:
        blocks.append("\n".join((_head(issue.coming_title), *(f"• {each}" for each in issue.coming))))
    foot = [issue.issuer, issue.unsubscribe_url and f"{words.unsubscribe}: {issue.unsubscribe_url}"]
    blocks.append("\n".join(line for line in foot if line))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(text: str) -> str:
    return f"== {text} =="


def _line(figure: Figure, issue: Issue) -> str:
    words = issue_words(issue.language)
    pattern = words.text_figure if figure.period else words.text_figure_alone
    given = {"written": figure.written, "label": figure.label, "period": figure.period, "source": figure.source}
    return pattern.format(**given).strip()
