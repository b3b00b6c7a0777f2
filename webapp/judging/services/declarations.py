"""Conflicts of interest: a judge says for each idea that there is none, or steps back (제척·회피, 제8조)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.accounts.enums import ConflictKind
from webapp.core.errors import WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.judging.enums import AssignmentEvent, AssignmentState, Permission
from webapp.judging.models import Assignment
from webapp.judging.services.loading import not_found, own_assignment, round_of_sheet
from webapp.judging.services.places import fill_gaps
from webapp.judging.workflow import ASSIGNMENT

MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """Why a judge cannot judge an idea; `kind` as the decree lists them."""

    assignment_key: str
    kind: ConflictKind
    reason: str


def declare_clear(work: Work, actor: Actor, assignment_key: str) -> Assignment:
    """Say that there is no conflict: the idea's text opens. A second click changes nothing."""
    assignment = own_assignment(work, actor, assignment_key)
    work.require(actor, Permission.CONFLICT_DECLARE, assignment)
    if assignment.state in {AssignmentState.CLEARED, AssignmentState.SUBMITTED}:
        return assignment
    if assignment.state is not AssignmentState.ASSIGNED:
        raise not_found()
    assignment.declared_at = work.now
    ASSIGNMENT.fire(work, actor, assignment, AssignmentEvent.CLEAR)
    work.audit(actor, "judging:conflict:none", assignment, after={"idea_id": assignment.idea_id})
    return assignment


def declare_all_clear(work: Work, actor: Actor, assignment_keys: Sequence[str]) -> int:
    """The same for several ideas at once; returns how many."""
    for key in assignment_keys:
        declare_clear(work, actor, key)
    return len(assignment_keys)


def declare_conflict(work: Work, actor: Actor, command: DeclareConflict) -> Assignment:
    """Step back from an idea: nothing more of it is shown, and another judge is drawn where possible.

    A sheet that was handed in becomes void and is kept; the ranking no longer counts it. Can't be taken back.
    """
    reason = clean_text(command.reason)
    check_length(reason, maximum=MOST_REASON, field="reason")
    round_ = round_of_sheet(work, command.assignment_key)
    assignment = own_assignment(work, actor, command.assignment_key)
    work.require(actor, Permission.CONFLICT_DECLARE, assignment)
    if assignment.state is AssignmentState.CONFLICTED:
        return assignment
    if assignment.state is AssignmentState.VOID:
        raise WrongState(_("이미 무효가 된 심사표입니다."), code="void")
    before = {"state": assignment.state.value}
    if reason:
        # Together with the state that fire() writes: the database ties the two.
        assignment.conflict_kind, assignment.declared_at = command.kind, work.now
    ASSIGNMENT.fire(work, actor, assignment, AssignmentEvent.DECLARE_CONFLICT, reason=reason)
    work.audit(
        actor,
        "judging:conflict:declared",
        assignment,
        before=before,
        after={"state": assignment.state.value, "kind": command.kind.value, "idea_id": assignment.idea_id},
    )
    fill_gaps(work, SYSTEM, round_, idea_id=assignment.idea_id)
    return assignment
