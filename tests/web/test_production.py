"""What a production start refuses when the settings alone look well."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from config import Settings, SettingsError
from tests.support.people import make_account
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.core.database import Database


@pytest.fixture
def production(settings: Settings) -> Settings:
    """Settings that production accepts, over the test's database."""
    return replace(
        settings,
        environment="production",
        secret_key="a-secret-key-of-more-than-thirty-two-letters",
        base_url="https://challenge.example.org",
    )


def test_production_starts_without_demo_accounts(production: Settings, database: Database) -> None:
    with database.write() as work:
        make_account(work)
    app = create_app(production)
    answer = app.test_client().get("/healthz")
    app.extensions["platform"].database.engine.dispose()
    assert (answer.status_code, "Strict-Transport-Security" in answer.headers) == (200, True)


def test_production_does_not_start_with_demo_accounts(production: Settings, database: Database) -> None:
    with database.write() as work:
        make_account(work).is_demo = True
    with pytest.raises(SettingsError, match="APP_ENV"):
        create_app(production)


def test_production_takes_no_demo(production: Settings, database: Database) -> None:
    app = create_app(production)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    app.extensions["platform"].database.engine.dispose()
    assert (result.exit_code, "운영 환경" in result.output) == (1, True)
    with database.read() as work:
        assert work.session.scalars(sa.select(Account.id)).all() == []
