"""Reading a round's panel: its members with their loads, and whether its composition meets the rules.

The composition is plain counting over what was read, so that the page and the start of a round agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, Invitation
from webapp.challenges.models import Challenge
from webapp.challenges.models.profiles import PROFILES
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState, SeatState
from webapp.judging.models import Assignment, Seat


@dataclass(frozen=True, slots=True)
class Member:
    """A judge of a round as its officials see them. Counts are of ideas."""

    seat_id: int
    key: str
    name: str
    email: str
    affiliation: str
    state: SeatState
    is_chair: bool
    is_civilian: bool
    pledged_at: datetime | None
    undeclared: int
    open: int
    submitted: int
    conflicted: int
    void: int

    @property
    def load(self) -> int:
        """The sheets that the judge has handed in or still has to."""
        return self.undeclared + self.open + self.submitted

    @property
    def left(self) -> int:
        """The sheets that the judge still has to hand in."""
        return self.undeclared + self.open

    @property
    def is_current(self) -> bool:
        """Whether the judge sits on the panel now."""
        return self.state is SeatState.ACCEPTED


@dataclass(frozen=True, slots=True)
class PanelRules:
    """What a panel must be like (공모전 운영 규정 제7조)."""

    minimum_judges: int
    civilian_share_percent: int


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about the panel: how it stands, and what is missing when it does not hold."""

    name: str
    label: str
    current: int
    needed: int
    is_met: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The rules about a panel's composition (공모전 운영 규정 제7조), counted over accepted members."""

    checks: tuple[Check, ...]
    accepted: int
    waiting: int

    @property
    def is_met(self) -> bool:
        """Whether every rule holds."""
        return all(check.is_met for check in self.checks)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is missing, in the reader's language."""
        return tuple(check.reason for check in self.checks if not check.is_met)


def members(work: Work, round_id: int) -> list[Member]:
    """The panel in one statement: accepted ones first, then those who have not answered, then the rest."""

    def count(name: str, state: AssignmentState) -> sa.Label[int]:
        return sa.func.count(sa.case((Assignment.state == state, 1))).label(name)

    statement = (
        sa.select(
            Seat.id.label("seat_id"),
            Seat.key,
            sa.func.coalesce(Account.name, Invitation.name, "").label("name"),
            sa.func.coalesce(Account.email, Invitation.email, "").label("email"),
            sa.func.coalesce(Account.affiliation, "").label("affiliation"),
            Seat.state,
            Seat.is_chair,
            Seat.is_civilian,
            Seat.pledged_at,
            count("undeclared", AssignmentState.ASSIGNED),
            count("open", AssignmentState.CLEARED),
            count("submitted", AssignmentState.SUBMITTED),
            count("conflicted", AssignmentState.CONFLICTED),
            count("void", AssignmentState.VOID),
        )
        .outerjoin(Account, Account.id == Seat.account_id)
        .outerjoin(Invitation, Invitation.id == Seat.invitation_id)
        .outerjoin(Assignment, Assignment.seat_id == Seat.id)
        .where(Seat.round_id == round_id)
        .group_by(Seat.id, Account.id, Invitation.id)
        .order_by(Seat.id)
    )
    found = [Member(**row) for row in work.session.execute(statement).mappings()]
    order = [SeatState.ACCEPTED, SeatState.INVITED, SeatState.DECLINED, SeatState.DISMISSED]
    return sorted(found, key=lambda member: (order.index(member.state), not member.is_chair, member.seat_id))


def panel_rules(challenge: Challenge) -> PanelRules:
    """What the notice froze for this challenge; what it does not name is as its policy profile has it."""
    profile = PROFILES[challenge.programme.profile]
    frozen = challenge.rules.get("profile", {})
    return PanelRules(
        minimum_judges=frozen.get("minimum_judges", profile.minimum_judges),
        civilian_share_percent=frozen.get("civilian_share_percent", profile.civilian_share_percent),
    )


def composition(panel: Sequence[Member], rules: PanelRules) -> Composition:
    """How the accepted members meet the rules: number, chair, share of civilians."""
    current = [member for member in panel if member.is_current]
    size, chairs = len(current), sum(member.is_chair for member in current)
    civilians = sum(member.is_civilian for member in current)
    wanted = -(-max(size, 1) * rules.civilian_share_percent // 100)
    checks = (
        Check(
            "size",
            _("심사위원 수(위원장 포함)"),
            size,
            rules.minimum_judges,
            size >= rules.minimum_judges,
            _(
                "심사위원이 위원장을 포함해 %(needed)s명 이상이어야 합니다. 지금은 %(current)s명입니다.",
                needed=rules.minimum_judges,
                current=size,
            ),
        ),
        Check("chair", _("위원장"), chairs, 1, chairs == 1, _("위원장 1명을 위촉해 주십시오.")),
        Check(
            "civilians",
            _("민간 위원"),
            civilians,
            wanted,
            size > 0 and civilians * 100 >= size * rules.civilian_share_percent,
            _(
                "민간 위원이 %(share)s%% 이상이어야 합니다. 지금은 %(size)s명 가운데 %(current)s명입니다.",
                share=rules.civilian_share_percent,
                size=size,
                current=civilians,
            ),
        ),
    )
    return Composition(checks, size, sum(member.state is SeatState.INVITED for member in panel))
