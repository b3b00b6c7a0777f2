"""Starting and saving drafts: who may, what is kept, what happens with two windows and after the deadline."""

from __future__ import annotations

import io
import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.ideas import ANSWERS, make_challenge, make_idea
from tests.support.people import actor_for, make_account
from tests.support.sample_files import PDF
from webapp.accounts.enums import OrganisationKind
from webapp.accounts.services import NewOrganisation, create_organisation
from webapp.challenges.enums import ChallengeState
from webapp.core.attachments import Upload, attachments_of
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, RuleBroken, SignInNeeded, StaleVersion, WrongState
from webapp.core.policy import ANONYMOUS
from webapp.core.storage import check_upload
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind, IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services import FILES, SaveIdea, save_idea, start_idea


def upload(name: str = "제안서.pdf", content: bytes = PDF) -> Upload:
    stream = io.BytesIO(content)
    return Upload(check_upload(name, stream, FILES.kinds, FILES.max_bytes), stream)


def saving(idea: Idea, **other: object) -> SaveIdea:
    facts = {"title": "제목", "summary": "요약", "answers": ANSWERS, "version": idea.version} | other
    return SaveIdea(key=idea.key, **facts)  # type: ignore[arg-type]  # a test names what it changes


def test_a_person_starts_a_draft_once(work: Work) -> None:
    challenge, actor = make_challenge(work), actor_for(work, make_account(work))
    first = start_idea(work, actor, challenge.key)
    work.flush()
    again = start_idea(work, actor, challenge.key)
    assert (first.id, first.state, first.applicant_kind) == (again.id, IdeaState.DRAFT, ApplicantKind.PERSON)
    assert first.receipt_number is None


def test_a_draft_is_started_for_an_organisation_that_one_leads(work: Work) -> None:
    challenge, lead, other = make_challenge(work), make_account(work), make_account(work)
    team = create_organisation(
        work, actor_for(work, lead), NewOrganisation(OrganisationKind.TEAM, "안전지킴이")
    )
    idea = start_idea(work, actor_for(work, lead), challenge.key, team.key)
    work.flush()
    assert (idea.applicant_kind, idea.organisation_id) == (ApplicantKind.TEAM, team.id)
    with pytest.raises(RuleBroken) as refused:
        start_idea(work, actor_for(work, other), challenge.key, team.key)
    assert "applicant" in refused.value.fields


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ChallengeState.DRAFT, 404),
        (ChallengeState.IN_APPROVAL, 404),
        (ChallengeState.CLOSED, 409),
        (ChallengeState.CANCELLED, 409),
    ],
)
def test_entries_are_taken_only_while_a_challenge_is_open(
    work: Work, state: ChallengeState, status: int
) -> None:
    challenge, actor = make_challenge(work, state=state), actor_for(work, make_account(work))
    with pytest.raises((NotFound, WrongState)) as refused:
        start_idea(work, actor, challenge.key)
    assert refused.value.status == status


def test_nobody_starts_without_signing_in(work: Work) -> None:
    with pytest.raises(SignInNeeded):
        start_idea(work, ANONYMOUS, make_challenge(work).key)


def test_the_entries_per_person_are_limited(work: Work) -> None:
    challenge = make_challenge(work, entries_per_person=1)
    author = make_account(work)
    entry = make_idea(work, challenge, author)
    with pytest.raises(WrongState, match="1건까지"):
        start_idea(work, actor_for(work, author), challenge.key)
    entry.state = IdeaState.WITHDRAWN
    assert start_idea(work, actor_for(work, author), challenge.key).id != entry.id


def test_what_is_written_is_kept_clean_and_whole(work: Work) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    written = unicodedata.normalize("NFD", "살얼음 예측 🧊")
    answers = {"method": "첫 줄\r\n둘째 줄", "contact_note": "한\n줄", "unknown": "버림"}
    save_idea(work, actor_for(work, idea.author), saving(idea, title=f" {written} ", answers=answers))
    assert idea.title == unicodedata.normalize("NFC", written)
    assert idea.answers == {"method": "첫 줄\n둘째 줄", "contact_note": "한 줄"}


