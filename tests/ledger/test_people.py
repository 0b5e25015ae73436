"""People with a secret: nobody decides in another's name, and nobody who reads the ledger or a form can."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from briefcast.errors import LedgerError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger import people as people_module
from briefcast.ledger.people import RESET_AFTER, TRIES_MAX, People
from briefcast.ledger.secret import Signed, new_secret, public_key, sign
from tests.ledger.test_ledger import record

LAN, MINH = new_secret(), new_secret()


def team(ledger: Ledger) -> People:
    people = People(ledger)
    people.add("lan", public_key(LAN), by="lan")
    people.add("minh", public_key(MINH), by="lan")
    return people


def answer(**change: object) -> Signed:
    said = Signed(
        week="2026-W48",
        who="lan",
        decision="approved",
        names=("all",),
        seen="3f2a",
        why="",
        at=dt.datetime.now(dt.UTC),
        nonce="an-own-number",
    )
    return replace(said, **change)  # type: ignore[arg-type]


def check_the_rules(ledger: Ledger, folder: Path) -> None:
    """Typed names are believed until somebody has a secret, and never afterwards; the same on every database."""
    key, seen = record(ledger, folder)
    assert ledger.decide(key, seen, "held", who="anybody").proof == ""
    people = team(ledger)
    for decision in ("approved", "held", "sent back"):
        with pytest.raises(LedgerError, match="lan is only a typed name"):
            ledger.decide(key, seen, decision, who="lan", why="because")  # type: ignore[arg-type]
    people.prove("lan", LAN)
    people.prove("lan", LAN.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    assert ledger.decide(key, seen, "approved", who="lan", proof="secret").proof == "secret"
    assert ledger.standing(key, seen).decision.proof == "secret"  # type: ignore[union-attr]
    for wrong in (MINH, new_secret()):
        with pytest.raises(LedgerError, match="not the secret of lan"):
            people.prove("lan", wrong)
    with pytest.raises(LedgerError, match="mallory has no secret here"):
        people.prove("mallory", LAN)
    with pytest.raises(LedgerError, match="not a whole secret"):
        people.prove("lan", LAN[:-1])
    people.take(sign(MINH, answer(who="minh")), week="2026-W48")
    with pytest.raises(LedgerError, match="counts once"):
        people.take(sign(MINH, answer(who="minh")), week="2026-W48")


def test_a_name_without_its_secret_decides_nothing(tmp_path: Path) -> None:
    check_the_rules(open_ledger(tmp_path / "ledger.db"), tmp_path)


@pytest.mark.postgresql
def test_nor_on_postgresql(postgresql: str, tmp_path: Path) -> None:
    check_the_rules(open_ledger(postgresql), tmp_path)


def test_nothing_that_is_kept_is_a_secret_or_leads_to_one(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    team(ledger).prove("lan", LAN)
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("ledger.db*"))
    plain = LAN.replace("-", "")
    assert public_key(LAN).encode() in stored
    for secret in (LAN, plain, plain[10:]):
        assert secret.encode() not in stored
    assert public_key(LAN) != public_key(MINH)


def test_whoever_guesses_is_stopped_and_can_be_told_from_whoever_forgot(tmp_path: Path) -> None:
    people = team(open_ledger(tmp_path / "ledger.db"))
    for _ in range(TRIES_MAX):
        with pytest.raises(LedgerError, match="not the secret"):
            people.prove("lan", MINH)
    with pytest.raises(LedgerError, match="Too many wrong secrets"):
        people.prove("lan", LAN)
    with pytest.raises(LedgerError, match="not the secret of minh") as mistyped:
        people.prove("minh", LAN)
    assert "at once" not in str(mistyped.value), "her first one is no other one: nobody is alarmed by a slip"
    people.prove("minh", MINH)
    assert people.take(sign(LAN, answer()), week="2026-W48").who == "lan", "she still signs"


def test_a_lost_secret_a_person_who_leaves_and_a_new_name(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    people, fresh = team(ledger), new_secret()
    assert people.add("lan", public_key(fresh), by="minh") is True
    people.prove("lan", fresh)
    with pytest.raises(LedgerError, match="minh vouched for the one that holds"):
        people.prove("lan", LAN)
    with pytest.raises(LedgerError, match="not signed with the secret"):
        people.take(sign(LAN, answer()), week="2026-W48")
    people.rename("lan", "lan-anh", by="minh")
    people.prove("lan-anh", fresh)
    with pytest.raises(LedgerError, match=r"lan is called lan-anh among .* or give her the old id back"):
        people.prove("lan", fresh)
    with pytest.raises(LedgerError, match="mallory has no secret here"):
        people.prove("mallory", fresh)
    with pytest.raises(LedgerError, match="registered already"):
        people.rename("lan-anh", "minh", by="minh")
    people.remove("minh", by="lan-anh")
    assert set(people.registered()) == {"lan-anh"}
    with pytest.raises(LedgerError, match="Nobody else has a secret here") as alone:
        people.prove("lan-anh", LAN)
    assert "somebody else's" not in str(alone.value), "the only one was told to take another person's secret"
    people.rename("lan-anh", "lan", by="lan-anh")
    assert people.renamed() == {"lan-anh": "lan"}, "called as before, she is not sent round in a circle"
    people.rename("lan", "lan-anh", by="lan")
    assert people.renamed() == {"lan": "lan-anh"}
    assert ("minh", "renewed", "lan") in [(each.who, each.what, each.about) for each in ledger.history()]


def test_a_clock_that_is_set_back_does_not_shorten_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked with a clock of last week, all secrets were gone a minute later, when it was set right again."""
    ledger = open_ledger(tmp_path / "ledger.db")
    people, began = team(ledger), dt.datetime.now(dt.UTC)
    with monkeypatch.context() as back:
        back.setattr(people_module, "_now", lambda: began - dt.timedelta(days=7))
        people.ask_reset(by="mallory", why="Lost.")
    with pytest.raises(LedgerError, match="a day after it was asked for"):
        people.forget_all(by="mallory", why="Lost.")


