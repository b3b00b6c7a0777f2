"""Late acts, double clicks, two officials at once, forged addresses: a clear answer, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.maturing import (
    Maturing,
    deciding,
    hand_in,
    make_project,
    office,
    page,
    state_of,
    step,
    version_of,
)
from tests.support.pages import submit
from tests.support.prizes import make_awarded
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import start_of_day_kst
from webapp.core.outbox import OutboxMessage
from webapp.maturing.enums import MilestoneState
from webapp.maturing.models import Project, Submission
from webapp.maturing.services import StopProject, return_milestone, stop_project

Browser = Callable[[int], FlaskClient]
NOBODY = "nosuchkey222"


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project with two milestones."""
    return make_project(database, clock)


@pytest.fixture
def author(browser_of: Browser, maturing: Maturing) -> FlaskClient:
    """The browser of the idea's author."""
    return browser_of(maturing.contest.entrants[0].id)


@pytest.fixture
def officer(browser_of: Browser, maturing: Maturing) -> FlaskClient:
    """The browser of the contest officer."""
    return browser_of(maturing.contest.officer.id)


def letters(database: Database, template: str) -> int:
    with database.read() as work:
        payloads = work.session.scalars(sa.select(OutboxMessage.payload)).all()
    return sum(one["template"] == f"maturing/{template}" for one in payloads)


def test_the_same_result_twice_is_one(author: FlaskClient, database: Database, maturing: Maturing) -> None:
    form = {"version": "1", "deliverable": "같은 결과입니다."}
    for _click in range(2):
        assert submit(author, step(maturing, "/submit"), form, page=page(maturing)).status_code == 303
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 1
    assert letters(database, "submitted") == 1


def test_a_stale_result_opens_again_with_its_text(
    author: FlaskClient, officer: FlaskClient, database: Database, maturing: Maturing
) -> None:
    changed = {"version": "1", "title": "새 이름", "due_on": "2026-05-02"}
    assert submit(officer, deciding(maturing, "edit"), changed).status_code == 303
    stale = submit(author, step(maturing, "/submit"), {"version": "1", "deliverable": "밤새 쓴 결과입니다."})
    assert stale.status_code == 409
    address = f"{step(maturing, '/submit')}?kept=" + stale.text.split("?kept=")[1].split('"')[0]
    again = author.get(address).text
    assert "밤새 쓴 결과입니다." in again
    assert f'value="{version_of(database, maturing)}"' in again
    taken = {"version": str(version_of(database, maturing)), "deliverable": "밤새 쓴 결과입니다."}
    assert submit(author, step(maturing, "/submit"), taken, page=address).status_code == 303


def test_what_was_handed_in_since_is_not_accepted_unread(
    officer: FlaskClient, database: Database, maturing: Maturing
) -> None:
    hand_in(database, maturing)
    read = str(version_of(database, maturing))
    with database.write() as work:
        return_milestone(work, maturing.officer(work), maturing.milestones[0], "비용을 나누어 주십시오.")
    hand_in(database, maturing, text="고친 보고서입니다.")
    for name, form in (("accept", {"note": "좋습니다."}), ("return", {"reason": "더 고쳐 주십시오."})):
        assert submit(officer, deciding(maturing, name), {"version": read, **form}).status_code == 409
    assert state_of(database, maturing) is MilestoneState.SUBMITTED


def test_two_officials_at_once_and_a_double_click(
    officer: FlaskClient, database: Database, maturing: Maturing
) -> None:
    hand_in(database, maturing)
    read = {"version": str(version_of(database, maturing))}
    for _click in range(2):
        accepted = submit(officer, deciding(maturing, "accept"), read, page=page(maturing))
        assert accepted.status_code == 303
    returned = {**read, "reason": "고쳐 주십시오."}
    late = submit(officer, deciding(maturing, "return"), returned, page=page(maturing))
    assert late.status_code == 409
    assert faults(late.text) == []
    assert state_of(database, maturing) is MilestoneState.ACCEPTED
    assert letters(database, "accepted") == 1


def test_nothing_goes_on_in_a_project_that_has_ended(
    author: FlaskClient, officer: FlaskClient, database: Database, maturing: Maturing
) -> None:
    with database.write() as work:
        stop_project(work, maturing.officer(work), StopProject(maturing.key, "사유입니다.", "배운 점입니다."))
    late = submit(
        author, step(maturing, "/submit"), {"version": "1", "deliverable": "결과"}, page=page(maturing)
    )
    note = submit(author, page(maturing, "/notes/new"), {"text": "이야기"}, page=page(maturing))
    mentor = {"name": "윤멘토", "email": "m@example.org", "expertise": "도로"}
    invited = submit(officer, office(maturing, "mentors/new"), mentor, page=page(maturing))
    for answer in (late, note, invited):
        assert answer.status_code == 403
        assert "이미 끝난 과제입니다." in answer.text
    text = author.get(page(maturing)).text
    assert "사유입니다." in text
    assert "마치지 못함" in text
    assert step(maturing, "/submit") not in text


