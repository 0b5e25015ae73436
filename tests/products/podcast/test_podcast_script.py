"""What hosts say: a listener hears every figure as the brief has it, no question twice, and an end in time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from briefcast.brief.read import read_brief
from briefcast.language.written import NBSP, letters_alone, without_isolates
from briefcast.look.brand import read_brand
from briefcast.manifest.manifest import MediaEntry, OutputEntry
from briefcast.products.base import Making, Options
from briefcast.products.podcast.phrases import Conversation, podcast_phrases
from briefcast.products.podcast.plan import EpisodePlan
from briefcast.products.podcast.product import Podcast, tellings_of
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.podcast.script import EpisodeScript, write_episode
from briefcast.products.podcast.settings import podcast_settings, read_show_settings
from briefcast.products.podcast.telling import (
    Laid,
    agree,
    choose_telling,
    estimate_seconds,
    turns_of,
    write_tellings,
)
from briefcast.products.profiles import read_audience
from briefcast.store.store import Store
from briefcast.writing.facts import collect_facts
from briefcast.writing.hook import says_name
from briefcast.writing.writing import write_script
from tests.podcast_fixtures import AUDIENCES, LANGUAGES, SHOW, example, plan_talk, tellings

EVERY = [(audience, language) for audience in AUDIENCES for language in LANGUAGES]


def _texts(telling: EpisodeScript) -> list[tuple[str, str]]:
    return [(turn.host, " ".join(s.shown for s in turn.sentences)) for _, turn in turns_of(telling)]


@pytest.mark.parametrize(("audience", "language"), EVERY)
def test_every_episode_says_whose_show_it_is_what_it_is_about_and_that_a_machine_speaks(
    audience: str, language: str
) -> None:
    for telling in tellings(audience, language):
        texts = _texts(telling)
        # A headline that the point says word for word is not said before it.
        hook, notice, opening, *_ = texts if telling.hook else [("", ""), *texts]
        told = next(scene for scene in telling.script.scenes if scene.kind == "point")
        assert hook[1] or told.headline_aloud[0].shown in {s.shown for s in told.sentences}
        assert notice[1] in podcast_phrases(language).notice.model_dump().values()
        assert SHOW[language] in opening[1]
        said = " ".join(text for _, text in _texts(telling))
        words = podcast_phrases(language)
        # Where they are named, they are told once, with where their links are.
        assert (words.links if telling.sources == "end" else words.notes) in said
        assert not (telling.sources == "end" and words.notes in said)
        assert said.count(SHOW[language]) == 1
        assert not re.search(r"[{}]", said), said


@pytest.mark.parametrize(("audience", "language"), EVERY)
def test_every_number_that_is_said_is_a_figure_of_the_brief(audience: str, language: str) -> None:
    """A host who invents or rounds a number alone would be quoted."""
    brief, facts = example()
    for telling in tellings(audience, language):
        for turn in (turn for part in telling.parts for turn in part.turns):
            for word in (word for sentence in turn.sentences for word in sentence.words):
                if word.fact:
                    assert word.fact.split(".")[0] in facts.statistics
                elif any(c.isdigit() for c in word.shown) and turn.host == "ask":
                    told = [text for p in brief.points for text in (p.text, *(v.text for v in p.variants.values()))]
                    written = " ".join(text.get(language, "") for text in told)  # type: ignore[call-overload]
                    assert word.shown.strip(",:?.!").replace("\u00a0", " ") in written, word.shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "youth"])
def test_no_question_is_asked_twice(audience: str, language: str) -> None:
    for telling in tellings(audience, language):
        asked = [text for host, text in _texts(telling)[1:] if host == "ask"]
        assert len(asked) == len(set(asked))
        ends = ("?", "!", ".", "״", "”")
        assert all(text.endswith(ends) for text in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_host_asks_only_what_the_brief_asks(language: str) -> None:
    """A question made from a label (“Households in poverty: is that the rule yet?”) is nonsense or an insult."""
    brief, facts = example()
    unasked = brief.model_copy(
        update={"points": tuple(p.model_copy(update={"question": {}, "answer_lead": {}}) for p in brief.points)}
    )
    for telling in write_tellings(unasked, facts, read_audience("youth"), language, show="S"):
        points = [part for part in telling.parts if part.kind == "point"]
        target = podcast_phrases(language).conversation.target.partition("{")[0]
        asked = [part.turns[1] for part in points if len(part.turns) > 1]
        assert all(turn.sentences[-1].shown.startswith(target) for turn in asked), "but for how it stands to its target"
        assert len(asked) <= 1
        hosts = [turn.host for part in points for turn in part.turns]
        assert all(one != other for one, other in pairwise(hosts)), "the voices take turns"
    longest = tellings("youth", language)[-1]
    asked = {p.id: p.question.get(language) for p in brief.points}  # type: ignore[call-overload]
    for part in longest.parts:
        if part.kind == "point" and asked[part.id]:
            assert [turn.host for turn in part.turns] == ["ask", "answer"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["leaders", "citizens"])
def test_an_ordinary_brief_is_heard_with_its_name_and_no_sentence_twice(audience: str, language: str) -> None:
    """Without a headline the first sentence was said, then a greeting, then the same sentence again; whose figures it
    told, and of when, stood in the title, and nobody heard it.
    """
    brief, facts = example()
    plain = brief.model_copy(
        update={
            "points": tuple(p.model_copy(update={"headline": {}, "variants": {}}) for p in brief.points),
            "hooks": {},
        }
    )
    for telling in write_tellings(plain, facts, read_audience(audience), language, show=SHOW[language]):
        before = [turn for id, turn in turns_of(telling) if not id.startswith("closing")]
        said = [letters_alone(s.shown) for turn in before for s in turn.sentences]
        assert len(said) == len(set(said))
        # "Time to an answer: 1 day." is no sentence to begin with: a point is told whole, or the greeting comes first.
        begun = [letters_alone(s.shown) for s in telling.hook.sentences] if telling.hook else []
        texts = letters_alone(" ".join(s.shown for scene in telling.script.scenes for s in scene.sentences))
        assert all(sentence in texts for sentence in begun[:1])
        opening = letters_alone(" ".join(s.shown for turn in telling.parts[0].turns for s in turn.sentences))
        named = letters_alone(telling.script.title_alone) in opening
        told = [*(telling.hook.sentences if telling.hook else ()), *telling.parts[1].turns[-1].sentences]
        assert named or says_name(telling.script.lede, told)


_RECAPPED = """
id: report
languages: [en]
audiences: [citizens]
as_of: 2026-01-10
title: {en: The year 2025 in Exampleton}
sources: [{id: s, title: Report, publisher: Exampleton, url: "https://example.org", date: 2026-01-05}]
statistics:
  - {id: accidents, label: {en: Accidents}, value: 512, unit: count, noun: {en: accidents}, period: 2025, source: s}
  - {id: deaths, label: {en: Deaths}, value: 298, unit: count, noun: {en: deaths}, period: 2025, source: s}
  - id: fires
    label: {en: Fires}
    value: 15
    unit: count
    noun: {en: fires}
    period: 2025
    source: s
    by: {dimension: district, values: {north: {name: {en: North}, value: 9}, south: {name: {en: South}, value: 6}}}
  - {id: passed, label: {en: Passed}, value: 14, out_of: 22, unit: count, noun: {en: tests}, period: 2025, source: s}
  - {id: trees, label: {en: Trees}, value: 40, unit: count, noun: {en: trees}, period: 2025, source: s}
  - {id: waste, label: {en: Waste recycled}, value: 23.8, unit: percent, measure: share, better: higher, period: 2025,
     source: s, baseline: {value: 25.1, period: 2024}}
