"""Awards as officials see them: all finalists of a challenge, or one with its objections and who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account, Organisation
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, ObjectionGround, ObjectionState
from webapp.prizes.models import Award, Objection

_Author = aliased(Account)
_Nominator = aliased(Account)
_Decider = aliased(Account)


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A finalist or winner as its officials see it; carries what the policies about awards read."""

    id: int
    key: str
    agency_id: int
    challenge_id: int
    state: AwardState
    rank: int
    tier: str
    amount_won: int
    is_honour_only: bool
    title: str
    summary: str
    receipt_number: str
    idea_id: int
    idea_key: str
    is_published: bool
    applicant: str
    applicant_kind: ApplicantKind
    judging_summary: str
    use_plan: str
    challenge_key: str
    challenge: str
    contest: str
    nominated_by_id: int | None
    nominated_by: str
    nominated_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectionDetail:
    """One objection with its author, for those who rule on it. The page that shows it leaves an audit row."""

    id: int
    key: str
    agency_id: int
    author_id: int
    author: str
    author_email: str
    ground: ObjectionGround
    statement: str
    evidence: str
    state: ObjectionState
    ruling: str
    ruled_by: str
    ruled_at: datetime | None
    created_at: datetime
    award: AwardRow

    @property
    def challenge_id(self) -> int:
        """The challenge of the award."""
        return self.award.challenge_id


def awards_of_challenge(work: Work, challenge_id: int) -> tuple[AwardRow, ...]:
    """Every finalist of a challenge, best tier first. One statement."""
    query = _rows().where(Award.challenge_id == challenge_id)
    return _as_rows(work, query.order_by(PrizeTier.position, Award.rank, Award.id))


def award_by_key(work: Work, key: str) -> AwardRow:
    """One award. NotFound."""
    return _one(_as_rows(work, _rows().where(Award.key == key)))


def objection_by_key(work: Work, key: str) -> ObjectionDetail:
    """One objection with its author. NotFound."""
    ruler = aliased(Account)
    row = work.session.execute(
        sa.select(Objection, _Author.name, _Author.email, ruler.name)
        .join(_Author, _Author.id == Objection.author_id)
        .outerjoin(ruler, ruler.id == Objection.ruled_by_id)
        .where(Objection.key == key)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    objection, author, email, ruled_by = row
    award = _one(_as_rows(work, _rows().where(Award.id == objection.award_id)))
    return ObjectionDetail(
        id=objection.id,
        key=objection.key,
        agency_id=award.agency_id,
        author_id=objection.author_id,
        author=author,
        author_email=email,
        ground=objection.ground,
        statement=objection.statement,
        evidence=objection.evidence,
        state=objection.state,
        ruling=objection.ruling,
        ruled_by=ruled_by or "",
        ruled_at=objection.ruled_at,
        created_at=objection.created_at,
        award=award,
    )


def _rows() -> sa.Select[
    Award, Idea, PrizeTier, Challenge, Programme, str, str | None, str | None, str | None
]:
    return (
        sa.select(
            Award,
            Idea,
            PrizeTier,
            Challenge,
            Programme,
            _Author.name,
            Organisation.name,
            _Nominator.name,
            _Decider.name,
        )
        .join(Idea, Idea.id == Award.idea_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(_Author, _Author.id == Idea.author_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .outerjoin(_Nominator, _Nominator.id == Award.nominated_by_id)
        .outerjoin(_Decider, _Decider.id == Award.decided_by_id)
    )


def _as_rows(
    work: Work,
    query: sa.Select[Award, Idea, PrizeTier, Challenge, Programme, str, str | None, str | None, str | None],
) -> tuple[AwardRow, ...]:
    return tuple(
        AwardRow(
            id=award.id,
            key=award.key,
            agency_id=programme.agency_id,
            challenge_id=award.challenge_id,
            state=award.state,
            rank=award.rank,
            tier=localized(tier.title, tier.title_en),
            amount_won=award.amount_won,
            is_honour_only=award.is_honour_only,
            title=idea.title,
            summary=idea.summary,
            receipt_number=idea.receipt_number or "",
            idea_id=idea.id,
            idea_key=idea.key,
            is_published=idea.published_at is not None,
            applicant=organisation or author,
            applicant_kind=idea.applicant_kind,
            judging_summary=award.judging_summary,
            use_plan=award.use_plan,
            challenge_key=challenge.key,
            challenge=localized(challenge.title, challenge.title_en),
            contest=localized(programme.title, programme.title_en),
            nominated_by_id=award.nominated_by_id,
            nominated_by=nominator or "",
            nominated_at=award.nominated_at,
            decided_by=decider or "",
            decided_at=award.decided_at,
        )
        for award, idea, tier, challenge, programme, author, organisation, nominator, decider in (
            work.session.execute(query)
        )
    )


def _one(rows: tuple[AwardRow, ...]) -> AwardRow:
    if not rows:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return rows[0]
