"""An edition is whole, describes itself truly, and makes again only what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.edition import plan as plan_module
from briefcast.edition.edition import Edition, write_edition
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest, read_request
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefcastError, BriefError, LayoutError
from briefcast.manifest.manifest import damaged, read_manifest
from briefcast.store.files import file_sha256
from tests.edition_fixtures import BRIEF, make, run_all, write_small_brief
from tests.picture_fixtures import EXAMPLE


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Edition]]:
    folder = tmp_path_factory.mktemp("edition")
    brief = write_small_brief(folder)
    yield brief, folder / "out", make(brief, folder / "out")


@pytest.fixture
def place(first: tuple[Path, Path, Edition]) -> tuple[Path, Path]:
    """Brief and outputs of the first edition, put right again before each test."""
    brief, out, _ = first
    brief.write_text(BRIEF, "utf-8")
    make(brief, out)
    return brief, out


def test_every_product_of_every_language_is_there_and_is_what_the_manifest_says(
    first: tuple[Path, Path, Edition],
) -> None:
    _, out, edition = first
    manifest = read_manifest(out / "small")
    assert damaged(manifest, edition.folder) == ()
    made = {(o.language, o.product) for o in manifest.outputs}
    assert made == {(code, product) for code in ("vi", "en", "he") for product in ("infographic", "podcast")}
    on_disk = {
        p.relative_to(edition.folder).as_posix() for p in (edition.folder / "neighbours").rglob("*") if p.is_file()
    }
    assert on_disk == {output.path for output in manifest.outputs}
    assert edition.page.is_file()


def test_every_number_of_a_script_is_a_fact_of_the_manifest_with_its_source(
    first: tuple[Path, Path, Edition],
) -> None:
    manifest = first[2].manifest
    said = {fact for script in manifest.scripts for scene in script.scenes for fact in scene.facts}
    known = {fact.id: fact for fact in manifest.facts}
    shown = {fact for output in manifest.outputs for fact in output.facts}
    assert said | shown == set(known) != set()
    assert known["villages"].value == "99.3"
    assert known["villages"].source == "most"
    assert known["villages"].written["vi"] == "99,3%"


def test_a_manifest_names_no_path_of_this_machine(first: tuple[Path, Path, Edition]) -> None:
    text = (first[2].folder / "manifest.json").read_text("utf-8")
    assert str(first[1]) not in text
    assert str(Path.home()) not in text


def test_nothing_changed_makes_nothing(place: tuple[Path, Path]) -> None:
    brief, out = place
    before = {o.path: o.sha256 for o in read_manifest(out / "small").outputs}
    again = make(brief, out)
    assert again.fresh == 0
    assert {o.path: o.sha256 for o in again.manifest.outputs} == before


@pytest.mark.parametrize("harm", ["deleted", "cut short", "one byte changed"])
def test_a_damaged_output_is_put_right_without_making_it_again(place: tuple[Path, Path], harm: str) -> None:
    brief, out = place
    output = next(o for o in read_manifest(out / "small").outputs if o.role == "image")
    path = out / "small" / output.path
    content = bytearray(path.read_bytes())
    if harm == "deleted":
        path.unlink()
    elif harm == "cut short":
        path.write_bytes(content[: len(content) // 2])
    else:
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    again = make(brief, out)
    assert again.fresh == 0
    assert file_sha256(path) == output.sha256


def test_one_word_changed_makes_again_only_what_says_it(place: tuple[Path, Path]) -> None:
    brief, out = place
    before = {o.path: o.key for o in read_manifest(out / "small").outputs}
    brief.write_text(BRIEF.replace("have fast internet", "have quick internet"), "utf-8")
    after = {o.path: o.key for o in make(brief, out).manifest.outputs}
    changed = {path for path in before if before[path] != after[path]}
    assert changed
    assert all(
        "/en/episode" in path or "/en/transcript" in path or "/en/notes" in path or "/en/" in path for path in changed
    )
    assert not any("infographic" in path for path in changed), "the word is said, not drawn"


def test_what_another_run_made_stays_while_it_is_true_and_is_left_out_when_it_is_not(place: tuple[Path, Path]) -> None:
    brief, out = place
    part = make(brief, out, languages=["vi"])
    assert {o.language for o in part.manifest.outputs} == {"vi", "en", "he"}
    brief.write_text(BRIEF.replace("have fast internet", "have quick internet"), "utf-8")
    part = make(brief, out, languages=["vi"])
    assert {o.language for o in part.manifest.outputs} == {"vi", "he"}
    assert {o.language for o in part.manifest.outdated} == {"en"}
    assert any(f.code == "outdated" and "en" in f.place for f in part.manifest.findings)


def test_a_figure_that_cannot_be_told_stops_only_the_language_that_tells_it(place: tuple[Path, Path]) -> None:
    """Growth from zero in English: Vietnamese is made, and the English of before, not true any more, is left out."""
    brief, out = place
    counted = 'value: 993\n    baseline: {value: 0, period: "2024-10"}\n    unit: count'
    wrong = BRIEF.replace("value: 99.3\n    unit: percent", counted)
    brief.write_text(
        wrong.replace('en: "{villages} of villages have', 'en: "{villages.growth} of villages have'), "utf-8"
    )
    with pytest.raises(BriefError, match=r"small.yaml:28: points\[reach\].text.en: "):
        make(brief, out)
    part = make(brief, out, languages=["vi"])
    assert "en" not in {output.language for output in part.manifest.outputs}
    assert "figure-missing" in {finding.code for finding in part.manifest.findings}
    assert any(f.code == "outdated" and "en" in f.place for f in part.manifest.findings)


def test_a_brief_with_errors_is_made_only_where_it_is_asked_for_so_and_says_so(tmp_path: Path) -> None:
    """A typed figure or a contradiction would be published by whoever does not read the check."""
    brief = write_small_brief(tmp_path)
    brief.write_text(BRIEF.replace("have fast internet", "of 8 provinces have fast internet"), "utf-8")
    asked = {"brief": brief, "out": tmp_path / "out", "products": ("infographic",)}
    with pytest.raises(BriefError, match=r"small.yaml:27: points\[reach\].text.en: (?s:.*)--with-errors"):
        make_edition(EditionRequest(**asked))
    assert not (tmp_path / "out" / "small").exists()
    # Vietnamese has no error.
    assert not make_edition(EditionRequest(**asked, languages=("vi",))).manifest.with_errors
    assert make_edition(EditionRequest(**asked, languages=("en",), with_errors=True)).manifest.with_errors


def test_one_failed_step_is_named_and_the_rest_is_made(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    brief, out = place
    plan = plan_edition(EditionRequest(brief=brief, out=out))
    results = run_all(plan)
    failing = next(step for step in plan.steps if (step.kind, step.language) == ("infographic", "he"))
    results[failing] = LayoutError("The headline is too long.")
    edition = write_edition(plan, results)
    assert [(f.language, f.product, f.message) for f in edition.manifest.failures] == [
        ("he", "infographic", "The headline is too long.")
    ]
    assert (edition.folder / "neighbours/he/infographic-1200x630.png").exists(), "that of before still says the same"
    assert (edition.folder / "neighbours/en/infographic-1200x630.png").exists()
    with pytest.raises(BriefcastError, match="headline is too long"):
        edition.raise_failures()


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefcast.products.infographic import draw

    def fail(script: object, brand: object, size: str, folder: Path, **_more: object) -> None:
        (folder / "infographic-1200x630.png").write_bytes(b"half")
        raise LayoutError("The title is too long.")

    monkeypatch.setattr(draw, "make_infographic", fail)
    plan = plan_edition(
        EditionRequest(brief=write_small_brief(tmp_path), out=tmp_path / "out", products=("infographic",))
    )
    with pytest.raises(LayoutError):
        plan_module.run_step(plan, plan.steps[0], {})
    assert not list((tmp_path / "out").rglob("*.png"))


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"audiences": ["leaders"]}, "leaders"), ({"languages": ["fr"]}, "fr"), ({"products": ["film"]}, "film")],
)
def test_asking_for_what_the_brief_has_not_is_refused_by_name(
    tmp_path: Path, asked: dict[str, list[str]], named: str
) -> None:
    brief = write_small_brief(tmp_path)
    with pytest.raises(BriefError, match=named):
        plan_edition(read_request(brief=brief, **asked))


def test_no_cheerful_look_is_worn_over_people_killed(tmp_path: Path) -> None:
    """Dots in bright colours around three dead riders are a mockery."""
    brief = write_small_brief(tmp_path)
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(f"{profile.read_text('utf-8')}\nlook: bold\n", "utf-8")
    glad = plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))
    killed = brief.read_text("utf-8").replace("Villages with broadband", "Riders killed")
    sad = write_small_brief(tmp_path / "sad", killed)
    (tmp_path / "sad" / "audiences" / "neighbours.yaml").write_text(profile.read_text("utf-8"), "utf-8")
    assert glad.brand_of("neighbours").worn == "bold"
    assert plan_edition(EditionRequest(brief=sad, out=tmp_path / "out")).brand_of("neighbours").worn == "sober"


def test_a_second_brief_for_other_audiences_is_made_beside_the_first(tmp_path: Path) -> None:
    """Each team has two: the feeds of all shows are written anew at the end, also of audiences of the first alone."""
    asked = {"products": ("podcast",), "languages": ("en",)}
    for id, audience in (("small", "neighbours"), ("other", "cousins")):
        text = BRIEF.replace("id: small", f"id: {id}").replace("neighbours", audience)
        brief = write_small_brief(tmp_path / id, text)
        profile = (tmp_path / id / "audiences" / "neighbours.yaml").read_text("utf-8")
        profile = profile.replace("neighbours", audience).replace("silent", "espeak")
        (tmp_path / id / "audiences" / "neighbours.yaml").unlink()
        (tmp_path / id / "audiences" / f"{audience}.yaml").write_text(profile, "utf-8")
        edition = make(brief, tmp_path / "out", **asked)
        assert not edition.failures
    shows = {path.parent.name for path in (tmp_path / "out" / "feeds").rglob("*.xml")}
    assert shows == {"neighbours-en", "cousins-en"}


def test_a_cover_does_not_change_with_the_brief_that_was_made_last(tmp_path: Path) -> None:
    """A show is more than the sad brief of this week."""
    brief = write_small_brief(tmp_path, BRIEF.replace("Villages with broadband", "Riders killed"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(f"{profile.read_text('utf-8')}\nlook: bold\n", "utf-8")
    plan = plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))
    assert plan.kit_of("neighbours").worn == "bold"
    assert plan.kit_of("an-audience-without-a-profile").worn == plan.brand.worn


def test_every_value_of_a_chart_is_in_the_data_table(tmp_path: Path) -> None:
    """Who cannot see the chart reads its values in the table: the series, the target, what it is compared with."""
    asked = {"audiences": ("press",), "languages": ("en",), "products": ("infographic",)}
    manifest = make(EXAMPLE, tmp_path, **asked).manifest
    facts = {fact.id: fact for fact in manifest.facts}
    both = {output.media_type: output for output in manifest.outputs if output.variant == "1080x1350"}
    assert set(both) == {"image/png", "image/jpeg"}
    picture = both["image/png"]
    assert {"egdi-rank.series.2014", "egdi-rank.target", "egdi-rank.baseline"} <= set(picture.facts)
    assert set(picture.facts) <= set(facts)
    assert facts["egdi-rank.series.2014"].written["en"] == "99"
    assert facts["egdi-rank.series.2014"].period == "2014"
    assert facts["egdi-rank.baseline"].period == "2022"
    page = (tmp_path / manifest.brief / "index.html").read_text("utf-8")
    assert "E-government rank · 2014" in page


PLANNED = """\
  - id: revenue
    label: {vi: Thu ngân sách, en: Budget revenue, he: הכנסות התקציב}
    value: 9871000000000
    unit: currency
    currency: VND
    period: 2026-M9
    target: {value: 14250000000000, by: 2026, kind: budget}
    out_of: 14250000000000
    source: most
  - id: growth
    label: {vi: Tăng trưởng GRDP, en: GRDP growth, he: צמיחה}
    value: 7.42
    unit: percent
    measure: growth
    period: 2026-M9
    better: higher
    estimate: true
    target: {value: 8.5, by: 2026, kind: plan}
    source: most
