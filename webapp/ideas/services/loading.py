"""Loading the rows that a use case changes, locked, with the relations that rules and letters need."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.queries import visible_to
from webapp.core.errors import NotFound, WrongState
from webapp.core.i18n import format_datetime, format_deadline
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaVersion

WITH_FORM = selectinload(Challenge.form_fields)
WITH_PROGRAMME = joinedload(Challenge.programme, innerjoin=True)


def locked_idea(work: Work, key: str) -> Idea:
    """The idea with this key, locked until the end of the unit of work. NotFound when there is none."""
    idea = work.session.scalar(
        sa.select(Idea)
        .where(Idea.key == key)
        .options(
            joinedload(Idea.challenge, innerjoin=True).options(WITH_PROGRAMME, WITH_FORM),
            joinedload(Idea.author, innerjoin=True),
            joinedload(Idea.organisation),
        )
        .with_for_update(of=Idea)
        .execution_options(populate_existing=True)
    )
    if idea is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return idea


def challenge_by_key(work: Work, actor: Actor, key: str) -> Challenge:
    """An announced challenge with its programme and form. NotFound when the actor may not know of it."""
    challenge = work.session.scalar(
        sa.select(Challenge)
        .where(
            Challenge.key == key,
            Challenge.programme_id.in_(sa.select(Programme.id).where(visible_to(actor))),
        )
        .options(WITH_PROGRAMME, WITH_FORM)
    )
    if challenge is None or challenge.state in {ChallengeState.DRAFT, ChallengeState.IN_APPROVAL}:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return challenge


def challenge_by_id(work: Work, challenge_id: int) -> Challenge:
    """The challenge without its relations. NotFound when there is none."""
    challenge = work.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return challenge


def last_version(work: Work, idea: Idea) -> IdeaVersion | None:
    """What was handed in last."""
    return work.session.scalar(
        sa.select(IdeaVersion).where(IdeaVersion.idea_id == idea.id, IdeaVersion.number == idea.version_count)
    )


def require_open(work: Work, challenge: Challenge, *, is_begun: bool = False) -> None:
    """WrongState unless entries are taken at this moment; the server's clock decides.

    `is_begun`: the entry was begun while they were; then the grace of the notice counts as well.
    """
    state = challenge.state_at(work.now)
    if state is ChallengeState.OPEN or (is_begun and challenge.takes_late_at(work.now)):
        return
    if state is ChallengeState.CANCELLED:
        raise WrongState(_("이 공모는 취소되어 아이디어를 받지 않습니다."), code="cancelled")
    if state is ChallengeState.ANNOUNCED:
        message = _("접수는 %(start)s에 시작합니다.", start=format_datetime(challenge.opens_at))
        raise WrongState(message, code="not_open_yet")
    raise WrongState(
        _(
            "접수가 %(end)s에 끝나 더는 제출하거나 고칠 수 없습니다. 임시저장한 내용은 그대로 남아 있습니다.",
            end=format_deadline(challenge.closes_at),
        ),
        code="closed",
    )
