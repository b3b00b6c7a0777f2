"""File names that people give."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text import safe_filename, split_extension


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (unicodedata.normalize("NFD", "제안서.hwpx"), "제안서.hwpx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\나\\제안서.pdf", "제안서.pdf"),
        ("보고서.v1.2.pdf", "보고서.v1.2.pdf"),
        ("보고서..pdf", "보고서.pdf"),
        ("보고서 .pdf", "보고서.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        (None, "file"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("콘서트.pdf", "콘서트.pdf"),
        ("줄\n바꿈\x00.pdf", "줄 바꿈.pdf"),
        ("fdp.\u202egnp", "fdp.gnp"),
        ("한글이름.PDF", "한글이름.PDF"),
    ],
)
def test_names_are_made_safe(name: str | None, expected: str) -> None:
    assert safe_filename(name) == expected


def test_a_long_name_keeps_its_extension_and_whole_letters() -> None:
    name = safe_filename("가" * 300 + ".hwpx")
    assert name.endswith("가.hwpx")
    assert len(name.encode()) <= 200


@given(st.text(max_size=300))
def test_no_name_leads_elsewhere(name: str) -> None:
    safe = safe_filename(name)
    assert safe
    assert not set(safe) & set('/\\\x00<>:"|?*\n')
    assert safe not in {".", ".."}
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 200
    assert safe_filename(safe) == safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.PDF", ("a", "pdf")),
        ("보고서.v1.2.hwp", ("보고서.v1.2", "hwp")),
        ("이름만", ("이름만", "")),
        (".env", (".env", "")),
        ("글.확장자", ("글.확장자", "")),
    ],
)
def test_extensions(name: str, expected: tuple[str, str]) -> None:
    assert split_extension(name) == expected
