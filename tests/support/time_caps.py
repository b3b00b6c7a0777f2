"""How long a test may take: each layer has its cap, so that the whole stays quick enough to be run often.

What is counted is the processor's time of this process, since other work on the machine should fail nobody.
Even that swings with what the other cores do, hence the slack. A property test may take its cap for each of
its examples. Not counted is what belongs to no test alone: set-up (databases are copied and applications made
there), reading the catalogues, collecting garbage.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from webapp.core.i18n.messages import catalogue_is_loaded

TESTS: Final = Path(__file__).resolve().parents[1]
#: Seconds of each test of a layer; layers that are not named start programs and have none.
CAPS: Final = {"unit": 0.010, "service": 0.500, "web": 0.500}
SLACK: Final = 3
EXAMPLES: Final = 100


def cap_of(item: pytest.Item) -> float | None:
    """The most seconds of processor time that a test may take; None for a layer without a cap."""
    layer = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
    if layer not in CAPS:
        return None
    examples = EXAMPLES if getattr(getattr(item, "obj", None), "is_hypothesis_test", False) else 1
    return CAPS[layer] * SLACK * examples


def pytest_sessionstart() -> None:
    """Read the English catalogue before the first test needs it."""
    catalogue_is_loaded("en")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Fail a test that passed but took longer than its layer allows."""
    gc.disable()
    started = time.process_time()
    try:
        result = yield
    finally:
        taken = time.process_time() - started
        gc.enable()
    cap = cap_of(item)
    if cap is not None and taken > cap:
        message = f"took {taken * 1000:.0f} ms of processor time; at most {cap * 1000:.0f} ms"
        pytest.fail(message, pytrace=False)
    return result
