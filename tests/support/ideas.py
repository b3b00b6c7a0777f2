"""Ideas and open challenges for tests, made directly as rows."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.support.people import make_account, make_agency
from webapp.accounts.models import Account, Agency, Organisation
from webapp.challenges.enums import ChallengeState, FieldKind, IdeaPublicity, PolicyProfile, ProgrammeState
from webapp.challenges.models import Challenge, Criterion, FormField, Programme
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind, IdeaState, IneligibleReason
from webapp.ideas.models import Answer, Content, HandedFile, Idea, IdeaVersion, digest
from webapp.problems.enums import ProblemField

_numbers = itertools.count(1)
ANSWERS = {
    "method": "길가의 감지기가 **노면 온도**를 재고, 살얼음이 생길 곳을 미리 알립니다.",
    "effect": "겨울철 연쇄 추돌 사고가 줄어듭니다.",
    "contact_note": "평일 오후에 연락할 수 있습니다.",
}
#: name, label, kind, is_required, is_shown_to_judges, is_public, choices, max_characters
FIELDS: Sequence[tuple[str, str, FieldKind, bool, bool, bool, list[str], int]] = (
    ("method", "해결 방법", FieldKind.TEXT, True, True, True, [], 500),
    ("effect", "기대 효과", FieldKind.TEXT, True, True, True, [], 300),
    ("maturity", "준비 정도", FieldKind.CHOICE, False, True, True, ["구상", "시제품"], 20),
    ("contact_note", "연락 참고 사항", FieldKind.LINE, False, False, False, [], 100),
)


def make_programme(work: Work, agency: Agency, number: int, title: str) -> Programme:
    """A published programme."""
    programme = Programme(
        slug=f"contest-{number}",
        agency_id=agency.id,
        title=title,
        profile=PolicyProfile.CENTRAL,
        state=ProgrammeState.PUBLISHED,
        staff_rule="소관 기관 직원은 포상에서 제외합니다.",
        created_at=work.now,
        published_at=work.now,
        opens_at=work.now - timedelta(days=20),
        closes_at=work.now + timedelta(days=10),
    )
    programme.agency = agency
    work.session.add(programme)
    work.session.flush()
    return programme


def make_form() -> list[FormField]:
    """The questions of FIELDS."""
    return [
        FormField(
            position=place,
            name=name,
            label=label,
            kind=kind,
            choices=choices,
            max_characters=limit,
            is_required=required,
            is_shown_to_judges=judges,
            is_public=public,
        )
        for place, (name, label, kind, required, judges, public, choices, limit) in enumerate(FIELDS, 1)
    ]


def make_challenge(
    work: Work,
    agency: Agency | None = None,
    *,
    title: str = "도로 살얼음 예측",
    state: ChallengeState = ChallengeState.OPEN,
    publicity: IdeaPublicity = IdeaPublicity.AT_RESULT,
    entries_per_person: int | None = None,
    closes_in: timedelta = timedelta(days=10),
    **other: Any,
) -> Challenge:
    """A challenge of a programme of its own, with form and criteria; open for entries by default."""
    number = next(_numbers)
    programme = make_programme(work, agency or make_agency(work), number, f"{title} 공모")
    opens_at = min(work.now, work.now + closes_in) - timedelta(days=20)
    challenge = Challenge(
        programme_id=programme.id,
        number=1,
        title=title,
        field=ProblemField.SAFETY,
        opens_at=opens_at,
        closes_at=work.now + closes_in,
        receipt_pattern=f"시험{number} {{year}}-{{sequence:03}}",
        entries_per_person=entries_per_person,
        publicity=publicity,
        state=state,
        rules_hash="0" * 64,
        created_at=work.now,
        announced_at=opens_at,
        requested_at=opens_at,
        **other,
    )
    challenge.programme = programme
    challenge.form_fields = make_form()
    challenge.criteria = [
        Criterion(position=1, title="창의성", weight=60),
        Criterion(position=2, title="실현 가능성", weight=40),
    ]
    work.session.add(challenge)
    work.session.flush()
    return challenge


def make_idea(
    work: Work,
    challenge: Challenge,
    author: Account | None = None,
    *,
    title: str = "노면 온도로 살얼음을 미리 알리기",
    summary: str = "길가 감지기로 살얼음이 생길 곳을 알립니다.",
    answers: Mapping[str, str] | None = None,
    state: IdeaState = IdeaState.SUBMITTED,
    organisation: Organisation | None = None,
    allows_publication: bool = True,
    files: Sequence[HandedFile] = (),
) -> Idea:
    """An idea of a new person unless one is named; with a version and a receipt unless it is a draft."""
    author = author or make_account(work)
    idea = Idea(
        challenge_id=challenge.id,
        author_id=author.id,
        applicant_kind=ApplicantKind(organisation.kind.value) if organisation else ApplicantKind.PERSON,
        organisation_id=organisation.id if organisation else None,
        title=title,
        summary=summary,
        answers=dict(ANSWERS if answers is None else answers),
        created_at=work.now,
        saved_at=work.now,
        allows_publication=allows_publication,
    )
    idea.challenge, idea.author, idea.organisation = challenge, author, organisation
    if state is not IdeaState.DRAFT:
        number = next(_numbers)
        idea.receipt_sequence, idea.receipt_number = number, f"시험 2026-{number:05}"
        idea.submitted_at, idea.version_count, idea.state = work.now, 1, state
        if state is IdeaState.INELIGIBLE:
            idea.ineligible_reason = IneligibleReason.CAMPAIGN_ONLY
    work.session.add(idea)
    work.session.flush()
    if state is not IdeaState.DRAFT:
        add_version(work, idea, files)
    return idea


def add_version(work: Work, idea: Idea, files: Sequence[HandedFile] = ()) -> IdeaVersion:
    """The version that `idea.version_count` names, with what the idea says now."""
    content = Content(
        idea_key=idea.key,
        challenge_key=idea.challenge.key,
        challenge_title=idea.challenge.title,
        rules_hash=idea.challenge.rules_hash,
        receipt_number=idea.receipt_number or "",
        version=idea.version_count,
        submitted_at=work.now,
        applicant_kind=idea.applicant_kind,
        title=idea.title,
        summary=idea.summary,
        answers=tuple(
            Answer(name, label, "", kind, idea.answers.get(name, ""), public, judges)
            for name, label, kind, _required, judges, public, _choices, _limit in FIELDS
        ),
        files=tuple(files),
        consents={},
        allows_publication=idea.allows_publication,
        previous_sha256="",
    )
    version = IdeaVersion(
        idea_id=idea.id,
        number=idea.version_count,
        content=content.plain(),
        sha256=digest(content.plain()),
        submitted_at=work.now,
        submitted_by_id=idea.author_id,
    )
    work.session.add(version)
    work.session.flush()
    return version
