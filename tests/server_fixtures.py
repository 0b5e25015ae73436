"""Real servers to publish on, each started on free ports of this machine and stopped at the end.

What they need is not Python: ``make servers`` builds the Bluesky server (Node); WordPress and its database come as
Debian's packages (``.ci/run`` names them). Where one is missing, tests that carry its marker are skipped by name.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import boto3
import httpx
import pytest

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.folder import read_folder

_HERE = Path(__file__).parent / "servers"
_WORDPRESS = Path("/usr/share/wordpress")
_MARIADB_TOOLS = ("mariadbd", "mariadb-install-db", "mariadb-admin", "mariadb")


def missing_server(name: str) -> str | None:
    """Say what is missing for a server, or None if it can be started."""
    return {
        "bluesky": _missing_bluesky,
        "wordpress": _missing_wordpress,
        "s3rver": _missing_s3rver,
        "oidc": _missing_oidc,
        "nginx": lambda: None if _tool("nginx") and _tool("openssl") else "nginx or openssl is not installed",
        "sshd": lambda: None if _tool("sshd") else "OpenSSH's server is not installed",
    }[name]()


def _missing_bluesky() -> str | None:
    if not shutil.which("node"):
        return "a Bluesky server needs Node.js, which is not installed"
    if not (_HERE / "bluesky/node_modules/@atproto/pds").is_dir():
        return "the Bluesky server is not built (make servers)"
    return None


def _missing_s3rver() -> str | None:
    if not shutil.which("node"):
        return "s3rver needs Node.js, which is not installed"
    return None if (_HERE / "s3/node_modules/s3rver").is_dir() else "s3rver is not built (make servers)"


def _missing_oidc() -> str | None:
    if not shutil.which("node"):
        return "a provider of identities needs Node.js, which is not installed"
    return None if (_HERE / "oidc/node_modules/oidc-provider").is_dir() else "oidc-provider is not built (make servers)"


def server_command(name: str) -> list[str]:
    """Give the command that starts a server, without its options."""
    if name == "oidc":
        return ["node", str(_HERE / "oidc/provider.mjs")]
    if name == "s3rver":
        return ["node", str(_HERE / "s3/node_modules/s3rver/bin/s3rver.js")]
    return [str(_tool(name))]


def _missing_wordpress() -> str | None:
    lacking = [tool for tool in ("php", *_MARIADB_TOOLS) if not _tool(tool)]
    if not (_WORDPRESS / "wp-load.php").is_file():
        lacking.insert(0, "wordpress")
    return f"WordPress needs {', '.join(lacking)}, which is not installed" if lacking else None


def _tool(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], log: Path, ready: Callable[[], bool], **options: object) -> Iterator[None]:
    """Run a server until the block is left; fail with the end of what it printed if it does not get ready."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # type: ignore[call-overload]
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True, **options
        )
    try:
        deadline = time.monotonic() + 90
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{command[0]} did not start: {log.read_text(errors='replace')[-2000:]}", pytrace=False)
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        # With the workers it started: PHP leaves its own behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_listening(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def nginx_on(folder: Path, site: str) -> list[str]:
    """Give the command that starts nginx on a configuration of a site, with all that it writes in a folder."""
    (folder / "site.conf").write_text(site, "utf-8")
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Started by root, nginx has its work done by nobody, who may not look into a folder of tests.
    worker = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{worker}daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    command = [*server_command("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    looked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert looked.returncode == 0, looked.stderr
    return command


def seal(password: str) -> str:
    """Give a password as nginx keeps it, with the end of its line."""
    told = ("openssl", "passwd", "-6", password)
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout


def certify(name: str, *, key: Path, certificate: Path) -> None:
    """Write a key, and a certificate of its own for a name."""
    told = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}")
    subprocess.run([*told, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=True)


def answers(url: str) -> bool:
    """Say whether a server gives an answer that is no failure of its own."""
    try:
        return httpx.get(url, timeout=10, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def bluesky_account() -> Iterator[Account]:
    """An account on a real Bluesky server (a PDS, with its directory of identities)."""
    port, directory_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        command = ["node", str(_HERE / "bluesky/pds.mjs"), str(port), str(directory_port), folder]
        with running(command, Path(folder) / "log", lambda: answers(f"{url}/xrpc/_health")):
            password = secrets.token_urlsafe(16)
            made = httpx.post(
                f"{url}/xrpc/com.atproto.server.createAccount",
                json={"handle": "ministry.test", "email": "desk@ministry.test", "password": password},
                timeout=60,
                trust_env=False,
            )
            made.raise_for_status()
            login = httpx.post(
                f"{url}/xrpc/com.atproto.server.createAppPassword",
                json={"name": "briefcast"},
                headers={"authorization": f"Bearer {made.json()['accessJwt']}"},
                timeout=60,
                trust_env=False,
            )
            login.raise_for_status()
            yield Account(
                name="citizens",
                channel="bluesky",
                # It stands alone: no video service of the world could put anything onto it.
                settings={"handle": "ministry.test", "api_url": url, "video_url": "", "timeout_s": 60},
                secrets={"password": keep_secret(login.json()["password"])},
            )


@dataclass(frozen=True, kw_only=True)
class WordPressSite:
    """A running WordPress."""

    account: Account
    """Of an author: somebody who may publish posts of their own."""
    folder: Path


@pytest.fixture(scope="session")
def wordpress_site() -> Iterator[WordPressSite]:
    """A real WordPress with its database, and an author's account on it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        with _mariadb(folder) as database:
            yield from _wordpress(folder, database)


@contextmanager
def _mariadb(folder: Path) -> Iterator[Path]:
    """Run MariaDB on a socket alone; give the socket."""
    data, sock = folder / "data", folder / "db.sock"
    data.mkdir()
    user = pwd.getpwuid(os.getuid()).pw_name
    if user == "root":
        # It refuses to run as root, and Debian brings a user for it.
        user = "mysql"
        shutil.chown(data, user)
    common = [f"--datadir={data}", f"--user={user}"]
    subprocess.run(
        [
            str(_tool("mariadb-install-db")),
            "--no-defaults",
            *common,
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
        ],
        check=True,
        capture_output=True,
    )
    sock = data / "db.sock"
    command = [
        str(_tool("mariadbd")),
        "--no-defaults",
        *common,
        f"--socket={sock}",
        f"--pid-file={data}/pid",
        "--skip-networking",
        "--skip-log-bin",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=0",
    ]

    def ready() -> bool:
        ping = [str(_tool("mariadb-admin")), "--no-defaults", f"--socket={sock}", "--user=root", "ping"]
        return subprocess.run(ping, capture_output=True, check=False).returncode == 0

    with running(command, folder / "mariadb.log", ready):
        statements = (
            "create database wordpress character set utf8mb4; create user wordpress@localhost; "
            "grant all on wordpress.* to wordpress@localhost"
        )
        subprocess.run(
            [str(_tool("mariadb")), "--no-defaults", f"--socket={sock}", "--user=root", "-e", statements],
            check=True,
            capture_output=True,
        )
        yield sock


def _wordpress(folder: Path, database: Path) -> Iterator[WordPressSite]:
    site, port = folder / "site", free_port()
    url = f"http://127.0.0.1:{port}"
    # Its files are found beside each other, not where links lead.
    shutil.copytree(_WORDPRESS, site)
    shutil.copy(_HERE / "wordpress/wp-config.php", site / "wp-config.php")
    (site / "wp-content/uploads").mkdir(exist_ok=True)
    environment = os.environ | {
        "BRIEFCAST_WP_SOCKET": str(database),
        "BRIEFCAST_WP_URL": url,
        "PHP_CLI_SERVER_WORKERS": "3",
        "LC_ALL": "C.UTF-8",
    }
    php = [
        "php",
        "-d",
        "sendmail_path=/bin/true",
        "-d",
        "log_errors=1",
        "-d",
        "upload_max_filesize=64M",
        "-d",
        "post_max_size=64M",
    ]
    installed = subprocess.run(
        [*php, "-d", "display_errors=0", str(_HERE / "wordpress/install.php")],
        env=environment,
        cwd=site,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    password = installed.rpartition("password ")[2].strip()
    assert password, f"WordPress was not installed: {installed}"
    serve = [*php, "-S", f"127.0.0.1:{port}", "-t", str(site)]
    with running(serve, folder / "php.log", lambda: answers(f"{url}/?rest_route=/"), env=environment, cwd=site):
        account = Account(
            name="citizens",
            channel="wordpress",
            settings={"api_url": url, "user": "desk", "timeout_s": 60},
            secrets={"password": keep_secret(password)},
        )
        yield WordPressSite(account=account, folder=site)


BUCKET = "media"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A real server, with the account that leads there and a look at all that readers can fetch."""

    account: Account
    files: Callable[[], dict[str, bytes]]


@contextmanager
def s3_server() -> Iterator[Server]:
    """s3rver, which refuses wrong keys."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *server_command("s3rver"),
            *("--directory", folder, "--address", "127.0.0.1", "--port", str(port)),
            *("--configure-bucket", BUCKET),
        ]
        url = f"http://127.0.0.1:{port}"

        with running(command, Path(folder) / "log", lambda: answers(url)):
            keys = {"aws_access_key_id": "S3RVER", "aws_secret_access_key": "S3RVER"}
            client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **keys)

            def files() -> dict[str, bytes]:
                pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
                names = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
                return {name: client.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in names}

            yield Server(
                account=Account(
                    name="media",
                    channel="s3",
                    settings={"bucket": BUCKET, "endpoint_url": url, "public_url": f"{url}/{BUCKET}"},
                    secrets={"access-key-id": keep_secret("S3RVER"), "secret-access-key": keep_secret("S3RVER")},
                ),
                files=files,
            )


@contextmanager
def ssh_server() -> Iterator[Server]:
    """OpenSSH's own server, with a pinned host key and a key of the user's."""
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        web = folder / "web"
        web.mkdir()
        host, user = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
        host.write_private_key(folder / "host")
        user.write_public_key(folder / "authorized")
        (folder / "host").chmod(0o600)
        (folder / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
            f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\nPermitRootLogin yes\n"
            f"Subsystem sftp internal-sftp\nForceCommand internal-sftp -d {web}\n",
            "utf-8",
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        name = pwd.getpwuid(os.getuid()).pw_name
        # An account whose password is locked may not sign in at all without PAM.
        shadow = subprocess.run(["passwd", "-S", name], capture_output=True, text=True, check=False).stdout.split()
        if shadow[1:2] == ["L"]:
            subprocess.run(["usermod", "-p", "*", name], check=True)

        def ready() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        command = [*server_command("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
        with running(command, folder / "log", ready):
            yield Server(
                account=Account(
                    name="web",
                    channel="sftp",
                    settings={
                        "host": "127.0.0.1",
                        "port": port,
                        "user": name,
                        "path": str(web),
                        "host_key": host.export_public_key().decode().strip(),
                        "public_url": "https://www.example.org/posts",
                    },
                    secrets={"private-key": keep_secret(user.export_private_key().decode())},
                ),
                files=lambda: read_folder(web),
            )
