"""What judging and prizes do to ideas, and what becomes public when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.ideas import add_version, make_challenge, make_idea
from tests.support.people import actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, IdeaPublicity
from webapp.challenges.models import Challenge, PrizeTier
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState, Permission
from webapp.ideas.models import HandedFile, Idea, IdeaPublication
from webapp.ideas.queries import blind_idea, blind_ideas
from webapp.ideas.services import (
    award,
    exclude,
    nominate,
    pass_over,
    publish_at_close,
    publish_at_result,
    revoke,
    take_to_judging,
)

PAST = timedelta(days=-1)


@pytest.fixture
def secretary(work: Work) -> Actor:
    """Somebody who acts; the stages' own use cases have checked the right to."""
    return actor_for(work, make_account(work, "간사"))


def closed(work: Work, publicity: IdeaPublicity = IdeaPublicity.AT_RESULT) -> Challenge:
    return make_challenge(work, state=ChallengeState.CLOSED, closes_in=PAST, publicity=publicity)


def published(work: Work) -> set[int]:
    return set(work.session.scalars(sa.select(Idea.id).where(Idea.published_at.is_not(None))))


def test_accepted_ideas_go_to_judging_in_their_order_and_drafts_stay(work: Work, secretary: Actor) -> None:
    challenge = closed(work)
    draft = make_idea(work, challenge, state=IdeaState.DRAFT)
    second, first = make_idea(work, challenge), make_idea(work, challenge)
    second.receipt_sequence, first.receipt_sequence = 9002, 9001
    out = make_idea(work, challenge, state=IdeaState.INELIGIBLE)
    taken = take_to_judging(work, secretary, challenge.id)
    assert [idea.id for idea in taken] == [first.id, second.id]
    assert (draft.state, out.state) == (IdeaState.DRAFT, IdeaState.INELIGIBLE)
    again = take_to_judging(work, secretary, challenge.id)
    assert [idea.id for idea in again] == [first.id, second.id]
    work.commit()


def test_judging_does_not_begin_while_entries_are_taken(work: Work, secretary: Actor) -> None:
    challenge = make_challenge(work)
    make_idea(work, challenge)
    with pytest.raises(WrongState, match="접수가 끝난 뒤"):
        take_to_judging(work, secretary, challenge.id)


def test_a_change_that_was_not_handed_in_is_dropped(work: Work, secretary: Actor) -> None:
    challenge = closed(work)
    idea = make_idea(work, challenge)
    idea.pending = {"title": "늦은 제목", "summary": "", "answers": {}}
    work.flush()
    take_to_judging(work, secretary, challenge.id)
    stored = work.session.execute(sa.select(Idea.title, Idea.pending)).one()
    assert tuple(stored) == ("노면 온도로 살얼음을 미리 알리기", None)


def test_from_judging_to_an_award_and_back(work: Work, secretary: Actor) -> None:
    challenge = closed(work)
    winner, loser, excluded = (make_idea(work, challenge) for _ in range(3))
    tier = PrizeTier(challenge_id=challenge.id, position=1, title="최우수상", amount_won=1)
    work.session.add(tier)
    take_to_judging(work, secretary, challenge.id)
    pass_over(work, secretary, loser)
    nominate(work, secretary, winner)
    nominate(work, secretary, excluded)
    with pytest.raises(RuleBroken):
        exclude(work, secretary, excluded, " ")
    exclude(work, secretary, excluded, "다른 공모전 수상작과 같음")
    award(work, secretary, winner, tier.id)
    assert [idea.state for idea in (winner, loser, excluded)] == [
        IdeaState.AWARDED,
        IdeaState.NOT_SELECTED,
        IdeaState.NOT_SELECTED,
    ]
    revoke(work, secretary, winner, "표절이 확인됨")
    assert winner.award_tier_id is None
    assert IdeaState(winner.state.value) is IdeaState.NOT_SELECTED
    work.commit()


