"""How an episode is directed: it begins with a figure, holds no holes, and does not spend its time on itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from briefcast.brief.read import read_brief
from briefcast.language.written import letters_alone
from briefcast.look.brand import read_brand
from briefcast.products.podcast.casting import speak_telling
from briefcast.products.podcast.episode import plan_episode
from briefcast.products.podcast.plan import EpisodePlan, Stretch
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.settings import podcast_settings, read_show_settings
from briefcast.products.podcast.telling import HOOK, NOTICE, Laid, choose_telling, turns_of, write_tellings
from briefcast.products.profiles import read_audience
from briefcast.store.store import Store
from briefcast.writing.facts import collect_facts
from tests.picture_fixtures import EXAMPLE

AUDIENCES = ("citizens", "youth", "leaders", "press")
LANGUAGES = ("vi", "en", "he")
SHOW = read_show_settings(EXAMPLE.parent)


@cache
def tellings(audience: str, language: str) -> tuple[EpisodeScript, ...]:
    brief = read_brief(EXAMPLE)
    who = read_audience(audience)
    seconds = who.profile("podcast", PodcastProfile).seconds
    show = SHOW.spoken_name(language)
    return write_tellings(brief, collect_facts(brief), who, language, show=show, folder=EXAMPLE.parent, seconds=seconds)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def laid_out(audience: str, language: str, store: Store) -> tuple[EpisodeScript, EpisodePlan]:
    """Lay out the telling an audience would hear, spoken by espeak."""
    who = read_audience(audience)
    told: dict[int, EpisodeScript] = {}

    def lay(telling: EpisodeScript) -> Laid:
        spoken = speak_telling(telling, who, first=("espeak",), store=store, strict=True)
        plan = plan_episode(telling, spoken, read_brand("institutional"), who, SHOW)
        told[id(plan)] = telling
        return Laid(telling=telling, plan=plan, narrations=spoken)

    seconds = who.profile("podcast", PodcastProfile).seconds
    laid = choose_telling(tellings(audience, language), seconds=seconds, pace=who.pace, lay_out=lay)
    return told[id(laid.plan)], laid.plan


def first_figure_ms(stretches: Sequence[Stretch]) -> int:
    """Give when the first figure is heard, from the first word on."""
    begin = stretches[0].words[0].start_ms
    return next(word.start_ms for stretch in stretches for word in stretch.words if word.fact) - begin


def frame_share(telling: EpisodeScript, plan: EpisodePlan) -> float:
    """Give the share of an episode in which it speaks of itself: notice, greeting, goodbye and what leads over to them.

    Who published the figures belongs to the figures, and so does what they are about, and of when.
    """
    turns = [turn for _, turn in turns_of(telling)]
    own = {NOTICE, *(f"opening.{n}" for n in range(9)), *(f"closing.{n}" for n in range(9))}
    names = [name for name, _ in turns_of(telling)]
    spent_ms = 0.0
    for name, turn, stretch in zip(names, turns, plan.stretches, strict=True):
        asked = letters_alone(plan.action.text)
        for number, sentence in enumerate(turn.sentences):
            words = [word for word in stretch.words if word.sentence == number]
            said = letters_alone(sentence.shown)
            of_figures = any(letters_alone(source.publisher) in said for source in telling.script.sources)
            about = letters_alone(" ".join(s.shown for s in telling.script.named) or telling.script.title)
            is_matter = sentence.facts or of_figures or (asked and asked in said) or said in about
            if name in own and words and not is_matter:
                spent_ms += words[-1].end_ms - words[0].start_ms
    return spent_ms / plan.duration_ms


def holes_ms(stretches: Sequence[Stretch]) -> list[int]:
    """Give every pause between one who speaks and the next."""
    return [b.words[0].start_ms - a.words[-1].end_ms for a, b in pairwise(stretches)]


def silent_share(plan: EpisodePlan) -> float:
    """Give the share of an episode that lies in pauses of more than half a second."""
    words = [word for stretch in plan.stretches for word in stretch.words]
    gaps = np.array([b.start_ms - a.end_ms for a, b in pairwise(words)])
    return float(gaps[gaps > 500].sum() / plan.duration_ms)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_episode_begins_with_its_best_figure_and_says_who_speaks_after_it(
    audience: str, language: str, store: Store
) -> None:
    """The first figure was heard after 24 seconds, behind a disclosure, a greeting and a slogan."""
    telling, plan = laid_out(audience, language, store)
    assert first_figure_ms(plan.stretches) <= 3500
    assert [name for name, _ in turns_of(telling)][:2] == ["hook", NOTICE]
    assert telling.hook is not None
    # It is the headline of the leading point, which tells it in full; no sentence is said twice.
    assert {fact.partition(".")[0] for s in telling.hook.sentences for fact in s.facts} <= {
        fact.partition(".")[0] for fact in telling.parts[1].facts
    }
    said = [s.shown for _, turn in turns_of(telling) for s in turn.sentences]
    assert said.count(telling.hook.sentences[0].shown) == 1
    late = plan.stretches[1:]
    assert first_figure_ms(late) > 3500


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_episode_has_no_holes_and_little_frame(audience: str, language: str, store: Store) -> None:
    """A second of nothing stood between all turns, and 39 of 100 seconds were about the show."""
    telling, plan = laid_out(audience, language, store)
    times = podcast_settings().timeline
    allowed = {times.after_hook, times.between_turns, times.between_parts}
    assert set(holes_ms(plan.stretches)) <= allowed
    assert max(allowed) <= 700
    assert silent_share(plan) <= 0.10
    assert frame_share(telling, plan) <= 0.20
    seconds = read_audience(audience).profile("podcast", PodcastProfile).seconds
    assert abs(plan.duration_ms / 1000 / seconds - 1) <= 0.13
    # Both measures are tried on an episode as it was.
    slow = tuple(
        replace(s, words=tuple(replace(w, start_ms=w.start_ms + n * 900, end_ms=w.end_ms + n * 900) for w in s.words))
        for n, s in enumerate(plan.stretches)
    )
    assert silent_share(replace(plan, stretches=slow, duration_ms=plan.duration_ms + 900 * len(slow))) > 0.10
    bare = replace(telling, hook=None, parts=telling.parts[:1])
    names = {name for name, _ in turns_of(bare)}
    stretches = tuple(s for (name, _), s in zip(turns_of(telling), plan.stretches, strict=True) if name in names)
    spoken_ms = sum(s.words[-1].end_ms - s.words[0].start_ms for s in stretches)
    assert frame_share(bare, replace(plan, stretches=stretches, duration_ms=spoken_ms)) > 0.20


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_figures_are_told_once_more_as_they_were_told(language: str) -> None:
    """Nobody remembers seven figures; and a count without its whole is another figure."""
    telling = max(tellings("citizens", language), key=lambda told: len(told.parts))
    said = [s for turn in telling.parts[-1].turns for s in turn.sentences if s.facts]
    assert len(said) == 3
    points = {fact.partition(".")[0] for part in telling.parts[1:-1] for fact in part.facts}
    assert {fact.partition(".")[0] for s in said for fact in s.facts} <= points
    few = next(t for t in tellings("citizens", language) if len(t.parts) == 4)
    assert not [s for turn in few.parts[-1].turns for s in turn.sentences if s.facts]


def test_what_may_not_go_out_yet_says_so_before_any_figure() -> None:
    """A figure would be heard before its embargo."""
    [*_, telling] = tellings("press", "en")
    assert telling.hook is not None
    from briefcast.products.podcast.script import write_episode

    brief = read_brief(EXAMPLE)
    script = replace(telling.script, release=replace(telling.script.release, embargo="October 9, 2026"))
    held = write_episode(
        script, collect_facts(brief), read_audience("press"), show="Show", with_gaps=False, with_sources=False
    )
    assert held.hook is not None and not [fact for s in held.hook.sentences for fact in s.facts]
    assert held.hook.sentences[0].shown.replace("\u00a0", " ") == "Embargoed until October 9, 2026."
    assert [name for name, _ in turns_of(held)][:2] == [HOOK, NOTICE]
