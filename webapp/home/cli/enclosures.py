"""What people of the demo attach to problems, ideas and milestones: which papers, with which words.

Chosen by number, not by chance, so that attaching changes nothing else in the demo.
"""

from __future__ import annotations

from collections.abc import Sequence

from webapp.core.attachments import Upload
from webapp.home.cli.papers import chart, report, table, upload
from webapp.home.cli.texts import IdeaText

Files = tuple[Upload, ...]


def idea_files(text: IdeaText, number: int) -> Files:
    """A plan, a chart or the costs of an idea; every third one brings two of them."""
    plan = upload("시험 운영 계획.pdf", report(text.title, (text.solution, text.plan)))
    picture = upload("전후 비교.png", chart(_measured(number)))
    costs = upload("비용 계산.xlsx", table(_costs(number)))
    return ((plan,), (picture,), (plan, costs))[number % 3]


def problem_files(title: str, situation: str, number: int) -> Files:
    """A record of what was seen, or how often it happened."""
    record = upload("현장 기록.pdf", report(title, (situation,)))
    counted = upload("월별 건수.xlsx", table(_counted(number)))
    return ((record,), (counted,), (record, counted))[number % 3]


def milestone_files(title: str, result: str, number: int) -> Files:
    """The report of a milestone and the figures behind it."""
    return (
        upload("결과 보고서.pdf", report(title, (result,))),
        upload("측정 자료.xlsx", table(_counted(number))),
        upload("전후 비교.png", chart(_measured(number))),
    )


def _measured(number: int) -> Sequence[int]:
    before = 90 + number * 7 % 40
    return (before, before + 6, before + 2, before * 6 // 10)


def _costs(number: int) -> Sequence[Sequence[str | int]]:
    rows: list[tuple[str, int]] = [
        ("시제품 제작", 2_400_000 + number % 5 * 150_000),
        ("시험할 곳 빌리기", 900_000),
        ("참여 주민 사례", 640_000 + number % 4 * 80_000),
    ]
    return (("항목", "금액(원)"), *rows, ("합계", sum(amount for _name, amount in rows)))


def _counted(number: int) -> Sequence[Sequence[str | int]]:
    months = (f"{month}월" for month in range(1, 7))
    return (("달", "건수"), *((month, 12 + (number + place) * 5 % 17) for place, month in enumerate(months)))
