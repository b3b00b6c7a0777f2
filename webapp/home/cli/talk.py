"""What people say of the demo's problems and contests: endorsements (some by one hand), comments, follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.queries import CHALLENGE_KIND
from webapp.core.subjects import SubjectRef
from webapp.discussion.enums import HideReason, ReportReason, Stance
from webapp.discussion.services import (
    AnswerQuestion,
    HideComment,
    ReportComment,
    WriteComment,
    WriteFaq,
    answer_question,
    appeal_hiding,
    ask_question,
    endorse,
    follow,
    hide_comment,
    report_comment,
    write_comment,
    write_faq,
)
from webapp.home.cli.contests_now import day_time
from webapp.home.cli.steps import Play, Script
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries import PROBLEM_KIND

STANDING_CALL = "problems-any-time"
#: How many endorse each problem of the standing call, in the order in which they were posted.
ENDORSERS = (34, 21, 12, 9, 5)
#: Which of them is endorsed by one hand with several accounts, from which place, and how often.
ROW_PROBLEM, ROW_PLACE, ROW_COUNT = 3, "one table in a hall", 6

SHADE = "저희 동네 정류장도 여름이면 앉아 있을 수가 없습니다. 어르신들이 편의점 앞까지 걸어가십니다."
COST = "그늘막을 다 세우려면 돈이 많이 듭니다. 나무를 심는 편이 오래갑니다."
WHICH = "어느 정류장부터 하는지 정해져 있습니까?"
COUNTED = "지난해 구급 출동이 잦았던 정류장 40곳을 먼저 조사하고 있습니다. 결과를 다음 달에 공개하겠습니다."
OWN_WORDS = "작년에 우리 시에서만 더위로 쓰러진 분이 128명입니다. 급한 일입니다."
OFF_TOPIC = "주소 이전 대신 해 드립니다. 싸게 해 드리니 많이 찾아 주십시오."

TEAMS = "팀으로 응모할 때 팀원이 모두 회원이어야 하나요?"
TEAMS_ANSWER = "네. 팀원이 모두 가입하고 초대를 수락해야 합니다. 접수 마감 전까지 바꿀 수 있습니다."
VIDEO = "아이디어를 설명하는 영상을 따로 낼 수 있나요?"
VIDEO_ANSWER = "영상은 받지 않습니다. 그림이나 도면은 파일로 붙일 수 있습니다."
ABROAD = "해외에 사는 국민도 응모할 수 있나요?"


def endorsements(play: Play, today: datetime) -> Script:
    """The problems of the standing call find people who know them; one finds them all in one minute."""
    stage, citizens = play.stage, play.cast.citizens
    yield day_time(today, -3, 12)
    refs = [SubjectRef(PROBLEM_KIND, problem.key) for problem in problems_of_standing_call(play)]
    for ref, count in zip(refs, ENDORSERS, strict=True):
        yield stage.clock.now() + timedelta(hours=2)
        for number in range(count):
            stage.from_place(f"home of citizen {number}")
            stage.at(stage.clock.now() + timedelta(minutes=3))
            stage.play(endorse, citizens[number], ref)
    yield day_time(today, -1, 21)
    stage.from_place(ROW_PLACE)
    for citizen in citizens[100 : 100 + ROW_COUNT]:
        stage.at(stage.clock.now() + timedelta(seconds=7))
        stage.play(endorse, citizen, refs[ROW_PROBLEM])
    stage.from_place("")
    for account in (play.cast["citizen"], *citizens[:8]):
        stage.play(follow, account, refs[0])
    challenge = open_challenge(play)
    if challenge is not None:
        for account in (play.cast["citizen"], *citizens[10:15]):
            stage.play(follow, account, SubjectRef(CHALLENGE_KIND, challenge.key))
    stage.commit()


def comments(play: Play, today: datetime) -> Script:
    """A thread with an official answer, a reported comment, and a hidden one whose author disagrees."""
    stage, cast = play.stage, play.cast
    yield day_time(today, -2, 9)
    refs = [SubjectRef(PROBLEM_KIND, problem.key) for problem in problems_of_standing_call(play)]
    first = stage.play(write_comment, cast.citizens[20], refs[0], WriteComment(SHADE, Stance.SUPPORT))
    stage.play(write_comment, cast.citizens[21], refs[0], WriteComment(COST, Stance.OPPOSE))
    own = WriteComment(OWN_WORDS, Stance.SUPPORT)
    hidden = stage.play(write_comment, cast["citizen"], refs[0], own)
    yield day_time(today, -2, 14)
    asked = stage.play(write_comment, cast.citizens[22], refs[0], WriteComment(WHICH, parent_key=first.key))
    answer = WriteComment(COUNTED, parent_key=asked.key)
    stage.play(write_comment, cast["officer"], refs[0], answer)
    rude = stage.play(write_comment, cast.citizens[23], refs[1], WriteComment(OFF_TOPIC, Stance.NEUTRAL))
    yield day_time(today, -1, 10)
    stage.play(report_comment, cast.citizens[24], ReportComment(rude.key, ReportReason.ADVERTISING))
    hiding = HideComment(hidden.key, HideReason.FALSEHOOD, "적힌 숫자의 출처를 확인할 수 없습니다.")
    stage.play(hide_comment, cast["policy"], hiding)
    yield day_time(today, -1, 15)
    stage.play(appeal_hiding, cast["citizen"], hidden.key, "시청 누리집의 작년 통계에서 옮긴 숫자입니다.")
    stage.commit()


def questions(play: Play, today: datetime) -> Script:
    """The open challenge is asked about: one answered, one waiting, one that the officer answered before."""
    stage, cast = play.stage, play.cast
    yield day_time(today, -4, 10)
    challenge = open_challenge(play)
    if challenge is None:
        return
    ref = SubjectRef(CHALLENGE_KIND, challenge.key)
    stage.play(write_faq, cast["officer"], ref, WriteFaq(TEAMS, TEAMS_ANSWER))
    yield day_time(today, -3, 15)
    asked = stage.play(ask_question, cast.citizens[30], ref, VIDEO)
    yield day_time(today, -2, 11)
    answered = AnswerQuestion(asked.key, VIDEO_ANSWER, is_faq=False, version=asked.version)
    stage.play(answer_question, cast["officer"], answered)
    stage.play(ask_question, cast["citizen"], ref, ABROAD)
    stage.commit()


def open_challenge(play: Play) -> Challenge | None:
    """The first challenge of the ministry that takes entries now."""
    return play.stage.work.session.scalars(
        sa.select(Challenge)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.state == ChallengeState.OPEN, Programme.agency_id == play.cast.agency.id)
        .order_by(Challenge.id)
    ).first()


def problems_of_standing_call(play: Play) -> list[Problem]:
    """The problems that were posted without a term, the oldest first."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Problem)
            .join(ProblemCall, ProblemCall.id == Problem.call_id)
            .where(ProblemCall.slug == STANDING_CALL)
            .order_by(Problem.id)
        )
    )
