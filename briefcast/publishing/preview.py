"""The page that shows what would be sent: each post as its platform shows it, with counts, files and warnings."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

from briefcast.catalogue import in_language, team_language, told_moment, told_number
from briefcast.channels.base import Post, PostFile
from briefcast.channels.counting import count, unit_told
from briefcast.channels.fit import field_told
from briefcast.channels.platforms import Platform, platform, read_platforms
from briefcast.languages import language, read_languages
from briefcast.manifest.items import Named
from briefcast.messages import tell
from briefcast.pages.frame import label, page_environment, page_script, page_style
from briefcast.pages.view import captions_url, thumbnail_url
from briefcast.products.table import title as product_title
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
    "channel": tell("Channel"),
    "state": tell("State"),
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
"""The words of the page that pages of editions do not have."""
_SHOWN_AT_ONCE = 12
"""Posts that the page shows before it is asked for more: nobody tabs or scrolls through hundreds."""


class _Sayings:
    """What the page says, once in every language, so that its switch puts another in the place of the team's.

    Hundreds of posts say the same few things: the page holds each once, and names it by a number where it stands.
    """

    def __init__(self, code: str) -> None:
        self._code = code
        self._rows: dict[tuple[str, ...], int] = {}

    def __call__(self, saying: Callable[[str], str] | str) -> _Said:
        """Take in a message, or what gives a text for each language."""
        give = saying if callable(saying) else partial(in_language, saying)
        row = tuple(give(code) for code in read_languages())
        return _Said(give(self._code), self._rows.setdefault(row, len(self._rows)))

    def tables(self) -> dict[str, list[str]]:
        """Give all that was said, by language and number."""
        return {code: [row[place] for row in self._rows] for place, code in enumerate(read_languages())}


@dataclass(frozen=True)
class _Said:
    text: str
    number: int

    def __html__(self) -> str:
        return str(Markup('<span data-say="{}">{}</span>').format(self.number, self.text))

    def __str__(self) -> str:
        return self.text


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
    captions_url: str = ""
    """The captions of a film, whether or not its platform takes the file."""
    thumbnail_url: str = ""
    """The small picture that a document holds of itself."""


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
    # What goes out next comes first, what is out last; in between it is as it was ordered.
    cards.sort(key=lambda card: _rank(card.foreseen.state))
    code = team_language()
    say = _Sayings(code)
    summary = tell(
        "Nothing was sent. {sent} of {count} posts would be sent, {files} files, {size} MB.",
        sent=sum(fate.state == "would be sent" for fate in foreseen),
        count=len(cards),
        files=plan.uploads,
        size=round(plan.bytes / 1e6, 1),
    )
    folder.mkdir(parents=True, exist_ok=True)
    text = (
        page_environment(tuple(read_languages()))
        .get_template("publish.html.j2")
        .render(
            cards=cards,
            code=code,
            own=language(code),
            tongue_name=lambda code: language(code).name,
            tongues=tuple(read_languages().values()),
            style=page_style("page.css", "publish.css"),
            script=page_script("publish.js"),
            at_once=_SHOWN_AT_ONCE,
            summary=summary,
            say=say,
            w=lambda name: say(_WORDS[name]),
            page_word=lambda key: say(lambda code: label(code, key)),
            product_name=lambda product: say(lambda code: product_title(product, code)),
            called=called,
            figure=lambda value, digits: say(lambda code: told_number(round(value, digits), code)),
            moment=lambda at: say(lambda code: told_moment(at, code)),
            field_told=field_told,
            states=list(dict.fromkeys(card.foreseen.state for card in cards)),
            languages=[language(code) for code in dict.fromkeys(_language_of(order) for order in orders)],
            audiences=list(dict.fromkeys(Named.of(order.item).audience for order in orders)),
            platforms=[row for row in read_platforms().values() if any(card.platform == row for card in cards)],
            products=list(dict.fromkeys(Named.of(order.item).product for order in orders)),
            left_out=left_out,
            plan=plan,
            now=now,
            url=lambda file: _url(file, folder),
            language_of=_language_of,
            named=lambda order: Named.of(order.item),
        )
    )
    return write_whole(folder / PAGE_NAME, text.lstrip())


_FIRST, _LAST = ("would be sent", "waits for its slot"), ("out", "handed over", "withdrawn")


def _rank(state: str) -> int:
    """Give where posts of a state stand on the page: what goes out, what is hindered, what is done."""
    ranks = (*_FIRST, "", *_LAST)
    return ranks.index(state if state in ranks else "")


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
        captions_url=_captions_of(order, post) if post.main.role == "video" else "",
        thumbnail_url=thumbnail_url(post.main.path) if post.main.role == "document" else "",
    )


def _captions_of(order: Order, post: Post) -> str:
    """Give the captions of a film: those that go out with it, or those it was made with."""
    sent = post.file("captions", "text/vtt")
    made = (order.folder / name for name in order.files if order.folder and name.endswith(".vtt"))
    return captions_url(sent.path) if sent else next(map(captions_url, made), "")


def _marked(text: str) -> Markup:
    """Mark links and hashtags as platforms do; everything is escaped.

    None of them is pressed here: hundreds of posts hold the same few addresses, and below each post its link is one.
    """
    lines = []
    for line in text.split("\n"):
        words = []
        for word in line.split(" "):
            if word.startswith(("https://", "http://")):
                shown = word.partition("://")[2].partition("?")[0].rstrip("/")
                words.append(Markup('<bdi class="address" dir="ltr">{}…</bdi>').format(shown))
            elif word.startswith("#"):
                words.append(Markup('<span class="tag">{}</span>').format(word))
            else:
                words.append(escape(word))
        lines.append(Markup(" ").join(words))
    return Markup("\n").join(lines)
