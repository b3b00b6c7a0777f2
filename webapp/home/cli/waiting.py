"""What waits for somebody in the demo today: contests in preparation, a notice to approve, open invitations.

Also what only administrators meet: an account that is suspended, a letter that could not be delivered.
Scripts like those in `present`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.accounts.models import Account, Invitation, Organisation, OrganisationMember
from webapp.accounts.services import (
    create_demo_account,
    decline_invitation,
    invite_official,
    invite_to_organisation,
    suspend_account,
)
from webapp.challenges.enums import ContestSection
from webapp.challenges.models import Challenge, ContestFile, Criteria, Prizes
from webapp.challenges.services import (
    Remark,
    import_contest,
    request_approval,
    return_for_edits,
    settle_remark,
    write_remark,
)
from webapp.core.outbox import PAUSES, OutboxMessage, lease, settle
from webapp.home.cli import comparing, steps
from webapp.home.cli.contests_now import Plan, contest_of, day_time
from webapp.home.cli.people import DOMAIN, PASSWORD
from webapp.home.cli.steps import Play, Script
from webapp.judging.enums import RoundState
from webapp.judging.models import Round, Seat
from webapp.judging.services import InviteJudge, NewRound, create_round, invite_judge

#: An address that no mail server knows.
NOWHERE = "new-official@no-such-host.example"
REFUSED = f"smtplib.SMTPRecipientsRefused: {{'{NOWHERE}': (550, b'5.1.2 Host unknown')}}"


def contest_in_preparation(play: Play, plan: Plan, today: datetime) -> Script:
    """A draft whose goal, prizes and criteria are not written yet."""
    yield day_time(today, -3, 14)
    _draft(play, _unfinished(contest_of(plan, today, play.cast.host)))


def _unfinished(contest: ContestFile) -> ContestFile:
    (challenge,) = contest.challenges
    brief = replace(challenge.brief, goal="", exclusions=())
    draft = replace(challenge, brief=brief, prizes=Prizes(), criteria=Criteria())
    basics = replace(contest.programme.basics, contact="")
    return replace(contest, programme=replace(contest.programme, basics=basics), challenges=(draft,))


def contest_in_approval(play: Play, plan: Plan, today: datetime) -> Script:
    """Written in full; the approver has it on the desk."""
    yield day_time(today, -4, 10)
    challenge = _draft(play, contest_of(plan, today, play.cast.host))
    yield day_time(today, -1, 11)
    note = "지난 공모는 어린이 보호구역의 표지판만 다루었습니다. 이번에는 통학로 전체의 이동을 다룹니다."
    comparing.compare(play.stage, play.cast["officer"], challenge, note)
    play.stage.play(request_approval, play.cast["officer"], challenge)
    yield day_time(today, -1, 15)
    remark = Remark(challenge.key, ContestSection.PRIZES, "장려상을 세 명까지 늘릴 수 있는지요?")
    play.stage.play(write_remark, play.cast["approver"], remark)
    play.stage.commit()


def returned_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Sent back by the approver with a reason; the officer has to change it."""
    yield day_time(today, -7, 15)
    challenge = _draft(play, contest_of(plan, today, play.cast.host))
    comparing.compare(play.stage, play.cast["officer"], challenge)
    play.stage.play(request_approval, play.cast["officer"], challenge)
    yield day_time(today, -5, 16)
    approver = play.cast["approver"]
    cost = "밤 시간 안전 관리 비용이 재원에 들어 있습니까?"
    play.stage.play(write_remark, approver, Remark(challenge.key, ContestSection.MONEY, cost))
    base = "목표의 기준 기간이 없습니다. 언제와 견주어 줄이는지 적어 주십시오."
    remark = play.stage.play(write_remark, approver, Remark(challenge.key, ContestSection.BRIEF, base))
    reason = "밤 시간 안전 관리 비용이 재원에 들어 있는지 확인하고, 목표의 기준 기간을 밝혀 주십시오."
    play.stage.play(return_for_edits, approver, challenge, reason)
    yield day_time(today, -4, 10)
    answer = "비교하는 기간을 지난해 같은 기간으로 적겠습니다."
    play.stage.play(settle_remark, play.cast["officer"], remark.key, answer)
    play.stage.commit()


