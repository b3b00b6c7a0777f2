"""Forms of agencies: departments, people, roles."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from webapp.accounts.enums import AGENCY_ROLES, AgencyKind, Role
from webapp.accounts.forms.fields import CheckboxGroupField, email_field, line_field
from webapp.accounts.queries import Official
from webapp.accounts.services import NewAgency, NewDepartment, NewMember, SaveDepartment, SaveMember
from webapp.core.i18n import lazy
from webapp.web.forms import Characters, Form, one_line, select_choices


class AgencyForm(Form):
    """A public body."""

    name = line_field(lazy("기관 이름"), 100)
    name_en = line_field(lazy("영문 이름"), 150, is_needed=False)
    kind = SelectField(
        lazy("종류"),
        choices=select_choices(AgencyKind),
        validators=[InputRequired()],
        description=lazy("공모 규칙과 세금 처리의 기본값이 종류에 따라 달라집니다."),
    )
    slug = line_field(
        lazy("주소에 쓸 이름"),
        60,
        description=lazy("영문 소문자, 숫자, 붙임표만 씁니다. 나중에 바꾸지 않습니다. 예: mois"),
        render_kw={"spellcheck": "false"},
    )

    def command(self) -> NewAgency:
        return NewAgency(
            self.slug.data or "", self.name.data or "", self.name_en.data or "", AgencyKind(self.kind.data)
        )


class DepartmentForm(Form):
    """A unit of an agency. A new one has no version yet."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = line_field(lazy("부서 이름"), 100)
    name_en = line_field(lazy("영문 이름"), 150, is_needed=False)
    phone = TelField(lazy("대표 전화"), validators=[Characters(20)], filters=[one_line])

    def new(self, agency_id: int) -> NewDepartment:
        return NewDepartment(agency_id, self.name.data or "", self.name_en.data or "", self.phone.data or "")

    def changed(self, key: str) -> SaveDepartment:
        return SaveDepartment(
            key, self.name.data or "", self.name_en.data or "", self.phone.data or "", self.version.data
        )


class InviteOfficialForm(Form):
    """Whom to invite to work for an agency, and as what."""

    email = email_field(lazy("담당자의 이메일"), autocomplete="off")
    name = line_field(lazy("이름"), 50, render_kw={"autocomplete": "off"})
    role = RadioField(
        lazy("역할"),
        choices=select_choices([(role.value, role.lazy_label) for role in AGENCY_ROLES]),
        validators=[InputRequired(lazy("역할을 골라 주십시오."))],
    )


class MemberForm(Form):
    """A person's place and roles in an agency."""

    version = StringField(widget=HiddenInput())
    department_id = SelectField(lazy("부서"), coerce=int)
    title = line_field(lazy("직위"), 50, is_needed=False, description=lazy("예: 사무관, 주무관"))
    phone = TelField(
        lazy("전화번호"),
        validators=[Characters(20)],
        filters=[one_line],
        description=lazy("비워 두면 부서의 대표 전화를 보입니다."),
    )
    roles = CheckboxGroupField(
        lazy("역할"), choices=select_choices([(role.value, role.lazy_label) for role in AGENCY_ROLES])
    )

    @classmethod
    def of(cls, official: Official, departments: list[tuple[int, str]]) -> MemberForm:
        """The form with what is true now."""
        form = cls(
            data={
                "version": official.version,
                "department_id": official.department_id or 0,
                "title": official.title,
                "phone": official.own_phone,
                "roles": [role.value for role in official.roles],
            }
        )
        form.department_id.choices = [(0, lazy("정하지 않음")), *departments]
        return form

    def command(self, agency_id: int, account_id: int) -> SaveMember:
        place = NewMember(
            agency_id,
            account_id,
            self.department_id.data or None,
            self.title.data or "",
            self.phone.data or "",
        )
        roles = frozenset(Role(value) for value in self.roles.data or ())
        return SaveMember(place, roles, self.version.data or None)
