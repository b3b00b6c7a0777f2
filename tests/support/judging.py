"""A judging round with its people for tests: rows made directly, acts done through the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, grant, make_account, make_agency, make_official
from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account, Agency
from webapp.challenges.enums import ChallengeState, TieBreak
from webapp.challenges.models import Challenge, Criterion
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState, RoundState, SeatState
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.services import (
    SaveSheet,
    declare_clear,
    save_sheet,
    start_round,
    submit_sheet,
)

COMMENT = "현장에서 바로 시험할 수 있는 구체적인 방법입니다."


@dataclass
class Stage:
    """A round and everybody around it."""

    agency: Agency
    secretary: Account
    challenge: Challenge
    round: Round
    judges: list[Account]
    seats: list[Seat]
    ideas: list[Idea]


def make_judged_challenge(work: Work, agency: Agency, *, title: str = "도로 살얼음 예측") -> Challenge:
    """A challenge whose entries are in and that is being judged; rule: trim from 5, ties in full."""
    return make_challenge(
        work,
        agency,
        title=title,
        state=ChallengeState.JUDGING,
        closes_in=timedelta(days=-2),
        tie_breaks=[one.value for one in TieBreak],
    )


def make_round(
    work: Work, challenge: Challenge, *, sheets_per_idea: int = 3, due_in: timedelta = timedelta(days=7)
) -> Round:
    """A round that is being prepared."""
    round_ = Round(
        challenge_id=challenge.id,
        title="서류 심사",
        sheets_per_idea=sheets_per_idea,
        due_at=work.now + due_in,
        state=RoundState.PREPARING,
        created_at=work.now,
    )
    round_.challenge = challenge
    work.session.add(round_)
    work.session.flush()
    return round_


def seat_judge(
    work: Work,
    round_: Round,
    account: Account,
    *,
    is_chair: bool = False,
    is_civilian: bool = True,
    is_pledged: bool = True,
) -> Seat:
    """An accepted seat with its role, pledged unless told otherwise."""
    seat = Seat(
        round_id=round_.id,
        account_id=account.id,
        state=SeatState.ACCEPTED,
        is_chair=is_chair,
        is_civilian=is_civilian,
        pledged_at=work.now if is_pledged else None,
        pledge_sha256="0" * 64 if is_pledged else "",
        created_at=work.now,
    )
    work.session.add(seat)
    grant(work, account, Role.JUDGE, Scope.ROUND, round_.id)
    return seat


def make_stage(
    work: Work,
    *,
    ideas: int = 4,
    judges: int = 5,
    sheets_per_idea: int = 3,
    is_started: bool = True,
    is_pledged: bool = True,
) -> Stage:
    """A round with a panel that meets the rules, a secretary, and ideas of different people."""
    agency = make_agency(work)
    secretary = make_official(work, agency, Role.JUDGING_SECRETARY, name="박간사")
    challenge = make_judged_challenge(work, agency)
    entered = [
        make_idea(work, challenge, title=f"아이디어 {number}", state=IdeaState.IN_JUDGING)
        for number in range(1, ideas + 1)
    ]
    round_ = make_round(work, challenge, sheets_per_idea=sheets_per_idea)
    people = [make_account(work, f"심사위원{number}") for number in range(1, judges + 1)]
    seats = [
        seat_judge(
            work,
            round_,
            account,
            is_chair=number == 0,
            is_civilian=number % 2 == 0,
            is_pledged=is_pledged,
        )
        for number, account in enumerate(people)
    ]
    stage = Stage(agency, secretary, challenge, round_, people, seats, entered)
    if is_started:
        start_round(work, actor_for(work, secretary), round_, seed=11)
    return stage


def assignments(work: Work, round_: Round, *which: sa.ColumnElement[bool]) -> list[Assignment]:
    """The assignments of a round in their order."""
    return list(
        work.session.scalars(
            sa.select(Assignment)
            .where(Assignment.round_id == round_.id, *which)
            .order_by(Assignment.seat_id, Assignment.position)
        )
    )


def judge_of(work: Work, assignment: Assignment) -> Actor:
    """The judge whose assignment it is."""
    account = work.session.scalars(
        sa.select(Account).join(Seat, Seat.account_id == Account.id).where(Seat.id == assignment.seat_id)
    ).one()
    return actor_for(work, account)


def criteria(work: Work, round_id: int) -> list[Criterion]:
    """The rubric of a round's challenge."""
    return list(
        work.session.scalars(
            sa.select(Criterion)
            .join(Round, Round.challenge_id == Criterion.challenge_id)
            .where(Round.id == round_id)
            .order_by(Criterion.position)
        )
    )


def fill_sheet(
    work: Work, assignment: Assignment, points: Sequence[str] = ("50", "30"), comment: str = COMMENT
) -> Assignment:
    """Declare no conflict and save a sheet."""
    judge = judge_of(work, assignment)
    if assignment.state is AssignmentState.ASSIGNED:
        declare_clear(work, judge, assignment.key)
    rubric = criteria(work, assignment.round_id)
    values = {one.id: Decimal(value) for one, value in zip(rubric, points, strict=True)}
    return save_sheet(work, judge, SaveSheet(assignment.key, assignment.version, values, comment))


def hand_in(work: Work, assignment: Assignment, points: Sequence[str] = ("50", "30")) -> Assignment:
    """Fill a sheet and hand it in."""
    fill_sheet(work, assignment, points)
    return submit_sheet(work, judge_of(work, assignment), assignment.key)


def hand_in_all(work: Work, round_: Round) -> int:
    """Hand in every open sheet, with points that tell ideas and judges apart; returns how many."""
    open_ones = assignments(
        work, round_, Assignment.state.in_((AssignmentState.ASSIGNED, AssignmentState.CLEARED))
    )
    for number, one in enumerate(open_ones):
        hand_in(work, one, (str(20 + (one.idea_id * 7 + number) % 40), f"{number % 40}.25"))
    return len(open_ones)
