"""Forms before the approval: comparing with other contests, the list of past ones, remarks and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from wtforms import HiddenField, RadioField, SelectField

from webapp.challenges.enums import ContestSection, SimilarityConclusion, SimilarityJudgement
from webapp.challenges.forms.fields import Row, SectionForm, area, line, rows_of
from webapp.challenges.queries.similarity import Hit
from webapp.challenges.services import Judged
from webapp.core.errors import RuleBroken
from webapp.core.i18n import lazy
from webapp.web.forms import Form, Required, select_choices


class HitRow(Row):
    """What the official made of one contest that was found."""

    main: ClassVar[tuple[str, ...]] = ("ref",)
    ref = HiddenField()
    judgement = SelectField(
        lazy("판단"),
        choices=select_choices(SimilarityJudgement, empty=lazy("고르십시오")),
        validators=[Required(lazy("보고 판단을 골라 주십시오."))],
    )
    note = line(lazy("무엇이 같고 다른지"), 300)


class ReviewForm(SectionForm):
    """The comparison: every contest found, the conclusion, and what was done about it."""

    aliases: ClassVar[Mapping[str, str]] = {"hits": "note", "words": "note"}
    words = HiddenField()
    rows = rows_of(HitRow, lazy("찾은 공모"))
    conclusion = RadioField(
        lazy("결론"),
        choices=select_choices(SimilarityConclusion),
        validators=[Required(lazy("결론을 골라 주십시오."))],
    )
    note = area(
        lazy("검토 의견"),
        2000,
        hint=lazy("비슷한 공모가 있으면 무엇이 비슷하고 어떻게 다르게 했는지 적습니다."),
        rows=4,
    )

    @classmethod
    def begin_with(cls, version: int, words: str, hits: Sequence[Hit]) -> ReviewForm:
        """The form for what was found."""
        return cls(data={"version": version, "words": words, "rows": [{"ref": hit.ref} for hit in hits]})

    @property
    def judged(self) -> dict[str, Judged]:
        """What was made of each contest."""
        return {
            row.form.ref.data: Judged(SimilarityJudgement(row.form.judgement.data), row.form.note.data)
            for row in self.rows
            if row.form.judgement.data
        }

    def row_of(self, ref: str) -> Row | None:
        """The row of a contest that was found."""
        return next((row.form for row in self.rows if row.form.ref.data == ref), None)


class PastContestsForm(Form):
    """A list of contests held elsewhere, as CSV."""

    text = area(
        lazy("CSV 내용"),
        1_000_000,
        hint=lazy("첫 줄에 열 이름(기관, 공모 이름, 연도, 요약, 주소)을 적고 한 줄에 한 건씩 적습니다."),
        rows=10,
        needed=lazy("CSV 내용을 붙여 넣어 주십시오."),
    )

    def take(self, error: RuleBroken) -> None:
        """What is wrong with the file is wrong with what was pasted."""
        fields = {"text" if name == "file" else name: message for name, message in error.fields.items()}
        super().take(RuleBroken(error.message, fields=fields, code=error.code))


class RemarkForm(Form):
    """A remark on one section."""

    section = SelectField(lazy("항목"), choices=select_choices(ContestSection))
    body = area(lazy("의견"), 1000, rows=4, needed=lazy("의견을 적어 주십시오."))


class AnswerForm(Form):
    """How a remark was met."""

    answer = area(lazy("어떻게 고쳤나요"), 1000, rows=4, needed=lazy("어떻게 고쳤는지 적어 주십시오."))
