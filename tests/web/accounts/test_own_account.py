"""Profile, sessions, organisations, closing the account."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import letters
from tests.support.pages import csrf_token, submit
from tests.support.people import PASSWORD, make_account, sign_in
from tests.web.accounts.conftest import CITIZEN, JUDGE, Town
from webapp.accounts.models import Account, AccountSession, OrganisationMember
from webapp.accounts.queries import grants_of
from webapp.core.database import Database

PROFILE = {
    "version": "1",
    "name": "정다운",
    "phone": "010-1234-5678",
    "affiliation": "한빛",
    "locale": "en",
}


def test_the_profile_is_saved_with_its_language(citizen: FlaskClient, database: Database, town: Town) -> None:
    response = submit(citizen, "/account", PROFILE)
    assert (response.status_code, response.location) == (303, "/account")
    page = citizen.get("/account").text
    assert '<html lang="en"' in page
    assert 'value="한빛"' in page
    with database.read() as work:
        assert work.session.get_one(Account, town.citizen_id).phone == "010-1234-5678"


def test_two_windows_do_not_overwrite_each_other(citizen: FlaskClient) -> None:
    submit(citizen, "/account", PROFILE)
    response = submit(citizen, "/account", {**PROFILE, "name": "옛 화면"})
    assert response.status_code == 409
    assert "옛 화면" in citizen.get(_kept(response.text)).text


def _kept(html: str) -> str:
    match = re.search(r'href="(/account\?kept=[^"]+)"', html)
    assert match
    return match.group(1)


def test_the_name_cannot_be_empty_or_too_long(citizen: FlaskClient) -> None:
    for name in ("", "   ", "가" * 51):
        response = submit(citizen, "/account", {**PROFILE, "name": name})
        assert response.status_code == 422
        assert 'id="name-error"' in response.text


def test_a_session_elsewhere_is_ended_here(
    app: Flask, citizen: FlaskClient, database: Database, town: Town
) -> None:
    other = app.test_client()
    sign_in(other, database, town.citizen_id)
    with database.read() as work:
        key = work.session.scalars(sa.select(AccountSession.key).order_by(AccountSession.id.desc())).first()
    response = submit(citizen, f"/account/sessions/{key}/end", {}, page="/account/sessions")
    assert response.status_code == 303
    assert other.get("/account").status_code == 303
    assert citizen.get("/account").status_code == 200


def test_all_other_sessions_end_at_once(
    app: Flask, citizen: FlaskClient, database: Database, town: Town
) -> None:
    others = [app.test_client() for _ in range(2)]
    for other in others:
        sign_in(other, database, town.citizen_id)
    submit(citizen, "/account/sessions/end-others", {}, page="/account/sessions")
    assert [other.get("/account").status_code for other in others] == [303, 303]
    assert "2대에서" in citizen.get("/account/sessions").text


def test_the_password_is_changed_by_who_knows_it(citizen: FlaskClient, database: Database) -> None:
    new = {"current_password": "틀린 비밀번호", "password": "새로 정한 아주 긴 문장"}
    wrong = submit(citizen, "/account/password", new)
    assert wrong.status_code == 422
    assert 'id="current_password-error"' in wrong.text
    assert submit(citizen, "/account/password", {**new, "current_password": PASSWORD}).status_code == 303
    assert citizen.get("/account").status_code == 200
    with database.read() as work:
        assert letters(work, "accounts/password_changed")[0]["to"] == CITIZEN


def test_closing_the_account_takes_everything_personal(
    citizen: FlaskClient, database: Database, town: Town
) -> None:
    assert submit(citizen, "/account/close", {"password": "틀린 비밀번호"}).status_code == 422
    assert submit(citizen, "/account/close", {"password": PASSWORD}).status_code == 303
    assert citizen.get("/account").status_code == 303
    with database.read() as work:
        account = work.session.get_one(Account, town.citizen_id)
        assert account.state == "closed"
        assert (account.phone, account.affiliation, account.password_hash) == ("", "", "")
        assert "정다운" not in account.name
        assert CITIZEN not in account.email
        assert letters(work, "accounts/account_closed")[0]["to"] == CITIZEN
        assert work.session.scalars(sa.select(OrganisationMember.left_at)).all() == [work.now]


def test_who_holds_a_role_cannot_close_the_account(app: Flask, database: Database, town: Town) -> None:
    officer = app.test_client()
    sign_in(officer, database, town.officer_id)
    response = submit(officer, "/account/close", {"password": PASSWORD})
    assert response.status_code == 409
    assert "역할이 있는 동안" in response.text


def test_a_company_is_entered_with_its_number(citizen: FlaskClient) -> None:
    data = {"kind": "company", "name": "한빛", "business_number": "123-45-67890", "representative": "나대표"}
    wrong = submit(citizen, "/account/organisations/new", data)
    assert wrong.status_code == 422
    assert 'id="business_number-error"' in wrong.text
    right = submit(citizen, "/account/organisations/new", {**data, "business_number": "1234567891"})
    assert right.status_code == 303
    assert "123-45-67891" in citizen.get(right.location).text


def test_a_member_is_invited_joins_and_leaves(
    app: Flask, citizen: FlaskClient, database: Database, town: Town
) -> None:
    page = f"/account/organisations/{town.organisation_key}"
    assert submit(citizen, f"{page}/invite", {"email": JUDGE}).status_code == 303
    with database.write() as work:
        friend_id = make_account(work, "박친구", email=JUDGE).id
        link = letters(work, "accounts/invitation")[-1]["facts"]["link"].removeprefix("http://localhost")
    friend = app.test_client()
    sign_in(friend, database, friend_id)
    assert friend.get(page).status_code == 404
    assert submit(friend, f"{link}/accept", {}, page=link).location == "/account/organisations"
    assert friend.get(page).status_code == 200
    assert "박친구" in citizen.get(page).text
    assert submit(friend, f"{page}/invite", {"email": "x@example.org"}).status_code == 403
    assert submit(friend, f"{page}/leave", {}, page="/account").status_code == 303
    assert friend.get(page).status_code == 404


def test_the_lead_sees_the_address_of_the_invited_and_others_do_not(
    app: Flask, citizen: FlaskClient, database: Database, town: Town
) -> None:
    page = f"/account/organisations/{town.organisation_key}"
    assert "friend@example.org" in citizen.get(page).text
    with database.write() as work:
        member = make_account(work, "구성원")
        work.session.add(
            OrganisationMember(
                organisation_id=1, account_id=member.id, invited_at=work.now, accepted_at=work.now
            )
        )
        member_id = member.id
    other = app.test_client()
    sign_in(other, database, member_id)
    shown = other.get(page)
    assert shown.status_code == 200
    assert "friend@example.org" not in shown.text


# ------------------------------------------------------------------ invitations


def test_an_invitation_is_answered_after_signing_up(
    client: FlaskClient, database: Database, town: Town
) -> None:
    here = f"/invitations/{town.judge_invitation}"
    page = client.get(here).text
    assert "1차 서면심사" in page
    assert f'href="/sign-up?next={here}"' in page
    data = {"email": JUDGE, "name": "박심사", "password": PASSWORD, "terms": "y", "privacy": "y"}
    submit(client, f"/sign-up?next={here}", data)
    with database.read() as work:
        link = letters(work, "accounts/confirm_email")[-1]["facts"]["link"].removeprefix("http://localhost")
    entry = submit(client, link, {}).location
    assert submit(client, entry, {"email": JUDGE, "password": PASSWORD}).location == here
    assert submit(client, f"{here}/accept", {}, page=here).status_code == 303
    assert "수락하셨습니다" in client.get(here).text
    with database.read() as work:
        account_id = work.session.scalars(sa.select(Account.id).where(Account.email == JUDGE)).one()
        assert [(grant.role, grant.scope_id) for grant in grants_of(work, account_id)] == [("judge", 7)]


def test_another_account_cannot_answer(citizen: FlaskClient, town: Town) -> None:
    here = f"/invitations/{town.judge_invitation}"
    assert "다른 이메일 주소로 보낸" in citizen.get(here).text
    assert submit(citizen, f"{here}/accept", {}, page="/account").status_code == 403
    assert submit(citizen, f"{here}/decline", {"reason": ""}).status_code == 403


def test_declining_with_or_without_a_reason(app: Flask, database: Database, town: Town) -> None:
    with database.write() as work:
        judge_id = make_account(work, "박심사", email=JUDGE).id
    judge = app.test_client()
    sign_in(judge, database, judge_id)
    here = f"/invitations/{town.judge_invitation}"
    assert submit(judge, f"{here}/decline", {"reason": ""}).status_code == 303
    assert "사양하셨습니다" in judge.get(here).text
    assert judge.get(f"{here}/decline").status_code == 303


def test_open_invitations_wait_on_the_own_page(app: Flask, database: Database, town: Town) -> None:
    with database.write() as work:
        judge_id = make_account(work, "박심사", email=JUDGE).id
    judge = app.test_client()
    sign_in(judge, database, judge_id)
    assert f"/invitations/{town.judge_invitation}" in judge.get("/account").text
    assert csrf_token(judge, "/account")
