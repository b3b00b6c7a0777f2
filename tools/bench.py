"""`make bench`: how many pages a second the site answers, beside a bare Flask application at the same work.

Both serve as many rows from SQLite in a temporary folder, under gunicorn with the same workers and threads,
and are measured in turn in one run. The list is the first page of ideas; details are asked in a random order
over all ideas, so that no cache can hold them. The verdict counts the site as it is configured by
default; the rates without its page cache are told as well, and that of the list of contests under ever other
filters. Then similar texts are looked for among many. Ends with 1 when a ratio is below the least, or that
search too slow or too poor.
"""

from __future__ import annotations

import argparse
import random
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools import bench_contests, bench_data, bench_similar, floor
from tools.measure import Comparison, Request, compare, serving, table
from tools.steps import BIN, SetupFailedError, run, say, step, stop

LEAST = 0.5
SHOWN = 2000
DEFAULT_CACHE = ""


def prepare(folder: Path, count: int) -> list[str]:
    """Make both databases with `count` rows each; returns the keys of our ideas."""
    environment = site_environment(folder, DEFAULT_CACHE)
    with step(f"Two databases of {count:,} rows"):
        run([BIN / "flask", "--app", "webapp", "db", "upgrade"], env=environment, quiet=True)
        keys = bench_data.load(f"sqlite:///{folder / 'platform.db'}", count)
        bench_contests.load(f"sqlite:///{folder / 'platform.db'}", count)
        floor.seed(floor_url(folder), count)
    return keys


def site_environment(folder: Path, cache_seconds: str) -> dict[str, str]:
    """Settings as in production; `cache_seconds` empty leaves the page cache at its default."""
    settings = {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BASE_URL": "https://localhost",
        "INSTANCE_PATH": str(folder),
        "JOBS_IN_PROCESS": "0",
    }
    return {**settings, "PAGE_CACHE_SECONDS": cache_seconds} if cache_seconds else settings


def floor_url(folder: Path) -> str:
    """Where the floor's database stands."""
    return f"sqlite:///{folder / 'floor.db'}"


@contextmanager
def both(folder: Path, cache_seconds: str, *, workers: int, threads: int) -> Iterator[tuple[str, str]]:
    """Serve the site and the floor alike; yields their addresses."""
    floor_environment = {floor.URL_VARIABLE: floor_url(folder)}
    with (
        serving(
            "webapp:create_app()",
            workers=workers,
            threads=threads,
            environment=site_environment(folder, cache_seconds),
        ) as ours,
        serving(
            "tools.floor:create_app()", workers=workers, threads=threads, environment=floor_environment
        ) as bare,
    ):
        yield ours, bare


def comparisons(
    ours: str, bare: str, keys: Sequence[str], *, rounds: int, seconds: float, note: str = ""
) -> list[Comparison]:
    """Compare the list and the details."""
    chance = random.Random(bench_data.SEED)  # noqa: S311  (an order to ask in)
    chosen = chance.sample(range(len(keys)), min(SHOWN, len(keys)))
    details = [Request(f"{ours}/ideas/{keys[number]}") for number in chosen]
    bare_details = [Request(f"{bare}/items/{number + 1}") for number in chosen]
    return [
        compare(
            f"list{note}", Request(f"{ours}/ideas"), Request(f"{bare}/items"), rounds=rounds, seconds=seconds
        ),
        compare(f"detail{note}", details, bare_details, rounds=rounds, seconds=seconds),
    ]


def contest_lists(ours: str, bare: str, *, rounds: int, seconds: float) -> Comparison:
    """Compare the list of contests under ever other filters with the floor's list."""
    lists = [Request(address) for address in bench_contests.filtered_addresses(ours)]
    return compare(
        "contests, filtered, no page cache", lists, Request(f"{bare}/items"), rounds=rounds, seconds=seconds
    )


def judge(results: Sequence[Comparison]) -> bool:
    """Print the verdict on what counts: every answer good, every ratio at least LEAST."""
    failures = sum(result.failures for result in results)
    slow = [result.name for result in results if result.ratio < LEAST]
    if failures:
        say(f"FAILED: {failures} answers were errors")
    if slow:
        say(f"FAILED: below {LEAST} of the floor: {', '.join(slow)}")
    if not failures and not slow:
        say(f"ok: at least {LEAST} of the floor's rate")
    return not failures and not slow


def search(texts: int) -> bool:
    """Look for similar texts among many; print how it went, and return whether it is good enough."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, step(f"Similar texts among {texts:,}"):
        folder = Path(name)
        environment = site_environment(folder, DEFAULT_CACHE)
        run([BIN / "flask", "--app", "webapp", "db", "upgrade"], env=environment, quiet=True)
        found = bench_similar.measure(f"sqlite:///{folder / 'platform.db'}", folder, texts)
    verdict = "ok" if found.is_good else "FAILED"
    least, most = bench_similar.LEAST_RECALL, bench_similar.MOST_MILLISECONDS
    say(f"{found}\n{verdict}: at most {most:.0f} ms in the median, recall at least {least}")
    return found.is_good


def bench(count: int, *, rounds: int, seconds: float, workers: int, threads: int) -> bool:
    """Measure everything; returns whether the site is quick enough."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        keys = prepare(folder, count)
        with step(f"Load on {workers} worker(s) with {threads} threads each"):
            with both(folder, DEFAULT_CACHE, workers=workers, threads=threads) as (ours, bare):
                counted = comparisons(ours, bare, keys, rounds=rounds, seconds=seconds)
            with both(folder, "0", workers=workers, threads=threads) as (ours, bare):
                told = comparisons(ours, bare, keys, rounds=rounds, seconds=seconds, note=", no page cache")
                told.append(contest_lists(ours, bare, rounds=rounds, seconds=seconds))
    say(table([*counted, *told]))
    return judge(counted)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=8)
    asked = parser.parse_args()
    try:
        is_quick = bench(
            asked.ideas,
            rounds=asked.rounds,
            seconds=asked.seconds,
            workers=asked.workers,
            threads=asked.threads,
        )
        is_quick = search(asked.texts) and is_quick
    except SetupFailedError as error:
        stop(error)
    else:
        raise SystemExit(0 if is_quick else 1)


if __name__ == "__main__":
    main()
