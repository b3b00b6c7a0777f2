"""Invitations to roles and to organisations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.accounts import letters, link_secret
from tests.support.people import PASSWORD, actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import AgencyKind, InvitationState, OrganisationKind, Role, Scope
from webapp.accounts.models import Agency
from webapp.accounts.queries import named_official, organisations_led_by, organisations_of
from webapp.accounts.services import (
    Invite,
    NewOrganisation,
    SignUp,
    accept_invitation,
    accept_membership,
    close_account,
    confirm_email,
    create_organisation,
    decline_invitation,
    hand_over_lead,
    invite,
    invite_official,
    invite_to_organisation,
    leave_organisation,
    remove_member,
    sign_up,
    withdraw_invitation,
    withdraw_membership_invitation,
)
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, WrongState
from webapp.core.events import EventBook
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChanged

EMAIL = "judge@example.org"
TO_JUDGE = Invite(EMAIL, "박심사", Role.JUDGE, Scope.ROUND, 7, "1차 서면심사")


def test_accepting_grants_the_role_and_tells_the_contexts_above(work: Work) -> None:
    heard: list[StateChanged] = []
    work.events = EventBook([{StateChanged: [lambda _work, event: heard.append(event)]}])
    invitation = invite(work, SYSTEM, TO_JUDGE)
    account = make_account(work, email=EMAIL)
    accepted = accept_invitation(work, actor_for(work, account), invitation.key)
    assert accept_invitation(work, actor_for(work, account), invitation.key) is accepted
    assert accepted.state is InvitationState.ACCEPTED
    assert (accepted.account_id, accepted.answered_at) == (account.id, work.now)
    assert actor_for(work, account).has_role(Role.JUDGE, Scope.ROUND, 7)
    assert [(event.workflow, event.target) for event in heard] == [("invitations", InvitationState.ACCEPTED)]


def test_somebody_without_an_account_signs_up_first(work: Work) -> None:
    invitation = invite(work, SYSTEM, TO_JUDGE)
    sign_up(work, SignUp(EMAIL.upper(), "박심사", PASSWORD))
    account = confirm_email(work, link_secret(work, "accounts/confirm_email"))
    accept_invitation(work, actor_for(work, account), invitation.key)
    assert actor_for(work, account).has_role(Role.JUDGE, Scope.ROUND, 7)


def test_the_letter_says_what_for_in_the_language_of_the_invited(work: Work) -> None:
    account = make_account(work, email=EMAIL)
    account.locale = "en"
    invitation = invite(work, SYSTEM, TO_JUDGE)
    letter = letters(work)[0]
    assert (letter["to"], letter["locale"], letter["facts"]["subject_title"]) == (EMAIL, "en", "1차 서면심사")
    assert letter["facts"]["link"] == f"http://localhost/invitations/{invitation.key}"


def test_inviting_twice_is_one_invitation_and_one_letter_a_day(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        keys = {invite(work, SYSTEM, TO_JUDGE).key for _ in range(2)}
        assert len(letters(work)) == 1
    clock.advance(timedelta(days=1))
    with database.write() as work:
        again = invite(work, SYSTEM, TO_JUDGE)
        assert {again.key} == keys
        assert again.expires_at == work.now + timedelta(days=30)
        assert len(letters(work)) == 2


def test_an_invitation_is_for_its_address_only(work: Work) -> None:
    invitation = invite(work, SYSTEM, TO_JUDGE)
    stranger = make_account(work)
    for answer in (accept_invitation, decline_invitation):
        with pytest.raises(NotPermitted):
            answer(work, actor_for(work, stranger), invitation.key)
    assert invitation.state is InvitationState.INVITED
    with pytest.raises(NotFound):
        accept_invitation(work, actor_for(work, stranger), "no-such-key")


def test_declining_is_final_until_invited_again(work: Work) -> None:
    actor = actor_for(work, make_account(work, email=EMAIL))
    invitation = invite(work, SYSTEM, TO_JUDGE)
    for _ in range(2):
        decline_invitation(work, actor, invitation.key)
    with pytest.raises(WrongState):
        accept_invitation(work, actor, invitation.key)
    assert not actor.has_role(Role.JUDGE)
    assert accept_invitation(work, actor, invite(work, SYSTEM, TO_JUDGE).key).id != invitation.id


def test_an_invitation_has_its_time(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        actor = actor_for(work, make_account(work, email=EMAIL))
        key = invite(work, SYSTEM, TO_JUDGE).key
    clock.advance(timedelta(days=30))
    with database.write() as work, pytest.raises(WrongState):
        accept_invitation(work, actor, key)


def test_a_withdrawn_invitation_cannot_be_accepted(work: Work) -> None:
    actor = actor_for(work, make_account(work, email=EMAIL))
    invitation = invite(work, SYSTEM, TO_JUDGE)
    for _ in range(2):
        withdraw_invitation(work, SYSTEM, invitation.key)
    with pytest.raises(WrongState):
        accept_invitation(work, actor, invitation.key)


@pytest.fixture
def agency(work: Work) -> Agency:
    return make_agency(work, kind=AgencyKind.LOCAL)


def test_an_official_invited_by_the_agency_becomes_a_member(work: Work, agency: Agency) -> None:
    admin = actor_for(work, make_official(work, agency, Role.AGENCY_ADMIN))
    invitation = invite_official(work, admin, agency.id, Role.APPROVER, EMAIL, "최결재")
    account = make_account(work, "최결재", email=EMAIL)
    accept_invitation(work, actor_for(work, account), invitation.key)
    assert actor_for(work, account).has_role(Role.APPROVER, Scope.AGENCY, agency.id)
    assert named_official(work, account.id, agency.id) is not None


def test_only_the_agency_invites_and_withdraws_its_officials(work: Work, agency: Agency) -> None:
    other = actor_for(work, make_official(work, make_agency(work), Role.AGENCY_ADMIN))
    with pytest.raises(NotPermitted):
        invite_official(work, other, agency.id, Role.APPROVER, EMAIL, "")
    invitation = invite_official(work, SYSTEM, agency.id, Role.APPROVER, EMAIL, "")
    with pytest.raises(NotPermitted):
        withdraw_invitation(work, other, invitation.key)


# ------------------------------------------------------------------ organisations


@pytest.fixture
def lead(work: Work) -> Actor:
    return actor_for(work, make_account(work, "나대표"))


def test_a_company_needs_its_business_number(work: Work, lead: Actor) -> None:
    for number in ("", "123-45-67890"):
        with pytest.raises(RuleBroken) as refused:
            create_organisation(work, lead, NewOrganisation(OrganisationKind.COMPANY, "회사", number))
        assert set(refused.value.fields) == {"business_number"}
    company = create_organisation(
        work, lead, NewOrganisation(OrganisationKind.COMPANY, "회사", "220-81-62517", "나대표")
    )
    assert company.business_number == "2208162517"


def test_a_team_is_made_of_people_who_agreed(work: Work, lead: Actor) -> None:
    team = create_organisation(work, lead, NewOrganisation(OrganisationKind.TEAM, "한걸음"))
    member = make_account(work, email=EMAIL)
    invitation = invite_to_organisation(work, lead, team, EMAIL, "박심사")
    assert organisations_of(work, member.id) == ()
    accept_membership(work, actor_for(work, member), invitation.key)
    assert [view.name for view in organisations_of(work, member.id)] == ["한걸음"]
    assert organisations_led_by(work, member.id) == ()
    assert [view.name for view in organisations_led_by(work, lead.account_id or 0)] == ["한걸음"]
    assert actor_for(work, member).grants == frozenset()


def test_only_the_lead_manages(work: Work, lead: Actor) -> None:
    team = create_organisation(work, lead, NewOrganisation(OrganisationKind.TEAM, "한걸음"))
    member = actor_for(work, make_account(work, email=EMAIL))
    invitation = invite_to_organisation(work, lead, team, EMAIL)
    accept_membership(work, member, invitation.key)
    with pytest.raises(NotPermitted):
        invite_to_organisation(work, member, team, "other@example.org")
    with pytest.raises(NotFound):
        remove_member(work, member, team.key, lead.account_id or 0)
    with pytest.raises(NotFound):
        hand_over_lead(work, member, team.key, member.account_id or 0)
    pending = invite_to_organisation(work, lead, team, "other@example.org")
    with pytest.raises(NotFound):
        withdraw_membership_invitation(work, member, pending.key)
    withdraw_membership_invitation(work, lead, pending.key)
    assert pending.state is InvitationState.WITHDRAWN


def test_the_lead_is_handed_over_before_leaving(work: Work, lead: Actor) -> None:
    team = create_organisation(work, lead, NewOrganisation(OrganisationKind.TEAM, "한걸음"))
    member = actor_for(work, make_account(work, email=EMAIL))
    accept_membership(work, member, invite_to_organisation(work, lead, team, EMAIL).key)
    with pytest.raises(WrongState):
        leave_organisation(work, lead, team.key)
    with pytest.raises(RuleBroken):
        hand_over_lead(work, lead, team.key, make_account(work).id)
    hand_over_lead(work, lead, team.key, member.account_id or 0)
    leave_organisation(work, lead, team.key)
    leave_organisation(work, lead, team.key)
    work.flush()
    assert organisations_of(work, lead.account_id or 0) == ()
    assert organisations_led_by(work, member.account_id or 0) != ()


def test_a_lead_who_closes_the_account_hands_the_lead_on(work: Work, lead: Actor) -> None:
    team = create_organisation(work, lead, NewOrganisation(OrganisationKind.TEAM, "한걸음"))
    member = actor_for(work, make_account(work, email=EMAIL))
    accept_membership(work, member, invite_to_organisation(work, lead, team, EMAIL).key)
    close_account(work, lead, PASSWORD)
    assert [view.name for view in organisations_led_by(work, member.account_id or 0)] == ["한걸음"]
    assert organisations_of(work, lead.account_id or 0) == ()


def test_who_was_removed_can_be_invited_again(work: Work, lead: Actor) -> None:
    team = create_organisation(work, lead, NewOrganisation(OrganisationKind.TEAM, "한걸음"))
    account = make_account(work, email=EMAIL)
    for _ in range(2):
        accept_membership(work, actor_for(work, account), invite_to_organisation(work, lead, team, EMAIL).key)
        assert len(organisations_of(work, account.id)) == 1
        remove_member(work, lead, team.key, account.id)
        assert organisations_of(work, account.id) == ()
