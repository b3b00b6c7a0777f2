"""Endorsing a subject and taking it back: one person counts once, however often the button is pressed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.events import Event
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import Deed, Permission
from webapp.discussion.models import Endorsement, Tally
from webapp.discussion.services.flood import count_deed
from webapp.discussion.services.tallies import count_endorsers, locked_tally


@dataclass(frozen=True, slots=True)
class EndorsementCounted(Event):
    """The number of endorsements of a subject has changed to `count`."""

    subject_kind: str
    subject_key: str
    count: int


def endorse(work: Work, actor: Actor, ref: SubjectRef) -> int:
    """Endorse a subject; returns how many do now. Does nothing for who endorses it already.

    NotFound for what the actor may not see, NotPermitted for one's own and for what takes none now, TooMany
    after too many.
    """
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.ENDORSEMENT_WRITE, subject)
    tally = locked_tally(work, ref)
    if _own(work, actor, ref):
        return tally.endorsements
    count_deed(work, actor, Deed.ENDORSE)
    work.session.add(
        Endorsement(
            subject_kind=ref.kind,
            subject_key=ref.key,
            account_id=actor.account_id,
            endorsed_at=work.now,
            address_digest=work.trace.address_digest,
        )
    )
    set_count(work, tally, tally.endorsements + 1)
    _note(work, actor, tally, subject, "discussion:endorsement:given")
    return tally.endorsements


def withdraw_endorsement(work: Work, actor: Actor, ref: SubjectRef) -> int:
    """Take an endorsement back, also where it was carried to by a merger; returns how many are left.

    Possible as long as the subject can be seen, even when it takes no endorsements any more. A voided
    endorsement stays as it is: who gave it cannot give another. Safe to repeat.
    """
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.ENDORSEMENT_WITHDRAW, subject)
    tally = locked_tally(work, ref)
    rows = [row for row in _own(work, actor, ref) if row.voided_at is None]
    if not rows:
        return tally.endorsements
    carried = _carried_on(work, actor, ref)
    for row in (*rows, *carried):
        work.session.delete(row)
    work.flush()
    set_count(work, tally, tally.endorsements - 1)
    for target in {SubjectRef(row.subject_kind, row.subject_key) for row in carried}:
        set_count(work, locked_tally(work, target), count_endorsers(work, target))
    _note(work, actor, tally, subject, "discussion:endorsement:withdrawn")
    return tally.endorsements


def set_count(work: Work, tally: Tally, count: int) -> None:
    """Note the number of endorsements, and tell the contexts above when it is another."""
    if tally.endorsements == count:
        return
    tally.endorsements = count
    work.flush()
    work.emit(EndorsementCounted(tally.subject_kind, tally.subject_key, count))


def _own(work: Work, actor: Actor, ref: SubjectRef) -> list[Endorsement]:
    """Every row of the actor for the subject: the own one, and those that came with mergers."""
    return list(
        work.session.scalars(
            sa.select(Endorsement)
            .where(
                Endorsement.subject_kind == ref.kind,
                Endorsement.subject_key == ref.key,
                Endorsement.account_id == actor.account_id,
            )
            .order_by(Endorsement.id)
        )
    )


def _carried_on(work: Work, actor: Actor, ref: SubjectRef) -> list[Endorsement]:
    """Where the actor's endorsement of this subject was carried to."""
    return list(
        work.session.scalars(
            sa.select(Endorsement)
            .where(
                Endorsement.account_id == actor.account_id,
                Endorsement.subject_kind == ref.kind,
                Endorsement.carried_from_key == ref.key,
                Endorsement.voided_at.is_(None),
            )
            .order_by(Endorsement.id)
        )
    )


def _note(work: Work, actor: Actor, tally: Tally, subject: Subject, action: str) -> None:
    after = {"kind": subject.kind, "key": subject.key, "endorsements": tally.endorsements}
    work.audit(actor, action, tally, after=after)
