"""The letters of challenges as their readers get them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.challenges import make_challenge
from tests.support.people import make_agency
from webapp.challenges import mails
from webapp.challenges.enums import ChangeKind
from webapp.challenges.models import Challenge, RuleChange
from webapp.challenges.models.addressee import Addressee
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.web.mail import compose

READERS = (Addressee(1, "ko@example.org", "이담당", "ko"), Addressee(2, "en@example.org", "Lee", "en"))


def written(work: Work) -> list[dict[str, object]]:
    """The letters that this unit of work will send once it is committed."""
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [dict(message.payload) for message in rows]


def a_change(work: Work, challenge: Challenge) -> RuleChange:
    """A change of the challenge's rules, as far as letters look at it."""
    change = RuleChange(
        challenge=challenge,
        kind=ChangeKind.CHANGE,
        reason="배점을 분명히 합니다.",
        before={},
        after={},
        old_hash="0" * 64,
        created_at=work.now,
    )
    work.session.add(change)
    work.flush()
    return change


@pytest.fixture
def letters(app: Flask) -> list[dict[str, object]]:
    """Every letter that challenges can send, in both languages."""
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        challenge = make_challenge(work, make_agency(work))
        mails.send_approval_requested(work, challenge, READERS)
        mails.send_closed(work, challenge, READERS)
        mails.send_cancelled(work, challenge, READERS, "예산이 없습니다.")
        for reader in READERS:
            mails.send_returned(work, challenge, reader, "기간을 늘려 주십시오.")
            mails.send_published(work, challenge, reader)
        change = a_change(work, challenge)
        mails.send_change_requested(work, change, READERS)
        for reader in READERS:
            mails.send_change_returned(work, change, reader, "까닭을 더 적어 주십시오.")
            mails.send_change_announced(work, change, reader)
        return written(work)


def test_every_letter_names_the_contest_and_has_one_link(
    app: Flask, letters: list[dict[str, object]]
) -> None:
    assert len(letters) == 16
    with app.app_context():
        for letter in letters:
            message = compose(letter)
            assert str(message.subject).startswith("[안전한 건널목 공모] ")
            body = str(message.body)
            assert body.count("http://localhost/") == 1
            assert "보행자 사고 줄이기" in body
            assert ("과제 열기" in body) == (letter["locale"] == "ko")


def test_a_letter_is_not_sent_twice_for_the_same_event(app: Flask) -> None:
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        challenge = make_challenge(work, make_agency(work))
        for _turn in range(2):
            mails.send_closed(work, challenge, [READERS[0], READERS[0]])
        assert len(written(work)) == 1
