"""Posts: the texts that go out with an item, for one channel, audience and language.

    post = write_post(item, folder, platform("bluesky"), settings)

A post says its finding, what that belongs to or when it was, the fact with its source, what to do, that a voice is
synthetic, its link and hashtags. A piece of a kind that has something to say before all says it before its points: an
event its name, day and place, a rebuttal the truth and then the claim behind its verdict. Where a channel takes less,
parts are left out whole, in the order of `_forms`: never a part of a sentence, never of a number, no sentence with a
figure before one without, and neither the source of a figure that is told nor the notice of a synthetic voice. Every
language of an edition takes the same form, so that none says less than another. The words around come from
``templates/posts/<language>.yaml``; everything else was approved with the item.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from babel.dates import format_date, get_month_names
from pydantic import BaseModel, ConfigDict

from briefcast.brief.model import LanguageCode
from briefcast.brief.periods import split_period
from briefcast.channels.base import Post, PostFile, Words, marker_of
from briefcast.channels.counting import count, unit_told
from briefcast.channels.platforms import Platform
from briefcast.charts.words import chart_words
from briefcast.edition.leaning import leans_on
from briefcast.errors import BriefcastError, Refused
from briefcast.language.bodies import same_body
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import phrases
from briefcast.language.sentences import split_sentences
from briefcast.language.topics import is_topic
from briefcast.language.written import write_date, write_period
from briefcast.languages import language, written_in
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import FactEntry, NoticeEntry, OutputEntry, SceneEntry, ScriptEntry, SourceEntry
from briefcast.manifest.output import Role
from briefcast.messages import tell
from briefcast.paths import TEMPLATES
from briefcast.publishing.kept_texts import KeptTexts
from briefcast.publishing.part_names import follows
from briefcast.script import labelled
from briefcast.tables import read_table
from briefcast.writing.asking import nearest
from briefcast.writing.content import RESULT, begun

WORD = re.compile(r"[^\W\d_]{2,}")
"""A word of a text, without digits."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
"""A number as it is written, with its marks."""
_COMPARING = frozenset({"change", "growth", "baseline"})
"""Attributes of a figure that say what it was before."""
_AGAINST = frozenset({"target", "gap", "progress"})
"""Attributes of a figure that say what it was to be."""
AROUND = frozenset({"opening", "closing"})
"""Scenes around what is told."""
_BULLETS_MAX = 4
_WRONG_MAX = 2
"""How many figures a post names that were said otherwise before; the log of corrections has all."""
_AGAIN = 0.5
"""Part of a headline's words with which a sentence that has its figures tells it again."""
TITLE_MAX_CHARS = 90
"""Longest title of a finding with what it belongs to: longer ones are cut in mailboxes and lists."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Notices = tuple[NoticeEntry, ...]
"""What was put right, the earliest first."""


class NoticeWords(_Data):
    """How a post says that it was put right."""

    whole: str
    """With the day and the reason."""
    short: str
    """With the day alone, where there is no room for more."""
    wrong: str
    """What a figure is and what was said of it: where the first post stays to be seen, or was."""


class PostWords(_Data):
    """The words around a post in one language."""

    source: str
    sources: str
    source_written: str
    source_linked: str
    """A source with the address at which it is found."""
    links_sources: tuple[str, ...] = ()
    """Audiences that are told where each source is found: newsrooms check."""
    said_by: str
    """How a sentence says who published its figures, a regular expression: nobody says it of itself."""
    further: dict[str, int]
    """Points that are told behind the first, at the most, by audience; ``default`` for every other."""
    action_with_link: str
    more_with_link: str
    action_in_profile: str
    more_in_profile: str
    bullet: str
    voice_notice: dict[Role, str]
    """By the role of what is posted: video, audio."""
    voice_notice_short: str
    invites: dict[Role, str] = {}
    """What readers are asked to do with what is posted, by its role: nobody hears what looks like a picture's post."""
    correction: str
    """How a correction is called that goes out beside what it corrects, with the title of before."""
    corrects: str
    """What it says first: what was sent before, and on which day."""
    corrects_day: str = ""
    """How that day is written, as a pattern of Unicode's dates; as the language writes days where there is none."""
    revision: str
    """As `correction`, where better figures came and nothing was wrong."""
    revises: str
    """As `corrects`, likewise."""
    notices: dict[Literal["correction", "revision"], NoticeWords]
    film_alt: str
    hashtags: tuple[str, ...]
    leans: str = ""
    """How a sentence begins that says nothing without the one before it, a regular expression: *Of these*, *They*."""
    begins_with: dict[str, Literal["title", "point"]]
    """By audience; ``default`` for every other."""


@cache
def post_words(code: str) -> PostWords:
    """Read the words of one language; TableError if it has none."""
    return read_table(TEMPLATES / "posts" / f"{code}.yaml", PostWords)


class PostSettings(_Data):
    """What a team decides about its posts: ``posts:`` in ``channels.yaml``."""

    hashtags: dict[LanguageCode, tuple[str, ...]] = {}
    """Hashtags in each language, the most important first; the built-in ones where a language has none."""
    link: str = ""
    """Where readers go if an item names no address of its own: ``https://example.org/``."""
    campaign: str = ""
    """utm_campaign of every link; the brief's id if empty."""


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """How long a post is: which parts it has, and in which form."""

    opening: bool = True
    """The title or the strongest point on a line of its own."""
    repeats: bool = True
    """A finding above the text that tells it again."""
    name: Literal["whole", "when", "none"] = "whole"
    """What a finding belongs to, and when it was where nothing says so, or that alone."""
    bullets: int = _BULLETS_MAX
    bullet: Literal["whole", "figures", "asked"] = "whole"
    """All that a further point says, or its sentences with figures; or the headline of the point asked about alone."""
    source: Literal["whole", "short"] = "whole"
    """A source of the body's own by its title, and its address where the audience is told it; or who published it."""
    hashtags: int = 99
    action: Literal["whole", "short"] = "whole"
    notice: Literal["whole", "short"] = "whole"
    correction: Literal["whole", "first", "short", "last"] = "whole"
    """What was put right with its reason, every figure of it or the first; or that and the day alone."""
    fact: Literal["text", "figures", "sentence", "headline", "none"] = "text"
    content: Literal["whole", "first", "sentence", "none"] = "whole"
    """What a piece of its kind says before all: each passage, the first, or the first sentence of that."""
    seen: bool = True
    """Who spreads the claim of a rebuttal."""
    why: bool = True
    """Why it is untrue."""
    claim: bool = True
    """The claim of a rebuttal, behind its verdict."""
    due: bool = True
    """The day to do by what a point says, where that point is not told."""


