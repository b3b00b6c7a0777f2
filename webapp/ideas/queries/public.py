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
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ProgrammeState
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaPublication
from webapp.ideas.queries.standing import TONES, PublicStanding, public_standing

PAGE_SIZE: Final = 20
CONTESTS_SHOWN: Final = 50
CURSOR_KINDS: Final = (datetime, int)
#: A literal, not a parameter: only so do both databases use the index over awarded ideas.
_AWARDED: Final = sa.text("ideas.state = 'awarded'")

#: Made once: putting a statement together takes longer than running it.
_PUBLIC_IDEA: Final = (
    sa.select(
        Idea.key,
        Idea.state,
        Idea.author_id,
        Idea.applicant_kind,
        Idea.submitted_at,
        Idea.published_at,
        IdeaPublication.title,
        IdeaPublication.summary,
        IdeaPublication.applicant,
        IdeaPublication.answers,
        Challenge.key.label("challenge_key"),
        Challenge.title.label("challenge_title"),
        Challenge.title_en.label("challenge_title_en"),
        Challenge.state.label("challenge_state"),
        Programme.slug,
        Programme.title.label("contest_title"),
        Programme.title_en.label("contest_title_en"),
        Agency.name.label("agency"),
        Agency.name_en.label("agency_en"),
        PrizeTier.title.label("award"),
        PrizeTier.title_en.label("award_en"),
        PrizeTier.honour,
    )
    .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
    .join(Challenge, Challenge.id == Idea.challenge_id)
    .join(Programme, Programme.id == Challenge.programme_id)
    .join(Agency, Agency.id == Programme.agency_id)
    .outerjoin(PrizeTier, PrizeTier.id == Idea.award_tier_id)
    .where(Idea.key == sa.bindparam("key"), Idea.published_at.is_not(None))
)
_CONTESTS: Final = (
    sa.select(Programme.slug, Programme.title, Programme.title_en)
    .where(
        Programme.state.in_((ProgrammeState.PUBLISHED, ProgrammeState.FINISHED)),
        Programme.published_at.is_not(None),
    )
    .order_by(Programme.published_at.desc(), Programme.id.desc())
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
    """A page of the list with what can be chosen."""

    page: Page[ListedIdea]
    contests: tuple[Option, ...]
    challenges: tuple[Option, ...]
    contest_title: str
    challenge_title: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A public answer, `is_long` when it is limited Markdown."""

    label: str
    text: str
    is_long: bool


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
    tasks = _tasks(work, filters) if filters.contest or filters.challenge else None
    contests = _contests(work)
    chosen = [] if tasks is None else [one for one in tasks if filters.challenge in {"", one.key}]
    if tasks is not None and not chosen:
        rows: Sequence[sa.Row[Any]] = ()
    else:
        ids = [one.id for one in chosen]
        plain = not ids and cursor is None
        statement = (
            _first_page(is_awarded=filters.is_awarded)
            if plain
            else _listing(ids, is_awarded=filters.is_awarded, cursor=cursor)
        )
        rows = work.session.execute(statement).all()
    page = page_of(
        [_listed(row) for row in rows],
        size=PAGE_SIZE,
        key=lambda idea: (idea.published_at, idea.id),
        cursor=cursor,
    )
    return PublicList(
        page=page,
        contests=contests,
        challenges=tuple(Option(one.key, one.title) for one in tasks or ()),
        contest_title=tasks[0].contest_title if tasks else "",
        challenge_title=chosen[0].title if filters.challenge and chosen else "",
    )


def public_idea(work: Work, key: str, actor: Actor) -> PublicIdea:
    """One published idea. One statement. NotFound for whatever is not public, to everybody."""
    row = work.session.execute(_PUBLIC_IDEA, {"key": key}).first()
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
            PublicAnswer(localized(one["label"], one["label_en"]), one["text"], one["kind"] == "text")
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


def _listing(
    challenge_ids: Sequence[int], *, is_awarded: bool, cursor: Cursor | None
) -> sa.Select[*tuple[Any, ...]]:
    """The statement of one page: cut out by an index, in the contest's case one piece a challenge."""
    places: Sequence[int | None] = challenge_ids or [None]
    pieces = [_piece(one, is_awarded=is_awarded, cursor=cursor) for one in places]
    cut: sa.FromClause
    if len(pieces) == 1:
        cut = pieces[0].subquery("cut")
    else:
        cut = sa.union_all(*(sa.select(piece.subquery()) for piece in pieces)).subquery("cut")
    return (
        sa.select(
            cut.c.id,
            cut.c.key,
            cut.c.state,
            cut.c.published_at,
            IdeaPublication.title,
            IdeaPublication.summary,
            IdeaPublication.applicant,
            Challenge.title.label("challenge_title"),
            Challenge.title_en.label("challenge_title_en"),
            Challenge.state.label("challenge_state"),
            PrizeTier.title.label("award"),
            PrizeTier.title_en.label("award_en"),
        )
        .select_from(cut)
        .join(IdeaPublication, IdeaPublication.idea_id == cut.c.id)
        .join(Challenge, Challenge.id == cut.c.challenge_id)
        .outerjoin(PrizeTier, PrizeTier.id == cut.c.award_tier_id)
        .order_by(*_order(cut.c.published_at, cut.c.id, cursor))
        .limit(PAGE_SIZE + 1)
    )


@lru_cache(maxsize=2)
def _first_page(*, is_awarded: bool) -> sa.Select[*tuple[Any, ...]]:
    """The page that most readers see."""
    return _listing([], is_awarded=is_awarded, cursor=None)


def _piece(
    challenge_id: int | None, *, is_awarded: bool, cursor: Cursor | None
) -> sa.Select[*tuple[Any, ...]]:
    piece: sa.Select[*tuple[Any, ...]] = sa.select(
        Idea.id, Idea.key, Idea.state, Idea.published_at, Idea.challenge_id, Idea.award_tier_id
    ).where(Idea.published_at.is_not(None))
    if challenge_id is not None:
        piece = piece.where(Idea.challenge_id == challenge_id)
    if is_awarded:
        piece = piece.where(_AWARDED)
    if cursor is not None:
        place = sa.tuple_(Idea.published_at, Idea.id)
        key = sa.tuple_(
            sa.literal(cursor.key[0], Idea.published_at.type), sa.literal(cursor.key[1], Idea.id.type)
        )
        piece = piece.where(place > key if cursor.backwards else place < key)
    return piece.order_by(*_order(Idea.published_at, Idea.id, cursor)).limit(PAGE_SIZE + 1)


def _order(at: Any, number: Any, cursor: Cursor | None) -> tuple[Any, Any]:
    if cursor is not None and cursor.backwards:
        return at.asc(), number.asc()
    return at.desc(), number.desc()


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
    """The contests that closed last; ideas are public after that at the earliest."""
    rows = work.session.execute(_CONTESTS)
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
        .where(Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
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
