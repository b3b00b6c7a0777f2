"""Receipt numbers: taken one by one from a locked counter, without gaps, in the order of acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from webapp.challenges.models import Challenge
from webapp.challenges.models.receipts import receipt_number, receipt_series
from webapp.core.kst import to_kst
from webapp.core.work import Work
from webapp.ideas.models import ReceiptCounter


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """A number with its place in the series and the moment of acceptance."""

    text: str
    sequence: int
    at: datetime


def take_number(work: Work, challenge: Challenge) -> ReceiptNumber:
    """The next number of the challenge's series. Its counter stays locked until this unit of work ends.

    If that is rolled back, so is the count: no number is lost. Moments never run against the numbers, even
    when a request that began earlier waited longer for the lock.
    """
    counter = _locked_counter(work, series_of(challenge))
    counter.last += 1
    counter.last_at = max(counter.last_at, work.now)
    return ReceiptNumber(_fill(challenge, counter.last), counter.last, counter.last_at)


def series_of(challenge: Challenge) -> str:
    """The series that the challenge counts in; challenges of one contest may share it."""
    year = to_kst(challenge.opens_at).year
    return receipt_series(challenge.receipt_pattern, year=year, challenge=challenge.number)


def _fill(challenge: Challenge, sequence: int) -> str:
    return receipt_number(
        challenge.receipt_pattern,
        year=to_kst(challenge.opens_at).year,
        challenge=challenge.number,
        sequence=sequence,
    )


def _locked_counter(work: Work, series: str) -> ReceiptCounter:
    counter = work.session.get(ReceiptCounter, series, with_for_update=True, populate_existing=True)
    if counter is None:
        _insert_first(work, series)
        counter = work.session.get_one(ReceiptCounter, series, with_for_update=True, populate_existing=True)
    return counter


def _insert_first(work: Work, series: str) -> None:
    """Start a series; when another request does so at the same moment, one of the two rows stands."""
    values = {"series": series, "last": 0, "last_at": work.now}
    statement: sa.Insert
    if work.session.get_bind().dialect.name == "postgresql":
        statement = postgresql.insert(ReceiptCounter).values(values).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(ReceiptCounter).values(values).on_conflict_do_nothing()
    work.session.execute(statement)
