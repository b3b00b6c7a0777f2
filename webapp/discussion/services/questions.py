"""Asking in public, answering as a named official, what is often asked, hiding what is no question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import Deed, Permission, QuestionEvent, QuestionState
from webapp.discussion.mails import send_question_answered, send_question_asked, send_question_hidden
from webapp.discussion.models import EarlierAnswer, Question
from webapp.discussion.policies import ANSWERING_ROLES
from webapp.discussion.queries.people import addressee, holders_of, official_facts
from webapp.discussion.services.comments import check_version, public_text
from webapp.discussion.services.flood import count_deed
from webapp.discussion.services.tallies import locked_tally
from webapp.discussion.workflow import QUESTION

QUESTION_MAX: Final = 1000
ANSWER_MAX: Final = 3000
#: The same words by the same person about the same thing are the same form sent twice.
SAME_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """An answer, or a better one. `is_faq`: show it first to everybody. `version` comes from the form."""

    key: str
    answer: str
    is_faq: bool
    version: int


@dataclass(frozen=True, slots=True)
class WriteFaq:
    """A question that the agency answers before anybody asks."""

    question: str
    answer: str


def ask_question(work: Work, actor: Actor, ref: SubjectRef, body: str) -> Question:
    """Ask about a subject in public; the officials of its agency are told. The same form twice asks once.

    RuleBroken on `body` for nothing, too much or personal data; TooMany after too many.
    """
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.QUESTION_WRITE, subject)
    text = public_text(body, "body", maximum=QUESTION_MAX, empty=_("질문을 적어 주십시오."))
    tally = locked_tally(work, ref)
    known = _same(work, actor, ref, text)
    if known is not None:
        return known
    count_deed(work, actor, Deed.ASK)
    question = _new(work, actor, subject, text)
    work.session.add(question)
    tally.open_questions += 1
    work.audit(actor, "discussion:question:asked", question, after={"kind": ref.kind, "key": ref.key})
    officials = holders_of(work, subject.agency_id, *ANSWERING_ROLES)
    send_question_asked(work, officials, subject, question)
    return question


def answer_question(work: Work, actor: Actor, command: AnswerQuestion) -> Question:
    """Answer a question, or answer it anew: the earlier answer is kept. The asker is told.

    RuleBroken on `answer` for nothing, too much or personal data, and for who has no place in the agency;
    StaleVersion when somebody else answered in between.
    """
    question, subject = _loaded(work, actor, command.key)
    answer = public_text(command.answer, "answer", maximum=ANSWER_MAX, empty=_("답변을 적어 주십시오."))
    if (question.answer, question.is_faq) == (answer, command.is_faq):
        return question
    check_version(question.version, command.version)
    was_open, is_new = question.state is QuestionState.ASKED, question.answer != answer
    if is_new:
        _keep_earlier(work, question)
        _sign(work, actor, question, subject, answer)
    if was_open or is_new:
        QUESTION.fire(work, actor, question, QuestionEvent.ANSWER)
    question.is_faq = command.is_faq
    if was_open:
        locked_tally(work, subject.ref).open_questions -= 1
    work.audit(actor, "discussion:question:answered", question, after={"is_faq": command.is_faq})
    if is_new:
        send_question_answered(work, addressee(work, question.author_id), subject, question)
    return question


def write_faq(work: Work, actor: Actor, ref: SubjectRef, command: WriteFaq) -> Question:
    """Write a question with its answer, for everybody who would ask it. The same form twice writes once."""
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.QUESTION_ANSWER, subject, is_secret=True)
    text = public_text(command.question, "question", maximum=QUESTION_MAX, empty=_("질문을 적어 주십시오."))
    answer = public_text(command.answer, "answer", maximum=ANSWER_MAX, empty=_("답변을 적어 주십시오."))
    locked_tally(work, ref)
    known = _same(work, actor, ref, text)
    if known is not None:
        return known
    question = _new(work, actor, subject, text)
    _sign(work, actor, question, subject, answer)
    work.session.add(question)
    work.flush()
    QUESTION.fire(work, actor, question, QuestionEvent.ANSWER)
    question.is_faq = True
    work.audit(actor, "discussion:question:prepared", question, after={"kind": ref.kind, "key": ref.key})
    return question


def hide_question(work: Work, actor: Actor, key: str, reason: str) -> Question:
    """Take away what is no question or hurts somebody; the asker reads why. Safe to repeat."""
    question, subject = _loaded(work, actor, key)
    if question.state is QuestionState.HIDDEN:
        return question
    text = public_text(reason, "reason", empty=_("사유를 적어 주십시오."))
    question.hide_reason = text
    QUESTION.fire(work, actor, question, QuestionEvent.HIDE, reason=text)
    locked_tally(work, subject.ref).open_questions -= 1
    work.audit(actor, "discussion:question:hidden", question)
    send_question_hidden(work, addressee(work, question.author_id), subject, question)
    return question


def _loaded(work: Work, actor: Actor, key: str) -> tuple[Question, Subject]:
    question = work.session.scalar(
        sa.select(Question)
        .where(Question.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise NotFound(_("질문을 찾을 수 없습니다."))
    work.require(actor, Permission.QUESTION_ANSWER, question, is_secret=True)
    ref = SubjectRef(question.subject_kind, question.subject_key)
    return question, work.subjects.find(work, actor, ref)


def _same(work: Work, actor: Actor, ref: SubjectRef, text: str) -> Question | None:
    states: Sequence[QuestionState] = (QuestionState.ASKED, QuestionState.ANSWERED)
    return work.session.scalar(
        sa.select(Question)
        .where(
            Question.author_id == actor.account_id,
            Question.subject_kind == ref.kind,
            Question.subject_key == ref.key,
            Question.asked_at > work.now - SAME_WITHIN,
            Question.state.in_(states),
            Question.body == text,
        )
        .order_by(Question.id.desc())
        .limit(1)
    )


def _new(work: Work, actor: Actor, subject: Subject, text: str) -> Question:
    return Question(
        subject_kind=subject.kind,
        subject_key=subject.key,
        agency_id=subject.agency_id,
        author_id=actor.account_id,
        body=text,
        state=QuestionState.ASKED,
        asked_at=work.now,
        answer="",
        official={},
    )


def _sign(work: Work, actor: Actor, question: Question, subject: Subject, answer: str) -> None:
    official = official_facts(work, actor.account_id, subject.agency_id)
    if not official:
        raise RuleBroken(
            _("기관의 답변을 쓰려면 소속과 직위가 등록되어 있어야 합니다. 기관 관리자에게 알려 주십시오."),
            field="answer",
            code="official",
        )
    question.answer, question.official = answer, official
    question.answered_at, question.answered_by_id = work.now, actor.account_id


def _keep_earlier(work: Work, question: Question) -> None:
    if question.answered_at is not None:
        work.session.add(
            EarlierAnswer(
                question_id=question.id,
                answer=question.answer,
                official=question.official,
                answered_at=question.answered_at,
            )
        )
