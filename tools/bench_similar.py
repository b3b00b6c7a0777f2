"""For `make bench`: how quickly similar texts are found among many, and how many of the best are found.

The texts are made of the words of the site's own Korean messages, each about one of thousands of themes, so
that words are as rare and as common as in real writing. Seeded. Truth is comparing each question with every
text by the same measure, without the index.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from tools.steps import ROOT
from webapp.core.clock import SystemClock
from webapp.core.constraints import ConstraintBook
from webapp.core.database import Database, make_engine
from webapp.core.events import EventBook
from webapp.core.models import Base
from webapp.core.policy import PolicyBook
from webapp.core.similar_texts import (
    Comparable,
    ComparedSource,
    SimilarTerm,
    SimilarText,
    find_similar,
    likeness,
    rebuild_similar,
    terms_of,
    weigh,
)
from webapp.core.storage import open_storage
from webapp.core.subjects import SubjectBook
from webapp.core.work import Work

SEED: Final = 2020
THEMES: Final = 3000
TIMED, TRUED, BEST = 200, 25, 10
MOST_MILLISECONDS: Final = 20.0
LEAST_RECALL: Final = 0.9
_WORD: Final = re.compile(r"[가-힣]{2,}")


@dataclass(frozen=True)
class Found:
    """How long a search took, in milliseconds, and which share of the truly best it found."""

    texts: int
    median: float
    p95: float
    recall: float

    @property
    def is_good(self) -> bool:
        """Whether the median and the recall are within what is promised."""
        return self.median <= MOST_MILLISECONDS and self.recall >= LEAST_RECALL

    def __str__(self) -> str:
        return (
            f"similar texts among {self.texts:,}: median {self.median:.1f} ms, p95 {self.p95:.1f} ms,"
            f" recall@{BEST} {self.recall:.3f} on {TRUED} questions"
        )


class Writer:
    """Writes Korean texts about themes, the same ones for the same seed."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)  # noqa: S311  (texts, not secrets)
        self.words = vocabulary()
        self.usual = list(accumulate(1 / (place + 3) for place in range(len(self.words))))
        self.themes = [self.chance.sample(self.words, 24) for _ in range(THEMES)]

    def write(self) -> tuple[str, str]:
        """A title and a text about one theme, in everyday words for the rest."""
        theme = self.chance.choice(self.themes)
        title = self.chance.sample(theme, 4)
        own = self.chance.choices(theme, k=22)
        others = self.chance.choices(self.words, cum_weights=self.usual, k=26)
        body = own + others
        self.chance.shuffle(body)
        return " ".join(title), " ".join(body)


def vocabulary() -> list[str]:
    """Every Korean word of the site's messages, in a seeded order."""
    found: set[str] = set()
    for path in sorted((ROOT / "translations" / "en").glob("*.po")):
        found.update(_WORD.findall(path.read_text(encoding="utf-8")))
    words = sorted(found)
    random.Random(SEED).shuffle(words)  # noqa: S311
    return words


def measure(url: str, folder: Path, count: int) -> Found:
    """Fill the migrated database at `url` with `count` texts and ask it."""
    database = _open(url, folder)
    writer = Writer()

    def texts(_work: Work, after: int, limit: int) -> Sequence[tuple[int, Comparable]]:
        places = range(after + 1, min(after + limit, count) + 1)
        written = [(place, *writer.write()) for place in places]
        return [(place, Comparable(f"t{place}", title, "", text)) for place, title, text in written]

    with database.write() as work:
        rebuild_similar(work, [ComparedSource("problem", texts)])
    questions = [" ".join(writer.write()) for _ in range(TIMED)]
    with database.read() as work:
        times = [_timed(work, question) for question in questions]
        recall = _recall(work, questions[:TRUED])
    database.engine.dispose()
    return Found(count, statistics.median(times), statistics.quantiles(times, n=20)[-1], recall)


def _open(url: str, folder: Path) -> Database:
    return Database(
        make_engine(url),
        clock=SystemClock(),
        storage=open_storage(f"file://{folder}"),
        policies=PolicyBook([]),
        events=EventBook([]),
        constraints=ConstraintBook(Base.metadata, []),
        base_url="",
        subjects=SubjectBook([]),
    )


def _timed(work: Work, question: str) -> float:
    begun = time.perf_counter()
    find_similar(work, question, limit=BEST)
    return (time.perf_counter() - begun) * 1000


def _recall(work: Work, questions: Sequence[str]) -> float:
    """The share of the truly best texts that the index finds."""
    rows = work.session.execute(sa.select(SimilarTerm.term, SimilarTerm.texts))
    counts: dict[str, int] = {row.term: row.texts for row in rows}
    weights = [weigh(terms_of(question), counts, counts[""]) for question in questions]
    shares: list[list[tuple[float, str]]] = [[] for _ in questions]
    for row in work.session.execute(
        sa.select(SimilarText.ref_key, SimilarText.terms).execution_options(yield_per=1000)
    ):
        terms = row.terms.split()
        for place, own in enumerate(weights):
            shares[place].append((likeness(own, terms), row.ref_key))
    hits = 0
    for question, found in zip(questions, shares, strict=True):
        best = {key for _share, key in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:BEST]}
        hits += len(best & {one.key for one in find_similar(work, question, limit=BEST, least=0)})
    return hits / (BEST * len(questions))
