"""Judged challenges, finalists and awards for tests: rows for what lies below, services for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.enums import ChallengeState, IdeaPublicity, PotKind, StageCondition
from webapp.challenges.models import Challenge, Pot, PrizeStage, PrizeTier
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import start_of_day_kst
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import RoundState
from webapp.judging.models import Round, RoundResult
from webapp.prizes.models import Award, Payment, Verification
from webapp.prizes.services import (
    DecideAwards,
    Nominations,
    announce_revocation,
    approve_payment,
    confirm_payment,
    decide_awards,
    nominate_finalists,
    revoke_award,
)
from webapp.prizes.services.loading import awards_of, verification_of

MILLION = 1_000_000
#: (title, amount, quota) of each tier, best first
TIERS: Sequence[tuple[str, int, int]] = (("최우수상", 30 * MILLION, 1), ("우수상", 5 * MILLION, 2))
STAGES: Sequence[tuple[StageCondition, int]] = (
    (StageCondition.ON_AWARD, 50),
    (StageCondition.ON_MATURED, 30),
    (StageCondition.ON_ADOPTED, 20),
)


@dataclass
class Contest:
    """A judged challenge with its people; ideas in the order of their rank."""

    agency: Agency
    department: Department
    challenge: Challenge
    ideas: list[Idea]
    entrants: list[Account]
    officer: Account
    secretary: Account
    approver: Account
    second_approver: Account
    tiers: dict[str, PrizeTier] = field(default_factory=dict)
    pot_id: int = 0
    slug: str = ""

    def acting(self, work: Work, account: Account) -> Actor:
        """The actor that one of the people is."""
        return actor_for(work, account)


def make_contest(
    work: Work,
    *,
    entries: int = 4,
    tiers: Sequence[tuple[str, int, int]] = TIERS,
    stages: Sequence[tuple[StageCondition, int]] = STAGES,
    pot_won: int = 100 * MILLION,
    verification_days: int = 10,
    publicity: IdeaPublicity = IdeaPublicity.WINNERS,
    round_state: RoundState = RoundState.CLOSED,
) -> Contest:
    """A challenge that was judged: a closed round with a ranking, tiers, stages and pots."""
    agency = make_agency(work, "행정안전부")
    department = make_department(work, agency)
    challenge = make_challenge(
        work,
        agency,
        state=ChallengeState.JUDGING,
        closes_in=timedelta(days=-30),
        publicity=publicity,
        verification_days=verification_days,
        owning_department_id=department.id,
    )
    made_tiers, pot = add_prizes(work, challenge, tiers, stages, pot_won)
    entrants = [make_account(work, f"응모자{place}") for place in range(1, entries + 1)]
    ideas = [make_idea(work, challenge, person, state=IdeaState.IN_JUDGING) for person in entrants]
    rank_ideas(work, challenge, ideas, round_state)
    return Contest(
        agency,
        department,
        challenge,
        ideas,
        entrants,
        officer=make_official(work, agency, Role.CONTEST_OFFICER, name="이담당", department=department),
        secretary=make_official(work, agency, Role.JUDGING_SECRETARY, name="박간사"),
        approver=make_official(work, agency, Role.APPROVER, name="김결재"),
        second_approver=make_official(work, agency, Role.APPROVER, name="최결재"),
        tiers={tier.title: tier for tier in made_tiers},
        pot_id=pot.id,
        slug=challenge.programme.slug,
    )


def add_prizes(
    work: Work,
    challenge: Challenge,
    tiers: Sequence[tuple[str, int, int]],
    stages: Sequence[tuple[StageCondition, int]],
    pot_won: int,
) -> tuple[list[PrizeTier], Pot]:
    """Tiers, stages and the pot that pays them."""
    made_tiers = [
        PrizeTier(challenge_id=challenge.id, position=place, title=title, amount_won=won, quota=quota)
        for place, (title, won, quota) in enumerate(tiers, 1)
    ]
    made_stages = [
        PrizeStage(challenge_id=challenge.id, position=place, condition=condition, percent=percent)
        for place, (condition, percent) in enumerate(stages, 1)
    ]
    pot = Pot(
        programme_id=challenge.programme_id,
        kind=PotKind.PRIZE,
        amount_won=pot_won,
        legal_basis="2020년 세출예산",
    )
    work.session.add_all([*made_tiers, *made_stages, pot])
    work.session.flush()
    return made_tiers, pot


def rank_ideas(work: Work, challenge: Challenge, ideas: Sequence[Idea], state: RoundState) -> Round:
    """A round whose ranking is the order of `ideas`."""
    round_ = Round(
        challenge_id=challenge.id,
        number=1,
        title="본심사",
        state=state,
        sheets_per_idea=5,
        rule={"trim_from": 5, "score_decimals": 2, "tie_breaks": []},
        due_at=work.now - timedelta(days=1),
        created_at=work.now - timedelta(days=20),
        started_at=work.now - timedelta(days=15),
        seed=7,
        closed_at=work.now - timedelta(days=1) if state is RoundState.CLOSED else None,
    )
    work.session.add(round_)
    work.session.flush()
    for place, idea in enumerate(ideas, 1):
        score = Decimal(95 - place)
        work.session.add(
            RoundResult(
                round_id=round_.id, idea_id=idea.id, score=score, plain_mean=score, rank=place, sheets=5
            )
        )
    work.session.flush()
    return round_


def nominations(contest: Contest, *places: tuple[int, str], reason: str = "") -> Nominations:
    """Nominations by (index of the idea in the ranking from 0, title of the tier)."""
    return Nominations(
        contest.challenge.key,
        tuple((contest.ideas[index].key, contest.tiers[title].id) for index, title in places),
        summary="실현 가능성을 중심으로 살펴보았습니다.",
        reason=reason,
    )


def every_place(contest: Contest) -> tuple[tuple[int, str], ...]:
    """The ranking put into the tiers in order, as far as ideas and places go."""
    titles = [tier.title for tier in contest.tiers.values() for _place in range(tier.quota)]
    return tuple(enumerate(titles[: len(contest.ideas)]))


def verify(work: Work, contest: Contest, *places: tuple[int, str], reason: str = "") -> Verification:
    """Nominate (as many as there are places unless places are named) and so start public verification."""
    command = nominations(contest, *(places or every_place(contest)), reason=reason)
    return nominate_finalists(work, contest.acting(work, contest.officer), command)


def decision(work: Work, contest: Contest) -> DecideAwards:
    """A decision with both texts for every finalist that stands."""
    awards = [a for a in awards_of(work, contest.challenge.id) if a.state.value == "verifying"]
    return DecideAwards(
        contest.challenge.key,
        tuple(
            (award.key, "현장에서 바로 쓸 수 있습니다.", "내년 시범사업에 반영합니다.") for award in awards
        ),
    )


def award_all(work: Work, contest: Contest) -> list[Award]:
    """Decide on every finalist; the last day of verification must be over."""
    return decide_awards(work, contest.acting(work, contest.approver), decision(work, contest))


def announce_revoking(work: Work, contest: Contest, award_key: str, reason: str) -> None:
    """Tell the entrants that an award may be taken back, as an officer does."""
    announce_revocation(work, contest.acting(work, contest.officer), award_key, reason)


def revoke(work: Work, contest: Contest, award_key: str, reason: str) -> None:
    """Announce that an award may be taken back, and take it back when the notice is over."""
    announce_revoking(work, contest, award_key, reason)
    work.now += timedelta(days=11)
    revoke_award(work, contest.acting(work, contest.approver), award_key, reason)


def to_day_after_verification(database: Database, clock: FixedClock, contest: Contest) -> None:
    """Move the clock to the first moment at which awards may be decided."""
    with database.read() as work:
        verification = verification_of(work, contest.challenge.id)
        assert verification is not None
        clock.move_to(start_of_day_kst(verification.closes_on + timedelta(days=1)))


def make_awarded(
    database: Database, clock: FixedClock, *places: tuple[int, str], **options: object
) -> tuple[Contest, list[Award]]:
    """A contest whose awards are decided, committed to the database."""
    with database.write() as work:
        contest = make_contest(work, **options)  # type: ignore[arg-type]  # passed on as they came
        verify(work, contest, *(places or every_place(contest)))
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        awards = award_all(work, contest)
    return contest, awards


def part_of(database: Database, award: Award, condition: StageCondition) -> str:
    """The key of the part of an award that waits for `condition`."""
    with database.read() as work:
        query = sa.select(Payment.key).where(Payment.award_id == award.id, Payment.condition == condition)
        return work.session.scalars(query).one()


def approved_payment(database: Database, contest: Contest, award: Award) -> str:
    """The key of the award's first part, confirmed and approved."""
    key = part_of(database, award, StageCondition.ON_AWARD)
    with database.write() as work:
        confirm_payment(work, contest.acting(work, contest.officer), key)
        approve_payment(work, contest.acting(work, contest.approver), key)
    return key
