"""Forms of single acts: confirming one, and giving the reason for one."""

from __future__ import annotations

from webapp.challenges.forms.fields import area
from webapp.core.i18n import lazy
from webapp.web.forms import Form


class ConfirmForm(Form):
    """Nothing to write: the page itself says what will happen."""


class ReasonForm(Form):
    """The reason of an act."""

    reason = area(lazy("사유"), 2000, rows=5, needed=lazy("사유를 적어 주십시오."))
