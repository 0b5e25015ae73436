"""Targets: whether a figure has reached its own, and whether that can be known yet."""

from __future__ import annotations

import re
from typing import Literal

from briefcast.brief.measures import measure_of
from briefcast.brief.model import Statistic
from briefcast.brief.periods import split_period
from briefcast.language.phrasebook import Gender, Phrasebook, TargetKind, phrasebook
from briefcast.writing.comparing import Amount, unknown_side


def is_pending(s: Statistic) -> bool:
    """Say whether the day of a target is still to come at the end of the figure's period."""
    if s.target is None or s.target.by is None:
        return False
    return split_period(s.target.by).last > split_period(s.period).last


def only_at_the_end(s: Statistic) -> bool:
    """Say whether a figure is only known at the end of its period: growth of nine months is not that of the year."""
    return s.unit in ("percent", "index", "ratio") and measure_of(s) != "share"


def target_met(s: Statistic) -> bool | None:
    """Say whether the target is reached; a value "over" it is above it, a value "nearly" it below.

    None without a target, for a value "about" it, and while a target is still to come: until its day nothing
    is missed, and growth or a level that lies above it now may fall back.
    """
    met = has_met(s)
    return None if is_pending(s) and (not met or only_at_the_end(s)) else met


def is_of_another_time(s: Statistic) -> bool:
    """Say whether the day of a target was over before the figure was measured: whether it was met is not known."""
    return _is_over(s) and not is_overdue(s)


def is_overdue(s: Statistic) -> bool:
    """Say whether a deadline went by and what was to be done is still not done: 26 of 41 in October, due in August.

    So it is with what stands on a day, or is so many of a whole; the yield of a month is no state.
    """
    stands = s.out_of is not None or len(s.period) == len("2026-10-31")
    return _is_over(s) and stands and has_met(s) is False


def _is_over(s: Statistic) -> bool:
    return bool(s.target and s.target.by and split_period(s.target.by).last < split_period(s.period).first)


def part_reached(s: Statistic) -> Amount | None:
    """Give the percentage of its target that a figure is, where it grows to it from nothing."""
    if s.target is None or s.unit not in ("count", "currency") or better(s) == "lower":
        return None
    if measure_of(s) not in (None, "count", "amount"):
        # A rate or a level grows from no nothing: 31.2 beds of 32 are no 97.5% of a plan carried out.
        return None
    if s.target.value <= 0 or s.value < 0 or is_of_another_time(s):
        return None
    share = s.value * 100 / s.target.value
    return Amount(value=share, kind="percent", qualifier=s.qualifier, derived=True, grows=True)


def is_measure(s: Statistic) -> bool:
    """Say whether a target is one that nobody works towards: a ceiling, or what was forecast."""
    return bool(s.target and s.target.kind in ("ceiling", "forecast"))


def is_limit(s: Statistic) -> bool:
    """Say whether a target is a ceiling or a forecast, and a figure lies on one side of it on any day."""
    return is_measure(s) and only_at_the_end(s)


def has_met(s: Statistic) -> bool | None:
    """Say whether the value lies where the target wants it, whatever the day; None where nobody can tell."""
    if s.target is None or (s.qualifier == "about" and unknown_side(s, s.target.value)):
        return None
    if s.value == s.target.value and s.qualifier in ("over", "nearly"):
        return (s.qualifier == "over") == (better(s) == "higher")
    return s.value >= s.target.value if better(s) == "higher" else s.value <= s.target.value


def better(s: Statistic) -> Literal["higher", "lower"]:
    """Say which way is better: as the brief says, else lower for a rank and a ceiling and higher for the rest."""
    ceiling = s.target is not None and s.target.kind == "ceiling"
    return s.better or ("lower" if s.unit == "rank" or ceiling else "higher")


def is_ceiling(s: Statistic) -> bool:
    """Say whether a target is what a figure is to stay under, not to come down to, where its name does not say so."""
    if s.target is None or s.target.name or is_measure(s) or s.unit == "rank" or better(s) != "lower":
        return False
    if s.baseline is not None and s.baseline.value > s.target.value:
        return False
    return s.baseline is not None or bool(has_met(s))


def target_kind(s: Statistic) -> TargetKind:
    """Say what kind of target a figure has: as the brief says, a budget for money of one, or else a goal.

    What a budget expects to take in is an estimate of revenue: nobody collects a budget.
    """
    money = s.unit == "currency"
    of_budget = money and any(_is_called(label, phrasebook(code).of_budget) for code, label in s.label.items())
    kind: TargetKind = s.target.kind if s.target and s.target.kind else "budget" if of_budget else "goal"
    called = any(_is_called(label, phrasebook(code).of_revenue) for code, label in s.label.items())
    return "revenue" if kind == "budget" and money and called else kind


def _is_called(label: str, words: str) -> bool:
    return bool(words) and bool(re.search(words, label, re.IGNORECASE))


def goal_word(s: Statistic, language: str) -> str:
    """Give what the target of a figure is called in a sentence: *mục tiêu*, *dự toán*, or the brief's own word."""
    own = s.target.name.get(language, "") if s.target else ""
    return own or phrasebook(language).goals[target_kind(s)]


def goal_words(s: Statistic, language: str) -> dict[str, str]:
    """Give that word as ``goal``, with the words of patterns that agree with its gender, for their places."""
    words = phrasebook(language)
    own = s.target.name.get(language, "") if s.target else ""
    gender: Gender = words.goal_genders.get(target_kind(s), "m")
    if own:
        gender = "f" if own.split()[0].endswith(words.goal_feminine) else "m"
    return {"goal": _without_article(goal_word(s, language), words), **words.goal_agrees.get(gender, {})}


def _without_article(goal: str, words: Phrasebook) -> str:
    """Give what a target is called without the article that patterns put before it: *legal limit*, *תקן המותר*."""
    article = words.goal_article
    if not article:
        return goal
    if article.endswith(" "):
        return re.sub(rf"(?i)^{re.escape(article)}", "", goal)
    first, *rest = goal.split()
    # A noun may begin with the letter of the article; its adjective then has none: היקף מותר.
    definite = first.startswith(article) and (
        first in words.goals_definite or any(word.startswith(article) for word in rest)
    )
    return goal.removeprefix(article) if definite else goal
