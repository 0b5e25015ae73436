"""What the site tells: its items in each language, its figures, its weeks and what was changed, ready to be drawn."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from briefcast.brief.model import LanguageCode
from briefcast.charts.words import chart_words
from briefcast.language.written import letters_alone, write_period
from briefcast.languages import written_in
from briefcast.ledger import Ledger
from briefcast.manifest.manifest import ColumnEntry, FactEntry, NoticeEntry, SceneEntry, SourceEntry
from briefcast.pages.frame import web_url
from briefcast.planner.plan import NEWSLETTER, ContentPlan, Site
from briefcast.planner.weeks import week_of
from briefcast.publishing.differing import as_said, differing, part_labels
from briefcast.publishing.findings import (
    finding_of,
    first_sentences,
    lead_of,
    who_did_it,
    wide_rank,
    written_as_told,
)
from briefcast.publishing.part_names import follows
from briefcast.publishing.posts import AROUND, plain
from briefcast.site.kept import MODEL, KeptFile, KeptItem, Moment, Note, Shelf, State
from briefcast.site.outside import Outside, Shown
from briefcast.store.files import write_whole
from briefcast.store.store import program_version


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film with what a player needs."""

    file: KeptFile
    poster: KeptFile | None
    captions: KeptFile | None
    """None where they are painted into it."""
    transcript: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A recording in each of its encodings."""

    files: tuple[KeptFile, ...]
    transcript: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One point as it is read."""

    headline: str
    text: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """A figure as an item states it."""

    slug: str
    """Of its page."""
    written: str
    label: str
    period: str
    publisher: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a figure was, and what it is now."""

    label: str
    was: str
    was_period: str
    now: str
    now_period: str
    publisher: str


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """Where figures were published."""

    title: str
    publisher: str
    url: str
    date: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one group of readers is told."""

    audience: str
    readers: str
    """As they are called."""
    title: str
    kicker: str
    summary: str
    pictures: tuple[KeptFile, ...]
    films: tuple[Film, ...]
    sounds: tuple[Sound, ...]
    documents: tuple[KeptFile, ...]
    passages: tuple[Passage, ...]
    figures: tuple[FigureLine, ...]
    sources: tuple[SourceLine, ...]
    action: str
    action_url: str
    voice_notice: str
    as_of: dt.date
    issuer: str
    card: KeptFile | None
    sent_at: Moment
    column: ColumnEntry | None = None
    """The column that it is a piece of, as it was when it went out."""
    who: str = ""
    """Who did it, of a good model."""
    turns: tuple[Turn, ...] = ()
    """What its figures were and are."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What was said, and what is said now; one of the two may be empty."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """What was changed in an item after it was out."""

    brief: str
    at: Moment
    title: str
    pairs: tuple[Pair, ...]
    kind: Literal["", "correction", "revision"] = ""
    """What it was called when people let it out; empty where nobody said."""
    reason: str = ""
    """Why, as readers are told it."""
    mark: str = ""
    """By which it is known as one thing in every size and for every audience; empty where nobody said what it is."""


def _as_said(pair: Pair) -> tuple[str, str, str]:
    return as_said(pair.label), as_said(pair.was), as_said(pair.now)


def gravest_of(changes: Sequence[Change]) -> Change | None:
    """Give the newest error that was put right, else the newest revision, else the newest change; None of none."""
    ranked = sorted(changes, key=lambda change: _GRAVE.index(change.kind))
    return next(iter(ranked), None)


_GRAVE = ("correction", "revision", "")
"""What a change was called, the gravest first: better figures that came later hide no error."""


def each_once(changes: Iterable[Change], language: LanguageCode) -> tuple[Change, ...]:
    """Give changes, the newest first, each once: sizes and audiences of an item told more of it or less.

    What only follows from a figure that changed with it is left out.
    """
    found: dict[tuple[str, object], Change] = {}
    for change in changes:
        key = (change.brief, change.mark or change.pairs)
        same = found.setdefault(key, change)
        known = {_as_said(pair) for pair in same.pairs}
        more = (pair for pair in change.pairs if _as_said(pair) not in known)
        # A figure goes before the words that have it.
        pairs = sorted((*same.pairs, *more), key=lambda pair: not pair.label)
        found[key] = replace(same, at=min(same.at, change.at), pairs=tuple(pairs))
    return tuple(
        replace(change, pairs=tuple(pair for pair in change.pairs if not follows(pair.label, labels, language)))
        for change in sorted(found.values(), key=lambda change: change.at, reverse=True)
        for labels in [{pair.label for pair in change.pairs}]
    )


@dataclass(frozen=True, kw_only=True)
class Body:
    """All that an item says."""

    parts: tuple[Part, ...]
    """By audience, in the order of the site; none of one that was withdrawn."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What lists, feeds and keys of pages need of an item, without all that it says."""

    brief: str
    language: LanguageCode
    audiences: tuple[str, ...]
    readers: tuple[str, ...]
    """As each of these is called."""
    topics: tuple[str, ...]
    published: Moment
    updated: Moment
    touched: Moment
    """When it was changed last, or something was told of it."""
    week: str
    column: str = ""
    """The column that it is a piece of; empty of one that is a piece of none."""
    number: int = 0
    """Its number there."""
    is_model: bool = False
    """Whether it tells what others did well and can be done again."""
    is_changed: bool = False
    """Whether what it says was changed since it was out."""
    figures: tuple[str, ...] = ()
    """How the addresses of the figures end that it states."""
    files: tuple[str, ...] = ()
    """The names of the files that it shows."""
    mark: str = ""
    """A sum over all that it says, by which pages that show it know whether they are still right."""


