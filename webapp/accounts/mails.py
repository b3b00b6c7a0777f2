"""Letters of accounts: each says what happened, what to do by when, and carries one link."""

from __future__ import annotations

from urllib.parse import urlencode

from webapp.accounts.models import Account, Invitation
from webapp.core.i18n import gettext as _
from webapp.core.i18n import use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work


def confirm_email(work: Work, account: Account, secret: str, expires_at: str, next_path: str = "") -> Letter:
    """To somebody who signs up: the link that confirms the address and leads on to `next_path`."""
    onwards = f"?{urlencode({'next': next_path})}" if next_path else ""
    with use_locale(account.locale):
        return Letter(
            account.email,
            "accounts/confirm_email",
            account.locale,
            {
                "name": account.name,
                "expires_at": expires_at,
                "link": f"{work.base_url}/sign-up/confirm/{secret}{onwards}",
                "link_label": _("이메일 주소 확인하기"),
            },
            is_secret=True,
        )


def already_known(work: Work, account: Account) -> Letter:
    """To the owner of an address with which somebody wants to sign up again."""
    with use_locale(account.locale):
        return Letter(
            account.email,
            "accounts/already_known",
            account.locale,
            {
                "name": account.name,
                "link": f"{work.base_url}/password/forgotten",
                "link_label": _("비밀번호 새로 정하기"),
            },
        )


def reset_password(work: Work, account: Account, secret: str, expires_at: str) -> Letter:
    """To somebody who forgot the password: the link to a new one."""
    with use_locale(account.locale):
        return Letter(
            account.email,
            "accounts/reset_password",
            account.locale,
            {
                "name": account.name,
                "expires_at": expires_at,
                "link": f"{work.base_url}/password/new/{secret}",
                "link_label": _("새 비밀번호 정하기"),
            },
            is_secret=True,
        )


def password_changed(work: Work, account: Account) -> Letter:
    """To the owner after a password was changed: so that a thief's change does not pass unseen."""
    with use_locale(account.locale):
        return Letter(
            account.email,
            "accounts/password_changed",
            account.locale,
            {
                "name": account.name,
                "at": work.now.isoformat(),
                "link": f"{work.base_url}/password/forgotten",
                "link_label": _("내가 바꾸지 않았습니다"),
            },
        )


def account_suspended(account: Account, reason: str) -> Letter:
    """To somebody whose account was suspended."""
    return Letter(
        account.email,
        "accounts/account_suspended",
        account.locale,
        {"name": account.name, "suspended_because": reason},
    )


def account_restored(work: Work, account: Account) -> Letter:
    """To somebody whose account may be used again."""
    with use_locale(account.locale):
        return Letter(
            account.email,
            "accounts/account_restored",
            account.locale,
            {"name": account.name, "link": f"{work.base_url}/sign-in", "link_label": _("로그인")},
        )


def account_closed(email: str, name: str, locale: str) -> Letter:
    """To somebody who closed the account: the last letter, to the address that was just forgotten."""
    return Letter(email, "accounts/account_closed", locale, {"name": name}, is_secret=True)


def invitation(work: Work, invitation: Invitation, locale: str) -> Letter:
    """To somebody who is offered a role; answers happen on the page behind the link."""
    with use_locale(locale):
        return Letter(
            invitation.email,
            "accounts/invitation",
            locale,
            {
                "name": invitation.name,
                "role": invitation.role.label,
                "subject_title": invitation.subject_title,
                "expires_at": invitation.expires_at.isoformat(),
                "link": f"{work.base_url}/invitations/{invitation.key}",
                "link_label": _("초대 확인하기"),
            },
        )
