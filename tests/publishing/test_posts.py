"""Posts: the right words in the right language, whole, with source, notice and link, within every limit."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from briefcast.brief.model import LANGUAGES
from briefcast.channels.counting import count
from briefcast.channels.platforms import Platform, platform, products_taken, read_platforms
from briefcast.charts.words import chart_words
from briefcast.edition.edition import facts_of
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import Refused
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import phrases
from briefcast.language.sentences import split_sentences
from briefcast.language.written import write_period
from briefcast.languages import written_in
from briefcast.look.word import MEDIA_TYPE
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import NoticeEntry, OutputEntry, SceneEntry, ScriptEntry, SourceEntry, VoiceEntry
from briefcast.publishing.posts import PostSettings, add_utm, plain, post_words, write_post
from briefcast.writing.content import begun
from tests import ROOT

AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")
PLATFORMS = [row for row in read_platforms().values() if row.texts]


EXAMPLE = ROOT / "examples" / "egov-2024.yaml"
HONEST = ROOT / "tests" / "brief" / "honest"


SPOKEN = ("video", "podcast", "audiogram")


@cache
def _plan(brief: Path) -> object:
    return plan_edition(EditionRequest(brief=brief, out=Path("nowhere")))


@cache
def item_of(audience: str, language: str, product: str = "video", brief: Path = EXAMPLE) -> Item:
    """Give an item of the example, as its manifest would describe it; no file is made."""
    plan = _plan(brief)
    script = ScriptEntry.of(plan.scripts[audience, language])  # type: ignore[attr-defined]
    said = [fact for scene in script.scenes for fact in scene.facts]
    role, kind = {
        "infographic": ("image", "image/png"),
        "video": ("video", "video/mp4"),
        "podcast": ("audio", "audio/mpeg"),
        "press-release": ("document", MEDIA_TYPE),
        "audiogram": ("video", "video/mp4"),
        "loop": ("video", "video/mp4"),
        "banner": ("image", "image/png"),
        "newsletter": ("page", "text/html"),
    }[product]
    silent = product not in SPOKEN
    output = OutputEntry(
        path=f"{audience}/{language}/file",
        product=product,  # type: ignore[arg-type]
        role=role,  # type: ignore[arg-type]
        audience=audience,
        language=language,  # type: ignore[arg-type]
        media_type=kind,
        sha256="0" * 64,
        bytes=1,
        alt_text="A chart" if silent else "",
        voice=None if silent else VoiceEntry(engine="x", id="x", name="x", synthetic=True),
    )
    return Item(
        key=f"egov-2024/{audience}/{language}/{product}",
        content_sha256="0" * 64,
        brief="egov-2024",
        audience=audience,
        language=language,  # type: ignore[arg-type]
        product=product,  # type: ignore[arg-type]
        variant="",
        outputs=(output,),
        facts=facts_of(plan, said=said, shown=[]),  # type: ignore[arg-type]
        sources=tuple(
            SourceEntry(id=s.id, title=s.title, publisher=s.publisher, url=str(s.url), date=s.date)
            for s in plan.brief.sources  # type: ignore[attr-defined]
        ),
        script=script,
    )


@pytest.mark.parametrize("row", PLATFORMS, ids=lambda row: row.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_post_of_the_example_fits_and_says_fact_source_notice_and_link(row: Platform, language: str) -> None:
    """What a team would lose: a post cut in a number, without source, or without the notice of a synthetic voice."""
    for audience in AUDIENCES:
        for product in products_taken(row):
            item = item_of(audience, language, product)
            post = write_post(item, Path(), row, PostSettings(link="https://example.org/"))
            limit = row.texts.get("text")
            if limit:
                assert count(post.text, limit.unit) <= limit.max, post.text
                assert limit.max_bytes is None or len(post.text.encode()) <= limit.max_bytes
            words = post_words(language)
            labelled = any(pattern.partition("{")[0].strip() in post.text for pattern in (words.source, words.sources))
            # A text that says who published its figure says it once.
            named = [s.publisher.get(language, "") for s in item.sources]
            assert labelled or any(name and name in post.text.replace("\u00a0", " ") for name in named), post.text
            if product in SPOKEN:
                assert any(n in post.text for n in (words.voice_notice_short, *words.voice_notice.values())), post.text
                assert post.synthetic_voice
            _check_whole(post.text, item, language)
            assert urlsplit(post.link).query
            if row.link == "text":
                assert post.link in post.text
            elif row.link == "none":
                assert "https://" not in post.text


def _check_whole(text: str, item: Item, language: str) -> None:
    """Every line is a whole sentence, headline, link, or words of the template: nothing was cut."""
    script, words = item.script, post_words(language)
    assert script
    told = " ".join(plain(part) for scene in script.scenes for part in (scene.headline, scene.text))
    known = f"{told} {plain(script.title_alone)} {plain(script.title)} {plain(script.call_to_action)}"
    dated = {
        plain(script.subtitle),
        *(begun(plain(write_period(f.period, script.language))) for f in item.facts if f.period),
    }
    as_of, period = phrasebook(script.language).dates.as_of, phrases(script.language).labels["period"]
    dated |= {
        begun(as_of.format(period=plain(write_period(f.period, script.language)))) for f in item.facts if f.period
    }
    dated |= {f"{period}: {year}" for f in item.facts for year in re.findall(r"\d{4}", f.period or "")}
    for line in text.replace("\u200f", "").splitlines():
        sentence = line.removeprefix("•").strip()
        # Newsrooms are told where each source is found.
        own = any(source.url and sentence.endswith(f": {source.url}") for source in item.sources)
        own = own or sentence.startswith(("https://", "#")) or not sentence
        own = own or sentence.partition(":")[0] in [p.partition(":")[0] for p in (words.source, words.sources)]
        own = own or any(
            pattern.partition("{")[0].strip() and pattern.partition("{")[0].strip() in sentence
            for pattern in (words.more_with_link, words.more_in_profile)
        )
        own = own or words.action_in_profile.partition("} ")[2] in sentence
        own = own or sentence in words.invites.values()
        own = own or all(part in known or part in dated for part in sentence.split(" · "))
        own = own or sentence in (words.voice_notice_short, *words.voice_notice.values())
        assert own or sentence.rstrip(".") in known, f"{sentence!r} was never approved, or was cut"


@pytest.mark.parametrize("link", ["", "https://example.org/"])
def test_the_address_of_a_request_goes_out_with_it_alone(link: str) -> None:
    """ "More: …/106" under a post on recycling led to where hazards on the road are reported."""
    told = 0
    for audience in AUDIENCES:
        for code in LANGUAGES:
            item = item_of(audience, code, "video")
            assert item.script
            post = write_post(item, Path(), platform("bluesky"), PostSettings(link=link))
            asks = not item.script.call_to_action or plain(item.script.call_to_action) in post.text
            own = item.script.call_to_action_url
            assert (bool(own) and own in post.text) is (asks and bool(own)), post.text
            assert (bool(link) and link in post.text) is (bool(link) and not (asks and own)), post.text
            assert post.link in post.text
            told += not asks
    assert told, "no post of the example leaves its request out"


def test_numbers_are_written_as_the_script_has_them() -> None:
    post = write_post(item_of("citizens", "vi"), Path(), platform("x"))
    assert "hơn\u00a055\u00a0triệu" in post.text.lower(), "a number must not be broken over two lines"
    exact = write_post(item_of("leaders", "vi"), Path(), platform("facebook"))
    assert "71" in exact.text


def test_a_post_that_cannot_be_short_enough_is_refused_with_what_to_shorten() -> None:
    tight = platform("x").texts["text"].model_copy(update={"max": 60})
    row = platform("x").model_copy(update={"texts": {"text": tight}})
    with pytest.raises(Refused, match=r"weighted characters too long for X.*Shorten the headline of the point 'vneid'"):
        write_post(item_of("citizens", "vi"), Path(), row)


def test_parts_leave_whole_and_in_order_as_room_shrinks() -> None:
    """Bullets go first, then hashtags; the source and the notice of a voice stay to the end."""
    item, lengths, row = item_of("citizens", "en"), [], platform("facebook")
    for room in range(900, 150, -10):
        limit = row.texts["text"].model_copy(update={"max": room})
        tight = row.model_copy(update={"texts": {"text": limit}})
        try:
            text = write_post(item, Path(), tight).text
        except Refused:
            break
        assert "Source" in text and "ynthetic voice" in text
        lengths.append((text.count("•"), text.count("#"), len(text)))
    assert lengths[0][0] >= 2
    assert [one[0] for one in lengths] == sorted((one[0] for one in lengths), reverse=True)
    assert [one[1] for one in lengths] == sorted((one[1] for one in lengths), reverse=True)
    assert len({length for *_, length in lengths}) > 5


def test_hebrew_lines_begin_from_the_right_and_carry_no_needless_marks() -> None:
    """Invisible marks cost characters on X and Bluesky; without a first mark, a line of Latin letters turns round."""
    for audience in AUDIENCES:
        text = write_post(item_of(audience, "he"), Path(), platform("facebook")).text
        assert "\u2068" not in text
        for line in text.splitlines():
            letters = re.findall(r"[^\W\d_]|\u200f", line)
            assert not letters or not letters[0].isascii() or line.startswith("http"), line
    assert plain("\u206855 מיליון\u2069 חשבונות") == "55 מיליון חשבונות"
    assert plain("ירידה של \u2068‎-3%\u2069") == "ירידה של \u2068‎-3%\u2069", "a minus needs its marks"


def test_links_keep_what_they_have_and_can_be_counted() -> None:
    url = add_utm(
        "https://example.org/a?b=c&utm_source=old#d", source="x", medium="social", campaign="k", content="m", term="t"
    )
    query = parse_qs(urlsplit(url).query)
    assert (query["b"], query["utm_source"], query["utm_content"]) == (["c"], ["x"], ["m"])
    assert url.endswith("#d")


def test_the_marker_tells_contents_and_accounts_apart() -> None:
    item = item_of("citizens", "vi")
    made = {
        write_post(one, Path(), platform("x"), account=account).marker
        for one in (item, replace(item, content_sha256="1" * 64))
        for account in ("a", "b")
    }
    assert len(made) == 4
    assert write_post(item, Path(), platform("x"), account="a").marker in made


def test_a_team_chooses_its_hashtags_and_platforms_limit_them() -> None:
    settings = PostSettings(hashtags={"vi": tuple(f"#The{n}" for n in range(40))})
    post = write_post(item_of("citizens", "vi"), Path(), platform("instagram"), settings)
    assert len(post.tags) == 30 and post.text.endswith("#The29")


def test_a_picture_goes_out_once_and_a_carousel_in_order() -> None:
    """Each picture has a JPEG twin: posted both, readers would see everything twice."""
    item = item_of("citizens", "vi", "infographic")
    pages = [
        item.main.model_copy(update={"path": f"c/vi/carousel-0{n}.{kind}", "media_type": media_type, "bytes": size})
        for kind, media_type, size in (("png", "image/png", 900), ("jpg", "image/jpeg", 300))
        for n in (1, 2)
    ]
    carousel = replace(item, outputs=tuple(pages))

    def names(channel: str) -> list[str]:
        return [file.name for file in write_post(carousel, Path(), platform(channel)).files]

    assert names("bluesky") == ["carousel-01.png", "carousel-02.png"]
    assert names("instagram") == ["carousel-01.jpg", "carousel-02.jpg"]  # which takes no PNG
    heavy = [page.model_copy(update={"bytes": 3_000_000}) if page.path.endswith("png") else page for page in pages]
    carousel = replace(item, outputs=tuple(heavy))
    assert names("bluesky") == ["carousel-01.jpg", "carousel-02.jpg"]


def test_texts_are_data() -> None:
    from briefcast.channels.files import draw_page

    item = item_of("citizens", "en", "infographic")
    assert item.script
    script = item.script.model_copy(update=dict.fromkeys(("title", "name"), "<script>alert(1)</script> & {braces}"))
    post = write_post(replace(item, script=script), Path(), platform("folder"))
    page = draw_page(post)
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert 'lang="en" dir="ltr"' in page and 'alt="A chart"' in page


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_no_hashtag_is_set_that_the_team_did_not_choose(language: str) -> None:
    """A flu campaign of another country went out as #DigitalTransformation #VietNam."""
    assert write_post(item_of("citizens", language), Path(), platform("facebook")).tags == ()


