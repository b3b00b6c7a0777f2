"""Tables of reflection: a department's answer, who answers for it, its measures, the reports on them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account, Department, OrganisationMember
from webapp.core.models import Base, Identified, Keyed, Versioned, one_of
from webapp.ideas.models import Idea
from webapp.reflection.enums import MeasureKind, MeasureState, NotAdoptedReason, ReflectionState


class Reflection(Keyed, Versioned, Base):
    """A department's answer to one idea, given by a named official. `due_on` is the rule's clock."""

    __tablename__ = "reflections"
    __table_args__ = (
        sa.CheckConstraint(
            "state = 'under_review' OR (decided_at IS NOT NULL AND reason <> '')", name="decided"
        ),
        sa.CheckConstraint(
            "(state = 'not_adopted') = (not_adopted_reason IS NOT NULL)", name="not_adopted_why"
        ),
        sa.CheckConstraint(
            "state NOT IN ('adopted', 'partly_adopted', 'realised') OR planned_on IS NOT NULL",
            name="adopted_planned",
        ),
        sa.CheckConstraint("state <> 'partly_adopted' OR adopted_part <> ''", name="which_part"),
        sa.CheckConstraint(
            "(state = 'realised') = (realised_at IS NOT NULL) AND (state <> 'realised' OR outcome <> '')",
            name="realised_outcome",
        ),
        sa.Index("ix_reflections_department_state", "department_id", "state", "id"),
        sa.Index("ix_reflections_state_due", "state", "due_on", "id"),
        sa.Index("ix_reflections_official", "official_id", "state"),
    )

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    official_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    official_title: Mapped[str] = mapped_column(sa.String(50), default="")
    state: Mapped[ReflectionState] = mapped_column(
        one_of(ReflectionState, "state_known"), default=ReflectionState.UNDER_REVIEW
    )
    due_on: Mapped[date] = mapped_column()
    adopted_part: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    not_adopted_reason: Mapped[NotAdoptedReason | None] = mapped_column(
        one_of(NotAdoptedReason, "reason_known")
    )
    planned_on: Mapped[date | None] = mapped_column()
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    assigned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    assigned_at: Mapped[datetime] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()
    realised_at: Mapped[datetime | None] = mapped_column()
    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")
    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    official: Mapped[Account] = relationship(lazy="raise_on_sql", foreign_keys=[official_id])
    team: Mapped[list[OrganisationMember]] = relationship(
        secondary=Idea.__table__,
        primaryjoin=lambda: Reflection.idea_id == Idea.id,
        secondaryjoin=lambda: sa.and_(
            OrganisationMember.organisation_id == sa.orm.foreign(Idea.organisation_id),
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        ),
        lazy="raise_on_sql",
        viewonly=True,
    )

    @property
    def responsible_agency_id(self) -> int:
        """The agency that answers; needs `department` loaded."""
        return self.department.agency_id

    @property
    def programme_agency_id(self) -> int:
        """The agency that ran the contest; needs `idea.challenge.programme` loaded."""
        return self.idea.challenge.programme.agency_id

    @property
    def entrant_ids(self) -> frozenset[int]:
        """The accounts behind the idea, its author and the team; needs `idea` and `team` loaded."""
        return frozenset({self.idea.author_id, *(member.account_id for member in self.team)})


class OfficialChange(Identified, Base):
    """Who was named to answer for a reflection, and when (정책실명제). One row for each, never altered.

    `official_name` and `official_title` are as they were then; the row with the highest id is in charge now.
    """

    __tablename__ = "official_changes"
    __table_args__ = (sa.Index("ix_official_changes_reflection", "reflection_id", "id"),)

    reflection_id: Mapped[int] = mapped_column(sa.ForeignKey("reflections.id"))
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    official_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    official_name: Mapped[str] = mapped_column(sa.String(50))
    official_title: Mapped[str] = mapped_column(sa.String(50), default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    assigned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    assigned_at: Mapped[datetime] = mapped_column()


class Measure(Keyed, Versioned, Base):
    """One promised change. `promised_on` is the current promise; a slip is a report keeping the old one."""

    __tablename__ = "measures"
    __table_args__ = (
        sa.CheckConstraint("state <> 'done' OR done_on IS NOT NULL", name="done"),
        sa.Index("ix_measures_state_promised", "state", "promised_on", "id"),
    )

    reflection_id: Mapped[int] = mapped_column(sa.ForeignKey("reflections.id"), index=True)
    kind: Mapped[MeasureKind] = mapped_column(one_of(MeasureKind, "kind_known"))
    title: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    before_text: Mapped[str] = mapped_column(sa.String(200), default="")
    after_text: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[MeasureState] = mapped_column(
        one_of(MeasureState, "state_known"), default=MeasureState.PLANNED
    )
    promised_on: Mapped[date] = mapped_column()
    done_on: Mapped[date | None] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    reflection: Mapped[Reflection] = relationship(lazy="raise_on_sql")

    @property
    def official_id(self) -> int:
        """The named official; needs `reflection` loaded."""
        return self.reflection.official_id

    @property
    def responsible_agency_id(self) -> int:
        """The agency that promised; needs `reflection.department` loaded."""
        return self.reflection.responsible_agency_id

    @property
    def programme_agency_id(self) -> int:
        """The agency that ran the contest; needs `reflection.idea.challenge.programme` loaded."""
        return self.reflection.programme_agency_id

    @property
    def entrant_ids(self) -> frozenset[int]:
        """The accounts behind the idea; needs `reflection.idea` and `reflection.team` loaded."""
        return self.reflection.entrant_ids


class ProgressReport(Identified, Base):
    """A dated report on a measure, with the reason and the new date when a promise slips."""

    __tablename__ = "progress_reports"
    __table_args__ = (
        sa.CheckConstraint(
            "(old_promised_on IS NULL) = (new_promised_on IS NULL)"
            " AND (new_promised_on IS NULL OR slip_reason <> '')",
            name="slip_explained",
        ),
        sa.Index("ix_progress_reports_measure", "measure_id", "id"),
    )

    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measures.id"))
    reported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    reported_at: Mapped[datetime] = mapped_column()
    text: Mapped[str] = mapped_column(sa.Text)
    evidence_url: Mapped[str] = mapped_column(sa.String(500), default="")
    old_promised_on: Mapped[date | None] = mapped_column()
    new_promised_on: Mapped[date | None] = mapped_column()
    slip_reason: Mapped[str] = mapped_column(sa.Text, default="")
