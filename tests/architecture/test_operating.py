"""docs/operating.md names every setting and every command, and none that does not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
READERS = {"get", "_flag", "_number"}
FRAMEWORK = {"run", "shell", "routes"}  # Flask's own commands, of no use to an operator


def settings_read() -> set[str]:
    """The names that config.py asks the environment for."""
    calls = (
        node
        for node in ast.walk(ast.parse((ROOT / "config.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    names = set()
    for call in calls:
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called in READERS:
            names |= {
                one.value for one in call.args if isinstance(one, ast.Constant) and str(one.value).isupper()
            }
    return {str(name) for name in names}


def section(title: str) -> str:
    """The part of the page under a second-level heading."""
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[str]:
    """The code in the first column of the tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    """The full names of all commands of a group."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}"


def test_every_setting_is_documented_and_no_other() -> None:
    documented = first_cells(section("Configure"))
    assert len(documented) == len(set(documented))
    assert settings_read() == set(documented)


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_the_default_is_told(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| [^|]+ \| [^|]+ \|$", TEXT, re.MULTILINE)


def test_every_command_is_documented(app: Flask) -> None:
    present = set(commands(app.cli)) - FRAMEWORK
    assert present - set(first_cells(section("Commands"))) == set()
