"""Every workflow has its matrix of state, event and role in the unit tests of its context."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.matrices import Expected
from tools.docs import workflows
from webapp.accounts.enums import AGENCY_ROLES
from webapp.core.policy import ActorKind

UNIT = Path(__file__).resolve().parents[1] / "unit"
TABLES = [
    f"tests.unit.{path.parent.name}.{path.stem}"
    for path in sorted(UNIT.glob("*/test_*.py"))
    if "\nEXPECTED: Expected = " in path.read_text(encoding="utf-8")
]


def table_of(module: ModuleType) -> Expected:
    found: Expected = module.EXPECTED
    return found


def test_every_workflow_stands_in_one_matrix_of_its_context() -> None:
    found = sorted(
        (module.split(".")[2], workflow.name)
        for module in TABLES
        for workflow, _moves in table_of(import_module(module))
    )
    assert found == sorted((context, workflow.name) for context, workflow in workflows())


@pytest.mark.parametrize("name", TABLES)
def test_a_matrix_tries_every_kind_of_actor(name: str) -> None:
    actors = import_module(name).ACTORS.values()
    assert {actor.kind for actor in actors} == set(ActorKind)
    held = {grant.role for actor in actors for grant in actor.grants}
    assert set(AGENCY_ROLES) <= held
    assert any(actor.is_platform_admin for actor in actors)


@pytest.mark.parametrize("name", TABLES)
def test_a_matrix_is_compared_with_what_the_workflow_does(name: str) -> None:
    tree = ast.parse(Path(str(import_module(name).__file__)).read_text(encoding="utf-8"))
    tests = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and any("EXPECTED" in ast.unparse(one) for one in node.decorator_list)
    ]
    called = {
        call.func.id
        for test in tests
        for statement in test.body
        if isinstance(statement, ast.Assert)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    assert "moves" in called
