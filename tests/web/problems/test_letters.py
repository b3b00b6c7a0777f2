"""The letters of problems as people get them: who gets which, in their language, with no hidden title."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, make_problem, make_reviewer, received
from webapp.accounts.models import Agency
from webapp.accounts.services import accept_invitation, decline_invitation
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.services import follow
from webapp.problems.enums import DeclineReason
from webapp.problems.queries import PROBLEM_KIND
from webapp.problems.services import (
    AnnouncedChallenge,
    decline_problem,
    invite_reviewer,
    merge_problem,
    note_challenge,
    receive_problem,
    select_problem,
    start_review,
    take_up_problem,
    unmerge_problem,
)
from webapp.web.mail import compose

TITLE = "가로등이 어두운 골목"
REASON = "많은 사람이 겪는 문제입니다."
TEMPLATES = {
    "problems/posted",
    "problems/received",
    "problems/department_review",
    "problems/department_review_waits",
    "problems/unmerged",
    "problems/review_started",
    "problems/selected",
    "problems/declined",
    "problems/followed_decided",
    "problems/merged",
    "problems/merged_decided",
    "problems/reviews_waiting",
    "problems/invitation_answered",
    "problems/announced",
}


def person(work: Work, locale: str, name: str = "김시민") -> Actor:
    account = make_account(work, name)
    account.locale = locale
    work.flush()
    return actor_for(work, account)


def play(work: Work, locale: str) -> list[OutboxMessage]:
    """Everything that sends a letter, once; returns the letters."""
    officer = make_officer(work)
    call = make_call(work, officer)
    make_reviewer(work, call)
    for answer in (accept_invitation, decline_invitation):
        invited = make_account(work, "최교수")
        answer(
            work,
            actor_for(work, invited),
            invite_reviewer(work, officer, call, invited.email, "최교수").key,
        )
    selected, declined, first, second = (
        make_problem(work, call, person(work, locale), f"{TITLE} {number}") for number in range(4)
    )
    make_officer(work, work.session.get_one(Agency, call.agency_id))
    receive_problem(work, officer, received(call, title=TITLE))
    taken_up = take_up_problem(work, officer, make_problem(work, call, person(work, locale), TITLE))
    merge_problem(work, officer, taken_up, selected.key, REASON)
    unmerge_problem(work, officer, taken_up, REASON)
    follow(work, person(work, locale, "박관심"), SubjectRef(PROBLEM_KIND, selected.key))
    start_review(work, officer, selected)
    merge_problem(work, officer, first, selected.key, REASON)
    merge_problem(work, officer, second, declined.key, REASON)
    select_problem(work, officer, selected, REASON)
    decline_problem(work, officer, declined, DeclineReason.LOW_PRIORITY, REASON)
    note_challenge(work, officer, selected.id, AnnouncedChallenge("abcdefghjkmn", "밤길 안전", "Safe nights"))
    work.flush()
    return [m for m in work.session.scalars(sa.select(OutboxMessage)) if m.payload["template"] in TEMPLATES]


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_letter_can_be_read(app: Flask, database: Database, locale: str) -> None:
    with database.write() as work:
        payloads = [dict(letter.payload) for letter in play(work, locale)]
    assert {payload["template"] for payload in payloads} == TEMPLATES
    with app.test_request_context():
        for payload in payloads:
            message = compose(payload)
            assert message.subject
            assert message.subject.startswith("[")
            assert TITLE not in message.subject
            assert payload["facts"]["link"] in (message.body or "")
            assert "<h1" in (message.html or "")
            assert "%(" not in f"{message.subject}{message.body}{message.html}"


def test_a_decision_reaches_everybody_with_its_reason(app: Flask, database: Database) -> None:
    with database.write() as work:
        payloads = [dict(letter.payload) for letter in play(work, "ko")]
    decided = [p for p in payloads if p["template"] in {"problems/selected", "problems/declined"}]
    followed = [p for p in payloads if p["template"] == "problems/merged_decided"]
    assert (len(decided), len(followed)) == (2, 2)
    with app.test_request_context():
        for payload in (*decided, *followed):
            body = compose(payload).body or ""
            assert REASON in body
            assert "사무관 이담당" in body
            assert TITLE in body


def test_a_letter_speaks_its_readers_language(app: Flask, database: Database) -> None:
    with database.write() as work:
        payloads = [dict(letter.payload) for letter in play(work, "en")]
    [selected] = [p for p in payloads if p["template"] == "problems/selected"]
    with app.test_request_context():
        message = compose(selected)
    assert "Call " in message.subject
    assert "선정" not in message.subject
