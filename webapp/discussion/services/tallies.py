"""The counts of a subject, kept by whoever changes something: under a lock, so that no count is lost."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.models import Endorsement, Tally


def locked_tally(work: Work, ref: SubjectRef) -> Tally:
    """The subject's counts, locked until the end of the unit of work; the first asker makes the row."""
    tally = _find(work, ref)
    if tally is None:
        _insert_first(work, ref)
        tally = _find(work, ref)
    if tally is None:
        raise LookupError(f"no tally of {ref}")
    return tally


def count_endorsers(work: Work, ref: SubjectRef) -> int:
    """How many people's endorsements count now: each person once, voided ones not."""
    return (
        work.session.scalar(
            sa.select(sa.func.count(Endorsement.account_id.distinct())).where(
                Endorsement.subject_kind == ref.kind,
                Endorsement.subject_key == ref.key,
                Endorsement.voided_at.is_(None),
            )
        )
        or 0
    )


def _find(work: Work, ref: SubjectRef) -> Tally | None:
    return work.session.scalar(
        sa.select(Tally)
        .where(Tally.subject_kind == ref.kind, Tally.subject_key == ref.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _insert_first(work: Work, ref: SubjectRef) -> None:
    """Begin to count; when another request does so at the same moment, one of the two rows stands."""
    values = {
        "subject_kind": ref.kind,
        "subject_key": ref.key,
        "endorsements": 0,
        "comments": 0,
        "open_questions": 0,
        "followers": 0,
    }
    statement: sa.Insert
    if work.session.get_bind().dialect.name == "postgresql":
        statement = postgresql.insert(Tally).values(values).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(Tally).values(values).on_conflict_do_nothing()
    work.session.execute(statement)
