"""The register of entries for the officials of an agency: lists by challenge, one entry with its author.

Drafts are nobody's business but their authors': nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account, Membership, Organisation
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.policy import Actor
from webapp.core.text import clean_line
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind, IdeaState, IneligibleReason, Permission
from webapp.ideas.models import Content, Idea, IdeaVersion
from webapp.ideas.policies import entered_by
from webapp.ideas.queries.record import HistoryLine, VersionLine, history_of, versions_of

PAGE_SIZE: Final = 30
OVER: Final = (ChallengeState.COMPLETED, ChallengeState.CANCELLED)
HEAD_KINDS: Final = (datetime, int)
CURSOR_KINDS: Final = (int, int)
ROLES: Final = (Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY)


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """A challenge with the number of its entries by state."""

    id: int
    key: str
    title: str
    contest_title: str
    agency_id: int
    state: ChallengeState
    closes_at: datetime
    counts: Mapping[IdeaState, int]

    @property
    def total(self) -> int:
        """All entries that were handed in."""
        return sum(self.counts.values())

    def count(self, state: str) -> int:
        """The entries in one state."""
        return self.counts.get(IdeaState(state), 0)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry in the register; of one that was withdrawn nothing but its number is left to see."""

    id: int
    key: str
    receipt_number: str
    sequence: int
    title: str
    applicant_kind: ApplicantKind
    state: IdeaState
    submitted_at: datetime
    version_count: int


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """What an official looks for: words in number or title, a state."""

    words: str = ""
    state: IdeaState | None = None


