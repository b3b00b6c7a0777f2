"""Domain events: what happened, told to the contexts above within the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all domain events; subclasses are frozen and named in the past tense."""


Handler = Callable[["Work", Any], None]
HandlerTable = Mapping[type[Event], Sequence[Handler]]


class EventBook:
    """Which handlers hear of which event, in the order of the contexts."""

    def __init__(self, tables: Sequence[HandlerTable]) -> None:
        self.handlers: dict[type[Event], list[Handler]] = {}
        for table in tables:
            for event_type, handlers in table.items():
                self.handlers.setdefault(event_type, []).extend(handlers)

    def dispatch(self, work: Work, event: Event) -> None:
        """Call every handler of this event's exact type. A failing handler fails the whole unit of work."""
        for handler in self.handlers.get(type(event), ()):
            handler(work, event)