_FEWER: tuple[Mapping[str, object], ...] = (
    {"bullet": "figures"},
    *({"bullets": n} for n in range(_BULLETS_MAX - 1, 0, -1)),
    {"source": "short"},
    {"hashtags": 2},
    {"notice": "short"},
    {"bullets": 0},
    {"hashtags": 1},
)
_OF_POINTS: tuple[Mapping[str, object], ...] = (
    {"repeats": False},
    {"fact": "figures"},
    {"fact": "sentence"},
    {"hashtags": 0},
    {"opening": False},
    # What is asked, and where, outlasts what the finding belongs to.
    {"name": "when"},
    {"name": "none"},
    # Of another point than the first it is asked below the headline of that, and before the whole sentence of the first
    # where the headline states the figure too.
    {"name": "whole", "bullets": 1, "bullet": "asked"},
    {"name": "when"},
    {"name": "none"},
    {"name": "whole", "fact": "headline"},
    {"name": "when"},
    {"name": "none"},
    {"name": "whole", "fact": "sentence", "action": "short", "bullets": 0, "bullet": "figures"},
    {"name": "none"},
    {"fact": "headline"},
)
_OF_PLACES: tuple[Mapping[str, object], ...] = (
    *(step for step in _OF_POINTS[:-1] if "name" not in step),
    {"bullets": 1, "bullet": "asked"},
    {"fact": "headline"},
    {"fact": "sentence", "action": "short", "bullets": 0, "bullet": "figures"},
    # Where the name alone says where it is, the finding is told shortly before it is told of nowhere.
    {"fact": "headline"},
    {"name": "none", "fact": "sentence"},
    {"fact": "headline"},
)
_OF_CONTENT: tuple[Mapping[str, object], ...] = (
    {"fact": "figures"},
    {"fact": "sentence"},
    {"hashtags": 0},
    {"fact": "none"},
    {"action": "short"},
    {"due": False, "action": "whole"},
    {"action": "short"},
    # Where not all of it has room, a figure beside the first may have.
    {"fact": "sentence", "content": "first"},
    {"fact": "none"},
    {"content": "sentence"},
    {"content": "none"},
)
_OF_A_REBUTTAL: tuple[Mapping[str, object], ...] = (
    {"fact": "figures"},
    {"hashtags": 0},
    {"fact": "sentence"},
    # What readers are to do outlasts a figure beside the truth.
    {"fact": "none"},
    {"due": False},
    {"fact": "sentence", "action": "short"},
    {"fact": "none"},
    # Where the reason has no room, a figure with its source may have: a claim is not told with nothing against it.
    {"fact": "sentence", "why": False},
    {"fact": "headline"},
    {"fact": "sentence", "why": True, "claim": False},
    {"fact": "none"},
    {"content": "none"},
)


