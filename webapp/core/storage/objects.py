"""Files in object storage: S3 and what speaks like it, Google Cloud, Azure.

Needs the `s3` extra. Owns the one use of obstore. Must not hold credentials: they come from the
environment, as obstore reads them.
"""

import hashlib
import io
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from webapp.core.errors import Unavailable
from webapp.core.i18n import gettext as _
from webapp.core.storage.contract import CHUNK, StoredFile, StoredFileMissing, place_of

try:
    import obstore
    from obstore import exceptions, store
except ImportError:  # the extra is not installed; said when a store is asked for
    _HAS_OBSTORE = False
else:
    _HAS_OBSTORE = True

if TYPE_CHECKING:
    from obstore.store import ObjectStore

#: Files up to this size are gathered in memory before they are sent, larger ones on disk.
_IN_MEMORY: Final = 4 * 1024 * 1024
_PROBE: Final = "probe"


class _Reader(io.RawIOBase):
    """An object as a raw stream that `io.BufferedReader` can read."""

    def __init__(self, source: "obstore.ReadableFile") -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # it is always called so
        data = bytes(self._source.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)


class ObjectStorage:
    """A bucket, or a prefix in one, in which each content lies under its SHA-256."""

    def __init__(self, bucket: "ObjectStore") -> None:
        self._bucket = bucket

    @classmethod
    def from_url(cls, url: str) -> "ObjectStorage":
        """The store at `s3://bucket/prefix`, `gs://…` or `az://…`. Unavailable without the `s3` extra."""
        if not _HAS_OBSTORE:
            message = _("객체 저장소를 쓰려면 추가 기능 ‘%(extra)s’을(를) 설치해야 합니다.", extra="s3")
            raise Unavailable(message)
        return cls(store.from_url(url))

    def put(self, stream: BinaryIO) -> StoredFile:
        """Keep everything from the stream's position on; read through first, as its digest is its name."""
        digest, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as gathered:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                gathered.write(chunk)
            gathered.seek(0)
            stored = StoredFile(digest.hexdigest(), size)
            if not self.exists(stored.sha256):
                obstore.put(self._bucket, place_of(stored.sha256), cast("BinaryIO", gathered))
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The content, for reading. StoredFileMissing when there is none."""
        try:
            source = obstore.open_reader(self._bucket, place_of(sha256))
        except (FileNotFoundError, exceptions.NotFoundError) as error:
            raise StoredFileMissing(sha256) from error
        return io.BufferedReader(_Reader(source), CHUNK)

    def exists(self, sha256: str) -> bool:
        """Whether the content is kept here."""
        try:
            obstore.head(self._bucket, place_of(sha256))
        except (FileNotFoundError, exceptions.NotFoundError):
            return False
        return True

    def delete(self, sha256: str) -> None:
        """Forget the content; no error when it is not there."""
        with suppress(FileNotFoundError, exceptions.NotFoundError):
            obstore.delete(self._bucket, place_of(sha256))

    def is_writable(self) -> bool:
        """Whether a small object can be written and removed now."""
        try:
            obstore.put(self._bucket, _PROBE, b"1")
            obstore.delete(self._bucket, _PROBE)
        except (OSError, exceptions.BaseError):
            return False
        return True
