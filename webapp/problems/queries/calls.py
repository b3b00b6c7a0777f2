"""Calls for problems: those open now, one call's page, and an agency's calls at the official's desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import InvitationState, Role, Scope
from webapp.accounts.models import Agency, Invitation, RoleGrant
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    CallAudience,
    CallPhase,
    CallState,
    Permission,
    ProblemState,
)
from webapp.problems.models import (
    RULES,
    CallRules,
    Problem,
    ProblemCall,
    ProblemReview,
    call_phase,
    rules_in,
)
from webapp.problems.queries.reviews import is_counted


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call as a card shows it."""

    id: int
    slug: str
    title: str
    title_en: str
    agency_id: int
    agency: str
    agency_en: str
    state: CallState
    opens_at: datetime
    closes_at: datetime | None
    phase: CallPhase
    audience: CallAudience
    version: int

    def phase_at(self, now: datetime) -> CallPhase:
        """How the call stands, for a policy."""
        return call_phase(self.state, self.opens_at, self.closes_at, now)


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call with its texts and how many problems stand where; drafts are counted nowhere."""

    call: CallCard
    intro: str
    exclusions: Sequence[str]
    examples: Sequence[str]
    rules: CallRules
    counts: Mapping[ProblemState, int]

    @property
    def total(self) -> int:
        """Problems that stand in public."""
        return sum(self.counts.values())

    def count(self, *states: ProblemState) -> int:
        """Problems in any of these states."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class OfficeCall:
    """A call at the official's desk, with its problems by state."""

    call: CallCard
    counts: Mapping[ProblemState, int]

    def count(self, *states: ProblemState) -> int:
        """Problems in any of these states."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class InvitedReviewer:
    """An expert who was invited, and what came of it."""

    key: str
    name: str
    email: str
    state: InvitationState
    invited_at: datetime
    expires_at: datetime
    holds_role: bool
    reviews: int


def open_calls(work: Work) -> Sequence[CallCard]:
    """Calls that take problems now or soon, the first to close first. One statement."""
    return cards_where(
        work,
        ProblemCall.state == CallState.PUBLISHED,
        sa.or_(ProblemCall.closes_at.is_(None), ProblemCall.closes_at > work.now),
    )


def cards_where(work: Work, *conditions: sa.ColumnElement[bool]) -> Sequence[CallCard]:
    """Calls that fit, the first to close first. One statement."""
    query = (
        _cards()
        .where(*conditions)
        .order_by(ProblemCall.closes_at.is_(None), ProblemCall.closes_at, ProblemCall.id)
        .limit(20)
    )
    return [_card(row, work.now) for row in work.session.execute(query)]


def call_page(work: Work, slug: str, actor: Actor) -> CallPage:
    """One call; a draft only for its agency. NotFound otherwise. Two statements."""
    row = work.session.execute(
        _cards()
        .add_columns(ProblemCall.intro, ProblemCall.exclusions, ProblemCall.examples)
        .add_columns(*(getattr(ProblemCall, name) for name in RULES if name != "audience"))
        .where(ProblemCall.slug == slug)
    ).first()
    if row is None:
        raise NotFound(_("과제 공모를 찾을 수 없습니다."))
    card = _card(row, work.now)
    if card.state is CallState.DRAFT:
        work.require(actor, Permission.CALL_VIEW, card, is_secret=True)
    counts = _counts(work, [card.id], PUBLIC_PROBLEM_STATES).get(card.id, {})
    return CallPage(card, row.intro, row.exclusions, row.examples, rules_in(row), counts)


def office_calls(work: Work, agency_ids: Collection[int]) -> Sequence[OfficeCall]:
    """Every call of these agencies, the newest first, drafts too. Two statements."""
    query = (
        _cards()
        .where(ProblemCall.agency_id.in_(agency_ids))
        .order_by(ProblemCall.opens_at.desc(), ProblemCall.id.desc())
        .limit(200)
    )
    cards = [_card(row, work.now) for row in work.session.execute(query)]
    counts = _counts(work, [card.id for card in cards], PUBLIC_PROBLEM_STATES)
    return [OfficeCall(card, counts.get(card.id, {})) for card in cards]


def invited_reviewers(work: Work, call_id: int) -> Sequence[InvitedReviewer]:
    """Everybody who was invited to review the call, the last first, with what they did. One statement."""
    holds = (
        sa.select(RoleGrant.id)
        .where(
            RoleGrant.account_id == Invitation.account_id,
            RoleGrant.role == Role.REVIEWER,
            RoleGrant.scope == Scope.CALL,
            RoleGrant.scope_id == call_id,
            RoleGrant.ended_at.is_(None),
        )
        .exists()
    )
    written = (
        sa.select(sa.func.count())
        .select_from(ProblemReview)
        .join(Problem, Problem.id == ProblemReview.problem_id)
        .where(ProblemReview.reviewer_id == Invitation.account_id, Problem.call_id == call_id, is_counted())
        .scalar_subquery()
    )
    rows = work.session.execute(
        sa.select(
            Invitation.key, Invitation.name, Invitation.email, Invitation.state,
            Invitation.invited_at, Invitation.expires_at,
            holds.label("holds_role"), written.label("reviews"),
        )
        .where(
            Invitation.role == Role.REVIEWER, Invitation.scope == Scope.CALL, Invitation.scope_id == call_id
        )
        .order_by(Invitation.id.desc())
        .limit(200)
    )  # fmt: skip
    return [
        InvitedReviewer(
            row.key, row.name, row.email, row.state, row.invited_at, row.expires_at,
            bool(row.holds_role), row.reviews,
        )
        for row in rows
    ]  # fmt: skip


def agency_choices(work: Work, agency_ids: Collection[int]) -> Sequence[tuple[int, str]]:
    """Agencies by name, for a form."""
    rows = work.session.execute(
        sa.select(Agency.id, Agency.name).where(Agency.id.in_(agency_ids)).order_by(Agency.name, Agency.id)
    )
    return [(row.id, row.name) for row in rows]


def _cards() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        ProblemCall.id, ProblemCall.slug, ProblemCall.title, ProblemCall.title_en, ProblemCall.agency_id,
        Agency.name.label("agency"), Agency.name_en.label("agency_en"),
        ProblemCall.state, ProblemCall.opens_at, ProblemCall.closes_at, ProblemCall.audience,
        ProblemCall.version,
    ).join(Agency, Agency.id == ProblemCall.agency_id)  # fmt: skip


def _card(row: Any, now: datetime) -> CallCard:
    return CallCard(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        agency_id=row.agency_id,
        agency=row.agency,
        agency_en=row.agency_en,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=call_phase(row.state, row.opens_at, row.closes_at, now),
        audience=row.audience,
        version=row.version,
    )


def _counts(
    work: Work, call_ids: Collection[int], states: Collection[ProblemState]
) -> dict[int, dict[ProblemState, int]]:
    """Problems of each call in each of the states. One grouped statement."""
    counts: dict[int, dict[ProblemState, int]] = {}
    rows = work.session.execute(
        sa.select(Problem.call_id, Problem.state, sa.func.count().label("problems"))
        .where(Problem.call_id.in_(call_ids), Problem.state.in_(states))
        .group_by(Problem.call_id, Problem.state)
    )
    for row in rows:
        counts.setdefault(row.call_id, {})[row.state] = row.problems
    return counts
