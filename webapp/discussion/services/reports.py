"""Reporting a comment, and settling its reports with the decision about it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.discussion.enums import Deed, Permission, ReportEvent, ReportReason, ReportState
from webapp.discussion.models import Comment, CommentReport
from webapp.discussion.services.comments import visible_comment
from webapp.discussion.services.flood import count_deed
from webapp.discussion.workflow import REPORT

REPORT_MAX = 500


@dataclass(frozen=True, slots=True)
class ReportComment:
    """Which comment, and what is wrong with it."""

    key: str
    reason: ReportReason
    text: str = ""


def report_comment(work: Work, actor: Actor, command: ReportComment) -> CommentReport:
    """Report another's comment; who reported it already is told so by nothing: the first report stands.

    RuleBroken on `text` when the reason is another one and is not told.
    """
    comment, _subject = visible_comment(work, actor, command.key)
    work.require(actor, Permission.REPORT_WRITE, comment)
    text = clean_text(command.text)
    check_length(text, maximum=REPORT_MAX, field="text")
    if command.reason is ReportReason.OTHER and not text:
        raise RuleBroken(_("무엇이 문제인지 적어 주십시오."), field="text", code="reason_required")
    known = work.session.scalar(
        sa.select(CommentReport).where(
            CommentReport.comment_id == comment.id, CommentReport.account_id == actor.account_id
        )
    )
    if known is not None:
        return known
    count_deed(work, actor, Deed.REPORT)
    report = CommentReport(
        comment_id=comment.id,
        account_id=actor.account_id,
        reason=command.reason,
        text=text,
        state=ReportState.OPEN,
        reported_at=work.now,
    )
    work.session.add(report)
    work.audit(actor, "discussion:report:written", report, after={"reason": command.reason})
    return report


def settle_reports(work: Work, actor: Actor, comment: Comment, event: ReportEvent) -> int:
    """Settle every open report of the comment; returns how many. Part of a decision, which is noted."""
    reports = work.session.scalars(
        sa.select(CommentReport)
        .where(CommentReport.comment_id == comment.id, CommentReport.state == ReportState.OPEN)
        .order_by(CommentReport.id)
        .with_for_update()
    ).all()
    for report in reports:
        report.settled_at = work.now
        REPORT.fire(work, actor, report, event)
    return len(reports)
