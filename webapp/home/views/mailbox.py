"""The demonstration's mailbox: letters that stayed on this machine, so that a newcomer can confirm a sign-up.

It is there only while demonstration accounts are, never in production, and only when no mail server is used.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import has_demo_accounts
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.home.queries import address_of, is_waiting_for_confirmation
from webapp.home.views.blueprint import blueprint
from webapp.web.access import public
from webapp.web.limits import limit
from webapp.web.mail import keeps_letters, kept_letters
from webapp.web.pipeline import current_actor, current_work, platform


@blueprint.get("/mailbox")
@limit("60 per minute")
@public
def mailbox() -> ResponseReturnValue:
    """시연 우편함."""
    if platform().settings.is_production or not keeps_letters() or not has_demo_accounts(platform().database):
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    work, actor = current_work(), current_actor()
    typed = request.args.get("email", "").strip().lower()[:254]
    own = address_of(work, actor) if actor.is_signed_in else ""
    may_read = bool(typed) and is_waiting_for_confirmation(work, typed)
    address = typed if may_read else own
    letters = kept_letters(address) if address else []
    return render_template(
        "home/mailbox.html",
        address=address,
        typed=typed,
        is_refused=bool(typed) and not may_read,
        letters=letters,
    )
