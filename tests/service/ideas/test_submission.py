"""Handing in: the number, the version, the hash, the deadline to the second, double presses, withdrawal."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.ideas import ANSWERS, make_challenge, make_idea
from tests.support.people import actor_for, make_account
from webapp.accounts.enums import ConsentKind
from webapp.accounts.models import Consent
from webapp.challenges.enums import ChallengeState, IdeaPublicity
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, RuleBroken, StaleVersion, WrongState
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea, IdeaVersion
from webapp.ideas.services import (
    SaveIdea,
    SubmitIdea,
    publish_at_close,
    save_idea,
    start_idea,
    submit_idea,
    take_to_judging,
    withdraw_idea,
)

SECOND = timedelta(seconds=1)


def handing_in(idea: Idea, **other: object) -> SubmitIdea:
    facts = {"consents": {ConsentKind.PRIVACY}, "pledge": True, "allows_publication": False} | other
    return SubmitIdea(key=idea.key, **facts)  # type: ignore[arg-type]  # a test names what it changes


def make_draft(work: Work, **other: object) -> tuple[Idea, Actor]:
    challenge = make_challenge(work, **other)  # type: ignore[arg-type]  # passed on as they are
    idea = make_idea(work, challenge, state=IdeaState.DRAFT)
    return idea, actor_for(work, idea.author)


def test_handing_in_gives_a_receipt(work: Work) -> None:
    idea, actor = make_draft(work)
    version = submit_idea(work, actor, handing_in(idea, allows_publication=True))
    assert idea.state is IdeaState.SUBMITTED
    assert idea.receipt_number is not None
    assert idea.receipt_number.endswith(" 2026-001")
    assert (version.number, version.submitted_at, idea.submitted_at) == (1, work.now, work.now)
    assert version.content["receipt_number"] == idea.receipt_number
    assert {one["name"]: one["text"] for one in version.content["answers"]} == ANSWERS | {"maturity": ""}
    canonical = json.dumps(version.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert version.sha256 == hashlib.sha256(canonical.encode()).hexdigest()
    assert "홍길동" not in json.dumps(version.content, ensure_ascii=False)
    work.commit()


def test_the_receipt_is_sent_without_the_title(work: Work) -> None:
    idea, actor = make_draft(work)
    version = submit_idea(work, actor, handing_in(idea))
    (letter,) = letters(work, "ideas/submitted")
    assert letter["to"] == idea.author.email
    assert letter["facts"]["number"] == idea.receipt_number
    assert letter["facts"]["sha256"] == version.sha256
    assert idea.title not in json.dumps(letter, ensure_ascii=False)


def test_every_consent_is_kept_with_the_text_that_was_shown(work: Work) -> None:
    idea, actor = make_draft(work)
    version = submit_idea(work, actor, handing_in(idea, allows_publication=True))
    rows = work.session.execute(sa.select(Consent.kind, Consent.text_sha256)).all()
    assert {kind.value: text for kind, text in rows} == version.content["consents"]
    assert set(version.content["consents"]) == {"privacy", "pledge", "publication"}


@pytest.mark.parametrize(
    ("missing", "field"), [({"consents": set()}, "privacy"), ({"pledge": False}, "pledge")]
)
def test_nothing_is_taken_without_consent_and_pledge(
    work: Work, missing: dict[str, object], field: str
) -> None:
    idea, actor = make_draft(work)
    with pytest.raises(RuleBroken) as refused:
        submit_idea(work, actor, handing_in(idea, **missing))
    assert set(refused.value.fields) == {field}
    assert idea.state is IdeaState.DRAFT


def test_what_is_missing_is_named_by_field(work: Work) -> None:
    idea, actor = make_draft(work)
    idea.title, idea.answers = "", {"effect": "좋아집니다."}
    with pytest.raises(RuleBroken) as refused:
        submit_idea(work, actor, handing_in(idea))
    assert set(refused.value.fields) == {"title", "answer_method"}


def test_a_second_press_gives_the_same_receipt(work: Work) -> None:
    idea, actor = make_draft(work)
    checked = idea.version
    first = submit_idea(work, actor, handing_in(idea, version=checked))
    again = submit_idea(work, actor, handing_in(idea, version=checked))
    assert again is first
    assert work.session.scalar(sa.select(sa.func.count()).select_from(IdeaVersion)) == 1
    assert len(letters(work, "ideas/submitted")) == 1


def test_what_changed_after_it_was_checked_is_not_handed_in(work: Work) -> None:
    idea, actor = make_draft(work)
    checked = idea.version
    save_idea(work, actor, SaveIdea(idea.key, None, "다른 창의 제목", "요약", ANSWERS))
    with pytest.raises(StaleVersion):
        submit_idea(work, actor, handing_in(idea, version=checked))


def test_each_change_before_the_deadline_is_a_version_under_the_same_number(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        idea, actor = make_draft(work)
        first = submit_idea(work, actor, handing_in(idea))
        number, at = idea.receipt_number, idea.submitted_at
    clock.advance(timedelta(hours=1))
    with database.write() as work:
        save_idea(work, actor, SaveIdea(idea.key, None, "고친 제목", "요약", ANSWERS))
    with database.write() as work:
        second = submit_idea(work, actor, handing_in(idea))
    with database.read() as work:
        stored = work.session.scalars(sa.select(Idea)).one()
        history = work.session.scalars(sa.select(StateChange.event)).all()
        assert (stored.receipt_number, stored.submitted_at, stored.version_count) == (number, at, 2)
        assert (stored.title, stored.pending) == ("고친 제목", None)
    assert second.content["previous_sha256"] == first.sha256
    assert (second.submitted_at - first.submitted_at) == timedelta(hours=1)
    assert list(history) == ["submit"]


@pytest.mark.parametrize(("offset", "is_taken"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_the_deadline_counts_to_the_second(
    database: Database, clock: FixedClock, offset: timedelta, is_taken: bool
) -> None:
    with database.write() as work:
        idea, actor = make_draft(work)
        deadline = idea.challenge.closes_at
    clock.move_to(deadline + offset)
    with database.write() as work:
        if is_taken:
            assert submit_idea(work, actor, handing_in(idea)).number == 1
        else:
            with pytest.raises(WrongState, match="남아 있습니다"):
                submit_idea(work, actor, handing_in(idea))
    with database.read() as work:
        stored = work.session.scalars(sa.select(Idea)).one()
        assert stored.title == idea.title
        assert (stored.state is IdeaState.SUBMITTED) == is_taken


def test_the_clock_opens_entries_before_a_job_has_noted_it(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        idea, actor = make_draft(work, state=ChallengeState.ANNOUNCED)
        idea.challenge.opens_at = work.now + timedelta(hours=1)
    with database.write() as work, pytest.raises(WrongState, match="시작합니다"):
        submit_idea(work, actor, handing_in(idea))
    clock.advance(timedelta(hours=1))
    with database.write() as work:
        assert submit_idea(work, actor, handing_in(idea)).number == 1


def test_the_entries_per_person_are_counted_again_when_handing_in(work: Work) -> None:
    challenge = make_challenge(work, entries_per_person=1)
    author = make_account(work)
    first, second = (make_idea(work, challenge, author, state=IdeaState.DRAFT) for _ in range(2))
    actor = actor_for(work, author)
    submit_idea(work, actor, handing_in(first))
    with pytest.raises(WrongState, match="1건까지"):
        submit_idea(work, actor, handing_in(second))


def test_anothers_idea_does_not_exist(work: Work) -> None:
    idea, _actor = make_draft(work)
    stranger = actor_for(work, make_account(work))
    for act in (
        lambda: submit_idea(work, stranger, handing_in(idea)),
        lambda: withdraw_idea(work, stranger, idea.key),
        lambda: withdraw_idea(work, stranger, "forgedforged"),
    ):
        with pytest.raises(NotFound):
            act()


def test_two_challenges_with_one_pattern_share_a_series(work: Work) -> None:
    numbers = []
    for _ in range(2):
        idea, actor = make_draft(work)
        idea.challenge.receipt_pattern = "도전 {year}-{challenge:03}-{sequence:05}"
        submit_idea(work, actor, handing_in(idea))
        numbers.append(idea.receipt_number)
    assert numbers == ["도전 2026-001-00001", "도전 2026-001-00002"]


def test_a_rolled_back_entry_leaves_no_gap(database: Database) -> None:
    with database.write() as work:
        challenge = make_challenge(work)
        ideas = [make_idea(work, challenge, state=IdeaState.DRAFT) for _ in range(2)]
        actors = [actor_for(work, idea.author) for idea in ideas]
    lost = database.begin(is_writing=True)
    submit_idea(lost, actors[0], handing_in(ideas[0]))
    lost.roll_back()
    lost.session.close()
    with database.write() as work:
        submit_idea(work, actors[1], handing_in(ideas[1]))
    with database.read() as work:
        assert work.session.scalars(sa.select(Idea.receipt_sequence).order_by(Idea.id)).all() == [None, 1]


@pytest.mark.parametrize("state", [IdeaState.DRAFT, IdeaState.SUBMITTED])
def test_an_idea_is_withdrawn_until_judging(work: Work, state: IdeaState) -> None:
    idea = make_idea(work, make_challenge(work), state=state)
    actor = actor_for(work, idea.author)
    assert withdraw_idea(work, actor, idea.key).state is IdeaState.WITHDRAWN
    assert withdraw_idea(work, actor, idea.key).state is IdeaState.WITHDRAWN
    assert len(letters(work, "ideas/withdrawn")) == (1 if state is IdeaState.SUBMITTED else 0)
    with pytest.raises(WrongState):
        submit_idea(work, actor, handing_in(idea))


def test_what_is_being_judged_is_not_withdrawn(work: Work) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.IN_JUDGING)
    with pytest.raises(WrongState):
        withdraw_idea(work, actor_for(work, idea.author), idea.key)


def test_a_withdrawn_idea_is_public_no_more(work: Work) -> None:
    challenge = make_challenge(
        work, state=ChallengeState.CLOSED, closes_in=-SECOND, publicity=IdeaPublicity.AT_CLOSE
    )
    idea = make_idea(work, challenge)
    publish_at_close(work, challenge.id)
    assert idea.published_at is not None
    withdraw_idea(work, actor_for(work, idea.author), idea.key)
    assert work.session.execute(sa.text("SELECT count(*) FROM idea_publications")).scalar_one() == 0
    work.commit()


def test_what_was_begun_before_the_close_may_be_handed_in_within_the_grace(work: Work) -> None:
    idea, actor = make_draft(work)
    challenge = idea.challenge
    challenge.grace_minutes = 10
    work.now = challenge.last_moment - SECOND
    assert challenge.takes_late_at(work.now)
    with pytest.raises(WrongState, match="끝나"):
        start_idea(work, actor, challenge.key)
    with pytest.raises(WrongState):
        take_to_judging(work, SYSTEM, challenge.id)
    assert submit_idea(work, actor, handing_in(idea)).number == 1
    late, other = make_draft(work)
    late.challenge.grace_minutes = 10
    work.now = late.challenge.last_moment
    with pytest.raises(WrongState):
        submit_idea(work, other, handing_in(late))


def test_without_a_grace_the_close_is_the_close(work: Work) -> None:
    idea, actor = make_draft(work)
    work.now = idea.challenge.closes_at
    assert idea.challenge.last_moment == work.now
    with pytest.raises(WrongState):
        submit_idea(work, actor, handing_in(idea))
