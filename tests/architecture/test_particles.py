"""Particles agree with the word before them: nothing that people read is written both ways, as in 을(를).

A text may be written so in the source where `core.i18n` settles it: in a message, or by `resolve_particles`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOTH_WAYS = re.compile(
    r"을\(를\)|를\(을\)|은\(는\)|는\(은\)|이\(가\)|가\(이\)|과\(와\)|와\(과\)|\(으\)로|로\(으로\)|\(이\)(?=[라나며고])"
)
MESSAGES = {"_", "gettext", "ngettext", "lazy", "LazyText", "resolve_particles", "josa"}
#: Modules that put texts together first and settle them by `resolve_particles` then.
SETTLED_LATER = {"webapp/home/cli/texts.py", "webapp/challenges/cli.py", "tools/bench_data.py"}
RULE = "webapp/core/i18n/particles.py"
EXAMPLES = [
    ("f'{name}을(를)'", 1),
    ("_('%(name)s을(를)')", 0),
    ("resolve_particles(f'{name}은(는)')", 0),
    ("lazy('가' '나(으)로')", 0),
    ("print('표(이)')", 0),
    ("print('사람(이)라면')", 1),
]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The texts that say what code does: no page shows them."""
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def unsettled(tree: ast.Module) -> list[ast.Constant]:
    """Texts written both ways that stand in no message."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in MESSAGES]
    settled = {inner for call in calls for inner in ast.walk(call)} | docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in settled]
    return [node for node in texts if isinstance(node.value, str) and BOTH_WAYS.search(node.value)]


@pytest.mark.parametrize(("code", "count"), EXAMPLES)
def test_the_look_out_finds_what_it_should(code: str, count: int) -> None:
    assert len(unsettled(ast.parse(code))) == count


def test_code_says_nothing_both_ways() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for folder in ("webapp", "tools", "migrations")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in {*SETTLED_LATER, RULE}
        for node in unsettled(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_tables_that_are_settled_later_are_settled() -> None:
    for name in SETTLED_LATER:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        calls = {name_of(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert "resolve_particles" in calls, name


def test_templates_and_scripts_say_nothing_both_ways_outside_messages() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match[0]}"
        for path in [
            *sorted((ROOT / "templates").rglob("*.*")),
            *sorted((ROOT / "static" / "js").rglob("*.js")),
        ]
        if path.is_file()
        for match in BOTH_WAYS.finditer(
            re.sub(r"_\(.*?\)\s*[|})%,]", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    ]
    assert found == []
