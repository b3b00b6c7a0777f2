"""Keeping order: hiding a comment with a reason, showing it again, leaving what was reported, appeals.

The author is told of each decision with its reason, and who hid does not decide on the appeal.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.subjects import SubjectRef
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.discussion.enums import (
    AppealEvent,
    AppealState,
    CommentEvent,
    CommentState,
    HideReason,
    Permission,
    ReportEvent,
)
from webapp.discussion.mails import send_appeal_decided, send_hidden, send_shown
from webapp.discussion.models import Comment, CommentAppeal
from webapp.discussion.queries.people import addressee
from webapp.discussion.services.comments import REASON_MAX, check_version, locked_comment
from webapp.discussion.services.reports import settle_reports
from webapp.discussion.services.tallies import locked_tally
from webapp.discussion.workflow import APPEAL, COMMENT


@dataclass(frozen=True, slots=True)
class HideComment:
    """Why a comment is hidden: a reason from the list and in words; its author reads both."""

    key: str
    code: HideReason
    reason: str


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """What becomes of an appeal, and why; its author reads it. `version` comes from the form."""

    key: str
    is_upheld: bool
    reason: str
    version: int


def hide_comment(work: Work, actor: Actor, command: HideComment) -> Comment:
    """Hide a comment from everybody but its author and the moderators; settles its reports. Safe to repeat.

    RuleBroken on `reason` without one.
    """
    comment = _moderated(work, actor, command.key)
    if comment.state is CommentState.HIDDEN:
        return comment
    reason = _reason(command.reason)
    comment.hidden_at, comment.hidden_by_id = work.now, actor.account_id
    comment.hide_code, comment.hide_reason = command.code, reason
    COMMENT.fire(work, actor, comment, CommentEvent.HIDE, reason=reason)
    settled = settle_reports(work, actor, comment, ReportEvent.UPHOLD)
    _count(work, comment, -1)
    after = {"code": command.code, "reports": settled}
    work.audit(actor, "discussion:comment:hidden", comment, after=after)
    send_hidden(work, addressee(work, comment.author_id), comment)
    return comment


def show_comment(work: Work, actor: Actor, key: str, reason: str) -> Comment:
    """Take a hiding back without an appeal: whoever hid by mistake may. Safe to repeat.

    WrongState while an appeal is open: another person decides on it.
    """
    comment = _moderated(work, actor, key)
    if comment.state is CommentState.VISIBLE:
        return comment
    if _open_appeal(work, comment) is not None:
        raise WrongState(_("작성자가 이의를 제기했습니다. 이의 제기에 결정해 주십시오."))
    _show(work, actor, comment, _reason(reason))
    send_shown(work, addressee(work, comment.author_id), comment)
    return comment


def leave_comment(work: Work, actor: Actor, key: str) -> int:
    """Leave a reported comment as it is; returns how many reports are settled so. Safe to repeat."""
    comment = _moderated(work, actor, key)
    settled = settle_reports(work, actor, comment, ReportEvent.DISMISS)
    if settled:
        work.audit(actor, "discussion:comment:left", comment, after={"reports": settled})
    return settled


def appeal_hiding(work: Work, actor: Actor, key: str, text: str) -> CommentAppeal:
    """Answer the hiding of one's own comment, once. RuleBroken on `text` for nothing or too much.

    NotFound for another's comment, WrongState for one that is not hidden. A second one gives back the first.
    """
    comment = locked_comment(work, key)
    work.require(actor, Permission.APPEAL_WRITE, comment, is_secret=True)
    if comment.state is not CommentState.HIDDEN or comment.hidden_at is None:
        raise WrongState(_("가린 의견만 이의를 제기할 수 있습니다."))
    known = work.session.scalar(
        sa.select(CommentAppeal).where(
            CommentAppeal.comment_id == comment.id, CommentAppeal.hidden_at == comment.hidden_at
        )
    )
    if known is not None:
        return known
    cleaned = _reason(text, field="text", empty=_("왜 다시 보여야 하는지 적어 주십시오."))
    appeal = CommentAppeal(
        comment_id=comment.id,
        agency_id=comment.agency_id,
        author_id=comment.author_id,
        hidden_at=comment.hidden_at,
        hidden_by_id=comment.hidden_by_id,
        text=cleaned,
        state=AppealState.OPEN,
        appealed_at=work.now,
    )
    work.session.add(appeal)
    work.audit(actor, "discussion:appeal:written", appeal)
    return appeal


def decide_appeal(work: Work, actor: Actor, command: DecideAppeal) -> CommentAppeal:
    """Decide on an appeal: the comment is shown again, or stays hidden; its author is told why.

    WrongState when it is decided already, NotPermitted for who hid the comment.
    """
    appeal = work.session.scalar(
        sa.select(CommentAppeal).where(CommentAppeal.key == command.key).with_for_update()
    )
    if appeal is None:
        raise NotFound(_("이의 제기를 찾을 수 없습니다."))
    work.require(actor, Permission.MODERATE, appeal, is_secret=True)
    work.require(actor, Permission.APPEAL_DECIDE, appeal)
    event = AppealEvent.UPHOLD if command.is_upheld else AppealEvent.DISMISS
    reason = _reason(command.reason)
    if appeal.state is AppealState.OPEN:
        check_version(appeal.version, command.version)
        appeal.decided_at, appeal.decided_by_id, appeal.decision = work.now, actor.account_id, reason
    APPEAL.fire(work, actor, appeal, event, reason=reason)
    comment = work.session.get_one(Comment, appeal.comment_id, with_for_update=True)
    if command.is_upheld and comment.state is CommentState.HIDDEN:
        _show(work, actor, comment, reason)
    work.audit(actor, "discussion:appeal:decided", appeal, after={"state": appeal.state})
    send_appeal_decided(work, addressee(work, appeal.author_id), comment, appeal)
    return appeal


def _moderated(work: Work, actor: Actor, key: str) -> Comment:
    comment = locked_comment(work, key)
    work.require(actor, Permission.MODERATE, comment, is_secret=True)
    return comment


def _show(work: Work, actor: Actor, comment: Comment, reason: str) -> None:
    COMMENT.fire(work, actor, comment, CommentEvent.SHOW, reason=reason)
    _count(work, comment, 1)
    work.audit(actor, "discussion:comment:shown", comment)


def _count(work: Work, comment: Comment, change: int) -> None:
    locked_tally(work, SubjectRef(comment.subject_kind, comment.subject_key)).comments += change


def _open_appeal(work: Work, comment: Comment) -> CommentAppeal | None:
    return work.session.scalar(
        sa.select(CommentAppeal).where(
            CommentAppeal.comment_id == comment.id, CommentAppeal.state == AppealState.OPEN
        )
    )


def _reason(text: str, *, field: str = "reason", empty: str = "") -> str:
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise RuleBroken(empty or _("사유를 적어 주십시오."), field=field, code="reason_required")
    check_length(cleaned, maximum=REASON_MAX, field=field)
    return cleaned
