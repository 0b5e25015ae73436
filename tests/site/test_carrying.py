"""The site comes to its readers whole: only what changed is sent, nobody finds half of it, and cut short it goes on."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import asyncssh
import httpx
import pytest
from lxml import html
from typer.testing import CliRunner

from bench.site import CODES, PLAN, build, put_out, write_item
from briefcast.channels.base import Account, Kept
from briefcast.channels.files import Item, Shelf
from briefcast.cli.main import app
from briefcast.errors import BriefcastError, BriefError, Refused, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.accounts import read_accounts
from briefcast.site import carrying
from briefcast.site.carrying import RECORD, carry_site, order
from briefcast.site.serving import ASK_AGAIN, FOR_EVER, cache_of
from tests import ROOT
from tests.channels.test_servers import Server, s3, sftp
from tests.emulators.s3 import S3Emulator
from tests.server_fixtures import answers, free_port, nginx_on, running

__all__ = ["s3", "sftp"]
TOPICS = """\
  topics:
    - {id: fibre, name: {vi: Cáp, en: Fibre, he: סיב}, items: [first]}
"""


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site of three items, and the same with one withdrawn and one more: each with all that it keeps."""
    home = tmp_path_factory.mktemp("carried")
    (home / "plan.yaml").write_text(PLAN + TOPICS, "utf-8")
    ledger = open_ledger(home / "ledger.db")
    put_out(ledger, (write_item(home / "outputs", number) for number in range(3)), 0)
    build(home, ledger)
    shutil.copytree(home / "site", home / "old", symlinks=True)
    outbox = Outbox(ledger, who="lan")
    for post in outbox.publications("sent"):
        if post.item.startswith("b1/"):
            outbox.withdrawn(post.id, "by mistake")
    put_out(ledger, [write_item(home / "outputs", 40)], 40)
    build(home, ledger)
    return home / "old", home / "site"


