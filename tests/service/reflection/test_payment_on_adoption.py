"""Adoption lets the part of a prize fall due that hangs on it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for
from tests.support.prizes import make_awarded
from webapp.challenges.enums import StageCondition
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.prizes.enums import PaymentState
from webapp.prizes.models import Payment
from webapp.reflection.enums import NotAdoptedReason
from webapp.reflection.services import Adopt, AdoptPartly, Assign, Decision, Decline, assign, decide

DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (lambda key: Adopt(key, DAY, "효과가 큽니다."), PaymentState.DUE),
        (lambda key: AdoptPartly(key, DAY, "예보 부분", "일부만 합니다."), PaymentState.DUE),
        (lambda key: Decline(key, NotAdoptedReason.UNDERWAY, "하고 있습니다."), PaymentState.PLANNED),
    ],
)
def test_adoption_lets_its_part_of_the_prize_fall_due(
    database: Database, clock: FixedClock, make: Callable[[str], Decision], state: PaymentState
) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        approver = actor_for(work, contest.approver)
        command = Assign(contest.ideas[0].key, contest.department.id, contest.approver.id)
        reflection = assign(work, approver, command)
        for _press in range(2):
            decide(work, approver, make(reflection.key))
    with database.read() as work:
        rows = work.session.execute(
            sa.select(Payment.condition, Payment.state).where(Payment.award_id == awards[0].id)
        )
        states = {row.condition: row.state for row in rows}
    assert states[StageCondition.ON_ADOPTED] is state
    assert states[StageCondition.ON_MATURED] is PaymentState.PLANNED
    assert states[StageCondition.ON_AWARD] is PaymentState.DUE
