"""Forms of discussion: shape only."""

from webapp.discussion.forms.comments import (
    AnswerForm,
    AppealForm,
    CommentForm,
    DecideForm,
    EditForm,
    HideForm,
    ReportForm,
    ShowForm,
    ThreadFilterForm,
    stance_named,
)
from webapp.discussion.forms.office import EmptyForm, VoidForm

__all__ = [
    "AnswerForm",
    "AppealForm",
    "CommentForm",
    "DecideForm",
    "EditForm",
    "EmptyForm",
    "HideForm",
    "ReportForm",
    "ShowForm",
    "ThreadFilterForm",
    "VoidForm",
    "stance_named",
]
