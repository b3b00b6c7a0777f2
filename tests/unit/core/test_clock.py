"""Clocks tell aware moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.core.clock import FixedClock, SystemClock
from webapp.core.kst import KST


def test_the_machines_clock_is_aware() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 3, 10, 12, 0, tzinfo=KST))
    assert clock.now() == clock.now() == datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
    clock.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 3, 10, 3, 5, tzinfo=UTC)
    clock.move_to(datetime(2027, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2027


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 10)  # noqa: DTZ001  (that is the point)
    with pytest.raises(ValueError, match="timezone-aware"):
        FixedClock(naive)
    with pytest.raises(ValueError, match="timezone-aware"):
        FixedClock(datetime(2026, 3, 10, tzinfo=UTC)).move_to(naive)
