"""Tables of transitions: checked for sense when declared."""

from __future__ import annotations

from enum import StrEnum

import pytest

from webapp.core.workflow import Transition, Workflow


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    GONE = "gone"


class Act(StrEnum):
    PULL = "pull"
    PUSH = "push"
    BREAK = "break"


PULL = Transition(Act.PULL, (Door.SHUT,), Door.OPEN)
PUSH = Transition(Act.PUSH, (Door.OPEN,), Door.SHUT)
BREAK = Transition(Act.BREAK, (Door.SHUT, Door.OPEN), Door.GONE)


def test_every_state_can_be_reached() -> None:
    with pytest.raises(ValueError, match=r"no way leads to.*GONE"):
        Workflow("doors", Door, Door.SHUT, [PULL, PUSH])


def test_an_event_leads_from_a_state_to_one_state_only() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Workflow("doors", Door, Door.SHUT, [PULL, BREAK, Transition(Act.PULL, (Door.SHUT,), Door.GONE)])


def test_transitions_are_found_by_state_and_event() -> None:
    doors = Workflow("doors", Door, Door.SHUT, [PULL, PUSH, BREAK])
    found = {(state, act): doors.find(state, act) for state in Door for act in Act}
    assert {pair: one for pair, one in found.items() if one} == {
        (Door.SHUT, Act.PULL): PULL,
        (Door.OPEN, Act.PUSH): PUSH,
        (Door.SHUT, Act.BREAK): BREAK,
        (Door.OPEN, Act.BREAK): BREAK,
    }
    assert doors.final_states == {Door.GONE}


def test_the_diagram_is_always_the_same() -> None:
    doors = Workflow("doors", Door, Door.SHUT, [PULL, PUSH, BREAK])
    assert doors.diagram() == (
        "stateDiagram-v2\n    [*] --> shut\n    shut --> open: pull\n    open --> shut: push\n"
        "    shut --> gone: break\n    open --> gone: break\n    gone --> [*]\n"
    )
