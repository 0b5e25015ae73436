"""The edition: every output of one brief in its place, described by a manifest and shown on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock

from briefcast import __version__
from briefcast.brief.document import pattern_of
from briefcast.brief.findings import Finding
from briefcast.brief.groups import listed
from briefcast.brief.model import Brief, LanguageCode, Period, Statistic, Unit
from briefcast.brief.read import open_brief
from briefcast.edition.origin import note_origin, read_origin
from briefcast.edition.placing import place_outputs
from briefcast.edition.plan import Plan
from briefcast.edition.pruning import keep_limit
from briefcast.errors import BriefcastError, FactError
from briefcast.language.compounds import COMPOUNDS_NAME, keep_compounds
from briefcast.languages import written_in
from briefcast.manifest.manifest import (
    DRAFT,
    MANIFEST_NAME,
    AudienceEntry,
    FactEntry,
    FailureEntry,
    FallbackEntry,
    FindingEntry,
    Manifest,
    OutputEntry,
    ScriptEntry,
    SourceEntry,
    is_manifest,
    manifest_text,
    read_manifest,
    without_home,
)
from briefcast.messages import tell
from briefcast.pages.frame import PAGE_NAME
from briefcast.products.base import NARRATION, Finished, Made, Step, Told
from briefcast.products.table import default_products, products
from briefcast.store.files import is_text, sweep
from briefcast.store.seen import SEEN_FOLDER, Seen
from briefcast.store.store import code_version, content_key, program_version
from briefcast.store.switch import Switch, settle
from briefcast.store.working import sweep_working_folders
from briefcast.writing.targets import goal_word


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What was made, and where."""

    folder: Path
    page: Path
    manifest: Manifest
    fresh: int
    """Steps that were made just now; of the others, those that did not fail were found in the store."""
    steps: int
    failures: tuple[tuple[Step, Exception], ...]
    removed: tuple[str, ...] = ()
    """Paths of files of an earlier run that are gone, with nothing in their place."""
    told: tuple[Told, ...] = ()
    """What products tell a person: where shows can be subscribed to, what is missing for it."""

    def raise_failures(self) -> None:
        """Raise one error that names every step that failed, if any did."""
        if self.failures:
            told: dict[str, list[str]] = {}
            for step, error in self.failures:
                told.setdefault(str(error), []).append(str(step))
            lines = [f"{'; '.join(steps)}: {message}" for message, steps in told.items()]
            raise BriefcastError(
                f"{len(self.failures)} of {self.steps} steps could not be made; everything else is in {self.folder}.\n"
                + "\n".join(lines)
            )


def refuse_place(plan: Plan) -> None:
    """Refuse to write an edition where something lies that briefcast did not make, or that another brief made.

    Raises:
        BriefcastError: what lies there, and what to do.
    """
    folder, file = plan.folder, plan.request.brief.resolve()
    settle(folder)
    manifest, page = folder / MANIFEST_NAME, folder / PAGE_NAME
    owner = read_origin(folder)
    # Where an edition was written before, whatever stands in these files was ours.
    for ours in () if owner or is_manifest(manifest) else (manifest, page):
        if ours.exists():
            raise BriefcastError(
                f"{ours} is not briefcast's and would be replaced. Move it away, or name another folder with --out."
            )
    if owner and owner.file != file and pattern_of(owner.file)[0].is_file() and _has_id(owner.file, plan.brief.id):
        raise BriefcastError(
            f"{file.name} and {owner.file} have the same id, {plan.brief.id}: one edition would replace the other. "
            f"Give one of them another id, or name another folder with --out."
        )


def _has_id(file: Path, id: str) -> bool:
    try:
        return open_brief(file).brief.id == id
    except BriefcastError:
        return False


