"""Reading accounts. Other contexts call what is listed here and nothing below it."""

from webapp.accounts.queries.actors import (
    OpenSession,
    actor_of_account,
    actor_of_session,
    grants_of,
    hash_token,
    owner_of_token,
    session_of_token,
)
from webapp.accounts.queries.demo import has_demo_accounts, has_tables
from webapp.accounts.queries.officials import (
    NamedOfficial,
    Official,
    department_choices,
    named_official,
    officials_of,
)
from webapp.accounts.queries.organisations import (
    OrganisationView,
    organisations_led_by,
    organisations_of,
)

__all__ = [
    "NamedOfficial",
    "Official",
    "OpenSession",
    "OrganisationView",
    "actor_of_account",
    "actor_of_session",
    "department_choices",
    "grants_of",
    "has_demo_accounts",
    "has_tables",
    "hash_token",
    "named_official",
    "officials_of",
    "organisations_led_by",
    "organisations_of",
    "owner_of_token",
    "session_of_token",
]
