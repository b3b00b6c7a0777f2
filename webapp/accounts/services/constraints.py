"""What it means to a person when one of the constraints of accounts refuses a row."""

from __future__ import annotations

from webapp.core.constraints import ConstraintRule
from webapp.core.i18n import lazy

CONSTRAINTS = (
    ConstraintRule(
        "uq_accounts_email",
        "email",
        lazy("방금 같은 주소로 처리한 일이 있습니다. 받은 메일을 확인해 주십시오."),
    ),
    ConstraintRule("uq_agencies_slug", "slug", lazy("다른 기관이 쓰는 주소입니다. 달리 적어 주십시오.")),
    ConstraintRule("uq_departments_agency_id_name", "name", lazy("이 기관에 같은 이름의 부서가 있습니다.")),
    ConstraintRule(
        "ck_organisations_company_number",
        "business_number",
        lazy("사업자등록번호 10자리를 적어 주십시오."),
    ),
)
