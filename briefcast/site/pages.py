"""The pages of the site: which there are, at which address, and how each is drawn."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
from babel.numbers import format_decimal
from lxml import etree
from markupsafe import Markup, escape

from briefcast.language.written import write_date, write_period
from briefcast.languages import language, read_languages
from briefcast.look.brand import Brand, contrast
from briefcast.look.colour import blend
from briefcast.look.legibility import TEXT
from briefcast.look.theme import Theme
from briefcast.pages.frame import clock, loose, templates_of
from briefcast.planner.plan import ContentPlan, Site
from briefcast.planner.weeks import days_of
from briefcast.products.newsletter.draw import PAPER_NAME
from briefcast.site.draft import Draft
from briefcast.site.feeds import Entry, Feed, Waiting, feed_files
from briefcast.site.finding import ROOT_LETTERS, TAIL, WRITTEN_ONTO, Index, findable, parts_of
from briefcast.site.kept import KeptFile
from briefcast.site.stories import Change, FigurePage, IssueOut, Part, Story, Told
from briefcast.site.words import SITE_TEMPLATES, site_words
from briefcast.store.store import program_version

NEW_MAX = 24
"""How many items the first page shows; all are in their weeks."""
_CALM = 7.0
"""Least contrast of text and a ground that it stands on at length (WCAG 2.2, 1.4.6)."""
LISTED_MAX = 200
"""How many figures, or changes, one page lists."""
MARK_HEIGHT_PX = 40
EMBEDDED_MAX = 5
"""How many items another site shows."""
_EMBED = "embed.html"
_BODY = re.compile(r"<body\b[^>]*>")
_NAME_DIGITS = 16
_PAGE = "index.html"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of a page to another one."""

    href: str
    text: str
    code: str = ""
    """The language of what it leads to."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What search engines, networks and feed readers are told of a page."""

    title: str
    description: str
    path: str
    """Of its folder, from the first page of the site: ``vi/items/b0/``."""
    others: tuple[tuple[str, str], ...] = ()
    """The same page in each language, its own among them, with its path."""
    anyone: str | None = None
    """The path for readers of any other language; that of the first language if none."""
    feeds: tuple[tuple[str, str, str], ...] = ()
    """Title, media type and path of the feeds of what it shows."""
    picture: KeptFile | None = None
    """What networks show of it."""
    kind: str = "website"
    published: str = ""
    modified: str = ""
    data: Mapping[str, Any] | None = None
    """In the words of schema.org."""
    top: str = ""
    """Of a page that is shown at any address: where the site begins, as its links cannot go up from where they are."""
    is_hidden: bool = False
    """Whether search engines are to leave it out."""