@cache
def _forms(content: Literal["", "rebuttal", "other"], *, place_above: bool = False) -> tuple[_Choice, ...]:
    """Give every form of a post from the richest to the barest; what a piece of its kind has to say stays longest."""
    seen: tuple[Mapping[str, object], ...] = ({"seen": False},) if content == "rebuttal" else ()
    last = {"": _OF_PLACES if place_above else _OF_POINTS, "rebuttal": _OF_A_REBUTTAL, "other": _OF_CONTENT}[content]
    forms = [_Choice()]
    for step in (*seen, *_FEWER, *last):
        forms.append(replace(forms[-1], **step))  # type: ignore[arg-type]
    return tuple(forms)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a post says, whichever files go with it."""

    title: str
    text: str
    words: Words
    tags: tuple[str, ...]
    link: str
    linked: bool
    """Whether there is an address for its readers at all."""


class Texts:
    """Texts of posts: what is the same in every size is written for one of them, and kept for other runs if asked."""

    def __init__(self, kept: KeptTexts | None = None) -> None:
        """Know of none yet but those that are ``kept`` from other runs."""
        self._known: dict[tuple[object, ...], tuple[str, _Told, object]] = {}
        self._kept = kept

    def of(
        self, item: Item, platform: Platform, settings: PostSettings, marker: str, *, corrected: Notices = ()
    ) -> _Told:
        """Give what a post says; Refused as `write_post`."""
        rests_on = (item.script, item.others, item.facts, item.sources, settings)
        ids = (id(item.script), *map(id, (*item.others, settings)), 0, *map(id, item.facts), 0, *map(id, item.sources))
        role, heard = item.main.role, item.main.facts if item.main.role == "audio" else ()
        said = (role, heard, _speaks(item), platform.name, corrected)
        key = (item.brief, item.issuer, item.audience, item.language, *said, ids)
        if key not in self._known:
            # Held with it, so that nothing else gets the numbers of what it rests on.
            self._known[key] = *self._told(item, platform, settings, marker, key[:-1], corrected=corrected), rests_on
        before, told, _ = self._known[key]
        if before == marker:
            return told
        return replace(told, text=told.text.replace(before, marker), link=told.link.replace(before, marker))

    def _told(
        self,
        item: Item,
        platform: Platform,
        settings: PostSettings,
        marker: str,
        kind: tuple[object, ...],
        *,
        corrected: Notices,
    ) -> tuple[str, _Told]:
        """Give what a post says with the marker it says, as another run wrote it or written now."""
        if self._kept is None:
            return marker, _tell(item, platform, settings, marker, corrected=corrected)
        models = (item.script, None, *item.others, None, *item.facts, None, *item.sources, settings)
        rests_on = [repr(kind), *(model.model_dump_json() if model else "" for model in models)]
        name = hashlib.sha256("\0".join(rests_on).encode()).hexdigest()
        if row := self._kept.get(name):
            words: dict[str, Any] = {part: tuple(v) if isinstance(v, list) else v for part, v in row["words"].items()}
            return row["marker"], _Told(**{**row["told"], "tags": tuple(row["told"]["tags"]), "words": Words(**words)})
        told = _tell(item, platform, settings, marker, corrected=corrected)
        told_row = asdict(told)
        self._kept.put(name, {"marker": marker, "words": told_row.pop("words"), "told": told_row})
        return marker, told


def write_post(
    item: Item,
    folder: Path,
    platform: Platform,
    settings: PostSettings | None = None,
    *,
    account: str = "",
    texts: Texts | None = None,
    corrected: Notices = (),
) -> Post:
    """Write the post of an item for one channel; its files are those of the edition, not fitted yet.

    Args:
        item: what was approved.
        folder: the edition's folder, in which its files are.
        platform: what the channel takes.
        settings: what the team decides about hashtags and links.
        account: name of the account; the marker depends on it.
        texts: those that were written before in the same run.
        corrected: what was put right since its readers had it with other words there: it says so, and why.

    Raises:
        Refused: even the barest form is too long for the channel; says by how much and what to shorten.
    """
    settings = settings or PostSettings()
    if item.script is None:
        raise BriefcastError(
            tell("{item} has no script in its manifest: make the edition again with briefcast make.", item=item.key)
        )
    marker = marker_of(item.key, item.content_sha256, platform.name, account)
    told = (
        _told_whole(item, item.script)
        if item.tells_of
        else (texts or Texts()).of(item, platform, settings, marker, corrected=corrected)
    )
    words = post_words(item.script.language)
    return Post(
        item=item.key,
        content_sha256=item.content_sha256,
        marker=marker,
        product=item.product,
        audience=item.audience,
        language=item.language,
        direction=language(item.language).direction,
        title=told.title,
        text=told.text,
        words=told.words,
        link=told.link,
        tags=told.tags,
        files=tuple(_file(output, folder, words, item.script) for output in _one_of_each(item, platform)),
        synthetic_voice=_speaks(item),
        warnings=() if told.linked else (tell("The post has no link: the brief names no address for this audience."),),
    )


def as_correction(post: Post, *, title: str, day: dt.date, revised: bool = False, said: str = "") -> Post:
    """Give a post as a correction of what was sent before, for a channel on which both stay to be seen.

    Its title is the one of before, called a correction, so that mail programs show it with that; its text begins with
    what was sent and when, and with its own title where that is another one.

    Args:
        post: as it is written.
        title: of what it corrects, which may have been a correction itself.
        day: on which that was sent.
        revised: whether nothing of it was wrong, and better figures came.
        said: what that was about, where it was a correction itself and went out under the title of an older one.
    """
    words = post_words(post.language)
    names = [pattern.partition("{title}")[0] for pattern in (words.correction, words.revision)]
    called, bare = names[revised], title
    for name in names:
        bare = bare.removeprefix(name)
    told, says = notice_day(day, post.language), words.revises if revised else words.corrects
    own = post.title if post.title not in (bare, post.text[: len(post.title)]) else ""
    last = said if said and bare != title else bare
    text = "\n\n".join(filter(None, (says.format(title=last, day=told), own, post.text)))
    return replace(post, title=f"{called}{bare}", text=text, corrects_day=told)


def notice_day(day: dt.date, code: str) -> str:
    """Write the day of a correction as posts and letters have it: ``December 1, 2031``, ``01/12/2031``."""
    pattern = post_words(code).corrects_day
    return format_date(day, pattern, locale=language(code).locale) if pattern else write_date(day, code)


def noticed_whole(notice: NoticeEntry, code: str) -> str:
    """Say whole what was put right: why, and of each figure what it is and what was said."""
    words = post_words(code).notices[notice.kind]
    whole = words.whole.format(day=notice_day(notice.on, code), reason=_stopped(plain(notice.reason)))
    return " ".join((whole, *said_wrong(notice, code)))


def said_wrong(notice: NoticeEntry, code: str) -> list[str]:
    """Say of each figure that was put right what it is and what was said; what only follows from another says nothing.

    A figure of one place is "Homes with fibre – Hue", as a colon stands before the number.
    """
    pattern = post_words(code).notices[notice.kind].wrong
    labels = {label for label, was, _ in notice.said if was}
    return [
        pattern.format(label=label.replace(": ", " – "), was=was, now=now)
        for label, was, now in notice.said
        if label and was and now and not follows(label, labels, code)
    ]


def once_each(notices: Sequence[NoticeEntry]) -> Iterator[NoticeEntry]:
    """Give what was put right since readers heard last, the earliest first, each thing once.

    Corrected from 38 to 41 and revised to 40, a figure is 40 and was 38 to whoever never read the 41. Figures that are
    better now stand apart from those that were wrong.
    """
    groups: list[list[NoticeEntry]] = []
    for notice in notices:
        goes_on = [group for group in groups if any(_goes_on(before, notice) for before in group)]
        groups = [group for group in groups if group not in goes_on]
        groups.append([*(each for group in goes_on for each in group), notice])
    yield from map(_as_one, groups)


def _goes_on(before: NoticeEntry, notice: NoticeEntry) -> bool:
    """Say whether something was put right that an earlier notice had put; words alone count where no figure does."""
    had = {(label, now) for label, _, now in before.said if now}
    has = {(label, was) for label, was, _ in notice.said if was}
    both = had & has
    figures = any(label for label, _ in had) and any(label for label, _ in has)
    return any(label for label, _ in both) if figures else bool(both)


def _as_one(notices: Sequence[NoticeEntry]) -> NoticeEntry:
    said: dict[tuple[str, str], tuple[str, str, str]] = {}
    between: set[tuple[str, str]] = set()
    for notice in notices:
        for label, was, now in notice.said:
            before = next((key for key, pair in said.items() if pair[0] == label and pair[2] == was), (label, was))
            # What stood on another account for a while is nothing that was told first.
            if before in said or (label, was) not in between:
                said[before] = (label, before[1], now)
        between |= {(label, now) for label, _, now in notice.said if now}
    wrong = any(each.kind == "correction" for each in notices)
    return NoticeEntry(
        kind="correction" if wrong else notices[-1].kind,
        on=notices[-1].on,
        reason=" ".join(dict.fromkeys(_stopped(plain(each.reason)) for each in notices)),
        said=tuple(pair for pair in said.values() if pair[1] != pair[2]),
    )


def _told_whole(item: Item, script: ScriptEntry) -> _Told:
    """Give what an issue of a newsletter says: it was written whole, and no address in it counts visits."""
    title = plain(script.title)
    return _Told(title=title, text=item.main.long_description, words=Words(hook=title), tags=(), link="", linked=True)


def _tell(item: Item, platform: Platform, settings: PostSettings, marker: str, *, corrected: Notices) -> _Told:
    """Write what a post says."""
    assert item.script is not None
    with written_in({s.language: s.locale for s in (item.script, *item.others) if s and s.locale}):
        return _tell_in_locale(item, item.script, platform, settings, marker, corrected=corrected)


def _tell_in_locale(
    item: Item, script: ScriptEntry, platform: Platform, settings: PostSettings, marker: str, *, corrected: Notices
) -> _Told:
    asked, place_above = _asked_about(item), _place_only_in_name(item)
    put_right = {(each.kind, each.on) for each in corrected}

    def teller_of(script: ScriptEntry) -> _Teller:
        def counted(url: str) -> str:
            return add_utm(
                url,
                source=platform.name,
                content=marker,
                medium="" if platform.short_link else platform.medium,
                campaign="" if platform.short_link else settings.campaign or item.brief,
                term="" if platform.short_link else f"{item.audience}-{script.language}",
            )

        return _Teller(
            item=replace(item, language=script.language, script=script),
            script=script,
            words=post_words(script.language),
            platform=platform,
            link=counted(script.call_to_action_url or settings.link),
            more=counted(settings.link),
            settings=settings,
            asked=asked,
            place_above=place_above,
            corrected=tuple(each for each in script.notices if (each.kind, each.on) in put_right),
        )

    teller, *others = map(teller_of, (script, *item.others))
    text, words, tags = _fitting_text(teller, others)
    in_text = [link for link in (teller.link, teller.more) if link and link in text]
    # A post without its address is known again by its words.
    link = next(iter(in_text), "") if platform.link == "text" else teller.link
    return _Told(
        title=teller.title(),
        text=text,
        words=words,
        tags=tuple(tag.lstrip("#") for tag in tags),
        link=link,
        linked=bool(teller.link),
    )


def _asked_about(item: Item) -> str:
    """Give the id of the scene that the request of an item is about, by all languages of its edition."""
    scripts = [script for script in (item.script, *item.others) if script is not None]
    # A closing says the request itself.
    told = {
        s.language: {scene.id: f"{scene.headline}. {scene.text}" for scene in s.scenes if scene.id not in AROUND}
        for s in scripts
    }
    request = {script.language: script.call_to_action for script in scripts}
    return nearest(request, told, {script.language: script.title_alone for script in scripts})


def _place_only_in_name(item: Item) -> bool:
    """Say whether what findings belong to names a place or a body that they do not, by languages that write capitals.

    "Dengue: 3,846 cases" is of nobody knows where; a report without a place above it would say nothing yet.
    """
    for script in (item.script, *item.others):
        if script is None or not script.name or language(script.language).rtl:
            continue
        months = get_month_names("wide", locale=language(script.language).locale).values()
        known = {word.casefold() for word in (*months, *WORD.findall(plain(script.title)))}
        # What begins with a capital for its place is no name yet.
        within = (word for part in re.split("[·:–—]", plain(script.name)) for word in WORD.findall(part)[1:])
        if any(word[0].isupper() and word.casefold() not in known for word in within):
            return True
    return False


def _fitting_text(teller: _Teller, others: Sequence[_Teller]) -> tuple[str, Words, tuple[str, ...]]:
    """Give the richest text that fits in every language, with its parts and hashtags.

    A language in which not even the barest form fits is its own affair.
    """
    forms = list(_forms(teller.kind_of_content, place_above=teller.place_above))
    if teller.corrected:
        # Why it was corrected outlasts everything beside it, what is asked as well.
        forms += [replace(form, correction=told) for told in ("first", "short", "last") for form in forms]
    together = [other for other in others if other.over(forms[-1]) <= 0]
    for group in ((teller, *together), (teller,)):
        for form in forms:
            if all(one.over(form) <= 0 for one in group) and teller.keeps(form):
                # What another language has no room for is asked in the one that has.
                asking = replace(form, action="whole")
                return teller.text(asking if teller.keeps(asking) and teller.over(asking) <= 0 else form)
    limit, over = teller.platform.texts["text"], teller.over(forms[-1])
    item, unit, title = teller.item.key, unit_told(limit.unit), teller.platform.called
    raise Refused(
        tell(
            "{item}: the shortest post that still says fact and source is {over} {unit} too long for {platform}, "
            "which takes {max}. Shorten the headline of the point '{point}', or the publisher of its source.",
            item=item,
            over=over,
            unit=unit,
            platform=title,
            max=limit.max,
            point=teller.points[0].id,
        )
        if teller.points
        else tell(
            "{item}: the title is {over} {unit} too long for {platform}. Shorten it.",
            item=item,
            over=over,
            unit=unit,
            platform=title,
        )
    )


def add_utm(url: str, *, source: str, medium: str, campaign: str, content: str, term: str) -> str:
    """Add the parameters by which a visit can be counted, but the empty ones; what the address has already stays.

    Gives nothing for an empty address.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    own = {
        "utm_source": source,
        "utm_medium": medium,
        "utm_campaign": campaign,
        "utm_term": term,
        "utm_content": content,
    }
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in own]
    return urlunsplit(
        parts._replace(query=urlencode([*kept, *((name, value) for name, value in own.items() if value)]))
    )


