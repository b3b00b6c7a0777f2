"""Fixtures of the office's pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.offices import Office, make_office


@pytest.fixture
def office(app: Flask) -> Office:
    """An agency with its officials."""
    return make_office(app)
