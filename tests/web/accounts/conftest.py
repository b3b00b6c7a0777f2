"""People and an agency in the application's own database, for tests of accounts' pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import actor_for, make_account, make_agency, make_department, make_official, sign_in
from webapp.accounts.enums import OrganisationKind, Role, Scope
from webapp.accounts.services import (
    Invite,
    NewOrganisation,
    create_organisation,
    invite,
    invite_official,
    invite_to_organisation,
)
from webapp.core.database import Database
from webapp.core.policy import SYSTEM


@dataclass(frozen=True)
class Town:
    """Who and what is there, by id or key."""

    citizen_id: int
    citizen_key: str
    admin_id: int
    agency_admin_id: int
    officer_id: int
    officer_key: str
    agency_id: int
    department_key: str
    organisation_key: str
    judge_invitation: str
    official_invitation: str


CITIZEN = "citizen@example.org"
JUDGE = "judge@example.org"


@pytest.fixture
def town(database: Database) -> Town:
    with database.write() as work:
        citizen = make_account(work, "정다운", email=CITIZEN)
        admin = make_account(work, "관리인", is_admin=True)
        agency = make_agency(work)
        agency.slug = "sihum"
        department = make_department(work, agency)
        agency_admin = make_official(work, agency, Role.AGENCY_ADMIN, name="나기관")
        officer = make_official(work, agency, Role.CONTEST_OFFICER, name="이담당", department=department)
        team = create_organisation(
            work, actor_for(work, citizen), NewOrganisation(OrganisationKind.TEAM, "한걸음")
        )
        invite_to_organisation(work, actor_for(work, citizen), team, "friend@example.org")
        judge = invite(work, SYSTEM, Invite(JUDGE, "박심사", Role.JUDGE, Scope.ROUND, 7, "1차 서면심사"))
        official = invite_official(work, SYSTEM, agency.id, Role.APPROVER, "boss@example.org", "최결재")
        return Town(
            citizen_id=citizen.id,
            citizen_key=citizen.key,
            admin_id=admin.id,
            agency_admin_id=agency_admin.id,
            officer_id=officer.id,
            officer_key=officer.key,
            agency_id=agency.id,
            department_key=department.key,
            organisation_key=team.key,
            judge_invitation=judge.key,
            official_invitation=official.key,
        )


@pytest.fixture
def citizen(app: Flask, database: Database, town: Town) -> FlaskClient:
    client = app.test_client()
    sign_in(client, database, town.citizen_id)
    return client


@pytest.fixture
def admin(app: Flask, database: Database, town: Town) -> FlaskClient:
    client = app.test_client()
    sign_in(client, database, town.admin_id)
    return client


@pytest.fixture
def agency_admin(app: Flask, database: Database, town: Town) -> FlaskClient:
    client = app.test_client()
    sign_in(client, database, town.agency_admin_id)
    return client
