"""What moderators look at: reported comments, open appeals, one comment with everything said about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import (
    AppealState,
    CommentState,
    HideReason,
    Permission,
    ReportReason,
    ReportState,
)
from webapp.discussion.models import Comment, CommentAppeal, CommentEdit, CommentReport

#: The oldest of the queue are shown; what is settled makes room for the next.
QUEUE: Final = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """A comment with open reports, by the oldest of them."""

    key: str
    kind: str
    subject_key: str
    body: str
    reports: int
    first_at: datetime
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class WaitingAppeal:
    """An appeal that waits for a decision."""

    key: str
    kind: str
    subject_key: str
    text: str
    appealed_at: datetime
    hidden_by_id: int
    author_id: int
    agency_id: int
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class ModerationQueue:
    """What waits for who keeps order."""

    reported: Sequence[Reported]
    appeals: Sequence[WaitingAppeal]


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report, without who made it."""

    reason: ReportReason
    text: str
    state: ReportState
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What stood in a comment before a change."""

    body: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal with its decision."""

    key: str
    version: int
    agency_id: int
    author_id: int
    hidden_by_id: int
    text: str
    state: AppealState
    appealed_at: datetime
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True, slots=True)
class ModeratedComment:
    """A comment as moderators see it: also its text when it is hidden."""

    id: int
    key: str
    kind: str
    subject_key: str
    agency_id: int
    author_id: int
    author: str
    body: str
    state: CommentState
    created_at: datetime
    hidden_at: datetime | None
    hidden_by_id: int | None
    hide_code: HideReason | None
    hide_reason: str


@dataclass(frozen=True, slots=True)
class ModerationCase:
    """A comment with its reports, earlier texts and appeals."""

    comment: ModeratedComment
    subject: Subject | None
    reports: Sequence[ReportView]
    earlier: Sequence[EarlierText]
    appeals: Sequence[AppealView]

    @property
    def open_reports(self) -> int:
        """How many reports wait."""
        return sum(report.state is ReportState.OPEN for report in self.reports)

    @property
    def open_appeal(self) -> AppealView | None:
        """The appeal that waits for a decision."""
        return next((one for one in self.appeals if one.state is AppealState.OPEN), None)


def moderation_queue(work: Work, actor: Actor, agency_ids: Collection[int]) -> ModerationQueue:
    """The oldest reports and appeals of these agencies. Two statements, and one for each kind of subject."""
    first_at = sa.func.min(CommentReport.reported_at)
    reported = work.session.execute(
        sa.select(
            Comment.key,
            Comment.subject_kind,
            Comment.subject_key,
            Comment.body,
            sa.func.count(CommentReport.id),
            sa.type_coerce(first_at, CommentReport.reported_at.type),
        )
        .join(CommentReport, CommentReport.comment_id == Comment.id)
        .where(Comment.agency_id.in_(sorted(agency_ids)), CommentReport.state == ReportState.OPEN)
        .group_by(Comment.id, Comment.key, Comment.subject_kind, Comment.subject_key, Comment.body)
        .order_by(first_at, Comment.id)
        .limit(QUEUE)
    ).all()
    appeals = work.session.execute(
        sa.select(
            CommentAppeal.key,
            Comment.subject_kind,
            Comment.subject_key,
            CommentAppeal.text,
            CommentAppeal.appealed_at,
            CommentAppeal.hidden_by_id,
            CommentAppeal.author_id,
            CommentAppeal.agency_id,
        )
        .join(Comment, Comment.id == CommentAppeal.comment_id)
        .where(CommentAppeal.agency_id.in_(sorted(agency_ids)), CommentAppeal.state == AppealState.OPEN)
        .order_by(CommentAppeal.appealed_at, CommentAppeal.id)
        .limit(QUEUE)
    ).all()
    found = work.subjects.find_all(work, actor, [SubjectRef(row[1], row[2]) for row in (*reported, *appeals)])
    return ModerationQueue(
        [replace(Reported(*row), subject=found.get(SubjectRef(row[1], row[2]))) for row in reported],
        [replace(WaitingAppeal(*row), subject=found.get(SubjectRef(row[1], row[2]))) for row in appeals],
    )


def moderation_case(work: Work, actor: Actor, key: str) -> ModerationCase:
    """One comment for a moderator of its agency; NotFound for everybody else. Four statements and one."""
    row = work.session.execute(_comments().where(Comment.key == key)).first()
    comment = ModeratedComment(*row) if row else None
    if comment is None:
        raise NotFound(_("의견을 찾을 수 없습니다."))
    work.require(actor, Permission.MODERATE, comment, is_secret=True)
    reports = work.session.execute(
        sa.select(CommentReport.reason, CommentReport.text, CommentReport.state, CommentReport.reported_at)
        .where(CommentReport.comment_id == comment.id)
        .order_by(CommentReport.id)
        .limit(QUEUE)
    )
    earlier = work.session.execute(
        sa.select(CommentEdit.body, CommentEdit.replaced_at)
        .where(CommentEdit.comment_id == comment.id)
        .order_by(CommentEdit.id)
        .limit(QUEUE)
    )
    appeals = work.session.execute(
        _appeals().where(CommentAppeal.comment_id == comment.id).order_by(CommentAppeal.id)
    )
    ref = SubjectRef(comment.kind, comment.subject_key)
    return ModerationCase(
        comment,
        work.subjects.find_all(work, actor, [ref]).get(ref),
        [ReportView(*one) for one in reports],
        [EarlierText(*one) for one in earlier],
        [AppealView(*one) for one in appeals],
    )


def appealed_comment(work: Work, appeal_key: str) -> str:
    """The key of the comment that an appeal is about. NotFound for a forged key. One statement."""
    found = work.session.scalar(
        sa.select(Comment.key)
        .join(CommentAppeal, CommentAppeal.comment_id == Comment.id)
        .where(CommentAppeal.key == appeal_key)
    )
    if found is None:
        raise NotFound(_("이의 제기를 찾을 수 없습니다."))
    return found


def _comments() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Comment.id,
        Comment.key,
        Comment.subject_kind,
        Comment.subject_key,
        Comment.agency_id,
        Comment.author_id,
        Account.name,
        Comment.body,
        Comment.state,
        Comment.created_at,
        Comment.hidden_at,
        Comment.hidden_by_id,
        Comment.hide_code,
        Comment.hide_reason,
    ).join(Account, Account.id == Comment.author_id)


def _appeals() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        CommentAppeal.key,
        CommentAppeal.version,
        CommentAppeal.agency_id,
        CommentAppeal.author_id,
        CommentAppeal.hidden_by_id,
        CommentAppeal.text,
        CommentAppeal.state,
        CommentAppeal.appealed_at,
        CommentAppeal.decided_at,
        CommentAppeal.decision,
    )