@dataclass(frozen=True, kw_only=True)
class Story(Outline):
    """A brief in one language: what the site shows as an item."""

    open: Callable[[], Body] = field(repr=False, compare=False)
    """Gives all that it says: read where a page has to be drawn, and nowhere else."""

    @property
    def id(self) -> str:
        """By what it is known in all that the site keeps."""
        return f"{self.brief}/{self.language}"

    @cached_property
    def body(self) -> Body:
        """All that it says."""
        return self.open()

    @property
    def parts(self) -> tuple[Part, ...]:
        """By audience, in the order of the site; none of one that was withdrawn."""
        return self.body.parts

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed since it was out, the newest first."""
        return self.body.changes if self.is_changed else ()

    @property
    def gravest(self) -> Change | None:
        """What was changed that weighs most."""
        return gravest_of(self.changes)

    @property
    def first(self) -> Part:
        """What the first group of readers is told: it stands for the item wherever that is listed."""
        return self.parts[0]


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One value of a figure as it was told."""

    written: str
    period: str
    at: Moment
    replaced: bool
    kind: Literal["", "correction", "revision"] = ""
    """What people called the change by which it was replaced; empty where nobody said."""
    reason: str = ""
    """Why, as readers are told it."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a figure is held against: what it was, or what it is to reach."""

    called: str
    """``Target``; empty of an earlier value."""
    written: str
    period: str


@dataclass(frozen=True, kw_only=True)
class FigurePage:
    """A figure in one language: what it is, how it changed, and what states it."""

    slug: str
    language: LanguageCode
    label: str
    written: str
    value: str
    period: str
    period_id: str
    source: SourceLine | None
    history: tuple[Stated, ...]
    """The newest first; the first is what holds."""
    baseline: Beside | None = None
    """What it was, if an item states that."""
    target: Beside | None = None
    """What it is to reach, if an item states that."""


@dataclass(frozen=True, kw_only=True)
class IssueOut:
    """An issue of the newsletter for one group of readers in one language: its page is shown as it was approved."""

    brief: str
    language: LanguageCode
    audience: str
    readers: str
    """As they are called."""
    title: str
    published: dt.datetime
    updated: dt.datetime
    """When it was out as it is, or when something that it tells was changed last."""
    page: str = ""
    """The name of its page; empty of one that was withdrawn: its address says so."""
    paper: str = ""
    """The name of its document for paper."""
    changes: tuple[Change, ...] = ()
    """What was changed since it was out in the items that it tells, the newest first."""
    gone: tuple[str, ...] = ()
    """The findings of those that were withdrawn since."""

    @property
    def path(self) -> str:
        """Where it lies, below the folder of its language."""
        return f"issues/{self.brief}/{self.audience}/"

    @property
    def gravest(self) -> Change | None:
        """What was changed since that weighs most."""
        return gravest_of(self.changes)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything that the site tells."""

    stories: tuple[Story, ...]
    """The newest first."""
    gone: tuple[Story, ...]
    """Those that were withdrawn: their addresses say so."""
    figures: tuple[FigurePage, ...]
    gone_figures: tuple[tuple[str, LanguageCode], ...] = ()
    """The slug and language of those that nothing states any more: their addresses say so."""
    issues: tuple[IssueOut, ...] = ()
    """Those of the newsletter, the newest first; those that were withdrawn among them."""
    said_by: Mapping[str, tuple[Story, ...]] = field(default_factory=dict)
    """What states each figure, in all languages, by its slug."""

    def of(self, language: str) -> tuple[Story, ...]:
        """Give the items of a language, the newest first."""
        return tuple(story for story in self.stories if story.language == language)


_BODIES = "bodies"
_KNOWN = "known.json"


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What a site told when it was built last, by the sum of all that went into each."""

    program: str = ""
    """The version that told it: another one tells all anew."""
    notes: tuple[Note, ...] = ()
    stories: Mapping[str, Outline] = field(default_factory=dict)
    figures: Mapping[str, FigurePage] = field(default_factory=dict)


