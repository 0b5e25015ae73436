"""The newsletter of a week or a month: an edition made of what was approved in it, approved and released like all else.

    issue = write_issue(week, ledger, who="lan")

It tells each brief once to each audience in each language, from an item that is approved as it lies there, with the
words and figures that were approved with it. What is left out is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock

from briefcast import __version__
from briefcast.brief.model import LanguageCode
from briefcast.channels.platforms import platform
from briefcast.charts.words import chart_words
from briefcast.edition.origin import read_origin
from briefcast.errors import BriefcastError
from briefcast.language.written import write_period
from briefcast.languages import language, written_in
from briefcast.ledger import Batches, Ledger
from briefcast.ledger.corrected import corrections_let_out
from briefcast.ledger.trust import read_trust
from briefcast.look.brand import Brand, read_brand
from briefcast.manifest.items import Item, item_key
from briefcast.manifest.manifest import (
    MANIFEST_NAME,
    ColumnEntry,
    FactEntry,
    Manifest,
    OutputEntry,
    SceneEntry,
    ScriptEntry,
    SourceEntry,
    embargo_ends,
    manifest_text,
    read_manifest,
)
from briefcast.manifest.output import Output
from briefcast.messages import Typed, joined, tell
from briefcast.pages.edition import render_page
from briefcast.pages.frame import PAGE_NAME, web_url
from briefcast.planner.plan import NEWSLETTER, Newsletter, NewsletterIssue
from briefcast.planner.weeks import days_of, is_month, month_after, week_of, weeks_of_month
from briefcast.products.newsletter.document import draw_document
from briefcast.products.newsletter.draw import PAPER_NAME, draw_mail, draw_page, draw_picture
from briefcast.products.newsletter.issue import ColumnPart, Entry, Figure, Issue, IssuePicture, Opening, plain_text
from briefcast.products.newsletter.product import MAIL, PAGE
from briefcast.products.newsletter.words import issue_words
from briefcast.publishing.findings import finding_of, first_sentences, lead_of, wide_rank, written_as_told
from briefcast.publishing.posts import noticed_whole, once_each, plain
from briefcast.store.files import write_whole
from briefcast.store.store import STORE_NAME, code_version
from briefcast.store.switch import Switch
from briefcast.week.batch import reopen_week
from briefcast.week.columns import Heads, pieces_of
from briefcast.week.deciding import Reviewed, read_review
from briefcast.week.week import PlannedEdition, WeekPlan

FIGURES_OF_ITEM, FIGURES_MAX = 2, 6
"""Figures that stand apart: those of one item, and of all."""


@dataclass(frozen=True, kw_only=True)
class WrittenIssue:
    """What became of an issue."""

    folder: Path
    manifest: Manifest
    left_out: tuple[str, ...]
    """What it does not tell, for whom, and why."""


def write_issue(week: WeekPlan, ledger: Ledger, *, who: str, now: dt.datetime | None = None) -> WrittenIssue:
    """Make the issue that goes out in a week of what is approved now, and record it; the same keeps its approval.

    That of a month tells of all its weeks.

    Raises:
        BriefcastError: the plan has no issue for the week, nothing is approved, or another edition has its name.
        BriefError: ``channels.yaml`` or the brand kit cannot be read.
    """
    if week.issue is None:
        raise BriefcastError(_no_issue(week))
    week.expect_accounts()
    writer = _Writer(week, week.issue, ledger, now or dt.datetime.now(dt.UTC))
    folder = week.edition_folder(week.issue)
    if read_origin(folder):
        told = tell(
            "A brief is called {name}, as the issue of the newsletter for {week} is. Give the newsletter another id in "
            "the plan.",
            name=folder.name,
            week=week.week,
        )
        raise BriefcastError(told)
    (week.request.out / STORE_NAME).mkdir(parents=True, exist_ok=True)
    with FileLock(week.request.out / STORE_NAME / "editions.lock"):
        manifest = writer.write(folder)
    ledger.record_edition(manifest, folder=folder, who=who, week=week.week)
    return WrittenIssue(folder=folder, manifest=manifest, left_out=writer.left_out)


def week_of_issue(asked: str, ledger: Ledger) -> str:
    """Give the week in which the issue goes out that is asked for by its week or its month.

    Raises:
        BriefcastError: the plan has no issue for the month, or nothing of it is made.
    """
    if not is_month(asked):
        return asked
    made = [week for week in weeks_of_month(asked) if Batches(ledger).get(week)]
    if not made:
        raise BriefcastError(
            tell("The ledger {place} has no week of {month}: make them first.", place=ledger.place, month=asked)
        )
    plan = reopen_week(made[-1], ledger)[0].plan
    issues = plan.newsletter.issues if plan.newsletter else ()
    issue = next((each for each in issues if each.month == asked), None)
    if issue is None:
        sample = Typed(f"issues: [{{month: {asked}}}]")
        raise BriefcastError(
            tell("The newsletter of the plan has no issue for {month}. Add one: {sample}", month=asked, sample=sample)
        )
    return plan.goes_out_in(issue)


def _no_issue(week: WeekPlan) -> str:
    sample = Typed(
        "newsletter: {name: {en: Our Letter}, languages: [en], channels: [mail], issues: [{week: WEEK}]}".replace(
            "WEEK", week.week
        )
    )
    if week.plan.newsletter is None:
        return tell("The plan has no newsletter. Add one, such as: {sample}", sample=sample)
    known = tuple(issue.of for issue in week.plan.newsletter.issues)
    return tell("The newsletter of the plan has no issue for {week}; it has {weeks}.", week=week.week, weeks=known)


class _Writer:
    """Writes one issue, for each audience in each language."""

    def __init__(self, week: WeekPlan, edition: PlannedEdition, ledger: Ledger, now: dt.datetime) -> None:
        self._week, self._edition, self._ledger, self._now = week, edition, ledger, now
        self._zone = ZoneInfo(week.plan.timezone)
        letter, issue = week.plan.newsletter, week.plan.issue_in(week.week)
        assert letter and issue
        self._letter: Newsletter = letter
        self._issue: NewsletterIssue = issue
        self._brand: Brand = read_brand(letter.brand, folder=week.folder)
        self._missing: dict[str, list[str]] = {}
        self._unmade: list[str] = []
        self._lacking: list[PlannedEdition] = []
        self._wrong: dict[str, str] = {}
        every: list[Reviewed] = []
        for told in self._weeks():
            mine = [each for each in read_review(told, ledger).items if each.planned.id != edition.item.id]
            there = {each.planned.id for each in mine}
            self._lacking += (each for each in told.editions if each.item.id not in there)
            heads = Heads(told, ledger)
            self._wrong.update((each.item.key, heads.why_not(each)) for each in mine)
            every += mine
        trust = read_trust(ledger, ((each.item.key, each.item.content_sha256) for each in every))
        self._every = every
        self._approved = [
            each for each in every if each.standing.name == "approved" and trust.decision(each.standing.decision)
        ]
        self._slots: dict[tuple[str, str], dt.datetime] = {}
        for slot in week.plan.releases(edition.item, week.asked_of(edition.item)):
            self._slots.setdefault((slot.audience, slot.language), slot.at)

    def _weeks(self) -> Iterator[WeekPlan]:
        """Give the weeks of which it tells, as they were made; those that were not are noted."""
        for week in self._issue.weeks:
            if week == self._week.week:
                yield self._week
            elif Batches(self._ledger).get(week):
                yield reopen_week(week, self._ledger)[0]
            elif self._week.plan.items_of(week):
                self._unmade.append(week)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not told, with the readers who miss it."""
        return tuple(tell("{why} For {readers}.", why=why, readers=tuple(who)) for why, who in self._missing.items())

    def _leave_out(self, why: str, audience: str, code: str) -> None:
        self._missing.setdefault(why, []).append(f"{audience} ({code})")

    def write(self, folder: Path) -> Manifest:
        """Put every file in its place, with manifest and page."""
        folder.mkdir(parents=True, exist_ok=True)
        switch, gathered = Switch(folder), _Gathered()
        outputs: list[OutputEntry] = []
        scripts: list[ScriptEntry] = []
        manifests: list[Manifest] = []
        try:
            for audience in self._edition.item.audiences:
                for code in self._edition.item.languages:
                    told = self._to_tell(audience, code)
                    if not told:
                        continue
                    manifests += (each.manifest for each in told)
                    with written_in({s.language: s.locale for each in told if (s := each.item.script) and s.locale}):
                        script, made = self._tell(audience, code, told, gathered, switch, folder)
                    scripts.append(script)
                    outputs += made
            if not outputs:
                raise BriefcastError(self._nothing())
            manifest = self._describe(outputs, scripts, manifests, gathered, folder)
            before = _read_before(folder)
            for old in before.outputs if before else ():
                if old.path not in switch.laid:
                    switch.remove(old.path)
            if before:
                same = manifest.model_copy(update={"made_at": before.made_at})
                manifest = same if same == before else manifest
            page = render_page(manifest, folder, aside=switch.laid)
            switch.write(MANIFEST_NAME, manifest_text(manifest))
            switch.write(PAGE_NAME, page)
            switch.carry_out()
        except BaseException:
            switch.discard()
            raise
        return manifest

    def _nothing(self) -> str:
        command = Typed(f"briefcast approve {self._week.week} all")
        told = tell(
            "Nothing of {week} that the newsletter could tell is approved. Look at the page of the week, then: "
            "{command}",
            week=self._week.week,
            command=command,
        )
        return joined(told, *self.left_out)

    # ---- what is told

    def _to_tell(self, audience: str, code: LanguageCode) -> tuple[Reviewed, ...]:
        """Give the item by which each brief is told to some readers, in the plan's order; what is left out is noted."""
        told: dict[str, list[Reviewed]] = {}
        waiting: dict[str, None] = {}
        for each in self._every:
            if (each.item.audience, each.item.language) == (audience, code):
                waiting.setdefault(each.item.brief)
        for each in self._approved:
            if (each.item.audience, each.item.language) == (audience, code):
                told.setdefault(each.item.brief, []).append(each)
        for week in self._unmade:
            self._leave_out(tell("{week} is not made.", week=week), audience, code)
        for lacking in self._lacking:
            item = lacking.item
            if (not item.audiences or audience in item.audiences) and (not item.languages or code in item.languages):
                self._leave_out(tell("{brief} is not made.", brief=item.brief), audience, code)
        if not waiting and any(self._corrections(audience, code)):
            why = tell("What was put right since their issue before waits for the next one that they get.")
            self._leave_out(why, audience, code)
        if not waiting and self._issue.month:
            self._leave_out(tell("Nothing is made in this month."), audience, code)
        elif not waiting:
            self._leave_out(tell("Nothing is made in this week."), audience, code)
        for brief in waiting:
            if brief not in told:
                self._leave_out(tell("{brief} is not approved.", brief=brief), audience, code)
                continue
            embargo, goes_at = told[brief][0].manifest.embargo, self._slots.get((audience, code), self._now)
            if embargo and goes_at < embargo_ends(embargo):
                self._leave_out(tell("{brief} is under embargo until {day}.", brief=brief, day=embargo), audience, code)
                del told[brief]
            elif wrong := self._wrong[told[brief][0].item.key]:
                self._leave_out(tell("{brief}: {why}", brief=brief, why=wrong), audience, code)
                del told[brief]
        return tuple(self._best(told[brief]) for brief in waiting if brief in told)

    def _best(self, items: Sequence[Reviewed]) -> Reviewed:
        """Give the item of a brief whose words and picture are told: one with a picture, and of those a wide one."""

        def rank(each: Reviewed) -> tuple[bool, bool, int]:
            item = each.item
            return item.main.role != "image", _picture_of(item) is None, wide_rank(item.variant)

        return min(items, key=rank)

    def _tell(
        self,
        audience: str,
        code: LanguageCode,
        told: Sequence[Reviewed],
        gathered: _Gathered,
        switch: Switch,
        folder: Path,
    ) -> tuple[ScriptEntry, tuple[OutputEntry, ...]]:
        """Write one issue; gives what it tells and its files."""
        entries: list[Entry] = []
        figures: list[Figure] = []
        scenes: list[SceneEntry] = []
        for each in told:
            entry, stated = self._entry(each)
            entries.append(entry)
            figures += (_figure(fact, each, code) for fact in stated[:FIGURES_OF_ITEM])
            facts = gathered.take(each)
            text = " ".join((*entry.sentences, entry.source))
            scenes.append(SceneEntry(id=each.item.brief, headline=entry.finding, text=text, facts=facts))
        # What two briefs tell alike is one figure.
        once = tuple(dict.fromkeys(figures))[:FIGURES_MAX]
        issue = self._fill(audience, code, tuple(entries), once, told)
        pieces = tuple(piece for each in told for piece in pieces_of(each.item))
        tells_of = tuple((each.item.key, each.item.content_sha256) for each in told)
        facts = tuple(dict.fromkeys(fact for scene in scenes for fact in scene.facts))
        media = {"tells_of": tells_of, "number": self._number, **({"pieces": pieces} if pieces else {})}
        outputs = tuple(self._files(issue, audience, facts, media, switch, folder))
        script = ScriptEntry(
            audience=audience,
            language=code,
            title=issue.subject,
            subtitle=f"{issue.numbered} · {issue.when}",
            scenes=tuple(scenes),
            locale=language(code).locale,
        )
        return script, outputs

    def _entry(self, each: Reviewed) -> tuple[Entry, tuple[FactEntry, ...]]:
        """Give what is told of an item, and its figures, those that are told first."""
        item, script = each.item, each.item.script
        assert script
        lead = lead_of(script)
        finding, kicker = finding_of(script, lead)
        entry = Entry(
            finding=finding,
            kicker=kicker,
            sentences=first_sentences(lead, finding, item.language),
            source=_sources_told(item, lead),
            link=plain(script.call_to_action).rstrip("."),
            url=web_url(script.call_to_action_url),
            picture=self._picture(each, finding),
            number=script.column.written if script.column else "",
        )
        first = [id.partition(".")[0] for scene in (*lead, *script.scenes) for id in scene.facts]
        # Its own value, exact or in plain words: "82.4%", "more than 8 in 10".
        own = {
            f.statistic: f for f in reversed(item.facts) if f.value and f.id in (f.statistic, f"{f.statistic}.plain")
        }
        return entry, tuple(own[id] for id in dict.fromkeys(first) if id in own)

    def _picture(self, each: Reviewed, finding: str) -> IssuePicture | None:
        """Give the picture of an item as a mail shows it; there is no page with its description beside it."""
        if (picture := _picture_of(each.item)) is None:
            return None
        alt = plain(picture.alt_text).removesuffix(chart_words(each.item.language).where).rstrip()
        name = f"newsletter-{each.item.brief}.jpg"
        return IssuePicture(file=each.folder / picture.path, name=name, alt_text=alt or finding)

    def _fill(
        self,
        audience: str,
        code: LanguageCode,
        entries: tuple[Entry, ...],
        figures: tuple[Figure, ...],
        told: Sequence[Reviewed],
    ) -> Issue:
        words, month = issue_words(code), self._issue.month
        opening = self._issue.opening
        text = opening.text.get(code, "") if opening else ""
        if opening and not text:
            self._leave_out(tell("The opening is not written in this language."), audience, code)
        issuers = dict.fromkeys(plain(issuer) for each in told if (issuer := each.manifest.issuer.get(code)))
        return Issue(
            language=code,
            direction=language(code).direction,
            name=self._letter.name[code],
            number=self._number,
            when=_begun(write_period(month, code)) if month else _told_week(self._issue, code),
            entries=tuple(entry for entry, each in zip(entries, told, strict=True) if not _column(each)),
            columns=tuple(_parts(entries, told)),
            opening=Opening(text=text, by=_named(opening.by, code)) if opening and text else None,
            figures=figures,
            corrections=tuple(self._corrections(audience, code)),
            coming=tuple(dict.fromkeys(self._coming(audience, code))),
            coming_title=words.coming_month.format(month=write_period(month_after(month), code))
            if month
            else words.coming.format(days=_span(days_of(self._weeks_after[0]), code)),
            issuer=" · ".join(issuers),
            view_url=self._view_url(audience, code),
            unsubscribe_url=self._unsubscribe_url(audience, code),
        )

    def _corrections(self, audience: str, code: LanguageCode) -> Iterator[str]:
        """Give what was put right, of all that some readers were ever told, since the issue before was written."""
        until = self._now.astimezone(self._zone).date()
        for brief in sorted({item.partition("/")[0] for item, _ in self._let_out}):
            folder = self._ledger.folder_of(brief)
            manifest = _read_before(folder) if folder else None
            script = manifest.script(audience, code) if manifest else None
            last = self._last_issue(audience, code)
            since = [each for each in script.notices if last <= each.on <= until] if script else []
            if script and since:
                told = " ".join(noticed_whole(each, code) for each in once_each(since))
                yield f"{plain(script.title_alone)} – {told}"

    @cached_property
    def _let_out(self) -> Collection[tuple[str, str]]:
        return corrections_let_out(self._ledger)

    def _last_issue(self, audience: str, code: LanguageCode) -> dt.date:
        """Give the day on which some readers' issue before was written; without one, as long before as this one tells.

        Who had no issue last time is told what was put right since the one before that.
        """
        issues, days = self._letter.in_order, self._issue.days
        for before in reversed(issues[: issues.index(self._issue)]):
            manifest = self._written.get(before.of)
            if manifest and manifest.script(audience, code):
                return manifest.made_at.astimezone(self._zone).date()
        return days[0] - dt.timedelta(days=len(days))

    @cached_property
    def _written(self) -> Mapping[str, Manifest]:
        """The issues of the plan that are written, by their week or month."""
        found = {
            each.of: _read_before(self._week.request.out / self._letter.edition_of(each))
            for each in self._letter.issues
        }
        return {of: manifest for of, manifest in found.items() if manifest}

    @cached_property
    def _number(self) -> int:
        """Its number: the one that it has, or the next after all that are written; what never was has none."""
        by_plan = {each.of: self._letter.number_of(each) for each in self._letter.issues}
        known = {of: _number_in(manifest) or by_plan[of] for of, manifest in self._written.items()}
        return known.get(self._issue.of) or max(known.values(), default=self._letter.first_number - 1) + 1

    @cached_property
    def _weeks_after(self) -> tuple[str, ...]:
        """The week that follows, or those of the next month."""
        if month := self._issue.month:
            return weeks_of_month(month_after(month))
        return (week_of(self._issue.days[-1] + dt.timedelta(days=1)),)

    def _coming(self, audience: str, code: LanguageCode) -> Iterator[str]:
        """Give what the plan announces to some readers for the week after, or for the next month."""
        for item in (each for week in self._weeks_after for each in self._week.plan.items_of(week)):
            mine = (not item.audiences or audience in item.audiences) and (not item.languages or code in item.languages)
            if mine and (text := item.announced.get(code)):
                yield text

    def _view_url(self, audience: str, code: LanguageCode) -> str:
        """Give where its page will be, by the first account with an address that gets it; empty if there is none."""
        key = item_key(self._edition.item.brief, audience, code, NEWSLETTER, PAGE)
        for channel in self._edition.item.channels:
            entries = self._week.accounts.of(channel, audience=audience, language=code) if _takes_pages(channel) else ()
            for entry in entries:
                if url := str(entry.settings.get("public_url") or "").rstrip("/"):
                    return f"{url}/{key}/{_PAGE_NAME}"
        return ""

    def _unsubscribe_url(self, audience: str, code: LanguageCode) -> str:
        """Give where readers are let go, if it is one address for all of them."""
        entries = self._week.accounts.of("mail", audience=audience, language=code)
        urls = {str(entry.settings.get("unsubscribe_url") or "") for entry in entries}
        return next(iter(urls)) if len(urls) == 1 else ""

    # ---- its files

    def _files(
        self,
        issue: Issue,
        audience: str,
        facts: tuple[str, ...],
        media: Mapping[str, object],
        switch: Switch,
        folder: Path,
    ) -> Iterator[OutputEntry]:
        text, place = plain_text(issue), f"{audience}/{issue.language}"

        def output(name: str, content: bytes, **given: object) -> OutputEntry:
            path = f"{place}/{name}"
            aside = switch.lay(path)
            write_whole(aside, content)
            made = Output(name=name, product=NEWSLETTER, language=issue.language, **given)  # type: ignore[arg-type]
            return OutputEntry.of(made, folder=folder, path=path, audience=audience, aside=aside)

        written = {"alt_text": issue.subject, "long_description": text, "facts": facts, "media": media}
        mail, page = draw_mail(issue, self._brand).encode(), draw_page(issue, self._brand).encode()
        yield output(_MAIL_NAME, mail, role="mail", media_type="text/html", variant=MAIL, **written)
        yield output(_PAGE_NAME, page, role="page", media_type="text/html", variant=PAGE, **written)
        paper = draw_document(issue, self._brand)
        yield output(PAPER_NAME, paper, role="document", media_type="application/pdf", variant=PAGE, **written)
        for each in issue.told:
            if picture := each.picture:
                given = {"role": "image", "media_type": "image/jpeg", "variant": MAIL, "alt_text": picture.alt_text}
                yield output(picture.name, draw_picture(picture), **given)

    def _describe(
        self,
        outputs: Iterable[OutputEntry],
        scripts: Sequence[ScriptEntry],
        manifests: Sequence[Manifest],
        gathered: _Gathered,
        folder: Path,
    ) -> Manifest:
        audiences = {each.id: each for manifest in manifests for each in manifest.audiences}
        told = dict.fromkeys(script.audience for script in scripts)
        return Manifest(
            brief=folder.name,
            title={script.language: self._letter.name[script.language] for script in scripts},
            issuer=manifests[0].issuer,
            as_of=max(manifest.as_of for manifest in manifests),
            embargo=max((each.embargo for each in manifests if each.embargo), default=None),
            made_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            briefcast_version=__version__,
            code_version=code_version(),
            template_version=self._brand.id,
            audiences=tuple(audiences[id] for id in told),
            languages=tuple(dict.fromkeys(script.language for script in scripts)),
            outputs=tuple(sorted(outputs, key=lambda output: output.path)),
            facts=tuple(gathered.facts.values()),
            sources=tuple(gathered.sources.values()),
            scripts=tuple(scripts),
        )


