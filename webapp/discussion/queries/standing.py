"""How a subject stands: its counts, and what the reader has done about it. For its owner's pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.policy import Actor
from webapp.core.subjects import Subject
from webapp.core.work import Work
from webapp.discussion.models import Endorsement, Follow, Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was said of a subject."""

    endorsements: int = 0
    comments: int = 0
    open_questions: int = 0
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject with its counts and the reader's own part in it."""

    subject: Subject
    counts: Counts
    has_endorsed: bool = False
    is_following: bool = False


def standing_of(work: Work, actor: Actor, subject: Subject) -> Standing:
    """What the box on a subject's page shows. One statement, for a signed-in reader two."""
    counts = counts_of(work, subject.kind, [subject.key]).get(subject.key, Counts())
    if actor.account_id is None:
        return Standing(subject, counts)
    own = work.session.execute(
        sa.select(_has_row(Endorsement, subject, actor), _has_row(Follow, subject, actor))
    ).one()
    return Standing(subject, counts, has_endorsed=bool(own[0]), is_following=bool(own[1]))


def counts_of(work: Work, kind: str, keys: Collection[str]) -> dict[str, Counts]:
    """The counts of several subjects of one kind; what nobody said anything of is left out. One statement."""
    rows = work.session.execute(
        sa.select(
            Tally.subject_key, Tally.endorsements, Tally.comments, Tally.open_questions, Tally.followers
        ).where(Tally.subject_kind == kind, Tally.subject_key.in_(sorted(keys)))
    )
    return {key: Counts(*counts) for key, *counts in rows}


def tallies_of_kind(kind: str, key: sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    """The condition under which an owner's list joins `Tally` (outer) for its own key column."""
    return sa.and_(Tally.subject_kind == kind, Tally.subject_key == key)


def _has_row(table: type[Endorsement | Follow], subject: Subject, actor: Actor) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        table.subject_kind == subject.kind,
        table.subject_key == subject.key,
        table.account_id == actor.account_id,
    )
