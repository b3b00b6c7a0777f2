"""Who entered what: nobody runs the judging of an idea of their own or decides on it (제8조, 이해충돌).

The contests that an official entered are read with the session, for officials only; the policies of every
context above read them from the actor.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from webapp.accounts.models import OrganisationMember
from webapp.accounts.policies import is_official
from webapp.core.policy import Actor, Ask, Grant
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.policies import CHALLENGE, ENTRANT


def is_entered_by(account_id: int | None) -> sa.ColumnElement[bool]:
    """A condition on ideas: the account wrote it, or belongs to the team or company that entered it."""
    is_member = (
        sa.select(OrganisationMember.id)
        .where(
            OrganisationMember.organisation_id == Idea.organisation_id,
            OrganisationMember.account_id == account_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .exists()
    )
    return sa.or_(Idea.author_id == account_id, is_member)


def people_behind(work: Work, author_id: int, organisation_id: int | None) -> frozenset[int]:
    """The accounts behind an entry: its author and the members of its team. One statement for a team."""
    if organisation_id is None:
        return frozenset({author_id})
    members = work.session.scalars(
        sa.select(OrganisationMember.account_id).where(
            OrganisationMember.organisation_id == organisation_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
    )
    return frozenset({author_id, *members})


def with_entries(work: Work, actor: Actor) -> Actor:
    """The actor with the challenges that they entered, alone or with others. One statement, for officials."""
    if actor.account_id is None or not is_official(Ask(actor, None, work.now)).allowed:
        return actor
    bodies = sa.select(OrganisationMember.organisation_id).where(
        OrganisationMember.account_id == actor.account_id,
        OrganisationMember.accepted_at.is_not(None),
        OrganisationMember.left_at.is_(None),
    )
    entered = work.session.scalars(
        sa.select(Idea.challenge_id)
        .where(
            sa.or_(Idea.author_id == actor.account_id, Idea.organisation_id.in_(bodies)),
            Idea.state.not_in((IdeaState.DRAFT, IdeaState.WITHDRAWN)),
        )
        .distinct()
    )
    held = {Grant(ENTRANT, CHALLENGE, challenge_id) for challenge_id in entered}
    return replace(actor, grants=actor.grants | held) if held else actor