_AS_KNOWN, _AS_BODY = TypeAdapter(_Known), TypeAdapter(Body)


class Memory:
    """What a site told when it was built last, in a folder; made anew where it is not there or not to be read.

    Of an item that says what it said only the outline is read: after years that is most of them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / _BODIES).mkdir(parents=True, exist_ok=True)
        self._before = self._read()
        self._stories: dict[str, Outline] = {}
        self._figures: dict[str, FigurePage] = {}

    def _read(self) -> _Known:
        try:
            known = _AS_KNOWN.validate_json((self._folder / _KNOWN).read_bytes())
        except (OSError, ValidationError):
            return _Known()
        return known if known.program == program_version() else _Known()

    @property
    def notes(self) -> Mapping[str, Note]:
        """On what the site kept when it was built last, by file."""
        return {note.file: note for note in self._before.notes}

    def story(self, key: str, tell: Callable[[], Body], outline: Callable[[Body], Outline]) -> Story:
        """Give an item by the sum of what it is told of; told anew where that is another."""
        known = self._before.stories.get(key)
        if known is None:
            body = tell()
            known = outline(body)
            (self._folder / _BODIES / f"{known.mark}.json").write_bytes(_AS_BODY.dump_json(body, exclude_defaults=True))
        self._stories[key] = known
        file = self._folder / _BODIES / f"{known.mark}.json"

        def open_body() -> Body:
            try:
                return _AS_BODY.validate_json(file.read_bytes())
            except (OSError, ValidationError):
                return tell()

        return Story(**vars(known), open=open_body)

    def figure(self, key: str, tell: Callable[[], FigurePage]) -> FigurePage:
        """Give a figure by the sum of what it is told of; told anew where that is another."""
        found = self._figures[key] = self._before.figures.get(key) or tell()
        return found

    def write(self, notes: tuple[Note, ...]) -> None:
        """Write down what is told now, and let go of the rest."""
        known = _Known(program=program_version(), notes=notes, stories=self._stories, figures=self._figures)
        if known == self._before:
            return
        write_whole(self._folder / _KNOWN, _AS_KNOWN.dump_json(known, exclude_defaults=True))
        needed = {f"{outline.mark}.json" for outline in self._stories.values()}
        for file in (self._folder / _BODIES).iterdir():
            if file.name not in needed:
                file.unlink()


def _sum(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()


def tell_all(
    plan: ContentPlan, site: Site, outside: Outside, ledger: Ledger, state: State, shelf: Shelf, memory: Memory
) -> tuple[Told, State]:
    """Put together what the site tells, and what it must hold to from now on; what was told before is not read."""
    return _Telling(plan, site, ledger, state, shelf, memory).tell(outside)


class _Telling:
    def __init__(
        self, plan: ContentPlan, site: Site, ledger: Ledger, state: State, shelf: Shelf, memory: Memory
    ) -> None:
        self._plan, self._site, self._ledger = plan, site, ledger
        self._shelf, self._memory = shelf, memory
        self._read = lru_cache(maxsize=64)(shelf.read)
        self._zone = ZoneInfo(plan.timezone)
        self._published = dict(state.published)
        self._slugs = dict(state.figures)
        self._shown = dict(state.shown)
        self._named = _Names(self._slugs)
        line = {item.id: item for item in plan.items}
        self._topics: dict[str, list[str]] = {}
        for topic in site.topics:
            asked = {item.brief for id, item in line.items() if id in topic.items or item.line in topic.items}
            for brief in asked:
                self._topics.setdefault(brief, []).append(topic.id)

    def tell(self, outside: Outside) -> tuple[Told, State]:
        shown: dict[tuple[str, LanguageCode], list[Shown]] = {}
        issues: list[IssueOut] = []
        for each in outside.shown:
            self._shown[each.kept.key] = each.kept.content_sha256
            if each.kept.product == NEWSLETTER:
                continue
            shown.setdefault((each.kept.brief, each.kept.language), []).append(each)
            self._named.learn(each.kept)
        self._named.settle()
        for each in outside.shown:
            if each.kept.product == NEWSLETTER:
                issue = self._issue(each.kept, each.first_at)
                changes = tuple(self._changes_since(each.kept, shown))
                lost = tuple(self._gone_since(each.kept, shown, outside.withdrawn))
                touched = max((issue.updated, *(change.at for change in changes)))
                issues.append(replace(issue, updated=touched, changes=changes, gone=lost))
        stories = [self._story(*key, every) for key, every in shown.items()]
        gone: dict[tuple[str, LanguageCode], list[Note]] = {}
        for kept in outside.withdrawn:
            if kept.product == NEWSLETTER:
                issues.append(replace(self._issue(kept, kept.sent_at), page="", paper=""))
            elif (kept.brief, kept.language) not in shown:
                gone.setdefault((kept.brief, kept.language), []).append(kept)
        figures = tuple(self._figures(shown))
        told = Told(
            stories=tuple(_newest_first(stories)),
            gone=tuple(self._gone(*key, every) for key, every in sorted(gone.items())),
            figures=figures,
            gone_figures=tuple(self._gone_figures(figures, outside)),
            issues=tuple(sorted(issues, key=lambda each: (each.published, each.brief, each.audience), reverse=True)),
            said_by=_said_by(stories),
        )
        self._memory.write(outside.notes)
        return told, State(published=self._published, shown=self._shown, figures=self._slugs)

    def _issue(self, kept: Note, first_at: dt.datetime) -> IssueOut:
        published = self._published.setdefault(kept.key, first_at)
        return IssueOut(
            brief=kept.brief,
            language=kept.language,
            audience=kept.audience,
            readers=kept.audience_name,
            title=kept.title,
            published=published,
            updated=max(published, kept.sent_at),
            page=kept.files.get("page", ""),
            paper=kept.files.get("document", ""),
        )

    def _changes_since(
        self, issue: Note, shown: Mapping[tuple[str, LanguageCode], Sequence[Shown]]
    ) -> tuple[Change, ...]:
        """Give what is said otherwise by now than an issue tells it, the newest first."""
        found: list[Change] = []
        for key, content in issue.tells_of:
            brief = key.partition("/")[0]
            mine = [s for s in shown.get((brief, issue.language), ()) if s.kept.audience == issue.audience]
            told = [s for s in mine if s.kept.key == key]
            # What it tells is not shown itself: what was changed in the others after it was out.
            steps = [(s, _steps_from(content, s)) for s in told] or [
                (s, [step for step in _steps(s) if step[2] > issue.sent_at]) for s in mine
            ]
            for each, every in steps:
                if every:
                    item = self._read(each.kept.file)
                    title, _ = finding_of(item.script, lead_of(item.script))
                    found += self._changes_of(item, every, title)
        return each_once(found, issue.language)

    def _gone_since(
        self,
        issue: Note,
        shown: Mapping[tuple[str, LanguageCode], Sequence[Shown]],
        withdrawn: Iterable[Note],
    ) -> Iterator[str]:
        """Give the findings of the items that an issue tells and that are withdrawn in all their sizes."""
        there = {kept.key: kept for kept in withdrawn}
        for key, _ in issue.tells_of:
            mine = shown.get((key.partition("/")[0], issue.language), ())
            if (kept := there.get(key)) and not any(each.kept.audience == issue.audience for each in mine):
                item = self._read(kept.file)
                yield finding_of(item.script, lead_of(item.script))[0]

    def _gone_figures(self, told: Iterable[FigurePage], outside: Outside) -> Iterator[tuple[str, LanguageCode]]:
        """Give the figures that had a page and that nothing states any more."""
        there = {(figure.slug, figure.language) for figure in told}
        before = (*outside.withdrawn, *(note for each in outside.shown for note in each.earlier))
        once = {(self._slug(note, statistic), note.language) for note in before for statistic in note.figures}
        yield from sorted(each for each in once - there if each[0])

    def _since(self, brief: str, language: str, first_at: dt.datetime) -> dt.datetime:
        return self._published.setdefault(f"{brief}/{language}", first_at)

    def _story(self, brief: str, language: LanguageCode, every: Sequence[Shown]) -> Story:
        published = self._since(brief, language, min(each.first_at for each in every))
        topics = self._topics_of(each.kept for each in every)
        said = [
            (each.kept.file, each.kept.sha256, each.before, [self._slug(each.kept, id) for id in each.kept.figures])
            for each in every
        ]
        key = _sum((brief, language, published, self._zone.key, self._site.audiences, topics, said))

        def tell() -> Body:
            return self._body(every)

        def outline(body: Body) -> Outline:
            return self._outline(brief, language, every, published, topics, body)

        return self._memory.story(key, tell, outline)

    def _body(self, every: Sequence[Shown]) -> Body:
        """Put together all that an item says, of what is kept of it."""
        items = [(each, self._read(each.kept.file)) for each in every]
        by_audience = ([item for _, item in items if item.audience == id] for id in self._site.audiences)
        parts = tuple(self._part(mine) for mine in by_audience if mine)
        return Body(parts=parts, changes=self._changes(items, parts[0].title))

    def _outline(
        self,
        brief: str,
        language: LanguageCode,
        every: Sequence[Shown],
        published: dt.datetime,
        topics: tuple[str, ...],
        body: Body,
    ) -> Outline:
        updated = max(published, *(each.kept.sent_at for each in every))
        column = body.parts[0].column
        outline = Outline(
            brief=brief,
            language=language,
            audiences=tuple(part.audience for part in body.parts),
            readers=tuple(part.readers for part in body.parts),
            topics=topics,
            published=published,
            updated=updated,
            touched=max(updated, *(change.at for change in body.changes)) if body.changes else updated,
            week=week_of(published.astimezone(self._zone).date()),
            column=_column_of(each.kept for each in every),
            number=column.number if column else 0,
            is_model=any(each.kept.is_model for each in every),
            is_changed=bool(body.changes),
            figures=tuple(dict.fromkeys(line.slug for part in body.parts for line in part.figures if line.slug)),
            files=tuple(dict.fromkeys(file.name for part in body.parts for file in _files_of(part))),
        )
        return replace(outline, mark=_sum((outline, body)))

    def _gone(self, brief: str, language: LanguageCode, every: Sequence[Note]) -> Story:
        published = self._since(brief, language, min(each.sent_at for each in every))
        mine = {each.audience for each in every}
        return Story(
            brief=brief,
            language=language,
            audiences=tuple(id for id in self._site.audiences if id in mine),
            readers=(),
            topics=self._topics_of(every),
            published=published,
            updated=published,
            touched=published,
            week=week_of(published.astimezone(self._zone).date()),
            column=_column_of(every),
            is_model=any(each.is_model for each in every),
            open=lambda: Body(parts=()),
        )

    def _topics_of(self, every: Iterable[Note]) -> tuple[str, ...]:
        mine = {topic for each in every for topic in self._topics.get(each.brief_file, ())}
        return tuple(topic.id for topic in self._site.topics if topic.id in mine)

    def _slug(self, note: Note, statistic: str) -> str:
        return self._slugs.get(f"{note.brief}/{statistic}", "")

    # ---- what one group of readers is told

    def _part(self, items: Sequence[KeptItem]) -> Part:
        ranked = sorted(items, key=_rank)
        # What is read is written for that; what is heard, for that.
        words = next((each for each in ranked if not _is_heard(each)), ranked[0])
        script = words.script
        with written_in({script.language: script.locale} if script.locale else {}):
            lead = lead_of(script)
            title, kicker = finding_of(script, lead)
            summary = " ".join(first_sentences(lead, title, words.language))
            figures = tuple(self._figure_lines(items))
        notices = (each.script.voice_notice for each in ranked if _is_heard(each))
        return Part(
            audience=words.audience,
            readers=words.audience_name,
            title=title,
            kicker=kicker,
            summary=summary,
            pictures=tuple(_pictures(ranked)),
            films=tuple(_film(each) for each in _one_of_each(ranked, "video")),
            sounds=tuple(_sound(each) for each in _one_of_each(ranked, "audio")),
            documents=tuple(file for each in ranked for file in each.files if file.role == "document"),
            passages=tuple(
                Passage(
                    headline=_headline(scene, title),
                    text=plain(_without_steps(scene.text, scene.steps)),
                    steps=tuple(plain(step) for step in scene.steps),
                )
                for scene in script.scenes
                if scene.id not in AROUND and not (kicker and letters_alone(plain(scene.text)) == letters_alone(kicker))
            ),
            figures=figures,
            sources=tuple(dict.fromkeys(_source(s, words.language) for each in items for s in each.sources)),
            action=plain(script.call_to_action),
            action_url=web_url(script.call_to_action_url),
            voice_notice=plain(next(notices, "")),
            as_of=max(each.as_of for each in items),
            issuer=plain(words.issuer),
            card=next((each.card for each in ranked if each.card), None),
            sent_at=min(each.sent_at for each in items),
            column=script.column,
            who=who_did_it(script),
            turns=tuple(_turns(items)) if any(map(_tells_of_a_model, items)) else (),
        )

    def _figure_lines(self, items: Sequence[KeptItem]) -> Iterator[FigureLine]:
        seen: set[str] = set()
        for each in items:
            publishers = {source.id: _publisher(source, each.language) for source in each.sources}
            called = each.script.figures
            pages = {fact.statistic: slug for slug, fact in self._own(each)}
            for fact in each.facts:
                # Its own value, exact or in plain words: "82.4%", "more than 8 in 10".
                if (
                    fact.statistic in seen
                    or not fact.value
                    or fact.id not in (fact.statistic, f"{fact.statistic}.plain")
                ):
                    continue
                seen.add(fact.statistic)
                yield FigureLine(
                    slug=pages.get(fact.statistic, ""),
                    written=plain(written_as_told(each.script, fact, own=each.written(fact))),
                    label=plain(called.get(fact.statistic) or fact.label.get(each.language, "")),
                    period=_period(fact, each),
                    publisher=publishers.get(fact.source or "", ""),
                )

    # ---- what was changed

    def _changes(self, every: Sequence[tuple[Shown, KeptItem]], title: str) -> tuple[Change, ...]:
        changes = [change for each, item in every for change in self._changes_of(item, _steps(each), title)]
        return each_once(changes, every[0][1].language) if changes else ()

    def _changes_of(self, item: KeptItem, steps: Iterable[_Step], title: str) -> Iterator[Change]:
        for old, new, at in steps:
            if pairs := self._pairs(item, old, new):
                notice = _notice_of(item, pairs)
                yield Change(
                    brief=item.brief,
                    at=at.astimezone(dt.UTC),
                    title=title,
                    pairs=pairs,
                    kind=notice.kind if notice else "",
                    reason=plain(notice.reason) if notice else "",
                    mark=_mark_of(notice, item.script.notices) if notice else "",
                )

    def _pairs(self, kept: KeptItem, old: str, new: str) -> tuple[Pair, ...]:
        """Give what two contents of an item say otherwise; nothing where only its files look otherwise."""
        was, now = (self._ledger.item_as(kept.key, content) for content in (old, new))
        if was is None or now is None:
            return ()
        labels = part_labels(kept.facts, kept.language)
        said = differing(was, now.told.splitlines(), now.figures, labels, now.printed)
        return tuple(Pair(label=each.label, was=each.was, now=each.now) for each in said)

    # ---- figures

    def _figures(self, shown: Mapping[tuple[str, LanguageCode], Sequence[Shown]]) -> Iterator[FigurePage]:
        told: dict[tuple[str, LanguageCode], dict[str, Note]] = {}
        once: dict[tuple[str, LanguageCode], dict[str, Note]] = {}
        for (_, language), every in shown.items():
            for each in every:
                for notes, into in (((each.kept,), told), (each.earlier, once)):
                    for note in notes:
                        for statistic in note.figures:
                            if slug := self._slug(note, statistic):
                                into.setdefault((slug, language), {})[note.file] = note
        for (slug, language), mine in sorted(told.items()):
            before = once.get((slug, language), {})
            key = _sum((slug, language, *([(each.file, each.sha256) for each in n.values()] for n in (mine, before))))
            yield self._memory.figure(key, partial(self._figure_of, slug, language, mine, before))

    def _figure_of(
        self, slug: str, language: LanguageCode, told: Mapping[str, Note], once: Mapping[str, Note]
    ) -> FigurePage:
        """Put a figure together of all items that state it or did."""
        stated, before = (
            [(item, fact) for item in map(self._read, files) for mine, fact in self._own(item) if mine == slug]
            for files in (told, once)
        )
        return self._figure(slug, language, stated, before)

    def _own(self, item: KeptItem) -> Iterator[tuple[str, FactEntry]]:
        """Give the values themselves of an item's figures, each with the name of its page."""
        for fact in item.facts:
            slug = self._slugs.get(f"{item.brief}/{fact.statistic}")
            if slug and fact.id == fact.statistic and fact.value:
                yield slug, fact

    def _figure(
        self,
        slug: str,
        language: LanguageCode,
        told: list[tuple[KeptItem, FactEntry]],
        once: list[tuple[KeptItem, FactEntry]],
    ) -> FigurePage:
        kept, fact = max(told, key=lambda each: (each[0].sent_at, each[0].key))
        source = next((source for source in kept.sources if source.id == fact.source), None)
        called = plain(kept.script.figures.get(fact.statistic) or fact.label.get(language, ""))
        rows: dict[tuple[str, str], Stated] = {}
        for every, replaced in ((told, False), (once, True)):
            for mine, each in sorted(every, key=lambda one: (one[0].sent_at, one[0].key)):
                period = _period(each, mine)
                written = plain(each.written[language])
                forms = (written, plain(mine.written(each)), period)
                notice = _notice_that_replaced(kept, called, forms) if replaced else None
                row = Stated(
                    written=written,
                    period=period,
                    at=mine.sent_at,
                    replaced=replaced,
                    kind=notice.kind if notice else "",
                    reason=plain(notice.reason) if notice else "",
                )
                rows.setdefault((row.written, period), row)
        holds = plain(fact.written[language]), _period(fact, kept)
        newest = rows.pop(holds)
        return FigurePage(
            slug=slug,
            language=language,
            label=called,
            written=newest.written,
            value=fact.value,
            period=newest.period,
            period_id=fact.period or "",
            source=_source(source, language) if source else None,
            history=(newest, *sorted(rows.values(), key=lambda row: row.at, reverse=True)),
            baseline=_beside("baseline", fact, told, language),
            target=_beside("target", fact, told, language),
        )


