"""Loading the rows that a use case changes, locked, with the relations that policies and letters need."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.challenges.models import Challenge, Criterion
from webapp.core.errors import NotFound, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Assignment, Round, Seat

_GONE = (AssignmentState.CONFLICTED, AssignmentState.VOID)


def not_found() -> NotFound:
    """The one answer to whatever is not there or not the asker's business."""
    return NotFound(_("요청하신 내용을 찾을 수 없습니다."))


def round_by_key(work: Work, key: str) -> Round:
    """The round with this key, locked until the unit of work ends. NotFound when there is none."""
    return _round(work, Round.key == key)


def current_round(work: Work, round_: Round) -> Round:
    """The same round read anew and locked: whoever changes its panel or draw queues up here."""
    return _round(work, Round.id == round_.id)


def locked_round(work: Work, round_id: int) -> Round:
    """The round with this id, locked."""
    return _round(work, Round.id == round_id)


def round_of_sheet(work: Work, assignment_key: str, *, is_shared: bool = False) -> Round:
    """The round of a sheet, locked before the sheet is: always in this order, or two people could block
    each other. `is_shared`: others may hold it too, but nobody can close it meanwhile."""
    round_id = work.session.scalar(sa.select(Assignment.round_id).where(Assignment.key == assignment_key))
    if round_id is None:
        raise not_found()
    return _round(work, Round.id == round_id, is_shared=is_shared)


def require_scoring(round_: Round) -> None:
    """WrongState unless the round takes sheets."""
    if round_.state is not RoundState.SCORING:
        raise WrongState(_("채점 중인 심사가 아닙니다."), code="not_scoring")


def own_assignment(work: Work, actor: Actor, key: str) -> Assignment:
    """The actor's own assignment, locked. Another's is NotFound, whatever it is."""
    found = _assignment(work, key)
    if actor.account_id is None or found.seat.account_id != actor.account_id:
        raise not_found()
    return found


def assignment_by_key(work: Work, key: str) -> Assignment:
    """Anybody's assignment, locked, for officials: the caller checks the permission on it."""
    return _assignment(work, key)


def own_sheet(work: Work, actor: Actor, key: str) -> Assignment:
    """The actor's own assignment, to be written on. WrongState when the judge stepped back or it is void."""
    found = own_assignment(work, actor, key)
    if found.state in _GONE:
        message = _("심사가 끝났거나 배정이 바뀌어 이 심사표를 더 쓸 수 없습니다.")
        raise WrongState(message, code="sheet_gone")
    return found


def criteria_of(work: Work, challenge_id: int) -> list[Criterion]:
    """The rubric in its order."""
    return list(
        work.session.scalars(
            sa.select(Criterion).where(Criterion.challenge_id == challenge_id).order_by(Criterion.position)
        )
    )


def _round(work: Work, which: sa.ColumnElement[bool], *, is_shared: bool = False) -> Round:
    found = work.session.scalar(
        sa.select(Round)
        .where(which)
        .options(joinedload(Round.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True))
        .with_for_update(of=Round, read=is_shared)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise not_found()
    return found


def _assignment(work: Work, key: str) -> Assignment:
    found = work.session.scalar(
        sa.select(Assignment)
        .join(Assignment.seat)
        .where(Assignment.key == key)
        .options(
            contains_eager(Assignment.seat).joinedload(Seat.account),
            joinedload(Assignment.round, innerjoin=True)
            .joinedload(Round.challenge, innerjoin=True)
            .joinedload(Challenge.programme, innerjoin=True),
            selectinload(Assignment.scores),
        )
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise not_found()
    return found
