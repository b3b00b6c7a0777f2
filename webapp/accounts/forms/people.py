"""Forms of people: signing in and up, passwords, profile, organisations, invitations, reasons."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, TelField, TextAreaField
from wtforms.validators import InputRequired

from webapp.accounts.enums import ConsentKind, OrganisationKind
from webapp.accounts.forms.fields import email_field, line_field, new_password_field, password_field
from webapp.accounts.services import (
    CONSENT_TEXTS,
    ChangePassword,
    NewOrganisation,
    ResetPassword,
    SaveProfile,
    SignIn,
    SignUp,
)
from webapp.core.i18n import current_locale, lazy
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices

LANGUAGES = (("ko", lazy("한국어")), ("en", lazy("English")))


class SignInForm(Form):
    """Address and password."""

    email = email_field(lazy("이메일"), autocomplete="username")
    password = password_field(lazy("비밀번호"))

    def command(self) -> SignIn:
        return SignIn(self.email.data or "", self.password.data or "")


class SignUpForm(Form):
    """Who wants an account, and the two consents, each on its own."""

    email = email_field(lazy("이메일"))
    name = line_field(
        lazy("이름"),
        50,
        description=lazy("공개할 때에는 가운데를 가립니다."),
        render_kw={"autocomplete": "name"},
    )
    password = new_password_field(lazy("비밀번호"))
    terms = BooleanField(
        CONSENT_TEXTS[ConsentKind.TERMS].statement,
        validators=[Required(lazy("이용약관에 동의해야 가입할 수 있습니다."))],
    )
    privacy = BooleanField(
        CONSENT_TEXTS[ConsentKind.PRIVACY].statement,
        validators=[Required(lazy("개인정보 수집·이용에 동의해야 가입할 수 있습니다."))],
    )

    def command(self, next_path: str | None) -> SignUp:
        return SignUp(
            self.email.data or "",
            self.name.data or "",
            self.password.data or "",
            current_locale(),
            next_path or "",
        )


class EmailForm(Form):
    """An address to which a link shall go."""

    email = email_field(lazy("이메일"))


class NewPasswordForm(Form):
    """A new password behind a link."""

    password = new_password_field(lazy("새 비밀번호"))

    def command(self, token: str) -> ResetPassword:
        return ResetPassword(token, self.password.data or "")


class ChangePasswordForm(Form):
    """The old password and the new one."""

    current_password = password_field(lazy("지금 비밀번호"))
    password = new_password_field(lazy("새 비밀번호"))

    def command(self) -> ChangePassword:
        return ChangePassword(self.current_password.data or "", self.password.data or "")


class CloseAccountForm(Form):
    """The password, once more, before everything personal goes."""

    password = password_field(lazy("비밀번호"))


class ProfileForm(Form):
    """What a person says of himself or herself."""

    version = HiddenField()
    name = line_field(lazy("이름"), 50, render_kw={"autocomplete": "name"})
    phone = TelField(
        lazy("전화번호"),
        validators=[Characters(20)],
        filters=[one_line],
        description=lazy("수상과 심사 연락에만 씁니다. 예: 010-1234-5678"),
        render_kw={"autocomplete": "tel"},
    )
    affiliation = line_field(
        lazy("소속"),
        100,
        is_needed=False,
        description=lazy("심사할 때 이해관계를 가리는 데 씁니다."),
        render_kw={"autocomplete": "organization"},
    )
    locale = RadioField(
        lazy("언어"),
        choices=select_choices(LANGUAGES),
        validators=[InputRequired()],
        description=lazy("메일과 화면에 쓸 언어입니다."),
    )

    def command(self) -> SaveProfile:
        version = self.version.data or ""
        return SaveProfile(
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            name=self.name.data or "",
            phone=self.phone.data or "",
            affiliation=self.affiliation.data or "",
            locale=self.locale.data,
        )


class OrganisationForm(Form):
    """A team, company or other body."""

    kind = RadioField(
        lazy("종류"),
        choices=select_choices(OrganisationKind),
        validators=[InputRequired(lazy("종류를 골라 주십시오."))],
    )
    name = line_field(lazy("이름"), 100, render_kw={"autocomplete": "organization"})
    business_number = line_field(
        lazy("사업자등록번호"),
        14,
        is_needed=False,
        description=lazy("기업이면 적어 주십시오. 숫자 10자리입니다. 예: 123-45-67891"),
        render_kw={"inputmode": "numeric"},
    )
    representative = line_field(
        lazy("대표자 이름"), 50, is_needed=False, description=lazy("기업과 단체는 등록된 대표자를 적습니다.")
    )

    def command(self) -> NewOrganisation:
        return NewOrganisation(
            OrganisationKind(self.kind.data),
            self.name.data or "",
            self.business_number.data or "",
            self.representative.data or "",
        )


class InviteMemberForm(Form):
    """Whom to invite to an organisation."""

    email = email_field(lazy("초대할 사람의 이메일"), autocomplete="off")
    name = line_field(lazy("이름"), 50, is_needed=False, render_kw={"autocomplete": "off"})


class ReasonForm(Form):
    """A reason for a binding act."""

    reason = TextAreaField(
        lazy("사유"),
        validators=[Required(lazy("사유를 적어 주십시오.")), Characters(1000)],
        filters=[many_lines],
        render_kw={"data-maxchars": 1000, "rows": 5},
    )


class DeclineForm(Form):
    """Turning an invitation down; saying why is welcome, not needed."""

    reason = TextAreaField(
        lazy("사양하는 까닭"),
        validators=[Characters(500)],
        filters=[many_lines],
        render_kw={"data-maxchars": 500, "rows": 3},
    )
