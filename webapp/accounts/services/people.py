"""A person's own account: profile, closing it; and the accounts of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from webapp.accounts import mails
from webapp.accounts.enums import AccountEvent, AccountState, Permission
from webapp.accounts.models import (
    Account,
    AccountSession,
    OneTimeToken,
    OrganisationMember,
    RoleGrant,
)
from webapp.accounts.services.emails import stored_email
from webapp.accounts.services.passwords import check_password, hash_password, matches
from webapp.accounts.services.sessions import end_sessions_of, note_failure, refuse_too_many
from webapp.accounts.workflow import ACCOUNT
from webapp.core.errors import NotFound, RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.outbox import forget_letters_to
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work

CLOSED_NAME = "탈퇴 회원"


@dataclass(frozen=True, slots=True)
class SaveProfile:
    """What a person says of himself or herself; `version` is the one that the form showed."""

    version: int
    name: str
    phone: str = ""
    affiliation: str = ""
    locale: str = "ko"


def save_profile(work: Work, actor: Actor, command: SaveProfile) -> Account:
    """Change name, telephone, affiliation and language."""
    account = own_account(work, actor)
    if account.version != command.version:
        raise StaleVersion(
            _("그사이 다른 화면에서 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오.")
        )
    before = _facts(account)
    account.name, account.phone = command.name, command.phone
    account.affiliation, account.locale = command.affiliation, command.locale
    work.flush()
    if changed := [name for name, value in _facts(account).items() if before[name] != value]:
        work.audit(actor, "accounts:profile:saved", account, after={"changed": changed})
    return account


def close_account(work: Work, actor: Actor, password: str) -> None:
    """Close the actor's account: personal data goes, the record stays (개인정보 보호법 제21조).

    Whoever holds a role has it ended first, so that no work is left without anybody in charge.
    """
    account = own_account(work, actor)
    stored, email = account.password_hash, account.email
    refuse_too_many(work, email, "")
    work.release()
    if not matches(stored, password):
        note_failure(work, email, "")
        raise RuleBroken(_("비밀번호가 맞지 않습니다."), field="password", code="credentials")
    account = own_account(work, actor)
    _refuse_with_roles(work, account)
    email, name, locale = account.email, account.name, account.locale
    _leave_organisations(work, account.id)
    end_sessions_of(work, actor, account.id)
    work.session.execute(
        sa.update(AccountSession)
        .where(AccountSession.account_id == account.id)
        .values(address="", user_agent="")
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        sa.delete(OneTimeToken)
        .where(OneTimeToken.account_id == account.id)
        .execution_options(synchronize_session=False)
    )
    forget_letters_to(work.session, email)
    account.email = f"closed-{account.key}@account.invalid"
    account.name, account.phone, account.affiliation, account.password_hash = CLOSED_NAME, "", "", ""
    ACCOUNT.fire(work, actor, account, AccountEvent.CLOSE)
    work.audit(actor, "accounts:account:closed", account)
    work.send(mails.account_closed(email, name, locale), key=f"accounts:closed:{account.id}")


def create_demo_account(
    work: Work, email: str, name: str, password: str, *, is_admin: bool = False, locale: str = "ko"
) -> Account:
    """An account that signs in at once, for the demo only: production refuses to start while there is one."""
    hashed = _demo_hash(password)
    return _ready_account(work, email, name, hashed, is_admin=is_admin, is_demo=True, locale=locale)


def create_admin(work: Work, email: str, name: str, password: str) -> Account:
    """A platform administrator, made by whoever runs the installation's command line."""
    check_password(password, email=email, name=name)
    hashed = hash_password(password)
    return _ready_account(work, email, name, hashed, is_admin=True, is_demo=False, locale="ko")


def own_account(work: Work, actor: Actor) -> Account:
    """The actor's account, if it may change it."""
    account = work.session.get(Account, actor.account_id) if actor.account_id else None
    if account is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    work.require(actor, Permission.PROFILE_EDIT, account)
    return account


@lru_cache(maxsize=4)
def _demo_hash(password: str) -> str:
    """The demo's hundreds of people share one published password; hashing it once makes loading quick."""
    return hash_password(password)


def _ready_account(
    work: Work, email: str, name: str, password_hash: str, *, is_admin: bool, is_demo: bool, locale: str
) -> Account:
    account = Account(
        email=stored_email(email),
        name=name,
        locale=locale,
        password_hash=password_hash,
        state=AccountState.ACTIVE,
        is_platform_admin=is_admin,
        is_demo=is_demo,
        email_confirmed_at=work.now,
        created_at=work.now,
    )
    work.session.add(account)
    work.flush()
    facts = {"is_platform_admin": is_admin, "is_demo": is_demo}
    work.audit(SYSTEM, "accounts:account:created", account, after=facts)
    return account


def _refuse_with_roles(work: Work, account: Account) -> None:
    held = work.session.scalar(
        sa.select(RoleGrant.id)
        .where(RoleGrant.account_id == account.id, RoleGrant.ended_at.is_(None))
        .limit(1)
    )
    if held is not None or account.is_platform_admin:
        raise WrongState(
            _("맡은 역할이 있는 동안에는 탈퇴할 수 없습니다. 기관이나 운영자에게 먼저 알려 주십시오.")
        )


def _leave_organisations(work: Work, account_id: int) -> None:
    query = sa.select(OrganisationMember).where(
        OrganisationMember.account_id == account_id, OrganisationMember.left_at.is_(None)
    )
    for member in work.session.scalars(query).all():
        if member.is_lead:
            _hand_on_lead(work, member)
        member.left_at, member.is_lead = work.now, False


def _hand_on_lead(work: Work, leaving: OrganisationMember) -> None:
    """Let whoever joined first after the one who leaves lead, so that nobody is left without a lead."""
    heir = work.session.scalar(
        sa.select(OrganisationMember)
        .where(
            OrganisationMember.organisation_id == leaving.organisation_id,
            OrganisationMember.id != leaving.id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .order_by(OrganisationMember.is_lead.desc(), OrganisationMember.id)
        .limit(1)
    )
    if heir is not None:
        heir.is_lead = True


def _facts(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "phone": account.phone,
        "affiliation": account.affiliation,
        "locale": account.locale,
    }
