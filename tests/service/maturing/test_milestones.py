"""Milestones: planned, handed in, returned, accepted; reminders at the edges of their days."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from tests.support.maturing import Maturing, add_mentor, hand_in, make_project, project_of
from tests.support.people import actor_for, make_account
from webapp.core.attachments import Upload, attachments_of
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.kst import kst_day, start_of_day_kst
from webapp.core.outbox import OutboxMessage
from webapp.core.storage import FILE_KINDS, check_upload
from webapp.core.work import Work
from webapp.maturing.enums import MilestoneState
from webapp.maturing.models import Milestone, Submission
from webapp.maturing.services import (
    ChangeMilestone,
    NewMilestone,
    StopProject,
    SubmitMilestone,
    accept_milestone,
    add_milestone,
    change_milestone,
    remind_of_milestones,
    return_milestone,
    stop_project,
    submit_milestone,
)


@pytest.fixture
def maturing(database: Database, clock: FixedClock) -> Maturing:
    """A project with milestones due on 30 March and 9 April; today is 20 March."""
    return make_project(database, clock)


def letters(work: Work, template: str) -> list[str]:
    rows = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [row["to"] for row in rows if row["template"] == f"maturing/{template}"]


def milestone(database: Database, maturing: Maturing, place: int = 0) -> Milestone:
    with database.read() as work:
        found = work.session.scalars(
            sa.select(Milestone).where(Milestone.key == maturing.milestones[place])
        ).one()
        work.session.expunge(found)
    return found


def test_what_is_handed_in_reaches_the_officials(database: Database, maturing: Maturing) -> None:
    hand_in(database, maturing, text="첫 보고서입니다.")
    found = milestone(database, maturing)
    assert (found.state, found.deliverable) == (MilestoneState.SUBMITTED, "첫 보고서입니다.")
    with database.read() as work:
        assert letters(work, "submitted") == [maturing.contest.officer.email]


def test_files_come_with_it(database: Database, maturing: Maturing) -> None:
    stream = BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    facts = check_upload("보고서.pdf", stream, tuple(FILE_KINDS), 1024 * 1024)
    with database.write() as work:
        command = SubmitMilestone(maturing.milestones[0], 1, "보고서를 붙입니다.", (Upload(facts, stream),))
        found = submit_milestone(work, maturing.author(work), command)
    with database.read() as work:
        assert [f.filename for f in attachments_of(work.session, "milestones", found.id)] == ["보고서.pdf"]


def test_a_double_click_is_one_submission(database: Database, maturing: Maturing) -> None:
    hand_in(database, maturing)
    hand_in(database, maturing)
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 1


def test_what_was_returned_stays_readable(database: Database, maturing: Maturing) -> None:
    hand_in(database, maturing, text="첫 보고서입니다.")
    for _click in range(2):
        with database.write() as work:
            return_milestone(
                work, maturing.officer(work), maturing.milestones[0], "비용을 나누어 적어 주십시오."
            )
    hand_in(database, maturing, text="고친 보고서입니다.")
    with database.read() as work:
        texts = work.session.scalars(sa.select(Submission.deliverable).order_by(Submission.number)).all()
        assert texts == ["첫 보고서입니다.", "고친 보고서입니다."]
        assert letters(work, "returned") == [maturing.contest.entrants[0].email]
    assert milestone(database, maturing).state is MilestoneState.SUBMITTED


def test_returning_needs_a_reason_and_something_handed_in(database: Database, maturing: Maturing) -> None:
    with pytest.raises(WrongState), database.write() as work:
        return_milestone(work, maturing.officer(work), maturing.milestones[0], "고쳐 주십시오.")
    hand_in(database, maturing)
    with pytest.raises(RuleBroken), database.write() as work:
        return_milestone(work, maturing.officer(work), maturing.milestones[0], "  ")
    assert milestone(database, maturing).state is MilestoneState.SUBMITTED


def test_acceptance_is_final(database: Database, maturing: Maturing) -> None:
    hand_in(database, maturing)
    for _click in range(2):
        with database.write() as work:
            accept_milestone(work, maturing.officer(work), maturing.milestones[0], "잘 정리해 주셨습니다.")
    with database.read() as work:
        assert letters(work, "accepted") == [maturing.contest.entrants[0].email]
    version = milestone(database, maturing).version
    command = SubmitMilestone(maturing.milestones[0], version, "더 고쳤습니다.")
    changed = ChangeMilestone(maturing.milestones[0], version, "다른 제목", date(2026, 5, 1))
    with pytest.raises(WrongState), database.write() as work:
        submit_milestone(work, maturing.author(work), command)
    with pytest.raises(RuleBroken), database.write() as work:
        change_milestone(work, maturing.officer(work), changed)


def test_an_empty_or_stale_submission_is_refused(database: Database, maturing: Maturing) -> None:
    with pytest.raises(RuleBroken) as caught, database.write() as work:
        submit_milestone(work, maturing.author(work), SubmitMilestone(maturing.milestones[0], 1, " "))
    assert list(caught.value.fields) == ["deliverable"]
    with database.write() as work:
        changed = ChangeMilestone(maturing.milestones[0], 1, "새 제목", date(2026, 5, 1))
        change_milestone(work, maturing.officer(work), changed)
    with pytest.raises(StaleVersion), database.write() as work:
        submit_milestone(work, maturing.author(work), SubmitMilestone(maturing.milestones[0], 1, "보고서"))


def test_only_the_team_hands_in_and_only_officers_decide(database: Database, maturing: Maturing) -> None:
    mentor = add_mentor(database, maturing)
    command = SubmitMilestone(maturing.milestones[0], 1, "보고서입니다.")
    for person, error in ((mentor, NotPermitted), (maturing.contest.officer, NotPermitted)):
        with pytest.raises(error), database.write() as work:
            submit_milestone(work, actor_for(work, person), command)
    with pytest.raises(NotFound), database.write() as work:
        submit_milestone(work, actor_for(work, make_account(work)), command)
    hand_in(database, maturing)
    for person in (mentor, maturing.contest.entrants[0], maturing.contest.approver):
        with pytest.raises(NotPermitted), database.write() as work:
            accept_milestone(work, actor_for(work, person), maturing.milestones[0])
    assert milestone(database, maturing).state is MilestoneState.SUBMITTED


def test_milestones_are_added_behind_and_never_for_the_past(database: Database, maturing: Maturing) -> None:
    with database.write() as work:
        made = add_milestone(
            work,
            maturing.officer(work),
            project_of(work, maturing),
            NewMilestone("3단계", kst_day(work.now)),
        )
        assert made.position == 3
    yesterday = NewMilestone("4단계", date(2026, 3, 19))
    with pytest.raises(RuleBroken) as caught, database.write() as work:
        add_milestone(work, maturing.officer(work), project_of(work, maturing), yesterday)
    assert list(caught.value.fields) == ["due_on"]


def test_an_overdue_milestone_may_be_reworded_without_a_new_day(
    database: Database, clock: FixedClock, maturing: Maturing
) -> None:
    clock.advance(timedelta(days=60))
    with database.write() as work:
        changed = ChangeMilestone(maturing.milestones[0], 1, "새 제목", date(2026, 3, 30), "자세한 설명")
        assert change_milestone(work, maturing.officer(work), changed).title == "새 제목"
    past = ChangeMilestone(maturing.milestones[0], 2, "새 제목", date(2026, 4, 1))
    with pytest.raises(RuleBroken), database.write() as work:
        change_milestone(work, maturing.officer(work), past)


def remind(database: Database) -> dict[str, list[str]]:
    with database.write() as work:
        remind_of_milestones(work)
    with database.read() as work:
        return {name: letters(work, name) for name in ("due_soon", "overdue")}


@pytest.mark.parametrize(
    ("day", "soon", "late"),
    [
        (date(2026, 3, 22), 0, 0),  # eight days before
        (date(2026, 3, 23), 1, 0),  # seven
        (date(2026, 3, 29), 1, 0),  # the day before, for whoever missed the first letter
        (date(2026, 3, 30), 1, 0),  # the last day itself
        (date(2026, 3, 31), 0, 2),  # the day after: the author and the officer
    ],
)
def test_letters_at_the_edges_of_the_days(
    database: Database, clock: FixedClock, day: date, soon: int, late: int
) -> None:
    make_project(database, clock)
    clock.move_to(start_of_day_kst(day))
    found = remind(database)
    assert (len(found["due_soon"]), len(found["overdue"])) == (soon, late)


def test_each_letter_is_written_once(database: Database, clock: FixedClock, maturing: Maturing) -> None:
    for day in range(23, 32):
        clock.move_to(start_of_day_kst(date(2026, 3, day)))
        remind(database)
    found = remind(database)
    author = maturing.contest.entrants[0].email
    assert found == {"due_soon": [author] * 2, "overdue": [author, maturing.contest.officer.email]}


def test_nobody_is_reminded_of_what_was_handed_in_or_stopped(
    database: Database, clock: FixedClock, maturing: Maturing
) -> None:
    hand_in(database, maturing)
    clock.move_to(start_of_day_kst(date(2026, 3, 29)))
    assert remind(database) == {"due_soon": [], "overdue": []}
    with database.write() as work:
        stop_project(work, maturing.officer(work), StopProject(maturing.key, "사유", "배운 점"))
    clock.move_to(start_of_day_kst(date(2026, 4, 8)))
    assert remind(database) == {"due_soon": [], "overdue": []}
