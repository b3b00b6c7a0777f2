"""Retention (개인정보 보호법 제21조): where an endorsement came from goes after 90 days, deeds after one."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from webapp.core.policy import SYSTEM
from webapp.core.work import Work
from webapp.discussion.models import CountedDeed, Endorsement

ADDRESSES_KEPT = timedelta(days=90)
DEEDS_KEPT = timedelta(days=1)
AT_ONCE = 5000


def forget_addresses(work: Work) -> dict[str, int]:
    """Empty old digests and delete old counted deeds; returns how many of each. Safe to repeat."""
    old = (
        sa.select(Endorsement.id)
        .where(Endorsement.endorsed_at < work.now - ADDRESSES_KEPT, Endorsement.address_digest != "")
        .order_by(Endorsement.endorsed_at, Endorsement.id)
        .limit(AT_ONCE)
    )
    ids = work.session.scalars(old).all()
    if ids:
        work.session.execute(sa.update(Endorsement).where(Endorsement.id.in_(ids)).values(address_digest=""))
    deleted = work.session.execute(
        sa.delete(CountedDeed)
        .where(CountedDeed.at < work.now - DEEDS_KEPT)
        .execution_options(synchronize_session=False)
    )
    counts = {"addresses": len(ids), "deeds": int(getattr(deleted, "rowcount", 0))}
    if any(counts.values()):
        work.audit(SYSTEM, "discussion:retention:forgotten", after=counts)
    return counts
