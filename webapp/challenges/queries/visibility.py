"""Which contests a reader may know of: those for an agency's own staff are its people's business alone.

Owns the one condition that every public list, feed, count and page of contests carries.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AGENCY_ROLES
from webapp.accounts.models import Membership
from webapp.challenges.enums import PolicyProfile
from webapp.challenges.models import Programme
from webapp.core.policy import Actor

#: What anybody may know of. For whatever is the same for every reader: search, figures, open data.
FOR_EVERYBODY: sa.ColumnElement[bool] = Programme.profile != PolicyProfile.INTERNAL


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """A condition over `Programme`: everything but internal contests of agencies that the actor isn't in."""
    if actor.is_system:
        return sa.true()
    if actor.account_id is None:
        return FOR_EVERYBODY
    agencies = frozenset().union(*(actor.scopes_of(role) for role in AGENCY_ROLES))
    is_member = sa.exists().where(
        Membership.agency_id == Programme.agency_id,
        Membership.account_id == actor.account_id,
        Membership.ended_at.is_(None),
    )
    return sa.or_(FOR_EVERYBODY, Programme.agency_id.in_(agencies), is_member)