def _number_in(manifest: Manifest) -> int:
    """Give the number that an issue has; 0 if it was written before issues said so."""
    return next((each.media.number for each in manifest.outputs if each.media.number), 0)


_MAIL_NAME, _PAGE_NAME = "newsletter.html", "newsletter-page.html"


class _Gathered:
    """Figures and sources of several briefs: the same id for two of them gets a number in the second."""

    def __init__(self) -> None:
        self.facts: dict[str, FactEntry] = {}
        self.sources: dict[str, SourceEntry] = {}

    def take(self, each: Reviewed) -> tuple[str, ...]:
        """Take in the figures of an item with their sources; gives the ids they have here."""
        renamed = {source.id: _free(source.id, source, self.sources) for source in each.item.sources}
        for source in each.item.sources:
            self.sources[renamed[source.id]] = source.model_copy(update={"id": renamed[source.id]})
        ids = []
        for fact in each.item.facts:
            here = fact.model_copy(update={"source": renamed.get(fact.source or "", fact.source)})
            id = _free(fact.id, here, self.facts)
            self.facts[id] = here.model_copy(update={"id": id, "statistic": id.partition(".")[0]})
            ids.append(id)
        return tuple(ids)


def _free(id: str, entry: FactEntry | SourceEntry, known: dict[str, FactEntry] | dict[str, SourceEntry]) -> str:
    """Give the id under which an entry is known here: its own, or with a number where that says something else."""
    name, dot, attribute = id.partition(".")
    for number in range(1, 1000):
        tried = f"{name[:60]}-{number}{dot}{attribute}" if number > 1 else id
        there = known.get(tried)
        update = {"id": tried, "statistic": tried.partition(".")[0]} if isinstance(entry, FactEntry) else {"id": tried}
        if there is None or there == entry.model_copy(update=update):
            return tried
    raise ValueError(id)