@pytest.fixture
def old(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return shutil.copytree(made[0], tmp_path / "old", symlinks=True)


@pytest.fixture
def new(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return shutil.copytree(made[1], tmp_path / "new", symlinks=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told(site: Path) -> dict[str, bytes]:
    return files((site / "public").resolve())


@cache
def links(page: bytes) -> tuple[str, ...]:
    return tuple(str(link) for link in html.fromstring(page).xpath("//@href | //@src | //@srcset"))


def broken(there: Mapping[str, bytes]) -> list[str]:
    """Give the links of pages that readers reach which lead nowhere."""
    found, seen, ahead = [], set(), ["index.html"]
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        if not path.endswith(".html"):
            continue
        for link in links(there[path]):
            target = urlsplit(urljoin(f"https://here.example/{path}", str(link)))
            if target.netloc != "here.example":
                continue
            file = target.path.lstrip("/") + ("index.html" if target.path.endswith("/") else "")
            if file in there:
                ahead.append(file)
            else:
                found.append(f"{path} leads to {file}")
    return found


class Memory(Shelf):
    """A bucket in memory, which looks at itself after each change."""

    def __init__(self) -> None:
        self.there: dict[str, bytes] = {}
        self.items: dict[str, Item] = {}
        self.changes = 0
        self.look: Callable[[], None] = lambda: None

    def check(self) -> str:
        return "memory"

    def put(self, path: str, item: Item, kept: Kept) -> None:
        self.there[path], self.items[path] = item.read(), item
        self._changed()

    def read(self, path: str) -> bytes | None:
        return self.there.get(path)

    def holds(self, path: str, item: Item) -> bool:
        return self.there.get(path) == item.read()

    def names(self, path: str) -> list[str]:
        return []

    def remove(self, path: str) -> None:
        self.there.pop(path, None)
        self._changed()

    def _changed(self) -> None:
        self.changes += 1
        self.look()

    @property
    def site(self) -> dict[str, bytes]:
        return {path: content for path, content in self.there.items() if path != RECORD}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> tuple[Memory, Account]:
    """A place that cannot switch, one change after the other."""
    shelf = Memory()
    monkeypatch.setattr("briefcast.channels.s3.S3.open_shelf", lambda _: shelf)
    monkeypatch.setattr(carrying, "_AT_ONCE", 1)
    return shelf, Account(name="news", channel="s3", settings={"bucket": "news"})


# --- a bucket


def test_at_no_moment_does_a_link_lead_nowhere(memory: tuple[Memory, Account], old: Path, new: Path) -> None:
    """A reader would find a page of the new site whose picture or next page is not there yet, or is gone."""
    shelf, account = memory
    carry_site(old, account)
    assert shelf.site == told(old) and broken(shelf.site) == []

    def look() -> None:
        assert broken(shelf.site) == [], shelf.changes

    shelf.look = look
    carried = carry_site(new, account)
    assert shelf.site == told(new)
    before, after = told(old), told(new)
    assert carried.removed == len(set(before) - set(after)) > 0
    # The measure sees a wrong order.
    lacking = [path for path in after if before.get(path) != after[path]]
    wrong = {**before}
    for path in sorted(lacking, key=lambda path: path.count("/")):
        wrong[path] = after[path]
        if broken(wrong):
            break
    else:
        pytest.fail("nothing was broken by a wrong order")
    assert [step for some in order(lacking, before) for step in some] != sorted(lacking)


def test_only_what_changed_is_sent_with_its_type_and_how_long_it_may_be_kept(
    memory: tuple[Memory, Account], old: Path, new: Path
) -> None:
    shelf, account = memory
    first = carry_site(old, account)
    assert first.sent == len(told(old))
    shelf.changes = 0
    assert carry_site(old, account).sent == 0 and shelf.changes == 0
    shelf.items.clear()
    carried = carry_site(new, account)
    assert 0 < carried.sent < len(told(new)) and set(shelf.items) - {RECORD} <= set(told(new))
    assert "vi/items/b0/index.html" not in shelf.items, "it says what it said"
    for path, item in shelf.items.items():
        if path != RECORD:
            assert item.cache == cache_of(path), path
    assert shelf.items["vi/index.html"].media_type == "text/html; charset=utf-8"
    assert shelf.items["vi/atom.xml"].media_type == "application/atom+xml"


def test_addresses_that_may_hold_something_else_tomorrow_are_asked_for_again(new: Path) -> None:
    """A cache would show a figure that was put right a year ago, or would ask for each picture again."""
    kept = {path for path in told(new) if cache_of(path) == FOR_EVER}
    assert {cache_of(path) for path in set(told(new)) - kept} == {ASK_AGAIN}
    assert all(re.search(r"[0-9a-f]{7,}\.\w+$", path) for path in kept) and len(kept) > 10
    assert not any(path.endswith((".html", ".xml", "pagefind.js", "entry.json")) for path in kept)


def test_cut_short_anywhere_it_goes_on_and_sends_nothing_twice(
    memory: tuple[Memory, Account], old: Path, new: Path
) -> None:
    """Whoever starts it again would send all of it again, or leave behind what nobody takes away."""
    shelf, account = memory
    carry_site(old, account)
    begun = dict(shelf.there)
    shelf.changes = 0
    whole = carry_site(new, account)
    steps = shelf.changes
    after = dict(shelf.site)
    for stop in range(1, steps, 17):
        shelf.there = dict(begun)
        shelf.changes = 0

        def look(stop: int = stop) -> None:
            if shelf.changes == stop:
                raise Killed

        shelf.look = look
        with pytest.raises(Killed):
            carry_site(new, account)
        shelf.look = lambda: None
        here = shelf.changes
        assert carry_site(new, account).sent <= whole.sent
        assert shelf.site == after, stop
        # The file under way, and the record before and after; what is gone may be asked to go once more.
        assert shelf.changes - here <= steps - stop + 3 + whole.removed, stop
        assert not list(new.glob(".carrying*"))


def test_where_somebody_else_was_cut_short_no_page_is_taken_for_granted(
    memory: tuple[Memory, Account], old: Path, new: Path
) -> None:
    """Half of another machine's pages would stay, as the record says what lay there before."""
    shelf, account = memory
    carry_site(old, account)
    shelf.changes = 0

    def look() -> None:
        if shelf.changes == 12:
            raise Killed

    shelf.look = look
    with pytest.raises(Killed):
        carry_site(new, account)
    shelf.look = lambda: None
    assert shelf.site != told(old)
    carry_site(old, account)
    assert shelf.site == told(old)


def test_what_does_not_pass_is_told_and_what_passes_is_tried_again(
    memory: tuple[Memory, Account], old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, account = memory
    monkeypatch.setattr(carrying, "wait_exponential", lambda **_: lambda _: 0)
    failed: list[int] = []

    def look() -> None:
        if shelf.changes % 5 == 0 and shelf.changes not in failed:
            failed.append(shelf.changes)
            raise TryLater("not now")

    shelf.look = look
    carry_site(old, account)
    assert shelf.site == told(old) and failed

    def always() -> None:
        raise TryLater("not now")

    shelf.look = always
    shelf.there.clear()
    with pytest.raises(TryLater):
        carry_site(old, account)


def test_what_is_there_already_and_is_no_site_is_left_alone(memory: tuple[Memory, Account], old: Path) -> None:
    shelf, account = memory
    shelf.there["index.html"] = b"the ministry's own page"
    with pytest.raises(Refused, match="write over"):
        carry_site(old, account)
    assert shelf.there == {"index.html": b"the ministry's own page"}


def test_a_bucket_keeps_types_and_headers(old: Path, new: Path) -> None:
    with S3Emulator() as emulator:
        carry_site(old, emulator.account())
        carry_site(new, emulator.account())
        assert {k: v for k, (v, _) in emulator.objects().items() if k != RECORD} == told(new)
        client = emulator.client()
        head = client.head_object(Bucket=emulator.bucket, Key="he/index.html")
        assert (head["ContentType"], head["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
        picture = next(path for path in told(new) if path.endswith(".png"))
        assert client.head_object(Bucket=emulator.bucket, Key=picture)["CacheControl"] == FOR_EVER


@pytest.mark.server("s3rver")
def test_a_real_bucket_holds_the_site(s3: Server, old: Path, new: Path) -> None:
    account = Account(
        name="news", channel="s3", settings={**s3.account.settings, "prefix": "news"}, secrets=s3.account.secrets
    )
    carry_site(old, account)
    assert carry_site(new, account).sent < len(told(new))
    here = {path.removeprefix("news/"): content for path, content in s3.files().items() if path.startswith("news/")}
    here.pop(RECORD)
    assert here == told(new)


# --- a folder


def test_a_folder_is_switched_at_once(old: Path, new: Path, tmp_path: Path) -> None:
    place = tmp_path / "srv"
    account = Account(name="news", channel="folder", settings={"path": str(place)})
    assert carry_site(old, account).sent == len(told(old))
    assert carry_site(old, account).sent == 0
    carried = carry_site(new, account)
    assert files((place / "public").resolve()) == told(new) and carried.removed
    assert (place / "public").is_symlink() and len(list((place / "versions").glob("*.json"))) == 2


def test_a_folder_of_something_else_is_left_alone(old: Path, tmp_path: Path) -> None:
    (tmp_path / "srv").mkdir()
    (tmp_path / "srv/mine.txt").write_text("mine")
    with pytest.raises(BriefcastError, match="something that is no site"):
        carry_site(old, Account(name="news", channel="folder", settings={"path": str(tmp_path / "srv")}))
    assert [each.name for each in (tmp_path / "srv").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("way", ["folder", "link", "beside"])
def test_what_somebody_else_keeps_under_the_name_of_versions_stays(
    old: Path, new: Path, tmp_path: Path, way: str
) -> None:
    """A folder called "versions" is common: a drawing office's would be gone, without a word."""
    place, theirs = tmp_path / "srv", tmp_path / "theirs"
    account = Account(name="news", channel="folder", settings={"path": str(place)})
    if way == "beside":
        carry_site(old, account)
        theirs = place / "versions/plans"
    (theirs / "deep").mkdir(parents=True)
    (theirs / "deep/plan.txt").write_text("mine")
    if way != "beside":
        place.mkdir()
        shutil.move(theirs, place / "versions") if way == "folder" else (place / "versions").symlink_to(theirs)
        with pytest.raises(BriefcastError, match="something that is no site"):
            carry_site(new, account)
        assert (place / "versions/deep/plan.txt").read_text() == "mine" and not (place / "public").exists()
    else:
        carry_site(new, account)
        assert (theirs / "deep/plan.txt").read_text() == "mine" and files((place / "public").resolve()) == told(new)


@pytest.mark.server("sshd")
@pytest.mark.parametrize("linked", [False, True])
def test_nor_is_it_taken_away_on_a_server(sftp: Server, old: Path, tmp_path: Path, linked: bool) -> None:
    theirs = tmp_path / ("theirs" if linked else "www/versions")
    (theirs / "plans").mkdir(parents=True)
    (theirs / "plans/plan.txt").write_text("mine")
    if linked:
        (tmp_path / "www").mkdir()
        (tmp_path / "www/versions").symlink_to(theirs)
    with pytest.raises(Refused, match="something that is no site"):
        carry_site(old, _account(sftp, str(tmp_path / "www")))
    assert [each.name for each in theirs.rglob("*")] == ["plans", "plan.txt"]


def test_without_a_site_there_is_nothing_to_carry(tmp_path: Path) -> None:
    with pytest.raises(BriefcastError, match="no site"):
        carry_site(tmp_path, Account(name="news", channel="folder", settings={"path": str(tmp_path / "srv")}))


# --- a server


_CALLS = ("link", "open", "mkdir", "posix_rename", "symlink", "remove", "rmtree")


def carry_and_stop(site: Path, account: Account, stop: int, calls: Path) -> bool:
    """Carry in a child that is gone before so many calls that change something; says whether it came that far."""
    child = os.fork()
    if child == 0:
        made = itertools.count()

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*given: object, **named: object) -> object:
                number = next(made)
                if number == stop:
                    os._exit(9)
                calls.write_text(str(number + 1))
                return real(*given, **named)

            return call

        try:
            for name in _CALLS:
                setattr(asyncssh.SFTPClient, name, counted(getattr(asyncssh.SFTPClient, name)))
            carry_site(site, account)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def _account(server: Server, path: str) -> Account:
    return Account(
        name="news",
        channel="sftp",
        settings={**server.account.settings, "path": path},
        secrets=server.account.secrets,
    )


@pytest.mark.server("sshd")
def test_cut_short_anywhere_a_server_has_the_old_site_or_the_new_one(
    sftp: Server, old: Path, new: Path, tmp_path: Path
) -> None:
    """A reader would find pages of two versions, for as long as nobody starts it again."""
    place, counter = tmp_path / "www", tmp_path / "calls"
    account = _account(sftp, str(place))
    carry_site(old, account)
    (place / "versions/0123456789abcdef.json").write_text("{}")  # what is taken away after the switch
    shutil.copytree(place, tmp_path / "begun", symlinks=True)
    assert not carry_and_stop(new, account, -1, counter)
    steps = int(counter.read_text())
    assert files((place / "public").resolve()) == told(new)
    seen = set()
    for stop in [*range(1, steps - 9, 97), *range(max(1, steps - 9), steps, 2)]:
        shutil.rmtree(place)
        shutil.copytree(tmp_path / "begun", place, symlinks=True)
        assert carry_and_stop(new, account, stop, counter)
        here = files((place / "public").resolve())
        assert here in (told(old), told(new)), stop
        seen.add(here == told(new))
        carried = carry_site(new, account)
        assert files((place / "public").resolve()) == told(new), stop
        assert carried.sent < len(told(new)) / 2
        assert not [each.name for each in (place / "versions").iterdir() if each.name.startswith(".")], stop
    assert seen == {True, False}


@pytest.mark.server("sshd")
def test_a_large_file_goes_on_where_it_stopped(sftp: Server, old: Path, tmp_path: Path) -> None:
    """A film of an hour would begin again each time the line breaks."""
    site = old / "versions" / (old / "public").readlink().name
    keys = json.loads(site.with_suffix(".json").read_text("utf-8"))
    film = bytes(range(256)) * 20_000
    (site / "assets/film.mp4").write_bytes(film)
    site.with_suffix(".json").write_text(json.dumps({**keys, "assets/film.mp4": "film.mp4"}), "utf-8")
    account = _account(sftp, str(tmp_path / "www"))
    real, sent = asyncssh.SFTPClientFile.write, tmp_path / "sent"

    async def write(self: object, data: bytes, offset: int | None = None) -> int:
        if len(data) > 100_000:
            with sent.open("a") as file:
                file.write(f"{len(data)}\n")
            if len(sent.read_text().split()) == 3:
                os._exit(9)
        return await real(self, data, offset)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncssh.SFTPClientFile, "write", write)
        assert carry_and_stop(old, account, -1, tmp_path / "calls")
        carry_site(old, account)
    assert (tmp_path / "www/public/assets/film.mp4").read_bytes() == film
    assert sum(map(int, sent.read_text().split())) < len(film) * 1.5


@pytest.mark.server("sshd")
def test_a_server_without_links_is_told_of(
    sftp: Server, old: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: object) -> None:
        raise asyncssh.SFTPOpUnsupported("no links")

    account = _account(sftp, str(tmp_path / "www"))
    carry_site(old, account)
    monkeypatch.setattr(asyncssh.SFTPClient, "link", none)
    with pytest.raises(Refused, match="makes no links"):
        carry_site(new, account)
    assert files((tmp_path / "www/public").resolve()) == told(old)


@pytest.mark.server("sshd")
def test_a_folder_of_a_server_that_holds_something_else_is_left_alone(sftp: Server, old: Path, tmp_path: Path) -> None:
    (tmp_path / "www/public").mkdir(parents=True)
    (tmp_path / "www/public/index.html").write_text("mine")
    with pytest.raises(Refused, match="something that is no site"):
        carry_site(old, _account(sftp, str(tmp_path / "www")))
    assert (tmp_path / "www/public/index.html").read_text() == "mine"


# --- served


def _configuration(port: int, root: Path) -> str:
    """The server of the docs, with a port and a folder of the test's own."""
    block = re.search(r"```nginx\n(.+?)```", (ROOT / "docs/site.md").read_text("utf-8"), re.DOTALL)
    assert block
    text = block[1]
    for was, now in (("listen 443 ssl;", f"listen 127.0.0.1:{port};"), ("/srv/news-site/public", str(root))):
        assert was in text
        text = text.replace(was, now)
    return text


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Nginx as the docs say, on what is carried to a folder."""
    place, port = tmp_path / "srv", free_port()
    command = nginx_on(tmp_path, _configuration(port, place / "public"))
    url = f"http://127.0.0.1:{port}"

    with running(command, tmp_path / "nginx.log", lambda: answers(url)):
        yield url, place


@pytest.mark.server("nginx")
def test_a_web_server_gives_each_file_with_its_type_and_how_long_it_may_be_kept(
    nginx: tuple[str, Path], old: Path, new: Path
) -> None:
    """Readers would be shown what was put right long ago, or no search, as its pieces have the wrong type."""
    url, place = nginx
    account = Account(name="news", channel="folder", settings={"path": str(place)})
    carry_site(old, account)
    with httpx.Client(base_url=url, trust_env=False) as client:
        assert client.get("/en/items/b40/").status_code == 404
        carry_site(new, account)
        for path, content in told(new).items():
            answer = client.get(f"/{path.removesuffix('index.html')}")
            assert answer.status_code == 200 and answer.content == content, path
            assert answer.headers["cache-control"] == cache_of(path), path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            # On a slow line what is text comes in a third of the time; pictures are small already.
            is_text = path.rpartition(".")[2] in ("html", "css", "xml", "json", "js", "svg")
            assert (answer.headers.get("content-encoding") == "gzip") == is_text, path
            if path.endswith(".js"):
                assert answer.headers["content-type"].startswith("text/javascript"), path
            if path.endswith(".html"):
                assert answer.headers["content-type"] == "text/html; charset=utf-8"
        lost = client.get("/en/nothing/")
        assert lost.status_code == 404 and {code for code in CODES if f'lang="{code}"' in lost.text} == set(CODES)


# --- what the team writes


def test_the_command_builds_and_carries(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    home = made[1].parent
    monkeypatch.chdir(home)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(home / "ledger.db"))
    place = home / "srv"
    (home / "channels.yaml").write_text(f"sites: [{{name: news, channel: folder, settings: {{path: {place}}}}}]\n")
    done = CliRunner().invoke(app, ["site", "plan.yaml", "--to", "news"])
    assert done.exit_code == 0, done.output
    assert f"Carried to {place}." in " ".join(done.output.split())
    assert files((place / "public").resolve()) == told(home / "site")
    again = json.loads(CliRunner().invoke(app, ["site", "plan.yaml", "--to", "news", "--json"]).stdout)
    assert again["carried"] == {"place": str(place), "sent": 0, "removed": 0}
    wrong = CliRunner().invoke(app, ["site", "plan.yaml", "--to", "nwes"])
    assert wrong.exit_code == 1 and "There are: news." in str(wrong.exception)


def test_no_post_goes_to_the_place_of_a_site(tmp_path: Path) -> None:
    """What is approved for a folder would lie among the pages of the site."""
    (tmp_path / "channels.yaml").write_text(
        "accounts: [{name: here, channel: folder}]\n"
        "sites: [{name: news, channel: sftp, settings: {host: a.example, user: a, host_key: ssh-ed25519 AAAA}}]\n"
    )
    accounts = read_accounts(tmp_path)
    assert accounts.channels() == ("folder",) and accounts.place("news").as_account().channel == "sftp"
    assert not accounts.of("sftp", audience="citizens", language="vi")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{name: news, channel: mail}", "folder"),
        ("{name: news, channel: folder}", "in which folder"),
        ("{name: news, channel: s3, settings: {buckets: a}}", "bucket"),
        ("{name: here, channel: folder, settings: {path: /srv}}", "Two accounts are called here"),
        ("{name: news, channel: s3, settings: {bucket: a, secret-access-key: abc}}", "written down here"),
    ],
)
def test_what_is_wrong_about_a_place_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "channels.yaml").write_text(f"accounts: [{{name: here, channel: folder}}]\nsites:\n  - {line}\n")
    with pytest.raises(BriefError) as caught:
        read_accounts(tmp_path)
    problem = caught.value.problems[0]
    assert problem.line == 3 and said in f"{problem.message} {problem.remedy}", caught.value.problems
    assert "abc" not in str(caught.value.problems)
