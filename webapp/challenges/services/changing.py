"""Preparing a change after the notice: begun with its kind and reason, written section by section, handed up.

Nothing here touches the rules that hold: a change is a proposal until `enforcing` puts it in force.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from webapp.accounts.enums import Role
from webapp.challenges import mails
from webapp.challenges.enums import (
    PROGRAMME_SECTIONS,
    ChangeEvent,
    ChangeKind,
    ChangeState,
    ContestSection,
    Permission,
)
from webapp.challenges.models import Challenge, FrozenRules, RuleChange
from webapp.challenges.models.design import ChallengeSection, ProgrammeSection
from webapp.challenges.models.differences import differences
from webapp.challenges.models.frozen import from_plain, plain_of
from webapp.challenges.policies.changes import change_faults, open_sections, why_not
from webapp.challenges.policies.readiness import Readiness, missing_items
from webapp.challenges.policies.sections import Fault, faults_of
from webapp.challenges.queries import find_challenge, other_prizes_won
from webapp.challenges.queries.changes import change_in_preparation, load_change
from webapp.challenges.queries.people import addressee, holders_of
from webapp.challenges.services.editing import refuse_stale
from webapp.challenges.services.lifecycle import bring_up_to_date
from webapp.challenges.services.sections import refuse
from webapp.challenges.workflow import RULE_CHANGE
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import clean_text
from webapp.core.work import Work

MAX_REASON = 2000


@dataclass(frozen=True, slots=True)
class EditChange:
    """New content of one section in a change; `version` is the one that the editor saw."""

    key: str
    version: int
    section: ProgrammeSection | ChallengeSection


def begin_change(work: Work, actor: Actor, challenge_key: str, kind: ChangeKind, reason: str) -> RuleChange:
    """Begin a change of an announced challenge. WrongState when its kind has no place now.

    One change is prepared at a time. Beginning the same one again gives the one that is there.
    """
    challenge = find_challenge(work, challenge_key, lock=True)
    work.require(actor, Permission.CHANGE_PROPOSE, challenge)
    bring_up_to_date(work, challenge)
    reason = clean_text(reason)
    if not reason:
        raise RuleBroken(_("바꾸는 까닭을 적어 주십시오. 공고에 그대로 실립니다."), field="reason")
    if len(reason) > MAX_REASON:
        raise RuleBroken(_("까닭은 %(most)s자까지 적을 수 있습니다.", most=MAX_REASON), field="reason")
    known = change_in_preparation(work, challenge.id)
    if known is not None:
        if (known.kind, known.reason, known.created_by_id) == (kind, reason, actor.account_id):
            return known
        raise WrongState(_("이미 준비하고 있는 변경이 있습니다. 먼저 공고하거나 거두어 주십시오."))
    refusal = why_not(kind, challenge.state)
    if refusal:
        raise WrongState(refusal)
    change = RuleChange(
        challenge=challenge,
        kind=kind,
        reason=reason,
        before=challenge.rules,
        after=challenge.rules,
        old_hash=challenge.rules_hash,
        created_by_id=actor.account_id,
        created_at=work.now,
    )
    work.session.add(change)
    work.flush()
    work.audit(actor, "challenges:change:begun", change, after={"kind": kind.value})
    return change


def edit_change(work: Work, actor: Actor, command: EditChange) -> RuleChange:
    """Replace one section in a draft of a change.

    WrongState once it was handed up or where this kind of change may not touch the section; StaleVersion when
    somebody saved in between; RuleBroken when the section breaks its own rules.
    """
    change = load_change(work, command.key, lock=True)
    work.require(actor, Permission.CHANGE_PROPOSE, change)
    if change.state is not ChangeState.DRAFT:
        raise WrongState(_("결재를 요청했거나 이미 공고한 변경은 고칠 수 없습니다."))
    refuse_stale(change.version, command.version)
    after = from_plain(FrozenRules, change.after)
    section = section_of(after, command.section)
    if section not in open_sections(change.kind, change.challenge.state_at(work.now)):
        raise WrongState(_("‘%(section)s’은(는) 이렇게 바꿀 수 없습니다.", section=section.label))
    refuse(faults_of(command.section))
    change.after = plain_of(with_section(after, section, command.section))
    work.flush()
    work.audit(actor, "challenges:change:edited", change, after={"section": section.value})
    return change


def section_of(rules: FrozenRules, value: Any) -> ContestSection:
    """The section that a design value is."""
    owners = (rules.programme, rules.challenge)
    return next(
        section
        for section in ContestSection
        for owner in owners
        if type(getattr(owner, section.value, None)) is type(value)
    )


def with_section(rules: FrozenRules, section: ContestSection, value: Any) -> FrozenRules:
    """The rules with one section replaced."""
    if section in PROGRAMME_SECTIONS:
        return replace(rules, programme=replace(rules.programme, **{section.value: value}))
    return replace(rules, challenge=replace(rules.challenge, **{section.value: value}))


def request_change(work: Work, actor: Actor, key: str, version: int) -> RuleChange:
    """Hand a change up to the agency's approvers. RuleBroken while something keeps it back.

    Safe to repeat.
    """
    change = load_change(work, key, lock=True)
    work.require(actor, Permission.CHANGE_PROPOSE, change)
    if change.state is ChangeState.REQUESTED:
        return change
    refuse_stale(change.version, version)
    refuse_unfit(work, change)
    change.requested_by_id, change.requested_at = actor.account_id, work.now
    RULE_CHANGE.fire(work, actor, change, ChangeEvent.REQUEST)
    work.audit(actor, "challenges:change:requested", change, after={"kind": change.kind.value})
    approvers = holders_of(work, change.programme.agency_id, Role.APPROVER)
    mails.send_change_requested(
        work, change, [one for one in approvers if one.account_id != actor.account_id]
    )
    return change


def return_change(work: Work, actor: Actor, key: str, reason: str) -> RuleChange:
    """Send a change back to its author with a reason."""
    change = load_change(work, key, lock=True)
    asked_by = change.requested_by_id
    RULE_CHANGE.fire(work, actor, change, ChangeEvent.RETURN, reason=reason)
    change.requested_by_id = change.requested_at = None
    work.audit(actor, "challenges:change:returned", change, after={"kind": change.kind.value})
    mails.send_change_returned(work, change, addressee(work, asked_by), reason)
    return change


def withdraw_change(work: Work, actor: Actor, key: str) -> RuleChange:
    """Give a change up before it is announced; nothing of it was public. Safe to repeat."""
    change = load_change(work, key, lock=True)
    work.require(actor, Permission.CHANGE_PROPOSE, change)
    if change.state is ChangeState.WITHDRAWN:
        return change
    RULE_CHANGE.fire(work, actor, change, ChangeEvent.WITHDRAW)
    work.audit(actor, "challenges:change:withdrawn", change, after={"kind": change.kind.value})
    return change


def refuse_unfit(work: Work, change: RuleChange) -> None:
    """RuleBroken with everything that keeps a change from being announced now; StaleVersion when the rules
    on which it is built no longer hold."""
    challenge = change.challenge
    if challenge.rules_hash != change.old_hash:
        raise StaleVersion(_("그사이 규칙이 다시 바뀌었습니다. 이 변경을 거두고 새로 시작해 주십시오."))
    before, after = from_plain(FrozenRules, change.before), from_plain(FrozenRules, change.after)
    state = challenge.state_at(work.now)
    faults = change_faults(change.kind, state, before, after, now=work.now)
    refuse([*faults, *_unready(work, challenge, before, after)])


def _unready(work: Work, challenge: Challenge, before: FrozenRules, after: FrozenRules) -> list[Fault]:
    """What the changed sections would lack for a notice, as for the first one: the nine items, caps, pot.

    Dates are left out: where they move to is settled with the notice of the change itself.
    """
    touched = {one.section for one in differences(before, after)} - {ContestSection.SCHEDULE}
    ready = Readiness(after.programme, after.challenge, other_prizes_won(work, challenge), work.now)
    return [Fault(one.section.value, one.message) for one in missing_items(ready) if one.section in touched]
