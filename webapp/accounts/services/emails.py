"""E-mail addresses: their shape and the one form in which they are stored and compared. No DNS is asked."""

from __future__ import annotations

import hashlib

from email_validator import EmailNotValidError, validate_email

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _


def stored_email(text: str, *, field: str = "email") -> str:
    """The address in lower case and ASCII, or RuleBroken on `field` when it is none that mail can go to."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise RuleBroken(
            _("이메일 주소를 name@example.com 같은 모양으로 적어 주십시오."), field=field, code="email"
        ) from error
    return (found.ascii_email or found.normalized).lower()


def loose_email(text: str) -> str:
    """An address as somebody typed it to sign in, fit for a look-up; never an error."""
    try:
        return stored_email(text)
    except RuleBroken:
        return text.strip().lower()[:254]


def hash_email(email: str) -> str:
    """What the table of attempts keeps instead of the address."""
    return hashlib.sha256(email.encode()).hexdigest()
