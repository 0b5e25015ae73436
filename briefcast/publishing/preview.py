"""The page that shows what would be sent: each post as its platform shows it, with counts, files and warnings."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

from briefcast.catalogue import in_language, team_language, told_moment
from briefcast.channels.base import PostFile
from briefcast.channels.counting import count, unit_told
from briefcast.channels.fit import field_told
from briefcast.channels.platforms import Platform, platform, read_platforms
from briefcast.languages import language
from briefcast.manifest.items import Named
from briefcast.messages import tell
from briefcast.pages.frame import templates_of
from briefcast.paths import TEMPLATES
from briefcast.publishing.orders import LeftOut, Order
from briefcast.publishing.quota import QuotaPlan, price_usd
from briefcast.publishing.sending import Foreseen
from briefcast.states import called
from briefcast.store.files import write_whole

PAGE_NAME = "publish.html"
_WORDS = {
    "title": tell("What would be sent"),
    "approved": tell("Only what is approved leaves, at its slot."),
    "show_only": tell("Show only"),
    "language": tell("Language"),
    "audience": tell("Audience"),
    "product": tell("Product"),
    "channel": tell("Channel"),
    "all": tell("all"),
    "at_once": tell("at once"),
    "files": tell("files"),
    "to_look_at": tell("to look at"),
    "alt_text": tell("alternative text"),
    "nothing_seen": tell("none: nothing is seen"),
    "voice": tell("synthetic voice"),
    "voice_said": tell("said in the text"),
    "none": tell("none"),
    "link": tell("link"),
    "price": tell("price"),
    "cannot": tell("Cannot be sent."),
    "quotas": tell("Quotas"),
    "account": tell("Account"),
    "quota": tell("Quota"),
    "used": tell("Used"),
    "wanted": tell("Wanted"),
    "most": tell("At most"),
    "days": tell("Days"),
    "does_not_fit": tell("What does not fit at its slot"),
    "nowhere": tell("What goes nowhere"),
    "shown": tell("shown: #"),
}
"""The words of the page."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much of a text is used."""

    field: str
    used: int
    max: int
    unit: str

    @property
    def share(self) -> int:
        """In percent."""
        return round(100 * self.used / self.max)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One post on the page."""

    order: Order
    platform: Platform
    counts: tuple[Count, ...]
    price_usd: float
    foreseen: Foreseen
    body: Markup
    """The text with its links and hashtags marked."""


def write_preview(
    orders: Sequence[Order],
    left_out: Sequence[LeftOut],
    plan: QuotaPlan,
    folder: Path,
    *,
    now: dt.datetime,
    foreseen: Sequence[Foreseen],
) -> Path:
    """Write the page into a folder and give its path; pictures and films are named by their place, not copied.

    ``foreseen`` says of each order what would become of it.
    """
    cards = [_card(order, fate) for order, fate in zip(orders, foreseen, strict=True)]
    code = team_language()
    summary = tell(
        "Nothing was sent. {sent} of {count} posts would be sent, {files} files, {size} MB.",
        sent=sum(fate.state == "would be sent" for fate in foreseen),
        count=len(cards),
        files=plan.uploads,
        size=f"{plan.bytes / 1e6:.1f}",
    )
    folder.mkdir(parents=True, exist_ok=True)
    text = (
        templates_of(TEMPLATES / "posts")
        .get_template("preview.html.j2")
        .render(
            cards=cards,
            code=code,
            direction=language(code).direction,
            summary=in_language(summary, code),
            told=lambda text: in_language(text, code),
            w=lambda name: in_language(_WORDS[name], code),
            called=called,
            moment=lambda at: told_moment(at, code),
            field_told=field_told,
            languages=[language(code) for code in dict.fromkeys(_language_of(order) for order in orders)],
            audiences=list(dict.fromkeys(Named.of(order.item).audience for order in orders)),
            platforms=[row for row in read_platforms().values() if any(card.platform == row for card in cards)],
            products=list(dict.fromkeys(Named.of(order.item).product for order in orders)),
            left_out=left_out,
            plan=plan,
            now=now,
            url=lambda file: _url(file, folder),
            language_of=_language_of,
        )
    )
    return write_whole(folder / PAGE_NAME, text)


def _language_of(order: Order) -> str:
    return Named.of(order.item).language


def _url(file: PostFile, folder: Path) -> str:
    return quote(os.path.relpath(file.path.resolve(), folder.resolve()).replace(os.sep, "/"))


def _card(order: Order, foreseen: Foreseen) -> Card:
    row = platform(order.channel)
    post = order.post
    if post is None:
        return Card(order=order, platform=row, counts=(), price_usd=0.0, foreseen=foreseen, body=Markup(""))
    texts = {"title": post.title, "text": post.text, "alt_text": post.main.alt_text}
    return Card(
        order=order,
        platform=row,
        counts=tuple(
            Count(field=field, used=count(texts[field], limit.unit), max=limit.max, unit=unit_told(limit.unit))
            for field, limit in row.texts.items()
            if texts.get(field)
        ),
        price_usd=price_usd(post, row),
        foreseen=foreseen,
        body=_marked(post.text),
    )


def _marked(text: str) -> Markup:
    """Mark links and hashtags as platforms do; everything is escaped."""
    lines = []
    for line in text.split("\n"):
        words = []
        for word in line.split(" "):
            if word.startswith(("https://", "http://")):
                shown = word.partition("://")[2].partition("?")[0].rstrip("/")
                words.append(Markup('<a href="{}" dir="ltr">{}…</a>').format(word, shown))
            elif word.startswith("#"):
                words.append(Markup('<span class="tag">{}</span>').format(word))
            else:
                words.append(escape(word))
        lines.append(Markup(" ").join(words))
    return Markup("\n").join(lines)
