"""Files on a local disk, written whole or not at all.

Owns its folder; nothing else may write there. Must not read names that people gave.
"""

import errno
import hashlib
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from webapp.core.storage.contract import CHUNK, StorageFull, StoredFile, StoredFileMissing, place_of

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalStorage:
    """A folder in which each content lies under its SHA-256.

    A file is written beside, forced to disk and then renamed, so that a killed process leaves either the
    whole file or a leftover that `remove_leftovers` clears.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def put(self, stream: BinaryIO) -> StoredFile:
        """Keep everything from the stream's position on. StorageFull when the disk is full."""
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            return self._write(stream)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StorageFull from error
            raise

    def _write(self, stream: BinaryIO) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)  # over the same content when it is there already
            _force_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        return StoredFile(digest.hexdigest(), size)

    def open(self, sha256: str) -> BinaryIO:
        """The content, for reading. StoredFileMissing when there is none."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise StoredFileMissing(sha256) from error

    def exists(self, sha256: str) -> bool:
        """Whether the content is kept here."""
        return self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Forget the content; no error when it is not there."""
        self._path(sha256).unlink(missing_ok=True)

    def is_writable(self) -> bool:
        """Whether a file can be written to the folder now."""
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._incoming) as file:
                file.write(b"1")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return False
        return True

    def remove_leftovers(self, before: datetime) -> int:
        """Remove what killed processes left half written before this moment; how many files that were."""
        removed = 0
        for path in self._incoming.glob("*"):
            with suppress(FileNotFoundError):  # its writer has just finished
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, sha256: str) -> Path:
        return self._folder / place_of(sha256)


def _force_folder(folder: Path) -> None:
    """Force the folder's entry to disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
