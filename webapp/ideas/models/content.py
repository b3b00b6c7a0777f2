"""What is written and what is handed in: the working copy, the content of a version, its canonical form.

Pure values. Canonical JSON has sorted keys, no spaces, UTF-8 and moments in UTC, so that whoever has it can
compute its SHA-256 again. Must not read the database or decide who may see what.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from webapp.challenges.enums import FieldKind
from webapp.challenges.models.frozen import canonical_json
from webapp.core.attachments import AttachmentView
from webapp.core.i18n import gettext as _
from webapp.core.text import clean_line, clean_text, count_characters
from webapp.ideas.enums import ApplicantKind
from webapp.ideas.models.answers import (
    Question,
    answer_fault,
    answer_gap,
    asked,
    cleaned_answer,
    table_rows,
    too_long,
)

FORMAT: Final = 1
MAX_TITLE: Final = 100
MAX_SUMMARY: Final = 300


@dataclass(frozen=True, slots=True)
class Working:
    """What its author is writing: nothing of it counts until it is handed in."""

    title: str
    summary: str
    answers: Mapping[str, str]

    def cleaned(self, questions: Iterable[Question]) -> Working:
        """The same in NFC and without what cannot be seen; answers to questions that are not asked go."""
        kept = {
            one.name: cleaned_answer(one, self.answers[one.name])
            for one in questions
            if self.answers.get(one.name)
        }
        return Working(clean_line(self.title), clean_text(self.summary), {k: v for k, v in kept.items() if v})

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"title": self.title, "summary": self.summary, "answers": dict(self.answers)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with the question as it was asked, and who may read it by the notice.

    `text` as `answers` writes it; `columns` heads a table, `unit` follows a number.
    """

    name: str
    label: str
    label_en: str
    kind: FieldKind
    text: str
    is_public: bool
    is_shown_to_judges: bool
    columns: tuple[str, ...] = ()
    unit: str = ""

    @classmethod
    def of(cls, question: Question, text: str) -> Answer:
        """The answer to a question."""
        return cls(
            question.name,
            question.label,
            question.label_en,
            question.kind,
            text,
            is_public=question.is_public and question.kind is not FieldKind.FILE,
            is_shown_to_judges=question.is_shown_to_judges,
            columns=tuple(question.table_columns),
            unit=question.unit,
        )

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a table, each as long as its head."""
        width = len(self.columns)
        return [(row + [""] * width)[: max(width, len(row))] for row in table_rows(self.text)]

    @property
    def choices(self) -> list[str]:
        """What was chosen of several."""
        return self.text.split("\n") if self.text else []


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as it was handed in; `slot` names the question that it answers, "" none."""

    key: str
    filename: str
    media_type: str
    size: int
    sha256: str
    slot: str = ""

    @classmethod
    def of(cls, file: AttachmentView) -> HandedFile:
        """The file behind an attachment."""
        return cls(file.key, file.filename, file.media_type, file.size, file.sha256, file.slot)


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
                "answers": tuple(_answer(one) for one in plain["answers"]),
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
            [(one.slot, one.filename, one.sha256) for one in self.files],
            self.allows_publication,
        )


def _answer(plain: Mapping[str, Any]) -> Answer:
    changed = {"kind": FieldKind(plain["kind"]), "columns": tuple(plain.get("columns", ()))}
    return Answer(**{**plain, **changed})


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
        if (count := count_characters(text)) > limit:
            wrong[field] = too_long(limit, count)
    for one in questions:
        if message := answer_fault(one, working.answers.get(one.name, "")):
            wrong[answer_field(one.name)] = message
    return wrong


def gaps(
    working: Working, questions: Iterable[Question], files: Mapping[str, int] | None = None
) -> tuple[Gap, ...]:
    """What is still missing, in the order of the form. `files`: how many there are for each question."""
    questions = asked(questions, working.answers)
    wrong, files = lengths(working, questions), files or {}
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
        field = answer_field(one.name)
        count = files.get(one.name, 0)
        if message := wrong.get(field) or answer_gap(one, working.answers.get(one.name, ""), count):
            found.append(Gap(field, one.label, message))
    return tuple(found)


def files_by_question(files: Iterable[AttachmentView]) -> Counter[str]:
    """How many files there are for each question; those for none under ""."""
    return Counter(one.slot for one in files)
