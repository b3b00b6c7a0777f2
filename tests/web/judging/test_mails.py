"""Letters to judges: whole in both languages, naming the contest and never an idea or an applicant."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.judging import assignments, hand_in, make_stage
from tests.support.people import actor_for
from webapp.core.database import Database
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.judging import mails
from webapp.judging.jobs import CLOCK_TASKS
from webapp.judging.services import remind_judges
from webapp.web.mail import compose


def letters(work: Work, locale: str) -> list[Letter]:
    """One of each kind, to a reader of this language."""
    stage = make_stage(work)
    account, round_ = stage.judges[0], stage.round
    account.locale = locale
    return [
        mails.started(work, account, round_, ideas=3),
        mails.reminder(work, account, round_, left=2, done=1),
        mails.reopened(work, account, round_, reason="항목을 바꾸어 적음"),
        mails.assigned(work, account, round_, ideas=1),
        mails.dismissed(work, account, round_, reason="사임"),
    ]


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_letter_says_what_happened_and_hides_what_is_hidden(
    app: Flask, database: Database, locale: str
) -> None:
    with database.read() as work, app.app_context():
        for letter in letters(work, locale):
            message = compose(letter.payload())
            assert "도로 살얼음 예측 공모" in message.subject, letter.template
            for text in (message.subject, message.body or "", message.html or ""):
                assert "아이디어 1" not in text, letter.template
                assert "홍길동" not in text, letter.template
            has_link = "http://localhost/judge" in (message.body or "")
            assert has_link == (letter.template != "judging/dismissed")


def test_a_reminder_after_the_due_date_says_so(app: Flask, database: Database) -> None:
    with database.read() as work, app.app_context():
        stage = make_stage(work)
        stage.round.due_at = work.now
        letter = mails.reminder(work, stage.judges[0], stage.round, left=2, done=1)
        assert "기한" in (compose(letter.payload()).body or "")
        assert letter.facts["is_late"]


def test_letters_leave_through_the_outbox_once(app: Flask, database: Database) -> None:
    with database.write() as work:
        stage = make_stage(work)
        hand_in(work, assignments(work, stage.round)[0])
        assert remind_judges(work, actor_for(work, stage.secretary), stage.round) == 5
    jobs = app.extensions["jobs"]
    assert jobs.deliver_due() == 10
    assert jobs.deliver_due() == 0
    assert {len(message.recipients) for message in app.config["MAIL_MEMORY"]} == {1}


def test_the_clocks_task_is_safe_to_repeat(database: Database) -> None:
    (task,) = CLOCK_TASKS
    task.run(database)
    task.run(database)
    assert task.name == "judging:remind_before_due"
