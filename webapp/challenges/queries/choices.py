"""What the office's forms offer: agencies, departments, calls for problems, selected problems."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.accounts.models import Agency, Department
from webapp.challenges.enums import Grade, PolicyProfile
from webapp.challenges.models import Programme, ProgrammeGrade
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import CommitteeState, Outcome, ProblemField, ProblemState
from webapp.problems.models import CommitteeDecision, CommitteeItem, Problem, ProblemCall


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A selected problem from which a challenge can be made; `grade` is what the committee gave it."""

    key: str
    title: str
    field: ProblemField
    situation: str
    wished_change: str
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class SectionChoices:
    """What the section forms offer of the agency: departments, calls for problems, selected problems.

    `profile`: the rule set of the programme that is edited.
    """

    departments: tuple[str, ...]
    problem_calls: tuple[tuple[str, str], ...]
    sources: tuple[SourceProblem, ...]
    profile: PolicyProfile = PolicyProfile.CENTRAL

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Key and title of each selected problem."""
        return [(one.key, one.title) for one in self.sources]

    def problem(self, key: str) -> SourceProblem | None:
        """The selected problem with this key."""
        return next((one for one in self.sources if one.key == key), None)


def section_choices(work: Work, programme: Programme) -> SectionChoices:
    """The choices of a programme's agency (4 statements). A grade that the programme lacks is left out."""
    agency_id = programme.agency_id
    departments = work.session.scalars(
        sa.select(Department.name).where(Department.agency_id == agency_id).order_by(Department.name)
    )
    calls = work.session.execute(
        sa.select(ProblemCall.slug, ProblemCall.title)
        .where(ProblemCall.agency_id == agency_id)
        .order_by(ProblemCall.id.desc())
    )
    problems = work.session.execute(
        sa.select(
            Problem.key,
            Problem.title,
            Problem.field,
            Problem.situation,
            Problem.wished_change,
            _grade_given().label("grade"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(ProblemCall.agency_id == agency_id, Problem.state == ProblemState.SELECTED)
        .order_by(Problem.id.desc())
        .limit(200)
    )
    known = set(
        work.session.scalars(
            sa.select(ProgrammeGrade.grade).where(ProgrammeGrade.programme_id == programme.id)
        )
    )
    return SectionChoices(
        tuple(departments),
        tuple((row.slug, row.title) for row in calls),
        tuple(
            SourceProblem(
                row.key,
                row.title,
                row.field,
                row.situation,
                row.wished_change,
                next((grade for grade in known if grade.value == row.grade), None),
            )
            for row in problems
            if row.field is not None  # only a draft may lack it
        ),
        programme.profile,
    )


def _grade_given() -> sa.ScalarSelect[str | None]:
    """The grade that the last committee gave to a problem that it selected."""
    return (
        sa.select(CommitteeItem.grade)
        .join(CommitteeDecision, CommitteeDecision.id == CommitteeItem.decision_id)
        .where(
            CommitteeItem.problem_id == Problem.id,
            CommitteeItem.outcome == Outcome.SELECTED,
            CommitteeDecision.state == CommitteeState.CONFIRMED,
        )
        .order_by(CommitteeDecision.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def agencies_of_officer(work: Work, actor: Actor) -> list[tuple[str, str]]:
    """Slug and name of the agencies whose contests the actor may make (1 statement)."""
    ids = actor.scopes_of(Role.CONTEST_OFFICER)
    rows = work.session.execute(
        sa.select(Agency.slug, Agency.name).where(Agency.id.in_(ids)).order_by(Agency.name, Agency.id)
    )
    return [(row.slug, row.name) for row in rows]
