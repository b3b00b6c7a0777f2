"""Writing problems: drafts of one's own, posting once and in time, nothing private in public."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import (
    account_of,
    make_call,
    make_officer,
    make_problem,
    make_reviewer,
    upload,
    written,
)
from webapp.core.attachments import attachments_of
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import (
    NotFound,
    NotPermitted,
    RuleBroken,
    SignInNeeded,
    StaleVersion,
    WrongState,
)
from webapp.core.models import new_key
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.regions import Region
from webapp.core.work import Work
from webapp.problems.enums import (
    CallAudience,
    ProblemField,
    ProblemSource,
    ProblemState,
    SocialValue,
)
from webapp.problems.models import CallRules, Problem, ProblemCall
from webapp.problems.services import (
    SaveProblem,
    merge_problem,
    post_draft,
    post_problem,
    save_problem,
    start_review,
    warnings_of,
    withdraw_problem,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def citizen(work: Work) -> Actor:
    return actor_for(work, make_account(work, "김시민"))


def mails(work: Work) -> list[str]:
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [f"{row.payload['template']} → {row.payload['to']}" for row in rows]


def count(work: Work) -> int:
    work.flush()
    return work.session.scalar(sa.select(sa.func.count()).select_from(Problem)) or 0


def test_a_citizen_posts_a_problem(work: Work, call: ProblemCall, citizen: Actor) -> None:
    problem = post_problem(work, citizen, replace(written(call), files=(upload(),)))
    assert (problem.state, problem.posted_at) == (ProblemState.POSTED, work.now)
    assert mails(work) == [f"problems/posted → {account_of(work, citizen).email}"]
    [file] = attachments_of(work.session, "problems", problem.id)
    assert file.filename == "현황 사진.pdf"


def test_a_draft_may_be_unfinished_and_hold_anything(work: Work, call: ProblemCall, citizen: Actor) -> None:
    text = "연락 010-1234-5678"
    command = replace(written(call), title="", wished_change="", situation=text, field=None)
    draft = save_problem(work, citizen, command)
    assert (draft.state, draft.posted_at) == (ProblemState.DRAFT, None)
    assert set(warnings_of(draft)) == {"situation"}
    assert mails(work) == []


def test_autosave_goes_on_from_version_to_version(work: Work, call: ProblemCall, citizen: Actor) -> None:
    first = save_problem(work, citizen, replace(written(call), key=new_key()))
    second = replace(written(call, "더 나은 제목"), key=first.key, version=first.version)
    saved = save_problem(work, citizen, second)
    assert (saved.id, saved.title, saved.version) == (first.id, "더 나은 제목", 2)
    assert save_problem(work, citizen, replace(second, version=2)).version == 2


def test_a_stale_version_is_refused(work: Work, call: ProblemCall, citizen: Actor) -> None:
    draft = save_problem(work, citizen, replace(written(call), key=new_key()))
    command = replace(written(call, "먼저"), key=draft.key, version=draft.version)
    save_problem(work, citizen, command)
    with pytest.raises(StaleVersion):
        save_problem(work, citizen, replace(command, title="나중"))
    assert draft.title == "먼저"


def test_a_first_save_that_comes_twice_is_one_draft(work: Work, call: ProblemCall, citizen: Actor) -> None:
    command = replace(written(call), key=new_key())
    assert save_problem(work, citizen, command).id == save_problem(work, citizen, command).id
    assert count(work) == 1


def test_sending_twice_posts_once(work: Work, call: ProblemCall, citizen: Actor) -> None:
    command = replace(written(call), key=new_key(), files=(upload(),))
    first = post_problem(work, citizen, command)
    second = post_problem(work, citizen, replace(command, files=(upload(),)))
    assert (first.id, count(work), len(mails(work))) == (second.id, 1, 1)


def test_other_words_under_the_same_key_are_not_lost_silently(
    work: Work, call: ProblemCall, citizen: Actor
) -> None:
    command = replace(written(call), key=new_key())
    post_problem(work, citizen, command)
    with pytest.raises(StaleVersion):
        post_problem(work, citizen, replace(command, title="다른 말"))


@pytest.mark.parametrize("key", ["<script>", "../../etc", "ㄱ" * 12, "a" * 11, "a" * 500])
def test_a_forged_key_makes_nothing(work: Work, call: ProblemCall, citizen: Actor, key: str) -> None:
    with pytest.raises(NotFound):
        save_problem(work, citizen, replace(written(call), key=key))
    assert count(work) == 0


def test_anothers_draft_is_not_there(work: Work, call: ProblemCall, citizen: Actor, officer: Actor) -> None:
    draft = save_problem(work, citizen, replace(written(call), key=new_key()))
    for actor in (actor_for(work, make_account(work)), officer, ANONYMOUS):
        command = replace(written(call), key=draft.key, version=draft.version)
        acts: list[Callable[[], object]] = [
            lambda a=actor, c=command: save_problem(work, a, c),  # type: ignore[misc]  # bound now
            lambda a=actor, c=command: post_problem(work, a, c),  # type: ignore[misc]
            lambda a=actor: post_draft(work, a, draft),  # type: ignore[misc]
            lambda a=actor: withdraw_problem(work, a, draft),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(NotFound):
                act()


def test_anothers_posted_problem_may_not_be_touched(
    work: Work, call: ProblemCall, citizen: Actor, officer: Actor
) -> None:
    problem = make_problem(work, call, citizen)
    command = replace(written(call), key=problem.key, version=problem.version)
    with pytest.raises(NotPermitted):
        save_problem(work, officer, command)
    with pytest.raises(NotPermitted):
        withdraw_problem(work, officer, problem)


def test_nobody_posts_without_signing_in(work: Work, call: ProblemCall) -> None:
    with pytest.raises(SignInNeeded):
        post_problem(work, ANONYMOUS, written(call))


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"field": None}, {"field"}),
        ({"title": " ", "situation": "", "wished_change": "\n"}, {"title", "situation", "wished_change"}),
        ({"situation": "짧다"}, {"situation"}),
        ({"wished_change": "짧다"}, {"wished_change"}),
        ({"title": "가" * 101}, {"title"}),
        ({"situation": "가" * 3001}, {"situation"}),
        ({"wished_change": "가" * 3001}, {"wished_change"}),
        ({"related_agency": "가" * 101}, {"related_agency"}),
        ({"title": "연락은 010-1234-5678로 주십시오"}, {"title"}),
        ({"situation": "주민등록번호 900101-1234568이 적힌 종이가 버려집니다."}, {"situation"}),
        ({"related_agency": "담당 kim@example.org"}, {"related_agency"}),
        ({"sufferers": "연락 02-123-4567"}, {"sufferers"}),
        ({"sufferer_count": "계좌 110-123-456789로 보내 주십시오"}, {"sufferer_count"}),
        ({"tried": "주민등록번호 900101-1234568"}, {"tried"}),
        ({"links": ("https://example.org/?to=kim@example.org",)}, {"links"}),
        ({"links": ("javascript:alert(1)",)}, {"links"}),
        ({"links": ("https://user:pass@example.org/",)}, {"links"}),
        ({"links": ("https://localhost/x",)}, {"links"}),
        ({"links": ("https://example.org/ 뒤",)}, {"links"}),
        ({"links": ("http://[::1",)}, {"links"}),
        ({"links": tuple(f"https://example.org/{n}" for n in range(6))}, {"links"}),
        ({"links": ("https://example.org/" + "a" * 500,)}, {"links"}),
        ({"sufferers": "가" * 201}, {"sufferers"}),
        ({"sufferer_count": "가" * 101}, {"sufferer_count"}),
        ({"tried": "가" * 2001}, {"tried"}),
        ({"social_values": tuple(SocialValue)[:4]}, {"social_values"}),
    ],
)
def test_what_is_not_fit_for_the_public_is_refused_by_field(
    work: Work, call: ProblemCall, citizen: Actor, change: dict[str, str | None], fields: set[str]
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        post_problem(work, citizen, replace(written(call), **change))  # type: ignore[arg-type]  # texts only
    assert set(refusal.value.fields) == fields
    assert mails(work) == []


def test_a_post_says_who_suffers_where_and_what_was_tried(
    work: Work, call: ProblemCall, citizen: Actor
) -> None:
    told = {
        "sufferers": "밤에 일하는 배달 기사",
        "sufferer_count": "한 달에 열 명쯤",
        "tried": "반사띠를 붙여 보았습니다.",
        "region": Region.JEJU,
        "social_values": (SocialValue.SAFETY, SocialValue.LABOUR, SocialValue.SAFETY),
        "links": ("https://example.org/지도?a=1", " ", "http://example.org:8080/"),
    }
    problem = post_problem(work, citizen, replace(written(call), **told))  # type: ignore[arg-type]  # by field
    work.session.expire_all()
    assert (problem.sufferers, problem.sufferer_count, problem.tried, problem.region) == (
        told["sufferers"], told["sufferer_count"], told["tried"], Region.JEJU,
    )  # fmt: skip
    assert problem.social_values == ["safety", "labour"]
    assert problem.links == ["https://example.org/지도?a=1", "http://example.org:8080/"]


def test_a_half_written_link_does_not_keep_a_draft_from_being_saved(
    work: Work, call: ProblemCall, citizen: Actor
) -> None:
    draft = save_problem(work, citizen, replace(written(call), links=("htt",)))
    assert draft.links == ["htt"]
    with pytest.raises(RuleBroken):
        post_draft(work, citizen, draft)


def test_a_field_that_the_call_leaves_out_is_refused(work: Work, officer: Actor, citizen: Actor) -> None:
    call = make_call(work, officer, rules=CallRules(fields=(ProblemField.DIGITAL,)))
    with pytest.raises(RuleBroken) as refusal:
        post_problem(work, citizen, written(call))
    assert set(refusal.value.fields) == {"field"}
    digital = replace(written(call), field=ProblemField.DIGITAL)
    assert post_problem(work, citizen, digital).state is ProblemState.POSTED


def test_only_who_is_asked_writes(work: Work, officer: Actor, citizen: Actor) -> None:
    call = make_call(work, officer, rules=CallRules(audience=CallAudience.EXPERTS))
    with pytest.raises(NotPermitted):
        save_problem(work, citizen, written(call))
    expert = make_reviewer(work, call)
    posted = post_problem(work, expert, replace(written(call), source=ProblemSource.EXPERT))
    assert posted.state is ProblemState.POSTED
    assert post_problem(work, officer, written(call)).state is ProblemState.POSTED


def test_texts_are_kept_composed_and_emoji_whole(work: Work, call: ProblemCall, citizen: Actor) -> None:
    decomposed = unicodedata.normalize("NFD", "가로등이 꺼졌어요")
    problem = post_problem(work, citizen, written(call, f"{decomposed} 👩‍🚒"))
    assert problem.title == "가로등이 꺼졌어요 👩‍🚒"


def test_the_servers_clock_decides_and_the_draft_stays(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        call = make_call(work, make_officer(work))
        author = make_account(work)
        draft = save_problem(work, actor_for(work, author), written(call))
        assert call.closes_at is not None
        deadline, key = call.closes_at, draft.key
    clock.move_to(deadline)
    with database.write() as work:
        actor = actor_for(work, author)
        command = replace(written(call, "마감 뒤에 고친 제목"), key=key, version=draft.version)
        with pytest.raises(RuleBroken) as refusal:
            post_problem(work, actor, command)
        assert set(refusal.value.fields) == {"call"}
        work.session.rollback()
        saved = save_problem(work, actor, command)
        assert (saved.state, saved.title) == (ProblemState.DRAFT, "마감 뒤에 고친 제목")
        with pytest.raises(RuleBroken):
            save_problem(work, actor, written(call))
    clock.move_to(deadline - timedelta(microseconds=1))
    with database.write() as work:
        command = replace(command, version=saved.version)
        assert post_problem(work, actor_for(work, author), command).state is ProblemState.POSTED


def test_an_unpublished_call_is_not_there(work: Work, officer: Actor, citizen: Actor) -> None:
    with pytest.raises(NotFound):
        post_problem(work, citizen, replace(written(make_call(work, officer)), call_id=987654))


def test_a_citizen_speaks_only_as_one(work: Work, call: ProblemCall, citizen: Actor) -> None:
    for source in (ProblemSource.OFFICIAL, ProblemSource.EXPERT):
        with pytest.raises(RuleBroken) as refusal:
            post_problem(work, citizen, replace(written(call), source=source))
        assert set(refusal.value.fields) == {"source"}


def test_officials_and_experts_bring_problems_too(work: Work, call: ProblemCall, officer: Actor) -> None:
    official = post_problem(work, officer, replace(written(call), source=ProblemSource.OFFICIAL))
    reviewer = make_reviewer(work, call)
    expert = post_problem(work, reviewer, replace(written(call, "전문가"), source=ProblemSource.EXPERT))
    assert [official.source, expert.source] == [ProblemSource.OFFICIAL, ProblemSource.EXPERT]


def test_a_posted_problem_is_changed_in_the_open(work: Work, call: ProblemCall, citizen: Actor) -> None:
    problem = make_problem(work, call, citizen)
    command: SaveProblem = replace(written(call, "고친 제목"), key=problem.key, version=problem.version)
    save_problem(work, citizen, command)
    assert (problem.title, problem.edited_at) == ("고친 제목", work.now)
    bad = replace(command, version=problem.version, situation="010-1234-5678로 전화해 주십시오.")
    with pytest.raises(RuleBroken):
        save_problem(work, citizen, bad)


def test_review_ends_the_changing(work: Work, call: ProblemCall, citizen: Actor, officer: Actor) -> None:
    problem = start_review(work, officer, make_problem(work, call, citizen))
    command = replace(written(call, "늦은 제목"), key=problem.key, version=problem.version)
    with pytest.raises(WrongState):
        save_problem(work, citizen, command)


def test_files_are_added_and_taken_off(work: Work, call: ProblemCall, citizen: Actor) -> None:
    draft = save_problem(work, citizen, replace(written(call), files=(upload("가.pdf"),)))
    [file] = attachments_of(work.session, "problems", draft.id)
    other = upload("나.pdf", b"%PDF-1.4 other")
    command = replace(
        written(call), key=draft.key, version=draft.version, files=(other,), removed_files=(file.key,)
    )
    save_problem(work, citizen, command)
    assert [one.filename for one in attachments_of(work.session, "problems", draft.id)] == ["나.pdf"]


def test_an_author_takes_a_problem_back(work: Work, call: ProblemCall, citizen: Actor) -> None:
    problem = make_problem(work, call, citizen)
    withdraw_problem(work, citizen, problem, "다시 쓰겠습니다.")
    assert problem.state is ProblemState.WITHDRAWN
    with pytest.raises(WrongState):
        withdraw_problem(work, citizen, problem)


def test_a_problem_that_others_were_merged_into_stays(
    work: Work, call: ProblemCall, citizen: Actor, officer: Actor
) -> None:
    target, other = make_problem(work, call, citizen), make_problem(work, call)
    merge_problem(work, officer, other, target.key, "같은 골목의 문제입니다.")
    with pytest.raises(WrongState):
        withdraw_problem(work, citizen, target)
