"""Where modules stand, how large they may grow, what each must say of itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("webapp", "migrations", "tools", "tests")
MODULE_LINES = 400
FUNCTION_LINES = 50
VIEW_LINES = 20
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
CONTEXT_MODULES = {
    "__init__", "enums", "workflow", "models", "policies", "queries", "mails", "services", "forms", "views",
    "api", "cli", "jobs",
}  # fmt: skip
NO_CONTEXTS = {"core", "web"}
LEFT_OUT = {"node_modules", "vendor", "__pycache__"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not LEFT_OUT & set(path.parts):
                yield path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from its `def`, without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_code_is_found() -> None:
    assert [path.name for path in modules("webapp", "tools") if path.name in {"steps.py", "labels.py"}]


def test_no_module_is_longer_than_the_limit() -> None:
    counts = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(*CODE)
        if path.parent.name != "versions"  # a migration lists its tables
    }
    assert {name: lines for name, lines in counts.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_the_limit() -> None:
    long = [
        (name_of(path), node.name, length(node))
        for path in modules(*CODE)
        if path.parent.name != "versions"  # a migration lists its tables
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    ]
    assert long == []


def is_view_module(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return any(part in {"views", "api"} for part in parts[2:])


def test_no_view_is_longer_than_the_limit() -> None:
    long = [
        (name_of(path), node.name, length(node))
        for path in modules("webapp")
        if is_view_module(path)
        for node in functions(path)
        if node.decorator_list and length(node) > VIEW_LINES
    ]
    assert long == []


def test_every_module_says_what_it_owns() -> None:
    silent = [
        name_of(path)
        for path in modules("webapp", "migrations", "tools", "tests")
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def test_no_name_says_nothing() -> None:
    names = {part for path in modules(*CODE) for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & FORBIDDEN_NAMES == set()


def test_a_context_has_no_other_modules_than_its_layers() -> None:
    strange = []
    for context in sorted((ROOT / "webapp").iterdir()):
        if not context.is_dir() or context.name in NO_CONTEXTS | LEFT_OUT:
            continue
        names = {path.stem if path.is_file() else path.name for path in context.iterdir()} - LEFT_OUT
        if not any((context / "data").rglob("*.py")):  # texts that a command loads; code has its layers
            names.discard("data")
        strange += [f"{context.name}/{name}" for name in sorted(names - CONTEXT_MODULES)]
    assert strange == []


def test_no_import_stands_inside_a_function() -> None:
    inner = [
        (name_of(path), node.name, child.lineno)
        for path in modules("webapp", "tools")
        for node in functions(path)
        for child in ast.walk(node)
        if isinstance(child, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


@pytest.mark.parametrize("folder", ["webapp", "migrations"])
def test_nothing_is_printed(folder: str) -> None:
    printed = [
        (name_of(path), node.lineno)
        for path in modules(folder)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printed == []


def test_every_test_asserts() -> None:
    empty = [
        (name_of(path), node.name)
        for path in modules("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not asserts(node)
    ]
    assert empty == []


def asserts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a test asserts, expects an error, or calls a function that is named for asserting."""
    for child in ast.walk(node):
        if isinstance(child, ast.Assert):
            return True
        if isinstance(child, ast.Call):
            name = child.func.attr if isinstance(child.func, ast.Attribute) else getattr(child.func, "id", "")
            if name in {"raises", "fail", "expect"} or name.startswith(("assert_", "check_", "expect_")):
                return True
    return False


def test_no_test_is_skipped_or_mocked() -> None:
    banned = {"skip", "skipif", "xfail", "importorskip", "Mock", "MagicMock"}
    used = [
        (name_of(path), node.lineno)
        for path in modules("tests")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in banned)
        or (isinstance(node, ast.ImportFrom) and node.module in {"unittest", "unittest.mock"})
    ]
    assert used == []
