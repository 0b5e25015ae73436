"""Cards must show every text whole, as text, in its place, in each language, and refuse what they cannot show."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from PIL import Image

from briefcast.cards import CARDS, bar_lengths, choose_card
from briefcast.errors import LayoutError, MediaError, ToolError
from briefcast.look import drawing
from briefcast.look.figures import figure_data
from briefcast.look.pictures import photo_svg
from briefcast.paths import TEMPLATES
from briefcast.products.video.motion import read_vocabulary
from briefcast.script import Figure, Mark
from tests.picture_fixtures import LANGUAGES, card, fibre, picture, rank


def glyphs(label: str) -> int:
    [svg] = drawing.draw(
        "cards/card.typ", card("number", "en", d={**figure_data(fibre("en")), "label": label}), format="svg"
    )
    return svg.count(b"<use ")


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        "*bold* _em_",
        "$x^2$ \\ #[a]",
        '#read("/cards/lib.typ")',
        "<label> @ref",
        '"quoted" \\u{41}',
        "// note",
        "= not a heading",
        "{{x}} #data.look",
    ],
)
def test_markup_in_a_text_is_shown_as_it_was_typed(text: str) -> None:
    """A brief may hold any character; none of it becomes a command."""
    plain = "x" * len(text.replace(" ", ""))
    assert glyphs(text) == glyphs(plain)


def test_a_target_stands_in_another_colour_than_how_far_it_is() -> None:
    """ "Budget 2026: 28,300 billion" and "76.5% of the year's budget" ran on as one sentence: the budget was a part of
    itself.
    """

    whole = {**figure_data(fibre("en")), "gap": "76.5% of the year’s budget", "change": "", "target_met": None}

    shorter = {"gap": {**whole, "gap": "76.5%"}, "target": {**whole, "target": {**whole["target"], "label": "T"}}}
    colours = {name: set(inked(whole) - inked(less)) for name, less in shorter.items()}
    assert len(colours["gap"]) == len(colours["target"]) == 1
    assert colours["gap"] != colours["target"]


def inked(d: dict[str, Any]) -> Counter[str]:
    """Count the glyphs of each colour of a card."""
    [svg] = drawing.draw("cards/card.typ", card("progress", "en", d=d, place="cell"), format="svg")
    return Counter(found.decode() for found in re.findall(rb'<use [^>]*fill="(#[0-9a-f]{6})"', svg))


def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    label = "Households that have been connected to the national fibre network " * 4
    with pytest.raises(LayoutError) as error:
        picture(card("number", "en", d={**figure_data(fibre("en")), "label": label}))
    assert "The label of the leading figure does not fit" in str(error.value)
    assert "Households that have been connected" in str(error.value)


def test_a_word_wider_than_its_place_is_refused() -> None:
    with pytest.raises(LayoutError, match="label"):
        picture(card("number", "en", d={**figure_data(fibre("en")), "label": "x" * 90}))


def test_a_text_shrinks_before_it_is_refused_but_never_below_what_a_phone_can_show() -> None:
    """Three lines of a label hold what fits at 35 px, the smallest size a phone can show; then it is refused."""
    lines_px: list[float] = []
    for count in range(2, 20):
        d = {**figure_data(fibre("en")), "label": " ".join(["fibre internet at"] * count)}
        try:
            boxes = {box.part: box for box in drawing.measure("cards/card.typ", card("number", "en", d=d))}
        except LayoutError:
            break
        lines_px.append(boxes["label"].height_px)
    else:
        pytest.fail("a label of 19 phrases was still accepted")
    # Three lines: the height of capitals and two steps of 1.24.
    unit = 760 / drawing.CANVAS_PX
    assert lines_px[-1] == pytest.approx(drawing.TEXT_FLOOR_PX * (0.72 + 2 * 1.24) * unit, rel=0.05)
    assert max(lines_px) > lines_px[-1] * 1.15


@pytest.mark.parametrize(("language", "character"), [("vi", "✓"), ("he", "漢"), ("en", "א")])
def test_a_letter_without_a_font_is_refused_and_named(language: str, character: str) -> None:
    with pytest.raises(LayoutError) as error:
        picture(card("number", language, d={**figure_data(fibre(language)), "label": f"abc {character}"}))
    assert f"U+{ord(character):04X}" in str(error.value)
    assert f"abc {character}" in str(error.value)


def test_vietnamese_typed_with_separate_marks_is_accepted() -> None:
    picture(card("number", "vi", d={**figure_data(fibre("vi")), "label": "Việt Nam số"}))


@pytest.mark.parametrize("name", [card.name for card in CARDS.values() if card.takes not in ("steps", "quote")])
def test_layers_drawn_one_by_one_lie_exactly_over_the_whole_card(name: str) -> None:
    """A video draws a card part by part; what comes out must be the still."""
    data = card(name, "he", place="scene", on="panel", parted=True)
    data["background"] = False
    parts = list(dict.fromkeys(box.part for box in drawing.measure("cards/card.typ", data)))
    assert parts
    together = Image.new("RGBA", (1080, 760))
    for page in drawing.draw("cards/card.typ", {**data, "layers": [[part] for part in parts]}):
        together.alpha_composite(Image.open(io.BytesIO(page)).convert("RGBA"))
    whole = np.asarray(picture(data), np.int16)
    # Where two soft edges meet, alpha is rounded once more.
    assert np.abs(np.asarray(together, np.int16)[..., 3] - whole[..., 3]).max() <= 3


def ink(image: Image.Image, colour: str) -> np.ndarray:
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
    return np.abs(np.asarray(image.convert("RGB"), np.int16) - wanted).max(axis=2) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_grows_from_where_reading_starts(language: str) -> None:
    """In Hebrew a bar that grows from the left would read as its opposite."""
    data = card("progress", language, visible=["bar"])
    bar = ink(picture(data), data["look"]["colours"]["accent"]).any(axis=0)
    filled = np.flatnonzero(bar)
    start, end = filled[0], 1079 - filled[-1]
    assert (start < 70 and end > 150) if language != "he" else (end < 70 and start > 150)


def test_a_transparent_page_has_no_ground() -> None:
    image = picture(card("number", "vi", background=False))
    assert image.getpixel((2, 2))[3] == 0
    assert picture(card("number", "vi")).getpixel((2, 2))[3] == 255


def test_the_same_data_gives_the_same_bytes() -> None:
    for kind in ("png", "pdf", "svg"):
        data = card("number", "vi", title="Title")
        assert drawing.draw("cards/card.typ", data, format=kind) == drawing.draw("cards/card.typ", data, format=kind)


def test_a_template_that_gets_wrong_data_says_where() -> None:
    with pytest.raises(ToolError, match=r"cards/card\.typ"):
        picture(card("nonsense", "en"))


def test_every_card_has_its_drawing_and_every_drawing_its_row() -> None:
    """A row without a drawing would stop an edition; a drawing without a row is one that no reader ever sees."""
    drawn = {path.stem for path in (TEMPLATES / "cards").glob("*.typ")} - {"lib", "card"}
    assert drawn == set(CARDS)


IN_FILMS = [
    (card.name, place)
    for card in CARDS.values()
    if card.asked or card.takes == "ring"
    for place in (("scene", "half", "strip") if card.takes == "figure" else ("scene",))
]


@pytest.mark.parametrize(("name", "place"), IN_FILMS)
def test_films_bring_in_every_part_of_a_card(name: str, place: str) -> None:
    """A part that no entrance names would never be seen in a film."""
    vocabulary = read_vocabulary()
    kinds = {"history": ("rank", "line", "columns"), "ring": ("gauge", "donut"), "figures": ("ranked",)}
    for remark in (*CARDS[name].remarks, ""):
        data = card(name, "en", place=place, on="panel", parted=True, room={"remark": remark})
        parts = {box.part for box in drawing.measure("cards/card.typ", data)}
        for moves in kinds.get(CARDS[name].takes, (CARDS[name].moves,)):
            assert parts <= {part for entrance in vocabulary.cards[moves] for part in entrance.parts}


def test_a_photo_is_cropped_upright_and_carried_in_the_data(tmp_path: Path) -> None:
    photo = Image.new("RGB", (300, 200), "red")
    photo.paste("blue", (0, 0, 150, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # Stored lying on its side.
    photo.save(tmp_path / "a.jpg", exif=exif)
    svg = photo_svg(tmp_path / "a.jpg", width_px=200, height_px=200)
    page = (
        '#set page(width: 200pt, height: 200pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    drawn = Image.open(io.BytesIO(typst.compile(page.encode(), format="png", ppi=72, sys_inputs={"svg": svg})))
    reds, blues = (ink(drawn.convert("RGB"), c) for c in ("#FE0000", "#0000FE"))
    assert np.flatnonzero(blues.any(axis=1)).mean() < np.flatnonzero(reds.any(axis=1)).mean()


def test_a_file_that_is_no_photo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("not a picture")
    with pytest.raises(MediaError, match=r"a\.jpg"):
        photo_svg(tmp_path / "a.jpg", width_px=10, height_px=10)


def figure(**fields: object) -> Figure:
    base = {
        "statistic": "a",
        "label": "a",
        "value": Decimal(20),
        "unit": "percent",
        "measure": "share",
        "written": "20%",
        "qualifier": "",
        "number": "20",
        "suffix": "%",
    }
    return Figure(**{**base, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (figure(measure="growth", target=Mark(value=Decimal(80), written="80%", label="t")), (None, None)),
        (figure(measure="", plain="2 in 10"), (None, None)),  # Nobody says that it is a share.
        (figure(), (None, None)),
        (figure(plain="2 in 10"), (0.2, None)),
        (figure(target=Mark(value=Decimal(80), written="80%", label="t")), (0.2, 0.8)),
        (figure(unit="count", out_of=Mark(value=Decimal(40), written="40", label="t")), (0.5, None)),
        (figure(unit="count", target=Mark(value=Decimal(10), written="10", label="t")), (1.0, 0.5)),
        (figure(unit="count"), (None, None)),
        (figure(unit="rank", out_of=Mark(value=Decimal(40), written="40", label="t")), (None, None)),
        (figure(unit="count", value=Decimal(0), out_of=Mark(value=Decimal(0), written="0", label="t")), (None, None)),
    ],
)
def test_a_bar_is_only_drawn_where_it_tells_the_truth(
    made: Figure, expected: tuple[float | None, float | None]
) -> None:
    assert bar_lengths(made) == expected


def test_a_rank_that_falls_in_number_rises() -> None:
    assert figure_data(rank("en"))["rises"] is True
    assert (
        figure_data(figure(unit="percent", baseline=Mark(value=Decimal(30), written="30", label="b"), change="down"))[
            "rises"
        ]
        is False
    )


def test_a_figure_is_shown_by_a_card_that_tells_the_truth_of_it() -> None:
    """A rank with a bar, or a growth as people out of ten, would be a lie; any figure at all has a card."""
    target = Mark(value=Decimal(30), written="30", label="t")
    ranked = figure(unit="rank", value=Decimal(40), target=target, baseline=target)
    assert choose_card(ranked) == "pair"
    assert choose_card(figure(unit="rank", target=target)) == "number"
    assert choose_card(figure(target=target)) == "progress"
    assert choose_card(figure(unit="currency")) == "number"
    assert choose_card(rank("en")) == "series"
    shown = {name for name, card in CARDS.items() if card.fits(ranked) and card.asked}
    assert shown == {"pair", "number"}


def test_the_time_of_a_figure_on_a_card_is_as_short_as_that_of_the_earlier_value() -> None:
    """“הרבעון השלישי של 2026” fits no film that sets two figures side by side."""
    figure = replace(fibre("he"), period="הרבעון השלישי של 2026", when="רבעון 3, 2026")
    assert figure_data(figure)["period"] == "רבעון 3, 2026"