def _beside(
    part: str, fact: FactEntry, told: Iterable[tuple[KeptItem, FactEntry]], language: LanguageCode
) -> Beside | None:
    """Give what a figure is held against, as one of the items has it that state the figure as it is now."""
    for mine, each in sorted(told, key=lambda one: (one[0].sent_at, one[0].key), reverse=True):
        if (each.value, each.period) != (fact.value, fact.period):
            continue
        for other in mine.facts:
            if other.id == f"{each.statistic}.{part}" and other.value:
                called = plain(other.goal.get(language, "")) if part == "target" else ""
                return Beside(called=called, written=plain(other.written[language]), period=_period(other, mine))
    return None


def _notice_that_replaced(kept: KeptItem, called: str, was: Collection[str]) -> NoticeEntry | None:
    """Give what people said of the change by which a value, or its period, was replaced; None if nobody said so."""
    # Where a line may break is not what a figure is called.
    name, values = letters_alone(called), {tuple(plain(value).split()) for value in was}

    def tells(notice: NoticeEntry) -> bool:
        return any(
            letters_alone(label).startswith(name) and tuple(plain(old).split()) in values
            for label, old, _ in notice.said
        )

    return next((each for each in reversed(kept.script.notices) if name and tells(each)), None)


_Step = tuple[str, str, dt.datetime]
"""A content of an item, the one that took its place, and when."""


