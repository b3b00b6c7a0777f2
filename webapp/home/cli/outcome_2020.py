"""What became of the winners of 2020: maturing, later payments, adoption, measures, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.challenges.models import Challenge
from webapp.challenges.services import complete
from webapp.home.cli import steps
from webapp.home.cli.contest_2020 import kst
from webapp.home.cli.follow_up import accept_milestones, mature, stop
from webapp.home.cli.steps import Play
from webapp.maturing.models import Project
from webapp.prizes.models import Award
from webapp.reflection.enums import MeasureKind, NotAdoptedReason
from webapp.reflection.models import Measure, Reflection
from webapp.reflection.services import (
    Adopt,
    AdoptPartly,
    Assign,
    Decline,
    NewMeasure,
    Report,
    add_measure,
    adopt,
    adopt_partly,
    assign,
    decline,
    realise,
    report_progress,
)

STOPPED_TASKS = (3,)


@dataclass(frozen=True, slots=True)
class Change:
    """How a task's best idea changed policy."""

    kind: MeasureKind
    title: str
    before: str
    after: str
    outcome: str


CHANGES = {
    1: Change(
        MeasureKind.PILOT,
        "비문 등록 시범사업 2개 시군",
        "내장형 칩만 등록 인정",
        "코 무늬 등록도 인정(시범 지역)",
        "시범 지역의 반려동물 등록률이 38%에서 61%로 높아졌습니다.",
    ),
    2: Change(
        MeasureKind.BUDGET,
        "해안 쓰레기 지도 제작 예산 반영",
        "육안 순찰 월 1회",
        "드론 조사 주 1회",
        "같은 인력으로 거두는 양이 연 1,900톤에서 2,700톤으로 늘었습니다.",
    ),
    4: Change(
        MeasureKind.GUIDELINE,
        "고액 첫 이체 대기 설정 안내 지침",
        "대기 설정 없음",
        "모든 은행 앱에 30분 대기 설정",
        "설정한 이용자의 피해 신고가 1년 사이 절반으로 줄었습니다.",
    ),
    6: Change(
        MeasureKind.SERVICE,
        "찾아가는 영농 부산물 파쇄 서비스",
        "농가가 직접 소각",
        "마을 순회 파쇄 주 2회",
        "시범 마을 24곳에서 소각 산불이 한 건도 나지 않았습니다.",
    ),
    7: Change(
        MeasureKind.FACILITY,
        "안심 거점 가게 표지와 비상 단추 설치",
        "지정 거점 없음",
        "6개 동 48곳 운영",
        "도움을 청할 수 있는 거리가 평균 180m로 줄었습니다.",
    ),
    9: Change(
        MeasureKind.SERVICE,
        "무인 주문기 연습 공간 운영",
        "연습할 곳 없음",
        "주민센터 32곳 상설 운영",
        "연습에 참여한 어르신의 87%가 혼자 주문할 수 있게 되었습니다.",
    ),
}


def follow_up(play: Play, challenges: list[Challenge], awards: dict[int, list[Award]]) -> None:
    """Mature the winners, pay the later parts, and let the departments answer."""
    projects = _mature_all(play, challenges, awards)
    _answer_all(play, awards, projects)
    play.stage.at(kst(2022, 12, 26, 10))
    for challenge in challenges:
        play.stage.play(complete, play.cast["officer"], challenge)
    play.stage.commit()


def _mature_all(
    play: Play, challenges: list[Challenge], awards: dict[int, list[Award]]
) -> dict[int, Project]:
    projects: dict[int, Project] = {}
    for challenge in challenges:
        winners = steps.awarded(awards.get(challenge.number, []))
        if not winners:
            continue
        play.stage.at(kst(2020, 11, 23, 9 + challenge.number))
        due = (date(2021, 1, 29), date(2021, 3, 31), date(2021, 5, 28))
        projects[challenge.number] = mature(play, winners[0], due, with_demo_mentor=challenge.number == 4)
    for moment, position in ((kst(2021, 1, 27), 1), (kst(2021, 3, 29), 2), (kst(2021, 5, 26), 3)):
        for number, project in projects.items():
            play.stage.at(moment + timedelta(hours=number))
            if number in STOPPED_TASKS and position > 1:
                continue
            accept_milestones(play, project, position, is_returned_once=number % 3 == 1 and position == 2)
    for number in STOPPED_TASKS:
        if number in projects:
            play.stage.at(kst(2021, 4, 12, 10 + number))
            stop(play, projects.pop(number))
    for number in projects:
        play.stage.at(kst(2021, 6, 14, 10))
        second = steps.payments_of(play, [steps.awarded(awards[number])[0]], 2)
        steps.pay(play, second, date(2021, 6, 14))
    return projects