points:
  - id: a
    statistics: [deaths, accidents]
    headline: {en: "{deaths} deaths on the roads"}
    text: {en: "{accidents} accidents happened, with {deaths} deaths."}
  - {id: b, statistics: [fires], text: {en: "{fires} fires broke out, {fires.north} in North."}}
  - {id: c, statistics: [passed], headline: {en: "{passed} tests passed"},
     text: {en: "{passed} of {passed.out_of} tests were passed."}}
  - {id: d, statistics: [trees], headline: {en: "{trees} new trees"}, text: {en: "{trees} trees were planted."}}
  - {id: e, statistics: [fires.south], headline: {en: "{fires.south} fires in South"},
     text: {en: "South had {fires.south} fires."}}
  - {id: f, statistics: [waste], headline: {en: "Recycling falls to {waste}"},
     text: {en: "{waste} of waste was recycled, {waste.change} on 2024."}}
  - {id: g, statistics: [fires.north], text: {en: "North had {fires.north} fires."}}
"""


def test_what_is_said_once_more_is_what_the_point_is_about(tmp_path: Path) -> None:
    """The dead were summed up in one breath with trees, whole sentences came twice, and what got worse was left out."""
    file = tmp_path / "report.yaml"
    file.write_text(_RECAPPED, "utf-8")
    brief = read_brief(file)
    told = write_tellings(brief, collect_facts(brief), read_audience("citizens"), "en", show="S")
    telling, fewer = told[-1], next(one for one in reversed(told) if len(one.parts) < len(told[-1].parts))
    again = [s.shown.replace("\u00a0", " ") for turn in telling.parts[-1].turns for s in turn.sentences if s.facts]
    assert again == ["To sum up: 14 tests passed.", "40 new trees.", "Recycling falls to 23.8%."]
    # Half of a short episode would be heard twice.
    assert not any(s.facts for turn in fewer.parts[-1].turns for s in turn.sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_answers_by_asking_and_nobody_asks_for_what_was_just_told(language: str) -> None:
    """ "An: the target is 3.2%. An: is the economy up or down?" is one voice talking to itself."""
    brief, facts = example()
    first, second, *_ = brief.points
    step = {"vi": "đậy kín bể nước", "en": "cover the tank", "he": "לכסות את המכל"}
    plain = {"question": {}, "answer_lead": {}, "audiences": {"youth": 5}, "variants": {}}
    asked = {**plain, "question": dict.fromkeys(LANGUAGES, "Up or down?"), "audiences": {"youth": 4}}
    steps = {**plain, "steps": (step, step), "statistics": (), "text": step, "audiences": {"youth": 1}}
    points = (
        first.model_copy(update=plain),
        second.model_copy(update=asked),
        second.model_copy(update={**steps, "id": "steps", "headline": {}}),
    )
    told = write_tellings(
        brief.model_copy(update={"points": points}), facts, read_audience("youth"), language, show="S"
    )
    turns = [turn for part in told[-1].parts for turn in part.turns]
    for before, after in pairwise(turns):
        assert not (after.sentences[-1].shown.endswith("?") and before.host == after.host)
    # But for where figures of another body come from, which is asked in the end.
    asked_of = [turn.sentences[-1].shown.endswith("?") for turn in turns].count(True)
    assert asked_of == 1 + (told[-1].sources == "end")


@pytest.mark.parametrize(("audience", "language"), EVERY)
def test_no_host_speaks_twice_running_and_no_chapter_has_the_title_of_another(audience: str, language: str) -> None:
    """A talk in which one host goes on where the other should is a script read by a machine."""
    for telling in tellings(audience, language):
        titles = [part.title.replace("\u00a0", " ") for part in telling.parts]
        assert len(set(titles)) == len(titles)
        hosts = [turn.host for part in telling.parts for turn in part.turns]
        assert telling.format != "conversation" or all(one != other for one, other in pairwise(hosts))


def test_whose_figures_they_are_is_heard_where_they_are_of_another_body() -> None:
    """A leader who hears 468 billion takes it for the department's figure; it is the Treasury's."""
    brief, facts = example()
    for telling in tellings("leaders", "en"):
        assert telling.sources != "none"
    source = brief.source(facts.statistics[brief.points[0].statistics[0]].source or "")
    own = brief.model_copy(update={"issuer": dict(source.publisher), "points": brief.points[:1]})
    alone = write_tellings(own, collect_facts(own), read_audience("leaders"), "en", show="S")
    assert any(telling.sources == "none" for telling in alone)


def test_an_episode_tells_the_point_that_its_request_is_about() -> None:
    """ "Bring your child for the measles shot" ended an episode in which measles was not told."""
    brief, facts = example()
    asked = brief.points[-1]
    weights = {point.id: 1 if point.id == asked.id else 5 for point in brief.points}
    points = tuple(p.model_copy(update={"audiences": {"citizens": weights[p.id]}}) for p in brief.points)
    request = {code: f"{asked.headline.get(code) or asked.text[code]}" for code in brief.languages}
    action = brief.calls_to_action["citizens"].model_copy(update={"text": request})
    changed = brief.model_copy(update={"points": points, "calls_to_action": {"citizens": action}})
    for telling in write_tellings(changed, facts, read_audience("citizens"), "en", show="S"):
        assert asked.id in {part.id for part in telling.parts}


def test_a_source_is_said_with_the_article_the_brief_cites_it_with() -> None:
    brief, _ = example()
    cited = tuple(s.model_copy(update={"cited": {"en": f"the {s.publisher['en']} office"}}) for s in brief.sources)
    own = brief.model_copy(update={"sources": cited})
    told = write_tellings(own, collect_facts(own), read_audience("youth"), "en", show="S")
    said = " ".join(text for telling in told for _, text in _texts(telling))
    assert re.search(r"From the [^.?]* office", said)


def test_what_answers_a_question_in_a_word_is_said_before_the_answer() -> None:
    longest = tellings("citizens", "en")[-1]
    part = next(part for part in longest.parts if part.id == "procedures")
    assert [" ".join(s.shown for s in turn.sentences).split(".")[0] for turn in part.turns] == [
        "Are the forms getting simpler?",
        "Yes",
    ]


def test_a_title_that_asks_gets_no_full_stop() -> None:
    brief, facts = example()
    asking = brief.model_copy(update={"titles": {"youth": {"en": "Got yours?"}}})
    youth = read_audience("youth")
    script = write_tellings(asking, facts, youth, "en", show="S")[0].script
    # Where something has to be said before any figure, the title is said.
    held = replace(script, release=replace(script.release, embargo="5 p.m."))
    telling = write_episode(held, facts, youth, show="S", with_gaps=False, with_sources=False)
    said = " ".join(text for _, text in _texts(telling))
    assert "Got yours? " in said
    assert "?." not in said


@pytest.mark.parametrize("format", ["briefing", "conversation", "bulletin"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_held_is_heard_to_be_held_before_everything(language: str, format: str) -> None:
    """Behind the name of the show, or not at all in a conversation: an editor would play what may not go out yet."""
    brief, facts = example()
    press = read_audience("press")
    script = write_tellings(brief, facts, press, language, show="S")[0].script
    profile = press.profile("podcast", PodcastProfile).model_copy(update={"format": format})
    press = press.model_copy(update={"products": {**press.products, "podcast": profile}})
    held = replace(script, release=replace(script.release, embargo="2026"))
    telling = write_episode(held, facts, press, show="S", with_gaps=False, with_sources=False)
    said = [text for _, text in _texts(telling)]
    assert telling.hook and telling.hook.sentences[0].shown == f"{script.labels['embargo']} 2026."
    assert sum("2026." in text and script.labels["embargo"] in text for text in said) <= 1


def test_the_same_brief_gives_the_same_talk() -> None:
    brief, facts = example()
    again = write_tellings(brief, facts, read_audience("youth"), "he", show=SHOW["he"])
    assert again == tellings("youth", "he")


def test_formats_differ_in_who_speaks() -> None:
    assert {len(t.hosts) for t in tellings("citizens", "vi")} == {2}
    assert {len(t.hosts) for a in ("leaders", "press") for t in tellings(a, "vi")} == {1}


def test_the_target_is_said_where_there_is_room() -> None:
    rich = max(tellings("citizens", "en"), key=lambda t: sum(len(part.turns) for part in t.parts))
    said = " ".join(text for _, text in _texts(rich))
    assert "top 70" in said
    assert "where do these figures come from" in said


def test_only_a_few_publishers_are_said_aloud() -> None:
    longest = tellings("leaders", "en")[-4:]
    closing = max((_texts(t)[-1][1] for t in longest), key=len)
    assert "and others" in closing
    assert closing.count(",") <= 4


def test_a_hebrew_and_keeps_a_hyphen_before_a_latin_name() -> None:
    said = " ".join(text for telling in tellings("leaders", "he") for _, text in _texts(telling))
    assert "ו־VietNamNet" in said
    assert "וVietNamNet" not in said


def test_a_hebrew_answer_sets_its_from_before_every_name() -> None:
    """ "מהמרכז לבקרת מחלות ובית החולים": from the centre, and what of the hospital?"""
    brief, _ = example()
    names = ("המרכז לבקרת מחלות", "בית החולים הכללי")
    sources = tuple(
        source.model_copy(update={"publisher": {**source.publisher, "he": name}, "cited": {}})
        for source, name in zip(brief.sources[:2], names, strict=True)
    )
    statistics = tuple(
        s.model_copy(update={"source": sources[n % 2].id, "further_sources": ()})
        for n, s in enumerate(brief.statistics)
    )
    own = brief.model_copy(update={"sources": sources, "statistics": statistics})
    told = write_tellings(own, collect_facts(own), read_audience("citizens"), "he", show="S")
    said = " ".join(text for _, text in _texts(told[-1]))
    assert "מהמרכז לבקרת מחלות ומבית החולים הכללי" in said or "מבית החולים הכללי ומהמרכז לבקרת מחלות" in said


@pytest.mark.parametrize(("language", "last"), [("vi", "Cuối cùng"), ("en", "Lastly"), ("he", "ולסיום")])
def test_the_press_hears_whose_figures_are_and_not_the_same_body_behind_every_point(language: str, last: str) -> None:
    """Whose the road deaths were nobody heard; then "according to the same source" came four times a minute."""
    brief, facts = example()
    for telling in tellings("press", language):
        assert telling.sources == "each"
        before: set[str] = set()
        points = [part for part in telling.parts if part.kind == "point"]
        for part in points:
            text = " ".join(s.shown for turn in part.turns for s in turn.sentences).replace("\u00a0", " ")
            of = {facts.statistics[fact.partition(".")[0]].source for fact in part.facts}
            names = {
                name
                for id in of
                if id
                for told in (brief.source(id).publisher, brief.source(id).cited)
                if (name := told.get(language))  # type: ignore[call-overload]
            }
            named = any(name in text for name in names)
            assert named or not of or (len(of) == 1 and of == before), text
            before = of if of else before  # type: ignore[assignment]
        begun = [part.turns[0].sentences[0].shown.startswith((f"{last},", f"{last}:")) for part in points]
        assert begun[-1] == (len(points) >= 4 and not points[-1].turns[0].sentences[0].shown.endswith(":"))
        assert not any(begun[:-1])


@pytest.mark.parametrize(
    ("label", "noun", "harm"), [("Deaths in road crashes", "people", True), ("Trees planted", "trees", False)]
)
def test_nobody_is_greeted_behind_the_dead_nor_asked_brightly_what_to_do(
    tmp_path: Path, label: str, noun: str, harm: bool
) -> None:
    """ "163 people died in road crashes." – "Hello, and welcome to the show." And at the end: "So what can you do?" """
    path = tmp_path / "brief.yaml"
    path.write_text(
        f"""id: roads
