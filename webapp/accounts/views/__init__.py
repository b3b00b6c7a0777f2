"""Pages of accounts. Each module below adds its addresses to the one blueprint."""

from webapp.accounts.views import (
    agencies,
    invitations,
    organisations,
    passwords,
    people,
    platform_accounts,
    platform_records,
    sign_in,
    sign_up,
)
from webapp.accounts.views.blueprint import DESKS, blueprint

__all__ = [
    "DESKS",
    "agencies",
    "blueprint",
    "invitations",
    "organisations",
    "passwords",
    "people",
    "platform_accounts",
    "platform_records",
    "sign_in",
    "sign_up",
]
