"""The department's decision on an idea, and the statement that it has become reality.

A decision carries its reason and, when something is adopted, the day by which it will be done
(국민 제안 규정: 채택 통지에는 실시 예정 시기를 적는다).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webapp.challenges.enums import StageCondition
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import clean_text
from webapp.core.work import Work
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.prizes.services import meet_condition
from webapp.reflection import mails
from webapp.reflection.enums import (
    MeasureState,
    NotAdoptedReason,
    Permission,
    ReflectionEvent,
    ReflectionState,
)
from webapp.reflection.models import Measure, Reflection
from webapp.reflection.services.loading import check_version, load_reflection, needed
from webapp.reflection.workflow import REFLECTION


@dataclass(frozen=True, slots=True)
class Adopt:
    """The whole idea becomes policy by `planned_on`."""

    reflection_key: str
    planned_on: date
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AdoptPartly:
    """A part of the idea, named in `adopted_part`, becomes policy by `planned_on`."""

    reflection_key: str
    planned_on: date
    adopted_part: str
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """The idea does not become policy, for this reason."""

    reflection_key: str
    reason_code: NotAdoptedReason
    reason: str
    version: int | None = None


Decision = Adopt | AdoptPartly | Decline


def decide(work: Work, actor: Actor, command: Decision) -> Reflection:
    """Decide in whichever way `command` says."""
    if isinstance(command, Adopt):
        return adopt(work, actor, command)
    if isinstance(command, AdoptPartly):
        return adopt_partly(work, actor, command)
    return decline(work, actor, command)


def adopt(work: Work, actor: Actor, command: Adopt) -> Reflection:
    """Adopt the whole idea. Tells its author; the part of its prize that hangs on this falls due.

    RuleBroken when no reason is given or the planned day has passed.
    """
    reflection, is_repeated = _open_for_decision(work, actor, command, ReflectionState.ADOPTED)
    if is_repeated:
        return reflection
    _promise(work, reflection, command.planned_on, command.reason)
    REFLECTION.fire(work, actor, reflection, ReflectionEvent.ADOPT, reason=reflection.reason)
    _record(work, actor, reflection, "adopted")
    _let_payment_fall_due(work, actor, reflection)
    return reflection


def adopt_partly(work: Work, actor: Actor, command: AdoptPartly) -> Reflection:
    """Adopt a part of the idea and say which. Otherwise as `adopt`."""
    reflection, is_repeated = _open_for_decision(work, actor, command, ReflectionState.PARTLY_ADOPTED)
    if is_repeated:
        return reflection
    reflection.adopted_part = needed(
        command.adopted_part, "adopted_part", _("아이디어에서 어느 부분을 채택하는지 적어 주십시오.")
    )
    _promise(work, reflection, command.planned_on, command.reason)
    REFLECTION.fire(work, actor, reflection, ReflectionEvent.ADOPT_PARTLY, reason=reflection.reason)
    _record(work, actor, reflection, "partly_adopted")
    _let_payment_fall_due(work, actor, reflection)
    return reflection


def decline(work: Work, actor: Actor, command: Decline) -> Reflection:
    """Decide against the idea, with the ground of the rule and the reason in words. Tells its author."""
    reflection, is_repeated = _open_for_decision(work, actor, command, ReflectionState.NOT_ADOPTED)
    if is_repeated:
        return reflection
    reflection.reason = needed(command.reason, "reason", _("채택하지 않는 까닭을 적어 주십시오."))
    reflection.not_adopted_reason = command.reason_code
    reflection.decided_at = work.now
    REFLECTION.fire(work, actor, reflection, ReflectionEvent.DECLINE, reason=reflection.reason)
    _record(work, actor, reflection, "declined")
    return reflection


def realise(
    work: Work, actor: Actor, reflection_key: str, outcome: str, version: int | None = None
) -> Reflection:
    """State that the idea has become policy, and what changed. Tells its author.

    Every measure must be done or stopped, and one at least done (WrongState).
    """
    reflection = load_reflection(work, reflection_key, version)
    work.require(actor, Permission.DECIDE, reflection)
    if reflection.state is ReflectionState.REALISED:
        return reflection
    states = set(work.session.scalars(sa.select(Measure.state).where(Measure.reflection_id == reflection.id)))
    if states & {MeasureState.PLANNED, MeasureState.IN_PROGRESS}:
        raise WrongState(
            _("아직 끝나지 않은 이행 과제가 있습니다. 모두 마치거나 중단한 뒤에 할 수 있습니다.")
        )
    if MeasureState.DONE not in states:
        raise WrongState(_("이행을 마친 과제가 하나 이상 있어야 반영을 완료할 수 있습니다."))
    reflection.outcome = needed(outcome, "outcome", _("무엇이 어떻게 바뀌었는지 적어 주십시오."))
    reflection.realised_at = work.now
    REFLECTION.fire(work, actor, reflection, ReflectionEvent.REALISE)
    work.audit(actor, "reflection:reflection:realised", reflection)
    mails.send_realised(work, reflection)
    return reflection


def _open_for_decision(
    work: Work, actor: Actor, command: Decision, target: ReflectionState
) -> tuple[Reflection, bool]:
    """The reflection, and whether this very decision stands already (a second press of the button)."""
    reflection = load_reflection(work, command.reflection_key)
    work.require(actor, Permission.DECIDE, reflection)
    is_repeated = reflection.state is target and reflection.reason == clean_text(command.reason)
    if not is_repeated:
        check_version(reflection.version, command.version)
    return reflection, is_repeated


def _promise(work: Work, reflection: Reflection, planned_on: date, reason: str) -> None:
    if planned_on < kst_day(work.now):
        raise RuleBroken(
            _("이미 지난 날은 약속할 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), field="planned_on"
        )
    reflection.reason = needed(reason, "reason", _("채택하는 까닭을 적어 주십시오."))
    reflection.planned_on = planned_on
    reflection.decided_at = work.now


def _record(work: Work, actor: Actor, reflection: Reflection, decision: str) -> None:
    work.audit(
        actor,
        f"reflection:reflection:{decision}",
        reflection,
        before={"state": ReflectionState.UNDER_REVIEW},
        after={
            "state": reflection.state,
            "planned_on": reflection.planned_on,
            "reason_code": reflection.not_adopted_reason,
        },
    )
    mails.send_decided(work, reflection)


def _let_payment_fall_due(work: Work, actor: Actor, reflection: Reflection) -> None:
    award_id = work.session.scalar(
        sa.select(Award.id).where(Award.idea_id == reflection.idea_id, Award.state == AwardState.AWARDED)
    )
    if award_id is not None:
        meet_condition(work, actor, award_id, StageCondition.ON_ADOPTED)
