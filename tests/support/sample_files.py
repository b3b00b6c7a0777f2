"""Small true files of each kind that may be handed in, made without the programs that usually make them."""

import io
import struct
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"

_OFFICE_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
_SECTOR = 512
_FREE, _END_OF_CHAIN, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zip_of(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office_document(
    extension: str, extra: Mapping[str, bytes] | None = None, *, macros: bool = False
) -> bytes:
    """A docx, pptx or xlsx with its list of contents and its main part."""
    part, kind = _OFFICE_PARTS[extension]
    main = "application/vnd.ms-word.document.macroEnabled.main+xml" if macros else f"{kind}.main+xml"
    contents = f'<Types><Override PartName="/{part}" ContentType="application/vnd.{main}"/></Types>'
    return zip_of({"[Content_Types].xml": contents.encode(), part: b"<x/>", **(extra or {})})


def hwpx_document(*, locked: bool = False) -> bytes:
    """A hwpx: the media type first and unpacked, then its list of contents."""
    manifest = b"<manifest><encryption-data/></manifest>" if locked else b"<manifest/>"
    return zip_of(
        {
            "mimetype": b"application/hwp+zip",
            "META-INF/manifest.xml": manifest,
            "Contents/content.hpf": b"<package/>",
        },
        zipfile.ZIP_STORED,
    )


def hwp_document(properties: int = 1) -> bytes:
    """A hwp 5 with nothing but its FileHeader; the properties hold 2 for a password and 16 for DRM."""
    header = b"HWP Document File".ljust(32, b"\x00") + struct.pack("<II", 0x05010100, properties)
    return ole_container("FileHeader", header)


def ole_container(stream_name: str, content: bytes) -> bytes:
    """An OLE container (CFB 3) with one stream of at most eight sectors."""
    body = content.ljust(8 * _SECTOR, b"\x00")  # long enough not to lie in the stream of small ones
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0,
    )  # fmt: skip
    head += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    chain = [_FAT_SECTOR, _END_OF_CHAIN, *range(3, 10), _END_OF_CHAIN]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 1, _END_OF_CHAIN, 0) + _entry(stream_name, 2, _FREE, 2, len(body))
    return head + table + entries.ljust(_SECTOR, b"\x00") + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", encoded, len(encoded), kind, 1, _FREE, _FREE, child, 0, start, size
    )


SAMPLES: Mapping[str, bytes] = {
    "pdf": PDF,
    "hwp": hwp_document(),
    "hwpx": hwpx_document(),
    "docx": office_document("docx"),
    "pptx": office_document("pptx"),
    "xlsx": office_document("xlsx"),
    "jpg": JPG,
    "png": PNG,
    "zip": zip_of({"제안서.pdf": PDF, "그림/사진.png": PNG}),
}
