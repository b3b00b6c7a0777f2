"""Fields that several forms of accounts share.

Fields with a password have "password" in their name: what is so called is never kept (see core.parking).
"""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.accounts.services.passwords import LONGEST, SHORTEST
from webapp.core.i18n import lazy
from webapp.web.forms import Characters, Required, one_line

EMAIL_HINT = lazy("예: name@example.com")
NEW_PASSWORD_HINT = lazy(
    "%(least)s자 이상이면 됩니다. 여러 낱말을 이은 문장이 외우기 쉽고 안전합니다. 붙여 넣어도 됩니다.",
    least=SHORTEST,
)


def email_field(label: str, *, autocomplete: str = "email") -> EmailField:
    """An address: shape only here, the rest in the service."""
    return EmailField(
        label,
        validators=[Required(lazy("이메일 주소를 적어 주십시오.")), Characters(254)],
        filters=[one_line],
        description=EMAIL_HINT,
        render_kw={"autocomplete": autocomplete, "inputmode": "email", "spellcheck": "false"},
    )


def new_password_field(label: str) -> PasswordField:
    """A password to be chosen; nothing is trimmed and pasting is welcome."""
    return PasswordField(
        label,
        validators=[Required(lazy("비밀번호를 적어 주십시오.")), Characters(LONGEST)],
        description=NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


def password_field(label: str) -> PasswordField:
    """A password that exists."""
    return PasswordField(
        label,
        validators=[Required(lazy("비밀번호를 적어 주십시오.")), Characters(LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def line_field(
    label: str,
    maximum: int,
    *,
    is_needed: bool = True,
    description: str = "",
    render_kw: dict[str, str] | None = None,
) -> StringField:
    """One line of text."""
    needed = [Required()] if is_needed else []
    return StringField(
        label,
        validators=[*needed, Characters(maximum)],
        filters=[one_line],
        description=description,
        render_kw=render_kw,
    )


class CheckboxGroupField(SelectMultipleField):
    """Several choices as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FilterForm(FlaskForm):
    """A form in the address: no token, never submitted."""

    class Meta(FlaskForm.Meta):
        """Filters change nothing, so they carry no token."""

        csrf = False
