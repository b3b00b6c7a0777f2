"""Fills the pieces of code in docs/*.md from the code itself, so that an example is never out of date.

A page says `<!-- excerpt PATH NAME -->` and the block of code below that line is replaced: by the function,
class or assignment of that name in a Python module, or by the whole file where no name is given. It writes
nothing but those blocks.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tools.steps import ROOT, SetupFailedError

MARK = re.compile(r"<!-- excerpt (?P<path>\S+)(?: (?P<name>\S+))? -->\n```\w*\n.*?```", re.DOTALL)
LANGUAGES = {".py": "python", ".html": "jinja", ".mail": "jinja"}


def fill(text: str) -> str:
    """The page with every marked block as the code has it now."""
    return MARK.sub(lambda found: block(found["path"], found["name"]), text)


def block(path: str, name: str | None) -> str:
    """One marked block."""
    file = ROOT / path
    if not file.is_file():
        raise SetupFailedError(f"An excerpt names {path}, which does not exist.")
    source = file.read_text(encoding="utf-8")
    piece = named(source, name, path) if name else source.rstrip()
    mark = f"<!-- excerpt {path}{f' {name}' if name else ''} -->"
    return f"{mark}\n```{LANGUAGES.get(file.suffix, '')}\n{piece}\n```"


def named(source: str, name: str, path: str) -> str:
    """The lines of a module's function, class or assignment, its decorators included."""
    for node in ast.parse(source).body:
        if name in names_of(node):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(one.lineno for one in decorators)])
            return "\n".join(source.splitlines()[first - 1 : node.end_lineno])
    raise SetupFailedError(f"An excerpt names {name} in {path}, which is not there.")


def names_of(node: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def pages() -> dict[Path, str]:
    """Every page with excerpts, filled."""
    found = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
    return {path: fill(text) for path, text in found.items() if MARK.search(text)}
