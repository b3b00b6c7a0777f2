"""From the sealed ranking to finalists in public verification."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.prizes import Contest, make_contest, nominations, verify
from webapp.accounts.enums import OrganisationKind
from webapp.accounts.models import Membership, Organisation, OrganisationMember
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, JudgingPlan
from webapp.challenges.models.frozen import plain_of as as_json
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind, IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import RoundState
from webapp.judging.models import RoundResult
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award, Verification
from webapp.prizes.services import nominate_finalists


def letters(work: Work, template: str) -> list[str]:
    rows = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [row["to"] for row in rows if row["template"] == f"prizes/{template}"]


def test_finalists_stand_in_verification_for_the_days_of_the_notice(work: Work) -> None:
    contest = make_contest(work, verification_days=10)
    verification = verify(work, contest)
    # From noon on 10 March the tenth day, counted with the first, is the 19th.
    assert (verification.opens_on, verification.closes_on) == (date(2026, 3, 10), date(2026, 3, 19))
    awards = work.session.scalars(sa.select(Award).order_by(Award.rank)).all()
    assert [award.amount_won for award in awards] == [30_000_000, 5_000_000, 5_000_000]
    assert {award.state for award in awards} == {AwardState.VERIFYING}
    challenge = work.session.get_one(Challenge, contest.challenge.id, populate_existing=True)
    assert challenge.state is ChallengeState.VERIFYING
    states = work.session.scalars(sa.select(Idea.state).order_by(Idea.id)).all()
    assert states == [IdeaState.FINALIST] * 3 + [IdeaState.IN_JUDGING]


def test_only_finalists_are_written_to(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    assert letters(work, "finalist") == [person.email for person in contest.entrants[:3]]


def test_a_profile_fixes_the_days_where_the_challenge_does_not(work: Work) -> None:
    contest = make_contest(work, verification_days=0)
    verification = verify(work, contest)
    assert (verification.closes_on - verification.opens_on).days == 9


def test_sending_the_same_nominations_twice_changes_nothing(work: Work) -> None:
    contest = make_contest(work)
    first = verify(work, contest)
    assert verify(work, contest) is first
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Award)) == 3


def test_other_nominations_afterwards_are_refused(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    with pytest.raises(WrongState):
        verify(work, contest, (0, "우수상"), reason="다시 정합니다.")


def refused(work: Work, contest: Contest, *places: tuple[int, str], reason: str = "") -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        verify(work, contest, *places, reason=reason)
    return caught.value


def test_an_idea_is_nominated_once(work: Work) -> None:
    contest = make_contest(work)
    assert "finalists" in refused(work, contest, (0, "최우수상"), (0, "우수상")).fields


def test_a_tier_holds_no_more_than_announced(work: Work) -> None:
    contest = make_contest(work)
    error = refused(work, contest, (0, "최우수상"), (1, "최우수상"), reason="두 건이 모두 뛰어납니다.")
    assert "1건까지" in error.message


def test_nobody_is_nominated_in_an_empty_form(work: Work) -> None:
    contest = make_contest(work)
    actor = contest.acting(work, contest.officer)
    with pytest.raises(RuleBroken):
        nominate_finalists(work, actor, nominations(contest))


def test_an_idea_outside_the_ranking_is_refused(work: Work) -> None:
    contest, other = make_contest(work), make_contest(work)
    contest.ideas[2] = other.ideas[0]
    assert "finalists" in refused(work, contest, (0, "최우수상"), (1, "우수상"), (2, "우수상")).fields


@pytest.mark.parametrize(
    "places",
    [
        [(0, "최우수상"), (1, "우수상")],  # one place of two stays empty
        [(0, "우수상"), (1, "우수상")],  # no best prize
        [(1, "최우수상"), (0, "우수상"), (2, "우수상")],  # the second before the first
        [(0, "최우수상"), (1, "우수상"), (3, "우수상")],  # the third passed over
    ],
)
def test_leaving_the_ranking_or_the_numbers_needs_a_public_reason(
    work: Work, places: list[tuple[int, str]]
) -> None:
    contest = make_contest(work)
    assert "reason" in refused(work, contest, *places).fields
    verification = verify(work, contest, *places, reason="기준 점수에 이르지 못했습니다.")
    assert verification.reason == "기준 점수에 이르지 못했습니다."


def test_fewer_entries_than_places_need_no_reason(work: Work) -> None:
    contest = make_contest(work, entries=2)
    verify(work, contest, (0, "최우수상"), (1, "우수상"))
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Award)) == 2


def test_staff_of_the_owning_agency_are_honoured_without_money(work: Work) -> None:
    contest = make_contest(work)
    work.session.add(
        Membership(account_id=contest.ideas[0].author_id, agency_id=contest.agency.id, started_at=work.now)
    )
    verify(work, contest)
    award = work.session.scalar(sa.select(Award).where(Award.idea_id == contest.ideas[0].id))
    assert award is not None
    assert (award.is_honour_only, award.amount_won) == (True, 0)


def test_one_member_of_a_team_on_the_staff_makes_it_an_honour(work: Work) -> None:
    contest = make_contest(work)
    team = Organisation(kind=OrganisationKind.TEAM, name="건널목팀", created_at=work.now)
    colleague = make_account(work, "서직원")
    work.session.add(team)
    work.session.flush()
    work.session.add_all(
        [
            OrganisationMember(
                organisation_id=team.id,
                account_id=colleague.id,
                invited_at=work.now,
                accepted_at=work.now,
            ),
            Membership(account_id=colleague.id, agency_id=contest.agency.id, started_at=work.now),
        ]
    )
    contest.ideas[1].applicant_kind, contest.ideas[1].organisation_id = ApplicantKind.TEAM, team.id
    verify(work, contest)
    honours = work.session.execute(sa.select(Award.rank, Award.is_honour_only).order_by(Award.rank)).all()
    assert [tuple(row) for row in honours] == [(1, False), (2, True), (3, False)]


def test_staff_of_another_agency_get_the_money(work: Work) -> None:
    contest, other = make_contest(work), make_contest(work)
    work.session.add(
        Membership(account_id=contest.ideas[0].author_id, agency_id=other.agency.id, started_at=work.now)
    )
    verify(work, contest)
    award = work.session.scalar(sa.select(Award).where(Award.idea_id == contest.ideas[0].id))
    assert award is not None
    assert award.amount_won == 30_000_000


@pytest.mark.parametrize("state", [RoundState.PREPARING, RoundState.SCORING])
def test_a_round_that_still_runs_keeps_nominations_back(work: Work, state: RoundState) -> None:
    contest = make_contest(work, round_state=state)
    with pytest.raises(WrongState):
        verify(work, contest)


def test_approvers_and_strangers_do_not_nominate(work: Work) -> None:
    contest, other = make_contest(work), make_contest(work)
    for account in (contest.approver, other.officer, contest.entrants[0]):
        with pytest.raises(NotPermitted):
            nominate_finalists(
                work, actor_for(work, account), nominations(contest, (0, "최우수상"), reason="-")
            )
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Verification)) == 0


def test_nobody_below_the_declared_pass_mark_is_nominated(work: Work) -> None:
    contest = make_contest(work)
    scores = work.session.scalars(
        sa.select(RoundResult.score).where(RoundResult.score.is_not(None)).order_by(RoundResult.rank)
    ).all()
    lowest_of_three = min(score for score in scores[:3] if score is not None)
    row = work.session.get_one(Challenge, contest.challenge.id)
    row.plan_plain = plan_of(int(lowest_of_three) + 1)
    assert refused(work, contest, (0, "최우수상"), (1, "우수상"), (2, "우수상")).code == "below_pass_mark"
    row.plan_plain = plan_of(int(lowest_of_three))
    assert verify(work, contest).challenge_id == row.id


def plan_of(pass_mark: int) -> dict[str, Any]:
    return as_json(JudgingPlan(pass_mark=pass_mark))
