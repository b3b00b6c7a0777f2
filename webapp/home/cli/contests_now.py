"""The small contests around today, as files would carry them: dates relative to the day of loading."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from webapp.challenges.enums import (
    FieldKind,
    Grade,
    IdeaPublicity,
    PotKind,
    Published,
    RoundKind,
    StageCondition,
)
from webapp.challenges.models import (
    BonusEntry,
    Brief,
    ConsentEntry,
    ContestFile,
    Criteria,
    CriterionEntry,
    EntryForm,
    EntryTerms,
    FieldEntry,
    GradeEntry,
    JudgingPlan,
    MilestoneEntry,
    NewChallenge,
    NewProgramme,
    PotEntry,
    Prizes,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeMoney,
    RoundEntry,
    Rules,
    Schedule,
    StageEntry,
    TierEntry,
)
from webapp.challenges.models.design import USUAL_FIELDS
from webapp.challenges.models.settings import USUAL_PLAN, USUAL_TERMS
from webapp.core.kst import KST, kst_day
from webapp.home.cli.hosts import Host
from webapp.home.cli.texts import DATA
from webapp.problems.enums import ProblemField

CRITERIA = Criteria(
    criteria=(
        CriterionEntry(
            title="창의성", title_en="Creativity", description="새로운 관점과 접근인가", weight=30
        ),
        CriterionEntry(
            title="실현 가능성", title_en="Feasibility", description="현장에서 시험할 수 있는가", weight=30
        ),
        CriterionEntry(
            title="효과성", title_en="Effectiveness", description="문제가 실제로 줄어드는가", weight=25
        ),
        CriterionEntry(title="완성도", title_en="Completeness", description="계획이 구체적인가", weight=15),
    )
)
STAGES = (
    StageEntry(condition=StageCondition.ON_AWARD, percent=50),
    StageEntry(condition=StageCondition.ON_MATURED, percent=30),
    StageEntry(condition=StageCondition.ON_ADOPTED, percent=20),
)
MILLION = 1_000_000
#: An entry form with more than texts, for the contests that name it in their plan.
RICH_FORM = EntryForm(
    fields=(
        *USUAL_FIELDS,
        FieldEntry(
            name="stage",
            label="준비 정도",
            label_en="How far it is",
            kind=FieldKind.CHOICE,
            choices=("생각 단계", "시험해 봄"),
        ),
        FieldEntry(
            name="trial",
            label="시험해 본 결과",
            label_en="What the trial showed",
            min_characters=10,
            max_characters=1000,
            shown_when="stage",
            shown_value="시험해 봄",
        ),
        FieldEntry(
            name="places",
            label="쓰일 곳",
            label_en="Where it would be used",
            kind=FieldKind.CHOICES,
            choices=("집", "학교", "길", "일터"),
            most=2,
        ),
        FieldEntry(
            name="budget",
            label="필요한 예산",
            label_en="Budget needed",
            kind=FieldKind.NUMBER,
            least=0,
            unit="만 원",
            is_required=False,
            is_public=False,
        ),
        FieldEntry(
            name="plan",
            label="추진 일정",
            label_en="Timetable",
            kind=FieldKind.TABLE,
            table_columns=("할 일", "기간"),
            most=4,
            max_characters=50,
            is_required=False,
        ),
        FieldEntry(
            name="drawing",
            label="그림이나 도면",
            label_en="Drawings",
            kind=FieldKind.FILE,
            file_kinds=("pdf", "png", "jpg"),
            most=2,
            is_required=False,
        ),
        FieldEntry(name="video", label="소개 영상", label_en="Video", kind=FieldKind.LINK, is_required=False),
    )
)
RICH_TERMS = EntryTerms(
    consents=(
        ConsentEntry(
            name="news",
            title="다음 공모 소식을 전자우편으로 받는 데 동의합니다.",
            purpose="다음 공모와 결과 안내",
            items="전자우편 주소",
            period="동의한 날부터 1년",
            refusal="동의하지 않아도 접수와 심사에 아무 영향이 없습니다.",
        ),
    ),
    licence_asked=True,
    licence_years=3,
    licence_scope="정책을 만들고 알리는 데 필요한 복제와 배포",
)
RICH_PLAN = JudgingPlan(
    rounds=(
        RoundEntry(kind=RoundKind.DOCUMENTS, title="예선", passes=20),
        RoundEntry(kind=RoundKind.PRESENTATION, title="본선"),
    ),
    bonuses=(BonusEntry(title="현장에서 시험해 본 아이디어", points=3, evidence="시험 사진이나 기록"),),
    bonus_cap=3,
    pass_mark=60,
    published=(Published.SCORES, Published.COMMENTS),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes one small contest; days are counted from the day of loading, negative ones lie behind it."""

    slug: str
    title: str
    title_en: str
    purpose: str
    purpose_en: str
    task: int
    field: ProblemField
    challenge: str
    challenge_en: str
    summary: str
    summary_en: str
    goal: str
    opens: int
    closes: int
    prefix: str
    best_won: int
    publicity: IdeaPublicity = IdeaPublicity.AT_RESULT
    questions: int = 3


