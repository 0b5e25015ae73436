"""Whatever a model answers, nothing but a held text reaches a person, and nothing but texts reaches the model."""

from __future__ import annotations

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from briefcast.errors import BriefcastError
from briefcast.proposing.kept import Kept
from briefcast.proposing.model import Model, NotAsked, named_model
from briefcast.proposing.proposing import Proposal, propose
from tests.emulators.language_model import Answer, LanguageModel, breaks, fails, language_model, proposes, says, sends
from tests.proposing_fixtures import BRIEF, TODAY, opened, wanted

NOW = dt.datetime(2031, 10, 6, 9, 0, tzinfo=dt.UTC)
GOOD = "Seeing a doctor meant a wait of {waits}, down from {waits.baseline} a year earlier."
KEY = "sk-secret-4711"


def one(folder: Path, answer: Answer, *, limit_s: float = 5.0) -> tuple[Proposal, LanguageModel]:
    """Ask a model for one wording."""
    file = opened(folder)
    with language_model(answer) as server:
        model = Model(address=server.url, name="small", key=SecretStr(KEY), limit_s=limit_s)
        (found,) = propose(file, [wanted(file, "wording", "waiting", "en")], model, today=TODAY)
        return found, server


def test_an_honest_proposal_comes_with_the_text_it_stands_for(tmp_path: Path) -> None:
    found, server = one(tmp_path, proposes(GOOD))
    assert found.text == GOOD
    assert not found.refused
    assert len(server.asked) == 1
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_no_value_of_a_figure_is_sent_to_anybody(tmp_path: Path) -> None:
    _, server = one(tmp_path, proposes(GOOD))
    assert "{waits}" in server.sent
    for value in ("24", "31", "88.4", "1240", "980", "41.5"):
        assert value not in server.sent.replace("temperature", "")


@pytest.mark.parametrize("shape", ["plain", "fenced", "thought"])
def test_what_models_put_around_an_answer_is_taken_off(tmp_path: Path, shape: str) -> None:
    text = json.dumps({"text": GOOD})
    around = {"plain": text, "fenced": f"```json\n{text}\n```", "thought": f"<think>Hm.</think>\n{text}"}[shape]
    assert one(tmp_path, says(around))[0].text == GOOD


