"""Writing a design's sections into rows: one function per section, used by creating and by editing.

Owns the turning of values into columns and rows. Must not check permissions or states: the callers have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Department
from webapp.challenges.models import (
    Brief,
    Challenge,
    Criteria,
    Criterion,
    Entrants,
    EntryForm,
    EntryTerms,
    FormField,
    JudgingPlan,
    Pot,
    Prizes,
    PrizeStage,
    PrizeTier,
    Programme,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeGrade,
    ProgrammeMilestone,
    ProgrammeMoney,
    Rules,
    Schedule,
    Standards,
)
from webapp.challenges.models.frozen import to_plain
from webapp.challenges.policies.sections import Fault, faults_of
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.problems.enums import ProblemState
from webapp.problems.models import Problem, ProblemCall


def refuse(faults: list[Fault]) -> None:
    """Raise RuleBroken with every fault on its field, when there is one."""
    if not faults:
        return
    fields: dict[str, str] = {}
    for fault in faults:
        known = fields.get(fault.field)
        fields[fault.field] = f"{known} {fault.message}" if known else fault.message
    raise RuleBroken(faults[0].message, fields=fields)


def write_programme_section(work: Work, programme: Programme, section: Any) -> None:
    """Write one section of a programme with its parts loaded. RuleBroken when its own rules are broken."""
    refuse(faults_of(section))
    PROGRAMME_WRITERS[type(section)](work, programme, section)


def write_challenge_section(work: Work, challenge: Challenge, section: Any) -> None:
    """Write one section of a challenge with its parts loaded. RuleBroken when its own rules are broken."""
    refuse(faults_of(section))
    CHALLENGE_WRITERS[type(section)](work, challenge, section)


def department_of(work: Work, agency_id: int, name: str) -> Department | None:
    """The department of that name in the agency; None for no name. RuleBroken when there is none."""
    if not name:
        return None
    found = work.session.scalar(
        sa.select(Department).where(Department.agency_id == agency_id, Department.name == name)
    )
    if found is None:
        message = _("이 기관에 ‘%(name)s’ 부서가 없습니다.", name=name)
        raise RuleBroken(message, field="department", code="unknown_department")
    return found


def problem_call_of(work: Work, agency_id: int, slug: str) -> ProblemCall | None:
    """The agency's call for problems at that address; None for no address. RuleBroken when there is none."""
    if not slug:
        return None
    found = work.session.scalar(
        sa.select(ProblemCall).where(ProblemCall.slug == slug, ProblemCall.agency_id == agency_id)
    )
    if found is None:
        message = _("이 기관에 ‘%(slug)s’ 문제 공모가 없습니다.", slug=slug)
        raise RuleBroken(message, field="problem_call", code="unknown_call")
    return found


def problem_of(work: Work, agency_id: int, key: str) -> Problem | None:
    """The selected problem behind a challenge; None for none. RuleBroken unless selected by the agency."""
    if not key:
        return None
    found = work.session.scalar(
        sa.select(Problem)
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(Problem.key == key, ProblemCall.agency_id == agency_id, Problem.state == ProblemState.SELECTED)
    )
    if found is None:
        message = _("과제로 선정된 이 기관의 문제만 고를 수 있습니다.")
        raise RuleBroken(message, field="problem", code="unknown_problem")
    return found


def _basics(work: Work, programme: Programme, section: ProgrammeBasics) -> None:
    agency_id = programme.agency.id
    programme.department = department_of(work, agency_id, section.department)
    programme.problem_call = problem_call_of(work, agency_id, section.problem_call)
    programme.title, programme.title_en = section.title, section.title_en
    programme.purpose, programme.purpose_en = section.purpose, section.purpose_en
    programme.contact = section.contact


def _conditions(_work: Work, programme: Programme, section: ProgrammeConditions) -> None:
    programme.profile = section.profile
    programme.legal_basis = section.legal_basis
    programme.eligibility = section.eligibility
    programme.staff_rule = section.staff_rule
    programme.misconduct_rule = section.misconduct_rule
    programme.rights_rule = section.rights_rule
    programme.revocation_rule = section.revocation_rule
    programme.supporters = [asdict(one) for one in section.supporters]


