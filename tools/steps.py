"""What every tool shares: where the project stands, how it tells its progress, how it stops.

Standard library only, since it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"


class SetupFailedError(Exception):
    """Something the machine lacks; the message says what, and which command brings it."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print a step's title before it starts and its length in seconds when it ends."""
    say(f"==> {title}")
    started = time.monotonic()
    yield
    say(f"    {time.monotonic() - started:.1f} s")


def digest(paths: Sequence[Path], *extra: str) -> str:
    """Return one hash over the files' names and contents, for stamps."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes())
    for text in extra:
        total.update(text.encode())
    return total.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    """Tell whether the stamp holds the wanted hash."""
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == wanted


def write_stamp(stamp: Path, value: str) -> None:
    """Remember that the step for this hash was done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n", encoding="ascii")


def run(command: Sequence[str | Path], *, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a command in the project's root; its failure ends the tool with the same status."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **env} if env else None,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        check=False,
        text=True,
    )
    if result.returncode:
        if quiet and result.stdout:
            say(result.stdout)
        raise SetupFailedError(f"failed ({result.returncode}): {' '.join(str(part) for part in command)}")


def find_program(*names: str) -> str | None:
    """Return the first of the programs that stands in the virtual environment or on the path."""
    for name in names:
        own = BIN / name
        if own.is_file():
            return str(own)
        found = shutil.which(name)
        if found:
            return found
    return None


def stop(error: SetupFailedError) -> None:
    """End the tool with the error's text."""
    print(f"\n{error}", file=sys.stderr, flush=True)
    raise SystemExit(1)
