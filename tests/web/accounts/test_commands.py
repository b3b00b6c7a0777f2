"""The command line makes the first administrator; production refuses the demo."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Settings, SettingsError
from tests.support.people import PASSWORD
from webapp.accounts.models import Account
from webapp.accounts.queries import has_tables
from webapp.accounts.services import create_demo_account
from webapp.app import create_app
from webapp.core.database import Database

CREATE = ["admin", "create", "--email", "Admin@Example.org", "--name", "관리인"]


def test_an_administrator_is_made_with_a_password_that_is_asked_for(app: Flask, database: Database) -> None:
    result = app.test_cli_runner().invoke(args=CREATE, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    with database.read() as work:
        account = work.session.execute(
            sa.select(Account.email, Account.is_platform_admin, Account.is_demo)
        ).one()
    assert account == ("admin@example.org", True, False)


def test_a_weak_password_and_a_known_address_are_refused(app: Flask) -> None:
    weak = app.test_cli_runner().invoke(args=CREATE, input="password123!\npassword123!\n")
    assert weak.exit_code == 1
    assert "다른 것으로 정해" in weak.output
    for code in (0, 1):
        again = app.test_cli_runner().invoke(args=CREATE, input=f"{PASSWORD}\n{PASSWORD}\n")
        assert again.exit_code == code


@pytest.fixture
def production(settings: Settings) -> Settings:
    return replace(settings, environment="production", base_url="https://challenge.example.org")


def test_production_starts_without_the_demo_and_not_with_it(production: Settings, database: Database) -> None:
    create_app(production).extensions["platform"].database.engine.dispose()
    with database.write() as work:
        create_demo_account(work, "demo@example.org", "시연", PASSWORD)
    with pytest.raises(SettingsError, match="시연 계정"):
        create_app(production)


def test_an_empty_database_can_be_prepared_for_production(production: Settings) -> None:
    url = f"sqlite:///{production.instance_path}/new.db"
    app = create_app(replace(production, database_url=url))
    assert not has_tables(app.extensions["platform"].database)
    app.extensions["platform"].database.engine.dispose()


@pytest.mark.parametrize("has_demo", [True, False])
def test_every_page_warns_while_there_are_demo_accounts(
    app: Flask, database: Database, has_demo: bool
) -> None:
    if has_demo:
        with database.write() as work:
            create_demo_account(work, "demo@example.org", "시연", PASSWORD)
    assert ("시연용 누리집" in app.test_client().get("/about").text) == has_demo
