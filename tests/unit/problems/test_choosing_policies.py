"""Who may survey people and decide in a committee: state by event by role, and by phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.support.matrices import Expected, Moves, moves
from tests.unit.problems.test_policies import ACTORS, AGENCY, NOW, SIGNED_IN
from webapp.core.policy import Ask, PolicyBook
from webapp.core.workflow import Workflow
from webapp.problems.enums import (
    CommitteeEvent,
    CommitteeState,
    Permission,
    SurveyEvent,
    SurveyPhase,
    SurveyState,
)
from webapp.problems.models import survey_phase
from webapp.problems.policies import POLICY
from webapp.problems.workflow import COMMITTEE, SURVEY


@dataclass(frozen=True)
class SampleSurvey:
    """What the policy asks of a survey."""

    phase: SurveyPhase = SurveyPhase.OPEN
    agency_id: int = AGENCY

    def phase_at(self, _now: datetime) -> SurveyPhase:
        """The phase, at any time."""
        return self.phase


_OFFICERS = frozenset({"officer", "writing_officer"})
_DECIDERS = frozenset({"officer", "approver", "writing_officer"})
_S, _E = SurveyState, SurveyEvent
_C = CommitteeState

EXPECTED: Expected = [
    (
        SURVEY,
        {
            (_S.DRAFT, _E.PUBLISH): (_S.PUBLISHED, _OFFICERS),
            (_S.DRAFT, _E.CANCEL): (_S.CANCELLED, _OFFICERS),
            (_S.PUBLISHED, _E.CANCEL): (_S.CANCELLED, _OFFICERS),
        },
    ),
    (
        COMMITTEE,
        {
            (_C.DRAFT, CommitteeEvent.CONFIRM): (_C.CONFIRMED, _DECIDERS),
            (_C.DRAFT, CommitteeEvent.DISCARD): (_C.DISCARDED, _DECIDERS),
        },
    ),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, PolicyBook([POLICY]), ACTORS, lambda _state: SampleSurvey(), NOW) == expected


@pytest.mark.parametrize("phase", list(SurveyPhase))
def test_people_answer_only_while_it_is_open(phase: SurveyPhase) -> None:
    rule = POLICY[Permission.SURVEY_ANSWER]
    who = {name for name, actor in ACTORS.items() if rule(Ask(actor, SampleSurvey(phase), NOW)).allowed}
    assert who == (SIGNED_IN if phase is SurveyPhase.OPEN else set())


@pytest.mark.parametrize(
    ("state", "minutes", "phase"),
    [
        (SurveyState.DRAFT, 1, SurveyPhase.DRAFT),
        (SurveyState.CANCELLED, 1, SurveyPhase.CANCELLED),
        (SurveyState.PUBLISHED, -1, SurveyPhase.UPCOMING),
        (SurveyState.PUBLISHED, 0, SurveyPhase.OPEN),
        (SurveyState.PUBLISHED, 9, SurveyPhase.OPEN),
        (SurveyState.PUBLISHED, 10, SurveyPhase.CLOSED),
    ],
)
def test_the_phase_of_a_survey(state: SurveyState, minutes: int, phase: SurveyPhase) -> None:
    end = NOW + timedelta(minutes=10)
    assert survey_phase(state, NOW, end, NOW + timedelta(minutes=minutes)) is phase