def write_edition(plan: Plan, results: Mapping[Step, Made | Exception]) -> Edition:
    """Put every output in its place, with the manifest and the page that tell of them.

    They change together: whatever ends this run on its way, the edition is the one of before or the new one.
    What an earlier run made for other audiences, languages or products stays while the brief still
    says the same to them. What it no longer says is no part of the edition any more: a run that is asked for
    everything removes it, any other lets it lie where it is. One process at a time writes into a folder of
    editions, because feeds and pages look at all of them.
    """
    plan.store.folder.mkdir(parents=True, exist_ok=True)
    with FileLock(plan.store.folder / "editions.lock"), written_in(plan.brief.locales):
        edition = _write_edition(plan, results)
    if edition.fresh:
        keep_limit(plan.request.out)
    return edition


def _write_edition(plan: Plan, results: Mapping[Step, Made | Exception]) -> Edition:
    refuse_place(plan)
    folder = plan.folder
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    sweep(plan.request.out / "feeds")
    sweep_working_folders()
    earlier = _read_earlier(folder)
    seen = Seen(plan.store.folder / SEEN_FOLDER / f"{plan.brief.id}.json", trusted=not plan.request.verify)
    switch = Switch(folder)
    try:
        spared = _spared(plan, results, earlier, seen) if earlier else frozenset()
        offered = {step: result for step, result in results.items() if step not in spared}
        placed = place_outputs(plan, offered, {o.path: o for o in earlier.outputs} if earlier else {}, seen, switch)
        made, results = placed.outputs, {**results, **placed.results}
        failures = tuple((step, result) for step, result in results.items() if isinstance(result, Exception))
        kept = _still_true(plan, earlier, seen, made, [step for step, _ in failures], spared) if earlier else ()
        outputs = tuple(sorted((*kept, *made), key=lambda output: output.path))
        outdated, gone = _sort_out(plan, earlier, outputs) if earlier else ((), ())
        for output in gone:
            switch.remove(output.path)
        found = (
            *_removed(gone, outputs),
            *_left_out(outdated),
            *_stayed(kept, [step for step, _ in failures]),
            *_standard_stays(spared),
            *(finding for made in results.values() if isinstance(made, Made) for finding in made.findings),
        )
        manifest = _describe(plan, results, outputs, kept, earlier, (*found, *placed.findings))
        manifest = manifest.model_copy(update={"outdated": outdated})
        if earlier:
            manifest = _since(earlier, manifest)
        _lay_pages(switch, manifest, folder)
        note_origin(plan.brief, plan.request.brief, plan.request.out)
        switch.carry_out()
    except BaseException:
        switch.discard()
        raise
    for output in made:
        if output.path in switch.laid:
            seen.note(folder / output.path, output.sha256)
    _claim(plan, {step: result for step, result in results.items() if step not in spared}, manifest)
    told = tuple(_finish(plan, manifest))
    page = _write_page(plan, manifest, told, seen)
    seen.save()
    keep_compounds(plan.store.folder / COMPOUNDS_NAME)
    plan.writer.remembered.keep()
    return Edition(
        folder=folder,
        page=page,
        manifest=manifest,
        removed=tuple(output.path for output in gone),
        told=told,
        fresh=sum(isinstance(result, Made) and result.fresh for result in results.values()),
        steps=len(results),
        failures=failures,
    )


def _claim(plan: Plan, results: Mapping[Step, Made | Exception], manifest: Manifest) -> None:
    """Say which entries of the store the edition consists of: what only older versions needed is let go."""
    pieces = {
        f"{step.audience}/{step.language}/{step.kind}/{step.variant}": plan.recall.entries(step, made)
        for step, made in results.items()
        if isinstance(made, Made)
    }
    tellings = {(o.audience, o.language) for o in manifest.outputs}
    listed = {(o.audience, o.language, o.product) for o in manifest.outputs}

    def stays(piece: str) -> bool:
        audience, language, kind, _ = piece.split("/")
        return (audience, language, kind) in listed or (kind == NARRATION and (audience, language) in tellings)

    plan.store.claim_pieces(f"{plan.brief.id} edition", pieces, stays=stays)


