"""Objections against finalists, and excluding a finalist.

Whoever objects is protected: neither the public nor the entrants learn who it was. Must not decide awards.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.challenges.queries.people import addressee, holders_of
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.services import exclude
from webapp.prizes import mails
from webapp.prizes.enums import (
    AwardEvent,
    AwardState,
    ObjectionEvent,
    ObjectionGround,
    ObjectionState,
    Permission,
)
from webapp.prizes.models import Award, Objection
from webapp.prizes.policies import ObjectionChance
from webapp.prizes.queries.people import entrants_of
from webapp.prizes.services.loading import load_award, load_objection, verification_of
from webapp.prizes.workflow import AWARD, OBJECTION


@dataclass(frozen=True, slots=True)
class NewObjection:
    """What somebody objects to a finalist: on which ground, what happened, and where it can be seen."""

    award_key: str
    ground: ObjectionGround
    statement: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RuleObjection:
    """How an objection is ruled, and why."""

    objection_key: str
    is_upheld: bool
    reason: str


def object_to(work: Work, actor: Actor, command: NewObjection) -> Objection:
    """File an objection and tell the officials who rule.

    The same statement sent twice is one objection; another one while the first is open is a RuleBroken.
    """
    award = load_award(work, command.award_key)
    work.require(actor, Permission.OBJECT, _chance_of(work, award))
    if actor.account_id is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    open_one = work.session.scalar(
        sa.select(Objection).where(
            Objection.award_id == award.id,
            Objection.author_id == actor.account_id,
            Objection.state == ObjectionState.OPEN,
        )
    )
    if open_one is not None:
        if open_one.statement == command.statement:
            return open_one
        raise RuleBroken(
            _("이 후보에 대해 보내신 제보를 검토하고 있습니다. 결과를 알려 드린 뒤 다시 제보할 수 있습니다."),
            code="objection_open",
        )
    objection = Objection(
        award=award,
        award_id=award.id,
        author_id=actor.account_id,
        ground=command.ground,
        statement=command.statement,
        evidence=command.evidence,
        state=ObjectionState.OPEN,
        created_at=work.now,
    )
    work.session.add(objection)
    work.flush()
    work.audit(actor, "prizes:objection:filed", objection, after={"ground": command.ground.value})
    agency_id = award.challenge.programme.agency_id
    for role in (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY):
        mails.objection_received(work, objection, holders_of(work, agency_id, role))
    return objection


def rule_objection(work: Work, actor: Actor, command: RuleObjection) -> Objection:
    """Uphold (the finalist is excluded) or dismiss, with the reason that the objector is told."""
    objection = load_objection(work, command.objection_key, lock=True)
    work.require(actor, Permission.OBJECTION_RULE, objection)
    wanted = ObjectionState.UPHELD if command.is_upheld else ObjectionState.DISMISSED
    if objection.state is wanted and objection.ruling == command.reason.strip():
        return objection
    if not command.reason.strip():
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    event = ObjectionEvent.UPHOLD if command.is_upheld else ObjectionEvent.DISMISS
    if objection.state is ObjectionState.OPEN:
        objection.ruling = command.reason.strip()
        objection.ruled_by_id, objection.ruled_at = actor.account_id, work.now
    OBJECTION.fire(work, actor, objection, event, reason=command.reason)
    work.audit(actor, f"prizes:objection:{wanted.value}", objection, before={"state": "open"})
    author = addressee(work, objection.author_id)
    mails.objection_ruled(work, objection, [author] if author else [], is_upheld=command.is_upheld)
    if command.is_upheld and objection.award.state is not AwardState.EXCLUDED:
        exclude_award(work, actor, objection.award, command.reason)
    return objection


def exclude_finalist(work: Work, actor: Actor, award_key: str, reason: str) -> Award:
    """Exclude a finalist for what the office found itself, or because its author withdrew."""
    award = load_award(work, award_key, lock=True)
    work.require(actor, Permission.AWARD_EXCLUDE, award)
    if award.state is not AwardState.EXCLUDED:
        exclude_award(work, actor, award, reason)
    return award


def exclude_award(work: Work, actor: Actor, award: Award, reason: str) -> None:
    """Take a finalist out, with its idea, and tell its entrants why. The caller has checked."""
    before = award.state.value
    AWARD.fire(work, actor, award, AwardEvent.EXCLUDE, reason=reason)
    exclude(work, actor, award.idea, reason)
    work.audit(actor, "prizes:award:excluded", award, before={"state": before})
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    mails.excluded(work, award, people, reason)


def objection_chance(work: Work, actor: Actor, award_key: str) -> None:
    """Raise unless the actor may object to this finalist now: for the page that asks what about."""
    work.require(actor, Permission.OBJECT, _chance_of(work, load_award(work, award_key)))


def _chance_of(work: Work, award: Award) -> ObjectionChance:
    verification = verification_of(work, award.challenge_id)
    if verification is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    return ObjectionChance(
        award.state,
        verification.opens_on,
        verification.closes_on,
        frozenset({award.idea.author_id, *(person.account_id for person in people)}),
    )