def _answer_all(play: Play, awards: dict[int, list[Award]], projects: dict[int, Project]) -> None:
    stage, cast = play.stage, play.cast
    department = next(iter(cast.departments.values()))
    for number, won in sorted(awards.items()):
        for place, award in enumerate(steps.awarded(won)[:2]):
            stage.at(kst(2021, 6, 21, 9 + number % 8))
            command = Assign(steps.idea_of(play, award).key, department.id, cast["policy"].id)
            reflection = stage.play(assign, cast["officer"], command)
            if place == 0 and number in projects and number in CHANGES:
                _adopt(play, reflection, CHANGES[number], is_partly=number in {1, 4})
            else:
                _decline(play, reflection, number)
    _keep_promises(play, awards)


def _adopt(play: Play, reflection: Reflection, change: Change, *, is_partly: bool) -> None:
    stage, official = play.stage, play.cast["policy"]
    stage.at(max(stage.clock.now(), kst(2021, 7, 12, 10)))
    reason = "숙성 과정에서 효과를 확인했고 소관 부서가 바로 시행할 수 있습니다."
    if is_partly:
        part = "개인정보를 새로 모으지 않는 범위에서, 시범 지역의 운영 방식을 채택합니다."
        stage.play(adopt_partly, official, AdoptPartly(reflection.key, date(2022, 3, 31), part, reason))
    else:
        stage.play(adopt, official, Adopt(reflection.key, date(2022, 3, 31), reason))
    promised = NewMeasure(
        reflection.key,
        change.kind,
        change.title,
        date(2021, 12, 31),
        "필요한 예산과 지침을 마련하고 시범 지역과 협약을 맺어 시행합니다.",
        change.before,
        change.after,
    )
    stage.play(add_measure, official, promised)


def _decline(play: Play, reflection: Reflection, number: int) -> None:
    stage, official = play.stage, play.cast["policy"]
    stage.at(max(stage.clock.now(), kst(2021, 7, 12, 10)))
    code = NotAdoptedReason.UNDERWAY if number % 2 else NotAdoptedReason.NOT_FEASIBLE
    reason = (
        "비슷한 사업을 이미 시행하고 있어 따로 채택하지 않고, 제안하신 내용은 운영 개선에 참고합니다."
        if number % 2
        else "현재 기술 수준과 예산으로는 전국에서 시행하기 어려워 채택하지 않습니다."
    )
    stage.play(decline, official, Decline(reflection.key, code, reason))


def _keep_promises(play: Play, awards: dict[int, list[Award]]) -> None:
    measures = steps.all_measures(play)
    _report(play, measures, kst(2021, 9, 27, 10), "세부 계획을 세우고 예산 협의를 마쳤습니다.", starts=True)
    late = measures[: len(measures) // 3]
    for measure in late:
        play.stage.at(kst(2021, 12, 20, 15))
        report = Report(
            measure.key,
            "시범 지역 협약이 늦어져 시행 시기를 늦춥니다.",
            new_promised_on=date(2022, 4, 30),
            slip_reason="지방자치단체 예산 확정이 늦어졌습니다.",
        )
        play.stage.play(report_progress, play.cast["policy"], report)
    _report(
        play,
        [m for m in measures if m not in late],
        kst(2021, 12, 24, 10),
        "계획대로 시행했습니다.",
        finishes=True,
    )
    _report(play, late, kst(2022, 4, 25, 10), "협약을 마치고 시행했습니다.", finishes=True)
    play.stage.at(kst(2022, 12, 19, 10))
    for measure in measures:
        number = next(n for n, change in CHANGES.items() if change.title == measure.title)
        play.stage.play(
            realise, play.cast["policy"], steps.reflection_key(play, measure), CHANGES[number].outcome
        )
        third = steps.payments_of(play, [steps.awarded(awards[number])[0]], 3)
        steps.pay(play, third, date(2022, 12, 19))


def _report(
    play: Play,
    measures: list[Measure],
    moment: datetime,
    text: str,
    *,
    starts: bool = False,
    finishes: bool = False,
) -> None:
    play.stage.at(moment)
    for measure in measures:
        report = Report(measure.key, text, starts=starts, finishes=finishes)
        play.stage.play(report_progress, play.cast["policy"], report)
    play.stage.commit()