def _speaks(item: Item) -> bool:
    return any(output.voice is not None and output.voice.synthetic for output in item.outputs)


def _one_of_each(item: Item, platform: Platform) -> Iterator[OutputEntry]:
    """Give an item's files with each picture once: the lossless one, or its twin where that one cannot be sent."""
    pictures: dict[str, list[OutputEntry]] = {}
    for output in item.outputs:
        if output.role == "image":
            pictures.setdefault(output.path.rpartition(".")[0], []).append(output)
    for output in item.outputs:
        same = pictures[output.path.rpartition(".")[0]] if output.role == "image" else [output]
        if output is same[0]:
            yield next((one for one in same if _can_be_sent(one, platform)), output)


def _can_be_sent(output: OutputEntry, platform: Platform) -> bool:
    limits = platform.images
    if output.role != "image" or limits is None:
        return True
    return output.media_type in limits.formats and (limits.max_bytes is None or output.bytes <= limits.max_bytes)


def _file(output: OutputEntry, folder: Path, words: PostWords, script: ScriptEntry) -> PostFile:
    # No page of the edition goes with a post: nobody is sent to one.
    alt_text = plain(output.alt_text).removesuffix(chart_words(script.language).where).rstrip()
    if output.role == "video" and not alt_text:
        alt_text = words.film_alt.format(title=script.title_alone)
    return PostFile(
        path=folder / output.path,
        role=output.role,
        media_type=output.media_type,
        language=output.language,
        bytes=output.bytes,
        sha256=output.sha256,
        variant=output.variant,
        alt_text=plain(alt_text),
        long_description=plain(output.long_description),
        width_px=output.media.width_px,
        height_px=output.media.height_px,
        fps=output.media.fps,
        duration_ms=output.media.duration_ms,
    )