def _told(brief: Path, channel: str, audience: str, language: str) -> str:
    item = item_of(audience, language, "infographic", brief)
    text = write_post(item, Path(), platform(channel), PostSettings(link="https://example.org/")).text
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text)


@pytest.mark.parametrize("channel", ["facebook", "bluesky", "x"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "youth"])
def test_the_post_of_an_event_says_name_day_and_place_before_all(audience: str, language: str, channel: str) -> None:
    """What a team would lose: "Artists: 34.", and nobody knows what, when and where."""
    plan = _plan(HONEST / "digital-week.yaml")
    brief = plan.brief  # type: ignore[attr-defined]
    text = _told(HONEST / "digital-week.yaml", channel, audience, language)
    name, parts, *_ = text.split("\n\n")
    assert plain(plan.scripts[audience, language].title) in name  # type: ignore[attr-defined]
    for part in (brief.event.when, brief.event.where):
        assert plain(part[language]).rstrip(".") in parts.replace("\u00a0", " "), text


@pytest.mark.parametrize("channel", ["facebook", "bluesky", "x"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "youth"])
def test_the_post_of_a_rebuttal_begins_with_the_truth(audience: str, language: str, channel: str) -> None:
    """The claim stands once, behind its verdict, or it is not told: a rumour must not travel on its own."""
    rebuttal = _plan(HONEST / "vaccine-rebuttal.yaml").brief.rebuttal  # type: ignore[attr-defined]
    text = _told(HONEST / "vaccine-rebuttal.yaml", channel, audience, language).replace("\u00a0", " ")
    assert text.startswith(rebuttal.truth[language].rstrip("."))
    claim = rebuttal.claim[language].rstrip(".")
    assert text.count(claim) <= 1
    assert channel != "facebook" or claim in text
    if claim in text:
        before = text.partition(claim)[0]
        # Its last letter may have another form within a word.
        assert rebuttal.verdict[language].casefold()[:-1] in before.splitlines()[-1].casefold()


