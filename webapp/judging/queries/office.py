"""Reading rounds for their officials: lists, and progress as a whole and by idea. Never points.

Whoever calls has checked that the actor may see progress.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Assignment, Round, RoundResult

_A = AssignmentState
#: States in which a sheet counts for its idea or still may.
LIVE = (_A.ASSIGNED, _A.CLEARED, _A.SUBMITTED)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list of an agency."""

    id: int
    key: str
    title: str
    state: RoundState
    due_at: datetime
    contest: str
    contest_en: str
    challenge: str
    challenge_en: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class WaitingChallenge:
    """A challenge whose entries are in and whose judging has not been set up."""

    key: str
    title: str
    title_en: str
    contest: str
    contest_en: str
    closes_at: datetime
    ideas: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: counts of sheets; `ideas`, `short`, `incomplete` and `unscored` count ideas.

    `short`: too few judges may write a sheet. `incomplete`: not all sheets are in.
    """

    ideas: int
    needed: int
    submitted: int
    left: int
    undeclared: int
    conflicted: int
    void: int
    short: int
    incomplete: int
    unscored: int
    late: int

    @property
    def gaps(self) -> int:
        """Sheets that nobody is to write: too few judges may."""
        return max(0, self.needed - self.submitted - self.left)

    @property
    def missing(self) -> int:
        """Sheets that are not there, whether somebody is to write them or not."""
        return max(0, self.needed - self.submitted)


@dataclass(frozen=True, slots=True)
class IdeaProgress:
    """How far the judging of one idea is."""

    id: int
    key: str
    receipt_number: str
    title: str
    live: int
    submitted: int
    conflicted: int


def round_by_key(work: Work, key: str) -> Round | None:
    """A round with what policies read of it."""
    return work.session.scalar(
        sa.select(Round)
        .where(Round.key == key)
        .options(joinedload(Round.challenge).joinedload(Challenge.programme).joinedload(Programme.agency))
    )


def round_counts(
    work: Work, agency_ids: Collection[int], *, without: Collection[int] = ()
) -> dict[RoundState, int]:
    """How many rounds of these agencies stand in each state, `without` those of some challenges."""
    rows = work.session.execute(
        sa.select(Round.state, sa.func.count())
        .join(Challenge, Challenge.id == Round.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Programme.agency_id.in_(agency_ids), Round.challenge_id.not_in(without))
        .group_by(Round.state)
    )
    found: dict[RoundState, int] = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in RoundState}


def rounds_of_agencies(
    work: Work,
    agency_ids: Collection[int],
    cursor: Cursor | None = None,
    *,
    state: RoundState | None = None,
    without: Collection[int] = (),
    size: int = 20,
) -> Page[RoundRow]:
    """The rounds of these agencies, newest first, `without` those of some challenges; of one `state`."""
    backwards = cursor is not None and cursor.backwards
    rows = (
        sa.select(
            Round.id,
            Round.key,
            Round.title,
            Round.state,
            Round.due_at,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            Challenge.title.label("challenge"),
            Challenge.title_en.label("challenge_en"),
            _count(Assignment.state == _A.SUBMITTED, "done"),
            _count(Assignment.state.in_(LIVE), "total"),
        )
        .join(Challenge, Challenge.id == Round.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Assignment, Assignment.round_id == Round.id)
        .where(Programme.agency_id.in_(agency_ids), Round.challenge_id.not_in(without))
        .group_by(Round.id, Challenge.id, Programme.id)
        .order_by(Round.id if backwards else Round.id.desc())
        .limit(size + 1)
    )
    if cursor is not None:
        edge = cursor.key[0]
        rows = rows.where(Round.id > edge if backwards else Round.id < edge)
    if state is not None:
        rows = rows.where(Round.state == state)
    found = [RoundRow(**row) for row in work.session.execute(rows).mappings()]
    return page_of(found, size=size, key=lambda row: (row.id,), cursor=cursor)


def waiting_challenges(
    work: Work, agency_ids: Collection[int], *, without: Collection[int] = ()
) -> list[WaitingChallenge]:
    """Challenges of these agencies whose entries are closed by the clock and that no open round judges.

    `without` those that whoever asks has entered.
    """
    is_closed = sa.or_(
        Challenge.state == ChallengeState.CLOSED,
        sa.and_(
            Challenge.state.in_((ChallengeState.ANNOUNCED, ChallengeState.OPEN)),
            Challenge.closes_at <= work.now,
        ),
        sa.and_(
            Challenge.state == ChallengeState.JUDGING,
            ~sa.exists().where(Round.challenge_id == Challenge.id, Round.state != RoundState.CANCELLED),
        ),
    )
    is_entered = Idea.state.in_((IdeaState.SUBMITTED, IdeaState.IN_JUDGING))
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            Challenge.closes_at,
            sa.select(sa.func.count())
            .where(Idea.challenge_id == Challenge.id, is_entered)
            .scalar_subquery()
            .label("ideas"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Programme.agency_id.in_(agency_ids), Challenge.id.not_in(without), is_closed)
        .order_by(Challenge.closes_at, Challenge.id)
        .limit(100)
    )
    return [WaitingChallenge(**row) for row in rows.mappings()]


def progress(work: Work, round_: Round) -> Progress:
    """The counts of a round, in two statements. For a closed round `ideas` are those it judged."""
    state = Assignment.state
    counts = work.session.execute(
        sa.select(
            _count(state == _A.SUBMITTED, "submitted"),
            _count(state.in_((_A.ASSIGNED, _A.CLEARED)), "left"),
            _count(state == _A.ASSIGNED, "undeclared"),
            _count(Assignment.conflict_kind.is_not(None), "conflicted"),
            _count(state == _A.VOID, "void"),
        ).where(Assignment.round_id == round_.id)
    ).mappings()
    per_idea = _per_idea(round_).subquery()
    ideas = work.session.execute(
        sa.select(
            sa.func.count().label("ideas"),
            _count(per_idea.c.live < round_.sheets_per_idea, "short"),
            _count(per_idea.c.submitted < round_.sheets_per_idea, "incomplete"),
            _count(per_idea.c.submitted == 0, "unscored"),
        )
    ).mappings()
    facts: dict[str, Any] = {**counts.one(), **ideas.one()}
    is_late = round_.state is RoundState.SCORING and round_.due_at <= work.now
    return Progress(
        **facts,
        needed=facts["ideas"] * round_.sheets_per_idea,
        late=facts["left"] if is_late else 0,
    )


def idea_progress(
    work: Work, round_: Round, cursor: Cursor | None = None, *, only_open: bool = False
) -> Page[IdeaProgress]:
    """The ideas of a round by id. `only_open`: those whose sheets are not all in."""
    backwards = cursor is not None and cursor.backwards
    rows = _per_idea(round_).order_by(Idea.id.desc() if backwards else Idea.id).limit(PAGE_SIZE + 1)
    if cursor is not None:
        rows = rows.where(Idea.id < cursor.key[0] if backwards else Idea.id > cursor.key[0])
    if only_open:
        rows = rows.having(_counted(Assignment.state == _A.SUBMITTED) < round_.sheets_per_idea)
    found = [IdeaProgress(**row) for row in work.session.execute(rows).mappings()]
    return page_of(found, size=PAGE_SIZE, key=lambda row: (row.id,), cursor=cursor)


def judged_idea(work: Work, round_: Round, key: str) -> IdeaProgress:
    """One idea of a round. NotFound when the round does not judge it."""
    row = work.session.execute(_per_idea(round_).where(Idea.key == key)).mappings().first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return IdeaProgress(**row)


def _per_idea(round_: Round) -> sa.Select[*tuple[Any, ...]]:
    """Each idea of a round with its counts. Ideas move on after a round: then what it judged is asked."""
    is_in_round = Idea.state == IdeaState.IN_JUDGING
    if round_.state is RoundState.CLOSED:
        is_in_round = sa.exists().where(RoundResult.round_id == round_.id, RoundResult.idea_id == Idea.id)
    elif round_.state is RoundState.CANCELLED:
        is_in_round = sa.exists().where(Assignment.round_id == round_.id, Assignment.idea_id == Idea.id)
    return (
        sa.select(
            Idea.id,
            Idea.key,
            sa.func.coalesce(Idea.receipt_number, "").label("receipt_number"),
            Idea.title,
            _count(Assignment.state.in_(LIVE), "live"),
            _count(Assignment.state == _A.SUBMITTED, "submitted"),
            _count(Assignment.conflict_kind.is_not(None), "conflicted"),
        )
        .outerjoin(Assignment, (Assignment.idea_id == Idea.id) & (Assignment.round_id == round_.id))
        .where(Idea.challenge_id == round_.challenge_id, is_in_round)
        .group_by(Idea.id)
    )


def _counted(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


def _count(condition: sa.ColumnElement[bool], name: str) -> sa.Label[int]:
    return _counted(condition).label(name)
