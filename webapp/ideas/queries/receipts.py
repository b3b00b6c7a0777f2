"""Receipts: one version with its content for whoever handed it in, and the check that anybody may make."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.challenges.models import Challenge, Programme
from webapp.challenges.models.frozen import canonical_json
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.policy import Actor
from webapp.core.text import clean_line
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState, Permission
from webapp.ideas.models import Content, Idea, IdeaVersion, digest


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was handed in at one moment, with its proof and what happens next."""

    idea_key: str
    author_id: int
    number: str
    version: int
    is_latest: bool
    submitted_at: datetime
    sha256: str
    content: Content
    canonical: str
    state: IdeaState
    contest_title: str
    challenge_key: str
    challenge_title: str
    closes_at: datetime
    result_on: date | None
    is_open: bool
    member_ids: frozenset[int] = frozenset()


def receipt(work: Work, actor: Actor, key: str, version: int | None = None) -> Receipt:
    """The receipt of a version (None: the latest) for its author. NotFound for everybody else."""
    number = Idea.version_count if version is None else version
    row = work.session.execute(
        sa.select(Idea, IdeaVersion, Challenge, Programme.title, Programme.title_en)
        .join(IdeaVersion, IdeaVersion.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Idea.key == key, IdeaVersion.number == number)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    idea, handed_in, challenge = row[0], row[1], row[2]
    found = Receipt(
        idea_key=idea.key,
        author_id=idea.author_id,
        number=idea.receipt_number or "",
        version=handed_in.number,
        is_latest=handed_in.number == idea.version_count,
        submitted_at=handed_in.submitted_at,
        sha256=handed_in.sha256,
        content=Content.from_plain(handed_in.content),
        canonical=canonical_json(handed_in.content),
        state=idea.state,
        contest_title=localized(row[3], row[4]),
        challenge_key=challenge.key,
        challenge_title=localized(challenge.title, challenge.title_en),
        closes_at=challenge.closes_at,
        result_on=challenge.result_on,
        is_open=work.now < challenge.closes_at,
    )
    work.require(actor, Permission.VIEW_OWN, found, is_secret=True)
    return found


def is_receipt_valid(work: Work, number: str, sha256: str) -> bool:
    """Whether something with this receipt number and hash was handed in, and still stands as it was then.

    Tells nothing else: an unknown number and a wrong hash get the same answer.
    """
    rows = work.session.execute(
        sa.select(IdeaVersion.sha256, IdeaVersion.content)
        .join(Idea, Idea.id == IdeaVersion.idea_id)
        .where(Idea.receipt_number == clean_line(number))
    )
    wanted = "".join(sha256.split()).lower().encode()
    return any(
        hmac.compare_digest(row.sha256.encode(), wanted) and digest(row.content) == row.sha256 for row in rows
    )
