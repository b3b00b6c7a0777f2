"""The seven steps of the whole line, and how far an idea has come on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.core.i18n import format_date
from webapp.core.i18n import gettext as _
from webapp.ideas.enums import IdeaState
from webapp.maturing.enums import ProjectState
from webapp.prizes.enums import AwardState
from webapp.reflection.enums import ReflectionState

DONE, NOW, NEXT, SKIPPED, STOPPED = "done", "now", "next", "skipped", "stopped"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it stands (done, now, next, skipped, stopped) and since when."""

    name: str
    state: str
    note: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """As the step indicator takes it."""
        return (self.name, self.state, self.note)


def steps_of(row: Any) -> tuple[Step, ...]:
    """The seven steps for an idea. It stops where it was refused; the steps after that are skipped."""
    has_won = row.award_state is AwardState.AWARDED
    has_lost = row.state in {IdeaState.NOT_SELECTED, IdeaState.INELIGIBLE}
    is_judged = row.closed_at is not None or has_won or has_lost
    after = SKIPPED if has_lost else NEXT
    return (
        Step(_("문제"), DONE if row.problem_key else SKIPPED, _day(row.posted_at)),
        Step(_("공모"), DONE, _day(row.announced_at)),
        Step(_("접수"), DONE, _day(row.submitted_at)),
        Step(_("심사"), DONE if is_judged else NOW, _day(row.closed_at)),
        Step(_("시상"), _prize(row, has_won=has_won, has_lost=has_lost), _day(row.awarded_at)),
        _maturing(row, after),
        _reflection(row, after),
    )


def _prize(row: Any, *, has_won: bool, has_lost: bool) -> str:
    if has_won:
        return DONE
    if row.award_state in {AwardState.NOMINATED, AwardState.VERIFYING}:
        return NOW
    return STOPPED if has_lost else NEXT


def _maturing(row: Any, after: str) -> Step:
    name = _("숙성")
    if row.project_id is None:
        return Step(name, SKIPPED if row.reflection_id is not None else after)
    states = {ProjectState.ACTIVE: NOW, ProjectState.ACCEPTED: DONE, ProjectState.STOPPED: STOPPED}
    return Step(name, states[row.project_state], _day(row.project_closed_at or row.started_at))


def _reflection(row: Any, after: str) -> Step:
    name = _("정책 반영")
    if row.reflection_id is None:
        return Step(name, after)
    if row.reflection_state is ReflectionState.REALISED:
        return Step(name, DONE, _day(row.realised_at))
    if row.reflection_state is ReflectionState.NOT_ADOPTED:
        return Step(name, STOPPED, _day(row.decided_at))
    return Step(name, NOW, _day(row.decided_at or row.assigned_at))


def _day(moment: datetime | None) -> str:
    return format_date(moment) if moment is not None else ""
