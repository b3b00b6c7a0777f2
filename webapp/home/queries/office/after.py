"""What is to be done after the award: money, maturing, policy."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from webapp.accounts.models import Department
from webapp.challenges.models import Challenge, Programme
from webapp.core.i18n import format_money
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.home.queries.office.todo import Scope, Todo, day_end, some
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.queries import is_entered_by
from webapp.maturing.enums import MilestoneState
from webapp.maturing.models import Milestone, Project, ProjectMember
from webapp.prizes.enums import PaymentState
from webapp.prizes.models import Award, Payment
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, Reflection


def todos(work: Work, scope: Scope) -> Iterator[Todo]:
    """Five statements."""
    yield from _payments(work, scope)
    yield from _milestones(work, scope)
    yield from _unassigned(work, scope)
    yield from _decisions(work, scope)
    yield from _promises(work, scope)


def _payments(work: Work, scope: Scope) -> Iterator[Todo]:
    mine = sa.or_(
        sa.and_(
            Programme.agency_id.in_(some(scope.officer)),
            Payment.state.in_((PaymentState.DUE, PaymentState.APPROVED)),
        ),
        sa.and_(
            Programme.agency_id.in_(some(scope.approver)),
            Payment.state == PaymentState.CONFIRMED,
            Payment.confirmed_by_id != scope.account_id,
        ),
    )
    rows = work.session.execute(
        sa.select(
            Payment.state,
            sa.func.count(Payment.id).label("count"),
            sa.func.sum(Payment.amount_won).label("won"),
        )
        .join(Award, Award.id == Payment.award_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(mine, Challenge.id.not_in(some(scope.entered)))
        .group_by(Payment.state)
        .order_by(Payment.state)
    )
    for row in rows:
        values = {"count": row.count, "won": format_money(int(row.won))}
        titles = {
            PaymentState.DUE: _("지급 조건을 갖춘 상금 %(count)s건(%(won)s)을 확인해 주십시오", **values),
            PaymentState.CONFIRMED: _(
                "확인을 마친 상금 %(count)s건(%(won)s)의 지급을 승인해 주십시오", **values
            ),
            PaymentState.APPROVED: _("승인된 상금 %(count)s건(%(won)s)을 지급하고 기록해 주십시오", **values),
        }
        is_to_pay = row.state is PaymentState.APPROVED
        rule = _("확인한 사람과 승인하는 사람이 달라야 합니다.")
        yield Todo(
            titles[row.state],
            f"/office/prizes/payments?state={row.state.value}",
            _("시상과 지급"),
            _("기관의 회계에서 지급한 뒤 지급일과 지출결의 번호를 적습니다.") if is_to_pay else rule,
        )


def _milestones(work: Work, scope: Scope) -> Iterator[Todo]:
    is_of_the_team = (
        sa.select(ProjectMember.id)
        .where(ProjectMember.project_id == Project.id, ProjectMember.account_id == scope.account_id)
        .exists()
    )
    rows = work.session.execute(
        sa.select(Milestone.key, Milestone.title, Milestone.due_on, Idea.title.label("idea"))
        .join(Project, Project.id == Milestone.project_id)
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(some(scope.officer)),
            Milestone.state == MilestoneState.SUBMITTED,
            ~is_of_the_team,
        )
        .order_by(Milestone.due_on, Milestone.id)
        .limit(50)
    )
    for row in rows:
        text = _("‘%(title)s’의 결과물을 승인할지 결정해 주십시오", title=row.title)
        rule = _("승인하거나, 보완할 점을 적어 돌려보냅니다.")
        yield Todo(text, f"/projects/milestones/{row.key}", row.idea, rule, day_end(row.due_on))


def _unassigned(work: Work, scope: Scope) -> Iterator[Todo]:
    count = work.session.scalar(
        sa.select(sa.func.count(Idea.id))
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Reflection, Reflection.idea_id == Idea.id)
        .where(
            Programme.agency_id.in_(some(scope.officer | scope.approver)),
            Idea.state == IdeaState.AWARDED,
            Reflection.id.is_(None),
            ~is_entered_by(scope.account_id),
        )
    )
    if count:
        text = _("수상작 %(count)s건의 정책 반영 담당자를 정해 주십시오", count=count)
        rule = _("수상작마다 담당 부서와 실명 담당자를 정합니다(정책실명제).")
        yield Todo(text, "/office/reflections", _("정책 반영"), rule)


def _is_ours(scope: Scope) -> sa.ColumnElement[bool]:
    """Of an agency of theirs or in their name, and not an idea of their own."""
    agencies = some(scope.officer | scope.approver)
    is_answered = sa.or_(Department.agency_id.in_(agencies), Reflection.official_id == scope.account_id)
    return sa.and_(is_answered, ~is_entered_by(scope.account_id))


def _decisions(work: Work, scope: Scope) -> Iterator[Todo]:
    rows = work.session.execute(
        sa.select(Reflection.key, Reflection.due_on, Idea.title)
        .join(Idea, Idea.id == Reflection.idea_id)
        .join(Department, Department.id == Reflection.department_id)
        .where(Reflection.state == ReflectionState.UNDER_REVIEW, _is_ours(scope))
        .order_by(Reflection.due_on, Reflection.id)
        .limit(50)
    )
    for row in rows:
        text = _("‘%(title)s’을(를) 채택할지 결정해 주십시오", title=row.title)
        rule = _("담당자를 정한 날부터 한 달 안에 결정합니다(국민 제안 규정).")
        yield Todo(text, f"/office/reflections/{row.key}", _("정책 반영"), rule, day_end(row.due_on))


def _promises(work: Work, scope: Scope) -> Iterator[Todo]:
    rows = work.session.execute(
        sa.select(Reflection.key, Measure.key.label("measure_key"), Measure.title, Measure.promised_on)
        .join(Reflection, Reflection.id == Measure.reflection_id)
        .join(Idea, Idea.id == Reflection.idea_id)
        .join(Department, Department.id == Reflection.department_id)
        .where(Measure.state.in_((MeasureState.PLANNED, MeasureState.IN_PROGRESS)), _is_ours(scope))
        .order_by(Measure.promised_on, Measure.id)
        .limit(20)
    )
    for row in rows:
        text = _("‘%(title)s’의 진행 상황을 보고해 주십시오", title=row.title)
        rule = _("약속한 날을 지키지 못하면 까닭과 새 날짜를 공개합니다.")
        path = f"/office/reflections/{row.key}#measure-{row.measure_key}"
        yield Todo(text, path, _("정책 반영"), rule, day_end(row.promised_on))
