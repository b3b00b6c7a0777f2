"""`make lock`: rebuilds the lock files from pyproject.toml and package.json.

Every version is pinned and every file hashed, for all platforms and for Python 3.11 and newer. No address of
a registry is written, so that each machine uses its own. Versions stay unless `--upgrade` is given.
"""

from __future__ import annotations

import argparse
import json

from tools.steps import PYTHON, ROOT, SetupFailedError, find_program, run, say, step, stop

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
)
RUNTIME = "requirements/runtime.lock"
# Each lock file with what goes into it. The larger ones take the versions of the runtime.
LOCKS: dict[str, tuple[str, ...]] = {
    "runtime": ("pyproject.toml", "--extra", "pdf"),
    "server": ("pyproject.toml", "--all-extras", "--constraint", RUNTIME),
    "dev": ("pyproject.toml", "--all-extras", "--group", "dev", "--constraint", RUNTIME),
    "node": ("--group", "node"),
    "locking": ("--group", "lock"),
}


def lock_python(*, upgrade: bool) -> None:
    """Rebuild the files in requirements/."""
    if find_program("uv") is None:
        run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/locking.lock"])
    uv = find_program("uv")
    if uv is None:
        raise SetupFailedError("uv was not found: pip install uv")
    more = ["--upgrade"] if upgrade else []
    for name, contents in LOCKS.items():
        with step(f"requirements/{name}.lock"):
            output = f"requirements/{name}.lock"
            run([uv, "pip", "compile", *contents, *OPTIONS, *more, "--output-file", output], quiet=True)


def lock_front_end() -> None:
    """Rebuild package-lock.json without the addresses that npm writes into it."""
    npm = find_program("npm")
    if npm is None:
        raise SetupFailedError("npm was not found; `make setup` brings it where the machine has none")
    with step("package-lock.json"):
        run(
            [npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], quiet=True
        )
        path = ROOT / "package-lock.json"
        lock = json.loads(path.read_text(encoding="utf-8"))
        for entry in lock["packages"].values():
            entry.pop("resolved", None)
        path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and rebuild all lock files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows"
    )
    chosen = parser.parse_args()
    try:
        lock_python(upgrade=chosen.upgrade)
        lock_front_end()
    except SetupFailedError as error:
        stop(error)
    say("Run `make test` before committing them.")


if __name__ == "__main__":
    main()
