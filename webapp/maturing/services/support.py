"""Support money of a project: set aside at its start, recorded as it is paid, the rest given back at its end.

It stands in the ledger of the contest's maturing pot, under `project:<key>`, so that neither the pot nor a
project's cap can be overspent and no voucher is booked twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webapp.challenges.enums import PotKind
from webapp.core.errors import RuleBroken
from webapp.core.i18n import format_won
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.maturing.enums import Permission
from webapp.maturing.models import Project
from webapp.maturing.services.loading import load_project
from webapp.prizes.enums import LedgerKind
from webapp.prizes.models import Award, LedgerLine
from webapp.prizes.services import Booking, commit_funds, pay_funds, pot_of, release_funds


@dataclass(frozen=True, slots=True)
class RecordSupport:
    """A sum of support as it was paid: won, day, and the voucher in the agency's accounts."""

    project_key: str
    amount_won: int
    paid_on: date
    voucher: str


def commit_support(work: Work, actor: Actor, award: Award, project: Project) -> None:
    """Set the project's cap aside. RuleBroken when there is no pot or it cannot bear it."""
    if not project.support_cap_won:
        return
    pot_id = pot_of(work, award.challenge.programme_id, PotKind.MATURING)
    if pot_id is None:
        raise RuleBroken(
            _(
                "이 공모에는 숙성 지원금 재원이 없습니다."
                " 지원 한도를 0원으로 두거나 재원을 먼저 등록해 주십시오."
            ),
            field="support_cap_won",
            code="no_pot",
        )
    booking = Booking(reference_of(project), project.support_cap_won, project.award_id)
    try:
        commit_funds(work, actor, pot_id, [booking])
    except RuleBroken as error:
        raise RuleBroken(error.message, field="support_cap_won", code=error.code) from error


def record_support(work: Work, actor: Actor, command: RecordSupport) -> Project:
    """Note that support was paid. The same voucher sent twice is one payment."""
    project = load_project(work, command.project_key, lock=True)
    work.require(actor, Permission.SUPPORT_RECORD, project)
    voucher = command.voucher.strip()
    if not voucher:
        raise RuleBroken(_("지출결의 번호를 적어 주십시오."), field="voucher")
    known = work.session.scalar(
        sa.select(LedgerLine.amount_won).where(
            LedgerLine.reference == f"{reference_of(project)}:{voucher}",
            LedgerLine.kind == LedgerKind.PAYMENT,
        )
    )
    if known == command.amount_won:
        return project
    if known is not None:
        raise RuleBroken(_("이미 적은 지출결의 번호입니다."), field="voucher", code="voucher_known")
    _check(work, project, command)
    pot_id = pot_of(work, project.award.challenge.programme_id, PotKind.MATURING)
    if pot_id is None:
        raise RuleBroken(_("이 공모에는 숙성 지원금 재원이 없습니다."), field="amount_won", code="no_pot")
    booking = Booking(
        f"{reference_of(project)}:{voucher}",
        command.amount_won,
        project.award_id,
        booked_on=command.paid_on,
        voucher=voucher,
    )
    pay_funds(work, actor, pot_id, booking)
    facts = {"amount_won": command.amount_won, "paid_on": command.paid_on, "voucher": voucher}
    work.audit(actor, "maturing:support:paid", project, after=facts)
    return project


def release_rest(work: Work, actor: Actor, project: Project) -> None:
    """Give back what was set aside and not paid; the project has ended."""
    rest = project.support_cap_won - support_paid(work, project)
    pot_id = pot_of(work, project.award.challenge.programme_id, PotKind.MATURING)
    if rest > 0 and pot_id is not None:
        release_funds(work, actor, pot_id, [Booking(reference_of(project), rest, project.award_id)])


def support_paid(work: Work, project: Project) -> int:
    """What a project has received so far, in won."""
    paid = work.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_won), 0)).where(
            LedgerLine.award_id == project.award_id,
            LedgerLine.kind == LedgerKind.PAYMENT,
            LedgerLine.reference.startswith(f"{reference_of(project)}:", autoescape=True),
        )
    )
    return int(paid or 0)


def reference_of(project: Project) -> str:
    """How the ledger names a project's money."""
    return f"project:{project.key}"


def _check(work: Work, project: Project, command: RecordSupport) -> None:
    left = project.support_cap_won - support_paid(work, project)
    if command.amount_won <= 0:
        raise RuleBroken(_("금액은 0원보다 커야 합니다."), field="amount_won", code="amount")
    if command.amount_won > left:
        raise RuleBroken(
            _("지원 한도에서 남은 금액은 %(left)s입니다.", left=format_won(left)),
            field="amount_won",
            code="cap",
        )
    if command.paid_on > kst_day(work.now):
        raise RuleBroken(_("지급일은 오늘까지의 날짜로 적어 주십시오."), field="paid_on")
    if command.paid_on < kst_day(project.started_at):
        raise RuleBroken(_("지급일은 과제를 시작한 날부터 적을 수 있습니다."), field="paid_on")
