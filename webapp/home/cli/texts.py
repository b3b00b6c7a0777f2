"""Texts of the demo: names, ideas, comments, drawn from data files by a seeded generator."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FormField
from webapp.core.i18n import resolve_particles

DATA = Path(__file__).resolve().parents[1] / "data"

SURNAMES = tuple("김이박최정강조윤장임한오서신권황안송")
FIRST = tuple("가나다도라로민보서소수아연유윤은재지하해")
SECOND = tuple("람온율린현준우진솔빛담늘비훈결나영호리별")

TITLE_FORMS = (
    "{title}",
    "{title}",
    "{place}에서 먼저 시작하는 {title}",
    "{title}: {partner}과(와) 함께",
    "{place}형 {title}",
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
            problem=fill(f"{kernel['problem']} {draw(self._ideas['problem_more'])}", slots),
            solution=fill(kernel["solution"], slots),
            effect=fill(f"{kernel['effect']} {draw(self._ideas['effect_more'])}", slots),
            plan=fill(draw(self._ideas["plans"]), slots),
        )

    def candidate_problems(self) -> Sequence[dict[str, Any]]:
        """The candidate problems of 2020."""
        problems: list[dict[str, Any]] = _load("problems-2020.toml")["problems"]
        return problems

    def word(self) -> str:
        """A syllable pair that could be part of a name."""
        return self.random.choice(FIRST) + self.random.choice(SECOND)

    def comment(self) -> str:
        """A judge's or reviewer's words."""
        return f"{self.random.choice(self._ideas['praise'])} {self.random.choice(self._ideas['concern'])}"


def fill(text: str, slots: dict[str, Any]) -> str:
    """Put words into slots and settle the particles after them."""
    return resolve_particles(text.format(**slots))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def answer_to(question: FormField, paragraphs: Iterator[str], last: str) -> str:
    """What somebody answers to a question of any kind; files and videos are left out."""
    match question.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return str(question.choices[-1])
        case FieldKind.NUMBER:
            return "300"
        case FieldKind.TABLE:
            return "현장에서 시험\t2개월\n결과 정리\t1개월"
        case FieldKind.FILE | FieldKind.LINK:
            return ""
        case _:
            return next(paragraphs, last)


def business_number(seed: int) -> str:
    """A business number that passes the checksum; its district code 000 is given to nobody."""
    digits = [0, 0, 0, *(int(d) for d in f"{seed:06}")]
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    total = sum(d * w for d, w in zip(digits, weights, strict=True)) + digits[8] * 5 // 10
    return "".join(map(str, [*digits, (10 - total % 10) % 10]))
