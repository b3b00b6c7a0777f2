"""Approval and notice: asking for it, sending back, announcing. Announcing freezes the rules.

The approver is another person than the author. What the notice fixed is kept as canonical JSON with its
SHA-256; nothing afterwards may change it.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.challenges import mails
from webapp.challenges.enums import (
    ChallengeEvent,
    ChallengeState,
    ContestSection,
    NoticeKind,
    Permission,
    PolicyProfile,
    ProgrammeEvent,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, Notice, Programme
from webapp.challenges.models.frozen import plain_of, rules_hash
from webapp.challenges.policies.readiness import Missing, Readiness, missing_items
from webapp.challenges.queries import (
    challenge_design,
    load_challenge,
    other_prizes_won,
    programme_design,
    rules_of,
    series_taken_by,
)
from webapp.challenges.queries.people import addressee, holders_of
from webapp.challenges.services.lifecycle import sum_up
from webapp.challenges.services.remarks import refuse_unsettled
from webapp.challenges.workflow import CHALLENGE, PROGRAMME
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.services import AnnouncedChallenge, note_challenge


def missing_for_notice(work: Work, challenge: Challenge) -> tuple[Missing, ...]:
    """What keeps the notice of a challenge back; it must be loaded with its parts."""
    return missing_items(
        Readiness(
            programme=programme_design(challenge.programme),
            challenge=challenge_design(challenge),
            others_won=other_prizes_won(work, challenge),
            now=work.now,
            series_of=series_taken_by(work, challenge),
            compared_hash=challenge.compared_hash,
        )
    )


def request_approval(work: Work, actor: Actor, challenge: Challenge) -> Challenge:
    """Ask the agency's approvers to announce a challenge. RuleBroken while something is missing.

    Asking again while it is asked for changes nothing.
    """
    challenge = load_challenge(work, challenge.key, lock=True)
    work.require(actor, Permission.APPROVAL_REQUEST, challenge)
    if challenge.state is ChallengeState.IN_APPROVAL:
        return challenge
    refuse_wrong_state(work, actor, challenge, ChallengeEvent.REQUEST_APPROVAL)
    refuse_incomplete(missing_for_notice(work, challenge))
    refuse_unsettled(work, challenge)
    challenge.requested_by_id, challenge.requested_at = actor.account_id, work.now
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.REQUEST_APPROVAL)
    work.audit(
        actor, "challenges:challenge:approval_requested", challenge, after={"version": challenge.version}
    )
    approvers = holders_of(work, challenge.programme.agency_id, Role.APPROVER)
    others = [one for one in approvers if one.account_id != actor.account_id]
    mails.send_approval_requested(work, challenge, others)
    return challenge


def return_for_edits(work: Work, actor: Actor, challenge: Challenge, reason: str) -> Challenge:
    """Send a challenge back to its author with a reason."""
    challenge = load_challenge(work, challenge.key, lock=True)
    asked_by = challenge.requested_by_id
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.RETURN, reason=reason)
    challenge.requested_by_id = challenge.requested_at = None
    work.audit(actor, "challenges:challenge:returned", challenge, after={"version": challenge.version})
    mails.send_returned(work, challenge, addressee(work, asked_by), reason)
    return challenge


def publish(work: Work, actor: Actor, challenge: Challenge) -> Challenge:
    """Announce a challenge: check everything once more, freeze the rules, put out the notice.

    Checks what the profile fixes: five days of notice before entries open (제5조), all nine items of
    제4조제2항, weights and stages of 100 in all, caps and pot, the legal basis of a local government. The
    programme is published with its first challenge. Announcing twice changes nothing.
    """
    programme = lock_programme(work, challenge.programme_id)
    challenge = load_challenge(work, challenge.key, lock=True)
    work.require(actor, Permission.PUBLISH, challenge)
    if challenge.announced_at is not None:
        return challenge
    refuse_wrong_state(work, actor, challenge, ChallengeEvent.PUBLISH)
    refuse_incomplete(missing_for_notice(work, challenge))
    rules = plain_of(rules_of(challenge))
    challenge.rules, challenge.rules_hash = rules, rules_hash(rules)
    challenge.announced_at, challenge.approved_by_id = work.now, actor.account_id
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.PUBLISH)
    notice = Notice(
        programme_id=programme.id,
        challenge_id=challenge.id,
        kind=NoticeKind.PUBLICATION,
        title=f"{programme.title} 공고: {challenge.title}"[:200],
        rules_hash=challenge.rules_hash,
        published_by_id=actor.account_id,
        published_at=work.now,
    )
    work.session.add(notice)
    sum_up(work, programme)
    if programme.state is ProgrammeState.DRAFT:
        programme.published_at = work.now
        PROGRAMME.fire(work, actor, programme, ProgrammeEvent.PUBLISH)
    if challenge.problem_id is not None and programme.profile is not PolicyProfile.INTERNAL:
        made = AnnouncedChallenge(challenge.key, challenge.title, challenge.title_en)
        note_challenge(work, actor, challenge.problem_id, made)
    work.audit(
        actor,
        "challenges:challenge:published",
        challenge,
        after={"rules_hash": challenge.rules_hash, "closes_at": challenge.closes_at.isoformat()},
    )
    mails.send_published(work, challenge, addressee(work, challenge.requested_by_id))
    return challenge


def publish_all(work: Work, actor: Actor, programme: Programme) -> list[Challenge]:
    """Announce every challenge of a programme that waits for approval, each by the same service, or none."""
    waiting = waiting_for_approval(work, programme)
    if not waiting:
        raise WrongState(_("결재를 기다리는 과제가 없습니다."))
    return [publish(work, actor, challenge) for challenge in waiting]


def waiting_for_approval(work: Work, programme: Programme) -> Sequence[Challenge]:
    """The challenges of a programme that wait for approval, by number."""
    return work.session.scalars(
        sa.select(Challenge)
        .where(Challenge.programme_id == programme.id, Challenge.state == ChallengeState.IN_APPROVAL)
        .order_by(Challenge.number)
    ).all()


def lock_programme(work: Work, programme_id: int) -> Programme:
    """The programme, kept from others until the unit of work ends: pots are shared by its challenges."""
    return work.session.get_one(Programme, programme_id, with_for_update=True)


def refuse_wrong_state(work: Work, actor: Actor, challenge: Challenge, event: ChallengeEvent) -> None:
    """WrongState before anything is looked at when the event has no way from here."""
    if CHALLENGE.find(challenge.state, event) is None:
        CHALLENGE.fire(work, actor, challenge, event)


def refuse_incomplete(missing: Sequence[Missing]) -> None:
    """RuleBroken with everything that is missing, by section."""
    if not missing:
        return
    fields: dict[str, str] = {}
    for one in missing:
        section: ContestSection = one.section
        known = fields.get(section.value)
        fields[section.value] = f"{known} {one.message}" if known else one.message
    message = _("공고하려면 먼저 갖추어야 할 것이 있습니다: %(first)s", first=missing[0].message)
    raise RuleBroken(message, fields=fields, code="incomplete")