def test_a_figure_in_a_post_says_what_it_was_before() -> None:
    """Without it, "38.5% of waste is recycled" may be a rise or a fall."""
    for language, before in (("en", "up 15 places"), ("vi", "tăng 15 bậc"), ("he", "15 מקומות")):
        text = _told(EXAMPLE, "facebook", "press", language).replace("\u00a0", " ")
        assert before in text, text


@pytest.mark.parametrize("channel", ["mail", "wordpress"])
def test_a_text_below_its_title_does_not_begin_with_it(channel: str) -> None:
    for brief in (EXAMPLE, HONEST / "digital-week.yaml", HONEST / "vaccine-rebuttal.yaml"):
        for audience in ("citizens", "youth"):
            item = item_of(audience, "en", "infographic", brief)
            post = write_post(item, Path(), platform(channel), PostSettings(link="https://example.org/"))
            assert post.text and not post.text.startswith(post.title), post.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", ["podcast", "infographic"])
@pytest.mark.parametrize("audience", ["leaders", "citizens", "press"])
def test_the_line_of_sources_holds_whose_figures_the_words_state_and_no_others(
    language: str, product: str, audience: str
) -> None:
    """ "468.2 billion dong disbursed … Source: Department of Health": the figure of the headline was the Treasury's."""
    item = item_of(audience, language, product)
    assert item.script
    words, script = post_words(language), item.script
    labels = tuple(pattern.partition("{")[0].strip() for pattern in (words.source, words.sources))
    source_of = {fact.statistic: fact.source for fact in item.facts}
    publishers = {source.id: plain(source.publisher[language]) for source in item.sources}
    stated = [(script.title, script.title_stated)]
    for scene in script.scenes:
        stated.append((scene.headline, scene.stated))
        sentences = split_sentences(plain(scene.text), language)
        stated += zip(sentences, scene.sentence_facts, strict=True)
    for row in (row for row in PLATFORMS if product in products_taken(row)):
        post = write_post(item, Path(), row, PostSettings(link="https://example.org/"))
        text = " ".join(plain(f"{post.title} {post.text}").replace("\u200f", "").split())
        told = {fact.partition(".")[0] for piece, facts in stated if _in(piece, text) for fact in facts}
        whose = {publishers[source] for id in told if (source := source_of.get(id))}
        every = plain(post.text).replace("\u200f", "").splitlines()
        lines = [" ".join(every[at:]) for at, line in enumerate(every) if line.startswith(labels)]
        if not lines:
            assert all(_in(publisher, text) for publisher in whose), text
            continue
        named = {publisher for publisher in publishers.values() if _in(publisher, lines[0])}
        assert {" ".join(one.split()) for one in named} == {" ".join(one.split()) for one in whose}, text


