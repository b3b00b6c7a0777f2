"""Workflows of discussion: comments, reports, appeals, questions."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.discussion.enums import (
    AppealEvent,
    AppealState,
    CommentEvent,
    CommentState,
    Permission,
    QuestionEvent,
    QuestionState,
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

#: An answer may be bettered; what was answered stays in public.
QUESTION = Workflow(
    "questions",
    QuestionState,
    QuestionState.ASKED,
    [
        Transition(
            QuestionEvent.ANSWER,
            (QuestionState.ASKED, QuestionState.ANSWERED),
            QuestionState.ANSWERED,
            permission=Permission.QUESTION_ANSWER,
        ),
        Transition(
            QuestionEvent.HIDE,
            (QuestionState.ASKED,),
            QuestionState.HIDDEN,
            permission=Permission.QUESTION_ANSWER,
            reason_required=True,
        ),
    ],
)
