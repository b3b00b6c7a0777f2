"""Following: who hears of a subject, letters that can be stopped without signing in."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.discussion import make_talk, ref_of, some_people, somebody, subject_for, tally_of
from tests.support.problems import make_problem
from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account
from webapp.core.errors import NotFound, SignInNeeded
from webapp.core.policy import ANONYMOUS
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.models import Follow
from webapp.discussion.queries import followed_by, followers_of, standing_of, stop_link
from webapp.discussion.services import (
    News,
    follow,
    stop_following,
    stop_following_by_link,
    tell_followers,
)
from webapp.problems.services import select_problem, withdraw_problem

REASON = "많은 사람이 겪는 문제입니다."


def follower_count(work: Work, ref: SubjectRef) -> int:
    tally = tally_of(work, ref)
    return tally.followers if tally else 0


def test_following_twice_is_following_once(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    for _ in range(2):
        follow(work, person, talk.ref)
    assert follower_count(work, talk.ref) == 1
    assert [one.account_id for one in followers_of(work, talk.ref)] == [person.account_id]
    assert standing_of(work, person, subject_for(work, person, talk.problem)).is_following
    for _ in range(2):
        stop_following(work, person, talk.ref)
    assert follower_count(work, talk.ref) == 0
    assert followers_of(work, talk.ref) == ()


def test_who_is_not_signed_in_or_does_not_see_it_cannot_follow(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    with pytest.raises(SignInNeeded):
        follow(work, ANONYMOUS, talk.ref)
    withdraw_problem(work, talk.author, talk.problem)
    with pytest.raises(NotFound):
        follow(work, person, talk.ref)


def test_somebody_who_follows_several_gets_one_letter(work: Work) -> None:
    talk = make_talk(work)
    other = make_problem(work, talk.call, talk.author, "다른 문제")
    both, one = some_people(work, 2)
    for ref in (talk.ref, ref_of(other)):
        follow(work, both, ref)
    follow(work, one, ref_of(other))
    found = followers_of(work, talk.ref, ref_of(other))
    assert [follower.account_id for follower in found] == [both.account_id, one.account_id]
    token = work.session.scalars(
        sa.select(Follow.token).where(
            Follow.account_id == both.account_id, Follow.subject_key == talk.problem.key
        )
    ).one()
    assert found[0].stop_link.endswith(f"/follows/stop/{token}")
    assert followers_of(work, talk.ref, besides={both.account_id or 0}) == ()


def test_who_has_left_hears_nothing(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    follow(work, person, talk.ref)
    work.session.get_one(Account, person.account_id).state = AccountState.SUSPENDED
    work.flush()
    assert followers_of(work, talk.ref) == ()


def test_a_link_stops_it_once(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    follow(work, person, talk.ref)
    token = work.session.scalars(sa.select(Follow.token)).one()
    found = stop_link(work, token)
    assert found is not None
    assert found.title == talk.problem.title
    stop_following_by_link(work, token)
    assert follower_count(work, talk.ref) == 0
    assert stop_link(work, token) is None
    with pytest.raises(NotFound):
        stop_following_by_link(work, token)


def test_the_own_list_does_not_show_what_was_hidden_and_can_still_be_emptied(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    other = make_problem(work, talk.call, talk.author, "다른 문제")
    for ref in (talk.ref, ref_of(other)):
        follow(work, person, ref)
    withdraw_problem(work, talk.author, talk.problem)
    page = followed_by(work, person)
    assert [one.subject and one.subject.title for one in page.items] == ["다른 문제", None]
    stop_following(work, person, talk.ref)
    assert len(followed_by(work, person).items) == 1
    token = work.session.scalars(sa.select(Follow.token)).one()
    withdraw_problem(work, talk.author, other)
    found = stop_link(work, token)
    assert found is not None
    assert found.title == ""


def test_a_decision_is_told_to_followers_but_not_twice_to_the_author(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    for actor in (person, talk.author):
        follow(work, actor, talk.ref)
    select_problem(work, talk.officer, talk.problem, REASON)
    [letter] = letters(work, "problems/followed_decided")
    account = work.session.get_one(Account, person.account_id)
    assert letter["to"] == account.email
    assert letter["facts"]["decision_reason"] == REASON
    assert "/follows/stop/" in letter["facts"]["stop_link"]


def test_the_same_news_is_never_sent_twice(work: Work) -> None:
    talk = make_talk(work)
    for actor in some_people(work, 3):
        follow(work, actor, talk.ref)
    subject = subject_for(work, talk.author, talk.problem)
    news = News("problems/followed_decided", "one-key", lambda: {"call": "과제 공모"})
    assert [tell_followers(work, subject, news) for _ in range(2)] == [3, 0]