def _finish(plan: Plan, manifest: Manifest) -> Iterable[Told]:
    """Let every product bring up to date what is made of all editions together."""
    finished = Finished(
        manifest=manifest,
        out=plan.request.out,
        folder=plan.request.brief.parent,
        kit_of=plan.kit_of,
        store=plan.store,
        verify=plan.request.verify,
    )
    for each in products().values():
        yield from each.after(finished)


def _since(earlier: Manifest, manifest: Manifest) -> Manifest:
    """Give a manifest the time of an earlier one that says all the same."""
    as_before = manifest.model_copy(update={"made_at": earlier.made_at})
    return as_before if as_before.model_dump_json() == earlier.model_dump_json() else manifest


def _lay_pages(switch: Switch, manifest: Manifest, folder: Path) -> None:
    """Lay the manifest and the page aside, unless nothing changes."""
    text = manifest_text(manifest)
    if not switch.laid and is_text(folder / MANIFEST_NAME, text):
        return
    from briefcast.pages.edition import render_page

    page = render_page(manifest, folder, aside=switch.laid)
    switch.write(MANIFEST_NAME, text)
    switch.write(PAGE_NAME, page)


def _write_page(plan: Plan, manifest: Manifest, told: Iterable[Told], seen: Seen) -> Path:
    """Write the page unless it is the one that was written from the same manifest, with the same beside it.

    What is made of all editions together is made of this one as it stands now, and the page may show of it.
    """
    page = plan.folder / PAGE_NAME
    made_from = content_key("page", program_version(), manifest.model_dump_json(), [each.beside for each in told])
    if not seen.is_still(page, made_from):
        from briefcast.pages.edition import write_page

        seen.note(write_page(manifest, plan.folder), made_from)
    return page


def _read_earlier(folder: Path) -> Manifest | None:
    """Read the manifest of the run before; one that cannot be read counts as none."""
    try:
        return read_manifest(folder)
    except BriefcastError:
        return None


def _still_true(
    plan: Plan,
    earlier: Manifest,
    seen: Seen,
    made: Iterable[OutputEntry],
    failed: Iterable[Step],
    spared: Collection[Step],
) -> tuple[OutputEntry, ...]:
    """Give the outputs of before that are whole and still say what the brief says, of what was not made now.

    That is what this run was not asked for, if the same version of the code made it, what it could not make anew, and
    films that no draft takes the place of.
    """
    asked = {(step.audience, step.language, step.kind) for step in plan.steps}
    failing = {(step.audience, step.language, step.kind) for step in failed}
    standing = {(step.audience, step.language, step.kind, step.variant) for step in spared}
    now = {output.path for output in made}

    def stays(output: OutputEntry) -> bool:
        piece = (output.audience, output.language, output.product)
        if output.path in now:
            return False
        if piece in failing or (*piece, output.variant) in standing:
            return True
        return piece not in asked and earlier.code_version == code_version()

    others = [output for output in earlier.outputs if stays(output)]
    same = {telling: _says_the_same(plan, earlier, *telling) for telling in {(o.audience, o.language) for o in others}}
    return tuple(o for o in others if same[o.audience, o.language] and seen.sha256(plan.folder / o.path) == o.sha256)


def _spared(plan: Plan, results: Mapping[Step, Made | Exception], earlier: Manifest, seen: Seen) -> frozenset[Step]:
    """Give the drafts in whose places films lie that are none, are whole and say the same."""
    if plan.request.options.preset != DRAFT:
        return frozenset()
    before: dict[tuple[str, str, str, str], list[OutputEntry]] = {}
    for output in earlier.outputs:
        before.setdefault((output.audience, output.language, output.product, output.variant), []).append(output)

    def stands(step: Step) -> bool:
        outputs = before.get((step.audience, step.language, step.kind, step.variant), [])
        return (
            any(output.media.preset not in (None, DRAFT) for output in outputs)
            and all(seen.sha256(plan.folder / output.path) == output.sha256 for output in outputs)
            and _says_the_same(plan, earlier, step.audience, step.language)
        )

    return frozenset(step for step, result in results.items() if isinstance(result, Made) and stands(step))