def _steps(shown: Shown) -> list[_Step]:
    """Give how an item came to what it says now."""
    now = [*(content for content, _ in shown.before[1:]), shown.kept.content_sha256]
    return [(old, new, at) for (old, at), new in zip(shown.before, now, strict=False)]


def _steps_from(content: str, shown: Shown) -> list[_Step]:
    """Give how an item came from one content to what it says now; one that was never out itself, in one step."""
    if content == shown.kept.content_sha256:
        return []
    steps = _steps(shown)
    place = next((place for place, (old, _, _) in enumerate(steps) if old == content), None)
    return [(content, shown.kept.content_sha256, shown.kept.sent_at)] if place is None else steps[place:]


def _tells_of_a_model(item: KeptItem) -> bool:
    return any(scene.id.startswith(MODEL) for scene in item.script.scenes)


def _turns(items: Iterable[KeptItem]) -> Iterator[Turn]:
    """Give each figure of which an item states what it was, too, once."""
    seen: set[str] = set()
    for each in items:
        publishers = {source.id: _publisher(source, each.language) for source in each.sources}
        facts = {fact.id: fact for fact in each.facts}
        for id, was in facts.items():
            now = facts.get(f"{was.statistic}.plain") or facts.get(was.statistic)
            if id != f"{was.statistic}.baseline" or now is None or was.statistic in seen:
                continue
            seen.add(was.statistic)
            called = each.script.figures.get(was.statistic) or now.label.get(each.language, "")
            yield Turn(
                label=plain(called),
                was=plain(each.written(was)),
                was_period=_period(was, each),
                now=plain(each.written(now)),
                now_period=_period(now, each),
                publisher=publishers.get(now.source or "", ""),
            )


