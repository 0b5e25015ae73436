"""What readers get of a post, part by part: what is shown to whoever approves, and compared when it is sent."""

from __future__ import annotations

import json

from briefcast.channels.base import Post
from briefcast.ledger import ShownPost
from briefcast.ledger.records import seen_settings
from briefcast.publishing.accounts import AccountEntry

_MARKER = "…"


def shown_post(post: Post, account: AccountEntry) -> ShownPost:
    """Give a post as readers get it on an account, from the files of its edition, before they are fitted.

    Its marker is left out: it is made of the rest. So is which release of briefcast wrote it: another one that writes
    the same has the same approvals. A part without a value counts as none, so that a new part changes no old post.
    """
    settings = seen_settings(account.settings)
    parts = {
        "link": post.link.replace(post.marker, _MARKER),
        "hashtags": " ".join(post.tags),
        "title": post.title,
        "text": _without_day(post.text.replace(post.marker, _MARKER), post.corrects_day),
        "files": "\n".join(f"{file.role} {file.name} {file.sha256}" for file in post.files),
        "descriptions": "\n".join(file.alt_text for file in post.files if file.alt_text),
        "language": post.language,
        "synthetic voice": "declared" if post.synthetic_voice else "",
        "account": json.dumps(settings, ensure_ascii=False, sort_keys=True, default=str) if settings else "",
    }
    return ShownPost(
        channel=account.channel,
        account=account.name,
        parts={name: value for name, value in parts.items() if value},
    )


def _without_day(text: str, day: str) -> str:
    """Leave out on which day a post was sent that this one corrects: it is another one by another clock."""
    first, *rest = text.partition("\n\n")
    return "".join((first.replace(day, _MARKER), *rest)) if day else text
