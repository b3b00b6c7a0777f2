"""The demo contest for tests: loaded once a run by its own command, then copied. Also its sign-ins.

All test processes of a run share one loaded demo: whoever comes first makes it while the others wait. Tests
that change something work on a copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.props import add_props
from tools.steps import ROOT
from webapp.home.cli.people import DOMAIN, SIGN_INS

ROLES = tuple(one.role for one in SIGN_INS)
FLASK = (str(Path(sys.executable).parent / "flask"), "--app", "webapp")
DATABASE = "platform.db"


def email_of(role: str) -> str:
    """The address that a role of the demo signs in with; the password is PASSWORD."""
    return f"{role}@{DOMAIN}"


def environment(folder: Path) -> dict[str, str]:
    """The process environment in which the application works in `folder` and delivers nothing."""
    own = {
        "APP_ENV": "development",
        "SECRET_KEY": "test-only-secret-key-of-no-use-elsewhere",
        "INSTANCE_PATH": str(folder),
        "JOBS_IN_PROCESS": "0",
        "PAGE_CACHE_SECONDS": "0",
    }
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BASE_URL"}}
    return {**kept, **own}


def load(folder: Path) -> None:
    """Make the demo in an empty folder; raises with the command's words when it fails."""
    folder.mkdir(parents=True)
    for words in (("db", "upgrade"), ("demo", "load")):
        done = subprocess.run(
            [*FLASK, *words], cwd=ROOT, env=environment(folder), check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(
                f"flask {' '.join(words)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
            )


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process in at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the loaded demo with the tour's props, never to be changed."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, made = shared / "demo", shared / "demo.made"
    with only_one(shared / "demo.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            load(folder)
            add_props(f"sqlite:///{folder / DATABASE}", email_of("citizen"))
            made.touch()
    return folder


def copy_demo(folder: Path, target: Path) -> Path:
    """A copy of the demo to work on; returns its folder."""
    shutil.copytree(folder, target)
    return target