def _plans() -> dict[str, Plan]:
    rows = tomllib.loads((DATA / "contests-now.toml").read_text(encoding="utf-8"))["contests"]
    return {row["slug"]: Plan(**{**row, "field": ProblemField(row["field"])}) for row in rows}


PLANS = _plans()


def plan_of(slug: str) -> Plan:
    """The plan of a contest."""
    return PLANS[slug]


def day_time(today: datetime, days: int, hour: int) -> datetime:
    """A full hour in Korea, `days` from the day of `today`."""
    return datetime.combine(kst_day(today) + timedelta(days=days), time(hour), KST)


def contest_of(plan: Plan, today: datetime, host: Host) -> ContestFile:
    """The contest that `plan` describes, run by `host`, with its dates around `today`."""
    opens, closes = day_time(today, plan.opens, 9), day_time(today, plan.closes, 18)
    result_on = kst_day(today) + timedelta(days=plan.closes + 55)
    programme = NewProgramme(
        agency=host.agency.slug,
        slug=f"{plan.slug}-{opens.year}",
        basics=_basics(plan, opens.year, host),
        conditions=host.conditions,
        calendar=ProgrammeCalendar(
            milestones=(
                MilestoneEntry(
                    label="결과 발표와 시상",
                    label_en="Results and awards",
                    starts_on=result_on,
                    ends_on=result_on,
                ),
            )
        ),
        money=_money(plan),
    )
    challenge = NewChallenge(
        programme=programme.slug,
        brief=_brief(plan, host),
        schedule=Schedule(opens_at=opens, closes_at=closes, result_on=result_on),
        prizes=_prizes(plan, host),
        criteria=CRITERIA,
        form=EntryForm(fields=RICH_FORM.fields[: plan.questions]),
        plan=RICH_PLAN if plan.questions > len(USUAL_FIELDS) else USUAL_PLAN,
        terms=RICH_TERMS if plan.questions > len(USUAL_FIELDS) else USUAL_TERMS,
        rules=Rules(receipt_pattern=plan.prefix + " {year}-{sequence:04}", publicity=plan.publicity),
    )
    return ContestFile(agency=host.agency, programme=programme, challenges=(challenge,))


def _basics(plan: Plan, year: int, host: Host) -> ProgrammeBasics:
    return ProgrammeBasics(
        title=f"{year} {plan.title}",
        title_en=f"{plan.title_en} {year}",
        purpose=f"{plan.purpose} {host.note}".strip(),
        purpose_en=f"{plan.purpose_en} {host.note_en}".strip(),
        department=host.unit,
        contact=f"{host.unit} {host.phone}-0000",
    )


def _money(plan: Plan) -> ProgrammeMoney:
    return ProgrammeMoney(
        grades=(GradeEntry(grade=Grade.C, cap_won=10 * MILLION),),
        pots=(
            PotEntry(kind=PotKind.PRIZE, amount_won=3 * plan.best_won),
            PotEntry(kind=PotKind.MATURING, amount_won=60 * MILLION, cap_per_challenge_won=60 * MILLION),
        ),
    )


def _brief(plan: Plan, host: Host) -> Brief:
    return Brief(
        title=plan.challenge,
        title_en=plan.challenge_en,
        summary=plan.summary,
        summary_en=plan.summary_en,
        field=plan.field,
        background=plan.purpose,
        goal=plan.goal,
        exclusions=("단순 규제·처벌 강화", "단순 캠페인", "이미 시행 중이거나 시행할 예정인 것"),
        department=host.unit,
    )


def _prizes(plan: Plan, host: Host) -> Prizes:
    best = plan.best_won
    return Prizes(
        grade=Grade.C,
        prizes=(
            TierEntry(title="최우수상", title_en="Grand prize", honour=host.honour, amount_won=best),
            TierEntry(title="우수상", title_en="Excellence prize", amount_won=best // 2, quota=2),
            TierEntry(title="장려상", title_en="Encouragement prize", amount_won=best // 5, quota=2),
        ),
        stages=STAGES,
    )
