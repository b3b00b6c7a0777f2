"""Letters of maturing. Subjects name the contest, never an idea."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webapp.challenges.models.addressee import Addressee
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.maturing.models import Milestone, Project


def _post(
    work: Work,
    people: Iterable[Addressee],
    template: str,
    project: Project,
    *,
    key: str,
    facts: Mapping[str, object],
    page: str = "",
) -> None:
    programme = project.award.challenge.programme
    for person in people:
        with use_locale(person.locale):
            named = {
                "contest": localized(programme.title, programme.title_en),
                "title": project.award.idea.title,
                "name": person.name,
                "link": f"{work.base_url}/projects/{page or project.key}",
            }
        letter = Letter(person.email, f"maturing/{template}", person.locale, {**named, **facts})
        work.send(letter, key=f"maturing:{template}:{key}:{person.account_id}")


def _about(milestone: Milestone) -> dict[str, object]:
    return {"milestone": milestone.title, "due_on": milestone.due_on.isoformat()}


def _post_about(
    work: Work, milestone: Milestone, people: Iterable[Addressee], template: str, key: str, **facts: object
) -> None:
    """A letter about one milestone, with its page behind the link."""
    page = f"milestones/{milestone.key}"
    facts = {**_about(milestone), **facts}
    _post(work, people, template, milestone.project, key=key, facts=facts, page=page)


def started(work: Work, project: Project, people: Iterable[Addressee]) -> None:
    """To the team: the project has begun; what is due first."""
    first = project.milestones[0] if project.milestones else None
    facts = _about(first) if first is not None else {"milestone": "", "due_on": ""}
    _post(work, people, "started", project, key=project.key, facts=facts)


def submitted(work: Work, milestone: Milestone, people: Iterable[Addressee]) -> None:
    """To the officials: something was handed in."""
    _post_about(work, milestone, people, "submitted", f"{milestone.key}:{milestone.version}")


def returned(work: Work, milestone: Milestone, people: Iterable[Addressee]) -> None:
    """To the team: what has to be changed."""
    key = f"{milestone.key}:{milestone.version}"
    _post_about(work, milestone, people, "returned", key, why=milestone.decision_note)


def accepted(work: Work, milestone: Milestone, people: Iterable[Addressee]) -> None:
    """To the team: a milestone was accepted."""
    _post_about(work, milestone, people, "accepted", milestone.key, note=milestone.decision_note)


def matured(work: Work, project: Project, people: Iterable[Addressee]) -> None:
    """To the team and its mentors: the project ended well."""
    _post(work, people, "matured", project, key=project.key, facts={})


def stopped(work: Work, project: Project, people: Iterable[Addressee], why: str) -> None:
    """To the team and its mentors: the project was stopped, why, and what was learnt."""
    facts = {"why": why, "lesson": project.lesson}
    _post(work, people, "stopped", project, key=project.key, facts=facts)


def due_soon(work: Work, milestone: Milestone, people: Iterable[Addressee], days: int) -> None:
    """To the team: a milestone is due in so many days or fewer. Once for each day that was promised."""
    _post_about(work, milestone, people, "due_soon", f"{milestone.key}:{milestone.due_on:%Y%m%d}:{days}")


def overdue(work: Work, milestone: Milestone, people: Iterable[Addressee]) -> None:
    """To both sides: the day has passed. Once for each day that was promised."""
    _post_about(work, milestone, people, "overdue", f"{milestone.key}:{milestone.due_on:%Y%m%d}")
