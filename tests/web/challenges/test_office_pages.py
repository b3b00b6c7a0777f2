"""The office's pages: from nothing to a notice by forms alone, and what each role may not do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.challenges import challenge_of, make_challenge
from tests.support.html import faults
from tests.support.pages import submit
from tests.support.people import make_account, make_agency, make_department, make_official, sign_in
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, ProgrammeState
from webapp.challenges.models import Prizes, TierEntry
from webapp.challenges.queries import find_challenge, load_challenge, load_programme
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.problems.enums import CallState, ProblemField, ProblemSource, ProblemState
from webapp.problems.models import Problem, ProblemCall


@dataclass
class Office:
    """An agency with its officials, and a way to be one of them."""

    app: Flask
    database: Database
    agency: Agency
    people: dict[str, int]

    def client(self, who: str) -> FlaskClient:
        """A browser in which `who` is signed in."""
        client = self.app.test_client()
        sign_in(client, self.database, self.people[who])
        return client


@pytest.fixture
def office(app: Flask) -> Office:
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        agency = make_agency(work, "나루교통공단")
        department = make_department(work, agency)
        people = {
            "officer": make_official(work, agency, Role.CONTEST_OFFICER, department=department).id,
            "approver": make_official(work, agency, Role.APPROVER, name="박결재").id,
            "secretary": make_official(work, agency, Role.JUDGING_SECRETARY).id,
            "stranger": make_official(work, make_agency(work), Role.CONTEST_OFFICER, Role.APPROVER).id,
            "citizen": make_account(work).id,
        }
    return Office(app, database, agency, people)


def drafted(office: Office, state: ChallengeState = ChallengeState.DRAFT) -> tuple[str, str]:
    """Slug and key of a challenge in `state`."""
    with office.database.write() as work:
        challenge = make_challenge(work, office.agency, state)
        return challenge.programme.slug, challenge.key


def programme_version(office: Office, slug: str) -> str:
    with office.database.read() as work:
        return str(load_programme(work, slug).version)


def challenge_version(office: Office, key: str) -> str:
    with office.database.read() as work:
        return str(find_challenge(work, key).version)


def test_from_nothing_to_the_notice_by_forms_alone(office: Office) -> None:
    officer = office.client("officer")
    made = submit(
        officer,
        "/office/contests/new",
        {"agency": office.agency.slug, "title": "심야 이동", "slug": "night", "profile": "central"},
    )
    assert (made.status_code, made.location) == (303, "/office/contests/night")
    for section, data in programme_forms().items():
        path = f"/office/contests/night/{section}"
        saved = submit(officer, path, {"version": programme_version(office, "night"), **data})
        assert (section, saved.status_code) == (section, 303)
    opens_on = kst_day(office.database.clock.now()) + timedelta(days=6)
    new = submit(
        officer,
        "/office/contests/night/challenges/new",
        {
            "title": "막차 뒤의 이동",
            "field": "safety",
            "opens_on": opens_on.isoformat(),
            "opens_time": "09:00",
            "closes_on": (opens_on + timedelta(days=30)).isoformat(),
            "closes_time": "24:00",
        },
    )
    key = str(new.location).rsplit("/", 1)[-1]
    for section, data in challenge_forms().items():
        path = f"/office/challenges/{key}/{section}"
        saved = submit(officer, path, {"version": challenge_version(office, key), **data})
        assert (section, saved.status_code) == (section, 303)
    assert "모두 갖추었습니다" in officer.get(f"/office/challenges/{key}").text
    assert submit(officer, f"/office/challenges/{key}/check", {}).status_code == 303
    approver = office.client("approver")
    assert submit(approver, f"/office/challenges/{key}/approval", {}).status_code == 303
    with office.database.read() as work:
        challenge = load_challenge(work, key)
        assert challenge.state is ChallengeState.ANNOUNCED
        assert challenge.programme.state is ProgrammeState.PUBLISHED
        assert [one.weight for one in challenge.criteria] == [60, 40]
        assert [one.name for one in challenge.form_fields] == ["q1", "q2"]
        assert [(one.condition.value, one.percent) for one in challenge.stages] == [
            ("on_award", 70),
            ("on_adopted", 30),
        ]
    public = office.app.test_client().get(f"/challenges/{key}/notice").text
    for said in ("막차 뒤의 이동", "24:00", "800만 원", "나루교통공단"):
        assert said in public


def programme_forms() -> dict[str, dict[str, str]]:
    return {
        "basics": {"title": "심야 이동", "purpose": "목적입니다.", "contact": "미래부 000-000-0000"},
        "conditions": {
            "profile": "central",
            "eligibility": "누구나",
            "misconduct_rule": "표절",
            "rights_rule": "제안한 사람",
            "revocation_rule": "취소",
            "rows-0-name": "조달청",
            "rows-0-support": "판로",
            "rows-1-name": "",
        },
        "money": {"prize_won": "2천만원", "cap_b": "10,000,000"},
        "calendar": {
            "rows-0-label": "시험",
            "rows-0-starts_on": "2026-08-01",
            "rows-0-ends_on": "2026-08-31",
        },
    }


def challenge_forms() -> dict[str, dict[str, str]]:
    return {
        "brief": {
            "title": "막차 뒤의 이동",
            "field": "safety",
            "summary": "요약입니다.",
            "background": "배경입니다.",
            "goal": "목표입니다.",
            "exclusions": "하나\n\n둘",
        },
        "prizes": {
            "grade": "B",
            "rows-0-title": "최우수상",
            "rows-0-amount_won": "800만원",
            "rows-0-quota": "",
            "on_award": "70",
            "on_matured": "0",
            "on_adopted": "30",
        },
        "criteria": {
            "rows-0-title": "창의성",
            "rows-0-weight": "60",
            "rows-1-title": "효과",
            "rows-1-weight": "40",
        },
        "form": {
            "rows-0-name": "",
            "rows-0-label": "무엇을",
            "rows-0-kind": "text",
            "rows-0-max_characters": "1000",
            "rows-0-is_required": "y",
            "rows-1-name": "",
            "rows-1-label": "어디서",
            "rows-1-kind": "choice",
            "rows-1-choices": "도시\n농촌",
            "rows-1-max_characters": "100",
        },
        "rules": {
            "receipt_pattern": "심야 {year}-{sequence:04}",
            "publicity": "winners",
            "trim_from_sheets": "5",
            "score_decimals": "2",
            "tie_break_1": "heaviest_criterion",
            "tie_break_2": "",
            "tie_break_3": "earliest_submission",
            "verification_days": "10",
        },
    }


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_office_page_is_good_html(office: Office, language: str) -> None:
    slug, key = drafted(office)
    officer = office.client("officer")
    officer.set_cookie("language", language)
    paths = ["/office/contests", "/office/contests/new", f"/office/contests/{slug}"]
    paths += [f"/office/contests/{slug}/{one}" for one in programme_forms()]
    paths += [f"/office/contests/{slug}/challenges/new", f"/office/challenges/{key}"]
    paths += [f"/office/challenges/{key}/{one}" for one in [*challenge_forms(), "schedule", "check"]]
    for path in paths:
        response = officer.get(path)
        assert (path, response.status_code, faults(response.text)) == (path, 200, [])


def test_every_page_of_the_approver_is_good_html(office: Office) -> None:
    slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    approver = office.client("approver")
    for path in (
        f"/office/contests/{slug}/publish",
        f"/office/challenges/{key}/approval",
        f"/office/challenges/{key}/return",
        f"/office/challenges/{key}/cancel",
        f"/office/challenges/{key}/no-winner",
    ):
        response = approver.get(path)
        assert (path, response.status_code, faults(response.text)) == (path, 200, [])
    _slug, decided = drafted(office, ChallengeState.DECIDED)
    page = office.client("officer").get(f"/office/challenges/{decided}/complete")
    assert (page.status_code, faults(page.text)) == (200, [])


def wrong_input() -> list[tuple[str, dict[str, str], str]]:
    """Section, what is typed, and what the page says about it."""
    return [
        ("criteria", {"rows-0-title": "하나", "rows-0-weight": "99"}, "지금 99점입니다"),
        ("criteria", {"rows-0-title": "하나", "rows-0-weight": "많이"}, "1부터 100까지의 숫자"),
        ("criteria", {"rows-0-title": "", "rows-0-weight": "100"}, "이 항목을 적어 주십시오"),
        (
            "prizes",
            {"grade": "B", "rows-0-title": "상", "rows-0-amount_won": "3천1만원", "on_award": "100"},
            "상한",
        ),
        ("prizes", {"rows-0-title": "상", "rows-0-amount_won": "2억", "on_award": "100"}, "재원"),
        (
            "prizes",
            {"rows-0-title": "상", "rows-0-amount_won": "많이", "on_award": "100"},
            "금액을 읽을 수 없습니다",
        ),
        ("prizes", {"rows-0-title": "상", "rows-0-amount_won": "1", "on_award": "90"}, "지금 90입니다"),
        ("schedule", dates("2026-05-01", "09:00", "2026-04-01", "18:00"), "접수 시작보다 뒤"),
        ("schedule", dates("2025-05-01", "09:00", "2025-06-01", "18:00"), "이미 지난 때"),
        ("schedule", dates("2026-05-01", "25:00", "2026-06-01", "18:00"), "09:00부터 24:00까지"),
        ("schedule", dates("2026-5월", "09:00", "2026-06-01", "18:00"), "2026-03-10처럼"),
        ("rules", {"receipt_pattern": "{year}"}, "{sequence}가 한 번"),
        ("brief", {"title": ""}, "이 항목을 적어 주십시오"),
        ("brief", {"title": "가" * 151, "field": "safety"}, "150자까지"),
        (
            "form",
            {"rows-0-label": "고르기", "rows-0-kind": "choice", "rows-0-max_characters": "9"},
            "보기가 둘 이상",
        ),
    ]


def dates(opens_on: str, opens_time: str, closes_on: str, closes_time: str) -> dict[str, str]:
    return {
        "opens_on": opens_on,
        "opens_time": opens_time,
        "closes_on": closes_on,
        "closes_time": closes_time,
    }


def test_wrong_input_is_said_on_the_page_and_kept(office: Office) -> None:
    _slug, key = drafted(office)
    officer = office.client("officer")
    usual = {"rules": challenge_forms()["rules"], "prizes": {"on_matured": "0", "on_adopted": "0"}}
    for section, typed, said in wrong_input():
        path = f"/office/challenges/{key}/{section}"
        data = {"version": challenge_version(office, key), **usual.get(section, {}), **typed}
        response = submit(officer, path, data)
        assert (section, said, response.status_code) == (section, said, 422)
        assert said in response.text
        assert "error-summary" in response.text
        assert faults(response.text) == []
        for value in typed.values():
            assert not value or value.replace("\n", "") in response.text.replace("\n", "")


def test_the_money_form_says_what_it_cannot_read(office: Office) -> None:
    slug, _key = drafted(office)
    path = f"/office/contests/{slug}/money"
    response = submit(
        office.client("officer"), path, {"version": programme_version(office, slug), "prize_won": "아주 많이"}
    )
    assert (response.status_code, "금액을 읽을 수 없습니다" in response.text) == (422, True)


def test_two_officials_at_once_the_second_gets_409_and_keeps_what_was_typed(office: Office) -> None:
    _slug, key = drafted(office)
    path = f"/office/challenges/{key}/criteria"
    data = {"version": challenge_version(office, key), "rows-0-title": "하나", "rows-0-weight": "100"}
    officer = office.client("officer")
    assert submit(officer, path, data).status_code == 303
    second = submit(officer, path, {**data, "rows-0-title": "잃으면 안 되는 글"})
    assert second.status_code == 409
    assert "kept=" in second.text


@pytest.mark.parametrize("state", [ChallengeState.IN_APPROVAL, ChallengeState.ANNOUNCED, ChallengeState.OPEN])
def test_after_the_request_every_section_page_refuses(office: Office, state: ChallengeState) -> None:
    slug, key = drafted(office, state)
    officer = office.client("officer")
    for section, data in challenge_forms().items():
        path = f"/office/challenges/{key}/{section}"
        assert "고칠 수 없습니다" in officer.get(path).text
        response = submit(
            officer, path, {"version": challenge_version(office, key), **data}, page="/office/contests/new"
        )
        assert (section, response.status_code) == (section, 409)
    if state is not ChallengeState.IN_APPROVAL:
        for section, data in programme_forms().items():
            path = f"/office/contests/{slug}/{section}"
            version = programme_version(office, slug)
            response = submit(officer, path, {"version": version, **data}, page="/office/contests/new")
            assert (section, response.status_code) == (section, 409)


def test_drafts_do_not_exist_for_people_of_other_agencies(office: Office) -> None:
    slug, key = drafted(office)
    stranger = office.client("stranger")
    for path in (
        f"/office/contests/{slug}",
        f"/office/contests/{slug}/basics",
        f"/office/contests/{slug}/publish",
        f"/office/challenges/{key}",
        f"/office/challenges/{key}/brief",
        f"/office/challenges/{key}/check",
        f"/office/challenges/{key}/approval",
    ):
        assert (path, stranger.get(path).status_code) == (path, 404)
    assert slug not in stranger.get("/office/contests").text


def test_the_office_is_closed_to_citizens_and_to_nobody(office: Office, client: FlaskClient) -> None:
    slug, key = drafted(office)
    citizen = office.client("citizen")
    for path in ("/office/contests", f"/office/contests/{slug}", f"/office/challenges/{key}"):
        assert citizen.get(path).status_code == 403
        assert client.get(path).status_code == 303


def test_a_secretary_looks_but_does_not_edit_or_announce(office: Office) -> None:
    slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    secretary = office.client("secretary")
    page = secretary.get(f"/office/challenges/{key}")
    assert page.status_code == 200
    assert f"/office/challenges/{key}/approval" not in page.text
    for path in (f"/office/contests/{slug}/basics", f"/office/challenges/{key}/approval"):
        assert secretary.get(path).status_code == 403


def test_an_incomplete_challenge_says_what_is_missing_and_offers_no_request(office: Office) -> None:
    with office.database.write() as work:
        programme = make_challenge(work, office.agency).programme
        bare = replace(challenge_of(programme.slug, work.now, title="빈 과제"), prizes=Prizes())
        key = make_challenge(work, office.agency, programme=programme, design=bare).key
    officer = office.client("officer")
    page = officer.get(f"/office/challenges/{key}/check").text
    assert "시상 등급과 인원, 상금을 정해 주십시오." in page
    assert "제4조제2항제4호" in page
    assert "disabled" in page
    refused = submit(officer, f"/office/challenges/{key}/check", {})
    assert refused.status_code == 422


def test_the_approver_announces_all_in_one_act_and_an_author_does_not(office: Office) -> None:
    with office.database.write() as work:
        first = make_challenge(work, office.agency, ChallengeState.IN_APPROVAL)
        design = challenge_of(first.programme.slug, work.now, title="둘째")
        small = replace(design, prizes=Prizes(prizes=(TierEntry(title="상", amount_won=1),)))
        make_challenge(
            work, office.agency, ChallengeState.IN_APPROVAL, programme=first.programme, design=small
        )
        slug = first.programme.slug
        first.created_by_id = office.people["approver"]
    path = f"/office/contests/{slug}/publish"
    approver = office.client("approver")
    assert "다른 결재자" in approver.get(path).text
    assert submit(approver, path, {}).status_code == 403
    with office.database.write() as work:
        load_challenge(work, first.key).created_by_id = office.people["officer"]
    assert submit(approver, path, {}).status_code == 303
    assert office.app.test_client().get(f"/contests/{slug}").text.count("/challenges/") >= 2


def test_sending_back_and_cancelling_ask_for_a_reason(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    approver = office.client("approver")
    path = f"/office/challenges/{key}/return"
    empty = submit(approver, path, {"reason": " "})
    assert (empty.status_code, "사유를 적어 주십시오" in empty.text) == (422, True)
    assert submit(approver, path, {"reason": "기간을 늘려 주십시오."}).status_code == 303
    assert "기간을 늘려 주십시오." in office.client("officer").get(f"/office/challenges/{key}").text
    _slug, running = drafted(office, ChallengeState.OPEN)
    path = f"/office/challenges/{running}/cancel"
    assert submit(approver, path, {"reason": ""}).status_code == 422
    assert submit(approver, path, {"reason": "예산이 없습니다."}).status_code == 303
    assert submit(approver, path, {"reason": "한 번 더"}).status_code == 409


def test_a_challenge_is_made_from_a_selected_problem(office: Office) -> None:
    slug, _key = drafted(office)
    problem = selected_problem(office)
    officer = office.client("officer")
    data: dict[str, Any] = dates("2026-05-01", "09:00", "2026-06-01", "18:00")
    path = f"/office/contests/{slug}/challenges/new"
    made = submit(officer, path, {**data, "problem": problem, "field": "digital"})
    assert made.status_code == 303
    with office.database.read() as work:
        challenge = load_challenge(work, str(made.location).rsplit("/", 1)[-1])
        assert (challenge.title, challenge.field.value) == ("밤길이 어둡습니다", "safety")
        assert challenge.background == "가로등이 없습니다."
        assert challenge.problem is not None
        assert challenge.problem.key == problem
    nothing = submit(officer, path, {**data, "problem": "", "field": "digital"})
    assert (nothing.status_code, "문제를 골라 주십시오" in nothing.text) == (422, True)


def selected_problem(office: Office) -> str:
    with office.database.write() as work:
        call = ProblemCall(
            agency_id=office.agency.id,
            slug="problems",
            title="문제 공모",
            state=CallState.PUBLISHED,
            opens_at=work.now,
            created_at=work.now,
        )
        work.session.add(call)
        work.session.flush()
        problem = Problem(
            call_id=call.id,
            author_id=office.people["citizen"],
            source=ProblemSource.CITIZEN,
            field=ProblemField.SAFETY,
            title="밤길이 어둡습니다",
            situation="가로등이 없습니다.",
            wished_change="밝아지면 좋겠습니다.",
            state=ProblemState.SELECTED,
            created_at=work.now,
            posted_at=work.now,
            decided_at=work.now,
            decided_by_id=office.people["officer"],
            decision_reason="시급합니다.",
        )
        work.session.add(problem)
        work.session.flush()
        return problem.key


def test_the_office_pages_cost_the_same_at_one_and_at_thirty(office: Office) -> None:
    slug, key = drafted(office)
    officer = office.client("officer")

    def costs() -> list[int]:
        found = []
        for path in ("/office/contests", f"/office/contests/{slug}", f"/office/challenges/{key}"):
            with counted_statements(office.app) as statements:
                assert officer.get(path).status_code == 200
            found.append(sum("is_demo" not in statement for statement in statements))
        return found

    costs()
    before = costs()
    with office.database.write() as work:
        programme = load_programme(work, slug)
        design = challenge_of(slug, work.now)
        free = replace(design, prizes=Prizes(prizes=(TierEntry(title="상", amount_won=0),)))
        for _turn in range(29):
            make_challenge(work, office.agency, programme=programme, design=free)
            make_challenge(work, office.agency)
    assert costs() == before
