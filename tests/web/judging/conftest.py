"""A round with its people in the application's own database, and a browser for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.judging import Stage, assignments, make_stage
from tests.support.people import make_account, make_agency, make_official, sign_in
from webapp.accounts.enums import Role
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.judging.models import Assignment

APPLICANT = "남궁민수"
TEAM_NOTE = "평일 오후에 연락할 수 있습니다."
TITLE = "노면 온도로 살얼음을 미리 알리기"


@dataclass(frozen=True)
class Bench:
    """Who and what is there, by id or key. `own` are the first judge's sheets in their order."""

    judge_id: int
    other_judge_id: int
    secretary_id: int
    officer_id: int
    approver_id: int
    stranger_official_id: int
    citizen_id: int
    author_id: int
    round_key: str
    challenge_key: str
    idea_key: str
    seat_key: str
    own: tuple[str, ...]
    foreign: str


Prepare = Callable[[Work, Stage], object]
Making = Callable[..., Bench]


@pytest.fixture
def make_bench(database: Database) -> Making:
    """Make the round; `prepare` does more with it before anybody looks."""

    def make(prepare: Prepare | None = None, **options: object) -> Bench:
        with database.write() as work:
            stage = make_stage(work, **options)  # type: ignore[arg-type]  # the stage names its options
            for idea in stage.ideas:
                idea.author.name = APPLICANT
            officials = {
                role: make_official(work, stage.agency, role)
                for role in (Role.CONTEST_OFFICER, Role.APPROVER)
            }
            stranger = make_official(work, make_agency(work), Role.JUDGING_SECRETARY)
            citizen = make_account(work, "정다운")
            if prepare is not None:
                prepare(work, stage)
            mine = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)
            theirs = assignments(work, stage.round, Assignment.seat_id == stage.seats[1].id)
            return Bench(
                judge_id=stage.judges[0].id,
                other_judge_id=stage.judges[1].id,
                secretary_id=stage.secretary.id,
                officer_id=officials[Role.CONTEST_OFFICER].id,
                approver_id=officials[Role.APPROVER].id,
                stranger_official_id=stranger.id,
                citizen_id=citizen.id,
                author_id=stage.ideas[0].author_id,
                round_key=stage.round.key,
                challenge_key=stage.challenge.key,
                idea_key=stage.ideas[0].key,
                seat_key=stage.seats[1].key,
                own=tuple(one.key for one in mine),
                foreign=next((one.key for one in theirs), ""),
            )

    return make


@pytest.fixture
def browser_of(app: Flask, database: Database) -> Callable[[int], FlaskClient]:
    """A browser in which somebody is signed in."""

    def open_for(account_id: int) -> FlaskClient:
        client = app.test_client()
        sign_in(client, database, account_id)
        return client

    return open_for
