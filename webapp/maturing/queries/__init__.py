"""Reading maturing: workspaces, lists, the public diary. Other contexts call what is listed here."""

from webapp.maturing.queries.diary import Diary, NoteView, PublicMilestone, diary, notes_of
from webapp.maturing.queries.lists import (
    ProjectRow,
    WaitingAward,
    WatchedMilestone,
    awards_to_mature,
    milestones_to_watch,
    projects_of_agencies,
    projects_of_person,
)
from webapp.maturing.queries.projects import (
    MentorView,
    MilestoneView,
    ProjectPage,
    SubmissionView,
    SupportLine,
    milestones_of,
    project_key_of,
    project_key_of_mentor,
    project_page,
    submissions_of,
    support_lines,
)

__all__ = [
    "Diary",
    "MentorView",
    "MilestoneView",
    "NoteView",
    "ProjectPage",
    "ProjectRow",
    "PublicMilestone",
    "SubmissionView",
    "SupportLine",
    "WaitingAward",
    "WatchedMilestone",
    "awards_to_mature",
    "diary",
    "milestones_of",
    "milestones_to_watch",
    "notes_of",
    "project_key_of",
    "project_key_of_mentor",
    "project_page",
    "projects_of_agencies",
    "projects_of_person",
    "submissions_of",
    "support_lines",
]
