"""Voiding endorsements that were not given by people who meant them: a group at a time, with a reason.

The rows stay and count nothing; who gave them is not told, so that nobody learns how to do it better.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.discussion.enums import AccountAge, EndorsementPattern, Permission
from webapp.discussion.models import Endorsement
from webapp.discussion.queries.patterns import endorsement_rows, group_of
from webapp.discussion.services.endorsing import set_count
from webapp.discussion.services.tallies import count_endorsers, locked_tally

REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class VoidGroup:
    """Which group, and why."""

    pattern: EndorsementPattern
    value: str
    reason: str


def void_endorsements(work: Work, actor: Actor, ref: SubjectRef, command: VoidGroup) -> int:
    """Void what is left of a group; returns how many rows. RuleBroken without a reason or for no group."""
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.ENDORSEMENT_REVIEW, subject, is_secret=True)
    reason = _checked(command)
    tally = locked_tally(work, ref)
    group = group_of(endorsement_rows(work, ref), command.pattern, command.value)
    if not group:
        return 0
    work.session.execute(
        sa.update(Endorsement)
        .where(Endorsement.id.in_([row.id for row in group]))
        .values(voided_at=work.now, voided_by_id=actor.account_id, void_reason=reason)
    )
    before = tally.endorsements
    set_count(work, tally, count_endorsers(work, ref))
    _note(work, actor, subject, command, (before, tally.endorsements), len(group))
    return len(group)


def restore_endorsements(work: Work, actor: Actor, ref: SubjectRef, command: VoidGroup) -> int:
    """Let the voided endorsements of a group count again: they were voided by mistake. Returns how many rows.

    RuleBroken without a reason. Safe to repeat.
    """
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.ENDORSEMENT_REVIEW, subject, is_secret=True)
    _checked(command)
    tally = locked_tally(work, ref)
    group = group_of(endorsement_rows(work, ref), command.pattern, command.value, is_voided=True)
    if not group:
        return 0
    work.session.execute(
        sa.update(Endorsement)
        .where(Endorsement.id.in_([row.id for row in group]))
        .values(voided_at=None, voided_by_id=None, void_reason="")
    )
    before = tally.endorsements
    set_count(work, tally, count_endorsers(work, ref))
    _note(work, actor, subject, command, (before, tally.endorsements), len(group), act="restored")
    return len(group)


def _checked(command: VoidGroup) -> str:
    reason = clean_text(command.reason)
    if not reason:
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    check_length(reason, maximum=REASON_MAX, field="reason")
    if command.pattern is EndorsementPattern.AGE and command.value == AccountAge.OLDER:
        raise RuleBroken(_("오래 쓴 계정이라는 까닭만으로는 무효로 할 수 없습니다."), field="reason")
    return reason


def _note(
    work: Work,
    actor: Actor,
    subject: Subject,
    command: VoidGroup,
    counts: tuple[int, int],
    rows: int,
    *,
    act: str = "voided",
) -> None:
    """The audit keeps which group and how many rows; the rows keep the reason while they are void."""
    tally = locked_tally(work, subject.ref)
    facts = {"kind": subject.kind, "key": subject.key, "pattern": command.pattern, "rows": rows}
    work.audit(
        actor,
        f"discussion:endorsement:{act}",
        tally,
        before={"endorsements": counts[0]},
        after={**facts, "endorsements": counts[1]},
    )
