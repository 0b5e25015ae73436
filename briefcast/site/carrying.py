"""The site brought to where readers get it: only what is another is sent, and nobody sees half of it.

    carry_site(out, account)

A folder and a server (SFTP) get the new version beside the old one, and are switched at once (`versions`, `switching`).
A bucket knows no switch: new files come first, then the pages that lead to them, then the lists of pages, and what is
not needed goes last. So each page is whole at any moment, and no link leads nowhere. Cut short anywhere, the next
time goes on.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from briefcast.channels.base import Account
from briefcast.channels.files import FileChannel, Item, Shelf
from briefcast.channels.folder import FolderShelf
from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError, Refused, TryLater
from briefcast.messages import tell
from briefcast.site.draft import Draft
from briefcast.site.serving import cache_of, is_named_by_content, media_type_of
from briefcast.site.versions import PUBLIC, VERSIONS, Versions, is_own
from briefcast.store.files import file_sha256

if TYPE_CHECKING:
    from briefcast.channels.sftp import SftpShelf

RECORD = "site-files.json"
"""In a bucket: what lies there, and by which content."""
_AT_ONCE = 8
"""How many files are on their way to a bucket."""
_TRIES = 4


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What became of carrying a site."""

    place: str
    sent: int
    """How many files were sent."""
    removed: int
    """How many were taken away: readers do not find them any more."""


def carry_site(out: Path, account: Account) -> Carried:
    """Bring the site that was built in a folder to a place, and switch readers to it.

    Args:
        out: the folder of the site, as `build_site` left it.
        account: of ``folder``, ``s3`` or ``sftp``.

    Raises:
        BriefcastError: there is no site, or something else lies at the place.
        ChannelError: the place cannot be reached, or refuses; what is there is a whole site all the same.
    """
    with FileLock(out / ".lock"):
        keys = Versions(out).shown()
        if not keys:
            raise BriefcastError(tell("There is no site in {folder} yet.", folder=out))
        public = (out / PUBLIC).resolve()
        channel = open_channel(account)
        assert isinstance(channel, FileChannel)
        with channel:
            shelf = channel.shelf
            place = _patiently(shelf.check)
            if isinstance(shelf, FolderShelf):
                sent, removed = _switch_folder(shelf.folder, public, keys)
            elif account.channel == "sftp":
                # Its client is installed only where it is needed.
                from briefcast.site.switching import switch_server

                sent, removed = switch_server(cast("SftpShelf", shelf), public, keys, _patiently)
            else:
                sent, removed = _Bucket(shelf, public, keys, _Journal(out / f".carrying-{account.name}")).bring()
    return Carried(place=place, sent=sent, removed=removed)


def _patiently(call: Callable[..., Any], *given: Any) -> Any:
    """Do something, and again after a while where it may pass; doing it twice does no harm."""
    waits = wait_exponential(multiplier=0.5, max=8)
    again = Retrying(retry=retry_if_exception_type(TryLater), stop=stop_after_attempt(_TRIES), wait=waits, reraise=True)
    return again(call, *given)


def _switch_folder(folder: Path, public: Path, keys: Mapping[str, str]) -> tuple[int, int]:
    # Where readers are led to no version yet, whatever lies there is somebody else's.
    lies = folder / VERSIONS
    ours = lies.is_dir() and ((folder / PUBLIC).is_symlink() or all(is_own(each.name) for each in lies.iterdir()))
    if any(folder.iterdir()) and not ours:
        told = tell("{folder} holds something that is no site. Name a folder of its own.", folder=folder)
        raise BriefcastError(told)
    versions = Versions(folder)
    before = versions.shown()
    drafts = [
        Draft(path=path, key=key, draw=(public / path).read_bytes, file=public / path) for path, key in keys.items()
    ]
    return versions.put(drafts), len(set(before) - set(keys))


