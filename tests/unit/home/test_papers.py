"""The files that the demo attaches: of the kind that they say, readable, the same each time."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET

import pytest

from webapp.core.storage import UploadRefused
from webapp.home.cli.papers import HEIGHT, SPREADSHEET, chart, report, table, upload


def test_a_report_is_a_whole_pdf_with_its_words() -> None:
    content = report("시험 계획", ("두 곳에서 시험합니다.",))
    assert content == report("시험 계획", ("두 곳에서 시험합니다.",))
    assert content != report("시험 계획", ("세 곳에서 시험합니다.",))
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", content)]
    assert [content[place:].split(b" ", 1)[0] for place in places] == [b"%d" % n for n in range(1, 8)]
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start:].startswith(b"xref\n0 8\n")
    shown = [bytes.fromhex(code.decode()) for code in re.findall(rb"<([0-9a-f]+)> Tj", content)]
    assert [code.decode("utf-16-be") for code in shown if code] == ["시험 계획", "두 곳에서 시험합니다."]


def test_a_chart_is_a_whole_picture() -> None:
    content = chart((100, 106, 60))
    chunks: dict[bytes, bytes] = {}
    place = 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        assert content[place + 8 + length : place + 12 + length] == struct.pack(">I", zlib.crc32(kind + data))
        chunks[kind] = data
        place += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert (list(chunks), height) == ([b"IHDR", b"PLTE", b"IDAT", b"IEND"], HEIGHT)
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (width + 1)


def test_a_table_is_a_workbook_with_its_cells() -> None:
    content = table((("항목", "금액(원)"), ("센서 & 설치", 1_200_000)))
    assert content == table((("항목", "금액(원)"), ("센서 & 설치", 1_200_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        trees = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314  (our own)
    assert "[Content_Types].xml" in trees
    sheet = trees["xl/worksheets/sheet1.xml"]
    assert [text.text for text in sheet.iter(f"{{{SPREADSHEET}}}t")] == ["항목", "금액(원)", "센서 & 설치"]
    assert [value.text for value in sheet.iter(f"{{{SPREADSHEET}}}v")] == ["1200000"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("계획.pdf", report("계획", ("가",))), ("비교.png", chart((2, 1))), ("비용.xlsx", table((("가", 1),)))],
)
def test_each_passes_the_checks_of_an_upload(name: str, content: bytes) -> None:
    facts = upload(name, content).facts
    assert (facts.filename, facts.size) == (name, len(content))
    with pytest.raises(UploadRefused):
        upload("계획.hwpx", content)
