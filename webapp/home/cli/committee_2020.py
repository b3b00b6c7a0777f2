"""The committee of the demo's 2020 contest: of 38 candidate problems nine are selected, 2 A, 4 B and 3 C."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from webapp.challenges.models import ContestFile
from webapp.core.kst import KST
from webapp.home.cli.steps import Play
from webapp.problems.enums import DeclineReason, Outcome
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.services import (
    PlanDecision,
    PlannedItem,
    SetSelectionRules,
    confirm_decision,
    merge_problem,
    prepare_decision,
    set_selection_rules,
)

MEETING: Final = datetime(2020, 4, 20, 15, tzinfo=KST)
MEMBERS: Final = (
    "행정안전부 정부혁신조직실장(위원장)",
    "과학기술정보통신부 담당 국장",
    "대학 교수(사회복지)",
    "대학 교수(환경공학)",
    "시민단체 대표",
    "사회적 기업 대표",
    "소셜벤처 투자사 대표",
)
MINUTES: Final = (
    "전문가 검토 점수와 온라인 선호도 조사 결과를 함께 놓고 논의했습니다."
    " 해결이 급하고 국민의 아이디어로 풀 수 있는 문제 9건을 과제로 선정하고,"
    " 난이도와 파급력을 보아 등급을 정했습니다."
)
REASONS: Final = {
    "private_interest": "특정한 사람들 사이의 이해를 조정하는 일이라 공모 과제로 다룰 수 없습니다.",
    "political": "정당의 공약 이행을 요구하는 내용이라 공모 과제로 다룰 수 없습니다.",
    "already_underway": "소관 부처가 이미 사업을 시행하고 있어 그 결과를 먼저 살펴보기로 했습니다.",
    "low_priority": "필요성에는 공감했으나 검토 점수와 국민 선호도에서 우선순위가 낮았습니다.",
}
SELECTED: Final = "해결이 급하고 국민의 아이디어로 풀 수 있는 문제라고 보아 운영위원회가 과제로 선정했습니다."
MERGED: Final = "같은 문제를 다루고 있어 함께 살펴봅니다."


def decide(
    play: Play,
    call: ProblemCall,
    facts: Sequence[dict[str, Any]],
    problems: Sequence[Problem],
    contest: ContestFile,
) -> dict[int, Problem]:
    """Merge what is the same, then decide the rest in one meeting. The selected problems by task number."""
    stage, officer = play.stage, play.cast["officer"]
    caps = [f"{one.grade.value} {one.cap_won}" for one in contest.programme.money.grades]
    stage.play(set_selection_rules, officer, call, SetSelectionRules(4, caps))
    stage.at(MEETING)
    by_task = {fact["task"]: problem for fact, problem in zip(facts, problems, strict=True) if "task" in fact}
    items = []
    for fact, problem in zip(facts, problems, strict=True):
        if "merge_into_task" in fact:
            target = by_task[fact["merge_into_task"]]
            stage.play(merge_problem, officer, problem, target.key, MERGED)
        else:
            items.append(_item(fact, problem, contest))
    plan = PlanDecision("2020년 제1차 도전.한국 운영위원회", MEETING.date(), MEMBERS, MINUTES, items)
    decision = stage.play(prepare_decision, officer, call, plan)
    stage.play(confirm_decision, officer, decision, decision.version)
    stage.commit()
    return by_task


def _item(fact: dict[str, Any], problem: Problem, contest: ContestFile) -> PlannedItem:
    if "task" in fact:
        grade = contest.challenges[fact["task"] - 1].prizes.grade
        name = grade.value if grade else ""
        return PlannedItem(problem.key, Outcome.SELECTED, name, reason=SELECTED)
    reason = fact["decline"]
    return PlannedItem(
        problem.key, Outcome.DECLINED, decline_reason=DeclineReason(reason), reason=REASONS[reason]
    )
