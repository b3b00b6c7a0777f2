"""Maturing projects for tests: made by the services from an awarded contest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.prizes import MILLION, Contest, make_awarded
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import accept_invitation
from webapp.challenges.enums import PotKind
from webapp.challenges.models import Pot
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.maturing.enums import MilestoneState
from webapp.maturing.models import Mentor, Milestone, Project
from webapp.maturing.services import (
    NewMilestone,
    NewProject,
    SubmitMilestone,
    WriteNote,
    invite_mentor,
    start_project,
    submit_milestone,
    write_note,
)
from webapp.maturing.services.loading import load_project
from webapp.prizes.models import Award


@dataclass
class Maturing:
    """A contest with a project for its best award; the key is what services are called with."""

    contest: Contest
    awards: list[Award]
    key: str
    milestones: list[str]

    def officer(self, work: Work) -> Actor:
        """The contest officer."""
        return actor_for(work, self.contest.officer)

    def author(self, work: Work) -> Actor:
        """The author of the idea that matures."""
        return actor_for(work, self.contest.entrants[0])


def add_maturing_pot(
    work: Work, contest: Contest, amount_won: int = 1000 * MILLION, cap_won: int | None = 100 * MILLION
) -> int:
    """A pot for support; returns its id."""
    pot = Pot(
        programme_id=contest.challenge.programme_id,
        kind=PotKind.MATURING,
        amount_won=amount_won,
        cap_per_challenge_won=cap_won,
    )
    work.session.add(pot)
    work.session.flush()
    return pot.id


def new_project(
    contest: Contest, award: Award, today: date, *, support_won: int = 0, steps: int = 2
) -> NewProject:
    """A command with `steps` milestones, ten days apart."""
    return NewProject(
        award.key,
        contest.department.id,
        "시범 구간 한 곳에서 석 달 동안 시험합니다.",
        support_won,
        tuple(
            NewMilestone(f"{place}단계", today + timedelta(days=10 * place), "보고서를 냅니다.")
            for place in range(1, steps + 1)
        ),
    )


def make_project(database: Database, clock: FixedClock, *, support_won: int = 0, steps: int = 2) -> Maturing:
    """A project of the best award, committed to the database."""
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        if support_won:
            add_maturing_pot(work, contest)
        command = new_project(contest, awards[0], kst_day(work.now), support_won=support_won, steps=steps)
        project = start_project(work, actor_for(work, contest.officer), command)
        keys = [milestone.key for milestone in project.milestones]
        return Maturing(contest, awards, project.key, keys)


def project_of(work: Work, maturing: Maturing) -> Project:
    """The project as it stands."""
    return load_project(work, maturing.key)


def hand_in(
    database: Database, maturing: Maturing, place: int = 0, text: str = "시험 결과 보고서입니다."
) -> None:
    """Let the author hand in a milestone."""
    with database.write() as work:
        key = maturing.milestones[place]
        version = work.session.scalars(sa.select(Milestone.version).where(Milestone.key == key)).one()
        submit_milestone(work, maturing.author(work), SubmitMilestone(key, version, text))


def add_mentor(database: Database, maturing: Maturing, name: str = "윤멘토") -> Account:
    """A mentor who has accepted."""
    with database.write() as work:
        account = make_account(work, name)
        mentor = invite_mentor(
            work, maturing.officer(work), project_of(work, maturing), account.email, name, "도로 안전"
        )
        key = invitation_key(work, mentor)
    with database.write() as work:
        accept_invitation(work, actor_for(work, account), key)
    return account


def invitation_key(work: Work, mentor: Mentor) -> str:
    """The key of the invitation behind a mentor's place."""
    query = sa.select(Invitation.key).where(Invitation.id == mentor.invitation_id)
    return work.session.scalars(query).one()


def write(database: Database, maturing: Maturing, text: str, *, is_public: bool) -> None:
    """Let the author write into the diary."""
    with database.write() as work:
        write_note(work, maturing.author(work), WriteNote(maturing.key, text, is_public))


def state_of(database: Database, maturing: Maturing, place: int = 0) -> MilestoneState:
    """How a milestone stands."""
    with database.read() as work:
        query = sa.select(Milestone.state).where(Milestone.key == maturing.milestones[place])
        return work.session.scalars(query).one()


def version_of(database: Database, maturing: Maturing, place: int = 0) -> int:
    """The version of a milestone that a form opened now would carry."""
    with database.read() as work:
        query = sa.select(Milestone.version).where(Milestone.key == maturing.milestones[place])
        return work.session.scalars(query).one()


def page(maturing: Maturing, name: str = "") -> str:
    """An address of the project."""
    return f"/projects/{maturing.key}{name}"


def office(maturing: Maturing, name: str) -> str:
    """An address of the office's acts on the project."""
    return f"/office/projects/{maturing.key}/{name}"


def step(maturing: Maturing, name: str = "", place: int = 0) -> str:
    """An address of a milestone."""
    return f"/projects/milestones/{maturing.milestones[place]}{name}"


def deciding(maturing: Maturing, name: str) -> str:
    """An address of the office's acts on the first milestone."""
    return f"/office/projects/milestones/{maturing.milestones[0]}/{name}"
