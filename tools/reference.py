"""The pages of docs/ that list what the application has: docs/access.md and docs/contexts.md.

They are made from the application itself (addresses, access marks, permissions, tables, workflows), so that
an auditor can read who may do what. `make docs` runs this and writes the workflows' pages and the
examples as well; tests compare all of them with the code.
"""

from __future__ import annotations

import importlib
import inspect
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from config import Settings
from tools import docs, excerpts
from tools.steps import ROOT, say
from webapp import registry
from webapp.app import create_app
from webapp.core.models import Base
from webapp.web.access import Access, AccessKind, access_of

NOTE = docs.NOTE
WEB = "web"
UNSHOWN = {"HEAD", "OPTIONS"}


@dataclass(frozen=True, order=True)
class Address:
    """One line of the access list."""

    path: str
    endpoint: str
    methods: tuple[str, ...]
    who: str
    what: str
    context: str


def make_app(folder: Path) -> Flask:
    """The application, to be looked at: it opens no database."""
    return create_app(
        Settings.from_env(
            {
                "APP_ENV": "test",
                "SECRET_KEY": "for reading the application, never for serving it",
                "INSTANCE_PATH": str(folder),
                "JOBS_URL": "memory://",
                "MAIL_URL": "memory://",
            }
        )
    )


def first_line(thing: object) -> str:
    """The first sentence of a docstring."""
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def who_may(access: Access | None) -> str:
    """An access mark in words."""
    if access is None or access.kind is AccessKind.PUBLIC:
        return "everybody"
    if access.kind is AccessKind.SIGNED_IN:
        return "signed in"
    return f"`{access.permission}`"


def context_of_blueprints() -> dict[str, str]:
    """The context that each blueprint belongs to."""
    return {
        blueprint.name: context.name for context in registry.CONTEXTS for blueprint in context.blueprints
    } | {WEB: WEB}


def addresses(app: Flask) -> list[Address]:
    """Every address of the application, static files left out."""
    contexts = context_of_blueprints()
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        found.append(
            Address(
                rule.rule,
                rule.endpoint,
                tuple(sorted((rule.methods or set()) - UNSHOWN)),
                who_may(access_of(view)),
                first_line(view),
                contexts[rule.endpoint.split(".")[0]],
            )
        )
    return sorted(found)


def names_of_contexts() -> list[str]:
    """The contexts in their order, web first."""
    return [WEB, *(context.name for context in registry.CONTEXTS)]


def access_page(app: Flask) -> str:
    """docs/access.md: every address with who may ask for it, then every permission with its rule."""
    found = addresses(app)
    lines = [
        "# Who may do what",
        "",
        NOTE,
        "",
        "An address asks for its mark before anything else: nothing, a session, or a permission that the",
        "reader could have over something. Whether it holds over this very object the service decides, by",
        "the rule below. What has no rule is denied.",
        "",
        "## Addresses",
    ]
    for name in names_of_contexts():
        own = [one for one in found if one.context == name]
        if own:
            lines += ["", f"### {name}", "", "| address | methods | who | what |", "|---|---|---|---|"]
            lines += [f"| `{one.path}` | {', '.join(one.methods)} | {one.who} | {one.what} |" for one in own]
    lines += ["", "## Permissions"]
    for context in registry.CONTEXTS:
        if context.policy:
            lines += ["", f"### {context.name} permissions", "", "| permission | rule |", "|---|---|"]
            lines += [
                f"| `{permission!s}` | {rule.name.replace('|', 'or').replace('&', 'and')} |"
                for permission, rule in sorted(context.policy.items())
            ]
    return "\n".join(lines) + "\n"


def tables_of(context: str) -> list[tuple[str, str]]:
    """The tables of a context with what each holds."""
    owned = f"webapp.{context}."
    found = {
        str(mapper.local_table): first_line(mapper.class_)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(owned)
    }
    return sorted(found.items())


def context_section(
    context: registry.Context, app: Flask, workflows: Sequence[docs.Workflow]
) -> Iterator[str]:
    """The section of one context."""
    package = importlib.import_module(f"webapp.{context.name}")
    yield from ("", f"## {context.name}", "")
    yield " ".join((package.__doc__ or "").split())
    yield ""
    tables = tables_of(context.name)
    if tables:
        yield from ("| table | holds |", "|---|---|")
        yield from (f"| `{name}` | {text} |" for name, text in tables)
        yield ""
    if workflows:
        links = (f"[{workflow.name}](workflows/{workflow.name}.md)" for workflow in workflows)
        yield f"- States: {', '.join(links)}."
    if context.policy:
        place = f"access.md#{context.name}-permissions"
        yield f"- Permissions: {len(context.policy)}, in the [access list]({place})."
    count = sum(one.context == context.name for one in addresses(app))
    if count:
        yield f"- Addresses: {count}, in the [access list](access.md#{context.name})."
    if context.clock_tasks:
        yield f"- By the clock: {', '.join(f'`{task.name}`' for task in context.clock_tasks)}."
    if context.events:
        heard = sorted({event.__name__ for event in context.events})
        yield f"- Listens to: {', '.join(f'`{name}`' for name in heard)}."


def contexts_page(app: Flask) -> str:
    """docs/contexts.md: what each context owns."""
    drawn = docs.workflows()
    lines = [
        "# Contexts",
        "",
        NOTE,
        "",
        "In the order in which they may import each other, the lowest first.",
    ]
    for context in registry.CONTEXTS:
        own = [workflow for name, workflow in drawn if name == context.name]
        lines += context_section(context, app, own)
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Both pages by their file names."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        return {"access.md": access_page(app), "contexts.md": contexts_page(app)}


def main() -> None:
    """Write every page that is made from the code."""
    workflows = docs.pages(docs.workflows())
    docs.write(docs.FOLDER, workflows)
    own = pages()
    for name, text in own.items():
        (ROOT / "docs" / name).write_text(text, encoding="utf-8")
    filled = excerpts.pages()
    for path, text in filled.items():
        path.write_text(text, encoding="utf-8")
    say(f"{len(workflows) + len(own) + len(filled)} pages in docs/")


if __name__ == "__main__":
    main()
