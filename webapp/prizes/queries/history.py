"""The history of something with a state: each step with its day, who made it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.i18n import gettext as _
from webapp.core.labels import LabelledEnum
from webapp.core.policy import ActorKind
from webapp.core.work import Work
from webapp.core.workflow import StateChange

TONES: Mapping[str, str] = {
    "paid": "success",
    "awarded": "success",
    "held": "warning",
    "excluded": "danger",
    "revoked": "danger",
    "cancelled": "danger",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a timeline shows it."""

    at: datetime
    title: str
    actor: str
    body: str
    tone: str


def history_of(
    work: Work,
    workflow: str,
    subject_id: int,
    words: type[LabelledEnum],
    tones: Mapping[str, str] = TONES,
    *,
    by_event: bool = False,
) -> tuple[Step, ...]:
    """The steps of one subject, oldest first. One statement.

    `words` name the states that were reached or, with `by_event`, what was done; `tones`: how a state looks.
    """
    rows = work.session.execute(
        sa.select(StateChange, Account.name)
        .outerjoin(Account, Account.id == StateChange.actor_id)
        .where(StateChange.subject_type == workflow, StateChange.subject_id == subject_id)
        .order_by(StateChange.id)
    )
    return tuple(
        Step(
            at=change.at,
            title=words(change.event if by_event else change.to_state).label,
            actor=_("시스템") if change.actor_kind == ActorKind.SYSTEM else (name or ""),
            body=change.reason,
            tone=tones.get(change.to_state, ""),
        )
        for change, name in rows
    )