def _standard_stays(spared: Collection[Step]) -> Iterator[Finding]:
    """Say where films are shown instead of the drafts that were asked for."""
    if spared:
        yield Finding(
            code="no-draft",
            severity="note",
            place=_places((step.audience, step.language) for step in spared),
            message=tell("Films that are no drafts and say the same stay in their places."),
            remedy=tell("Look at the drafts in a folder of their own: name one with --out."),
        )


def _places(tellings: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted({f"{audience}/{language}" for audience, language in tellings}))


def _stayed(kept: Iterable[OutputEntry], failed: Iterable[Step]) -> Iterator[Finding]:
    """Say of what could not be made anew that the files of before are still there."""
    failing = {(step.audience, step.language, step.kind) for step in failed}
    pieces = dict.fromkeys((output.audience, output.language, output.product) for output in kept)
    for audience, language, product in pieces:
        if (audience, language, product) in failing:
            yield Finding(
                code="earlier-stays",
                severity="warning",
                place=f"{audience}/{language}",
                message=tell(
                    "The {product} could not be made anew. The files of an earlier run stay: they say the same.",
                    product=product,
                ),
                remedy=tell("Look at them before they are approved."),
            )


def _says_the_same(plan: Plan, earlier: Manifest, audience: str, language: str) -> bool:
    before = earlier.script(audience, language)
    if before is None or audience not in plan.brief.audiences or language not in plan.brief.languages:
        return False
    try:
        now = ScriptEntry.of(
            plan.script(audience, language),
            read=plan.script(audience, language, to_read=True),
            duration_ms=before.duration_ms,
        )
    except FactError:
        return False  # A figure of it can no longer be told; this run was not asked for that language.
    return now == before


def _is_part(plan: Plan) -> bool:
    """Say whether a run is asked for a part of what its brief names."""
    request, brief = plan.request, plan.brief
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        (request.audiences, brief.audiences),
        (request.languages, brief.languages),
        (request.products, brief.products or default_products()),
    )
    return any(asked and not set(asked) >= set(every) for asked, every in pairs)


def _sort_out(
    plan: Plan, earlier: Manifest, outputs: tuple[OutputEntry, ...]
) -> tuple[tuple[OutputEntry, ...], tuple[OutputEntry, ...]]:
    """Give what an earlier manifest listed and this one does not: what lies on outdated, and what is to go.

    A run that is asked for a part lets everything else lie: what it was not asked for is not its to remove.
    """
    listed = {output.path for output in outputs}
    asked = {(step.audience, step.language, step.kind) for step in plan.steps}
    before = [output for output in (*earlier.outputs, *earlier.outdated) if output.path not in listed]
    if not _is_part(plan):
        return (), tuple(before)
    gone = tuple(o for o in before if (o.audience, o.language, o.product) in asked)
    return tuple(o for o in before if o not in gone and (plan.folder / o.path).is_file()), gone


def _removed(gone: Iterable[OutputEntry], outputs: Iterable[OutputEntry]) -> Iterator[Finding]:
    """Say for whom a product is gone altogether."""
    renewed = {(output.audience, output.language, output.product) for output in outputs}
    for product, tellings in _by_product(o for o in gone if (o.audience, o.language, o.product) not in renewed):
        yield Finding(
            code="outdated-removed",
            severity="warning",
            place=tellings,
            message=tell(
                "The {product} files of an earlier run were removed: the brief no longer asks for them, or they could "
                "not be made anew.",
                product=product,
            ),
            remedy=tell("Look whether something is missing in the brief, in a profile or in what could be made."),
        )


def _left_out(outdated: Iterable[OutputEntry]) -> Iterator[Finding]:
    """Say for whom a product is no part of the edition any more, though its files lie there."""
    for product, tellings in _by_product(outdated):
        yield Finding(
            code="outdated",
            severity="warning",
            place=tellings,
            message=tell(
                "The {product} files of an earlier run are left out: the brief or briefcast changed since.",
                product=product,
            ),
            remedy=tell("Make them again: leave --audience, --language and --product out, or name these."),
        )


