"""A file on its way in: name, size and content checked before anything is kept.

Owns the order of the checks. Must not store: a service does, when all is well.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from webapp.core.i18n import format_bytes
from webapp.core.storage.contract import CHUNK
from webapp.core.storage.kinds import FILE_KINDS, kind_of_extension
from webapp.core.storage.refusals import UploadRefused
from webapp.core.storage.signatures import kind_of
from webapp.core.text import safe_filename, split_extension


@dataclass(frozen=True)
class UploadFacts:
    """What is known of a file that passed: its safe name in NFC, its true type, its size and SHA-256."""

    filename: str
    extension: str
    media_type: str
    size: int
    sha256: str


def check_upload(
    filename: str | None,
    stream: BinaryIO,
    allowed: Collection[str],
    max_bytes: int,
    *,
    field: str | None = None,
) -> UploadFacts:
    """The facts of a file that may be taken; the stream then stands at its start. Else UploadRefused.

    `allowed` holds extensions of FILE_KINDS, `max_bytes` is the greatest size that passes. The stream must
    be seekable. The extension must be allowed and the content must be of that kind. A refusal carries its
    message for the form field, if one is named.
    """
    try:
        return _checked(filename, stream, allowed, max_bytes)
    except UploadRefused as refused:
        if field is not None:
            refused.fields.setdefault(field, refused.message)
        raise


def _checked(filename: str | None, stream: BinaryIO, allowed: Collection[str], max_bytes: int) -> UploadFacts:
    name = safe_filename(filename)
    extension = split_extension(name)[1]
    promised = kind_of_extension(extension)
    if promised is None or promised.extension not in allowed:
        shown = [kind for kind in FILE_KINDS if kind in allowed]
        raise UploadRefused("extension", allowed=", ".join(shown))
    size, digest = _measure(stream, max_bytes)
    found = kind_of(stream)
    if found is None or found != promised:
        raise UploadRefused("content", extension=extension)
    stream.seek(0)
    return UploadFacts(name, promised.extension, promised.media_type, size, digest)


def _measure(stream: BinaryIO, max_bytes: int) -> tuple[int, str]:
    """Size and digest, reading no further than the limit."""
    stream.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(min(CHUNK, max_bytes + 1 - size)):
        digest.update(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise UploadRefused("too_large", limit=format_bytes(max_bytes))
    if not size:
        raise UploadRefused("empty")
    return size, digest.hexdigest()
