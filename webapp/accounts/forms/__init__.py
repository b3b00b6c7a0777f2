"""Forms of accounts: shape only; rules over data live in the services."""

from webapp.accounts.forms.agencies import AgencyForm, DepartmentForm, InviteOfficialForm, MemberForm
from webapp.accounts.forms.filters import AccountFilterForm, AuditFilterForm
from webapp.accounts.forms.people import (
    ChangePasswordForm,
    CloseAccountForm,
    DeclineForm,
    EmailForm,
    InviteMemberForm,
    NewPasswordForm,
    OrganisationForm,
    ProfileForm,
    ReasonForm,
    SignInForm,
    SignUpForm,
)

__all__ = [
    "AccountFilterForm",
    "AgencyForm",
    "AuditFilterForm",
    "ChangePasswordForm",
    "CloseAccountForm",
    "DeclineForm",
    "DepartmentForm",
    "EmailForm",
    "InviteMemberForm",
    "InviteOfficialForm",
    "MemberForm",
    "NewPasswordForm",
    "OrganisationForm",
    "ProfileForm",
    "ReasonForm",
    "SignInForm",
    "SignUpForm",
]