def _by_product(outputs: Iterable[OutputEntry]) -> Iterator[tuple[str, str]]:
    tellings: dict[str, set[tuple[str, str]]] = {}
    for output in outputs:
        tellings.setdefault(output.product, set()).add((output.audience, output.language))
    return ((product, _places(each)) for product, each in tellings.items())


def _describe(
    plan: Plan,
    results: Mapping[Step, Made | Exception],
    outputs: tuple[OutputEntry, ...],
    kept: tuple[OutputEntry, ...],
    earlier: Manifest | None,
    found: tuple[Finding, ...],
) -> Manifest:
    """Fill the manifest: this run's scripts, voices and failures, and those of what was kept."""
    kept_tellings = {(o.audience, o.language) for o in kept} - set(plan.scripts)
    # Of what could not be spoken now, the files of before have the voice of before.
    kept_voices = kept_tellings | {(o.audience, o.language) for o in kept if o.voice}
    scripts = [
        ScriptEntry.of(
            script, read=plan.read[audience, language], duration_ms=_duration_ms(results, earlier, audience, language)
        )
        for (audience, language), script in plan.scripts.items()
    ]
    fallbacks = [
        FallbackEntry.of(fallback, audience=step.audience, language=step.language)
        for step, made in results.items()
        if isinstance(made, Made)
        for fallback in made.fallbacks
    ]
    if earlier:
        scripts += [s for s in earlier.scripts if (s.audience, s.language) in kept_tellings]
        fallbacks += [f for f in earlier.fallbacks if (f.audience, f.language) in kept_voices]
    brief = plan.brief
    shown_audiences = {script.audience for script in scripts}
    shown_languages = {script.language for script in scripts}
    return Manifest(
        brief=brief.id,
        title=brief.title,
        issuer=brief.issuer,
        as_of=brief.as_of,
        embargo=brief.embargo,
        made_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        briefcast_version=__version__,
        code_version=code_version(),
        with_errors=bool(plan.errors),
        template_version=", ".join(dict.fromkeys(plan.brand_of(id).id for id in brief.audiences)),
        audiences=tuple(
            AudienceEntry(id=id, name=dict(plan.audiences[id].name)) for id in brief.audiences if id in shown_audiences
        ),
        languages=tuple(code for code in brief.languages if code in shown_languages),
        outputs=outputs,
        facts=facts_of(
            plan,
            said=(fact for script in scripts for scene in (*script.scenes, *script.read) for fact in scene.facts),
            shown=(fact for output in outputs for fact in output.facts),
        ),
        sources=source_entries(brief),
        findings=tuple(map(FindingEntry.of, (*plan.findings, *found, *_findings(outputs)))),
        fallbacks=tuple({(f.audience, f.language, f.wanted, f.used, f.reason): f for f in fallbacks}.values()),
        failures=tuple(
            FailureEntry(
                audience=step.audience, language=step.language, product=step.kind, message=without_home(str(error))
            )
            for step, error in results.items()
            if isinstance(error, Exception) and step.kind != NARRATION
        ),
        scripts=tuple(scripts),
    )


def _findings(outputs: tuple[OutputEntry, ...]) -> Iterable[Finding]:
    """Give what every product finds in its outputs."""
    for name, each in products().items():
        yield from each.findings([output for output in outputs if output.product == name])


def _duration_ms(
    results: Mapping[Step, Made | Exception], earlier: Manifest | None, audience: str, language: str
) -> int | None:
    """Give how long it is when spoken: now, or in the run before where it could not be spoken now."""
    for step, made in results.items():
        if isinstance(made, Made) and made.narration and (step.audience, step.language) == (audience, language):
            return made.narration.duration_ms
    spoken = any(step.kind == NARRATION and (step.audience, step.language) == (audience, language) for step in results)
    before = earlier.script(audience, language) if earlier and spoken else None
    return before.duration_ms if before else None


