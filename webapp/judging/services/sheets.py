"""Score sheets: saved as often as one likes, handed in once and sealed, opened again by the secretary alone.

Owns what a sheet must hold and how it is sealed. Must not rank: that is `ranking`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import attributes

from webapp.challenges.models import Criterion
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.judging import mails
from webapp.judging.enums import AssignmentEvent, AssignmentState, Permission, SeatState
from webapp.judging.models import Assignment, Score, SealedSheet
from webapp.judging.services.loading import (
    assignment_by_key,
    criteria_of,
    own_sheet,
    require_scoring,
    round_of_sheet,
)
from webapp.judging.services.places import fill_gaps
from webapp.judging.workflow import ASSIGNMENT

MOST_COMMENT = 3000
PLACES = Decimal("0.01")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class SaveSheet:
    """A sheet as it stands on the page. `points` go by criterion id; one that is missing is not filled in."""

    assignment_key: str
    version: int
    points: Mapping[int, Decimal] = field(default_factory=dict)
    comment: str = ""


def save_sheet(work: Work, actor: Actor, command: SaveSheet) -> Assignment:
    """Keep points and comment without handing them in.

    Points are 0 to the criterion's weight with at most two decimals (RuleBroken on `points_1`, `points_2` …
    in the rubric's order). StaleVersion when another tab has saved since.
    """
    assignment = own_sheet(work, actor, command.assignment_key)
    _require_writable(work, actor, assignment)
    _refuse_stale(assignment, command.version)
    criteria = criteria_of(work, assignment.round.challenge_id)
    points = _checked_points(criteria, command.points)
    comment = clean_text(command.comment)
    check_length(comment, maximum=MOST_COMMENT, field="comment")
    known = {score.criterion_id: score for score in assignment.scores}
    for criterion_id, score in known.items():
        if criterion_id not in points:
            assignment.scores.remove(score)
    for criterion_id, value in points.items():
        if criterion_id in known:
            known[criterion_id].points = value
        else:
            assignment.scores.append(Score(criterion_id=criterion_id, points=value))
    assignment.comment, assignment.saved_at = comment, work.now
    _bump(assignment)
    work.flush()
    work.audit(actor, "judging:sheet:saved", assignment, after={"filled": len(points)})
    return assignment


def skip_sheet(work: Work, actor: Actor, assignment_key: str) -> Assignment:
    """Put an idea at the end of the judge's queue; what was written stays."""
    assignment = own_sheet(work, actor, assignment_key)
    _require_writable(work, actor, assignment)
    assignment.skipped_at = work.now
    work.flush()
    work.audit(actor, "judging:sheet:skipped", assignment)
    return assignment


def submit_sheet(work: Work, actor: Actor, assignment_key: str, *, version: int | None = None) -> Assignment:
    """Hand a sheet in: complete, summed up, sealed by the SHA-256 of its canonical JSON, locked.

    Needs points for every criterion and a comment. A repeated submission answers the same and changes
    nothing.
    """
    round_of_sheet(work, assignment_key, is_shared=True)
    assignment = own_sheet(work, actor, assignment_key)
    if assignment.state is AssignmentState.SUBMITTED:
        return assignment
    _require_writable(work, actor, assignment)
    if version is not None:
        _refuse_stale(assignment, version)
    criteria = criteria_of(work, assignment.round.challenge_id)
    points = {score.criterion_id: score.points for score in assignment.scores}
    gaps = missing_parts([points.get(one.id) for one in criteria], assignment.comment)
    if gaps:
        raise RuleBroken(_("심사표에 적지 않은 곳이 있습니다."), fields=gaps, code="incomplete")
    assignment.total = sum((score.points for score in assignment.scores), Decimal())
    assignment.submitted_at = work.now
    seal = _sealed(work, assignment, criteria)
    assignment.sheet_sha256 = seal.sha256
    work.session.add(seal)
    ASSIGNMENT.fire(work, actor, assignment, AssignmentEvent.SUBMIT)
    work.audit(
        actor,
        "judging:sheet:submitted",
        assignment,
        after={"number": seal.number, "sha256": seal.sha256, "idea_id": assignment.idea_id},
    )
    return assignment


def reopen_sheet(work: Work, actor: Actor, assignment_key: str, reason: str) -> Assignment:
    """Open a sheet again for its judge. It counts again once it is handed in anew; both versions are kept."""
    round_ = round_of_sheet(work, assignment_key)
    assignment = assignment_by_key(work, assignment_key)
    work.require(actor, Permission.SHEET_REOPEN, assignment, is_secret=True)
    require_scoring(round_)
    if assignment.state is AssignmentState.CLEARED:
        raise WrongState(_("이미 열려 있는 심사표입니다."), code="open")
    if assignment.seat.state is not SeatState.ACCEPTED or assignment.seat.account is None:
        raise WrongState(
            _("심사위원이 해촉되어 다시 쓸 수 없습니다. 필요하면 무효로 하십시오."), code="judge_gone"
        )
    before = {"sha256": assignment.sheet_sha256}
    if reason.strip() and assignment.state is AssignmentState.SUBMITTED:
        assignment.total, assignment.submitted_at, assignment.sheet_sha256 = None, None, ""
    ASSIGNMENT.fire(work, actor, assignment, AssignmentEvent.REOPEN, reason=reason)
    work.audit(actor, "judging:sheet:reopened", assignment, before=before)
    letter = mails.reopened(work, assignment.seat.account, assignment.round, reason=reason.strip())
    work.send(letter, key=f"judging:reopened:{assignment.id}:{assignment.version}")
    return assignment


