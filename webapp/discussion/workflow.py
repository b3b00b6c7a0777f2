"""Workflows of discussion: comments, reports, appeals."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.discussion.enums import (
    AppealEvent,
    AppealState,
    CommentEvent,
    CommentState,
    Permission,
    ReportEvent,
    ReportState,
)

COMMENT = Workflow(
    "comments",
    CommentState,
    CommentState.VISIBLE,
    [
        Transition(
            CommentEvent.HIDE,
            (CommentState.VISIBLE,),
            CommentState.HIDDEN,
            permission=Permission.MODERATE,
            reason_required=True,
        ),
        Transition(
            CommentEvent.SHOW,
            (CommentState.HIDDEN,),
            CommentState.VISIBLE,
            permission=Permission.MODERATE,
            reason_required=True,
        ),
        Transition(
            CommentEvent.DELETE,
            (CommentState.VISIBLE,),
            CommentState.DELETED,
            permission=Permission.COMMENT_DELETE,
        ),
    ],
)

#: Settled with the comment: by who hides it or leaves it, or by its author who deletes it.
REPORT = Workflow(
    "comment_reports",
    ReportState,
    ReportState.OPEN,
    [
        Transition(ReportEvent.UPHOLD, (ReportState.OPEN,), ReportState.UPHELD),
        Transition(ReportEvent.DISMISS, (ReportState.OPEN,), ReportState.DISMISSED),
        Transition(ReportEvent.LAPSE, (ReportState.OPEN,), ReportState.LAPSED),
    ],
)

APPEAL = Workflow(
    "comment_appeals",
    AppealState,
    AppealState.OPEN,
    [
        Transition(
            AppealEvent.UPHOLD,
            (AppealState.OPEN,),
            AppealState.UPHELD,
            permission=Permission.APPEAL_DECIDE,
            reason_required=True,
        ),
        Transition(
            AppealEvent.DISMISS,
            (AppealState.OPEN,),
            AppealState.DISMISSED,
            permission=Permission.APPEAL_DECIDE,
            reason_required=True,
        ),
    ],
)