def _group_label(statistic: Statistic, language: LanguageCode) -> str:
    return statistic.member.label.get(language, "") if statistic.member else ""


def source_entries(brief: Brief) -> tuple[SourceEntry, ...]:
    """Give the sources of a brief as its editions name them."""
    return tuple(
        SourceEntry(id=s.id, title=s.title, publisher=s.publisher, url=str(s.url or ""), date=s.date, short=s.short)
        for s in brief.sources
    )


def facts_of(plan: Plan, *, said: Iterable[str], shown: Iterable[str]) -> tuple[FactEntry, ...]:
    """Give every figure the scripts state or the charts show, in every language, and as each audience reads it."""
    entries: list[FactEntry] = []
    told = dict.fromkeys(said)
    for id in told | dict.fromkeys(shown):
        statistic_id, _, attribute = id.partition(".")
        if attribute == "label":
            continue
        statistic = plan.brief.statistic(statistic_id)
        try:
            written = {code: plan.facts.word(id, code, "exact").shown for code in plan.brief.languages}
        except FactError:
            if id in told:
                raise
            continue  # A gap whose size is not known ("over" the target itself): no chart writes it.
        written_for: dict[str, dict[LanguageCode, str]] = {}
        # On an axis every value is exact, whatever the audience.
        for audience, language in plan.scripts if not attribute.startswith("series.") else ():
            shown = plan.facts.word(id, language, plan.audiences[audience].numbers).shown
            if shown != written[language]:
                written_for.setdefault(audience, {})[language] = shown
        is_date = attribute in _DATES
        # A target, a whole and an earlier value are no estimates because the newest value is one.
        own_value = attribute.partition(".")[0] in ("target", "baseline", "out_of", "series")
        # A target that only counts at its end has no distance yet: what is told of it is the target.
        own_value = own_value or (attribute == "gap" and plan.facts.gap_case(statistic_id) == "to_come")
        goal = {code: goal_word(statistic, code) for code in plan.brief.languages} if attribute == "target" else {}
        entries.append(
            FactEntry(
                id=id,
                statistic=statistic_id,
                label={code: listed(text, _group_label(statistic, code)) for code, text in statistic.label.items()},
                written=written,
                written_for=written_for,
                value="" if is_date else str(plan.facts.value(id)),
                unit="date" if is_date else _unit(statistic, attribute),
                goal={code: f"{word[:1].upper()}{word[1:]}" for code, word in goal.items()},
                period=_period(statistic, "target" if attribute == "gap" and own_value else attribute),
                qualifier=None if own_value else statistic.qualifier,
                estimate=statistic.estimate and not own_value,
                source=statistic.source,
            )
        )
    return tuple(entries)


def _period(statistic: Statistic, attribute: str) -> Period | None:
    """Say when a figure holds: a value of a series, a target and an earlier value have times of their own."""
    if attribute.startswith("series."):
        return attribute.partition(".")[2]
    if attribute == "target":
        return statistic.target.by if statistic.target else None
    if attribute == "baseline":
        return statistic.baseline.period if statistic.baseline else None
    target = statistic.target
    if attribute == "out_of" and target is not None and target.value == statistic.out_of:
        # The whole of a year is no whole of its first nine months.
        return target.by or statistic.period
    return statistic.period


_DATES = ("period", "target.by", "baseline.period")


def _unit(statistic: Statistic, attribute: str) -> Unit | Literal["points"]:
    """Give the unit of a figure derived from a statistic: percentages differ in points, shares are percentages."""
    attribute = attribute.removesuffix(".size").removesuffix(".alone")
    compared = statistic.compare if attribute == "change" and not statistic.baseline else None
    if compared and compared.measured_in == "percent":
        return "percent"
    if attribute in ("share", "growth"):
        return "percent"
    if attribute in ("change", "gap") and statistic.unit == "percent":
        return "points"
    if attribute == "change" and statistic.baseline is None:
        return "percent"
    return statistic.unit
