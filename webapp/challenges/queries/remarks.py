"""The approver's remarks on a challenge as officials read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.challenges.enums import ContestSection, Permission
from webapp.challenges.models import ApprovalRemark, Challenge
from webapp.challenges.queries.designs import find_challenge
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark, with how it was met."""

    key: str
    section: ContestSection
    body: str
    author: str
    created_at: datetime
    answer: str
    settled_by: str
    settled_at: datetime | None


def remark_lines(work: Work, challenge_id: int) -> tuple[RemarkLine, ...]:
    """The remarks on a challenge, open ones first, then in their order (1 statement)."""
    author, settler = aliased(Account), aliased(Account)
    rows = work.session.execute(
        sa.select(ApprovalRemark, author.name, settler.name)
        .join(author, author.id == ApprovalRemark.author_id)
        .outerjoin(settler, settler.id == ApprovalRemark.settled_by_id)
        .where(ApprovalRemark.challenge_id == challenge_id)
        .order_by(ApprovalRemark.settled_at.is_not(None), ApprovalRemark.id)
    )
    return tuple(
        RemarkLine(
            key=one.key,
            section=ContestSection(one.section),
            body=one.body,
            author=by,
            created_at=one.created_at,
            answer=one.answer,
            settled_by=met_by or "",
            settled_at=one.settled_at,
        )
        for one, by, met_by in rows
    )


def remark_to_settle(work: Work, actor: Actor, key: str) -> tuple[Challenge, RemarkLine]:
    """A remark with its challenge. NotFound for people of other agencies."""
    row = work.session.execute(
        sa.select(Challenge.key, Challenge.id)
        .join(ApprovalRemark, ApprovalRemark.challenge_id == Challenge.id)
        .where(ApprovalRemark.key == key)
    ).first()
    if row is None:
        raise NotFound(_("그런 의견이 없습니다."))
    challenge = find_challenge(work, row.key)
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    work.require(actor, Permission.APPROVAL_REQUEST, challenge)
    return challenge, next(one for one in remark_lines(work, row.id) if one.key == key)
