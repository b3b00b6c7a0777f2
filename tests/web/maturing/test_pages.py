"""The pages of maturing: the team's, the mentor's, the office's, and what everybody reads."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.maturing import (
    Maturing,
    add_maturing_pot,
    add_mentor,
    deciding,
    hand_in,
    make_project,
    office,
    page,
    project_of,
    state_of,
    step,
    write,
)
from tests.support.pages import submit
from tests.support.people import make_account
from tests.support.prizes import MILLION, make_awarded, revoke
from tests.support.statements import counted_statements
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.maturing.enums import MilestoneState, ProjectState
from webapp.maturing.models import Mentor, Project
from webapp.maturing.services import accept_milestone

Browser = Callable[[int], FlaskClient]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SECRET = "아직 말할 수 없는 협의 내용입니다."
OPEN = "다리 위가 가장 먼저 얼었습니다."


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project with two milestones and 50 million of support."""
    return make_project(database, clock, support_won=50 * MILLION)


def test_each_of_its_people_sees_the_workspace_with_their_own_acts(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    mentor = add_mentor(database, maturing)
    views = {
        name: browser_of(account.id).get(page(maturing)).text
        for name, account in (
            ("author", maturing.contest.entrants[0]),
            ("mentor", mentor),
            ("officer", maturing.contest.officer),
            ("approver", maturing.contest.approver),
        )
    }
    for text in views.values():
        assert faults(text) == []
        assert "1단계" in text
    assert step(maturing, "/submit") in views["author"]
    assert "팀이 ‘1단계’ 결과를" in views["mentor"]
    assert step(maturing, "/submit") not in views["mentor"]
    assert office(maturing, "stop") in views["officer"]
    assert office(maturing, "stop") not in views["author"]
    assert "이 기관의 공모 담당만" in views["approver"]


def test_everybody_else_is_led_to_the_public_diary(
    browser_of: Browser, client: FlaskClient, maturing: Maturing
) -> None:
    stranger = browser_of(maturing.contest.entrants[1].id)
    for visitor in (client, stranger):
        answer = visitor.get(page(maturing))
        assert (answer.status_code, answer.location) == (302, page(maturing, "/diary"))
    assert client.get(step(maturing)).status_code == 303
    for address in (step(maturing), step(maturing, "/submit"), page(maturing, "/notes/new")):
        assert stranger.get(address).status_code == 404


def test_the_diary_shows_what_is_public_and_nothing_else(
    client: FlaskClient, database: Database, maturing: Maturing
) -> None:
    add_mentor(database, maturing)
    write(database, maturing, OPEN, is_public=True)
    write(database, maturing, SECRET, is_public=False)
    hand_in(database, maturing, text="내부 보고서 본문입니다.")
    text = client.get(page(maturing, "/diary")).text
    for shown in (OPEN, "시범 구간 한 곳에서", "1단계", "1명"):
        assert shown in text
    for hidden in (SECRET, "내부 보고서", "응모자1", "윤멘토", "50,000,000", "@example.org"):
        assert hidden not in text
    assert faults(text) == []


def test_a_revoked_award_has_no_public_diary(
    client: FlaskClient, database: Database, maturing: Maturing
) -> None:
    with database.write() as work:
        revoke(work, maturing.contest, maturing.awards[0].key, "표절이 확인되었습니다.")
    assert client.get(page(maturing, "/diary")).status_code == 404


def test_a_result_is_handed_in_with_a_file_and_read(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    browser = browser_of(maturing.contest.entrants[0].id)
    empty = submit(browser, step(maturing, "/submit"), {"version": "1", "deliverable": " "})
    assert empty.status_code == 422
    data = {"version": "1", "deliverable": "**결과**입니다.", "files": (BytesIO(PDF), "보고서.pdf")}
    assert submit(browser, step(maturing, "/submit"), data).status_code == 303
    assert state_of(database, maturing) is MilestoneState.SUBMITTED
    officer = browser_of(maturing.contest.officer.id)
    text = officer.get(step(maturing)).text
    assert "<strong>결과</strong>" in text
    assert faults(text) == []
    link = text.split(f"{step(maturing)}/files/")[1].split('"')[0]
    with officer.get(step(maturing, f"/files/{link}")) as file:
        assert (file.status_code, file.data) == (200, PDF)
    stranger = browser_of(maturing.contest.entrants[1].id)
    assert stranger.get(step(maturing, f"/files/{link}")).status_code == 404
    assert browser.get(step(maturing, "/submit")).status_code == 409


def test_a_file_that_is_not_what_it_says_is_refused(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    browser = browser_of(maturing.contest.entrants[0].id)
    data = {"version": "1", "deliverable": "결과입니다.", "files": (BytesIO(b"MZ\x90\x00"), "보고서.pdf")}
    answer = submit(browser, step(maturing, "/submit"), data)
    assert answer.status_code == 422
    assert "결과입니다." in answer.text
    assert state_of(database, maturing) is MilestoneState.PLANNED


def test_a_stale_form_is_refused_and_kept(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    browser = browser_of(maturing.contest.entrants[0].id)
    answer = submit(browser, step(maturing, "/submit"), {"version": "7", "deliverable": "결과입니다."})
    assert answer.status_code == 409
    assert "kept=" in answer.text
    assert state_of(database, maturing) is MilestoneState.PLANNED


def test_the_office_returns_and_accepts(browser_of: Browser, database: Database, maturing: Maturing) -> None:
    officer = browser_of(maturing.contest.officer.id)
    assert officer.get(deciding(maturing, "return")).status_code == 409
    hand_in(database, maturing)
    for name in ("return", "accept"):
        assert faults(officer.get(deciding(maturing, name)).text) == []
    assert submit(officer, deciding(maturing, "return"), {"reason": ""}).status_code == 422
    assert (
        submit(officer, deciding(maturing, "return"), {"reason": "비용을 나누어 주십시오."}).status_code
        == 303
    )
    author = browser_of(maturing.contest.entrants[0].id)
    assert "비용을 나누어 주십시오." in author.get(step(maturing)).text
    hand_in(database, maturing, text="고친 보고서")
    assert submit(officer, deciding(maturing, "accept"), {"note": "좋습니다."}).status_code == 303
    text = author.get(step(maturing)).text
    assert "1번째로 제출한 내용" in text
    assert state_of(database, maturing) is MilestoneState.ACCEPTED


def test_a_project_is_started_on_the_page(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        add_maturing_pot(work, contest)
    officer = browser_of(contest.officer.id)
    assert "과제를 시작할 수상작" in officer.get("/office/projects").text
    address = f"/office/projects/new/{awards[0].key}"
    form = {
        "department_id": str(contest.department.id),
        "goal": "석 달 동안 시험합니다.",
        "support_cap_won": "2억",
        "milestones-0-title": "첫 단계",
        "milestones-0-due_on": "2026-04-30",
        "milestones-1-title": "기한이 없는 단계",
    }
    half = submit(officer, address, form)
    assert half.status_code == 422
    assert "단계 목표마다 이름과 기한" in half.text
    del form["milestones-1-title"]
    much = submit(officer, address, form)
    assert (much.status_code, "100,000,000원" in much.text) == (422, True)
    assert faults(much.text) == []
    odd = submit(officer, address, {**form, "support_cap_won": "많이"})
    assert (odd.status_code, "금액을 읽을 수 없습니다" in odd.text) == (422, True)
    done = submit(officer, address, {**form, "support_cap_won": "5,000만원"})
    assert done.status_code == 303
    with database.read() as work:
        project = work.session.scalars(sa.select(Project)).one()
        assert (project.support_cap_won, project.goal) == (50_000_000, "석 달 동안 시험합니다.")
    assert browser_of(contest.approver.id).get(address).status_code == 403


def test_milestones_mentors_and_support_are_managed(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    officer = browser_of(maturing.contest.officer.id)
    new = {"title": "3단계", "due_on": "2026-05-01", "description": "보고"}
    assert submit(officer, office(maturing, "milestones/new"), {**new, "due_on": "내일"}).status_code == 422
    assert submit(officer, office(maturing, "milestones/new"), new).status_code == 303
    edit = deciding(maturing, "edit")
    assert (
        submit(officer, edit, {"version": "1", "title": "새 이름", "due_on": "2026-05-02"}).status_code == 303
    )
    assert submit(officer, edit, {"version": "1", "title": "또", "due_on": "2026-05-02"}).status_code == 409
    mentor = {"name": "윤멘토", "email": maturing.contest.entrants[0].email, "expertise": "도로"}
    author = submit(officer, office(maturing, "mentors/new"), mentor)
    assert (author.status_code, "멘토가 될 수 없습니다" in author.text) == (422, True)
    assert (
        submit(officer, office(maturing, "mentors/new"), {**mentor, "email": "m@example.org"}).status_code
        == 303
    )
    with database.read() as work:
        key = work.session.scalars(sa.select(Mentor.key)).one()
    assert submit(officer, f"/office/projects/mentors/{key}/end", {"reason": "사정"}).status_code == 303
    paid = {"amount_won": "3천만원", "paid_on": "2026-03-20", "voucher": "2026-지원-1"}
    assert submit(officer, office(maturing, "support"), {**paid, "amount_won": "1억"}).status_code == 422
    assert submit(officer, office(maturing, "support"), paid).status_code == 303
    text = officer.get(page(maturing)).text
    for shown in ("새 이름", "3단계", "3,000만 원", "종료"):
        assert shown in text
    for name in ("milestones/new", "mentors/new", "support", "accept", "stop"):
        assert faults(officer.get(office(maturing, name)).text) == []


def test_a_project_is_accepted_after_its_milestones(
    browser_of: Browser, database: Database, maturing: Maturing
) -> None:
    officer = browser_of(maturing.contest.officer.id)
    assert submit(officer, office(maturing, "accept"), {}).status_code == 409
    for place, key in enumerate(maturing.milestones):
        hand_in(database, maturing, place)
        with database.write() as work:
            accept_milestone(work, maturing.officer(work), key)
    assert submit(officer, office(maturing, "accept"), {}).status_code == 303
    with database.read() as work:
        assert project_of(work, maturing).state is ProjectState.ACCEPTED
    assert "숙성을 마쳤습니다" in officer.get(page(maturing, "/diary")).text
    assert officer.get(office(maturing, "stop")).status_code == 403


def test_a_project_is_stopped_with_its_lesson_in_public(
    browser_of: Browser, client: FlaskClient, maturing: Maturing
) -> None:
    officer = browser_of(maturing.contest.officer.id)
    words = {"reason": "예산이 줄었습니다.", "lesson": "겨울 한 철로는 짧습니다."}
    assert submit(officer, office(maturing, "stop"), {**words, "lesson": ""}).status_code == 422
    private = submit(officer, office(maturing, "stop"), {**words, "lesson": "010-1234-5678로 물어보세요."})
    assert private.status_code == 422
    assert submit(officer, office(maturing, "stop"), words).status_code == 303
    text = client.get(page(maturing, "/diary")).text
    assert "겨울 한 철로는 짧습니다." in text
    assert "예산이 줄었습니다." not in text
    assert faults(text) == []


def test_the_diary_is_written_by_its_people(browser_of: Browser, maturing: Maturing) -> None:
    browser = browser_of(maturing.contest.entrants[0].id)
    assert submit(browser, page(maturing, "/notes/new"), {"text": ""}).status_code == 422
    assert submit(browser, page(maturing, "/notes/new"), {"text": OPEN, "is_public": "y"}).status_code == 303
    assert OPEN in browser.get(page(maturing)).text
    assert "내 숙성 과제" in browser.get("/my/projects").text
    assert faults(browser.get("/my/projects").text) == []


def test_lists_are_one_s_own(browser_of: Browser, database: Database, maturing: Maturing) -> None:
    title = "노면 온도로 살얼음을"
    assert title in browser_of(maturing.contest.entrants[0].id).get("/my/projects").text
    assert title not in browser_of(maturing.contest.entrants[1].id).get("/my/projects").text
    with database.write() as work:
        citizen = make_account(work).id
    assert browser_of(citizen).get("/office/projects").status_code == 403
    officer = browser_of(maturing.contest.officer.id)
    assert page(maturing) in officer.get("/office/projects?state=active").text
    assert page(maturing) not in officer.get("/office/projects?state=stopped").text


def test_officials_elsewhere_find_nothing(
    browser_of: Browser, database: Database, clock: FixedClock, maturing: Maturing
) -> None:
    other, _awards = make_awarded(database, clock)
    browser = browser_of(other.officer.id)
    assert page(maturing) not in browser.get("/office/projects").text
    for address in (office(maturing, "stop"), deciding(maturing, "edit")):
        assert browser.get(address).status_code == 404
    assert browser.get(f"/office/projects/new/{maturing.awards[1].key}").status_code == 404


def cost(app: Flask, browser: FlaskClient, address: str) -> int:
    browser.get(address)
    with counted_statements(app) as statements:
        assert browser.get(address).status_code == 200
    return len([one for one in statements if not one.startswith(("INSERT", "UPDATE"))])


def test_pages_cost_the_same_with_one_step_and_with_thirty(
    app: Flask, browser_of: Browser, client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    costs = []
    for steps in (1, 30):
        maturing = make_project(database, clock, steps=steps)
        for place in range(steps):
            write(database, maturing, f"{place}번째 이야기", is_public=True)
        author = browser_of(maturing.contest.entrants[0].id)
        officer = browser_of(maturing.contest.officer.id)
        costs.append(
            (
                cost(app, author, page(maturing)),
                cost(app, author, "/my/projects"),
                cost(app, officer, "/office/projects"),
                cost(app, client, page(maturing, "/diary")),
            )
        )
    assert costs[0] == costs[1]
    assert costs[0][3] <= 8


def test_a_long_diary_is_paged_by_key(client: FlaskClient, database: Database, maturing: Maturing) -> None:
    for place in range(21):
        write(database, maturing, f"{place:02}번째 이야기", is_public=True)
    first = client.get(page(maturing, "/diary")).text
    assert "20번째 이야기" in first
    assert "00번째 이야기" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "00번째 이야기" in client.get(following).text
