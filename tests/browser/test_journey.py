"""The whole line walked by people at real pages, from a citizen's problem to a realised policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config import Settings
from tests.support.journey import World, lasting, running_world
from tests.support.stages_of_choice import (
    announce_a_challenge,
    enter_an_idea,
    judge_the_idea,
    source_a_problem,
)
from tests.support.stages_of_result import (
    adopt_the_idea,
    award_the_idea,
    mature_the_idea,
    pay_part,
    read_the_whole_record,
)
from tests.support.travellers import journey_through
from webapp.core.clock import FixedClock


@pytest.fixture
def world(settings: Settings, clock: FixedClock) -> Iterator[World]:
    with running_world(lasting(settings), clock) as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_people_walk_the_line(
    browser: Browser, world: World, tmp_path: Path, locale: str, *, javascript: bool
) -> None:
    """A citizen, an official and an expert, with those who must be somebody else: an approver, a mentor.

    Four more judges act through services. Everybody finds the way by links alone, and reads every page in
    the language of this walk.
    """
    with journey_through(world, browser, locale=locale, javascript=javascript) as journey:
        problem_key = source_a_problem(journey)
        challenge_key = announce_a_challenge(journey, problem_key)
        idea_key = enter_an_idea(journey, challenge_key)
        judge_the_idea(journey, challenge_key)
        award_key = award_the_idea(journey, challenge_key)
        pay_part(journey, "on_award")
        mature_the_idea(journey, award_key, tmp_path)
        pay_part(journey, "on_matured")
        reflection_key = adopt_the_idea(journey, idea_key)
        pay_part(journey, "on_adopted")
        reader = journey.newcomer()
        read_the_whole_record(reader, idea_key, reflection_key)
        for person in (*journey.people.values(), reader):
            assert person.untranslated == {}
