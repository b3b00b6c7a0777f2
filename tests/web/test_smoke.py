"""The frame of every page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.people import make_account, sign_in
from webapp.core.database import Database


@pytest.mark.parametrize("path", ["/", "/about", "/sign-in"])
def test_public_pages_answer(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_signed_in_reader_is_greeted_by_name(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        account = make_account(work, "정다운")
    sign_in(client, database, account.id)
    assert "정다운" in client.get("/").text
