"""Something to act on, and somebody who acts, for tests of the foundation."""

from __future__ import annotations

import pytest

from tests.support.people import actor_for, make_account
from webapp.core.database import Database
from webapp.core.policy import Actor


@pytest.fixture
def admin(database: Database) -> Actor:
    """A platform administrator whose account is in the database."""
    with database.write() as work:
        return actor_for(work, make_account(work, "관리인", is_admin=True))
