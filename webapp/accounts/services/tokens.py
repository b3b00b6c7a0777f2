"""One-time links: made for a mail, stored as a hash, good once and for a while."""

from __future__ import annotations

import secrets
from datetime import timedelta

import sqlalchemy as sa

from webapp.accounts.enums import TokenPurpose
from webapp.accounts.models import OneTimeToken
from webapp.accounts.queries import hash_token
from webapp.core.errors import WrongState
from webapp.core.i18n import gettext as _
from webapp.core.work import Work

GOOD_FOR = {
    TokenPurpose.CONFIRM_EMAIL: timedelta(days=2),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
}


def new_token(
    work: Work, account_id: int, purpose: TokenPurpose, *, password_hash: str = ""
) -> tuple[str, str]:
    """Store a new link; returns its secret and what its letter may be known by.

    Not the row's id: rows go after a while, and SQLite gives their ids out again.
    """
    secret = secrets.token_urlsafe(32)
    token = OneTimeToken(
        account_id=account_id,
        purpose=purpose,
        token_hash=hash_token(secret),
        password_hash=password_hash,
        created_at=work.now,
        expires_at=work.now + GOOD_FOR[purpose],
    )
    work.session.add(token)
    work.flush()
    return secret, token.token_hash[:32]


def find_token(work: Work, secret: str, purpose: TokenPurpose, *, lock: bool = False) -> OneTimeToken | None:
    """The row of a link, used or not, or None when there never was one."""
    query = sa.select(OneTimeToken).where(
        OneTimeToken.token_hash == hash_token(secret), OneTimeToken.purpose == purpose
    )
    return work.session.scalar(query.with_for_update() if lock else query)


def use_token(work: Work, secret: str, purpose: TokenPurpose) -> OneTimeToken:
    """Take a link, once. WrongState when it is not known, was used or is too old."""
    token = find_token(work, secret, purpose, lock=True)
    if token is None or token.used_at is not None or token.expires_at <= work.now:
        raise WrongState(
            _("이미 썼거나 기한이 지난 링크입니다. 새 링크를 받아 주십시오."), code="link_used_up"
        )
    token.used_at = work.now
    return token


def drop_tokens(work: Work, account_id: int, purpose: TokenPurpose | None = None) -> None:
    """Make the open links of an account worthless."""
    work.session.execute(
        sa.update(OneTimeToken)
        .where(
            OneTimeToken.account_id == account_id,
            OneTimeToken.used_at.is_(None),
            *((OneTimeToken.purpose == purpose,) if purpose else ()),
        )
        .values(used_at=work.now)
        .execution_options(synchronize_session="fetch")
    )
