"""Rows for `make bench`: a contest of nine tasks and thousands of published ideas with Korean texts.

Seeded, so that each run measures the same data. Rows go in by bulk, past the services: what is measured is
reading. Must not be used for anything but measuring.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webapp.accounts.enums import AccountState, AgencyKind
from webapp.accounts.models import Account, Agency
from webapp.challenges.enums import (
    ChallengeState,
    FieldKind,
    IdeaPublicity,
    Outcome,
    PolicyProfile,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, FormField, PrizeTier, Programme
from webapp.core.database import make_engine
from webapp.core.i18n import resolve_particles
from webapp.core.text import mask_name
from webapp.ideas.enums import ApplicantKind, IdeaState
from webapp.ideas.models import Idea, IdeaPublication, IdeaVersion
from webapp.problems.enums import ProblemField

SEED = 2020
PUBLISHED = datetime(2020, 12, 1, 1, 0, tzinfo=UTC)
TASKS = (
    "도로 살얼음 사고 예방", "횡단보도 교통약자 보호", "배달 노동자 안전", "생활 쓰레기 줄이기",
    "홀로 사는 어르신 돌봄", "아이 돌봄 빈틈 메우기", "지역 빈집 되살리기", "바다 쓰레기 거두기",
    "재난 문자 바로 알리기",
)  # fmt: skip
PLACES = (
    "동네 도서관",
    "통학로",
    "전통시장",
    "버스 정류장",
    "아파트 단지",
    "항구",
    "산책로",
    "주민센터",
    "학교 앞",
    "교차로",
)
MEANS = (
    "감지기",
    "이웃 모임",
    "휴대전화 알림",
    "빛나는 바닥 표지",
    "공동 창고",
    "예약 장부",
    "자원봉사단",
    "소리 안내",
    "지도",
)
ENDS = (
    "사고를 줄이기",
    "빈 시간을 나누기",
    "서로 안부 묻기",
    "버리는 양을 재기",
    "위험을 미리 알리기",
    "기다림을 없애기",
)
SENTENCES = (
    "지금은 {place}에서 같은 불편이 해마다 되풀이됩니다.",
    "{means}을(를) 곳곳에 두면 담당자가 나가 보지 않아도 상태를 알 수 있습니다.",
    "{place} 세 곳에서 석 달 동안 시험한 뒤 넓히면 예산을 크게 쓰지 않아도 됩니다.",
    "주민이 직접 고치고 돌보게 하면 {end}에 드는 시간이 절반으로 줄어듭니다.",
    "모은 자료는 누구나 볼 수 있게 공개하고, 개인을 알아볼 수 있는 내용은 남기지 않습니다.",
    "비슷한 일을 하는 기관이 함께 쓰면 {means} 하나로 여러 곳의 일을 덜 수 있습니다.",
    "처음 한 해는 {place} 주변 학교와 함께하고, 결과를 보아 다음 해 계획을 세웁니다.",
)
FAMILY, GIVEN = (
    "김이박최정강조윤장임",
    ("하늘", "도윤", "서연", "지호", "은채", "민준", "수아", "현우", "다온", "가람"),
)


def load(url: str, count: int) -> list[str]:
    """Fill the migrated database at `url` with `count` published ideas; returns their keys, newest first."""
    engine = make_engine(url)
    chance = random.Random(SEED)  # noqa: S311  (data to measure with)
    with Session(engine) as session:
        authors = add_authors(session, chance)
        challenges = add_contest(session)
        ideas = list(idea_rows(chance, count, authors, challenges))
        session.execute(sa.insert(Idea), [row["idea"] for row in ideas])
        session.execute(sa.insert(IdeaVersion), [row["version"] for row in ideas])
        session.execute(sa.insert(IdeaPublication), [row["publication"] for row in ideas])
        session.commit()
        session.execute(sa.text("ANALYZE"))
        session.commit()
    engine.dispose()
    return [str(row["idea"]["key"]) for row in reversed(ideas)]


def add_authors(session: Session, chance: random.Random) -> list[tuple[int, str]]:
    """Two hundred people; returns their ids and names."""
    people = [
        Account(
            email=f"author{number}@example.org",
            name=chance.choice(FAMILY) + chance.choice(GIVEN),
            password_hash="-",  # noqa: S106  (nobody signs in)
            state=AccountState.ACTIVE,
            email_confirmed_at=PUBLISHED,
            created_at=PUBLISHED,
        )
        for number in range(200)
    ]
    session.add_all(people)
    session.flush()
    return [(person.id, person.name) for person in people]


def add_contest(session: Session) -> list[tuple[int, int]]:
    """A finished contest of nine decided tasks; returns their ids, each with its best tier's."""
    agency = Agency(slug="bench", name="혁신처", kind=AgencyKind.CENTRAL, created_at=PUBLISHED)
    session.add(agency)
    session.flush()
    programme = Programme(
        slug="bench",
        agency_id=agency.id,
        title="모두의 도전 공모",
        profile=PolicyProfile.CENTRAL,
        state=ProgrammeState.PUBLISHED,
        created_at=PUBLISHED,
        published_at=PUBLISHED,
    )
    session.add(programme)
    session.flush()
    challenges = [task(programme.id, number, title) for number, title in enumerate(TASKS, 1)]
    session.add_all(challenges)
    session.flush()
    return [(challenge.id, challenge.tiers[0].id) for challenge in challenges]