languages: [en]
audiences: [citizens]
as_of: 2026-01-10
title: {{en: The year 2025 in Exampleton}}
sources: [{{id: s, title: Report, publisher: Exampleton, url: "https://example.org", date: 2026-01-05}}]
statistics:
  - {{id: x, label: {{en: {label}}}, value: 163, unit: count, noun: {{en: {noun}}}, period: 2025, source: s}}
points:
  - {{id: a, statistics: [x], headline: {{en: "{{x}} {noun}"}}, text: {{en: "There were {{x}} {noun} in 2025."}}}}
calls_to_action: {{citizens: {{text: {{en: Look twice at every crossing.}}}}}}
""",
        "utf-8",
    )
    brief = read_brief(path)
    for telling in write_tellings(brief, collect_facts(brief), read_audience("citizens"), "en", show="The Show"):
        said = [text for _, text in _texts(telling)]
        assert (telling.hook is None) is harm
        assert any("163" in text for text in said)
        assert not (harm and any("So what can you do?" in text for text in said))
        assert any("Look twice" in text for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_is_heard_last(language: str) -> None:
    """A request between two sentences on sources was lost."""
    for telling in tellings("leaders", language):
        [closing] = telling.parts[-1].turns
        said = [s.shown.replace("\u00a0", " ") for s in closing.sentences]
        action = telling.script.call_to_action.text.replace("\u00a0", " ")
        asked = next(n for n, sentence in enumerate(said) if sentence.rstrip(".").endswith(action.rstrip(".")))
        assert asked == len(said) - 2
        words = podcast_phrases(language)
        assert not any(words.links in sentence or words.notes in sentence for sentence in said[asked:])


def _planned(example_plan: EpisodePlan, seconds: float) -> EpisodePlan:
    return replace(example_plan, duration_ms=round(seconds * 1000))


@pytest.fixture(scope="module")
def silent_plan(tmp_path_factory: pytest.TempPathFactory) -> EpisodePlan:
    return plan_talk("en", Store(tmp_path_factory.mktemp("store")), voice="silent")


@pytest.mark.parametrize("speed", [0.7, 1.0, 1.4])
def test_an_episode_is_as_long_as_asked_whatever_the_pace_of_the_voice(speed: float, silent_plan: EpisodePlan) -> None:
    offered = tellings("citizens", "en")
    spoken: list[EpisodeScript] = []

    def lay_out(telling: EpisodeScript) -> Laid:
        spoken.append(telling)
        plan = _planned(silent_plan, estimate_seconds(telling, pace=1.0) * speed)
        return Laid(telling=telling, plan=plan, narrations={})

    chosen = choose_telling(offered, seconds=80, pace=1.0, lay_out=lay_out).plan
    assert abs(chosen.duration_ms / 80_000 - 1) <= 0.10
    assert len(spoken) <= 4


def test_an_episode_that_cannot_be_as_long_as_asked_is_reported(silent_plan: EpisodePlan) -> None:
    """A silent miss would surprise whoever booked the time."""
    offered = tellings("citizens", "en")
    chosen = choose_telling(
        offered,
        seconds=600,
        pace=1.0,
        lay_out=lambda t: Laid(telling=t, plan=_planned(silent_plan, estimate_seconds(t, pace=1.0)), narrations={}),
    ).plan
    assert chosen.duration_ms / 1000 == pytest.approx(max(estimate_seconds(t, pace=1.0) for t in offered), abs=1)
    [found] = Podcast().findings([_audio(duration_ms=chosen.duration_ms, asked_ms=600_000)])
    assert found.code == "episode-length"
    assert "600 s" in found.message
    assert "Add points" in found.remedy
    [long] = Podcast().findings([_audio(duration_ms=82_000, asked_ms=60_000)])
    assert "Shorten" in long.remedy
    assert "Add points" not in long.remedy
    assert not list(Podcast().findings([_audio(duration_ms=65_900, asked_ms=60_000)]))
    # Of a short brief nothing was left out: there is nothing for anybody to do.
    assert not list(Podcast().findings([_audio(duration_ms=50_000, asked_ms=75_000)]))
    [untold] = Podcast().findings([_audio(duration_ms=50_000, asked_ms=75_000, left_out=("Jobs",))])
    assert "Jobs" in untold.remedy


def test_a_talk_of_one_voice_with_itself_is_reported() -> None:
    [found] = Podcast().findings([_audio(duration_ms=60_000, asked_ms=60_000, voices=("espeak:vi", "espeak:vi"))])
    assert found.code == "one-voice"
    assert not list(Podcast().findings([_audio(duration_ms=60_000, asked_ms=60_000, voices=("espeak:vi", "espeak:b"))]))


def _audio(**media: object) -> OutputEntry:
    return OutputEntry(
        path="citizens/en/episode.mp3",
        product="podcast",
        role="audio",
        audience="citizens",
        language="en",
        variant="mp3",
        media_type="audio/mpeg",
        sha256="0" * 64,
        bytes=1,
        media=MediaEntry.model_validate(media),
    )


def test_a_pattern_that_nothing_fills_is_refused() -> None:
    """It would be read aloud with its braces."""
    good = podcast_phrases("en").conversation.model_dump()
    for wrong in (
        {"openings": {"default": ({"ask": "Hello {listener}."},)}},
        {"openings": {"public": ({"ask": "Hello."},)}},
        {"openings": {"default": ({"ask": "Today: {title}."},)}},
        {"openings": {"default": ({"ask": "Hello.", "when": ["happy"]},)}},
        {"openings": {"default": ({"ask": "Hello.", "answer": "Hi."},)}},
    ):
        with pytest.raises(ValidationError):
            Conversation.model_validate(good | wrong)


def test_the_teams_own_words_are_said_its_way(tmp_path: Path) -> None:
    (tmp_path / "pronunciation.yaml").write_text("en: {VNeID: vee en eye dee}\n", "utf-8")
    brief, facts = example()
    longest = write_tellings(brief, facts, read_audience("citizens"), "en", show="S", folder=tmp_path)[-1]
    words = [w for _, t in turns_of(longest) if t.host == "ask" for s in t.sentences for w in s.words]
    assert {w.spoken for w in words if w.shown == "VNeID"} == {"vee en eye dee"}


def _made(tmp_path: Path, audience: str, language: str) -> tuple[EpisodeScript, ...]:
    """Give the tellings that one language alone would be made from, in a store of its own."""
    brief, facts = example()
    profile = read_audience(audience)
    making = Making(
        brief=brief,
        facts=facts,
        script=write_script(brief, facts, profile, language),
        audience=profile,
        brand=read_brand("institutional"),
        folder=tmp_path,
        store=Store(tmp_path / f"{audience}-{language}"),
        options=Options(),
    )
    return tellings_of(making, read_show_settings(tmp_path))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_audience_hears_the_same_points_sources_and_questions_in_every_language(
    tmp_path: Path, audience: str
) -> None:
    """Two listeners of one body's show would each be told another half; a language made alone is no exception."""
    said = {
        (
            tuple(part.id for part in telling.parts),
            telling.sources,
            telling.gaps,
            tuple(part.id for part in telling.parts if part.kind == "point" and len(part.turns) > 1),
        )
        for language in LANGUAGES
        for telling in _made(tmp_path, audience, language)
    }
    assert len(said) == 1


