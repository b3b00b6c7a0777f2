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
from webapp.discussion.forms.questions import AnswerQuestionForm, AskForm, FaqForm, HideQuestionForm

__all__ = [
    "AnswerForm",
    "AnswerQuestionForm",
    "AppealForm",
    "AskForm",
    "CommentForm",
    "DecideForm",
    "EditForm",
    "EmptyForm",
    "FaqForm",
    "HideForm",
    "HideQuestionForm",
    "ReportForm",
    "ShowForm",
    "ThreadFilterForm",
    "VoidForm",
    "stance_named",
]
