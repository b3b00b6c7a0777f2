"""What the desk knows of a problem that an official typed for somebody: for whom, with which consent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.core.i18n import localized
from webapp.core.work import Work
from webapp.problems.enums import CallState, ConsentForm
from webapp.problems.models import ProblemCall, ReceivedConsent
from webapp.problems.queries.calls import CallCard, cards_where


@dataclass(frozen=True, slots=True)
class Reception:
    """The record of a 대리접수.

    `email` empty: the result must be told by another way. `name` empty: forgotten after its term.
    """

    name: str
    email: str
    consent_form: ConsentForm
    consented_on: date
    consent_text: str
    entered_at: datetime
    entered_official: Mapping[str, str]

    @property
    def official(self) -> str:
        """Department, title and name of who entered it, in one line."""
        facts = self.entered_official
        department = localized(facts.get("department", ""), facts.get("department_en", ""))
        return " ".join(filter(None, (department, facts.get("title"), facts.get("name"))))


def reception_of(work: Work, problem_id: int) -> Reception | None:
    """The record of a problem that an official typed; None for others. For officials. One statement."""
    row = work.session.execute(
        sa.select(
            ReceivedConsent.person_name,
            ReceivedConsent.person_email,
            ReceivedConsent.consent_form,
            ReceivedConsent.consented_on,
            ReceivedConsent.consent_text,
            ReceivedConsent.entered_at,
            ReceivedConsent.entered_official,
        ).where(ReceivedConsent.problem_id == problem_id)
    ).first()
    return None if row is None else Reception(*row)


def receiving_calls(work: Work, agency_ids: Collection[int]) -> Sequence[CallCard]:
    """The calls of these agencies that take problems now. One statement."""
    return cards_where(
        work,
        ProblemCall.agency_id.in_(agency_ids),
        ProblemCall.state == CallState.PUBLISHED,
        ProblemCall.opens_at <= work.now,
        sa.or_(ProblemCall.closes_at.is_(None), ProblemCall.closes_at > work.now),
    )
