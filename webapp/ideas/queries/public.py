"""What everybody may read: the list of published ideas and one of them. Nothing unpublished is in reach.

Reads what was made public (`IdeaPublication`), never an idea's own text. Pages cost one or two statements
and as many rows as it shows: the page is cut out by an index before anything is joined to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, FieldKind, ProgrammeState
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.challenges.queries import FOR_EVERYBODY
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.models import Answer, Idea, IdeaPublication
from webapp.ideas.queries.standing import TONES, PublicStanding, public_standing

PAGE_SIZE: Final = 20
CONTESTS_SHOWN: Final = 50
CURSOR_KINDS: Final = (datetime, int)
#: Counted exactly up to here; further on it is enough to know that there are more.
COUNTED: Final = 1000
#: A literal, not a parameter: only so do both databases use the index over awarded ideas.
_AWARDED: Final = sa.text("ideas.state = 'awarded'")


Statement = sa.Select[*tuple[Any, ...]]

#: The columns of ideas, publications, challenges, contests, agencies and tiers: rows, not objects, are read.
ideas, pages, tasks, contests, agencies, tiers = (
    model.__table__.c for model in (Idea, IdeaPublication, Challenge, Programme, Agency, PrizeTier)
)

_ONE: Final[Statement] = (
    sa.select(
        ideas.key,
        ideas.state,
        ideas.author_id,
        ideas.applicant_kind,
        ideas.submitted_at,
        ideas.published_at,
        pages.title,
        pages.summary,
        pages.applicant,
        pages.answers,
        tasks.key.label("challenge_key"),
        tasks.title.label("challenge_title"),
        tasks.title_en.label("challenge_title_en"),
        tasks.state.label("challenge_state"),
        contests.slug,
        contests.title.label("contest_title"),
        contests.title_en.label("contest_title_en"),
        agencies.name.label("agency"),
        agencies.name_en.label("agency_en"),
        tiers.title.label("award"),
        tiers.title_en.label("award_en"),
        tiers.honour,
    )
    .select_from(Idea.__table__)
    .join(IdeaPublication.__table__, pages.idea_id == ideas.id)
    .join(Challenge.__table__, tasks.id == ideas.challenge_id)
    .join(Programme.__table__, contests.id == tasks.programme_id)
    .join(Agency.__table__, agencies.id == contests.agency_id)
    .outerjoin(PrizeTier.__table__, tiers.id == ideas.award_tier_id)
    .where(ideas.key == sa.bindparam("key"), ideas.published_at.is_not(None))
)
_CONTESTS: Final[Statement] = (
    sa.select(contests.slug, contests.title, contests.title_en)
    .where(
        contests.state.in_((ProgrammeState.PUBLISHED, ProgrammeState.FINISHED)),
        contests.published_at.is_not(None),
        FOR_EVERYBODY,
    )
    .order_by(contests.published_at.desc(), contests.id.desc())
    .limit(CONTESTS_SHOWN)
)


@dataclass(frozen=True, slots=True)
class IdeaFilters:
    """What a reader asked for: a contest by slug, a challenge by key, only awarded ideas."""

    contest: str = ""
    challenge: str = ""
    is_awarded: bool = False


@dataclass(frozen=True, slots=True)
class ListedIdea:
    """An idea in the public list."""

    id: int
    key: str
    title: str
    summary: str
    applicant: str
    challenge_title: str
    standing: PublicStanding
    award: str
    published_at: datetime

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return TONES[self.standing]


@dataclass(frozen=True, slots=True)
class Option:
    """A contest or a challenge to choose in the filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PublicList:
    """A page of the list with what can be chosen. `count`: on the first page, at most `COUNTED` + 1."""

    page: Page[ListedIdea]
    count: int | None
    contests: tuple[Option, ...]
    challenges: tuple[Option, ...]
    contest_title: str
    challenge_title: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A public answer; `html` is what `core.text` made of a long one when it was published, else empty."""

    label: str
    text: str
    html: str
    body: Answer


@dataclass(frozen=True, slots=True)
class PublicIdea:
    """A published idea with its contest."""

    key: str
    title: str
    summary: str
    applicant: str
    applicant_kind: str
    answers: tuple[PublicAnswer, ...]
    standing: PublicStanding
    award: str
    honour: str
    challenge_key: str
    challenge_title: str
    contest_slug: str
    contest_title: str
    agency: str
    submitted_at: datetime
    published_at: datetime
    is_own: bool

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return TONES[self.standing]


@dataclass(frozen=True, slots=True)
class _Task:
    id: int
    key: str
    title: str
    contest: str
    contest_title: str


def list_public_ideas(work: Work, filters: IdeaFilters, cursor: Cursor | None = None) -> PublicList:
    """One page, newest first. Two statements, three with a filter. A contest that is unknown has no ideas."""
    asked = _tasks(work, filters) if filters.contest or filters.challenge else None
    chosen = [] if asked is None else [one for one in asked if filters.challenge in {"", one.key}]
    if asked is not None and not chosen:
        rows: Sequence[sa.Row[Any]] = ()
    else:
        rows = work.session.execute(*_listing(filters, [one.id for one in chosen], cursor)).all()
    page = page_of(
        [_listed(row) for row in rows],
        size=PAGE_SIZE,
        key=lambda idea: (idea.published_at, idea.id),
        cursor=cursor,
    )
    return PublicList(
        page=page,
        count=None if cursor is not None else rows[0].counted if rows else 0,
        contests=_contests(work),
        challenges=tuple(Option(one.key, one.title) for one in asked or ()),
        contest_title=asked[0].contest_title if asked else "",
        challenge_title=chosen[0].title if filters.challenge and chosen else "",
    )


def public_idea(work: Work, key: str, actor: Actor) -> PublicIdea:
    """One published idea. One statement. NotFound for whatever is not public, to everybody."""
    row = work.session.execute(_ONE, {"key": key}).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    standing = public_standing(row.state, row.challenge_state)
    is_awarded = standing is PublicStanding.AWARDED
    return PublicIdea(
        key=row.key,
        title=row.title,
        summary=row.summary,
        applicant=row.applicant,
        applicant_kind=row.applicant_kind.label,
        answers=tuple(
            PublicAnswer(localized(one["label"], one["label_en"]), one["text"], one["html"], _body(one))
            for one in row.answers
        ),
        standing=standing,
        award=localized(row.award, row.award_en) if is_awarded and row.award else "",
        honour=row.honour if is_awarded and row.honour else "",
        challenge_key=row.challenge_key,
        challenge_title=localized(row.challenge_title, row.challenge_title_en),
        contest_slug=row.slug,
        contest_title=localized(row.contest_title, row.contest_title_en),
        agency=localized(row.agency, row.agency_en),
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        is_own=actor.account_id is not None and actor.account_id == row.author_id,
    )


def _body(public: dict[str, Any]) -> Answer:
    """A public answer with the kind of its question, as pages show it."""
    return Answer(
        "",
        public["label"],
        public["label_en"],
        FieldKind(public["kind"]),
        public["text"],
        is_public=True,
        is_shown_to_judges=True,
        columns=tuple(public.get("columns", ())),
        unit=public.get("unit", ""),
    )


def _listing(
    filters: IdeaFilters, challenge_ids: Sequence[int], cursor: Cursor | None
) -> tuple[Statement, dict[str, Any]]:
    """The statement of one page and its parameters."""
    values: dict[str, Any] = {f"challenge_{place}": one for place, one in enumerate(challenge_ids)}
    if cursor is not None:
        values["at"], values["id"] = cursor.key
    is_backwards = None if cursor is None else cursor.backwards
    statement = _statement(len(challenge_ids), is_awarded=filters.is_awarded, is_backwards=is_backwards)
    return statement, values


@lru_cache(maxsize=256)
def _statement(challenges: int, *, is_awarded: bool, is_backwards: bool | None) -> Statement:
    """A page is cut out by an index before anything is joined, of a contest a piece for each challenge.

    Made once for each shape: building a statement takes longer than running it.
    """

    def order(at: Any, number: Any) -> tuple[Any, Any]:
        return (at.asc(), number.asc()) if is_backwards else (at.desc(), number.desc())

    def piece(place: int | None) -> Statement:
        cut: Statement = sa.select(
            ideas.id, ideas.key, ideas.state, ideas.published_at, ideas.challenge_id, ideas.award_tier_id
        )
        cut = cut.where(ideas.published_at.is_not(None))
        if place is not None:
            cut = cut.where(ideas.challenge_id == sa.bindparam(f"challenge_{place}", type_=ideas.id.type))
        if is_awarded:
            cut = cut.where(_AWARDED)
        if is_backwards is not None:
            here = sa.tuple_(ideas.published_at, ideas.id)
            there = sa.tuple_(
                sa.bindparam("at", type_=ideas.published_at.type), sa.bindparam("id", type_=ideas.id.type)
            )
            cut = cut.where(here > there if is_backwards else here < there)
        return cut.order_by(*order(ideas.published_at, ideas.id)).limit(PAGE_SIZE + 1)

    places: Sequence[int | None] = range(challenges) if challenges else (None,)
    pieces = [sa.select(piece(place).subquery()) for place in places]
    cut = (pieces[0] if len(pieces) == 1 else sa.union_all(*pieces)).subquery("cut").c
    return (
        sa.select(
            *(() if is_backwards is not None else (_count(challenges, is_awarded=is_awarded),)),
            cut.id,
            cut.key,
            cut.state,
            cut.published_at,
            pages.title,
            pages.summary,
            pages.applicant,
            tasks.title.label("challenge_title"),
            tasks.title_en.label("challenge_title_en"),
            tasks.state.label("challenge_state"),
            tiers.title.label("award"),
            tiers.title_en.label("award_en"),
        )
        .join(IdeaPublication.__table__, pages.idea_id == cut.id)
        .join(Challenge.__table__, tasks.id == cut.challenge_id)
        .outerjoin(PrizeTier.__table__, tiers.id == cut.award_tier_id)
        .order_by(*order(cut.published_at, cut.id))
        .limit(PAGE_SIZE + 1)
    )


def _count(challenges: int, *, is_awarded: bool) -> sa.Label[int]:
    """How many ideas the filters leave, counted along the same index and no further than `COUNTED`."""
    every = sa.select(sa.literal(1)).where(ideas.published_at.is_not(None))
    if challenges:
        keys = [sa.bindparam(f"challenge_{place}", type_=ideas.id.type) for place in range(challenges)]
        every = every.where(ideas.challenge_id.in_(keys))
    if is_awarded:
        every = every.where(_AWARDED)
    counted = every.limit(COUNTED + 1).subquery()
    return sa.select(sa.func.count()).select_from(counted).scalar_subquery().label("counted")


def _listed(row: sa.Row[Any]) -> ListedIdea:
    standing = public_standing(row.state, row.challenge_state)
    award = localized(row.award, row.award_en) if row.award else ""
    return ListedIdea(
        id=row.id,
        key=row.key,
        title=row.title,
        summary=row.summary,
        applicant=row.applicant,
        challenge_title=localized(row.challenge_title, row.challenge_title_en),
        standing=standing,
        award=award if standing is PublicStanding.AWARDED else "",
        published_at=row.published_at,
    )


def _contests(work: Work) -> tuple[Option, ...]:
    """The contests of the latest notices, to choose from."""
    rows = work.rows(_CONTESTS)
    return tuple(Option(row.slug, localized(row.title, row.title_en)) for row in rows)


def _tasks(work: Work, filters: IdeaFilters) -> list[_Task]:
    """The challenges of the contest that was chosen, or of the one that a chosen challenge belongs to."""
    query = (
        sa.select(
            Challenge.id,
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Programme.slug,
            Programme.title.label("contest_title"),
            Programme.title_en.label("contest_title_en"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.state.in_(PUBLIC_CHALLENGE_STATES), FOR_EVERYBODY)
        .order_by(Challenge.number, Challenge.id)
    )
    if filters.contest:
        query = query.where(Programme.slug == filters.contest)
    else:
        whose = sa.select(Challenge.programme_id).where(Challenge.key == filters.challenge)
        query = query.where(Challenge.programme_id.in_(whose))
    return [
        _Task(
            row.id,
            row.key,
            localized(row.title, row.title_en),
            row.slug,
            localized(row.contest_title, row.contest_title_en),
        )
        for row in work.session.execute(query)
    ]