def test_what_no_other_language_asks_is_not_asked() -> None:
    """Two languages would tell the points in turn, and the third one hold a conversation."""
    brief, facts = example()
    point = next(point for point in brief.points if point.question)

    def asks(question: dict[str, str]) -> bool:
        changed = point.model_copy(update={"question": question, "audiences": {"citizens": 5}, "variants": {}})
        points = tuple(changed if p.id == point.id else p for p in brief.points)
        own = brief.model_copy(update={"points": points})
        script = write_script(own, facts, read_audience("citizens"), "en", to_read=True)
        return any(scene.question for scene in script.scenes if scene.id == point.id)

    assert asks(dict(point.question)) and not asks({"en": point.question["en"]})


def test_the_number_of_points_suits_the_slowest_language_and_the_quickest() -> None:
    told = {language: tellings("citizens", language) for language in LANGUAGES}
    chosen = agree(told, seconds=90, pace=1.0)

    def nearest(language: str) -> float:
        lengths = [estimate_seconds(t, pace=1.0) for t in told[language] if chosen.has(t)]
        return min(abs(length / 90 - 1) for length in lengths)

    # The fourth point brings the figures once more: that step is a tenth of the whole.
    assert max(map(nearest, LANGUAGES)) < podcast_settings().length.tolerance + 0.01
    short, long = (agree(told, seconds=seconds, pace=1.0).points for seconds in (20, 400))
    assert short < chosen.points < long


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_sent_to_links_that_are_not_there(language: str) -> None:
    """ "Sources and links are in the show notes", and the report is on paper."""
    brief, _ = example()
    profile, words = read_audience("leaders"), podcast_phrases(language)
    paper = brief.model_copy(
        update={
            "sources": tuple(source.model_copy(update={"url": None}) for source in brief.sources),
            "calls_to_action": {},
        }
    )
    for own, note in ((brief, words.notes), (paper, words.notes_without_links)):
        own = own.model_copy(update={"issuer": brief.sources[0].publisher, "points": brief.points[:1]})
        told = write_tellings(own, collect_facts(own), profile, language, show="S")
        assert any(note in text for telling in told for _, text in _texts(telling))
        named = [text for telling in told if telling.sources == "end" for _, text in _texts(telling)]
        assert any(words.links in text for text in named) == (own.sources == brief.sources)
    # Where only the request has an address, that is no link to what the police published.
    asks = paper.model_copy(update={"calls_to_action": brief.calls_to_action, "issuer": brief.sources[0].publisher})
    for telling in write_tellings(asks, collect_facts(asks), read_audience("citizens"), language, show="S"):
        assert not any(words.links in text for _, text in _texts(telling))


