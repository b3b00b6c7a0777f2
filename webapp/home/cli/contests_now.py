"""The small contests around today, as files would carry them: dates relative to the day of loading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from webapp.accounts.enums import AgencyKind
from webapp.challenges.enums import Grade, IdeaPublicity, PolicyProfile, PotKind, StageCondition
from webapp.challenges.models import (
    AgencyEntry,
    Brief,
    ContestFile,
    Criteria,
    CriterionEntry,
    GradeEntry,
    MilestoneEntry,
    NewChallenge,
    NewProgramme,
    PotEntry,
    Prizes,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeMoney,
    Rules,
    Schedule,
    StageEntry,
    TierEntry,
)
from webapp.core.kst import KST, kst_day
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


PLANS = (
    Plan(
        "clean-alleys",
        "깨끗한 골목 아이디어 공모",
        "Clean Alleys Idea Contest",
        "되풀이되는 골목 쓰레기 문제를 주민의 아이디어로 풀어 정책에 반영합니다.",
        "Residents' ideas for alleys that stay clean, carried through to policy.",
        3,
        ProblemField.ENVIRONMENT,
        "단속 없이도 깨끗한 골목 만들기",
        "Clean alleys without crackdowns",
        "버릴 까닭을 없애고 함께 돌보는 방법을 찾습니다.",
        "Ways to remove the reasons for littering and to care for alleys together.",
        "상습 투기 지점의 투기량이 절반 아래로 줄고, 그 상태가 여섯 달 넘게 이어지면 해결로 봅니다.",
        -230,
        -195,
        "골목",
        10 * MILLION,
    ),
    Plan(
        "smoking-places",
        "함께 쓰는 거리 디자인 공모",
        "Shared Streets Design Contest",
        "피우는 사람과 피우지 않는 사람이 함께 지킬 수 있는 거리를 설계합니다.",
        "Streets that smokers and non-smokers can share.",
        8,
        ProblemField.HEALTH,
        "통학로의 간접흡연 없애기",
        "No second-hand smoke on the way to school",
        "통학로에서 연기를 맡지 않게 하는 공간 설계를 찾습니다.",
        "Designs that keep smoke off school routes.",
        "등하교 시간에 통학로의 간접흡연 신고가 한 건도 없는 상태를 목표로 합니다.",
        -120,
        -95,
        "거리",
        5 * MILLION,
    ),
    Plan(
        "blue-coast",
        "푸른 바닷가 아이디어 공모",
        "Blue Coast Idea Contest",
        "해안과 하천의 쓰레기를 찾아내고 거두는 새로운 방법을 모읍니다.",
        "New ways to find and collect litter on coasts and rivers.",
        2,
        ProblemField.ENVIRONMENT,
        "장마 뒤 해안 쓰레기 줄이기",
        "Less litter on the coast after the rains",
        "큰비 뒤에 밀려오는 쓰레기를 미리 알고 거두는 방법을 찾습니다.",
        "Ways to foresee and collect what heavy rain washes ashore.",
        "큰비 뒤 사흘 안에 해수욕장 쓰레기를 모두 거두는 것을 목표로 합니다.",
        -80,
        -50,
        "바다",
        10 * MILLION,
    ),
    Plan(
        "digital-neighbours",
        "어르신 디지털 이웃 공모",
        "Digital Neighbours Contest",
        "나이가 들어도 디지털 서비스를 편하게 쓰도록 돕는 아이디어를 찾습니다.",
        "Ideas that keep digital services usable at any age.",
        9,
        ProblemField.DIGITAL,
        "혼자서도 쓸 수 있는 무인 기기",
        "Kiosks that everybody can use alone",
        "무인 주문기와 앱을 어르신이 혼자 쓸 수 있게 하는 방법을 찾습니다.",
        "Ways for older people to use kiosks and apps on their own.",
        "처음 쓰는 어르신 열 명 가운데 여덟 명이 도움 없이 주문을 마치면 해결로 봅니다.",
        -45,
        -16,
        "디지털",
        10 * MILLION,
    ),
    Plan(
        "safe-village",
        "산불 없는 마을 공모",
        "Villages without Wildfires Contest",
        "태우지 않고 처리하는 방법과 불씨를 일찍 알아채는 방법을 모읍니다.",
        "Ways to dispose without burning and to notice fires early.",
        6,
        ProblemField.SAFETY,
        "영농 부산물을 태우지 않는 마을",
        "Villages that no longer burn farm waste",
        "태우지 않고 거두어 다시 쓰는 방법을 찾습니다.",
        "Ways to collect and reuse instead of burning.",
        "봄철 소각 신고가 전년보다 80% 줄면 해결로 봅니다.",
        -40,
        -5,
        "마을",
        5 * MILLION,
    ),
    Plan(
        "daily-safety",
        "생활안전 아이디어 공모",
        "Everyday Safety Idea Contest",
        "집과 골목에서 겪는 위험을 줄이는 아이디어를 찾습니다. 누구나 참여할 수 있습니다.",
        "Ideas that make homes and alleys safer. Everybody can take part.",
        7,
        ProblemField.SAFETY,
        "혼자 사는 이웃의 안심 귀가",
        "A safe way home for people who live alone",
        "혼자 사는 이웃이 집과 귀갓길에서 안심할 수 있는 방법을 찾습니다.",
        "Ways for people who live alone to feel safe at home and on the way there.",
        "참여한 주민의 불안 지수가 20점 넘게 낮아지면 해결로 봅니다.",
        -18,
        12,
        "안전",
        10 * MILLION,
    ),
    Plan(
        "pet-care",
        "반려동물 책임 돌봄 공모",
        "Responsible Pet Care Contest",
        "반려동물이 버려지지 않도록 미리 막는 아이디어를 찾습니다.",
        "Ideas that keep pets from being abandoned.",
        1,
        ProblemField.ENVIRONMENT,
        "휴가철에 버려지는 동물 없애기",
        "No pets abandoned in the holiday season",
        "맡길 곳이 없어 버려지는 일을 막는 방법을 찾습니다.",
        "Ways to prevent abandonment for want of someone to look after a pet.",
        "휴가철 두 달의 유기 신고가 평소 달과 같아지면 해결로 봅니다.",
        6,
        34,
        "돌봄",
        5 * MILLION,
    ),
)


def plan_of(slug: str) -> Plan:
    """The plan of a contest."""
    return next(plan for plan in PLANS if plan.slug == slug)


def day_time(today: datetime, days: int, hour: int) -> datetime:
    """A full hour in Korea, `days` from the day of `today`."""
    return datetime.combine(kst_day(today) + timedelta(days=days), time(hour), KST)


def contest_of(plan: Plan, today: datetime, agency: AgencyEntry, department: str) -> ContestFile:
    """The contest that `plan` describes, with its dates around `today`."""
    opens, closes = day_time(today, plan.opens, 9), day_time(today, plan.closes, 18)
    result_on = kst_day(today) + timedelta(days=plan.closes + 55)
    programme = NewProgramme(
        agency=agency.slug,
        slug=f"{plan.slug}-{opens.year}",
        basics=_basics(plan, opens.year, department),
        conditions=CONDITIONS,
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
        brief=_brief(plan, department),
        schedule=Schedule(opens_at=opens, closes_at=closes, result_on=result_on),
        prizes=_prizes(plan),
        criteria=CRITERIA,
        rules=Rules(receipt_pattern=plan.prefix + " {year}-{sequence:04}", publicity=plan.publicity),
    )
    return ContestFile(agency=agency, programme=programme, challenges=(challenge,))


CONDITIONS = ProgrammeConditions(
    profile=PolicyProfile.CENTRAL,
    eligibility="관심 있는 국민과 기업, 단체 누구나 참여할 수 있고 여러 건을 낼 수 있습니다.",
    staff_rule="주최 기관 직원의 아이디어가 선정되면 상금 없이 표창만 합니다.",
)


def _basics(plan: Plan, year: int, department: str) -> ProgrammeBasics:
    return ProgrammeBasics(
        title=f"{year} {plan.title}",
        title_en=f"{plan.title_en} {year}",
        purpose=plan.purpose,
        purpose_en=plan.purpose_en,
        department=department,
        contact=f"{department} 044-205-0000",
    )


def _money(plan: Plan) -> ProgrammeMoney:
    return ProgrammeMoney(
        grades=(GradeEntry(grade=Grade.C, cap_won=10 * MILLION),),
        pots=(
            PotEntry(kind=PotKind.PRIZE, amount_won=3 * plan.best_won),
            PotEntry(kind=PotKind.MATURING, amount_won=50 * MILLION, cap_per_challenge_won=50 * MILLION),
        ),
    )


def _brief(plan: Plan, department: str) -> Brief:
    return Brief(
        title=plan.challenge,
        title_en=plan.challenge_en,
        summary=plan.summary,
        summary_en=plan.summary_en,
        field=plan.field,
        background=plan.purpose,
        goal=plan.goal,
        exclusions=("단순 규제·처벌 강화", "단순 캠페인", "이미 시행 중이거나 시행할 예정인 것"),
        department=department,
    )


def _prizes(plan: Plan) -> Prizes:
    best = plan.best_won
    return Prizes(
        grade=Grade.C,
        prizes=(
            TierEntry(title="최우수상", title_en="Grand prize", honour="장관상", amount_won=best),
            TierEntry(title="우수상", title_en="Excellence prize", amount_won=best // 2, quota=2),
            TierEntry(title="장려상", title_en="Encouragement prize", amount_won=best // 5, quota=2),
        ),
        stages=STAGES,
    )


AGENCY = AgencyEntry(
    slug="mois", name="행정안전부", name_en="Ministry of the Interior and Safety", kind=AgencyKind.CENTRAL
)