def _in(piece: str, text: str) -> bool:
    return " ".join(plain(piece).split()).rstrip(".").casefold() in " ".join(text.split()).casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_episode_asks_to_be_heard_and_a_picture_does_not(language: str) -> None:
    """Word for word the post of the picture, it was taken for the same thing twice."""
    heard, seen = (
        write_post(item_of("citizens", language, product), Path(), platform("facebook")).text
        for product in ("podcast", "infographic")
    )
    invitation = post_words(language).invites["audio"]
    assert invitation in heard and invitation not in seen
    told = {line for line in seen.splitlines()[2:] if len(line) > 40 and "http" not in line and "utm" not in line}
    same = told & set(heard.splitlines())
    asked = plain(item_of("citizens", language, "podcast").script.call_to_action)  # type: ignore[union-attr]
    named = plain(item_of("citizens", language, "podcast").script.name)  # type: ignore[union-attr]
    same = {line for line in same if line != asked and not (named and named in line)}
    assert not [line for line in same if not line.startswith(post_words(language).source[:4])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", ["podcast", "infographic"])
def test_the_post_of_a_rebuttal_says_on_what_its_truth_rests(language: str, product: str) -> None:
    """A rumour was called false by nobody in particular."""
    item = item_of("citizens", language, product, HONEST / "vaccine-rebuttal.yaml")
    assert item.script and item.script.rests_on
    text = " ".join(plain(write_post(item, Path(), platform("facebook")).text).split())
    for source in item.sources:
        if source.id in item.script.rests_on:
            assert " ".join(plain(source.publisher[language]).split()) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_that_asks_is_answered_in_its_post(language: str) -> None:
    """ "Do you have it yet?" stood alone, and the figure that answers it was left out."""
    item = item_of("youth", language, "infographic")
    assert item.script
    asks = SceneEntry(id="asks", headline="And you?", text="55 million have it.", facts=(item.facts[0].id,))
    scenes = (item.script.scenes[0], asks, *item.script.scenes[2:])
    for headline in ("And you?", "All have it", "55 million have it"):
        scenes = (item.script.scenes[0], asks.model_copy(update={"headline": headline}), *item.script.scenes[2:])
        script = item.script.model_copy(update={"scenes": scenes})
        text = write_post(replace(item, script=script), Path(), platform("facebook")).text
        assert text.count("55 million have it.") == 1
    nobody = asks.model_copy(update={"text": "No office does.", "headline": "Who pays?"})
    script = item.script.model_copy(update={"scenes": (item.script.scenes[0], nobody, *item.script.scenes[2:])})
    assert "No office does." in write_post(replace(item, script=script), Path(), platform("facebook")).text


@pytest.mark.parametrize(
    ("language", "told", "asked"),
    [
        ("vi", "Nhà của hộ nghèo đã được sửa.", "Hộ nghèo chưa được sửa nhà đăng ký tại xã."),
        (
            "en",
            "Leaking roofs of poor households were repaired.",
            "Does your roof leak? Poor households get it repaired.",
        ),
        ("he", "גגות דולפים של משפחות תוקנו.", "גגות דולפים? משפחות יכולות לבקש תיקון."),
    ],
)
def test_a_post_asks_only_for_what_it_tells(language: str, told: str, asked: str) -> None:
    """ "If your home still needs repair, register" stood below 87 road deaths, with the address for repairs."""
    item = item_of("citizens", language, "infographic")
    assert item.script
    first, other = item.script.scenes[1:3]
    long = {
        "vi": "Năm qua đường sá đông hơn, ",
        "en": "Roads were busier last year, ",
        "he": "הכבישים היו עמוסים יותר, ",
    }
    scenes = (
        item.script.scenes[0],
        first.model_copy(update={"text": long[language] * 9, "headline": long[language]}),
        other.model_copy(update={"text": told, "headline": told, "facts": ()}),
        # The closing says the request itself: it is not what the request is about.
        item.script.scenes[-1].model_copy(update={"text": asked, "headline": asked}),
    )
    script = item.script.model_copy(
        update={"scenes": scenes, "call_to_action": asked, "call_to_action_url": "https://example.org/roof"}
    )
    own = replace(item, script=script, others=())
    short, roomy = (write_post(own, Path(), platform(name)).text for name in ("bluesky", "facebook"))
    assert told in roomy and asked in roomy and "example.org/roof" in roomy
    assert told not in short and asked not in short and "example.org/roof" not in short


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["x", "bluesky"])
def test_heavier_news_does_not_take_the_room_of_what_is_asked(language: str, channel: str) -> None:
    """Citizens were to file for land online; on X stood the dead of the year, and "More" in its place."""
    item = item_of("citizens", language, "infographic")
    assert item.script
    first, other = item.script.scenes[1:3]
    heavy, matter, asked = {
        "vi": ("97 người chết vì tai nạn", "91% hồ sơ đất đai đúng hạn", "Nộp hồ sơ đất đai qua mạng."),
        "en": ("97 people died on the roads", "91% of land files are on time", "Send in land files online."),
        "he": ("97 נהרגו בכבישים", "91% מתיקי הקרקע טופלו בזמן", "הגישו בקשות לתיקי הקרקע ברשת."),
    }[language]
    long = " ".join([heavy] * 9)
    scenes = (
        item.script.scenes[0],
        first.model_copy(update={"id": "dead", "text": f"{long}.", "headline": heavy, "facts": ("a",)}),
        other.model_copy(update={"id": "land", "text": f"{matter}, {long}.", "headline": matter, "facts": ("b",)}),
        item.script.scenes[-1].model_copy(update={"text": asked, "headline": asked}),
    )
    script = item.script.model_copy(
        update={
            "scenes": scenes,
            "title": heavy,
            "call_to_action": asked,
            "call_to_action_url": "https://example.org/land",
        }
    )
    text = write_post(replace(item, script=script, others=()), Path(), platform(channel)).text
    # It stands below what it is about, and the news is there in its own headline.
    assert asked in text and "example.org/land" in text
    assert heavy in text and text.index(matter) < text.index(asked)


def test_what_an_event_says_of_registering_is_not_asked_for_again() -> None:
    item = item_of("citizens", "en", "infographic")
    assert item.script
    scene = item.script.scenes[1].model_copy(update={"id": "event-register", "text": "How: Register by Zalo, by 5 pm."})
    for action, friends in (("Register by Zalo.", 0), ("Bring your friends.", 1)):
        scenes = (item.script.scenes[0], scene, *item.script.scenes[2:])
        script = item.script.model_copy(update={"scenes": scenes, "call_to_action": action})
        text = write_post(replace(item, script=script), Path(), platform("facebook")).text
        assert text.count("Register by Zalo") == 1 and text.count("Bring your friends") == friends


def test_the_description_of_a_posted_picture_sends_nobody_to_a_page_that_is_not_there() -> None:
    item = item_of("citizens", "en", "infographic")
    where = chart_words("en").where
    outputs = tuple(o.model_copy(update={"alt_text": f"A chart. {where}"}) for o in item.outputs)
    for name in ("facebook", "folder", "wordpress", "telegram"):
        post = write_post(replace(item, outputs=outputs), Path(), platform(name))
        assert post.files[0].alt_text == "A chart."


def _retold(item: Item, texts: dict[str, tuple[tuple[str, tuple[str, ...]], ...]], **of_script: str) -> Item:
    """Give an item whose points say something else: sentences with the facts they state, by the point's id."""
    assert item.script
    scenes = tuple(
        scene.model_copy(
            update={
                "text": " ".join(text for text, _ in told),
                "facts": tuple(fact for _, facts in told for fact in facts),
                "sentence_facts": tuple(facts for _, facts in told),
            }
        )
        if (told := texts.get(scene.id))
        else scene
        for scene in item.script.scenes
    )
    return replace(item, script=item.script.model_copy(update={"scenes": scenes, **of_script}))