def _draft(play: Play, contest: ContestFile) -> Challenge:
    programme = play.stage.play(import_contest, play.cast["officer"], contest).programme
    (challenge,) = steps.challenges_of(play, programme)
    play.stage.commit()
    return challenge


def panel_being_asked(play: Play, challenge: Challenge, today: datetime) -> Script:
    """A round before its start: two judges agreed, one declined, the demo's judge has not answered."""
    stage, secretary = play.stage, play.cast["secretary"]
    yield day_time(today, -2, 10)
    plan = NewRound(challenge.key, "서류 심사", 5, day_time(today, 14, 0))
    round_ = stage.play(create_round, secretary, plan)
    experts = play.cast.some_experts(3)
    for number, judge in enumerate((*experts, play.cast["judge"])):
        command = InviteJudge(judge.email, judge.name, is_civilian=number % 3 != 1, is_chair=number == 0)
        seat = stage.play(invite_judge, secretary, round_, command)
        if number < 2:
            steps.accept_all(play, judge)
        elif number == 2:
            asked = stage.work.session.get_one(Invitation, seat.invitation_id)
            stage.play(decline_invitation, judge, asked.key, "같은 기간에 다른 심사를 맡고 있습니다.")
    stage.commit()


def open_invitations(play: Play, today: datetime) -> Script:
    """Somebody is asked to judge, to work in the agency, to join a team; nobody has answered."""
    stage, cast = play.stage, play.cast
    yield day_time(today, -1, 15)
    round_ = stage.work.session.scalars(sa.select(Round).where(Round.state == RoundState.SCORING)).one()
    panel = stage.work.session.scalars(sa.select(Seat.account_id).where(Seat.round_id == round_.id)).all()
    reserve = next(expert for expert in cast.experts if expert.id not in panel)
    command = InviteJudge(reserve.email, reserve.name, is_civilian=True)
    stage.play(invite_judge, cast["secretary"], round_, command)
    new = cast.citizens[-3]
    stage.play(invite_official, cast["admin"], cast.agency.id, Role.JUDGING_SECRETARY, new.email, new.name)
    team, leader = _team(play)
    citizen = cast["citizen"]
    stage.play(invite_to_organisation, leader, team, citizen.email, citizen.name)
    stage.commit()


def _team(play: Play) -> tuple[Organisation, Account]:
    """The first team that was founded, and who leads it."""
    query = (
        sa.select(Organisation, Account)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .join(Account, Account.id == OrganisationMember.account_id)
        .where(OrganisationMember.is_lead)
        .order_by(Organisation.id)
        .limit(1)
    )
    team, leader = play.stage.work.session.execute(query).one()
    return team, leader


def suspended_account(play: Play, today: datetime) -> Script:
    """An account that was suspended until its owner has been heard."""
    yield day_time(today, -40, 9)
    account = create_demo_account(play.stage.work, f"suspended@{DOMAIN}", play.texts.name(), PASSWORD)
    yield day_time(today, -10, 16)
    reason = "다른 사람이 계정을 쓰고 있다는 신고를 받아, 본인을 확인할 때까지 정지합니다."
    play.stage.play(suspend_account, play.cast["admin"], account.key, reason)
    play.stage.commit()


def undelivered_letter(play: Play, today: datetime) -> Script:
    """An invitation to a mistyped address: tried as often as letters are, then given up."""
    stage, cast = play.stage, play.cast
    yield day_time(today, -4, 9)
    name = play.texts.name()
    stage.play(invite_official, cast["admin"], cast.agency.id, Role.CONTEST_OFFICER, NOWHERE, name)
    query = sa.select(OutboxMessage.id).where(OutboxMessage.payload["to"].as_string() == NOWHERE)
    letter = stage.work.session.scalars(query).one()
    for pause in (timedelta(), *PAUSES):
        yield stage.clock.now() + pause
        work = stage.work
        attempt = lease(work.session, letter, work.now)
        if attempt is not None:
            settle(work.session, letter, attempts=attempt.attempts, error=REFUSED, now=work.now)
        stage.commit()
