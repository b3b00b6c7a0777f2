"""Putting a change in force: the rows, the rules frozen anew, the chained hash, the public notice.

A change notice is approved by another person than its author; a correction of wording needs nobody. What a
change does to the contest's own parts holds for every announced challenge of the contest: each gets its own
link in its own chain, and its own notice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from webapp.challenges import mails
from webapp.challenges.enums import (
    PROGRAMME_SECTIONS,
    ChallengeState,
    ChangeEvent,
    ChangeKind,
    ChangeState,
    ContestSection,
    NoticeKind,
    Permission,
)
from webapp.challenges.models import Challenge, FrozenRules, Programme, RuleChange
from webapp.challenges.models.differences import differences
from webapp.challenges.models.frozen import from_plain, plain_of, rules_hash
from webapp.challenges.policies.changes import UNDECIDED, moved_for_notice
from webapp.challenges.queries import find_challenge, load_challenge, rules_of
from webapp.challenges.queries.changes import load_change
from webapp.challenges.queries.people import addressee
from webapp.challenges.services.changing import refuse_unfit
from webapp.challenges.services.editing import refuse_stale
from webapp.challenges.services.lifecycle import bring_up_to_date, post_notice, sum_up
from webapp.challenges.services.sections import write_challenge_section, write_programme_section
from webapp.challenges.workflow import RULE_CHANGE
from webapp.core.policy import Actor
from webapp.core.work import Work

NOTICE_KINDS = {
    ChangeKind.CORRECTION: NoticeKind.CORRECTION,
    ChangeKind.CHANGE: NoticeKind.CHANGE,
    ChangeKind.EXTENSION: NoticeKind.EXTENSION,
    ChangeKind.POSTPONEMENT: NoticeKind.POSTPONEMENT,
}
#: How a notice names itself. Notices are Korean in every language.
TITLES = {
    ChangeKind.CORRECTION: "정정 공고",
    ChangeKind.CHANGE: "변경 공고",
    ChangeKind.EXTENSION: "접수 기간 연장 공고",
    ChangeKind.POSTPONEMENT: "결과 발표 연기 공고",
}


def approve_change(work: Work, actor: Actor, key: str, version: int) -> RuleChange:
    """Announce a change that waits for approval. Whoever wrote it or asked for the approval may not.

    Checks everything once more. A change notice stands for the profile's days: opening and close move as far
    as they must. Approving twice changes nothing.
    """
    change = _locked(work, key)
    work.require(actor, Permission.CHANGE_APPROVE, change)
    if change.state is ChangeState.IN_FORCE:
        return change
    refuse_stale(change.version, version)
    _refuse_wrong_state(work, actor, change, ChangeEvent.APPROVE)
    refuse_unfit(work, change)
    change.approved_by_id = actor.account_id
    _enforce_everywhere(work, actor, change, ChangeEvent.APPROVE)
    mails.send_change_announced(work, change, addressee(work, change.requested_by_id))
    return change


def correct_rules(work: Work, actor: Actor, key: str, version: int) -> RuleChange:
    """Put a correction of wording in force at once. RuleBroken when a number, date, sum or rule differs."""
    change = _locked(work, key)
    work.require(actor, Permission.CHANGE_PROPOSE, change)
    if change.state is ChangeState.IN_FORCE:
        return change
    refuse_stale(change.version, version)
    _refuse_wrong_state(work, actor, change, ChangeEvent.CORRECT)
    refuse_unfit(work, change)
    _enforce_everywhere(work, actor, change, ChangeEvent.CORRECT)
    return change


def _locked(work: Work, key: str) -> RuleChange:
    """The change, locked with its contest and its challenge, which is brought up to the clock."""
    change = load_change(work, key)
    work.session.get_one(Programme, change.challenge.programme_id, with_for_update=True)
    bring_up_to_date(work, find_challenge(work, change.challenge.key, lock=True))
    return load_change(work, key, lock=True)


def _refuse_wrong_state(work: Work, actor: Actor, change: RuleChange, event: ChangeEvent) -> None:
    """WrongState before anything is written when the event has no way from here."""
    if not RULE_CHANGE.check(work, actor, change, event).allowed:
        RULE_CHANGE.fire(work, actor, change, event)


def _enforce_everywhere(work: Work, actor: Actor, change: RuleChange, event: ChangeEvent) -> None:
    before, after = from_plain(FrozenRules, change.before), from_plain(FrozenRules, change.after)
    touched = {one.section for one in differences(before, after)}
    _enforce(work, actor, change, event)
    if touched & set(PROGRAMME_SECTIONS):
        for challenge in _siblings(work, change.challenge):
            _enforce(work, actor, _sibling_change(work, change, challenge, touched), event)
    sum_up(work, change.programme)


def _siblings(work: Work, challenge: Challenge) -> list[Challenge]:
    """The other announced challenges of the contest whose result does not stand."""
    keys = work.session.scalars(
        sa.select(Challenge.key)
        .where(
            Challenge.programme_id == challenge.programme_id,
            Challenge.id != challenge.id,
            Challenge.state.in_(UNDECIDED),
        )
        .order_by(Challenge.number)
    ).all()
    found = [find_challenge(work, key, lock=True) for key in keys]
    for one in found:
        bring_up_to_date(work, one)
    return found


def _sibling_change(
    work: Work, change: RuleChange, challenge: Challenge, touched: set[ContestSection]
) -> RuleChange:
    """The same change of the contest's own parts, for another of its challenges."""
    new, own = from_plain(FrozenRules, change.after).programme, from_plain(FrozenRules, challenge.rules)
    sections = {one.value: getattr(new, one.value) for one in touched & set(PROGRAMME_SECTIONS)}
    after = replace(own, programme=replace(own.programme, **sections))
    return RuleChange(
        challenge=challenge,
        kind=change.kind,
        state=ChangeState.DRAFT if change.is_correction else ChangeState.REQUESTED,
        reason=change.reason,
        before=challenge.rules,
        after=plain_of(after),
        old_hash=challenge.rules_hash,
        created_by_id=change.created_by_id,
        requested_by_id=change.requested_by_id,
        requested_at=change.requested_at,
        approved_by_id=change.approved_by_id,
        created_at=work.now,
    )


