"""Items: what is approved and released as one.

An item is one product for one audience in one language in one size or shape, with all its files: a
picture with its alt text, a film with captions and cover, an episode with transcript and chapters.
Its content hash covers the bytes of those files and every text that may go out with them, so that an
approval holds for exactly what was seen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from briefcast.brief.model import LanguageCode
from briefcast.manifest.manifest import DRAFT, FactEntry, Manifest, OutputEntry, ScriptEntry, SourceEntry
from briefcast.store.files import file_sha256


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to approve and to release, with everything that belongs to it."""

    key: str
    """Its stable name: ``egov-2024/citizens/vi/video/9x16``; an episode, which has no shape, ends in its product."""
    content_sha256: str
    """Over the files and the texts that go out with them."""
    brief: str
    audience: str
    language: LanguageCode
    product: str
    variant: str
    """Size of a picture or shape of a film; empty for an episode."""
    outputs: tuple[OutputEntry, ...]
    """Its files, by path; the first is what people see or hear."""
    facts: tuple[FactEntry, ...]
    """Every figure its files state, or the words told, which a post may quote."""
    sources: tuple[SourceEntry, ...]
    """Where those figures were published."""
    script: ScriptEntry | None
    """What the audience is told, for the texts of posts."""
    issuer: str = ""
    """The body that publishes, in the language: nobody is the source of what it says itself."""
    others: tuple[ScriptEntry, ...] = ()
    """The same in the other languages of the edition: no post says less in one of them."""
    as_of: dt.date | None = None
    """The date of the data."""

    @property
    def main(self) -> OutputEntry:
        """The picture, the film or the sound itself."""
        return self.outputs[0]

    @property
    def is_draft(self) -> bool:
        """Whether it was made to be looked through, smaller than what is published."""
        return self.main.media.preset == DRAFT

    @property
    def tells_of(self) -> tuple[tuple[str, str], ...]:
        """Other items with the contents of which this one tells: an issue of a newsletter is made of those."""
        return self.main.media.tells_of or ()

    @property
    def told(self) -> tuple[str, ...]:
        """The words told, a sentence or heading each, as a reader who compares two weeks wants them."""
        script = self.script
        if script is None:
            return ()
        scenes = (line for scene in script.scenes for line in (scene.headline, scene.text))
        lines = (script.title, script.name, script.subtitle, *scenes, script.call_to_action, script.call_to_action_url)
        return tuple(line for line in lines if line)

    def written(self, fact: FactEntry) -> str:
        """Give a figure as this audience reads it in this language."""
        return _written(fact, self.audience, self.language)

    def __str__(self) -> str:
        return self.key


def item_key(brief: str, audience: str, language: str, product: str, variant: str = "") -> str:
    """Give the stable name of an item."""
    return "/".join(part for part in (brief, audience, language, product, variant) if part)


_WHOLE_EDITION = 3
"""A name for many begins with brief, audience and language."""


def short_names(items: Iterable[str], *, others: Iterable[str] = ()) -> tuple[str, ...]:
    """Give how the names of items begin, as few as name them all and none of ``others``; one alone is named whole."""
    wanted, rest = list(dict.fromkeys(items)), set(others)
    rest.difference_update(wanted)
    mine = Counter(begin for item in wanted for begin in _begins(item))
    foreign = rest.union(begin for item in rest for begin in _begins(item))
    names: dict[str, None] = {}
    for item in wanted:
        names[next((name for name in _begins(item) if mine[name] > 1 and name not in foreign), item)] = None
    return tuple(names)


def _begins(item: str) -> list[str]:
    """Give what the name of an item begins with that may stand for many, the shortest first."""
    parts = item.split("/")
    return ["/".join(parts[:depth]) for depth in range(_WHOLE_EDITION, len(parts))]


@dataclass(frozen=True, kw_only=True)
class Named:
    """What the key of an item says of it."""

    brief: str
    audience: str
    language: str
    product: str
    variant: str

    @classmethod
    def of(cls, key: str) -> Named:
        """Read a key."""
        brief, audience, language, product, *variant = key.split("/")
        return cls(brief=brief, audience=audience, language=language, product=product, variant="/".join(variant))

    @property
    def group(self) -> str:
        """What it has in common with its other sizes: ``egov-2024/citizens/vi/video``."""
        return f"{self.brief}/{self.audience}/{self.language}/{self.product}"


