"""Documents in both forms: the same bytes for the same content, and text is never markup."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from webapp.core.documents import (
    ODT_TYPE,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    ShareCard,
    Table,
    share_png,
    to_odt,
    to_pdf,
)

NASTY = '#panic("x") *굵게* $1/0$ <b>&amp; \\u{1F600} \x00\x0b 끝'
DOCUMENT = Document(
    "행정안전부 혁신기획과",
    "제1회 도전.한국 공고",
    "반려동물 유기 예방",
    (
        Heading("1. 공모 분야"),
        Facts((("공고일", "2020. 6. 1."), ("문의", NASTY))),
        Heading("배경", 2),
        Paragraph(f"첫 줄\n{NASTY}"),
        Items(("가", "나")),
        Items(("하나", "둘"), is_numbered=True),
        Table("심사 기준", ("항목", "배점"), (("창의성", "30"), (NASTY, "70")), (3, 1)),
        Paragraph("참고", is_note=True),
    ),
    closing="붙임  1부.  끝.",
    footer="SHA-256 abc",
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def words_of(data: bytes) -> str:
    return "".join(ET.fromstring(data).itertext())  # noqa: S314  (what we wrote ourselves)


def test_a_pdf_is_tagged_and_always_the_same() -> None:
    first, second = to_pdf(DOCUMENT), to_pdf(DOCUMENT)
    assert first == second
    assert first.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in first
    assert to_pdf(replace(DOCUMENT, closing="끝.")) != first


def test_an_open_document_is_a_zip_whose_first_entry_says_what_it_is() -> None:
    data = to_odt(DOCUMENT)
    assert data == to_odt(DOCUMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    parts = parts_of(data)
    assert parts["mimetype"].decode() == ODT_TYPE
    named = ET.fromstring(parts["META-INF/manifest.xml"])  # noqa: S314  (what we wrote ourselves)
    listed = {value for entry in named for key, value in entry.items() if key.endswith("full-path")}
    assert listed == {"/", "content.xml", "styles.xml", "meta.xml"}


def test_an_open_document_holds_every_text_as_it_was_written() -> None:
    text = words_of(parts_of(to_odt(DOCUMENT))["content.xml"])
    for piece in ("제1회 도전.한국 공고", "1. 공모 분야", "2020. 6. 1.", "○ 가", "2. 둘", "배점", "※ 참고"):
        assert piece in text
    assert '#panic("x") *굵게* $1/0$ <b>&amp;' in text
    assert "SHA-256 abc" in words_of(parts_of(to_odt(DOCUMENT))["styles.xml"])


@pytest.mark.parametrize("title", ["짧은 제목", "아주 긴 제목 " * 12, NASTY])
def test_a_picture_has_the_size_that_other_sites_ask_for(title: str) -> None:
    data = share_png(ShareCard(title, "행정안전부", ("접수 2020. 6. 15.",), "모두의 도전"))
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