@pytest.mark.parametrize(("language", "begins"), [("vi", "Từ "), ("en", "From "), ("he", "מה")])
def test_where_figures_come_from_is_answered_in_a_sentence(language: str, begins: str) -> None:
    """ "And where do these figures come from?" "Provincial Traffic Safety Committee." """
    telling = next(t for t in tellings("citizens", language) if t.sources == "end")
    asked = next(
        n for n, line in enumerate(podcast_phrases(language).conversation.sources["default"]) if line.host == "ask"
    )
    question = podcast_phrases(language).conversation.sources["default"][asked].say
    texts = [text for _, text in _texts(telling)]
    answer = texts[next(n for n, text in enumerate(texts) if question in text) + 1]
    assert answer.replace("\u00a0", " ").startswith(begins.split()[0]) and not answer.startswith(
        begins.split()[0] + "־"
    )


_TALKED = """
id: talked
languages: [vi, en, he]
audiences: [citizens, press]
as_of: 2031-11-10
title: {vi: Xã Tân Phú trả kết quả trong ngày, en: Papers back the same day in Tan Phu, he: תשובה באותו יום בטאן פו}
sources:
  - id: s
    title: {vi: Báo cáo, en: Report, he: דוח}
    publisher: {vi: Sở Mẫu, en: Example Office, he: משרד הדוגמה}
    url: https://example.org
    date: 2031-11-05
statistics:
  - id: share
    label: {vi: Hồ sơ nộp trực tuyến, en: Files sent online, he: תיקים ברשת}
    value: 84
    unit: percent
    measure: share
    better: higher
    period: 2031-10
    baseline: {value: 80, period: 2030-10}
    target: {value: 80, by: 2031}
    source: s
  - id: wait
    label: {vi: Thời gian chờ, en: Waiting time, he: זמן ההמתנה}
    value: 9
    unit: duration
    per: day
    better: lower
    period: 2031-10
    baseline: {value: 7, period: 2030-10}
    source: s
  - id: desks
    label: {vi: Quầy một cửa, en: Desks, he: דלפקים}
    value: 12
    unit: count
    period: 2031-10
    source: s
points:
  - id: share
    statistics: [share]
    audiences: {citizens: 5}
    text:
      vi: "{share} hồ sơ được nộp trực tuyến, {share.change}."
      en: "{share} of files are sent online, {share.change}."
      he: "{share} מהתיקים נשלחים ברשת, {share.change}."
  - id: wait
    statistics: [wait]
    audiences: {citizens: 4}
    text:
      vi: "Người dân chờ {wait}, trước là {wait.baseline}."
      en: "People wait {wait}, after {wait.baseline}."
      he: "ההמתנה נמשכת {wait}, לעומת {wait.baseline}."
  - id: desks
    statistics: [desks]
    audiences: {citizens: 3}
    text: {vi: "Xã có {desks} quầy.", en: "The commune has {desks} desks.", he: "במועצה {desks} דלפקים."}
"""


