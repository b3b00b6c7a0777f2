"""Signing up: a pending account, a mail with a link, and the confirmation that makes it active.

The answer is the same whether or not the address is known, so that nobody learns who has an account here;
the owner of the address gets a mail that says what is the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from webapp.accounts import mails
from webapp.accounts.enums import AccountEvent, AccountState, ConsentKind, TokenPurpose
from webapp.accounts.models import Account, OneTimeToken
from webapp.accounts.queries import actor_of_account
from webapp.accounts.services.consents import ConsentGiven, record_consent
from webapp.accounts.services.emails import stored_email
from webapp.accounts.services.passwords import check_password, hash_password
from webapp.accounts.services.tokens import GOOD_FOR, drop_tokens, find_token, new_token, use_token
from webapp.accounts.workflow import ACCOUNT
from webapp.core.errors import RuleBroken
from webapp.core.i18n import LazyText, lazy
from webapp.core.i18n import gettext as _
from webapp.core.policy import ANONYMOUS
from webapp.core.work import Work

LETTERS_PER_HOUR = 3


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What somebody agrees to: the statement to tick, what it covers, and what refusing means."""

    statement: LazyText
    rows: tuple[tuple[LazyText, LazyText], ...] = ()
    note: LazyText | None = None

    def __str__(self) -> str:
        """Everything that stands on the page, as one text in the reader's language."""
        rows = [f"{term}: {text}" for term, text in self.rows]
        return "\n".join([str(self.statement), *rows, *([str(self.note)] if self.note else [])])


#: What somebody who signs up reads; the page shows exactly these words, and their hash is kept.
CONSENT_TEXTS = {
    ConsentKind.TERMS: ConsentText(lazy("이용약관에 동의합니다")),
    ConsentKind.PRIVACY: ConsentText(
        lazy("개인정보 수집·이용에 동의합니다"),
        (
            (lazy("받는 것"), lazy("이메일 주소, 이름")),
            (lazy("쓰는 곳"), lazy("본인 확인, 공모 진행 안내")),
            (lazy("지우는 때"), lazy("탈퇴하면 지체 없이")),
        ),
        lazy("동의하지 않으실 수 있으나 그러면 회원으로 가입할 수 없습니다."),
    ),
}


@dataclass(frozen=True, slots=True)
class SignUp:
    """Who wants an account. Sending it means having agreed to CONSENT_TEXTS; the form sees to that.

    `next_path` is where the person was going: the link in the mail leads on there.
    """

    email: str
    name: str
    password: str
    locale: str = "ko"
    next_path: str = ""


def sign_up(work: Work, command: SignUp) -> Account:
    """Make a pending account and send its link; a known address gets a mail instead and stays as it is."""
    email, name = stored_email(command.email), command.name.strip()
    if not name:
        raise RuleBroken(_("이름을 적어 주십시오."), field="name", code="name")
    check_password(command.password, email=email, name=name)
    work.release()
    password_hash = hash_password(command.password)
    account = work.session.scalar(sa.select(Account).where(Account.email == email).with_for_update())
    if account is None:
        account = _new_account(work, email, name, password_hash, command.locale)
    if account.state is AccountState.PENDING:
        _send_link(work, account, password_hash, command.next_path)
    elif account.state is AccountState.ACTIVE:
        work.send(mails.already_known(work, account), key=f"accounts:known:{account.id}:{work.now:%Y%m%d%H}")
    return account


def resend_confirmation(work: Work, email: str) -> None:
    """Send the link once more to whoever waits for it; silent about addresses that nobody waits with."""
    account = work.session.scalar(
        sa.select(Account)
        .where(Account.email == stored_email(email), Account.state == AccountState.PENDING)
        .with_for_update()
    )
    if account is not None:
        _send_link(work, account, account.password_hash, "")
        work.audit(ANONYMOUS, "accounts:account:link_sent_again", account)


def confirm_email(work: Work, token: str) -> Account:
    """Confirm the address and make the account active with the password typed for this very link.

    A second click on a link that was used does no harm and answers the same.
    """
    known = find_token(work, token, TokenPurpose.CONFIRM_EMAIL, lock=True)
    if known is not None and known.used_at is not None:
        account = work.session.get_one(Account, known.account_id)
        if account.state is AccountState.ACTIVE:
            return account
    link = use_token(work, token, TokenPurpose.CONFIRM_EMAIL)
    account = work.session.get_one(Account, link.account_id, with_for_update=True)
    if account.state is AccountState.PENDING:
        account.password_hash = link.password_hash or account.password_hash
        make_active(work, account)
    return account


def is_good_confirmation(work: Work, token: str) -> bool:
    """Whether the page behind a link may offer to confirm: it can still be used, or was and did its work."""
    link = find_token(work, token, TokenPurpose.CONFIRM_EMAIL)
    if link is None:
        return False
    state = work.session.scalar(sa.select(Account.state).where(Account.id == link.account_id))
    return state is AccountState.ACTIVE or (link.used_at is None and link.expires_at > work.now)


def make_active(work: Work, account: Account) -> None:
    """The address is proven to be the owner's."""
    account.email_confirmed_at = work.now
    actor = actor_of_account(work, account)
    ACCOUNT.fire(work, actor, account, AccountEvent.CONFIRM)
    drop_tokens(work, account.id, TokenPurpose.CONFIRM_EMAIL)
    work.audit(actor, "accounts:account:confirmed", account)


def _new_account(work: Work, email: str, name: str, password_hash: str, locale: str) -> Account:
    account = Account(
        email=email,
        name=name,
        password_hash=password_hash,
        locale=locale,
        state=AccountState.PENDING,
        created_at=work.now,
    )
    work.session.add(account)
    work.flush()
    for kind, text in CONSENT_TEXTS.items():
        record_consent(work, ANONYMOUS, account.id, ConsentGiven(account, kind, str(text)))
    work.audit(ANONYMOUS, "accounts:account:signed_up", account)
    return account


def _send_link(work: Work, account: Account, password_hash: str, next_path: str) -> None:
    recent = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(OneTimeToken)
        .where(
            OneTimeToken.account_id == account.id,
            OneTimeToken.purpose == TokenPurpose.CONFIRM_EMAIL,
            OneTimeToken.created_at > work.now - timedelta(hours=1),
        )
    )
    if (recent or 0) >= LETTERS_PER_HOUR:
        return
    secret, reference = new_token(work, account.id, TokenPurpose.CONFIRM_EMAIL, password_hash=password_hash)
    expires = (work.now + GOOD_FOR[TokenPurpose.CONFIRM_EMAIL]).isoformat()
    letter = mails.confirm_email(work, account, secret, expires, next_path)
    work.send(letter, key=f"accounts:confirm:{reference}")
