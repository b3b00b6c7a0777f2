"""Where the browser of the browser tests comes from, and how it is started.

Debian's chromium, or the one named by CHROMIUM. As root on Debian or Ubuntu it is installed together with a
Korean font; elsewhere its absence is an error that names the command. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.steps import SetupFailedError, run, step

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
MISSING = (
    "No Chromium was found for the browser tests.\n"
    "    apt-get install chromium fonts-nanum    brings it on Debian and Ubuntu\n"
    "    CHROMIUM=/path/to/chromium              names one that stands elsewhere"
)
NO_FONT = (
    "No font with Korean characters was found for the browser tests.\n"
    "    apt-get install fonts-nanum             brings one on Debian and Ubuntu"
)


def find_chromium() -> str | None:
    """Return the browser's path, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def chromium_path() -> str:
    """Return the browser's path; raise SetupFailedError naming the remedy when there is none."""
    found = find_chromium()
    if found is None:
        raise SetupFailedError(MISSING)
    return found


def has_korean_font() -> bool:
    """Tell whether the machine has a font with Korean characters."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=ko", "family"], check=False, capture_output=True, text=True)
    return bool(listed.stdout.strip())


def can_install() -> bool:
    """Tell whether this is Debian or Ubuntu with the rights to install packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def ensure_browser() -> None:
    """Install what is missing where that is allowed; raise SetupFailedError where it is not."""
    wanted = []
    if find_chromium() is None:
        wanted.append("chromium")
    if not has_korean_font():
        wanted += ["fonts-nanum", "fontconfig"]
    if wanted and can_install():
        with step(f"System packages: {', '.join(wanted)}"):
            quiet = {"DEBIAN_FRONTEND": "noninteractive"}
            run(["apt-get", "update", "-qq"], env=quiet, quiet=True)
            run(
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=quiet, quiet=True
            )
    chromium_path()
    if not has_korean_font():
        raise SetupFailedError(NO_FONT)
