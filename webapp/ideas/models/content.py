"""What is written and what is handed in: the working copy, the content of a version, its canonical form.

Pure values. Canonical JSON has sorted keys, no spaces, UTF-8 and moments in UTC, so that whoever has it can
compute its SHA-256 again. Must not read the database or decide who may see what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from webapp.challenges.enums import FieldKind
from webapp.challenges.models.frozen import canonical_json
from webapp.core.i18n import gettext as _
from webapp.core.text import clean_line, clean_text, count_characters
from webapp.ideas.enums import ApplicantKind

FORMAT: Final = 1
MAX_TITLE: Final = 100
MAX_SUMMARY: Final = 300


class Question(Protocol):
    """A field of the entry form, as the challenge declares it."""

    name: Any
    label: Any
    label_en: Any
    kind: Any
    choices: Any
    max_characters: Any
    is_required: Any
    is_shown_to_judges: Any
    is_public: Any


@dataclass(frozen=True, slots=True)
class Working:
    """What its author is writing: nothing of it counts until it is handed in."""

    title: str
    summary: str
    answers: Mapping[str, str]

    def cleaned(self, questions: Iterable[Question]) -> Working:
        """The same in NFC and without what cannot be seen; answers to questions that are not asked go."""
        kept = {
            one.name: _clean(one.kind, self.answers[one.name])
            for one in questions
            if self.answers.get(one.name)
        }
        return Working(clean_line(self.title), clean_text(self.summary), {k: v for k, v in kept.items() if v})

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"title": self.title, "summary": self.summary, "answers": dict(self.answers)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with the question as it was asked, and who may read it by the notice."""

    name: str
    label: str
    label_en: str
    kind: FieldKind
    text: str
    is_public: bool
    is_shown_to_judges: bool


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as it was handed in."""

    key: str
    filename: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a receipt vouches for. Names of persons are not part of it: judges read it blind."""

    idea_key: str
    challenge_key: str
    challenge_title: str
    rules_hash: str
    receipt_number: str
    version: int
    submitted_at: datetime
    applicant_kind: ApplicantKind
    title: str
    summary: str
    answers: tuple[Answer, ...]
    files: tuple[HandedFile, ...]
    consents: Mapping[str, str]
    allows_publication: bool
    previous_sha256: str

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        facts = {name: getattr(self, name) for name in FACTS}
        return facts | {
            "format": FORMAT,
            "submitted_at": self.submitted_at.astimezone(UTC).isoformat(),
            "applicant_kind": self.applicant_kind.value,
            "answers": [asdict(one) | {"kind": one.kind.value} for one in self.answers],
            "files": [asdict(one) for one in self.files],
            "consents": dict(self.consents),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Content:
        """The content back from its JSON."""
        facts = {name: plain[name] for name in FACTS}
        return cls(
            **facts
            | {
                "submitted_at": datetime.fromisoformat(plain["submitted_at"]),
                "applicant_kind": ApplicantKind(plain["applicant_kind"]),
                "answers": tuple(
                    Answer(**one | {"kind": FieldKind(one["kind"])}) for one in plain["answers"]
                ),
                "files": tuple(HandedFile(**one) for one in plain["files"]),
            }
        )

    def says_the_same(self, other: Content) -> bool:
        """Whether another content hands in the same things; number, time and texts of consent set aside."""
        return self._substance() == other._substance()

    def working(self) -> Working:
        """A working copy of it."""
        return Working(self.title, self.summary, {one.name: one.text for one in self.answers if one.text})

    def _substance(self) -> tuple[object, ...]:
        return (
            self.title,
            self.summary,
            {one.name: one.text for one in self.answers},
            [(one.filename, one.sha256) for one in self.files],
            self.allows_publication,
        )


FACTS: Final = tuple(field.name for field in fields(Content))


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that has to be mended before an idea can be handed in, and the form field it is about."""

    field: str
    label: str
    message: str


def answer_field(name: str) -> str:
    """The name under which the answer to a question travels in forms and in lists of errors."""
    return f"answer_{name}"


def digest(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(plain).encode()).hexdigest()


def lengths(working: Working, questions: Iterable[Question]) -> dict[str, str]:
    """What is too long to be kept or was not offered, by form field; empty when all is well."""
    wrong = {}
    for field, text, limit in (
        ("title", working.title, MAX_TITLE),
        ("summary", working.summary, MAX_SUMMARY),
    ):
        if message := _too_long(text, limit):
            wrong[field] = message
    for one in questions:
        text = working.answers.get(one.name, "")
        if one.kind is FieldKind.CHOICE:
            message = "" if not text or text in one.choices else _("보기 가운데에서 골라 주십시오.")
        else:
            message = _too_long(text, one.max_characters)
        if message:
            wrong[answer_field(one.name)] = message
    return wrong


def gaps(working: Working, questions: Iterable[Question]) -> tuple[Gap, ...]:
    """What is still missing, in the order of the form."""
    questions = tuple(questions)
    wrong = lengths(working, questions)
    found = []
    for field, label, text in (
        ("title", _("제목"), working.title),
        ("summary", _("한 문단 요약"), working.summary),
    ):
        if field in wrong or not text:
            found.append(
                Gap(field, label, wrong.get(field) or _("%(label)s을(를) 적어 주십시오.", label=label))
            )
    for one in questions:
        field, text = answer_field(one.name), working.answers.get(one.name, "")
        if field in wrong:
            found.append(Gap(field, one.label, wrong[field]))
        elif one.is_required and not text:
            verb = (
                _("%(label)s: 하나를 골라 주십시오.", label=one.label)
                if one.kind is FieldKind.CHOICE
                else _("%(label)s을(를) 적어 주십시오.", label=one.label)
            )
            found.append(Gap(field, one.label, verb))
    return tuple(found)


def _clean(kind: FieldKind, text: str) -> str:
    return clean_text(text) if kind is FieldKind.TEXT else clean_line(text)


def _too_long(text: str, limit: int) -> str:
    count = count_characters(text)
    if count <= limit:
        return ""
    return _(
        "%(limit)s자까지 적을 수 있습니다. 지금은 %(count)s자입니다.", limit=f"{limit:,}", count=f"{count:,}"
    )
