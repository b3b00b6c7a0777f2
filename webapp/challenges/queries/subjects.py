"""Contests and challenges as subjects of discussion: what may be followed and asked about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import sqlalchemy as sa

from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ChallengeState, ProgrammeState
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.queries.visibility import visible_to
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.core.subjects import Activity, Subject
from webapp.core.work import Work

#: The kinds under which challenges and contests are entered as subjects.
CHALLENGE_KIND: Final = "challenge"
CONTEST_KIND: Final = "contest"
#: States after which nothing more happens that somebody could wait for.
OVER: Final = frozenset({ChallengeState.COMPLETED, ChallengeState.CANCELLED})
TALKED_ABOUT: Final = frozenset({Activity.FOLLOW, Activity.ASK})


def challenge_subjects(work: Work, actor: Actor, keys: Collection[str]) -> Mapping[str, Subject]:
    """Those of the challenges whose notice is out, internal ones for their agency alone. One statement."""
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Challenge.title,
            Challenge.title_en,
            Challenge.state,
            Challenge.owning_department_id,
            Programme.agency_id,
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.key.in_(keys), Challenge.state.in_(PUBLIC_CHALLENGE_STATES), visible_to(actor))
    )
    return {
        row.key: Subject(
            kind=CHALLENGE_KIND,
            key=row.key,
            title=row.title,
            path=f"/challenges/{row.key}",
            agency_id=row.agency_id,
            label=lazy("과제"),
            title_en=row.title_en,
            department_id=row.owning_department_id,
            activities=frozenset() if row.state in OVER else TALKED_ABOUT,
        )
        for row in rows
    }


def contest_subjects(work: Work, actor: Actor, slugs: Collection[str]) -> Mapping[str, Subject]:
    """Those of the contests that were announced, internal ones for their agency alone. One statement."""
    rows = work.session.execute(
        sa.select(
            Programme.slug,
            Programme.title,
            Programme.title_en,
            Programme.state,
            Programme.department_id,
            Programme.agency_id,
        ).where(Programme.slug.in_(slugs), Programme.published_at.is_not(None), visible_to(actor))
    )
    over = {ProgrammeState.FINISHED, ProgrammeState.CANCELLED}
    return {
        row.slug: Subject(
            kind=CONTEST_KIND,
            key=row.slug,
            title=row.title,
            path=f"/contests/{row.slug}",
            agency_id=row.agency_id,
            label=lazy("공모"),
            title_en=row.title_en,
            department_id=row.department_id,
            activities=frozenset() if row.state in over else TALKED_ABOUT,
        )
        for row in rows
    }
