"""Making programmes and challenges, and editing their sections while they are drafts.

From the notice on nothing of the rules can be edited here; there is no other way to edit them.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, Permission, ProgrammeState
from webapp.challenges.models import (
    Challenge,
    NewChallenge,
    NewProgramme,
    Prizes,
    Programme,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeMoney,
    Schedule,
)
from webapp.challenges.models.design import ChallengeSection
from webapp.challenges.policies.sections import Fault, cap_faults, faults_of, pot_faults
from webapp.challenges.queries import load_challenge, load_programme, other_prizes_won, programme_design
from webapp.challenges.services.sections import refuse, write_challenge_section, write_programme_section
from webapp.core.errors import NotFound, RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class EditProgramme:
    """New content of one section of a programme; `version` is the one that the editor saw."""

    slug: str
    version: int
    section: ProgrammeBasics | ProgrammeConditions | ProgrammeCalendar | ProgrammeMoney


@dataclass(frozen=True, slots=True)
class EditChallenge:
    """New content of one section of a challenge; `version` is the one that the editor saw."""

    key: str
    version: int
    section: ChallengeSection


def create_programme(work: Work, actor: Actor, command: NewProgramme) -> Programme:
    """Make a draft programme of the agency whose slug the command names.

    RuleBroken when the address is taken or unfit, or a section breaks its own rules.
    """
    agency = work.session.scalar(sa.select(Agency).where(Agency.slug == command.agency))
    if agency is None:
        raise NotFound(_("그런 기관이 없습니다."))
    work.require(actor, Permission.PROGRAMME_CREATE, agency)
    refuse(faults_of(command))
    if work.session.scalar(sa.select(Programme.id).where(Programme.slug == command.slug)) is not None:
        raise RuleBroken(_("이미 쓰고 있는 주소입니다."), field="slug", code="slug_taken")
    programme = Programme(
        slug=command.slug,
        agency=agency,
        created_by_id=actor.account_id,
        created_at=work.now,
        milestones=[],
        grades=[],
        pots=[],
    )
    for section in (command.basics, command.conditions, command.calendar, command.money):
        write_programme_section(work, programme, section)
    work.session.add(programme)
    work.flush()
    work.audit(actor, "challenges:programme:created", programme, after={"slug": programme.slug})
    return programme


def edit_programme(work: Work, actor: Actor, command: EditProgramme) -> Programme:
    """Replace one section of a draft programme.

    WrongState once it was published; StaleVersion when somebody saved in between.
    """
    programme = load_programme(work, command.slug, lock=True)
    work.require(actor, Permission.PROGRAMME_EDIT, programme)
    if programme.state is not ProgrammeState.DRAFT:
        raise WrongState(_("이미 공고하여 고칠 수 없습니다."))
    refuse_stale(programme.version, command.version)
    write_programme_section(work, programme, command.section)
    flag_modified(programme, "title")  # rows of its lists alone would not raise the version
    work.flush()
    work.audit(
        actor,
        "challenges:programme:edited",
        programme,
        after={"section": type(command.section).__name__, "version": programme.version},
    )
    return programme


def create_challenge(work: Work, actor: Actor, command: NewChallenge) -> Challenge:
    """Make a draft challenge with the next number of its programme, from a selected problem or free."""
    programme = load_programme(work, command.programme, lock=True)
    work.require(actor, Permission.PROGRAMME_EDIT, programme)
    if programme.state not in {ProgrammeState.DRAFT, ProgrammeState.PUBLISHED}:
        raise WrongState(_("끝났거나 취소된 공모에는 과제를 더할 수 없습니다."))
    sections = (
        command.brief,
        command.schedule,
        command.prizes,
        command.criteria,
        command.form,
        command.rules,
        command.standards,
        command.entrants,
        command.terms,
        command.plan,
    )
    last = work.session.scalar(
        sa.select(sa.func.max(Challenge.number)).where(Challenge.programme_id == programme.id)
    )
    challenge = Challenge(
        programme=programme,
        number=(last or 0) + 1,
        created_by_id=actor.account_id,
        created_at=work.now,
        criteria=[],
        form_fields=[],
        tiers=[],
        stages=[],
    )
    for section in sections:
        write_challenge_section(work, challenge, section)
    work.session.add(challenge)
    work.flush()
    refuse(prize_faults(work, challenge, command.prizes))
    work.audit(
        actor,
        "challenges:challenge:created",
        challenge,
        after={"slug": programme.slug, "number": challenge.number},
    )
    return challenge


def edit_challenge(work: Work, actor: Actor, command: EditChallenge) -> Challenge:
    """Replace one section of a draft challenge.

    WrongState from the request for approval on; StaleVersion when somebody saved in between; RuleBroken
    when the section breaks its rules, a prize the cap of its grade, all prizes together the pot, or when
    entries would close in the past.
    """
    challenge = load_challenge(work, command.key, lock=True)
    work.require(actor, Permission.PROGRAMME_EDIT, challenge)
    if challenge.state is not ChallengeState.DRAFT:
        raise WrongState(_("결재를 요청했거나 공고한 과제는 고칠 수 없습니다."))
    refuse_stale(challenge.version, command.version)
    if isinstance(command.section, Schedule) and command.section.closes_at <= work.now:
        raise RuleBroken(_("접수 마감이 이미 지난 때입니다."), field="closes_at", code="closes_in_past")
    if isinstance(command.section, Prizes):
        refuse([*faults_of(command.section), *prize_faults(work, challenge, command.section)])
    write_challenge_section(work, challenge, command.section)
    flag_modified(challenge, "title")
    work.flush()
    work.audit(
        actor,
        "challenges:challenge:edited",
        challenge,
        after={"section": type(command.section).__name__, "version": challenge.version},
    )
    return challenge


def prize_faults(work: Work, challenge: Challenge, prizes: Prizes) -> list[Fault]:
    """What is wrong when a prize is above the grade's cap or all prizes together above the pot."""
    money = programme_design(challenge.programme).money
    others = other_prizes_won(work, challenge)
    return [*cap_faults(prizes, money.grades), *pot_faults(prizes, money.pots, others_won=others)]


def refuse_stale(current: int, seen: int) -> None:
    """StaleVersion when the editor saw an older version."""
    if current != seen:
        raise StaleVersion(_("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))