def _calendar(work: Work, programme: Programme, section: ProgrammeCalendar) -> None:
    programme.milestones.clear()
    work.flush()  # the old rows leave before the new ones come, or their places would be taken
    programme.milestones.extend(
        ProgrammeMilestone(position=place, **asdict(one)) for place, one in enumerate(section.milestones, 1)
    )


def _money(work: Work, programme: Programme, section: ProgrammeMoney) -> None:
    programme.grades.clear()
    programme.pots.clear()
    work.flush()
    programme.grades.extend(ProgrammeGrade(**asdict(one)) for one in section.grades)
    programme.pots.extend(Pot(**asdict(one)) for one in section.pots)


def _brief(work: Work, challenge: Challenge, section: Brief) -> None:
    agency_id = challenge.programme.agency_id
    challenge.problem = problem_of(work, agency_id, section.problem)
    challenge.owning_department = department_of(work, agency_id, section.department)
    challenge.title, challenge.title_en = section.title, section.title_en
    challenge.summary, challenge.summary_en = section.summary, section.summary_en
    challenge.field = section.field
    challenge.background, challenge.goal = section.background, section.goal
    challenge.exclusions = list(section.exclusions)


def _schedule(_work: Work, challenge: Challenge, section: Schedule) -> None:
    challenge.opens_at, challenge.closes_at = section.opens_at, section.closes_at
    challenge.result_on, challenge.grace_minutes = section.result_on, section.grace_minutes


def _prizes(work: Work, challenge: Challenge, section: Prizes) -> None:
    challenge.grade = section.grade
    challenge.raffle, challenge.raffle_basis = section.raffle, section.raffle_basis
    challenge.tiers.clear()
    challenge.stages.clear()
    work.flush()
    challenge.tiers.extend(
        PrizeTier(position=place, **_as_columns(one)) for place, one in enumerate(section.prizes, 1)
    )
    challenge.stages.extend(
        PrizeStage(position=place, **asdict(one)) for place, one in enumerate(section.stages, 1)
    )


def _criteria(work: Work, challenge: Challenge, section: Criteria) -> None:
    challenge.criteria.clear()
    work.flush()
    challenge.criteria.extend(
        Criterion(position=place, **asdict(one)) for place, one in enumerate(section.criteria, 1)
    )


def _form(work: Work, challenge: Challenge, section: EntryForm) -> None:
    challenge.form_fields.clear()
    work.flush()
    challenge.form_fields.extend(
        FormField(position=place, **_as_columns(one)) for place, one in enumerate(section.fields, 1)
    )


def _as_columns(entry: Any) -> dict[str, Any]:
    """An entry's values as its row has them: lists where the entry has tuples."""
    return {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(entry).items()}


def _rules(_work: Work, challenge: Challenge, section: Rules) -> None:
    challenge.receipt_pattern = section.receipt_pattern
    challenge.entries_per_person = section.entries_per_person
    challenge.publicity = section.publicity
    challenge.trim_from_sheets = section.trim_from_sheets
    challenge.score_decimals = section.score_decimals
    challenge.tie_breaks = [one.value for one in section.tie_breaks]
    challenge.verification_days = section.verification_days


def _standards(_work: Work, challenge: Challenge, section: Standards) -> None:
    challenge.standards = to_plain(section.standards)


def _entrants(_work: Work, challenge: Challenge, section: Entrants) -> None:
    challenge.entrants_plain = to_plain(section)


def _terms(_work: Work, challenge: Challenge, section: EntryTerms) -> None:
    challenge.terms_plain = to_plain(section)


def _plan(_work: Work, challenge: Challenge, section: JudgingPlan) -> None:
    challenge.plan_plain = to_plain(section)


ProgrammeWriter = Callable[[Work, Programme, Any], None]
ChallengeWriter = Callable[[Work, Challenge, Any], None]

PROGRAMME_WRITERS: Mapping[type, ProgrammeWriter] = {
    ProgrammeBasics: _basics,
    ProgrammeConditions: _conditions,
    ProgrammeCalendar: _calendar,
    ProgrammeMoney: _money,
}
CHALLENGE_WRITERS: Mapping[type, ChallengeWriter] = {
    Brief: _brief,
    Schedule: _schedule,
    Prizes: _prizes,
    Criteria: _criteria,
    EntryForm: _form,
    Rules: _rules,
    Standards: _standards,
    Entrants: _entrants,
    EntryTerms: _terms,
    JudgingPlan: _plan,
}
