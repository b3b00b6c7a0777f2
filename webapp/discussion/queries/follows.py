"""Who hears of a subject, and what somebody follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import SYSTEM, Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.models import Follow

PAGE_SIZE: Final = 30


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody to write to of a subject, with the address that stops it without signing in."""

    account_id: int
    name: str
    email: str
    locale: str
    stop_link: str


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that somebody follows; `subject` None when it cannot be seen any more."""

    id: int
    kind: str
    key: str
    followed_at: datetime
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class StopLink:
    """What a link to stop leads to; `title` empty when the subject cannot be seen any more."""

    token: str
    title: str


def followers_of(work: Work, *refs: SubjectRef, besides: Collection[int] = ()) -> Sequence[Follower]:
    """Everybody who follows one of the subjects, each once, by account; `besides` these accounts.

    Only active accounts. Who follows several is given the link of the subject that is named first. One
    statement.
    """
    rows = work.session.execute(
        sa.select(
            Account.id,
            Account.name,
            Account.email,
            Account.locale,
            Follow.token,
            Follow.subject_kind,
            Follow.subject_key,
        )
        .join(Account, Account.id == Follow.account_id)
        .where(
            sa.tuple_(Follow.subject_kind, Follow.subject_key).in_([(ref.kind, ref.key) for ref in refs]),
            Account.state == AccountState.ACTIVE,
            Account.id.not_in(sorted(besides)),
        )
        .order_by(Account.id, Follow.id)
    ).all()
    order = {ref: place for place, ref in enumerate(refs)}
    found: dict[int, Follower] = {}
    for row in sorted(rows, key=lambda row: (row.id, order[SubjectRef(row.subject_kind, row.subject_key)])):
        link = f"{work.base_url}/follows/stop/{row.token}"
        found.setdefault(row.id, Follower(row.id, row.name, row.email, row.locale, link))
    return tuple(found.values())


def followed_by(work: Work, actor: Actor, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Followed]:
    """What the actor follows, the newest first. One statement, and one for each kind of subject."""
    position = read_cursor(cursor, (int,))
    query = sa.select(Follow.id, Follow.subject_kind, Follow.subject_key, Follow.followed_at).where(
        Follow.account_id == actor.account_id
    )
    if position is not None and position.backwards:
        query = query.where(Follow.id > position.key[0]).order_by(Follow.id)
    else:
        after = (Follow.id < position.key[0],) if position else ()
        query = query.where(*after).order_by(Follow.id.desc())
    rows = work.session.execute(query.limit(size + 1)).all()
    subjects = work.subjects.find_all(work, actor, [SubjectRef(row[1], row[2]) for row in rows])
    items = [Followed(*row, subject=subjects.get(SubjectRef(row[1], row[2]))) for row in rows]
    return page_of(items, size=size, key=lambda one: (one.id,), cursor=position)


def stop_link(work: Work, token: str) -> StopLink | None:
    """What a link from a letter would stop, or None when it was stopped or never was. Two statements."""
    row = work.session.execute(
        sa.select(Follow.subject_kind, Follow.subject_key).where(Follow.token == token)
    ).first()
    if row is None:
        return None
    ref = SubjectRef(*row)
    subject = work.subjects.find_all(work, SYSTEM, [ref]).get(ref)
    return StopLink(token, subject.title_here if subject else "")