class Pages:
    """Every file of a site but what went out."""

    def __init__(self, plan: ContentPlan, site: Site, brand: Brand, told: Told, *, index: Index | None = None) -> None:
        self._index = index
        self._site, self._brand, self._told = site, brand, told
        self._zone = ZoneInfo(plan.timezone)
        self._base = str(site.address)
        self._topics = {topic.id: topic for topic in site.topics}
        self._columns = {column.id: column for column in plan.columns}
        self._of = {code: told.of(code) for code in site.languages}
        self._stories = {story.id: story for story in told.stories}
        self._figures = {(figure.slug, figure.language): figure for figure in told.figures}
        self._environment = _environment()
        self._assets: dict[str, bytes] = dict(_assets(brand))
        self._style = next(name for name in self._assets if name.endswith(".css"))
        self._script = next(name for name in self._assets if name.endswith(".js"))
        self._issues = {code: [each for each in told.issues if each.language == code] for code in site.languages}
        self._has_models = any(story.is_model for story in (*told.stories, *told.gone))
        columns = [column.model_dump_json() for column in plan.columns]
        whole = [
            site.model_dump_json(),
            columns,
            self._has_models,
            bool(told.issues),
            sorted(self._assets),
            program_version(),
            index is not None,
        ]
        self._frame = hashlib.sha256(json.dumps(whole).encode()).hexdigest()

    def drafts(self) -> Iterator[Draft]:
        """Give every page, feed and file of the site's own, each once."""
        for name, content in self._assets.items():
            if name == self._script and self._index is None:
                continue
            yield Draft(path=f"assets/{name}", key=name, draw=lambda content=content: content)  # type: ignore[misc]
        yield self._choice()
        yield self._lost()
        for code in self._site.languages:
            yield from self._home(code)
            yield from self._items(code)
            yield from self._lists(code)
            yield from self._figure_pages(code)
            yield from self._issue_pages(code)
            yield from self._plain_pages(code)
            yield from self._feeds(code)
            yield from self._embeds(code)
        yield from self._search()
        yield from self._for_machines()

    # ---- pages

    def _page(self, template: str, code: str, head: Head, *marks: object, **view: object) -> Draft:
        """Give a page; ``marks`` stand for what it shows where that is much."""
        said = template, code, head, marks or sorted(view.items())
        return self._later(template, code, head.path, said, lambda: (head, view))

    def _later(
        self, template: str, code: str, path: str, said: object, make: Callable[[], tuple[Head, Mapping[str, object]]]
    ) -> Draft:
        """Give a page whose head and view are put together only where it has to be drawn; ``said`` stands for both."""
        key = hashlib.sha256(f"{self._frame} {(template, path, said)!r}".encode()).hexdigest()

        def draw() -> bytes:
            head, view = make()
            html = self._environment.get_template(template).render(
                **view,
                head=head,
                code=code,
                dir=language(code).direction,
                words=site_words(code),
                site=self._site,
                base=self._base,
                up=head.top or "../" * head.path.count("/"),
                style=self._style,
                marks=self._marks,
                mark_height=MARK_HEIGHT_PX,
                light=self._brand.theme("light").background,
                dark=self._brand.theme("dark").background,
                menu=self._menu(code),
                tongues=self._tongues(code, head),
                day=lambda at: self._day(at, code),
                size=lambda count: _size(count, code),
                topics=[(topic.id, topic.name[code]) for topic in self._site.topics],
                columns=[(column.id, column.name[code]) for column in self._columns.values()],
                json_ld=_json_ld(head.data),
            )
            return html.encode()

        return Draft(path=f"{path}{_PAGE}", key=key, draw=draw)

    @cached_property
    def _marks(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """The brand's mark for light and dark, each by the name of its file and how wide it is at its height."""
        by_content = {content: name for name, content in self._assets.items()}
        light, dark = self._brand.logo, self._brand.logo_on_panel
        return (by_content[light], _mark_width(light)), (by_content[dark], _mark_width(dark))

    def _menu(self, code: str) -> tuple[Link, ...]:
        words = site_words(code)
        topics = (Link(href=f"{code}/topics/", text=words.topics),) if self._site.topics else ()
        columns = (Link(href=f"{code}/columns/", text=words.columns),) if self._columns else ()
        return (
            Link(href=f"{code}/", text=words.home),
            *topics,
            *columns,
            *((Link(href=f"{code}/models/", text=words.models),) if self._has_models else ()),
            Link(href=f"{code}/weeks/", text=words.weeks),
            *((Link(href=f"{code}/issues/", text=words.issues),) if self._told.issues else ()),
            Link(href=f"{code}/figures/", text=words.figures),
            Link(href=f"{code}/corrections/", text=words.corrections),
            Link(href=f"{code}/about/", text=words.about),
            *((Link(href=f"{code}/search/", text=words.search),) if self._index else ()),
        )

    def _tongues(self, code: str, head: Head) -> tuple[Link, ...]:
        """Give the page in the other languages, or their first page where there is none."""
        known = dict(head.others)
        return tuple(
            Link(href=known.get(other, f"{other}/"), text=read_languages()[other].name, code=other)
            for other in self._site.languages
            if other != code
        )

    def _day(self, at: dt.datetime | dt.date, code: str) -> Markup:
        day = self._own_day(at) if isinstance(at, dt.datetime) else at
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), write_date(day, code))

    def _own_day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self._zone).date()

    def _in_all(self, ending: str, codes: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
        return tuple((code, f"{code}/{ending}") for code in codes or self._site.languages)

    def _home(self, code: str) -> Iterator[Draft]:
        newest = self._of[code][:NEW_MAX]
        more = len(self._of[code]) > NEW_MAX

        def make() -> tuple[Head, Mapping[str, object]]:
            site = {
                "@context": "https://schema.org",
                "@type": "WebSite",
                "name": self._name(code),
                "url": f"{self._base}{code}/",
                "inLanguage": code,
            }
            head = Head(
                title=self._name(code),
                description=self._site.about[code],
                path=f"{code}/",
                others=self._in_all(""),
                anyone="",
                feeds=self._feed_links(code, ""),
                data=site,
                picture=_picture(newest[0].first if newest else None),
            )
            return head, {"stories": newest, "more": more}

        yield self._later("home.html.j2", code, f"{code}/", ([story.mark for story in newest], more), make)

    def _items(self, code: str) -> Iterator[Draft]:
        for story in self._of[code]:
            codes = self._codes_of(story.brief)
            path, make = f"{code}/items/{story.brief}/", partial(self._item, story, codes)
            yield self._later("item.html.j2", code, path, (story.mark, codes), make)
        for story in self._told.gone:
            if story.language == code:
                words = site_words(code)
                head = Head(title=words.gone, description="", path=f"{code}/items/{story.brief}/", is_hidden=True)
                yield self._page("note.html.j2", code, head, title=words.gone, text=words.gone_text)

    def _item(self, story: Story, codes: Sequence[str]) -> tuple[Head, Mapping[str, object]]:
        code, ending, first = story.language, f"items/{story.brief}/", story.first
        head = Head(
            title=first.title,
            description=first.summary or first.title,
            path=f"{code}/{ending}",
            others=self._in_all(ending, codes),
            kind="article",
            published=story.published.isoformat(),
            modified=story.updated.isoformat(),
            data=self._article(story),
            feeds=self._feed_links(code, ""),
            picture=_picture(first),
        )
        names = [(id, self._topics[id].name[code]) for id in story.topics]
        return head, {"story": story, "mine": names, "headed": story.column in self._columns}

    def _lists(self, code: str) -> Iterator[Draft]:
        words = site_words(code)
        weeks: dict[str, list[Story]] = {}
        for story in self._of[code]:
            weeks.setdefault(story.week, []).append(story)
        rows = []
        everywhere = {each: {story.week for story in self._of[each]} for each in self._site.languages}
        for week, stories in weeks.items():
            ending = f"weeks/{week.lower()}/"
            title = self._week(week, code)
            rows.append(Link(href=f"{code}/{ending}", text=title, note=format_number(len(stories), code)))
            codes = [each for each in self._site.languages if week in everywhere[each]]
            yield self._list(code, ending, title, stories, codes=codes)
        yield self._links(code, "weeks/", words.weeks, sorted(rows, key=lambda row: row.href, reverse=True))
        rows = []
        for topic in self._site.topics:
            mine = [story for story in self._of[code] if topic.id in story.topics]
            name = topic.name[code]
            rows.append(Link(href=f"{code}/topics/{topic.id}/", text=name, note=format_number(len(mine), code)))
            yield self._list(code, f"topics/{topic.id}/", name, mine, feed=f"topics/{topic.id}/")
        if self._site.topics:
            yield self._links(code, "topics/", words.topics, rows)
        rows = []
        for id, column in self._columns.items():
            mine = [story for story in self._of[code] if story.column == id]
            # By their numbers, the newest first: they go out in that order, but not always.
            mine.sort(key=lambda story: story.number, reverse=True)
            name, ending = column.name[code], f"columns/{id}/"
            rows.append(Link(href=f"{code}/{ending}", text=name, note=format_number(len(mine), code)))
            yield self._list(code, ending, name, mine, feed=ending)
        if self._columns:
            yield self._links(code, "columns/", words.columns, rows)
        if self._has_models:
            yield self._models(code)

    def _models(self, code: str) -> Draft:
        """Give the page of good models, each with what its figures were and are."""
        mine = [story for story in self._of[code] if story.is_model]

        def make() -> tuple[Head, Mapping[str, object]]:
            head = Head(
                title=site_words(code).models,
                description=site_words(code).models_text,
                path=f"{code}/models/",
                others=self._in_all("models/"),
                feeds=self._feed_links(code, "models/"),
                picture=_picture(mine[0].first if mine else None),
            )
            return head, {"stories": mine}

        return self._later("models.html.j2", code, f"{code}/models/", [story.mark for story in mine], make)

    def _list(
        self,
        code: str,
        ending: str,
        title: str,
        stories: Sequence[Story],
        *,
        codes: Sequence[str] = (),
        feed: str = "",
    ) -> Draft:
        def make() -> tuple[Head, Mapping[str, object]]:
            head = Head(
                title=title,
                description=title,
                path=f"{code}/{ending}",
                others=self._in_all(ending, codes),
                feeds=self._feed_links(code, feed),
                picture=_picture(stories[0].first if stories else None),
            )
            return head, {"title": title, "stories": stories, "feed": feed}

        said = title, list(codes), feed, [story.mark for story in stories]
        return self._later("list.html.j2", code, f"{code}/{ending}", said, make)

    def _links(self, code: str, ending: str, title: str, links: Sequence[Link]) -> Draft:
        head = Head(title=title, description=title, path=f"{code}/{ending}", others=self._in_all(ending))
        return self._page("links.html.j2", code, head, title=title, links=tuple(links))

    def _figure_pages(self, code: str) -> Iterator[Draft]:
        mine = sorted((f for f in self._told.figures if f.language == code), key=lambda f: (f.label.casefold(), f.slug))
        for figure in mine:
            codes = [each for each in self._site.languages if (figure.slug, each) in self._figures]
            ending = f"figures/{figure.slug}/"
            said = self._told.said_by.get(figure.slug, ())
            said = tuple(sorted(said, key=lambda story: story.language != code))
            make = partial(self._figure, figure, codes, said)
            told = figure, codes, [(story.language, story.brief, story.mark) for story in said]
            yield self._later("figure.html.j2", code, f"{code}/{ending}", told, make)
        words = site_words(code)
        for slug, language_code in self._told.gone_figures:
            if language_code == code:
                head = Head(title=words.gone, description="", path=f"{code}/figures/{slug}/", is_hidden=True)
                yield self._page("note.html.j2", code, head, title=words.gone, text=words.gone_text)
        pages = _paged(mine)
        for number, some in enumerate(pages, start=1):
            head = self._numbered(code, "figures/", site_words(code).figures, number)
            yield self._page("figures.html.j2", code, head, figures=some, number=number, count=len(pages))

    def _figure(
        self, figure: FigurePage, codes: Sequence[str], said: Sequence[Story]
    ) -> tuple[Head, Mapping[str, object]]:
        code, ending = figure.language, f"figures/{figure.slug}/"
        title = f"{figure.label}: {figure.written}"
        head = Head(
            title=title,
            description=" · ".join(part for part in (title, figure.period) if part),
            path=f"{code}/{ending}",
            others=self._in_all(ending, codes),
            data=self._dataset(figure),
        )
        saying = tuple(
            Link(
                href=f"{story.language}/items/{story.brief}/",
                text=story.first.title,
                code=story.language,
                note=read_languages()[story.language].name,
            )
            for story in said
        )
        return head, {"figure": figure, "saying": saying}

    def _issue_pages(self, code: str) -> Iterator[Draft]:
        """Give the list of the issues of the newsletter; that each is shown as it was approved, `build` sees to."""
        if not self._told.issues:
            return
        words, out = site_words(code), [each for each in self._issues[code] if each.page]
        pages = _paged(out)
        many = len({each.audience for each in out}) > 1
        for number, some in enumerate(pages, start=1):
            head = self._numbered(code, "issues/", words.issues, number)
            view = {"issues": some, "many": many, "number": number, "count": len(pages), "paper": PAPER_NAME}
            yield self._page("issues.html.j2", code, head, **view)
        for each in self._issues[code]:
            if not each.page:
                head = Head(title=words.gone, description="", path=f"{code}/{each.path}", is_hidden=True)
                yield self._page("note.html.j2", code, head, title=words.gone, text=words.gone_text)

    def issue_page(self, issue: IssueOut, path: str, kept: Path) -> Draft:
        """Give the page of an issue as it was approved; above it ways on, and what was changed since in its items."""
        code, template = issue.language, self._environment.get_template("issue.html.j2")
        light, dark = (style_colours(self._brand.theme(name)) for name in ("light", "dark"))
        style = template.render(light=light, dark=dark)
        above = template.render(
            issue=issue,
            words=site_words(code),
            up="../" * path.count("/"),
            code=code,
            name=self._name(code),
            tongues=[
                Link(href=f"{other}/{each.path}", text=read_languages()[other].name, code=other)
                for other in self._site.languages
                for each in self._issues[other]
                if other != code and each.page and each.path == issue.path
            ],
            day=lambda at: self._day(at, code),
        )

        def draw() -> bytes:
            page = kept.read_text("utf-8").replace("</head>", f"{style}</head>", 1)
            return _BODY.sub(lambda tag: f"{tag[0]}\n{above}", page, count=1).encode()

        return Draft(path=path, key=hashlib.sha256(repr((issue.page, style, above)).encode()).hexdigest(), draw=draw)

    def _plain_pages(self, code: str) -> Iterator[Draft]:
        words = site_words(code)
        changes = sorted(
            (change for story in self._of[code] for change in story.changes), key=lambda each: each.at, reverse=True
        )
        pages = _paged(changes)
        for number, some in enumerate(pages, start=1):
            head = self._numbered(code, "corrections/", words.corrections, number)
            yield self._page("corrections.html.j2", code, head, changes=some, number=number, count=len(pages))
        about = self._site.about[code]
        head = Head(title=words.about, description=about, path=f"{code}/about/", others=self._in_all("about/"))
        scopes = [(name, folder) for name, folder in self._scopes(code)]
        contact = self._site.contact[code]
        yield self._page("about.html.j2", code, head, about=about, contact=contact, scopes=scopes)

    def _search(self) -> Iterator[Draft]:
        """Give the pages that readers search with, and the index of each language; none where nothing makes one."""
        if self._index is None:
            return
        found = {}
        for code in self._site.languages:
            words, ending = site_words(code), "search/"
            head = Head(
                title=words.search, description=words.search, path=f"{code}/{ending}", others=self._in_all(ending)
            )
            figures = (figure for figure in self._told.figures if figure.language == code)
            found[code] = findable(self._of[code], figures, code, self._zone)
            count = len(parts_of(found[code]))
            index = {"tail": TAIL, "onto": WRITTEN_ONTO.pattern, "root": ROOT_LETTERS, "parts": count}
            yield self._page("search.html.j2", code, head, script=self._script, index=index)
        yield from self._index.drafts(found)

    def _numbered(self, code: str, ending: str, title: str, number: int) -> Head:
        """Give the head of one of several pages; the first has the address that stays."""
        if number == 1:
            feeds = self._feed_links(code, ending) if ending in ("corrections/", "issues/") else ()
            path = f"{code}/{ending}"
            return Head(title=title, description=title, path=path, others=self._in_all(ending), feeds=feeds)
        path = f"{code}/{ending}list/{number}/"  # a figure may be called 2
        return Head(title=f"{title} ({number})", description=title, path=path)

    def _choice(self) -> Draft:
        """Give the page before all others, where readers choose their language."""
        first = self._site.languages[0]
        head = Head(
            title=self._name(first), description=self._site.about[first], path="", others=self._in_all(""), anyone=""
        )
        rows = [(code, language(code).direction, read_languages()[code].name) for code in self._site.languages]
        names = [self._site.name[code] for code in self._site.languages]
        return self._page("choice.html.j2", first, head, rows=tuple(zip(rows, names, strict=True)))

    def _lost(self) -> Draft:
        """Give the page of an address that there is not: it is shown at any depth, so its links begin at the top."""
        first = self._site.languages[0]
        top = urlsplit(self._base).path
        head = Head(title=site_words(first).not_found, description="", path="", top=top, is_hidden=True)
        rows = tuple((code, language(code).direction, site_words(code)) for code in self._site.languages)
        draft = self._page("lost.html.j2", first, head, top, rows=rows, top=top)
        return Draft(path="404.html", key=draft.key, draw=draft.draw)

    # ---- what search engines and networks are told

    def _name(self, code: str) -> str:
        return str(self._site.name[code])

    def _week(self, week: str, code: str) -> str:
        days = days_of(week)
        span = write_period(f"{days[0]}/{days[-1]}", code, style="short")
        return site_words(code).week.format(week=int(week[6:]), year=int(week[:4]), days=span)

    def _codes_of(self, brief: str) -> list[str]:
        return [code for code in self._site.languages if f"{brief}/{code}" in self._stories]

    def _article(self, story: Story) -> dict[str, Any]:
        """Describe an item to search engines: what is known of it, and nothing else."""
        first = story.first
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": first.title,
            "url": f"{self._base}{story.language}/items/{story.brief}/",
            "inLanguage": story.language,
            "datePublished": story.published.isoformat(),
            "dateModified": story.updated.isoformat(),
        }
        if first.issuer:
            said["publisher"] = {"@type": "Organization", "name": first.issuer}
        if picture := _picture(first):
            said["image"] = f"{self._base}assets/{picture.name}"
        sources = [
            _cited(source.title, source.publisher, source.url) for part in story.parts for source in part.sources
        ]
        if sources:
            said["citation"] = sources
        return said

    def _dataset(self, figure: FigurePage) -> dict[str, Any]:
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": figure.label,
            "description": " · ".join(part for part in (f"{figure.label}: {figure.written}", figure.period) if part),
            "url": f"{self._base}{figure.language}/figures/{figure.slug}/",
            "inLanguage": figure.language,
            "variableMeasured": {"@type": "PropertyValue", "name": figure.label, "value": figure.written},
        }
        if source := figure.source:
            said["citation"] = _cited(source.title, source.publisher, source.url)
        return said

    # ---- feeds, and what machines read

    def _scopes(self, code: str) -> Iterator[tuple[str, str]]:
        """Give what there is a feed of, and the folder in which it lies."""
        words = site_words(code)
        yield words.everything, f"{code}/"
        if self._site.audiences[1:]:
            names = {
                id: name for story in self._of[code] for id, name in zip(story.audiences, story.readers, strict=True)
            }
            for audience in self._site.audiences:
                if audience in names:
                    yield names[audience], f"{code}/audiences/{audience}/"
        for topic in self._site.topics:
            yield topic.name[code], f"{code}/topics/{topic.id}/"
        for column in self._columns.values():
            yield column.name[code], f"{code}/columns/{column.id}/"
        if self._has_models:
            yield words.models, f"{code}/models/"
        if self._told.issues:
            yield words.issues, f"{code}/issues/"
        yield words.corrections, f"{code}/corrections/"

    def _feed_links(self, code: str, ending: str) -> tuple[tuple[str, str, str], ...]:
        name = self._name(code)
        return tuple((name, media_type, f"{code}/{ending}{file}") for file, media_type in feed_files())

    def _feeds(self, code: str) -> Iterator[Draft]:
        every = (*self._of[code], *(story for story in self._told.gone if story.language == code))
        entries = {
            story.id: Waiting(mark=f"{story.mark} {self._told_by}", make=partial(self._entry, story))
            for story in self._of[code]
        }
        name = self._name(code)
        for title, folder in self._scopes(code):
            if folder == f"{code}/corrections/":
                told = [self._corrected(change, code) for story in self._of[code] for change in story.changes]
                whole: list[tuple[dt.datetime, str, Entry | Waiting | None]] = [
                    (each.published, each.id, each) for each in told
                ]
            elif folder == f"{code}/issues/":
                whole = [
                    (each.published, each.path, self._issue_entry(each) if each.page else None)
                    for each in self._issues[code]
                ]
            else:
                mine = (story for story in every if self._is_in(story, folder.removeprefix(f"{code}/")))
                whole = [(story.published, story.id, entries.get(story.id)) for story in mine]
            whole.sort(key=lambda row: row[:2])
            feed = Feed(
                title=name if folder == f"{code}/" else f"{name} – {title}",
                about=self._site.about[code],
                language=code,
                base=self._base,
                folder=folder,
                id=f"tag:{self._host},2020:{self._path}{folder}",
                hub=str(self._site.hub or ""),
                rows=tuple(entry for _, _, entry in whole),
            )
            for path, key, draw in feed.files():
                yield Draft(path=path, key=key, draw=draw)

    # ---- what other sites show

    def _embeds(self, code: str) -> Iterator[Draft]:
        """Give what other sites show in a frame, for each feed of items, and the page with the code for it."""
        words, name, rows = site_words(code), self._name(code), []
        for title, folder in self._scopes(code):
            ending = folder.removeprefix(f"{code}/")
            if ending in ("corrections/", "issues/"):
                continue
            path = f"{folder}{_EMBED}"
            shown = title if ending else name
            rows.append((title, path, _snippet(f"{self._base}{path}", _full(shown, name))))
            yield self._embed(code, path, shown, ending)
        head = Head(title=words.embed, description=words.embed, path=f"{code}/embed/", others=self._in_all("embed/"))
        yield self._page("embeds.html.j2", code, head, rows=tuple(rows))

    def _embed(self, code: str, path: str, title: str, ending: str) -> Draft:
        """Give one of them: the newest items that belong to a feed."""
        newest = [story for story in self._of[code] if self._is_in(story, ending)][:EMBEDDED_MAX]
        marks = [story.mark for story in newest]
        key = hashlib.sha256(f"{self._frame} {(code, path, title, marks)!r}".encode()).hexdigest()

        def draw() -> bytes:
            style = _embed_style(self._brand)
            html = self._environment.get_template("embed.html.j2").render(
                code=code,
                dir=language(code).direction,
                words=site_words(code),
                name=self._name(code),
                title=title,
                full=_full(title, self._name(code)),
                # An audience has a feed, and no page of its own.
                home=f"{self._base}{code}/" if ending.startswith("audiences/") else f"{self._base}{code}/{ending}",
                base=self._base,
                stories=newest,
                column=ending.removeprefix("columns/").rstrip("/"),
                day=lambda at: self._day(at, code),
                style=Markup(style),  # noqa: S704 - our own style, with colours of the kit
                style_sum=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            )
            return html.encode()

        return Draft(path=path, key=key, draw=draw)

    @staticmethod
    def _is_in(story: Story, ending: str) -> bool:
        kind, _, id = ending.rstrip("/").partition("/")
        if kind == "models":
            return story.is_model
        known = {"topics": story.topics, "columns": (story.column,), "audiences": story.audiences}
        return not kind or id in known[kind]

    @cached_property
    def _told_by(self) -> str:
        """A sum over what the entry of an item says beside what the item does."""
        names = self._site.name, [topic.model_dump_json() for topic in self._site.topics]
        return hashlib.sha256(repr((self._base, names)).encode()).hexdigest()

    @cached_property
    def _host(self) -> str:
        return urlsplit(self._base).hostname or ""

    @cached_property
    def _path(self) -> str:
        return urlsplit(self._base).path.lstrip("/")

    def _entry(self, story: Story) -> Entry:
        first = story.first
        return Entry(
            id=f"tag:{self._host},{story.published:%Y-%m-%d}:{self._path}{story.brief}/{story.language}",
            url=f"{self._base}{story.language}/items/{story.brief}/",
            title=f"{first.column.line}: {first.title}" if first.column else first.title,
            summary=first.summary or first.title,
            published=story.published,
            updated=story.updated,
            issuer=first.issuer or self._name(story.language),
            subjects=tuple(str(self._topics[id].name[story.language]) for id in story.topics),
            picture=f"{self._base}assets/{first.card.name}" if first.card else "",
        )

    def _issue_entry(self, issue: IssueOut) -> Entry:
        told = self._told_for(issue) if len({each.audience for each in self._issues[issue.language]}) > 1 else ""
        words, changed = site_words(issue.language), ""
        if change := issue.gravest:
            day = write_date(change.at.astimezone(self._zone).date(), issue.language)
            changed = words.corrected[change.kind].format(day=day)
        return Entry(
            id=f"tag:{self._host},{issue.published:%Y-%m-%d}:{self._path}{issue.language}/{issue.path}",
            url=f"{self._base}{issue.language}/{issue.path}",
            title=issue.title,
            summary=" · ".join(part for part in (told or issue.title, changed) if part),
            published=issue.published,
            updated=issue.updated,
            issuer=self._name(issue.language),
        )

    @staticmethod
    def _told_for(issue: IssueOut) -> str:
        return site_words(issue.language).told_for.format(readers=issue.readers)

    def _corrected(self, change: Change, code: str) -> Entry:
        words = site_words(code)
        called = [" ".join((words.kinds[change.kind], change.reason)).strip()] if change.kind else []
        lines = called + [
            " · ".join(part for part in (pair.label, _said(words.was, pair.was), _said(words.now, pair.now)) if part)
            for pair in change.pairs
        ]
        mark = hashlib.sha256((change.mark or repr(change.pairs)).encode()).hexdigest()[:12]
        return Entry(
            id=f"tag:{self._host},{change.at:%Y-%m-%d}:{self._path}{change.brief}/{code}/{mark}",
            url=f"{self._base}{code}/items/{change.brief}/",
            title=words.correction_titles[change.kind].format(title=change.title),
            summary="\n".join(lines),
            published=change.at,
            updated=change.at,
            issuer=self._name(code),
        )

    def _for_machines(self) -> Iterator[Draft]:
        rows: list[tuple[str, dt.datetime]] = []
        newest: dict[str, dt.datetime] = {}
        for story in self._told.stories:
            at = story.touched
            rows.append((f"{story.language}/items/{story.brief}/", at))
            lists = (f"{story.language}/", f"{story.language}/weeks/{story.week.lower()}/")
            mine = [f"{story.language}/topics/{topic}/" for topic in story.topics]
            if story.column in self._columns:
                mine.append(f"{story.language}/columns/{story.column}/")
            if story.is_model:
                mine.append(f"{story.language}/models/")
            for path in (*lists, *mine):
                newest[path] = max(newest.get(path, at), at)
        for issue in self._told.issues:
            if issue.page:
                rows.append((f"{issue.language}/{issue.path}", issue.updated))
                place = f"{issue.language}/issues/"
                newest[place] = max(newest.get(place, issue.updated), issue.updated)
        for figure in self._told.figures:
            rows.append((f"{figure.language}/figures/{figure.slug}/", figure.history[0].at))
        every = tuple(sorted({**newest, **dict(rows)}.items()))
        key = hashlib.sha256(repr((self._base, every)).encode()).hexdigest()
        template = self._environment.get_template("sitemap.xml.j2")
        parts = [every[start : start + _URLS_MAX] for start in range(0, len(every), _URLS_MAX)] or [()]
        for number, some in enumerate(parts, start=1):
            path = f"sitemap-{number}.xml" if parts[1:] else "sitemap.xml"
            yield Draft(
                path=path,
                key=f"{key} {number}",
                draw=lambda some=some: template.render(base=self._base, rows=some).encode(),  # type: ignore[misc]
            )
        if parts[1:]:
            index = self._environment.get_template("sitemaps.xml.j2")
            draw = lambda: index.render(base=self._base, count=len(parts)).encode()  # noqa: E731
            yield Draft(path="sitemap.xml", key=f"{key} index", draw=draw)
        robots = f"User-agent: *\nAllow: /\n\nSitemap: {self._base}sitemap.xml\n".encode()
        yield Draft(path="robots.txt", key=hashlib.sha256(robots).hexdigest(), draw=lambda: robots)


