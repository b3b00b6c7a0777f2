"""A change after the notice through its pages: begun, written, approved by another person, made public."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.forms import forms_of
from tests.support.html import faults
from tests.support.offices import Office, drafted
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Notice, RuleChange
from webapp.challenges.queries import find_challenge

REASON = "응모할 수 있는 건수를 분명히 합니다."


def submit(client: FlaskClient, path: str, **written: Any) -> TestResponse:
    """Send the page's own form as it stands, with some fields written anew."""
    form = next(one for one in forms_of(client.get(path).text) if one.action in {"", path})
    return client.post(path, data={**form.sent, **written}, headers={"Origin": "http://localhost"})


def begun(office: Office, key: str, kind: str = "change") -> str:
    """Begin a change through its form; returns its address."""
    officer = office.client("officer")
    answer = submit(officer, f"/office/challenges/{key}/changes/new", kind=kind, reason=REASON)
    assert answer.status_code == 303
    return str(answer.location)


def test_from_the_office_to_the_public_record(office: Office, client: FlaskClient) -> None:
    _slug, key = drafted(office, ChallengeState.OPEN)
    officer, approver = office.client("officer"), office.client("approver")
    address = begun(office, key)
    answer = submit(officer, f"{address}/rules", entries_per_person="3")
    assert (answer.status_code, answer.location) == (303, address)
    assert "아직 바꾼 것이 없습니다" not in officer.get(address).text
    assert submit(officer, f"{address}/hand-in").status_code == 303
    assert submit(approver, f"{address}/approval").status_code == 303
    record = client.get(f"/challenges/{key}/changes")
    assert (record.status_code, faults(record.text)) == (200, [])
    with office.database.read() as work:
        change = work.session.scalars(sa.select(RuleChange)).one()
        notice = work.session.scalars(sa.select(Notice)).one()
        assert find_challenge(work, key).rules_hash == change.new_hash
        hashes, told = (change.old_hash, change.new_hash), notice.key
    for one in hashes:
        text = client.get(f"/challenges/{key}/rules/{one}.json").get_data()
        assert hashlib.sha256(text).hexdigest() == one
    page = client.get(f"/notices/{told}")
    assert faults(page.text) == []
    assert REASON in page.text
    assert "<ins>" in page.text
    assert client.get(f"/challenges/{key}/rules/{'0' * 64}.json").status_code == 404


def test_a_correction_that_is_none_says_so_and_keeps_the_draft(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.OPEN)
    officer, address = office.client("officer"), begun(office, key, "correction")
    assert submit(officer, f"{address}/brief", goal="사고를 20% 줄입니다.").status_code == 303
    answer = submit(officer, f"{address}/hand-in")
    assert answer.status_code == 422
    assert "정정이 아니라 변경공고로" in answer.text
    assert submit(officer, f"{address}/withdraw").status_code == 303


def test_the_author_does_not_approve_and_sees_why(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.OPEN)
    officer, address = office.client("officer"), begun(office, key)
    submit(officer, f"{address}/rules", entries_per_person="3")
    submit(officer, f"{address}/hand-in")
    assert officer.get(f"{address}/approval").status_code == 403
    assert "결재자만 할 수 있습니다" in officer.get(address).text
    approver = office.client("approver")
    assert submit(approver, f"{address}/return", reason="").status_code == 422
    assert submit(approver, f"{address}/return", reason="건수의 근거를 적어 주십시오.").status_code == 303


@pytest.mark.parametrize("section", ["criteria", "prizes", "rules", "form", "money", "conditions"])
def test_during_judging_there_is_no_page_for_what_decides(office: Office, section: str) -> None:
    _slug, key = drafted(office, ChallengeState.JUDGING)
    address = begun(office, key)
    assert office.client("officer").get(f"{address}/{section}").status_code == 404


def test_a_second_change_is_refused_while_one_is_prepared(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.OPEN)
    begun(office, key)
    page = office.client("officer").get(f"/office/challenges/{key}/changes/new")
    assert "이미 준비하고 있는 변경" in page.text
    assert faults(page.text) == []


def test_people_of_other_agencies_do_not_learn_of_it(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.OPEN)
    address = begun(office, key)
    for path in (address, f"{address}/brief", f"/office/challenges/{key}/changes"):
        assert office.client("stranger").get(path).status_code == 404
        assert office.client("citizen").get(path).status_code == 403
