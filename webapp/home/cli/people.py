"""The demo's people: invented names, reserved addresses, one sign-in per role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account, Agency, Department
from webapp.accounts.services import (
    NewAgency,
    NewDepartment,
    NewMember,
    add_member,
    create_agency,
    create_demo_account,
    create_department,
    grant_role,
)
from webapp.home.cli.hosts import CITY, MINISTRY, Host
from webapp.home.cli.stage import Stage
from webapp.home.cli.texts import Texts

PASSWORD = "open-challenge-2020"  # noqa: S105  (printed for everybody who tries the demo)
DOMAIN = "demo.example"
CITIZENS = 220
EXPERTS = 14


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in that the demo offers: who it is and what to try with it."""

    role: str
    label: str
    hint: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.role}@{DOMAIN}"


CITY_OFFICER = SignIn(
    "city", "한빛시 공모 담당", "다른 기관의 담당자에게 무엇이 보이고 무엇이 보이지 않는지 견주어 보십시오."
)
SIGN_INS = (
    SignIn("citizen", "시민", "문제를 올리고, 접수 중인 공모에 아이디어를 내 보십시오."),
    SignIn("winner", "수상자", "수상한 아이디어의 지급과 숙성 과정을 살펴보십시오."),
    SignIn("judge", "심사위원", "서약과 이해관계 확인을 하고 배정된 아이디어를 채점해 보십시오."),
    SignIn("reviewer", "과제 검토위원", "이해관계를 밝히고 올라온 문제에 점수와 의견을 매겨 보십시오."),
    SignIn("officer", "공모 담당", "과제를 고르고 공모를 만들며 접수와 지급을 관리해 보십시오."),
    SignIn("approver", "결재자", "공고와 수상 결정, 상금 지급을 승인해 보십시오."),
    SignIn("secretary", "심사 간사", "심사위원을 위촉하고 심사 진행과 순위를 확인해 보십시오."),
    SignIn("policy", "정책 담당", "아이디어의 채택을 결정하고 이행 상황을 보고해 보십시오."),
    SignIn("mentor", "멘토", "숙성 과제의 단계 목표와 기록을 살펴보십시오."),
    SignIn("admin", "플랫폼 관리자", "기관과 권한, 발송 실패와 감사 기록을 살펴보십시오."),
    CITY_OFFICER,
)


@dataclass
class Cast:
    """Everybody who plays a part."""

    host: Host
    agency: Agency
    unit: Department
    departments: dict[str, Department]
    main: dict[str, Account]
    citizens: list[Account]
    experts: list[Account]
    _next_expert: Iterator[Account] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._next_expert = cycle(self.experts)

    def __getitem__(self, role: str) -> Account:
        return self.main[role]

    def some_experts(self, count: int) -> list[Account]:
        """The next `count` experts in turn."""
        return [next(self._next_expert) for _ in range(count)]


def enlist(stage: Stage, texts: Texts) -> Cast:
    """Create the ministry with its officials, the experts and the citizens, and one sign-in per role."""
    work = stage.work
    main = {
        sign_in.role: create_demo_account(
            work, sign_in.email, texts.name(), PASSWORD, is_admin=sign_in.role == "admin"
        )
        for sign_in in SIGN_INS
        if sign_in is not CITY_OFFICER
    }
    cast = _found(stage, MINISTRY, main)
    cast.citizens = [
        create_demo_account(work, f"person{n:03}@{DOMAIN}", texts.name(), PASSWORD)
        for n in range(1, CITIZENS + 1)
    ]
    cast.experts.extend(
        create_demo_account(work, f"expert{n:02}@{DOMAIN}", texts.name(), PASSWORD)
        for n in range(1, EXPERTS + 1)
    )
    stage.commit()
    return cast


def enlist_city(stage: Stage, texts: Texts, cast: Cast) -> Cast:
    """Create the city with officials of its own, one of them a sign-in; everybody else is the same."""
    addresses = {role: f"hanbit-{role}@{DOMAIN}" for role in ("approver", "secretary", "policy")}
    officials = {
        role: create_demo_account(stage.work, email, texts.name(), PASSWORD)
        for role, email in {"officer": CITY_OFFICER.email, **addresses}.items()
    }
    city = _found(stage, CITY, {**cast.main, **officials})
    city.citizens = cast.citizens
    city.experts.extend(cast.experts)
    stage.commit()
    return city


def _found(stage: Stage, host: Host, main: dict[str, Account]) -> Cast:
    """Create an agency with its departments, and give its officials their offices."""
    admin, entry = main["admin"], host.agency
    agency = stage.play(create_agency, admin, NewAgency(entry.slug, entry.name, entry.name_en, entry.kind))
    unit = stage.play(
        create_department, admin, NewDepartment(agency.id, host.unit, host.unit_en, f"{host.phone}-0000")
    )
    departments = {
        name: stage.play(
            create_department, admin, NewDepartment(agency.id, name, name_en, f"{host.phone}-{1000 + number}")
        )
        for number, (name, name_en) in enumerate(host.owning)
    }
    cast = Cast(host, agency, unit, departments, main, [], [])
    _give_offices(stage, cast)
    return cast


def _give_offices(stage: Stage, cast: Cast) -> None:
    offices = (
        ("officer", "사무관", Role.CONTEST_OFFICER, cast.unit),
        ("approver", "과장", Role.APPROVER, cast.unit),
        ("secretary", "주무관", Role.JUDGING_SECRETARY, cast.unit),
        ("policy", "사무관", Role.CONTEST_OFFICER, next(iter(cast.departments.values()))),
    )
    for number, (name, title, role, department) in enumerate(offices):
        phone = f"{cast.host.phone}-{2000 + number}"
        place = NewMember(cast.agency.id, cast[name].id, department.id, title, phone)
        stage.play(add_member, cast["admin"], place)
        stage.play(grant_role, cast["admin"], cast[name].id, role, Scope.AGENCY, cast.agency.id)
