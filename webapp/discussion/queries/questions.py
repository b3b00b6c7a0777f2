"""Questions as pages show them: those often asked first, then the newest; and what waits for an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import Permission, QuestionState
from webapp.discussion.models import EarlierAnswer, Question

PAGE_SIZE: Final = 20
FAQ_SHOWN: Final = 30
#: How many questions a subject's own page shows, those often asked among them.
FIRST_QUESTIONS: Final = 10
WAITING_SHOWN: Final = 100
SHOWN = (QuestionState.ASKED, QuestionState.ANSWERED)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as everybody sees it."""

    id: int
    key: str
    version: int
    kind: str
    subject_key: str
    agency_id: int
    author_id: int
    author: str
    body: str
    state: QuestionState
    asked_at: datetime
    answer: str
    official: dict[str, Any]
    answered_at: datetime | None
    is_faq: bool
    subject: Subject | None = None

    @property
    def named_official(self) -> str:
        """Department, title and name of the official in one line."""
        department = localized(self.official.get("department", ""), self.official.get("department_en", ""))
        return " ".join(filter(None, (department, self.official.get("title"), self.official.get("name"))))

    def days_waiting(self, now: datetime) -> int:
        """For how many days it has waited."""
        return (kst_day(now) - kst_day(self.asked_at)).days


@dataclass(frozen=True, slots=True)
class AnswerBefore:
    """An answer that was replaced."""

    answer: str
    answered_at: datetime


def first_questions(work: Work, ref: SubjectRef, size: int = FIRST_QUESTIONS) -> Sequence[QuestionView]:
    """What a subject's own page shows: those often asked, then the newest. One statement."""
    rows = work.session.execute(
        _visible(ref).order_by(Question.is_faq.desc(), Question.id.desc()).limit(size)
    )
    return [QuestionView(*row) for row in rows]


def often_asked(work: Work, ref: SubjectRef) -> Sequence[QuestionView]:
    """The questions often asked, the newest first. One statement."""
    rows = work.session.execute(
        _visible(ref).where(Question.is_faq).order_by(Question.id.desc()).limit(FAQ_SHOWN)
    )
    return [QuestionView(*row) for row in rows]


def question_page(
    work: Work, ref: SubjectRef, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[QuestionView]:
    """A page of the other questions, the newest first. One statement."""
    position = read_cursor(cursor, (int,))
    query = _visible(ref).where(~Question.is_faq)
    if position is not None and position.backwards:
        query = query.where(Question.id > position.key[0]).order_by(Question.id)
    else:
        after = (Question.id < position.key[0],) if position else ()
        query = query.where(*after).order_by(Question.id.desc())
    rows = [QuestionView(*row) for row in work.session.execute(query.limit(size + 1))]
    return page_of(rows, size=size, key=lambda one: (one.id,), cursor=position)


def open_questions(work: Work, actor: Actor, agency_ids: Collection[int]) -> Sequence[QuestionView]:
    """What waits for an answer of these agencies, the oldest first. A statement, and one per kind."""
    rows = work.session.execute(
        _columns()
        .where(Question.agency_id.in_(sorted(agency_ids)), Question.state == QuestionState.ASKED)
        .order_by(Question.asked_at, Question.id)
        .limit(WAITING_SHOWN)
    )
    views = [QuestionView(*row) for row in rows]
    found = work.subjects.find_all(work, actor, [SubjectRef(one.kind, one.subject_key) for one in views])
    return [replace(one, subject=found.get(SubjectRef(one.kind, one.subject_key))) for one in views]


def office_question(
    work: Work, actor: Actor, key: str
) -> tuple[QuestionView, Subject, Sequence[AnswerBefore]]:
    """A question for who may answer it, with earlier answers. NotFound for everybody else."""
    row = work.session.execute(_columns().where(Question.key == key)).first()
    if row is None:
        raise NotFound(_("질문을 찾을 수 없습니다."))
    question = QuestionView(*row)
    work.require(actor, Permission.QUESTION_ANSWER, question, is_secret=True)
    subject = work.subjects.find(work, actor, SubjectRef(question.kind, question.subject_key))
    earlier = work.session.execute(
        sa.select(EarlierAnswer.answer, EarlierAnswer.answered_at)
        .where(EarlierAnswer.question_id == question.id)
        .order_by(EarlierAnswer.id)
    )
    return question, subject, [AnswerBefore(*one) for one in earlier]


def _visible(ref: SubjectRef) -> sa.Select[*tuple[Any, ...]]:
    return _columns().where(
        Question.subject_kind == ref.kind, Question.subject_key == ref.key, Question.state.in_(SHOWN)
    )


def _columns() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Question.id,
        Question.key,
        Question.version,
        Question.subject_kind,
        Question.subject_key,
        Question.agency_id,
        Question.author_id,
        Account.name,
        Question.body,
        Question.state,
        Question.asked_at,
        Question.answer,
        Question.official,
        Question.answered_at,
        Question.is_faq,
    ).join(Account, Account.id == Question.author_id)
