"""Forms of questions: asking, answering, preparing an answer, taking away what is no question."""

from __future__ import annotations

from wtforms import BooleanField

from webapp.core.i18n import lazy
from webapp.discussion.forms.comments import VersionField, long_text
from webapp.discussion.services.comments import COMMENT_MAX
from webapp.discussion.services.questions import ANSWER_MAX, QUESTION_MAX
from webapp.web.forms import Form


class AskForm(Form):
    """A question."""

    body = long_text(lazy("질문"), QUESTION_MAX, lazy("질문을 적어 주십시오."))


class AnswerQuestionForm(Form):
    """An answer in the agency's name."""

    answer = long_text(lazy("답변"), ANSWER_MAX, lazy("답변을 적어 주십시오."), rows=8)
    is_faq = BooleanField(lazy("자주 묻는 질문으로 맨 앞에 보이기"))
    version = VersionField()


class FaqForm(Form):
    """A question that is answered before anybody asks."""

    question = long_text(lazy("질문"), QUESTION_MAX, lazy("질문을 적어 주십시오."), rows=3)
    answer = long_text(lazy("답변"), ANSWER_MAX, lazy("답변을 적어 주십시오."), rows=8)


class HideQuestionForm(Form):
    """Why a question is taken away; who asked reads it."""

    reason = long_text(
        lazy("질문한 분에게 알릴 설명"), COMMENT_MAX, lazy("질문한 분이 읽을 설명을 적어 주십시오.")
    )
