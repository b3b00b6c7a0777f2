"""Comments as pages show them: threads of at most three levels, page by page.

The text of what was hidden or deleted never leaves the database here; its place is shown only where an answer
stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import CommentOrder, CommentState, HideReason, Stance
from webapp.discussion.models import Comment

PAGE_SIZE: Final = 20
#: How many threads a subject's own page shows.
FIRST_THREADS: Final = 5


@dataclass(frozen=True, slots=True)
class ThreadFilters:
    """What the reader asked for."""

    stance: Stance | None = None
    only_answered: bool = False
    order: CommentOrder = CommentOrder.NEWEST


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as everybody sees it; `body` is empty unless it is visible."""

    id: int
    key: str
    version: int
    thread_key: str
    parent_id: int | None
    depth: int
    author_id: int
    author: str
    agency_id: int
    stance: Stance | None
    state: CommentState
    hide_code: HideReason | None
    body: str
    is_official: bool
    official: dict[str, Any]
    created_at: datetime
    edited_at: datetime | None
    answers: list[CommentView] = field(default_factory=list)

    @property
    def is_visible(self) -> bool:
        """Whether everybody may read it."""
        return self.state is CommentState.VISIBLE

    @property
    def named_official(self) -> str:
        """Department, title and name of the official in one line."""
        department = localized(self.official.get("department", ""), self.official.get("department_en", ""))
        return " ".join(filter(None, (department, self.official.get("title"), self.official.get("name"))))

    @property
    def takes_answers(self) -> bool:
        """Whether there is a level below it."""
        return self.is_visible and self.depth < 3


def thread_page(
    work: Work,
    ref: SubjectRef,
    filters: ThreadFilters | None = None,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[CommentView]:
    """A page of threads, each a first comment with its answers. One statement."""
    filters, position = filters or ThreadFilters(), read_cursor(cursor, (int,))
    roots = _roots(ref, filters, position).limit(size + 1).subquery()
    rows = work.session.execute(
        _columns().where(Comment.thread_key.in_(sa.select(roots.c.thread_key))).order_by(Comment.id)
    )
    threads = _threads([CommentView(*row) for row in rows])
    is_descending = (filters.order is CommentOrder.NEWEST) != bool(position and position.backwards)
    threads.sort(key=lambda thread: thread.id, reverse=is_descending)
    return page_of(threads, size=size, key=lambda thread: (thread.id,), cursor=position)


def stance_counts(work: Work, ref: SubjectRef) -> dict[Stance | None, int]:
    """How many visible first comments take each side; None: none. One statement."""
    rows = work.session.execute(
        sa.select(Comment.stance, sa.func.count(Comment.id))
        .where(
            Comment.subject_kind == ref.kind,
            Comment.subject_key == ref.key,
            Comment.depth == 1,
            Comment.state == CommentState.VISIBLE,
        )
        .group_by(Comment.stance)
    )
    found: dict[Stance | None, int] = {row[0]: row[1] for row in rows}
    return {stance: found[stance] for stance in (*Stance, None) if stance in found}


def comment_view(work: Work, key: str) -> CommentView | None:
    """One comment as everybody sees it. One statement."""
    row = work.session.execute(_columns().where(Comment.key == key)).first()
    return CommentView(*row) if row else None


def subject_of_comment(work: Work, key: str) -> SubjectRef | None:
    """What a comment is about. One statement."""
    row = work.session.execute(
        sa.select(Comment.subject_kind, Comment.subject_key).where(Comment.key == key)
    ).first()
    return SubjectRef(*row) if row else None


def _columns() -> sa.Select[*tuple[Any, ...]]:
    body = sa.case((Comment.state == CommentState.VISIBLE, Comment.body), else_="")
    return sa.select(
        Comment.id,
        Comment.key,
        Comment.version,
        Comment.thread_key,
        Comment.parent_id,
        Comment.depth,
        Comment.author_id,
        Account.name,
        Comment.agency_id,
        Comment.stance,
        Comment.state,
        Comment.hide_code,
        body,
        Comment.is_official,
        Comment.official,
        Comment.created_at,
        Comment.edited_at,
    ).join(Account, Account.id == Comment.author_id)


def _roots(ref: SubjectRef, filters: ThreadFilters, position: Cursor | None) -> sa.Select[*tuple[Any, ...]]:
    below = aliased(Comment)
    in_thread = (below.thread_key == Comment.thread_key, below.state == CommentState.VISIBLE)
    query = sa.select(Comment.thread_key).where(
        Comment.subject_kind == ref.kind,
        Comment.subject_key == ref.key,
        Comment.depth == 1,
        sa.or_(Comment.state == CommentState.VISIBLE, sa.exists().where(*in_thread)),
    )
    if filters.stance is not None:
        query = query.where(Comment.stance == filters.stance, Comment.state == CommentState.VISIBLE)
    if filters.only_answered:
        query = query.where(sa.exists().where(*in_thread, below.is_official))
    is_descending = filters.order is CommentOrder.NEWEST
    if position is not None:
        edge = position.key[0]
        is_below = is_descending != position.backwards
        query = query.where(Comment.id < edge if is_below else Comment.id > edge)
        is_descending = is_below
    return query.order_by(Comment.id.desc() if is_descending else Comment.id)


def _threads(comments: Sequence[CommentView]) -> list[CommentView]:
    """The first comments with their answers below them; empty places without an answer fall away."""
    by_id = {comment.id: comment for comment in comments}
    for comment in reversed(comments):  # the last first: what falls away takes nothing with it
        if comment.parent_id is not None and (comment.is_visible or comment.answers):
            by_id[comment.parent_id].answers.insert(0, comment)
    return [comment for comment in comments if comment.parent_id is None]
