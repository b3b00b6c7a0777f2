"""Forms in the address: which accounts and which entries of the audit record to list."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.fields import DateField
from wtforms.validators import Optional

from webapp.accounts.enums import AccountState
from webapp.accounts.forms.fields import FilterForm
from webapp.accounts.queries.administration import AuditFilter
from webapp.core.i18n import lazy
from webapp.web.forms import one_line, select_choices


class AccountFilterForm(FilterForm):
    """Which accounts to list."""

    q = StringField(lazy("이메일이나 이름의 앞부분"), filters=[one_line])
    state = SelectField(lazy("상태"), choices=select_choices(AccountState, empty=lazy("모든 상태")))

    def chosen_state(self) -> AccountState | None:
        """The state to filter by, if a true one was chosen."""
        return AccountState(self.state.data) if self.state.data in set(AccountState) else None


class AuditFilterForm(FilterForm):
    """Which entries of the audit record to list."""

    action = StringField(
        lazy("행위"), filters=[one_line], description=lazy("앞부분만 적어도 됩니다. 예: accounts:role")
    )
    subject = StringField(lazy("대상의 종류"), filters=[one_line], description=lazy("예: ideas"))
    email = StringField(lazy("행위자의 이메일"), filters=[one_line])
    first = DateField(lazy("시작일"), validators=[Optional()])
    last = DateField(lazy("종료일"), validators=[Optional()])

    def command(self) -> AuditFilter:
        """The filter; a day that is none is left out."""
        self.validate()
        return AuditFilter(
            action=self.action.data or "",
            subject_type=self.subject.data or "",
            email=self.email.data or "",
            first_day=self.first.data,
            last_day=self.last.data,
        )
