"""Files that people of the demo attach: small true PDF, PNG and XLSX files, written here byte by byte.

The same words give the same bytes, so that loading the demo twice keeps one copy. Must not hold a name or an
address: judges read what is attached.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from webapp.core.attachments import FileRule, Upload
from webapp.core.storage import check_upload

RULE = FileRule()
#: A4 in points, and where the text of a page begins.
PAGE = (595, 842)
LEFT, TOP, LEADING = 64, 760, 26
LINE_CHARACTERS = 36
#: A Korean font that every reader brings along, as the objects 5 to 7 of a file.
FONT = (
    (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HYGoThic-Medium-UniKS-UCS2-H"
        b" /Encoding /UniKS-UCS2-H /DescendantFonts [6 0 R] >>"
    ),
    (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYGoThic-Medium /DW 1000 /W [1 94 500]"
        b" /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> >>"
    ),
    (
        b"<< /Type /FontDescriptor /FontName /HYGoThic-Medium /Flags 4 /FontBBox [0 -150 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>"
    ),
)
BAR, GAP, HEIGHT = 72, 28, 220
PAPER, INK, SOFT = 0, 1, 2
PALETTE = bytes((255, 255, 255, 37, 110, 244, 177, 184, 190))
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: The oldest moment that a zip can name: a file made in code has no other.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def upload(filename: str, content: bytes) -> Upload:
    """The file as a form would hand it over, after the same checks."""
    stream = io.BytesIO(content)
    return Upload(check_upload(filename, stream, RULE.kinds, RULE.max_bytes), stream)


def report(title: str, paragraphs: Sequence[str]) -> bytes:
    """A PDF of one page: a title and paragraphs, which must fit on it."""
    lines = [(title, 18), ("", 11)]
    for paragraph in paragraphs:
        starts = range(0, len(paragraph), LINE_CHARACTERS)
        lines += [(paragraph[start : start + LINE_CHARACTERS].strip(), 11) for start in starts]
        lines.append(("", 11))
    drawn = ["BT", f"{LEFT} {TOP} Td", f"{LEADING} TL"]
    for text, size in lines:
        drawn.append(f"/F1 {size} Tf <{text.encode('utf-16-be').hex()}> Tj T*")
    stream = "\n".join([*drawn, "ET"]).encode()
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (ko) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R" % PAGE
            + b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            *FONT,
        ]
    )


def _pdf(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def chart(values: Sequence[int]) -> bytes:
    """A PNG with one bar for each value: what was measured before in grey, the last in blue."""
    width = GAP + len(values) * (BAR + GAP)
    most = max(values)
    tops = [HEIGHT - 20 - (HEIGHT - 40) * value // most for value in values]
    rows = [_row(line, tops, width) for line in range(HEIGHT)]
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, HEIGHT, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", PALETTE), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _row(line: int, tops: Sequence[int], width: int) -> bytes:
    if line in {HEIGHT - 20, HEIGHT - 19}:
        return bytes([INK]) * width
    row = bytearray([PAPER]) * width
    for number, top in enumerate(tops):
        if top <= line < HEIGHT - 20:
            start = GAP + number * (BAR + GAP)
            row[start : start + BAR] = bytes([INK if number == len(tops) - 1 else SOFT]) * BAR
    return bytes(row)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def table(rows: Sequence[Sequence[str | int]]) -> bytes:
    """An XLSX with one sheet; the first row is its head."""
    cells = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{cells}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}">'
        '<sheets><sheet name="자료" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return _archive(parts)


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


def _archive(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(zipfile.ZipInfo(name, NO_DATE), head + text)
    return buffer.getvalue()
