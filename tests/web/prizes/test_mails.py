"""The letters of prizes and maturing, as they arrive: in the reader's language, one link, no gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.maturing import Maturing, hand_in, make_project
from tests.support.people import actor_for, make_account
from tests.support.prizes import announce_revoking, approved_payment, make_contest, revoke, verify
from webapp.accounts.models import Account
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage
from webapp.maturing.services import (
    StopProject,
    accept_milestone,
    accept_project,
    remind_of_milestones,
    return_milestone,
    stop_project,
)
from webapp.prizes.enums import ObjectionGround
from webapp.prizes.services import (
    NewObjection,
    RecordPayment,
    RuleObjection,
    answer_revocation,
    decide_no_winner,
    drop_revocation,
    object_to,
    record_payment,
    rule_objection,
)
from webapp.prizes.services.loading import awards_of
from webapp.web.mail import compose

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "mail"


def set_locale(database: Database, locale: str) -> None:
    with database.write() as work:
        work.session.execute(sa.update(Account).values(locale=locale))


def object_and_rule(database: Database, *, is_upheld: bool, locale: str) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        work.session.execute(sa.update(Account).values(locale=locale))
        key = awards_of(work, contest.challenge.id)[0].key
        command = NewObjection(key, ObjectionGround.OTHER, "이미 시행 중인 사업과 같습니다.", "누리집")
        objector = make_account(work, "오제보")
        objector.locale = locale
        work.session.flush()
        objection = object_to(work, actor_for(work, objector), command)
        ruling = RuleObjection(objection.key, is_upheld=is_upheld, reason="까닭")
        rule_objection(work, contest.acting(work, contest.officer), ruling)


def mature_and_pay(database: Database, clock: FixedClock, maturing: Maturing) -> None:
    contest = maturing.contest
    key = approved_payment(database, contest, maturing.awards[0])
    with database.write() as work:
        record_payment(
            work, contest.acting(work, contest.officer), RecordPayment(key, date(2026, 3, 20), "17")
        )
    hand_in(database, maturing)
    with database.write() as work:
        return_milestone(work, maturing.officer(work), maturing.milestones[0], "까닭")
    clock.advance(timedelta(days=9))
    with database.write() as work:
        remind_of_milestones(work)
    clock.advance(timedelta(days=3))
    with database.write() as work:
        remind_of_milestones(work)
    hand_in(database, maturing, text="고친 보고서")
    with database.write() as work:
        accept_milestone(work, maturing.officer(work), maturing.milestones[0])
        accept_project(work, maturing.officer(work), maturing.key)


def write_every_letter(database: Database, clock: FixedClock, locale: str) -> None:
    """Live through everything about which prizes and maturing write."""
    maturing = make_project(database, clock, steps=1)
    set_locale(database, locale)
    mature_and_pay(database, clock, maturing)
    contest = maturing.contest
    with database.write() as work:
        announce_revoking(work, contest, maturing.awards[0].key, "까닭")
        answer_revocation(work, actor_for(work, contest.entrants[0]), maturing.awards[0].key, "아닙니다.")
        drop_revocation(work, contest.acting(work, contest.officer), maturing.awards[0].key, "까닭")
        revoke(work, contest, maturing.awards[0].key, "까닭")
    object_and_rule(database, is_upheld=True, locale=locale)
    object_and_rule(database, is_upheld=False, locale=locale)
    with database.write() as work:
        nobody = make_contest(work)
        work.session.execute(sa.update(Account).values(locale=locale))
        decide_no_winner(work, nobody.acting(work, nobody.approver), nobody.challenge, "까닭")
    stopped = make_project(database, clock)
    set_locale(database, locale)
    with database.write() as work:
        stop_project(work, stopped.officer(work), StopProject(stopped.key, "까닭", "배운 점"))


def letters(database: Database) -> Iterator[dict[str, Any]]:
    with database.read() as work:
        for row in work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)):
            yield row.payload


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_letter_reads_well(app: Flask, database: Database, clock: FixedClock, locale: str) -> None:
    write_every_letter(database, clock, locale)
    own = [one for one in letters(database) if str(one["template"]).startswith(("prizes/", "maturing/"))]
    wanted = {
        f"{folder}/{path.stem}" for folder in ("prizes", "maturing") for path in (FOLDER / folder).glob("*")
    }
    assert {one["template"] for one in own} == wanted
    with app.app_context():
        for payload in own:
            message = compose(payload)
            body = str(message.body)
            for text in (message.subject, body, str(message.html)):
                assert text, payload["template"]
                assert not re.search(r"%\(|을\(를\)|이\(가\)|은\(는\)|None", text), payload["template"]
            assert "살얼음을 미리" not in message.subject
            assert "오제보" not in body or payload["template"] == "prizes/objection_ruled"
            assert payload["facts"]["link"] in body
