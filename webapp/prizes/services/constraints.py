"""What the database's own refusals mean to a person. They are the last line: services check before."""

from __future__ import annotations

from webapp.core.constraints import ConstraintRule
from webapp.core.i18n import lazy

CONSTRAINTS = (
    ConstraintRule(
        "uq_awards_idea_id", "finalists", lazy("한 아이디어는 한 번만 수상 후보가 될 수 있습니다.")
    ),
    ConstraintRule(
        "ck_awards_decided_by_another",
        None,
        lazy("수상 후보를 정한 사람은 수상작을 결정할 수 없습니다. 다른 결재자가 결정해야 합니다."),
    ),
    ConstraintRule(
        "uq_objections_open",
        None,
        lazy("이 후보에 대해 보내신 제보를 검토하고 있습니다. 결과를 알려 드린 뒤 다시 제보할 수 있습니다."),
    ),
    ConstraintRule(
        "ck_payments_two_people",
        None,
        lazy("지급을 확인한 사람은 승인할 수 없습니다. 다른 결재자가 승인해야 합니다."),
    ),
    ConstraintRule(
        "ck_pot_balances_not_overspent",
        "amount_won",
        lazy("재원이 모자라 처리하지 않았습니다. 남은 금액을 확인해 주십시오."),
    ),
    ConstraintRule(
        "ck_pot_balances_paid_committed",
        "amount_won",
        lazy("약정한 금액보다 많이 지급할 수 없습니다."),
    ),
    ConstraintRule(
        "uq_ledger_lines_reference_kind",
        None,
        lazy("이미 처리한 금액입니다. 화면을 새로 고쳐 확인해 주십시오."),
    ),
)
