"""Uploads are taken for what they are, and refused with the reason."""

import hashlib
import io
import random
import unicodedata
import zipfile
from contextlib import suppress

import pytest

from tests.support.sample_files import (
    JPG,
    PDF,
    SAMPLES,
    hwp_document,
    hwpx_document,
    office_document,
    ole_container,
    zip_of,
)
from webapp.core.storage import FILE_KINDS, UploadRefused, check_upload, kind_of

ALL = frozenset(FILE_KINDS)
LIMIT = 1024 * 1024


def refusal(
    filename: str, content: bytes, allowed: frozenset[str] = ALL, limit: int = LIMIT
) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        check_upload(filename, io.BytesIO(content), allowed, limit)
    return caught.value


@pytest.mark.parametrize("extension", FILE_KINDS)
def test_every_kind_is_known_by_its_content(extension: str) -> None:
    stream = io.BytesIO(SAMPLES[extension])
    facts = check_upload(f"제안서.{extension}", stream, ALL, LIMIT)
    assert facts.extension == extension
    assert facts.media_type == FILE_KINDS[extension].media_type
    assert facts.size == len(SAMPLES[extension])
    assert facts.sha256 == hashlib.sha256(SAMPLES[extension]).hexdigest()
    assert stream.tell() == 0


@pytest.mark.parametrize("extension", FILE_KINDS)
@pytest.mark.parametrize("content", FILE_KINDS)
def test_a_name_that_lies_is_refused(extension: str, content: str) -> None:
    if extension == content:
        assert check_upload(f"a.{extension}", io.BytesIO(SAMPLES[content]), ALL, LIMIT).extension == content
    else:
        assert refusal(f"a.{extension}", SAMPLES[content]).code == "content"


def test_names_are_made_safe_and_extensions_told_in_any_case() -> None:
    name = unicodedata.normalize("NFD", "../제안서.v2.JPEG")
    facts = check_upload(name, io.BytesIO(JPG), {"jpg"}, LIMIT)
    assert facts.filename == "제안서.v2.JPEG"
    assert facts.extension == "jpg"


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a", "", ".pdf", "a.hwp", "a.html", "a.svg"])
def test_other_extensions_are_refused_with_those_that_are_taken(name: str) -> None:
    refused = refusal(name, PDF, frozenset({"pdf", "png"}))
    assert refused.code == "extension"
    assert refused.message == "올릴 수 있는 파일은 pdf, png입니다."


def test_size_limits() -> None:
    assert check_upload("a.pdf", io.BytesIO(PDF), ALL, len(PDF)).size == len(PDF)
    refused = refusal("a.pdf", PDF + b" " * 2048, limit=2048)
    assert refused.code == "too_large"
    assert refused.message == "2KB까지 올릴 수 있습니다. 파일의 크기를 줄여 주십시오."
    assert refusal("a.pdf", b"").code == "empty"


def test_a_refusal_goes_to_its_field() -> None:
    with pytest.raises(UploadRefused) as caught:
        check_upload("a.pdf", io.BytesIO(b""), ALL, LIMIT, field="plan")
    assert caught.value.fields == {"plan": caught.value.message}


@pytest.mark.usefixtures("english")
def test_refusals_have_english() -> None:
    assert refusal("a.pdf", b"").message.startswith("The file is empty.")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"<html>%PDF-", "content"),
        ("a.png", b"\x89PNG\r\n\x1a\nno", "content"),
        ("a.hwp", hwp_document(properties=0b0011), "encrypted"),
        ("a.hwp", hwp_document(properties=0b1_0001), "encrypted"),
        ("a.hwp", ole_container("WordDocument", b"old"), "old_format"),
        ("a.hwp", ole_container("FileHeader", b"something else"), "damaged"),
        ("a.docx", ole_container("EncryptedPackage", b"x"), "encrypted"),
        ("a.hwp", b"HWP Document File V3.00 \x1a\x01", "old_format"),
        ("a.hwp", hwp_document()[:600], "damaged"),
        ("a.hwpx", hwpx_document(locked=True), "encrypted"),
        ("a.hwpx", zip_of({"mimetype": b"application/hwp+zip"}), "damaged"),
        ("a.docx", office_document("docx", {"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", office_document("docx", macros=True), "macros"),
        ("a.docx", zip_of({"[Content_Types].xml": b"<Types/>"}), "damaged"),
        ("a.docx", office_document("docx")[:-40], "damaged"),
        ("a.zip", b"PK\x05\x06" + b"\x00" * 18, "empty"),
        ("a.zip", b"PK\x03\x04", "damaged"),
    ],
)
def test_files_that_cannot_be_judged(name: str, content: bytes, code: str) -> None:
    assert refusal(name, content).code == code


