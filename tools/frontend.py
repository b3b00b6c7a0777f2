"""Brings the front-end packages of package-lock.json into static/vendor (git leaves that folder out).

htmx and the Pretendard font, the font in its two weights only, cut into the subsets that a browser fetches as
it meets their characters. Node.js comes from the machine, else from the pinned PyPI package. Standard library
only.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.steps import (
    PYTHON,
    ROOT,
    SetupFailedError,
    digest,
    find_program,
    is_current,
    run,
    say,
    step,
    write_stamp,
)

TARGET = ROOT / "static" / "vendor"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
FONT_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
WEIGHTS = {"400", "700"}
PRINTED = ("Pretendard-Regular.otf", "Pretendard-Bold.otf")


def vendor() -> None:
    """Fill static/vendor unless it was made from the present lock file and this program."""
    stamp = TARGET / ".stamp"
    wanted = digest([LOCK, Path(__file__).resolve()])
    if is_current(stamp, wanted):
        return
    with step("Front-end packages in static/vendor"):
        install_packages()
        shutil.rmtree(TARGET, ignore_errors=True)
        copy_htmx()
        count = copy_pretendard()
        say(f"    htmx and {count} font files")
    write_stamp(stamp, wanted)


def install_packages() -> None:
    """Install package-lock.json into node_modules; no package's scripts are run."""
    npm = find_program("npm")
    if npm is None:
        say("    no Node.js on this machine: installing the pinned one from requirements/node.lock")
        run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/node.lock"])
        npm = find_program("npm")
    if npm is None:
        raise SetupFailedError("npm was not found. On Debian and Ubuntu: apt-get install nodejs npm")
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], quiet=True)


def copy_htmx() -> None:
    """Copy the minified htmx, its licence beside it."""
    source = MODULES / "htmx.org"
    target = TARGET / "htmx"
    target.mkdir(parents=True)
    shutil.copyfile(source / "dist" / "htmx.min.js", target / "htmx.min.js")
    shutil.copyfile(source / "LICENSE", target / "LICENSE")


def copy_pretendard() -> int:
    """Copy the font in two weights, as subsets and whole, with a style sheet; return the number of files."""
    source = MODULES / "pretendard" / "dist" / "web" / "static"
    target = TARGET / "pretendard"
    target.mkdir(parents=True)
    faces = []
    files = 0
    for face in FONT_FACE.findall((source / "pretendard-dynamic-subset.css").read_text(encoding="utf-8")):
        weight = declared(face, r"font-weight:\s*(\d+)")
        if weight not in WEIGHTS:
            continue
        name = declared(face, r"woff2-dynamic-subset/([\w.-]+\.woff2)")
        shutil.copyfile(source / "woff2-dynamic-subset" / name, target / name)
        characters = declared(face, r"unicode-range:\s*([^;}]+)").strip()
        files += 1
        faces.append(
            '@font-face{font-family:"Pretendard";font-style:normal;font-display:swap;'
            f'font-weight:{weight};src:url("{name}") format("woff2");'
            f"unicode-range:{characters};}}"
        )
    for name in PRINTED:  # for documents: browsers never ask for these
        shutil.copyfile(MODULES / "pretendard" / "dist" / "public" / "static" / name, target / name)
        files += 1
    (target / "pretendard.css").write_text("\n".join(faces) + "\n", encoding="utf-8")
    shutil.copyfile(MODULES / "pretendard" / "dist" / "LICENSE.txt", target / "LICENSE")
    return files


def declared(face: str, pattern: str) -> str:
    """Return what the pattern finds in one font face; raise when the package's format has changed."""
    found = re.search(pattern, face)
    if found is None:
        raise SetupFailedError(f"The font package is not as expected: no {pattern} in {face[:120]}")
    return found.group(1)
