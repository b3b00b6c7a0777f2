"""What is to be done before judging: problems, approvals, drafts, contests about to close, eligibility."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState, ChangeState
from webapp.challenges.models import Challenge, Programme, RuleChange
from webapp.core.calendar import month_later
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.home.queries.office.todo import Scope, Todo, day_end, some
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.models import Round
from webapp.problems.enums import UNDECIDED_PROBLEM_STATES, ProblemState
from webapp.problems.models import Problem, ProblemCall

CLOSING_SOON = timedelta(days=7)
NOTICE_DAYS = timedelta(days=5)
REVIEW_MONTHS = 1


def todos(work: Work, scope: Scope) -> Iterator[Todo]:
    """Four statements."""
    yield from _problems(work, scope)
    yield from _unpublished(work, scope)
    yield from _changes(work, scope)
    yield from _entries(work, scope)


def _problems(work: Work, scope: Scope) -> Iterator[Todo]:
    rows = work.session.execute(
        sa.select(
            ProblemCall.slug,
            ProblemCall.title,
            ProblemCall.title_en,
            Problem.state,
            sa.func.count(Problem.id).label("count"),
            sa.func.min(Problem.posted_at).label("oldest"),
            sa.func.min(Problem.review_due_on).label("due_on"),
        )
        .join(Problem, Problem.call_id == ProblemCall.id)
        .where(
            ProblemCall.agency_id.in_(some(scope.officer)),
            Problem.state.in_(UNDECIDED_PROBLEM_STATES),
        )
        .group_by(ProblemCall.id, ProblemCall.slug, ProblemCall.title, ProblemCall.title_en, Problem.state)
        .order_by(ProblemCall.id)
    )
    for row in rows:
        titles = {
            ProblemState.POSTED: _(
                "새로 들어온 문제 %(count)s건의 검토를 시작할 차례입니다", count=row.count
            ),
            ProblemState.DEPARTMENT_REVIEW: _(
                "담당부서 검토 중인 문제 %(count)s건의 기한을 지켜 주십시오", count=row.count
            ),
            ProblemState.UNDER_REVIEW: _(
                "검토 중인 문제 %(count)s건을 선정할지 정할 차례입니다", count=row.count
            ),
        }
        by_state = f"/office/problems?call={row.slug}&state={row.state.value}"
        path = f"/office/problems/calls/{row.slug}" if row.state is ProblemState.POSTED else by_state
        rule = _("가장 먼저 들어온 문제부터 한 달 안에 결과를 알립니다.")
        due = day_end(month_later(kst_day(row.oldest), REVIEW_MONTHS))
        if row.state is ProblemState.DEPARTMENT_REVIEW and row.due_on is not None:
            rule, due = _("과제 공모에서 정한 근무일 안에 담당부서 검토를 마칩니다."), day_end(row.due_on)
        yield Todo(titles[row.state], path, localized(row.title, row.title_en), rule, due)


def _unpublished(work: Work, scope: Scope) -> Iterator[Todo]:
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Challenge.state,
            Challenge.opens_at,
            Challenge.created_by_id,
            Programme.agency_id,
            Programme.slug,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(some(scope.officer | scope.approver)),
            Challenge.state.in_((ChallengeState.DRAFT, ChallengeState.IN_APPROVAL)),
        )
        .order_by(Challenge.opens_at, Challenge.id)
        .limit(50)
    )
    for row in rows:
        title, contest = localized(row.title, row.title_en), localized(row.contest, row.contest_en)
        path, due = f"/office/challenges/{row.key}", row.opens_at - NOTICE_DAYS
        may_approve = row.agency_id in scope.approver and row.created_by_id != scope.account_id
        if row.state is ChallengeState.IN_APPROVAL and may_approve:
            text = _("‘%(title)s’의 공고를 결재해 주십시오", title=title)
            rule = _("접수 시작 5일 전까지 공고해야 합니다(공모전 운영 규정 제5조).")
            yield Todo(text, f"{path}/approval", contest, rule, due)
        elif row.state is ChallengeState.DRAFT and row.agency_id in scope.officer:
            text = _("‘%(title)s’의 공고문을 마무리해 주십시오", title=title)
            rule = _("아홉 항목을 모두 채워야 결재를 올릴 수 있습니다(공모전 운영 규정 제4조).")
            yield Todo(text, path, contest, rule, due)


def _changes(work: Work, scope: Scope) -> Iterator[Todo]:
    """Changes of announced rules: for the approver to decide, for the officer to finish."""
    rows = work.session.execute(
        sa.select(
            RuleChange.key,
            RuleChange.kind,
            RuleChange.state,
            RuleChange.created_by_id,
            Challenge.title,
            Challenge.title_en,
            Challenge.closes_at,
            Programme.agency_id,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
        )
        .join(Challenge, Challenge.id == RuleChange.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(some(scope.officer | scope.approver)),
            RuleChange.state.in_((ChangeState.DRAFT, ChangeState.REQUESTED)),
        )
        .order_by(Challenge.closes_at, RuleChange.id)
        .limit(50)
    )
    for row in rows:
        title, contest = localized(row.title, row.title_en), localized(row.contest, row.contest_en)
        due = row.closes_at if work.now < row.closes_at else None
        rule = _("변경은 다시 5일 이상 공고해야 합니다(공모전 운영 규정 제5조).")
        may_approve = row.agency_id in scope.approver and row.created_by_id != scope.account_id
        if row.state is ChangeState.REQUESTED and may_approve:
            text = _("‘%(title)s’의 %(kind)s을(를) 결재해 주십시오", title=title, kind=row.kind.label)
            yield Todo(text, f"/office/changes/{row.key}/approval", contest, rule, due)
        elif row.state is ChangeState.DRAFT and row.agency_id in scope.officer:
            text = _("‘%(title)s’의 %(kind)s을(를) 마무리해 주십시오", title=title, kind=row.kind.label)
            yield Todo(text, f"/office/changes/{row.key}", contest, rule, due)


def _entries(work: Work, scope: Scope) -> Iterator[Todo]:
    submitted = (
        sa.select(sa.func.count(Idea.id))
        .where(Idea.challenge_id == Challenge.id, Idea.state == IdeaState.SUBMITTED)
        .correlate(Challenge)
        .scalar_subquery()
    )
    has_round = sa.select(Round.id).where(Round.challenge_id == Challenge.id).exists()
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Challenge.closes_at,
            Programme.slug,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            submitted.label("submitted"),
            has_round.label("has_round"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(some(scope.judging)),
            Challenge.state.in_((ChallengeState.ANNOUNCED, ChallengeState.OPEN, ChallengeState.CLOSED)),
            Challenge.closes_at <= work.now + CLOSING_SOON,
            Challenge.id.not_in(some(scope.entered)),
        )
        .order_by(Challenge.closes_at, Challenge.id)
        .limit(50)
    )
    for row in rows:
        title, contest = localized(row.title, row.title_en), localized(row.contest, row.contest_en)
        if work.now < row.closes_at:
            text = _(
                "‘%(title)s’의 접수가 곧 마감됩니다(지금까지 %(count)s건)", title=title, count=row.submitted
            )
            rule = _("마감 시각이 되면 접수를 저절로 닫습니다.")
            path = f"/office/ideas/challenges/{row.key}"
            yield Todo(text, path, contest, rule, row.closes_at, is_alert=True)
        elif row.submitted and not row.has_round:
            text = _(
                "‘%(title)s’에 들어온 %(count)s건의 응모 자격을 확인하고 심사를 준비해 주십시오",
                title=title,
                count=row.submitted,
            )
            rule = _("공고에 적은 응모 자격과 제외 기준으로만 판단합니다.")
            yield Todo(text, f"/office/ideas/challenges/{row.key}", contest, rule, row.closes_at)
