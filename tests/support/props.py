"""What the tour of all pages needs beyond the demo: links that wait, a team.

Made directly as rows, in a copy of the demo that tests share. Everything that the demo itself shows is
looked up there instead.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.people import PASSWORD_HASH
from webapp.accounts.enums import AccountState, OrganisationKind, Role, Scope, TokenPurpose
from webapp.accounts.models import Account, Invitation, OneTimeToken, Organisation, OrganisationMember
from webapp.accounts.queries import hash_token
from webapp.core.database import make_engine
from webapp.discussion.enums import CommentState, HideReason
from webapp.discussion.models import Comment
from webapp.problems.enums import CallState, ProblemField, ProblemSource, ProblemState
from webapp.problems.models import Problem, ProblemCall

CONFIRMING, RESETTING = "tour-confirm-token", "tour-reset-token"
TEAM, INVITED = "tourteam2222", "tourinvited2"
DRAFT, POSTED = "t2rdraft2222", "t2rp2sted222"
COMMENT, HIDDEN_COMMENT = "t2rc2mment22", "t2rhidden222"
NEWCOMER = "tour-new@example.org"


def add_props(url: str, citizen: str) -> None:
    """Put them into the database at `url`; `citizen` is the address of who leads the team and is invited."""
    engine = make_engine(url)
    now = datetime.now(UTC)
    with Session(engine) as session:
        leader = session.scalars(sa.select(Account).where(Account.email == citizen)).one()
        newcomer = account(NEWCOMER, AccountState.PENDING, now)
        add_problems(session, leader, now)
        add_comments(session, leader, now)
        session.add(newcomer)
        team = Organisation(key=TEAM, kind=OrganisationKind.TEAM, name="골목 연구팀", created_at=now)
        session.add(team)
        session.flush()
        session.add_all(
            [
                OrganisationMember(
                    organisation_id=team.id,
                    account_id=leader.id,
                    is_lead=True,
                    invited_at=now,
                    accepted_at=now,
                ),
                Invitation(
                    key=INVITED,
                    email=citizen,
                    name=leader.name,
                    role=Role.REVIEWER,
                    scope=Scope.CALL,
                    scope_id=1,
                    subject_title="과제 공모",
                    invited_at=now,
                    expires_at=now + timedelta(days=14),
                ),
                token(newcomer, TokenPurpose.CONFIRM_EMAIL, CONFIRMING, now),
                token(leader, TokenPurpose.RESET_PASSWORD, RESETTING, now),
            ]
        )
        session.commit()
    engine.dispose()


def account(email: str, state: AccountState, now: datetime) -> Account:
    """Somebody in this state."""
    return Account(email=email, name="여정운", password_hash=PASSWORD_HASH, state=state, created_at=now)


def token(owner: Account, purpose: TokenPurpose, text: str, now: datetime) -> OneTimeToken:
    """A link of a mail that can still be opened."""
    return OneTimeToken(
        account_id=owner.id,
        purpose=purpose,
        token_hash=hash_token(text),
        password_hash=PASSWORD_HASH,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )


def add_problems(session: Session, author: Account, now: datetime) -> None:
    """A draft, and a posted problem, by `author` in the call that is open."""
    call_id = session.scalar(sa.select(ProblemCall.id).where(ProblemCall.state == CallState.PUBLISHED))
    shared = {"call_id": call_id, "author_id": author.id, "source": ProblemSource.CITIZEN, "created_at": now}
    posted = Problem(
        key=POSTED,
        state=ProblemState.POSTED,
        posted_at=now,
        field=ProblemField.SAFETY,
        title="골목길이 어둡습니다",
        situation="가로등 사이가 멀어 밤길이 어둡습니다.",
        wished_change="밤길이 밝아지면 좋겠습니다.",
        **shared,
    )
    session.add_all([Problem(key=DRAFT, state=ProblemState.DRAFT, title="쓰는 중인 문제", **shared), posted])


def add_comments(session: Session, author: Account, now: datetime) -> None:
    """A comment by `author` that everybody reads, and one that was hidden, where people talk."""
    official = session.scalars(sa.select(Comment).where(Comment.is_official).order_by(Comment.id)).first()
    if official is None:
        raise LookupError("the demo has no official answer")
    shared = {
        "subject_kind": official.subject_kind,
        "subject_key": official.subject_key,
        "agency_id": official.agency_id,
        "author_id": author.id,
        "created_at": now,
    }
    hiding = {
        "state": CommentState.HIDDEN,
        "hidden_at": now,
        "hidden_by_id": official.author_id,
        "hide_code": HideReason.OFF_TOPIC,
        "hide_reason": "주제와 관계없는 글입니다.",
    }
    session.add_all(
        [
            Comment(key=COMMENT, thread_key=COMMENT, body="골목마다 사정이 다릅니다.", **shared),
            Comment(key=HIDDEN_COMMENT, thread_key=HIDDEN_COMMENT, body="다른 이야기", **shared, **hiding),
        ]
    )
