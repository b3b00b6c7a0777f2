"""What a file is, told by its content alone.

Owns the signatures. Names are not looked at: `uploads` compares. No library that guesses is used, as
they take HWP documents for old Word ones.
"""

import struct
from typing import BinaryIO, Final

import olefile

from webapp.core.storage.archives import Archive, check_entry_archive, open_archive
from webapp.core.storage.kinds import FILE_KINDS, FileKind
from webapp.core.storage.refusals import UploadRefused

_PDF: Final = b"%PDF-"
_PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_JPEG: Final = b"\xff\xd8\xff"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = olefile.MAGIC
_HWP_3: Final = b"HWP Document File V3"
_HWP_5: Final = b"HWP Document File"
#: Bits of the properties in an HWP document's FileHeader: a password, and DRM. Those made for
#: distribution (배포용) are only locked against changes and can be read.
_HWP_LOCKED: Final = 0b0001_0010
_HWPX: Final = b"application/hwp+zip"

#: A document that is a zip: the part that makes it one, and the type that its list of contents must name.
_OFFICE_PARTS: Final = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}


def kind_of(stream: BinaryIO) -> FileKind | None:
    """The kind of file that the content is, or None for one that is not taken.

    UploadRefused when it is of a kind that could be taken but is damaged, locked, has macros, or is an
    archive beyond the bounds. The stream must be seekable; it is read from its start.
    """
    stream.seek(0)
    head = stream.read(32)
    if head.startswith(_PDF):
        return FILE_KINDS["pdf"]
    if head.startswith(_PNG):
        return FILE_KINDS["png"]
    if head.startswith(_JPEG):
        return FILE_KINDS["jpg"]
    if head.startswith(_OLE):
        return _kind_of_ole(stream)
    if head.startswith(_ZIP):
        return _kind_of_zip(open_archive(stream))
    if head.startswith(_EMPTY_ZIP):
        raise UploadRefused("empty")
    if head.startswith(_HWP_3):
        raise UploadRefused("old_format")
    return None


def _kind_of_ole(stream: BinaryIO) -> FileKind:
    """HWP documents are OLE containers, and so are old Office files and locked new ones."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as container:
            if container.exists("EncryptedPackage"):
                raise UploadRefused("encrypted")
            if not container.exists("FileHeader"):
                raise UploadRefused("old_format")
            header = container.openstream("FileHeader").read(64)
    except (
        OSError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        struct.error,
        RecursionError,
    ) as error:
        raise UploadRefused("damaged") from error
    if not header.startswith(_HWP_5) or len(header) < 40:
        raise UploadRefused("damaged")
    if int.from_bytes(header[36:40], "little") & _HWP_LOCKED:
        raise UploadRefused("encrypted")
    return FILE_KINDS["hwp"]


def _kind_of_zip(archive: Archive) -> FileKind:
    names = archive.names()
    if archive.read("mimetype", 64).strip() == _HWPX:
        if "Contents/content.hpf" not in names:
            raise UploadRefused("damaged")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UploadRefused("encrypted")
        return FILE_KINDS["hwpx"]
    if "[Content_Types].xml" in names:
        return _kind_of_office(archive, names)
    check_entry_archive(archive)
    return FILE_KINDS["zip"]


def _kind_of_office(archive: Archive, names: frozenset[str]) -> FileKind:
    contents = archive.read("[Content_Types].xml")
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in contents:
        raise UploadRefused("macros")
    for extension, (part, media_type) in _OFFICE_PARTS.items():
        if part in names and media_type in contents:
            return FILE_KINDS[extension]
    raise UploadRefused("damaged")
