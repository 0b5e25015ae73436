"""What a newcomer starts from: the brief that `new` writes can be made, and drawn on proof sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import briefcast.edition.proof as proof
from briefcast.brief.start import EXAMPLES_OF, write_start
from briefcast.cards import CARDS
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import read_request
from briefcast.errors import LayoutError
from briefcast.manifest.manifest import MediaEntry, OutputEntry
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.product import Video
from briefcast.script import Script
from tests.edition_fixtures import make
from tests.video_fixtures import narrate_silently


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    brief = write_start("my-plan", tmp_path)
    return plan_edition(read_request(brief=brief))


@pytest.mark.parametrize("shape", ["9x16", "1x1", "16x9"])
def test_films_of_the_starting_brief_can_be_drawn(plan: Plan, tmp_path: Path, shape: str) -> None:
    """The first film anybody makes failed, for a label lay on another."""
    stood_in = []
    for (audience, _), script in plan.scripts.items():
        board = build_storyboard(script, narrate_silently(script, tmp_path), plan.brand_of(audience), shape)  # type: ignore[arg-type]
        for scene in board.scenes:
            draw_pages([page for page in scene.pages if page.data.get("part") == "figure"], board.look)
        stood_in += board.stood_in
    assert all(told.startswith("online: series: The ") for told in stood_in)
    assert not any("\xa0" in told or "\\xa0" in told for told in stood_in)


def test_a_hebrew_film_falls_back_too(plan: Plan, tmp_path: Path) -> None:
    """Written from the other side, the same figure would still be lost."""
    for (audience, language), script in plan.scripts.items():
        if language != "en":
            continue
        hebrew = replace(script, language="he", figures=tuple(map(_said_in_hebrew, script.figures)))
        board = build_storyboard(hebrew, narrate_silently(hebrew, tmp_path), plan.brand_of(audience), "16x9")
        for scene in board.scenes:
            draw_pages([page for page in scene.pages if page.data.get("part") == "figure"], board.look)


def _said_in_hebrew(figure):  # type: ignore[no-untyped-def]
    return replace(figure, label="בקשות מקוונות", change="עלייה של 15.3 נקודות אחוז" if figure.change else "")


def test_a_chart_that_has_room_is_kept(plan: Plan, tmp_path: Path) -> None:
    """Every history would be told as a number for fear of one that does not fit."""
    script = plan.scripts["leaders", "en"]
    board = build_storyboard(script, narrate_silently(script, tmp_path), plan.brand_of("leaders"), "1x1")
    assert board.stood_in == ()
    cards = [b["card"] for s in board.scenes for p in s.pages for b in p.data.get("blocks", ())]
    assert "series" in cards


def test_pages_say_where_a_chart_had_no_room() -> None:
    """Nobody would know that the film shows another card than the brief asks for."""
    output = OutputEntry(
        path="video.mp4",
        product="video",
        role="video",
        audience="leaders",
        language="vi",
        variant="9x16",
        media_type="video/mp4",
        sha256="0" * 64,
        bytes=1,
        media=MediaEntry(stood_in=("online: series: The label “68,9%” would lie on “80%”.",)),
    )
    (finding,) = Video().findings([output])
    assert finding.severity == "warning"
    assert "online" in finding.message
    assert "visual: number" in finding.remedy
    assert not list(Video().findings([output.model_copy(update={"media": MediaEntry()})]))


def test_pictures_of_the_starting_brief_fit(plan: Plan) -> None:
    """The first picture anybody makes failed, or the carousel that comes with it."""
    for (audience, _), script in plan.scripts.items():
        page = lay_out(script, plan.brand_of(audience), "carousel")
        page_data(page)


def test_a_proof_says_why_a_card_is_missing(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """One card that cannot be drawn took every sheet with it."""

    def refuse(card: object, told: object, look: object) -> None:
        raise LayoutError("The label “68,9%” would lie on “80%”.")

    monkeypatch.setattr(proof, "_card_data", refuse)
    script: Script = plan.scripts["leaders", "vi"]
    cards = list(proof._cards_of(plan.brand, [script], "scene", lambda _: None))
    assert cards
    assert len(cards) < len(CARDS)
    assert all(card.picture is None and "68,9%" in card.refused for card in cards)


@pytest.mark.parametrize("kind", EXAMPLES_OF)
def test_a_start_of_every_kind_is_made(tmp_path: Path, kind: str) -> None:
    brief = write_start("one", tmp_path, kind=kind, languages=("vi", "en", "he"))
    # Films and episodes of the same scripts are told above; pictures and releases show every part of the kind.
    wanted = {"infographic"} | ({"press-release"} if kind == "press" else set())
    edition = make(brief, tmp_path / "outputs", products=sorted(wanted))
    assert not edition.failures
    assert {output.product for output in edition.manifest.outputs} == wanted
    assert not [f for f in edition.manifest.findings if f.severity == "error"]
    assert "press-release-lacks" not in {f.code for f in edition.manifest.findings}
