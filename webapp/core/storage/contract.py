"""What every store of files does, and how it fails.

Must not choose a store: the factory does, from the settings.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from webapp.core.errors import NotFound, Unavailable
from webapp.core.i18n import gettext as _

#: Bytes read at a time, here and in the checks of uploads.
CHUNK: Final = 256 * 1024

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredFile:
    """What a store says of the bytes it took: their SHA-256 in lower case hexadecimal, and how many."""

    sha256: str
    size: int


class StorageFull(Unavailable):
    """The store has no room left; nothing was kept."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__(
            _("저장 공간이 부족해 파일을 받지 못했습니다. 잠시 뒤 다시 시도하거나 담당자에게 알려 주십시오.")
        )


class StoredFileMissing(NotFound):
    """The store does not have this content."""

    code = "file_missing"

    def __init__(self, sha256: str) -> None:
        super().__init__(_("파일을 찾을 수 없습니다."))
        self.sha256 = sha256


class Storage(Protocol):
    """Bytes by the SHA-256 of their content: the same content is kept once, and never changes."""

    def put(self, stream: BinaryIO) -> StoredFile:
        """Keep everything from the stream's position on. StorageFull, nothing kept, when it does not fit."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The content, for reading; the caller closes it. StoredFileMissing when there is none."""
        ...

    def exists(self, sha256: str) -> bool:
        """Whether the content is kept here."""
        ...

    def delete(self, sha256: str) -> None:
        """Forget the content, if it is there. Others may have handed in the same: ask first."""
        ...

    def is_writable(self) -> bool:
        """Whether a small file can be kept and forgotten now, for the readiness check."""
        ...


def place_of(sha256: str) -> str:
    """Relative path of a content: `ab/cd/abcd…`. ValueError for what is no SHA-256, so no path gets in."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("a stored file is known by its SHA-256 in lower case hexadecimal")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
