"""Nominating finalists from the sealed ranking, which starts public verification.

Tiers and numbers come from the notice. Fewer than announced, or an order that is not the ranking's, needs a
reason that is published. Must not decide awards: somebody else does, after the last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.challenges.enums import ChallengeState, StaffRule
from webapp.challenges.models import Challenge, PrizeTier
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.services import start_verification
from webapp.core.calendar import last_day_of
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import refuse_personal_data
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services import nominate
from webapp.judging.enums import RoundState
from webapp.judging.models import Round, RoundResult
from webapp.prizes import mails
from webapp.prizes.enums import AwardEvent, AwardState, Permission, VerificationState
from webapp.prizes.models import Award, Verification
from webapp.prizes.queries.people import entrants_of, staff_ideas
from webapp.prizes.services.loading import awards_of, load_challenge, tiers_of, verification_of
from webapp.prizes.workflow import AWARD


@dataclass(frozen=True, slots=True)
class Nominations:
    """The finalists as (idea key, tier id); `summary` is the panel's word on the round as a whole.

    `reason` says why there are fewer than announced, or why the order of the ranking was left.
    """

    challenge_key: str
    finalists: tuple[tuple[str, int], ...]
    summary: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An idea with its place in the sealed ranking."""

    idea: Idea
    rank: int
    score: Decimal | None = None


def nominate_finalists(work: Work, actor: Actor, command: Nominations) -> Verification:
    """Nominate, and open the finalists to the public from today for the days that the notice fixed.

    Days are counted inclusively (공모전 운영 규정 제9조 제3항). Sending the same nominations twice changes
    nothing. RuleBroken for an idea that is not in the ranking, an overfull tier, or a missing reason.
    """
    challenge = load_challenge(work, command.challenge_key, lock=True)
    work.require(actor, Permission.NOMINATE, challenge)
    known = verification_of(work, challenge.id)
    if known is not None and _is_repeated(work, challenge, command):
        return known
    if known is not None or challenge.state is not ChallengeState.JUDGING:
        raise WrongState(_("수상 후보는 심사를 마친 뒤 한 번만 정할 수 있습니다."))
    refuse_personal_data({"summary": command.summary, "reason": command.reason})
    standings = passing(standings_of(work, challenge.id), challenge.plan.pass_mark, command)
    places = check_nominations(tiers_of(work, challenge.id), standings, command)
    verification = _open_verification(work, actor, challenge, command)
    honours = honour_only(work, challenge, [s.idea.id for s, _tier in places])
    awards = [_add_award(work, actor, challenge, s, tier, s.idea.id in honours) for s, tier in places]
    work.flush()
    for award, (standing, _tier) in zip(awards, places, strict=True):
        AWARD.fire(work, actor, award, AwardEvent.VERIFY)
        nominate(work, actor, standing.idea)
    start_verification(work, actor, challenge)
    facts = {
        "finalists": len(awards),
        "opens_on": verification.opens_on,
        "closes_on": verification.closes_on,
        "has_reason": bool(verification.reason),
    }
    work.audit(actor, "prizes:finalist:nominated", challenge, after=facts)
    people = entrants_of(work, [award.idea_id for award in awards])
    for award in awards:
        mails.finalist(work, award, verification, people.get(award.idea_id, ()))
    return verification


def standings_of(work: Work, challenge_id: int) -> list[Standing]:
    """The ideas that the last closed round ranked and that may still win, best first.

    WrongState while no round is closed or another is still running.
    """
    rounds = work.session.execute(
        sa.select(Round.id, Round.state)
        .where(Round.challenge_id == challenge_id, Round.state != RoundState.CANCELLED)
        .order_by(Round.number.desc())
    ).all()
    if not rounds or any(row.state is not RoundState.CLOSED for row in rounds):
        raise WrongState(_("심사가 끝나지 않았습니다. 모든 심사 회차를 종료한 뒤 수상 후보를 정해 주십시오."))
    rows = work.session.execute(
        sa.select(Idea, RoundResult.rank, RoundResult.score)
        .join(RoundResult, RoundResult.idea_id == Idea.id)
        .where(
            RoundResult.round_id == rounds[0].id,
            RoundResult.rank.is_not(None),
            Idea.state.in_((IdeaState.IN_JUDGING, IdeaState.NOT_SELECTED)),
        )
        .options(joinedload(Idea.organisation))
        .order_by(RoundResult.rank, Idea.id)
    )
    return [Standing(idea, rank, score) for idea, rank, score in rows if rank is not None]


def passing(standings: Sequence[Standing], pass_mark: int | None, command: Nominations) -> list[Standing]:
    """The ideas that reached the declared pass mark; RuleBroken when one that did not is nominated."""
    if pass_mark is None:
        return list(standings)
    below = [one for one in standings if one.score is None or one.score < pass_mark]
    wanted = {key for key, _tier in command.finalists}
    if any(one.idea.key in wanted for one in below):
        message = _(
            "통과 점수(%(mark)s점)에 이르지 못한 아이디어는 수상 후보가 될 수 없습니다.", mark=pass_mark
        )
        raise RuleBroken(message, field="finalists", code="below_pass_mark")
    return [one for one in standings if one not in below]


