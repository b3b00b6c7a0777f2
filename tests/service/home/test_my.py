"""A person's own page: which ideas, in which order, and where each stands."""

from __future__ import annotations

from datetime import timedelta

from tests.support.ideas import make_challenge, make_idea
from tests.support.maturing import make_project
from tests.support.people import actor_for, make_account
from tests.support.reflection import make_adopted, make_assigned, make_measure, make_scene
from webapp.accounts.enums import OrganisationKind
from webapp.accounts.models import Organisation, OrganisationMember
from webapp.challenges.enums import ChallengeState
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.home.queries import my_ideas, my_projects, named_reflections
from webapp.ideas.enums import IdeaState


def test_drafts_come_first_and_others_ideas_never(work: Work) -> None:
    author = make_account(work)
    challenge = make_challenge(work)
    make_idea(work, challenge, author, title="낸 것")
    make_idea(work, challenge, author, title="쓰던 것", state=IdeaState.DRAFT)
    make_idea(work, challenge, title="남의 것")
    cards = my_ideas(work, actor_for(work, author))
    assert [card.title for card in cards] == ["쓰던 것", "낸 것"]
    assert cards[0].standing.is_my_turn
    assert cards[0].standing.due == challenge.closes_at


def test_the_clock_decides_whether_entries_are_open(work: Work) -> None:
    author = make_account(work)
    over = make_challenge(work, state=ChallengeState.OPEN, closes_in=-timedelta(minutes=1))
    make_idea(work, over, author, state=IdeaState.DRAFT)
    [card] = my_ideas(work, actor_for(work, author))
    assert "마감되었습니다" in card.standing.next_step


def test_a_teams_idea_belongs_to_its_members(work: Work) -> None:
    author, member, invited = make_account(work), make_account(work), make_account(work)
    team = Organisation(kind=OrganisationKind.TEAM, name="골목팀", created_at=work.now)
    work.session.add(team)
    work.session.flush()
    for person, accepted in ((author, True), (member, True), (invited, False)):
        work.session.add(
            OrganisationMember(
                organisation_id=team.id,
                account_id=person.id,
                invited_at=work.now,
                accepted_at=work.now if accepted else None,
            )
        )
    make_idea(work, make_challenge(work), author, organisation=team)
    work.session.flush()
    assert [card.is_mine for card in my_ideas(work, actor_for(work, author))] == [True]
    assert [card.is_mine for card in my_ideas(work, actor_for(work, member))] == [False]
    assert my_ideas(work, actor_for(work, invited)) == ()


def test_an_adopted_idea_shows_the_next_promise(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene)
    measure = make_measure(work, scene, reflection)
    [card] = my_ideas(work, scene.actor(work, "author"))
    assert card.reflection_key == reflection.key
    assert card.standing.due == measure.promised_on
    assert "다음 약속" in card.standing.next_step
    measure.promised_on = kst_day(work.now) - timedelta(days=1)
    work.flush()
    [card] = my_ideas(work, scene.actor(work, "author"))
    assert "지났습니다" in card.standing.next_step


def test_what_is_in_a_persons_name(work: Work) -> None:
    scene = make_scene(work)
    make_assigned(work, scene)
    assert named_reflections(work, scene.actor(work, "official")) == 1
    assert named_reflections(work, scene.actor(work, "author")) == 0


def test_a_project_is_shown_to_its_team(database: Database, clock: FixedClock) -> None:
    maturing = make_project(database, clock)
    with database.read() as work:
        [card] = my_projects(work, maturing.author(work))
        [idea] = [one for one in my_ideas(work, maturing.author(work)) if one.project_key]
        assert (card.key, card.is_mentor) == (maturing.key, False)
        assert card.milestone
        assert idea.project_key == maturing.key
        assert my_projects(work, actor_for(work, maturing.contest.approver)) == ()
