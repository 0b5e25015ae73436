"""One wrong figure that is out: found in every language and on every account, and put right by one approval."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on, printed

CHANNELS = ("folder", "mastodon", "x", "mail", "instagram")
TOLD = [word for reason in REASONS for word in ("--reason", reason)]


def code_of(told: str) -> str:
    """Give the code that a person is to type."""
    found = re.search(r"--approve (\w+)", told)
    assert found, told
    return found[1]


def publish_first(out: Out) -> None:
    """Make the brief with the wrong figure and send it everywhere."""
    out.write(OLD)
    out.run("make", "small.yaml", "--preset", "draft")
    out.run("publish", "outputs/small", "--approve", "--new")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Out, dict[str, Any]]]:
    """Correct a figure that is out on five channels in three languages, as a team types it."""
    with out_on(tmp_path_factory.mktemp("correct"), CHANNELS) as out:
        publish_first(out)
        before = out.seen()
        assert "no" in out.run("correct", "small.yaml").stderr.lower()
        out.write(NEW)
        shown = json.loads(out.run("correct", "small.yaml", "--json").stdout)
        assert not (out.folder / "corrections").exists(), "nothing is written unless it is asked for"
        missing = out.run("correct", "small.yaml", "--kind", "correction", *TOLD[:2], code=1).stderr
        assert "--reason en" in missing and "--reason he" in missing and not (out.folder / "corrections").exists()
        told = out.run("correct", "small.yaml", "--kind", "correction", *TOLD).stderr
        refused = out.run("correct", "small.yaml", "--approve", "0" * 12, code=1).stderr
        assert "nothing was approved" in refused
        out.run("publish", code=None)
        assert out.seen() == before, "nothing leaves before somebody approves it"
        # Nobody looked at what the brief says now: nothing of it was made.
        for since in (OLD, "98.3"):
            out.write(since)
            stale = out.run("correct", "small.yaml", "--approve", code_of(told), code=1).stderr
            assert "nothing was approved" in stale and f"+ {since}%" in stale and f"– {NEW}%" in stale
        out.write(NEW)
        out.run("correct", "small.yaml", "--approve", code_of(told))
        sent = out.run("publish", code=1).stderr
        yield out, {"before": before, "shown": shown, "sent": sent, "told": told}


def test_it_names_every_post_with_old_and_new_words(corrected: tuple[Out, dict[str, Any]]) -> None:
    """A figure was put right where somebody remembered it, and stayed in Hebrew on one account for years."""
    posts = corrected[1]["shown"]["posts"]
    assert len(posts) == 3 * len(CHANNELS) and all(post["out"] for post in posts)
    assert {post["item"].split("/")[2] for post in posts} == {"vi", "en", "he"}
    for post in posts:
        values = {(pair["was"], pair["now"]) for pair in post["said"] if pair["label"]}
        language = post["item"].split("/")[2]
        assert values == {(printed(OLD)[language == "vi"], printed(NEW)[language == "vi"])}
    ways = {post["channel"]: post["way"] for post in posts}
    assert ways == {
        "folder": "replaced",
        "mastodon": "replaced",
        "x": "posted and taken back",
        "mail": "mailed",
        "instagram": "posted, then by hand",
    }


def test_what_can_be_replaced_keeps_its_address_and_says_that_it_was_corrected(
    corrected: tuple[Out, dict[str, Any]],
) -> None:
    """A new address breaks every link; a figure that changes without a word costs the trust in all others."""
    out, seen = corrected
    for channel in ("folder", "mastodon"):
        now, before = out.emulators[channel].posts(), seen["before"][channel]
        assert sorted(post.id for post in now) == sorted(post.id for post in before)
        for post in now:
            assert not any(value in post.text for value in printed(OLD))
            assert any(value in post.text for value in printed(NEW))
            first = post.text.splitlines()[0]
            assert first.lstrip("\u200f").startswith(("Đính chính ngày", "Correction, ", "תיקון, "))
            assert any(first.endswith(reason.partition("=")[2]) for reason in REASONS)


def test_what_cannot_be_replaced_names_the_error_and_goes(corrected: tuple[Out, dict[str, Any]]) -> None:
    out, seen = corrected
    now, before = out.emulators["x"].posts(), {post.id for post in seen["before"]["x"]}
    assert len(now) == 3 and not before & {post.id for post in now}
    texts = " ".join(post.text for post in now)
    assert "99.3%, not 97.3%." in texts and "99,3%, không phải 97,3%." in texts and "99.3%, ולא 97.3%." in texts


def test_a_mail_is_followed_by_one_under_its_subject(corrected: tuple[Out, dict[str, Any]]) -> None:
    out, _ = corrected
    mails = out.emulators["mail"].taken  # type: ignore[attr-defined]
    subjects = [str(mail["Subject"]) for mail in mails]
    assert len(subjects) == 6 and sum(s.startswith(("Đính chính: ", "Correction: ", "תיקון: ")) for s in subjects) == 3


def test_what_only_a_person_can_delete_is_listed_until_somebody_says_so(corrected: tuple[Out, dict[str, Any]]) -> None:
    """The wrong picture stayed on one network, and every list said that all was done."""
    out, seen = corrected
    assert seen["sent"].count("To be taken down") == 3
    ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
    became = {(each["channel"], each["became"]) for each in ended}
    assert became == {(c, "corrected") for c in CHANNELS if c != "instagram"} | {("instagram", "listed")}
    assert len(ended) == 3 * len(CHANNELS)
    assert len(out.emulators["instagram"].posts()) == 6


def test_run_again_it_sends_nothing_more(corrected: tuple[Out, dict[str, Any]]) -> None:
    out, _ = corrected
    before = out.seen()
    out.run("publish", code=1)
    assert out.seen() == before


def test_a_typing_error_is_exchanged_without_a_word_where_that_can_be(tmp_path: Path) -> None:
    """Notices for commas drown those that matter; and a second post for one is worse than the comma."""
    with out_on(tmp_path, ("folder", "x")) as out:
        publish_first(out)
        text = out.brief.read_text("utf-8").replace('"{villages} of villages"', '"{villages} of all villages"')
        out.brief.write_text(text, "utf-8")
        shown = json.loads(out.run("correct", "small.yaml", "--json").stdout)["posts"]
        assert {post["item"].split("/")[2] for post in shown} == {"en"}, "others were told nothing wrong"
        told = out.run("correct", "small.yaml", "--kind", "refile", "--reason", "en=A word was missing.").stderr
        out.run("correct", "small.yaml", "--approve", code_of(told))
        out.run("publish")
        texts = [post.text for post in out.emulators["folder"].posts()]
        assert sum("of all villages" in text for text in texts) == 1 and not any("A word" in text for text in texts)
        assert len(out.emulators["x"].posts()) == 3
        ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
        assert {(each["channel"], each["became"]) for each in ended} == {("folder", "corrected"), ("x", "listed")}


def test_a_value_that_moves_where_no_word_does_corrects_nothing(tmp_path: Path) -> None:
    """Decided by the value, readers of "more than 8 in 10" were sent corrections of what they had never read."""
    with out_on(tmp_path, ("folder",)) as out:
        publish_first(out)
        out.write(OLD.replace("97.3", "97.30"))
        shown = json.loads(out.run("correct", "small.yaml", "--json").stdout)
        assert shown["posts"] == []
        assert "nothing to correct" in out.run("correct", "small.yaml", "--kind", "correction", *TOLD, code=1).stderr


def test_what_was_cut_short_goes_on_with_what_is_written_down(tmp_path: Path) -> None:
    """Asked again for what she had typed, a person would think that it was lost, and tell readers something else."""
    with out_on(tmp_path, ("folder",)) as out:
        publish_first(out)
        out.write(NEW)
        kept = out.folder / "kept"
        shutil.copytree(out.folder / "outputs", kept, symlinks=True)
        out.run("correct", "small.yaml", "--kind", "correction", *TOLD)
        # Killed while it made the edition: it is written down, and what lies there is still the old one.
        shutil.rmtree(out.folder / "outputs")
        kept.rename(out.folder / "outputs")
        written = (out.folder / "corrections" / "small.yaml").read_text("utf-8")
        told = " ".join(out.run("correct", "small.yaml").stderr.split())
        assert "was not made to the end" in told and "--kind correction" in told and "Say what it is" not in told
        assert all(reason.partition("=")[2] in told for reason in REASONS)
        assert "--reason" in out.run("correct", "small.yaml", "--kind", "revision", code=1).stderr
        on = out.run("correct", "small.yaml", "--kind", "correction").stderr
        assert "goes on with what was written down" in " ".join(on.split()) and code_of(on)
        assert (out.folder / "corrections" / "small.yaml").read_text("utf-8") == written
