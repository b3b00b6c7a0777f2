"""Search over what is public: challenges, problems, ideas, by words or parts of words in their texts.

Every word must occur, in any order; the full-text index finds them. At least MIN_CHARACTERS.
Two statements for one kind, four for the overview.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import CHALLENGE_KIND, PUBLIC_CHALLENGE_STATES, ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.models.phases import state_by_clock
from webapp.challenges.queries import FOR_EVERYBODY
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.search_index import matching_ids
from webapp.core.text import clean_line
from webapp.core.work import Work
from webapp.home.enums import SearchKind
from webapp.ideas.enums import IDEA_KIND
from webapp.ideas.models import Idea, IdeaPublication
from webapp.ideas.queries.standing import TONES, public_standing
from webapp.problems.enums import PROBLEM_KIND, PUBLIC_PROBLEM_STATES, ProblemState
from webapp.problems.models import Problem, ProblemCall

MIN_CHARACTERS = 2
MAX_CHARACTERS = 60
SEARCH_PAGE = 20
OVERVIEW = 4
CHALLENGE_TONES = {
    ChallengeState.ANNOUNCED: "info",
    ChallengeState.OPEN: "active",
    ChallengeState.VERIFYING: "warning",
    ChallengeState.DECIDED: "success",
    ChallengeState.COMPLETED: "success",
    ChallengeState.CANCELLED: "danger",
}
PROBLEM_TONES = {
    ProblemState.POSTED: "info",
    ProblemState.DEPARTMENT_REVIEW: "active",
    ProblemState.UNDER_REVIEW: "active",
    ProblemState.SELECTED: "success",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `place` is the contest or agency it belongs to, `state` and `tone` its badge."""

    id: int
    kind: SearchKind
    key: str
    title: str
    summary: str
    place: str
    state: str
    tone: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found: a page of one kind, or the first few of each."""

    text: str
    kind: SearchKind | None
    counts: dict[SearchKind, int]
    pages: dict[SearchKind, Page[Hit]]
    was_cut: bool = False

    @property
    def total(self) -> int:
        """How much was found of all kinds."""
        return sum(self.counts.values())

    @property
    def is_too_short(self) -> bool:
        """Whether there is a text, but too little of it."""
        return 0 < len(self.text.replace(" ", "")) < MIN_CHARACTERS


def search(work: Work, text: str, kind: SearchKind | None, cursor_text: str | None = None) -> SearchPage:
    """Look for `text` in everything public, or in one kind; of a longer one for its first MAX_CHARACTERS."""
    whole = clean_line(text)
    text = whole[:MAX_CHARACTERS]
    was_cut = len(whole) > MAX_CHARACTERS
    if len(text.replace(" ", "")) < MIN_CHARACTERS:
        return SearchPage(text, kind, {}, {}, was_cut)
    counts = _counts(work, text)
    if kind is not None:
        pages = {kind: _page(work, kind, text, SEARCH_PAGE, cursor_text)}
    else:
        pages = {one: _page(work, one, text, OVERVIEW, None) for one in SearchKind if counts[one]}
    return SearchPage(text, kind, counts, pages, was_cut)


def _counts(work: Work, text: str) -> dict[SearchKind, int]:
    totals = [
        sa.select(sa.func.count()).select_from(_found(work, kind, text).subquery()).scalar_subquery()
        for kind in SearchKind
    ]
    row = work.session.execute(sa.select(*totals)).one()
    return dict(zip(SearchKind, row, strict=True))


def _page(work: Work, kind: SearchKind, text: str, size: int, cursor_text: str | None) -> Page[Hit]:
    cursor = read_cursor(cursor_text, (int,))
    rows = work.session.execute(_newest(_found(work, kind, text), _identity(kind), cursor).limit(size + 1))
    return page_of(
        [_hit(kind, row, work.now) for row in rows], size=size, key=lambda hit: (hit.id,), cursor=cursor
    )


def _newest(
    query: sa.Select[*tuple[Any, ...]], identity: Any, cursor: Cursor | None
) -> sa.Select[*tuple[Any, ...]]:
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        query = query.where(identity > cursor.key[0] if backwards else identity < cursor.key[0])
    return query.order_by(identity if backwards else identity.desc())


def _identity(kind: SearchKind) -> Any:
    return {SearchKind.CHALLENGE: Challenge.id, SearchKind.PROBLEM: Problem.id, SearchKind.IDEA: Idea.id}[
        kind
    ]


def _found(work: Work, kind: SearchKind, text: str) -> sa.Select[*tuple[Any, ...]]:
    if kind is SearchKind.CHALLENGE:
        return _challenges(work, text)
    return _problems(work, text) if kind is SearchKind.PROBLEM else _ideas(work, text)


def _challenges(work: Work, text: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Challenge.id,
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Challenge.summary,
            Challenge.summary_en,
            Programme.title.label("place"),
            Programme.title_en.label("place_en"),
            Challenge.state,
            Challenge.opens_at,
            Challenge.closes_at,
            Challenge.announced_at.label("at"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Challenge.state.in_(PUBLIC_CHALLENGE_STATES),
            FOR_EVERYBODY,
            Challenge.id.in_(matching_ids(work, CHALLENGE_KIND, text)),
        )
    )


def _problems(work: Work, text: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Problem.id,
            Problem.key,
            Problem.title,
            sa.literal("").label("title_en"),
            Problem.situation.label("summary"),
            sa.literal("").label("summary_en"),
            Agency.name.label("place"),
            Agency.name_en.label("place_en"),
            Problem.state,
            Problem.posted_at.label("at"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .join(Agency, Agency.id == ProblemCall.agency_id)
        .where(
            Problem.state.in_(PUBLIC_PROBLEM_STATES),
            Problem.id.in_(matching_ids(work, PROBLEM_KIND, text)),
        )
    )


def _ideas(work: Work, text: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Idea.id,
            Idea.key,
            IdeaPublication.title,
            sa.literal("").label("title_en"),
            IdeaPublication.summary,
            sa.literal("").label("summary_en"),
            Challenge.title.label("place"),
            Challenge.title_en.label("place_en"),
            Idea.state,
            Challenge.state.label("challenge_state"),
            Idea.published_at.label("at"),
        )
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .where(
            Idea.published_at.is_not(None),
            Idea.id.in_(matching_ids(work, IDEA_KIND, text)),
        )
    )


def _standing(kind: SearchKind, row: Any, now: datetime) -> tuple[str, str]:
    """The badge: a challenge by the clock, an idea as the public may know of it."""
    if kind is SearchKind.CHALLENGE:
        state = state_by_clock(row.state, row.opens_at, row.closes_at, now)
        return state.label, CHALLENGE_TONES.get(state, "neutral")
    if kind is SearchKind.IDEA:
        standing = public_standing(row.state, row.challenge_state)
        return standing.label, TONES[standing]
    return row.state.label, PROBLEM_TONES.get(row.state, "neutral")


def _hit(kind: SearchKind, row: Any, now: datetime) -> Hit:
    state, tone = _standing(kind, row, now)
    return Hit(
        row.id,
        kind,
        row.key,
        localized(row.title, row.title_en),
        localized(row.summary, row.summary_en),
        localized(row.place, row.place_en),
        state,
        tone,
        row.at,
    )
