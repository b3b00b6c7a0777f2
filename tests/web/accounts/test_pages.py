"""Every page of accounts: valid in both languages, for whom it is and for nobody else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.web.accounts.conftest import Town

PUBLIC = (
    "/sign-in",
    "/sign-up",
    "/sign-up/sent",
    "/sign-up/resend",
    "/password/forgotten",
    "/password/sent",
    "/invitations/{judge_invitation}",
)
OWN = (
    "/account",
    "/account/password",
    "/account/sessions",
    "/account/close",
    "/account/organisations",
    "/account/organisations/new",
    "/account/organisations/{organisation_key}",
    "/account/organisations/{organisation_key}/invite",
    "/invitations/{judge_invitation}",
    "/invitations/{judge_invitation}/decline",
)
AGENCY = (
    "/admin/agencies",
    "/admin/agencies/sihum",
    "/admin/agencies/sihum/departments/new",
    "/admin/agencies/sihum/departments/{department_key}",
    "/admin/agencies/sihum/members/invite",
    "/admin/agencies/sihum/members/{officer_key}",
)
PLATFORM = (
    "/admin",
    "/admin/agencies/new",
    "/admin/accounts",
    "/admin/accounts?q=citizen&state=active",
    "/admin/accounts/{citizen_key}",
    "/admin/accounts/{citizen_key}/suspend",
    "/admin/outbox",
    "/admin/audit",
    "/admin/audit?action=accounts:&first=2026-03-01&last=2026-03-31&email=nobody&subject=x",
    "/admin/audit/chain",
)


def expect_good_pages(client: FlaskClient, paths: tuple[str, ...], town: Town, language: str) -> None:
    client.set_cookie("language", language)
    for path in paths:
        response = client.get(path.format(**vars(town)))
        assert response.status_code == 200, path
        assert faults(response.text) == [], path
        assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages(client: FlaskClient, town: Town, language: str) -> None:
    expect_good_pages(client, PUBLIC, town, language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_own_pages(citizen: FlaskClient, town: Town, language: str) -> None:
    expect_good_pages(citizen, OWN, town, language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_agency_pages(agency_admin: FlaskClient, town: Town, language: str) -> None:
    expect_good_pages(agency_admin, AGENCY, town, language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_platform_pages(admin: FlaskClient, town: Town, language: str) -> None:
    expect_good_pages(admin, AGENCY + PLATFORM, town, language)


def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, town: Town) -> None:
    for path in OWN[:8] + AGENCY + PLATFORM:
        response = client.get(path.format(**vars(town)))
        assert response.status_code == 303, path
        assert response.location.startswith("/sign-in?next=/"), path


def test_citizens_see_no_administration(citizen: FlaskClient, town: Town) -> None:
    for path in AGENCY + PLATFORM:
        assert citizen.get(path.format(**vars(town))).status_code == 403, path


def test_agency_admins_see_nothing_of_the_platform(agency_admin: FlaskClient, town: Town) -> None:
    for path in PLATFORM:
        assert agency_admin.get(path.format(**vars(town))).status_code == 403, path
