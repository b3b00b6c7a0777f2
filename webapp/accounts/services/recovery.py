"""A new password: by mail for who forgot it, by the old one for who knows it. Either ends other sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from webapp.accounts import mails
from webapp.accounts.enums import AccountState, Permission, TokenPurpose
from webapp.accounts.models import Account, OneTimeToken
from webapp.accounts.queries import actor_of_account
from webapp.accounts.services.emails import stored_email
from webapp.accounts.services.passwords import check_password, hash_password, matches
from webapp.accounts.services.sessions import end_sessions_of, note_failure, refuse_too_many
from webapp.accounts.services.sign_up import make_active
from webapp.accounts.services.tokens import GOOD_FOR, drop_tokens, find_token, new_token, use_token
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work

LETTERS_PER_HOUR = 3


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """The link's secret and the new password."""

    token: str
    password: str


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The password so far and the new one."""

    current: str
    password: str


def request_reset(work: Work, email: str) -> None:
    """Send the link to a new password, if the address has an account; the answer is the same if not.

    Whoever waits for the confirmation of the address gets it too: both prove the same.
    """
    account = work.session.scalar(
        sa.select(Account)
        .where(
            Account.email == stored_email(email),
            Account.state.in_((AccountState.ACTIVE, AccountState.PENDING)),
        )
        .with_for_update()
    )
    if account is None or _letters_of_last_hour(work, account.id) >= LETTERS_PER_HOUR:
        return
    secret, reference = new_token(work, account.id, TokenPurpose.RESET_PASSWORD)
    expires_at = work.now + GOOD_FOR[TokenPurpose.RESET_PASSWORD]
    letter = mails.reset_password(work, account, secret, expires_at.isoformat())
    work.send(letter, key=f"accounts:reset:{reference}")
    work.audit(ANONYMOUS, "accounts:password:reset_requested", account)


def is_good_reset_link(work: Work, token: str) -> bool:
    """Whether the page behind a link may ask for a new password."""
    link = find_token(work, token, TokenPurpose.RESET_PASSWORD)
    return link is not None and link.used_at is None and link.expires_at > work.now


def reset_password(work: Work, command: ResetPassword) -> Account:
    """Set the new password and end every session of the account."""
    link = find_token(work, command.token, TokenPurpose.RESET_PASSWORD)
    if link is None:
        raise WrongState(
            _("이미 썼거나 기한이 지난 링크입니다. 새 링크를 받아 주십시오."), code="link_used_up"
        )
    owner = work.session.get_one(Account, link.account_id)
    check_password(command.password, email=owner.email, name=owner.name)
    work.release()
    password_hash = hash_password(command.password)
    account_id = use_token(work, command.token, TokenPurpose.RESET_PASSWORD).account_id
    account = work.session.get_one(Account, account_id, with_for_update=True)
    if account.state is AccountState.PENDING:
        make_active(work, account)
    _set_password(work, actor_of_account(work, account), account, password_hash)
    end_sessions_of(work, actor_of_account(work, account), account.id)
    return account


def change_password(work: Work, actor: Actor, command: ChangePassword) -> Account:
    """Set a new password, knowing the old one; every other session ends, this one stays."""
    account = work.session.get(Account, actor.account_id)
    work.require(actor, Permission.PROFILE_EDIT, account)
    if account is None:
        raise RuleBroken(_("로그인이 필요합니다."))
    check_password(command.password, email=account.email, name=account.name)
    stored, email = account.password_hash, account.email
    refuse_too_many(work, email, "")
    work.release()
    if not matches(stored, command.current):
        note_failure(work, email, "")
        raise RuleBroken(
            _("지금 쓰는 비밀번호가 맞지 않습니다."), field="current_password", code="credentials"
        )
    password_hash = hash_password(command.password)
    account = work.session.get_one(Account, actor.account_id, with_for_update=True)
    _set_password(work, actor, account, password_hash)
    end_sessions_of(work, actor, account.id, but=actor.session_id)
    return account


def _set_password(work: Work, actor: Actor, account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    drop_tokens(work, account.id, TokenPurpose.RESET_PASSWORD)
    work.audit(actor, "accounts:password:changed", account)
    work.send(
        mails.password_changed(work, account), key=f"accounts:password:{account.id}:{work.now.isoformat()}"
    )


def _letters_of_last_hour(work: Work, account_id: int) -> int:
    count = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(OneTimeToken)
        .where(
            OneTimeToken.account_id == account_id,
            OneTimeToken.purpose == TokenPurpose.RESET_PASSWORD,
            OneTimeToken.created_at > work.now - timedelta(hours=1),
        )
    )
    return count or 0