def _sources_told(item: Item, lead: Sequence[SceneEntry]) -> str:
    """Name who published the figures that are told, as posts do."""
    stated = {fact for scene in lead for fact in scene.facts}
    cited = dict.fromkeys(fact.source for fact in item.facts if fact.id in stated)
    publishers = dict.fromkeys(_publisher(source, item.language) for source in item.sources if source.id in cited)
    names, words = tuple(filter(None, publishers)), issue_words(item.language)
    pattern = words.sources if names[1:] else words.source
    return pattern.format(publisher="; ".join(names)) if names else ""


def _publisher(source: SourceEntry, code: LanguageCode) -> str:
    return plain(source.publisher.get(code) or source.title.get(code, ""))


def _figure(fact: FactEntry, each: Reviewed, code: LanguageCode) -> Figure:
    source = next((source for source in each.item.sources if source.id == fact.source), None)
    publisher = _publisher(source, code) if source else ""
    script, own = each.item.script, each.item.written(fact)
    called = script.figures.get(fact.statistic) if script else None
    return Figure(
        written=plain(written_as_told(script, fact, own=own) if script else own),
        # As the script calls it: an estimate is called one.
        label=plain(called or fact.label.get(code, "")),
        period=plain(write_period(fact.period, code)) if fact.period else "",
        source=issue_words(code).source.format(publisher=publisher) if publisher else "",
    )


