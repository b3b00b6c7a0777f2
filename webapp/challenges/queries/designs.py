"""Reading rows whole: programmes and challenges for services, and their designs as values.

Owns the loading of everything that belongs together, in a fixed number of statements. Pages for the public
read other queries, which fetch columns only.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from webapp.challenges.enums import ChallengeState, RuleKey, TieBreak
from webapp.challenges.models import (
    AgencyEntry,
    Brief,
    Challenge,
    Criteria,
    CriterionEntry,
    EntryForm,
    FieldEntry,
    FrozenRules,
    GradeEntry,
    MilestoneEntry,
    NewChallenge,
    NewProgramme,
    PotEntry,
    Prizes,
    PrizeTier,
    ProfileFacts,
    Programme,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeMoney,
    Rules,
    Schedule,
    StageEntry,
    StandardEntry,
    Standards,
    SupporterEntry,
    TierEntry,
)
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.models.receipts import receipt_series
from webapp.challenges.models.shape import slots_of
from webapp.challenges.policies.standards import deviations, value_of
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.kst import to_kst
from webapp.core.work import Work

Entry = TypeVar("Entry")

_PROGRAMME_PARTS = (
    joinedload(Programme.agency, innerjoin=True),
    joinedload(Programme.department),
    joinedload(Programme.problem_call),
    selectinload(Programme.milestones),
    selectinload(Programme.grades),
    selectinload(Programme.pots),
)
_CHALLENGE_PARTS = (
    joinedload(Challenge.problem),
    joinedload(Challenge.owning_department),
    selectinload(Challenge.criteria),
    selectinload(Challenge.form_fields),
    selectinload(Challenge.tiers),
    selectinload(Challenge.stages),
)


def load_programme(work: Work, slug: str, *, lock: bool = False) -> Programme:
    """The programme with all its parts (4 statements). NotFound when there is none."""
    statement = sa.select(Programme).where(Programme.slug == slug).options(*_PROGRAMME_PARTS)
    if lock:
        statement = statement.with_for_update(of=Programme).execution_options(populate_existing=True)
    programme = work.session.scalar(statement)
    if programme is None:
        raise NotFound(_("그런 공모가 없습니다."))
    return programme


def load_challenge(work: Work, key: str, *, lock: bool = False) -> Challenge:
    """The challenge with all its parts and its programme's (8 statements). NotFound when there is none."""
    programme = joinedload(Challenge.programme, innerjoin=True).options(*_PROGRAMME_PARTS)
    return _challenge(work, key, (programme, *_CHALLENGE_PARTS), lock=lock)


def find_challenge(work: Work, key: str, *, lock: bool = False) -> Challenge:
    """The challenge with its programme and agency (1 statement). NotFound when there is none.

    `lock`: read anew and kept from others until the unit of work ends.
    """
    programme = joinedload(Challenge.programme, innerjoin=True)
    return _challenge(work, key, (programme.joinedload(Programme.agency, innerjoin=True),), lock=lock)


def _challenge(work: Work, key: str, options: tuple[ORMOption, ...], *, lock: bool) -> Challenge:
    statement = sa.select(Challenge).where(Challenge.key == key).options(*options)
    if lock:
        statement = statement.with_for_update(of=Challenge).execution_options(populate_existing=True)
    challenge = work.session.scalar(statement)
    if challenge is None:
        raise NotFound(_("그런 과제가 없습니다."))
    return challenge


def challenges_of(work: Work, programme: Programme) -> list[Challenge]:
    """All challenges of a loaded programme with their parts, by number (5 statements)."""
    return list(
        work.session.scalars(
            sa.select(Challenge)
            .where(Challenge.programme_id == programme.id)
            .options(joinedload(Challenge.programme, innerjoin=True), *_CHALLENGE_PARTS)
            .order_by(Challenge.number)
        )
    )


def other_prizes_won(work: Work, challenge: Challenge) -> int:
    """What the programme's other challenges may pay in all, drafts included, cancelled ones not; in won."""
    total = work.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(PrizeTier.amount_won * PrizeTier.quota), 0))
        .join(Challenge, Challenge.id == PrizeTier.challenge_id)
        .where(
            Challenge.programme_id == challenge.programme_id,
            Challenge.id != challenge.id,
            Challenge.state != ChallengeState.CANCELLED,
        )
    )
    return int(total or 0)


def series_taken_by(work: Work, challenge: Challenge) -> str:
    """The title of another contest, announced and of the same year, that counts in the same series; or ""."""

    def series(pattern: str, opens_at: datetime, number: int) -> str:
        return receipt_series(pattern, year=to_kst(opens_at).year, challenge=number)

    own = series(challenge.receipt_pattern, challenge.opens_at, challenge.number)
    others = work.session.execute(
        sa.select(Challenge.receipt_pattern, Challenge.opens_at, Challenge.number, Programme.title)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.programme_id != challenge.programme_id, Challenge.announced_at.is_not(None))
        .order_by(Challenge.id)
    )
    taken = (row.title for row in others if series(row.receipt_pattern, row.opens_at, row.number) == own)
    return next(taken, "")


# ---------------------------------------------------------------- rows as values


