"""Starting a round: the panel's composition, the draw, what is frozen and who is told."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.ideas import make_idea
from tests.support.judging import (
    assignments,
    criteria,
    make_judged_challenge,
    make_round,
    make_stage,
    seat_judge,
)
from tests.support.people import actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import OrganisationKind, Role
from webapp.accounts.models import Organisation, OrganisationMember
from webapp.core.errors import NotFound, RuleBroken, StaleVersion, WrongState
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Seat
from webapp.judging.queries import members, progress
from webapp.judging.queries.relations import relations
from webapp.judging.services import EditRound, change_round, start_round


def test_every_idea_gets_its_sheets_and_loads_are_even(work: Work) -> None:
    stage = make_stage(work, ideas=7, judges=5, sheets_per_idea=3)
    given = assignments(work, stage.round)
    assert {one.state for one in given} == {AssignmentState.ASSIGNED}
    assert set(Counter(one.idea_id for one in given).values()) == {3}
    loads = Counter(one.seat_id for one in given).values()
    assert max(loads) - min(loads) <= 1
    for seat in stage.seats:
        own = [one.position for one in given if one.seat_id == seat.id]
        assert own == list(range(1, len(own) + 1))


def test_the_rule_and_the_seed_are_frozen_with_the_round(work: Work) -> None:
    stage = make_stage(work)
    assert stage.round.state is RoundState.SCORING
    assert stage.round.seed == 11
    assert stage.round.started_at == work.now
    assert stage.round.rule == {
        "criteria": [[one.id, one.weight] for one in criteria(work, stage.round.id)],
        "trim_from_sheets": 5,
        "score_decimals": 2,
        "rounding": "half_up",
        "tie_breaks": ["heaviest_criterion", "highest_single", "earliest_submission"],
    }


def test_the_same_seed_draws_the_same(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    draw = start_round(work, actor_for(work, stage.secretary), stage.round, seed=3)
    found = relations(work, stage.round.id, stage.challenge.id)
    drawn = {(one.idea_id, one.seat_id) for one in assignments(work, stage.round)}
    assert drawn == {(idea, seat) for idea, own in draw.judges_of.items() for seat in own}
    assert found.forbidden == frozenset()


def test_a_seed_is_drawn_when_none_is_given(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    start_round(work, actor_for(work, stage.secretary), stage.round)
    assert stage.round.seed is not None
    assert 0 <= stage.round.seed < 2**31


def test_each_judge_is_told_how_many_ideas_wait_until_when(work: Work) -> None:
    stage = make_stage(work, ideas=5, judges=5, sheets_per_idea=3)
    told = letters(work, "judging/started")
    assert {one["to"] for one in told} == {one.email for one in stage.judges}
    assert {one["facts"]["ideas"] for one in told} == {3}
    assert told[0]["facts"]["link"] == "http://localhost/judge"
    assert all("아이디어 1" not in str(one) for one in told)


@pytest.mark.parametrize(
    ("judges", "reason"), [(4, "5명 이상이어야 합니다. 지금은 4명입니다."), (0, "위원장 1명")]
)
def test_a_panel_that_is_too_small_keeps_the_round_from_starting(
    work: Work, judges: int, reason: str
) -> None:
    stage = make_stage(work, judges=judges, is_started=False)
    with pytest.raises(RuleBroken, match=reason):
        start_round(work, actor_for(work, stage.secretary), stage.round)
    assert assignments(work, stage.round) == []


def test_a_panel_of_officials_keeps_the_round_from_starting(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    work.session.execute(sa.update(Seat).values(is_civilian=False))
    with pytest.raises(RuleBroken, match="민간 위원이 50% 이상"):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_more_sheets_than_judges_are_refused(work: Work) -> None:
    stage = make_stage(work, judges=5, sheets_per_idea=6, is_started=False)
    with pytest.raises(RuleBroken, match="심사위원이 6명 이상"):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_a_round_whose_due_date_has_passed_does_not_start(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    stage.round.due_at = work.now
    with pytest.raises(RuleBroken, match="기한이 이미 지났습니다"):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_a_round_starts_once(work: Work) -> None:
    stage = make_stage(work)
    with pytest.raises(WrongState):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_officials_of_another_agency_find_no_round(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    stranger = make_official(work, make_agency(work), Role.JUDGING_SECRETARY)
    with pytest.raises(NotFound):
        start_round(work, actor_for(work, stranger), stage.round)


def test_own_ideas_and_those_of_the_same_body_are_never_given(work: Work) -> None:
    agency = make_agency(work)
    secretary = make_official(work, agency, Role.JUDGING_SECRETARY)
    challenge = make_judged_challenge(work, agency)
    round_ = make_round(work, challenge, sheets_per_idea=4)
    people = [make_account(work, f"심사위원{number}") for number in range(5)]
    seats = [seat_judge(work, round_, one, is_chair=number == 0) for number, one in enumerate(people)]
    team = Organisation(kind=OrganisationKind.TEAM, name="길잡이", created_at=work.now)
    work.session.add(team)
    work.session.flush()
    work.session.add(
        OrganisationMember(
            organisation_id=team.id, account_id=people[1].id, invited_at=work.now, accepted_at=work.now
        )
    )
    people[2].affiliation = "한국 도로 연구원"
    colleague = make_account(work, "동료")
    colleague.affiliation = "한국도로연구원"
    own = make_idea(work, challenge, people[0], state=IdeaState.IN_JUDGING)
    of_team = make_idea(work, challenge, organisation=team, state=IdeaState.IN_JUDGING)
    of_colleague = make_idea(work, challenge, colleague, state=IdeaState.IN_JUDGING)
    free = make_idea(work, challenge, state=IdeaState.IN_JUDGING)
    start_round(work, actor_for(work, secretary), round_, seed=1)
    given = {(one.idea_id, one.seat_id) for one in assignments(work, round_)}
    assert (own.id, seats[0].id) not in given
    assert (of_team.id, seats[1].id) not in given
    assert (of_colleague.id, seats[2].id) not in given
    assert len([1 for idea, _seat in given if idea == free.id]) == 4
    assert progress(work, round_).gaps == 0


def test_an_idea_that_too_few_may_judge_is_reported_as_short(work: Work) -> None:
    stage = make_stage(work, ideas=2, judges=5, sheets_per_idea=5, is_started=False)
    stage.judges[3].affiliation = stage.ideas[0].author.affiliation = "같은 단체"
    draw = start_round(work, actor_for(work, stage.secretary), stage.round)
    now = progress(work, stage.round)
    assert draw.missing == {stage.ideas[0].id: 1}
    assert (now.ideas, now.needed, now.left, now.short, now.gaps) == (2, 10, 9, 1, 1)


def test_the_load_table_counts_each_judges_ideas(work: Work) -> None:
    stage = make_stage(work, ideas=5, judges=5, sheets_per_idea=2)
    panel = members(work, stage.round.id)
    assert [one.load for one in panel] == [2] * 5
    assert panel[0].is_chair


def test_the_plan_can_be_changed_until_the_draw_and_the_due_date_after(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    actor = actor_for(work, stage.secretary)
    later = work.now + timedelta(days=20)
    change_round(work, actor, stage.round, EditRound("예비 심사", 2, later, stage.round.version))
    assert (stage.round.title, stage.round.sheets_per_idea, stage.round.due_at) == ("예비 심사", 2, later)
    start_round(work, actor, stage.round)
    with pytest.raises(RuleBroken, match="심사표 수를 바꿀 수 없습니다"):
        change_round(work, actor, stage.round, EditRound("예비 심사", 3, later, stage.round.version))
    much_later = later + timedelta(days=1)
    change_round(work, actor, stage.round, EditRound("예비 심사", 2, much_later, stage.round.version))
    assert stage.round.due_at == much_later


def test_a_plan_that_somebody_else_changed_is_not_overwritten(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    with pytest.raises(StaleVersion):
        change_round(
            work,
            actor_for(work, stage.secretary),
            stage.round,
            EditRound("예비 심사", 2, work.now + timedelta(days=1), stage.round.version + 1),
        )


def test_a_plan_names_every_field_that_makes_no_sense(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    with pytest.raises(RuleBroken) as caught:
        change_round(
            work,
            actor_for(work, stage.secretary),
            stage.round,
            EditRound(" ", 0, work.now, stage.round.version),
        )
    assert set(caught.value.fields) == {"title", "sheets_per_idea", "due_at"}
