"""What platform administrators do: suspend and restore accounts, retry letters that could not be sent."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts import mails
from webapp.accounts.enums import AccountEvent, Permission
from webapp.accounts.models import Account
from webapp.accounts.services.sessions import end_sessions_of
from webapp.accounts.workflow import ACCOUNT
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.outbox import OutboxMessage, revive
from webapp.core.policy import Actor
from webapp.core.work import Work


def suspend_account(work: Work, actor: Actor, account_key: str, reason: str) -> Account:
    """Bar somebody from signing in, with a reason that the person is told; open sessions end."""
    account = account_by_key(work, account_key)
    if account.id == actor.account_id:
        raise RuleBroken(_("자기 계정은 정지할 수 없습니다."), field="reason", code="own_account")
    change = ACCOUNT.fire(work, actor, account, AccountEvent.SUSPEND, reason=reason)
    end_sessions_of(work, actor, account.id)
    work.audit(actor, "accounts:account:suspended", account)
    work.send(mails.account_suspended(account, change.reason), key=f"accounts:suspended:{_id(work, change)}")
    return account


def restore_account(work: Work, actor: Actor, account_key: str, reason: str) -> Account:
    """Let somebody sign in again."""
    account = account_by_key(work, account_key)
    change = ACCOUNT.fire(work, actor, account, AccountEvent.RESTORE, reason=reason)
    work.audit(actor, "accounts:account:restored", account)
    work.send(mails.account_restored(work, account), key=f"accounts:restored:{_id(work, change)}")
    return account


def record_account_view(work: Work, actor: Actor, account_key: str) -> None:
    """Record that an administrator opened somebody's account (개인정보 접속기록)."""
    work.require(actor, Permission.ACCOUNT_VIEW)
    account = work.session.scalar(sa.select(Account).where(Account.key == account_key))
    if account is not None:
        work.audit(actor, "accounts:account:viewed", account)


def retry_message(work: Work, actor: Actor, message_id: int) -> None:
    """Give a dead letter all its attempts again. Safe to repeat."""
    work.require(actor, Permission.OUTBOX_RETRY)
    message = work.session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    if revive(work.session, message_id, work.now):
        work.audit(actor, "accounts:outbox:retried", message, after={"kind": message.kind})


def account_by_key(work: Work, key: str) -> Account:
    """The account at an address, locked, or NotFound."""
    account = work.session.scalar(sa.select(Account).where(Account.key == key).with_for_update())
    if account is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return account


def _id(work: Work, change: object) -> int:
    work.flush()
    return int(getattr(change, "id", 0))