def task(programme_id: int, number: int, title: str) -> Challenge:
    """A decided task with two questions and one tier."""
    challenge = Challenge(
        programme_id=programme_id,
        number=number,
        title=title,
        field=ProblemField.SAFETY,
        opens_at=PUBLISHED - timedelta(days=170),
        closes_at=PUBLISHED - timedelta(days=80),
        receipt_pattern=f"과제{number}-{{year}}-{{sequence:05}}",
        publicity=IdeaPublicity.AT_RESULT,
        state=ChallengeState.DECIDED,
        outcome=Outcome.AWARDED,
        rules_hash="0" * 64,
        created_at=PUBLISHED,
        announced_at=PUBLISHED - timedelta(days=180),
        decided_at=PUBLISHED,
    )
    challenge.form_fields = [
        FormField(position=1, name="method", label="해결 방법", kind=FieldKind.TEXT),
        FormField(position=2, name="effect", label="기대 효과", kind=FieldKind.TEXT),
    ]
    challenge.tiers = [PrizeTier(position=1, title="최우수상", amount_won=10_000_000, quota=3)]
    return challenge


def idea_rows(
    chance: random.Random, count: int, authors: list[tuple[int, str]], challenges: list[tuple[int, int]]
) -> Iterator[dict[str, dict[str, Any]]]:
    """The rows of each idea: itself, its one version, what is public of it."""
    for number in range(1, count + 1):
        challenge_id, tier_id = challenges[number % len(challenges)]
        author_id, name = chance.choice(authors)
        title, summary, answers = texts(chance)
        at = PUBLISHED + timedelta(minutes=number)
        has_won = number <= 3 * len(challenges)
        idea = {
            "id": number,
            "key": f"bench{number:07d}",
            "challenge_id": challenge_id,
            "author_id": author_id,
            "applicant_kind": ApplicantKind.PERSON,
            "title": title,
            "summary": summary,
            "answers": answers,
            "allows_publication": True,
            "state": IdeaState.AWARDED if has_won else IdeaState.NOT_SELECTED,
            "award_tier_id": tier_id if has_won else None,
            "receipt_number": f"과제-2020-{number:07d}",
            "receipt_sequence": number,
            "version_count": 1,
            "created_at": at,
            "saved_at": at,
            "submitted_at": at,
            "published_at": at,
        }
        yield {
            "idea": idea,
            "version": version_row(idea),
            "publication": publication_row(idea, mask_name(name)),
        }


def version_row(idea: dict[str, Any]) -> dict[str, Any]:
    """The one version of an idea."""
    return {
        "key": idea["key"],
        "idea_id": idea["id"],
        "number": 1,
        "content": {"title": idea["title"]},
        "sha256": f"{idea['id']:064d}",
        "submitted_at": idea["submitted_at"],
        "submitted_by_id": idea["author_id"],
    }


def publication_row(idea: dict[str, Any], applicant: str) -> dict[str, Any]:
    """What is public of an idea."""
    answers = idea["answers"]
    return {
        "idea_id": idea["id"],
        "version_number": 1,
        "applicant": applicant,
        "title": idea["title"],
        "summary": idea["summary"],
        "answers": [
            {
                "label": label,
                "label_en": "",
                "kind": FieldKind.TEXT.value,
                "text": answers[field],
                "html": "\n".join(f"<p>{part}</p>" for part in answers[field].split("\n\n")),
            }
            for field, label in (("method", "해결 방법"), ("effect", "기대 효과"))
        ],
    }


def texts(chance: random.Random) -> tuple[str, str, dict[str, str]]:
    """A title, a summary of about 110 characters and two answers of about 300 characters each."""
    words = {"place": chance.choice(PLACES), "means": chance.choice(MEANS), "end": chance.choice(ENDS)}
    title = resolve_particles(f"{words['place']}에서 {words['means']}(으)로 {words['end']}")

    def speak(sentences: int) -> str:
        spoken = (sentence.format(**words) for sentence in chance.sample(SENTENCES, sentences))
        return resolve_particles(" ".join(spoken))

    return title, speak(3), {"method": f"{speak(4)}\n\n{speak(4)}", "effect": speak(7)}
