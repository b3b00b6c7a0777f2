"""What tests of accounts need: letters in the outbox and the secrets in their links."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from webapp.core.outbox import OutboxKind, OutboxMessage
from webapp.core.work import Work


def letters(work: Work, template: str = "") -> list[dict[str, Any]]:
    """The payloads of the letters that wait, oldest first; of one template or of all."""
    work.session.flush()
    rows = work.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.MAIL).order_by(OutboxMessage.id)
    )
    return [row.payload for row in rows if not template or row.payload["template"] == template]


def link_secret(work: Work, template: str) -> str:
    """The secret at the end of the newest link of a template."""
    link: str = letters(work, template)[-1]["facts"]["link"]
    return link.partition("?")[0].rsplit("/", 1)[-1]
