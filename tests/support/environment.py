"""Fixtures for what a test needs from the machine: a PostgreSQL server, a browser. Knows no application.

Loaded by tests/conftest.py as a plugin. A test that asks for what cannot be had fails and says which command
brings it; none is skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.databases import PostgresServer
from tools import chromium, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Return the server named by TEST_POSTGRES_URL, else one that is thrown away after the last test."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield PostgresServer(named)
        return
    with postgres.serving() as server:
        yield PostgresServer(server.url())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium; each test makes a context of its own in it and closes that."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=chromium.chromium_path(), headless=True, args=list(chromium.FLAGS)
        )
        yield started
        started.close()
