"""What a version holds: canonical, whole after a round trip, and what is missing or too long in a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FieldEntry
from webapp.challenges.models.frozen import canonical_json
from webapp.core.i18n import use_locale
from webapp.ideas.enums import ApplicantKind
from webapp.ideas.models import Answer, Content, HandedFile, Working, digest, gaps, lengths


def canonical(plain: Mapping[str, Any]) -> str:
    """The rule as it is told to those who check a receipt, in other words than the code's."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


FORM = (
    FieldEntry(name="method", label="해결 방법", max_characters=10),
    FieldEntry(name="stage", label="준비 정도", kind=FieldKind.CHOICE, choices=("구상", "시제품")),
    FieldEntry(name="note", label="참고", kind=FieldKind.LINE, is_required=False),
)
CONTENT = Content(
    idea_key="k",
    challenge_key="c",
    challenge_title="과제",
    rules_hash="0" * 64,
    receipt_number="도전 2026-001",
    version=1,
    submitted_at=datetime(2026, 3, 10, 3, 0, 0, 250_000, tzinfo=UTC),
    applicant_kind=ApplicantKind.TEAM,
    title="제목 🧊",
    summary="요약",
    answers=(Answer("method", "해결 방법", "Method", FieldKind.TEXT, "글", True, True),),
    files=(HandedFile("f", "제안서.pdf", "application/pdf", 3, "a" * 64),),
    consents={"privacy": "b" * 64},
    allows_publication=True,
    previous_sha256="",
)


def test_content_survives_its_json() -> None:
    stored = json.loads(json.dumps(CONTENT.plain()))
    assert Content.from_plain(stored) == CONTENT
    assert digest(stored) == digest(CONTENT.plain())


def test_the_hash_covers_everything() -> None:
    base = digest(CONTENT.plain())
    changes: list[dict[str, Any]] = [
        {"title": "제목"},
        {"receipt_number": "도전 2026-002"},
        {"submitted_at": CONTENT.submitted_at.replace(microsecond=0)},
        {"files": (replace(CONTENT.files[0], sha256="c" * 64),)},
        {"answers": (replace(CONTENT.answers[0], text="다른 글"),)},
        {"consents": {}},
        {"allows_publication": False},
    ]
    assert len({digest(replace(CONTENT, **change).plain()) for change in changes} | {base}) == 8
    assert canonical_json(CONTENT.plain()) == canonical(CONTENT.plain())


def test_the_same_things_handed_in_again_are_recognised() -> None:
    later = replace(CONTENT, version=2, submitted_at=datetime(2026, 3, 11, tzinfo=UTC), consents={})
    assert later.says_the_same(CONTENT)
    assert not replace(later, summary="다름").says_the_same(CONTENT)
    assert not replace(later, files=()).says_the_same(CONTENT)


def test_a_draft_is_cleaned_by_the_kind_of_question() -> None:
    written = Working(
        " 제 목\n", "요약\r\n둘", {"method": "한\n줄 ", "note": "한\n줄", "gone": "x", "stage": ""}
    )
    assert written.cleaned(FORM) == Working("제 목", "요약\n둘", {"method": "한\n줄", "note": "한 줄"})


def test_gaps_come_in_the_order_of_the_form() -> None:
    with use_locale("ko"):
        found = gaps(Working("", "요약", {"method": "가" * 11}), FORM)
    assert [gap.field for gap in found] == ["title", "answer_method", "answer_stage"]
    assert [gap.message for gap in found] == [
        "제목을 적어 주십시오.",
        "10자까지 적을 수 있습니다. 지금은 11자입니다.",
        "준비 정도: 하나를 골라 주십시오.",
    ]
    assert gaps(Working("제목", "요약", {"method": "글", "stage": "구상"}), FORM) == ()


@pytest.mark.parametrize(("text", "fits"), [("🧊" * 10, True), ("🧊" * 11, False), ("가나\n" * 3, True)])
def test_characters_are_counted_not_bytes(text: str, fits: bool) -> None:
    written = Working("제목", "요약", {"method": text}).cleaned(FORM)
    assert ("answer_method" not in lengths(written, FORM)) == fits


def test_a_choice_that_was_not_offered_is_refused() -> None:
    assert set(lengths(Working("", "", {"stage": "양산"}), FORM)) == {"answer_stage"}
