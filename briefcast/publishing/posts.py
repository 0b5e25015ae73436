"""Posts: the texts that go out with an item, for one channel, audience and language.

    post = write_post(item, folder, platform("bluesky"), settings)

A post says its strongest point, the fact with its source, what to do, that a voice is synthetic, its link and
hashtags. A piece of a kind that has something to say before all says it before its points: an event its name, day and
place, a rebuttal the truth and then the claim behind its verdict. Where a channel takes less, parts are left out whole,
in the order of `_shorter`: never a part of a sentence, never of a number, and neither the source of a figure that is
told nor the notice of a synthetic voice. The words around come
from ``templates/posts/<language>.yaml``; everything else was approved with the item.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict

from briefcast.brief.model import LanguageCode
from briefcast.channels.base import Post, PostFile, Words, marker_of
from briefcast.channels.counting import count
from briefcast.channels.platforms import Platform
from briefcast.charts.words import chart_words
from briefcast.errors import BriefcastError, Refused
from briefcast.language.phrasebook import phrasebook
from briefcast.language.sentences import split_sentences
from briefcast.language.written import write_period
from briefcast.languages import language
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import OutputEntry, SceneEntry, ScriptEntry, SourceEntry
from briefcast.manifest.output import Role
from briefcast.paths import TEMPLATES
from briefcast.tables import read_table

_NUMBER = r"\d+(?:[.,]\d+)*"
_COMPARING = frozenset({"change", "growth", "baseline"})
"""Attributes of a figure that say what it was before."""
_BULLETS_MAX = 4


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class PostWords(_Data):
    """The words around a post in one language."""

    source: str
    sources: str
    source_written: str
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
    film_alt: str
    hashtags: tuple[str, ...]
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
    bullets: int = _BULLETS_MAX
    hashtags: int = 9
    action: Literal["whole", "short"] = "whole"
    notice: Literal["whole", "short"] = "whole"
    fact: Literal["text", "sentence", "headline", "none"] = "text"
    content: Literal["whole", "first", "sentence", "none"] = "whole"
    """What a piece of its kind says before all: each passage, the first, or the first sentence of that."""


def _shorter(bullets: int, hashtags: int, *, content: bool) -> Iterator[_Choice]:
    """Give every form of a post from the richest to the barest; what a piece of its kind has to say stays longest."""
    choice = _Choice(bullets=bullets, hashtags=hashtags)
    yield choice
    steps: list[Mapping[str, object]] = [{"bullets": n} for n in range(bullets - 1, 0, -1)]
    steps += [
        {"hashtags": min(2, hashtags)},
        {"notice": "short"},
        {"bullets": 0},
        {"hashtags": min(1, hashtags)},
        {"fact": "sentence"},
    ]
    steps += (
        [
            {"hashtags": 0},
            {"fact": "none"},
            {"action": "short"},
            {"content": "first"},
            {"content": "sentence"},
            {"content": "none"},
        ]
        if content
        else [
            {"opening": False},
            {"action": "short"},
            {"hashtags": 0},
            {"fact": "headline"},
        ]
    )
    for step in steps:
        choice = replace(choice, **step)  # type: ignore[arg-type]
        yield choice


def write_post(
    item: Item,
    folder: Path,
    platform: Platform,
    settings: PostSettings | None = None,
    *,
    account: str = "",
) -> Post:
    """Write the post of an item for one channel; its files are those of the edition, not fitted yet.

    Args:
        item: what was approved.
        folder: the edition's folder, in which its files are.
        platform: what the channel takes.
        settings: what the team decides about hashtags and links.
        account: name of the account; the marker depends on it.

    Raises:
        Refused: even the barest form is too long for the channel; says by how much and what to shorten.
    """
    settings = settings or PostSettings()
    script = item.script
    if script is None:
        raise BriefcastError(f"{item.key} has no script in its manifest: make the edition again with briefcast make.")
    words = post_words(item.language)
    marker = marker_of(item.key, item.content_sha256, platform.name, account)
    link = add_utm(
        script.call_to_action_url or settings.link,
        source=platform.name,
        content=marker,
        medium="" if platform.short_link else platform.medium,
        campaign="" if platform.short_link else settings.campaign or item.brief,
        term="" if platform.short_link else f"{item.audience}-{item.language}",
    )
    teller = _Teller(item=item, script=script, words=words, platform=platform, link=link, settings=settings)
    text, told, tags = teller.fitting_text()
    return Post(
        item=item.key,
        content_sha256=item.content_sha256,
        marker=marker,
        product=item.product,
        audience=item.audience,
        language=item.language,
        direction=language(item.language).direction,
        title=teller.title(),
        text=text,
        words=told,
        link=link,
        tags=tuple(tag.lstrip("#") for tag in tags),
        files=tuple(_file(output, folder, words, script, platform) for output in _one_of_each(item, platform)),
        synthetic_voice=_speaks(item),
        warnings=() if link else ("The post has no link: the brief names no address for this audience.",),
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
    pictures: dict[Path, list[OutputEntry]] = {}
    for output in item.outputs:
        if output.role == "image":
            pictures.setdefault(Path(output.path).with_suffix(""), []).append(output)
    for output in item.outputs:
        same = pictures.get(Path(output.path).with_suffix(""), []) if output.role == "image" else [output]
        if output is same[0]:
            yield next((one for one in same if _can_be_sent(one, platform)), output)


def _can_be_sent(output: OutputEntry, platform: Platform) -> bool:
    limits = platform.images
    if output.role != "image" or limits is None:
        return True
    return output.media_type in limits.formats and (limits.max_bytes is None or output.bytes <= limits.max_bytes)


def _file(output: OutputEntry, folder: Path, words: PostWords, script: ScriptEntry, platform: Platform) -> PostFile:
    alt_text = output.alt_text
    if "alt_text" in platform.texts:
        # No page goes with such a post: nobody is sent to one.
        alt_text = plain(alt_text).removesuffix(chart_words(script.language).where).rstrip()
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
    settings: PostSettings

    @property
    def points(self) -> tuple[SceneEntry, ...]:
        """The scenes that make points, the strongest first; those that state figures before those that do not."""
        others = {"opening", "closing", *(scene.id for scene in self.script.content)}
        scenes = [scene for scene in self.script.scenes if scene.id not in others]
        return tuple(sorted(scenes, key=lambda scene: not scene.facts))

    @property
    def begins_with_point(self) -> bool:
        """Whether the strongest point is the hook: not where it is a figure with its label, or there is more to say."""
        by = self.words.begins_with
        asked = by.get(self.item.audience, by["default"]) == "point"
        return asked and not self.script.content and not self._only_labels(self.points[:1])

    def _only_labels(self, scenes: Sequence[SceneEntry]) -> bool:
        """Say whether a headline is a figure behind its label: ``Artists: 34``."""
        labels = [plain(fact.label.get(self.item.language, "")).casefold() for fact in self.item.facts]
        headlines = [" ".join(plain(scene.headline).casefold().split()) for scene in scenes]
        return any(line.startswith(f"{' '.join(label.split())}:") for line in headlines for label in labels if label)

    @property
    def _title_told(self) -> str:
        """The title, or the truth of a rebuttal, whatever its piece is called."""
        content = self.script.content
        truth = content and content[0].id.startswith("rebuttal-")
        return plain(content[0].headline if truth else self.script.title_alone)

    def title(self) -> str:
        """Give the longest title that the platform takes: with the strongest point beside it, or alone."""
        title = self._title_told
        limit = self.platform.texts.get("title")
        headlines = (plain(scene.headline) for scene in (*self.script.content, *self.points))
        point = next((headline for headline in headlines if headline != title), "")
        if limit is None or not point or not self.platform.title_says_point:
            return title
        return next(
            (t for t in (f"{title} – {point}", title, point) if count(t, limit.unit) <= limit.max),
            title,
        )

    def fitting_text(self) -> tuple[str, Words, tuple[str, ...]]:
        """Give the richest text that fits, with its parts and hashtags."""
        limit = self.platform.texts.get("text")
        hashtags = self.settings.hashtags.get(self.item.language, self.words.hashtags)
        if self.platform.hashtags_max is not None:
            hashtags = hashtags[: self.platform.hashtags_max]
        bullets = max(0, min(_BULLETS_MAX, len(self.points) - 1))
        text, over = "", 0
        for choice in _shorter(bullets, len(hashtags), content=bool(self.script.content)):
            words = self._words(choice, hashtags[: choice.hashtags])
            text = self._text(words, choice)
            over = count(text, limit.unit) - limit.max if limit else 0
            heavy = limit is not None and limit.max_bytes is not None and count(text, "bytes") > limit.max_bytes
            if over <= 0 and not heavy:
                return text, words, hashtags[: choice.hashtags]
        assert limit is not None
        raise Refused(
            f"{self.item.key}: the shortest post that still says fact and source is {over} {limit.unit} too long for "
            f"{self.platform.title}, which takes {limit.max}. Shorten the headline of the point "
            f"{self.points[0].id!r}, or the publisher of its source."
            if self.points
            else f"{self.item.key}: the title is {over} {limit.unit} too long for {self.platform.title}. Shorten it."
        )

    def _words(self, choice: _Choice, hashtags: Sequence[str]) -> Words:
        lead = self.points[0] if self.points else None
        title = self._title_told
        headline = plain(lead.headline) if lead else ""
        fact = headline
        if lead and choice.fact != "headline":
            fact = " ".join(self._sentences(lead, choice))
        hook = headline if self.begins_with_point and headline else title
        asks = headline.endswith("?") and not re.search(r"\d", headline)
        if hook == headline and choice.opening and not asks and not (lead and self._compares(lead)):
            # The text says no more of the figure than the headline.
            fact = ""
        if self._heard and choice.opening:
            # What the picture says is not said again: what is heard of is named, to be listened to.
            hook, fact = title, ""
        if not choice.opening:
            hook = fact or title
            fact = ""
        # What has a title of its own does not say it again.
        shows_title = "title" in self.platform.texts or self.platform.extras
        content = self._content(choice)
        further = content or self._further(choice)
        if choice.opening and hook == title and shows_title and (fact or further):
            hook, fact = ("", fact) if content else (fact, "")
        told = self._further(choice) if self._heard and choice.opening else self.points[: 1 + choice.bullets]
        said = (*content, *(told if choice.fact != "none" else ()))
        passages = tuple(self._passage(scene, choice) for scene in content)
        text = " ".join((hook, fact, *passages, *self._bullets(choice)))
        return Words(
            hook=_stopped(hook),
            fact=_stopped(fact),
            content=passages,
            source=self._source(said, text, rests_on=choice.content != "none"),
            call_to_action=self._asked(passages),
            hashtags=tuple(hashtags),
            voice_notice=self._notice(choice),
        )

    def _content(self, choice: _Choice) -> tuple[SceneEntry, ...]:
        """Give the passages that a piece of its kind says before all, as many as there is room for."""
        return {"whole": self.script.content, "none": ()}.get(choice.content, self.script.content[:1])

    def _passage(self, scene: SceneEntry, choice: _Choice) -> str:
        text = plain(scene.text)
        return split_sentences(text, self.item.language)[0] if choice.content == "sentence" else text

    def _sentences(self, scene: SceneEntry, choice: _Choice) -> tuple[str, ...]:
        """Give what is told of the strongest point; of its sentences alone the one with the headline's figure."""
        told = self._telling(scene)
        if choice.fact == "text":
            return told
        figure = re.search(_NUMBER, plain(scene.headline))
        same = (s for s in told if figure and figure[0] in re.findall(_NUMBER, s))
        return (next(same, told[0]),) if choice.fact == "sentence" else ()

    def _compares(self, scene: SceneEntry) -> bool:
        """Say whether a text has what its figures were before, or how they changed."""
        return any(fact.partition(".")[2].partition(".")[0] in _COMPARING for fact in scene.facts)

    def _telling(self, scene: SceneEntry) -> tuple[str, ...]:
        """Give the sentences of a scene from its first figure on: a voice leads over to it, a post begins with it."""
        sentences = split_sentences(plain(scene.text), self.item.language) or (plain(scene.headline),)
        few = "|".join(map(re.escape, phrasebook(self.item.language).few))
        figure = rf"(?i)\d|\b(?:{few})\b" if few and scene.facts else r"\d"
        first = next((i for i, sentence in enumerate(sentences) if re.search(figure, sentence)), 0)
        return sentences[first:]

    def _line(self, scene: SceneEntry) -> str:
        """Give what one line says of a point: its first sentence, and what answers it where that asks."""
        told = self._telling(scene)
        answers = next((n for n, sentence in enumerate(told) if not sentence.endswith("?")), len(told) - 1)
        return " ".join(told[: answers + 1])

    @property
    def _heard(self) -> bool:
        """Whether the post is of what one listens to."""
        return self.item.main.role == "audio"

    def _further(self, choice: _Choice) -> tuple[SceneEntry, ...]:
        """Give the points told behind the strongest one; of an episode all, by their headlines."""
        if self._heard and choice.opening:
            title = self._title_told
            return tuple(scene for scene in self.points if plain(scene.headline) != title)[: choice.bullets]
        return self.points[1 : 1 + choice.bullets]

    def _bullets(self, choice: _Choice) -> list[str]:
        names = self._heard and choice.opening
        told = (plain(scene.headline) if names else self._line(scene) for scene in self._further(choice))
        return [self.words.bullet.format(point=text) for text in told]

    def _text(self, words: Words, choice: _Choice) -> str:
        bullets = self._bullets(choice)
        invited = self.words.invites.get(self.item.main.role, "") if choice.notice == "whole" else ""
        blocks = [
            words.hook,
            "\n".join(words.content),
            words.fact,
            # "Listen to the episode" leads over to what is heard there.
            "\n".join(filter(None, (invited, *bullets))),
            words.source,
            self._action(choice, words.call_to_action),
            words.voice_notice,
            " ".join(words.hashtags),
        ]
        text = "\n\n".join(block for block in blocks if block)
        rtl = language(self.item.language).rtl
        return "\n".join(_begin_rtl(line) if rtl else line for line in text.split("\n"))

    def _asked(self, passages: Sequence[str]) -> str:
        """Give what readers are asked to do, unless what the piece says before all asks for it already."""
        action = plain(self.script.call_to_action)
        asked = " ".join(action.rstrip(".!").casefold().split())
        return "" if asked and asked in " ".join(" ".join(passages).casefold().split()) else action

    def _action(self, choice: _Choice, action: str) -> str:
        words = self.words
        if not self.link or self.platform.link == "field":
            return action if choice.action == "whole" else ""
        if self.platform.link == "none":
            pattern = words.action_in_profile if choice.action == "whole" and action else words.more_in_profile
        else:
            pattern = words.action_with_link if choice.action == "whole" and action else words.more_with_link
        return pattern.format(action=action, link=self.link)

    def _notice(self, choice: _Choice) -> str:
        if not _speaks(self.item):
            return ""
        short = choice.notice == "short" or self.item.main.role not in self.words.voice_notice
        return self.words.voice_notice_short if short else self.words.voice_notice[self.item.main.role]

    def _source(self, scenes: Sequence[SceneEntry], text: str, *, rests_on: bool) -> str:
        """Name who published what is told, and what a rebuttal rests on, but for those whom the text names itself."""
        ids = dict.fromkeys(id for scene in scenes for id in scene.facts)
        by_id = {fact.id: fact for fact in self.item.facts}
        cited = dict.fromkeys(by_id[id].source for id in ids if id in by_id)
        cited |= dict.fromkeys(self.script.rests_on if rests_on else ())
        known = {source.id: source for source in self.item.sources}
        unnamed = [known[id] for id in cited if id in known and not self._names(known[id], text)]
        written = list(dict.fromkeys(self._source_written(source) for source in unnamed))
        if not written:
            return ""
        pattern = self.words.source if len(written) == 1 else self.words.sources
        return pattern.format(sources="; ".join(written))

    def _names(self, source: SourceEntry, text: str) -> bool:
        publisher = plain(source.publisher.get(self.item.language, ""))
        return bool(publisher) and publisher.casefold() in " ".join(plain(text).split()).casefold()

    def _source_written(self, source: SourceEntry) -> str:
        publisher = plain(source.publisher.get(self.item.language) or source.title.get(self.item.language) or source.id)
        if source.date is None:
            return publisher
        month = plain(write_period(f"{source.date:%Y-%m}", self.item.language))
        return self.words.source_written.format(
            publisher=publisher, month=month, m=source.date.month, year=source.date.year
        )


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
    return text if not text or text.endswith((".", "!", "?", "…", ":")) else f"{text}."