def _column(each: Reviewed) -> ColumnEntry | None:
    return each.item.script.column if each.item.script else None


def _parts(entries: Sequence[Entry], told: Sequence[Reviewed]) -> Iterator[ColumnPart]:
    """Give what is told of columns, each under its name, its pieces by their numbers."""
    found: dict[str, list[tuple[int, str, Entry]]] = {}
    for entry, each in zip(entries, told, strict=True):
        if column := _column(each):
            found.setdefault(column.id, []).append((column.number, column.name, entry))
    for mine in found.values():
        mine.sort(key=lambda row: row[0])
        yield ColumnPart(name=plain(mine[-1][1]), entries=tuple(entry for _, _, entry in mine))


def _picture_of(item: Item) -> OutputEntry | None:
    """Give the picture of an item: itself, or the cover of a film or an episode."""
    return next((output for output in item.outputs if output.role in ("image", "cover")), None)


def _takes_pages(channel: str) -> bool:
    try:
        return platform(channel).limits("page") is not None
    except KeyError:
        return False


def _told_week(issue: NewsletterIssue, code: LanguageCode) -> str:
    [week] = issue.weeks
    pattern = issue_words(code).week
    return pattern.format(week=int(week[6:]), year=int(week[:4]), days=_span(issue.days, code))


def _begun(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _span(days: Sequence[dt.date], code: LanguageCode) -> str:
    return write_period(f"{days[0]}/{days[-1]}", code, style="short")


def _named(name: dict[LanguageCode, str], code: LanguageCode) -> str:
    """Give a person's name in a language, or as it is written elsewhere."""
    return name.get(code) or next(iter(name.values()))


def _read_before(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except BriefcastError:
        return None
