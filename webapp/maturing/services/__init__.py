"""Use cases of maturing."""

from webapp.core.events import HandlerTable
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.maturing.services.diary import WriteNote, write_note
from webapp.maturing.services.mentors import end_mentor, invite_mentor, on_invitation_answered
from webapp.maturing.services.milestones import (
    FILES,
    ChangeMilestone,
    NewMilestone,
    SubmitMilestone,
    accept_milestone,
    add_milestone,
    change_milestone,
    return_milestone,
    submit_milestone,
)
from webapp.maturing.services.projects import (
    NewProject,
    StopProject,
    accept_project,
    start_project,
    stop_for_revoked_award,
    stop_project,
)
from webapp.maturing.services.reminders import remind_of_milestones
from webapp.maturing.services.support import RecordSupport, record_support, support_paid
from webapp.prizes.enums import AwardState


def on_award_revoked(work: Work, event: StateChanged) -> None:
    """Handler: an award was revoked, so its project ends."""
    if event.workflow == "awards" and event.target is AwardState.REVOKED:
        stop_for_revoked_award(work, event.subject, event.reason)


EVENTS: HandlerTable = {StateChanged: [on_invitation_answered, on_award_revoked]}

__all__ = [
    "EVENTS",
    "FILES",
    "ChangeMilestone",
    "NewMilestone",
    "NewProject",
    "RecordSupport",
    "StopProject",
    "SubmitMilestone",
    "WriteNote",
    "accept_milestone",
    "accept_project",
    "add_milestone",
    "change_milestone",
    "end_mentor",
    "invite_mentor",
    "record_support",
    "remind_of_milestones",
    "return_milestone",
    "start_project",
    "stop_project",
    "submit_milestone",
    "support_paid",
    "write_note",
]
