"""Every page of the demo, for every kind of reader, in both languages: valid, safe, and changing nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.demo import copy_demo
from tests.support.demo_rows import CONTEST
from tests.support.demo_site import Demo, open_demo
from tests.support.html import faults
from tests.support.samples import Sample
from tests.support.statements import counted_statements
from tests.support.tour import SAMPLES, TOUR, path_of, rules_to_read
from webapp.core.i18n import LOCALES

READERS = ("", "citizen", "judge", "officer", "admin")
MOST_STATEMENTS = 8
MOST_BYTES = 60 * 1024
#: What a look may leave behind: the record that it was taken, and that the session is in use.
LOOKS = ("INSERT INTO AUDIT_ENTRIES", "UPDATE ACCOUNT_SESSIONS")
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
ANSWERS = {200, 302, 303, 403, 404}


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, with everybody signed in."""
    demo = open_demo(copy_demo(demo_folder, tmp_path_factory.mktemp("tour") / "instance"))
    for role in sorted({*READERS, *(sample.role for _endpoint, sample in TOUR)}):
        demo.client(role)
    yield demo
    demo.engine.dispose()


def look(demo: Demo, role: str, path: str, locale: str) -> tuple[TestResponse, list[str]]:
    """Open a page as a reader; returns the answer and what was asked of the database."""
    with counted_statements(demo.app) as statements:
        headers = {"Accept-Language": locale, "Accept": "text/html"}
        response = demo.clients[role].get(path, headers=headers, buffered=True)
    return response, statements


def changes(statements: list[str]) -> list[str]:
    """The statements that change more than a look may."""
    told = (" ".join(statement.split()).upper() for statement in statements)
    return [one for one in told if one.startswith(CHANGES) and not one.startswith(LOOKS)]


def test_every_address_has_a_sample(app: Flask) -> None:
    assert set(rules_to_read(app)) == set(SAMPLES)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("endpoint", "sample"), TOUR, ids=[endpoint for endpoint, _sample in TOUR])
def test_page(demo: Demo, endpoint: str, sample: Sample, locale: str) -> None:
    path = path_of(rules_to_read(demo.app)[endpoint], sample, demo.engine)
    answers: dict[str, list[str]] = {}
    for role in dict.fromkeys((sample.role, *READERS)):
        who = f"{path} for {role or 'everybody'}"
        response, statements = look(demo, role, path, locale)
        if role == sample.role:
            elsewhere = set() if sample.is_page else {302, 303}
            assert response.status_code in {sample.status, *elsewhere}, who
        assert response.status_code in {*ANSWERS, sample.status}, f"{who}: {response.status_code}"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert changes(statements) == [], f"{who} changes something"
        if not role:
            assert len(statements) <= MOST_STATEMENTS, f"{who}: {len(statements)} statements"
        if response.status_code == 200 and response.mimetype == "text/html":
            assert len(response.data) <= MOST_BYTES, f"{who}: {len(response.data)} bytes"
            answers.setdefault(response.text, []).append(role)
    wrong = {f"{path} for {roles}": found for text, roles in answers.items() if (found := faults(text))}
    assert wrong == {}


def test_agencies_do_not_see_the_drafts_of_each_other(demo: Demo) -> None:
    for slug, insider, outsider in (
        ("shared-tables", "officer", "city"),
        ("night-library", "city", "officer"),
    ):
        sample = Sample(CONTEST.format(slug))
        path = path_of(rules_to_read(demo.app)["challenges.show_office_contest"], sample, demo.engine)
        answers = [look(demo, role, path, "ko")[0].status_code for role in (insider, outsider)]
        assert answers == [200, 404], path
