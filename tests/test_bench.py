"""The benches compare what they say they compare."""

from __future__ import annotations

import re
from pathlib import Path

import av
import numpy as np
import pytest
from sqlalchemy import create_engine, text

from bench import wordings
from bench.edition import Cost, bare_encode_s, bare_speech_s, film_seconds, tell
from bench.idle_days import let_a_day_pass, size_of
from bench.infographic import charted_page
from bench.site import measure as measure_site
from bench.week_judged import Told, Wanted, judge_left, judge_posts, judge_told, said_in, told_rows
from briefcast import messages
from briefcast.catalogue import in_language
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import read_request
from briefcast.products.video.encoder import encode_segment, read_preset
from briefcast.products.video.stage import Shown
from tests import ROOT


@pytest.mark.parametrize("drawn_by", ["_html", "matplotlib_page"])
def test_every_way_gets_a_page_with_a_chart(drawn_by: str) -> None:
    """A peer that is spared the chart, or cannot draw the page at all, makes the table say nothing."""
    from bench import infographic

    brief = ROOT / "examples" / "egov-2024.yaml"
    page = charted_page(plan_edition(read_request(brief=brief, products=("infographic",), languages=("en",))))
    assert len(page.charts["chart"].marks) >= 3
    assert getattr(infographic, drawn_by)(page)


def test_an_edition_is_held_against_every_frame_and_every_sentence_of_it(tmp_path: Path) -> None:
    """A bench that encodes half a film, or counts decoding as encoding, passes any edition."""
    frames = [Shown(np.full((96, 64), 20 + n, np.uint8), True) for n in range(70)]
    film = tmp_path / "film.mp4"
    shape = {"width_px": 64, "height_px": 64, "fps": 30}
    encode_segment(film, frames, **shape, frame_count=70, preset=read_preset("standard"))
    assert film_seconds(film) == pytest.approx(70 / 30, abs=0.1)
    assert bare_encode_s(film, tmp_path) > 0
    groups = sorted(tmp_path.glob("bare-*.mp4"))
    with_frames = [av.open(str(group)).streams.video[0].frames for group in groups]
    assert sorted(with_frames) == [10, 60], "groups of two seconds, and all frames"
    assert bare_speech_s(["leaders"], ["en"], "silent", tmp_path) > 0
    cost = Cost(films=1, film_s=2, wall_s=30, cpu_s=50, peak_mb=500, encode_s=20, speech_s=5)
    assert cost.ratio == 1.2 and "ratio: 1.20 (limit 1.25)" in tell(cost)


PLACES = (
    Wanted(name="an-ha", group="places", words="xã An Hà", figure="60,7%"),
    Wanted(name="an-ha-2", group="places", words="xã An Hàn", figure="61,4%"),
    Wanted(name="held", group="held", words="xã An Lộc", figure="62%", out=False),
)
GOOD = ["Chuyển đổi số ở xã An Hà: 60,7% hộ", "Chuyển đổi số ở xã An Hàn: 61,4% hộ"]


@pytest.mark.parametrize(
    "seen, wrong",
    [
        (GOOD, ""),
        ([], "an-ha: 0 times"),
        (GOOD[:1], "an-ha-2: 0 times"),
        ([*GOOD, GOOD[0]], "an-ha: 2 times"),
        ([*GOOD, "Chuyển đổi số ở xã An Lộc: 62% hộ"], "held: 1 times"),
        ([GOOD[0].replace("60,7", "61,4"), GOOD[1]], "an-ha: without its figure 60,7%"),
        ([*GOOD, "Something that nobody planned"], "Something that nobody planned"),
    ],
)
def test_the_week_in_the_life_sees_what_readers_see(seen: list[str], wrong: str) -> None:
    """A week in which nothing went out, something twice, or what was held, would count as a good one."""
    rows = judge_posts(PLACES, {"in the folder": seen})
    found = [each for row in rows for each in row.wrong]
    assert any(row.bad for row in rows) == bool(wrong)
    assert wrong in found if wrong else not found
    assert ("WRONG" in told_rows(rows)) == bool(wrong)