def items_of(manifest: Manifest) -> tuple[Item, ...]:
    """Give every item of an edition, in the order of their keys.

    Files belong together by their variant: a size, a shape. Of sound the variants are encodings of the same,
    and all that goes with it is one item.
    """
    sounds = {(o.audience, o.language, o.product) for o in manifest.outputs if o.role == "audio"}
    together: dict[tuple[str, LanguageCode, str, str], list[OutputEntry]] = {}
    for output in manifest.outputs:
        variant = "" if (output.audience, output.language, output.product) in sounds else output.variant
        together.setdefault((output.audience, output.language, output.product, variant), []).append(output)
    readable = {id(script): script.to_read() for script in manifest.scripts}
    items = (_item(manifest, *parts, outputs=outputs, readable=readable) for parts, outputs in together.items())
    return tuple(sorted(items, key=lambda item: item.key))


def _item(
    manifest: Manifest,
    audience: str,
    language: LanguageCode,
    product: str,
    variant: str,
    *,
    outputs: list[OutputEntry],
    readable: Mapping[int, ScriptEntry],
) -> Item:
    # The JPEG twin of a picture stands behind it, and all pages of a carousel before their twins.
    outputs.sort(key=lambda o: (_MAIN_FIRST.get(o.role, len(_MAIN_FIRST)), o.media_type == "image/jpeg", o.path))
    script = manifest.script(audience, language)
    others = tuple(other for other in manifest.scripts if other.audience == audience and other.language != language)
    if script and not any(output.role in ("video", "audio") for output in outputs):
        script, others = readable[id(script)], tuple(readable[id(other)] for other in others)
    said = {fact for scene in (script.scenes if script else ()) for fact in scene.facts}
    said.update(fact for output in outputs for fact in output.facts)
    facts = tuple(fact for fact in manifest.facts if fact.id in said)
    cited = {fact.source for fact in facts} | set(script.rests_on if script else ())
    sources = tuple(source for source in manifest.sources if source.id in cited)
    return Item(
        key=item_key(manifest.brief, audience, language, product, variant),
        content_sha256=_content_sha256(audience, language, outputs, facts, sources, script),
        brief=manifest.brief,
        audience=audience,
        language=language,
        product=product,
        variant=variant,
        outputs=tuple(outputs),
        facts=facts,
        sources=sources,
        script=script,
        issuer=manifest.issuer.get(language, ""),
        others=others,
        as_of=manifest.as_of,
    )


_MAIN_FIRST = {
    # Pictures that a mail shows are part of it.
    "mail": -1,
    "image": 0,
    "document": 0,
    "video": 0,
    "audio": 0,
    "page": 0,
    "text": 0,
    "captions": 1,
    "cover": 2,
    "transcript": 3,
}


def _written(fact: FactEntry, audience: str, language: LanguageCode) -> str:
    return fact.written_for.get(audience, {}).get(language) or fact.written[language]


def _content_sha256(
    audience: str,
    language: LanguageCode,
    outputs: Iterable[OutputEntry],
    facts: Iterable[FactEntry],
    sources: Iterable[SourceEntry],
    script: ScriptEntry | None,
) -> str:
    """Hash what leaves the house: bytes of files, descriptions, the words told, figures as written, sources."""
    told = script and [
        script.title,
        script.subtitle,
        [[scene.headline, scene.text] for scene in script.scenes],
        script.call_to_action,
        script.call_to_action_url,
        script.voice_notice,
        *([script.name] if script.name else []),
        *[[notice.model_dump(mode="json")] for notice in script.notices],
        *([{"column": script.column.model_dump()}] if script.column else []),
    ]
    content = {
        "files": [[o.path, o.sha256, o.alt_text, o.long_description] for o in outputs],
        "told": told,
        "figures": [[f.id, _written(f, audience, language), f.written[language], f.value, f.source] for f in facts],
        "sources": [[s.id, s.title.get(language), s.publisher.get(language), s.url, str(s.date)] for s in sources],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def damaged_files(
    item: Item, folder: Path, *, known: MutableMapping[Path, str | None] | None = None
) -> tuple[Path, ...]:
    """Give the files of an item that are missing in the edition's folder or are not what its hash says.

    ``known`` holds the sums of files that were read before in the same run; it is added to.
    """
    sums = {} if known is None else known
    damaged = []
    for output in item.outputs:
        path = folder / output.path
        if path not in sums:
            sums[path] = _sha256_or_none(path)
        if sums[path] != output.sha256:
            damaged.append(path)
    return tuple(damaged)


def _sha256_or_none(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None
