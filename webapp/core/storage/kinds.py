"""The kinds of file that may be handed in, by extension.

Owns the table alone; a contest chooses among them. Which kind a file is, `signatures` tells.
"""

from dataclasses import dataclass
from typing import Final

_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileKind:
    """One kind: its usual extension, its media type, and the other extensions under which it comes."""

    extension: str
    media_type: str
    also: tuple[str, ...] = ()


_KINDS: Final = (
    FileKind("pdf", "application/pdf"),
    FileKind("hwp", "application/x-hwp"),
    FileKind("hwpx", "application/hwp+zip"),
    FileKind("docx", f"{_OPEN_XML}.wordprocessingml.document"),
    FileKind("pptx", f"{_OPEN_XML}.presentationml.presentation"),
    FileKind("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
    FileKind("jpg", "image/jpeg", ("jpeg",)),
    FileKind("png", "image/png"),
    FileKind("zip", "application/zip"),
)
FILE_KINDS: Final[dict[str, FileKind]] = {kind.extension: kind for kind in _KINDS}

_BY_ANY_EXTENSION: Final = FILE_KINDS | {other: kind for kind in _KINDS for other in kind.also}


def kind_of_extension(extension: str) -> FileKind | None:
    """The kind that a name's extension promises, or None for one that is not taken."""
    return _BY_ANY_EXTENSION.get(extension.lower())