def zip_with(name: str, content: bytes = PDF, **facts: int) -> bytes:
    buffer = io.BytesIO()
    info = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(info, fact, value)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zip_of({"가.zip": zip_of({"나.pdf": PDF})}), "archive_nested"),
        (zip_of({"가.ALZ": b"ALZ\x01"}), "archive_nested"),
        (zip_of({"가.tar.gz": b"\x1f\x8b"}), "archive_nested"),
        (zip_of({"가.pdf": zip_of({"나.pdf": PDF})}), "archive_member"),
        (zip_of({"가.exe": b"MZ"}), "archive_member"),
        (zip_of({"가.pdf": b"MZ"}), "archive_member"),
        (zip_of({"이름만": b"x"}), "archive_member"),
        (zip_of({"폴더/": b""}), "empty"),
        (zip_of({}), "empty"),
        (zip_with("../가.pdf"), "archive_name"),
        (zip_with("/가.pdf"), "archive_name"),
        (zip_with("C:/가.pdf"), "archive_name"),
        (zip_with("가/../나.pdf"), "archive_name"),
        (zip_with("가\\나.pdf"), "archive_name"),
        (zip_with("가.pdf", external_attr=0o120777 << 16), "archive_name"),
        (b"#!/bin/sh\n" + zip_of({"가.pdf": PDF}), "content"),
    ],
)
def test_archives_that_hide_something(content: bytes, code: str) -> None:
    assert refusal("a.zip", content).code == code


def test_a_bomb_is_told_by_its_ratio() -> None:
    assert refusal("a.zip", zip_of({"가.pdf": PDF + b"\x00" * 3_000_000})).code == "archive_size"
    assert refusal("a.docx", office_document("docx", {"word/x.xml": b" " * 3_000_000})).code == "archive_size"


def test_too_many_members() -> None:
    # One stored member, named two thousand and one times in the directory.
    packed = zip_of({"a.pdf": PDF}, zipfile.ZIP_STORED)
    directory_at = packed.index(b"PK\x01\x02")
    end_at = packed.index(b"PK\x05\x06")
    directory = packed[directory_at:end_at] * 2_001
    end = bytearray(packed[end_at:])
    end[8:12] = (2_001).to_bytes(2, "little") * 2
    end[12:16] = len(directory).to_bytes(4, "little")
    assert refusal("a.zip", packed[:directory_at] + directory + end).code == "archive_size"


def test_members_that_lie_over_one_another() -> None:
    packed = zip_of({"a.pdf": PDF}, zipfile.ZIP_STORED)
    directory_at = packed.index(b"PK\x01\x02")
    end_at = packed.index(b"PK\x05\x06")
    directory = packed[directory_at:end_at] * 2
    end = bytearray(packed[end_at:])
    end[8:12] = (2).to_bytes(2, "little") * 2
    end[12:16] = len(directory).to_bytes(4, "little")
    assert refusal("a.zip", packed[:directory_at] + directory + end).code == "archive_size"


def test_a_locked_archive() -> None:
    packed = bytearray(zip_of({"a.pdf": PDF}))
    directory_at = packed.index(b"PK\x01\x02")
    packed[directory_at + 8] |= 1
    packed[6] |= 1
    assert refusal("a.zip", bytes(packed)).code == "encrypted"


def test_what_macs_leave_in_archives_is_passed_over() -> None:
    content = zip_of({"가.pdf": PDF, "__MACOSX/._가.pdf": b"\x00\x05"})
    assert check_upload("a.zip", io.BytesIO(content), ALL, LIMIT).extension == "zip"


@pytest.mark.parametrize("extension", ["hwp", "hwpx", "docx", "zip"])
def test_no_damage_breaks_the_check(extension: str) -> None:
    source = random.Random(extension)  # noqa: S311  # the same damage on every run
    for _round in range(15):
        damaged = bytearray(SAMPLES[extension])
        for _byte in range(source.randint(1, 12)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        with suppress(UploadRefused):
            found = kind_of(io.BytesIO(bytes(damaged)))
            assert found is None or found in FILE_KINDS.values()
