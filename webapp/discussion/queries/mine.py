"""A person's own comments: what was said where, what was hidden and why, and what became of an appeal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import AppealState, CommentState, HideReason
from webapp.discussion.models import Comment, CommentAppeal

PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class OwnComment:
    """One of a person's comments. `subject` None when it cannot be seen any more."""

    id: int
    key: str
    kind: str
    subject_key: str
    author_id: int
    body: str
    state: CommentState
    created_at: datetime
    hidden_at: datetime | None
    hide_code: HideReason | None
    hide_reason: str
    appeal_state: AppealState | None
    appeal_text: str | None
    decision: str | None
    subject: Subject | None = None

    @property
    def can_be_appealed(self) -> bool:
        """Whether it is hidden and its author has not answered that yet."""
        return self.state is CommentState.HIDDEN and self.appeal_state is None


def comments_by(
    work: Work, actor: Actor, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[OwnComment]:
    """The actor's comments but for deleted ones, the newest first. One statement, one per kind of subject."""
    position = read_cursor(cursor, (int,))
    query = _own(actor)
    if position is not None and position.backwards:
        query = query.where(Comment.id > position.key[0]).order_by(Comment.id)
    else:
        after = (Comment.id < position.key[0],) if position else ()
        query = query.where(*after).order_by(Comment.id.desc())
    rows = work.session.execute(query.limit(size + 1)).all()
    found = work.subjects.find_all(work, actor, [SubjectRef(row[2], row[3]) for row in rows])
    items = [replace(OwnComment(*row), subject=found.get(SubjectRef(row[2], row[3]))) for row in rows]
    return page_of(items, size=size, key=lambda one: (one.id,), cursor=position)


def own_comment(work: Work, actor: Actor, key: str) -> OwnComment:
    """One of the actor's comments. NotFound for another's. One statement."""
    row = work.session.execute(_own(actor).where(Comment.key == key)).first()
    if row is None:
        raise NotFound(_("의견을 찾을 수 없습니다."))
    return OwnComment(*row)


def _own(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    about_it = sa.and_(CommentAppeal.comment_id == Comment.id, CommentAppeal.hidden_at == Comment.hidden_at)
    return (
        sa.select(
            Comment.id,
            Comment.key,
            Comment.subject_kind,
            Comment.subject_key,
            Comment.author_id,
            Comment.body,
            Comment.state,
            Comment.created_at,
            Comment.hidden_at,
            Comment.hide_code,
            Comment.hide_reason,
            CommentAppeal.state,
            CommentAppeal.text,
            CommentAppeal.decision,
        )
        .outerjoin(CommentAppeal, about_it)
        .where(Comment.author_id == actor.account_id, Comment.state != CommentState.DELETED)
    )
