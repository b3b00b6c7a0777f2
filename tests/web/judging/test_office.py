"""The officials' way through the pages: setting up, the panel, starting, following, ranking, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.ideas import make_challenge, make_idea
from tests.support.judging import Stage, assignments, hand_in, hand_in_all
from tests.support.pages import submit
from tests.support.people import make_agency, make_official
from tests.web.judging.conftest import Making
from webapp.accounts.enums import Role
from webapp.accounts.models import Invitation
from webapp.challenges.enums import ChallengeState
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState, RoundState, SeatState
from webapp.judging.models import Assignment, Round, RoundResult, Seat

Browser = Callable[[int], FlaskClient]
PLAN = {"title": "서류 심사", "sheets_per_idea": "3", "due_at": "2026-03-20T18:00"}


def round_of(database: Database, key: str) -> Round:
    with database.read() as work:
        row = work.session.scalars(sa.select(Round).where(Round.key == key)).one()
        work.session.expunge(row)
    return row


def test_a_round_is_set_up_for_a_closed_challenge(database: Database, browser_of: Browser) -> None:
    with database.write() as work:
        agency = make_agency(work)
        secretary = make_official(work, agency, Role.JUDGING_SECRETARY)
        challenge = make_challenge(work, agency, state=ChallengeState.CLOSED, closes_in=timedelta(days=-1))
        make_idea(work, challenge)
    client = browser_of(secretary.id)
    assert "심사 만들기" in client.get("/office/rounds").text
    path = f"/office/rounds/new/{challenge.key}"
    refused = submit(client, path, {**PLAN, "due_at": "2026-03-01T18:00", "sheets_per_idea": "99"})
    assert refused.status_code == 422
    assert "서류 심사" in refused.text
    late = submit(client, path, {**PLAN, "due_at": "2026-03-01T18:00"})
    assert late.status_code == 422
    assert "지금보다 뒤의 때" in late.text
    made = submit(client, path, PLAN)
    assert made.status_code == 303
    row = round_of(database, made.location.rsplit("/", 1)[-1])
    assert row.due_at.isoformat() == "2026-03-20T09:00:00+00:00"
    assert "서류 심사" in client.get("/office/rounds").text
    again = submit(client, path, PLAN)
    assert again.status_code == 409


def test_judges_are_invited_with_the_meter_beside(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(is_started=False, judges=3)
    client = browser_of(bench.secretary_id)
    path = f"/office/rounds/{bench.round_key}/judges/new"
    assert "지금은 3명입니다" in client.get(path).text
    assert submit(client, path, {"name": "새 위원"}).status_code == 422
    data = {"name": "새 위원", "email": "new@example.org", "standing": "civilian"}
    second_chair = submit(client, path, {**data, "is_chair": "y"})
    assert second_chair.status_code == 422
    assert "위원장은 한 명" in second_chair.text
    assert submit(client, path, data).status_code == 303
    with database.read() as work:
        assert work.session.scalars(sa.select(Invitation.email)).all() == ["new@example.org"]
    page = client.get(f"/office/rounds/{bench.round_key}").text
    assert "새 위원" in page
    assert "초대에 답하지 않은 1명" in page


def test_a_panel_that_fails_shows_why_the_start_is_off(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(is_started=False, judges=4)
    client = browser_of(bench.secretary_id)
    assert "5명 이상이어야 합니다. 지금은 4명" in client.get(f"/office/rounds/{bench.round_key}").text
    start = f"/office/rounds/{bench.round_key}/start"
    assert "아직 시작할 수 없습니다" in client.get(start).text
    refused = submit(client, start, {})
    assert refused.status_code == 422
    assert "지금은 4명" in refused.text


def test_starting_draws_and_shows_the_loads(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(is_started=False, ideas=5, judges=5, sheets_per_idea=3)
    client = browser_of(bench.officer_id)
    started = submit(client, f"/office/rounds/{bench.round_key}/start", {})
    assert started.status_code == 303
    row = round_of(database, bench.round_key)
    assert row.state is RoundState.SCORING
    page = client.get(f"/office/rounds/{bench.round_key}").text
    assert str(row.seed) in page
    assert "0 / 15장" in page
    assert submit(client, f"/office/rounds/{bench.round_key}/start", {}).status_code == 409


def test_the_plan_is_edited_and_a_stale_one_refused(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(is_started=False)
    client, path = browser_of(bench.secretary_id), f"/office/rounds/{bench.round_key}/edit"
    assert 'value="서류 심사"' in client.get(path).text
    version = round_of(database, bench.round_key).version
    assert submit(client, path, {**PLAN, "title": "예비 심사", "version": str(version)}).status_code == 303
    assert round_of(database, bench.round_key).title == "예비 심사"
    assert submit(client, path, {**PLAN, "title": "늦은 글", "version": str(version)}).status_code == 409


def test_the_chair_is_passed_on_and_a_judge_dismissed_with_a_reason(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(judges=6)
    client, page = browser_of(bench.secretary_id), f"/office/rounds/{bench.round_key}"
    seat = f"{page}/judges/{bench.seat_key}"
    assert submit(client, f"{seat}/chair", {}, page=page).status_code == 303
    assert submit(client, f"{seat}/dismiss", {"reason": " "}).status_code == 422
    assert submit(client, f"{seat}/dismiss", {"reason": "건강 문제"}).status_code == 303
    with database.read() as work:
        row = work.session.scalars(sa.select(Seat).where(Seat.key == bench.seat_key)).one()
        assert (row.state, row.is_chair) == (SeatState.DISMISSED, True)
    assert "위원장 1명을 위촉해 주십시오" in client.get(page).text


def test_laggards_are_reminded_from_the_page(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench()
    client, page = browser_of(bench.secretary_id), f"/office/rounds/{bench.round_key}"
    assert submit(client, f"{page}/remind", {}, page=page).status_code == 303
    assert "심사위원 5명에게 안내 메일" in client.get(page).text
    submit(client, f"{page}/remind", {}, page=page)
    assert "오늘 더 보낼 안내 메일이 없습니다" in client.get(page).text


def test_gaps_are_shown_and_drawn_again_from_the_page(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(ideas=2, judges=5, sheets_per_idea=5)
    client, page = browser_of(bench.secretary_id), f"/office/rounds/{bench.round_key}"
    submit(client, f"{page}/judges/{bench.seat_key}/dismiss", {"reason": "사임"})
    assert "심사표가 2장 있습니다" in client.get(page).text
    assert submit(client, f"{page}/fill", {}, page=page).status_code == 303
    assert "배정할 수 있는 심사위원이 없습니다" in client.get(page).text
    assert "빈자리 있음" in client.get(f"{page}/ideas?only=open").text


def test_looking_at_the_ranking_is_recorded(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(lambda work, stage: hand_in(work, assignments(work, stage.round)[0]))
    client = browser_of(bench.secretary_id)
    page = client.get(f"/office/rounds/{bench.round_key}/ranking")
    assert page.status_code == 200
    assert "80.00" in page.text
    assert "심사 못 함" in page.text
    with database.read() as work:
        entry = work.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert entry is not None
        assert (entry.action, entry.actor_id) == ("judging:ranking:viewed", bench.secretary_id)


def test_rounds_are_chosen_by_their_state(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench()
    client = browser_of(bench.secretary_id)
    link = f'href="/office/rounds/{bench.round_key}"'
    assert link in client.get("/office/rounds").text
    assert link in client.get("/office/rounds?state=scoring").text
    closed = client.get("/office/rounds?state=closed").text
    assert link not in closed
    assert "이 상태의 심사가 없습니다." in closed
    assert link in client.get("/office/rounds?state=no-such-state").text


def sheet_of_first(work: Work, stage: Stage) -> Assignment:
    return hand_in(work, assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[0])


def test_a_sheet_is_reopened_by_the_secretary_only(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(sheet_of_first)
    page = f"/office/sheets/{bench.own[0]}"
    officer = browser_of(bench.officer_id)
    assert officer.get(page).status_code == 200
    assert officer.get(f"{page}/reopen").status_code == 403
    secretary = browser_of(bench.secretary_id)
    assert "80" in secretary.get(page).text
    assert submit(secretary, f"{page}/reopen", {"reason": ""}).status_code == 422
    assert submit(secretary, f"{page}/reopen", {"reason": "항목이 바뀌어 적힘"}).status_code == 303
    assert "항목이 바뀌어 적힘" in secretary.get(page).text
    assert submit(secretary, f"{page}/void", {"reason": "같은 글을 되풀이함"}).status_code == 303
    with database.read() as work:
        row = work.session.scalars(sa.select(Assignment).where(Assignment.key == bench.own[0])).one()
        assert row.state is AssignmentState.VOID


def test_closing_asks_for_a_reason_and_then_freezes(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(sheet_of_first)
    client, page = browser_of(bench.secretary_id), f"/office/rounds/{bench.round_key}"
    assert "제출하지 않은 심사표가" in client.get(f"{page}/close").text
    refused = submit(client, f"{page}/close", {"reason": ""})
    assert refused.status_code == 422
    assert "사유를 적어 주십시오" in refused.text
    closed = submit(client, f"{page}/close", {"reason": "일정을 더 늦출 수 없음"})
    assert (closed.status_code, closed.location) == (303, f"{page}/ranking")
    final = client.get(f"{page}/ranking").text
    assert "확정된 순위" in final
    assert "일정을 더 늦출 수 없음" in final
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(RoundResult)) == 4
    assert client.get(f"{page}/close").status_code == 200
    assert submit(client, f"{page}/remind", {}, page="/account").status_code == 409


def test_a_complete_round_closes_without_a_reason(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(lambda work, stage: hand_in_all(work, stage.round))
    client = browser_of(bench.secretary_id)
    page = f"/office/rounds/{bench.round_key}"
    assert "모든 심사표가 제출되었습니다" in client.get(f"{page}/close").text
    assert submit(client, f"{page}/close", {}).status_code == 303


@pytest.mark.parametrize("who", ["approver_id", "stranger_official_id", "judge_id", "citizen_id"])
def test_who_may_not_run_a_round_changes_nothing(
    make_bench: Making, browser_of: Browser, database: Database, who: str
) -> None:
    bench = make_bench(sheet_of_first)
    client = browser_of(getattr(bench, who))
    page = f"/office/rounds/{bench.round_key}"
    before = round_of(database, bench.round_key).version
    for path, data in (
        (f"{page}/close", {"reason": "x"}),
        (f"{page}/start", {}),
        (f"{page}/remind", {}),
        (f"{page}/fill", {}),
        (f"{page}/edit", PLAN),
        (f"{page}/judges/new", {"name": "가", "email": "a@example.org", "standing": "civilian"}),
        (f"{page}/judges/{bench.seat_key}/dismiss", {"reason": "x"}),
        (f"{page}/judges/{bench.seat_key}/chair", {}),
        (f"/office/sheets/{bench.own[0]}/reopen", {"reason": "x"}),
        (f"/office/sheets/{bench.own[0]}/void", {"reason": "x"}),
    ):
        assert submit(client, path, data, page="/account").status_code in {403, 404}, path
    assert round_of(database, bench.round_key).version == before
