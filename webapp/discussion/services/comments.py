"""Rows that the services of comments begin with, and the rules over texts that several of them share."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.errors import NotFound, RuleBroken, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.text import check_length, clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.discussion.enums import CommentState
from webapp.discussion.models import Comment

COMMENT_MAX = 1000
REASON_MAX = 1000


def no_comment() -> NotFound:
    """What to say to a forged key, and of what the asker may not see."""
    return NotFound(_("의견을 찾을 수 없습니다."))


def locked_comment(work: Work, key: str) -> Comment:
    """The comment, locked until the end of the unit of work. NotFound for a forged key."""
    comment = work.session.scalar(
        sa.select(Comment)
        .where(Comment.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if comment is None:
        raise no_comment()
    return comment


def subject_of(work: Work, actor: Actor, comment: Comment) -> Subject:
    """What the comment is about, if the actor may see it. NotFound else."""
    return work.subjects.find(work, actor, SubjectRef(comment.subject_kind, comment.subject_key))


def visible_comment(work: Work, actor: Actor, key: str) -> tuple[Comment, Subject]:
    """A comment that everybody may read, with its subject. NotFound for one that was hidden or deleted."""
    comment = locked_comment(work, key)
    subject = subject_of(work, actor, comment)
    if comment.state is not CommentState.VISIBLE:
        raise no_comment()
    return comment, subject


def check_version(comment_version: int, version: int) -> None:
    """StaleVersion when the form was made from another version."""
    if comment_version != version:
        raise StaleVersion(_("그사이 내용이 바뀌었습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))


def public_text(text: str, field: str, *, maximum: int = COMMENT_MAX, empty: str = "") -> str:
    """A text that will stand in public: written, not too long, without personal data. RuleBroken on it."""
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise RuleBroken(empty or _("내용을 적어 주십시오."), field=field, code="empty")
    check_length(cleaned, maximum=maximum, field=field)
    refuse_personal_data({field: cleaned})
    return cleaned
