"""Runs the checks and tests and prints a summary: `quick` for a change, `all` for the whole.

Every part runs even when an earlier one failed, so that one run shows everything. It must not skip a part:
what is missing on the machine is a failure that names the command that brings it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tools import chromium, postgres
from tools.steps import BIN, PYTHON, ROOT, SetupFailedError, say


@dataclass(frozen=True)
class Part:
    """One check: its name in the summary and the command that makes it."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """How one check ended and how long it took, in seconds."""

    name: str
    status: int
    seconds: float


# The folders of tests/ in each suite; a test sees to it that no folder is left out.
SUITES = {
    "unit": ("architecture", "unit"),
    "application": ("service", "web", "migrations"),
    "tools": ("tools",),
    "browser": ("browser",),
}


def tool(name: str) -> str:
    """Return the path of a program in the virtual environment."""
    return str(BIN / name)


def static_parts() -> list[Part]:
    """Return the checks that read the code and run none of it."""
    return [
        Part("lint", [tool("ruff"), "check", "."]),
        Part("format", [tool("ruff"), "format", "--check", "."]),
        Part("types", [tool("mypy")]),
        Part("imports", [tool("lint-imports"), "--no-logo"]),
        *([Part("templates", [tool("djlint"), "--lint", "--quiet", "templates"])] if templates() else []),
    ]


def templates() -> bool:
    """Tell whether there are templates to check; djlint refuses a folder without any."""
    return any((ROOT / "templates").rglob("*.html"))


def suite(name: str, *options: str) -> list[Part]:
    """Return the pytest run over those folders of a suite that stand; none when none does."""
    folders = [f"tests/{folder}" for folder in SUITES[name] if (ROOT / "tests" / folder).is_dir()]
    command = [str(PYTHON), "-m", "pytest", "-q", *options, *folders]
    return [Part(name, command)] if folders else []


def parts_of(extent: str) -> list[Part]:
    """Return the checks of `quick` or `all`, the cheap ones first."""
    if extent == "quick":
        return [*static_parts(), *suite("unit")]
    workers = ("-n", str(os.cpu_count() or 2), "--dist", "loadfile")
    tests = [part for name in ("application", "tools", "browser") for part in suite(name, *workers)]
    return [*static_parts(), *suite("unit"), *tests]


def perform(part: Part) -> Outcome:
    """Run one check with its output shown."""
    say(f"\n==> {part.name}")
    started = time.monotonic()
    done = subprocess.run(list(part.command), cwd=ROOT, check=False)
    return Outcome(part.name, done.returncode, time.monotonic() - started)


def summarise(outcomes: Sequence[Outcome]) -> None:
    """Print one line for each check and the verdict."""
    say("\nSummary")
    for outcome in outcomes:
        word = "ok" if outcome.status == 0 else "FAILED"
        say(f"  {outcome.name:<12} {word:<8} {outcome.seconds:6.1f} s")
    failed = [outcome.name for outcome in outcomes if outcome.status]
    total = sum(outcome.seconds for outcome in outcomes)
    say(f"  {len(outcomes) - len(failed)} of {len(outcomes)} passed in {total:.0f} s")
    if failed:
        say(f"  failed: {', '.join(failed)}")


def attempt(name: str, provide: Callable[[], None]) -> Outcome:
    """Bring something that the tests need; a failure says how to bring it by hand."""
    started = time.monotonic()
    status = 0
    try:
        provide()
    except SetupFailedError as error:
        say(f"\n==> {name}\n{error}")
        status = 1
    return Outcome(name, status, time.monotonic() - started)


def check_all() -> list[Outcome]:
    """Run everything, with one PostgreSQL server for all test processes."""
    with ExitStack() as stack:

        def start_postgres() -> None:
            if not os.environ.get("TEST_POSTGRES_URL"):
                os.environ["TEST_POSTGRES_URL"] = stack.enter_context(postgres.serving()).url()

        needs = [attempt("PostgreSQL", start_postgres), attempt("Chromium", chromium.ensure_browser)]
        return needs + [perform(part) for part in parts_of("all")]


def main() -> None:
    """Read the command line, run the checks, end with 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extent", choices=("quick", "all"))
    extent = parser.parse_args().extent
    outcomes = check_all() if extent == "all" else [perform(part) for part in parts_of(extent)]
    summarise(outcomes)
    raise SystemExit(1 if any(outcome.status for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
