"""What `make bench` measures: the data it makes, the pages it asks, the verdict it gives."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tools import bench, bench_contests, bench_data, bench_similar
from tools.measure import Comparison, Request, measure
from webapp.core.database import Database

IDEAS = 60


def compared(name: str, ratio: float, failures: int = 0) -> Comparison:
    """A result with this ratio."""
    return Comparison(name, ratio * 100, 100.0, failures, ratio)


@pytest.mark.parametrize(
    ("results", "is_good"),
    [
        ([compared("list", 0.9), compared("detail", 0.5)], True),
        ([compared("list", 0.9), compared("detail", 0.49)], False),
        ([compared("list", 0.9, failures=1)], False),
    ],
)
def test_the_verdict_wants_every_ratio_and_no_failure(
    results: list[Comparison], *, is_good: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.judge(results) is is_good
    assert ("ok" in capsys.readouterr().out) is is_good


def test_the_same_seed_gives_the_same_texts() -> None:
    first, second = (bench_data.texts(random.Random(1)) for _ in range(2))  # noqa: S311  (texts)
    assert first == second
    assert len(first[1]) > 60


def test_both_sites_answer_at_every_address(tmp_path: Path) -> None:
    keys = bench.prepare(tmp_path, IDEAS)
    assert len(set(keys)) == IDEAS
    with bench.both(tmp_path, bench.DEFAULT_CACHE, workers=1, threads=2) as (ours, bare):
        pages = [
            f"{ours}/ideas",
            f"{ours}/ideas/{keys[0]}",
            f"{ours}/ideas/{keys[-1]}",
            f"{bare}/items/{IDEAS}",
            *bench_contests.filtered_addresses(ours)[:20],
        ]
        for page in pages:
            assert measure(Request(page), seconds=0.1, threads=1).failures == 0


def test_similar_texts_are_measured_against_the_truth(database: Database, tmp_path: Path) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    found = bench_similar.measure(url, tmp_path, 60)
    assert found.texts == 60
    assert 0 < found.median <= found.p95
    assert 0.5 < found.recall <= 1
    assert "recall@10" in str(found)
    assert not replace(found, median=21).is_good
    assert not replace(found, recall=0.5).is_good
