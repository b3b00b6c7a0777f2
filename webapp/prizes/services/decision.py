"""The award decision: by another person, after public verification, in one act with its publication.

Awards, payments planned from the pot, the ideas' states, the result notice and the letters to every entrant
stand in one unit of work: nobody hears of the result before all of it is true. Must not pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.challenges import services as challenges
from webapp.challenges.enums import ChallengeState, Outcome, StageCondition
from webapp.challenges.models import Challenge
from webapp.challenges.models.addressee import Addressee
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import refuse_personal_data
from webapp.core.work import Work
from webapp.ideas import services as ideas
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes import mails
from webapp.prizes.enums import (
    AwardEvent,
    AwardState,
    ObjectionState,
    Permission,
    VerificationEvent,
    VerificationState,
)
from webapp.prizes.models import Award, Objection, Verification
from webapp.prizes.queries.decisions import version_of_drafts
from webapp.prizes.queries.people import entrants_of
from webapp.prizes.services.loading import awards_of, load_challenge, verification_of
from webapp.prizes.services.objections import exclude_award
from webapp.prizes.services.payments import meet_condition, plan_payments
from webapp.prizes.workflow import AWARD, VERIFICATION


@dataclass(frozen=True, slots=True)
class DecideAwards:
    """For each finalist: (award key, judging summary, use plan). Both texts are published.

    `version` names the drafts that the form showed (`version_of_drafts`; None: it did not say).
    """

    challenge_key: str
    awards: tuple[tuple[str, str, str], ...]
    version: str | None = None


def save_decision_texts(work: Work, actor: Actor, command: DecideAwards) -> list[Award]:
    """Write down the draft that goes to the approver: judging summary and use plan of each finalist.

    StaleVersion when somebody else saved meanwhile. Sent twice it changes nothing.
    """
    challenge = load_challenge(work, command.challenge_key, lock=True)
    work.require(actor, Permission.DECISION_DRAFT, challenge)
    if challenge.state is not ChallengeState.VERIFYING:
        raise WrongState(_("공개검증 중인 과제의 결정안만 고칠 수 있습니다."))
    _refuse_personal_data(command)
    finalists = {a.key: a for a in awards_of(work, challenge.id) if a.state is AwardState.VERIFYING}
    drafts = {
        key: (summary.strip(), plan.strip()) for key, summary, plan in command.awards if key in finalists
    }
    known = {key: (finalists[key].judging_summary, finalists[key].use_plan) for key in drafts}
    if drafts == known:
        return list(finalists.values())
    if command.version is not None and command.version != version_of_drafts(finalists.values()):
        raise StaleVersion(
            _("그사이 다른 사람이 결정안을 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오.")
        )
    for key, texts in drafts.items():
        finalists[key].judging_summary, finalists[key].use_plan = texts
    work.audit(actor, "prizes:decision:drafted", challenge, after={"awards": len(command.awards)})
    return list(finalists.values())


def decide_awards(work: Work, actor: Actor, command: DecideAwards) -> list[Award]:
    """Award the finalists that stand, plan and commit their money, publish the result, tell every entrant.

    Needs another person than whoever nominated, the last day of verification behind it, no open objection,
    and both texts for each finalist (공모전 운영 규정 제9조 제5항, 제10조). Sent twice it changes nothing.
    """
    challenge = load_challenge(work, command.challenge_key, lock=True)
    work.require(actor, Permission.AWARD_DECIDE, challenge)
    awards = awards_of(work, challenge.id)
    if challenge.state is ChallengeState.DECIDED and challenge.outcome is Outcome.AWARDED:
        return [award for award in awards if award.state is AwardState.AWARDED]
    verification = _finished_verification(work, challenge)
    standing = [award for award in awards if award.state is AwardState.VERIFYING]
    for award in standing:
        work.require(actor, Permission.AWARD_DECIDE, award)
    _check_no_open_objection(work, challenge)
    _refuse_personal_data(command)
    _take_texts(standing, command)
    _award_all(work, actor, verification, standing)
    payments = plan_payments(work, actor, challenge, standing)
    for award in standing:
        meet_condition(work, actor, award.id, StageCondition.ON_AWARD)
    others = _pass_over_the_rest(work, actor, challenge)
    ideas.publish_at_result(work, challenge.id)
    challenges.decide(work, actor, challenge)
    facts = {"awards": len(standing), "won": sum(payment.amount_won for payment in payments)}
    work.audit(actor, "prizes:award:decided", challenge, after=facts)
    _tell_everybody(work, challenge, standing, others)
    return standing


ELIGIBLE = (IdeaState.SUBMITTED, IdeaState.IN_JUDGING, IdeaState.NOT_SELECTED, IdeaState.FINALIST)


def _refuse_promised_winner(work: Work, challenge: Challenge) -> None:
    """WrongState where the notice promised a winner and an eligible entry is there."""
    if challenge.plan.no_winner_allowed:
        return
    eligible = sa.select(sa.func.count(Idea.id)).where(
        Idea.challenge_id == challenge.id,
        Idea.state.in_(
            (IdeaState.SUBMITTED, IdeaState.IN_JUDGING, IdeaState.NOT_SELECTED, IdeaState.FINALIST)
        ),
    )
    if work.session.scalar(eligible):
        raise WrongState(_("공고에서 수상작을 반드시 정하기로 하여 수상작 없음으로 결정할 수 없습니다."))


def decide_no_winner(work: Work, actor: Actor, challenge: Challenge, reason: str) -> Challenge:
    """Decide that nobody wins, with the reason that is published; finalists that still stand are excluded.

    During public verification this too waits for its last day, unless no finalist is left.
    """
    challenge = load_challenge(work, challenge.key, lock=True)
    if challenge.state is ChallengeState.DECIDED and challenge.outcome is Outcome.NO_WINNER:
        return challenge
    work.require(actor, Permission.AWARD_DECIDE, challenge)
    if not reason.strip():
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    refuse_personal_data({"reason": reason})
    _refuse_promised_winner(work, challenge)
    standing = [a for a in awards_of(work, challenge.id) if a.state is AwardState.VERIFYING]
    if standing:
        _finished_verification(work, challenge)
        _check_no_open_objection(work, challenge)
    for award in standing:
        work.require(actor, Permission.AWARD_DECIDE, award)
        exclude_award(work, actor, award, reason)
    verification = verification_of(work, challenge.id)
    if verification is not None and verification.state is VerificationState.RUNNING:
        VERIFICATION.fire(work, actor, verification, VerificationEvent.FINISH)
    others = _pass_over_the_rest(work, actor, challenge)
    ideas.publish_at_result(work, challenge.id)
    challenges.decide_without_winner(work, actor, challenge, reason)
    work.audit(actor, "prizes:award:no_winner", challenge)
    people = _distinct(entrants_of(work, others).values())
    mails.no_winner(work, challenge, people, reason)
    return challenge


def _finished_verification(work: Work, challenge: Challenge) -> Verification:
    verification = verification_of(work, challenge.id)
    if verification is None or challenge.state is not ChallengeState.VERIFYING:
        raise WrongState(_("공개검증을 마친 과제만 수상작을 결정할 수 있습니다."))
    if kst_day(work.now) <= verification.closes_on:
        raise WrongState(_("공개검증 마지막 날이 지난 뒤에 결정할 수 있습니다."))
    return verification


def _check_no_open_objection(work: Work, challenge: Challenge) -> None:
    count = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(Objection)
        .join(Award, Award.id == Objection.award_id)
        .where(Award.challenge_id == challenge.id, Objection.state == ObjectionState.OPEN)
    )
    if count:
        raise WrongState(
            _("아직 판단하지 않은 제보가 %(count)s건 있습니다. 먼저 판단해 주십시오.", count=count)
        )


def _refuse_personal_data(command: DecideAwards) -> None:
    texts: dict[str, str] = {}
    for key, summary, plan in command.awards:
        texts |= {f"summary_{key}": summary, f"plan_{key}": plan}
    refuse_personal_data(texts)


def _take_texts(standing: Sequence[Award], command: DecideAwards) -> None:
    texts = {key: (summary.strip(), plan.strip()) for key, summary, plan in command.awards}
    if not standing:
        raise RuleBroken(
            _("남은 수상 후보가 없습니다. ‘수상작 없음’으로 결정해 주십시오."), code="no_finalist_left"
        )
    if set(texts) != {award.key for award in standing}:
        raise RuleBroken(_("모든 수상 후보에 대해 결정해 주십시오. 화면을 새로 고쳐 확인해 주십시오."))
    fields: dict[str, str] = {}
    for award in standing:
        summary, plan = texts[award.key]
        if not summary:
            fields[f"summary_{award.key}"] = _("심사평을 적어 주십시오.")
        if not plan:
            fields[f"plan_{award.key}"] = _("활용계획을 적어 주십시오.")
        award.judging_summary, award.use_plan = summary, plan
    if fields:
        raise RuleBroken(_("수상작마다 심사평과 활용계획이 있어야 합니다."), fields=fields, code="texts")


def _award_all(work: Work, actor: Actor, verification: Verification, standing: Sequence[Award]) -> None:
    VERIFICATION.fire(work, actor, verification, VerificationEvent.FINISH)
    for award in standing:
        award.decided_by_id, award.decided_at = actor.account_id, work.now
        AWARD.fire(work, actor, award, AwardEvent.AWARD)
        ideas.award(work, actor, award.idea, award.tier_id)
        work.audit(
            actor,
            "prizes:award:awarded",
            award,
            after={"amount_won": award.amount_won, "is_honour_only": award.is_honour_only},
        )


def _pass_over_the_rest(work: Work, actor: Actor, challenge: Challenge) -> list[int]:
    """Let every idea that was judged and not nominated go; returns the ids of all that did not win."""
    left = work.session.scalars(
        sa.select(Idea)
        .where(Idea.challenge_id == challenge.id, Idea.state.in_((IdeaState.IN_JUDGING, IdeaState.SUBMITTED)))
        .order_by(Idea.id)
    ).all()
    for idea in left:
        ideas.pass_over(work, actor, idea)
    return list(
        work.session.scalars(
            sa.select(Idea.id)
            .where(Idea.challenge_id == challenge.id, Idea.state == IdeaState.NOT_SELECTED)
            .order_by(Idea.id)
        )
    )


def _tell_everybody(work: Work, challenge: Challenge, awards: Sequence[Award], others: Sequence[int]) -> None:
    winners = entrants_of(work, [award.idea_id for award in awards])
    for award in awards:
        titles = {"ko": award.tier.title, "en": award.tier.title_en}
        mails.awarded(work, award, titles, winners.get(award.idea_id, ()))
    told = {person.account_id for people in winners.values() for person in people}
    rest = [p for p in _distinct(entrants_of(work, others).values()) if p.account_id not in told]
    mails.not_selected(work, challenge, rest)


def _distinct(groups: Iterable[Iterable[Addressee]]) -> list[Addressee]:
    return list({person.account_id: person for people in groups for person in people}.values())
