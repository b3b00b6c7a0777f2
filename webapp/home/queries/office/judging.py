"""What is to be done from judging to the award: sheets, rounds, finalists, objections, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.home.queries.office.todo import Scope, Todo, day_end, some
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Assignment, Round
from webapp.prizes.enums import AwardState, ObjectionState
from webapp.prizes.models import Award, Objection, Verification

WAITING = (AssignmentState.ASSIGNED, AssignmentState.CLEARED)


def todos(work: Work, scope: Scope) -> Iterator[Todo]:
    """Two statements."""
    yield from _rounds(work, scope)
    yield from _verifications(work, scope)


def _count(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Assignment.id))
        .where(Assignment.round_id == Round.id, condition)
        .correlate(Round)
        .scalar_subquery()
    )


def _round_to_do(row: Any) -> Todo:
    title, contest = localized(row.title, row.title_en), localized(row.contest, row.contest_en)
    path = f"/office/rounds/{row.key}"
    if row.state is RoundState.PREPARING:
        rule = _("위원장을 포함해 5명 이상, 절반 이상을 민간 위원으로 합니다(공모전 운영 규정 제7조).")
        return Todo(
            _("‘%(title)s’의 심사를 시작할 준비를 해 주십시오", title=title),
            path,
            contest,
            rule,
            row.due_at,
        )
    if row.state is RoundState.SCORING and row.waiting:
        total = row.waiting + row.submitted
        text = _(
            "‘%(title)s’의 심사표 %(waiting)s장이 아직 들어오지 않았습니다(전체 %(total)s장)",
            title=title,
            waiting=row.waiting,
            total=total,
        )
        return Todo(text, path, contest, _("심사 마감에 맞추어 심사위원에게 알려 주십시오."), row.due_at)
    if row.state is RoundState.SCORING:
        text = _("‘%(title)s’의 심사표가 모두 들어왔습니다. 심사를 마쳐 주십시오", title=title)
        rule = _("심사를 마쳐야 순위가 확정되고 수상 후보를 정할 수 있습니다.")
        return Todo(text, f"{path}/close", contest, rule, row.due_at)
    text = _("‘%(title)s’의 수상 후보를 정해 주십시오", title=title)
    rule = _("수상 후보는 10일 이상 공개해 의견을 듣습니다(공모전 운영 규정 제9조).")
    return Todo(text, f"/office/prizes/challenges/{row.challenge_key}/nominate", contest, rule)


def _rounds(work: Work, scope: Scope) -> Iterator[Todo]:
    rows = work.session.execute(
        sa.select(
            Round.key,
            Round.state,
            Round.due_at,
            Challenge.key.label("challenge_key"),
            Challenge.title,
            Challenge.title_en,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            _count(Assignment.state.in_(WAITING)).label("waiting"),
            _count(Assignment.state == AssignmentState.SUBMITTED).label("submitted"),
        )
        .join(Challenge, Challenge.id == Round.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(some(scope.judging)),
            Challenge.state == ChallengeState.JUDGING,
            Round.state != RoundState.CANCELLED,
            Challenge.id.not_in(some(scope.entered)),
        )
        .order_by(Round.due_at, Round.id)
        .limit(50)
    )
    return (_round_to_do(row) for row in rows)


def _verifications(work: Work, scope: Scope) -> Iterator[Todo]:
    of_challenge = sa.select(sa.func.count(Objection.id)).join(Award, Award.id == Objection.award_id)
    objections = of_challenge.where(
        Award.challenge_id == Challenge.id, Objection.state == ObjectionState.OPEN
    )
    nominated_by_me = sa.select(Award.id).where(
        Award.challenge_id == Challenge.id,
        Award.nominated_by_id == scope.account_id,
        Award.state == AwardState.VERIFYING,
    )
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Programme.agency_id,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            Verification.closes_on,
            objections.correlate(Challenge).scalar_subquery().label("objections"),
            nominated_by_me.exists().label("is_my_nomination"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Verification, Verification.challenge_id == Challenge.id)
        .where(
            Programme.agency_id.in_(some(scope.judging | scope.approver)),
            Challenge.state == ChallengeState.VERIFYING,
            Challenge.id.not_in(some(scope.entered)),
        )
        .order_by(Verification.closes_on, Challenge.id)
        .limit(50)
    )
    today = kst_day(work.now)
    for row in rows:
        title, contest = localized(row.title, row.title_en), localized(row.contest, row.contest_en)
        path, due = f"/office/prizes/challenges/{row.key}", day_end(row.closes_on)
        if row.objections and row.agency_id in scope.judging:
            text = _(
                "‘%(title)s’에 들어온 제보 %(count)s건을 검토해 주십시오", title=title, count=row.objections
            )
            rule = _("제보를 모두 검토해야 수상을 결정할 수 있습니다.")
            yield Todo(text, f"{path}#objections", contest, rule, due)
        if row.closes_on >= today:
            text = _("‘%(title)s’의 공개검증이 진행 중입니다", title=title)
            rule = _("공개검증 마지막 날이 지나면 수상작을 결정할 수 있습니다.")
            yield Todo(text, path, contest, rule, due, is_alert=True)
        elif row.agency_id in scope.approver and not row.is_my_nomination and not row.objections:
            text = _("‘%(title)s’의 공개검증이 끝났습니다. 수상작을 결정해 주십시오", title=title)
            rule = _("수상 후보를 정한 사람이 아닌 결재자가 결정합니다.")
            yield Todo(text, f"{path}/decision/check", contest, rule, due)
