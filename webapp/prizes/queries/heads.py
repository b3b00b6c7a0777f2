"""What every page about the prizes of a challenge begins with: the challenge, its contest, who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Agency, Department
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ChallengeState, Outcome
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.queries import visible_to
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import end_of_day_kst, kst_day
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.prizes.models import Verification

_Owner = aliased(Department)
_OwnerAgency = aliased(Agency)


@dataclass(frozen=True, slots=True)
class ChallengeHead:
    """A challenge as its prize pages name it. `department` answers for it and is named with its agency."""

    id: int
    key: str
    title: str
    state: ChallengeState
    outcome: Outcome | None
    decided_at: datetime | None
    result_on: date | None
    programme_id: int
    contest: str
    slug: str
    contact: str
    agency_id: int
    agency: str
    department: str
    department_phone: str
    opens_on: date | None
    closes_on: date | None
    summary: str
    reason: str
    today: date

    @property
    def challenge_id(self) -> int:
        """The challenge itself, as the policies ask for it."""
        return self.id

    @property
    def closes_at(self) -> datetime | None:
        """The end of public verification, exclusive: the last day in full."""
        return end_of_day_kst(self.closes_on) if self.closes_on is not None else None

    @property
    def is_verifying(self) -> bool:
        """Whether today is a day of public verification."""
        return (
            self.state is ChallengeState.VERIFYING
            and self.opens_on is not None
            and self.closes_on is not None
            and self.opens_on <= self.today <= self.closes_on
        )

    @property
    def is_over(self) -> bool:
        """Whether the last day of public verification has passed."""
        return self.closes_on is not None and self.today > self.closes_on


def challenge_head(
    work: Work, key: str, actor: Actor = ANONYMOUS, *, public_only: bool = True
) -> ChallengeHead:
    """The head of a challenge's prize pages. NotFound; `public_only` hides what the actor may not know of."""
    query = (
        sa.select(Challenge, Programme, Agency, _Owner, _OwnerAgency, Verification)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Agency, Agency.id == Programme.agency_id)
        .outerjoin(
            _Owner,
            _Owner.id == sa.func.coalesce(Challenge.owning_department_id, Programme.department_id),
        )
        .outerjoin(_OwnerAgency, _OwnerAgency.id == _Owner.agency_id)
        .outerjoin(Verification, Verification.challenge_id == Challenge.id)
        .where(Challenge.key == key)
    )
    if public_only:
        query = query.where(Challenge.state.in_(PUBLIC_CHALLENGE_STATES), visible_to(actor))
    row = work.session.execute(query).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    challenge, programme, agency = row[0], row[1], row[2]
    owner: Department | None = row[3]
    owner_agency: Agency | None = row[4]
    verification: Verification | None = row[5]
    return ChallengeHead(
        id=challenge.id,
        key=challenge.key,
        title=localized(challenge.title, challenge.title_en),
        state=challenge.state_at(work.now),
        outcome=challenge.outcome,
        decided_at=challenge.decided_at,
        result_on=challenge.result_on,
        programme_id=programme.id,
        contest=localized(programme.title, programme.title_en),
        slug=programme.slug,
        contact=programme.contact,
        agency_id=programme.agency_id,
        agency=localized(agency.name, agency.name_en),
        department=_named(owner, owner_agency),
        department_phone=owner.phone if owner else "",
        opens_on=verification.opens_on if verification else None,
        closes_on=verification.closes_on if verification else None,
        summary=verification.summary if verification else "",
        reason=verification.reason if verification else "",
        today=kst_day(work.now),
    )


def _named(owner: Department | None, agency: Agency | None) -> str:
    if owner is None or agency is None:
        return ""
    return f"{localized(agency.name, agency.name_en)} {localized(owner.name, owner.name_en)}"
