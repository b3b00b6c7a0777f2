"""Keeping order: reports, hiding with a reason, appeals decided by another, nothing hidden shown anywhere."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.service.discussion.test_commenting import WORDS, comments, say
from tests.support.accounts import letters
from tests.support.discussion import Talk, make_talk, some_people, somebody
from tests.support.people import make_agency
from tests.support.problems import account_of, agency_of, make_officer
from webapp.accounts.models import Agency
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.discussion.enums import (
    AppealState,
    CommentState,
    HideReason,
    ReportReason,
    ReportState,
)
from webapp.discussion.models import Comment, CommentAppeal, CommentReport
from webapp.discussion.policies import agencies_moderated_by
from webapp.discussion.queries import (
    comment_view,
    comments_by,
    moderation_case,
    moderation_queue,
    thread_page,
)
from webapp.discussion.services import (
    DecideAppeal,
    HideComment,
    ReportComment,
    appeal_hiding,
    decide_appeal,
    delete_comment,
    hide_comment,
    leave_comment,
    report_comment,
    show_comment,
)

REASON = "다른 참여자를 욕하는 표현이 있습니다."


def hide(work: Work, talk: Talk, comment: Comment) -> Comment:
    return hide_comment(work, talk.officer, HideComment(comment.key, HideReason.INSULT, REASON))


def colleague(work: Work, talk: Talk) -> Actor:
    """Another moderator of the same agency."""
    return make_officer(work, work.session.get_one(Agency, agency_of(talk.officer)))


def states(work: Work) -> list[ReportState]:
    work.flush()
    return list(work.session.scalars(sa.select(CommentReport.state).order_by(CommentReport.id)))


def test_each_person_reports_a_comment_once_and_nobody_their_own(work: Work) -> None:
    talk, author, other = make_talk(work), *some_people(work, 2)
    comment = say(work, talk, author)
    report = report_comment(work, other, ReportComment(comment.key, ReportReason.INSULT))
    assert report_comment(work, other, ReportComment(comment.key, ReportReason.HATE)) is report
    with pytest.raises(NotPermitted):
        report_comment(work, author, ReportComment(comment.key, ReportReason.INSULT))
    with pytest.raises(RuleBroken):
        report_comment(work, somebody(work), ReportComment(comment.key, ReportReason.OTHER))
    assert states(work) == [ReportState.OPEN]


def test_hiding_settles_the_reports_and_tells_the_author_why(work: Work) -> None:
    talk, author, other = make_talk(work), *some_people(work, 2)
    comment = say(work, talk, author)
    report_comment(work, other, ReportComment(comment.key, ReportReason.INSULT))
    queue = moderation_queue(work, talk.officer, agencies_moderated_by(talk.officer))
    assert [(one.key, one.reports) for one in queue.reported] == [(comment.key, 1)]
    for _ in range(2):
        hide(work, talk, comment)
    assert states(work) == [ReportState.UPHELD]
    assert comments(work, talk) == 0
    [letter] = letters(work, "discussion/hidden")
    assert letter["to"] == account_of(work, author).email
    assert letter["facts"]["cause"] == REASON
    assert moderation_queue(work, talk.officer, agencies_moderated_by(talk.officer)).reported == []


def test_what_is_hidden_stands_nowhere_but_with_its_author_and_the_moderators(work: Work) -> None:
    talk, author = make_talk(work), somebody(work)
    comment = say(work, talk, author)
    answer = say(work, talk, somebody(work), "답글", comment)
    hide(work, talk, comment)
    [thread] = thread_page(work, talk.ref).items
    assert (thread.body, thread.hide_code, thread.answers[0].body) == ("", HideReason.INSULT, "답글")
    seen = comment_view(work, comment.key)
    assert seen is not None
    assert seen.body == ""
    hide(work, talk, answer)
    assert thread_page(work, talk.ref).items == ()
    assert [one.body for one in comments_by(work, author).items] == [WORDS]
    assert moderation_case(work, talk.officer, comment.key).comment.body == WORDS
    elsewhere = make_officer(work, make_agency(work))
    for actor in (author, elsewhere):
        with pytest.raises(NotFound):
            moderation_case(work, actor, comment.key)
        with pytest.raises(NotFound):
            hide_comment(work, actor, HideComment(comment.key, HideReason.INSULT, REASON))
    assert moderation_queue(work, elsewhere, agencies_moderated_by(elsewhere)).reported == []


def test_a_hiding_needs_a_reason_and_can_be_taken_back(work: Work) -> None:
    talk, author = make_talk(work), somebody(work)
    comment = say(work, talk, author)
    with pytest.raises(RuleBroken):
        hide_comment(work, talk.officer, HideComment(comment.key, HideReason.OTHER, " "))
    hide(work, talk, comment)
    with pytest.raises(RuleBroken):
        show_comment(work, talk.officer, comment.key, " ")
    for _ in range(2):
        show_comment(work, talk.officer, comment.key, "잘못 가렸습니다.")
    assert comment.state is CommentState.VISIBLE
    assert comments(work, talk) == 1
    assert len(letters(work, "discussion/shown")) == 1


def test_a_report_can_be_dismissed_and_lapses_with_the_comment(work: Work) -> None:
    talk, author, other = make_talk(work), *some_people(work, 2)
    first, second = say(work, talk, author), say(work, talk, author, "다른 의견")
    for comment in (first, second):
        report_comment(work, other, ReportComment(comment.key, ReportReason.INSULT))
    assert [leave_comment(work, talk.officer, first.key) for _ in range(2)] == [1, 0]
    delete_comment(work, author, second.key)
    assert states(work) == [ReportState.DISMISSED, ReportState.LAPSED]
    assert first.state is CommentState.VISIBLE


def appealed(work: Work, talk: Talk) -> tuple[Comment, CommentAppeal, Actor]:
    author = somebody(work)
    comment = hide(work, talk, say(work, talk, author))
    appeal = appeal_hiding(work, author, comment.key, "욕이 아니라 인용입니다.")
    work.flush()
    return comment, appeal, author


def test_an_appeal_is_decided_by_another_and_shows_the_comment_again(work: Work) -> None:
    talk = make_talk(work)
    comment, appeal, author = appealed(work, talk)
    command = DecideAppeal(appeal.key, True, "인용이 맞습니다.", appeal.version)
    with pytest.raises(NotPermitted, match="다른 담당자"):
        decide_appeal(work, talk.officer, command)
    with pytest.raises(WrongState):
        show_comment(work, talk.officer, comment.key, "다시 보입니다.")
    with pytest.raises(NotFound):
        decide_appeal(work, author, command)
    decide_appeal(work, colleague(work, talk), command)
    assert (appeal.state, comment.state) == (AppealState.UPHELD, CommentState.VISIBLE)
    [letter] = letters(work, "discussion/appeal_decided")
    assert letter["facts"]["cause"] == "인용이 맞습니다."
    with pytest.raises(WrongState):
        decide_appeal(work, colleague(work, talk), command)


def test_a_dismissed_appeal_leaves_it_hidden_and_cannot_be_made_again(work: Work) -> None:
    talk = make_talk(work)
    comment, appeal, author = appealed(work, talk)
    assert appeal_hiding(work, author, comment.key, "다시 봐 주십시오.") is appeal
    other = colleague(work, talk)
    with pytest.raises(StaleVersion):
        decide_appeal(work, other, DecideAppeal(appeal.key, False, "그대로 둡니다.", appeal.version + 7))
    work.session.refresh(appeal)
    decide_appeal(work, other, DecideAppeal(appeal.key, False, "그대로 둡니다.", appeal.version))
    assert (appeal.state, comment.state) == (AppealState.DISMISSED, CommentState.HIDDEN)
    assert appeal_hiding(work, author, comment.key, "세 번째") is appeal
    [own] = comments_by(work, author).items
    assert (own.appeal_state, own.decision) == (AppealState.DISMISSED, "그대로 둡니다.")
    assert not own.can_be_appealed


def test_a_second_hiding_can_be_appealed_again(
    work: Work,
) -> None:
    talk = make_talk(work)
    comment, appeal, author = appealed(work, talk)
    decide_appeal(work, colleague(work, talk), DecideAppeal(appeal.key, True, "인용입니다.", appeal.version))
    work.now = work.now.replace(hour=work.now.hour + 1)
    hide(work, talk, comment)
    second = appeal_hiding(work, author, comment.key, "또 가리셨습니다.")
    assert second.key != appeal.key


def test_only_hidden_comments_of_ones_own_are_appealed(work: Work) -> None:
    talk, author = make_talk(work), somebody(work)
    comment = say(work, talk, author)
    with pytest.raises(WrongState):
        appeal_hiding(work, author, comment.key, "가리지 않은 글")
    hide(work, talk, comment)
    with pytest.raises(NotFound):
        appeal_hiding(work, somebody(work), comment.key, "남의 글")
    with pytest.raises(RuleBroken):
        appeal_hiding(work, author, comment.key, "  ")
