"""The approver's remarks on a draft, section by section, and their settling by whoever mends it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState, ContestSection, Permission
from webapp.challenges.models import ApprovalRemark, Challenge
from webapp.challenges.queries import find_challenge
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import clean_text
from webapp.core.work import Work

MAX_REMARK = 1000


@dataclass(frozen=True, slots=True)
class Remark:
    """What the approver remarks on one section."""

    challenge_key: str
    section: ContestSection
    body: str


def write_remark(work: Work, actor: Actor, command: Remark) -> ApprovalRemark:
    """Remark on a section of a challenge that waits for approval. The same one twice is written once."""
    challenge = find_challenge(work, command.challenge_key, lock=True)
    work.require(actor, Permission.REMARK_WRITE, challenge)
    if challenge.state is not ChallengeState.IN_APPROVAL or actor.account_id is None:
        raise WrongState(_("결재를 기다리는 과제에만 의견을 적을 수 있습니다."))
    body = _needed(command.body, "body", _("의견을 적어 주십시오."))
    for known in remarks_of(work, challenge):
        if known.settled_at is None and (known.section, known.body) == (command.section.value, body):
            return known
    remark = ApprovalRemark(
        challenge_id=challenge.id,
        section=command.section.value,
        body=body,
        author_id=actor.account_id,
        created_at=work.now,
    )
    work.session.add(remark)
    work.flush()
    work.audit(actor, "challenges:remark:written", challenge, after={"section": command.section.value})
    return remark


def settle_remark(work: Work, actor: Actor, key: str, answer: str) -> ApprovalRemark:
    """Say how a remark was met; the draft can go up again when all are. Safe to repeat."""
    remark = work.session.scalar(sa.select(ApprovalRemark).where(ApprovalRemark.key == key).with_for_update())
    if remark is None:
        raise NotFound(_("그런 의견이 없습니다."))
    challenge = work.session.get_one(Challenge, remark.challenge_id)
    challenge = find_challenge(work, challenge.key, lock=True)
    work.require(actor, Permission.APPROVAL_REQUEST, challenge)
    if remark.settled_at is not None:
        return remark
    if challenge.state is not ChallengeState.DRAFT:
        raise WrongState(_("돌려받아 고치는 동안에만 의견에 답할 수 있습니다."))
    remark.answer = _needed(answer, "answer", _("어떻게 고쳤는지 적어 주십시오."))
    remark.settled_by_id, remark.settled_at = actor.account_id, work.now
    work.flush()
    work.audit(actor, "challenges:remark:settled", challenge, after={"section": remark.section})
    return remark


def remarks_of(work: Work, challenge: Challenge) -> list[ApprovalRemark]:
    """The remarks on a challenge in their order."""
    return list(
        work.session.scalars(
            sa.select(ApprovalRemark)
            .where(ApprovalRemark.challenge_id == challenge.id)
            .order_by(ApprovalRemark.id)
        )
    )


def refuse_unsettled(work: Work, challenge: Challenge) -> None:
    """RuleBroken while a remark of the approver was not met."""
    count = sum(one.settled_at is None for one in remarks_of(work, challenge))
    if count:
        message = _(
            "결재자의 의견 %(count)s건에 아직 답하지 않았습니다. 고치고 답한 뒤 요청해 주십시오.", count=count
        )
        raise RuleBroken(message, code="unsettled")


def _needed(text: str, field: str, message: str) -> str:
    text = clean_text(text)
    if not text:
        raise RuleBroken(message, field=field)
    if len(text) > MAX_REMARK:
        raise RuleBroken(_("%(most)s자까지 적을 수 있습니다.", most=MAX_REMARK), field=field)
    return text
