"""Tables of maturing: projects with their teams, mentors, milestones with what was handed in, the diary."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account, Department, Invitation
from webapp.core.models import Base, BigId, Identified, Keyed, Versioned, one_of
from webapp.maturing.enums import MentorState, MilestoneState, NoteRole, ProjectState
from webapp.prizes.models import Award


class Project(Keyed, Versioned, Base):
    """The maturing of one awarded idea. `support_cap_won` is the most support it may get, in won.

    `lesson` is what was learnt when a project was stopped; it is public, as failures teach others.
    """

    __tablename__ = "projects"
    __table_args__ = (
        sa.CheckConstraint("state = 'active' OR closed_at IS NOT NULL", name="closed"),
        sa.CheckConstraint("state <> 'stopped' OR lesson <> ''", name="stopped_lesson"),
        sa.CheckConstraint("support_cap_won >= 0", name="cap_not_negative"),
        sa.Index("ix_projects_state", "state", "id"),
    )

    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"), unique=True)
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    goal: Mapped[str] = mapped_column(sa.Text, default="")
    lesson: Mapped[str] = mapped_column(sa.Text, default="")
    support_cap_won: Mapped[int] = mapped_column(BigId, default=0)
    state: Mapped[ProjectState] = mapped_column(
        one_of(ProjectState, "state_known"), default=ProjectState.ACTIVE
    )
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    started_at: Mapped[datetime] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()
    award: Mapped[Award] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    members: Mapped[list[ProjectMember]] = relationship(lazy="raise_on_sql", order_by="ProjectMember.id")
    mentors: Mapped[list[Mentor]] = relationship(
        lazy="raise_on_sql", order_by="Mentor.id", back_populates="project"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        lazy="raise_on_sql", order_by="Milestone.position", back_populates="project"
    )


class ProjectMember(Identified, Base):
    """A person of the team: the idea's author and whoever entered with him or her when the project began."""

    __tablename__ = "project_members"
    __table_args__ = (sa.UniqueConstraint("project_id", "account_id"),)

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column()
    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class Mentor(Keyed, Base):
    """A mentor's place in a project. A judge of the idea cannot be its mentor.

    While the invitation is open there may be no account yet: `account_id` comes with the answer.
    """

    __tablename__ = "mentors"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "account_id"),
        sa.CheckConstraint("state <> 'accepted' OR account_id IS NOT NULL", name="accepted_account"),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"))
    invitation_id: Mapped[int] = mapped_column(sa.ForeignKey("invitations.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(50))
    expertise: Mapped[str] = mapped_column(sa.String(100), default="")
    state: Mapped[MentorState] = mapped_column(
        one_of(MentorState, "state_known"), default=MentorState.INVITED
    )
    created_at: Mapped[datetime] = mapped_column()
    project: Mapped[Project] = relationship(lazy="raise_on_sql", back_populates="mentors")
    invitation: Mapped[Invitation] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class Milestone(Keyed, Versioned, Base):
    """One step of a project: what is due when, what was handed in, how it was decided."""

    __tablename__ = "milestones"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "position"),
        sa.CheckConstraint("state = 'planned' OR submitted_at IS NOT NULL", name="submitted"),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'returned') OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name="decided",
        ),
        sa.Index("ix_milestones_state_due", "state", "due_on", "id"),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date] = mapped_column()
    state: Mapped[MilestoneState] = mapped_column(
        one_of(MilestoneState, "state_known"), default=MilestoneState.PLANNED
    )
    deliverable: Mapped[str] = mapped_column(sa.Text, default="")
    submitted_at: Mapped[datetime | None] = mapped_column()
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decision_note: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    project: Mapped[Project] = relationship(lazy="raise_on_sql", back_populates="milestones")


class Submission(Identified, Base):
    """What a team handed in for a milestone at one moment, never changed; what was returned stays."""

    __tablename__ = "milestone_submissions"
    __table_args__ = (sa.UniqueConstraint("milestone_id", "number"),)

    milestone_id: Mapped[int] = mapped_column(sa.ForeignKey("milestones.id"))
    number: Mapped[int] = mapped_column(sa.Integer)
    deliverable: Mapped[str] = mapped_column(sa.Text)
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    submitted_at: Mapped[datetime] = mapped_column()


class ProjectNote(Identified, Base):
    """An entry of the project's diary; public when its writer says so."""

    __tablename__ = "project_notes"
    __table_args__ = (sa.Index("ix_project_notes_project", "project_id", "id"),)

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    role: Mapped[NoteRole] = mapped_column(one_of(NoteRole, "role_known"))
    text: Mapped[str] = mapped_column(sa.Text)
    is_public: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column()
