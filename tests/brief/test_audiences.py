"""Audience profiles: what a team can rely on when it names an audience or adds its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from briefcast.brief.audiences import BUILT_IN, list_audiences
from briefcast.edition.request import read_request
from briefcast.engines import ENGINES, Line, name_engines
from briefcast.errors import BriefError
from briefcast.products.infographic.profile import InfographicProfile
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.profiles import read_audience
from briefcast.products.video.profile import VideoProfile

SIX = ("businesses", "citizens", "leaders", "press", "staff", "youth")


def test_the_six_built_in_profiles_are_found() -> None:
    assert list_audiences() == SIX


@pytest.mark.parametrize("id", SIX)
def test_a_built_in_profile_serves_every_language_without_the_network(id: str) -> None:
    audience = read_audience(id)
    assert audience.id == id
    for language in ("vi", "en", "he"):
        assert audience.name[language]
        assert audience.address[language]
        assert audience.voices[language]
        assert audience.voices[language][-1] == "espeak"
    assert audience.points.min <= audience.points.max


def test_no_two_profiles_tell_in_the_same_way() -> None:
    ways = {
        (a.tone, a.numbers, a.lead_with, a.also_say, a.seconds) for a in (read_audience(id) for id in list_audiences())
    }
    assert len(ways) == len(SIX)


def test_an_unknown_audience_is_named_with_the_known_ones_and_the_way_to_add_it() -> None:
    with pytest.raises(BriefError) as caught:
        read_audience("farmers")
    message = str(caught.value)
    assert "'farmers'" in message
    assert "citizens" in message
    assert "audiences/farmers.yaml" in message


def test_an_audience_is_never_read_from_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(BUILT_IN.joinpath("citizens.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(BriefError):
        read_audience("../secret", folder=tmp_path)


def _own(folder: Path, name: str, **changes: object) -> Path:
    """Copy the citizens' profile with some fields changed, as a team would."""
    profile = YAML(typ="safe").load(BUILT_IN.joinpath("citizens.yaml").read_text("utf-8"))
    path = folder / "audiences" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    YAML(typ="safe").dump({**profile, **changes}, path)
    return path


def test_a_teams_own_profile_beside_the_brief_is_found_first(tmp_path: Path) -> None:
    _own(tmp_path, "farmers", address={"vi": "bà con nông dân", "en": "you", "he": "אתם"})
    _own(tmp_path, "citizens", seconds=90)
    assert read_audience("farmers", folder=tmp_path).address["vi"] == "bà con nông dân"
    assert read_audience("citizens", folder=tmp_path).seconds == 90
    assert read_audience("citizens").seconds == 45
    assert "farmers" in list_audiences(folder=tmp_path)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("seconds", 3, "seconds"),
        ("numbers", "vague", "numbers"),
        ("tone", "shouting", "tone"),
        ("points", {"min": 5, "max": 2}, "points"),
        ("voices", {"vi": ["siri"]}, "siri"),
        ("products", {"video": {"shapes": ["4x3"]}}, "4x3"),
        ("products", {"video": {"shape": ["9x16"]}}, "no such field"),
        ("products", {"film": {}}, "film"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, field: str, value: object, said: str) -> None:
    _own(tmp_path, "farmers", **{field: value})
    with pytest.raises(BriefError) as caught:
        read_audience("farmers", folder=tmp_path)
    assert said in str(caught.value)
    for problem in caught.value.problems:
        assert problem.file.name == "farmers.yaml"
        assert problem.field.startswith(field)
        assert problem.line
        assert problem.remedy


def test_profiles_written_before_products_had_fields_of_their_own_are_read(tmp_path: Path) -> None:
    """A team's profiles outlive our keys; what stands twice is asked about, never chosen by us."""
    path = _own(tmp_path, "farmers", products=None)
    old = "infographic_sizes: [a4]\nlayouts: [hero]\nvideo_shapes: [1x1]\npodcast: {seconds: 60}\nsound: {bed: calm}\n"
    path.write_text(path.read_text("utf-8").replace("products: null\n", "").replace("products:\n", "") + old, "utf-8")
    audience = read_audience("farmers", folder=tmp_path)
    assert audience.profile("infographic", InfographicProfile).sizes == ("a4",)
    assert audience.profile("infographic", InfographicProfile).layouts == ("hero",)
    assert audience.profile("video", VideoProfile).shapes == ("1x1",)
    assert audience.profile("video", VideoProfile).sound.bed == "calm"
    assert audience.profile("podcast", PodcastProfile).seconds == 60
    path.write_text(path.read_text("utf-8") + "products: {video: {shapes: [9x16]}}\n", "utf-8")
    with pytest.raises(BriefError, match=r"video_shapes.*products.video.shapes too"):
        read_audience("farmers", folder=tmp_path)


