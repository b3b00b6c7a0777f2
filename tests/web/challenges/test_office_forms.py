"""The office's forms: from nothing to a notice, wrong input, two officials at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.html import faults
from tests.support.offices import (
    Office,
    challenge_forms,
    challenge_version,
    drafted,
    programme_forms,
    programme_version,
)
from tests.support.pages import submit
from webapp.challenges.enums import ChallengeState, Grade, ProgrammeState
from webapp.challenges.queries import load_challenge
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.problems.enums import (
    CallState,
    CommitteeState,
    Outcome,
    ProblemField,
    ProblemSource,
    ProblemState,
)
from webapp.problems.models import CommitteeDecision, CommitteeItem, Problem, ProblemCall


def compare(office: Office, key: str) -> None:
    """Compare a draft with other contests, as its notice wants."""
    data = {"version": challenge_version(office, key), "words": "심야 이동", "conclusion": "none_found"}
    assert submit(office.client("officer"), f"/office/challenges/{key}/similarity", data).status_code == 303


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
    compare(office, key)
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
        assert challenge.grade is Grade.B
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
        decide(work, call, problem)
        return problem.key


def decide(work: Work, call: ProblemCall, problem: Problem) -> None:
    """A committee has given the problem a grade."""
    decision = CommitteeDecision(
        call_id=call.id,
        state=CommitteeState.CONFIRMED,
        title="운영위원회",
        held_on=kst_day(work.now),
        created_at=work.now,
        confirmed_by_id=problem.decided_by_id,
        confirmed_at=work.now,
    )
    work.session.add(decision)
    work.session.flush()
    item = CommitteeItem(
        decision_id=decision.id,
        problem_id=problem.id,
        outcome=Outcome.SELECTED,
        grade="B",
        cap_won=30_000_000,
    )
    work.session.add(item)
    work.session.flush()