@pytest.mark.parametrize("language", ["en", "vi", "he"])
@pytest.mark.parametrize("count", [1, 2, 12])
def test_the_week_in_the_life_knows_a_message_in_the_language_of_the_team(language: str, count: int) -> None:
    """A team that reads no English would be told in English, and its week would count as a good one."""
    done = messages.tell("{week} is done: {count} releases", week="2026-W48", count=count)
    pattern = said_in(language, "{week} is done: {count} releases")
    assert re.search(pattern, in_language(done, language))
    assert not any(re.search(pattern, in_language(done, other)) for other in {"en", "vi", "he"} - {language})


def test_the_week_in_the_life_takes_no_notice_for_another() -> None:
    """A week of which nobody was told, or in which runs were red without a reason, would count as a good one."""
    expected = (
        Told(what="full", title="failed", says=("No space left",)),
        Told(what="waits", title="waits", least=1, most=2),
    )

    def bad(*seen: tuple[str, str]) -> list[str]:
        return [row.what for row in judge_told("notices", expected, seen) if row.bad]

    full, waits = ("It failed", "No space left"), ("It waits", "")
    assert bad(full, waits) == bad(full, waits, waits) == []
    assert bad() == ["notices: full", "notices: waits"]
    assert bad(full, waits, waits, waits) == ["notices: waits"]
    assert bad(("It failed", "TypeError"), waits) == ["notices: full"]
    assert bad(full, waits, ("Lost", "?")) == ["notices: any other"]
    assert judge_left(["a run"]).bad and not judge_left([]).bad


def test_a_day_passes_in_every_table_of_a_database(tmp_path: Path) -> None:
    """What the docs say of how Prefect's database grows would hold for a single day."""
    engine = create_engine(f"sqlite:///{tmp_path / 'small.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE run (name TEXT, began DATETIME, ended DATETIME)"))
        connection.execute(text("CREATE TABLE empty (at DATETIME)"))
        connection.execute(text("INSERT INTO run VALUES ('2026-03-01', '2026-03-01 00:00:01.250000', NULL)"))
    assert dict(size_of(engine).rows) == {"run": 1}
    let_a_day_pass(engine)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM run"))]
    assert rows == [("2026-03-01", "2026-02-28 00:00:01.250000", None)]
    engine.dispose()


def test_one_more_item_of_the_site_writes_the_pages_that_it_touches(tmp_path: Path) -> None:
    """Where each new item wrote all pages again, a site of years would be brought up to date no more."""
    few, many = tmp_path / "few", tmp_path / "many"
    for each in (few, many):
        each.mkdir()
    least, most = measure_site(few, 6), measure_site(many, 18)
    assert most["files"] >= least["files"] + 36, "twelve items in three languages"
    written = "one more item, files written"
    assert abs(most[written] - least[written]) <= 9 and most[written] < most["files"] / 3


def test_wordings_stand_under_the_file_that_tells_them() -> None:
    """Whoever mends a message looks for its translations where the code is named, and not at the end of 2,700 lines."""
    before = (
        '# Messages.\n\n# briefcast/b.py\n"It failed.": "Lỗi."\n"source": "nguồn"\n\n'
        '# briefcast/a.py\n"Late.": "Muộn."\n'
    )
    places = {"It failed.": ("briefcast/a.py", 9), "Late.": ("briefcast/a.py", 3)}
    told = wordings.in_order(before, places)
    assert told == (
        '# Messages.\n\n# briefcast/a.py\n"Late.": "Muộn."\n"It failed.": "Lỗi."\n\n'
        f'# {wordings.DATA}\n"source": "nguồn"\n'
    )
    assert wordings.in_order(told, places) == told
    path, _ = wordings.told_in()["The text does not say what its headline says: what its figure is of."]
    assert path == "briefcast/edition/leaning.py"