def _talk(tmp_path: Path, language: str, written: str = _TALKED, audience: str = "citizens") -> EpisodeScript:
    file = tmp_path / "talked.yaml"
    file.write_text(written, "utf-8")
    brief = read_brief(file)
    return write_tellings(brief, collect_facts(brief), read_audience(audience), language, show="S")[-4]


@pytest.mark.parametrize(
    ("language", "question", "answer", "worse"),
    [
        ("vi", "So với mục tiêu thì sao?", "vượt 4 điểm phần trăm", "không phải số liệu nào cũng tốt lên"),
        ("en", "And how does that compare with the target?", "4 percentage points above", "Not everything got better"),
        ("he", "ומה לגבי היעד?", "4 נקודות אחוז מעל היעד, 80%", "אבל לא הכול השתפר"),
    ],
)
def test_hosts_talk_of_what_the_figures_carry(
    tmp_path: Path, language: str, question: str, answer: str, worse: str
) -> None:
    """Two voices read out lines in turn: neither heard what the other said. One asks how a figure stands to its target
    and is answered; what got worse behind what got better is led over to, and nothing else is.
    """
    told = [without_isolates(text).replace("\u00a0", " ") for _, text in _texts(_talk(tmp_path, language))]
    at = told.index(question)
    assert answer in told[at + 1]
    assert [worse in text for text in told].count(True) == 1 and worse in told[at + 2]
    # A change that is not told leads over to nothing: nobody heard that anything got worse.
    untold = _TALKED.replace(", trước là {wait.baseline}", "").replace(", after {wait.baseline}", "")
    untold = untold.replace(", לעומת {wait.baseline}", "")
    assert worse not in " ".join(text for _, text in _texts(_talk(tmp_path, language, untold)))
    # Nothing got worse, and no figure has a target: neither is said.
    calm = _TALKED.replace("baseline: {value: 7,", "baseline: {value: 11,").replace(
        "    target: {value: 80, by: 2031}\n", ""
    )
    quiet = " ".join(text for _, text in _texts(_talk(tmp_path, language, calm)))
    assert question not in quiet and worse not in quiet


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_episode_says_whose_figures_they_are(tmp_path: Path, language: str) -> None:
    """ "Papers back the same day" was heard in half of its words, and nobody heard in which commune."""
    told = [text for _, text in _texts(_talk(tmp_path, language))]
    place = {"vi": "Tân Phú", "en": "Tan Phu", "he": "טאן פו"}[language]
    assert sum(place in text.replace("\u00a0", " ") for text in told) == 1