@dataclass(frozen=True, slots=True)
class OfficeIdea:
    """An entry as officials see it, with its author; `content` is what was handed in last."""

    id: int
    key: str
    agency_id: int
    challenge_id: int
    state: IdeaState
    receipt_number: str
    submitted_at: datetime
    content: Content
    sha256: str
    author_name: str
    author_email: str
    organisation: str
    applicant_kind: str
    ineligible_reason: IneligibleReason | None
    is_published: bool
    allows_publication: bool
    challenge_key: str
    challenge_title: str
    contest_title: str
    staff_rule: str
    exclusions: tuple[str, ...]
    is_author_of_the_agency: bool
    history: tuple[HistoryLine, ...] = ()
    versions: tuple[VersionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterList:
    """A page of challenges with their registers, and how many there are: running and over."""

    page: Page[RegisterHead]
    running: int
    over: int


def registers(
    work: Work, actor: Actor, *, is_over: bool | None = None, cursor: Cursor | None = None
) -> RegisterList:
    """The challenges of the actor's agencies, those with the latest deadline first. Three statements.

    Not those that the actor entered: somebody else looks after their entries. `is_over`: only those that have
    ended, or only those that have not.
    """
    agencies = {scope for role in ROLES for scope in actor.scopes_of(role)}
    visible = sa.and_(
        Programme.agency_id.in_(agencies),
        Challenge.state.in_(PUBLIC_CHALLENGE_STATES),
        Challenge.id.not_in(entered_by(actor)),
    )
    ended = Challenge.state.in_(OVER)
    query = _heads().where(visible)
    if is_over is not None:
        query = query.where(ended if is_over else sa.not_(ended))
    is_back = cursor is not None and cursor.backwards
    if cursor is not None:
        place = sa.tuple_(Challenge.closes_at, Challenge.id)
        at, number = cursor.key
        edge = sa.tuple_(sa.literal(at, Challenge.closes_at.type), sa.literal(number, Challenge.id.type))
        query = query.where(place > edge if is_back else place < edge)
    order = (Challenge.closes_at, Challenge.id)
    rows = work.session.execute(
        query.order_by(*(one.asc() if is_back else one.desc() for one in order)).limit(PAGE_SIZE + 1)
    ).all()
    counts = _counts(work, [row.Challenge.id for row in rows])
    running, over = _running_and_over(work, visible, ended)
    return RegisterList(
        page_of(
            [_head(work, row, counts) for row in rows],
            size=PAGE_SIZE,
            key=lambda head: (head.closes_at, head.id),
            cursor=cursor,
        ),
        running,
        over,
    )


def _running_and_over(
    work: Work, visible: sa.ColumnElement[bool], ended: sa.ColumnElement[bool]
) -> tuple[int, int]:
    running, over = work.session.execute(
        sa.select(sa.func.count(sa.case((sa.not_(ended), 1))), sa.func.count(sa.case((ended, 1))))
        .select_from(Challenge)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(visible)
    ).one()
    return running, over


def register_head(work: Work, actor: Actor, challenge_key: str) -> RegisterHead:
    """One challenge of the actor's agencies. NotFound for whoever may not see its register."""
    row = work.session.execute(
        _heads().where(Challenge.key == challenge_key, Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    head = _head(work, row, _counts(work, [row.Challenge.id]))
    work.require(actor, Permission.REGISTER_VIEW, head, is_secret=True)
    return head


def role_in(actor: Actor, agency_id: int) -> Role:
    """In which role the actor looks at the agency's entries."""
    held = [role for role in ROLES if actor.has_role(role, Scope.AGENCY, agency_id)]
    if not held:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return held[0]


def idea_register(
    work: Work, head: RegisterHead, filters: RegisterFilters, cursor: Cursor | None = None
) -> Page[RegisterRow]:
    """A page of the register in the order of acceptance. One statement."""
    query = sa.select(
        Idea.id,
        Idea.key,
        Idea.receipt_number,
        Idea.receipt_sequence,
        Idea.title,
        Idea.applicant_kind,
        Idea.state,
        Idea.submitted_at,
        Idea.version_count,
    ).where(Idea.challenge_id == head.id, Idea.receipt_sequence.is_not(None))
    if filters.state is not None:
        query = query.where(Idea.state == filters.state)
    if words := clean_line(filters.words):
        query = query.where(
            sa.or_(
                Idea.receipt_number.icontains(words, autoescape=True),
                sa.and_(Idea.state != IdeaState.WITHDRAWN, Idea.title.icontains(words, autoescape=True)),
            )
        )
    is_back = cursor is not None and cursor.backwards
    if cursor is not None:
        place = sa.tuple_(Idea.receipt_sequence, Idea.id)
        key = sa.tuple_(*(sa.literal(part, sa.BigInteger()) for part in cursor.key))
        query = query.where(place < key if is_back else place > key)
    order = (Idea.receipt_sequence, Idea.id)
    rows: Sequence[sa.Row[*tuple[Any, ...]]] = work.session.execute(
        query.order_by(*(one.desc() if is_back else one.asc() for one in order)).limit(PAGE_SIZE + 1)
    ).all()
    return page_of(
        [_row(*row) for row in rows],
        size=PAGE_SIZE,
        key=lambda row: (row.sequence, row.id),
        cursor=cursor,
        total=None if words else _total(head, filters),
    )


def _row(*facts: Any) -> RegisterRow:
    row = RegisterRow(*facts)
    return replace(row, title="") if row.state is IdeaState.WITHDRAWN else row


def office_idea(work: Work, actor: Actor, key: str) -> OfficeIdea:
    """An entry with its author. Four statements. NotFound for whoever may not see it.

    Drafts and what was withdrawn are shown to no official.
    """
    row = work.session.execute(
        sa.select(Idea, IdeaVersion)
        .join(IdeaVersion, sa.and_(IdeaVersion.idea_id == Idea.id, IdeaVersion.number == Idea.version_count))
        .options(
            joinedload(Idea.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True),
            joinedload(Idea.author, innerjoin=True),
            joinedload(Idea.organisation),
        )
        .where(Idea.key == key, Idea.state != IdeaState.WITHDRAWN)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    idea, version = row
    work.require(actor, Permission.VIEW_UNPUBLISHED, idea, is_secret=True)
    return _office_idea(work, idea, version)


def _office_idea(work: Work, idea: Idea, version: IdeaVersion) -> OfficeIdea:
    challenge, programme = idea.challenge, idea.challenge.programme
    author: Account = idea.author
    organisation: Organisation | None = idea.organisation
    if idea.submitted_at is None or idea.receipt_number is None:
        raise ValueError("an idea with a version has a receipt")
    return OfficeIdea(
        id=idea.id,
        key=idea.key,
        agency_id=programme.agency_id,
        challenge_id=idea.challenge_id,
        state=idea.state,
        receipt_number=idea.receipt_number,
        submitted_at=idea.submitted_at,
        content=Content.from_plain(version.content),
        sha256=version.sha256,
        author_name=author.name,
        author_email=author.email,
        organisation=organisation.name if organisation else "",
        applicant_kind=idea.applicant_kind.label,
        ineligible_reason=idea.ineligible_reason,
        is_published=idea.published_at is not None,
        allows_publication=idea.allows_publication,
        challenge_key=challenge.key,
        challenge_title=localized(challenge.title, challenge.title_en),
        contest_title=localized(programme.title, programme.title_en),
        staff_rule=programme.staff_rule,
        exclusions=tuple(str(one) for one in challenge.exclusions),
        is_author_of_the_agency=_works_there(work, author.id, programme.agency_id),
        history=history_of(work, idea.id, is_decided=True),
        versions=versions_of(work, idea.id),
    )


def _works_there(work: Work, account_id: int, agency_id: int) -> bool:
    found = work.session.scalar(
        sa.select(Membership.id)
        .where(
            Membership.account_id == account_id,
            Membership.agency_id == agency_id,
            Membership.ended_at.is_(None),
        )
        .limit(1)
    )
    return found is not None


def _heads() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Challenge, Programme.agency_id, Programme.title, Programme.title_en).join(
        Programme, Programme.id == Challenge.programme_id
    )


def _head(work: Work, row: Any, counts: Mapping[int, Mapping[IdeaState, int]]) -> RegisterHead:
    challenge: Challenge = row.Challenge
    return RegisterHead(
        id=challenge.id,
        key=challenge.key,
        title=localized(challenge.title, challenge.title_en),
        contest_title=localized(row.title, row.title_en),
        agency_id=row.agency_id,
        state=challenge.state_at(work.now),
        closes_at=challenge.closes_at,
        counts=counts.get(challenge.id, {}),
    )


def _counts(work: Work, challenge_ids: list[int]) -> dict[int, dict[IdeaState, int]]:
    """Entries by challenge and state; drafts are not counted."""
    found: dict[int, dict[IdeaState, int]] = {}
    rows = work.session.execute(
        sa.select(Idea.challenge_id, Idea.state, sa.func.count())
        .where(
            Idea.challenge_id.in_(challenge_ids),
            Idea.state != IdeaState.DRAFT,
            Idea.receipt_sequence.is_not(None),
        )
        .group_by(Idea.challenge_id, Idea.state)
    )
    for challenge_id, state, count in rows:
        found.setdefault(challenge_id, {})[state] = count
    return found


def _total(head: RegisterHead, filters: RegisterFilters) -> int:
    return head.total if filters.state is None else head.counts.get(filters.state, 0)
