"""Forms of who may enter a challenge, and of what entrants agree to."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.challenges.enums import ApplicantKind, Improvement, Retention, StaffRule
from webapp.challenges.forms.fields import (
    Row,
    SectionForm,
    area,
    begin_rows,
    line,
    lines_in,
    number,
    read_rows,
    rows_of,
    whole,
)
from webapp.challenges.models import ConsentEntry, Entrants, EntryTerms
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.i18n import lazy
from webapp.web.forms import select_choices

NO_LIMIT = lazy("제한하지 않으면 비워 둡니다. 접수 마감일을 기준으로 셉니다.")


class CheckboxGroupField(SelectMultipleField):
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EntrantsForm(SectionForm):
    """Who may enter."""

    applicant_kinds = CheckboxGroupField(
        lazy("누가 응모할 수 있습니까?"), choices=select_choices(ApplicantKind)
    )
    age_from = whole(lazy("나이의 시작(만 나이)"), 0, 120, hint=NO_LIMIT, unit=lazy("세부터"))
    age_to = whole(lazy("나이의 끝(만 나이)"), 0, 120, hint=NO_LIMIT, unit=lazy("세까지"))
    regions = area(
        lazy("응모할 수 있는 지역"),
        2000,
        hint=lazy("한 줄에 하나씩 적습니다. 제한하지 않으면 비워 둡니다."),
        rows=3,
    )
    staff = SelectField(
        lazy("주최 기관 직원"),
        choices=select_choices(StaffRule),
        description=lazy("소관 부처와 산하 기관 직원에게 적용할 규칙입니다."),
    )

    @classmethod
    def begin(cls, section: Entrants, version: int, _choices: SectionChoices) -> EntrantsForm:
        """The form with what is stored."""
        return cls(
            data={
                "version": version,
                "applicant_kinds": [one.value for one in section.applicant_kinds],
                "age_from": "" if section.age_from is None else str(section.age_from),
                "age_to": "" if section.age_to is None else str(section.age_to),
                "regions": "\n".join(section.regions),
                "staff": section.staff.value,
            }
        )

    def section(self) -> Entrants:
        """What was written."""
        return Entrants(
            applicant_kinds=tuple(ApplicantKind(one) for one in self.applicant_kinds.data or ()),
            age_from=number(self.age_from),
            age_to=number(self.age_to),
            regions=lines_in(self.regions.data),
            staff=StaffRule(self.staff.data),
        )


class ConsentRow(Row):
    """A consent of the contest's own: four items, five when data go to somebody else."""

    main: ClassVar[tuple[str, ...]] = ("title", "recipient", "purpose", "items", "period")
    name = HiddenField()
    title = line(
        lazy("동의하는 문장"),
        150,
        is_required=True,
        hint=lazy("예: 다음 공모 소식을 받는 데 동의합니다."),
    )
    recipient = line(
        lazy("받는 자"),
        150,
        hint=lazy("다른 기관에 제공할 때만 적습니다. (개인정보 보호법 제17조제2항)"),
    )
    purpose = line(lazy("이용 목적"), 300, is_required=True)
    items = line(lazy("항목"), 300, is_required=True)
    period = line(lazy("보유 기간"), 300, is_required=True)
    refusal = line(
        lazy("거부할 권리와 불이익"),
        300,
        is_required=True,
        hint=lazy("예: 동의하지 않아도 접수와 심사에 영향이 없습니다."),
    )
    is_required = BooleanField(lazy("동의해야 응모할 수 있습니다."))


class TermsForm(SectionForm):
    """What an entrant agrees to beyond the usual."""

    aliases: ClassVar[dict[str, str]] = {"consents": "rows"}
    licence_asked = BooleanField(lazy("수상자에게 이용 허락을 받습니다."))
    licence_exclusive = BooleanField(lazy("독점으로 이용합니다."))
    licence_years = whole(lazy("이용 기간"), 1, 70, unit=lazy("년"))
    licence_scope = line(
        lazy("이용 범위와 방법"), 300, hint=lazy("예: 정책 수립과 홍보에 필요한 복제와 배포. 횟수 제한 없음")
    )
    improvement = SelectField(lazy("아이디어를 개선하거나 발전시킬 때"), choices=select_choices(Improvement))
    retention = SelectField(lazy("개인정보와 응모서의 보관"), choices=select_choices(Retention))
    rows = rows_of(
        ConsentRow,
        lazy("따로 받는 동의"),
        lazy(
            "개인정보 수집·이용, 서약, 공개 동의는 저절로 들어갑니다. 동의는 하나씩 따로 받고 "
            "미리 표시해 두지 않습니다. (개인정보 보호법 제22조) 빈 줄은 저장하지 않습니다."
        ),
    )

    @classmethod
    def begin(cls, section: EntryTerms, version: int, _choices: SectionChoices) -> TermsForm:
        """The form with what is stored."""
        names = ("name", "title", "recipient", "purpose", "items", "period", "refusal", "is_required")
        rows = begin_rows({name: getattr(one, name) for name in names} for one in section.consents)
        return cls(
            data={
                "version": version,
                "licence_asked": section.licence_asked,
                "licence_exclusive": section.licence_exclusive,
                "licence_years": str(section.licence_years or ""),
                "licence_scope": section.licence_scope,
                "improvement": section.improvement.value,
                "retention": section.retention.value,
                "rows": rows,
            }
        )

    def section(self) -> EntryTerms:
        """What was written; a new consent gets the next free name."""
        taken = {row.form.name.data for row in self.rows}
        free = (name for name in (f"c{place}" for place in range(1, 1000)) if name not in taken)
        return EntryTerms(
            consents=read_rows(
                self.rows, lambda row: _consent(row, row["name"].data or next(free)), field="consents"
            ),
            licence_asked=self.licence_asked.data,
            licence_exclusive=self.licence_exclusive.data,
            licence_years=number(self.licence_years),
            licence_scope=self.licence_scope.data,
            improvement=Improvement(self.improvement.data),
            retention=Retention(self.retention.data),
        )


def _consent(row: Any, name: str) -> ConsentEntry:
    return ConsentEntry(
        name=name,
        title=row.title.data,
        recipient=row.recipient.data,
        purpose=row.purpose.data,
        items=row["items"].data,
        period=row.period.data,
        refusal=row.refusal.data,
        is_required=row.is_required.data,
    )