def _column_of(every: Iterable[Note]) -> str:
    """Give the column that items of a brief are pieces of, as the last of them says."""
    return max(every, key=lambda each: (each.sent_at, each.key)).column


def _files_of(part: Part) -> Iterator[KeptFile]:
    """Give every file that a group of readers is shown."""
    yield from (*part.pictures, *part.documents, *((part.card,) if part.card else ()))
    for film in part.films:
        yield from (each for each in (film.file, film.poster, film.captions) if each)
    for sound in part.sounds:
        yield from sound.files


class _Names:
    """How the addresses of figures end: what was given once stays."""

    def __init__(self, slugs: dict[str, str]) -> None:
        self._slugs = slugs
        self._said: dict[str, dict[LanguageCode, str]] = {}
        self._units: dict[str, str] = {}

    def learn(self, kept: Note) -> None:
        """Take in the figures of an item, the earliest item first."""
        for statistic, (called, unit) in kept.figures.items():
            name = f"{kept.brief}/{statistic}"
            self._said.setdefault(name, {}).setdefault(kept.language, called)
            self._units.setdefault(name, unit)

    def settle(self) -> None:
        """Give each figure its name: one that two briefs call alike, in the same unit, is one figure."""
        owners: dict[str, list[str]] = {}
        for name, slug in self._slugs.items():
            owners.setdefault(slug, []).append(name)
        for name in self._said:
            if name in self._slugs:
                continue
            statistic = name.partition("/")[2]
            slug = next(slug for slug in _numbered(statistic) if self._is_same(name, owners.get(slug, ())))
            self._slugs[name] = slug
            owners.setdefault(slug, []).append(name)

    def _is_same(self, name: str, others: Iterable[str]) -> bool:
        """Say whether a figure is the one of an address: that of nobody yet, or one called alike in a language."""
        for other in others:
            mine, theirs = self._said[name], self._said.get(other, {})
            alike = [mine[code] == theirs[code] for code in mine if code in theirs]
            if not alike or not all(alike) or self._units[name] != self._units.get(other):
                return False
        return True


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in range(2, 10_000))