class _Journal(dict[str, str]):
    """What was sent to a bucket since it was begun, on this disk: each line is there before the next file is sent.

    As a mapping it is what a shelf has to know of large files that are not there whole yet.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file, self._lock = file, Lock()
        self.id, self.sent = "", dict[str, str]()
        try:
            lines = file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            lines = []
        for line in lines:
            self._take(line)

    def _take(self, line: str) -> None:
        try:
            what, *given = json.loads(line)
        except ValueError:
            return  # cut short in the middle of a line
        if what == "begun":
            self.id = given[0]
        elif what == "sent":
            self.sent[given[0]] = given[1]
        elif given[1] is None:
            self.pop(given[0], None)
        else:
            super().__setitem__(given[0], given[1])

    def _write(self, *line: object) -> None:
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def begin(self) -> str:
        """Begin, or go on under the same name."""
        if not self.id:
            self.id = secrets.token_hex(8)
            self._write("begun", self.id)
        return self.id

    def note(self, path: str, key: str) -> None:
        """Note that a file is there."""
        self._write("sent", path, key)
        self.sent[path] = key

    def forget(self) -> None:
        """Forget it all: what it noted is not true any more, or is not needed."""
        self._file.unlink(missing_ok=True)
        self.id = ""
        self.sent.clear()
        self.clear()

    def __setitem__(self, name: str, value: str) -> None:
        self._write("kept", name, value)
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        self._write("kept", name, None)
        super().__delitem__(name)


class _Bucket:
    """One time of bringing a site to a place that cannot switch."""

    def __init__(self, shelf: Shelf, public: Path, keys: Mapping[str, str], journal: _Journal) -> None:
        self._shelf, self._public, self._keys, self._journal = shelf, public, keys, journal

    def bring(self) -> tuple[int, int]:
        record = self._record()
        known = self._known(record)
        there = {*record["files"], *record["coming"]}
        lacking = [path for path, key in self._keys.items() if known.get(path) != key]
        if not lacking and there == set(self._keys) and not record["carrying"]:
            return 0, 0
        coming = sorted({*record["coming"], *lacking})
        # Whoever is cut short from here on has said what may lie there.
        self._write_record(record["files"], carrying=self._journal.begin(), coming=coming)
        for some in order(lacking, record["files"]):
            self._all(self._put, some)
        gone = sorted(there - set(self._keys), key=lambda path: (not path.endswith(".html"), path))
        self._all(lambda path: _patiently(self._shelf.remove, path), gone)
        self._write_record(self._keys)
        self._journal.forget()
        return len(lacking), len(gone)

    def _record(self) -> dict[str, Any]:
        content = _patiently(self._shelf.read, RECORD)
        if content is None:
            if _patiently(self._shelf.read, "index.html") is not None:
                raise Refused(
                    tell("There is something else already, which this would write over. Name an empty place: prefix.")
                )
            return {"files": {}, "coming": [], "carrying": ""}
        try:
            record = json.loads(content)
            return {"files": dict(record["files"]), "coming": list(record["coming"]), "carrying": record["carrying"]}
        except (ValueError, KeyError, TypeError):
            raise Refused(
                tell("{file} cannot be read. Delete what lies there, and carry the site again.", file=RECORD)
            ) from None

    def _known(self, record: Mapping[str, Any]) -> dict[str, str]:
        """Give what lies there for sure: not pages, where somebody else was cut short in bringing others."""
        files: dict[str, str] = record["files"]
        if record["carrying"] and record["carrying"] == self._journal.id:
            return {**files, **self._journal.sent}
        self._journal.forget()
        if record["carrying"]:
            return {path: key for path, key in files.items() if is_named_by_content(path)}
        return files

    def _write_record(self, files: Mapping[str, str], *, carrying: str = "", coming: Iterable[str] = ()) -> None:
        text = json.dumps({"files": dict(files), "coming": list(coming), "carrying": carrying}, ensure_ascii=False)
        item = Item(name=RECORD, media_type="application/json", source=text.encode(), cache="no-store")
        _patiently(self._shelf.put, RECORD, item, {})

    def _put(self, path: str) -> None:
        item = Item(
            name=path.rpartition("/")[2],
            media_type=media_type_of(path),
            source=self._public / path,
            sha256=file_sha256(self._public / path),
            cache=cache_of(path),
        )
        _patiently(self._shelf.put, path, item, self._journal)
        self._journal.note(path, self._keys[path])

    @staticmethod
    def _all(call: Callable[[str], object], paths: Iterable[str]) -> None:
        """Do something for each path, some at once; the first failure is told when those under way have ended."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting = [pool.submit(call, path) for path in paths]
            try:
                for each in waiting:
                    each.result()
            except BaseException:
                for each in waiting:
                    each.cancel()
                raise


def order(lacking: Iterable[str], there: Mapping[str, str]) -> Iterator[list[str]]:
    """Give files in the order in which they may come: what is led to before what leads there.

    First what pages need; then what is new, to which nothing leads yet; then the pages of items and figures that
    change, at last those that list others, and the first page of all.
    """
    steps: list[list[str]] = [[], [], [], [], []]
    for path in lacking:
        parts = path.split("/")
        if is_named_by_content(path):
            steps[0].append(path)
        elif path == "index.html":
            steps[4].append(path)
        elif path not in there:
            steps[1].append(path)
        else:
            steps[2 if len(parts) == 4 and parts[1] in ("items", "figures") else 3].append(path)
    return (sorted(step) for step in steps if step)
