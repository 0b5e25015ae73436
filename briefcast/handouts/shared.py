"""Pages behind a link: what of one edition is out, for who has no account, and nothing else.

A link shows what is approved, released and due. Made on purpose for what is not, it shows exactly what lay there when
it was made, says so, and shows nothing once that changed. Whoever has no link that holds learns nothing, not even
whether there ever was one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from briefcast.catalogue import team_language
from briefcast.errors import BriefcastError
from briefcast.handouts.opened import Opened, open_edition
from briefcast.language.written import write_date
from briefcast.languages import language, read_languages
from briefcast.ledger import Ledger
from briefcast.ledger.shares import Share, find_share
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import MANIFEST_NAME, OutputEntry
from briefcast.messages import joined, tell
from briefcast.pages.board import MEDIA_TYPES
from briefcast.pages.frame import label, page_style, templates_of
from briefcast.paths import TEMPLATES

SHARED_AT = "/shared"
HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""What every answer carries; no script runs, and the link is told to nobody who is linked to."""
_SHOWN_ROLES = ("image", "video", "audio")


def shown_items(opened: Opened, share: Share) -> tuple[Item, ...]:
    """Give what a link shows of an edition now.

    Made for what is not out yet, it shows that, without what somebody holds or sent back, and nothing that was made
    since.
    """
    if share.content_sha256:
        meant = opened.items if share.content_sha256 == opened.sha256 else ()
        return tuple(item for item in meant if not opened.is_stopped(item))
    return tuple(item for item in opened.items if opened.is_out(item))


class SharedPages:
    """Answers to who has a link."""

    def __init__(
        self,
        out: Path,
        ledger: Callable[[], Ledger | None],
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Serve editions below a folder; ``ledger`` opens the one that knows the links, if there is one."""
        self._out, self._ledger, self._now = out, ledger, now

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [Route(f"{SHARED_AT}/{{token}}/", self._page), Route(f"{SHARED_AT}/{{token}}/{{path:path}}", self._file)]

    async def _page(self, request: Request) -> Response:
        code = _language_of(request)
        found = await run_in_threadpool(self._open, request.path_params["token"])
        if found is None:
            return HTMLResponse(_render("gone.html.j2", code), 404, HEADERS)
        try:
            return HTMLResponse(await run_in_threadpool(render_shared, *found, code), headers=HEADERS)
        except BriefcastError:
            # Whether it is under embargo, nobody knows.
            return HTMLResponse(_render("gone.html.j2", code), 404, HEADERS)

    async def _file(self, request: Request) -> Response:
        found = await run_in_threadpool(self._open, request.path_params["token"])
        output = await run_in_threadpool(_output_of, *found, request.path_params["path"]) if found else None
        if found is None or output is None:
            return HTMLResponse(_render("gone.html.j2", _language_of(request)), 404, HEADERS)
        kind = MEDIA_TYPES.get(PurePosixPath(output.path).suffix.lower(), output.media_type)
        # A page that was made is no page of ours: it is taken along, and opened from the disk.
        more = {"content-disposition": "attachment"} if output.role in ("page", "mail") else {}
        return FileResponse(found[1].folder / output.path, media_type=kind, headers={**HEADERS, **more})

    def _open(self, token: str) -> tuple[Share, Opened] | None:
        """Give the link and its edition; None where it leads nowhere, whatever the reason."""
        now = self._now()
        try:
            ledger = self._ledger()
            share = find_share(ledger, token, now=now) if ledger else None
            folder = self._out / share.edition if share else self._out
            if share is None or not (folder / MANIFEST_NAME).is_file():
                return None
            return share, open_edition(folder, ledger, now=now)
        except BriefcastError:
            return None


def render_shared(share: Share, opened: Opened, code: str) -> str:
    """Draw the page of a link in a language; it names no audience, item or file that it does not show.

    Raises:
        BriefcastError: nobody knows whether it is under embargo, for its brief cannot be read.
    """
    items = tuple(item for item in shown_items(opened, share) if not opened.why_not(item))
    changed = bool(share.content_sha256) and share.content_sha256 != opened.sha256
    approved = all(opened.is_approved(item) for item in items)
    above = opened.lines_above(code, items, approved=approved)
    return _render(
        "shared.html.j2",
        code,
        share=share,
        title=opened.title(code) if items else label(code, "handouts.shared"),
        issuer=opened.manifest.issuer.get(code, "") if items else "",
        above=above,
        on_purpose=bool(share.content_sha256),
        changed=changed,
        items=[(item, _main(item), item.outputs) for item in items],
        names={each.id: each.name.get(code) or each.id for each in opened.manifest.audiences},
        until=write_date(share.ends_at.date(), code),
    )


def _output_of(share: Share, opened: Opened, path: str) -> OutputEntry | None:
    """Give a file that a link shows; None of any other."""
    try:
        for item in shown_items(opened, share):
            for output in item.outputs:
                if output.path == path:
                    return None if opened.why_not(item) else output
    except BriefcastError:
        return None
    return None


def _main(item: Item) -> tuple[OutputEntry, ...]:
    """Give what is seen or heard of an item on the page itself."""
    shown = [output for output in item.outputs if output.role in _SHOWN_ROLES]
    return tuple(each for each in shown if each.media_type != "image/jpeg") or tuple(shown)


def _language_of(request: Request) -> str:
    """Give the language of who reads: as she chose it, else the first that her browser asks for, else the team's."""
    known = read_languages()
    asked = [request.query_params.get("language", "")]
    asked += [each.partition(";")[0].strip()[:2] for each in request.headers.get("accept-language", "").split(",")]
    return next((code for code in asked if code in known), team_language())


def _render(name: str, code: str, **values: object) -> str:
    environment = templates_of(TEMPLATES / "handouts")
    environment.filters.update(file_url=lambda path: quote(path, safe="/"))
    environment.globals.update(label=label, tongues=read_languages())
    return environment.get_template(name).render(
        code=code, direction=language(code).direction, style=page_style("page.css"), **values
    )


def address_of(token: str, base_url: str) -> str:
    """Give the address of a link below that of a board; its path alone where no board is named."""
    return f"{base_url.rstrip('/')}{SHARED_AT}/{token}/"


def told_share(share: Share, now: dt.datetime) -> str:
    """Say of a link to what it leads, who made it when, and whether it holds."""
    what = tell("also before it is out") if share.content_sha256 else tell("what is out")
    made = tell(
        "Link {number}: {edition}, {what}; {who} made it {time}.",
        number=share.id,
        edition=share.edition,
        what=what,
        who=share.who,
        time=share.at,
    )
    if share.taken_back_at:
        return joined(made, tell("{who} took it back {time}.", who=share.taken_back_by, time=share.taken_back_at))
    if not share.holds(now):
        return joined(made, tell("It expired {time}.", time=share.ends_at))
    return joined(made, tell("It holds until {time}.", time=share.ends_at))