def test_a_headline_without_a_figure_is_what_an_episode_begins_with(tmp_path: Path) -> None:
    """Over "More firms closed than opened" an episode began with "New firms: 1,284.", the good half alone."""
    headed = _TALKED.replace(
        "  - id: share\n    statistics: [share]\n",
        "  - id: share\n    statistics: [share]\n"
        "    headline: {vi: Nhiều hồ sơ vẫn nộp tại quầy, en: Many still queue, he: רבים עדיין עומדים בתור}\n",
    )
    for language, headline in {"vi": "Nhiều hồ sơ vẫn nộp tại quầy.", "en": "Many still queue."}.items():
        telling = _talk(tmp_path, language, headed)
        assert telling.hook is not None
        assert [s.shown.replace("\u00a0", " ") for s in telling.hook.sentences] == [headline]


_OF_A_PLACE = """
id: place
languages: [vi, en, he]
audiences: [press, youth]
as_of: 2026-06-30
title: {vi: "Phòng bệnh 6 tháng 2026", en: "Health in the first half of 2026", he: "בריאות במחצית 2026"}
issuer: {vi: Trung tâm Y tế Sông Cầu, en: Song Cau Health Centre, he: המרכז הרפואי סונג קאו}
place: {vi: Sông Cầu, en: Song Cau, he: סונג קאו}
sources: [{id: s, title: R, publisher: {vi: Bệnh viện, en: The hospital, he: בית החולים}, date: 2026-07-14}]
statistics:
  - {id: a, label: {vi: Ca bệnh, en: Cases, he: מקרים}, noun: {vi: ca, en: cases, he: מקרים}, gender: m, value: 1284,
     unit: count, better: lower, period: 2026-H1, source: s, baseline: {value: 1203, period: 2025-H1}}
  - {id: b, label: {vi: Lạm phát, en: Inflation, he: אינפלציה}, value: 3.1, unit: percent, measure: level,
     better: lower, period: 2026-06, source: s, baseline: {value: 3.6, period: 2025-06}, TARGET}
points:
  - id: a
    statistics: [a]
    audiences: {press: 5, youth: 5}
    headline: {vi: "{a} ca bệnh", en: "{a} cases", he: "{a} מקרים"}
    text: {vi: "Có {a} ca bệnh, {a.change}.", en: "There were {a} cases, {a.change}.", he: "היו {a} מקרים, {a.change}."}
  - id: b
    statistics: [b]
    audiences: {press: 4, youth: 4}
    text:
      vi: "Lạm phát là {b}, {b.change}."
      en: "Inflation was {b}, {b.change}."
      he: "האינפלציה הייתה {b}, {b.change}."
"""


