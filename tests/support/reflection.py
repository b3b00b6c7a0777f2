"""Judged ideas and what departments made of them, for tests: made directly as rows where that is quicker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.enums import ChallengeState, Outcome
from webapp.challenges.models import Challenge, PrizeTier
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.text import mask_name
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea, IdeaPublication
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.reflection.enums import MeasureKind
from webapp.reflection.models import Measure, Reflection
from webapp.reflection.services import (
    Adopt,
    Assign,
    NewMeasure,
    Report,
    add_measure,
    adopt,
    assign,
    realise,
    report_progress,
    stop_measure,
)


@dataclass
class Scene:
    """An agency with an officer (assigns), an approver and a named official; an awarded idea, its author."""

    agency: Agency
    department: Department
    officer: Account
    approver: Account
    official: Account
    author: Account
    challenge: Challenge
    idea: Idea

    def actor(self, work: Work, who: str) -> Actor:
        """The actor that one of the people is."""
        account: Account = getattr(self, who)
        return actor_for(work, account)


def make_scene(work: Work, *, agency_name: str = "시험처", title: str = "도로 살얼음 알림") -> Scene:
    """A decided challenge with one awarded, published idea."""
    agency = make_agency(work, agency_name)
    department = make_department(work, agency)
    author = make_account(work, "정다운")
    challenge = make_decided_challenge(work, agency, department)
    return Scene(
        agency=agency,
        department=department,
        officer=make_official(work, agency, Role.CONTEST_OFFICER, name="공모담", department=department),
        approver=make_official(work, agency, Role.APPROVER, name="결재자", department=department),
        official=make_official(work, agency, name="한실명", department=department),
        author=author,
        challenge=challenge,
        idea=make_judged_idea(work, challenge, author, title=title),
    )


def make_decided_challenge(work: Work, agency: Agency, department: Department) -> Challenge:
    """A published programme with one decided challenge."""
    return make_challenge(
        work,
        agency,
        title="겨울 도로를 안전하게",
        title_en="Safe roads in winter",
        state=ChallengeState.DECIDED,
        closes_in=-timedelta(days=50),
        owning_department_id=department.id,
        outcome=Outcome.AWARDED,
        decided_at=work.now - timedelta(days=5),
    )


def make_judged_idea(
    work: Work,
    challenge: Challenge,
    author: Account,
    *,
    title: str = "도로 살얼음 알림",
    state: IdeaState = IdeaState.AWARDED,
    is_published: bool = True,
) -> Idea:
    """A judged idea, with its public part when it is published."""
    idea = make_idea(work, challenge, author, title=title, state=state, allows_publication=is_published)
    if is_published:
        publish(work, idea)
    return idea


def publish(work: Work, idea: Idea) -> None:
    """Put the idea's public part out."""
    idea.published_at = work.now - timedelta(days=5)
    applicant = mask_name(idea.author.name)
    work.session.add(
        IdeaPublication(
            idea_id=idea.id,
            version_number=1,
            applicant=applicant,
            title=idea.title,
            summary=idea.summary,
            answers=[],
        )
    )
    work.session.flush()


def make_award(work: Work, scene: Scene, *, amount_won: int = 10_000_000) -> Award:
    """The award that the scene's idea was given."""
    tier = PrizeTier(challenge_id=scene.challenge.id, position=1, title="최우수상", amount_won=amount_won)
    work.session.add(tier)
    work.session.flush()
    award = Award(
        challenge_id=scene.challenge.id,
        idea_id=scene.idea.id,
        tier_id=tier.id,
        state=AwardState.AWARDED,
        rank=1,
        amount_won=amount_won,
        nominated_by_id=scene.officer.id,
        nominated_at=work.now - timedelta(days=20),
        decided_by_id=scene.approver.id,
        decided_at=work.now - timedelta(days=5),
    )
    work.session.add(award)
    work.session.flush()
    return award


def make_assigned(work: Work, scene: Scene) -> Reflection:
    """The scene's idea under review by its named official."""
    return assign(
        work,
        scene.actor(work, "officer"),
        Assign(scene.idea.key, scene.department.id, scene.official.id),
    )


def make_adopted(work: Work, scene: Scene, planned_on: date | None = None) -> Reflection:
    """The scene's idea adopted whole."""
    reflection = make_assigned(work, scene)
    planned_on = planned_on or kst_day(work.now) + timedelta(days=120)
    command = Adopt(reflection.key, planned_on, "효과가 크고 바로 할 수 있습니다.")
    return adopt(work, scene.actor(work, "official"), command)


def make_measure(
    work: Work,
    scene: Scene,
    reflection: Reflection,
    *,
    title: str = "살얼음 예보를 길도우미에 잇기",
    promised_on: date | None = None,
) -> Measure:
    """A promise of the scene's official."""
    return add_measure(
        work,
        scene.actor(work, "official"),
        NewMeasure(
            reflection.key,
            MeasureKind.SERVICE,
            title,
            promised_on or kst_day(work.now) + timedelta(days=60),
            description="예보를 열어 길도우미 회사가 쓰게 합니다.",
            before_text="운전자는 길이 언 줄 모릅니다.",
            after_text="운전자는 얼기 전에 압니다.",
        ),
    )


def tell_everything(work: Work) -> tuple[Scene, str]:
    """A scene whose idea went the whole way, with a slip and a promise given up; and its record's key."""
    scene = make_scene(work)
    official = scene.actor(work, "official")
    reflection = make_adopted(work, scene)
    measure = make_measure(work, scene, reflection)
    slip = Report(
        measure.key,
        "업체를 **고르고** 있습니다.",
        evidence_url="https://example.go.kr/bid",
        new_promised_on=measure.promised_on + timedelta(days=30),
        slip_reason="입찰이 한 번 무산되었습니다.",
        starts=True,
    )
    report_progress(work, official, slip)
    report_progress(work, official, Report(measure.key, "예보를 열었습니다.", finishes=True))
    given_up = make_measure(work, scene, reflection, title="표지판 달기")
    stop_measure(work, official, given_up.key, "예산이 없습니다.")
    realise(work, official, reflection.key, "얼음 사고가 절반으로 줄었습니다.")
    return scene, reflection.key


def letters(work: Work) -> list[tuple[str, str]]:
    """Template and address of every letter in the outbox, in order."""
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.payload["template"], row.payload["to"]) for row in rows]


def store_scene(database: Database) -> Scene:
    """A scene that is committed: for tests of pages."""
    with database.write() as work:
        return make_scene(work)
