"""What the pages of accounts ask of the database: the same for one row and for thirty."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import actor_for, make_account, make_department, make_official
from tests.support.statements import counted_statements
from tests.web.accounts.conftest import CITIZEN, Town
from webapp.accounts.enums import OrganisationKind, Role, Scope
from webapp.accounts.models import Account, Agency
from webapp.accounts.services import (
    Invite,
    NewAgency,
    NewOrganisation,
    create_agency,
    create_organisation,
    invite,
    invite_official,
    invite_to_organisation,
)
from webapp.core.database import Database
from webapp.core.policy import SYSTEM

PAGES = {
    "/account": "citizen",
    "/account/sessions": "citizen",
    "/account/organisations": "citizen",
    "/account/organisations/{organisation_key}": "citizen",
    "/admin": "admin",
    "/admin/agencies": "admin",
    "/admin/agencies/sihum": "admin",
    "/admin/accounts": "admin",
    "/admin/outbox": "admin",
    "/admin/audit": "admin",
}


def grow(database: Database, town: Town) -> None:
    """Twenty-nine more of everything."""
    with database.write() as work:
        citizen = actor_for(work, work.session.get_one(Account, town.citizen_id))
        agency = work.session.get_one(Agency, town.agency_id)
        for number in range(29):
            make_account(work)
            make_department(work, agency)
            make_official(work, agency, Role.APPROVER)
            create_agency(work, SYSTEM, NewAgency(f"agency{number}", "다른처"))
            team = create_organisation(work, citizen, NewOrganisation(OrganisationKind.TEAM, f"팀 {number}"))
            invite(work, SYSTEM, Invite(CITIZEN, "", Role.JUDGE, Scope.ROUND, 100 + number, "심사"))
            invite_official(work, SYSTEM, agency.id, Role.APPROVER, f"o{number}@example.org", "")
            invite_to_organisation(work, citizen, team, "friend@example.org")


@pytest.mark.parametrize("path", PAGES)
def test_lists_cost_the_same_however_long(
    app: Flask, citizen: FlaskClient, admin: FlaskClient, database: Database, town: Town, path: str
) -> None:
    client = {"citizen": citizen, "admin": admin}[PAGES[path]]
    address = path.format(**vars(town))
    client.get(address)  # the first look also asks whether the demo is here
    with counted_statements(app) as few:
        assert client.get(address).status_code == 200
    grow(database, town)
    with counted_statements(app) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few) <= 8


def test_a_visitor_signs_in_with_few_statements(app: Flask, client: FlaskClient) -> None:
    with counted_statements(app) as statements:
        client.get("/sign-in")
    assert len(statements) <= 1
