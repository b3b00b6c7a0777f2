"""The judge's way through the pages: pledge, declarations, scoring with and without script, handing in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.judging import COMMENT, Stage, assignments, fill_sheet, hand_in, judge_of
from tests.support.pages import csrf_token, submit
from tests.web.judging.conftest import Making
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment, SealedSheet, Seat
from webapp.judging.services import declare_clear

Browser = Callable[[int], FlaskClient]
_A = AssignmentState


def first_sheet(work: Work, stage: Stage) -> Assignment:
    return assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[0]


def open_first(work: Work, stage: Stage) -> None:
    own = first_sheet(work, stage)
    declare_clear(work, judge_of(work, own), own.key)


def fill_first(work: Work, stage: Stage) -> None:
    fill_sheet(work, first_sheet(work, stage))


def submit_first(work: Work, stage: Stage) -> None:
    hand_in(work, first_sheet(work, stage))


def sheet_row(database: Database, key: str) -> Assignment:
    with database.read() as work:
        row = work.session.scalars(sa.select(Assignment).where(Assignment.key == key)).one()
        work.session.expunge(row)
    return row


def version_of(database: Database, key: str) -> int:
    return sheet_row(database, key).version


def filled(version: int, **changes: str) -> dict[str, str]:
    return {
        "version": str(version),
        "points_1": "50",
        "points_2": "30.5",
        "comment": COMMENT,
        "then": "stay",
        **changes,
    }


def test_from_pledge_to_sealed_sheet_without_script(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(is_pledged=False)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    assert "서약하기" in judge.get("/judge").text
    assert judge.get(f"/judge/sheets/{key}").status_code == 303

    pledge = f"/judge/rounds/{bench.round_key}/pledge"
    assert submit(judge, pledge, {"confidentiality": "y", "conflicts": "y"}).status_code == 422
    done = submit(judge, pledge, {"confidentiality": "y", "conflicts": "y", "privacy": "y"})
    assert (done.status_code, done.location) == (303, f"/judge/rounds/{bench.round_key}/conflicts")
    with database.read() as work:
        seat = work.session.scalars(sa.select(Seat).where(Seat.account_id == bench.judge_id)).one()
        assert len(seat.pledge_sha256) == 64

    declared = submit(judge, f"/judge/rounds/{bench.round_key}/conflicts", {"clear": list(bench.own)})
    assert (declared.status_code, declared.location) == (303, "/judge")
    assert "다음 아이디어 심사하기" in judge.get("/judge").text

    page = judge.get(f"/judge/sheets/{key}")
    assert "노면 온도" in page.text
    saved = submit(judge, f"/judge/sheets/{key}", filled(version_of(database, key), then="check"))
    assert (saved.status_code, saved.location) == (303, f"/judge/sheets/{key}/submit")
    check = judge.get(f"/judge/sheets/{key}/submit")
    assert "80.5" in check.text
    handed_in = submit(judge, f"/judge/sheets/{key}/submit", {"version": str(version_of(database, key))})
    assert (handed_in.status_code, handed_in.location) == (303, f"/judge/sheets/{key}")
    row = sheet_row(database, key)
    assert (row.state, row.total) == (_A.SUBMITTED, Decimal("80.5"))
    assert row.sheet_sha256 in judge.get(f"/judge/sheets/{key}").text


def test_before_the_declaration_only_title_and_summary_are_there(
    make_bench: Making, browser_of: Browser
) -> None:
    bench = make_bench()
    page = browser_of(bench.judge_id).get(f"/judge/sheets/{bench.own[0]}").text
    assert "길가 감지기로 살얼음이 생길 곳을 알립니다." in page
    assert "노면 온도" not in page
    assert "points_1" not in page


def test_one_idea_is_cleared_on_its_own_page(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench()
    judge, page = browser_of(bench.judge_id), f"/judge/sheets/{bench.own[0]}"
    answer = submit(judge, f"{page}/clear", {}, page=page)
    assert (answer.status_code, answer.location) == (303, page)
    assert sheet_row(database, bench.own[0]).state is _A.CLEARED


def test_ticking_nothing_declares_nothing(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench()
    answer = submit(browser_of(bench.judge_id), f"/judge/rounds/{bench.round_key}/conflicts", {})
    assert answer.status_code == 303
    assert sheet_row(database, bench.own[0]).state is _A.ASSIGNED


def test_another_judges_key_is_no_choice(make_bench: Making, browser_of: Browser, database: Database) -> None:
    bench = make_bench()
    judge = browser_of(bench.judge_id)
    answer = submit(judge, f"/judge/rounds/{bench.round_key}/conflicts", {"clear": [bench.foreign]})
    assert answer.status_code == 422
    assert sheet_row(database, bench.foreign).state is _A.ASSIGNED


def test_a_conflict_takes_the_idea_off_the_desk(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench()
    judge, page = browser_of(bench.judge_id), f"/judge/sheets/{bench.own[0]}"
    title = "아이디어"
    assert title in judge.get(page).text
    refused = submit(judge, f"{page}/conflict", {"kind": "advice"})
    assert refused.status_code == 422
    done = submit(judge, f"{page}/conflict", {"kind": "advice", "reason": "연구 용역을 함께 했습니다."})
    assert (done.status_code, done.location) == (303, "/judge")
    for path in (page, f"{page}/submit", f"{page}/conflict", f"{page}/files/x"):
        assert judge.get(path).status_code == 404
    assert bench.own[0] not in judge.get(f"/judge/rounds/{bench.round_key}").text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("points_1", "60.01", "0점부터 60점까지"),
        ("points_1", "61", "0점부터 60점까지"),
        ("points_1", "-1", "숫자로 적어"),
        ("points_1", "NaN", "숫자로 적어"),
        ("points_1", "1e400", "숫자로 적어"),
        ("points_1", "Infinity", "숫자로 적어"),
        ("points_1", "12..5", "숫자로 적어"),
        ("points_2", "12.345", "소수 둘째 자리"),
        ("points_2", "매우 좋음", "숫자로 적어"),
        ("comment", "가" * 10_000, "3000자까지"),
    ],
)
def test_what_cannot_be_taken_stays_in_the_form_with_a_message(
    make_bench: Making, browser_of: Browser, database: Database, field: str, value: str, message: str
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    data = filled(version_of(database, key), **{field: value})
    answer = submit(judge, f"/judge/sheets/{key}", data)
    assert answer.status_code == 422
    assert message in answer.text
    assert value in answer.text
    assert data["comment"][:3000] in answer.text
    row = sheet_row(database, key)
    assert (row.comment, row.saved_at) == ("", None)


@pytest.mark.parametrize("typed", ["12,5", "１２.５", " 12.50 "])
def test_points_are_read_as_people_type_them(
    make_bench: Making, browser_of: Browser, database: Database, typed: str
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    answer = submit(
        judge, f"/judge/sheets/{key}", filled(version_of(database, key), points_1=typed, points_2="")
    )
    assert answer.status_code == 303
    assert 'value="12.5"' in judge.get(f"/judge/sheets/{key}").text


def test_the_second_tab_gets_409_and_keeps_its_text(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    opened_with = version_of(database, key)
    assert submit(judge, f"/judge/sheets/{key}", filled(opened_with)).status_code == 303
    late = submit(judge, f"/judge/sheets/{key}", filled(opened_with, comment="둘째 창에서 쓴 글"))
    assert late.status_code == 409
    kept = late.text.split(f"/judge/sheets/{key}?kept=")[1].split('"')[0]
    address = f"/judge/sheets/{key}?kept={kept}"
    again = judge.get(address)
    assert "둘째 창에서 쓴 글" in again.text
    assert "다른 창에서 저장한 내용이 있습니다" in again.text
    assert f'value="{version_of(database, key)}"' in again.text
    taken = submit(
        judge,
        f"/judge/sheets/{key}",
        filled(version_of(database, key), comment="둘째 창에서 쓴 글"),
        page=address,
    )
    assert taken.status_code == 303
    assert sheet_row(database, key).comment == "둘째 창에서 쓴 글"


def test_autosave_answers_with_the_new_version(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    token = csrf_token(judge, f"/judge/sheets/{key}")
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    saved = judge.post(
        f"/judge/sheets/{key}/autosave",
        data=filled(version_of(database, key), points_2=""),
        headers=headers,
    )
    assert saved.status_code == 200
    assert saved.json == {"version": version_of(database, key)}
    refused = judge.post(
        f"/judge/sheets/{key}/autosave",
        data=filled(version_of(database, key), points_1="99"),
        headers=headers,
    )
    assert refused.status_code == 422
    assert refused.content_type.startswith("application/problem+json")
    assert "60점까지" in refused.json["detail"]  # type: ignore[index]  # it is an object
    stale = judge.post(f"/judge/sheets/{key}/autosave", data=filled(1), headers=headers)
    assert stale.status_code == 409
    assert "먼저 저장했습니다" in stale.json["detail"]  # type: ignore[index]  # it is an object


def test_skipping_saves_and_goes_on_with_the_next_idea(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    def open_two(work: Work, stage: Stage) -> None:
        for own in assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[:2]:
            declare_clear(work, judge_of(work, own), own.key)

    bench = make_bench(open_two)
    judge = browser_of(bench.judge_id)
    answer = submit(
        judge, f"/judge/sheets/{bench.own[0]}", filled(version_of(database, bench.own[0]), then="skip")
    )
    assert (answer.status_code, answer.location) == (303, f"/judge/sheets/{bench.own[1]}")
    assert sheet_row(database, bench.own[0]).comment == COMMENT
    assert f"/judge/sheets/{bench.own[1]}" in judge.get("/judge").text


def test_an_unfinished_sheet_is_named_on_the_check_page_and_not_taken(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    page = judge.get(f"/judge/sheets/{key}/submit")
    assert "적지 않은 곳이 3군데" in page.text
    assert "심사표 제출</button>" not in page.text
    answer = submit(
        judge,
        f"/judge/sheets/{key}/submit",
        {"version": str(version_of(database, key))},
        page=f"/judge/sheets/{key}",
    )
    assert answer.status_code == 422
    assert sheet_row(database, key).state is _A.CLEARED


def test_a_replayed_submission_changes_nothing(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(fill_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    path = f"/judge/sheets/{key}/submit"
    data = {"version": str(version_of(database, key)), "csrf_token": csrf_token(judge, path)}
    for _time in range(2):
        assert judge.post(path, data=data, headers={"Origin": "http://localhost"}).status_code == 303
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(SealedSheet)) == 1


def test_after_submission_the_sheet_is_locked(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(submit_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    assert "points_1" not in judge.get(f"/judge/sheets/{key}").text
    answer = submit(
        judge,
        f"/judge/sheets/{key}",
        filled(version_of(database, key)),
        page=f"/judge/sheets/{key}/conflict",
    )
    assert answer.status_code == 409
    assert sheet_row(database, key).state is _A.SUBMITTED


def test_a_post_without_a_token_is_refused(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(fill_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    before = version_of(database, key)
    for path in ("", "/submit", "/autosave", "/clear", "/conflict"):
        assert judge.post(f"/judge/sheets/{key}{path}", data=filled(before)).status_code == 400
    row = sheet_row(database, key)
    assert (row.state, row.version) == (_A.CLEARED, before)


def test_reading_changes_nothing_but_leaves_a_note(
    make_bench: Making, browser_of: Browser, database: Database
) -> None:
    bench = make_bench(open_first)
    judge, key = browser_of(bench.judge_id), bench.own[0]
    before = version_of(database, key)
    assert judge.get(f"/judge/sheets/{key}").status_code == 200
    assert version_of(database, key) == before
    with database.read() as work:
        actions = work.session.scalars(sa.text("SELECT action FROM audit_entries ORDER BY sequence")).all()
    assert actions[-1] == "judging:idea:viewed"


def test_own_scores_are_chosen_by_what_is_left(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(submit_first)
    judge = browser_of(bench.judge_id)
    page = f"/judge/rounds/{bench.round_key}"
    links = [f'href="/judge/sheets/{key}"' for key in bench.own]
    assert [link in judge.get(page).text for link in links] == [True] * len(links)
    assert [link in judge.get(f"{page}?only=done").text for link in links] == [True] + [False] * (
        len(links) - 1
    )
    assert [link in judge.get(f"{page}?only=left").text for link in links] == [False] + [True] * (
        len(links) - 1
    )


def test_a_sheet_that_is_in_leads_to_the_next_idea(make_bench: Making, browser_of: Browser) -> None:
    def prepare(work: Work, stage: Stage) -> None:
        submit_first(work, stage)
        for own in assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[1:]:
            declare_clear(work, judge_of(work, own), own.key)

    bench = make_bench(prepare)
    page = browser_of(bench.judge_id).get(f"/judge/sheets/{bench.own[0]}").text
    assert f'href="/judge/sheets/{bench.own[1]}"' in page
    assert "다음 아이디어 심사하기" in page