def test_every_problem_of_a_profile_is_reported_at_once(tmp_path: Path) -> None:
    _own(tmp_path, "farmers", seconds=3, speed=1.2)
    with pytest.raises(BriefError) as caught:
        read_audience("farmers", folder=tmp_path)
    assert {p.field for p in caught.value.problems} == {"seconds", "speed"}


def test_a_file_that_is_not_yaml_is_reported_with_its_line(tmp_path: Path) -> None:
    path = _own(tmp_path, "farmers")
    path.write_text("id: farmers\nname: {vi: Nông dân\n", "utf-8")
    with pytest.raises(BriefError) as caught:
        read_audience("farmers", folder=tmp_path)
    assert caught.value.problems[0].line


def test_a_profile_that_calls_itself_by_another_name_is_refused(tmp_path: Path) -> None:
    _own(tmp_path, "farmers", id="citizens")
    with pytest.raises(BriefError, match="Write id: farmers"):
        read_audience("farmers", folder=tmp_path)


@pytest.mark.parametrize("wish", ["festival", "piper:", "espeaker:vi"])
def test_an_engine_that_is_not_in_the_table_is_refused_with_those_that_are(tmp_path: Path, wish: str) -> None:
    _own(tmp_path, "citizens", voices={"vi": [wish]})
    with pytest.raises(BriefError) as caught:
        read_audience("citizens", folder=tmp_path)
    assert f"There is no speech engine {wish!r}" in str(caught.value)
    assert name_engines() in str(caught.value)
    with pytest.raises(BriefError, match="There is no speech engine"):
        read_request(brief=tmp_path / "small.yaml", voices=[wish])


def test_a_profile_may_name_any_engine_of_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(ENGINES, "studio", Line(place="team.studio:Studio"))
    _own(tmp_path, "citizens", voices={"vi": ["studio:anna", "studio", "espeak"]})
    assert read_audience("citizens", folder=tmp_path).voices["vi"] == ("studio:anna", "studio", "espeak")
    assert read_request(brief=tmp_path / "small.yaml", voices=["studio"]).voices == ("studio",)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"products": ["infografic"]}, "--product: There is no product called 'infografic'. Write 'infographic'."),
        ({"voices": ["pipr:anna"]}, "--voice: There is no speech engine 'pipr:anna'. Write 'piper:anna'"),
        ({"preset": "standart"}, "--preset: 'standart' is not one of draft, standard, archive. Write 'standard'."),
        ({"preset": "fast"}, "Write one of: draft, standard, archive."),
        ({"audiences": ["Youth"]}, "--audience: 'Youth' cannot be a short name."),
    ],
)
def test_a_misspelt_option_is_named_with_what_was_meant(tmp_path: Path, asked: dict[str, object], said: str) -> None:
    """An error that names the brief sends people to look into the wrong file."""
    with pytest.raises(BriefError) as caught:
        read_request(brief=tmp_path / "small.yaml", **asked)
    assert said in str(caught.value)
    assert "small.yaml" not in str(caught.value)
    assert "Input should be" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("seconds", 3, "'seconds' is 3; 15 is the least. Write 15 or more."),
        ("tone", "publik", "Write 'public'."),
        ("points", {"min": 5, "max": 2}, "min is larger than max."),
        ("products", {"infografic": {}}, "Write 'infographic'."),
        ("voices", {"vi": ["espeek"]}, "Write 'espeak'"),
    ],
)
def test_a_misspelt_word_of_a_profile_is_told_with_what_was_meant(
    tmp_path: Path, field: str, value: object, said: str
) -> None:
    _own(tmp_path, "farmers", **{field: value})
    with pytest.raises(BriefError) as caught:
        read_audience("farmers", folder=tmp_path)
    assert said in str(caught.value)
    assert "Input should be" not in str(caught.value)
