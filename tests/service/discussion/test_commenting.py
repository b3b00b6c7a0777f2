"""Comments: who writes where, what an official's answer carries, changes with history, deleting."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.discussion import Talk, make_talk, somebody, tally_of
from tests.support.people import actor_for, make_department, make_official
from tests.support.problems import account_of, agency_of, make_problem
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, SignInNeeded, StaleVersion, TooMany
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import CommentOrder, CommentState, Stance
from webapp.discussion.models import Comment, CommentEdit
from webapp.discussion.queries import ThreadFilters, stance_counts, thread_page
from webapp.discussion.services import (
    EditComment,
    WriteComment,
    delete_comment,
    edit_comment,
    write_comment,
)
from webapp.problems.services import withdraw_problem

WORDS = "우리 동네도 같은 일을 겪습니다."


def say(work: Work, talk: Talk, actor: Actor, body: str = WORDS, parent: Comment | None = None) -> Comment:
    """A comment, or an answer."""
    return write_comment(
        work, actor, talk.ref, WriteComment(body, Stance.SUPPORT, parent.key if parent else "")
    )


def comments(work: Work, talk: Talk) -> int:
    """What is kept as the number of comments."""
    tally = tally_of(work, talk.ref)
    return tally.comments if tally else 0


def make_answering(work: Work, talk: Talk) -> Actor:
    """An official of the agency with department and title."""
    agency = work.session.get_one(Agency, agency_of(talk.officer))
    department = make_department(work, agency, "교통안전과")
    return actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER, department=department))


def test_a_thread_goes_three_levels_deep_and_no_deeper(work: Work) -> None:
    talk = make_talk(work)
    people = [somebody(work, f"사람{number}") for number in range(4)]
    first = say(work, talk, people[0])
    second = say(work, talk, people[1], "저도요", first)
    third = say(work, talk, people[2], "맞습니다", second)
    fourth = say(work, talk, people[3], "그렇지요", third)
    assert [one.depth for one in (first, second, third, fourth)] == [1, 2, 3, 3]
    assert fourth.parent_id == second.id
    assert {one.thread_key for one in (first, second, third, fourth)} == {first.key}
    assert [one.stance for one in (first, second)] == [Stance.SUPPORT, None]
    [thread] = thread_page(work, talk.ref).items
    assert [answer.key for answer in thread.answers] == [second.key]
    assert [answer.key for answer in thread.answers[0].answers] == [third.key, fourth.key]
    assert comments(work, talk) == 4


def test_a_double_click_writes_once(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    first, second = say(work, talk, person), say(work, talk, person)
    assert first is second
    assert comments(work, talk) == 1
    work.now += timedelta(minutes=11)
    assert say(work, talk, person).key != first.key


def test_what_is_refused(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    for body in (" ", "가" * 1001, "제 번호는 010-1234-5678입니다", "메일 주소는 me@example.org"):
        with pytest.raises(RuleBroken) as refused:
            say(work, talk, person, body)
        assert set(refused.value.fields) == {"body"}
    with pytest.raises(SignInNeeded):
        say(work, talk, ANONYMOUS)
    with pytest.raises(NotFound):
        write_comment(work, person, talk.ref, WriteComment(WORDS, None, "zzzzzzzzzzzz"))
    other = make_problem(work, talk.call, talk.author, "다른 문제")
    elsewhere = write_comment(work, person, SubjectRef("problem", other.key), WriteComment("다른 곳의 글"))
    with pytest.raises(RuleBroken):
        say(work, talk, person, "여기의 답", elsewhere)
    withdraw_problem(work, talk.author, talk.problem)
    with pytest.raises(NotFound):
        say(work, talk, person)


def test_a_flood_is_stopped(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    for number in range(10):
        say(work, talk, person, f"의견 {number}")
    with pytest.raises(TooMany):
        say(work, talk, person, "하나 더")
    work.now += timedelta(minutes=10, seconds=1)
    assert say(work, talk, person, "하나 더").state is CommentState.VISIBLE


def test_an_official_always_speaks_as_the_agency(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    question = say(work, talk, person)
    answer = say(work, talk, make_answering(work, talk), "올해 안에 조사하겠습니다.", question)
    assert answer.is_official
    assert answer.stance is None
    assert answer.official["title"] == "사무관"
    assert answer.official["department"].startswith("교통안전과")
    [letter] = letters(work, "discussion/answered")
    assert letter["to"] == account_of(work, person).email
    assert "올해 안에" in letter["facts"]["answer"]
    [thread] = thread_page(work, talk.ref, ThreadFilters(only_answered=True)).items
    assert thread.answers[0].named_official.startswith("교통안전과")


def test_a_change_keeps_what_stood_there_and_a_stale_one_is_refused(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    comment = say(work, talk, person)
    work.flush()
    version = comment.version
    edit_comment(work, person, EditComment(comment.key, "고친 글", Stance.OPPOSE, version))
    work.flush()
    assert (comment.body, comment.stance, comment.edited_at) == ("고친 글", Stance.OPPOSE, work.now)
    assert work.session.scalars(sa.select(CommentEdit.body)).all() == [WORDS]
    edit_comment(work, person, EditComment(comment.key, "고친 글", Stance.OPPOSE, version))
    with pytest.raises(StaleVersion):
        edit_comment(work, person, EditComment(comment.key, "또 고친 글", None, version))
    for actor in (somebody(work), talk.officer):
        with pytest.raises(NotPermitted):
            edit_comment(work, actor, EditComment(comment.key, "남의 글", None, comment.version))


def test_deleting_takes_the_text_and_leaves_the_answers(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    first = say(work, talk, person)
    say(work, talk, somebody(work), "답글", first)
    edit_comment(work, person, EditComment(first.key, "고친 글", None, first.version))
    with pytest.raises(NotPermitted):
        delete_comment(work, talk.officer, first.key)
    for _ in range(2):
        delete_comment(work, person, first.key)
    assert (first.body, first.state) == ("", CommentState.DELETED)
    assert work.session.scalars(sa.select(CommentEdit.id)).all() == []
    assert comments(work, talk) == 1
    [thread] = thread_page(work, talk.ref).items
    assert (thread.is_visible, thread.body, thread.answers[0].body) == (False, "", "답글")
    with pytest.raises(NotFound):
        say(work, talk, person, "지운 글의 답", first)


def test_filters_orders_and_pages(work: Work) -> None:
    talk = make_talk(work)
    for number, stance in enumerate([Stance.SUPPORT, Stance.OPPOSE, None, Stance.SUPPORT, Stance.SUPPORT]):
        write_comment(work, somebody(work), talk.ref, WriteComment(f"의견 {number}", stance))
    assert stance_counts(work, talk.ref) == {Stance.SUPPORT: 3, Stance.OPPOSE: 1, None: 1}
    shown = [one.body for one in thread_page(work, talk.ref, ThreadFilters(Stance.SUPPORT)).items]
    assert shown == ["의견 4", "의견 3", "의견 0"]
    for order, expected in ((CommentOrder.NEWEST, "43210"), (CommentOrder.OLDEST, "01234")):
        seen, cursor = "", None
        pages = []
        while True:
            page = thread_page(work, talk.ref, ThreadFilters(order=order), cursor, size=2)
            seen += "".join(one.body[-1] for one in page.items)
            pages.append(page)
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == expected
        back = thread_page(work, talk.ref, ThreadFilters(order=order), pages[1].previous_cursor, size=2)
        assert "".join(one.body[-1] for one in back.items) == expected[:2]
