"""Where every page of the demo stands and who sees it: for tests that go through all pages.

An endpoint that answers GET has a sample here, or the tests fail. What an address needs (keys, slugs) is
looked up in the demo's database, so the tour does not break when the demo changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

PARTS = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
FOREIGN = {"static"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: what its address needs, as SQL that gives one row, and the demo's role that sees it.

    `role` "" stands for everybody. `is_page` is off for what is no page: redirects, data, files.
    """

    sql: str = ""
    role: str = ""
    query: str = ""
    is_page: bool = True


SAMPLES: dict[str, Sample] = {
    "web.set_language": Sample("SELECT 'en'", is_page=False),
    "web.display": Sample(query="size=large", is_page=False),
    "web.healthz": Sample(is_page=False),
    "web.readyz": Sample(is_page=False),
    "home.front": Sample(),
    "home.about": Sample(),
    "home.search": Sample(query="q=안전"),
    "home.terms": Sample(),
    "home.privacy": Sample(),
    "home.accessibility": Sample(),
    "home.open_data": Sample(),
    "accounts.sign_in": Sample(),
    "accounts.sign_up": Sample(),
    "accounts.profile": Sample(role="citizen"),
    "problems.list_problems": Sample(),
    "challenges.list_contests": Sample(),
    "ideas.list_ideas": Sample(),
    "reflection.board": Sample(),
}


def rules_to_read(app: Flask) -> dict[str, Rule]:
    """The first address of every endpoint that answers GET."""
    found: dict[str, Rule] = {}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in FOREIGN:
            found.setdefault(rule.endpoint, rule)
    return found


def path_of(rule: Rule, sample: Sample, engine: sa.Engine) -> str:
    """The address of a sample in this database. LookupError when the demo has nothing to show there."""
    names = PARTS.findall(rule.rule)
    values: dict[str, object] = {}
    if names:
        with engine.connect() as connection:
            row = connection.execute(sa.text(sample.sql)).first()
        if row is None or len(row) != len(names):
            raise LookupError(f"{rule.endpoint}: the demo has no {' and '.join(names)} ({sample.sql!r})")
        values = dict(zip(names, row, strict=True))
    path = PARTS.sub(lambda part: str(values[part[1]]), rule.rule)
    return f"{path}?{sample.query}" if sample.query else path
