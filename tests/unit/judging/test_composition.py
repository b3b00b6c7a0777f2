"""A panel's composition: at least five with the chair, at least half civilians (공모전 운영 규정 제7조)."""

from __future__ import annotations

import pytest

from webapp.challenges.enums import PolicyProfile
from webapp.challenges.models import Challenge, Programme
from webapp.judging.enums import SeatState
from webapp.judging.queries.panel import Composition, Member, PanelRules, composition, panel_rules

RULES = PanelRules(minimum_judges=5, civilian_share_percent=50)


def member(
    number: int,
    *,
    is_chair: bool = False,
    is_civilian: bool = True,
    state: SeatState = SeatState.ACCEPTED,
) -> Member:
    return Member(
        seat_id=number,
        key=f"seat{number}",
        name="심사위원",
        email="",
        affiliation="",
        state=state,
        is_chair=is_chair,
        is_civilian=is_civilian,
        pledged_at=None,
        undeclared=1,
        open=2,
        submitted=3,
        conflicted=1,
        void=1,
    )


def panel(size: int, civilians: int, *, chairs: int = 1) -> Composition:
    people = [
        member(number, is_chair=number < chairs, is_civilian=number < civilians) for number in range(size)
    ]
    return composition(people, RULES)


def met(found: Composition) -> dict[str, bool]:
    return {check.name: check.is_met for check in found.checks}


@pytest.mark.parametrize(
    ("size", "civilians", "chairs", "failing"),
    [
        (5, 3, 1, set()),
        (6, 3, 1, set()),
        (7, 7, 1, set()),
        (4, 4, 1, {"size"}),
        (5, 2, 1, {"civilians"}),
        (7, 3, 1, {"civilians"}),
        (5, 5, 0, {"chair"}),
        (5, 5, 2, {"chair"}),
        (0, 0, 0, {"size", "chair", "civilians"}),
    ],
)
def test_each_rule_fails_by_itself(size: int, civilians: int, chairs: int, failing: set[str]) -> None:
    found = panel(size, civilians, chairs=chairs)
    assert {name for name, is_met in met(found).items() if not is_met} == failing
    assert found.is_met == (not failing)
    assert len(found.reasons) == len(failing)


def test_only_accepted_members_count() -> None:
    waiting = [member(number, state=SeatState.INVITED, is_chair=number == 0) for number in range(5)]
    gone = [member(number, state=SeatState.DISMISSED) for number in range(5, 9)]
    found = composition([*waiting, *gone], RULES)
    assert (found.accepted, found.waiting, found.is_met) == (0, 5, False)


def test_the_reason_names_the_numbers() -> None:
    found = panel(4, 1)
    assert "5명 이상" in found.reasons[0]
    assert "지금은 4명" in found.reasons[0]
    assert "50% 이상" in found.reasons[1]
    assert "4명 가운데 1명" in found.reasons[1]


def test_a_member_knows_what_is_left() -> None:
    assert (member(1).load, member(1).left) == (6, 3)


def test_the_frozen_rules_go_before_the_profile() -> None:
    challenge = Challenge(programme=Programme(profile=PolicyProfile.CENTRAL), rules={})
    assert panel_rules(challenge) == RULES
    challenge.rules = {"profile": {"minimum_judges": 7, "civilian_share_percent": 60}}
    assert panel_rules(challenge) == PanelRules(7, 60)
