"""Rules that the code itself must show: who writes a state, who reads the clock, what must be exact."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
WEBAPP = ROOT / "webapp"
TEMPLATES = ROOT / "templates"
STATE_WRITER = WEBAPP / "core" / "workflow.py"
CLOCK = WEBAPP / "core" / "clock.py"
#: Where every number is a won or a point: whatever computes them must be exact.
EXACT = ("core/money.py", "judging", "prizes")
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def modules(*places: str) -> Iterator[Path]:
    for place in places or (".",):
        path = WEBAPP / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def spot(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def targets(node: ast.AST) -> list[ast.expr]:
    """What a statement writes to, tuples taken apart."""
    found = list(node.targets) if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        found = [node.target]
    return [part for one in found for part in (one.elts if isinstance(one, ast.Tuple) else [one])]


def test_only_the_workflow_writes_a_state() -> None:
    written = [
        spot(path, node)
        for path in modules()
        if path != STATE_WRITER and path != WEBAPP / "core" / "outbox.py"  # an outbox row has no workflow
        for node in ast.walk(parsed(path))
        for target in targets(node)
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    assert written == []


def test_only_the_clock_reads_the_clock() -> None:
    read = [
        spot(path, node)
        for path in modules()
        if path != CLOCK
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCK_CALLS
    ]
    assert read == []


def test_money_and_scores_are_exact() -> None:
    inexact = [
        spot(path, node)
        for path in modules(*EXACT)
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert inexact == []


def parents_of(path: Path) -> list[str]:
    """What a template extends: names, or nothing where the name is worked out when it is shown."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    return [
        node.template.value for node in tree.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)
    ]


def frame_of(path: Path) -> str:
    """The template at the top of a page's line of ancestors."""
    parents = parents_of(path)
    return frame_of(TEMPLATES / parents[0]) if parents else path.relative_to(TEMPLATES).as_posix()


def is_part(path: Path) -> bool:
    """Whether a template is no page: macros, the layouts of mails, parts that others take in."""
    place = path.relative_to(TEMPLATES)
    return place.parts[0] in {"ui", "mail"} or path.name.startswith("_")


def test_every_page_stands_in_the_frame() -> None:
    frames = {path: frame_of(path) for path in sorted(TEMPLATES.rglob("*.html")) if not is_part(path)}
    assert frames
    outside = [
        path.relative_to(TEMPLATES).as_posix() for path, frame in frames.items() if frame != "base.html"
    ]
    assert outside == []


def test_every_letter_stands_in_its_layout() -> None:
    letters = sorted((TEMPLATES / "mail").rglob("*.mail"))
    loose = [
        path.relative_to(TEMPLATES).as_posix()
        for path in letters
        if not path.read_text(encoding="utf-8").startswith("{% extends layout %}")
    ]
    assert loose == []


def worded_at_import(path: Path) -> list[str]:
    """Top-level assignments of a template that put a text into words."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for node in tree.body
        if isinstance(node, nodes.Assign)
        for call in node.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
    ]


def test_macros_word_nothing_when_they_are_imported() -> None:
    """Macros are imported once for all readers: a text worded then would keep the first one's language."""
    files = [path for path in sorted(TEMPLATES.rglob("*.html")) if is_part(path) and holds_macros(path)]
    assert files
    assert [place for path in files for place in worded_at_import(path)] == []


def holds_macros(path: Path) -> bool:
    return "{%- macro " in (text := path.read_text(encoding="utf-8")) or "{% macro " in text
