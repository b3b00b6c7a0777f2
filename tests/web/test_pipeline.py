"""The request pipeline: who gets in, what is committed, what is never."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask, redirect, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from tests.support.pages import csrf_token
from tests.support.people import make_account, sign_in
from webapp.accounts.enums import Permission
from webapp.accounts.models import Account
from webapp.core.database import Database
from webapp.core.errors import (
    DomainError,
    NotFound,
    NotPermitted,
    RuleBroken,
    StaleVersion,
    TooLarge,
    TooMany,
    Unavailable,
    WrongState,
)
from webapp.core.outbox import OutboxMessage
from webapp.web import pipeline
from webapp.web.access import Access, AccessKind, access_of, public, requires, signed_in
from webapp.web.pipeline import current_actor, current_work, run_in_pipeline

View = Callable[[], ResponseReturnValue]
PUBLIC = Access(AccessKind.PUBLIC)


def add(app: Flask, view: View, access: Access = PUBLIC) -> None:
    """Put a view at /tried, inside the pipeline."""
    app.add_url_rule("/tried", "tried", run_in_pipeline(view, access), methods=["GET", "POST"])


def writing(answer: Callable[[], ResponseReturnValue]) -> View:
    """A view that writes an account and an effect, then answers."""

    def view() -> ResponseReturnValue:
        make_account(current_work(), "적은 이름")
        current_work().enqueue("x", {}, key="x")
        return answer()

    return view


def post(client: FlaskClient, **headers: str) -> int:
    token = csrf_token(client, "/sign-in")
    return client.post("/tried", data={"csrf_token": token}, headers=headers).status_code


def written(database: Database) -> tuple[int, int]:
    with database.read() as work:
        count = sa.func.count()
        accounts = work.session.scalar(sa.select(count).select_from(Account)) or 0
        return accounts, work.session.scalar(sa.select(count).select_from(OutboxMessage)) or 0


def test_a_get_never_commits(app: Flask, client: FlaskClient, database: Database) -> None:
    add(app, writing(lambda: "ok"))
    assert client.get("/tried").status_code == 200
    assert client.head("/tried").status_code == 200
    assert written(database) == (0, 0)


@pytest.mark.parametrize("status", [200, 201, 204, 303])
def test_a_post_that_goes_well_commits(
    app: Flask, client: FlaskClient, database: Database, status: int
) -> None:
    add(app, writing(lambda: redirect("/", status) if status == 303 else ("", status)))
    assert post(client) == status
    assert written(database) == (1, 1)


@pytest.mark.parametrize("status", [400, 403, 409, 422, 503])
def test_a_post_that_is_answered_with_an_error_leaves_nothing(
    app: Flask, client: FlaskClient, database: Database, status: int
) -> None:
    add(app, writing(lambda: ("", status)))
    assert post(client) == status
    assert written(database) == (0, 0)


ERRORS: list[tuple[DomainError, int]] = [
    (NotFound("없습니다."), 404),
    (NotPermitted("안 됩니다."), 403),
    (WrongState("지금은 안 됩니다."), 409),
    (StaleVersion("먼저 고쳤습니다."), 409),
    (TooLarge("너무 큽니다."), 413),
    (RuleBroken("틀렸습니다.", field="name"), 422),
    (TooMany("너무 잦습니다.", retry_after=90), 429),
    (Unavailable("쉬고 있습니다."), 503),
]


@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_every_error_has_its_answer_and_leaves_nothing(
    app: Flask, client: FlaskClient, database: Database, error: DomainError, status: int
) -> None:
    def fail() -> ResponseReturnValue:
        raise error

    add(app, writing(fail))
    token = csrf_token(client, "/sign-in")
    page = client.post("/tried", data={"csrf_token": token})
    assert page.status_code == status
    assert error.message in page.text
    problem = client.post("/tried", data={"csrf_token": token}, headers={"Accept": "application/json"})
    assert problem.status_code == status
    assert problem.content_type == "application/problem+json; charset=utf-8"
    assert (problem.get_json()["status"], problem.get_json()["code"]) == (status, error.code)
    assert problem.get_json().get("fields") == ({"name": "틀렸습니다."} if status == 422 else None)
    assert written(database) == (0, 0)


def test_a_bug_leaves_nothing(app: Flask, client: FlaskClient, database: Database) -> None:
    def fail() -> ResponseReturnValue:
        raise ZeroDivisionError

    add(app, writing(fail))
    token = csrf_token(client, "/sign-in")
    with pytest.raises(ZeroDivisionError):
        client.post("/tried", data={"csrf_token": token})
    assert written(database) == (0, 0)


def test_a_broken_constraint_is_a_conflict(app: Flask, client: FlaskClient, database: Database) -> None:
    def write_twice() -> ResponseReturnValue:
        session = current_work().session
        for _ in range(2):
            make_account(current_work(), email="same@example.org")
        session.flush()
        return "ok"

    add(app, write_twice)
    assert post(client) in {409, 422}
    assert written(database) == (0, 0)


# ------------------------------------------------------------------ who gets in


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    with database.write() as work:
        return {
            "citizen": make_account(work).id,
            "admin": make_account(work, is_admin=True).id,
        }


@pytest.mark.parametrize(
    ("access", "statuses"),
    [
        (PUBLIC, (200, 200, 200)),
        (Access(AccessKind.SIGNED_IN), (303, 200, 200)),
        (Access(AccessKind.PERMISSION, Permission.AUDIT_VIEW), (303, 403, 200)),
        (Access(AccessKind.PERMISSION, "nobody:entered:this"), (303, 403, 403)),
    ],
)
def test_the_mark_decides_who_gets_in(
    app: Flask, database: Database, people: dict[str, int], access: Access, statuses: tuple[int, ...]
) -> None:
    add(app, lambda: current_actor().kind.value, access)
    found = []
    for name in (None, "citizen", "admin"):
        client = app.test_client()
        if name:
            sign_in(client, database, people[name])
        found.append(client.get("/tried").status_code)
    assert tuple(found) == statuses


def test_a_view_without_a_mark_keeps_the_application_from_starting() -> None:
    app = Flask("tried")
    app.add_url_rule("/good", "good", public(lambda: "ok"))
    app.add_url_rule("/bad", "bad", lambda: "ok")
    with pytest.raises(RuntimeError, match="without an access mark: bad"):
        pipeline.install(app)


def test_every_view_of_the_application_is_marked(app: Flask) -> None:
    unmarked = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and access_of(view) is None
    ]
    assert unmarked == []


def test_marks_say_what_they_ask_for() -> None:
    def view() -> str:
        return request.path

    assert access_of(view) is None
    assert access_of(signed_in(view)) == Access(AccessKind.SIGNED_IN)
    assert access_of(requires("a:b:c")) is None
    assert access_of(requires("a:b:c")(view)) == Access(AccessKind.PERMISSION, "a:b:c")
