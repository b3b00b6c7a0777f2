"""Projects from start to end: team, support, acceptance, stopping."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.maturing import (
    Maturing,
    add_maturing_pot,
    hand_in,
    make_project,
    new_project,
    project_of,
)
from tests.support.people import actor_for, make_account
from tests.support.prizes import MILLION, Contest, make_awarded, revoke
from webapp.accounts.enums import OrganisationKind
from webapp.accounts.models import Organisation, OrganisationMember
from webapp.challenges.enums import StageCondition
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.kst import kst_day
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind
from webapp.ideas.models import Idea
from webapp.maturing.enums import ProjectState
from webapp.maturing.models import Project, ProjectMember
from webapp.maturing.services import (
    RecordSupport,
    StopProject,
    accept_milestone,
    accept_project,
    record_support,
    start_project,
    stop_project,
)
from webapp.prizes.enums import LedgerKind, PaymentState
from webapp.prizes.models import Award, LedgerLine, Payment, PotBalance

PAID_ON = date(2026, 3, 20)


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project with two milestones and 50 million of support."""
    return make_project(database, clock, support_won=50 * MILLION)


def letters(work: Work, template: str) -> list[str]:
    rows = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [row["to"] for row in rows if row["template"] == f"maturing/{template}"]


def balance(database: Database, pot_kind: str = "maturing") -> tuple[int, int]:
    with database.read() as work:
        row = work.session.execute(
            sa.text(
                "SELECT b.committed_won, b.paid_won FROM pot_balances b JOIN pots p ON p.id = b.pot_id"
                " WHERE p.kind = :kind"
            ),
            {"kind": pot_kind},
        ).one()
        return int(row[0]), int(row[1])


def test_the_author_becomes_the_team_and_is_told(database: Database, maturing: Maturing) -> None:
    with database.read() as work:
        members = work.session.execute(sa.select(ProjectMember.account_id, ProjectMember.is_lead)).all()
        assert [tuple(row) for row in members] == [(maturing.contest.entrants[0].id, True)]
        assert letters(work, "started") == [maturing.contest.entrants[0].email]
        assert [m.due_on for m in project_of(work, maturing).milestones] == [
            date(2026, 3, 30),
            date(2026, 4, 9),
        ]


def test_everybody_of_a_team_takes_part(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        team = Organisation(kind=OrganisationKind.TEAM, name="건널목팀", created_at=work.now)
        friend, asked, left = (make_account(work, name) for name in ("서친구", "문초대", "남탈퇴"))
        work.session.add(team)
        work.session.flush()
        for person, accepted, gone in ((friend, True, False), (asked, False, False), (left, True, True)):
            work.session.add(
                OrganisationMember(
                    organisation_id=team.id,
                    account_id=person.id,
                    invited_at=work.now,
                    accepted_at=work.now if accepted else None,
                    left_at=work.now if gone else None,
                )
            )
        idea = work.session.get_one(Idea, awards[0].idea_id)
        idea.applicant_kind, idea.organisation_id = ApplicantKind.TEAM, team.id
    with database.write() as work:
        command = new_project(contest, awards[0], kst_day(work.now))
        project = start_project(work, actor_for(work, contest.officer), command)
        assert {m.account_id for m in project.members} == {contest.entrants[0].id, friend.id}


def test_an_award_has_one_project(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        command = new_project(maturing.contest, maturing.awards[0], kst_day(work.now))
        assert start_project(work, maturing.officer(work), command).key == maturing.key
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Project)) == 1


