"""Letters of reflection: to an idea's authors at every step, to the named official when something is asked.

Each says in one plain sentence what happened. Subjects name the contest, never an idea that may be hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, OrganisationMember
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, OfficialChange, ProgressReport, Reflection


@dataclass(frozen=True, slots=True)
class Former:
    """Who answered until now."""

    name: str
    title: str
    department: str


def authors_of(work: Work, idea: Idea) -> Sequence[Account]:
    """The idea's author and, of a team or company, its members; only accounts in use."""
    of_organisation = (
        sa.select(OrganisationMember.account_id)
        .where(
            OrganisationMember.organisation_id == idea.organisation_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .scalar_subquery()
    )
    return work.session.scalars(
        sa.select(Account)
        .where(
            sa.or_(Account.id == idea.author_id, Account.id.in_(of_organisation)),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Account.id)
    ).all()


def _facts(reflection: Reflection) -> dict[str, Any]:
    """What every letter about a reflection tells, in the current language."""
    challenge = reflection.idea.challenge
    department = reflection.department
    return {
        "contest": localized(challenge.title, challenge.title_en),
        "idea": reflection.idea.title,
        "official": reflection.official.name,
        "title": reflection.official_title,
        "department": localized(department.name, department.name_en),
        "phone": department.phone,
    }


def _to_authors(
    work: Work, reflection: Reflection, template: str, key: str, facts: dict[str, Any] | None = None
) -> None:
    for account in authors_of(work, reflection.idea):
        with use_locale(account.locale):
            letter = Letter(
                account.email,
                f"reflection/{template}",
                account.locale,
                {
                    **_facts(reflection),
                    **(facts or {}),
                    "link": f"{work.base_url}/reflections/{reflection.key}",
                    "link_label": _("반영 과정 보기"),
                },
            )
        work.send(letter, key=f"reflection:{template}:{key}:{account.id}")


def _to_official(work: Work, reflection: Reflection, template: str, key: str, facts: dict[str, Any]) -> bool:
    official, challenge = reflection.official, reflection.idea.challenge
    with use_locale(official.locale):
        letter = Letter(
            official.email,
            f"reflection/{template}",
            official.locale,
            {
                "contest": localized(challenge.title, challenge.title_en),
                "idea": reflection.idea.title,
                **facts,
                "link": f"{work.base_url}/office/reflections/{reflection.key}",
                "link_label": _("업무 화면 열기"),
            },
        )
    return work.send(letter, key=f"reflection:{template}:{key}:{official.id}")


def send_assigned(work: Work, reflection: Reflection) -> None:
    """To the authors: who looks into it until when. To the official: that it is theirs."""
    due = {"due_on": reflection.due_on.isoformat()}
    _to_authors(work, reflection, "assigned", reflection.key, due)
    _to_official(work, reflection, "named", reflection.key, due)


def send_reassigned(work: Work, reflection: Reflection, former: Former, change: OfficialChange) -> None:
    """To the authors: who answers from now on, and why. To the new official: that it is theirs."""
    key = f"{reflection.key}:{change.id}"
    facts = {"former": former.name, "former_title": former.title, "why": change.reason}
    _to_authors(work, reflection, "reassigned", key, facts)
    is_open = reflection.state is ReflectionState.UNDER_REVIEW
    _to_official(
        work, reflection, "named", key, {"due_on": reflection.due_on.isoformat() if is_open else None}
    )


def send_decided(work: Work, reflection: Reflection) -> None:
    """To the authors: what was decided, why, and what follows by when."""
    if reflection.state is ReflectionState.NOT_ADOPTED:
        _to_authors(work, reflection, "declined", reflection.key, {"why": reflection.reason})
        return
    planned_on = reflection.planned_on.isoformat() if reflection.planned_on else None
    facts = {"why": reflection.reason, "part": reflection.adopted_part, "planned_on": planned_on}
    _to_authors(work, reflection, "adopted", reflection.key, facts)


def send_promised(work: Work, measure: Measure) -> None:
    """To the authors: what was promised by when."""
    facts = {
        "measure": measure.title,
        "promised_on": measure.promised_on.isoformat(),
        "before": measure.before_text,
        "after": measure.after_text,
    }
    _to_authors(work, measure.reflection, "promised", measure.key, facts)


def send_progress(work: Work, measure: Measure, report: ProgressReport) -> None:
    """To the authors: what was done; that it is finished, or that the day moved and why."""
    old, new = report.old_promised_on, report.new_promised_on
    facts = {
        "measure": measure.title,
        "text": report.text,
        "is_done": measure.state is MeasureState.DONE,
        "old_promised_on": old.isoformat() if old else None,
        "promised_on": new.isoformat() if new else measure.promised_on.isoformat(),
        "slip_reason": report.slip_reason,
    }
    _to_authors(work, measure.reflection, "progress", f"{measure.key}:{report.id}", facts)


def send_stopped(work: Work, measure: Measure, reason: str) -> None:
    """To the authors: that a promise was given up, and why."""
    _to_authors(work, measure.reflection, "stopped", measure.key, {"measure": measure.title, "why": reason})


def send_realised(work: Work, reflection: Reflection) -> None:
    """To the authors: what their idea has changed."""
    _to_authors(work, reflection, "realised", reflection.key, {"outcome": reflection.outcome})


def send_decision_due(work: Work, reflection: Reflection, *, is_past: bool) -> bool:
    """To the official: the decision is due soon, or was due. Returns whether this reminder is new."""
    due_on = reflection.due_on.isoformat()
    key = f"{reflection.key}:{due_on}:{'past' if is_past else 'ahead'}"
    return _to_official(work, reflection, "decision_due", key, {"due_on": due_on, "is_past": is_past})


def send_promise_due(work: Work, measure: Measure, *, is_past: bool) -> bool:
    """To the official: a promised day is near, or has passed. Returns whether this reminder is new."""
    day = measure.promised_on.isoformat()
    key = f"{measure.key}:{day}:{'past' if is_past else 'ahead'}"
    facts = {"measure": measure.title, "promised_on": day, "is_past": is_past}
    return _to_official(work, measure.reflection, "promise_due", key, facts)