def test_a_late_result_says_so(
    browser_of: Browser, clock: FixedClock, database: Database, maturing: Maturing
) -> None:
    clock.move_to(start_of_day_kst(date(2026, 4, 2)) + timedelta(hours=9))
    author, officer = (browser_of(one.id) for one in (maturing.contest.entrants[0], maturing.contest.officer))
    assert "늦게 제출한 것으로 기록됩니다" in author.get(step(maturing, "/submit")).text
    hand_in(database, maturing)
    assert "기한보다 3일 늦음" in officer.get(step(maturing)).text


def test_forged_addresses_lead_nowhere(author: FlaskClient, officer: FlaskClient, maturing: Maturing) -> None:
    addresses = [
        f"/projects/{NOBODY}",
        f"/projects/{NOBODY}/diary",
        f"/projects/{NOBODY}/notes/new",
        f"/projects/milestones/{NOBODY}",
        f"/projects/milestones/{NOBODY}/submit",
        step(maturing, f"/files/{NOBODY}"),
    ]
    desk = [
        f"/office/projects/{NOBODY}/{name}" for name in ("milestones/new", "mentors/new", "support", "stop")
    ]
    desk += [f"/office/projects/milestones/{NOBODY}/{name}" for name in ("edit", "return", "accept")]
    desk += [f"/office/projects/new/{NOBODY}", f"/office/projects/mentors/{NOBODY}/end"]
    assert {author.get(address).status_code for address in addresses} == {404}
    assert {officer.get(address).status_code for address in [*addresses, *desk]} == {404}


def test_the_author_of_another_project_finds_nothing(
    browser_of: Browser, database: Database, clock: FixedClock, maturing: Maturing
) -> None:
    other = make_project(database, clock)
    browser = browser_of(other.contest.entrants[0].id)
    own = page(other)
    form = {"version": "1", "deliverable": "남의 과제에 낸 결과"}
    assert submit(browser, step(maturing, "/submit"), form, page=own).status_code == 404
    assert submit(browser, page(maturing, "/notes/new"), {"text": "이야기"}, page=own).status_code == 404
    assert browser.get(step(maturing)).status_code == 404
    assert state_of(database, maturing) is MilestoneState.PLANNED


def test_an_official_s_act_by_the_author_is_refused(author: FlaskClient, maturing: Maturing) -> None:
    for address in (deciding(maturing, "accept"), office(maturing, "accept"), office(maturing, "stop")):
        assert submit(author, address, {}, page=page(maturing)).status_code == 403


def test_a_project_ends_well_only_when_it_may(officer: FlaskClient, maturing: Maturing) -> None:
    early = officer.get(office(maturing, "accept"))
    assert "모든 단계 목표를 승인한 뒤에" in early.text
    assert 'type="submit">숙성 마치기' not in early.text
    late = submit(officer, office(maturing, "accept"), {})
    assert late.status_code == 409
    assert "모든 단계 목표를 승인한 뒤에" in late.text


def test_a_milestone_s_fault_stands_at_its_field(
    browser_of: Browser, database: Database, clock: FixedClock
) -> None:
    contest, awards = make_awarded(database, clock)
    officer, address = browser_of(contest.officer.id), f"/office/projects/new/{awards[0].key}"
    form = {
        "department_id": str(contest.department.id),
        "goal": "석 달 동안 시험합니다.",
        "support_cap_won": "0",
        "milestones-0-title": "",
        "milestones-1-title": "둘째 칸에 적은 단계",
        "milestones-1-due_on": "2020-01-01",
    }
    past = submit(officer, address, form)
    assert past.status_code == 422
    assert 'id="milestones-1-due_on-error"' in past.text
    assert 'href="#milestones-1-due_on"' in past.text
    assert faults(past.text) == []
    named = {**form, "milestones-1-due_on": "2026-12-01", "milestones-1-title": "010-1234-5678로 확인"}
    assert 'id="milestones-1-title-error"' in submit(officer, address, named).text
    half = submit(officer, address, {**form, "milestones-1-due_on": ""})
    assert 'id="milestones-1-due_on-error"' in half.text


def test_starting_twice_is_one_project(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    officer, address = browser_of(contest.officer.id), f"/office/projects/new/{awards[0].key}"
    form = {"department_id": str(contest.department.id), "goal": "시험합니다.", "support_cap_won": "0"}
    answers = [submit(officer, address, form) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Project)) == 1


def test_a_text_that_is_too_long_stays_in_the_form(author: FlaskClient, maturing: Maturing) -> None:
    text = "가" * 10_001
    answer = submit(author, step(maturing, "/submit"), {"version": "1", "deliverable": text})
    assert answer.status_code == 422
    assert text in answer.text
