"""Sessions: signing in with its limits, keeping a session alive, ending one or all.

Limits stand in the database and hold over all processes: failures count per e-mail and client address.
Who signed in from the same place before is not locked out by somebody else's failures.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Permission
from webapp.accounts.models import Account, AccountSession, SignInAttempt
from webapp.accounts.queries import actor_of_account, hash_token
from webapp.accounts.services.emails import hash_email, loose_email
from webapp.accounts.services.passwords import hash_password, is_outdated, matches
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, TooMany
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work

WINDOW = timedelta(minutes=15)
FAILURES_PER_EMAIL = 10
FAILURES_PER_ADDRESS = 50
KNOWN_PLACE_FOR = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignIn:
    """An address and a password as typed."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a session lasts: unused, and at the longest."""

    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=14)


def sign_in(
    work: Work, command: SignIn, address: str, user_agent: str, *, life: SessionLife | None = None
) -> tuple[str, Actor]:
    """Open a session; returns its token and the actor.

    TooMany with the seconds to wait after too many failures; RuleBroken for a wrong address or password, the
    same for both and equally fast; NotPermitted for a suspended account, told only to who knows the password.
    """
    email, address = loose_email(command.email), address[:64]
    refuse_too_many(work, email, address)
    found = work.session.execute(
        sa.select(Account.id, Account.password_hash).where(Account.email == email)
    ).first()
    work.release()  # hashing takes long; nobody shall wait for this unit's lock meanwhile
    is_right = matches(found.password_hash if found else None, command.password)
    if found is None or not is_right:
        note_failure(work, email, address)
        raise RuleBroken(_("이메일 또는 비밀번호가 맞지 않습니다. 다시 확인해 주십시오."), code="credentials")
    work.session.add(_attempt(work, email, address, is_success=True))
    account = work.session.get_one(Account, found.id)
    _refuse_inactive(account)
    if is_outdated(found.password_hash):
        account.password_hash = hash_password(command.password)
    return open_session(work, account, address, user_agent, life or SessionLife())


def open_session(
    work: Work, account: Account, address: str, user_agent: str, life: SessionLife
) -> tuple[str, Actor]:
    """A new session of an account that has proven who it is."""
    token = secrets.token_urlsafe(32)
    session = AccountSession(
        account_id=account.id,
        token_hash=hash_token(token),
        created_at=work.now,
        last_seen_at=work.now,
        expires_at=work.now + min(life.idle, life.longest),
        address=address[:64],
        user_agent=user_agent[:200],
    )
    work.session.add(session)
    work.flush()
    actor = actor_of_account(work, account, session_id=session.id)
    work.audit(actor, "accounts:session:started", session)
    return token, actor


def touch_session(database: Database, session_id: int, life: SessionLife) -> None:
    """Note that a session is in use, in a short write of its own: its idle time begins anew.

    Never longer than `life.longest` after its start. Does nothing when it was noted a moment ago.
    """
    with database.write() as work:
        session = work.session.get(AccountSession, session_id)
        if session is None or session.ended_at is not None or session.last_seen_at + TOUCH_EVERY > work.now:
            return
        session.last_seen_at = work.now
        session.expires_at = min(work.now + life.idle, session.created_at + life.longest)


def end_session(work: Work, actor: Actor, session_id: int) -> None:
    """End one session of the actor's own: this one (signing out) or one on another device. Safe to repeat."""
    session = work.session.get(AccountSession, session_id, with_for_update=True)
    if session is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    work.require(actor, Permission.SESSION_END, session, is_secret=True)
    if session.ended_at is None:
        session.ended_at = work.now
        work.audit(actor, "accounts:session:ended", session)


def end_session_by_key(work: Work, actor: Actor, key: str) -> None:
    """End the session at an address; see end_session."""
    session_id = work.session.scalar(sa.select(AccountSession.id).where(AccountSession.key == key))
    end_session(work, actor, session_id or 0)


def end_other_sessions(work: Work, actor: Actor) -> int:
    """End every session of the actor's but the present one; returns how many."""
    account = work.session.get(Account, actor.account_id)
    work.require(actor, Permission.PROFILE_EDIT, account)
    return end_sessions_of(work, actor, actor.account_id or 0, but=actor.session_id)


def end_sessions_of(work: Work, actor: Actor, account_id: int, *, but: int | None = None) -> int:
    """End the open sessions of an account; returns how many. The caller has checked that it may."""
    ended = work.session.scalars(
        sa.update(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            *((AccountSession.id != but,) if but is not None else ()),
        )
        .values(ended_at=work.now)
        .returning(AccountSession.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    if ended:
        account = work.session.get_one(Account, account_id)
        work.audit(actor, "accounts:session:ended_all", account, after={"sessions": len(ended)})
    return len(ended)


def _refuse_inactive(account: Account) -> None:
    if account.state is AccountState.PENDING:
        raise RuleBroken(
            _("이메일 주소 확인이 아직 끝나지 않았습니다. 받은 메일의 링크를 눌러 주십시오."),
            code="unconfirmed",
        )
    if account.state is not AccountState.ACTIVE:
        raise NotPermitted(
            _("이용이 정지된 계정입니다. 보내 드린 메일의 사유를 확인하고 운영자에게 문의해 주십시오.")
        )


def refuse_too_many(work: Work, email: str, address: str) -> None:
    """Raise TooMany when too many passwords were tried for an account or from an address lately."""
    email_hash = hash_email(email)
    own = [SignInAttempt.email_hash == email_hash]
    if _is_known_place(work, email_hash, address):
        own.append(SignInAttempt.address == address)
    waits = [
        _wait(work, own, FAILURES_PER_EMAIL),
        _wait(work, [SignInAttempt.address == address], FAILURES_PER_ADDRESS) if address else None,
    ]
    until = max((wait for wait in waits if wait), default=None)
    if until is not None:
        seconds = max(1, int((until - work.now).total_seconds()))
        raise TooMany(
            _(
                "로그인에 여러 번 실패했습니다. %(minutes)s분 뒤에 다시 시도하거나 "
                "비밀번호를 새로 정해 주십시오.",
                minutes=-(-seconds // 60),
            ),
            retry_after=seconds,
        )


def note_failure(work: Work, email: str, address: str) -> None:
    """Count a wrong password; it counts though everything else of this unit of work is undone."""
    work.keep_anyway(_attempt(work, email, address, is_success=False))


def _attempt(work: Work, email: str, address: str, *, is_success: bool) -> SignInAttempt:
    return SignInAttempt(email_hash=hash_email(email), address=address, is_success=is_success, at=work.now)


def _is_known_place(work: Work, email_hash: str, address: str) -> bool:
    return bool(address) and (
        work.session.scalar(
            sa.select(SignInAttempt.id)
            .where(
                SignInAttempt.email_hash == email_hash,
                SignInAttempt.address == address,
                SignInAttempt.is_success,
                SignInAttempt.at > work.now - KNOWN_PLACE_FOR,
            )
            .limit(1)
        )
        is not None
    )


def _wait(work: Work, whose: list[sa.ColumnElement[bool]], limit: int) -> datetime | None:
    """Until when to wait: the moment from which fewer than `limit` failures lie within the window."""
    failures = work.session.scalars(
        sa.select(SignInAttempt.at)
        .where(*whose, sa.not_(SignInAttempt.is_success), SignInAttempt.at > work.now - WINDOW)
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .limit(limit)
    ).all()
    return failures[-1] + WINDOW if len(failures) >= limit else None
