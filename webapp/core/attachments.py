"""Attachments: files that belong to any subject. The bytes live in storage under their SHA-256.

Owns the table, and taking a checked file to a subject or off it. Whether somebody may add, remove or read a
file is the owning context's decision: its service has asked the policy before it calls here, its download
view before it sends.

How a context takes files: its form has a `webapp.web.uploads.UploadField(rule=…)`, the command carries
`field.uploads`, the service calls `attach_files(work, actor, subject, command.files, RULE, field="files")`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.models import Base, BigId, Keyed
from webapp.core.policy import Actor
from webapp.core.storage import FILE_KINDS, UploadFacts, UploadRefused
from webapp.core.text import split_extension
from webapp.core.work import Work

MEGABYTE: Final = 1024 * 1024


class Attachment(Keyed, Base):
    """One file of one subject. Removed rows stay, so that an accepted version can still name its files."""

    __tablename__ = "attachments"
    __table_args__ = (
        sa.Index("ix_attachments_subject", "subject_type", "subject_id"),
        sa.CheckConstraint("size >= 0", name="size_not_negative"),
    )

    subject_type: Mapped[str] = mapped_column(sa.String(48))
    subject_id: Mapped[int] = mapped_column(BigId)
    slot: Mapped[str] = mapped_column(sa.String(40), default="")
    filename: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(BigId)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime] = mapped_column()
    removed_at: Mapped[datetime | None] = mapped_column()


class Subject(Protocol):
    """A row that files may belong to."""

    __tablename__: str
    id: int


@dataclass(frozen=True, slots=True)
class FileRule:
    """Which files a subject takes: kinds (keys of FILE_KINDS), bytes of each, and how many in all."""

    kinds: tuple[str, ...] = tuple(FILE_KINDS)
    max_bytes: int = 10 * MEGABYTE
    max_files: int = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed `check_upload`, with its bytes still to be kept; the stream stands at its start."""

    facts: UploadFacts
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """What a page says of a file."""

    key: str
    filename: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime
    slot: str = ""


def attachments_of(
    session: Session, subject_type: str, subject_id: int, *, slot: str | None = None
) -> Sequence[AttachmentView]:
    """The current files of a subject (of one slot, if one is named), oldest first. One statement."""
    return [_view(row) for row in session.scalars(_current(subject_type, subject_id, slot))]


def find_attachment(
    session: Session, subject_type: str, subject_id: int, key: str, *, with_removed: bool = False
) -> AttachmentView:
    """The file `key` of this subject and no other; NotFound otherwise, so that a forged key finds nothing."""
    query = sa.select(Attachment).where(
        Attachment.key == key, Attachment.subject_type == subject_type, Attachment.subject_id == subject_id
    )
    if not with_removed:
        query = query.where(Attachment.removed_at.is_(None))
    row = session.scalar(query)
    if row is None:
        raise NotFound(_("파일을 찾을 수 없습니다."))
    return _view(row)


def attach_files(
    work: Work,
    actor: Actor,
    subject: Subject,
    uploads: Iterable[Upload],
    rule: FileRule,
    *,
    field: str = "files",
    slot: str = "",
) -> list[Attachment]:
    """Attach several files, as `attach_file` does each. RuleBroken names the form's `field`."""
    return [attach_file(work, actor, subject, upload, rule, field=field, slot=slot) for upload in uploads]


def attach_file(
    work: Work,
    actor: Actor,
    subject: Subject,
    upload: Upload,
    rule: FileRule,
    *,
    field: str = "files",
    slot: str = "",
) -> Attachment:
    """Keep a file's bytes and give it to `subject`; the caller has asked the policy and locked the subject.

    The same content again gives the row that is there. Another file of the same name gets a number.
    RuleBroken on `field` when the subject has as many files as `rule` lets it have.
    """
    work.flush()  # a new subject gets its id
    present = list(work.session.scalars(_current(subject.__tablename__, subject.id, slot)))
    for row in present:
        if row.sha256 == upload.facts.sha256:
            return row
    if len(present) >= rule.max_files:
        message = _(
            "파일은 %(limit)s개까지 올릴 수 있습니다. 필요 없는 파일을 뺀 뒤 올려 주십시오.",
            limit=rule.max_files,
        )
        raise RuleBroken(message, field=field, code="too_many_files")
    if work.storage.put(upload.stream).sha256 != upload.facts.sha256:
        raise UploadRefused("damaged")
    row = Attachment(
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        slot=slot,
        filename=_unused_name(upload.facts.filename, {row.filename for row in present}),
        media_type=upload.facts.media_type,
        size=upload.facts.size,
        sha256=upload.facts.sha256,
        uploaded_by_id=actor.account_id,
        uploaded_at=work.now,
    )
    work.session.add(row)
    work.audit(actor, "core:file:attached", subject, after=_facts(row))
    return row


def remove_files(work: Work, actor: Actor, subject: Subject, keys: Collection[str]) -> int:
    """Take files off a subject; returns how many. Keys that are not the subject's are passed over.

    The bytes stay: another subject, or an accepted version of this one, may name the same content.
    """
    removed = 0
    for row in work.session.scalars(_current(subject.__tablename__, subject.id, None)):
        if row.key in keys:
            row.removed_at = work.now
            work.audit(actor, "core:file:removed", subject, before=_facts(row))
            removed += 1
    return removed


def _current(subject_type: str, subject_id: int, slot: str | None) -> sa.Select[Attachment]:
    query = (
        sa.select(Attachment)
        .where(
            Attachment.subject_type == subject_type,
            Attachment.subject_id == subject_id,
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
    )
    return query if slot is None else query.where(Attachment.slot == slot)


def _view(row: Attachment) -> AttachmentView:
    return AttachmentView(
        row.key, row.filename, row.media_type, row.size, row.sha256, row.uploaded_at, row.slot
    )


def _facts(row: Attachment) -> dict[str, object]:
    """What the audit keeps of a file; its name may hold a person's and stays out."""
    return {"sha256": row.sha256, "size": row.size, "media_type": row.media_type, "slot": row.slot}


def _unused_name(name: str, taken: Collection[str]) -> str:
    stem, extension = split_extension(name)
    ending = name[len(stem) :] if extension else ""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}){ending}"
    return candidate
