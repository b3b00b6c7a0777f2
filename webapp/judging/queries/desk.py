"""Reading a judge's own work: rounds, the queue, one sheet, all own scores.

Whatever is read here belongs to the account that asks: another judge's sheet, an idea that was not assigned
or that the judge stepped back from does not exist for it. Applicants are never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from webapp.challenges.models import Challenge, Criterion, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState, RoundState, SeatState
from webapp.judging.models import Assignment, Round, Score, Seat

#: States in which an idea may be seen: the first by title and summary only.
SEEN = (AssignmentState.ASSIGNED, AssignmentState.CLEARED, AssignmentState.SUBMITTED)
_SHOWN_ROUNDS = (RoundState.PREPARING, RoundState.SCORING, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Place:
    """One idea in a judge's queue. Title and summary are empty once the judge has stepped back."""

    key: str
    position: int
    state: AssignmentState
    title: str
    summary: str
    saved_at: datetime | None
    skipped_at: datetime | None
    submitted_at: datetime | None
    total: Decimal | None
    points: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def has_draft(self) -> bool:
        """Whether something was written that is not handed in."""
        return self.state is AssignmentState.CLEARED and self.saved_at is not None


@dataclass(frozen=True, slots=True)
class DeskRound:
    """A round as its judge sees it, with the own queue in its order."""

    id: int
    key: str
    seat_id: int
    title: str
    contest: str
    contest_en: str
    challenge: str
    challenge_en: str
    challenge_id: int
    state: RoundState
    due_at: datetime
    pledged_at: datetime | None
    is_chair: bool
    places: tuple[Place, ...]

    @property
    def total(self) -> int:
        """How many sheets the judge has to hand in, or has."""
        return sum(place.state in SEEN for place in self.places)

    @property
    def done(self) -> int:
        """How many sheets the judge has handed in."""
        return len(self.done_places)

    @property
    def done_places(self) -> tuple[Place, ...]:
        """The ideas whose sheet is in."""
        return tuple(place for place in self.places if place.state is AssignmentState.SUBMITTED)

    @property
    def left_places(self) -> tuple[Place, ...]:
        """The ideas that still wait for their sheet."""
        return tuple(
            place
            for place in self.places
            if place.state in SEEN and place.state is not AssignmentState.SUBMITTED
        )

    @property
    def undeclared(self) -> int:
        """How many ideas wait for the word that there is no conflict of interest."""
        return sum(place.state is AssignmentState.ASSIGNED for place in self.places)

    @property
    def next_place(self) -> Place | None:
        """The idea to score next: what was skipped comes last, in the order in which it was skipped."""
        return next_of(self.places)


@dataclass(frozen=True, slots=True)
class SheetCriterion:
    """One line of the rubric; `number` stands for it in forms and addresses."""

    id: int
    number: int
    title: str
    title_en: str
    description: str
    weight: int
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One sheet for its judge. The idea's text is read by the ideas context, and only when it may be."""

    assignment_id: int
    key: str
    round_key: str
    round_title: str
    round_state: RoundState
    due_at: datetime
    is_pledged: bool
    position: int
    count: int
    state: AssignmentState
    version: int
    idea_id: int
    title: str
    summary: str
    criteria: tuple[SheetCriterion, ...]
    comment: str
    saved_at: datetime | None
    submitted_at: datetime | None
    total: Decimal | None
    sha256: str

    @property
    def sum(self) -> Decimal:
        """What the points that are filled in add up to."""
        return sum((one.points for one in self.criteria if one.points is not None), Decimal())

    @property
    def may_read(self) -> bool:
        """Whether the idea's text is open: declared free of conflict, and the round still takes sheets."""
        is_declared = self.state in {AssignmentState.CLEARED, AssignmentState.SUBMITTED}
        return is_declared and self.round_state is RoundState.SCORING


def next_of(places: Sequence[Place]) -> Place | None:
    """The first place to be scored; skipped ones come after all others."""
    waiting = [place for place in places if place.state is AssignmentState.CLEARED]
    fresh = [place for place in waiting if place.skipped_at is None]
    if fresh:
        return min(fresh, key=lambda place: place.position)
    return min(waiting, key=lambda place: (place.skipped_at, place.position), default=None)


def desk(work: Work, account_id: int | None) -> list[DeskRound]:
    """The judge's rounds, those that take sheets and end soonest first. Two statements."""
    order = sa.case((Round.state == RoundState.SCORING, 0), (Round.state == RoundState.PREPARING, 1), else_=2)
    rows = work.session.execute(
        _desk_rows(account_id).order_by(order, Round.due_at, Round.id.desc()).limit(100)
    ).mappings()
    found = list(rows)
    places = _places(work, [row["seat_id"] for row in found])
    return [DeskRound(**row, places=tuple(places[row["seat_id"]])) for row in found]