def _points(item: Item) -> list[str]:
    assert item.script
    return [scene.id for scene in item.script.scenes if scene.id not in ("opening", "closing")]


def test_a_bullet_says_all_its_point_says_and_loses_what_states_no_figure_first() -> None:
    """ "48 samples were tested" without "none was over the limit": a rebuttal went out without its proof."""
    item = item_of("citizens", "en", "infographic")
    lead, other, *_ = _points(item)
    assert item.script
    tested, none, added = "We tested 48 samples.", "No sample was over the limit.", "The work took a while."
    told = ((tested, ("a",)), (none, ("b",)), (added, ()))
    keep = (item.script.scenes[0], *(s for s in item.script.scenes if s.id in (lead, other)), item.script.scenes[-1])
    item = replace(item, script=item.script.model_copy(update={"scenes": keep}))
    item = _retold(item, {other: told})
    row = platform("facebook")
    whole = write_post(item, Path(), row).text
    assert f"{tested} {none} {added}" in whole
    seen = set()
    for room in range(len(whole), 150, -5):
        tight = row.model_copy(update={"texts": {"text": row.texts["text"].model_copy(update={"max": room})}})
        try:
            text = write_post(item, Path(), tight).text
        except Refused:
            break
        assert (tested in text) == (none in text), "the figure that proves it was cut before the rest"
        assert added not in text or none in text
        seen.add((tested in text, added in text))
    assert seen == {(True, True), (True, False), (False, False)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_post_begins_with_the_finding_and_names_the_report_below(audience: str, language: str) -> None:
    """ "Quarterly report, Q3 2026" above everything said nothing of what happened."""
    item = item_of(audience, language, "infographic")
    assert item.script
    finding = plain(item.script.scenes[1].headline)
    script = item.script.model_copy(update={"title": item.script.scenes[1].headline, "name": "Report of 2024"})
    item = replace(item, script=script)
    first, second, *_ = write_post(item, Path(), platform("facebook")).text.replace("\u200f", "").split("\n")
    # A sentence that begins with the finding told again stands for it.
    assert set(re.findall(r"\d+", finding)) <= set(re.findall(r"\d+", first)) and "2024" in f"{first} {second}"
    assert first.rstrip(".") == finding or "Report of 2024" not in first
    mail = write_post(item, Path(), platform("mail"))
    assert mail.title == f"{finding} – Report of 2024" and mail.title not in mail.text
    long = replace(item, script=script.model_copy(update={"name": "Report of the province in 2024 " * 4}))
    mail = write_post(long, Path(), platform("mail"))
    assert mail.title == finding and "Report of the province in 2024" in mail.text.split("\n\n")[0]


@pytest.mark.parametrize("name", ["Health care in An Hai, October 2026", "Report of October 2026", "Dengue report"])
def test_the_news_comes_first_and_what_it_belongs_to_right_below(name: str) -> None:
    """Under "Report of October 2026" nobody who scrolls reads on."""
    item = item_of("citizens", "en", "infographic")
    assert item.script
    title = "Dengue: up on last year"
    item = replace(item, script=item.script.model_copy(update={"title": title, "name": name}))
    lines = write_post(item, Path(), platform("facebook")).text.split("\n")
    assert lines[0].startswith(title) and lines[1].startswith(name)


NINE_MONTHS = """id: nine-months
kind: progress
title: {vi: "Kinh tế tỉnh An Hải 9 tháng năm 2026", en: "An Hai's economy, January to September 2026"}
issuer: {vi: UBND tỉnh An Hải, en: People's Committee of An Hai}
languages: [vi, en]
audiences: [citizens]
as_of: 2026-10-03
sources:
  - {id: a, title: {vi: Báo cáo, en: Report},
     publisher: {vi: Cục Thống kê An Hải, en: An Hai Statistics Office}, date: 2026-10-03}
statistics:
  - {id: poor, label: {vi: Tỷ lệ hộ nghèo, en: Share of poor households}, value: 5.36, unit: percent, measure: share,
     better: lower, source: a, period: 2026-06-30, baseline: {value: 6.91, period: 2025-06-30}}
  - {id: exports, label: {vi: Xuất khẩu, en: Exports}, value: 2148600000, unit: currency, currency: USD, source: a,
     period: 2026-M9}
points:
  - id: poor
    statistics: [poor]
    audiences: {citizens: 5}
    headline: {vi: "Tỷ lệ hộ nghèo còn {poor}", en: "Share of poor households down to {poor}"}
    text: {vi: "Giữa năm 2026, tỷ lệ hộ nghèo của tỉnh là {poor}, {poor.change} so với một năm trước.",
      en: "In mid-2026 {poor} of households in the province were poor, {poor.change} on a year earlier."}
  - id: exports
    statistics: [exports]
    audiences: {citizens: 3}
    text: {vi: "Chín tháng, tỉnh xuất khẩu {exports}.", en: "In nine months the province exported {exports}."}
calls_to_action:
  citizens:
    text: {vi: Xem báo cáo đầy đủ trên Cổng thông tin điện tử của tỉnh An Hải.,
      en: Read the full report on the portal of the province of An Hai.}
    url: "https://example.org/an-hai"
"""


@pytest.mark.parametrize(("language", "when"), [("vi", "30 tháng 6 năm 2026"), ("en", "June 30, 2026")])
def test_a_finding_of_another_time_than_its_report_says_when_it_was(language: str, when: str, tmp_path: Path) -> None:
    """Right above "January to September 2026" the poverty of June is read as that of the nine months."""
    (tmp_path / "nine.yaml").write_text(NINE_MONTHS, "utf-8")
    text = _posted(item_of("citizens", language, "infographic", tmp_path / "nine.yaml"), "x")
    assert when in text or ("năm 2026, tỷ lệ" if language == "vi" else "In mid-2026") in text


HABITS = """id: habits
kind: progress
title: {en: "Dengue bulletin, week 47"}
issuer: {en: Tan Phuoc Centre for Disease Control}
languages: [en]
locales: {en: en-GB}
audiences: [citizens]
as_of: 2026-11-22
sources: [{id: cdc, title: Weekly report, publisher: Tan Phuoc CDC, date: 2026-11-22}]
statistics:
  - {id: rate, label: {en: Homes sprayed}, value: 71.4, unit: percent, measure: share, source: cdc, period: 2026-W47,
     baseline: {value: 78.2, period: 2026-W46}}
  - {id: seen, label: {en: Gardens seen}, value: 14, unit: count, noun: {en: gardens}, source: cdc, period: 2026-W47}
points:
  - id: rate
    statistics: [rate]
    audiences: {citizens: 5}
    headline: {en: "Only {rate} of homes were sprayed"}
    text: {en: "Only {rate} of homes were sprayed in time, {rate.change} on the week before."}
  - {id: seen, statistics: [seen], audiences: {citizens: 1}, text: {en: "We looked at {seen} gardens."}}
  - id: do
    audiences: {citizens: 4}
    text: {en: Do three things at home.}
    steps: [{en: Empty standing water}, {en: Sleep under a net}, {en: See a doctor after two days of fever}]
calls_to_action:
  citizens: {text: {en: Call the health line when you have a fever.}, url: "https://cdc.example.org/dengue"}
"""


@pytest.fixture(scope="module")
def habits(tmp_path_factory: pytest.TempPathFactory) -> Item:
    path = tmp_path_factory.mktemp("habits") / "habits.yaml"
    path.write_text(HABITS, "utf-8")
    with written_in({"en": "en_GB"}):
        return item_of("citizens", "en", "infographic", path)


def _posted(item: Item, channel: str) -> str:
    return write_post(item, Path(), platform(channel)).text.replace("\u00a0", " ")


def test_steps_are_numbered_and_stand_before_what_weighs_less(habits: Item) -> None:
    """ "First, … Then, … Finally, …" in one paragraph behind everything else is what nobody does."""
    text = _posted(habits, "facebook")
    steps = "• Do three things at home:\n1. Empty standing water\n2. Sleep under a net\n3. See a doctor after two days"
    assert steps in text and "First" not in text
    assert text.index(steps) < text.index("We looked at")


def test_a_figure_ahead_of_steps_does_not_lead_to_them(tmp_path: Path) -> None:
    """ "It takes 20 minutes: 1. Empty standing water" says that emptying it is what takes 20 minutes."""
    wait = """  - {id: takes, label: {en: Time it takes}, value: 20, unit: duration, per: minute, source: cdc,
     period: 2026-W47}
points:"""
    text = HABITS.replace("points:", wait, 1).replace(
        "text: {en: Do three things at home.}", 'statistics: [takes]\n    text: {en: "All of it takes {takes}."}'
    )
    (tmp_path / "habits.yaml").write_text(text, "utf-8")
    with written_in({"en": "en_GB"}):
        item = item_of("citizens", "en", "infographic", tmp_path / "habits.yaml")
    text = _posted(item, "facebook")
    assert "All of it takes 20 minutes.\n1. Empty standing water" in text
    assert "days of fever." not in text, "no step has a stop of its own"


def test_a_headline_that_its_sentence_tells_again_is_not_told_twice(habits: Item) -> None:
    text = _posted(habits, "facebook")
    assert text.count("71%") == 1 and text.startswith("Only over 71% of homes were sprayed in time")


def test_a_post_is_dated_as_its_brief_is_written_and_names_a_week_once(habits: Item) -> None:
    """An en-GB bulletin of week 47 was "Week 47 · Week 47 of 2026", and American on platforms alone; a line that says
    only "2026" says nothing.
    """
    text = _posted(habits, "facebook")
    assert "Dengue bulletin, week 47, 2026\n" in text
    for channel in ("x", "bluesky", "facebook", "telegram"):
        assert not re.search(r"^(?:19|20)\d\d$", _posted(habits, channel), re.MULTILINE)
    assert habits.script and habits.script.locale == "en_GB"
    day = [f.model_copy(update={"period": "2026-11-22"}) for f in habits.facts]
    script = habits.script.model_copy(update={"name": "Dengue bulletin"})
    assert "As of 22 November 2026" in _posted(replace(habits, facts=tuple(day), script=script), "facebook")


@pytest.mark.parametrize("channel", ["x", "bluesky"])
def test_what_is_asked_and_where_outlasts_the_name_of_the_report(habits: Item, channel: str) -> None:
    """Citizens were told the name of the bulletin, and not where to call."""
    assert habits.script
    long = habits.script.model_copy(update={"name": "Weekly bulletin on dengue and other fevers carried by mosquitoes"})
    text = _posted(replace(habits, script=long), channel)
    assert "Call the health line" in text and "https://cdc.example.org" in text


def test_the_post_of_an_episode_names_only_what_is_told_in_it() -> None:
    """It listed a point for which the episode had no time."""
    item = item_of("citizens", "en", "podcast")
    assert item.script
    told, left_out, *_ = (scene for scene in item.script.scenes[1:] if scene.facts and scene.id != "closing")
    outputs = tuple(output.model_copy(update={"facts": told.facts}) for output in item.outputs)
    text = write_post(replace(item, outputs=outputs), Path(), platform("facebook")).text
    assert plain(left_out.headline) not in text
    assert plain(left_out.headline) in write_post(item, Path(), platform("facebook")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_post_says_when_its_figure_was(language: str) -> None:
    """ "243 accidents, up 22 on the same period. Source: November 2026" reads as the accidents of November."""
    item = item_of("leaders", language, "infographic")
    lead = _points(item)[0]
    fact = next(f for f in item.facts if f.period)
    item = _retold(item, {lead: (("It was 7.", (fact.id,)),)}, title="Accidents up", name="", subtitle="")
    year = (fact.period or "")[-4:] if "/" not in (fact.period or "") else (fact.period or "")[:4]
    when = plain(write_period(fact.period or "", language))
    # A line of four digits says nothing.
    when = f"{phrases(language).labels['period']}: {when}" if when == year else f"{when[:1].upper()}{when[1:]}"
    assert f"Accidents up.\n{when}" in write_post(item, Path(), platform("facebook")).text.replace("\u200f", "")
    item = _retold(item, {}, subtitle=f"Road safety {year}")
    assert f"Accidents up.\nRoad safety {year}" in write_post(item, Path(), platform("x")).text.replace("\u200f", "")
    item = _retold(item, {}, title=f"Accidents up in {year}", subtitle="")
    assert f"\n{when}" not in write_post(item, Path(), platform("facebook")).text.replace("\u200f", "")


@pytest.mark.parametrize("channel", ["x", "bluesky"])
def test_a_short_rebuttal_says_why_before_it_says_who_spreads_the_claim(channel: str) -> None:
    for language in LANGUAGES:
        brief = HONEST / "vaccine-rebuttal.yaml"
        item = item_of("citizens", language, "infographic", brief)
        assert item.script
        [claim] = item.script.content
        labels = phrases(language).labels
        open, close = labels["quotes"]
        seen = labels["seen_in"].format(where="Zalo")
        text = f"{labels['untrue']}: {open}Seventy were ill{close}. {seen}. {'Nobody at all was ill there. ' * 5}"
        scenes = tuple(s.model_copy(update={"text": text.strip()}) if s is claim else s for s in item.script.scenes)
        item = replace(item, script=item.script.model_copy(update={"scenes": scenes}))
        told = write_post(item, Path(), platform(channel)).text
        assert "Nobody at all was ill there." in told and seen not in told
        assert seen in write_post(item, Path(), platform("facebook")).text


@pytest.mark.parametrize("channel", ["x", "bluesky", "threads"])
def test_a_post_says_the_same_in_every_language(channel: str) -> None:
    """The Hebrew post said why the claim is false, the English one stopped after the claim."""
    items = {code: item_of("leaders", code, "infographic") for code in LANGUAGES}
    lead = _points(items["en"])[0]
    fact = next(f.id for f in items["en"].facts if f.period)
    for code, words in (("vi", 6), ("en", 30), ("he", 6)):
        more = f"And 3 {'more ' * words}of them."
        items[code] = _retold(items[code], {lead: (("It was 2.", (fact,)), (more, (fact,)), ("That is new.", ()))})
    scripts = {code: item.script for code, item in items.items()}
    alone = write_post(items["vi"], Path(), platform(channel)).text
    together = {
        code: write_post(
            replace(item, others=tuple(s for c, s in scripts.items() if c != code and s)), Path(), platform(channel)
        ).text
        for code, item in items.items()
    }
    assert "That is new." in alone
    for part in ("It was 2.", "And 3", "That is new."):
        assert len({part in text for text in together.values()}) == 1, part


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_never_told_with_nothing_against_it(language: str) -> None:
    """ "False: lead was found in the water", a source and nothing else: on X the claim had the room of its reason."""
    item = item_of("citizens", language, "infographic", HONEST / "vaccine-rebuttal.yaml")
    assert item.script
    [claim] = item.script.content
    labels = phrases(language).labels
    open, close = labels["quotes"]
    scenes = []
    for scene in item.script.scenes:
        text = f"{labels['untrue']}: {open}{'Claimed ' * 9}{close}. {'Reason ' * 12}here."
        text = text if scene is claim else f"{'There were ' * 12}9 of them."
        scenes.append(scene.model_copy(update={"text": text, "sentence_facts": ()}))
    item = replace(item, script=item.script.model_copy(update={"scenes": tuple(scenes)}))
    row = platform("x")
    for room in range(500, 120, -10):
        tight = row.model_copy(update={"texts": {"text": row.texts["text"].model_copy(update={"max": room})}})
        try:
            text = write_post(item, Path(), tight).text
        except Refused:
            break
        against = "Reason" in text or "There were" in text or any(plain(s.headline) in text for s in scenes[2:-1])
        assert "Claimed" not in text or against, text


@pytest.mark.parametrize(
    ("language", "ground", "leaning"),
    [
        ("en", "48 samples were tested in November.", "Of these 46 were clean and fit for every home of the town."),
        ("vi", "Đã xét nghiệm 48 mẫu trong tháng 11.", "Trong đó 46 mẫu đạt chuẩn, an toàn cho mọi gia đình."),
        ("he", "נבדקו 48 דגימות בנובמבר.", "מהן 46 דגימות עמדו בתקן ובטוחות לכל בית."),
        ("en", "The hotline took 48 calls.", "Settling one takes 46 days on average, against 4 days a year ago."),
        ("en", "The hotline took 48 calls.", "Callers of these waited 46 days on average, against 4 days a year ago."),
        ("vi", "Tổng đài nhận 48 cuộc gọi.", "Mỗi cuộc gọi đó mất trung bình 46 ngày mới xử lý xong, lâu hơn trước."),
        ("he", "המוקד קיבל 48 פניות.", "הטיפול בהן נמשך 46 ימים בממוצע, לעומת 4 ימים אשתקד."),
    ],
)
def test_a_shortened_post_never_begins_with_a_word_whose_noun_was_cut(language: str, ground: str, leaning: str) -> None:
    """ "Of these 46 were clean" of nobody knows what: with the sentence before it, or neither."""
    item = item_of("citizens", language, "infographic")
    assert item.script
    scene = item.script.scenes[1].model_copy(
        update={
            "id": "tests",
            "headline": "46",
            "text": f"{ground} {leaning}",
            "sentence_facts": ((), (item.facts[0].id,)),
        }
    )
    scenes = (item.script.scenes[0], scene, *item.script.scenes[2:])
    item = replace(item, script=item.script.model_copy(update={"scenes": scenes}))
    told = set()
    for most in (3000, 500, *range(400, 100, -10)):
        tight = platform("x").texts["text"].model_copy(update={"max": most})
        try:
            text = write_post(item, Path(), platform("x").model_copy(update={"texts": {"text": tight}})).text
        except Refused:
            break
        lines = [line.strip("•\u200f ") for line in text.splitlines()]
        assert not any(line.startswith(leaning.split()[0]) for line in lines), text
        told.add(any(leaning in line for line in lines))
    assert told == {True, False}


def test_of_one_sentence_a_post_tells_that_there_were_none() -> None:
    """A rebuttal that says how many samples were tested, and not that none failed, proves nothing."""
    item = item_of("citizens", "en", "infographic")
    assert item.script
    none = item.facts[0].model_copy(update={"value": "0"})
    scene = item.script.scenes[1].model_copy(
        update={
            "headline": "0 of 48",
            "text": "The laboratory took 48 samples in all. No sample was over the limit for lead.",
            "facts": (none.id,),
            "sentence_facts": ((item.facts[1].id,), (none.id,)),
        }
    )
    scenes = (item.script.scenes[0], scene, item.script.scenes[-1])
    item = replace(
        item, facts=(none, *item.facts[1:]), script=item.script.model_copy(update={"scenes": scenes, "title": "Water"})
    )
    for most in range(400, 100, -5):
        tight = platform("x").texts["text"].model_copy(update={"max": most})
        try:
            text = write_post(item, Path(), platform("x").model_copy(update={"texts": {"text": tight}})).text
        except Refused:
            break
        assert "No sample was over" in text or "48 samples" not in text, text


def test_under_a_topic_each_audience_reads_its_own_point_first() -> None:
    """Posts of six audiences all began with "Kinh tế - xã hội tỉnh Lam Sơn 9 tháng đầu năm 2025", which is no news."""
    brief = ROOT / "tests" / "brief" / "honest" / "lam-son-nine-months.yaml"
    firsts = {}
    for audience in AUDIENCES:
        item = item_of(audience, "vi", "infographic", brief)
        assert item.script is not None
        text = write_post(item, Path(), platform("facebook"), PostSettings(link="https://example.org/")).text
        title = " ".join(plain(item.script.title).replace("\u00a0", " ").split())
        first, second, *_ = text.replace("\u00a0", " ").split("\n")
        firsts[audience] = first
        assert first.rstrip(".") != title and title in second
    assert len(set(firsts.values())) > 1


def _of_own(item: Item, **source: object) -> Item:
    """Give an item of which the body that publishes is the first source too."""
    first, *others = item.sources
    issuer = first.publisher[item.language]
    return replace(item, issuer=issuer, sources=(first.model_copy(update=source), *others))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_the_source_of_its_own_figure(language: str) -> None:
    """ "According to us" is no source: the report is, and newsrooms are told where it is found."""
    item = item_of("press", language, "infographic")
    first = item.sources[0]
    own = _of_own(item, url="https://example.org/report-9", title={language: "Report of nine months"})
    whole = write_post(own, Path(), platform("facebook")).text
    publisher = plain(first.publisher[language])
    assert "Report of nine months" in whole and publisher not in whole.partition("Report of nine months")[2]
    assert "https://example.org/report-9" in whole
    assert publisher in write_post(item, Path(), platform("facebook")).text
    # Where no address is pressed none is written.
    assert "https://example.org/report-9" not in write_post(own, Path(), platform("instagram")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_scrolls_is_told_less_than_a_newsroom(language: str) -> None:
    """Six audiences on five channels got one text in six orders."""

    def bullets(audience: str, channel: str) -> int:
        text = write_post(item_of(audience, language, "infographic"), Path(), platform(channel)).text
        return text.count("\n• ") + text.startswith("• ")

    assert bullets("youth", "facebook") <= 1 < bullets("press", "facebook")
    assert bullets("citizens", "facebook") <= 2
    assert bullets("press", "instagram") <= 2 < bullets("press", "mail")


def test_a_line_that_does_not_say_what_it_is_of_stands_behind_its_headline() -> None:
    """ "There were 7.2 new cases, down from 11.6", of which illness?"""
    item = item_of("press", "en", "infographic")
    assert item.script
    other = [scene for scene in item.script.scenes if scene.facts and scene.id not in ("opening", "closing")][1]
    told = _retold(item, {other.id: (("There were 71 of them.", other.facts),)})
    text = write_post(told, Path(), platform("mail")).text
    assert f"• {plain(other.headline)}" in text and "There were 71 of them." in text


REASONS = {
    "vi": "Chúng tôi lấy nhầm số liệu của năm trước.",
    "en": "We took the figure of the year before.",
    "he": "לקחנו את הנתון של השנה הקודמת.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["x", "bluesky", "threads", "mastodon"])
@pytest.mark.parametrize("audience", ["citizens", "staff"])
def test_why_it_was_corrected_outlasts_what_readers_are_asked(audience: str, channel: str, language: str) -> None:
    """Where room was short, a correction asked its readers to try a service and did not say why it was corrected."""
    item, reason = item_of(audience, language, "infographic"), REASONS[language]
    assert item.script
    said = tuple(("Rank", was, "71") for was in ("86", "85"))
    notice = NoticeEntry(kind="correction", on=dt.date(2031, 12, 1), reason=reason, said=said)
    item = replace(item, script=item.script.model_copy(update={"notices": (notice,)}))
    row, settings = platform(channel), PostSettings(link="https://example.org/")
    post = write_post(item, Path(), row, settings, corrected=item.script.notices)
    assert reason in post.text and count(post.text, row.texts["text"].unit) <= row.texts["text"].max
    # What no room is left for at all gives the day and the figure still, and is no reason to send nothing.
    endless = notice.model_copy(update={"reason": reason * 9})
    item = replace(item, script=item.script.model_copy(update={"notices": (endless,)}))
    assert "2031" in write_post(item, Path(), row, settings, corrected=item.script.notices).text
    # Two at once: where both have no room, the newest is told, and the post goes out.
    better = endless.model_copy(update={"kind": "revision", "on": dt.date(2032, 1, 2)})
    script = item.script.model_copy(update={"notices": (endless, better)})
    both = write_post(replace(item, script=script), Path(), row, settings, corrected=script.notices)
    assert "2032" in both.text and count(both.text, row.texts["text"].unit) <= row.texts["text"].max


@pytest.mark.parametrize(
    ("language", "aim"), [("vi", "Mục tiêu là 40%."), ("en", "The target was 40%."), ("he", "היעד היה 40%.")]
)
def test_a_short_post_keeps_the_target_that_was_missed(language: str, aim: str) -> None:
    """ "31.4% were recycled, up 2.5 points" of a target of 40%: what was bad was cut first."""
    item = item_of("leaders", language, "infographic")
    [lead, *_] = _points(item)
    fact = next(f for f in item.facts if f.period)
    long = (
        "Recycled were 31.4%, up 2.5 points, " + "more than in any of the other towns of the county, " * 3 + "of all."
    )
    told = ((long, (fact.id, f"{fact.id}.change")), (aim, (f"{fact.id}.target",)))
    for channel in ("x", "bluesky", "threads"):
        text = write_post(_retold(item, {lead: told}, name="", subtitle=""), Path(), platform(channel)).text
        assert aim in text or "31.4%" not in text, text