def void_sheet(work: Work, actor: Actor, assignment_key: str, reason: str) -> Assignment:
    """Take a sheet out of the ranking for good; it stays to be seen, and another judge is drawn."""
    round_ = round_of_sheet(work, assignment_key)
    assignment = assignment_by_key(work, assignment_key)
    work.require(actor, Permission.ROUND_MANAGE, assignment, is_secret=True)
    require_scoring(round_)
    if assignment.state is AssignmentState.VOID:
        return assignment
    before = {"state": assignment.state.value, "sha256": assignment.sheet_sha256}
    ASSIGNMENT.fire(work, actor, assignment, AssignmentEvent.VOID, reason=reason)
    work.audit(actor, "judging:sheet:voided", assignment, before=before)
    fill_gaps(work, SYSTEM, round_, idea_id=assignment.idea_id)
    return assignment


def missing_parts(points: Sequence[Decimal | None], comment: str) -> dict[str, str]:
    """What a sheet still needs before it can be handed in, by form field. `points` in the rubric's order."""
    found = {
        f"points_{number}": _("점수를 적어 주십시오.")
        for number, value in enumerate(points, start=1)
        if value is None
    }
    if not comment.strip():
        found["comment"] = _("심사평을 적어 주십시오.")
    return found


def canonical_json(content: Mapping[str, Any]) -> str:
    """The one text of a sheet's content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sheet_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _require_writable(work: Work, actor: Actor, assignment: Assignment) -> None:
    work.require(actor, Permission.SCORE_WRITE, assignment)
    if assignment.state is AssignmentState.ASSIGNED:
        raise WrongState(_("이해관계가 없는지 먼저 확인해 주십시오."), code="undeclared")
    if assignment.state is AssignmentState.SUBMITTED:
        raise WrongState(
            _("제출한 심사표는 고칠 수 없습니다. 고쳐야 하면 심사 간사에게 알려 주십시오."), code="sealed"
        )


def _refuse_stale(assignment: Assignment, version: int) -> None:
    if assignment.version != version:
        raise StaleVersion(
            _("다른 창에서 이 심사표를 먼저 저장했습니다. 적으신 내용은 아래에서 이어서 고칠 수 있습니다.")
        )


def _checked_points(criteria: Sequence[Criterion], points: Mapping[int, Decimal]) -> dict[int, Decimal]:
    by_id = {criterion.id: (number, criterion) for number, criterion in enumerate(criteria, start=1)}
    fields: dict[str, str] = {}
    for criterion_id, value in points.items():
        if criterion_id not in by_id:
            raise RuleBroken(_("이 과제의 심사 기준이 아닙니다."), code="unknown_criterion")
        number, criterion = by_id[criterion_id]
        if not value.is_finite() or not 0 <= value <= criterion.weight:
            fields[f"points_{number}"] = _("0점부터 %(most)s점까지 적어 주십시오.", most=criterion.weight)
        elif value != value.quantize(PLACES):
            fields[f"points_{number}"] = _("소수 둘째 자리까지 적어 주십시오.")
    if fields:
        raise RuleBroken(_("점수를 확인해 주십시오."), fields=fields, code="points")
    return {criterion_id: value.quantize(PLACES) for criterion_id, value in points.items()}


def _bump(assignment: Assignment) -> None:
    """Let the version count on every save, even one that changes nothing but the scores."""
    attributes.flag_modified(assignment, "saved_at")


def _sealed(work: Work, assignment: Assignment, criteria: Sequence[Criterion]) -> SealedSheet:
    earlier = work.session.scalar(
        sa.select(sa.func.count()).where(SealedSheet.assignment_id == assignment.id)
    )
    number = (earlier or 0) + 1
    points = {score.criterion_id: score.points for score in assignment.scores}
    content = {
        "format": FORMAT,
        "round": assignment.round.key,
        "assignment": assignment.key,
        "seat": assignment.seat.key,
        "number": number,
        "points": [
            {"criterion": one.title, "weight": one.weight, "points": f"{points[one.id]:.2f}"}
            for one in criteria
        ],
        "total": f"{assignment.total:.2f}",
        "comment": assignment.comment,
        "submitted_at": work.now.isoformat(),
    }
    return SealedSheet(
        assignment_id=assignment.id,
        number=number,
        content=content,
        sha256=sheet_digest(content),
        sealed_at=work.now,
    )
