"""Addresses with a limit of their own keep it, reading as well as writing."""

from __future__ import annotations

from flask.testing import FlaskClient

MOST_DOWNLOADS = 30


def test_downloads_are_limited(client: FlaskClient) -> None:
    statuses = [client.get("/open-data/nothing.csv").status_code for _ in range(MOST_DOWNLOADS + 1)]
    assert statuses == [404] * MOST_DOWNLOADS + [429]
