"""Signed decisions that the board takes in: whose they are, once, and about what lies there."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import Signed, new_secret, public_key, sign
from briefcast.pages.board import make_app
from briefcast.pages.intake import OWN_HEADER
from briefcast.week.deciding import read_review
from briefcast.week.making import Week, show_review
from briefcast.week.on_board import DecisionsOnBoard
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan

WEEK = "2026-W48"
LAN, MINH = new_secret(), new_secret()
OWN = {OWN_HEADER: "1"}


@dataclass
class Board:
    week: Week
    client: TestClient
    woken: list[str]

    def said(self, **changes: object) -> Signed:
        """Give what Lan says of all that she sees."""
        seen = read_review(self.week.plan, open_ledger()).seen_sha256[:12]
        at = dt.datetime.now(dt.UTC).replace(microsecond=0)
        own = Signed(
            week=WEEK, who="lan", decision="approved", names=("all",), seen=seen, why="", at=at,
            nonce=secrets.token_hex(8),
        )  # fmt: skip
        return replace(own, **changes)  # type: ignore[arg-type]

    def hand_in(self, line: str, **headers: str) -> tuple[int, dict[str, str]]:
        answer = self.client.post(f"/weeks/{WEEK}/decisions", content=line, headers=headers)
        return answer.status_code, answer.json()

    def standings(self) -> set[str]:
        return {each.standing.name for each in read_review(self.week.plan, open_ledger()).items}


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, briefs=1, weeks=(WEEK,), languages="[vi]")
    made = make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=tmp_path / "out"))
    people = People(open_ledger())
    people.add("lan", public_key(LAN), by="lan")
    people.add("minh", public_key(MINH), by="lan")
    show_review(made.plan, made.report, open_ledger())
    woken: list[str] = []
    app = make_app(made.plan.request.out, ways=DecisionsOnBoard(lambda week, _: woken.append(week) or "").routes)
    yield Board(week=made, client=TestClient(app), woken=woken)


def test_a_decision_is_taken_once_and_the_run_is_woken_when_all_is_decided(board: Board) -> None:
    """A line that somebody read on the way must not decide again what was held meanwhile."""
    line = sign(LAN, board.said())
    assert board.hand_in(line, **OWN)[0] == 200
    assert board.standings() == {"approved"} and board.woken == [WEEK]
    assert board.hand_in(sign(LAN, board.said(decision="held", why="Chờ.")), **OWN)[0] == 200
    status, told = board.hand_in(line, **OWN)
    assert status == 409 and "counts once" in told["en"] and set(told) == set(read_languages())
    assert told["vi"] != told["en"] != told["he"]
    assert board.standings() == {"held"}


def test_nobody_decides_who_only_reaches_the_board(board: Board) -> None:
    line = sign(LAN, board.said())
    assert board.hand_in(line)[0] == 403, "a page of somebody else, open in the same browser"
    assert board.hand_in(sign(MINH, board.said()), **OWN)[0] == 409, "signed with another secret than Lan's"
    assert board.hand_in(sign(MINH, board.said(who="minh")), **OWN)[0] == 409, "the plan names another approver"
    assert board.hand_in(sign(LAN, board.said(week="2026-W47")), **OWN)[0] == 409
    assert board.hand_in(sign(LAN, board.said(seen="0" * 12)), **OWN)[0] == 409, "not what lies there"
    assert board.hand_in("lan approves", **OWN)[0] == 409
    assert board.hand_in("å", **OWN)[0] == 400
    assert board.hand_in("x" * 30_000, **OWN)[0] == 413
    assert board.standings() == {"waiting"} and board.woken == []


def test_a_board_that_was_not_told_to_takes_none(board: Board) -> None:
    client = TestClient(make_app(board.week.plan.request.out))
    answer = client.post(f"/weeks/{WEEK}/decisions", content=sign(LAN, board.said()), headers=OWN)
    assert answer.status_code == 405 and board.standings() == {"waiting"}
