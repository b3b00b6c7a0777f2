"""Forms of who keeps order: each act with its reason."""

from __future__ import annotations

from wtforms import TextAreaField

from webapp.core.i18n import lazy
from webapp.discussion.services.voiding import REASON_MAX
from webapp.web.forms import Characters, Form, Required, many_lines


class EmptyForm(Form):
    """A form of one button."""


class VoidForm(Form):
    """Why a group of endorsements does not count, or counts again."""

    reason = TextAreaField(
        lazy("까닭"),
        [Required(lazy("까닭을 적어 주십시오.")), Characters(REASON_MAX)],
        filters=[many_lines],
        render_kw={"data-maxchars": REASON_MAX, "rows": 4},
    )
