"""Reminders to the named official: before a decision or a promise is due, and once after it has passed.

Safe to repeat: the outbox knows each reminder by what it is about.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.challenges.models import Challenge
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.reflection import mails
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, Reflection

DECISION_AHEAD = timedelta(days=7)
PROMISE_AHEAD = timedelta(days=14)
#: What passed longer ago was reminded of already, or lies in the past of an imported contest.
PASSED_WITHIN = timedelta(days=30)


def remind_of_days(work: Work) -> int:
    """Remind of everything that is due soon or has just passed. Returns how many letters are new."""
    return _remind_of_decisions(work) + _remind_of_promises(work)


def _remind_of_decisions(work: Work) -> int:
    today = kst_day(work.now)
    rows = work.session.scalars(
        sa.select(Reflection)
        .where(
            Reflection.state == ReflectionState.UNDER_REVIEW,
            Reflection.due_on.between(today - PASSED_WITHIN, today + DECISION_AHEAD),
        )
        .options(
            joinedload(Reflection.official),
            joinedload(Reflection.idea).joinedload(Idea.challenge),
        )
        .order_by(Reflection.id)
    )
    return sum(mails.send_decision_due(work, row, is_past=row.due_on < today) for row in rows)


def _remind_of_promises(work: Work) -> int:
    today = kst_day(work.now)
    reflection = joinedload(Measure.reflection)
    rows = work.session.scalars(
        sa.select(Measure)
        .where(
            Measure.state.in_((MeasureState.PLANNED, MeasureState.IN_PROGRESS)),
            Measure.promised_on.between(today - PASSED_WITHIN, today + PROMISE_AHEAD),
        )
        .options(
            reflection.joinedload(Reflection.official),
            reflection.joinedload(Reflection.idea).joinedload(Idea.challenge).joinedload(Challenge.programme),
        )
        .order_by(Measure.id)
    )
    return sum(mails.send_promise_due(work, row, is_past=row.promised_on < today) for row in rows)
