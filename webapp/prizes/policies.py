"""Who may do what in prizes.

A subject is a challenge, an award, an objection, a payment or a programme with its relations loaded, or one
of the views of `queries`, which carry `agency_id` and whatever else the rule about them reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.accounts.enums import AGENCY_ROLES, Role
from webapp.accounts.policies import agency_role
from webapp.challenges.models import Challenge
from webapp.core.i18n import lazy
from webapp.core.kst import kst_day
from webapp.core.policy import Actor, Ask, Predicate, about_subject, is_signed_in
from webapp.ideas.policies import has_not_entered
from webapp.prizes.enums import AwardState, Permission
from webapp.prizes.models import Award, Objection, Payment, Revocation


@dataclass(frozen=True, slots=True)
class ObjectionChance:
    """What decides whether somebody may object to a finalist: its state, the days, and who entered it."""

    award_state: AwardState
    opens_on: date
    closes_on: date
    entrant_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class RevocationAnswer:
    """What decides whether somebody may answer a notice: whether it stands, until when, and who entered."""

    is_open: bool
    opinions_until: date
    entrant_ids: frozenset[int]


def agency_of(subject: Any) -> int | None:
    """The agency whose officials answer for a subject."""
    if isinstance(subject, Payment | Objection | Revocation):
        subject = subject.award
    if isinstance(subject, Award):
        subject = subject.challenge
    if isinstance(subject, Challenge):
        subject = subject.programme
    found: int | None = subject.agency_id
    return found


def challenge_id_of(subject: Any) -> int | None:
    """The challenge that a subject belongs to; None for a whole contest."""
    if isinstance(subject, Payment | Objection | Revocation):
        subject = subject.award
    found: int | None = (
        subject.id if isinstance(subject, Challenge) else getattr(subject, "challenge_id", None)
    )
    return found


@about_subject(lazy("수상 후보를 정한 사람은 수상작을 결정할 수 없습니다. 다른 결재자가 결정해야 합니다."))
def is_not_nominator(ask: Ask) -> bool:
    """Whoever nominated does not decide (두 사람 원칙)."""
    nominator = getattr(ask.subject, "nominated_by_id", None)
    return nominator is None or nominator != ask.actor.account_id


@about_subject(lazy("지급을 확인한 사람은 승인할 수 없습니다. 다른 결재자가 승인해야 합니다."))
def is_not_confirmer(ask: Ask) -> bool:
    """Whoever confirmed a payment does not approve it (두 사람 원칙)."""
    confirmer = getattr(ask.subject, "confirmed_by_id", None)
    return confirmer is None or confirmer != ask.actor.account_id


@about_subject(lazy("취소를 예고한 사람과 다른 결재자가 수상을 취소해야 합니다."))
def is_not_announcer(ask: Ask) -> bool:
    """Whoever announced that an award may be taken back does not take it back (두 사람 원칙)."""
    announcer = getattr(ask.subject, "announced_by_id", None)
    return announcer is None or announcer != ask.actor.account_id


@about_subject(lazy("이 아이디어를 낸 분만 의견을 낼 수 있습니다."))
def is_entrant(ask: Ask) -> bool:
    """The actor is one of those who entered what the award went to."""
    answer: RevocationAnswer = ask.subject
    return ask.actor.account_id in answer.entrant_ids


@about_subject(lazy("의견을 낼 수 있는 기간이 지났습니다."))
def may_still_answer(ask: Ask) -> bool:
    """The notice stands and its last day has not passed."""
    answer: RevocationAnswer = ask.subject
    return answer.is_open and kst_day(ask.now) <= answer.opinions_until


@about_subject(lazy("자신이 낸 제보는 직접 판단할 수 없습니다."))
def is_not_objector(ask: Ask) -> bool:
    """Nobody rules on an objection of one's own."""
    author = ask.subject.author_id if hasattr(ask.subject, "ground") else None
    return author is None or author != ask.actor.account_id


@about_subject(lazy("공개검증 기간에만 제보할 수 있습니다."))
def is_being_verified(ask: Ask) -> bool:
    """The finalist stands in public verification today; the first and the last day count in full."""
    chance: ObjectionChance = ask.subject
    is_open = chance.opens_on <= kst_day(ask.now) <= chance.closes_on
    return chance.award_state is AwardState.VERIFYING and is_open


@about_subject(lazy("자신이 응모한 아이디어에는 제보할 수 없습니다."))
def is_not_entrant(ask: Ask) -> bool:
    """Nobody objects to an entry of one's own."""
    chance: ObjectionChance = ask.subject
    return ask.actor.account_id not in chance.entrant_ids


def prize_agencies(actor: Actor) -> frozenset[int]:
    """The agencies in whose prize office somebody may look around."""
    return frozenset(scope for role in AGENCY_ROLES for scope in actor.scopes_of(role))


is_disinterested = has_not_entered(challenge_id_of)


def office(*roles: Role) -> Predicate:
    """The actor holds one of the roles in the agency that answers for the subject, and has not entered."""
    return agency_role(*roles, agency_id=agency_of) & is_disinterested


officer = office(Role.CONTEST_OFFICER)
approver = office(Role.APPROVER)
clerk = office(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY)
clerk_or_approver = office(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER)
anybody_in_office = agency_role(*AGENCY_ROLES, agency_id=agency_of)

POLICY: dict[str, Predicate] = {
    Permission.OFFICE_VIEW: anybody_in_office,
    Permission.NOMINATE: clerk,
    Permission.OBJECT: is_signed_in & is_being_verified & is_not_entrant,
    Permission.OBJECTION_RULE: clerk & is_not_objector,
    Permission.AWARD_EXCLUDE: clerk_or_approver,
    Permission.DECISION_DRAFT: clerk_or_approver,
    Permission.AWARD_DECIDE: approver & is_not_nominator,
    Permission.AWARD_REVOKE: approver & is_not_announcer,
    Permission.REVOCATION_ANNOUNCE: office(Role.CONTEST_OFFICER, Role.APPROVER),
    Permission.REVOCATION_ANSWER: is_signed_in & is_entrant & may_still_answer,
    Permission.PAYMENT_CONFIRM: officer,
    Permission.PAYMENT_APPROVE: approver & is_not_confirmer,
    Permission.PAYMENT_RECORD: officer,
    Permission.PAYMENT_HOLD: office(Role.CONTEST_OFFICER, Role.APPROVER),
    Permission.PAYMENT_CANCEL: approver,
    Permission.LEDGER_VIEW: anybody_in_office,
}
