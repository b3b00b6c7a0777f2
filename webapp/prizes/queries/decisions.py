"""What the approver sees before the binding act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.challenges.enums import PotKind
from webapp.challenges.models import Pot
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, ObjectionState
from webapp.prizes.models import Award, Objection, PotBalance
from webapp.prizes.queries.awards import AwardRow, awards_of_challenge
from webapp.prizes.queries.heads import ChallengeHead


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """The drafts of a decision, its money, how many others will be told, and what is in its way.

    `digest` names exactly these drafts: a decision on others than were shown is refused.
    """

    awards: tuple[AwardRow, ...]
    open_objections: int
    total_won: int
    free_won: int
    others: int
    digest: str

    @property
    def missing(self) -> list[AwardRow]:
        """Finalists whose draft is not complete."""
        return [one for one in self.awards if not one.judging_summary or not one.use_plan]


def decision_page(work: Work, head: ChallengeHead) -> DecisionPage:
    """The decision as it would be made now. Four statements."""
    awards = tuple(one for one in awards_of_challenge(work, head.id) if one.state is AwardState.VERIFYING)
    unruled = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(Objection)
        .join(Award, Award.id == Objection.award_id)
        .where(Award.challenge_id == head.id, Objection.state == ObjectionState.OPEN)
    )
    others = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(Idea)
        .where(
            Idea.challenge_id == head.id,
            Idea.state.in_((IdeaState.IN_JUDGING, IdeaState.SUBMITTED, IdeaState.NOT_SELECTED)),
        )
    )
    free = work.session.scalar(
        sa.select(Pot.amount_won - sa.func.coalesce(PotBalance.committed_won, 0))
        .outerjoin(PotBalance, PotBalance.pot_id == Pot.id)
        .where(Pot.programme_id == head.programme_id, Pot.kind == PotKind.PRIZE)
    )
    return DecisionPage(
        awards=awards,
        open_objections=unruled or 0,
        total_won=sum(one.amount_won for one in awards),
        free_won=free or 0,
        others=others or 0,
        digest=_digest(awards),
    )


def version_of_drafts(drafts: Iterable[AwardRow | Award]) -> str:
    """What names the drafts of these finalists as they stand, whatever their order."""
    texts = sorted([one.key, one.judging_summary, one.use_plan] for one in drafts)
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def _digest(awards: tuple[AwardRow, ...]) -> str:
    texts = [[one.key, one.judging_summary, one.use_plan, one.amount_won] for one in awards]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()