def _newest_first(stories: Iterable[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: (story.published, story.id), reverse=True)


def _said_by(stories: Iterable[Story]) -> dict[str, tuple[Story, ...]]:
    found: dict[str, list[Story]] = {}
    for story in _newest_first(stories):
        for slug in story.figures:
            found.setdefault(slug, []).append(story)
    return {slug: tuple(every) for slug, every in found.items()}


def _is_heard(item: KeptItem) -> bool:
    return any(file.role in ("video", "audio") for file in item.files)


def _rank(item: KeptItem) -> tuple[bool, bool, int, str]:
    """Say what of an item's products comes first: what is read, in a wide picture."""
    return _is_heard(item), item.card is None, wide_rank(item.variant), item.key


def _one_of_each(ranked: Iterable[KeptItem], role: str) -> tuple[KeptItem, ...]:
    """Give of each product the item whose size or shape comes first: the others say the same."""
    first: dict[str, KeptItem] = {}
    for each in ranked:
        if any(file.role == role for file in each.files):
            first.setdefault(each.product, each)
    return tuple(first.values())


def _pictures(ranked: Iterable[KeptItem]) -> Iterator[KeptFile]:
    """Give the pictures of a page; of a picture and its JPEG twin the first."""
    for each in _one_of_each(ranked, "image"):
        every = [file for file in each.files if file.role == "image"]
        pages = [file for file in every if file.media_type != "image/jpeg"] or every
        where = chart_words(each.language).where
        for page in pages:
            alt = plain(page.alt_text).removesuffix(where).rstrip()
            yield page.model_copy(update={"alt_text": alt, "long_description": plain(page.long_description)})


def _film(item: KeptItem) -> Film:
    file = next(file for file in item.files if file.role == "video")
    captions = next((f for f in item.files if (f.role, f.media_type) == ("captions", "text/vtt")), None)
    spoken = (plain(scene.text) for scene in item.script.scenes)
    return Film(
        file=file.model_copy(update={"alt_text": plain(file.alt_text)}),
        poster=next((f for f in item.files if f.role == "cover"), None),
        captions=None if file.open_captions else captions,
        transcript=tuple(text for text in spoken if text),
    )


def _sound(item: KeptItem) -> Sound:
    # The smaller encoding first: a browser takes the first that it knows.
    files = sorted((f for f in item.files if f.role == "audio"), key=lambda f: f.bytes)
    lines = item.transcript.splitlines() or [plain(scene.text) for scene in item.script.scenes]
    return Sound(files=tuple(files), transcript=tuple(line for line in lines if line.strip()))


def _headline(scene: SceneEntry, title: str) -> str:
    """Give a headline; nothing where the title above it says the same, or the text below says nothing else.

    "The problem: People waited nine days." has no need of "People waited nine days" above it.
    """
    headline = plain(scene.headline)
    bare = letters_alone(headline)
    return "" if bare == letters_alone(title) or letters_alone(plain(scene.text)).endswith(bare) else headline


def _without_steps(text: str, steps: Sequence[str]) -> str:
    """Give a text without the steps with which it ends: they stand below it as a list."""
    for step in reversed(steps):
        trimmed = text.rstrip()
        for ending in (step, f"{step}."):
            if trimmed.endswith(ending):
                text = trimmed.removesuffix(ending).rstrip()
                break
        else:
            return text
    return text


def _period(fact: FactEntry, item: KeptItem) -> str:
    return plain(write_period(fact.period, item.language)) if fact.period else ""


def _publisher(source: SourceEntry, language: LanguageCode) -> str:
    return plain(source.publisher.get(language) or source.title.get(language, ""))


def _source(source: SourceEntry, language: LanguageCode) -> SourceLine:
    return SourceLine(
        title=plain(source.title.get(language, "")),
        publisher=plain(source.publisher.get(language, "")),
        url=web_url(source.url),
        date=source.date,
    )


def _mark_of(notice: NoticeEntry, notices: Sequence[NoticeEntry]) -> str:
    """Give by what a correction is known whoever reads of it: each audience is told what it was told wrong."""
    alike = [each for each in notices if (each.kind, each.on, each.reason) == (notice.kind, notice.on, notice.reason)]
    return f"{notice.kind} {notice.on} {alike.index(notice)} {plain(notice.reason)}"


def _notice_of(kept: KeptItem, pairs: Iterable[Pair]) -> NoticeEntry | None:
    """Give what people said of a change, the newest first; None where it went out without a word."""
    changed = {(pair.was, pair.now) for pair in pairs}
    told = (each for each in reversed(kept.script.notices) if changed & {(was, now) for _, was, now in each.said})
    return next(told, None)
