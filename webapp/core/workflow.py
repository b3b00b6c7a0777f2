"""Workflow: the one place that changes a state.

A workflow is a table of transitions. `fire` alone writes `.state`: it checks policy, source and conditions,
appends a row of history and raises `StateChanged`. Diagrams in docs/workflows/ are drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.errors import RuleBroken, WrongState
from webapp.core.events import Event
from webapp.core.i18n import LazyText, gettext, lazy
from webapp.core.models import Base, BigId, Identified, UtcDateTime
from webapp.core.policy import ALLOWED, Actor, Verdict

if TYPE_CHECKING:
    from webapp.core.work import Work


def _unfit(state: Any) -> LazyText:
    """Why nothing can be done: the state itself, in words where it has them."""
    label = getattr(state, "lazy_label", None)
    if label is None:
        return lazy("지금 상태에서는 할 수 없습니다.")
    return lazy("지금 상태(%(state)s)에서는 할 수 없습니다.", state=label)


class Standing(Protocol):
    """Anything that stands in a state: a row, or what a page was given of one."""

    @property
    def state(self) -> Any:
        """The state it stands in."""


class Stateful(Protocol):
    """A row with a state."""

    id: Any
    state: Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on the subject that a transition needs, with the reason its failure gives."""

    name: str
    reason: str | LazyText
    holds: Callable[[Any, datetime], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow: an event leads from any of `sources` to `target`.

    `permission` None means that only a use case that has checked another permission, or the clock, fires it.
    """

    event: StrEnum
    sources: tuple[StrEnum, ...]
    target: StrEnum
    permission: str | None = None
    conditions: tuple[Condition, ...] = ()
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """A state was changed; raised for every transition."""

    workflow: str
    subject: Any
    event: StrEnum
    source: StrEnum
    target: StrEnum
    actor: Actor
    reason: str


class StateChange(Identified, Base):
    """One step in the history of anything that has a state. Append-only."""

    __tablename__ = "state_changes"
    __table_args__ = (sa.Index("ix_state_changes_subject", "subject_type", "subject_id", "id"),)

    subject_type: Mapped[str] = mapped_column(sa.String(48))
    subject_id: Mapped[int] = mapped_column(BigId)
    from_state: Mapped[str] = mapped_column(sa.String(32))
    to_state: Mapped[str] = mapped_column(sa.String(32))
    event: Mapped[str] = mapped_column(sa.String(48))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("accounts.id"))
    actor_kind: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class Workflow:
    """The transitions of one kind of subject, checked for sense when it is declared."""

    def __init__(
        self,
        name: str,
        states: type[StrEnum],
        initial: StrEnum,
        transitions: Iterable[Transition],
    ) -> None:
        self.name = name
        self.states = states
        self.initial = initial
        self.transitions = tuple(transitions)
        reachable = {initial} | {transition.target for transition in self.transitions}
        unreachable = set(states) - reachable
        if unreachable:
            raise ValueError(f"{name}: no way leads to {sorted(unreachable)}")
        seen: set[tuple[StrEnum, StrEnum]] = set()
        for transition in self.transitions:
            for source in transition.sources:
                if (transition.event, source) in seen:
                    raise ValueError(f"{name}: {transition.event} from {source} is declared twice")
                seen.add((transition.event, source))

    def find(self, state: StrEnum, event: StrEnum) -> Transition | None:
        """The transition that `event` makes from `state`, if there is one."""
        for transition in self.transitions:
            if transition.event == event and state in transition.sources:
                return transition
        return None

    @property
    def final_states(self) -> frozenset[StrEnum]:
        """States from which no transition leads on."""
        return frozenset(self.states) - {s for t in self.transitions for s in t.sources}

    def check(self, work: Work, actor: Actor, subject: Standing, event: StrEnum) -> Verdict:
        """Whether `event` could be fired now; the verdict's reason is fit to be shown beside a button."""
        transition = self.find(subject.state, event)
        if transition is None:
            return Verdict(allowed=False, reason=_unfit(subject.state))
        if transition.permission is not None:
            verdict = work.check(actor, transition.permission, subject)
            if not verdict.allowed:
                return verdict
        for condition in transition.conditions:
            if not condition.holds(subject, work.now):
                return Verdict(allowed=False, reason=condition.reason)
        return ALLOWED

    def fire(
        self, work: Work, actor: Actor, subject: Stateful, event: StrEnum, *, reason: str = ""
    ) -> StateChange:
        """Make the transition, or raise WrongState, NotPermitted or RuleBroken and change nothing."""
        transition = self.find(subject.state, event)
        if transition is None:
            raise WrongState(
                gettext(
                    "지금 상태(%(state)s)에서는 할 수 없는 일입니다. 화면을 새로 고쳐 확인해 주십시오.",
                    state=getattr(subject.state, "label", subject.state),
                )
            )
        if transition.permission is not None:
            work.require(actor, transition.permission, subject)
        for condition in transition.conditions:
            if not condition.holds(subject, work.now):
                raise WrongState(str(condition.reason))
        reason = reason.strip()
        if transition.reason_required and not reason:
            raise RuleBroken(gettext("사유를 적어 주십시오."), field="reason", code="reason_required")
        source, subject.state = subject.state, transition.target
        work.flush()
        change = StateChange(
            subject_type=self.name,
            subject_id=subject.id,
            from_state=source.value,
            to_state=transition.target.value,
            event=event.value,
            reason=reason,
            actor_id=actor.account_id,
            actor_kind=actor.kind.value,
            at=work.now,
        )
        work.session.add(change)
        work.emit(StateChanged(self.name, subject, event, source, transition.target, actor, reason))
        return change

    def diagram(self) -> str:
        """The workflow as a Mermaid state diagram; deterministic, so that a test can compare it."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        for transition in self.transitions:
            lines.extend(
                f"    {source.value} --> {transition.target.value}: {transition.event.value}"
                for source in transition.sources
            )
        lines.extend(f"    {state.value} --> [*]" for state in sorted(self.final_states))
        return "\n".join(lines) + "\n"
