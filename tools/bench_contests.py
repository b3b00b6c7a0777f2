"""Rows and addresses for the second part of `make bench`: thousands of announced contests, and their filters.

Each contest has one challenge, so that so many contests are as many challenges. Seeded; rows go in by bulk,
past the services, as what is measured is reading. Must not be used for anything but measuring.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tools.bench_data import ENDS, MEANS, PLACES, SEED
from webapp.accounts.enums import AgencyKind
from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    PROGRAMME_KIND,
    ChallengeState,
    ContestPhase,
    Outcome,
    PolicyProfile,
    ProgrammeState,
)
from webapp.challenges.forms.filters import DAYS, PRIZES_WON
from webapp.challenges.models import Challenge, Programme
from webapp.core.database import make_engine
from webapp.core.i18n import resolve_particles
from webapp.core.search import search_text
from webapp.core.search_index import SearchDocument
from webapp.problems.enums import ProblemField

AGENCIES: Final = 40
#: The rows' ids begin here, beyond what the first part of the bench has put in.
FIRST_ID: Final = 1000
QUESTIONS: Final = 400


def load(url: str, count: int) -> None:
    """Fill the migrated database at `url` with `count` announced contests of one challenge each."""
    engine = make_engine(url)
    chance = random.Random(SEED)  # noqa: S311  (data to measure with)
    now = datetime.now(UTC)
    with Session(engine) as session:
        agencies = [
            Agency(slug=f"bench-{number}", name=f"{number}번 기관", kind=AgencyKind.LOCAL, created_at=now)
            for number in range(AGENCIES)
        ]
        session.add_all(agencies)
        session.flush()
        rows = [contest_row(chance, FIRST_ID + number, agencies, now) for number in range(count)]
        session.execute(sa.insert(Programme), [row["programme"] for row in rows])
        session.execute(sa.insert(Challenge), [row["challenge"] for row in rows])
        session.execute(sa.insert(SearchDocument), [row["document"] for row in rows])
        session.commit()
        session.execute(sa.text("ANALYZE"))
        session.commit()
    engine.dispose()


def contest_row(
    chance: random.Random, number: int, agencies: list[Agency], now: datetime
) -> dict[str, dict[str, Any]]:
    """A contest between two years ago and two months ahead, with its challenge and what it is found by."""
    place, means, end = chance.choice(PLACES), chance.choice(MEANS), chance.choice(ENDS)
    title = resolve_particles(f"{place}에서 {means}(으)로 {end} {number}")
    opens_at = now + timedelta(hours=chance.randint(-2 * 365 * 24, 60 * 24))
    closes_at = opens_at + timedelta(days=chance.randint(10, 60))
    is_decided = closes_at < now - timedelta(days=90)
    announced_at = opens_at - timedelta(days=14)
    programme = {
        "id": number,
        "key": f"contest{number:05d}",
        "slug": f"bench-{number}",
        "agency_id": chance.choice(agencies).id,
        "title": title,
        "purpose": f"{place} 둘레의 오래된 불편을 함께 풀어 보려 합니다. 누구나 참여할 수 있습니다.",
        "profile": PolicyProfile.CENTRAL,
        "state": ProgrammeState.PUBLISHED,
        "created_at": announced_at,
        "published_at": announced_at,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "prize_won": chance.choice((3, 8, 20, 60, 200)) * 1_000_000,
        "settled_at": closes_at + timedelta(days=60) if is_decided else None,
    }
    challenge = {
        "id": number,
        "key": f"task{number:08d}",
        "programme_id": number,
        "number": 1,
        "title": title,
        "field": chance.choice(list(ProblemField)),
        "opens_at": opens_at,
        "closes_at": closes_at,
        "receipt_pattern": "{sequence:05}",
        "state": ChallengeState.DECIDED if is_decided else ChallengeState.ANNOUNCED,
        "outcome": Outcome.AWARDED if is_decided else None,
        "rules_hash": "0" * 64,
        "created_at": announced_at,
        "announced_at": announced_at,
        "decided_at": closes_at + timedelta(days=60) if is_decided else None,
    }
    terms = search_text(f"{title} {programme['purpose']}")
    document = {"kind": PROGRAMME_KIND, "ref_id": number, "terms": terms}
    return {"programme": programme, "challenge": challenge, "document": document}


def filtered_addresses(base: str) -> list[str]:
    """Lists as readers ask for them: one to three filters each, in a seeded choice."""
    chance = random.Random(SEED)  # noqa: S311  (an order to ask in)
    offered: dict[str, list[str]] = {
        "q": [word for words in (*PLACES, *MEANS, *ENDS) for word in words.split()],
        "phase": [phase.value for phase in ContestPhase],
        "field": [field.value for field in ProblemField],
        "agency": [f"bench-{number}" for number in range(AGENCIES)],
        "prize": [str(won) for won in PRIZES_WON],
        "closes": [str(days) for days in DAYS],
    }
    chosen = []
    for _number in range(QUESTIONS):
        names = chance.sample(list(offered), chance.randint(1, 3))
        chosen.append({name: chance.choice(offered[name]) for name in names})
    return [f"{base}/contests?{urlencode(question)}" for question in chosen]
