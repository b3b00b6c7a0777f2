"""Agencies and the platform: what administrators do, and that nobody else can."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import letters
from tests.support.pages import submit
from tests.support.people import PASSWORD, sign_in
from tests.web.accounts.conftest import CITIZEN, Town
from webapp.accounts.models import Account, Agency
from webapp.accounts.queries import named_official, officials_of
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage, OutboxState

SIHUM = "/admin/agencies/sihum"


def test_an_agency_is_entered(admin: FlaskClient, database: Database) -> None:
    data = {"name": "행정안전부", "name_en": "", "kind": "central", "slug": "Mois"}
    wrong = submit(admin, "/admin/agencies/new", data)
    assert wrong.status_code == 422
    assert 'id="slug-error"' in wrong.text
    taken = submit(admin, "/admin/agencies/new", {**data, "slug": "sihum"})
    assert taken.status_code == 422
    right = submit(admin, "/admin/agencies/new", {**data, "slug": "mois"})
    assert (right.status_code, right.location) == (303, "/admin/agencies/mois")
    with database.read() as work:
        assert work.session.scalars(sa.select(Agency.name).where(Agency.slug == "mois")).all() == [
            "행정안전부"
        ]


def test_departments_are_entered_and_changed(agency_admin: FlaskClient, town: Town) -> None:
    data = {"name": "디지털혁신과", "name_en": "Digital Innovation", "phone": "044-205-1234"}
    assert submit(agency_admin, f"{SIHUM}/departments/new", data).status_code == 303
    again = submit(agency_admin, f"{SIHUM}/departments/new", data)
    assert again.status_code == 422
    assert 'id="name-error"' in again.text
    path = f"{SIHUM}/departments/{town.department_key}"
    assert submit(agency_admin, path, {**data, "name": "참여혁신과"}).status_code == 303
    assert "참여혁신과" in agency_admin.get(SIHUM).text


def test_an_official_is_moved_and_gets_roles(
    agency_admin: FlaskClient, database: Database, town: Town
) -> None:
    path = f"{SIHUM}/members/{town.officer_key}"
    data = {"department_id": "0", "title": "주무관", "phone": "", "roles": ["approver", "judging_secretary"]}
    assert submit(agency_admin, path, data).status_code == 303
    with database.read() as work:
        official = next(
            one for one in officials_of(work, town.agency_id) if one.account_id == town.officer_id
        )
    assert {role.value for role in official.roles} == {"approver", "judging_secretary"}
    assert (official.title, official.department) == ("주무관", "")
    forged = submit(agency_admin, path, {**data, "roles": ["judge"]})
    assert forged.status_code == 422
    assert submit(agency_admin, path, {**data, "department_id": "99"}).status_code == 422


def test_an_official_leaves(agency_admin: FlaskClient, database: Database, town: Town) -> None:
    response = submit(agency_admin, f"{SIHUM}/members/{town.officer_key}/end", {}, page=SIHUM)
    assert response.status_code == 303
    with database.read() as work:
        assert named_official(work, town.officer_id, town.agency_id) is None


def test_officials_are_invited_and_invitations_withdrawn(agency_admin: FlaskClient, town: Town) -> None:
    data = {"email": "new@example.org", "name": "새담당", "role": "contest_officer"}
    assert submit(agency_admin, f"{SIHUM}/members/invite", data).status_code == 303
    assert "new@example.org" in agency_admin.get(SIHUM).text
    path = f"{SIHUM}/invitations/{town.official_invitation}/withdraw"
    assert submit(agency_admin, path, {}, page=SIHUM).status_code == 303
    assert "boss@example.org" not in agency_admin.get(SIHUM).text
    assert submit(agency_admin, path, {}, page=SIHUM).status_code == 404


def test_another_agency_is_out_of_reach(agency_admin: FlaskClient, admin: FlaskClient, town: Town) -> None:
    data = {"name": "다른처", "name_en": "", "kind": "public", "slug": "other"}
    submit(admin, "/admin/agencies/new", data)
    for path in ("/admin/agencies/other", "/admin/agencies/other/members/invite"):
        assert agency_admin.get(path).status_code == 403
    assert agency_admin.get(f"/admin/agencies/other/members/{town.officer_key}").status_code == 403
    assert agency_admin.get("/admin/agencies/none").status_code == 404
    assert admin.get(f"/admin/agencies/other/departments/{town.department_key}").status_code == 404


def test_an_account_is_suspended_with_a_reason_and_restored(
    app: Flask, admin: FlaskClient, citizen: FlaskClient, database: Database, town: Town
) -> None:
    path = f"/admin/accounts/{town.citizen_key}"
    assert submit(admin, f"{path}/suspend", {"reason": " "}).status_code == 422
    assert submit(admin, f"{path}/suspend", {"reason": "같은 글을 되풀이해 올림"}).status_code == 303
    assert citizen.get("/account").status_code == 303
    newcomer = app.test_client()
    refused = submit(newcomer, "/sign-in", {"email": CITIZEN, "password": PASSWORD})
    assert refused.status_code == 403
    assert "정지" in refused.text
    assert "같은 글을 되풀이해 올림" in admin.get(path).text
    with database.read() as work:
        letter = letters(work, "accounts/account_suspended")[0]
    assert letter["facts"]["suspended_because"] == "같은 글을 되풀이해 올림"
    assert submit(admin, f"{path}/restore", {"reason": "소명이 받아들여짐"}).status_code == 303
    assert submit(newcomer, "/sign-in", {"email": CITIZEN, "password": PASSWORD}).status_code == 303


def test_nobody_suspends_the_own_account(admin: FlaskClient, database: Database, town: Town) -> None:
    with database.read() as work:
        key = work.session.get_one(Account, town.admin_id).key
    assert submit(admin, f"/admin/accounts/{key}/suspend", {"reason": "시험"}).status_code == 422


def test_opening_an_account_is_recorded(admin: FlaskClient, database: Database, town: Town) -> None:
    admin.get(f"/admin/accounts/{town.citizen_key}")
    with database.read() as work:
        entry = work.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert entry is not None
        facts = (entry.action, entry.actor_id, entry.subject_id)
    assert facts == ("accounts:account:viewed", town.admin_id, town.citizen_id)


@pytest.mark.parametrize("text", ["citizen@", "정다", "CITIZEN@EXAMPLE.ORG"])
def test_accounts_are_found_by_their_beginning(admin: FlaskClient, town: Town, text: str) -> None:
    page = admin.get("/admin/accounts", query_string={"q": text}).text
    assert town.citizen_key in page
    assert page.count("/admin/accounts/") == 1


def test_a_wild_card_is_a_letter_like_others(admin: FlaskClient, town: Town) -> None:
    assert town.citizen_key not in admin.get("/admin/accounts", query_string={"q": "%"}).text


def test_a_dead_letter_is_seen_and_tried_again(admin: FlaskClient, database: Database) -> None:
    with database.write() as work:
        work.session.add(
            OutboxMessage(
                kind="mail",
                key="mail:x",
                payload={"to": "someone@example.org", "template": "accounts/invitation"},
                state=OutboxState.DEAD,
                attempts=6,
                created_at=work.now,
                not_before=work.now,
                last_error="Traceback …\nConnectionRefusedError: 연결할 수 없음\n",
            )
        )
        work.session.flush()
        message_id = work.session.scalars(
            sa.select(OutboxMessage.id).where(OutboxMessage.key == "mail:x")
        ).one()
    page = admin.get("/admin/outbox").text
    assert "ConnectionRefusedError: 연결할 수 없음" in page
    assert "someone@example.org" not in page
    path = f"/admin/outbox/{message_id}/retry"
    assert submit(admin, path, {}, page="/admin/outbox").status_code == 303
    with database.read() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        assert (message.state, message.attempts) == (OutboxState.PENDING, 0)
    assert submit(admin, "/admin/outbox/999/retry", {}, page="/admin/accounts").status_code == 404


def test_the_audit_record_is_filtered(admin: FlaskClient, town: Town) -> None:
    assert town.citizen_id
    every = admin.get("/admin/audit").text
    assert "accounts:organisation:created" in every
    some = admin.get("/admin/audit?action=accounts:invitation").text
    assert "accounts:invitation:sent" in some
    assert "accounts:organisation:created" not in some
    by_citizen = admin.get(f"/admin/audit?email={CITIZEN}").text
    assert "accounts:organisation:created" in by_citizen
    assert "맞는 기록이 없습니다" in admin.get("/admin/audit?last=2026-03-09").text
    assert "accounts:invitation:sent" in admin.get("/admin/audit?first=2026-03-10&last=2026-03-10").text
    assert admin.get("/admin/audit?first=nonsense&cursor=nonsense").status_code == 200


def test_a_broken_chain_is_seen(admin: FlaskClient, database: Database, town: Town) -> None:
    assert town.admin_id
    assert "모두 온전합니다" in admin.get("/admin/audit/chain").text
    with database.write() as work:
        work.session.execute(sa.text("DROP TRIGGER audit_entries_no_update"))
        work.session.execute(sa.text("UPDATE audit_entries SET action = 'x' WHERE sequence = 2"))
    assert "2번 기록이 맞지 않습니다" in admin.get("/admin/audit/chain").text


def test_the_desks_are_in_the_header(
    app: Flask,
    admin: FlaskClient,
    agency_admin: FlaskClient,
    citizen: FlaskClient,
    database: Database,
    town: Town,
) -> None:
    assert 'href="/admin"' in admin.get("/about").text
    assert 'href="/admin/agencies"' in agency_admin.get("/about").text
    assert 'href="/admin' not in citizen.get("/about").text
    officer = app.test_client()
    sign_in(officer, database, town.officer_id)
    assert 'href="/admin' not in officer.get("/about").text
