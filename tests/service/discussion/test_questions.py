"""Questions: asked in public, answered by a named official, told to both sides, hidden with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.challenges import make_challenge
from tests.support.discussion import somebody, tally_of
from tests.support.people import actor_for, make_agency, make_official
from tests.support.problems import account_of, make_officer
from webapp.accounts.enums import Role
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import NotFound, RuleBroken, SignInNeeded, StaleVersion, TooMany, WrongState
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import QuestionState
from webapp.discussion.models import EarlierAnswer
from webapp.discussion.policies import agencies_answered_by
from webapp.discussion.queries import (
    first_questions,
    office_question,
    often_asked,
    open_questions,
    question_page,
    waiting_talk,
)
from webapp.discussion.services import (
    AnswerQuestion,
    WriteFaq,
    answer_question,
    ask_question,
    hide_question,
    write_faq,
)

ASKED, ANSWER = "팀으로 응모할 수 있나요?", "네, 다섯 명까지 함께 응모할 수 있습니다."


class Scene:
    """An open challenge, its officer, and somebody who asks."""

    def __init__(self, work: Work) -> None:
        agency = make_agency(work)
        self.challenge: Challenge = make_challenge(work, agency, ChallengeState.OPEN)
        programme = work.session.get_one(Programme, self.challenge.programme_id)
        self.officer: Actor = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
        self.asker = somebody(work, "김질문")
        self.ref = SubjectRef("challenge", self.challenge.key)
        self.contest = SubjectRef("contest", programme.slug)


def waiting(work: Work, ref: SubjectRef) -> int:
    tally = tally_of(work, ref)
    return tally.open_questions if tally else 0


def test_a_question_is_answered_in_public_by_name_and_both_sides_are_told(work: Work) -> None:
    scene = Scene(work)
    question = ask_question(work, scene.asker, scene.ref, ASKED)
    assert ask_question(work, scene.asker, scene.ref, ASKED) is question
    assert waiting(work, scene.ref) == 1
    assert account_of(work, scene.officer).email in {
        one["to"] for one in letters(work, "discussion/question_asked")
    }
    work.flush()
    command = AnswerQuestion(question.key, ANSWER, is_faq=False, version=question.version)
    for _ in range(2):
        answer_question(work, scene.officer, command)
    assert waiting(work, scene.ref) == 0
    [shown] = first_questions(work, scene.ref)
    assert (shown.answer, shown.named_official) == (ANSWER, "사무관 이담당")
    [letter] = letters(work, "discussion/question_answered")
    assert letter["to"] == account_of(work, scene.asker).email
    assert letter["facts"]["answer"] == ANSWER


def test_a_better_answer_keeps_the_earlier_one_and_a_stale_one_is_refused(work: Work) -> None:
    scene = Scene(work)
    question = ask_question(work, scene.asker, scene.ref, ASKED)
    work.flush()
    version = question.version
    answer_question(work, scene.officer, AnswerQuestion(question.key, ANSWER, False, version))
    work.flush()
    with pytest.raises(StaleVersion):
        answer_question(work, scene.officer, AnswerQuestion(question.key, "다른 답", False, version))
    work.now += timedelta(hours=1)
    answer_question(work, scene.officer, AnswerQuestion(question.key, "고친 답", True, question.version))
    work.flush()
    assert work.session.scalars(sa.select(EarlierAnswer.answer)).all() == [ANSWER]
    assert [one.answer for one in often_asked(work, scene.ref)] == ["고친 답"]
    assert question_page(work, scene.ref).items == ()
    answer_question(work, scene.officer, AnswerQuestion(question.key, "고친 답", False, question.version))
    assert often_asked(work, scene.ref) == []
    assert len(letters(work, "discussion/question_answered")) == 2


def test_an_answer_can_be_prepared_before_anybody_asks(work: Work) -> None:
    scene = Scene(work)
    for _ in range(2):
        write_faq(work, scene.officer, scene.contest, WriteFaq(ASKED, ANSWER))
    [faq] = often_asked(work, scene.contest)
    assert (faq.body, faq.answer, faq.is_faq) == (ASKED, ANSWER, True)
    assert waiting(work, scene.contest) == 0
    assert letters(work, "discussion/question_answered") == []
    with pytest.raises(NotFound):
        write_faq(work, scene.asker, scene.contest, WriteFaq(ASKED, ANSWER))


def test_what_is_no_question_is_hidden_with_a_reason_and_stands_nowhere(work: Work) -> None:
    scene = Scene(work)
    question = ask_question(work, scene.asker, scene.ref, "광고입니다")
    with pytest.raises(RuleBroken):
        hide_question(work, scene.officer, question.key, " ")
    for _ in range(2):
        hide_question(work, scene.officer, question.key, "광고입니다.")
    assert question.state is QuestionState.HIDDEN
    assert first_questions(work, scene.ref) == []
    assert waiting(work, scene.ref) == 0
    assert len(letters(work, "discussion/question_hidden")) == 1
    with pytest.raises(WrongState):
        answer_question(work, scene.officer, AnswerQuestion(question.key, ANSWER, False, question.version))


def test_what_is_refused(work: Work) -> None:
    scene = Scene(work)
    for body in (" ", "가" * 1001, "제 번호는 010-1234-5678"):
        with pytest.raises(RuleBroken) as refused:
            ask_question(work, scene.asker, scene.ref, body)
        assert set(refused.value.fields) == {"body"}
    with pytest.raises(SignInNeeded):
        ask_question(work, ANONYMOUS, scene.ref, ASKED)
    with pytest.raises(NotFound):
        ask_question(work, scene.asker, SubjectRef("challenge", "zzzzzzzzzzzz"), ASKED)
    question = ask_question(work, scene.asker, scene.ref, ASKED)
    elsewhere = make_officer(work, make_agency(work))
    for actor in (scene.asker, elsewhere):
        with pytest.raises(NotFound):
            office_question(work, actor, question.key)
        with pytest.raises(NotFound):
            answer_question(work, actor, AnswerQuestion(question.key, ANSWER, False, 1))
        with pytest.raises(NotFound):
            hide_question(work, actor, question.key, "남의 질문")


def test_a_flood_of_questions_is_stopped(work: Work) -> None:
    scene = Scene(work)
    for number in range(10):
        ask_question(work, scene.asker, scene.ref, f"질문 {number}")
    with pytest.raises(TooMany):
        ask_question(work, scene.asker, scene.ref, "하나 더")


def test_the_office_sees_what_waits_the_oldest_first(work: Work) -> None:
    scene = Scene(work)
    keys = [ask_question(work, scene.asker, ref, ASKED).key for ref in (scene.ref, scene.contest)]
    found = open_questions(work, scene.officer, agencies_answered_by(scene.officer))
    assert [one.key for one in found] == keys
    assert [one.subject is not None for one in found] == [True, True]
    talk = waiting_talk(work, agencies_answered_by(scene.officer), scene.officer.account_id)
    assert (talk.questions, talk.reported, talk.appeals) == (2, 0, 0)
    elsewhere = make_officer(work, make_agency(work))
    assert open_questions(work, elsewhere, agencies_answered_by(elsewhere)) == []