def desk_round(work: Work, account_id: int | None, key: str, *, with_points: bool = False) -> DeskRound:
    """One round of the judge's; `with_points` reads the own points of every idea. Two or three statements."""
    row = work.session.execute(_desk_rows(account_id).where(Round.key == key)).mappings().first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    places = _places(work, [row["seat_id"]], with_points=with_points)
    return DeskRound(**row, places=tuple(places[row["seat_id"]]))


def criteria_of(work: Work, challenge_id: int) -> list[Criterion]:
    """The rubric in its order."""
    return list(
        work.session.scalars(
            sa.select(Criterion).where(Criterion.challenge_id == challenge_id).order_by(Criterion.position)
        )
    )


def sheet(work: Work, account_id: int | None, key: str) -> SheetPage:
    """The judge's own sheet. NotFound when it is another's, or the judge stepped back from the idea."""
    row = work.session.execute(
        sa.select(Assignment, Seat.pledged_at, Round, Idea.title, Idea.summary)
        .join(Seat, Seat.id == Assignment.seat_id)
        .join(Round, Round.id == Assignment.round_id)
        .join(Idea, Idea.id == Assignment.idea_id)
        .where(
            Assignment.key == key,
            Assignment.state.in_(SEEN),
            Seat.account_id == account_id,
            Seat.state == SeatState.ACCEPTED,
            Round.state.in_(_SHOWN_ROUNDS),
        )
    ).first()
    if row is None or account_id is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    own, in_round = row.Assignment, row.Round
    count = work.session.scalar(
        sa.select(sa.func.count()).where(Assignment.seat_id == own.seat_id, Assignment.state.in_(SEEN))
    )
    return SheetPage(
        assignment_id=own.id,
        key=own.key,
        round_key=in_round.key,
        round_title=in_round.title,
        round_state=in_round.state,
        due_at=in_round.due_at,
        is_pledged=row.pledged_at is not None,
        position=own.position,
        count=count or 0,
        state=own.state,
        version=own.version,
        idea_id=own.idea_id,
        title=row.title,
        summary=row.summary,
        criteria=_rubric(work, own.id, in_round.challenge_id),
        comment=own.comment,
        saved_at=own.saved_at,
        submitted_at=own.submitted_at,
        total=own.total,
        sha256=own.sheet_sha256,
    )


def _rubric(work: Work, assignment_id: int, challenge_id: int) -> tuple[SheetCriterion, ...]:
    rows = work.session.execute(
        sa.select(
            Criterion.id,
            Criterion.title,
            Criterion.title_en,
            Criterion.description,
            Criterion.weight,
            Score.points,
        )
        .outerjoin(Score, (Score.criterion_id == Criterion.id) & (Score.assignment_id == assignment_id))
        .where(Criterion.challenge_id == challenge_id)
        .order_by(Criterion.position)
    )
    return tuple(SheetCriterion(**row, number=number) for number, row in enumerate(rows.mappings(), start=1))


def _desk_rows(account_id: int | None) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Round.id,
            Round.key,
            Seat.id.label("seat_id"),
            Round.title,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            Challenge.title.label("challenge"),
            Challenge.title_en.label("challenge_en"),
            Challenge.id.label("challenge_id"),
            Round.state,
            Round.due_at,
            Seat.pledged_at,
            Seat.is_chair,
        )
        .join(Seat, Seat.round_id == Round.id)
        .join(Challenge, Challenge.id == Round.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Seat.account_id == account_id,
            Seat.state == SeatState.ACCEPTED,
            Round.state.in_(_SHOWN_ROUNDS),
        )
    )


def _places(work: Work, seat_ids: Sequence[int], *, with_points: bool = False) -> Mapping[int, list[Place]]:
    points: dict[int, dict[int, Decimal]] = defaultdict(dict)
    if with_points:
        for assignment_id, criterion_id, value in work.session.execute(
            sa.select(Score.assignment_id, Score.criterion_id, Score.points)
            .join(Assignment, Assignment.id == Score.assignment_id)
            .where(Assignment.seat_id.in_(seat_ids), Assignment.state.in_(SEEN))
        ):
            points[assignment_id][criterion_id] = value
    may_see = Assignment.state.in_(SEEN)
    rows = work.session.execute(
        sa.select(
            Assignment.id,
            Assignment.seat_id,
            Assignment.key,
            Assignment.position,
            Assignment.state,
            sa.case((may_see, Idea.title), else_="").label("title"),
            sa.case((may_see, Idea.summary), else_="").label("summary"),
            Assignment.saved_at,
            Assignment.skipped_at,
            Assignment.submitted_at,
            sa.case((may_see, Assignment.total), else_=None).label("total"),
        )
        .join(Idea, Idea.id == Assignment.idea_id)
        .where(Assignment.seat_id.in_(seat_ids))
        .order_by(Assignment.position, Assignment.id)
    )
    found: dict[int, list[Place]] = defaultdict(list)
    for row in rows.mappings():
        facts = dict(row)
        own_id, seat_id = facts.pop("id"), facts.pop("seat_id")
        found[seat_id].append(Place(**facts, points=points[own_id]))
    return found
