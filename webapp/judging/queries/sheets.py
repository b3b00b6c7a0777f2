"""Reading single sheets for officials: points, comment, seals and history.

Whoever calls has checked that the actor may see points, and records the look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from webapp.accounts.enums import ConflictKind
from webapp.accounts.models import Account
from webapp.challenges.models import Criterion
from webapp.core.i18n import lazy
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentEvent, AssignmentState
from webapp.judging.models import Assignment, Round, Score, SealedSheet, Seat
from webapp.judging.workflow import ASSIGNMENT

_HAPPENED = {
    AssignmentEvent.CLEAR: lazy("이해관계 없음을 확인"),
    AssignmentEvent.DECLARE_CONFLICT: lazy("이해관계 신고"),
    AssignmentEvent.SUBMIT: lazy("심사표 제출"),
    AssignmentEvent.REOPEN: lazy("심사표를 다시 엶"),
    AssignmentEvent.VOID: lazy("심사표를 무효로 함"),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet of an idea, for officials."""

    key: str
    judge: str
    state: AssignmentState
    total: Decimal | None
    submitted_at: datetime | None
    conflict_kind: ConflictKind | None


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state in a sheet's history, as a timeline shows it; `body` is the reason."""

    at: datetime
    event: AssignmentEvent
    body: str
    actor: str

    @property
    def title(self) -> str:
        """What happened, in the reader's language."""
        return str(_HAPPENED[self.event])


@dataclass(frozen=True, slots=True)
class Seal:
    """What was handed in at one moment."""

    number: int
    sealed_at: datetime
    sha256: str
    total: str


@dataclass(frozen=True, slots=True)
class SheetDetail:
    """One sheet with its points, seals and history, for officials. `round_id` serves the permission."""

    id: int
    key: str
    version: int
    round_id: int
    round_key: str
    round_title: str
    idea_key: str
    idea_title: str
    receipt_number: str
    judge: str
    state: AssignmentState
    conflict_kind: ConflictKind | None
    comment: str
    total: Decimal | None
    sha256: str
    points: tuple[tuple[str, str, int, Decimal | None], ...]
    seals: tuple[Seal, ...]
    steps: tuple[Step, ...]


def sheets_of_idea(work: Work, round_id: int, idea_id: int) -> list[SheetRow]:
    """All sheets of an idea in a round, in the order in which they were given out."""
    rows = work.session.execute(
        sa.select(
            Assignment.key,
            Account.name.label("judge"),
            Assignment.state,
            Assignment.total,
            Assignment.submitted_at,
            Assignment.conflict_kind,
        )
        .join(Seat, Seat.id == Assignment.seat_id)
        .join(Account, Account.id == Seat.account_id)
        .where(Assignment.round_id == round_id, Assignment.idea_id == idea_id)
        .order_by(Assignment.id)
    )
    return [SheetRow(**row) for row in rows.mappings()]


def sheet_detail(work: Work, key: str) -> SheetDetail | None:
    """One sheet with everything that was ever handed in on it. Four statements."""
    row = (
        work.session.execute(
            sa.select(
                Assignment.id,
                Assignment.key,
                Assignment.version,
                Round.id.label("round_id"),
                Round.key.label("round_key"),
                Round.title.label("round_title"),
                Round.challenge_id,
                Idea.key.label("idea_key"),
                Idea.title.label("idea_title"),
                sa.func.coalesce(Idea.receipt_number, "").label("receipt_number"),
                Account.name.label("judge"),
                Assignment.state,
                Assignment.conflict_kind,
                Assignment.comment,
                Assignment.total,
                Assignment.sheet_sha256.label("sha256"),
            )
            .join(Round, Round.id == Assignment.round_id)
            .join(Idea, Idea.id == Assignment.idea_id)
            .join(Seat, Seat.id == Assignment.seat_id)
            .join(Account, Account.id == Seat.account_id)
            .where(Assignment.key == key)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    facts = dict(row)
    return SheetDetail(
        points=_points(work, facts["id"], facts.pop("challenge_id")),
        seals=_seals(work, facts["id"]),
        steps=_steps(work, facts["id"]),
        **facts,
    )


def _points(
    work: Work, assignment_id: int, challenge_id: int
) -> tuple[tuple[str, str, int, Decimal | None], ...]:
    rows = work.session.execute(
        sa.select(Criterion.title, Criterion.title_en, Criterion.weight, Score.points)
        .outerjoin(Score, (Score.criterion_id == Criterion.id) & (Score.assignment_id == assignment_id))
        .where(Criterion.challenge_id == challenge_id)
        .order_by(Criterion.position)
    )
    return tuple((row.title, row.title_en, row.weight, row.points) for row in rows)


def _seals(work: Work, assignment_id: int) -> tuple[Seal, ...]:
    rows = work.session.scalars(
        sa.select(SealedSheet).where(SealedSheet.assignment_id == assignment_id).order_by(SealedSheet.number)
    )
    return tuple(Seal(one.number, one.sealed_at, one.sha256, str(one.content["total"])) for one in rows)


def _steps(work: Work, assignment_id: int) -> tuple[Step, ...]:
    rows = work.session.execute(
        sa.select(StateChange, sa.func.coalesce(Account.name, "").label("actor"))
        .outerjoin(Account, Account.id == StateChange.actor_id)
        .where(StateChange.subject_type == ASSIGNMENT.name, StateChange.subject_id == assignment_id)
        .order_by(StateChange.id)
    )
    return tuple(
        Step(change.at, AssignmentEvent(change.event), change.reason, actor) for change, actor in rows
    )
