"""What a person is told at the end: what was made, what stood in, where to look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from rich.markup import escape

from briefcast.cli.terminal import Terminal, answer
from briefcast.engines import BESIDE, ENGINES, RECORDED
from briefcast.errors import BriefcastError, BriefError, Stopped
from briefcast.messages import Line, Name, Typed, joined, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    # Error messages and help must not wait for everything an edition takes.
    from briefcast.edition.edition import Edition
    from briefcast.ledger import Ledger
    from briefcast.manifest.manifest import Manifest
    from briefcast.products.base import Told
    from briefcast.publishing.alike import Alike

say = Terminal(stderr=True, soft_wrap=True, highlight=False)
"""Everything that is not the answer itself goes to standard error."""


_REMOVED_SHOWN = 5
_TOLD = frozenset({"no-draft", "outdated", "outdated-removed"})
"""Findings of what a person may look for in vain: the page alone is no place for them."""


def report(edition: Edition) -> None:
    """Print what was made, every fallback, finding and failure, and the page to open."""
    from briefcast.catalogue import team_language

    manifest = edition.manifest
    tell_voices(manifest)
    stood_in: dict[tuple[str, str, str, str], list[str]] = {}
    for fallback in manifest.fallbacks:
        reason = fallback.told.get(team_language(), fallback.reason)
        same = (fallback.language, fallback.used, fallback.wanted, reason)
        stood_in.setdefault(same, []).append(fallback.audience)
    for (language, used, wanted, reason), audiences in stood_in.items():
        whose = tell("{language} for {audiences}", language=language, audiences=tuple(audiences))
        stands = tell("{used} instead of {wanted}: {reason}", used=used, wanted=wanted, reason=reason)
        say_told(tell("({whose}): {told}", whose=whose, told=stands), label=tell("Another voice stood in"))
    if manifest.findings:
        from briefcast.cli.counting import count_findings

        levels = sorted({finding.severity for finding in manifest.findings})
        found = count_findings(manifest.findings, *levels)
        say_told(joined(found, tell("The page lists them.")), label=tell("Findings:"))
    for failure in manifest.failures:
        where = f"{failure.audience} · {failure.language} · {failure.product}"
        say_told(tell("({whose}): {told}", whose=where, told=failure.message), label=tell("Not made"), colour="red")
    if edition.removed:
        shown = edition.removed[:_REMOVED_SHOWN]
        more = len(edition.removed) - len(shown)
        say_told(
            tell("{files} and {number} more", files=", ".join(shown), number=more) if more else ", ".join(shown),
            label=tell("Removed, as nothing takes its place:"),
        )
    for finding in manifest.findings:
        if finding.code in _TOLD:
            say_told(tell("{place}: {text}", place=finding.place, text=joined(finding.message, finding.remedy)))
    earlier = edition.steps - edition.fresh - len(edition.failures)
    made = tell(
        "{count} files, {megabytes} MB.", count=len(manifest.outputs), megabytes=round(manifest.total_bytes / 1e6)
    )
    kept = tell("{number} of {steps} steps were made already.", number=earlier, steps=edition.steps) if earlier else ""
    say_told(joined(made, kept), colour="")
    tell_things(edition.told)
    say_told(tell("Open this page to see them all:"), colour="")
    answer(edition.page.resolve())


def tell_voices(manifest: Manifest) -> None:
    """Print who speaks each language, and which service got the sentences for it."""
    from briefcast.speech.addresses import speaks_here

    spoken = {(output.language, output.voice) for output in manifest.outputs if output.voice}
    heard = sorted(
        (language, str(voice), voice.name.endswith(BESIDE)) for language, voice in spoken if voice.engine != "silent"
    )
    told: list[str] = []
    for language, voice, beside in heard:
        if voice.partition(":")[0] == RECORDED:
            told.append(tell("{language} a recorded person", language=language))
        elif beside:
            told.append(tell("{language} {voice} and a recorded person", language=language, voice=voice))
        else:
            told.append(f"{language} {voice}")
    if told:
        say_told(" · ".join(dict.fromkeys(shown(each) for each in told)), label=tell("Spoken by:"), colour="dim")
    engines = {voice.engine for _, voice in spoken if voice.engine in ENGINES}
    sent = {ENGINES[name].service for name in engines if not speaks_here(name)}
    for service in sorted(sent):
        say_told(tell("The sentences were sent to {service}.", service=service))


def tell_things(things: Iterable[Told]) -> None:
    """Print what a person should know."""
    for told in things:
        say_told(told.text, colour="yellow" if told.grave else "")


def report_error(error: BriefcastError) -> int:
    """Print one clear message for a failure and give the exit code it deserves."""
    if isinstance(error, BriefError):
        # Help and other failures need not wait for the table of languages.
        from briefcast.catalogue import in_language, placed, team_language

        code = team_language()
        for problem in error.problems:
            where = f": {problem.field}:" if problem.field else ":"
            said = f"{in_language(problem.message, code)} {in_language(problem.remedy, code)}"
            place, field, text = placed(in_language(problem.place, code), where, said, code)
            say.print(f"[bold red]{escape(place)}[/]{escape(field)} {escape(text)}")
        if (count := len(error.problems)) > 1:
            say.print(in_language(tell("{count} things to put right.", count=count), code))
    else:
        word = tell("Stopped.") if isinstance(error, Stopped) else tell("Failed:")
        say_told(error.told, label=word, colour="bold red")
    return error.exit_code


def shown(text: str) -> str:
    """Give a text in the language of the team, for a cell or the middle of a line."""
    from briefcast.catalogue import in_language, team_language

    return in_language(text, team_language())


_SAID: ContextVar[list[Line] | None] = ContextVar("said", default=None)
"""What is being told, where somebody keeps it."""


@contextmanager
def keeping_said() -> Iterator[list[Line]]:
    """Give what the block tells, line by line, as it comes."""
    said: list[Line] = []
    token = _SAID.set(said)
    try:
        yield said
    finally:
        _SAID.reset(token)


def _kept(line: Line) -> None:
    said = _SAID.get()
    if said is not None:
        said.append(line)


def say_again(lines: Iterable[Line]) -> None:
    """Print lines that were told before, as they were then."""
    for line in lines:
        if line.under:
            _say_under(line.text)
        else:
            say_told(line.text, label=line.label, colour=line.colour)


def _say_under(text: str) -> None:
    """Print what stands under the line before."""
    _kept(Line(text=text, under=True))
    say.print(f"    {escape(shown(text))}")


def say_told(text: str, *, label: str = "", colour: str = "yellow") -> None:
    """Print what is told in the language of the team, behind a label in colour; without a label all of it."""
    from briefcast.catalogue import told

    _kept(Line(text=text, label=label, colour=colour))
    if label and colour:
        say.print(f"[{colour}]{escape(told(label))}[/] {escape(shown(text))}")
    elif label:
        say.print(f"{escape(told(label))}  {escape(shown(text))}")
    else:
        say.print(f"[{colour}]{escape(told(text))}[/]" if colour else escape(told(text)))


def say_alike(
    told: Iterable[tuple[str, str, str]],
    *,
    colour: str = "yellow",
    more: str = "briefcast publish --dry-run",
    every: bool = False,
) -> None:
    """Print what is told of items, once for each reason; of many items a few are named, and where the others are.

    Each is a label, the item and the reason. ``more`` is the command that lists all; ``every`` names all here.
    """
    from briefcast.publishing.alike import group_alike

    say_grouped(group_alike(told), colour=colour, more=more, every=every)


def say_grouped(
    groups: Iterable[Alike], *, colour: str = "yellow", more: str = "briefcast publish --dry-run", every: bool = False
) -> None:
    """Print what is told of items that were put together already, as `say_alike` does."""
    for each in groups:
        say_told(each.told, label=each.label, colour=colour)
        for item in each.where if every and each.named else each.named:
            _say_under(item)
        if each.more and not every:
            _say_under(tell("and {count} more: {command}", count=each.more, command=Typed(more)))


def say_ledger(ledger: Ledger) -> None:
    """Say which ledger a command writes to: it is the one of the folder one stands in, unless another is named."""
    from briefcast.ledger import told_of_place

    fresh = ledger.is_empty()
    say_told(
        tell("Ledger: {place} (new)", place=ledger.place) if fresh else tell("Ledger: {place}", place=ledger.place),
        colour="dim",
    )
    if told := told_of_place(ledger):
        say_told(told)
    say_times(ledger)


def say_times(ledger: Ledger) -> None:
    """Tell moments by the clock of the plan from now on, and say so where this machine's own clock shows another."""
    from briefcast.catalogue import in_zone, told_zone
    from briefcast.languages import own_language, read_languages
    from briefcast.week.quiet import plan_zone

    zone = plan_zone(ledger)
    in_zone(zone)
    now = dt.datetime.now(dt.UTC)
    if zone and now.astimezone(zone).utcoffset() != now.astimezone().utcoffset():
        called = {code: told_zone(zone, code) for code in read_languages()}
        say_told(tell("Times: {zone}", zone=Name(called[own_language()], called)), colour="dim")
