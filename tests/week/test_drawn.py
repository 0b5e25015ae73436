"""After a decision only what it changes is drawn into the parts of a review, and only new texts are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.places import Place, set_up
from briefcast.ledger import open_ledger
from briefcast.publishing import posts
from briefcast.store.files import file_mark
from briefcast.week import review as pages
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import Reviewed, decide, read_review
from briefcast.week.making import show_review


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A week of nine places, looked at by its parts."""
    place = set_up(tmp_path, 9)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    return place


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the templates that are drawn from now on, as they come."""
    drawn: list[str] = []
    renderer = pages._renderer

    def counted(languages: Any) -> Callable[..., str]:
        render = renderer(languages)

        def noted(template: str, /, **values: object) -> str:
            drawn.append(template)
            return render(template, **values)

        return noted

    monkeypatch.setattr(pages, "_renderer", counted)
    return drawn


def show(place: Place) -> Mapping[str, str]:
    """Draw the pages as everything stands now, as a command that begins does, and give them by name."""
    ledger = open_ledger()
    week, report = reopen_week(place.week, ledger)
    show_review(week, report, ledger)
    return {page.name: page.read_text("utf-8") for page in week.review.glob("*.html")}


def test_what_a_decision_changes_is_put_into_the_pages_as_if_they_were_drawn_whole(
    places: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that still says *waiting* over what was sent back lets somebody approve it twice, or not at all."""
    show(places)
    ledger = open_ledger()
    week, _ = reopen_week(places.week, ledger)
    decide(read_review(week, ledger), ledger, ["all"], "approved", who="lan")
    first = read_review(week, ledger).items[0].item.key
    decide(read_review(week, ledger), ledger, [first], "sent back", who="lan", why="Another <b>picture</b>.")
    drawn = counting(monkeypatch)
    again = show(places)
    parts = [name for name in again if name.startswith("part-")]
    assert drawn.count("review-standings.html.j2") == len(parts) > 1 and "review.html.j2" not in drawn
    told = " ".join(re.sub("<[^>]+>", " ", again[parts[0]]).split())
    assert "Another &lt;b&gt;picture&lt;/b&gt;." in "".join(again.values()) and "lan" in told
    (week.review / ".drawn.json").unlink()
    assert show(places) == again and drawn.count("review.html.j2") == len(parts)


def test_what_nothing_changed_of_stays_as_it_is(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release changes no word of hundreds of pages, and yet whoever released waited until they were drawn again."""
    ledger = open_ledger()
    show(places)
    week, _ = reopen_week(places.week, ledger)
    decide(read_review(week, ledger), ledger, ["part-1"], "approved", who="lan")
    before, drawn = show(places), counting(monkeypatch)
    marks = {page: file_mark(page) for page in week.review.glob("part-*.html")}
    assert show(places) == before and drawn == ["review-parts.html.j2"]
    assert {page: file_mark(page) for page in marks} == marks
    decide(read_review(week, ledger), ledger, ["part-2"], "held", who="lan", why="Wait.")
    again = show(places)
    assert [name for name in again if name.startswith("part-") and again[name] != before[name]] == ["part-2.html"]
    page = week.review / "part-1.html"
    page.unlink()
    assert show(places) == again and page.is_file()


def test_a_page_takes_as_long_however_many_there_are(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 6,300 places each of 2,101 pages looked for its own name among all of them, by comparing their items."""
    show(places)
    monkeypatch.setattr(
        Reviewed, "__eq__", lambda *_: pytest.fail("items of a page are compared with those of another")
    )
    assert len([name for name in show(places) if name.startswith("part-")]) > 1


def test_a_page_that_is_not_as_it_was_drawn_is_drawn_whole(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody edits a page, or a disk damages it: what people decide from has to be what goes out."""
    whole = show(places)
    week, _ = reopen_week(places.week, open_ledger())
    page = week.review / "part-1.html"
    page.write_text(whole["part-1.html"].replace("cáp quang", "vệ tinh"), "utf-8")
    drawn = counting(monkeypatch)
    assert show(places) == whole and drawn.count("review.html.j2") == 1


def test_a_post_that_is_written_otherwise_is_drawn_whole(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that was changed in channels.yaml after the page was drawn would go out unseen."""
    before = show(places)
    text = "accounts:\n  - {name: here, channel: folder, settings: {path: out}}\nposts: {campaign: xuan}\n"
    Path("channels.yaml").write_text(text, "utf-8")
    drawn = counting(monkeypatch)
    assert "utm_campaign=xuan" in show(places)["part-1.html"] and "xuan" not in before["part-1.html"]
    assert "review-standings.html.j2" not in drawn


def test_texts_that_were_written_before_are_taken_as_they_were(places: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of a week wrote 1,260 texts anew; what changed, or another program wrote, is written anew still."""
    written: list[str] = []
    tell = posts._tell

    def counted(item: Any, *given: Any, **named: Any) -> Any:
        written.append(item.key)
        return tell(item, *given, **named)

    monkeypatch.setattr(posts, "_tell", counted)

    def shown() -> dict[str, object]:
        ledger = open_ledger()
        week, _ = reopen_week(places.week, ledger)
        return {each.item.key: each.posts for each in read_review(week, ledger).items}

    [kept] = Path("outputs/.store/.texts").glob("*.json")
    first = shown()
    assert not written and all(first.values()), "the week wrote them when it was made"
    kept.unlink()
    assert shown() == first and len(written) == 18
    manifest = Path("outputs/digital-so-0002/manifest.json")
    manifest.write_text(manifest.read_text("utf-8").replace("đến tận nhà", "đến từng nhà"), "utf-8")
    now = shown()
    assert len(written) == 18 + 2 and sum(now[key] != first[key] for key in now) == 6, "both audiences of one place"
    kept.write_text(kept.read_text("utf-8").replace('"program": "', '"program": "other-'), "utf-8")
    assert shown() == now and len(written) == 18 + 2 + 18
