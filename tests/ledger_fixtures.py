"""A manifest small enough to read, and ledgers of both kinds."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from briefcast.ledger import Ledger, open_ledger
from briefcast.manifest.manifest import (
    AudienceEntry,
    FactEntry,
    Manifest,
    OutputEntry,
    SceneEntry,
    ScriptEntry,
    SourceEntry,
    write_manifest,
)


def edition_of(folder: Path, *, words: str = "Most homes have fibre.", share: str = "82.4%") -> Manifest:
    """Write an edition of one picture and one film for citizens in English, and its manifest."""
    files = {
        "infographic-1x1.png": ("infographic", "image", "1x1", f"picture: {words}"),
        "video-1x1.mp4": ("video", "video", "1x1", f"film: {words}"),
        "video-1x1.vtt": ("video", "captions", "1x1", words),
    }
    outputs = []
    for name, (product, role, variant, content) in files.items():
        path = folder / "citizens/en" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        outputs.append(
            OutputEntry(
                path=f"citizens/en/{name}",
                product=product,  # type: ignore[arg-type]
                role=role,  # type: ignore[arg-type]
                audience="citizens",
                language="en",
                variant=variant,
                media_type="image/png",
                sha256=hashlib.sha256(content.encode()).hexdigest(),
                bytes=len(content),
                alt_text=f"A chart: {share}" if role == "image" else "",
                facts=("fibre",) if role in ("image", "video") else (),
            )
        )
    manifest = Manifest(
        brief="homes",
        title={"en": "Fibre reaches homes"},
        as_of=dt.date(2026, 11, 20),
        made_at=dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC),
        briefcast_version="0",
        code_version="0",
        audiences=(AudienceEntry(id="citizens"),),
        languages=("en",),
        outputs=tuple(outputs),
        facts=(
            FactEntry(
                id="fibre",
                statistic="fibre",
                written={"en": share},
                written_for={"citizens": {"en": "more than 8 in 10"}},
                value="82.4",
                unit="percent",
                source="most",
            ),
            FactEntry(
                id="fibre.change", statistic="fibre", written={"en": "up 3"}, value="3", unit="points", source="most"
            ),
        ),
        sources=(SourceEntry(id="most", title={"en": "Broadband"}),),
        scripts=(
            ScriptEntry(
                audience="citizens",
                language="en",
                title="Fibre reaches homes",
                scenes=(SceneEntry(id="a", headline="Fibre", text=words, facts=("fibre", "fibre.change")),),
            ),
        ),
    )
    write_manifest(manifest, folder)
    return manifest


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open an empty ledger in a file."""
    yield open_ledger(tmp_path / "ledger.db")


def find_postgresql() -> Path | None:
    """Give the folder of PostgreSQL's programs, on the path or where Debian puts them; None if there are none."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL server of our own, reached through a socket, and stop it in the end."""
    programs = find_postgresql()
    assert programs, "the marker postgresql skips where there is none"
    home = Path(tempfile.mkdtemp(prefix="briefcast-pg-"))  # a socket's path may have 107 bytes only
    # The server refuses to be run by root: then Debian's own user does.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(home, "postgres")
    data = home / "data"

    def run(program: str, *words: str) -> None:
        with (home.parent / f"{home.name}.log").open("a") as log:
            command = [*as_user, str(programs / program), *words]
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=home, timeout=60)

    run("initdb", "-D", str(data), "-U", "briefcast", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(home / "server.log"), "start")
    try:
        yield f"postgresql://briefcast@/{{}}?host={home}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgresql(postgresql_server: str) -> str:
    """Give the URL of an empty database."""
    name = f"ledger_{secrets.token_hex(4)}"
    engine = create_engine(
        postgresql_server.format("postgres").replace(":", "+psycopg:", 1), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return postgresql_server.format(name)
