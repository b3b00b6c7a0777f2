"""What people wait for: answers to their questions, a look at what they reported, decisions on appeals."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.discussion.queries import waiting_talk
from webapp.home.queries.office.todo import Scope, Todo


def todos(work: Work, scope: Scope) -> Iterator[Todo]:
    """One statement."""
    waiting = waiting_talk(work, scope.officer | scope.admin, scope.account_id)
    place = _("질문과 의견")
    if waiting.questions:
        title = _("답변을 기다리는 질문 %(count)s건에 답해 주십시오", count=waiting.questions)
        yield Todo(title, "/office/questions", place, _("모두가 보는 곳에서 이름을 밝히고 답합니다."))
    if waiting.appeals:
        title = _("가린 의견에 대한 이의 제기 %(count)s건을 결정해 주십시오", count=waiting.appeals)
        yield Todo(title, "/office/moderation", place, _("가린 사람이 아닌 다른 담당자가 결정합니다."))
    if waiting.reported:
        title = _("신고된 의견 %(count)s건을 살펴봐 주십시오", count=waiting.reported)
        rule = _("운영 원칙에 어긋나면 사유를 적어 가리고, 아니면 그대로 둡니다.")
        yield Todo(title, "/office/moderation", place, rule)