def check_nominations(
    tiers: Sequence[PrizeTier], standings: Sequence[Standing], command: Nominations
) -> list[tuple[Standing, PrizeTier]]:
    """The nominations as places, best tier first, or RuleBroken on the field that is wrong."""
    by_key = {standing.idea.key: standing for standing in standings}
    by_id = {tier.id: tier for tier in tiers}
    if not command.finalists:
        raise RuleBroken(
            _("수상 후보를 한 건 이상 골라 주십시오. 수상작이 없으면 ‘수상작 없음’으로 결정합니다."),
            field="finalists",
        )
    if len({key for key, _tier in command.finalists}) != len(command.finalists):
        raise RuleBroken(_("한 아이디어는 한 번만 수상 후보가 될 수 있습니다."), field="finalists")
    places: list[tuple[Standing, PrizeTier]] = []
    for key, tier_id in command.finalists:
        if key not in by_key or tier_id not in by_id:
            raise RuleBroken(
                _("심사 순위에 있는 아이디어와 공고한 상만 고를 수 있습니다."), field="finalists"
            )
        places.append((by_key[key], by_id[tier_id]))
    _check_quotas(tiers, places)
    if not command.reason and needs_reason(tiers, standings, places):
        raise RuleBroken(
            _("공고한 수보다 적게 정하거나 순위와 다르게 정하려면 그 이유를 적어 주십시오."), field="reason"
        )
    return sorted(places, key=lambda place: (place[1].position, place[0].rank, place[0].idea.id))


def _check_quotas(tiers: Sequence[PrizeTier], places: Sequence[tuple[Standing, PrizeTier]]) -> None:
    for tier in tiers:
        count = sum(placed.id == tier.id for _standing, placed in places)
        if count > tier.quota:
            raise RuleBroken(
                _(
                    "%(tier)s은(는) %(quota)s건까지 정할 수 있습니다. 지금 %(count)s건입니다.",
                    tier=tier.title,
                    quota=tier.quota,
                    count=count,
                ),
                field="finalists",
            )


def needs_reason(
    tiers: Sequence[PrizeTier], standings: Sequence[Standing], places: Sequence[tuple[Standing, PrizeTier]]
) -> bool:
    """Whether fewer are nominated than could be, or somebody stands below one who was ranked worse."""
    possible = min(sum(tier.quota for tier in tiers), len(standings))
    if len(places) < possible:
        return True
    last = max((tier.position for tier in tiers), default=0) + 1
    position: Mapping[int, int] = {standing.idea.id: tier.position for standing, tier in places}
    best_so_far, previous_rank, reached = 0, None, 0
    for standing in standings:  # best first; equal ranks may stand in any order among themselves
        if standing.rank != previous_rank:
            best_so_far, previous_rank = reached, standing.rank
        place = position.get(standing.idea.id, last)
        if place < best_so_far:
            return True
        reached = max(reached, place)
    return False


def honour_only(work: Work, challenge: Challenge, idea_ids: Sequence[int]) -> frozenset[int]:
    """The ideas whose entrants get honour without money, by the challenge's rule on its own staff."""
    if challenge.entrants.staff is StaffRule.EQUAL:
        return frozenset()
    return frozenset(staff_ideas(work, list(idea_ids), owning_agencies(challenge)))


def owning_agencies(challenge: Challenge) -> frozenset[int]:
    """The agencies whose own staff get honour without money: the challenge's owner, else the host."""
    owner = challenge.owning_department
    return frozenset({owner.agency_id if owner is not None else challenge.programme.agency_id})


def _is_repeated(work: Work, challenge: Challenge, command: Nominations) -> bool:
    made = {(award.idea.key, award.tier_id) for award in awards_of(work, challenge.id)}
    return made == set(command.finalists)


def _open_verification(work: Work, actor: Actor, challenge: Challenge, command: Nominations) -> Verification:
    today = kst_day(work.now)
    days = challenge.verification_days or PROFILES[challenge.programme.profile].verification_days
    verification = Verification(
        challenge_id=challenge.id,
        state=VerificationState.RUNNING,
        opens_on=today,
        closes_on=last_day_of(today, days),
        summary=command.summary,
        reason=command.reason,
        started_by_id=actor.account_id,
        started_at=work.now,
    )
    work.session.add(verification)
    return verification


def _add_award(
    work: Work, actor: Actor, challenge: Challenge, standing: Standing, tier: PrizeTier, is_honour_only: bool
) -> Award:
    award = Award(
        challenge=challenge,
        challenge_id=challenge.id,
        idea=standing.idea,
        idea_id=standing.idea.id,
        tier=tier,
        tier_id=tier.id,
        state=AwardState.NOMINATED,
        rank=standing.rank,
        amount_won=0 if is_honour_only else tier.amount_won,
        is_honour_only=is_honour_only,
        nominated_by_id=actor.account_id,
        nominated_at=work.now,
    )
    work.session.add(award)
    return award