def test_only_officers_start_and_only_for_awards_that_stand(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    other, _awards = make_awarded(database, clock)
    command = new_project(contest, awards[0], date(2026, 4, 1))
    for who in (contest.approver, contest.entrants[0], other.officer):
        with pytest.raises(NotPermitted), database.write() as work:
            start_project(work, actor_for(work, who), command)
    with database.write() as work:
        revoke(work, contest, awards[0].key, "표절이 확인되었습니다.")
    with pytest.raises(WrongState), database.write() as work:
        start_project(work, actor_for(work, contest.officer), command)


def start(database: Database, contest: Contest, award: Award, won: int) -> None:
    with database.write() as work:
        command = new_project(contest, award, kst_day(work.now), support_won=won)
        start_project(work, actor_for(work, contest.officer), command)


def test_support_stays_within_the_cap_of_a_challenge(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        add_maturing_pot(work, contest, cap_won=100 * MILLION)
    start(database, contest, awards[0], 60 * MILLION)
    with pytest.raises(RuleBroken, match="40,000,000원") as caught:
        start(database, contest, awards[1], 41 * MILLION)
    assert list(caught.value.fields) == ["support_cap_won"]
    start(database, contest, awards[1], 40 * MILLION)
    assert balance(database) == (100 * MILLION, 0)


@pytest.mark.parametrize("pot_won", [0, 49 * MILLION])
def test_support_needs_a_pot_that_bears_it(database: Database, clock: FixedClock, pot_won: int) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        if pot_won:
            add_maturing_pot(work, contest, amount_won=pot_won, cap_won=None)
    with pytest.raises(RuleBroken) as caught:
        start(database, contest, awards[0], 50 * MILLION)
    assert list(caught.value.fields) == ["support_cap_won"]


def test_support_is_recorded_within_its_cap_and_once_a_voucher(
    database: Database, maturing: Maturing
) -> None:
    command = RecordSupport(maturing.key, 30 * MILLION, PAID_ON, "2026-지원-1")
    for _click in range(2):
        with database.write() as work:
            record_support(work, maturing.officer(work), command)
    assert balance(database) == (50 * MILLION, 30 * MILLION)
    for amount, voucher, paid_on, field in (
        (20 * MILLION, "2026-지원-1", PAID_ON, "voucher"),
        (20 * MILLION + 1, "2026-지원-2", PAID_ON, "amount_won"),
        (0, "2026-지원-2", PAID_ON, "amount_won"),
        (1, "", PAID_ON, "voucher"),
        (1, "2026-지원-2", PAID_ON + timedelta(days=1), "paid_on"),
        (1, "2026-지원-2", PAID_ON - timedelta(days=1), "paid_on"),
    ):
        with pytest.raises(RuleBroken) as caught, database.write() as work:
            record_support(
                work, maturing.officer(work), RecordSupport(maturing.key, amount, paid_on, voucher)
            )
        assert list(caught.value.fields) == [field]
    assert balance(database) == (50 * MILLION, 30 * MILLION)


def accept_all(database: Database, maturing: Maturing) -> None:
    for place, key in enumerate(maturing.milestones):
        hand_in(database, maturing, place)
        with database.write() as work:
            accept_milestone(work, maturing.officer(work), key)


def test_a_project_ends_well_when_every_milestone_is_accepted(database: Database, maturing: Maturing) -> None:
    with pytest.raises(WrongState), database.write() as work:
        accept_project(work, maturing.officer(work), maturing.key)
    accept_all(database, maturing)
    with database.write() as work:
        record_support(
            work, maturing.officer(work), RecordSupport(maturing.key, 30 * MILLION, PAID_ON, "2026-지원-1")
        )
    for _click in range(2):
        with database.write() as work:
            assert accept_project(work, maturing.officer(work), maturing.key).state is ProjectState.ACCEPTED
    with database.read() as work:
        part = work.session.execute(
            sa.select(Payment.state, Payment.amount_won).where(
                Payment.award_id == maturing.awards[0].id, Payment.condition == StageCondition.ON_MATURED
            )
        ).one()
        assert tuple(part) == (PaymentState.DUE, 9 * MILLION)
        assert letters(work, "matured") == [maturing.contest.entrants[0].email]
    assert balance(database) == (30 * MILLION, 30 * MILLION)


def test_a_project_without_milestones_does_not_end_well(database: Database, clock: FixedClock) -> None:
    maturing = make_project(database, clock, steps=0)
    with pytest.raises(WrongState), database.write() as work:
        accept_project(work, maturing.officer(work), maturing.key)
    with database.read() as work:
        assert project_of(work, maturing).state is ProjectState.ACTIVE


def test_a_stopped_project_keeps_what_was_learnt(database: Database, maturing: Maturing) -> None:
    command = StopProject(maturing.key, "예산이 줄었습니다.", "겨울 한 철로는 효과를 알기 어렵습니다.")
    for _click in range(2):
        with database.write() as work:
            stop_project(work, maturing.officer(work), command)
    with database.read() as work:
        project = project_of(work, maturing)
        assert (project.state, project.lesson) == (ProjectState.STOPPED, command.lesson)
        assert letters(work, "stopped") == [maturing.contest.entrants[0].email]
        part = work.session.scalar(
            sa.select(Payment.state).where(
                Payment.award_id == maturing.awards[0].id, Payment.condition == StageCondition.ON_MATURED
            )
        )
        assert part is PaymentState.PLANNED
    assert balance(database) == (0, 0)


@pytest.mark.parametrize(("reason", "lesson", "field"), [("", "배운 점", "reason"), ("사유", " ", "lesson")])
def test_stopping_needs_a_reason_and_a_lesson(
    database: Database, maturing: Maturing, reason: str, lesson: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as caught, database.write() as work:
        stop_project(work, maturing.officer(work), StopProject(maturing.key, reason, lesson))
    assert list(caught.value.fields) == [field]


def test_a_revoked_award_stops_its_project(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        revoke(work, maturing.contest, maturing.awards[0].key, "표절이 확인되었습니다.")
    with database.read() as work:
        project = project_of(work, maturing)
        assert project.state is ProjectState.STOPPED
        assert project.lesson
    assert balance(database) == (0, 0)


def test_ended_projects_are_left_alone(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        stop_project(work, maturing.officer(work), StopProject(maturing.key, "사유", "배운 점"))
    with pytest.raises(WrongState), database.write() as work:
        accept_project(work, maturing.officer(work), maturing.key)
    with pytest.raises(NotPermitted), database.write() as work:
        record_support(work, maturing.officer(work), RecordSupport(maturing.key, 1, PAID_ON, "1"))
    with database.read() as work:
        kinds = work.session.scalars(
            sa.select(LedgerLine.kind).where(LedgerLine.payment_id.is_(None)).order_by(LedgerLine.id)
        ).all()
        assert kinds == [LedgerKind.COMMITMENT, LedgerKind.RELEASE]
        assert work.session.scalar(sa.select(sa.func.count()).select_from(PotBalance)) == 2