_URLS_MAX = 50_000
"""What one sitemap may hold (sitemaps.org)."""


def _snippet(address: str, title: str) -> str:
    """Give what another site pastes into a page: a frame that may open links, and nothing else."""
    return str(
        Markup(
            '<iframe src="{}" title="{}" width="100%" height="460" loading="lazy" referrerpolicy="no-referrer" '
            'sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0"></iframe>'
        ).format(address, title)
    )


def _embed_style(brand: Brand) -> str:
    return f"{_colours(brand)}\n{(SITE_TEMPLATES / 'embed.css').read_text('utf-8')}"


def _colours(brand: Brand) -> str:
    """Give the colours of a kit to a style, for light and dark."""
    light, dark = (
        " ".join(f"--{name}: {colour};" for name, colour in style_colours(theme).items())
        for theme in (brand.theme("light"), brand.theme("dark"))
    )
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"


def _picture(part: Part | None) -> KeptFile | None:
    """Give the picture of an item."""
    if part is None:
        return None
    return part.pictures[0] if part.pictures else part.card


def _full(title: str, name: str) -> str:
    """Give a title with the name of the site, once where they are one."""
    return name if title == name else f"{title} – {name}"


def _said(word: str, text: str) -> str:
    return f"{word}: {text}" if text else ""


