"""Letters of discussion: to who wrote something, about an answer, a hiding, an appeal.

A subject line says what kind of thing it is about, never its title nor what was written.
"""

from __future__ import annotations

from collections.abc import Sequence

from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.subjects import Subject
from webapp.core.text import plain_excerpt
from webapp.core.work import Work
from webapp.discussion.models import Comment, CommentAppeal, Question
from webapp.discussion.models.addressee import Addressee

EXCERPT = 80


def named(official: dict[str, str]) -> str:
    """An official in one line, in the reader's language."""
    department = localized(official.get("department", ""), official.get("department_en", ""))
    return " ".join(filter(None, (department, official.get("title"), official.get("name"))))


def send_answered(
    work: Work, person: Addressee | None, subject: Subject, parent: Comment, answer: Comment
) -> None:
    """To who wrote a comment: an official answered it."""
    if person is None or parent.author_id == answer.author_id:
        return
    with use_locale(person.locale):
        facts = {
            "title": subject.title_here,
            "official": named(answer.official),
            "answer": plain_excerpt(answer.body, 300),
            "link": f"{work.base_url}/discussion/{subject.kind}/{subject.key}#comment-{parent.key}",
            "link_label": _("답변 보기"),
        }
    _send(work, person, "answered", facts, key=f"comment-answered:{answer.key}")


def send_hidden(work: Work, person: Addressee | None, comment: Comment) -> None:
    """To the author: the comment was hidden, why, and that an appeal is possible."""
    if person is None or comment.hide_code is None or comment.hidden_at is None:
        return
    with use_locale(person.locale):
        facts = {
            "excerpt": plain_excerpt(comment.body, EXCERPT),
            "code": comment.hide_code.label,
            "cause": comment.hide_reason,
            **_own_page(work),
        }
    _send(work, person, "hidden", facts, key=f"comment-hidden:{comment.key}:{comment.hidden_at.isoformat()}")


def send_shown(work: Work, person: Addressee | None, comment: Comment) -> None:
    """To the author: the comment is shown again."""
    if person is None:
        return
    with use_locale(person.locale):
        facts = {"excerpt": plain_excerpt(comment.body, EXCERPT), **_own_page(work)}
    _send(work, person, "shown", facts, key=f"comment-shown:{comment.key}:{work.now.isoformat()}")


def send_appeal_decided(
    work: Work, person: Addressee | None, comment: Comment, appeal: CommentAppeal
) -> None:
    """To the author: what became of the appeal, and why."""
    if person is None:
        return
    with use_locale(person.locale):
        facts = {
            "excerpt": plain_excerpt(comment.body, EXCERPT),
            "outcome": appeal.state.value,
            "cause": appeal.decision,
            **_own_page(work),
        }
    _send(work, person, "appeal_decided", facts, key=f"comment-appeal-decided:{appeal.key}")


def send_question_asked(
    work: Work, officials: Sequence[Addressee], subject: Subject, question: Question
) -> None:
    """To the officials who answer for the agency: there is a question."""
    for person in officials:
        with use_locale(person.locale):
            facts = {
                "title": subject.title_here,
                "question": plain_excerpt(question.body, 300),
                "link": f"{work.base_url}/office/questions/{question.key}",
                "link_label": _("답변 쓰기"),
            }
        key = f"question-asked:{question.key}:{person.account_id}"
        _send(work, person, "question_asked", facts, key=key)


def send_question_answered(
    work: Work, person: Addressee | None, subject: Subject, question: Question
) -> None:
    """To who asked: the answer, and the one after it."""
    if person is None or question.answered_at is None or question.answered_by_id == question.author_id:
        return
    with use_locale(person.locale):
        facts = {
            "title": subject.title_here,
            "official": named(question.official),
            "answer": plain_excerpt(question.answer, 400),
            "link": f"{work.base_url}/questions/{subject.kind}/{subject.key}#question-{question.key}",
            "link_label": _("답변 보기"),
        }
    key = f"question-answered:{question.key}:{question.answered_at.isoformat()}"
    _send(work, person, "question_answered", facts, key=key)


def send_question_hidden(work: Work, person: Addressee | None, subject: Subject, question: Question) -> None:
    """To who asked: the question was taken away, and why."""
    if person is None:
        return
    with use_locale(person.locale):
        facts = {
            "title": subject.title_here,
            "question": plain_excerpt(question.body, EXCERPT),
            "cause": question.hide_reason,
            "link": f"{work.base_url}/questions/{subject.kind}/{subject.key}",
            "link_label": _("질문과 답변 보기"),
        }
    _send(work, person, "question_hidden", facts, key=f"question-hidden:{question.key}")


def _own_page(work: Work) -> dict[str, str]:
    return {"link": f"{work.base_url}/my/comments", "link_label": _("내 의견 보기")}


def _send(work: Work, person: Addressee, template: str, facts: dict[str, str], *, key: str) -> None:
    work.send(Letter(person.email, f"discussion/{template}", person.locale, facts), key=key)