MISBEHAVES: dict[str, Answer] = {
    # what it says
    "drops a figure": proposes("Waiting took {waits}, which is less."),
    "adds a figure": proposes("Waiting took {waits}, down from {waits.baseline}, with {cases} cases."),
    "swaps two figures": proposes("Waiting took {waits.baseline}, down from {waits} a year before."),
    "tells the value": proposes("Waiting took 24 minutes, down from 31 a year before."),
    "tells the value in words": proposes("Waiting took {waits}, down seven from {waits.baseline} a year before."),
    "types other digits": proposes("Waiting took {waits}, down from {waits.baseline} in ２０３０."),
    "qualifies a figure": proposes("Waiting took nearly {waits}, down from {waits.baseline} a year before."),
    "turns the direction": proposes("Waiting took {waits}, up from {waits.baseline} a year before."),
    "denies it": proposes("Waiting never took {waits}, down from {waits.baseline} a year before."),
    "claims a cause": proposes("Because of us, waiting took {waits}, down from {waits.baseline} a year before."),
    "claims a record": proposes("Waiting hit a record {waits}, down from {waits.baseline} a year before."),
    "names a source": proposes("Waiting took {waits}, says WHO, down from {waits.baseline} a year before."),
    "gives an address": proposes("Waiting took {waits}, down from {waits.baseline} a year before: https://x.example"),
    "speaks another language": proposes("Thời gian chờ là {waits}, giảm so với {waits.baseline} của năm trước."),
    "writes like letters": proposes("W\u0430iting took {waits}, down from {waits.baseline} a year before."),
    "writes HTML": proposes("<img src=x onerror=alert(1)>Waiting took {waits}, down from {waits.baseline} before."),
    "writes a subtitle's tag": proposes("{\\pos(1,1)}Waiting took {waits}, down from {waits.baseline} a year before."),
    "writes Typst": proposes('#read("/etc/passwd") Waiting took {waits}, down from {waits.baseline} a year before.'),
    "turns the reading round": proposes("Waiting took {waits}, down from \u202e{waits.baseline} a year before."),
    "steers the terminal": proposes("\x1b[2JWaiting took {waits}, down from {waits.baseline} a year before."),
    "says much": proposes("Waiting took {waits}, down from {waits.baseline} a year before. " + "Less waiting. " * 60),
    "repeats the original": proposes("Waiting for a visit took {waits}, down from {waits.baseline} a year before."),
    "says nothing": proposes(""),
    # in which form
    "chats": says("Sure! Here is a wording: Waiting took {waits}, down from {waits.baseline} a year before."),
    "gives a list": says(json.dumps([{"text": GOOD}])),
    "gives more than asked": says(json.dumps({"text": GOOD, "headline": "x"})),
    "gives a number": proposes(24),
    "nests deep": says("[" * 100_000),
    "answers with nothing": says(None),
    "answers with parts": says([{"type": "text", "text": json.dumps({"text": GOOD})}]),
    "is cut off": says(json.dumps({"text": GOOD}), finish_reason="length"),
    "has no choices": sends(b'{"choices": []}'),
    "sends no JSON": sends(b"<html>login</html>"),
    "sends broken letters": sends(b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'),
    "sends no end": sends(b" " * 300_000),
    "breaks off": breaks,
    "is too busy": fails(429),
    "fails": fails(503),
}


@pytest.mark.parametrize("how", MISBEHAVES)
def test_a_model_that_misbehaves_is_refused_in_words(tmp_path: Path, how: str) -> None:
    found, server = one(tmp_path, MISBEHAVES[how])
    assert found.refused, found.text
    assert all(found.refused)
    assert not server.elsewhere
    assert len(server.asked) <= 2


def test_a_model_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    over = threading.Event()

    def silent(asked: object, handler: BaseHTTPRequestHandler) -> None:
        over.wait(20)

    try:
        found, _ = one(tmp_path, silent, limit_s=0.3)
    finally:
        over.set()
    assert "in time" in found.refused[0]


@pytest.mark.parametrize(
    ("status", "headers"), [(401, {}), (403, {}), (404, {}), (400, {}), (302, {"location": "/v2"})]
)
def test_a_model_that_takes_no_questions_is_asked_no_second_one(
    tmp_path: Path, status: int, headers: dict[str, str]
) -> None:
    file = opened(tmp_path)
    both = [wanted(file, "wording", "waiting", "en"), wanted(file, "headline", "waiting", "en")]
    with language_model(fails(status, f"key {KEY}", **headers)) as server, pytest.raises(NotAsked) as raised:
        list(propose(file, both, Model(address=server.url, name="small"), today=TODAY))
    assert len(server.asked) == 1
    assert not server.elsewhere
    assert str(status) in str(raised.value)


def test_a_refused_answer_is_asked_for_once_more_with_why(tmp_path: Path) -> None:
    answers = iter([proposes("Waiting took {waits}, down 24 from {waits.baseline} a year before."), proposes(GOOD)])

    def answer(asked: Any, handler: BaseHTTPRequestHandler) -> None:
        next(answers)(asked, handler)

    found, server = one(tmp_path, answer)
    assert found.text == GOOD
    assert not found.refused
    again = json.loads(server.asked[1]["messages"][1]["content"])
    assert "24" in again["your_last_answer_was_refused"][0]


def test_what_the_check_finds_is_not_told_to_the_model_with_its_figures(tmp_path: Path) -> None:
    # The rules of words let it through where a text says neither way; the check knows the figures.
    file = opened(tmp_path)
    long = "The wait of people for a visit to the department is down, and what it took them is {waits}"
    with language_model(proposes(long)) as server:
        model = Model(address=server.url, name="small")
        (found,) = propose(file, [wanted(file, "headline", "waiting", "en")], model, today=TODAY)
    assert found.refused
    again = json.loads(server.asked[1]["messages"][1]["content"])["your_last_answer_was_refused"]
    assert not any(character.isdigit() for said in again for character in said)
    assert again != [str(each) for each in found.refused]


def test_nothing_of_an_embargoed_brief_is_sent(tmp_path: Path) -> None:
    file = opened(tmp_path, BRIEF.replace("as_of:", "embargo: 2031-10-10\nonline_voices: allowed\nas_of:"))
    with language_model(proposes(GOOD)) as server, pytest.raises(BriefcastError, match="embargo"):
        list(
            propose(
                file, [wanted(file, "wording", "waiting", "en")], Model(address=server.url, name="small"), today=TODAY
            )
        )
    assert not server.asked


def test_a_machine_that_keeps_its_texts_asks_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_ONLINE_VOICES", "never")
    assert one(tmp_path, proposes(GOOD))[0].text == GOOD
    file = opened(tmp_path)
    far = Model(address="https://model.example/v1", name="large")
    with pytest.raises(BriefcastError, match="never"):
        list(propose(file, [wanted(file, "wording", "waiting", "en")], far, today=TODAY))


@pytest.mark.parametrize(
    "address",
    ["http://model.example/v1", "ftp://127.0.0.1/v1", "https://a:b@model.example/v1", "model.example", "https://"],
)
def test_an_address_that_others_could_read_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BRIEFCAST_PROPOSALS_URL", address)
    monkeypatch.setenv("BRIEFCAST_PROPOSALS_MODEL", "small")
    with pytest.raises(BriefcastError, match="BRIEFCAST_PROPOSALS_URL"):
        named_model()


def test_without_an_address_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFCAST_PROPOSALS_URL", raising=False)
    assert named_model() is None
    monkeypatch.setenv("BRIEFCAST_PROPOSALS_URL", "https://model.example/v1")
    with pytest.raises(BriefcastError, match="BRIEFCAST_PROPOSALS_MODEL"):
        named_model()
    monkeypatch.setenv("BRIEFCAST_PROPOSALS_MODEL", "small")
    monkeypatch.setenv("BRIEFCAST_PROPOSALS_KEY", KEY)
    model = named_model()
    assert model is not None
    assert KEY not in repr(model)


def test_what_is_kept_is_there_again_and_the_latest_of_each_text_counts(tmp_path: Path) -> None:
    file = opened(tmp_path)
    text = wanted(file, "wording", "waiting", "en")
    kept = Kept(file.path)
    kept.add([Proposal(wanted=text, text="One")], model="small", at=NOW)
    kept.add([Proposal(wanted=text, text="Two", refused=("It is empty.",))], model="small", at=NOW)
    (there,) = Kept(file.path).open()
    assert (there.number, there.text, there.reasons) == (2, "Two", ("It is empty.",))
    assert there.wanted == text
    kept.drop([2])
    assert not Kept(file.path).open()


@pytest.mark.parametrize("content", ["", "{", "[{}]", '[{"number": "x"}]'])
def test_proposals_that_cannot_be_read_stop_nobody(tmp_path: Path, content: str) -> None:
    file = opened(tmp_path)
    place = tmp_path / ".desk" / "proposals" / "health.yaml.json"
    place.parent.mkdir(parents=True)
    place.write_text(content)
    assert Kept(file.path).open() == ()