def _cited(title: str, publisher: str, url: str) -> dict[str, Any]:
    said: dict[str, Any] = {"@type": "CreativeWork", "name": title or publisher}
    if publisher:
        said["publisher"] = {"@type": "Organization", "name": publisher}
    if url:
        said["url"] = url
    return said


def _json_ld(data: Mapping[str, Any] | None) -> Markup:
    """Write what search engines read: nothing in it can end the element that it stands in."""
    if data is None:
        return Markup("")
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign of markup is written as its number


def _paged(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [tuple(rows[start : start + LISTED_MAX]) for start in range(0, len(rows), LISTED_MAX)] or [()]


def format_number(number: int, code: str) -> str:
    """Write a count as a language does."""
    return str(format_decimal(number, locale=language(code).locale))


def _size(count: int, code: str) -> str:
    """Write how large a file is, as file managers do."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if count >= factor:
            return f"{format_decimal(count / factor, '#,##0.0', locale=language(code).locale)}\u00a0{unit}"
    return f"{format_decimal(max(1, round(count / 1e3)), locale=language(code).locale)}\u00a0kB"


def _mark_width(svg: bytes) -> int:
    """Give how wide a mark is at the height that it is shown in: with it nothing moves once it has come."""
    root = etree.fromstring(svg)
    box = [float(part) for part in re.split(r"[ ,]+", root.get("viewBox", "").strip()) if part]
    width, height = box[2:] if len(box) == 4 else (1.0, 1.0)
    return max(1, round(MARK_HEIGHT_PX * width / height))


@cache
def _environment() -> jinja2.Environment:
    environment = templates_of(SITE_TEMPLATES)
    directions = {code: tongue.direction for code, tongue in read_languages().items()}
    environment.globals.update(dir_of=directions.__getitem__, site_words=site_words)
    environment.filters.update(clock=clock, loose=loose, fill=_fill, paragraphs=_paragraphs)
    return environment


def _fill(pattern: str, **values: object) -> Markup:
    """Fill words with what is markup already."""
    return escape(pattern).format(**values)


def _paragraphs(text: str) -> Markup:
    """Give a text of several lines, each a paragraph, with its addresses as links."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    linked = (jinja2.filters.do_urlize(_CONTEXT, escape(line)) for line in lines)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in linked)


_CONTEXT = jinja2.nodes.EvalContext(jinja2.Environment(autoescape=True))


def _assets(brand: Brand) -> Iterator[tuple[str, bytes]]:
    """Give the site's own files, each called by what it holds: who has one never has to ask for it again."""
    style = (SITE_TEMPLATES / "site.css").read_text("utf-8")
    whole = f"{_colours(brand)}\n{style}"
    for name, content in (
        ("site.css", whole.encode()),
        ("search.js", (SITE_TEMPLATES / "search.js").read_bytes()),
        ("mark.svg", brand.logo),
        ("mark-dark.svg", brand.logo_on_panel),
    ):
        stem, _, ending = name.partition(".")
        yield f"{stem}-{hashlib.sha256(content).hexdigest()[:_NAME_DIGITS]}.{ending}", content


def style_colours(theme: Theme) -> dict[str, str]:
    """Give the colours of a theme to the style; what cannot be read on the grounds of the pages has the text's."""
    # A kit's own surface is that of its pictures: in the dark it may be paper.
    surface = theme.surface if contrast(theme.ink, theme.surface) >= _CALM else blend(theme.background, theme.ink, 0.07)
    grounds = theme.background, surface

    def read(colour: str) -> str:
        return colour if all(contrast(colour, ground) >= TEXT for ground in grounds) else theme.ink

    return {
        "ground": theme.background,
        "surface": surface,
        "ink": theme.ink,
        "muted": read(theme.muted),
        "line": blend(theme.background, theme.ink, 0.18),
        "link": read(theme.accent),
        "panel": theme.panel,
        "on-panel": theme.on_panel,
    }
