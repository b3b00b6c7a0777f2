"""Limits against floods: how often one account, and all accounts at one address, may do a thing.

They stand in the database and hold over all processes. What was refused is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

import sqlalchemy as sa

from webapp.core.errors import TooMany
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.discussion.enums import Deed
from webapp.discussion.models import CountedDeed


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `per_account` within `window` by one person, and `per_address` by all at one address."""

    per_account: int
    per_address: int
    window: timedelta


#: An address may be a school or an office: it takes ten people who do what one may.
LIMITS: Final = {
    Deed.ENDORSE: Limit(30, 300, timedelta(hours=1)),
    Deed.COMMENT: Limit(10, 100, timedelta(minutes=10)),
    Deed.REPORT: Limit(20, 200, timedelta(hours=1)),
    Deed.ASK: Limit(10, 100, timedelta(hours=1)),
    Deed.FOLLOW: Limit(60, 600, timedelta(hours=1)),
}


def count_deed(work: Work, actor: Actor, deed: Deed) -> None:
    """Count what the actor is about to do; TooMany with the seconds to wait when it was too much lately."""
    limit = LIMITS[deed]
    _refuse(work, deed, limit.window, limit.per_account, CountedDeed.account_id == actor.account_id)
    digest = work.trace.address_digest
    if digest:
        _refuse(work, deed, limit.window, limit.per_address, CountedDeed.address_digest == digest)
    work.session.add(CountedDeed(deed=deed, account_id=actor.account_id, address_digest=digest, at=work.now))


def _refuse(work: Work, deed: Deed, window: timedelta, most: int, whose: sa.ColumnElement[bool]) -> None:
    """TooMany when the `most`-th newest deed is still within the window."""
    oldest = work.session.scalar(
        sa.select(CountedDeed.at)
        .where(CountedDeed.deed == deed, whose, CountedDeed.at > work.now - window)
        .order_by(CountedDeed.at.desc())
        .offset(most - 1)
        .limit(1)
    )
    if oldest is not None:
        wait = ceil((oldest + window - work.now).total_seconds())
        raise TooMany(
            _("짧은 시간에 너무 많이 하셨습니다. 잠시 뒤 다시 해 주십시오."), retry_after=max(wait, 1)
        )