def _heard(tmp_path: Path, audience: str, language: str, target: str = "") -> str:
    path = tmp_path / "place.yaml"
    path.write_text(_OF_A_PLACE.replace(", TARGET", target), "utf-8")
    brief = read_brief(path)
    told = write_tellings(brief, collect_facts(brief), read_audience(audience), language, show="S")[0]
    return " ".join(text for _, text in _texts(told)).replace(NBSP, " ")


@pytest.mark.parametrize(("language", "place"), [("vi", "Sông Cầu"), ("en", "Song Cau"), ("he", "סונג קאו")])
def test_a_bulletin_says_where_it_comes_from_once_and_of_what_year_it_tells(
    tmp_path: Path, language: str, place: str
) -> None:
    """ "Song Cau, July 14, 2026. Song Cau: Health …" has the place twice, and without a title no half-year is heard."""
    heard = _heard(tmp_path, "press", language).partition("1,284" if language != "vi" else "1.284")[2]
    assert heard.count(place) == 1
    title = {"vi": "6 tháng 2026", "en": "the first half of 2026", "he": "במחצית 2026"}[language]
    assert title in heard


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_what_is_still_above_its_ceiling_is_no_better_news(tmp_path: Path, language: str) -> None:
    """ "There is better news, too. … That is still above the ceiling of 2%." """
    better = {"vi": "khả quan hơn", "en": "better news", "he": "נתונים שהשתפרו"}[language]
    assert better in _heard(tmp_path, "youth", language)
    assert better in _heard(tmp_path, "youth", language, ", target: {value: 4, kind: ceiling}")
    assert better not in _heard(tmp_path, "youth", language, ", target: {value: 2, kind: ceiling}")