def agency_entry(programme: Programme) -> AgencyEntry:
    """The agency as the notice names it."""
    agency = programme.agency
    return AgencyEntry(slug=agency.slug, name=agency.name, name_en=agency.name_en, kind=agency.kind)


def programme_design(programme: Programme) -> NewProgramme:
    """The design of a programme that was loaded with its parts."""
    return NewProgramme(
        agency=programme.agency.slug,
        slug=programme.slug,
        basics=ProgrammeBasics(
            title=programme.title,
            title_en=programme.title_en,
            purpose=programme.purpose,
            purpose_en=programme.purpose_en,
            department=programme.department.name if programme.department else "",
            contact=programme.contact,
            problem_call=programme.problem_call.slug if programme.problem_call else "",
        ),
        conditions=ProgrammeConditions(
            profile=programme.profile,
            legal_basis=programme.legal_basis,
            eligibility=programme.eligibility,
            staff_rule=programme.staff_rule,
            misconduct_rule=programme.misconduct_rule,
            rights_rule=programme.rights_rule,
            revocation_rule=programme.revocation_rule,
            supporters=tuple(SupporterEntry(**one) for one in programme.supporters),
        ),
        calendar=ProgrammeCalendar(
            milestones=tuple(
                MilestoneEntry(
                    label=one.label, label_en=one.label_en, starts_on=one.starts_on, ends_on=one.ends_on
                )
                for one in programme.milestones
            )
        ),
        money=ProgrammeMoney(
            grades=tuple(GradeEntry(grade=one.grade, cap_won=one.cap_won) for one in programme.grades),
            pots=tuple(
                PotEntry(
                    kind=one.kind,
                    amount_won=one.amount_won,
                    cap_per_challenge_won=one.cap_per_challenge_won,
                    legal_basis=one.legal_basis,
                )
                for one in programme.pots
            ),
        ),
    )


def challenge_design(challenge: Challenge) -> NewChallenge:
    """The design of a challenge that was loaded with its parts."""
    return NewChallenge(
        programme=challenge.programme.slug,
        brief=Brief(
            title=challenge.title,
            title_en=challenge.title_en,
            summary=challenge.summary,
            summary_en=challenge.summary_en,
            field=challenge.field,
            background=challenge.background,
            goal=challenge.goal,
            exclusions=tuple(challenge.exclusions),
            department=challenge.owning_department.name if challenge.owning_department else "",
            problem=challenge.problem.key if challenge.problem else "",
        ),
        schedule=Schedule(
            opens_at=challenge.opens_at,
            closes_at=challenge.closes_at,
            result_on=challenge.result_on,
            grace_minutes=challenge.grace_minutes,
        ),
        prizes=_prizes(challenge),
        criteria=Criteria(
            criteria=tuple(
                CriterionEntry(
                    title=one.title, title_en=one.title_en, description=one.description, weight=one.weight
                )
                for one in challenge.criteria
            )
        ),
        form=_form(challenge),
        rules=Rules(
            receipt_pattern=challenge.receipt_pattern,
            entries_per_person=challenge.entries_per_person,
            publicity=challenge.publicity,
            trim_from_sheets=challenge.trim_from_sheets,
            score_decimals=challenge.score_decimals,
            tie_breaks=tuple(TieBreak(one) for one in challenge.tie_breaks),
            verification_days=challenge.verification_days,
        ),
        standards=Standards(standards=tuple(from_plain(StandardEntry, one) for one in challenge.standards)),
        entrants=challenge.entrants,
        terms=challenge.terms,
        plan=challenge.plan,
    )


def _prizes(challenge: Challenge) -> Prizes:
    return Prizes(
        grade=challenge.grade,
        prizes=tuple(_entry(TierEntry, one) for one in challenge.tiers),
        stages=tuple(StageEntry(condition=one.condition, percent=one.percent) for one in challenge.stages),
        raffle=challenge.raffle,
        raffle_basis=challenge.raffle_basis,
    )


def _form(challenge: Challenge) -> EntryForm:
    return EntryForm(fields=tuple(_entry(FieldEntry, one) for one in challenge.form_fields))


def _entry(cls: type[Entry], row: object) -> Entry:
    """A row as the design value whose fields its columns are named after."""
    values = {slot.name: getattr(row, slot.name) for slot in slots_of(cls)}
    return cls(**{name: tuple(one) if isinstance(one, list) else one for name, one in values.items()})


def rules_of(challenge: Challenge) -> FrozenRules:
    """Everything a notice fixes for this challenge, as it stands in the rows now."""
    programme = programme_design(challenge.programme)
    design = challenge_design(challenge)
    return FrozenRules(
        key=challenge.key,
        number=challenge.number,
        agency=agency_entry(challenge.programme),
        programme=programme,
        challenge=design,
        profile=ProfileFacts(
            notice_days=value_of(programme, design, RuleKey.NOTICE_DAYS),
            verification_days=PROFILES[programme.conditions.profile].verification_days,
            minimum_judges=value_of(programme, design, RuleKey.MINIMUM_JUDGES),
            civilian_share_percent=value_of(programme, design, RuleKey.CIVILIAN_SHARE),
            trim_from_sheets=PROFILES[programme.conditions.profile].trim_from_sheets,
            source=PROFILES[programme.conditions.profile].source.source,
            deviations=deviations(programme, design),
        ),
    )
