"""Agencies, departments, members and roles."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from webapp.accounts.enums import AgencyKind, Role, Scope
from webapp.accounts.models import Agency, Department, Membership, RoleGrant
from webapp.accounts.queries import department_choices, named_official, officials_of
from webapp.accounts.services import (
    NewAgency,
    NewDepartment,
    NewMember,
    SaveDepartment,
    SaveMember,
    add_member,
    create_agency,
    create_department,
    end_member,
    end_role,
    grant_role,
    save_department,
    save_member,
)
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work


@pytest.fixture
def agency(work: Work) -> Agency:
    return make_agency(work)


@pytest.fixture
def agency_admin(work: Work, agency: Agency) -> Actor:
    return actor_for(work, make_official(work, agency, Role.AGENCY_ADMIN, name="기관 관리자"))


@pytest.fixture
def stranger(work: Work) -> Actor:
    return actor_for(work, make_official(work, make_agency(work, "다른처"), Role.AGENCY_ADMIN))


def test_platform_admins_and_the_command_line_enter_agencies(work: Work) -> None:
    admin = actor_for(work, make_account(work, is_admin=True))
    for actor, slug in ((admin, "mois"), (SYSTEM, "gwangsan-gu")):
        agency = create_agency(work, actor, NewAgency(slug, "행정안전부", "Ministry", AgencyKind.CENTRAL))
        work.flush()
        assert work.session.get(Agency, agency.id) is agency


def test_agency_admins_do_not_enter_agencies(work: Work, agency_admin: Actor) -> None:
    with pytest.raises(NotPermitted):
        create_agency(work, agency_admin, NewAgency("new", "새처"))


@pytest.mark.parametrize("slug", ["", "한글", "UPPER", "-a", "a-", "a b", "a" * 61, "a/b"])
def test_the_name_in_addresses_is_plain(work: Work, slug: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        create_agency(work, SYSTEM, NewAgency(slug, "행정안전부"))
    assert set(refused.value.fields) == {"slug"}


def test_two_agencies_never_share_their_address(work: Work) -> None:
    create_agency(work, SYSTEM, NewAgency("mois", "행정안전부"))
    with pytest.raises(RuleBroken) as refused:
        create_agency(work, SYSTEM, NewAgency("mois", "다른 부"))
    assert set(refused.value.fields) == {"slug"}


def test_departments_are_entered_and_changed(work: Work, agency: Agency, agency_admin: Actor) -> None:
    department = create_department(work, agency_admin, NewDepartment(agency.id, "혁신과", "Innovation"))
    work.flush()
    save_department(work, agency_admin, SaveDepartment(department.key, "정부혁신과", "", "044-205-0000"))
    assert department_choices(work, agency.id) == [(department.id, "정부혁신과")]
    assert department.phone == "044-205-0000"


def test_a_department_saved_from_an_old_page_is_refused(
    work: Work, agency: Agency, agency_admin: Actor
) -> None:
    department = make_department(work, agency, "혁신과")
    seen = department.version
    change = SaveDepartment(department.key, "정부혁신과", version=seen)
    save_department(work, agency_admin, change)
    assert save_department(work, agency_admin, change).name == "정부혁신과"
    with pytest.raises(StaleVersion):
        save_department(work, agency_admin, SaveDepartment(department.key, "참여과", version=seen))
    assert department.name == "정부혁신과"


def test_a_place_saved_from_an_old_page_is_refused(work: Work, agency: Agency, agency_admin: Actor) -> None:
    official = make_official(work, agency, Role.CONTEST_OFFICER)
    seen = next(one.version for one in officials_of(work, agency.id) if one.account_id == official.id)
    place = NewMember(agency.id, official.id, None, "사무관")
    save_member(work, agency_admin, SaveMember(place, frozenset({Role.APPROVER}), seen))
    with pytest.raises(StaleVersion):
        save_member(work, agency_admin, SaveMember(place, frozenset(), seen))
    roles = {one.account_id: one.roles for one in officials_of(work, agency.id)}
    assert roles[official.id] == (Role.APPROVER,)
    other = make_account(work)
    with pytest.raises(NotFound):
        save_member(work, agency_admin, SaveMember(NewMember(agency.id, other.id), frozenset()))


def test_a_department_name_stands_once_in_an_agency(work: Work, agency: Agency, agency_admin: Actor) -> None:
    create_department(work, agency_admin, NewDepartment(agency.id, "혁신과"))
    with pytest.raises(RuleBroken) as refused:
        create_department(work, agency_admin, NewDepartment(agency.id, "혁신과"))
    assert set(refused.value.fields) == {"name"}


def test_another_agency_has_no_say(work: Work, agency: Agency, stranger: Actor) -> None:
    department = make_department(work, agency)
    account = make_account(work)
    with pytest.raises(NotPermitted):
        create_department(work, stranger, NewDepartment(agency.id, "혁신과"))
    with pytest.raises(NotPermitted):
        save_department(work, stranger, SaveDepartment(department.key, "가로챈 과"))
    with pytest.raises(NotPermitted):
        add_member(work, stranger, NewMember(agency.id, account.id))
    with pytest.raises(NotPermitted):
        grant_role(work, stranger, account.id, Role.APPROVER, Scope.AGENCY, agency.id)
    with pytest.raises(NotPermitted):
        end_role(work, stranger, account.id, Role.APPROVER, Scope.AGENCY, agency.id)
    with pytest.raises(NotPermitted):
        end_member(work, stranger, agency.id, account.id)


def test_a_member_is_named_with_department_and_telephone(
    work: Work, agency: Agency, agency_admin: Actor
) -> None:
    department = make_department(work, agency)
    account = make_account(work, "김담당")
    add_member(work, agency_admin, NewMember(agency.id, account.id, department.id, "사무관", ""))
    official = named_official(work, account.id, agency.id)
    assert official is not None
    assert (official.name, official.title) == ("김담당", "사무관")
    assert (official.department, official.phone) == (department.name, department.phone)
    assert named_official(work, account.id, make_agency(work, "다른처").id) is None


def test_saving_a_member_again_moves_the_person(work: Work, agency: Agency, agency_admin: Actor) -> None:
    account = make_account(work)
    first = add_member(work, agency_admin, NewMember(agency.id, account.id, None, "주무관"))
    second = add_member(work, agency_admin, NewMember(agency.id, account.id, None, "사무관", "044-1"))
    assert first is second
    assert (second.title, second.phone) == ("사무관", "044-1")


def test_a_department_of_another_agency_is_refused(work: Work, agency: Agency, agency_admin: Actor) -> None:
    foreign = make_department(work, make_agency(work, "다른처"))
    with pytest.raises(RuleBroken) as refused:
        add_member(work, agency_admin, NewMember(agency.id, make_account(work).id, foreign.id))
    assert set(refused.value.fields) == {"department_id"}


def test_roles_are_granted_once_and_end_once(work: Work, agency: Agency, agency_admin: Actor) -> None:
    account = make_account(work)
    grants = [
        grant_role(work, agency_admin, account.id, Role.CONTEST_OFFICER, Scope.AGENCY, agency.id)
        for _ in range(2)
    ]
    assert grants[0] is grants[1]
    assert actor_for(work, account).has_role(Role.CONTEST_OFFICER, Scope.AGENCY, agency.id)
    for _ in range(2):
        end_role(work, agency_admin, account.id, Role.CONTEST_OFFICER, Scope.AGENCY, agency.id)
    assert not actor_for(work, account).has_role(Role.CONTEST_OFFICER)
    assert grants[0].ended_by_id == agency_admin.account_id
    grant_role(work, agency_admin, account.id, Role.CONTEST_OFFICER, Scope.AGENCY, agency.id)
    rows = work.session.scalars(sa.select(RoleGrant).where(RoleGrant.account_id == account.id)).all()
    assert len(rows) == 2


def test_roles_over_other_scopes_are_the_callers_to_check(work: Work, stranger: Actor) -> None:
    account = make_account(work)
    grant_role(work, stranger, account.id, Role.JUDGE, Scope.ROUND, 7)
    assert actor_for(work, account).has_role(Role.JUDGE, Scope.ROUND, 7)


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.JUDGE, Scope.AGENCY), (Role.APPROVER, Scope.ROUND), (Role.TEAM_MEMBER, Scope.ORGANISATION)],
)
def test_a_role_fits_its_scope(work: Work, agency: Agency, role: Role, scope: Scope) -> None:
    with pytest.raises(RuleBroken):
        grant_role(work, SYSTEM, make_account(work).id, role, scope, agency.id)


@pytest.mark.parametrize("known", [True, False])
def test_what_is_not_there_gets_no_role(work: Work, agency: Agency, known: bool) -> None:
    account_id = make_account(work).id if known else 999_999
    agency_id = 999_999 if known else agency.id
    with pytest.raises(NotFound):
        grant_role(work, SYSTEM, account_id, Role.APPROVER, Scope.AGENCY, agency_id)


def test_who_leaves_an_agency_loses_the_roles_there_and_no_others(
    work: Work, agency: Agency, agency_admin: Actor
) -> None:
    account = make_official(work, agency, Role.APPROVER, Role.CONTEST_OFFICER)
    grant_role(work, SYSTEM, account.id, Role.JUDGE, Scope.ROUND, agency.id)
    end_member(work, agency_admin, agency.id, account.id)
    end_member(work, agency_admin, agency.id, account.id)
    assert {grant.role for grant in actor_for(work, account).grants} == {Role.JUDGE}
    assert named_official(work, account.id, agency.id) is None
    assert work.session.scalars(
        sa.select(Membership.ended_at).where(Membership.account_id == account.id)
    ).all() == [work.now]


def test_officials_are_listed_with_their_roles(work: Work, agency: Agency) -> None:
    department = make_department(work, agency)
    make_official(work, agency, Role.APPROVER, name="나결재", department=department)
    make_official(work, agency, Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, name="가담당")
    found = [(official.name, official.roles) for official in officials_of(work, agency.id)]
    assert found == [
        ("나결재", (Role.APPROVER,)),
        ("가담당", (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY)),
    ]
    assert work.session.get_one(Department, department.id).name == officials_of(work, agency.id)[0].department
