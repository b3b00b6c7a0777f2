"""Consents: what somebody agreed to, with the hash of the text as it was shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import ConsentKind
from webapp.accounts.models import Consent
from webapp.core.errors import SignInNeeded
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """`subject` is the row that the consent is about; `text` what the person read."""

    subject: Any
    kind: ConsentKind
    text: str


def give_consent(work: Work, actor: Actor, command: ConsentGiven) -> Consent:
    """Record that the actor agrees (개인정보 보호법 제15조, 제22조: each item on its own). Safe to repeat."""
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    return record_consent(work, actor, actor.account_id, command)


def record_consent(work: Work, actor: Actor, account_id: int, command: ConsentGiven) -> Consent:
    """Record the consent of an account that is being made or that an official writes down for its owner."""
    subject_type, subject_id = command.subject.__tablename__, command.subject.id
    text_hash = hashlib.sha256(command.text.encode()).hexdigest()
    consent = work.session.scalar(
        sa.select(Consent).where(
            Consent.account_id == account_id,
            Consent.subject_type == subject_type,
            Consent.subject_id == subject_id,
            Consent.kind == command.kind,
            Consent.text_sha256 == text_hash,
            Consent.withdrawn_at.is_(None),
        )
    )
    if consent is not None:
        return consent
    consent = Consent(
        account_id=account_id,
        subject_type=subject_type,
        subject_id=subject_id,
        kind=command.kind,
        text_sha256=text_hash,
        given_at=work.now,
    )
    work.session.add(consent)
    work.audit(
        actor, "accounts:consent:given", consent, after={"kind": command.kind.value, "text": text_hash}
    )
    return consent
