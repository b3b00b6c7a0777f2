"""Every command that changes something leaves a row in the audit, or stands here with the reason why not.

Found by reading: which functions a command may call, whether one of them writes, whether one notes it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType

import pytest

from webapp.registry import CONTEXTS

#: Home only reads and has no services.
SERVICES = [f"webapp.{context.name}.services" for context in CONTEXTS if context.name != "home"]
WRITING_CALLS = {"add", "add_all", "delete", "fire", "insert", "update"}

#: Commands that write and note nothing, with the reason.
WITHOUT_A_ROW = {
    "accounts.touch_session": "says only that a session was used; what was done with it is noted by the act",
    "challenges.post_notice": "the notice is a record of its own, and the act that it belongs to is noted",
    "discussion.carry_endorsements": "part of a merger, which its context notes",
    "discussion.take_back_carried": "part of undoing a merger, which its context notes",
    "prizes.commit_funds": "the ledger takes no change of a line; the decision behind it is noted",
    "prizes.pay_funds": "the ledger takes no change of a line; the payment behind it is noted",
    "prizes.release_funds": "the ledger takes no change of a line; the act behind it is noted",
}


@cache
def tree_of(function: FunctionType) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def called_by(function: FunctionType) -> Iterator[FunctionType]:
    """The project's functions that `function` names, calls being among them."""
    for node in ast.walk(tree_of(function)):
        found = None
        if isinstance(node, ast.Name):
            found = function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            base = function.__globals__.get(node.value.id)
            found = getattr(base, node.attr, None) if isinstance(base, ModuleType) else None
        if isinstance(found, FunctionType) and found.__module__.startswith("webapp."):
            yield found


def reaches(function: FunctionType, is_found: Callable[[FunctionType], bool]) -> bool:
    """Whether `function`, or whatever it may call, is what is looked for."""
    seen, waiting = set(), [function]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if is_found(one):
            return True
        waiting.extend(called_by(one))
    return False


@cache
def methods_called(function: FunctionType) -> frozenset[str]:
    """What `function` calls on something: `work.audit(…)` gives `work.audit` and `audit`."""
    calls = [node.func for node in ast.walk(tree_of(function)) if isinstance(node, ast.Call)]
    methods = [call for call in calls if isinstance(call, ast.Attribute)]
    return frozenset(method.attr for method in methods) | {ast.unparse(method) for method in methods}


def notes(function: FunctionType) -> bool:
    return "work.audit" in methods_called(function)


def writes(function: FunctionType) -> bool:
    """Whether it adds or deletes rows, fires a transition, or sets an attribute of something."""
    if function.__module__.startswith("webapp.core.") or ".queries" in function.__module__:
        return False
    sets = any(
        isinstance(target, ast.Attribute)
        for node in ast.walk(tree_of(function))
        if isinstance(node, ast.Assign)
        for one in node.targets
        for target in (one.elts if isinstance(one, ast.Tuple) else [one])
    )
    called = methods_called(function)
    adds = {f"work.session.{name}" for name in WRITING_CALLS} | {"sa.update", "sa.insert", "sa.delete"}
    return sets or bool(called & adds) or "fire" in called


def commands() -> dict[str, FunctionType]:
    """What the contexts let others do, by name: `prizes.decide_awards`."""
    return {
        f"{module.split('.')[1]}.{name}": one
        for module in SERVICES
        for name, one in inspect.getmembers(import_module(module), inspect.isfunction)
        if next(iter(inspect.signature(one).parameters), "") in {"work", "database"}
    }


COMMANDS = commands()


def test_the_commands_were_found() -> None:
    assert {name.split(".")[0] for name in COMMANDS} == {module.split(".")[1] for module in SERVICES}
    assert reaches(COMMANDS["prizes.decide_awards"], writes)
    assert not reaches(COMMANDS["judging.readiness"], writes)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_writes_leaves_a_row(name: str) -> None:
    command = COMMANDS[name]
    is_silent = reaches(command, writes) and not reaches(command, notes)
    assert is_silent == (name in WITHOUT_A_ROW)


def test_every_exception_has_its_reason() -> None:
    assert set(WITHOUT_A_ROW) <= set(COMMANDS)
    assert all(len(reason) > 10 for reason in WITHOUT_A_ROW.values())