def test_all_secrets_go_only_a_day_after_all_could_hear_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`people reset` took no secret and no time: whoever wished was the approver a moment later, by a typed name."""
    ledger = open_ledger(tmp_path / "ledger.db")
    people, began = team(ledger), dt.datetime.now(dt.UTC)
    with pytest.raises(LedgerError, match="a day after it was asked for"):
        people.forget_all(by="mallory", why="Lost.")
    assert people.ask_reset(by="mallory", why="Lost.") >= began + RESET_AFTER
    assert people.reset_at() is not None
    with pytest.raises(LedgerError, match="a day after it was asked for"):
        people.forget_all(by="mallory", why="Lost.")
    people.prove("lan", LAN)
    assert people.reset_at() is None, "somebody has hers"
    people.ask_reset(by="mallory", why="Lost.")
    people.take(sign(MINH, answer(who="minh")), week="2026-W48")
    assert people.reset_at() is None, "so does who signs"
    people.ask_reset(by="root", why="Both burnt.")
    monkeypatch.setattr(people_module, "_now", lambda: dt.datetime.now(dt.UTC) + RESET_AFTER)
    people.forget_all(by="root", why="Both burnt.")
    assert not people.registered() and people.reset_at() is None
    told = [(event.who, event.what, event.about) for event in ledger.history()]
    assert ("root", "unregistered", "lan") in told and ("root", "unregistered", "minh") in told


def _changed(line: str, **change: object) -> str:
    head, said, signature = line.split(".")
    values = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))) | change
    return f"{head}.{base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip('=')}.{signature}"


@pytest.mark.parametrize(
    "change",
    [
        {"names": ["all"]},
        {"decision": "held"},
        {"who": "minh"},
        {"seen": "000000"},
        {"why": "Another reason."},
        {"nonce": "another-number"},
        {"at": "2026-11-30T08:00:00+00:00"},
        {"week": "2026-W49"},
    ],
)
def test_a_signed_decision_is_good_for_nothing_else(change: dict[str, object], tmp_path: Path) -> None:
    """The whole team reads what Prefect keeps: a colleague could put other items into somebody's answer."""
    people = team(open_ledger(tmp_path / "ledger.db"))
    line = sign(LAN, answer(names=("egov-2024/press",)))
    with pytest.raises(LedgerError, match="not signed with the secret"):
        people.take(_changed(line, **change), week=str(change.get("week", "2026-W48")))
    assert people.take(f"  {line[:40]}\n{line[40:]} ", week="2026-W48").names == ("egov-2024/press",), "as it is pasted"


def test_a_signed_decision_is_of_its_week_and_its_day(tmp_path: Path) -> None:
    people, now = team(open_ledger(tmp_path / "ledger.db")), dt.datetime.now(dt.UTC)
    with pytest.raises(LedgerError, match="signed for 2026-W48, and this is about 2026-W49"):
        people.take(sign(LAN, answer()), week="2026-W49")
    for at in (now - dt.timedelta(hours=13), now + dt.timedelta(hours=1)):
        with pytest.raises(LedgerError, match="too long ago"):
            people.take(sign(LAN, answer(at=at)), week="2026-W48")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "lan",
        "a.b.c",
        "..",
        sign(LAN, answer()).rpartition(".")[0],
        "eyJhbGciOiJub25lIn0" + sign(LAN, answer())[19:],  # {"alg":"none"}
        sign(LAN, answer(nonce="short")),
        sign(LAN, answer(decision="released")),
        sign(LAN, answer(at=dt.datetime(2026, 11, 29))),
    ],
)
def test_what_is_no_signed_decision_is_refused_in_words(line: str, tmp_path: Path) -> None:
    people = team(open_ledger(tmp_path / "ledger.db"))
    with pytest.raises(LedgerError, match="no signed decision"):
        people.take(line, week="2026-W48")


def test_what_a_ledger_of_before_holds_goes_on(tmp_path: Path) -> None:
    """A team that upgrades has approvals by typed names: they hold, and nobody has a secret yet."""
    ledger = open_ledger(tmp_path / "ledger.db")
    key, seen = record(ledger, tmp_path)
    ledger.decide(key, seen, "approved", who="lan")
    with ledger.engine.begin() as connection:
        later = ("share_ends", "shares", "comment_ends", "comments", "column_numbers", "destinations")
        for table in (*later, "people", "wrong_secrets", "signed_answers", "seals"):
            connection.execute(text(f"DROP TABLE {table}"))
        for table, column in (("decisions", "proof"), ("publications", "sent_to"), ("items", "printed")):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
    ledger = open_ledger(tmp_path / "ledger.db")
    standing = ledger.standing(key, seen)
    assert standing.name == "approved" and standing.decision and standing.decision.proof == ""
    assert not People(ledger).registered()
