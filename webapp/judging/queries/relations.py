"""Reading who may not judge what: own ideas, and ideas of a body that the judge belongs to.

These are the relations that the platform can see by itself; all others a judge declares.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.models import Account, Membership, Organisation, OrganisationMember
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import SeatState
from webapp.judging.models import Seat


@dataclass(frozen=True, slots=True)
class Relations:
    """The ideas and judges of a round, by idea and seat id, and the pairs that must not meet."""

    idea_ids: tuple[int, ...]
    seat_ids: tuple[int, ...]
    forbidden: frozenset[tuple[int, int]]

    def may_judge(self, idea_id: int) -> frozenset[int]:
        """The seats that may be given this idea."""
        return frozenset(seat for seat in self.seat_ids if (idea_id, seat) not in self.forbidden)


@dataclass(frozen=True, slots=True)
class _Party:
    account_id: int
    bodies: frozenset[str]


def relations(work: Work, round_id: int, challenge_id: int) -> Relations:
    """Accepted seats against the ideas in judging. Four statements, whatever their number."""
    seats = work.session.execute(
        sa.select(Seat.id, Account.id.label("account_id"), Account.affiliation)
        .join(Account, Account.id == Seat.account_id)
        .where(Seat.round_id == round_id, Seat.state == SeatState.ACCEPTED)
        .order_by(Seat.id)
    ).all()
    ideas = work.session.execute(
        sa.select(
            Idea.id,
            Idea.author_id,
            Idea.organisation_id,
            Account.affiliation,
            sa.func.coalesce(Organisation.name, "").label("organisation"),
        )
        .join(Account, Account.id == Idea.author_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .where(Idea.challenge_id == challenge_id, Idea.state == IdeaState.IN_JUDGING)
        .order_by(Idea.id)
    ).all()
    people = {row.account_id for row in seats} | {row.author_id for row in ideas}
    bodies = _bodies_of(work, people)
    parties = {
        row.id: _Party(row.account_id, bodies.get(row.account_id, frozenset()) | _named(row.affiliation))
        for row in seats
    }
    forbidden: set[tuple[int, int]] = set()
    for idea in ideas:
        own = bodies.get(idea.author_id, frozenset()) | _named(idea.affiliation) | _named(idea.organisation)
        if idea.organisation_id is not None:
            own |= {f"organisation:{idea.organisation_id}"}
        for seat_id, party in parties.items():
            if party.account_id == idea.author_id or party.bodies & own:
                forbidden.add((idea.id, seat_id))
    return Relations(tuple(row.id for row in ideas), tuple(parties), frozenset(forbidden))


def _bodies_of(work: Work, account_ids: set[int]) -> Mapping[int, frozenset[str]]:
    """The organisations and agencies that each person belongs to now."""
    found: dict[int, set[str]] = defaultdict(set)
    for account_id, organisation_id in work.session.execute(
        sa.select(OrganisationMember.account_id, OrganisationMember.organisation_id).where(
            OrganisationMember.account_id.in_(account_ids),
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
    ):
        found[account_id].add(f"organisation:{organisation_id}")
    for account_id, agency_id in work.session.execute(
        sa.select(Membership.account_id, Membership.agency_id).where(
            Membership.account_id.in_(account_ids), Membership.ended_at.is_(None)
        )
    ):
        found[account_id].add(f"agency:{agency_id}")
    return {account_id: frozenset(own) for account_id, own in found.items()}


def _named(text: str) -> frozenset[str]:
    """A body by the name that people gave it, without regard to blanks, width and case."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return frozenset({f"name:{plain}"}) if plain else frozenset()
