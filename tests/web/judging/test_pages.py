"""Every page of judging: valid in both languages, and as cheap for thirty rows as for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.judging import (
    Stage,
    assignments,
    fill_sheet,
    hand_in,
    hand_in_all,
    judge_of,
    make_stage,
)
from tests.support.people import actor_for
from tests.support.statements import counted_statements
from tests.web.judging.conftest import Bench, Making
from tests.web.judging.test_leaks import judge_pages, office_pages
from webapp.accounts.models import Account
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment
from webapp.judging.services import InviteJudge, close_round, declare_clear, dismiss_judge, invite_judge

Browser = Callable[[int], FlaskClient]


def some_of_all(work: Work, stage: Stage) -> None:
    """Sheets in every state, a dismissed judge, an open invitation."""
    secretary = actor_for(work, stage.secretary)
    own = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)
    hand_in(work, own[0])
    fill_sheet(work, own[1])
    declare_clear(work, judge_of(work, own[2]), own[2].key)
    for one in assignments(work, stage.round, Assignment.seat_id == stage.seats[1].id):
        hand_in(work, one, ("40.25", "20"))
    dismiss_judge(work, secretary, stage.seats[4].key, "사임")
    invite_judge(work, secretary, stage.round, InviteJudge("new@example.org", "새 위원", is_civilian=True))


def expect_good(client: FlaskClient, path: str, language: str) -> None:
    client.set_cookie("language", language)
    page = client.get(path)
    assert page.status_code in {200, 303}, path
    if page.status_code == 200:
        assert faults(page.text) == [], path
        assert f'<html lang="{language}"' in page.text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_valid_while_the_round_runs(
    make_bench: Making, browser_of: Browser, language: str
) -> None:
    bench = make_bench(some_of_all, ideas=6, judges=5)
    judge, secretary = browser_of(bench.judge_id), browser_of(bench.secretary_id)
    for path in judge_pages(bench):
        expect_good(judge, path, language)
    own_sheet = f"/office/sheets/{bench.own[0]}"
    for path in (*office_pages(bench), "/office/rounds", own_sheet, f"{own_sheet}/reopen"):
        expect_good(secretary, path, language)


@pytest.mark.parametrize("is_pledged", [True, False])
def test_every_page_is_valid_before_the_start(
    make_bench: Making, browser_of: Browser, *, is_pledged: bool
) -> None:
    bench = make_bench(is_started=False, judges=3, is_pledged=is_pledged)
    page = f"/office/rounds/{bench.round_key}"
    for path in ("/judge", f"/judge/rounds/{bench.round_key}", f"/judge/rounds/{bench.round_key}/pledge"):
        expect_good(browser_of(bench.judge_id), path, "ko")
    for path in (page, f"{page}/start", f"{page}/judges/new", f"{page}/ideas", f"{page}/close"):
        expect_good(browser_of(bench.secretary_id), path, "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_valid_after_the_end(make_bench: Making, browser_of: Browser, language: str) -> None:
    def finish(work: Work, stage: Stage) -> None:
        hand_in_all(work, stage.round)
        close_round(work, actor_for(work, stage.secretary), stage.round)

    bench = make_bench(finish)
    page = f"/office/rounds/{bench.round_key}"
    for path in judge_pages(bench):
        expect_good(browser_of(bench.judge_id), path, language)
    for path in (page, f"{page}/ranking", f"{page}/ideas", f"/office/sheets/{bench.own[0]}", f"{page}/close"):
        expect_good(browser_of(bench.secretary_id), path, language)


def cost(app: Flask, client: FlaskClient, path: str) -> int:
    client.get(path)
    with counted_statements(app) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def judged_pages(bench: Bench) -> dict[str, tuple[str, ...]]:
    page = f"/office/rounds/{bench.round_key}"
    return {
        "judge": (
            "/judge",
            f"/judge/rounds/{bench.round_key}",
            f"/judge/rounds/{bench.round_key}/conflicts",
            f"/judge/sheets/{bench.own[0]}",
        ),
        "secretary": ("/office/rounds", page, f"{page}/ideas", f"{page}/ranking", f"{page}/close"),
    }


@pytest.fixture
def small_and_large(make_bench: Making) -> tuple[Bench, Bench]:
    """A round with one idea and one with thirty, half of the sheets handed in."""

    def first_in(work: Work, stage: Stage) -> None:
        for one in assignments(work, stage.round, Assignment.state == AssignmentState.ASSIGNED)[::2]:
            hand_in(work, one)

    small, large = (make_bench(first_in, ideas=ideas, judges=5, sheets_per_idea=5) for ideas in (1, 30))
    return small, large


def test_pages_cost_the_same_at_one_and_at_thirty_rows(
    small_and_large: tuple[Bench, Bench], browser_of: Browser, app: Flask
) -> None:
    small, large = (
        {
            path.replace(bench.round_key, "").replace(bench.own[0], ""): cost(
                app, browser_of(bench.judge_id if who == "judge" else bench.secretary_id), path
            )
            for who, paths in judged_pages(bench).items()
            for path in paths
        }
        for bench in small_and_large
    )
    assert small == large
    assert max(large.values()) <= 12


def test_an_open_invitation_stands_on_the_desk(make_bench: Making, browser_of: Browser) -> None:
    def invited_again(work: Work, stage: Stage) -> None:
        """A judge of this round is asked to sit in another one."""
        judge = work.session.get_one(Account, stage.seats[0].account_id)
        other = make_stage(work, ideas=1, is_started=False)
        invite_judge(
            work,
            actor_for(work, other.secretary),
            other.round,
            InviteJudge(judge.email, judge.name, is_civilian=True),
        )

    bench = make_bench(invited_again, ideas=1)
    page = browser_of(bench.judge_id).get("/judge").text
    assert "심사위원 초대가 답을 기다리고 있습니다." in page
    assert "/invitations/" in page
