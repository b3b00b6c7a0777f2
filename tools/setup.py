"""`make setup`: virtual environment, pinned packages, front-end files, catalogues.

Safe to repeat: each part leaves a stamp with the hash of what it was made from and is skipped while that
is unchanged. Standard library only, and it must not import the application.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tools import frontend
from tools.steps import (
    PYTHON,
    ROOT,
    VENV,
    SetupFailedError,
    digest,
    is_current,
    run,
    say,
    step,
    stop,
    write_stamp,
)

OLDEST = (3, 11)
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("runtime", "server", "dev")}
# A larger set holds the smaller ones in the same versions.
HOLDS = {"runtime": ("runtime", "server", "dev"), "server": ("server", "dev"), "dev": ("dev",)}


def ensure_environment() -> None:
    """Make `.venv` unless it stands and runs."""
    if PYTHON.exists():
        return
    if sys.version_info < OLDEST:
        raise SetupFailedError(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}.\n"
            "Name a newer one: make setup PYTHON=python3.12"
        )
    with step("Virtual environment in .venv"):
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if made.returncode:
            raise SetupFailedError(
                "The virtual environment could not be made.\n"
                "On Debian and Ubuntu this installs what is missing: apt-get install python3-venv"
            )


def install(kind: str) -> None:
    """Install the packages of one lock file, each checked against its hash."""
    wanted = {name: digest([LOCKS[name]]) for name in LOCKS}
    if any(is_current(stamp_of(name), wanted[name]) for name in HOLDS[kind]):
        return
    total = LOCKS[kind].read_text(encoding="utf-8").count("==")
    with step(f"Packages of requirements/{kind}.lock (up to {total})"):
        pip_install(LOCKS[kind], total)
    write_stamp(stamp_of(kind), wanted[kind])


def stamp_of(kind: str) -> Path:
    """Return where an installed set leaves its stamp: inside the environment it describes."""
    return VENV / ".stamps" / kind


def pip_install(lock: Path, total: int) -> None:
    """Run pip on a lock file and show how far it is, one line for every ten packages.

    No dependencies are looked up: the lock file names all of them.
    """
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--progress-bar", "off", "-r", str(lock)]
    seen = 0
    tail: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for line in running.stdout or ():
            tail = [*tail[-30:], line.rstrip()]
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 10 == 0:
                    say(f"    {seen} of up to {total}")
            elif line.startswith("Installing collected"):
                say("    unpacking")
    if running.returncode:
        raise SetupFailedError("\n".join([*tail, f"pip could not install {lock.relative_to(ROOT)}."]))


def compile_catalogues() -> None:
    """Compile the English catalogue when one of its sources has changed."""
    target = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.mo"
    sources = sorted((ROOT / "translations").rglob("*.po"))
    if not sources:
        return
    wanted = digest([*sources, ROOT / "tools" / "catalogue.py"])
    stamp = target.with_suffix(".stamp.mo")
    if target.exists() and is_current(stamp, wanted):
        return
    with step("Translations"):
        run([PYTHON, "-m", "tools.catalogue", "compile"])
    write_stamp(stamp, wanted)


def set_up(kind: str = "runtime") -> None:
    """Bring everything that the site (`runtime`), a server (`server`) or the tests (`dev`) need."""
    ensure_environment()
    install(kind)
    frontend.vendor()
    compile_catalogues()


def main() -> None:
    """Read the command line and set up."""
    os.chdir(ROOT)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=sorted(LOCKS), default="runtime")
    chosen = parser.parse_args()
    try:
        set_up(chosen.kind)
    except SetupFailedError as error:
        stop(error)
    say("Set up.")


if __name__ == "__main__":
    main()