def test_an_idea_is_not_nominated_from_a_draft(work: Work, secretary: Actor) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    with pytest.raises(WrongState):
        nominate(work, secretary, idea)


@pytest.mark.parametrize(
    ("publicity", "expected"),
    [
        (IdeaPublicity.NEVER, set()),
        (IdeaPublicity.WINNERS, {"winner"}),
        (IdeaPublicity.AT_RESULT, {"winner", "willing"}),
        (IdeaPublicity.AT_CLOSE, {"winner", "willing"}),
    ],
)
def test_what_is_published_with_the_result(work: Work, publicity: IdeaPublicity, expected: set[str]) -> None:
    challenge = closed(work, publicity)
    ideas = {
        "winner": make_idea(work, challenge, state=IdeaState.AWARDED, allows_publication=False),
        "willing": make_idea(work, challenge, state=IdeaState.NOT_SELECTED),
        "unwilling": make_idea(work, challenge, state=IdeaState.NOT_SELECTED, allows_publication=False),
        "ineligible": make_idea(work, challenge, state=IdeaState.INELIGIBLE),
        "withdrawn": make_idea(work, challenge, state=IdeaState.WITHDRAWN),
    }
    assert publish_at_result(work, challenge.id) == len(expected)
    assert published(work) == {ideas[name].id for name in expected}
    assert publish_at_result(work, challenge.id) == 0


def test_what_is_published_when_entries_close(work: Work) -> None:
    challenge = closed(work, IdeaPublicity.AT_CLOSE)
    willing = make_idea(work, challenge)
    make_idea(work, challenge, allows_publication=False)
    make_idea(work, challenge, state=IdeaState.DRAFT)
    other = make_idea(work, closed(work, IdeaPublicity.AT_RESULT))
    assert publish_at_close(work, challenge.id) == 1
    assert publish_at_close(work, other.challenge_id) == 0
    assert published(work) == {willing.id}
    with pytest.raises(WrongState):
        publish_at_close(work, make_challenge(work, publicity=IdeaPublicity.AT_CLOSE).id)


def test_the_public_part_is_what_was_handed_in_without_what_is_private(work: Work) -> None:
    challenge = closed(work)
    author = make_account(work, "정다운")
    idea = make_idea(work, challenge, author, title="문의 010-1234-5678")
    idea.title = "고치다 만 제목"
    publish_at_result(work, challenge.id)
    page = work.session.get_one(IdeaPublication, idea.id)
    assert page.applicant == "정*운"
    assert page.title == "문의 ***-****-****"
    assert [one["label"] for one in page.answers] == ["해결 방법", "기대 효과"]


def test_judges_see_no_names(work: Work) -> None:
    challenge = closed(work)
    idea = make_idea(work, challenge, make_account(work, "정다운"))
    idea.version_count = 2
    add_version(work, idea, [HandedFile("k", "정다운_제안서.pdf", "application/pdf", 10, "a" * 64)])
    blind = blind_idea(work, idea.id)
    assert [one.name for one in blind.answers] == ["method", "effect"]
    assert [one.name for one in blind.files] == ["첨부 1.pdf"]
    assert (blind.version, blind.receipt_number) == (2, idea.receipt_number)
    assert "정다운" not in repr(blind)
    assert blind_ideas(work, [idea.id]) == (blind,)


def test_another_agency_sees_nothing(work: Work) -> None:
    idea = make_idea(work, make_challenge(work))
    own, other = make_official(work, make_agency(work), Role.CONTEST_OFFICER), idea.challenge.programme
    assert not work.check(actor_for(work, own), Permission.VIEW_UNPUBLISHED, idea)
    officer = make_official(work, work.session.get_one(Agency, other.agency_id), Role.CONTEST_OFFICER)
    assert work.check(actor_for(work, officer), Permission.VIEW_UNPUBLISHED, idea)
