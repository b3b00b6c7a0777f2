"""Texts of the demo: names, ideas, comments, drawn from data files by a seeded generator. Knows no database."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from webapp.core.i18n import resolve_particles

DATA = Path(__file__).resolve().parents[1] / "data"

SURNAMES = (
    "김",
    "이",
    "박",
    "최",
    "정",
    "강",
    "조",
    "윤",
    "장",
    "임",
    "한",
    "오",
    "서",
    "신",
    "권",
    "황",
    "안",
    "송",
)
FIRST = (
    "가",
    "나",
    "다",
    "도",
    "라",
    "로",
    "민",
    "보",
    "서",
    "소",
    "수",
    "아",
    "연",
    "유",
    "윤",
    "은",
    "재",
    "지",
    "하",
    "해",
)
SECOND = (
    "람",
    "온",
    "율",
    "린",
    "현",
    "준",
    "우",
    "진",
    "솔",
    "빛",
    "담",
    "늘",
    "비",
    "훈",
    "결",
    "나",
    "영",
    "호",
    "리",
    "별",
)

TITLE_FORMS = (
    "{title}",
    "{title}",
    "{place}에서 먼저 시작하는 {title}",
    "{title}: {partner}과(와) 함께",
    "{place}형 {title}",
)
PLANS = (
    "처음 {months}개월은 {place} 두 곳에서 시험하고 결과를 모두 공개한 뒤 넓혀 갑니다. 비용은 장비와 인건비를 나누어 적고, "
    "{partner}이(가) 운영을 맡습니다.",
    "준비 한 달, 시험 운영 {months}개월, 평가 한 달로 나눕니다. 시험 전후의 건수를 같은 방법으로 재어 견줍니다. {place} 주민 "
    "모임이 진행 상황을 달마다 확인합니다.",
    "먼저 {partner}의 시설을 빌려 작은 규모로 시작합니다. {months}개월 뒤 효과가 확인되면 지침과 예산에 반영하도록 "
    "자료를 갖추어 제안합니다.",
    "{place}의 현장 조사를 거쳐 설계하고, {partner}과(와) 협약을 맺어 {months}개월 동안 운영합니다. 실패한 점도 기록으로 남깁니다.",
)
PROBLEM_MORE = (
    "{place}에서 직접 겪은 일이며, 이웃들도 같은 어려움을 말합니다.",
    "{place}의 민원 자료를 살펴보니 해마다 같은 일이 되풀이되고 있습니다.",
    "여러 대책이 있었지만 {place}처럼 여건이 다른 곳에는 맞지 않았습니다.",
    "현장에서 일하는 분들을 만나 보니 원인은 한 가지가 아니었습니다.",
)
EFFECT_MORE = (
    "드는 비용에 견주어 줄어드는 처리 비용이 더 클 것으로 봅니다.",
    "효과가 확인되면 다른 지역에서도 같은 방법을 그대로 쓸 수 있습니다.",
    "주민이 직접 참여하므로 사업이 끝난 뒤에도 이어집니다.",
    "모인 자료를 공개하면 다음 정책을 세우는 데에도 도움이 됩니다.",
)
PRAISE = (
    "문제의 원인을 정확히 짚었고 해결 방법이 구체적입니다.",
    "현장에서 바로 시험해 볼 수 있고 비용 추정이 현실적입니다.",
    "기존 제도와 다른 접근이며 효과를 재는 방법까지 담았습니다.",
    "이해관계자와의 협력 방안이 잘 드러나 있습니다.",
)
CONCERN = (
    "다만 개인정보를 다루는 방법을 더 자세히 밝혀야 합니다.",
    "다만 운영 인력을 어떻게 이어 갈지 보완이 필요합니다.",
    "다만 비슷한 사업과의 차이를 더 분명히 하면 좋겠습니다.",
    "다만 초기 비용이 크므로 단계별 추진이 필요합니다.",
)


@dataclass(frozen=True, slots=True)
class IdeaText:
    """The words of one idea."""

    title: str
    summary: str
    problem: str
    solution: str
    effect: str
    plan: str

    @property
    def paragraphs(self) -> tuple[str, str, str, str]:
        """What goes into a form's long questions, in their usual order."""
        return (self.problem, self.solution, self.effect, self.plan)


class Texts:
    """Draws texts; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  (repeatable demo texts, not secrets)
        self._ideas = _load("ideas-2020.toml")
        self._names: set[str] = set()
        self._used: set[str] = set()

    def name(self) -> str:
        """An invented name that was not drawn before."""
        while True:
            name = self.random.choice(SURNAMES) + self.random.choice(FIRST) + self.random.choice(SECOND)
            if name not in self._names:
                self._names.add(name)
                return name

    def idea(self, task: int) -> IdeaText:
        """An idea for a task of 2020, whose title was not drawn before."""
        kernels = self._ideas["tasks"][task - 1]["kernels"]
        while True:
            text = self._vary(self.random.choice(kernels))
            if text.title not in self._used:
                self._used.add(text.title)
                return text

    def _vary(self, kernel: dict[str, str]) -> IdeaText:
        draw = self.random.choice
        slots = {
            "place": draw(self._ideas["places"]),
            "partner": draw(self._ideas["partners"]),
            "months": draw(self._ideas["months"]),
            "title": kernel["title"],
        }
        return IdeaText(
            title=fill(draw(TITLE_FORMS), slots),
            summary=fill(kernel["summary"], slots),
            problem=fill(f"{kernel['problem']} {draw(PROBLEM_MORE)}", slots),
            solution=fill(kernel["solution"], slots),
            effect=fill(f"{kernel['effect']} {draw(EFFECT_MORE)}", slots),
            plan=fill(draw(PLANS), slots),
        )

    def word(self) -> str:
        """A syllable pair that could be part of a name."""
        return self.random.choice(FIRST) + self.random.choice(SECOND)

    def comment(self) -> str:
        """A judge's or reviewer's words."""
        return f"{self.random.choice(PRAISE)} {self.random.choice(CONCERN)}"


def fill(text: str, slots: dict[str, Any]) -> str:
    """Put words into slots and settle the particles after them."""
    return resolve_particles(text.format(**slots))


def candidate_problems() -> Sequence[dict[str, Any]]:
    """The candidate problems of 2020."""
    problems: list[dict[str, Any]] = _load("problems-2020.toml")["problems"]
    return problems


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
