"""Mentors from the invitation to the end, and what officials have to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.maturing import Maturing, hand_in, make_project, office, page, step, write
from tests.support.pages import submit
from tests.support.people import make_account
from webapp.accounts.models import Account, Invitation
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.maturing.enums import MentorState
from webapp.maturing.models import Mentor
from webapp.maturing.services import return_milestone

Browser = Callable[[int], FlaskClient]


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project with two milestones."""
    return make_project(database, clock)


@pytest.fixture
def expert(database: Database) -> Account:
    """Somebody who may become a mentor."""
    with database.write() as work:
        return make_account(work, "윤멘토")


def invite(browser_of: Browser, database: Database, maturing: Maturing, expert: Account) -> str:
    """Invite the expert on the page; returns the invitation's address."""
    officer = browser_of(maturing.contest.officer.id)
    form = {"name": expert.name, "email": expert.email, "expertise": "도로 안전"}
    assert submit(officer, office(maturing, "mentors/new"), form).status_code == 303
    assert "초대함" in officer.get(page(maturing)).text
    with database.read() as work:
        query = sa.select(Invitation.key).join(Mentor, Mentor.invitation_id == Invitation.id)
        return f"/invitations/{work.session.scalars(query).one()}"


def mentor_of(database: Database) -> Mentor:
    with database.read() as work:
        found = work.session.scalars(sa.select(Mentor)).one()
        work.session.expunge(found)
    return found


def test_a_mentor_accepts_takes_part_and_leaves(
    browser_of: Browser, database: Database, maturing: Maturing, expert: Account
) -> None:
    address = invite(browser_of, database, maturing, expert)
    mentor = browser_of(expert.id)
    assert mentor.get(step(maturing)).status_code == 404
    assert "멘토" in mentor.get(address).text
    assert submit(mentor, f"{address}/accept", {}, page=address).status_code == 303
    assert mentor_of(database).state is MentorState.ACCEPTED
    assert page(maturing) in mentor.get("/my/projects").text
    assert "숙성 과제" in mentor.get("/").text
    assert submit(mentor, page(maturing, "/notes/new"), {"text": "현장을 보았습니다."}).status_code == 303
    assert mentor.get(step(maturing, "/submit")).status_code == 403
    officer = browser_of(maturing.contest.officer.id)
    end = f"/office/projects/mentors/{mentor_of(database).key}/end"
    assert faults(officer.get(end).text) == []
    assert submit(officer, end, {"reason": " "}).status_code == 422
    assert submit(officer, end, {"reason": "일정이 맞지 않습니다."}).status_code == 303
    assert submit(officer, end, {"reason": "일정이 맞지 않습니다."}).status_code == 303
    assert mentor.get(step(maturing)).status_code == 404
    assert page(maturing) not in mentor.get("/my/projects").text


def test_a_mentor_declines(
    browser_of: Browser, database: Database, maturing: Maturing, expert: Account
) -> None:
    address = invite(browser_of, database, maturing, expert)
    mentor = browser_of(expert.id)
    assert submit(mentor, f"{address}/decline", {"reason": "바쁩니다."}).status_code == 303
    assert mentor_of(database).state is MentorState.DECLINED
    assert mentor.get(step(maturing)).status_code == 404
    assert "사양" in browser_of(maturing.contest.officer.id).get(page(maturing)).text


def test_the_public_learns_no_mentor(
    client: FlaskClient, browser_of: Browser, database: Database, maturing: Maturing, expert: Account
) -> None:
    address = invite(browser_of, database, maturing, expert)
    mentor = browser_of(expert.id)
    submit(mentor, f"{address}/accept", {}, page=address)
    submit(mentor, page(maturing, "/notes/new"), {"text": "공개하는 이야기", "is_public": "y"})
    write(database, maturing, "팀만 보는 이야기", is_public=False)
    text = client.get(page(maturing, "/diary")).text
    assert "공개하는 이야기" in text
    for hidden in (expert.name, expert.email, "도로 안전", "팀만 보는 이야기", "/files/"):
        assert hidden not in text


def test_the_office_sees_what_is_due(
    browser_of: Browser, database: Database, clock: FixedClock, maturing: Maturing
) -> None:
    officer = browser_of(maturing.contest.officer.id)
    hand_in(database, maturing)
    text = officer.get("/office/projects").text
    assert step(maturing) in text
    assert step(maturing, place=1) not in text
    clock.advance(timedelta(days=30))
    text = browser_of(maturing.contest.officer.id).get("/office/projects").text
    assert text.index(step(maturing)) < text.index(step(maturing, place=1))
    assert "기한 지남" in text
    assert faults(text) == []
    other = make_project(database, clock)
    assert step(maturing) not in browser_of(other.contest.officer.id).get("/office/projects").text


def test_the_record_keeps_every_decision(browser_of: Browser, database: Database, maturing: Maturing) -> None:
    hand_in(database, maturing)
    with database.write() as work:
        return_milestone(work, maturing.officer(work), maturing.milestones[0], "비용을 나누어 주십시오.")
    hand_in(database, maturing, text="고친 보고서입니다.")
    text = browser_of(maturing.contest.entrants[0].id).get(step(maturing)).text
    record = text[text.index('id="history"') :].partition("</section>")[0]
    assert record.count("결과 제출") == 2
    assert "비용을 나누어 주십시오." in record
    assert maturing.contest.officer.name in record
