"""`make docs`: writes the pages of docs/ that are made from the code, so that they can't fall behind it.

The workflows: one page in docs/workflows for each table of transitions in a context's `workflow` module, with
a diagram and the table. The access list and the contexts are made by `tools.reference`. Tests compare the
pages with the code.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

import webapp
from tools.steps import ROOT

FOLDER = ROOT / "docs" / "workflows"
NOTE = "Made by `make docs` from the code; changes belong there."


class Condition(Protocol):
    """What a page tells of a transition's condition."""

    @property
    def name(self) -> str:
        """Return the condition's name."""
        ...


class Transition(Protocol):
    """What a page tells of a transition."""

    @property
    def event(self) -> StrEnum:
        """Return what happens."""
        ...

    @property
    def sources(self) -> Sequence[StrEnum]:
        """Return the states that it may happen in."""
        ...

    @property
    def target(self) -> StrEnum:
        """Return the state that it leads to."""
        ...

    @property
    def permission(self) -> str | None:
        """Return what the actor must be permitted."""
        ...

    @property
    def conditions(self) -> Sequence[Condition]:
        """Return what must hold besides."""
        ...

    @property
    def reason_required(self) -> bool:
        """Tell whether the actor must give a reason."""
        ...


@runtime_checkable
class Workflow(Protocol):
    """What a page tells of a workflow: whatever has these is one."""

    @property
    def name(self) -> str:
        """Return the workflow's name, its page's too."""
        ...

    @property
    def states(self) -> type[StrEnum]:
        """Return all states."""
        ...

    @property
    def initial(self) -> StrEnum:
        """Return the state of what has just been made."""
        ...

    @property
    def transitions(self) -> Sequence[Transition]:
        """Return the arrows in the order of their table."""
        ...


def workflows() -> list[tuple[str, Workflow]]:
    """Return each context's workflows with the context's name, in a fixed order; two may not share a name."""
    found: dict[str, tuple[str, Workflow]] = {}
    for context in pkgutil.iter_modules(webapp.__path__):
        if not context.ispkg or context.name in {"core", "web"}:
            continue
        for module_name in workflow_modules(f"webapp.{context.name}"):
            for value in vars(importlib.import_module(module_name)).values():
                if isinstance(value, Workflow) and not isinstance(value, type):
                    first = found.setdefault(value.name, (context.name, value))
                    if first[1] is not value:
                        raise ValueError(f"{first[0]} and {context.name} both have a workflow {value.name}")
    return [found[name] for name in sorted(found)]


def workflow_modules(package: str) -> Iterator[str]:
    """Yield a context's `workflow` module and, where that is a package, the modules in it."""
    path = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(path, prefix=f"{package}."):
        if module.name.split(".")[2] == "workflow":
            yield module.name


def label_of(member: StrEnum) -> str:
    """Return what people call a state or an event, or its code where it has no such name."""
    return str(getattr(member, "label", member.value))


def diagram(workflow: Workflow) -> Iterator[str]:
    """Yield the lines of a Mermaid state diagram."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in workflow.states:
        yield f"    {state.value}: {label_of(state)}"
    yield f"    [*] --> {workflow.initial.value}"
    leaving = set()
    for transition in workflow.transitions:
        for source in transition.sources:
            leaving.add(source)
            yield f"    {source.value} --> {transition.target.value}: {label_of(transition.event)}"
    for state in workflow.states:
        if state not in leaving:
            yield f"    {state.value} --> [*]"
    yield "```"


def row(transition: Transition) -> str:
    """Return a transition's line in the table."""
    cells = (
        f"`{transition.event.value}` {name_beside(transition.event)}".strip(),
        ", ".join(f"`{source.value}`" for source in transition.sources),
        f"`{transition.target.value}`",
        f"`{transition.permission}`" if transition.permission else "",
        ", ".join(condition.name for condition in transition.conditions),
        "yes" if transition.reason_required else "",
    )
    return f"| {' | '.join(cells)} |"


def name_beside(member: StrEnum) -> str:
    """Return a member's label unless it says the same as its code."""
    label = label_of(member)
    return "" if label == member.value else label


def page(context: str, workflow: Workflow) -> str:
    """Return a workflow's page."""
    lines = [f"# Workflow: {workflow.name}", "", f"Context `{context}`. {NOTE}", ""]
    lines += [*diagram(workflow), ""]
    lines += ["| event | from | to | permission | conditions | reason |", "|---|---|---|---|---|---|"]
    lines += [row(transition) for transition in workflow.transitions]
    return "\n".join(lines) + "\n"


def pages(found: Iterable[tuple[str, Workflow]]) -> dict[str, str]:
    """Return every page by its file name, the list of them included; nothing where there is no workflow."""
    made = {f"{workflow.name}.md": page(context, workflow) for context, workflow in found}
    if made:
        entries = [f"- [{name.removesuffix('.md')}]({name})" for name in made]
        made["README.md"] = "\n".join(["# Workflows", "", NOTE, "", *entries]) + "\n"
    return made


def stale(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Return the names of the pages that are missing, outdated or no longer wanted."""
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in present.keys() | wanted.keys() if present.get(name) != wanted.get(name))


def write(folder: Path, wanted: dict[str, str]) -> None:
    """Bring the folder in line."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder, wanted):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
