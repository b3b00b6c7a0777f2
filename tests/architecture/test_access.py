"""The access list is whole: every address marked and listed, every permission with a rule."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask

import webapp
from tools import docs, reference
from webapp import registry
from webapp.web.access import AccessKind, access_of

ROOT = Path(__file__).resolve().parents[2]
CONTEXTS = [context.name for context in registry.CONTEXTS]
RULES = {str(permission) for context in registry.CONTEXTS for permission in context.policy}


def permissions_of(context: str) -> set[str]:
    """The permissions that a context's enum names; none where it has no such enum."""
    names = {
        module.name for module in pkgutil.iter_modules(importlib.import_module(f"webapp.{context}").__path__)
    }
    if "enums" not in names:
        return set()
    declared = getattr(importlib.import_module(f"webapp.{context}.enums"), "Permission", None)
    return {str(member) for member in declared} if declared and issubclass(declared, StrEnum) else set()


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_permission_has_a_rule_and_every_rule_a_permission(context: str) -> None:
    policy = {
        str(permission) for entry in registry.CONTEXTS if entry.name == context for permission in entry.policy
    }
    assert policy == permissions_of(context)


def test_every_view_is_marked(app: Flask) -> None:
    unmarked = [name for name, view in app.view_functions.items() if name != "static" and not access_of(view)]
    assert unmarked == []


def test_every_permission_that_an_address_asks_for_has_a_rule(app: Flask) -> None:
    marks = {name: access_of(view) for name, view in app.view_functions.items()}
    asked = {
        name: mark.permission
        for name, mark in marks.items()
        if mark is not None and mark.kind is AccessKind.PERMISSION
    }
    assert {name: permission for name, permission in asked.items() if permission not in RULES} == {}


def test_every_permission_that_a_transition_asks_for_has_a_rule() -> None:
    asked = {
        f"{workflow.name}:{transition.event}": transition.permission
        for _context, workflow in docs.workflows()
        for transition in workflow.transitions
        if transition.permission
    }
    assert asked
    assert {name: permission for name, permission in asked.items() if permission not in RULES} == {}


def test_nobody_writes_by_reading(app: Flask) -> None:
    """What changes something has an address that answers POST; an address never takes both PUT and GET."""
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_every_package_of_a_context_is_registered() -> None:
    packages = {module.name for module in pkgutil.iter_modules(webapp.__path__) if module.ispkg}
    assert packages - {"core", "web"} == set(CONTEXTS)


@pytest.mark.parametrize("name", ["access.md", "contexts.md"])
def test_the_lists_are_current(name: str) -> None:
    told = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert told == reference.pages()[name], "make docs brings it up to date"


def test_the_access_list_names_every_address(app: Flask) -> None:
    told = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    paths = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert [path for path in paths if f"| `{path}` |" not in told] == []
