"""What apps show beside an episode: notes as text and as HTML, and its chapters as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from briefcast.languages import language as read_language
from briefcast.products.podcast.plan import Chapter, EpisodePlan, NoteRow
from briefcast.products.podcast.settings import podcast_settings
from briefcast.script import labelled

CHAPTERS_VERSION = "1.2.0"
"""JSON chapters of the podcast namespace (jsonChapters.md)."""


def text_notes(plan: EpisodePlan) -> str:
    """Write the show notes as plain text: what is said, chapters with times, figures, sources, notice."""
    words = podcast_settings().words[plan.language]
    blocks = [
        plan.embargo,
        plan.corrected,
        plan.title,
        plan.description,
        "\n".join([words.chapters, *(f"{_clock(chapter.start_ms)} {chapter.title}" for chapter in plan.chapters)]),
        "\n".join(part for part in (plan.action.text, plan.action.url) if part),
    ]
    if plan.figures:
        blocks.append("\n".join([words.figures, *(f"- {_row(row)}" for row in plan.figures)]))
    if plan.sources:
        listed = (f"- {s.written}{f' {s.url}' if s.url else ''}" for s in plan.sources)
        blocks.append("\n".join([words.sources, *listed]))
    if plan.as_of:
        blocks.append(f"{words.as_of} {plan.as_of}")
    if plan.contact:
        blocks.append(f"{words.contact}: {plan.contact}")
    blocks += [plan.notice, plan.issuer]
    return "\n\n".join(block for block in blocks if block) + "\n"


def html_notes(plan: EpisodePlan) -> str:
    """Write the show notes as HTML, with the elements that podcast apps keep, and the figures as a table.

    Everything that comes from the brief is escaped; links are the brief's own http addresses.
    """
    own = read_language(plan.language)
    words = podcast_settings().words[own.code]
    parts = [f"<p>{escape(text)}</p>" for text in (plan.embargo, plan.corrected, plan.description) if text]
    if plan.action.text:
        parts.append(f"<p>{_link(plan.action.text, plan.action.url)}</p>")
    listed = "".join(f"<li>{_clock(c.start_ms)} {escape(c.title)}</li>" for c in plan.chapters)
    parts.append(f"<h2>{escape(words.chapters)}</h2><ul>{listed}</ul>")
    if plan.figures:
        rows = "".join(
            f'<tr><th scope="row">{escape(row.label)}</th><td>{escape(row.written)}</td>'
            f"<td>{escape(row.period)}</td><td>{escape(row.source)}</td></tr>"
            for row in plan.figures
        )
        parts.append(f"<h2>{escape(words.figures)}</h2><table>{rows}</table>")
    if plan.sources:
        listed = "".join(f"<li>{_link(source.written, source.url)}</li>" for source in plan.sources)
        parts.append(f"<h2>{escape(words.sources)}</h2><ul>{listed}</ul>")
    if plan.as_of:
        parts.append(f"<p>{escape(words.as_of)} {escape(plan.as_of)}</p>")
    if plan.contact:
        parts.append(f"<p>{escape(words.contact)}: {escape(plan.contact)}</p>")
    parts += [f"<p>{escape(text)}</p>" for text in (plan.notice, plan.issuer) if text]
    return f'<div lang="{own.code}" dir="{own.direction}">\n' + "\n".join(parts) + "\n</div>\n"


def json_chapters(chapters: Sequence[Chapter], *, title: str, images: dict[int, str]) -> str:
    """Write the chapters as the podcast namespace has them; ``images`` gives the file of a chapter's picture."""
    listed = [
        {
            "startTime": chapter.start_ms / 1000,
            "endTime": chapter.end_ms / 1000,
            "title": chapter.title,
            **({"img": images[number]} if number in images else {}),
        }
        for number, chapter in enumerate(chapters)
    ]
    whole = {"version": CHAPTERS_VERSION, "title": title, "chapters": listed}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _row(row: NoteRow) -> str:
    return labelled(row.label, row.written) + (f" ({row.period})" if row.period else "")


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url.startswith(("https://", "http://")) else escape(text)


def _clock(ms: int) -> str:
    """Write a time as Spotify and YouTube read it in a description: ``0:00``, ``12:05``."""
    seconds = ms // 1000
    hours = f"{seconds // 3600}:" if seconds >= 3600 else ""
    return f"{hours}{seconds // 60 % 60:{'02' if hours else ''}}:{seconds % 60:02}"