def test_a_draft_may_lack_answers_but_not_exceed_them(work: Work) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    actor = actor_for(work, idea.author)
    save_idea(work, actor, saving(idea, title="", summary="", answers={}))
    assert idea.answers == {}
    too_long = {"effect": "가" * 301, "maturity": "완성"}
    with pytest.raises(RuleBroken) as refused:
        save_idea(work, actor, saving(idea, title="가" * 101, answers=too_long))
    assert set(refused.value.fields) == {"title", "answer_effect", "answer_maturity"}
    assert "301자" in refused.value.fields["answer_effect"]
    save_idea(work, actor, saving(idea, title="가" * 100, answers={"effect": "가" * 300}))
    assert len(idea.title) == 100


def test_a_second_window_does_not_overwrite_the_first(work: Work) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    actor, opened = actor_for(work, idea.author), idea.version
    save_idea(work, actor, saving(idea, title="첫째 창"))
    with pytest.raises(StaleVersion, match="견주어"):
        save_idea(work, actor, saving(idea, title="둘째 창", version=opened))
    assert idea.title == "첫째 창"
    save_idea(work, actor, saving(idea, title="첫째 창", version=opened))
    save_idea(work, actor, saving(idea, title="둘째 창", version=None))
    assert idea.title == "둘째 창"


def test_a_draft_stays_writable_after_the_deadline(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
        actor = actor_for(work, idea.author)
    clock.advance(timedelta(days=11))
    with database.write() as work:
        save_idea(work, actor, saving(idea, title="늦었지만 간직할 글"))
    with database.read() as work:
        assert work.session.scalars(sa.select(Idea.title)).all() == ["늦었지만 간직할 글"]


def test_what_was_handed_in_is_changed_aside_and_only_before_the_deadline(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        idea = make_idea(work, make_challenge(work))
        actor, title = actor_for(work, idea.author), idea.title
        save_idea(work, actor, saving(idea, title="고친 제목"))
        assert (idea.title, idea.working.title) == (title, "고친 제목")
        save_idea(work, actor, saving(idea, title=title, summary=idea.summary, answers=idea.answers))
        assert idea.pending is None
    clock.advance(timedelta(days=11))
    with database.write() as work, pytest.raises(WrongState, match="끝나"):
        save_idea(work, actor, saving(idea, title="늦은 제목", version=None))


@pytest.mark.parametrize("state", [IdeaState.WITHDRAWN, IdeaState.INELIGIBLE, IdeaState.IN_JUDGING])
def test_what_is_out_of_the_authors_hands_is_not_changed(work: Work, state: IdeaState) -> None:
    idea = make_idea(work, make_challenge(work), state=state)
    with pytest.raises(WrongState):
        save_idea(work, actor_for(work, idea.author), saving(idea))


def test_anothers_draft_does_not_exist(work: Work) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    with pytest.raises(NotFound):
        save_idea(work, actor_for(work, make_account(work)), saving(idea))
    with pytest.raises(NotFound):
        save_idea(work, ANONYMOUS, saving(idea))


def test_files_are_attached_and_taken_off(work: Work, tmp_path: Path) -> None:
    idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
    actor, before = actor_for(work, idea.author), idea.version
    save_idea(work, actor, saving(idea, uploads=[upload()]))
    (file,) = attachments_of(work.session, "ideas", idea.id)
    assert idea.version > before
    assert (tmp_path / "files").exists()
    save_idea(work, actor, saving(idea, removed_files=[file.key, "forged"]))
    assert list(attachments_of(work.session, "ideas", idea.id)) == []


def test_saving_by_itself_leaves_the_audit_alone(database: Database) -> None:
    with database.write() as work:
        idea = make_idea(work, make_challenge(work), state=IdeaState.DRAFT)
        actor = actor_for(work, idea.author)
    for title, is_automatic in (("하나", True), ("둘", False)):
        with database.write() as work:
            save_idea(work, actor, saving(idea, title=title, version=None, is_automatic=is_automatic))
    with database.read() as work:
        acts = work.session.scalars(sa.text("SELECT action FROM audit_entries")).all()
    assert acts == ["ideas:idea:saved"]
