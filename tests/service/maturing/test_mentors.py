"""Mentors: invited by mail, never a judge or an author of the idea; the diary they may write."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.maturing import Maturing, add_mentor, invitation_key, make_project, project_of
from tests.support.people import actor_for, make_account
from webapp.accounts.enums import InvitationState, Role, Scope
from webapp.accounts.models import Account, Invitation, RoleGrant
from webapp.accounts.services import accept_invitation, decline_invitation
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState, SeatState
from webapp.judging.models import Assignment, Round, Seat
from webapp.maturing.enums import MentorState, NoteRole
from webapp.maturing.models import Mentor, ProjectNote
from webapp.maturing.services import WriteNote, end_mentor, invite_mentor, write_note


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project of the best award."""
    return make_project(database, clock)


def make_judge(work: Work, maturing: Maturing, place: int, state: AssignmentState) -> Account:
    """Somebody who was assigned the idea at this place of the ranking."""
    account = make_account(work, "정심사")
    round_id = work.session.scalars(
        sa.select(Round.id).where(Round.challenge_id == maturing.contest.challenge.id)
    ).one()
    seat = Seat(round_id=round_id, account_id=account.id, state=SeatState.ACCEPTED, created_at=work.now)
    work.session.add(seat)
    work.session.flush()
    work.session.add(
        Assignment(
            round_id=round_id,
            seat_id=seat.id,
            idea_id=maturing.contest.ideas[place].id,
            position=1,
            state=state,
        )
    )
    work.session.flush()
    return account


def invite(work: Work, maturing: Maturing, email: str) -> Mentor:
    return invite_mentor(
        work, maturing.officer(work), project_of(work, maturing), email, "윤멘토", "도로 안전"
    )


def test_a_mentor_takes_part_once_the_invitation_is_accepted(database: Database, maturing: Maturing) -> None:
    account = add_mentor(database, maturing)
    with database.read() as work:
        mentor = work.session.scalars(sa.select(Mentor)).one()
        assert (mentor.state, mentor.account_id) == (MentorState.ACCEPTED, account.id)
        assert actor_for(work, account).has_role(Role.MENTOR, Scope.PROJECT, mentor.project_id)


def test_a_mentor_may_come_without_an_account(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        mentor = invite(work, maturing, "new.mentor@example.org")
        assert (mentor.state, mentor.account_id) == (MentorState.INVITED, None)
        key = invitation_key(work, mentor)
    with database.write() as work:
        account = make_account(work, "윤멘토", email="new.mentor@example.org")
        decline_invitation(work, actor_for(work, account), key)
    with database.read() as work:
        assert work.session.scalars(sa.select(Mentor.state)).one() is MentorState.DECLINED


def test_inviting_twice_is_one_place(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        assert invite(work, maturing, "a@example.org").id == invite(work, maturing, "a@example.org").id


def test_a_judge_of_the_idea_is_refused(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        judge = make_judge(work, maturing, 0, AssignmentState.ASSIGNED)
    with pytest.raises(RuleBroken, match="심사한 사람") as caught, database.write() as work:
        invite(work, maturing, judge.email.upper())
    assert list(caught.value.fields) == ["email"]


def test_a_judge_of_other_ideas_may_mentor(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        judge = make_judge(work, maturing, 1, AssignmentState.ASSIGNED)
        assert invite(work, maturing, judge.email).state is MentorState.INVITED


def test_a_judge_cannot_slip_in_by_accepting(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        key = invitation_key(work, invite(work, maturing, "later.judge@example.org"))
    with database.write() as work:
        judge = make_judge(work, maturing, 0, AssignmentState.ASSIGNED)
        judge.email = "later.judge@example.org"
    with pytest.raises(RuleBroken), database.write() as work:
        accept_invitation(work, actor_for(work, judge), key)
    with database.read() as work:
        assert work.session.scalars(sa.select(Mentor.state)).one() is MentorState.INVITED
        assert work.session.scalars(sa.select(Invitation.state)).one() is InvitationState.INVITED


def test_an_author_is_refused(database: Database, maturing: Maturing) -> None:
    with pytest.raises(RuleBroken, match="아이디어를 낸 사람"), database.write() as work:
        invite(work, maturing, maturing.contest.entrants[0].email)
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Mentor)) == 0


def test_only_officers_invite(database: Database, maturing: Maturing) -> None:
    for person in (maturing.contest.entrants[0], maturing.contest.approver):
        with pytest.raises(NotPermitted), database.write() as work:
            invite_mentor(
                work, actor_for(work, person), project_of(work, maturing), "a@example.org", "윤멘토"
            )
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Mentor)) == 0


def test_ending_a_mentor_ends_the_role(database: Database, maturing: Maturing) -> None:
    account = add_mentor(database, maturing)
    with database.write() as work:
        key = work.session.scalars(sa.select(Mentor.key)).one()
        end_mentor(work, maturing.officer(work), key, "맡은 일이 끝났습니다.")
    with database.read() as work:
        assert work.session.scalars(sa.select(Mentor.state)).one() is MentorState.LEFT
        ended = work.session.scalars(
            sa.select(RoleGrant.ended_at).where(RoleGrant.account_id == account.id)
        ).one()
        assert ended is not None
    with pytest.raises(NotFound), database.write() as work:
        write_note(work, actor_for(work, account), WriteNote(maturing.key, "아직 쓸 수 있나요?"))


def test_an_open_invitation_is_taken_back(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        mentor = invite(work, maturing, "a@example.org")
        end_mentor(work, maturing.officer(work), mentor.key, "다른 분을 모셨습니다.")
    with database.read() as work:
        assert work.session.scalars(sa.select(Invitation.state)).one() is InvitationState.WITHDRAWN


def test_everybody_writes_in_their_role(database: Database, maturing: Maturing) -> None:
    mentor = add_mentor(database, maturing)
    for person in (maturing.contest.entrants[0], mentor, maturing.contest.officer):
        for _click in range(2):
            with database.write() as work:
                actor = actor_for(work, person)
                write_note(
                    work, actor, WriteNote(maturing.key, "현장을 함께 둘러보았습니다.", is_public=True)
                )
    with database.read() as work:
        roles = work.session.scalars(sa.select(ProjectNote.role).order_by(ProjectNote.id)).all()
    assert roles == [NoteRole.TEAM, NoteRole.MENTOR, NoteRole.OFFICIAL]


def test_public_entries_carry_no_personal_data(database: Database, maturing: Maturing) -> None:
    text = "연락은 010-1234-5678로 주십시오."
    with pytest.raises(RuleBroken) as caught, database.write() as work:
        write_note(work, maturing.author(work), WriteNote(maturing.key, text, is_public=True))
    assert list(caught.value.fields) == ["text"]
    with database.write() as work:
        assert write_note(work, maturing.author(work), WriteNote(maturing.key, text)).is_public is False


def test_strangers_find_no_project(database: Database, maturing: Maturing) -> None:
    with pytest.raises(NotFound), database.write() as work:
        write_note(work, actor_for(work, maturing.contest.entrants[1]), WriteNote(maturing.key, "안녕하세요"))
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(ProjectNote)) == 0
