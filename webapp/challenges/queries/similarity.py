"""Contests like one's own: past and present ones here, and those of an imported list, the most alike first.

Owns the search and its ranking by shared pairs of syllables. What an official makes of it is recorded by the
services. Only what the official may know of is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency
from webapp.challenges.enums import (
    CHALLENGE_KIND,
    PAST_KIND,
    PUBLIC_CHALLENGE_STATES,
    Permission,
    SimilarityConclusion,
    SimilarityJudgement,
)
from webapp.challenges.models import Challenge, PastContest, Programme, SimilarityReview
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.queries.designs import challenge_design, load_challenge
from webapp.challenges.queries.visibility import visible_to
from webapp.core.kst import to_kst
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import Actor
from webapp.core.search import bigrams
from webapp.core.search_index import found_ids, matching
from webapp.core.work import Work

#: How many are shown, and of how many candidates they are the most alike.
SHOWN: Final = 10
CANDIDATES: Final = 200
MOST_WORDS: Final = 8
PAGE_SIZE: Final = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """A contest that may be like the own one; `likeness` is the share of common syllable pairs, of 100."""

    ref: str
    title: str
    agency: str
    year: int
    summary: str
    link: str
    likeness: int


def usual_words(challenge: Challenge) -> str:
    """What is looked for unless the official writes other words: the title's words of two letters or more."""
    return " ".join([word for word in challenge.title.split() if len(word) > 1][:MOST_WORDS])


def similar_contests(work: Work, actor: Actor, challenge: Challenge, words: str) -> tuple[Hit, ...]:
    """The contests that hold one of the words, the most alike with the brief first (2 statements)."""
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return ()
    own = bigrams(f"{challenge.title} {challenge.summary} {challenge.goal} {words}")
    hits = [*_held_here(work, actor, challenge, wanted, own), *_held_elsewhere(work, wanted, own)]
    return tuple(sorted(hits, key=lambda hit: (-hit.likeness, -hit.year, hit.ref))[:SHOWN])


def _any_of(work: Work, kind: str, wanted: list[str]) -> sa.Select[int]:
    """The ids of the things of a kind that hold one word or another."""
    dialect = work.session.get_bind().dialect.name
    either = " OR " if dialect == "sqlite" else " | "
    match = either.join(f"({matching(dialect, word)})" for word in wanted)
    return found_ids(dialect, kind).params(match=match)


def _held_here(
    work: Work, actor: Actor, challenge: Challenge, wanted: list[str], own: frozenset[str]
) -> Iterator[Hit]:
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.summary,
            Challenge.goal,
            Challenge.opens_at,
            Agency.name.label("agency"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Agency, Agency.id == Programme.agency_id)
        .where(
            Challenge.id != challenge.id,
            Challenge.state.in_(PUBLIC_CHALLENGE_STATES),
            visible_to(actor),
            Challenge.id.in_(_any_of(work, CHALLENGE_KIND, wanted)),
        )
        .order_by(Challenge.id.desc())
        .limit(CANDIDATES)
    )
    for row in rows:
        alike = likeness(own, f"{row.title} {row.summary} {row.goal}")
        year, link = to_kst(row.opens_at).year, f"/challenges/{row.key}"
        yield Hit(f"here:{row.key}", row.title, row.agency, year, row.summary, link, alike)


def _held_elsewhere(work: Work, wanted: list[str], own: frozenset[str]) -> Iterator[Hit]:
    rows = work.session.execute(
        sa.select(
            PastContest.key,
            PastContest.title,
            PastContest.agency,
            PastContest.year,
            PastContest.summary,
            PastContest.link,
        )
        .where(PastContest.id.in_(_any_of(work, PAST_KIND, wanted)))
        .order_by(PastContest.id.desc())
        .limit(CANDIDATES)
    )
    for row in rows:
        alike = likeness(own, f"{row.title} {row.summary}")
        yield Hit(f"past:{row.key}", row.title, row.agency, row.year, row.summary, row.link, alike)


def likeness(own: frozenset[str], text: str) -> int:
    """How much of the shorter of two texts the other has, in pairs of syllables, of 100."""
    others = bigrams(text)
    least = min(len(own), len(others))
    return 100 * len(own & others) // least if least else 0


# ---------------------------------------------------------------- what was recorded


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One comparison as it was recorded."""

    words: str
    hits: tuple[tuple[Mapping[str, Any], SimilarityJudgement], ...]
    conclusion: SimilarityConclusion
    note: str
    reviewer: str
    reviewed_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class SimilarityPage:
    """The comparison of a challenge: what is found for some words, and what was recorded before."""

    challenge: Challenge
    words: str
    hits: tuple[Hit, ...]
    reviews: tuple[ReviewLine, ...]
    past_count: int


def similarity_page(work: Work, actor: Actor, key: str, words: str | None) -> SimilarityPage:
    """The page of the comparison. NotFound for people of other agencies."""
    challenge = load_challenge(work, key)
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    asked = usual_words(challenge) if words is None else words
    return SimilarityPage(
        challenge=challenge,
        words=asked,
        hits=similar_contests(work, actor, challenge, asked),
        reviews=reviews_of(work, challenge),
        past_count=work.session.scalar(sa.select(sa.func.count()).select_from(PastContest)) or 0,
    )


def reviews_of(work: Work, challenge: Challenge) -> tuple[ReviewLine, ...]:
    """The comparisons of a challenge that was loaded with its parts, the latest first (1 statement)."""
    now_hash = brief_hash(challenge_design(challenge).brief)
    rows = work.session.execute(
        sa.select(SimilarityReview, Account.name)
        .outerjoin(Account, Account.id == SimilarityReview.reviewed_by_id)
        .where(SimilarityReview.challenge_id == challenge.id)
        .order_by(SimilarityReview.id.desc())
    )
    return tuple(
        ReviewLine(
            words=review.words,
            hits=tuple((hit, SimilarityJudgement(hit["judgement"])) for hit in review.hits),
            conclusion=review.conclusion,
            note=review.note,
            reviewer=name or "",
            reviewed_at=review.reviewed_at,
            is_current=review.brief_hash == now_hash,
        )
        for review, name in rows
    )


# ---------------------------------------------------------------- the imported list


@dataclass(frozen=True, slots=True)
class PastRow:
    """A contest of the imported list."""

    id: int
    agency: str
    title: str
    year: int
    summary: str
    link: str


def past_contests(work: Work, cursor_text: str | None = None) -> Page[PastRow]:
    """A page of the imported list, the latest years first (2 statements)."""
    cursor = read_cursor(cursor_text, (int, int))
    is_back = cursor is not None and cursor.backwards
    place = sa.tuple_(PastContest.year, PastContest.id)
    columns = (
        PastContest.id,
        PastContest.agency,
        PastContest.title,
        PastContest.year,
        PastContest.summary,
        PastContest.link,
    )
    statement = sa.select(*columns)
    if cursor is not None:
        edge = sa.tuple_(
            sa.literal(cursor.key[0], PastContest.year.type), sa.literal(cursor.key[1], PastContest.id.type)
        )
        statement = statement.where(place > edge if is_back else place < edge)
    order = (
        (PastContest.year.asc(), PastContest.id.asc())
        if is_back
        else (PastContest.year.desc(), PastContest.id.desc())
    )
    rows = work.session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1))
    total = work.session.scalar(sa.select(sa.func.count()).select_from(PastContest))
    return page_of(
        [PastRow(*row) for row in rows],
        size=PAGE_SIZE,
        key=lambda one: (one.year, one.id),
        cursor=cursor,
        total=total,
    )
