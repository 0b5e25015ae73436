"""The frame of a piece: what may be said around its content, because the content carries it.

    conditions = carries(script, facts_said, asked=True)
    sentences  = carried(phrases.openings[tone], conditions)

Praise over bad news, thanks for what nobody did, "what remains" before nothing: a sentence that knows nothing of
the content says such things sooner or later. So each names its conditions, and the default is no sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from briefcast.brief.model import News
from briefcast.language.phrases import Condition, names_harm
from briefcast.script import Figure, Script


def judge_news(figures: Sequence[Figure], typed: News | None = None) -> News:
    """Say whether figures are good news; what the brief says counts, unless it is more cheerful than they are.

    A figure is good if it became better or met its target, bad if it became worse or, with no earlier value, missed
    its target; one that becomes better on its way to a target is good.
    """
    signs = {sign for figure in figures if (sign := _sign(figure)) is not None}
    found: News = "neutral" if not signs else "mixed" if len(signs) > 1 else "good" if True in signs else "bad"
    if typed is None or (typed == "good" and found in ("bad", "mixed")):
        return found
    return typed


def _sign(figure: Figure) -> bool | None:
    return figure.target_met if figure.change_is_good is None else figure.change_is_good


def carries(script: Script, said: Collection[str]) -> frozenset[Condition]:
    """Give the conditions that a script meets of which these facts are said."""
    told = {fact.partition(".")[0] for fact in said}
    figures = [figure for figure in script.figures if figure.statistic in told]
    missed = {f"{f.statistic}.{way}" for f in figures if f.target_met is False for way in ("gap", "gap.size")}
    good = script.news == "good"
    harmed = any(names_harm(figure.label, script.language) for figure in figures)
    action = script.call_to_action
    holds: dict[Condition, bool] = {
        "good": good,
        "announced": good and script.announced,
        # What one clinic did is no work of all who hear of it.
        "credit": script.credit and script.news != "bad" and script.kind != "spotlight",
        # "231 people were hurt. Now it's your turn.": nobody is cheered on beside them, though they are fewer.
        "unharmed": not harmed,
        "achieved": any(f.target_met or f.change_is_good for f in figures),
        "remains": bool(missed & set(said)),
        "sources": bool(script.sources),
        "action": bool(action.text),
        "link": bool(action.text and action.url),
        "place": bool(script.release.place),
        "embargo": bool(script.release.embargo),
        "limits": bool(script.release.limits),
        "contact": bool(script.release.contact),
    }
    kind: frozenset[Condition] = frozenset({script.kind})  # type: ignore[arg-type]
    return kind | {condition for condition, so in holds.items() if so}
