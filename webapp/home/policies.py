"""Who may do what in home. What a reader sees on a page is decided by the queries of each page."""

from __future__ import annotations

from webapp.accounts.policies import is_official
from webapp.core.policy import Predicate
from webapp.home.enums import Permission

POLICY: dict[str, Predicate] = {
    Permission.OFFICE_VIEW: is_official,
}
