"""Open data: what everybody may take away, as rows of plain values, read in batches.

Column names and codes stay the same in every language; the dictionary says what each means. Nothing here
is more than the pages show: public contests, published ideas with their masked applicants, results, promises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.challenges.queries import FOR_EVERYBODY
from webapp.core.i18n import LazyText, lazy
from webapp.core.kst import to_kst
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaPublication
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.reflection.models import Measure, ProgressReport, Reflection

BATCH = 500
Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its kind (text, number, day, moment, code) and what it means."""

    name: str
    kind: str
    meaning: LazyText


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file to take away."""

    name: str
    title: LazyText
    description: LazyText
    columns: tuple[Column, ...]
    query: Callable[[], sa.Select[*tuple[Any, ...]]]


def rows_of(work: Work, dataset: Dataset) -> Iterator[tuple[Value, ...]]:
    """The rows of a dataset as plain values, in the order of its columns. One statement, read in batches."""
    rows = work.session.execute(dataset.query().execution_options(yield_per=BATCH))
    for row in rows:
        yield tuple(plain(value) for value in row)


def plain(value: Any) -> Value:
    """Moments as ISO 8601 in Korea time, days as YYYY-MM-DD, codes as their stored text."""
    if isinstance(value, datetime):
        return to_kst(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    return str(getattr(value, "value", value))


def _contests() -> sa.Select[*tuple[Any, ...]]:
    best = (
        sa.select(PrizeTier.challenge_id, sa.func.sum(PrizeTier.amount_won * PrizeTier.quota).label("won"))
        .group_by(PrizeTier.challenge_id)
        .subquery()
    )
    return (
        sa.select(
            Challenge.key,
            Programme.slug,
            Programme.title,
            Programme.title_en,
            Challenge.number,
            Challenge.title,
            Challenge.title_en,
            Agency.name,
            Challenge.field,
            Challenge.state,
            Challenge.announced_at,
            Challenge.opens_at,
            Challenge.closes_at,
            Challenge.decided_at,
            Challenge.outcome,
            best.c.won,
            Challenge.rules_hash,
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Agency, Agency.id == Programme.agency_id)
        .outerjoin(best, best.c.challenge_id == Challenge.id)
        .where(Challenge.state.in_(PUBLIC_CHALLENGE_STATES), FOR_EVERYBODY)
        .order_by(Challenge.id)
    )


def _ideas() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Idea.key,
            Challenge.key,
            IdeaPublication.title,
            IdeaPublication.summary,
            IdeaPublication.applicant,
            Idea.applicant_kind,
            Idea.state,
            Idea.submitted_at,
            Idea.published_at,
        )
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .where(Idea.published_at.is_not(None))
        .order_by(Idea.id)
    )


def _results() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Challenge.key,
            Idea.key,
            IdeaPublication.title,
            IdeaPublication.applicant,
            PrizeTier.title,
            sa.case((Award.is_honour_only, 0), else_=Award.amount_won),
            Award.judging_summary,
            Award.use_plan,
            Award.decided_at,
        )
        .join(Idea, Idea.id == Award.idea_id)
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .where(Award.state == AwardState.AWARDED, Idea.published_at.is_not(None))
        .order_by(Award.id)
    )


def _promises() -> sa.Select[*tuple[Any, ...]]:
    moves = (
        sa.select(sa.func.count())
        .where(ProgressReport.measure_id == Measure.id, ProgressReport.new_promised_on.is_not(None))
        .scalar_subquery()
    )
    return (
        sa.select(
            Measure.key,
            Idea.key,
            IdeaPublication.title,
            Agency.name,
            Department.name,
            Account.name,
            Reflection.official_title,
            Measure.kind,
            Measure.title,
            Measure.before_text,
            Measure.after_text,
            Measure.state,
            Measure.promised_on,
            Measure.done_on,
            moves,
        )
        .join(Reflection, Reflection.id == Measure.reflection_id)
        .join(Idea, Idea.id == Reflection.idea_id)
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Department, Department.id == Reflection.department_id)
        .join(Agency, Agency.id == Department.agency_id)
        .join(Account, Account.id == Reflection.official_id)
        .where(Idea.published_at.is_not(None))
        .order_by(Measure.id)
    )


CONTESTS = Dataset(
    "contests",
    lazy("공모와 과제"),
    lazy("공고한 모든 과제입니다. 취소한 과제와 수상작이 없는 과제도 들어 있습니다."),
    (
        Column(
            "challenge_key",
            "text",
            lazy("과제의 고유 키. 주소 /challenges/ 뒤에 붙이면 과제 화면이 열립니다."),
        ),
        Column(
            "contest_slug", "text", lazy("공모의 주소 이름. /contests/ 뒤에 붙이면 공모 화면이 열립니다.")
        ),
        Column("contest_title", "text", lazy("공모 이름")),
        Column("contest_title_en", "text", lazy("공모의 영어 이름")),
        Column("challenge_number", "number", lazy("공모 안에서 과제의 번호")),
        Column("challenge_title", "text", lazy("과제 이름")),
        Column("challenge_title_en", "text", lazy("과제의 영어 이름")),
        Column("agency", "text", lazy("주관 기관")),
        Column("field", "code", lazy("분야 코드")),
        Column("state", "code", lazy("진행 상태 코드")),
        Column("announced_at", "moment", lazy("공고한 시각")),
        Column("opens_at", "moment", lazy("접수를 시작하는 시각")),
        Column("closes_at", "moment", lazy("접수를 마감하는 시각. 이 시각은 접수 기간에 들어가지 않습니다.")),
        Column("decided_at", "moment", lazy("결과를 발표한 시각")),
        Column("outcome", "code", lazy("결과 코드. 수상작이 없으면 no_winner입니다.")),
        Column("prizes_won", "number", lazy("공고한 상금의 합계(원)")),
        Column("rules_sha256", "text", lazy("공고 때 확정한 규칙의 SHA-256 확인값")),
    ),
    _contests,
)
IDEAS = Dataset(
    "ideas",
    lazy("공개 아이디어"),
    lazy("공모의 규칙과 제안한 사람의 동의에 따라 공개한 아이디어입니다. 사람 이름은 가렸습니다."),
    (
        Column("idea_key", "text", lazy("아이디어의 고유 키. /ideas/ 뒤에 붙이면 아이디어 화면이 열립니다.")),
        Column("challenge_key", "text", lazy("응모한 과제의 고유 키")),
        Column("title", "text", lazy("아이디어 제목")),
        Column("summary", "text", lazy("아이디어 요약")),
        Column("applicant", "text", lazy("응모자. 개인은 이름을 가리고 팀과 기업은 그대로 적습니다.")),
        Column("applicant_kind", "code", lazy("응모자 종류 코드")),
        Column("state", "code", lazy("상태 코드")),
        Column("submitted_at", "moment", lazy("처음 접수한 시각")),
        Column("published_at", "moment", lazy("공개한 시각")),
    ),
    _ideas,
)
RESULTS = Dataset(
    "results",
    lazy("수상 결과"),
    lazy("수상이 결정된 아이디어와 심사평, 활용 계획입니다."),
    (
        Column("challenge_key", "text", lazy("과제의 고유 키")),
        Column("idea_key", "text", lazy("아이디어의 고유 키")),
        Column("title", "text", lazy("아이디어 제목")),
        Column("applicant", "text", lazy("응모자. 개인은 이름을 가리고 팀과 기업은 그대로 적습니다.")),
        Column("tier", "text", lazy("상 이름")),
        Column("prize_won", "number", lazy("상금(원). 표창만 받으면 0입니다.")),
        Column("judging_summary", "text", lazy("심사평")),
        Column("use_plan", "text", lazy("활용 계획")),
        Column("decided_at", "moment", lazy("수상을 결정한 시각")),
    ),
    _results,
)
PROMISES = Dataset(
    "promises",
    lazy("정책 반영 약속"),
    lazy("공개 아이디어를 정책에 반영하겠다는 약속과 이행 상태입니다."),
    (
        Column("measure_key", "text", lazy("약속의 고유 키")),
        Column("idea_key", "text", lazy("아이디어의 고유 키")),
        Column("idea_title", "text", lazy("아이디어 제목")),
        Column("agency", "text", lazy("약속한 기관")),
        Column("department", "text", lazy("약속한 부서")),
        Column("official", "text", lazy("실명 담당자")),
        Column("official_title", "text", lazy("담당자의 직급")),
        Column("kind", "code", lazy("이행 과제의 종류 코드")),
        Column("title", "text", lazy("약속한 일")),
        Column("before", "text", lazy("전에는")),
        Column("after", "text", lazy("앞으로는")),
        Column("state", "code", lazy("이행 상태 코드")),
        Column("promised_on", "day", lazy("지금 약속한 날")),
        Column("done_on", "day", lazy("마친 날")),
        Column("times_moved", "number", lazy("약속한 날을 바꾼 횟수")),
    ),
    _promises,
)
DATASETS: dict[str, Dataset] = {one.name: one for one in (CONTESTS, IDEAS, RESULTS, PROMISES)}
