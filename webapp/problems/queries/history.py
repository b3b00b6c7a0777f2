"""What happened to a problem, in words for its page: each step with its date, who took it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.core.i18n import LazyText, lazy, localized
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.problems.enums import UNMERGE_EVENTS, DeclineReason, ProblemEvent

TITLES: Final[Mapping[str, tuple[LazyText, str]]] = {
    ProblemEvent.POST: (lazy("문제를 접수했습니다"), ""),
    ProblemEvent.REACH_THRESHOLD: (lazy("공감이 모여 담당부서 검토를 시작했습니다"), ""),
    ProblemEvent.TAKE_UP: (lazy("담당부서 검토를 시작했습니다"), ""),
    ProblemEvent.START_REVIEW: (lazy("전문가 검토를 시작했습니다"), ""),
    ProblemEvent.SELECT: (lazy("과제로 선정했습니다"), "success"),
    ProblemEvent.DECLINE: (lazy("과제로 선정하지 않았습니다"), "warning"),
    ProblemEvent.MERGE: (lazy("다른 문제와 합쳤습니다"), "success"),
    **{event: (lazy("합친 것을 되돌렸습니다"), "") for event in UNMERGE_EVENTS.values()},
    ProblemEvent.WITHDRAW: (lazy("제안자가 철회했습니다"), "warning"),
}
BY_AUTHOR: Final = frozenset({ProblemEvent.POST, ProblemEvent.WITHDRAW})
DECISIONS: Final = frozenset({ProblemEvent.SELECT, ProblemEvent.DECLINE, ProblemEvent.MERGE})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step, as the timeline of a page shows it."""

    at: datetime
    title: str
    actor: str
    body: str
    tone: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of who decided; empty before a decision."""

    official: Mapping[str, str]
    decline_reason: DeclineReason | None = None

    @property
    def named_official(self) -> str:
        """Department, title and name in one line."""
        department = localized(self.official.get("department", ""), self.official.get("department_en", ""))
        parts = (department, self.official.get("title", ""), self.official.get("name", ""))
        return " ".join(part for part in parts if part)


def history_of(work: Work, problem_id: int, agency: str, decision: Decision) -> Sequence[HistoryEntry]:
    """The steps of a problem, the first first. One statement. Names only the official who decided."""
    rows = work.session.execute(
        sa.select(StateChange.event, StateChange.reason, StateChange.at)
        .where(StateChange.subject_type == "problems", StateChange.subject_id == problem_id)
        .order_by(StateChange.id)
    )
    return [_entry(row, agency, decision) for row in rows]


def _entry(row: Any, agency: str, decision: Decision) -> HistoryEntry:
    title, tone = TITLES[row.event]
    if row.event in BY_AUTHOR:
        actor = str(lazy("제안자"))
    elif row.event in DECISIONS:
        actor = decision.named_official or agency
    else:
        actor = agency
    reason = row.reason
    if row.event == ProblemEvent.DECLINE and decision.decline_reason is not None:
        reason = f"{decision.decline_reason.label}. {reason}"
    return HistoryEntry(row.at, str(title), actor, reason, tone)
