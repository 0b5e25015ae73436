"""Briefs that are sent to the board: whole or not at all, in their own folder, and nothing that is there already."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from briefcast.brief.bundle import FILM_MAX_BYTES, PART_MAX_BYTES, PARTS_MAX, Bundle
from briefcast.brief.read import open_brief
from briefcast.brief.team import SENT_NAME, find_team_brief, list_team_briefs, sent_brief
from briefcast.cli.sending import send_brief
from briefcast.edition.packing import pack
from briefcast.errors import BriefcastError, BriefError
from briefcast.pages import intake
from briefcast.pages.intake import OWN_HEADER, Intake, Offer
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.sending_fixtures import board, files, whole_brief

NAMED = {
    "small.yaml",
    "photos/desk.png",
    "data/villages.csv",
    "audiences/neighbours.yaml",
    "brand/village.yaml",
    "brand/mark.svg",
    "brand/mark-on-dark.svg",
    "pronunciation.yaml",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with board(home, "--briefs", "briefs", BRIEFCAST_BOARD_AUTH="team:pássword") as at:
        yield at


@pytest.fixture(autouse=True)
def _named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_BOARD_URL", address)
    monkeypatch.setenv("BRIEFCAST_BOARD_AUTH", "team:pássword")
    monkeypatch.delenv("BRIEFCAST_BRIEFS", raising=False)


def test_what_a_brief_names_travels_and_nothing_else(home: Path, tmp_path: Path) -> None:
    path = whole_brief(tmp_path)
    assert {part.name for part in pack(open_brief(path)).parts} == NAMED
    sent = send_brief(path, who="lan")
    assert (sent.id, sent.files) == ("small", len(NAMED))
    there, here = files(home / "briefs/small"), files(tmp_path)
    assert there == {name: here[name] for name in NAMED}
    assert find_team_brief(Path("small"), home, team=home) == home / "briefs/small/small.yaml"
    assert open_brief(home / "briefs/small/small.yaml").brief == open_brief(path).brief
    assert "small" in list_team_briefs(home)
    assert not list((home / "briefs/.coming").glob("[0-9a-f]*")), "nothing is left over"

    again = send_brief(path, who="lan")
    assert (again.files, again.bytes) == (0, 0), "all of it was there"

    path.write_text(path.read_text("utf-8").replace("Try it today.", "Try it now."), "utf-8")
    with pytest.raises(BriefcastError, match=r"another brief small, of .*, sent by lan"):
        send_brief(path, who="minh")
    assert files(home / "briefs/small") == there, "what was there is as it was"
    assert send_brief(path, who="minh", replace=True).files == 1, "the picture was there"
    assert "Try it now." in (home / "briefs/small/small.yaml").read_text("utf-8")

    (tmp_path / "pronunciation.yaml").unlink()
    send_brief(path, who="minh", replace=True)
    assert "pronunciation.yaml" not in files(home / "briefs/small")


def test_a_brief_that_cannot_be_sent_is_refused_before_anything_leaves(home: Path, tmp_path: Path) -> None:
    path = whole_brief(tmp_path, **{"id: small\n": "id: refused\n"})
    (tmp_path / "photos/desk.png").unlink()
    with pytest.raises(BriefError, match=r"There is no photos/desk.png beside the brief"):
        send_brief(path, who="lan")
    (tmp_path / "photos/desk.png").symlink_to("/etc/hostname")
    with pytest.raises(BriefError, match="leads out of its folder"):
        send_brief(path, who="lan")
    (tmp_path / "photos/desk.png").unlink()
    with (tmp_path / "photos/desk.png").open("wb") as large:
        large.truncate(PART_MAX_BYTES + 1)
    with pytest.raises(BriefError, match="larger than 30 MB"):
        send_brief(path, who="lan")
    assert not (home / "briefs/refused").exists()


def test_what_is_wrong_with_the_board_is_said_in_words(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = whole_brief(tmp_path)
    monkeypatch.setenv("BRIEFCAST_BOARD_AUTH", "team:wrong")
    with pytest.raises(BriefcastError, match="asks who sends"):
        send_brief(path, who="lan")
    monkeypatch.delenv("BRIEFCAST_BOARD_AUTH")
    with board(tmp_path / "plain") as plain:
        monkeypatch.setenv("BRIEFCAST_BOARD_URL", plain)
        with pytest.raises(BriefcastError, match="takes no briefs"):
            send_brief(path, who="lan")
    with pytest.raises(BriefcastError, match="does not answer"):
        send_brief(path, who="lan")
    monkeypatch.delenv("BRIEFCAST_BOARD_URL")
    with pytest.raises(BriefcastError, match="BRIEFCAST_BOARD_URL is not set"):
        send_brief(path, who="lan")


# ---- what somebody sends who is no friend


def offer(**change: Any) -> Offer:
    content = {"id": "evil", "brief": "evil.yaml", "parts": [part("evil.yaml")]} | change
    return Offer(bundle=Bundle.model_validate(content))


def part(name: str, content: bytes = b"x", **change: Any) -> dict[str, Any]:
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} | change


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/passwd.yaml",
        "a/../../evil.yaml",
        "a/./b.yaml",
        "a//b.yaml",
        ".sent.json",
        ".switch.json",
        "brand/.hidden.yaml",
        "~/evil.yaml",
        "C:evil.yaml",
        "a\\..\\evil.yaml",
        "nul\0.yaml",
        "line\n.yaml",
        "evil.py",
        "evil",
        "evil.yaml/",
        "page.html",
        "a/b/c/d/e/f/g.yaml",
        "x" * 300 + ".yaml",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_none(name: str) -> None:
    with pytest.raises(ValidationError):
        offer(parts=[part("evil.yaml"), part(name)])


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../evil"},
        {"id": ".coming"},
        {"id": "Evil"},
        {"id": ""},
        {"brief": "other.yaml"},
        {"brief": "a/evil.yaml", "parts": [part("a/evil.yaml")]},
        {"brief": "evil.png", "parts": [part("evil.png")]},
        {"parts": []},
        {"parts": [part("evil.yaml"), part("EVIL.yaml")]},
        {"parts": [part("evil.yaml"), part("evil.yaml/a.yaml")]},
        {"parts": [part("evil.yaml"), *(part(f"{n}.csv") for n in range(PARTS_MAX))]},
        {"parts": [part("evil.yaml", bytes=PART_MAX_BYTES + 1)]},
        {"parts": [part("evil.yaml"), *(part(f"{n}.mp4", bytes=FILM_MAX_BYTES) for n in range(5))]},
        {"parts": [part("evil.yaml", bytes=-1)]},
        {"parts": [part("evil.yaml", sha256="../../etc/passwd")]},
    ],
)
def test_a_list_of_files_that_cannot_be_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        offer(**change)


async def pieces(*content: bytes) -> Any:
    for piece in content:
        yield piece


def arrive(taken: Intake, content: bytes, sha256: str = "") -> None:
    asyncio.run(taken.keep(sha256 or hashlib.sha256(content).hexdigest(), pieces(content[:3], content[3:])))


def test_a_file_that_is_not_what_its_name_says_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = Intake(tmp_path)
    with pytest.raises(BriefcastError, match="did not arrive whole"):
        arrive(taken, b"other", hashlib.sha256(b"this").hexdigest())
    for name in ("../../evil", "a" * 63, "A" * 64):
        with pytest.raises(BriefcastError, match="no sha256"):
            arrive(taken, b"x", name)
    monkeypatch.setattr(intake, "FILM_MAX_BYTES", 4)
    with pytest.raises(BriefcastError, match="too large"):
        arrive(taken, b"12345")
    monkeypatch.setattr(intake, "FILM_MAX_BYTES", 400)
    monkeypatch.setattr(intake, "_COMING_MAX_BYTES", 8)
    arrive(taken, b"12345")
    with pytest.raises(BriefcastError, match="too much is on its way"):
        arrive(taken, b"67890")
    assert len(list((tmp_path / ".coming").iterdir())) == 1


def test_what_a_person_put_there_by_hand_is_told_and_stays(home: Path, tmp_path: Path) -> None:
    place, path = home / "briefs/by-hand", tmp_path / "by-hand.yaml"
    write_small_brief(place)
    (place / "notes.csv").write_text("a person's own", "utf-8")
    write_small_brief(tmp_path, BRIEF.replace("id: small", "id: by-hand")).rename(path)
    with pytest.raises(BriefcastError, match=r"another brief by-hand, of .*, sent by somebody"):
        send_brief(path, who="lan")
    send_brief(path, who="lan", replace=True)
    assert set(files(place)) == {"small.yaml", "notes.csv", "by-hand.yaml", "audiences/neighbours.yaml"}


def test_what_breaks_on_the_way_leaves_the_brief_of_before(tmp_path: Path) -> None:
    """A part that never came, one that was damaged on the disk, and what is no brief."""
    taken, home = Intake(tmp_path / "briefs"), tmp_path / "briefs/small"
    source = whole_brief(tmp_path / "from")

    def carry(path: Path, but: str = "") -> Offer:
        asked = Offer(bundle=pack(open_brief(path)), who="lan", replace=True)
        wants = taken.wants(asked)
        for one in asked.bundle.parts:
            if one.sha256 in wants and one.name != but:
                arrive(taken, (path.parent / one.name).read_bytes())
        return asked

    taken.take(carry(source))
    before = files(home)
    source.write_text(source.read_text("utf-8").replace("Try it today.", "Try it now."), "utf-8")
    (source.parent / "photos/desk.png").write_bytes(b"\x89PNG other")
    for but in ("photos/desk.png", "small.yaml"):
        asked = carry(source, but=but)
        with pytest.raises(BriefcastError, match=f"{but} did not arrive whole"):
            taken.take(asked)
        assert files(home) == before
        for left in (tmp_path / "briefs/.coming").glob("[0-9a-f]*"):
            left.unlink()
    asked = carry(source)
    damaged = next(one for one in asked.bundle.parts if one.name == "photos/desk.png")
    (tmp_path / "briefs/.coming" / damaged.sha256).write_bytes(b"\x89PNG 0ther")
    with pytest.raises(BriefcastError, match=r"photos/desk.png did not arrive whole"):
        taken.take(asked)
    assert files(home) == before

    for text, why in (("id: small\n", "small.yaml"), (BRIEF.replace("id: small", "id: other"), "another id")):
        arrive(taken, text.encode())
        wrong = Bundle.model_validate(
            {"id": "small", "brief": "small.yaml", "parts": [part("small.yaml", text.encode()), *_profile(taken)]}
        )
        with pytest.raises(BriefcastError, match=why) as refused:
            taken.take(Offer(bundle=wrong, replace=True))
        assert str(tmp_path) not in str(refused.value), "nobody is told where it lies"
        assert files(home) == before
    assert not list((tmp_path / "briefs/.coming").glob("whole-*"))


def _profile(taken: Intake) -> list[dict[str, Any]]:
    content = (taken._folder / "small/audiences/neighbours.yaml").read_bytes()
    return [part("audiences/neighbours.yaml", content)]


@pytest.mark.parametrize("moment", ["journal", "half"])
def test_killed_while_it_takes_its_place_it_is_the_old_or_the_new_one(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, source = Intake(tmp_path / "briefs"), whole_brief(tmp_path / "from")

    def send() -> None:
        asked = Offer(bundle=pack(open_brief(source)), who="lan", replace=True)
        for one in asked.bundle.parts:
            arrive(taken, (source.parent / one.name).read_bytes())
        taken.take(asked)

    send()
    before = files(tmp_path / "briefs/small")
    source.write_text(source.read_text("utf-8").replace("Try it today.", "Try it now."), "utf-8")
    after = {**before, "small.yaml": hashlib.sha256(source.read_bytes()).hexdigest()}
    from briefcast.store import switch

    whole = switch.write_whole

    def killed(path: Path, content: str | bytes) -> Path:
        if path.name == switch.JOURNAL and moment == "journal":
            raise KeyboardInterrupt
        return whole(path, content)

    monkeypatch.setattr(switch, "write_whole", killed)
    if moment == "half":
        monkeypatch.setattr(switch, "_carry_out", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.undo()
    sent_brief(tmp_path / "briefs/small")
    assert files(tmp_path / "briefs/small") == (before if moment == "journal" else after)


def test_a_page_of_somebody_else_sends_nothing_and_nobody_without_the_password(address: str) -> None:
    auth = (b"team", "pássword".encode())
    text = json.dumps({"bundle": {}, "who": "", "replace": True})
    assert httpx.post(f"{address}/briefs/offer", content=text, auth=auth).status_code == 403
    assert httpx.post(f"{address}/briefs/offer", content=text, headers={OWN_HEADER: "1"}).status_code == 401
    for path in ("/briefs/offer", "/briefs/take"):
        for wrong in (text, "", "[]", "x" * 600_000):
            answer = httpx.post(f"{address}{path}", content=wrong, auth=auth, headers={OWN_HEADER: "1"})
            assert answer.status_code == 400 and "no list of the files" in answer.text
    for sha256 in ("..%2f..%2fevil", "a" * 64):
        answer = httpx.put(f"{address}/briefs/files/{sha256}", content=b"x", auth=auth, headers={OWN_HEADER: "1"})
        assert answer.status_code in (400, 404, 405)


def test_a_sender_who_goes_away_leaves_nothing(address: str, home: Path) -> None:
    host, port = address.removeprefix("http://").split(":")
    content = b"x" * 100_000
    with socket.create_connection((host, int(port))) as line:
        sign_in = base64.b64encode("team:pássword".encode()).decode()
        line.sendall(
            f"PUT /briefs/files/{hashlib.sha256(content).hexdigest()} HTTP/1.1\r\nHost: board\r\n{OWN_HEADER}: 1\r\n"
            f"Authorization: Basic {sign_in}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content[:50_000]
        )
        for _ in range(100):
            if list((home / "briefs/.coming").glob("*.part")):
                break
            time.sleep(0.05)
    for _ in range(200):
        left = list((home / "briefs/.coming").glob("*.part"))
        if not left:
            break
        time.sleep(0.05)
    assert not left and not (home / "briefs/.coming" / hashlib.sha256(content).hexdigest()).exists()


# ---- which brief a form means


def test_a_form_reads_the_briefs_of_the_team_alone(tmp_path: Path) -> None:
    home = tmp_path / "team"
    (home / "plans").mkdir(parents=True)
    write_small_brief(home / "plans")
    (home / "plans/plan.yaml").write_text("id: a-plan\nitems:\n", "utf-8")
    (tmp_path / "outside.yaml").write_text(BRIEF, "utf-8")
    (home / "plans/link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert list_team_briefs(home) == ("plans/small.yaml",), "neither the plan nor what a link leads out to"
    assert find_team_brief(Path("plans/small.yaml"), home, team=home).is_file()
    for outside in ("../outside.yaml", str(tmp_path / "outside.yaml"), "plans/link.yaml", "/etc/passwd"):
        with pytest.raises(BriefcastError, match="outside the folder of the team"):
            find_team_brief(Path(outside), home, team=home)
    with pytest.raises(BriefcastError, match=r"Write 'plans/small.yaml'"):
        find_team_brief(Path("plans/smal.yaml"), home, team=home)
    with pytest.raises(BriefcastError, match=r"there are: .*plans/small.yaml"):
        find_team_brief(Path("zzz"), home, team=home)


def test_a_note_that_names_a_file_outside_is_no_brief(tmp_path: Path) -> None:
    place = tmp_path / "briefs/evil"
    place.mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text(BRIEF, "utf-8")
    for note in ({"brief": "../../secret.yaml"}, {"brief": "/etc/hostname"}, {"brief": 3}, [], {"brief": "none.yaml"}):
        (place / SENT_NAME).write_text(json.dumps(note), "utf-8")
        assert sent_brief(place) is None
