"""Placing: the files of every step laid beside where people find them, and nothing copied that is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefcast.brief.findings import Finding
from briefcast.edition.plan import Plan, run_step
from briefcast.errors import BriefcastError, StoreDamage
from briefcast.manifest.manifest import OutputEntry
from briefcast.manifest.output import Output
from briefcast.messages import tell
from briefcast.products.base import Made, Step
from briefcast.store.seen import Seen
from briefcast.store.switch import Switch


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What lies in its place, or aside."""

    outputs: tuple[OutputEntry, ...]
    results: Mapping[Step, Made | Exception]
    """Of every step, with what had to be made again."""
    findings: tuple[Finding, ...]
    """What was damaged in the store."""


def place_outputs(
    plan: Plan,
    results: Mapping[Step, Made | Exception],
    earlier: Mapping[str, OutputEntry],
    seen: Seen,
    switch: Switch,
) -> Placed:
    """Lay every file aside that is not already whole in its place.

    What is copied is compared with what was made; an entry of the store that was damaged since is made
    again. With ``verify`` also those entries are looked through of which nothing has to be copied.

    Args:
        plan: the edition, and where it goes.
        results: what each step gave.
        earlier: what the manifest of the run before says, by path.
        seen: what is known of the files in their places.
        switch: where they are laid aside.
    """
    outputs: list[OutputEntry] = []
    now, damaged = dict(results), list[Step]()
    for step, result in results.items():
        if isinstance(result, Exception):
            continue
        try:
            outputs += _place(plan, step, result, earlier, seen, switch)
        except StoreDamage:
            damaged.append(step)
            plan.store.drop(result.key)
            try:
                now[step] = again = run_step(plan, step, _needed(plan, step, now))
                outputs += _place(plan, step, again, earlier, seen, switch)
            except BriefcastError as error:
                now[step] = error
    return Placed(outputs=tuple(outputs), results=now, findings=tuple(map(_finding, damaged)))


def _place(
    plan: Plan, step: Step, made: Made, earlier: Mapping[str, OutputEntry], seen: Seen, switch: Switch
) -> tuple[OutputEntry, ...]:
    """Lay the files of one step aside; StoreDamage, with none of them laid."""
    if made.folder is None:
        return ()
    store = plan.store
    if plan.request.verify:
        store.check(made.key)
    try:
        return tuple(_entries(plan, step, made, earlier, seen, switch))
    except StoreDamage:
        for output in made.outputs:
            switch.take_back(_path(step, output))
        raise


def _entries(
    plan: Plan, step: Step, made: Made, earlier: Mapping[str, OutputEntry], seen: Seen, switch: Switch
) -> Iterator[OutputEntry]:
    for output in made.outputs:
        path = _path(step, output)
        place = plan.folder / path
        before = earlier.get(path)
        if before and before.key == made.key and before.sha256 == seen.sha256(place):
            yield before
            continue
        aside = switch.lay(path)
        sha256 = plan.store.copy_out(made.key, output.name, aside)
        yield OutputEntry.of(
            output,
            folder=plan.folder,
            path=path,
            audience=step.audience,
            voice=made.voice,
            key=made.key,
            sha256=sha256,
            aside=aside,
        )


def _path(step: Step, output: Output) -> str:
    return f"{step.audience}/{step.language}/{output.name}"


def _needed(plan: Plan, step: Step, results: Mapping[Step, Made | Exception]) -> dict[Step, Made]:
    return {earlier: made for earlier in plan.needs(step) if isinstance(made := results[earlier], Made)}


def _finding(step: Step) -> Finding:
    return Finding(
        code="store-damaged",
        severity="warning",
        place=f"{step.audience}/{step.language}",
        message=tell(
            "What the store kept of the {output} was not what had been made; it was made again.",
            output=f"{step.kind} {step.variant}".rstrip(),
        ),
        remedy=tell("If this comes again, the disk may be failing: look at it, and run briefcast make --verify."),
    )
