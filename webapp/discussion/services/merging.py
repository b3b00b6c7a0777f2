"""Endorsements of merged subjects: they come along to what these were merged into, and can be taken back.

For the contexts that merge subjects of theirs; these have checked that the actor may, and note the merger.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.models import Endorsement
from webapp.discussion.services.endorsing import set_count
from webapp.discussion.services.tallies import count_endorsers, locked_tally


def carry_endorsements(work: Work, source: Subject, target: Subject) -> int:
    """Let everybody who endorses `source` count for `target` too, once each; returns its new count.

    The rows of `source` stay as they are. What had been carried to `source` comes along under the key of
    where it came from first, so that each merger can be taken back by itself. Left out: voided endorsements,
    and those of the target's own authors. Both subjects are of one kind. Safe to repeat.
    """
    if source.kind != target.kind or source.key == target.key:
        raise ValueError("endorsements are carried between two subjects of one kind")
    for ref in sorted((source.ref, target.ref), key=lambda ref: ref.key):
        locked_tally(work, ref)
    known = {(row.account_id, row.carried_from_key) for row in _rows(work, target.ref)}
    for row in _rows(work, source.ref):
        origin = row.carried_from_key or source.key
        is_left_out = row.voided_at is not None or row.account_id in target.author_ids
        if is_left_out or origin == target.key or (row.account_id, origin) in known:
            continue
        work.session.add(
            Endorsement(
                subject_kind=target.kind,
                subject_key=target.key,
                account_id=row.account_id,
                carried_from_key=origin,
                endorsed_at=row.endorsed_at,
                address_digest=row.address_digest,
            )
        )
    return _recount(work, target.ref)


def take_back_carried(work: Work, source: Subject, target: Subject) -> int:
    """Undo `carry_endorsements`: what came with `source` counts for `target` no more; returns its count.

    Whoever endorses the target itself, or came with another merged subject, still counts. Safe to repeat.
    """
    for ref in sorted((source.ref, target.ref), key=lambda ref: ref.key):
        locked_tally(work, ref)
    origins = {row.carried_from_key for row in _rows(work, source.ref)} - {""} | {source.key}
    for row in _rows(work, target.ref):
        if row.carried_from_key in origins:
            work.session.delete(row)
    return _recount(work, target.ref)


def _rows(work: Work, ref: SubjectRef) -> list[Endorsement]:
    return list(
        work.session.scalars(
            sa.select(Endorsement)
            .where(Endorsement.subject_kind == ref.kind, Endorsement.subject_key == ref.key)
            .order_by(Endorsement.id)
        )
    )


def _recount(work: Work, ref: SubjectRef) -> int:
    work.flush()
    count = count_endorsers(work, ref)
    set_count(work, locked_tally(work, ref), count)
    return count