def _enforce(work: Work, actor: Actor, change: RuleChange, event: ChangeEvent) -> None:
    """Write what differs into the rows, freeze the rules with the old hash inside, put out the notice."""
    challenge = load_challenge(work, change.challenge.key, lock=True)
    before, after = from_plain(FrozenRules, challenge.rules), from_plain(FrozenRules, change.after)
    if change.kind is ChangeKind.CHANGE:
        after = _with_notice_days(work, challenge.state, after)
    _write(work, challenge, before, after)
    work.flush()
    rules = plain_of(_frozen_anew(challenge, before))
    change.before, change.after = challenge.rules, rules
    change.old_hash, change.new_hash = challenge.rules_hash, rules_hash(rules)
    challenge.rules, challenge.rules_hash = rules, change.new_hash
    number = _next_number(work, challenge)
    notice = post_notice(
        work,
        actor,
        challenge,
        kind=NOTICE_KINDS[change.kind],
        title=f"{challenge.programme.title} {TITLES[change.kind]}: {challenge.title}",
        body=change.reason,
    )
    change.notice_id, change.number, change.in_force_at = notice.id, number, work.now
    work.session.add(change)
    RULE_CHANGE.fire(work, actor, change, event, reason=change.reason)
    work.audit(
        actor,
        "challenges:rules:changed",
        challenge,
        before={"rules_hash": change.old_hash},
        after={"rules_hash": change.new_hash, "kind": change.kind.value},
    )


def _frozen_anew(challenge: Challenge, before: FrozenRules) -> FrozenRules:
    """The rules as the rows have them now. What the profile fixed stays, unless the contest chose anew."""
    fresh = replace(rules_of(challenge), previous_hash=challenge.rules_hash)
    is_same_profile = (
        fresh.challenge.standards == before.challenge.standards
        and fresh.programme.conditions.profile is before.programme.conditions.profile
    )
    return replace(fresh, profile=before.profile) if is_same_profile else fresh


def _with_notice_days(work: Work, state: ChallengeState, after: FrozenRules) -> FrozenRules:
    schedule = moved_for_notice(after.challenge.schedule, state, work.now, after.profile.notice_days)
    return replace(after, challenge=replace(after.challenge, schedule=schedule))


def _write(work: Work, challenge: Challenge, before: FrozenRules, after: FrozenRules) -> None:
    """Write the sections that differ; the others keep their rows, and with them what refers to them."""
    for one in ContestSection:
        is_shared = one in PROGRAMME_SECTIONS
        old: Any = before.programme if is_shared else before.challenge
        new: Any = after.programme if is_shared else after.challenge
        if getattr(old, one.value) == getattr(new, one.value):
            continue
        if is_shared:
            write_programme_section(work, challenge.programme, getattr(new, one.value))
            flag_modified(challenge.programme, "title")
        else:
            write_challenge_section(work, challenge, getattr(new, one.value))
            flag_modified(challenge, "title")


def _next_number(work: Work, challenge: Challenge) -> int:
    last = work.session.scalar(
        sa.select(sa.func.max(RuleChange.number)).where(RuleChange.challenge_id == challenge.id)
    )
    return (last or 0) + 1