points:
  - id: money
    statistics: [revenue]
    text:
      vi: "Thu ngân sách đạt {revenue}, bằng {revenue.share} của {revenue.out_of}."
      en: "Revenue came to {revenue}, {revenue.share} of {revenue.out_of}."
      he: "ההכנסות הן {revenue}, {revenue.share} מתוך {revenue.out_of}."
  - id: grown
    statistics: [growth]
    text:
      vi: "GRDP tăng {growth}, {growth.gap}."
      en: "The economy grew {growth}, {growth.gap}."
      he: "הכלכלה צמחה {growth}, {growth.gap}."
"""


def test_the_table_calls_a_plan_a_plan_of_its_own_year_and_no_estimate(tmp_path: Path) -> None:
    """ "Distance to the target: plan for 2026: 8.5% (estimate)" is neither a distance nor an estimate."""
    text = BRIEF.replace("as_of: 2025-10-21", "as_of: 2026-10-06").replace("points:\n", PLANNED)
    asked = {"languages": ("vi",), "products": ("infographic",), "with_errors": True}
    made = make(write_small_brief(tmp_path, text), tmp_path / "out", **asked)
    facts = {fact.id: fact for fact in made.manifest.facts}
    assert facts["growth"].estimate and not facts["growth.gap"].estimate
    assert facts["growth.gap"].period == "2026" and facts["growth"].period == "2026-M9"
    assert facts["revenue.out_of"].period == "2026"
    assert facts["revenue.target"].goal == {"vi": "Dự toán", "en": "Budget", "he": "תחזית"}
    page = (made.folder / "index.html").read_text("utf-8")
    assert "Dự toán" in page and "Khoảng cách đến mục tiêu" not in page
