"""The demo's commands: what they refuse to delete, and what they tell."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from click import ClickException
from flask import Flask

from tests.support.demo import ROLES
from tests.support.people import make_account, make_agency
from webapp.accounts.models import Account, Agency
from webapp.accounts.services import create_demo_account
from webapp.core.database import Database
from webapp.home.cli import start_over
from webapp.home.cli.people import PASSWORD

RESET = ["demo", "load", "--reset"]
EVERYTHING = "--yes-delete-everything"


def counted(database: Database) -> int:
    """How many accounts and agencies there are."""
    with database.read() as work:
        return sum(
            work.session.scalar(sa.select(sa.func.count(table.id))) or 0 for table in (Account, Agency)
        )


def test_a_reset_leaves_what_no_demo_made(app: Flask, database: Database) -> None:
    with database.write() as work:
        make_account(work)
    result = app.test_cli_runner().invoke(args=RESET)
    assert (result.exit_code, counted(database)) == (1, 1)
    for told in ("시연 자료가 아니어서", "계정이 1개", "INSTANCE_PATH", EVERYTHING):
        assert told in result.output


def test_an_imported_contest_is_no_demo_either(app: Flask, database: Database) -> None:
    with database.write() as work:
        make_agency(work)
    refused = app.test_cli_runner().invoke(args=RESET)
    not_empty = app.test_cli_runner().invoke(args=["demo", "load"])
    kept = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert [one.exit_code for one in (refused, not_empty, kept)] == [1, 1, 0]
    assert counted(database) == 1


def test_other_data_goes_when_asked_for_expressly(app: Flask, database: Database) -> None:
    with database.write() as work:
        make_account(work)
    with pytest.raises(ClickException):
        start_over(app.extensions["platform"])
    assert counted(database) == 1
    start_over(app.extensions["platform"], deletes_anything=True)
    assert counted(database) == 0


def test_a_demo_goes_without_asking(app: Flask, database: Database) -> None:
    with database.write() as work:
        create_demo_account(work, "citizen@demo.example", "정람온", PASSWORD)
        make_account(work)  # somebody who tried signing up
    start_over(app.extensions["platform"])
    assert counted(database) == 0


def test_the_sign_ins_are_told_once_there_is_a_demo(app: Flask, database: Database) -> None:
    missing = app.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    assert (missing.exit_code, "demo load" in missing.output) == (1, True)
    with database.write() as work:
        create_demo_account(work, "citizen@demo.example", "정람온", PASSWORD)
    told = json.loads(app.test_cli_runner().invoke(args=["demo", "accounts", "--json"]).output)
    assert tuple(row["role"] for row in told) == ROLES
    assert all(
        set(row) == {"role", "label", "email", "password", "try"} and all(row.values()) for row in told
    )