@dataclass(frozen=True, kw_only=True)
class _Teller:
    """One item told on one platform."""

    item: Item
    script: ScriptEntry
    words: PostWords
    platform: Platform
    link: str
    more: str
    """Where readers go if the request is not told: never to what it alone speaks of."""
    settings: PostSettings
    asked: str
    """Id of the scene that the request is about; empty where that is not sure."""
    place_above: bool
    """Whether what a finding belongs to stands above it, for it alone says of where it is."""
    corrected: Notices = ()
    """What was put right since its readers had it there with other words."""

    @property
    def points(self) -> tuple[SceneEntry, ...]:
        """The scenes that make points: the strongest that states figures first, and then by their weight."""
        others = {*AROUND, *(scene.id for scene in self.script.content)}
        scenes = [scene for scene in self.script.scenes if scene.id not in others]
        figures = [scene for scene in scenes if scene.facts]
        # The rest by weight: what weighs most and says what to do is not told behind what weighs little.
        return (*figures[:1], *sorted((s for s in scenes if s not in figures[:1]), key=lambda s: -s.weight))

    @property
    def begins_with_point(self) -> bool:
        """Whether the strongest point is the hook: not where it is a figure with its label, or there is more to say."""
        by = self.words.begins_with
        asked = by.get(self.item.audience, by["default"]) == "point"
        return asked and not self.script.content and not self._only_labels(self.points[:1])

    def _only_labels(self, scenes: Sequence[SceneEntry]) -> bool:
        """Say whether a headline is a figure behind its label: ``Artists: 34``, ``Jobs: Services – 690``."""
        labels = [plain(fact.label.get(self.item.language, "")).casefold() for fact in self.item.facts]
        headlines = [" ".join(plain(scene.headline).casefold().split()) for scene in scenes]
        begins = tuple(labelled(" ".join(label.split()), "") for label in labels if label)
        return any(line.startswith(begins) for line in headlines)

    @property
    def kind_of_content(self) -> Literal["", "rebuttal", "other"]:
        """What a piece of its kind says before all: nothing, the claim of a rebuttal, or something else."""
        content = self.script.content
        return "" if not content else "rebuttal" if content[0].id.startswith("rebuttal-") else "other"

    @property
    def _title_told(self) -> str:
        """The finding or the title, or the truth of a rebuttal, whatever its piece is called."""
        rebuttal = self.kind_of_content == "rebuttal"
        return plain(self.script.content[0].headline if rebuttal else self.script.title)

    @property
    def _names_topic(self) -> bool:
        """Whether the title tells what the piece is about and no news of it, in any language of the edition."""
        scripts = (self.script, *(script for script in self.item.others if script is not None))
        return not self.script.content and any(is_topic(script.title, script.language) for script in scripts)

    @property
    def _titled(self) -> bool:
        """Whether the platform shows the title by itself."""
        return "title" in self.platform.texts or self.platform.extras

    def title(self) -> str:
        """Give the longest title that the platform takes: with what it belongs to or the strongest point, or alone."""
        title, name = self._title_told, plain(self.script.name)
        limit = self.platform.texts.get("title")
        # A finding alone says neither where nor when.
        if name and len(f"{title} – {name}") <= TITLE_MAX_CHARS:
            more = name
        elif self.platform.title_says_point:
            headlines = (plain(scene.headline) for scene in (*self.script.content, *self.points))
            more = name or next((headline for headline in headlines if headline != title), "")
        else:
            more = ""
        if limit is None or not more:
            return title
        return next((t for t in (f"{title} – {more}", title, more) if count(t, limit.unit) <= limit.max), title)

    def keeps(self, choice: _Choice) -> bool:
        """Say whether a form that has what is asked tells it, with what it is about, and still states a figure."""
        if choice.action == "short" or not self.script.call_to_action:
            return True
        gives_up = choice.fact == "headline" and not self.script.content
        states = not gives_up or not self.points or bool(re.search(r"\d", self.points[0].headline))
        return states and self._tells_asked(choice)

    def over(self, choice: _Choice) -> int:
        """Say by how much a form is too long for the platform; nothing or less if it fits."""
        limit = self.platform.texts.get("text")
        if limit is None:
            return 0
        text, *_ = self.text(choice)
        heavy = count(text, "bytes") - limit.max_bytes if limit.max_bytes is not None else 0
        return max(count(text, limit.unit) - limit.max, heavy)

    def text(self, choice: _Choice) -> tuple[str, Words, tuple[str, ...]]:
        """Give a form of the post with its parts and hashtags."""
        hashtags = self.settings.hashtags.get(self.item.language, self.words.hashtags)[: choice.hashtags]
        if self.platform.hashtags_max is not None:
            hashtags = hashtags[: self.platform.hashtags_max]
        words = self._words(choice, hashtags)
        return self._text(words, choice), words, hashtags

    def _words(self, choice: _Choice, hashtags: Sequence[str]) -> Words:
        lead = self.points[0] if self.points else None
        title = self._title_told
        headline = plain(lead.headline) if lead else ""
        told = self._sentences(lead, choice) if lead else ()
        fact = headline if choice.fact == "headline" else " ".join(told)
        hook = headline if self.begins_with_point and headline else title
        repeated = _bare(hook) == _bare(headline) and not self.script.content
        if repeated and choice.opening and lead and not (headline.endswith("?") or self._says_more(lead, told)):
            # The text says no more of the figure than the headline, and answers no question of it.
            fact = ""
        if repeated and choice.opening and fact and self._is_headline_again(headline, told):
            # One under the other they would be one finding told twice; the sentence says since when. What goes on from
            # it stays with it: below the name of the report "Slow site clearance is the reason" is that of all.
            hook, fact = (told[0], " ".join(told[1:])) if lead and lead.steps else (" ".join(told), "")
        leans = lead is not None and bool(fact) and self._leans(lead, fact)
        if choice.opening and fact and lead and not lead.steps and self._names_topic and not leans:
            # "The province in nine months" is no news: what it is news of comes first, and that below.
            hook, fact = fact, ""
        if (not choice.opening or (repeated and fact and not choice.repeats)) and not leans:
            hook, fact = fact or title, ""
        if self._heard and choice.opening:
            # What the picture says is not said again: what is heard of is named, to be listened to.
            hook, fact = title, ""
        # What has a title of its own does not say it again.
        content = self._content(choice)
        fact = "" if lead and self._tells_again(lead, content) else fact
        further = content or self._further(choice)
        if choice.opening and self._titled and (fact or further) and _bare(self.title()).startswith(_bare(hook)):
            hook, fact = ("", fact) if content else (fact, "")
        fact = self._with_steps(fact, lead) if lead and choice.fact == "text" else fact
        passages = tuple(self._passage(scene, choice) for scene in content)
        bullets = self._bullets(choice)
        passages += self._due("\n".join((hook, fact, *passages, *bullets))) if content and choice.due else ()
        titled = self.title() if self._titled else ""
        return Words(
            hook=_stopped(hook),
            name=" · ".join(filter(None, (self._column(choice), self._name(lead, " ".join((hook, fact)), choice)))),
            fact=_stopped(fact),
            content=passages,
            source=self._source(
                "\n".join((hook, fact, *passages, *bullets)),
                titled=titled,
                rests_on=choice.content != "none",
                named=self._further(choice) if self._heard and choice.opening else (),
                choice=choice,
            ),
            call_to_action=self._asked(passages) if self._tells_asked(choice) else "",
            hashtags=tuple(hashtags),
            voice_notice=self._notice(choice),
            correction=self._correction(choice),
        )

    def _due(self, told: str) -> tuple[str, ...]:
        """Give the sentence with the day to do by what a piece of its kind asks, unless the post has it already."""
        due = next((plain(scene.due) for scene in self.points if scene.due), "")
        return (due,) if due and _bare(due) not in _bare(told) else ()

    def _column(self, choice: _Choice) -> str:
        """Give the column that it is a piece of, with its number there, unless there is no room for such a thing."""
        column = self.script.column
        return plain(column.line) if column and choice.name != "none" else ""

    def _name(self, lead: SceneEntry | None, told: str, choice: _Choice) -> str:
        """Give what a finding belongs to, and when it was where neither says so: "up 22" of nobody knows when."""
        script = self.script
        if script.content or lead is None:
            return ""
        another = self._of_another_time(lead, told)
        if choice.name == "none":
            return another
        name, title, below = plain(script.name), plain(script.title), plain(script.subtitle)
        if self._names_topic and not lead.steps and choice.opening:
            name = name or title
        year = self._year(lead)
        dated = next((line for line in (name, below) if year and year in line), "")
        known = " ".join((told, self.title() if self._titled else ""))
        parts = [dated or name] if name else [dated] if dated and year not in f"{known} {title}" else []
        if year and year not in " ".join((known, *parts)):
            told_above = [] if choice.name == "when" else parts
            parts = self._with_time(told_above, title if year in title else "", lead, known)
        if choice.name == "when":
            parts = [part for part in parts if year and year in part]
        if another:
            parts = [another] if choice.name == "when" else [another, *parts, name]
        return " · ".join(part for part in dict.fromkeys(parts) if part and part not in known)

    def _with_time(self, parts: Sequence[str], title: str, lead: SceneEntry, known: str) -> list[str]:
        """Give what a finding belongs to with when it was: "week 47, 2026", for nobody reads a year by itself."""
        if title:
            return [*parts, title]
        year, name, when = self._year(lead), parts[-1] if parts else "", self._period(lead, "")
        if name and name not in known and when != year and self._period(lead, name) == year:
            return [*parts[:-1], f"{name}, {phrasebook(self.item.language).progress.year.format(period=year)}"]
        # Below the name it belongs to, a year says of when that is; by itself a line of four digits says nothing.
        return [*parts, when if when != year or name else f"{phrases(self.item.language).labels['period']}: {year}"]

    def _of_another_time(self, lead: SceneEntry, told: str) -> str:
        """Give when a finding was, where it says no time and the piece is named after another: nine months."""
        fact, year = self._dated(lead), self._year(lead)
        if fact is None or not year or year in told or self._says_month(fact, told, year):
            return ""
        named = " ".join(map(plain, (self.script.name, self.script.title, self.script.subtitle))).casefold()
        said = re.findall(r"\w+", named)

        def is_named(period: str) -> bool:
            for style in ("long", "short"):
                written = plain(write_period(period, self.item.language, style=style)).casefold()
                words = {*re.findall(r"\w+", written)} - {year}
                known = [word for word in words if any(one.startswith(word) for one in said)]
                if year in said and len(known) * 2 > len(words):
                    return True
            return False

        others = {other.period for other in self.item.facts if other.period} - {fact.period}
        return self._period(lead, "") if not is_named(fact.period or "") and any(map(is_named, others)) else ""

    def _says_month(self, fact: FactEntry, told: str, year: str) -> bool:
        """Say whether a text says when within its year a figure was: "October saw 412 cases"."""
        said = set(re.findall(r"\w+", told.casefold()))
        long = plain(write_period(fact.period or "", self.item.language)).casefold()
        words = [word for word in re.findall(r"\w+", long) if word != year and len(word) > 1]
        return bool(words) and all(any(one.endswith(word) for one in said) for word in words)

    def _dated(self, scene: SceneEntry) -> FactEntry | None:
        """Give the first figure of a point that says when it was."""
        by_id = {fact.id: fact for fact in self.item.facts}
        own = (by_id.get(id.partition(".")[0]) or by_id.get(id) for id in scene.facts)
        return next((fact for fact in own if fact and fact.period), None)

    def _year(self, scene: SceneEntry) -> str:
        fact = self._dated(scene)
        found = re.findall(r"\d{4}", fact.period or "") if fact else ()
        return found[-1] if found else ""

    def _period(self, scene: SceneEntry, name: str) -> str:
        """Give when a point was; of a week, quarter or month that the name says already, the year alone."""
        fact = self._dated(scene)
        if not fact or not fact.period:
            return ""
        period, year = plain(write_period(fact.period, self.item.language)), self._year(scene)
        if split_period(fact.period).kind == "day":
            return begun(plain(phrasebook(self.item.language).dates.as_of.format(period=period)))
        within = {*re.findall(r"\w+", period.casefold())} - {year}
        said = {*re.findall(r"\w+", name.casefold())}
        numbered = {word for word in within if word.isdigit()}
        names_it = within <= said or (numbered <= said and within & said - numbered)
        return year if within and names_it and (numbered or within <= said) else begun(period)

    def _content(self, choice: _Choice) -> tuple[SceneEntry, ...]:
        """Give the passages that a piece of its kind says before all, as many as there is room for."""
        return {"whole": self.script.content, "none": ()}.get(choice.content, self.script.content[:1])

    def _tells_again(self, scene: SceneEntry, content: Sequence[SceneEntry]) -> bool:
        """Say whether a point states only what a good example has just told of before and now: how much that is."""
        stated = {fact.partition(".")[0] for one in content if one.id == RESULT for fact in one.facts}
        each = scene.sentence_facts or ((),)
        return not scene.steps and all(facts and {fact.partition(".")[0] for fact in facts} <= stated for facts in each)

    def _passage(self, scene: SceneEntry, choice: _Choice) -> str:
        text = " ".join(told for told, _ in self._stating(scene))
        if self.kind_of_content == "rebuttal":
            verdict, seen, why = self._of_rebuttal(text)
            claim = (verdict, seen if choice.seen else "") if choice.claim or not why else ()
            parts = (*claim, why if choice.why else "")
            return " ".join(part for part in parts if part)
        return split_sentences(text, self.item.language)[0] if choice.content == "sentence" else text

    def _of_rebuttal(self, text: str) -> tuple[str, str, str]:
        """Take apart what a rebuttal says: the claim behind its verdict, who spreads it, why it is untrue."""
        labels = phrases(self.item.language).labels
        before, _, after = labels["seen_in"].partition("{where}")
        spread = re.search(rf"(?<=\s){re.escape(before)}[^.]+?{re.escape(after)}\.(?=\s|$)", text)
        if spread:
            return text[: spread.start()].strip(), spread[0], text[spread.end() :].strip()
        # The sentence goes on behind the claim in some languages: it ends with its own full stop.
        told = re.match(rf"[\s\S]*?{re.escape(labels['quotes'][1])}[^.]*\.", text)
        return (told[0], "", text[told.end() :].strip()) if told else (text, "", "")

    def _sentences(self, scene: SceneEntry, choice: _Choice) -> tuple[str, ...]:
        """Give what is told of the strongest point; of its sentences alone the one with the headline's figure."""
        if choice.fact == "figures":
            return self._with_figures(scene)
        if choice.fact == "sentence":
            figure = NUMBER.search(plain(scene.headline))
            told = self._stating(scene)
            first = next((at for at, (text, facts) in enumerate(told) if _states(text, facts)), 0)
            same = (at for at in range(first, len(told)) if figure and self._says(figure[0], *told[at]))
            chosen = next(same, first)
            return self._grounded(told, [chosen, *self._held_against(told, chosen)])
        return self._telling(scene) if choice.fact == "text" else ()

    def _held_against(self, told: Sequence[tuple[str, tuple[str, ...] | None]], chosen: int) -> Iterator[int]:
        """Give the sentences that hold the figures of another against a target or an earlier value.

        Cut off they leave the good half: "31.4% were recycled, up 2.5 points", of a target of 40%.
        """
        stated = {fact.partition(".")[0] for fact in told[chosen][1] or ()}
        for at, (_, facts) in enumerate(told):
            against = {
                id
                for fact in facts or ()
                for id, _, what in [fact.partition(".")]
                if what.partition(".")[0] in _AGAINST
            }
            if at != chosen and against & stated:
                yield at

    def _says(self, figure: str, text: str, facts: tuple[str, ...] | None) -> bool:
        """Say whether a sentence has a figure of the headline; none is told there in a word."""
        none = figure == "0" and any(fact.id in (facts or ()) and fact.value == "0" for fact in self.item.facts)
        return none or figure in NUMBER.findall(text)

    def _grounded(self, told: Sequence[tuple[str, tuple[str, ...] | None]], chosen: Sequence[int]) -> tuple[str, ...]:
        """Give sentences with those they lean on: "Of these none failed" says nothing without what was tested."""
        kept = set(chosen)
        for at in sorted(kept, reverse=True):
            while at and self.words.leans and re.match(rf"(?:{self.words.leans})(?!\w)", plain(told[at][0])):
                at -= 1
                kept.add(at)
        return tuple(told[at][0] for at in sorted(kept))

    def _says_more(self, scene: SceneEntry, told: Sequence[str]) -> bool:
        """Say whether sentences compare a figure of the headline, or state another."""
        numbers = set(NUMBER.findall(" ".join(told)))
        return self._compares(scene) or not numbers <= set(NUMBER.findall(plain(scene.headline)))

    def _is_headline_again(self, headline: str, told: Sequence[str]) -> bool:
        """Say whether a text begins with the headline told again: with its figures and some of what it says of them.

        So does one sentence with the same figures and no other, a change among them; and one that has every word of a
        headline without figures.
        """
        numbers = set(NUMBER.findall(headline))
        light = phrases(self.item.language).light
        words, said = (set(WORD.findall(text.casefold())) - light for text in (headline, told[0] if told else ""))
        both = len(words & said)
        figures_again = numbers <= set(NUMBER.findall(told[0] if told else ""))
        if words and figures_again and both >= (_AGAIN if numbers else 1) * len(words):
            return True
        return len(told) == 1 and len(numbers) > 1 and set(NUMBER.findall(told[0])) == numbers

    def _compares(self, scene: SceneEntry) -> bool:
        """Say whether a text has what its figures were before, or how they changed."""
        return any(fact.partition(".")[2].partition(".")[0] in _COMPARING for fact in scene.facts)

    def _stating(self, scene: SceneEntry) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
        """Give the sentences of a scene with the facts that each states; None where that is not known."""
        sentences = split_sentences(plain(scene.text), self.item.language) or (plain(scene.headline),)
        known = len(scene.sentence_facts) == len(sentences)
        facts = scene.sentence_facts if known else (None,) * len(sentences)
        # Who published it is said in a line of its own.
        said = re.escape(phrases(self.item.language).says.source).replace(r"\{publisher\}", ".+")
        said = re.sub(r"\\\{\w+\\\}", ".+", said)
        pairs = zip(sentences, facts, strict=True)
        return tuple(
            (self._not_by_itself(text), stated) for text, stated in pairs if not re.fullmatch(said, plain(text))
        )

    def _not_by_itself(self, text: str) -> str:
        """Leave out that the figures of a sentence are those of the body that says it."""
        if not self.item.issuer:
            return text
        own = self.words.said_by.replace("{publisher}", re.escape(plain(self.item.issuer)))
        return re.sub(own, "", text, count=1, flags=re.IGNORECASE)

    def _telling(self, scene: SceneEntry) -> tuple[str, ...]:
        """Give the sentences of a scene from its first figure on: a voice leads over to it, a post begins with it."""
        told = self._stating(scene)
        first = next((at for at, (text, facts) in enumerate(told) if _states(text, facts)), 0)
        return self._grounded(told, range(first, len(told)))

    def _with_figures(self, scene: SceneEntry) -> tuple[str, ...]:
        """Give the sentences of a scene that state figures, or its first."""
        told = self._stating(scene)
        stating = [at for at, (text, facts) in enumerate(told) if _states(text, facts)]
        return self._grounded(told, stating or [0])

    def _line(self, scene: SceneEntry, choice: _Choice) -> str:
        """Give what one line says of a further point: all of it, or what states its figures.

        What does not say what its figure is of stands behind its headline.
        """
        whole = choice.bullet == "whole" or not scene.facts
        told = " ".join(self._telling(scene) if whole else self._with_figures(scene))
        if self._leans(scene, told):
            told = f"{_stopped(plain(scene.headline))} {told}"
        return self._with_steps(told, scene) if whole else told

    def _leans(self, scene: SceneEntry, told: str) -> bool:
        """Say whether a text says what its figure is of by its headline alone."""
        ids = {fact.partition(".")[0] for fact in scene.facts}
        labels = [plain(fact.label.get(self.item.language, "")) for fact in self.item.facts if fact.statistic in ids]
        headline = plain(scene.headline)
        for fact in self.item.facts if ids else ():
            # What belongs to the number names nothing: "7.2 per 100,000 women".
            number = plain(self.item.written(fact)) if self.item.language in fact.written else ""
            headline, told = (text.replace(number, ",") if number else text for text in (headline, told))
        return bool(ids) and leans_on(headline, told, labels, self.item.language)

    def _with_steps(self, text: str, scene: SceneEntry) -> str:
        """Set the steps with which a text ends one under the other, each with its number."""
        first = phrases(self.item.language).says.steps[0].partition("{step}")[0]
        at = text.casefold().rfind(first.casefold()) if scene.steps else -1
        if at < 0:
            return text
        lead = text[:at].rstrip()
        # What states a figure tells something else, and leads to no steps: "It takes 15 minutes."
        [*_, last] = re.split(r"(?<=[.!?])\s", lead)
        own = [fact for fact in self.item.facts if fact.id in scene.facts]
        states = any(plain(self.item.written(fact)) in last for fact in own if self.item.language in fact.written)
        lead = f"{lead[:-1]}:" if lead.endswith(".") and not states else lead
        listed = (f"{number}. {plain(step)}" for number, step in enumerate(scene.steps, start=1))
        return "\n".join(filter(None, (lead, *listed)))

    @property
    def _heard(self) -> bool:
        """Whether the post is of what one listens to."""
        return self.item.main.role == "audio"

    def _further(self, choice: _Choice) -> tuple[SceneEntry, ...]:
        """Give the points told behind the strongest one; of an episode all, by their headlines."""
        scenes = self.points[1:]
        if self._heard and choice.opening:
            title = _bare(self._title_told)
            told = {fact.partition(".")[0] for fact in self.item.main.facts}
            scenes = tuple(
                scene
                for scene in self.points
                if _bare(plain(scene.headline)) != title
                # An episode has not time for all that a film or picture has.
                and (not told or told.issuperset(fact.partition(".")[0] for fact in scene.facts))
            )
        if choice.bullet == "asked":
            return tuple(scene for scene in scenes if scene.id == self.asked)[: choice.bullets]
        most = choice.bullets if self._heard else min(choice.bullets, self._most_further)
        chosen = scenes[:most]
        asked = next((scene for scene in scenes[most:] if scene.id == self.asked), None)
        # Whoever is asked for something reads what it is about.
        return (*chosen[:-1], asked) if chosen and asked else chosen

    @property
    def _most_further(self) -> int:
        """How many further points its audience and its channel have patience for."""
        by = self.words.further
        own = by.get(self.item.audience, by["default"])
        return own if self.platform.points_max is None else min(own, self.platform.points_max)

    def _bullets(self, choice: _Choice) -> list[str]:
        names = self._heard and choice.opening
        if choice.bullet == "asked":
            told = [_stopped(plain(scene.headline)) for scene in self._further(choice)]
        else:
            told = [plain(scene.headline) if names else self._line(scene, choice) for scene in self._further(choice)]
        return [self.words.bullet.format(point=text) for text in told]

    @cached_property
    def _stated(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give each title, headline and sentence with the statistics that it states."""
        script = self.script
        pieces = [(plain(script.title), script.title_stated)]
        for scene in (*script.content, *self.points):
            pieces.append((plain(scene.headline), scene.stated))
            pieces += ((text, scene.facts if facts is None else facts) for text, facts in self._stating(scene))
        return tuple(
            (_bare(text).rstrip("."), tuple(fact.partition(".")[0] for fact in facts)) for text, facts in pieces
        )

    def _statistics_in(self, text: str) -> tuple[str, ...]:
        """Give every statistic that the words of a post state, its title and headlines as well as its sentences."""
        told = _bare(plain(text))
        return tuple(dict.fromkeys(id for piece, ids in self._stated if piece and piece in told for id in ids))

    def _text(self, words: Words, choice: _Choice) -> str:
        invited = self.words.invites.get(self.item.main.role, "") if choice.notice == "whole" else ""
        blocks = [
            # That it is not what it was is said before what it is.
            words.correction,
            # The news comes first, whatever it belongs to.
            "\n".join(filter(None, (words.hook, words.name))),
            "\n".join(words.content),
            words.fact,
            # "Listen to the episode" leads over to what is heard there.
            "\n".join(filter(None, (invited, *self._bullets(choice)))),
            # What is asked follows from the news; who published it closes the post.
            self._action(choice, words.call_to_action),
            words.source,
            words.voice_notice,
            " ".join(words.hashtags),
        ]
        text = "\n\n".join(block for block in blocks if block)
        rtl = language(self.item.language).rtl
        return "\n".join(_begin_rtl(line) if rtl else line for line in text.split("\n"))

    def _tells_asked(self, choice: _Choice) -> bool:
        """Say whether a form tells the point that the request is about, or the request is about none of them.

        Below 87 road deaths "If your home still needs repair" is a request of another post. What a piece of its kind
        says before all, the truth of a rebuttal or the day of an event, is what it asks about too.
        """
        if self.script.content:
            return True
        told = {scene.id for scene in (*self.points[:1], *self._further(choice))}
        return self.asked not in {scene.id for scene in self.points} - told

    def _asked(self, passages: Sequence[str]) -> str:
        """Give what readers are asked to do, unless what the piece says before all asks for it already."""
        action = plain(self.script.call_to_action)
        asked = " ".join(action.rstrip(".!").casefold().split())
        return "" if asked and asked in " ".join(" ".join(passages).casefold().split()) else action

    def _action(self, choice: _Choice, action: str) -> str:
        words = self.words
        asks = choice.action == "whole" and bool(action)
        link = self.link if asks or not (action or plain(self.script.call_to_action)) else self.more
        if not link or self.platform.link == "field":
            return action if choice.action == "whole" else ""
        if self.platform.link == "none":
            pattern = words.action_in_profile if asks else words.more_in_profile
        else:
            pattern = words.action_with_link if asks else words.more_with_link
        return pattern.format(action=action, link=link)

    def _notice(self, choice: _Choice) -> str:
        if not _speaks(self.item):
            return ""
        short = choice.notice == "short" or self.item.main.role not in self.words.voice_notice
        return self.words.voice_notice_short if short else self.words.voice_notice[self.item.main.role]

    def _correction(self, choice: _Choice) -> str:
        """Say what was put right, the last of each kind: why, and where the first post stays to be seen, what it said.

        Where it is exchanged, what was wrong is not said again: it would be found and passed on by itself.
        """
        last = tuple({notice.kind: notice for notice in self.corrected}.values())
        # Where two have no room, the newest is what it goes out for.
        told = self.corrected[-1:] if choice.correction == "last" else last
        return " ".join(self._noticed(notice, choice) for notice in told)

    def _noticed(self, notice: NoticeEntry, choice: _Choice) -> str:
        words, day = self.words.notices[notice.kind], notice_day(notice.on, self.script.language)
        wrong = [] if self.platform.abilities.replace else said_wrong(notice, self.script.language)[:_WRONG_MAX]
        if choice.correction != "whole":
            wrong = wrong[:1]
        if choice.correction in ("short", "last") or not notice.reason:
            return " ".join((words.short.format(day=day), *wrong))
        return " ".join((words.whole.format(day=day, reason=_stopped(plain(notice.reason))), *wrong))

    def _source(
        self, text: str, *, titled: str, rests_on: bool, choice: _Choice, named: Sequence[SceneEntry] = ()
    ) -> str:
        """Name who published what is told, and what a rebuttal rests on; nothing if the text names all of them itself.

        A line that left out whom the text names would give the figures of one body as those of another. Points that
        are ``named`` alone, "Child deaths fall", rest on their figures, too.
        """
        source_of = {fact.statistic: fact.source for fact in self.item.facts}
        cited = dict.fromkeys(source_of.get(id) for id in self._statistics_in(f"{titled}\n{text}"))
        cited |= dict.fromkeys(source_of.get(fact.partition(".")[0]) for scene in named for fact in scene.facts)
        cited |= dict.fromkeys(self.script.rests_on if rests_on else ())
        known = {source.id: source for source in self.item.sources}
        told = [known[id] for id in cited if id in known]
        written = list(dict.fromkeys(self._source_written(source, choice) for source in self._one_name(told)))
        links = choice.source == "whole" and self._links_sources and any(source.url for source in told)
        if all(self._names(source, text) for source in told) and not links:
            return ""
        pattern = self.words.source if len(written) == 1 else self.words.sources
        return pattern.format(sources=("\n" if links else "; ").join(written))

    def _one_name(self, sources: Sequence[SourceEntry]) -> Iterator[SourceEntry]:
        """Give sources with each body by the name it had first: one post speaks of no body by two names."""
        code, names = self.item.language, list[str]()
        for source in sources:
            name = plain(source.publisher.get(code, ""))
            known = next((other for other in names if same_body(name, other, code)), name)
            names.append(known)
            yield source.model_copy(update={"publisher": {**source.publisher, code: known}}) if name else source

    @property
    def _links_sources(self) -> bool:
        """Whether the audience is told where each source is found, on a channel that has addresses in its text."""
        return self.item.audience in self.words.links_sources and self.platform.link == "text"

    def _is_own(self, source: SourceEntry) -> bool:
        """Say whether the body that speaks published a source itself."""
        publisher = source.publisher.get(self.item.language, "")
        return same_body(plain(publisher), plain(self.item.issuer), self.item.language)

    def _names(self, source: SourceEntry, text: str) -> bool:
        publisher = plain(source.publisher.get(self.item.language, ""))
        return bool(publisher) and publisher.casefold() in " ".join(plain(text).split()).casefold()

    def _source_written(self, source: SourceEntry, choice: _Choice) -> str:
        """Name a source; one of the body's own by its title, for "according to us" is no source."""
        title = plain(source.title.get(self.item.language, ""))
        publisher = plain(source.publisher.get(self.item.language) or title or source.id)
        whole = choice.source == "whole"
        named = begun(title) if whole and title and self._is_own(source) else publisher
        if source.date is not None and str(source.date.year) not in named:
            month = plain(write_period(f"{source.date:%Y-%m}", self.item.language))
            name = month.replace(str(source.date.year), "").strip(" /")
            # "November notice, November 2026" says it twice.
            pattern = "{publisher}, {year}" if name.casefold() in named.casefold() else self.words.source_written
            named = pattern.format(publisher=named, month=month, m=source.date.month, year=source.date.year)
        if whole and self._links_sources and source.url:
            return self.words.source_linked.format(source=named, link=source.url)
        return named


_ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
_MARKS = re.compile("[\u200e\u200f]")


def plain(text: str) -> str:
    """Write a text as a post has it: in NFC, without the invisible marks that pictures need.

    Digits keep their order without them; marks stay around what begins with a minus or holds Latin letters.
    """

    def open(found: re.Match[str]) -> str:
        inner = _MARKS.sub("", found[1])
        needed = inner[:1] in "-−+*(" or re.search("[0-9][ \u00a0][0-9]|[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", inner)
        return found[0] if needed else inner

    return unicodedata.normalize("NFC", _ISOLATED.sub(open, text)).strip()


def _bare(text: str) -> str:
    return " ".join(text.split())


def _states(text: str, facts: tuple[str, ...] | None) -> bool:
    """Say whether a sentence states a figure: "no samples" is one without a digit."""
    return bool(facts) if facts is not None else bool(re.search(r"\d", text))


def _begin_rtl(line: str) -> str:
    """Begin a line of Hebrew with a mark where it begins with Latin letters: platforms look at the first letter."""
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return line
        if kind == "L":
            return line if line.startswith("http") else f"\u200f{line}"
    return line


def _stopped(text: str) -> str:
    """End a text with a stop, unless it ends in a list of steps: none of them has one."""
    listed = re.match(r"\d+\. ", text.rpartition("\n")[2])
    return text if not text or listed or text.endswith((".", "!", "?", "…", ":")) else f"{text}."
