"""How much waits for the officials of agencies: questions, reported comments, appeals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.work import Work
from webapp.discussion.enums import AppealState, QuestionState, ReportState
from webapp.discussion.models import Comment, CommentAppeal, CommentReport, Question


@dataclass(frozen=True, slots=True)
class WaitingTalk:
    """How many of each wait."""

    questions: int = 0
    reported: int = 0
    appeals: int = 0


def waiting_talk(work: Work, agency_ids: Collection[int], account_id: int | None) -> WaitingTalk:
    """What waits in these agencies; appeals only those that this account may decide. One statement."""
    agencies = sorted(agency_ids)
    questions = (
        sa.select(sa.func.count(Question.id))
        .where(Question.agency_id.in_(agencies), Question.state == QuestionState.ASKED)
        .scalar_subquery()
    )
    reported = (
        sa.select(sa.func.count(Comment.id.distinct()))
        .join(CommentReport, CommentReport.comment_id == Comment.id)
        .where(Comment.agency_id.in_(agencies), CommentReport.state == ReportState.OPEN)
        .scalar_subquery()
    )
    appeals = (
        sa.select(sa.func.count(CommentAppeal.id))
        .where(
            CommentAppeal.agency_id.in_(agencies),
            CommentAppeal.state == AppealState.OPEN,
            CommentAppeal.hidden_by_id != account_id,
            CommentAppeal.author_id != account_id,
        )
        .scalar_subquery()
    )
    row = work.session.execute(sa.select(questions, reported, appeals)).one()
    return WaitingTalk(row[0], row[1], row[2])
