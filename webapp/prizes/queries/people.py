"""Who stands behind entries: those to write to, and whether one of them works for the owning agency.

Officials to write to come from `challenges.queries.people`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, Membership, OrganisationMember
from webapp.challenges.models.addressee import Addressee
from webapp.core.work import Work
from webapp.ideas.models import Idea

T = TypeVar("T")
CHUNK = 500


def entrants_of(work: Work, idea_ids: Iterable[int]) -> dict[int, tuple[Addressee, ...]]:
    """The people behind each idea: its author first, then the members of its team, company or body.

    Closed and suspended accounts are left out. Two statements for every five hundred ideas.
    """
    people: dict[int, dict[int, Addressee]] = {}
    for chunk in chunks(list(idea_ids)):
        for query in (_authors(chunk), _members(chunk)):
            for row in work.session.execute(query):
                person = Addressee(row.id, row.email, row.name, row.locale)
                people.setdefault(row.idea_id, {}).setdefault(row.id, person)
    return {idea_id: tuple(found.values()) for idea_id, found in people.items()}


def _authors(idea_ids: Sequence[int]) -> sa.Select[int, int, str, str, str]:
    return (
        sa.select(Idea.id.label("idea_id"), Account.id, Account.email, Account.name, Account.locale)
        .join(Account, Account.id == Idea.author_id)
        .where(Idea.id.in_(idea_ids), Account.state == AccountState.ACTIVE)
        .order_by(Idea.id)
    )


def _members(idea_ids: Sequence[int]) -> sa.Select[int, int, str, str, str]:
    return (
        sa.select(Idea.id.label("idea_id"), Account.id, Account.email, Account.name, Account.locale)
        .join(OrganisationMember, OrganisationMember.organisation_id == Idea.organisation_id)
        .join(Account, Account.id == OrganisationMember.account_id)
        .where(
            Idea.id.in_(idea_ids),
            Account.state == AccountState.ACTIVE,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .order_by(Idea.id, OrganisationMember.id)
    )


def staff_ideas(work: Work, idea_ids: Iterable[int], agency_ids: Iterable[int]) -> frozenset[int]:
    """Ideas of which at least one entrant works for one of these agencies now.

    The notice's rule: staff of the agency that owns the challenge are honoured but get no money.
    """
    agencies = list(agency_ids)
    found: set[int] = set()
    for chunk in chunks(list(idea_ids)):
        of_author = (
            sa.select(Idea.id)
            .join(Membership, Membership.account_id == Idea.author_id)
            .where(Idea.id.in_(chunk), Membership.agency_id.in_(agencies), Membership.ended_at.is_(None))
        )
        of_member = (
            sa.select(Idea.id)
            .join(OrganisationMember, OrganisationMember.organisation_id == Idea.organisation_id)
            .join(Membership, Membership.account_id == OrganisationMember.account_id)
            .where(
                Idea.id.in_(chunk),
                Membership.agency_id.in_(agencies),
                Membership.ended_at.is_(None),
                OrganisationMember.accepted_at.is_not(None),
                OrganisationMember.left_at.is_(None),
            )
        )
        found.update(work.session.scalars(of_author.union(of_member)))
    return frozenset(found)


def chunks(ids: Sequence[T]) -> Iterable[Sequence[T]]:
    """The ids in pieces that every database takes in one IN list."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
