"""Writing a comment or an answer, changing it with its history kept, deleting it.

Whoever works for the subject's agency always speaks as the agency: marked with department, title and name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.models import new_key
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import CommentEvent, CommentState, Deed, Permission, ReportEvent, Stance
from webapp.discussion.mails import send_answered
from webapp.discussion.models import Comment, CommentEdit
from webapp.discussion.queries.people import addressee, official_facts
from webapp.discussion.services.comments import (
    check_version,
    locked_comment,
    public_text,
    subject_of,
    visible_comment,
)
from webapp.discussion.services.flood import count_deed
from webapp.discussion.services.reports import settle_reports
from webapp.discussion.services.tallies import locked_tally
from webapp.discussion.workflow import COMMENT

#: The same words by the same person in the same place are the same form sent twice.
SAME_WITHIN: Final = timedelta(minutes=10)
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class WriteComment:
    """What somebody wants to say; `parent_key`: the comment that it answers."""

    body: str
    stance: Stance | None = None
    parent_key: str = ""


@dataclass(frozen=True, slots=True)
class EditComment:
    """A comment's new text. `version` comes from the form."""

    key: str
    body: str
    stance: Stance | None
    version: int


def write_comment(work: Work, actor: Actor, ref: SubjectRef, command: WriteComment) -> Comment:
    """Comment on a subject, or answer a comment on it; sending the same form twice writes once.

    RuleBroken on `body` for nothing, too much or personal data; TooMany after too many. An answer to a
    comment of the deepest level stands beside it.
    """
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.COMMENT_WRITE, subject)
    body = public_text(command.body, "body", empty=_("의견을 적어 주십시오."))
    tally = locked_tally(work, ref)
    parent = _parent(work, actor, ref, command.parent_key)
    known = _same(work, actor, ref, parent, body)
    if known is not None:
        return known
    count_deed(work, actor, Deed.COMMENT)
    comment = _new(work, actor, subject, parent, body)
    comment.stance = None if comment.is_official or parent else command.stance
    work.session.add(comment)
    tally.comments += 1
    after = {"kind": ref.kind, "key": ref.key, "is_official": comment.is_official}
    work.audit(actor, "discussion:comment:written", comment, after=after)
    if comment.is_official and parent is not None:
        send_answered(work, addressee(work, parent.author_id), subject, parent, comment)
    return comment


def edit_comment(work: Work, actor: Actor, command: EditComment) -> Comment:
    """Change one's own comment; what stood there before is kept, and the page says that it was changed.

    Nothing changes when the same is sent again. StaleVersion when another window saved in between.
    """
    comment, _subject = visible_comment(work, actor, command.key)
    work.require(actor, Permission.COMMENT_EDIT, comment)
    body = public_text(command.body, "body", empty=_("의견을 적어 주십시오."))
    stance = None if comment.is_official or comment.parent_id else command.stance
    if (comment.body, comment.stance) == (body, stance):
        return comment
    check_version(comment.version, command.version)
    work.session.add(
        CommentEdit(comment_id=comment.id, body=comment.body, stance=comment.stance, replaced_at=work.now)
    )
    comment.body, comment.stance, comment.edited_at = body, stance, work.now
    work.audit(actor, "discussion:comment:edited", comment)
    return comment


def delete_comment(work: Work, actor: Actor, key: str) -> Comment:
    """Delete one's own comment with every earlier text; answers to it stay. Safe to repeat."""
    comment = locked_comment(work, key)
    subject_of(work, actor, comment)
    work.require(actor, Permission.COMMENT_DELETE, comment)
    if comment.state is CommentState.DELETED:
        return comment
    tally = locked_tally(work, SubjectRef(comment.subject_kind, comment.subject_key))
    comment.body, comment.stance = "", None
    COMMENT.fire(work, actor, comment, CommentEvent.DELETE)
    work.session.execute(sa.delete(CommentEdit).where(CommentEdit.comment_id == comment.id))
    settle_reports(work, actor, comment, ReportEvent.LAPSE)
    tally.comments -= 1
    work.audit(actor, "discussion:comment:deleted", comment)
    return comment


def _parent(work: Work, actor: Actor, ref: SubjectRef, key: str) -> Comment | None:
    if not key:
        return None
    parent, subject = visible_comment(work, actor, key)
    if subject.ref != ref:
        raise RuleBroken(_("다른 글에 달린 의견입니다."), field="body", code="parent")
    return parent


def _same(work: Work, actor: Actor, ref: SubjectRef, parent: Comment | None, body: str) -> Comment | None:
    place = Comment.parent_id == parent.id if parent else Comment.parent_id.is_(None)
    return work.session.scalar(
        sa.select(Comment)
        .where(
            Comment.author_id == actor.account_id,
            Comment.subject_kind == ref.kind,
            Comment.subject_key == ref.key,
            Comment.created_at > work.now - SAME_WITHIN,
            Comment.state == CommentState.VISIBLE,
            Comment.body == body,
            place,
        )
        .order_by(Comment.id.desc())
        .limit(1)
    )


def _new(work: Work, actor: Actor, subject: Subject, parent: Comment | None, body: str) -> Comment:
    is_official = work.check(actor, Permission.COMMENT_ANSWER, subject).allowed
    official = official_facts(work, actor.account_id, subject.agency_id) if is_official else {}
    if is_official and not official:
        raise RuleBroken(
            _("기관의 답변을 쓰려면 소속과 직위가 등록되어 있어야 합니다. 기관 관리자에게 알려 주십시오."),
            field="body",
            code="official",
        )
    above = parent if parent is None or parent.depth < DEEPEST else _above(work, parent)
    key = new_key()
    return Comment(
        key=key,
        subject_kind=subject.kind,
        subject_key=subject.key,
        agency_id=subject.agency_id,
        author_id=actor.account_id,
        thread_key=above.thread_key if above else key,
        parent_id=above.id if above else None,
        depth=above.depth + 1 if above else 1,
        body=body,
        is_official=is_official,
        official=official,
        state=CommentState.VISIBLE,
        created_at=work.now,
    )


def _above(work: Work, parent: Comment) -> Comment:
    return work.session.get_one(Comment, parent.parent_id)
