"""What nobody may learn: names of applicants, others' sheets, unassigned ideas, scores, who judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.judging import COMMENT, Stage, assignments, fill_sheet, hand_in, hand_in_all, judge_of
from tests.support.pages import submit
from tests.support.people import actor_for, make_team
from tests.web.judging.conftest import APPLICANT, TEAM_NOTE, Bench, Making
from webapp.accounts.enums import ConflictKind
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind
from webapp.ideas.models import Idea
from webapp.judging.models import Assignment
from webapp.judging.services import DeclareConflict, close_round, declare_clear, declare_conflict

Browser = Callable[[int], FlaskClient]
SECRET_COMMENT = "이 글은 다른 심사위원이 쓴 심사평입니다."
HIDDEN = (APPLICANT, TEAM_NOTE, SECRET_COMMENT, "33.33", "심사위원2", "시험 2026-")


def everything_at_work(work: Work, stage: Stage) -> None:
    """The first judge: one idea stepped back from, one handed in, one open. The second: all handed in."""
    own = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)
    judge = judge_of(work, own[0])
    declare_conflict(work, judge, DeclareConflict(own[0].key, ConflictKind.OTHER, "아는 사람입니다."))
    hand_in(work, own[1])
    declare_clear(work, judge, own[2].key)
    for other in assignments(work, stage.round, Assignment.seat_id == stage.seats[1].id):
        fill_sheet(work, other, ("33.33", "11.11"), SECRET_COMMENT)
        hand_in(work, other, ("33.33", "11.11"))


def judge_pages(bench: Bench) -> Iterator[str]:
    yield "/judge"
    yield f"/judge/rounds/{bench.round_key}"
    yield f"/judge/rounds/{bench.round_key}/pledge"
    yield f"/judge/rounds/{bench.round_key}/conflicts"
    for key in bench.own:
        for page in ("", "/submit", "/conflict"):
            yield f"/judge/sheets/{key}{page}"


def office_pages(bench: Bench) -> tuple[str, ...]:
    page = f"/office/rounds/{bench.round_key}"
    return (
        page,
        f"{page}/edit",
        f"{page}/start",
        f"{page}/judges/new",
        f"{page}/judges/{bench.seat_key}/dismiss",
        f"{page}/ideas",
        f"{page}/ideas/{bench.idea_key}",
        f"{page}/ranking",
        f"{page}/close",
        f"/office/sheets/{bench.own[1]}",
        f"/office/sheets/{bench.own[1]}/reopen",
        f"/office/sheets/{bench.own[1]}/void",
    )


def test_a_judge_reads_no_name_no_hidden_answer_and_no_other_sheet(
    make_bench: Making, browser_of: Browser
) -> None:
    bench = make_bench(everything_at_work, ideas=6, judges=5, sheets_per_idea=3)
    judge = browser_of(bench.judge_id)
    read = 0
    for path in judge_pages(bench):
        page = judge.get(path)
        if page.status_code != 200:
            continue
        read += 1
        for hidden in HIDDEN:
            assert hidden not in page.text, (path, hidden)
        assert bench.idea_key not in page.text
    assert read > 8


@pytest.mark.parametrize("page", ["", "/submit", "/conflict", "/files/x"])
def test_another_judges_sheet_does_not_exist(make_bench: Making, browser_of: Browser, page: str) -> None:
    bench = make_bench()
    assert browser_of(bench.judge_id).get(f"/judge/sheets/{bench.foreign}{page}").status_code == 404


def test_an_idea_that_was_not_assigned_does_not_exist(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(ideas=6, judges=6, sheets_per_idea=1)
    judge = browser_of(bench.judge_id)
    assert len(bench.own) == 1
    page = judge.get(f"/judge/rounds/{bench.round_key}").text
    assert sum(f"아이디어 {number}</a>" in page for number in range(1, 7)) == 1


@pytest.mark.parametrize("who", ["citizen_id", "author_id", "secretary_id", "officer_id", "approver_id"])
def test_whoever_is_no_judge_has_no_desk(make_bench: Making, browser_of: Browser, who: str) -> None:
    bench = make_bench()
    client = browser_of(getattr(bench, who))
    for path in ("/judge", f"/judge/rounds/{bench.round_key}", f"/judge/sheets/{bench.own[0]}"):
        assert client.get(path).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(make_bench: Making, client: FlaskClient) -> None:
    bench = make_bench()
    for path in (*judge_pages(bench), *office_pages(bench), "/office/rounds"):
        answer = client.get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("who", ["judge_id", "citizen_id", "author_id"])
def test_no_office_page_opens_for_people_without_a_role(
    make_bench: Making, browser_of: Browser, who: str
) -> None:
    bench = make_bench(everything_at_work, ideas=6)
    client = browser_of(getattr(bench, who))
    for path in (*office_pages(bench), "/office/rounds"):
        assert client.get(path).status_code == 403, path


def test_officials_of_another_agency_find_nothing(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(everything_at_work, ideas=6)
    client = browser_of(bench.stranger_official_id)
    for path in office_pages(bench):
        assert client.get(path).status_code == 404, path
    assert bench.round_key not in client.get("/office/rounds").text


def test_the_approver_sees_progress_but_no_score_until_the_end(
    make_bench: Making, browser_of: Browser
) -> None:
    bench = make_bench(everything_at_work, ideas=6)
    client = browser_of(bench.approver_id)
    page = f"/office/rounds/{bench.round_key}"
    for path in (page, f"{page}/ideas"):
        text = client.get(path).text
        assert "33.33" not in text
        assert "44.44" not in text
        assert SECRET_COMMENT not in text
    for path in (f"{page}/ranking", f"{page}/ideas/{bench.idea_key}", f"/office/sheets/{bench.own[1]}"):
        assert client.get(path).status_code == 404, path


def assert_is_refused(answer: TestResponse, path: str) -> None:
    """With the reason where it concerns the contest; as if there were nothing where it is one entry."""
    is_secret = path.startswith("/office/ideas/") and "challenges" not in path
    assert answer.status_code == (404 if is_secret else 403), path
    assert ("직접 응모하신 과제" in answer.text) is not is_secret, path


@pytest.mark.parametrize("is_in_a_team", [False, True])
def test_an_official_who_entered_finds_nothing_of_that_judging(
    make_bench: Making, browser_of: Browser, database: Database, is_in_a_team: bool
) -> None:
    bench = make_bench(everything_at_work, ideas=6)
    with database.write() as work:
        idea = work.session.scalars(sa.select(Idea).where(Idea.key == bench.idea_key)).one()
        if is_in_a_team:
            idea.organisation_id = make_team(work, bench.secretary_id)
            idea.applicant_kind = ApplicantKind.TEAM
        else:
            idea.author_id = bench.secretary_id
    client = browser_of(bench.secretary_id)
    for path in (*office_pages(bench), f"/office/ideas/{bench.idea_key}"):
        assert_is_refused(client.get(path), path)
    for path in (f"/office/rounds/{bench.round_key}/close", f"/office/sheets/{bench.own[1]}/reopen"):
        assert_is_refused(submit(client, path, {"reason": "내 것이니까"}, page="/account"), path)
    assert_is_refused(
        client.get(f"/office/ideas/challenges/{bench.challenge_key}"), "/office/ideas/challenges"
    )
    assert bench.round_key not in client.get("/office/rounds").text
    assert bench.challenge_key not in client.get("/office/ideas").text
    other = browser_of(bench.officer_id)
    assert other.get(f"/office/rounds/{bench.round_key}/ranking").status_code == 200


def test_no_office_page_names_an_applicant(make_bench: Making, browser_of: Browser) -> None:
    bench = make_bench(everything_at_work, ideas=6)
    client = browser_of(bench.secretary_id)
    for path in office_pages(bench):
        assert APPLICANT not in client.get(path).text, path


def test_authors_never_learn_who_judged(make_bench: Making, browser_of: Browser) -> None:
    def finish(work: Work, stage: Stage) -> None:
        hand_in_all(work, stage.round)
        close_round(work, actor_for(work, stage.secretary), stage.round)

    bench = make_bench(finish)
    client = browser_of(bench.author_id)
    for path in ("/", "/ideas", f"/ideas/{bench.idea_key}", "/account"):
        text = client.get(path, follow_redirects=True).text
        assert "심사위원1" not in text
        assert COMMENT not in text


def test_when_the_round_is_over_the_text_is_closed_to_its_judges(
    make_bench: Making, browser_of: Browser
) -> None:
    def finish(work: Work, stage: Stage) -> None:
        hand_in_all(work, stage.round)
        close_round(work, actor_for(work, stage.secretary), stage.round)

    bench = make_bench(finish)
    judge = browser_of(bench.judge_id)
    page = judge.get(f"/judge/sheets/{bench.own[0]}").text
    assert "노면 온도" not in page
    assert "본문은 닫혔습니다" in page
    assert COMMENT in page
